"""``letopis extract --scheduler``: what the command shows of a run on a cluster."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from letopis.cli.printing import counted, print_json
from letopis.cli.progress import StepLines
from letopis.streams import is_stream

if TYPE_CHECKING:
    from letopis.scale.cluster.run import Manifest
    from letopis.scale.work import WorkOptions

UNITS = {"survey": " parts", "extract": " articles", "write": " parts"}
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
    progress = StepLines(UNITS, quiet=quiet)
    manifest = extract_on_cluster(paths, output, options, scheduler=scheduler, progress=progress)
    _report(manifest, output, time.monotonic() - started, as_json=as_json, quiet=quiet)
    if manifest.failures:
        raise typer.Exit(1)


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
