"""Pages as journals set them: short and narrow columns, captions, addresses, fonts that name letters by numbers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

pytest.importorskip("fpdf")
pytest.importorskip("matplotlib")
pytest.importorskip("pypdfium2")

from letopis.cleaning import clean_source, clean_text
from letopis.sources import read_source
from letopis.sources.pdf_characters import GLYPH_NUMBERS, named_anew
from letopis.sources.pdf_chunks import line_text
from letopis.sources.pdf_glyphs import Glyph, PageContent
from pdf_pages import Sheet, sheets

NARROW = (
    "Земская почта северных",
    "уездов работала ещё до",
    "открытия дороги. Письма",
    "развозили верховые, и",
    "путь от города до самой",
    "дальней волости занимал",
    "около недели. Плату за",
    "пересылку вносили одни",
    "марками, а другие хлебом,",
    "и управа вела им счёт.",
)
MIDDLE = (
    "Служащих набирали среди",
    "отставных солдат и среди",
    "грамотных крестьян. Хотя",
    "жалованье было невелико,",
    "должность ценили за дом",
    "и право на дрова. Троих",
    "уволили, а прочие вышли",
    "на покой по выслуге лет.",
)
LAST = (
    "Когда провели рельсы,",
    "прежние станции закрыли",
    "одну за другой, и только",
    "две из них остались. Там",
    "жили смотрители, которых",
    "перевели в ведомство без",
    "потери выслуги. Здание",
    "отдали потом под школу.",
)
STEP, X = 13.0, (40.0, 220.0, 400.0)


def read(path: Path) -> str:
    return clean_source(read_source(path))[0].replace("\n\n", " ")


def down(sheet: Sheet, column: int, y: float, lines: Sequence[str]) -> float:
    return sheet.block(X[column], y, lines, step=STEP)


@pytest.mark.parametrize("rows", [3, 8])
@pytest.mark.parametrize("heading", [(), ("Станции",), ("Ямщики", "и смотрители")])
def test_middle_column_ends_or_has_white_space_beside_others(
    rows: int, heading: tuple[str, ...], tmp_path: Path
) -> None:
    def draw(sheet: Sheet) -> None:
        down(sheet, 0, 60, NARROW * 4)
        y = down(sheet, 1, 60, MIDDLE[:rows]) + 7
        for line in heading:
            sheet.centre(X[1] + 65, y, line)
            y += STEP
        down(sheet, 1, y + 40, MIDDLE * 3)
        down(sheet, 2, 60, LAST)

    expected = [*NARROW * 4, *MIDDLE[:rows], *heading, *MIDDLE * 3, *LAST]
    assert read(sheets(tmp_path / "a.pdf", [draw])) == " ".join(expected)


@pytest.mark.parametrize("heading", [("Обсуждение",), ("Обсуждение", "результатов")])
@pytest.mark.parametrize("off", [0.0, 1.6, 6.0])
def test_a_heading_narrower_than_its_column_makes_no_column(
    heading: tuple[str, ...], off: float, tmp_path: Path
) -> None:
    """The white space beside a heading of the middle column reaches to the next one, and is no second strip."""

    def draw(sheet: Sheet) -> None:
        down(sheet, 0, 60, NARROW * 4)
        y = down(sheet, 1, 60, MIDDLE * 2) + off
        for line in heading:
            sheet.centre(X[1] + 65, y, line)
            y += STEP
        sheet.stretch(X[1] + 14, y, 116, "Весной того же года")
        down(sheet, 1, y + STEP, MIDDLE)
        down(sheet, 2, 60, LAST * 4)

    expected = [*NARROW * 4, *MIDDLE * 2, *heading, "Весной того же года", *MIDDLE, *LAST * 4]
    assert read(sheets(tmp_path / "a.pdf", [draw])) == " ".join(expected)


LEFT = [f"{a} {b}" for a, b in zip(NARROW[:8], MIDDLE, strict=True)]
RIGHT = [f"{a} {b}" for a, b in zip(MIDDLE, LAST, strict=True)]


def pair(sheet: Sheet, y: float = 60) -> None:
    """Two columns in small type, each of many lines."""
    sheet.block(40, y, LEFT * 3, 8)
    sheet.block(310, y, RIGHT * 3, 8)


@pytest.mark.parametrize("before", [[], ["перенесли в дом."]])
@pytest.mark.parametrize("after", [[], ["Первым был каталог волости."]])
def test_a_heading_of_the_right_column_above_what_begins_the_left(
    before: list[str], after: list[str], tmp_path: Path
) -> None:
    """A figure heads the left column; the heading in the middle of the right one is no name above both."""

    def draw(sheet: Sheet) -> None:
        pair(sheet)
        sheet.add_page()
        pair(sheet, 125)
        sheet.block(310, 112 - 13 * len(after) - 13 * len(before), before, 8)
        sheet.centre(424, 112 - 13 * len(after), "Список каталогов", 8)
        sheet.block(310, 125 - 13 * len(after), after, 8)

    expected = [*LEFT * 3, *RIGHT * 3, *LEFT * 3, *before, "Список каталогов", *after, *RIGHT * 3]
    assert read(sheets(tmp_path / "a.pdf", [draw])) == " ".join(expected)


@pytest.mark.parametrize("last", ["дом.", "выслуги."])
def test_the_last_words_of_a_text_alone_in_a_known_column(last: str, tmp_path: Path) -> None:
    def draw(sheet: Sheet) -> None:
        sheet.block(40, 60, LEFT * 3, 8)
        sheet.put(310, 60, last, 8)

    expected = [*(LEFT * 3 + RIGHT * 3) * 2, *LEFT * 3, last]
    assert read(sheets(tmp_path / "a.pdf", [pair, pair, draw])) == " ".join(expected)


@pytest.mark.parametrize("marks", [(2,), (3,), (2, 3)])
def test_notes_before_one_that_is_marked_belong_to_it(marks: tuple[int, ...], tmp_path: Path) -> None:
    """The mark of the first note of a page may stand on the page before, or overleaf."""
    notes = [f"{number}. Отчёт управы за {1880 + number} год. Вельск, 1890. С. {number}." for number in (1, 2, 3)]

    def draw(sheet: Sheet) -> None:
        y = sheet.block(40, 60, [f"{a} {b}" for a, b in zip(LEFT, RIGHT, strict=True)] * 4, 8)
        for number in marks:
            sheet.put(40, y, f"Отчёт управы за год {number}")
            sheet.put(40 + sheet.get_string_width(f"Отчёт управы за год {number}") + 1, y - 4, str(number), 5)
            y += 13
        sheet.block(40, 740, notes, 6, 9)

    raw = read_source(sheets(tmp_path / "a.pdf", [draw]))
    assert raw.text.endswith("".join(f"\n{note}\n" for note in notes))


SOLID = [f"{a} {b}" for a, b in zip(LEFT, RIGHT, strict=True)]
"""Lines across the page."""


def test_a_table_is_no_float_where_a_paragraph_of_its_own_follows(tmp_path: Path) -> None:
    """Its caption, open as a broken sentence is, is in the text's type; the next paragraph's third line is small."""
    caption = ["Таблица 1.", "Расходы на содержание почтовых станций"]
    rows = [("Год", "Станций", "Рублей"), *((str(1870 + n), str(12 + n), str(840 + 7 * n)) for n in range(24))]
    after = ["Имеется три причины, по которым росли расходы:", "дороги, цены и число станций управы", "уездов."]

    def draw(sheet: Sheet) -> None:
        y = sheet.block(40, 60, SOLID, 8, 20) + 20
        for line in caption:
            sheet.centre(290, y, line, 8)
            y += 12
        for cells in rows:
            for x, cell in zip((150, 250, 350), cells, strict=True):
                sheet.put(x, y, cell, 8)
            y += 10
        sheet.put(60, y + 20, after[0], 8)
        sheet.block(40, y + 40, [*after[1:], *SOLID[:4]], 8, 20)

    text = read_source(sheets(tmp_path / "a.pdf", [draw])).text
    places = [text.find(line) for line in [*caption, *("\t".join(cells) for cells in rows), *after]]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize("second", ["читален в северных уездах", "губернии за последние годы столетия, по отчётам"])
def test_lines_of_a_caption_in_the_texts_type_stay_together(second: str, tmp_path: Path) -> None:
    """A caption's second line begins small, as the rest of the sentence before the figure does."""

    def draw(sheet: Sheet) -> None:
        sheet.block(40, 60, SOLID[:-1], 8)
        sheet.put(40, 60 + 13 * 7, "Отчёты управы показывают, что расходы на почту", 8)
        sheet.centre(290, 350, "Рис. 1. Рост числа", 8)
        sheet.centre(290, 363, second, 8)
        sheet.block(40, 400, ["росли быстрее прочих. Так было везде.", *SOLID], 8)

    text = read(sheets(tmp_path / "a.pdf", [draw]))
    assert f"Рис. 1. Рост числа {second}" in text
    assert "расходы на почту росли быстрее прочих." in text


