"""Push, pull, merge and status on a real doccano server."""

from __future__ import annotations

import http.server
import json
import random
import socket
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import doccano_server
import msgspec
import pytest
from typer.testing import CliRunner

from letopis.doccano import push as pushing
from letopis.doccano import transfer
from letopis.doccano.base import base_path, load_base
from letopis.doccano.connection import Login, Server, connect
from letopis.doccano.projects import RELATION_STYLES, SPAN_STYLES, find_project, require_project
from letopis.doccano.pull import pull
from letopis.doccano.push import push
from letopis.doccano.server import stop
from letopis.doccano.snapshot import take_snapshot
from letopis.doccano.status import project_status
from letopis.errors import InputError
from letopis.formats.jsonl import write_jsonl
from letopis.offsets import EditLog
from letopis.records import Article, Entity, Relation, Source

Doccano = doccano_server.Doccano
doccano = doccano_server.doccano

HARD = [
    "🤝🏽",
    "👨‍👩‍👧",
    "е\u0301лка",
    "й",
    "café",
    "\r\n",
    "\n",
    "\t",
    "\u2028",
    "\xa0",
    "𐌰",
    "ХV",
    "«»",
    "\u200f",
    '"\\',
    "ё",
]


def spans(text: str, *marks: tuple[str, str]) -> list[Entity]:
    found = []
    for number, (label, fragment) in enumerate(marks, 1):
        start = text.index(fragment)
        found.append(
            Entity(id=number, label=label, start_offset=start, end_offset=start + len(fragment), text=fragment)
        )
    return found


def hard_article(count: int, seed: int = 7) -> Article:
    """An article of paragraphs that hold whatever breaks offsets, with nested spans and relations."""
    pick = random.Random(seed)
    text, entities, relations = "", [], []
    for number in range(count):
        text += "\r\n\r\n" if text else ""
        for label, core in (("AGREEMENT", "Протокол"), ("GPE", "Баку"), ("DATE", "1999 г.")):
            text += f"{pick.choice(HARD)} {number} {pick.choice(HARD)} "
            start = len(text)
            text += f"{core} {pick.choice(HARD)}{core}"
            entities.append(
                Entity(
                    id=len(entities) + 1, label=label, start_offset=start, end_offset=len(text), text=text[start:],
                    score=pick.random(),
                )
            )  # fmt: skip
            inner = Entity(
                id=len(entities) + 1, label="ORG", start_offset=start, end_offset=start + len(core), text=core
            )
            entities.append(inner)
        last = len(entities)
        relations.append(Relation(id=number + 1, type="party", from_id=last - 5, to_id=last - 3))
    return Article(id=f"hard{count}", text=text + " конец", entities=entities, relations=relations)


def in_text_order(article: Article) -> list[Entity]:
    return sorted(article.entities, key=lambda entity: entity.id)


def server_count(doccano: Doccano, server: Server, name: str) -> int:
    project = require_project(server, name)
    return int(server.get(f"projects/{project.id}/examples", limit=1)["count"])


def add_span(server: Server, name: str, example: int, start: int, end: int, label: str) -> int:
    project = require_project(server, name)
    body = {"start_offset": start, "end_offset": end, "label": project.span_types[label]}
    return int(server.post(f"projects/{project.id}/examples/{example}/spans", body)["id"])


def delete_span(server: Server, name: str, example: int, span: int) -> None:
    server.delete(f"projects/{require_project(server, name).id}/examples/{example}/spans/{span}")


def confirm(server: Server, name: str, example: int) -> None:
    server.post(f"projects/{require_project(server, name).id}/examples/{example}/states", {})


def one_example(server: Server, name: str) -> transfer.Example:
    [example] = take_snapshot(server, require_project(server, name)).examples.values()
    return example


