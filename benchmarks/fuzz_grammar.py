"""What ``fuzz.py --grammar`` reads: sentences cut at every word, without their stop, joined, doubled, words exchanged.

Lists of words and of units are exchanged for ones that refuse a place before their first, so that a look back beyond
the sentence's start is found where it would silently read the sentence's end.
"""

from __future__ import annotations

import contextlib
import json
import linecache
import random
import sys
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any
from unittest.mock import patch

from letopis.batching import batches

SCHEMES = ("letopis", "nerel")
BATCH = 500
"""Cases that go through the pipeline together; where one fails, each of them is read alone."""

LONGEST, SHORTEST = 60, 3
"""Words of the sentences that are taken."""


def read_sentences(path: Path) -> list[str]:
    """Return the sentences of a file or of all files in a folder: texts, or lines of JSON with a ``text``."""
    from letopis.sentences import split_sentences

    files = sorted(file for file in path.rglob("*") if file.is_file()) if path.is_dir() else [path]
    sentences: dict[str, None] = {}
    for file in files:
        for text in _texts(file):
            for start, end in split_sentences(text):
                words = text[start:end].split()
                if SHORTEST <= len(words) <= LONGEST:
                    sentences[" ".join(words)] = None
    return list(sentences)


def _texts(file: Path) -> Iterator[str]:
    if file.name.endswith(".en.txt"):
        return
    if file.suffix == ".txt":
        yield from file.read_text(encoding="utf-8").split("\n\n")
    elif file.suffix == ".jsonl":
        for line in file.read_text(encoding="utf-8").splitlines():
            yield str(json.loads(line).get("text", ""))


def cut(words: list[str], other: list[str], dice: random.Random) -> list[str]:
    """Return a sentence's beginning, up to any word."""
    return words[: dice.randint(1, len(words))]


def rest(words: list[str], other: list[str], dice: random.Random) -> list[str]:
    """Return a sentence from any word on."""
    return words[dice.randrange(len(words)) :]


def middle(words: list[str], other: list[str], dice: random.Random) -> list[str]:
    """Return a few words from within a sentence."""
    first = dice.randrange(len(words))
    return words[first : first + dice.randint(1, 8)]


def unstopped(words: list[str], other: list[str], dice: random.Random) -> list[str]:
    """Return a sentence without the marks at its end."""
    return [*words[:-1], words[-1].rstrip('.!?…»”")')]


def joined(words: list[str], other: list[str], dice: random.Random) -> list[str]:
    """Return two sentences as one, the second one's capital small or not."""
    return [*words[:-1], words[-1].rstrip(".!?…"), dice.choice([",", "и", "–", ";", "а", "который"]), *other]


def spliced(words: list[str], other: list[str], dice: random.Random) -> list[str]:
    """Return one sentence's beginning and another one's end."""
    return [*cut(words, other, dice), *rest(other, words, dice)]


def doubled(words: list[str], other: list[str], dice: random.Random) -> list[str]:
    """Return a sentence twice, or one stretch of it."""
    if dice.random() < 0.5:
        return [*words, *words]
    first = dice.randrange(len(words))
    stretch = words[first : first + dice.randint(1, 5)]
    return [*words[:first], *stretch, *stretch, *words[first + len(stretch) :]]


def exchanged(words: list[str], other: list[str], dice: random.Random) -> list[str]:
    """Return a sentence with some words exchanged: with one another, or for words of another sentence."""
    words = list(words)
    for _ in range(dice.randint(1, 4)):
        one, two = dice.randrange(len(words)), dice.randrange(len(words))
        words[one], words[two] = (words[two], words[one]) if dice.random() < 0.5 else (dice.choice(other), words[two])
    return words


def thinned(words: list[str], other: list[str], dice: random.Random) -> list[str]:
    """Return a sentence that lacks some words."""
    return [word for word in words if dice.random() < 0.8] or words[:1]


