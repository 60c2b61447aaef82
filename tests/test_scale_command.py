"""``letopis extract`` with --jobs and --resume as a user runs it, with the real pipeline; and what it shows."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from letopis.cli import progress as shown
from letopis.cli.progress import RunProgress, watching
from letopis.formats.jsonl import errors_path, read_articles, record_files
from letopis.formats.tables import EntityTally
from letopis.linking import link_articles
from letopis.records import Article, Entity, Sentence
from letopis.scale.resume import partial_path
from letopis.scale.work import ArticleSource, Failure

PARAGRAPHS = 60
"""Of each article: enough that a run still has work to do when its test sends the signal."""

TOWNS = ("Ташкенте", "Вологде", "Праге", "Тбилиси", "Осло")
PARAGRAPH = (
    "В {year} г. в {town} Посол {name} подписал Протокол о торговле между Чешской Республикой и Норвегией. "
    "Стороны обсудили пошлины на лес и рыбу, а {name} назвал встречу полезной для обеих стран.\n\n"
)


def letopis(*arguments: object, **options: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "letopis", "extract", "--morphology", "pymorphy3", *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)  # type: ignore[call-overload, no-any-return]


def finished(*arguments: object) -> dict[str, object]:
    process = letopis(*arguments, "--json")
    out, err = process.communicate()
    assert process.returncode == 0, err
    answer = json.loads(out)
    assert isinstance(answer, dict)
    return answer


def interrupted(folder: Path, output: Path, kind: signal.Signals, lines: int) -> tuple[int, str]:
    """Run with two jobs, and send a signal to all its processes, as a terminal does, when so much is done."""
    process = letopis(folder, "-o", output, "--jobs", 2, "--resume", start_new_session=True)
    while process.poll() is None:
        if partial_path(output).exists() and partial_path(output).read_bytes().count(b"\n") >= lines:
            break
        time.sleep(0.01)
    if kind == signal.SIGKILL:
        process.kill()
    else:
        os.killpg(process.pid, kind)
    _, err = process.communicate()
    assert not output.exists()
    return process.returncode, err


@pytest.mark.skipif(sys.platform == "win32", reason="sends signals as Unix does")
def test_interrupted_killed_and_resumed_is_as_never_interrupted(tmp_path: Path) -> None:
    folder, output = tmp_path / "in", tmp_path / "out.jsonl"
    folder.mkdir()
    for number in range(24):
        text = "".join(
            PARAGRAPH.format(year=1990 + number, town=TOWNS[(number + part) % 5], name=f"{'АБВГ'[part % 4]}. Лунд")
            for part in range(PARAGRAPHS)
        )
        (folder / f"a{number:02}.txt").write_text(text, encoding="utf-8")
    code, err = interrupted(folder, output, signal.SIGINT, 2)
    assert code == 130, err
    assert "Traceback" not in err
    assert "of 24 articles are kept in" in err.splitlines()[-1]
    code, err = interrupted(folder, output, signal.SIGKILL, 6)
    assert code == -signal.SIGKILL, err
    assert "Traceback" not in err
    answer = finished(folder, "-o", output, "--resume", "--jobs", 2)
    assert int(str(answer["kept"])) >= 6
    assert finished(folder, "-o", tmp_path / "one.jsonl", "--jobs", 1)["kept"] == 0
    assert output.read_bytes() == (tmp_path / "one.jsonl").read_bytes()
    assert len({e.entity for a in read_articles(output) for e in a.entities if e.text == "А. Лунд"}) == 1


def test_failures_are_listed_beside_the_output_and_are_no_records(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "good.txt").write_text("Договор подписан в Осло.", encoding="utf-8")
    output = tmp_path / "out" / "letopis.jsonl"
    process = letopis(tmp_path, "-o", output, "--quiet")
    _, err = process.communicate()
    assert (process.returncode, err) == (1, f"letopis: {tmp_path / 'empty.txt'}: is empty\n")
    failure = json.loads(errors_path(output).read_text(encoding="utf-8"))
    assert failure == {
        "id": "empty",
        "path": str(tmp_path / "empty.txt"),
        "kind": "input",
        "reason": f"{tmp_path / 'empty.txt'}: is empty",
    }
    assert record_files(output.parent) == [output]
    assert [article.id for article in read_articles(output.parent)] == ["good"]


@pytest.mark.skipif(not hasattr(os, "fsencode") or sys.platform != "linux", reason="names are bytes on Linux alone")
def test_a_name_in_another_encoding_is_its_articles_failure(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + "/Осло.txt".encode("koi8-r")
    try:
        with open(path, "w") as file:  # noqa: PTH123 (a path of bytes)
            file.write("Oslo")
    except OSError:
        pytest.skip("this file system takes UTF-8 alone")
    process = letopis(tmp_path, "-o", tmp_path / "out.jsonl", "--quiet")
    _, err = process.communicate()
    assert process.returncode == 1
    assert "the name is not UTF-8" in err
    assert json.loads(errors_path(tmp_path / "out.jsonl").read_text(encoding="utf-8"))["kind"] == "input"


def walk(progress: RunProgress) -> None:
    failure = Failure("b", "b.txt", "input", "b.txt: is empty")
    progress.begin(total=5, kept=2, size=3000)
    progress.step(ArticleSource("a", "a.txt"), size=1000, failure=None, warnings=["a.txt: is cut"])
    progress.step(ArticleSource("b", "b.txt"), size=1000, failure=failure, warnings=[])
    progress.step(ArticleSource("c", "c.txt"), size=1000, failure=None, warnings=[])


def test_plain_lines_tell_rate_and_time_left(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = iter(range(0, 1000, 10))
    monkeypatch.setattr(shown.time, "monotonic", lambda: float(next(seconds)))
    walk(RunProgress())
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "[2/5] kept as they are"
    assert lines[1] == "[3/5] a: a.txt (0.1 kB/s, 0:20 left)"
    assert lines[2] == "letopis: a.txt: is cut"
    assert lines[4] == "letopis: b.txt: is empty"
    assert lines[5].startswith("[5/5] c: c.txt (")
    assert lines[5].endswith("done)")


def test_plain_lines_come_no_faster_than_one_a_second(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shown.time, "monotonic", lambda: 7.0)
    progress = RunProgress()
    progress.begin(total=100, kept=0, size=100)
    for number in range(100):
        progress.step(ArticleSource(str(number), "x"), size=1, failure=None, warnings=[])
    lines = capsys.readouterr().err.splitlines()
    assert [line.split()[0] for line in lines] == ["[1/100]", "[100/100]"]


def test_a_bar_on_a_terminal() -> None:
    from rich.console import Console
    from rich.progress import Progress, TextColumn

    screen = io.StringIO()
    columns = (TextColumn("{task.fields[articles]} {task.fields[rate]} {task.description}"),)
    with Progress(*columns, console=Console(file=screen, force_terminal=True, width=80)) as bar:
        walk(RunProgress(bar=bar))
    assert "letopis: b.txt: is empty" in screen.getvalue()
    assert "5/5" in screen.getvalue()
    assert "kB/s" in screen.getvalue()


def test_the_way_is_chosen_by_where_it_is_shown() -> None:
    with watching(quiet=True) as quiet, watching(quiet=False) as plain:
        assert (quiet.quiet, plain.quiet) == (True, False)


def entity(number: int, label: str, text: str, start: int, **known: str) -> Entity:
    return Entity(id=number, label=label, start_offset=start, end_offset=start + len(text), text=text, **known)


def test_the_table_of_entities_is_counted_article_by_article() -> None:
    text = "Осло, 1993. Прага. Осло."
    first = Article(
        id="b",
        text=text,
        sentences=[Sentence(0, 11), Sentence(12, 18), Sentence(19, 24)],
        entities=[
            entity(1, "GPE", "Осло", 0, normal="Осло", entity="gpe:осло"),
            entity(2, "DATE", "1993", 6, value="1993"),
            entity(3, "GPE", "Прага", 12, normal="Прага", entity="gpe:прага"),
            entity(4, "GPE", "Осло", 19, normal="Осло", entity="gpe:осло"),
        ],
    )
    dates = "1985 1990 Осло"
    second = Article(
        id="a",
        text=dates,
        sentences=[Sentence(0, 14)],
        entities=[
            entity(1, "DATE", "1985", 0, value="1985"),
            entity(2, "DATE", "1990", 5, value="1990"),
            entity(3, "GPE", "Осло", 10, normal="Осло", entity="gpe:осло"),
        ],
    )
    tally = EntityTally()
    for article in (first, second):
        tally.add(article)
    assert tally.rows() == [
        ("gpe:осло", "GPE", "Осло", 3, "a b", "1985", "1993"),
        ("gpe:прага", "GPE", "Прага", 1, "b", "", ""),
    ]
    assert EntityTally().rows() == []


@pytest.mark.parametrize("ids", [["a", "b"], ["2016/my article", "b"], ['a "b" c', "d"], ["a;b", "c, d"]])
def test_the_cell_of_articles_can_be_read_back(tmp_path: Path, ids: list[str]) -> None:
    tally = EntityTally()
    baku = Entity.at("Баку", 0, 4, "GPE", id=1)
    for name in ids:
        tally.add(Article(id=name, text="Баку", sentences=[Sentence(0, 4)], entities=[baku]))
    tally.write(tmp_path / "a.csv")
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert next(csv.reader([row["articles"]], delimiter=" ")) == sorted(ids)


@pytest.mark.parametrize(
    "case", ["Алматинская торговая конвенция", "Алматинской торговой конвенции", "Алматинскую торговую конвенцию"]
)
@pytest.mark.parametrize("rest", ["", " о границе между Афинами и Софией"])
def test_agreements_are_rows_by_their_title_in_the_nominative(case: str, rest: str) -> None:
    tally = EntityTally()
    text = case + rest
    agreement = Entity.at(text, 0, len(text), "AGREEMENT", id=1)
    article = Article(id="a", text=text, sentences=[Sentence(0, len(text))], entities=[agreement])
    tally.add(link_articles([article])[0])
    assert [row[2] for row in tally.rows()] == [f"Алматинская торговая конвенция{rest}"]
