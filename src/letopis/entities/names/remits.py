"""Decisions about bodies: their remit after ``по``, those that share a head, and those that a capital makes a name."""

from __future__ import annotations

from letopis.entities.names.bodies import pair_end
from letopis.entities.names.passage import BY_PATTERN, Bounds, Name, Passage, covered, each, longest_at, whole
from letopis.entities.names.quoted import kinds_before
from letopis.entities.names.words import (
    agree,
    can_be,
    is_abbreviation,
    is_adjective,
    is_capitalised,
    lemmas,
    may_modify,
)

LED_BY = {"за": "ablt", "с": "ablt", "со": "ablt", "над": "ablt", "от": "gent", "против": "gent", "среди": "gent"}
"""Prepositions that go on with a remit, and the case they take: ``по контролю за рынком``, ``по борьбе с голодом``."""

FIELDS = frozenset({"область", "сфера"})
"""What ``в`` goes on with: ``по сотрудничеству в области спорта``."""


def remit_after_po(passage: Passage, names: list[Name]) -> list[Name]:
    """Let the remit end the name: ``[Агентство [Литвы] по защите лесов]``, ``[Комитет по делам вдов и сирот]``."""
    words = passage.words
    for place in [p for p, word in enumerate(words[:-1]) if p and word == "по"]:
        end = _remit(passage, place + 1, names)
        if end is not None and words[end : end + 1] == ["между"]:
            end = pair_end(words, names, end + 1) or end
        if end is None or covered(names, place - 1, end, "ORG"):
            continue
        before = [n for n in names if n.label == "ORG" and n.first < place <= n.last and _has_remit(passage, n)]
        if before:
            start, score = min((n.first, n.score) for n in before)
        else:
            found = _body_before(passage, place, names)
            if found is None:
                continue
            start, score = found, BY_PATTERN
        start = kinds_before(passage, start)
        names = [n for n in names if not (n.label == "ORG" and start <= n.first < place < n.last)]
        names = [n for n in names if n not in before or n.last < place]
        names.append(Name(start, end, "ORG", "names.remit_after_po", score))
    return names


def _has_remit(passage: Passage, name: Name) -> bool:
    return any(passage.is_in(place, "remit_heads") for place in range(name.first, name.last))


def _body_before(passage: Passage, place: int, names: list[Name]) -> int | None:
    """Return where a body before ``по`` begins that the tagger did not see; None where nothing makes it a name."""
    words = passage.words
    owner = next((n for n in names if n.label == "GPE" and n.last == place and n.first > 0), None)
    head = (owner.first if owner else place) - 1
    if not passage.is_in(head, "remit_heads") or is_adjective(words[head]):
        return None
    first = head
    while first > 0 and may_modify(words[first - 1]):
        first -= 1
        if is_capitalised(words[first]):
            break
    capitalised = is_capitalised(words[first]) and (first > 0 or first < head)
    return first if owner or capitalised or passage.is_in(head, "remit_heads_sure") else None


def _remit(passage: Passage, start: int, names: list[Name]) -> int | None:
    """Return where a remit in the dative ends, with its genitives and what it goes on with."""
    words = passage.words
    stops = {n.first for n in names if n.label == "PERSON"} | {len(words)}
    end = _phrase(words, start, "datv", stops)
    if end is None or any(passage.is_in(place, "manners") for place in range(start, end)):
        return None
    while end not in stops:
        further = _goes_on(words, end, stops)
        if further is None:
            return end
        end = further
    return end


def _goes_on(words: list[str], place: int, stops: set[int]) -> int | None:
    word = words[place]
    if place + 1 in stops:
        return _phrase(words, place, "gent", stops)
    if word in LED_BY:
        return _phrase(words, place + 1, LED_BY[word], stops)
    if word == "в" and FIELDS & lemmas(words[place + 1]):
        return _phrase(words, place + 1, "loct", stops)
    if word == "и" and not is_capitalised(words[place + 1]):
        return _phrase(words, place + 1, "datv", stops) or _phrase(words, place + 1, "gent", stops)
    if word == ",":
        end = _phrase(words, place + 1, "datv", stops)
        closed = end is not None and end not in stops and words[end] in {",", "и"} and _goes_on(words, end, stops)
        return end if closed else None
    return _phrase(words, place, "gent", stops)


def _phrase(words: list[str], start: int, case: str, stops: set[int]) -> int | None:
    """Return where adjectives and their noun of one case end, from ``start`` on; None when there are none."""
    place = start
    while place not in stops and words[place].replace("-", "").isalpha():
        word = words[place]
        noun = len(word) > 1 and can_be(word, "NOUN", case) and not can_be(word, "PREP")
        if noun and not (can_be(word, "ADJF", case) and place + 1 not in stops and _is_either(words[place + 1], case)):
            return place + 1
        if can_be(word, "ADJF", case):
            place += 1
            joined = place not in stops and words[place] in {"и", ","} and place + 1 not in stops
            if joined and can_be(words[place + 1], "ADJF", case):
                place += 1
        else:
            return None
    return None


def _is_either(word: str, case: str) -> bool:
    return len(word) > 1 and (can_be(word, "NOUN", case) or can_be(word, "ADJF", case))


def shared_ministries(passage: Passage, names: list[Name]) -> list[Name]:
    """Join remits that share a head: ``[министерства юстиции, обороны и финансов [Эквадора]]``."""
    words = passage.words
    for head in passage.places("ministries"):
        first = end = _phrase(words, head + 1, "gent", {len(words)}) if can_be(words[head], "plur") else None
        while end is not None and words[end : end + 1] and words[end] in {",", "и"}:
            further = _phrase(words, end + 1, "gent", {len(words)})
            if further is None:
                break
            end = further
        if end is not None and end != first:
            owner = longest_at(names, end, "GPE")
            names = whole(names, head, owner.last if owner else end, "names.shared_ministries")
    return names


def capitalised_adjective_and_head(passage: Passage, names: list[Name]) -> list[Name]:
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
            names.append(Name(first, end, "ORG", "names.capitalised_adjective_and_head", BY_PATTERN))
    return names


def _is_capitalised_adjective(words: list[str], place: int) -> bool:
    """Return whether a capitalised word is an adjective of the word after it; ``Римского`` is a surname too."""
    word, following = words[place], words[place + 1]
    return word[:1].isupper() and word[1:].islower() and agree(word, following)


def capitalised_head_and_complement(passage: Passage, names: list[Name]) -> list[Name]:
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
                names = [*names, Name(head, end, "ORG", "names.capitalised_head_and_complement", BY_PATTERN)]
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
        elif word in {"за", "против"} and end == place and place > start and _fought_for(words, place + 1):
            place = end = _fought_for(words, place + 1)
        else:
            break
    return end


def _fought_for(words: list[str], place: int) -> int:
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
