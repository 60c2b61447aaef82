"""From a source file to a record: read, clean, run the pipeline, lead every offset back to the raw text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from letopis.cleaning import clean_text
from letopis.cleaning.sections import find_sections
from letopis.entities.spans import SPANS_KEY, attributes_of
from letopis.errors import InputError
from letopis.lemmas.models import model_folder
from letopis.linking.articles import link_articles
from letopis.offsets import OffsetMap, page_of
from letopis.records import Article, Entity, Relation, Sentence, Source, Token
from letopis.sentences.columns import sentence_spans, text_of
from letopis.sources import SUFFIXES, RawText, read_source
from letopis.sources.language import language_doubts

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.strings import StringStore
    from spacy.tokens import Doc

LONGEST_PIECE = 100_000
"""Characters that go through spaCy at once: memory stays the same however long the article is."""

MODELS = ("names", "morphology", "stanza")
"""The models whose hashes a record names."""

LINKER = "letopis_linker"
"""The component that sets identities; where it comes last, whole articles are linked instead of pieces."""

SOURCE_STEM = "source"
"""A folder that holds ``source.txt`` (or another format) is an article and gives it its id."""


def extract_text(text: str, nlp: Language, *, article_id: str = "text") -> Article:
    """Extract from a raw text that is already in memory.

    >>> import letopis
    >>> article = extract_text("Протокол подпи-\\nсан в Баку.", letopis.load())
    >>> article.text, [(e.label, e.source_start, e.source_end) for e in article.entities]
    ('Протокол подписан в Баку.', [('GPE', 22, 26)])
    """
    return _linked(extract_raw(raw_text(text), nlp, article_id=article_id), nlp)


def extract_file(
    path: Path | str, nlp: Language, *, encoding: str | None = None, article_id: str | None = None
) -> Article:
    """Extract from a file.

    Raises:
        InputError: the file cannot be read as a text.

    >>> import tempfile
    >>> import letopis
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "news.txt"
    ...     _ = path.write_text("Посол прибыл в Ба-\\nку.", encoding="utf-8")
    ...     article = extract_file(path, letopis.load())
    >>> article.id, article.text
    ('news', 'Посол прибыл в Баку.')
    """
    path = Path(path)
    raw = read_source(path, encoding=encoding)
    return _linked(extract_raw(raw, nlp, article_id=article_id or article_name(path), path=path.as_posix()), nlp)


def raw_text(text: str) -> RawText:
    """Give a text that is in memory as a reader would give it."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return RawText(text=text, encoding="utf-8", sha256=digest, format="txt")


def find_articles(paths: Sequence[Path]) -> list[tuple[str, Path]]:
    """Give id and source file of every article in files, article folders and folders of them.

    Raises:
        InputError: a path is missing, a folder holds no article, or two articles have one id.
    """
    found: dict[str, Path] = {}
    for path in paths:
        sources = list(_sources(path))
        if not sources:
            formats = ", ".join(f"*{suffix}" for suffix in SUFFIXES)
            raise InputError(f"{path}: holds no article; an article is a file {formats} or a folder with source.txt")
        for source in sources:
            name = article_name(source)
            if name in found and found[name] != source:
                raise InputError(f"{source}: the id {name!r} is taken by {found[name]}; rename one of them")
            found[name] = source
    return list(found.items())


def article_name(path: Path) -> str:
    """Give the id of an article: its folder's name for ``source.*``, else the file's name.

    >>> article_name(Path("corpus/origins/source.txt")), article_name(Path("notes.txt"))
    ('origins', 'notes')
    """
    return path.resolve().parent.name if path.stem == SOURCE_STEM else path.stem


def _sources(path: Path) -> Iterator[Path]:
    if not path.exists():
        raise InputError(f"{path}: no such file or folder")
    if not path.is_dir():
        yield path
        return
    own = sorted(child for child in path.iterdir() if child.stem == SOURCE_STEM and child.suffix.lower() in SUFFIXES)
    if own:
        yield own[0]
        return
    for child in sorted(path.iterdir()):
        if child.is_dir() and not child.name.startswith("."):
            yield from _sources(child)
        elif child.suffix.lower() in SUFFIXES:
            yield child


def extract_raw(
    raw: RawText, nlp: Language, *, article_id: str, path: str = "", tokens: list[list[Token]] | None = None
) -> Article:
    """Extract from what a reader gave, without identities; ``path`` is what the record names as its source.

    A list given as ``tokens`` is filled with the tokens, sentence by sentence; they take some 400 bytes each.
    Identities are left to :func:`letopis.linking.articles.link_articles`, which sees all articles.
    """
    spared = [LINKER] if _links_last(nlp) else []
    text, offsets = clean_text(raw.text, pages=raw.pages, furniture=raw.furniture)
    sentences: list[Sentence] = []
    entities: list[Entity] = []
    relations: list[Relation] = []
    for start, end in pieces(text):
        doc = nlp(text[start:end], disable=spared)
        spans = [_trimmed(text, start + sentence.start, start + sentence.end) for sentence in sentence_spans(doc)]
        sentences += [sentence for sentence in spans if sentence.end > sentence.start]
        found, ids = _entities(doc, start, len(entities), offsets, raw.pages)
        entities += found
        relations += _relations(doc, ids, len(relations))
        if tokens is not None:
            tokens += _tokens(doc, start)
    return Article(
        id=article_id,
        text=text,
        source=Source(
            path=path, sha256=raw.sha256, encoding=raw.encoding, pages=list(raw.pages), edits=list(offsets.edits)
        ),
        pipeline=describe_pipeline(nlp),
        warnings=[*raw.warnings, *(f"{path or article_id}: {doubt}" for doubt in language_doubts(text))],
        sections=find_sections(text),
        sentences=sentences,
        entities=entities,
        relations=relations,
    )


