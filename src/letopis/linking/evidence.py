"""All articles' referents joined, by what evidence, and what stays open: over the mentions that a linker holds."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from letopis.dictionary import known
from letopis.linking.identities import MOST_ARTICLES, MOST_CANDIDATES, Doubt, Merge
from letopis.linking.namesakes import JoinedPerson, join_people
from letopis.linking.occurrences import Occurrences, Thing
from letopis.linking.organisations import LocalOrganisation, OrganisationHere, fuller, longer_names, with_full_states
from letopis.linking.people import LocalPerson, PersonHere
from letopis.linking.places import PlaceHere, commonest, full_names, is_open, place_nominative, place_of
from letopis.russian.spelling import initials_of, is_abbreviation, lowered
from letopis.russian.states import StateForm, folded, state_of

_PLACE = re.compile(r"gpe:[\w+]+")
BY_EXPANSION = "an abbreviation that one name alone has as its initials"
BY_COUNTERPART = "one longer name alone begins so"
SEVERAL_NAMES = "an abbreviation that several names have as their initials"
SEVERAL_LONGER = "several longer names begin so"


class JoinedName(NamedTuple):
    """A place or organisation over all articles: fullest name, key, how this one joined, and what is open of it."""

    referent: str
    key: str
    evidence: str = ""
    candidates: tuple[str, ...] = ()
    reason: str = ""


Here = TypeVar("Here", PlaceHere, PersonHere, OrganisationHere)
Local = TypeVar("Local", PlaceHere, LocalPerson, LocalOrganisation)
Found = TypeVar("Found", JoinedName, JoinedPerson)


class Mentions(NamedTuple):
    """The mentions of all articles, label by label."""

    places: Occurrences[PlaceHere]
    persons: Occurrences[PersonHere]
    organisations: Occurrences[OrganisationHere]


class Joins(NamedTuple):
    """Who each referent of an article is among those of all."""

    places: dict[PlaceHere, JoinedName]
    persons: dict[LocalPerson, JoinedPerson]
    organisations: dict[LocalOrganisation, JoinedName]


class _Told(NamedTuple):
    """A referent of some articles, and what became of it."""

    label: str
    name: str
    joined: JoinedName | JoinedPerson
    articles: tuple[str, ...]


def join(mentions: Mentions, states: Mapping[str, StateForm] | None = None) -> Joins:
    """Return who is who over all articles; ``states`` are forms of states of one's own."""
    counts = _counted(mentions.places, _place)
    places = join_places(counts, states)
    moved = {here.key: joined.key for here, joined in places.items() if here.key != joined.key}
    persons = join_people(_counted(mentions.persons, _person))
    bodies = _counted(mentions.organisations, _organisation)
    return Joins(places, persons, join_organisations(bodies, moved, full_states(counts, places)))


def merges_of(mentions: Mentions, joins: Joins, names: Sequence[str]) -> list[Merge]:
    """Return what was joined across articles; ``names`` are those of the articles."""
    return [
        Merge(label, joined.key, name, joined.referent, joined.evidence, articles)
        for label, name, joined, articles in _told(mentions, joins, names)
        if joined.evidence
    ]


def doubts_among(mentions: Mentions, joins: Joins, names: Sequence[str]) -> list[Doubt]:
    """Return what is open across articles, then what is doubtful within one."""
    across = [
        Doubt(label, joined.key, name, joined.candidates, joined.reason, articles)
        for label, name, joined, articles in _told(mentions, joins, names)
        if joined.reason
    ]
    return across + _local_doubts(mentions.persons, joins.persons, names)


def _local_doubts(
    mentions: Occurrences[PersonHere], joined: Mapping[LocalPerson, JoinedPerson], names: Sequence[str]
) -> list[Doubt]:
    unsure = {n: here for n, here in enumerate(mentions.things) if here.doubt}
    return sorted(
        Doubt("PERSON", joined[here.person].key, here.normal, (), here.doubt, _first(articles))
        for here, articles in _articles_with(mentions, unsure, names).items()
    )


def _told(mentions: Mentions, joins: Joins, names: Sequence[str]) -> list[_Told]:
    """Return each referent of an article that has an evidence or a doubt, those of one name and result together."""
    together: defaultdict[tuple[str, str, JoinedName | JoinedPerson], set[str]] = defaultdict(set)
    for person, who, articles in _with_articles(mentions.persons, _person, joins.persons, names):
        together["PERSON", person.whole, who].update(articles)
    for body, what, articles in _with_articles(mentions.organisations, _organisation, joins.organisations, names):
        together["ORG", body.full, what].update(articles)
    for place, what, articles in _with_articles(mentions.places, _place, joins.places, names):
        together["GPE", place.meant, what].update(articles)
    return sorted(_Told(*key, _first(articles)) for key, articles in together.items())


def _with_articles(
    mentions: Occurrences[Here], referent: Callable[[Here], Local], joined: Mapping[Local, Found], names: Sequence[str]
) -> Iterator[tuple[Local, Found, list[str]]]:
    """Return those of whom something is told, with the names of their articles."""
    told = {n: referent(here) for n, here in enumerate(mentions.things)}
    told = {n: one for n, one in told.items() if joined[one].evidence or joined[one].reason}
    return ((one, joined[one], articles) for one, articles in _articles_with(mentions, told, names).items())


