"""What a morphological engine says of one token, in Universal Dependencies terms, and OpenCorpora's grammemes in them.

Source of the scheme: https://universaldependencies.org/ru/ and https://opencorpora.org/dict.php?act=gram.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from letopis.dictionary import CACHED_FORMS, Parse
from letopis.errors import InputError
from letopis.russian.tables import rows


class Analysis(NamedTuple):
    """Lemma, universal part of speech, features (``Case=Nom|Number=Sing``) and the lemma's origin.

    >>> Analysis("договор", "NOUN", "Case=Nom|Number=Plur", "pymorphy3.reading_that_fits").lemma
    'договор'
    """

    lemma: str
    upos: str
    feats: str
    source: str


Engine = Callable[[Sequence[Sequence[str]]], list[list[Analysis]]]
"""Sentences of token texts to their analyses, token by token."""

Tokens = tuple[str, ...]

CACHED_SENTENCES = 20_000
"""Sentences whose analyses are kept, some 2 kB each: running heads, repeated titles and second runs cost nothing."""


class SentenceMemory:
    """Analyses each different sentence once.

    Args:
        analyse: sentences, none of them empty and none there twice, to their analyses.
    """

    def __init__(self, analyse: Callable[[Sequence[Tokens]], Sequence[list[Analysis]]]) -> None:
        self._analyse = analyse
        self._known: dict[Tokens, list[Analysis]] = {}

    def __call__(self, sentences: Sequence[Sequence[str]]) -> list[list[Analysis]]:
        """Analyse sentences; an empty one has no analysis."""
        keys = [tuple(sentence) for sentence in sentences]
        new = [key for key in dict.fromkeys(keys) if key and key not in self._known]
        if len(self._known) + len(new) > CACHED_SENTENCES:
            self._known.clear()
            new = [key for key in dict.fromkeys(keys) if key]
        if new:
            self._known |= zip(new, self._analyse(new), strict=True)
        return [list(self._known[key]) if key else [] for key in keys]


FEATURES: Mapping[str, str] = {
    name: said for kind, name, said in rows("features.tsv", __package__) if kind == "grammeme"
}
BY_POS = {name: tuple(said.split()) for kind, name, said in rows("features.tsv", __package__) if kind == "pos"}


@lru_cache(maxsize=CACHED_FORMS)
def universal_features(pos: str, grammemes: frozenset[str]) -> str:
    """Return the features of a reading, sorted by name as CoNLL-U wants them, or an empty string.

    >>> universal_features("NOUN", frozenset({"NOUN", "inan", "masc", "sing", "gent"}))
    'Animacy=Inan|Case=Gen|Gender=Masc|Number=Sing'
    """
    named = dict(pair.split("=") for pair in BY_POS.get(pos, ()))
    named |= dict(FEATURES[g].split("=") for g in grammemes if g in FEATURES)
    if pos == "ADJF" and "Apro" in grammemes:
        named.pop("Degree", None)
    return "|".join(f"{name}={named[name]}" for name in sorted(named, key=str.lower))


def named_features(feats: str) -> dict[str, str]:
    """Read a feature column.

    >>> named_features("Case=Gen|Number=Sing"), named_features("_")
    ({'Case': 'Gen', 'Number': 'Sing'}, {})
    """
    return dict(_pairs(feats))


@lru_cache(maxsize=CACHED_FORMS)
def _pairs(feats: str) -> tuple[tuple[str, str], ...]:
    pairs = (pair.partition("=") for pair in feats.split("|")) if feats not in {"", "_"} else ()
    return tuple((name, value) for name, _, value in pairs)


@lru_cache(maxsize=CACHED_FORMS)
def reading_features(pos: str, grammemes: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """Return the features of a dictionary's reading as pairs."""
    return _pairs(universal_features(pos, grammemes))


READ_FROM_THE_DICTIONARY = frozenset("Animacy Aspect Case Gender Mood Number Person Tense Variant VerbForm".split())


def joined_features(form: str, upos: str, tagged: str, reading: Parse) -> str:
    """Join the tagger's features with those of the reading that was chosen.

    The tagger says which features there are; where the dictionary's reading has the same one, its value is believed,
    for the form decides it: ``договора`` is no dative.

    >>> from letopis.lemmas.candidates import candidates
    >>> joined_features("договора", "NOUN", "Case=Dat|Number=Sing", candidates("договора", capital=False)[0])
    'Case=Gen|Number=Sing'
    """
    abbreviated = form.endswith(".") and len(form) > 1 and form[0].isalpha()
    return _joined(upos, tagged, reading.pos, reading.grammemes, abbreviated)


@lru_cache(maxsize=CACHED_FORMS)
def _joined(upos: str, tagged: str, pos: str, grammemes: frozenset[str], abbreviated: bool) -> str:
    named = named_features(tagged)
    for name, value in reading_features(pos, grammemes):
        if name in named and name in READ_FROM_THE_DICTIONARY:
            named[name] = value
    if abbreviated:
        named["Abbr"] = "Yes"
    if upos in _WITHOUT_FEATURES:
        named = {name: value for name, value in named.items() if name in _WITHOUT_FEATURES[upos]}
    return "|".join(f"{name}={named[name]}" for name in sorted(named, key=str.lower))


_WITHOUT_FEATURES: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("PUNCT", "SYM", "CCONJ", "ADP", "INTJ"), frozenset[str]()),
    "ADV": frozenset({"Degree", "Abbr"}),
    "PART": frozenset({"Polarity"}),
}
"""What the parts of speech without inflection may still have."""


PARTS = tuple("ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split())
"""The universal parts of speech."""

OWN_LEMMA = "settings.lemmas"
"""The origin of a lemma that the settings name."""


def own_lemmas(said: Mapping[str, str]) -> dict[str, Analysis]:
    """Return lemmas of one's own by their forms in small letters; a part of speech may stand behind a lemma.

    Raises:
        InputError: no lemma, or no universal part of speech behind it.

    >>> own_lemmas({"Шерти": "шерть NOUN"})["шерти"].upos
    'NOUN'
    """
    found = {}
    for form, words in said.items():
        lemma, _, part = words.partition(" ")
        if not lemma or (part and part not in PARTS) or " " in form:
            raise InputError(
                f"lemmas.{form} is {words!r}; give a form's lemma, and perhaps a part of speech: 'шерть NOUN'"
            )
        found[form.lower()] = Analysis(lemma, part, "", OWN_LEMMA)
    return found


def with_own(found: Analysis, own: Analysis) -> Analysis:
    """Return an analysis with the lemma and part of speech of the settings; features stay where the part does.

    >>> with_own(Analysis("шерти", "NOUN", "Case=Gen", ""), Analysis("шерть", "", "", "settings.lemmas"))
    Analysis(lemma='шерть', upos='NOUN', feats='Case=Gen', source='settings.lemmas')
    """
    same = own.upos in {"", found.upos}
    return Analysis(own.lemma, own.upos or found.upos, found.feats if same else "", own.source)
