"""The spaCy component ``letopis_morphology``: lemma, part of speech and features on every token."""

# No "from __future__ import annotations" here: spaCy reads the annotations of a factory when it is registered.
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.parts_of_speech import IDS as POS  # type: ignore[import-not-found]
from spacy.tokens import Doc, Token

from letopis.errors import MissingDependencyError
from letopis.lemmas.analysis import Analysis, Engine, own_lemmas, with_own
from letopis.sentences.columns import BATCHED_DOCS, batches_of, sentence_bounds, token_bounds, token_texts

ENGINES = ("pymorphy3", "stanza", "auto")
"""The names that ``--morphology`` takes; ``auto`` is Stanza where it is installed and has a model, else pymorphy3."""


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

    def __init__(self, name: str, engine: Engine, own: Mapping[str, Analysis] | None = None) -> None:
        self.engine_name = name
        self._engine = engine
        self._own = own or {}

    def __call__(self, doc: Doc) -> Doc:
        """Analyse one text."""
        return self._analyse([doc])[0]

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = BATCHED_DOCS) -> Iterator[Doc]:
        """Analyse texts together."""
        for batch in batches_of(stream, batch_size):
            yield from self._analyse(batch)

    def _analyse(self, docs: Sequence[Doc]) -> Sequence[Doc]:
        register_origin()  # in a process that was spawned nothing else has done it
        cut = [(doc, token_texts(doc), _sentences(doc)) for doc in docs]
        forms = [[words[place] for place in places] for _, words, sentences in cut for places in sentences]
        analyses = iter(self._engine(forms))
        for doc, words, sentences in cut:
            found: list[Analysis | None] = [None] * len(words)
            for places, analysed in zip(sentences, analyses, strict=False):
                for place, analysis in zip(places, analysed, strict=True):
                    own = self._own.get(words[place].lower()) if self._own else None
                    found[place] = with_own(analysis, own) if own else analysis
            _write(doc, [one or Analysis(word, "SPACE", "", "") for one, word in zip(found, words, strict=True)])
        return docs


def register_origin() -> None:
    """Make ``token._.lemma_source`` known to spaCy; calling it again does nothing."""
    if not Token.has_extension("lemma_source"):
        Token.set_extension("lemma_source", default="")


def _sentences(doc: Doc) -> list[list[int]]:
    """Return the places of each sentence's tokens; white space is none."""
    blank = doc.to_array("IS_SPACE").tolist()
    sentences = ([place for place in range(*bounds) if not blank[place]] for bounds in sentence_bounds(doc))
    return [places for places in sentences if places]


def _write(doc: Doc, analyses: Sequence[Analysis]) -> None:
    """Write an analysis on each token, all in one array: attributes set token by token take several times as long."""
    if not analyses:
        return
    lemmas, parts, feats, sources = zip(*analyses, strict=True)
    strings, morphology = doc.vocab.strings, doc.vocab.morphology
    lemma_ids = {lemma: strings.add(lemma) for lemma in set(lemmas)}
    tags = {one: morphology.add(one) if one else 0 for one in set(feats)}
    columns = ([ids[one] for one in column] for ids, column in ((lemma_ids, lemmas), (POS, parts), (tags, feats)))
    doc.from_array(["LEMMA", "POS", "MORPH"], np.array([*columns], np.uint64).T)  # type: ignore[arg-type]
    data: dict[Any, Any] = doc.user_data  # where token._.lemma_source is kept
    there = zip(token_bounds(doc)[0], sources, strict=True)
    data.update({("._.", "lemma_source", start, None): source for start, source in there if source})


@Language.factory(
    "letopis_morphology",
    default_config={"engine": "pymorphy3", "lemmas": {}},
    assigns=["token.lemma", "token.pos", "token.morph", "token._.lemma_source"],
)
def morphology_component(nlp: Language, name: str, engine: str, lemmas: dict[str, str]) -> Callable[[Doc], Doc]:
    """Make the component; ``engine`` is one of :data:`ENGINES`, ``lemmas`` as :func:`own_lemmas` takes them.

    >>> import spacy
    >>> nlp = spacy.blank("ru")
    >>> _ = nlp.add_pipe("letopis_morphology")
    >>> [token.lemma_ for token in nlp("Договоры подписаны.")]
    ['договор', 'подписать', '.']
    """
    register_origin()
    return Morphology(*load_engine(engine), own_lemmas(lemmas))
