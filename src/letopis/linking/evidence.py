"""All articles' referents joined, by what evidence, and what stays open: over the mentions that a linker holds."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from letopis.linking.across import JoinedName, full_states, join_organisations, join_places
from letopis.linking.identities import MOST_ARTICLES, Doubt, Merge
from letopis.linking.namesakes import JoinedPerson, join_people
from letopis.linking.occurrences import Occurrences, Thing
from letopis.linking.organisations import LocalOrganisation, OrganisationHere
from letopis.linking.people import LocalPerson, PersonHere
from letopis.linking.places import PlaceHere
from letopis.russian.states import StateForm

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
