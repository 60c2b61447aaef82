"""Heads and relations on held-out sentences of Universal Dependencies treebanks, ours beside natasha.

Usage: python benchmarks/trees.py UD_FOLDER [--part held_out|all] [--model FOLDER]
       python benchmarks/trees.py FOLDER --beside FOLDER

``gold`` gives the parsers the treebank's own tokens; ``raw`` gives them the text of all sentences joined by a space, so
that sentences and tokens are their own. Words are aligned by their characters as in the CoNLL-2018 scorer, marks are
left out, and of a relation what stands before the colon counts: the figures are F1. Files whose words have no
``SpaceAfter`` have no text. ``held_out`` is every fifth sentence, which no model of the project was trained on; ``all``
is for treebanks that no model has seen. How fast the parsers are, ``benchmarks/extract.py`` tells.
``--beside`` runs no parser: it prints in how many words two annotators of the same sentences agree.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from plain_texts import markdown_table

from letopis.lemmas.pymorphy import analyse
from letopis.sentences import split_sentences
from letopis.sentences.tokens import tokenize
from letopis.trees.parser import TreeParser, default_parser, load_parser
from letopis.trees.words import ParsedWord

sys.path.append(str(Path(__file__).resolve().parents[1] / "training"))
from letopis_training.trees.treebank import TreebankSentence, read_folder

NAMES = {"gsd": "GSD dev", "pud": "PUD", "taiga": "Taiga dev and test", "news": "Lenta, Taiga news", "all": "all"}

Tree = list[tuple[int, str]]
Parser = Callable[[Sequence[Sequence[str]]], list[Tree]]
Cutter = Callable[[str], list[list[tuple[int, int]]]]


class Peer(NamedTuple):
    """A parser, and how it cuts texts into sentences of tokens."""

    parse: Parser
    cut: Cutter


class Word(NamedTuple):
    """Where a word stands, where its head does (nothing for the root), and the relation without its subtype."""

    span: tuple[int, int]
    head: tuple[int, int] | None
    relation: str


def ours(folder: Path | None) -> Peer:
    parser: TreeParser = load_parser(folder) if folder else default_parser()

    def parse(sentences: Sequence[Sequence[str]]) -> list[Tree]:
        rows = zip(sentences, analyse(sentences), strict=True)
        words = [[ParsedWord(f, *a[:3]) for f, a in zip(forms, found, strict=True)] for forms, found in rows]
        return [[(arc.head, arc.relation) for arc in tree] for tree in parser.parse(words)]

    def cut(text: str) -> list[list[tuple[int, int]]]:
        tokens = tokenize(text)
        return [[t for t in tokens if start <= t[0] < end] for start, end in split_sentences(text)]

    return Peer(parse, cut)


def natasha() -> Peer:
    from navec import Navec
    from razdel import sentenize
    from razdel import tokenize as razdel_tokens
    from slovnet import Syntax

    from letopis.navec import natasha_data, navec_path

    syntax = Syntax.load(natasha_data() / "model" / "slovnet_syntax_news_v1.tar").navec(Navec.load(navec_path()))

    def parse(sentences: Sequence[Sequence[str]]) -> list[Tree]:
        found = syntax.map([list(sentence) for sentence in sentences])
        return [[(int(token.head_id), token.rel) for token in markup.tokens] for markup in found]

    def cut(text: str) -> list[list[tuple[int, int]]]:
        return [[(s.start + t.start, s.start + t.stop) for t in razdel_tokens(s.text)] for s in sentenize(text)]

    return Peer(parse, cut)


def words_of(spans: Sequence[tuple[int, int]], tree: Tree) -> list[Word]:
    return [
        Word(span, spans[head - 1] if head else None, relation.partition(":")[0])
        for span, (head, relation) in zip(spans, tree, strict=True)
    ]


def gold_spans(examples: Iterable[TreebankSentence]) -> list[list[tuple[int, int]]]:
    """Return where the words of each sentence stand in all the texts together, white space not counted."""
    found, end = [], 0
    for example in examples:
        row = []
        for word in example.tree:
            start, end = end, end + len("".join(word.form.split()))
            row.append((start, end))
        found.append(row)
    return found


def raw_spans(text: str, sentences: list[list[tuple[int, int]]]) -> list[list[tuple[int, int]]]:
    """Return spans without the white space that stands before their ends."""
    blanks = [0]
    for character in text:
        blanks.append(blanks[-1] + character.isspace())
    return [[(start - blanks[start], end - blanks[end]) for start, end in row] for row in sentences]


def agreement(gold: Iterable[Word], found: Iterable[Word], *, marks: bool = False) -> tuple[float, float]:
    """Return UAS and LAS as F1 over words, those that are no marks unless told."""
    right = {word.span: word for word in gold if marks or word.relation != "punct"}
    said = {word.span: word for word in found if marks or word.relation != "punct"}
    heads = [span for span, word in right.items() if span in said and said[span].head == word.head]
    names = [span for span in heads if said[span].relation == right[span].relation]
    whole = (len(right) + len(said)) / 2
    return len(heads) / whole, len(names) / whole


def flat(rows: Iterable[Iterable[Word]]) -> list[Word]:
    return [word for row in rows for word in row]


def gold_words(examples: Sequence[TreebankSentence]) -> list[Word]:
    spans = gold_spans(examples)
    return flat(words_of(s, [(w.head, w.relation) for w in e.tree]) for s, e in zip(spans, examples, strict=True))


def print_agreement(folders: Iterable[Path]) -> None:
    one, other = (gold_words(list(read_folder(folder))) for folder in folders)
    if [word.span for word in one] != [word.span for word in other]:
        raise SystemExit("The two folders hold other words; give two annotators' files of the same sentences.")
    for marks in (True, False):
        uas, las = agreement(one, other, marks=marks)
        print(f"{'with' if marks else 'without'} marks: UAS {uas:.3f}, LAS {las:.3f}")


def score(peer: Peer, examples: Sequence[TreebankSentence], *, raw: bool) -> tuple[float, float]:
    spans = gold_spans(examples)
    gold = gold_words(examples)
    if not raw:
        trees = peer.parse([[word.form for word in example.tree] for example in examples])
        return agreement(gold, flat(map(words_of, spans, trees)))
    text = " ".join(example.text for example in examples)
    cut = [row for row in peer.cut(text) if row]
    trees = peer.parse([[text[start:end] for start, end in row] for row in cut])
    return agreement(gold, flat(map(words_of, raw_spans(text, cut), trees)))


def print_scores(examples: Sequence[TreebankSentence], peers: dict[str, Peer]) -> None:
    parts: dict[str, list[TreebankSentence]] = defaultdict(list)
    for example in examples:
        parts[example.style if example.treebank.startswith("ru_") else example.treebank].append(example)
        parts["all"].append(example)
    for raw in (False, True):
        rows = []
        shown = {name: [e for e in part if e.text or not raw] for name, part in parts.items()}
        shown = {name: part for name, part in shown.items() if part}
        for name, peer in peers.items():
            scores = [score(peer, part, raw=raw) for part in shown.values()]
            rows.append([name, *(f"{uas:.3f} / {las:.3f}" for uas, las in scores)])
        print(f"\n{'Raw text' if raw else 'Gold tokens'}: UAS / LAS\n")
        print(markdown_table(["parser", *(NAMES.get(name, name) for name in shown)], rows), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--part", choices=("held_out", "all"), default="held_out")
    parser.add_argument("--model", type=Path, help="folder of another parser of ours")
    parser.add_argument("--beside", type=Path, help="folder of another annotator's trees of the same sentences")
    arguments = parser.parse_args()
    if arguments.beside:
        print_agreement([arguments.folder, arguments.beside])
        return
    examples = [one for one in read_folder(arguments.folder) if arguments.part == "all" or one.held_out]
    print_scores(examples, {"natasha (slovnet)": natasha(), "Letopis": ours(arguments.model)})


if __name__ == "__main__":
    main()
