"""What the news tell of names: which nominative of a form they have, and how often."""

from __future__ import annotations

import re

from letopis.navec import frequency
from letopis.russian.name_types import NameReading
from letopis.russian.syllables import is_short

COMMONER = 0.4
"""What a reading gains whose nominative the news have more often than those of the others."""

LITTLE_COMMONER = 0.1
"""The same for a man's surname beside a woman's: that the news name more men than women tells little."""

MUCH = 5
"""How much more often that is."""

GENITIVES = 2
"""How often a name's genitive stands beside its nominative, at most."""

SEEN, LEAST_LETTERS = 100, 3
"""How often, and how long, a foreign name is at least that is told by the news: ``Фурнье``, ``Неру``."""

_WOMANS = re.compile(r"(?:[оеё]в|[иы]н)а$")
"""Ending of women's surnames, which are a man's genitive too: ``Петрова``."""


def commoner(readings: list[NameReading]) -> list[NameReading]:
    """``Камалой`` is of Камала rather than of Камалой: the news name her; Кирова is a form of Киров, too.

    Of ``Боливару`` they have Боливара as often as a name has its genitive, so it is none beside Боливар.
    """
    counts = {one.nominative: frequency(one.nominative) for one in readings}
    for name in set(counts):
        alike = name.endswith("а") and not _WOMANS.search(name) and counts[name] < GENITIVES * counts.get(name[:-1], 0)
        if alike:
            del counts[name]
    best, *others = sorted(counts, key=lambda name: -counts[name]) or [""]
    if (
        not counts.get(best)
        or (best.endswith(("ва", "на")) and best[:-1] in others)
        or is_short(best)
        or any(counts[best] < MUCH * counts[other] for other in others)
    ):
        return readings
    more = LITTLE_COMMONER if f"{best}а" in others and _WOMANS.search(f"{best}а") else COMMONER
    return [one._replace(weight=one.weight + more * (one.nominative == best)) for one in readings]


def stays(lower: str, others: list[NameReading]) -> float:
    """Return how likely a form is the nominative of a name that stays: more if the news have it, and no other's."""
    weight = 0.4 if lower.endswith(("ого", "ому")) else 0.5 if lower[-1] in "уюеы" else 0.7
    least = max((frequency(one.nominative) for one in others), default=0) * MUCH
    return weight + COMMONER * (len(lower) > LEAST_LETTERS and frequency(lower) > max(least, SEEN))
