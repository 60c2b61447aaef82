"""Each kind of page that was once read wrongly, set anew: columns, tables, stamps, raised marks, turned pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from letopis.cleaning import clean_source
from letopis.errors import InputError
from letopis.sources import read_data, read_source
from letopis.sources.pdf_chunks import find_chunks
from letopis.sources.pdf_glyphs import Glyph
from letopis.sources.pdf_layout import chunks_text

pytest.importorskip("fpdf")
pytest.importorskip("matplotlib")
pytest.importorskip("pypdfium2")

from pdf_pages import Draw, Sheet, sheets

LEFT = [
    "Земская почта северных уездов работала",
    "ещё до открытия железной дороги. Письма",
    "развозили верховые, и путь от города до",
    "дальней волости занимал около недели.",
    "Плату за пересылку вносили марками, ко-",
    "торые печатала губернская типография.",
    "Всего управа выпустила девять рисунков,",
    "и два из них остались неизданными из-за",
    "нехватки краски у местного гравёра.",
]
RIGHT = [
    "Служащих набирали среди отставных сол-",
    "дат и грамотных крестьян. Жалованье бы-",
    "ло невелико, однако должность ценили за",
    "казённую квартиру и право на дрова. За",
    "двадцать лет уволили лишь троих, прочие",
    "вышли на покой по выслуге. Архив управы",
    "сохранил их прошения и расчётные листы,",
    "а переписку с ведомством разобрали уже",
    "после переезда присутствия в новый дом.",
]
FULL = [
    "Отчёты управы за последние годы столетия показывают, как росла почта и как менялись",
    "её расходы. В неурожайный год их сократили вдвое, но перевозка писем не прервалась ни",
    "на день: часть лошадей дали волостные сходы, остальных наняли у ямщиков соседнего",
    "уезда. Когда провели рельсы, прежние станции закрыли одну за другой, а смотрителей",
    "перевели в новое ведомство без потери выслуги. Так закончилась история этой службы.",
]


def words(text: str) -> list[str]:
    return re.sub(r"-(?:\n\s*|$)", "", text).split()


def read(path: Path) -> str:
    return read_source(path).text


def in_order(text: str, *lines: str) -> bool:
    """Whether the lines stand in the text in this order."""
    places = [text.find(line) for line in lines]
    return -1 not in places and places == sorted(places)


def columns(sheet: Sheet, y: float, *, short: int = 9) -> float:
    sheet.block(50, y, LEFT)
    sheet.block(305, y, RIGHT[:short])
    return y + 13 * 9


class TestColumns:
    def test_title_block_centred_above_two_columns(self, tmp_path: Path) -> None:
        title = ["УДК 94(47)", "ЗЕМСКАЯ ПОЧТА", "СЕВЕРНЫХ УЕЗДОВ", "П. П. Лунин", "Исторический кружок, г. Вельск"]

        def draw(sheet: Sheet) -> None:
            for row, line in enumerate(title):
                sheet.centre(297, 60 + 14 * row, line)
            columns(sheet, 140)

        assert words(read(sheets(tmp_path / "a.pdf", [draw]))) == words("\n".join([*title, *LEFT, *RIGHT]))

    def test_full_lines_between_columns_part_them(self, tmp_path: Path) -> None:
        def draw(sheet: Sheet) -> None:
            y = columns(sheet, 60) + 12
            y = sheet.block(50, y, FULL) + 12
            columns(sheet, y)

        expected = [*LEFT, *RIGHT, *FULL, *LEFT, *RIGHT]
        assert words(read(sheets(tmp_path / "a.pdf", [draw]))) == words("\n".join(expected))

    def test_three_columns(self, tmp_path: Path) -> None:
        def draw(sheet: Sheet) -> None:
            sheet.block(30, 60, LEFT)
            sheet.block(290, 60, RIGHT)
            sheet.block(550, 60, LEFT)

        expected = words("\n".join([*LEFT, *RIGHT, *LEFT]))
        assert words(read(sheets(tmp_path / "a.pdf", [draw], width=842, height=595))) == expected

    @pytest.mark.parametrize("short", [1, 2])
    def test_a_last_column_of_few_lines_is_as_wide_as_the_others(self, short: int, tmp_path: Path) -> None:
        def draw(sheet: Sheet) -> None:
            for x, lines in ((30, LEFT + LEFT[:4]), (290, RIGHT + RIGHT[:4]), (550, LEFT[:short])):
                sheet.block(x, 60, lines)

        expected = words("\n".join([*LEFT, *LEFT[:4], *RIGHT, *RIGHT[:4], *LEFT[:short]]))
        assert words(read(sheets(tmp_path / "a.pdf", [draw], width=842, height=595))) == expected

    def test_a_second_column_of_one_line_is_known_by_the_other_pages(self, tmp_path: Path) -> None:
        pages = [columns, columns, lambda sheet, y: columns(sheet, y, short=1)]
        drawn = [lambda sheet, page=page: page(sheet, 60) for page in pages]
        expected = words("\n".join([*LEFT, *RIGHT, *LEFT, *RIGHT, *LEFT, RIGHT[0]]))
        assert words(read(sheets(tmp_path / "a.pdf", drawn))) == expected

    @pytest.mark.parametrize(
        "first", [[], ["1897 г. губернатор посетил с объездом все станции северного тракта уезда"]]
    )
    def test_stretched_lines_are_no_columns(self, tmp_path: Path, first: list[str]) -> None:
        wide = ["государственного попечительства", "Межведомственного совещания", "взаимного вспомоществования"]
        every = [*first, *FULL, *wide, *FULL]

        def draw(sheet: Sheet) -> None:
            for row, line in enumerate(every):
                sheet.stretch(50, 60 + 16 * row, 470, line, 10)

        raw = read_source(sheets(tmp_path / "a.pdf", [draw]))
        assert raw.text.split() == " ".join(every).split()
        assert not raw.furniture

    def test_addresses_in_two_languages_are_columns(self, tmp_path: Path) -> None:
        russian = [
            "Сведения об авторе",
            "Лунин Пётр Павлович,",
            "хранитель архива,",
            "Вельский музей почты,",
            "г. Вельск",
        ]
        english = ["About the author", "Petr P. Lunin,", "Archivist of a collection,", "Museum of the Post,", "Velsk"]

        def draw(sheet: Sheet) -> None:
            y = sheet.block(50, 60, FULL) + 30
            for one, other in zip(russian, english, strict=True):
                sheet.put(50, y, one)
                sheet.put(305, y, other)
                y += 13

        assert words(read(sheets(tmp_path / "a.pdf", [draw]))) == words("\n".join([*FULL, *russian, *english]))

    def test_blocks_that_are_drawn_in_turn_are_columns(self, tmp_path: Path) -> None:
        heads = ["Образец ссылки:", "Как ссылаться:", "Об авторе:", "О переводчике:"]
        left, right = [LEFT[0], LEFT[1], LEFT[6]], ["Отчёт управы о почте за девяностые годы", RIGHT[1], "Архив управы"]

        def draw(sheet: Sheet) -> None:
            y = sheet.block(50, 60, FULL) + 30
            for one, other in (heads[:2], heads[2:]):
                sheet.block(50, y, [one, *left])
                y = sheet.block(305, y, [other, *right]) + 14

        expected = [heads[0], *left, heads[2], *left, heads[1], *right, heads[3], *right]
        assert words(read(sheets(tmp_path / "a.pdf", [draw]))) == words("\n".join([*FULL, *expected]))

    def test_what_stands_beyond_the_page_is_not_read(self, tmp_path: Path) -> None:
        def draw(sheet: Sheet) -> None:
            sheet.block(50, 60, LEFT)
            sheet.block(605, 60, RIGHT)
            sheet.put(50, 870, "zemstvo_1897.indd")

        assert words(read(sheets(tmp_path / "a.pdf", [draw]))) == words("\n".join(LEFT))

    def test_labels_beside_a_text_are_no_column(self, tmp_path: Path) -> None:
        def draw(sheet: Sheet) -> None:
            for row, line in enumerate(LEFT):
                if row % 3 == 0:
                    sheet.put(50, 60 + 13 * row, f"{row // 3 + 1}.")
                sheet.put(80, 60 + 13 * row, line)

        lines = [f"{row // 3 + 1}. {line}" if row % 3 == 0 else line for row, line in enumerate(LEFT)]
        assert words(read(sheets(tmp_path / "a.pdf", [draw]))) == words("\n".join(lines))


class TestTables:
    ROWS = (
        (["Вид бумаги"], ["Кто подал"], ["Чем кончилось"]),
        (["Прошение о на-", "значении пенсии"], ["Смотритель во-", "лостной станции"], ["Отклонено за", "давностью"]),
        (["Жалоба"], ["Ямщик"], ["Принята"]),
    )

    @pytest.mark.parametrize("ruled", [True, False])
    def test_cells_are_read_whole_and_rows_are_lines(self, tmp_path: Path, ruled: bool) -> None:
        def draw(sheet: Sheet) -> None:
            y = sheet.block(50, 60, FULL[:2]) + 10
            top, edges = y - 12, [y - 12]
            for row in self.ROWS:
                for x, cell in zip((55, 205, 355), row, strict=True):
                    sheet.block(x, y, cell)
                y += 13 * max(map(len, row)) + 4
                edges.append(y - 12)
            if ruled:
                for edge in edges:
                    sheet.line(50, edge, 500, edge)
                for x in (50, 200, 350, 500):
                    sheet.line(x, top, x, edges[-1])
            sheet.block(50, y + 14, FULL[2:])

        text = read(sheets(tmp_path / "a.pdf", [draw]))
        rows = [line.replace("- ", "") for line in text.splitlines() if "\t" in line]
        assert rows == ["\t".join(" ".join(cell).replace("- ", "") for cell in row) for row in self.ROWS]
        assert in_order(text, *FULL, rows[0])  # the table stands within a sentence

    @pytest.mark.parametrize("turned", [False, True])
    def test_cells_drawn_as_boxes(self, tmp_path: Path, turned: bool) -> None:
        """Each cell is a box that is drawn around it; on a page that stands, or lies on its side."""
        rows = [
            ("Уезд", "Школы", "Примечание"),
            ("Северный", "двенадцать школ и\nдве читальни", "открыты земством\nв прошлом году"),
            ("Южный", "девять школ", "закрыты на время\nремонта"),
        ]

        def draw(sheet: Sheet) -> None:
            sheet.put(57, 57, "В таблице показаны школы двух уездов губернии за этот год.")
            y = 85.0
            for row in rows:
                height = 14 * max(cell.count("\n") + 1 for cell in row) + 6
                for x, cell in zip((57, 199, 341), row, strict=True):
                    sheet.rect(x, y, 142, height)
                    sheet.block(x + 6, y + 14, cell.split("\n"), step=14)
                y += height
            sheet.put(57, y + 28, "Как видно из таблицы, школ было больше на севере.")

        def on_its_side(sheet: Sheet) -> None:
            with sheet.rotation(90, 283, 283):
                draw(sheet)

        text = read(sheets(tmp_path / "a.pdf", [on_its_side if turned else draw]))
        assert [line for line in text.splitlines() if "\t" in line] == [
            "\t".join(cell.replace("\n", " ") for cell in row) for row in rows
        ]

    def test_a_list_whose_numbers_hang_beside_it_is_no_table(self, tmp_path: Path) -> None:
        items = ["Открыть читальню", "Просить земство о школе", "Чинить мост", "Завести почту", "Собрать подати"]

        def draw(sheet: Sheet) -> None:
            sheet.block(50, 60, FULL[:2])
            for row, item in enumerate(items, 1):
                sheet.put(50, 90 + 26 * row, f"{row}.")
                sheet.block(75, 90 + 26 * row, [item, "до конца этого года"])

        text = read(sheets(tmp_path / "a.pdf", [draw]))
        assert "\t" not in text
        assert in_order(text, *(f"{row}. {item}" for row, item in enumerate(items, 1)))

    def test_a_cell_of_two_lines_between_cells_of_one(self, tmp_path: Path) -> None:
        def draw(sheet: Sheet) -> None:
            sheet.put(50, 60, FULL[0])
            for row in range(4):
                for x, cell in (
                    (50, ["Северный уезд"]),
                    (190, ["Двенадцать школ и", "две читальни"]),
                    (340, ["Открыты"]),
                ):
                    sheet.block(x, 90 + 30 * row, cell, step=12)

        text = read(sheets(tmp_path / "a.pdf", [draw]))
        assert text.splitlines().count("Северный уезд\tДвенадцать школ и две читальни\tОткрыты") == 4

    def test_lists_in_two_columns_are_no_table(self, tmp_path: Path) -> None:
        """Each line begins with a number on both sides, as cells do; so many long lines are text."""
        entries = [f"{number}. Орлов А. Школы и читальни уезда"[:34] for number in range(1, 29)]

        def draw(sheet: Sheet) -> None:
            for row, (left, right) in enumerate(zip(entries[:14], entries[14:], strict=True)):
                sheet.put(50, 60 + 13 * row, left)
                sheet.put(310, 60 + 13 * row, right)

        lines = [line for line in read(sheets(tmp_path / "a.pdf", [draw])).splitlines() if line]
        assert lines == entries

    def test_numbers_under_one_rule_are_rows(self, tmp_path: Path) -> None:
        rows = [
            ("Станция", "Писем", "Лошадей"),
            ("Вельская", "1204", "12"),
            ("Няндомская", "871", "9"),
            ("Долматово", "45", "3"),
        ]

        def draw(sheet: Sheet) -> None:
            for row, cells in enumerate(rows):
                for x, cell in zip((55, 205, 355), cells, strict=True):
                    sheet.put(x, 72 + 13 * row, cell)
            for y in (60, 76, 116):
                sheet.line(50, y, 500, y)
            for x in (50, 200, 350, 500):
                sheet.line(x, 60, x, 116)

        assert [line for line in read(sheets(tmp_path / "a.pdf", [draw])).splitlines() if line] == [
            "\t".join(row) for row in rows
        ]


class TestLetters:
    def test_a_stamp_askew_parts_no_line_and_is_furniture(self, tmp_path: Path) -> None:
        def draw(sheet: Sheet) -> None:
            for row, line in enumerate(LEFT[:4]):
                sheet.stretch(50, 60 + 13 * row, 250, line)
            with sheet.rotation(45, 120, 100):
                sheet.put(120, 100, "КОПИЯ", 40)

        raw = read_source(sheets(tmp_path / "a.pdf", [draw]))
        assert words(raw.text) == [*words("\n".join(LEFT[:4])), "КОПИЯ"]
        assert [(raw.text[f.start : f.end], f.reason) for f in raw.furniture] == [("КОПИЯ", "watermark")]

    def test_a_large_sign_raises_no_digits(self, tmp_path: Path) -> None:
        def draw(sheet: Sheet) -> None:
            sheet.put(50, 60, "Сумма приведена в описи [7] того же дела и равна")
            sheet.put(320, 60, "Σ", 18)

        assert "[7]" in read(sheets(tmp_path / "a.pdf", [draw]))

    def test_small_raised_digits_are_marks_and_lowered_ones_are_not(self, tmp_path: Path) -> None:
        def draw(sheet: Sheet) -> None:
            sheet.put(50, 60, "управа")
            x = 50 + sheet.get_string_width("управа")
            sheet.put(x, 56, "12", 6)
            sheet.put(50, 80, "вода H")
            x = 50 + sheet.get_string_width("вода H")
            sheet.put(x, 82, "2", 6)

        assert read(sheets(tmp_path / "a.pdf", [draw])).split() == ["управа¹²", "вода", "H2"]

    def test_an_initial_over_two_lines_belongs_to_its_word(self, tmp_path: Path) -> None:
        def draw(sheet: Sheet) -> None:
            sheet.put(50, 73, "З", 26)
            sheet.put(72, 60, "емская почта северных уездов")
            sheet.put(72, 73, "работала ещё до открытия дороги,")
            sheet.put(50, 86, "и письма развозили верховые.")

        assert read(sheets(tmp_path / "a.pdf", [draw])).startswith("Земская почта")

    @pytest.mark.parametrize("whole", [True, False])
    def test_bold_by_printing_twice_is_read_once(self, tmp_path: Path, whole: bool) -> None:
        """Whole lines that are printed again the library leaves out itself; single letters are left to us."""

        def draw(sheet: Sheet) -> None:
            for shift in (0, 0.9):
                x = 50 + shift
                for piece in ["Опись III. Иллирийские дела"] if whole else "Опись III. Иллирийские дела":
                    sheet.put(x, 60, piece)
                    x += sheet.get_string_width(piece)

        assert read(sheets(tmp_path / "a.pdf", [draw])).strip() == "Опись III. Иллирийские дела"

    @pytest.mark.parametrize("gap", [0.15, 0.2, 0.3])
    def test_words_parted_by_gaps_alone(self, tmp_path: Path, gap: float) -> None:
        def draw(sheet: Sheet) -> None:
            sheet.set_font("Serif", size=10)
            for row, line in enumerate(FULL):
                x = 50.0
                for word in line.split():
                    sheet.text(x, 60 + 13 * row, word)
                    x += sheet.get_string_width(word) + 10 * gap

        assert read(sheets(tmp_path / "a.pdf", [draw])).split() == " ".join(FULL).split()

    def test_letter_spaced_words_among_others(self, tmp_path: Path) -> None:
        def draw(sheet: Sheet) -> None:
            sheet.put(50, 60, "а вот")
            sheet.set_char_spacing(3)
            sheet.put(85, 60, "разрядка")
            sheet.set_char_spacing(0)
            sheet.put(185, 60, "и с ней я жил")

        assert read(sheets(tmp_path / "a.pdf", [draw])).split() == "а вот разрядка и с ней я жил".split()

    @pytest.mark.parametrize("turn", [90, 180, 270])
    def test_a_page_set_sideways_is_read_upright(self, tmp_path: Path, turn: int) -> None:
        def draw(sheet: Sheet) -> None:
            with sheet.rotation(turn, 297, 421):
                sheet.block(60, 300, FULL)
            sheet.put(280, 820, "7")

        text = read(sheets(tmp_path / "a.pdf", [draw]))
        assert in_order(text, *FULL)


def glyph_pdf(mapping: dict[str, str], shown: str) -> bytes:
    """A PDF of one line whose font says by its own table which character each letter draws."""
    table = "\n".join(f"<{ord(letter):02X}> <{code}>" for letter, code in mapping.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        f"1 begincodespacerange <00> <FF> endcodespacerange\n{len(mapping)} beginbfchar\n{table}\n"
        "endbfchar endcmap end end"
    ).encode()
    content = f"BT /F1 12 Tf 40 150 Td ({shown}) Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n" % len(content) + content + b"\nendstream",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>",
        b"<</Length %d>>stream\n" % len(cmap) + cmap + b"\nendstream",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj" % number + body + b"endobj\n"
    table_at = len(out)
    out += b"xref\n0 7\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer<</Size 7/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % table_at


class TestMeaning:
    def test_letters_beyond_the_first_plane_are_joined(self) -> None:
        raw = read_data(glyph_pdf({"A": "D835DC53", "B": "0414"}, "A B B"), Path("a.pdf"))
        assert raw.text.split() == ["\U0001d453", "Д", "Д"]
        assert raw.text.encode("utf-8")
        assert not raw.warnings

    @pytest.mark.parametrize("ligature", ["tt", "ff", "fi", "ffi", "fft"])
    def test_letters_of_a_ligature_stand_side_by_side(self, ligature: str) -> None:
        letters = {"W": "".join(f"{ord(letter):04X}" for letter in ligature), "a": "0430", "b": "0431"}
        assert read_data(glyph_pdf(letters, "abWa WW"), Path("a.pdf")).text.split() == [f"аб{ligature}а", 2 * ligature]

    @pytest.mark.parametrize("half", ["D835", "DC53"])
    def test_half_a_letter_becomes_the_replacement_sign(self, half: str) -> None:
        raw = read_data(glyph_pdf({"A": half, "B": "0414"}, "BA BBBB"), Path("a.pdf"))
        assert "\ufffd" in raw.text or raw.text.split() == ["Д", "ДДДД"]
        assert raw.text.encode("utf-8")

    def test_no_control_character_reaches_the_text(self) -> None:
        letters = {"a": "0438", "b": "0437", "c": "0430", "d": "0006"}
        assert read_data(glyph_pdf(letters, "abdbc"), Path("a.pdf")).text.strip() == "из-за"

    @pytest.mark.parametrize("plane", ["E0", "01"], ids=["private use", "Latin Extended"])
    def test_a_font_without_meaning_is_refused_with_the_way_out(self, plane: str) -> None:
        letters = {chr(97 + place): f"{plane}{place:02X}" for place in range(8)}
        with pytest.raises(InputError, match="give --ocr"):
            read_data(glyph_pdf(letters, "abc defg habc"), Path("a.pdf"))

    def test_a_scan_among_pages_of_text_is_named(self, tmp_path: Path) -> None:
        pages = [lambda sheet: sheet.put(50, 60, FULL[0]), lambda sheet: sheet.rect(50, 50, 200, 100)]
        (warning,) = read_source(sheets(tmp_path / "a.pdf", pages)).warnings
        assert "page 2" in warning


class TestEdges:
    BODY = FULL * 6

    def test_a_page_that_begins_with_a_year_keeps_its_first_line(self, tmp_path: Path) -> None:
        def page(number: int, first: str) -> Draw:
            def draw(sheet: Sheet) -> None:
                sheet.block(50, 60, [first, *self.BODY], step=20)
                sheet.centre(297, 820, str(140 + number))

            return draw

        firsts = [
            "Заседание открылось в Вельске осенью",
            "1897 г. губернатор посетил уезд с объездом",
            "августа того же года",
        ]
        raw = read_source(sheets(tmp_path / "a.pdf", [page(n, first) for n, first in enumerate(firsts)]))
        assert [raw.text[f.start : f.end] for f in raw.furniture] == ["140", "141", "142"]

    def test_heads_that_come_again_and_numbers_that_rise(self, tmp_path: Path) -> None:
        heads = ["204 Лунин П. П.", "Вестник кружка 205", "206 Лунин П. П.", "Вестник кружка 207"]

        def page(head: str) -> Draw:
            def draw(sheet: Sheet) -> None:
                sheet.put(50, 40, head, 8)
                sheet.block(50, 70, FULL)

            return draw

        raw = read_source(sheets(tmp_path / "a.pdf", [page(head) for head in heads]))
        assert [raw.text[f.start : f.end] for f in raw.furniture] == heads

    @pytest.mark.parametrize(
        "heads", [["Глава 1", "Глава 2"], ["Таблица 4", "Таблица 5"], ["Выводы", "", "", "Выводы"]]
    )
    def test_headings_at_the_top_of_pages_stay(self, tmp_path: Path, heads: list[str]) -> None:
        def page(head: str) -> Draw:
            def draw(sheet: Sheet) -> None:
                sheet.centre(297, 40, head or "Продолжение")
                sheet.block(50, 70, FULL)

            return draw

        raw = read_source(sheets(tmp_path / "a.pdf", [page(head) for head in heads]))
        assert not [raw.text[f.start : f.end] for f in raw.furniture if raw.text[f.start : f.end] in heads]


class TestNotes:
    NOTE = "Архив управы. Опись 2. Дело 14. Листы 5–7."

    def draw(self, sheet: Sheet, *, size: float = 10, rule: bool = False, mark: str = "1", at: float = 700) -> None:
        sheet.block(50, 60, FULL)
        x = 50 + sheet.get_string_width(FULL[4])
        sheet.put(x, 60 + 13 * 4 - 4, "1", 6)
        sheet.block(50, 140, FULL * 8)
        if rule:
            sheet.line(50, at - 14, 190, at - 14)
        sheet.put(50, at - 3, mark, 6)
        sheet.put(58, at, self.NOTE, size)

    @pytest.mark.parametrize(("size", "rule"), [(8, False), (8, True), (10, True), (10, False)])
    def test_a_note_leaves_the_page(self, tmp_path: Path, size: float, rule: bool) -> None:
        pages = [lambda sheet: self.draw(sheet, size=size, rule=rule), lambda sheet: sheet.block(50, 60, FULL)]
        raw = read_source(sheets(tmp_path / "a.pdf", pages))
        assert raw.text.rstrip().endswith(f"{FULL[4]}\n\n1 {self.NOTE}")

    def test_institutes_marked_like_notes_stay_under_the_authors(self, tmp_path: Path) -> None:
        def draw(sheet: Sheet) -> None:
            sheet.put(50, 60, "Лунин П. П.")
            sheet.put(50 + sheet.get_string_width("Лунин П. П."), 56, "1", 6)
            sheet.put(50, 77, "1", 6)
            sheet.put(58, 80, "Исторический кружок, Вельск")
            sheet.block(50, 110, FULL * 9)

        assert in_order(read(sheets(tmp_path / "a.pdf", [draw])), "Лунин П. П.¹", "¹ Исторический кружок", FULL[0])

    def test_a_list_of_literature_in_small_type_stays(self, tmp_path: Path) -> None:
        def draw(sheet: Sheet) -> None:
            y = sheet.block(50, 60, FULL * 4)
            sheet.block(50, y + 10, ["1. Лунин П. П. Почта уезда. Вельск, 1911.", "2. Отчёт управы. Вельск, 1899."], 8)

        pages = [draw, lambda sheet: sheet.block(50, 60, FULL)]
        text = read(sheets(tmp_path / "a.pdf", pages))
        assert text.index("2. Отчёт управы") < text.rindex(FULL[0])

    def test_whose_an_article_is_stands_behind_it(self, tmp_path: Path) -> None:
        """A line with ``©`` in small type at the foot of the first page bears no mark, and is a note all the same."""

        def first(sheet: Sheet) -> None:
            sheet.block(50, 60, FULL[:3])
            sheet.put(50, 790, "© Орлов А. А., 2016", 8)

        def second(sheet: Sheet) -> None:
            sheet.block(50, 60, FULL[3:])

        text = read(sheets(tmp_path / "a.pdf", [first, second]))
        assert text.rstrip().endswith("© Орлов А. А., 2016")
        assert words(text)[: len(words(" ".join(FULL)))] == words(" ".join(FULL))

    def test_smaller_type_under_a_rule_needs_no_mark(self, tmp_path: Path) -> None:
        """The rest of a note from the page before has a rule above it, and neither number nor star."""

        def draw(sheet: Sheet) -> None:
            sheet.block(50, 60, FULL)
            sheet.line(50, 775, 150, 775)
            sheet.put(50, 790, "в том же деле, что и прошение о пенсии смотрителя.", 8)

        def plain(sheet: Sheet) -> None:
            sheet.block(50, 60, LEFT)

        text = read(sheets(tmp_path / "a.pdf", [draw, plain]))
        assert in_order(text, FULL[-1], LEFT[-1], "в том же деле")


class TestDoubts:
    def test_pages_that_are_clear_raise_none(self, tmp_path: Path) -> None:
        pages = [lambda sheet: columns(sheet, 60), lambda sheet: sheet.block(50, 60, FULL * 3)]
        assert not read_source(sheets(tmp_path / "a.pdf", pages)).doubts

    def test_columns_in_three_rows_are_doubtful(self, tmp_path: Path) -> None:
        def draw(sheet: Sheet) -> None:
            for row, (left, right) in enumerate(zip(LEFT[1:4], RIGHT[1:4], strict=True)):
                sheet.put(50, 60 + 13 * row, left)
                sheet.put(305, 60 + 13 * row, right)

        raw = read_source(sheets(tmp_path / "a.pdf", [draw]))
        assert [doubt.page for doubt in raw.doubts] == [1]
        assert "doubtful" in raw.warnings[0]


@pytest.mark.parametrize(("last", "kept"), [("1911", True), ("12", False)])
def test_a_year_alone_at_a_title_pages_foot_is_no_page_number(last: str, *, kept: bool, tmp_path: Path) -> None:
    def title(sheet: Sheet) -> None:
        sheet.centre(297, 200, "ЗЕМСКАЯ ПОЧТА")
        sheet.centre(297, 700, last)

    clean, _ = clean_source(read_source(sheets(tmp_path / "a.pdf", [title, lambda sheet: columns(sheet, 60)])))
    assert (last in clean) is kept


def test_a_description_is_believed_where_the_text_bears_it_out(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.add_page()
    sheet.put(50, 60, "Земская почта северных уездов")
    sheet.put(50, 80, "Лунин П. П. Вельск, 1911")
    sheet.set_title("Земская почта северных уездов")
    sheet.set_author("Administrator")
    sheet.output(str(tmp_path / "a.pdf"))
    metadata = read_source(tmp_path / "a.pdf").metadata
    assert metadata is not None
    assert (metadata.title, metadata.authors, metadata.year) == ({"ru": "Земская почта северных уездов"}, [], None)


def test_rows_of_a_table_stay_rows_in_the_clean_text(tmp_path: Path) -> None:
    rows = [
        ["Вид бумаги", "Кто подал"],
        ["Прошение о назначении пенсии за выслугу лет", "Смотритель волостной станции"],
        ["Жалоба на задержку", "Ямщик"],
    ]

    def draw(sheet: Sheet) -> None:
        y = sheet.block(50, 60, FULL[:3]) + 10
        for first, second in rows:
            sheet.put(50, y, first)
            sheet.put(340, y, second)
            y += 13
        sheet.block(50, y + 14, FULL)

    clean, _ = clean_source(read_source(sheets(tmp_path / "a.pdf", [draw])))
    assert clean.split("\n\n")[1:4] == ["\t".join(row) for row in rows]


@pytest.mark.parametrize("mark", ["7", "*"])
def test_marks_of_the_body_size_answer_to_notes_at_the_foot(mark: str, tmp_path: Path) -> None:
    def draw(sheet: Sheet) -> None:
        sheet.block(50, 60, [FULL[0], FULL[1].replace("вдвое,", f"вдвое.{mark}"), *FULL[2:]])
        sheet.line(50, 700, 140, 700)
        sheet.put(50, 714, f"{mark} Отчёт управы за 1911 год.", 8)

    raw = read_source(sheets(tmp_path / "a.pdf", [draw]))
    assert raw.note_numbers == (7 if mark == "7" else -1,)
    assert "вдвое. но перевозка" in clean_source(raw)[0]


def test_lines_of_a_title_page_and_of_verse(tmp_path: Path) -> None:
    title = ["Губернское земство", "Вятский почтовый округ", "Отчёт", "о перевозке писем", "Лунин Пётр Петрович"]
    verse = ["Над рекой туман встаёт", "Пароход гудок даёт", "И в тумане", "Письма старые везёт."]

    def draw(sheet: Sheet) -> None:
        for row, line in enumerate(title):
            sheet.centre(297, 60 + 14 * row, line, 10)
        y = sheet.block(50, 150, FULL)
        y = sheet.block(210, y, verse)
        sheet.block(50, y, FULL)

    clean, _ = clean_source(read_source(sheets(tmp_path / "a.pdf", [draw])))
    parts = clean.split("\n\n")
    assert parts[:4] == [title[0], title[1], f"{title[2]} {title[3]}", title[4]]
    assert parts[5] == " ".join(verse)


@pytest.mark.parametrize(("foot", "count"), [(True, 1), (False, 4)])
def test_a_frame_at_the_foot_of_all_pages_is_no_table(foot: bool, count: int, tmp_path: Path) -> None:
    def page(number: int) -> Draw:
        def draw(sheet: Sheet) -> None:
            y = 60 if foot else 160
            sheet.block(50, y, FULL[number:] + FULL[:number])
            y = 780 if foot else 60
            for row in (y, y + 16, y + 32):
                sheet.line(50, row, 500, row)
            for x in (50, 150, 250, 500):
                sheet.line(x, y, x, y + 32)
            for x, text in zip((60, 160, 260), ("Изм.", "№ док.", "Подпись"), strict=True):
                sheet.put(x, y + 12, text, 8)
            sheet.put(260, y + 28, "Лист" if number else "Начало", 8)

        return draw

    clean, _ = clean_source(read_source(sheets(tmp_path / "a.pdf", [page(n) for n in range(4)])))
    assert clean.count("Подпись") == (0 if foot else 4)
    assert clean.count("Лист") == (0 if foot else 3)


@pytest.mark.parametrize("head", ["", "Почта двух губерний и её служащие в последние годы столетия, часть первая"])
def test_two_pages_on_one(head: str, tmp_path: Path) -> None:
    def spread(number: int) -> Draw:
        def draw(sheet: Sheet) -> None:
            sheet.centre(500, 40, head, 20)
            for side in (0, 1):
                sheet.block(40 + 510 * side, 80, LEFT)
                sheet.block(285 + 510 * side, 80, RIGHT)
                sheet.put(40 + 900 * side, 260, str(44 + 2 * number + side), 8)

        return draw

    drawn = [spread(0), spread(1)]
    raw = read_source(sheets(tmp_path / "a.pdf", drawn, width=1030, height=400))
    assert len(raw.pages) == 2
    if not head:
        found = [word for word in words(raw.text) if not word.isdigit()]
        assert found == words("\n".join([*LEFT, *RIGHT] * 4))
        assert [one.reason for one in raw.furniture] == ["page_number"] * 4
        assert [raw.text[start:].startswith(LEFT[0]) for start in raw.pages] == [True, True]


class TestMargins:
    @pytest.mark.parametrize(("step", "gone"), [(5, True), (1, False)])
    def test_numbers_of_lines_are_no_text(self, step: int, *, gone: bool, tmp_path: Path) -> None:
        def draw(sheet: Sheet) -> None:
            sheet.block(80, 60, FULL * 4)
            for row in range(4, 20, 5):
                sheet.put(50, 60 + 13 * row, str(step * (row // 5 + 1)), 8)

        raw = read_source(sheets(tmp_path / "a.pdf", [draw]))
        clean, _ = clean_source(raw)
        assert (clean == " ".join([" ".join(FULL)] * 4)) is gone
        assert [one.reason for one in raw.furniture] == ["line_number"] * (4 if gone else 0)

    @pytest.mark.parametrize("x", [20, 640])
    def test_notes_in_a_margin_part_no_line(self, x: float, tmp_path: Path) -> None:
        def draw(sheet: Sheet) -> None:
            sheet.block(80, 60, FULL * 3)
            sheet.block(x, 86, ["Расходы", "управы"], 7, 9)
            sheet.block(x, 200, ["Рельсы"], 7, 9)

        clean, _ = clean_source(read_source(sheets(tmp_path / "a.pdf", [draw], width=720)))
        assert clean.split("\n\n") == [" ".join([" ".join(FULL)] * 3), "Расходы управы", "Рельсы"]


CAPTION = "Рис. 2. Станции северного тракта на карте губернии"
HALVES = (
    [*FULL[:4], "перевели в новое ведомство без потери выс-"],
    ["луги. Так закончилась история этой службы.", *FULL],
)


class TestFloats:
    @pytest.mark.parametrize("where", ["within", "top", "foot"])
    @pytest.mark.parametrize("size", [8, 10])
    def test_a_caption_within_a_sentence_stands_at_its_paragraphs_edge(
        self, where: str, size: float, tmp_path: Path
    ) -> None:
        first, second = HALVES

        def page(lines: list[str], *, above: bool = False, below: bool = False) -> Draw:
            def draw(sheet: Sheet) -> None:
                if above:
                    sheet.put(150, 60, CAPTION, size)
                y = sheet.block(50, 90 if above else 60, lines)
                if below:
                    sheet.put(150, y + 17, CAPTION, size)

            return draw

        def both(sheet: Sheet) -> None:
            y = sheet.block(50, 60, first)
            sheet.put(150, y + 60, CAPTION, size)
            sheet.block(50, y + 90, second)

        pages = {
            "within": [both],
            "top": [page(first), page(second, above=True)],
            "foot": [page(["Отчёт издан.", *first], below=True), page(second)],
        }
        clean, _ = clean_source(read_source(sheets(tmp_path / "a.pdf", pages[where])))
        assert "без потери выслуги. Так закончилась" in clean
        assert CAPTION in clean.split("\n\n")

    def test_a_formula_stays_in_its_sentence(self, tmp_path: Path) -> None:
        def draw(sheet: Sheet) -> None:
            y = sheet.block(50, 60, [*FULL[:4], "перевели, и расходы стали равны величине"])
            sheet.put(200, y + 10, "a + b = c", 12)
            sheet.block(50, y + 40, ["где первое слагаемое взято из отчёта.", *FULL])

        text = read(sheets(tmp_path / "a.pdf", [draw]))
        assert in_order(text, "равны величине", "a + b = c", "где первое")

    def test_a_table_within_a_sentence_of_a_column(self, tmp_path: Path) -> None:
        def draw(sheet: Sheet) -> None:
            y = sheet.block(50, 60, LEFT[:5]) + 10
            for row in range(4):
                sheet.line(50, y + 14 * row, 250, y + 14 * row)
                for x in (50, 120, 250) if row < 3 else ():
                    sheet.line(x, y + 14 * row, x, y + 14 * row + 14)
                    if x < 250:
                        sheet.put(x + 5, y + 14 * row + 10, f"{1890 + row}" if x == 50 else f"писем {row}00", 8)
            sheet.block(50, y + 65, LEFT[5:])
            sheet.block(305, 60, RIGHT)

        clean, _ = clean_source(read_source(sheets(tmp_path / "a.pdf", [draw])))
        assert "марками, которые печатала" in clean
        assert "1891\tписем 100" in clean


def test_a_word_that_is_drawn_below_the_line_is_read_in_it(tmp_path: Path) -> None:
    def draw(sheet: Sheet) -> None:
        sheet.block(50, 60, LEFT[:3])
        sheet.put(50, 99, "Скорость почты V")
        sheet.put(50 + sheet.get_string_width("Скорость почты Vtheory") + 2, 99, "росла с каждой новой станцией.")
        sheet.put(50 + sheet.get_string_width("Скорость почты V"), 102.5, "theory", 7)
        sheet.block(50, 112, LEFT[4:])

    assert "почты Vtheory росла с каждой" in read(sheets(tmp_path / "a.pdf", [draw]))


def glyphs(text: str, x: float, *, guessed: bool = False) -> list[Glyph]:
    """Letters of five points; a guessed space has no width and stands where the next letter begins."""
    placed = []
    for char in text:
        width = 0 if guessed and char == " " else 5
        x += 5 if guessed and char == " " else 0
        placed.append(Glyph(char, x, x + width, 100, 10))
        x += width
    return placed


@pytest.mark.parametrize(
    ("drawn", "expected"),
    [
        (glyphs("принял письмо", 50, guessed=True) + glyphs("(", 83), "принял (письмо"),
        (glyphs("строки", 50) + glyphs(" ", 200) + glyphs(".", 80), "строки."),
        (glyphs("принял письмо", 50), "принял письмо"),
        (glyphs("письма", 50) + glyphs(", а", 83), "письма, а"),
        (glyphs("о б о з ", 50) + glyphs("с о л и", 103), "о б о з  с о л и"),
    ],
)
def test_spaces_and_marks_that_are_drawn_after_the_letters(drawn: list[Glyph], expected: str) -> None:
    assert chunks_text(find_chunks(drawn)) == expected
