"""Where an example's characters stand in today's text of its article, also when the cleaning has changed since."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

from letopis.doccano.base import Version
from letopis.doccano.merge import Key, Link
from letopis.doccano.settings import PARTS
from letopis.entities.spans import key_of
from letopis.errors import InputError
from letopis.offsets import OffsetMap, trimmed
from letopis.records import Article, Entity
from letopis.sentences.split import paragraphs

if TYPE_CHECKING:
    from letopis.doccano.base import Base, Entry
    from letopis.records import Relation


class Part(NamedTuple):
    """A stretch of the clean text, in code points, without white space at its ends."""

    start: int
    end: int


def split_article(article: Article, part: str) -> list[Part]:
    """Cut the article into paragraphs (parted by blank lines), sentences, or nothing.

    >>> split_article(Article(id="a", text="Баку.\\n\\nБишкек.\\n"), "paragraph")
    [Part(start=0, end=5), Part(start=7, end=14)]
    """
    if part == "sentence":
        if article.text.strip() and not article.sentences:
            raise InputError(
                f"article {article.id!r}: the record has no sentences; choose another --unit or extract it again"
            )
        stretches: Iterable[tuple[int, int]] = article.sentences
    elif part == "paragraph":
        stretches = paragraphs(article.text)
    elif part == "article":
        stretches = [(0, len(article.text))]
    else:
        raise InputError(f"{part!r} is no unit; choose one of {', '.join(PARTS)}")
    parts = (Part(*trimmed(article.text, start, end)) for start, end in stretches)
    return [found for found in parts if found.end > found.start]


def uncertainty(entities: Iterable[Entity]) -> float:
    """Return the probability that at least one span is wrong.

    It is 1 − Π score, each score taken as an independent probability that its span is right. A span without score
    counts as certain; a part without spans has 0. What the pipeline missed cannot be seen here.

    >>> sure = Entity(id=1, label="GPE", start_offset=0, end_offset=4, text="Баку", score=0.9)
    >>> round(uncertainty([sure, sure]), 2)
    0.19
    """
    return 1.0 - math.prod(min(max(1.0 if e.score is None else e.score, 0.0), 1.0) for e in entities)


class Bridge:
    """The way between two clean texts of one source file, through their raw offsets; closed when the files differ."""

    def __init__(self, old: Version, new: Version) -> None:
        self.is_open = bool(old.source and new.source and old.source.sha256 == new.source.sha256)
        self.old, self.new = (OffsetMap(one.source.edits if one.source else ()) for one in (old, new))
        self._to_old, self._to_new = self.old.invert(), self.new.invert()
        self._texts = old.text, new.text

    def to_new(self, start: int, end: int) -> tuple[int, int] | None:
        """Carry a span of the old text into the new one; ``None`` when nothing of it is left."""
        return self._carry(start, end, self.old, self._to_new, self._texts[1])

    def to_old(self, start: int, end: int) -> tuple[int, int] | None:
        """Carry a span of the new text into the old one."""
        return self._carry(start, end, self.new, self._to_old, self._texts[0])

    def _carry(self, start: int, end: int, out: OffsetMap, into: OffsetMap, text: str) -> tuple[int, int] | None:
        if not self.is_open:
            return None
        start, end = trimmed(text, *into.span_to_raw(*out.span_to_raw(start, end)))
        return (start, end) if start < end else None


@dataclass(frozen=True)
class Lens:
    """One example seen in today's text: ``part`` is where its text stands unchanged, else ``bridge`` leads there."""

    entry: Entry
    part: Part | None
    bridge: Bridge

    def to_article(self, key: Key) -> Key | None:
        """Return a span of the example in today's text; ``None`` when it cannot be anchored."""
        if self.part is not None:
            return key[0] + self.part.start, key[1] + self.part.start, key[2]
        place = self.bridge.to_new(key[0] + self.entry.start, key[1] + self.entry.start)
        return None if place is None else (*place, key[2])

    def to_example(self, key: Key) -> Key | None:
        """Return a span of today's text in the example; ``None`` when it is not wholly in it."""
        first, last = self.part or (self.entry.start, self.entry.end)
        place = key[:2] if self.part is not None else self.bridge.to_old(key[0], key[1])
        if place is None or not first <= place[0] < place[1] <= last:
            return None
        return place[0] - first, place[1] - first, key[2]


