"""The spaCy component ``letopis_morphology``: lemma, part of speech and features on every token."""

# No "from __future__ import annotations" here: spaCy reads the annotations of a factory when it is registered.
from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc, Token

from letopis.lemmas.analysis import Engine

ENGINES = ("pymorphy3", "stanza")
"""The names that ``--morphology`` takes."""


def load_engine(name: str) -> Engine:
    """Load an engine by name.

    Raises:
        ValueError: no such engine.
        MissingDependencyError: the engine is not installed.
    """
    if name == "pymorphy3":
        from letopis.lemmas.pymorphy import analyse

        return analyse
    if name == "stanza":
        from letopis.lemmas import stanza

        return stanza.load_engine()
    raise ValueError(f"no morphology engine {name!r}: take one of {', '.join(ENGINES)}")


@Language.factory(
    "letopis_morphology",
    default_config={"engine": "pymorphy3"},
    assigns=["token.lemma", "token.pos", "token.morph", "token._.lemma_source"],
)
def morphology_component(nlp: Language, name: str, engine: str) -> Callable[[Doc], Doc]:
    """Make the component; ``engine`` is one of :data:`ENGINES`.

    >>> import spacy
    >>> nlp = spacy.blank("ru")
    >>> _ = nlp.add_pipe("letopis_morphology")
    >>> [token.lemma_ for token in nlp("Договоры подписаны.")]
    ['договор', 'подписать', '.']
    """
    if not Token.has_extension("lemma_source"):
        Token.set_extension("lemma_source", default="")
    analyse = load_engine(engine)

    def morphology(doc: Doc) -> Doc:
        spans = doc.sents if doc.has_annotation("SENT_START") else [doc[:]]
        sentences = [[token for token in span if not token.is_space] for span in spans]
        analyses = analyse([[token.text for token in tokens] for tokens in sentences])
        for tokens, found in zip(sentences, analyses, strict=True):
            for token, analysis in zip(tokens, found, strict=True):
                token.lemma_ = analysis.lemma
                token.pos_ = analysis.upos
                if analysis.feats:
                    token.set_morph(analysis.feats)  # type: ignore[attr-defined]
                token._.lemma_source = analysis.source
        for token in doc:
            if token.is_space:
                token.lemma_, token.pos_ = token.text, "SPACE"
        return doc

    return morphology
