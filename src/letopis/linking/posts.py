"""Posts and callings beside a name: ``президент КР А. Акаев``, ``А. Акаев, президент КР``."""

from __future__ import annotations

import re
from functools import lru_cache

from letopis.dictionary import PERSONS_AND_PLACES, known_parses
from letopis.russian.spelling import LETTERS
from letopis.russian.tables import lists

MOST_WORDS = 7
"""Words before a name in which its post is looked for."""

WORDS_BEHIND = 3
"""Words of an apposition behind a name in which its post is looked for."""

SAYING_NOTHING = lists("words.cfg", __package__)["saying_nothing"]
"""Nouns, by lemma, that many namesakes may share."""

_BREAK = re.compile(r"[.,;:()«»“”\"!?–—\n]")
_APPOSITION = re.compile(r"(?:,| [–—]) ([^.,;:()«»“”\"!?\n]+)")


def posts_beside(before: str, after: str) -> tuple[str, ...]:
    """Return the nouns, by lemma, that say what a person is, right before and behind the name.

    >>> posts_beside("Его принял премьер-министр Чехии ", ""), posts_beside("", ", посол в Чехии, прибыл")
    (('министр', 'премьер'), ('посол',))
    """
    words = LETTERS.findall(_BREAK.split(before.removesuffix("\n"))[-1])[-MOST_WORDS:]
    behind = _APPOSITION.match(after)
    if behind is not None:
        words += LETTERS.findall(behind.group(1))[:WORDS_BEHIND]
    return tuple(sorted({post for word in words if (post := _post(word))}))


@lru_cache(maxsize=50_000)
def _post(word: str) -> str:
    """Return the lemma of a word that names persons by what they do; empty for others."""
    readings = known_parses(word) if word.islower() else ()
    nouns = [p for p in readings if p.pos == "NOUN" and "anim" in p.grammemes and not p.grammemes & PERSONS_AND_PLACES]
    if not nouns or nouns[0] is not readings[0] or nouns[0].lemma in SAYING_NOTHING:
        return ""
    return nouns[0].lemma.replace("ё", "е")
