"""The commands on a terminal: what they write and print, and how they refuse."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from authority_records import decisions, records, table
from letopis.cli import app
from letopis.formats.jsonl import read_articles

TEXTS = {
    "a": "В {GPE|Ош} прибыл {PERSON|Аскар Акаев}. С {PERSON|Акаевым} был {PERSON|П. Ёлкин}.",
    "b": "Там был {PERSON|А. Акаев}. О нём писал {PERSON|Иван Орлов}.",
}


def invoke(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(app, [str(one) for one in arguments])
    error = str(done.exception) if done.exception is not None and done.exit_code == 1 else ""
    return done.exit_code, done.output + error


def test_link_writes_records_and_says_what_is_open(tmp_path: Path) -> None:
    path, out = records(tmp_path, TEXTS), tmp_path / "linked.jsonl"
    code, said = invoke("link", path, "-o", out, "--authority", table(tmp_path), "--doubts")
    assert code == 0, said
    assert re.search(r"4 referents of 6 mentions, 1 with ids, 2 to decide, written to .*linked\.jsonl", said)
    assert "## doubtful merge: PERSON «А. Акаев»" in said
    assert '# authority = "wikidata:Q3"  # Иван Орлов, 1900/1970' in said
    assert {e.authority for article in read_articles(out) for e in article.entities} == {None, "wikidata:Q1"}


def test_counts_as_json_and_doubts_to_files(tmp_path: Path) -> None:
    path = records(tmp_path, TEXTS)
    code, said = invoke("link", path, "--json", "--doubts-to", tmp_path / "open.toml")
    assert (code, json.loads(said)["referents"]) == (0, 4)
    assert "# [[different]]" in (tmp_path / "open.toml").read_text(encoding="utf-8")


def test_decisions_that_lie_in_the_folder_are_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = records(tmp_path, TEXTS)
    (tmp_path / "annotations").mkdir()
    (tmp_path / "annotations" / "authority.toml").write_text(
        '[[referent]]\nname = "П. Ёлкин"\nauthority = "viaf:5"\n', encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    assert invoke("link", path, "-o", "out.jsonl", "-q") == (0, "")
    assert "viaf:5" in {e.authority for article in read_articles(Path("out.jsonl")) for e in article.entities}


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--authority", "none.csv"], r"none\.csv: the file of names cannot be read: no such file"),
        (["--decisions", "none.toml"], r"none\.toml: the file of decisions cannot be read: no such file"),
        (["--decisions", "bad.toml"], r"bad\.toml:2: there is no decision 'equal'"),
        (["-o", "records.jsonl"], r"the input records\.jsonl would be lost there"),
        (["--doubts-to", "people.csv", "--authority", "people.csv"], r"the input people\.csv would be lost there"),
        (["--serve", "1"], r"port 1: cannot be served" if os.name == "posix" and os.getuid() else ""),
    ],
)
def test_refusals(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], complaint: str) -> None:
    if not complaint:
        pytest.skip("this user may serve any port")
    monkeypatch.chdir(tmp_path)
    records(tmp_path, TEXTS)
    table(tmp_path)
    (tmp_path / "bad.toml").write_text('\n[[equal]]\nnames = ["А", "Б"]\n', encoding="utf-8")
    code, said = invoke("link", "records.jsonl", *options)
    assert code == 1
    assert re.search(complaint, said), said


def test_an_index_that_has_no_format(tmp_path: Path) -> None:
    code, said = invoke("names", records(tmp_path, TEXTS), "-o", tmp_path / "n.pdf")
    assert (code, "an index ends in .csv, .xlsx or .html" in said) == (1, True)


def test_extract_holds_decisions(tmp_path: Path) -> None:
    texts = {"a": "Президент Аскар Акаев прибыл в Ош.", "b": "Посол А. Акаев прибыл в Баку."}
    for name, text in texts.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    decided = decisions(tmp_path, '[[different]]\nnames = ["Аскар Акаев", "А. Акаев"]\n')
    found = []
    for options in ([], ["--decisions", decided]):
        files = [tmp_path / "a.txt", tmp_path / "b.txt"]
        code, said = invoke("extract", *files, "-o", tmp_path / "o.jsonl", "-q", "--morphology", "pymorphy3", *options)
        assert code == 0, said
        articles = read_articles(tmp_path / "o.jsonl")
        found.append({e.entity for article in articles for e in article.entities if e.label == "PERSON"})
    assert [len(one) for one in found] == [1, 2]


def test_the_service_of_the_command_answers_until_it_is_stopped(tmp_path: Path) -> None:
    path = records(tmp_path, TEXTS)
    command = [sys.executable, "-m", "letopis", "link", str(path), "--serve", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            line = next(line for line in process.stdout if line.startswith("OpenRefine"))
            port = int(re.findall(r"127\.0\.0\.1:(\d+)/", line)[0])
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("GET", "/")
            assert json.loads(connection.getresponse().read())["versions"] == ["0.2"]
            connection.close()
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(20)
        assert process.returncode == 130
        assert "Traceback" not in (process.stderr.read() if process.stderr else "")
