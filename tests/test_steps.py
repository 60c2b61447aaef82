"""What takes longer than some two seconds tells how far it is, in any notebook or command that listens."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from evaluation_records import FOUND, GOLD, build
from letopis.batching import STEPS
from letopis.bilingual.align import Text, align
from letopis.evaluation.compare import compare
from letopis.evaluation.score import evaluate


@pytest.fixture
def heard() -> Iterator[list[tuple[str, int, int]]]:
    told: list[tuple[str, int, int]] = []
    token = STEPS.set(lambda *said: told.append(said))
    yield told
    STEPS.reset(token)


def test_scores_differences_and_links_tell_how_far_they_are(heard: list[tuple[str, int, int]]) -> None:
    gold, found = ([build(sentences, name=name) for name in "ab"] for sentences in (GOLD, FOUND))
    evaluate(found, gold, resamples=20)
    compare(found, gold, gold, resamples=20)
    align(Text(("Да.", "Нет."), (0, 0)), Text(("Yes.", "No."), (0, 0)))
    steps = {step for step, *_ in heard}
    assert steps == {"resampling", "resampling by article", "resampling by section", "shuffling", "aligning"}
    for step in steps:
        own = [said[1:] for said in heard if said[0] == step]
        assert own[0][0] == 0
        assert own[-1][0] == own[-1][1]
        assert all(0 <= done <= total for done, total in own)
