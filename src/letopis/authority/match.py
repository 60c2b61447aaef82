"""Referents and the entries of files of names that mean them; what several may mean is left open and listed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from letopis.authority.entries import UNKNOWN, AuthorityEntry, Lifetime
from letopis.authority.persons import Likeness, compare_persons, person_parts
from letopis.authority.referents import Referent
from letopis.authority.spelling import fold_title, romanisations, romanised, same_title
from letopis.bilingual.names import english_names, english_state_names
from letopis.russian.spelling import is_abbreviation
from letopis.russian.states import states

SURNAME_ALONE = "only the surname agrees"
SEVERAL = "several entries agree"
SHARED = "another referent agrees with the entry as well"
ONE_ENTRY = "several referents agree with one entry"


class EntryMatch(NamedTuple):
    """An entry that a referent may be, and how well their names agree."""

    entry: AuthorityEntry
    likeness: Likeness


class OpenMatch(NamedTuple):
    """A referent that was left without an id of a file: its candidates there, and why none was taken."""

    referent: Referent
    candidates: tuple[AuthorityEntry, ...]
    reason: str


class Matches(NamedTuple):
    """The ids of each referent, by identity, and what was left open."""

    ids: dict[str, str]
    open: list[OpenMatch]


class NameIndex:
    """The entries of one file of names, found by the names that may be theirs.

    >>> table = NameIndex([AuthorityEntry(ids=("my:1",), names=("Akayev, Askar",), label="PERSON")])
    >>> from collections import Counter
    >>> akaev = Referent("person:аскар акаев", "PERSON", names=Counter(["Аскар Акаев"]), variants=Counter(["Акаев"]))
    >>> [(one.entry.id, one.likeness.name) for one in table.candidates(akaev)]
    [('my:1', 'FULL')]
    """

    def __init__(self, entries: Sequence[AuthorityEntry]) -> None:
        self.entries = entries
        self._persons: dict[str, dict[int, None]] = defaultdict(dict)
        self._others: dict[str, dict[int, None]] = defaultdict(dict)
        for number, entry in enumerate(entries):
            for name in entry.names:
                if entry.label in {"", "PERSON"}:
                    for key in _surnames(name):
                        self._persons[key][number] = None
                if entry.label != "PERSON":
                    for key in _titles(name):
                        self._others[key][number] = None
            for one in entry.ids:
                self._others[one][number] = None

    def candidates(self, referent: Referent) -> list[EntryMatch]:
        """Return the entries that a referent may be, the best first."""
        names = _names_of(referent)
        keys = _surnames if referent.label == "PERSON" else _titles
        index = self._persons if referent.label == "PERSON" else self._others
        own = referent.state.ids if referent.state is not None else ()
        numbers = dict.fromkeys(
            n for key in (*own, *(k for name in names for k in keys(name))) for n in index.get(key, ())
        )
        found = [EntryMatch(self.entries[n], _likeness(referent, names, self.entries[n])) for n in sorted(numbers)]
        return sorted((one for one in found if one.likeness), key=lambda one: -one.likeness)


def _surnames(name: str) -> Iterator[str]:
    yield romanised(name)
    for parts in person_parts(name):
        yield from romanisations(parts.surname)


def _titles(name: str) -> Iterator[str]:
    yield fold_title(name)
    yield "~" + romanised(name)


def _names_of(referent: Referent) -> list[str]:
    """Return the names by which a referent is sought; an abbreviation alone may be anybody's."""
    names = [referent.name, *referent.variants]
    if referent.state is not None:
        code = referent.key.removeprefix("gpe:")
        names += _state_names().get(code, ())
        names += english_state_names().get(code) or english_names(referent.state.short)
    elif referent.label == "GPE":
        names += english_names(referent.name)
    elif referent.label == "ORG" and not is_abbreviation(referent.name):
        names = [name for name in names if not is_abbreviation(name)]
    return list(dict.fromkeys(names))


@cache
def _state_names() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for name, (code, short) in states():
        found[code or short.lower().replace("ё", "е")].append(name)
    return found


def _likeness(referent: Referent, names: Sequence[str], entry: AuthorityEntry) -> Likeness:
    """Return how well the names agree, ``NONE`` too where the years or the labels do not."""
    if entry.label not in {"", referent.label} or _contradict(referent, entry.years):
        return Likeness.NONE
    if referent.state is not None and set(referent.state.ids) & set(entry.ids):
        return Likeness.FULL
    if referent.label == "PERSON":
        return max(compare_persons(one, other) for one in names for other in entry.names)
    agrees = any(same_title(one, other) for one in names for other in entry.names)
    return Likeness.FULL if agrees else Likeness.NONE


