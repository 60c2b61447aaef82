"""Worker processes under supervision: what a worker that dies had in hand is tried again, one article by one."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import wait
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING, Final

from letopis.errors import LetopisError
from letopis.scale.deaths import Died, cause_of_death, failure_of_death
from letopis.scale.work import CONTROL, NO_MEMORY, ArticleSource, Failure, WorkOptions, grouped
from letopis.scale.worker import Done, Failed, Ready, Refused, decode_answer, serve

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

START_METHOD: Final = "spawn"
"""A forked copy of a process with threads can hang; a fresh one cannot, on any system."""

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
"""A worker calculates on one core, so that N workers take N, and sums come out the same for every N."""

RENEWED_AFTER = 200_000_000
"""Bytes of records (of some 50 MB of text) after which a worker makes place for a fresh one.

spaCy keeps every new word form for as long as its process lives; a library never ceases to have new ones.
"""

BLAMELESS = 3
"""Articles that end their process one after another before it is asked whether the machine is to blame."""

PATIENCE = 3.0
"""Seconds that a worker has to end by itself."""


class _Worker:
    """A process, its pipe, and the articles that it has in hand."""

    def __init__(self, options: WorkOptions, conllu: Path | None) -> None:
        context = get_context(START_METHOD)
        self.connection, theirs = context.Pipe()
        self.process: SpawnProcess = context.Process(target=serve, args=(theirs, options, conllu), daemon=True)
        with _one_thread(), interrupts_held_back():
            self.process.start()
        theirs.close()
        self.group: deque[ArticleSource] = deque()
        self.timeout = options.timeout
        self.ends: float | None = None
        self.fingerprint: str | None = None
        self.given = 0

    @property
    def idle(self) -> bool:
        return self.fingerprint is not None and not self.group

    @property
    def late(self) -> bool:
        return self.ends is not None and monotonic() > self.ends

    def give(self, group: list[ArticleSource]) -> None:
        self.group.extend(group)
        self.ends = None if self.timeout is None else monotonic() + self.timeout
        try:
            self.connection.send(group)
        except (BrokenPipeError, ConnectionResetError):
            return  # it died while it was idle; the next answer is the end of its pipe

    def answer(self) -> Ready | Done | Failed | Refused | Died:
        """Return what it says, or how it died; one that takes too long is ended."""
        if self.late and not self.connection.poll():
            self.process.kill()
            self.process.join()
            return Died("took too long", list(self.group), late=True)
        try:
            answer = self.connection.recv_bytes()
            self.given += len(answer)
            if len(self.group) <= 1:
                self.ends = None
            return decode_answer(answer)
        except (EOFError, ConnectionResetError, BrokenPipeError):
            self.process.join()
            return Died(cause_of_death(self.process.exitcode or 0), list(self.group))

    def end(self) -> None:
        self.connection.close()
        self.process.join(0 if self.group else PATIENCE)
        if self.process.is_alive():
            self.process.terminate()
            self.process.join(PATIENCE)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()


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
        self._options = options
        self._jobs = jobs
        self._conllu = conllu
        self._workers: list[_Worker] = []
        self._leaving: list[_Worker] = []
        self._wanted = 1

    def __enter__(self) -> WorkerPool:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _place: TracebackType | None
    ) -> None:
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
            for worker in self._waiting():
                self._hear(worker)

    def run(self, sources: Iterable[ArticleSource], *, number: int) -> Iterator[tuple[ArticleSource, Done | Failure]]:
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
        self._wanted = min(number, self._jobs)
        for source, answer in self._answers(grouped(sources, number=number, shares=2 * self._jobs)):
            if isinstance(answer, Died) and answer.late and len(answer.unanswered) == 1:
                yield source, failure_of_death(source, answer, self._options.timeout)
            elif isinstance(answer, Died):
                suspects += answer.unanswered
            else:
                yield source, answer
        if not suspects:
            return
        # One by one, in one fresh process, with all the memory that the others had.
        self._end_all()
        self._wanted = 1
        deaths, timeout = 0, self._options.timeout
        for source, answer in self._answers([suspect] for suspect in suspects):
            deaths = deaths + 1 if isinstance(answer, Died) and not answer.late else 0
            if deaths == BLAMELESS:
                self._check_memory()
            yield source, failure_of_death(source, answer, timeout) if isinstance(answer, Died) else answer

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
            worker.connection.close()
        self._leaving += self._workers
        self._workers = []

    def _answers(self, groups: Iterator[list[ArticleSource]]) -> Iterator[tuple[ArticleSource, Done | Failure | Died]]:
        left = True
        while left or any(worker.group for worker in self._workers):
            if left:
                self._renew()
                self.start(self._wanted)
            for worker in self._workers:
                if left and worker.idle:
                    group = next(groups, None)
                    if group is None:
                        left = False
                    else:
                        worker.give(group)
            for worker in self._waiting():
                source = worker.group[0] if worker.group else None
                answer = self._hear(worker)
                if source is not None and not isinstance(answer, Ready):
                    yield source, answer.failure if isinstance(answer, Failed) else answer

    def _renew(self) -> None:
        old = [worker for worker in self._workers if worker.idle and worker.given > RENEWED_AFTER]
        self._workers = [worker for worker in self._workers if worker not in old]
        for worker in old:
            worker.end()

    def _hear(self, worker: _Worker) -> Ready | Done | Failed | Died:
        answer = worker.answer()
        if isinstance(answer, Refused):
            raise answer.error()
        if isinstance(answer, Ready):
            worker.fingerprint = answer.fingerprint
        elif isinstance(answer, Died):
            self._workers.remove(worker)
            if worker.fingerprint is None:
                self._do_with_one_less(answer)
        else:
            worker.group.popleft()
        return answer

    def _do_with_one_less(self, died: Died) -> None:
        """A process that dies while it loads is not started again, or there would be no end of it."""
        self._wanted -= 1
        if self._wanted < 1:
            raise LetopisError(
                f"a worker process {died.cause} while it loaded the models; is there enough memory? "
                "Give fewer --jobs, or use a machine with more"
            )

    def _waiting(self) -> list[_Worker]:
        """Wait until a worker that is loading or at work says something, dies, or takes too long."""
        busy = {worker.connection: worker for worker in self._workers if not worker.idle}
        if not busy:
            return []
        ends = [worker.ends for worker in busy.values() if worker.ends is not None]
        ready = wait(list(busy), max(0.0, min(ends) - monotonic()) + 0.01 if ends else None)
        return [worker for connection, worker in busy.items() if connection in ready or worker.late]

    def _end_all(self) -> None:
        self.dismiss()
        workers, self._leaving = self._leaving, []
        for worker in workers:
            worker.end()


@contextmanager
def _one_thread() -> Iterator[None]:
    """Have the processes that start in the block calculate on one core, unless the user wants it otherwise."""
    added = [name for name in ONE_THREAD if name not in os.environ]
    os.environ |= dict.fromkeys(added, "1")
    try:
        yield
    finally:
        for name in added:
            del os.environ[name]


@contextmanager
def interrupts_held_back() -> Iterator[None]:
    """Start a process with Ctrl-C blocked, so that none reaches it before it says that it wants none."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # its start, with the first process, lifts the block
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
