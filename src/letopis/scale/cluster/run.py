"""A run on a cluster: survey, extract, link, write with identities; what stands already is not done again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

import msgspec

from letopis import __version__
from letopis.entities.own_words import state_forms
from letopis.errors import InputError, LetopisError
from letopis.linking.articles import Linker
from letopis.scale.cluster.inputs import PARTITION_SIZE, Partition, plan
from letopis.scale.cluster.schedulers import connect
from letopis.scale.cluster.storage import OWN_NAME, absolute, join, names_in, remove, writing
from letopis.scale.cluster.tasks import (
    PARTS,
    Extracted,
    Job,
    PartState,
    extract_partition,
    probe,
    survey,
    write_identities,
)
from letopis.scale.work import Failure, FailureKind, WorkOptions, describe_work

if TYPE_CHECKING:
    from distributed import Client, Future

RETRIES = 2
"""Times that a task is tried again after an error, such as a network's."""

MANIFEST, ERRORS = "manifest.json", "errors.jsonl"
FORMAT = "letopis-parts/1"
"""The value of ``format`` in the manifest that this version writes."""

Progress = Callable[[str, int, int], None]
"""Is told the step (``survey``, ``extract``, ``write``), the articles or parts done, and how many there are."""


@dataclass(frozen=True, kw_only=True)
class ClusterOptions:
    """What the user chose for a run on a cluster."""

    work: WorkOptions
    partition_size: int = PARTITION_SIZE
    ids: str = "path"
    retries: int = RETRIES


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """A whole run; ``complete`` turns true with the last part, and only then are the parts one corpus."""

    format: str = FORMAT
    complete: bool
    letopis: str
    fingerprint: str
    settings: dict[str, Any]
    inputs: list[str]
    articles: int = 0
    characters: int = 0
    counts: dict[str, int] = {}
    parts: list[PartState] = []
    failures: list[Failure] = []


