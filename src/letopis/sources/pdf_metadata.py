"""What a PDF says of itself, where its text bears it out: programs write names of files and users into these fields."""

from __future__ import annotations

import re
from collections.abc import Mapping

from letopis.records import Metadata

BORNE_OUT = 0.6
"""Share of a title's words that stand in the text of an honest one."""

_HEAD = 6_000
"""Characters at a text's start that hold its title, authors and year."""

_WORD = re.compile(r"[^\W\d_]{1,}")
_NAME = re.compile(r"[A-ZА-ЯЁ][^\W\d_]{2,}")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_FILE = re.compile(r"(?i)^microsoft\b|\.(?:docx?|rtf|odt|tex|dvi|indd|qxd|pm\d|pdf|p65|txt)$|^untitled|^без имени")


def honest_metadata(described: Mapping[str, str], text: str) -> Metadata | None:
    """Return the title, authors and year of a PDF's description that its own text bears out.

    >>> honest_metadata({"Title": "О читальнях", "Author": "admin"}, "О чи-\\nтальнях\\nЛунин П. П.").title
    {'ru': 'О читальнях'}
    >>> honest_metadata({"Title": "Microsoft Word - statya3.doc", "Author": "User"}, "О читальнях") is None
    True
    """
    head = re.sub(r"(?<=\w)-\s*\n\s*(?=\w)", "", text[:_HEAD]).casefold()
    words = set(_WORD.findall(head))
    title = _title(_decoded(described.get("Title", "")), words)
    author = _decoded(described.get("Author", ""))
    names = _NAME.findall(author)
    authors = (
        [a.strip() for a in re.split(r"[;]|,\s(?=[A-ZА-ЯЁ]\w)", author)]
        if names and all(name.casefold() in words for name in names)
        else []
    )
    created = _YEAR.search(described.get("CreationDate", "")[:10].replace("D:", "D: "))
    year = int(created.group()) if created and created.group() in _YEAR.findall(head) else None
    if not (title or authors or year):
        return None
    language = "ru" if re.search("[а-яё]", title.casefold()) else "en"
    return Metadata(title={language: title} if title else {}, authors=[a for a in authors if a], year=year)


def _title(title: str, words: set[str]) -> str:
    own = _WORD.findall(title.casefold())
    if len(own) < 2 or len(title) < 8 or _FILE.search(title):
        return ""
    return title if sum(word in words for word in own) >= BORNE_OUT * len(own) else ""


def _decoded(value: str) -> str:
    """Read as windows-1251 what an old program wrote so into a field that is read as Latin-1."""
    value = " ".join(value.replace("\x00", "").split())
    try:
        return value.encode("latin-1").decode("windows-1251") if re.search("[À-ÿ]{3}", value) else value
    except UnicodeError:
        return value
