"""Stand-off annotation of real passages: its form, the split by source, the join with texts of our own."""

from __future__ import annotations

import hashlib
import json
import re
import sys
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import pytest

from letopis.errors import InputError
from letopis.records import STATUSES

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))

import agreements  # noqa: E402
import passages  # noqa: E402

ENDS = {
    "party": {"ORG", "GPE"},
    "signed_on": {"DATE"},
    "signed_in": {"GPE"},
    "signatory": {"PERSON"},
    "supersedes": {"AGREEMENT"},
    "based_on": {"AGREEMENT"},
}
BY_ARTICLE = {"rt.com", "cyberleninka.ru"}
"""Large sites of which an article is whole, not the site."""


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


PARTS = {"dev": read(passages.DEV), "test": read(passages.TEST)}
ALL = [passage for part in PARTS.values() for passage in part]


def site(source: str) -> str:
    """Return what must stand in one part as a whole."""
    if source.startswith("opencorpora"):
        return source
    if not source.startswith("http"):
        owner, _, path = source.removeprefix("github:").partition("/")
        work = re.fullmatch(r"[^:]+:(?:corpus|tei)/([^_\-/]+)[_-].+", path)  # an author's novels, an author's plays
        repository = f"{owner}/{path.split(':')[0]}"
        return f"{repository} {work[1]}" if work and owner in {"JoannaBy", "dracor-org"} else repository
    host = (urlparse(source).hostname or "").split(".")
    name = ".".join(host[-3 if ".".join(host[-2:]) in {"com.ua", "msk.ru", "in.ua"} else -2 :])
    return source if name in BY_ARTICLE else name


def test_the_parts_hold_each_passage_once_in_order() -> None:
    names = [passage["id"] for passage in ALL]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"p\d{4}", name) for name in names)
    assert all([p["id"] for p in part] == sorted(p["id"] for p in part) for part in PARTS.values())


def test_no_source_stands_in_both_parts() -> None:
    dev, test = ({site(passage["source"]) for passage in part} for part in PARTS.values())
    assert not dev & test


@pytest.mark.parametrize("part", PARTS)
def test_every_passage_is_well_formed(part: str) -> None:
    for passage in PARTS[part]:
        assert list(passage) == ["id", "sha256", "source", "entities", "relations"]
        assert re.fullmatch(r"[0-9a-f]{64}", passage["sha256"])
        assert re.match(r"https?://\S+|github:[\w.-]+/[\w.-]+:\S|opencorpora", passage["source"])
        check_spans(passage["entities"])
        check_links(passage["relations"], {span["id"]: span["label"] for span in passage["entities"]})


def check_spans(spans: list[dict[str, Any]]) -> None:
    assert [span["id"] for span in spans] == list(range(1, len(spans) + 1))
    for span in spans:
        agreement = span["label"] == "AGREEMENT"
        assert span["label"] in {"DATE", "PERSON", "ORG", "GPE", "AGREEMENT"}
        assert set(span) - {"status"} == {"id", "start", "end", "label"} | ({"kind"} if agreement else set())
        assert 0 <= span["start"] < span["end"]
        assert "status" not in span or (agreement and span["status"] in STATUSES)
        assert not agreement or re.fullmatch("[а-яё]+", span["kind"])
    assert all((a["start"], -a["end"]) < (b["start"], -b["end"]) for a, b in pairwise(spans))
    for a, b in combinations(spans, 2):
        if b["start"] < a["end"]:
            assert b["end"] <= a["end"], "two spans cross"
            assert a["label"] != b["label"] or a["label"] in {"ORG", "GPE"}


def check_links(relations: list[dict[str, Any]], labels: dict[int, str]) -> None:
    links = [(link["type"], link["from"], link["to"]) for link in relations]
    assert len(set(links)) == len(links)
    for link in relations:
        assert set(link) == {"type", "from", "to"}
        assert labels[link["from"]] == "AGREEMENT"
        assert labels[link["to"]] in ENDS[link["type"]]
        assert link["from"] != link["to"]


TEXT = "Чехия подписала Договор о границе."
OWN = {
    "id": "p9001",
    "sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
    "source": "https://example.org/",
    "entities": [
        {"id": 1, "start": 0, "end": 5, "label": "GPE"},
        {"id": 2, "start": 16, "end": 33, "label": "AGREEMENT", "kind": "договор", "status": "signed"},
    ],
    "relations": [{"type": "party", "from": 2, "to": 1}],
}


@pytest.fixture
def standoff(tmp_path: Path) -> Path:
    path = tmp_path / "standoff.jsonl"
    path.write_text(json.dumps(OWN) + "\n", encoding="utf-8")
    return path


def texts(folder: Path, **rows: str) -> Path:
    path = folder / "texts.jsonl"
    lines = [json.dumps({"id": name, "text": text, "genre": "news"}) for name, text in rows.items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_texts_and_annotation_become_records(tmp_path: Path, standoff: Path) -> None:
    (row,) = passages.joined(texts(tmp_path, p9001=TEXT, p9002="Ничего."), standoff)
    assert [(span["label"], span["text"]) for span in row["entities"]] == [
        ("GPE", "Чехия"),
        ("AGREEMENT", "Договор о границе"),
    ]
    assert row["relations"] == [{"id": 1, "type": "party", "from_id": 2, "to_id": 1, "by": "gold"}]
    (record,) = agreements.read_passages(texts(tmp_path, p9001=TEXT), standoff)
    assert record.agreements == {(16, 33)}
    assert record.links == {("party", 16, 33, 0, 5)}
    assert record.stages == {(16, 33, "signed", "")}


def test_genres_can_be_left_out(tmp_path: Path) -> None:
    rows = [OWN | {"source": source} for source in ("github:a/Prozhito:b", "https://example.org/")]
    (tmp_path / "standoff.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    files = texts(tmp_path, p9001=TEXT), tmp_path / "standoff.jsonl"
    assert [len(list(passages.joined(*files, unseen=unseen))) for unseen in (False, True)] == [2, 1]
    assert passages.genre_of("github:a/prozhito:b") == "memoirs"


@pytest.mark.parametrize(
    ("rows", "said"),
    [({"p9001": TEXT + " "}, "the text of p9001 is not the annotated one"), ({"p9002": TEXT}, "p9001 is missing")],
)
def test_another_text_and_a_missing_one_are_refused(
    tmp_path: Path, standoff: Path, rows: dict[str, str], said: str
) -> None:
    with pytest.raises(InputError, match=said) as caught:
        list(passages.joined(texts(tmp_path, **rows), standoff))
    assert "\n" not in str(caught.value)


def test_the_benchmark_measures_the_part_that_is_asked_for(
    tmp_path: Path, standoff: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(passages, "DEV", standoff)
    monkeypatch.setattr(sys, "argv", ["agreements.py", str(texts(tmp_path, p9001=TEXT))])
    agreements.main()
    told = capsys.readouterr().out
    for what in ("AGREEMENT", "relations", "party", "status"):
        assert f"| letopis, names given | dev | {what} | 1.000 | 1.000 | 1.000 | 1 |" in told
    assert "| head and window | dev | AGREEMENT |" in told
    monkeypatch.setattr(sys, "argv", [*sys.argv, "--test"])
    with pytest.raises(SystemExit):
        agreements.main()
    assert "is missing" in capsys.readouterr().err
    monkeypatch.setattr(sys, "argv", [*sys.argv, "--errors"])
    with pytest.raises(SystemExit):
        agreements.main()
    assert "not to be looked at" in capsys.readouterr().err
