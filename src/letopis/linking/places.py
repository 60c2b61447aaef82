"""States and places: one name and one identity for ``КР``, ``Кыргызской Республикой`` and ``Кыргызстан``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from letopis.dictionary import known, parses
from letopis.linking.abbreviations import initials_of, is_abbreviation
from letopis.linking.inflection import nominative_phrase
from letopis.linking.occurrences import Occurrences
from letopis.navec import frequency
from letopis.records import Entity
from letopis.russian.spelling import recase
from letopis.russian.states import StateForm, folded, state_names, state_of
from letopis.russian.toponyms import nominatives, noun_and_adjective, town_nominative, unseen_town

RATHER = 5
"""How much commoner a town's nominative is among the news' words than a common noun that shares a form."""


class PlaceMention(NamedTuple):
    """A mention: its text and its article."""

    text: str
    article: str


class PlaceIdentity(NamedTuple):
    """The nominative name and the key that all mentions share."""

    normal: str
    key: str


def introduced_places(text: str, places: Sequence[Entity]) -> dict[str, str]:
    """Return what an article's abbreviations in brackets stand for, whatever they mean elsewhere.

    The name before the bracket has their initials, or is a state and they are none's: ``Кыргызстан (КР)``.

    >>> text = "Республика Татарстан (РТ)"
    >>> spans = [(0, 20), (22, 24)]
    >>> place = lambda a, b: Entity(id=a, label="GPE", start_offset=a, end_offset=b, text=text[a:b])
    >>> introduced_places(text, [place(a, b) for a, b in spans])
    {'РТ': 'Республика Татарстан'}
    """
    found: dict[str, str] = {}
    ends = {place.end_offset: place.text for place in places}
    for place in places:
        before = text[max(0, place.start_offset - 3) : place.start_offset]
        opened = before.endswith("(") and text[place.end_offset : place.end_offset + 1] == ")"
        full = ends.get(place.start_offset - (2 if before.endswith(" (") else 1)) if opened else None
        if full is not None and is_abbreviation(place.text) and _introduces(full, place.text):
            found.setdefault(place.text, full)
    return found


def _introduces(full: str, abbreviation: str) -> bool:
    own = initials_of(nominative_phrase(full)) == abbreviation
    return own or (state_of(full) is not None and state_of(abbreviation) is None)


def identify_places(mentions: Sequence[PlaceMention]) -> list[PlaceIdentity]:
    """Return the identity of each mention; an abbreviation is the state whose full name the same article writes.

    >>> texts = ["Кыргызской Республикой", "КР", "Габалу", "в Габала"[2:]]
    >>> [p.normal for p in identify_places([PlaceMention(t, "a") for t in texts])]
    ['Кыргызстан', 'Кыргызстан', 'Габала', 'Габала']
    """
    articles = groupby(mentions, key=lambda mention: mention.article)
    found = link_places(Occurrences.of([mention.text for mention in article] for _, article in articles))
    identities = found.things
    return [identities[number] for article in found for number in article]


def link_places(mentions: Occurrences[str], own: Mapping[str, StateForm] | None = None) -> Occurrences[PlaceIdentity]:
    """Return the identity of each mention, given as its text, of any number of mentions.

    ``own`` are forms of states of one's own (:func:`letopis.russian.states.forms_of`).
    """
    own = own or {}
    texts = mentions.things
    counted = list(zip(texts, mentions.counts(), strict=True))
    attested: Counter[str] = Counter()
    for text, count in counted:
        attested[_folded(text)] += count
    everywhere = _full_names(counted)
    known = state_names().keys() | own.keys()
    plain = [
        _of_state(*own[folded(text)][:2]) if folded(text) in own else _identity(place_nominative(text, attested))
        for text in texts
    ]
    short = {n for n, text in enumerate(texts) if is_abbreviation(text) and _folded(text) not in known}
    found: Occurrences[PlaceIdentity] = Occurrences()
    for article in mentions:
        here = _full_names((texts[n], c) for n, c in Counter(article).items()) if short.intersection(article) else {}
        identities = {}
        for number in set(article):
            names = (here.get(texts[number]) or everywhere.get(texts[number])) if number in short else None
            identities[number] = _identity(names.most_common(1)[0][0]) if names else plain[number]
        found.add(identities[number] for number in article)
    return found


def _identity(name: str) -> PlaceIdentity:
    return _of_state(*(state_names().get(_folded(name)) or _two_states(name) or ("", name)))


def _of_state(code: str, short: str) -> PlaceIdentity:
    return PlaceIdentity(short, f"gpe:{code or _folded(short)}")


def _full_names(counted: Iterable[tuple[str, int]]) -> dict[str, Counter[str]]:
    """``КР`` leads to ``Кыргызская Республика``: the full names that are written, by their initials."""
    full: dict[str, Counter[str]] = {}
    for text, count in counted:
        if " " in text:
            name = nominative_phrase(text)
            full.setdefault(initials_of(name), Counter())[name] += count
    return full


def place_nominative(text: str, attested: Counter[str] | None = None) -> str:
    """Return the nominative of a place's name; of two possible ones, the one that ``attested`` has.

    >>> place_nominative("Чуйской области"), place_nominative("Баку")
    ('Чуйская область', 'Баку')
    """
    phrase = nominative_phrase(text)
    state = state_of(text)
    if state is not None and _folded(phrase) not in state_names():
        return state.short  # the table declines what the dictionary does not: ``Сент-Винсентом и Гренадинами``
    if " " in text or state is not None:
        return phrase
    readings = [p for p in parses(text) if p.pos == "NOUN"]
    towns = [p for p in readings if p.known and "Geox" in p.grammemes]
    towns.sort(key=lambda p: -frequency(p.lemma))  # Самару is rather Самара than Самар
    stuck = _folded(phrase) == _folded(text) and not any("nomn" in p.grammemes for p in towns)  # Донецком, Липецком
    if towns and (towns[0] is not readings[0] or stuck):
        return recase(towns[0].lemma, text)  # Астану is no Астан, though the dictionary has that first name
    if readings and known(text) and _folded(phrase) == _folded(readings[0].lemma):
        town = None if towns else town_nominative(text)  # Преторию is Претория, and no преторий
        return town if town and frequency(town.lower()) > RATHER * frequency(phrase.lower()) else phrase
    both = noun_and_adjective(text)
    if both is not None:
        return both[1]
    town = None if known(text) and towns else town_nominative(text)
    if town is not None:
        return town
    own = _folded(text)
    first = (None if known(text) else unseen_town(own)) or _folded(phrase)
    attested = attested or Counter()
    # In order: a set's differs between runs.
    options = dict.fromkeys([first, *(_folded(p.lemma) for p in readings), *map(_folded, nominatives(own))])
    changes = any(p.lemma == own and "nomn" in p.grammemes and "Fixd" not in p.grammemes for p in readings)

    def evidence(option: str) -> tuple[int, bool, bool]:
        """Every form attests itself, so another one that is attested as often says more."""
        return (attested[option] if option != own or changes else 0), option == first, option != own

    best = max(options, key=evidence)
    chosen = best if evidence(best)[0] else first
    return phrase if chosen == _folded(phrase) else recase(chosen, text)


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


def _folded(name: str) -> str:
    return name.lower().replace("ё", "е")
