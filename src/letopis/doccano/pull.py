"""Pull corrections back into records, with clean and raw offsets."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from letopis.batching import steps
from letopis.doccano.base import base_path, find_base
from letopis.doccano.lock import foreign_marker, locked
from letopis.doccano.merge import merge
from letopis.doccano.places import Today, align, split_article
from letopis.doccano.planning import Item, plan_items
from letopis.doccano.projects import require_project
from letopis.doccano.settings import DEFAULT_FOLDER
from letopis.doccano.settle import confirmed_base, settle
from letopis.doccano.snapshot import Authors, find_authors, take_snapshot
from letopis.entities.spans import key_of
from letopis.errors import InputError, OutputError
from letopis.files import replacing, replacing_folder
from letopis.formats.jsonl import write_jsonl
from letopis.offsets import OffsetMap
from letopis.records import Article, Entity, Relation

if TYPE_CHECKING:
    from letopis.doccano.base import Base
    from letopis.doccano.connection import Server
    from letopis.doccano.merge import Key, Link, Plan
    from letopis.doccano.places import Lens
    from letopis.doccano.projects import Project
    from letopis.doccano.snapshot import Snapshot

UNKNOWN_AUTHOR = "doccano"
"""Stands in ``by`` of a span that was relabelled and not confirmed: doccano keeps no record of who did it."""


@dataclass
class PullResult:
    """Records with the corrections, places for a person to look at, and remarks."""

    articles: list[Article] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass
class _Outcome:
    """What an article holds after the merge, in the positions of its text: spans and relations with their authors.

    ``homes`` are the entities that stood in some example, with its number; the others stay as they are. ``units`` go
    into the record.
    """

    spans: dict[Key, str | None] = field(default_factory=dict)
    links: dict[Link, str | None] = field(default_factory=dict)
    homes: dict[int, int] = field(default_factory=dict)
    units: list[dict[str, Any]] = field(default_factory=list)


def pull(
    server: Server, name: str, *, folder: Path = DEFAULT_FOLDER, articles: Sequence[Article] | None = None
) -> PullResult:
    """Return the records of a project with what annotators did; neither doccano nor the base is changed.

    Args:
        server: from :func:`letopis.doccano.connection.connect`.
        name: the project.
        folder: where the push left its base.
        articles: a new extraction to merge the corrections into; without it, the records that were pushed last.

    Raises:
        InputError: no such project, nothing was pushed from here, or the server refuses or is silent.
    """
    with locked(folder, reading=True):
        project = require_project(server, name)
        _, base = find_base(folder, project)
        if base is None:
            raise InputError(
                f"{folder}: holds no base of project {name!r}; push its records first, which adds only what is new"
            )
        elsewhere = foreign_marker(server, project)
        snapshot = take_snapshot(server, project)
    settled = settle(base, snapshot)
    result = PullResult(notes=list(settled.notes))
    if elsewhere is not None:
        result.notes.append(f"a push is under way or was cut off: {elsewhere}; pull again when it is done")
    if settled.remove or settled.unknown:
        result.notes.append("a push was cut off or made elsewhere; push again, then pull")
    for article in articles if articles is not None else base.articles.values():
        if article.id not in base.articles:
            result.notes.append(f"article {article.id!r} was never pushed to {name!r} and comes back as it is")
        result.articles.append(_pull_article(server, project, base, snapshot, settled.altered, article, result))
    return result


def write_pull(output: Path, result: PullResult) -> None:
    """Write the records, a file an article, and ``review.json``: all or nothing. Other files of the folder stay.

    Raises:
        OutputError: the folder cannot be written, or is the one in which the command runs.
    """
    if output.resolve() in {Path.cwd(), *Path.cwd().parents}:
        raise OutputError(f"{output}: a pull puts a new folder in the place of an old one; name one below this folder")
    with replacing_folder(output) as folder:
        if output.exists():
            shutil.copytree(output, folder, symlinks=True, dirs_exist_ok=True)
        for article in result.articles:
            name = base_path(folder, article.id).with_suffix(".jsonl")
            name.unlink(missing_ok=True)
            write_jsonl(name, [article])
        with replacing(folder / "review.json") as file:
            items = msgspec.to_builtins(result.items)
            file.write(json.dumps(items, ensure_ascii=False, indent=1).encode() + b"\n")


def _pull_article(  # noqa: PLR0913, PLR0917 - one call
    server: Server,
    project: Project,
    base: Base,
    snapshot: Snapshot,
    altered: set[int],
    article: Article,
    result: PullResult,
) -> Article:
    today = Today(base, article, split_article(article, base.unit))
    pairs, groups = align(base, base.of_article(article.id), today)
    lenses = [today.lens(entry, part) for entry, part in pairs]
    lenses += [today.lens(entry, None) for group in groups for entry in group.entries]
    outcome = _Outcome()
    for lens in steps(lenses, f"pulling {article.id}"):
        entry = lens.entry
        if entry.example is None or entry.example in altered:
            continue
        keys, links = today.through(lens)
        example = snapshot.examples[entry.example]
        pushed = confirmed_base(entry, snapshot.confirmed_at(entry.example))
        plan = merge(pushed, example.found, frozenset(keys.values()), links)
        result.items += plan_items(lens, plan, article, example.text)
        names = find_authors(server, project, snapshot, entry)
        outcome.homes |= dict.fromkeys(keys, entry.example)
        _add_plan(outcome, lens, plan, names)
        outcome.units += _unit(today, lens, snapshot)
    return _compose(article, outcome, project.name)


def _add_plan(outcome: _Outcome, lens: Lens, plan: Plan, names: Authors) -> None:
    places = {}
    for key, author in [
        *((key, _author(lens, number, key, names)) for number, key in plan.keep.items()),
        *((key, None) for key in plan.create),
    ]:
        place = lens.to_article(key)
        if place is not None:
            places[key] = place
            outcome.spans[place] = outcome.spans.get(place) or author
    kept = [(link, names.links.get(number)) for number, link in plan.keep_links.items()]
    for (kind, start, end), author in [*kept, *((link, None) for link in plan.create_links)]:
        if start in places and end in places:
            link = (kind, places[start], places[end])
            outcome.links[link] = outcome.links.get(link) or author


def _author(lens: Lens, number: int, key: Key, names: Authors) -> str | None:
    """Return who made a span or gave it its label; ``None`` when it is as it was pushed."""
    pushed = lens.entry.spans.get(number)
    if pushed == key:
        return None
    if pushed is None:
        return names.spans.get(number, UNKNOWN_AUTHOR)
    return names.confirmed_by or UNKNOWN_AUTHOR


def _compose(article: Article, outcome: _Outcome, project: str) -> Article:
    """Put the outcome into the record; what extraction knows of a span stays with it while the span is the same."""
    same = {key_of(e): e for e in article.entities}
    kept = {e.id: e for e in article.entities if e.id not in outcome.homes}
    ids: dict[Key, int] = {key_of(e): e.id for e in kept.values()}
    entities = list(kept.values())
    offsets = OffsetMap(article.source.edits) if article.source is not None else None
    following = max((e.id for e in article.entities), default=0) + 1
    for key in sorted(outcome.spans, key=lambda key: (key[0], -key[1], key[2])):
        if key in ids:
            continue
        author, known = outcome.spans[key], same.get(key)
        if known is None:
            raw = offsets.span_to_raw(*key[:2]) if offsets is not None else (None, None)
            known = Entity.at(article.text, *key, id=following, source_start=raw[0], source_end=raw[1])
            following += 1
        entities.append(msgspec.structs.replace(known, by=author) if author else known)
        ids[key] = known.id
    entities.sort(key=lambda e: (e.start_offset, -e.end_offset, e.id))
    return msgspec.structs.replace(
        article,
        entities=entities,
        relations=_relations(article, outcome, ids, {e.id for e in entities}),
        pipeline=article.pipeline | {"doccano": {"project": project, "units": outcome.units}},
    )


def _relations(article: Article, outcome: _Outcome, ids: dict[Key, int], there: set[int]) -> list[Relation]:
    """Return relations: those within an example as merged, those between examples as long as both ends are there."""
    links = {(link[0], ids[link[1]], ids[link[2]]): author for link, author in outcome.links.items()}
    before = {(r.type, r.from_id, r.to_id): r for r in article.relations}
    relations = []
    for relation in article.relations:
        start, end = relation.from_id, relation.to_id
        home = outcome.homes.get(start)
        within = home is not None and home == outcome.homes.get(end)
        if (relation.type, start, end) in links or (not within and {start, end} <= there):
            relations.append(relation)
    following = max((r.id for r in article.relations), default=0) + 1
    for (kind, start, end), author in sorted(links.items(), key=lambda item: item[0]):
        if (kind, start, end) not in before:
            relations.append(Relation(id=following, type=kind, from_id=start, to_id=end, by=author))
            following += 1
    return relations


def _unit(today: Today, lens: Lens, snapshot: Snapshot) -> list[dict[str, Any]]:
    """Return what the record says of an example that was confirmed or commented."""
    entry = lens.entry
    confirmation = snapshot.confirmations.get(entry.example or 0)
    comments = snapshot.comments.get(entry.example or 0, [])
    place = lens.to_article((0, entry.end - entry.start, ""))
    if place is None or not (confirmation or comments):
        return []
    unit: dict[str, Any] = {"start_offset": place[0], "end_offset": place[1]}
    if today.article.source is not None:
        unit["source_start"], unit["source_end"] = lens.bridge.new.span_to_raw(place[0], place[1])
    if confirmation:
        unit |= {"confirmed_by": confirmation.user, "confirmed_at": confirmation.at}
    if comments:
        unit["comments"] = [{"user": c.user, "text": c.text, "created_at": c.at} for c in comments]
    return [unit]
