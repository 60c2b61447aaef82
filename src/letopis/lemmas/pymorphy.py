"""The dictionary engine: pymorphy3's readings, the likeliest one unless the neighbours speak against it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from letopis.dictionary import CACHED_FORMS, Parse, parses
from letopis.lemmas.analysis import Analysis
from letopis.lemmas.features import PROPER, universal_features, universal_pos

PREPOSITION_CASES = {
    "в": {"accs", "loct", "loc2"}, "во": {"accs", "loct", "loc2"}, "на": {"accs", "loct", "loc2"},
    "о": {"loct", "accs"}, "об": {"loct", "accs"}, "при": {"loct"}, "с": {"gent", "ablt", "accs", "gen2"},
    "со": {"gent", "ablt", "accs"}, "между": {"ablt", "gent"}, "над": {"ablt"}, "перед": {"ablt"},
    "под": {"ablt", "accs"}, "за": {"ablt", "accs"}, "к": {"datv"}, "ко": {"datv"}, "по": {"datv", "accs", "loct"},
    "от": {"gent"}, "до": {"gent"}, "из": {"gent", "gen2"}, "для": {"gent"}, "без": {"gent"}, "у": {"gent"},
    "около": {"gent"}, "после": {"gent"}, "против": {"gent"}, "среди": {"gent"}, "через": {"accs"}, "про": {"accs"},
    "согласно": {"datv"}, "благодаря": {"datv"}, "вопреки": {"datv"},
}  # fmt: skip
"""The cases that a preposition governs: ``в Баку`` is no genitive."""

_PUNCTUATION = re.compile(r"^[^\w]+$")
_SYMBOLS = re.compile(r"^[%№$€£+=<>°§&@#*/\\^~|]+$")
_NUMBER = re.compile(r"^\d[\d.,:]*$")
_NUMBER_WITH_ENDING = re.compile(r"^\d+-[а-яё]{1,4}$")
_ROMAN = re.compile(r"^[IVXLCDMХ]+$")
_LATIN = re.compile(r"^[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f'’.-]*$")


def analyse(sentences: Sequence[Sequence[str]]) -> list[list[Analysis]]:
    """Analyse tokenised sentences with the dictionary.

    >>> [a.lemma for a in analyse([["Договор", "подписан", "в", "Баку", "."]])[0]]
    ['договор', 'подписать', 'в', 'Баку', '.']
    """
    return [_analyse_sentence(tokens) for tokens in sentences]


def _analyse_sentence(tokens: Sequence[str]) -> list[Analysis]:
    result: list[Analysis] = []
    governed: frozenset[str] = frozenset()
    started = False
    for token in tokens:
        inside = started
        analysis = _analyse_token(token, inside, governed)
        result.append(analysis)
        started = started or token[:1].isalnum()
        if analysis.upos == "ADP":
            governed = frozenset(PREPOSITION_CASES.get(token.lower(), ()))
        elif analysis.upos not in {"ADJ", "DET", "NUM", "PUNCT", "PROPN"}:
            governed = frozenset()
    return result


@lru_cache(maxsize=CACHED_FORMS)
def _analyse_token(token: str, inside: bool, governed: frozenset[str]) -> Analysis:
    simple = _no_word(token)
    if simple is not None:
        return simple
    readings = parses(token.rstrip("."))
    best = _choose(token, readings, inside, governed)
    upos = universal_pos(best.pos, best.grammemes, best.lemma)
    capital = token[:1].isupper()
    if upos == "NOUN" and capital and inside and not best.known:
        upos = "PROPN"
    lemma = _cased(best.lemma, token) if upos == "PROPN" or capital and "Abbr" in best.grammemes else best.lemma
    if token.isupper() and len(token) > 1:
        lemma = token if not best.known or "Abbr" in best.grammemes or "Fixd" in best.grammemes else lemma
        upos = "PROPN" if lemma == token else upos
    source = "pymorphy3" if best.known else "pymorphy3-guess"
    return Analysis(lemma, upos, universal_features(best.pos, best.grammemes), source)


def _no_word(token: str) -> Analysis | None:
    """Marks, figures, Roman numerals, Latin words and abbreviations stay as they are written."""
    if _PUNCTUATION.match(token):
        return Analysis(token, "SYM" if _SYMBOLS.match(token) else "PUNCT", "", "form")
    if _NUMBER.match(token):
        return Analysis(token, "NUM", "", "form")
    if _NUMBER_WITH_ENDING.match(token):
        return Analysis(token, "ADJ", "", "form")
    if _ROMAN.match(token):
        return Analysis(token, "NUM" if len(token) > 1 or token in "IVX" else "PROPN", "", "form")
    if token.endswith(".") and len(token) > 1:
        return Analysis(token, "PROPN" if token[0].isupper() else "NOUN", "Abbr=Yes", "form")
    if _LATIN.match(token):
        return Analysis(token, "PROPN" if token[0].isupper() else "X", "Foreign=Yes", "form")
    return None


def _choose(token: str, readings: Sequence[Parse], inside: bool, governed: frozenset[str]) -> Parse:
    """Take the likeliest reading among those that fit the capital letter and the preposition before."""
    fitting = readings
    if token[:1].isupper() and inside and not token.isupper():
        fitting = [p for p in readings if p.grammemes & PROPER] or readings
    elif token[:1].islower():
        fitting = [p for p in readings if not p.grammemes & PROPER] or readings
    if governed:
        nominal = [p for p in fitting if p.pos in {"NOUN", "ADJF", "PRTF", "NPRO", "NUMR"}]
        if nominal and fitting[0] in nominal:
            fitting = [p for p in nominal if p.grammemes & governed] or fitting
    return fitting[0]


def _cased(lemma: str, token: str) -> str:
    """Give a lemma the capitals of its token: ``Жогорку``, ``Мамин-Сибиряк``, ``ООН``."""
    if len(token) > 1 and token.isupper():
        return lemma.upper()
    parts, models = lemma.split("-"), token.split("-")
    if len(parts) != len(models):
        return lemma[:1].upper() + lemma[1:]
    return "-".join(p[:1].upper() + p[1:] if m[:1].isupper() else p for p, m in zip(parts, models, strict=True))
