"""Search of tagged sentences by lemma, tag, features and tree; the hits in their context (KWIC)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from letopis.errors import InputError
from letopis.formats.conllu import TaggedSentence, TaggedToken

COLUMNS = {
    "form": "form", "word": "form", "lemma": "lemma", "pos": "upos", "upos": "upos", "entity": "entity",
    "deprel": "deprel",
}  # fmt: skip
"""The names of a condition; every other name is a feature, such as ``Case``."""

HEAD = "head."
"""Before a name: the condition is one of the token's head, of its head's head, and so on."""


class Condition(NamedTuple):
    """``name=pattern`` or ``name!=pattern`` of one token, or of what stands so many ``steps`` above it in the tree."""

    name: str
    pattern: re.Pattern[str]
    wanted: bool
    steps: int = 0

    def holds(self, token: TaggedToken, sentence: Sequence[TaggedToken]) -> bool:
        """Return whether a token meets the condition; of several entities one is enough.

        Above the root, and where there is no tree, no condition holds.
        """
        for _ in range(self.steps):
            if not (token.deprel and 0 < token.head <= len(sentence)):
                return False
            token = sentence[token.head - 1]
        values = [_fold(value) for value in _values(token, self.name)]
        return any(self.pattern.fullmatch(value) for value in values) == self.wanted


Query = list[list[Condition]]
"""For each token of a sequence its conditions."""


class Hit(NamedTuple):
    """A match with the text of its sentence before and after it."""

    place: str
    left: str
    match: str
    right: str


def parse_query(query: str) -> Query:
    """Read a query: conditions on one token, or on a sequence of tokens in brackets.

    ``*`` stands for any letters, ``|`` between values means or; case of letters and ё do not matter. ``deprel=nsubj``
    holds for ``nsubj:pass`` too, and ``head.lemma=подписать`` looks at the head. ``&`` and quotation marks may stand
    as in other programs: ``[deprel="nsubj" & head.lemma="подписать"]``.

    Raises:
        InputError: a condition is no ``name=value``, or a bracket is open.

    >>> [len(conditions) for conditions in parse_query("[pos=ADJ Case=Gen] [lemma=договор|соглашение]")]
    [2, 1]
    """
    if "[" in query and (unpaired := _unpaired(query)):
        raise InputError(f"in the query {query!r} {unpaired}")
    groups = re.findall(r"\[([^\[\]]*)\]", query) if "[" in query else [query]
    rest = re.sub(r"\[[^\[\]]*\]", "", query) if "[" in query else ""
    if rest.strip() or not any(group.strip() for group in groups):
        raise InputError(
            f"{query!r} is no query: write 'lemma=договор pos=NOUN', "
            "or a sequence of tokens as '[pos=ADJ] [lemma=договор]'"
        )
    return [
        [_condition(part, query) for part in _QUOTES.sub(r"\1", group).replace(" & ", " ").split()] for group in groups
    ]


def _unpaired(query: str) -> str:
    """Return what is wrong with the brackets of a query, which do not nest; nothing where they pair."""
    opened = -1
    for place, mark in enumerate(query, 1):
        if mark == "[" and opened >= 0:
            return f"the bracket at character {opened} is still open at the next one; close it with ']'"
        if mark == "]" and opened < 0:
            return f"the bracket at character {place} closes none; write '[' before its token"
        opened = place if mark == "[" else -1 if mark == "]" else opened
    return f"the bracket at character {opened} is open; close it with ']'" if opened >= 0 else ""


_QUOTES = re.compile(r"""(?<==)["']([^"']+)["']""")


def _condition(text: str, query: str) -> Condition:
    name, sign, value = text.partition("=")
    wanted = not name.endswith("!")
    name = name.removesuffix("!")
    steps = 0
    while name.lower().startswith(HEAD):
        name, steps = name[len(HEAD) :], steps + 1
    if not (name and sign and value):
        raise InputError(f"{text!r} in the query {query!r} is no condition: write name=value or name!=value")
    if name.lower() in COLUMNS:
        name = COLUMNS[name.lower()]
    elif not name[0].isupper():
        raise InputError(
            f"{name!r} in the query {query!r} is unknown: take {', '.join(COLUMNS)}, or a feature such as Case; "
            f"'{HEAD}' before a name looks at the token's head"
        )
    choices = (".*".join(map(re.escape, _fold(choice).split("*"))) for choice in value.split("|"))
    return Condition(name, re.compile("|".join(f"(?:{choice})" for choice in choices)), wanted, steps)


def search(sentences: Iterable[TaggedSentence], query: Query) -> Iterator[Hit]:
    """Return the hits of a query, in the order of the text; hits may overlap."""
    for sentence in sentences:
        for start in range(len(sentence.tokens) - len(query) + 1):
            tokens = sentence.tokens[start : start + len(query)]
            pairs = zip(query, tokens, strict=True)
            if all(all(c.holds(token, sentence.tokens) for c in conditions) for conditions, token in pairs):
                yield Hit(
                    sentence.sent_id,
                    _text(sentence.tokens[:start]),
                    _text(tokens).strip(),
                    _text(sentence.tokens[start + len(query) :]),
                )


def kwic_line(hit: Hit, width: int) -> str:
    """Set a hit in the middle of ``width`` characters of context to each side.

    >>> kwic_line(Hit("a-s1", "Подписан ", "договор", "о дружбе."), 10)
    '  Подписан  договор  о дружбе.'
    """
    left = hit.left.strip()[-width:].rjust(width)
    return f"{left}  {hit.match}  {hit.right.strip()[:width]}"


def _text(tokens: Sequence[TaggedToken]) -> str:
    return "".join(token.form + (" " if token.space_after else "") for token in tokens)


def _values(token: TaggedToken, name: str) -> Sequence[str]:
    if name == "entity":
        return [item.split(":")[0] for item in token.misc.get("Entity", "").split(",")]
    if name in {"form", "lemma", "upos"}:
        return [getattr(token, name)]
    if name == "deprel":
        return [token.deprel, token.deprel.partition(":")[0]]
    return [token.feats.get(name, "")]


def _fold(text: str) -> str:
    return text.lower().replace("ё", "е")
