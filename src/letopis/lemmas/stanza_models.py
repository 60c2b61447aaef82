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
from letopis.lemmas.vectors import WordVectors

BATCH_TOKENS = 4_000
LONGEST_FORM = 100
"""Letters of a form that the character network reads; a longer string is no word."""

CACHED_FORMS = 100_000
"""Forms whose vectors are kept, some 2 kB each."""

StanzaTags = tuple[str, str]


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
            axes = np.load(folder / "axes.npy", allow_pickle=False)
            self._vectors = WordVectors(axes)
            pretrain = _Pretrain(self._vectors.dimensions)
            self._tagger = TaggerTrainer(pretrain=pretrain, model_file=str(folder / "tagger.pt"), device="cpu")
            self._lemmatiser = LemmaTrainer(model_file=str(folder / "lemmatizer.pt"), device="cpu", args={})
        except Exception as error:  # Stanza and torch raise whatever their parts raise: KeyError, EOFError, pickle's.
            raise InputError(
                f"{folder} holds no model that this version of Stanza reads ({_first_line(error)}): install letopis "
                "again, train it with 'letopis train stanza UD_FOLDER', or use '--morphology pymorphy3'"
            ) from error
        self._tagger.model.eval()
        self._known: dict[str, np.ndarray] = {}
        self._named: dict[tuple[int, ...], str] = {}
        self._characters = _characters(self._tagger.model.charmodel)
        self._tagger.model.charmodel = self._characters

    def tag(self, sentences: Sequence[Sequence[str]]) -> list[list[StanzaTags]]:
        """Tag tokenised sentences; none may be empty."""
        import torch

        result: list[list[StanzaTags]] = [[] for _ in sentences]
        with torch.no_grad():
            for places in _batches(sentences):
                for place, tags in zip(places, self._tag_batch([sentences[i] for i in places]), strict=True):
                    result[place] = tags
        return result

    def _tag_batch(self, sentences: Sequence[Sequence[str]]) -> list[list[StanzaTags]]:
        """Tag sentences that are sorted by length, the longest first, as packed sequences want them."""
        import torch
        from stanza.models.common.data import get_long_tensor

        vocab, model = self._tagger.vocab, self._tagger.model
        pretrained = self._set_vectors(sentences)
        lengths = [len(sentence) for sentence in sentences]
        words = get_long_tensor([vocab["word"].map(list(sentence)) for sentence in sentences], len(sentences))
        self._characters.prepare(sentences, vocab["char"])
        _, predictions = model(
            words, torch.eq(words, 0), None, None, None, pretrained, None, lengths, None,
            [list(sentence) for sentence in sentences],
        )  # fmt: skip
        columns = dict(zip(model.tag_names, predictions, strict=True))
        return [
            [
                (vocab["upos"].id2unit(upos), self._features(tuple(feats)))
                for upos, feats in zip(a[:n], b[:n], strict=True)
            ]
            for a, b, n in zip(columns["upos"].tolist(), columns["feats"].tolist(), lengths, strict=True)
        ]

    def _features(self, places: tuple[int, ...]) -> str:
        """Name a combination of features; a text repeats some hundreds of them."""
        if places not in self._named:
            self._named[places] = self._tagger.vocab["feats"].unmap([places])[0]
        return self._named[places]

    def _set_vectors(self, sentences: Sequence[Sequence[str]]) -> Any:
        """Give the tagger the vectors of the words at hand, and the places of the words among them."""
        import torch
        from stanza.models.common.data import get_long_tensor
        from stanza.models.common.vocab import VOCAB_PREFIX

        places: dict[str, int] = {}
        rows = [
            [places.setdefault(form.lower(), len(VOCAB_PREFIX) + len(places)) for form in sentence]
            for sentence in sentences
        ]
        table = np.zeros((len(VOCAB_PREFIX) + len(places), self._vectors.dimensions), np.float32)
        for form, place in places.items():
            table[place] = self._vector(form)
        embedding: Any = torch.nn.Embedding
        self._tagger.model.pretrained_emb = embedding.from_pretrained(torch.from_numpy(table), freeze=True)
        return get_long_tensor(rows, len(rows))

    def _vector(self, form: str) -> np.ndarray:
        if form not in self._known:
            if len(self._known) > CACHED_FORMS:
                self._known.clear()
            self._known[form] = self._vectors(form)
        return self._known[form]

    def lemmatise(self, words: Sequence[tuple[str, str]]) -> list[str]:
        """Lemmatise pairs of form and part of speech by Stanza's dictionary and network."""
        return lemmatise_words(self._lemmatiser, words)


def _characters(network: Any) -> Any:
    """Put Stanza's character network behind a memory: out of context, a form is read once."""
    import torch
    from stanza.models.common.data import get_long_tensor, sort_all
    from torch.nn.utils.rnn import pack_sequence

    class Characters(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.network = network
            self.known: dict[str, torch.Tensor] = {}
            self.packed: Any = None

        def prepare(self, sentences: Sequence[Sequence[str]], vocab: Any) -> None:
            if len(self.known) > CACHED_FORMS:
                self.known.clear()
            forms = dict.fromkeys(form for sentence in sentences for form in sentence)
            new = [form for form in forms if form not in self.known]
            if new:
                places = [vocab.map(list(form[:LONGEST_FORM])) for form in new]
                (places,), order = sort_all([places], [len(row) for row in places])
                table = get_long_tensor(places, len(places))
                read = self.network(table, torch.eq(table, 0), order, [len(new)], [len(row) for row in places])
                self.known.update(zip(new, read.data, strict=True))
            self.packed = pack_sequence([torch.stack([self.known[f] for f in sentence]) for sentence in sentences])

        def forward(self, *_: Any) -> Any:
            return self.packed

    return Characters()


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
    """Give the places of sentences of like length together, the longest first."""
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
