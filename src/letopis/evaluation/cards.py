"""The errors of the report: each in its sentence, gold above and prediction below."""

from __future__ import annotations

import hashlib
import os
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from letopis.evaluation.printed import offsets, one_line
from letopis.evaluation.units import Locator
from letopis.offsets import OffsetMap

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from letopis.evaluation.anchor import AnchoredPair
    from letopis.evaluation.listing import Error
    from letopis.records import Article, Entity

KEPT = 45
"""Characters kept at each end of a long span in the list below its sentence."""

FRAGMENT = 60
"""Most characters of the raw text that a link asks the browser to find."""


@dataclass(frozen=True)
class RawPlace:
    """A stretch of the raw text: how it is named, and the address of the file where that is at hand."""

    name: str
    href: str | None


class RawSource:
    """The raw text behind an article, for links; the file is read only when it is what the record says."""

    def __init__(self, article: Article, folder: Path) -> None:
        self._source = article.source
        self._map = OffsetMap(article.source.edits if article.source else ())
        self._href: str | None = None
        self._raw: str | None = None
        if self._source is None:
            return
        path = Path(self._source.path)
        try:
            content = path.read_bytes()
        except (OSError, ValueError):
            return
        if hashlib.sha256(content).hexdigest() != self._source.sha256:
            return
        self._href = quote(Path(os.path.relpath(path.resolve(), folder.resolve())).as_posix())
        if path.suffix.lower() == ".txt":
            self._raw = content.decode(self._source.encoding or "utf-8", errors="replace")

    def place(self, start: int, end: int) -> RawPlace:
        """Return the place of the clean characters ``start`` to ``end`` in the raw file."""
        if self._source is None:
            return RawPlace("no source recorded", None)
        first, last = self._map.span_to_raw(start, end)
        name = f"{self._source.path}, raw {first}–{last}"
        if self._source.pages:
            page = max(1, bisect_right(self._source.pages, first))
            return RawPlace(f"{name}, page {page}", f"{self._href}#page={page}" if self._href else None)
        if self._raw is None or last > len(self._raw):
            return RawPlace(name, self._href)
        words = self._raw[first:last].split("\n")[0].strip()[:FRAGMENT]
        line = self._raw.count("\n", 0, first) + 1
        return RawPlace(f"{name}, line {line}", f"{self._href}#:~:text={quote(words, safe='')}" if self._href else None)


class Side:
    """The entities of one reading of an article, for quick looks at a stretch of it."""

    def __init__(self, entities: Sequence[Entity]) -> None:
        self._entities = sorted(entities, key=lambda entity: entity.start_offset)
        self._starts = [entity.start_offset for entity in self._entities]
        self._longest = max((entity.end_offset - entity.start_offset for entity in entities), default=0)

    def within(self, start: int, end: int) -> list[Entity]:
        """Return the entities that share a character with ``start`` to ``end``."""
        near = self._entities[bisect_left(self._starts, start - self._longest) : bisect_left(self._starts, end)]
        return [entity for entity in near if entity.end_offset > start]


@dataclass(frozen=True)
class CardPage:
    """An article as the cards need it."""

    article: Article
    locator: Locator
    source: RawSource
    gold: Side
    predicted: Side


def error_cards(
    errors: Sequence[Error], readings: Sequence[AnchoredPair], folder: Path, *, most: int
) -> tuple[list[str], int]:
    """Return a card in HTML for every sentence with an error, in the order of the text, and how many were left out.

    Args:
        errors: of the whole set.
        readings: the articles they are from.
        folder: where the page will stand; links are relative to it.
        most: the number of cards at most.
    """
    by_sentence: dict[tuple[str, int], list[tuple[int, Error]]] = {}
    for number, error in enumerate(errors):
        by_sentence.setdefault((error.place.article, error.place.sentence), []).append((number, error))
    shown = list(by_sentence.items())[:most]
    wanted = {name for (name, _), _ in shown}
    pages = {
        reading.gold.id: CardPage(
            reading.gold,
            Locator(reading.gold),
            RawSource(reading.gold, folder),
            Side(reading.gold.entities),
            Side(reading.predicted.entities),
        )
        for reading in readings
        if reading.gold.id in wanted
    }
    cards = [_card(pages[name], sentence, found) for (name, sentence), found in shown]
    return cards, len(by_sentence) - len(cards)


