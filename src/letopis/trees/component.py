"""The spaCy component ``letopis_trees``: head and relation on every token, when something asks or always."""

# No "from __future__ import annotations" here: spaCy reads the annotations of a factory when it is registered.
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span

from letopis.errors import InputError
from letopis.lemmas.models import model_folder
from letopis.sentences.columns import BATCHED_DOCS, batches_of, sentence_bounds, token_texts
from letopis.trees.chunks import noun_chunks
from letopis.trees.parser import Arc, default_parser
from letopis.trees.words import ROOT, ParsedWord

WHEN = ("asked", "always")
"""When the component parses: where :func:`parse` is called, or each text that comes by."""

SPACE = "dep"
"""spaCy's relation of white space, which hangs on the token before it."""


def parse(doc: Doc, sentences: Iterable[Span] | None = None) -> Doc:
    """Parse sentences of a ``Doc`` that has tags: all of them, or just these; those that are parsed are passed over.

    Sentence boundaries stay as they are. In a sentence that was not parsed, each token is its own head and has no
    relation.

    Raises:
        InputError: the tokens have no parts of speech.
        MissingDependencyError: the model is not there.

    >>> import letopis
    >>> doc = parse(letopis.load()("Президент подписал указ. Указ вступил в силу."))
    >>> [(token.text, token.dep_, token.head.text) for token in next(doc.sents)][:2]
    [('Президент', 'nsubj', 'подписал'), ('подписал', 'ROOT', 'подписал')]
    """
    return _parse([doc], None if sentences is None else {span.start for span in sentences})[0]


def arcs_of(doc: Doc, bounds: Sequence[tuple[int, int]]) -> list[list[Arc]] | None:
    """Return the arcs of sentences, from the first token to the one behind the last, and write none of them down.

    White space hangs on the token before it. None where the tokens have no parts of speech, or the model is not there.

    >>> import letopis
    >>> arcs_of(letopis.load()("Президент подписал договор."), [(0, 4)])[0][0]
    Arc(head=2, relation='nsubj')
    """
    if not doc.has_annotation("POS") or model_folder("trees") is None:
        return None
    words = _words(doc) if bounds else []
    places = [[place for place in range(*one) if words[place].upos != "SPACE"] for one in bounds]
    trees = default_parser().parse([[words[place] for place in row] for row in places]) if bounds else []
    return [_spaced(one, row, tree) for one, row, tree in zip(bounds, places, trees, strict=True)]


def _spaced(bounds: tuple[int, int], places: Sequence[int], tree: Sequence[Arc]) -> list[Arc]:
    """Return the arcs of all tokens, white space too."""
    first, end = bounds
    if len(places) == end - first:
        return list(tree)
    arcs = [Arc(max(place - 1, 0), SPACE) for place in range(1, end - first + 1)]
    for place, arc in zip(places, tree, strict=True):
        arcs[place - first] = Arc(places[arc.head - 1] - first + 1 if arc.head else 0, arc.relation)
    return arcs


def _parse(docs: Sequence[Doc], starts: set[int] | None = None) -> Sequence[Doc]:
    wanted = [[bounds for bounds in _open_sentences(doc) if starts is None or bounds[0] in starts] for doc in docs]
    words = [_words(doc) if bounds else [] for doc, bounds in zip(docs, wanted, strict=True)]
    places = [
        [[place for place in range(*bounds) if one[place].upos != "SPACE"] for bounds in sentences]
        for one, sentences in zip(words, wanted, strict=True)
    ]
    sentences = [[one[place] for place in row] for one, rows in zip(words, places, strict=True) for row in rows]
    parsed = iter(default_parser().parse(sentences) if sentences else [])
    for doc, bounds, rows in zip(docs, wanted, places, strict=True):
        if bounds:
            _write(doc, bounds, rows, [next(parsed) for _ in rows])
    return docs


