"""New extractions and old corrections on a real doccano server."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

import doccano_server
from doccano_server import (
    Doccano,
    add_span,
    confirm,
    count_examples,
    delete_span,
    hard_article,
    in_text_order,
    one_example,
    spans,
)
from evaluation_records import cleaned
from letopis.doccano.base import base_path
from letopis.doccano.projects import require_project
from letopis.doccano.pull import pull
from letopis.doccano.push import push
from letopis.doccano.snapshot import take_snapshot
from letopis.errors import InputError
from letopis.records import Article, Relation

doccano = doccano_server.doccano


def test_push_after_a_new_extraction(doccano: Doccano, tmp_path: Path) -> None:
    server = doccano.login()
    text = "Посольство КР в Баку, МИД КР, общество Азери, 5 мая 1999 г."
    first = spans(text, ("ORG", "Посольство"), ("ORG", "МИД"), ("ORG", "общество"), ("DATE", "1999 г."))
    push(server, [Article(id="a", text=text, entities=first)], "new", folder=tmp_path)
    example = one_example(server, "new")
    ids = {text[key[0] : key[1]]: number for number, key in example.found.spans.items()}
    # The person makes one longer, deletes one, and leaves two alone.
    delete_span(server, "new", example.id, ids["Посольство"])
    add_span(server, "new", example.id, 0, len("Посольство КР"), "ORG")
    delete_span(server, "new", example.id, ids["общество"])
    second = spans(
        text, ("ORG", "Посольство КР в Баку"), ("ORG", "МИД КР"), ("ORG", "общество Азери"), ("DATE", "5 мая 1999 г."),
        ("GPE", "Баку"),
    )  # fmt: skip
    article = Article(id="a", text=text, entities=second)
    expected = ["Посольство КР", "Баку", "МИД КР", "5 мая 1999 г."]
    before = pull(server, "new", folder=tmp_path, articles=[article])
    assert [e.text for e in before.articles[0].entities] == expected
    report = push(server, [article], "new", folder=tmp_path)
    conflicts = sorted((item.ours.text, [mark.text for mark in item.theirs]) for item in report.items if item.ours)
    assert conflicts == [("Посольство КР в Баку", ["Посольство КР"]), ("общество Азери", [])]
    assert sorted(text[k[0] : k[1]] for k in one_example(server, "new").found.spans.values()) == sorted(expected)
    result = pull(server, "new", folder=tmp_path)
    assert [e.text for e in result.articles[0].entities] == expected
    assert len(result.items) == 2
    again = push(server, [article], "new", folder=tmp_path)
    assert (again.updated, len(again.items)) == (0, 2)
    # Confirming settles what had been withheld.
    confirm(server, "new", example.id)
    assert pull(server, "new", folder=tmp_path).items == []
    assert push(server, [article], "new", folder=tmp_path).items == []


def test_a_confirmed_example_stays_as_it_is(doccano: Doccano, tmp_path: Path) -> None:
    server = doccano.login()
    text = "МИД КР"
    push(server, [Article(id="a", text=text, entities=spans(text, ("ORG", "МИД")))], "confirmed", folder=tmp_path)
    example = one_example(server, "confirmed")
    confirm(server, "confirmed", example.id)
    report = push(
        server, [Article(id="a", text=text, entities=spans(text, ("ORG", "МИД КР")))], "confirmed", folder=tmp_path
    )
    assert [item.reason for item in report.items] == ["the example is confirmed without it"]
    assert one_example(server, "confirmed").found == example.found.__class__(example.found.spans, {}, confirmed=True)


def test_a_deleted_relation_stays_away(doccano: Doccano, tmp_path: Path) -> None:
    server = doccano.login()
    text = "Протокол КР и АР"
    entities = spans(text, ("AGREEMENT", "Протокол"), ("GPE", "КР"), ("GPE", "АР"))
    relations = [Relation(id=1, type="party", from_id=1, to_id=2), Relation(id=2, type="party", from_id=1, to_id=3)]
    article = Article(id="a", text=text, entities=entities, relations=relations)
    push(server, [article], "relations", folder=tmp_path)
    example = one_example(server, "relations")
    project = require_project(server, "relations")
    first = min(example.found.links)
    server.delete(f"projects/{project.id}/examples/{example.id}/relations/{first}")
    assert push(server, [article], "relations", folder=tmp_path).updated == 0
    [back] = pull(server, "relations", folder=tmp_path).articles
    assert [relation.to_id for relation in back.relations] == [3]
    # Deleting a span deletes the other one too.
    [treaty] = [number for number, key in example.found.spans.items() if key[2] == "AGREEMENT"]
    delete_span(server, "relations", example.id, treaty)
    [back] = pull(server, "relations", folder=tmp_path).articles
    assert (back.relations, [e.id for e in back.entities]) == ([], [2, 3])


def test_a_text_that_was_cleaned_anew(doccano: Doccano, tmp_path: Path) -> None:
    server = doccano.login()
    raw = "Политиче-\nское общество Азери в Баку.\n\nМИД КР.\n\nУчени-\nки из Оша.".replace("Учени-\n", "Учени")
    old, new = cleaned(raw, [("-\n", "-")]), cleaned(raw, [("-\n", "")])
    push(server, [old], "cleaned", folder=tmp_path)
    first = min(take_snapshot(server, require_project(server, "cleaned")).examples)
    start = old.text.index("общество Азери")
    add_span(server, "cleaned", first, start, start + len("общество Азери"), "ORG")
    add_span(server, "cleaned", first, old.text.index("-"), old.text.index("-") + 1, "DATE")
    new = msgspec.structs.replace(new, entities=spans(new.text, ("GPE", "Баку"), ("ORG", "МИД КР")))
    report = push(server, [new], "cleaned", folder=tmp_path)
    assert "keeps the old text" in "".join(report.notes)
    assert (report.uploaded, report.updated, report.removed) == (0, 2, 0)
    assert count_examples(server, "cleaned") == 3
    result = pull(server, "cleaned", folder=tmp_path)
    [back] = result.articles
    assert back.text == new.text
    assert [e.text for e in back.entities] == ["общество Азери", "Баку", "МИД КР"]
    assert [raw[e.source_start : e.source_end] for e in back.entities if e.source_start] == ["общество Азери"]
    assert [(item.kind, item.theirs[0].text) for item in result.items] == [("unanchored", "-")]


def test_an_untouched_text_that_was_cleaned_anew_is_replaced(doccano: Doccano, tmp_path: Path) -> None:
    server = doccano.login()
    raw = "Политиче-\nское общество.\n\nМИД КР."
    push(server, [cleaned(raw, [("-\n", "-")])], "replaced", folder=tmp_path)
    report = push(server, [cleaned(raw, [("-\n", "")])], "replaced", folder=tmp_path)
    assert (report.uploaded, report.removed, report.unchanged) == (1, 1, 1)
    texts = [e.text for e in take_snapshot(server, require_project(server, "replaced")).examples.values()]
    assert sorted(texts) == ["МИД КР.", "Политическое общество."]


def test_a_lost_base_doubles_nothing(doccano: Doccano, tmp_path: Path) -> None:
    server = doccano.login()
    text = "Посольство КР, МИД КР"
    article = Article(id="a", text=text, entities=spans(text, ("ORG", "Посольство"), ("ORG", "МИД")))
    push(server, [article], "lost", folder=tmp_path)
    example = one_example(server, "lost")
    delete_span(server, "lost", example.id, min(example.found.spans))
    base_path(tmp_path, "lost").unlink()
    with pytest.raises(InputError, match="holds no base of project 'lost'"):
        pull(server, "lost", folder=tmp_path)
    report = push(server, [article], "lost", folder=tmp_path)
    assert (report.uploaded, report.updated, len(report.items)) == (0, 0, 1)
    assert [e.text for e in pull(server, "lost", folder=tmp_path).articles[0].entities] == ["МИД"]


def test_deleted_and_foreign_examples(doccano: Doccano, tmp_path: Path) -> None:
    server, article = doccano.login(), hard_article(3, seed=11)
    push(server, [article], "deleted", folder=tmp_path)
    project = require_project(server, "deleted")
    number = min(take_snapshot(server, project).examples)
    server.delete(f"projects/{project.id}/examples", {"ids": [number]})
    server.post(f"projects/{project.id}/examples", {"text": "Чужой текст", "meta": {}})
    report = push(server, [article], "deleted", folder=tmp_path)
    assert report.uploaded == 0
    assert any("deleted in doccano" in note for note in report.notes)
    assert any("1 examples of the project were not pushed" in note for note in report.notes)
    [back] = pull(server, "deleted", folder=tmp_path).articles
    assert in_text_order(back) == article.entities
