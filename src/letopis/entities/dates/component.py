"""The spaCy component ``letopis_dates``."""

# No "from __future__ import annotations" here: spaCy reads the annotations of a factory when it is registered.

from collections.abc import Callable
from functools import partial

from spacy.language import Language
from spacy.tokens import Doc

from letopis.entities.adopted import Adopt, adopter
from letopis.entities.dates.find import find_dates
from letopis.entities.dates.relative import read_reference
from letopis.entities.spans import add_entities, register_extensions
from letopis.sentences.columns import sentence_spans


@Language.factory(
    "letopis_dates",
    default_config={"scheme": "letopis", "document_date": None},
    assigns=[
        "doc.spans", "span._.value", "span._.modifier", "span._.impossible", "span._.from_context", "span._.by",
        "span._.score",
    ],
)  # fmt: skip
def dates_component(nlp: Language, name: str, scheme: str, document_date: str | None) -> Callable[[Doc], Doc]:
    """Build the component that adds DATE spans to ``doc.spans["letopis"]``; it heeds sentence ends when they are set.

    Args:
        nlp: the pipeline.
        name: of the component.
        scheme: ``letopis``, or ``nerel`` for dates as NEREL marks them: with prepositions, weekdays and durations.
        document_date: when the texts were written (``2016``, ``2016-05`` or ``2016-05-03``), so that relative dates
            are found; ``doc._.document_date`` says it of one text.

    Raises:
        InputError: ``document_date`` is no such date.

    >>> import spacy
    >>> nlp = spacy.blank("ru")
    >>> _ = nlp.add_pipe("letopis_dates")
    >>> doc = nlp("Подписан 19 января 1993 г.")
    >>> [(span.text, span._.value) for span in doc.spans["letopis"]]
    [('19 января 1993 г.', '1993-01-19')]
    """
    register_extensions()
    if document_date:
        read_reference(document_date)
    return partial(add_dates, adopt=adopter(nlp, name), scheme=scheme, document_date=document_date)


def add_dates(doc: Doc, adopt: Adopt, *, scheme: str = "letopis", document_date: str | None = None) -> Doc:
    """Add the dates of a ``Doc`` to its spans."""
    adopt(doc)
    sentences = sentence_spans(doc) if doc.has_annotation("SENT_START") else None
    written = doc._.document_date or document_date
    add_entities(doc, find_dates(doc.text, sentences, document_date=written, scheme=scheme))
    return doc
