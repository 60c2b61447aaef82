"""The Stanza engine: Stanza's tagger where the context tagger is in doubt, Stanza's lemmas for unknown words.

Sentences and tokens are the pipeline's own; lemmas follow the order of belief in :mod:`letopis.lemmas.choose`. The
project's model reads the vectors of :mod:`letopis.lemmas.vectors`. Stanza's official Russian package works too, where
the user has downloaded it; it has learnt from more than the context tagger, and is asked everywhere.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

from letopis.dictionary import CACHED_FORMS
from letopis.errors import InputError, MissingDependencyError
from letopis.lemmas.analysis import Analysis, Engine, SentenceMemory, Tokens, named_features, reading_features
from letopis.lemmas.context import Tags
from letopis.lemmas.models import official_stanza, project_stanza
from letopis.lemmas.pymorphy import decide, default_tagger
from letopis.lemmas.vectors import WordVectors

BATCH_SENTENCES, BATCH_TOKENS = 100, 4_000
"""What goes through the tagger's network at once, at most."""

LONGEST_FORM = 100
"""Letters of a form that the networks read; a longer string is no word."""

StanzaTags = tuple[str, str]
"""Part of speech and features of a token, as Stanza gives them."""


class ProjectModel:
    """The tagger and lemmatiser that this project trained: ``tagger.pt``, ``lemmatizer.pt`` and ``axes.npy``."""

    def __init__(self, folder: Path) -> None:
        import torch
        from stanza.models.common.vocab import VOCAB_PREFIX
        from stanza.models.lemma.trainer import Trainer as LemmaTrainer
        from stanza.models.pos.trainer import Trainer as TaggerTrainer

        logging.getLogger("stanza").setLevel(logging.CRITICAL)
        try:
            self._vectors = WordVectors(np.load(folder / "axes.npy", allow_pickle=False))
            self._no_words = torch.zeros(len(VOCAB_PREFIX), self._vectors.dimensions)
            self._tagger = TaggerTrainer(
                pretrain=SimpleNamespace(emb=self._no_words), model_file=str(folder / "tagger.pt"), device="cpu"
            )
            self._lemmatiser = LemmaTrainer(model_file=str(folder / "lemmatizer.pt"), device="cpu", args={})
        except Exception as error:  # Stanza and torch raise whatever their parts raise: KeyError, EOFError, pickle's.
            raise InputError(
                f"{folder} holds no model that this version of Stanza reads ({_first_line(error)}): install letopis "
                "again, train it with 'letopis train stanza UD_FOLDER', or use '--morphology pymorphy3'"
            ) from error

    def tag(self, sentences: Sequence[Sequence[str]]) -> list[list[StanzaTags]]:
        """Tag tokenised sentences, none of them empty; the vectors of their words are the "pretrained embeddings"."""
        import torch
        from stanza.models.common.pretrain import PretrainedWordVocab
        from stanza.models.common.utils import unsort
        from stanza.models.pos.data import Dataset

        forms = list({form.lower(): None for form in chain.from_iterable(sentences)})
        vectors = torch.cat([self._no_words, torch.from_numpy(self._vectors.table(forms))])
        self._tagger.model.pretrained_emb = torch.nn.Embedding.from_pretrained(vectors)  # type: ignore[no-untyped-call]
        words = SimpleNamespace(vocab=PretrainedWordVocab(forms))
        data = Dataset(
            _document(sentences), self._tagger.args, words, vocab=self._tagger.vocab, evaluation=True,
            sort_during_eval=True,
        )  # fmt: skip
        found: list[list[list[str]]] = []
        places: list[int] = []
        with torch.no_grad():
            for batch in data.to_length_limited_loader(BATCH_SENTENCES, BATCH_TOKENS):
                found += self._tagger.predict(batch)
                places += batch[-1]
        return [[(word[0], word[2]) for word in sentence] for sentence in unsort(found, places)]

    def lemmatise(self, words: Sequence[tuple[str, str]]) -> list[str]:
        """Lemmatise pairs of form and part of speech by Stanza's dictionary and network."""
        return lemmatise_words(self._lemmatiser, words)


