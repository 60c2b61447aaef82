"""People work in doccano while pushes run, are cut off, and run twice: nothing of theirs is lost, nothing doubled."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

import doccano_server
from doccano_proxy import Proxy, proxied
from doccano_server import Doccano, add_span, confirm, count_examples, delete_span, spans
from letopis.doccano import push as pushing
from letopis.doccano import transfer
from letopis.doccano.base import base_path
from letopis.doccano.connection import Login, Server, connect
from letopis.doccano.lock import LOCK, PREFIX, locked, marked
from letopis.doccano.projects import Project, require_project
from letopis.doccano.pull import pull
from letopis.doccano.push import push
from letopis.doccano.snapshot import take_snapshot
from letopis.doccano.transfer import Example
from letopis.errors import InputError
from letopis.formats.jsonl import write_jsonl
from letopis.records import Article, Relation

doccano = doccano_server.doccano

TEXT = "\n\n".join(f"Посольство {name} в Баку и МИД" for name in ("КР", "АР", "РТ", "РФ"))


def articles(label: str, *fragments: str) -> list[Article]:
    """An article of four paragraphs; each has a span for each fragment, and a relation when there are two."""
    entities, relations = [], []
    start = 0
    for paragraph in TEXT.split("\n\n"):
        ids = []
        for found in spans(paragraph, *((label, fragment) for fragment in fragments)):
            ids.append(len(entities) + 1)
            place = {"start_offset": found.start_offset + start, "end_offset": found.end_offset + start}
            entities.append(found.__class__(id=ids[-1], label=label, text=found.text, **place))
        if len(ids) > 1:
            relations.append(Relation(id=len(relations) + 1, type="party", from_id=ids[0], to_id=ids[1]))
        start += len(paragraph) + 2
    return [Article(id="a", text=TEXT, entities=entities, relations=relations)]


def held(server: Server, name: str) -> list[Example]:
    return list(take_snapshot(server, require_project(server, name)).examples.values())


def marks(example: Example) -> list[tuple[str, str]]:
    return sorted((example.text[key[0] : key[1]], key[2]) for key in example.found.spans.values())


def relabel(server: Server, name: str, example: int, span: int, label: str) -> None:
    project = require_project(server, name)
    resource = f"projects/{project.id}/examples/{example}/spans/{span}"
    session = server.client._base_repository
    url = f"{session.api_url}/{resource}"
    session._session.patch(url, json={"label": project.span_types[label]}).raise_for_status()


def edits(anna: Server, name: str, examples: list[Example]) -> list[Callable[[], None]]:
    """What a person may do to the second example, one way each."""
    example = examples[1]
    span = min(example.found.spans)

    def comment() -> None:
        project = require_project(anna, name)
        anna.post(f"projects/{project.id}/comments?example={example.id}", {"text": "Правило: ?"})

    return [
        lambda: add_span(anna, name, example.id, 16, 20, "GPE") and None,
        lambda: relabel(anna, name, example.id, span, "PERSON"),
        lambda: delete_span(anna, name, example.id, span),
        lambda: confirm(anna, name, example.id),
        comment,
    ]


def through(doccano: Doccano, proxy: Proxy) -> Server:
    return connect(Login(proxy.url, "admin", doccano.password))


@pytest.mark.parametrize("kind", range(5), ids=["adds", "relabels", "deletes", "confirms", "comments"])
def test_what_somebody_does_while_a_push_runs_is_left_and_named(doccano: Doccano, kind: int, tmp_path: Path) -> None:
    admin, name = doccano.login(), f"meanwhile {kind}"
    push(admin, articles("ORG", "Посольство"), name, folder=tmp_path, annotators=["anna"])
    examples = held(admin, name)
    edit = edits(doccano.login("anna"), name, examples)[kind]
    with proxied(doccano.place.url) as proxy:
        server = through(doccano, proxy)

        def hold(method: str, path: str) -> None:
            # The first change of the first example waits while somebody works on the second.
            if method == "DELETE" and "/spans/" in path and not done:
                done.append(path)
                edit()

        done: list[str] = []
        proxy.before = hold
        report = push(server, articles("ORG", "МИД"), name, folder=tmp_path)
    assert done
    edited = next(example for example in held(admin, name) if example.id == examples[1].id)
    assert marks(edited) == [
        [("Баку", "GPE"), ("Посольство", "ORG")], [("Посольство", "PERSON")], [], [("Посольство", "ORG")],
        [("Посольство", "ORG")],
    ][kind]  # fmt: skip
    assert (report.updated, report.left) == (3, 1)
    assert any(f"example {edited.id}: somebody worked on it" in note for note in report.notes)
    again = push(admin, articles("ORG", "МИД"), name, folder=tmp_path)
    assert again.left == 0
    others = [marks(example) for example in held(admin, name) if example.id != edited.id]
    assert others == [[("МИД", "ORG")]] * 3


def test_what_is_confirmed_while_it_is_changed_is_put_back(doccano: Doccano, tmp_path: Path) -> None:
    admin, anna, name = doccano.login(), doccano.login("anna"), "put back"
    push(admin, articles("ORG", "Посольство", "МИД"), name, folder=tmp_path, annotators=["anna"])
    first = held(admin, name)[0]
    with proxied(doccano.place.url) as proxy:
        server, done = through(doccano, proxy), []

        def hold(method: str, path: str) -> None:
            if method == "DELETE" and "/spans/" in path and not done:
                done.append(path)
                confirm(anna, name, first.id)

        proxy.before = hold
        report = push(server, articles("ORG", "Баку"), name, folder=tmp_path)
    now = held(admin, name)[0]
    assert now.found.confirmed
    assert marks(now) == marks(first)
    assert len(now.found.links) == len(first.found.links) == 1
    assert report.left == 1
    assert any("worked on it while it was being changed" in note for note in report.notes)
    # What was put back is still known as ours: opened again, it follows the extraction.
    confirm(anna, name, first.id)
    assert push(admin, articles("ORG", "Баку"), name, folder=tmp_path).updated == 1
    assert marks(held(admin, name)[0]) == [("Баку", "ORG")]


@pytest.mark.parametrize("act", ["relabel", "delete", "link", "delete the example"])
def test_what_is_touched_between_two_requests_is_put_back(doccano: Doccano, act: str, tmp_path: Path) -> None:
    """The first of two spans is gone already when somebody takes the second."""
    admin, anna, name = doccano.login(), doccano.login("anna"), f"between {act}"
    push(admin, articles("ORG", "Посольство", "МИД"), name, folder=tmp_path, annotators=["anna"])
    first = held(admin, name)[0]
    second = max(first.found.spans)
    with proxied(doccano.place.url) as proxy:
        server, done = through(doccano, proxy), []

        def hold(method: str, path: str) -> None:
            if method == "DELETE" and "/spans/" in path and not done:
                done.append(path)
                if act == "relabel":
                    relabel(anna, name, first.id, second, "PERSON")
                elif act == "delete":
                    delete_span(anna, name, first.id, second)
                elif act == "link":
                    project, other = require_project(anna, name), add_span(anna, name, first.id, 11, 13, "GPE")
                    body = {"from_id": second, "to_id": other, "type": project.relation_types["based_on"]}
                    anna.post(f"projects/{project.id}/examples/{first.id}/relations", body)
                else:
                    admin.delete(f"projects/{require_project(admin, name).id}/examples/{first.id}")

        proxy.before = hold
        report = push(server, articles("ORG", "Баку"), name, folder=tmp_path)
    assert (report.left, report.updated) == (1, 3)
    assert any(f"example {first.id}: somebody worked on it while it was being changed" in note for note in report.notes)
    now = [marks(example) for example in held(admin, name) if example.id == first.id]
    linked = [("КР", "GPE"), ("МИД", "ORG")]
    assert now == {
        "relabel": [[("МИД", "PERSON"), ("Посольство", "ORG")]], "delete": [[("Посольство", "ORG")]],
        "link": [[*linked, ("Посольство", "ORG")]],
    }.get(act, [])  # fmt: skip
    push(admin, articles("ORG", "Баку", "МИД"), name, folder=tmp_path)
    now = [marks(example) for example in held(admin, name) if example.id == first.id]
    assert now == {
        "relabel": [[("Баку", "ORG"), ("МИД", "PERSON")]], "delete": [[("Баку", "ORG")]],
        "link": [[("Баку", "ORG"), *linked]],
    }.get(act, [])  # fmt: skip


def test_a_new_span_in_the_very_moment_is_named(doccano: Doccano, tmp_path: Path) -> None:
    admin, anna, name = doccano.login(), doccano.login("anna"), "moment"
    push(admin, articles("ORG", "Посольство"), name, folder=tmp_path, annotators=["anna"])
    first = held(admin, name)[0]
    with proxied(doccano.place.url) as proxy:
        server, done = through(doccano, proxy), []

        def hold(method: str, path: str) -> None:
            if method == "DELETE" and "/spans/" in path and not done:
                done.append(path)
                add_span(anna, name, first.id, 11, 13, "GPE")

        proxy.before = hold
        report = push(server, articles("ORG", "МИД"), name, folder=tmp_path)
    assert marks(held(admin, name)[0]) == [("КР", "GPE"), ("МИД", "ORG")]
    assert any(f"example {first.id}: somebody worked on it after it was changed" in note for note in report.notes)


@pytest.mark.parametrize("act", ["confirm", "add"])
def test_a_text_that_changed_is_not_replaced_under_somebodys_hands(doccano: Doccano, act: str, tmp_path: Path) -> None:
    from evaluation_records import cleaned

    admin, anna, name = doccano.login(), doccano.login("anna"), f"replaced under {act}"
    raw = "Ученые из Оша пишут.\n\nПолитиче-\nское общество."
    push(admin, [cleaned(raw, [("-\n", "-")])], name, folder=tmp_path, annotators=["anna"])
    [old] = [example for example in held(admin, name) if "Полит" in example.text]
    with proxied(doccano.place.url) as proxy:
        server, done = through(doccano, proxy), []

        def hold(method: str, path: str) -> None:
            # All is planned once the project was exported.
            if method == "GET" and path.endswith(f"/examples/{old.id}") and not done:
                done.append(path)
                confirm(anna, name, old.id) if act == "confirm" else add_span(anna, name, old.id, 0, 9, "ORG")

        proxy.before = hold
        report = push(server, [cleaned(raw, [("-\n", "")])], name, folder=tmp_path)
    assert done
    assert (report.removed, report.uploaded, report.left, count_examples(admin, name)) == (0, 0, 1, 2)
    again = push(admin, [cleaned(raw, [("-\n", "")])], name, folder=tmp_path)
    assert (again.removed, again.uploaded) == (0, 0)
    assert any("keeps the old text" in note for note in again.notes)


def edit_text(server: Server, name: str, example: int, text: str) -> None:
    session = server.client._base_repository
    url = f"{session.api_url}/projects/{require_project(server, name).id}/examples/{example}"
    session._session.patch(url, json={"text": text}).raise_for_status()


def test_a_text_that_was_edited_and_put_back_is_read_again(doccano: Doccano, tmp_path: Path) -> None:
    admin, name = doccano.login(), "edited text"
    before = articles("ORG", "Посольство")
    push(admin, before, name, folder=tmp_path)
    first = held(admin, name)[0]
    edit_text(admin, name, first.id, "Нечто иное")
    report = push(admin, articles("ORG", "МИД"), name, folder=tmp_path)
    assert (report.updated, report.uploaded, report.removed) == (3, 0, 0)
    assert any("its spans are not read until it is put back" in note for note in report.notes)
    assert len(pull(admin, name, folder=tmp_path).articles[0].entities) == 4
    edit_text(admin, name, first.id, first.text)
    add_span(admin, name, first.id, 11, 13, "GPE")
    report = push(admin, articles("ORG", "МИД"), name, folder=tmp_path)
    assert (report.updated, report.uploaded) == (1, 0)
    assert marks(held(admin, name)[0]) == [("КР", "GPE"), ("МИД", "ORG")]
    assert [e.text for e in pull(admin, name, folder=tmp_path).articles[0].entities][:2] == ["КР", "МИД"]


def test_an_example_that_comes_back_is_noticed(doccano: Doccano, tmp_path: Path) -> None:
    admin, name = doccano.login(), "comes back"
    push(admin, articles("ORG", "Посольство"), name, folder=tmp_path)
    project, first = require_project(admin, name), held(admin, name)[0]
    admin.delete(f"projects/{project.id}/examples/{first.id}")
    assert any(
        "deleted in doccano" in note for note in push(admin, articles("ORG", "МИД"), name, folder=tmp_path).notes
    )
    row = transfer.make_row(first.text, first.found.spans.values(), [], first.payload)
    transfer.upload(admin, project, [row])
    report = push(admin, articles("ORG", "МИД"), name, folder=tmp_path)
    assert any("is in doccano again" in note for note in report.notes)
    assert [marks(example) for example in held(admin, name)] == [[("МИД", "ORG")]] * 4


@pytest.mark.parametrize("after", [1, 3, 4, 5])
def test_work_after_a_push_that_was_cut_off_stays(
    doccano: Doccano, after: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever request is the last one: a person's deletions and relations stay, all else is completed."""
    admin, name = doccano.login(), f"cut off {after}"
    push(admin, articles("ORG", "Посольство"), name, folder=tmp_path)
    requests: list[str] = []
    honest_post, honest_delete = Server.post, Server.delete

    def cut(resource: str) -> None:
        if "/spans" in resource or "/relations" in resource:
            requests.append(resource)
            if len(requests) > after:
                raise InputError("cut off")

    def post(self: Server, resource: str, body: object) -> object:
        cut(resource)
        return honest_post(self, resource, body)

    def delete(self: Server, resource: str, body: object = None) -> None:
        cut(resource)
        honest_delete(self, resource, body)

    monkeypatch.setattr(Server, "post", post)
    monkeypatch.setattr(Server, "delete", delete)
    new = articles("ORG", "МИД", "Баку")
    with pytest.raises(InputError, match="cut off"):
        push(admin, new, name, folder=tmp_path)
    monkeypatch.undo()
    project = require_project(admin, name)
    worked: dict[int, list[tuple[str, str]]] = {}
    for example in held(admin, name):
        ids = {example.text[key[0] : key[1]]: number for number, key in example.found.spans.items()}
        if "МИД" in ids:
            delete_span(admin, name, example.id, ids["МИД"])
            worked[example.id] = [("Баку", "ORG")]
        elif "Посольство" in ids:
            other = add_span(admin, name, example.id, 11, 13, "GPE")
            body = {"from_id": ids["Посольство"], "to_id": other, "type": project.relation_types["based_on"]}
            admin.post(f"projects/{project.id}/examples/{example.id}/relations", body)
            new_marks = [(example.text[11:13], "GPE"), ("Баку", "ORG"), ("МИД", "ORG"), ("Посольство", "ORG")]
            worked[example.id] = sorted(new_marks)
    push(admin, new, name, folder=tmp_path)
    for example in held(admin, name):
        assert marks(example) == worked.get(example.id, [("Баку", "ORG"), ("МИД", "ORG")])
        types = sorted(kind for kind, _, _ in example.found.links.values())
        assert types == (["based_on", "party"] if len(marks(example)) == 4 else ["party"] * (len(marks(example)) == 2))
    assert push(admin, new, name, folder=tmp_path).updated == 0