def test_500_paragraphs_come_back_to_the_last_code_point(doccano: Doccano, tmp_path: Path) -> None:
    server, article = doccano.login(), hard_article(500)
    report = push(server, [article], "hard", folder=tmp_path)
    assert (report.created, report.uploaded) == (True, 500)
    examples = take_snapshot(server, require_project(server, "hard")).examples.values()
    places = [(example.payload["start"], example.payload["end"]) for example in examples]
    assert [example.text for example in examples] == [article.text[start:end] for start, end in places]
    assert "".join("".join(example.text for example in examples).split()) == "".join(article.text.split())
    [back] = pull(server, "hard", folder=tmp_path).articles
    assert in_text_order(back) == article.entities
    assert (back.text, back.relations) == (article.text, article.relations)
    again = push(server, [article], "hard", folder=tmp_path)
    assert (again.uploaded, again.updated, again.unchanged) == (0, 0, 500)
    assert server_count(doccano, server, "hard") == 500


def test_the_project_is_made_for_nested_spans_and_several_people(doccano: Doccano, tmp_path: Path) -> None:
    server = doccano.login()
    text = "Протокол КР"
    push(server, [Article(id="a", text=text, entities=spans(text, ("EVENT", "Протокол")))], "made", folder=tmp_path)
    project = require_project(server, "made")
    row = server.get(f"projects/{project.id}")
    assert row["allow_overlapping"] and row["use_relation"] and row["collaborative_annotation"]
    assert not row["grapheme_mode"]
    types = {t["text"]: t for t in server.get(f"projects/{project.id}/span-types")}
    assert set(types) == {*SPAN_STYLES, "EVENT"}
    assert {t["text"]: t["suffix_key"] for t in server.get(f"projects/{project.id}/relation-types")} == {
        name: style.key for name, style in RELATION_STYLES.items()
    }
    assert (types["DATE"]["suffix_key"], types["DATE"]["background_color"]) == ("d", SPAN_STYLES["DATE"].background)


def test_two_annotators_and_their_status(doccano: Doccano, tmp_path: Path) -> None:
    admin = doccano.login()
    text = "🤝 Посольство КР в Баку"
    articles = [Article(id="a", text=text, entities=spans(text, ("ORG", "Посольство")))]
    report = push(admin, articles, "two", folder=tmp_path, annotators=["anna", "boris"])
    assert report.annotators == ["anna", "boris"]
    assert push(admin, articles, "two", folder=tmp_path, annotators=["anna"]).annotators == []
    number = one_example(admin, "two").id
    anna, boris = doccano.login("anna"), doccano.login("boris")
    add_span(anna, "two", number, 14, 16, "GPE")  # UTF-16: the emoji is two
    add_span(boris, "two", number, 19, 23, "GPE")
    project = require_project(anna, "two")
    anna.post(f"projects/{project.id}/comments?example={number}", {"text": "КР внутри ORG? 🤝"})
    before = project_status(admin, "two", folder=tmp_path)
    assert msgspec.to_builtins(before.articles["a"]) == {
        "examples": 1, "confirmed": 0, "changed": 1, "comments": 1, "open_comments": 1,
    }  # fmt: skip
    confirm(boris, "two", number)
    after = project_status(admin, "two", folder=tmp_path)
    assert (after.articles["a"].confirmed, after.articles["a"].open_comments) == (1, 0)
    people = {name: (p.confirmed, p.spans, p.comments) for name, p in after.annotators.items()}
    assert people == {"admin": (0, 0, 0), "anna": (0, 1, 1), "boris": (1, 1, 0)}
    [back] = pull(admin, "two", folder=tmp_path).articles
    assert [(e.text, e.by) for e in back.entities] == [("Посольство", None), ("КР", "anna"), ("Баку", "boris")]
    [unit] = back.pipeline["doccano"]["units"]
    assert (unit["confirmed_by"], unit["comments"][0]["user"]) == ("boris", "anna")
    assert unit["comments"][0]["text"] == "КР внутри ORG? 🤝"
    with pytest.raises(InputError, match="user 'anna' may not do"):
        push(anna, articles, "two", folder=tmp_path)
    with pytest.raises(InputError, match="no user 'vera'"):
        push(admin, articles, "two", folder=tmp_path, annotators=["vera"])


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


