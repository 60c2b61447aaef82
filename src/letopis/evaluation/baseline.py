"""The recorded scores: what a run must not fall below."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from letopis.errors import InputError
from letopis.files import replacing
from letopis.records import NO_JSON

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from letopis.evaluation.score import Scores

SCHEMA = "letopis-scores/1"
"""The value of ``schema`` in a file of recorded scores."""

TOLERANCE = 0.02
"""How far an F1 may fall below the recorded one, unless told."""

ROUNDING = 1e-9
"""A fall by exactly the tolerance passes, whatever the last digit of the arithmetic."""


class Recorded(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The recorded F1 of a label (or ``micro``, ``macro``) and how far below it a run may fall."""

    f1: float
    tolerance: float = TOLERANCE


class Baseline(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The recorded scores of one gold set in one mode.

    >>> Baseline(mode="strict", labels={"DATE": Recorded(f1=0.9)}).labels["DATE"].tolerance
    0.02
    """

    schema: str = SCHEMA
    mode: str
    labels: dict[str, Recorded]


def read_baseline(path: Path) -> Baseline:
    """Read recorded scores; ``InputError`` when there are none or a figure is no score."""
    try:
        baseline = msgspec.json.decode(path.read_bytes(), type=Baseline)
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from None
    except NO_JSON as error:
        raise InputError(f"{path}: no recorded scores: {error}; write them again with make score") from None
    if baseline.schema != SCHEMA:
        raise InputError(f"{path}: schema {baseline.schema!r}; this version reads {SCHEMA!r}")
    for name, recorded in baseline.labels.items():
        if not 0 <= recorded.f1 <= 1 or not 0 <= recorded.tolerance <= 1:
            raise InputError(f"{path}: F1 {recorded.f1} ± {recorded.tolerance} of {name} does not lie between 0 and 1")
    return baseline


def falls(scores: Scores, baseline: Baseline) -> list[str]:
    """Say for every recorded label whose F1 is below the recorded one by more than its tolerance; empty when none is.

    Raises:
        InputError: the scores were counted in another mode than the recorded ones.
    """
    if scores.mode != baseline.mode:
        raise InputError(f"the recorded scores are {baseline.mode}, the evaluation is {scores.mode}; use one mode")
    found = f1_by_name(scores)
    complaints = []
    for name, recorded in baseline.labels.items():
        f1 = found.get(name)
        if f1 is None:
            complaints.append(f"{name} has no F1 (recorded {recorded.f1:.4f})")
        elif f1 < recorded.f1 - recorded.tolerance - ROUNDING:
            complaints.append(f"{name} F1 {f1:.4f} is below {recorded.f1:.4f} − {recorded.tolerance:g}")
    return complaints


def f1_by_name(scores: Scores) -> dict[str, float]:
    """Return the defined F1 of every label, ``micro`` and ``macro``."""
    rows = [*scores.labels, scores.micro, scores.macro]
    return {row.name: row.f1.value for row in rows if row.f1.value is not None}


def record(
    path: Path, scores: Scores, *, tolerance: float = TOLERANCE, kept: Mapping[str, Recorded] | None = None
) -> Baseline:
    """Write the F1 of a run as the recorded ones; tolerances of ``kept`` stay as they are."""
    kept = kept or {}
    labels = {
        name: Recorded(f1=round(f1, 4), tolerance=kept[name].tolerance if name in kept else tolerance)
        for name, f1 in f1_by_name(scores).items()
    }
    baseline = Baseline(mode=scores.mode, labels=labels)
    with replacing(path) as file:
        file.write(msgspec.json.format(msgspec.json.encode(baseline), indent=2) + b"\n")
    return baseline
