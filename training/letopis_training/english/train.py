"""The English tagger: a table of weights by logistic regression, and endings that make lemmas, from a treebank."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from letopis.bilingual.english_words import BITS, EnglishTagger, rows_of
from letopis_training.lemmas.treebank import TreebankWord, read_sentences

BATCH = 512
DROPPED = 0.15
"""Share of words whose own form is hidden, so that endings and neighbours learn to do without it."""

DECAY = 2e-6
LONGEST_ENDING = 6
MARKS = frozenset({"PUNCT", "SYM", "NUM", "X"})
"""What the score of lemmas leaves out."""

Sentences = list[list[TreebankWord]]
Rules = dict[str, dict[str, list[Any]]]


def train(
    treebank: Path, output: Path, *, tried: Sequence[Path] = (), epochs: int = 6, seed: int = 1234
) -> Iterator[str]:
    """Train on a CoNLL-U file, write ``weights.npz`` and ``labels.json``, and tell how good it is on other files.

    Raises:
        InputError: a file is no CoNLL-U.
    """
    sentences = _named(read_sentences(treebank))
    tags = sorted({word.upos for sentence in sentences for word in sentence})
    table, bias = _weights(sentences, tags, epochs, seed)
    scale = 127 / max(np.abs(table).max(), 1e-9)
    weights = {"table": np.rint(table * scale).astype(np.int8), "bias": np.rint(bias * scale).astype(np.int16)}
    labels = {"upos": tags, "lemmas": lemma_rules(sentences)}
    output.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(output / "weights.npz", **weights)
    (output / "labels.json").write_text(json.dumps(labels, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    tagger = EnglishTagger(weights, labels)
    for path in tried:
        yield f"{path.stem}: {scored(tagger, _named(read_sentences(path)))}"


def _named(sentences: Iterator[list[TreebankWord]]) -> Sentences:
    return [[word for word in sentence if word.upos != "_"] for sentence in sentences]


def _weights(sentences: Sentences, tags: list[str], epochs: int, seed: int) -> tuple[Any, Any]:
    import torch

    torch.manual_seed(seed)
    rows = torch.from_numpy(rows_of([[word.form for word in sentence] for sentence in sentences]))
    number = {tag: place for place, tag in enumerate(tags)}
    wanted = torch.tensor([number[word.upos] for sentence in sentences for word in sentence])
    table = torch.zeros((1 << BITS) + 1, len(tags), requires_grad=True)
    bias = torch.zeros(len(tags), requires_grad=True)
    steps = epochs * (len(wanted) // BATCH + 1)
    optimiser = torch.optim.Adam([table, bias], lr=0.01)
    schedule = torch.optim.lr_scheduler.LinearLR(optimiser, 1.0, 0.05, steps)
    for _ in range(epochs):
        for batch in torch.randperm(len(wanted)).split(BATCH):  # type: ignore[no-untyped-call]
            seen = rows[batch].clone()
            hidden = torch.rand(len(batch)) < DROPPED
            seen[hidden.nonzero(), torch.tensor([0, 1])] = 1 << BITS  # the row of nothing
            sums = torch.nn.functional.embedding(seen, table, padding_idx=1 << BITS).sum(1) + bias
            loss = torch.nn.functional.cross_entropy(sums, wanted[batch]) + DECAY * table.square().sum()
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            schedule.step()
    return table.detach().numpy()[:-1], bias.detach().numpy()


def lemma_rules(sentences: Sentences) -> Rules:
    """Return for each part of speech the endings that change a word in another way than the shorter ones do.

    >>> from letopis.bilingual.english_words import lemma_by
    >>> pairs = ("cars", "car"), ("bus", "bus"), ("cats", "cat")
    >>> rules = lemma_rules([[TreebankWord(form, lemma, "NOUN", "") for form, lemma in pairs]])
    >>> lemma_by(rules, "dogs", "NOUN"), lemma_by(rules, "Bus", "NOUN")
    ('dog', 'bus')
    """
    counts: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for word in (word for sentence in sentences for word in sentence):
        lemma = word.lemma if word.upos == "PROPN" else word.lemma.lower()
        counts[word.upos][(word.form if word.upos == "PROPN" else word.form.lower()), lemma] += 1
    return {tag: _endings(own) for tag, own in sorted(counts.items())}


def _endings(counts: Mapping[tuple[str, str], int]) -> dict[str, list[Any]]:
    changes: dict[str, Counter[tuple[int, str]]] = defaultdict(Counter)
    whole: dict[str, Counter[tuple[int, str]]] = defaultdict(Counter)
    for (form, lemma), count in counts.items():
        change = _change(form, lemma)
        for length in range(min(LONGEST_ENDING, len(form)) + 1):
            changes[form.lower()[len(form) - length :]][change] += 1
        whole[f"^{form.lower()}"][change] += count
    rules: dict[str, list[Any]] = {}
    for ending in sorted(changes, key=lambda one: (len(one), one)):
        best, count = changes[ending].most_common(1)[0]
        if not ending or (count > 1 and list(best) != _longest(rules, ending)):
            rules[ending] = list(best)
    for form, own in sorted(whole.items()):
        best = own.most_common(1)[0][0]
        if list(best) != _longest(rules, form):
            rules[form] = list(best)
    return rules


def _longest(rules: Mapping[str, list[Any]], ending: str) -> list[Any] | None:
    return next((rules[ending[first:]] for first in range(1, len(ending) + 1) if ending[first:] in rules), None)


def _change(form: str, lemma: str) -> tuple[int, str]:
    """``treaties``, ``treaty``: three letters go, ``y`` comes."""
    same = 0
    while same < min(len(form), len(lemma)) and form[same] == lemma[same]:
        same += 1
    return len(form) - same, lemma[same:]


def scored(tagger: EnglishTagger, sentences: Sentences) -> dict[str, float]:
    """Return the share of words with the right tag, and of words (no marks, numbers, X) with the right lemma."""
    found = tagger.tag([[word.form for word in sentence] for sentence in sentences])
    pairs = [pair for sentence, own in zip(sentences, found, strict=True) for pair in zip(sentence, own, strict=True)]
    words = [(word, lemma) for word, (lemma, _) in pairs if word.upos not in MARKS]
    return {
        "upos": round(sum(word.upos == tag for word, (_, tag) in pairs) / len(pairs), 4),
        "lemma": round(sum(word.lemma.lower() == lemma.lower() for word, lemma in words) / len(words), 4),
        "tokens": len(pairs),
    }
