"""Articles as flat OpenDocument files, set by LibreOffice."""

from __future__ import annotations

import subprocess
import tempfile
from html import escape
from pathlib import Path
from string import Template

from page_layouts import Layout
from page_texts import Article, Block

DOCUMENT = Path(__file__).parent / "data" / "page.fodt"
"""The document without its text: styles, columns, header and footer."""


def set_office(article: Article, layout: Layout, path: Path) -> None:
    """Set an article by LibreOffice without a window, with a profile of its own."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "page.fodt"
        source.write_text(office_of(article, layout), encoding="utf-8")
        command = ["soffice", f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}", "--headless",
                   "--convert-to", "pdf", "--outdir", folder, str(source)]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        path.write_bytes(source.with_suffix(".pdf").read_bytes())


def office_of(article: Article, layout: Layout) -> str:
    """Return the document's source: title and abstracts across the page, the rest in a section of columns."""
    front = [b for b in article.blocks if b.kind in {"title", "authors", "abstract"}]
    body = "".join(map(_written, article.blocks[len(front) :]))
    if layout.columns > 1:
        body = f'<text:section text:style-name="columns" text:name="body">{body}</text:section>'
    return Template(DOCUMENT.read_text(encoding="utf-8")).substitute(
        align="justify" if layout.justified else "left",
        hyphens="true" if layout.hyphens else "false",
        spacing='fo:letter-spacing="0.25em"' if layout.spaced else "",
        columns=layout.columns,
        journal=escape(article.journal),
        front="".join(map(_written, front)),
        body=body,
    )


def _written(block: Block) -> str:
    if block.kind == "figure":
        return '<text:p text:style-name="item"/>' * 6
    if block.kind == "table":
        cell = (
            '<table:table-cell table:style-name="cellbox"><text:p text:style-name="cell">{}</text:p></table:table-cell>'
        )
        rows = ("".join(cell.format(escape(text)) for text in row) for row in block.rows)
        columns = f'<table:table-column table:number-columns-repeated="{len(block.rows[0])}"/>'
        body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
        return f"<table:table>{columns}{body}</table:table>"
    note = (
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>'
        f'<text:p text:style-name="Footnote">{escape(block.note)}</text:p></text:note-body></text:note>'
        if block.note
        else ""
    )
    return f'<text:p text:style-name="{block.kind}">{escape(block.text)}{note}</text:p>'
