"""The last pass of a run: records in the order of the input, with identities across all of them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO, NamedTuple

import msgspec

from letopis.files import replacing
from letopis.formats.jsonl import decode_article, encode_article
from letopis.formats.tables import EntityTally, count_entities
from letopis.linking.articles import Linker
from letopis.records import Article, Source
from letopis.scale.records import RecordFile
from letopis.scale.work import Failure


class Place(NamedTuple):
    """Where a record lies, and the path of its source today."""

    file: RecordFile
    start: int
    size: int
    path: str

    def article(self) -> Article:
        """Read the record.

        Raises:
            InputError: it is damaged; the message names the file.
        """
        article = decode_article(self.file.read(self.start, self.size), place=f"{self.file.path}, byte {self.start}")
        if article.source is None or article.source.path == self.path:
            return article
        return _moved(article, article.source, self.path)


def _moved(article: Article, source: Source, path: str) -> Article:
    """Name a file by its new place, in the warnings too."""
    old = f"{source.path}: "
    warnings = [f"{path}: {one.removeprefix(old)}" if one.startswith(old) else one for one in article.warnings]
    return msgspec.structs.replace(article, source=msgspec.structs.replace(source, path=path), warnings=warnings)


def write_linked(places: list[Place], output: Path, *, csv: Path | None) -> dict[str, list[int]]:
    """Link the records of all places and write them to ``output``, and the table of entities to ``csv``.

    One record at a time is held; the files that stood there stay until the new ones are whole.

    Returns:
        For each article the number of entities of each label and of relations.

    Raises:
        InputError: a record is damaged.
        OutputError: a file cannot be written.
    """
    linker = Linker()
    for place in places:
        linker.add(place.article())
    linker.resolve()
    counts: dict[str, list[int]] = {}
    tally = EntityTally()
    with replacing(output) as file:
        for place in places:
            article = linker.apply(place.article())
            file.write(encode_article(article) + b"\n")
            counts[article.id] = count_entities(article)
            if csv is not None:
                tally.add(article)
        _to_disk(file)
    if csv is not None:
        tally.write(csv)
    return counts


def write_failures(failures: list[Failure], path: Path) -> None:
    """Write a line a failure (``id path kind reason``), or remove the file of an earlier run where there is none.

    Raises:
        OutputError: the file cannot be written.
    """
    if not failures:
        path.unlink(missing_ok=True)
        return
    with replacing(path) as file:
        for failure in failures:
            file.write(msgspec.json.encode(failure) + b"\n")


def _to_disk(file: IO[bytes]) -> None:
    """The partial file is removed once the output has its name; by then it must be on the disk."""
    file.flush()
    os.fsync(file.fileno())
