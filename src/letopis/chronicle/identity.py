"""Which mentions are one agreement: by kind, sides, subject and date. The rule stands in ``docs/chronicle.md``."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from letopis.chronicle.bounds import bounds, compare
from letopis.chronicle.gather import Fact, Mention
from letopis.chronicle.sides import Sides, compare_sides
from letopis.chronicle.titles import distinctive

MOST_CANDIDATES = 50
"""Agreements looked at for one mention; with more the mention is ambiguous anyway."""

ALIKE = 0.5
"""Share of the longer subject's words that a shorter one within it must hold."""


@dataclass
class Agreement:
    """Mentions that are one agreement, and what they say together."""

    mentions: list[Mention]
    sides: Sides = field(default_factory=Sides)
    date: Fact | None = None
    sentences: dict[int, set[str]] = field(default_factory=dict)
    articles: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, mention: Mention) -> Agreement:
        """Begin with one mention."""
        agreement = cls([])
        agreement.add(mention)
        return agreement

    def add(self, mention: Mention) -> None:
        """Take a mention in: sides are joined, the closest date is kept."""
        self.mentions.append(mention)
        self.articles.add(mention.article)
        self.sentences.setdefault(mention.sentence, set()).add(mention.text.lower())
        self.sides = self.sides.joined(mention.sides)
        for fact in mention.dates:
            own, known = bounds(fact.value), bounds(self.date.value) if self.date else None
            if self.date is None or (own is not None and (known is None or own.days < known.days)):
                self.date = fact

    @property
    def subjects(self) -> set[frozenset[str]]:
        """The subjects of its titles."""
        return {m.title.subject for m in self.mentions}


@dataclass(frozen=True)
class Pair:
    """A mention beside an agreement: how subject, name, sides and date stand."""

    mention: Mention
    agreement: Agreement
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
    def same_article(self) -> bool:
        """The agreement is mentioned in this article already."""
        return self.mention.article in self.agreement.articles

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


def _by_name(pair: Pair) -> int:
    """``Гюлистанский договор`` is itself, in any article."""
    return 3 + pair.dated_alike + (pair.sides in {"equal", "partial"}) if pair.named else 0


def _by_sides(pair: Pair) -> int:
    """Same subject, same sides: a date that fits, or else a subject or bodies that tell enough."""
    if pair.subject != "equal" or pair.sides != "equal":
        return 0
    if pair.dated_alike:
        return 5
    if pair.telling or pair.mention.sides.bodies:
        return 3
    return 1 if pair.same_article else 0


def _by_some_sides(pair: Pair) -> int:
    """Same subject, one text names fewer sides: the same day, or a telling subject and a date that fits."""
    if pair.subject != "equal" or pair.sides != "partial":
        return 0
    if pair.same_day:
        return 4
    return 2 if pair.telling and (pair.dated_alike or pair.same_article) else 0


def _by_day(pair: Pair) -> int:
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


def _by_shorter_title(pair: Pair) -> int:
    """``о гражданской обороне`` for ``о гражданской обороне и предотвращении …``: same sides, or the same day."""
    if pair.subject != "contained" or not pair.telling:
        return 0
    if pair.sides == "equal":
        return 3 if pair.dated_alike else 2
    return 2 if pair.same_day else 0


def _without_subject(pair: Pair) -> int:
    """``договор между А и Б от 3 мая 1999 г.``: the same sides on the same day."""
    return 2 if pair.subject == "unknown" and pair.same_day and pair.sides == "equal" else 0


RULES: tuple[Callable[[Pair], int], ...] = (
    _by_name, _by_sides, _by_some_sides, _by_day, _by_shorter_title, _without_subject,
)  # fmt: skip
"""Each gives the strength of the tie, 0 for none; the strongest counts."""


