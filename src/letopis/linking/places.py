"""States and places: one name and one identity for ``КР``, ``Кыргызской Республикой`` and ``Кыргызстан``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from letopis.dictionary import parses
from letopis.linking.abbreviations import initials_of, is_abbreviation
from letopis.linking.inflection import nominative_phrase, recase


class PlaceMention(NamedTuple):
    """A mention: its text and its article."""

    text: str
    article: str


class PlaceIdentity(NamedTuple):
    """The nominative name and the key that all mentions share."""

    normal: str
    key: str


@cache
def state_names() -> dict[str, tuple[str, str]]:
    """Give every name of a state, in small letters with ``е`` for ``ё``, with its code and short name.

    >>> state_names()["кыргызская республика"]
    ('KG', 'Кыргызстан')
    """
    table: dict[str, tuple[str, str]] = {}
    text = files("letopis.linking").joinpath("states.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            code, short, others = [*line.split("\t"), ""][:3]
            for name in (short, *others.split(";")):
                if name.strip():
                    table.setdefault(_folded(name.strip()), (code, short))
    return table


def identify_places(mentions: Sequence[PlaceMention]) -> list[PlaceIdentity]:
    """Give the identity of each mention; an abbreviation is the state whose full name the same article writes.

    >>> texts = ["Кыргызской Республикой", "КР", "Габалу", "в Габала"[2:]]
    >>> [p.normal for p in identify_places([PlaceMention(t, "a") for t in texts])]
    ['Кыргызстан', 'Кыргызстан', 'Габала', 'Габала']
    """
    attested = Counter(_folded(mention.text) for mention in mentions)
    introduced = _introduced(mentions)
    identities: list[PlaceIdentity] = []
    for mention in mentions:
        name = introduced.get((mention.article, mention.text)) or place_nominative(mention.text, attested)
        code, short = state_names().get(_folded(name)) or _two_states(name) or ("", name)
        identities.append(PlaceIdentity(short, f"gpe:{code or _folded(short)}"))
    return identities


def place_nominative(text: str, attested: Counter[str] | None = None) -> str:
    """Give the nominative of a place's name; of two possible ones, the one that ``attested`` has.

    >>> place_nominative("Чуйской области"), place_nominative("Баку")
    ('Чуйская область', 'Баку')
    """
    phrase = nominative_phrase(text)
    if " " in text or not attested or _folded(phrase) in state_names():
        return phrase
    readings = [p for p in parses(text) if p.pos == "NOUN"]
    if not readings or (readings[0].known and _folded(phrase) == _folded(readings[0].lemma)):
        return phrase
    options = {_folded(phrase)} | {_folded(p.lemma) for p in readings}
    own = _folded(text)
    changes = any(p.lemma == own and "nomn" in p.grammemes and "Fixd" not in p.grammemes for p in readings)
    best = max(options, key=lambda option: ((option != own or changes) and attested[option], option == _folded(phrase)))
    return phrase if best == _folded(phrase) else recase(best, text)


def _two_states(name: str) -> tuple[str, str] | None:
    """``Азербайджанская и Кыргызская Республики``: two states that share their noun."""
    match = re.fullmatch(r"(\w+ая) и (\w+ая) (\w+)", name)
    if match is None:
        return None
    noun = parses(match.group(3))[0].lemma
    found = [state_names().get(_folded(f"{adjective} {noun}")) for adjective in match.group(1, 2)]
    if found[0] is None or found[1] is None:
        return None
    return f"{found[0][0]}+{found[1][0]}", f"{found[0][1]} и {found[1][1]}"


def _introduced(mentions: Iterable[PlaceMention]) -> dict[tuple[str, str], str]:
    """``КР`` where the same article, or else another one, writes ``Кыргызская Республика``."""
    full: dict[tuple[str, str], Counter[str]] = {}
    for mention in mentions:
        if " " in mention.text:
            name = nominative_phrase(mention.text)
            for scope in (mention.article, ""):
                full.setdefault((scope, initials_of(name)), Counter())[name] += 1
    found: dict[tuple[str, str], str] = {}
    for mention in mentions:
        if is_abbreviation(mention.text) and _folded(mention.text) not in state_names():
            names = full.get((mention.article, mention.text)) or full.get(("", mention.text))
            if names:
                found[mention.article, mention.text] = names.most_common(1)[0][0]
    return found


def _folded(name: str) -> str:
    return name.lower().replace("ё", "е")
