"""A hyphen at a line's end or within one: does it belong to the word, or did the typesetter put it there?

The decisions stand in :mod:`letopis.cleaning.hyphen_rules`; the first rule that answers counts. Within a line a hyphen
may also be the writer's dash or a shared part (``нефте- и газопровод``), so a rule is believed there only where it
knows the word: copying and character recognition join lines and leave the hyphen with a space (``Азербай- джана``),
and fonts without a proper table give it as a control character (``из\\x06за``).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

from letopis.cleaning.broken_words import ADDRESS, HYPHENATED_ADDRESS, JOIN, SOLID_PREFIXES, Break, stems_of
from letopis.cleaning.hyphen_rules import RULES
from letopis.cleaning.lines import CONTROLS, HYPHENS, LINE_END_CONTROLS, SOFT_HYPHEN
from letopis.dictionary import known, parses
from letopis.russian.spelling import in_one_alphabet

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
    >>> decide(Break("экcпe", "диция", {})).action  # two Latin letters
    'joined_hyphen'
    """
    if ACCENT in word.left or ACCENT in word.right:
        word = word._replace(left=word.left.replace(ACCENT, ""), right=word.right.replace(ACCENT, ""))
    left, right = in_one_alphabet(word.left, word.right)
    word = word._replace(left=left, right=right)
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


SPACED = r"(?<=[^\W_])[-‐‑¬\u00ad][^\S\r\n]+(?=[^\W_])"
"""A hyphen between two parts of a word, with white space behind it."""

CONTROL = rf"(?<=[^\W_])[{CONTROLS}](?=[^\W_]|\ (?:и|или)\ )"
"""A control character between two letters or digits, or where a shared part may end."""

SURE = frozenset({"attested", "dictionary", "attested_stem"})
"""Rules that know the word itself."""

OWN = frozenset({"particle", "prefix", "whole_compound", "place_name", "name_link"})
"""Rules that know how the word is built; believed of a hyphen with a space that they keep."""

MOST_HYPHENS = 0.03
"""Share of a text's characters above which a control character is no hyphen; narrow columns have .02."""

FEW = 20
"""Up to so many of one control character say nothing of its share."""

_RUSSIAN = re.compile("[а-яё]", re.IGNORECASE)
_RAISED = re.compile(r"[²³¹⁰-₉]")
_HALF = re.compile("[а-яё]{3,}")
_ENDING = re.compile(r"(?:х|е|й|я|м|го|му|ми|ю|ые|ых|ой|ом|ти|летн\w+|лети[ейюя]\w*|процентн\w+|этажн\w+)$")
_SPACE_AFTER_MARK = r"[,;:.!?»)]{}[^\W\d_]"


class TextWords:
    """The words of a text, counted when the first hyphen asks for them, and what its control characters stand for.

    ``marks`` holds the places of note numbers glued to words.
    """

    def __init__(self, raw: str, marks: frozenset[int] = frozenset()) -> None:
        self.raw = raw
        self._marks = sorted(marks)
        self._spaces: dict[str, bool] = {}

    def has_marks(self, start: int, end: int) -> bool:
        """Return whether a note's number stands in a stretch of the text."""
        place = bisect_left(self._marks, start)
        return place < len(self._marks) and self._marks[place] < end

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """Return how often each word stands in the text."""
        return attested_words(self.raw)

    def is_space(self, control: str) -> bool:
        """Return whether a control character is the text's blank: it stands between commas and words, or is everywhere.

        >>> TextWords("Посол,\\x03как\\x03он,\\x03прибыл").is_space("\\x03"), TextWords("из\\x06за").is_space("\\x06")
        (True, False)
        """
        if control not in self._spaces:
            pattern = _SPACE_AFTER_MARK.format(re.escape(control))
            count, behind_marks = self.raw.count(control), len(re.findall(pattern, self.raw))
            everywhere = count > MOST_HYPHENS * len(self.raw) and count > FEW
            self._spaces[control] = everywhere or (behind_marks > 1 and behind_marks * 20 > count)
        return self._spaces[control]


