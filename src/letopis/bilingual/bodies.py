"""Find the names of organisations that English itself shows: capitalised words around a head such as University.

What a Russian name has become in a free translation no table says; that the words are a name, and where it begins and
ends, the English text says itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set

from letopis.bilingual.anchors import ContentWord, russian_words
from letopis.bilingual.linked import EnglishToken, LinkedText, Place
from letopis.bilingual.names import english_place_names, english_state_names
from letopis.bilingual.persons import word_list
from letopis.linking.bodies import lemmas, state_of_adjective
from letopis.records import Entity

_REMIT = re.compile(r" (?:of|for|on)(?: the)? ")
"""What leads from a head to what it is for."""

_OWNER = re.compile(r"['’]s? ")
_PAPERS = frozenset("act acts bill law laws treaty agreement convention day festival award awards prize".split())
"""What a name behind ``Government of`` ends with where it is no body's."""

_NO_OWNER = re.compile(
    r"['’]s(?:[.,;:!?)\"”]|$| (?:is|was|are|were|has|have|had|said|says|will|would|can|could|may)\b)"
)
_COUNTED = frozenset("first second third fourth fifth sixth seventh eighth ninth tenth".split())
"""A body that is counted is a meeting: the First Congress."""

_HEADLINE = 6
"""From so many words on a text without small ones is a headline, whose capitals say nothing."""


def english_bodies(group: LinkedText) -> list[Place]:
    """Return the places of names that have the head of an organisation, in their order.

    >>> text = "He left the UK Commission for Employment and Skills and the Baton Rouge Coroner's Office in May."
    >>> [text[start:end] for start, end in english_bodies(LinkedText(text, {}, {}))]
    ['UK Commission for Employment and Skills', "Baton Rouge Coroner's Office"]
    """
    words = [token for token in group.tokens if not token.function and not token.text[0].isdigit()]
    if len(words) >= _HEADLINE and all(token.capital for token in words):
        return []
    found: list[Place] = []
    for first, last in _runs(group):
        heads = [k for k in range(first, last + 1) if group.tokens[k].text.lower() in word_list("heads.en.txt")]
        if not heads:
            continue
        head = heads[-1]
        end = _remit_end(group, head) if head == last else head
        begin = _begin(group, first, head)
        if end > head or head > begin:
            found.append((group.tokens[begin].start, group.tokens[end].end))
    return found


def settle(group: LinkedText, members: Sequence[Entity]) -> None:
    """Let organisations that stand in a body have all of it, and give those without a place one that answers a word."""
    bodies = english_bodies(group)
    outer = [e for e in members if e.label == "ORG" and not any(_inside(e, other) for other in members)]
    for entity in outer:
        if entity.id in group.found:
            place = group.found[entity.id]
            foreign = group.answered.difference(*(word.keys for word in russian_words(entity.text)))
            place = next((b for b in bodies if _fills(place, b, group, foreign)), place)
            group.found[entity.id] = _with_state(entity, with_s(place, group), group)
    for entity in outer:
        if entity.id not in group.found and " " in entity.text:
            fitting = _fitting(russian_words(entity.text), [b for b in bodies if not group.taken(b, "ORG")], group)
            if fitting is not None:
                group.keep(entity, fitting)


def names_in_s(text: str) -> frozenset[str]:
    """Return names that end in ``'s``: a text has them twice, never without it, and once at least nothing is owned.

    >>> sorted(names_in_s("Smith's plans grew. Smith's said so, and Ford's men saw it."))
    ["Smith's"]
    """
    counts = Counter(match.group(1) for match in re.finditer(r"([A-Z][^\W\d_]+)['’]s\b", text))
    names = [name for name, count in counts.items() if count > 1]
    return frozenset(
        f"{name}'s"
        for name in names
        if re.search(rf"\b{name}\b(?!['’]s)", text) is None
        and any(_NO_OWNER.match(text, match.end()) for match in re.finditer(rf"\b{name}\b", text))
    )


def free_bodies(group: LinkedText, others: Sequence[Place]) -> Iterator[Place]:
    """Yield the bodies that no organisation found overlaps, nor another place, and that are no state or congress."""
    for start, end in english_bodies(group):
        counted = any(token.text.lower() in _COUNTED for token in group.tokens if start <= token.start < end)
        if (
            not (counted or group.text[start:end] in english_place_names() or group.taken((start, end), "ORG"))
            and (start, end) not in group.found.values()
            and not any(start < last and first < end for first, last in others)
        ):
            yield start, end


def with_s(place: Place, group: LinkedText) -> Place:
    """Return a place with the ``'s`` behind it where that belongs to the name."""
    name = group.text[place[0] : place[1] + 2].replace("’", "'").split(" ")[-1]
    return (place[0], place[1] + 2) if name in group.in_s else place