@pytest.mark.parametrize(
    ("before", "after", "parted"),
    [
        ("Рис. 5а. Станция до ремонта", "Рис. 5б. Станция после ремонта", True),
        ("итоги ревизии земской управы", "Таблица 12. Расходы на почту", True),
        ("как и все доходы, они показаны на", "рис. 3. Видно, что рост шёл быстро", False),
        ("как и все доходы, они показаны на", "Рис. 3. Видно, что рост шёл быстро", False),
        ("о доходах и расходах управы (см.", "Табл. 3. Рост расходов) писали все", False),
    ],
)
def test_a_caption_begins_a_paragraph(before: str, after: str, *, parted: bool) -> None:
    lines = ["Земская почта северных уездов ра-", "ботала ещё до открытия дороги, и", before, after]
    clean, _ = clean_text("\n".join(lines) + "\n")
    assert (f"{before}\n\n{after}" in clean) is parted
    assert (f"{before} {after}" in clean) is not parted


@pytest.mark.parametrize(
    ("mark", "size", "word", "expected"),
    [
        ("a", 6.0, "Федеральный институт", "a Федеральный институт"),
        ("б", 6.0, "Вятский музей", "б Вятский музей"),
        ("Х", 10.0, "ХII век", "ХХII век"),
    ],
)
def test_a_raised_letter_before_a_name_is_a_mark(
    mark: str, size: float, word: str, expected: str, tmp_path: Path
) -> None:
    def draw(sheet: Sheet) -> None:
        sheet.put(50, 60 - (4 if size < 10 else 0), mark, size)
        sheet.put(50 + sheet.get_string_width(mark), 60, word)
        sheet.block(50, 90, LEFT)

    assert read_source(sheets(tmp_path / "a.pdf", [draw])).text.startswith(expected)


