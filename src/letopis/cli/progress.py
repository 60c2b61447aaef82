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
    from rich.console import RenderableType
    from rich.progress import Progress, TaskID

    from letopis.scale.work import ArticleSource, Failure

SECONDS_BETWEEN_LINES = 1.0
"""Plain lines come no faster than this, the first and the last aside."""


DELAY = 2.0
"""Seconds after which a step is shown."""


class RunProgress:
    """Tells how far a run is: by a bar, by a line now and then, or, ``quiet``, of failures and warnings alone."""

    def __init__(self, *, quiet: bool = False, bar: Progress | None = None) -> None:
        self.quiet, self._bar = quiet, bar
        self._task = bar.add_task("loading the models", total=None, articles="", rate="") if bar else None
        self.total = self.number = self.done = 0
        self._size_left = self._size_done = 0
        self._started = self._last = 0.0

    def begin(self, *, total: int, kept: int, size: int) -> None:
        """Take note of what there is to do."""
        self.total, self.number, self.done, self._size_left = total, kept, kept, size
        self._started = time.monotonic()
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, total=size, articles=f"{kept}/{total}")
        elif kept and not self.quiet:
            self.say(f"[{kept}/{total}] kept as they are")

    def step(self, source: ArticleSource, *, size: int, failure: Failure | None, warnings: Sequence[str]) -> None:
        """Show that an article is done, or why it is not."""
        logger.info("%s: %s", source.path, failure.kind if failure else "done")
        self.number += 1
        self.done += failure is None
        self._size_done += size
        self._size_left -= size
        if not self.quiet:
            self._show(source)
        for warning in warnings:
            self.say(f"letopis: {warning}")
        if failure is not None:
            self.say(f"letopis: {failure.reason}")

    def _show(self, source: ArticleSource) -> None:
        now, of = time.monotonic(), f"{self.number}/{self.total}"
        rate = self._size_done / max(now - self._started, 0.001)
        pace = f"{rate / 1000:.1f} kB/s"
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, description=source.id, completed=self._size_done, articles=of, rate=pace)
        elif now - self._last >= SECONDS_BETWEEN_LINES or self.number >= self.total:
            self._last = now
            left = f"{duration(self._size_left / rate)} left" if rate and self._size_left else "done"
            self.say(f"[{of}] {source.id}: {source.path} ({pace}, {left})")

    def say(self, line: str) -> None:
        """Print a line, above the bar where there is one."""
        TOLD.info(line)
        if self._bar is not None:
            self._bar.console.print(line, markup=False, highlight=False, soft_wrap=True)
        else:
            print(line, file=sys.stderr, flush=True)


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
def watching(*, quiet: bool) -> Iterator[RunProgress]:
    """Choose how a run is shown."""
    if quiet or not sys.stderr.isatty():
        yield RunProgress(quiet=quiet)
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
            yield RunProgress(bar=bar)


class StepBars:
    """Shows on a terminal how far steps are that take longer than :data:`DELAY`, and the time left."""

    def __init__(self) -> None:
        self._bars: Progress | None = None
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, step: str, done: int, total: int) -> None:
        """Take note of how far a step is."""
        if self._bars is None:
            self._bars = _bars_after(DELAY)
            self._bars.start()
        if step not in self._tasks:
            self._tasks[step] = self._bars.add_task(step, total=total)
        self._bars.update(self._tasks[step], completed=done)
        if done >= total:
            self._bars.remove_task(self._tasks.pop(step))

    def close(self) -> None:
        """Take the bars away."""
        if self._bars is not None:
            self._bars.stop()


def _bars_after(seconds: float) -> Progress:
    """Return bars of which each comes once its step has taken so long."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    class LateBars(Progress):
        def get_renderables(self) -> Iterator[RenderableType]:
            yield self.make_tasks_table([task for task in self.tasks if (task.elapsed or 0) >= seconds])

    text = TextColumn("{task.description}", markup=False)
    columns = (text, BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    return LateBars(*columns, console=Console(stderr=True), transient=True)


@contextmanager
def steps_shown(files: Sequence[Path] = ()) -> Iterator[None]:
    """Show on a terminal how far the reading of records and other steps are, and the time left.

    Args:
        files: all records that may be read.
    """
    if not sys.stderr.isatty():
        yield
        return
    from letopis.batching import STEPS
    from letopis.formats.jsonl import READ

    size, read = sum(path.stat().st_size for path in files if path.is_file()), 0
    bars = StepBars()

    def hear(more: int) -> None:
        nonlocal read
        if read < size:  # what is read a second time is not told
            read += more
            bars("reading", read, size)

    tokens = STEPS.set(bars), READ.set(hear)
    try:
        yield
    finally:
        STEPS.reset(tokens[0])
        READ.reset(tokens[1])
        bars.close()
