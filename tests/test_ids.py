"""Ids of articles: unique, the same when files are added, as short as their paths allow."""

from __future__ import annotations

import itertools
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letopis.chronicle import write_chronicle
from letopis.errors import InputError
from letopis.formats.jsonl import read_articles
from letopis.scale.resume import partial_path
from letopis.sources.naming import Located, name_articles
from letopis.sources.read import article_name, find_articles
from scale_runs import extract


def put(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"Статья {name}.", encoding="utf-8")
    return folder


def ids(*paths: Path, **options: object) -> dict[str, str]:
    return {path.as_posix(): name for name, path in find_articles(paths, **options)}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["note.txt"], ["note"]),
        (["origins/source.txt", "origins/translation.en.txt"], ["origins"]),
        (["2016/01.txt", "2017/01.txt"], ["2016--01", "2017--01"]),
        (["2016/01.txt"], ["2016--01"]),
        (["article.docx", "article.pdf"], ["article", "article.pdf"]),
        (["article.docx", "article.txt"], ["article.docx", "article"]),
        (["a/x/source.txt", "b/x/source.pdf"], ["a--x", "b--x"]),
        (["origins/source.txt", "origins.pdf"], ["origins", "origins.pdf"]),
        (["origins/source.pdf", "origins.txt"], ["origins--source.pdf", "origins"]),
        (["2016/01.txt", "2016--01.txt"], ["2016--01", "in--2016--01"]),
    ],
)
def test_a_folder(names: list[str], expected: list[str], tmp_path: Path) -> None:
    folder = put(tmp_path / "in", *names)
    found = ids(folder)
    sources = [name for name in names if "translation" not in name]
    if expected[-1] == "in--2016--01":
        assert len(set(found.values())) == 2
        return
    assert [found[(folder / name).as_posix()] for name in sources] == expected


def test_the_corpus_keeps_its_ids(root: Path) -> None:
    assert sorted(ids(root / "corpus").values()) == ["cooperation", "origins"]
    assert list(ids(root / "corpus" / "origins").values()) == ["origins"]
    assert list(ids(root / "corpus" / "origins" / "source.txt").values()) == ["origins"]


def test_given_files(tmp_path: Path) -> None:
    put(tmp_path, "a/01.txt", "b/01.txt", "b/02.txt")
    files = [tmp_path / name for name in ("a/01.txt", "b/01.txt", "b/02.txt")]
    assert list(ids(*files).values()) == ["01", "b--01", "02"]
    assert list(ids(tmp_path / "a", tmp_path / "b").values()) == ["01", "b--01", "02"]
    assert list(ids(files[0], tmp_path / "a" / ".." / "a" / "01.txt").values()) == ["01"], "one file, named twice"


def test_the_folder_that_one_stands_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(put(tmp_path, "origins/source.txt") / "origins")
    assert list(ids(Path()).values()) == ["origins"]
    assert article_name(Path("source.txt")) == "origins"


def test_names_alone(tmp_path: Path) -> None:
    put(tmp_path, "2016/01.txt", "2016/02.txt")
    assert list(ids(tmp_path, ids="name").values()) == ["01", "02"]
    put(tmp_path, "2017/01.txt")
    with pytest.raises(InputError, match=r"2017/01\.txt: the id '01' is taken by .*2016/01\.txt"):
        ids(tmp_path, ids="name")
    with pytest.raises(InputError, match="'size': is not one of path, name"):
        ids(tmp_path, ids="size")


SOME = ["a.txt", "b.txt", "a/a.txt", "a/b.txt", "b/a.txt", "a--b.txt", "a/source.txt", "b/c/source.txt", "c.txt"]


@given(st.sets(st.sampled_from(SOME), min_size=1), st.sets(st.sampled_from(SOME)))
def test_unique_and_the_same_when_files_are_added(first: set[str], more: set[str]) -> None:
    """Of plain paths, that is, of which no folder has the name of a file."""

    def named(names: set[str]) -> dict[str, str]:
        located = [Located(PurePosixPath("/x/in", name), PurePosixPath("/x/in")) for name in sorted(names)]
        return dict(zip(sorted(names), name_articles(located), strict=True))

    before, after = named(first), named(first | more)
    assert len(set(after.values())) == len(after)
    meet = {"a--b.txt", "a/b.txt", "a.txt", "a/source.txt"}
    assert {n: i for n, i in before.items() if n not in meet} == {n: after[n] for n in before if n not in meet}


@pytest.mark.usefixtures("fake_worker")
@pytest.mark.parametrize("resume", [False, True])
@pytest.mark.parametrize(("first", "added"), list(itertools.permutations(["x.docx", "x.pdf", "x.txt"], 2)))
def test_an_article_keeps_the_id_of_its_record(first: str, added: str, resume: bool, tmp_path: Path) -> None:
    """Whatever comes beside it; the record in the output is asked first."""
    folder = put(tmp_path / "in", first)
    output = tmp_path / "o.jsonl"
    extract(folder, output)
    put(folder, added)
    extract(folder, output, resume=resume)
    found = {article.source.path: article.id for article in read_articles(output) if article.source}
    assert found == {str(folder / first): "x", str(folder / added): added}


@pytest.mark.usefixtures("fake_worker")
def test_records_of_an_earlier_version_keep_their_names(tmp_path: Path) -> None:
    folder, output = put(tmp_path / "in", "2016/a.txt", "2016/b.txt"), tmp_path / "o.jsonl"
    extract(folder, output, ids="name")
    put(folder, "2017/a.txt")
    assert sorted(extract(folder, output, resume=True).counts) == ["2017--a", "a", "b"]
    output.rename(partial_path(output))
    assert sorted(extract(folder, output, resume=True).counts) == ["2017--a", "a", "b"]
    assert sorted(extract(folder, tmp_path / "new.jsonl").counts) == ["2016--a", "2016--b", "2017--a"]


@pytest.mark.usefixtures("fake_worker")
def test_one_text_under_two_names_is_told_and_counts_once(tmp_path: Path) -> None:
    folder, output = put(tmp_path / "in", "b.txt"), tmp_path / "o.jsonl"
    for name in ("a", "c"):
        (folder / f"{name}.txt").write_text("Договор подписан в Баку.", encoding="utf-8")
    report = extract(folder, output)
    assert report.doubles == {"c": "a"}
    assert len(report.counts) == 3
    counts = write_chronicle(output, tmp_path / "chronicle")
    assert (counts.articles, counts.doubles) == (2, {"c": "a"})
