"""Lemmas and parts of speech that corrected CoNLL-U teaches, by form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from letopis.formats.conllu import TaggedSentence
from letopis.learning.words import OFTEN, LearnedWord
from letopis.lemmas.analysis import Engine

NOT_LEARNED = frozenset({"PUNCT", "SYM", "X", "NUM"})


def learn_lemmas(corrected: Sequence[TaggedSentence], engine: Engine) -> list[LearnedWord]:
    """Return the lemma and part of speech of forms that the engine has wrong each time, ``OFTEN`` times at least.

    A form that the corrections read in two ways is left to the engine, which sees its sentence.

    >>> from letopis.formats.conllu import TaggedToken
    >>> from letopis.lemmas.pymorphy import analyse
    >>> word = TaggedToken("Шерти", "шерть", "NOUN", {}, 0, "root", {})
    >>> [(one.key, one.word) for one in learn_lemmas([TaggedSentence("a", [word])] * 2, analyse)]
    [('шерти', 'шерть NOUN')]
    """
    analyses = engine([[token.form for token in sentence.tokens] for sentence in corrected])
    said: dict[str, Counter[tuple[str, str]]] = {}
    right: set[str] = set()
    examples: dict[str, str] = {}
    for sentence, found in zip(corrected, analyses, strict=True):
        for token, analysis in zip(sentence.tokens, found, strict=True):
            form = token.form.lower()
            if token.upos in NOT_LEARNED or not form.isalpha():
                continue
            said.setdefault(form, Counter())[token.lemma, token.upos] += 1
            examples.setdefault(form, " ".join(one.form for one in sentence.tokens)[:80])
            if (analysis.lemma, analysis.upos) == (token.lemma, token.upos):
                right.add(form)
    return [
        LearnedWord("lemmas", form, " ".join(reading), times, examples[form])
        for form, readings in sorted(said.items())
        if len(readings) == 1 and form not in right
        for reading, times in readings.items()
        if times >= OFTEN
    ]
