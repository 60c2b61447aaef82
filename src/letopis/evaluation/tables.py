"""Scores and comparisons as JSON, CSV, Markdown and HTML; the words and figures of every printed table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from letopis.evaluation.units import OUTCOMES
from letopis.files import replacing
from letopis.formats.cells import csv_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from letopis.evaluation.compare import Comparison, SpanChange
    from letopis.evaluation.rows import Counts, Row
    from letopis.evaluation.score import Scores
    from letopis.evaluation.units import Error
    from letopis.evaluation.values import Prf
    from letopis.records import Entity

UNDEFINED = "–"
"""What tables show for a score that has nothing to divide by."""

COUNTED = ("gold", "predicted", "correct", "incorrect", "partial", "missed", "spurious")
"""What a line of scores is counted from."""

SCORED = ("precision", "recall", "f1")

HEADER = ("", "P", "R", "F1", "95 %", "gold", "predicted", *OUTCOMES)
"""Columns of a table of scores."""

MEASURES = {"b_cubed": "B-cubed", "ceaf_m": "CEAF by mention", "ceaf_e": "CEAF by entity"}
"""Names of the coreference scores."""

Table = tuple[str, tuple[str, ...], list[list[str]]]
"""Title, header, rows."""


def number(value: float | None) -> str:
    """Return a score as text: three digits, or a dash when undefined.

    >>> number(2 / 3), number(None)
    ('0.667', '–')
    """
    return UNDEFINED if value is None else f"{value:.3f}"


def signed(value: float | None) -> str:
    """Return a difference with its sign.

    >>> signed(0.0123), signed(None)
    ('+0.012', '–')
    """
    return UNDEFINED if value is None else f"{value:+.3f}"


def bounds(interval: tuple[float, float] | None) -> str:
    """Return an interval as text.

    >>> bounds((0.81, 0.9))
    '0.810–0.900'
    """
    return UNDEFINED if interval is None else f"{interval[0]:.3f}–{interval[1]:.3f}"


def p_text(p: float | None) -> str:
    """Return a p-value; small ones by their bound.

    >>> p_text(0.25), p_text(0.0001)
    ('0.250', '<0.001')
    """
    return "<0.001" if p is not None and p < 0.001 else number(p)


def cells(row: Row) -> list[str]:
    """Return the cells of a row under :data:`HEADER`."""
    scores = [number(getattr(row, name).value) for name in SCORED]
    return [row.name, *scores, bounds(row.f1.interval), *_count_cells(row.counts)]


def _count_cells(counts: Counts | None) -> list[str]:
    return [str(getattr(counts, name)) if counts else "" for name in COUNTED]


def rows_by(scores: Scores, by: str) -> list[Row]:
    """Return the rows of a breakdown, ``label``, ``article`` or ``section``, with micro and macro at the end."""
    rows = scores.labels if by == "label" else scores.groups[by]
    return [*rows, scores.micro, *([scores.macro] if by == "label" else [])]


def detail_tables(scores: Scores) -> dict[str, Table]:
    """Return what is scored beside the labels, by its name, where there is any of it.

    ``modes`` counts all spans in each matching mode, ``values`` those of found spans, and finding and value together,
    ``identities`` are the coreference scores, over all mentions and over those found on both sides, and a relation is
    right when its type and both spans with their labels are.
    """

    def prf(counts: Counts | Prf) -> list[str]:
        return [number(getattr(counts, name)) for name in SCORED]

    said, ratios = scores.identities, ("P", "R", "F1")
    sizes, measured = "", []
    if said is not None:
        sizes = (
            f"{said.mentions_gold} gold mentions, {said.mentions_predicted} predicted, {said.mentions_common} common"
        )
        measured = [
            [f"{MEASURES[name]}, {kind} mentions", *prf(score)]
            for kind, measures in (("all", said.all), ("common", said.common))
            for name, score in measures.items()
        ]
    tables: dict[str, Table] = {
        "modes": (
            "All spans in each mode", ("", *ratios, "gold", "predicted", *OUTCOMES),
            [[mode, *prf(counts), *_count_cells(counts)] for mode, counts in scores.modes.items()],
        ),
        "values": (
            "Values of found spans; P, R, F1 of span and value together", ("", "compared", "equal", "share", *ratios),
            [
                [f"{v.label} {v.field}", str(v.compared), str(v.equal), number(v.accuracy), *prf(v.counts)]
                for v in scores.values
            ],
        ),
        "identities": (f"Identities: {sizes}", ("", *ratios), measured),
        "relations": (
            "Relations", ("", *ratios, "gold", "predicted", "right"),
            [[name, *prf(found), *_count_cells(found)[:3]] for name, found in scores.relations],
        ),
    }  # fmt: skip
    return {name: table for name, table in tables.items() if table[2]}


def difference_table(comparison: Comparison) -> Table:
    """Return the differences of two runs."""
    rows = [
        [
            row.name, number(row.f1), number(row.against), signed(row.difference),
            " to ".join(map(signed, row.interval)) if row.interval else UNDEFINED, p_text(row.p),
        ]
        for row in comparison.rows
    ]  # fmt: skip
    return "Against the other run", ("", "F1", "other F1", "difference", "95 %", "p"), rows


def error_cells(error: Error) -> tuple[str, ...]:
    """Return kind, label, article, sentence, offsets and text of an error."""
    entity, place = error.shown, error.place
    label, text = entity.label, entity.text
    if error.gold and error.predicted:
        if error.kind == "label":
            label = f"{error.gold.label} → {error.predicted.label}"
        else:
            text = f"{text} → {error.predicted.text}"
    return error.kind, label, place.article, f"sentence {place.sentence}", offsets(entity), one_line(text)


def change_cells(change: SpanChange) -> tuple[str, ...]:
    """Return kind, label, article, sentence, offsets and text of a span won or lost."""
    entity, place = change.entity, change.place
    start = (change.change, entity.label, place.article, f"sentence {place.sentence}")
    return *start, offsets(entity), one_line(entity.text)


def offsets(entity: Entity) -> str:
    """Return the place of an entity in the clean text."""
    return f"{entity.start_offset}–{entity.end_offset}"


def one_line(text: str) -> str:
    """Return a text with its white space folded.

    >>> one_line("Чуйской   области")
    'Чуйской области'
    """
    return " ".join(text.split())


def markdown_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table: the first column to the left, the others to the right.

    >>> print(markdown_table(["", "F1"], [["DATE", "0.5"]]))
    |  | F1 |
    | --- | ---: |
    | DATE | 0.5 |
    """

    def line(texts: Iterable[str]) -> str:
        return "| " + " | ".join(text.replace("|", "\\|").replace("\n", " ") for text in texts) + " |"

    return "\n".join(map(line, [header, ["---", *["---:"] * (len(header) - 1)], *rows]))


