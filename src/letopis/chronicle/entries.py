"""What stands on the timeline: contradictions, agreements, events, and the sentences they lead to."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import NamedTuple

from letopis.chronicle.marks import SentenceMark, marked

_MODIFIERS = {"start": "beginning", "mid": "middle", "end": "end"}
_SENTENCE = """select s.id, s.article_id, s.number, s.text, s.start_offset, s.end_offset, s.source_start, s.source_end,
s.page, a.file from sentences s join articles a on a.id = s.article_id where s.id = ?"""


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


@dataclass(frozen=True)
class TimelineEntry:
    """One entry: its place in time, what the filters ask, and its inner HTML; ``long`` if its date is over a year."""

    kind: str
    sort: int | None
    labels: frozenset[str]
    articles: tuple[str, ...]
    body: str
    long: bool = False

    @property
    def year(self) -> int | None:
        """Return the year in which the entry's date begins."""
        return None if self.sort is None else self.sort // 10_000

    def html(self, page: TimelinePage) -> str:
        """Return the entry with its data for the filters."""
        names = " ".join(page.slug(name) for name in self.articles)
        shape = "contradiction" if self.kind == "contradiction" else f"entry {self.kind}"
        labels = " ".join(sorted(self.labels))
        return (
            f'<article class="{shape}" data-kind="{self.kind}" data-labels="{escape(labels)}" '
            f'data-articles="{names}">{self.body}</article>'
        )


