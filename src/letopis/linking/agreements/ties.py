"""How strongly two agreements are tied, and by what. The rule stands in ``docs/identity.md``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

import msgspec

from letopis.linking.agreements.bounds import bounds, compare
from letopis.linking.agreements.sides import Sides, compare_sides
from letopis.linking.agreements.titles import distinctive

ALIKE = 0.5
"""Share of the longer subject's words that a shorter one within it must hold."""


class AgreementProfile(msgspec.Struct, frozen=True, array_like=True):
    """What one mention of an agreement says, or all of them together.

    ``title`` is the longest, its head in the nominative; ``names`` and ``subjects`` are those of all titles; ``around``
    are the states that stand in the sentence of each mention and the one before, for they may be sides that go without
    saying; ``dates`` are EDTF, the closest first.
    """

    group: str
    title: str
    names: frozenset[frozenset[str]]
    subjects: frozenset[frozenset[str]]
    sides: Sides = Sides()
    dates: tuple[str, ...] = ()
    around: frozenset[frozenset[str]] = frozenset()

    def joined(self, other: AgreementProfile) -> AgreementProfile:
        """Return what both say together."""
        return AgreementProfile(
            self.group, max(self.title, other.title, key=lambda title: (len(title), title)), self.names | other.names,
            self.subjects | other.subjects, self.sides.joined(other.sides),
            closest_first((*self.dates, *other.dates)), self.around | other.around,
        )  # fmt: skip

    @property
    def date(self) -> str | None:
        """The closest of its dates."""
        return self.dates[0] if self.dates else None

    @property
    def is_dated_to_the_day(self) -> bool:
        """Whether the closest of its dates is one day."""
        span = bounds(self.date)
        return span is not None and span.is_day

    @property
    def weight(self) -> int:
        """How much it says."""
        return 4 * any(self.sides) + 2 * self.is_dated_to_the_day + bool(self.dates)


def closest_first(dates: Iterable[str]) -> tuple[str, ...]:
    """Return dates each once, the closest first."""
    known = {date: bounds(date) for date in dates}
    return tuple(sorted(known, key=lambda date: (known[date] is None, ((own := known[date]) and own.days) or 0, date)))


@dataclass(frozen=True)
class AgreementPair:
    """Two agreements: how subject, name, sides and date stand.

    ``same_article`` tells that both are of one article; ``telling`` counts the words of the subject that tell it from
    other subjects.
    """

    one: AgreementProfile
    other: AgreementProfile
    same_article: bool
    subject: str
    named: bool
    sides: str
    date: str
    telling: int

    @property
    def same_day(self) -> bool:
        """Both give one day (or two days of two calendars)."""
        return self.date in {"same", "calendar"} and self.one.is_dated_to_the_day

    @property
    def dated_alike(self) -> bool:
        """Both have a date, and the dates can be one."""
        return self.date in {"same", "within", "calendar"}

    @property
    def sides_fit(self) -> bool:
        """Sides go without saying, and the sentence or the one before names the other's states."""
        known = self.other.sides.states
        near = any(known <= around for around in self.one.around)
        return self.sides == "unknown" and not self.other.sides.bodies and len(known) > 1 and near


def _by_name(pair: AgreementPair) -> int:
    """``Гюлистанский договор`` is itself, in any article."""
    return 3 + pair.dated_alike + (pair.sides in {"equal", "partial"}) if pair.named else 0


def _by_sides(pair: AgreementPair) -> int:
    """Same subject, same sides: a date that fits, or else a subject or bodies that tell enough."""
    if pair.subject != "equal" or pair.sides != "equal":
        return 0
    if pair.dated_alike:
        return 5
    if pair.telling or pair.one.sides.bodies:
        return 3
    return 1 if pair.same_article else 0


def _by_some_sides(pair: AgreementPair) -> int:
    """Same subject, one text names fewer sides: the same day, or a telling subject and a date that fits."""
    if pair.subject != "equal" or pair.sides != "partial":
        return 0
    if pair.same_day:
        return 4
    return 2 if pair.telling and (pair.dated_alike or pair.same_article) else 0


