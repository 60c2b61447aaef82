"""What the workers do: survey a partition, extract it into a part, write the part again with identities.

Each task can be done twice, or by two workers at once, and gives the same file: a worker may die at any moment.
"""

from __future__ import annotations

import faulthandler
import hashlib
import os
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

import msgspec

from letopis.errors import InputError
from letopis.linking.articles import Linker
from letopis.records import Article
from letopis.scale.cluster.inputs import Partition
from letopis.scale.cluster.manifest import (
    PARTS,
    PartState,
    add_counts,
    count_labels,
    part_key,
    read_state,
    shown_input,
    write_state,
)
from letopis.scale.cluster.parts import PartFile, hash_file, part_name, read_part, write_part
from letopis.scale.cluster.reading import add_to_hash, read_partition
from letopis.scale.cluster.storage import join
from letopis.scale.work import ArticleSource, Failure, WorkOptions, describe_work, extract_group, extract_one, grouped

_ONE_AT_A_TIME = threading.Lock()
"""Neither spaCy's pipeline nor PDFium may run in two threads; a worker with several waits here."""

ID_BYTES = 8
"""Bytes of the hash by which ids are compared: two of ten million different ids meet once in 400,000 runs."""


class UnlikeWorkerError(InputError):
    """A worker has other code, models or libraries than the machine that started the run."""


@dataclass(frozen=True, kw_only=True)
class Job:
    """What all tasks of a run share: where the parts go, their format, the options and their fingerprint."""

    output: str
    form: str
    options: WorkOptions
    fingerprint: str

    def part(self, number: int) -> str:
        """Return the place of a part."""
        return join(self.output, PARTS, part_name(number, self.form))


class Survey(NamedTuple):
    """What a partition holds; ``sources`` counts unreadable articles too, ``ids`` has a short hash of each id."""

    articles: int
    sources: int
    sha256: str
    ids: bytes


class TaskDone(NamedTuple):
    """A part that is there, its linker as bytes, and the ids of its records."""

    state: PartState
    linker: bytes
    ids: list[str]


