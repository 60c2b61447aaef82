"""Words and states of one's own, which rules and tagger read as words that they know; offsets stay as they are.

A word is *read as* another: whatever a list, a rule or the tagger knows of the one holds for the other, in the same
case and number. So one entry reaches every list.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from itertools import chain
from typing import Any, NamedTuple

from letopis.dictionary import CASES, INFLECTION, own_readings, parses
from letopis.entities.agreements import values
from letopis.entities.names.words import Lexicon, lexicon
from letopis.errors import InputError, nearest
from letopis.russian.spelling import WORD
from letopis.russian.states import StateForm, folded, forms_of, in_case, is_state_head

_ONE_GENDER = frozenset({"masc", "femn", "neut"})

LIKE_STATES = {"masc": "Непал", "plur": "Нидерланды", "": "Австрия", "abbreviation": "США"}
"""What a state of one's own is read as, by the gender or number of its noun."""


class OwnState(NamedTuple):
    """A state: its short name, its code, where it has one, and its other names."""

    name: str
    code: str = ""
    other: Sequence[str] = ()


class OwnWord(NamedTuple):
    """What a form is read as, and its lemma."""

    form: str
    lemma: str


class OwnWords(NamedTuple):
    """Forms of words, and of states by their first words, the longest name first.

    >>> own = own_words({"шерть": "конвенция"}, [{"name": "Руритания", "other": ["Руританское Королевство"]}])
    >>> own.word("Шерти"), own.lemma("шертью"), own.state("Руританского Королевства"), own.word("мир")
    ('Конвенции', 'шерть', 'Австрии', 'мир')
    >>> own.read("Посол Руританского Королевства уехал".split(), [0, 6, 20, 33], [5, 19, 32, 38])
    (['Посол', 'Австрии', 'уехал'], [0, 6, 33], [5, 32, 38])
    """

    words: Mapping[str, OwnWord]
    states: Mapping[str, str]
    lengths: Mapping[str, Sequence[int]]

    def __bool__(self) -> bool:
        """Return whether there is anything of one's own."""
        return bool(self.words or self.states)

    def word(self, token: str) -> str:
        """Return what a token is read as: itself unless it is a form of a word of one's own."""
        own = self.words.get(token) or self.words.get(token.lower())
        if own is None:
            return token
        return own.form.capitalize() if token[:1].isupper() and own.form.islower() else own.form

    def text(self, text: str) -> str:
        """Return a stretch of text as it is read; offsets in it are its own."""
        return WORD.sub(lambda match: self.word(match.group()), text) if self.words else text

    def lemma(self, token: str) -> str:
        """Return the lemma of a word of one's own, and nothing for others."""
        own = self.words.get(token) or self.words.get(token.lower())
        return own.lemma if own else ""

    def state(self, text: str) -> str:
        """Return what a name is read as where it is that of a state of one's own, or itself."""
        return self.states.get(text) or self.states.get(folded(text), text) if self.states else text

    def read(
        self, words: Sequence[str], starts: Sequence[int], ends: Sequence[int]
    ) -> tuple[list[str], list[int], list[int]]:
        """Return the words of a text as they are read, and where each begins and ends; a state is one word."""
        read: list[tuple[str, int, int]] = []
        place = 0
        while place < len(words):
            length = self._state_at(words, place)
            stretch = " ".join(words[place : place + length])
            said = self.state(stretch) if length else self.word(words[place])
            read.append((said, starts[place], ends[place + max(length, 1) - 1]))
            place += max(length, 1)
        return [one[0] for one in read], [one[1] for one in read], [one[2] for one in read]

    def _state_at(self, words: Sequence[str], place: int) -> int:
        if not words[place][:1].isupper():
            return 0
        for length in self.lengths.get(folded(words[place]), ()):
            stretch = " ".join(words[place : place + length])
            if self.state(stretch) != stretch and (words[place + length - 1][:1].isupper() or length > 1):
                return length
        return 0


NONE = OwnWords({}, {}, {})


@cache
def known_words() -> frozenset[str]:
    """Return the words of all lists that rules of names and agreements ask.

    >>> {"посольство", "договор", "ооо"} <= known_words()
    True
    """
    lists = [*lexicon().lists.values(), *(one for one in vars(values).values() if isinstance(one, frozenset))]
    return frozenset(word for one in lists for word in one if isinstance(word, str))


def own_words(words: Mapping[str, str], states: Sequence[Mapping[str, Any]] = ()) -> OwnWords:
    """Return what words and states are read as.

    Args:
        words: each with the one that it is used like, which stands in a list of the rules.
        states: each with ``name``, and ``code`` and ``other`` names where it has them.

    Raises:
        InputError: a word is used like one that no rule knows, or a state has no name.
    """
    if not words and not states:
        return NONE
    for own, like in words.items():
        for word in (own, like):
            if not word.replace("-", "").isalpha():
                raise InputError(f"words: {word!r} is no word; give one word, and another that it is used like")
        if like.lower() not in known_words():
            raise InputError(f"words.{own}: no rule knows the word {like!r}; {_near(like)}")
    forms = {form: OwnWord(like_form, own) for own, like in words.items() for form, like_form in _forms(own, like)}
    named = dict(_state_forms(map(own_state, states)))
    lengths: dict[str, set[int]] = {}
    for name in named:
        lengths.setdefault(folded(name.split()[0]), set()).add(len(name.split()))
    return OwnWords(forms, named, {first: sorted(found, reverse=True) for first, found in lengths.items()})


