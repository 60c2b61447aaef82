"""``letopis extract`` as a user calls it: a process, an exit code, one sentence for each kind of bad input."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from letopis.formats.jsonl import read_articles

TEXT = "Протокол подписан в Ташкенте 3 мая 1999 г. Прибыл посол В. Орлов.\n"


# The largest child of a process is counted, and a child begins with its parent's memory: so a small one stands between.
COUNT_MEMORY = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:]).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)  # kilobytes
sys.exit(code)
"""


def letopis(*arguments: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "letopis", *map(str, arguments)],
        capture_output=True, text=True, encoding="utf-8", check=False, cwd=cwd,
    )  # fmt: skip


def refused(*arguments: object) -> str:
    answer = letopis(*arguments)
    assert answer.returncode in {1, 2}, answer.stdout + answer.stderr
    assert "Traceback" not in answer.stderr
    return answer.stderr


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("done")
    (folder / "in" / "first").mkdir(parents=True)
    (folder / "in" / "first" / "source.txt").write_text(TEXT, encoding="utf-8")
    (folder / "in" / "first" / "translation.en.txt").write_text("A protocol.", encoding="utf-8")
    (folder / "in" / "second.txt").write_bytes(TEXT.encode("cp1251"))
    (folder / "in" / "third.txt").write_bytes(TEXT.encode("koi8-r"))
    (folder / "in" / "empty.txt").write_bytes(b"")
    (folder / "in" / "binary.txt").write_bytes(bytes(range(256)) * 20)
    answer = letopis(
        "extract", folder / "in", "-o", folder / "out.jsonl", "--conllu", folder / "conllu", "--csv", folder / "e.csv",
        "--json",
    )  # fmt: skip
    (folder / "stdout").write_text(answer.stdout, encoding="utf-8")
    (folder / "stderr").write_text(answer.stderr, encoding="utf-8")
    (folder / "code").write_text(str(answer.returncode), encoding="utf-8")
    return folder


def test_good_articles_are_done_and_bad_ones_named(done: Path) -> None:
    assert (done / "code").read_text() == "1"
    stderr = (done / "stderr").read_text(encoding="utf-8")
    assert "Traceback" not in stderr
    assert "[1/5]" in stderr
    for name in ("empty.txt", "binary.txt"):
        assert any(name in line and line.startswith("letopis: ") for line in stderr.splitlines())
    answer = json.loads((done / "stdout").read_text(encoding="utf-8"))
    assert set(answer["articles"]) == {"first", "second", "third"}
    assert len(answer["failures"]) == 2


def test_encodings_give_the_same_record(done: Path) -> None:
    articles = read_articles(done / "out.jsonl")
    assert {a.text for a in articles} == {TEXT.strip()}
    assert [a.source.encoding for a in articles if a.source] == ["utf-8", "windows-1251", "koi8-r"]
    found = [[(e.label, e.text, e.value or e.normal) for e in a.entities] for a in articles]
    assert found[0] == found[1] == found[2]
    assert ("DATE", "3 мая 1999 г.", "1999-05-03") in found[0]
    assert ("GPE", "Ташкенте", "Ташкент") in found[0]
    assert ("PERSON", "В. Орлов", "В. Орлов") in found[0]


def test_conllu_and_table_are_written(done: Path) -> None:
    import conllu

    sentences = conllu.parse((done / "conllu" / "first.conllu").read_text(encoding="utf-8"))
    assert [s.metadata["text"] for s in sentences] == [TEXT[:42], TEXT[43:-1]]
    assert [t["lemma"] for t in sentences[0]][:3] == ["протокол", "подписать", "в"]
    assert (done / "e.csv").read_text(encoding="utf-8").startswith("entity,label,normal,mentions,articles")


def test_missing_path(tmp_path: Path) -> None:
    assert f"{tmp_path / 'none.txt'}: no such file" in refused("extract", tmp_path / "none.txt", "-o", tmp_path / "o")


def test_folder_without_articles(tmp_path: Path) -> None:
    assert "holds no article" in refused("extract", tmp_path, "-o", tmp_path / "o.jsonl")


