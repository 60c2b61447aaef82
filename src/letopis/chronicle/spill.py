"""What does not fit in memory while a chronicle is made: a SQLite file that is thrown away at the end."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from hashlib import blake2b
from importlib.resources import files
from pathlib import Path

CACHE_MB = 32
"""Memory that SQLite may take for pages of a file."""


@contextmanager
def spilling(path: Path | None = None) -> Iterator[sqlite3.Connection]:
    """Return a database for one run, in a file that is removed afterwards, or in memory where no path is given.

    >>> with spilling() as spill:
    ...     spill.execute("select count(*) from mentions").fetchone()
    (0,)
    """
    if path is not None:
        path.unlink(missing_ok=True)
    try:
        with closing(open_scratch(path)) as connection:
            run_script(connection, "spill.sql")
            connection.execute("begin")
            yield connection
    finally:
        if path is not None:
            with suppress(OSError):
                path.unlink(missing_ok=True)


def open_scratch(path: Path | None) -> sqlite3.Connection:
    """Open a database that is thrown away when anything fails, and so needs no journal."""
    connection = sqlite3.connect(path or ":memory:", isolation_level=None)
    for setting in ("journal_mode = off", "synchronous = off", f"cache_size = {-1024 * CACHE_MB}"):
        connection.execute(f"pragma {setting}")
    return connection


def run_script(connection: sqlite3.Connection, name: str, room: str = __package__) -> None:
    """Run a file of SQL of a room, of this one unless another is named."""
    connection.executescript(files(room).joinpath(name).read_text(encoding="utf-8"))


def key_of(value: object) -> int:
    """Return a number for a key of strings, tuples and sets, the same in every run.

    Two keys may share a number (8 bytes); whoever asks by it must compare what he finds.

    >>> key_of(("day", frozenset({"б", "а"}))) == key_of(("day", frozenset({"а", "б"})))
    True
    """
    digest = blake2b(_ordered(value).encode("utf-8"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def _ordered(value: object) -> str:
    if isinstance(value, frozenset):
        return "{" + ",".join(sorted(map(_ordered, value))) + "}"
    if isinstance(value, tuple):
        return "(" + ",".join(map(_ordered, value)) + ")"
    return repr(value)
