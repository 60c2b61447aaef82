"""Recorded scores that a run must not fall below, and the page of standing scores."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from evaluation_records import FOUND, GOLD, build
from letopis.errors import InputError
from letopis.evaluation.baseline import Baseline, Recorded, falls, read_baseline, record
from letopis.evaluation.score import evaluate
from letopis.evaluation.tables import scores_markdown

sys.path.insert(0, str(Path(__file__).parent.parent / "benchmarks"))
from standing_page import Standing, standing_markdown

# Recorded scores.


def recorded(**labels):
    return Baseline(
        mode="strict", labels={name: Recorded(f1=f1, tolerance=tolerance) for name, (f1, tolerance) in labels.items()}
    )


@pytest.mark.parametrize(
    ("f1", "tolerance", "passes"),
    [(0.5, 0.0, True), (0.52, 0.02, True), (0.521, 0.02, False), (0.4, 0.0, True), (0.9, 0.3, False)],
)
def test_a_fall_beyond_the_tolerance_is_told(f1, tolerance, passes):
    scores = evaluate([build(FOUND)], [build(GOLD)], resamples=0)
    told = falls(scores, recorded(micro=(f1, tolerance)))
    assert (told == []) is passes
    if not passes:
        assert told == [f"micro F1 0.5000 is below {f1:.4f} − {tolerance:g}"]


def test_a_label_that_is_gone_has_fallen():
    scores = evaluate([build(FOUND)], [build(GOLD)], resamples=0)
    assert falls(scores, recorded(AGREEMENT=(0.0, 1.0))) == ["AGREEMENT has no F1 (recorded 0.0000)"]


def test_scores_of_another_mode_are_no_measure():
    scores = evaluate([build(FOUND)], [build(GOLD)], mode="partial", resamples=0)
    with pytest.raises(InputError, match="the recorded scores are strict, the evaluation is partial"):
        falls(scores, recorded(micro=(0.5, 0.02)))


def test_recording_again_keeps_the_tolerances(tmp_path):
    scores = evaluate([build(FOUND)], [build(GOLD)], resamples=0)
    path = tmp_path / "recorded.json"
    record(path, scores, kept={"DATE": Recorded(f1=0.9, tolerance=0.1)})
    labels = read_baseline(path).labels
    assert labels["DATE"] == Recorded(f1=0.0, tolerance=0.1)
    assert labels["micro"] == Recorded(f1=0.5)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "no recorded scores"),
        (b'{"mode": "strict", "labels": {"DATE": {"f1": 7}}}', "F1 7.0"),
        (b'{"mode": "strict", "labels": {"DATE": {"f1": 0.5, "tolerence": 1}}}', "tolerence"),
        (b'{"schema": "x", "mode": "strict", "labels": {}}', "schema 'x'"),
    ],
)
def test_broken_recorded_scores_are_refused(tmp_path, content, said):
    path = tmp_path / "recorded.json"
    path.write_bytes(content)
    with pytest.raises(InputError, match=said):
        read_baseline(path)


def test_recorded_scores_that_are_not_there(tmp_path):
    with pytest.raises(InputError, match=r"nowhere.json: cannot be read"):
        read_baseline(tmp_path / "nowhere.json")


# Standing scores.


def test_the_page_of_standing_scores():
    scores = evaluate([build(FOUND)], [build(GOLD)], resamples=50)
    page = standing_markdown(
        [Standing("Gold", "Two articles.", scores)],
        commit="abc+",
        date="2026-01-02",
        versions={"spacy": "3.8"},
        command="make score",
    )
    assert "Made by `make score` on 2026-01-02 at commit `abc+` with spacy 3.8." in page
    assert "## Gold\n\nTwo articles.\n\n|  | P |" in page
    assert scores_markdown(scores).splitlines()[2] in page
    assert "Errors: 3 (1 missed, 1 extra, 1 boundary, 0 label)." in page


def standing(*arguments):
    script = Path(__file__).parent.parent / "benchmarks" / "standing.py"
    return subprocess.run(
        [sys.executable, script, *map(str, arguments)],
        capture_output=True, text=True, check=False, env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip


def test_the_script_writes_page_and_record(scored):
    page, recorded_path = scored / "docs" / "scores.md", scored / "recorded-scores.json"
    done = standing(
        "--set", "Gold articles", scored / "found.jsonl", scored / "gold.jsonl",
        "--set", "News", scored / "perfect.jsonl", scored / "gold.jsonl", "--labels", "News", "GPE,ORG",
        "--about", "News", "Held out.", "--page", page, "--record", recorded_path, "--resamples", "50",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    text = page.read_text("utf-8")
    assert "## Gold articles" in text
    assert "## News\n\nHeld out." in text
    assert "numpy" in text
    assert "DATE" not in text.split("## News")[1].replace("DATE value", "")
    assert read_baseline(recorded_path).labels["micro"].f1 == 0.5


def test_the_script_fails_with_one_sentence(scored):
    done = standing("--set", "Gold", scored / "nowhere.jsonl", scored / "gold.jsonl", "--page", scored / "page.md")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Error: ")
    assert done.stderr.count("\n") == 1
    assert not (scored / "page.md").exists()
    assert standing("--set", "a", "b", "c", "--labels", "other", "GPE").returncode == 2
