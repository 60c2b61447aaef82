"""What does not fit in memory while a chronicle is made: a SQLite file that is thrown away at the end."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from hashlib import blake2b
from pathlib import Path

CACHE_MB = 32
"""Memory that SQLite may take for pages of the file."""

_TABLES = """
create table mentions (row integer primary key, weight integer not null, body blob not null);
create table members (row integer primary key, agreement integer not null, sentence integer not null,
    article integer not null, text text not null);
create index members_by_sentence on members (sentence, agreement, text);
create index members_by_article on members (article, agreement);
create table keys (key integer not null, agreement integer not null, primary key (key, agreement)) without rowid;
create table profiles (agreement integer primary key, body blob not null);
create table twins (signature integer primary key, agreement integer not null) without rowid;
create table summaries (number integer primary key, body blob not null);
create table alike (key integer not null, date text not null, number integer not null,
    primary key (key, date, number)) without rowid;
create table contradictions (kind text, first integer, second text, third text, late integer, body blob not null,
    primary key (kind, first, second, third)) without rowid;
"""


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
        with closing(sqlite3.connect(path or ":memory:", isolation_level=None)) as connection:
            # Nothing reads the file after a crash, so it needs no journal.
            connection.execute("pragma journal_mode = off")
            connection.execute("pragma synchronous = off")
            connection.execute(f"pragma cache_size = {-1024 * CACHE_MB}")
            connection.executescript(_TABLES)
            connection.execute("begin")
            yield connection
    finally:
        if path is not None:
            with suppress(OSError):
                path.unlink(missing_ok=True)


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
