"""CoNLL-U: one file an article, sentences with their text, tokens with lemma, tag, features and origin.

A record holds no tokens: they are cut and analysed again for it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

from letopis.errors import InputError
from letopis.files import replacing
from letopis.formats.folders import write_folder
from letopis.records import Article, Entity, Token
from letopis.sentences import split_sentences
from letopis.sentences.tokens import tokenize
from letopis.streams import opening

_ORIGIN = "# made_from = "
"""Begins the comment that names the SHA-256 of the source and the fingerprint of the work."""


class TaggedToken(NamedTuple):
    """A token as a CoNLL-U file holds it."""

    form: str
    lemma: str
    upos: str
    feats: dict[str, str]
    head: int
    deprel: str
    misc: dict[str, str]

    @property
    def space_after(self) -> bool:
        """Whether a space follows."""
        return self.misc.get("SpaceAfter") != "No"


class TaggedSentence(NamedTuple):
    """A sentence as a CoNLL-U file holds it."""

    sent_id: str
    tokens: list[TaggedToken]


def write_conllu(path: Path, article: Article, tokens: Sequence[Sequence[Token]]) -> None:
    """Write an article's tokens; ``tokens`` holds a list for each sentence.

    Heads and relations are left open (``_``) where there is no tree. MISC holds ``SpaceAfter=No``,
    ``LemmaSource=`` and, for the tokens of an entity, ``Entity=`` with label and id, outermost first.

    Raises:
        OutputError: the file cannot be written.
    """
    with replacing(path) as file:
        file.writelines((line + "\n").encode() for line in conllu_lines(article, tokens))


def conllu_lines(article: Article, tokens: Sequence[Sequence[Token]]) -> Iterator[str]:
    """Return the lines of an article in CoNLL-U, without line ends.

    >>> token = Token(start_offset=0, end_offset=4, text="Баку", lemma="Баку", upos="PROPN", space_after=False)
    >>> list(conllu_lines(Article(id="a", text="Баку"), [[token]]))[4]
    '1\\tБаку\\tБаку\\tPROPN\\t_\\t_\\t_\\t_\\t_\\tSpaceAfter=No'
    """
    yield f"# newdoc id = {article.id}"
    if article.source is not None and "fingerprint" in article.pipeline:
        yield f"{_ORIGIN}{article.source.sha256} {article.pipeline['fingerprint']}"
    starting, ordered = 0, sorted(article.entities, key=lambda e: (e.start_offset, -e.end_offset))
    open_entities: list[Entity] = []
    previous_end = None
    for number, sentence in enumerate((s for s in tokens if s), 1):
        start, end = sentence[0].start_offset, sentence[-1].end_offset
        if previous_end is None or "\n" in article.text[previous_end:start]:
            yield f"# newpar id = {article.id}-p{start}"
        previous_end = end
        yield f"# sent_id = {article.id}-s{number}"
        # The text that the forms and SpaceAfter make is what UD's validator compares.
        text = "".join(plain_form(token.text) + " " * token.space_after for token in sentence[:-1])
        yield f"# text = {text}{plain_form(sentence[-1].text)}"
        for index, token in enumerate(sentence, 1):
            open_entities = [e for e in open_entities if e.end_offset > token.start_offset]
            while starting < len(ordered) and ordered[starting].start_offset < token.end_offset:
                open_entities.append(ordered[starting])
                starting += 1
            columns = [str(index), plain_form(token.text), plain_form(token.lemma) or "_", token.upos or "X", "_"]
            columns += [token.feats or "_", str(token.head) if token.deprel else "_", token.deprel or "_", "_"]
            yield "\t".join([*columns, _misc(token, open_entities)])
        yield ""


def read_origin(path: Path) -> tuple[str, str] | None:
    """Return the SHA-256 of the source and the fingerprint of the work that a file was made by, where it says so."""
    try:
        with path.open(encoding="utf-8") as file:
            lines = [file.readline(), file.readline()]
    except (OSError, UnicodeDecodeError):
        return None
    words = lines[1].removeprefix(_ORIGIN).split()
    return (words[0], words[1]) if lines[1].startswith(_ORIGIN) and len(words) == 2 else None


def read_conllu(path: Path) -> Iterator[TaggedSentence]:
    """Read the sentences of any CoNLL-U file; multiword ranges and empty nodes are left out.

    Raises:
        InputError: the file cannot be read as UTF-8, or a line has no ten columns.
    """
    sent_id, tokens = "", list[TaggedToken]()
    try:
        with opening(path) as file:
            for number, line in enumerate(chain(file, [b""]), 1):
                row = line.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
                if not row.strip():
                    if tokens:
                        yield TaggedSentence(sent_id, tokens)
                    sent_id, tokens = "", []
                elif row.startswith("#"):
                    sent_id = row.partition("=")[2].strip() if row.startswith("# sent_id") else sent_id
                else:
                    tokens += _read_token(row, f"{path}:{number}")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: cannot be read as UTF-8 text: {error}") from error


def _read_token(row: str, place: str) -> list[TaggedToken]:
    columns = row.split("\t")
    if len(columns) != 10:
        raise InputError(f"{place}: {len(columns)} columns; a line of CoNLL-U has 10, with tabs between")
    number, form, lemma, upos, _, feats, head, deprel, _, misc = columns
    if not number.isdigit():
        return []
    arc = (int(head), deprel) if head.isdigit() else (0, "")
    return [TaggedToken(form, lemma, upos, _pairs(feats), *arc, _pairs(misc))]


def _pairs(column: str) -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in column.split("|") if "=" in pair)


def plain_form(text: str) -> str:
    """Return a form as a cell holds it: no tab, no line end, and letters composed, as UD wants: ``й`` is one."""
    return unicodedata.normalize("NFC", re.sub(r"\s+", " ", text)).strip()


def _misc(token: Token, entities: Sequence[Entity]) -> str:
    parts = []
    if entities:
        parts.append("Entity=" + ",".join(f"{e.label}:{e.id}" for e in entities))
    if token.lemma_source:
        parts.append(f"LemmaSource={token.lemma_source}")
    if not token.space_after:
        parts.append("SpaceAfter=No")
    return "|".join(parts) or "_"


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
    for start, end in article.sentences or split_sentences(article.text):
        while place < len(tokens) and tokens[place][0] < start:
            place += 1
        first = place
        while place < len(tokens) and tokens[place][0] < end:
            place += 1
        if place > first:
            yield tokens[first:place]
