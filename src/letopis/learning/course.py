"""From corrected records to a model: what the pipeline found, what it should have found, and what is learned of it."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

import msgspec
import numpy as np
from spacy.language import Language

from letopis.batching import Tell, quiet
from letopis.entities.agreements.judge import Judge, judge_to_teach
from letopis.entities.agreements.titles import TITLES, title_tagger
from letopis.entities.names.network import FormProducts
from letopis.entities.names.tagger import Tagger
from letopis.entities.names.weights import NAMES, Model
from letopis.errors import InputError
from letopis.learning.judging import Judged, taught
from letopis.learning.lessons import (
    AGREEMENT,
    Lesson,
    Pupil,
    ReadRecord,
    agreements_of,
    learnable,
    lessons,
    names_of,
    read_all,
)
from letopis.learning.titling import TitleCourse
from letopis.learning.train import Schedule, learn
from letopis.learning.upper import with_labels
from letopis.learning.words import LearnedWord, learn_words, settings_of
from letopis.lemmas.models import model_folder
from letopis.own_model import joined
from letopis.records import Article
from letopis.settings import Settings

REHEARSED = "rehearsal.txt.gz"
"""Texts, a form feed between two, on which a network is held to what it knew; beside its weights."""


class Choices(msgspec.Struct, frozen=True, kw_only=True):
    """What the user chose.

    Args:
        scheme: what counts as a name, as in :func:`letopis.load`.
        config: words and states of one's own, and perhaps a model that is to be taught further.
        labels: those that are learned; all that the records hold and that can be learned when none is named.
        words: whether words are learned too.
        schedule: how long and how fast.
    """

    scheme: str = "letopis"
    config: Settings = Settings()
    labels: tuple[str, ...] = ()
    words: bool = True
    schedule: Schedule = Schedule()


class Learned(NamedTuple):
    """What came of corrections: the network of names, words, and of agreements what is not the project's."""

    model: Model
    words: Sequence[LearnedWord]
    judge: Judge | None = None
    titles: Tagger | None = None


