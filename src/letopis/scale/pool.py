"""Worker processes under supervision: what a worker that dies had in hand is tried again, one article by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing.context import SpawnContext, SpawnProcess
from pathlib import Path
from time import monotonic
from typing import Any, NamedTuple

from letopis.errors import NO_MEMORY, LetopisError
from letopis.scale.work import ArticleSource, Failure, WorkOptions, grouped
from letopis.scale.worker import (
    CONTROL,
    PATIENCE,
    Answer,
    Done,
    begin,
    call,
    cause_of_death,
    do,
    ended,
    interrupts_held_back,
    load,
    one_thread,
)

RENEWED_AFTER = 200_000_000
"""Bytes of records (of some 50 MB of text) after which a worker makes place for a fresh one.

spaCy keeps every new word form for as long as its process lives; a library never ceases to have new ones.
"""

BLAMELESS = 3
"""Articles that end their process one after another before it is asked whether the machine is to blame."""


class Died(NamedTuple):
    """How a process ended that had something in hand; ``late`` for the time that it had taken."""

    cause: str
    late: bool = False

    def failure(self, source: ArticleSource, timeout: float | None) -> Failure:
        """Return the failure of an article with which a process was ended, with nothing else in hand.

        >>> Died("took too long", late=True).failure(ArticleSource("a", "a.txt"), 60.0).reason
        'a.txt: took more than 60 s (--timeout); give it more, or cut it into parts'
        """
        if self.late:
            reason = f"{source.path}: took more than {timeout:g} s (--timeout); give it more, or cut it into parts"
            return Failure(source.id, source.path, "timeout", reason)
        reason = (
            f"{source.path}: its process {self.cause} twice, the second time with nothing beside it; "
            "there may be too little memory for it: cut the file into parts, or use a machine with more"
        )
        return Failure(source.id, source.path, "killed", reason)


class _Context(SpawnContext):
    """Starts fresh processes and remembers the last: a forked copy of a process with threads can hang."""

    started: SpawnProcess

    def Process(self, *arguments: Any, **options: Any) -> SpawnProcess:  # type: ignore[override]  # noqa: N802
        """Make a process, as multiprocessing's own contexts do."""
        self.started = super().Process(*arguments, **options)
        return self.started


class _Worker:
    """An executor of one process, so that a death is that of its own work, and what it has in hand."""

    def __init__(self, options: WorkOptions, conllu: Path | None) -> None:
        self._options, self._conllu, self._context = options, conllu, _Context()
        self._executor = ProcessPoolExecutor(1, mp_context=self._context, initializer=begin)
        self.fingerprint: str | None = None
        self.group: list[ArticleSource] = []
        self.given = 0
        self._since = 0.0
        with one_thread(), interrupts_held_back():
            self.future: Future[Any] | None = self._executor.submit(
                call, "the pipeline cannot be loaded", load, options
            )

    def give(self, group: list[ArticleSource]) -> None:
        """Have a group of articles done."""
        self.group, self._since = group, monotonic()
        work = "a worker process failed", do, group, self._options, self._conllu
        with suppress(BrokenProcessPool):  # it died while it was idle; the future of the last work says so
            self.future = self._executor.submit(call, *work, timeout=self._options.timeout)
            return
        self.future = Future()
        self.future.set_exception(BrokenProcessPool())

    def hear(self) -> list[Answer] | Died:
        """Return the answers that are ready, none when it has loaded; or how it died.

        Raises:
            LetopisError: the pipeline cannot be loaded, or a place cannot be written.
        """
        future, self.future = self.future, None
        try:
            answers = future.result() if future else []
        except BrokenProcessPool:
            exit_code, timeout = ended(self._context.started), self._options.timeout
            late = bool(self.group) and timeout is not None and monotonic() - self._since >= timeout
            return Died("took too long" if late else cause_of_death(exit_code or 0), late)
        if self.fingerprint is None:
            (self.fingerprint,) = answers
            return []
        self.given += sum(len(answer.line) + len(answer.mentions) for answer in answers if isinstance(answer, Done))
        return list(answers)

    def dismiss(self) -> None:
        """Let it end by itself, when what it has in hand is done."""
        self._executor.shutdown(wait=False, cancel_futures=True)

    def end(self) -> None:
        """See it ended."""
        self.dismiss()
        process, patience = self._context.started, 0.0 if self.future else PATIENCE
        for stop in (process.terminate, process.kill):
            if ended(process, patience) is None:
                stop()
                patience = PATIENCE
        ended(process, patience)