def scores_markdown(scores: Scores, by: str = "label") -> str:
    """Return the table of scores for a paper, with a line that says how it was made."""
    return markdown_table(HEADER, [cells(row) for row in rows_by(scores, by)]) + "\n\n" + caption(scores)


def tables_html(tables: Iterable[Table], note: str = "") -> str:
    """Return tables for a notebook, each with its title, and a line below them.

    >>> tables_html([("A & B", ("", "F1"), [["<b>", "1.000"]])]).partition("<table")[0]
    '<p>A &amp; B</p>'
    """
    from html import escape

    import pandas as pd

    html = ""
    for title, header, rows in tables:
        html += f"<p>{escape(title)}</p>" * bool(title) + pd.DataFrame(rows, columns=header).to_html(index=False)
    return html + f"<p>{escape(note)}</p>" * bool(note)


def tables_markdown(tables: Iterable[Table]) -> str:
    """Return tables one below the other, each under its title."""
    return "\n\n".join(f"{title}\n\n{markdown_table(header, rows)}" for title, header, rows in tables)


def scores_html(scores: Scores) -> str:
    """Return the table of scores for a notebook."""
    return tables_html([("", HEADER, [cells(row) for row in rows_by(scores, "label")])], caption(scores))


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
    """Write every breakdown to a CSV file, a row a line of scores, in full precision; undefined scores are empty."""
    ends = [f"{name}{end}" for name in SCORED for end in ("", "_low", "_high")]
    lines = [["mode", "by", "name", *ends, "gold", "predicted", *(name.lower() for name in OUTCOMES)]]
    for by in ("label", *scores.groups):
        for row in rows_by(scores, by):
            figures = [getattr(row, name) for name in SCORED]
            parts = [part for figure in figures for part in (figure.value, *(figure.interval or (None, None)))]
            shown = ["" if part is None else repr(float(part)) for part in parts]
            lines.append([scores.mode, by, row.name, *shown, *_count_cells(row.counts)])
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
        "labels": {row.name: _row_data(row) for row in scores.labels},
        "micro": _row_data(scores.micro),
        "macro": _row_data(scores.macro),
        **{f"by_{by}": {row.name: _row_data(row) for row in rows} for by, rows in scores.groups.items()},
        "modes": {mode: _count_data(counts) for mode, counts in scores.modes.items()},
        "values": [
            {"label": v.label, "field": v.field, "compared": v.compared, "equal": v.equal, "accuracy": v.accuracy,
             "found_and_equal": _count_data(v.counts)} for v in scores.values
        ],
        "identities": msgspec.to_builtins(scores.identities),
        "relations": {name: _count_data(counts) for name, counts in scores.relations},
        "confusion": [{"gold": g, "predicted": p, "count": n} for (g, p), n in sorted(scores.confusion.items())],
        "errors": [
            {"kind": e.kind, **msgspec.to_builtins(e.place), "gold": _span_data(e.gold),
             "predicted": _span_data(e.predicted)} for e in scores.errors
        ],
    }  # fmt: skip
    if comparison is not None:
        changes = [
            {"change": c.change, **msgspec.to_builtins(c.place), **(_span_data(c.entity) or {})}
            for c in comparison.changes
        ]
        data["against"] = {"rows": msgspec.to_builtins(comparison.rows), "changes": changes}
    return data


def _row_data(row: Row) -> dict[str, Any]:
    figures = {name: msgspec.to_builtins(getattr(row, name)) for name in SCORED}
    return figures | ({"counts": _count_data(row.counts)} if row.counts else {})


def _count_data(counts: Counts) -> dict[str, Any]:
    return {name: getattr(counts, name) for name in (*COUNTED, *SCORED)}


def _span_data(entity: Entity | None) -> dict[str, Any] | None:
    names = ("label", "start_offset", "end_offset", "text", "by")
    return {name: getattr(entity, name) for name in names} if entity else None
