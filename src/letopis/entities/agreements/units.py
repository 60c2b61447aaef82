"""A sentence as the grammar sees it: words with all their readings, and names as single units."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from letopis.dictionary import ANY_CASE, CACHED_FORMS, PROPER, grammemes, parses
from letopis.entities.agreements.values import HEADS, NAMING
from letopis.entities.names.bodies import ALLIANCE
from letopis.entities.own_words import NONE, OwnWords
from letopis.labels import NAMED
from letopis.records import Entity
from letopis.russian.names import name_readings
from letopis.russian.states import state_of
from letopis.russian.toponyms import noun_and_adjective
from letopis.sentences.columns import sentence_bounds, token_bounds, token_texts
from letopis.sentences.split import stretches

if TYPE_CHECKING:
    from spacy.tokens import Doc

_FOLDED = {"gen1": "gent", "gen2": "gent", "acc2": "accs", "loc1": "loct", "loc2": "loct", "voct": "nomn"}

_OFTEN_UNDECLINED = ("ово", "ево", "ёво", "ино", "ыно")
"""Ends of places that many writers leave as they are: ``по Косово``."""

_FUNCTION = frozenset({"PREP", "CONJ", "PRCL"})
_NOUNS, _ADJECTIVES = frozenset({"NOUN", "NPRO"}), frozenset({"ADJF", "PRTF"})
_FINITE = frozenset({"VERB", "PRTS", "INFN", "GRND", "ADJS", "PRED"})
QUOTES_OPEN, QUOTES_CLOSE = frozenset('«“„"'), frozenset('»”“"')
_ADJECTIVE = re.compile("(?:ск|цк)(?:ий|ого|ому|им|ом|ая|ой|ую|ое|ие|их|ими)$")
MARKS = frozenset({",", ";", ":", "(", ")", "."})
DASHES, AND = frozenset("–—-−"), frozenset({"и", "или", "либо"})
_FIRST_LETTERS = frozenset(head[:2] for head in HEADS)
_OPENING_HEADS = HEADS - NAMING - {"мир", "акт"}


@dataclass(frozen=True)
class UnitReading:
    """One reading of a unit: part of speech, lemma, case, number and gender (``plur`` has none)."""

    pos: str
    lemma: str
    case: str
    number: str
    gender: str


@dataclass(frozen=True)
class Unit:
    """A word, a mark or a whole name; ``label`` is empty unless it is a name.

    Words of one's own have the ``text`` of those that they are read as, and are themselves the lemma in ``own``.
    """

    start: int
    end: int
    text: str
    readings: tuple[UnitReading, ...]
    label: str = ""
    name: Entity | None = None
    first: bool = False
    own: str = ""

    @property
    def lower(self) -> str:
        """Return the text in small letters."""
        return self.text.lower()

    @property
    def pos(self) -> str:
        """Return the part of speech of the likeliest reading, of a name a noun's; an empty string for a mark."""
        return self.readings[0].pos if self.readings else ""

    @property
    def capital(self) -> bool:
        """Return whether a capital letter says something here, as it does not at a sentence's start."""
        return self.text[:1].isupper() and not self.first

    def cases(self, kinds: frozenset[str] = _NOUNS) -> frozenset[str]:
        """Return the cases of the readings of some parts of speech; a name has the case of its noun."""
        return frozenset(r.case for r in self.readings if r.case and (self.label or r.pos in kinds))

    def lemmas(self, kinds: frozenset[str] | None = None) -> frozenset[str]:
        """Return the lemmas of all readings, or of those of some parts of speech; an abbreviation is its own lemma."""
        if len(self.text) > 1 and self.text.endswith("."):
            return frozenset({self.lower})
        return frozenset(r.lemma for r in self.readings if kinds is None or r.pos in kinds)

    @property
    def noun(self) -> bool:
        """Return whether some reading is a noun, or the unit a name other than a date."""
        return self.label in NAMED or (not self.label and any(r.pos in _NOUNS for r in self.readings))

    @property
    def state(self) -> bool:
        """Return whether the unit is the name of a state."""
        return self.label == "GPE" and state_of(self.text) is not None

    @property
    def adjective(self) -> bool:
        """Return whether some reading is an adjective or a full participle."""
        return not self.label and any(r.pos in _ADJECTIVES for r in self.readings)

    @property
    def participle(self) -> bool:
        """Return whether some reading is a full participle."""
        return not self.label and any(r.pos == "PRTF" for r in self.readings)

    @property
    def verb(self) -> bool:
        """Return whether the likeliest reading is a verb, finite or not, or a short participle."""
        return self.pos in _FINITE

    @property
    def ahead(self) -> bool:
        """Return whether the unit may be a verb of what is to come: ``подпишут``, not the participle ``расторгнут``."""
        return self.pos != "PRTS" and "futr" in grammemes(self.text)

    @property
    def head(self) -> str:
        """Return the lemma if the unit can be the head of an instrument, else an empty string."""
        found = (r.lemma for r in self.readings if r.pos == "NOUN" and r.lemma in HEADS)
        return "" if self.label else next(found, "")


