"""Read the two sides: a Russian text or record, and its English translation, as records with sentences."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from letopis.batching import steps
from letopis.bilingual.align import SentenceLink, Text, align
from letopis.bilingual.english import split_english
from letopis.bilingual.lines import from_lines, kind_of_lines
from letopis.bilingual.links import check_links, read_links
from letopis.cleaning import clean_text
from letopis.errors import InputError
from letopis.files import read_utf8
from letopis.formats.jsonl import decode_article, read_articles
from letopis.records import Article
from letopis.sentences import split_sentences
from letopis.streams import STANDARD

TRANSLATION_NAMES = ("translation.en.txt", "english.txt")
"""The file that an article's folder holds its translation in."""

ENGLISH_SUFFIX = "-en"
"""Added to the id of a Russian article it gives the id of its translation."""

_NAMES = {"ru": "Russian", "en": "English"}
_COMMON_ENGLISH = frozenset("the of and in to a was is for on that with by as at were".split())


def read_russian(path: Path, *, lines: str | None = None) -> list[Article]:
    """Read Russian articles: records (``.jsonl``), a text, or the folder of an article.

    On standard input (``-``) either may come. A text with a sentence or a paragraph a line is taken as it stands
    (``lines`` says which, or the text itself); any other is cleaned and split.

    Raises:
        InputError: nothing to read, an empty text, or a text in another language.
    """
    if path.suffix == ".jsonl" or (path.is_dir() and not (path / "source.txt").exists() and any(path.glob("*.jsonl"))):
        articles = [article for article in read_articles(path) if article.language == "ru"]
        if not articles:
            raise InputError(f"{path}: holds no record with language 'ru'")
        return [with_sentences(article) for article in articles]
    place = path / "source.txt" if path.is_dir() else path
    raw = read_text(place)
    if path == STANDARD and raw.startswith("{"):
        rows = enumerate(raw.splitlines(), 1)
        return [with_sentences(decode_article(row, place=f"{path}:{number}")) for number, row in rows]
    check_language(raw, "ru", str(place))
    name = place.resolve().parent.name if place.stem == "source" else place.stem
    if kind := lines or kind_of_lines(raw, "ru"):
        return [from_lines(raw, name, "ru", kind)]
    text = clean_text(raw)[0]
    return [Article(id=name, text=text, sentences=split_sentences(text))]


def read_english(path: Path, russian_id: str, *, lines: str | None = None) -> Article:
    """Read the translation of an article: a text, a record, or a folder that holds ``<id>/translation.en.txt``.

    ``lines`` says what a line of a text holds, as for :func:`read_russian`.

    Raises:
        InputError: nothing to read, an empty text, or a text in another language.
    """
    if path.suffix == ".jsonl":
        found = [
            a for a in read_articles(path) if a.language == "en" and a.id in {russian_id, russian_id + ENGLISH_SUFFIX}
        ]
        if not found:
            raise InputError(f"{path}: holds no English record {russian_id + ENGLISH_SUFFIX!r}")
        return found[0]
    place = find_translation(path, russian_id)
    if place.suffix == ".jsonl":
        return read_english(place, russian_id)
    raw = read_text(place)
    check_language(raw, "en", str(place))
    if kind := lines or kind_of_lines(raw, "en"):
        return from_lines(raw, russian_id + ENGLISH_SUFFIX, "en", kind)
    text = re.sub(r"[^\S\n]*\n(?!\s*\n)[^\S\n]*", " ", re.sub(r"\n[^\S\n]*(?:\n[^\S\n]*)+", "\n\n", raw.strip()))
    text = re.sub(r" ?\n ?\n? ?", "\n\n", text)
    return Article(id=russian_id + ENGLISH_SUFFIX, language="en", text=text, sentences=split_english(text))


def find_translation(path: Path, russian_id: str) -> Path:
    """Return the file with the translation of an article: ``path`` itself, or what a folder holds for the id.

    Raises:
        InputError: no such file; the message names the places that were looked at.
    """
    if path == STANDARD or path.is_file():
        return path
    if not path.exists():
        raise InputError(f"{path}: no such file or folder")
    own = [path / name for name in TRANSLATION_NAMES]
    nested = [path / russian_id / name for name in TRANSLATION_NAMES]
    flat = [path / f"{russian_id}{end}" for end in (".en.txt", "-en.txt", ".txt", ".jsonl")]
    for place in nested + flat + (own if path.name == russian_id else []):
        if place.is_file():
            return place
    raise InputError(f"{path}: holds no translation of {russian_id!r}; put it at {nested[0]} or {flat[0]}")


