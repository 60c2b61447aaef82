"""One self-contained page: the figures with their intervals, the pictures, and every error in its sentence."""

from __future__ import annotations

from collections import Counter
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

from letopis.errors import MissingDependencyError
from letopis.evaluation import charts, printed
from letopis.evaluation.cards import error_cards
from letopis.evaluation.listing import KINDS, NOTHING, Error
from letopis.evaluation.tables import HEADER, bounds, caption, cells, number, rows_by
from letopis.files import replacing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from letopis.evaluation.compare import Comparison
    from letopis.evaluation.rows import Figure
    from letopis.evaluation.score import Scores

MOST_CARDS = 4_000
"""Sentences shown on the page; more would stop a browser, and JSON has them all."""


def write_report(path: Path, scores: Scores, comparison: Comparison | None = None) -> None:
    """Write the page; ``OutputError`` when the place cannot be written."""
    page = render_report(scores, comparison, folder=path.parent)
    with replacing(path) as file:
        file.write(page.encode("utf-8"))


def render_report(scores: Scores, comparison: Comparison | None = None, *, folder: Path) -> str:
    """Return the page as HTML: nothing in it is loaded from elsewhere, and every text is escaped.

    Without matplotlib the page has no pictures and says so.

    Args:
        scores: what to show.
        comparison: with another run, when there was one.
        folder: where the page will stand; links to the sources are relative to it.
    """
    parts = [
        f"<h1>Evaluation: {_names(scores.articles)}</h1>",
        f'<p class="quiet">{escape(caption(scores))}</p>',
        _notes(scores.warnings),
        _tiles(scores),
        "<h2>Scores</h2>",
        _table(HEADER, [cells(row) for row in rows_by(scores, "label")]),
        _charts(scores),
        *(_section("Against the other run", _comparison(comparison)) if comparison else ()),
        _details(scores),
        "<h2>Errors</h2>",
        _filters(scores.errors, scores.articles),
        *_cards(scores, folder),
    ]
    style, script = (
        files("letopis.evaluation").joinpath("page", f"report.{kind}").read_text("utf-8") for kind in ("css", "js")
    )
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; img-src data:; '
        "style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n"
        f"<title>Evaluation: {_names(scores.articles)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(part for part in parts if part)
        + f"\n</main>\n<script>\n{script}</script>\n</body>\n</html>\n"
    )


def _names(articles: Sequence[str]) -> str:
    return escape(", ".join(articles) if len(articles) <= 4 else f"{len(articles)} articles")


def _notes(warnings: Sequence[str]) -> str:
    return f'<ul class="notes">{"".join(f"<li>{escape(each)}</li>" for each in warnings)}</ul>' if warnings else ""


def _tiles(scores: Scores) -> str:
    def tile(name: str, figure: Figure) -> str:
        shown = f"<b>{number(figure.value)}</b><span>{bounds(figure.interval)}</span>"
        return f'<div class="tile"><span>{name}</span>{shown}</div>'

    counts = Counter(error.kind for error in scores.errors)
    kinds = ", ".join(f"{counts[kind]} {kind}" for kind in KINDS)
    return (
        '<div class="tiles">'
        + tile("micro F1", scores.micro.f1)
        + tile("precision", scores.micro.precision)
        + tile("recall", scores.micro.recall)
        + tile("macro F1", scores.macro.f1)
        + f'<div class="tile"><span>errors</span><b>{len(scores.errors)}</b><span>{kinds}</span></div></div>'
    )


def _table(header: Sequence[str], rows: Iterable[Sequence[str]], title: str = "") -> str:
    lines = []
    for row in rows:
        mark = ' class="sum"' if row[0] in ("micro", "macro", "all") else ""
        lines.append(f"<tr{mark}>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>")
    head = "".join(f"<th>{escape(name)}</th>" for name in header)
    shown = f"<caption>{escape(title)}</caption>" if title else ""
    return (
        f'<div class="scroll"><table>{shown}<thead><tr>{head}</tr></thead><tbody>{"".join(lines)}</tbody></table></div>'
    )


