"""A run linked: identities across its articles, what people have decided, and ids of files of names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from letopis.authority.decisions import NONE, Ruling, read_decisions
from letopis.authority.entries import AuthorityEntry
from letopis.authority.match import Matches, OpenMatch, match
from letopis.authority.plan import IdentityPlan, plan_of
from letopis.authority.referents import Referent, gather, identity
from letopis.authority.tables import read_table
from letopis.files import replacing
from letopis.formats.jsonl import encode_article, read_articles, stream_articles
from letopis.labels import LINKED
from letopis.linking.articles import Linker
from letopis.linking.identities import Doubt, Merge
from letopis.records import Article, Entity
from letopis.russian.states import StateForm
from letopis.streams import STANDARD, is_stream

ReadAgain = Callable[[], Iterable[Article]]
"""Reads the articles of a run from the beginning, as often as it is called."""


@dataclass
class LinkedRun:
    """A run with its referents: what :func:`link_records` found; :meth:`articles` reads the records with it."""

    read: ReadAgain
    plan: IdentityPlan
    referents: dict[str, Referent]
    matches: Matches
    tables: list[list[AuthorityEntry]] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    said: dict[str, object] = field(default_factory=dict)

    def articles(self) -> Iterator[Article]:
        """Return the records as they are now, one at a time."""
        for article in map(self.plan.apply, self.read()):
            if article.language != "ru":
                yield article
                continue
            entities = [self._with_ids(e) if e.label in LINKED else e for e in article.entities]
            pipeline = article.pipeline | ({"linked": self.said} if self.said else {})
            yield msgspec.structs.replace(article, entities=entities, pipeline=pipeline)

    def write(self, output: Path) -> int:
        """Write the records as JSON Lines and give their number; an older file stays until all are there.

        Raises:
            OutputError: the file cannot be written.
        """
        count = 0
        with replacing(output) as file:
            for article in self.articles():
                file.write(encode_article(article) + b"\n")
                count += 1
        return count

    def open(self) -> list[OpenMatch]:
        """Return the matches with files of names that nobody has decided."""
        return [one for one in self.matches.open if one.referent.key not in self.plan.authority]

    def _with_ids(self, entity: Entity) -> Entity:
        ids = self.matches.ids.get(identity(entity))
        return entity if ids == entity.authority else msgspec.structs.replace(entity, authority=ids or None)


def link_records(
    records: Path,
    *,
    authority: Sequence[Path] = (),
    decisions: Path | None = None,
    states: Mapping[str, StateForm] | None = None,
    keep: bool = False,
) -> LinkedRun:
    """Link the names and agreements of records with each other and with files of names.

    One record is held at a time, and each different name; standard input is held whole.

    Args:
        records: a JSON Lines file or a folder of them.
        authority: files of names (:func:`letopis.authority.tables.read_table`).
        decisions: a file of decisions (:func:`letopis.authority.decisions.read_decisions`).
        states: forms of states of one's own.
        keep: leave the identities and ids that records have, for people have corrected them.

    Raises:
        InputError: a file cannot be read, or says what it cannot; two decisions contradict each other.
        MissingDependencyError: SKOS needs rdflib.

    >>> import tempfile
    >>> from letopis.formats.jsonl import write_jsonl
    >>> folder = Path(tempfile.mkdtemp())
    >>> text = "Встреча в Чехии."
    >>> state = Entity.at(text, 10, 15, "GPE", id=1)
    >>> _ = write_jsonl(folder / "a.jsonl", [Article(id="a", text=text, entities=[state])])
    >>> [entity.authority for article in link_records(folder / "a.jsonl").articles() for entity in article.entities]
    ['iso3166-1:CZ']
    """
    tables = [read_table(path) for path in authority]
    rulings = read_decisions(decisions) if decisions is not None else []
    read = rereading(records)
    linker = Linker(states)
    for article in read():
        if article.language == "ru":
            linker.add(article)
    linker.resolve()
    linked: ReadAgain = read if keep else lambda: (one if one.language != "ru" else linker.apply(one) for one in read())
    plan = decided(rulings, linked)
    referents = gather(map(plan.apply, _russian(linked())))
    matches = match(referents, tables)
    if keep:
        for key, one in referents.items():
            matches.ids[key] = " ".join(dict.fromkeys((*one.authority, *matches.ids.get(key, "").split())))
    for key, ids in plan.authority.items():
        if key in referents:
            matches.ids[key] = "" if ids == NONE else ids
    said: dict[str, object] = {"authority": [path.name for path in authority]} if authority else {}
    said |= {"decisions": decisions.name} if decisions is not None else {}
    return LinkedRun(linked, plan, referents, matches, tables, linker.doubts(), linker.merges(), said)


def decided(rulings: Sequence[Ruling], read: ReadAgain) -> IdentityPlan:
    """Return what decisions change in a run; nothing is read where there are none.

    Raises:
        InputError: two decisions contradict each other.
    """
    return plan_of(rulings, gather(_russian(read()))) if rulings else IdentityPlan()


def rereading(records: Path) -> ReadAgain:
    """Return what reads records as often as it is called; what can be read once is held."""
    if records == STANDARD or is_stream(records):
        articles = read_articles(records)
        return lambda: articles
    return lambda: stream_articles(records)


def _russian(articles: Iterable[Article]) -> Iterator[Article]:
    return (article for article in articles if article.language == "ru")
