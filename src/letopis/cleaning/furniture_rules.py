"""What makes a line page furniture: named rules in the order in which they are asked.

Every rule rests on a line that comes back, on a number that rises, or on a page's edge; prose does not go
for standing in the way.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from letopis.cleaning.lines import HYPHENS, SOFT_HYPHEN, ends_sentence, starts_lower
from letopis.cleaning.paragraphs import INITIALS_END, known_word, needs_more, splits
from letopis.dictionary import known, parses

LONGEST_HEAD = 120
"""A running head is shorter than this, in characters."""


_WORDS = re.compile(r"[^\W\d_]{3,}")
_NAME = r"(?:(?:[А-ЯЁA-Z]\.\s?){1,2}[А-ЯЁA-Z][\w’'-]+|[А-ЯЁA-Z][\w’'-]+,?\s(?:[А-ЯЁA-Z]\.\s?){1,2})"
AUTHORS = re.compile(rf"^{_NAME}(?:,\s?{_NAME})*$")
_DATE = re.compile(
    r"(?i)\b\d{1,2}\s+(?:январ|феврал|март|апрел|ма[яй]\b|июн|июл|август|сентябр|октябр|ноябр|декабр)"
    r"|\b\d{4}(?:\s?[-–—]\s?\d{2,4})?[-\w]{0,3}\s?(?:гг?\b|год)"
)


def shape(text: str) -> str:
    """Return a line with every number as ``0``, in small letters, to compare running heads."""
    return re.sub(r"\d+", "0", text).casefold()


def headlike(text: str) -> bool:
    """Return whether a line could be a running head: no small letter first, no stop, comma or hyphen last.

    >>> headlike("Орлова Н.К."), headlike("Итальянский политик, лидер"), headlike("в Москве"), headlike("Он ушёл.")
    (True, True, False, False)
    """
    if not text or len(text) > LONGEST_HEAD or starts_lower(text) or text[-1] in HYPHENS + SOFT_HYPHEN + ",;:–—(":
        return False
    return not needs_more(text) and (not ends_sentence(text) or bool(INITIALS_END.search(text)))


def tells(text: str) -> bool:
    """Return whether a line is prose, which running heads are not: it holds a finite verb or a date.

    >>> tells("Однако издатель уточнил, что"), tells("указом президента от 22 июля"), tells("Земская статистика")
    (True, True, False)
    """
    return bool(_DATE.search(text)) or has_verb(text)


def has_verb(text: str) -> bool:
    """Return whether a line holds a finite verb.

    >>> has_verb("Однако издатель уточнил, что"), has_verb("Земская статистика Поволжья")
    (True, False)
    """
    words = (word for word in _WORDS.findall(text) if word[:1].islower())
    return any(known(word) and parses(word)[0].pos == "VERB" for word in words)


SECTION_HEADS = re.compile(
    r"(?i)^(?:\d{1,2}\.?\s+|[ivx]+\.\s+)?(введение|заключение|выводы?|литература|список\b.*|библиограф\w*|источники"
    r"|примечани\w*|аннотация|резюме|ключевые слова|abstract|keywords|key words|references|методы.*|методика.*"
    r"|результаты.*|обсуждение|материалы.*|приложение.*|глава.*|благодарности|(?:контрольные )?вопросы.*"
    r"|задани[ея].*)\W*$"
)
STRUCTURE = re.compile(
    r"(?i)^(?:статья|глава|раздел|часть|параграф|пункт|таблица|рисунок|приложение|лекция|урок|день|§|article|chapter"
    r"|section|part|table|figure)\W*(?:\d+|[ivxlc]+)\b"
)
CAPTION = re.compile(r"(?i)^(?:рис(?:унок|\.)|табл(?:ица|\.)|схема|график|карта|диаграмма|fig(?:ure|\.)|table)\s*\d")

PAGE_NUMBER = re.compile(r"^(?:[-–—\[(]\s*)?(?:стр\.|с\.|page|p\.)?\s*(\d{1,4})(?:\s*[-–—\])])?$", re.IGNORECASE)
_YEAR = r"(?:1[89]|20)\d\d"
_ISSUE = r"(?<!\w)(?:том|т\.|вып(?:уск|\.)|№|vol\.?|no\.?|n°|issue|серия|ч\.)"
JOURNAL = re.compile(rf"(?i)(?:{_YEAR}.{{0,20}}{_ISSUE}\s*[\dIVXLC]+|{_ISSUE}\s*[\dIVXLC]+.{{0,30}}{_YEAR})")

FIRST_YEAR = 1000
"""A lone number from here on may be a year, a heading of its own."""

FULL_LINE = 0.75
"""A line from this share of the column's width on is no last line of a paragraph."""

FEW_PAGES = 3
"""In a text of so many pages a running head may stand only once."""

SHORTEST_TITLE = 8
"""A title, or its beginning, has so many characters at least."""

_NUMBER_FIRST = re.compile(r"^(\d{1,4})\s+(\S.{2,})$")
_NUMBER_LAST = re.compile(r"^(\S.{2,}?)\s+(\d{1,4})$")


class EdgeLine(NamedTuple):
    """A line that may be furniture, and what stands around it once the furniture around it is gone.

    ``edge`` tells that a page begins or ends here: the format says so, or furniture stands beside it. ``apart``
    tells that white space parts it from the text on both sides; ``beside`` names the rules that took its
    neighbours. ``first`` tells that the text begins here, where a title stands.
    """

    line: int
    text: str
    before: str = ""
    after: str = ""
    edge: bool = False
    apart: bool = False
    beside: tuple[str, ...] = ()
    first: bool = False


