"""An index that is open: what it answers to queries."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, overload

import msgspec
import numpy as np

from letopis.errors import InputError
from letopis.formats.jsonl import decode_article
from letopis.index.match import Matcher, Rows
from letopis.index.pattern import Query, labels_of
from letopis.index.query import fields_asked, parse_query
from letopis.index.store import Fields, Mask, Store, cover
from letopis.records import Article


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """A match with the text of its sentence before and after it.

    ``sentence`` is the id that CoNLL-U has: ``cooperation-s11``. Tokens are rows of the index, offsets are of the
    clean text; ends stand behind the last. ``labels`` holds the tokens of labels; ``entity`` what is known of the span,
    where the query asked for spans; ``translations`` the linked sentences of the other side.
    """

    article: str
    sentence: str
    language: str
    first_token: int
    end_token: int
    start_offset: int
    end_offset: int
    left: str
    match: str
    right: str
    labels: dict[str, int] = {}
    entity: dict[str, Any] | None = None


class Hits(Sequence[Hit]):
    """The hits of a query, in the order of the text; texts are read as they are asked for."""

    def __init__(self, index: Index, rows: Rows, query: Query, entities: Mapping[tuple[int, int], int]) -> None:
        self._index, self._query, self._entities = index, query, entities
        self.rows = rows

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, place: int) -> Hit: ...
    @overload
    def __getitem__(self, place: slice) -> Hits: ...
    def __getitem__(self, place: int | slice) -> Hit | Hits:
        if isinstance(place, slice):
            return Hits(self._index, self.rows[place], self._query, self._entities)
        start, end, *labels = self.rows[place].tolist()
        return self._index.hit(start, end, self._labels(labels), self._entities.get((start, end)))

    def __iter__(self) -> Iterator[Hit]:
        return (self[place] for place in range(len(self.rows)))

    def _labels(self, places: Sequence[int]) -> dict[str, int]:
        names = sorted(set(labels_of(self._query.pattern)))
        return {str(name): place for name, place in zip(names, places, strict=True) if place >= 0}


class Index:
    """Answers queries; made by :func:`open_index`."""

    def __init__(self, database: sqlite3.Connection, name: str = "", sentence_names: Sequence[str] = ()) -> None:
        self.store = Store(database)
        self.name = name
        self._sentence_names = sentence_names
        self._allowed: dict[tuple[str, str], Mask] = {}

    def __enter__(self) -> Index:
        return self

    def __exit__(self, kind: object, error: BaseException | None, *_: object) -> None:
        self.close()
        if isinstance(error, sqlite3.Error) and self.name:
            raise InputError(
                f"{self.name}: cannot be read as an index: {error}; make it anew with 'letopis index RECORDS -o FILE'"
            ) from None

    def close(self) -> None:
        """Close the file."""
        self.store.database.close()

    def search(self, query: str | Query, *, where: str = "", side: str = "ru", limit: int | None = None) -> Hits:
        """Return the hits of a query, in the order of the text.

        Args:
            query: in the query language, see :func:`letopis.index.query.parse_query`.
            where: a condition on articles, such as ``year>=2010 and journal="Вестник"``.
            side: ``ru`` for the tokens of Russian articles, ``en`` of their translations, ``both``.
            limit: the most hits.

        Raises:
            InputError: the query or condition is none, has a name that is unknown, or asks of CoNLL-U what it
                does not hold.
        """
        read = parse_query(query) if isinstance(query, str) else query
        matcher = Matcher(self.store, read)
        rows = matcher.find()
        if self._sentence_names and (asked := sorted(fields_asked(read))):
            raise InputError(
                f"{', '.join(asked)} in the query {read.text!r}: CoNLL-U ({self.name}) holds the labels of spans, and "
                "none of their fields, relations or identities; search the records (.jsonl) or an index of them (.db)"
            )
        rows = rows[self.allowed(where, side)[rows[:, 0]]] if len(rows) else rows
        return Hits(self, rows[:limit], read, matcher.entities())

    def allowed(self, where: str = "", side: str = "ru") -> Mask:
        """Return the tokens of the articles that meet a condition, on one side or both."""
        if (where, side) not in self._allowed:
            found = self.articles(where)
            chosen = [one for one in found if side == "both" or (one["language"] == "en") == (side == "en")]
            ends = (np.array([one[name] for one in chosen], dtype=np.int32) for name in ("first_token", "end_token"))
            self._allowed[where, side] = cover(self.store.size, *ends)
        return self._allowed[where, side]

    def hit(self, start: int, end: int, labels: dict[str, int], entity: int | None = None) -> Hit:
        """Return a hit with its text."""
        store = self.store
        first, last = (int(store.numbers("sentence")[place]) for place in (start, end - 1))
        rows = store.database.execute(
            "select s.article_id, s.number, s.text, s.start_offset, s.end_offset, a.language from sentences s "
            "join articles a on a.id = s.article_id where s.id between ? and ? order by s.id",
            (first, last),
        ).fetchall()
        article, number, _, sentence_start, _, language = rows[0]
        text = rows[0][2] if first == last else self._text(rows)
        low, high = int(store.numbers("start_offset")[start]), int(store.numbers("end_offset")[end - 1])
        named = self._sentence_names[number - 1] if self._sentence_names else f"{article}-s{number}"
        return Hit(
            article=article, sentence=named, language=language, first_token=start, end_token=end,
            start_offset=low, end_offset=high, left=text[: low - sentence_start],
            match=text[low - sentence_start : high - sentence_start], right=text[high - sentence_start :],
            labels=labels, entity=self._entity(entity) if entity is not None else None,
        )  # fmt: skip

    def _entity(self, row: int) -> dict[str, Any]:
        (found,) = self.store.rows("select * from entities where id = ?", row)
        return {name: value for name, value in found.items() if value is not None}

    @staticmethod
    def _text(rows: Sequence[tuple[Any, ...]]) -> str:
        """Return the text of several sentences, with as many spaces between them as there are characters."""
        text, place = "", rows[0][3]
        for _, _, sentence, start, end, _ in rows:
            text += " " * (start - place) + sentence
            place = end
        return text

    def article(self, article_id: str) -> Article:
        """Return the record of an article.

        Raises:
            InputError: the index holds none of this id.
        """
        row = self.store.database.execute("select record from records where article_id = ?", [article_id]).fetchone()
        if row is None:
            raise InputError(f"{self.name}: holds no article {article_id!r}")
        return decode_article(row[0], place=f"{self.name}: {article_id}")

    def articles(self, where: str = "") -> list[Fields]:
        """Return the articles that meet a condition: what their files say of them, sentences, characters, tokens."""
        from letopis.index.where import parse_where

        meets = parse_where(where, self.store.article_names)
        return [one for one in self.store.articles if meets(one)]

    def translations(self, sentence: str) -> list[tuple[str, str]]:
        """Return the ids and texts of the sentences of the other side that a sentence is linked to."""
        article, _, number = sentence.rpartition("-s")
        return self.store.database.execute(
            "select o.article_id || '-s' || o.number, o.text from sentences s join alignment l "
            "on s.id in (l.sentence_id, l.translation_id) join sentences o "
            "on o.id = case s.id when l.sentence_id then l.translation_id else l.sentence_id end "
            "where s.article_id = ? and s.number = ? order by o.id",
            (article, number),
        ).fetchall()

    def referents(self, label: str = "", text: str = "") -> list[Fields]:
        """Return the persons, organisations and places with their names and counts, the commonest first.

        Args:
            label: PERSON, ORG or GPE; all where it is empty.
            text: what their name or identity holds.
        """
        tables = {"PERSON": "persons", "ORG": "organisations", "GPE": "states"}
        found: list[Fields] = []
        for kind, table in tables.items():
            if label in {"", kind}:
                columns = "? as label, id as entity, name, mentions, articles"
                found += self.store.rows(f"select {columns} from {table}", kind)  # noqa: S608 one of three names
        wanted = text.lower()
        met = [one for one in found if wanted in one["name"].lower() or wanted in one["entity"].lower()]
        return sorted(met, key=lambda one: (-one["mentions"], one["entity"]))

    def agreements(self, *, party: str = "", signed: str = "", kind: str = "", status: str = "") -> list[Fields]:
        """Return the agreements, one each whatever number of mentions it has, by their dates.

        Args:
            party: an identity (``gpe:KG``) or a part of the sides' names.
            signed: a date or a range: ``1997``, ``1997..2000``, ``..1999``.
            kind: ``договор`` and so on.
            status: ``signed`` and so on.
        """
        from letopis.index.regions import in_range

        rows = self.store.rows("select * from agreements order by sort_first is null, sort_first, id")
        span = signed if ".." in signed or not signed else f"{signed}..{signed}"
        members = self._members(party) if party.startswith(("gpe:", "org:")) else None
        return [
            one for one in rows
            if (members is None or one["id"] in members)
            and (members is not None or party.lower() in (one["sides"] or "").lower())
            and (not span or in_range(one["date"] or "", span))
            and kind in {"", one["kind"]} and status in {"", one["status"]}
        ]  # fmt: skip

    def _members(self, party: str) -> set[int]:
        """Return the agreements to which a state or body, or one of its bodies, is a party."""
        found = self.store.database.execute(
            "select distinct f.agreement_id from entities f join entity_relations r on r.from_entity_id = f.id "
            "join entities t on t.id = r.to_entity_id join entities n on n.article_id = t.article_id "
            "and n.first_token >= t.first_token and n.end_token <= t.end_token "
            "where r.type = 'party' and n.entity = ? and f.agreement_id is not null",
            [party],
        )
        return {number for (number,) in found}


def open_index(path: Path | str) -> Index:
    """Open an index that ``letopis index`` wrote, to read.

    Raises:
        InputError: there is none.

    >>> import tempfile
    >>> from letopis.index import write_index
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "a.jsonl").write_text('{"id":"a","text":"Договор подписан.","sentences":[[0,17]]}')
    >>> _ = write_index(folder / "a.jsonl", folder / "corpus.db")
    >>> with open_index(folder / "corpus.db") as index:
    ...     [(hit.sentence, hit.match) for hit in index.search("lemma=договор")]
    [('a-s1', 'Договор')]
    """
    path = Path(path)
    if not path.is_file():
        raise InputError(f"{path}: no index there; make it with 'letopis index RECORDS -o {path}'")
    database = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False)
    try:
        database.execute("select 1 from columns, records limit 1")
    except sqlite3.Error:
        database.close()
        raise InputError(f"{path}: is no index; make one with 'letopis index RECORDS -o corpus.db'") from None
    return Index(database, str(path))
