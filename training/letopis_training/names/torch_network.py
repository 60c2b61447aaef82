"""The tagger's network for training, in torch; :mod:`letopis.entities.names.network` runs the same in numpy.

Words are rows of one long sequence, with two rows of padding between sentences. Four convolutions read
them; the third also sees what the second made of the same capitalised word elsewhere in the text. A span
``i..j`` is scored for each label by its first word, its last word, the words inside, its length, and the
product of a vector of the first word with one of the last, so that names nest freely.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn

from letopis.entities.names.features import AFFIX_BUCKETS, AFFIX_LENGTHS, GRAMMAR_SIZE, VECTOR_SIZE
from letopis.entities.names.weights import Sizes
from letopis_training.encoder import Dropout, WordEncoder

SHAPE_SIZE = 30
CONTEXT_SIZE = 4


class Forms(NamedTuple):
    """Distinct word forms of a batch, a row each."""

    vectors: Tensor
    shapes: Tensor
    affixes: Tensor
    grammar: Tensor


class SpanBatch(NamedTuple):
    """Words of some texts in one sequence: rows of forms, sentence numbers (-1 in padding), memory keys, context."""

    forms: Forms
    words: Tensor
    sentences: Tensor
    keys: Tensor
    context: Tensor
    texts: list[str]
    """The words themselves, for an encoder."""


class SpanNetwork(nn.Module):
    """Scores of every span; see the module."""

    def __init__(self, sizes: Sizes, dropout: float, vector_dropout: float, encoder: WordEncoder | None = None) -> None:
        super().__init__()
        self.sizes = sizes
        self.encoder = encoder
        self.vector_dropout = vector_dropout
        width = VECTOR_SIZE + SHAPE_SIZE + 2 * len(AFFIX_LENGTHS) * sizes.affix + GRAMMAR_SIZE
        self.unknown = nn.Parameter(torch.zeros(VECTOR_SIZE))
        self.shape = nn.Embedding(sizes.shapes, SHAPE_SIZE)
        self.affix = nn.Embedding(2 * len(AFFIX_LENGTHS) * AFFIX_BUCKETS, sizes.affix)
        self.first = Convolution(width, sizes.first)
        self.second = Convolution(sizes.first + CONTEXT_SIZE, sizes.second)
        self.memory = nn.Linear(sizes.second, sizes.memory)
        self.third = Convolution(sizes.second + sizes.memory + CONTEXT_SIZE + sizes.beside, sizes.hidden)
        self.fourth = Convolution(sizes.hidden, sizes.hidden, step=2)
        self.ends = nn.Linear(sizes.hidden, 3 * sizes.labels)
        self.pairs = nn.Linear(sizes.hidden, 2 * sizes.labels * sizes.pair)
        self.lengths = nn.Parameter(torch.zeros(sizes.labels, sizes.longest))
        self.dropout = Dropout(dropout)
        nn.init.normal_(self.affix.weight, std=0.1)
        nn.init.normal_(self.ends.weight, std=0.01)
        nn.init.zeros_(self.ends.bias)
        nn.init.constant_(self.lengths, -4.0)

    def forward(self, batch: SpanBatch) -> Tensor:
        """Return scores, words x lengths x labels, before the sigmoid; spans across padding hold nonsense."""
        inside = (batch.sentences >= 0).unsqueeze(1).float()
        table = self.form_table(batch.forms)
        hidden = self.first.gathered(table, batch.words) * inside
        hidden = self.second(torch.cat([self.dropout(hidden), batch.context], 1)) * inside
        memory = remembered(torch.relu(self.memory(hidden)), batch.keys)
        seen = [self.dropout(hidden), self.dropout(memory), batch.context]
        if self.encoder is not None:
            seen.append(self.dropout(self.encoder.words(batch.texts)))
        hidden = self.third(torch.cat(seen, 1)) * inside
        hidden = (hidden + self.fourth(self.dropout(hidden))) * inside
        return self.score(self.dropout(hidden))

    def form_table(self, forms: Forms) -> Tensor:
        """Return each form's input row."""
        vectors = forms.vectors
        found = forms.grammar[:, -5:-4]
        if self.training and self.vector_dropout:
            found = found * (torch.rand_like(found) >= self.vector_dropout)
        vectors = vectors * found + self.unknown * (1 - found)
        affixes = self.affix(forms.affixes).flatten(1)
        return torch.cat([vectors, self.shape(forms.shapes), self.dropout(affixes), forms.grammar], 1)

    def score(self, hidden: Tensor) -> Tensor:
        """Score spans that begin at each word, up to the longest length."""
        words, (labels, pair, longest) = len(hidden), (self.sizes.labels, self.sizes.pair, self.sizes.longest)
        starts, ends, insides = self.ends(hidden).view(words, 3, labels).unbind(1)
        ends = nn.functional.pad(ends, (0, 0, 0, longest)).unfold(0, longest, 1)[:words]
        sums = nn.functional.pad(insides, (0, 0, 0, longest)).unfold(0, longest, 1)[:words].cumsum(2)
        left, right = self.pairs(hidden).view(words, 2, labels, pair).unbind(1)
        product = banded(left, right, longest) / pair**0.5
        scores: Tensor = starts.unsqueeze(2) + ends + sums + self.lengths + product
        return scores.transpose(1, 2)


