"""Dates: properties that hold for any text, values that EDTF knows, and texts made to be slow."""

from pathlib import Path

import pytest
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from letopis.entities.dates import find_dates
from letopis.entities.dates.values import Point, edtf, edtf_interval, edtf_set, is_real

PIECES = (
    "1", "5", "15", "31", "32", "90", "862", "1941", "1993", "2012", "2000", "05", "12", "XIX", "ХV", "II", "I",
    "мая", "май", "февраля", "марте", "августе", "дек.", "осенью", "зимой", "лета", "г.", "гг.", "г", "года",
    "году", "год", "века", "в.", "вв.", "тыс.", "тысячелетия", "до н. э.", "н. э.", "начале", "конец",
    "первой половине", "рубеже", "квартале", "полугодие", "-х", "-е", "-го", "-й", "–", "-", "/", ".", ",", "(",
    ")", " и ", " по ", " до ", "с", "в", "между", "того же года", "том же году", "прошлого года", "годом ранее",
    "двадцать первого", "девяностых годов", "тысяча девятьсот", "№", " ", " ", " ", "\n", "\n\n", "учебный",
    "человек", "XX", "İ",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=25).map("".join) | st.lists(st.sampled_from(PIECES)).map(" ".join)

SLOW = (
    "1", "1 ", "1-", "1–", "1, ", "1 и ", "12.", "1999, ", "1999–", "1999 и ", "-", "–", " ", "(", "X", "X ",
    "X–", "мая ", "мая, ", "1 мая ", "мая–", "первой ", "начале ", "двадцать ", "1990-х ", "14 (2) ", "1/", "г.",
    "до н. э. ", "в том же ", "1 ", "тысяча девятьсот ", "весной и ", "\n", "5 мая 2000 ",
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_findings_are_in_order_and_their_values_are_edtf(text):
    end = 0
    for date in find_dates(text):
        assert end <= date.start_offset < date.end_offset <= len(text)
        end = date.end_offset
        assert text[date.start_offset : date.end_offset] == text[date.start_offset : date.end_offset].strip()
        assert "\n" not in text[date.start_offset : date.end_offset]
        assert date.label == "DATE"
        assert (date.value is None) == date.impossible
        assert date.modifier in {None, "start", "mid", "end"}
        if date.value is not None:
            assert parse_edtf(date.value)


@pytest.mark.parametrize(
    ("piece", "length"),
    [(p, 100_000 if p in {"1", "1 ", "-", "–", " ", "1–", "X–", "(", "\n"} else 20_000) for p in SLOW],
)
def test_long_texts_made_to_be_slow_come_to_an_end(piece, length):
    text = (piece * (length // len(piece) + 1))[:length]
    assert all(date.end_offset <= len(text) for date in find_dates(text))


def test_the_same_dates_are_found_behind_a_long_text():
    date, filler = "Подписан 19 января 1993 г. в Баку.\n\n", "Текст без дат о торговле и культуре. " * 2_000
    assert [d.value for d in find_dates(filler + "\n\n" + date)] == ["1993-01-19"]


@pytest.mark.parametrize("line", Path("benchmarks/data/dates.txt").read_text(encoding="utf-8").splitlines())
def test_values_of_the_comparison_are_edtf(line):
    for date in find_dates(line):
        assert date.value is None or parse_edtf(date.value)


@pytest.mark.parametrize(
    "value",
    [
        edtf(Point("-01XX")),
        edtf(Point("-0043", 3, 15)),
        edtf(Point(None, 4, 26)),
        edtf(Point(None, 2, 29)),
        edtf(Point("2000", 23)),
        edtf(Point("2015", 36)),
        edtf(Point("2015", 41)),
        edtf(Point("0XXX")),
        edtf_interval(Point("-2XXX"), Point("-1XXX")),
        edtf_interval(Point("-01XX"), Point("03XX")),
        edtf_interval(Point("198X"), Point("199X")),
        edtf_interval(Point("2015", 33), Point("2015", 35)),
        edtf_interval(Point(None, 8, 15), Point(None, 8, 16)),
        edtf_set((Point("18XX"), Point("19XX"))),
        edtf_set((Point(None, 5, 1), Point(None, 5, 3))),
    ],
)
def test_every_shape_of_value_is_edtf(value):
    assert parse_edtf(value)


@pytest.mark.parametrize(
    ("year", "day", "real"), [("2012", 29, True), ("2015", 29, False), ("1900", 29, True), (None, 30, False)]
)
def test_february(year, day, real):
    assert is_real(Point(year, 2, day)) is real
