"""The tokens of a record, which holds none: cut and analysed again, for CoNLL-U."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from letopis.formats.conllu import conllu_lines
from letopis.formats.folders import write_folder
from letopis.records import Article, Token
from letopis.sentences.tokens import tokenize

SENTENCES_AT_ONCE = 500
"""Sentences that go to the engine together: full batches, and a memory that does not grow with the article."""


def tokens_of(article: Article, *, morphology: str = "pymorphy3") -> Iterator[list[Token]]:
    """Return the analysed, parsed tokens of each sentence of an article; what stands outside its sentences is left out.

    Raises:
        ValueError: no such engine.
        MissingDependencyError: the engine or its model is not installed.

    >>> from letopis.records import Sentence
    >>> article = Article(id="a", text="Баку.", sentences=[Sentence(0, 5)])
    >>> [(token.text, token.lemma) for token in next(tokens_of(article))]
    [('Баку', 'Баку'), ('.', '.')]
    """
    from letopis.lemmas.component import load_engine  # brings spaCy with it
    from letopis.trees.parser import default_parser
    from letopis.trees.words import ParsedWord

    engine, parser = load_engine(morphology)[1], default_parser()
    sentences = cut_tokens(article)
    while batch := list(islice(sentences, SENTENCES_AT_ONCE)):
        forms = [[article.text[start:end] for start, end in sentence] for sentence in batch]
        analyses = engine(forms)
        words = [
            [ParsedWord(form, *analysis[:3]) for form, analysis in zip(row, found, strict=True)]
            for row, found in zip(forms, analyses, strict=True)
        ]
        for sentence, found, tree in zip(batch, analyses, parser.parse(words), strict=True):
            yield [
                Token(
                    start_offset=start,
                    end_offset=end,
                    text=article.text[start:end],
                    lemma=analysis.lemma,
                    upos=analysis.upos,
                    feats=analysis.feats,
                    lemma_source=analysis.source,
                    space_after=article.text[end : end + 1].isspace(),
                    head=arc.head,
                    deprel=arc.relation,
                )
                for (start, end), analysis, arc in zip(sentence, found, tree, strict=True)
            ]


def write_conllu_folder(folder: Path, articles: Sequence[Article], *, morphology: str = "pymorphy3") -> int:
    """Write a CoNLL-U file for each article, its tokens made again, and give the number of articles.

    Raises:
        InputError: an id that cannot name a file.
        OutputError: the folder cannot be written, or holds other things.
    """
    made = {".conllu": lambda article: conllu_lines(article, list(tokens_of(article, morphology=morphology)))}
    return write_folder(folder, articles, "CoNLL-U", made)


def cut_tokens(article: Article) -> Iterator[list[tuple[int, int]]]:
    """Return the offsets of the tokens of each sentence; the text is cut as a whole, as the pipeline does it."""
    tokens = tokenize(article.text)
    place = 0
    for start, end in article.sentences:
        while place < len(tokens) and tokens[place][0] < start:
            place += 1
        first = place
        while place < len(tokens) and tokens[place][0] < end:
            place += 1
        if place > first:
            yield tokens[first:place]
