"""What a search can be made in: indexes, CoNLL-U files, records, and folders of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from letopis.errors import InputError
from letopis.index.index import Index, open_index
from letopis.streams import exists

DATABASES = frozenset({".db", ".sqlite", ".sqlite3"})
"""The ends of the names of indexes."""


def size_of_texts(paths: Iterable[Path]) -> int:
    """Return how many bytes of CoNLL-U and records lie there; indexes count nothing.

    >>> size_of_texts([Path("corpus.db"), Path("nowhere")])
    0
    """
    files = (file for path in paths for file in (path.rglob("*") if path.is_dir() else [path]))
    return sum(file.stat().st_size for file in files if file.suffix not in DATABASES and file.is_file())


def open_indexes(paths: Iterable[Path], *, morphology: str = "pymorphy3") -> Iterator[tuple[Path, Index]]:
    """Open indexes, and CoNLL-U files, records and folders of either as indexes in memory, one after the other.

    Each index is closed when the next one is asked for. Records have no tokens; they are analysed.

    Raises:
        InputError: nothing to search there, or a file that cannot be read.
    """
    for path in paths:
        for index in _indexes(path, morphology):
            with index:
                yield path if not index.name else Path(index.name), index


def _indexes(path: Path, morphology: str) -> Iterator[Index]:
    if path.suffix in DATABASES:
        yield open_index(path)
        return
    from letopis.formats.conllu import read_conllu
    from letopis.formats.jsonl import record_files, stream_articles
    from letopis.index.memory import from_conllu, in_memory
    from letopis.index.words import tokens_in

    if path.suffix == ".jsonl" or (path.is_dir() and not any(path.rglob("*.conllu")) and record_files(path)):
        for article in stream_articles(path):
            yield in_memory(article, tokens_in(article, None, morphology=morphology))
        return
    for file in _conllu_files(path):
        article, tokens, names = from_conllu(file.stem or str(file), read_conllu(file))
        yield in_memory(article, tokens, name=str(file), sentence_names=names)


def _conllu_files(path: Path) -> list[Path]:
    found = sorted(path.rglob("*.conllu")) if path.is_dir() else [path]
    if not found or not exists(found[0]):
        raise InputError(
            f"{path}: no index, CoNLL-U file or records there; write some with 'letopis extract PATH --conllu DIR', "
            "or 'letopis index RECORDS -o corpus.db'"
        )
    return found
