"""How a page is set: the layouts that the benchmark and the tests run through."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from page_texts import Needs

FONTS = ("Liberation Serif", "DejaVu Serif")
"""A font as narrow as Times, where the machine has it, and a wide one that comes with matplotlib."""

STYLES = ("Regular", "Bold", "Italic")


class Layout(NamedTuple):
    """A layout: who sets it, its columns and their look, and what its article holds."""

    name: str
    setter: str
    columns: int = 1
    needs: Needs = Needs()
    justified: bool = True
    hyphens: bool = True
    spaced: bool = False
    watermark: bool = False
    wide: bool = False
    turned: bool = False
    stamp: bool = False
    glued: bool = False
    initial: bool = False
    font: str = ""


def font_files(font: str) -> dict[str, Path]:
    """Return the file of each style of a font of :data:`FONTS`, as far as the machine has it."""
    if font == FONTS[0]:
        folder = Path("/usr/share/fonts/truetype/liberation")
        files = {style: folder / f"LiberationSerif-{style}.ttf" for style in STYLES}
    else:
        import matplotlib

        folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
        files = {style: folder / f"DejaVuSerif-{style}.ttf".replace("-Regular", "") for style in STYLES}
    return {style: file for style, file in files.items() if file.exists()}


def fonts_here() -> list[str]:
    """Return the fonts of :data:`FONTS` that can be had here."""
    return [font for font in FONTS if len(font_files(font)) == len(STYLES)]


FULL = Needs(abstract=True, english=True, table=True, figure=True, references=True)
NOTES = Needs(notes=True)

LAYOUTS = (
    Layout("one column, notes", "weasyprint", needs=NOTES),
    Layout("one column, ragged", "weasyprint", justified=False, hyphens=False),
    Layout("two columns, all parts", "weasyprint", 2, FULL),
    Layout("two columns, notes, letter-spaced headings", "weasyprint", 2, NOTES, spaced=True),
    Layout("three columns, abstract above", "weasyprint", 3, Needs(abstract=True)),
    Layout("watermark across the page", "weasyprint", needs=Needs(abstract=True), watermark=True),
    Layout("wide page", "weasyprint", needs=Needs(table=True), wide=True),
    Layout("one column, tables and figures", "reportlab", needs=Needs(table=True, figure=True, references=True)),
    Layout("two columns, title above, notes", "reportlab", 2, Needs(abstract=True, notes=True)),
    Layout("two columns, ragged, stamp at the side", "reportlab", 2, justified=False, stamp=True),
    Layout("one column, no space in the file", "fpdf2", needs=Needs(abstract=True), glued=True),
    Layout("two columns, no space in the file", "fpdf2", 2, Needs(abstract=True), glued=True),
    Layout("three columns", "fpdf2", 3),
    Layout("one column, notes", "pdflatex", needs=NOTES._replace(references=True)),
    Layout("two columns, title and abstracts above", "pdflatex", 2, FULL),
    Layout("pages turned by 90°", "pdflatex", needs=Needs(table=True), turned=True),
    Layout("two columns, notes, drop capital", "lualatex", 2, NOTES._replace(english=True), initial=True),
    Layout("one column, letter-spaced headings", "lualatex", needs=FULL, spaced=True),
    Layout("one column, notes, tables", "soffice", needs=NOTES._replace(table=True, references=True)),
    Layout("two columns, title and abstract above", "soffice", 2, Needs(abstract=True, english=True, notes=True)),
)
"""Every layout of the benchmark.

``setter`` names the program that sets it; ``font`` is one of :data:`FONTS`, or where it is empty the first that can
be had. LaTeX and LibreOffice choose their own.
"""
