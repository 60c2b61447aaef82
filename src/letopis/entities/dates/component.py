"""The spaCy component ``letopis_dates``."""

# No "from __future__ import annotations" here: spaCy reads the annotations of a factory when it is registered.

from collections.abc import Callable
from functools import partial

from spacy.language import Language
from spacy.tokens import Doc

from letopis.entities.adopted import Adopt, adopter
from letopis.entities.dates.find import find_dates
from letopis.entities.spans import add_entities
from letopis.sentences.columns import sentence_spans


@Language.factory(
    "letopis_dates",
    assigns=[
        "doc.spans", "span._.value", "span._.modifier", "span._.impossible", "span._.from_context", "span._.by",
        "span._.score",
    ],
)  # fmt: skip
def dates_component(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Build the component that adds DATE spans to ``doc.spans["letopis"]``; it heeds sentence ends when they are set.

    >>> import spacy
    >>> nlp = spacy.blank("ru")
    >>> _ = nlp.add_pipe("letopis_dates")
    >>> doc = nlp("Подписан 19 января 1993 г.")
    >>> [(span.text, span._.value) for span in doc.spans["letopis"]]
    [('19 января 1993 г.', '1993-01-19')]
    """
    return partial(add_dates, adopt=adopter(nlp, name))


def add_dates(doc: Doc, adopt: Adopt) -> Doc:
    """Add the dates of a ``Doc`` to its spans."""
    adopt(doc)
    sentences = sentence_spans(doc) if doc.has_annotation("SENT_START") else None
    add_entities(doc, find_dates(doc.text, sentences))
    return doc
