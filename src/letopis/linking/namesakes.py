"""Persons of several articles who are one: by first name or initials, or for a surname alone by the post.

What nothing decides stays apart and is a doubt. The result does not depend on the order of the articles.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from letopis.linking.identities import MOST_CANDIDATES
from letopis.linking.people import LocalPerson, is_short, letters_agree, one_first_name, other_firsts, shortened_by_one
from letopis.russian.names import is_given

_SEXES = ("masc", "femn")

BY_NAME, BY_INITIALS, BY_POST = "first name and surname", "initials and surname", "surname and post"
BY_SPELLING = "surname and first name, which is spelled with one letter else"
SEVERAL = "the name fits several persons"
SURNAME_ALONE = "a surname alone, without a post that fits"


class JoinedPerson(NamedTuple):
    """A person over all articles: fullest name, sex, key, and the evidence by which this one of an article joined."""

    referent: str
    gender: str
    key: str
    evidence: str = ""
    candidates: tuple[str, ...] = ()
    reason: str = ""


@dataclass(eq=False)
class _JoinedPerson:
    """Persons of articles who are one."""

    firsts: set[str] = field(default_factory=set)
    letters: tuple[str, ...] = ()
    sex: str = "any"
    posts: Counter[str] = field(default_factory=Counter)
    members: dict[LocalPerson, str] = field(default_factory=dict)
    key: str = ""

    def add(self, person: LocalPerson, evidence: str) -> None:
        self.members[person] = evidence
        self.posts.update(person.posts)
        self.letters = max(self.letters, person.letters, key=len)
        if person.first:
            self.firsts.add(person.first)
        if self.sex not in _SEXES:
            self.sex = person.gender

    def fits(self, person: LocalPerson) -> bool:
        if self.sex != person.gender and "any" not in {self.sex, person.gender}:
            return False
        if person.first and self.firsts:
            same = letters_agree(self.letters[1:], person.letters[1:])
            return same and all(one_first_name(person.first, first) for first in self.firsts)
        return letters_agree(self.letters, person.letters)

    def referent(self, counts: Mapping[LocalPerson, int]) -> str:
        def fullness(person: LocalPerson) -> tuple[bool, int, int, int, str]:
            return (bool(person.first), len(person.letters), counts[person], len(person.whole), person.whole)

        return max(self.members, key=fullness).whole


def join_people(counts: Mapping[LocalPerson, int]) -> dict[LocalPerson, JoinedPerson]:
    """Return who each person of an article is among those of all; ``counts`` are numbers of articles.

    >>> ivan, initial, bare = (
    ...     LocalPerson("яшин", first, letters, "masc", whole)
    ...     for first, letters, whole in (("иван", ("И",), "Иван Яшин"), ("", ("И",), "И. Яшин"), ("", (), "Яшин"))
    ... )
    >>> found = join_people({ivan: 1, initial: 1, bare: 1})
    >>> [found[one].key for one in (ivan, initial, bare)], found[initial].evidence
    (['person:и. яшин', 'person:и. яшин', 'person:яшин'], 'initials and surname')
    """
    groups: defaultdict[str, list[LocalPerson]] = defaultdict(list)
    for person in counts:
        groups[person.surname].append(person)
    result: dict[LocalPerson, JoinedPerson] = {}
    for surname, people in groups.items():
        result |= _Surname(surname, sorted(people)).joined(counts)
    return result


class _Surname:
    """All persons of one surname; each is compared with those whom he may be."""

    def __init__(self, surname: str, people: Sequence[LocalPerson]) -> None:
        self._surname = surname
        self._people = people
        self._found: list[_JoinedPerson] = []
        self._open: dict[LocalPerson, tuple[Sequence[_JoinedPerson], str]] = {}
        self._twins: dict[tuple[str, tuple[str, ...], str], _JoinedPerson] = {}
        self._by_first: defaultdict[str, dict[int, _JoinedPerson]] = defaultdict(dict)
        self._by_letter: defaultdict[str, dict[int, _JoinedPerson]] = defaultdict(dict)

    def joined(self, counts: Mapping[LocalPerson, int]) -> dict[LocalPerson, JoinedPerson]:
        """Place those with first names, then those with initials, then the surnames alone."""
        for person in sorted(self._people, key=lambda p: (is_short(p.first), -len(p.letters), p)):
            if person.first:
                self._place(person, self._with_first(person), BY_NAME)
        self._join_spellings()
        for letters, people in _by_letters(self._people):
            near = [one for one in self._by_letter[letters[0]].values() if letters_agree(letters, one.letters)]
            for person in people:
                self._place(person, [one for one in near if one.fits(person)], BY_INITIALS)
                if self._found and self._found[-1] not in near and person in self._found[-1].members:
                    near.append(self._found[-1])
        self._place_bare(list(self._found))
        _name(self._surname, self._found)
        return dict(self._results(counts))

    def _join_spellings(self) -> None:
        """``Азия Биби`` is ``Асия Биби``: one letter else, not the first, in a name that no list has."""
        near: defaultdict[str, list[_JoinedPerson]] = defaultdict(list)
        for one in self._found:
            for first in one.firsts:
                for shorter in shortened_by_one(first):
                    near[shorter].append(one)
        for one in [each for each in self._found if not any(map(is_given, each.firsts))]:
            person = min(one.members)
            beside = {id(o): o for f in one.firsts for key in shortened_by_one(f) for o in near[key] if o.members}
            others = [o for o in beside.values() if o is not one and letters_agree(o.letters, one.letters)]
            sexes = {one.sex, *(other.sex for other in others)} - {"any"}
            if len(others) == 1 and len(sexes) < 2 and person.letters:
                self._merge(one, others[0])

    def _merge(self, one: _JoinedPerson, other: _JoinedPerson) -> None:
        for person, evidence in one.members.items():
            other.add(person, evidence or BY_SPELLING)
        for first in other.firsts:
            for key in other_firsts(first):
                self._by_first[key].pop(id(one), None)
        self._by_letter[other.letters[0]].pop(id(one), None)
        one.members = {}
        self._found.remove(one)

    def _results(self, counts: Mapping[LocalPerson, int]) -> Iterator[tuple[LocalPerson, JoinedPerson]]:
        for one in self._found:
            referent = one.referent(counts)
            for person, evidence in one.members.items():
                candidates, reason = self._open.get(person, ((), ""))
                keys = tuple(sorted(other.key for other in candidates if other is not one))[:MOST_CANDIDATES]
                yield person, JoinedPerson(referent, one.sex, one.key, evidence, keys, reason if keys else "")

    def _begin(self, person: LocalPerson) -> _JoinedPerson:
        new = _JoinedPerson()
        new.add(person, "")
        self._found.append(new)
        return new

    def _with_first(self, person: LocalPerson) -> list[_JoinedPerson]:
        near = {key: one for first in other_firsts(person.first) for key, one in self._by_first[first].items()}
        return [one for one in near.values() if one.fits(person)]

    def _place(self, person: LocalPerson, fitting: Sequence[_JoinedPerson], evidence: str) -> None:
        """Join a person who has a first name or initials with the one whom he fits; of several, by the post."""
        one = fitting[0] if len(fitting) == 1 else _by_post(person, fitting)
        if one is None and fitting:
            self._place_open(person, fitting)
            return
        if one is None:
            one = self._begin(person)
        else:
            one.add(person, evidence)
        for first in other_firsts(person.first) if person.first else ():
            self._by_first[first][id(one)] = one
        self._by_letter[person.letters[0]][id(one)] = one

    def _place_open(self, person: LocalPerson, fitting: Sequence[_JoinedPerson]) -> None:
        """Leave a person apart; those of the same name are open together."""
        twin = self._twins.setdefault((person.first, person.letters, person.gender), _JoinedPerson())
        if not twin.members:
            self._found.append(twin)
        twin.add(person, "")
        self._open[person] = fitting, SEVERAL

    def _place_bare(self, known: Sequence[_JoinedPerson]) -> None:
        people = [p for p in self._people if not p.letters and not p.first]
        sexes = {p.gender for p in people if p.gender in _SEXES}
        bare: dict[str, _JoinedPerson] = {}
        for gender in sorted({p.gender for p in people}):
            sex = next(iter(sexes)) if len(sexes) == 1 and gender == "any" else gender
            of_sex = [one for one in known if one.sex == gender or "any" in {one.sex, gender}]
            with_post: defaultdict[str, list[_JoinedPerson]] = defaultdict(list)
            for one in of_sex:
                for post in one.posts:
                    with_post[post].append(one)
            for person in (p for p in people if p.gender == gender):
                near = {id(one): one for post in person.posts for one in with_post.get(post, ())}
                found = _by_post(person, list(near.values()))
                if found is not None:
                    found.members[person] = BY_POST
                    continue
                if sex not in bare:
                    bare[sex] = self._begin(person)
                bare[sex].add(person, "")
                self._open[person] = of_sex, SURNAME_ALONE


def _by_letters(people: Sequence[LocalPerson]) -> list[tuple[tuple[str, ...], list[LocalPerson]]]:
    """Return those with initials alone, who have most of them first."""
    found: defaultdict[tuple[str, ...], list[LocalPerson]] = defaultdict(list)
    for person in people:
        if person.letters and not person.first:
            found[person.letters].append(person)
    return sorted(found.items(), key=lambda pair: (-len(pair[0]), pair[0]))


def _by_post(person: LocalPerson, fitting: Sequence[_JoinedPerson]) -> _JoinedPerson | None:
    """Return the one of whom the same posts are told, if no other has as many of them."""
    shared = [(len(set(person.posts) & one.posts.keys()), one) for one in fitting]
    most = max((number for number, _ in shared), default=0)
    best = [one for number, one in shared if number == most]
    return best[0] if most and len(best) == 1 else None


def _name(surname: str, found: Sequence[_JoinedPerson]) -> None:
    """Set of each one the shortest key that no other has: the first initial, all initials, the first name, all."""
    levels = list(zip(*(_keys(surname, one) for one in found), strict=True))
    counted = [Counter(names) for names in levels]
    taken: Counter[str] = Counter()
    for place, one in enumerate(found):
        own = [names[place] for names in levels]
        key = next((name for name, counts in zip(own, counted, strict=True) if counts[name] == 1), own[-1])
        taken[key] += 1
        one.key = f"person:{key}" if taken[key] == 1 else f"person:{key} {taken[key]}"


def _keys(surname: str, one: _JoinedPerson) -> tuple[str, str, str, str]:
    letters = "".join(f"{letter.lower()}." for letter in one.letters)
    first = max(one.firsts, key=lambda name: (len(name), name), default="")
    fathers = "".join(f"{letter.lower()}." for letter in one.letters[1:])
    full = " ".join(filter(None, (first, fathers))) if first else letters
    initial = letters[: letters.find(".") + 1]
    sex = f" ({one.sex})"
    shown = [f"{name} {surname}".strip() for name in (initial, letters, first or letters, full)]
    return shown[0], shown[1], shown[2], shown[3] + sex