def survey(partition: Partition) -> Survey:
    """Read a partition through without extracting it."""
    digest, ids, sources = hashlib.sha256(), bytearray(), 0
    for source in read_partition(partition):
        sources += 1
        add_to_hash(digest, source)
        if isinstance(source, ArticleSource):
            ids += short_hash(source.id)
    return Survey(len(ids) // ID_BYTES, sources, digest.hexdigest(), bytes(ids))


def short_hash(article_id: str) -> bytes:
    """Return a few bytes by which ids can be told apart.

    >>> len(short_hash("cooperation"))
    8
    """
    return hashlib.blake2b(article_id.encode("utf-8", "surrogatepass"), digest_size=ID_BYTES).digest()


def places_of(partition: Partition, wanted: Collection[bytes]) -> list[tuple[str, str]]:
    """Return id and path of the articles whose ids have these hashes."""
    found = []
    for source in read_partition(partition):
        if isinstance(source, ArticleSource) and short_hash(source.id) in wanted:
            found.append((source.id, source.path))
    return found


def extract_partition(
    job: Job, partition: Partition, sha256: str, killers: Collection[int] = (), *, alone: bool = False
) -> TaskDone:
    """Extract a partition into its part, unless the part is there already.

    Args:
        job: what all tasks share.
        partition: the input.
        sha256: of the partition, from :func:`survey`.
        killers: places of articles, counted from 0, that are passed over because they end the process.
        alone: take one article after another, and none together.

    Raises:
        UnlikeWorkerError: this worker would give other records.
        OutputError: the part cannot be written.
    """
    with _ONE_AT_A_TIME:
        name = part_name(partition.number, job.form)
        key = part_key(partition, sha256, f"{job.fingerprint} {job.form}")
        standing = _standing(job, name, key)
        if standing is not None and not killers:
            return _linked(job, partition.number, standing)
        _check_worker(job)
        failures: list[Failure] = []
        records = _Records(_records(job, _articles(job, partition, sha256, killers), failures, alone=alone))
        file = write_part(job.part(partition.number), records)
        state = PartState(
            name=name,
            key=key,
            inputs=[shown_input(piece) for piece in partition.pieces],
            input_sha256=sha256,
            sha256=file.sha256,
            bytes=file.size,
            articles=len(records.ids),
            characters=records.characters,
            counts=records.counts,
            failures=failures,
        )
        write_state(job.output, state)
        return TaskDone(state, records.linker.to_bytes(), records.ids)


def probe(job: Job, partition: Partition, place: int) -> None:
    """Extract the article at a place for nothing but to see whether the process lives on."""
    with _ONE_AT_A_TIME:
        _check_worker(job)
        for number, source in enumerate(read_partition(partition)):
            if number == place and isinstance(source, ArticleSource):
                with _limited(job.options.timeout):
                    extract_one(source, job.options)


def write_identities(job: Job, number: int, state: PartState, linker: Linker) -> PartState:
    """Write a part again with the identities that its names have among all parts.

    Raises:
        InputError: the part is not what it was when it was extracted.
        OutputError: it cannot be written.
    """
    url = job.part(number)
    after = state

    def note(file: PartFile) -> None:
        """Let the state know both files before the one takes the place of the other."""
        nonlocal after
        before = state.sha256 if file.sha256 != state.sha256 else state.sha256_before
        after = msgspec.structs.replace(state, sha256=file.sha256, sha256_before=before, bytes=file.size)
        if after != state:
            write_state(job.output, after)

    with _ONE_AT_A_TIME:
        write_part(url, (linker.apply(article) for article in read_part(url)), ready=note)
    return after


class _Records:
    """Counts and links records on their way to the part, so that none has to be held."""

    def __init__(self, records: Iterator[Article]) -> None:
        self._records = records
        self.linker = Linker()
        self.ids: list[str] = []
        self.characters = 0
        self.counts = count_labels([])

    def __iter__(self) -> Iterator[Article]:
        for article in self._records:
            self.linker.add(article)
            self.ids.append(article.id)
            self.characters += len(article.text)
            self.counts = add_counts([self.counts, count_labels([article])])
            yield article


def _records(
    job: Job, sources: Iterator[ArticleSource | Failure], failures: list[Failure], *, alone: bool
) -> Iterator[Article]:
    for group in ([source] for source in sources) if alone else grouped(sources):
        with _limited(job.options.timeout):
            results = extract_group(group, job.options)
        for made in results:
            if isinstance(made, Failure):
                failures.append(made)
            else:
                yield made


@contextmanager
def _limited(seconds: float | None) -> Iterator[None]:
    """End this process when the block takes longer; others find out which article it was."""
    if seconds is None:
        yield
        return
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123
        faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()


def _articles(
    job: Job, partition: Partition, sha256: str, killers: Collection[int]
) -> Iterator[ArticleSource | Failure]:
    for place, source in enumerate(_unchanged(partition, sha256)):
        if place in killers and isinstance(source, ArticleSource):
            limit = job.options.timeout
            late = "" if limit is None else f", or it took more than {limit:g} s (--timeout)"
            reason = (
                f"{source.path}: the process that read it was ended by the system, each time that it was tried{late}"
            )
            yield Failure(source.id, source.path, "killed", reason)
        else:
            yield source


def _unchanged(partition: Partition, sha256: str) -> Iterator[ArticleSource | Failure]:
    """Read a partition, and refuse it where it is no longer what was surveyed."""
    digest = hashlib.sha256()
    for source in read_partition(partition):
        add_to_hash(digest, source)
        yield source
    if digest.hexdigest() != sha256:
        raise InputError(f"{shown_input(partition.pieces[0])}: changed while it was read; run the same command again")


def _standing(job: Job, name: str, key: str) -> PartState | None:
    """Return the state of a part that need not be made again: same key, same file, no failure that might pass."""
    state = read_state(job.output, name)
    if state is None or state.key != key or any(failure.kind != "input" for failure in state.failures):
        return None
    found = hash_file(join(job.output, PARTS, name))
    if found is None or found not in {state.sha256, state.sha256_before}:
        return None
    return msgspec.structs.replace(state, sha256=found, sha256_before=None)


def _linked(job: Job, number: int, state: PartState) -> TaskDone:
    records = _Records(read_part(job.part(number)))
    for _ in records:
        pass
    return TaskDone(state, records.linker.to_bytes(), records.ids)


def _check_worker(job: Job) -> None:
    here = describe_work(job.options)
    if here != job.fingerprint:
        raise UnlikeWorkerError(
            f"a worker would give other records: its configuration is {here}, this machine's {job.fingerprint}; "
            "install the same letopis with the same extras and models on all machines"
        )
