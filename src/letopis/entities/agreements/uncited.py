"""Which names of a text the grammar of agreements sees: not those of a citation, nor what is no name of its own."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from letopis.cleaning.sections import find_citations
from letopis.records import Entity

_MISTAKEN = re.compile(r"[А-ЯЁ][А-ЯЁа-яё-]+[сц]к(?:ий|ого|ому|им|ом|ая|ой|ую|ое|ие|их|ими) \(\d{4}(?: г\.)?\)")
_OF_TREATY = re.compile(r"(?:ого|его) (?:договора|пакта|соглашения)$")
_SIGNED_THERE = re.compile(
    r"[»”]?, (?:(?:был )?(?:подписа|заключ[её])нн|котор(?:ый|ого) (?:[\w\s]{,30}\s)?(?:подпис|заключ[аеё]))"
)


def uncited(names: Sequence[Entity], text: str) -> Sequence[Entity]:
    """Leave out what stands in a citation: ``договор подписан (Правда. – 1997. – 28 февраля)`` tells no date of it.

    So is left out an adjective that the tagger takes for a body: ``[Пекинский] (1860) договор``; and a body of whose
    treaty the clause goes on to speak: ``[Организация Варшавского договора], который был подписан``.
    """
    names = [
        name for name in names if not _MISTAKEN.match(text, name.start_offset)
        and not (_OF_TREATY.search(name.text) and _SIGNED_THERE.match(text, name.end_offset))
    ]  # fmt: skip
    citations = list(find_citations(text))
    starts = [start for start, _ in citations]
    places = [bisect_right(starts, name.start_offset) - 1 for name in names]
    return [name for name, at in zip(names, places, strict=True) if at < 0 or name.start_offset >= citations[at][1]]
