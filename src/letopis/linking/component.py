"""The spaCy component ``letopis_linker``: ``span._.normal``, ``.referent``, ``.entity`` and ``.gender``."""

# No "from __future__ import annotations" here: spaCy reads the annotations of a factory when it is registered.
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from letopis.entities.adopted import Adopt, adopter
from letopis.entities.own_words import state_forms
from letopis.entities.spans import SPANS_KEY, entities_of, outermost, relations_between, set_attributes
from letopis.labels import LINKED
from letopis.linking.articles import link_articles
from letopis.records import Article
from letopis.russian.states import StateForm
from letopis.sentences.columns import sentence_spans


@Language.factory(
    "letopis_linker",
    default_config={"states": []},
    requires=["doc.spans"],
    assigns=["doc.ents", "span._.normal", "span._.referent", "span._.entity", "span._.gender"],
)
def linker_component(nlp: Language, name: str, states: list[dict[str, Any]]) -> Callable[[Doc], Doc]:
    """Make the component that names the referents of names and agreements and fills ``doc.ents``.

    ``doc.ents`` gets the outermost spans, since spaCy wants them without overlap. ``states`` are more of them, as in
    ``letopis_names``.

    >>> import spacy
    >>> nlp = spacy.blank("ru")
    >>> _ = nlp.add_pipe("letopis_names")
    >>> _ = nlp.add_pipe("letopis_linker")
    >>> [(span.text, span._.normal, span._.entity) for span in nlp("Посол посетил Чехию.").ents]
    [('Чехию', 'Чехия', 'gpe:CZ')]
    """
    return partial(link_names, adopt=adopter(nlp, name), states=state_forms(states))


def link_names(doc: Doc, adopt: Adopt, states: Mapping[str, StateForm]) -> Doc:
    """Set the referents of the names of a ``Doc`` and its ``ents``."""
    adopt(doc)
    spans = list(doc.spans.get(SPANS_KEY, ()))
    relations = relations_between(doc, {span: number for number, span in enumerate(spans, 1)})
    article = Article(
        id="", text=doc.text, sentences=sentence_spans(doc), entities=entities_of(doc), relations=relations
    )
    linked = link_articles([article], states)[0].entities
    for span, entity in zip(spans, linked, strict=True):
        if entity.label in LINKED:
            known = ("normal", "referent", "entity", "gender")
            set_attributes(span, {name: getattr(entity, name) for name in known})
    doc.set_ents(outermost(spans))
    return doc
