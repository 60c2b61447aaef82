"""Parts and their states: whole or not at all, known again by what they were made from."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from spacy.language import Language

from letopis.errors import InputError, OutputError
from letopis.extraction import extract_file
from letopis.linking.articles import Linker
from letopis.records import Article
from letopis.scale.cluster import tasks
from letopis.scale.cluster.inputs import Partition, plan
from letopis.scale.cluster.storage import names_in, read_part, reading, remove, storage, write_part, writing
from letopis.scale.cluster.tasks import Job, UnlikeWorkerError, extract_partition, write_identities
from letopis.scale.work import ArticleSource, Failure, WorkOptions, describe_work

pytest.importorskip("fsspec", reason="the extra 'cluster' is not installed")

OPTIONS = WorkOptions(morphology="pymorphy3", scheme="letopis")


def read_bytes(url: str) -> bytes:
    with reading(url) as file:
        return file.read()


def write_bytes(url: str, data: bytes) -> None:
    with writing(url) as file:
        file.write(data)


@pytest.fixture(scope="module")
def articles(nlp: Language, root: Path) -> list[Article]:
    real = [extract_file(root / "corpus" / name / "source.txt", nlp) for name in ("cooperation", "origins")]
    return [*real, Article(id="empty", text="")]


@pytest.mark.parametrize("place", ["local", "memory"])
def test_parts_come_back_as_they_were(articles: list[Article], tmp_path: Path, place: str) -> None:
    folder = str(tmp_path / "parts") if place == "local" else "memory://parts-test"
    url = f"{folder}/part-00000.jsonl"
    written = write_part(url, articles)
    assert list(read_part(url)) == articles
    data = read_bytes(url)
    assert (written.sha256, written.size) == (hashlib.sha256(data).hexdigest(), len(data))
    assert names_in(folder) == ["part-00000.jsonl"]
    remove(url)
    remove(url)
    assert names_in(folder) == []


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


class Bench:
    """A partition of three articles, and a count of what is really extracted."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        for name, text in (("a", "Посол А. Воронцов прибыл в Ригу."), ("b", "Воронцов уехал."), ("c", "В Риге снег.")):
            (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        self.folder, self.output = folder, folder / "out"
        self.job = Job(output=str(self.output), options=OPTIONS, fingerprint=describe_work(OPTIONS))
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

    def extract(self, job: Job | None = None) -> tasks.Extracted:
        self.extracted.clear()
        return extract_partition(job or self.job, self.partition())

    def identify(self, done: tasks.Extracted) -> tasks.PartState:
        linker = Linker.from_bytes(done.linker)
        linker.resolve()
        return write_identities(self.job, 0, ["abc"], done.failures, linker)


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    return Bench(tmp_path, monkeypatch)


def test_what_stands_is_not_done_again(bench: Bench) -> None:
    first = bench.extract()
    assert bench.extracted == ["a", "b", "c"]
    assert first.ids == ["a", "b", "c"]
    assert bench.extract() == first
    assert bench.extracted == []
    linked = bench.identify(first)
    whole = bench.part.read_bytes()
    assert bench.extract() == first
    assert bench.extracted == []
    assert bench.identify(first) == linked
    assert bench.part.read_bytes() == whole
    assert (linked.articles, linked.characters, linked.counts["GPE"], linked.inputs) == (3, 59, 2, ["abc"])
    texts = {e.normal for article in read_part(str(bench.part)) for e in article.entities if e.label == "PERSON"}
    assert texts == {"А. Воронцов", "Воронцов"}


@pytest.mark.parametrize(
    ("change", "again"),
    [
        ("input", ["b"]), ("cut off", ["c"]), ("a record", ["b"]), ("no part", ["a", "b", "c"]),
        ("no part file", ["a", "b", "c"]), ("options", ["a", "b", "c"]), ("nothing", []),
    ],
)  # fmt: skip
def test_what_changed_is_done_again_and_nothing_else(bench: Bench, change: str, again: list[str]) -> None:
    part = bench.part
    wanted = bench.extract()
    whole = part.read_bytes()
    if change == "input":
        (bench.folder / "b.txt").write_text("Воронцов остался.", encoding="utf-8")
    elif change == "cut off":
        part.write_bytes(whole[:-9])
    elif change == "a record":
        part.write_bytes(whole.replace("уехал".encode(), "убыл.".encode()))
    elif change == "no part":
        part.unlink()
    elif change == "no part file":
        part.write_bytes(b"no part")
    elif change == "options":
        options = WorkOptions(morphology="pymorphy3", scheme="nerel")
        bench.job = Job(output=str(bench.output), options=options, fingerprint=describe_work(options))
    done = bench.extract()
    assert bench.extracted == again
    assert done.ids == wanted.ids
    assert (part.read_bytes() == whole) == (change not in {"input", "options"})


def test_files_that_moved_are_named_by_their_place(bench: Bench) -> None:
    bench.extract()
    for name in "abc":
        (bench.folder / "in").mkdir(exist_ok=True)
        (bench.folder / f"{name}.txt").rename(bench.folder / "in" / f"{name}.txt")
    bench.folder = bench.folder / "in"
    bench.extract()
    assert bench.extracted == []
    paths = {article.source.path for article in read_part(str(bench.part)) if article.source}
    assert paths == {str(bench.folder / f"{name}.txt") for name in "abc"}


def test_a_failure_is_tried_again(bench: Bench) -> None:
    (bench.folder / "b.txt").write_bytes(b"")
    done = extract_partition(bench.job, bench.partition(), killers=[2])
    assert [(f.id, f.kind) for f in done.failures] == [("b", "input"), ("c", "killed")]
    assert bench.extracted == ["a", "b"]
    done = bench.extract()
    assert bench.extracted == ["b", "c"]
    assert [(f.id, f.kind) for f in done.failures] == [("b", "input")]


def test_a_worker_that_would_give_other_records(bench: Bench) -> None:
    job = Job(output=str(bench.output), options=OPTIONS, fingerprint="0" * 16)
    with pytest.raises(UnlikeWorkerError, match="the same letopis"):
        bench.extract(job)
