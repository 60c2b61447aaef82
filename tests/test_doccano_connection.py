"""What the connection to doccano refuses to do, and what it says when an answer is none."""

from __future__ import annotations

import http.client
import re
import socket
import threading
from pathlib import Path

import pytest

import doccano_server
from doccano_proxy import Proxy, answer, proxied
from doccano_server import Doccano, hard_article, skip_without_client
from letopis.doccano import pull as pulling
from letopis.doccano.connection import Login, Server, connect
from letopis.doccano.login import find_login
from letopis.doccano.pull import PullResult, pull, write_pull
from letopis.doccano.push import push
from letopis.doccano.server import PINS
from letopis.errors import InputError, OutputError
from letopis.formats.jsonl import read_articles
from letopis.records import Article

doccano = doccano_server.doccano
ROOT = Path(__file__).parent.parent
NOWHERE = "http://127.0.0.1:9"
LOGGED_IN = answer(200, b'{"key": "x"}', Set_Cookie="csrftoken=x")


def logged_in(proxy: Proxy) -> Server:
    proxy.before = lambda method, path: LOGGED_IN
    return connect(Login(proxy.url, "admin", "not-to-be-told"))


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_password_is_sent_to_no_other_host(status: int) -> None:
    skip_without_client()
    with proxied(NOWHERE) as there, proxied(NOWHERE) as elsewhere:
        elsewhere.before = lambda method, path: LOGGED_IN
        there.before = lambda method, path: answer(status, Location=f"{elsewhere.url}{path}")
        with pytest.raises(InputError, match=f"redirect to {elsewhere.url}, which is not followed; .*--url"):
            connect(Login(there.url, "admin", "not-to-be-told"))
        assert elsewhere.seen == []


@pytest.mark.parametrize("target", ["https://127.0.0.1/v1/x", "http://localhost:1/v1/x", "//doccano.example/x"])
def test_no_redirect_leads_to_another_scheme_or_host(target: str) -> None:
    skip_without_client()
    with proxied(NOWHERE) as proxy:
        server = logged_in(proxy)
        proxy.before = lambda method, path: answer(302, Location=target)
        with pytest.raises(InputError, match="which is not followed"):
            server.get("projects")


def test_a_change_is_not_redirected_but_a_question_may_be() -> None:
    skip_without_client()
    with proxied(NOWHERE) as proxy:
        server = logged_in(proxy)
        proxy.before = lambda method, path: (
            answer(200, b'{"here": 1}') if path == "/v1/new" else answer(301, Location="/v1/new")
        )
        assert server.get("old") == {"here": 1}
        with pytest.raises(InputError, match="which is not followed"):
            server.post("old", {})
        with pytest.raises(InputError, match="which is not followed"):
            server.delete("old")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (answer(401), r"no longer knows the login of user 'admin' \(401 for 'projects'\)"),
        (answer(403), "user 'admin' may not do 'projects'; .* project administrator"),
        (answer(404), "there is no 'projects'; was the project deleted, or is there another server"),
        (answer(500, b'{"detail": "oops"}'), "refused 'projects' with status 500.*oops"),
        (b"", "connection broke off before the answer to 'projects' was whole"),
        (answer(200, b"[1, 2]")[:-3], "connection broke off before the answer to 'projects' was whole"),
        (answer(200, b"<html>"), "the answer to 'projects' is not doccano's"),
    ],
    ids=["401", "403", "404", "500", "dropped", "cut", "html"],
)
def test_what_an_answer_means_is_said(given: bytes, message: str) -> None:
    skip_without_client()
    with proxied(NOWHERE) as proxy:
        server = logged_in(proxy)
        proxy.before = lambda method, path: given
        for ask in (lambda: server.get("projects"), lambda: server.post("projects", {})):
            with pytest.raises(InputError, match=message) as caught:
                ask()
            assert "not-to-be-told" not in str(caught.value)


def test_404_after_a_redirect_speaks_of_the_address() -> None:
    skip_without_client()
    with proxied(NOWHERE) as proxy:
        server = logged_in(proxy)
        proxy.before = lambda method, path: (
            answer(404) if path.startswith("/login") else answer(302, Location="/login?next=/v1/projects")
        )
        for ask in (server.get, server.find):
            with pytest.raises(InputError, match=r"no 'projects' after a redirect to .*/login\?next=.*--url"):
                ask("projects")


def test_an_address_without_doccano_is_named() -> None:
    skip_without_client()
    with proxied(NOWHERE) as proxy:
        proxy.before = lambda method, path: answer(404)
        with pytest.raises(InputError, match="there is no doccano at this address"):
            connect(Login(proxy.url, "admin", "x"))


