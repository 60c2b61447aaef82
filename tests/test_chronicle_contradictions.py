"""Where articles contradict each other: dates, places, sides, and what is no contradiction."""

# ruff: noqa: E501 a marked-up sentence reads best on one line

from __future__ import annotations

from contextlib import closing

from chronicle_records import article, dated, with_status
from letopis.chronicle.contradictions import Contradiction, find_contradictions, look_within
from letopis.chronicle.database import open_scratch
from letopis.chronicle.gather import Rows, gather
from letopis.chronicle.identity import identify
from letopis.records import Article


def contradictions(*articles: Article) -> list[Contradiction]:
    rows = Rows()
    with closing(open_scratch()) as spill:
        for number, agreement in enumerate(
            identify((m for one in articles for m in gather(one, rows)), spill, rows.unlinked), 1
        ):
            look_within(number, agreement, spill)
        return list(find_contradictions(spill))


def test_two_dates_of_one_agreement() -> None:
    (found,) = contradictions(dated("a", "1994-02-01"), dated("b", "1996-02-01"))
    assert (found.kind, found.certainty, found.first.value, found.second.value) == (
        "date", "likely", "1994-02-01", "1996-02-01",
    )  # fmt: skip
    (found,) = contradictions(dated("a", "1994-02-01"), dated("b", "1999-05-17"))
    assert found.certainty == "possible"


def test_an_article_that_dates_both_keeps_them_apart() -> None:
    assert not contradictions(dated("a", "1994-02-01", "1999-05-17"))
    assert not contradictions(dated("a", "1994-02-01", "1999-05-17"), dated("b", "1999-05-17"))
    assert contradictions(dated("a", "1994-02-01", "1994-02-10"))


def test_dates_that_agree_are_no_contradiction() -> None:
    assert not contradictions(dated("a", "1994-02-01"), dated("b", "1994"), dated("c", "1994-02"))


def test_a_general_subject_is_no_contradiction() -> None:
    general = (
        "{GPE#side|Чехия} и {GPE#side|Литва} подписали {AGREEMENT=договор|Договор о сотрудничестве} {DATE#on=%s|тогда}."
    )
    assert not contradictions(article("a", general % "1994-02-01"), article("b", general % "1996-02-01"))


def test_sides_that_go_without_saying() -> None:
    bare = "В {GPE|Литву} приехали из {GPE|%s}, подписан {AGREEMENT=договор|Договор о торговле} {DATE#on=1996-02-01|тогда}."
    assert contradictions(dated("a", "1994-02-01"), article("b", bare % "Чехии"))
    assert not contradictions(dated("a", "1994-02-01"), article("b", bare % "Польши"))


def test_two_places() -> None:
    there = "{AGREEMENT=договор|Гюлистанский договор} подписан в {GPE#in|%s}."
    (found,) = contradictions(article("a", there % "Риме"), article("b", there % "Женеве"))
    assert (found.kind, found.first.value, found.second.value) == ("place", "Рим", "Женева")
    assert not contradictions(article("a", there % "Риме"), article("b", there % "Италии"))
    assert not contradictions(article("a", there % "Риме"), article("b", there % "Риме"))


def test_other_sides_on_one_day() -> None:
    other = "{GPE#side|Чехия} и {GPE#side|Латвия} подписали {AGREEMENT=договор|Договор о торговле} {DATE#on=1994-02-01|тогда}."
    (found,) = contradictions(dated("a", "1994-02-01"), article("b", other))
    assert (found.kind, found.certainty) == ("sides", "possible")


def test_two_calendars() -> None:
    (found,) = contradictions(dated("a", "1878-02-19"), dated("b", "1878-03-03"))
    assert "old style" in found.note
    assert found.other is None


def test_two_dates_of_coming_into_force() -> None:
    first, second = with_status("a", "in_force", "1813-12"), with_status("b", "in_force", "1814-12")
    (found,) = contradictions(first, second)
    assert (found.kind, found.first.value, found.second.value) == ("in force", "1813-12", "1814-12")
    assert not contradictions(first, with_status("b", "in_force", "1813"))
    assert not contradictions(first, with_status("b", "ratified", "1814-12"))
