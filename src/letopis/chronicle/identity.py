"""Which mentions are one agreement: they are gathered one by one, in a file, so that any number of them goes."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, groupby
from operator import itemgetter

import msgspec

from letopis.chronicle.bounds import bounds
from letopis.chronicle.gather import Fact, Mention
from letopis.chronicle.sides import Sides
from letopis.chronicle.spill import key_of
from letopis.chronicle.ties import Profile, strength

MOST_CANDIDATES = 50
"""Agreements looked at for one mention; with more the mention is ambiguous anyway."""

KEPT_PROFILES = 10_000
"""Agreements in memory at a time; the others wait in the file."""

_MENTIONS = msgspec.msgpack.Decoder(Mention)
_PROFILES = msgspec.msgpack.Decoder(Profile)
_encode = msgspec.msgpack.Encoder().encode


@dataclass(frozen=True)
class AgreementIdentity:
    """Mentions that are one agreement, in the order of the texts, and what they say together."""

    mentions: Sequence[Mention]
    sides: Sides
    date: Fact | None

    @property
    def articles(self) -> frozenset[str]:
        """Return the articles that mention it."""
        return frozenset(mention.article for mention in self.mentions)


def identify(mentions: Iterable[Mention], spill: sqlite3.Connection) -> Iterator[AgreementIdentity]:
    """Gather mentions into agreements, in the order of their first mentions.

    Mentions that say most come first. A mention joins the agreement that it fits best; where two fit equally well it
    joins neither. Time is linear in the mentions, for each looks at ``MOST_CANDIDATES`` agreements at most; memory
    holds ``KEPT_PROFILES`` agreements and the mentions of one.

    Args:
        mentions: in the order of the texts; all are read before the first agreement is given.
        spill: an empty database of :func:`letopis.chronicle.spill.spilling`.
    """
    spill.executemany("insert into mentions values (?, ?, ?)", ((m.row, _weight(m), _encode(m)) for m in mentions))
    profiles = lru_cache(maxsize=KEPT_PROFILES)(lambda agreement: _read_profile(spill, agreement))
    for (body,) in spill.execute("select body from mentions order by weight desc, row"):
        _place(_MENTIONS.decode(body), spill, profiles)
    spill.execute(
        "create table numbers as select agreement, row_number() over (order by min(row)) as number "
        "from members group by agreement"
    )
    spill.execute("create index numbers_by_agreement on numbers (agreement, number)")
    rows = spill.execute(
        "select n.agreement, m.body from numbers n join members using (agreement) join mentions m using (row) "
        "order by n.number, m.row"
    )
    for agreement, members in groupby(rows, key=itemgetter(0)):
        profile = profiles(agreement)
        yield AgreementIdentity([_MENTIONS.decode(body) for _, body in members], profile.sides, profile.date)


_Profiles = Callable[[int], Profile]
"""Gives the profile of an agreement by its number: one in memory, or read from the file."""


def _read_profile(spill: sqlite3.Connection, agreement: int) -> Profile:
    (body,) = spill.execute("select body from profiles where agreement = ?", [agreement]).fetchone()
    return _PROFILES.decode(body)


def _begin(mention: Mention, spill: sqlite3.Connection) -> int:
    """Begin an agreement, with nothing known yet but what is called so."""
    body = _encode(Profile(mention.group, mention.text.lower()))
    return spill.execute("insert into profiles (body) values (?)", [body]).lastrowid or 0


def _place(mention: Mention, spill: sqlite3.Connection, profiles: _Profiles) -> None:
    """Let a mention join the agreement that it fits best, or begin one."""
    own = {key_of(key) for key in _keys(mention)}
    buckets = _buckets(spill, own | {key_of(key) for key in _implied(mention)})
    article = key_of(mention.article)
    beside: dict[int, set[str]] = {}
    for known, text in spill.execute("select agreement, text from members where sentence = ?", [mention.sentence]):
        beside.setdefault(known, set()).add(text)
    here = {known for (known,) in spill.execute("select agreement from members where article = ?", [article])}
    agreement = _best(mention, buckets, profiles, beside, here)
    signature = key_of(_signature(mention))
    twin = spill.execute("select agreement from twins where signature = ?", [signature]).fetchone()
    if agreement is None and twin is not None and twin[0] not in beside:
        agreement = twin[0] if profiles(twin[0]).text == mention.text.lower() else None
    if agreement is None:
        agreement = _begin(mention, spill)
        spill.execute("insert or ignore into twins values (?, ?)", [signature, agreement])
    profile = profiles(agreement)
    profile.add(mention)
    spill.execute("update profiles set body = ? where agreement = ?", [_encode(profile), agreement])
    spill.execute(
        "insert into members values (?, ?, ?, ?, ?)",
        [mention.row, agreement, mention.sentence, article, mention.text.lower()],
    )
    new = [key for key in own if len(buckets.get(key, ())) <= MOST_CANDIDATES and agreement not in buckets.get(key, ())]
    spill.executemany("insert into keys values (?, ?)", ((key, agreement) for key in new))


def _buckets(spill: sqlite3.Connection, keys: set[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    marks = ", ".join("?" * len(keys))
    for key, agreement in spill.execute(f"select key, agreement from keys where key in ({marks})", list(keys)):  # noqa: S608
        found.setdefault(key, []).append(agreement)
    return found


def _best(
    mention: Mention, buckets: dict[int, list[int]], profiles: _Profiles, beside: dict[int, set[str]], here: set[int]
) -> int | None:
    """Return the agreement to which a mention is tied most; none where two are equal.

    Two titles in one sentence (``beside``) are two agreements; ``here`` are those of the mention's article.
    """
    candidates = {known for bucket in buckets.values() if len(bucket) <= MOST_CANDIDATES for known in bucket}
    text = mention.text.lower()
    levels = {
        known: strength(mention, profiles(known), same_article=known in here)
        for known in sorted(candidates)
        if text in beside.get(known, (text,))
    }
    best = max(levels.values(), default=0)
    fitting = [known for known, level in levels.items() if level == best]
    return fitting[0] if best and len(fitting) == 1 else None


def _weight(mention: Mention) -> int:
    """Return how much a mention says of its agreement."""
    day = any((span := bounds(fact.value)) and span.is_day for fact in mention.dates)
    return 4 * bool(mention.sides.states or mention.sides.bodies) + 2 * day + bool(mention.dates)


def _signature(mention: Mention) -> Hashable:
    title, dates = mention.title, tuple(sorted(fact.value for fact in mention.dates))
    return mention.article, mention.group, title.name, title.subject, mention.sides, dates


def _keys(mention: Mention) -> Iterator[Hashable]:
    """Under which keys a mention's agreement can be found."""
    group, subject, states = mention.group, mention.title.subject, mention.sides.states
    yield "subject", group, subject
    yield "article", group, subject, mention.article
    yield "shorter here", group, mention.article
    if mention.title.name:
        yield "name", group, mention.title.name
    if states or mention.sides.bodies:
        yield "sides", group, subject, states
        yield "shorter", group, states
        for state in states:
            yield "side", group, subject, state
    for fact in mention.dates:
        yield "day", group, subject, fact.value
        yield "shorter day", group, fact.value


def _implied(mention: Mention) -> Iterator[Hashable]:
    """Under which other keys a mention without sides looks for its agreement."""
    if not mention.sides.states and len(mention.around) <= 6:
        for pair in combinations(sorted(mention.around), 2):
            yield "sides", mention.group, mention.title.subject, frozenset(pair)
