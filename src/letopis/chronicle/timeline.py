"""The timeline: one HTML page of agreements, events and contradictions, nothing loaded from elsewhere."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any, NamedTuple

from markupsafe import Markup

from letopis.formats.page import nested_marks, render_page
from letopis.labels import in_order, label_of

MOST = {"contradiction": 500, "agreement": 2_000, "event": 3_000}
"""Entries of each kind on the page; the others are in the database only, and the page says so."""

KINDS = {
    "agreement": ("Agreements", "agreement", "AGREEMENT"),
    "contradiction": ("Contradictions", "contradiction", "bad"),
    "event": ("Dates", "date", "DATE"),
}
"""What is on the page: its heading, one of it, its colour."""

DECADES_AT_MOST = 40
"""More decades than this are counted by century in the overview."""

_MODIFIERS = {"start": "beginning", "mid": "middle", "end": "end"}
_SENTENCE = """select s.id, s.article_id, s.number, s.text, s.start_offset, s.end_offset, s.source_start, s.source_end,
s.page, a.file from sentences s join articles a on a.id = s.article_id where s.id = ?"""
_CONTRADICTIONS = """select c.type, c.certainty, c.note, a.title, o.title as other, first_value, first_sentence_id,
first_mention_id, first_source_start, first_source_end, second_value, second_sentence_id, second_mention_id,
second_source_start, second_source_end from contradictions c left join agreements a on a.id = c.agreement_id
left join agreements o on o.id = c.other_agreement_id order by c.id limit ?"""
_AGREEMENTS = """select id, title, sides, date, place, signatories, status, status_date, sort_first, sort_last
from agreements order by sort_first is null, sort_first, id limit ?"""
_EVENTS = """select e.mention_id, e.sentence_id, e.date, e.text, e.modifier, e.impossible, e.sort_first, e.sort_last,
m.source_start, m.source_end from events e join mentions m on m.id = e.mention_id
order by e.sort_first is null, e.sort_first, e.id limit ?"""
_TOTALS = """select (select count(*) from articles), (select count(*) from agreements),
(select count(*) from contradictions), (select count(*) from events)"""

Span = tuple[int | None, int | None]


class SentenceRow(NamedTuple):
    """A sentence with its place."""

    id: int
    article: str
    number: int
    text: str
    start: int
    end: int
    source_start: int | None
    source_end: int | None
    page: int | None
    file: str | None

    def place(self, span: Span | None = None) -> str:
        """Return its place, or that of a span in it: ``file:start–end`` in the raw file, else in the clean text."""
        low, high = span or (self.source_start, self.source_end)
        page = f" (page {self.page})" if self.page else ""
        if self.file is None or low is None or high is None:
            return f"clean text {self.start}–{self.end}{page}"
        return f"{self.file}:{low}–{high}{page}"


@dataclass(frozen=True)
class TimelineEntry:
    """One entry: its place in time, what the filters ask, and what the template shows.

    ``sentences`` are rows with the stretch of the raw text that counts there; ``long`` if its date is over a year.
    """

    kind: str
    sentences: Sequence[tuple[int, Span]]
    labels: frozenset[str]
    articles: tuple[str, ...]
    shown: dict[str, Any]
    sort: int | None = None
    long: bool = False

    @property
    def year(self) -> int | None:
        """Return the year in which the entry's date begins."""
        return None if self.sort is None else self.sort // 10_000


def timeline_page(connection: sqlite3.Connection) -> str:
    """Return the page of a finished database as a string."""
    page = TimelinePage(connection)
    cards, agreements, events = list(page.contradictions()), list(page.agreements()), list(page.events())
    entries = sorted(agreements + events, key=lambda e: (e.sort is None, e.sort or 0, e.kind != "agreement"))
    counts = {"agreement": len(agreements), "contradiction": len(cards), "event": len(events)}
    everything = [*cards, *entries]
    articles, *totals = connection.execute(_TOTALS).fetchone()
    facts = [_counted(articles, articles, "article")]
    facts += [_counted(counts[kind], n, one) for n, (kind, (_, one, _)) in zip(totals, KINDS.items(), strict=True)]
    names = sorted({name for entry in everything for name in entry.articles})
    labels = in_order({label for entry in everything for label in entry.labels})
    return render_page(
        "letopis.chronicle",
        "timeline",
        colours=labels,
        title="Chronicle",
        facts=" · ".join(facts),
        kinds=[(kind, *KINDS[kind], counts[kind]) for kind in ("agreement", "event", "contradiction") if counts[kind]],
        labels=[label_of(label) for label in labels if label not in {colour for _, _, colour in KINDS.values()}],
        classes={label: label_of(label).css_class for label in labels},
        slugs={name: f"a{number}" for number, name in enumerate(names, 1)},
        overview=_overview(entries),
        cards=cards,
        years=list(_years(entries)),
        page=page,
        sentences=_by_article(page, everything),
    )


