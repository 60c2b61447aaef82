"""What the workers do: survey a partition, extract it into a part, write the part again with identities.

Each task can be done twice, or by two workers at once, and gives the same file: a worker may die at any moment. A part
is all that is kept between two runs: its records say themselves what they were made from.
"""

from __future__ import annotations

import hashlib
import threading
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

import msgspec

from letopis.entities.own_words import state_forms
from letopis.errors import InputError
from letopis.formats.jsonl import decode_article, encode_article, hash_of
from letopis.formats.tables import count_entities
from letopis.linking.articles import Linker
from letopis.records import Article
from letopis.scale.cluster.inputs import Partition
from letopis.scale.cluster.reading import read_partition
from letopis.scale.cluster.storage import join, part_name, read_part, write_part
from letopis.scale.finish import at_path
from letopis.scale.work import (
    ArticleSource,
    Failure,
    WorkOptions,
    describe_work,
    extract_group,
    extract_one,
    grouped,
)
from letopis.scale.worker import ended_after

PARTS = "parts"
"""The folder of the records beside the manifest."""

_ONE_AT_A_TIME = threading.Lock()
"""Neither spaCy's pipeline nor PDFium may run in two threads; a worker with several waits here."""


class UnlikeWorkerError(InputError):
    """A worker has other code, models or libraries than the machine that started the run."""


@dataclass(frozen=True, kw_only=True)
class Job:
    """What all tasks of a run share: where the parts go, the options and their fingerprint."""

    output: str
    options: WorkOptions
    fingerprint: str

    def part(self, number: int) -> str:
        """Return the place of a part."""
        return join(self.output, PARTS, part_name(number))


class PartState(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the output: what it was made from, its file, and what it holds."""

    name: str
    inputs: list[str]
    sha256: str
    bytes: int
    articles: int
    characters: int
    counts: dict[str, int]
    failures: list[Failure]


class Extracted(NamedTuple):
    """A part that is there: the names in it as a linker's bytes, the ids of its records, and what failed."""

    linker: bytes
    ids: list[str]
    failures: list[Failure]


def survey(partition: Partition) -> list[tuple[str, str] | None]:
    """Read a partition through: the id and the path of each article, nothing of an unreadable one."""
    return [
        (source.id, source.path) if isinstance(source, ArticleSource) else None for source in read_partition(partition)
    ]


def extract_partition(
    job: Job, partition: Partition, killers: Collection[int] = (), *, alone: bool = False
) -> Extracted:
    """Extract a partition into its part; records that stand there already and would be the same are kept.

    Args:
        job: what all tasks share.
        partition: the input.
        killers: places of articles, counted from 0, that are passed over because they end the process.
        alone: take one article after another, and none together.

    Raises:
        UnlikeWorkerError: this worker would give other records.
        OutputError: the part cannot be written.
    """
    linker, done = Linker(state_forms(job.options.config.states)), Extracted(b"", [], [])

    def records() -> Iterator[Article]:
        sources = _without_killers(job, partition, killers)
        for made in _made(job, sources, _standing(job, partition.number), alone=alone):
            if isinstance(made, Failure):
                done.failures.append(made)
            else:
                linker.add(made)
                done.ids.append(made.id)
                yield made

    with _ONE_AT_A_TIME:
        _check_worker(job)
        write_part(job.part(partition.number), records())
    return done._replace(linker=linker.to_bytes())


def _without_killers(job: Job, partition: Partition, killers: Collection[int]) -> Iterator[ArticleSource | Failure]:
    for place, source in enumerate(read_partition(partition)):
        if place in killers and isinstance(source, ArticleSource):
            limit = job.options.timeout
            late = "" if limit is None else f", or it took more than {limit:g} s (--timeout)"
            reason = f"{source.path}: the process that read it was ended by the system, each time that it was tried"
            yield Failure(source.id, source.path, "killed", reason + late)
        else:
            yield source


def _made(
    job: Job, sources: Iterator[ArticleSource | Failure], standing: dict[str, bytes], *, alone: bool
) -> Iterator[Article | Failure]:
    for group in ([source] for source in sources) if alone else grouped(sources):
        kept = [_kept(source, standing) for source in group]
        todo = [source for source, old in zip(group, kept, strict=True) if old is None]
        with ended_after(job.options.timeout):
            fresh = iter(extract_group(todo, job.options) if todo else ())
        yield from (next(fresh) if old is None else old for old in kept)


def _standing(job: Job, number: int) -> dict[str, bytes]:
    """Return the records of a part that an earlier run left, as lines by their ids, up to where it is damaged."""
    found: dict[str, bytes] = {}
    with suppress(InputError):
        for article in read_part(job.part(number)):
            if article.pipeline.get("fingerprint") == job.fingerprint and article.record_sha256 == hash_of(article):
                found[article.id] = encode_article(article)
    return found


def _kept(source: ArticleSource | Failure, standing: dict[str, bytes]) -> Article | None:
    """Return the record of an article that has not changed since."""
    if isinstance(source, Failure) or source.id not in standing:
        return None
    article, content = decode_article(standing[source.id]), source.content or b""
    data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    same = article.source is not None and article.source.sha256 == hashlib.sha256(data).hexdigest()
    return at_path(article, source.path) if same else None


def probe(job: Job, partition: Partition, place: int) -> None:
    """Extract the article at a place for nothing but to see whether the process lives on."""
    with _ONE_AT_A_TIME:
        _check_worker(job)
        for source in islice(read_partition(partition), place, place + 1):
            if isinstance(source, ArticleSource):
                with ended_after(job.options.timeout):
                    extract_one(source, job.options)


def write_identities(job: Job, number: int, inputs: list[str], failures: list[Failure], linker: Linker) -> PartState:
    """Write a part again with the identities that its names have among all parts, and say what it holds.

    Raises:
        InputError: the part cannot be read.
        OutputError: it cannot be written.
    """
    counts = Counter(count_entities(Article(id="", text="")))
    sizes: list[int] = []

    def linked() -> Iterator[Article]:
        for article in read_part(job.part(number)):
            counts.update(count_entities(article))
            sizes.append(len(article.text))
            yield linker.apply(article)

    with _ONE_AT_A_TIME:
        file = write_part(job.part(number), linked())
    return PartState(
        name=part_name(number),
        inputs=inputs,
        sha256=file.sha256,
        bytes=file.size,
        articles=len(sizes),
        characters=sum(sizes),
        counts=dict(counts),
        failures=failures,
    )


def _check_worker(job: Job) -> None:
    here = describe_work(job.options)
    if here != job.fingerprint:
        raise UnlikeWorkerError(
            f"a worker would give other records: its configuration is {here}, this machine's {job.fingerprint}; "
            "install the same letopis with the same extras and models on all machines"
        )
