"""An annotator at doccano's own web page, played by a headless Chromium."""

from __future__ import annotations

from pathlib import Path

import doccano_server
import pytest

from letopis.doccano.projects import require_project
from letopis.doccano.pull import pull
from letopis.doccano.push import push
from letopis.records import Article, Entity, Relation

Doccano, Annotator = doccano_server.Doccano, doccano_server.Annotator
doccano, browser, annotator = doccano_server.doccano, doccano_server.browser, doccano_server.annotator

# The page is drawn by a library of its own, whose requests end when the browser does.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")

TEXT = "🤝🏽 Посольство КР в Баку\r\nи е\u0301лка МИД 👍 в Бишкеке 5 мая 1999 г."


def record() -> Article:
    marks = [("ORG", "Посольство КР"), ("GPE", "КР"), ("GPE", "Бишкеке")]
    entities = [
        Entity(id=n, label=label, start_offset=TEXT.index(part), end_offset=TEXT.index(part) + len(part), text=part)
        for n, (label, part) in enumerate(marks, 1)
    ]
    return Article(id="page", text=TEXT, entities=entities)


def test_spans_edited_in_the_page_come_back_right(doccano: Doccano, annotator: Annotator, tmp_path: Path) -> None:
    admin = doccano.login()
    push(admin, [record()], "page", folder=tmp_path, annotators=["anna"])
    project = require_project(admin, "page")
    annotator.log_in("anna", doccano.password)
    annotator.open(project.id)
    annotator.mark("МИД", "ORG")  # after an emoji of two code points and a line end of two
    annotator.mark("5 мая 1999 г.", "DATE")  # after one more emoji
    annotator.relabel("GPE", 1, "PERSON")
    annotator.delete("GPE", 0)
    annotator.link(("ORG", 0), ("DATE", 0), "signed_on")
    [back] = pull(admin, "page", folder=tmp_path).articles
    assert [(e.label, e.text, e.by) for e in back.entities] == [
        ("ORG", "Посольство КР", None), ("ORG", "МИД", "anna"), ("PERSON", "Бишкеке", "doccano"),
        ("DATE", "5 мая 1999 г.", "anna"),
    ]  # fmt: skip
    assert [(r.type, r.from_id, r.to_id, r.by) for r in back.relations] == [
        ("signed_on", 1, back.entities[3].id, "anna")
    ]
    # A push of the same extraction undoes nothing of it.
    report = push(admin, [record()], "page", folder=tmp_path)
    assert (report.updated, report.items) == (0, [])


def test_a_key_marks_without_a_menu(doccano: Doccano, annotator: Annotator, tmp_path: Path) -> None:
    admin = doccano.login()
    push(admin, [record()], "keys", folder=tmp_path, annotators=["anna"])
    annotator.log_in("anna", doccano.password)
    annotator.open(require_project(admin, "keys").id)
    annotator.page.keyboard.press("g")
    with annotator.page.expect_response(lambda r: r.url.endswith("/spans") and r.request.method == "POST"):
        annotator.drag("Баку")
    [back] = pull(admin, "keys", folder=tmp_path).articles
    assert ("GPE", "Баку", "anna") in [(e.label, e.text, e.by) for e in back.entities]


def test_comment_and_confirmation_in_the_page(doccano: Doccano, annotator: Annotator, tmp_path: Path) -> None:
    admin = doccano.login()
    push(admin, [record()], "comment", folder=tmp_path, annotators=["boris"])
    annotator.log_in("boris", doccano.password)
    annotator.open(require_project(admin, "comment").id)
    annotator.comment("КР — часть названия? 🤝")
    annotator.confirm()
    [back] = pull(admin, "comment", folder=tmp_path).articles
    [unit] = back.pipeline["doccano"]["units"]
    assert (unit["confirmed_by"], [c["user"] for c in unit["comments"]]) == ("boris", ["boris"])
    assert unit["comments"][0]["text"] == "КР — часть названия? 🤝"
    assert (unit["start_offset"], unit["end_offset"]) == (0, len(TEXT))


def test_nested_spans_are_drawn_one_below_the_other(doccano: Doccano, annotator: Annotator, tmp_path: Path) -> None:
    text = "Протокол между МИД КР и МИД АР от 23 апреля 1997 г. подписан в Баку."
    marks = [
        ("AGREEMENT", "Протокол между МИД КР и МИД АР от 23 апреля 1997 г."), ("ORG", "МИД КР"), ("GPE", "КР"),
        ("ORG", "МИД АР"), ("DATE", "23 апреля 1997 г."),
    ]  # fmt: skip
    entities = [
        Entity(id=n, label=label, start_offset=text.index(part), end_offset=text.index(part) + len(part), text=part)
        for n, (label, part) in enumerate(marks, 1)
    ]
    article = Article(
        id="nested", text=text, entities=entities, relations=[Relation(id=1, type="party", from_id=1, to_id=2)]
    )
    admin = doccano.login()
    push(admin, [article], "nested", folder=tmp_path, annotators=["anna"])
    annotator.log_in("anna", doccano.password)
    annotator.open(require_project(admin, "nested").id)
    heights = {label: annotator.label_of(label).bounding_box()["y"] for label in ("AGREEMENT", "ORG", "GPE", "DATE")}
    assert heights["AGREEMENT"] < heights["ORG"] < heights["GPE"]
    annotator.page.screenshot(path=tmp_path / "nested.png")
    assert (tmp_path / "nested.png").stat().st_size > 10_000
