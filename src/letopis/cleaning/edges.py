"""Where one page ends and the next begins: halves of sentences, rising numbers, heads set tight against the text."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Sequence

from letopis.cleaning.hyphens import parts_at
from letopis.cleaning.lines import HYPHENS, SOFT_HYPHEN, Line, ends_sentence, starts_lower
from letopis.dictionary import known, parses

LONGEST_HEAD = 120
"""A running head is shorter than this, in characters."""

SHORTEST_PAGE = 8
"""Lines between two running heads, at least."""

SHORTEST_HALF = 25
"""Characters of a line, at least, for it to be the first half of a sentence and no heading."""

FULL_LINE = 0.85
"""From this share of the column's width on, a line without a stop is no paragraph's last."""

_NUMBER_FIRST = re.compile(r"^(\d{1,4})\s+(\S.{2,})$")
_NUMBER_LAST = re.compile(r"^(\S.{2,}?)\s+(\d{1,4})$")
_WORDS = re.compile(r"[^\W\d_]{3,}")
_NAME = r"(?:(?:[А-ЯЁA-Z]\.\s?){1,2}[А-ЯЁA-Z][\w’'-]+|[А-ЯЁA-Z][\w’'-]+,?\s(?:[А-ЯЁA-Z]\.\s?){1,2})"
AUTHORS = re.compile(rf"^{_NAME}(?:,\s?{_NAME})*$")
_LAST_LETTERS = re.compile(r"[^\W\d_]+$")
_INITIALS_END = re.compile(r"(?:^|\s)(?:[A-ZА-ЯЁ]\.\s?){1,2}$")


def shape(text: str) -> str:
    """Give a line with every number as ``0``, in small letters, to compare running heads."""
    return re.sub(r"\d+", "0", text).casefold()


def interrupts(before: str, text: str, after: str) -> bool:
    """Tell whether ``text`` stands between the two halves of one word or sentence.

    >>> interrupts("в разных эконо-", "Орлова Н.К.", "мических условиях"), interrupts("было.", "Выводы", "Итак")
    (True, False)
    """
    if not before or not after or not headlike(text):
        return False
    if before[-1] in HYPHENS + SOFT_HYPHEN:
        return _same_word(before, after)
    if before.endswith((":", ";")) or (ends_sentence(before) and not _INITIALS_END.search(before)):
        return False
    return (continues(after) and len(before) >= SHORTEST_HALF) or (needs_more(before) and after[:1].isalnum())


def headlike(text: str) -> bool:
    """Tell whether a line could be a running head: no small letter first, no stop, comma or hyphen last.

    >>> headlike("Орлова Н.К."), headlike("Итальянский политик, лидер"), headlike("в Москве"), headlike("Он ушёл.")
    (True, True, False, False)
    """
    if not text or len(text) > LONGEST_HEAD or starts_lower(text) or text[-1] in HYPHENS + SOFT_HYPHEN + ",;:–—(":
        return False
    return not needs_more(text) and (not ends_sentence(text) or bool(_INITIALS_END.search(text)))


def has_verb(text: str) -> bool:
    """Tell whether a line holds a finite verb: a sentence's line, for running heads name and do not tell.

    >>> has_verb("Однако издатель уточнил, что"), has_verb("Земская статистика Поволжья")
    (True, False)
    """
    words = (word for word in _WORDS.findall(text) if word[:1].islower())
    return any(known(word) and parses(word)[0].pos == "VERB" for word in words)


def continues(text: str) -> bool:
    """Tell whether a line is no sentence's start: a small letter, a dash or a closing bracket comes first."""
    return starts_lower(text) or text[:2] in {"– ", "— "} or text[:1] in ")»”,;"


