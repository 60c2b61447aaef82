"""What the reading of a text was: clauses, agreements, links, and for each the rule that made it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from letopis.entities.agreements.find import read_passages
from letopis.entities.agreements.reading import ClauseReading, read_clauses, read_trees
from letopis.entities.spans import SPANS_KEY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Doc, Span

    from letopis.entities.agreements.units import Unit


class ArgumentShown(msgspec.Struct, frozen=True, omit_defaults=True):
    """A name or date in a role of a clause, and the rule that gave it."""

    role: str
    text: str
    by: str


class ClauseShown(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one predicate says of an agreement."""

    predicate: str
    agreement: str
    stage: str = ""
    denied: bool = False
    real: bool = True
    time: str = ""
    arguments: list[ArgumentShown] = []


class AgreementShown(msgspec.Struct, frozen=True, omit_defaults=True):
    """An agreement with its kind, its status and the rule that accepted it."""

    text: str
    start: int
    end: int
    kind: str | None = None
    status: str | None = None
    status_date: str | None = None
    by: str = ""


class LinkShown(msgspec.Struct, frozen=True):
    """A relation, from an agreement to what it leads to, and the rule that made it."""

    type: str
    agreement: str
    target: str
    by: str


class Explanation(msgspec.Struct, frozen=True):
    """What was read in a text."""

    text: str
    clauses: list[ClauseShown]
    agreements: list[AgreementShown]
    relations: list[LinkShown]


def explain_agreements(doc: Doc) -> Explanation:
    """Return what was read in a ``Doc`` that went through the pipeline, with the rules that decided.

    >>> import letopis
    >>> found = explain_agreements(letopis.load()("Чехия подписала в Риме Договор о мире."))
    >>> [(one.predicate, one.stage, one.time) for one in found.clauses]
    [('подписала', 'signed', 'past')]
    >>> [(one.type, one.target, one.by) for one in found.relations]
    [('signed_in', 'Риме', 'relations.clause'), ('party', 'Чехия', 'relations.clause')]
    """
    spans = [span for span in doc.spans.get(SPANS_KEY, ()) if span.label_ == "AGREEMENT"]
    links = [LinkShown(link.type, link.source.text, link.target.text, link.by) for link in doc._.relations or ()]
    return Explanation(doc.text, list(_clauses(doc)), [_agreement(span) for span in spans], links)


def _agreement(span: Span) -> AgreementShown:
    own = span._
    return AgreementShown(
        span.text, span.start_char, span.end_char, own.kind or None, own.status or None, own.status_date or None, own.by
    )


def _clauses(doc: Doc) -> Iterator[ClauseShown]:
    passages = read_passages(doc)
    for passage, readings in zip(passages, read_clauses(passages, read_trees(doc, passages)), strict=True):
        for reading in readings:
            yield _clause(passage.units, reading)


def _clause(units: Sequence[Unit], reading: ClauseReading) -> ClauseShown:
    arguments = [ArgumentShown(one.role, units[one.place].text, one.by) for one in reading.arguments]
    return ClauseShown(
        units[reading.place].text, reading.agreement.entity.text, reading.predicate.stage, reading.denied,
        reading.real, reading.time, arguments=arguments,
    )  # fmt: skip
