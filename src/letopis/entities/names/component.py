"""The spaCy component ``letopis_names``: persons, organisations and places into ``doc.spans["letopis"]``."""

# No "from __future__ import annotations" here: spaCy reads the annotations of a factory when it is registered.

from collections.abc import Iterable, Iterator, Sequence

from spacy.language import Language
from spacy.tokens import Doc

from letopis.entities.names.find import names_of_texts
from letopis.entities.names.passage import passages
from letopis.entities.names.schemes import SCHEME, rules_of
from letopis.entities.names.tagger import load_tagger
from letopis.entities.spans import add_findings, findings_of, register_extensions
from letopis.sentences import split_sentences
from letopis.sentences.columns import BATCHED_DOCS, batches_of, sentence_spans, text_of


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
    register_extensions()
    rules_of(scheme)
    load_tagger()
    return Names(scheme)


class Names:
    """The component: uses the sentences that a ``Doc`` has, and finds its own in one that has none."""

    def __init__(self, scheme: str) -> None:
        self._scheme = scheme

    def __call__(self, doc: Doc) -> Doc:
        """Add the names of one text to its spans."""
        return self._add([doc])[0]

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = BATCHED_DOCS) -> Iterator[Doc]:
        """Add the names of texts, read together."""
        for batch in batches_of(stream, batch_size):
            yield from self._add(batch)

    def _add(self, docs: Sequence[Doc]) -> Sequence[Doc]:
        texts = [list(passages(text_of(doc), _sentences(doc))) for doc in docs]
        for doc, found in zip(docs, names_of_texts(texts, self._scheme), strict=True):
            dated = {place for date in findings_of(doc, "DATE") for place in range(date.start, date.end)}
            add_findings(doc, [one for one in found if not (one.start in dated and one.end - 1 in dated)])
        return docs


def _sentences(doc: Doc) -> Sequence[tuple[int, int]]:
    return sentence_spans(doc) if doc.has_annotation("SENT_START") else split_sentences(text_of(doc))
