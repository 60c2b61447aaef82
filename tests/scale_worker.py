"""A worker that does what its article says, so that tests can kill without loading models; and a run with it."""

from __future__ import annotations

import hashlib
import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from letopis.errors import InputError, OutputError
from letopis.records import Article, Entity, Sentence, Source
from letopis.scale import finish, pool, run, worker
from letopis.scale.work import ArticleSource, Failure, WorkOptions

OPTIONS = WorkOptions(morphology="fake", scheme="fake")
LOG = "LETOPIS_FAKE_LOG"
"""Names the file to which the worker adds the id of each article that it takes, with its process."""


def load(options: WorkOptions) -> Iterator[str]:
    """As :func:`letopis.scale.worker.load`, with the fingerprint ``options.scheme``."""
    if options.scheme == "dies":
        os.kill(os.getpid(), signal.SIGKILL)
    if options.scheme == "refuses":
        raise InputError("no such scheme")
    if options.scheme == "breaks":
        raise KeyError("surprise")
    yield options.scheme


def do(group: list[ArticleSource], options: WorkOptions, conllu: Path | None) -> Iterator[worker.Answer]:
    """As :func:`letopis.scale.worker.do`."""
    return (_do(source, options, conllu) for source in group)


def _do(source: ArticleSource, options: WorkOptions, conllu: Path | None) -> worker.Answer:
    if options.scheme == "weak":  # as on a machine without memory
        os.kill(os.getpid(), signal.SIGKILL)
    text = Path(source.path).read_text(encoding="utf-8")
    if LOG in os.environ:
        with Path(os.environ[LOG]).open("a", encoding="utf-8") as log:
            log.write(f"{source.id} {os.getpid()}\n")
    order, _, rest = text.partition(" ")
    if order == "sleep":
        time.sleep(float(rest.split()[0]))
    if order == "die" or (order == "die-once" and not _seen(source)):
        os.kill(os.getpid(), signal.SIGKILL)
    if order == "fail":
        return Failure(source.id, source.path, "input", f"{source.path}: is odd")
    if order == "full":
        raise OutputError("conllu: cannot be written: No space left on device")
    return worker.done(_article(source, text, options), [], conllu)


def _seen(source: ArticleSource) -> bool:
    mark = Path(source.path).with_suffix(".seen")
    there = mark.exists()
    mark.touch()
    return there


def _article(source: ArticleSource, text: str, options: WorkOptions) -> Article:
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    entity = Entity(id=1, label="GPE", start_offset=0, end_offset=len(text), text=text)
    return Article(
        id=source.id, text=text, source=Source(path=source.path, sha256=digest), sentences=[Sentence(0, len(text))],
        entities=[entity], pipeline={"fingerprint": options.scheme}, record_sha256="",
        warnings=[f"{source.path}: odd"] if "odd" in text else [],
    )  # fmt: skip


def _die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main(arguments: list[str]) -> int:
    """Run ``scale_worker.py FOLDER OUTPUT JOBS [--resume]`` as the command does, with this worker.

    ``--die-writing`` and ``--die-renamed`` kill the process when the output is written but has not its name yet, and
    when it has it.
    """
    pool.load, pool.do = load, do
    folder, output, jobs, *rest = arguments
    if "--die-writing" in rest:
        finish._to_disk = _die
    if "--die-renamed" in rest:
        run.PartialFile.remove = _die
    try:
        report = run.extract_corpus([Path(folder)], Path(output), OPTIONS, jobs=int(jobs), resume="--resume" in rest)
    except (InputError, OutputError) as error:
        print(error, file=sys.stderr)
        return 1
    print(report.kept, len(report.counts), len(report.failures))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
