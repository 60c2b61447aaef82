"""Persons of one article: mentions that are one person's are joined by what the article says.

A book may name thousands of one surname, so a name is compared with those whom it can fit, not with all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from letopis.linking.contexts import NameContext
from letopis.russian.tables import rows

MOST_POSTS = 6
"""Posts of one person that are kept."""

TWO_FIT = "a name fits several persons of its article; taken for the one named last"


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
            return one_first_name(name_key(self.first), name_key(other.first)) and letters_agree(
                self.initials, other.initials
            )
        return letters_agree(self.first_letters, other.first_letters)

    @property
    def first_letters(self) -> tuple[str, ...]:
        """The letters of first name and patronymic, as far as they are told."""
        return (self.first[:1].upper(), *self.initials) if self.first else self.initials


def letters_agree(one: Sequence[str], other: Sequence[str]) -> bool:
    """Return whether two rows of initials are the same, as far as both go."""
    return all(a == b for a, b in zip(one, other, strict=False))


def name_key(name: str) -> str:
    """Return a part of a name as it is compared: small letters, ``е`` for ``ё`` and for an ``э`` within.

    >>> name_key("Мэй"), name_key("Эльмар")
    ('мей', 'эльмар')
    """
    lower = name.lower().replace("ё", "е")
    return lower[:1] + lower[1:].replace("э", "е")


def one_first_name(one: str, other: str) -> bool:
    """Return whether two first names, as they are compared, can be one: short forms, an ending that was misread.

    >>> one_first_name("джо", "джозеф"), one_first_name("иван", "игорь")
    (True, False)
    """
    short, long = sorted((one, other), key=len)
    return (long.startswith(short) and len(long) - len(short) < 2) or long in _short_names().get(short, ())


def is_short(first: str) -> bool:
    """Return whether a first name, as it is compared, is a short form: ``джо``."""
    return first in _short_names()


def shortened_by_one(first: str) -> set[str]:
    """Return a name and what is left of it without one letter behind the first; names that are alike share some.

    >>> [bool(shortened_by_one("асия") & shortened_by_one(other)) for other in ("азия", "анна")]
    [True, False]
    """
    places = range(1, len(first)) if len(first) > 3 else ()
    return {first, *(first[:place] + first[place + 1 :] for place in places)}


def other_firsts(first: str) -> tuple[str, ...]:
    """Return the keys under which a first name is kept, and looked up: itself, its stem, what it is short for."""
    return first, first[:-1], *_short_names().get(first, ())


@cache
def _short_names() -> dict[str, tuple[str, ...]]:
    table = rows("short_names.tsv", __package__)
    return {name_key(short): tuple(map(name_key, full.split())) for short, full in table}


class LocalPerson(NamedTuple):
    """A person as one article tells of him: what other articles are compared by."""

    surname: str
    first: str
    letters: tuple[str, ...]
    gender: str
    whole: str
    posts: tuple[str, ...] = ()


class PersonHere(NamedTuple):
    """A mention: its text, its own name in the nominative, its person in this article, and what is doubtful of that."""

    written: str
    normal: str
    person: LocalPerson
    doubt: str = ""


@dataclass(eq=False)
class Person:
    """The different names of one person; a book repeats few of them thousands of times."""

    names: dict[PersonName, None] = field(default_factory=dict)
    posts: dict[str, None] = field(default_factory=dict)

    def fits(self, name: PersonName) -> bool:
        """Return whether a name can be this person's."""
        return name in self.names or all(name.fits(other) for other in self.names)

    def told(self) -> LocalPerson:
        """Return what the article tells of the person."""
        fullest = max(self.names, key=lambda name: name.fullness)
        gender = next((n.gender for n in self.names if n.gender in {"masc", "femn"}), fullest.gender)
        letters = max((n.first_letters for n in self.names), key=len)
        posts = tuple(sorted(self.posts)[:MOST_POSTS])
        if not fullest.surname:  # Дмитрий Анатольевич, whose surname the article does not give
            return LocalPerson(name_key(fullest.whole), "", (), gender, fullest.whole, posts)
        return LocalPerson(name_key(fullest.surname), name_key(fullest.first), letters, gender, fullest.whole, posts)


