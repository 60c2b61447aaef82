"""What is known of bodies whatever the text: short names, heads that need an owner, adjectives of states.

All by lemmas, as a key of an organisation is made of them. Read from ``bodies.tsv``.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from letopis.dictionary import known_parses, parses
from letopis.entities.names.derivation import STATES, origins
from letopis.linking.abbreviations import is_abbreviation
from letopis.russian.states import STATE_HEADS, state_names
from letopis.russian.tables import rows

_WORDS = re.compile(r"gpe:[\w+]+|[^\W_]+(?:-[^\W_]+)*")
_LATIN = re.compile(r"[a-z]")


class BodyTable(NamedTuple):
    """Full names by short ones, adjectives of compounds, bodies that need an owner, heads that name a kind; by lemmas.

    ``remits`` are heads of such bodies with a remit behind them: ``министерство обороны``; ``branches`` those of parts.
    """

    short: dict[str, str]
    blends: dict[str, str]
    owned: frozenset[str]
    remits: frozenset[str]
    generic: frozenset[str]
    branches: frozenset[str]


@lru_cache(maxsize=50_000)
def lemmas(text: str) -> str:
    """Return the lemmas of a name's words, ``е`` for ``ё``; the identity of a place stays.

    >>> lemmas("Министерства обороны gpe:CZ"), lemmas("МИД")
    ('министерство оборона gpe:CZ', 'мид')
    """
    return " ".join(
        w if w.startswith("gpe:") else w.lower() if is_abbreviation(w) else parses(w)[0].lemma.replace("ё", "е")
        for w in _WORDS.findall(text)
    )


@cache
def body_table() -> BodyTable:
    """Return the table, read once."""
    table = [(kind, one, rest[0] if rest else "") for kind, one, *rest in rows("bodies.tsv")]
    return BodyTable(
        {lemmas(one): lemmas(full) for kind, one, full in table if kind == "short"},
        {one: full for kind, one, full in table if kind == "blend"},
        *(
            frozenset(lemmas(one) for kind, one, _ in table if kind == wanted)
            for wanted in ("owned", "remit", "generic", "branch")
        ),
    )


@cache
def state_of_adjective() -> dict[str, str]:
    """Return the code of the state that an adjective is of, by its lemma.

    >>> [state_of_adjective()[word] for word in ("российский", "французский", "чешский", "британский")]
    ['RU', 'FR', 'CZ', 'GB']
    """
    codes = {name: code for name, (code, _) in state_names().items() if code}
    found = {one: code for kind, one, *rest in rows("bodies.tsv") if kind == "adjective" for code in rest}
    for name, code in codes.items():
        words = name.split()
        if len(words) == 2 and words[1] in STATE_HEADS and words[0].endswith(("ская", "цкая", "ский")):
            found.setdefault(re.sub("ая$", "ий", words[0]), code)
    for adjective in STATES:
        of = {codes[name] for name in origins(adjective) if name in codes}
        if len(of) == 1:
            found.setdefault(adjective, of.pop())
    return found


def written_out(key: str) -> str:
    """Return a key with short names written out and an adjective of a state as its owner.

    >>> written_out("мид gpe:KG"), written_out("британский парламент"), written_out("евросоюз")
    ('министерство иностранный дело gpe:KG', 'парламент gpe:GB', 'европейский союз')
    """
    words = " ".join(map(_one_written_out, key.split())).split()
    state = state_of_adjective().get(words[0]) if len(words) > 1 else None
    if state is not None and is_owned(" ".join(words[1:])):
        words = [*words[1:], f"gpe:{state}"]
    return " ".join(words)


@lru_cache(maxsize=50_000)
def _one_written_out(word: str) -> str:
    table = body_table()
    if word in table.short:
        return table.short[word]
    for first, adjective in table.blends.items():
        rest = word.removeprefix(first)
        if rest != word and len(rest) > 3 and any(p.pos == "NOUN" and p.lemma == rest for p in known_parses(rest)):
            noun = next(p for p in known_parses(rest) if p.pos == "NOUN" and p.lemma == rest)
            return f"{adjective} {rest}" if not noun.grammemes & {"Geox", "Name", "Surn"} else word
    return word


@cache
def _full_names() -> dict[str, str]:
    return {one: full for kind, one, *rest in rows("bodies.tsv") if kind == "short" for full in rest}


def full_body(word: str) -> str | None:
    """Return what a short name of a state's body stands for: ``МИД``; ``None`` for other words.

    >>> full_body("МИД"), full_body("ООН")
    ('Министерство иностранных дел', None)
    """
    full = _full_names().get(word)
    return full[:1].upper() + full[1:] if full and is_owned(lemmas(full)) else None


def is_owned(key: str) -> bool:
    """Return whether a key is a body that a state has, and no owner is in it: ``министерство оборона``.

    >>> is_owned("министерство оборона"), is_owned("министерство оборона gpe:CZ"), is_owned("лига нация")
    (True, False, False)
    """
    table = body_table()
    return "gpe:" not in key and (key in table.owned or key.split(" ", maxsplit=1)[0] in table.remits)


def without_kind(key: str) -> str:
    """Return a key without the words that only say of what kind a proper name is.

    >>> without_kind("ирландский авиакомпания ryanair"), without_kind("завод «правда»")
    ('ryanair', 'завод «правда»')
    """
    words = key.replace("«", "").replace("»", "").split()
    kinds = body_table().generic
    start = 1 if len(words) > 1 and words[0] in state_of_adjective() else 0
    for length in (2, 1):
        if " ".join(words[start : start + length]) in kinds and len(words) > start + length:
            rest = words[start + length :]
            quoted = "«" in key or _LATIN.match(rest[0]) is not None
            return " ".join(rest) if quoted else key
    if start and _LATIN.match(words[1]):
        return " ".join(words[1:])
    return key