def check_language(text: str, language: str, place: str) -> None:
    """Refuse a text that is plainly in another language.

    Raises:
        InputError: no text, the wrong letters, or Latin letters without the common English words.
    """
    letters = [letter for letter in text if letter.isalpha()]
    if not letters:
        raise InputError(f"{place}: holds no text; give a file with the {_NAMES[language]} side")
    cyrillic = sum("Ѐ" <= letter <= "ӿ" for letter in letters) / len(letters)
    if language == "ru" and cyrillic < 0.5:
        raise InputError(f"{place}: only {cyrillic:.0%} of its letters are Cyrillic; give the Russian side first")
    if language == "en" and cyrillic > 0.3:
        raise InputError(f"{place}: {cyrillic:.0%} of its letters are Cyrillic; give the English side second")
    words = re.findall(r"[a-z]+", text.lower())
    if language == "en" and len(words) >= 60:
        share = sum(word in _COMMON_ENGLISH for word in words) / len(words)
        if share < 0.12:
            raise InputError(f"{place}: only {share:.0%} of its words are common English ones; is it English?")


def text_of(article: Article) -> Text:
    """Return an article's sentences with the numbers of their paragraphs, as alignment wants them.

    >>> from letopis.records import Sentence
    >>> text_of(Article(id="a", text="Да. Нет.", sentences=[Sentence(0, 3), Sentence(4, 8)]))
    Text(sentences=('Да.', 'Нет.'), paragraphs=(0, 0))
    """
    paragraphs: list[int] = []
    number = 0
    for index, sentence in enumerate(article.sentences):
        if index and article.text.count("\n", article.sentences[index - 1].end, sentence.start) > 1:
            number += 1
        paragraphs.append(number)
    return Text(tuple(article.text[start:end] for start, end in article.sentences), tuple(paragraphs))


def align_articles(russian: Article, english: Article, glossary: dict[str, str] | None = None) -> list[SentenceLink]:
    """Align a Russian record with the English one; see :func:`letopis.bilingual.align.align`.

    >>> from letopis.records import Sentence
    >>> russian = Article(id="a", text="Да. Нет.", sentences=[Sentence(0, 3), Sentence(4, 8)])
    >>> english = Article(id="a-en", language="en", text="Yes. No.", sentences=[Sentence(0, 4), Sentence(5, 8)])
    >>> [(link.russian, link.english) for link in align_articles(russian, english)]
    [((0,), (0,)), ((1,), (1,))]
    """
    return align(text_of(russian), text_of(english), glossary=glossary)


def linked_sides(
    russian: Path,
    english: Path,
    links: Path | None = None,
    glossary: dict[str, str] | None = None,
    *,
    lines: str | None = None,
) -> list[tuple[Article, Article, list[SentenceLink]]]:
    """Read both sides of each article with its links: from a file of links, or aligned here.

    Raises:
        InputError: as the readers; or links that do not fit the sentences.
    """
    linker = make_linker(links, glossary)
    found: list[tuple[Article, Article, list[SentenceLink]]] = []
    for article in steps(read_russian(russian, lines=lines), "articles aligned"):
        translation = read_english(english, article.id, lines=lines)
        found.append((article, translation, linker(article, translation)))
    return found


def make_linker(
    links: Path | None = None, glossary: dict[str, str] | None = None
) -> Callable[[Article, Article], list[SentenceLink]]:
    """Return what links the sentences of an article and its translation: from a file of links, or by aligning them.

    Raises:
        InputError: the file cannot be read; when it is called, links that do not fit the sentences.
    """
    if links is None:
        return partial(align_articles, glossary=glossary)
    known = read_links(links)

    def look_up(russian: Article, english: Article) -> list[SentenceLink]:
        own = known.get(russian.id, [])
        check_links(own, len(russian.sentences), len(english.sentences), f"{links}: article {russian.id!r}")
        return own

    return look_up


def read_glossary(path: Path) -> dict[str, str]:
    """Read a glossary: Russian term, tab, English term; further columns are remarks; ``#`` starts a comment.

    Raises:
        InputError: a line without a tab, with its place.
    """
    found: dict[str, str] = {}
    for number, line in enumerate(read_text(path).splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            columns: Sequence[str] = [column.strip() for column in line.split("\t")]
            if len(columns) < 2 or not columns[0] or not columns[1]:
                raise InputError(f"{path}:{number}: {line!r} is no glossary entry; write Russian, a tab, English")
            found.setdefault(columns[0], columns[1])
    return found


def with_sentences(article: Article) -> Article:
    """Return an article with sentences: its own, or where it has none, its text split."""
    if article.sentences or not article.text.strip():
        return article
    import msgspec

    return msgspec.structs.replace(article, sentences=split_sentences(article.text))


def read_text(path: Path) -> str:
    """Read a file of UTF-8, with or without its mark, and with any line ends.

    Raises:
        InputError: no file, or not UTF-8.
    """
    return read_utf8(path).removeprefix("\ufeff").replace("\r\n", "\n")
