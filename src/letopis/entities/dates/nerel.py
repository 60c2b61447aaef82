"""Dates as NEREL marks them: with preposition and weekday, relative words, durations, and no stop behind ``г``.

The calendar dates come from the rules of this room; here they are widened, and what is no place in the calendar joins
them. The conventions were learned from NEREL's training part: what it marks in half of the places at least is marked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from letopis.entities.dates.relative import WEEKDAY, Reference, S, relative_readings
from letopis.entities.dates.values import edtf_value
from letopis.records import Entity

MARK = "\ue000"
"""Stands for each character of a date that is known, so that one pattern reads words and dates."""

_ENDING = r"(?:[ыи][ейхм]|[ыи]ми|[ое]го|[ое]му|[ое][ейм]|от|ая|ую|яя|юю|[аоуи]|ех|ем|еми)"
_POINTER = (
    r"(?:т(?:от|ом|ого|ой|у|е|ех|ем)|(?:эт|прошл|минувш|следующ|будущ|нынешн|текущ|последн|ближайш|прошедш|предыдущ|предстоящ|наступающ|позапрошл"
    rf"|сегодняшн|вчерашн|завтрашн|перв|кажд|долг|нов){_ENDING})"
)
_UNIT = (
    r"(?:год(?:а|у|ом|е|ы|ов|ам|ами|ах)?|лет(?:ами)?|месяц(?:а|у|ем|е|ы|ев|ам|ами|ах)?|недел(?:я|и|ю|е|ей|ь|ям|ях|ями)"
    r"|д(?:ень|ня|ню|нём|нем|не|ни|ней|ням|нями|нях)|сут(?:ки|ок|кам|ками|ках)|век(?:а|у|ом|е|ов|ам|ах)?"
    r"|столети(?:е|я|ю|ем|и|й)|десятилети(?:е|я|ю|ем|и|й|ях|ям)|полугоди(?:е|я|и)|полгода|полугода|квартал(?:а|е|у)?"
    r"|сезон(?:а|е|у|ом|ы|ов|ах)?|выходны(?:е|х|м))"
)
_DIGITS = r"\d+(?:[.,]\d+)?(?:-?(?:ти|х|и))?"
_WORD_NUMBER = (
    r"(?:од(?:ин|ного|ном|ному|ну|ной|на)|дв(?:а|е|ух|ум|умя)|тр(?:и|ёх|ех|ём|ем)|четыр(?:е|ёх|ех|ём|ем)"
    r"|(?:пят|шест|сем|восьм|восем|девят|десят|одиннадцат|двенадцат|тринадцат|четырнадцат|пятнадцат|двадцат|тридцат)"
    r"(?:ь|и)|сорока?|пол(?:у)?тора|нескольк(?:о|их|ими)|мног(?:о|их|ие)|пар(?:у|ы|а))"
)
_COUNT = rf"(?:{_DIGITS}|{_WORD_NUMBER})"
_ABOUT = (
    r"(?:почти|около|более чем|более|свыше|больше|примерно|менее|чуть более|не менее|не более|до|от)"
    rf"(?:{S}(?:за|через|на))?"
)
_LASTING = r"(?:в течение|на протяжении|за|на|через|спустя|около)"
_FEW = rf"(?:{_WORD_NUMBER}|[1-9]|1[01])"
_DATE_BEFORE = r"(?:в течение|в период|в|во|с|со|c|до|от|по|на|за|к|около)"
_BEFORE = r"(?:в течение|на протяжении|за|на|через|в|во|с|со|c|до|от|по|к|около)"
_PERIOD = r"(?:весной|летом|осенью|зимой|начал(?:е|о|а|у)|середин(?:е|а|ы|у)|кон(?:це|ец|ца|цу))"
_TERM = r"(?:срок|перерыв|период|опыт|контракт|план|стаж|траур|визит|отпуск)"

_TERMS = rf"(?:{_WORD_NUMBER}|\d+|дву|тр[её]х|четыр[её]х|пяти|шести|семи|восьми|десяти)-?"

_PHRASES = {
    "weekday_and_date": rf"(?:{_DATE_BEFORE}{S})?(?:{_POINTER}{S})?{WEEKDAY}(?:,?{S}|{S}[—–-]{S}|{S}\(){MARK}+",
    "word_and_date": rf"(?:вчера|сегодня|завтра|накануне)(?:,?{S}|{S}[—–-]{S}){MARK}+",
    "date": rf"(?:{_DATE_BEFORE}{S})?{MARK}+(?:{S}рождения)?",
    "weekday": rf"(?:{_DATE_BEFORE}{S})?(?:{_POINTER}{S})?{WEEKDAY}",
    "day": r"сегодня|вчера|завтра|позавчера|послезавтра|на днях|ежегодно",
    "pointed": (
        rf"(?:{_BEFORE}{S})?(?:{_PERIOD}{S})?(?:{_POINTER}{S}){{1,2}}(?:же{S})?(?:{_COUNT}{S})?"
        rf"(?:календарн\w+{S}|учебн\w+{S})?{_UNIT}(?:{S}назад)?"
    ),
    "later": rf"(?:годом|месяцем|неделей|дн[её]м){S}(?:ранее|раньше|позже|позднее)",
    "ago": rf"(?:{_ABOUT}{S})?(?:{_COUNT}{S})?{_UNIT}{S}(?:назад|спустя)",
    "lasting": rf"{_LASTING}{S}(?:{_ABOUT}{S})?(?:{_COUNT}{S})?(?:последних{S}|ближайших{S})?{_UNIT}",
    "about": rf"(?:(?:до|от){S}{_FEW}|(?:{_ABOUT}){S}{_COUNT}){S}{_UNIT}",
    "counted": rf"(?<!возрасте ){_FEW}{S}{_UNIT}",
    "term": rf"{_TERMS}(?:летн{_ENDING}(?={S}{_TERM})|(?:дневн|месячн|недельн|годичн){_ENDING})",
    "of_day": rf"(?:сегодняшн|прошлогодн){_ENDING}",
    "yearly": rf"в{S}год",
}
"""Kinds of phrases, the longer ones first: ``в пятницу, 12 мая``, ``три дня назад``, ``за пять лет``."""

_KINDS = {
    kind: re.compile(rf"(?<![\w{MARK}])(?<!\d-)(?:{phrase})(?!\w)", re.IGNORECASE) for kind, phrase in _PHRASES.items()
}
_STOP_OF_YEAR = re.compile(r"(?<![^\W\d])гг?\.$")


def as_nerel(text: str, dates: Sequence[Entity], reference: Reference | None = None) -> list[Entity]:
    """Return the dates of a text as NEREL marks them, from those that the rules found; the values stay.

    Relative words have a value where the document's own date is given.

    >>> text = "В пятницу, 12 мая, он уехал на два года."
    >>> date = Entity.at(text, 11, 17, "DATE", value="2017-05-12")
    >>> [(one.text, one.value) for one in as_nerel(text, [date])]
    [('В пятницу, 12 мая', '2017-05-12'), ('на два года', None)]
    """
    masked = _masked(text, dates)
    within = {place: date for date in dates for place in range(date.start_offset, date.end_offset)}
    taken = bytearray(len(text))
    found: list[Entity] = []
    for kind, pattern in _KINDS.items():
        for match in pattern.finditer(masked):
            start, end = match.span()
            if any(taken[start:end]):
                continue
            taken[start:end] = b"\x01" * (end - start)
            end -= _STOP_OF_YEAR.search(text[start:end]) is not None
            date = next((within[place] for place in range(start, end) if place in within), None)
            found.append(_entity(text, (start, end), date, kind, reference))
    return sorted(found, key=lambda one: one.start_offset)


def _masked(text: str, dates: Sequence[Entity]) -> str:
    parts, done = [], 0
    for date in dates:
        parts += [text[done : date.start_offset], MARK * (date.end_offset - date.start_offset)]
        done = date.end_offset
    return "".join([*parts, text[done:]])


def _entity(text: str, span: tuple[int, int], date: Entity | None, kind: str, reference: Reference | None) -> Entity:
    """Return a span with what is known of the date within it, or of the relative words that it holds."""
    start, end = span
    if date is not None:
        return msgspec.structs.replace(date, start_offset=start, end_offset=end, text=text[start:end])
    value = _relative_value(text[start:end], reference)
    return Entity.at(text, start, end, "DATE", by=f"dates.nerel_{kind}", value=value)


def _relative_value(phrase: str, reference: Reference | None) -> str | None:
    reading = next(relative_readings(phrase, reference), None) if reference else None
    return edtf_value(reading.points, reading.link) if reading else None
