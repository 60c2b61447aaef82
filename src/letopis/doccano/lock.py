"""One push at a time: a lock on the folder of the base for this machine, a marker on the server for all others.

The lock is the operating system's and ends with its process, so a lock that is left behind locks nothing. What stands
in its file are the names of the markers that its process set: whoever finds it knows them for stale.
"""

from __future__ import annotations

import os
import secrets
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from letopis.errors import InputError, OutputError

if TYPE_CHECKING:
    from letopis.doccano.connection import Server
    from letopis.doccano.projects import Project

LOCK = ".lock"
PREFIX = "letopis push "
"""How the tag of a project begins that says that somebody pushes to it."""


@dataclass
class Lock:
    """A lock that is held. ``stale`` are the markers of pushes that died holding it, ``own`` those of this one."""

    stale: set[str] = field(default_factory=set)
    descriptor: int | None = None
    own: set[str] = field(default_factory=set)

    def write(self) -> None:
        """Write down the markers that are set, before they are set."""
        if self.descriptor is not None:
            os.ftruncate(self.descriptor, 0)
            os.lseek(self.descriptor, 0, os.SEEK_SET)
            os.write(self.descriptor, "\n".join(sorted(self.stale | self.own)).encode())


@contextmanager
def locked(folder: Path, *, reading: bool = False) -> Iterator[Lock]:
    """Hold the folder of the base, alone or, for ``reading``, beside other readers.

    A folder that is not there, or not ours to write, is read without a lock: nobody pushes from it here.
    """
    lock = Lock()
    try:
        if not reading:
            folder.mkdir(parents=True, exist_ok=True)
        lock.descriptor = _open_locked(folder / LOCK, reading)
        lock.stale = set(os.read(lock.descriptor, 100_000).decode("ascii", "replace").split())
    except OSError as error:
        if not reading:
            raise OutputError(f"{folder}: no lock can be written there: {error.strerror or error}") from None
    try:
        yield lock
    finally:
        _release(folder / LOCK, lock)


@contextmanager
def marked(server: Server, project: Project, lock: Lock, *, force: bool = False) -> Iterator[list[str]]:
    """Mark the project on the server as being pushed to, and yield remarks on markers that were broken.

    doccano numbers its tags upwards: of two that mark at once, the later one gives way.

    Raises:
        InputError: somebody else pushes, or was cut off elsewhere; ``force`` breaks such a marker.
    """
    place = f"projects/{project.id}/tags"
    notes = []
    for number, text in _markers(server, place):
        if text.removeprefix(PREFIX).split(" ", 1)[0] not in lock.stale:
            if not force:
                raise InputError(_refusal(server, project, text))
            notes.append(
                f"broke the marker of another push: {text.removeprefix(PREFIX)}; if that one still runs, both now "
                "change the project, and examples may be doubled"
            )
        server.delete(f"{place}/{number}")
    token = f"{project.id}-{secrets.token_hex(6)}"
    lock.stale = {name for name in lock.stale if not name.startswith(f"{project.id}-")}
    lock.own.add(token)
    lock.write()
    now = datetime.now(timezone.utc).isoformat(timespec="seconds")
    text = f"{PREFIX}{token} by {server.user} on {socket.gethostname()} since {now}"
    answer = server.post(place, {"text": text})
    with server.refusals(place):
        own = int(answer["id"])
    try:
        for number, other in _markers(server, place):
            if number < own:
                raise InputError(_refusal(server, project, other))
        yield notes
    finally:
        # A server that is gone keeps the marker; its name stays in the lock's file, for the next push.
        with suppress(InputError):
            server.delete(f"{place}/{own}")
            lock.own.discard(token)


def foreign_marker(server: Server, project: Project) -> str | None:
    """Return what the marker of a push to the project says; ``None`` where nobody pushes."""
    return next((text.removeprefix(PREFIX) for _, text in _markers(server, f"projects/{project.id}/tags")), None)


def _markers(server: Server, place: str) -> list[tuple[int, str]]:
    rows = server.records(place)
    with server.refusals(place):
        found = [(int(row["id"]), str(row["text"])) for row in rows]
    return sorted((number, text) for number, text in found if text.startswith(PREFIX))


def _refusal(server: Server, project: Project, text: str) -> str:
    return (
        f"{server.url}: another push to {project.name!r} is under way: {text.removeprefix(PREFIX)}; wait until it is "
        "done, or, if it was cut off there, give --force"
    )


def _open_locked(path: Path, reading: bool) -> int:
    """Open the lock's file and hold it; whoever held it before may have removed the file in between."""
    for _ in range(10):
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
        try:
            _seize(descriptor, shared=reading)
            with suppress(FileNotFoundError):
                if os.path.samestat(os.fstat(descriptor), path.stat()):
                    return descriptor
        except BlockingIOError:
            os.close(descriptor)
            raise InputError(
                f"{path.parent}: another push or pull of this machine is using this folder; wait until it is done"
            ) from None
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)
        time.sleep(0.01)
    raise InputError(f"{path.parent}: other pushes or pulls are using this folder; wait until they are done")


def _release(path: Path, lock: Lock) -> None:
    descriptor = lock.descriptor
    if descriptor is None:
        return
    try:
        with suppress(OSError):
            _seize(descriptor, shared=False)
            lock.write()
            if not lock.stale | lock.own:
                path.unlink()
    finally:
        os.close(descriptor)


def _seize(descriptor: int, *, shared: bool) -> None:
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            raise BlockingIOError from None
    else:
        import fcntl

        fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
