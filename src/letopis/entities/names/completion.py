"""Decisions that complete an organisation's name: its head, its state, whom it is named after, where it stands."""

from __future__ import annotations

from letopis.entities.names.lexicon import EMBASSIES, INSTITUTIONS, NAMED_AFTER, STATE_BODIES
from letopis.entities.names.passage import Name, Passage
from letopis.entities.names.words import (
    can_be,
    is_abbreviation,
    is_adjective,
    is_capitalised,
    is_initial,
    lemmas,
)

FARTHEST_HEAD = 5
"""Words between an institution's head and ``имени``, at most."""

BY_PATTERN = 0.9
"""Score of a name that a pattern finds where the tagger saw none."""


def named_after(passage: Passage, names: list[Name]) -> list[Name]:
    """Let ``имени …`` end the name: ``[Институт истории имени [Ш. Марджани]]``."""
    words = passage.words
    for place, word in enumerate(words):
        if word.lower() not in NAMED_AFTER or place == 0:
            continue
        end = place + 1
        while end < len(words) and (is_initial(words[end]) or _bears_name(words[end])):
            end += 1
        if end == place + 1:
            continue
        person = next((n for n in names if n.first == place + 1 and n.label == "PERSON"), None)
        end = min(person.last, end) if person else end
        names = [n._replace(last=end) if n is person else n for n in names]
        whole = any(n.label == "ORG" and n.first < place and n.last >= end for n in names)
        before = [n for n in names if n.label == "ORG" and n.first < place and n.last in range(place, place + 2)]
        heads = [p for p in range(max(0, place - FARTHEST_HEAD), place) if INSTITUTIONS & lemmas(words[p])]
        if not whole and before:
            longest = min(before, key=lambda n: n.first)
            names = [longest._replace(last=end, by="names.named_after") if n is longest else n for n in names]
        elif not whole and heads:
            names = [*names, Name(heads[-1], end, "ORG", "names.named_after", BY_PATTERN)]
        if person is None and (whole or before or heads):
            names = [*names, Name(place + 1, end, "PERSON", "names.named_after", BY_PATTERN)]
    return names


def _bears_name(word: str) -> bool:
    """Return whether a word can be whom an institution is named after: ``имени Кирова``, not ``Петр`` after that."""
    return is_capitalised(word) and (can_be(word, "gent") or not can_be(word, "nomn"))


def body_of_state(passage: Passage, names: list[Name]) -> list[Name]:
    """Let the state complete the name: ``[парламент [Исландии]]``, ``[правительства [АР] и [КР]]``."""
    words = passage.words
    places = {name.first: name for name in sorted(names, key=lambda n: n.last) if name.label == "GPE"}
    for first, place in sorted(places.items()):
        head = first - 1
        if head < 0 or not _owns(words, place):
            continue
        end = place.last
        while end + 1 < len(words) and words[end] == "и" and end + 1 in places and can_be(words[head], "plur"):
            end = places[end + 1].last
        ending_here = [n for n in names if n.label == "ORG" and n.last == first and _is_state_body(words, n)]
        if ending_here:
            start = min(n.first for n in ending_here)
        elif STATE_BODIES & lemmas(words[head]):
            start = head
        else:
            continue
        if not any(n.label == "ORG" and n.first <= start and n.last >= end for n in names):
            score = max((n.score for n in ending_here), default=BY_PATTERN)
            names = [n for n in names if not (n.label == "ORG" and start <= n.first < n.last <= end)]
            names.append(Name(start, end, "ORG", "names.body_of_state", score))
    return names


def _owns(words: list[str], place: Name) -> bool:
    """Return whether a place can stand in the genitive: ``Исландии``, ``Республики Корея``, ``КНР``."""
    stretch = words[place.first : place.last]
    return is_abbreviation(stretch[0]) or any(can_be(w, "NOUN", "gent") and not is_adjective(w) for w in stretch)


def _is_state_body(words: list[str], name: Name) -> bool:
    return any(STATE_BODIES & lemmas(word) for word in words[name.first : name.last])


def embassy_in(passage: Passage, names: list[Name]) -> list[Name]:
    """Let an embassy's name run to where it stands: ``[Посольство [Кубы] в [Перу]]``."""
    words = passage.words
    for head, word in enumerate(words):
        if not EMBASSIES & lemmas(word):
            continue
        sender = _name_at(names, head + 1)
        if sender is None or not _owns(words, sender):
            continue
        end = sender.last
        if end + 1 < len(words) and words[end] in {"в", "во", "при"}:
            host = _name_at(names, end + 1)
            end = host.last if host and not can_be(words[end + 1], "accs", "Geox", "plur") else end
        start = min((n.first for n in names if n.label == "ORG" and n.first <= head < n.last), default=head)
        inside = [n for n in names if n.label == "ORG" and start <= n.first and n.last <= end]
        if any(n.label == "ORG" and n.first <= start and n.last > end for n in names):
            continue
        hosts = [n for n in inside if n.first > head]
        names = [n for n in names if n not in inside or n in hosts]
        names.append(Name(start, end, "ORG", "names.embassy_in", max((n.score for n in inside), default=BY_PATTERN)))
    return names


def _name_at(names: list[Name], first: int) -> Name | None:
    here = [name for name in names if name.first == first and name.label in {"GPE", "ORG"}]
    return max(here, key=lambda name: name.last, default=None)


def shared_ministries(passage: Passage, names: list[Name]) -> list[Name]:
    """Join remits that share a head: ``[министерства юстиции, обороны и финансов [Эквадора]]``."""
    words = passage.words
    for head, word in enumerate(words):
        if "министерство" not in lemmas(word) or not can_be(word, "plur"):
            continue
        end = head + 1
        while end < len(words) and (_is_remit(words[end]) or _goes_on(words, end)):
            end += 1
        owner = _name_at(names, end)
        if owner is not None and owner.label == "GPE":
            end = owner.last
        if end - head < 2:
            continue
        if any(n.label == "ORG" and n.first <= head and n.last >= end for n in names):
            names = [n for n in names if not (n.label == "ORG" and head < n.first and n.last <= end)]
            continue
        inside = [n for n in names if n.label == "ORG" and n.first < end and head < n.last]
        names = [n for n in names if n not in inside]
        score = max((n.score for n in inside), default=BY_PATTERN)
        names.append(Name(head, end, "ORG", "names.shared_ministries", score))
    return names


def _is_remit(word: str) -> bool:
    return (
        len(word) > 2
        and word.islower()
        and word.isalpha()
        and (can_be(word, "NOUN", "gent") or can_be(word, "ADJF", "gent"))
    )


def _goes_on(words: list[str], place: int) -> bool:
    return words[place] in {",", "и"} and place + 1 < len(words) and _is_remit(words[place + 1])
