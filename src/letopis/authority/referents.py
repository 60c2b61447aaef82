"""Who is named in records: referents with their names, the places where they stand, and the years beside them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from letopis.authority.entries import UNKNOWN, Lifetime
from letopis.labels import LINKED
from letopis.records import Article, Entity
from letopis.russian.states import StateFacts, facts_of

_YEAR = re.compile(r"(?<![\d-])-?\d{4}(?!\d)")
_LIFE = re.compile(r"(\d{4})(?:-\d\d)*/(\d{4})(?:-\d\d)*")


@dataclass
class Referent:
    """A referent: its identity, its fullest name, its other names with counts, and where it stands.

    ``places`` are sentences, counted from 1, by article; 0 is a mention outside of sentences. ``life`` is what the text
    gives in brackets behind a person's name.
    """

    key: str
    label: str
    names: Counter[str] = field(default_factory=Counter)
    variants: Counter[str] = field(default_factory=Counter)
    places: dict[str, list[int]] = field(default_factory=dict)
    years: Lifetime = UNKNOWN
    life: Lifetime = UNKNOWN
    authority: dict[str, None] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The fullest name; of several in one run the commonest."""
        return min(self.names, key=lambda name: (-self.names[name], name))

    @property
    def mentions(self) -> int:
        """How often it is named."""
        return self.variants.total()

    @property
    def state(self) -> StateFacts | None:
        """What is known of a state."""
        return facts_of(self.key) if self.label == "GPE" else None


def own_name(entity: Entity) -> str:
    """Return a mention's own name in the nominative, as far as it is known."""
    return entity.normal or entity.text


def identity(entity: Entity) -> str:
    """Return the identity of a mention; a record that was never linked has none but the name."""
    return entity.entity or f"{entity.label.lower()}:{own_name(entity).lower().replace('ё', 'е')}"


def named(article: Article) -> Iterator[Entity]:
    """Return the mentions of an article that have a referent."""
    return (entity for entity in article.entities if entity.label in LINKED)


def gather(articles: Iterable[Article]) -> dict[str, Referent]:
    """Return the referents of articles by identity; an article is held no longer than it is read.

    >>> baku = Entity(id=1, label="GPE", start_offset=0, end_offset=4, text="Баку", normal="Баку", entity="gpe:баку")
    >>> found = gather([Article(id="a", text="Баку", sentences=[], entities=[baku])])
    >>> found["gpe:баку"].name, found["gpe:баку"].places
    ('Баку', {'a': [0]})
    """
    found: dict[str, Referent] = {}
    for article in articles:
        starts = [sentence.start for sentence in article.sentences]
        dates = _dates(article, starts)
        lives = {one.start_offset: one.value or "" for one in article.entities if one.label == "DATE"}
        for entity in named(article):
            key = identity(entity)
            one = found.setdefault(key, Referent(key, entity.label))
            number = _sentence(article, starts, entity)
            one.names[entity.full_name] += 1
            one.variants[own_name(entity)] += 1
            one.authority |= dict.fromkeys((entity.authority or "").split())
            places = one.places.setdefault(article.id, [])
            if not places or places[-1] != number:
                places.append(number)
            one.years = _widened(one.years, dates.get(number, ()))
            life = _life(article, entity, lives)
            one.life = life if life != UNKNOWN else one.life
    return found


def _sentence(article: Article, starts: Sequence[int], entity: Entity) -> int:
    number = bisect_right(starts, entity.start_offset)
    return number if number and entity.start_offset < article.sentences[number - 1].end else 0


def _dates(article: Article, starts: Sequence[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for entity in article.entities:
        if entity.label == "DATE" and entity.value:
            years = [int(year) for year in _YEAR.findall(entity.value)]
            found.setdefault(_sentence(article, starts, entity), []).extend(years)
    return found


def _widened(years: Lifetime, more: Sequence[int]) -> Lifetime:
    known = [year for year in (*years, *more) if year is not None]
    return Lifetime(min(known), max(known)) if known else years


def _life(article: Article, entity: Entity, dates: dict[int, str]) -> Lifetime:
    """``Чингиз Айтматов (1928–2008)``: the years in brackets right behind a person's name."""
    if entity.label != "PERSON" or article.text[entity.end_offset : entity.end_offset + 2] != " (":
        return UNKNOWN
    match = _LIFE.fullmatch(dates.get(entity.end_offset + 2, ""))
    return Lifetime(int(match[1]), int(match[2])) if match else UNKNOWN