def _open_sentences(doc: Doc) -> list[tuple[int, int]]:
    """Return the bounds of the sentences that have no tree."""
    relations = doc.to_array("DEP")
    return [(first, end) for first, end in sentence_bounds(doc) if not relations[first:end].any()]


def _words(doc: Doc) -> list[ParsedWord]:
    """Return the tokens as the parser takes them; white space has the part of speech ``SPACE``."""
    if not doc.has_annotation("POS"):
        raise InputError("trees need parts of speech, which this text has not: add 'letopis_morphology' before them")
    columns = doc.to_array(["LEMMA", "POS", "MORPH", "IS_SPACE"])
    names = {one: doc.vocab.strings[one] for one in np.unique(columns[:, :3]).tolist()}
    return [
        ParsedWord(text, names[lemma], "SPACE" if blank else names[part], names[feats])
        for text, (lemma, part, feats, blank) in zip(token_texts(doc), columns.tolist(), strict=True)
    ]


def _write(
    doc: Doc, bounds: Sequence[tuple[int, int]], rows: Sequence[Sequence[int]], trees: Sequence[Sequence[Arc]]
) -> None:
    """Write heads and relations, all in one array, and the sentence boundaries again, which spaCy makes anew."""
    starts = doc.to_array("SENT_START")
    columns = doc.to_array(["HEAD", "DEP"])
    heads, relations = columns[:, 0].astype(np.int64), columns[:, 1]
    for (first, end), places, arcs in zip(bounds, rows, trees, strict=True):
        for place in sorted(set(range(first, end)).difference(places)):
            before = bisect_left(places, place)
            heads[place] = (places[max(before - 1, 0)] if places else place) - place
            relations[place] = doc.vocab.strings.add(SPACE)
        for place, arc in zip(places, arcs, strict=True):
            heads[place] = places[arc.head - 1] - place if arc.head else 0
            relations[place] = doc.vocab.strings.add(arc.relation if arc.head else ROOT)
    doc.from_array(["HEAD", "DEP"], np.stack([heads.astype(np.uint64), relations], axis=1))  # type: ignore[arg-type]
    doc.from_array(["SENT_START"], starts)  # type: ignore[arg-type]


class Trees:
    """The component; what it does with a text that comes by is what ``when`` says."""

    def __init__(self, when: str) -> None:
        if when not in WHEN:
            raise InputError(f"when = {when!r}: trees are made one of {', '.join(WHEN)}")
        if when == "always":
            default_parser()
        self.when = when

    def __call__(self, doc: Doc) -> Doc:
        """Parse a text, if all are to be parsed."""
        return _parse([doc])[0] if self.when == "always" else doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = BATCHED_DOCS) -> Iterator[Doc]:
        """Parse texts together, if all are to be parsed."""
        if self.when != "always":
            yield from stream
            return
        for batch in batches_of(stream, batch_size):
            yield from _parse(batch)


@Language.factory("letopis_trees", default_config={"when": "asked"}, assigns=["token.head", "token.dep"])
def trees_component(nlp: Language, name: str, when: str) -> Callable[[Doc], Doc]:
    """Make the component; ``when`` is ``asked`` or ``always``. ``doc.noun_chunks`` works behind it.

    Raises:
        InputError: there is no such ``when``, or each text is to be parsed and none has parts of speech.
        MissingDependencyError: the model is not there, and each text is to be parsed.

    >>> import letopis
    >>> nlp = letopis.load(trees="always")
    >>> [chunk.text for chunk in nlp("Новый президент подписал указ о льготах.").noun_chunks]
    ['Новый президент', 'указ', 'льготах']
    """
    if when == "always" and not any("token.pos" in nlp.get_pipe_meta(one).assigns for one in nlp.pipe_names):
        raise InputError(
            f"component {name!r} parses each text, and no component before it assigns token.pos: "
            "add 'letopis_morphology' before it, or say assigns=['token.pos'] of your own"
        )
    nlp.vocab.get_noun_chunks = noun_chunks  # type: ignore[assignment]
    return Trees(when)
