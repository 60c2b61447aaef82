"""Texts with nested marks, as all pages show them: whole, balanced, escaped, every span seen."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letopis.formats.page import attributes, nested_marks

TEXT = "ab<d&fghi"


def shown(spans: list[tuple[int, int, str]], bounds: tuple[int, int] = (0, len(TEXT))) -> str:
    return str(nested_marks(TEXT, bounds, spans, lambda name, height: {"class": f"{name}{height}"}, element="i"))


@pytest.mark.parametrize(
    ("spans", "bounds", "wanted"),
    [
        ([], (0, 3), "ab&lt;"),
        ([(0, 6, "a"), (2, 4, "b")], (0, 9), '<i class="a1">ab<i class="b0">&lt;d</i>&amp;f</i>ghi'),
        ([(2, 4, "b"), (0, 6, "a")], (1, 3), '<i class="a1">b<i class="b0">&lt;</i></i>'),
        ([(0, 2, "a"), (0, 2, "b")], (0, 2), '<i class="a1"><i class="b0">ab</i></i>'),
        ([(0, 4, "a"), (3, 6, "b")], (0, 6), '<i class="a1">ab&lt;<i class="b0">d</i></i><i class="b0">&amp;f</i>'),
        ([(7, 9, "a")], (0, 2), "ab"),
    ],
)
def test_marks_nest_and_crossing_ones_are_cut_in_two(
    spans: list[tuple[int, int, str]], bounds: tuple[int, int], wanted: str
) -> None:
    assert shown(spans, bounds) == wanted


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(1, 9)).filter(lambda pair: pair[0] < pair[1]), max_size=8))
def test_every_span_is_shown_whole_and_tags_balance(pairs: list[tuple[int, int]]) -> None:
    page = shown([(*pair, f"n{number}-") for number, pair in enumerate(pairs)])
    position, stack, marked = 0, [], dict.fromkeys(range(len(pairs)), "")
    for tag, text in re.findall(r"(<[^>]*>)|([^<&]|&\w+;)", page):
        if tag == "</i>":
            stack.pop()
        elif tag:
            stack.append(int(re.findall(r"n(\d+)-", tag)[0]))
        else:
            for number in stack:
                marked[number] += html.unescape(text)
            position += 1
    assert (position, stack) == (len(TEXT), [])
    assert [marked[number] for number in range(len(pairs))] == [TEXT[start:end] for start, end in pairs]


def test_values_of_attributes_are_escaped() -> None:
    assert attributes({"title": '"><script>', "class": None, "data-n": 0}) == (
        ' title="&#34;&gt;&lt;script&gt;" data-n="0"'
    )
