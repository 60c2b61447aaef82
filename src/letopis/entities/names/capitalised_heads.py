"""Decisions about organisations that a capitalised head, a faculty's adjective or a university's town makes a name."""

from __future__ import annotations

from letopis.entities.names.passage import Name, Passage
from letopis.entities.names.shaping import BY_PATTERN, Bounds, each, longest_at
from letopis.entities.names.words import agree, can_be, is_abbreviation, is_adjective, is_capitalised, may_modify


def tall_adjective_and_head(passage: Passage, names: list[Name]) -> list[Name]:
    """Know a body by a capitalised adjective before its small head: ``в [Юридической академии]``."""
    words = passage.words
    for head in passage.places("capitalised_bodies"):
        if head < 2 or not words[head].islower():
            continue
        first = head - 1
        while first > 1 and words[first].islower() and is_adjective(words[first]):
            first -= 1
        front = passage.is_in(first, "directions") and passage.is_in(head, "military")  # Западный фронт
        if front or not _is_capitalised_adjective(words, first) or words[first - 1] in {".", "!", "?", "…"}:
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
    return word[:1].isupper() and word[1:].islower() and agree(word, following)


def tall_head_and_complement(passage: Passage, names: list[Name]) -> list[Name]:
    """Know a body by its capitalised head with a genitive: ``члены [Союза борьбы за мир]``, ``[Группы двадцати]``."""
    words = passage.words
    for head in passage.places("capitalised_bodies"):
        if not head or not words[head].istitle() or is_adjective(words[head]):
            continue
        inside = words[head - 1].isalpha() and (words[head - 1].islower() or head == 1)
        if not inside or any(n.first <= head < n.last for n in names):
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
    for head in passage.places("parts_of_bodies"):
        if not head or not is_adjective(words[head - 1]):
            continue
        body = longest_at(names, head + 1, "ORG")
        told = is_capitalised(words[head - 1]) or not can_be(words[head - 1], "Qual")
        if body and told and not any(n.label == "ORG" and n.first < head < n.last for n in names):
            names = [n for n in names if (n.first, n.last) != (head - 1, head)]
            names.append(Name(head - 1, body.last, "ORG", "names.part_of_body", body.score))
    return names


@each("ORG")
def owner_takes_no_remit(passage: Passage, name: Name, names: list[Name]) -> Bounds:
    """End an owner before the remit of what it owns: ``[Комиссия [ООН] по торговле]``."""
    words = passage.words[name.first : name.last]
    if "по" in words[1:] and any(n.first < name.first and n.last >= name.last and n.label == "ORG" for n in names):
        po = name.first + words.index("по", 1)
        if is_abbreviation(words[0]) or not any(passage.is_in(p, "remit_heads") for p in range(name.first, po)):
            return name.first, po
    return name[:2]
