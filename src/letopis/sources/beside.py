"""What people wrote down of an article, in ``article.toml`` beside its ``source.txt``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import msgspec

from letopis.errors import InputError
from letopis.files import read_utf8
from letopis.records import Metadata
from letopis.sources.described import by_language, language_code, words_by_language
from letopis.sources.naming import SOURCE_STEM

ARTICLE_FILE = "article.toml"
"""The name of the file; it tells of the one article of its folder."""

NOT_KNOWN = "unknown"
"""The value of what people looked for and did not find."""

PLAIN = ("journal", "doi", "udc", "volume", "issue", "pages", "subject", "rights", "provenance")


def with_article_file(metadata: Metadata | None, path: Path) -> Metadata | None:
    """Add what ``article.toml`` says of the article in ``source.txt``; where both tell something, people are believed.

    Raises:
        InputError: it is no TOML, or a value is of the wrong kind.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "article.toml").write_text('journal = "Вестник"\\nyear = 2016\\nauthors = "unknown"')
    >>> with_article_file(Metadata(year=2015, authors=["Лунин"]), folder / "source.txt")
    Metadata(title={}, authors=['Лунин'], journal='Вестник', year=2016, ...)
    """
    place = path.with_name(ARTICLE_FILE)
    if path.stem != SOURCE_STEM or not place.is_file():
        return metadata
    said = {name: value for name, value in _read(place).items() if value not in (NOT_KNOWN, "", [])}
    language = language_code(said.get("language"))
    known: dict[str, Any] = {name: str(said[name]) for name in PLAIN if name in said}
    if "title" in said:
        known["title"] = by_language([(str(said["title"]), language)])
    if "keywords" in said:
        known["keywords"] = words_by_language([(_joined(said["keywords"]), language)])
    if "authors" in said:
        known["authors"] = [name.strip() for name in _joined(said["authors"]).split(";")]
    if "year" in said:
        known["year"] = _year(said["year"], place)
    if language is not None:
        known["language"] = language
    found = msgspec.structs.replace(metadata or Metadata(), **known)
    return None if found == Metadata() else found


def _joined(value: object) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


def _year(value: object, place: Path) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise InputError(f'{place}: year = {value!r} is no year; write a number, as year = 2016, or "{NOT_KNOWN}"')
    return value


def _read(path: Path) -> dict[str, Any]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        return tomllib.loads(read_utf8(path))
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path}: is no TOML: {error}") from None
