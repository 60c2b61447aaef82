"""From a piece of input to its articles, on whatever machine the task runs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

import msgspec

from letopis.errors import InputError
from letopis.records import NO_JSON
from letopis.scale.cluster.inputs import COLUMNS, InputPiece, Partition
from letopis.scale.cluster.storage import reading
from letopis.scale.work import ArticleSource, Failure
from letopis.sources.limits import LARGEST_FILE, LONGEST_TEXT

LONGEST_LINE = 4 * LONGEST_TEXT
"""Bytes of a line of JSON."""


class InputLine(msgspec.Struct):
    """A line of JSON Lines, or a row; other keys are passed over."""

    id: str | int
    text: str


_decoder = msgspec.json.Decoder(InputLine)


def read_partition(partition: Partition) -> Iterator[ArticleSource | Failure]:
    """Return the articles of a partition in order; what cannot be read is a failure with its place."""
    for piece in partition.pieces:
        try:
            yield from _READERS[piece.kind](piece)
        except InputError as error:
            yield Failure(piece.article_id, piece.shown, "input", str(error))


def _read_file(piece: InputPiece) -> Iterator[ArticleSource | Failure]:
    with reading(piece.url) as file:
        yield ArticleSource(piece.article_id, piece.shown, file.read(LARGEST_FILE + 1))


def _read_lines(piece: InputPiece) -> Iterator[ArticleSource | Failure]:
    """Return the lines that begin within the piece; the piece before has what began there."""
    with reading(piece.url) as file:
        if piece.start:
            file.seek(piece.start - 1)
            _skip_line(file)
        while (place := file.tell()) < piece.end:
            line = file.readline(LONGEST_LINE)
            if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
                reason = f"{piece.shown}: byte {place}: a line of more than {LONGEST_LINE // 1_000_000} million bytes"
                yield Failure("", piece.shown, "input", reason)
                _skip_line(file)
            elif line.strip():
                yield _from_line(line.removeprefix(b"\xef\xbb\xbf"), piece.shown, f"{piece.shown}: byte {place}")


def _skip_line(file: IO[bytes]) -> None:
    while (rest := file.readline(1 << 20)) and not rest.endswith(b"\n"):
        pass


def _from_line(line: bytes, shown: str, place: str) -> ArticleSource | Failure:
    try:
        read = _decoder.decode(line)
    except NO_JSON as error:
        reason = f'{place}: no line {{"id": …, "text": …}}: {error}'
        return Failure("", shown, "input", reason)
    return _article(read, shown, place)


def _read_rows(piece: InputPiece) -> Iterator[ArticleSource | Failure]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with reading(piece.url) as file:
            groups = list(range(piece.start, piece.end))
            number = 0
            for batch in pq.ParquetFile(file).iter_batches(batch_size=64, row_groups=groups, columns=list(COLUMNS)):
                for row in batch.to_pylist():
                    number += 1
                    yield _from_row(row, piece.shown, f"{piece.shown}: row group {piece.start}, row {number}")
    except (pa.ArrowException, UnicodeDecodeError) as error:
        raise InputError(f"{piece.shown}: is damaged: {error}") from None


def _from_row(row: dict[str, object], shown: str, place: str) -> ArticleSource | Failure:
    try:
        read = msgspec.convert(row, InputLine)
    except msgspec.ValidationError as error:
        return Failure("", shown, "input", f"{place}: no article: {error}")
    return _article(read, shown, place)


def _article(read: InputLine, shown: str, place: str) -> ArticleSource | Failure:
    if not read.text.strip():
        return Failure(str(read.id), shown, "input", f"{place}: holds nothing but white space")
    if len(read.text) > LONGEST_TEXT:
        reason = f"{place}: has more than {LONGEST_TEXT // 1_000_000} million characters; cut it into articles"
        return Failure(str(read.id), shown, "input", reason)
    return ArticleSource(str(read.id), shown, read.text)


_READERS = {"file": _read_file, "lines": _read_lines, "rows": _read_rows}
