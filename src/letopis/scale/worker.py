"""What runs in a worker process: load once, then articles in and their answers out, until the pipe is closed."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from multiprocessing.connection import Connection
from multiprocessing.process import parent_process
from pathlib import Path
from typing import TypeAlias

import msgspec

from letopis.errors import InputError, LetopisError, MissingDependencyError, OutputError
from letopis.formats.jsonl import encode_article
from letopis.linking.articles import Linker
from letopis.records import Article, Token
from letopis.scale.work import (
    CONTROL,
    NO_MEMORY,
    ArticleSource,
    Failure,
    WorkOptions,
    describe_work,
    extract_group,
    extract_one,
    failure_of,
    reason_of,
)
from letopis.sources.limits import bound_page_memory

GARBAGE_THRESHOLDS = (20_000, 50, 20)
"""New objects after which the youngest are searched for garbage, and how often the older ones are with them."""


class Ready(msgspec.Struct, frozen=True, tag=True):
    """The pipeline is loaded; all its records will bear this fingerprint."""

    fingerprint: str


class Done(msgspec.Struct, frozen=True, tag=True):
    """An article's record as one line of JSON, its mentions as a linker saves them, and what its reader warned of."""

    line: bytes
    mentions: bytes
    warnings: list[str] = []


class Failed(msgspec.Struct, frozen=True, tag=True):
    """An article without a record."""

    failure: Failure


class Refused(msgspec.Struct, frozen=True, tag=True):
    """The run cannot go on: no pipeline, or a place that cannot be written."""

    kind: str
    reason: str

    def error(self) -> LetopisError:
        """Return what the worker raised."""
        kinds = {kind.__name__: kind for kind in (InputError, OutputError, MissingDependencyError)}
        return kinds.get(self.kind, LetopisError)(self.reason)


Answer: TypeAlias = Ready | Done | Failed | Refused
encode_answer = msgspec.msgpack.Encoder().encode
decode_answer: Callable[[bytes], Answer] = msgspec.msgpack.Decoder(Answer).decode


def serve(connection: Connection, options: WorkOptions, conllu: Path | None) -> None:
    """Answer on a pipe: :class:`Ready` first, then one answer an article, in the order of each group that is given."""
    converse(connection, lambda: _load(options), lambda group: do(group, options, conllu))


def _load(options: WorkOptions) -> str:
    import_spacy_without_torch()
    bound_page_memory()
    fingerprint = describe_work(options)
    spare_garbage_collection()
    return fingerprint


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


def spare_garbage_collection() -> None:
    """Spare what was loaded the search for garbage, and search seldom.

    What was loaded is large and lives as long as the process; the caches that grow are many small objects that live as
    long. With Python's own thresholds the search takes a twelfth of the time; there are few circles to find.
    """
    gc.freeze()
    gc.set_threshold(*GARBAGE_THRESHOLDS)


def converse(
    connection: Connection, load: Callable[[], str], work: Callable[[list[ArticleSource]], Iterable[Answer]]
) -> None:
    """Say the fingerprint that ``load`` gives, then what ``work`` makes of each group, until the pipe is closed."""
    _leave_the_keyboard_to_the_parent()
    doing = "the pipeline cannot be loaded"
    try:
        _end_with_the_parent()
        connection.send_bytes(encode_answer(Ready(load())))
        doing = "a worker process failed"
        while True:
            for answer in work(connection.recv()):
                connection.send_bytes(encode_answer(answer))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return
    except LetopisError as error:
        connection.send_bytes(encode_answer(Refused(type(error).__name__, str(error))))
    except Exception as error:
        connection.send_bytes(encode_answer(Refused("LetopisError", f"{doing}: {reason_of(error)}")))


def do(group: Sequence[ArticleSource], options: WorkOptions, conllu: Path | None) -> Iterator[Done | Failed]:
    """Extract articles together and write their tokens to the folder ``conllu``, where there is one.

    Raises:
        LetopisError: the pipeline cannot be loaded, or a place cannot be written.
    """
    tokens: list[list[list[Token]]] = [[] for _ in group]
    results = extract_group(group, options, tokens=None if conllu is None else tokens)
    for source, found, words in zip(group, results, tokens, strict=True):
        if isinstance(found, Failure) and found.kind == "memory":
            _check_memory(options)
        try:
            yield Failed(found) if isinstance(found, Failure) else _done(found, words, conllu)
        except Exception as error:
            yield Failed(failure_of(source, error))


def _check_memory(options: WorkOptions) -> None:
    """Refuse to go on where there is no memory for the shortest of articles: each that comes would be blamed for it.

    Raises:
        LetopisError: says so.
    """
    control = extract_one(CONTROL, options)
    if isinstance(control, Failure):
        raise LetopisError(NO_MEMORY)


def _done(article: Article, tokens: list[list[Token]], conllu: Path | None) -> Done:
    line = encode_article(article)
    if conllu is not None:
        from letopis.formats.conllu import write_conllu

        write_conllu(conllu / f"{article.id}.conllu", article, tokens)
    linker = Linker()
    linker.add(article)
    return Done(line, linker.to_bytes(), article.warnings)


def _leave_the_keyboard_to_the_parent() -> None:
    """Ctrl-C reaches every process of the terminal; the parent alone decides what happens then."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _end_with_the_parent() -> None:
    """A parent that was killed closes no pipe of a worker that is in the middle of an article."""
    parent = parent_process()
    if parent is None:
        return

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
