"""The journal of a push: every change of an example is written down before it is asked for, and once it is answered.

So at any moment at most one change is in doubt, and a push that is cut off is told from what people did since.
A line is flushed to the system, not to the disk: it outlives the process, not a power cut.
"""

from __future__ import annotations

from pathlib import Path
from typing import IO

import msgspec

from letopis.doccano.merge import Key, Link
from letopis.errors import InputError, OutputError


class Step(msgspec.Struct, frozen=True, omit_defaults=True):
    """A change of one example: a span or relation is made, or ``id`` of ``kind`` is deleted.

    ``kind`` is doccano's name of the resource: ``spans``, ``relations`` or ``examples``. ``id`` of what is made is
    known when it is ``done``.
    """

    push: str
    number: int
    kind: str
    id: int = 0
    span: Key | None = None
    link: Link | None = None
    done: bool = False

    @property
    def mark(self) -> tuple[str, int]:
        """The name of the example in doccano."""
        return self.push, self.number


class Journal:
    """A journal that is being written; it begins empty, after the base was saved."""

    def __init__(self, base: Path) -> None:
        self.path = journal_path(base)
        try:
            self._file: IO[bytes] = self.path.open("wb")
        except OSError as error:
            raise OutputError(f"{self.path}: cannot be written: {error.strerror or error}") from None

    def write(self, step: Step) -> None:
        """Append a step.

        Raises:
            OutputError: the disk is full, or the like.
        """
        try:
            self._file.write(msgspec.json.encode(step) + b"\n")
            self._file.flush()
        except OSError as error:
            raise OutputError(f"{self.path}: cannot be written: {error.strerror or error}") from None

    def close(self) -> None:
        """Close the file and leave it where it is."""
        self._file.close()

    def remove(self) -> None:
        """Remove the journal, once the base holds everything."""
        self.close()
        self.path.unlink(missing_ok=True)


def journal_path(base: Path) -> Path:
    """Return the file of a base's journal.

    >>> journal_path(Path("annotations/.doccano/treaties.json")).name
    'treaties.journal'
    """
    return base.with_suffix(".journal")


def read_steps(base: Path) -> tuple[list[Step], Step | None]:
    """Read what was done since the base was saved, and the step that was asked for and never answered.

    Raises:
        InputError: a line before the last is damaged.
    """
    path = journal_path(base)
    try:
        lines = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        return [], None
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from None
    try:
        # What stands behind the last line end was cut off before anything was asked for.
        steps = [msgspec.json.decode(line, type=Step) for line in lines[:-1]]
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: is damaged ({error}); restore it, or move it away and push again") from None
    pending = steps[-1] if steps and not steps[-1].done else None
    return [step for step in steps if step.done], pending
