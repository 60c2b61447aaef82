"""Rules of a title: the subject, in genitives, other cases, prepositional phrases and participles."""

from __future__ import annotations

from collections.abc import Sequence

from letopis.entities.agreements import values
from letopis.entities.agreements.chain import LONG, Chain, at, names_between, speaks_from_outside
from letopis.entities.agreements.phrases import Phrase, fits, nominative_subject, noun_phrase
from letopis.entities.agreements.units import MARKS, Unit

_ABOUT = frozenset({"около", "свыше", "до", "более", "порядка"})
"""Words before a figure that need not be exact: ``поставку [около 24 самолётов]``."""


def genitive(units: Sequence[Unit], chain: Chain) -> Chain | None:
    """``прекращении [огня]``, ``охране [качества] [воды] [Великих озер]``, ``коммюнике [США]``.

    States behind those who speak for them are the sides: ``заявление президентов [Франции и Италии]``, ``между
    министрами обороны [Дании и Чили]``. What is counted may stand behind whom it is for: ``поставку ВВС [9 судов]``.
    """
    if chain.end != chain.noun + 1 and units[chain.end - 1].label == "DATE":
        return None
    unit = at(units, chain.end)
    start = chain.end + (unit.lower in _ABOUT and at(units, chain.end + 1).text.isdigit())
    counts = at(units, start).text.isdigit() and chain.noun != chain.head and "subject" in chain.traits
    if counts:
        counted = at(units, start + 1)
        unit = counted if (counted.noun or counted.adjective) and not counted.label else unit
    if (
        unit.pos in {"", "PREP", "CONJ", "PRCL", "NPRO"}
        or (unit.pos == "VERB" and not unit.capital)  # ``стали`` is seldom steel
        or speaks_from_outside(unit)
    ):
        return None
    phrase = noun_phrase(units, start, frozenset({"gent"}))
    if phrase is None or nominative_subject(units, chain.head, phrase):
        return None
    if counts and at(units, phrase.end).verb and units[phrase.noun].lemmas() & values.GENERIC_SIDES:
        return None  # ``о запрете мин [40 стран] подписали``
    speaks_for = bool(chain.traits & {"owner", "makers"}) and bool(units[chain.noun].lemmas() & values.POSTS)
    at_head = chain.noun == chain.head or speaks_for
    named = names_between(units, chain.end, phrase.end) if at_head or _between_posts(units, chain) else ()
    trait = ("owner",) if at_head else ()
    return chain.grown(phrase.end, *trait, cases=chain.cases | {"gent"}, noun=phrase.noun, sides=(*chain.sides, *named))


def _between_posts(units: Sequence[Unit], chain: Chain) -> bool:
    """``между министрами обороны [Дании]``: only those who speak for a state stand between the word and its name."""
    behind = range(chain.end - 1, max(chain.head, chain.end - 6), -1)
    between = next((place for place in behind if units[place].pos == "PREP"), -1)
    words = units[between + 1 : chain.end]
    spoken = between > 0 and units[between].lower == "между" and not any(unit.label for unit in words)
    return spoken and any(unit.lemmas() & values.POSTS for unit in words)


def instrumental(units: Sequence[Unit], chain: Chain) -> Chain | None:
    """``торговле [видами]``, ``обмене [учеными]``: nouns that govern the instrumental."""
    if chain.noun < 0 or chain.noun == chain.head or not units[chain.noun].lemmas() & values.INSTRUMENTAL_NOUNS:
        return None
    phrase = noun_phrase(units, chain.end, frozenset({"ablt"}))
    if phrase is None or units[phrase.noun].label in {"GPE", "ORG"}:
        return None  # ``подписание Соглашения о торговле [Грузией]``
    return chain.grown(phrase.end, cases=chain.cases | {"ablt"}, noun=phrase.noun)


