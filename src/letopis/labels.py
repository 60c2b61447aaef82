"""The registry of labels and of types of relations: those of this package, and those that others add.

A package adds its own by an entry point of the group ``letopis.labels`` (a :class:`Label`, a :class:`RelationType` or a
tuple of them), a user by a TOML file that the environment names in ``LETOPIS_LABELS``, a program by :func:`register`.
Whatever shows, writes, scores or exchanges spans asks here; a label that nobody has registered works too, in grey.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path

import msgspec

from letopis.errors import InputError
from letopis.files import parse_toml, read_utf8
from letopis.records import ENTITY_FIELDS

GROUP = "letopis.labels"
"""The entry points under which other packages name their labels."""

FILE = "LETOPIS_LABELS"
"""The environment variable that names a TOML file of labels."""

NAMED = frozenset({"PERSON", "ORG", "GPE"})
"""Labels of names, which the rules of names know."""

LINKED = ("PERSON", "ORG", "GPE", "AGREEMENT")
"""Labels whose mentions have a referent."""

WAYS: Mapping[str, Callable[[str], str]] = {
    "exact": str,
    "text": lambda text: " ".join(text.split()).replace("ё", "е").replace("Ё", "Е"),
    "edtf": lambda text: text.strip().upper(),
}
"""How two values of a field are made alike before evaluation compares them; ``edtf`` folds the case of ``193x``."""


class Label(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A kind of span.

    Args:
        name: what stands in a record: ``LAW``.
        one: what a page calls one such span; ``many`` calls several.
        fields: what such a span has beside its rule and score, by names of :data:`letopis.records.KNOWN`; the first
            stands for it in marked text.
        compared: fields that evaluation compares in another way than theirs, by a name of :data:`WAYS`, or "" for
            not at all.
        nests: whether such a span may stand inside another.
        key: what sets it in doccano; ``colour`` is its colour there.
        component: the spaCy component that finds such spans; :func:`letopis.load` runs it before the agreements.
        ink: its colour on pages, and ``ink_at_night`` in dark ones; made from ``colour`` where they are not given.

    >>> Label(name="LAW", many="Laws", colour="#d55e00", key="l").many
    'Laws'
    """

    name: str
    one: str = ""
    many: str = ""
    fields: tuple[str, ...] = ()
    compared: dict[str, str] = {}
    nests: bool = False
    component: str = ""
    key: str | None = None
    colour: str = "#666666"
    ink: str = ""
    ink_at_night: str = ""

    @property
    def main_field(self) -> str:
        """Return the field that stands for a span in marked text."""
        return self.fields[0] if self.fields else "normal"

    @property
    def css_class(self) -> str:
        """Return the class of its spans on a page: the name, or a code where CSS would not take it.

        >>> Label(name="LAW").css_class, Label(name="закон").css_class
        ('LAW', 'L-d0b7d0b0d0bad0bed0bd')
        """
        return self.name if re.fullmatch(r"[A-Z][A-Z0-9_]*", self.name) else f"L-{self.name.encode().hex()}"


