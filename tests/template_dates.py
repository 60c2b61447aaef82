"""Dates in every form of ``templates/dates.tsv``, each with its value."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any

from template_tables import Filling, rows

EACH = 120
"""Dates in each form."""

MONTHS = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()
IN_MONTHS = "январе феврале марте апреле мае июне июле августе сентябре октябре ноябре декабре".split()
SHORT = "янв. фев. мар. апр. мая июн. июл. авг. сент. окт. нояб. дек.".split()
DAYS = (
    "первого второго третьего четвёртого пятого шестого седьмого восьмого девятого десятого одиннадцатого двенадцатого "
    "тринадцатого четырнадцатого пятнадцатого шестнадцатого семнадцатого восемнадцатого девятнадцатого двадцатого"
).split()
TENS = {2: "двадцать", 3: "тридцать", 4: "сорок", 5: "пятьдесят", 6: "шестьдесят", 7: "семьдесят", 8: "восемьдесят"}
ROUND = {30: "тридцатого", 40: "сорокового", 50: "пятидесятого", 60: "шестидесятого", 70: "семидесятого"}
ROUND |= {80: "восьмидесятого", 90: "девяностого"}
ROMAN = {14: "XIV", 15: "XV", 16: "XVI", 17: "XVII", 18: "XVIII", 19: "XIX", 20: "XX", 21: "XXI"}
ROMAN_MONTHS = "I II III IV V VI VII VIII IX X XI XII".split()


def dates() -> Iterator[Filling]:
    """Yield dates of every form, the same ones in every run."""
    dice = random.Random(1799)
    for slot, before, form, value, modifier in rows("dates.tsv"):
        for _ in range(EACH):
            facts = _facts(dice)
            fields = {"label": "DATE", "value": value.format(**facts), "modifier": modifier or "-"}
            yield Filling(slot, (form.format(**facts),) * 6, fields, form, before)


def ordinal(number: int) -> str:
    """Return an ordinal from 1 to 99 in the genitive.

    >>> ordinal(7), ordinal(31), ordinal(90)
    ('седьмого', 'тридцать первого', 'девяностого')
    """
    if number <= 20:
        return DAYS[number - 1]
    tens, ones = divmod(number, 10)
    if not ones:
        return ROUND[number]
    return f"{TENS.get(tens, 'девяносто')} {DAYS[ones - 1]}"


def _facts(dice: random.Random) -> dict[str, Any]:
    year, month, day = dice.randint(1920, 2019), dice.randrange(12), dice.randint(14, 26)
    words = (
        f"тысяча девятьсот {ordinal(year % 100)}" if 1900 < year < 2000 else f"две тысячи {ordinal(year % 100 or 3)}"
    )
    year = year if year != 2000 else 2003
    century, old = dice.randint(14, 20), dice.randint(1810, 1899)
    before_christ = dice.randint(101, 900)
    return {
        "d": day, "dd": f"{day:02d}", "d2": day + 2, "dd2": f"{day + 2:02d}", "julian_d": day - 12, "m": month + 1,
        "mm": f"{month + 1:02d}", "month": MONTHS[month], "in_month": IN_MONTHS[month], "mon": SHORT[month],
        "in_mon": SHORT[month].replace("мая", "мае"), "y": year,
        "y2": year + 3, "old_y": old, "roman": ROMAN[century], "cc": century - 1, "dec": f"{year}"[:3],
        "day_words": ordinal(day), "year_words": words, "year_words_in": re.sub(r"(?:ого|его)$", _in_case, words),
        "next_roman": ROMAN[century + 1], "next_cc": century, "roman_month": ROMAN_MONTHS[month], "y1": year + 1,
        "yy1": f"{(year + 1) % 100:02d}", "dec2": f"{year // 10 + 1}",
        "bc": before_christ, "bc_value": f"-{before_christ - 1:04d}",
    }  # fmt: skip


def _in_case(ending: re.Match[str]) -> str:
    return ending.group().replace("го", "м")
