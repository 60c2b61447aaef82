"""What people have decided of names, in a TOML file: who is one, who is not, how they are called, what ids they have.

.. code-block:: toml

    [[same]]                                # these names are one referent's
    label = "PERSON"
    names = ["Аскар Акаев", {name = "Акаев", article = "origins"}]
    preferred = "Аскар Акаевич Акаев"       # how it is called from now on; may be left out
    authority = "mine:akaev"                # its ids; may be left out

    [[different]]                           # these are several, whatever their names look like
    names = ["Иван Яшин", "Игорь Яшин"]

    [[referent]]                            # of one alone
    name = "КР"
    preferred = "Кыргызстан"
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from letopis.errors import InputError, nearest
from letopis.files import parse_toml, read_utf8
from letopis.labels import LINKED
from letopis.records import AUTHORITY

DEFAULT = Path("annotations/authority.toml")
"""The file that the command line takes where it is there and none is named."""

NONE = "none"
"""In ``authority``: the referent is in no file of names, whatever is like it there."""


class NameSpoken(NamedTuple):
    """A name as a decision gives it: a nominative or an identity, perhaps of one article alone."""

    name: str
    article: str = ""

    def __str__(self) -> str:
        """Return it as a message shows it."""
        return f"{self.name!r} of article {self.article!r}" if self.article else repr(self.name)


class Ruling(NamedTuple):
    """One decision: ``kind`` is same, different or referent; ``place`` its file and line."""

    kind: str
    place: str
    names: tuple[NameSpoken, ...]
    label: str = ""
    preferred: str = ""
    authority: str = ""


class _Table(msgspec.Struct, forbid_unknown_fields=True):
    names: list[str | dict[str, str]] = []
    name: str | dict[str, str] = ""
    label: str = ""
    preferred: str = ""
    authority: str | list[str] = ""


KINDS: Mapping[str, int] = {"same": 1, "different": 2, "referent": 1}
"""The decisions, and how many names each takes at least."""


def read_decisions(path: Path) -> list[Ruling]:
    """Read a file of decisions.

    Raises:
        InputError: the file cannot be read, or a decision says what none can; the message begins with ``file:line``.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "authority.toml"
    ...     _ = file.write_text('[[same]]\\nnames = ["КР", "Кыргызстан"]\\n', encoding="utf-8")
    ...     [(one.kind, [str(name) for name in one.names]) for one in read_decisions(file)]
    [('same', ["'КР'", "'Кыргызстан'"])]
    """
    text = read_utf8(path, "the file of decisions")
    said = parse_toml(text, path)
    for key in said:
        if key not in KINDS:
            raise InputError(f"{path}:{_line(text, key, 0)}: there is no decision {key!r}; {nearest(key, KINDS)}")
    rulings = [ruling for kind in KINDS for ruling in _of_kind(kind, said.get(kind, []), text, path)]
    return sorted(rulings, key=lambda ruling: int(ruling.place.rpartition(":")[2]))


def _line(text: str, key: str, number: int) -> int:
    """Return the line in which the table of a decision begins."""
    pattern = re.compile(rf"^[ \t]*(?:\[\[?\s*)?[\"']?{re.escape(key)}\b", re.MULTILINE)
    found = list(pattern.finditer(text))
    if not found:
        return 1
    return text.count("\n", 0, found[min(number, len(found) - 1)].start()) + 1


def _of_kind(kind: str, tables: Any, text: str, path: Path) -> Iterator[Ruling]:
    if not isinstance(tables, list):
        raise InputError(f"{path}:{_line(text, kind, 0)}: write [[{kind}]] with two brackets, a table a decision")
    for number, table in enumerate(tables):
        place = f"{path}:{_line(text, kind, number)}"
        try:
            yield _ruling(kind, msgspec.convert(table, _Table), place)
        except msgspec.ValidationError as error:
            raise InputError(f"{place}: no decision: {error}") from None


def _ruling(kind: str, table: _Table, place: str) -> Ruling:
    given = [*table.names, *([table.name] if table.name else [])]
    names = tuple(_spoken(one, place) for one in given)
    if kind == "referent" and len(names) != 1:
        raise InputError(f"{place}: [[referent]] is of one name; give it as name = …")
    enough = KINDS[kind] if table.preferred or table.authority or kind != "same" else 2
    if len(set(names)) < enough:
        raise InputError(f"{place}: [[{kind}]] has {len(set(names))} names; give at least {enough} in names = [ … ]")
    if table.label and table.label not in LINKED:
        raise InputError(f"{place}: label is {table.label!r}; take one of {', '.join(LINKED)}, or leave it out")
    if kind == "different" and (table.preferred or table.authority):
        raise InputError(f"{place}: [[different]] is of several; give each its own [[referent]] with these")
    if kind == "referent" and not (table.preferred or table.authority):
        raise InputError(f"{place}: [[referent]] says nothing; give preferred = … or authority = …")
    return Ruling(kind, place, names, table.label, table.preferred.strip(), _ids(table.authority, place))


def _spoken(said: str | Mapping[str, str], place: str) -> NameSpoken:
    if isinstance(said, str):
        name, article, unknown = said, "", []
    else:
        name, article = said.get("name", ""), said.get("article", "")
        unknown = [key for key in said if key not in {"name", "article"}]
    if unknown or not name.strip():
        raise InputError(f'{place}: {said!r} is no name; write "Акаев" or {{name = "Акаев", article = "origins"}}')
    return NameSpoken(" ".join(name.split()), article)


def _ids(said: str | Sequence[str], place: str) -> str:
    ids = " ".join(said.split() if isinstance(said, str) else said)
    if ids and ids != NONE and not re.fullmatch(AUTHORITY, ids):
        raise InputError(f'{place}: authority is {ids!r}; write ids with their prefix, as "wikidata:Q813", or "{NONE}"')
    return ids