class RelationType(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A kind of relation: which labels it leads from and to, its key and colour in doccano.

    >>> relation_types()["signed_on"].targets
    ('DATE',)
    """

    name: str
    sources: tuple[str, ...] = ("AGREEMENT",)
    targets: tuple[str, ...] = ()
    key: str | None = None
    colour: str = "#666666"


def labels() -> Mapping[str, Label]:
    """Return all registered labels by name, in the order of tables.

    >>> list(labels())[:5]
    ['DATE', 'PERSON', 'ORG', 'GPE', 'AGREEMENT']
    """
    return _registry(os.environ.get(FILE, ""))[0]


def relation_types() -> Mapping[str, RelationType]:
    """Return all registered types of relations by name, in the order of tables.

    >>> list(relation_types())[:2]
    ['party', 'signed_on']
    """
    return _registry(os.environ.get(FILE, ""))[1]


def label_of(name: str) -> Label:
    """Return a label, also one that nobody has registered.

    >>> label_of("DATE").many, label_of("SHIP").many, label_of("SHIP").colour
    ('Dates', 'SHIP', '#666666')
    """
    return labels().get(name) or _checked(Label(name=name), "", "")


def in_order(names: Iterable[str], registered: Iterable[str] | None = None) -> list[str]:
    """Return names each once: registered labels in their order, then others by the alphabet.

    >>> in_order(["SHIP", "GPE", "DATE", "GPE"])
    ['DATE', 'GPE', 'SHIP']
    """
    found, known = set(names), list(labels() if registered is None else registered)
    return [name for name in known if name in found] + sorted(found - set(known))


def fields_compared(name: str) -> dict[str, str]:
    """Return the fields of a label that evaluation compares, each with its way.

    >>> fields_compared("DATE")["value"]
    'edtf'
    """
    ways = {field: about.compared for field, about in ENTITY_FIELDS.items()} | label_of(name).compared
    return {field: way for field, way in ways.items() if way}


def labels_with(field: str) -> list[str]:
    """Return the registered labels that have a field.

    >>> labels_with("gender")
    ['PERSON']
    """
    return [name for name, label in labels().items() if field in label.fields]


def register(*kinds: Label | RelationType) -> None:
    """Add labels and relations for as long as the program runs; one of a name that is there takes its place.

    Raises:
        InputError: a label has a field that no entity has, or the like.
    """
    for kind in kinds:
        _add(_registry(os.environ.get(FILE, "")), kind, "register")


_Registry = tuple[dict[str, Label], dict[str, RelationType]]


@cache
def _registry(file: str) -> _Registry:
    registry: _Registry = ({}, {})
    for kind in read_labels(Path(__file__).with_name("labels.toml")):
        _add(registry, kind, "")
    for point in entry_points(group=GROUP):
        given = point.load()
        for kind in given if isinstance(given, list | tuple) else (given,):
            _add(registry, kind, f"entry point {point.name!r} of {GROUP}")
    if file:
        for kind in read_labels(Path(file)):
            _add(registry, kind, file)
    return registry


class _File(msgspec.Struct, forbid_unknown_fields=True):
    labels: dict[str, dict[str, object]] = {}
    relations: dict[str, dict[str, object]] = {}


def read_labels(path: Path) -> list[Label | RelationType]:
    """Read a TOML file with tables ``[labels.NAME]`` and ``[relations.name]``.

    Raises:
        InputError: the file cannot be read, or says what no label has.
    """
    try:
        said = msgspec.convert(parse_toml(read_utf8(path, "the file of labels"), path), _File)
        named = [msgspec.convert(about | {"name": name}, Label) for name, about in said.labels.items()]
        return [*named, *(msgspec.convert(a | {"name": n}, RelationType) for n, a in said.relations.items())]
    except (ValueError, msgspec.ValidationError) as error:
        raise InputError(f"{path}: no file of labels: {error}") from None


def _add(registry: _Registry, kind: Label | RelationType, place: str) -> None:
    if isinstance(kind, Label):
        registry[0][kind.name] = _checked(kind, place, f"{place}: label {kind.name!r}")
    elif isinstance(kind, RelationType):
        registry[1][kind.name] = kind
    else:
        raise InputError(f"{place}: {kind!r} is no Label and no RelationType")


def _checked(label: Label, place: str, where: str) -> Label:
    """Return a label with names of its own; refuse what no entity has."""
    for field, way in [*((field, "") for field in label.fields), *label.compared.items()]:
        if field not in ENTITY_FIELDS:
            raise InputError(f"{where}: no entity has a field {field!r}; take some of {', '.join(ENTITY_FIELDS)}")
        if way and way not in WAYS:
            raise InputError(f"{where}: {way!r} compares nothing; take one of {', '.join(WAYS)}")
    for colour in (label.colour, label.ink or label.colour, label.ink_at_night or label.colour):
        if not re.fullmatch("#[0-9a-fA-F]{6}", colour):
            raise InputError(f"{where}: {colour!r} is no colour; write it as #d55e00")
    if place and not re.fullmatch(r"\S+", label.name):
        raise InputError(f"{where}: a label is one word")
    return msgspec.structs.replace(
        label,
        one=label.one or label.name,
        many=label.many or label.one or label.name,
        ink=label.ink or f"color-mix(in srgb, {label.colour} 70%, black)",
        ink_at_night=label.ink_at_night or f"color-mix(in srgb, {label.colour} 65%, white)",
    )
