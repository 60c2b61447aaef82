"""The spaCy component ``letopis_trees``: head and relation on every token, when something asks or always."""

# No "from __future__ import annotations" here: spaCy reads the annotations of a factory when it is registered.
from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from letopis.errors import InputError
from letopis.lemmas.models import model_folder
from letopis.sentences.columns import BATCHED_DOCS, batches_of, sentence_bounds, token_texts
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
    return _arcs([doc], [bounds])[0]


def _arcs(docs: Sequence[Doc], wanted: Sequence[Sequence[tuple[int, int]]]) -> list[list[list[Arc]]]:
    """Return the arcs of some sentences of texts, which are parsed together."""
    words = [_words(doc) if bounds else [] for doc, bounds in zip(docs, wanted, strict=True)]
    sentences = [one[first:end] for one, bounds in zip(words, wanted, strict=True) for first, end in bounds]
    written = [[word for word in sentence if word.upos != "SPACE"] for sentence in sentences]
    trees = default_parser().parse(written) if sentences else []
    spaced = iter([_spaced(sentence, tree) for sentence, tree in zip(sentences, trees, strict=True)])
    return [[next(spaced) for _ in bounds] for bounds in wanted]


def _spaced(sentence: Sequence[ParsedWord], tree: list[Arc]) -> list[Arc]:
    """Return the arcs of all tokens, white space too: it hangs on the word before it, at the beginning on the first."""
    if len(tree) == len(sentence):
        return tree
    places = [place for place, word in enumerate(sentence) if word.upos != "SPACE"]
    arcs, parsed, last = [], iter(tree), min(places, default=0)
    for place, word in enumerate(sentence):
        if word.upos == "SPACE":
            arcs.append(Arc(last + 1, SPACE))
        else:
            arc, last = next(parsed), place
            arcs.append(Arc(places[arc.head - 1] + 1 if arc.head else 0, arc.relation))
    return arcs


def _parse(docs: Sequence[Doc], starts: set[int] | None = None) -> Sequence[Doc]:
    wanted = [[bounds for bounds in _open_sentences(doc) if starts is None or bounds[0] in starts] for doc in docs]
    for doc, bounds, trees in zip(docs, wanted, _arcs(docs, wanted), strict=True):
        if bounds:
            _write(doc, bounds, trees)
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


def _write(doc: Doc, bounds: Sequence[tuple[int, int]], trees: Sequence[Sequence[Arc]]) -> None:
    """Write heads and relations, all in one array, and the sentence boundaries again, which spaCy makes anew."""
    starts = doc.to_array("SENT_START")
    columns = doc.to_array(["HEAD", "DEP"])
    heads, relations = columns[:, 0].astype(np.int64), columns[:, 1]
    for (first, _), arcs in zip(bounds, trees, strict=True):
        for place, arc in enumerate(arcs):
            heads[first + place] = arc.head - 1 - place if arc.head else 0
            relations[first + place] = doc.vocab.strings.add(arc.relation if arc.head else ROOT)
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


CHUNK_HEADS = frozenset({"NOUN", "PROPN", "PRON"})

BEFORE = frozenset({"amod", "det", "nummod", "nummod:gov"})
"""Relations of words before the noun that belong to its chunk, with what hangs on them: ``весьма важный договор``."""

BEHIND = frozenset({"flat", "flat:name", "flat:foreign", "fixed", "compound"})
"""Relations of words behind it: ``Ильхам Алиев``."""


def noun_chunks(doclike: Doc | Span) -> Iterator[tuple[int, int, int]]:
    """Return spaCy's noun chunks, each as first token, the one behind the last, and the label ``NP``.

    A chunk holds no other: what hangs on a noun as a noun (``договор дружбы``) is a chunk of its own.
    """
    doc = doclike.doc
    if len(doc) and not doc.has_annotation("DEP"):
        raise InputError("noun chunks need trees: call letopis.trees.parse(doc), or load with trees='always'")
    label = doc.vocab.strings.add("NP")
    upto = -1
    for token in doclike:
        if token.pos_ in CHUNK_HEADS and token.dep_ and token.dep_ not in BEHIND:
            first, last = _first(token, upto), _last(token)
            if first >= upto:
                yield first, last + 1, label
                upto = last + 1


def _first(token: Token, upto: int) -> int:
    """Return the first word of an unbroken row of modifiers before a noun."""
    first = token.i
    for child in sorted(token.lefts, key=lambda one: -one.i):
        if child.dep_ not in BEFORE or child.right_edge.i != first - 1 or child.left_edge.i < upto:
            break
        first = child.left_edge.i
    return first


def _last(token: Token) -> int:
    last = token.i
    for child in token.rights:
        if child.dep_ in BEHIND and child.left_edge.i == last + 1:
            last = child.right_edge.i
    return last


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