def _section(title: str, content: str) -> tuple[str, str]:
    return f"<h2>{escape(title)}</h2>", content


def _charts(scores: Scores) -> str:
    labels = [row.name for row in scores.labels]
    rows = [*scores.labels, scores.micro, scores.macro]
    try:
        bars = [charts.label_bars(rows, theme) for theme in (charts.LIGHT, charts.DARK)]
        heat = [charts.confusion_map(scores.confusion, labels, theme) for theme in (charts.LIGHT, charts.DARK)]
    except MissingDependencyError as error:
        return f'<p class="quiet" id="no-charts">No pictures: {escape(str(error))}.</p>'
    return (
        '<div class="charts" style="margin-top:1rem">'
        + _picture(bars, "F1 by label", "F1 with its 95 % interval (line); ● recall above it, ▲ precision below.")
        + _picture(
            heat,
            "Confusion between labels",
            f"Gold labels down, predicted across; “{NOTHING}”: missed (last column) and extra (last row).",
        )
        + "</div>"
    )


def _picture(pair: Sequence[bytes], title: str, note: str) -> str:
    light, dark = (charts.data_uri(png) for png in pair)
    return (
        f'<figure><picture><source srcset="{dark}" media="(prefers-color-scheme: dark)">'
        f'<img src="{light}" alt="{escape(title)}"></picture>'
        f"<figcaption><b>{escape(title)}.</b> {escape(note)}</figcaption></figure>"
    )


def _details(scores: Scores) -> str:
    parts = []
    for by in scores.groups:
        rows = [cells(row) for row in rows_by(scores, by)]
        parts.append(f"<details><summary>By {by}</summary>{_table(HEADER, rows)}</details>")
    builders = (printed.mode_table, printed.value_table, printed.identity_table, printed.relation_table)
    for title, header, rows in (build(scores) for build in builders):
        if rows:
            parts.append(f"<details><summary>{escape(title)}</summary>{_table(header, rows)}</details>")
    return "\n".join(parts)


def _comparison(comparison: Comparison) -> str:
    _, header, rows = printed.difference_table(comparison)
    changes = [printed.change_cells(change) for change in comparison.changes]
    won = _table(("change", "label", "article", "sentence", "offsets", "text"), changes)
    return f"{_table(header, rows)}<details><summary>Spans won and lost: {len(changes)}</summary>{won}</details>"


def _filters(errors: Sequence[Error], articles: Sequence[str]) -> str:
    kinds = Counter(error.kind for error in errors)
    labels = Counter(label for error in errors for label in {e.label for e in (error.gold, error.predicted) if e})

    def chips(name: str, values: Iterable[tuple[str, int]]) -> str:
        return "".join(
            f'<button type="button" data-filter="{name}" data-value="{escape(value)}" aria-pressed="false">'
            f"{escape(value)}<i>{count}</i></button>"
            for value, count in values
        )

    options = "".join(f'<option value="{escape(name)}">{escape(name)}</option>' for name in articles)
    return (
        '<div class="filters"><div><span class="name">kind</span>'
        + chips("kind", [(kind, kinds[kind]) for kind in KINDS])
        + '<span id="shown" role="status"></span></div><div><span class="name">label</span>'
        + chips("label", labels.most_common())
        + '</div><div><span class="name">place</span>'
        f'<select id="article" aria-label="Article"><option value="">all articles</option>{options}</select>'
        '<input id="words" type="search" placeholder="words of the sentence" aria-label="Words of the sentence">'
        '<button type="button" id="reset">show all</button></div></div>'
        '<p id="none" class="quiet" hidden>No error fits these filters.</p>'
    )


def _cards(scores: Scores, folder: Path) -> list[str]:
    built, rest = error_cards(scores.errors, scores.readings, folder, most=MOST_CARDS)
    note = f'<p class="quiet">{rest} more sentences have errors; the JSON output lists them all.</p>'
    return [*built, note] if rest else built
