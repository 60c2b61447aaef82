"""No command writes over what it reads, through a link, or into one place twice; ``-`` and pipes are streams."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import click
import pytest
import typer.main
from typer.testing import CliRunner

from letopis import streams
from letopis.cli import app
from letopis.cli.guard import roles
from letopis.errors import InputError, OutputError
from letopis.files import check_outputs, read_utf8, replacing, replacing_folder
from letopis.formats.jsonl import read_articles, write_jsonl
from letopis.records import Article
from letopis.scale.records import PartialFile
from letopis.scale.resume import partial_path
from scale_runs import extract, write
from word_files import packed

unix = pytest.mark.skipif(sys.platform == "win32", reason="links and pipes as Unix has them")
RECORD = b'{"id":"a","text":"\xd0\x91\xd0\xb0\xd0\xba\xd1\x83."}\n'
WORDS = {"to": "brat", "kind": "docbin", "query": "lemma=a"}
"""What options that are no paths have to be, for a command to begin."""


class Command(NamedTuple):
    """A command of the app: its words on the command line, its parameters, its function."""

    words: tuple[str, ...]
    parameters: list[Any]
    function: Callable[..., Any]


def commands(group: Any = None, words: tuple[str, ...] = ()) -> Iterator[Command]:
    group = group or typer.main.get_command(app)
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*words, name))
        else:
            yield Command((*words, name), command.params, command.callback)


COMMANDS = list(commands())
CASES = [
    (command, output, given)
    for command in COMMANDS
    for output, role in roles(command.function).items()
    for given, other in roles(command.function).items()
    if role.written and not other.written and other.files(Path(__file__).parent) != ()
]


def arguments(command: Command, paths: dict[str, str]) -> list[str]:
    """The words of a command with these paths, and with what else it needs."""
    found = [*command.words]
    for one in command.parameters:
        value = paths.get(one.name, WORDS.get(one.name, "other") if one.required else None)
        if value is not None:
            found += (
                [value]
                if isinstance(one, click.Argument) or one.param_type_name == "argument"
                else [one.opts[0], value]
            )
    return found


def test_the_commands_are_found() -> None:
    assert ("extract",) in {command.words for command in COMMANDS}
    assert ("doccano", "pull") in {command.words for command in COMMANDS}
    assert len(CASES) > 25


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command.words))
def test_every_path_says_what_it_is(command: Command) -> None:
    import inspect

    known = roles(command.function)
    for name, one in inspect.signature(command.function, eval_str=True).parameters.items():
        kind = str(one.annotation)
        if "Path" in kind or name in {"paths", "output"}:
            assert name in known, f"{command.words}: {name} is neither read nor written; give it a role of cli/guard.py"


@pytest.mark.parametrize(
    ("command", "output", "given"), CASES, ids=[f"{' '.join(c.words)} {o} {g}" for c, o, g in CASES]
)
def test_an_input_is_no_output(command: Command, output: str, given: str, tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    source.write_bytes(RECORD)
    names = [str(source), str(tmp_path / "new" / ".." / "a.jsonl")]
    if sys.platform != "win32":
        os.link(source, tmp_path / "hard.jsonl")
        (tmp_path / "link.jsonl").symlink_to(source)
        names += [str(tmp_path / "hard.jsonl"), str(tmp_path / "link.jsonl")]
    names.append(str(tmp_path))  # a folder that holds it
    for name in names:
        answer = CliRunner().invoke(app, arguments(command, {given: str(source), output: name}))
        assert isinstance(answer.exception, OutputError), (name, answer.output, answer.exception)
        assert source.read_bytes() == RECORD
    for path in tmp_path.iterdir():
        assert path.read_bytes() == RECORD, "nothing was written beside it"


def refuse(outputs: list[Path], given: Path, listed: list[Path], complaint: str) -> None:
    with pytest.raises(OutputError, match=complaint):
        check_outputs(outputs, {given: lambda folder: listed})


def test_what_is_read_of_a_folder_is_no_output(tmp_path: Path) -> None:
    article, notes = tmp_path / "in" / "a.txt", tmp_path / "in" / "out.jsonl"
    article.parent.mkdir()
    for path in (article, notes):
        path.touch()
    refuse([article], article.parent, [article], "the input .*a.txt would be lost")
    refuse([tmp_path], article.parent, [article], "would be lost")
    check_outputs([notes], {article.parent: lambda folder: [article]})
    check_outputs([article.parent / "new.txt", tmp_path / "in" / "folder"], {article.parent: lambda folder: [article]})


@unix
@pytest.mark.parametrize("names", [["b", "b"], ["b", "x/../b"], ["-", "-"], ["-", "/dev/stdout"], ["b", "hard"]])
def test_two_outputs_have_two_places(names: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    if "hard" in names:
        Path("b").touch()
        os.link("b", "hard")
    with pytest.raises(OutputError, match="place of two outputs"):
        check_outputs([Path(name) for name in names], {})


def test_devices_that_keep_nothing_may_be_named_twice() -> None:
    check_outputs([Path(os.devnull), Path(os.devnull)], {})


@unix
@pytest.mark.parametrize("there", [True, False])
def test_links_are_refused(there: bool, tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    if there:
        target.write_text("bleibt", encoding="utf-8")
    link.symlink_to(target)
    for opened in (replacing, replacing_folder):
        with pytest.raises(OutputError, match=f"link: is a link to {target}"), opened(link):
            pass
    assert link.is_symlink()
    assert target.exists() == there


@unix
@pytest.mark.usefixtures("fake_worker")
def test_extract_keeps_its_files_out_of_its_inputs(tmp_path: Path) -> None:
    for name in ("o.jsonl.partial", "o.errors.jsonl", "o.jsonl.changed"):
        given = tmp_path / name
        given.write_text("Баку", encoding="utf-8")
        answer = CliRunner().invoke(app, ["extract", str(given), "-o", str(tmp_path / "o.jsonl")])
        assert isinstance(answer.exception, OutputError), name
        assert given.read_text(encoding="utf-8") == "Баку"


@pytest.mark.usefixtures("fake_worker")
@pytest.mark.parametrize("name", ["../o", "../../o", "/tmp/o", ".o", ""])
def test_an_id_leads_out_of_no_folder(name: str, tmp_path: Path) -> None:
    folder = write(tmp_path / "in", ["Баку"])
    words = ["extract", str(folder / "a000.txt"), "-o", str(tmp_path / "o.jsonl"), "--id", name]
    answer = CliRunner().invoke(app, [*words, "--conllu", str(tmp_path / "a" / "b")])
    assert "cannot be the name of a file" in str(answer.exception)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in"]


@unix
@pytest.mark.parametrize("kind", ["link", "dangling", "hard", "pipe"])
def test_the_partial_file_is_not_opened_through_a_link(kind: str, tmp_path: Path) -> None:
    victim, partial = tmp_path / "victim", partial_path(tmp_path / "o.jsonl")
    if kind != "dangling":
        victim.write_text("bleibt", encoding="utf-8")
    if kind == "pipe":
        os.mkfifo(partial)
    elif kind == "hard":
        os.link(victim, partial)
    else:
        partial.symlink_to(victim)
    with pytest.raises(OutputError, match="is a link"):
        PartialFile(partial, keep=False)
    assert victim.exists() == (kind != "dangling")
    assert kind == "dangling" or victim.read_text(encoding="utf-8") == "bleibt"


@unix
def test_a_pipe_that_nobody_serves_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "PATIENCE", 0.2)
    pipe = tmp_path / "p"
    os.mkfifo(pipe)
    with pytest.raises(InputError, match="nobody writes"):
        read_utf8(pipe)
    with pytest.raises(OutputError, match="nobody reads"), replacing(pipe) as file:
        file.write(b"x")
    assert pipe.is_fifo()


@unix
@pytest.mark.parametrize("late", [False, True])
def test_pipes_are_read_and_written(late: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also one whose writer has it open and takes longer than anybody is waited for."""
    monkeypatch.setattr(streams, "PATIENCE", 0.2 if late else 10)
    pipe, reading, open_ = tmp_path / "p", threading.Event(), os.open
    os.mkfifo(pipe)
    handle = os.open(pipe, os.O_RDWR)

    def heard(path: Any, *how: Any, **more: Any) -> int:
        number = open_(path, *how, **more)
        reading.set()
        return number

    def serve() -> None:
        reading.wait()
        time.sleep(0.5 if late else 0)
        os.write(handle, b"abc")
        os.close(handle)

    monkeypatch.setattr(streams.os, "open", heard)
    thread = threading.Thread(target=serve)
    thread.start()
    assert read_utf8(pipe) == "abc"
    thread.join()
    received: list[str] = []
    reader = threading.Thread(target=lambda: received.append(read_utf8(pipe)))
    monkeypatch.setattr(streams, "PATIENCE", 10)
    reader.start()
    with replacing(pipe) as file:
        file.write(b"xyz")
    reader.join()
    assert received == ["xyz"]


