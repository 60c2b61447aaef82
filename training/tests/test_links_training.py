"""Training of the judge of links: what it reads, that it learns, and that the package reads what it wrote."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch
from spacy.language import Language

import letopis
from letopis.entities.agreements.find import read_passages
from letopis.entities.agreements.link_network import link_network
from letopis.entities.agreements.reading import read_trees
from letopis.entities.agreements.weighed import LinkJudge, link_judge, pairs_of
from letopis.entities.agreements.windows import LinkNames
from letopis_training.agreements.link_network import EPOCHS, lesson_of, names_in, save
from letopis_training.agreements.link_network import fit as fit_network
from letopis_training.agreements.links import JudgedPair, fit, read_texts, train
from letopis_training.agreements.texts import read_annotated

STATES = ("Чехия", "Польша", "Кения", "Уганда", "Индия", "Дания", "Литва", "Греция")
SIDE = "{GPE#a|%s} изучает {AGREEMENT#t|Договор о границе}.\nparty t a"
NONE = "{GPE|%s} далеко от мест, где подписали {AGREEMENT|Договор о границе}."


def marked(path: Path) -> Path:
    blocks = [frame % state for state in STATES for frame in (SIDE, NONE)]
    path.write_text("\n\n".join(f"{2 * n + 1}\n{block}" for n, block in enumerate(blocks)), encoding="utf-8")
    return path


def test_relations_are_read_from_marked_texts_and_from_records(tmp_path: Path) -> None:
    first = next(read_annotated(marked(tmp_path / "a.txt")))
    assert {(kind, first.text[a:b], first.text[c:d]) for kind, a, b, c, d in first.links} == {
        ("party", "Договор о границе", "Чехия")
    }
    spans = [(1, "GPE", 0, 5), (2, "AGREEMENT", 14, 31)]
    entities = [{"id": i, "label": label, "start_offset": a, "end_offset": b} for i, label, a, b in spans]
    relations = [{"id": 1, "type": "party", "from_id": 2, "to_id": 1}]
    row = {"id": "x", "text": first.text, "entities": entities, "relations": relations}
    (tmp_path / "a.jsonl").write_text(json.dumps(row), encoding="utf-8")
    assert next(read_annotated(tmp_path / "a.jsonl")).links == first.links


def test_a_mark_that_says_nothing_gets_no_weight() -> None:
    weights, _ = fit([JudgedPair({"a", "both"}, True), JudgedPair({"b", "both"}, False)] * 9)
    assert weights["a"] > 0.5 > -0.5 > weights["b"]
    assert abs(weights["both"]) < 1e-3


def test_what_is_written_is_read(tmp_path: Path) -> None:
    told = list(train([marked(tmp_path / "a.txt")], tmp_path / "links"))
    assert told[0].startswith("32 pairs, 8 of them links")
    judge = link_judge(tmp_path / "links")
    assert isinstance(judge, LinkJudge)
    nlp = letopis.load()
    found = {state: shares(f"{state} изучает Договор о границе.", nlp, judge) for state in ("Чили", "Гана")}
    far = {state: shares(f"{state} далеко от мест, где подписали Договор о границе.", nlp, judge) for state in found}
    assert all(found[state]["party"] > 0.5 > far[state]["party"] for state in found)
    assert told[1].startswith("32 pairs with those of the sentences beside, 8 of them links")
    assert [line.partition(":")[0] for line in told[2:]] == [f"pass {number}" for number in range(1, EPOCHS + 1)]
    assert link_network(tmp_path / "links") is not None


def test_the_package_has_the_sums_of_the_trained_network(tmp_path: Path) -> None:
    texts = list(read_texts(read_annotated(marked(tmp_path / "a.txt")), letopis.load()))
    lists = names_in(texts)
    lessons = [lesson for text in texts if (lesson := lesson_of(text, LinkNames.of(lists))) is not None]
    *_, (_, network) = fit_network(lessons, LinkNames.of(lists), epochs=1)
    save(network, lists, tmp_path / "network")
    package = link_network(tmp_path)
    assert package is not None
    for lesson in lessons:
        with torch.no_grad():
            wanted = torch.sigmoid(network(lesson.seen)).numpy()
        real = lesson.seen.real[:, 0] > 0
        assert np.allclose(package.shares(lesson.seen)[real], wanted[real], atol=2e-3)


def shares(text: str, nlp: Language, judge: LinkJudge) -> dict[str, float]:
    """How surely an agreement leads to the name of a text, by relation."""
    doc = nlp(text)
    passages = read_passages(doc)
    trees = read_trees(doc, passages)
    return {pair.type: judge.share(pair) for pair in pairs_of(passages, trees, [])}
