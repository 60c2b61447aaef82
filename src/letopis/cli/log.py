"""``-v`` and ``--log-file``: what is done, told by the loggers under ``letopis``."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Any

from letopis.errors import OutputError
from letopis.streams import STANDARD

logger = logging.getLogger("letopis")

TOLD = logging.getLogger("letopis.told")
"""For what stands on standard error anyway, so that a file has it too."""

SECRET = ("password",)
"""Options that stand in no file."""

_LINE = re.compile(rb"\d{4}-\d\d-\d\d \d\d:\d\d")


def keep_log(*, verbose: bool, file: Path | None) -> None:
    """Send what the loggers tell to standard error, to the end of a file, both or nowhere."""
    for handler in [*logger.handlers]:
        logger.removeHandler(handler)
        with suppress(OSError):  # of a full disk, said when it was met
            handler.close()
    logger.propagate = False
    logger.setLevel(logging.INFO if verbose or file else logging.WARNING)
    form = logging.Formatter("%(asctime)s %(levelname)s %(message)s")
    handlers: list[logging.Handler] = [] if file is None else [_file(file)]
    if verbose:
        handlers.append(logging.StreamHandler(sys.stderr))
        handlers[-1].addFilter(lambda record: record.name != TOLD.name)
    for handler in handlers or [logging.NullHandler()]:
        handler.setFormatter(form)
        logger.addHandler(handler)


class _LogFile(logging.FileHandler):
    """A log whose disk may be full: that is said once, and the command goes on."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 as logging calls it
        """Say that the log cannot be written, and write no more."""
        if self.level < logging.CRITICAL + 1:
            print(f"note: {self.baseFilename}: the log cannot be written: {sys.exc_info()[1]}", file=sys.stderr)
        self.setLevel(logging.CRITICAL + 1)


def _file(path: Path) -> logging.Handler:
    """Open a log at its end; anything else that lies there is not added to."""
    if path == STANDARD:
        raise OutputError(f"{path}: a log goes to a file; name one, or take -v for standard error")
    try:
        if path.is_file() and path.stat().st_size:
            with path.open("rb") as file:
                if not _LINE.match(file.read(16)):
                    raise OutputError(f"{path}: is no log of letopis, and would be added to; give another name")
        return _LogFile(path, encoding="utf-8")
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror or error}") from None


def run_logged(command: Callable[..., Any], values: dict[str, Any]) -> Any:
    """Run a command with its values, and tell of its beginning, its end and what ended it."""
    name, began = f"{command.__module__.rpartition('.')[2]}.{command.__name__}", monotonic()
    said = {key: value for key, value in values.items() if key not in SECRET and value not in (None, False)}
    logger.info("%s %s", name, " ".join(f"{key}={value}" for key, value in said.items()))
    try:
        return command(**values)
    except BaseException as error:
        logger.info("%s ended by %s: %s", name, type(error).__name__, error)
        raise
    finally:
        logger.info("%s took %.1f s", name, monotonic() - began)
