"""Records to the formats of other programs and back, by the name of the format."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec

from letopis.errors import InputError, nearest
from letopis.formats.known import READERS, SPAN_READERS, SPAN_WRITERS, WRITERS
from letopis.labels import labels
from letopis.offsets import OffsetMap, page_of
from letopis.records import Article, Entity


def write_records(path: Path, articles: Sequence[Article], to: str) -> int:
    """Write articles in the format ``to`` and give their number; what stands at ``path`` is replaced when all is done.

    Args:
        path: a new folder, one that holds an older export, or for ``docbin`` a file.
        articles: with ids that can be names of files.
        to: one of :data:`WRITERS` or :data:`SPAN_WRITERS`.

    Raises:
        InputError: no such format, or an article that the format cannot hold.
        MissingDependencyError: the format needs a package that is not there.
        OutputError: ``path`` cannot be written, or holds other things.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = write_records(Path(folder) / "brat", [Article(id="a", text="В Баку.")], "brat")
    ...     sorted(file.name for file in (Path(folder) / "brat").iterdir())
    ['a.ann', 'a.txt', 'annotation.conf']
    """
    count: int = _function(WRITERS | SPAN_WRITERS, to)(path, articles)
    return count


def read_records(path: Path, kind: str) -> list[Article]:
    """Read articles from the format ``kind``, one of :data:`READERS` or :data:`SPAN_READERS`.

    Raises:
        InputError: no such format, or files that do not hold it.
        MissingDependencyError: the format needs a package that is not there.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = write_records(Path(folder) / "tei", [Article(id="a", text="В Баку.")], "tei")
    ...     read_records(Path(folder) / "tei", "tei")[0].text
    'В Баку.'
    """
    articles: list[Article] = _function(READERS | SPAN_READERS, kind)(path)
    if not articles:
        raise InputError(f"{path}: holds no article; give what 'letopis export' or the other program wrote")
    return articles


def restore(articles: Sequence[Article], originals: Sequence[Article]) -> list[Article]:
    """Return articles that came back from another format what it did not carry: source, sections, raw offsets, lemmas.

    Articles that are not among the originals stay as they are.

    Raises:
        InputError: an article's text is another one than that of its original.

    >>> from letopis.records import Edit, Source
    >>> city = Entity(id=1, label="GPE", start_offset=2, end_offset=6, text="Баку")
    >>> source = Source(path="a.txt", sha256="", edits=[Edit(3, 5, 3, 3, "joined_hyphen")])
    >>> back = Article(id="a", text="В Баку.", entities=[city])
    >>> entity = restore([back], [Article(id="a", text="В Баку.", source=source)])[0].entities[0]
    >>> entity.source_start, entity.source_end
    (2, 8)
    """
    known = {article.id: article for article in originals}
    return [_restored(article, known[article.id]) if article.id in known else article for article in articles]


def doubts(articles: Sequence[Article]) -> list[str]:
    """Say which labels nobody has registered, and which spans of one label cross: most often slips of the hand.

    >>> city = Entity(id=1, label="GEP", start_offset=2, end_offset=6, text="Баку")
    >>> doubts([Article(id="a", text="В Баку.", entities=[city])])
    ["label 'GEP' (1 time, first in article 'a') is not registered; did you mean 'GPE'?"]
    """
    unknown: dict[str, list[str]] = {}
    for article in articles:
        for entity in article.entities:
            if entity.label not in labels():
                unknown.setdefault(entity.label, []).append(article.id)
    named = (
        f"label {label!r} ({len(ids)} {'time' if len(ids) == 1 else 'times'}, first in article {ids[0]!r}) "
        f"is not registered; {nearest(label, labels())}"
        for label, ids in unknown.items()
    )
    crossing = (
        f"article {article.id!r}: {one.label} {one.text!r} at {one.start_offset}–{one.end_offset} and "
        f"{other.text!r} at {other.start_offset}–{other.end_offset} cross; one of them is wrong"
        for article in articles
        for one, other in _crossing(article)
    )
    return [*named, *crossing]


def _crossing(article: Article) -> Iterator[tuple[Entity, Entity]]:
    opened: dict[str, list[Entity]] = {}
    for entity in sorted(article.entities, key=lambda e: (e.start_offset, -e.end_offset)):
        still = [other for other in opened.get(entity.label, []) if other.end_offset > entity.start_offset]
        for other in still:
            if other.start_offset < entity.start_offset and other.end_offset < entity.end_offset:
                yield other, entity
        opened[entity.label] = [*still, entity]


def _restored(article: Article, original: Article) -> Article:
    if article.text != original.text:
        raise InputError(f"article {article.id!r}: its text is not that of its record, so offsets would not fit")
    before = {(entity.label, entity.start_offset, entity.end_offset): entity for entity in original.entities}
    offsets = OffsetMap(original.source.edits) if original.source else None
    pages = original.source.pages if original.source else []
    entities: list[Entity] = []
    for entity in article.entities:
        old = before.get((entity.label, entity.start_offset, entity.end_offset))
        more: dict[str, Any] = {name: getattr(old, name) for name in ("lemma", "score")} if old else {}
        if offsets is not None:
            start, end = offsets.span_to_raw(entity.start_offset, entity.end_offset)
            more |= {"source_start": start, "source_end": end, "page": page_of(pages, start)}
        missing = {name: value for name, value in more.items() if getattr(entity, name) is None}
        entities.append(msgspec.structs.replace(entity, **missing))
    return msgspec.structs.replace(original, entities=entities, relations=article.relations)


def _function(table: dict[str, str], name: str) -> Callable[..., Any]:
    if name not in table:
        raise InputError(f"no format {name!r}; take one of {', '.join(table)}")
    module, function = table[name].split(":")
    found: Callable[..., Any] = getattr(import_module(module), function)
    return found
