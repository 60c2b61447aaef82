"""Decisions about words that a tagger runs on into: what stands beside an organisation's name and is none of it."""

from __future__ import annotations

from letopis.entities.names.lexicon import ATTENDANCE, EPITHETS, NAMED_AFTER, SUBORDINATE_HEADS
from letopis.entities.names.passage import Name, Passage
from letopis.entities.names.words import can_be, is_abbreviation, is_adjective, is_capitalised, lemmas


def attendance_ends_name(passage: Passage, names: list[Name]) -> list[Name]:
    """End a name before who helped: ``[Посольством Франции] при поддержке фондов``, ``[музеем] при участии школ``."""
    kept = []
    for name in names:
        last = name.last
        if name.label == "ORG":
            for place in range(name.first + 1, last - 1):
                if passage.words[place] == "при" and _attendance(passage.words[place + 1 : place + 4]):
                    last = place
                    break
        kept.append(name.reaching(name.first, last))
    return kept


def _attendance(words: list[str]) -> bool:
    for word in words:
        if ATTENDANCE & lemmas(word):
            return True
        if not is_adjective(word):
            return False
    return False


def epithet_ends_name(passage: Passage, names: list[Name]) -> list[Name]:
    """End a name before an epithet of its state: ``[Сенат] королевской Франции``, ``[Сейм] тогдашней Польши``."""
    kept = []
    for name in names:
        last = name.last
        if name.label == "ORG":
            inside = range(name.first + 1, last - 1)
            last = next((place for place in inside if _epithet(passage.words, place)), last)
        kept.append(name.reaching(name.first, last))
    return kept


def _epithet(words: list[str], place: int) -> bool:
    word = words[place]
    return word.islower() and is_adjective(word) and bool(EPITHETS & lemmas(word)) and is_capitalised(words[place + 1])


def subject_after_abbreviation(passage: Passage, names: list[Name]) -> list[Name]:
    """End an abbreviation before a place that is no genitive: ``в [ООН] Франция голосовала``, but ``[МИД Франции]``."""
    kept = []
    for name in names:
        words = passage.words[name.first : name.last]
        stands_apart = (
            name.label == "ORG"
            and len(words) == 2
            and is_abbreviation(words[0])
            and can_be(words[1], "Geox")
            and not can_be(words[1], "gent")
        )
        kept.append(name._replace(last=name.first + 1) if stands_apart else name)
    return kept


def place_leads_no_organisation(passage: Passage, names: list[Name]) -> list[Name]:
    """Leave out a place with a preposition or ``имени`` after it: ``в Италии в области науки`` names no body."""
    places = {(name.first, name.last) for name in names if name.label == "GPE"}
    kept = []
    for name in names:
        inner = (last for first, last in places if first == name.first and last < name.last)
        led = name.label == "ORG" and any(_leads_on(passage.words[last]) for last in inner)
        if not led:
            kept.append(name)
    return kept


def _leads_on(word: str) -> bool:
    return can_be(word, "PREP") or word in NAMED_AFTER


def head_over_another(passage: Passage, names: list[Name]) -> list[Name]:
    """Leave out a bare subordinate head: ``отдела [Министерства юстиции]``; ``[Отдел печати МИД]`` is a name."""
    organisations = {(name.first, name.last) for name in names if name.label == "ORG"}
    kept = []
    for name in names:
        word = passage.words[name.first]
        over = (name.first + 1, name.last) in organisations and bool(SUBORDINATE_HEADS & lemmas(word))
        if not (name.label == "ORG" and word.islower() and over):
            kept.append(name)
    return kept
