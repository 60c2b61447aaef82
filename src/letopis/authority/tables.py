"""Files of names, one reader a format: tables, exports of Wikidata, and thesauri in SKOS."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from letopis.authority.entries import (
    AuthorityEntry,
    Lifetime,
    identifier,
    joined_by_id,
    label_of_kinds,
    lifetime,
    words_of,
)
from letopis.errors import InputError
from letopis.files import read_utf8
from letopis.records import NO_JSON

_COLUMN_OF = words_of("column")
_SEVERAL = re.compile(r"\s*[;|]\s*")

BIRTH, DEATH, BEGIN, END, INSTANCE = "P569", "P570", "P571", "P576", "P31"
"""Properties of Wikidata."""

LANGUAGES = ("ru", "en")
"""Languages whose labels are read of Wikidata's entities, in the order in which one becomes the preferred name."""


def read_table(path: Path) -> list[AuthorityEntry]:
    """Read a file of names: CSV, TSV, an export of Wikidata in JSON, or SKOS in Turtle, RDF/XML or JSON-LD.

    Ids without a prefix get the file's name as one.

    Raises:
        InputError: the file cannot be read, has no column for ids or names, or a row has none; ``file:line`` in front.
        MissingDependencyError: SKOS needs rdflib.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     table = Path(folder) / "mine.csv"
    ...     _ = table.write_text("id,label,aliases\\n7,Бишкек,Фрунзе; Пишпек\\n", encoding="utf-8")
    ...     read_table(table)[0].ids, read_table(table)[0].names
    (('mine:7',), ('Бишкек', 'Фрунзе', 'Пишпек'))
    """
    suffix = path.suffix.lower()
    if suffix not in READERS:
        raise InputError(f"{path}: no file of names ends in {suffix!r}; take one of {', '.join(READERS)}")
    entries = joined_by_id(READERS[suffix](path))
    if not entries:
        raise InputError(f"{path}: holds no names; give rows with an id and a label")
    return entries


def _separated(path: Path) -> Iterator[AuthorityEntry]:
    text = read_utf8(path, "the file of names").removeprefix("\ufeff")
    mark = "\t" if path.suffix.lower() == ".tsv" else _mark(text)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        columns = [_column(name) for name in next(rows, [])]
        _check_columns(columns, path)
        for row in rows:
            if any(cell.strip() for cell in row):
                yield _from_cells(list(zip(columns, row, strict=False)), path, f"{path}:{rows.line_num}")
    except csv.Error as error:
        raise InputError(f"{path}:{rows.line_num}: no row of a table: {error}") from None


def _mark(text: str) -> str:
    """Spreadsheets set to Russian write semicolons."""
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _column(name: str) -> tuple[str, str]:
    plain = re.sub(r"[\W_]", "", name.lower())
    return _COLUMN_OF.get(plain, ""), plain


def _check_columns(columns: Sequence[tuple[str, str]], path: Path) -> None:
    kinds = {column for column, _ in columns}
    for column, wanted in (("id", {"id"}), ("label", {"name", "names", "aliases"})):
        if not kinds & wanted:
            there = ", ".join(name for _, name in columns) or "none"
            raise InputError(f"{path}:1: has no column {column!r} (its columns: {there}); name it in the first line")


def _from_cells(cells: Iterable[tuple[tuple[str, str], str]], path: Path, place: str) -> AuthorityEntry:
    said: dict[str, list[str]] = {}
    for (column, name), cell in cells:
        if cell.strip():
            said.setdefault(column, []).extend(_values(column, name, cell))
    names = [name for column in ("name", "names", "aliases") for name in said.get(column, ())]
    if not said.get("id"):
        raise InputError(f"{place}: the row has no id; give it one")
    if not names:
        raise InputError(f"{place}: the row {said['id'][0]!r} has no name; give it a label")
    years = lifetime(" ".join(said.get("years", ())))
    bounds = [lifetime(" ".join(said.get(column, ()))).begin for column in ("begin", "end")]
    return AuthorityEntry(
        ids=tuple(dict.fromkeys(identifier(one, path.stem) for one in [*said["id"], *said.get("also", ())])),
        names=tuple(dict.fromkeys(names)),
        label=label_of_kinds(said.get("kind", ())),
        years=Lifetime(*(own if own is not None else told for own, told in zip(bounds, years, strict=True))),
        description=" ".join(said.get("description", ())),
    )


