"""Where sources contradict each other: dates, places and sides of one agreement, and dates that do not exist."""

from __future__ import annotations

import sqlite3
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import chain, combinations, groupby, islice, pairwise
from operator import itemgetter
from typing import NamedTuple

import msgspec

from letopis.chronicle.gather import Fact
from letopis.chronicle.identity import AgreementIdentity
from letopis.linking.agreements.bounds import compare, nearly
from letopis.linking.agreements.sides import Sides, compare_sides, is_state
from letopis.linking.agreements.titles import distinctive

LIKELY, POSSIBLE = "likely", "possible"
"""``likely``: one agreement with two facts. ``possible``: perhaps two agreements; the reader decides."""

MOST_PAIRED = 30
"""More agreements of one subject and sides are compared with their neighbours in time only."""


class Witness(NamedTuple):
    """What one sentence says: the value, and the mention that says it."""

    value: str
    mention: int
    sentence: int


class Contradiction(NamedTuple):
    """Two facts that exclude each other, of one agreement, or of ``other`` too where two rows may be one."""

    kind: str
    certainty: str
    note: str
    agreement: int
    other: int | None
    first: Witness
    second: Witness


class Summary(NamedTuple):
    """What two agreements are compared by; ``first`` is the first mention."""

    sides: Sides
    date: Fact | None
    articles: frozenset[str]
    around: frozenset[frozenset[str]]
    first: Witness


_encode = msgspec.msgpack.Encoder().encode
_SUMMARIES = msgspec.msgpack.Decoder(Summary)
_CONTRADICTIONS = msgspec.msgpack.Decoder(Contradiction)


def look_within(number: int, agreement: AgreementIdentity, spill: sqlite3.Connection) -> None:
    """Put into ``spill`` what contradicts itself within an agreement, and by what it is compared with others.

    Args:
        number: the agreement's row.
        agreement: all that is said of it.
        spill: a database of :func:`letopis.chronicle.database.open_scratch`.
    """
    for one in _within(number, agreement):
        _add(spill, one)
    keys = {key_of(key) for key in _alike_keys(agreement)}
    if keys:
        date = agreement.date.value if agreement.date else ""
        spill.executemany("insert into alike values (?, ?, ?)", ((key, date, number) for key in keys))
        spill.execute("insert into summaries values (?, ?)", [number, _encode(_summary(agreement))])


def find_contradictions(spill: sqlite3.Connection) -> Iterator[Contradiction]:
    """Compare the agreements that were looked at; give all that excludes each other, the likely ones first."""
    for first, second in _alike(spill):
        pair = _summary_of(spill, first), _summary_of(spill, second)
        for two in (_two_dates(first, second, *pair), _two_sides(first, second, *pair)):
            if two is not None:
                _add(spill, two)
    for (body,) in spill.execute("select body from disputes order by late, first, second, kind, third"):
        yield _CONTRADICTIONS.decode(body)


def _add(spill: sqlite3.Connection, one: Contradiction) -> None:
    """Keep a contradiction unless it is there; those of one agreement differ by their values."""
    single = one.other is None
    key = (one.kind, one.agreement, *((one.first.value, one.second.value) if single else (one.other, "")))
    late = 2 * (one.certainty != LIKELY) + (not single)
    spill.execute("insert or ignore into disputes values (?, ?, ?, ?, ?, ?)", [*key, late, _encode(one)])


def _summary(agreement: AgreementIdentity) -> Summary:
    first = agreement.mentions[0]
    return Summary(
        agreement.sides,
        agreement.date,
        agreement.articles,
        frozenset(mention.around for mention in agreement.mentions),
        Witness(first.text, first.row, first.sentence),
    )


def _summary_of(spill: sqlite3.Connection, number: int) -> Summary:
    (body,) = spill.execute("select body from summaries where number = ?", [number]).fetchone()
    return _SUMMARIES.decode(body)


def _within(number: int, agreement: AgreementIdentity) -> Iterator[Contradiction]:
    """Yield what one agreement says in two ways: days of two calendars, towns of signing, days of coming into force.

    ``подписан в Баку``, ``подписан в Бишкеке``; a state and a city in it exclude nothing, so states do not count. Sides
    ratify and leave on days of their own.
    """
    every = agreement.mentions
    dates = [fact for m in every for fact in m.dates]
    towns = [fact for m in every for fact in m.places if not is_state(fact.value) and _town(fact.shown)]
    force = [m for m in every if m.status == "in_force" and m.status_date]
    begun = [Fact(m.status_date or "", m.status_date or "", m.row, m.sentence) for m in force]
    calendars = "The dates are as far apart as the Julian and the Gregorian calendar: old style and new style."
    for kind, certainty, note, facts, standing in (
        ("date", POSSIBLE, calendars, dates, "calendar"),
        ("place", LIKELY, "One agreement, two places of signing.", towns, None),
        ("in force", LIKELY, "One agreement, two dates of coming into force.", begun, "conflict"),
    ):
        for one, other in _pairs(facts):
            if one.value != other.value and standing in (None, compare(one.value, other.value)):
                shown = (one.shown, other.shown) if kind == "place" else (one.value, other.value)
                yield Contradiction(
                    kind, certainty, note, number, None, _witness(one, shown[0]), _witness(other, shown[1])
                )


