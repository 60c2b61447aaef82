"""The spaCy component ``letopis_names``: persons, organisations and places into ``doc.spans["letopis"]``."""

# No "from __future__ import annotations" here: spaCy reads the annotations of a factory when it is registered.

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from letopis.entities.adopted import adopter
from letopis.entities.names.find import names_of_texts
from letopis.entities.names.passage import Passage, passages
from letopis.entities.names.rules import SCHEME, rules_of
from letopis.entities.names.tagger import Tagger, load_tagger
from letopis.entities.names.words import Lexicon
from letopis.entities.own_persons import NO_PERSONS, OwnPersons, own_persons, persons_at, with_persons
from letopis.entities.own_words import NONE, OwnWords, extended, never_names, own_words
from letopis.entities.spans import add_entities, entities_of
from letopis.errors import InputError
from letopis.labels import NAMED
from letopis.lemmas.models import ENGINES
from letopis.records import Entity
from letopis.russian.states import folded
from letopis.sentences import split_sentences
from letopis.sentences.columns import BATCHED_DOCS, batches_of, sentence_spans, token_bounds
from letopis.sentences.component import LetopisTokenizer


@Language.factory(
    "letopis_names",
    default_config={
        "scheme": SCHEME,
        "model": None,
        "engine": ENGINES[0],
        "words": {},
        "states": [],
        "lists": {},
        "never": [],
        "persons": [],
    },
    assigns=["doc.spans", "span._.by", "span._.score"],
)
def names_component(  # noqa: PLR0913, PLR0917 (each a setting)
    nlp: Language,
    name: str,
    scheme: str,
    model: str | None,
    engine: str,
    words: dict[str, str],
    states: list[dict[str, Any]],
    lists: dict[str, list[str]],
    never: list[str],
    persons: list[str],
) -> "Names":
    """Build the component; names inside a DATE that stands in the ``Doc`` already are left out.

    The tagger is loaded here.

    Args:
        nlp: the pipeline.
        name: of the component.
        scheme: see :func:`letopis.entities.names.find.find_names`.
        model: folder of a tagger of one's own, as ``letopis learn`` writes it; that of the package when not given.
        engine: ``default``, or ``large``: a tagger over a pretrained encoder, more exact and some times slower, which
            needs the extra ``large``. A ``model`` of one's own cannot stand beside it.
        words: more words, each with one that rules know and that it is used like: ``{"нунциатура": "миссия"}``.
        states: more states, each with ``name``, ``code`` and ``other`` names: ``[{"name": "Руритания"}]``.
        lists: more words for the lists of ``lexicon.cfg``, by the lists' names: ``{"embassies": ["нунциатура"]}``.
        never: words and phrases that are no names, in the nominative; they are found in all cases.
        persons: names of persons, in the nominative; they are found in all cases.

    Raises:
        InputError: there is no such scheme or engine, a word is used like one that no rule knows, or files of the
            tagger are damaged.
        MissingDependencyError: the tagger's files are not there, or the package that runs it.

    >>> import spacy
    >>> nlp = spacy.blank("ru")
    >>> _ = nlp.add_pipe("letopis_names")
    >>> doc = nlp("Посол прибыл в Баку.")
    >>> [(span.text, span.label_) for span in doc.spans["letopis"]]
    [('Баку', 'GPE')]
    """
    rules_of(scheme)
    if model and engine != ENGINES[0]:
        raise InputError(
            f"{model} was taught from the engine {ENGINES[0]}: give a model or the engine {engine}, not both"
        )
    tagger = load_tagger(Path(model) if model else None, engine)
    own = Own(own_words(words, states), extended(lists), never_names(never), own_persons(persons))
    return Names(nlp, name, scheme, own, tagger)


class Own(NamedTuple):
    """What was added to what the component knows."""

    words: OwnWords = NONE
    lists: Lexicon | None = None
    never: frozenset[str] = frozenset()
    persons: OwnPersons = NO_PERSONS


class Names:
    """The component: uses the sentences that a ``Doc`` has, and finds its own in one that has none.

    It reads the tokens of our tokenizer, on which its tagger was trained; the text of another's is cut anew.
    """

    tagger: Tagger
    """What finds the names, before rules; another may be put in its place."""

    def __init__(
        self, nlp: Language, name: str, scheme: str, own: Own | None = None, tagger: Tagger | None = None
    ) -> None:
        self._nlp = nlp
        self._adopt = adopter(nlp, name)
        self._scheme = scheme
        self._own = own or Own()
        self.tagger = tagger or load_tagger()

    def __call__(self, doc: Doc) -> Doc:
        """Add the names of one text to its spans."""
        return self._add([doc])[0]

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = BATCHED_DOCS) -> Iterator[Doc]:
        """Add the names of texts, read together."""
        for batch in batches_of(stream, batch_size):
            yield from self._add(batch)

    def passages(self, doc: Doc) -> list[Passage]:
        """Return the sentences of a ``Doc`` as the tagger reads them."""
        return list(_passages(doc, self._own, ours=isinstance(self._nlp.tokenizer, LetopisTokenizer)))

    def _add(self, docs: Sequence[Doc]) -> Sequence[Doc]:
        cuts = [self.passages(doc) for doc in docs]
        texts = [doc.text for doc in docs]
        every = names_of_texts(texts, cuts, self._scheme, self.tagger)
        for doc, text, cut, found in zip(docs, texts, cuts, every, strict=True):
            self._adopt(doc)
            dates = entities_of(doc, "DATE")
            dated = {place for date in dates for place in range(date.start_offset, date.end_offset)}
            never = self._own.never
            add_entities(
                doc,
                [
                    name
                    for name in self._with_persons(text, found, cut)
                    if not (name.label in NAMED and name.start_offset in dated and name.end_offset - 1 in dated)
                    and not (never and folded(name.text) in never)
                ],
            )
        return docs

    def _with_persons(self, text: str, found: list[Entity], cut: Sequence[Passage]) -> list[Entity]:
        persons = self._own.persons
        if not persons:
            return found
        places = [
            (one.starts[first], one.ends[behind - 1]) for one in cut for first, behind in persons_at(one.words, persons)
        ]
        return with_persons(text, found, places)


def _passages(doc: Doc, own: Own, *, ours: bool) -> Iterator[Passage]:
    text = doc.text
    sentences = sentence_spans(doc) if doc.has_annotation("SENT_START") else split_sentences(text)
    tokens = list(zip(*token_bounds(doc), strict=True)) if ours else None
    return passages(text, sentences, tokens, own.lists, own.words)
