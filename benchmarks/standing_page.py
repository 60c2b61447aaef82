"""The page of standing scores: which sets, which figures, made with what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from letopis.evaluation.tables import HEADER, caption, cells, detail_tables, markdown_table, rows_by

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from letopis.evaluation.score import Scores


@dataclass(frozen=True)
class Standing:
    """One set that is scored: its name, a line on what it is, the scores."""

    name: str
    about: str
    scores: Scores


def standing_markdown(
    sets: Sequence[Standing], *, commit: str, date: str, versions: Mapping[str, str], command: str
) -> str:
    """Return ``docs/scores.md``.

    Args:
        sets: in the order of the page.
        commit: of the code that made the predictions; say so when files were changed since.
        date: of the run, ISO 8601.
        versions: of the packages that the figures depend on.
        command: that makes the page again.
    """
    parts = [
        "# Standing scores",
        f"Made by `{command}` on {date} at commit `{commit}` with "
        + ", ".join(f"{name} {version}" for name, version in versions.items())
        + ". The next run writes the page anew. How the figures are counted: [evaluators.md](evaluators.md).",
    ]
    for each in sets:
        parts += [f"## {each.name}", each.about, *_set(each.scores)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _set(scores: Scores) -> list[str]:
    parts = [markdown_table(HEADER, [cells(row) for row in rows_by(scores, "label")]), caption(scores)]
    if len(scores.articles) <= 10:
        parts.append(markdown_table(HEADER, [cells(row) for row in scores.groups["article"]]))
    for name, (title, header, rows) in detail_tables(scores).items():
        if name in {"modes", "values"}:
            parts += [f"{title}:", markdown_table(header, rows)]
    kinds = [error.kind for error in scores.errors]
    named = ", ".join(f"{kinds.count(kind)} {kind}" for kind in ("missed", "extra", "boundary", "label"))
    return [*parts, f"Errors: {len(kinds)} ({named})."]
