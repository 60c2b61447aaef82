"""The scheduler that a run speaks to: one that is up already, or one on this machine for the length of the run."""

from __future__ import annotations

import asyncio
import logging
import re
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from letopis.errors import InputError, LetopisError, MissingDependencyError
from letopis.scale.worker import interrupts_held_back

if TYPE_CHECKING:
    from distributed import Client, LocalCluster

DEATHS = 3
"""Workers that may die under a task before the scheduler gives it up."""

WAIT = 120
"""Seconds in which a scheduler must answer, and the first worker join it."""

CARE = 5.0
"""Seconds between two looks at the processes of ``local:N``."""

LOST = 60
"""Seconds in which the nanny of a process that died must have started another."""

STARTS = 3
"""Times that the processes of ``local:N`` are started, where one is ended while it starts."""

PRELOAD = "letopis.scale.worker"
"""What the processes of ``local:N`` run first, before what Dask's configuration asks for."""

_LOCAL = re.compile(r"local:([1-9]\d{0,3})")
_ADDRESS = re.compile(r"(?:tcp|tls|ucx|ws|wss)://[^\s/:]+:\d+")


@contextmanager
def connect(scheduler: str, *, wait: float = WAIT) -> Iterator[Client]:
    """Return a client of ``tcp://host:port`` (or ``tls://…``), or of N processes of this machine for ``local:N``.

    The processes of ``local:N`` speak TLS with a certificate made for this run, so that nobody else on the machine
    can send them work. Certificates for ``tls://…`` come from Dask's own configuration.

    Raises:
        InputError: another address, nothing answers there, or no worker joins.
        MissingDependencyError: Dask is not installed.
    """
    local = _LOCAL.fullmatch(scheduler)
    if local is None and not _ADDRESS.fullmatch(scheduler):
        raise InputError(f"scheduler {scheduler!r}: is neither local:N, such as local:4, nor tcp://host:port")
    try:
        with interrupts_held_back():  # one that came while it is imported can be lost in a library's own except
            import distributed
    except ImportError:
        raise MissingDependencyError("--scheduler needs Dask: pip install 'letopis[cluster]'") from None
    # Workers that come and go are no news for the user; what fails in the end is raised.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    if local is not None:
        with _local(int(local.group(1))) as client:
            yield client
        return
    try:
        client = distributed.Client(scheduler, timeout=wait)
    except (OSError, TimeoutError, asyncio.TimeoutError) as error:  # one class of timeout from Python 3.11 on
        raise InputError(f"{scheduler}: no scheduler answers there; start one with 'dask scheduler'") from error
    with client:
        try:
            client.wait_for_workers(1, timeout=wait)
        except (TimeoutError, asyncio.TimeoutError):
            raise InputError(
                f"{scheduler}: no worker has joined in {wait:.0f} s; start some with 'dask worker {scheduler} "
                "--nthreads 1'"
            ) from None
        yield client


@contextmanager
def _local(workers: int) -> Iterator[Client]:
    import dask
    import distributed
    from distributed.gc import disable_gc_diagnosis

    settings = {
        "distributed.scheduler.allowed-failures": DEATHS,
        # One task at a time for a worker: those that wait there would be blamed for its death too.
        "distributed.scheduler.worker-saturation": 1.0,
        "distributed.deploy.lost-worker-timeout": f"{LOST}s",
    }
    with (
        dask.config.set(settings),
        tempfile.TemporaryDirectory(prefix="letopis-") as folder,
        _started(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            # Its pages for people: on this machine alone, on whatever port is free.
            dashboard_address="127.0.0.1:0",
            worker_dashboard_address="127.0.0.1:0",
            scheduler_kwargs={"dashboard": False},
            local_directory=folder,
            preload=[PRELOAD, *dask.config.get("distributed.worker.preload")],
            security=True,
            silence_logs=logging.CRITICAL,
        ) as cluster,
        distributed.Client(cluster) as client,
        _kept_up(cluster, workers),
    ):
        disable_gc_diagnosis(force=True)  # its callback, often in the way on a busy machine, swallows Ctrl-C
        yield client


def _started(**settings: Any) -> LocalCluster:
    """Start the processes, and once more where one is ended while it starts.

    Ctrl-C is ours alone: the thread that starts them, and so they, never hear of it, and it waits until they are up.

    Raises:
        LetopisError: they are ended each time.
    """
    import distributed

    for _ in range(STARTS):
        with interrupts_held_back(), suppress(RuntimeError):
            return distributed.LocalCluster(**settings)
    raise LetopisError(
        f"the processes of local:{settings['n_workers']} were ended while they started, {STARTS} times; is there "
        "enough memory? Give fewer, or use a machine with more"
    )


@contextmanager
def _kept_up(cluster: LocalCluster, workers: int) -> Iterator[None]:
    """Start a worker anew where the nanny has not: it gives up when one dies in its first moments."""
    over = threading.Event()

    def look_after() -> None:
        while not over.wait(CARE):
            cluster.scale(workers)

    thread = threading.Thread(target=look_after, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
