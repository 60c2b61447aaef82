"""The reconciliation service, asked over HTTP as OpenRefine asks; the manifest is as the specification wants it."""

from __future__ import annotations

import http.client
import json
import re
from collections.abc import Iterator
from threading import Thread
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from authority_records import records, table
from letopis.authority.link import link_records
from letopis.authority.reconcile import MOST_QUERIES, Reconciler, subjects_of
from letopis.authority.serve import LARGEST_REQUEST, ReconciliationServer
from letopis.errors import OutputError

TEXTS = {"a": "В {GPE|Самару} прибыл {PERSON|Аскар Акаев}. С {PERSON|Акаевым} был {PERSON|П. Ёлкин}."}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReconciliationServer]:
    folder = tmp_path_factory.mktemp("run")
    run = link_records(records(folder, TEXTS), authority=[table(folder)])
    with ReconciliationServer(Reconciler(subjects_of(run))) as server:
        thread = Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


Answer = tuple[int, Any, dict[str, str]]


def ask(
    server: ReconciliationServer, method: str, path: str, body: str | None = None, headers: dict[str, str] | None = None
) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=10)
    try:
        form = {"Content-Type": "application/x-www-form-urlencoded"} if body is not None else {}
        connection.request(method, path, body, form | (headers or {}))
        answer = connection.getresponse()
        data = answer.read()
        shown = json.loads(data) if data and "json" in answer.headers["Content-Type"] else data.decode()
        return answer.status, shown, dict(answer.headers)
    finally:
        connection.close()


def reconciled(server: ReconciliationServer, **query: Any) -> list[dict[str, Any]]:
    body = urlencode({"queries": json.dumps({"q0": query})})
    status, answer, _ = ask(server, "POST", "/", body)
    assert status == 200, answer
    result: list[dict[str, Any]] = answer["q0"]["result"]
    return result


def own_id(server: ReconciliationServer) -> str:
    (number,) = (
        one for one, said in server.reconciler.subjects.items() if one[:7] == "person:" and "Акаев" in said.name
    )
    return number


def test_the_manifest(server: ReconciliationServer) -> None:
    status, manifest, headers = ask(server, "GET", "/")
    assert (status, manifest["versions"], manifest["name"]) == (200, ["0.2"], "Letopis")
    assert headers["Content-Type"].startswith("application/json")
    for space in ("identifierSpace", "schemaSpace"):
        assert manifest[space].startswith(server.address)
    assert {one["id"] for one in manifest["defaultTypes"]} == {"PERSON", "ORG", "GPE", "AGREEMENT"}
    assert "{{id}}" in manifest["view"]["url"]
    assert manifest["suggest"]["entity"] == {"service_url": server.address, "service_path": "/suggest/entity"}


def test_a_name_is_found_in_the_run_and_in_the_table(server: ReconciliationServer) -> None:
    found = reconciled(server, query="Акаев, Аскар", type="PERSON")
    assert [one["id"] for one in found] == [own_id(server), "wikidata:Q1"]
    assert {one["score"] for one in found} == {100.0}
    assert not any(one["match"] for one in found), "two that agree are not decided"
    assert found[0]["type"] == [{"id": "PERSON", "name": "Persons"}]


@pytest.mark.parametrize(
    ("query", "best", "match"),
    [
        ("Islom Karimov", "wikidata:Q2", True),
        ("И. Каримов", "wikidata:Q2", False),
        ("Самара", "gpe:самара", True),
        ("Frunze", "wikidata:Q5", True),
        ("Организация Объединенных Нации", "wikidata:Q6", False),
    ],
)
def test_who_is_found(server: ReconciliationServer, query: str, best: str, match: bool) -> None:
    found = reconciled(server, query=query)
    assert (found[0]["id"], found[0]["match"]) == (best, match)


def test_types_limits_and_nothing(server: ReconciliationServer) -> None:
    assert reconciled(server, query="Самара", type="PERSON") == []
    assert len(reconciled(server, query="Иван Орлов", limit=1)) == 1
    assert reconciled(server, query="Иван Орлов", limit=-3) == []
    assert reconciled(server, query="") == []
    assert reconciled(server, query="Иван Орлов", type=["PERSON", "GPE"], properties=[{"pid": "x", "v": 1}])


def test_a_batch_by_get(server: ReconciliationServer) -> None:
    queries = json.dumps({"q1": {"query": "Самара"}, "q2": {"query": "Никто"}})
    status, answer, _ = ask(server, "GET", f"/?queries={quote(queries)}")
    assert (status, answer["q1"]["result"][0]["name"], answer["q2"]["result"]) == (200, "Самара", [])


def test_suggestions_and_the_view(server: ReconciliationServer) -> None:
    status, answer, _ = ask(server, "GET", f"/suggest/entity?prefix={quote('акаев')}&cursor=0")
    assert status == 200
    assert {one["id"] for one in answer["result"]} == {own_id(server), "wikidata:Q1"}
    assert ask(server, "GET", "/suggest/entity?prefix=")[1] == {"result": []}
    status, page, headers = ask(server, "GET", f"/entity/{quote(own_id(server))}")
    assert status == 200
    assert "<h1>Аскар Акаев</h1>" in page
    assert headers["Content-Security-Policy"] == "default-src 'none'"
    assert ask(server, "GET", "/entity/nobody")[0] == 404
    assert ask(server, "GET", "/etc/passwd")[0] == 404


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "http://127.0.0.1.evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Host": "evil.example"}, 403),
        ({"Host": "localhost.evil.example:80"}, 403),
        ({"Origin": "http://127.0.0.1:3333"}, 200),
        ({"Origin": "http://localhost:3333"}, 200),
        ({"Host": "localhost:1"}, 200),
    ],
)
def test_only_this_machine_may_ask(server: ReconciliationServer, headers: dict[str, str], status: int) -> None:
    found, answer, given = ask(server, "GET", "/", headers=headers)
    assert found == status
    assert ("Акаев" in str(answer), given.get("Access-Control-Allow-Origin")) == (
        False, headers.get("Origin") if status == 200 else None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("queries=%7B", 400),
        ("queries=[]", 400),
        (urlencode({"queries": json.dumps({"q": {"no": 1}})}), 400),
        (urlencode({"queries": json.dumps({"q": {"query": "я" * 501}})}), 400),
        (urlencode({"queries": json.dumps({str(n): {"query": "я"} for n in range(MOST_QUERIES + 1)})}), 400),
        ("&".join(f"a{n}=1" for n in range(30)), 400),
        ("\udcff".encode("utf-8", "surrogateescape").decode("latin-1"), 200),
    ],
)
def test_bad_questions_are_answered(server: ReconciliationServer, body: str, status: int) -> None:
    found, answer, _ = ask(server, "POST", "/", body)
    assert found == status, answer
    assert status == 200 or re.search(r"\w", answer["error"])


def test_too_much_is_not_read(server: ReconciliationServer) -> None:
    status, answer, _ = ask(server, "POST", "/", None, {"Content-Length": str(LARGEST_REQUEST + 1)})
    assert (status, "at most" in answer["error"]) == (413, True)
    assert ask(server, "POST", "/", None, {"Content-Length": "-1"})[0] == 411


def test_a_port_that_is_taken(server: ReconciliationServer) -> None:
    with pytest.raises(OutputError, match=r"port \d+: cannot be served: .*; name another one"):
        ReconciliationServer(Reconciler([]), server.server_address[1])
