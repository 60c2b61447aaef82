"""The Russian dictionary: pymorphy3 behind a cache.

Cleaning, sentence splitting, lemmas and entities all ask here, so that each word form is parsed once.
"""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple
from unicodedata import name

if TYPE_CHECKING:
    from pymorphy3 import MorphAnalyzer
    from pymorphy3.analyzer import Parse as Reading
    from pymorphy3.opencorpora_dict.wrapper import Dictionary
    from pymorphy3.tagset import OpencorporaTag

CACHED_FORMS = 200_000
"""Word forms kept in memory; about 100 MB when full."""

CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
"""The six cases as the dictionary's grammemes name them; rarer ones (``gen2``, ``voct``) stand for one of them."""

ANY_CASE = frozenset(CASES)
"""The cases of a word that does not decline."""

LONGEST_WORD = 80
"""Longer strings of letters are no words, and pymorphy3's guesser is slow on them."""


class Parse(NamedTuple):
    """One reading of a word form: lemma, OpenCorpora grammemes, probability, known to the dictionary."""

    lemma: str
    pos: str
    grammemes: frozenset[str]
    score: float
    known: bool


@cache
def analyzer() -> MorphAnalyzer:
    """Load pymorphy3 once (about 0.2 s)."""
    from pymorphy3 import MorphAnalyzer

    return MorphAnalyzer(lang="ru")


@lru_cache(maxsize=CACHED_FORMS)
def known(word: str) -> bool:
    """Return whether the dictionary holds this form, ``е`` standing for ``ё`` too.

    >>> known("экономических"), known("экономиче")
    (True, False)
    """
    if len(word) > LONGEST_WORD:
        return False
    small = word.lower()
    return small in _words()[0].words or ("е" in small and bool(analyzer().word_is_known(small)))


@lru_cache(maxsize=CACHED_FORMS)
def begins_word(beginning: str) -> bool:
    """Return whether the dictionary holds a longer form that begins so.

    >>> begins_word("экономиче"), begins_word("экономщ")
    (True, False)
    """
    if len(beginning) > LONGEST_WORD:
        return False
    forms = analyzer().dictionary.words.iterkeys(beginning.lower())
    return any(len(form) > len(beginning) for form in islice(forms, 2))


@lru_cache(maxsize=CACHED_FORMS)
def parses(word: str) -> tuple[Parse, ...]:
    """Return all readings of a word form, the likeliest first; case of letters does not matter.

    >>> parses("договоров")[0].lemma
    'договор'
    """
    small = word.lower()
    if small != word and small.lower() == small:
        return parses(small)
    short = len(word) <= LONGEST_WORD
    found = [_parse(score, entry) for score, entry in _entries(small)] if short else []
    if short and not found:
        found = [
            Parse(p.normal_form, _pos(p.tag), p.tag.grammemes, p.score, in_paradigm(p) or p.is_known)
            for p in own_readings(small)
        ]
    return tuple(found) or (Parse(small, "UNKN", frozenset({"UNKN"}), 0.0, False),)


def known_parses(word: str) -> tuple[Parse, ...]:
    """Return the readings that the dictionary itself holds; other words are not guessed, which takes far longer.

    >>> known_parses("договоров")[0].lemma, known_parses("мегадоговоров")
    ('договор', ())
    """
    return tuple(parse for parse in parses(word) if parse.known) if known(word) else ()


class _Entry(NamedTuple):
    """Where a reading stands in the dictionary: the word with its ``ё``, its paradigm, and its place in that."""

    word: str
    paradigm: int
    place: int


@lru_cache(maxsize=256)
def _entries(form: str) -> list[tuple[float, _Entry]]:
    """Return the readings of a form that the dictionary holds, at a quarter of the time that pymorphy3's objects take.

    Each with its probability, the likeliest first. Nothing for single letters, which may be abbreviations. Only the
    latest are kept, as in :func:`own_readings`.
    """
    if len(form) < 2:
        return []
    words, substitutes, given = _words()
    found = [_Entry(word, *at) for word, places in words.words.similar_items(form, substitutes) for at in places]
    known = dict(given.items(form + ":")) if found else None
    if known:
        scores = [known.get(form + _cell(*at).tag, 0) / given.MULTIPLIER for _, *at in found]
        if any(scores):
            return sorted(zip(scores, found, strict=True), key=itemgetter(0), reverse=True)
    return [(1 / len(found), entry) for entry in found]


def _parse(score: float, entry: _Entry) -> Parse:
    word, paradigm, place = entry
    cell = _cell(paradigm, place)
    lemma = cell.first[0] + word[cell.stem] + cell.first[1] if cell.first else word
    return Parse(lemma, cell.pos, cell.grammemes, score, True)


class _Cell(NamedTuple):
    """A place in a paradigm: its tag, what stands between its prefix and ending, and the lemma's two elsewhere."""

    pos: str
    grammemes: frozenset[str]
    tag: str
    stem: slice
    first: tuple[str, str] | None


@cache
def _cell(paradigm: int, place: int) -> _Cell:
    """Read a place of a paradigm; the dictionary has some 3,000 paradigms, and 5,000 tags."""
    words = analyzer().dictionary
    tag = words.build_tag_info(paradigm, place)
    prefix, suffix = _affixes(paradigm, place)
    first = _affixes(paradigm, 0) if place else None
    return _Cell(_pos(tag), tag.grammemes, f":{tag}", slice(len(prefix), -len(suffix) or None), first)