class OfficialModel:
    """Stanza's own Russian package, as ``letopis models download stanza`` fetches it."""

    def __init__(self, folder: Path) -> None:
        import stanza

        try:
            self._pipeline = stanza.Pipeline(
                "ru", dir=str(folder), processors="tokenize,pos,lemma", tokenize_pretokenized=True,
                download_method=None, use_gpu=False, logging_level="CRITICAL",
            )  # fmt: skip
        except Exception as error:  # As above: whatever the parts raise.
            raise InputError(
                f"{folder}/ru holds no package that this version of Stanza reads ({_first_line(error)}): "
                "fetch it again with 'letopis models download stanza'"
            ) from error

    def tag(self, sentences: Sequence[Sequence[str]]) -> list[list[StanzaTags]]:
        """Tag tokenised sentences; none may be empty."""
        document = self._pipeline.processors["pos"].process(_document(sentences))
        return [[(word.upos, word.feats or "_") for word in sentence.words] for sentence in document.sentences]

    def lemmatise(self, words: Sequence[tuple[str, str]]) -> list[str]:
        """Lemmatise pairs of form and part of speech."""
        return lemmatise_words(self._pipeline.processors["lemma"].trainer, words)


def _document(sentences: Sequence[Sequence[str]]) -> Any:
    """Return tokenised sentences as Stanza takes them."""
    from stanza.models.common.doc import Document

    return Document(
        [[{"id": n, "text": form[:LONGEST_FORM]} for n, form in enumerate(sentence, 1)] for sentence in sentences]
    )


def lemmatise_words(trainer: Any, words: Sequence[tuple[str, str]]) -> list[str]:
    """Run a Stanza lemmatiser on forms out of context, all in one document."""
    import torch
    from stanza.models.common.doc import Document
    from stanza.models.lemma.data import DataLoader

    rows = [{"id": i, "text": form[:LONGEST_FORM], "upos": upos} for i, (form, upos) in enumerate(words, 1)]
    options = dict(trainer.args)
    known = trainer.skip_seq2seq(words)
    loader = DataLoader(
        Document([rows]), 500, options, vocab=trainer.vocab, evaluation=True, skip=known, expand_unk_vocab=True
    )
    guesses: list[str] = []
    edits: list[int] = []
    with torch.no_grad():
        for batch in loader:
            lemmas, kinds = trainer.predict(batch, options.get("beam_size", 1), loader.vocab)
            guesses += lemmas
            edits += kinds or []
    asked = [form for (form, _), skip in zip(words, known, strict=True) if not skip]
    made = iter(trainer.postprocess(asked, guesses, edits=edits) if asked else [])
    return list(trainer.ensemble(words, ["" if skip else next(made) for skip in known]))


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:120]


AGREEING_FEATURE, CONTRADICTED_FEATURE = 0.25, -0.25
"""What a reading gains or loses for each feature that Stanza's tagger gives too, beside the context tagger's score."""

SURE = 0.5
"""Where the context tagger is less sure of the part of speech than this, Stanza's is taken."""


class StanzaEngine:
    """Analyses tokenised sentences, each different sentence once.

    ``lemmatise`` is asked only for words that the dictionary does not know; with ``everywhere`` the tags of every
    sentence are asked for, not only of those :func:`in_doubt`.
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
            [
                decide(form, tags.upos, tags.feats, tags.best, lemmas.get((form, tags.upos)))
                for form, tags in zip(forms, row, strict=True)
            ]
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
    """Load the Stanza engine: the project's model, else the official package where it has been downloaded."""
    try:
        import stanza  # noqa: F401
    except ImportError as error:
        raise MissingDependencyError(
            "package stanza is missing: install it with 'pip install \"letopis[stanza]\"', "
            "or run again with '--morphology pymorphy3'"
        ) from error
    folder = project_stanza()
    if folder is not None:
        model = ProjectModel(folder)
        return StanzaEngine(model.tag, model.lemmatise)
    folder = official_stanza()
    if folder is None:
        raise MissingDependencyError(
            "no Stanza model is here: fetch the official one with 'letopis models download stanza', "
            "train one with 'letopis train stanza UD_FOLDER', or run again with '--morphology pymorphy3'"
        )

    official = OfficialModel(folder)
    return StanzaEngine(official.tag, official.lemmatise, everywhere=True)
