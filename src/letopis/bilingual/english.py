"""English words and sentences, as much of them as alignment and projection need."""

from __future__ import annotations

import re
from functools import lru_cache

from letopis.records import Sentence
from letopis.russian.tables import rows
from letopis.sentences.split import paragraphs

STOP_WORDS = frozenset(
    "a an the and or but of in on at to from by for with as is are was were be been being has have had it its "
    "this that these those which who whom whose he she they them their his her we our us i you your my me him not "
    "no do does did so than then there here into also will would shall should".split()
)
"""Words too common to say anything about which sentence answers which."""

NUMBER_WORDS = {
    word: str(number)
    for number, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)
}

_IRREGULAR: dict[str, str] = dict(rows("irregular.en.tsv", "letopis.bilingual"))
_ABBREVIATIONS = (
    r"(?:Mr|Mrs|Ms|Dr|Prof|St|Gen|Col|Lt|Sgt|Sen|Rep|Gov|Jr|Sr|No|Nos|vol|pp?|cf|vs|etc|e\.g|i\.e|ca?|Fig|Inc|Ltd|Co|"
    r"Corp|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|approx|ed|eds|trans|a\.m|p\.m|[A-Z]|(?:[A-Z]\.)+[A-Z])"
)
# A period after an abbreviation or an initial ends no sentence: "A. Akayev", "No. 12", "e.g. the CIS".
_STOP = re.compile(
    rf"(?:(?<![\w.])(?P<short>{_ABBREVIATIONS})\.|[.!?…]+)(?P<close>[\"'”’»)\]]*)(?:\s*\[[\d\s,;:.pp–-]{{1,40}}\]\.?)?(?P<space>\s+)"
    r"(?=[\"'“‘«(\[]*[A-Z0-9])"
)


def split_english(text: str) -> list[Sentence]:
    """Return the sentences of running English as spans; a blank line always ends one.

    >>> text = "He met A. Akayev in Baku. The U.S. was there, too [1]. 26 states came."
    >>> [text[start:end] for start, end in split_english(text)]
    ['He met A. Akayev in Baku.', 'The U.S. was there, too [1].', '26 states came.']
    """
    found: list[Sentence] = []
    for start, end in paragraphs(text):
        first = start
        for match in _STOP.finditer(text, start, end):
            if match.group("short") is None:
                found.append(Sentence(first, match.start("space")))
                first = match.end()
        found.append(Sentence(first, end))
    return found


@lru_cache(maxsize=100_000)
def english_stem(word: str) -> str:
    """Return a key that the forms of an English word share; it need not be a word itself.

    >>> [english_stem(w) for w in ("countries", "country", "making", "made", "make", "said", "signed")]
    ['country', 'country', 'mak', 'mak', 'mak', 'say', 'sign']
    """
    word = word.lower().replace("’", "'")
    word = re.sub(r"'s?$", "", word)
    word = _IRREGULAR.get(word, word)
    for ending, instead in (("ies", "y"), ("ied", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x")):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word[: -len(ending)] + instead
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        word = word[:-1]
    for ending in ("ing", "ed"):
        stem = word[: -len(ending)]
        if word.endswith(ending) and len(stem) > 2 and re.search(r"[aeiouy]", stem):
            word = stem[:-1] if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "lsz" else stem
            break
    return word[:-1] if word.endswith("e") and len(word) > 2 else word