def _near(word: str) -> str:
    near = get_close_matches(word, known_words(), n=1)
    return f"did you mean {near[0]!r}?" if near else "take one that does, such as 'договор' or 'комитет'"


def own_state(said: Mapping[str, Any]) -> OwnState:
    """Return a state as the settings give it.

    Raises:
        InputError: it has no name, or something that no state has.
    """
    for key in said:
        if key not in OwnState._fields:
            raise InputError(f"states: there is no key {key!r}; {nearest(key, OwnState._fields)}")
    if not str(said.get("name", "")).strip():
        raise InputError(f"states: {dict(said)!r} has no name; give one in the nominative")
    return OwnState(**said)


def state_forms(states: Sequence[Mapping[str, Any]]) -> dict[str, StateForm]:
    """Return each form of each name of states of one's own, with its code and short name.

    >>> state_forms([{"name": "Руритания", "code": "RT"}])["руритании"].short
    'Руритания'
    """
    return forms_of(chain.from_iterable(map(_names, map(own_state, states)))) if states else {}


def _names(state: OwnState) -> list[tuple[str, tuple[str, str]]]:
    return [(name, (state.code, state.name)) for name in (state.name, *state.other)]


def _state_forms(states: Iterable[OwnState]) -> Iterable[tuple[str, str]]:
    for name, _ in chain.from_iterable(map(_names, states)):
        if name.isupper() and name.isalpha():
            yield name, LIKE_STATES["abbreviation"]
            continue
        like = _like_state(LIKE_STATES.get(_gender(name), LIKE_STATES[""]))
        for form, own in forms_of([(name, ("", name))]).items():
            yield form, next(like[case] for case in CASES if case in own.cases)


@cache
def _like_state(name: str) -> dict[str, str]:
    forms = forms_of([(name, ("", name))])
    return {case: form.capitalize() for form, own in forms.items() for case in own.cases}


def _gender(name: str) -> str:
    """Return ``plur`` or ``masc`` of a state's noun, by its ending where the dictionary lacks it; nothing of others."""
    nouns = name.split()
    noun = next((word for word in nouns if is_state_head(word)), nouns[-1])
    for reading in parses(noun):
        if reading.known and {"NOUN", "nomn"} <= reading.grammemes:
            return "plur" if "plur" in reading.grammemes else "masc" if "masc" in reading.grammemes else ""
    return "" if noun[-1] in "аеёиоуыэюяь" else "masc"


def _forms(own: str, like: str) -> Iterable[tuple[str, str]]:
    """Return each form of a word with the form of another that stands in the same case, number and gender.

    Of several, as where one form is several cases, the one that it is most often.
    """
    yield own, like
    if own.isupper() or like.isupper():
        return
    theirs = paradigm(like)
    alike: dict[str, Counter[str]] = {}
    for inflection, form in paradigm(own).items():
        if inflection in theirs:
            alike.setdefault(form, Counter())[theirs[inflection]] += 1
    for form, found in alike.items():
        yield form, found.most_common(1)[0][0]


def paradigm(word: str) -> dict[frozenset[str], str]:
    """Return the forms of a word by case and number; those of an adjective by gender too."""
    readings = [one for one in own_readings(word.lower()) if one.normal_form == word.lower()]
    reading = next((one for one in readings if one.tag.POS == "NOUN"), readings[0] if readings else None)
    if reading is None:
        return {}
    unwanted = _ONE_GENDER if reading.tag.POS == "NOUN" else frozenset()
    forms: dict[frozenset[str], str] = {}
    for one in reading.lexeme:
        forms.setdefault(frozenset(one.tag.grammemes & INFLECTION) - unwanted, str(one.word))
    return forms


def never_names(phrases: Iterable[str]) -> frozenset[str]:
    """Return every form of some words or phrases, folded.

    >>> sorted(never_names(["Аргумент"]))[:4]
    ['аргумент', 'аргумента', 'аргументам', 'аргументами']
    """
    found: set[str] = set()
    for phrase in phrases:
        forms = {phrase, *(form for case in CASES for form in in_case(phrase, case))}
        found.update(forms if " " in phrase else forms | set(paradigm(phrase).values()))
    return frozenset(map(folded, found))


def extended(lists: Mapping[str, Iterable[str]]) -> Lexicon | None:
    """Return the lists of the rules of names with more words in some, ``None`` where there are none.

    Raises:
        InputError: there is no such list.

    >>> "embassies" in extended({"embassies": ["нунциатура"]}).of("нунциатуре")
    True
    """
    for name in lists:
        if name not in lexicon().lists:
            raise InputError(f"there is no key 'names.{name}'; {nearest(name, ['never', 'persons', *lexicon().lists])}")
    return lexicon().extended({name: map(str.lower, words) for name, words in lists.items()}) if lists else None
