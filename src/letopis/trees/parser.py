"""The parser: tagged sentences to trees of Universal Dependencies, with the network's weights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from letopis.batching import batches
from letopis.errors import MissingDependencyError
from letopis.lemmas.analysis import PARTS
from letopis.lemmas.models import model_folder, read_network
from letopis.sentences.split import stretches
from letopis.trees.laws import LawfulTree, allowed_relations, base
from letopis.trees.network import TreeNetwork, padded
from letopis.trees.words import ParsedWord, TreeLabels, WordStates

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]
    Places = NDArray[np.int64]

BATCH_TOKENS = 1_500
"""Tokens that go through the network at once, in sentences of like length."""

LONGEST = 200
"""Words that are parsed together. A longer sentence is cut, so that its cost grows with its length alone."""

CLAUSE_ENDS = (frozenset(";,:.—–-!?…"),)
"""Marks behind which a sentence that is too long is best cut."""

Sentence = Sequence[ParsedWord]


class Arc(NamedTuple):
    """The head of a word, counted from 1 in its sentence, 0 for the root; and the relation."""

    head: int
    relation: str


class TreeParser:
    """The network: its weights by name, as the training wrote them, and what their rows stand for."""

    def __init__(self, weights: Mapping[str, NDArray[np.float16]], labels: TreeLabels) -> None:
        numbers = {name: array.astype(np.float32) for name, array in weights.items()}
        self._words, self._network = WordStates(numbers, labels), TreeNetwork(numbers)
        self.relations = labels["relations"]
        self._by_part, self._from_behind = allowed_relations(self.relations)
        bases = [base(relation) for relation in self.relations]
        self._bases = np.array([bases.index(one) for one in bases])

    def parse(self, sentences: Sequence[Sentence]) -> list[list[Arc]]:
        """Parse tagged sentences, each to a tree with one root; an empty one has no arcs."""
        pieces = [
            [sentence[first:end] for first, end in stretches([word.form for word in sentence], LONGEST, CLAUSE_ENDS)]
            for sentence in sentences
        ]
        parsed = iter(self._parse_pieces([piece for row in pieces for piece in row]))
        return [joined(row, [next(parsed) for _ in row]) for row in pieces]

    def _parse_pieces(self, pieces: Sequence[Sentence]) -> list[list[Arc]]:
        order = sorted(range(len(pieces)), key=lambda place: len(pieces[place]))
        found: list[list[Arc]] = [[] for _ in pieces]
        for batch in batches(order, lambda place: len(pieces[place]), BATCH_TOKENS):
            for place, arcs in zip(batch, self._parse_batch([pieces[place] for place in batch]), strict=True):
                found[place] = arcs
        return found

    def _parse_batch(self, sentences: Sequence[Sentence]) -> Iterator[list[Arc]]:
        lengths = np.array([len(sentence) for sentence in sentences])
        words = list(chain.from_iterable(sentences))
        states = self._network.states(padded(self._words.rows(words), lengths.tolist()), lengths)
        arcs = self._network.arcs(states)
        chosen = np.concatenate(
            [best_tree(arcs[row, :length, : length + 1]) for row, length in enumerate(lengths.tolist())]
        )
        sentence, place = np.nonzero(np.arange(lengths.max()) < lengths[:, None])
        scores = self._network.relations(states[sentence, place + 1], states[sentence, chosen])
        scores[~self._by_part[[PART_PLACES.get(word.upos, -1) for word in words]]] = -np.inf
        scores[np.ix_(chosen > place, ~self._from_behind)] = -np.inf
        best = scores.argmax(1)
        named = [self.relations[one] for one in best.tolist()]
        scores[self._bases[best][:, None] == self._bases] = -np.inf
        others = [self.relations[one] for one in scores.argmax(1).tolist()]
        end = 0
        for length in lengths.tolist():
            start, end = end, end + length
            parts = [word.upos for word in words[start:end]]
            yield lawful(chosen[start:end].tolist(), named[start:end], others[start:end], parts)


def best_tree(scores: Array) -> Places:
    """Return the heads of the best tree with one root (Chu and Liu 1965; Edmonds 1967).

    The scores are words x the root and the words. Each word's best head, but for the one that gains most, or loses
    least, by hanging on the root, is it in most sentences. Where there is a cycle in that, the best tree is looked for,
    with a sum that no tree can outweigh taken from every arc of the root, so that it has as few of them as can be,
    which is one.

    >>> best_tree(np.array([[1.0, -np.inf, 9.0], [0.0, 9.0, -np.inf]])).tolist()
    [0, 1]
    """
    length = len(scores)
    table = np.full((length + 1, length + 1), -np.inf)
    table[1:] = scores
    np.fill_diagonal(table, -np.inf)
    heads: Places = np.append(0, table[1:, 1:].argmax(1) + 1)
    heads[1 + (table[1:, 0] - table[1:, 1:].max(1)).argmax()] = 0
    if _cycle(heads.tolist()):
        known = table[np.isfinite(table)]
        table[1:, 0] -= (length + 1) * (known.max() - known.min() + 1)
        heads = _arborescence(table)
    return heads[1:]


def _arborescence(table: NDArray[np.float64]) -> Places:
    """Return the head of each row, 0 being the root; ``table`` holds a row for each word and a column for each head.

    Words of a cycle become one, in the row and column of the first of them, and are parted again in the tree above.
    """
    heads: Places = table.argmax(1)
    heads[0] = 0
    cycle = _cycle(heads.tolist())
    if not cycle:
        return heads
    one, inside = cycle[0], np.array(cycle)
    entering = table[inside] - table[inside, heads[inside]][:, None]
    leaving = table[:, inside]
    smaller = table.copy()
    smaller[one], smaller[:, one] = entering.max(0), leaving.max(1)
    smaller[inside[1:]] = smaller[:, inside[1:]] = smaller[one, inside] = -np.inf
    found = _arborescence(smaller)
    above = found[one]
    under = np.flatnonzero(found == one)
    found[under] = inside[leaving[under].argmax(1)]
    found[inside] = heads[inside]
    found[inside[entering[:, above].argmax()]] = above
    return found


def _cycle(heads: list[int]) -> list[int]:
    """Return the places of a cycle, or none."""
    seen = [0] * len(heads)
    for start in range(1, len(heads)):
        place = start
        while place and not seen[place]:
            seen[place] = start
            place = heads[place]
        if place and seen[place] == start:
            found = [place]
            while heads[found[-1]] != place:
                found.append(heads[found[-1]])
            return found
    return []


PART_PLACES = {part: place for place, part in enumerate(PARTS)}


def lawful(heads: list[int], relations: list[str], others: Sequence[str], parts: Sequence[str]) -> list[Arc]:
    """Return the arcs of a tree, put right where it breaks a law of Universal Dependencies.

    ``others`` are the relations that are likeliest if the first ones do not hold.

    >>> lawful([0, 1, 2], ["nsubj", "case", "nmod"], ["obj", "mark", "obl"], ["NOUN", "ADP", "NOUN"])
    [Arc(head=0, relation='root'), Arc(head=1, relation='case'), Arc(head=1, relation='nmod')]
    """
    relations[heads.index(0)] = "root"
    tree = LawfulTree(heads, relations, others, parts)
    tree.mend()
    return [Arc(*pair) for pair in zip(tree.heads, tree.relations, strict=True)]


def joined(pieces: Sequence[Sentence], trees: Sequence[list[Arc]]) -> list[Arc]:
    """Join the trees of a sentence's pieces: the roots of later pieces hang on the first one's as ``parataxis``.

    >>> pieces = [[ParsedWord("да", "да", "PART", "")], [ParsedWord(".", ".", "PUNCT", "")]]
    >>> joined(pieces, [[Arc(0, "root")], [Arc(0, "root")]])
    [Arc(head=0, relation='root'), Arc(head=1, relation='punct')]
    """
    arcs = list(trees[0]) if trees else []
    root = next((place for place, arc in enumerate(arcs, 1) if not arc.head), 0)
    for piece, tree in zip(pieces[1:], trees[1:], strict=True):
        before = len(arcs)
        for word, arc in zip(piece, tree, strict=True):
            under = Arc(root, "punct" if word.upos == "PUNCT" else "parataxis")
            arcs.append(Arc(arc.head + before, arc.relation) if arc.head else under)
    return arcs


def load_parser(folder: Path) -> TreeParser:
    """Load a parser from its folder: ``weights.npz`` and ``labels.json``."""
    return read_network(folder, TreeParser, "parser", "letopis train trees UD_FOLDER")


@cache
def default_parser() -> TreeParser:
    """Load the parser that comes with the project, once."""
    folder = model_folder("trees")
    if folder is None:
        raise MissingDependencyError(
            "models/trees is missing: install letopis again, or train it with 'letopis train trees UD_FOLDER'"
        )
    return load_parser(folder)
