"""How a line reads where one page ends and the next begins: as a running head, as prose, as half of a sentence."""

from __future__ import annotations

import re

from letopis.cleaning.hyphens import parts_at
from letopis.cleaning.lines import HYPHENS, SOFT_HYPHEN, ends_sentence, starts_lower
from letopis.dictionary import known, parses

LONGEST_HEAD = 120
"""A running head is shorter than this, in characters."""

SHORTEST_HALF = 25
"""Characters of a line, at least, for it to be the first half of a sentence and no heading."""

_WORDS = re.compile(r"[^\W\d_]{3,}")
_NAME = r"(?:(?:[А-ЯЁA-Z]\.\s?){1,2}[А-ЯЁA-Z][\w’'-]+|[А-ЯЁA-Z][\w’'-]+,?\s(?:[А-ЯЁA-Z]\.\s?){1,2})"
AUTHORS = re.compile(rf"^{_NAME}(?:,\s?{_NAME})*$")
_LAST_LETTERS = re.compile(r"[^\W\d_]+$")
_INITIALS_END = re.compile(r"(?:^|\s)(?:[A-ZА-ЯЁ]\.\s?){1,2}$")
_COUNTED = re.compile(r"\d+(?:[-–—,]\d+)?\s[а-яё]")
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
    return not needs_more(text) and (not ends_sentence(text) or bool(_INITIALS_END.search(text)))


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


def splits(before: str, after: str) -> bool:
    """Return whether two lines are the halves of one word or sentence, whatever stands between them.

    >>> splits("в разных эконо-", "мических условиях"), splits("как считали в уездной управе", "и в земском собрании")
    (True, True)
    >>> splits("было.", "Итак"), splits("Список", "обязанностей")
    (False, False)
    """
    if not before or not after:
        return False
    if before[-1] in HYPHENS + SOFT_HYPHEN:
        return _same_word(before, after)
    if before.endswith((":", ";")) or before.isupper():
        return False
    if ends_sentence(before) and not _INITIALS_END.search(before):
        return False
    return (continues(after) and len(before) >= SHORTEST_HALF) or (needs_more(before) and after[:1].isalnum())


def continues(text: str) -> bool:
    """Return whether a line is no sentence's start: it begins with a small letter, a counted word, a dash, a closer.

    >>> continues("и далее"), continues("2016 года"), continues("2. Выводы"), continues("Далее")
    (True, True, False, False)
    """
    return starts_lower(text) or text[:2] in {"– ", "— "} or text[:1] in ")»”,;" or bool(_COUNTED.match(text))


def needs_more(text: str) -> bool:
    """Return whether a line must go on: it ends with a comma, a preposition, a conjunction or ``не``.

    >>> needs_more("были приговорены к"), needs_more("вернулись в столицу")
    (True, False)
    """
    if text.endswith((",", " –", " —", "(", "«", "№")):
        return True
    if len(text) < 15 or not text[-1:].isalpha():
        return False
    word = _LAST_LETTERS.search(text[-30:])
    if word is None or len(word.group()) > 12 or not known(word.group()):
        return False
    return parses(word.group())[0].pos in {"PREP", "CONJ"} or word.group() == "не"


def _same_word(before: str, after: str) -> bool:
    parts = parts_at(before, after)
    if parts is None:
        return False
    left, right = parts
    return starts_lower(after) or (left[:1].isupper() and right[:1].isupper()) or right[:1].isdigit()


def known_word(before: str, after: str) -> bool:
    """Return whether the halves on either side of a line make a known word: ``значи-`` and ``тельное``."""
    parts = parts_at(before, after)
    return parts is not None and known(parts[0] + parts[1])
