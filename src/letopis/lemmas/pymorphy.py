"""The dictionary engine: pymorphy3's readings, chosen by the context tagger; needs no torch."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

from letopis.dictionary import CACHED_FORMS
from letopis.errors import MissingDependencyError
from letopis.lemmas.analysis import Analysis, SentenceMemory, Tokens, joined_features
from letopis.lemmas.choose import LemmaEvidence, choose
from letopis.lemmas.context import ContextTagger, load_tagger
from letopis.lemmas.forms import readings_of
from letopis.lemmas.models import model_folder


def _analyse(sentences: Sequence[Tokens]) -> list[list[Analysis]]:
    tagged = default_tagger().tag(sentences)
    return [
        [decide(form, tags.upos, tags.feats, tags.best) for form, tags in zip(forms, row, strict=True)]
        for forms, row in zip(sentences, tagged, strict=True)
    ]


analyse = SentenceMemory(_analyse)
"""Analyses tokenised sentences with the dictionary and the context tagger.

>>> [a.lemma for a in analyse([["Договор", "подписан", "в", "Баку", "."]])[0]]
['договор', 'подписать', 'в', 'Баку', '.']
"""


@lru_cache(maxsize=CACHED_FORMS)
def decide(form: str, upos: str, feats: str, place: int, stanza: str | None = None) -> Analysis:
    """Make the analysis of a token from what the tagger says of it, and Stanza's lemma where there is one."""
    readings = readings_of(form)
    choice = choose(LemmaEvidence(form, upos, readings[place], stanza))
    return Analysis(choice.lemma, upos, joined_features(form, upos, feats, readings[place]), choice.source)


@cache
def default_tagger() -> ContextTagger:
    """Load the context tagger that comes with the project."""
    folder = model_folder("morphology")
    if folder is None:
        raise MissingDependencyError(
            "models/morphology is missing: install letopis again, or train it with 'letopis train morphology UD_FOLDER'"
        )
    return load_tagger(folder)
