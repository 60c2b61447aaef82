"""What a network sees of titles: how surely a stretch of a text is an agreement's, by the words alone.

It has the form of the tagger of names and was taught by annotated passages (``models/titles``). The rules read what
stands in a title; where it is surer of other bounds, they are taken, and the judge of candidates hears it, too.
"""

from __future__ import annotations

import json
import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from letopis.batching import batches
from letopis.entities.agreements import values
from letopis.entities.agreements.chain import ON_BEHALF, SeenTitle, at
from letopis.entities.names.corpus import GAP, lay_out
from letopis.entities.names.network import span_scores
from letopis.entities.names.tagger import CHUNK, Tagger, load_tagger
from letopis.errors import InputError
from letopis.lemmas.models import model_folder

if TYPE_CHECKING:
    from letopis.entities.agreements.named import Candidate
    from letopis.entities.agreements.units import Unit, Words

TITLES = "titles"
"""The folder of the network among the models."""

LEAST = 0.05
"""Share from which a stretch is told."""


LONGEST = 18
"""Words of the longest stretch that the network sees; of longer titles it knows nothing."""

FORMAL = 1.1
"""What the rules' bounds count more than in the passages, where formal titles, which they know best, are few."""

MOST = 4
"""Stretches about one head that are weighed."""

BOUNDS = "bounds.json"
"""What the network's share and each rule that reads a title weigh where they differ; beside the judge."""


class SeenTitles:
    """The titles that the network sees in a text, by their first character and the one behind their last."""

    def __init__(self, shares: Mapping[tuple[int, int], float]) -> None:
        self.shares = shares
        self._in_order = sorted(shares)

    def about(self, units: Sequence[Unit], head: int, lowest: int = 0) -> tuple[SeenTitle, ...] | None:
        """Return the likeliest titles that hold a head and begin and end with units, from ``lowest`` on.

        >>> from letopis.entities.agreements.units import Unit
        >>> words = [Unit(0, 4, "Этот", ()), Unit(5, 12, "договор", ()), Unit(13, 18, "1992.", ())]
        >>> SeenTitles({(5, 12): 0.2, (5, 18): 0.7, (0, 15): 0.9}).about(words, 1)
        (SeenTitle(first=1, end=3, share=0.7), SeenTitle(first=1, end=2, share=0.2))
        """
        if self is NONE_SEEN:
            return None
        starts = {units[place].start: place for place in range(lowest, head + 1)}
        ends = {unit.end: place for place, unit in enumerate(units[head:], head + 1)}
        near = slice(
            bisect_left(self._in_order, (units[lowest].start,)), bisect_left(self._in_order, (units[head].end,))
        )
        found = [
            SeenTitle(starts[start], ends[end], self.shares[start, end])
            for start, end in self._in_order[near]
            if start in starts and end in ends
        ]
        return tuple(sorted(found, key=lambda seen: -seen.share)[:MOST])


def log_odds(share: float) -> float:
    """Return the log odds of a share, which counts as one that is hardly told or nearly sure where it is beyond.

    >>> log_odds(0.5), log_odds(0.0) == log_odds(LEAST)
    (0.0, True)
    """
    kept = min(max(share, LEAST), 1 - LEAST)
    return math.log(kept / (1 - kept))


def bound_marks(it: Candidate) -> dict[tuple[int, int], dict[str, float]]:
    """Return the bounds that a title may have, those of the rules first, and what speaks for each."""
    rule, _ = it.decided
    shares = {(seen.first, seen.end): seen.share for seen in it.seen or ()}
    ruled = (it.first, it.chain.end)
    marks = {ruled: {"share": log_odds(shares.get(ruled, 0.0)), "ruled": 1.0, f"ruled {rule}": 1.0}}
    others = {
        one: share
        for one, share in shares.items()
        if one != ruled and not _over(it, one[1]) and not _short(it, one[1]) and _closed(it, one)
    }
    return marks | {one: {"share": log_odds(share)} for one, share in others.items()}


def _short(it: Candidate, end: int) -> bool:
    """Return whether bounds leave out what surely belongs to a title that the rules read further.

    Sides (``Гентский договор (1814) [с Великобританией]``), what stands behind a bracket, ``[, а также о пленных]``;
    a date, which rules read only where no verb of signing has it.
    """
    rest = it.units[end : it.chain.end]
    joined = [unit.lower for unit in rest[:3]] == [",", "а", "также"] or (rest[:1] and rest[0].text == "(")
    dated = bool(rest) and rest[0].label == "DATE"
    return dated or bool(joined) or any(end <= place < it.chain.end for place in it.chain.sides)


def _closed(it: Candidate, bounds: tuple[int, int]) -> bool:
    """Return whether no quotes or brackets are open at the end of a title: not ``договор о [«вечной дружбе]``."""
    inside = [unit.text for unit in it.units[slice(*bounds)]]
    return inside.count("«") == inside.count("»") and inside.count("(") == inside.count(")")


