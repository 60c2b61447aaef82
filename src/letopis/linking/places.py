"""States and places: one name and one identity for ``КР``, ``Кыргызской Республикой`` and ``Кыргызстан``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from letopis.dictionary import CASES, known, parses
from letopis.linking.inflection import nominative_phrase
from letopis.navec import frequency
from letopis.records import Entity
from letopis.russian.spelling import initials_of, is_abbreviation, lowered, recase
from letopis.russian.states import STATE_TITLES, folded, in_case, state_names, state_of, states
from letopis.russian.toponyms import (
    governed_town,
    long_town,
    nominatives,
    noun_and_adjective,
    town_nominative,
    unseen_town,
)

RATHER = 5
"""How much commoner a town's nominative is among the news' words than a common noun that shares a form."""


class PlaceHere(NamedTuple):
    """A mention as its article tells of it: what it stands for, its own nominative, its referent's name and key.

    ``cases`` are those that a word of no dictionary can be in by the word before it.
    """

    meant: str
    normal: str
    name: str
    key: str
    cases: str = ""


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


def places_here(
    texts: Sequence[str], meant: Sequence[str], former: Collection[int] = (), cases: Sequence[str] = ()
) -> list[PlaceHere]:
    """Return the place of each mention of one article; an abbreviation is what the article writes in full.

    Args:
        texts: the mentions.
        meant: what each stands for; another text where the article says so.
        former: mentions, by their number, whose names are said to be of former times: they are no states of today.
        cases: those that each can be in by the word before it, parted by spaces; empty where that tells nothing.

    >>> texts = ["Кыргызской Республикой", "КР", "Габалу", "в Габала"[2:]]
    >>> [(place.normal, place.name) for place in places_here(texts, texts)]
    [('Кыргызская Республика', 'Кыргызстан'), ('КР', 'Кыргызстан'), ('Габала', 'Габала'), ('Габала', 'Габала')]
    """
    counts = Counter(meant)
    attested: Counter[str] = Counter()
    for text, count in counts.items():
        attested[lowered(text)] += count
    full = full_names(counts) if any(map(is_abbreviation, counts)) else {}
    told = {text: case for text, case in zip(texts, cases, strict=False) if case and not known(text)}
    found = {}
    for text in counts:
        named = full.get(text) if is_abbreviation(text) else None
        named = None if named and _is_of_another(text, counts) else named
        found[text] = place_of(commonest(named) if named else place_nominative(text, attested, told.get(text, "")))
    own = {
        text: state_nominative(text) or place_nominative(text, attested, told.get(text, ""))
        for text in dict.fromkeys(texts)
    }
    here = [
        PlaceHere(as_meant, own[text], *found[as_meant], told.get(as_meant, ""))
        for text, as_meant in zip(texts, meant, strict=True)
    ]
    for number in former:
        name = here[number].normal
        here[number] = here[number]._replace(name=name, key=f"gpe:{lowered(name)}")
    return here


def _is_of_another(text: str, counts: Iterable[str]) -> bool:
    """Return whether an article names the state that an abbreviation has by itself: ``РК`` beside ``Казахстан``."""
    code = "" if is_open(text) else place_of(text)[1]
    return bool(code) and any(place_of(place_nominative(other))[1] == code for other in counts if other != text)


def is_open(text: str) -> bool:
    """Return whether a name is an abbreviation that is no state's by itself: ``ЧР``."""
    return is_abbreviation(text) and lowered(text) not in state_names()


def place_of(name: str) -> tuple[str, str]:
    """Return the name and the key of the place that bears a name, given in the nominative."""
    code, short = state_names().get(lowered(name)) or _two_states(name) or _titled(name) or ("", name)
    return short, f"gpe:{code or lowered(short)}"


@lru_cache(maxsize=50_000)
def state_nominative(text: str) -> str | None:
    """Return the name of a state as it is written, in the nominative; ``None`` where the table has none.

    >>> state_nominative("Британии"), state_nominative("Сент-Винсентом и Гренадинами"), state_nominative("Риги")
    ('Британия', 'Сент-Винсент и Гренадины', None)
    """
    state = state_of(text)
    if state is None:
        return None
    phrase = nominative_phrase(text)
    own = next((name for name in (text, phrase) if folded(name) in state_names()), None)
    if own is not None:
        return own
    names = [name for name, (_, short) in states() if short == state.short]
    fitting = [n for n in names if any(folded(text) in map(folded, in_case(n, case)) for case in CASES[1:])]
    return fitting[0] if fitting else None


