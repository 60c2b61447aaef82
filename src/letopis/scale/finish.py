"""The records of a run as they come, and its last pass: in the order of the input, with identities across all."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

import msgspec

from letopis.files import replacing
from letopis.formats.jsonl import decode_article, encode_article
from letopis.formats.tables import Doubles, EntityTally, count_entities
from letopis.linking.articles import Linker
from letopis.records import Article
from letopis.russian.states import StateForm
from letopis.scale.records import RecordFile
from letopis.scale.work import Failure
from letopis.streams import is_stream

if TYPE_CHECKING:
    from letopis.authority.decisions import Ruling


class RecordPlace(NamedTuple):
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
        return at_path(
            decode_article(self.file.read(self.start, self.size), place=f"{self.file.path}, byte {self.start}"),
            self.path,
        )


def at_path(article: Article, path: str) -> Article:
    """Return a record whose file is named by its place of today, in the warnings too."""
    if article.source is None or article.source.path == path:
        return article
    old = f"{article.source.path}: "
    warnings = [f"{path}: {one.removeprefix(old)}" if one.startswith(old) else one for one in article.warnings]
    source = msgspec.structs.replace(article.source, path=path)
    return msgspec.structs.replace(article, source=source, warnings=warnings)


MOST_WAITING = 50_000_000
"""Bytes of mentions that wait for their turn; further ones are read from the records again when it comes."""


class Collected:
    """The records of a run: where each lies, and its mentions, which the linker takes in the order of the input.

    So identities are the same whoever was done first. Mentions come beside the work; those before whose turn others
    are awaited wait here. Once all is written, ``doubles`` names the articles whose text came before, and its first id.

    Args:
        ids: of all articles that will come, in the order of the input.
        states: forms of states of one's own.
        rulings: what people have decided of names.
    """

    def __init__(
        self, ids: Sequence[str], states: Mapping[str, StateForm] | None = None, rulings: Sequence[Ruling] = ()
    ) -> None:
        self.places: dict[str, RecordPlace] = {}
        self.doubles: dict[str, str] = {}
        self._ids = ids
        self._linker = Linker(states)
        self._rulings = rulings
        self._awaited = deque(ids)
        self._waiting: dict[str, bytes | None] = {}
        self._held = 0

    def add(self, name: str, place: RecordPlace, mentions: bytes | None = None) -> None:
        """Take an article's record, and its mentions as a worker saved them; else they are read from the record.

        Raises:
            InputError: the record is damaged.
        """
        self.places[name] = place
        size = len(mentions or b"")
        if self._held + size > MOST_WAITING:
            mentions, size = None, 0
        self._waiting[name] = mentions
        self._held += size
        self._go_on()

    def miss(self, name: str) -> None:
        """Wait no longer for an article: it failed."""
        self._waiting[name] = None
        self._go_on()

    def _go_on(self) -> None:
        while self._awaited and self._awaited[0] in self._waiting:
            name = self._awaited.popleft()
            mentions = self._waiting.pop(name)
            self._held -= len(mentions or b"")
            if mentions is not None:
                self._linker.merge(Linker.from_bytes(mentions))
            elif name in self.places:
                self._linker.add(self.places[name].article())

    def write(self, output: Path, *, csv: Path | None) -> dict[str, dict[str, int]]:
        """Link the records and write them to ``output``, and the table of entities to ``csv``.

        One record at a time is held; the files that stood there stay until the new ones are whole.

        Returns:
            For each article the number of entities of each label and of relations.

        Raises:
            InputError: a record is damaged, or two decisions contradict each other.
            OutputError: a file cannot be written.
        """
        self._linker.resolve()
        counts: dict[str, dict[str, int]] = {}
        tally, texts = EntityTally(), Doubles()
        with replacing(output) as file:
            for article in self._decided():
                file.write(encode_article(article) + b"\n")
                counts[article.id] = count_entities(article)
                if (first := texts.first(article)) is not None:
                    self.doubles[article.id] = first
                if csv is not None:
                    tally.add(article)
            if not is_stream(output):
                _to_disk(file)
        if csv is not None:
            tally.write(csv)
        return counts

    def _decided(self) -> Iterator[Article]:
        if not self._rulings:
            return self._linked()
        from letopis.authority.link import decided  # a room that few runs need

        return map(decided(self._rulings, self._linked).apply, self._linked())

    def _linked(self) -> Iterator[Article]:
        return (self._linker.apply(self.places[name].article()) for name in self._ids if name in self.places)


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
