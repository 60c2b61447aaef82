"""Which heads name or describe an instrument, and which only speak of one: an ordered list of decisions."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile

from letopis.dictionary import grammemes
from letopis.entities.agreements import values
from letopis.entities.agreements.chain import Chain, SeenTitle, at
from letopis.entities.agreements.heads import names_instrument, place_adjective, possessive
from letopis.entities.agreements.units import Unit, word_readings

CLAUSE_UNITS, NEAR = 25, 6
"""Units around a head in which its sides may stand, and within which its own signing is told."""
_ADJECTIVES = frozenset({"ADJF", "PRTF"})
_MAKING = values.SIGNING | values.EVENT_OF_SIGNING
_DOUBLE_NAME = re.compile("[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)+$")


@dataclass(frozen=True)
class Candidate:
    """A head with what stands before and behind it: ``units[first:chain.end]``.

    ``seen`` is what a network takes for a title about the head, the likeliest first; none where there is no network.
    """

    units: Sequence[Unit]
    first: int
    chain: Chain
    seen: tuple[SeenTitle, ...] | None = None

    @cached_property
    def decided(self) -> tuple[str, str]:
        """Return the rule that decides and its reason to accept, empty to refuse; judge, bounds and learning ask."""
        found = ((decide.__name__, decide(self)) for decide in DECISIONS)
        return next(((rule, why) for rule, why in found if why is not None), ("none", NO))

    @property
    def head(self) -> Unit:
        """Return the head."""
        return self.units[self.chain.head]

    @property
    def plural(self) -> bool:
        """Return whether the head can be nothing but a plural."""
        return {reading.number for reading in self.head.readings if reading.pos == "NOUN"} == {"plur"}

    @property
    def modifiers(self) -> frozenset[str]:
        """Return the lemmas of the adjectives before the head."""
        return frozenset().union(*(unit.lemmas(_ADJECTIVES) for unit in self.units[self.first : self.chain.head]))

    @property
    def capital(self) -> bool:
        """Return whether the title opens with a capital that its place in the sentence does not explain."""
        return self.units[self.first].capital or self.head.capital

    @property
    def proper(self) -> bool:
        """Return whether a modifier names it: ``Версальский``."""
        return names_instrument(self.units, self.first, self.chain.head)

    @property
    def sided(self) -> bool:
        """Return whether a side stands in the title by name."""
        return ("sides" in self.chain.traits and bool(self.chain.sides)) or len(self.chain.sides) > 1

    @property
    def first_noun(self) -> frozenset[str]:
        """Return the lemmas of the first noun behind the head."""
        rest = self.units[self.chain.head + 1 : self.chain.end]
        return next((unit.lemmas() for unit in rest if unit.noun and not unit.adjective), frozenset())

    @property
    def around(self) -> tuple[Sequence[Unit], Sequence[Unit]]:
        """Return the units before it and behind it among which its sides may stand."""
        first, end = self.first, self.chain.end
        return self.units[max(0, first - CLAUSE_UNITS) : first], self.units[end : end + CLAUSE_UNITS]


NO = ""
"""A decision against; ``None`` leaves the question to the next rule, any other text names the reason."""


def no_instrument(it: Candidate) -> str | None:
    """``коалиционное соглашение ХДС и СДПГ``, ``Конвенция … партии``, ``контракт с клубом``."""
    title, lemma = it.units[it.first : it.chain.end], it.chain.lemma
    parties = lemma == "конвенция" and any("партии" in unit.lower.split() for unit in title)
    coalition = "коалиционный" in it.modifiers and all(unit.label != "GPE" for unit in title)
    manners = lemma == "протокол" and "дипломатический" in it.modifiers and it.head is title[-1]
    behind = it.units[it.chain.head + 1 : it.chain.head + 5]
    whom = (at(behind, n + 1).lower.partition(" ")[0] for n, unit in enumerate(behind) if unit.lower in {"с", "со"})
    team = any(one.lemma in values.TEAMS for word in whom if word for one in word_readings(word))
    return NO if parties or coalition or manners or team else None


def leased(it: Candidate) -> str | None:
    """``Джибути и США продлили договор аренды базы``, ``договор аренды Галичской области`` is theirs."""
    land = any(unit.label == "GPE" for unit in it.units[it.first : it.chain.end])
    around = [unit for side in it.around for unit in takewhile(lambda one: one.text not in {";", ":"}, side)]
    states = "subject" not in it.chain.traits and sum(unit.state for unit in around) + land > 1
    return "title" if states and it.first_noun & values.STATE_AFFAIRS else None


def private(it: Candidate) -> str | None:
    """``трудовой договор``, ``протокол заседания``, ``договор аренды``; not ``договор о передаче острова``."""
    if it.modifiers & values.PERSONAL_ADJECTIVES:
        return NO
    if it.sided or (it.capital and it.proper):
        return None
    if it.modifiers & values.PRIVATE_ADJECTIVES:
        return NO
    behind = it.units[it.chain.head + 1].lower if it.chain.end > it.chain.head + 1 else ""
    words = values.PRIVATE_SUBJECTS | (frozenset() if behind in values.TITLE_PREPOSITIONS else values.PRIVATE_GENITIVES)
    if behind in values.SUBJECT_PREPOSITIONS and (it.head.capital or clause_has_sides(it, least=1)):
        words -= values.STATE_AFFAIRS
    return NO if it.first_noun & words else None


def of_one_body(it: Candidate) -> str | None:
    """``заявление МИД``, ``Декларация независимости``, ``декларация о доходах``: one side speaks.

    Not where two sides put their names to it: ``Чехия и Польша подписали декларацию о дружбе``.
    """
    lemma = it.chain.lemma
    if lemma not in values.ONE_SIDED or it.sided or it.modifiers & values.JOINT:
        return None
    if lemma in {"декларация", "хартия"} and it.first_noun & values.ONE_BODY_SUBJECTS and "date" not in it.chain.traits:
        return NO
    if "subject" in it.chain.traits and clause_has_sides(it, least=2, verbs=values.PUTTING_NAMES):
        return None
    owned = "owner" in it.chain.traits and not it.proper and bool(it.chain.sides or not it.head.capital)
    if owned or lemma == "заявление":
        return NO
    known = it.capital or it.proper
    return NO if lemma in {"декларация", "хартия", "коммюнике"} and not known else None


def place(it: Candidate) -> str | None:
    """``Мир в Тильзите``, ``Договор в Вердене``: the town names it."""
    return "place" if "place" in it.chain.traits else None


def only_by_name(it: Candidate) -> str | None:
    """``Ништадтский мир``, ``Заключительный акт``; not ``Новый мир``, ``трактат о душе``, ``акт насилия``."""
    lemma = it.chain.lemma
    if lemma not in values.NAMED_ONLY:
        return None
    if lemma == "акт":
        return "name" if it.modifiers & values.SHORT_ACTS and (it.capital or it.proper) else NO
    if lemma in values.ARRANGEMENTS and (why := _arranged(it)):
        return why
    if lemma in values.NAMING and (naming := _naming(it)) is not None:
        return naming
    if any(
        (unit.adjective and _DOUBLE_NAME.match(unit.text))
        or (unit.text[:1].isupper() and any(map(place_adjective, unit.lemmas(_ADJECTIVES))))
        or possessive(unit, it.head)
        for unit in it.units[it.first : it.chain.head]
    ):
        return "name"
    if lemma == "хартия" and it.head.capital | it.capital and it.chain.traits & {"subject", "makers"}:
        return "name"
    return "sides" if lemma in {"перемирие", "трактат"} and it.sided else NO


def _arranged(it: Candidate) -> str:
    """``договорённости о перемирии``, ``минские договорённости``; not ``договорённости о встрече с врачом``."""
    if any(map(place_adjective, it.modifiers)):
        return "name"
    if it.sided and any(it.units[place].label != "PERSON" for place in it.chain.sides):
        return "sides"
    return "subject" if subject(it) and it.first_noun & values.PUBLIC_SUBJECTS else ""


def _naming(it: Candidate) -> str | None:
    """``ядерная сделка``, ``сделка с Ираном``, ``Устав ООН``, ``Комплекс мер``, ``документ о прекращении огня``.

    None leaves it to the names of places: ``Римский статут``, ``Люблинская уния``, ``Венский документ``.
    """
    lemma = it.chain.lemma
    if lemma == "сделка":
        states = any(it.units[place].label == "GPE" for place in it.chain.sides)
        return "sides" if states else "name" if "ядерный" in it.modifiers else NO
    if lemma in {"устав", "статут"} and it.head.text[:1].isupper() and "owner" in it.chain.traits:
        return "owner" if any(it.units[place].text.isupper() for place in it.chain.sides) else NO
    if lemma == "комплекс":
        nouns = [unit for unit in it.units[it.chain.head + 1 : it.chain.end] if unit.noun]
        named = it.capital or it.proper or any(unit.lemmas() & values.PUBLIC_SUBJECTS for unit in nouns)
        why = "title" if any(unit.head for unit in nouns) else "name" if named else NO  # ``по выполнению [соглашений]``
        return why if "мера" in it.first_noun else NO
    if lemma == "документ" and subject(it) and it.first_noun & values.PUBLIC_SUBJECTS:
        return "subject"
    return NO if any("-" in unit.text for unit in it.units[it.first : it.chain.head]) else None


def plan(it: Candidate) -> str | None:
    """``Совместный план действий``, ``подписали план действий по торговле``; not ``план Маршалла``."""
    if it.chain.lemma != "план":
        return None
    joint = it.modifiers & values.JOINT or it.sided or clause_has_sides(it, least=2, verbs=values.PUTTING_NAMES)
    return "title" if "действие" in it.first_noun and joint else NO


def uncounted(it: Candidate) -> str | None:
    """``будущие соглашения с Чехией``, ``контракты с Индией``: a plural with one side and no subject names none.

    A name, a capital, a date or a second side makes particular ones of them.
    """
    if not it.plural or it.capital or it.proper:
        return None
    one = "sides" in it.chain.traits and len(it.chain.sides) == 1
    return NO if one and not it.chain.traits & {"subject", "date", "makers", "between"} else None


def sides(it: Candidate) -> str | None:
    """``соглашение между МАГАТЭ и Ираном``, ``мирный договор с Венецией``."""
    return "sides" if it.sided else None


def contract(it: Candidate) -> str | None:
    """A contract needs a named side, in the title or in the clause: not ``контракт с крупным лейблом``."""
    if it.chain.lemma != "контракт":
        return None
    return "contract" if it.chain.traits & {"subject"} and clause_has_sides(it, least=2) else NO


def name(it: Candidate) -> str | None:
    """``Версальский договор``, ``испано-алжирский договор``, ``Союзный договор``."""
    return "name" if it.proper else None


def title(it: Candidate) -> str | None:
    """``Меморандум «О мерах доверия»``, ``пакт Молотова – Риббентропа``, ``Протоколы I и II к Договору о реках``."""
    numbered = {"number", "instrument"} <= it.chain.traits and it.plural
    private = it.chain.lemma in values.ONE_SIDED and it.chain.end - it.chain.head < 4
    named = numbered or "title" in it.chain.traits or ("makers" in it.chain.traits and not private)
    return "title" if named else None


def date(it: Candidate) -> str | None:
    """A date names one: ``договор 1992 г.``, ``протокол от 3 мая 1920 г.``."""
    return "date" if "date" in it.chain.traits else None


def nothing_said(it: Candidate) -> str | None:
    """``договор о том, что …``, ``договор с ними``: nothing but pronouns; not ``договор о пленных``."""
    rest = [unit for unit in it.units[it.chain.head + 1 : it.chain.end] if unit.pos != "PREP" or unit.text.isupper()]
    pronouns = (unit.pos == "NPRO" or "Apro" in grammemes(unit.text) for unit in rest)
    return NO if "subject" in it.chain.traits and all(pronouns) else None


def subject(it: Candidate) -> str | None:
    """``соглашение о прекращении огня``, ``договор о пленных``."""
    return "subject" if "subject" in it.chain.traits else None


def described_in_clause(it: Candidate) -> str | None:
    """``подписал с Израилем мирный договор``: an adjective says what it is, the clause whose."""
    near = _near(it, NEAR) if it.modifiers & values.OF_STATES else []  # ``до подписания мирного договора в 1821 году``
    if any(unit.lemmas() & _MAKING for unit in near) and any(unit.label in {"DATE", "GPE"} for unit in near):
        return "signed"
    return "described" if it.modifiers & (values.IDENTIFYING | values.JOINT) and clause_has_sides(it, least=1) else None


def capital_with_genitive(it: Candidate) -> str | None:
    """``Декларация принципов``, ``Договор перестраховки``: a capital in mid-sentence and what it is of."""
    return "genitive" if "owner" in it.chain.traits and it.head.capital and not it.chain.sides else None


def uncounted_lot(it: Candidate) -> str | None:
    """``ряд договоров``, ``пакет новых соглашений о торговле`` name none; ``три соглашения о торговле`` do."""
    several = any(reading.case == "gent" and reading.number == "plur" for reading in it.head.readings)
    before = it.units[max(0, it.first - 2) : it.first]
    return NO if several and any(unit.lemmas() & values.QUANTIFIERS for unit in before) else None


DECISIONS: tuple[Callable[[Candidate], str | None], ...] = (
    uncounted_lot, nothing_said, no_instrument, leased, private, of_one_body, place, plan, only_by_name, uncounted,
    sides, contract, name, title, date, subject, described_in_clause, capital_with_genitive,
)  # fmt: skip
"""The decisions in their order; the first that does not leave the question open is believed."""


def clause_has_sides(it: Candidate, *, least: int, verbs: frozenset[str] = _MAKING) -> bool:
    """Return whether a verb of signing and so many named sides stand near, no further than the clause goes."""
    around = [*_near(it, CLAUSE_UNITS), *it.units[it.first : it.chain.end]]
    signed = any(unit.lemmas() & verbs for unit in around)
    bodies = sum(unit.label in {"GPE", "ORG"} for unit in around)
    return signed and (bodies >= least or sum(unit.label == "PERSON" for unit in around) > least)


def _near(it: Candidate, most: int) -> list[Unit]:
    """Return so many units before a candidate and behind it, no further than a mark that ends the clause."""
    sides = (it.around[0][::-1][:most], it.around[1][:most])
    return [unit for side in sides for unit in takewhile(lambda unit: unit.text not in {";", ":"}, side)]