def _by_day(pair: AgreementPair) -> int:
    """Same subject, one text without sides: the same day, or a telling subject and a date or states that fit."""
    if pair.subject != "equal" or pair.sides != "unknown":
        return 0
    if pair.same_day:
        return 4
    if pair.sides_fit and (pair.telling or pair.dated_alike):
        return 3
    if pair.dated_alike:
        return 2 if pair.telling else 0
    return 2 if pair.telling > 1 or (pair.telling and pair.same_article) else 0


def _by_shorter_title(pair: AgreementPair) -> int:
    """``о гражданской обороне`` for ``о гражданской обороне и предотвращении …``: same sides, or the same day."""
    if pair.subject != "contained":
        return 0
    if pair.same_article and pair.dated_alike and pair.sides == "unknown":
        return 2  # ``Договор о дружественных отношениях 1993 г.``, of which the article has told the day
    if not pair.telling:
        return 0
    if pair.sides == "equal":
        return 3 if pair.dated_alike else 2
    return 2 if pair.same_day else 0


def _without_subject(pair: AgreementPair) -> int:
    """``договор между А и Б от 3 мая 1999 г.``: the same sides on the same day."""
    return 2 if pair.subject == "unknown" and pair.same_day and pair.sides == "equal" else 0


RULES: dict[Callable[[AgreementPair], int], str] = {
    _by_name: "one name",
    _by_sides: "one subject and the same sides",
    _by_some_sides: "one subject and some of the sides",
    _by_day: "one subject, and a day, a year or states that fit",
    _by_shorter_title: "a shorter title within a longer one",
    _without_subject: "the same sides on the same day",
}
"""Each gives the strength of the tie, 0 for none; the strongest counts, and its words are the evidence."""


SURE, SURELY = 4, "name or subject and sides, and the date"
"""A tie so strong is no doubt, and what it is by."""


class Tie(NamedTuple):
    """How strongly two agreements are tied, 0 for not at all, and by what; ``open`` is what may be one all the same."""

    strength: int = 0
    evidence: str = ""
    open: bool = False


def tie(one: AgreementProfile, other: AgreementProfile, *, same_article: bool) -> Tie:
    """Return how strongly ``one`` is tied to an agreement that is known."""
    if one.group != other.group:
        return Tie()
    sides = compare_sides(one.sides, other.sides)
    date = _dates(one.dates, other.date)
    subject, named, shared = _titles(one, other)
    if "conflict" in (sides, date, subject):
        return Tie()
    telling = max((len(distinctive(words)) for words in shared), default=0)
    pair = AgreementPair(one, other, same_article, subject, named, sides, date, telling)
    strength, evidence = max(((rule(pair), why) for rule, why in RULES.items()), key=lambda found: found[0])
    return Tie(strength, SURELY if strength >= SURE else evidence if strength else "", subject == "equal")


def _dates(dates: Iterable[str], known: str | None) -> str:
    found = [compare(date, known) for date in dates] if known else []
    return next((state for state in ("same", "calendar", "within", "conflict") if state in found), "unknown")


def _titles(one: AgreementProfile, other: AgreementProfile) -> tuple[str, bool, Iterable[frozenset[str]]]:
    """Compare subjects and names; give the subjects' standing, named-alike, and the first's subjects that count."""
    names, known = ({name for name in each.names if name} for each in (one, other))
    if names and known and not any(a <= b or b <= a for a, b in product(names, known)):
        return "conflict", False, ()
    named = bool(names & known)
    own, subjects = ({subject for subject in each.subjects if subject} for each in (one, other))
    if shared := own & subjects:
        return "equal", named, shared
    if not own or not subjects:
        return "unknown", named, ()
    if contained := [a for a, b in product(own, subjects) if _contained(a, b)]:
        return "contained", named, contained
    return ("unknown", True, ()) if named else ("conflict", False, ())


def _contained(one: frozenset[str], other: frozenset[str]) -> bool:
    small, large = sorted((one, other), key=len)
    return small <= large and len(small) >= ALIKE * len(large) and bool(distinctive(small))