def needs_more(text: str) -> bool:
    """Tell whether a line must go on: it ends with a comma, a preposition, a conjunction or ``не``.

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


def goes_on(before: str, after: str, width: float) -> bool:
    """Tell whether a full line without a stop goes on in another one, across whatever stands between."""
    if not before or not after or ends_sentence(before) or before.endswith((":", ";")) or before.isupper():
        return False
    if before[-1] in HYPHENS + SOFT_HYPHEN:
        return _same_word(before, after)
    if continues(after):
        return len(before) >= SHORTEST_HALF
    return needs_more(before) or (width > 0 and len(before) >= FULL_LINE * width)


def _same_word(before: str, after: str) -> bool:
    parts = parts_at(before, after)
    if parts is None:
        return False
    left, right = parts
    return starts_lower(after) or (left[:1].isupper() and right[:1].isupper()) or right[:1].isdigit()


def _known_word(before: str, after: str) -> bool:
    """Tell whether the halves on either side of a line make a known word: ``значи-`` and ``тельное``."""
    parts = parts_at(before, after)
    return parts is not None and known(parts[0] + parts[1])


def rising_chain(numbers: Sequence[tuple[int, int]]) -> frozenset[int]:
    """Give the lines whose lone numbers go up by one or two from page to page.

    Args:
        numbers: index of the line and its number, in the order of the text.

    >>> sorted(rising_chain([(40, 17), (80, 18), (90, 3), (120, 19)]))
    [40, 80, 120]
    """
    chained: set[int] = set()
    for position, (index, number) in enumerate(numbers):
        for other, next_number in numbers[position + 1 : position + 6]:
            if next_number - number in (1, 2) and other - index >= SHORTEST_PAGE:
                chained |= {index, other}
                break
    return frozenset(chained)


def tight_heads(lines: Sequence[Line], width: float = 0.0) -> dict[int, str]:
    """Find heads with a page number that no blank line parts from the text, and repeated first and last lines of pages.

    >>> from letopis.cleaning.lines import split_lines
    >>> tight_heads(split_lines("в разных эконо-\\n270 Земская статистика\\nмических условиях"))
    {1: 'numbered_head'}
    """
    found: dict[int, str] = {}
    numbered: dict[str, list[tuple[int, int]]] = defaultdict(list)
    texts = [index for index, line in enumerate(lines) if line.text]
    edges: dict[str, list[int]] = defaultdict(list)
    steps: dict[int, list[int]] = defaultdict(list)
    for place, index in enumerate(texts):
        line = lines[index]
        if len(line.text) > LONGEST_HEAD:
            continue
        before = lines[texts[place - 1]] if place else None
        after = lines[texts[place + 1]] if place + 1 < len(texts) else None
        at_edge = bool((before and before.page != line.page) or (after and after.page != line.page))
        if at_edge and before and after:
            edges[shape(line.text)].append(index)
        head = _numbered(line.text)
        if head is None:
            continue
        number, text = head
        if before is None or after is None or not headlike(text):
            continue
        numbered[text].append((index, number))
        if at_edge:
            steps[number - line.page].append(index)
        broken = _known_word(before.text, after.text)
        if (at_edge and (goes_on(before.text, after.text, width) or AUTHORS.match(text))) or (
            broken and interrupts(before.text, text, after.text)
        ):
            found[index] = "numbered_head"
    for places in numbered.values():
        found.update((index, "numbered_head") for index in rising_heads(places))
    for in_step in steps.values():
        found.update((index, "numbered_head") for index in in_step if len(in_step) > 1)
    for alike in edges.values():
        pages = {lines[index].page for index in alike}
        if len(pages) > 1 and not all(starts_lower(lines[i].text) or ends_sentence(lines[i].text) for i in alike):
            found.update((index, "repeated_at_edge") for index in alike)
    return found


def rising_heads(places: Sequence[tuple[int, int]]) -> list[int]:
    """Give the lines of one running head whose page numbers rise with the pages between them."""
    rising: set[int] = set()
    for (index, number), (other, next_number) in itertools.pairwise(places):
        if 0 < next_number - number <= (other - index) / SHORTEST_PAGE:
            rising |= {index, other}
    return sorted(rising)


def _numbered(text: str) -> tuple[int, str] | None:
    """Give the page number and the words of a head such as ``270 Земская статистика``."""
    match = _NUMBER_FIRST.match(text)
    if match:
        return int(match.group(1)), match.group(2)
    match = _NUMBER_LAST.match(text)
    return (int(match.group(2)), match.group(1)) if match else None
