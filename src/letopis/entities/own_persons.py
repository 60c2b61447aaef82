"""Persons of one's own, by their names in the nominative: they are found in all cases, whatever the tagger says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from letopis.dictionary import parses
from letopis.entities.own_words import paradigm
from letopis.errors import InputError
from letopis.records import Entity
from letopis.russian.states import folded

BY = "names.own_persons"
"""``by`` of a person that the settings name."""

OwnPersons = Mapping[str, Sequence[Sequence[frozenset[str]]]]
"""Names by each form of their first word, the longest first: the forms of each word, folded."""


NO_PERSONS: OwnPersons = {}


def own_persons(names: Iterable[str]) -> OwnPersons:
    """Return the forms of persons' names.

    Raises:
        InputError: a name without a capital.

    >>> sorted(own_persons(["Юсуф Гашев"]))[:3]
    ['юсуф', 'юсуфа', 'юсуфам']
    """
    found: dict[str, list[Sequence[frozenset[str]]]] = {}
    for name in sorted(names, key=lambda name: -len(name.split())):
        if not name[:1].isupper():
            raise InputError(f"names.persons: {name!r} is no person's name; give it in the nominative, with a capital")
        words = [frozenset(map(folded, {word, *paradigm(word).values()})) for word in name.split()]
        for form in words[0]:
            found.setdefault(form, []).append(words)
    return found


def persons_at(words: Sequence[str], persons: OwnPersons) -> Iterator[tuple[int, int]]:
    """Yield the first word of each person's name and the one behind it; no name meets another.

    >>> list(persons_at("Он знал Юсуфа Гашева и юсуфа".split(), own_persons(["Юсуф Гашев", "Юсуф"])))
    [(2, 4)]
    """
    place = 0
    while place < len(words):
        names = persons.get(folded(words[place]), ()) if words[place][:1].isupper() else ()
        length = next((len(name) for name in names if _is(words[place : place + len(name)], name)), 0)
        if length:
            yield place, place + length
        place += max(1, length)


def _is(words: Sequence[str], name: Sequence[frozenset[str]]) -> bool:
    return len(words) == len(name) and all(
        word[:1].isupper() and folded(word) in forms for word, forms in zip(words, name, strict=True)
    )


def _opens_with_verb(name: str) -> bool:
    """Return whether a name may begin with a verb that opens its sentence: ``[Дали] Надежде Зиме``."""
    return any(reading.pos == "VERB" for reading in parses(name.split(maxsplit=1)[0]))


def with_persons(text: str, found: Sequence[Entity], places: Iterable[tuple[int, int]]) -> list[Entity]:
    """Return names with persons at some places; other names give way that are inside, the same or cut by them.

    >>> city = Entity.at("Юсуф Гашев ушёл.", 5, 10, "GPE")
    >>> [(e.text, e.label) for e in with_persons("Юсуф Гашев ушёл.", [city], [(0, 10)])]
    [('Юсуф Гашев', 'PERSON')]
    """
    kept = list(found)
    for start, end in places:
        here = [e for e in kept if e.start_offset < end and start < e.end_offset]
        around = [e for e in here if e.start_offset <= start and end <= e.end_offset]
        persons = [e for e in around if e.label == "PERSON"]
        if any(e.start_offset == start or not _opens_with_verb(e.text) for e in persons):
            continue
        holding = [e for e in around if e.text != text[start:end] and e not in persons]
        kept = [e for e in kept if e not in here or e in holding]
        kept.append(Entity.at(text, start, end, "PERSON", by=BY))
    return sorted(kept, key=lambda entity: (entity.start_offset, -entity.end_offset))
