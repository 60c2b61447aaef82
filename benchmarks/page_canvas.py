"""Articles set in pure Python: by ReportLab's Platypus and by fpdf2's text columns."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from page_layouts import Layout, font_files, fonts_here
from page_texts import Article, Block

WIDTH, HEIGHT, MARGIN, GUTTER = 595.3, 841.9, 57.0, 20.0
SIZES = {"title": 14.0, "abstract": 9.0, "caption": 9.0}
"""Font sizes in points of what is not set in 10.5."""


@cache
def _patterns() -> Any:
    import pyphen  # type: ignore[import-untyped]

    return pyphen.Pyphen(lang="ru_RU", left=2, right=2)


def softened(text: str) -> str:
    """Put soft hyphens where a Russian word may break."""
    return re.sub(r"[а-яё]{5,}", lambda m: _patterns().inserted(m.group(), "\u00ad"), text)


def set_reportlab(article: Article, layout: Layout, path: Path) -> None:
    """Set an article by ReportLab: frames for title and columns, notes at the foot."""
    from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
    from reportlab.pdfbase.ttfonts import TTFont  # type: ignore[import-untyped]
    from reportlab.platypus import BaseDocTemplate, Frame, NextPageTemplate, PageTemplate  # type: ignore[import-untyped]

    for style, file in font_files(layout.font or fonts_here()[0]).items():
        pdfmetrics.registerFont(TTFont(f"Serif-{style}", str(file)))
    front = [b for b in article.blocks if b.kind in {"title", "authors", "abstract"}]
    notes = _Notes(article, layout)
    width = (WIDTH - 2 * MARGIN - (layout.columns - 1) * GUTTER) / layout.columns
    above = 60.0 + sum(22.0 + 11.5 * (len(b.text) // 95) for b in front)

    def frames(top: float) -> list[Any]:
        low = 110.0 if article_has_notes(article) else 62.0
        return [
            Frame(MARGIN + n * (width + GUTTER), low, width, HEIGHT - 62 - top - low, 0, 0, 0, 0)
            for n in range(layout.columns)
        ]

    title = Frame(MARGIN, HEIGHT - 62 - above, WIDTH - 2 * MARGIN, above, 0, 0, 0, 0)
    document = BaseDocTemplate(str(path), pagesize=(WIDTH, HEIGHT))
    document.addPageTemplates(
        [
            PageTemplate("first", [title, *frames(above)], onPage=notes.furniture, onPageEnd=notes.foot),
            PageTemplate("rest", frames(0.0), onPage=notes.furniture, onPageEnd=notes.foot),
        ]
    )
    from reportlab.platypus import FrameBreak

    story: list[Any] = [
        NextPageTemplate("rest"),
        *[f for b in front for f in _flowables(b, layout, notes)],
        FrameBreak(),
    ]
    story += [f for block in article.blocks[len(front) :] for f in _flowables(block, layout, notes)]
    document.build(story)


def article_has_notes(article: Article) -> bool:
    """Return whether any paragraph carries a footnote."""
    return any(block.note for block in article.blocks)


class _Notes:
    """Furniture of every page, and the notes whose marks stand on it."""

    def __init__(self, article: Article, layout: Layout) -> None:
        self.article, self.layout = article, layout
        self.number = 0
        self.due: list[tuple[int, str]] = []

    def furniture(self, canvas: Any, _: Any) -> None:
        self.page = canvas.getPageNumber() + self.article.first_page - 1
        canvas.setFont("Serif-Italic", 8.5)
        head = self.article.author if self.page % 2 else self.article.journal
        canvas.drawCentredString(WIDTH / 2, HEIGHT - 42, head)
        canvas.setFont("Serif-Regular", 9)
        canvas.drawCentredString(WIDTH / 2, 34, str(self.page))
        if self.layout.stamp:
            canvas.saveState()
            canvas.translate(WIDTH - 22, 260)
            canvas.rotate(90)
            canvas.drawString(0, 0, self.article.journal)
            canvas.restoreState()

    def foot(self, canvas: Any, _: Any) -> None:
        place = 98.0
        if self.due:
            canvas.line(MARGIN, place + 10, MARGIN + 120, place + 10)
        canvas.setFont("Serif-Regular", 8.5)
        for number, note in self.due:
            for line in _wrapped(f"{number} {note}", "Serif-Regular", 8.5):
                canvas.drawString(MARGIN, place, line)
                place -= 10.2
        self.due = []


def _wrapped(text: str, font: str, size: float) -> list[str]:
    from reportlab.lib.utils import simpleSplit  # type: ignore[import-untyped]

    return list(simpleSplit(text, font, size, WIDTH - 2 * MARGIN))


def _flowables(block: Block, layout: Layout, notes: _Notes) -> list[Any]:
    from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT  # type: ignore[import-untyped]
    from reportlab.lib.styles import ParagraphStyle  # type: ignore[import-untyped]
    from reportlab.platypus import Flowable, Paragraph, Spacer, Table

    if block.kind == "figure":
        return [Spacer(1, 80)]
    if block.kind == "table":
        look = [("GRID", (0, 0), (-1, -1), 0.4, "black"), ("FONT", (0, 0), (-1, -1), "Serif-Regular", 8.5),
                ("TOPPADDING", (0, 0), (-1, -1), 1), ("BOTTOMPADDING", (0, 0), (-1, -1), 2)]  # fmt: skip
        return [Table([list(row) for row in block.rows], style=look), Spacer(1, 8)]
    size = SIZES.get(block.kind, 10.5)
    middle = block.kind in {"title", "authors", "heading", "caption"}
    style = ParagraphStyle(
        block.kind,
        fontName="Serif-Bold" if block.kind in {"title", "heading"} else "Serif-Regular",
        fontSize=size,
        leading=1.22 * size,
        alignment=TA_CENTER if middle else TA_JUSTIFY if layout.justified else TA_LEFT,
        firstLineIndent=14 if block.kind == "text" else 0,
        spaceBefore=6 if middle else 0,
        spaceAfter=5 if middle or block.kind == "abstract" else 0,
        hyphenationLang="ru_RU" if layout.hyphens and not middle else "",
        keepWithNext=block.kind == "heading",
    )
    if not block.note:
        return [Paragraph(escape(block.text), style)]
    notes.number += 1
    number, note = notes.number, block.note

    class Mark(Flowable):  # type: ignore[misc]
        def draw(self) -> None:
            notes.due.append((number, note))

    return [Mark(), Paragraph(f"{escape(block.text)}<super size=6>{number}</super>", style)]


def set_fpdf(article: Article, layout: Layout, path: Path) -> None:
    """Set an article by fpdf2's text columns, which write each word by itself: the file holds no space."""
    import fpdf

    class Pages(fpdf.FPDF):  # type: ignore[misc]
        def header(self) -> None:
            page = self.page_no() + article.first_page - 1
            self.set_font("Serif", "I", 8.5)
            self.set_xy(MARGIN, 36)
            self.cell(WIDTH - 2 * MARGIN, 10, article.author if page % 2 else article.journal, align="C")
            self.set_y(62)

        def footer(self) -> None:
            self.set_font("Serif", "", 9)
            self.set_xy(MARGIN, HEIGHT - 40)
            self.cell(WIDTH - 2 * MARGIN, 10, str(self.page_no() + article.first_page - 1), align="C")

    pdf = Pages(unit="pt", format="A4")
    for style, file in font_files(layout.font or fonts_here()[0]).items():
        pdf.add_font("Serif", style[0].strip("R"), str(file))
    pdf.set_margins(MARGIN, 62, MARGIN)
    pdf.set_auto_page_break(True, 62)
    pdf.add_page()
    front = [b for b in article.blocks if b.kind in {"title", "authors", "abstract"}]
    _fpdf_blocks(pdf, front, layout, 1)
    pdf.ln(10)
    _fpdf_blocks(pdf, article.blocks[len(front) :], layout, layout.columns)
    pdf.output(str(path))


def _fpdf_blocks(pdf: Any, blocks: Any, layout: Layout, columns: int) -> None:
    with pdf.text_columns(ncols=columns, gutter=GUTTER, text_align="J" if layout.justified else "L") as place:
        for block in blocks:
            bold = block.kind in {"title", "heading"}
            size = SIZES.get(block.kind, 10.5)
            pdf.set_font("Serif", "B" if bold else "", size)
            middle = bold or block.kind == "authors"
            text = softened(block.text) if layout.hyphens and not middle else block.text
            with place.paragraph(
                text_align="C" if middle else "J" if layout.justified else "L",
                line_height=1.22,
                top_margin=6 if middle else 0,
                bottom_margin=5 if middle else 2,
                first_line_indent=14 if block.kind == "text" else 0,
            ) as paragraph:
                paragraph.write(text)
