"""PDF pages made here, with two columns, running heads, notes and hyphens, must come back word for word."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from letopis.cleaning import clean_source
from letopis.errors import InputError
from letopis.offsets import page_of
from letopis.sources import read_source

fpdf = pytest.importorskip("fpdf")
matplotlib = pytest.importorskip("matplotlib")
pytest.importorskip("pypdfium2")

FONT = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSerif.ttf"
HEIGHT, WIDTH, MARGIN, GUTTER = 842.0, 595.0, 60.0, 22.0

TITLE = "Земские библиотеки северных уездов во второй половине девятнадцатого века"
BODY = [
    (
        "Земские учреждения северных губерний взялись за устройство библиотек позже, чем их южные соседи. Первая "
        "публичная читальня открылась в уездном городе в 1869 г. на средства купеческого общества.¹ Книги "
        "выписывали из столицы, причём журнально-газетный отдел пополнялся быстрее прочих."
    ),
    (
        "Состав читателей менялся медленно. Учителя, волостные писари и грамотные крестьяне составляли большинство "
        "уже к концу столетия, тогда как чиновники предпочитали клубную читальню. По отчёту управы за 1894–1895 гг., "
        "на одного подписчика приходилось двенадцать выдач, а в соседнем уезде лишь восемь [3, с. 41]."
    ),
    (
        "Расходы земства росли неравномерно. После неурожая ассигнования сократили вдвое, однако общественно-"
        "благотворительные сборы позволили сохранить книжный склад. Кое-кто из гласных предлагал закрыть читальни, "
        "но собрание отвергло это предложение, и библиотекарь Н. П. Одинцов остался на службе."
    ),
    (
        "Историко-литературные чтения, которые устраивали по воскресеньям, собирали до ста слушателей. Лекторы "
        "показывали туманные картины, читали вслух стихотворения и рассказывали о путешествиях.² Губернатор "
        "относился к этим собраниям настороженно и требовал предварительного просмотра программ."
    ),
    (
        "К началу следующего столетия сеть насчитывала сорок три читальни. Учебно-просветительная деятельность "
        "земства получила признание на нижегородской выставке, где северный отдел удостоился серебряной медали. "
        "Так сложилась основа, на которой выросли позднейшие народные дома и избы-читальни."
    ),
]
NOTES = ["Отчёт уездной управы за 1870 год. Вологда, 1871. С. 14.", "Памятная книжка губернии. Вологда, 1899. С. 203."]
HEAD = "Учёные записки северного университета"


class Page(fpdf.FPDF):  # type: ignore[misc,name-defined]
    def __init__(self) -> None:
        super().__init__(unit="pt", format="A4")
        self.add_font("Serif", fname=str(FONT))
        self.set_auto_page_break(auto=False)
        self.set_margin(0)


def syllables(word: str) -> list[int]:
    """Places where a word may break: after a vowel with two letters on either side, and at its own hyphen."""
    places = [m.end() for m in re.finditer(r"[аеёиоуыэюя](?=[бвгджзклмнпрстфхцчшщ][аеёиоуыэюя])", word.lower())]
    places += [m.end() for m in re.finditer(r"(?<=\w)-(?=\w)", word)]
    return sorted(p for p in places if 2 <= p <= len(word) - 3)


def wrapped(pdf: Any, text: str, width: float, indent: float) -> list[tuple[str, float]]:
    """Lines of a paragraph, broken at hyphens, each with its indent."""
    lines: list[tuple[str, float]] = []
    line, shift = "", indent
    for whole in text.split():
        word = whole
        while word:
            trial = f"{line} {word}".strip()
            if pdf.get_string_width(trial.replace("¹", "").replace("²", "")) <= width - shift:
                line, word = trial, ""
                continue
            cut = 0
            for place in syllables(word):
                part = word[:place] + ("" if word[place - 1] == "-" else "-")
                if pdf.get_string_width(f"{line} {part}".strip()) <= width - shift:
                    cut = place
            if cut:
                part = word[:cut] + ("" if word[cut - 1] == "-" else "-")
                lines.append((f"{line} {part}".strip(), shift))
                word = word[cut:]
            else:
                lines.append((line, shift))
            line, shift = "", 0.0
    return [*lines, (line, shift)]


def put(pdf: Any, x: float, y: float, text: str, size: float) -> None:
    """One line of text; superscript digits are set small and raised."""
    pdf.set_font("Serif", size=size)
    for piece in re.split(r"([¹²])", text):
        if piece in {"¹", "²"}:
            pdf.set_font("Serif", size=size * 0.6)
            pdf.text(x, y - size * 0.35, {"¹": "1", "²": "2"}[piece])
            x += pdf.get_string_width("1")
            pdf.set_font("Serif", size=size)
        elif piece:
            pdf.text(x, y, piece)
            x += pdf.get_string_width(piece)


def article(path: Path, *, columns: int, lines_a_page: int = 17, size: float = 10.0) -> None:
    """Set the article: title, heading with spaced letters, columns, running head, page number, notes."""
    pdf = Page()
    pdf.set_font("Serif", size=size)
    width = (WIDTH - 2 * MARGIN - (columns - 1) * GUTTER) / columns
    lines = [line for paragraph in BODY for line in wrapped(pdf, paragraph, width, 1.5 * size)]
    number = 0
    while lines:
        pdf.add_page()
        number += 1
        put(pdf, MARGIN, 40, HEAD, 8)
        put(pdf, WIDTH / 2, HEIGHT - 30, str(211 + number), 9)
        top = 90.0
        if number == 1:
            put(pdf, MARGIN, 75, TITLE, 11)
            pdf.set_font("Serif", size=size)
            pdf.set_char_spacing(3)
            pdf.text(WIDTH / 2 - 40, 100, "ВВЕДЕНИЕ")
            pdf.set_char_spacing(0)
            top = 130.0
        marks: list[str] = []
        for column in range(columns):
            x = MARGIN + column * (width + GUTTER)
            for row, (text, shift) in enumerate(lines[:lines_a_page]):
                put(pdf, x + shift, top + row * 1.25 * size, text, size)
                marks += re.findall("[¹²]", text)
            lines = lines[lines_a_page:]
        y = top + (lines_a_page + 3) * 1.25 * size
        for mark in marks:
            put(pdf, MARGIN, y, mark + " " + NOTES["¹²".index(mark)], size * 0.8)
            y += size
    pdf.output(str(path))


def expected(text: str) -> str:
    return text.replace("¹", "").replace("²", "").replace("общественно- ", "общественно-")


@pytest.mark.parametrize("columns", [1, 2])
def test_article_comes_back_word_for_word(tmp_path: Path, columns: int) -> None:
    path = tmp_path / "article.pdf"
    article(path, columns=columns)
    raw = read_source(path)
    clean, offsets = clean_source(raw)
    assert clean.split("\n\n") == [
        TITLE,
        "ВВЕДЕНИЕ",
        *(expected(p) for p in BODY),
        *(f"{n} {t}" for n, t in enumerate(NOTES, 1)),
    ]
    assert offsets.undo(clean, raw.text) == raw.text
    assert raw.format == "pdf"


def test_edits_and_words_know_their_page(tmp_path: Path) -> None:
    path = tmp_path / "article.pdf"
    article(path, columns=2)
    raw = read_source(path)
    clean, offsets = clean_source(raw)
    first, last = (page_of(raw.pages, offsets.to_raw(clean.index(word))) for word in ("Первая", "медали"))
    assert first == 1
    assert last == len(raw.pages) > 1
    heads = [edit for edit in offsets.edits if edit.kind.startswith("dropped_furniture")]
    assert len({page_of(raw.pages, edit.raw_start) for edit in heads}) == len(raw.pages)


def test_scan_without_text(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    pdf = Page()
    pdf.add_page()
    pdf.rect(50, 50, 200, 100)
    pdf.output(str(path))
    with pytest.raises(InputError, match="no text layer"):
        read_source(path)


def test_encrypted(tmp_path: Path) -> None:
    path = tmp_path / "locked.pdf"
    pdf = Page()
    pdf.add_page()
    pdf.set_encryption(owner_password="owner", user_password="user")
    pdf.set_font("Serif", size=10)
    pdf.text(50, 50, "Тайна")
    pdf.output(str(path))
    with pytest.raises(InputError, match="encrypted"):
        read_source(path)


@pytest.mark.parametrize("data", [b"%PDF-1.7\nbroken", b"%PDF-1.4\n%%EOF\n"])
def test_damaged(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "broken.pdf"
    path.write_bytes(data)
    with pytest.raises(InputError, match=r"damaged|no page"):
        read_source(path)


def test_name_is_not_trusted(tmp_path: Path) -> None:
    path = tmp_path / "text.pdf"
    path.write_text("Это простой текст.", encoding="utf-8")
    with pytest.raises(InputError, match="no PDF file"):
        read_source(path)
