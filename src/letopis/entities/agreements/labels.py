"""Rules of a title: what names or dates an instrument right behind its head."""

from __future__ import annotations

import re
from collections.abc import Sequence

from letopis.entities.agreements import values
from letopis.entities.agreements.chain import Chain, at
from letopis.entities.agreements.phrases import name_chain, quoted_title
from letopis.entities.agreements.placed import named_there
from letopis.entities.agreements.units import AND, DASHES, Unit
from letopis.russian.states import state_of

_BEGINS_WITH_DAY = re.compile(r"\d{1,2}\s")
_ROMAN = re.compile(r"[IVX]+$")
_DAY = re.compile(r"[^/]*-\d\d-\d\d")

NAMED_BY_PLACE = frozenset({"договор", "соглашение", "конвенция", "пакт", "трактат", "мир", "перемирие", "уния"})
"""Heads that the town of their signing may name: ``Мир в Тильзите``."""

NAMED_BY_TOWN = NAMED_BY_PLACE - {"мир", "перемирие", "уния"} | {"протокол"}
"""Heads behind which the town stands in the genitive: ``протокол Монтевидео``."""


def title_in_quotes(units: Sequence[Unit], chain: Chain) -> Chain | None:
    """``Меморандум [«О мерах доверия»]``: the quotes belong to the title; not ``назвал пакт «подарком»``."""
    first = at(units, chain.end + 1)
    end = quoted_title(units, chain.end) if first.capital or first.lower in {"о", "об"} else None
    return None if end is None else chain.grown(end, "title")


def number(units: Sequence[Unit], chain: Chain) -> Chain | None:
    """``Протокол [№ 14] к Конвенции``, ``Протоколы [I и II] к Договору``."""
    words = [unit.text for unit in units[chain.end : chain.end + 2]]
    if chain.end != chain.head + 1 or not words:
        return None
    if len(words) == 2 and words[0] == "№" and words[1][:1].isdigit():
        return chain.grown(chain.end + 2, "number")
    end = chain.end
    while _ROMAN.match(at(units, end).text) and (end == chain.end or at(units, end - 1).lower in AND | {","}):
        end += 2
    return chain.grown(end - 1, "number") if end > chain.end and at(units, end - 1).lower in {"к", "ко"} else None


def place_behind(units: Sequence[Unit], chain: Chain) -> Chain | None:
    """``Договор [в Кампо-Формио 1797 г.]``, ``по договору [в Люневиле]``: a town names a bare head; a state does not.

    Not one of several towns, nor where somebody signed: ``подписали договор в Риме``. A peace has to be signed.
    """
    preposition, town = at(units, chain.end), at(units, chain.end + 1)
    bare = chain.end == chain.head + 1 and not chain.proper and chain.lemma in NAMED_BY_PLACE
    if not bare or preposition.lower not in {"в", "во", "при"}:
        return None
    if town.label != "GPE" or "loct" not in town.cases() or state_of(town.text) is not None:
        return None
    listed = at(units, chain.end + 2).lower in {"и", ","} and at(units, chain.end + 3).label == "GPE"
    if listed or not named_there(units, chain.head, chain.end + 2, peace=chain.lemma == "мир"):
        return None
    named = chain.grown(chain.end + 2, "place")
    dated = date_with_preposition(units, named) or date_in_genitive(units, named) or named
    return dated.grown(dated.end, "closed")


def town_in_genitive(units: Sequence[Unit], chain: Chain) -> Chain | None:
    """``протокол [Монтевидео]``, ``договор [Асунсьона]``: a town names a bare head; before ``с`` it is a side."""
    town = at(units, chain.end)
    if chain.end != chain.head + 1 or chain.lemma not in NAMED_BY_TOWN or town.label != "GPE":
        return None
    if "gent" not in town.cases() or values.is_state_or_region(town.text) or at(units, chain.head - 1).adjective:
        return None
    after = at(units, chain.end + 1)
    joined = after.lower in AND | {"с", "со", "по", "на"} or after.text in DASHES
    return None if joined or not _singular(units[chain.head]) else chain.grown(chain.end + 1, "place")


def _singular(unit: Unit) -> bool:
    return any(reading.pos == "NOUN" and reading.number == "sing" for reading in unit.readings)


