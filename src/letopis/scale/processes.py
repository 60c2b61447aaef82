"""Processes: one core for each, none that hears Ctrl-C while it starts, and how one ended."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import connection, resource_tracker
from multiprocessing.context import SpawnProcess
from time import monotonic, sleep
from typing import Any

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