def run(*words: object, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "letopis", *map(str, words)]
    return subprocess.run(command, input=given, capture_output=True, timeout=120, check=False)


@unix
def test_a_line_of_commands(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text("Договор подписан в Баку 3 мая 1999 г.", encoding="utf-8")
    plain = ("--morphology", "pymorphy3")
    found = run("extract", "-", "-o", "-", "--id", "a", *plain, given=source.read_bytes())
    assert (found.returncode, found.stdout.count(b"\n")) == (0, 1), found.stderr
    assert b"Found in 1 article" in found.stderr
    run("extract", source, "-o", tmp_path / "gold.jsonl", *plain)
    scores = run("evaluate", "-", tmp_path / "gold.jsonl", "--resamples", "0", "--markdown", given=found.stdout)
    assert (scores.returncode, b"1.000" in scores.stdout) == (0, True), scores.stderr
    for words, sign in {
        ("export", "-", "--to", "docbin", "-o", "-"): None,
        ("view", "-", "-o", "/dev/stdout"): b"<!DOCTYPE html>",
        ("chronicle", "-", "-o", tmp_path / "chronicle"): b"1 date",
        ("evaluate", "-", tmp_path / "gold.jsonl", "--resamples", "0", "--csv", "-"): b",a,",
    }.items():
        answer = run(*words, given=found.stdout)
        assert answer.returncode == 0, answer.stderr
        assert sign is None or sign in answer.stdout, words
        if sign is None:
            back = run("import", "-", "--from", "docbin", "-o", "-", given=answer.stdout)
            assert back.stdout.startswith(b'{"id":"a"'), back.stderr
    assert run("clean", "-", given=source.read_bytes()).stdout == source.read_bytes() + b"\n"


@unix
def test_bytes_of_any_format_come_through_standard_input() -> None:
    docx = pytest.importorskip("docx", reason="the extra 'word' is not installed")
    document = docx.Document()
    document.add_paragraph("Договор подписан в Баку.")
    answer = run("clean", "-", given=packed(document, {}))
    assert answer.stdout.decode() == "Договор подписан в Баку.\n", answer.stderr


@unix
def test_process_substitution_and_devices(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Договор подписан в Баку.", encoding="utf-8")
    letopis = f"{sys.executable} -m letopis"
    script = (
        f"{letopis} extract <(cat a.txt) -o o.jsonl -q --morphology pymorphy3 && "
        f"{letopis} extract a.txt -o /dev/null -q --morphology pymorphy3 && "
        f"{letopis} clean a.txt a.txt a.txt | head -c 1"
    )
    done = subprocess.run(["bash", "-c", script], cwd=tmp_path, capture_output=True, timeout=120, check=False)
    assert (done.returncode, done.stderr.decode()) == (0, "")
    assert len(read_articles(tmp_path / "o.jsonl")) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "o.jsonl"]
    assert Path("/dev/null").is_char_device()


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_broken_pipe_ends_quietly(unbuffered: str, tmp_path: Path) -> None:
    write_jsonl(tmp_path / "a.jsonl", [Article(id=f"a{n}", text="Баку. " * 9000) for n in range(9)])
    code = "import sys; sys.argv = ['letopis', 'view', sys.argv[1], '-o', '-']; from letopis.cli import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "a.jsonl")], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONUNBUFFERED": unbuffered},
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(1)
    process.stdout.close()
    with process.stderr:
        err = process.stderr.read()
    assert process.wait(timeout=60) == 1
    assert b"Traceback" not in err
    assert b"Exception" not in err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the device that is always full, as Linux has it")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(
    "words", [["clean", "a.txt"], ["clean", "a.txt", "--json"], ["--help"], ["evaluate", "a.jsonl", "a.jsonl"]]
)
def test_no_room_for_what_is_printed(words: list[str], unbuffered: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Договор подписан в Баку.", encoding="utf-8")
    (tmp_path / "a.jsonl").write_bytes(RECORD)
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "letopis", *words], stdout=full, stderr=subprocess.PIPE, cwd=tmp_path,
            env=os.environ | {"PYTHONUNBUFFERED": unbuffered}, timeout=120, check=False,
        )  # fmt: skip
    said = done.stderr.decode()
    assert (done.returncode, said) == (1, "letopis: standard output cannot be written: No space left on device\n")