def test_paths_without_article_are_reported_and_the_others_done(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "bin.txt").write_bytes(bytes(range(256)))
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    names = ("bin.txt", "none.txt", "empty", "a.txt", "none/b.txt")
    said = {"bin.txt": "binary file", "none.txt": "no such file", "empty": "holds no article", "none/b.txt": "no such"}
    command = ["extract", *(tmp_path / name for name in names), "-o", tmp_path / "o.jsonl", "--morphology", "pymorphy3"]
    for more in ([], ["--resume"]):
        answer = letopis(*command, "--json", *more)
        assert answer.returncode == 1
        for (name, reason), told in zip(said.items(), json.loads(answer.stdout)["failures"], strict=True):
            assert f"{tmp_path / name}: " in told
            assert reason in told
            assert told in answer.stderr
        assert [one.id for one in read_articles(tmp_path / "o.jsonl")] == ["a"]


def test_two_articles_with_one_name(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "same.txt").write_text(TEXT, encoding="utf-8")
    assert "the id 'same' is taken" in refused("extract", tmp_path, "--ids", "name", "-o", tmp_path / "o.jsonl")


@pytest.mark.parametrize(
    ("options", "complaint"),
    [(["--encoding", "klingon"], "klingon"), (["--morphology", "magic"], "magic"), (["--nothing"], "nothing")],
)
def test_wrong_options(tmp_path: Path, options: list[str], complaint: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    assert complaint in refused("extract", path, "-o", tmp_path / "o.jsonl", *options)


def test_cut_in_the_middle_of_a_character(tmp_path: Path) -> None:
    path = tmp_path / "cut.txt"
    path.write_bytes(TEXT.strip().encode("utf-8") + "Б".encode()[:1])
    answer = letopis("extract", path, "-o", tmp_path / "o.jsonl")
    assert answer.returncode == 0
    assert "cut" in answer.stderr
    assert read_articles(tmp_path / "o.jsonl")[0].warnings


def test_ten_megabytes_in_less_than_a_gigabyte(tmp_path: Path) -> None:
    pytest.importorskip("resource", reason="only Unix counts the memory of a child")
    path = tmp_path / "huge.txt"
    paragraph = (
        "В первой половине века торговля между городами побережья росла быстро, хотя дороги были плохи, а пошлины\n"
        "высоки. В 1848 г. купцы просили снизить пошлины, но ответа они не получи-\nли. Министр К. Лунд обещал "
        "помощь.\n\n"
    )
    times = 10_000_000 // len(paragraph.encode()) + 1
    path.write_text(paragraph * times, encoding="utf-8")
    assert path.stat().st_size >= 10_000_000
    command = [sys.executable, "-m", "letopis", "extract", str(path), "-o", str(tmp_path / "o.jsonl"), "--quiet"]
    answer = subprocess.run(
        [sys.executable, "-c", COUNT_MEMORY, *command, "--morphology", "pymorphy3"],
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr
    assert len(read_articles(tmp_path / "o.jsonl")[0].sentences) == 3 * times
    assert 100_000 < int(answer.stdout) < 1_000_000


def test_output_is_a_folder_or_lies_under_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    assert "a.txt would be lost there" in refused("extract", path, "-o", tmp_path)
    (tmp_path / "folder").mkdir()
    assert "is a folder" in refused("extract", path, "-o", tmp_path / "folder")
    for option in ("-o", "--csv"):
        said = refused("extract", path, option, path / "o.out")
        assert said == f"letopis: {path / 'o.out'}: cannot be written: File exists\n"


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_output_folder_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    assert "cannot be written" in refused("extract", path, "-o", locked / "o.jsonl")


def test_help_has_an_example() -> None:
    for name in ("clean", "extract", "evaluate", "iaa"):
        answer = letopis(name, "--help")
        assert answer.returncode == 0
        assert f"letopis {name}" in answer.stdout


def test_no_command_and_version() -> None:
    assert "extract" in letopis().stdout
    assert letopis("--version").stdout.strip()
