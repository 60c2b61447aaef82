"""Universal Dependencies treebanks: read, split, and given one set of features.

The Russian treebanks differ in what they write: GSD gives short participles a case, Taiga gives pronouns a
``PronType``, PUD has neither. A tagger trained on their sum learns noise unless the features are unified first.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from letopis.errors import InputError
from letopis.files import read_utf8
from letopis.formats.conllu import read_conllu
from letopis.sentences import split_sentences
from letopis.sentences.tokens import tokenize

CORE_FEATURES = frozenset(
    """Animacy Aspect Case Degree Foreign Gender Mood Number Person Polarity Tense Variant VerbForm Voice""".split()
)
"""The features that all Russian treebanks write; others (``PronType``, ``NameType``, ``NumForm``) are left out."""

HELD_OUT_EVERY = 5
"""Every fifth sentence of a treebank is kept out of all training."""

TUNING_EVERY = 20
"""Every twentieth sentence, counted from the second, chooses the best step of a training run."""


SEED = 1234

LONGEST_SENTENCE = 120
"""Tokens of a sentence that is learned from; longer ones are mostly lists and tables."""


class TreebankWord(NamedTuple):
    """A syntactic word of a treebank."""

    form: str
    lemma: str
    upos: str
    feats: str


class Split(NamedTuple):
    """Sentences to train on, to stop by, and to report on."""

    train: list[list[TreebankWord]]
    tuning: list[list[TreebankWord]]
    held_out: list[list[TreebankWord]]


def treebank_files(folder: Path) -> list[Path]:
    """List the ``.conllu`` files of a folder, by name.

    Raises:
        InputError: no such folder, or no ``.conllu`` file in it.
    """
    if not folder.is_dir():
        raise InputError(f"{folder} is no folder: give the folder that holds the treebanks' .conllu files")
    files = sorted(folder.rglob("*.conllu"))
    if not files:
        raise InputError(f"{folder} holds no .conllu file: give the folder that holds the treebanks")
    return files


def read_sentences(path: Path) -> Iterator[list[TreebankWord]]:
    """Read the sentences of a CoNLL-U file; multiword ranges and empty nodes are left out.

    Raises:
        InputError: a line has no ten columns, or the file is no UTF-8.
    """
    for sentence in read_conllu(path):
        yield [
            TreebankWord(one.form, one.lemma, one.upos, "|".join(map("=".join, one.feats.items())) or "_")
            for one in sentence.tokens
        ]


def split(sentences: Iterable[list[TreebankWord]]) -> Split:
    """Split a treebank by the place of its sentences.

    >>> parts = split([[TreebankWord(str(i), "", "X", "_")] for i in range(20)])
    >>> len(parts.train), len(parts.tuning), len(parts.held_out)
    (15, 1, 4)
    """
    parts = Split([], [], [])
    for place, sentence in enumerate(sentences):
        if place % HELD_OUT_EVERY == 0:
            parts.held_out.append(sentence)
        elif place % TUNING_EVERY == 1:
            parts.tuning.append(sentence)
        else:
            parts.train.append(sentence)
    return parts


def read_folder(folder: Path) -> Split:
    """Read, unify and split all the treebanks of a folder; the training sentences are shuffled, always alike.

    The parts that models see have the parts of speech of most treebanks, too; the third is as its treebank has it.

    Raises:
        InputError: no treebank in the folder, or a damaged one.
    """
    whole = Split([], [], [])
    for path in treebank_files(folder):
        parts = split([unify(word) for word in sentence] for sentence in read_sentences(path))
        whole.held_out.extend(parts.held_out)
        for target, sentences in ((whole.train, parts.train), (whole.tuning, parts.tuning)):
            target.extend([unify(class_as_most_do(word)) for word in sentence] for sentence in sentences)
    random.Random(SEED).shuffle(whole.train)  # noqa: S311 - no secret
    return whole


def plain_sentences(folder: Path) -> list[list[str]]:
    """Read the texts of a folder as sentences of tokens, in an order that is always alike; the longest are left out.

    Raises:
        InputError: no such folder, no ``.txt`` file in it, or one that is no UTF-8.
    """
    files = sorted(folder.rglob("*.txt")) if folder.is_dir() else []
    if not files:
        raise InputError(f"{folder} holds no .txt file: give a folder of plain texts")
    sentences = []
    for path in files:
        text = read_utf8(path)
        for start, end in split_sentences(text):
            sentences.append([text[start + a : start + b] for a, b in tokenize(text[start:end])])
    kept = [sentence for sentence in sentences if 0 < len(sentence) <= LONGEST_SENTENCE]
    random.Random(SEED).shuffle(kept)  # noqa: S311 - no secret
    return kept


def conllu_text(sentences: Iterable[list[TreebankWord]]) -> str:
    """Write sentences as CoNLL-U with the fifth column blank: the treebanks' XPOS have nothing in common."""
    blocks = []
    for sentence in sentences:
        rows = [
            f"{place}\t{word.form}\t{word.lemma}\t{word.upos}\t_\t{word.feats}\t{max(place - 1, 0)}\t"
            + ("root" if place == 1 else "dep")
            + "\t_\t_\n"
            for place, word in enumerate(sentence, 1)
        ]
        blocks.append("".join(rows) + "\n")
    return "".join(blocks)


