"""Training the network of titles and what weighs bounds, on a few sentences."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from letopis.entities.agreements.chain import Chain, SeenTitle
from letopis.entities.agreements.named import Candidate
from letopis.entities.agreements.units import Unit
from letopis.entities.names.weights import load_model
from letopis.errors import InputError
from letopis_training.agreements.bounds import fit_bounds
from letopis_training.agreements.texts import fold_of, network_for, read_annotated
from letopis_training.cli import app

SIDES = ("Чехия", "Польша", "Чили", "Перу", "Япония", "Канада")


def records(path):
    with path.open("w", encoding="utf-8") as file:
        for number, side in enumerate(SIDES):
            text = f"{side} подписала Договор о границе."
            span = {"start_offset": len(side) + 11, "end_offset": len(text) - 1, "label": "AGREEMENT"}
            file.write(json.dumps({"id": str(number), "text": text, "entities": [span]}) + "\n")


def test_networks_of_folds_read_what_they_have_not_seen(tmp_path):
    pytest.importorskip("torch")
    records(tmp_path / "records.jsonl")
    output = tmp_path / "titles"
    told = CliRunner().invoke(
        app, ["titles", str(tmp_path / "records.jsonl"), "-o", str(output), "--epochs", "1", "--folds", "2"]
    )
    assert told.exit_code == 0, told.output
    assert load_model(output).labels == ("AGREEMENT",)
    texts = [one.text for one in read_annotated(tmp_path / "records.jsonl")]
    sizes = [json.loads((output / "folds" / str(fold) / "config.json").read_text("utf-8"))["texts"] for fold in (0, 1)]
    assert sizes == [sum(fold_of(text, 2) != fold for text in texts) for fold in (0, 1)]
    assert network_for(texts[0], None) is None
    model, _ = network_for(texts[0], output / "folds")
    assert model.labels == ("AGREEMENT",)


def test_other_files_are_told(tmp_path):
    (tmp_path / "none.jsonl").write_text("[]\n", "utf-8")
    with pytest.raises(InputError, match="holds no annotated texts"):
        list(read_annotated(tmp_path / "none.jsonl"))


@pytest.mark.parametrize("ruled_right", [True, False])
def test_whoever_is_right_weighs_more(ruled_right):
    units = [Unit(place * 8, place * 8 + 7, "договор", ()) for place in range(4)]
    chain = Chain(0, 2, "договор")
    seen = (SeenTitle(0, 3, 0.8), SeenTitle(0, 2, 0.1))
    right = {(0, 15)} if ruled_right else {(0, 23)}
    weights, told = fit_bounds([(Candidate(units, 0, chain, seen=seen), right)] * 9)
    assert (weights["ruled"] > 0) == ruled_right
    assert told.startswith("9 titles")
    assert fit_bounds([]) == ({}, "no title leaves a choice of bounds")
