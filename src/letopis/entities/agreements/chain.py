"""What follows the head of an instrument, chunk by chunk: subject, sides, date, title.

Each rule looks at the place where the chain has come to and gives the next chunk, or nothing. Lists that
commas open are taken only once ``и`` closes them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from letopis.dictionary import grammemes
from letopis.entities.agreements import values
from letopis.entities.agreements.phrases import (
    Phrase,
    name_chain,
    nominative_subject,
    noun_phrase,
    quoted_title,
)
from letopis.entities.agreements.units import AND, Unit, word_readings

LONGEST_CHAIN = 90
"""Units that one title may take; it keeps the cost linear."""


@dataclass(frozen=True)
class Chain:
    """What has been read so far: ``units[head:end]``; ``traits`` say what the title holds.

    ``cases`` are those in which a coordinated phrase may go on, ``noun`` the last noun's place, ``used`` the
    prepositions so far, ``sides`` the units that are sides, ``dates`` those that date the instrument.
    """

    head: int
    end: int
    lemma: str
    proper: bool = False
    traits: frozenset[str] = frozenset()
    cases: frozenset[str] = frozenset()
    noun: int = -1
    used: frozenset[str] = frozenset()
    sides: tuple[int, ...] = ()
    dates: tuple[int, ...] = ()
    open_list: bool = False

    def grown(self, end: int, *traits: str, **changes: object) -> Chain:
        """Give the chain that ends further on, with more traits."""
        return replace(self, end=end, traits=self.traits | set(traits), **changes)  # type: ignore[arg-type]


_NEXT_HEADS = values.HEADS - {"мир", "перемирие", "акт"}
"""Heads that after ``и`` begin the next instrument: ``Договор о дружбе и Протокол о границе``."""

_LONG = {"об": "о", "обо": "о", "во": "в", "со": "с", "ко": "к"}

Rule = Callable[[Sequence[Unit], Chain], "Chain | None"]


def _at(units: Sequence[Unit], place: int) -> Unit | None:
    return units[place] if 0 <= place < len(units) else None


def _named(units: Sequence[Unit], start: int, end: int) -> tuple[int, ...]:
    return tuple(place for place in range(start, end) if units[place].label in {"GPE", "ORG", "PERSON"})


def _outside(unit: Unit) -> bool:
    """Tell whether a participle speaks of an instrument rather than within its title: ``подписанный``."""
    return unit.participle and bool(unit.lemmas() & values.NEVER_TITLE)


def title_in_quotes(units: Sequence[Unit], chain: Chain) -> Chain | None:
    """``Меморандум [«О мерах доверия»]``: the quotes belong to the title."""
    if chain.end != chain.head + 1:
        return None
    end = quoted_title(units, chain.end)
    return None if end is None else chain.grown(end, "title")


def number(units: Sequence[Unit], chain: Chain) -> Chain | None:
    """``Протокол [№ 14] к Конвенции``."""
    words = [unit.text for unit in units[chain.end : chain.end + 2]]
    if chain.end != chain.head + 1 or len(words) < 2 or words[0] != "№" or not words[1][:1].isdigit():
        return None
    return chain.grown(chain.end + 2, "number")


def acronym_beside(units: Sequence[Unit], chain: Chain) -> Chain | None:
    """``Договор [СНВ-2]``: capitals right after the head name it."""
    unit = _at(units, chain.end)
    if unit is None or chain.end != chain.head + 1 or unit.label in {"GPE", "DATE", "PERSON"}:
        return None
    letters = unit.text.split("-")[0]
    if (
        len(letters) < 2
        or not letters.isupper()
        or not letters.isalpha()
        or (unit.label == "ORG" and len(unit.text) < 3)
    ):
        return None
    return None if unit.label == "ORG" and " " in unit.text else chain.grown(chain.end + 1, "acronym")


def names_of_makers(units: Sequence[Unit], chain: Chain) -> Chain | None:
    """``пакт [Молотова – Риббентропа]``, ``Соглашение [Страстной пятницы]``: names in the genitive."""
    if chain.end != chain.head + 1:
        return None
    end = name_chain(units, chain.end)
    if end is None or (
        end < len(units) and units[end].verb and units[end - 1].label == "PERSON" and end == chain.end + 1
    ):
        return None
    return chain.grown(end, "makers", noun=end - 1)


def date_with_preposition(units: Sequence[Unit], chain: Chain) -> Chain | None:
    """``[от 23 апреля 2012 г.]``: a date of signing joined to the noun."""
    first, second = _at(units, chain.end), _at(units, chain.end + 1)
    if first is None or second is None or first.lower != "от" or second.label != "DATE":
        return None
    return chain.grown(chain.end + 2, "date", dates=(*chain.dates, chain.end + 1))


def date_in_genitive(units: Sequence[Unit], chain: Chain) -> Chain | None:
    """``Договор о торговле [1734 г.]``, ``Конвенции [1899 и 1907 гг.]``; not the day that belongs to a verb."""
    unit = _at(units, chain.end)
    if unit is None or unit.label != "DATE" or (_day(unit) and _told_by_verb(units, chain)):
        return None
    end, dates = chain.end + 1, (*chain.dates, chain.end)
    while end + 1 < len(units) and units[end].lower in AND | {","} and units[end + 1].label == "DATE":
        dates, end = (*dates, end + 1), end + 2
    return chain.grown(end, "date", dates=dates)


def _day(unit: Unit) -> bool:
    return unit.text[:1].isdigit() and unit.text[:2].strip().isdigit() and len(unit.text.split()[0]) <= 2


def _told_by_verb(units: Sequence[Unit], chain: Chain) -> bool:
    after = units[chain.end + 1 : chain.end + 3]
    told = values.SIGNING | values.JOINING
    if any(unit.verb and unit.lemmas() & told for unit in after) or (after and after[0].lower in {"в", "во"}):
        return True
    return any(unit.verb and unit.lemmas() & told for unit in units[max(0, chain.head - 12) : chain.head])


def period_of_plan(units: Sequence[Unit], chain: Chain) -> Chain | None:
    """``Протокол о сотрудничестве [на 2013–2017 гг.]``: the years that it is for."""
    first, second = _at(units, chain.end), _at(units, chain.end + 1)
    if (
        first is None
        or second is None
        or first.lower != "на"
        or second.label != "DATE"
        or "subject" not in chain.traits
    ):
        return None
    return chain.grown(chain.end + 2)


def sides_between(units: Sequence[Unit], chain: Chain) -> Chain | None:
    """``[между правительством Канады и правительством США]``."""
    unit = _at(units, chain.end)
    if unit is None or unit.lower != "между":
        return None
    phrase = noun_phrase(units, chain.end + 1, frozenset({"ablt", "gent"}))
    if phrase is None:
        return None
    sides = _named(units, chain.end + 1, phrase.end)
    return chain.grown(
        phrase.end, "between", "sides", cases=frozenset({"ablt", "gent"}) & phrase.cases or phrase.cases,
        noun=phrase.noun, used=chain.used | {"между"}, sides=(*chain.sides, *sides),
    )  # fmt: skip


def side_with(units: Sequence[Unit], chain: Chain) -> Chain | None:
    """``мирный договор [с Венецией]``, ``[с соседними странами]``; ``с жильцом`` is no side."""
    unit = _at(units, chain.end)
    if unit is None or unit.lower not in {"с", "со"} or (_at(units, chain.end + 1) or unit).label == "DATE":
        return None
    phrase = noun_phrase(units, chain.end + 1, frozenset({"ablt"}))
    if phrase is None:
        return None
    named = _named(units, chain.end + 1, phrase.end)
    generic = units[phrase.noun].lemmas() & values.GENERIC_SIDES
    if not named and not generic and "subject" not in chain.traits:
        return None
    if units[phrase.noun].lemmas() & values.ADVERBIAL_NOUNS - {"сила"}:
        return None
    traits = ("sides",) if named else ()
    before = chain.end - 1
    first = (before,) if named and units[before].label in {"GPE", "ORG"} and before > chain.head else ()
    return chain.grown(
        phrase.end, *traits, cases=frozenset({"ablt"}), noun=phrase.noun, used=chain.used | {"с"},
        sides=(*chain.sides, *(first if first and first[0] not in chain.sides else ()), *named),
    )  # fmt: skip


def genitive(units: Sequence[Unit], chain: Chain) -> Chain | None:
    """``прекращении [огня]``, ``охране [качества] [воды] [Великих озер]``, ``коммюнике [США]``."""
    if chain.noun < 0 or (chain.end != chain.noun + 1 and units[chain.end - 1].label == "DATE"):
        return None
    unit = _at(units, chain.end)
    if unit is None or not unit.readings or unit.readings[0].pos in {"PREP", "CONJ", "PRCL"} or _outside(unit):
        return None
    phrase = noun_phrase(units, chain.end, frozenset({"gent"}))
    if phrase is None or _list_is_nominative(units, phrase) or nominative_subject(units, chain.end, phrase):
        return None
    at_head = chain.noun == chain.head
    named = _named(units, chain.end, phrase.end) if at_head else ()
    trait = ("owner",) if at_head else ()
    return chain.grown(phrase.end, *trait, cases=chain.cases | {"gent"}, noun=phrase.noun, sides=(*chain.sides, *named))


def instrumental(units: Sequence[Unit], chain: Chain) -> Chain | None:
    """``торговле [видами]``, ``обмене [учеными]``: nouns that govern the instrumental."""
    if chain.noun < 0 or chain.noun == chain.head or not units[chain.noun].lemmas() & values.INSTRUMENTAL_NOUNS:
        return None
    phrase = noun_phrase(units, chain.end, frozenset({"ablt"}))
    return phrase and chain.grown(phrase.end, cases=chain.cases | {"ablt"}, noun=phrase.noun)


def dative(units: Sequence[Unit], chain: Chain) -> Chain | None:
    """``о выплате пенсий [гражданам]``: the receiver."""
    giving = any(unit.lemmas() & values.DATIVE_NOUNS for unit in units[max(chain.head + 1, chain.end - 8) : chain.end])
    phrase = noun_phrase(units, chain.end, frozenset({"datv"})) if giving else None
    if phrase is None or "gent" in units[phrase.noun].cases() or units[phrase.noun].label == "PERSON":
        return None
    return chain.grown(phrase.end, cases=chain.cases | {"datv"}, noun=phrase.noun)


def _list_is_nominative(units: Sequence[Unit], phrase: Phrase) -> bool:
    """``договор о границе [США и Канада]`` подписали: a name that is not declined stands as its neighbour does."""
    place = phrase.end
    while (
        place + 1 < len(units) and units[phrase.noun].label and (units[place].lower in AND or units[place].text == ",")
    ):
        other = units[place + 1]
        if other.label not in {"GPE", "ORG", "PERSON"}:
            return False
        if "gent" not in other.cases():
            return True
        place += 2
    return False


def preposition(units: Sequence[Unit], chain: Chain) -> Chain | None:
    """``[о дружбе]``, ``[в области энергетики]``, ``[по вопросам развития]``, ``мерах [по укреплению]``."""
    unit = _at(units, chain.end)
    if unit is None or unit.lower not in values.TITLE_PREPOSITIONS:
        return None
    word, following = unit.lower, _at(units, chain.end + 1)
    if following is None or following.label == "DATE":
        return None
    phrase = noun_phrase(units, chain.end + 1, frozenset(values.TITLE_PREPOSITIONS[word]))
    if phrase is None or not _belongs(units, chain, word, phrase):
        return None
    traits = () if word in {"к", "ко"} and chain.noun == chain.head else ("subject",)
    inner = units[phrase.noun].head
    return chain.grown(
        phrase.end, *traits, *(("instrument",) if inner else ()), cases=phrase.cases, noun=phrase.noun,
        used=chain.used | {_LONG.get(word, word)},
    )  # fmt: skip


def _belongs(units: Sequence[Unit], chain: Chain, word: str, phrase: Phrase) -> bool:
    """Tell whether a prepositional phrase is part of the title and not of the clause."""
    noun = units[phrase.noun]
    lemmas = noun.lemmas()
    if lemmas & values.ADVERBIAL_NOUNS:
        return False
    if word in values.SUBJECT_PREPOSITIONS:
        return True
    if word in {"к", "ко"} and chain.noun == chain.head:
        return bool(noun.head) and not chain.proper
    if chain.noun == chain.head:
        return (
            word == "по"
            or (word in {"в", "во"} and bool(lemmas & values.SUBJECT_NOUNS))
            or (word == "на" and chain.lemma in values.PURPOSE_HEADS and "accs" in phrase.cases and not noun.label)
            or word == "против"
        )
    if "subject" not in chain.traits and "instrument" not in chain.traits:
        return word == "по" or (word in {"в", "во"} and bool(lemmas & values.SUBJECT_NOUNS))
    if word in {"в", "во", "на"} and noun.label in {"GPE", "ORG"}:
        return noun.label == "GPE" and _place_in_subject(units[chain.noun], noun)
    if word in {"в", "во", "на"} and noun.capital and "Geox" in grammemes(noun.text):
        return bool(lemmas & values.MACRO_REGIONS)
    return not (noun.label == "PERSON" and word in {"от", "из", "за", "под"})


def _place_in_subject(before: Unit, place: Unit) -> bool:
    """``прекращении огня в Сирии`` holds its place, ``договор о дружбе в Баку`` does not."""
    words = place.text.lower().replace("-", " ").split()
    lemmas = {reading.lemma for word in words for reading in word_readings(word.capitalize())}
    return bool(lemmas & values.STATES or before.lemmas() & values.EVENT_NOUNS)


def coordination(units: Sequence[Unit], chain: Chain) -> Chain | None:
    """``о дружбе [и сотрудничестве]``, ``[и о границе]``, ``между Данией [и Швецией]``, ``[а также …]``."""
    place = chain.end
    if place < len(units) and units[place].text == ",":
        place += 1
    comma = place > chain.end
    if place + 1 < len(units) and units[place].lower == "а" and units[place + 1].lower == "также":
        place += 2
    elif place < len(units) and units[place].lower in AND:
        if comma and "formula" not in chain.traits:
            return None
        place += 1
    elif comma:
        return _conjunct(units, chain, place, open_list=True)
    else:
        return None
    return _conjunct(units, chain, place, open_list=False)


def _conjunct(units: Sequence[Unit], chain: Chain, place: int, *, open_list: bool) -> Chain | None:
    unit = _at(units, place)
    if unit is None or not chain.cases or unit.label == "DATE":
        return None
    word = _LONG.get(unit.lower, unit.lower)
    again = word in chain.used or (word in values.SPATIAL and bool(chain.used & values.SPATIAL))
    cases, used = chain.cases, unit.lower if again else ""
    if used:
        cases, place = frozenset(values.TITLE_PREPOSITIONS.get(used, {"ablt"})), place + 1
    phrase = noun_phrase(units, place, cases)
    if (
        phrase is None
        or (units[phrase.noun].head in _NEXT_HEADS and not used)
        or nominative_subject(units, place, phrase)
    ):
        return None
    if units[phrase.noun].lemmas() & values.ADVERBIAL_NOUNS and used in {"в", "во", "на"}:
        return None
    named = _named(units, place, phrase.end) if _adds_sides(units, chain) else ()
    kept = chain.cases if not used else phrase.cases
    return chain.grown(
        phrase.end, "coordinated", cases=kept & phrase.cases or phrase.cases, noun=phrase.noun,
        sides=(*chain.sides, *named), open_list=open_list,
    )  # fmt: skip


def _adds_sides(units: Sequence[Unit], chain: Chain) -> bool:
    return (
        bool(chain.sides)
        and chain.sides[-1] >= chain.end - 6
        and bool(units[chain.end - 1].label or "formula" in chain.traits)
    )


def one_side_other_side(units: Sequence[Unit], chain: Chain) -> Chain | None:
    """``между А, [с одной стороны,] и Б[, с другой стороны]``: the formula closes the title."""
    words = [unit.lower for unit in units[chain.end : chain.end + 5]]
    comma = 1 if words[:1] == [","] else 0
    if words[comma : comma + 3] == ["с", "одной", "стороны"] and "sides" in chain.traits:
        closing = 1 if words[comma + 3 : comma + 4] == [","] and comma else 0
        return chain.grown(chain.end + comma + 3 + closing, "formula", open_list=True)
    if words[comma : comma + 2] == ["с", "другой"] and "formula" in chain.traits:
        longer = 1 if words[comma + 2 : comma + 3] == ["стороны"] else 0
        return chain.grown(chain.end + comma + 2 + longer, "closed", open_list=False)
    return None


def including(units: Sequence[Unit], chain: Chain) -> Chain | None:
    """``космического пространства[, включая Луну]``: what a subject embraces."""
    words = [unit.lower for unit in units[chain.end : chain.end + 2]]
    if words != [",", "включая"] or "subject" not in chain.traits:
        return None
    phrase = noun_phrase(units, chain.end + 2, frozenset({"accs"}))
    return phrase and chain.grown(phrase.end, cases=frozenset({"accs"}), noun=phrase.noun)


def participle_of_subject(units: Sequence[Unit], chain: Chain) -> Chain | None:
    """``по веществам[, разрушающим озоновый слой]``: a participle that agrees with a noun of the title."""
    place = chain.end + 1
    while (
        place < chain.end + 3
        and place < len(units)
        and units[place].readings
        and units[place].readings[0].pos == "ADVB"
    ):
        place += 1
    participle = _at(units, place)
    if participle is None or units[chain.end].text != "," or not participle.participle or chain.noun == chain.head:
        return None
    if _outside(participle) or "subject" not in chain.traits:
        return None
    if not any(
        unit.noun and unit.cases() & participle.cases(frozenset({"PRTF"})) and not unit.head
        for unit in units[max(chain.head + 1, chain.end - 8) : chain.end]
    ):
        return None
    end = place + 1
    while end < len(units) and end - chain.end < 20 and units[end].text not in {",", ";", ".", ")", "(", ":"}:
        if units[end].verb:
            return None
        end += 1
    return chain.grown(end, "participle", cases=frozenset(), noun=-1, open_list=False)


RULES: tuple[Rule, ...] = (
    title_in_quotes,
    number,
    acronym_beside,
    date_with_preposition,
    date_in_genitive,
    period_of_plan,
    names_of_makers,
    sides_between,
    one_side_other_side,
    side_with,
    genitive,
    instrumental,
    dative,
    preposition,
    including,
    participle_of_subject,
    coordination,
)
"""The rules in the order in which they are asked; the first that answers is believed."""


def follow(units: Sequence[Unit], head: int, lemma: str, *, proper: bool = False) -> Chain:
    """Read the chain behind a head as far as it goes; ``proper`` tells that a name stands before the head."""
    chain = Chain(head, head + 1, lemma, proper, cases=frozenset(), noun=head)
    closed = chain
    while chain.end < min(len(units), head + LONGEST_CHAIN) and "closed" not in chain.traits:
        following = next((found for rule in RULES if (found := rule(units, chain)) is not None), None)
        if following is None:
            break
        chain = following
        if not chain.open_list:
            closed = chain
    return closed