def unify(word: TreebankWord) -> TreebankWord:
    """Return a word the features that all treebanks agree on.

    >>> unify(TreebankWord("подписан", "подписать", "VERB", "Animacy=Inan|Case=Nom|Gender=Masc|Variant=Short")).feats
    'Gender=Masc|Variant=Short'
    """
    feats = dict(pair.split("=", 1) for pair in word.feats.split("|")) if word.feats != "_" else {}
    feats = {name: value for name, value in feats.items() if name in CORE_FEATURES}
    for rule in UNIFICATION:
        feats = rule(word, feats)
    return word._replace(feats="|".join(f"{name}={feats[name]}" for name in sorted(feats)) or "_")


MOST_CALL = {"который": "PRON", "другой": "ADJ", "самый": "ADJ", "сам": "ADJ", "многий": "ADJ"}
"""Words that Taiga calls determiners; GSD, PUD and GramEval's news do not: ``договор, который…``, ``другие страны``."""


def class_as_most_do(word: TreebankWord) -> TreebankWord:
    """Return a word the part of speech that most treebanks give it; a tagger cannot tell whose text it reads.

    >>> class_as_most_do(TreebankWord("которого", "который", "DET", "Case=Gen")).upos
    'PRON'
    """
    if word.upos != "DET":
        return word
    return word._replace(upos=MOST_CALL.get(word.lemma.lower(), word.upos))


Features = dict[str, str]


def _without(feats: Features, *names: str) -> Features:
    return {name: value for name, value in feats.items() if name not in names}


def short_forms_have_no_case(_word: TreebankWord, feats: Features) -> Features:
    """``подписан``: GSD writes a nominative, the others nothing."""
    return _without(feats, "Case", "Animacy") if feats.get("Variant") == "Short" else feats


def plural_modifiers_have_no_gender(word: TreebankWord, feats: Features) -> Features:
    """``новые``, ``подписали``: only nouns keep their gender in the plural."""
    return _without(feats, "Gender") if feats.get("Number") == "Plur" and word.upos not in _NOUNS else feats


def modifiers_are_animate_in_the_accusative_alone(word: TreebankWord, feats: Features) -> Features:
    """``новый договор`` against ``нового посла``: elsewhere a modifier's form says nothing of animacy."""
    if word.upos in _NOUNS:
        return feats
    tells = feats.get("Case") == "Acc" and feats.get("Gender") not in {"Fem", "Neut"} and word.upos in _MODIFIERS
    return feats if tells else _without(feats, "Animacy")


def figures_have_no_case(word: TreebankWord, feats: Features) -> Features:
    """``1993``: GSD writes a case, the others nothing."""
    return {} if word.upos == "NUM" and not re.search("[а-яё]", word.form.lower()) else feats


def latin_words_are_foreign(word: TreebankWord, feats: Features) -> Features:
    """``NATO``, ``de``: a foreign word has no Russian features."""
    return {"Foreign": "Yes"} if word.upos in {"X", "PROPN"} and re.search("[A-Za-z]", word.form) else feats


def auxiliaries_are_active_and_imperfective(word: TreebankWord, feats: Features) -> Features:
    """``был``: half the treebanks leave its aspect and voice out."""
    if word.upos == "AUX" and "VerbForm" in feats:
        return feats | {"Aspect": "Imp", "Voice": "Act"}
    return feats


def conjunctions_have_no_mood(word: TreebankWord, feats: Features) -> Features:
    """``чтобы``: Taiga writes a conditional mood."""
    return _without(feats, "Mood") if word.upos == "SCONJ" else feats


def third_person_alone_has_gender(word: TreebankWord, feats: Features) -> Features:
    """``он`` has a gender, ``кто``, ``что`` and ``я`` have it in some treebanks."""
    return _without(feats, "Gender") if word.upos == "PRON" and feats.get("Person") != "3" else feats


def adverbs_and_adjectives_have_a_degree(word: TreebankWord, feats: Features) -> Features:
    """``там``: GSD writes no degree."""
    if word.upos in {"ADV", "ADJ"} and "Degree" not in feats and re.search("[а-яё]", word.form.lower()):
        return feats | {"Degree": "Pos"}
    return feats


_NOUNS = frozenset({"NOUN", "PROPN"})
_MODIFIERS = frozenset({"ADJ", "DET", "VERB"})

UNIFICATION: tuple[Callable[[TreebankWord, Features], Features], ...] = (
    short_forms_have_no_case,
    plural_modifiers_have_no_gender,
    modifiers_are_animate_in_the_accusative_alone,
    figures_have_no_case,
    latin_words_are_foreign,
    auxiliaries_are_active_and_imperfective,
    conjunctions_have_no_mood,
    third_person_alone_has_gender,
    adverbs_and_adjectives_have_a_degree,
)
"""The rules of :func:`unify`, in order."""
