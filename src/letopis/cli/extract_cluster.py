"""``letopis extract --scheduler``: what the command shows of a run on a cluster."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from letopis.cli.printing import counted, duration, print_json
from letopis.cli.progress import SECONDS_BETWEEN_LINES
from letopis.streams import is_stream

if TYPE_CHECKING:
    from letopis.scale.cluster.run import Manifest
    from letopis.scale.work import WorkOptions

UNITS = {"articles": ("extract",), "parts": ("survey", "write")}
"""What each step of a run counts."""


def extract_on_scheduler(
    paths: Sequence[str],
    output: str,
    work: WorkOptions,
    *,
    scheduler: str,
    ids: str,
    partition_size: str | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Run on a cluster, show how far it is, and say what was found."""
    from letopis.scale.cluster.inputs import PARTITION_SIZE
    from letopis.scale.cluster.run import ClusterOptions, extract_on_cluster

    if output.endswith((".jsonl", ".parquet")) or is_stream(Path(output)):
        raise typer.BadParameter(f"-o {output}: with --scheduler it names a folder for the parts, such as out/parts")
    size = PARTITION_SIZE if partition_size is None else _bytes(partition_size)
    options = ClusterOptions(work=work, partition_size=size, ids=ids)
    started = time.monotonic()
    progress = Lines(quiet=quiet)
    manifest = extract_on_cluster(paths, output, options, scheduler=scheduler, progress=progress)
    _report(manifest, output, time.monotonic() - started, as_json=as_json, quiet=quiet)
    if manifest.failures:
        raise typer.Exit(1)


class Lines:
    """Prints a line now and then: the step, how far it is, its rate and the time left."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._step = ""
        self._started = self._last = 0.0

    def __call__(self, step: str, done: int, total: int) -> None:
        """Take note of how far a step is."""
        now = time.monotonic()
        if step != self._step:
            self._step, self._started = step, now
        elif now - self._last < SECONDS_BETWEEN_LINES and done < total:
            return
        if self._quiet:
            return
        self._last = now
        unit = next(unit for unit, steps in UNITS.items() if step in steps)
        seconds = now - self._started
        pace = ""
        if done and seconds > SECONDS_BETWEEN_LINES:
            pace = f", {done / seconds:.1f} a second, {duration(seconds / done * (total - done))} left"
        print(f"{step}: {done} of {total} {unit}{pace}", file=sys.stderr, flush=True)


def _bytes(size: str) -> int:
    from dask.utils import parse_bytes

    try:
        return int(parse_bytes(size))
    except ValueError:
        raise typer.BadParameter(f"--partition-size {size!r}: is no number of bytes, such as 16MB") from None


def _report(manifest: Manifest, output: str, seconds: float, *, as_json: bool, quiet: bool) -> None:
    for failure in manifest.failures:
        print(f"letopis: {failure.reason}", file=sys.stderr)
    if as_json:
        answer = {
            "output": output,
            "articles": manifest.articles,
            "parts": len(manifest.parts),
            "counts": manifest.counts,
            "failures": [failure.reason for failure in manifest.failures],
            "seconds": round(seconds, 2),
        }
        print_json(answer)
        return
    if not quiet:
        found = ", ".join(f"{count} {label}" for label, count in manifest.counts.items())
        articles, parts = counted(manifest.articles, "article"), counted(len(manifest.parts), "part")
        print(f"{articles} in {parts} in {output} ({seconds:.1f} s): {found}")
