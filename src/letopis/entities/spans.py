"""What every finder gives, and how it stands in a spaCy ``Doc``: ``doc.spans["letopis"]``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from letopis.errors import InputError

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

SPANS_KEY = "letopis"
"""The key of the nested spans in ``doc.spans``."""

EXTENSIONS = (
    "value", "modifier", "impossible", "from_context", "normal", "entity", "gender", "kind", "status",
    "status_date", "by", "score",
)  # fmt: skip
"""Attributes that a span carries as ``span._.name``; the same names as in :class:`letopis.records.Entity`."""


@dataclass(frozen=True, kw_only=True)
class Finding:
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

    for name in EXTENSIONS:
        if not Span.has_extension(name):
            Span.set_extension(name, default=None)
    if not Doc.has_extension("relations"):
        Doc.set_extension("relations", default=None)


def text_of(doc: Doc) -> str:
    """Give the text of a ``Doc``; spaCy builds ``doc.text`` anew from its tokens at every call.

    The text of the last ``Doc`` is kept, for one component after another asks for it.

    >>> import spacy
    >>> text_of(spacy.blank("ru")("Протокол подписан."))
    'Протокол подписан.'
    """
    return _text(doc, len(doc))


@lru_cache(maxsize=1)
def _text(doc: Doc, tokens: int) -> str:
    return doc.text


def token_starts(doc: Doc) -> list[int]:
    """Give where each token starts in the text; ``token.idx`` for all at once.

    >>> import spacy
    >>> token_starts(spacy.blank("ru")("Протокол подписан."))
    [0, 9, 17]
    """
    return doc.to_array("IDX").tolist()  # type: ignore[no-any-return]


def sentence_bounds(doc: Doc) -> list[tuple[int, int]]:
    """Give the first token of each sentence and the one behind its last; one sentence where none are marked.

    >>> import spacy
    >>> sentence_bounds(spacy.blank("ru")("Протокол подписан."))
    [(0, 3)]
    """
    starts = (doc.to_array("SENT_START") == 1).nonzero()[0].tolist() if doc.has_annotation("SENT_START") else []
    firsts = [0, *(start for start in starts if start)] if len(doc) else []
    return list(zip(firsts, [*firsts[1:], len(doc)], strict=True)) if firsts else []


def attributes_of(span: Span) -> dict[str, Any]:
    """Give what is known of a span, by the names in :data:`EXTENSIONS`.

    The same as ``span._.get(name)`` for each name, read from where spaCy keeps it, ten times as fast.
    """
    data: dict[Any, Any] = span.doc.user_data
    start, end = span.start_char, span.end_char
    known = ((name, data.get(("._.", name, start, end))) for name in EXTENSIONS)
    return {name: value for name, value in known if value is not None}


def require_spans(doc: Doc, component: str) -> None:
    """Refuse a text that no finder has seen; a finder that found nothing leaves an empty group.

    Raises:
        InputError: ``doc.spans`` has no ``letopis``; the message names ``component`` and what to add before it.
    """
    if SPANS_KEY not in doc.spans:
        raise InputError(
            f"component {component!r} got a text without doc.spans[{SPANS_KEY!r}] ({text_of(doc)[:30]!r}): "
            "add 'letopis_dates' and 'letopis_names' before it"
        )


def add_findings(doc: Doc, findings: Iterable[Finding]) -> None:
    """Add findings to ``doc.spans["letopis"]``, in the order of the text, outer before inner.

    A finding that begins or ends inside a token is widened to the token's edge; one that is there already
    is passed over, and of two that are the same stretch the likelier stays, so that every run gives one answer.
    """
    register_extensions()
    spans: list[Span] = list(doc.spans.get(SPANS_KEY, ()))
    there = {(span.label_, span.start_char, span.end_char) for span in spans}
    for finding in sorted(findings, key=lambda f: (f.start, -f.end, f.label, -f.score, f.by)):
        span = doc.char_span(finding.start, finding.end, label=finding.label, alignment_mode="expand")
        if span is None or (finding.label, span.start_char, span.end_char) in there:
            continue
        there.add((finding.label, span.start_char, span.end_char))
        for name in EXTENSIONS:
            value = getattr(finding, name)
            if value is not None and value is not False:
                span._.set(name, value)
        spans.append(span)
    doc.spans[SPANS_KEY] = sorted(spans, key=lambda span: (span.start_char, -span.end_char))


def findings_of(doc: Doc, *labels: str) -> list[Finding]:
    """Give what ``doc.spans["letopis"]`` holds as findings, only some labels when named."""
    return [
        Finding(start=span.start_char, end=span.end_char, label=span.label_, **attributes_of(span))
        for span in doc.spans.get(SPANS_KEY, ())
        if not labels or span.label_ in labels
    ]
