"""Worker processes: how one starts, what runs in it, and how it ended: load once, then articles in and answers out."""

from __future__ import annotations

import faulthandler
import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import connection, resource_tracker
from multiprocessing.context import SpawnProcess
from multiprocessing.process import parent_process
from pathlib import Path
from time import monotonic, sleep
from typing import Any, NamedTuple, TypeAlias

from letopis.entities.own_words import state_forms
from letopis.errors import NO_MEMORY, LetopisError, reason_of
from letopis.formats.jsonl import encode_article
from letopis.linking.articles import Linker
from letopis.records import Article, Token
from letopis.russian.states import StateForm
from letopis.scale.work import (
    ArticleSource,
    Failure,
    WorkOptions,
    describe_work,
    extract_group,
    extract_one,
    failure_of,
)
from letopis.sources.limits import bound_page_memory

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
"""A worker calculates on one core, so that N workers take N, and sums come out the same for every N."""

PATIENCE = 3.0
"""Seconds that a worker has to end by itself."""


def cause_of_death(exit_code: int) -> str:
    """Say how a process ended.

    >>> cause_of_death(-9), cause_of_death(1)
    ('was killed (SIGKILL)', 'ended (exit code 1)')
    """
    with suppress(ValueError):
        return f"was killed ({signal.Signals(-exit_code).name})"
    return f"ended (exit code {exit_code})"


def ended(process: SpawnProcess, patience: float | None = None) -> int | None:
    """Wait for the end of a process and return its exit code; nothing where it outlasts the patience (seconds)."""
    if not connection.wait([process.sentinel], patience):
        return None
    until = monotonic() + PATIENCE
    while process.exitcode is None and monotonic() < until:  # the executor's thread is just being told of the end
        sleep(0.001)
    return process.exitcode


@contextmanager
def one_thread() -> Iterator[None]:
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
    """Start a process with Ctrl-C blocked, so that none reaches it before it says that it wants none.

    One that comes meanwhile is heard at the end: a library's thread that does not block it may be told of it, and
    what it would interrupt here may be a callback whose exceptions are lost.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    heard: list[Any] = []
    ours = threading.current_thread() is threading.main_thread()
    handler = signal.signal(signal.SIGINT, lambda *told: heard.append(told)) if ours else None
    resource_tracker.ensure_running()  # its start, with the first process, lifts the block
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        if ours:
            signal.signal(signal.SIGINT, handler)
        if heard and callable(handler):
            handler(*heard[0])


GARBAGE_THRESHOLDS = (20_000, 50, 20)
"""New objects after which the youngest are searched for garbage, and how often the older ones are with them."""


class Done(NamedTuple):
    """An article's record as one line of JSON, its mentions as a linker saves them, and what its reader warned of."""

    line: bytes
    mentions: bytes
    warnings: list[str]


CONTROL = ArticleSource("control", "control", "Договор подписан в Баку.")
"""An article that every machine can do."""

Answer: TypeAlias = Done | Failure


def begin() -> None:
    """Make a fresh process a worker: Ctrl-C is its parent's to decide on, and it ends with its parent.

    Ctrl-C reaches every process of the terminal. A parent that was killed closes nothing that a worker in the middle
    of an article would see.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    parent = parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def call(
    doing: str, function: Callable[..., Iterable[Any]], *arguments: Any, timeout: float | None = None
) -> list[Any]:
    """Call in a worker what gives its answers one by one; a timeout ends the process.

    Raises:
        LetopisError: as the function; or in one sentence, that begins with ``doing``, what nobody foresaw.
    """
    try:
        with ended_after(timeout):
            return list(function(*arguments))
    except LetopisError:
        raise
    except Exception as error:
        raise LetopisError(f"{doing}: {reason_of(error)}") from None


@contextmanager
def ended_after(seconds: float | None) -> Iterator[None]:
    """End this process when the block takes longer: nothing else stops a library that does not come back."""
    if seconds is None:
        yield
        return
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123
        faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()


def load(options: WorkOptions) -> Iterator[str]:
    """Load the pipeline; yield the fingerprint that all its records will bear."""
    import_spacy_without_torch()
    bound_page_memory()
    yield describe_work(options)
    spare_garbage_collection()


def import_spacy_without_torch() -> None:
    """Import spaCy as if torch were not installed: a second of start and 180 MB less.

    spaCy imports torch where it is there, for layers that no component of ours has; the Stanza engine imports it for
    itself. This is for processes that are ours alone: in a notebook others may want those layers.
    """
    if "thinc" in sys.modules or "torch" in sys.modules:
        return
    sys.modules["torch"] = None  # type: ignore[assignment]  # Python's own sign of a module that is not there
    try:
        import spacy  # noqa: F401
    finally:
        del sys.modules["torch"]


def dask_setup(worker: object) -> None:
    """Make a worker process of ``local:N`` ready as those of ``--jobs`` are; Dask calls it, by this name."""
    import_spacy_without_torch()
    spare_garbage_collection()


def spare_garbage_collection() -> None:
    """Spare what was loaded the search for garbage, and search seldom.

    What was loaded is large and lives as long as the process; the caches that grow are many small objects that live as
    long. With Python's own thresholds the search takes a twelfth of the time; there are few circles to find.
    """
    gc.freeze()
    gc.set_threshold(*GARBAGE_THRESHOLDS)


def do(group: Sequence[ArticleSource], options: WorkOptions, conllu: Path | None) -> Iterator[Answer]:
    """Extract articles together and write their tokens to the folder ``conllu``, where there is one.

    Raises:
        LetopisError: the pipeline cannot be loaded, a place cannot be written, or there is no memory for the shortest
            of articles either: each that comes would be blamed for it.
    """
    tokens: list[list[list[Token]]] = [[] for _ in group]
    results = extract_group(group, options, tokens=None if conllu is None else tokens)
    for source, found, words in zip(group, results, tokens, strict=True):
        if isinstance(found, Failure):
            if found.kind == "memory" and isinstance(extract_one(CONTROL, options), Failure):
                raise LetopisError(NO_MEMORY)
            yield found
            continue
        try:
            yield done(found, words, conllu, state_forms(options.config.states))
        except Exception as error:
            yield failure_of(source, error)


def done(
    article: Article, tokens: list[list[Token]], conllu: Path | None, states: Mapping[str, StateForm] | None = None
) -> Done:
    """Return what the first process needs of an article, its tokens written; ``states`` are those of one's own."""
    line = encode_article(article)
    if conllu is not None:
        from letopis.formats.conllu import write_conllu

        write_conllu(conllu / f"{article.id}.conllu", article, tokens)
    linker = Linker(states)
    linker.add(article)
    return Done(line, linker.to_bytes(), article.warnings)