class WorkerPool:
    """Worker processes that extract articles; a context manager that ends them.

    Each process loads the models once. One article is in the hands of each, or a group of short ones, and the answers
    come in the order in which they are ready. In a script, use it under ``if __name__ == "__main__"``, as all that
    starts processes.

    Args:
        options: what the user chose.
        jobs: processes at most.
        conllu: folder for a file of tokens an article, written by the workers.
    """

    def __init__(self, options: WorkOptions, *, jobs: int, conllu: Path | None = None) -> None:
        self._options, self._jobs, self._conllu = options, jobs, conllu
        self._workers: list[_Worker] = []
        self._leaving: list[_Worker] = []
        self._wanted = 1

    def __enter__(self) -> WorkerPool:
        return self

    def __exit__(self, *_: object) -> None:
        self._end_all()

    def start(self, number: int = 1) -> None:
        """Start processes until there are ``number`` of them, or as many as ``jobs``."""
        while len(self._workers) < min(number, self._jobs):
            self._workers.append(_Worker(self._options, self._conllu))

    def fingerprint(self) -> str:
        """Wait for the first process and give the fingerprint that its records will bear.

        Raises:
            LetopisError: the pipeline cannot be loaded.
        """
        self.start()
        while True:
            for worker in self._workers:
                if worker.fingerprint is not None:
                    return worker.fingerprint
            list(self._heard())

    def run(self, sources: Iterable[ArticleSource], *, number: int) -> Iterator[tuple[ArticleSource, Answer]]:
        """Extract articles and give each with its answer as soon as it is there.

        Args:
            sources: taken when a process is free, short ones several at a time.
            number: how many they are; no more processes than that are started.

        Raises:
            LetopisError: the pipeline cannot be loaded, or a place cannot be written.
        """
        if number < 1:
            return
        suspects: list[ArticleSource] = []
        self._wanted, timeout = min(number, self._jobs), self._options.timeout
        for group, answers in self._answers(grouped(sources, number=number, shares=2 * self._jobs)):
            if not isinstance(answers, Died):
                yield from zip(group, answers, strict=True)
            elif answers.late and len(group) == 1:
                yield group[0], answers.failure(group[0], timeout)
            else:
                suspects += group
        if not suspects:
            return
        # One by one, in one fresh process, with all the memory that the others had.
        self._end_all()
        self._wanted, deaths = 1, 0
        for (source,), answers in self._answers([suspect] for suspect in suspects):
            deaths = deaths + 1 if isinstance(answers, Died) and not answers.late else 0
            if deaths == BLAMELESS:
                self._check_memory()
            yield source, answers.failure(source, timeout) if isinstance(answers, Died) else answers[0]

    def _check_memory(self) -> None:
        """See whether the shortest of articles ends its process too: then none of them is to blame.

        Raises:
            LetopisError: it does.
        """
        for _, answer in self._answers(iter([[CONTROL]])):
            if isinstance(answer, Died):
                raise LetopisError(f"a worker process {answer.cause} whatever the article: {NO_MEMORY}")

    def dismiss(self) -> None:
        """Let the processes end while the caller goes on: giving up all its memory takes one half a second."""
        for worker in self._workers:
            worker.dismiss()
        self._leaving += self._workers
        self._workers = []

    def _answers(
        self, groups: Iterator[list[ArticleSource]]
    ) -> Iterator[tuple[list[ArticleSource], list[Answer] | Died]]:
        group = next(groups, None)
        while group is not None or any(worker.group for worker in self._workers):
            if group is not None:
                self._renew()
                self.start(self._wanted)
            for worker in self._workers:
                if group is not None and worker.future is None:
                    worker.give(group)
                    group = next(groups, None)
            yield from self._heard()

    def _renew(self) -> None:
        for worker in [one for one in self._workers if one.future is None and one.given > RENEWED_AFTER]:
            self._workers.remove(worker)
            worker.end()

    def _heard(self) -> Iterator[tuple[list[ArticleSource], list[Answer] | Died]]:
        """Wait until a worker that is loading or at work has done so, or died; give its work with the answers.

        A process that dies while it loads is not started again, or there would be no end of it.
        """
        busy = {worker.future: worker for worker in self._workers if worker.future is not None}
        for future in wait(busy, return_when=FIRST_COMPLETED).done if busy else ():
            worker = busy[future]
            answers, group, worker.group = worker.hear(), worker.group, []
            if isinstance(answers, Died):
                self._workers.remove(worker)
                worker.dismiss()
                self._wanted -= worker.fingerprint is None
                if self._wanted < 1:
                    raise LetopisError(
                        f"a worker process {answers.cause} while it loaded the models; is there enough memory? "
                        "Give fewer --jobs, or use a machine with more"
                    )
            if group:
                yield group, answers

    def _end_all(self) -> None:
        self.dismiss()
        workers, self._leaving = self._leaving, []
        for worker in workers:
            worker.end()