def _contradict(referent: Referent, years: Lifetime) -> bool:
    if referent.life != UNKNOWN and years.contradicts(referent.life):
        return True
    if referent.label == "PERSON":  # born behind the last date that stands beside him
        return None not in {years.begin, referent.years.end} and (years.begin or 0) > (referent.years.end or 0)
    if referent.state is not None and referent.state.years:
        begin, _, end = referent.state.years.partition("/")
        first, last = (int(year) if year.strip(".") else None for year in (begin, end))
        return (years.end is not None and first is not None and years.end < first) or (
            years.begin is not None and last is not None and years.begin > last
        )
    return False


def match(referents: Mapping[str, Referent], tables: Iterable[Sequence[AuthorityEntry]]) -> Matches:
    """Return the ids that files of names have for referents, and what is open; states have theirs of ISO 3166.

    A referent gets the one entry of a file that agrees with its full name, or with initials and surname where no other
    referent does; years of life that contradict keep them apart. Files come one after the other.

    >>> from collections import Counter
    >>> names = ("И. Каримов", "Каримов")
    >>> run = {n: Referent(n, "PERSON", names=Counter([n]), variants=Counter([n])) for n in names}
    >>> found = match(run, [[AuthorityEntry(ids=("wikidata:Q1",), names=("Ислам Каримов",))]])
    >>> found.ids, [(one.referent.name, one.reason) for one in found.open]
    ({'И. Каримов': 'wikidata:Q1'}, [('Каримов', 'only the surname agrees')])
    """
    ids: dict[str, list[str]] = {key: list(one.state.ids) for key, one in referents.items() if one.state is not None}
    left: list[OpenMatch] = []
    for entries in tables:
        taken, open_ = _of_table(referents, NameIndex(entries))
        left += open_
        for key, entry in taken.items():
            ids.setdefault(key, []).extend(entry.ids)
    return Matches({key: " ".join(dict.fromkeys(found)) for key, found in ids.items()}, left)


def _of_table(referents: Mapping[str, Referent], index: NameIndex) -> tuple[dict[str, AuthorityEntry], list[OpenMatch]]:
    taken: dict[str, EntryMatch] = {}
    left: list[OpenMatch] = []
    claims: dict[str, list[str]] = defaultdict(list)
    for key, referent in referents.items():
        found = index.candidates(referent)
        best = _by_life(referent, [one for one in found if one.likeness == found[0].likeness])
        if not best:
            continue
        if (len(best) == 1 and best[0].likeness > Likeness.SURNAME) or _is_whole(referent, best):
            taken[key] = best[0]
            claims[best[0].entry.id].append(key)
        else:
            reason = SURNAME_ALONE if best[0].likeness == Likeness.SURNAME else SEVERAL
            left.append(OpenMatch(referent, tuple(one.entry for one in best), reason))
    for keys in claims.values():
        if len(keys) > 1:
            fullest = max(taken[key].likeness for key in keys)
            several = sum(taken[key].likeness == fullest for key in keys) > 1
            for key in keys:
                entry = taken[key].entry
                if taken[key].likeness < fullest or (several and fullest < Likeness.FULL):
                    left.append(OpenMatch(referents[key], (entry,), SHARED))
                    del taken[key]
                elif several:
                    left.append(OpenMatch(referents[key], (entry,), ONE_ENTRY))
    return {key: one.entry for key, one in taken.items()}, left


def _by_life(referent: Referent, best: list[EntryMatch]) -> list[EntryMatch]:
    """Of namesakes take the one whose years of birth and death the text gives."""
    same = [one for one in best if referent.life != UNKNOWN and one.entry.years == referent.life]
    return same if len(same) == 1 else best


def _is_whole(referent: Referent, best: Sequence[EntryMatch]) -> bool:
    """A person with one name alone (``Физули``) agrees as a whole."""
    if len(best) != 1 or referent.label != "PERSON" or " " in referent.name:
        return False
    return any(" " not in name and "," not in name and fold_title(name) == fold_title(referent.name)
               for name in best[0].entry.names)  # fmt: skip
