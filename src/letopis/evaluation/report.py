"""One self-contained page: the figures with their intervals, the pictures, and every error in its sentence."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from letopis.evaluation import tables
from letopis.evaluation.units import KINDS, NOTHING, Locator
from letopis.files import replacing
from letopis.formats.page import nested_marks, render_page
from letopis.offsets import OffsetMap, page_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from markupsafe import Markup

    from letopis.evaluation.anchor import AnchoredPair
    from letopis.evaluation.compare import Comparison
    from letopis.evaluation.score import Scores
    from letopis.evaluation.units import Error
    from letopis.records import Article, Entity


MOST_CARDS = 4_000
"""Sentences shown on the page; more would stop a browser, and JSON has them all."""

KEPT = 45
"""Characters kept at each end of a long span in the list below its sentence."""

FRAGMENT = 60
"""Most characters of the raw text that a link asks the browser to find."""


def write_report(path: Path, scores: Scores, comparison: Comparison | None = None) -> None:
    """Write the page; ``OutputError`` when the place cannot be written."""
    page = render_report(scores, comparison, folder=path.parent)
    with replacing(path) as file:
        file.write(page.encode("utf-8"))


def render_report(scores: Scores, comparison: Comparison | None = None, *, folder: Path) -> str:
    """Return the page as HTML: nothing in it is loaded from elsewhere, and every text is escaped.

    Links to the sources are relative to ``folder``, where the page will stand.
    """
    articles = scores.articles
    by_sentence: dict[tuple[str, int], dict[int, Error]] = {}
    for number, error in enumerate(scores.errors):
        by_sentence.setdefault((error.place.article, error.place.sentence), {})[number] = error
    shown = dict(islice(by_sentence.items(), MOST_CARDS))
    wanted = {name for name, _ in shown}
    pages = {each.gold.id: _ShownArticle(each, folder) for each in scores.readings if each.gold.id in wanted}
    kinds = Counter(error.kind for error in scores.errors)
    labels = Counter(
        label for error in scores.errors for label in {e.label for e in (error.gold, error.predicted) if e}
    )
    grids = {by: [tables.cells(row) for row in tables.rows_by(scores, by)] for by in ("label", *scores.groups)}
    return render_page(
        "letopis.evaluation",
        "report",
        scores=scores,
        names=", ".join(articles) if len(articles) <= 4 else f"{len(articles)} articles",
        caption=tables.caption(scores),
        table=("", tables.HEADER, grids["label"]),
        bars=[row for row in (*scores.labels, scores.micro, scores.macro) if row.f1.value is not None],
        confusion=_confusion(scores.confusion, [*(row.name for row in scores.labels), NOTHING]),
        comparison=comparison,
        difference=tables.difference_table(comparison) if comparison else None,
        changes=[tables.change_cells(each) for each in comparison.changes] if comparison else [],
        change_header=("change", "label", "article", "sentence", "offsets", "text"),
        details=[
            *((f"By {by}", tables.HEADER, grids[by]) for by in scores.groups),
            *tables.detail_tables(scores).values(),
        ],
        chips={"kind": [(kind, kinds[kind]) for kind in KINDS], "label": labels.most_common()},
        cards=[pages[name].card(sentence, found) for (name, sentence), found in shown.items()],
        more=len(by_sentence) - len(shown),
        nothing=NOTHING,
        number=tables.number,
        bounds=tables.bounds,
    )


def _confusion(counts: Mapping[tuple[str, str], int], names: Sequence[str]) -> dict[str, dict[str, tuple[int, int]]]:
    """Return how often each gold label met each predicted one, with a shade in per cent for its cell.

    Hits are shaded beside the most frequent hit, errors beside the most frequent error.
    """
    most = {hit: max((n for (gold, found), n in counts.items() if (gold == found) == hit), default=1) for hit in (0, 1)}

    def cell(gold: str, found: str) -> tuple[int, int]:
        count = counts.get((gold, found), 0)
        return count, round(15 + 40 * count / most[gold == found]) if count else 0

    return {gold: {found: cell(gold, found) for found in names} for gold in names}


class _ShownArticle:
    """An article as its cards need it; its file is read only when it is what the record says."""

    def __init__(self, reading: AnchoredPair, folder: Path) -> None:
        self._reading, self._source = reading, reading.gold.source
        self._sentences = Locator(reading.gold).sentences
        self._map = OffsetMap(self._source.edits if self._source else ())
        self._href, self._raw = _raw_file(reading.gold, folder)

    def card(self, sentence: int, found: Mapping[int, Error]) -> dict[str, Any]:
        """Return where a sentence with errors, counted from 1, stands, both readings of it, and a line an error."""
        gold, predicted = self._reading.gold, self._reading.predicted
        start, end = self._sentences[min(sentence, len(self._sentences)) - 1]
        shown = [error.shown for error in found.values()]
        # A span may begin before the first sentence or run over the end of this one.
        start, end = min([start, *(e.start_offset for e in shown)]), max([end, *(e.end_offset for e in shown)])
        sides = {
            "gold": (gold.entities, {e.gold.id: (n, e.kind) for n, e in found.items() if e.gold}),
            "prediction": (predicted.entities, {e.predicted.id: (n, e.kind) for n, e in found.items() if e.predicted}),
        }
        place, href = self._place(start, end)
        return {
            "article": gold,
            "sentence": sentence,
            "section": next(iter(found.values())).place.section,
            "place": place,
            "href": href,
            "readings": {name: marked_text(gold.text, (start, end), *side) for name, side in sides.items()},
            "found": [_item(number, error) for number, error in found.items()],
        }

    def _place(self, start: int, end: int) -> tuple[str, str | None]:
        """Return the name of clean characters in the raw file, and the address of the file where that is at hand."""
        if self._source is None:
            return "no source recorded", None
        first, last = self._map.span_to_raw(start, end)
        name, href = f"{self._source.path}, raw {first}–{last}", self._href
        if page := page_of(self._source.pages, first):
            return f"{name}, page {page}", f"{href}#page={page}" if href else None
        if self._raw is None or last > len(self._raw):
            return name, href
        words = self._raw[first:last].split("\n")[0].strip()[:FRAGMENT]
        line = self._raw.count("\n", 0, first) + 1
        return f"{name}, line {line}", f"{href}#:~:text={quote(words, safe='')}" if href else None


def _raw_file(article: Article, folder: Path) -> tuple[str | None, str | None]:
    """Return the address of an article's file as seen from a folder, and its text, where it is still as it was."""
    if article.source is None:
        return None, None
    path = Path(article.source.path)
    try:
        content = path.read_bytes()
    except (OSError, ValueError):
        return None, None
    if hashlib.sha256(content).hexdigest() != article.source.sha256:
        return None, None
    href = quote(Path(os.path.relpath(path.resolve(), folder.resolve())).as_posix())
    plain = path.suffix.lower() == ".txt"
    return href, content.decode(article.source.encoding or "utf-8", errors="replace") if plain else None


