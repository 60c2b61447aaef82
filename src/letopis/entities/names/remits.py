"""Decisions about what completes a body's name: its remit after ``по``, the states it is shared by, its members."""

from __future__ import annotations

from letopis.entities.names.completion import BY_PATTERN
from letopis.entities.names.lexicon import JOINT, JOINT_HEADS, MANNERS, REMIT_HEADS, REMIT_HEADS_SURE
from letopis.entities.names.passage import Name, Passage
from letopis.entities.names.words import can_be, is_adjective, is_capitalised, lemmas, may_modify

DASHES = frozenset("-–—")

LED_BY = {"за": "ablt", "с": "ablt", "со": "ablt", "над": "ablt", "от": "gent", "против": "gent", "среди": "gent"}
"""Prepositions that go on with a remit, and the case they take: ``по контролю за рынком``, ``по борьбе с голодом``."""

FIELDS = frozenset({"область", "сфера"})
"""What ``в`` goes on with: ``по сотрудничеству в области спорта``."""


def remit_after_po(passage: Passage, names: list[Name]) -> list[Name]:
    """Let the remit end the name: ``[Агентство [Литвы] по защите лесов]``, ``[Комитет по делам вдов и сирот]``."""
    words = passage.words
    for place, word in enumerate(words[:-1]):
        if word != "по" or place == 0:
            continue
        end = _remit(words, place + 1, names)
        if end is None or any(n.label == "ORG" and n.first < place and n.last >= end for n in names):
            continue
        before = [n for n in names if n.label == "ORG" and n.first < place <= n.last and _has_remit(words, n)]
        if before:
            start, score = min((n.first, n.score) for n in before)
        else:
            found = _body_before(words, place, names)
            if found is None:
                continue
            start, score = found, BY_PATTERN
        names = [n for n in names if not (n.label == "ORG" and start <= n.first < place < n.last)]
        names = [n for n in names if n not in before or n.last < place]
        names.append(Name(start, end, "ORG", "names.remit_after_po", score))
    return names


def _has_remit(words: list[str], name: Name) -> bool:
    return any(REMIT_HEADS & lemmas(word) for word in words[name.first : name.last])


def _body_before(words: list[str], place: int, names: list[Name]) -> int | None:
    """Return where a body before ``по`` begins that the tagger did not see; None where nothing makes it a name."""
    owner = next((n for n in names if n.label == "GPE" and n.last == place and n.first > 0), None)
    head = (owner.first if owner else place) - 1
    if not REMIT_HEADS & lemmas(words[head]) or is_adjective(words[head]):
        return None
    first = head
    while first > 0 and may_modify(words[first - 1]):
        first -= 1
        if is_capitalised(words[first]):
            break
    capitalised = is_capitalised(words[first]) and (first > 0 or first < head)
    return first if owner or capitalised or REMIT_HEADS_SURE & lemmas(words[head]) else None


def _remit(words: list[str], start: int, names: list[Name]) -> int | None:
    """Return where a remit in the dative ends, with its genitives and what it goes on with."""
    stops = {n.first for n in names if n.label == "PERSON"} | {len(words)}
    end = _phrase(words, start, "datv", stops)
    if end is None or any(MANNERS & lemmas(word) for word in words[start:end]):
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


def between_states(passage: Passage, names: list[Name]) -> list[Name]:
    """Let both states end a joint body's name: ``[Комиссия по рыболовству между [Кубой] и [Перу]]``."""
    words = passage.words
    kept = []
    for name in names:
        last = name.last
        if name.label == "ORG" and any(JOINT_HEADS & lemmas(word) for word in words[name.first : last]):
            ending_here = (n for n in names if n.label == "GPE" and n.last == last and n.first)
            one = next((n for n in ending_here if words[n.first - 1] == "между"), None)
            one = one or (_place_at(names, last + 1) if words[last : last + 1] == ["между"] else None)
            joined = one is not None and words[one.last : one.last + 1] == ["и"]
            other = _place_at(names, one.last + 1) if one and joined else None
            last = other.last if other else last
        kept.append(name.reaching(name.first, last))
    return kept


def _place_at(names: list[Name], first: int) -> Name | None:
    return max((n for n in names if n.first == first and n.label == "GPE"), key=lambda n: n.last, default=None)


def joint_body(passage: Passage, names: list[Name]) -> list[Name]:
    """Know a body that two states share: ``[смешанной комиссии [Перу] – [Чили]]``."""
    words = passage.words
    for head, word in enumerate(words):
        if head == 0 or not JOINT_HEADS & lemmas(word):
            continue
        first = head
        while first > 0 and may_modify(words[first - 1]):
            first -= 1
        one = _place_at(names, head + 1)
        if not any(JOINT & lemmas(w) for w in words[first:head]) or one is None or one.last >= len(words):
            continue
        other = _place_at(names, one.last + 1) if words[one.last] in DASHES | {"и"} else None
        if other is None or any(n.label == "ORG" and n.first <= first and n.last >= other.last for n in names):
            continue
        parts = [n for n in names if n.label == "ORG" and first <= n.first and n.last <= other.last and n.first <= head]
        score = max((n.score for n in parts), default=BY_PATTERN)
        names = [n for n in names if n not in parts]
        names.append(Name(first, other.last, "ORG", "names.joint_body", score))
    return names


def member_states(passage: Passage, names: list[Name]) -> list[Name]:
    """Let members complete the name: ``[Совет судей государств – членов [ЕС]]``."""
    words = passage.words
    for place in range(2, len(words) - 1):
        if words[place] not in {"участников", "членов"} or words[place - 1] not in DASHES:
            continue
        union = max((n for n in names if n.first == place + 1 and n.label == "ORG"), key=lambda n: n.last, default=None)
        before = [n for n in names if n.label == "ORG" and n.first < place - 2 and n.last in {place - 2, place - 1}]
        whole = any(n.label == "ORG" and n.first < place and union and n.last >= union.last for n in names)
        if union is None or not before or whole:
            continue
        longest = min(before, key=lambda n: n.first)
        new = longest._replace(last=union.last, by="names.member_states")
        names = [new if n is longest else n for n in names if n is longest or n not in before]
    return names
