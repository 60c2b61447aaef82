"""One identity of an agreement: in records, in every order of the articles, with what is open and what decides it."""

# ruff: noqa: E501 a marked-up sentence reads best on one line

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from chronicle_records import article
from letopis.authority.doubts import doubt_rows
from letopis.authority.link import link_records
from letopis.formats.jsonl import write_jsonl
from letopis.linking import Linker, link_articles
from letopis.records import Article

TREATY = "{GPE#side|Чехия} и {GPE#side|Грузия} подписали {DATE#on=%s|тогда} {AGREEMENT=договор|Договор о %s}."


def keys(articles: list[Article]) -> dict[str, list[str]]:
    return {
        one.id: [entity.entity or "" for entity in one.entities if entity.label == "AGREEMENT"]
        for one in link_articles(articles)
    }


def test_two_protocols_have_two_keys() -> None:
    protocol = "{GPE#side|Чехия} и {GPE#side|Грузия} подписали {DATE#on=%s|тогда} {AGREEMENT=протокол|Протокол о сотрудничестве}."
    found = keys([article("a", protocol % "1996-11-11", protocol % "1997-04-23")])["a"]
    assert found == [
        "agreement:протокол сотрудничество CZ+GE 1996-11-11",
        "agreement:протокол сотрудничество CZ+GE 1997-04-23",
    ]


def test_a_year_joins_the_day_that_the_article_tells() -> None:
    later = "Согласно {AGREEMENT=договор|Договору о дружественных отношениях {DATE#on=1993|1993 г.}} прошли встречи."
    told = TREATY % ("1993-01-19", "дружественных отношениях и сотрудничестве")
    assert len(set(keys([article("a", told, later)])["a"])) == 1


def three() -> list[Article]:
    return [
        article("a", TREATY % ("1993-01-19", "торговле"), "{AGREEMENT=договор|Договор о торговле} действует."),
        article("b", TREATY % ("1993", "торговле"), TREATY % ("1994-02-02", "границе")),
        article("c", "{AGREEMENT=договор|Договор о торговле} был забыт.", TREATY % ("1994", "границе")),
    ]


def test_the_order_of_the_articles_changes_nothing() -> None:
    wanted = keys(three())
    assert wanted["a"] == [wanted["b"][0]] * 2
    assert wanted["b"][1] == wanted["c"][1]
    assert all(keys(list(order)) == wanted for order in permutations(three()))


def test_parts_of_a_run_give_what_one_linker_gives() -> None:
    whole, first, second = Linker(), Linker(), Linker()
    for one in three():
        whole.add(one)
        (first if one.id == "a" else second).add(one)
    first.merge(Linker.from_bytes(second.to_bytes()))
    for linker in (whole, first):
        linker.resolve()
    assert [first.apply(one) for one in three()] == [whole.apply(one) for one in three()]
    assert first.part(["c"]).apply(three()[2]) == whole.apply(three()[2])


def test_what_is_one_within_an_article_is_so_beside_others() -> None:
    own = "{AGREEMENT=договор|Договор о торговле} забыт.", "{AGREEMENT=договор|Договор о сотрудничестве} тоже."
    before = keys([article("z", *own, *own)])["z"]
    after = keys([*three(), article("z", *own, *own)])["z"]
    assert before[:2] == before[2:]
    assert after == before


def test_a_title_that_nothing_tells_apart_is_its_articles_own_and_open() -> None:
    bare = "{AGREEMENT=договор|Договор о торговле} действует."
    articles = [article("a", bare), article("b", TREATY % ("1993-01-19", "торговле"))]
    found = keys(articles)
    assert found == {"a": ["agreement:договор торговля (a)"], "b": ["agreement:договор торговля CZ+GE 1993-01-19"]}


def test_linking_twice_changes_nothing() -> None:
    once = link_articles(three())
    assert link_articles(once) == once


@pytest.fixture
def records(tmp_path: Path) -> Path:
    bare = "{AGREEMENT=договор|Договор о торговле} действует."
    write_jsonl(tmp_path / "r.jsonl", [article("a", bare), article("b", TREATY % ("1993-01-19", "торговле"))])
    return tmp_path / "r.jsonl"


def test_what_is_open_is_listed_and_a_person_decides(records: Path, tmp_path: Path) -> None:
    row = next(row for row in doubt_rows(link_records(records)) if row.label == "AGREEMENT")
    assert row.kind == "open merge"
    assert row.candidates == ("Договор о торговле",)
    assert row.articles == ("a",) or row.articles == ("b",)
    decisions = tmp_path / "authority.toml"
    keys = '"agreement:договор торговля (a)", "agreement:договор торговля CZ+GE 1993-01-19"'
    decisions.write_text(f'[[same]]\nlabel = "AGREEMENT"\nnames = [{keys}]\n', encoding="utf-8")
    run = link_records(records, decisions=decisions)
    named = {entity.entity for one in run.articles() for entity in one.entities if entity.label == "AGREEMENT"}
    assert len(named) == 1
    assert not [row for row in doubt_rows(run) if row.label == "AGREEMENT"]