def cleaned(raw: str, hyphen: str) -> Article:
    log = EditLog(raw)
    at = raw.index("-\n")
    log.replace(at, at + 2, hyphen, "hyphen")
    text, offsets = log.finish()
    return Article(id="a", text=text, source=Source(path="a.txt", sha256="0", edits=list(offsets.edits)))


def test_a_text_that_was_cleaned_anew(doccano: Doccano, tmp_path: Path) -> None:
    server = doccano.login()
    raw = "Политиче-\nское общество Азери в Баку.\n\nМИД КР.\n\nУчени-\nки из Оша.".replace("Учени-\n", "Учени")
    old, new = cleaned(raw, "-"), cleaned(raw, "")
    push(server, [old], "cleaned", folder=tmp_path)
    first = min(take_snapshot(server, require_project(server, "cleaned")).examples)
    start = old.text.index("общество Азери")
    add_span(server, "cleaned", first, start, start + len("общество Азери"), "ORG")
    add_span(server, "cleaned", first, old.text.index("-"), old.text.index("-") + 1, "DATE")
    new = msgspec.structs.replace(new, entities=spans(new.text, ("GPE", "Баку"), ("ORG", "МИД КР")))
    report = push(server, [new], "cleaned", folder=tmp_path)
    assert "keeps the old text" in "".join(report.notes)
    assert (report.uploaded, report.updated, report.removed) == (0, 2, 0)
    assert server_count(doccano, server, "cleaned") == 3
    result = pull(server, "cleaned", folder=tmp_path)
    [back] = result.articles
    assert back.text == new.text
    assert [e.text for e in back.entities] == ["общество Азери", "Баку", "МИД КР"]
    assert [raw[e.source_start : e.source_end] for e in back.entities if e.source_start] == ["общество Азери"]
    assert [(item.kind, item.theirs[0].text) for item in result.items] == [("unanchored", "-")]


def test_an_untouched_text_that_was_cleaned_anew_is_replaced(doccano: Doccano, tmp_path: Path) -> None:
    server = doccano.login()
    raw = "Политиче-\nское общество.\n\nМИД КР."
    push(server, [cleaned(raw, "-")], "replaced", folder=tmp_path)
    report = push(server, [cleaned(raw, "")], "replaced", folder=tmp_path)
    assert (report.uploaded, report.removed, report.unchanged) == (1, 1, 1)
    texts = [e.text for e in take_snapshot(server, require_project(server, "replaced")).examples.values()]
    assert sorted(texts) == ["МИД КР.", "Политическое общество."]


def test_least_sure_first(doccano: Doccano, tmp_path: Path) -> None:
    server, article = doccano.login(), hard_article(20, seed=3)
    push(server, [article], "order", folder=tmp_path, order="uncertain")
    project = require_project(server, "order")
    starts = [row["meta"]["payload"]["start"] for row in server.rows(f"projects/{project.id}/examples")]

    def doubt(start: int, end: int) -> float:
        product = 1.0
        for entity in article.entities:
            if start <= entity.start_offset < end and entity.score is not None:
                product *= entity.score
        return 1 - product

    bounds = [*sorted(starts), len(article.text)]
    doubts = {start: doubt(start, end) for start, end in zip(bounds, bounds[1:], strict=False)}
    assert len(starts) == 20
    assert [doubts[start] for start in starts] == sorted(doubts.values(), reverse=True)


@contextmanager
def killed_when_the_first_rows_are_in(doccano: Doccano, before: int) -> Iterator[None]:
    """Kill the server with SIGKILL as soon as its data base shows rows of the import."""
    done = threading.Event()

    def watch() -> None:
        deadline = time.monotonic() + 60
        address = f"file:{doccano.place.home / 'db.sqlite3'}?mode=ro"
        while time.monotonic() < deadline and not done.is_set():
            with closing(sqlite3.connect(address, uri=True, timeout=5)) as base:
                if base.execute("select count(*) from examples_example").fetchone()[0] > before:
                    stop(doccano.process, kill=True)
                    return
            time.sleep(0.005)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


