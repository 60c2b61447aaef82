"""Decisions about organisations that a capitalised head, a faculty's adjective or a university's town makes a name."""

from __future__ import annotations

from letopis.dictionary import CASES
from letopis.entities.names.completion import BY_PATTERN
from letopis.entities.names.lexicon import CAPITALISED_BODIES, INSTITUTIONS, PARTS_OF_BODIES, REMIT_HEADS, UNIVERSITIES
from letopis.entities.names.passage import Name, Passage
from letopis.entities.names.words import (
    can_be,
    is_abbreviation,
    is_adjective,
    is_capitalised,
    lemmas,
    may_modify,
)


def tall_adjective_and_head(passage: Passage, names: list[Name]) -> list[Name]:
    """Know a body by a capitalised adjective before its small head: ``в [Юридической академии]``."""
    words = passage.words
    for head in range(2, len(words)):
        if not (words[head].islower() and CAPITALISED_BODIES & lemmas(words[head])):
            continue
        first = head - 1
        while first > 1 and words[first].islower() and is_adjective(words[first]):
            first -= 1
        if not _is_capitalised_adjective(words, first) or words[first - 1] in {".", "!", "?", "…"}:
            continue
        if any(n.first <= head < n.last and n.label in {"ORG", "GPE"} for n in names):
            continue
        names = [n for n in names if not (first <= n.first and n.last <= head and n.label != "PERSON")]
        if not any(n.first < head and first < n.last for n in names):
            end = complement(words, names, head + 1, people=False)
            names.append(Name(first, end, "ORG", "names.tall_adjective_and_head", BY_PATTERN))
    return names


def _is_capitalised_adjective(words: list[str], place: int) -> bool:
    """Return whether a capitalised word is an adjective of the word after it; ``Римского`` is a surname too."""
    word, following = words[place], words[place + 1]
    return word[:1].isupper() and word[1:].islower() and any(
        can_be(word, "ADJF", case) and (can_be(following, case)) for case in CASES
    )  # fmt: skip


def shared_head(passage: Passage, names: list[Name]) -> list[Name]:
    """Join capitalised adjectives that share a head: ``[Рижский и Тартуский университеты]`` is one name."""
    words = passage.words
    result = []
    for name in names:
        first, inside = name.first, range(name.first, name.last)
        head = next((p for p in inside if (CAPITALISED_BODIES | INSTITUTIONS) & lemmas(words[p])), None)
        if name.label == "ORG" and head and can_be(words[head], "plur") and _is_capitalised_adjective(words, head - 1):
            while first > 1 and words[first - 1] in {"и", ","} and _is_listed(words, first - 2, head):
                first -= 2
        result.append(name.reaching(first, name.last))
    return result


def _is_listed(words: list[str], place: int, head: int) -> bool:
    return is_capitalised(words[place]) and any(
        can_be(words[place], "ADJF", case) and can_be(words[head], "plur", case) for case in CASES
    )


def tall_head_and_complement(passage: Passage, names: list[Name]) -> list[Name]:
    """Know a body by its capitalised head with a genitive: ``члены [Союза борьбы за мир]``, ``[Группы двадцати]``."""
    words = passage.words
    for head in range(1, len(words) - 1):
        name = words[head].istitle() and CAPITALISED_BODIES & lemmas(words[head]) and not is_adjective(words[head])
        inside = words[head - 1].isalpha() and (words[head - 1].islower() or head == 1)
        if not name or not inside or any(n.first <= head < n.last for n in names):
            continue
        end = complement(words, names, head + 1)
        if end > head + 1:
            parts = [n for n in names if n.label == "ORG" and n.first < end < n.last]
            if not parts:
                names = [*names, Name(head, end, "ORG", "names.tall_head_and_complement", BY_PATTERN)]
    return names


