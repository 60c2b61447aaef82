"""How strongly a mention is tied to an agreement. The rule stands in ``docs/chronicle.md``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import msgspec

from letopis.chronicle.bounds import bounds, compare
from letopis.chronicle.gather import Fact, Mention
from letopis.chronicle.sides import Sides, compare_sides
from letopis.chronicle.titles import distinctive

ALIKE = 0.5
"""Share of the longer subject's words that a shorter one within it must hold."""


class Profile(msgspec.Struct):
    """What the mentions of an agreement say together: all that another mention is compared with.

    ``text`` is that of the first mention, in small letters; ``date`` the closest of all dates.
    """

    group: str
    text: str
    sides: Sides = Sides()
    date: Fact | None = None
    names: set[frozenset[str]] = msgspec.field(default_factory=set)
    subjects: set[frozenset[str]] = msgspec.field(default_factory=set)

    def add(self, mention: Mention) -> None:
        """Take a mention in: sides are joined, the closest date is kept."""
        self.names.add(mention.title.name)
        self.subjects.add(mention.title.subject)
        self.sides = self.sides.joined(mention.sides)
        for fact in mention.dates:
            own, known = bounds(fact.value), bounds(self.date.value) if self.date else None
            if self.date is None or (own is not None and (known is None or own.days < known.days)):
                self.date = fact


@dataclass(frozen=True)
class MentionPair:
    """A mention beside an agreement: how subject, name, sides and date stand.

    ``same_article`` tells that the agreement is mentioned in this article already.
    """

    mention: Mention
    agreement: Profile
    same_article: bool
    subject: str
    named: bool
    sides: str
    date: str
    telling: int
    """Words of the mention's subject that tell it from other subjects."""

    @property
    def same_day(self) -> bool:
        """Both give one day (or two days of two calendars)."""
        own = bounds(self.mention.dates[0].value) if self.mention.dates else None
        return self.date in {"same", "calendar"} and own is not None and own.is_day

    @property
    def dated_alike(self) -> bool:
        """Both have a date, and the dates can be one."""
        return self.date in {"same", "within", "calendar"}

    @property
    def sides_fit(self) -> bool:
        """Sides go without saying, and the sentence or the one before names the agreement's states."""
        known = self.agreement.sides.states
        return (
            self.sides == "unknown"
            and not self.agreement.sides.bodies
            and len(known) > 1
            and known <= self.mention.around
        )


def _by_name(pair: MentionPair) -> int:
    """``Гюлистанский договор`` is itself, in any article."""
    return 3 + pair.dated_alike + (pair.sides in {"equal", "partial"}) if pair.named else 0


def _by_sides(pair: MentionPair) -> int:
    """Same subject, same sides: a date that fits, or else a subject or bodies that tell enough."""
    if pair.subject != "equal" or pair.sides != "equal":
        return 0
    if pair.dated_alike:
        return 5
    if pair.telling or pair.mention.sides.bodies:
        return 3
    return 1 if pair.same_article else 0


def _by_some_sides(pair: MentionPair) -> int:
    """Same subject, one text names fewer sides: the same day, or a telling subject and a date that fits."""
    if pair.subject != "equal" or pair.sides != "partial":
        return 0
    if pair.same_day:
        return 4
    return 2 if pair.telling and (pair.dated_alike or pair.same_article) else 0


def _by_day(pair: MentionPair) -> int:
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


def _by_shorter_title(pair: MentionPair) -> int:
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


def _without_subject(pair: MentionPair) -> int:
    """``договор между А и Б от 3 мая 1999 г.``: the same sides on the same day."""
    return 2 if pair.subject == "unknown" and pair.same_day and pair.sides == "equal" else 0


RULES: tuple[Callable[[MentionPair], int], ...] = (
    _by_name, _by_sides, _by_some_sides, _by_day, _by_shorter_title, _without_subject,
)  # fmt: skip
"""Each gives the strength of the tie, 0 for none; the strongest counts."""


def strength(mention: Mention, agreement: Profile, *, same_article: bool) -> int:
    """Return how strongly a mention is tied to an agreement, 0 for not at all."""
    if mention.group != agreement.group:
        return 0
    sides = compare_sides(mention.sides, agreement.sides)
    date = _dates(mention.dates, agreement)
    if sides == "conflict" or date == "conflict":
        return 0
    subject, named = _titles(mention, agreement)
    if subject == "conflict":
        return 0
    telling = len(distinctive(mention.title.subject))
    return max(
        rule(MentionPair(mention, agreement, same_article, subject, named, sides, date, telling)) for rule in RULES
    )


def _dates(facts: Iterable[Fact], agreement: Profile) -> str:
    found = [compare(fact.value, agreement.date.value) for fact in facts] if agreement.date else []
    return next((state for state in ("same", "calendar", "within", "conflict") if state in found), "unknown")


def _titles(mention: Mention, agreement: Profile) -> tuple[str, bool]:
    """Compare subject and proper name with those of all mentions; give the subjects' standing and named-alike."""
    own = mention.title
    names = {name for name in agreement.names if name}
    if own.name and names and not any(own.name <= name or name <= own.name for name in names):
        return "conflict", False
    named = bool(own.name and own.name in names)
    subjects = {subject for subject in agreement.subjects if subject}
    if own.subject in subjects:
        return "equal", named
    if not own.subject or not subjects:
        return "unknown", named
    if any(_contained(own.subject, subject) for subject in subjects):
        return "contained", named
    return ("unknown", True) if named else ("conflict", False)


def _contained(one: frozenset[str], other: frozenset[str]) -> bool:
    small, large = sorted((one, other), key=len)
    return small <= large and len(small) >= ALIKE * len(large) and bool(distinctive(small))
