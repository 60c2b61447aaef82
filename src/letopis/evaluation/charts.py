"""Pictures for the report: bars per label and the table of confusions, as PNG for light and dark pages."""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING, Any, NamedTuple

from letopis.errors import MissingDependencyError
from letopis.evaluation.listing import NOTHING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from letopis.evaluation.rows import Row

DPI = 170


class Theme(NamedTuple):
    """Colours of one page background."""

    ink: str
    soft: str
    grid: str
    bar: str
    point: str
    heat: tuple[str, str]
    fault: tuple[str, str]


LIGHT = Theme("#22252b", "#646b76", "#dfdcd4", "#7fa9c6", "#1f4e70", ("#ffffff", "#3f7fae"), ("#ffffff", "#d2655c"))
DARK = Theme("#e7e5e0", "#9aa1ac", "#343943", "#3f7ba3", "#a9d5f5", ("#1d2026", "#3d86b8"), ("#1d2026", "#b8534b"))


def label_bars(rows: Sequence[Row], theme: Theme) -> bytes:
    """Draw F1 by row as bars with 95 % intervals, precision and recall as points; PNG bytes.

    Raises:
        MissingDependencyError: matplotlib is not installed.
    """
    shown = [row for row in rows if row.f1.value is not None]
    figure, axes = _figure(6.4, 0.46 * max(1, len(shown)) + 1.1)
    for place, row in enumerate(reversed(shown)):
        value = row.f1.value or 0.0
        axes.barh(place, value, height=0.55, color=theme.bar, zorder=2)
        if row.f1.interval:
            low, high = row.f1.interval
            axes.plot([low, high], [place, place], color=theme.ink, linewidth=1.4, marker="|", markersize=8, zorder=3)
        # Above and below the line, so that they are not taken for its ends.
        for score, marker, shift in ((row.precision.value, "^", -0.19), (row.recall.value, "o", 0.19)):
            if score is not None:
                axes.plot(score, place + shift, marker=marker, color=theme.point, markersize=4.5, zorder=4)
        axes.text(1.02, place, f"{value:.3f}", va="center", color=theme.ink, fontsize=9.5)
    axes.set_yticks(range(len(shown)), [row.name for row in reversed(shown)], color=theme.ink, fontsize=9.5)
    axes.set_xlim(0, 1)
    axes.set_xticks([0, 0.2, 0.4, 0.6, 0.8, 1])
    axes.tick_params(colors=theme.soft, labelcolor=theme.ink, length=0)
    axes.grid(axis="x", color=theme.grid, zorder=1)
    _clear(axes)
    return _png(figure)


def confusion_map(confusion: Mapping[tuple[str, str], int], labels: Sequence[str], theme: Theme) -> bytes:
    """Draw how often each gold label (down) met each predicted one (across); PNG bytes.

    Hits stand on the diagonal in one colour, everything else in another, each cell with its number.

    Raises:
        MissingDependencyError: matplotlib is not installed.
    """
    from matplotlib.colors import LinearSegmentedColormap

    names = [*labels, NOTHING]
    figure, axes = _figure(0.8 * len(names) + 1.8, 0.52 * len(names) + 1.2)
    maps = [
        LinearSegmentedColormap.from_list(kind, colours) for kind, colours in (("h", theme.heat), ("f", theme.fault))
    ]
    most = [
        max([count for (gold, found), count in confusion.items() if (gold == found) == hit], default=1)
        for hit in (True, False)
    ]
    for down, gold in enumerate(names):
        for across, found in enumerate(names):
            count = confusion.get((gold, found), 0)
            kind = 0 if gold == found else 1
            share = 0.0 if not count else 0.15 + 0.85 * count / most[kind]
            axes.add_patch(_square(across, down, maps[kind](share), theme.grid))
            if count:
                axes.text(across, down, str(count), ha="center", va="center", color=theme.ink, fontsize=10)
    axes.set_xlim(-0.5, len(names) - 0.5)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_xticks(range(len(names)), names, fontsize=8.5)
    axes.set_yticks(range(len(names)), names, fontsize=8.5)
    axes.xaxis.tick_top()
    axes.xaxis.set_label_position("top")
    axes.set_xlabel("predicted", color=theme.soft, fontsize=9)
    axes.set_ylabel("gold", color=theme.soft, fontsize=9)
    axes.tick_params(labelcolor=theme.ink, length=0)
    _clear(axes)
    return _png(figure)


def data_uri(png: bytes) -> str:
    """Return a picture as a ``data:`` address, so that the page needs no other file."""
    return "data:image/png;base64," + base64.b64encode(png).decode("ascii")


def _figure(width: float, height: float) -> tuple[Any, Any]:
    try:
        from matplotlib.figure import Figure
    except ImportError:
        raise MissingDependencyError("charts need matplotlib; install it with pip install 'letopis[report]'") from None
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.add_subplot()


def _square(across: int, down: int, colour: Any, edge: str) -> Any:
    from matplotlib.patches import Rectangle

    return Rectangle((across - 0.5, down - 0.5), 1, 1, facecolor=colour, edgecolor=edge, linewidth=1)


def _clear(axes: Any) -> None:
    axes.patch.set_alpha(0)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _png(figure: Any) -> bytes:
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=DPI, transparent=True)
    return buffer.getvalue()
