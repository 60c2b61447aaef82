"""Which mentions are one agreement: within an article by what it says itself, then across articles, with a key."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

import msgspec

from letopis.linking.agreements.here import AgreementMention
from letopis.linking.agreements.ties import AgreementProfile, tie
from letopis.linking.agreements.titles import distinctive
from letopis.linking.identities import MOST_ARTICLES, MOST_CANDIDATES, Doubt, Merge, NameIdentity

MOST_COMPARED = 50
"""Agreements that share one thing and are looked at for another; with more it is ambiguous anyway."""

SEVERAL = "fits several agreements equally well"
ALONE = "one title, and nothing tells whether it is one agreement"


class AgreementsHere(msgspec.Struct, frozen=True, array_like=True):
    """An article's agreements: the titles of its mentions, which agreement each is, and what each agreement is.

    ``doubts`` are pairs: an agreement, and those of the article that a mention of it fits as well.
    """

    titles: tuple[str, ...] = ()
    members: tuple[int, ...] = ()
    profiles: tuple[AgreementProfile, ...] = ()
    doubts: tuple[tuple[int, tuple[int, ...]], ...] = ()


NONE_HERE = AgreementsHere()
"""What an article without agreements has."""


def agreements_here(mentions: Sequence[AgreementMention]) -> AgreementsHere:
    """Join the mentions of one article; those that say most come first.

    A mention joins the agreement that it fits best; where two fit equally well, neither. Two titles in one sentence are
    two agreements, and mentions that say the same are one.
    """
    if not mentions:
        return NONE_HERE
    gathering = _Gathering(same_article=True)
    profiles = [mention.profile for mention in mentions]
    members: dict[int, int] = {}
    beside: defaultdict[int, dict[int, set[str]]] = defaultdict(dict)
    twins: dict[Hashable, int] = {}
    doubts = {}
    for number in sorted(range(len(mentions)), key=lambda n: (-profiles[n].weight, n)):
        profile, text = profiles[number], mentions[number].entity.text.lower()
        near = beside[mentions[number].sentence]
        says = (text, profile.group, profile.names, profile.subjects, profile.sides, profile.dates)
        best = gathering.best(profile, {known for known, texts in near.items() if text not in texts})
        twin = twins.get(says)
        found = best[0] if len(best) == 1 else None if twin in near else twin
        place = gathering.put(profile, found)
        twins.setdefault(says, place)
        members[number] = place
        near.setdefault(place, set()).add(text)
        if len(best) > 1 and found is None:
            doubts[place] = tuple(best)
    return AgreementsHere(
        tuple(profile.title for profile in profiles), tuple(members[n] for n in range(len(mentions))),
        tuple(gathering.profiles), tuple(doubts.items()),
    )  # fmt: skip


class _Gathering:
    """Agreements that are gathered one by one, each found by what it shares with others."""

    def __init__(self, *, same_article: bool) -> None:
        self.profiles: list[AgreementProfile] = []
        self.open: list[int] = []
        self.evidence = ""
        self._same_article = same_article
        self._buckets: defaultdict[Hashable, list[int]] = defaultdict(list)

    def best(self, profile: AgreementProfile, barred: set[int]) -> list[int]:
        """Return those that it is tied to most, none of them ``barred``.

        ``evidence`` says by what afterwards, ``open`` which others it may be where it is tied to none.
        """
        keys = {*_keys(profile, here=self._same_article), *_implied(profile)}
        buckets = (bucket for key in keys if (bucket := self._buckets.get(key)) and len(bucket) <= MOST_COMPARED)
        near = sorted({known for bucket in buckets for known in bucket} - barred)
        ties = {known: tie(profile, self.profiles[known], same_article=self._same_article) for known in near}
        most = max((one.strength for one in ties.values()), default=0)
        fitting = [known for known, one in ties.items() if most and one.strength == most]
        self.evidence = ties[fitting[0]].evidence if fitting else ""
        self.open = [known for known, one in ties.items() if one.open and not most]
        return fitting

    def put(self, profile: AgreementProfile, known: int | None) -> int:
        """Have it join one that is known, or begin one; give its number."""
        if known is None:
            known = len(self.profiles)
            self.profiles.append(profile)
        else:
            self.profiles[known] = self.profiles[known].joined(profile)
        for key in _keys(profile, here=self._same_article):
            bucket = self._buckets[key]
            if len(bucket) <= MOST_COMPARED and known not in bucket:
                bucket.append(known)
        return known


def _keys(profile: AgreementProfile, *, here: bool) -> Iterator[Hashable]:
    """Under which keys an agreement can be found."""
    group, states = profile.group, profile.sides.states
    yield from (("name", group, name) for name in profile.names if name)
    for subject in profile.subjects:
        yield "subject", group, subject
        if any(profile.sides):
            yield "sides", group, subject, states
            yield from (("side", group, subject, state) for state in states)
        yield from (("day", group, subject, date) for date in profile.dates)
    if any(profile.sides):
        yield "shorter", group, states
    yield from (("shorter day", group, date) for date in profile.dates)
    if here:
        yield "shorter here", group


def _implied(profile: AgreementProfile) -> Iterator[Hashable]:
    """Under which other keys an agreement without sides looks for its like."""
    if profile.sides.states:
        return
    for around in profile.around:
        if len(around) <= 6:
            for pair in combinations(sorted(around), 2):
                yield from (("sides", profile.group, subject, frozenset(pair)) for subject in profile.subjects)


class _JoinedAgreement(NamedTuple):
    """What became of an article's agreement: which one of all it is, by what evidence, and which it may be."""

    agreement: int
    evidence: str
    candidates: tuple[int, ...]
    reason: str


