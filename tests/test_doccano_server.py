"""Push, pull and status on a real doccano server."""

from __future__ import annotations

import itertools
import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

import doccano_server
from doccano_server import (
    Doccano,
    add_span,
    confirm,
    count_examples,
    free_port,
    hard_article,
    in_text_order,
    one_example,
    spans,
)
from letopis.doccano.base import base_path, load_base
from letopis.doccano.projects import SETTINGS, require_project
from letopis.doccano.pull import pull
from letopis.doccano.push import push
from letopis.doccano.server import answers as server_answers
from letopis.doccano.server import port_is_free
from letopis.doccano.snapshot import project_status, take_snapshot
from letopis.errors import InputError
from letopis.formats.jsonl import write_jsonl
from letopis.labels import labels, relation_types
from letopis.records import Article

doccano = doccano_server.doccano


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
    assert count_examples(server, "hard") == 500


@pytest.mark.parametrize("text", ["café", "A treaty 🤝", "naïve résumé", "Ж", "“Азери” – КР"])
def test_a_short_file_keeps_its_characters(doccano: Doccano, text: str, tmp_path: Path) -> None:
    # doccano guesses the encoding of what it is sent, and a short file in UTF-8 makes it guess wrong.
    server, name = doccano.login(), f"short {text}"
    push(server, [Article(id="a", text=text)], name, folder=tmp_path)
    assert one_example(server, name).text == text


def test_the_project_is_made_for_nested_spans_and_several_people(doccano: Doccano, tmp_path: Path) -> None:
    server = doccano.login()
    text = "Протокол КР"
    push(server, [Article(id="a", text=text, entities=spans(text, ("EVENT", "Протокол")))], "made", folder=tmp_path)
    project = require_project(server, "made")
    row = server.get(f"projects/{project.id}")
    assert {setting: row[setting] for setting in SETTINGS} == SETTINGS
    types = {t["text"]: t for t in server.get(f"projects/{project.id}/span-types")}
    assert set(types) == {*labels(), "EVENT"}
    assert {t["text"]: t["suffix_key"] for t in server.get(f"projects/{project.id}/relation-types")} == {
        name: kind.key for name, kind in relation_types().items()
    }
    assert (types["DATE"]["suffix_key"], types["DATE"]["background_color"]) == ("d", labels()["DATE"].colour)


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
    doubts = {start: doubt(start, end) for start, end in itertools.pairwise(bounds)}
    assert len(starts) == 20
    assert [doubts[start] for start in starts] == sorted(doubts.values(), reverse=True)


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
    assert "1 article written to out" in pulled.stdout, pulled.output
    assert sorted(path.name for path in Path("out").iterdir()) == ["hard4.jsonl", "review.json"]
    status = json.loads(run.invoke(app, ["status", "--project", "Договоры", "--json"]).stdout)
    assert status["articles"]["hard4"]["examples"] == 4
    assert "hard4" in run.invoke(app, ["status", "--project", "Договоры"]).stdout
    base = load_base(base_path(Path("annotations/.doccano"), "Договоры"))
    assert base is not None
    assert len(base.entries) == 4
    refused = run.invoke(app, ["push", "in.jsonl", "--project", "Договоры", "--unit", "article"])
    assert isinstance(refused.exception, InputError)
    assert run.invoke(app, ["push", "in.jsonl", "--project", "x", "--order", "backwards"]).exit_code == 2
    written = [path for path in [*tmp_path.rglob("*"), *doccano.place.home.rglob("*")] if path.is_file()]
    assert not [path for path in written if doccano.password.encode() in path.read_bytes()]


def test_serve_prints_where_it_is_and_stops_with_ctrl_c(doccano: Doccano, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(doccano.place.home / "db.sqlite3", home)
    port = free_port()
    script = "from letopis.cli.doccano import app; app()"
    command = [sys.executable, "-c", script, "serve", "--port", str(port), "--venv", str(doccano_server.VENV)]
    process = subprocess.Popen(
        [*command, "--home", str(home)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert f"http://127.0.0.1:{port}  user: admin" in line
        assert server_answers(port)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    finally:
        process.kill()
        process.communicate()
    assert (process.returncode, errors) == (0, "letopis: stopping doccano\n")
    assert port_is_free(port)
    assert not server_answers(port)