def _town(name: str) -> bool:
    return not name.lower().endswith(("область", "район", "край", "округ", "провинция", "губерния", "штат"))


def _pairs(facts: Sequence[Fact]) -> Iterator[tuple[Fact, Fact]]:
    """The first fact of each value, two and two, from different sentences."""
    firsts: dict[str, Fact] = {}
    for fact in facts:
        firsts.setdefault(fact.value, fact)
    for one, other in combinations(list(firsts.values())[:MOST_PAIRED], 2):
        if one.sentence != other.sentence:
            yield one, other


def _alike(spill: sqlite3.Connection) -> Iterator[tuple[int, int]]:
    """Pairs of rows that have one telling subject or name and one set of sides, or one subject and day."""
    rows = spill.execute("select key, number from alike order by key, date, number")
    for _, group in groupby(rows, key=itemgetter(0)):
        numbers: Iterable[int] = (number for _, number in group)
        some = list(islice(numbers, MOST_PAIRED + 1))
        if len(some) <= MOST_PAIRED:
            yield from combinations(sorted(some), 2)
        else:
            yield from ((min(pair), max(pair)) for pair in pairwise(chain(some, numbers)))


def key_of(value: object) -> str:
    """Return a text for a key of strings, tuples and sets, the same in every run.

    >>> key_of(("day", frozenset({"б", "а"})))
    "('day',{'а','б'})"
    """
    if isinstance(value, frozenset):
        return "{" + ",".join(sorted(map(key_of, value))) + "}"
    if isinstance(value, tuple):
        return "(" + ",".join(map(key_of, value)) + ")"
    return repr(value)


def _alike_keys(agreement: AgreementIdentity) -> Iterator[Hashable]:
    for mention in agreement.mentions:
        group, title = mention.group, mention.title
        telling = [("subject", title.subject)] if distinctive(title.subject) else []
        telling += [("name", title.name)] if title.name else []
        states = [agreement.sides.states] if agreement.sides.states else []
        if not states and len(mention.around) <= 6:
            # Sides that go without saying: two of the states that stand near.
            states = [frozenset(pair) for pair in combinations(sorted(mention.around), 2)]
        for what in telling:
            yield from (("sides", group, what, own) for own in states)
            if agreement.date is not None:
                yield "day", group, what, agreement.date.value


def _two_dates(first: int, second: int, one: Summary, other: Summary) -> Contradiction | None:
    """One subject, one set of sides, dates that exclude each other.

    An article that dates both keeps them apart itself; then only near misses in it are shown.
    """
    if one.date is None or other.date is None or compare(one.date.value, other.date.value) != "conflict":
        return None
    if not _one_set_of_sides(one, other) or one.date.sentence == other.date.sentence:
        return None
    near = nearly(one.date.value, other.date.value)
    if one.articles & other.articles and not near:
        return None
    certainty = LIKELY if near else POSSIBLE
    note = "Looks like one agreement with two dates: they are close or differ in one part only."
    if not near:
        note = "One agreement with two dates, or two agreements with one subject."
    return Contradiction("date", certainty, note, first, second, _witness(one.date), _witness(other.date))


def _one_set_of_sides(one: Summary, other: Summary) -> bool:
    standing = compare_sides(one.sides, other.sides)
    if standing == "unknown":
        known, bare = (one, other) if any(one.sides) else (other, one)
        return any(known.sides.states <= around for around in bare.around) and not known.sides.bodies
    return standing == "equal"


def _two_sides(first: int, second: int, one: Summary, other: Summary) -> Contradiction | None:
    """One subject, one day, and sides of which some are the same and some exclude each other."""
    if one.date is None or other.date is None or compare(one.date.value, other.date.value) != "same":
        return None
    if compare_sides(one.sides, other.sides) != "conflict" or not one.sides.states & other.sides.states:
        return None
    if one.date.sentence == other.date.sentence or one.articles & other.articles:
        return None
    note = "One subject and one day, but other sides: one agreement, or two that were signed together."
    return Contradiction(
        "sides", POSSIBLE, note, first, second,
        one.first._replace(value=_shown(one.sides)), other.first._replace(value=_shown(other.sides)),
    )  # fmt: skip


def _shown(sides: Sides) -> str:
    return "; ".join([*sorted(sides.states), *sorted(sides.bodies)])


def _witness(fact: Fact, value: str | None = None) -> Witness:
    return Witness(value or fact.value, fact.mention, fact.sentence)
