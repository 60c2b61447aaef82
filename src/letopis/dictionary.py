"""The Russian dictionary: pymorphy3 behind a cache, and word counts from navec's vocabulary.

Cleaning, sentence splitting, lemmas and entities all ask here, so that each word form is parsed once.
"""

from __future__ import annotations

import gzip
import importlib.util
import tarfile
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from letopis.errors import MissingDependencyError

if TYPE_CHECKING:
    from pymorphy3 import MorphAnalyzer
    from pymorphy3.analyzer import Parse as Reading
    from pymorphy3.tagset import OpencorporaTag

CACHED_FORMS = 200_000
"""Word forms kept in memory; about 100 MB when full."""

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
    """Tell whether the dictionary holds this form, ``е`` standing for ``ё`` too.

    >>> known("экономических"), known("экономиче")
    (True, False)
    """
    return len(word) <= LONGEST_WORD and bool(analyzer().word_is_known(word.lower()))


@lru_cache(maxsize=CACHED_FORMS)
def begins_word(beginning: str) -> bool:
    """Tell whether the dictionary holds a longer form that begins so.

    >>> begins_word("экономиче"), begins_word("экономщ")
    (True, False)
    """
    if len(beginning) > LONGEST_WORD:
        return False
    forms = analyzer().dictionary.words.iterkeys(beginning.lower())
    return any(len(form) > len(beginning) for form in islice(forms, 2))


@lru_cache(maxsize=CACHED_FORMS)
def parses(word: str) -> tuple[Parse, ...]:
    """Give all readings of a word form, the likeliest first; case of letters does not matter.

    >>> parses("договоров")[0].lemma
    'договор'
    """
    small = word.lower()
    if small != word and small.lower() == small:
        return parses(small)
    if len(word) > LONGEST_WORD:
        return (Parse(small, "UNKN", frozenset({"UNKN"}), 0.0, False),)
    return tuple(
        Parse(p.normal_form, _pos(p.tag), p.tag.grammemes, p.score, in_paradigm(p) or p.is_known)
        for p in analyzer().parse(small)
    )


@cache
def _pos(tag: OpencorporaTag) -> str:
    """Give the part of speech, or what stands first in the tag of figures and marks: ``NUMB``, ``PNCT``."""
    return str(tag.POS or str(tag).replace(" ", ",").partition(",")[0])


def in_paradigm(reading: Reading) -> bool:
    """Tell whether pymorphy3 found a reading in a paradigm of its dictionary, and did not guess it by likeness."""
    return len(reading.methods_stack) == 1 and isinstance(reading.methods_stack[0][0], _dictionary_unit())


@cache
def _dictionary_unit() -> type:
    from pymorphy3.units import DictionaryAnalyzer

    return DictionaryAnalyzer  # type: ignore[no-any-return]


def inflect(reading: Reading, *wanted: str) -> str | None:
    """Put one of pymorphy3's own readings into another form, ``None`` when there is no such form.

    The same word as ``reading.inflect(…)`` gives; that one builds the whole paradigm at each call, this one
    remembers for each paradigm which of its forms was meant.

    >>> inflect(analyzer().parse("договоров")[0], "sing", "nomn")
    'договор'
    """
    if not in_paradigm(reading):
        form = reading.inflect(frozenset(wanted))
        return str(form.word) if form else None
    _, word, paradigm, place = reading.methods_stack[0]
    key = paradigm, place, frozenset(wanted)
    if key not in _inflections:
        form = reading.inflect(key[2])
        _inflections[key] = _affixes(form) if form else None
    affixes = _inflections[key]
    if affixes is None:
        return None
    words = analyzer().dictionary
    return str(affixes[0] + words.build_stem(words.paradigms[paradigm], place, word) + affixes[1])


_inflections: dict[tuple[int, int, frozenset[str]], tuple[str, str] | None] = {}


def _affixes(form: Reading) -> tuple[str, str]:
    _, _, paradigm, place = form.methods_stack[0]
    prefix, _, suffix = analyzer().dictionary.build_paradigm_info(paradigm)[place]
    return prefix, suffix


def grammemes(word: str) -> frozenset[str]:
    """Give every grammeme that some reading of the word has.

    >>> "Geox" in grammemes("Бишкеке")
    True
    """
    return frozenset().union(*(p.grammemes for p in parses(word)))


def natasha_data() -> Path:
    """Give the folder with the data of the natasha wheel, without importing natasha.

    Raises:
        MissingDependencyError: natasha is not installed.
    """
    spec = importlib.util.find_spec("natasha")
    if spec is None or spec.origin is None:
        raise MissingDependencyError("package natasha is missing: install it with 'pip install natasha'")
    return Path(spec.origin).parent / "data"


@cache
def navec_path() -> Path:
    """Give the path of navec's news vectors (250,000 words, 300 dimensions, quantised)."""
    return natasha_data() / "emb" / "navec_news_v1_1B_250K_300d_100q.tar"


@cache
def _counts() -> dict[str, int]:
    with tarfile.open(navec_path()) as archive:
        member = archive.extractfile("vocab.bin")
        if member is None:
            raise MissingDependencyError(f"{navec_path()} holds no vocabulary: install natasha again")
        data = gzip.decompress(member.read())
    size = int.from_bytes(data[:4], "little")
    counts = np.frombuffer(data, np.uint32, count=size, offset=4).tolist()
    return dict(zip(data[4 + 4 * size :].decode("utf-8").split("\n"), counts, strict=False))


def frequency(word: str) -> int:
    """Count a form in the billion words of news behind navec; 0 below its 250,000 commonest forms.

    >>> frequency("из-за") > frequency("изза")
    True
    """
    return _counts().get(word.lower(), 0)
