"""Runs on real schedulers and worker processes: the records of one process, none twice, whatever dies."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from letopis.errors import InputError, MissingDependencyError, OutputError
from letopis.formats.jsonl import encode_article
from letopis.linking.articles import link_articles
from letopis.records import Article
from letopis.scale.cluster import run, schedulers, tasks
from letopis.scale.cluster.inputs import plan
from letopis.scale.cluster.reading import read_partition
from letopis.scale.cluster.run import ClusterOptions, Manifest, extract_on_cluster
from letopis.scale.cluster.schedulers import connect
from letopis.scale.cluster.storage import read_part
from letopis.scale.work import ArticleSource, Failure, WorkOptions, extract_one
from letopis.scale.worker import GARBAGE_THRESHOLDS

distributed = pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")
pytest.importorskip("pyarrow", reason="the extra 'cluster' is not installed")

WORK = WorkOptions(morphology="pymorphy3", scheme="letopis")
PEOPLE = ["А. Воронцов", "Н. Сафина", "Анна Воронцова", "Тимур Сафин", "Воронцов", "Сафин"]
PLACES = ["Риге", "Вильнюсе", "Варшаве", "Праге"]


def article_text(number: int) -> str:
    person, place = PEOPLE[number % len(PEOPLE)], PLACES[number % len(PLACES)]
    lead = f"{number % 27 + 1} марта {1950 + number} г. в {place} был подписан Договор о дружбе."
    return f"{lead} Его подписал {person}. Министерство культуры (МК) и МК № {number} молчали.\n\n" * 4


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "corpus.jsonl"
    rows = [json.dumps({"id": f"n{n}", "text": article_text(n)}, ensure_ascii=False) for n in range(16)]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def options(size: int = 2_500, **choices: Any) -> ClusterOptions:
    return ClusterOptions(work=WORK, partition_size=size, **choices)


def in_one_process(*inputs: Path) -> list[Article]:
    sources = [source for partition in plan([str(path) for path in inputs]) for source in read_partition(partition)]
    made = [extract_one(source, WORK) for source in sources if isinstance(source, ArticleSource)]
    return link_articles([article for article in made if isinstance(article, Article)])


def read_manifest(output: Path) -> Manifest:
    return msgspec.json.decode((output / "manifest.json").read_bytes(), type=Manifest)


def records(output: Path, manifest: Manifest) -> list[Article]:
    assert manifest == read_manifest(output)
    assert {path.name for path in output.iterdir()} <= {"manifest.json", "errors.jsonl", "parts"}
    assert manifest.complete
    names = sorted(path.name for path in (output / "parts").iterdir())
    assert names == [state.name for state in manifest.parts]  # no torn file and no part of another run beside them
    found = [article for name in names for article in read_part(str(output / "parts" / name))]
    # The hash is set when a record is written; those of one process are in memory.
    return [msgspec.structs.replace(article, record_sha256="") for article in found]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A scheduler with one worker in this process, for what does not turn on processes."""
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=2, processes=False, protocol="tcp", dashboard_address="127.0.0.1:0"
    ) as cluster:
        yield cluster.scheduler_address


@pytest.fixture
def scheduler() -> Iterator[str]:
    """A scheduler that nobody works for yet."""
    with distributed.LocalCluster(
        n_workers=0, processes=False, protocol="tcp", dashboard_address="127.0.0.1:0", silence_logs=50
    ) as cluster:
        yield cluster.scheduler_address


def test_the_records_of_one_process(corpus: Path, tmp_path: Path, address: str) -> None:
    steps: list[tuple[str, int, int]] = []
    manifest = extract_on_cluster(
        [str(corpus)], str(tmp_path / "out"), options(), scheduler=address, progress=lambda *s: steps.append(s)
    )
    expected = in_one_process(corpus)
    assert records(tmp_path / "out", manifest) == expected
    assert len(manifest.parts) > 3
    assert (manifest.articles, manifest.failures) == (16, [])
    assert manifest.counts["DATE"] == sum(e.label == "DATE" for a in expected for e in a.entities)
    assert manifest.parts[1].inputs[0].endswith("bytes 2500-5000")
    parts = len(manifest.parts)
    assert {("survey", parts, parts), ("extract", 16, 16), ("write", parts, parts)} <= set(steps)
    for part in manifest.parts:
        data = (tmp_path / "out" / "parts" / part.name).read_bytes()
        assert (part.sha256, part.bytes) == (hashlib.sha256(data).hexdigest(), len(data))
    lines = b"".join(p.read_bytes() for p in sorted((tmp_path / "out" / "parts").iterdir()))
    assert lines == b"".join(encode_article(article) + b"\n" for article in expected)


