"""Years in words: ``тысяча девятьсот сорок пятого года``, ``двухтысячного года``."""

from __future__ import annotations

import re

from letopis.entities.dates.patterns import DECADE_WORDS, END, ORDINALS, SPACE

_HUNDREDS = {"сто": 1, "двести": 2, "триста": 3, "четыреста": 4, "пятьсот": 5, "шестьсот": 6, "семьсот": 7,
             "восемьсот": 8, "девятьсот": 9}  # fmt: skip
_TENS = ("двадцать", "тридцать", "сорок", "пятьдесят", "шестьдесят", "семьдесят", "восемьдесят", "девяносто")
_ENDINGS = r"(?:ый|ой|ий|ого|ьего|ому|ьему|ым|ьим|ом|ьем)"

SPELLED_YEAR = re.compile(
    rf"(?:(?:(?:одна{SPACE})?тысяча(?:{SPACE}(?P<hundred>{'|'.join(_HUNDREDS)}))?|(?P<millennium>две{SPACE}тысячи)){SPACE})?"
    rf"(?:(?P<ten>{'|'.join(_TENS)}){SPACE})?(?P<last>[а-яё]{{3,16}}?){_ENDINGS}{SPACE}год(?:а|у|ом|е)?{END}",
    re.IGNORECASE,
)
_ROUND = {"двухтысячн": 2000, "тысячн": 1000, "девятисот": 1900, "восьмисот": 1800}


def spelled_number(found: re.Match[str]) -> str | None:
    """Return the year of a match of :data:`SPELLED_YEAR` in EDTF, two digits waiting for their century.

    >>> words = ("тысяча девятьсот сорок пятого года", "девяносто первого года", "двухтысячного года", "нового года")
    >>> [spelled_number(SPELLED_YEAR.match(text)) for text in words]
    ['1945', '__91', '2000', None]
    """
    stem = found["last"].lower().replace("ё", "е")
    thousands = bool(found["millennium"]) or found.group().lower().startswith(("тысяча", "одна"))
    if stem in _ROUND and not found["ten"] and not found["hundred"]:
        return f"{_ROUND[stem]}" if stem == "двухтысячн" or thousands else None
    last = ORDINALS.index(stem) + 1 if stem in ORDINALS else DECADE_WORDS.get(stem, 0)
    tens = 10 * (_TENS.index(found["ten"].lower()) + 2) if found["ten"] else 0
    if not last or (tens and last > 9):
        return None
    if not thousands:
        return f"__{tens + last}" if tens else None
    hundreds = 2000 if found["millennium"] else 1000 + 100 * _HUNDREDS.get((found["hundred"] or "").lower(), 0)
    return f"{hundreds + tens + last}"
