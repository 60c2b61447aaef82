"""The spaCy component ``letopis_morphology``: lemma, part of speech and features on every token."""

# No "from __future__ import annotations" here: spaCy reads the annotations of a factory when it is registered.
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from spacy.language import Language
from spacy.tokens import Doc, Token

from letopis.errors import MissingDependencyError
from letopis.lemmas.analysis import Analysis, Engine

ENGINES = ("pymorphy3", "stanza", "auto")
"""The names that ``--morphology`` takes; ``auto`` is Stanza where it is installed and has a model, else pymorphy3."""

BATCHED_DOCS = 16
"""Texts that ``nlp.pipe`` hands to the engine at once, so that its batches are full across articles."""


def load_engine(name: str) -> tuple[str, Engine]:
    """Load an engine by name; give the name of the one that runs, too.

    Raises:
        ValueError: no such engine.
        MissingDependencyError: the engine or its model is not installed.
        InputError: the model is damaged, or of another version of Stanza.

    >>> load_engine("pymorphy3")[0]
    'pymorphy3'
    """
    if name == "pymorphy3":
        from letopis.lemmas.pymorphy import analyse

        return name, analyse
    if name == "stanza":
        from letopis.lemmas import stanza

        return name, stanza.load_engine()
    if name == "auto":
        try:
            return load_engine("stanza")
        except MissingDependencyError:
            return load_engine("pymorphy3")
    raise ValueError(f"no morphology engine {name!r}: take one of {', '.join(ENGINES)}")


class Morphology:
    """The component: takes sentences from the ``Doc``, asks the engine, writes what it says on the tokens."""

    def __init__(self, name: str, engine: Engine) -> None:
        self.engine_name = name
        self._engine = engine

    def __call__(self, doc: Doc) -> Doc:
        """Analyse one text."""
        return self._analyse([doc])[0]

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = BATCHED_DOCS) -> Iterator[Doc]:
        """Analyse texts together."""
        docs = iter(stream)
        while batch := list(islice(docs, min(batch_size, BATCHED_DOCS))):
            yield from self._analyse(batch)

    def _analyse(self, docs: Sequence[Doc]) -> Sequence[Doc]:
        sentences = [tokens for doc in docs for tokens in _sentences(doc)]
        analyses = self._engine([[token.text for token in tokens] for tokens in sentences])
        for tokens, found in zip(sentences, analyses, strict=True):
            for token, analysis in zip(tokens, found, strict=True):
                _write(token, analysis)
        for doc in docs:
            for token in doc:
                if token.is_space:
                    token.lemma_, token.pos_ = token.text, "SPACE"
        return docs


def _sentences(doc: Doc) -> Iterator[list[Token]]:
    spans = doc.sents if doc.has_annotation("SENT_START") else [doc[:]]
    for span in spans:
        tokens = [token for token in span if not token.is_space]
        if tokens:
            yield tokens


def _write(token: Token, analysis: Analysis) -> None:
    token.lemma_ = analysis.lemma
    token.pos_ = analysis.upos
    if analysis.feats:
        token.set_morph(analysis.feats)  # type: ignore[attr-defined]
    token._.lemma_source = analysis.source


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
    return Morphology(*load_engine(engine))
