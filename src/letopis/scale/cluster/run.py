"""A run on a cluster: survey, extract, link, write with identities; what stands already is not done again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from letopis import __version__
from letopis.errors import InputError, LetopisError
from letopis.linking.articles import Linker
from letopis.scale.cluster.inputs import PARTITION_SIZE, Partition, plan
from letopis.scale.cluster.manifest import (
    ERRORS,
    PARTS,
    STATE,
    Manifest,
    PartState,
    add_counts,
    shown_input,
    write_manifest,
)
from letopis.scale.cluster.parts import FORMATS, OWN_NAME
from letopis.scale.cluster.schedulers import connect
from letopis.scale.cluster.storage import absolute, join, names_in, remove, write_bytes
from letopis.scale.cluster.tasks import (
    ID_BYTES,
    Job,
    Survey,
    TaskDone,
    extract_partition,
    places_of,
    probe,
    survey,
    write_identities,
)
from letopis.scale.work import Failure, WorkOptions, describe_work

if TYPE_CHECKING:
    from distributed import Client, Future

RETRIES = 2
"""Times that a task is tried again after an error, such as a network's."""

Progress = Callable[[str, int, int], None]
"""Is told the step (``survey``, ``extract``, ``write``), the articles or parts done, and how many there are."""


@dataclass(frozen=True, kw_only=True)
class ClusterOptions:
    """What the user chose for a run on a cluster."""

    work: WorkOptions
    form: str = FORMATS[0]
    partition_size: int = PARTITION_SIZE
    ids: str = "path"
    retries: int = RETRIES


def extract_on_cluster(
    inputs: Sequence[str],
    output: str,
    options: ClusterOptions,
    *,
    scheduler: str,
    progress: Progress = lambda *_: None,
) -> Manifest:
    """Extract files, JSON Lines and Parquet into the folder ``output`` and give its manifest.

    The records are those that one process makes of the same articles in the same order. Parts whose input and
    configuration are unchanged are taken as they stand.

    Args:
        inputs: paths or fsspec addresses that every worker sees: files, folders, patterns with ``*``.
        output: a folder, likewise.
        options: format, sizes, and the options of the extraction itself.
        scheduler: ``tcp://host:port`` or ``local:N``.
        progress: is told how far the run is.

    Raises:
        InputError: an input is missing, two articles have one id, or no scheduler answers.
        OutputError: a part cannot be written; another run goes on from there.
        MissingDependencyError: the extra ``cluster`` is not installed.
    """
    if options.form not in FORMATS:
        raise InputError(f"format {options.form!r}: is not one of {', '.join(FORMATS)}")
    partitions = plan(inputs, partition_size=options.partition_size, ids=options.ids)
    output = absolute(output)
    with connect(scheduler) as client:
        job = Job(output=output, form=options.form, options=options.work, fingerprint=describe_work(options.work))
        run = _Run(client, job, options, progress)
        surveys = run.survey(partitions)
        run.check_ids(partitions, surveys)
        manifest = Manifest(
            complete=False,
            letopis=__version__,
            fingerprint=job.fingerprint,
            settings={**msgspec.to_builtins(options.work), "format": job.form, "bytes": options.partition_size},
            inputs=list(inputs),
        )
        write_manifest(output, manifest)
        done, lost = run.extract(partitions, surveys)
        states = run.identify(done)
    _remove_others(output, {state.name for state in states})
    manifest = _whole(manifest, states, lost)
    _write_errors(output, manifest.failures)
    write_manifest(output, manifest)
    return manifest


def _whole(manifest: Manifest, states: Sequence[PartState], lost: Sequence[Failure]) -> Manifest:
    """Add what the parts hold, and what failed in them or was lost with a part."""
    return msgspec.structs.replace(
        manifest,
        complete=True,
        articles=sum(state.articles for state in states),
        characters=sum(state.characters for state in states),
        counts=add_counts([state.counts for state in states]),
        parts=list(states),
        failures=[*(failure for state in states for failure in state.failures), *lost],
    )