def names_of_makers(units: Sequence[Unit], chain: Chain) -> Chain | None:
    """``пакт [Молотова – Риббентропа]``, ``Соглашение [Страстной пятницы]``: names in the genitive."""
    if chain.end != chain.head + 1:
        return None
    end = name_chain(units, chain.end)
    if end is None or (at(units, end).verb and units[end - 1].label == "PERSON" and end == chain.end + 1):
        return None
    return chain.grown(end, "makers", noun=end - 1)


def date_with_preposition(units: Sequence[Unit], chain: Chain) -> Chain | None:
    """``[от 23 апреля 2012 г.]``: a date of signing joined to the noun."""
    if at(units, chain.end).lower != "от" or at(units, chain.end + 1).label != "DATE":
        return None
    return chain.grown(chain.end + 2, "date", dates=(*chain.dates, chain.end + 1))


def date_in_genitive(units: Sequence[Unit], chain: Chain) -> Chain | None:
    """``Договор о торговле [1734 г.]``, ``Конвенции [1899 и 1907 гг.]``; not the day that belongs to a verb."""
    unit = at(units, chain.end)
    if unit.label != "DATE" or (is_day(unit) and _told_by_verb(units, chain)):
        return None
    end, dates = chain.end + 1, (*chain.dates, chain.end)
    while at(units, end).lower in AND | {","} and at(units, end + 1).label == "DATE":
        dates, end = (*dates, end + 1), end + 2
    return chain.grown(end, "date", dates=dates)


def is_day(unit: Unit) -> bool:
    """Return whether a date is a day: ``5 мая 1999 г.``, ``05.05.1999``, ``пятого мая 1999 года``, not ``1999 г.``."""
    value = unit.name.value if unit.name is not None else None
    return _DAY.match(value) is not None if value else _BEGINS_WITH_DAY.match(unit.text) is not None


def _told_by_verb(units: Sequence[Unit], chain: Chain) -> bool:
    after = units[chain.end + 1 : chain.end + 3]
    governor = _governor(units, chain.head)
    if "gent" in units[chain.head].cases() and governor & (values.EVENT_OF_STAGE | values.ARTICLES):
        return bool(governor & values.EVENT_OF_STAGE)  # ``выход из Договора [5 мая]``, ``статья Договора [5 мая]``
    told = values.SIGNING | values.BINDING | values.ENDING
    if any(unit.verb and unit.lemmas() & told for unit in after) or (after and after[0].lower in {"в", "во"}):
        return True
    told |= values.OF_TEXTS | {"одобрить", "одобрять"}
    return any(unit.verb and unit.lemmas() & told for unit in units[max(0, chain.head - 12) : chain.head])


def _governor(units: Sequence[Unit], head: int) -> frozenset[str]:
    """Return the lemmas of the noun that governs a head: ``[выход] из Договора``, ``[вступление] в силу Договора``."""
    before = head - 1
    while before > 0 and units[before].adjective:
        before -= 1
    before -= at(units, before).lower == "из" and bool(at(units, before - 1).lemmas() & values.EVENT_OF_STAGE)
    before -= 2 * (at(units, before).lower == "силу" and at(units, before - 1).lower == "в")
    return units[before].lemmas() if before >= 0 and not units[before].label else frozenset()


def year_in_brackets(units: Sequence[Unit], chain: Chain) -> Chain | None:
    """``Лимский договор [(1910 г.)] с Чили``: a year after which the title goes on."""
    words = [unit.label or unit.lower for unit in units[chain.end : chain.end + 4]]
    if words[:3] != ["(", "DATE", ")"] or words[3:] not in (["с"], ["со"], ["между"], ["о"], ["об"]):
        return None
    return chain.grown(chain.end + 3, "date", dates=(*chain.dates, chain.end + 1))


def period_of_plan(units: Sequence[Unit], chain: Chain) -> Chain | None:
    """``Протокол о сотрудничестве [на 2013–2017 гг.]``: the years that it is for."""
    planned = at(units, chain.end).lower == "на" and at(units, chain.end + 1).label == "DATE"
    return chain.grown(chain.end + 2) if planned and "subject" in chain.traits else None
