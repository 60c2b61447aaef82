"""From a source file to a record: read, clean, run the pipeline, lead every offset back to the raw text."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from letopis.cleaning import clean_source
from letopis.cleaning.dropped import drop_doubts
from letopis.cleaning.footnotes import cut_footnotes
from letopis.cleaning.sections import find_sections
from letopis.entities.own_words import state_forms
from letopis.entities.spans import SPANS_KEY, attributes_of, relations_between
from letopis.errors import InputError
from letopis.folding import Folded, fold_text
from letopis.folding.fold import CELL_END, PICTURE
from letopis.linking.articles import link_articles
from letopis.offsets import page_of, trimmed
from letopis.provenance import describe_pipeline
from letopis.records import Article, Entity, Relation, Sentence, Source, Token
from letopis.sentences.columns import sentence_bounds, sentence_spans
from letopis.sources import RawText, read_source
from letopis.sources.described import language_doubts
from letopis.sources.read import article_name
from letopis.trees.words import ROOT

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.strings import StringStore
    from spacy.tokens import Doc, Span
    from spacy.tokens import Token as SpacyToken

LONGEST_PIECE = 100_000
"""Characters that go through spaCy at once: memory stays the same however long the article is."""

LINKER = "letopis_linker"
"""The factory of the component that sets identities; where it is in the pipeline, whole articles are linked."""


def extract_text(text: str, nlp: Language, *, article_id: str = "text") -> Article:
    """Extract from a raw text that is already in memory.

    Raises:
        InputError: it is no text.

    >>> import letopis
    >>> article = extract_text("Протокол подпи-\\nсан в Баку.", letopis.load())
    >>> article.text, [(e.label, e.source_start, e.source_end) for e in article.entities]
    ('Протокол подписан в Баку.', [('GPE', 22, 26)])
    """
    return extract_article(ToExtract(raw_text(text), article_id), nlp)


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
    return extract_article(ToExtract(raw, article_id or article_name(path), path.as_posix()), nlp)


def raw_text(text: str) -> RawText:
    """Return a text that is in memory as a reader would give it.

    >>> raw_text(None)
    Traceback (most recent call last):
    letopis.errors.InputError: a text is a str, not NoneType; a file is read by letopis.extract_file
    """
    if not isinstance(text, str):
        raise InputError(f"a text is a str, not {type(text).__name__}; a file is read by letopis.extract_file")
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return RawText(text=text, encoding="utf-8", sha256=digest, format="txt")


class ToExtract(NamedTuple):
    """What a reader gave of an article, its id, and what its record names as its source.

    A list given as ``tokens`` is filled with the tokens, sentence by sentence; they take some 400 bytes each. With a
    ``document_date`` (``2016-05-03``, ``2016-05``, ``2016``) relative dates are found. ``heard`` is told how many
    characters of how many are done.
    """

    raw: RawText
    id: str
    path: str = ""
    tokens: list[list[Token]] | None = None
    document_date: str | None = None
    heard: Callable[[int, int], None] | None = None


def extract_raw(articles: Iterable[ToExtract], nlp: Language) -> Iterator[Article]:
    """Extract from what readers gave, short articles several at a time, and give the records in the same order.

    They have no identities: these are left to :func:`letopis.linking.articles.link_articles`, which sees all articles.

    >>> import letopis
    >>> texts = ["Договор подписан в Баку.", "Посол прибыл в Ригу."]
    >>> found = extract_raw([ToExtract(raw_text(text), str(n)) for n, text in enumerate(texts)], letopis.load())
    >>> [article.entities[-1].text for article in found]
    ['Баку', 'Ригу']
    """
    from letopis.entities.adopted import adopter
    from letopis.lemmas.component import register_origin

    register_origin()
    last = nlp.pipe_names[-1:]
    spared = last if last == _linkers(nlp) else []  # what comes behind it may ask for its answers
    adopt = adopter(nlp, *spared)
    drafts: deque[_ArticleDraft] = deque()

    def cut() -> Iterator[tuple[str | Doc, tuple[_ArticleDraft, int]]]:
        for article in articles:
            draft = _ArticleDraft(article)
            drafts.append(draft)
            for start, end in pieces(draft.folded.text):
                yield _dated(draft.folded.text[start:end], article.document_date, nlp), (draft, start)

    for doc, (draft, start) in nlp.pipe(cut(), as_tuples=True, disable=spared):
        while drafts[0] is not draft:
            yield drafts.popleft().article(nlp)
        adopt(doc)
        draft.add(doc, start)
        if draft.heard is not None:
            draft.heard(start + len(doc.text), len(draft.folded.text))
    while drafts:
        yield drafts.popleft().article(nlp)


def _dated(text: str, document_date: str | None, nlp: Language) -> str | Doc:
    """Return a text as it is, or where its date is known as a ``Doc`` that bears it."""
    if document_date is None:
        return text
    doc = nlp.make_doc(text)
    doc._.document_date = document_date
    return doc


class _ArticleDraft:
    """An article on its way: cleaned, and what has been found in its pieces so far."""

    def __init__(self, one: ToExtract) -> None:
        self._one = one
        self.heard = one.heard
        self.text, self._offsets = clean_source(one.raw)
        self.folded = fold_text(self.text)
        self._sentences: list[Sentence] = []
        self._entities: list[Entity] = []
        self._relations: list[Relation] = []

    def add(self, doc: Doc, start: int) -> None:
        """Add what the pipeline found in the piece that begins at ``start``."""
        spans = (self.folded.span_back(start + one.start, start + one.end) for one in sentence_spans(doc))
        sentences = [Sentence(*trimmed(self.text, *span)) for span in spans]
        self._sentences += [one for one in sentences if one.end > one.start]
        ids = self._read_entities(doc, start)
        self._relations += relations_between(doc, ids, len(self._relations))
        if self._one.tokens is not None:
            self._one.tokens.extend(_tokens(doc, start, self.text, self.folded))

    def _read_entities(self, doc: Doc, shift: int) -> dict[Span, int]:
        ids: dict[Span, int] = {}
        columns, pages = doc.to_array(["LEMMA", "SPACY"]).tolist(), self._one.raw.pages
        for number, span in enumerate(doc.spans.get(SPANS_KEY, ()), len(self._entities) + 1):
            start, end = self.folded.span_back(shift + span.start_char, shift + span.end_char)
            source_start, source_end = self._offsets.span_to_raw(start, end)
            self._entities.append(
                Entity.at(
                    self.text,
                    start,
                    end,
                    span.label_,
                    id=number,
                    lemma=_lemma(columns[span.start : span.end], doc.vocab.strings),
                    source_start=source_start,
                    source_end=source_end,
                    page=page_of(pages, source_start) if pages else None,
                    **attributes_of(span),
                )
            )
            ids[span] = number
        return ids

    def article(self, nlp: Language) -> Article:
        """Make the record."""
        raw, name, path = self._one[:3]
        pages, edits = list(raw.pages), list(self._offsets.edits)
        doubts = *drop_doubts(raw, self._offsets), *language_doubts(self.text)
        return Article(
            id=name,
            text=self.text,
            source=Source(path=path, sha256=raw.sha256, encoding=raw.encoding, pages=pages, edits=edits),
            metadata=raw.metadata,
            pipeline=describe_pipeline(nlp, document_date=self._one.document_date),
            warnings=[*raw.warnings, *(f"{path or name}: {doubt}" for doubt in doubts)],
            sections=find_sections(self.text),
            footnotes=cut_footnotes(raw.text, edits),
            sentences=self._sentences,
            entities=self._entities,
            relations=self._relations,
        )


def _linkers(nlp: Language) -> list[str]:
    return [name for name in nlp.pipe_names if nlp.get_pipe_meta(name).factory == LINKER]


def extract_article(one: ToExtract, nlp: Language) -> Article:
    """Extract from what a reader gave of an article, with the identities that the article itself tells."""
    (article,) = extract_raw([one], nlp)
    linkers = _linkers(nlp)
    if not linkers:
        return article
    return link_articles([article], state_forms(nlp.get_pipe_config(linkers[0]).get("states", ())))[0]


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


def _lemma(tokens: Sequence[Sequence[int]], strings: StringStore) -> str:
    """Join the lemmas of a span's tokens, each given by its hash and whether a space follows."""
    return "".join(strings[lemma] + " " * spaced for lemma, spaced in tokens).strip()