class _Run:
    """The steps of a run, each a round of tasks."""

    def __init__(self, client: Client, job: Job, options: ClusterOptions, progress: Progress) -> None:
        self._client = client
        self._job = job
        self._retries = options.retries
        self._progress = progress

    def survey(self, partitions: Sequence[Partition]) -> list[Survey]:
        """Count, hash and list the ids of every partition."""
        futures = {self._submit(survey, partition): partition.number for partition in partitions}
        surveys: dict[int, Survey] = {}
        for future in self._completed(futures):
            surveys[futures[future]] = future.result()
            self._progress("survey", len(surveys), len(partitions))
        return [surveys[partition.number] for partition in partitions]

    def check_ids(self, partitions: Sequence[Partition], surveys: Sequence[Survey]) -> None:
        """Refuse two articles with one id before the long work.

        Raises:
            InputError: an id is there twice; both places are named.
        """
        twice = _repeated([found.ids for found in surveys])
        if not twice:
            return
        holders = [p for p, found in zip(partitions, surveys, strict=True) if _holds(found.ids, twice)]
        places: dict[str, str] = {}
        for partition in holders:
            for article_id, path in self._submit(places_of, partition, twice).result():
                if article_id in places:
                    raise InputError(f"{path}: the id {article_id!r} is taken in {places[article_id]}; rename one")
                places[article_id] = path

    def extract(
        self, partitions: Sequence[Partition], surveys: Sequence[Survey]
    ) -> tuple[dict[int, TaskDone], list[Failure]]:
        """Make every part, and tell which articles are lost with a part that could not be made."""
        from distributed import KilledWorker

        total = sum(found.articles for found in surveys)
        work = list(zip(partitions, surveys, strict=True))
        futures = {self._submit(extract_partition, self._job, p, s.sha256): (p, s) for p, s in work}
        done: dict[int, TaskDone] = {}
        killed: list[tuple[Partition, Survey]] = []
        lost: list[Failure] = []
        for future in self._completed(futures):
            partition, found = futures.pop(future)
            try:
                done[partition.number] = future.result()
            except LetopisError:
                raise
            except KilledWorker:
                killed.append((partition, found))
            except Exception as error:
                lost += _lost(partition, "error", f"{type(error).__name__}: {' '.join(str(error).split())}")
            self._progress("extract", sum(d.state.articles for d in done.values()), total)
        # Only now, alone, so that no other task's death is laid at their door.
        for partition, found in killed:
            try:
                done[partition.number] = self._without_killers(partition, found)
            except KilledWorker:
                lost += _lost(partition, "killed", "the system ended every process that worked on it")
        return dict(sorted(done.items())), lost

    def identify(self, done: dict[int, TaskDone]) -> list[PartState]:
        """Link all parts in the order of the input and write each with its identities; few are under way at once."""
        linker = Linker()
        for each in done.values():
            linker.merge(Linker.from_bytes(each.linker))
        linker.resolve()
        window = 2 * max(1, len(self._client.nthreads()))
        waiting = iter(done.items())
        states: dict[int, PartState] = {}
        futures: dict[Future[Any], int] = {}

        def start() -> Future[Any] | None:
            for number, each in waiting:
                future = self._submit(write_identities, self._job, number, each.state, linker.part(each.ids))
                futures[future] = number
                return future
            return None

        from distributed import as_completed

        under_way = as_completed([future for _ in range(window) if (future := start())])
        for future in under_way:
            states[futures.pop(future)] = future.result()
            self._progress("write", len(states), len(done))
            following = start()
            if following is not None:
                under_way.add(following)
        return [states[number] for number in done]

    def _without_killers(self, partition: Partition, found: Survey) -> TaskDone:
        """Find the articles that end their process by trying each alone, and do the others."""
        from distributed import KilledWorker

        killers = []
        for place in range(found.sources):
            try:
                self._submit(probe, self._job, partition, place).result()
            except KilledWorker:
                killers.append(place)
        future = self._submit(extract_partition, self._job, partition, found.sha256, tuple(killers), alone=True)
        done: TaskDone = future.result()
        return done

    def _submit(self, function: Callable[..., Any], *arguments: Any, **options: Any) -> Future[Any]:
        return self._client.submit(function, *arguments, **options, retries=self._retries, pure=False)

    def _completed(self, futures: dict[Future[Any], Any]) -> Iterator[Future[Any]]:
        from distributed import as_completed

        yield from as_completed(list(futures))


def _repeated(hashes: Sequence[bytes]) -> frozenset[bytes]:
    """Return the short hashes that are there more than once."""
    import numpy as np

    every = np.frombuffer(b"".join(hashes), dtype=f"V{ID_BYTES}").view(np.uint64)
    values, counts = np.unique(every, return_counts=True)
    return frozenset(value.tobytes() for value in values[counts > 1])


def _holds(ids: bytes, wanted: frozenset[bytes]) -> bool:
    return any(ids[place : place + ID_BYTES] in wanted for place in range(0, len(ids), ID_BYTES))


def _lost(partition: Partition, kind: Any, reason: str) -> list[Failure]:
    """One failure for each piece of a partition that came to nothing."""
    return [
        Failure(piece.article_id, piece.shown, kind, f"{shown_input(piece)}: {reason}") for piece in partition.pieces
    ]


def _remove_others(output: str, names: set[str]) -> None:
    """Remove parts of an earlier run with other inputs, which would stand beside the new ones, and torn files."""
    for folder, kept in ((PARTS, names), (STATE, {f"{name}.json" for name in names})):
        for name in names_in(join(output, folder)):
            if OWN_NAME.fullmatch(name) and name not in kept:
                remove(join(output, folder, name))


def _write_errors(output: str, failures: Sequence[Failure]) -> None:
    if failures:
        write_bytes(join(output, ERRORS), b"".join(msgspec.json.encode(failure) + b"\n" for failure in failures))
    else:
        remove(join(output, ERRORS))
