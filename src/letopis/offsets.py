"""The map between the raw and the clean text: every edit is known, so every position leads back."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from letopis.records import Edit


class OffsetMap:
    """Positions of the clean text in the raw text and the other way, from the list of edits.

    Between two edits both texts are the same, character by character. Look-ups cost O(log edits).

    Args:
        edits: in order, not overlapping. ``ValueError`` when they are not.

    >>> joined = OffsetMap([Edit(3, 5, 3, 3, "joined_hyphen")])   # "эко-⏎номика" -> "экономика"
    >>> joined.to_raw(3), joined.to_clean(5), joined.span_to_raw(0, 9)
    (5, 3, (0, 11))
    """

    def __init__(self, edits: Iterable[Edit] = ()) -> None:
        self.edits: tuple[Edit, ...] = tuple(edits)
        raw = clean = 0
        for edit in self.edits:
            same = edit.raw_start - raw
            ordered = same >= 0 and edit.raw_end >= edit.raw_start and edit.clean_end >= edit.clean_start
            if not ordered or edit.clean_start - clean != same:
                raise ValueError(f"edit {edit} does not follow the position raw {raw}, clean {clean}")
            raw, clean = edit.raw_end, edit.clean_end
        self._clean_ends = [edit.clean_end for edit in self.edits]
        self._raw_ends = [edit.raw_end for edit in self.edits]

    def to_raw(self, position: int) -> int:
        """Return the raw position of the character at clean ``position``.

        A character that an edit put there leads to the start of what it stands for.
        """
        index = bisect_right(self._clean_ends, position)
        if index < len(self.edits) and self.edits[index].clean_start <= position:
            return self.edits[index].raw_start
        if index == 0:
            return position
        return self._raw_ends[index - 1] + position - self._clean_ends[index - 1]

    def to_clean(self, position: int) -> int:
        """Return the clean position of the character at raw ``position``.

        A character that an edit took away leads to the place where it would stand.
        """
        index = bisect_right(self._raw_ends, position)
        if index < len(self.edits) and self.edits[index].raw_start <= position:
            return self.edits[index].clean_start
        if index == 0:
            return position
        return self._clean_ends[index - 1] + position - self._raw_ends[index - 1]

    def span_to_raw(self, start: int, end: int) -> tuple[int, int]:
        """Return the raw span that holds the clean characters ``start`` to ``end``, and no more.

        An empty span stays empty.
        """
        if end <= start:
            place = self.to_raw(start)
            return place, place
        last = end - 1
        index = bisect_right(self._clean_ends, last)
        if index < len(self.edits) and self.edits[index].clean_start <= last:
            return self.to_raw(start), self.edits[index].raw_end
        return self.to_raw(start), self.to_raw(last) + 1

    def span_to_clean(self, start: int, end: int) -> tuple[int, int]:
        """Return the clean span that holds what is left of the raw characters ``start`` to ``end``."""
        first, last = self.invert().span_to_raw(start, end)
        return first, last

    def invert(self) -> OffsetMap:
        """Return the map of the way back: its raw text is this one's clean text."""
        return OffsetMap(Edit(e.clean_start, e.clean_end, e.raw_start, e.raw_end, e.kind) for e in self.edits)

    def compose(self, later: OffsetMap) -> OffsetMap:
        """Return the map of both steps: this one's clean text is the raw text of ``later``.

        Edits of the two steps that overlap become one; its kind names both.

        >>> first = OffsetMap([Edit(3, 5, 3, 3, "joined_hyphen")])
        >>> first.compose(OffsetMap([Edit(9, 10, 9, 9, "collapsed_space")])).edits[1]
        Edit(raw_start=11, raw_end=12, clean_start=9, clean_end=9, kind='collapsed_space')
        """
        return OffsetMap(_composed(self.edits, later.edits))

    def undo(self, clean: str, raw: str) -> str:
        """Rebuild the raw text from the clean one; equal to ``raw`` whenever the map is right.

        >>> OffsetMap([Edit(3, 5, 3, 3, "joined_hyphen")]).undo("экономика", "эко-\\nномика")
        'эко-\\nномика'
        """
        return rebuild(clean, self.invert().edits, [raw[e.raw_start : e.raw_end] for e in self.edits])


