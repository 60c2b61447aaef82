"""The spaCy component ``letopis_names``: persons, organisations and places into ``doc.spans["letopis"]``."""

# No "from __future__ import annotations" here: spaCy reads the annotations of a factory when it is registered.

from collections.abc import Iterable, Iterator, Sequence

from spacy.language import Language
from spacy.tokens import Doc

from letopis.entities.adopted import adopter
from letopis.entities.names.find import names_of_texts
from letopis.entities.names.passage import Passage, passages
from letopis.entities.names.rules import SCHEME, rules_of
from letopis.entities.names.tagger import load_tagger
from letopis.entities.spans import add_entities, entities_of
from letopis.sentences import split_sentences
from letopis.sentences.columns import BATCHED_DOCS, batches_of, sentence_spans, token_bounds
from letopis.sentences.tokenizer import LetopisTokenizer


@Language.factory(
    "letopis_names",
    default_config={"scheme": SCHEME},
    assigns=["doc.spans", "span._.by", "span._.score"],
)
def names_component(nlp: Language, name: str, scheme: str) -> "Names":
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
    rules_of(scheme)
    load_tagger()
    return Names(nlp, name, scheme)


class Names:
    """The component: uses the sentences that a ``Doc`` has, and finds its own in one that has none.

    It reads the tokens of our tokenizer, on which its tagger was trained; the text of another's is cut anew.
    """

    def __init__(self, nlp: Language, name: str, scheme: str) -> None:
        self._nlp = nlp
        self._adopt = adopter(nlp, name)
        self._scheme = scheme

    def __call__(self, doc: Doc) -> Doc:
        """Add the names of one text to its spans."""
        return self._add([doc])[0]

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = BATCHED_DOCS) -> Iterator[Doc]:
        """Add the names of texts, read together."""
        for batch in batches_of(stream, batch_size):
            yield from self._add(batch)

    def _add(self, docs: Sequence[Doc]) -> Sequence[Doc]:
        ours = isinstance(self._nlp.tokenizer, LetopisTokenizer)
        cuts = [list(_passages(doc, ours=ours)) for doc in docs]
        for doc, found in zip(docs, names_of_texts([doc.text for doc in docs], cuts, self._scheme), strict=True):
            self._adopt(doc)
            dates = entities_of(doc, "DATE")
            dated = {place for date in dates for place in range(date.start_offset, date.end_offset)}
            add_entities(doc, [e for e in found if not (e.start_offset in dated and e.end_offset - 1 in dated)])
        return docs


def _passages(doc: Doc, *, ours: bool) -> Iterator[Passage]:
    text = doc.text
    sentences = sentence_spans(doc) if doc.has_annotation("SENT_START") else split_sentences(text)
    return passages(text, sentences, list(zip(*token_bounds(doc), strict=True)) if ours else None)
