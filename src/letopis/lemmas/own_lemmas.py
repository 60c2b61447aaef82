"""Lemmas and parts of speech of one's own, by form, which stand above what the engine says."""

from __future__ import annotations

from collections.abc import Mapping

from letopis.errors import InputError
from letopis.lemmas.analysis import Analysis

PARTS = frozenset("ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split())
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
