"""How a changed word is spelt, with the capitals and the ``ё`` of the word that it stands for, and abbreviations."""

from __future__ import annotations

import re

LETTERS = re.compile(r"[^\W\d_]+")
"""A stretch of letters."""

WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
"""A word with all that its hyphens join."""

_PARTS = re.compile(r"[^-’']+[-’']*|[-’']+")

LATIN = "ABCEHKMOPTXYaceopxy\u00cb\u00eb\u0391\u0392\u0395\u0397\u039a\u039c\u039f\u03a1\u03a4\u03a7\u03bf"
CYRILLIC = "АВСЕНКМОРТХУасеорхуЁёАВЕНКМОРТХо"
"""Letters of the Latin and Greek alphabets, and the Russian ones that look the same."""

TO_CYRILLIC = str.maketrans(LATIN, CYRILLIC)

_IS_CYRILLIC = re.compile("[А-Яа-яЁё]")


def in_one_alphabet(*parts: str) -> tuple[str, ...]:
    """Return the parts of a word with Russian letters for those that look so, where that leaves no other letters.

    >>> in_one_alphabet("экcпe", "диция"), in_one_alphabet("web", "сайт"), in_one_alphabet("CO", "PE")
    (('экспе', 'диция'), ('web', 'сайт'), ('CO', 'PE'))
    """
    word = "".join(parts)
    russian = word.translate(TO_CYRILLIC)
    if word == russian or not _IS_CYRILLIC.search(word) or any(c.isalpha() for c in _IS_CYRILLIC.sub("", russian)):
        return parts
    return tuple(part.translate(TO_CYRILLIC) for part in parts)


def lowered(text: str) -> str:
    """Return a text as it is compared: small letters, ``е`` for ``ё``."""
    return text.lower().replace("ё", "е")


def as_spelt(word: str, model: str) -> str:
    """``вооружённый`` for ``вооруженных`` is ``вооруженный``: ``ё`` only where the text writes it."""
    return word if "ё" in model.lower() else word.replace("ё", "е")


def recase(word: str, model: str) -> str:
    """Return a word with the capitals of another: part by part at hyphens and apostrophes, all where the model is.

    >>> recase("кыдыр-аке", "Кыдыр-аке"), recase("снг", "СНГ"), recase("д’аламбер", "Д’Аламбера")
    ('Кыдыр-аке', 'СНГ', 'Д’Аламбер')
    """
    if len(model) > 1 and model.isupper():
        return word.upper()
    models, parts = _PARTS.findall(model), _PARTS.findall(word)
    cased = (
        part[:1].upper() + part[1:] if models[min(place, len(models) - 1)][:1].isupper() else part
        for place, part in enumerate(parts)
    )
    return "".join(cased) if models else word


_DECLINED = re.compile(r"(\w*[А-ЯЁ]{3,})(?:а|у|ом|е|ы|ами|ах)")


def undeclined(text: str) -> str:
    """Return an abbreviation without the ending of its case; other words as they are.

    >>> undeclined("МИДе"), undeclined("АвтоВАЗа"), undeclined("ТюркПА")
    ('МИД', 'АвтоВАЗ', 'ТюркПА')
    """
    declined = _DECLINED.fullmatch(text)
    return declined.group(1) if declined else text


_ABBREVIATION = re.compile(r"(?:\w+-)*[А-ЯЁA-Z]\w*[А-ЯЁA-Z]\w*(?:-\w+)*")
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
    words = LETTERS.findall(name)
    return "".join(word[0].upper() for word in words if word not in _SMALL_WORDS)