def test_going_on_after_changes_gives_a_fresh_run(
    corpus: Path, tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    original = tasks.extract_group

    def noted(group: list[ArticleSource], work: WorkOptions) -> list[Article | Failure]:
        done.extend(source.id for source in group)
        return original(group, work)

    monkeypatch.setattr(tasks, "extract_group", noted)

    def go_on(*inputs: Path) -> list[Article]:
        done.clear()
        out = tmp_path / "out"
        return records(out, extract_on_cluster([str(p) for p in inputs], str(out), options(), scheduler=address))

    go_on(corpus)
    go_on(corpus)
    assert done == []
    more = tmp_path / "more.jsonl"
    more.write_text(json.dumps({"id": "new", "text": "Нина Сафина и Антон Воронцов."}), encoding="utf-8")
    grown = go_on(corpus, more)
    assert done == ["new"]
    assert grown == in_one_process(corpus, more)
    assert go_on(more) == in_one_process(more)
    assert len(read_manifest(tmp_path / "out").parts) == 1


def test_bad_articles_are_named_and_the_others_done(tmp_path: Path, address: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "good.txt").write_text(article_text(1), encoding="utf-8")
    (tmp_path / "in" / "empty.txt").write_bytes(b"")
    (tmp_path / "in" / "torn.pdf").write_bytes(b"%PDF-1.7 torn")
    (tmp_path / "lines.jsonl").write_text('{"id": "x"}\n', encoding="utf-8")
    out, inputs = tmp_path / "out", [str(tmp_path / "in"), str(tmp_path / "lines.jsonl")]
    manifest = extract_on_cluster(inputs, str(out), options(), scheduler=address)
    assert [article.id for article in records(out, manifest)] == ["good"]
    assert [(f.id, f.kind) for f in manifest.failures] == [("empty", "input"), ("torn", "input"), ("", "input")]
    listed = (out / "errors.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["reason"] for line in listed] == [f.reason for f in manifest.failures]
    for path in (tmp_path / "in" / "empty.txt", tmp_path / "in" / "torn.pdf", tmp_path / "lines.jsonl"):
        path.write_text('{"id": "mended", "text": "Рига."}' if path.suffix == ".jsonl" else "Рига.", encoding="utf-8")
    (tmp_path / "in" / "torn.pdf").rename(tmp_path / "in" / "torn.txt")
    manifest = extract_on_cluster(inputs, str(out), options(), scheduler=address)
    assert [a.id for a in records(out, manifest)] == ["empty", "good", "torn", "mended"]
    assert not (out / "errors.jsonl").exists()


def test_one_id_twice_is_refused_before_the_work(corpus: Path, tmp_path: Path, address: str) -> None:
    other = tmp_path / "other.jsonl"
    other.write_text(json.dumps({"id": "n3", "text": "Другая."}), encoding="utf-8")
    with pytest.raises(InputError, match=r"other\.jsonl: the id 'n3' is taken in .*corpus\.jsonl"):
        extract_on_cluster([str(corpus), str(other)], str(tmp_path / "out"), options(), scheduler=address)
    assert not (tmp_path / "out").exists()


def test_an_error_of_ours_costs_its_part_and_is_tried_again(
    corpus: Path, tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    original, tried = tasks.extract_group, []

    def sometimes(group: list[ArticleSource], work: WorkOptions) -> list[Article | Failure]:
        names = {source.id for source in group}
        tried.extend(names)
        if "n2" in names or ("n9" in names and tried.count("n9") == 1):
            raise ZeroDivisionError("a mistake")
        return original(group, work)

    monkeypatch.setattr(tasks, "extract_group", sometimes)
    manifest = extract_on_cluster([str(corpus)], str(tmp_path / "out"), options(), scheduler=address)
    assert tried.count("n2") == 3
    (failure,) = manifest.failures
    assert (failure.kind, "ZeroDivisionError: a mistake" in failure.reason) == ("error", True)
    found = {article.id for article in records(tmp_path / "out", manifest)}
    assert "n9" in found
    assert 10 < len(found) < 16
    monkeypatch.undo()
    manifest = extract_on_cluster([str(corpus)], str(tmp_path / "out"), options(), scheduler=address)
    assert records(tmp_path / "out", manifest) == in_one_process(corpus)


def test_a_place_that_cannot_be_written(corpus: Path, tmp_path: Path, address: str) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "parts").write_bytes(b"a file")
    with pytest.raises(OutputError, match="cannot be written"):
        extract_on_cluster([str(corpus)], str(tmp_path / "out"), options(retries=0), scheduler=address)
    assert not read_manifest(tmp_path / "out").complete


def test_processes_of_this_machine_are_made_ready_as_workers_of_jobs_are() -> None:
    def state() -> tuple[tuple[int, ...], bool]:
        import gc
        import sys

        return gc.get_threshold(), "torch" in sys.modules

    with connect("local:1") as client:
        assert client.submit(state).result() == (GARBAGE_THRESHOLDS, False)
    assert state()[0] != GARBAGE_THRESHOLDS


@pytest.mark.parametrize("scheduler", ["local", "local:0", "host:8786", "tcp://", "file:///etc", "local:4x"])
def test_no_scheduler(scheduler: str) -> None:
    with pytest.raises(InputError, match=r"neither local:N, such as local:4, nor tcp://host:port"), connect(scheduler):
        pass


def test_nothing_answers() -> None:
    with pytest.raises(InputError, match="no scheduler answers"), connect("tcp://127.0.0.1:9", wait=0.2):
        pass


def test_nobody_works(scheduler: str) -> None:
    with pytest.raises(InputError, match="no worker has joined"), connect(scheduler, wait=0.2):
        pass


def test_without_dask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(MissingDependencyError, match=r"letopis\[cluster\]"), connect("local:2"):
        pass


class Workers:
    """Real ``dask worker`` processes that can be started and killed."""

    def __init__(self, address: str, folder: Path, preload: str = "") -> None:
        self._command = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny"]
        self._command += [
            "--no-dashboard",
            "--local-directory",
            str(folder),
            *(["--preload", preload] if preload else []),
        ]
        self.processes: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        silent = subprocess.DEVNULL
        environment = os.environ | {"OMP_NUM_THREADS": "1"}
        self.processes.append(subprocess.Popen(self._command, stdout=silent, stderr=silent, env=environment))

    def kill(self) -> None:
        self.processes[-1].send_signal(signal.SIGKILL)
        self.processes[-1].wait()

    def close(self) -> None:
        for process in self.processes:
            process.kill()
            process.wait()


def test_workers_die_and_join_while_it_runs(corpus: Path, tmp_path: Path, scheduler: str) -> None:
    workers = Workers(scheduler, tmp_path)
    killed = []

    def progress(step: str, done: int, total: int) -> None:
        if step == "extract" and not killed:
            assert 0 < done < total
            workers.kill()
            killed.append(done)
            workers.start()

    try:
        workers.start()
        manifest = extract_on_cluster(
            [str(corpus)], str(tmp_path / "out"), options(), scheduler=scheduler, progress=progress
        )
    finally:
        workers.close()
    assert killed
    found = records(tmp_path / "out", manifest)
    assert [article.id for article in found] == [f"n{n}" for n in range(16)]
    assert found == in_one_process(corpus)


# The processes are real, their pipeline is not: what is looked at is who dies.
TRAP = """
import os, signal
from letopis.records import Article
from letopis.scale.cluster import tasks
from letopis.scale.work import Failure

def extract_one(source, options):
    if source.id == "n6":
        os.kill(os.getpid(), signal.SIGKILL)
    return Article(id=source.id, text=source.content)

def extract_group(group, options):
    return [source if isinstance(source, Failure) else extract_one(source, options) for source in group]

def dask_setup(worker):
    tasks.extract_one, tasks.extract_group = extract_one, extract_group
    tasks.describe_work = lambda options: "trap"
"""


def test_an_article_that_kills_its_process_is_the_only_one_lost(
    tmp_path: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import dask

    monkeypatch.setattr(run, "describe_work", lambda _: "trap")
    monkeypatch.setattr(schedulers, "DEATHS", 1)
    (tmp_path / "trap.py").write_text(TRAP, encoding="utf-8")
    with dask.config.set({"distributed.worker.preload": [str(tmp_path / "trap.py")]}):
        manifest = extract_on_cluster([str(corpus)], str(tmp_path / "out"), options(12_000), scheduler="local:1")
    assert [(f.id, f.kind) for f in manifest.failures] == [("n6", "killed")]
    found = [article.id for article in records(tmp_path / "out", manifest)]
    assert found == [f"n{n}" for n in range(16) if n != 6]
