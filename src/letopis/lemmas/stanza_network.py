"""Stanza's tagging network, run on many sentences at once.

What it reads of a form out of context (its vectors, its letters) is computed once for each form and kept. The layers in
context are Stanza's own. Its scorers of features look at every pair of a hidden state and the vector of the part of
speech (Dozat and Manning 2017, https://arxiv.org/abs/1611.01734); the parts of speech are few, so that the scorers are
multiplied out for each of them beforehand, and the scores are the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from letopis.lemmas.vectors import WordVectors

if TYPE_CHECKING:
    import torch

LONGEST_FORM = 100
"""Letters of a form that the character network reads; a longer string is no word."""

CACHED_FORMS = 50_000
"""Forms whose inputs are kept, some 1 kB each."""

StanzaTags = tuple[str, str]
"""Part of speech and features of a token, as Stanza gives them."""


class StanzaNetwork:
    """Stanza's tagger for tokenised sentences.

    Args:
        model: Stanza's network of a tagger trained by this project, set to evaluation.
        vectors: give what the tagger takes for pretrained embeddings.
    """

    def __init__(self, model: Any, vectors: WordVectors) -> None:
        import torch

        self._model, self._vectors = model, vectors
        self._places: dict[str, int] = {}
        self._inputs = torch.zeros(0)
        self._feats_vocab = model.vocab["feats"]
        self._named: dict[bytes, str] = {}
        with torch.inference_mode():
            self._scorers = _scorers(model)

    def tag(self, sentences: Sequence[Sequence[str]]) -> list[list[StanzaTags]]:
        """Tag sentences that are sorted by length, the longest first, as packed sequences want them."""
        import torch

        lengths = np.array([len(sentence) for sentence in sentences])
        with torch.inference_mode():
            rows = self._rows(list(chain.from_iterable(sentences)))
            order, batch_sizes = _packed_order(lengths)
            states = self._states(self._inputs[torch.from_numpy(rows[order])], torch.from_numpy(batch_sizes), lengths)
            upos, feats = self._labels(states)
        tags: list[StanzaTags] = [("", "")] * len(rows)
        units = [self._model.vocab["upos"].id2unit(place) for place in range(len(self._model.vocab["upos"]))]
        for token, place, row in zip(order.tolist(), upos.tolist(), feats.numpy().astype(np.uint8), strict=True):
            tags[token] = units[place], self._features(row)
        found = iter(tags)
        return [[next(found) for _ in sentence] for sentence in sentences]

    def _states(self, inputs: torch.Tensor, batch_sizes: torch.Tensor, lengths: np.ndarray) -> torch.Tensor:
        from torch.nn.utils.rnn import PackedSequence

        model = self._model
        first = [
            start.expand(-1, len(lengths), -1).contiguous()
            for start in (model.taggerlstm_h_init, model.taggerlstm_c_init)
        ]
        packed, _ = model.taggerlstm(PackedSequence(inputs, batch_sizes), lengths.tolist(), hx=tuple(first))
        states: torch.Tensor = packed.data
        return states

    def _labels(self, states: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the places of each token's part of speech and of its features."""
        import torch

        model = self._model
        upos = model.upos_clf(torch.relu(model.upos_hid(states))).argmax(1)
        hidden = torch.relu(model.tag_hid["feats"](states))
        sizes = [scorer.W_bilin.out_features for scorer in model.tag_clf["feats"]]
        scores = torch.empty(len(states), sum(sizes))
        for place in upos.unique().tolist():
            tokens = (upos == place).nonzero()[:, 0]
            weight, bias = self._scorers[place]
            scores[tokens] = hidden[tokens] @ weight + bias
        return upos, torch.stack([block.argmax(1) for block in torch.split(scores, sizes, 1)], 1)

    def _features(self, places: np.ndarray) -> str:
        """Name a combination of features; a text repeats some hundreds of them."""
        key = places.tobytes()
        if key not in self._named:
            self._named[key] = self._feats_vocab.unmap([tuple(places.tolist())])[0]
        return self._named[key]

    def _rows(self, forms: Sequence[str]) -> np.ndarray:
        import torch

        if len(self._places) > CACHED_FORMS:
            self._places, self._inputs = {}, torch.zeros(0)
        new = [form for form in dict.fromkeys(forms) if form not in self._places]
        if new:
            self._places |= zip(new, range(len(self._places), len(self._places) + len(new)), strict=True)
            self._inputs = torch.cat([self._inputs, self._read(new)])
        return np.array([self._places[form] for form in forms])

    def _read(self, forms: Sequence[str]) -> torch.Tensor:
        """Return what the layers in context take of each form."""
        import torch

        model = self._model
        words = model.word_emb(torch.tensor(model.vocab["word"].map(list(forms))))
        vectors = model.trans_pretrained(torch.from_numpy(self._vectors.table(forms)))
        return torch.cat([words, vectors, model.trans_char(self._read_letters(forms))], 1)

    def _read_letters(self, forms: Sequence[str]) -> torch.Tensor:
        import torch
        from stanza.models.common.data import get_long_tensor, sort_all

        places = [self._model.vocab["char"].map(list(form[:LONGEST_FORM])) for form in forms]
        (places,), order = sort_all([places], [len(row) for row in places])
        table = get_long_tensor(places, len(places))
        read = self._model.charmodel(table, torch.eq(table, 0), order, [len(forms)], [len(row) for row in places])
        letters: torch.Tensor = read.data
        return letters


def _packed_order(lengths: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the order of the tokens of sentences, longest first, in a packed sequence: all first ones first.

    >>> [part.tolist() for part in _packed_order(np.array([3, 1]))]
    [[0, 3, 1, 2], [2, 1, 1]]
    """
    within = np.arange(lengths[0])[:, None]
    there = within < lengths
    return (np.cumsum(lengths) - lengths + within)[there], there.sum(axis=1)


def _scorers(model: Any) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Multiply the scorers of features out for each part of speech: weights of the hidden state, and a bias."""
    import torch

    weight = torch.cat([scorer.W_bilin.weight for scorer in model.tag_clf["feats"]])
    bias = torch.cat([scorer.W_bilin.bias for scorer in model.tag_clf["feats"]])
    result = []
    for vector in model.upos_emb.weight:
        # Both sides of a scorer have a one at their end.
        both = torch.einsum("oij,j->io", weight, torch.cat([vector, torch.ones(1)]))
        result.append((both[:-1].contiguous(), both[-1] + bias))
    return result
