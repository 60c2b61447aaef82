"""What a title says: the sort of instrument, its proper name, its subject."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from letopis.dictionary import FUNCTION_WORDS, PROPER, parses
from letopis.linking.bodies import states_named_by
from letopis.russian.tables import lists

_LISTS = lists("words.cfg", "letopis.linking")

CONTRACTS, GENERIC, _STOP = _LISTS["contracts"], _LISTS["generic"], _LISTS["no_subject"]
"""Kinds that sources take for one another, and words that do not tell a title from others."""

SAME_WORD = {"мирный": "мир", "союзный": "союз", "торговый": "торговля", "пограничный": "граница"}
"""``мирный договор`` is a ``договор о мире``."""

_ADJECTIVES = re.compile(r"(?:[а-яё]+-)*[а-яё]*[сц]к[а-яё]+(?:-[а-яё]+)*")
_WORD = re.compile(r"gpe:\S+|[^\W_]+(?:-[^\W_]+)*")


class Title(NamedTuple):
    """Lemmas of the proper name and of the subject, and the states that adjectives of the title name."""

    name: frozenset[str]
    subject: frozenset[str]
    states: frozenset[str]


@lru_cache(maxsize=100_000)
def lemma(word: str) -> str:
    """Return the likeliest lemma, ``ё`` folded to ``е``.

    >>> lemma("ненападении"), lemma("Хорватско-венгерскому")
    ('ненападение', 'хорватско-венгерский')
    """
    first, dash, last = word.rpartition("-")
    if dash and any(p.pos == "ADJF" for p in parses(last)):  # the dictionary takes some unseen ones for nouns
        return f"{first.lower()}-{lemma(last)}".replace("ё", "е")
    return parses(word)[0].lemma.replace("ё", "е")


def kind_group(kind: str | None) -> str:
    """Return the kinds that may name one instrument a common group.

    >>> kind_group("соглашение"), kind_group("протокол")
    ('договор', 'протокол')
    """
    return "договор" if kind in CONTRACTS else kind or ""


def distinctive(subject: frozenset[str]) -> frozenset[str]:
    """Return the words of a subject that tell it from others.

    >>> sorted(distinctive(frozenset({"сотрудничество", "область", "туризм"})))
    ['туризм']
    """
    return subject - GENERIC


def read_title(text: str, holes: Sequence[tuple[int, int, str]] = (), *, kind: str | None = None) -> Title:
    """Part a title into name and subject.

    Args:
        text: the title as the text has it, in any case.
        holes: spans of ``text`` that are sides or dates, each with what stands for it: nothing, or a key.
        kind: the lemma of the head, where it is known.

    >>> title = read_title("Договоре о дружбе и сотрудничестве", kind="договор")
    >>> sorted(title.subject), read_title("Бишкекский протокол").name
    (['дружба', 'сотрудничество'], frozenset({'бишкекский'}))
    >>> sorted(read_title("российско-китайский мирный договор").states)
    ['CN', 'RU']
    """
    words = _WORD.findall(_filled(text, holes))
    head = next((i for i, word in enumerate(words) if lemma(word) == (kind or "").replace("ё", "е")), None)
    if head is None:
        head = next((i for i, word in enumerate(words) if parses(word.rpartition("-")[2])[0].pos == "NOUN"), 0)
    name, states, described = _before_head(words[:head])
    rest = words[head + 1 :]
    while rest and _names(rest[0]):
        name.add(lemma(rest.pop(0)))
    subject = {kept for word in rest if (kept := _content(word))}
    return Title(frozenset(name), frozenset(subject or described), frozenset(states))


def states_in(text: str) -> frozenset[str]:
    """Return the states that adjectives of a text name.

    >>> sorted(states_in("кыргызско-азербайджанские отношения"))
    ['AZ', 'KG']
    """
    return frozenset().union(*(states_named_by(lemma(word)) for word in _ADJECTIVES.findall(text.lower())))


def _names(word: str) -> bool:
    """``пакт Молотова – Риббентропа``: a capital, and no common noun of the dictionary."""
    if not word[:1].isupper() or word.startswith("gpe:"):
        return False
    first = parses(word)[0]
    return first.pos not in FUNCTION_WORDS and (not first.known or bool(first.grammemes & PROPER))


def _filled(text: str, holes: Sequence[tuple[int, int, str]]) -> str:
    parts: list[str] = []
    position = 0
    for start, end, key in sorted(holes):
        if start >= position:
            parts += [text[position:start], f" {key} " if key else " "]
            position = end
    return "".join([*parts, text[position:]])


def _before_head(words: Sequence[str]) -> tuple[set[str], set[str], set[str]]:
    """Names end in ``-ский`` (``Бишкекский``), adjectives of states give sides, others describe (``мирный``)."""
    name: set[str] = set()
    states: set[str] = set()
    described: set[str] = set()
    for word in words:
        own = lemma(word)
        codes = states_named_by(own)
        if codes:
            states |= codes
        elif own.endswith(("ский", "цкий", "ской")) and not own.endswith("ческий"):
            name.add(own)
        elif own in SAME_WORD:
            described.add(SAME_WORD[own])
    return name, states, described


def _content(word: str) -> str:
    """Return what a word adds to the subject, or nothing."""
    if word.startswith("gpe:"):
        return word
    own = lemma(word)
    if own in _STOP or parses(word)[0].pos in FUNCTION_WORDS:
        return ""
    return SAME_WORD.get(own, own)
