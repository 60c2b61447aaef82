"""Find the English spans of persons: the words that sound alike, and what belongs to a name around them.

An English name has a word for each of the Russian ones, so that one word that is surely right brings the others: of
«Бретт Кавано», where Brett is found, the word behind it is Kavanaugh, and the article remembers that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from letopis.bilingual.linked import EnglishToken, LinkedText, Place
from letopis.bilingual.names import SAME, same_initial
from letopis.records import Entity
from letopis.russian.tables import rows

_NUMERAL = re.compile(r"[IVX]+")
_RUSSIAN_WORD = re.compile(r"[^\W\d_]+\.?")


NameWord = tuple[str, ...]
"""The forms that a word of a Russian name may have, its nominative too."""


def find_persons(entities: Sequence[Entity], group: LinkedText) -> Iterator[tuple[Entity, Place]]:
    """Yield each person that is found with its place; the surest first, so that one name takes no other's place.

    The places are kept in ``group``.
    """
    left = list(entities)
    while left:
        names = [name for entity in left if (name := _best(entity, group)) is not None]
        if not names:
            return
        best = max(names, key=lambda name: name.score)
        left.remove(best.entity)
        group.keep(best.entity, best.place)
        yield best.entity, best.place


def teach(entity: Entity, place: Place, group: LinkedText) -> None:
    """Remember which English words stood for the words of a name, where there is one for each."""
    words = name_words(entity)
    tokens = [t for t in group.tokens if place[0] <= t.start < place[1] and t.capital and not t.initial]
    tokens = [token for token in tokens if not _NUMERAL.fullmatch(token.text) and token.text not in {"Jr", "Sr"}]
    if len(words) == len(tokens) and len(words) > 1:
        for word, token in zip(words, tokens, strict=True):
            for form in word:
                group.known.setdefault(form.lower(), set()).add(token.text.lower())


def name_words(entity: Entity) -> list[NameWord]:
    """Return the words of a name in their order, initials and numerals left out, each with its nominative.

    >>> name_words(Entity.at("Ю. Марковым", 0, 11, "PERSON", normal="Юрий Марков"))
    [('Марковым', 'Марков')]
    """
    normals = [word for word in _RUSSIAN_WORD.findall(entity.full_name) if len(word) > 1 and not word.endswith(".")]
    words: list[NameWord] = []
    for word in _RUSSIAN_WORD.findall(entity.text):
        if len(word) > 1 and not word.endswith(".") and not _NUMERAL.fullmatch(word):
            forms = [word, *(one for one in normals if one[:2].lower() == word[:2].lower())]
            words.append(tuple(dict.fromkeys(forms)))
    return words or [(entity.text,)]


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


def _best(entity: Entity, group: LinkedText) -> _EnglishName | None:
    words = name_words(entity)
    found = []
    for number, token in enumerate(group.tokens):
        if _may_be_name(token, group):
            matches = [_likeness(word, token, group) for word in words]
            rival = max((group.likeness(name, token.text) for name in group.rivals), default=0.0)
            if max(matches) >= max(SAME, rival):
                found.append(_EnglishName(number, matches.index(max(matches)), words, entity, group))
    free = [one for one in found if not group.taken(one.place, "PERSON")]
    return max(free, key=lambda one: (round(one.score, 6), -one.first), default=None)


def _may_be_name(token: EnglishToken, group: LinkedText) -> bool:
    taken = group.taken((token.start, token.end), "PERSON", "DATE")
    return token.capital and not (token.initial or token.function or taken)


def _likeness(word: NameWord, token: EnglishToken, group: LinkedText) -> float:
    return max(group.likeness(form, token.text) for form in word)


class _EnglishName:
    """A name that grows from one sure word to both sides."""

    def __init__(self, seed: int, place: int, words: Sequence[NameWord], entity: Entity, group: LinkedText) -> None:
        self.words, self.entity, self.group = words, entity, group
        self.more = [(one,) for one in _RUSSIAN_WORD.findall(entity.full_name) if len(one) > 2]
        self.first = self.last = seed
        self.used = {place: seed}
        self.numeral = False
        self.trailing = re.search(r"[а-яё] (?:[А-ЯЁ]\. ?)+$", entity.text) is not None
        while self._to_left() or self._to_right():
            pass
        self.score = self._score()

    def _score(self) -> float:
        tokens = self.group.tokens[self.first : self.last + 1]
        words = (*self.words, *self.more)
        score = sum(max(_likeness(word, t, self.group) for word in words) for t in tokens if not t.initial)
        score -= 0.3 * (len(self.words) - len(self.used))
        initials = [token.text[0] for token in tokens if token.initial]
        expected = re.findall(r"([А-ЯЁ])[а-яё]?\.", self.entity.text)
        score -= 0.2 * abs(len(initials) - len(expected))
        if initials and expected:
            score += 0.5 if same_initial(expected[0], initials[0]) else -0.6
        return score

    @property
    def place(self) -> Place:
        """Where it stands; the stop of ``Jr.`` belongs to it, that behind ``Peter I.`` does not."""
        last = self.group.tokens[self.last]
        end = last.end - (last.initial and self.numeral)
        end += last.text in {"Jr", "Sr"} and self.group.text[end : end + 1] == "."
        return self.group.tokens[self.first].start, end

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
        small = token.function and not (token.capital or hyphen)
        if small or self.group.taken((token.start, token.end), "PERSON", "DATE"):
            return False
        if self._matches(number):
            return True
        if not token.capital or token.function or (is_title(token) and not hyphen):
            return False
        return hyphen or self._wanted(number, left=left) or self._fuller(number, left=left)

    def _matches(self, number: int) -> bool:
        """A word of the name that sounds alike, or one of its fuller form."""
        token = self.group.tokens[number]
        likely = [(_likeness(w, token, self.group), k) for k, w in enumerate(self.words) if k not in self.used]
        if likely and max(likely)[0] >= SAME:
            self.used[max(likely)[1]] = number
            return True
        return any(_likeness(word, token, self.group) >= SAME for word in self.more)

    def _wanted(self, number: int, *, left: bool) -> bool:
        """A word of the Russian name stands on this side that no English one has answered."""
        known = self.used.keys()
        side = [k for k in range(len(self.words)) if k not in known and (k < min(known) if left else k > max(known))]
        between = [k for k in range(min(known), max(known)) if k not in known]
        if not (side or between) or self.group.translated(self.group.tokens[number]):
            return False
        self.used[(side or between)[-1 if left else 0]] = number
        return True

    def _fuller(self, number: int, *, left: bool) -> bool:
        """English has the given name, too, or the surname behind a given name."""
        token = self.group.tokens[number]
        if left:
            return is_given_name(token)
        edge = self.group.tokens[self.last]
        alone = self.first == self.last and is_given_name(edge) and len(self.words) == 1
        return alone and not self.group.translated(token)

    def _joined(self, number: int, neighbour: int) -> bool:
        return self._gap(number, neighbour) in {" ", "", "-", " -", "’", "'"}

    def _gap(self, number: int, neighbour: int) -> str:
        one, other = self.group.tokens[number], self.group.tokens[neighbour]
        return self.group.text[min(one.end, other.end) : max(one.start, other.start)]
