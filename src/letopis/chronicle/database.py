"""Articles into one SQLite database, a batch at a time."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import cache
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from letopis.chronicle.contradictions import Contradiction, Witness, find_contradictions, look_within
from letopis.chronicle.gather import IDENTITIES, Mention, Row, Rows, gather
from letopis.chronicle.identity import AgreementIdentity, identify
from letopis.linking.agreements.bounds import day_columns
from letopis.linking.agreements.sides import Sides, is_state
from letopis.linking.inflection import nominative_phrase
from letopis.records import STATUSES, Article
from letopis.russian.states import state_names

BATCH = 20_000
"""Rows kept in memory before they are written."""

CACHE_MB = 32
"""Memory that SQLite may take for pages of a file."""


class ChronicleCounts(NamedTuple):
    """What a chronicle holds; ``doubles`` were left out, each with the id under which its text is there."""

    articles: int
    sentences: int
    events: int
    mentions: int
    agreements: int
    contradictions: int
    doubles: Mapping[str, str]


def write_database(path: Path, articles: Iterable[Article]) -> ChronicleCounts:
    """Write the database and count what it holds.

    Memory does not grow with the articles: rows are written in batches, and what is compared at the end waits in
    temporary tables.

    Raises:
        InputError: as the reader of the articles.
    """
    with closing(open_scratch(path)) as database:
        run_script(database, "schema.sql")
        database.execute("begin")
        rows = Rows()
        agreements = identify(_write_articles(database, articles, rows), database, rows.unlinked)
        _write_agreements(database, agreements)
        rows_of = enumerate(_contradiction_rows(database, find_contradictions(database)), 1)
        for batch in _batches({"id": number} | row for number, row in rows_of):
            _insert(database, "contradictions", batch)
        run_script(database, "indexes.sql")
        tables = ChronicleCounts._fields[:-1]
        numbers = [database.execute(f"select count(*) from {table}").fetchone()[0] for table in tables]  # noqa: S608
        return ChronicleCounts._make([*numbers, {}])


def open_scratch(path: Path | None = None) -> sqlite3.Connection:
    """Open a database that is thrown away when anything fails, and so needs no journal; in memory without a path.

    >>> open_scratch().execute("select count(*) from waiting").fetchone()
    (0,)
    """
    connection = sqlite3.connect(path or ":memory:", isolation_level=None)
    for setting in ("journal_mode = off", "synchronous = off", f"cache_size = {-1024 * CACHE_MB}"):
        connection.execute(f"pragma {setting}")
    run_script(connection, "spill.sql")
    return connection


def run_script(connection: sqlite3.Connection, name: str, room: str = __package__) -> None:
    """Run a file of SQL of a room, of this one unless another is named."""
    connection.executescript(files(room).joinpath(name).read_text(encoding="utf-8"))


def _write_articles(database: sqlite3.Connection, articles: Iterable[Article], rows: Rows) -> Iterator[Mention]:
    for article in articles:
        yield from gather(article, rows)
        if sum(map(len, rows.tables.values())) >= BATCH:
            _flush(database, rows)
    _flush(database, rows)


_JOIN = """ on conflict (id) do update set
mentions = mentions + excluded.mentions, articles = articles + excluded.articles,
name = case when length(excluded.name) > length(name) then excluded.name else name end"""


def _flush(database: sqlite3.Connection, rows: Rows) -> None:
    """Write all rows; of a referent that is there already, its counts are added and the fullest name stays."""
    referents = {table for table, _ in IDENTITIES.values()}
    for table, found in rows.tables.items():
        _insert(database, table, found, _JOIN if table in referents else "")
    rows.tables.clear()


def _insert(database: sqlite3.Connection, table: str, rows: Iterable[Row], conflict: str = "") -> None:
    """Write rows; ``conflict`` says what becomes of a row that is there already."""
    columns = [name for _, name, *_ in database.execute(f'pragma table_info("{table}")')]
    names, marks = ", ".join(f'"{column}"' for column in columns), ", ".join("?" for _ in columns)
    database.executemany(
        f'insert into "{table}" ({names}) values ({marks}){conflict}',  # noqa: S608 names of our own tables
        ([row.get(column) for column in columns] for row in rows),
    )


def _write_agreements(database: sqlite3.Connection, agreements: Iterable[AgreementIdentity]) -> None:
    def rows() -> Iterator[Row]:
        for number, agreement in enumerate(agreements, 1):
            look_within(number, agreement, database)
            members.extend((number, mention.row) for mention in agreement.mentions)
            yield agreement_row(number, agreement)

    members: list[tuple[int, int]] = []
    for batch in _batches(rows()):
        _insert(database, "agreements", batch)
        database.executemany("update mentions set agreement_id = ? where id = ?", members)
        members.clear()
    database.execute(
        "update relations set agreement_id = (select agreement_id from mentions where id = agreement_mention_id)"
    )


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(islice(rows, BATCH // 10)):
        yield batch


def agreement_row(number: int, agreement: AgreementIdentity) -> Row:
    """Return the row of an agreement: what its mentions say together."""
    kinds = Counter(m.kind for m in agreement.mentions if m.kind)
    value = agreement.date.value if agreement.date else None
    subject = max((m.title.subject for m in agreement.mentions), key=len)
    status = max((m.status for m in agreement.mentions if m.status), key=_furthest, default=None)
    return {
        "id": number,
        "title": max((m.name for m in agreement.mentions), key=len)
        or nominative_phrase(max((m.text for m in agreement.mentions), key=len)),
        "entity": agreement.key,
        "kind": kinds.most_common(1)[0][0] if kinds else None,
        "kinds": "; ".join(sorted(kinds)) or None,
        "sides": "; ".join(side_names(agreement)) or None,
        "subject": " ".join(sorted(subject)) or None,
        "date": value,
        **day_columns(value),
        "place": "; ".join(dict.fromkeys(f.shown for m in agreement.mentions for f in m.places)) or None,
        "signatories": "; ".join(dict.fromkeys(s for m in agreement.mentions for s in m.signatories)) or None,
        "status": status,
        "status_date": next((m.status_date for m in agreement.mentions if m.status == status and m.status_date), None),
        "mentions": len(agreement.mentions),
        "articles": len(agreement.articles),
    }


def _furthest(status: str) -> int:
    return STATUSES.index(status) if status in STATUSES else -1


def side_names(agreement: AgreementIdentity) -> list[str]:
    """Name the sides: states by their short names, bodies as the texts name them."""
    bodies: dict[Sides, str] = {}
    names: dict[str, str] = {}
    for mention in agreement.mentions:
        for side, name in mention.parties:
            if side.bodies:
                bodies.setdefault(side, name)
            for key in side.states:
                names.setdefault(key, name)
    covered = {key for side in bodies for key in side.states}
    states = [key for key in sorted(agreement.sides.states) if key not in covered]
    return [*bodies.values(), *(_short_names().get(key, names.get(key, key)) for key in states)]


@cache
def _short_names() -> dict[str, str]:
    return {code: short for code, short in state_names().values() if is_state(code)}


_IMPOSSIBLE = "select mention_id, text, sentence_id from events where impossible order by id"

_WITNESS = """select m.id, s.id, s.text, coalesce(a.file, a.id), m.source_start, m.source_end
from mentions m join sentences s on s.id = m.sentence_id join articles a on a.id = m.article_id where m.id = ?"""


def _contradiction_rows(database: sqlite3.Connection, found: Iterable[Contradiction]) -> Iterator[Row]:
    for c in found:
        yield (
            {"type": c.kind, "certainty": c.certainty, "note": c.note}
            | {"agreement_id": c.agreement, "other_agreement_id": c.other}
            | _witness_columns(database, "first", c.first)
            | _witness_columns(database, "second", c.second)
        )
    for mention, text, sentence in database.execute(_IMPOSSIBLE):
        yield (
            {"type": "impossible date", "certainty": "certain", "note": "The calendar has no such day."}
            | {"agreement_id": None, "other_agreement_id": None}
            | _witness_columns(database, "first", Witness(text, mention, sentence))
            | _witness_columns(database, "second", None)
        )


def _witness_columns(database: sqlite3.Connection, side: str, witness: Witness | None) -> Row:
    names = ("mention_id", "sentence_id", "sentence", "file", "source_start", "source_end")
    values: Sequence[object] = (None,) * len(names)
    if witness is not None:
        values = database.execute(_WITNESS, [witness.mention]).fetchone()
    columns = dict(zip((f"{side}_{name}" for name in names), values, strict=True))
    return {f"{side}_value": witness.value if witness else None} | columns