class Course:
    """Corrected records, read once by the unchanged pipeline; any part of them can be learned from.

    Raises:
        InputError: no record has a span of a label that can be learned, or one that was asked for.
    """

    def __init__(self, golds: Sequence[Article], choices: Choices, tell: Tell = quiet) -> None:
        self.golds, self.choices, self._tell = golds, choices, tell
        asked = _labels(golds, choices.labels)
        self.labels = [label for label in asked if label != AGREEMENT]
        self.nlp = _load(choices, choices.config)
        self._tagger = names_of(self.nlp).tagger
        base = self._tagger[0]
        dice = np.random.default_rng(choices.schedule.seed)
        self.pupil = Pupil((with_labels(base, self.labels, dice), self._tagger[1]), len(base.labels))
        tell("reading", 0, len(golds))
        self.before: list[ReadRecord] = read_all(self.nlp, golds, candidates=AGREEMENT in asked)
        component = agreements_of(self.nlp) if AGREEMENT in asked else None
        titles = (component.titles or title_tagger()) if component else None
        self._titles = TitleCourse(titles, self.before, golds) if titles else None
        tell("reading", len(golds), len(golds))

    @property
    def found(self) -> list[Article]:
        """What the unchanged pipeline found."""
        return [reading.found for reading in self.before]

    @cached_property
    def lessons(self) -> list[list[Lesson]]:
        """What each record teaches."""
        pairs = zip(self.before, self.golds, strict=True)
        return [list(lessons(self.pupil, reading, gold, self.labels)) for reading, gold in pairs]

    @cached_property
    def examples(self) -> list[list[Judged]]:
        """What each record teaches the judge of agreements: the candidates on which it has the last word."""
        pairs = zip(self.before, self.golds, strict=True)
        return [list(_examples(reading, gold)) for reading, gold in pairs]

    @cached_property
    def rehearsal(self) -> list[Lesson]:
        """What keeps the network of names from forgetting."""
        return [lesson for one in self._read(NAMES) for lesson in lessons(self.pupil, one, None, ())]

    @cached_property
    def _titles_rehearsal(self) -> list[Lesson]:
        return self._titles.rehearsal(self._read(TITLES)) if self._titles else []

    def _read(self, name: str) -> list[ReadRecord]:
        texts = enumerate(rehearsal_texts(name))
        return read_all(self.nlp, [Article(id=str(number), text=text) for number, text in texts])

    def taught_of(self, article: Article) -> Article:
        """Return a record with the labels that the gold has: what nobody annotated is no mistake."""
        kept = {entity.label for gold in self.golds for entity in gold.entities}
        kept &= set(self.choices.labels) or kept
        entities = [entity for entity in article.entities if entity.label in kept]
        return msgspec.structs.replace(article, entities=entities, relations=[])

    def learn(self, chosen: Sequence[int], *, what: str = "learning", whole: bool = False) -> Learned:
        """Learn from some of the records, by their places; ``whole`` as in :func:`letopis.learning.train.learn`."""

        def tell(done: int, total: int) -> None:
            self._tell(what, done, total)

        model = self.pupil.tagger[0]
        if self.labels:
            some = [lesson for place in chosen for lesson in self.lessons[place]]
            model = learn(self.pupil, some, self.rehearsal, self.choices.schedule, tell, whole=whole)
        readings, golds = [self.before[place] for place in chosen], [self.golds[place] for place in chosen]
        words = learn_words(readings, golds) if self.choices.words else ()
        judge = self._judge([self.examples[place] for place in chosen])
        return Learned(model, words, judge, self._seeing(chosen, whole=whole))

    def _judge(self, articles: Sequence[Sequence[Judged]]) -> Judge | None:
        component = agreements_of(self.nlp)
        own = component.judge if component else None
        judge = own or judge_to_teach()
        return (taught(judge, articles) or own) if judge and component else None

    def _seeing(self, chosen: Sequence[int], *, whole: bool) -> Tagger | None:
        """Return the network of titles where it is not the project's."""
        component, taught = agreements_of(self.nlp), None
        if self._titles is not None:
            taught = self._titles.learn(chosen, self._titles_rehearsal, self.choices.schedule, whole=whole)
        return taught or (component.titles if component else None)

    def find(self, learned: Learned, articles: Sequence[Article]) -> list[Article]:
        """Return what the pipeline finds in the texts of some records with what was learned."""
        own = settings_of(learned.words)
        nlp = _load(self.choices, joined(own, self.choices.config)) if learned.words else self.nlp
        names, agreements = names_of(nlp), agreements_of(nlp)
        table = FormProducts(learned.model) if self.pupil.deep else self._tagger[1]
        before, names.tagger = names.tagger, (learned.model, table)
        asked = (agreements.judge, agreements.titles) if agreements else (None, None)
        try:
            if agreements:
                agreements.judge, agreements.titles = learned.judge, learned.titles
            return [reading.found for reading in read_all(nlp, articles)]
        finally:
            names.tagger = before
            if agreements:
                agreements.judge, agreements.titles = asked


def _load(choices: Choices, config: Settings) -> Language:
    import letopis

    config = msgspec.structs.replace(config, engine="")  # what is taught is the small network, whatever else runs
    return letopis.load(scheme=choices.scheme, morphology="pymorphy3", config=config)


def _labels(golds: Sequence[Article], asked: Sequence[str]) -> list[str]:
    there = learnable(golds)
    if any(entity.label == AGREEMENT for gold in golds for entity in gold.entities):
        there = sorted([*there, AGREEMENT])
    if not there:
        raise InputError("no record has a span that can be learned: PERSON, ORG, GPE, AGREEMENT or a label of your own")
    missing = [label for label in asked if label not in there]
    if missing:
        raise InputError(f"no record has a span of {missing[0]!r} that can be learned; there are {', '.join(there)}")
    return [label for label in there if not asked or label in asked]


def _examples(reading: ReadRecord, gold: Article) -> Iterator[Judged]:
    marked = {(e.start_offset, e.end_offset) for e in gold.entities if e.label == AGREEMENT}
    return (seen.example(marked) for seen in reading.candidates if seen.weighed)


def rehearsal_texts(name: str) -> list[str]:
    """Return the texts on which a network (``names``, ``titles``) is held to what it knew; none where none come."""
    folder = model_folder(name)
    path = folder / REHEARSED if folder else None
    return gzip.decompress(path.read_bytes()).decode("utf-8").split("\f") if path and path.is_file() else []
