"""Articles as HTML pages, set by WeasyPrint."""

from __future__ import annotations

from html import escape
from pathlib import Path

from page_layouts import Layout, font_files, fonts_here
from page_texts import Article, Block

STYLE = """
@page {{ size: {size}; margin: 24mm 20mm 22mm 20mm;
  @top-left {{ content: "{author}"; font: italic 8.5pt set; width: 30% }}
  @top-right {{ content: "{journal}"; font: italic 8.5pt set; width: 70%; text-align: right }}
  @bottom-center {{ content: counter(page); font: 9pt set }}
  @footnote {{ border-top: .4pt solid black; padding-top: 3pt }} }}
html {{ font: 10.5pt/1.28 set, serif; counter-reset: page {before} }}
body {{ margin: 0; text-align: {align}; hyphens: {hyphens}; hyphenate-limit-chars: 5 2 2 }}
h1 {{ font-size: 14pt; text-align: center; hyphens: manual; margin: 0 0 6pt }}
h2 {{ font-size: 10.5pt; text-align: center; margin: 10pt 0 5pt; break-after: avoid; {spacing} }}
p {{ margin: 0; text-indent: 1.4em; orphans: 2; widows: 2 }}
.authors {{ text-align: center; font-style: italic; text-indent: 0; margin-bottom: 8pt }}
.abstract {{ font-size: 9pt; margin: 0 8mm 4pt; text-indent: 0 }}
.caption {{ font-size: 9pt; text-align: center; text-indent: 0; margin: 5pt 0; hyphens: manual }}
.item {{ text-indent: 0 }}
.columns {{ columns: {columns}; column-gap: 7mm; margin-top: 8pt }}
table {{ border-collapse: collapse; font-size: 9pt; margin: 3pt auto 8pt; hyphens: manual }}
td {{ border: .4pt solid black; padding: 1.5pt 4pt }}
.note {{ float: footnote; font-size: 8.5pt; text-indent: 0; text-align: left; hyphens: manual }}
.figure {{ border: .5pt solid black; height: 28mm; margin: 6pt 10mm 2pt }}
.watermark {{ position: fixed; top: 95mm; left: 10mm; font-size: 64pt; color: #ddd; transform: rotate(-45deg) }}
"""


FACE = '@font-face {{ font-family: set; src: url("{file}"); font-weight: {weight}; font-style: {slant} }}'


def set_html(article: Article, layout: Layout, path: Path) -> None:
    """Set an article by WeasyPrint."""
    from weasyprint import HTML  # type: ignore[import-untyped]

    HTML(string=html_of(article, layout)).write_pdf(str(path))


def html_of(article: Article, layout: Layout) -> str:
    """Return the page's source: title and abstracts across the page, the rest in columns."""
    front = [b for b in article.blocks if b.kind in {"title", "authors", "abstract"}]
    body = article.blocks[len(front) :]
    style = STYLE.format(
        size="A4 landscape" if layout.wide else "A4",
        author=article.author,
        journal=article.journal,
        before=article.first_page - 1,
        align="justify" if layout.justified else "left",
        hyphens="auto" if layout.hyphens else "manual",
        spacing="letter-spacing: .25em; text-transform: uppercase" if layout.spaced else "",
        columns=layout.columns,
    )
    files = font_files(layout.font or fonts_here()[0])
    faces = [
        FACE.format(
            file=file.as_uri(),
            weight="bold" if style == "Bold" else "normal",
            slant="italic" if style == "Italic" else "normal",
        )
        for style, file in files.items()
    ]
    mark = '<div class="watermark">ПРЕПРИНТ</div>' if layout.watermark else ""
    columns = f'<div class="columns">{_written(body)}</div>' if layout.columns > 1 else _written(body)
    return f'<html lang="ru"><style>{"".join(faces)}{style}</style><body>{mark}{_written(front)}{columns}</body></html>'


def _written(blocks: tuple[Block, ...] | list[Block]) -> str:
    return "\n".join(_tag(block) for block in blocks)


def _tag(block: Block) -> str:
    note = f'<span class="note">{escape(block.note)}</span>' if block.note else ""
    match block.kind:
        case "title":
            return f"<h1>{escape(block.text)}</h1>"
        case "heading":
            return f"<h2>{escape(block.text)}</h2>"
        case "table":
            rows = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in block.rows)
            return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
        case "figure":
            return '<div class="figure"></div>'
        case kind:
            return f'<p class="{kind}">{escape(block.text)}{note}</p>'
