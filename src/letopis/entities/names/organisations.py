"""Decisions about where an organisation's name begins and ends, one function each."""

from __future__ import annotations

from letopis.dictionary import known, parses
from letopis.entities.names.lexicon import (
    COMMON_BODIES,
    EMBASSIES,
    EPITHETS,
    LEADING_OUTSIDE,
    NAMED_AFTER,
    PARAPHRASES,
    STATE_BODIES,
)
from letopis.entities.names.passage import Name, Passage
from letopis.entities.names.words import (
    CLOSING,
    OPENING,
    can_be,
    is_abbreviation,
    is_adjective,
    is_capitalised,
    is_initial,
    is_verb,
    lemmas,
    stands_for,
)

CLOSES = {"»": "«", "”": "“", "“": "„", '"': '"'}


def closing_quote(passage: Passage, names: list[Name]) -> list[Name]:
    """Take in the closing quote of a name that opens one: ``[общество “Азери”]``; drop one that only leads."""
    kept = []
    for name in names:
        words = passage.words[name.first : name.last]
        following = passage.words[name.last] if name.last < len(passage.words) else ""
        if name.label == "ORG" and following in CLOSES and CLOSES[following] in words[1:] and following not in words:
            kept.append(name._replace(last=name.last + 1))
        elif len(words) > 1 and words[0] in OPENING and not any(word in CLOSING for word in words[1:]):
            kept.append(name._replace(first=name.first + 1))
        else:
            kept.append(name)
    return kept


def person_outside(passage: Passage, names: list[Name]) -> list[Name]:
    """Leave a person who follows outside: ``[Международного комитета Красного Креста] М. Юбер``."""
    kept = []
    for name in names:
        last = name.last
        if name.label == "ORG":
            for other in names:
                person = other.label == "PERSON" and other.last == last and name.first < other.first
                if person and _stands_apart(passage.words, other) and not _after_named(passage, other):
                    last = other.first
        kept.append(name.reaching(name.first, last))
    return kept


def _stands_apart(words: list[str], name: Name) -> bool:
    """Return whether a person cannot be whose body one is: ``М. Юбер``, and ``Вебером``, which is no genitive."""
    return is_initial(words[name.first]) or "ablt" in parses(words[name.last - 1])[0].grammemes


def _after_named(passage: Passage, name: Name) -> bool:
    return passage.words[name.first - 1].lower() in NAMED_AFTER


def verb_ends_name(passage: Passage, names: list[Name]) -> list[Name]:
    """End a name before the clause's verb: ``[Комитет по делам беженцев] просил ФРГ``; a quoted title may hold one."""
    kept = []
    for name in names:
        last = name.last
        if name.label == "ORG" and not any(word in OPENING for word in passage.words[name.first : last]):
            verbs = (place for place in range(name.first + 1, last) if is_verb(passage.words[place]))
            last = next(verbs, last)
        kept.append(name.reaching(name.first, last))
    return kept


def two_joined_by_and(passage: Passage, names: list[Name]) -> list[Name]:
    """Part two whole names: ``[Университет имени М. Горького] и [Вильнюсский университет]``."""
    organisations = {(name.first, name.last) for name in names if name.label == "ORG"}
    kept = []
    for name in names:
        joined = name.label == "ORG" and any(
            (name.first, place) in organisations and (place + 1, name.last) in organisations
            for place in range(name.first + 1, name.last - 1)
            if passage.words[place] == "и"
        )
        if not joined:
            kept.append(name)
    return kept


def abbreviation_in_brackets(passage: Passage, names: list[Name]) -> list[Name]:
    """Return the abbreviation in brackets the label of the full name: ``[Лига арабских государств] ([ЛАГ])``."""
    words = passage.words
    for place in range(1, len(words) - 2):
        if words[place] != "(" or words[place + 2] != ")" or not is_abbreviation(words[place + 1]):
            continue
        before = [n for n in names if n.last == place and n.last - n.first > 1 and n.label in {"ORG", "GPE"}]
        before = [n for n in before if stands_for(words[place + 1], words[n.first : n.last])]
        if before:
            label = max(name.label for name in before)
            kept = [n for n in names if not (n.first == place + 1 and n.last == place + 2)]
            score = max(n.score for n in before if n.label == label)
            names = [*kept, Name(place + 1, place + 2, label, "names.abbreviation_in_brackets", score)]
    return names


def lead_outside(passage: Passage, names: list[Name]) -> list[Name]:
    """Leave outside what leads up to a name: ``делегация [Верховного Совета]``, ``имперской [Думы]``."""
    places = {(name.first, name.last) for name in names if name.label == "GPE"}
    kept = []
    for name in names:
        first = name.first
        if name.label in {"ORG", "GPE"}:
            while name.last - first > 1 and _leads(passage.words, first):
                first += 1
        if not (name.label == "ORG" and first > name.first and (first, name.last) in places):
            kept.append(name.reaching(first, name.last))
    return kept


def _leads(words: list[str], place: int) -> bool:
    word = words[place]
    if not word.islower() or words[place + 1].islower():
        return False
    return bool(EPITHETS & lemmas(word)) if is_adjective(word) else bool(LEADING_OUTSIDE & lemmas(word))


def bare_head_is_no_organisation(passage: Passage, names: list[Name]) -> list[Name]:
    """Leave out common nouns: ``посольство``, ``полиция``, and ``Посольство`` capitalised by its place alone."""
    placed = {name.first for name in names if name.label == "GPE" and name.last - name.first == 1}
    return [name for name in names if not (name.label == "ORG" and _is_bare(passage, name, placed))]


def _is_bare(passage: Passage, name: Name, placed: set[int]) -> bool:
    words = passage.words[name.first : name.last]
    if any(not word.replace("-", "").isalpha() for word in words):
        return False
    if all(word.islower() for word in words) and (words[1:2] == ["и"] or PARAPHRASES & lemmas(words[-1])):
        return True
    small = words[0].islower() or (words[1:2] and words[1].islower() and can_be(words[0], "ADJF"))
    if small and len(words) < 4 and PARAPHRASES & frozenset().union(*map(lemmas, words)):
        return True
    if len(words) == 1:
        first_in_sentence = name.first == 0 and can_be(words[0], "NOUN") and not can_be(words[0], "Abbr")
        if all(word.isupper() for word in passage.words if word.isalpha()) and not can_be(words[0], "Abbr"):
            return known(words[0]) and can_be(words[0], "NOUN") and len(passage.words) > 1
        opens = first_in_sentence and (STATE_BODIES | EMBASSIES) & lemmas(words[0])
        return bool(opens) or not is_capitalised(words[0])
    small = words[0].islower() or (name.first == 0 and name.first in placed and bool(COMMON_BODIES & lemmas(words[1])))
    return len(words) == 2 and small and words[1].islower() and is_adjective(words[0])


def one_label(passage: Passage, names: list[Name]) -> list[Name]:
    """Return a stretch its likelier label: no name is a place and an organisation at once."""
    best: dict[tuple[int, int], float] = {}
    for name in names:
        best[name.first, name.last] = max(best.get((name.first, name.last), 0.0), name.score)
    return [name for name in names if name.score >= best[name.first, name.last]]


def longest_name_only(passage: Passage, names: list[Name]) -> list[Name]:
    """Leave out a name that a longer one begins with: ``[МИД Польши]``, not also ``МИД``."""
    return [
        name
        for name in names
        if name.label != "ORG"
        or not any(o.label == "ORG" and o.first == name.first and o.last > name.last for o in names)
    ]
