"""Persons who share a surname, found by their first names and initials: a book may name thousands of one surname."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple


class PersonIdentity(NamedTuple):
    """What is known of a mention's referent: full nominative name, gender, and the key all mentions share."""

    normal: str
    gender: str | None
    key: str


class PersonName(NamedTuple):
    """A mention read: the surname's and the first name's nominatives, initials, whole name in text order."""

    surname: str
    first: str
    initials: tuple[str, ...]
    whole: str
    gender: str
    weight: float
    attested: bool

    @property
    def fullness(self) -> tuple[int, int, bool, int]:
        """Rank a name by what it tells."""
        parts = len(self.initials) + bool(self.first)
        return (bool(self.first and self.surname), parts, self.attested, len(self.whole))

    def fits(self, other: PersonName) -> bool:
        """Return whether two names of one surname can be one person's."""
        if self.gender != other.gender and "any" not in {self.gender, other.gender}:
            return False
        if self.first and other.first:
            short, long = sorted((self.first.lower(), other.first.lower()), key=len)
            return long.startswith(short) and len(long) - len(short) < 2
        mine, theirs = self.first_letters, other.first_letters
        return all(a == b for a, b in zip(mine, theirs, strict=False))

    @property
    def first_letters(self) -> tuple[str, ...]:
        """The letters of first name and patronymic, as far as they are told."""
        return (self.first[:1].upper(), *self.initials) if self.first else self.initials


@dataclass(eq=False)
class Person:
    """The different names of one person; a book repeats few of them thousands of times."""

    names: dict[PersonName, None] = field(default_factory=dict)

    def fits(self, name: PersonName) -> bool:
        """Return whether a name can be this person's."""
        return name in self.names or all(name.fits(other) for other in self.names)

    def identity(self) -> PersonIdentity:
        """Return the fullest name as the identity."""
        fullest = max(self.names, key=lambda name: name.fullness)
        gender = next((n.gender for n in self.names if n.gender in {"masc", "femn"}), None)
        return PersonIdentity(fullest.whole, gender, f"person:{fullest.whole.lower().replace('ё', 'е')}")


class Namesakes:
    """The persons of one surname in the order in which they were founded.

    A name is compared with those whom it can fit, not with all: thousands of one surname cost no more each than two.

    >>> group = Namesakes()
    >>> ivan, pavel = (PersonName("Яшин", name, (), f"{name} Яшин", "masc", 1.0, True) for name in ("Иван", "Павел"))
    >>> group.join(ivan) is group.join(pavel), group.join(ivan) is group.people[0]
    (False, True)
    """

    def __init__(self) -> None:
        self.people: list[Person] = []
        self._places: defaultdict[tuple[str, str], dict[int, None]] = defaultdict(dict)
        self._bare: dict[str, int] = {}

    def join(self, name: PersonName) -> Person:
        """Return the first person whom a name fits, who bears it from now on; a new one where it fits none."""
        place = self._first_place(name)
        if place is None:
            place = len(self.people)
            self.people.append(Person())
        person = self.people[place]
        if name not in person.names:
            self._register(name, place)
            person.names[name] = None
        return person

    def first_fitting(self, name: PersonName) -> Person | None:
        """Return the first person whom a name fits."""
        place = self._first_place(name)
        return None if place is None else self.people[place]

    def _first_place(self, name: PersonName) -> int | None:
        if not name.first_letters:
            return self._first_of_gender(name)
        places = sorted({place for key in _looked_up(name) for place in self._places.get(key, ())})
        return next((place for place in places if self.people[place].fits(name)), None)

    def _first_of_gender(self, name: PersonName) -> int | None:
        """A surname alone fits by its gender; whom it does not fit it will not fit later, when more is known of him."""
        place = self._bare.get(name.gender, 0)
        while place < len(self.people) and not self.people[place].fits(name):
            place += 1
        self._bare[name.gender] = place
        return place if place < len(self.people) else None

    def _register(self, name: PersonName, place: int) -> None:
        for key in _kept(name):
            self._places[key][place] = None


def _kept(name: PersonName) -> Iterator[tuple[str, str]]:
    """Return the keys under which the referent of a name is found."""
    first, letters = name.first.lower(), name.first_letters
    if first:
        yield "first", first
        yield "first", first[:-1]
    elif letters:
        yield "initials", letters[0]
    else:
        yield "bare", ""
    if letters:
        yield "letter", letters[0]


def _looked_up(name: PersonName) -> Iterator[tuple[str, str]]:
    """Return the keys of all whom a name with a first name or initials can fit."""
    first, letter = name.first.lower(), name.first_letters[0]
    if first:
        yield "first", first
        yield "first", first[:-1]
        yield "initials", letter
    else:
        yield "letter", letter
    yield "bare", ""
