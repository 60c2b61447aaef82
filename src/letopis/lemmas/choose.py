"""Which lemma is believed, and why: an ordered list of named rules.

Each rule looks at one token in its context and gives a lemma or nothing; the first that answers is believed, and its
name goes to ``LemmaSource`` in CoNLL-U. The order: what is no word stays as it is written; pronouns, adverbs and
substantives as the treebanks of Russian lemmatise them; the dictionary's reading that fits; Stanza's lemma for a word
that the dictionary does not know; the dictionary's guess.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from letopis.dictionary import Parse
from letopis.lemmas.candidates import ACCENT, fold
from letopis.navec import frequency
from letopis.russian.spelling import recase, undeclined
from letopis.russian.toponyms import town_nominative, unseen_town


class LemmaEvidence(NamedTuple):
    """All that is known of a token when its lemma is chosen."""

    form: str
    upos: str
    reading: Parse
    stanza: str | None = None


class Choice(NamedTuple):
    """A lemma and the rule that gave it."""

    lemma: str
    rule: str

    @property
    def source(self) -> str:
        """Say who was believed and by which rule, for ``LemmaSource``.

        >>> Choice("XX", "figures_stay").source, Choice("то", "pronouns_of_things").source
        ('form.figures_stay', 'pymorphy3.pronouns_of_things')
        """
        who = "form" if self.rule in AS_WRITTEN else "stanza" if self.rule.startswith("stanza") else "pymorphy3"
        return f"{who}.{self.rule}"


_WORD = re.compile("[а-яё]+$")
_MARKS = re.compile(r"\W+$")
_FIGURES = re.compile(r"[-+−]?\d[\d.,:/–-]*$")
_FIGURES_AND_ENDING = re.compile(r"\d[\d.,]*[-–][а-яёА-ЯЁ]{1,4}$")
_ROMAN = re.compile(r"[IVXLCDMХ]+$")
_CYRILLIC = re.compile("[А-Яа-яЁё]")
_LETTERS = re.compile(r"[^\W\d_]")

PRONOUNS: Mapping[str, Mapping[str, str]] = {
    "тот": {"Sing": "то"},
    "этот": {"Sing": "это"},
    "весь": {"Sing": "всё", "Plur": "все"},
}
"""As pronouns: ``того, что``, ``после этого``, ``прежде всего``, ``для всех``; else ``тот``, ``этот``, ``весь``."""

POSSESSIVES = frozenset({"его", "её", "ее", "их"})

LASTING_COMPARATIVES = frozenset("более менее ранее далее больше дальше позднее скорее раньше".split())
"""As adverbs the treebanks keep these; others go back to their adverb, ``чаще`` → ``часто``."""

ADVERBS: Mapping[str, str] = {"хороший": "хорошо", "далёкий": "далеко", "поздний": "поздно", "ранний": "рано"}
"""Adverbs of comparatives that are not made with ``-о`` for the adjective's ending, or lose a soft sign."""

AMOUNTS: Mapping[str, str] = {"больше": "много", "меньше": "мало", "больший": "много"}


def marks_stay(e: LemmaEvidence) -> str | None:
    """``—``, ``%``, ``№``."""
    return e.form if _MARKS.match(e.form) else None


def figures_stay(e: LemmaEvidence) -> str | None:
    """``1993``, ``2,5``, ``4-м``, ``XX``."""
    if _FIGURES.match(e.form) or _FIGURES_AND_ENDING.match(e.form):
        return e.form
    return e.form if _ROMAN.match(e.form) and e.upos != "PROPN" and (len(e.form) > 1 or e.form in "IVXХ") else None


def abbreviations_stay(e: LemmaEvidence) -> str | None:
    """``г.``, ``гг.``, ``А.``: an abbreviation has many readings, and the mark shows that it is one."""
    return e.form if e.form.endswith(".") and len(e.form) > 1 and _LETTERS.search(e.form) else None


def foreign_words_stay(e: LemmaEvidence) -> str | None:
    """``NATO``, ``de``, ``Σ``: no letter of ours; a word of mixed letters (``pеспублика``) goes on."""
    return e.form if _LETTERS.search(e.form) and not _CYRILLIC.search(e.form) else None


def acronyms_stay(e: LemmaEvidence) -> str | None:
    """``ООН``, ``КРСУ``, ``КГНУ``; but ``ДОГОВОР`` in a heading is a word."""
    if not (e.form.isupper() and len(e.form) > 1):
        return None
    whole = e.reading.known and not e.reading.grammemes & {"Abbr", "Fixd"}
    return None if whole else e.form


def acronyms_lose_endings(e: LemmaEvidence) -> str | None:
    """``МХАТа`` → ``МХАТ``, ``в ЦУМе`` → ``ЦУМ``."""
    stem = undeclined(e.form)
    return stem if stem != e.form else None


def pronouns_of_things(e: LemmaEvidence) -> str | None:
    """``того, что`` → ``то``; ``после этого`` → ``это``; ``прежде всего`` → ``всё``; ``для всех`` → ``все``."""
    if e.upos != "PRON" or e.reading.lemma not in PRONOUNS:
        return None
    number = "Plur" if "plur" in e.reading.grammemes else "Sing"
    return PRONOUNS[e.reading.lemma].get(number)


