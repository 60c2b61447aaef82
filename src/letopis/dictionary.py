"""The Russian dictionary: pymorphy3 behind a cache.

Cleaning, sentence splitting, lemmas and entities all ask here, so that each word form is parsed once.
"""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import name

if TYPE_CHECKING:
    from pymorphy3 import MorphAnalyzer
    from pymorphy3.analyzer import Parse as Reading
    from pymorphy3.tagset import OpencorporaTag

CACHED_FORMS = 200_000
"""Word forms kept in memory; about 100 MB when full."""

CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
"""The six cases as the dictionary's grammemes name them; rarer ones (``gen2``, ``voct``) stand for one of them."""

ANY_CASE = frozenset(CASES)
"""The cases of a word that does not decline."""

PROPER = frozenset({"Name", "Surn", "Patr", "Geox", "Orgn", "Trad"})
"""The grammemes of proper names."""

PERSONS_AND_PLACES = frozenset({"Name", "Surn", "Patr", "Geox", "Abbr"})
"""Those of nouns that say not what somebody is: names of people and places, and abbreviations."""

INFLECTION = frozenset({*CASES, "sing", "plur", "masc", "femn", "neut"})
"""Case, number and gender."""

FUNCTION_WORDS = frozenset({"PREP", "CONJ", "PRCL", "NPRO"})
"""Parts of speech that say nothing by themselves."""

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
    return len(word) <= LONGEST_WORD and bool(analyzer().word_is_known(word))


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
    found = own_readings(small) if len(word) <= LONGEST_WORD else ()
    there = known(small)
    readings = tuple(Parse(p.normal_form, _pos(p.tag), p.tag.grammemes, p.score, there) for p in found)
    return readings or (Parse(small, "UNKN", frozenset({"UNKN"}), 0.0, False),)


def known_parses(word: str) -> tuple[Parse, ...]:
    """Return the readings that the dictionary itself holds; other words are not guessed, which takes far longer.

    >>> known_parses("договоров")[0].lemma, known_parses("мегадоговоров")
    ('договор', ())
    """
    return tuple(parse for parse in parses(word) if parse.known) if known(word) else ()


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


@lru_cache(maxsize=CACHED_FORMS)
def inflect_form(form: str, place: int, *wanted: str) -> str | None:
    """Put a form in small letters, as the reading at a ``place`` of :func:`parses` has it, into another form.

    ``None`` when there is no such form.

    >>> inflect_form("договоров", 0, "sing", "nomn"), inflect_form("мегадоговоров", 0, "sing", "nomn")
    ('договор', 'мегадоговор')
    """
    other = own_readings(form)[place].inflect(set(wanted))
    return str(other.word) if other else None


def grammemes(word: str) -> frozenset[str]:
    """Return every grammeme that some reading of the word has.

    >>> "Geox" in grammemes("Бишкеке")
    True
    """
    return frozenset().union(*(p.grammemes for p in parses(word)))
