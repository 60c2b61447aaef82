"""What is known of bodies whatever the text: short names, heads that need an owner, adjectives of states.

All by lemmas, as a key of an organisation is made of them. Read from ``bodies.tsv``.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from letopis.dictionary import known_parses, parses
from letopis.entities.names.words import STATES, origins
from letopis.russian.spelling import is_abbreviation
from letopis.russian.states import STATE_HEADS, state_names
from letopis.russian.tables import rows

_WORDS = re.compile(r"gpe:[\w+]+|[^\W_]+(?:-[^\W_]+)*")
_LATIN = re.compile(r"[a-z]")


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
def told(kind: str) -> dict[str, str]:
    """Return the rows of a kind in the table: the word or name, and what stands beside it.

    >>> told("short")["МИД"], told("adjective")["китайский"]
    ('министерство иностранных дел', 'CN')
    """
    return {one: "".join(rest) for own, one, *rest in rows("bodies.tsv") if own == kind}


@cache
def told_by_lemmas(kind: str) -> dict[str, str]:
    """Return the same by lemmas."""
    return {lemmas(one): lemmas(other) for one, other in told(kind).items()}


@cache
def official_adjectives() -> dict[str, str]:
    """Return the code of each state whose full name begins with its adjective: ``Кыргызская Республика``.

    ``Китайская Республика`` is Taiwan, but ``китайский`` speaks of China.

    >>> official_adjectives()["кыргызский"], official_adjectives()["российский"]
    ('KG', 'RU')
    """
    found: dict[str, str] = {}
    for name, (code, _) in state_names().items():
        words = name.split()
        if code and len(words) == 2 and words[1] in STATE_HEADS and words[0].endswith(("ская", "ский")):
            adjective = re.sub("ая$", "ий", words[0])
            found.setdefault(adjective, told("adjective").get(adjective, code))
    return found


@cache
def state_of_adjective() -> dict[str, str]:
    """Return the code of the state that an adjective is of, by its lemma.

    >>> [state_of_adjective()[word] for word in ("российский", "французский", "чешский", "британский")]
    ['RU', 'FR', 'CZ', 'GB']
    """
    codes = {name: code for name, (code, _) in state_names().items() if code}
    found = official_adjectives() | told("adjective")
    for adjective in STATES:
        of = {codes[name] for name in origins(adjective) if name in codes}
        if len(of) == 1:
            found.setdefault(adjective, of.pop())
    return found


@lru_cache(maxsize=50_000)
def states_named_by(adjective: str) -> frozenset[str]:
    """Return the states that the lemma of an adjective names: a compound one both, or none where one is unknown.

    An adjective alone may be of a capital (``Кувейтский протокол``), so that it is to begin a state's full name.

    >>> sorted(states_named_by("японо-китайский")), sorted(states_named_by("японо-азиатский"))
    (['CN', 'JP'], [])
    >>> sorted(states_named_by("китайский")), sorted(states_named_by("кувейтский"))
    (['CN'], [])
    """
    if "-" in adjective:
        return _of_compound(adjective)
    code = official_adjectives().get(adjective)
    return frozenset({code}) if code else frozenset()


def _of_compound(adjective: str) -> frozenset[str]:
    """Return the states of a compound adjective: it is one state's, or its first part and the rest are of some."""
    whole = _last_parts().get(adjective)
    if whole:
        return frozenset({whole})
    places = [place for place, letter in enumerate(adjective) if letter == "-"][::-1]
    halves = ((_first_parts().get(adjective[:place]), _of_compound(adjective[place + 1 :])) for place in places)
    return next((frozenset({first}) | rest for first, rest in halves if first and rest), frozenset())


@cache
def _last_parts() -> dict[str, str]:
    return state_of_adjective() | told("compound")


@cache
def _first_parts() -> dict[str, str]:
    """Return what a compound may begin with: ``китайско``, ``румыно``, and those of the table, ``греко``."""
    found = {f"{adjective.removesuffix('ий')}о": code for adjective, code in _last_parts().items()}
    for adjective, code in state_of_adjective().items():
        found.setdefault(f"{adjective[:-4]}о", code)
    return found | told("first")


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
    if word in told_by_lemmas("short"):
        return told_by_lemmas("short")[word]
    for first, adjective in told("blend").items():
        rest = word.removeprefix(first)
        nouns = [p for p in known_parses(rest) if p.pos == "NOUN" and p.lemma == rest]
        if rest != word and len(rest) > 3 and nouns:
            return word if nouns[0].grammemes & {"Geox", "Name", "Surn"} else f"{adjective} {rest}"
    return word


def full_body(word: str) -> str | None:
    """Return what a short name of a state's body stands for: ``МИД``; ``None`` for other words.

    >>> full_body("МИД"), full_body("ООН")
    ('Министерство иностранных дел', None)
    """
    full = told("short").get(word)
    return full[:1].upper() + full[1:] if full and is_owned(lemmas(full)) else None


def is_owned(key: str) -> bool:
    """Return whether a key is a body that a state has, and no owner is in it: ``министерство оборона``.

    >>> is_owned("министерство оборона"), is_owned("министерство оборона gpe:CZ"), is_owned("лига нация")
    (True, False, False)
    """
    remit = key.split(" ", maxsplit=1)[0] in told_by_lemmas("remit")
    return "gpe:" not in key and (key in told_by_lemmas("owned") or remit)


def without_kind(key: str) -> str:
    """Return a key without the words that only say of what kind a proper name is.

    >>> without_kind("ирландский авиакомпания ryanair"), without_kind("завод «правда»")
    ('ryanair', 'завод «правда»')
    """
    words = key.replace("«", "").replace("»", "").split()
    kinds = told_by_lemmas("generic")
    start = 1 if len(words) > 1 and words[0] in state_of_adjective() else 0
    for length in (2, 1):
        if " ".join(words[start : start + length]) in kinds and len(words) > start + length:
            rest = words[start + length :]
            quoted = "«" in key or _LATIN.match(rest[0]) is not None
            return " ".join(rest) if quoted else key
    if start and _LATIN.match(words[1]):
        return " ".join(words[1:])
    return key
