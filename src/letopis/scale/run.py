"""A whole run: articles in, one file of records out, in several processes, from where the last run broke off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple, Protocol

from letopis.entities.own_words import state_forms
from letopis.errors import InputError, OutputError
from letopis.formats.folders import file_name
from letopis.formats.jsonl import errors_path
from letopis.records import Article
from letopis.scale.finish import Collected, RecordPlace, write_failures
from letopis.scale.pool import WorkerPool
from letopis.scale.records import PartialFile, RecordFile
from letopis.scale.resume import find_kept, foreign_lines, ids_before, partial_path, set_aside
from letopis.scale.work import ArticleSource, Failure, WorkOptions
from letopis.sources.limits import read_bounded
from letopis.sources.read import find_articles
from letopis.streams import descriptor, is_stream

if TYPE_CHECKING:
    from letopis.authority.decisions import Ruling


class Watcher(Protocol):
    """Sees a run go on; the command line shows it."""

    def begin(self, *, total: int, kept: int, size: int) -> None:
        """See ``total`` articles, ``kept`` of them done before; the others have ``size`` bytes."""

    def step(self, source: ArticleSource, *, size: int, failure: Failure | None, warnings: Sequence[str]) -> None:
        """See one article done, or failed."""

    def say(self, line: str) -> None:
        """Hear of something that a person should know."""


class Report(NamedTuple):
    """What a run did.

    ``counts`` holds for each article the number of entities of each label and of relations, ``kept`` counts the
    records that were there before. ``doubles`` names articles whose text another one has, and that one.
    """

    counts: dict[str, dict[str, int]]
    failures: list[Failure]
    kept: int
    seconds: float
    doubles: dict[str, str]


def extract_corpus(  # noqa: PLR0913 (named options of one command)
    paths: Sequence[Path],
    output: Path,
    options: WorkOptions,
    *,
    jobs: int = 1,
    resume: bool = False,
    conllu: Path | None = None,
    csv: Path | None = None,
    decisions: Path | None = None,
    ids: str = "path",
    article_id: str | None = None,
    watcher: Watcher | None = None,
) -> Report:
    """Extract all articles of files and folders into one JSON Lines file, linked with each other.

    The output is the same for every number of jobs. Until it is whole, what is done lies in ``OUTPUT.partial``, a
    line an article; a run that was cut off, even by ``kill -9``, goes on from there with ``resume``. Articles that
    fail are listed in ``OUTPUT.errors.jsonl``, and the others are done. Call it under
    ``if __name__ == "__main__"``, as all that starts processes.

    Args:
        paths: files, article folders, or folders of them.
        output: the JSON Lines file; the old one stays until the new one is whole. A pipe, or ``-`` for standard
            output, gets the records when all are there, and keeps nothing to go on from.
        options: what the user chose.
        jobs: worker processes at most; each has the models for itself.
        resume: keep records, in the output or of an unfinished run, whose content and fingerprint are as they were.
        conllu: folder for the tokens, a file an article.
        csv: file for the table of entities.
        decisions: what people have decided of names (:func:`letopis.authority.decisions.read_decisions`).
        ids: what an article's id is made of, ``path`` or ``name``. One that has a record in ``output`` under its path
            keeps its id.
        article_id: of the one article that ``paths`` stand for, instead.
        watcher: is told of each article.

    Raises:
        InputError: a path is missing, or two articles have one id.
        OutputError: a place cannot be written, or another run writes there.
        LetopisError: the pipeline cannot be loaded.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "a.txt").write_text("Договор подписан в Праге.", encoding="utf-8")
    >>> options = WorkOptions(morphology="pymorphy3", scheme="letopis")
    >>> extract_corpus([folder], folder / "out.jsonl", options).counts["a"]["GPE"]
    1
    """
    started = perf_counter()
    rulings: Sequence[Ruling] = ()
    if decisions is not None:
        from letopis.authority.decisions import read_decisions

        rulings = read_decisions(decisions)
    found = find_articles(paths, ids=ids, known=ids_before(output, resume=resume))
    if article_id is not None:
        if len(found) > 1:
            raise InputError(f"id {article_id!r}: there are {len(found)} articles; --id names one article")
        if conllu is not None:
            file_name(Article(id=article_id, text=""), ".conllu")  # an id of its own must not lead out of the folder
        found = [(article_id, found[0][1])]
    sources = [_source(name, path) for name, path in found]
    with ExitStack() as stack:
        own = stack.enter_context(_beside(output))
        partial = PartialFile(partial_path(own), keep=resume)
        stack.enter_context(partial)
        _remove_left_overs(own, conllu)
        pool = stack.enter_context(WorkerPool(options, jobs=jobs, conllu=conllu))
        collected = Collected([source.id for source in sources], state_forms(options.config.states), rulings)
        if resume:
            old = [stack.enter_context(RecordFile(own))] if own.is_file() else []
            found_before = find_kept(sources, [*old, partial], pool, conllu)
            for name, place in found_before.places.items():
                collected.add(name, place)
            for note in [*set_aside(found_before.changed, own), *map(foreign_lines, [*old, partial])]:
                if watcher is not None and note:
                    watcher.say(note)
        kept = len(collected.places)
        failures = _do(sources, collected, partial, pool, watcher)
        pool.dismiss()
        counts = _finish(collected, failures, output, csv, own)
        partial.remove()
    return Report(counts, failures, kept, perf_counter() - started, collected.doubles)


def _source(name: str, path: Path) -> ArticleSource:
    """Read here what no other process can open."""
    content = read_bounded(path) if descriptor(path, 0) is not None else None
    return ArticleSource(name, path.as_posix(), content)


@contextmanager
def _beside(output: Path) -> Iterator[Path]:
    """Return the path beside which a run keeps its files: a temporary one where records go to a pipe."""
    if not is_stream(output):
        yield output
        return
    with TemporaryDirectory(prefix="letopis-") as folder:
        yield Path(folder) / "records.jsonl"


def _do(
    sources: Sequence[ArticleSource],
    collected: Collected,
    partial: PartialFile,
    pool: WorkerPool,
    watcher: Watcher | None,
) -> list[Failure]:
    """Do what has no record, collect the new ones, and give the failures in the order of the input."""
    todo = [source for source in sources if source.id not in collected.places]
    sizes = {source.id: source.size for source in todo}
    if todo:
        pool.start(len(todo))
        pool.fingerprint()  # rates count from here
    if watcher is not None:
        watcher.begin(total=len(sources), kept=len(collected.places), size=sum(sizes.values()))
    failures: dict[str, Failure] = {}
    for source, answer in pool.run(todo, number=len(todo)):
        failure = answer if isinstance(answer, Failure) else None
        if isinstance(answer, Failure):
            failures[source.id] = answer
            collected.miss(source.id)
        else:
            place = RecordPlace(partial, *partial.append(answer.line), source.path)
            collected.add(source.id, place, answer.mentions)
        if watcher is not None:
            warnings = () if isinstance(answer, Failure) else answer.warnings
            watcher.step(source, size=sizes[source.id], failure=failure, warnings=warnings)
    partial.sync()
    return [failures[source.id] for source in todo if source.id in failures]


def _finish(
    collected: Collected, failures: list[Failure], output: Path, csv: Path | None, own: Path
) -> dict[str, dict[str, int]]:
    try:
        write_failures(failures, errors_path(own))
        return collected.write(output, csv=csv) if collected.places else {}
    except OutputError as error:
        if own != output:
            raise
        raise OutputError(
            f"{error}; what is done stays in {partial_path(output)}: make room and run again with --resume"
        ) from None


def _remove_left_overs(output: Path, conllu: Path | None) -> None:
    """Remove the temporary files of a run that was killed; the lock says that none is at work."""
    patterns = [(output.parent, f".{output.name}.*.part"), *([(conllu, ".*.conllu.*.part")] if conllu else [])]
    for folder, pattern in patterns:
        for path in folder.glob(pattern):
            path.unlink(missing_ok=True)