def _values(column: str, name: str, cell: str) -> list[str]:
    if column == "also":
        return [one if ":" in one or name in {"sameas", "exactmatch"} else f"{name}:{one}" for one in cell.split()]
    if column in {"years", "begin", "end", "description", "name"}:
        return [cell.strip()]
    if column == "id":
        return _SEVERAL.sub(" ", cell.strip()).split(" ") if ":" in cell else [cell.strip()]
    parts = re.split(r",\s", cell) if name == "itemaltlabel" else _SEVERAL.split(cell)
    return [part.strip() for part in parts if part.strip()]


def _json(path: Path) -> Iterator[AuthorityEntry]:
    text = read_utf8(path, "the file of names").removeprefix("\ufeff")
    try:
        if path.suffix.lower() == ".jsonl":
            data: Any = [msgspec.json.decode(line) for line in text.splitlines() if line.strip()]
        else:
            data = msgspec.json.decode(text)
    except NO_JSON as error:
        raise InputError(f"{path}: no JSON: {error}") from None
    for number, row in enumerate(_items(data, path), 1):
        place = f"{path}: item {number}"
        if not isinstance(row, Mapping):
            raise InputError(f"{place}: is {row!r}; it is to be an object with an id and a label")
        yield _from_entity(row, place) if "labels" in row else _from_binding(row, path, place)


def _items(data: Any, path: Path) -> list[Any]:
    """Return the rows of an export: answers of the query service, its short form, or entities."""
    if isinstance(data, list):
        return data
    if isinstance(data, Mapping):
        results = data.get("results")
        if isinstance(results, Mapping) and isinstance(results.get("bindings"), list):
            return list(results["bindings"])
        if isinstance(data.get("entities"), Mapping):
            return list(data["entities"].values())
        if "labels" in data:
            return [data]
    raise InputError(f"{path}: no export of Wikidata: give answers of its query service, or entities with labels")


def _from_binding(row: Mapping[str, Any], path: Path, place: str) -> AuthorityEntry:
    cells = []
    for name, said in row.items():
        value = said.get("value", "") if isinstance(said, Mapping) else said
        values = value if isinstance(value, list) else [value]
        cells += [(_column(name), str(one)) for one in values if one is not None]
    return _from_cells(cells, path, place)


def _from_entity(entity: Mapping[str, Any], place: str) -> AuthorityEntry:
    try:
        labels, aliases = entity["labels"], entity.get("aliases") or {}
        names = [labels[one]["value"] for one in LANGUAGES if one in labels]
        names += [alias["value"] for one in LANGUAGES for alias in (aliases.get(one, ()) if aliases else ())]
        claims = entity.get("claims") or {}
        kinds = [value["id"] for value in _claimed(claims, INSTANCE)]
        begin, end = (
            next((lifetime(value["time"].lstrip("+")).begin for one in ids for value in _claimed(claims, one)), None)
            for ids in ((BIRTH, BEGIN), (DEATH, END))
        )
        number = str(entity["id"])
    except (KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{place}: no entity of Wikidata: {error!r} is not as its format has it") from None
    if not names:
        raise InputError(f"{place}: {number!r} has no label in {' or '.join(LANGUAGES)}; leave it out, or give it one")
    return AuthorityEntry(
        ids=(identifier(number, "wikidata"),),
        names=tuple(dict.fromkeys(names)),
        label=label_of_kinds(kinds),
        years=Lifetime(begin, end),
    )


def _claimed(claims: Mapping[str, Any], number: str) -> Iterator[Mapping[str, Any]]:
    for claim in claims.get(number, ()):
        value = claim["mainsnak"].get("datavalue", {}).get("value")
        if isinstance(value, Mapping):
            yield value


def _skos(path: Path) -> Iterator[AuthorityEntry]:
    from letopis.authority.skos import read_skos

    return read_skos(path)


READERS: dict[str, Callable[[Path], Iterable[AuthorityEntry]]] = {
    ".csv": _separated, ".tsv": _separated, ".json": _json, ".jsonl": _json,
    ".ttl": _skos, ".nt": _skos, ".rdf": _skos, ".xml": _skos, ".jsonld": _skos,
}  # fmt: skip
"""The reader of each format, by how files of it end."""
