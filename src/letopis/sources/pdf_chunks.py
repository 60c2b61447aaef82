"""Glyphs to chunks, the stretches of a line without a wide gap, and chunks to text: word gaps and raised marks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from letopis.sources.flow import SUPERSCRIPTS
from letopis.sources.pdf_characters import mend_controls
from letopis.sources.pdf_glyphs import Glyph

CHUNK_GAP = 0.75
"""Font sizes of white space at which a chunk ends: columns and cells stand no closer, most words do."""

STEP_BACK = 0.6
"""Font sizes that a glyph may begin left of the one before it: accents and kerned pairs do."""

SAME_LINE = 0.6
"""Font sizes between the baselines of one line's glyphs: marks are raised by less, lines are set apart by more."""

WORD_GAP = 0.18
"""Font sizes between two words where the file holds no spaces and too little text to see their usual distance."""

FEWEST_GAPS = 0.01
"""Share of neighbouring letters with a gap from which on gaps stand for spaces; about one letter in six ends a word."""

SPACED_LETTERS = 5
"""Wide gaps in a row, each between two letters, that are no words of one letter (``и с ней``) but letter-spacing."""

FEWEST_PAIRS = 10
"""Pairs of letters of a line, at least, that tell how closely its letters are set; a formula's overlap."""

WIDER = 1.6
"""How many times wider than between spaced letters the gap between spaced words is."""

RAISED_SIZE = 0.82
"""Digits below this share of their line's usual font size are raised marks, if they are raised."""

RAISED = 0.12
"""Font sizes above the baseline from which on a small digit is raised."""

OVERPRINT = 0.2
"""Font sizes within which the same glyph drawn again makes it bold; half of its width for narrow ones."""

_CLOSING = frozenset(",.;:!?)]»”…")
"""Marks that stand close behind a word: white space before one is the typesetter's."""

_SPACED_WORDS = re.compile(r"(?:[^\W\d_] ){3,}[^\W\d_] {2,}")


class Chunk(NamedTuple):
    """Glyphs that stand side by side on one line, or the ready text of a table's row."""

    glyphs: Sequence[Glyph]
    left: float
    right: float
    base: float
    size: float
    order: int
    text: str = ""

    @property
    def width(self) -> float:
        """From the left edge to the right one, in points."""
        return self.right - self.left

    @property
    def top(self) -> float:
        """About the height of capitals."""
        return self.base + 0.7 * self.size

    @property
    def bottom(self) -> float:
        """About the depth of ``р`` and ``у``."""
        return self.base - 0.2 * self.size


def find_chunks(glyphs: Iterable[Glyph]) -> list[Chunk]:
    """Group glyphs in the order of the file; a wide gap, a step back or down, another type size begin a new chunk."""
    groups: list[list[Glyph]] = []
    last: Glyph | None = None
    for glyph in glyphs:
        if glyph.char.isspace():
            if last is not None and _parts(last, glyph):
                # A guessed space stands at the next word, behind what is drawn later between the two.
                groups[-1].append(
                    glyph if glyph.right > glyph.left else glyph._replace(left=last.right, right=last.right)
                )
            continue
        if last is not None and _same_place(last, glyph):
            continue
        if last is not None and _goes_on(last, glyph):
            groups[-1].append(glyph)
        else:
            groups.append([glyph])
        last = glyph
    chunks = [_chunk(group, order) for order, group in enumerate(groups)]
    return _without_shadows(chunks)


def _parts(before: Glyph, space: Glyph) -> bool:
    """Return whether a space stands behind a glyph; some programs draw letters first, then all spaces of the line."""
    if abs(space.base - before.base) > SAME_LINE * before.size:
        return False
    return space.right <= space.left or abs(space.left - before.right) < CHUNK_GAP * before.size


def _same_place(before: Glyph, after: Glyph) -> bool:
    """Return whether a glyph is printed twice; the narrow ones of ``Ill`` stand closer than others."""
    near = min(OVERPRINT * before.size, 0.5 * (before.right - before.left))
    return before.char == after.char and abs(after.left - before.left) < near and abs(after.base - before.base) < near


def _goes_on(before: Glyph, after: Glyph) -> bool:
    small, large = sorted((before.size, after.size))
    if abs(before.base - after.base) > SAME_LINE * large or large > 2.5 * small:
        return False
    return -STEP_BACK * large < after.left - before.right < CHUNK_GAP * small + 0.1 * large


def _chunk(group: list[Glyph], order: int) -> Chunk:
    while group[-1].char.isspace():
        group.pop()
    size, base = usual_type(group)
    return Chunk(group, group[0].left, max(g.right for g in group), base, size, order)


def usual_type(glyphs: Sequence[Glyph]) -> tuple[float, float]:
    """Return the font size of most glyphs of a line and their baseline."""
    drawn = [g for g in glyphs if not g.char.isspace()]
    if len({g.size for g in drawn}) == 1 == len({g.base for g in drawn}):
        return drawn[0].size, drawn[0].base
    sizes = Counter(g.size for g in drawn)
    most = max(sizes.values())
    size = max(size for size, count in sizes.items() if 2 * count >= most)
    return size, median(g.base for g in drawn if g.size == size)


def _without_shadows(chunks: Sequence[Chunk]) -> list[Chunk]:
    """Drop chunks that print the text of an earlier one again at the same place."""
    seen: dict[tuple[str, int], list[Chunk]] = {}
    kept: list[Chunk] = []
    for chunk in chunks:
        twins = seen.setdefault((chunk.glyphs[0].char, len(chunk.glyphs)), [])
        if any(all(map(_same_place, twin.glyphs, chunk.glyphs)) for twin in twins):
            continue
        twins.append(chunk)
        kept.append(chunk)
    return kept