def _with_state(entity: Entity, place: Place, group: LinkedText) -> Place:
    """Take in the state whose adjective begins the Russian name: ``Китайский фонд`` is China's Foundation."""
    state = state_of_adjective().get(lemmas(entity.text.split()[0]))
    for name in english_state_names().get(state or "", ()):
        owner = re.compile(rf"\b{re.escape(name)}['’]s $")
        if match := owner.search(group.text[: place[0]]):
            return match.start(), place[1]
    return place


def _inside(entity: Entity, other: Entity) -> bool:
    within = other.start_offset <= entity.start_offset and entity.end_offset <= other.end_offset
    return other.label == "ORG" and other.id != entity.id and within


def _fills(place: Place, body: Place, group: LinkedText, foreign: Set[str]) -> bool:
    """Whether a place is part of a body whose other words answer nothing else and are no other organisation's."""
    if not (body[0] <= place[0] and place[1] <= body[1] and body != place):
        return False
    more = [t for t in group.tokens if body[0] <= t.start < body[1] and not place[0] <= t.start < place[1]]
    taken = [p for k, p in group.found.items() if group.labels[k] == "ORG" and p[0] < body[1] and body[0] < p[1]]
    return taken == [place] and all(foreign.isdisjoint(token.keys) for token in more)


def _fitting(words: Sequence[ContentWord], bodies: Sequence[Place], group: LinkedText) -> Place | None:
    """Return the body that answers most of a Russian name's words, one of them at least."""
    best = max(bodies, key=lambda place: (_answered(words, place, group), -place[0]), default=None)
    return best if best is not None and _answered(words, best, group) else None


def _answered(words: Sequence[ContentWord], place: Place, group: LinkedText) -> int:
    tokens = [token for token in group.tokens if place[0] <= token.start < place[1]]
    return sum(any(not token.keys.isdisjoint(word.keys) for token in tokens) for word in words)


def _runs(group: LinkedText) -> Iterator[tuple[int, int]]:
    """Yield the first and last token of each run of capitalised words, an owner's ``'s`` between them included."""
    first: int | None = None
    for number, token in enumerate(group.tokens):
        follows = first is not None and _joined(group, number - 1, number)
        if first is not None and not follows:
            yield first, number - 1
            first = None
        if first is None and _named(token):
            first = number
    if first is not None:
        yield first, len(group.tokens) - 1


def _named(token: EnglishToken) -> bool:
    return token.capital and not token.function and not token.text[0].isdigit()


def _joined(group: LinkedText, number: int, following: int) -> bool:
    """Whether a token goes on with the run: a capitalised word behind a space, a hyphen, ``&`` or an owner's ``'s``."""
    one, other = group.tokens[number], group.tokens[following]
    if other.text == "s":
        return group.text[one.end : other.start] in {"'", "’"}
    gap = group.text[one.end : other.start]
    return _named(other) and (gap in {" ", "-", " & "} or _OWNER.fullmatch(gap) is not None)


def _begin(group: LinkedText, first: int, head: int) -> int:
    """Where the name begins: behind an owner, unless only the head is owned (``Coroner's Office``)."""
    owners = [k for k in range(first, head) if _OWNER.match(group.text, group.tokens[k].end)]
    begin = owners[-1] + 1 if owners and owners[-1] < head - 2 else first
    while begin < head and group.tokens[begin].text == "s":
        begin += 1
    return begin


def _remit_end(group: LinkedText, head: int) -> int:
    """Return the last token of ``of X``, ``for X and Y`` behind a head."""
    end = head
    number = head + 1
    while number < len(group.tokens) and group.tokens[number].function:
        number += 1
    if number < len(group.tokens) and _REMIT.fullmatch(group.text, group.tokens[head].end, group.tokens[number].start):
        end = _name_end(group, number, head)
        number = end + 1
        while number < len(group.tokens) and group.tokens[number].function:
            number += 1
        if end > head and number < len(group.tokens):
            gap = group.text[group.tokens[end].end : group.tokens[number].start]
            further = _name_end(group, number, end)
            more = group.text[group.tokens[number].start : group.tokens[further].end]
            owned = any(t.text.lower() in word_list("heads.en.txt") for t in group.tokens[number : further + 1])
            if gap == " and " and further > end and not owned and more not in english_place_names():
                end = further
    return end


def _name_end(group: LinkedText, number: int, otherwise: int) -> int:
    """Return the last of the capitalised words from here on; ``otherwise`` where there is none."""
    if not _named(group.tokens[number]):
        return otherwise
    while number + 1 < len(group.tokens) and _joined(group, number, number + 1) and _named(group.tokens[number + 1]):
        number += 1
    return otherwise if group.tokens[number].text.lower() in _PAPERS else number
