"""spaCy's DocBin: articles as ``Doc`` objects with ``doc.spans["letopis"]``, ``doc.ents`` and the links.

``spacy.tokens.DocBin`` reads the file without Letopis; with it, ``span._.value`` and its like are there too.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from letopis.entities.spans import (
    SPANS_KEY,
    Link,
    attributes_of,
    known_of,
    outermost,
    register_extensions,
    relations_between,
    set_attributes,
)
from letopis.errors import InputError
from letopis.files import replacing
from letopis.formats.folders import fields_of
from letopis.formats.jsonl import check_article
from letopis.offsets import trimmed
from letopis.records import KNOWN, Article, Entity, Sentence
from letopis.sentences.tokens import tokenize
from letopis.streams import opening

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span
    from spacy.vocab import Vocab

RECORD_KEY = "letopis"
"""The key in ``doc.user_data`` of what a record holds and a ``Doc`` has no place for."""

_IN_DOC = ("text", "sentences", "entities", "relations")


def write_docbin(path: Path, articles: Sequence[Article]) -> int:
    """Write articles as one DocBin and give their number.

    Raises:
        OutputError: the file cannot be written.
    """
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    vocab = Vocab()
    docs = DocBin(store_user_data=True)
    for article in articles:
        docs.add(doc_of(article, vocab))
    with replacing(path) as file:
        file.write(docs.to_bytes())
    return len(articles)


def read_docbin(path: Path) -> list[Article]:
    """Read a DocBin: one that was written here, or any whose docs have ``doc.spans["letopis"]``.

    Raises:
        InputError: the file cannot be read, or is no DocBin.
    """
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    register_extensions()
    with opening(path) as file:
        data = file.read()
    try:
        docs = list(DocBin().from_bytes(data).get_docs(Vocab()))
    except Exception as error:  # zlib, msgpack and spaCy each have their own
        raise InputError(f"{path}: no DocBin of spaCy ({error})") from None
    return [check_article(article_of(doc, f"doc{number}"), str(path)) for number, doc in enumerate(docs, 1)]


def doc_of(article: Article, vocab: Vocab) -> Doc:
    """Return an article as a ``Doc``; tokens are cut where an entity begins or ends, so that every span fits.

    >>> from spacy.vocab import Vocab
    >>> city = Entity(id=1, label="GPE", start_offset=2, end_offset=6, text="Баку", normal="Баку")
    >>> doc = doc_of(Article(id="a", text="В Баку.", entities=[city]), Vocab())
    >>> [(span.text, span.label_, span._.normal) for span in doc.spans["letopis"]]
    [('Баку', 'GPE', 'Баку')]
    """
    register_extensions()
    doc = _tokens(article, vocab)
    spans: list[Span] = []
    for entity in sorted(article.entities, key=lambda e: (e.start_offset, -e.end_offset)):
        span = doc.char_span(
            entity.start_offset,
            entity.end_offset,
            label=entity.label,
            kb_id=entity.entity or "",
            span_id=str(entity.id),
        )
        if span is None:
            raise InputError(f"article {article.id!r}: entity {entity.id} does not lie within the text")
        set_attributes(span, known_of(entity))
        spans.append(span)
    doc.spans[SPANS_KEY] = spans
    doc.ents = outermost(spans)
    by_id = {entity.id: entity for entity in article.entities}
    doc._.relations = [Link(r.type, by_id[r.from_id], by_id[r.to_id], r.by or "") for r in article.relations]
    record = {name: value for name, value in msgspec.to_builtins(article).items() if name not in _IN_DOC}
    beside = {
        str(e.id): {name: value for name, value in fields_of(e).items() if name not in KNOWN} for e in article.entities
    }
    doc.user_data[RECORD_KEY] = record | {"fields": beside}
    return doc


def article_of(doc: Doc, name: str = "doc") -> Article:
    """Return a ``Doc`` as an article; ``name`` is the id of one that was not made from a record.

    Raises:
        InputError: what stands in ``doc.user_data`` beside the spans is no record.

    >>> import letopis
    >>> article_of(letopis.load()("Посол прибыл в Баку."), "news").entities[0].normal
    'Баку'
    """
    record: dict[str, Any] = dict(doc.user_data.get(RECORD_KEY, {"id": name}))
    beside: dict[str, dict[str, Any]] = record.pop("fields", {})
    spans = list(doc.spans.get(SPANS_KEY, ()))
    own = [span.id_ for span in spans]
    kept = all(number.isdigit() for number in own) and len(set(own)) == len(own)
    entities = [
        _entity(span, int(span.id_) if kept else number, beside.get(span.id_, {}))
        for number, span in enumerate(spans, 1)
    ]
    relations = relations_between(doc, {span: entity.id for span, entity in zip(spans, entities, strict=True)})
    sentences = []
    for sentence in doc.sents if doc.has_annotation("SENT_START") else ():
        start, end = trimmed(doc.text, sentence.start_char, sentence.end_char)
        if start < end:
            sentences.append(Sentence(start, end))
    try:
        # msgpack, which spaCy writes with, gives tuples for lists; JSON has no tuples.
        given = msgspec.json.decode(msgspec.json.encode({**record, "text": doc.text}), type=Article)
    except msgspec.ValidationError as error:
        raise InputError(f"{name}: doc.user_data[{RECORD_KEY!r}] is no record without its spans: {error}") from None
    return msgspec.structs.replace(given, sentences=sentences, entities=entities, relations=relations)


def _tokens(article: Article, vocab: Vocab) -> Doc:
    from spacy.tokens import Doc

    text, tokens = article.text, tokenize(article.text)
    sentences = {sentence.start for sentence in article.sentences}
    starts = {entity.start_offset for entity in article.entities} | sentences
    ends = {entity.end_offset for entity in article.entities}
    gaps = {end for _, end in tokens} - {start for start, _ in tokens}
    places = starts | ends | {place for token in tokens for place in token} | {0, len(text)}
    words: list[str] = []
    spaces: list[bool] = []
    marks: list[bool] = []
    for begin, end in pairwise(sorted(place for place in places if 0 <= place <= len(text))):
        start = begin
        # A blank belongs to the word before it, as spaCy wants, unless an entity begins or ends with it.
        if text[start] == " " and start in gaps and start not in starts and start + 1 not in ends:
            spaces[-1] = True
            start += 1
        if start < end:
            words.append(text[start:end])
            spaces.append(False)
            marks.append(start == 0 or start in sentences)
    return Doc(vocab, words=words, spaces=spaces, sent_starts=marks if sentences else None)  # type: ignore[arg-type]


def _entity(span: Span, number: int, beside: dict[str, Any]) -> Entity:
    known = {name: value for name, value in (attributes_of(span) | beside).items() if value is not None}
    return Entity.at(span.doc.text, span.start_char, span.end_char, span.label_, id=number, **known)