class TimelinePage:
    """The database behind the page."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.sentence = lru_cache(maxsize=4_096)(self._sentence)
        self._marks_of = lru_cache(maxsize=4_096)(self._marks)

    def _sentence(self, row: int) -> SentenceRow:
        return SentenceRow(*self._connection.execute(_SENTENCE, [row]).fetchone())

    def _marks(self, row: int) -> list[tuple[int, int, tuple[str, int]]]:
        found = self._connection.execute(
            "select start_offset, end_offset, label, id from mentions where sentence_id = ? order by id", [row]
        )
        start = self.sentence(row).start
        return [(low - start, high - start, (label, number)) for low, high, label, number in found]

    def text(self, row: int, *on: int) -> Markup:
        """Return a sentence with its entities; the mentions ``on`` stand out."""

        def tag(mark: tuple[str, int], _: int) -> dict[str, object]:
            label, number = mark
            return {"class": f"e {label_of(label).css_class}{' on' if number in on else ''}"}

        text = self.sentence(row).text
        return nested_marks(text, (0, len(text)), self._marks_of(row), tag)

    def _telling(self, mention: int) -> list[int]:
        """Return a mention and the agreements in its sentence that are related to it."""
        found = self._connection.execute(
            """select a.id from relations r join mentions a on a.id = r.agreement_mention_id
            join mentions m on m.id = r.target_mention_id where m.id = ? and a.sentence_id = m.sentence_id""",
            [mention],
        )
        return [mention, *(row for (row,) in found)]

    def _entry(self, kind: str, sentences: Sequence[tuple[int, Span]], **more: Any) -> TimelineEntry:
        rows = [row for row, _ in sentences]
        labels = frozenset(label for row in rows for _, _, (label, _) in self._marks_of(row))
        names = tuple(dict.fromkeys(self.sentence(row).article for row in rows))
        sort, last = more.pop("sort", (None, None))
        long = sort is not None and last is not None and last - sort >= 10_000
        return TimelineEntry(kind, sentences, labels, names, more, sort, long)

    def contradictions(self) -> Iterator[TimelineEntry]:
        """Yield a card with both sentences for each contradiction."""
        for kind, certainty, note, title, other, *both in self._rows(_CONTRADICTIONS, MOST["contradiction"]):
            known = [side for side in (both[:5], both[5:]) if side[1] is not None]
            yield self._entry(
                "contradiction",
                [(sentence, (low, high)) for _, sentence, _, low, high in known],
                heading=(title or str(known[0][0])) + (f" / {other}" if other and other != title else ""),
                told=(kind.capitalize(), certainty, note),
                pair=[(value, self._telling(mention)) for value, _, mention, _, _ in known],
            )

    def agreements(self) -> Iterator[TimelineEntry]:
        """Yield an entry for each agreement, with all its mentions."""
        rows = self._rows(_AGREEMENTS, MOST["agreement"])
        for number, title, sides, date, place, signatories, status, since, *sort in rows:
            mentions = self._connection.execute(
                "select sentence_id, source_start, source_end from mentions where agreement_id = ? order by id",
                [number],
            )
            # A signing goes without saying: its date stands beside the title.
            told = f"{status.replace('_', ' ')} {since or ''}".strip() if status and status != "signed" else None
            facts = {"Sides": sides, "Place": place, "Signed by": signatories, "Status": told}
            yield self._entry(
                "agreement",
                [(sentence, (low, high)) for sentence, low, high in mentions],
                sort=sort,
                title=title,
                date=date,
                facts={name: value for name, value in facts.items() if value},
            )

    def events(self) -> Iterator[TimelineEntry]:
        """Yield an entry for each date with its sentence, the earliest first."""
        rows = self._rows(_EVENTS, MOST["event"])
        for mention, sentence, date, text, modifier, impossible, first, last, low, high in rows:
            yield self._entry(
                "event",
                [(sentence, (low, high))],
                sort=(first, last),
                mention=mention,
                date=date or text,
                modifier=_MODIFIERS.get(modifier, modifier),
                impossible=impossible,
            )

    def _rows(self, query: str, most: int) -> list[Any]:
        return self._connection.execute(query, [most]).fetchall()


def _counted(shown: int, total: int, noun: str) -> str:
    """``the first 3,000 of 35,500 dates``, or ``1 article``."""
    number = f"{total:,}" if shown == total else f"the first {shown:,} of {total:,}"
    return f"{number} {noun}" + ("" if total == 1 else "s")


def _years(entries: Sequence[TimelineEntry]) -> Iterator[tuple[str, str, list[TimelineEntry]]]:
    """Yield the address, the heading and the entries of each year."""
    for year, group in groupby(entries, key=lambda entry: entry.year):
        own = list(group)
        if year is None:
            yield "undated", "Without a year", own
        else:
            yield f"y{year}", ("From " if all(entry.long for entry in own) else "") + year_name(year), own


def year_name(year: int) -> str:
    """Name a year; astronomical years up to 0 lie before our era.

    >>> year_name(1997), year_name(-43)
    ('1997', '44 BC')
    """
    return str(year) if year > 0 else f"{1 - year} BC"


def _overview(entries: Sequence[TimelineEntry]) -> list[dict[str, Any]]:
    """Return a bar a decade (or century): its name, first year, counts, and their heights in percent."""
    dated = [entry for entry in entries if entry.year is not None]
    step = 10 if len({(entry.year or 0) // 10 for entry in dated}) <= DECADES_AT_MOST else 100
    groups = [(place, list(own)) for place, own in groupby(dated, key=lambda entry: (entry.year or 0) // step)]
    most = max((len(own) for _, own in groups), default=1)
    bars = []
    for place, own in groups:
        start, counts = place * step, Counter(entry.kind for entry in own)
        heights = {kind: round(78 * counts[kind] / most, 1) for kind in ("agreement", "event")}
        name = f"{start}s" if start > 0 else f"{-start} BC"
        bars.append({"name": name, "year": own[0].year, "counts": counts, "heights": heights})
    return bars


def _by_article(page: TimelinePage, entries: Sequence[TimelineEntry]) -> dict[str, list[SentenceRow]]:
    """Return all sentences that the page leads to, by article."""
    groups: dict[str, list[SentenceRow]] = {}
    for row in sorted({row for entry in entries for row, _ in entry.sentences}):
        sentence = page.sentence(row)
        groups.setdefault(sentence.article, []).append(sentence)
    return groups
