"""The tokens of both sides for an index: out of CoNLL-U files, or cut and analysed again."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path

from letopis.bilingual.conllu import english_tokens
from letopis.formats.conllu import TaggedToken, cut_tokens, plain_form, read_conllu, tokens_of
from letopis.records import Article, Token

Sentences = dict[int, list[Token]]
"""The tokens of each sentence of an article that has some, by its number from 0."""


def tokens_in(article: Article, conllu: Path | None, *, morphology: str) -> Sentences:
    """Return the tokens of an article's sentences: those of its CoNLL-U file where it fits, else analysed here.

    Raises:
        InputError: the CoNLL-U file cannot be read.
    """
    if article.language == "en":
        return english_tokens(article)
    path = conllu / f"{article.id}.conllu" if conllu is not None else None
    found = _from_conllu(article, path) if path is not None and path.is_file() else None
    return _numbered(article, found if found is not None else tokens_of(article, morphology=morphology))


def _from_conllu(article: Article, path: Path) -> list[list[Token]] | None:
    """Return the tokens of a CoNLL-U file with the offsets that they have in the article; nothing where they differ."""
    rows = [sentence.tokens for sentence in read_conllu(path)]
    places = list(cut_tokens(article))
    if [len(row) for row in rows] != [len(place) for place in places]:
        return None
    found = [
        [tagged(token, start, end, article.text[start:end]) for token, (start, end) in zip(row, place, strict=True)]
        for row, place in zip(rows, places, strict=True)
    ]
    same = all(
        plain_form(t.text) == r.form for s, row in zip(found, rows, strict=True) for t, r in zip(s, row, strict=True)
    )
    return found if same else None


def tagged(token: TaggedToken, start: int, end: int, text: str) -> Token:
    """Return a token of a CoNLL-U file as one of a record, at its place in the text."""
    feats = "|".join(f"{name}={value}" for name, value in token.feats.items())
    return Token(
        start_offset=start, end_offset=end, text=text, lemma=token.lemma, upos=token.upos, feats=feats,
        head=token.head, deprel=token.deprel,
    )  # fmt: skip


def _numbered(article: Article, sentences: Iterator[list[Token]] | Sequence[list[Token]]) -> Sentences:
    starts = [start for start, _ in article.sentences]
    found: Sentences = {}
    for tokens in sentences:
        found.setdefault(max(bisect_right(starts, tokens[0].start_offset) - 1, 0), []).extend(tokens)
    return found
