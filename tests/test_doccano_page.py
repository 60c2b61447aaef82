"""An annotator at doccano's own web page, played by a headless Chromium."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import doccano_server
from doccano_server import Annotator, Doccano
from letopis.doccano.projects import require_project
from letopis.doccano.pull import pull
from letopis.doccano.push import push
from letopis.records import Article, Entity, Relation

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


TREATY = "Подписан Протокол о сотрудничестве между МИД КР и МИД АР от 23 апреля 1997 г. в городе Баку."
TREATY_MARKS = [
    ("AGREEMENT", TREATY[TREATY.index("Протокол") : TREATY.index(" в городе")]),
    ("ORG", "МИД КР"),
    ("GPE", "КР"),
    ("DATE", "23 апреля 1997 г."),
    ("GPE", "Баку"),
]


def test_the_steps_of_the_guide(doccano: Doccano, annotator: Annotator, tmp_path: Path) -> None:
    """Walks through docs/annotators.md; LETOPIS_PICTURES=docs/images keeps the pictures."""
    pictures = Path(os.environ.get("LETOPIS_PICTURES", tmp_path))
    entities = [
        Entity(
            id=n, label=label, start_offset=TREATY.index(part), end_offset=TREATY.index(part) + len(part), text=part
        )
        for n, (label, part) in enumerate(TREATY_MARKS, 1)
    ]  # fmt: skip
    kinds = [("party", 2), ("signed_on", 4), ("signed_in", 5)]
    relations = [Relation(id=n, type=kind, from_id=1, to_id=end) for n, (kind, end) in enumerate(kinds, 1)]
    admin = doccano.login()
    article = Article(id="treaties", text=TREATY, entities=entities, relations=relations)
    push(admin, [article], "treaties", folder=tmp_path, annotators=["anna"])
    annotator.page.set_viewport_size({"width": 1400, "height": 760})
    annotator.leave()
    annotator.page.screenshot(path=pictures / "doccano-login.png")
    annotator.log_in("anna", doccano.password)
    annotator.open(require_project(admin, "treaties").id)
    # Nested spans stand one below the other: the agreement, then what is in it.
    heights = {label: annotator.label_of(label).bounding_box()["y"] for label in ("AGREEMENT", "ORG", "GPE")}
    assert heights["AGREEMENT"] < heights["ORG"] < heights["GPE"]
    annotator.page.screenshot(path=pictures / "doccano-nested.png")
    annotator.drag("МИД АР")
    annotator.page.wait_for_timeout(600)
    annotator.page.screenshot(path=pictures / "doccano-menu.png")
    with annotator.page.expect_response(lambda r: r.url.endswith("/spans") and r.request.method == "POST"):
        annotator.choose("ORG")
    annotator.tool(4).click()
    annotator.page.wait_for_timeout(600)
    annotator.page.locator(".v-dialog--active textarea, .v-dialog--active input").first.fill(
        "Правило: МИД АР — одно имя?"
    )
    annotator.page.screenshot(path=pictures / "doccano-comment.png")
    with annotator.page.expect_response(lambda r: "/comments" in r.url and r.request.method == "POST"):
        annotator.page.get_by_role("button", name="Send").click()
    annotator.page.get_by_role("button", name="Close").click()
    annotator.page.wait_for_timeout(600)
    annotator.confirm()
    annotator.page.wait_for_timeout(600)
    annotator.page.screenshot(path=pictures / "doccano-confirmed.png")
    [back] = pull(admin, "treaties", folder=tmp_path).articles
    assert [e.text for e in back.entities if e.by == "anna"] == ["МИД АР"]
    assert len(back.relations) == 3
    assert back.pipeline["doccano"]["units"][0]["confirmed_by"] == "anna"
