"""The spaCy component ``letopis_linker``: ``span._.normal``, ``span._.entity`` and ``span._.gender``."""

# No "from __future__ import annotations" here: spaCy reads the annotations of a factory when it is registered.
from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc, Span

from letopis.entities.spans import SPANS_KEY, register_extensions
from letopis.linking.articles import link_articles
from letopis.records import Article, Entity

LINKED = ("PERSON", "ORG", "GPE")


@Language.factory(
    "letopis_linker",
    assigns=["doc.spans", "doc.ents", "span._.normal", "span._.entity", "span._.gender"],
    requires=["doc.spans"],
)
def linker_component(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Make the component that names the bearers of PERSON, ORG and GPE spans and fills ``doc.ents``.

    ``doc.ents`` gets the outermost spans, since spaCy wants them without overlap.
    """
    register_extensions()

    def linker(doc: Doc) -> Doc:
        spans = list(doc.spans.get(SPANS_KEY, ()))
        entities = [
            Entity(id=i, label=s.label_, start_offset=s.start_char, end_offset=s.end_char, text=s.text)
            for i, s in enumerate(spans)
        ]
        linked = link_articles([Article(id="", text=doc.text, entities=entities)])[0].entities
        for span, entity in zip(spans, linked, strict=True):
            if span.label_ in LINKED:
                for field in ("normal", "entity", "gender"):
                    span._.set(field, getattr(entity, field))
        outer: list[Span] = []
        for span in spans:
            if not outer or span.start >= outer[-1].end:
                outer.append(span)
        doc.ents = outer
        return doc

    return linker
