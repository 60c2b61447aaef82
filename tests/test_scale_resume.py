"""Runs that are cut off, by a kill or a full disk, and go on: what is kept, and what is done again."""

from __future__ import annotations

import errno
import re
import signal
import sys
from pathlib import Path

import msgspec
import pytest

from letopis.errors import OutputError
from letopis.formats.jsonl import errors_path, is_whole, read_articles, write_jsonl
from letopis.scale.records import PartialFile, RecordFile
from letopis.scale.resume import partial_path
from letopis.scale.run import extract_corpus
from letopis.scale.work import WorkOptions
from scale_runs import extract, started, taken, wait_for, write

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="kills as Unix does"),
    pytest.mark.usefixtures("fake_worker"),
]


def test_the_next_run_retries_what_failed_and_keeps_the_rest(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", ["Баку", "die", "fail"])
    output = tmp_path / "out.jsonl"
    extract(folder, output)
    taken(tmp_path)
    (folder / "a002.txt").write_text("Рим", encoding="utf-8")
    report = extract(folder, output, resume=True)
    assert (report.kept, list(report.counts), [f.id for f in report.failures]) == (1, ["a000", "a002"], ["a001"])
    (folder / "a001.txt").write_text("Ош", encoding="utf-8")
    assert extract(folder, output, resume=True).kept == 2
    assert not errors_path(output).exists()
    assert taken(tmp_path) == ["a001", "a002", "a001", "a001"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_kill_9_and_resume(tmp_path: Path, jobs: int) -> None:
    folder = write(tmp_path / "in", [f"sleep 0.05 Ош{n}" for n in range(20)])
    output = tmp_path / "out.jsonl"
    output.write_text("old\n", encoding="utf-8")
    process = started(folder, output, jobs)
    wait_for(partial_path(output), 5)
    process.kill()
    process.communicate()
    assert output.read_text(encoding="utf-8") == "old\n", "the old output stays until the new one is whole"
    with RecordFile(partial_path(output)) as partial:
        done = len(list(partial.known()))
    assert 5 <= done < 20
    taken(tmp_path)
    output.unlink()
    report = extract(folder, output, resume=True, jobs=jobs)
    assert (report.kept, len(report.counts)) == (done, 20)
    assert len(taken(tmp_path)) == 20 - done
    extract(folder, tmp_path / "whole.jsonl")
    assert output.read_bytes() == (tmp_path / "whole.jsonl").read_bytes()
    assert not partial_path(output).exists()


@pytest.mark.parametrize(("moment", "old"), [("--die-writing", True), ("--die-renamed", False)])
def test_killed_while_the_output_is_written(tmp_path: Path, moment: str, old: bool) -> None:
    folder = write(tmp_path / "in", ["Баку", "Ош"])
    output = tmp_path / "out.jsonl"
    extract(folder, tmp_path / "whole.jsonl")
    output.write_text("old\n", encoding="utf-8")
    process = started(folder, output, 1, moment)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert (output.read_text(encoding="utf-8") == "old\n") == old
    assert len(list(tmp_path.glob(".out.jsonl.*.part"))) == int(old)
    taken(tmp_path)
    assert extract(folder, output, resume=True).kept == 2
    assert taken(tmp_path) == []
    assert output.read_bytes() == (tmp_path / "whole.jsonl").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "out.jsonl", "whole.jsonl"]


def test_killed_again_and_again(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", [f"sleep 0.03 Ош{n}" for n in range(16)])
    output = tmp_path / "out.jsonl"
    for lines in (3, 7, 12):
        process = started(folder, output, 2, "--resume")
        wait_for(partial_path(output), lines)
        process.kill()
        process.communicate()
    assert extract(folder, output, resume=True).kept >= 12
    assert sorted(set(taken(tmp_path))) == [f"a{n:03}" for n in range(16)]
    extract(folder, tmp_path / "whole.jsonl")
    assert output.read_bytes() == (tmp_path / "whole.jsonl").read_bytes()


def test_without_resume_a_run_begins_anew(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", ["Баку", "Ош"])
    output = tmp_path / "out.jsonl"
    for _ in range(2):
        assert extract(folder, output).kept == 0
    assert len(taken(tmp_path)) == 4


def test_one_of_a_thousand_changed_is_one_done_again(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", [f"Ош{n}" for n in range(1000)])
    output = tmp_path / "out.jsonl"
    extract(folder, output)
    assert len(taken(tmp_path)) == 1000
    (folder / "a500.txt").write_text("Баку", encoding="utf-8")
    assert extract(folder, output, resume=True).kept == 999
    assert taken(tmp_path) == ["a500"]
    assert len(read_articles(output)) == 1000
    assert extract(folder, output, resume=True).kept == 1000
    assert taken(tmp_path) == []


def test_another_configuration_does_all_again(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", ["Баку", "Ош"])
    output = tmp_path / "out.jsonl"
    extract(folder, output)
    other = WorkOptions(morphology="fake", scheme="other")
    assert extract_corpus([folder], output, other, resume=True).kept == 0


def test_moved_articles_are_kept_with_their_new_paths(tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    extract(write(tmp_path / "in", ["Баку odd", "Ош"]), output)
    moved = (tmp_path / "in").rename(tmp_path / "moved")
    assert extract(moved, output, resume=True).kept == 2
    extract(moved, tmp_path / "whole.jsonl")
    assert output.read_bytes() == (tmp_path / "whole.jsonl").read_bytes()
    assert read_articles(output)[0].warnings == [f"{moved / 'a000.txt'}: odd"]


def test_an_article_that_left_leaves_the_output(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", ["Баку", "Ош"])
    output = tmp_path / "out.jsonl"
    extract(folder, output)
    (folder / "a000.txt").unlink()
    assert list(extract(folder, output, resume=True).counts) == ["a001"]
    assert [a.id for a in read_articles(output)] == ["a001"]


def test_tokens_are_made_again_where_they_are_gone_or_of_other_work(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", ["Баку", "Ош", "Рим"])
    output, conllu = tmp_path / "out.jsonl", tmp_path / "conllu"
    extract(folder, output)
    assert extract(folder, output, resume=True, conllu=conllu).kept == 0
    (conllu / "a000.conllu").unlink()
    other = conllu / "a002.conllu"
    other.write_text(other.read_text(encoding="utf-8").replace(" fake", " other"), encoding="utf-8")
    taken(tmp_path)
    assert extract(folder, output, resume=True, conllu=conllu).kept == 1
    assert taken(tmp_path) == ["a000", "a002"]


@pytest.mark.parametrize("torn", [b'{"id":"a001","te', b"\0" * 700, b"not JSON\n", b'{"no":"id"}\n'])
def test_torn_and_foreign_lines_are_dropped(tmp_path: Path, torn: bytes) -> None:
    folder = write(tmp_path / "in", ["Баку", "Ош"])
    output = tmp_path / "out.jsonl"
    extract(folder, output)
    lines = output.read_bytes().splitlines(keepends=True)
    output.unlink()
    partial_path(output).write_bytes(lines[0] + torn)
    seen = Heard()
    assert extract(folder, output, resume=True, watcher=seen).kept == 1
    assert output.read_bytes() == b"".join(lines)
    told = [f"letopis: {partial_path(output)}: 1 line is no record; what stood there is done again"]
    assert seen.said == (told if torn.endswith(b"\n") else [])  # a torn last line is what a kill leaves


def test_a_new_line_does_not_join_a_torn_one(tmp_path: Path) -> None:
    path = tmp_path / "out.partial"
    path.write_bytes(b'{"id":"a"}\n' + b'{"id":"b"' * 20_000)
    with PartialFile(path, keep=True) as partial:
        assert partial.append(b'{"id":"c"}') == (11, 10)
        assert [record.id for record in partial.known()] == ["a", "c"]
        assert partial.read(11, 10) == b'{"id":"c"}'
    with PartialFile(path, keep=False) as partial:
        assert list(partial.known()) == []


def test_left_overs_of_killed_runs_are_removed(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", ["Баку"])
    conllu = tmp_path / "conllu"
    conllu.mkdir()
    for path in (tmp_path / ".out.jsonl.x1y2.part", conllu / ".a000.conllu.x1y2.part"):
        path.touch()
    (conllu / "notes").touch()
    extract(folder, tmp_path / "out.jsonl", conllu=conllu)
    assert {path.name for path in conllu.iterdir()} == {"a000.conllu", "notes"}
    assert not list(tmp_path.glob(".*"))


def test_a_full_disk_keeps_whole_lines(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    folder = write(tmp_path / "in", ["Баку" * 500 for _ in range(10)])
    output = tmp_path / "out.jsonl"

    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))

    process = started(folder, output, 2, preexec_fn=small_files)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert err.count("\n") == 1
    assert "out.jsonl.partial: cannot be written" in err
    assert "run again with --resume" in err
    assert not output.exists()
    kept = partial_path(output).read_bytes()
    assert kept.endswith(b"\n")
    assert 0 < kept.count(b"\n") < 10
    assert extract(folder, output, resume=True).kept == kept.count(b"\n")
    assert len(read_articles(output)) == 10


def test_a_disk_that_is_full_for_the_output_alone(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    folder = write(tmp_path / "in", ["Баку" * 100 for _ in range(10)])
    output = tmp_path / "out.jsonl"
    size = extract_size(folder, tmp_path / "whole.jsonl")
    output.write_text("old\n", encoding="utf-8")

    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size - 1, size - 1))  # identities make the output longer

    process = started(folder, output, 1, preexec_fn=small_files)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err.count("\n")) == (1, 1)
    assert "what is done stays in" in err
    assert output.read_text(encoding="utf-8") == "old\n"
    assert {path.name for path in tmp_path.iterdir()} == {
        "in", "log", "out.jsonl", "out.jsonl.partial", "whole.jsonl",
    }  # fmt: skip
    assert extract(folder, output, resume=True).kept == 10
    assert output.read_bytes() == (tmp_path / "whole.jsonl").read_bytes()


def extract_size(folder: Path, output: Path) -> int:
    extract(folder, output)
    return output.stat().st_size


def test_a_disk_without_locks_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fcntl = pytest.importorskip("fcntl")

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)
    with PartialFile(tmp_path / "out.partial", keep=False) as partial:
        assert partial.append(b"{}") == (0, 2)


def test_two_runs_do_not_write_one_output(tmp_path: Path) -> None:
    pytest.importorskip("fcntl")
    folder = write(tmp_path / "in", ["Баку"])
    output = tmp_path / "out.jsonl"
    with PartialFile(partial_path(output), keep=False) as partial:
        partial.append(b"{}")
        with pytest.raises(OutputError, match="another run writes there"):
            extract(folder, output)
    assert partial_path(output).read_bytes() == b"{}\n", "the refused run took nothing away"


@pytest.mark.parametrize(("lines", "left"), [([], False), ([b"{}"], True)])
def test_a_run_that_fails_before_its_first_record_leaves_nothing(
    lines: list[bytes], left: bool, tmp_path: Path
) -> None:
    path = tmp_path / "out.partial"
    with PartialFile(path, keep=False) as partial:
        for line in lines:
            partial.append(line)
    assert path.exists() == left


def damaged(line: bytes, kind: str) -> bytes:
    if kind == "two bytes":
        place = line.index("Баку".encode())
        return line[:place] + b"\xff\xff" + line[place + 2 :]
    if kind == "offset":
        return line.replace(b'"end_offset":4', b'"end_offset":7')
    if kind == "no entities":
        return re.sub(rb'"entities":\[.*?\}\],?', b"", line)
    if kind == "no hash":
        return re.sub(rb',"record_sha256":"\w+"', b"", line)
    return line.replace(b'"label":"GPE"', b'"label":"ORG"')


@pytest.mark.parametrize("where", ["output", "partial"])
@pytest.mark.parametrize("kind", ["two bytes", "offset", "no entities", "no hash", "label"])
def test_a_record_that_does_not_fit_its_hash_is_done_again(kind: str, where: str, tmp_path: Path) -> None:
    folder = write(tmp_path / "in", ["Баку", "Ош"])
    output = tmp_path / "out.jsonl"
    extract(folder, output)
    whole = output.read_bytes()
    lines = whole.splitlines(keepends=True)
    changed = damaged(lines[0], kind)
    assert changed != lines[0]
    output.write_bytes(changed + lines[1])
    if where == "partial":
        output.rename(partial_path(output))
    taken(tmp_path)
    seen = Heard()
    assert extract(folder, output, resume=True, watcher=seen).kept == 1
    assert taken(tmp_path) == ["a000"]
    assert output.read_bytes() == whole
    assert [said.startswith("letopis: a000: its record in ") for said in seen.said] == [True]
    assert (tmp_path / "out.jsonl.changed").read_bytes() == changed, "the work of a person is not lost"
    assert extract(folder, output, resume=True).kept == 2


class Heard:
    """A watcher that notes what is said."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def begin(self, **_: object) -> None: ...

    def step(self, *_: object, **__: object) -> None: ...

    def say(self, line: str) -> None:
        self.said.append(line)


def test_a_damaged_line_beside_a_whole_one_is_passed_over(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", ["Баку"])
    output = tmp_path / "out.jsonl"
    extract(folder, output)
    partial_path(output).write_bytes(damaged(output.read_bytes(), "label"))
    assert extract(folder, output, resume=True).kept == 1


def test_commands_that_change_records_keep_their_hashes(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", ["Баку"])
    output = tmp_path / "out.jsonl"
    extract(folder, output)
    (article,) = read_articles(output)
    changed = msgspec.structs.replace(article, entities=[])
    assert not is_whole(output.read_bytes().replace(b"GPE", b"ORG"))
    write_jsonl(output, [changed])
    assert is_whole(output.read_bytes())
    assert extract(folder, output, resume=True).kept == 1