def _links_last(nlp: Language) -> bool:
    return nlp.pipe_names[-1:] == [LINKER]


def _linked(article: Article, nlp: Language) -> Article:
    return link_articles([article])[0] if _links_last(nlp) else article


def pieces(text: str, longest: int = LONGEST_PIECE) -> Iterator[tuple[int, int]]:
    """Cut a text where a paragraph ends, or else a sentence or a word, so that no piece is longer than ``longest``.

    >>> list(pieces("один.\\n\\nдва. три", longest=10))
    [(0, 7), (7, 15)]
    """
    start = 0
    while len(text) - start > longest:
        cut = start + longest
        for mark in ("\n\n", ". ", " "):
            found = text.rfind(mark, start, cut)
            if found > start:
                cut = found + len(mark)
                break
        yield start, cut
        start = cut
    if start < len(text):
        yield start, len(text)


def _entities(
    doc: Doc, shift: int, count: int, offsets: OffsetMap, pages: Sequence[int]
) -> tuple[list[Entity], dict[tuple[str, int, int], int]]:
    entities: list[Entity] = []
    ids: dict[tuple[str, int, int], int] = {}
    text, columns = text_of(doc), doc.to_array(["LEMMA", "SPACY"]).tolist()
    for number, span in enumerate(doc.spans[SPANS_KEY], count + 1):
        label, start, end = span.label_, span.start_char, span.end_char
        source_start, source_end = offsets.span_to_raw(shift + start, shift + end)
        entities.append(
            Entity(
                id=number,
                label=label,
                start_offset=shift + start,
                end_offset=shift + end,
                text=text[start:end],
                lemma=_lemma(columns[span.start : span.end], doc.vocab.strings),
                source_start=source_start,
                source_end=source_end,
                page=page_of(pages, source_start) if pages else None,
                **attributes_of(span),
            )
        )
        ids[label, start, end] = number
    return entities, ids


def _lemma(tokens: Sequence[Sequence[int]], strings: StringStore) -> str:
    """Join the lemmas of a span's tokens, each given by its hash and whether a space follows."""
    return "".join(strings[lemma] + " " * spaced for lemma, spaced in tokens).strip()


def _relations(doc: Doc, ids: dict[tuple[str, int, int], int], count: int) -> list[Relation]:
    relations: list[Relation] = []
    for link in doc._.relations or ():
        ends = [ids.get((end.label, end.start, end.end)) for end in (link.source, link.target)]
        if ends[0] is not None and ends[1] is not None:
            number = count + len(relations) + 1
            relations.append(Relation(id=number, type=link.type, from_id=ends[0], to_id=ends[1], by=link.by))
    return relations


def _tokens(doc: Doc, shift: int) -> list[list[Token]]:
    return [
        [
            Token(
                start_offset=shift + token.idx,
                end_offset=shift + token.idx + len(token),
                text=token.text,
                lemma=token.lemma_,
                upos=token.pos_,
                feats=str(token.morph),
                lemma_source=token._.lemma_source,
                space_after=bool(token.whitespace_) or (token.i + 1 < len(doc) and doc[token.i + 1].is_space),
            )
            for token in sent
            if not token.is_space
        ]
        for sent in doc.sents
    ]


def _trimmed(text: str, start: int, end: int) -> Sentence:
    piece = text[start:end]
    return Sentence(start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip()))


def describe_pipeline(nlp: Language) -> dict[str, Any]:
    """Give what a record's ``pipeline`` field names: versions, components, the engine that ran, the models' hashes."""
    engine = getattr(nlp.get_pipe("letopis_morphology"), "engine_name", None)
    return _versions() | {"components": list(nlp.pipe_names), "morphology": engine, "models": _model_hashes()}


@cache
def _versions() -> dict[str, str]:
    from importlib.metadata import version

    from letopis import __version__

    return {"letopis": __version__} | {name: version(name) for name in ("spacy", "pymorphy3", "slovnet")}


@cache
def _model_hashes() -> dict[str, str]:
    """The first twelve digits of the SHA-256 of each model's files, by the model's name."""
    hashes = {}
    for name in MODELS:
        folder = model_folder(name)
        if folder is not None:
            digest = hashlib.sha256()
            for path in sorted(folder.iterdir()):
                if path.suffix in {".npz", ".npy", ".pt"}:
                    digest.update(path.read_bytes())
            hashes[name] = digest.hexdigest()[:12]
    return hashes


__all__ = ["extract_file", "extract_raw", "extract_text", "find_articles"]