def identify(mentions: Sequence[Mention]) -> list[Agreement]:
    """Gather mentions into agreements, in the order of their first mentions.

    Mentions that say most come first. A mention joins the agreement that it fits best; where two fit equally well it
    joins neither. Cost is linear in the mentions, for each looks at ``MOST_CANDIDATES`` agreements at most.
    """
    index: dict[Hashable, list[Agreement]] = {}
    agreements: list[Agreement] = []
    twins: dict[Hashable, Agreement] = {}
    for mention in sorted(mentions, key=lambda m: (-_completeness(m), m.row)):
        agreement = _best(mention, index)
        twin = twins.get(_signature(mention))
        if agreement is None and twin is not None and mention.text.lower() == twin.mentions[0].text.lower():
            agreement = twin if mention.sentence not in twin.sentences else None
        if agreement is None:
            agreement = Agreement.of(mention)
            agreements.append(agreement)
            twins.setdefault(_signature(mention), agreement)
        else:
            agreement.add(mention)
        for key in _keys(mention):
            bucket = index.setdefault(key, [])
            if len(bucket) <= MOST_CANDIDATES and not any(known is agreement for known in bucket):
                bucket.append(agreement)
    for agreement in agreements:
        agreement.mentions.sort(key=lambda m: m.row)
    return sorted(agreements, key=lambda a: a.mentions[0].row)


def _completeness(mention: Mention) -> int:
    day = any((span := bounds(fact.value)) and span.is_day for fact in mention.dates)
    return 4 * bool(mention.sides.states or mention.sides.bodies) + 2 * day + bool(mention.dates)


def _signature(mention: Mention) -> Hashable:
    title, dates = mention.title, tuple(sorted(fact.value for fact in mention.dates))
    return mention.article, mention.group, title.name, title.subject, mention.sides, dates


def _keys(mention: Mention) -> Iterator[Hashable]:
    """Under which keys a mention's agreement can be found."""
    group, subject, states = mention.group, mention.title.subject, mention.sides.states
    yield "subject", group, subject
    yield "article", group, subject, mention.article
    if mention.title.name:
        yield "name", group, mention.title.name
    if states or mention.sides.bodies:
        yield "sides", group, subject, states
        yield "shorter", group, states
        for state in states:
            yield "side", group, subject, state
    for fact in mention.dates:
        yield "day", group, subject, fact.value
        yield "shorter day", group, fact.value


def _asked(mention: Mention) -> Iterator[Hashable]:
    """Under which keys a mention looks for its agreement."""
    yield from _keys(mention)
    if not mention.sides.states and len(mention.around) <= 6:
        for pair in combinations(sorted(mention.around), 2):
            yield "sides", mention.group, mention.title.subject, frozenset(pair)


def _best(mention: Mention, index: dict[Hashable, list[Agreement]]) -> Agreement | None:
    seen: dict[int, tuple[int, Agreement]] = {}
    for key in _asked(mention):
        bucket = index.get(key, [])
        if len(bucket) > MOST_CANDIDATES:
            continue
        for agreement in bucket:
            if id(agreement) not in seen:
                seen[id(agreement)] = (strength(mention, agreement), agreement)
    best = max((level for level, _ in seen.values()), default=0)
    fitting = [agreement for level, agreement in seen.values() if level == best]
    return fitting[0] if best and len(fitting) == 1 else None


def strength(mention: Mention, agreement: Agreement) -> int:
    """Give how strongly a mention is tied to an agreement, 0 for not at all."""
    others = agreement.sentences.get(mention.sentence)
    if mention.group != agreement.mentions[0].group or (others and mention.text.lower() not in others):
        return 0
    sides = compare_sides(mention.sides, agreement.sides)
    date = _dates(mention.dates, agreement)
    if sides == "conflict" or date == "conflict":
        return 0
    subject, named = _titles(mention, agreement)
    if subject == "conflict":
        return 0
    telling = len(distinctive(mention.title.subject))
    return max(rule(Pair(mention, agreement, subject, named, sides, date, telling)) for rule in RULES)


def _dates(facts: Iterable[Fact], agreement: Agreement) -> str:
    found = [compare(fact.value, agreement.date.value) for fact in facts] if agreement.date else []
    return next((state for state in ("same", "calendar", "within", "conflict") if state in found), "unknown")


def _titles(mention: Mention, agreement: Agreement) -> tuple[str, bool]:
    """Compare subject and proper name with those of all mentions; give the subjects' standing and named-alike."""
    own = mention.title
    names = {m.title.name for m in agreement.mentions if m.title.name}
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
