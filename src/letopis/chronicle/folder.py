"""A folder that is written whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from letopis import files
from letopis.errors import OutputError

DATABASE = "chronicle.db"
FILES = frozenset({DATABASE, "agreements.csv", "contradictions.csv", "timeline.html"})
"""What a chronicle's folder holds, and nothing else."""

_BESIDE = tuple(f"{DATABASE}-{ending}" for ending in ("wal", "shm", "journal"))


def check_replaceable(output: Path) -> None:
    """Refuse to replace anything but a chronicle or an empty folder.

    Raises:
        OutputError: ``output`` is a file, or a folder that holds other things.
    """
    try:
        if not output.exists():
            return
        if not output.is_dir():
            raise OutputError(f"{output}: is a file; give the name of a folder, such as 'chronicle'")
        names = {entry.name for entry in output.iterdir()}
    except OSError as error:
        raise OutputError(f"{output}: cannot be read: {error.strerror or error}") from None
    others = sorted(names - FILES - set(_BESIDE))
    if others or (names and DATABASE not in names):
        shown = others[0] if others else sorted(names)[0]
        raise OutputError(f"{output}: holds {shown!r} and is no chronicle; name a new folder, or move it away")


@contextmanager
def replacing_folder(output: Path) -> Iterator[Path]:
    """Return an empty folder that becomes the chronicle ``output``; see :func:`letopis.files.replacing_folder`.

    Raises:
        OutputError: as :func:`check_replaceable`, or the place cannot be written; what stood there is as it was.
    """
    check_replaceable(output)
    with files.replacing_folder(output) as folder:
        yield folder