def test_work_on_examples_whose_upload_was_cut_off_stays(
    doccano: Doccano, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin, name = doccano.login(), "upload cut off"

    def cut(server: Server, project: Project, rows: list[transfer.Row]) -> None:
        transfer.upload(server, project, rows)
        raise InputError("cut off")

    monkeypatch.setattr(pushing, "upload", cut)
    records = articles("ORG", "Посольство", "МИД")
    with pytest.raises(InputError, match="cut off"):
        push(admin, records, name, folder=tmp_path)
    monkeypatch.undo()
    project, examples = require_project(admin, name), held(admin, name)
    first, second, third, _ = examples
    delete_span(admin, name, first.id, max(first.found.spans))
    admin.delete(f"projects/{project.id}/examples/{second.id}/relations/{min(second.found.links)}")
    ends = {"from_id": max(third.found.spans), "to_id": min(third.found.spans)}
    admin.post(
        f"projects/{project.id}/examples/{third.id}/relations", ends | {"type": project.relation_types["based_on"]}
    )
    before = {example.id: example.found for example in held(admin, name)}
    report = push(admin, records, name, folder=tmp_path)
    assert (report.removed, report.updated) == (0, 0)
    assert {example.id: example.found for example in held(admin, name)} == before
    assert sum("count as deleted by a person" in note for note in report.notes) == 2


def test_two_pushes_at_once_double_nothing(doccano: Doccano, tmp_path: Path) -> None:
    admin, name = doccano.login(), "at once"
    records = articles("ORG", "Посольство")
    outcomes: list[object] = []

    def run() -> None:
        try:
            server = connect(Login(doccano.place.url, "admin", doccano.password))
            outcomes.append(push(server, records, name, folder=tmp_path).uploaded)
        except InputError as error:
            outcomes.append(str(error))

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count_examples(admin, name) == 4
    assert outcomes.count(4) == 1
    assert all(isinstance(o, int) or "another push or pull of this machine" in str(o) for o in outcomes)
    assert not (tmp_path / LOCK).exists()


def test_a_push_from_another_machine_is_seen_by_its_marker(doccano: Doccano, tmp_path: Path) -> None:
    admin, name = doccano.login(), "two machines"
    records = articles("ORG", "Посольство")
    push(admin, records, name, folder=tmp_path / "here")
    project = require_project(admin, name)
    with locked(tmp_path / "there") as lock, marked(admin, project, lock):
        with pytest.raises(InputError, match=f"another push to '{name}' is under way: .* by admin on .* give --force"):
            push(admin, records, name, folder=tmp_path / "here")
        assert any("a push is under way" in note for note in pull(admin, name, folder=tmp_path / "here").notes)
        report = push(admin, records, name, folder=tmp_path / "here", force=True)
    assert any("broke the marker of another push" in note and "by admin on" in note for note in report.notes)
    assert count_examples(admin, name) == 4
    assert admin.records(f"projects/{project.id}/tags") == []
    assert [path.name for path in (tmp_path / "here").iterdir()] == ["two machines.json".replace(" ", "%20")]


def test_a_later_marker_gives_way(doccano: Doccano, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    admin, name = doccano.login(), "later marker"
    push(admin, articles("ORG", "МИД"), name, folder=tmp_path)
    project = require_project(admin, name)
    honest = Server.post

    def slow(self: Server, resource: str, body: object) -> object:
        if resource.endswith("/tags"):
            honest(self, resource, {"text": f"{PREFIX}other by boris on elsewhere"})
        return honest(self, resource, body)

    monkeypatch.setattr(Server, "post", slow)
    with pytest.raises(InputError, match="by boris on elsewhere"):
        push(admin, articles("ORG", "МИД"), name, folder=tmp_path)
    assert len(admin.records(f"projects/{project.id}/tags")) == 1


def test_a_push_that_was_killed_locks_nobody_out_and_leaves_no_text(
    doccano: Doccano, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin, name = doccano.login(), "killed client"
    records, temporary = tmp_path / "in.jsonl", tmp_path / "tmp"
    temporary.mkdir()
    write_jsonl(records, articles("ORG", "Посольство"))
    with proxied(doccano.place.url) as proxy:
        started: list[subprocess.Popen[bytes]] = []

        def kill(method: str, path: str) -> None:
            if method == "POST" and path.endswith(("/fp/process/", "/upload")):
                started[0].kill()
                started[0].wait()

        proxy.before = kill
        environment = os.environ | {"TMPDIR": str(temporary), "LETOPIS_DOCCANO_PASSWORD": doccano.password}
        script = "from letopis.cli.doccano import app; app()"
        command = [
            sys.executable,
            "-c",
            script,
            "push",
            str(records),
            "-p",
            name,
            "--url",
            proxy.url,
            "--user",
            "admin",
        ]
        started.append(subprocess.Popen([*command, "--base", str(tmp_path / "base")], env=environment))
        started[0].wait(60)
    assert started[0].returncode == -signal.SIGKILL
    assert list(temporary.rglob("*")) == []
    assert len(admin.records(f"projects/{require_project(admin, name).id}/tags")) == 1
    report = push(admin, articles("ORG", "Посольство"), name, folder=tmp_path / "base")
    assert (report.uploaded, count_examples(admin, name)) == (4, 4)
    assert admin.records(f"projects/{require_project(admin, name).id}/tags") == []


def rename(server: Server, project: Project, name: str) -> None:
    session = server.client._base_repository
    body = {"name": name, "resourcetype": "SequenceLabelingProject"}
    session._session.patch(f"{session.api_url}/projects/{project.id}", json=body).raise_for_status()


def test_the_base_follows_a_renamed_project_and_is_nobody_elses(doccano: Doccano, tmp_path: Path) -> None:
    admin = doccano.login()
    push(admin, articles("ORG", "Посольство", "МИД"), "old name", folder=tmp_path)
    first = held(admin, "old name")[0]
    delete_span(admin, "old name", first.id, min(first.found.spans))
    rename(admin, require_project(admin, "old name"), "new name")
    kept = base_path(tmp_path, "old name").read_bytes()
    other = push(admin, articles("GPE", "Баку"), "old name", folder=tmp_path)
    assert (other.created, other.uploaded) == (True, 4)
    assert base_path(tmp_path, "old name").read_bytes() == kept
    assert len(pull(admin, "new name", folder=tmp_path).articles[0].entities) == 7
    report = push(admin, articles("ORG", "Посольство", "МИД"), "new name", folder=tmp_path)
    assert (report.uploaded, report.updated, report.items) == (0, 0, [])
    assert any("was named 'old name'" in note for note in report.notes)
    assert [e.label for e in pull(admin, "old name", folder=tmp_path).articles[0].entities] == ["GPE"] * 4
    assert len(list(tmp_path.glob("*.json"))) == 2


def test_a_project_that_was_deleted_and_made_anew_keeps_the_old_base(doccano: Doccano, tmp_path: Path) -> None:
    admin, name = doccano.login(), "made anew"
    push(admin, articles("ORG", "Посольство"), name, folder=tmp_path)
    kept = base_path(tmp_path, name).read_bytes()
    admin.delete(f"projects/{require_project(admin, name).id}")
    assert push(admin, articles("ORG", "МИД"), name, folder=tmp_path).uploaded == 4
    assert base_path(tmp_path, name).read_bytes() == kept
