"""Lemmas and tags on held-out sentences of Universal Dependencies treebanks, for each engine and its peers.

Usage: python benchmarks/lemmas.py UD_FOLDER [--part held_out|all] [--disagreements 50] [--no-speed]

Words only: marks are left out, case and ё are folded. The text of each sentence is made from the forms and
``SpaceAfter``, cut by the project's own tokenizer, and a token of the treebank that the tokenizer did not cut alike
counts as wrong. Files without ``SpaceAfter`` are passed over. ``held_out`` is every fifth sentence, which no model of
the project was trained on; ``all`` is for treebanks that no model has seen.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from lemma_engines import ENGINES, TIMED, Engine, Sentences, dictionary

from letopis.formats.conllu import read_conllu
from letopis.lemmas.analysis import Analysis
from letopis.sentences.tokens import tokenize

sys.path.append(str(Path(__file__).resolve().parents[1] / "training"))
from letopis_training.lemmas.treebank import HELD_OUT_EVERY, TreebankWord, treebank_files, unify

PARTS = {"held_out": 0, "speed": 2}
"""Which of five sentences are scored, and which the engines are timed on: they have not met those before."""

WARMING = 100
"""Sentences that an engine analyses before it is timed, so that all is loaded."""


class Gold(NamedTuple):
    """A sentence of a treebank: its text, its words, and where each word stands."""

    text: str
    words: list[TreebankWord]
    spans: list[tuple[int, int]]


class Score(NamedTuple):
    """Shares of words whose lemma, part of speech and features are the treebank's; None where an engine gives none."""

    lemma: float | None
    upos: float | None
    feats: float | None


def read_gold(path: Path, part: str) -> list[Gold]:
    sentences = []
    for place, sentence in enumerate(read_conllu(path)):
        if part != "all" and place % HELD_OUT_EVERY != PARTS[part]:
            continue
        text, words, spans = "", [], []
        for token in sentence.tokens:
            feats = "|".join(f"{name}={value}" for name, value in token.feats.items())
            words.append(unify(TreebankWord(token.form, token.lemma, token.upos, feats or "_")))
            spans.append((len(text), len(text) + len(token.form)))
            text += token.form + (" " if token.space_after else "")
        sentences.append(Gold(text, words, spans))
    return sentences


def has_spacing(path: Path) -> bool:
    return "SpaceAfter=No" in path.read_text(encoding="utf-8")


def own_tokens(gold: Sequence[Gold]) -> tuple[Sentences, list[list[tuple[int, int]]]]:
    spans = [list(tokenize(sentence.text)) for sentence in gold]
    forms = [[g.text[start:end] for start, end in row] for g, row in zip(gold, spans, strict=True)]
    return forms, spans


def fold(text: str) -> str:
    return text.lower().replace("ё", "е")


def core(word: TreebankWord, found: Analysis) -> str:
    return unify(TreebankWord(word.form, "", found.upos, found.feats or "_")).feats


def compare(gold: Sequence[Gold], engine: Engine) -> tuple[list[tuple[TreebankWord, Analysis | None]], int]:
    """Pair every word of the treebank with the engine's analysis, or with nothing where the token was cut otherwise."""
    forms, spans = own_tokens(gold)
    analyses = engine(forms)
    pairs: list[tuple[TreebankWord, Analysis | None]] = []
    for sentence, row, found in zip(gold, spans, analyses, strict=True):
        at = dict(zip(row, found, strict=True))
        for word, span in zip(sentence.words, sentence.spans, strict=True):
            if word.upos != "PUNCT":
                pairs.append((word, at.get(span)))
    return pairs, sum(map(len, forms))


def score(pairs: Sequence[tuple[TreebankWord, Analysis | None]]) -> Score:
    def share(column: str, right: Callable[[TreebankWord, Analysis], bool]) -> float | None:
        if all(found is None or not getattr(found, column) for _, found in pairs):
            return None
        return sum(found is not None and right(word, found) for word, found in pairs) / len(pairs)

    return Score(
        share("lemma", lambda word, found: fold(word.lemma) == fold(found.lemma)),
        share("upos", lambda word, found: word.upos == found.upos),
        share("feats", lambda word, found: word.feats == core(word, found)),
    )


INFINITIVE = ("ть", "ться", "ти", "чь")


def written_out(word: TreebankWord, _: str) -> bool:
    short = len(word.form) < 4 and word.form.islower() and word.upos in {"NOUN", "ADJ"} and len(word.lemma) > 3
    return word.form.endswith(".") or short


def aspect_partner(word: TreebankWord, lemma: str) -> bool:
    return word.upos == "VERB" and lemma.endswith(INFINITIVE) and word.lemma.endswith(INFINITIVE)


