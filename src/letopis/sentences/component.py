"""What spaCy asks of this room: the component ``letopis_sentences``, and the tokenizer."""

# No "from __future__ import annotations" here: spaCy reads the annotations of what is registered with it.
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from spacy.lang.ru import lex_attrs as russian
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry

from letopis.sentences.abbreviations import USES, Uses, uses_with
from letopis.sentences.columns import token_bounds
from letopis.sentences.split import split_sentences
from letopis.sentences.tokens import tokenize

if TYPE_CHECKING:
    from spacy.vocab import Vocab

russian._num_words = frozenset(russian._num_words)  # type: ignore[assignment] # a list of 1,400, which spaCy looks each new word up in


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


class LetopisTokenizer:
    """Cuts text as :func:`letopis.sentences.tokens.tokenize` does; white space beyond one blank is a token."""

    def __init__(self, vocab: "Vocab", own: frozenset[str] = frozenset()) -> None:
        self.vocab = vocab
        self._own = own

    def __call__(self, text: str) -> Doc:
        """Cut one text."""
        tokens = tokenize(text, self._own)
        following = [*(start for start, _ in tokens), len(text)]
        words: list[str] = [text[: following[0]]] if following[0] else []
        spaces: list[bool] = [False] * len(words)
        for (start, end), upto in zip(tokens, following[1:], strict=True):
            blank = text[end : end + 1] == " "
            words.append(text[start:end])
            spaces.append(blank)
            if upto > end + blank:
                words.append(text[end + blank : upto])
                spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)

    def to_bytes(self, **_: object) -> bytes:
        """Return nothing: the rules are the code's."""
        return b""

    def from_bytes(self, _data: bytes, **_kwargs: object) -> "LetopisTokenizer":
        """Return itself: there is nothing to load."""
        return self

    def to_disk(self, _path: Path, **_: object) -> None:
        """Write nothing: the rules are the code's."""

    def from_disk(self, _path: Path, **_: object) -> "LetopisTokenizer":
        """Return itself: there is nothing to load."""
        return self


@registry.tokenizers("letopis.tokenizer.v1")  # type: ignore[untyped-decorator]
def create_tokenizer(abbreviations: dict[str, list[str]] | None = None) -> Callable[[Language], LetopisTokenizer]:
    """Return the maker of the tokenizer, for a spaCy config; ``abbreviations`` are more of them, by their use."""
    own = uses_with(abbreviations or {}).all - USES.all

    return lambda nlp: LetopisTokenizer(nlp.vocab, own)
