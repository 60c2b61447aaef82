"""Articles into one SQLite database, a batch at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from letopis.chronicle.bounds import bounds, iso, sort_key
from letopis.chronicle.contradictions import Contradiction, Witness, find_contradictions
from letopis.chronicle.gather import IDENTITIES, Mention, Row, Rows, gather
from letopis.chronicle.identity import Agreement, identify
from letopis.chronicle.schema import COLUMNS, create_tables, finish_tables
from letopis.chronicle.sides import Sides, is_state
from letopis.entities.agreements.stages import STATUSES
from letopis.entities.names.states import state_names
from letopis.errors import MissingDependencyError
from letopis.linking.inflection import nominative_phrase
from letopis.records import Article

if TYPE_CHECKING:
    from sqlite_utils import Database

BATCH = 20_000
"""Rows kept in memory before they are written."""


class Counts(NamedTuple):
    """What a chronicle holds."""

    articles: int
    sentences: int
    events: int
    mentions: int
    agreements: int
    contradictions: int


def write_database(path: Path, articles: Iterable[Article]) -> Counts:
    """Write the database and count what it holds.

    Sentences, mentions, events and relations are written in batches; only the agreements' mentions and the names of
    persons, organisations and places stay in memory.

    Raises:
        InputError: as the reader of the articles.
        MissingDependencyError: sqlite-utils is not installed.
    """
    try:
        from sqlite_utils import Database
    except ImportError:
        raise MissingDependencyError(
            "the chronicle needs sqlite-utils; install it with pip install 'letopis[chronicle]'"
        ) from None
    database = Database(str(path))
    try:
        # The file is new and thrown away when anything fails, so it needs no journal.
        database.execute("pragma journal_mode = off")
        database.execute("pragma synchronous = off")
        create_tables(database)
        mentions = _write_articles(database, articles)
        agreements = identify(mentions)
        _write_agreements(database, agreements)
        _write_contradictions(database, find_contradictions(agreements))
        finish_tables(database)
        return Counts(**{name: database.table(name).count for name in Counts._fields})
    finally:
        database.close()


class _Bearers:
    """Persons, organisations and places with their fullest names and counts."""

    def __init__(self) -> None:
        self._rows: dict[str, dict[str, Row]] = {table: {} for table, _ in IDENTITIES.values()}

    def take(self, tables: dict[str, list[Row]]) -> None:
        for table, known in self._rows.items():
            for row in tables.pop(table, ()):
                article = row.pop("article")
                old = known.setdefault(row["id"], row | {"mentions": 0, "articles": 0, "last": None})
                old["mentions"] += 1
                if old["last"] != article:
                    old["last"], old["articles"] = article, old["articles"] + 1
                if len(row["name"]) > len(old["name"]):
                    old["name"] = row["name"]

    def rows(self) -> Iterator[tuple[str, Iterator[Row]]]:
        for table, known in self._rows.items():
            yield table, ({key: value for key, value in row.items() if key != "last"} for row in known.values())


def _write_articles(database: Database, articles: Iterable[Article]) -> list[Mention]:
    rows, bearers = Rows(), _Bearers()
    mentions: list[Mention] = []
    for article in articles:
        mentions += gather(article, rows)
        bearers.take(rows.tables)
        if sum(map(len, rows.tables.values())) >= BATCH:
            _flush(database, rows)
    _flush(database, rows)
    for table, found in bearers.rows():
        _insert(database, table, found)
    return mentions


def _flush(database: Database, rows: Rows) -> None:
    for table, found in rows.tables.items():
        _insert(database, table, found)
    rows.tables.clear()


def _insert(database: Database, table: str, rows: Iterable[Row]) -> None:
    """Write rows of known columns; ``insert_all`` looks at each value and takes twice as long as all the rest."""
    columns = list(COLUMNS[table])
    names, marks = ", ".join(f'"{column}"' for column in columns), ", ".join("?" for _ in columns)
    with database.conn:
        database.conn.executemany(
            f'insert into "{table}" ({names}) values ({marks})',  # noqa: S608 names come from COLUMNS
            ([row.get(column) for column in columns] for row in rows),
        )


def _write_agreements(database: Database, agreements: Sequence[Agreement]) -> None:
    _insert(database, "agreements", (agreement_row(number, a) for number, a in enumerate(agreements, 1)))
    members = [(number, m.row) for number, agreement in enumerate(agreements, 1) for m in agreement.mentions]
    with database.conn:
        database.conn.executemany("update mentions set agreement_id = ? where id = ?", members)
        database.execute(
            "update relations set agreement_id = (select agreement_id from mentions where id = agreement_mention_id)"
        )


def agreement_row(number: int, agreement: Agreement) -> Row:
    """Give the row of an agreement: what its mentions say together."""
    kinds = Counter(m.kind for m in agreement.mentions if m.kind)
    value = agreement.date.value if agreement.date else None
    span = bounds(value)
    subject = max((m.title.subject for m in agreement.mentions), key=len)
    status = max((m.status for m in agreement.mentions if m.status), key=_furthest, default=None)
    return {
        "id": number,
        "title": nominative_phrase(max((m.text for m in agreement.mentions), key=len)),
        "kind": kinds.most_common(1)[0][0] if kinds else None,
        "kinds": "; ".join(sorted(kinds)) or None,
        "sides": "; ".join(side_names(agreement)) or None,
        "subject": " ".join(sorted(subject)) or None,
        "date": value,
        "first_day": iso(span.first) if span else None,
        "last_day": iso(span.last) if span else None,
        "sort_first": sort_key(span.first) if span else None,
        "sort_last": sort_key(span.last) if span else None,
        "place": "; ".join(dict.fromkeys(f.shown for m in agreement.mentions for f in m.places)) or None,
        "signatories": "; ".join(dict.fromkeys(s for m in agreement.mentions for s in m.signatories)) or None,
        "status": status,
        "status_date": next((m.status_date for m in agreement.mentions if m.status == status and m.status_date), None),
        "mentions": len(agreement.mentions),
        "articles": len(agreement.articles),
    }


def _furthest(status: str) -> int:
    return STATUSES.index(status) if status in STATUSES else -1


def side_names(agreement: Agreement) -> list[str]:
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


_WITNESS = """select m.id, s.id, s.text, coalesce(a.file, a.id), m.source_start, m.source_end
from mentions m join sentences s on s.id = m.sentence_id join articles a on a.id = m.article_id where m.id = ?"""


def _write_contradictions(database: Database, found: Sequence[Contradiction]) -> None:
    rows: list[Row] = [
        {"type": c.kind, "certainty": c.certainty, "note": c.note, "agreement_id": c.agreement + 1}
        | {"other_agreement_id": None if c.other is None else c.other + 1}
        | _witness_columns(database, "first", c.first)
        | _witness_columns(database, "second", c.second)
        for c in found
    ]
    impossible = database.execute("select mention_id, text, sentence_id from events where impossible order by id")
    for mention, text, sentence in impossible.fetchall():
        rows.append(
            {"type": "impossible date", "certainty": "certain", "note": "The calendar has no such day."}
            | {"agreement_id": None, "other_agreement_id": None}
            | _witness_columns(database, "first", Witness(text, mention, sentence))
            | _witness_columns(database, "second", None)
        )
    _insert(database, "contradictions", ({"id": number} | row for number, row in enumerate(rows, 1)))


def _witness_columns(database: Database, side: str, witness: Witness | None) -> Row:
    names = ("mention_id", "sentence_id", "sentence", "file", "source_start", "source_end")
    values: Sequence[object] = (None,) * len(names)
    if witness is not None:
        values = database.execute(_WITNESS, [witness.mention]).fetchone()
    columns = dict(zip((f"{side}_{name}" for name in names), values, strict=True))
    return {f"{side}_value": witness.value if witness else None} | columns
