"""How a long run shows itself on standard error: a bar on a terminal, plain lines anywhere else."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from letopis.cli.log import TOLD, logger
from letopis.cli.printing import duration

if TYPE_CHECKING:
    from rich.progress import Progress

    from letopis.scale.work import ArticleSource, Failure

SECONDS_BETWEEN_LINES = 1.0
"""Plain lines come no faster than this, the first and the last aside."""


LARGE = 20_000_000
"""Bytes of records that take some two seconds to read."""


class QuietProgress:
    """Tells of failures and warnings alone, and counts what is done."""

    def __init__(self) -> None:
        self.total = self.number = self.done = 0
        self.size_left = self.size_done = 0
        self.started = time.monotonic()

    def begin(self, *, total: int, kept: int, size: int) -> None:
        """Take note of what there is to do."""
        self.total, self.number, self.done, self.size_left = total, kept, kept, size
        self.started = time.monotonic()

    def step(self, source: ArticleSource, *, size: int, failure: Failure | None, warnings: Sequence[str]) -> None:
        """Tell of one article."""
        logger.info("%s: %s", source.path, failure.kind if failure else "done")
        self.number += 1
        self.done += failure is None
        self.size_done += size
        self.size_left -= size
        self.show(source)
        for warning in warnings:
            self.say(f"letopis: {warning}")
        if failure is not None:
            self.say(f"letopis: {failure.reason}")

    def show(self, source: ArticleSource) -> None:
        """Show how far the run is."""

    def say(self, line: str) -> None:
        """Print a line."""
        TOLD.info(line)
        print(line, file=sys.stderr, flush=True)

    @property
    def rate(self) -> float:
        """Bytes a second since the beginning."""
        return self.size_done / max(time.monotonic() - self.started, 0.001)


class PlainProgress(QuietProgress):
    """A line now and then, for logs."""

    def __init__(self) -> None:
        super().__init__()
        self._last = 0.0

    def begin(self, *, total: int, kept: int, size: int) -> None:
        """Say how many records are kept."""
        super().begin(total=total, kept=kept, size=size)
        if kept:
            self.say(f"[{kept}/{total}] kept as they are")

    def show(self, source: ArticleSource) -> None:
        """Print a line with rate and time left."""
        now = time.monotonic()
        if now - self._last < SECONDS_BETWEEN_LINES and self.number < self.total:
            return
        self._last = now
        left = f"{duration(self.size_left / self.rate)} left" if self.rate and self.size_left else "done"
        self.say(f"[{self.number}/{self.total}] {source.id}: {source.path} ({self.rate / 1000:.1f} kB/s, {left})")


class BarProgress(QuietProgress):
    """A bar with rate and time left, for a terminal."""

    def __init__(self, bar: Progress) -> None:
        super().__init__()
        self._bar = bar
        self._task = bar.add_task("loading the models", total=None, articles="", rate="")

    def begin(self, *, total: int, kept: int, size: int) -> None:
        """Set the bar's length."""
        super().begin(total=total, kept=kept, size=size)
        self._bar.update(self._task, total=size, articles=f"{kept}/{total}")

    def show(self, source: ArticleSource) -> None:
        """Move the bar."""
        self._bar.update(
            self._task,
            description=source.id,
            completed=self.size_done,
            articles=f"{self.number}/{self.total}",
            rate=f"{self.rate / 1000:.1f} kB/s",
        )

    def say(self, line: str) -> None:
        """Print a line above the bar."""
        TOLD.info(line)
        self._bar.console.print(line, markup=False, highlight=False, soft_wrap=True)


class StepLines:
    """Prints a line now and then: the step, how far it is, its rate and the time left.

    Args:
        units: what each step counts, with a blank before it.
        start: stands before the step.
        quiet: say nothing.
    """

    def __init__(self, units: Mapping[str, str] | None = None, *, start: str = "", quiet: bool) -> None:
        self._units, self._start, self._quiet = units or {}, start, quiet
        self._step = ""
        self._began = self._last = 0.0

    def __call__(self, step: str, done: int, total: int) -> None:
        """Take note of how far a step is."""
        now = time.monotonic()
        if step != self._step:
            self._step, self._began = step, now
        elif now - self._last < SECONDS_BETWEEN_LINES and done < total:
            return
        if self._quiet:
            return
        self._last = now
        seconds, pace = now - self._began, ""
        if done and seconds > SECONDS_BETWEEN_LINES:
            pace = f", {done / seconds:.1f} a second, {duration(seconds / done * (total - done))} left"
        unit = self._units.get(step, "")
        print(f"{self._start}{step}: {done} of {total}{unit}{pace}", file=sys.stderr, flush=True)


@contextmanager
def watching(*, quiet: bool) -> Iterator[QuietProgress]:
    """Choose how a run is shown."""
    if quiet:
        yield QuietProgress()
    elif not sys.stderr.isatty():
        yield PlainProgress()
    else:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (
            TextColumn("{task.fields[articles]}"),
            BarColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            TextColumn("{task.description}", markup=False),
        )
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            yield BarProgress(bar)


@contextmanager
def reading_shown(files: Sequence[Path]) -> Iterator[None]:
    """Show on a terminal how far the reading of records is, and the time left, where they are many.

    Args:
        files: all that may be read.
    """
    size = sum(path.stat().st_size for path in files if path.is_file())
    if size < LARGE or not sys.stderr.isatty():
        yield
        return
    from rich.console import Console
    from rich.progress import Progress

    from letopis.formats.jsonl import READ

    with Progress(*Progress.get_default_columns(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=size)
        token = READ.set(lambda more: bar.update(task, advance=more))
        try:
            yield
        finally:
            READ.reset(token)