@pytest.mark.parametrize(
    "words",
    [
        ["export", "a.jsonl", "--to", "csv", "-o", "-"],
        ["export", "a.jsonl", "--to", "brat", "-o", "-"],
        ["chronicle", "a.jsonl", "-o", "-"],
        ["extract", "a.txt", "-o", "o.jsonl", "--conllu", "-"],
    ],
)
def test_a_folder_is_no_stream(words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.jsonl").write_bytes(RECORD)
    Path("a.txt").write_text("Баку", encoding="utf-8")
    answer = CliRunner().invoke(app, words)
    assert isinstance(answer.exception, OutputError), answer.output
    assert "name a folder" in str(answer.exception)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.jsonl", "a.txt"]


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["evaluate", "-", "-"], "standard input can be read once"),
        (["extract", "a.txt", "-o", "-", "--json"], "place of two outputs"),
        (["extract", "a.txt", "-o", "-", "--resume"], "--resume goes on from a file"),
        (["extract", "a.txt", "b.txt", "--id", "x"], "--id names one article"),
        (["extract", "a.txt", "--id", "x", "--scheduler", "local:1"], "run without --scheduler"),
    ],
)
def test_streams_that_cannot_be(words: list[str], complaint: str, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a.txt", "b.txt"):
        Path(name).write_text("Баку", encoding="utf-8")
    answer = CliRunner().invoke(app, words)
    assert answer.exit_code in {1, 2}
    assert complaint in " ".join((answer.output + str(answer.exception)).replace("│", " ").split()), answer.output


@pytest.mark.usefixtures("fake_worker")
def test_a_run_to_a_pipe_leaves_nothing_behind(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", ["Баку", "fail"])
    report = extract(folder, Path(os.devnull))
    assert (len(report.counts), len(report.failures)) == (1, 1)
    assert [path.name for path in tmp_path.iterdir() if path.name != "log"] == ["in"]
