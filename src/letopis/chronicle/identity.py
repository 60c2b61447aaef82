"""All mentions of an agreement together, by their identity: they wait in a file, so that any number of them goes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import itemgetter

import msgspec

from letopis.chronicle.gather import Fact, Mention, Unlinked
from letopis.linking.agreements.bounds import bounds
from letopis.linking.agreements.sides import Sides, together

_MENTIONS = msgspec.msgpack.Decoder(Mention)
_encode = msgspec.msgpack.Encoder().encode


@dataclass(frozen=True)
class AgreementIdentity:
    """Mentions that are one agreement, in the order of the texts, and what they say together."""

    key: str
    mentions: Sequence[Mention]

    @cached_property
    def sides(self) -> Sides:
        """Return the sides that any mention names."""
        return together(mention.sides for mention in self.mentions)

    @cached_property
    def date(self) -> Fact | None:
        """Return the closest date of signing."""
        dates = (fact for mention in self.mentions for fact in mention.dates)
        return min(dates, key=lambda fact: own.days if (own := bounds(fact.value)) else float("inf"), default=None)

    @property
    def articles(self) -> frozenset[str]:
        """Return the articles that mention it."""
        return frozenset(mention.article for mention in self.mentions)


def identify(mentions: Iterable[Mention], spill: sqlite3.Connection, unlinked: Unlinked) -> Iterator[AgreementIdentity]:
    """Gather mentions into agreements by their identity, in the order of their first mentions.

    Memory holds the mentions of one agreement.

    Args:
        mentions: in the order of the texts; all are read before the first agreement is given.
        spill: a database of :func:`letopis.chronicle.database.open_scratch`.
        unlinked: the agreements of records without identities, which are joined here.
    """
    spill.executemany("insert into waiting values (?, ?, ?)", ((m.row, m.agreement, _encode(m)) for m in mentions))
    spill.executemany("update waiting set agreement = ? where row = ?", unlinked.identities())
    spill.execute("create index mentions_by_agreement on waiting (agreement, row)")
    rows = spill.execute(
        "select agreement, body from waiting join "
        "(select agreement, min(row) as first from waiting group by agreement) using (agreement) order by first, row"
    )
    for key, members in groupby(rows, key=itemgetter(0)):
        yield AgreementIdentity(key, [_MENTIONS.decode(body) for _, body in members])
