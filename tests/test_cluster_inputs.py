"""What a cluster is given: files, JSON Lines and Parquet, cut into pieces, each article read once."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from letopis.errors import InputError, MissingDependencyError
from letopis.scale.cluster.inputs import Partition, plan
from letopis.scale.cluster.reading import read_partition
from letopis.scale.cluster.storage import storage
from letopis.scale.work import ArticleSource, Failure
from letopis.sources.read import find_articles

pytest.importorskip("fsspec", reason="the extra 'cluster' is not installed")
pa = pytest.importorskip("pyarrow", reason="the extra 'cluster' is not installed")
pq = pytest.importorskip("pyarrow.parquet", reason="the extra 'cluster' is not installed")


def lines(articles: list[tuple[str, str]]) -> str:
    return "".join(json.dumps({"id": i, "text": t}, ensure_ascii=False) + "\n" for i, t in articles)


def read(partitions: list[Partition]) -> list[ArticleSource | Failure]:
    return [source for partition in partitions for source in read_partition(partition)]


def ids(partitions: list[Partition]) -> list[str]:
    return [source.id for source in read(partitions)]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in ("b", "a"):
        (tmp_path / "in" / name).mkdir(parents=True)
        (tmp_path / "in" / name / "source.txt").write_text(f"Статья {name}.", encoding="utf-8")
        (tmp_path / "in" / name / "translation.en.txt").write_text("English", encoding="utf-8")
    (tmp_path / "in" / ".hidden").mkdir()
    (tmp_path / "in" / ".hidden" / "x.txt").write_text("Скрыто.", encoding="utf-8")
    (tmp_path / "in" / "note.TXT").write_text("Заметка.", encoding="utf-8")
    (tmp_path / "in" / "table.csv").write_text("1,2", encoding="utf-8")
    return tmp_path / "in"


def test_a_folder_holds_what_the_plain_command_finds_in_it(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tree.parent)
    for given_path in (str(tree), "in", "./in/"):
        pieces = [piece for partition in plan([given_path]) for piece in partition.pieces]
        assert [(p.article_id, p.shown) for p in pieces] == [
            (name, path.as_posix()) for name, path in find_articles([Path(given_path)])
        ]
        assert all(Path(piece.url).is_absolute() for piece in pieces)


def test_partitions_are_sized_in_bytes(tree: Path) -> None:
    sizes = [partition.size for partition in plan([str(tree)], partition_size=40)]
    assert len(sizes) == 2
    assert sum(sizes) == sum(path.stat().st_size for _, path in find_articles([tree]))
    assert len(plan([str(tree)])) == 1
    assert len(plan([str(tree)], partition_size=1)) == 3


@settings(deadline=None)
@given(
    texts=st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip), max_size=12),
    size=st.integers(1, 200),
    ending=st.sampled_from(["\n", "\r\n", "\n\n"]),
    last=st.booleans(),
)
def test_every_line_is_read_once_however_the_file_is_cut(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], size: int, ending: str, last: bool
) -> None:
    path = tmp_path_factory.mktemp("cut") / "a.jsonl"
    rows = [json.dumps({"id": f"n{n}", "text": text}, ensure_ascii=False) for n, text in enumerate(texts)]
    path.write_bytes((ending.join(rows) + (ending if last else "")).encode())
    if not texts and not path.stat().st_size:
        with pytest.raises(InputError, match="no input"):
            plan([str(path)])
        return
    partitions = plan([str(path)], partition_size=size)
    assert [(s.id, s.content) for s in read(partitions) if isinstance(s, ArticleSource)] == [
        (f"n{n}", text) for n, text in enumerate(texts)
    ]


def test_a_bad_line_is_named_by_its_place_and_the_others_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    bad = [
        '{"id": 7, "text": "Семь."}',
        "no json",
        '{"text": "Без имени."}',
        '{"id": "пусто", "text": " "}',
        "[" * 5000,
    ]
    path.write_text("\ufeff" + "\n".join(bad) + "\n", encoding="utf-8")
    first, *rest = read(plan([str(path)]))
    assert first == ArticleSource("7", str(path), "Семь.")
    assert [f.kind for f in rest if isinstance(f, Failure)] == ["input"] * 4
    assert f"{path}: byte {3 + len(bad[0].encode()) + 1}: no line" in rest[0].reason  # type: ignore[union-attr]
    assert "white space" in rest[2].reason  # type: ignore[union-attr]


def test_parquet_by_row_groups(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    articles = [(f"n{n}", f"Статья {n}. " * 20) for n in range(10)]
    table = pa.table({"text": [t for _, t in articles], "n": range(10), "id": [i for i, _ in articles]})
    pq.write_table(table, path, row_group_size=3)
    partitions = plan([str(path)], partition_size=100)
    assert len(partitions) == 4
    assert [(s.id, s.content) for s in read(partitions) if isinstance(s, ArticleSource)] == articles
    pq.write_table(pa.table({"id": ["a", None], "text": ["Текст.", "Текст."]}), path)
    good, bad = read(plan([str(path)]))
    assert isinstance(good, ArticleSource)
    assert isinstance(bad, Failure)
    assert "row 2" in bad.reason


def test_nested_columns_do_not_hide_the_plain_ones(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"spans": [[{"id": 1, "text": "x"}]], "id": ["a"], "text": ["Текст."]}), path)
    assert read(plan([str(path)])) == [ArticleSource("a", str(path), "Текст.")]


def test_data_files_of_a_folder_and_patterns(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.jsonl").write_text(lines([(f"n{number}", "Текст.")]), encoding="utf-8")
    assert ids(plan([str(tmp_path)])) == ["n0", "n1", "n2"]
    assert ids(plan([str(tmp_path / "*.jsonl")])) == ["n0", "n1", "n2"]
    assert ids(plan([str(tmp_path / "1.jsonl"), str(tmp_path)])) == ["n1", "n0", "n2"]
    (tmp_path / "a.txt").write_text("Статья.", encoding="utf-8")
    assert ids(plan([str(tmp_path)])) == ["a"]


def test_other_file_systems() -> None:
    system, _ = storage("memory://")
    for name in ("corpus/x/source.txt", "corpus/y.txt"):
        system.pipe_file(f"/letopis/{name}", "Статья.".encode())
    system.pipe_file("/letopis/lines/a.jsonl", lines([("n", "Текст.")]).encode())
    partitions = plan(["memory://letopis/corpus", "memory://letopis/lines/*.jsonl"])
    assert ids(partitions) == ["x", "y", "n"]
    assert [piece.shown for piece in partitions[0].pieces][:2] == [
        "memory://letopis/corpus/x/source.txt",
        "memory://letopis/corpus/y.txt",
    ]


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("none.txt", None, "no such file or folder"),
        ("*.jsonl", None, "fits no file"),
        ("a.parquet", b"text", "is no Parquet file"),
        ("empty/", None, "holds no article"),
    ],
)
def test_inputs_that_are_refused(tmp_path: Path, name: str, content: bytes | None, complaint: str) -> None:
    (tmp_path / "empty").mkdir()
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=complaint):
        plan([str(tmp_path / name)])


def test_a_parquet_file_without_the_columns(tmp_path: Path) -> None:
    pq.write_table(pa.table({"id": ["a"], "body": ["x"]}), tmp_path / "a.parquet")
    with pytest.raises(InputError, match="no column 'text'; it has id, body"):
        plan([str(tmp_path / "a.parquet")])


def test_two_files_of_one_name(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "same.txt").write_text("Статья.", encoding="utf-8")
    assert ids(plan([str(tmp_path)])) == ["a--same", "b--same"]
    with pytest.raises(InputError, match=r"the id 'same' is taken by .*a/same\.txt.*--ids path"):
        plan([str(tmp_path)], ids="name")


def test_protocols_without_their_package() -> None:
    with pytest.raises(InputError, match="cannot be reached"):
        plan(["nothing://bucket/a.jsonl"])
    if find_spec("s3fs"):
        pytest.skip("s3fs is installed")
    with pytest.raises(MissingDependencyError, match="s3fs"):
        plan(["s3://bucket/a.jsonl"])


def test_a_file_that_goes_away_is_a_failure_of_its_own(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text("Статья.", encoding="utf-8")
    partitions = plan([str(tmp_path)])
    (tmp_path / "a.txt").unlink()
    gone, there = read(partitions)
    assert isinstance(gone, Failure)
    assert "every worker" in gone.reason
    assert there.id == "b"


def test_partition_size_must_be_some() -> None:
    with pytest.raises(InputError, match="partition size 0"):
        plan(["a.txt"], partition_size=0)