def _articles_with(
    mentions: Occurrences[Here], wanted: Mapping[int, Thing], names: Sequence[str]
) -> dict[Thing, list[str]]:
    """Return the names of the articles in which things with some numbers stand, for what each is."""
    found: dict[Thing, list[str]] = {one: [] for one in wanted.values()}
    for name, article in zip(names, mentions, strict=True):
        for one in {wanted[n] for n in article if n in wanted}:
            found[one].append(name)
    return found


def _place(here: PlaceHere) -> PlaceHere:
    return here


def _person(here: PersonHere) -> LocalPerson:
    return here.person


def _organisation(here: OrganisationHere) -> LocalOrganisation:
    return here.organisation


def _counted(mentions: Occurrences[Here], referent: Callable[[Here], Local]) -> Counter[Local]:
    """Count the mentions of each referent of an article."""
    counted: Counter[Local] = Counter()
    for here, count in zip(mentions.things, mentions.counts(), strict=True):
        counted[referent(here)] += count
    return counted


def _first(articles: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(articles)[:MOST_ARTICLES])


def join_places(
    counts: Mapping[PlaceHere, int], own: Mapping[str, StateForm] | None = None
) -> dict[PlaceHere, JoinedName]:
    """Return which place each one of an article is among those of all.

    An abbreviation is the one place whose name has its initials; a town that no dictionary has takes the nominative
    that the articles have most. ``own`` are forms of states of one's own.
    """
    own = own or {}
    written: Counter[str] = Counter()
    for place, count in counts.items():
        written[place.meant] += count
    attested: Counter[str] = Counter()
    for text, count in written.items():
        attested[lowered(text)] += count
    full = full_names(written)
    found: dict[PlaceHere, JoinedName] = {}
    for place in counts:
        text = place.meant
        if folded(text) in own:
            code, short, _ = own[folded(text)]
            found[place] = JoinedName(short, f"gpe:{code or lowered(short)}")
        elif is_open(text) and place.name == text:
            found[place] = _expanded(place, full.get(text, Counter()))
        elif _is_unseen(place):
            found[place] = JoinedName(*place_of(place_nominative(text, attested, place.cases)))
        else:
            found[place] = JoinedName(place.name, place.key)
    return found


def _is_unseen(place: PlaceHere) -> bool:
    """Return whether a place is named by one word that no dictionary has."""
    text = place.meant
    if " " in text + place.name or known(text) or is_open(text):
        return False
    return state_of(text) is None and place.key == f"gpe:{lowered(place.name)}"


def full_states(counts: Mapping[PlaceHere, int], joined: Mapping[PlaceHere, JoinedName]) -> dict[str, str]:
    """Return for each place its commonest name of several words, in the nominative."""
    counted: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for place, count in counts.items():
        if " " in place.normal:
            counted[joined[place].key][place.normal] += count
    return {key: commonest(names) for key, names in counted.items()}


def _expanded(place: PlaceHere, names: Counter[str]) -> JoinedName:
    keys = sorted({place_of(name)[1] for name in names})
    if len(keys) == 1:
        return JoinedName(*place_of(commonest(names)), BY_EXPANSION)
    reason = SEVERAL_NAMES if keys else ""
    return JoinedName(place.name, place.key, "", tuple(keys[:MOST_CANDIDATES]), reason)


def join_organisations(
    counts: Mapping[LocalOrganisation, int], moved: Mapping[str, str], full: Mapping[str, str]
) -> dict[LocalOrganisation, JoinedName]:
    """Return which organisation each one of an article is among those of all.

    ``moved`` leads from keys of places in the keys of organisations to those that they have over all articles, ``full``
    from such a key to the place's full name, which is written for its abbreviation in the fullest name.
    """

    def over_all(text: str) -> str:
        return _PLACE.sub(lambda found: moved.get(found.group(), found.group()), text)

    keys = {one: over_all(one.key) for one in counts}
    by_initials: defaultdict[str, set[str]] = defaultdict(set)
    for one, key in keys.items():
        if " " in one.full and not is_abbreviation(one.full):
            by_initials[initials_of(one.full)].add(key)
    longer = longer_names(list(keys.values()))
    found = {one: _joined(one, key, by_initials, longer) for one, key in keys.items()}
    fullest: dict[str, str] = {}
    for one, joined in found.items():
        states = {text: full[own] for text, key in one.states if (own := over_all(key)) in full}
        fullest[joined.key] = fuller(fullest.get(joined.key, ""), with_full_states(one.full, states))
    return {one: joined._replace(referent=fullest[joined.key]) for one, joined in found.items()}


def _joined(
    one: LocalOrganisation, key: str, by_initials: Mapping[str, set[str]], longer: Mapping[str, set[str]]
) -> JoinedName:
    alone = is_abbreviation(key) and len(key) > 2
    options, evidence, reason = (
        (by_initials.get(key, set()), BY_EXPANSION, SEVERAL_NAMES) if alone
        else (longer.get(key, set()), BY_COUNTERPART, SEVERAL_LONGER)
    )  # fmt: skip
    if one.article:
        key = f"{key} ({one.article})"
    if len(options) == 1:
        return JoinedName("", f"org:{min(options)}", evidence)
    candidates = tuple(f"org:{option}" for option in sorted(options)[:MOST_CANDIDATES])
    if one.article:
        return JoinedName("", f"org:{key}", "", candidates, one.evidence)
    return JoinedName("", f"org:{key}", one.evidence, candidates, reason if candidates else "")