def _is_day(unit: Unit) -> bool:
    """``ратифицировали договор о дружбе [5 мая 1921 г.]``: a day without ``от`` is the verb's as the rules read it."""
    return unit.name is not None and unit.label == "DATE" and str(unit.name.value).count("-") == 2


def _over(it: Candidate, end: int) -> bool:
    """Return whether bounds go on over what the guidelines have no title go over.

    A verb or a short participle (``Договор о дружбе [подписан Чехией]``), who signs (``подписание договора [Чехией]``),
    who is counted (``подписали договор о минах [40 стран]``), another preposition (``о торговле [и в знак дружбы]``),
    what an instrument does (``Конвенция о реках[, запрещающая лов]``), where or under what it was signed (``договор о
    дружбе [в Баку]``, ``[под угрозой войны]``), what it rests on (``протокол [в развитие Договора]``).
    """
    behind = it.units[it.chain.end : end]
    if any(unit.pos in {"VERB", "PRTS"} for unit in behind):
        return True
    words = tuple(unit.lower for unit in behind)
    if not words:
        return False
    if words[:1] == (",",):
        return any(unit.participle for unit in behind[1:2])
    signing = at(it.units, it.first - 1).lemmas() & values.EVENT_OF_SIGNING and "gent" in it.head.cases()
    if signing and behind[0].label in {"GPE", "ORG"} and behind[0].cases() == {"ablt"}:
        return True
    if words[0] == "под" or words[0].isdigit() or _is_day(behind[0]):
        return True
    if (
        words[:2] in ON_BEHALF
        or (words[0] == "за" and any(unit.label for unit in behind[1:2]))
        or (words[0] == "с" and words[-1] == "стороны")
    ):
        return True
    if words[0] == "и" and behind[1:2] and behind[1].pos == "PREP":
        return words[1] not in {unit.lower for unit in it.units[it.first : it.chain.end]}
    if words[:1] in {("в",), ("во",)} and any(unit.label == "GPE" for unit in behind[1:]):
        return behind[1].label == "GPE" or bool(behind[1].lemmas() & values.SITES)
    return any(words[: len(phrase)] == phrase for phrase in values.OLDER_FOLLOWS)


def bounds_of(it: Candidate) -> tuple[int, int]:
    """Return where a title begins and ends: by the rules, or by what the network sees, whichever weighs more.

    Whether a town names a head, and of what stands in brackets before it, rules know.
    """
    weights = bound_weights()
    words = sum(len(unit.text.split()) for unit in it.units[it.first : it.chain.end])
    if not weights or not it.seen or words > LONGEST or dated_before(it) or it.decided[0] == "place":
        return it.first, it.chain.end
    marks = bound_marks(it)
    marks[it.first, it.chain.end]["ruled"] += FORMAL
    return max(marks, key=lambda one: sum(weights.get(mark, 0.0) * value for mark, value in marks[one].items()))


def dated_before(it: Candidate) -> bool:
    """Return whether a date stands before the head: ``Портсмутский [(1763)] и Бухарестский [(1783)] договоры``."""
    return any(unit.label == "DATE" for unit in it.units[it.first : it.chain.head])


@cache
def bound_weights() -> Mapping[str, float]:
    """Return the weights of what speaks for bounds; none where they are not there.

    Raises:
        InputError: they are damaged.
    """
    folder = model_folder("agreements")
    path = folder / BOUNDS if folder is not None else None
    if path is None or not path.is_file():
        return {}
    try:
        weights = json.loads(path.read_bytes())
        return {str(mark): float(weight) for mark, weight in weights.items()}
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise InputError(f"{path} cannot be read ({error}): install letopis again") from error


NONE_SEEN = SeenTitles({})
"""What is seen where there is no network, or nothing to see."""


def see_titles(sentences: Sequence[Words], tagger: Tagger | None = None) -> SeenTitles:
    """Return the titles that a network sees in some sentences of a text, the project's when none is given."""
    tagger = tagger or title_tagger()
    if tagger is None or not sentences:
        return NONE_SEEN
    model, table = tagger
    shares_of: dict[tuple[int, int], float] = {}
    for part in batches(sentences, lambda sentence: len(sentence.texts) + GAP, CHUNK):
        layout = lay_out([sentence.texts for sentence in part])
        shares = 1 / (1 + np.exp(-span_scores(model, table, layout)[:, 0].clip(-30)))
        for first, length in np.argwhere(shares >= LEAST).tolist():
            number = int(layout.sentences[first])
            place, words = first - layout.firsts[number], part[number]
            shares_of[words.starts[place], words.ends[place + length]] = float(shares[first, length])
    return SeenTitles(shares_of)


@cache
def title_tagger() -> Tagger | None:
    """Return the network that comes with the project, or nothing where it is not there.

    Raises:
        InputError: it is damaged.
    """
    folder = model_folder(TITLES)
    return load_tagger(folder) if folder is not None else None