def full_names(counted: Mapping[str, int]) -> dict[str, Counter[str]]:
    """``КР`` leads to ``Кыргызская Республика``: the full names that are written, by their initials."""
    full: dict[str, Counter[str]] = {}
    for text, count in counted.items():
        if " " in text:
            name = nominative_phrase(text)
            full.setdefault(initials_of(name), Counter())[name] += count
    return full


def commonest(names: Mapping[str, int]) -> str:
    """Return the commonest of several names, the first by the alphabet where two are equal."""
    return min(names, key=lambda name: (-names[name], name))


def place_nominative(text: str, attested: Counter[str] | None = None, cases: str = "") -> str:
    """Return the nominative of a place's name; of two possible ones, the one that ``attested`` has.

    ``cases`` are those that it can be in by the word before it, parted by spaces.

    >>> place_nominative("Чуйской области"), place_nominative("Баку")
    ('Чуйская область', 'Баку')
    >>> place_nominative("Торсхавна", cases="gent")
    'Торсхавн'
    """
    town = long_town(text)
    if town is not None:
        return town
    phrase = nominative_phrase(text)
    state = state_of(text)
    if state is not None and lowered(phrase) not in state_names():
        return state.short  # the table declines what the dictionary does not: ``Сент-Винсентом и Гренадинами``
    if " " in text or state is not None:
        return phrase
    readings = [p for p in parses(text) if p.pos == "NOUN"]
    towns = [p for p in readings if p.known and "Geox" in p.grammemes]
    towns.sort(key=lambda p: -frequency(p.lemma))  # Самару is rather Самара than Самар
    stuck = lowered(phrase) == lowered(text) and not any("nomn" in p.grammemes for p in towns)  # Донецком, Липецком
    if towns and (towns[0] is not readings[0] or stuck):
        return recase(towns[0].lemma, text)  # Астану is no Астан, though the dictionary has that first name
    if readings and known(text) and lowered(phrase) == lowered(readings[0].lemma):
        town = None if towns else town_nominative(text)  # Преторию is Претория, and no преторий
        return town if town and frequency(town.lower()) > RATHER * frequency(phrase.lower()) else phrase
    both = noun_and_adjective(text)
    if both is not None:
        return both[1]
    town = None if known(text) and towns else town_nominative(text)
    own = lowered(text)
    governed = None if known(text) or is_abbreviation(text) else governed_town(own, cases)
    if town is not None and (governed is None or lowered(town) != own):
        return town
    if governed is not None:
        return recase(governed, text)
    as_it_is = own[-1] not in "аеёиоуыэюя" and nominatives(own) == [own]  # Токмок is no case of Токмки
    first = (None if known(text) else own if as_it_is else unseen_town(own)) or lowered(phrase)
    attested = attested or Counter()
    # In order: a set's differs between runs.
    options = dict.fromkeys([first, *(lowered(p.lemma) for p in readings), *map(lowered, nominatives(own))])
    changes = any(p.lemma == own and "nomn" in p.grammemes and "Fixd" not in p.grammemes for p in readings)

    def evidence(option: str) -> tuple[int, bool, bool]:
        """Every form attests itself, so another one that is attested as often says more."""
        return (attested[option] if option != own or changes else 0), option == first, option != own

    best = max(options, key=evidence)
    chosen = best if evidence(best)[0] else first
    return phrase if chosen == lowered(phrase) else recase(chosen, text)


def _titled(name: str) -> tuple[str, str] | None:
    """``Республика Ирландия``: a title before the name of a state, where the table has no such state."""
    title, _, state = name.partition(" ")
    return state_names().get(lowered(state)) if title.lower() in STATE_TITLES else None


def _two_states(name: str) -> tuple[str, str] | None:
    """``Азербайджанская и Кыргызская Республики``: two states that share their noun."""
    match = re.fullmatch(r"(\w+ая) и (\w+ая) (\w+)", name)
    if match is None:
        return None
    noun = parses(match.group(3))[0].lemma
    found = [state_names().get(lowered(f"{adjective} {noun}")) for adjective in match.group(1, 2)]
    if found[0] is None or found[1] is None:
        return None
    return f"{found[0][0]}+{found[1][0]}", f"{found[0][1]} и {found[1][1]}"