def _tokens(doc: Doc, shift: int, text: str, folded: Folded) -> list[list[Token]]:
    """Return the tokens of each sentence, which is parsed for them where its tokens have tags."""
    from letopis.trees import parse  # brings spaCy with it, which a worker imports in its own way

    if doc.has_annotation("POS"):
        parse(doc)
    return [_tokens_of(doc[first:last], shift, text, folded) for first, last in sentence_bounds(doc)]


def _tokens_of(sentence: Span, shift: int, text: str, folded: Folded) -> list[Token]:
    words = [token for token in sentence if not token.is_space and not _is_tab(token, shift, text, folded)]
    places = {token.i: place for place, token in enumerate(words, 1)}
    return [_token(token, shift, text, folded, places) for token in words]


def _is_tab(token: SpacyToken, shift: int, text: str, folded: Folded) -> bool:
    """Return whether a token is the tab of a table, which is read as a mark and is none."""
    return token.text == CELL_END and text[folded.span_back(shift + token.idx, shift + token.idx + 1)[0]] == "\t"


def _token(token: SpacyToken, shift: int, text: str, folded: Folded, places: Mapping[int, int]) -> Token:
    """Return a token as it is written; the lemma of an emoji is itself."""
    heads = () if token.dep_ in {"", ROOT} else (token.head, *token.head.ancestors)
    head = next((places[one.i] for one in heads if one.i in places), 0)
    start, end = folded.span_back(shift + token.idx, shift + token.idx + len(token))
    return Token(
        start_offset=start,
        end_offset=end,
        text=text[start:end],
        lemma=text[start:end] if token.text == PICTURE else token.lemma_,
        upos=token.pos_,
        feats=str(token.morph),
        lemma_source=token._.lemma_source,
        space_after=text[end : end + 1].isspace(),
        head=head,
        deprel=token.dep_ if head else "root" if heads else token.dep_.lower(),
    )


__all__ = ["ToExtract", "extract_file", "extract_raw", "extract_text", "raw_text"]
