"""Runs in several processes, and workers that die: the worker does as its article says (``tests/scale_worker.py``)."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from multiprocessing import active_children
from pathlib import Path

import msgspec
import pytest

from letopis.errors import InputError, LetopisError, OutputError
from letopis.formats.jsonl import errors_path, read_articles
from letopis.scale import pool
from letopis.scale.pool import WorkerPool
from letopis.scale.resume import partial_path
from letopis.scale.run import extract_corpus
from letopis.scale.work import ArticleSource, WorkOptions
from scale_runs import extract, started, taken, wait_for, write
from scale_worker import OPTIONS

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="kills as Unix does"),
    pytest.mark.usefixtures("fake_worker"),
]


def test_any_number_of_jobs_gives_the_same_bytes(tmp_path: Path) -> None:
    texts = [f"sleep {0.05 * (3 - n % 4)} Баку" for n in range(8)]
    folder = write(tmp_path / "in", texts)
    reports = [extract(folder, tmp_path / f"{jobs}.jsonl", jobs=jobs) for jobs in (1, 3)]
    assert (tmp_path / "1.jsonl").read_bytes() == (tmp_path / "3.jsonl").read_bytes()
    assert [a.id for a in read_articles(tmp_path / "3.jsonl")] == [f"a{n:03}" for n in range(8)]
    assert reports[0].counts == reports[1].counts
    found = {name: {label for label, count in counts.items() if count} for name, counts in reports[0].counts.items()}
    assert found == {f"a{n:03}": {"GPE"} for n in range(8)}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["1.jsonl", "3.jsonl", "in", "log"]


def test_identities_cross_the_articles_of_a_run(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", ["Чешской Республики", "ЧР"])
    extract(folder, tmp_path / "out.jsonl", jobs=2)
    assert {e.entity for a in read_articles(tmp_path / "out.jsonl") for e in a.entities} == {"gpe:CZ"}


def test_a_worker_that_dies_costs_its_article_alone(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", ["Баку", "die", "fail", "Ош", "die-once", "Рим"])
    report = extract(folder, tmp_path / "out.jsonl", jobs=2)
    assert list(report.counts) == ["a000", "a003", "a004", "a005"]
    assert [(f.id, f.kind) for f in report.failures] == [("a001", "killed"), ("a002", "input")]
    assert "was killed (SIGKILL) twice" in report.failures[0].reason
    order = taken(tmp_path)
    assert {name: order.count(name) for name in order} == {
        "a000": 1, "a001": 2, "a002": 1, "a003": 1, "a004": 2, "a005": 1,
    }  # fmt: skip
    assert set(order[-2:]) == {"a001", "a004"}, "a suspect is tried again when all others are done"
    lines = errors_path(tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert [list(json.loads(line)) for line in lines] == [["id", "path", "kind", "reason"]] * 2


def test_a_worker_that_dies_in_a_group_costs_it_a_second_try(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", ["Баку"] * 3 + ["die"] + ["Ош"] * 8)
    report = extract(folder, tmp_path / "out.jsonl")
    assert list(report.counts) == [f"a{number:03}" for number in range(12) if number != 3]
    assert [(f.id, f.kind) for f in report.failures] == [("a003", "killed")]
    order = taken(tmp_path)
    assert order[:4] == ["a000", "a001", "a002", "a003"], "the first group has six articles, the fourth ends it"
    assert order[-6:] == [f"a{number:03}" for number in range(6)], "its articles come again, when all others are done"
    assert len(order) == 12 + 4


def test_a_worker_killed_from_outside_costs_nothing(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", ["sleep 1 Баку", *["sleep 0.02 Ош"] * 10])
    process = started(folder, tmp_path / "out.jsonl", 2)
    wait_for(tmp_path / "log", 1)
    victim = int((tmp_path / "log").read_text(encoding="utf-8").split()[1])
    os.kill(victim, signal.SIGKILL)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out.split(), err) == (0, ["0", "11", "0"], "")
    extract(folder, tmp_path / "whole.jsonl")
    assert (tmp_path / "out.jsonl").read_bytes() == (tmp_path / "whole.jsonl").read_bytes()


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] != "Z"


def test_workers_end_with_their_parent_in_the_middle_of_an_article(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", ["sleep 600 Баку", "sleep 600 Ош"])
    process = started(folder, tmp_path / "out.jsonl", 2)
    wait_for(tmp_path / "log", 2)
    process.kill()
    process.wait()
    workers = {int(line.split()[1]) for line in (tmp_path / "log").read_text(encoding="utf-8").splitlines()}
    for _ in range(1500):
        if not any(map(alive, workers)):
            break
        time.sleep(0.02)
    left = {worker for worker in workers if alive(worker)}
    for worker in left:
        os.kill(worker, signal.SIGKILL)
    process.communicate()
    assert (len(workers), left) == (2, set())


def test_a_worker_that_cannot_write_ends_the_run(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", ["Баку", "full", "Ош"])
    with pytest.raises(OutputError, match="No space left"):
        extract(folder, tmp_path / "out.jsonl")
    assert partial_path(tmp_path / "out.jsonl").read_bytes().count(b"\n") == 1


def test_a_pipeline_that_cannot_be_loaded_ends_the_run(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", ["Баку", "Ош"])
    for scheme, kind, complaint in [
        ("refuses", InputError, "no such scheme"),
        ("breaks", LetopisError, "the pipeline cannot be loaded: KeyError: 'surprise'"),
        ("dies", LetopisError, r"was killed \(SIGKILL\) while it loaded the models"),
    ]:
        options = WorkOptions(morphology="fake", scheme=scheme)
        with pytest.raises(kind, match=complaint):
            extract_corpus([folder], tmp_path / "out.jsonl", options, jobs=2)


def test_a_pool_starts_no_more_processes_than_articles(tmp_path: Path) -> None:
    folder, others = write(tmp_path / "in", ["Баку"]), set(active_children())
    with WorkerPool(OPTIONS, jobs=4) as workers:
        source = ArticleSource("a000", str(folder / "a000.txt"))
        assert [s.id for s, _ in workers.run([source], number=1)] == ["a000"]
        first = set(active_children()) - others
        assert len(first) == 1
        assert list(workers.run([], number=0)) == []
        assert workers.fingerprint() == "fake"
        workers.dismiss()
        assert [s.id for s, _ in workers.run([source], number=1)] == ["a000"], "others come when there is more to do"
        begun = first | set(active_children()) - others
    assert len(begun) == 2
    assert not begun & set(active_children())
    assert [process.exitcode for process in begun] == [0, 0]


def test_a_worker_that_has_given_much_makes_place_for_a_fresh_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(tmp_path / "in", ["Баку", "Ош", "Рим"])
    for limit, processes in [(pool.RENEWED_AFTER, 1), (100, 3)]:
        monkeypatch.setattr(pool, "RENEWED_AFTER", limit)
        assert len(extract(folder, tmp_path / "out.jsonl").counts) == 3
        lines = (tmp_path / "log").read_text(encoding="utf-8").splitlines()
        assert len({line.split()[1] for line in lines}) == processes
        taken(tmp_path)


def test_nothing_to_do(tmp_path: Path) -> None:
    with WorkerPool(OPTIONS, jobs=2) as workers:
        assert list(workers.run([], number=0)) == []


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_article_that_takes_too_long_is_given_up(jobs: int, tmp_path: Path) -> None:
    """Alone or in a group of short ones, which are tried again one by one."""
    folder = write(tmp_path / "in", ["Баку", "sleep 60 Ош", "Рим", "sleep 0.01 Ош"])
    options = msgspec.structs.replace(OPTIONS, timeout=5.0)
    report = extract_corpus([folder], tmp_path / "out.jsonl", options, jobs=jobs)
    assert list(report.counts) == ["a000", "a002", "a003"]
    assert [(failure.id, failure.kind) for failure in report.failures] == [("a001", "timeout")]
    assert "a001.txt: took more than 5 s (--timeout)" in report.failures[0].reason
    assert len(read_articles(tmp_path / "out.jsonl")) == 3


def test_a_machine_that_can_do_no_article_is_named_once(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", ["Баку"] * 9)
    with pytest.raises(LetopisError, match="whatever the article: there is too little memory"):
        extract_corpus([folder], tmp_path / "out.jsonl", msgspec.structs.replace(OPTIONS, scheme="weak"))
