"""What an earlier run left: the ids that articles bear, the records that are kept, and those that do not fit."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from letopis.errors import InputError
from letopis.files import replacing
from letopis.formats.conllu import read_origin
from letopis.scale.finish import RecordPlace
from letopis.scale.pool import WorkerPool
from letopis.scale.records import Known, RecordFile
from letopis.scale.work import ArticleSource
from letopis.sources.read import read_bytes
from letopis.streams import is_stream


class KeptRecords(NamedTuple):
    """The records that are kept, by id, and those that were changed or damaged since they were written."""

    places: dict[str, RecordPlace]
    changed: dict[str, RecordPlace]


def partial_path(output: Path) -> Path:
    """Return the file that holds what an unfinished run has done.

    >>> partial_path(Path("out/letopis.jsonl")).as_posix()
    'out/letopis.jsonl.partial'
    """
    return output.with_name(f"{output.name}.partial")


def changed_path(output: Path) -> Path:
    """Return where the old lines stand that were done again though their article had not changed.

    >>> changed_path(Path("out/letopis.jsonl")).as_posix()
    'out/letopis.jsonl.changed'
    """
    return output.with_name(f"{output.name}.changed")


def ids_before(output: Path, *, resume: bool) -> dict[str, str]:
    """Read the ids that articles bear in the output, and in what an unfinished run left, by path."""
    ids: dict[str, str] = {}
    for path in (output, *([partial_path(output)] if resume else [])):
        if path.is_file() and not is_stream(path):
            with RecordFile(path) as records:
                ids |= {record.path: record.id for record in records.known() if record.path}
    return ids


def find_kept(
    sources: Sequence[ArticleSource], files: Sequence[RecordFile], pool: WorkerPool, conllu: Path | None
) -> KeptRecords:
    """Find the records that a new run would make again as they are; of two whole ones, that of the later file."""
    pool.start()  # it loads while the files are read
    known = _known(files)
    hashes = {source.id: _sha256(source) for source in sources if source.id in known}
    fingerprint = pool.fingerprint() if hashes else ""
    kept = KeptRecords({}, {})
    for source in sources:
        if source.id not in known:
            continue
        file, record = known[source.id]
        same = (record.fingerprint == fingerprint, record.sha256 == hashes[source.id])
        place = RecordPlace(file, record.start, record.size, source.path)
        if same[0] if record.whole is None else not record.whole and any(same):
            kept.changed[source.id] = place
        elif all(same) and (conllu is None or read_origin(conllu / f"{source.id}.conllu") == record[1:3]):
            kept.places[source.id] = place
    return kept


def _known(files: Sequence[RecordFile]) -> dict[str, tuple[RecordFile, Known]]:
    known: dict[str, tuple[RecordFile, Known]] = {}
    for file in files:
        for record in file.known():
            if record.whole or record.id not in known:
                known[record.id] = (file, record)
    return known


def set_aside(changed: Mapping[str, RecordPlace], output: Path) -> list[str]:
    """Keep lines that do not fit their hash in ``OUTPUT.changed``: a person may have worked on them.

    Returns:
        A sentence for each of them.

    Raises:
        OutputError: the file cannot be written.
    """
    if not changed:
        return []
    path = changed_path(output)
    before = path.read_bytes() if path.is_file() else b""
    with replacing(path) as file:
        file.write(before)
        for place in changed.values():
            file.write(place.file.read(place.start, place.size) + b"\n")
    said = f"does not fit its hash, so it is damaged or was changed by hand: done again; the old line is in {path}"
    return [f"letopis: {name}: its record in {place.file.path} {said}" for name, place in changed.items()]


def foreign_lines(file: RecordFile) -> str:
    """Return a sentence on the lines of a file that are no records, once it was read; empty where there are none."""
    count = file.foreign
    lines = "1 line is no record" if count == 1 else f"{count} lines are no records"
    return f"letopis: {file.path}: {lines}; what stood there is done again" if count else ""


def _sha256(source: ArticleSource) -> str:
    """Hash a source's bytes; nothing where it cannot be read."""
    if isinstance(source.content, bytes):
        return hashlib.sha256(source.content).hexdigest()
    with suppress(InputError):
        return hashlib.sha256(read_bytes(Path(source.path))).hexdigest()
    return ""
