"""The timeline: one HTML page of agreements, events and contradictions, nothing loaded from elsewhere."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from importlib.resources import files
from pathlib import Path

from letopis.chronicle.entries import (
    TimelineEntry,
    TimelinePage,
    agreement_entries,
    contradiction_cards,
    event_entries,
    sentence_list,
)

MOST = {"contradiction": 500, "agreement": 2_000, "event": 3_000}
"""Entries of each kind on the page; the others are in the database only, and the page says so."""

KIND_NAMES = {"agreement": "Agreements", "event": "Dates", "contradiction": "Contradictions"}
_NOUNS = {"agreement": "agreement", "contradiction": "contradiction", "event": "date"}
_KIND_COLOURS = {"agreement": "AGREEMENT", "event": "DATE", "contradiction": "BAD"}
LABEL_NAMES = {"PERSON": "Persons", "ORG": "Organisations", "GPE": "Places"}
DECADES_AT_MOST = 40
"""More decades than this are counted by century in the overview."""


def write_timeline(path: Path, connection: sqlite3.Connection, *, title: str = "Chronicle") -> None:
    """Write the page of a finished database."""
    path.write_text(timeline_page(connection, title=title), encoding="utf-8", errors="replace")


def timeline_page(connection: sqlite3.Connection, *, title: str = "Chronicle") -> str:
    """Return the page as a string."""
    page = TimelinePage(connection)
    cards = list(contradiction_cards(page, MOST["contradiction"]))
    agreements = list(agreement_entries(page, MOST["agreement"]))
    events = list(event_entries(page, MOST["event"]))
    entries = sorted(agreements + events, key=lambda e: (e.sort is None, e.sort or 0, e.kind != "agreement"))
    counts = Counter(agreement=len(agreements), event=len(events), contradiction=len(cards))
    everything = [*cards, *entries]
    room = files("letopis.chronicle")
    template, style, script = (
        room.joinpath(f"timeline.{kind}").read_text(encoding="utf-8") for kind in ("html", "css", "js")
    )
    articles = sorted({name for entry in everything for name in entry.articles})
    content = {
        "TITLE": escape(title),
        "STYLE": style,
        "SCRIPT": script,
        "FACTS": _facts(connection, counts),
        "KINDS": "".join(_kind_chip(kind, counts[kind]) for kind in KIND_NAMES if counts[kind]),
        "LABELS": "".join(_label_chip(label) for label in LABEL_NAMES if any(label in e.labels for e in everything)),
        "ARTICLES": "".join(f'<option value="{page.slug(name)}">{escape(name)}</option>' for name in articles),
        "MANY": "" if len(articles) > 1 else "hidden",
        "OVERVIEW": _overview(entries),
        "CONTRADICTIONS": _section("Contradictions", cards, page) if cards else "",
        "TIMELINE": "\n".join(_years(entries, page)),
        "SENTENCES": sentence_list(page),
    }
    return _fill(template, content)


def _fill(template: str, content: Mapping[str, str]) -> str:
    """Fill in one pass, so that a text that holds a placeholder stays as it is."""
    head, *pieces = template.split("{{")
    return head + "".join(content[name] + rest for name, _, rest in (piece.partition("}}") for piece in pieces))


def _facts(connection: sqlite3.Connection, counts: Counter[str]) -> str:
    totals = connection.execute(
        "select (select count(*) from articles), (select count(*) from agreements), "
        "(select count(*) from contradictions), (select count(*) from events)"
    ).fetchone()
    facts = [_counted(totals[0], totals[0], "article")]
    for total, (kind, noun) in zip(totals[1:], _NOUNS.items(), strict=True):
        facts.append(_counted(counts[kind], total, noun))
    return escape(" · ".join(facts))


def _counted(shown: int, total: int, noun: str) -> str:
    """``the first 3,000 of 35,500 dates``, or ``1 article``."""
    number = f"{total:,}" if shown == total else f"the first {shown:,} of {total:,}"
    return f"{number} {noun}" + ("" if total == 1 else "s")


def _kind_chip(kind: str, count: int) -> str:
    return (
        f'<button type="button" class="chip kind {_KIND_COLOURS[kind]}" data-name="{kind}" aria-pressed="true">'
        f"{KIND_NAMES[kind]} <small>{count}</small></button>"
    )


def _label_chip(label: str) -> str:
    return (
        f'<button type="button" class="chip label {label}" data-name="{label}" aria-pressed="false" '
        f'title="Only entries that name some">{LABEL_NAMES[label]}</button>'
    )


def _section(heading: str, entries: Sequence[TimelineEntry], page: TimelinePage) -> str:
    body = "\n".join(entry.html(page) for entry in entries)
    return f'<section class="group"><h2>{escape(heading)}</h2>{body}</section>'


def _years(entries: Sequence[TimelineEntry], page: TimelinePage) -> Iterator[str]:
    groups: dict[int | None, list[TimelineEntry]] = {}
    for entry in entries:
        groups.setdefault(entry.year, []).append(entry)
    for year, own in groups.items():
        heading = "Without a year" if year is None else year_name(year)
        if year is not None and all(entry.long for entry in own):
            heading = f"From {heading}"
        anchor = "undated" if year is None else f"y{year}"
        body = "\n".join(entry.html(page) for entry in own)
        yield f'<section class="group year" id="{anchor}"><h2>{heading}</h2>{body}</section>'


def year_name(year: int) -> str:
    """Name a year; astronomical years up to 0 lie before our era.

    >>> year_name(1997), year_name(-43)
    ('1997', '44 BC')
    """
    return str(year) if year > 0 else f"{1 - year} BC"


def _overview(entries: Sequence[TimelineEntry]) -> str:
    """A bar a decade (or century), agreements at its top; it leads to the first year of it."""
    years = [(entry.year, entry.kind) for entry in entries if entry.year is not None]
    if not years:
        return ""
    step = 10 if len({year // 10 for year, _ in years}) <= DECADES_AT_MOST else 100
    counts: dict[int, Counter[str]] = {}
    firsts: dict[int, int] = {}
    for year, kind in years:
        counts.setdefault(year // step, Counter())[kind] += 1
        firsts[year // step] = min(year, firsts.get(year // step, year))
    most = max(sum(counter.values()) for counter in counts.values())
    bars = []
    for place, counter in sorted(counts.items()):
        start = place * step
        name = f"{start}s" if start > 0 else f"{-start} BC"
        share = {kind: round(78 * counter[kind] / most, 1) for kind in ("agreement", "event")}
        told = f"{name}: {counter['agreement']} agreements, {counter['event']} dates"
        link = f'href="#y{firsts[place]}" title="{told}" aria-label="{told}"'
        bars.append(
            f'<a {link}><i class="a" style="height:{share["agreement"]}%"></i>'
            f'<i style="height:{share["event"]}%"></i><span>{name}</span></a>'
        )
    return f'<nav class="overview" aria-label="Decades">{"".join(bars)}</nav>'
