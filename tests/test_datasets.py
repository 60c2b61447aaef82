"""Public sets are fetched with git, only what is wanted of them, and held against the hash of the figures."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from letopis.cli import app
from letopis.datasets import DATASETS, Dataset, digest, fetch
from letopis.errors import InputError, MissingDependencyError, OutputError

NEREL = {
    "NEREL-v1.1/train/1.txt": "Ош и Баку.\n",
    "NEREL-v1.1/train/1.ann": "T1\tCITY 0 2\tОш\nE1\tEvent:T1\nR1\tNEAR Arg1:T1 Arg2:T1\nN1\tReference T1 Q1\tОш\n",
    "NEREL-v1.1/dev/2.txt": "Рим.\n",
    "NEREL-v1.1/dev/2.ann": "T1\tCITY 0 3\tРим\n",
    "NEREL-v1.1/test/3.txt": "Не для нас.\n",
}
BSNLP = {
    "data/bsnlp/brexit/raw/ru/a_7.txt": "ru-7\nru\n2018-07-09\nhttps://example.org\nЛондон\n\nВ Лондоне.\n",
    "data/bsnlp/brexit/annotated/ru/a_7.out": "ru-7\nЛондоне\tЛондон\tLOC\tGPE-London\n",
    "data/bsnlp/ryanair/raw/ru/b_8.txt": "\ufeffru-8\nru\n2018-07-09\nhttps://example.org\nРим\n",
    "data/bsnlp/ryanair/annotated/ru/b_8.out": "ru-8\n",
    "data/bsnlp/other/raw/ru/c_9.txt": "ru-9\nru\n-\n-\nНе для нас.\n",
}


def repository(folder: Path, files: dict[str, str]) -> str:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    for words in (["init", "-q"], ["add", "."], ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "x"]):
        subprocess.run(["git", "-C", str(folder), *words], check=True)
    return folder.as_uri()


def holds(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_texts_entities_and_relations(tmp_path: Path) -> None:
    url = repository(tmp_path / "there", NEREL)
    assert fetch(DATASETS["nerel"], tmp_path / "here", (url,)) is False
    assert holds(tmp_path / "here") == {
        "train/1.txt": "Ош и Баку.\n",
        "train/1.ann": "T1\tCITY 0 2\tОш\nR1\tNEAR Arg1:T1 Arg2:T1\n",
        "dev/2.txt": "Рим.\n",
        "dev/2.ann": "T1\tCITY 0 3\tРим\n",
    }


def test_forms_and_identities(tmp_path: Path) -> None:
    fetch(DATASETS["bsnlp"], tmp_path / "here", (repository(tmp_path / "there", BSNLP),))
    assert holds(tmp_path / "here") == {
        "brexit/ru-7.txt": "Лондон\n\nВ Лондоне.\n",
        "brexit/ru-7.tsv": "Лондоне\tЛондон\tLOC\tGPE-London\n",
        "ryanair/ru-8.txt": "Рим\n",
        "ryanair/ru-8.tsv": "",
    }


def test_several_repositories_make_one_folder(tmp_path: Path) -> None:
    wanted = DATASETS["ud"]
    urls = [
        repository(tmp_path / str(number), dict.fromkeys((*parts, "more.conllu"), f"{number}"))
        for number, (_, parts) in enumerate(wanted.repositories)
    ]
    fetch(wanted, tmp_path / "here", tuple(urls))
    assert holds(tmp_path / "here") == {
        "ru_gsd-dev.conllu": "0", "ru_pud.conllu": "1", "ru_taiga-dev.conllu": "2", "ru_taiga-test.conllu": "2",
        "ru_lenta-dev.conllu": "3", "ru_lenta-train.conllu": "3", "ru_taiganews-train.conllu": "3",
    }  # fmt: skip


def test_the_same_files_are_known_by_their_hash(tmp_path: Path) -> None:
    url = repository(tmp_path / "there", NEREL)
    fetch(DATASETS["nerel"], tmp_path / "one", (url,))
    known = DATASETS["nerel"]._replace(sha256=digest(tmp_path / "one"))
    assert fetch(known, tmp_path / "two", (url,)) is True
    (tmp_path / "one" / "dev" / "2.txt").write_text("Баку.\n", encoding="utf-8")
    assert digest(tmp_path / "one") != known.sha256


@pytest.mark.parametrize("there", ["file:///nowhere/at/all", "empty"])
def test_what_cannot_be_fetched_leaves_nothing(there: str, tmp_path: Path) -> None:
    url = repository(tmp_path / "there", {"a": "b"}) if there == "empty" else there
    with pytest.raises(InputError, match="cannot be fetched"):
        fetch(DATASETS["nerel"], tmp_path / "here", (url,))
    assert not (tmp_path / "here").exists()


def test_a_folder_that_holds_something_is_kept(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "mine.txt").write_text("мой", encoding="utf-8")
    with pytest.raises(OutputError, match=r"holds 'mine\.txt'"):
        fetch(DATASETS["nerel"], tmp_path / "here")
    assert holds(tmp_path / "here") == {"mine.txt": "мой"}


def test_without_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingDependencyError, match="git is not installed"):
        fetch(DATASETS["nerel"], tmp_path / "here")


def test_the_command(tmp_path: Path) -> None:
    run = CliRunner()
    listed = run.invoke(app, ["data"]).stdout
    assert all(one.name in listed and one.sha256 in listed and one.licence in listed for one in DATASETS.values())
    (one,) = json.loads(run.invoke(app, ["data", "nerel", "--json"]).stdout)
    assert one["urls"] == ["https://github.com/nerel-ds/NEREL"]
    fetched = run.invoke(app, ["data", "nerel", str(tmp_path / "d"), "--from", repository(tmp_path / "r", NEREL)])
    assert "differ from those that the figures were measured on" in fetched.stdout
    wrong = run.invoke(app, ["data", "nerl"])
    assert isinstance(wrong.exception, InputError)
    assert "did you mean 'nerel'?" in str(wrong.exception)


def test_every_set_is_described() -> None:
    for name, one in DATASETS.items():
        assert isinstance(one, Dataset)
        assert (one.name, len(one.sha256)) == (name, 64)
        assert all(url.startswith("https://") and parts for url, parts in one.repositories)


ROOT = Path(__file__).parent.parent
CALLED = {"nerel": r"NEREL", "ud": r"\b(?:UD(?!C| English)|PUD|GSD|Taiga)\b", "bsnlp": r"BSNLP"}
PAGES = [
    page
    for page in sorted((ROOT / "docs").rglob("*.md"))
    if re.search(r"benchmarks/\w+\.py", page.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_of_figures_says_first_where_its_sets_come_from(page: Path) -> None:
    assert CALLED.keys() == DATASETS.keys()
    text = page.read_text(encoding="utf-8")
    for name, called in CALLED.items():
        if named := re.search(called, text):
            said = f"`letopis data {name}`" in text.partition("\n## ")[0]
            assert said or f"letopis data {name}" in text[: named.start()], f"{page.name}: where {named[0]} comes from"