def preposition(units: Sequence[Unit], chain: Chain) -> Chain | None:
    """``[о дружбе]``, ``[в области энергетики]``, ``[по вопросам развития]``, ``мерах [по укреплению]``."""
    word = at(units, chain.end).lower
    if word not in values.TITLE_PREPOSITIONS or at(units, chain.end + 1).label == "DATE":
        return None
    site, town = at(units, chain.end + 1), at(units, chain.end + 2)  # ``об открытии консульства [в г. Оше]``
    named = site.lemmas() & values.SITES and town.label == "GPE" and not values.is_state_or_region(town.text)
    start = chain.end + (2 if named else 1)
    phrase = noun_phrase(units, start, frozenset(values.TITLE_PREPOSITIONS[word]))
    if phrase is None or not _belongs(units, chain, word, phrase):
        return None
    traits = () if word in {"к", "ко"} and chain.noun == chain.head else ("subject",)
    inner = units[phrase.noun].head
    return chain.grown(
        phrase.end, *traits, *(("instrument",) if inner else ()), cases=phrase.cases, noun=phrase.noun,
        used=chain.used | {LONG.get(word, word)},
    )  # fmt: skip


def _belongs(units: Sequence[Unit], chain: Chain, word: str, phrase: Phrase) -> bool:
    """Return whether a prepositional phrase is part of the title and not of the clause."""
    noun = units[phrase.noun]
    lemmas = noun.lemmas()
    older = any(words[:2] == (word, noun.lower) for words in values.OLDER_FOLLOWS)
    if older and any(unit.head for unit in units[phrase.end : phrase.end + 3]):
        return False  # ``на основе [Устава ООН]``: what this one rests on, or replaces
    if word == "на" and noun.head:
        return False  # ``заменила Соглашение о границе [на Договор]``
    if word == "за" and noun.label in {"GPE", "ORG"}:
        return False  # ``Конвенцию о почте [за Персию] подписал посол``
    if word in values.SUBJECT_PREPOSITIONS and not (word == "для" and lemmas & values.ADVERBIAL_NOUNS):
        return True
    if word == "по" and lemmas & values.OUTCOMES:
        return chain.noun == chain.head and chain.lemma in values.OUTCOME_HEADS
    if in_peril(units, chain.end) and "subject" in chain.traits:
        return True
    if lemmas & values.ADVERBIAL_NOUNS or f"{word} {noun.lower}" in values.ADVERBIAL_PHRASES:
        return False
    if word in {"к", "ко"} and chain.noun == chain.head:
        return bool(noun.head)
    if chain.noun == chain.head or not chain.traits & {"subject", "instrument"}:
        return (
            word == "по"
            or (word in {"в", "во"} and bool(lemmas & values.SUBJECT_NOUNS))
            or (word == "на" and chain.lemma in values.PURPOSE_HEADS and "accs" in phrase.cases and not noun.label)
            or (word == "против" and chain.noun == chain.head)
        )
    signed_in = word in {"в", "во"} and noun.label == "GPE" and "loct" in phrase.cases
    side = chain.noun in chain.sides  # ``между Чехией и Польшей [в Баку]``
    if signed_in and (side or units[chain.noun].lemmas() & (values.SHARED | values.DIRECTIONAL_NOUNS)):
        return values.is_state_or_region(noun.text)  # ``договор о дружбе [в Баку]``, ``о поставках [в Одессе]``
    return not (noun.label == "PERSON" and word in {"от", "из", "за", "под"})


def in_peril(units: Sequence[Unit], place: int) -> bool:
    """Return whether a subject goes on with what a treaty is for: ``о помощи [в случае] нападения``."""
    words = [unit.lower for unit in units[place : place + 2]]
    return words == ["в", "случае"] and any(unit.lemmas() & values.PERILS for unit in units[place + 2 : place + 4])


def participle_of_subject(units: Sequence[Unit], chain: Chain) -> Chain | None:
    """``по веществам[, разрушающим озоновый слой]``: a participle that agrees with a noun of the title."""
    place = chain.end + 1
    while place < chain.end + 3 and at(units, place).pos == "ADVB":
        place += 1
    participle = at(units, place)
    if at(units, chain.end).text != "," or not participle.participle or chain.noun == chain.head:
        return None
    if speaks_from_outside(participle) or "subject" not in chain.traits:
        return None
    if participle.lemmas() & values.WHAT_TEXTS_DO and fits(participle, units[chain.head]):
        return None  # ``Конвенции о защите рек, [обеспечивающей] чистоту``: what the instrument does
    if not any(
        unit.noun and not unit.head and fits(participle, unit)
        for unit in units[max(chain.head + 1, chain.end - 8) : chain.end]
    ):
        return None
    end = place + 1
    while end < len(units) and end - chain.end < 20 and units[end].text not in MARKS:
        if units[end].verb:
            return None
        end += 1
    return chain.grown(end, "participle", cases=frozenset(), noun=-1, open_list=False)