@dataclass(frozen=True)
class Group:
    """Entries whose text has changed, and the parts of today's text that hold the same raw characters."""

    entries: tuple[Entry, ...]
    parts: tuple[Part, ...]


class Today:
    """An article as it is today, with its parts, ready to be looked at through examples; a version of the base."""

    def __init__(self, base: Base, article: Article, parts: Sequence[Part]) -> None:
        self.article, self.parts = article, parts
        self.by_id = {entity.id: entity for entity in article.entities}
        self._base, self._version = base, Version(article.text, article.source)
        self.version = self._version.name
        base.versions[self.version] = self._version
        self._bridges: dict[str, Bridge] = {}
        self._entities = sorted(article.entities, key=lambda entity: entity.start_offset)
        self._starts = [entity.start_offset for entity in self._entities]
        self._relations: dict[int, list[Relation]] = {}
        for relation in article.relations:
            self._relations.setdefault(relation.from_id, []).append(relation)

    def bridge(self, entry: Entry) -> Bridge:
        """Return the bridge from an entry's text, built once for all entries of its version."""
        if entry.version not in self._bridges:
            self._bridges[entry.version] = Bridge(self._base.versions[entry.version], self._version)
        return self._bridges[entry.version]

    def lens(self, entry: Entry, part: Part | None) -> Lens:
        """Return the view of an entry; ``part`` is ``None`` when its text has changed."""
        return Lens(entry, part, self.bridge(entry))

    def through(self, lens: Lens) -> tuple[dict[int, Key], frozenset[Link]]:
        """Return the spans that lie wholly in the example, by entity id, and the relations between them."""
        candidates = self._entities
        if lens.part is not None:
            candidates = candidates[
                bisect_left(self._starts, lens.part.start) : bisect_left(self._starts, lens.part.end)
            ]
        keys = {}
        for entity in candidates:
            key = lens.to_example(key_of(entity))
            if key is not None:
                keys[entity.id] = key
        links = (
            (relation.type, key, keys[relation.to_id])
            for number, key in keys.items()
            for relation in self._relations.get(number, [])
            if relation.to_id in keys
        )
        return keys, frozenset(links)


def align(base: Base, entries: Sequence[Entry], today: Today) -> tuple[list[tuple[Entry, Part]], list[Group]]:
    """Pair the entries of an article with the parts of today's text that are the same, and group those that changed."""
    old = [base.text_of(entry) for entry in entries]
    new = [today.article.text[part.start : part.end] for part in today.parts]
    pairs: list[tuple[Entry, Part]] = []
    for a, b, size in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        pairs += zip(entries[a : a + size], today.parts[b : b + size], strict=True)
    paired, taken = {id(entry) for entry, _ in pairs}, {part for _, part in pairs}
    left = [entry for entry in entries if id(entry) not in paired]
    return pairs, list(_groups(left, [part for part in today.parts if part not in taken], today))


def _groups(entries: Sequence[Entry], parts: Sequence[Part], today: Today) -> Iterator[Group]:
    """Join entries and parts that share raw characters, directly or through others."""
    closed = [entry for entry in entries if not today.bridge(entry).is_open]
    places: list[tuple[int, int, Entry | Part]] = []
    bridge: Bridge | None = None
    for entry in entries:
        if (own := today.bridge(entry)).is_open:
            bridge = own
            places.append((*own.old.span_to_raw(entry.start, entry.end), entry))
    for part in parts:
        places.append((*(bridge.new.span_to_raw(*part) if bridge else part), part))
    reach = -1
    joined: list[list[Entry | Part]] = []
    for start, end, member in sorted(places, key=lambda place: place[:2]):
        if start >= reach:
            joined.append([])
        joined[-1].append(member)
        reach = max(reach, end)
    for members in joined:
        found = tuple(member for member in members if isinstance(member, Part))
        yield Group(tuple(member for member in members if not isinstance(member, Part)), found)
    yield from (Group((entry,), ()) for entry in closed)
