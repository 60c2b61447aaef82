"""Articles as LaTeX sources, set by pdfTeX and LuaTeX."""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path

from page_layouts import Layout
from page_texts import Article, Block

FONTS = {
    "pdflatex": r"\usepackage[T2A]{fontenc}\usepackage[utf8]{inputenc}\usepackage[english,russian]{babel}",
    "lualatex": r"\usepackage{fontspec}\usepackage[english,russian]{babel}\setmainfont{Liberation Serif}",
}
HEAD = r"""\documentclass[10pt,a4paper]{article}
\usepackage[left=20mm,right=20mm,top=24mm,bottom=24mm]{geometry}
\usepackage{fancyhdr}\usepackage{multicol}\usepackage{pdflscape}
%(fonts)s
\hyphenpenalty=40 \tolerance=1500 \emergencystretch=2em
\pagestyle{fancy}\fancyhf{}\fancyhead[L]{\small\textit{%(author)s}}\fancyhead[R]{\small\textit{%(journal)s}}
\fancyfoot[C]{\thepage}\setcounter{page}{%(page)s}\setlength{\headheight}{14pt}\setlength{\columnsep}{7mm}
\begin{document}
"""


def set_latex(article: Article, layout: Layout, path: Path) -> None:
    """Set an article by pdfTeX or LuaTeX."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "page.tex"
        source.write_text(latex_of(article, layout), encoding="utf-8")
        command = [layout.setter, "-interaction=batchmode", "-halt-on-error", source.name]
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=180)
        path.write_bytes(source.with_suffix(".pdf").read_bytes())


def latex_of(article: Article, layout: Layout) -> str:
    """Return the source: title and abstracts across the page, the rest in columns."""
    front = [b for b in article.blocks if b.kind in {"title", "authors", "abstract"}]
    body = [_written(block, layout) for block in article.blocks[len(front) :]]
    if layout.initial:
        body = _with_initial(body)
    head = HEAD % {
        "fonts": FONTS[layout.setter],
        "author": article.author,
        "journal": _safe(article.journal),
        "page": article.first_page,
    }
    above = "\n".join(_written(block, layout) for block in front)
    below = "\n\n".join(body)
    if layout.columns > 1:
        below = rf"\begin{{multicols}}{{{layout.columns}}}" + below + r"\end{multicols}"
    if layout.turned:
        below = r"\begin{landscape}" + below + r"\end{landscape}"
    return f"{head}{above}\n\\bigskip\n\n{below}\n\\end{{document}}\n"


def _with_initial(body: list[str]) -> list[str]:
    """Set the first letter of the first paragraph two lines high."""
    place = next(i for i, text in enumerate(body) if text.startswith(r"\par "))
    first = body[place].removeprefix(r"\par ")
    big = (
        r"\noindent\hangindent=2.1em \hangafter=-2 "
        rf"\llap{{\smash{{\lower 1.05\baselineskip\hbox to 2.1em{{\fontsize{{28}}{{28}}\selectfont {first[0]}\hss}}}}}}"
    )
    return [*body[:place], big + first[1:], *body[place + 1 :]]


def _safe(text: str) -> str:
    text = re.sub(r"([%&#_$])", r"\\\1", text)
    return text.replace("№", r"{\textnumero}")


def _written(block: Block, layout: Layout) -> str:
    text = _safe(block.text) + (rf"\footnote{{{_safe(block.note)}}}" if block.note else "")
    match block.kind:
        case "title":
            return rf"\begin{{center}}\Large\bfseries {text}\end{{center}}"
        case "authors":
            return rf"\begin{{center}}\itshape {text}\end{{center}}"
        case "abstract":
            return rf"\begin{{quote}}\small\noindent {text}\end{{quote}}"
        case "heading":
            words = (r"\kern.22em ".join(word.upper()) for word in block.text.split())
            letters = r"\hspace{.8em}".join(words) if layout.spaced else text
            return rf"\par\medskip{{\centering\bfseries {letters}\par}}\nobreak\smallskip"
        case "caption":
            return rf"\par\smallskip{{\centering\small {text}\par}}\nobreak"
        case "figure":
            return r"\par\medskip{\centering\fbox{\rule{0pt}{28mm}\rule{40mm}{0pt}}\par}\nobreak"
        case "table":
            rows = r" \\ \hline ".join(" & ".join(map(_safe, row)) for row in block.rows)
            shape = "|".join("l" + "r" * (len(block.rows[0]) - 1))
            inner = rf"\begin{{tabular}}{{|{shape}|}}\hline {rows} \\ \hline\end{{tabular}}"
            return rf"\par{{\centering\footnotesize{inner}\par}}"
        case "item":
            return rf"\par\noindent {text}"
        case _:
            return rf"\par {text}"
