"""The one table of states: every name and abbreviation of each, with its code and short name.

ISO 3166-1 and 3166-3 for the codes, the Russian classifier of countries (ОКСМ) for the names.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

WITHOUT_CODE = frozenset("РСФСР ЗСФСР ДВР ТНР БНР НДРЙ ЙАР ОАР ДРВ СРР СРЮ ФНРЮ ЧСР ЧСФР НРА СРА НСРА КР".split())
"""Abbreviations of union republics and states that are gone, which have no row, and ``КР``, which several share."""


@cache
def state_names() -> dict[str, tuple[str, str]]:
    """Give every name of a state, in small letters with ``е`` for ``ё``, with its code and short name.

    >>> state_names()["кыргызская республика"]
    ('KG', 'Кыргызстан')
    """
    table: dict[str, tuple[str, str]] = {}
    for name, value in _rows():
        table.setdefault(name.lower().replace("ё", "е"), value)
    return table


@cache
def state_abbreviations() -> frozenset[str]:
    """Give the abbreviations in common use for states.

    >>> sorted(state_abbreviations() & {"КНР", "РСФСР", "ООН"})
    ['КНР', 'РСФСР']
    """
    short = {name for name, _ in _rows() if " " not in name and sum(letter.isupper() for letter in name) > 1}
    return frozenset(name for name in short if "-" not in name and "’" not in name) | WITHOUT_CODE


def _rows() -> list[tuple[str, tuple[str, str]]]:
    rows: list[tuple[str, tuple[str, str]]] = []
    text = files("letopis.entities.names").joinpath("states.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            code, short, others = [*line.split("\t"), ""][:3]
            rows += [(name.strip(), (code, short)) for name in (short, *others.split(";")) if name.strip()]
    return rows
