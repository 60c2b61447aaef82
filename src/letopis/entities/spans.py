"""What every finder gives, and how it stands in a spaCy ``Doc``: ``doc.spans["letopis"]``."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from letopis.records import KNOWN
from letopis.sentences.columns import token_bounds

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

SPANS_KEY = "letopis"
"""The key of the nested spans in ``doc.spans``."""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """A labelled stretch ``text[start:end]`` with what is known of it; see :class:`letopis.records.Entity`.

    >>> Finding(start=0, end=4, label="DATE", by="dates.year", value="1997").value
    '1997'
    """

    start: int
    end: int
    label: str
    by: str
    score: float = 1.0
    value: str | None = None
    modifier: str | None = None
    impossible: bool = False
    from_context: bool = False
    normal: str | None = None
    entity: str | None = None
    gender: str | None = None
    kind: str | None = None
    status: str | None = None
    status_date: str | None = None


def register_extensions() -> None:
    """Make ``span._.value`` and its like known to spaCy; calling it again does nothing."""
    from spacy.tokens import Doc, Span

    for name in KNOWN:
        if not Span.has_extension(name):
            Span.set_extension(name, default=None)
    if not Doc.has_extension("relations"):
        Doc.set_extension("relations", default=None)


def attributes_of(span: Span) -> dict[str, Any]:
    """Return what is known of a span, by the names in :data:`letopis.records.KNOWN`.

    The same as ``span._.get(name)`` for each name, read from where spaCy keeps it, ten times as fast.
    """
    data: dict[Any, Any] = span.doc.user_data
    start, end = span.start_char, span.end_char
    known: dict[str, Any] = {}
    for name in KNOWN:
        value = data.get(("._.", name, start, end))
        if value is not None:
            known[name] = value
    return known


def set_attributes(span: Span, values: Mapping[str, Any]) -> None:
    """Set what is known of a span, where :func:`attributes_of` reads it."""
    data: dict[Any, Any] = span.doc.user_data
    start, end = span.start_char, span.end_char
    for name, value in values.items():
        data["._.", name, start, end] = value


def add_findings(doc: Doc, findings: Iterable[Finding]) -> None:
    """Add findings to ``doc.spans["letopis"]``, in the order of the text, outer before inner.

    A finding that begins or ends inside a token is widened to the token's edge; one that is there already
    is passed over, and of two that are the same stretch the likelier stays, so that every run gives one answer.
    """
    from spacy.tokens import Span

    register_extensions()
    findings = list(findings)
    if not findings and SPANS_KEY in doc.spans:
        return
    spans: list[Span] = list(doc.spans.get(SPANS_KEY, ()))
    there = {(span.label_, span.start_char, span.end_char) for span in spans}
    starts, ends = token_bounds(doc)
    span: Span | None
    for finding in sorted(findings, key=lambda f: (f.start, -f.end, f.label, -f.score, f.by)):
        first, last = bisect_left(starts, finding.start), bisect_left(ends, finding.end)
        if starts[first : first + 1] == [finding.start] and ends[last : last + 1] == [finding.end] and first <= last:
            span = Span(doc, first, last + 1, label=finding.label)
        else:
            span = doc.char_span(finding.start, finding.end, label=finding.label, alignment_mode="expand")
        if span is None or (finding.label, span.start_char, span.end_char) in there:
            continue
        there.add((finding.label, span.start_char, span.end_char))
        values = ((name, getattr(finding, name)) for name in KNOWN)
        set_attributes(span, {name: value for name, value in values if value is not None and value is not False})
        spans.append(span)
    doc.spans[SPANS_KEY] = sorted(spans, key=lambda span: (span.start_char, -span.end_char))


def findings_of(doc: Doc, *labels: str) -> list[Finding]:
    """Return what ``doc.spans["letopis"]`` holds as findings, only some labels when named."""
    return [
        Finding(start=span.start_char, end=span.end_char, label=span.label_, **attributes_of(span))
        for span in doc.spans.get(SPANS_KEY, ())
        if not labels or span.label_ in labels
    ]