def usual_gap(chunks: Iterable[Chunk]) -> float:
    """Return the distance, in font sizes, that parts words in a text without spaces: the valley between two heaps.

    Gaps within words heap up near zero, gaps between words from a sixth of the font size on. Where the heaps
    touch or the text is short, it is ``WORD_GAP``.
    """
    counts: Counter[int] = Counter()
    for chunk in chunks:
        for before, after in pairwise(chunk.glyphs):
            if before.char.isalpha() and after.char.isalpha() and before.size == after.size:
                counts[round(100 * (after.left - before.right) / after.size)] += 1
    words = sum(count for gap, count in counts.items() if gap >= 8)
    if words < 30:
        return WORD_GAP
    # Each place is weighed with its neighbours, so that one odd gap fills no valley.
    depth = {place: sum(counts[place + shift] for shift in (-2, -1, 0, 1, 2)) for place in range(6, 30)}
    lowest = min(depth.values())
    if lowest > words // 10:
        return WORD_GAP
    low = [place for place, count in depth.items() if count <= lowest + words // 100]
    first = next((place for place in low if place + 1 not in low), low[-1])
    valley = (low[0] + first) / 200
    # Where nearly all words are parted by spaces, the few gaps say little.
    return valley if words > FEWEST_GAPS * counts.total() else min(valley, WORD_GAP)


def line_text(glyphs: Sequence[Glyph], gap: float = WORD_GAP) -> str:
    """Return the text of one line's glyphs, left to right: words parted, raised digits as superscripts.

    Args:
        glyphs: of one line, spaces among them where the file holds them.
        gap: font sizes between words where it does not, as :func:`usual_gap` gives them.
    """
    size, base = usual_type(glyphs)
    glyphs, guessed = _without_guesses(glyphs)
    parted = _word_ends(glyphs, gap * size, guessed)
    raised = [g.size < RAISED_SIZE * size and g.base > base + RAISED * size for g in glyphs]
    parts: list[str] = []
    for place, glyph in enumerate(glyphs):
        if place in parted or _behind_mark(glyphs, raised, place):
            parts.append(" ")
        if place and _is_wide(glyphs[place - 1], glyph):
            parts.append(" ")
        parts.append(glyph.char.translate(SUPERSCRIPTS) if raised[place] else glyph.char)
    words = "".join(parts)
    # Wider spaces part the words of ``Д о г о в о р   о   м и р е``.
    between = r"\s+" if _SPACED_WORDS.match(words) is None else r"(?<=\s)\s+"
    return mend_controls(re.sub(between, " ", words.strip()))


def _behind_mark(glyphs: Sequence[Glyph], raised: Sequence[bool], place: int) -> bool:
    """Return whether a word begins behind a lone raised letter, the mark of an institute: ``ᵃФедеральный``."""
    lone = place > 0 and raised[place - 1] and not (place > 1 and glyphs[place - 2].char.isalnum())
    return lone and not raised[place] and glyphs[place - 1].char.isalpha() and glyphs[place].char.isupper()


def _is_wide(before: Glyph, glyph: Glyph) -> bool:
    """Return whether there is more white space than one space gives; the library gives several as one."""
    own = 0.5 * (before.right - before.left) if before.char.isspace() else CHUNK_GAP * glyph.size
    return glyph.left - before.right > own


def _without_guesses(glyphs: Sequence[Glyph]) -> tuple[list[Glyph], set[int]]:
    """Part what is drawn from spaces without width: the library guesses them, between spaced letters too."""
    drawn: list[Glyph] = []
    guessed: set[int] = set()
    for glyph in glyphs:
        if glyph.char.isspace() and glyph.right <= glyph.left:
            guessed.add(len(drawn))
        else:
            drawn.append(glyph)
    return drawn, guessed


def _word_ends(glyphs: Sequence[Glyph], limit: float, guessed: Set[int]) -> set[int]:
    """Return the places before which a gap parts words; ``р а з р я д к а`` is one word."""
    ends: set[int] = set()
    spaced: list[tuple[float, int]] = []
    runs = [spaced]
    tight = 0
    gaps = [b.left - a.right for a, b in pairwise(glyphs) if a.char.isalpha() and b.char.isalpha()]
    # Letters set closer than they are wide pull the words together, too.
    limit += min(0.0, median(gaps)) if len(gaps) >= FEWEST_PAIRS else 0.0
    for place, (before, after) in enumerate(pairwise(glyphs), 1):
        gap = after.left - before.right
        letters = before.char.isalpha() and after.char.isalpha()
        wide = (gap > limit or place in guessed) and not before.char.isspace() and not after.char.isspace()
        if wide and letters:
            spaced.append((gap, place))
            continue
        tight += letters
        if spaced:
            spaced = []
            runs.append(spaced)
        if wide and after.char not in _CLOSING:
            ends.add(place)
    fewest = 2 if tight == 0 else SPACED_LETTERS
    return ends.union(*(_ends_among(run, fewest) for run in runs))


def _ends_among(spaced: Sequence[tuple[float, int]], fewest: int) -> set[int]:
    """Return the word ends among wide gaps that follow one another letter by letter."""
    if len(spaced) < fewest:
        return {place for _, place in spaced}
    usual = sorted(gap for gap, _ in spaced)[len(spaced) // 4]
    return {place for gap, place in spaced if gap > WIDER * usual}
