"""Learning where a title is: the network of titles, led to what people marked in the sentences that it reads."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import msgspec
import numpy as np

from letopis.entities.agreements.units import may_be_head
from letopis.entities.names.tagger import Tagger, tag_with
from letopis.entities.names.weights import Model
from letopis.learning.judging import surely_more
from letopis.learning.lessons import AGREEMENT, TRUST, Lesson, Pupil, ReadRecord, Trust, lessons
from letopis.learning.train import Schedule, learn, mistakes
from letopis.records import Article, Entity

PARTS = 2
"""Parts of the records, of which each is read by what the others taught, before the network is."""

ERRORS = 2.0
"""Standard errors by which there have to be fewer mistakes there: by one and by likelihood, a genre lost .016 of F1."""

STEPS = 2
"""By what the least number of steps is divided: its lessons are a few sentences, those of names whole texts."""


class TitleCourse:
    """What corrected records teach the network of titles that a pipeline asks.

    Args:
        tagger: the network.
        readings: what the pipeline found in the records.
        golds: the records.
    """

    def __init__(self, tagger: Tagger, readings: Sequence[ReadRecord], golds: Sequence[Article]) -> None:
        self._pupil = Pupil(tagger, len(tagger[0].labels))
        self._readings, self._golds = readings, golds

    @cached_property
    def lessons(self) -> list[list[Lesson]]:
        """What each record teaches."""
        return self._of_all(self._readings, self._golds, TRUST)

    @cached_property
    def _told(self) -> list[list[Lesson]]:
        """What each record says, without regard to what the network takes for right."""
        return self._of_all(self._readings, self._golds, Trust(1.0, 1.0))

    def rehearsal(self, readings: Sequence[ReadRecord]) -> list[Lesson]:
        """Return what holds the network to what it says of some texts."""
        return [lesson for some in self._of_all(readings, [None] * len(readings), TRUST) for lesson in some]

    def learn(self, chosen: Sequence[int], kept: Sequence[Lesson], schedule: Schedule, *, whole: bool) -> Tagger | None:
        """Return the network after some of the records; nothing where those kept out are surely read no better.

        It is held to the lessons that are ``kept`` (:meth:`rehearsal`).
        """
        chosen = [place for place in chosen if self.lessons[place]]
        schedule = msgspec.structs.replace(schedule, steps=schedule.steps // STEPS)

        def taught(places: Sequence[int]) -> Model:
            some = [lesson for place in places for lesson in self.lessons[place]]
            return learn(self._pupil, some, kept, schedule, whole=whole)

        before, table = self._pupil.tagger
        gained: list[int] = []
        for part in range(PARTS if len(chosen) >= PARTS else 0):
            model = taught([place for number, place in enumerate(chosen) if number % PARTS != part])
            gained += [self._wrong(before, place) - self._wrong(model, place) for place in chosen[part::PARTS]]
        return (taught(chosen), table) if surely_more(np.array(gained), ERRORS) else None

    def _wrong(self, model: Model, place: int) -> int:
        return sum(mistakes(model, lesson) for lesson in self._told[place])

    def _of_all(
        self, readings: Sequence[ReadRecord], golds: Sequence[Article | None], trust: Trust
    ) -> list[list[Lesson]]:
        pupil, taught = self._pupil, [AGREEMENT]
        return [
            list(lessons(pupil, as_seen(pupil.tagger, reading), gold, taught if gold else (), trust))
            for reading, gold in zip(readings, golds, strict=True)
        ]


def as_seen(tagger: Tagger, reading: ReadRecord) -> ReadRecord:
    """Return a text as the network of titles reads it: sentences with a head, and what it takes for titles in them."""
    cut = [passage for passage in reading.cut if any(map(may_be_head, passage.words))]
    (named,) = tag_with(*tagger, [cut])
    spans = [
        (passage.starts[name.first], passage.ends[name.last - 1])
        for passage, names in zip(cut, named, strict=True)
        for name in names
    ]
    text = reading.found.text
    seen = [Entity.at(text, *span, AGREEMENT, id=number) for number, span in enumerate(spans, 1)]
    return ReadRecord(msgspec.structs.replace(reading.found, entities=seen, relations=[]), cut)
