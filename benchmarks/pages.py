"""Set articles whose words are known as journals do, read the PDFs again, and count what was lost or out of order.

    python benchmarks/pages.py [FOLDER] [--pages 220] [--font "DejaVu Serif"] [--write docs/pages.md] [--keep out/pages]

Each layout of ``page_layouts.py`` is set by its typesetter (WeasyPrint, ReportLab, fpdf2, pdfTeX, LuaTeX,
LibreOffice; one that is not installed is left out with one line) until it has its share of the pages. The
texts are our own sentences, or those of FOLDER. Running heads, page numbers, stamps and watermarks are known
and are no words. ``--write`` puts the table between the marks of a Markdown page.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from page_canvas import set_fpdf, set_reportlab
from page_html import set_html
from page_latex import set_latex
from page_layouts import FONTS, LAYOUTS, Layout
from page_office import set_office
from page_texts import Article, make_article, spoken
from plain_texts import markdown_table

SETTERS: dict[str, Callable[[Article, Layout, Path], None]] = {
    "weasyprint": set_html,
    "reportlab": set_reportlab,
    "fpdf2": set_fpdf,
    "pdflatex": set_latex,
    "lualatex": set_latex,
    "soffice": set_office,
}
MODULES = {"weasyprint": "weasyprint", "reportlab": "reportlab", "fpdf2": "fpdf"}
MARKS = ("<!-- page benchmark -->", "<!-- end of page benchmark -->")
WORD = re.compile(r"\w+")
RAISED = re.compile(r"[¹²³⁴⁵⁶⁷⁸⁹⁰]+|(?<=[а-яё]\.)\d{1,2}(?=\s|$)|(?<=\n)\d{1,2} ?(?=Отчёт)|^\d{1,2} ?(?=Отчёт)")
"""Marks of notes, in the text and before the note itself."""


class Counts(NamedTuple):
    """What one reader made of the pages: words and pairs of the truth, and what is missing or too much."""

    words: int = 0
    lost: int = 0
    added: int = 0
    pairs: int = 0
    unordered: int = 0
    wrong_hyphens: int = 0

    def plus(self, other: Counts) -> Counts:
        return Counts(*(a + b for a, b in zip(self, other, strict=True)))


def installed(setter: str) -> bool:
    """Return whether a typesetter can be had here."""
    if setter not in MODULES:
        return shutil.which(setter) is not None
    try:
        import_module(MODULES[setter])
    except (ImportError, OSError):  # WeasyPrint is nothing without the library Pango
        return False
    return True


def words_of(text: str) -> list[str]:
    """Return the words of a text, without the marks of notes.

    >>> words_of("По отчёту¹ управы\\xad 1-го")
    ['по', 'отчёту', 'управы', '1', 'го']
    """
    return WORD.findall(RAISED.sub(" ", text.replace("\u00ad", "")).casefold())


def compare(article: Article, text: str) -> Counts:
    """Count words lost and added, pairs of neighbours out of order, and words that were wrongly joined or parted."""
    blocks = [words_of(block) for block in spoken(article.blocks)]
    truth = Counter(word for block in blocks for word in block)
    pairs = Counter(pair for block in blocks for pair in pairwise(block))
    found = words_of(text)
    missing, surplus = truth - Counter(found), _unknown(Counter(found) - truth, article)
    kept = pairs & Counter(pairwise(found))
    return Counts(truth.total(), missing.total(), surplus.total(), pairs.total(), pairs.total() - kept.total(),
                  wrong_hyphens(blocks, found, surplus))  # fmt: skip


def _unknown(surplus: Counter[str], article: Article) -> Counter[str]:
    """Return the words too many that are neither furniture nor the numbers of notes."""
    known = {*words_of(f"{article.author} {article.journal}"), "препринт"}
    notes = sum(bool(block.note) for block in article.blocks)
    known |= {str(number) for number in range(1, notes + 1)}
    return Counter({word: count for word, count in surplus.items() if word not in known})


def wrong_hyphens(blocks: Sequence[Sequence[str]], found: Sequence[str], surplus: Counter[str]) -> int:
    """Count hyphens wrongly taken out (two words of the truth stand as one) or left in (one stands as two)."""
    whole = {word for block in blocks for word in block}
    joined = {a + b for block in blocks for a, b in pairwise(block)}
    wrongly_joined = sum(count for word, count in surplus.items() if word in joined)
    parted = [a + b for a, b in pairwise(found) if a in surplus or b in surplus]
    return wrongly_joined + sum(word in whole and not word.isdigit() for word in parted)


def without_furniture(text: str, article: Article) -> str:
    """Return the lines of a peer's text that are neither head nor page number, halves of words joined."""
    heads = {article.author, article.journal, "ПРЕПРИНТ", f"{article.author} {article.journal}"}
    lines = [line for line in text.replace("\f", "\n").splitlines() if line.strip() not in heads]
    kept = "\n".join(line for line in lines if not re.fullmatch(r"\s*\d{1,3}\s*", line))
    return re.sub(r"(?<=\w)(?:[-‐\u00ad]\s*\n|[\ufffe\x02])(?=[а-яёa-z])", "", kept)


