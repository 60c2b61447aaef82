"""Tags of treebanks' sentences as a tagger gives them that has not read the sentences."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from letopis.lemmas.context import ContextTagger, load_tagger
from letopis.lemmas.pymorphy import decide, default_tagger
from letopis.trees.words import ParsedWord
from letopis_training.lemmas import context_model
from letopis_training.lemmas.treebank import SEED, TreebankWord, class_as_most_do, unify
from letopis_training.trees.treebank import TreebankSentence

FOLDS = 4
BLOCK = 20
"""Neighbouring sentences, mostly of one text, that are in one fold."""
EPOCHS = 10
"""Passes of a fold's tagger over the other folds."""


def tagged(sentences: Sequence[Sequence[str]], tagger: ContextTagger | None = None) -> list[list[ParsedWord]]:
    """Tag sentences with the tagger of the pymorphy3 engine, or with another.

    >>> tagged([["Договор", "подписан", "."]])[0][1].lemma
    'подписать'
    """
    rows = (tagger or default_tagger()).tag(sentences)
    return [
        [
            ParsedWord(form, *decide(form, tags.upos, tags.feats, tags.best)[:3])
            for form, tags in zip(forms, row, strict=True)
        ]
        for forms, row in zip(sentences, rows, strict=True)
    ]


def jackknifed(examples: Sequence[TreebankSentence], tell: Callable[[str], None] = print) -> list[list[ParsedWord]]:
    """Tag the sentences of treebanks, each fold by a tagger that was trained on the others.

    The tagger that is shipped has read these sentences and would be better on them than on any text.
    """
    found: dict[int, list[ParsedWord]] = {}
    for fold in range(FOLDS):
        own = [place for place in range(len(examples)) if place // BLOCK % FOLDS == fold]
        others = [gold_tags(examples[place]) for place in range(len(examples)) if place // BLOCK % FOLDS != fold]
        random.Random(SEED).shuffle(others)  # noqa: S311 - no secret
        with tempfile.TemporaryDirectory() as folder:
            for line in context_model.train(others, Path(folder), epochs=EPOCHS):
                tell(f"tagger {fold + 1} of {FOLDS}, {line}")
            rows = tagged([[word.form for word in examples[place].tree] for place in own], load_tagger(Path(folder)))
        found |= zip(own, rows, strict=True)
    return [found[place] for place in range(len(examples))]


def gold_tags(example: TreebankSentence) -> list[TreebankWord]:
    """Return the tags of a treebank's sentence as the context tagger learns them."""
    words: Iterator[TreebankWord] = (TreebankWord(*word[:4]) for word in example.tree)
    return [unify(class_as_most_do(unify(word))) for word in words]