class Words(NamedTuple):
    """The tokens of a sentence, white space too: where each starts and ends in the text, and what it is read as."""

    starts: Sequence[int]
    ends: Sequence[int]
    texts: Sequence[str]
    lemmas: Mapping[int, str]


@lru_cache(maxsize=CACHED_FORMS)
def word_readings(word: str) -> tuple[UnitReading, ...]:
    """Return the readings of a word form, proper ones only when it has a capital letter.

    >>> {reading.case for reading in word_readings("договоре")}
    {'loct'}
    """
    found = parses(word.rstrip("."))
    if found[0].pos in _FUNCTION:
        found = tuple(p for p in found if p.pos in _FUNCTION)
    if word[:1].islower():
        found = tuple(p for p in found if not p.grammemes & PROPER) or found
    if word.endswith("нут"):  # ``Договор расторгнут`` is more likely than that somebody is going to
        found = tuple(sorted(found, key=lambda p: p.pos != "PRTS"))
    return tuple(dict.fromkeys(UnitReading(p.pos, p.lemma, *_inflection(p.grammemes)) for p in found))


@cache
def _inflection(grams: frozenset[str]) -> tuple[str, str, str]:
    """Return case, number and gender; the dictionary has some 5,000 sets of grammemes."""
    case = next((_FOLDED.get(g, g) for g in sorted(grams) if g in ANY_CASE or g in _FOLDED), "")
    number = "plur" if "plur" in grams else "sing" if "sing" in grams else ""
    gender = "" if number == "plur" else next((g for g in ("masc", "femn", "neut") if g in grams), "")
    return case, number, gender


@lru_cache(maxsize=CACHED_FORMS)
def name_cases(text: str, person: bool = True) -> frozenset[str]:
    """Return the cases in which a name can stand: those of its first noun; all when it is not declined.

    ``person`` prefers first names and surnames: ``Афины`` is a city in the nominative or a goddess in the genitive.
    Without it places in the singular come first: ``Куба`` is no genitive of ``куб``, nor ``Латвии`` a plural. An
    adjective narrows its noun: ``Южной Африки``.

    >>> sorted(name_cases("Российской Федерацией")), name_cases("США") == ANY_CASE
    (['ablt'], True)
    """
    state = state_of(text)
    if not person and text.endswith(_OFTEN_UNDECLINED):
        return ANY_CASE
    if state is not None and not person:
        return state.cases
    agreed = ANY_CASE
    words = text.replace("«", " ").replace("“", " ").split()
    for word in words:
        bare = word.strip("»”,().")
        if len(bare) < 2 or not bare[0].isalpha():
            continue
        found = parses(bare)
        if noun_and_adjective(bare) is not None:  # Каменце-Подольском
            found = tuple(p for p in parses(bare.rpartition("-")[2]) if p.pos in _ADJECTIVES)
        nouns = [p for p in found if p.pos == "NOUN"]
        people = [p for p in nouns if p.grammemes & {"Name", "Surn"} and "sing" in p.grammemes]
        if person and bare[0].isupper() and not people and any("Name" in p.grammemes for p in nouns):
            # ``Хакимов`` is the plural of a first name, and a surname that the dictionary lacks.
            return frozenset().union(*(one.cases for one in name_readings(bare, wide=True)))
        if person and nouns and not people and word != words[-1] and found[0].known:
            continue  # ``Чан`` of ``Чан Кайши`` is no vat
        places = [p for p in nouns if "Geox" in p.grammemes]
        places = [p for p in places if "sing" in p.grammemes] or places
        nouns = ((people if person else places) if bare[0].isupper() else nouns) or nouns
        adjectives = [p for p in found if p.pos in _ADJECTIVES]
        if adjectives and (not nouns or adjectives[0].score > nouns[0].score) and " " in text:
            agreed &= frozenset(_inflection(p.grammemes)[0] for p in adjectives)
            continue
        unknown = not any(p.known for p in found)
        if bare.isupper() or any("Fixd" in p.grammemes for p in nouns) or (unknown and bare[-1] in "иоуеэыю"):
            return ANY_CASE
        given = frozenset(_inflection(p.grammemes)[0] for p in (nouns or adjectives)) - {""}
        if person and word != words[-1] and given.isdisjoint(last := name_cases(words[-1])):
            given |= last  # ``Амина Мохамед``: no form of ``Амин``
        return given | {"nomn"} if unknown and given else given & agreed or given or ANY_CASE
    return ANY_CASE


