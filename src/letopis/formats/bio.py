"""Words with BIO tags, a word a line, as CoNLL-2002 has them: flat spans alone.

``Баку B-GPE``: the word first, its tag last, an empty line behind a sentence, ``-DOCSTART-`` before an article. Columns
between the two are passed over; IOB1, where a span may begin with ``I-``, is read too. Words are joined by a space when
read, no space before a closing mark; of nested spans the outermost is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from letopis.errors import InputError
from letopis.files import read_utf8, replacing
from letopis.formats.jsonl import check_article
from letopis.records import Article, Entity, Sentence
from letopis.sentences import split_sentences
from letopis.sentences.tokens import tokenize

START = "-DOCSTART-"
_TAG = re.compile(r"O|[BI]-(\S+)")
_CLOSING = re.compile(r"[.,:;!?»”)\]…]+")
_OPENING = re.compile(r"[«“„(\[]+")


def write_bio(path: Path, articles: Sequence[Article]) -> int:
    """Write articles as words with tags into one file, and give their number."""
    with replacing(path) as file:
        for article in articles:
            file.write(f"{START} {article.id.replace(' ', '_')} O\n\n".encode())
            file.writelines(f"{line}\n".encode() for line in _lines(article))
    return len(articles)


def _lines(article: Article) -> Iterator[str]:
    entities = sorted(article.entities, key=lambda e: (e.start_offset, -e.end_offset))
    outer: list[Entity] = []
    for entity in entities:
        if not outer or entity.start_offset >= outer[-1].end_offset:
            outer.append(entity)
    words = [word for word in tokenize(article.text) if not article.text[slice(*word)].isspace()]
    for first, last in article.sentences or split_sentences(article.text):
        for start, end in (word for word in words if first <= word[0] < last):
            inside = next((e for e in outer if e.start_offset <= start and end <= e.end_offset), None)
            begun = inside is not None and (inside.start_offset >= start or inside.start_offset > first > start)
            tag = f"{'B' if begun else 'I'}-{inside.label}" if inside else "O"
            yield f"{article.text[start:end]} {tag}"
        yield ""


def read_bio(path: Path) -> list[Article]:
    """Read articles from words with tags.

    Raises:
        InputError: the file cannot be read, or a line has no tag; with file and line.
    """
    articles: list[Article] = []
    name, sentences = "", list[list[tuple[str, str]]]()
    sentences.append([])
    for number, line in enumerate([*read_utf8(path).replace("\r\n", "\n").split("\n"), START], 1):
        cells = line.split()
        if cells and cells[0] == START:
            if any(sentences):
                article = _article(name or f"{path.stem}-{len(articles) + 1}", sentences)
                articles.append(check_article(article, str(path)))
            name = cells[1] if len(cells) == 3 else ""
            sentences = [[]]
        elif not cells:
            sentences.append([])
        elif len(cells) < 2 or not _TAG.fullmatch(cells[-1]):
            raise InputError(f"{path}:{number}: {line[:40]!r} does not end with a tag (O, B-GPE, I-GPE)")
        else:
            sentences[-1].append((cells[0], cells[-1]))
    if not articles:
        raise InputError(f"{path}: holds no words with tags")
    return articles


def _article(name: str, sentences: Sequence[Sequence[tuple[str, str]]]) -> Article:
    text = ""
    bounds: list[Sentence] = []
    entities: list[Entity] = []
    spans: list[tuple[int, int, str]] = []
    for words in filter(None, sentences):
        text += " " if text else ""
        start, before, open_label = len(text), "", ""
        for word, tag in words:
            glued = not before or _CLOSING.fullmatch(word) or _OPENING.fullmatch(before)
            text += word if glued else f" {word}"
            label = tag[2:]
            if label and (tag[0] == "B" or label != open_label):
                spans.append((len(text) - len(word), len(text), label))
            elif label:
                spans[-1] = (spans[-1][0], len(text), label)
            before, open_label = word, label
        bounds.append(Sentence(start, len(text)))
    entities = [Entity.at(text, *span, id=number) for number, span in enumerate(spans, 1)]
    return Article(id=name, text=text, sentences=bounds, entities=entities)
