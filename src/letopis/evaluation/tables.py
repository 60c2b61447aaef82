"""Scores and comparisons as JSON, CSV and Markdown; the words and figures of every printed table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from markupsafe import Markup

from letopis.evaluation.units import OUTCOMES
from letopis.files import replacing
from letopis.formats.cells import csv_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from letopis.evaluation.compare import Comparison
    from letopis.evaluation.intervals import Interval
    from letopis.evaluation.rows import Counts, Row
    from letopis.evaluation.score import Scores
    from letopis.evaluation.units import Error
    from letopis.records import Entity

UNDEFINED = "–"
"""What tables show for a score that has nothing to divide by."""

COUNTED = ("gold", "predicted", "correct", "incorrect", "partial", "missed", "spurious")
"""What a line of scores is counted from."""

SCORED = ("precision", "recall", "f1")

HEADER = ("", "P", "R", "F1", "95 %", "gold", "predicted", *OUTCOMES)
"""Columns of a table of scores."""


def number(value: float | None) -> str:
    """Return a score as text: three digits, or a dash when undefined.

    >>> number(2 / 3), number(None)
    ('0.667', '–')
    """
    return UNDEFINED if value is None else f"{value:.3f}"


def bounds(interval: Interval | None) -> str:
    """Return an interval as text.

    >>> from letopis.evaluation.intervals import Interval
    >>> bounds(Interval(0.81, 0.9))
    '0.810–0.900'
    """
    return UNDEFINED if interval is None else f"{interval.low:.3f}–{interval.high:.3f}"


def cells(row: Row) -> list[str]:
    """Return the cells of a row under :data:`HEADER`."""
    scores = [number(getattr(row, name).value) for name in SCORED]
    counts = [""] * 7 if row.counts is None else count_cells(row.counts)
    return [row.name, *scores, bounds(row.f1.interval), *counts]


def count_cells(counts: Counts) -> list[str]:
    """Return gold, predicted and the five outcomes as text."""
    return [str(getattr(counts, name)) for name in COUNTED]


def rows_by(scores: Scores, by: str) -> list[Row]:
    """Return the rows of a breakdown, ``label``, ``article`` or ``section``, with micro and macro at the end."""
    rows = scores.labels if by == "label" else scores.groups[by]
    return [*rows, scores.micro, *([scores.macro] if by == "label" else [])]


def markdown_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table: the first column to the left, the others to the right.

    >>> print(markdown_table(["", "F1"], [["DATE", "0.5"]]))
    |  | F1 |
    | --- | ---: |
    | DATE | 0.5 |
    """

    def line(texts: Iterable[str]) -> str:
        return "| " + " | ".join(text.replace("|", "\\|").replace("\n", " ") for text in texts) + " |"

    rule = "| " + " | ".join(["---", *["---:"] * (len(header) - 1)]) + " |"
    return "\n".join([line(header), rule, *(line(row) for row in rows)])


def scores_markdown(scores: Scores, by: str = "label") -> str:
    """Return the table of scores for a paper, with a line that says how it was made."""
    return markdown_table(HEADER, [cells(row) for row in rows_by(scores, by)]) + "\n\n" + caption(scores)


def scores_html(scores: Scores) -> str:
    """Return the table of scores for a notebook."""
    rows = [_row_html(Markup("<td>{}</td>"), cells(row)) for row in rows_by(scores, "label")]
    table = Markup().join([_row_html(Markup("<th>{}</th>"), HEADER), *rows])
    return str(Markup("<table>{}</table><p>{}</p>").format(table, caption(scores)))


def _row_html(cell: Markup, texts: Iterable[str]) -> Markup:
    return Markup("<tr>{}</tr>").format(Markup().join(cell.format(text) for text in texts))


def caption(scores: Scores) -> str:
    """Return one line on mode, size of the set and origin of the intervals."""
    articles = len(scores.articles)
    size = f"{articles} article{'' if articles == 1 else 's'}, {scores.sentences} sentences"
    if not scores.resamples:
        return f"Mode {scores.mode}; {size}."
    return (
        f"Mode {scores.mode}; {size}; 95 % percentile bootstrap over sentences, stratified by article, "
        f"{scores.resamples} resamples, seed {scores.seed}."
    )


def write_csv(path: Path, scores: Scores) -> None:
    """Write every breakdown to a CSV file, one row a score line, in full precision; ``OutputError`` when it cannot be.

    Undefined scores are empty cells.
    """
    ends = [f"{name}{end}" for name in SCORED for end in ("", "_low", "_high")]
    lines = [["mode", "by", "name", *ends, "gold", "predicted", *(name.lower() for name in OUTCOMES)]]
    for by in ("label", *scores.groups):
        for row in rows_by(scores, by):
            figures = [getattr(row, name) for name in SCORED]
            parts = [part for figure in figures for part in (figure.value, *(figure.interval or (None, None)))]
            counts = [""] * 7 if row.counts is None else count_cells(row.counts)
            shown = ["" if part is None else repr(float(part)) for part in parts]
            lines.append([scores.mode, by, row.name, *shown, *counts])
    with replacing(path) as file:
        file.write(csv_bytes(lines, line_end="\n"))


def scores_data(scores: Scores, comparison: Comparison | None = None) -> dict[str, Any]:
    """Return everything that was counted as plain data for JSON; undefined scores are null."""
    data: dict[str, Any] = {
        "mode": scores.mode,
        "articles": list(scores.articles),
        "sentences": scores.sentences,
        "resamples": scores.resamples,
        "seed": scores.seed,
        "warnings": list(scores.warnings),
        "labels": {row.name: row_data(row) for row in scores.labels},
        "micro": row_data(scores.micro),
        "macro": row_data(scores.macro),
        **{f"by_{by}": {row.name: row_data(row) for row in rows} for by, rows in scores.groups.items()},
        "modes": {mode: count_data(counts) for mode, counts in scores.modes.items()},
        "values": [
            {"label": v.label, "field": v.field, "compared": v.compared, "equal": v.equal, "accuracy": v.accuracy,
             "found_and_equal": count_data(v.counts)} for v in scores.values
        ],
        "identities": msgspec.to_builtins(scores.identities),
        "relations": {name: count_data(counts) for name, counts in scores.relations},
        "confusion": [{"gold": g, "predicted": p, "count": n} for (g, p), n in sorted(scores.confusion.items())],
        "errors": [error_data(error) for error in scores.errors],
    }  # fmt: skip
    if comparison is not None:
        data["against"] = {
            "rows": [msgspec.to_builtins(row) for row in comparison.rows],
            "changes": [
                {"change": c.change, **msgspec.to_builtins(c.place), **_entity_data(c.entity)}
                for c in comparison.changes
            ],
        }
    return data


def row_data(row: Row) -> dict[str, Any]:
    """Return a row as plain data."""
    figures = {name: msgspec.to_builtins(getattr(row, name)) for name in SCORED}
    return figures | ({"counts": count_data(row.counts)} if row.counts else {})


def count_data(counts: Counts) -> dict[str, Any]:
    """Return counts and what follows from them as plain data."""
    return {name: getattr(counts, name) for name in (*COUNTED, *SCORED)}


def error_data(error: Error) -> dict[str, Any]:
    """Return an error as plain data."""
    sides = {"gold": error.gold, "predicted": error.predicted}
    return {"kind": error.kind, **msgspec.to_builtins(error.place)} | {
        name: None if entity is None else _entity_data(entity) for name, entity in sides.items()
    }


def _entity_data(entity: Entity) -> dict[str, Any]:
    return {name: getattr(entity, name) for name in ("label", "start_offset", "end_offset", "text", "by")}
