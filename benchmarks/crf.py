"""A CRF as a peer of what is learned: sequence labels of one kind of span, as a good student project has them."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from letopis.dictionary import parses
from letopis.sentences import split_sentences
from letopis.sentences.tokens import tokenize

Spans: TypeAlias = "set[tuple[int, int, str]]"
"""Start, end and label of each."""

Finder: TypeAlias = Callable[[str], Spans]


def train_crf(texts: Iterable[tuple[str, Spans]], label: str) -> Finder:
    """Train a CRF over words, their parts, lemmas and parts of speech, two words to either side, on marked texts."""
    import pycrfsuite

    trainer = pycrfsuite.Trainer(verbose=False)
    for text, marked in texts:
        spans = [span for span in marked if span[2] == label]
        for words in sentences_of(text):
            trainer.append(features(text, words), tags(words, spans))
    trainer.set_params({"c1": 0.1, "c2": 0.01, "max_iterations": 100, "feature.possible_transitions": True})
    tagger = pycrfsuite.Tagger()
    with tempfile.TemporaryDirectory() as folder:
        trainer.train(f"{folder}/crf")
        tagger.open(f"{folder}/crf")

    def find(text: str) -> Spans:
        found: Spans = set()
        for words in sentences_of(text):
            start = -1
            said = [*tagger.tag(features(text, words)), "O"]
            for place, tag in enumerate(said):
                if start >= 0 and tag != "I":
                    found.add((words[start][0], words[place - 1][1], label))
                    start = -1
                if tag == "B":
                    start = place
        return found

    return find


def sentences_of(text: str) -> list[list[tuple[int, int]]]:
    tokens = [token for token in tokenize(text) if not text[token[0] : token[1]].isspace()]
    cut = ([t for t in tokens if start <= t[0] < end] for start, end in split_sentences(text))
    return [words for words in cut if words]


def tags(words: Sequence[tuple[int, int]], spans: Sequence[tuple[int, int, str]]) -> list[str]:
    said = ["O"] * len(words)
    for first, last, _ in sorted(spans, key=lambda span: span[1] - span[0]):
        inside = [place for place, (start, end) in enumerate(words) if first <= start and end <= last]
        for place in inside:
            said[place] = "B" if place == inside[0] else "I"
    return said


def features(text: str, words: Sequence[tuple[int, int]]) -> list[list[str]]:
    def about(place: int) -> list[str]:
        if not 0 <= place < len(words):
            return ["edge"]
        word = text[slice(*words[place])]
        reading = next(iter(parses(word)), None)
        shape = "upper" if word.isupper() else "title" if word.istitle() else "digit" if word.isdigit() else "small"
        return [word.lower(), word[-3:].lower(), shape, *([reading.lemma, reading.pos] if reading else [])]

    known = {place: about(place) for place in range(-2, len(words) + 2)}
    return [
        [f"{step}:{number}:{said}" for step in range(-2, 3) for number, said in enumerate(known[place + step])]
        for place in range(len(words))
    ]
