"""Small pages in every layout of ``benchmarks/pages.py``: no word lost, none added, all in order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

pytest.importorskip("pypdfium2")
pytest.importorskip("fpdf")
pytest.importorskip("matplotlib")

from letopis.cleaning import clean_source
from letopis.sources import read_source
from pdf_pages import Sheet, sheets

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"
WORDS = 1200
"""Words of an article: three pages in most layouts, so that a head comes again."""

NAMES = (
    "two columns, all parts",
    "wide page",
    "two columns, title and abstract above",
    "one column, ragged",
    "three columns",
    "three columns, abstract above",
    "watermark across the page",
    "one column, tables and figures",
    "two columns, title above, notes",
    "two columns, ragged, stamp at the side",
    "one column, no space in the file",
    "two columns, no space in the file",
    "two columns, title and abstracts above",
    "pages turned by 90°",
    "two columns, notes, drop capital",
    "one column, letter-spaced headings",
    "one column, notes, tables",
    "two columns, notes, letter-spaced headings",
    "one column, notes",
)


FONTS = ("Liberation Serif", "DejaVu Serif")


@pytest.fixture(scope="module")
def pages() -> Iterator[ModuleType]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(BENCHMARKS)
        import pages

        yield pages


def test_every_layout_is_named_here(pages: ModuleType) -> None:
    assert {layout.name for layout in pages.LAYOUTS} == set(NAMES)
    assert pages.FONTS == FONTS


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("name", NAMES)
def test_page_comes_back_word_for_word(pages: ModuleType, name: str, font: str, tmp_path: Path) -> None:
    from page_layouts import fonts_here

    if font not in fonts_here():
        pytest.skip(f"{font} is not installed")
    for layout in [layout._replace(font=font) for layout in pages.LAYOUTS if layout.name == name]:
        if not pages.installed(layout.setter):
            pytest.skip(f"{layout.setter} is not installed")
        article = pages.make_article(layout.needs._replace(words=WORDS), 7)
        path = tmp_path / "page.pdf"
        pages.SETTERS[layout.setter](article, layout, path)
        counts = pages.compare(article, pages.by_letopis(path, article))
        assert counts == pages.Counts(words=counts.words, pairs=counts.pairs), layout


def test_comparison_sees_what_is_wrong(pages: ModuleType) -> None:
    from page_texts import Article, Block

    article = Article((Block("text", "Научно-технический отдел закрыли весной."),), "", "", 1)
    assert pages.compare(article, "Научно-технический отдел закрыли весной.") == pages.Counts(words=5, pairs=4)
    lost = pages.compare(article, "Научно-технический отдел весной закрыли.")
    assert (lost.lost, lost.unordered) == (0, 2)
    joined = pages.compare(article, "Научнотехнический отдел закрыли весной 1901.")
    assert (joined.lost, joined.added, joined.wrong_hyphens) == (2, 2, 1)
    parted = pages.compare(article, "Научно-техни ческий отдел закрыли.")
    assert (parted.lost, parted.wrong_hyphens) == (2, 1)


FILLED = (
    ("Именно поэтому", "литературное общество", "признало своевременным", "перечень переселенческих", "посёлков."),
    ("Кое-кто полагал,", "что земское собрание", "своевременным признало", "правила распорядка", "в новой читальне."),
    (
        "По отчёту управы за 1899",
        "г., сельское общество",
        "отложило перечень",
        "переселенческих посёлков,",
        "не споря.",
    ),
    ("Из 6078 подписчиков 91 %", "жили в приозёрных", "волостях; остальные", "приезжали весной,", "в половодье."),
    ("Вслед за тем посёлки", "Озеров, «губернское", "правление поддержало", "перечень чтений и", "словарь."),
    ("Через год уездное собрание", "земское собрание", "уездное собрание", "признали читальню в", "Вельске."),
)
NARROW = ("Озеров, «признали", "русско-карельский сло-", "варь» [16, с. 196],", "договор и программу", "чтений.")


@pytest.mark.parametrize(("width", "lines"), [*((205, lines) for lines in FILLED), (142, NARROW)])
def test_filled_lines_of_a_narrow_column_are_no_table(width: int, lines: tuple[str, ...], tmp_path: Path) -> None:
    def draw(sheet: Sheet) -> None:
        for number, line in enumerate(lines[:-1]):
            sheet.stretch(50, 60 + 13 * number, width, line)
        sheet.put(50, 60 + 13 * (len(lines) - 1), lines[-1])

    clean, _ = clean_source(read_source(sheets(tmp_path / "a.pdf", [draw])))
    assert clean == " ".join(lines).replace("- ", "")


@pytest.mark.parametrize("rows", [("1907 1911 1913", "12,5 10,4 17,9", "1,71 2,90 3,14")])
def test_numbers_equally_far_apart_stay_rows(rows: tuple[str, ...], tmp_path: Path) -> None:
    def draw(sheet: Sheet) -> None:
        for number, row in enumerate(rows):
            sheet.stretch(50, 60 + 13 * number, 205, row)

    raw = read_source(sheets(tmp_path / "a.pdf", [draw]))
    assert [line for line in raw.text.splitlines() if line] == [row.replace(" ", "\t") for row in rows]
