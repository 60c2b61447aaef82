"""Web pages: the article that trafilatura finds in one, or all of it on request."""

from __future__ import annotations

import codecs
import re
from typing import Any

from letopis.errors import InputError, needed
from letopis.sources.flow import poured
from letopis.sources.reader import RawText, Reader, SourceFile
from letopis.sources.readers.txt import MARKS, guess_single_byte
from letopis.sources.trees import head_of, plain, root_name
from letopis.sources.web import article_part, described, drop_beside, page_language, place_linked_notes, web_markup

_TAGGED = re.compile(r"<(?:p|div|body|br|table|h[1-6])\b[^>]*>", re.IGNORECASE)
_CHARSET = re.compile(r"<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def _read(source: SourceFile) -> RawText:
    with needed(f"{source.path}: reading {READER.title} files", "html"):
        import trafilatura
    import lxml.html

    text, encoding = _decoded(source)
    if not text.strip():
        raise InputError(f"{source.path}: the page holds no text")
    parser = lxml.html.HTMLParser(huge_tree=True, remove_comments=True)
    root = lxml.html.document_fromstring(text, parser=parser)
    if any("depth" in error.message.lower() for error in parser.error_log.filter_from_errors()):
        raise InputError(f"{source.path}: the page is nested too deep to be read whole; save its text as plain text")
    metadata = _metadata(root)
    place_linked_notes(root)
    part = root
    warnings: tuple[str, ...] = ()
    if not source.whole_page:
        article = _article(trafilatura, text)
        if article:
            part = article_part(root, article)
            drop_beside(part)
        else:
            warnings = (f"{source.path}: no article is seen in the page; all of it was read",)
    written = poured([part], web_markup(part))
    if not written:
        raise InputError(f"{source.path}: the page holds no text but what a program writes into it; save it again")
    return RawText(
        text=written, sha256=source.sha256, format=READER.name, encoding=encoding, warnings=warnings, metadata=metadata
    )


def _article(trafilatura: Any, text: str) -> str:
    """Return the article's text; nothing where trafilatura sees none, or cannot bear the page."""
    try:
        return trafilatura.extract(text, include_comments=False, favor_recall=True) or ""
    except (RecursionError, ValueError, TypeError, AttributeError):
        return ""


def _decoded(source: SourceFile) -> tuple[str, str]:
    """Decode by the mark, the user's word, the page's own, or the letters."""
    data = source.data
    marked = next((name for mark, name in MARKS if data.startswith(mark)), None)
    said = _CHARSET.search(head_of(data, 2048))
    for name in (source.encoding, marked, said and said[1], "utf-8", guess_single_byte(data)):
        text = _strictly(data, name) if name else None
        if name and text is not None:
            return _DECLARATION.sub("", text.lstrip("\ufeff")), codecs.lookup(name).name
    return data.decode("utf-8", "replace").lstrip("\ufeff"), "utf-8"


def _strictly(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeError, LookupError):
        return None


def _metadata(root: Any) -> Any:
    pairs = [
        (
            meta.get("name") or meta.get("property") or "",
            meta.get("content") or "",
            meta.get("lang") or meta.get("xml:lang"),
        )
        for meta in root.iter("meta")
    ]
    title = next((plain(one) for one in root.iter("title")), "")
    return described(pairs, page_language(root), title)


def _recognised(source: SourceFile) -> bool:
    head = head_of(source.data)
    if "<!doctype html" in head[:1000].lower() or root_name(source.data).lower() in {"html", "head", "body"}:
        return True
    named = source.path.suffix.lower() in {".html", ".htm", ".xhtml"}
    return named and bool(_TAGGED.search(head))


READER = Reader(
    name="html",
    title="HTML",
    suffixes=(".html", ".htm", ".xhtml"),
    recognises=_recognised,
    read=_read,
    extra="html",
    rank=1,
)
