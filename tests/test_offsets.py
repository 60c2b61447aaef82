"""The map of offsets: positions both ways, composition, pages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from letopis.offsets import EditLog, OffsetMap, page_of, rebuild
from letopis.records import Edit


def test_positions_lead_both_ways() -> None:
    offsets = OffsetMap([Edit(3, 5, 3, 3, "joined_hyphen"), Edit(11, 13, 9, 10, "collapsed_space")])
    assert [offsets.to_raw(place) for place in (0, 3, 8, 9, 10)] == [0, 5, 10, 11, 13]
    assert [offsets.to_clean(place) for place in (0, 3, 4, 5, 12, 13)] == [0, 3, 3, 3, 9, 10]


def test_span_holds_no_more_than_its_characters() -> None:
    offsets = OffsetMap([Edit(3, 5, 3, 3, "joined_hyphen")])
    assert offsets.span_to_raw(0, 3) == (0, 3)
    assert offsets.span_to_raw(0, 4) == (0, 6)
    assert offsets.span_to_raw(3, 3) == (5, 5)
    assert offsets.span_to_clean(0, 6) == (0, 4)


@pytest.mark.parametrize(
    "edits",
    [
        [Edit(5, 3, 5, 5, "x")],
        [Edit(3, 5, 3, 3, "x"), Edit(4, 6, 3, 3, "x")],
        [Edit(3, 5, 4, 4, "x")],
    ],
)
def test_edits_that_contradict_each_other_are_refused(edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match="does not follow"):
        OffsetMap(edits)


@st.composite
def logged(draw: st.DrawFn, raw: str) -> tuple[str, OffsetMap]:
    """A text with some of its stretches replaced."""
    log = EditLog(raw)
    cuts = sorted(draw(st.lists(st.integers(0, len(raw)), max_size=8)))
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        log.replace(start, end, draw(st.text("аб ", max_size=3)), "edit")
    return log.finish()


@settings(deadline=None)
@given(st.data(), st.text("абвг \n", max_size=40))
def test_two_steps_make_one_map(data: st.DataObject, raw: str) -> None:
    middle, first = data.draw(logged(raw))
    clean, second = data.draw(logged(middle))
    both = first.compose(second)
    assert both.undo(clean, raw) == raw
    edits = both.edits
    assert rebuild(raw, edits, [clean[e.clean_start : e.clean_end] for e in edits]) == clean


@pytest.mark.parametrize(("offset", "page"), [(0, 1), (1799, 1), (1800, 2), (99_999, 3)])
def test_page_of_an_offset(offset: int, page: int) -> None:
    assert page_of([0, 1800, 3650], offset) == page


def test_text_without_pages_has_none() -> None:
    assert page_of([], 5) is None
