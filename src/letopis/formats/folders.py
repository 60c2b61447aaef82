"""What formats share: a folder with files of each article, the fields of an entity as text, XML without surprises."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from letopis.errors import InputError
from letopis.files import check_replaceable, replacing_folder
from letopis.formats.jsonl import check_article
from letopis.records import ENTITY_FIELDS, SPAN_FIELDS, Article, Entity, Kind
from letopis.sources.limits import read_bounded

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def file_name(article: Article, suffix: str) -> str:
    """Return the name of an article's own file in a folder: its id and the suffix.

    Raises:
        InputError: the id cannot be the name of a file.

    >>> file_name(Article(id="cooperation", text=""), ".ann")
    'cooperation.ann'
    """
    name = article.id
    if not name or name.startswith(".") or len(name.encode()) > 200 or any(sign in name for sign in '/\\:*?"<>|\0\n\r'):
        raise InputError(f"article {name!r}: its id cannot be the name of a file; give it another one")
    return name + suffix


def write_folder(
    folder: Path,
    articles: Sequence[Article],
    what: str,
    contents: Mapping[str, Callable[[Article], str | Iterable[str]]],
    *,
    beside: Mapping[str, str] | None = None,
) -> int:
    """Write the files of articles into a folder and give the number of articles; an older export there is replaced.

    Args:
        folder: new, empty, or one that holds nothing but such files.
        articles: with ids that can name files.
        what: the name of the format, for complaints.
        contents: by suffix, what makes the text of a file, or its lines.
        beside: texts of other files, by name.

    Raises:
        InputError: an id that cannot name a file, or what ``contents`` raises.
        OutputError: the folder cannot be written, or holds other things.
    """
    extra = beside or {}
    check_replaceable(folder, lambda name: name in extra or Path(name).suffix in contents, f"{what} export")
    with replacing_folder(folder) as new:
        for article in articles:
            for suffix, make in contents.items():
                made = make(article)
                text = made if isinstance(made, str) else "".join(f"{line}\n" for line in made)
                (new / file_name(article, suffix)).write_bytes(text.encode())
        for name, text in extra.items():
            (new / name).write_bytes(text.encode())
    return len(articles)


def read_folder(path: Path, suffix: str, read: Callable[[Path], Article]) -> list[Article]:
    """Read every file of a folder with a suffix, in the order of names, or one such file.

    Raises:
        InputError: no such file, what ``read`` raises, or an article whose spans do not fit; with the file.
    """
    if not path.exists():
        raise InputError(f"{path}: no such file or folder")
    files = sorted(path.glob(f"*{suffix}")) if path.is_dir() else [path]
    if not files:
        raise InputError(f"{path}: holds no *{suffix} file")
    return [check_article(read(file), str(file)) for file in files]


def fields_of(entity: Entity) -> dict[str, Any]:
    """Return the fields beyond the span that an entity has.

    >>> fields_of(Entity(id=1, label="DATE", start_offset=0, end_offset=4, text="1997", value="1997", score=1.0))
    {'value': '1997', 'score': 1.0}
    """
    return {name: value for name, value in msgspec.to_builtins(entity).items() if name not in SPAN_FIELDS}


def field_texts(entity: Entity) -> dict[str, str]:
    """Return the same as strings; :func:`read_fields` leads back.

    >>> field_texts(Entity(id=1, label="DATE", start_offset=0, end_offset=4, text="1997", impossible=True, page=2))
    {'page': '2', 'impossible': 'true'}
    """
    return {
        name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in fields_of(entity).items()
    }


def read_fields(texts: Mapping[str, str], place: str) -> dict[str, Any]:
    """Return the fields that strings stand for; names that no entity has are passed over.

    Raises:
        InputError: a number or a truth value is none; the message begins with ``place``.

    >>> read_fields({"page": "2", "impossible": "true", "colour": "red"}, "a.ann:3")
    {'page': 2, 'impossible': True}
    """
    known: dict[str, Any] = {}
    for name, text in texts.items():
        if name not in ENTITY_FIELDS:
            continue
        kind = ENTITY_FIELDS[name].kind
        try:
            known[name] = text if kind is str else msgspec.convert(text, kind, strict=False)
        except msgspec.ValidationError:
            raise InputError(f"{place}: {name} is {text!r}, but should be {_NAMES[kind]}") from None
    return known


_NAMES: dict[Kind, str] = {int: "a whole number", float: "a number", bool: "true or false"}


NO_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold, not even escaped."""


def read_xml(path: Path) -> Element:
    """Read an XML file and give its root.

    Raises:
        InputError: the file cannot be read, is no XML, or declares entities.
    """
    from xml.etree import ElementTree

    try:
        text = read_bounded(path)
        # An entity declaration could blow the text up; none of the formats here needs one. In another encoding than
        # UTF-8 expat's own bound on amplification holds it, and external entities are never read.
        if b"<!ENTITY" in text:
            raise InputError(f"{path}: declares XML entities; remove the <!ENTITY> lines")
        return ElementTree.fromstring(text)  # noqa: S314 (no entities, see above)
    except (ElementTree.ParseError, ValueError, LookupError) as error:  # the last for an unknown encoding
        raise InputError(f"{path}: no XML: {error}") from None


def xml_text(text: str) -> str:
    """Return a text as XML holds it; a character that it cannot hold becomes U+FFFD, so that offsets stay."""
    from xml.sax.saxutils import escape  # brings half of the network's modules, which a run does without

    return escape(NO_XML.sub("\ufffd", text), {"\r": "&#13;"})


def xml_value(text: str) -> str:
    """Return a text as the value of an attribute, in quotes."""
    from xml.sax.saxutils import quoteattr

    return quoteattr(NO_XML.sub("\ufffd", text))


def render_xml(name: str, **content: object) -> str:
    """Fill the template ``name.xml`` of this room, which has the filters ``text`` and ``value``."""
    from letopis.formats.page import environment

    return environment(__package__, text=True).get_template(f"{name}.xml").render(content)
