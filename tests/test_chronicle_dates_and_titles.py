"""Dates beside each other, and what the title of an agreement says."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from letopis.linking.agreements.bounds import bounds, compare, iso, nearly, sort_key
from letopis.linking.agreements.titles import read_title

BOUNDS = {
    "1997-04-23": "1997-04-23 1997-04-23", "2012-02": "2012-02-01 2012-02-29", "1900-02": "1900-02-01 1900-02-28",
    "1997": "1997-01-01 1997-12-31", "193X": "1930-01-01 1939-12-31", "14XX": "1400-01-01 1499-12-31",
    "-01XX": "-0199-01-01 -0100-12-31", "-0043-03-15": "-0043-03-15 -0043-03-15", "2000-23": "2000-09-01 2000-11-30",
    "2015-34": "2015-04-01 2015-06-30", "2013-08-15/2013-08-16": "2013-08-15 2013-08-16",
    "2015-01/2015-08": "2015-01-01 2015-08-31", "193X/194X": "1930-01-01 1949-12-31",
    "1990/..": "1990-01-01 9999-12-31", "../1945": "-9999-01-01 1945-12-31", "1997?": "1997-01-01 1997-12-31",
    "1939-09-XX": "1939-09-01 1939-09-30",
}  # fmt: skip


@pytest.mark.parametrize(("value", "wanted"), BOUNDS.items())
def test_bounds(value: str, wanted: str) -> None:
    found = bounds(value)
    assert found is not None
    assert f"{iso(found.first)} {iso(found.last)}" == wanted


@pytest.mark.parametrize(
    "value", [None, "", "XXXX-04-26", "31 ноября", "1997-13", "1997-02-30", "1997/вчера", "[1667,1668"]
)
def test_no_bounds(value: str | None) -> None:
    assert bounds(value) is None


@settings(max_examples=25, deadline=None)
@given(st.dates(), st.sampled_from(["%Y-%m-%d", "%Y-%m", "%Y"]))
def test_plain_dates_are_read_as_the_library_reads_them(day: date, form: str) -> None:
    from edtf import parse_edtf

    value = f"{day.year:04d}" + day.strftime(form)[len(day.strftime("%Y")) :]
    parsed, own = parse_edtf(value), bounds(value)
    assert own is not None
    assert (own.first, own.last) == (tuple(parsed.lower_strict()[:3]), tuple(parsed.upper_strict()[:3]))


@settings(deadline=None)
@given(st.tuples(st.integers(-9999, 9999), st.integers(1, 12), st.integers(1, 28)), st.data())
def test_keys_sort_as_days(day: tuple[int, int, int], data: st.DataObject) -> None:
    other = data.draw(st.tuples(st.integers(-9999, 9999), st.integers(1, 12), st.integers(1, 28)))
    assert (day < other) == (sort_key(day) < sort_key(other))


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        ("1997", "1997-04-23", "within"),
        ("1997-04-23", "1997-04-23", "same"),
        ("1997-04-23", "1998", "conflict"),
        ("1700-07-03", "1700-07-14", "calendar"),
        ("1699-01-16", "1699-01-26", "calendar"),
        ("1878-02-19", "1878-03-02", "conflict"),
        ("1945-05-01", "1945-05-14", "conflict"),
        ("1998-09-07/1998-09-08", "1998-09-08/1998-09-09", "conflict"),
        (None, "1997", "unknown"),
        ("XXXX-04-26", "2016-04-27", "conflict"),
    ],
)
def test_dates_beside_each_other(one: str | None, other: str | None, wanted: str) -> None:
    assert compare(one, other) == compare(other, one) == wanted


def test_near_misses() -> None:
    assert nearly("1997-04-23", "1997-04-28")
    assert nearly("1997-04-23", "1997-05-23")
    assert not nearly("1997-04-23", "1998")
    assert not nearly("1774-07-21", "1829-09-14")


@pytest.mark.parametrize(
    ("title", "name", "subject"),
    [
        ("Договором о дружбе и сотрудничестве", "", "дружба сотрудничество"),
        ("Бишкекский протокол", "бишкекский", ""),
        ("пакт Молотова – Риббентропа", "молотов риббентроп", ""),
        ("мирный договор", "", "мир"),
        ("Договор дружбы", "", "дружба"),
        ("Основное многостороннее соглашение о транспорте", "", "транспорт"),
        ("Стратегический договор о запасах", "", "запас"),
    ],
)
def test_titles(title: str, name: str, subject: str) -> None:
    read = read_title(title)
    assert (" ".join(sorted(read.name)), " ".join(sorted(read.subject))) == (name, subject)
