"""Parts and their states: whole or not at all, known again by what they were made from."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from spacy.language import Language

from letopis.errors import InputError, OutputError
from letopis.extraction import extract_file
from letopis.linking.articles import Linker
from letopis.records import Article
from letopis.scale.cluster import tasks
from letopis.scale.cluster.inputs import Partition, plan
from letopis.scale.cluster.manifest import Manifest, read_manifest, read_state, write_manifest
from letopis.scale.cluster.parts import hash_file, read_part, write_part
from letopis.scale.cluster.rows import from_row, to_row
from letopis.scale.cluster.storage import names_in, read_bytes, remove, storage, write_bytes, writing
from letopis.scale.cluster.tasks import Job, UnlikeWorkerError, extract_partition, survey, write_identities
from letopis.scale.work import ArticleSource, Failure, WorkOptions, describe_work

pytest.importorskip("fsspec", reason="the extra 'cluster' is not installed")
pytest.importorskip("pyarrow", reason="the extra 'cluster' is not installed")

OPTIONS = WorkOptions(morphology="pymorphy3", scheme="letopis")


@pytest.fixture(scope="module")
def articles(nlp: Language, root: Path) -> list[Article]:
    real = [extract_file(root / "corpus" / name / "source.txt", nlp) for name in ("cooperation", "origins")]
    return [*real, Article(id="empty", text="")]


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
@pytest.mark.parametrize("place", ["local", "memory"])
def test_parts_come_back_as_they_were(articles: list[Article], tmp_path: Path, form: str, place: str) -> None:
    folder = str(tmp_path / "parts") if place == "local" else "memory://parts-test"
    url = f"{folder}/part-00000.{form}"
    written = write_part(url, articles)
    assert list(read_part(url)) == articles
    assert (written.sha256, written.size) == (hash_file(url), len(read_bytes(url)))
    assert names_in(folder) == [f"part-00000.{form}"]
    remove(url)
    remove(url)
    assert names_in(folder) == []


def test_a_row_is_a_record(articles: list[Article]) -> None:
    for article in articles:
        assert from_row(to_row(article)) == article


def test_pandas_reads_the_parts(articles: list[Article], tmp_path: Path) -> None:
    import pandas as pd

    write_part(str(tmp_path / "parts" / "part-00000.parquet"), articles)
    frame = pd.read_parquet(tmp_path / "parts")
    assert list(frame["id"]) == ["cooperation", "origins", "empty"]
    assert {entity["label"] for entity in frame["entities"][0]} >= {"DATE", "PERSON", "ORG"}


@pytest.mark.parametrize("url", ["{}/a.jsonl", "memory://torn/a.jsonl"])
def test_a_writer_that_fails_leaves_what_was_there(tmp_path: Path, url: str) -> None:
    url = url.format(tmp_path)
    write_bytes(url, b"old")
    with pytest.raises(ZeroDivisionError), writing(url) as file:
        file.write(b"%d" % (1 / 0))
    assert read_bytes(url) == b"old"
    assert names_in(url.rpartition("/")[0]) == ["a.jsonl"]
    remove(url)


def test_places_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError, match="cannot be written"):
        write_bytes(str(tmp_path / "file" / "a.jsonl"), b"")
    system, _ = storage("memory://")
    assert not system.exists("/none")
    with pytest.raises(InputError, match="no such file"):
        read_bytes("memory://none/a")


def test_parts_of_another_kind(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"x": [1]}), tmp_path / "part-00000.parquet")
    (tmp_path / "part-00001.parquet").write_bytes(b"torn")
    for name in ("part-00000.parquet", "part-00001.parquet"):
        with pytest.raises(InputError, match="holds no records"):
            list(read_part(str(tmp_path / name)))


class Bench:
    """A partition of three articles, and a count of what is really extracted."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        for name, text in (("a", "Посол А. Воронцов прибыл в Ригу."), ("b", "Воронцов уехал."), ("c", "В Риге снег.")):
            (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        self.folder, self.output = folder, folder / "out"
        self.job = Job(output=str(self.output), form="jsonl", options=OPTIONS, fingerprint=describe_work(OPTIONS))
        self.extracted: list[str] = []
        original = tasks.extract_group

        def counted(group: list[ArticleSource | Failure], options: WorkOptions) -> list[Article | Failure]:
            self.extracted += [source.id for source in group if isinstance(source, ArticleSource)]
            return original(group, options)

        monkeypatch.setattr(tasks, "extract_group", counted)

    @property
    def part(self) -> Path:
        return self.output / "parts" / "part-00000.jsonl"

    def partition(self) -> Partition:
        (partition,) = plan([str(self.folder / f"{name}.txt") for name in "abc"])
        return partition

    def extract(self, job: Job | None = None) -> tasks.TaskDone:
        self.extracted.clear()
        return extract_partition(job or self.job, self.partition(), survey(self.partition()).sha256)

    def identify(self, done: tasks.TaskDone) -> tasks.PartState:
        linker = Linker.from_bytes(done.linker)
        linker.resolve()
        return write_identities(self.job, 0, done.state, linker)


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    return Bench(tmp_path, monkeypatch)


def test_what_stands_is_not_done_again(bench: Bench) -> None:
    first = bench.extract()
    assert bench.extracted == ["a", "b", "c"]
    assert first.ids == ["a", "b", "c"]
    again = bench.extract()
    assert bench.extracted == []
    assert again == first
    linked = bench.identify(first)
    after = bench.extract()
    assert bench.extracted == []
    assert (after.linker, after.ids, after.state.sha256) == (first.linker, first.ids, linked.sha256)
    assert read_state(str(bench.output), "part-00000.jsonl") == linked
    texts = {e.normal for article in read_part(str(bench.part)) for e in article.entities if e.label == "PERSON"}
    assert texts == {"А. Воронцов"}


@pytest.mark.parametrize("change", ["input", "part", "torn state", "no part", "options", "fingerprint of the state"])
def test_what_changed_is_done_again(bench: Bench, change: str) -> None:
    first = bench.extract()
    job = bench.job
    state = bench.output / "state" / "part-00000.jsonl.json"
    if change == "input":
        (bench.folder / "b.txt").write_text("Воронцов остался.", encoding="utf-8")
    elif change == "part":
        bench.part.write_bytes(bench.part.read_bytes()[:-9])
    elif change == "torn state":
        state.write_bytes(state.read_bytes()[:-9])
    elif change == "no part":
        bench.part.unlink()
    elif change == "options":
        options = WorkOptions(morphology="pymorphy3", scheme="nerel")
        job = Job(output=job.output, form="jsonl", options=options, fingerprint=describe_work(options))
    else:
        state.write_bytes(msgspec.json.encode(msgspec.structs.replace(first.state, key="other")))
    bench.extract(job)
    assert bench.extracted == ["a", "b", "c"]


def test_cut_off_between_state_and_part(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    first = bench.extract()
    plain = bench.part.read_bytes()
    linked = bench.identify(first)
    assert linked.sha256_before == first.state.sha256
    bench.part.write_bytes(plain)  # the state was written, the part was not
    again = bench.extract()
    assert bench.extracted == []
    assert again.state.sha256 == first.state.sha256
    assert bench.identify(again).sha256 == linked.sha256


def test_a_failure_that_might_pass_is_tried_again(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    (bench.folder / "b.txt").write_bytes(b"")
    done = extract_partition(bench.job, bench.partition(), survey(bench.partition()).sha256, killers=[2])
    assert [(f.id, f.kind) for f in done.state.failures] == [("b", "input"), ("c", "killed")]
    assert bench.extracted == ["a", "b"]
    done = bench.extract()
    assert bench.extracted == ["a", "b", "c"]
    assert [(f.id, f.kind) for f in done.state.failures] == [("b", "input")]
    bench.extract()
    assert bench.extracted == []  # a damaged file stays damaged


def test_input_that_changes_under_the_run(bench: Bench) -> None:
    sha256 = survey(bench.partition()).sha256
    (bench.folder / "b.txt").write_text("Воронцов остался.", encoding="utf-8")
    with pytest.raises(InputError, match="changed while it was read"):
        extract_partition(bench.job, bench.partition(), sha256)
    assert names_in(str(bench.output / "parts")) == []


def test_a_worker_that_would_give_other_records(bench: Bench) -> None:
    job = Job(output=str(bench.output), form="jsonl", options=OPTIONS, fingerprint="0" * 16)
    with pytest.raises(UnlikeWorkerError, match="the same letopis"):
        bench.extract(job)


def test_manifests_of_another_kind(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"holds no manifest\.json"):
        read_manifest(str(tmp_path))
    (tmp_path / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match="is no manifest"):
        read_manifest(str(tmp_path))
    manifest = Manifest(complete=True, letopis="1", fingerprint="f", settings={}, inputs=["a"], format="other/9")
    write_manifest(str(tmp_path), manifest)
    with pytest.raises(InputError, match="format 'other/9'"):
        read_manifest(str(tmp_path))