@pytest.mark.parametrize(
    ("numbered", "meant"),
    [
        ("Ⱦɨɝɨɜɨɪ ɨ ɦɢɪɟ ɢ ɞɪɭɠɛɟ ɩɨɞɩɢɫɚɥɢ ɜ Ɇɨɫɤɜɟ", "Договор о мире и дружбе подписали в Москве"),
        ("ɍɝɨɞɭ ɩɿɞɩɢɫɚɥɢ ɡ ɍɤɪɚʀɧɨɸ ɭ Ʉɢɽɜɿ, ʋ 12, ɫɬɨɪɨɧɢ", "Угоду підписали з Україною у Києві, № 12, сторони"),
        (
            "ɗ\x11ȼ\x11\x03ɑɚɫɨɜɚ\x0f\x03ɫɬɚɬɶɹ\x03ɨɛ\x03ɷɤɨɧɨɦɢɤɨ\x10ɩɨɥɢɬɢɱɟɫɤɢɯ\x03ɫɨɸɡɚɯ",
            "Э.В. Часова, статья об экономико-политических союзах",
        ),
    ],
)
def test_numbers_of_glyphs_are_read_as_letters(numbered: str, meant: str) -> None:
    page = PageContent([Glyph(char, 0.0, 5.0, 0.0, 10.0) for char in numbered], [], [], [])
    assert "".join(glyph.char for glyph in named_anew([page, page, page])[-1].glyphs) == meant


@pytest.mark.parametrize("text", ["Слово договор звучит [dəɡɐˈvor], мир – [mʲir]", "Želite li čašu čaja", "Договор"])
def test_transcriptions_and_other_languages_are_no_numbers_of_glyphs(text: str) -> None:
    page = PageContent([Glyph(char, 0.0, 5.0, 0.0, 10.0) for char in text], [], [], [])
    assert named_anew([page] * 9) == [page] * 9


def test_a_page_whose_font_gives_the_numbers_of_its_glyphs(tmp_path: Path) -> None:
    meant = [line for line in LEFT if not any(char in line for char in "ёЁ")]
    numbers = {letter: chr(number) for number, letter in GLYPH_NUMBERS.items() if number > 31}

    def draw(sheet: Sheet) -> None:
        sheet.block(50, 60, ["".join(numbers.get(char, char) for char in line) for line in meant])

    assert read(sheets(tmp_path / "a.pdf", [draw])) == " ".join(meant)


@pytest.mark.parametrize("tracking", [0.0, -0.6, -1.0, -3.0])
def test_words_whose_letters_are_set_closely(tracking: float) -> None:
    """The boxes of the letters overlap, and between words there is less white than a word gap is wide."""
    glyphs: list[Glyph] = []
    place = 0.0
    for word in NARROW[0].split():
        for char in word:
            glyphs.append(Glyph(char, place, place + 6.0, 0.0, 10.0))
            place += 6.0 + tracking
        place += 2.6
    assert line_text(glyphs) == NARROW[0]


@pytest.mark.parametrize(
    ("last", "following", "parted"),
    [
        ("аспирант, e-mail: lunin@vologda-museum.ru", "Почта уездов работала исправно, и", True),
        ("e-mail: lunin@vologda.ru, mail@vologda.ru,", "Вологда, областной музей и архив", False),
        ("аспирант, e-mail: lunin@vologda-museum.ru", "и музей края, Вологда, Соборная", False),
        ("УДК 94(47).083", "П. П. Лунин, В. А. Мельник и другие", True),
        ('УДК 821.161.1 + 94(47)"18"', "Почта северных уездов до революции", True),
        ("Литература", "1. Лунин П. П. Почта. Вологда, 1901.", True),
        ("References", "1. Lunin P. The Post. Vologda, 1901.", True),
        ("Почту возили по тракту, и в волости", "1. Марта её не ждали, потому что шёл", False),
        ("Указатель УДК 94 и расстановка по", "Вологодской таблице, которую приняли", False),
    ],
)
def test_behind_an_address_a_class_or_a_heading_nothing_goes_on(last: str, following: str, *, parted: bool) -> None:
    rest = "тракт шёл через волости, где жили ям-\nщики и смотрители станций, и возили её\nвсе, кто держал лошадей."
    clean, _ = clean_text(f"{last}\n{following}\n{rest}\n")
    assert (f"{last}\n\n{following}" in clean) is parted
