"""The spaCy component ``letopis_agreements``: AGREEMENT spans and their links."""

# No "from __future__ import annotations" here: spaCy reads the annotations of a factory when it is registered.
from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc

from letopis.entities.agreements.find import read_passages
from letopis.entities.agreements.relations import links_of
from letopis.entities.spans import add_findings, register_extensions
from letopis.errors import InputError


@Language.factory(
    "letopis_agreements",
    requires=["token.lemma", "doc.spans"],
    assigns=["doc.spans", "doc._.relations"],
)
def agreements_component(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Make the component; it wants lemmas, and names and dates in ``doc.spans["letopis"]``.

    Raises:
        InputError: when it is run on a text without lemmas.

    >>> import spacy
    >>> nlp = spacy.blank("ru")
    >>> _ = nlp.add_pipe("letopis_morphology")
    >>> _ = nlp.add_pipe("letopis_agreements")
    >>> doc = nlp("Был подписан Версальский договор.")
    >>> [(span.text, span._.kind) for span in doc.spans["letopis"]]
    [('Версальский договор', 'договор')]
    """
    register_extensions()

    def agreements(doc: Doc) -> Doc:
        if len(doc) and not doc.has_annotation("LEMMA"):
            raise InputError(
                f"component {name!r} got a text without lemmas ({doc.text[:30]!r}): add 'letopis_morphology' before it"
            )
        passages = read_passages(doc)
        add_findings(doc, [agreement.finding for passage in passages for agreement in passage.agreements])
        doc._.relations = links_of(passages)
        return doc

    return agreements
