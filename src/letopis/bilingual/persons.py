"""Find the English spans of persons: the words that sound alike, and what belongs to a name around them.

An English name has a word for each of the Russian ones, so that one word that is surely right brings the others: of
«Бретт Кавано», where Brett is found, the word behind it is Kavanaugh, and the article remembers that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from letopis.bilingual.linked import LinkedText, Place
from letopis.bilingual.names import SAME, nominative_surname, same_initial
from letopis.bilingual.tokens import EnglishToken
from letopis.records import Entity
from letopis.russian.tables import rows

LIKELY = 0.5
"""From this likeness on a capitalised word that nothing else explains may be a name that is surely there."""

PARTICLES = frozenset(
    "al el ad as ar an ash az at bin ibn ben bint abu de del della di da do dos das du des d la le les van von der den "
    "ter ten zu zur af av y e uulu oglu ogly kyzy zade".split()
)
"""Small words inside a name."""

_NUMERAL = re.compile(r"[IVX]+")
_RUSSIAN_WORD = re.compile(r"[^\W\d_]+\.?")


class NameWord(NamedTuple):
    """A word of a Russian name with the forms it may have, the nominative too."""

    forms: tuple[str, ...]


class _Candidate(NamedTuple):
    score: float
    first: int
    last: int
    numeral: bool = False


def find_persons(entities: Sequence[Entity], group: LinkedText) -> Iterator[tuple[Entity, Place]]:
    """Yield each person that is found with its place; the surest first, so that one name takes no other's place.

    The places are kept in ``group``.
    """
    left = list(entities)
    while left:
        best = [(candidate.score, -number, candidate) for number, one in enumerate(left)
                if (candidate := _best(one, group)) is not None]  # fmt: skip
        if not best:
            return
        _, number, candidate = max(best)
        entity = left.pop(-number)
        place = _place(candidate, group)
        group.keep(entity, place)
        yield entity, place


def teach(entity: Entity, place: Place, group: LinkedText) -> None:
    """Remember which English words stood for the words of a name, where there is one for each."""
    words = name_words(entity)
    tokens = [t for t in group.tokens if place[0] <= t.start < place[1] and t.capital and not t.initial]
    tokens = [token for token in tokens if not _NUMERAL.fullmatch(token.text) and token.text not in {"Jr", "Sr"}]
    if len(words) == len(tokens) and len(words) > 1:
        for word, token in zip(words, tokens, strict=True):
            for form in word.forms:
                group.known.setdefault(form.lower(), set()).add(token.text.lower())


def name_words(entity: Entity) -> list[NameWord]:
    """Return the words of a name in their order, initials and numerals left out, each with its nominative.

    >>> name_words(Entity.at("Ю. Марковым", 0, 11, "PERSON", normal="Юрий Марков"))
    [NameWord(forms=('Марковым', 'Марков'))]
    """
    normals = [word for word in _RUSSIAN_WORD.findall(entity.full_name) if len(word) > 1 and not word.endswith(".")]
    words = []
    for word in _RUSSIAN_WORD.findall(entity.text):
        if len(word) > 1 and not word.endswith(".") and not _NUMERAL.fullmatch(word):
            forms = [word, nominative_surname(word), *(one for one in normals if one[:2].lower() == word[:2].lower())]
            words.append(NameWord(tuple(dict.fromkeys(forms))))
    return words or [NameWord((entity.text,))]


@cache
def word_list(name: str) -> frozenset[str]:
    """Return the words of a list that lies beside the code, small letters."""
    return frozenset(word.lower() for row in rows(name, "letopis.bilingual") for word in " ".join(row).split())


def is_title(token: EnglishToken) -> bool:
    """Return whether a word before a name is a title or post, no part of it."""
    return token.text.lower() in word_list("titles.en.txt")


def is_given_name(token: EnglishToken) -> bool:
    """Return whether a word is an English given name."""
    return token.text.lower() in word_list("given.en.txt")


def _best(entity: Entity, group: LinkedText) -> _Candidate | None:
    words = name_words(entity)
    for least in (SAME, LIKELY):
        found = []
        for number, token in enumerate(group.tokens):
            if _may_be_name(token, group, sure=least == SAME):
                matches = [_likeness(word, token, group) for word in words]
                rival = max((group.likeness(name, token.text) for name in group.rivals), default=0.0)
                if max(matches) >= max(least, rival):
                    found.append(_grown(number, matches.index(max(matches)), words, entity, group))
        free = [one for one in found if not group.taken(_place(one, group), "PERSON")]
        if free:
            return max(free, key=lambda one: (round(one.score, 6), -one.first))
    return None


def _may_be_name(token: EnglishToken, group: LinkedText, *, sure: bool) -> bool:
    """A word that only may be the name is no title and has no other reason to stand here."""
    if token.initial or not token.capital or token.function or group.taken((token.start, token.end), "PERSON", "DATE"):
        return False
    return sure or not (
        is_title(token) or len(token.text) < 3 or group.translated(token) or group.taken((token.start, token.end))
    )


def _likeness(word: NameWord, token: EnglishToken, group: LinkedText) -> float:
    return max(group.likeness(form, token.text) for form in word.forms)


class _Growth:
    """A name that grows from one sure word to both sides."""

    def __init__(self, seed: int, place: int, words: Sequence[NameWord], entity: Entity, group: LinkedText) -> None:
        self.words, self.entity, self.group = words, entity, group
        self.more = [NameWord((one,)) for one in _RUSSIAN_WORD.findall(entity.full_name) if len(one) > 2]
        self.first = self.last = seed
        self.used = {place: seed}
        self.numeral = False
        self.trailing = re.search(r"[а-яё] (?:[А-ЯЁ]\. ?)+$", entity.text) is not None
        self.guessed = 0
        while self._to_left() or self._to_right():
            pass

    def _to_left(self) -> bool:
        number = self.first - 1
        if number < 0 or not self._joined(number, self.first):
            return False
        grows = self.group.tokens[number].initial or self._belongs(number, left=True)
        self.first -= grows
        return grows

    def _to_right(self) -> bool:
        before, number, tokens = self.last, self.last + 1, self.group.tokens
        if number >= len(tokens):
            return False
        token = tokens[number]
        if token.text in {"Jr", "Sr"} and self._gap(number, self.last) in {" ", ", "}:
            self.last = number
        elif not self._joined(number, self.last):
            return False
        elif token.initial and _NUMERAL.fullmatch(token.text[:-1]) and self._has_numeral():
            self.last, self.numeral = number, True
        elif token.initial and not self.trailing:
            self.last += 2 * (number + 1 < len(tokens) and self._belongs(number + 1, left=False))
        elif token.initial or self._is_numeral(token) or self._belongs(number, left=False):
            self.last = number
        return self.last > before

    def _is_numeral(self, token: EnglishToken) -> bool:
        return _NUMERAL.fullmatch(token.text) is not None and (token.text != "I" or self._has_numeral())

    def _has_numeral(self) -> bool:
        return re.search(r"\b[IVXХ]+\b", self.entity.text) is not None

    def _belongs(self, number: int, *, left: bool) -> bool:
        token = self.group.tokens[number]
        hyphen = self._gap(number, self.first if left else self.last) == "-"
        if self.group.taken((token.start, token.end), "PERSON", "DATE"):
            return False
        if not token.capital:
            small = any(word.forms[0].islower() for k, word in enumerate(self.words) if k not in self.used)
            return (token.text in PARTICLES or hyphen or small) and self._matches(number)
        if self._matches(number):
            return True
        if token.function or (is_title(token) and not hyphen):
            return False
        return hyphen or self._wanted(number, left=left) or self._fuller(number, left=left)

    def _matches(self, number: int) -> bool:
        """A word of the name that sounds alike, or one of its fuller form."""
        token = self.group.tokens[number]
        likely = [(_likeness(w, token, self.group), k) for k, w in enumerate(self.words) if k not in self.used]
        if likely and max(likely)[0] >= SAME:
            self.used[max(likely)[1]] = number
            return True
        if any(_likeness(word, token, self.group) >= SAME for word in self.more):
            return True
        return self._begins_alike(token)

    def _begins_alike(self, token: EnglishToken) -> bool:
        """A given name that is written otherwise in English: Джон is John."""
        word = self.words[0].forms[0]
        alike = len(token.text) > 2 and token.capital and same_initial(word[0], token.text[0])
        if 0 in self.used or not alike or _likeness(self.words[0], token, self.group) <= 0.4:
            return False
        self.used[0] = self.first
        return True

    def _wanted(self, number: int, *, left: bool) -> bool:
        """A word of the Russian name stands on this side that no English one has answered."""
        known = self.used.keys()
        side = [k for k in range(len(self.words)) if k not in known and (k < min(known) if left else k > max(known))]
        between = [k for k in range(min(known), max(known)) if k not in known]
        if not (side or between) or self.group.translated(self.group.tokens[number]):
            return False
        self.used[(side or between)[-1 if left else 0]] = number
        self.guessed += 1
        return True

    def _fuller(self, number: int, *, left: bool) -> bool:
        """English has the given name, too, or the surname behind a given name."""
        token = self.group.tokens[number]
        if left:
            return is_given_name(token) and not self._initials()
        edge = self.group.tokens[self.last]
        return self.first == self.last and is_given_name(edge) and len(self.words) == 1 and self._plain(number)

    def _plain(self, number: int) -> bool:
        token = self.group.tokens[number]
        return not (self.group.translated(token) or self.group.taken((token.start, token.end)) or len(token.text) < 3)

    def _initials(self) -> bool:
        return any(token.initial for token in self.group.tokens[self.first : self.last + 1])

    def _joined(self, number: int, neighbour: int) -> bool:
        return self._gap(number, neighbour) in {" ", "", "-", " -", "’", "'"}

    def _gap(self, number: int, neighbour: int) -> str:
        one, other = self.group.tokens[number], self.group.tokens[neighbour]
        return self.group.text[min(one.end, other.end) : max(one.start, other.start)]


def _grown(seed: int, place: int, words: Sequence[NameWord], entity: Entity, group: LinkedText) -> _Candidate:
    grown = _Growth(seed, place, words, entity, group)
    tokens = group.tokens[grown.first : grown.last + 1]
    score = sum(max(_likeness(word, t, group) for word in (*words, *grown.more)) for t in tokens if not t.initial)
    score -= 0.3 * (len(words) - len(grown.used)) + 0.5 * grown.guessed
    initials = [token.text[0] for token in tokens if token.initial]
    expected = re.findall(r"([А-ЯЁ])[а-яё]?\.", entity.text)
    score -= 0.2 * abs(len(initials) - len(expected))
    if initials and expected:
        score += 0.5 if same_initial(expected[0], initials[0]) else -0.6
    return _Candidate(score, grown.first, grown.last, grown.numeral)


def _place(candidate: _Candidate, group: LinkedText) -> Place:
    """Return the place of a name; the stop of ``Jr.`` belongs to it, that behind ``Peter I.`` does not."""
    last = group.tokens[candidate.last]
    end = last.end - (last.initial and candidate.numeral)
    if group.tokens[candidate.last].text in {"Jr", "Sr"} and group.text[end : end + 1] == ".":
        end += 1
    return group.tokens[candidate.first].start, end
