"""One layer of reading over a text: what is folded, and the way back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from letopis.dictionary import known
from letopis.folding.capitals import fold_capitals
from letopis.offsets import EditLog, OffsetMap
from letopis.records import Article, Entity, Sentence
from letopis.russian.spelling import CYRILLIC, LATIN, TO_CYRILLIC

CELL_END = ";"
"""How the tab between the cells of a table's row is read."""


class Folded(NamedTuple):
    """The text as it is read, and the map from it back to the text as it is written.

    >>> fold_text("Баку\u0301").span_back(0, 4)
    (0, 5)
    """

    text: str
    offsets: OffsetMap

    def span_back(self, start: int, end: int) -> tuple[int, int]:
        """Return where a span of the folded text stands in the written one."""
        return self.offsets.span_to_raw(start, end) if self.offsets.edits else (start, end)


def fold_text(text: str) -> Folded:
    """Fold a text: stress marks, decomposed letters, look-alikes, emoji, apostrophes, headings in capitals, tables.

    The tab between two cells of a table is read as a semicolon, so that a row is no run of words.

    >>> folded = fold_text("Президе\u0301нт прибыл в Mоскву.")
    >>> folded.text, folded.span_back(0, 9)
    ('Президент прибыл в Москву.', (0, 10))
    """
    log = EditLog(text)
    fold_marks(log, text)
    marked, offsets = log.finish()
    return Folded(fold_capitals(fold_letters(marked.replace("\t", CELL_END))), offsets)


def fold_article(article: Article) -> Article:
    """Return a record whose text and entities are folded, for what compares names; the same one where nothing is.

    >>> entity = Entity(id=1, label="GPE", start_offset=0, end_offset=6, text="Mоскву")
    >>> fold_article(Article(id="a", text="Mоскву", entities=[entity])).entities[0].text
    'Москву'
    """
    folded = fold_text(article.text)
    if folded.text == article.text:
        return article
    entities = [_folded_entity(entity, folded) for entity in article.entities]
    sentences = [Sentence(*folded.offsets.span_to_clean(*span)) for span in article.sentences]
    return msgspec.structs.replace(article, text=folded.text, entities=entities, sentences=sentences)


def _folded_entity(entity: Entity, folded: Folded) -> Entity:
    start, end = folded.offsets.span_to_clean(entity.start_offset, entity.end_offset)
    return msgspec.structs.replace(entity, start_offset=start, end_offset=end, text=folded.text[start:end])


TO_LATIN = str.maketrans(CYRILLIC[:19], LATIN[:19])
MISREAD = str.maketrans({"k": "к", "b": "ь"})
"""What recognised pages hold within Russian words: ``Октябрb``."""

LATIN_NAMES = frozenset({"BBC"})
"""Abbreviations of Latin letters that spell a Russian one, too: ВВС is an air force."""

PICTURE = "*"
"""What emoji in a row are read as, a flag's two letters too: a mark that is part of no name."""

_COMPOSED = {"и\u0306": "й", "И\u0306": "Й", "е\u0308": "ё", "Е\u0308": "Ё"}
_PICTURES = "[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]"
_MODIFIERS = "[\ufe0e\ufe0f\u200d\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"
_ODD = re.compile(
    "(?P<marked>[^\\W\\d_][\u0300-\u036f]+)"
    r"|(?<![\w.’-])(?P<gap>[А-ЯЁ] \.)(?= ?[А-ЯЁ](?: ?\.|[а-яё]))"
    "|(?P<grave>[\u0450\u045d\u0400\u040d])"
    "|(?P<stress>(?<=[а-яё])\u00b4(?=[а-яё]))"
    f"|(?P<picture>(?:{_PICTURES}{_MODIFIERS}*)+)"
)
_RARE = re.compile(
    "[А-ЯЁ] [.]|[\u0300-\u036f\u0400\u040d\u0450\u045d\u00b4\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]"
)
"""Every character that :data:`_ODD` asks for: nearly every text holds none."""

