"""Corrected records beside what the pipeline found, and what the tagger is to learn from the difference."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray
from spacy.language import Language

from letopis.entities.agreements.component import AgreementFinder
from letopis.entities.names.component import Names
from letopis.entities.names.corpus import lay_out
from letopis.entities.names.network import blocks, lower_states
from letopis.entities.names.passage import Passage
from letopis.entities.names.tagger import Tagger, tag_with
from letopis.entities.names.weights import Array, Model
from letopis.entities.spans import SPANS_KEY, attributes_of, relations_between
from letopis.errors import MissingDependencyError
from letopis.extraction import pieces
from letopis.folding import fold_text
from letopis.labels import labels
from letopis.learning.judging import Seen, candidates_of
from letopis.learning.layers import WordForms, lower_forward, words_of
from letopis.learning.upper import forward
from letopis.records import Article, Entity, Relation, Sentence
from letopis.sentences.columns import sentence_spans

AGREEMENT = "AGREEMENT"
"""The label that rules find and a judge weighs."""

LESSON_WORDS = 300
"""Words of a lesson, about; it is cut between sentences."""

WordSpan = tuple[int, int, int, str]
"""Passage, first word, behind the last word, label."""


class ReadRecord(NamedTuple):
    """What the pipeline makes of a record's text: a record of its own, the sentences that the tagger read.

    And the candidates that the judge of agreements may weigh, where they were asked for.
    """

    found: Article
    cut: list[Passage]
    candidates: list[Seen] = []  # noqa: RUF012


class Lesson(NamedTuple):
    """A stretch of words with what the lowest layer that learns reads, the scores to have, how much each matters.

    ``targets`` (from 0 to 1) and ``weights`` are words x labels x lengths.
    """

    read: Array | WordForms
    sentences: NDArray[np.int32]
    targets: NDArray[np.float16]
    weights: NDArray[np.float16]


def names_of(nlp: Language) -> Names:
    """Return the component of names of a pipeline.

    Raises:
        MissingDependencyError: it has none.
    """
    found = next((pipe for _, pipe in nlp.pipeline if isinstance(pipe, Names)), None)
    if found is None:
        raise MissingDependencyError("the pipeline has no component letopis_names; nothing can be learned without it")
    return found


def agreements_of(nlp: Language) -> AgreementFinder | None:
    """Return the component of agreements of a pipeline; nothing where it has none."""
    return next((pipe for _, pipe in nlp.pipeline if isinstance(pipe, AgreementFinder)), None)


def read_all(nlp: Language, articles: Sequence[Article], *, candidates: bool = False) -> list[ReadRecord]:
    """Return what the pipeline makes of the texts of some records, whose own spans it does not see.

    ``candidates`` asks for those of agreements, too.

    >>> import letopis
    >>> (reading,) = read_all(letopis.load(), [Article(id="a", text="Посол прибыл в Баку.")])
    >>> [entity.text for entity in reading.found.entities], reading.cut[0].words
    (['Баку'], ['Посол', 'прибыл', 'в', 'Баку', '.'])
    """
    folded = [fold_text(article.text) for article in articles]
    places = [(number, start, end) for number, one in enumerate(folded) for start, end in pieces(one.text)]
    docs = nlp.pipe(folded[number].text[start:end] for number, start, end in places)
    names, judging = names_of(nlp), agreements_of(nlp) if candidates else None
    readings = [
        ReadRecord(msgspec.structs.replace(a, entities=[], relations=[], sentences=[]), [], []) for a in articles
    ]
    for (number, shift, _), doc in zip(places, docs, strict=True):
        back, (found, cut, met) = folded[number].span_back, readings[number]
        entities: list[Entity] = found.entities
        relations: list[Relation] = found.relations
        ids = {}
        for span in doc.spans.get(SPANS_KEY, ()):
            ids[span] = len(entities) + 1
            where = back(shift + span.start_char, shift + span.end_char)
            entities.append(Entity.at(found.text, *where, span.label_, id=ids[span], **attributes_of(span)))
        relations += relations_between(doc, ids, len(relations))
        found.sentences.extend(Sentence(*back(shift + s, shift + e)) for s, e in sentence_spans(doc))
        for passage in names.passages(doc):
            words = [back(shift + s, shift + e) for s, e in zip(passage.starts, passage.ends, strict=True)]
            cut.append(Passage(passage.words, [s for s, _ in words], [e for _, e in words], passage.lexicon))
        for seen in candidates_of(doc, judging.own, judging.titles) if judging else ():
            start, end = back(shift + seen.start, shift + seen.end)
            met.append(seen._replace(start=start, end=end))
    return readings


def learnable(articles: Iterable[Article]) -> list[str]:
    """Return the labels of some records that the tagger can learn: not those that rules alone find.

    >>> city = Entity(id=1, label="GPE", start_offset=0, end_offset=4, text="Баку")
    >>> date = Entity(id=2, label="DATE", start_offset=5, end_offset=9, text="1997")
    >>> learnable([Article(id="a", text="Баку 1997", entities=[city, date])])
    ['GPE']
    """
    ruled = {"DATE", AGREEMENT} | {name for name, label in labels().items() if label.component}
    return sorted({entity.label for article in articles for entity in article.entities} - ruled)


def word_spans(cut: Sequence[Passage], entities: Iterable[Entity], known: Collection[str]) -> set[WordSpan]:
    """Return entities as stretches of words; one that cuts a word or crosses a sentence's end is left out.

    >>> city = Entity(id=1, label="GPE", start_offset=2, end_offset=6, text="Баку")
    >>> word_spans([Passage(["В", "Баку"], [0, 2], [1, 6])], [city], ["GPE"])
    {(0, 1, 2, 'GPE')}
    """
    starts = {start: (number, place) for number, one in enumerate(cut) for place, start in enumerate(one.starts)}
    ends = {end: (number, place + 1) for number, one in enumerate(cut) for place, end in enumerate(one.ends)}
    found = set()
    for entity in entities:
        first, last = starts.get(entity.start_offset), ends.get(entity.end_offset)
        if entity.label in known and first and last and first[0] == last[0] and first[1] < last[1]:
            found.add((first[0], first[1], last[1], entity.label))
    return found


class Trust(NamedTuple):
    """How far a confirmed judgement is told as certain (the rest is the network's own), and what a mistake weighs."""

    confirmed: float = 0.5
    mistake: float = 2.0


TRUST = Trust()


class Pupil(NamedTuple):
    """The network before learning, with all labels that it is to have; ``known`` of them it knows, the first ones."""

    tagger: Tagger
    known: int

    @property
    def labels(self) -> tuple[str, ...]:
        """All labels."""
        return self.tagger[0].labels

    @property
    def deep(self) -> bool:
        """Whether the lower layers learn, too: where a label is new."""
        return self.known < len(self.labels)


def lessons(
    pupil: Pupil, reading: ReadRecord, gold: Article | None, taught: Collection[str], trust: Trust = TRUST
) -> Iterator[Lesson]:
    """Return what a text teaches: what was corrected, and all else as the unchanged network judges it.

    Args:
        pupil: the network.
        reading: what the pipeline found with it.
        gold: the corrected record; nothing where the text only keeps the network from forgetting.
        taught: the labels that were corrected; of the others the old ones stay, and new ones weigh nothing.
        trust: see there.
    """
    model, table = pupil.tagger
    layout = lay_out([passage.words for passage in reading.cut])
    if not layout.firsts:
        return
    states = None if pupil.deep else lower_states(model, table, layout)
    corrected = [place for place, label in enumerate(pupil.labels) if gold is not None and label in taught]
    marks = _marks(pupil, reading, gold, taught) if gold is not None else {}
    rows = {span: layout.firsts[span[0]] + span[1] for span in marks}
    for start, end in blocks(layout.sentences, LESSON_WORDS):
        here = slice(start, end)
        read = words_of(table, layout, here) if states is None else states[here].copy()
        scores = scores_of(model, read, layout.sentences[here])
        judged = 1 / (1 + np.exp(-np.clip(scores, -15, 15)))
        judged[:, pupil.known :] = 0
        targets, weights = judged.copy(), np.ones_like(judged)
        weights[:, [place for place in range(pupil.known, len(pupil.labels)) if place not in corrected]] = 0
        targets[:, corrected] *= 1 - trust.confirmed
        for (number, first, last, label), mark in marks.items():
            row, length = rows[number, first, last, label] - start, last - first - 1
            if 0 <= row < end - start and length < model.sizes.longest:
                cell = (row, pupil.labels.index(label), length)
                targets[cell] = _target(mark, float(judged[cell]), trust)
                weights[cell] = trust.mistake if mark in {"missed", "extra"} else 1
        yield Lesson(read, layout.sentences[here], targets.astype(np.float16), weights.astype(np.float16))


def scores_of(model: Model, read: Array | WordForms, sentences: NDArray[np.int32]) -> Array:
    """Return the scores of the spans of a stretch of words: words x labels x lengths."""
    seen = lower_forward(model.arrays, read, sentences).seen if isinstance(read, WordForms) else read
    return forward(model.arrays, model.sizes, seen, sentences).scores


def _target(mark: str, judged: float, trust: Trust) -> float:
    if mark == "own":
        return judged
    if mark == "right":
        return trust.confirmed + (1 - trust.confirmed) * judged
    return float(mark == "missed")


def _marks(pupil: Pupil, reading: ReadRecord, gold: Article, taught: Collection[str]) -> dict[WordSpan, str]:
    """Say of spans what is to be learned: ``missed``, ``extra``, ``right``, or ``own`` where a rule decides.

    A span that a rule makes or takes away rightly is left to the rule, and the network to its own judgement.
    """
    wanted = word_spans(reading.cut, gold.entities, taught)
    found = word_spans(reading.cut, reading.found.entities, taught)
    (named,) = tag_with(*pupil.tagger, [reading.cut])
    raw = {(number, name.first, name.last, name.label) for number, names in enumerate(named) for name in names}
    raw = {span for span in raw if span[3] in taught}
    marks = {span: "right" if span in raw else "own" for span in wanted & found}
    marks |= dict.fromkeys(raw - found - wanted, "own")
    marks |= dict.fromkeys(found - wanted, "extra")
    wrong = found - wanted - raw
    marks |= {span: "extra" for span in raw - found - wanted if any(_meet(span, other) for other in wrong)}
    return marks | dict.fromkeys(wanted - found, "missed")


def _meet(one: WordSpan, other: WordSpan) -> bool:
    return one[0] == other[0] and one[3] == other[3] and one[1] < other[2] and other[1] < one[2]