def decide_spaced(before: str, after: str, words: TextWords) -> HyphenDecision | None:
    """Decide about a hyphen with white space behind it; ``None`` leaves both as they are.

    ``before`` ends with the hyphen, ``after`` begins with the next word.

    >>> decide_spaced("глава Азербай-", "джана", TextWords(""))
    HyphenDecision(action='joined_hyphen', reason='dictionary')
    >>> decide_spaced("на северо-", "западный рубеж", TextWords("")).action
    'kept_hyphen'
    >>> decide_spaced("нефте-", "и газопровод", TextWords(""))
    """
    parts = parts_at(before, after)
    if parts is None or hangs(*parts):
        return None
    left, right = parts
    if before[-1] in "\u00ad\u00ac":
        return HyphenDecision(JOIN, "soft_hyphen")
    if left[-1].isdigit() or right[0].isdigit():
        ending = left[-1].isdigit() and _ENDING.match(right)
        return HyphenDecision("kept_hyphen", "numeral") if ending or _numbered(left, right, words) else None
    if _stands_alone(right) and not (known(left + right) or known(f"{left}-{right}")):
        return None
    word = Break(left, right, words.counts, address_at(before))
    if left.isupper() and right.isupper():
        word = word.lower()
    if word.address:
        return None
    decision = decide(word)
    return decision if _believed(word, decision) else None


def _numbered(left: str, right: str, words: TextWords) -> bool:
    """``COVID-19``: a Latin abbreviation with a number, or one that the text has so elsewhere; ``США- 5 медалей``."""
    if not (left.isupper() and len(left) > 2 and right.isdigit() and len(right) < 4):
        return False
    return left.isascii() or f"{left}-{right}" in words.raw


def _stands_alone(right: str) -> bool:
    """``кратко- а также среднесрочный``: a small word after a hyphen shows that the part before it is shared."""
    return right.islower() and known(right) and parses(right)[0].pos in {"CONJ", "PREP"}


def _believed(word: Break, decision: HyphenDecision) -> bool:
    """Return whether the rule that decided knows the word, or whether neither half is a word."""
    if decision.reason in SURE:
        return True
    if decision.action != JOIN:
        return decision.reason in OWN
    return not known(word.last) and not known(word.first) and bool(_HALF.fullmatch(word.first))


def decide_control(before: str, after: str, control: str, words: TextWords) -> tuple[str, str]:
    """Return what stands for a control character within a word, and the kind of the edit.

    >>> decide_control("Клинико", "дипломатические", "\\x06", TextWords(""))
    ('-', 'restored_hyphen:whole_compound')
    >>> decide_control("эконо", "мические", "\\x02", TextWords(""))
    ('', 'joined_hyphen:dictionary')
    """
    if words.is_space(control):
        return " ", "restored_space"
    if control == "\x1f":
        return "", "dropped_character:soft_hyphen"
    parts = parts_at(before[-LONGEST_HALF:] + "-", after[:LONGEST_HALF].lstrip())
    if parts is not None and after.startswith(" "):
        shared = not known(parts[0]) or parts[0] in SOLID_PREFIXES
        return ("-", "restored_hyphen:shared_part") if shared else ("", "dropped_character:control")
    spelled = control in before[-2:] + after[:2]  # after every letter it is no hyphen
    if parts is None or spelled or not _wordlike(*parts):
        return "", "dropped_character:control"
    decision = decide(Break(*parts, words.counts, address_at(before + "-")))
    if decision.action == JOIN and (control in LINE_END_CONTROLS or decision.reason in SURE):
        return "", f"{JOIN}:{decision.reason}"
    return "-", f"restored_hyphen:{decision.reason}"


def control_is_hyphen(control: str, decision: HyphenDecision, words: TextWords) -> bool:
    """Return whether a control character at a line's end is a hyphen: its kind says so, or the word does.

    >>> control_is_hyphen("\x06", HyphenDecision(JOIN, "other_word"), TextWords(""))
    False
    """
    if words.is_space(control):
        return False
    return control in LINE_END_CONTROLS or decision.reason in SURE | OWN | {"numeral"}


def _wordlike(left: str, right: str) -> bool:
    """Return whether two parts can make a word or a range; formulas have control characters for signs of theirs."""
    both = left + right
    if _RUSSIAN.search(both):
        return not _RAISED.search(both)
    shorter = min(len(left), len(right))
    return both.isascii() and ((both.isalpha() and shorter > 2) or (both.isdigit() and shorter > 1))
