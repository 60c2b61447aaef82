"""The Stanza engine: Stanza's tagger where the context tagger is in doubt, Stanza's lemmas for unknown words.

Sentences and tokens are the pipeline's own; lemmas follow the order of belief in :mod:`letopis.lemmas.choose`. The
project's model reads the vectors of :mod:`letopis.lemmas.vectors`. Stanza's official Russian package works too, where
the user has downloaded it; it has learnt from more than the context tagger, and is asked everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, lru_cache

import numpy as np

from letopis.dictionary import CACHED_FORMS
from letopis.errors import MissingDependencyError
from letopis.lemmas.analysis import Analysis, Engine, SentenceMemory, Tokens
from letopis.lemmas.context import Tags
from letopis.lemmas.features import named_features, reading_features
from letopis.lemmas.models import official_stanza, project_stanza
from letopis.lemmas.pymorphy import decide, default_tagger
from letopis.lemmas.stanza_network import StanzaTags

AGREEING_FEATURE, CONTRADICTED_FEATURE = 0.25, -0.25
"""What a reading gains or loses for each feature that Stanza's tagger gives too, beside the context tagger's score."""

SURE = 0.5
"""Where the context tagger is less sure of the part of speech than this, Stanza's is taken."""


class StanzaEngine:
    """Analyses tokenised sentences, each different sentence once.

    Args:
        tag: tokenised sentences to parts of speech and features.
        lemmatise: pairs of form and part of speech to lemmas; asked only for words that the dictionary does not know.
        everywhere: ask for the tags of every sentence, not only of those :func:`in_doubt`.
    """

    def __init__(
        self,
        tag: Callable[[Sequence[Sequence[str]]], list[list[StanzaTags]]],
        lemmatise: Callable[[Sequence[tuple[str, str]]], list[str]],
        *,
        everywhere: bool = False,
    ) -> None:
        self._tag = tag
        self._lemmatise = lemmatise
        self._everywhere = everywhere
        self._memory = SentenceMemory(self._analyse)

    def __call__(self, sentences: Sequence[Sequence[str]]) -> list[list[Analysis]]:
        """Analyse sentences; an empty one has no analysis."""
        return self._memory(sentences)

    def _analyse(self, sentences: Sequence[Tokens]) -> list[list[Analysis]]:
        joined = default_tagger().tag(sentences)
        asked = [place for place, row in enumerate(joined) if self._everywhere or any(map(in_doubt, row))]
        for place, other in zip(asked, self._tag([sentences[place] for place in asked]) if asked else (), strict=True):
            joined[place] = [join(tags, second) for tags, second in zip(joined[place], other, strict=True)]
        unknown: dict[tuple[str, str], str] = {}
        for forms, row in zip(sentences, joined, strict=True):
            for form, tags in zip(forms, row, strict=True):
                if not any(reading.known for reading in tags.readings) and form[:1].isalpha():
                    unknown[form, tags.upos] = ""
        lemmas = dict(zip(unknown, self._lemmatise(list(unknown)), strict=True)) if unknown else {}
        return [
            [decide(form, tags, lemmas.get((form, tags.upos))) for form, tags in zip(forms, row, strict=True)]
            for forms, row in zip(sentences, joined, strict=True)
        ]


def in_doubt(own: Tags) -> bool:
    """Return whether Stanza may change a token: unsure part of speech, or readings that one feature can turn over."""
    if own.confidence < SURE:
        return True
    if len(own.readings) == 1:
        return False
    *_, second, best = sorted(own.scores.tolist())
    return bool(best - second < AGREEING_FEATURE - CONTRADICTED_FEATURE)


def join(own: Tags, stanza: StanzaTags) -> Tags:
    """Join the context tagger's word on a token with Stanza's.

    Part of speech: Stanza's, unless the context tagger is sure of another. Readings: each gains by the features
    that Stanza gives too. Features: Stanza's where only its part of speech was believed, else the context tagger's,
    which are right more often.
    """
    upos, feats = stanza
    if len(own.readings) > 1:
        gains = [_agreement(reading.pos, reading.grammemes, feats) for reading in own.readings]
        scores = own.scores + np.array(gains, np.float32)
        own = own._replace(scores=scores, best=int(scores.argmax()))
    if own.upos == upos or own.confidence >= SURE:
        return own
    return own._replace(upos=upos, feats="" if feats == "_" else feats)


@lru_cache(maxsize=CACHED_FORMS)
def _agreement(pos: str, grammemes: frozenset[str], feats: str) -> float:
    named = named_features(feats)
    shared = [named[name] == value for name, value in reading_features(pos, grammemes) if name in named]
    return AGREEING_FEATURE * sum(shared) + CONTRADICTED_FEATURE * (len(shared) - sum(shared))


@cache
def load_engine() -> Engine:
    """Load the Stanza engine: the project's model, else the official package where it has been downloaded.

    Raises:
        MissingDependencyError: Stanza is not installed, or no model is there.
        InputError: the model is damaged, or of another version of Stanza.
    """
    try:
        import stanza  # noqa: F401
    except ImportError as error:
        raise MissingDependencyError(
            "package stanza is missing: install it with 'pip install \"letopis[stanza]\"', "
            "or run again with '--morphology pymorphy3'"
        ) from error
    folder = project_stanza()
    if folder is not None:
        from letopis.lemmas.stanza_models import ProjectModel

        model = ProjectModel(folder)
        return StanzaEngine(model.tag, model.lemmatise)
    folder = official_stanza()
    if folder is None:
        raise MissingDependencyError(
            "no Stanza model is here: fetch the official one with 'letopis models download stanza', "
            "train one with 'letopis train stanza UD_FOLDER', or run again with '--morphology pymorphy3'"
        )
    from letopis.lemmas.stanza_models import OfficialModel

    official = OfficialModel(folder)
    return StanzaEngine(official.tag, official.lemmatise, everywhere=True)
