"""Rules of a title: what names or dates an instrument right behind its head."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from letopis.dictionary import FUNCTION_WORDS, grammemes
from letopis.entities.agreements import values
from letopis.entities.agreements.chain import Chain, at
from letopis.entities.agreements.heads import modifies
from letopis.entities.agreements.phrases import quoted_title
from letopis.entities.agreements.predicates import VERBS
from letopis.entities.agreements.units import AND, DASHES, MARKS, Unit
from letopis.russian.states import state_of

_BEGINS_WITH_DAY = re.compile(r"\d{1,2}\s")
_ROMAN = re.compile(r"[IVX]+$")
_DAY = re.compile(r"[^/]*-\d\d-\d\d")
_DECLINED = frozenset({"NOUN", "ADJF"})

NAMED_BY_PLACE = frozenset({"договор", "соглашение", "конвенция", "пакт", "трактат", "мир", "перемирие", "уния"})
"""Heads that the town of their signing may name: ``Мир в Тильзите``."""

_AFTER = frozenset({"после", "до", "вслед", "благодаря", "вопреки", "согласно", "накануне"})
"""Prepositions that want the instrument itself: ``[после] договора в Яссах``."""


def title_in_quotes(units: Sequence[Unit], chain: Chain) -> Chain | None:
    """``Меморандум [«О мерах доверия»]``: the quotes belong to the title; not ``назвал пакт «подарком»``."""
    first = at(units, chain.end + 1)
    end = quoted_title(units, chain.end) if first.capital or first.lower in {"о", "об"} else None
    return None if end is None else chain.grown(end, "title")


def number(units: Sequence[Unit], chain: Chain) -> Chain | None:
    """``Протокол [№ 14] к Конвенции``, ``Протоколы [I и II] к Договору``."""
    words = [unit.text for unit in units[chain.end : chain.end + 2]]
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
    bare = chain.end == chain.head + 1 and chain.lemma in NAMED_BY_PLACE
    if not bare or preposition.lower not in {"в", "во", "при"}:
        return None
    if town.label != "GPE" or "loct" not in town.cases() or state_of(town.text) is not None:
        return None
    listed = at(units, chain.end + 2).lower in {"и", ","} and at(units, chain.end + 3).label == "GPE"
    if listed or not _named_there(units, chain.head, chain.end + 2, peace=chain.lemma == "мир"):
        return None
    named = chain.grown(chain.end + 2, "place")
    dated = date_with_preposition(units, named) or date_in_genitive(units, named) or named
    return dated.grown(dated.end, "closed")


def _named_there(units: Sequence[Unit], head: int, end: int, *, peace: bool) -> bool:
    """Return whether the town before ``end`` names the head: the head begins a clause, or nothing there can be done.

    ``Договор в Яссах открыл море``, ``условия договора в Яссах``, ``сравнил договор в Яссах и договор в Риге``; not
    ``обсудили договор в Яссах``. ``Мир в Яссах`` has to be signed, to be gone by, or to give and take: ``Мир в Яссах
    закрепил границу``.
    """
    first = head
    while first and modifies(units[first - 1], units[head]):
        first -= 1
        if "Apro" in grammemes(units[first].text):  # ``о [том] договоре в Риме молчат``
            return False
    if _joined(units, first, end):
        return True
    before = at(units, first - 1)
    if peace:
        behind = [unit for unit in units[end : end + 3] if not unit.label]
        signed = any(unit.lemmas() & (values.SIGNING | values.IMPOSING) for unit in behind)
        signed = signed or any(unit.verb and unit.lemmas() & values.TERMS_OF_PEACE for unit in behind)
        begins = all(unit.pos == "PREP" for unit in units[:first])
        return (begins and signed) or before.lower == "согласно" or (begins and before.lower == "по")
    clause = [*takewhile(lambda unit: unit.text not in MARKS, reversed(units[:first]))][::-1]
    links = FUNCTION_WORDS | {"ADVB"} if clause and clause[0].pos == "CONJ" else FUNCTION_WORDS
    if all(unit.pos in links for unit in clause) or before.lower in _AFTER:
        return True
    if any(VERBS[lemma].bound for lemma in before.lemmas() if lemma in VERBS):
        return True  # ``нарушил [договор] в Фонтенбло``
    if before.lower in {"о", "об"}:
        return any(unit.lemmas() & values.REMEMBERING for unit in clause if not unit.label)
    return "gent" in units[head].cases() and bool(before.lemmas() & (values.CARRIERS | values.ARTICLES))


def _joined(units: Sequence[Unit], first: int, end: int) -> bool:
    """``[договор в Айгуне и] договор в Нанкине``, each with its town."""
    if at(units, first - 1).lower in AND:
        return bool(at(units, first - 4).head)
    return at(units, end).lower in AND and any(unit.head for unit in units[end + 1 : end + 3])


def names_of_makers(units: Sequence[Unit], chain: Chain) -> Chain | None:
    """``пакт [Молотова – Риббентропа]``, ``протокол [Монтевидео]``: men or a town behind a bare head."""
    unit, end = at(units, chain.end), chain.end + 1
    name = unit.capital and unit.text[1:2].islower() and unit.label in {"", "PERSON", "GPE"}
    if not name or chain.end != chain.head + 1 or at(units, end).lower in AND | {"с", "со"}:
        return None
    undeclined = unit.noun and unit.text[-1:] in "иоуеэыю"
    if not (undeclined or "gent" in unit.cases(_DECLINED)) or values.is_state_or_region(unit.text):
        return None
    while at(units, end).text in DASHES and at(units, end + 1).capital:
        end += 2
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
    """Return the lemmas of the noun that governs a head: ``[выход] из Договора``, ``[статья] Договора``."""
    before = head - 1
    while before > 0 and units[before].adjective:
        before -= 1
    before -= at(units, before).lower == "из" and bool(at(units, before - 1).lemmas() & values.EVENT_OF_STAGE)
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