class Namesakes:
    """The persons of one surname in the order in which they were founded.

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
            for key in _kept(name):
                self._places[key][place] = None
            person.names[name] = None
        return person

    def first_fitting(self, name: PersonName) -> Person | None:
        """Return the first person whom a name fits."""
        place = self._first_place(name)
        return None if place is None else self.people[place]

    def fitting(self, name: PersonName) -> list[Person]:
        """Return all persons whom a name with a first name or initials fits."""
        return [person for person in map(self.people.__getitem__, self._near(name)) if person.fits(name)]

    def _near(self, name: PersonName) -> list[int]:
        return sorted({place for key in _looked_up(name) for place in self._places.get(key, ())})

    def _first_place(self, name: PersonName) -> int | None:
        if not name.first_letters:
            return self._first_of_gender(name)
        return next((place for place in self._near(name) if self.people[place].fits(name)), None)

    def _first_of_gender(self, name: PersonName) -> int | None:
        """A surname alone fits by its gender; whom it does not fit it will not fit later, when more is known of him."""
        place = self._bare.get(name.gender, 0)
        while place < len(self.people) and not self.people[place].fits(name):
            place += 1
        self._bare[name.gender] = place
        return place if place < len(self.people) else None


def _kept(name: PersonName) -> Iterator[tuple[str, str]]:
    """Return the keys under which the referent of a name is found."""
    first, letters = name_key(name.first), name.first_letters
    if first:
        yield from (("first", each) for each in other_firsts(first))
    else:
        yield ("initials", letters[0]) if letters else ("bare", "")
    if letters:
        yield "letter", letters[0]


def _looked_up(name: PersonName) -> Iterator[tuple[str, str]]:
    """Return the keys of all whom a name with a first name or initials can fit."""
    first, letter = name_key(name.first), name.first_letters[0]
    if first:
        yield from (("first", each) for each in other_firsts(first))
        yield "initials", letter
    else:
        yield "letter", letter
    yield "bare", ""


class PersonForm(NamedTuple):
    """What a mention tells by itself: its text, what the words around it speak for, the posts beside it.

    ``in_brackets`` tells that it stands in brackets right behind another person's name: ``Юрген Клопп (Jürgen Klopp)``.
    """

    text: str
    context: NameContext = NameContext()
    posts: tuple[str, ...] = ()
    in_brackets: bool = False


def people_here(forms: Sequence[PersonForm], names: Mapping[PersonForm, PersonName]) -> list[PersonHere]:
    """Return the person of each mention of one article, in the order of the text; ``names`` are how each is read.

    Full names found the persons, then names with initials; surnames and first names alone join them.
    """
    article = _Crowd(names)
    owners = [article.owner(names[form], in_brackets=form.in_brackets) for form in forms]
    for form, (owner, _) in zip(forms, owners, strict=True):
        owner.posts |= dict.fromkeys(form.posts)
    told = {id(owner): owner.told() for owner, _ in owners}
    return [
        PersonHere(form.text, names[form].whole, told[id(owner)], doubt)
        for form, (owner, doubt) in zip(forms, owners, strict=True)
    ]


class _Crowd:
    """The persons of one article, and who of them was named last."""

    def __init__(self, read: Mapping[PersonForm, PersonName]) -> None:
        self._people: dict[str, Namesakes] = defaultdict(Namesakes)
        self._by_first: dict[str, Person] = {}
        self._last: dict[str, Person] = {}
        self._previous: Person | None = None
        full = (name for form, name in read.items() if not form.in_brackets and name.surname and name.first_letters)
        for name in sorted(
            dict.fromkeys(full), key=lambda name: not name.first
        ):  # a name with initials joins those with full ones
            person = self._people[name_key(name.surname)].join(name)
            if name.first:
                self._by_first.setdefault(name_key(name.first), person)

    def owner(self, name: PersonName, *, in_brackets: bool) -> tuple[Person, str]:
        """Return a mention's person, and what is doubtful of that."""
        key = name_key(name.surname or name.first)
        if in_brackets and self._previous is not None:
            owner, doubt = self._previous, ""
        elif name.first_letters and name.surname:
            owner, doubt = _of_several(self._people[key].fitting(name), self._last.get(key))
        else:
            owner, doubt = self._of_bare(name, key)
        surname = next((name_key(other.surname) for other in owner.names), key)
        self._last[key] = self._last[surname] = self._previous = owner
        return owner, doubt

    def _of_bare(self, name: PersonName, key: str) -> tuple[Person, str]:
        """A bare name's referent: the last one of the article who fits, the first one of all, or a new person."""
        group = self._people[key]
        recent, first = self._last.get(key), group.first_fitting(name)
        if recent is not None and recent.fits(name):
            return recent, TWO_FIT if first is not None and first is not recent else ""
        by_first = self._by_first.get(key)
        if first is None and by_first is not None and by_first.fits(name):
            return by_first, ""
        return first or group.join(name), ""


def _of_several(fitting: Sequence[Person], last: Person | None) -> tuple[Person, str]:
    """The person whom a name with a first name or initials fits; of several the one who was named last."""
    doubt = TWO_FIT if len(fitting) > 1 else ""
    return (last if last is not None and last in fitting else fitting[0]), doubt
