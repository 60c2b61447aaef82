"""The spaCy component ``letopis_sentences``."""

# No "from __future__ import annotations" here: spaCy reads the annotations of a factory when it is registered.
from collections.abc import Callable
from functools import partial

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from letopis.sentences.abbreviations import USES, Uses, uses_with
from letopis.sentences.columns import token_bounds
from letopis.sentences.split import split_sentences


@Language.factory(
    "letopis_sentences", default_config={"abbreviations": {}}, assigns=["token.is_sent_start", "doc.sents"]
)
def sentences_component(nlp: Language, name: str, abbreviations: dict[str, list[str]]) -> Callable[[Doc], Doc]:
    """Make the component that marks where sentences start; ``abbreviations`` are more of them, by their use.

    Raises:
        InputError: there is no such use (:class:`letopis.sentences.abbreviations.Uses`).

    >>> import spacy
    >>> nlp = spacy.blank("ru")
    >>> _ = nlp.add_pipe("letopis_sentences")
    >>> [sent.text for sent in nlp("Прибыл А. Акаев. Он выступил.").sents]
    ['Прибыл А. Акаев.', 'Он выступил.']
    """
    return partial(mark_sentences, uses=uses_with(abbreviations))


def mark_sentences(doc: Doc, uses: Uses = USES) -> Doc:
    """Mark where the sentences of a ``Doc`` start."""
    begins = {sentence.start for sentence in split_sentences(doc.text, uses)}
    # One array: setting token.is_sent_start looks through the whole Doc each time.
    values = np.array([1 if start in begins else -1 for start in token_bounds(doc)[0]])
    values[:1] = 1
    return doc.from_array(["SENT_START"], values.astype(np.uint64))  # type: ignore[arg-type]
