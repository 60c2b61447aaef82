"""What goes wrong between us and a real doccano server."""

from __future__ import annotations

import http.server
import socket
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

import doccano_server
from doccano_server import Doccano, count_examples, hard_article, in_text_order, one_example, skip_without_client, spans
from letopis.doccano import push as pushing
from letopis.doccano import transfer
from letopis.doccano.connection import Login, Server, connect
from letopis.doccano.projects import Project, find_project
from letopis.doccano.pull import pull
from letopis.doccano.push import push
from letopis.doccano.server import stop
from letopis.doccano.snapshot import project_status
from letopis.errors import InputError
from letopis.records import Article

doccano = doccano_server.doccano


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
        pytest.raises(InputError, match=r"the connection broke off|no doccano answers there"),
    ):
        push(server, [article], "killed", folder=tmp_path)
    assert doccano.process.poll() is not None
    doccano.restart()
    server = doccano.login()
    landed = count_examples(server, "killed")
    assert 0 < landed < 240
    report = push(server, [article], "killed", folder=tmp_path)
    assert 0 < report.uploaded <= 240
    assert count_examples(server, "killed") == 240
    [back] = pull(server, "killed", folder=tmp_path).articles
    assert in_text_order(back) == article.entities
    assert back.relations == article.relations
    assert push(server, [article], "killed", folder=tmp_path).uploaded == 0


def test_a_file_that_was_half_imported(doccano: Doccano, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server, article = doccano.login(), hard_article(3, seed=15)

    def half(server: Server, project: Project, rows: list[dict[str, object]]) -> None:
        # The server writes the texts of a file first, then the spans, then the relations.
        transfer.upload(server, project, [{**row, "entities": [], "relations": []} for row in rows])
        raise InputError("cut off")

    monkeypatch.setattr(pushing, "upload", half)
    with pytest.raises(InputError, match="cut off"):
        push(server, [article], "half", folder=tmp_path)
    monkeypatch.setattr(pushing, "upload", transfer.upload)
    report = push(server, [article], "half", folder=tmp_path)
    assert (report.uploaded, report.removed, count_examples(server, "half")) == (3, 3, 3)
    assert in_text_order(pull(server, "half", folder=tmp_path).articles[0]) == article.entities


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
    assert (report.uploaded, report.removed, count_examples(server, "doubled")) == (3, 3, 3)
    assert in_text_order(pull(server, "doubled", folder=tmp_path).articles[0]) == article.entities


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
    skip_without_client()
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
    skip_without_client()

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