def complement(words: list[str], names: list[Name], start: int, *, people: bool = True) -> int:
    """Return where the genitives after a head end, with what they fight for: ``борьбы за освобождение рабочих``."""
    persons = {n.first for n in names if n.label == "PERSON"}
    place = end = start
    while place < len(words) and place not in persons and words[place].replace("-", "").isalpha():
        word = words[place]
        if not people and can_be(word, "NOUN", "anim") and not may_modify(word):
            break
        if len(word) > 2 and can_be(word, "gent") and (can_be(word, "NOUN") or can_be(word, "NUMR")):
            place = end = place + 1
        elif may_modify(word) and can_be(word, "gent"):
            place += 1
        elif word in {"за", "против"} and end == place and place > start and _goes_on(words, place + 1):
            place = end = _goes_on(words, place + 1)
        else:
            break
    return end


def _goes_on(words: list[str], place: int) -> int:
    """Return where an accusative or genitive noun ends, with adjectives before it; 0 when there is none."""
    while place < len(words) and may_modify(words[place]) and words[place].islower():
        place += 1
    noun = place < len(words) and words[place].islower() and can_be(words[place], "NOUN")
    return place + 1 if noun and (can_be(words[place], "accs") or can_be(words[place], "gent")) else 0


def part_of_body(passage: Passage, names: list[Name]) -> list[Name]:
    """Know a part that its adjective names before the whole: ``[Восточный факультет [Киевского университета]]``."""
    words = passage.words
    for head in range(1, len(words) - 1):
        if not PARTS_OF_BODIES & lemmas(words[head]) or not is_adjective(words[head - 1]):
            continue
        whole = max((n for n in names if n.first == head + 1 and n.label == "ORG"), key=lambda n: n.last, default=None)
        told = is_capitalised(words[head - 1]) or not can_be(words[head - 1], "Qual")
        if whole and told and not any(n.label == "ORG" and n.first < head < n.last for n in names):
            names = [n for n in names if not (n.first == head - 1 and n.last == head)]
            names.append(Name(head - 1, whole.last, "ORG", "names.part_of_body", whole.score))
    return names


def university_of_place(passage: Passage, names: list[Name]) -> list[Name]:
    """Let a town name its university: ``[университет [Киото]]``; ``университеты [Чили]`` in the plural are none."""
    words = passage.words
    for place in [n for n in names if n.label == "GPE" and n.first > 0]:
        head = place.first - 1
        one = UNIVERSITIES & lemmas(words[head]) and can_be(words[head], "sing")
        if not one or (can_be(words[head], "plur") and words[head].islower()):
            continue
        if not any(n.label == "ORG" and n.first <= head and n.last >= place.last for n in names):
            names = [n for n in names if not (n.label == "ORG" and n.first == head and n.last <= place.last)]
            names.append(Name(head, place.last, "ORG", "names.university_of_place", BY_PATTERN))
    return names


def owner_takes_no_remit(passage: Passage, names: list[Name]) -> list[Name]:
    """End an owner before the remit of what it owns: ``[Комиссия [ООН] по торговле]``."""
    kept = []
    for name in names:
        words = passage.words[name.first : name.last]
        owned = any(n.label == "ORG" and n.first < name.first and n.last >= name.last for n in names)
        last = name.last
        if name.label == "ORG" and owned and "по" in words[1:]:
            owner = words[: words.index("по", 1)]
            if is_abbreviation(owner[0]) or not any(REMIT_HEADS & lemmas(word) for word in owner):
                last = name.first + len(owner)
        kept.append(name.reaching(name.first, last))
    return kept


def place_after_remit(passage: Passage, names: list[Name]) -> list[Name]:
    """Leave out where a body with a remit stands: ``[Совет по торговле] в [Осло]``."""
    places = {(n.first, n.last) for n in names if n.label == "GPE"}
    kept = []
    for name in names:
        words, last = passage.words, name.last
        if name.label == "ORG" and "по" in words[name.first : last]:
            remit = words.index("по", name.first)
            for first, end in places:
                if end == last and first - 2 > remit and words[first - 1] in {"в", "во"} and len(words) > remit + 1:
                    last = first - 1
        kept.append(name.reaching(name.first, last))
    return kept