def marked_html(
    text: str, start: int, end: int, entities: Sequence[Entity], marks: Mapping[int, tuple[int, str]]
) -> str:
    """Return ``text[start:end]`` in HTML with its entities as nested marks; crossing ones are cut in pieces.

    Args:
        text: of the article.
        start: of the stretch.
        end: of the stretch.
        entities: those that stand in it, at least in part.
        marks: by entity id, the number and the kind of its error.

    >>> from letopis.records import Entity
    >>> marked_html("<Баку>", 0, 6, [Entity(id=4, label="GPE", start_offset=1, end_offset=5, text="Баку")], {})
    '&lt;<mark class="ok" data-tag="GPE" title="GPE 1–5">Баку</mark>&gt;'
    """
    ordered = sorted(entities, key=lambda entity: (entity.start_offset, -entity.end_offset, entity.id))
    borders = {start, end}
    for entity in ordered:
        borders |= {min(max(border, start), end) for border in (entity.start_offset, entity.end_offset)}
    cuts = sorted(borders)
    parts: list[str] = []
    stack: list[Entity] = []
    for left, right in pairwise(cuts):
        wanted = [entity for entity in ordered if entity.start_offset <= left and entity.end_offset >= right]
        same = 0
        while same < min(len(stack), len(wanted)) and stack[same] is wanted[same]:
            same += 1
        parts += ["</mark>"] * (len(stack) - same)
        parts += [_mark(entity, marks.get(entity.id)) for entity in wanted[same:]]
        parts.append(escape(text[left:right]))
        stack = wanted
    return "".join([*parts, "</mark>" * len(stack)])


def _mark(entity: Entity, error: tuple[int, str] | None) -> str:
    label = escape(entity.label)
    title = f"{label} {offsets(entity)}" + (f", {escape(entity.by)}" if entity.by else "")
    if error is None:
        return f'<mark class="ok" data-tag="{label}" title="{title}">'
    number, kind = error
    return f'<mark class="{kind}" data-tag="{label}" data-error="{number}" title="{title}: {kind}">'


def _card(page: CardPage, sentence: int, found: Sequence[tuple[int, Error]]) -> str:
    article = page.article
    start, end = page.locator.sentences[min(sentence, len(page.locator.sentences)) - 1]
    shown = [error.shown for _, error in found]
    # A span may begin before the first sentence or run over the end of this one.
    start, end = min([start, *(e.start_offset for e in shown)]), max([end, *(e.end_offset for e in shown)])
    lines = []
    for side, name, entities in (("gold", "gold", page.gold), ("predicted", "prediction", page.predicted)):
        marks = {e.id: (number, error.kind) for number, error in found if (e := getattr(error, side)) is not None}
        marked = marked_html(article.text, start, end, entities.within(start, end), marks)
        lines.append(
            f'<div class="reading"><span class="side">{name}</span>'
            f'<p lang="{escape(article.language)}">{marked}</p></div>'
        )
    place = page.source.place(start, end)
    link = f'<a href="{escape(place.href)}">{escape(place.name)}</a>' if place.href else escape(place.name)
    name, section = escape(article.id), escape(found[0][1].place.section)
    return (
        f'<section class="card" data-article="{name}"><header><b>{name}</b><span>sentence {sentence}</span>'
        f'<span>{section}</span><span class="raw">{link}</span></header>{"".join(lines)}'
        f'<ul class="found">{"".join(_item(number, error) for number, error in found)}</ul></section>'
    )


def shortened(text: str) -> str:
    """Return a text on one line, a long one without its middle: the sentence above has it whole.

    >>> shortened("Договор " * 30)[:40]
    'Договор Договор Договор Договор Договор '
    """
    line = one_line(text)
    return line if len(line) <= 2 * KEPT else f"{line[:KEPT]} … {line[-KEPT:]}"


def _item(number: int, error: Error) -> str:
    entities = [entity for entity in (error.gold, error.predicted) if entity is not None]
    labels = escape(" ".join(dict.fromkeys(entity.label for entity in entities)))
    shown = [f"<b>{escape(' → '.join(dict.fromkeys(entity.label for entity in entities)))}</b>"]
    shown.append(f"<span>{escape(' → '.join(dict.fromkeys(shortened(entity.text) for entity in entities)))}</span>")
    places = " → ".join(dict.fromkeys(offsets(entity) for entity in entities))
    maker = f", by {escape(error.predicted.by)}" if error.predicted and error.predicted.by else ""
    shown.append(f'<span class="quiet">{places}{maker}</span>')
    return (
        f'<li data-error="{number}" data-kind="{error.kind}" data-labels="{labels}">'
        f'<span class="kind {error.kind}">{error.kind}</span>{"".join(shown)}</li>'
    )