def participle_or_adjective(word: TreebankWord, lemma: str) -> bool:
    return word.lemma.endswith(INFINITIVE) != lemma.endswith(INFINITIVE) and word.upos in {"ADJ", "VERB", "NOUN"}


CONVENTIONS: tuple[tuple[str, Callable[[TreebankWord, str], bool]], ...] = (
    ("no lemma in the treebank", lambda w, _: w.lemma == "_"),
    ("abbreviation written out by the treebank", written_out),
    ("number given another form by the treebank", lambda w, _: bool(re.search(r"\d", w.form))),
    ("foreign word: lemmatised or not", lambda w, _: bool(re.search("[A-Za-z]", w.form))),
    ("aspect partner, or the verb with -ся or without", aspect_partner),
    ("participle or adjective", participle_or_adjective),
    ("comparative", lambda w, _: "Degree=Cmp" in w.feats),
    ("pronoun or determiner", lambda w, _: w.upos in {"PRON", "DET"}),
    ("a part of a fixed phrase keeps its form", lambda w, _: fold(w.lemma) == fold(w.form) and w.upos == "NOUN"),
)


def convention(word: TreebankWord, lemma: str) -> str:
    """Say which convention a disagreement may be, or nothing."""
    return next((name for name, holds in CONVENTIONS if holds(word, lemma)), "")


def print_scores(golds: dict[str, list[Gold]]) -> None:
    columns = "".join(f" {name}: lemma | UPOS | feats |" for name in golds)
    print(f"| engine |{columns}\n|---|" + "---:|" * (3 * len(golds)))
    for name, engine in ENGINES.items():
        cells = []
        try:
            for gold in golds.values():
                cells += ["–" if s is None else f"{s:.3f}" for s in score(compare(gold, engine)[0])]
        except ImportError as error:
            print(f"{name}: passed over, {error} is not there", file=sys.stderr)
            continue
        print(f"| {name} | " + " | ".join(cells) + " |", flush=True)


def print_disagreements(golds: dict[str, list[Gold]], count: int) -> None:
    misses: Counter[tuple[str, str, str, str]] = Counter()
    for gold in golds.values():
        for word, found in compare(gold, dictionary)[0]:
            lemma = found.lemma if found else "(cut otherwise)"
            if fold(word.lemma) != fold(lemma):
                misses[word.form.lower(), word.lemma, lemma, convention(word, lemma)] += 1
    print("\n| times | form | treebank | letopis | a convention? |\n|---:|---|---|---|---|")
    for (form, right, lemma, note), times in misses.most_common(count):
        print(f"| {times} | {form} | {right} | {lemma} | {note} |")


def print_speed(files: Sequence[Path]) -> None:
    """Time each engine in a process of its own: on sentences with forms that it has not met, and with known ones."""
    parts = {part: [row for path in files for row in own_tokens(read_gold(path, part))[0] if row] for part in PARTS}
    tokens = sum(map(len, parts["speed"]))
    print(
        f"\n{tokens} tokens; processor time on one core; each engine has analysed {WARMING} other sentences before.\n"
    )
    os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}  # idle threads would count, too
    seconds: dict[str, tuple[float, float]] = {}
    for name in TIMED:
        with ProcessPoolExecutor(1, get_context("spawn")) as fresh:
            try:
                seconds[name] = fresh.submit(time_engine, name, parts["held_out"][:WARMING], parts["speed"]).result()
            except ImportError as error:
                print(f"{name}: passed over, {error} is not there", file=sys.stderr)
    slowest = max(first for first, _ in seconds.values())
    print("| engine | tokens a second | times the slowest | its forms met before |\n|---|---:|---:|---:|")
    for name, (first, again) in seconds.items():
        print(f"| {name} | {tokens / first:,.0f} | {slowest / first:.1f} | {tokens / again:,.0f} |")


def time_engine(name: str, others: Sentences, forms: Sentences) -> tuple[float, float]:
    """Seconds of the processor, so that other work on the machine does not count: at first, and with known forms."""
    engine = TIMED[name](others + forms)
    engine(others)
    spent = []
    # Turned round, a sentence is a new one of forms that have been met.
    for sentences in (forms, [row[::-1] for row in forms]):
        started = time.process_time()
        engine(sentences)
        spent.append(time.process_time() - started)
    return spent[0], spent[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--part", choices=("held_out", "all"), default="held_out")
    parser.add_argument("--disagreements", type=int, default=0, metavar="N")
    parser.add_argument("--no-speed", action="store_true")
    arguments = parser.parse_args()
    files = [path for path in treebank_files(arguments.folder) if has_spacing(path)]
    golds = {path.stem: read_gold(path, arguments.part) for path in files}
    print_scores(golds)
    if arguments.disagreements:
        print_disagreements(golds, arguments.disagreements)
    if not arguments.no_speed:
        print_speed(files)


if __name__ == "__main__":
    main()
