"""A folder that is written whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

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
    """Give an empty folder beside ``output`` and rename it to ``output`` once its block ends without error.

    Raises:
        OutputError: as :func:`check_replaceable`, or the place cannot be written; what stood there is as it was.
    """
    output = output.resolve()
    check_replaceable(output)
    temporary: Path | None = None
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=f".{output.name}.", suffix=".part", dir=output.parent))
        yield temporary
        # mkdtemp keeps others out; a folder made in the ordinary way has what the umask leaves.
        plain = temporary / ".mode"
        plain.mkdir()
        temporary.chmod(plain.stat().st_mode)
        plain.rmdir()
        _exchange(temporary, output)
        temporary = None
    except OSError as error:
        raise OutputError(f"{output}: cannot be written: {error.strerror or error}") from None
    finally:
        if temporary is not None:
            shutil.rmtree(temporary, ignore_errors=True)


def _exchange(new: Path, output: Path) -> None:
    if not output.exists():
        new.rename(output)
        return
    old = new.with_name(new.name + ".old")
    output.rename(old)
    try:
        new.rename(output)
    except OSError:
        with suppress(OSError):
            old.rename(output)
        raise
    shutil.rmtree(old, ignore_errors=True)
