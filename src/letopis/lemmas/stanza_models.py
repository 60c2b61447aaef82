"""Stanza's networks behind two plain functions each: tags of tokenised sentences, lemmas of tagged forms.

The project's model is called without Stanza's ``Pipeline`` and ``Document``: the batches are built here, by the number
of tokens, across sentences and articles, and the vectors are made for the words at hand.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from letopis.errors import InputError
from letopis.lemmas.stanza_network import LONGEST_FORM, StanzaNetwork, StanzaTags
from letopis.lemmas.vectors import WordVectors

BATCH_TOKENS = 4_000


class _Pretrain:
    """What Stanza asks of its "pretrained embeddings", with no word in it yet."""

    def __init__(self, dimensions: int) -> None:
        import torch
        from stanza.models.common.vocab import VOCAB_PREFIX

        self.emb = torch.zeros(len(VOCAB_PREFIX), dimensions)


class ProjectModel:
    """The tagger and lemmatiser that this project trained.

    Args:
        folder: holds ``tagger.pt``, ``lemmatizer.pt`` and ``axes.npy``.

    Raises:
        InputError: a file is damaged, or was written by a version of Stanza that this one cannot read.
    """

    def __init__(self, folder: Path) -> None:
        from stanza.models.lemma.trainer import Trainer as LemmaTrainer
        from stanza.models.pos.trainer import Trainer as TaggerTrainer

        logging.getLogger("stanza").setLevel(logging.CRITICAL)
        try:
            vectors = WordVectors(np.load(folder / "axes.npy", allow_pickle=False))
            pretrain = _Pretrain(vectors.dimensions)
            tagger = TaggerTrainer(pretrain=pretrain, model_file=str(folder / "tagger.pt"), device="cpu")
            self._lemmatiser = LemmaTrainer(model_file=str(folder / "lemmatizer.pt"), device="cpu", args={})
            self._network = StanzaNetwork(tagger.model.eval(), vectors)
        except Exception as error:  # Stanza and torch raise whatever their parts raise: KeyError, EOFError, pickle's.
            raise InputError(
                f"{folder} holds no model that this version of Stanza reads ({_first_line(error)}): install letopis "
                "again, train it with 'letopis train stanza UD_FOLDER', or use '--morphology pymorphy3'"
            ) from error

    def tag(self, sentences: Sequence[Sequence[str]]) -> list[list[StanzaTags]]:
        """Tag tokenised sentences; none may be empty."""
        result: list[list[StanzaTags]] = [[] for _ in sentences]
        for places in _batches(sentences):
            tags = self._network.tag([sentences[i] for i in places])
            for place, row in zip(places, tags, strict=True):
                result[place] = row
        return result

    def lemmatise(self, words: Sequence[tuple[str, str]]) -> list[str]:
        """Lemmatise pairs of form and part of speech by Stanza's dictionary and network."""
        return lemmatise_words(self._lemmatiser, words)


class OfficialModel:
    """Stanza's own Russian package, as ``letopis models download stanza`` fetches it.

    Raises:
        InputError: Stanza cannot load it.
    """

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
        from stanza.models.common.doc import Document

        rows = [
            [{"id": place, "text": form[:LONGEST_FORM]} for place, form in enumerate(sentence, 1)]
            for sentence in sentences
        ]
        document = self._pipeline.processors["pos"].process(Document(rows))
        return [[(word.upos, word.feats or "_") for word in sentence.words] for sentence in document.sentences]

    def lemmatise(self, words: Sequence[tuple[str, str]]) -> list[str]:
        """Lemmatise pairs of form and part of speech."""
        return lemmatise_words(self._pipeline.processors["lemma"].trainer, words)


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


def _batches(sentences: Sequence[Sequence[str]]) -> Iterator[list[int]]:
    """Return the places of sentences of like length together, the longest first."""
    batch: list[int] = []
    size = 0
    for place in sorted(range(len(sentences)), key=lambda i: -len(sentences[i])):
        if batch and size + len(sentences[place]) > BATCH_TOKENS:
            yield batch
            batch, size = [], 0
        batch.append(place)
        size += len(sentences[place])
    if batch:
        yield batch


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:120]
