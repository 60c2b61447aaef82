"""Abbreviations and the full names whose initials they are."""

from __future__ import annotations

import re

_ABBREVIATION = re.compile(r"(?:\w+-)*[А-ЯЁA-Z]\w*[А-ЯЁA-Z]\w*(?:-\w+)*")
_WORD = re.compile(r"[^\W\d_]+")
_SMALL_WORDS = frozenset("и в во на по о об при для с со за к от до из".split())


def is_abbreviation(text: str) -> bool:
    """Return whether a name is written as an abbreviation: no space, two capitals or more in one of its parts.

    >>> is_abbreviation("ТюркПА"), is_abbreviation("КР"), is_abbreviation("Алма-Ата")
    (True, True, False)
    """
    return _ABBREVIATION.fullmatch(text) is not None


def initials_of(name: str) -> str:
    """Return the initials of a full name's words, small words left out, hyphenated words by their parts.

    >>> initials_of("Содружество Независимых Государств"), initials_of("Организация по безопасности и сотрудничеству")
    ('СНГ', 'ОБС')
    """
    words = _WORD.findall(name)
    return "".join(word[0].upper() for word in words if word not in _SMALL_WORDS)