class TimelinePage:
    """The database behind the page, and which sentences the page leads to."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.used: dict[int, None] = {}
        self._slugs: dict[str, str] = {}
        self.sentence = lru_cache(maxsize=4_096)(self._sentence)
        self.marks = lru_cache(maxsize=4_096)(self._marks)

    def slug(self, article: str) -> str:
        """Return an article a short name without white space, for attributes."""
        return self._slugs.setdefault(article, f"a{len(self._slugs) + 1}")

    def _sentence(self, row: int) -> SentenceRow:
        return SentenceRow(*self.connection.execute(_SENTENCE, [row]).fetchone())

    def _marks(self, row: int) -> tuple[SentenceMark, ...]:
        found = self.connection.execute(
            "select start_offset, end_offset, label, id from mentions where sentence_id = ?", [row]
        )
        start = self.sentence(row).start
        return tuple(SentenceMark(low - start, high - start, label, number) for low, high, label, number in found)

    def labels(self, row: int) -> frozenset[str]:
        """Return the labels that stand in a sentence."""
        return frozenset(mark.label for mark in self.marks(row))

    def telling(self, mention: int) -> list[int]:
        """Return a mention and the agreements in its sentence that are related to it."""
        found = self.connection.execute(
            """select a.id from relations r join mentions a on a.id = r.agreement_mention_id
            join mentions m on m.id = r.target_mention_id where m.id = ? and a.sentence_id = m.sentence_id""",
            [mention],
        )
        return [mention, *(row for (row,) in found)]

    def text(self, row: int, *on: int) -> str:
        """Return a sentence with its entities; the mentions ``on`` stand out."""
        return f'<span lang="ru">{marked(self.sentence(row).text, self.marks(row), on)}</span>'

    def link(self, row: int, span: tuple[int | None, int | None] | None = None) -> str:
        """Lead to a sentence: article, number, file and raw offsets (of the sentence, or of ``span``)."""
        self.used[row] = None
        sentence = self.sentence(row)
        return (
            f'<a href="#s{row}">{escape(sentence.article)}, sentence {sentence.number}</a> · '
            f"{escape(place_of(sentence, span))}"
        )


def place_of(sentence: SentenceRow, span: tuple[int | None, int | None] | None = None) -> str:
    """Write a place as ``file:start–end`` in the raw file; in the clean text where no file is known."""
    low, high = span or (sentence.source_start, sentence.source_end)
    page = f" (page {sentence.page})" if sentence.page else ""
    if sentence.file is None or low is None or high is None:
        return f"clean text {sentence.start}–{sentence.end}{page}"
    return f"{sentence.file}:{low}–{high}{page}"


def contradiction_cards(page: TimelinePage, most: int) -> Iterator[TimelineEntry]:
    """Return a card with both sentences for each contradiction."""
    rows = page.connection.execute(
        """select c.type, c.certainty, c.note, a.title, o.title, first_value, first_sentence_id, first_mention_id,
        first_source_start, first_source_end, second_value, second_sentence_id, second_mention_id, second_source_start,
        second_source_end from contradictions c left join agreements a on a.id = c.agreement_id
        left join agreements o on o.id = c.other_agreement_id order by c.id limit ?""",
        [most],
    ).fetchall()
    for kind, certainty, note, title, other, *witnesses in rows:
        sides = [witnesses[:5], witnesses[5:]]
        known = [side for side in sides if side[1] is not None]
        heading = title or str(known[0][0])
        if other and other != title:
            heading += f" / {other}"
        pair = "".join(
            f'<div><b class="value" lang="ru">{escape(str(value))}</b>'
            f"<p>{page.text(sentence, *page.telling(mention))}</p>"
            f'<div class="place">{page.link(sentence, (low, high))}</div></div>'
            for value, sentence, mention, low, high in known
        )
        told = f'<span class="warn">{escape(kind.capitalize())}</span>, {escape(certainty)}. {escape(note)}'
        body = f'<h3 lang="ru">{escape(heading)}</h3><p class="note">{told}</p><div class="pair">{pair}</div>'
        labels = frozenset[str]().union(*(page.labels(side[1]) for side in known))
        names = tuple(dict.fromkeys(page.sentence(side[1]).article for side in known))
        yield TimelineEntry("contradiction", None, labels, names, body)


def agreement_entries(page: TimelinePage, most: int) -> Iterator[TimelineEntry]:
    """Return an entry for each agreement, with links to all its mentions."""
    rows = page.connection.execute(
        "select id, title, sides, date, place, signatories, status, status_date, sort_first, sort_last from agreements "
        "order by sort_first is null, sort_first, id limit ?",
        [most],
    ).fetchall()
    for number, title, sides, date, place, signatories, status, since, sort, last in rows:
        mentions = page.connection.execute(
            "select id, sentence_id, source_start, source_end from mentions where agreement_id = ? order by id",
            [number],
        ).fetchall()
        told = {
            "Sides": sides,
            "Place": place,
            "Signed by": signatories,
            "Status": _status(status, since),
        }
        facts = "".join(f'<li>{name}: <b lang="ru">{escape(value)}</b></li>' for name, value in told.items() if value)
        links = "".join(f"<li>{page.link(sentence, (low, high))}</li>" for _, sentence, low, high in mentions)
        body = (
            f'<div class="when">{escape(date or "no date")}</div><div class="what"><h3 lang="ru">{escape(title)}</h3>'
            + (f'<ul class="facts">{facts}</ul>' if facts else "")
            + f'<ul class="meta">{links}</ul></div>'
        )
        labels = frozenset[str]().union(*(page.labels(sentence) for _, sentence, _, _ in mentions))
        names = tuple(dict.fromkeys(page.sentence(sentence).article for _, sentence, _, _ in mentions))
        yield TimelineEntry("agreement", sort, labels, names, body, _long(sort, last))


def event_entries(page: TimelinePage, most: int) -> Iterator[TimelineEntry]:
    """Return an entry for each date with its sentence, the earliest first."""
    rows = page.connection.execute(
        """select e.mention_id, e.sentence_id, e.date, e.text, e.modifier, e.impossible, e.sort_first, e.sort_last,
        m.source_start, m.source_end from events e join mentions m on m.id = e.mention_id
        order by e.sort_first is null, e.sort_first, e.id limit ?""",
        [most],
    ).fetchall()
    for mention, sentence, date, text, modifier, impossible, sort, last, low, high in rows:
        shown = escape(date or text)
        if modifier:
            shown += f"<br>{escape(_MODIFIERS.get(modifier, modifier))}"
        if impossible:
            shown += '<br><span class="warn">no such day</span>'
        body = (
            f'<div class="when">{shown}</div><div class="what"><p>{page.text(sentence, mention)}</p>'
            f'<div class="place">{page.link(sentence, (low, high))}</div></div>'
        )
        yield TimelineEntry(
            "event", sort, page.labels(sentence), (page.sentence(sentence).article,), body, _long(sort, last)
        )


def _status(status: str | None, since: str | None) -> str | None:
    """A signing goes without saying: its date stands beside the title."""
    return " ".join([status.replace("_", " "), since or ""]).strip() if status and status != "signed" else None


def _long(first: int | None, last: int | None) -> bool:
    return first is not None and last is not None and last - first >= 10_000


def sentence_list(page: TimelinePage) -> str:
    """Return all sentences that the page leads to, by article, with their places."""
    parts: list[str] = []
    for article, rows in _by_article(page):
        file = page.sentence(rows[0]).file
        parts.append(f"<h3>{escape(article)}{' · ' + escape(file) if file else ''}</h3>")
        for row in rows:
            sentence = page.sentence(row)
            parts.append(
                f'<p class="s" id="s{row}">{page.text(row)}'
                f'<span class="place">sentence {sentence.number} · {escape(place_of(sentence))}</span></p>'
            )
    return f'<section class="sentences"><h2>Sentences</h2>{"".join(parts)}</section>' if parts else ""


def _by_article(page: TimelinePage) -> Iterable[tuple[str, list[int]]]:
    groups: dict[str, list[int]] = {}
    for row in sorted(page.used):
        groups.setdefault(page.sentence(row).article, []).append(row)
    return groups.items()
