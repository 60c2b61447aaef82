"""Organisations: the nominative name, abbreviations led back to it, and one identity for all mentions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from letopis.dictionary import parses
from letopis.linking.abbreviations import initials_of, is_abbreviation
from letopis.linking.inflection import nominative_phrase
from letopis.linking.places import state_names

_QUOTED = re.compile(r"[“„«\"]([^“”„«»\"]+)[”“»\"]$")
_BOTH_STATES = re.compile(r"gpe:(\w+) и gpe:(\w+)")


class OrganisationMention(NamedTuple):
    """A mention: its text, its article, the words before it, and the states named in it.

    ``states`` leads from a nested place's text to its identity, as ``КР`` to ``gpe:KG``.
    """

    text: str
    article: str
    before: str = ""
    states: tuple[tuple[str, str], ...] = ()


class OrganisationIdentity(NamedTuple):
    """The nominative name in its fullest attested form, and the key that all mentions share."""

    normal: str
    key: str


def identify_organisations(mentions: Sequence[OrganisationMention]) -> list[OrganisationIdentity]:
    """Give the identity of each mention; mentions stand in the order of the texts.

    >>> full = OrganisationMention("Содружества Независимых Государств", "a")
    >>> short = OrganisationMention("СНГ", "a", before="Содружества Независимых Государств (")
    >>> identify_organisations([full, short])[1].normal
    'Содружество Независимых Государств'
    """
    names = [nominative_phrase(mention.text) for mention in mentions]
    keys = [_key(mention, name) for mention, name in zip(mentions, names, strict=True)]
    aliases = _abbreviations(mentions, names, keys)
    keys = [aliases.get(key, key) for key in keys]
    keys = _with_owner(keys)
    keys = _shortened(mentions, names, keys)
    fullest: dict[str, str] = {}
    for name, key in zip(names, keys, strict=True):
        if key not in fullest or (not is_abbreviation(name), len(name)) > (
            not is_abbreviation(fullest[key]),
            len(fullest[key]),
        ):
            fullest[key] = name
    return [OrganisationIdentity(fullest[key], f"org:{key}") for key in keys]


@lru_cache(maxsize=50_000)
def _lemmas(text: str) -> str:
    words = re.findall(r"gpe:[\w+]+|[^\W_]+(?:-[^\W_]+)*", text)
    return " ".join(w if w.startswith("gpe:") else parses(w)[0].lemma.replace("ё", "е") for w in words)


def _key(mention: OrganisationMention, name: str) -> str:
    """The name's lemmas with every state as its identity: ``посольство gpe:KG в gpe:AZ``."""
    text = mention.text
    for state, identity in sorted(mention.states, key=lambda pair: -len(pair[0])):
        text = text.replace(state, f" {identity.replace(' ', '_')} ")
    if text == mention.text:
        text = name
    if is_abbreviation(text):
        return name
    quoted = _QUOTED.search(text)
    if quoted:
        head = next((w for w in re.findall(r"[^\W\d_-]+", text) if parses(w)[0].pos == "NOUN"), "")
        return f"{_lemmas(head)} «{_lemmas(quoted.group(1))}»"
    return _BOTH_STATES.sub(r"gpe:\1+\2", _lemmas(text))


def _abbreviations(
    mentions: Sequence[OrganisationMention], names: Sequence[str], keys: Sequence[str]
) -> dict[str, str]:
    """``… Государств (СНГ)``: what the text introduces in brackets, or what has just these initials."""
    aliases: dict[str, str] = {}
    by_initials: dict[str, str] = {}
    for name, key in zip(names, keys, strict=True):
        if not is_abbreviation(name) and " " in name:
            by_initials.setdefault(initials_of(name), key)
    for index, (mention, key) in enumerate(zip(mentions, keys, strict=True)):
        if not is_abbreviation(mention.text):
            continue
        previous = index - 1
        while previous >= 0 and not mention.before.rstrip(" (").endswith(mentions[previous].text):
            previous -= 1
            if index - previous > 3:
                previous = -1
        if mention.before.endswith("(") and previous >= 0:
            aliases.setdefault(key, keys[previous])
        elif mention.text in by_initials and len(mention.text) > 2:
            aliases.setdefault(key, by_initials[mention.text])
    return aliases


def _with_owner(keys: Sequence[str]) -> list[str]:
    """``Посольство КР`` is ``Посольство КР в АР`` where only one longer name begins so."""
    longer: dict[str, set[str]] = defaultdict(set)
    known = set(keys)
    for key in known:
        words = key.split()
        for end in range(2, len(words)):
            if words[end] in {"в", "имя", "при"}:
                longer[" ".join(words[:end])].add(key)
    return [min(longer[key]) if len(longer.get(key, ())) == 1 else key for key in keys]


def _shortened(mentions: Sequence[OrganisationMention], names: Sequence[str], keys: list[str]) -> list[str]:
    """``Альянс``, ``Ассамблея``, ``Дума``: one capitalised word that heads or ends a name before it."""
    result = list(keys)
    article = ""
    last: dict[str, str] = {}
    for index, (mention, name) in enumerate(zip(mentions, names, strict=True)):
        if mention.article != article:
            article, last = mention.article, {}
        if " " in name:
            if " " in result[index]:
                last |= dict.fromkeys(_lemmas(name).split(), result[index])
        elif not is_abbreviation(name) and name[:1].isupper() and _lemmas(name) not in state_names():
            result[index] = last.get(_lemmas(name), result[index])
    return result
