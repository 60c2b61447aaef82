"""Compiled patterns and tables of words. Every repetition is bounded, so matching stays linear."""

from __future__ import annotations

import re
from collections.abc import Sequence

from letopis.entities.dates.values import AUTUMN, SPRING, SUMMER, WINTER

SPACE = r"[ \t\u00a0\u2007\u2009\u202f]{1,3}"
MAYBE_SPACE = r"[ \t\u00a0\u2007\u2009\u202f]{0,3}"
DASH = rf"{MAYBE_SPACE}[-\u2010-\u2015\u2212]{MAYBE_SPACE}"
END = r"(?![\w])"

ORDINAL_ENDING = r"(?:[-\u2010\u2011\u2013]?(?:го|ого|му|ому|ый|ой|ом|ым|ое|й|е|м|я))?"

MONTH_STEMS = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
"""First letters of the months, January first; ``мар`` is asked before ``ма``."""

MONTH_ABBREVIATED = r"(?:(?:янв|февр?|мар|апр|июн|июл|авг|сент?|окт|нояб?|дек)\.)"
"""``дек. 1991 г.``: only before a year."""

MONTH_GENITIVE = (
    r"(?:января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря"
    rf"|{MONTH_ABBREVIATED})"
)
"""``19 января``, ``19 янв.``: what follows a day."""

MONTH = (
    r"(?:(?:январ|феврал|апрел|июн|июл|сентябр|октябр|ноябр|декабр)(?:ь|я|ю|ём|ем|е)"
    r"|(?:март|август)(?:а|у|ом|е)?|ма(?:й|я|ю|ем|е))"
)
"""A month in any case of the singular."""

YEAR_UNIT = r"(?:гг?\.|(?:гг|г|год(?:а|у|ом|е|ы|ов|ам|ами|ах)?)(?![\w-]))"
"""``г.``, ``года``, ``гг.``"""

SCHOOL_YEAR = (
    rf"(?:(?:учебн|финансов|бюджетн|хозяйственн|академическ|уч)"
    rf"(?:ый|ий|ого|ому|ым|им|ом|ые|ие|ых|их|\.){SPACE})?"
)
"""``2015/2016 учебный год``: the kind of year stands between the number and its unit."""

_CHRIST = rf"р\.{MAYBE_SPACE}х\.?|рождества{SPACE}христова"
ERA = (
    rf"(?i:{MAYBE_SPACE}(?P<bc>до{SPACE}(?:н\.?{MAYBE_SPACE}э\.?|нашей{SPACE}эры|{_CHRIST}))"
    rf"|{MAYBE_SPACE}(?P<ad>н\.{MAYBE_SPACE}э\.?|нашей{SPACE}эры|(?:по|от){SPACE}(?:{_CHRIST})))?"
)
"""``до н. э.``, ``н. э.``, ``нашей эры``, ``до Р. Х.``"""

CENTURY_UNIT = (
    rf"(?i:вв\.|вв{END}|в\.|век(?:а|у|ом|е|и|ов|ам|ах)?{END}|столети(?:е|я|ю|ем|и|й|ях|ям){END}"
    r"|ст\.(?!(?<=\d ст\.) ?\d))"
)
"""``в.``, ``веке``, ``вв.``, ``столетия``, ``XIX ст.``; not ``п. 1–2 ст. 8`` of a law."""

ROMAN = r"[IVXХІ][IVXХІУПШ1]{0,6}"
"""A Roman numeral as it is met: with Cyrillic Х, І, and У, П, Ш of the typewriter for V, II, III."""

ORDINALS = (
    "перв", "втор", "трет", "четверт", "пят", "шест", "седьм", "восьм", "девят", "десят", "одиннадцат", "двенадцат",
    "тринадцат", "четырнадцат", "пятнадцат", "шестнадцат", "семнадцат", "восемнадцат", "девятнадцат", "двадцат",
)  # fmt: skip
"""Stems of the ordinal numerals, ``первый`` first."""

_ORDINAL_STEMS = "|".join(sorted(ORDINALS, key=len, reverse=True))
ORDINAL_WORD = (
    rf"(?P<tens>двадцать{SPACE}|тридцать{SPACE})?(?P<stem>{_ORDINAL_STEMS.replace('четве', 'четв[её]')}|тридцат)"
    r"(?:ый|ой|ий|ое|ье|ья|ая|ого|ьего|ому|ьему|ым|ьим|ом|ьем|ую|ью|ей|ьей)"
)
"""``двадцать первого``, ``третьем``; see :func:`number_of`."""

