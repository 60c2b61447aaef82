"""What components that are none of ours leave in a ``Doc``: spans without ``by``, and names in ``doc.ents``."""

# No "from __future__ import annotations" here, as in the components.
from collections.abc import Callable
from functools import partial
from struct import unpack

import srsly
from spacy.language import Language
from spacy.tokens import Doc, Span

from letopis.entities.spans import SPANS_KEY, attributes_of, move_spans, register_extensions, set_attributes
from letopis.labels import labels
from letopis.sentences.columns import token_bounds

READERS = frozenset({"letopis_dates", "letopis_names", "letopis_agreements", "letopis_linker"})
"""The factories of components that take up what they find in a ``Doc``."""

OURS = READERS | {"letopis_sentences", "letopis_morphology", "letopis_trees"}

WRITES = frozenset({"doc.ents", "doc.spans"})
GIVEN = "doc"
"""What ``by`` says of a span that was there before any component ran."""

Adopt = Callable[[Doc], None]


def adopter(nlp: Language, before: str | None = None) -> Adopt:
    """Return what lets a component take up the spans that are there when it comes; see :func:`adopt`."""
    register_extensions()
    return partial(adopt, nlp=nlp, before=before)


def adopt(doc: Doc, nlp: Language, before: str | None = None) -> None:
    """Set ``by`` of each span of ``doc.spans["letopis"]``, and add what ``doc.ents`` alone has, of our labels.

    ``by`` is the name of the component that wrote them: of those that are none of ours, the one that ran since a
    component of ours looked last. Of several, those count that declare it (``assigns``); they are joined by ``+``.
    Where one merged or split tokens, the spans come back to their characters, widened to whole tokens.

    Args:
        doc: the text on its way through the pipeline.
        nlp: the pipeline.
        before: the component that looks; all have run when it is not given.

    >>> import spacy
    >>> nlp = spacy.blank("ru")
    >>> nlp.add_pipe("entity_ruler").add_patterns([{"label": "GPE", "pattern": "Арканар"}])
    >>> doc = nlp("Посол прибыл в Арканар.")
    >>> adopt(doc, nlp)
    >>> [(span.text, span._.by) for span in doc.spans["letopis"]]
    [('Арканар', 'entity_ruler')]
    """
    register_extensions()  # in a process that was spawned nothing else has done it
    group = _group(doc)
    spans: dict[tuple[int, int, str], Span] = {}
    for span in group:
        spans.setdefault(_place(span), span)
    ours = labels()
    for ent in doc.ents:
        if ent.label_ in ours and _place(ent) not in spans:
            spans[_place(ent)] = Span(doc, ent.start, ent.end, label=ent.label, kb_id=ent.kb_id, span_id=ent.id)
    nameless = [span for span in spans.values() if "by" not in attributes_of(span)]
    if nameless:
        by = _writer(nlp, before)
        for span in nameless:
            set_attributes(span, {"by": by})
    places = sorted(spans, key=lambda place: place[:2])
    if places != [_place(span) for span in group]:
        doc.spans[SPANS_KEY] = [spans[place] for place in places]


def _group(doc: Doc) -> list[Span]:
    """Return the spans that are there; those of other tokens than the text has now are made anew, by their characters.

    spaCy keeps a span's tokens by their numbers, which point elsewhere, or nowhere, once tokens were merged or split.
    """
    group = doc.spans.get(SPANS_KEY)
    if group is None:
        return []
    try:
        spans = list(group)
    except IndexError:  # E035: a span ends behind the last token
        spans = []
    starts, ends = token_bounds(doc)
    if len(spans) == len(group) and all(
        span.start < span.end and (starts[span.start], ends[span.end - 1]) == (span.start_char, span.end_char)
        for span in spans
    ):
        return spans
    moved: dict[tuple[int, int, str], Span] = {}
    for packed in srsly.msgpack_loads(group.to_bytes())["spans"]:
        span_id, kb_id, label, _, _, start, end = unpack(">QQQllll", packed)
        span = doc.char_span(start, end, label=label, kb_id=kb_id, span_id=span_id, alignment_mode="expand")
        if span is not None:
            moved[start, end, span.label_] = span
    move_spans(doc, moved)
    return list(moved.values())


def _place(span: Span) -> tuple[int, int, str]:
    """Return what orders spans, then the label: two that share all are one."""
    return span.start_char, -span.end_char, span.label_


def _writer(nlp: Language, before: str | None) -> str:
    ran = nlp.pipe_names
    ran = ran[: ran.index(before)] if before in ran else ran
    others: list[str] = []
    for name in reversed(ran):
        factory = nlp.get_pipe_meta(name).factory
        if factory in READERS:
            break
        if factory not in OURS:
            others.insert(0, name)
    declared = [name for name in others if WRITES.intersection(nlp.get_pipe_meta(name).assigns)]
    return "+".join(declared or others) or GIVEN
