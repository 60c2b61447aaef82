"""English words as Universal Dependencies has them: cut, with a part of speech and a lemma, by a small linear model.

A word's part of speech is that of the largest sum of weights over what can be seen of it and of two words to either
side: forms, endings, shapes, and pairs of forms. Each of these has a place in one table by its hash, as in feature
hashing (Weinberger and others 2009). A lemma is made by the longest ending that the treebank taught for the part of
speech, the whole word among them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

from letopis.lemmas.models import model_folder, read_network

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BITS = 16
"""The table has two to this power rows."""

OWN = 8
"""What is seen of a word by itself; see :func:`views`."""

NEAR = ((-2, 0), (-1, 0), (-1, 3), (-1, 4), (-1, 7), (1, 0), (1, 3), (1, 4), (1, 7), (2, 0))
"""What is seen of words beside it: how far, and which view."""

PAIRS = (((-1, 0), (0, 0)), ((0, 0), (1, 0)), ((-1, 0), (1, 0)), ((-2, 0), (-1, 0)), ((-1, 4), (0, 4)))
"""What is seen together."""

_CLITIC = r"n['’]t|['’](?:s|S|m|d|re|ve|ll)"
_TOKEN = re.compile(
    r"https?://\S+|www\.\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    rf"|(?:[A-Za-z]\.){{2,}}|(?:Mr|Mrs|Ms|Dr|Prof|St|Gen|Col|Lt|Sen|Rep|Gov|Jr|Sr|No|vs|etc|Inc|Ltd|Co|Corp)\.|[A-Z]\.(?=\s+[A-Z])"
    rf"|\d[\d.,:]*\d|(?:{_CLITIC})(?![^\W_])|[^\W_]+?(?=(?:{_CLITIC})(?![^\W_]))|can(?=not\b)|[^\W_]+(?:['’][^\W_]+)*|([.!?-])\1+|\S"
)


class EnglishWord(NamedTuple):
    """A word or mark with its place in the text, its lemma and its part of speech (``upos``)."""

    start: int
    end: int
    text: str
    lemma: str
    upos: str


def cut_words(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Return the places of the words and marks of a stretch of English.

    >>> text = "Baku's well-known U.S. envoy didn't come."
    >>> [text[start:end] for start, end in cut_words(text)]
    ['Baku', "'s", 'well', '-', 'known', 'U.S.', 'envoy', 'did', "n't", 'come', '.']
    """
    return [match.span() for match in _TOKEN.finditer(text, start, len(text) if end is None else end)]


@cache
def views(form: str) -> tuple[int, ...]:
    """Return what is seen of a word by itself, as numbers: form, form as written, endings, beginning, shape."""
    lower = form.lower()
    shape = re.sub(r"(.)\1+", r"\1", re.sub(r"[^\W\d_]", lambda m: "X" if m.group().isupper() else "x",
                                            re.sub(r"\d", "0", form)))[:6]  # fmt: skip
    seen = (lower, form, lower[-1:], lower[-2:], lower[-3:], lower[-4:], lower[:3], shape)
    return tuple(crc32(f"{number} {one}".encode()) for number, one in enumerate(seen))


def rows_of(sentences: Sequence[Sequence[str]]) -> NDArray[np.int64]:
    """Return the rows of the table for each word of sentences, a line of numbers a word."""
    import numpy as np

    edge = views("")
    padded = [edge, edge, *chain.from_iterable([*map(views, sentence), edge, edge] for sentence in sentences)]
    own = np.array(padded, dtype=np.uint64)
    inner = np.concatenate([[False, False], *([True] * len(s) + [False, False] for s in sentences)]).nonzero()[0]

    def seen(place: tuple[int, int]) -> NDArray[np.uint64]:
        column: NDArray[np.uint64] = own[inner + place[0], place[1]]
        return column

    odd, other = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
    columns = [seen((0, number)) for number in range(OWN)] + [seen(place) for place in NEAR]
    columns += [seen(one) * other + seen(two) for one, two in PAIRS]
    with np.errstate(over="ignore"):
        mixed = [(column + np.uint64(number * 0x51ED2701)) * odd for number, column in enumerate(columns)]
        return (np.stack(mixed, axis=1) >> np.uint64(64 - BITS)).astype(np.int64)


class EnglishTagger:
    """Tags and lemmas of English words; ``models/english`` says how good they are."""

    def __init__(self, weights: Mapping[str, NDArray[Any]], labels: Mapping[str, Any]) -> None:
        self._table = weights["table"]
        self._bias = weights["bias"].astype("int32")
        self._tags: list[str] = labels["upos"]
        self._lemmas: dict[str, dict[str, list[Any]]] = labels["lemmas"]
        if self._table.shape != (1 << BITS, len(self._tags)):
            raise ValueError(f"a table of {self._table.shape}")

    def tag(self, sentences: Sequence[Sequence[str]]) -> list[list[tuple[str, str]]]:
        """Return lemma and part of speech of each word of sentences."""
        if not any(sentences):
            return [[] for _ in sentences]
        sums = self._table[rows_of(sentences)].sum(axis=1, dtype="int32") + self._bias
        tags = iter(sums.argmax(axis=1).tolist())
        return [[self._named(form, self._tags[next(tags)]) for form in sentence] for sentence in sentences]

    def _named(self, form: str, tag: str) -> tuple[str, str]:
        return lemma_by(self._lemmas, form, tag), tag


def lemma_by(rules: Mapping[str, Mapping[str, Sequence[Any]]], form: str, tag: str) -> str:
    """Return a lemma by the longest ending that there is a rule for: how many letters go, and what comes instead.

    >>> rules = {"NOUN": {"": [0, ""], "s": [1, ""], "ies": [3, "y"], "^men": [2, "an"]}}
    >>> [lemma_by(rules, form, "NOUN") for form in ("Treaties", "states", "men")]
    ['treaty', 'state', 'man']
    """
    word = form if tag == "PROPN" else form.lower()
    own = rules.get(tag, {})
    key = f"^{word.lower()}"
    for first in range(len(key) + 1):
        if (rule := own.get(key[first:])) is not None:
            return (word[: len(word) - rule[0]] + rule[1]) or word
    return word


@cache
def load_english() -> EnglishTagger | None:
    """Return the tagger that comes with the project; nothing where it is not there."""
    folder = model_folder("english")
    return read_network(folder, EnglishTagger, "English tagger", "letopis train english") if folder else None


def english_words(text: str, spans: Sequence[tuple[int, int]]) -> list[list[EnglishWord]]:
    """Return the words of the sentences that stand at ``spans``; without a model a lemma is the form in small letters.

    >>> [(word.text, word.lemma, word.upos) for word in english_words("They signed treaties.", [(0, 21)])[0]]
    [('They', 'they', 'PRON'), ('signed', 'sign', 'VERB'), ('treaties', 'treaty', 'NOUN'), ('.', '.', 'PUNCT')]
    """
    places = [cut_words(text, *span) for span in spans]
    forms = [[text[start:end] for start, end in own] for own in places]
    tagger = load_english()
    known = tagger.tag(forms) if tagger else [[(form.lower(), "") for form in own] for own in forms]
    return [
        [EnglishWord(*place, form, *named) for place, form, named in zip(*three, strict=True)]
        for three in zip(places, forms, known, strict=True)
    ]
