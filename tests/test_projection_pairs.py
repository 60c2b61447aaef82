"""Stand-off spans of sentence pairs: their form, their parts, the join with texts of our own, the scoring."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

import pytest

from letopis.errors import InputError
from letopis.labels import labels

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))
import projection  # noqa: E402

PARTS = {
    part: [json.loads(line) for line in (projection.STANDOFF / f"{part}.jsonl").read_text().splitlines()]
    for part in ("dev", "test", "organisations-dev", "organisations-test")
}


@pytest.mark.parametrize("part", PARTS)
def test_spans_are_in_order_and_of_known_labels(part: str) -> None:
    for pair in PARTS[part]:
        for entity in pair["entities"]:
            spans = [span for span in (entity["russian"], entity["english"]) if span]
            assert spans, pair["id"]
            assert all(0 <= start < end for start, end in spans), pair["id"]
            assert entity["label"] in labels()


def test_no_document_is_in_two_parts() -> None:
    names = [name for pairs in PARTS.values() for name in {pair["id"].partition("#")[0] for pair in pairs}]
    assert len(names) == len(set(names))
    hashes = [pair["sha256"] for pairs in PARTS.values() for pair in pairs]
    assert len(hashes) == len(set(hashes))


RUSSIAN, ENGLISH = "Посол Марков был в Риме.", "Ambassador Markov was in Rome with Paris."


@pytest.fixture
def joined(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    digest = hashlib.sha256(f"{RUSSIAN}\t{ENGLISH}".encode()).hexdigest()
    spans = [
        {"label": "PERSON", "russian": [6, 12], "english": [11, 17]},
        {"label": "GPE", "russian": [19, 23], "english": [25, 29]},
        {"label": "GPE", "russian": None, "english": [35, 40]},
    ]
    pair = {"id": "x#1", "sha256": digest, "entities": spans}
    (tmp_path / "dev.jsonl").write_text(json.dumps(pair) + "\n", encoding="utf-8")
    monkeypatch.setattr(projection, "STANDOFF", tmp_path)
    (tmp_path / "pairs.tsv").write_text(f"x\t{RUSSIAN}\t{ENGLISH}\n", encoding="utf-8")
    return tmp_path / "pairs.tsv"


def test_texts_and_spans_are_joined_and_scored(joined: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (case,) = projection.pair_cases([joined], "dev", own=False)
    assert [entity.text for entity in case.russian.entities] == ["Марков", "Риме"]
    assert len(case.joined) == 2
    projection.score([case], {}, errors=True)
    row = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("all"))
    assert row.split() == ["all", "3", "3", "1.000", "1.000", "1.000", "1.000", "1.000", "1.000"]


def test_another_text_is_refused(joined: Path) -> None:
    joined.write_text(f"x\t{RUSSIAN}\tAmbassador Markov was in Rome.\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"pair x#1 is in none of the files"):
        list(projection.pair_cases([joined], "dev", own=False))
