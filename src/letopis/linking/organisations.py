"""Organisations: the nominative name, abbreviations led back to it, and one identity for all mentions."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, groupby
from typing import NamedTuple

from letopis.dictionary import known, parses
from letopis.entities.names.words import OPENING
from letopis.linking.abbreviations import initials_of, is_abbreviation
from letopis.linking.inflection import nominative_phrase, phrase_in_case
from letopis.linking.occurrences import Occurrences
from letopis.russian.states import state_names

_QUOTED = re.compile(r"[“„«\"]([^“”„«»\"]+)[”“»\"]$")
_LAST_WORD = re.compile(r"\w+$")
_GOVERNING = frozenset({"NOUN", "ADJF", "PRTF", "PREP"})
_BOTH_STATES = re.compile(r"gpe:(\w+) и gpe:(\w+)")
INTRODUCED_WITHIN = 3
"""So many mentions back the full name of an abbreviation in brackets is looked for."""

CASES_AFTER = {"в": "loct", "во": "loct", "при": "loct", "с": "ablt", "со": "ablt", "между": "ablt", "по": "datv"}
"""Cases that prepositions ask for; after anything else a state stands in the genitive: ``министерство ЧР``."""

JOINING = frozenset({"и", "–", "—", "-"})
"""What joins states of one case: ``комиссия ЧР и РБ``."""


class OrganisationMention(NamedTuple):
    """A mention: its text, its article, the words before it, and the states named in it.

    ``states`` leads from a nested place's text to its identity, as ``КР`` to ``gpe:KG``.
    """

    text: str
    article: str
    before: str = ""
    states: tuple[tuple[str, str], ...] = ()


class OrganisationForm(NamedTuple):
    """What a mention tells by itself: its text, the words that introduce it, the states named in it."""

    text: str
    before: str
    states: tuple[tuple[str, str], ...]


class OrganisationIdentity(NamedTuple):
    """The nominative name in its fullest attested form, and the key that all mentions share."""

    normal: str
    key: str


def identify_organisations(mentions: Sequence[OrganisationMention]) -> list[OrganisationIdentity]:
    """Return the identity of each mention; mentions stand in the order of the texts.

    >>> full = OrganisationMention("Содружества Независимых Государств", "a")
    >>> short = OrganisationMention("СНГ", "a", before="Содружества Независимых Государств (")
    >>> identify_organisations([full, short])[1].normal
    'Содружество Независимых Государств'
    """
    articles = groupby(mentions, key=lambda mention: mention.article)
    forms = Occurrences.of(
        [OrganisationForm(m.text, introduction(m.text, m.before), m.states) for m in article] for _, article in articles
    )
    found = link_organisations(forms)
    identities = found.things
    return [identities[number] for article in found for number in article]


def introduction(text: str, before: str) -> str:
    """Return the words before a mention that count: those before the bracket in which an abbreviation stands.

    For a name in quotes that no noun or preposition governs, the quote: such a name keeps its form.

    >>> introduction("СНГ", "Содружества Независимых Государств ("), introduction("СНГ", "глав ")
    ('Содружества Независимых Государств', '')
    >>> introduction("Узбектелеком", "прибыли. «"), introduction("Правде", "статья в «")
    ('«', '')
    """
    if before[-1:] in OPENING:
        word = _LAST_WORD.search(before[:-1].rstrip())
        governed = word is not None and parses(word.group())[0].pos in _GOVERNING
        return before[-1] if not governed and not known(text) else ""
    return before.rstrip(" (") if before.endswith("(") and is_abbreviation(text) else ""


def link_organisations(
    mentions: Occurrences[OrganisationForm], states: Mapping[str, str] | None = None
) -> Occurrences[OrganisationIdentity]:
    """Return the identity of each mention, as :func:`identify_organisations` does, of any number of mentions.

    ``states`` leads from the identity of a state to its full name in the nominative, which is written for its
    abbreviation in the names of organisations.
    """
    forms = mentions.things
    names = [form.text if form.before in OPENING else nominative_phrase(form.text) for form in forms]
    keys = [_key(form, name) for form, name in zip(forms, names, strict=True)]
    aliases = _abbreviations(mentions, names, keys)
    keys = _with_owner([aliases.get(key, key) for key in keys])
    full = [_with_full_states(form, name, states or {}) for form, name in zip(forms, names, strict=True)]
    named = Occurrences.of(
        zip(map(full.__getitem__, article), own, strict=True)
        for article, own in zip(mentions, _shortened(mentions, names, keys), strict=True)
    )
    fullest: dict[str, str] = {}
    for name, key in named.things:
        if key not in fullest or (not is_abbreviation(name), len(name)) > (
            not is_abbreviation(fullest[key]),
            len(fullest[key]),
        ):
            fullest[key] = name
    return named.renamed([OrganisationIdentity(fullest[key], f"org:{key}") for _, key in named.things])


def _with_full_states(form: OrganisationForm, name: str, full: Mapping[str, str]) -> str:
    """``Посольство ЧР в РБ``: states are written out where the texts do so somewhere, in the case of their place."""
    written = {text: full[key] for text, key in form.states if key in full and initials_of(full[key]) == text}
    if not written or is_abbreviation(name):
        return name
    words = name.split()
    case = "gent"
    for place, word in enumerate(words):
        if word in written and place:
            before = words[place - 1]
            case = case if before in JOINING else CASES_AFTER.get(before, "gent")
            words[place] = phrase_in_case(written[word], case)
    return " ".join(words)


@lru_cache(maxsize=50_000)
def _lemmas(text: str) -> str:
    words = re.findall(r"gpe:[\w+]+|[^\W_]+(?:-[^\W_]+)*", text)
    return " ".join(
        w if w.startswith("gpe:") else w.lower() if is_abbreviation(w) else parses(w)[0].lemma.replace("ё", "е")
        for w in words
    )


def _key(mention: OrganisationForm, name: str) -> str:
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
        head = next(
            (w for w in re.findall(r"[^\W\d_-]+", text) if is_abbreviation(w) or parses(w)[0].pos == "NOUN"), ""
        )
        return f"{_lemmas(head)} «{_lemmas(quoted.group(1))}»"
    return _BOTH_STATES.sub(r"gpe:\1+\2", _lemmas(text))


def _abbreviations(
    mentions: Occurrences[OrganisationForm], names: Sequence[str], keys: Sequence[str]
) -> dict[str, str]:
    """``… Государств (СНГ)``: what the text introduces in brackets, or what has just these initials."""
    forms = mentions.things
    aliases: dict[str, str] = {}
    by_initials: dict[str, str] = {}
    for name, key in zip(names, keys, strict=True):
        if not is_abbreviation(name) and " " in name:
            by_initials.setdefault(initials_of(name), key)
    short = [is_abbreviation(form.text) for form in forms]
    previous: deque[int] = deque(maxlen=INTRODUCED_WITHIN)
    for number in chain.from_iterable(mentions):
        form, key = forms[number], keys[number]
        if short[number] and key not in aliases:
            full = next((n for n in reversed(previous) if form.before and form.before.endswith(forms[n].text)), None)
            if full is not None:
                aliases[key] = keys[full]
            elif form.text in by_initials and len(form.text) > 2:
                aliases[key] = by_initials[form.text]
        previous.append(number)
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


def _shortened(
    mentions: Occurrences[OrganisationForm], names: Sequence[str], keys: Sequence[str]
) -> Iterator[list[str]]:
    """``Альянс``, ``Ассамблея``, ``Дума``: one capitalised word that heads or ends a name before it."""
    long = [_lemmas(name).split() if " " in name and " " in key else () for name, key in zip(names, keys, strict=True)]
    short = [_lemmas(name) if _may_shorten(name) else "" for name in names]
    for article in mentions:
        last: dict[str, str] = {}
        found = []
        for number in article:
            found.append(last.get(short[number], keys[number]) if short[number] else keys[number])
            last |= dict.fromkeys(long[number], keys[number])
        yield found


def _may_shorten(name: str) -> bool:
    one_word = " " not in name and not is_abbreviation(name) and name[:1].isupper()
    return one_word and _lemmas(name) not in state_names()