def possessives_stay(e: LemmaEvidence) -> str | None:
    """``их договор``: the possessive is its own lemma, the pronoun in ``вижу их`` is not."""
    return fold(e.form) if e.upos == "DET" and fold(e.form) in POSSESSIVES else None


def amounts(e: LemmaEvidence) -> str | None:
    """``больше половины`` → ``много``."""
    return AMOUNTS.get(fold(e.form)) if e.upos == "NUM" else None


def comparatives_of_adverbs(e: LemmaEvidence) -> str | None:
    """``чаще`` → ``часто``, ``лучше`` → ``хорошо``; ``более``, ``ранее`` stay."""
    form = fold(e.form)
    if e.upos != "ADV" or e.reading.pos not in {"COMP", "ADJF"}:
        return None
    if form in LASTING_COMPARATIVES:
        return form
    adjective = e.reading.lemma
    made = ADVERBS.get(adjective, re.sub("(ый|ий|ой)$", "о", adjective))
    return made if frequency(made) else form


def adverbs_stay(e: LemmaEvidence) -> str | None:
    """``очевидно``, ``возможно``: written as a short adjective, used as an adverb."""
    return fold(e.form) if e.upos == "ADV" and e.reading.pos in {"ADJS", "PRTS", "NOUN"} else None


def neuter_substantives(e: LemmaEvidence) -> str | None:
    """``в общем`` → ``общее``, ``в настоящем`` → ``настоящее``: an adjective that stands as a noun."""
    if e.upos == "NOUN" and e.reading.pos == "ADJF" and "neut" in e.reading.grammemes:
        return re.sub("(ый|ой)$", "ое", re.sub("(?<=[гкх])ий$", "ое", e.reading.lemma)).replace("ий", "ее")
    return None


def reading_that_fits(e: LemmaEvidence) -> str | None:
    """The dictionary knows the word."""
    return e.reading.lemma if e.reading.known or ("-" in e.form and e.reading.score > 0) else None


def stanza_for_unknown_words(e: LemmaEvidence) -> str | None:
    """The dictionary does not know the word: Stanza's lemma, where it shares the word's beginning."""
    if not e.stanza or e.upos == "PROPN":
        return None
    lemma, form = fold(e.stanza), fold(e.form)
    return lemma if lemma[: max(2, len(form) // 2)] == form[: max(2, len(form) // 2)] else None


def town_in_the_news(e: LemmaEvidence) -> str | None:
    """A town that the dictionary lacks: ``в Сараеве`` → ``Сараево``, ``в Токмоке`` → ``Токмок``."""
    if e.upos != "PROPN" or not {"loct", "sing"} <= e.reading.grammemes or not e.form.istitle():
        return None
    return fold(town_nominative(e.form) or unseen_town(fold(e.form)) or e.reading.lemma)


def guess(e: LemmaEvidence) -> str | None:
    """The likeliest paradigm for the ending: ``Атамбаевым`` → ``Атамбаев``."""
    return e.reading.lemma


RULES: tuple[Callable[[LemmaEvidence], str | None], ...] = (
    marks_stay,
    figures_stay,
    abbreviations_stay,
    foreign_words_stay,
    acronyms_stay,
    acronyms_lose_endings,
    pronouns_of_things,
    possessives_stay,
    amounts,
    comparatives_of_adverbs,
    adverbs_stay,
    neuter_substantives,
    reading_that_fits,
    stanza_for_unknown_words,
    town_in_the_news,
    guess,
)
"""The order of belief."""

AS_WRITTEN = frozenset(rule.__name__ for rule in RULES[: RULES.index(pronouns_of_things)])

WORD_RULES = tuple(rule for rule in RULES if rule.__name__ not in AS_WRITTEN)
"""What is left to ask of a word in small Russian letters; most words are."""


def choose(evidence: LemmaEvidence) -> Choice:
    """Choose the lemma of a token.

    >>> from letopis.lemmas.candidates import candidates
    >>> choose(LemmaEvidence("того", "PRON", candidates("того", capital=False)[0]))
    Choice(lemma='то', rule='pronouns_of_things')
    """
    for rule in WORD_RULES if _WORD.match(evidence.form) else RULES:
        lemma = rule(evidence)
        if lemma is not None:
            if rule.__name__ not in AS_WRITTEN:
                lemma = _with_capitals(lemma, evidence)
            return Choice(lemma, rule.__name__)
    return Choice(evidence.form, "guess")


def _with_capitals(lemma: str, evidence: LemmaEvidence) -> str:
    """A name keeps its capitals: ``Жогорку``, ``Мамин-Сибиряк``, ``ТАЛАС`` in a heading → ``Талас``."""
    form = evidence.form.replace(ACCENT, "")
    if evidence.upos != "PROPN":
        return lemma
    return recase(lemma, form.title() if form.isupper() else form)
