"""What is open in a run, each with the decision that would settle it: to be copied into the file of decisions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from letopis.authority.entries import AuthorityEntry
from letopis.authority.link import LinkedRun
from letopis.authority.match import OpenMatch
from letopis.authority.referents import Referent
from letopis.files import replacing
from letopis.formats.cells import csv_bytes, plain_cell
from letopis.formats.tables import listed
from letopis.linking.agreements.ties import SURELY
from letopis.linking.identities import Doubt, Merge
from letopis.linking.namesakes import BY_NAME

COLUMNS = ("kind", "label", "name", "entity", "candidates", "reason", "articles", "decision")

OPEN, DOUBTFUL, AUTHORITY = "open merge", "doubtful merge", "authority"
"""Kinds: a name that may be another's, names that were joined by little, an entry that may be the referent's."""


class DoubtRow(NamedTuple):
    """One thing to decide: ``decision`` is TOML."""

    kind: str
    label: str
    name: str
    entity: str
    candidates: tuple[str, ...]
    reason: str
    articles: tuple[str, ...]
    decision: str


def doubt_rows(run: LinkedRun) -> list[DoubtRow]:
    """Return what is open or doubtful in a run and not decided, by kind, label and name."""
    rows = [row for doubt in run.doubts if (row := _open(run, doubt)) is not None]
    rows += [row for merge in run.merges if (row := _merged(run, merge)) is not None]
    rows += [_unmatched(one) for one in run.open()]
    return sorted(rows, key=lambda row: ((OPEN, DOUBTFUL, AUTHORITY).index(row.kind), row.label, row.name, row.entity))


def _open(run: LinkedRun, doubt: Doubt) -> DoubtRow | None:
    key = run.plan.final(doubt.entity)
    if key != doubt.entity or run.plan.is_moved(doubt.label, doubt.name, doubt.articles):
        return None
    others = [run.plan.final(one) for one in doubt.candidates]
    left = [one for one in others if one != key and frozenset({key, one}) not in run.plan.apart]
    if doubt.candidates and not left:
        return None
    names = tuple(dict.fromkeys(run.referents[one].name if one in run.referents else one for one in left))
    decisions = [
        _decision("same", doubt.label, [_quoted(name), *_in_articles(doubt.name, doubt.articles)]) for name in names
    ]
    return DoubtRow(OPEN, doubt.label, doubt.name, key, names, doubt.reason, doubt.articles, "\n".join(decisions))


def _merged(run: LinkedRun, merge: Merge) -> DoubtRow | None:
    decided = run.plan.final(merge.entity) != merge.entity or merge.entity in run.plan.parted
    sure = merge.evidence in {BY_NAME, SURELY} or merge.referent == merge.name
    if sure or decided or run.plan.is_moved(merge.label, merge.name, merge.articles):
        return None
    decision = _decision("different", merge.label, [_quoted(merge.referent), *_in_articles(merge.name, merge.articles)])
    about = merge.label, merge.name, merge.entity, (merge.referent,)
    return DoubtRow(DOUBTFUL, *about, f"joined by {merge.evidence}", merge.articles, decision)


def _in_articles(name: str, articles: Sequence[str]) -> list[str]:
    return [f"{{name = {_quoted(name)}, article = {_quoted(one)}}}" for one in articles] or [_quoted(name)]


def _unmatched(one: OpenMatch) -> DoubtRow:
    referent = one.referent
    decisions = [_referent(referent, entry) for entry in one.candidates]
    names = tuple(f"{entry.id} {described(entry)}" for entry in one.candidates)
    about = referent.label, referent.name, referent.key
    return DoubtRow(AUTHORITY, *about, names, one.reason, tuple(referent.places), "\n".join(decisions))


def described(entry: AuthorityEntry) -> str:
    """Return an entry in a few words: its name, years and description."""
    return ", ".join(filter(None, (entry.names[0], str(entry.years), entry.description)))


def _decision(kind: str, label: str, names: Sequence[str]) -> str:
    return f"[[{kind}]]\nlabel = {_quoted(label)}\nnames = [{', '.join(names)}]"


def _referent(referent: Referent, entry: AuthorityEntry) -> str:
    ids = " ".join(entry.ids)
    return f"[[referent]]\nname = {_quoted(referent.name)}\nauthority = {_quoted(ids)}  # {described(entry)}"


def _quoted(text: str) -> str:
    """Return a text as TOML holds it."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False)


def readable(rows: Iterable[DoubtRow]) -> Iterator[str]:
    """Return rows as remarks of TOML: take away the ``#`` before a decision, and it is one.

    >>> decision = _decision("same", "PERSON", ['"Яшин"'])
    >>> row = DoubtRow(OPEN, "PERSON", "Яшин", "person:яшин", ("А. Яшин",), "two fit", ("a",), decision)
    >>> print("\\n".join(readable([row])))
    ## open merge: PERSON «Яшин» (person:яшин) in a – two fit: А. Яшин
    # [[same]]
    # label = "PERSON"
    # names = ["Яшин"]
    <BLANKLINE>
    """
    for row in rows:
        candidates = f": {'; '.join(row.candidates)}" if row.candidates else ""
        where = f" in {', '.join(row.articles[:5])}{' …' if len(row.articles) > 5 else ''}" if row.articles else ""
        yield f"## {row.kind}: {row.label} «{row.name}» ({row.entity}){where} – {row.reason}{candidates}"
        yield from (f"# {line}" for line in row.decision.splitlines())
        yield ""


def write_doubts(path: Path, rows: Sequence[DoubtRow]) -> None:
    """Write what is open: a table where the file ends in ``.csv``, remarks of TOML otherwise.

    Raises:
        OutputError: the file cannot be written.
    """
    if path.suffix.lower() == ".csv":
        cells = [[*row[:4], "; ".join(row.candidates), row.reason, listed(row.articles), row.decision] for row in rows]
        data = csv_bytes([COLUMNS, *(map(plain_cell, row) for row in cells)])
    else:
        data = "".join(f"{line}\n" for line in readable(rows)).encode()
    with replacing(path) as file:
        file.write(data)