@lru_cache(maxsize=CACHED_FORMS)
def may_be_head(word: str) -> bool:
    """Return whether a word can be the head of an instrument; few sentences have one, so that few are read into units.

    No head changes its first letters, and few other words begin with them.

    >>> may_be_head("Протоколом"), may_be_head("протекал")
    (True, False)
    """
    begins = word[:2].lower() in _FIRST_LETTERS
    return begins and any(p.pos == "NOUN" and p.lemma in HEADS for p in parses(word.rstrip(".")))


def units_of(sentence: Words, names: Sequence[Entity], own: OwnWords = NONE) -> list[Unit]:
    """Return the units of one sentence; ``names`` are its outermost ones in order."""
    units: list[Unit] = []
    upcoming = iter(names)
    name = next(upcoming, None)
    started = False
    for start, end, text in zip(sentence.starts, sentence.ends, sentence.texts, strict=True):
        while name is not None and name.end_offset <= start:
            name = next(upcoming, None)
        if text.isspace():
            continue
        if name is not None and name.start_offset < end:
            if not units or units[-1].name is not name:
                said = own.state(name.text)
                cases = sorted(name_cases(said, name.label == "PERSON"))
                noun = tuple(UnitReading("NOUN", said.lower(), case, "", "") for case in cases)
                units.append(Unit(name.start_offset, name.end_offset, said, noun, name.label, name, not started))
            started = True
            continue
        word = text[:1].isalpha()
        lemma = sentence.lemmas.get(start, "")
        said = text if word else text.lstrip("0123456789-")  # ``[21]-месячном``
        readings = word_readings(said) if said[:1].isalpha() and (word or len(said) > 3) else ()
        units.append(Unit(start, end, text, readings, first=word and not started, own=lemma))
        started = started or text[:1].isalnum()
    return units


def outermost(names: Sequence[Entity], text: str, own: OwnWords = NONE) -> list[Entity]:
    """Return the outermost names in the order of the text, without those that open with an instrument's head.

    A tagger may take ``Договора о союзе`` for a body; then what is inside comes to light. Alliances are bodies.
    """
    kept: list[Entity] = []
    for name in sorted(names, key=lambda e: (e.start_offset, -e.end_offset)):
        if kept and name.start_offset < kept[-1].end_offset:
            continue
        told = name.label in NAMED and name.by != ALLIANCE and _leads_to(own.text(name.text), _OPENING_HEADS)
        # ``Киотский`` is no name in ``Киотский протокол``, nor ``Валахии Ясский``; ``Александра Невского`` is one.
        if not told and name.label in NAMED and _ADJECTIVE.search(name.text.lower()):
            behind = own.text(text[name.end_offset : name.end_offset + 60]).split()
            told = _leads_to(" ".join(behind[: 1 if " " in name.text else 3]), HEADS)
        if not told:
            kept.append(name)
    return kept


@lru_cache(maxsize=CACHED_FORMS)
def _leads_to(text: str, heads: frozenset[str]) -> bool:
    """Return whether a text begins with a noun that is one of the heads, or with adjectives and then such a noun."""
    for word in text.split():
        bare = word.strip("«»“”,().")
        found = parses(bare) if bare[:1].isalpha() else ()
        if any(p.pos == "NOUN" and p.lemma in heads for p in found):
            return True
        if not any(p.pos in _ADJECTIVES for p in found):
            return False
    return False


def sentences_of(doc: Doc, own: OwnWords = NONE) -> list[Words]:
    """Return the tokens of each sentence, of the whole text where no sentences are marked; a long one in stretches."""
    (starts, ends), texts = token_bounds(doc), token_texts(doc)
    lemmas: dict[int, str] = {}
    if own.words:
        lemmas = {start: lemma for start, text in zip(starts, texts, strict=True) if (lemma := own.lemma(text))}
        texts = [own.word(text) for text in texts]
    cuts = [
        slice(first + low, first + high)
        for first, last in sentence_bounds(doc)
        for low, high in stretches(texts[first:last])
    ]
    return [Words(starts[cut], ends[cut], texts[cut], lemmas) for cut in cuts]
