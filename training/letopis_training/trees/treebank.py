"""Trees of Universal Dependencies treebanks: read, made alike, and split.

The treebanks differ in a few relations; each difference is one rule of :data:`UNIFICATION`. What else differs (where
marks hang, which modifiers are appositions) the network learns as a treebank's style, and it writes in one style.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from letopis.errors import InputError
from letopis_training.lemmas.treebank import HELD_OUT_EVERY, treebank_files


class TreeWord(NamedTuple):
    """A word of a treebank with its head, counted from 1 in the sentence; 0 is the root."""

    form: str
    lemma: str
    upos: str
    feats: str
    head: int
    relation: str


Tree = list[TreeWord]


class TreebankSentence(NamedTuple):
    """A sentence of a treebank: its file and place there, whether it is kept out of training, its text where given."""

    treebank: str
    place: int
    text: str
    tree: Tree

    @property
    def held_out(self) -> bool:
        """Return whether the sentence is kept out: every fifth of a file, as for the context tagger."""
        return self.place % HELD_OUT_EVERY == 0

    @property
    def style(self) -> str:
        """Return whose habits the tree follows.

        >>> TreebankSentence("ru_taiga-dev", 0, "", []).style, TreebankSentence("ru_lenta-train", 0, "", []).style
        ('taiga', 'news')
        """
        name = self.treebank.removeprefix("ru_").partition("-")[0]
        return name if name in STYLES else "news"


STYLES = ("gsd", "pud", "taiga", "news")
"""Treebanks whose annotators had habits of their own; ``news`` is GramEval's Lenta and Taiga news."""


def read_examples(path: Path) -> Iterator[TreebankSentence]:
    """Read the trees of a CoNLL-U file, made alike; multiword ranges and empty nodes are left out.

    Raises:
        InputError: a line has no ten columns, a head is no number, or the file is no UTF-8.
    """
    tree: Tree = []
    text, place = "", 0
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot read {path} as UTF-8 text: {error}") from error
    for number, line in enumerate([*lines, ""], 1):
        if line.startswith("# text = "):
            text = line.removeprefix("# text = ")
        elif line.strip() and not line.startswith("#"):
            tree += _read_word(line, f"{path}:{number}")
        elif not line.strip() and tree:
            yield TreebankSentence(path.stem, place, text, unify(tree))
            tree, text, place = [], "", place + 1


def _read_word(line: str, place: str) -> list[TreeWord]:
    columns = line.split("\t")
    if len(columns) != 10:
        raise InputError(f"{place} has {len(columns)} columns: a CoNLL-U line has 10, tabs between")
    if not columns[0].isdigit():
        return []
    if not columns[6].isdigit():
        raise InputError(f"{place} has the head {columns[6]!r}: it must be a number, 0 for the root")
    form, lemma, upos, _, feats, head, relation = columns[1:8]
    return [TreeWord(form, lemma, upos, feats, int(head), relation)]


def read_folder(folder: Path) -> list[TreebankSentence]:
    """Read the trees of all treebanks of a folder.

    Raises:
        InputError: no treebank in the folder, or a damaged one.
    """
    return [example for path in treebank_files(folder) for example in read_examples(path)]


def unify(tree: Tree) -> Tree:
    """Return a tree with the relations that the treebanks agree on.

    >>> unify([TreeWord("президент", "президент", "NOUN", "_", 0, "root"),
    ...        TreeWord("Обама", "Обама", "PROPN", "_", 1, "flat:name")])[1].relation
    'appos'
    """
    return [word._replace(relation=_unified(word, tree[word.head - 1] if word.head else None)) for word in tree]


def _unified(word: TreeWord, head: TreeWord | None) -> str:
    for rule in UNIFICATION:
        word = word._replace(relation=rule(word, head) or word.relation)
    return word.relation


THOUSANDS = frozenset("тысяча тыс тыс. миллион млн млн. миллиард млрд млрд. триллион трлн".split())


def rare_subtypes_go(word: TreeWord, _head: TreeWord | None) -> str | None:
    """``obl:tmod``, ``parataxis:discourse``, ``csubj:outer``: one treebank alone has them."""
    base, _, subtype = word.relation.partition(":")
    return base if subtype in {"tmod", "float", "depict", "discourse", "outer", "entity"} else None


def false_starts_are_parataxis(word: TreeWord, _head: TreeWord | None) -> str | None:
    """``reparandum``, ``dislocated``, ``dep``: a dozen in all."""
    return "parataxis" if word.relation in {"reparandum", "dislocated", "dep"} else None


def titles_take_appositions(word: TreeWord, head: TreeWord | None) -> str | None:
    """``президент Обама``: PUD hangs the name on the title as ``flat:name``; a flat name holds names alone."""
    named = word.relation == "flat:name" and word.upos == "PROPN"
    return "appos" if named and head is not None and head.upos == "NOUN" else None


def thousands_are_counted(word: TreeWord, head: TreeWord | None) -> str | None:
    """``20 тысяч``: a compound in GSD; a number that governs its noun in the others."""
    counted = word.upos == "NUM" and head is not None and head.lemma.lower() in THOUSANDS
    return "nummod:gov" if counted and word.relation == "compound" else None


def years_are_ordinals(word: TreeWord, head: TreeWord | None) -> str | None:
    """``в 1997 году``: the number is read as an ordinal, ``amod``; Taiga has some ``nummod``."""
    year = head is not None and head.lemma.lower() in {"год", "г."} and len(word.form) == 4 and word.form.isdigit()
    return "amod" if year and word.relation.startswith("nummod") else None


UNIFICATION: tuple[Callable[[TreeWord, TreeWord | None], str | None], ...] = (
    rare_subtypes_go,
    false_starts_are_parataxis,
    titles_take_appositions,
    thousands_are_counted,
    years_are_ordinals,
)
"""The rules of :func:`unify`, in order; each gives another relation or nothing."""
