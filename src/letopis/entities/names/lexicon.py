"""Lists of words that the rules of names know, read from ``lexicon.cfg``, and which of them a word is in."""

from __future__ import annotations

from collections import defaultdict
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from letopis.dictionary import CACHED_FORMS
from letopis.entities.names.words import lemmas
from letopis.russian.tables import lists

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


class Lexicon:
    """Lists of lemmas by name; ``of`` answers in which of them a word is, by any of its lemmas.

    >>> sorted(lexicon().of("Посольства")), lexicon().extended({"embassies": ["нунциатура"]}).of("нунциатурой")
    (['common_bodies', 'embassies'], frozenset({'embassies'}))
    """

    def __init__(self, lists: Mapping[str, Iterable[str]]) -> None:
        self.lists = {name: frozenset(words) for name, words in lists.items()}
        names = defaultdict(set)
        for name, words in self.lists.items():
            for word in words:
                names[word].add(name)
        known = {word: frozenset(found) for word, found in names.items()}

        @lru_cache(maxsize=CACHED_FORMS)
        def of(word: str) -> frozenset[str]:
            found = [known[lemma] for lemma in lemmas(word) if lemma in known]
            if "-" in word and (last := word.rpartition("-")[2]).islower():
                found.append(of(last) & OF_COMPOUNDS)
            return frozenset().union(*found) if found else _NONE

        self.of: Callable[[str], frozenset[str]] = of

    def extended(self, more: Mapping[str, Iterable[str]]) -> Lexicon:
        """Return the same lists with words added to some of them."""
        return Lexicon({name: words | frozenset(more.get(name, ())) for name, words in self.lists.items()})


_NONE: frozenset[str] = frozenset()

OF_COMPOUNDS = frozenset({"named_in_quotes", "named_by_word"})
"""Lists that a word with hyphens is in when its last part is: ``рок-группа``, ``медиа-холдинг``."""


@cache
def lexicon() -> Lexicon:
    """Return the lists that come with the package."""
    return Lexicon(lists("lexicon.cfg", __package__))