def _composed(first: Sequence[Edit], second: Sequence[Edit]) -> Iterator[Edit]:
    """Merge two lists of edits along the text between them, in linear time; the shorter of two at a place is first."""
    here = there = 0
    raw_shift = clean_shift = 0
    while here < len(first) or there < len(second):
        places = [(edit.clean_start, edit.clean_end) for edit in first[here : here + 1]]
        places += [(edit.raw_start, edit.raw_end) for edit in second[there : there + 1]]
        start, end = min(places)
        raw_start, clean_start = start + raw_shift, start + clean_shift
        earlier = here < len(first) and places[0] == (start, end)
        kinds: dict[str, None] = {}
        while True:
            if earlier or (here < len(first) and first[here].clean_start < end):
                edit = first[here]
                end, raw_shift, here = max(end, edit.clean_end), edit.raw_end - edit.clean_end, here + 1
            elif not kinds or (there < len(second) and second[there].raw_start < end):
                edit = second[there]
                end, clean_shift, there = max(end, edit.raw_end), edit.clean_end - edit.raw_end, there + 1
            else:
                break
            kinds[edit.kind], earlier = None, False
        yield Edit(raw_start, end + raw_shift, clean_start, end + clean_shift, "+".join(kinds))


class Furniture(NamedTuple):
    """A stretch of the raw text, ``raw[start:end]``, that is known to be no text, and why: ``running_head``."""

    start: int
    end: int
    reason: str


def page_of(pages: Sequence[int], raw_offset: int) -> int | None:
    """Return the page, counted from 1, on which a raw character stands; ``None`` for a text without pages.

    Args:
        pages: the raw offset at which each page starts, in order.
        raw_offset: position in the raw text.

    >>> page_of([0, 1800, 3650], 1800), page_of([], 12)
    (2, None)
    """
    return max(bisect_right(pages, raw_offset), 1) if pages else None


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span without the white space at its ends; an empty one where nothing else is in it.

    >>> trimmed(" в Баку ", 0, 8), trimmed("  ", 0, 2)
    ((1, 7), (2, 2))
    """
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def utf16_offsets(text: str) -> list[int]:
    """Return for each place of a text, its end too, how many UTF-16 units stand before it.

    >>> utf16_offsets("я🙂!")
    [0, 1, 3, 4]
    """
    return [0, *accumulate(1 + (sign > "\uffff") for sign in text)]


def rebuild(text: str, edits: Sequence[Edit], replacements: Sequence[str]) -> str:
    """Apply ``edits`` to ``text``, each putting its replacement in place of its raw characters.

    >>> rebuild("эко-\\nномика", [Edit(3, 5, 3, 3, "joined_hyphen")], [""])
    'экономика'
    """
    parts: list[str] = []
    position = 0
    for edit, replacement in zip(edits, replacements, strict=True):
        parts += [text[position : edit.raw_start], replacement]
        position = edit.raw_end
    parts.append(text[position:])
    return "".join(parts)


class EditLog:
    """Collects replacements in a raw text from left to right and gives the clean text with its map.

    >>> log = EditLog("эко-\\nномика")
    >>> log.replace(3, 5, "", "joined_hyphen")
    >>> clean, offsets = log.finish()
    >>> clean, offsets.edits[0].kind
    ('экономика', 'joined_hyphen')
    """

    def __init__(self, raw: str) -> None:
        self._raw = raw
        self._edits: list[Edit] = []
        self._replacements: list[str] = []
        self._shift = 0

    def replace(self, start: int, end: int, replacement: str, kind: str) -> None:
        """Put ``replacement`` in place of ``raw[start:end]``; nothing is logged when they are equal."""
        if self._raw[start:end] == replacement:
            return
        clean_start = start + self._shift
        self._edits.append(Edit(start, end, clean_start, clean_start + len(replacement), kind))
        self._replacements.append(replacement)
        self._shift += len(replacement) - (end - start)

    def finish(self) -> tuple[str, OffsetMap]:
        """Return the clean text and its map."""
        return rebuild(self._raw, self._edits, self._replacements), OffsetMap(self._edits)