class Convolution(nn.Module):
    """A convolution of three words, a rectifier, and a scale and shift per channel."""

    def __init__(self, inputs: int, outputs: int, step: int = 1) -> None:
        super().__init__()
        self.step = step
        self.weight = nn.Parameter(torch.randn(3, inputs, outputs) * (2 / (3 * inputs)) ** 0.5)
        self.bias = nn.Parameter(torch.zeros(outputs))
        self.scale = nn.Parameter(torch.ones(outputs))
        self.shift = nn.Parameter(torch.zeros(outputs))

    def forward(self, words: Tensor) -> Tensor:
        """Read a sequence of words."""
        padded = nn.functional.pad(words, (0, 0, self.step, self.step))
        count = len(words)
        before, here, after = (padded[k * self.step : k * self.step + count] @ self.weight[k] for k in range(3))
        return self.finish(before + here + after)

    def gathered(self, table: Tensor, words: Tensor) -> Tensor:
        """Read a sequence given as rows of a table of forms."""
        products = [table @ self.weight[k] for k in range(3)]
        before = nn.functional.pad(products[0][words[:-1]], (0, 0, 1, 0))
        after = nn.functional.pad(products[2][words[1:]], (0, 0, 0, 1))
        return self.finish(before + products[1][words] + after)

    def finish(self, sums: Tensor) -> Tensor:
        """Apply what follows the products."""
        return torch.relu(sums + self.bias) * self.scale + self.shift


def remembered(words: Tensor, keys: Tensor) -> Tensor:
    """Return each word the mean over the other words with its key; zeros where there is none (key -1)."""
    slots = keys.clamp(min=-1) + 1
    count = int(slots.max()) + 1
    sums = torch.zeros(count, words.shape[1]).index_add(0, slots, words)
    counts = torch.zeros(count).index_add(0, slots, torch.ones(len(slots)))
    others = (counts[slots] - 1).unsqueeze(1)
    mean = (sums[slots] - words) / others.clamp(min=1)
    return mean * ((others > 0) & (slots > 0).unsqueeze(1))


def banded(left: Tensor, right: Tensor, longest: int, block: int = 32) -> Tensor:
    """Multiply each word's left vector with the right vectors of the ``longest`` words from it on.

    Both are words x labels x size; the result is words x labels x ``longest``.
    """
    words, labels, size = left.shape
    blocks = -(-words // block)
    left = nn.functional.pad(left, (0, 0, 0, 0, 0, blocks * block - words))
    right = nn.functional.pad(right, (0, 0, 0, 0, 0, (blocks + 1) * block + longest - words))
    left = left.view(blocks, block, labels, size).permute(0, 2, 1, 3)
    window = right.unfold(0, block + longest, block)[:blocks].permute(0, 1, 2, 3)
    products = left @ window
    columns = torch.arange(block).unsqueeze(1) + torch.arange(longest)
    band = products.gather(3, columns.expand(blocks, labels, block, longest))
    return band.permute(0, 2, 1, 3).reshape(blocks * block, labels, longest)[:words]
