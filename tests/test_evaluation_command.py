"""``letopis evaluate`` as it is typed."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys

import msgspec
import pytest
import typer
from typer.testing import CliRunner

from evaluation_records import FOUND, GOLD, build
from letopis.cli import evaluate as evaluate_cli
from letopis.errors import InputError, LetopisError
from letopis.evaluation.baseline import record
from letopis.evaluation.score import evaluate
from letopis.formats.jsonl import encode_article, read_articles, write_jsonl
from letopis.records import Article, Entity, Source

app = typer.Typer()
app.command("evaluate")(evaluate_cli.command)


@app.command("other")
def other() -> None:
    """A second command, so that the first keeps its name."""


def run(*arguments):
    return CliRunner().invoke(app, ["evaluate", *map(str, arguments)])


def test_the_table_has_every_label_and_every_error(scored):
    result = run(scored / "found.jsonl", scored / "gold.jsonl", "--resamples", "200")
    assert result.exit_code == 0
    out = result.stdout
    rows = {line.split()[0]: line.split() for line in reversed(out.splitlines()) if line.split()}
    assert rows["ORG"][1:4] == ["1.000", "1.000", "1.000"]
    assert rows["GPE"][1:4] == ["1.000", "0.500", "0.667"]
    assert rows["micro"][5:7] == ["8", "8"]
    assert "macro" in rows
    assert "Errors: 6" in out
    assert "missed    GPE     a  sentence 2  24–26  КР" in out
    assert "1997 г. → 1997" in out
    assert "200 resamples" in out


def test_brackets_of_the_text_are_no_markup(tmp_path):
    write_jsonl(tmp_path / "gold.jsonl", [build(["{GPE|Баку [bold]и[/bold] Ош [1, c. 173]}"])])
    write_jsonl(tmp_path / "found.jsonl", [build(["Баку [bold]и[/bold] Ош [1, c. 173]"])])
    result = run(tmp_path / "found.jsonl", tmp_path / "gold.jsonl", "--resamples", "0")
    assert "Баку [bold]и[/bold] Ош [1, c. 173]" in result.stdout
    assert "note: the prediction holds no span" in result.stderr


def test_json_is_whole_and_repeatable(scored):
    arguments = (
        scored / "found.jsonl",
        scored / "gold.jsonl",
        "--json",
        "--resamples",
        "100",
        "--against",
        scored / "gold.jsonl",
    )
    first, again = run(*arguments), run(*arguments)
    assert first.stdout == again.stdout
    data = json.loads(first.stdout)
    assert data["micro"]["counts"]["correct"] == 4
    assert data["labels"]["PERSON"]["recall"] == {"value": None, "interval": None}
    assert data["by_article"]["b"]["counts"]["gold"] == 4
    assert {each["kind"] for each in data["errors"]} == {"missed", "extra", "boundary"}
    assert data["errors"][0]["gold"]["text"] == "КР"
    assert data["against"]["rows"][-2]["name"] == "micro"
    assert data["against"]["rows"][-2]["difference"] < 0
    assert {each["change"] for each in data["against"]["changes"]} == {"lost", "new extra"}
    assert data["modes"]["partial"]["partial"] == 2
    assert next(each for each in data["values"] if each["label"] == "GPE")["equal"] == 2


def test_csv_has_full_precision_and_empty_cells(scored):
    target = scored / "deep" / "scores.csv"
    assert run(scored / "found.jsonl", scored / "gold.jsonl", "--csv", target, "--resamples", "50").exit_code == 0
    rows = list(csv.DictReader(io.StringIO(target.read_text("utf-8"))))
    micro = next(row for row in rows if row["by"] == "label" and row["name"] == "micro")
    assert float(micro["f1"]) == 0.5
    assert micro["cor"] == "4"
    person = next(row for row in rows if row["name"] == "PERSON")
    assert (person["recall"], person["precision"]) == ("", "0.0")
    assert {row["by"] for row in rows} == {"label", "article", "section"}


def test_markdown_is_a_table(scored):
    result = run(scored / "found.jsonl", scored / "gold.jsonl", "--markdown", "--by", "article", "--resamples", "0")
    lines = result.stdout.splitlines()
    assert lines[0].startswith("|  | P | R | F1 |")
    assert lines[2].startswith("| a | 0.500 |")
    assert {line.count("|") for line in lines[:5]} == {lines[0].count("|")}


def test_folders_are_read_too(scored):
    for name in ("gold", "found"):
        (scored / name).mkdir()
        for article in ("a", "b"):
            sentences = GOLD if name == "gold" else FOUND
            write_jsonl(scored / name / f"{article}.jsonl", [build(sentences, name=article)])
    one = run(scored / "found", scored / "gold", "--json", "--resamples", "0").stdout
    assert one == run(scored / "found.jsonl", scored / "gold.jsonl", "--json", "--resamples", "0").stdout


def test_many_errors_are_cut_with_a_word(scored):
    out = run(scored / "found.jsonl", scored / "gold.jsonl", "--errors", "2", "--resamples", "0").stdout
    assert "… and 4 more: --errors 6 lists all" in out


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"id": "c", "schema": "letopis/1"', "no JSON"),
        (b'{"id": "c", "schema": "letopis/1"}', "no letopis/1 record"),
        ('{"id": "c", "text": "Баку", "entities": [{"id": 1, "label": "GPE", "start_offset": 0, "end_offset": 9, '
         '"text": "Баку"}]}'.encode(), "0–9"),
        ('{"id": "c", "text": "Баку", "entities": [{"id": 1, "label": "GPE", "start_offset": 0, "end_offset": 4, '
         '"text": "Баку", "score": NaN}]}'.encode(), "no JSON"),
    ],
    ids=["cut", "no-text", "outside", "nan"],
)  # fmt: skip
def test_a_broken_line_is_named_with_its_number(scored, content, said):
    broken = scored / "broken.jsonl"
    lines = [encode_article(build(GOLD, name=name)) for name in ("a", "b")]
    broken.write_bytes(b"\n".join([*lines, content]) + b"\n")
    result = run(broken, scored / "gold.jsonl")
    assert isinstance(result.exception, InputError)
    assert str(result.exception).startswith(f"{broken}:3: ")
    assert said in str(result.exception)
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--json", "--markdown"], 2),
        (["--mode", "fuzzy"], 2),
        (["--by", "author"], 2),
        (["--resamples", "-4"], 2),
        (["--resamples", "many"], 2),
    ],
)
def test_wrong_usage(scored, arguments, code):
    assert run(scored / "found.jsonl", scored / "gold.jsonl", *arguments).exit_code == code


def test_missing_files_are_named(scored):
    result = run(scored / "nowhere.jsonl", scored / "gold.jsonl")
    assert isinstance(result.exception, InputError)
    assert "nowhere.jsonl: no such file or folder" in str(result.exception)


def test_missing_articles_through_the_command(scored):
    write_jsonl(scored / "half.jsonl", [build(FOUND, name="a")])
    assert "--allow-missing" in str(run(scored / "half.jsonl", scored / "gold.jsonl").exception)
    result = run(scored / "half.jsonl", scored / "gold.jsonl", "--allow-missing", "--json", "--resamples", "0")
    assert json.loads(result.stdout)["micro"]["counts"]["missed"] == 5
    assert "note: article 'b' has no prediction" in result.stderr


def test_help_has_an_example_and_every_option():
    text = run("--help").stdout
    assert "Example: letopis evaluate" in text
    for option in ("--against", "--mode", "--by", "--html", "--json", "--csv", "--seed", "--baseline", "--errors"):
        assert option in text


def test_the_command_loads_no_pipeline(scored):
    code = (
        "import sys, typer\nfrom letopis.cli import evaluate\napp = typer.Typer()\napp.command()(evaluate.command)\n"
        "app(sys.argv[1:], standalone_mode=False)\n"
        "heavy = {'spacy', 'pymorphy3', 'pandas', 'matplotlib', 'torch', 'scipy'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, scored / "found.jsonl", scored / "gold.jsonl"],
        capture_output=True, text=True, check=False, env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_recorded_scores_pass_themselves_and_fail_when_a_span_is_lost(scored):
    baseline = scored / "recorded-scores.json"
    record(baseline, evaluate([build(GOLD, name=n) for n in "ab"], [build(GOLD, name=n) for n in "ab"], resamples=0))
    perfect = run(scored / "perfect.jsonl", scored / "gold.jsonl", "--baseline", baseline, "--resamples", "0")
    assert perfect.exit_code == 0
    result = run(scored / "found.jsonl", scored / "gold.jsonl", "--baseline", baseline, "--resamples", "0")
    assert result.exit_code == 1
    assert isinstance(result.exception, LetopisError)
    assert "GPE F1 0.6667 is below 1.0000 − 0.02" in str(result.exception)
    assert "Scores by label" in result.stdout  # the table comes first, the verdict last


def test_records_are_left_as_they_were():
    gold = build(GOLD)
    before = msgspec.json.encode(gold)
    evaluate([build(FOUND)], [gold], labels=["GPE"], resamples=0)
    assert msgspec.json.encode(gold) == before


@pytest.mark.parametrize(
    ("label", "nearest"), [("PERSN", "PERSON"), ("DAET", "DATE"), ("AGREMENT", "AGREEMENT"), ("SHIPP", "SHIP")]
)
@pytest.mark.parametrize("against", [False, True])
def test_a_mistyped_label_is_refused_with_the_nearest(tmp_path, label, nearest, against):
    ship = Entity.at("Аврора в 1997 г.", 0, 6, "SHIP", id=1)
    write_jsonl(tmp_path / "gold.jsonl", [Article(id="a", text="Аврора в 1997 г.", entities=[ship])])
    more = ["--against", tmp_path / "gold.jsonl"] if against else []
    result = run(tmp_path / "gold.jsonl", tmp_path / "gold.jsonl", "--labels", f"DATE,{label}", *more)
    assert str(result.exception) == f"there is no label {label!r}; did you mean {nearest!r}?"


def test_a_registered_label_that_does_not_occur_is_no_mistake(scored):
    assert run(scored / "found.jsonl", scored / "gold.jsonl", "--labels", "DATE,AGREEMENT").exit_code == 0


SIGNED = ["{AGREEMENT|Договор} от {DATE=1997|1997 г.}"]


@pytest.mark.parametrize(
    ("gold_signed", "option", "shown"), [(True, [], True), (True, ["--no-relations"], False), (False, [], False)]
)
@pytest.mark.parametrize("form", ["--json", "--markdown", None])
def test_relations_are_scored_where_the_gold_has_them(tmp_path, gold_signed, option, shown, form):
    write_jsonl(tmp_path / "found.jsonl", [build(SIGNED, signed=True)])
    write_jsonl(tmp_path / "gold.jsonl", [build(SIGNED, signed=gold_signed)])
    options = [*option, *([form] if form else [])]
    result = run(tmp_path / "found.jsonl", tmp_path / "gold.jsonl", "--resamples", "0", *options)
    assert result.exit_code == 0
    if form == "--json":
        assert bool(json.loads(result.stdout)["relations"]) == shown
    elif form is None:
        assert ("signed_on" in result.stdout) == shown


@pytest.mark.parametrize(
    ("schemes", "texts", "said"),
    [
        (("letopis", "nerel"), ("Баку.", "Баку."), ["differ in scheme: letopis and nerel"]),
        (("nerel", "nerel"), ("Баку.", "Баку."), []),
        ((None, "nerel"), ("Баку.", "Баку."), []),
        (("letopis", "letopis"), ("Баку.", "Баку ."), ["different texts of 1 article (a)"]),
    ],
)
def test_unlike_runs_are_told(tmp_path, schemes, texts, said):
    source = Source(path="a.txt", sha256="0" * 64)
    for name, scheme, text in zip("ab", schemes, texts, strict=True):
        article = Article(id="a", text=text, source=source, pipeline={"scheme": scheme} if scheme else {})
        write_jsonl(tmp_path / f"{name}.jsonl", [article])
    result = run(tmp_path / "a.jsonl", tmp_path / "a.jsonl", "--against", tmp_path / "b.jsonl", "--resamples", "0")
    notes = [line for line in result.stderr.splitlines() if "the runs" in line]
    assert len(notes) == len(said)
    assert all(part in note for part, note in zip(said, notes, strict=True))


@pytest.mark.parametrize(
    ("schemes", "said"),
    [
        (("nerel", "letopis"), ["prediction and gold differ in scheme: nerel and letopis"]),
        (("letopis", "letopis"), []),
        (("nerel", None), []),
        ((None, "letopis"), []),
    ],
)
def test_a_prediction_by_another_scheme_is_told(tmp_path, schemes, said):
    for name, scheme in zip(("found", "gold"), schemes, strict=True):
        article = Article(id="a", text="Баку.", pipeline={"scheme": scheme} if scheme else {})
        write_jsonl(tmp_path / f"{name}.jsonl", [article])
    notes = run(tmp_path / "found.jsonl", tmp_path / "gold.jsonl", "--resamples", "0").stderr
    assert [line.removeprefix("note: ").partition(";")[0] for line in notes.splitlines() if "scheme" in line] == said


def test_the_gold_set_says_its_scheme(root):
    assert all(article.pipeline["scheme"] == "letopis" for article in read_articles(root / "annotations" / "gold"))
