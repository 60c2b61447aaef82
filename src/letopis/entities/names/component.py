"""The spaCy component ``letopis_names``: persons, organisations and places into ``doc.spans["letopis"]``."""

# No "from __future__ import annotations" here: spaCy reads the annotations of a factory when it is registered.

from collections.abc import Callable
from functools import partial

from spacy.language import Language
from spacy.tokens import Doc

from letopis.entities.names.find import find_names
from letopis.entities.names.schemes import SCHEME, rules_of
from letopis.entities.names.tagger import load_tagger
from letopis.entities.spans import add_findings, findings_of, register_extensions
from letopis.sentences import split_sentences
from letopis.sentences.columns import sentence_spans, text_of


@Language.factory(
    "letopis_names",
    default_config={"scheme": SCHEME},
    assigns=["doc.spans", "span._.by", "span._.score"],
)
def names_component(nlp: Language, name: str, scheme: str) -> Callable[[Doc], Doc]:
    """Build the component; names inside a DATE that stands in the ``Doc`` already are left out.

    ``scheme`` is explained at :func:`letopis.entities.names.find.find_names`. The tagger is loaded here.

    Raises:
        InputError: there is no such scheme, or the tagger's files are damaged.
        MissingDependencyError: the tagger's files are not there.

    >>> import spacy
    >>> nlp = spacy.blank("ru")
    >>> _ = nlp.add_pipe("letopis_names")
    >>> doc = nlp("Посол прибыл в Баку.")
    >>> [(span.text, span.label_) for span in doc.spans["letopis"]]
    [('Баку', 'GPE')]
    """
    register_extensions()
    rules_of(scheme)
    load_tagger()
    return partial(add_names, scheme=scheme)  # a closure could not be pickled


def add_names(doc: Doc, scheme: str = SCHEME) -> Doc:
    """Add the names of a ``Doc`` to its spans; its own sentences are used when it has them."""
    sentences = sentence_spans(doc) if doc.has_annotation("SENT_START") else split_sentences(text_of(doc))
    dated = {place for date in findings_of(doc, "DATE") for place in range(date.start, date.end)}
    found = find_names(text_of(doc), sentences, scheme=scheme)
    add_findings(doc, [one for one in found if not (one.start in dated and one.end - 1 in dated)])
    return doc