DECADE_WORDS = {
    "десят": 10, "двадцат": 20, "тридцат": 30, "сороков": 40, "пятидесят": 50, "шестидесят": 60, "семидесят": 70,
    "восьмидесят": 80, "девяност": 90,
}  # fmt: skip
"""``девяностых годов``; a century is still to be found."""

SEASONS = {"весн": SPRING, "лет": SUMMER, "осен": AUTUMN, "зим": WINTER}
"""The EDTF numbers of the seasons by stem."""

SEASON = r"(?:весн(?:а|ы|е|у|ою|ой)|лет(?:о|а|у|ом|е)|осен(?:ь|ью|и)|зим(?:а|ы|е|у|ою|ой))"

RELATIVE_YEARS = {
    "то": "same", "эт": "current", "ны": "current", "те": "current", "се": "current", "с.": "current", "т.": "current",
    "с": "current", "пр": "last", "ми": "last", "сл": "next", "бу": "next",
}  # fmt: skip
"""What ``того же года``, ``этого года``, ``прошлого года`` count from, by their first two letters."""

RELATIVE_YEAR = (
    rf"(?:(?:того{SPACE}же(?:{SPACE}самого)?|этого(?:{SPACE}же)?|нынешнего|текущего|сего|прошлого|прошедшего|минувшего"
    rf"|следующего|будущего){SPACE}года{END}|[ст]\.{MAYBE_SPACE}г\.|с{SPACE}г{END})"
)

_PART = r"(?:(?:половин|четверт|трет|декад)(?:а|ы|е|у|ой|ь|и|ью)|пол\.|четв\.)"
_QUARTER, _THIRD = r"(?:четверт(?:ь|и|ью)|четв\.)", r"(?:трет|декад)(?:а|ы|е|у|ой|ь|и|ью)"
_FIRST = rf"(?:перв(?:ая|ой|ую|\.)|1-?(?:я|й|ой|ую|м|го|е)|I){SPACE}"
_SECOND = rf"(?:втор(?:ая|ой|ую|\.)|2-?(?:я|й|ой|ую)|II){SPACE}"
_THIRD_OF = rf"(?:треть(?:я|ей|ю)|трет\.|3-?(?:я|й|ой|ую)|III){SPACE}"
_FOURTH = rf"(?:четв[её]рт(?:ая|ой|ую)|четв\.|4-?(?:я|й|ой|ую)|IV){SPACE}"
_LAST = rf"посл(?:едн(?:яя|ей|юю)|\.){SPACE}"
PERIOD_WORDS = (
    ("start", r"начал(?:о|а|у|ом|е)|нач\."),
    ("mid", r"середин(?:а|ы|е|у|ою|ой)|сер\."),
    ("end", r"кон(?:ец|ца|цу|цом|це)|исход(?:а|у|ом|е)|кон\."),
    ("start", rf"{_FIRST}{_PART}"),
    ("start", rf"перв(?:ое|ого|ому|ым|ом){SPACE}десятилети(?:е|я|ю|ем|и)"),
    ("mid", rf"(?:{_SECOND}|{_THIRD_OF}){_QUARTER}"),
    ("mid", rf"{_SECOND}{_THIRD}"),
    ("end", rf"{_SECOND}(?:половин(?:а|ы|е|у|ой)|пол\.)"),
    ("end", rf"(?:{_LAST}|{_FOURTH}){_QUARTER}"),
    ("end", rf"(?:{_LAST}|{_THIRD_OF}){_THIRD}"),
    ("end", rf"последн(?:ее|его|ему|им|ем){SPACE}десятилети(?:е|я|ю|ем|и)"),
    ("start", rf"перв(?:ые|ых|ым|ыми){SPACE}(?:год|месяц|дн|числ|недел|десятилети)[а-яё]{{0,4}}"),
    ("end", rf"последни(?:е|х|м|ми){SPACE}(?:год|месяц|дн|числ|недел|десятилети)[а-яё]{{0,4}}"),
    ("mid", rf"(?:10-?х|десятых){SPACE}числ[а-яё]{{0,4}}"),
    ("end", rf"(?:20-?х|двадцатых){SPACE}числ[а-яё]{{0,4}}"),
    ("", r"рубеж(?:а|у|ом|е)?"),
)
"""Words that narrow a period and belong to the span, with the modifier they stand for (none for ``рубеж``)."""

_PERIOD = "|".join(pattern for _, pattern in PERIOD_WORDS)
PERIOD_BEFORE = re.compile(rf"(?<!\w)({_PERIOD}){SPACE}$", re.IGNORECASE)
"""A narrowing word right before a date."""

PERIOD = rf"(?:(?:{_PERIOD}){SPACE})?"
"""A narrowing word within a range: ``конец XIX – начало XX века``."""

