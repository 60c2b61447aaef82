"""The reader: one HTML page, Russian and English side by side, entities underlined, nothing loaded from elsewhere.

The page carries its data as chunks of JSON and parses those that are looked at, so that many articles open at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
from markupsafe import Markup

from letopis.bilingual.reader_data import (
    article_chunk,
    captions,
    forms_chunk,
    index_chunk,
    links_of,
    raw_chunk,
    referents_chunk,
)
from letopis.bilingual.readings import ReaderArticle
from letopis.files import replacing
from letopis.formats.page import render_page
from letopis.labels import label_of, labels

SCRIPTS = ("reader_base", "reader_marks", "reader_text", "reader_list", "reader_find", "reader_panel")
"""The parts of the page's script, in their order; ``reader.js`` comes last and begins."""

POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
"""Content policy of a page that asks for nothing."""


def write_reader(path: Path, readings: Iterable[ReaderArticle], *, title: str = "Letopis reader") -> int:
    """Write the page and give the number of its rows.

    Raises:
        OutputError: the file cannot be written.

    >>> import tempfile
    >>> from letopis.bilingual.readings import ReaderArticle
    >>> from letopis.records import Article, Sentence
    >>> article = Article(id="a", text="Да. Нет.", sentences=[Sentence(0, 3), Sentence(4, 8)])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_reader(Path(folder) / "reader.html", [ReaderArticle(article)])
    2
    """
    shown = list(readings)
    page = reader_page(shown, title=title)
    with replacing(path) as file:
        file.write(page.encode("utf-8", "replace"))
    return sum(len(links_of(reading)) for reading in shown)


def reader_page(readings: Sequence[ReaderArticle], *, title: str = "Letopis reader") -> str:
    """Return the page as a string.

    >>> from letopis.records import Article
    >>> page = reader_page([ReaderArticle(Article(id="a", text="<i>", sentences=[(0, 3)]))])
    >>> "<i>" in page, "http:" in page
    (False, False)
    """
    names = [*labels(), *(e.label for r in readings for a in (r.russian, r.english) if a for e in a.entities)]
    chunks = list(_chunks(readings, title))
    return page_shell(names, title=title, first=chunks[:3], chunks=chunks[3:])


def page_shell(
    names: Iterable[str],
    *,
    title: str,
    first: Sequence[tuple[str, Markup]] = (),
    chunks: Sequence[tuple[str, Markup]] = (),
    **more: Any,
) -> str:
    """Return the page around its data: with colours for the labels, the ``first`` chunks before the script that begins.

    ``more`` changes what the template takes: ``policy``, ``scripts``, ``more_style``, ``nonce``,
    ``served``.
    """
    used = list(dict.fromkeys(names))
    content = {"policy": POLICY, "nonce": None, "served": False, "scripts": SCRIPTS, "more_style": ""} | more
    return render_page(
        "letopis.bilingual",
        "reader",
        colours=used,
        title=title,
        classes=[label_of(name).css_class for name in used],
        first=first,
        chunks=chunks,
        **content,
    )


def _chunks(readings: Sequence[ReaderArticle], title: str) -> Iterator[tuple[str, Markup]]:
    """Yield every chunk with its name; what is shown first comes first."""
    yield "captions", encoded(captions())
    yield "index", encoded(index_chunk(readings, title))
    for number, reading in enumerate(readings):
        yield f"article-{number}", encoded(article_chunk(reading))
    yield "referents", encoded(referents_chunk(readings))
    yield "forms", encoded(forms_chunk(readings))
    for number, reading in enumerate(readings):
        raw = raw_chunk(reading)
        if raw is not None:
            yield f"raw-{number}", encoded(raw)


def encoded(value: object) -> Markup:
    """Return a value as JSON that can stand in a ``script`` of a page.

    >>> print(encoded({"text": "</script>"}))
    {"text":"\\u003c/script>"}
    """
    try:
        text = msgspec.json.encode(value).decode("utf-8")
    except UnicodeEncodeError:  # half a character that a file held
        import json

        text = json.dumps(value, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704 no tag can begin in it