def recased(words: list[str], other: list[str], dice: random.Random) -> list[str]:
    """Return a sentence in capitals, in small letters, or with a capital on each word."""
    change = dice.choice([str.upper, str.lower, str.title])
    return [change(word) for word in words]


CHANGES = (cut, cut, rest, middle, unstopped, joined, spliced, doubled, exchanged, exchanged, thinned, recased)


def cases(sentences: Sequence[str], dice: random.Random) -> Iterator[str]:
    """Return changed sentences without end."""
    parts = [sentence.split() for sentence in sentences]
    while True:
        change = dice.choice(CHANGES)
        yield " ".join(change(dice.choice(parts), dice.choice(parts), dice))


def every_cut(sentences: Sequence[str]) -> Iterator[str]:
    """Return each sentence cut at every word."""
    for sentence in sentences:
        words = sentence.split()
        yield from (" ".join(words[:end]) for end in range(1, len(words)))


@dataclass
class Crashes:
    """What was read, and the shortest text that brought out each thing that should not come out."""

    cases: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    shortest: dict[str, str] = field(default_factory=dict)

    def add(self, error: Exception, text: str) -> None:
        frame = next(
            (one for one in reversed(traceback.extract_tb(error.__traceback__)) if "fuzz_" not in one.filename), None
        )
        what = f"{type(error).__name__} in {Path(frame.filename).name}:{frame.lineno}" if frame else repr(error)
        self.counts[what] += 1
        if what not in self.shortest or len(text) < len(self.shortest[what]):
            self.shortest[what] = text


def read_cases(texts: Iterable[str], language: Any) -> Crashes:
    """Lead texts to records, many at once; a text that fails is found and kept."""
    crashes = Crashes()
    with _guarded():
        for batch in batches(texts, lambda _: 1, BATCH):
            crashes.cases += len(batch)
            try:
                _records(batch, language)
            except Exception:
                for text in batch:
                    try:
                        _records([text], language)
                    except Exception as error:
                        crashes.add(error, text)
    return crashes


def _records(texts: Sequence[str], language: Any) -> None:
    from letopis.extraction import ToExtract, extract_raw, raw_text
    from letopis.formats.jsonl import encode_article
    from letopis.linking.articles import link_articles

    for article in extract_raw([ToExtract(raw_text(text), str(number)) for number, text in enumerate(texts)], language):
        encode_article(link_articles([article])[0])


class _Edged(list[Any]):
    """A list without a place before its first, but for code that counts from the end in so many words: ``[-1]``."""

    def __getitem__(self, place: Any) -> Any:
        first = place.start if isinstance(place, slice) else place
        if first is not None and first < 0:
            caller = sys._getframe(1)
            if "[-" not in linecache.getline(caller.f_code.co_filename, caller.f_lineno):
                raise IndexError(f"looked at {place}: before the first place")
        return super().__getitem__(place)


@contextlib.contextmanager
def _guarded() -> Iterator[None]:
    """Exchange the lists that the rules look at."""
    from letopis.entities.agreements import find
    from letopis.entities.names import component

    passages, units_of = component.passages, find.units_of
    edged = lambda *given: [replace(one, words=_Edged(one.words)) for one in passages(*given)]  # noqa: E731
    with (
        patch.object(component, "passages", edged),
        patch.object(find, "units_of", lambda *given: _Edged(units_of(*given))),
    ):
        yield


def fuzz_grammar(sources: Sequence[Path], scheme: str, number: int, seed: int) -> Crashes:
    """Read so many changed sentences of some files or folders in one scheme; half of them are cut at every word."""
    import letopis

    dice = random.Random(seed)
    sentences = [sentence for source in sources for sentence in read_sentences(source)]
    dice.shuffle(sentences)
    cuts = islice(every_cut(sentences), number // 2)
    return read_cases([*cuts, *islice(cases(sentences, dice), number - number // 2)], letopis.load(scheme=scheme))
