"""The spaCy component ``letopis_names``: persons, organisations and places into ``doc.spans["letopis"]``."""

# No "from __future__ import annotations" here: spaCy reads the annotations of a factory when it is registered.

from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc

from letopis.entities.names.find import find_names
from letopis.entities.spans import add_findings, findings_of, register_extensions
from letopis.records import Sentence
from letopis.sentences import split_sentences


@Language.factory("letopis_names", assigns=["doc.spans"])
def names_component(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Build the component; names inside a DATE that stands in the ``Doc`` already are left out.

    >>> import spacy
    >>> doc = names_component(spacy.blank("ru"), "letopis_names")(spacy.blank("ru")("Посол прибыл в Баку."))
    >>> [(span.text, span.label_) for span in doc.spans["letopis"]]
    [('Баку', 'GPE')]
    """
    register_extensions()
    return find_in_doc


def find_in_doc(doc: Doc) -> Doc:
    """Add the names of a ``Doc``; its own sentences are used when it has them."""
    text = doc.text
    if doc.has_annotation("SENT_START"):
        sentences = [Sentence(sent.start_char, sent.end_char) for sent in doc.sents]
    else:
        sentences = split_sentences(text)
    tokens = [(token.idx, token.idx + len(token)) for token in doc]
    dates = findings_of(doc, "DATE")
    covered = {place for date in dates for place in range(date.start, date.end)}
    found = find_names(text, sentences, tokens)
    add_findings(doc, [one for one in found if one.start not in covered or one.end - 1 not in covered])
    return doc
