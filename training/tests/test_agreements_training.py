"""Training of the judge of agreements: what it reads, that it learns, and that the package reads what it wrote."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import letopis
from letopis.entities.agreements.find import read_passages
from letopis.entities.agreements.judge import Judge, default_judge
from letopis.entities.agreements.named import Candidate
from letopis.errors import InputError
from letopis.learning.judging import Judged, fit
from letopis_training.agreements.train import read_texts, train

GOOD = "Чехия и Польша подписали {AGREEMENT#a|договор о границе}."
BAD = "Жилец подписал договор о границе участка с соседом."


def marked(path: Path, *texts: str) -> Path:
    path.write_text("\n\n".join(f"{2 * n + 1}\n{text}" for n, text in enumerate(texts)), encoding="utf-8")
    return path


def test_records_and_marked_texts_are_read(tmp_path: Path) -> None:
    texts = list(read_texts(marked(tmp_path / "a.txt", GOOD, BAD)))
    assert [one.text[low:high] for one in texts for low, high in one.agreements] == ["договор о границе"]
    span = {"label": "AGREEMENT", "start_offset": 0, "end_offset": 7}
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": "договор", "entities": [span]}), encoding="utf-8")
    assert next(read_texts(tmp_path / "a.jsonl")).agreements == {(0, 7)}


def test_what_is_no_annotated_text(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("{}", encoding="utf-8")
    with pytest.raises(InputError, match="holds no annotated texts"):
        list(read_texts(tmp_path / "a.jsonl"))


def test_weights_follow_the_marks() -> None:
    blank = np.zeros(300, np.float32)
    examples = [Judged({"public": 1.0}, blank, True), Judged({"private": 1.0}, blank, False)] * 10
    public, private, *_ = fit(examples, ["public", "private"], np.eye(303))
    assert public > 0 > private


def test_what_is_written_is_read(tmp_path: Path) -> None:
    file = marked(tmp_path / "a.txt", *[GOOD, BAD] * 5)
    said = list(train([file], tmp_path / "judge"))
    assert said[0].startswith("10 candidates, 5 of them agreements")
    judge = default_judge(tmp_path / "judge")
    assert judge is not None
    found = scores(GOOD.replace("{AGREEMENT#a|", "").replace("}", ""), judge) + scores(BAD, judge)
    assert found[0] > found[1]


def scores(text: str, judge: Judge) -> list[float]:
    found: list[float] = []

    def accept(candidate: Candidate) -> str:
        found.append(judge.score(candidate))
        return ""

    read_passages(letopis.load()(text), accept=accept)
    return found