LONGEST_PERIOD = 40
"""Characters to the left of a date in which its narrowing word, preposition or heading noun is looked for."""

_TRIGGER_WORDS = (
    r"январ|феврал|март|апрел|ма[йяюе]|июн|июл|август|сентябр|октябр|ноябр|декабр|тысяча|две тысячи"
    r"|янв\.|февр?\.|мар\.|апр\.|авг\.|сент?\.|окт\.|нояб?\.|дек\."
    r"|весн|лет|осен|зим|том же|того же|тот же|годом|двадцать|тридцать|нулев|двухтысяч|сороков|пятидес|шестидес"
    rf"|семидес|восьмидес|девянос|тридцат|{_ORDINAL_STEMS}"
).split("|")


def _by_first_letter(words: Sequence[str]) -> str:
    """Group alternatives by their first letter, which must begin a word: they are searched three times as fast."""
    letters = dict.fromkeys(word[0] for word in words)
    groups = {letter: "|".join(word[1:] for word in words if word[0] == letter) for letter in letters}
    return "|".join(rf"{letter}(?<![^\W_]{letter})(?:{rest})" for letter, rest in groups.items())


WORD_TRIGGER = re.compile(_by_first_letter(_TRIGGER_WORDS))
"""Where a date may begin with a word, in a text of small letters; cheap, and wrong more often than right."""

DIGIT_TRIGGER = re.compile(r"\d(?<![^\W_]\d)\d*")
"""Where it may begin with a figure."""

ROMAN_TRIGGER = re.compile(ROMAN)

_PREPOSITION = re.compile(
    r"(?<!\w)(?P<preposition>[вВ]о?|[сСcC]о?|[кК]о?|до|До|от|От|по|По|на|На|за|За|после|После|между|Между|около|Около|из|Из)"
    rf"{SPACE}$"
)
"""The preposition that stands right before a date; with a Latin c too, as scanned texts have it."""


def preposition_at(before: str) -> str:
    """Return the preposition that ends a stretch of text, in small Cyrillic letters, or nothing."""
    found = _PREPOSITION.search(before)
    return found["preposition"].lower().replace("c", "с") if found else ""


def month_number(word: str) -> int:
    """Return the number of a month from any of its forms.

    >>> month_number("Марте"), month_number("мая"), month_number("сент.")
    (3, 5, 9)
    """
    lower = word.lower()
    return next((i for i, stem in enumerate(MONTH_STEMS, 1) if stem != "ма" and lower.startswith(stem)), 5)


def season_number(word: str) -> int:
    """Return the EDTF number of a season from any of its forms.

    >>> season_number("Осенью")
    23
    """
    return next(number for stem, number in SEASONS.items() if word.lower().startswith(stem))


_ROMAN_LETTERS = str.maketrans({"Х": "X", "І": "I", "У": "V", "П": "II", "Ш": "III", "1": "I"})
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10}
_ROMAN_FORM = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")


def roman(numeral: str) -> int | None:
    """Return the number of a Roman numeral, Cyrillic homoglyphs read as Latin, ``None`` when it is none.

    >>> roman("ХV"), roman("ХУШ"), roman("IIX")
    (15, 18, None)
    """
    latin = numeral.translate(_ROMAN_LETTERS)
    if not latin or not _ROMAN_FORM.fullmatch(latin):
        return None
    digits = [_ROMAN_DIGITS[letter] for letter in latin]
    return sum(-d if d < following else d for d, following in zip(digits, [*digits[1:], 0], strict=True))


def numeral(text: str) -> int | None:
    """Return the number of a numeral in Roman or Arabic figures, ``None`` when it is none."""
    return int(text) if text.isdigit() else roman(text)


def number_of(found: re.Match[str]) -> int | None:
    """Return the number of an ordinal from the groups of :data:`ORDINAL_WORD`, or of the group ``numeral`` beside it.

    >>> number_of(re.match(ORDINAL_WORD, "двадцать первого")), number_of(re.match(ORDINAL_WORD, "третьем"))
    (21, 3)
    """
    if not found["stem"]:
        return numeral(found["numeral"] or "")
    stem = found["stem"].lower().replace("ё", "е")
    tens = (found["tens"] or "").lower()
    units = 30 if stem == "тридцат" else ORDINALS.index(stem) + 1
    return units + (20 if tens.startswith("дв") else 30 if tens else 0)


def modifier_of(period: str) -> str | None:
    """Return the modifier that a narrowing word stands for.

    >>> modifier_of("первой половине"), modifier_of("рубеже")
    ('start', None)
    """
    for modifier, pattern in PERIOD_WORDS:
        if re.fullmatch(pattern, period, re.IGNORECASE):
            return modifier or None
    return None


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
