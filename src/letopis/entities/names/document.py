"""Decisions that need the whole text: abbreviations that it introduces, names that it shortens, surnames it repeats."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TypeAlias

from letopis.dictionary import CACHED_FORMS
from letopis.entities.names.features import memory_key
from letopis.entities.names.passage import Name, Passage
from letopis.entities.names.states import relabelled
from letopis.entities.names.words import (
    CLOSING,
    OPENING,
    at,
    can_be,
    is_abbreviation,
    is_adjective,
    is_capitalised,
    lemmas,
    may_modify,
    stands_for,
)
from letopis.russian.states import is_state_head

Found: TypeAlias = list[list[Name]]
TextRule: TypeAlias = Callable[[Sequence[Passage], Found], Found]

SURE_PERSON = 0.8
"""Score from which a surname is looked for in the rest of the text."""

BODIES = ("state_bodies", "embassies", "institutions", "named_in_quotes", "remit_heads", "capitalised_bodies")
"""Lists of heads of bodies."""

BY_REPETITION = 0.7
"""Score of a name that is known from elsewhere in the text."""


def introduced_abbreviations(passages: Sequence[Passage], found: Found) -> Found:
    """Know an abbreviation everywhere once the text explains it: ``Чешской Республике (ЧР) … президент [ЧР]``.

    One that stands for small words is no body: ``ликвидации безграмотности (ЛБ)``.
    """
    known: dict[str, str] = {}
    common: set[str] = set()
    for passage, names in zip(passages, found, strict=True):
        for name in names:
            for word, label in _explained(passage, name):
                known.setdefault(word, label)
        common |= _common_terms(passage)
    common -= known.keys()
    if not known and not common:
        return found
    result = []
    for passage, before in zip(passages, found, strict=True):
        names = [n for n in before if n.last - n.first > 1 or n.label != "ORG" or passage.words[n.first] not in common]
        for place, word in enumerate(passage.words):
            if word in known:
                names = relabelled(names, place, known[word], "names.introduced_abbreviation")
        result.append(names)
    return result


def _explained(passage: Passage, name: Name) -> list[tuple[str, str]]:
    words = passage.words[name.first : name.last]
    if len(words) < 2 or name.label == "PERSON":
        return []
    explained = []
    following = passage.words[name.last : name.last + 3]
    bracketed = len(following) == 3 and following[0] == "(" and following[2] == ")"
    if bracketed and is_abbreviation(following[1]) and stands_for(following[1], words):
        explained.append((following[1], name.label))
    if name.label == "GPE" and is_state_head(words[-1]) and all(is_capitalised(word) for word in words):
        explained.append(("".join(word[0] for word in words), "GPE"))
    return explained


def _common_terms(passage: Passage) -> set[str]:
    """Return the abbreviations in brackets behind what they stand for: small words, no body's head among these.

    Or an agreement: ``Южное партнёрство (ЮП)``.
    """
    words, terms = passage.words, set()
    for place in [place for place, word in enumerate(words[:-2]) if word == "("]:
        word = words[place + 1]
        if words[place + 2] == ")" and is_abbreviation(word) and word.isupper():
            heads = [at for at in range(max(0, place - len(word) - 2), place) if passage.is_in(at, "agreed")]
            if heads and stands_for(word, words[max(0, heads[0] - 1) : place]):
                terms.add(word)
            first = place - len(word)
            told = first >= 0 and "".join(one[0] for one in words[first:place]).upper() == word
            if told and all(map(str.islower, words[first:place])) and not any(
                passage.is_in(at, *BODIES) for at in range(first, place)
            ):  # fmt: skip
                terms.add(word)
    return terms


def repeated_surnames(passages: Sequence[Passage], found: Found) -> Found:
    """Know a surname everywhere once it is surely one: ``Петр Вебер … встретил [Вебера]``."""
    keys: set[str] = set()
    for passage, names in zip(passages, found, strict=True):
        for name in names:
            word = passage.words[name.last - 1]
            if name.label == "PERSON" and name.score >= SURE_PERSON and name.last - name.first > 1 and len(word) > 3:
                keys.add(memory_key(word))
    keys.discard("")
    if not keys:
        return found
    result = []
    for passage, names in zip(passages, found, strict=True):
        new = [
            Name(place, place + 1, "PERSON", "names.repeated_surname", BY_REPETITION)
            for place, word in passage.capitalised
            if _surname_key(word) in keys
            and not any(name.first <= place < name.last for name in names)
            and not _is_common(word, place)
        ]
        result.append([*names, *new])
    return result


_surname_key = lru_cache(maxsize=CACHED_FORMS)(memory_key)
"""Every capitalised word of a text is asked for its key."""


def _is_common(word: str, place: int) -> bool:
    """Return whether a word may be capitalised for another reason: an adjective, or a noun that opens the sentence."""
    named = can_be(word, "Surn") or can_be(word, "Name")
    return is_adjective(word) or (place == 0 and can_be(word, "NOUN") and not named)


_NONE: frozenset[str] = frozenset()


def shortened_names(passages: Sequence[Passage], found: Found) -> Found:
    """Know a capitalised head noun alone after its full name: ``Лига Наций … сессия [Лиги]``."""
    heads: set[str] = set()
    result = []
    for passage, names in zip(passages, found, strict=True):
        ending = {name.last: _heads(passage.words[name.first : name.last]) for name in names if name.label == "ORG"}
        new = []
        for place, word in enumerate(passage.words if heads or any(ending.values()) else ()):
            heads |= ending.get(place, _NONE)
            told = place and word.istitle() and heads & lemmas(word)
            if told and not any(n.first <= place < n.last for n in names) and _stands_alone(passage, place):
                new.append(Name(place, place + 1, "ORG", "names.shortened_name", BY_REPETITION))
        result.append([*names, *new])
        heads |= ending.get(len(passage.words), _NONE)
    return result


def union_as_state(passages: Sequence[Passage], found: Found) -> Found:
    """Know a union of republics or states, and ``Союз`` alone where no other union is named: ``распад [Союза]``.

    ``[Союз Суверенных Государств]`` (``ССГ``) is one, ``Союз писателей`` none.
    """
    result, short, others = [], set(), False
    if not any(passage.places("alone_unions") for passage in passages):
        return found
    for passage, names in zip(passages, found, strict=True):
        unions = {n for n in names if n.label == "ORG" and _is_union(passage, n)}
        short |= {word for n in unions for word, _ in _explained(passage, n)}
        bodies = [passage.words[n.first : n.last] for n in names if n.label == "ORG" and n not in unions]
        others |= any("союз" in _heads(words) for words in bodies)
        result.append([n._replace(label="GPE", by="names.union_as_state") if n in unions else n for n in names])
    for number, passage in enumerate(passages):
        for place, word in passage.capitalised:
            alone = not others and place and word.istitle() and _is_alone_union(passage, place)
            if (alone or word in short) and not any(
                n.label == "GPE" and n.first <= place < n.last for n in result[number]
            ):
                result[number] = relabelled(result[number], place, "GPE", "names.union_as_state")
    return result


def _is_union(passage: Passage, name: Name) -> bool:
    """``Союз Суверенных Государств``, ``Союз республик``."""
    words = passage.words[name.first : name.last]
    of_states = bool(lemmas(words[-1]) & {"государство", "республика"}) and all(map(may_modify, words[1:-1]))
    return len(words) > 1 and words[0].istitle() and passage.is_in(name.first, "alone_unions") and of_states


def _is_alone_union(passage: Passage, place: int) -> bool:
    """Return whether ``Союз`` has nothing that says whose it is: no adjective before, no genitive or name behind."""
    words, behind = passage.words, at(passage.words, place + 1)
    adjective = is_capitalised(words[place - 1]) and may_modify(words[place - 1])
    owner = can_be(behind, "gent") and (can_be(behind, "NOUN") or may_modify(behind)) and not can_be(behind, "PREP")
    quoted = words[place - 1] in OPENING and behind in CLOSING
    union = passage.is_in(place, "alone_unions") and can_be(words[place], "sing")
    return union and not (adjective or quoted or is_capitalised(behind) or (behind and owner))


def _stands_alone(passage: Passage, place: int) -> bool:
    word, before = passage.words[place], passage.words[place - 1]
    following = at(passage.words, place + 1)
    alone = can_be(word, "NOUN") and not before.endswith((".", "!", "?")) and before not in '«“„"—–•'
    return alone and not is_capitalised(following)


def _heads(words: list[str]) -> frozenset[str]:
    """Return the first noun of a name of several words."""
    if len(words) > 1:
        for word in words:
            if can_be(word, "NOUN") and not is_adjective(word):
                return lemmas(word)
    return _NONE