_APOSTROPHE = re.compile("['\u02bc\u2018\u201b`\u00b4\uff07](?<=[^\\W\\d_].)(?=[^\\W\\d_])")
_LATIN_LETTERS = "A-Za-z\u00c0-\u024f\u0370-\u03ff"
_LATIN_WORD = re.compile(rf"(?<![^\W\d_])[а-яёА-ЯЁ]*[{_LATIN_LETTERS}][^\W\d_]*")
_IS_LATIN = re.compile(f"[{_LATIN_LETTERS}]")
_ROMAN = re.compile(r"[IVXLC]+")
_CAPITAL = f"[А-ЯЁ{LATIN[:11]}]"
_INITIAL = re.compile(rf"\.\s?(?:{_CAPITAL}\.\s?)?{_CAPITAL}[а-яё]")
_INITIALS_BEHIND = (
    (re.compile("[а-яё] $"), re.compile(rf"\.\s?{_CAPITAL}\.(?!\s?[A-Z])")),
    (re.compile(rf"[а-яё] {_CAPITAL}\.\s?$"), re.compile(r"\.(?!\s?[A-Z])")),
)
"""What stands around the first and the second of two initials: ``Ниязов [C.] A.``, ``Ниязов C. [A.]``."""

_BETWEEN = (re.compile(r"(?:^|[а-яё,»)])\s$"), re.compile(r"\s[«(]?[а-яёА-ЯЁ]"))


def fold_marks(log: EditLog, text: str) -> None:
    """Log the edits that change a text's length: stress marks, letters in two parts, emoji, ``М . Горький``.

    >>> log = EditLog("Али\u0301ев посетил Китаи\u0306 😀")
    >>> fold_marks(log, "Али\u0301ев посетил Китаи\u0306 😀")
    >>> log.finish()[0]
    'Алиев посетил Китай *'
    """
    if _RARE.search(text) is None:
        return
    for match in _ODD.finditer(text):
        log.replace(match.start(), match.end(), _folded(match.group(), match.lastgroup or ""), "folded")


def _folded(found: str, kind: str) -> str:
    if kind == "picture":
        return PICTURE
    if kind == "stress":
        return ""
    if kind == "gap":
        return found.replace(" ", "")
    base = unicodedata.normalize("NFD", found) if kind == "grave" else found
    if "\u0400" <= base[0] <= "\u04ff":
        return next((whole for parts, whole in _COMPOSED.items() if parts[0] == base[0] and parts[1] in base), base[0])
    return unicodedata.normalize("NFC", found)


def fold_letters(text: str) -> str:
    """Write look-alikes in the alphabet of their word, and apostrophes as ``’``; the length stays.

    >>> fold_letters("Cоглашение подписано в Mоскве 5 мaя; посол CCCP, ХIХ век, NATO")
    'Соглашение подписано в Москве 5 мая; посол СССР, XIX век, NATO'
    """
    if _APOSTROPHE.search(text) is not None:
        text = _APOSTROPHE.sub("’", text)
    parts, done = [], 0
    for match in _latin_words(text):
        parts += [text[done : match.start()], _in_one_alphabet(match, text)]
        done = match.end()
    return "".join([*parts, text[done:]]) if parts else text


def _latin_words(text: str) -> Iterator[re.Match[str]]:
    """Yield the words with Latin letters; each is looked for behind the blank before its letter, since few are there.

    >>> [match.group() for match in _latin_words("Посол NATO в Mоскве, п.С-B")]
    ['NATO', 'Mоскве', 'B']
    """
    end = 0
    while letter := _IS_LATIN.search(text, end):
        word = _LATIN_WORD.search(text, max(end, text.rfind(" ", end, letter.start()) + 1))
        if word is None:
            return
        yield word
        end = word.end()


def _in_one_alphabet(match: re.Match[str], text: str) -> str:
    word = match.group()
    russian, latin = word.translate(TO_CYRILLIC), word.translate(TO_LATIN)
    if len(word) > 1 and _ROMAN.fullmatch(latin):
        return latin
    if any("а" <= letter.lower() <= "я" or letter in "ёЁ" for letter in word):
        russian = word.translate(MISREAD).translate(TO_CYRILLIC)
        if _IS_LATIN.search(russian) is None:
            return russian
        return latin if all(letter.isascii() for letter in latin) else word
    if _IS_LATIN.search(russian) is not None:
        return word
    around = text[max(0, match.start() - 6) : match.start()], text[match.end() : match.end() + 12]
    return russian if _stands_for_russian(word, russian, *around) else word


def _stands_for_russian(word: str, russian: str, before: str, after: str) -> bool:
    """Return whether a word of look-alikes alone is Russian: ``CCCP``, ``C. Ниязов``, ``c Казахстаном``."""
    if len(word) > 1:
        return word.isupper() and word not in LATIN_NAMES and known(russian)
    if word.isupper() and _INITIAL.match(after):
        return True
    if word.isupper() and any(one.search(before) and other.match(after) for one, other in _INITIALS_BEHIND):
        return True
    return bool(_BETWEEN[0].search(before) and _BETWEEN[1].match(after)) and russian.lower() in "аокусвоея"