def extract_on_cluster(
    inputs: Sequence[str],
    output: str,
    options: ClusterOptions,
    *,
    scheduler: str,
    progress: Progress = lambda *_: None,
) -> Manifest:
    """Extract files, JSON Lines and Parquet into the folder ``output`` and give its manifest.

    The records are those that one process makes of the same articles in the same order. Records of an earlier run
    whose input and configuration are unchanged are kept, where they stand in the part that they belong to.

    Args:
        inputs: paths or fsspec addresses that every worker sees: files, folders, patterns with ``*``.
        output: a folder, likewise.
        options: sizes, and the options of the extraction itself.
        scheduler: ``tcp://host:port`` or ``local:N``.
        progress: is told how far the run is.

    Raises:
        InputError: an input is missing, two articles have one id, or no scheduler answers.
        OutputError: a part cannot be written; another run goes on from there.
        MissingDependencyError: the extra ``cluster`` is not installed.
    """
    partitions = plan(inputs, partition_size=options.partition_size, ids=options.ids)
    output = absolute(output)
    with connect(scheduler) as client:
        job = Job(output=output, options=options.work, fingerprint=describe_work(options.work))
        run = _ClusterRun(client, job, options.retries, progress)
        sizes = run.survey(partitions)
        manifest = Manifest(
            complete=False,
            letopis=__version__,
            fingerprint=job.fingerprint,
            settings={**msgspec.to_builtins(options.work), "bytes": options.partition_size},
            inputs=list(inputs),
        )
        _write(output, MANIFEST, msgspec.json.encode(manifest))
        done, lost = run.extract(partitions, sizes)
        parts = run.identify(partitions, done)
    for name in names_in(join(output, PARTS)):  # parts of a run with other inputs, and torn files
        if OWN_NAME.fullmatch(name) and name not in {part.name for part in parts}:
            remove(join(output, PARTS, name))
    counts: Counter[str] = Counter()
    for part in parts:
        counts.update(part.counts)
    manifest = msgspec.structs.replace(
        manifest,
        complete=True,
        articles=sum(part.articles for part in parts),
        characters=sum(part.characters for part in parts),
        counts=dict(counts),
        parts=parts,
        failures=[*(failure for part in parts for failure in part.failures), *lost],
    )
    _write(output, ERRORS, b"".join(msgspec.json.encode(failure) + b"\n" for failure in manifest.failures))
    _write(output, MANIFEST, msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n")
    return manifest


def _write(output: str, name: str, data: bytes) -> None:
    """Write a file whole; an empty one is none."""
    if not data:
        remove(join(output, name))
        return
    with writing(join(output, name)) as file:
        file.write(data)


class _ClusterRun:
    """The steps of a run, each a round of tasks; Dask tries them again and gives those of a dead worker to others."""

    def __init__(self, client: Client, job: Job, retries: int, progress: Progress) -> None:
        self._client, self._job, self._retries, self._progress = client, job, retries, progress

    def survey(self, partitions: Sequence[Partition]) -> list[int]:
        """Count the articles of every partition; two with one id are refused before the long work.

        Raises:
            InputError: an id is there twice; both places are named.
        """
        futures = {self._submit(survey, partition): partition.number for partition in partitions}
        found: dict[int, list[tuple[str, str] | None]] = {}
        for future in self._completed(futures):
            found[futures[future]] = future.result()
            self._progress("survey", len(found), len(partitions))
        places: dict[str, str] = {}
        for article_id, path in filter(None, chain.from_iterable(found[number] for number in sorted(found))):
            if article_id in places:
                raise InputError(f"{path}: the id {article_id!r} is taken in {places[article_id]}; rename one")
            places[article_id] = path
        return [len(found[partition.number]) for partition in partitions]

    def extract(
        self, partitions: Sequence[Partition], sizes: Sequence[int]
    ) -> tuple[dict[int, Extracted], list[Failure]]:
        """Make every part, and tell which articles are lost with a part that could not be made."""
        from distributed import KilledWorker

        futures = {self._submit(extract_partition, self._job, partition): partition for partition in partitions}
        done: dict[int, Extracted] = {}
        killed: list[Partition] = []
        lost: list[Failure] = []
        for future in self._completed(futures):
            partition = futures.pop(future)
            try:
                done[partition.number] = future.result()
            except LetopisError:
                raise
            except KilledWorker:
                killed.append(partition)
            except Exception as error:
                lost += _lost(partition, "error", f"{type(error).__name__}: {' '.join(str(error).split())}")
            self._progress("extract", sum(len(one.ids) for one in done.values()), sum(sizes))
        # Only now, alone, so that no other task's death is laid at their door.
        for partition in killed:
            try:
                done[partition.number] = self._without_killers(partition, sizes[partition.number])
            except KilledWorker:
                lost += _lost(partition, "killed", "the system ended every process that worked on it")
        return dict(sorted(done.items())), lost

    def _without_killers(self, partition: Partition, size: int) -> Extracted:
        """Find the articles that end their process by trying each alone, and do the others."""
        from distributed import KilledWorker

        killers = []
        for place in range(size):
            try:
                self._submit(probe, self._job, partition, place).result()
            except KilledWorker:
                killers.append(place)
        future = self._submit(extract_partition, self._job, partition, tuple(killers), alone=True)
        done: Extracted = future.result()
        return done

    def identify(self, partitions: Sequence[Partition], done: Mapping[int, Extracted]) -> list[PartState]:
        """Link all parts in the order of the input and write each with its identities; few are under way at once."""
        linker = Linker(state_forms(self._job.options.config.states))
        for each in done.values():
            linker.merge(Linker.from_bytes(each.linker))
        linker.resolve()
        window = 2 * max(1, len(self._client.nthreads()))
        waiting = iter(done.items())
        states: dict[int, PartState] = {}
        futures: dict[Future[Any], int] = {}

        def following() -> Iterator[Future[Any]]:
            for number, each in waiting:
                inputs = [piece.described for piece in partitions[number].pieces]
                part = linker.part(each.ids)
                future = self._submit(write_identities, self._job, number, inputs, each.failures, part)
                futures[future] = number
                yield future

        more = following()
        under_way = self._completed([future for _, future in zip(range(window), more, strict=False)])
        for future in under_way:
            states[futures.pop(future)] = future.result()
            self._progress("write", len(states), len(done))
            under_way.update([new for new in [next(more, None)] if new is not None])
        return [states[number] for number in done]

    def _submit(self, function: Callable[..., Any], *arguments: Any, **options: Any) -> Future[Any]:
        return self._client.submit(function, *arguments, **options, retries=self._retries, pure=False)

    def _completed(self, futures: Any) -> Any:
        from distributed import as_completed

        return as_completed(list(futures))


def _lost(partition: Partition, kind: FailureKind, reason: str) -> list[Failure]:
    """One failure for each piece of a partition that came to nothing."""
    return [Failure(piece.article_id, piece.shown, kind, f"{piece.described}: {reason}") for piece in partition.pieces]