def test_a_server_killed_in_the_middle_of_a_push(
    doccano: Doccano, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transfer, "MOST_ROWS", 60)
    server, article = doccano.login(), hard_article(240, seed=5)
    with closing(sqlite3.connect(doccano.place.home / "db.sqlite3")) as base:
        before = base.execute("select count(*) from examples_example").fetchone()[0]
    with (
        killed_when_the_first_rows_are_in(doccano, before),
        pytest.raises(InputError, match="no doccano answers there"),
    ):
        push(server, [article], "killed", folder=tmp_path)
    assert doccano.process.poll() is not None
    doccano.restart()
    server = doccano.login()
    landed = server_count(doccano, server, "killed")
    assert 0 < landed < 240
    report = push(server, [article], "killed", folder=tmp_path)
    assert 0 < report.uploaded <= 240
    assert server_count(doccano, server, "killed") == 240
    [back] = pull(server, "killed", folder=tmp_path).articles
    assert in_text_order(back) == article.entities
    assert back.relations == article.relations
    assert push(server, [article], "killed", folder=tmp_path).uploaded == 0


def test_changes_that_were_cut_off_are_not_taken_for_a_persons(
    doccano: Doccano, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = doccano.login()
    text = "Посольство КР, МИД КР"
    old = Article(id="a", text=text, entities=spans(text, ("ORG", "Посольство"), ("ORG", "МИД")))
    new = Article(id="a", text=text, entities=spans(text, ("ORG", "Посольство КР"), ("ORG", "МИД КР")))
    push(server, [old], "cut", folder=tmp_path)
    posts: list[str] = []
    honest = Server.post

    def failing(self: Server, resource: str, body: object) -> object:
        if resource.endswith("/spans"):
            posts.append(resource)
            if len(posts) == 2:
                raise InputError("cut off")
        return honest(self, resource, body)

    monkeypatch.setattr(Server, "post", failing)
    with pytest.raises(InputError, match="cut off"):
        push(server, [new], "cut", folder=tmp_path)
    monkeypatch.setattr(Server, "post", honest)
    report = push(server, [new], "cut", folder=tmp_path)
    assert (report.updated, report.items) == (1, [])
    assert sorted(text[k[0] : k[1]] for k in one_example(server, "cut").found.spans.values()) == [
        "МИД КР", "Посольство КР",
    ]  # fmt: skip
    assert push(server, [old], "cut", folder=tmp_path).items == []


def test_doubled_examples_go_unless_somebody_worked_on_them(
    doccano: Doccano, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, article = doccano.login(), hard_article(3, seed=9)

    def twice(server: Server, project: object, rows: list[object]) -> None:
        transfer.upload(server, project, [*rows, *rows])  # type: ignore[arg-type]

    monkeypatch.setattr(pushing, "upload", twice)
    report = push(server, [article], "doubled", folder=tmp_path)
    assert (report.uploaded, report.removed, server_count(doccano, server, "doubled")) == (3, 3, 3)
    assert in_text_order(pull(server, "doubled", folder=tmp_path).articles[0]) == article.entities


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


def test_wrong_password_and_no_such_project(doccano: Doccano, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="refuses user 'admin' with this password") as caught:
        connect(Login(doccano.place.url, "admin", "not-the-password"))
    assert "not-the-password" not in str(caught.value)
    with pytest.raises(InputError, match="has no project 'nothing'; there is"):
        pull(doccano.login(), "nothing", folder=tmp_path)
    with pytest.raises(InputError, match="has no project 'nothing'"):
        project_status(doccano.login(), "nothing", folder=tmp_path)


def test_a_project_that_would_lose_spans_is_refused(doccano: Doccano, tmp_path: Path) -> None:
    server = doccano.login()
    server.post(
        "projects",
        {"name": "flat", "description": "x", "project_type": "SequenceLabeling",
         "resourcetype": "SequenceLabelingProject", "tags": [], "allow_overlapping": False},
    )  # fmt: skip
    with pytest.raises(InputError, match="allow_overlapping, use_relation, collaborative_annotation"):
        find_project(server, "flat")


def test_a_silent_server() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(InputError, match=r"did not answer 'login' within 0.3 s"):
            connect(Login(url, "admin", "x"), timeout=0.3)
    with pytest.raises(InputError, match="no doccano answers there"):
        connect(Login(url, "admin", "x"), timeout=0.3)


@pytest.mark.parametrize("body", [b"<html>Hello</html>", b"[]", b"null", b'{"key": 1}', b"\xff\xfe"])
def test_a_server_that_is_no_doccano(body: bytes) -> None:
    class Answer(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Answer) as other:
        thread = threading.Thread(target=other.serve_forever)
        thread.start()
        try:
            with pytest.raises(InputError, match="is not doccano's; check the address"):
                connect(Login(f"http://127.0.0.1:{other.server_address[1]}", "admin", "x"), timeout=5)
        finally:
            other.shutdown()
            thread.join()


@pytest.mark.parametrize(
    "body",
    ["", "null", "[]", "{}", "7", '{"count": "many", "results": []}', '{"count": 1, "results": [7]}', '[{"id": 1}]'],
)
def test_malformed_answers(doccano: Doccano, body: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import requests

    server = doccano.login()
    answer = requests.Response()
    answer.status_code, answer._content = 200, body.encode()
    for method in ("get", "post"):
        monkeypatch.setattr(server.client._base_repository, method, lambda *args, **kwargs: answer)
    with pytest.raises(InputError, match="is not doccano's"):
        push(server, [Article(id="a", text="Ош")], "malformed", folder=tmp_path)


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x05\x06" + b"\0" * 18])
def test_malformed_export(doccano: Doccano, content: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    server = doccano.login()
    push(server, [Article(id="a", text="Ош")], "malformed", folder=tmp_path)
    monkeypatch.setattr(Server, "content", lambda self, resource, **params: content)
    with pytest.raises(InputError, match="the answer to 'download' is not doccano's"):
        pull(server, "malformed", folder=tmp_path)


def test_the_commands(doccano: Doccano, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from letopis.cli.doccano import app

    monkeypatch.setenv("LETOPIS_DOCCANO_URL", doccano.place.url)
    monkeypatch.setenv("LETOPIS_DOCCANO_USER", "admin")
    monkeypatch.setenv("LETOPIS_DOCCANO_PASSWORD", doccano.password)
    monkeypatch.chdir(tmp_path)
    article = hard_article(4, seed=13)
    write_jsonl(Path("in.jsonl"), [article])
    run = CliRunner()
    pushed = run.invoke(app, ["push", "in.jsonl", "--project", "Договоры", "--annotator", "anna"])
    assert "4 examples uploaded" in pushed.stdout, pushed.output
    assert "annotators added: anna" in pushed.stdout
    again = json.loads(run.invoke(app, ["push", "in.jsonl", "--project", "Договоры", "--json"]).stdout)
    assert (again["uploaded"], again["unchanged"], again["review"]) == (0, 4, [])
    pulled = run.invoke(app, ["pull", "--project", "Договоры", "-o", "out"])
    assert "1 articles written to out" in pulled.stdout, pulled.output
    assert sorted(path.name for path in Path("out").iterdir()) == ["hard4.jsonl", "review.json"]
    status = json.loads(run.invoke(app, ["status", "--project", "Договоры", "--json"]).stdout)
    assert status["articles"]["hard4"]["examples"] == 4
    assert "hard4" in run.invoke(app, ["status", "--project", "Договоры"]).stdout
    base = load_base(Path("annotations/.doccano"), "Договоры")
    assert base is not None
    assert len(base.entries) == 4
    refused = run.invoke(app, ["push", "in.jsonl", "--project", "Договоры", "--unit", "article"])
    assert isinstance(refused.exception, InputError)
    assert run.invoke(app, ["push", "in.jsonl", "--project", "x", "--order", "backwards"]).exit_code == 2
    written = [path for path in [*tmp_path.rglob("*"), *doccano.place.home.rglob("*")] if path.is_file()]
    assert not [path for path in written if doccano.password.encode() in path.read_bytes()]