class Evidence(NamedTuple):
    """What the whole text says of its pages.

    ``pages`` counts the pages, 1 where the format does not say where they begin. ``risen`` and ``recurring`` hold
    the lines whose numbers rise from page to page, and that come again at pages' edges; ``journals`` counts those
    with year, volume and issue.
    """

    pages: int
    risen: frozenset[int]
    recurring: frozenset[int]
    journals: int
    title: str
    title_starts: frozenset[int]
    width: float


def numbered(text: str) -> tuple[int, str] | None:
    """Return the number and the words of a page number, alone or beside a head; ``None`` where there is none.

    >>> numbered("270 Земская статистика"), numbered("– 12 –"), numbered("2000 г. губернатор посетил")
    ((270, 'Земская статистика'), (12, ''), None)
    """
    if not text or len(text) > LONGEST_HEAD:
        return None
    if alone := PAGE_NUMBER.match(text):
        return int(alone.group(1)), ""
    first, last = _NUMBER_FIRST.match(text), _NUMBER_LAST.match(text)
    number, words = first.groups() if first else last.groups()[::-1] if last else ("", "")
    if not number or STRUCTURE.match(text) or CAPTION.match(text) or not headlike(words):
        return None
    return int(number), words


def page_number(place: EdgeLine, evidence: Evidence) -> bool:
    """``134``, ``– 12 –``: a number alone that rises from page to page, or stands at a page's edge."""
    match = PAGE_NUMBER.match(place.text)
    if match is None:
        return False
    full = len(place.before) >= FULL_LINE * evidence.width and splits(place.before, place.after)
    # A note may stand between the two halves of the sentence, above the number.
    alone = place.apart and (full or (ends_sentence(place.before) and starts_lower(place.after)))
    at_edge = place.edge and (int(match.group(1)) < FIRST_YEAR or splits(place.before, place.after))
    return place.line in evidence.risen or at_edge or alone or known_word(place.before, place.after)


def numbered_head(place: EdgeLine, evidence: Evidence) -> bool:
    """``270 Земская статистика``: a head with a number that rises with the pages, or parts a short text's sentence."""
    if place.line in evidence.risen:
        return True
    head = numbered(place.text)
    if head is None or not place.edge or not splits(place.before, place.after):
        return False
    # What a line ends with may count what the next one begins with: «… уезда 17» «августа».
    if _DATE.match(f"{head[0]} {place.after}"):
        return False
    alone = AUTHORS.match(head[1]) or (place.text[0].isdigit() and not tells(place.text))
    return _names_title(head[1], evidence) or bool(1 < evidence.pages <= FEW_PAGES and alone)


def repeated(place: EdgeLine, evidence: Evidence) -> bool:
    """The same line, numbers aside, at the edges of pages near one another, or in the middle of sentences."""
    return place.line in evidence.recurring and (place.edge or evidence.pages == 1)


def journal_line(place: EdgeLine, evidence: Evidence) -> bool:
    """``Вестник N. 2016. Том 16. № 10134``: year, volume and issue in a line of their own without a verb."""
    if not JOURNAL.search(place.text) or not headlike(place.text) or tells(place.text):
        return False
    if evidence.pages > 1 and not place.edge:
        return False
    return (place.apart and not place.first) or splits(place.before, place.after)


def author_at_edge(place: EdgeLine, evidence: Evidence) -> bool:
    """``Орлова Н.К.`` at a page's edge, within a sentence, or named at the text's beginning too."""
    if not place.edge or not AUTHORS.match(place.text) or not headlike(place.text):
        return False
    return splits(place.before, place.after) or (not place.first and place.text.casefold() in evidence.title)


def title_again(place: EdgeLine, evidence: Evidence) -> bool:
    """The article's own title, or its beginning, at a page's edge."""
    within = (place.apart and place.beside) or splits(place.before, place.after)
    if not place.edge or not within or place.first:
        return False
    own = place.text.casefold().replace("-", "")
    below = title_again.__name__ in place.beside and len(own) >= SHORTEST_TITLE and own in evidence.title
    return _names_title(place.text, evidence) or below


def _names_title(text: str, evidence: Evidence) -> bool:
    own = text.removesuffix("...").rstrip("…")
    if len(own) < SHORTEST_TITLE or not headlike(own):
        return False
    own = own.casefold().replace("-", "")
    return any(evidence.title.startswith(own, start) for start in evidence.title_starts)


def beside_head(place: EdgeLine, evidence: Evidence) -> bool:
    """``Политология`` under the only journal's line of a text: the rubric goes with the running head it stands by."""
    text = place.text
    if "journal_line" not in place.beside or evidence.journals > 1 or len(text.split()) > 5 or "," in text:
        return False
    within = place.apart or known_word(place.before, place.after)
    return within and text[-1].isalpha() and headlike(text) and not SECTION_HEADS.match(text) and not tells(text)


def splits_sentence(place: EdgeLine, evidence: Evidence) -> bool:
    """A line apart beside other furniture, or between the halves of a known word, that is no prose."""
    if not headlike(place.text) or not splits(place.before, place.after):
        return False
    beside = place.beside and evidence.pages == 1  # where pages are known, a head has more to show than its place
    apart = place.apart and (beside or known_word(place.before, place.after))
    by_author = AUTHORS.match(place.text) and known_word(place.before, place.after)
    return bool(apart or by_author) and not tells(place.text)


RULES: tuple[Callable[[EdgeLine, Evidence], bool], ...] = (
    page_number,
    numbered_head,
    repeated,
    journal_line,
    author_at_edge,
    title_again,
    beside_head,
    splits_sentence,
)