def by_letopis(path: Path, article: Article) -> str:
    """Return what Letopis reads."""
    from letopis.cleaning import clean_source
    from letopis.sources import read_source

    return clean_source(read_source(path))[0]


def by_pdftotext(path: Path, article: Article) -> str:
    """Return what poppler's ``pdftotext`` reads."""
    done = subprocess.run(["pdftotext", "-enc", "UTF-8", str(path), "-"], check=True, capture_output=True)
    return without_furniture(done.stdout.decode("utf-8", "replace"), article)


def by_pypdfium2(path: Path, article: Article) -> str:
    """Return what pypdfium2 gives for each page."""
    return without_furniture("\n".join(_pages(path)), article)


def _pages(path: Path) -> list[str]:
    import pypdfium2  # type: ignore[import-untyped]

    document = pypdfium2.PdfDocument(str(path))
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return texts


READERS = {"Letopis": by_letopis, "pdftotext": by_pdftotext, "pypdfium2": by_pypdfium2}


def measure(layout: Layout, pages: int, folder: Path | None, keep: Path) -> tuple[int, int, dict[str, Counts]]:
    """Set articles until there are enough pages; return pages, line-end hyphens and each reader's counts."""
    counts: dict[str, Counts] = {name: Counts() for name in READERS if name != "pdftotext" or shutil.which(name)}
    done = hyphens = number = 0
    while done < pages:
        number += 1
        own = LAYOUTS.index(layout._replace(font=""))
        article = make_article(layout.needs, 1000 * own + number, folder)
        path = keep / f"{own:02d}-{number}.pdf"
        SETTERS[layout.setter](article, layout, path)
        texts = _pages(path)
        done += len(texts)
        hyphens += sum(len(re.findall(r"[-‐\u00ad]\s*\r?\n|[\ufffe\x02]", text)) for text in texts)
        counts = {name: c.plus(compare(article, READERS[name](path, article))) for name, c in counts.items()}
    return done, hyphens, counts


def row(layout: Layout, pages: int, hyphens: int, counts: dict[str, Counts]) -> list[str]:
    """Return a layout's line of the table."""
    own = counts["Letopis"]
    wrong = f"{100 * own.wrong_hyphens / hyphens:.1f}" if hyphens else "–"
    order = [f"{100 - 100 * c.unordered / c.pairs:.2f}" for c in counts.values()]
    return [layout.name, layout.setter, str(pages), f"{own.words:,}", str(own.lost), str(own.added), wrong, *order]


def table(pages: int, folder: Path | None, keep: Path, names: Sequence[str] = (), font: str = "") -> str:
    """Return the benchmark's table and the line of all layouts together."""
    layouts = [layout for layout in LAYOUTS if not names or any(name in layout.name for name in names)]
    share = -(-pages // len(layouts))
    rows: list[list[str]] = []
    total: dict[str, Counts] = {}
    all_pages = all_hyphens = 0
    for layout in layouts:
        if not installed(layout.setter):
            print(f"{layout.setter} is not installed: left out “{layout.name}”", file=sys.stderr)
            continue
        done, hyphens, counts = measure(layout._replace(font=font), share, folder, keep)
        rows.append(row(layout, done, hyphens, counts))
        total = {name: total.get(name, Counts()).plus(c) for name, c in counts.items()}
        all_pages, all_hyphens = all_pages + done, all_hyphens + hyphens
    rows.append(row(Layout("**all**", ""), all_pages, all_hyphens, total))
    head = ["layout", "set by", "pages", "words", "lost", "added", "wrong per 100 hyphens",
            *(f"order, {name}" for name in total)]  # fmt: skip
    return markdown_table(head, rows)


def write_between(path: Path, made: str) -> None:
    """Put a table between the marks of a Markdown page."""
    before, rest = path.read_text(encoding="utf-8").split(MARKS[0])
    path.write_text(f"{before}{MARKS[0]}\n\n{made}\n\n{MARKS[1]}{rest.split(MARKS[1])[1]}", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", help="texts (*.txt, *.conllu) to set in place of our own")
    parser.add_argument("--pages", type=int, default=220, help="pages over all layouts")
    parser.add_argument("--layout", action="append", default=[], help="only layouts whose name holds this")
    parser.add_argument("--font", choices=FONTS, default="", help="where the setter leaves it open; the first there is")
    parser.add_argument("--keep", type=Path, help="folder for the PDFs; a temporary one without it")
    parser.add_argument("--write", type=Path, help="Markdown page whose table is written anew")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        keep = arguments.keep or Path(folder)
        keep.mkdir(parents=True, exist_ok=True)
        made = table(arguments.pages, arguments.folder, keep, arguments.layout, arguments.font)
    if arguments.write:
        write_between(arguments.write, made)
    print(made)


if __name__ == "__main__":
    main()