@pytest.mark.parametrize(
    ("url", "warned"),
    [
        ("http://doccano.example", True),
        ("http://10.0.0.7:8000", True),
        ("https://doccano.example", False),
        ("http://127.0.0.1:8000", False),
        ("http://localhost:8000", False),
        ("http://[::1]:8000", False),
    ],
)
def test_plain_http_beyond_this_machine_is_warned_of(
    url: str, warned: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("NETRC", str(tmp_path / "nothing"))
    monkeypatch.setenv("LETOPIS_DOCCANO_PASSWORD", "x")
    assert any("unencrypted" in warning for warning in find_login(url, "anna").warnings) == warned


@pytest.mark.parametrize(("mode", "warned"), [(0o600, False), (0o640, True), (0o604, True), (0o400, False)])
@pytest.mark.parametrize("named", [True, False])
def test_a_netrc_that_others_can_read_is_warned_of(
    mode: int, warned: bool, named: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / ".netrc"
    path.write_text("machine doccano.example login anna password secret\n", encoding="utf-8")
    path.chmod(mode)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("NETRC", raising=False)
    for variable in ("USER", "PASSWORD", "URL"):
        monkeypatch.delenv(f"LETOPIS_DOCCANO_{variable}", raising=False)
    if named:
        monkeypatch.setenv("NETRC", str(path))
    login = find_login("https://doccano.example")
    assert (login.user, login.password) == ("anna", "secret")
    assert any("can be read by others" in warning and "chmod 600" in warning for warning in login.warnings) == warned
    assert find_login("https://other.example", "anna", lambda question: "x").warnings == ()


def test_our_server_answers_to_this_machine_alone(doccano: Doccano) -> None:
    for host, expected in (("127.0.0.1", 200), ("localhost", 200), ("doccano.example", 400)):
        connection = http.client.HTTPConnection("127.0.0.1", doccano.place.port, timeout=30)
        connection.request("GET", "/v1/health/", headers={"Host": host})
        status = connection.getresponse().status
        connection.close()
        assert (status == 400) == (expected == 400), host


def test_the_servers_environment_is_pinned_whole() -> None:
    lines = PINS.read_text(encoding="utf-8").splitlines()
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+( ; .+)?", line) for line in lines)
    names = [line.partition("==")[0] for line in lines]
    assert {"doccano", "django", "gunicorn", "marshmallow", "numpy", "setuptools", "celery"} <= set(names)
    assert names == sorted(names)
    audit = (ROOT / "Makefile").read_text(encoding="utf-8").partition("\naudit:")[2].partition("\n\n")[0]
    assert str(PINS.relative_to(ROOT)) in audit


def test_the_server_has_what_is_pinned(doccano: Doccano) -> None:
    import subprocess

    script = "from importlib.metadata import distributions as d; print(*(f'{x.name}=={x.version}' for x in d()))"
    done = subprocess.run([doccano.place.python, "-c", script], capture_output=True, text=True, check=True)
    pinned = {plain(line.partition(" ;")[0]) for line in PINS.read_text(encoding="utf-8").splitlines()}
    there = {plain(name) for name in done.stdout.split()}
    # Whatever makes environments brings these two along.
    assert {name for name in there - pinned if not name.startswith(("pip==", "setuptools=="))} == set()


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name.lower())


def test_a_pull_is_all_or_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    output = tmp_path / "out"
    write_pull(output, PullResult([Article(id="a", text="старый"), Article(id="b", text="старый")]))
    (output / "notes.txt").write_text("мои заметки", encoding="utf-8")
    honest = pulling.write_jsonl

    def full(path: Path, articles: list[Article]) -> None:
        if path.name == "b.jsonl":
            raise OutputError("the disk is full")
        honest(path, articles)

    monkeypatch.setattr(pulling, "write_jsonl", full)
    new = PullResult([Article(id="a", text="новый"), Article(id="b", text="новый")])
    with pytest.raises(OutputError, match="disk is full"):
        write_pull(output, new)
    assert [article.text for article in read_articles(output)] == ["старый", "старый"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    monkeypatch.undo()
    write_pull(output, new)
    assert [article.text for article in read_articles(output)] == ["новый", "новый"]
    assert sorted(path.name for path in output.iterdir()) == ["a.jsonl", "b.jsonl", "notes.txt", "review.json"]
    monkeypatch.chdir(output)
    with pytest.raises(OutputError, match="name one below this folder"):
        write_pull(Path(), new)


def test_a_pull_waits_for_no_push_of_its_own_folder(doccano: Doccano, tmp_path: Path) -> None:
    """Pulls may run side by side, and leave nothing in the folder of the base."""
    server = doccano.login()
    push(server, [hard_article(2, seed=21)], "side by side", folder=tmp_path)
    failures: list[Exception] = []

    def run() -> None:
        try:
            mine = connect(Login(doccano.place.url, "admin", doccano.password))
            assert len(pull(mine, "side by side", folder=tmp_path).articles) == 1
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(list(tmp_path.iterdir())) == 1


def test_nobody_listens() -> None:
    skip_without_client()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}"
        with pytest.raises(InputError, match="no doccano answers there"):
            connect(Login(url, "admin", "x"), timeout=2)