@cache
def _words() -> tuple[Dictionary, Any, Any]:
    """Return pymorphy3's dictionary, the letters that may stand for others, and probabilities of tags given words."""
    found = analyzer()
    return found.dictionary, found.char_substitutes, found.prob_estimator.p_t_given_w


@lru_cache(maxsize=256)
def own_readings(form: str) -> list[Reading]:
    """Return pymorphy3's own readings of a form in small letters, which :func:`inflect_form` puts.

    Only the latest are kept: they are asked for together with :func:`parses`, and all those of a form in a row.
    Nothing for letters without a name in Unicode's tables (Tangut), which pymorphy3 cannot tell from Latin ones.
    """
    if not all(name(letter, "") for letter in form):
        return []
    return analyzer().parse(form)  # type: ignore[no-any-return]


@cache
def _pos(tag: OpencorporaTag) -> str:
    """Return the part of speech, or what stands first in the tag of figures and marks: ``NUMB``, ``PNCT``."""
    return str(tag.POS or str(tag).replace(" ", ",").partition(",")[0])


def in_paradigm(reading: Reading) -> bool:
    """Return whether pymorphy3 found a reading in a paradigm of its dictionary, and did not guess it by likeness."""
    return len(reading.methods_stack) == 1 and isinstance(reading.methods_stack[0][0], _units()[0])


@cache
def _units() -> tuple[type, type, type]:
    """Return pymorphy3's classes that look a word up, that take off its beginning, and that guess by its ending."""
    from pymorphy3.units import by_analogy, by_lookup

    return by_lookup.DictionaryAnalyzer, by_analogy._PrefixAnalyzer, by_analogy.KnownSuffixAnalyzer


def inflect_form(form: str, place: int, *wanted: str) -> str | None:
    """Put a form in small letters, as the reading at a ``place`` of :func:`parses` has it, into another form.

    The same word as pymorphy3's own ``inflect`` gives, which builds all words of the paradigm at each call; ``None``
    when there is no such form.

    >>> inflect_form("договоров", 0, "sing", "nomn"), inflect_form("мегадоговоров", 0, "sing", "nomn")
    ('договор', 'мегадоговор')
    """
    entries = _entries(form)
    if entries:
        return _inflected(entries[place][1], frozenset(wanted))
    reading = own_readings(form)[place]
    guessed = _guess(reading)
    if guessed is not None:
        prefix, entry = guessed
        word = _inflected(entry, frozenset(wanted))
        return word and prefix + word
    other = reading.inflect(frozenset(wanted))
    return str(other.word) if other else None


def _guess(reading: Reading) -> tuple[str, _Entry] | None:
    """Return what pymorphy3 took off a form that it does not know, and the paradigm in which it then found the rest."""
    (unit, word, *places), *others = reading.methods_stack
    dictionary, taking_off, by_ending = _units()
    if not isinstance(unit, dictionary) or not all(isinstance(one[0], (taking_off, by_ending)) for one in others):
        return None
    prefixes = [one[1] for one in others if isinstance(one[0], taking_off)]
    return "".join(reversed(prefixes)), _Entry(word, *places)


def _inflected(entry: _Entry, wanted: frozenset[str]) -> str | None:
    other = _place_in_paradigm(entry.paradigm, entry.place, wanted)
    if other is None:
        return None
    prefix, suffix = _affixes(entry.paradigm, other)
    return prefix + entry.word[_cell(entry.paradigm, entry.place).stem] + suffix


@lru_cache(maxsize=CACHED_FORMS)
def _place_in_paradigm(paradigm: int, place: int, wanted: frozenset[str]) -> int | None:
    """Find the form with the ``wanted`` grammemes that is most like the one at ``place``, as pymorphy3 finds it."""
    forms = _grammemes_of(paradigm)
    own = analyzer().dictionary.build_tag_info(paradigm, place)
    fitting = [number for number, there in enumerate(forms) if wanted <= there]
    if not fitting:
        wanted = own.fix_rare_cases(wanted)
        fitting = [number for number, there in enumerate(forms) if wanted <= there]
    target = own.updated_grammemes(wanted)

    def likeness(number: int) -> float:
        both = len(target & forms[number])
        return both - 0.1 * (len(target) + len(forms[number]) - 2 * both)

    return max(fitting, key=likeness, default=None)


@cache
def _grammemes_of(paradigm: int) -> list[frozenset[str]]:
    """Return the grammemes of a paradigm's forms; the dictionary has some 3,000 paradigms."""
    words = analyzer().dictionary
    places = range(len(words.paradigms[paradigm]) // 3)
    return [words.build_tag_info(paradigm, place).grammemes for place in places]


@cache
def _affixes(paradigm: int, place: int) -> tuple[str, str]:
    words = analyzer().dictionary
    ids, size = words.paradigms[paradigm], len(words.paradigms[paradigm]) // 3
    return words.paradigm_prefixes[ids[2 * size + place]], words.suffixes[ids[place]]


def grammemes(word: str) -> frozenset[str]:
    """Return every grammeme that some reading of the word has.

    >>> "Geox" in grammemes("Бишкеке")
    True
    """
    return frozenset().union(*(p.grammemes for p in parses(word)))