class Agreements:
    """The agreements of any number of articles: ``add`` each article, ``resolve`` once, then ask.

    The order of the articles changes nothing, for those that say most come first, then those of the article that comes
    first by its id. Time is linear: each is compared with few.
    """

    def __init__(self) -> None:
        self.articles: list[AgreementsHere] = []
        self._joined: list[list[_JoinedAgreement]] = []
        self._profiles: list[AgreementProfile] = []
        self._keys: list[str] = []

    def add(self, here: AgreementsHere) -> None:
        """Add an article."""
        self.articles.append(here)

    def resolve(self, names: Sequence[str]) -> None:
        """Join the agreements of all articles, which have these ids."""
        gathering = _Gathering(same_article=False)
        order = [(name, place, number) for place, name in enumerate(names)
                 for number in range(len(self.articles[place].profiles))]  # fmt: skip
        order.sort(key=lambda one: (-self.articles[one[1]].profiles[one[2]].weight, one[0], one[2]))
        found: dict[tuple[int, int], _JoinedAgreement] = {}
        members: defaultdict[int, list[tuple[str, int]]] = defaultdict(list)
        taken: defaultdict[int, set[int]] = defaultdict(set)
        for name, place, number in order:
            profile, own = self.articles[place].profiles[number], taken[place]
            best = gathering.best(profile, own)
            agreement = gathering.put(profile, best[0] if len(best) == 1 else None)
            own.add(agreement)
            members[agreement].append((name, number))
            open_ = best if len(best) > 1 else gathering.open
            reason = SEVERAL if len(best) > 1 else ALONE if open_ else ""
            evidence = gathering.evidence if len(best) == 1 else ""
            found[place, number] = _JoinedAgreement(agreement, evidence, tuple(open_[:MOST_CANDIDATES]), reason)
        self._profiles = gathering.profiles
        self._keys = _unique([_key(one) for one in self._profiles], [min(members[n]) for n in range(len(members))])
        self._joined = [
            [found[place, number] for number in range(len(here.profiles))] for place, here in enumerate(self.articles)
        ]

    def identities(self) -> Iterator[list[NameIdentity]]:
        """Return the identities of the mentions of each article."""
        for here, joined in zip(self.articles, self._joined, strict=True):
            numbers = [joined[member].agreement for member in here.members]
            yield [
                NameIdentity(title, self._profiles[number].title, self._keys[number])
                for title, number in zip(here.titles, numbers, strict=True)
            ]

    def merges(self, names: Sequence[str]) -> list[Merge]:
        """Return which agreements were joined with those of other articles, and by what evidence."""
        found: defaultdict[tuple[str, str, str, str], list[str]] = defaultdict(list)
        for name, here, joined in zip(names, self.articles, self._joined, strict=True):
            for profile, one in zip(here.profiles, joined, strict=True):
                if one.evidence:
                    title = self._profiles[one.agreement].title
                    found[self._keys[one.agreement], profile.title, title, one.evidence].append(name)
        return sorted(Merge("AGREEMENT", *told, _first(articles)) for told, articles in found.items())

    def doubts(self, names: Sequence[str]) -> list[Doubt]:
        """Return what was left open, across articles and within one."""
        found: defaultdict[tuple[str, str, tuple[str, ...], str], list[str]] = defaultdict(list)
        for name, here, joined in zip(names, self.articles, self._joined, strict=True):
            within = dict(here.doubts)
            for number, (profile, one) in enumerate(zip(here.profiles, joined, strict=True)):
                others = [joined[other].agreement for other in within.get(number, ())]
                for candidates, reason in ((others, SEVERAL), (one.candidates, one.reason)):
                    keys = tuple(sorted({self._keys[other] for other in candidates if other != one.agreement}))
                    if keys:
                        found[self._keys[one.agreement], profile.title, keys, reason].append(name)
        return sorted(Doubt("AGREEMENT", *told, _first(articles)) for told, articles in found.items())


def _first(articles: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(articles))[:MOST_ARTICLES])


def _key(profile: AgreementProfile) -> str:
    """Return what an agreement is called by: kind, name, subject, sides, date; and whether another article could be."""
    longest = [max(words, key=lambda one: (len(one), sorted(one))) for words in (profile.names, profile.subjects)]
    longest[1] = distinctive(longest[1]) or longest[1]
    words = [
        *sorted(longest[0]),
        *sorted(longest[1]),
        "+".join(sorted(profile.sides.states)),
        *sorted(profile.sides.bodies),
    ]
    key = " ".join(filter(None, (profile.group or "agreement", *words, profile.date)))
    return f"agreement:{key}{'' if tie(profile, profile, same_article=False).strength else ' '}"


def _unique(keys: Sequence[str], firsts: Sequence[tuple[str, int]]) -> list[str]:
    """Have no two agreements one key: what no other article could tell to be it bears the name of its own."""
    counts = Counter(keys)
    named = [
        f"{key.strip()} ({article})" if (key.endswith(" ") or counts[key] > 1) and article else key.strip()
        for key, (article, _) in zip(keys, firsts, strict=True)
    ]
    numbers: defaultdict[str, list[int]] = defaultdict(list)
    for place in sorted(range(len(named)), key=firsts.__getitem__):
        numbers[named[place]].append(place)
    for key, places in numbers.items():
        for number, place in enumerate(places[1:], 2):
            named[place] = f"{key} {number}"
    return named
