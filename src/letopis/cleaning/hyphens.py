"""A hyphen at the end of a line: does it belong to the word, or did the typesetter put it there?

The decisions stand in :mod:`letopis.cleaning.hyphen_rules`; the first rule that answers counts.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from letopis.cleaning.broken_words import ADDRESS, HYPHENATED_ADDRESS, JOIN, Break, stems_of
from letopis.cleaning.hyphen_rules import RULES
from letopis.cleaning.lines import HYPHENS, SOFT_HYPHEN
from letopis.dictionary import known

ACCENT = "\u0301"
"""The mark of stress, which dictionaries leave out."""

LONGEST_HALF = 120
"""Characters on either side of a line's end in which the halves of a word are looked for."""

_APOSTROPHES = "’'\u02bc\u0300\u0301"
_TAIL = re.compile(rf"[\w{_APOSTROPHES}.{re.escape(HYPHENS)}]*$")
_HEAD = re.compile(rf"[\w{_APOSTROPHES}]+(?:[-‐‑][\w{_APOSTROPHES}]+)*")
_LINK = re.compile(r"https?:/|www\.", re.IGNORECASE)
_ADDRESS = re.compile(r"/|@|\.(?:ru|com|org|net|info|su|edu|gov|html?)\b", re.IGNORECASE)
_ATTESTED = re.compile(r"(?<![\w-])(?<!-\n)(?<!- \n)(?<!-\r\n)(?<!-\n )[^\W\d_]+(?:-[^\W\d_]+)*(?![\w-])")


class HyphenDecision(NamedTuple):
    """What becomes of the hyphen, and the name of the rule that says so."""

    action: str
    reason: str


def parts_at(left_line: str, right_line: str) -> tuple[str, str] | None:
    """Return the halves of the word at the end of one line and the start of the next.

    ``None`` when the mark at the line's end is no hyphen of a word (a dash, a list sign).

    >>> parts_at("в кыргыз-", "ско-азербайджанском деле")
    ('кыргыз', 'ско-азербайджанском')
    """
    if not left_line or left_line[-1] not in HYPHENS + SOFT_HYPHEN:
        return None
    tail = _TAIL.search(left_line[-LONGEST_HALF:-1])
    head = _HEAD.match(right_line[:LONGEST_HALF])
    left = tail.group().strip(f".{HYPHENS}") if tail else ""
    if not left.strip(ACCENT) or head is None or not head.group().strip(ACCENT):
        return None  # marks of stress alone are no part of a word
    if not (left[-1].isalnum() or left[-1] == ACCENT) or left_line[-2] != left[-1]:
        return None
    return left, head.group()


def hangs(left: str, right: str) -> bool:
    """Return whether a hyphen stands for a part that two words share: ``теле- и радиостанции``.

    No typesetter carries over a single letter, so ``до- и послевоенный`` is never ``дои``.

    >>> hangs("теле", "и"), hangs("до", "и"), hangs("дер", "жали")
    (True, True, False)
    """
    return right == "и" or (right == "или" and not known(left + right))


def address_at(left_line: str) -> str:
    """Return whether a line ends within a web or mail address, and whether that holds other hyphens.

    >>> address_at("см. http://www.nlr.ru/ex-"), address_at("http://e-lib.ru/ex-"), address_at("и/или экономиче-")
    ('address', 'hyphenated address', '')
    """
    token = (left_line[-LONGEST_HALF:].split() or [""])[-1]
    if not _LINK.search(token) and not (token.isascii() and _ADDRESS.search(token)):
        return ""
    return HYPHENATED_ADDRESS if "-" in token[:-1] else ADDRESS


def decide(word: Break) -> HyphenDecision:
    """Decide about one break.

    >>> decide(Break("научно", "техническое", {}))
    HyphenDecision(action='kept_hyphen', reason='dictionary')
    >>> decide(Break("кыргыз", "ско-азербайджанского", {})).action
    'joined_hyphen'
    """
    if ACCENT in word.left or ACCENT in word.right:
        word = word._replace(left=word.left.replace(ACCENT, ""), right=word.right.replace(ACCENT, ""))
    for rule in RULES:
        action = rule(word)
        if action is not None:
            return HyphenDecision(action, rule.__name__)
    return HyphenDecision(JOIN, "none")


def attested_words(raw: str) -> dict[str, int]:
    """Count the words of a text that no line break touches, hyphenated ones whole, in lower case.

    Under ``stem…`` stands how many longer words begin so (:func:`~letopis.cleaning.broken_words.stems_of`).

    >>> attested_words("Мамедов и сын")
    {'мамедов': 1, 'и': 1, 'сын': 1, 'мамедо…': 1, 'мамед…': 1}
    """
    counts = Counter(_ATTESTED.findall(raw.lower()))
    stems: Counter[str] = Counter()
    for word, count in counts.items():
        for stem in stems_of(word):
            stems[stem] += count
    return {**counts, **stems}