def marked_text(
    text: str, bounds: tuple[int, int], entities: Iterable[Entity], marks: Mapping[int, tuple[int, str]]
) -> Markup:
    """Return a stretch of a text with its entities as nested marks; ``marks`` are number and kind of errors, by entity.

    >>> from letopis.records import Entity
    >>> print(marked_text("<Баку>", (0, 6), [Entity(id=4, label="GPE", start_offset=1, end_offset=5, text="Баку")], {}))
    &lt;<mark class="ok" data-tag="GPE" title="GPE 1–5">Баку</mark>&gt;
    """

    def tag(entity: Entity, _: int) -> dict[str, object]:
        title = f"{entity.label} {tables.offsets(entity)}" + (f", {entity.by}" if entity.by else "")
        number, kind = marks.get(entity.id, (None, None))
        title += f": {kind}" if kind else ""
        return {"class": kind or "ok", "data-tag": entity.label, "data-error": number, "title": title}

    spans = ((e.start_offset, e.end_offset, e) for e in entities)
    return nested_marks(text, bounds, spans, tag, element="mark")


def _shortened(text: str) -> str:
    """Return a text on one line, a long one without its middle: the sentence above has it whole."""
    line = tables.one_line(text)
    return line if len(line) <= 2 * KEPT else f"{line[:KEPT]} … {line[-KEPT:]}"


def _item(number: int, error: Error) -> dict[str, Any]:
    entities = [entity for entity in (error.gold, error.predicted) if entity is not None]
    labels, texts, places = (
        list(dict.fromkeys(shown))
        for shown in (
            [e.label for e in entities],
            [_shortened(e.text) for e in entities],
            map(tables.offsets, entities),
        )
    )
    by = error.predicted.by if error.predicted else None
    return {"number": number, "kind": error.kind, "labels": labels, "texts": texts, "places": places, "by": by}
