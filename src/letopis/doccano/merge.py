"""The three-way merge of one example: what was pushed, what doccano holds now, and what extraction says today.

The rules, in this order:

1. What a person touched wins: a span they made, relabelled or deleted, one they linked, and everything in an example
   that they confirmed.
2. What nobody touched follows the new extraction.
3. A new span of the extraction that contradicts a touched one is *withheld*: it is listed with all readings and
   enters neither doccano nor the corpus until a person decides. Spans contradict each other when they overlap and
   have one label or one extent, or cross. A span nested in one of another label contradicts nothing.

All positions are code points of the example's text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

Key: TypeAlias = tuple[int, int, str]
"""A span by what it says: start, end, label."""

Link: TypeAlias = tuple[str, Key, Key]
"""A relation by what it says: type and both ends."""


@dataclass(frozen=True)
class Pushed:
    """The base: what was pushed, by doccano's ids, and what extraction last said.

    ``declined`` holds withheld spans that a person turned down by confirming the example afterwards, ``unsure`` those
    that doccano lacked when the base was lost: nobody knows whether they were deleted or never there.
    """

    spans: Mapping[int, Key] = field(default_factory=dict)
    links: Mapping[int, Link] = field(default_factory=dict)
    said: frozenset[Key] = frozenset()
    declined: frozenset[Key] = frozenset()
    unsure: frozenset[Key] = frozenset()


@dataclass(frozen=True)
class Found:
    """What doccano holds: spans by id, relations by id as type and the ids of both ends."""

    spans: dict[int, Key] = field(default_factory=dict)
    links: dict[int, tuple[str, int, int]] = field(default_factory=dict)
    confirmed: bool = False

    def resolved(self) -> dict[int, Link]:
        """Return the relations by what they say; doccano deletes those of a deleted span."""
        return {
            number: (kind, self.spans[start], self.spans[end])
            for number, (kind, start, end) in self.links.items()
            if {start, end} <= self.spans.keys()
        }


@dataclass(frozen=True)
class Difference:
    """A place that a person has to decide, with every reading; an absent reading is empty or ``None``."""

    reason: str
    base: Key | None
    theirs: tuple[Key, ...]
    ours: Key | None


@dataclass(frozen=True)
class Plan:
    """The outcome: what stays, what goes, what is made, what is withheld, and what a person must see."""

    keep: Mapping[int, Key]
    remove: Sequence[int]
    create: Sequence[Key]
    remove_links: Sequence[int]
    create_links: Sequence[Link]
    keep_links: Mapping[int, Link] = field(default_factory=dict)
    touched: frozenset[int] = frozenset()
    withheld: Sequence[Key] = ()
    differences: Sequence[Difference] = ()
    lost_links: Sequence[Link] = ()

    @property
    def changes(self) -> bool:
        """Whether doccano has to be changed."""
        return bool(self.remove or self.create or self.remove_links or self.create_links)

    def spans(self) -> set[Key]:
        """Return all spans of the outcome."""
        return {*self.keep.values(), *self.create}

    def links(self) -> set[Link]:
        """Return all relations of the outcome."""
        return {*self.keep_links.values(), *self.create_links}


def overlap(one: Key, other: Key) -> bool:
    """Return whether two spans share a character."""
    return one[0] < other[1] and other[0] < one[1]


def contradict(one: Key, other: Key) -> bool:
    """Return whether two spans cannot both be meant.

    >>> contradict((0, 9, "ORG"), (0, 12, "ORG")), contradict((0, 9, "GPE"), (0, 12, "ORG"))
    (True, False)
    """
    if not overlap(one, other):
        return False
    inside = (one[0] <= other[0] and other[1] <= one[1]) or (other[0] <= one[0] and one[1] <= other[1])
    return one[2] == other[2] or one[:2] == other[:2] or not inside


def touched_spans(base: Pushed, theirs: Found) -> frozenset[int]:
    """Return the ids of the spans that a person made, relabelled or linked."""
    changed = {number for number, key in theirs.spans.items() if base.spans.get(number) != key}
    for number, (kind, start, end) in theirs.links.items():
        if number not in base.links or base.links[number][0] != kind:
            changed |= {start, end} & theirs.spans.keys()
    return frozenset(changed)


def is_changed(base: Pushed, theirs: Found) -> bool:
    """Return whether a person changed a span or a relation of the example."""
    return bool(
        touched_spans(base, theirs)
        or base.spans.keys() - theirs.spans.keys()
        or base.links.keys() - theirs.links.keys()
    )


def merge(base: Pushed, theirs: Found, ours: frozenset[Key], our_links: frozenset[Link] = frozenset()) -> Plan:
    """Merge the three readings of one example.

    >>> base = Pushed(spans={1: (0, 9, "ORG")}, said=frozenset({(0, 9, "ORG")}))
    >>> plan = merge(base, Found(spans={2: (0, 12, "ORG")}), frozenset({(0, 10, "ORG")}))
    >>> plan.spans(), plan.differences[0].ours
    ({(0, 12, 'ORG')}, (0, 10, 'ORG'))
    """
    touched = frozenset(theirs.spans) if theirs.confirmed else touched_spans(base, theirs)
    deleted = {key for number, key in base.spans.items() if number not in theirs.spans}
    present = set(theirs.spans.values())
    create: list[Key] = []
    withheld: list[Key] = []
    differences: list[Difference] = []
    # A relabelled span still answers for the reading that was pushed.
    answered = present | deleted | {base.spans[number] for number in touched if number in base.spans}
    for key in sorted(ours - answered):
        reason = _against(key, base, theirs, touched, deleted)
        if not reason:
            create.append(key)
            continue
        withheld.append(key)
        if key not in base.declined:
            differences.append(_difference(reason, key, base, theirs, touched))
    stale = {number for number, key in theirs.spans.items() if number not in touched and key not in ours}
    # What would make room for a withheld reading stays, or the place would be left with neither.
    stale -= {n for n in stale for key in withheld if key[2] == theirs.spans[n][2] and overlap(key, theirs.spans[n])}
    differences += _dropped(base, theirs, touched, ours, withheld)
    keep = {number: key for number, key in theirs.spans.items() if number not in stale}
    links = _merge_links(base, theirs, keep, {*keep.values(), *create}, our_links)
    lost = _lost_links(base, theirs, touched)
    return Plan(keep, sorted(stale), create, *links, touched, withheld, differences, lost)


def _against(key: Key, base: Pushed, theirs: Found, touched: frozenset[int], deleted: set[Key]) -> str:
    """Say what a new span of the extraction contradicts; empty when nothing."""
    if theirs.confirmed:
        return "the example is confirmed without it"
    if any(contradict(key, theirs.spans[number]) for number in touched):
        return "a person marked this place differently"
    if any(overlap(key, old) and key[2] == old[2] for old in deleted):
        return "a person deleted the span here"
    return "it is not in doccano, and what was pushed is not known" if key in base.unsure else ""


def _difference(reason: str, key: Key, base: Pushed, theirs: Found, touched: frozenset[int]) -> Difference:
    before = next((old for old in sorted(base.spans.values()) if overlap(old, key) and old[2] == key[2]), None)
    now = tuple(sorted(theirs.spans[number] for number in touched if overlap(theirs.spans[number], key)))
    return Difference(reason, before, now, key)


def _dropped(
    base: Pushed, theirs: Found, touched: frozenset[int], ours: frozenset[Key], withheld: Sequence[Key]
) -> list[Difference]:
    """List the touched spans whose pushed reading the extraction has given up since."""
    listed = []
    for number in sorted(touched):
        old = base.spans.get(number)
        gone = old is not None and old in base.said and old not in ours and theirs.spans[number] not in ours
        # A reading that moved is listed already, as the withheld one.
        if old is not None and gone and not any(overlap(old, key) and old[2] == key[2] for key in withheld):
            listed.append(Difference("extraction no longer finds it", old, (theirs.spans[number],), None))
    return listed


def _merge_links(
    base: Pushed, theirs: Found, keep: Mapping[int, Key], outcome: set[Key], ours: frozenset[Link]
) -> tuple[list[int], list[Link], dict[int, Link]]:
    """Say which relations go, are made and stay; one whose end goes goes with it, as in doccano."""
    stays: dict[int, Link] = {}
    goes: list[int] = []
    answered = {link for number, link in base.links.items() if number not in theirs.links}
    for number, (kind, start, end) in theirs.links.items():
        if start not in keep or end not in keep:
            continue
        link = (kind, keep[start], keep[end])
        as_pushed = (kind, base.spans.get(start, keep[start]), base.spans.get(end, keep[end]))
        untouched = number in base.links and base.links[number][0] == kind and not theirs.confirmed
        if untouched and link not in ours and as_pushed not in ours:
            goes.append(number)
            continue
        stays[number] = link
        answered |= {link, as_pushed, *([base.links[number]] if number in base.links else [])}
    new = sorted(link for link in ours - answered if link[1] in outcome and link[2] in outcome)
    return goes, [] if theirs.confirmed else new, stays


def _lost_links(base: Pushed, theirs: Found, touched: frozenset[int]) -> list[Link]:
    """List pushed relations that went because a person drew one of their ends anew; doccano deletes them silently."""
    ids = {key: number for number, key in base.spans.items()}
    now = set(theirs.resolved().values())
    redrawn = [theirs.spans[number] for number in touched if number not in base.spans]

    def heir(key: Key) -> Key | None:
        if ids.get(key) in theirs.spans:
            return theirs.spans[ids[key]]
        return next((new for new in redrawn if new[2] == key[2] and overlap(new, key)), None)

    lost = []
    for number, (kind, start, end) in base.links.items():
        ends_stayed = ids.get(start) in theirs.spans and ids.get(end) in theirs.spans
        first, second = heir(start), heir(end)
        if number in theirs.links or ends_stayed or first is None or second is None:
            continue
        if (kind, first, second) not in now:
            lost.append((kind, first, second))
    return lost
