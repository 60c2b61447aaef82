"""The tagger's files and its arithmetic: damage is told in one sentence, and blocks change nothing."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace

import numpy as np
import pytest

from letopis.entities.names import features
from letopis.entities.names.corpus import lay_out
from letopis.entities.names.network import FormProducts, blocks, span_scores
from letopis.entities.names.passage import Passage
from letopis.entities.names.tagger import chunks, clash, load_tagger, tag, tag_with
from letopis.entities.names.weights import load_model, model_folder, save_model
from letopis.errors import InputError, MissingDependencyError
from letopis.lemmas import models
from letopis.navec import vectors


@pytest.fixture
def copied(tmp_path):
    return shutil.copytree(model_folder(), tmp_path / "names")


def change_config(folder, **changes):
    path = folder / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | changes), "utf-8")


def test_missing_folder_is_named(tmp_path):
    with pytest.raises(MissingDependencyError, match=r"nothing/config\.json is missing"):
        load_model(tmp_path / "nothing")


def test_missing_weights_are_named(copied):
    (copied / "weights.npz").unlink()
    with pytest.raises(MissingDependencyError, match=r"weights\.npz is missing"):
        load_model(copied)


def test_damaged_weights_are_told(copied):
    path = copied / "weights.npz"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(InputError, match=r"weights\.npz is damaged: its SHA-256 differs"):
        load_model(copied)


def test_config_that_is_no_json(copied):
    (copied / "config.json").write_text("{", "utf-8")
    with pytest.raises(InputError, match=r"config\.json cannot be read as the config of a tagger"):
        load_model(copied)


def test_foreign_config(copied):
    change_config(copied, format="spacy")
    with pytest.raises(InputError, match=r"is no tagger of names: its 'format' should be 'letopis-names/1'"):
        load_model(copied)


def test_other_vectors(copied):
    change_config(copied, vectors="other.tar")
    with pytest.raises(MissingDependencyError, match=r"needs the vectors 'other\.tar' but natasha brings 'navec_news"):
        load_model(copied)


def test_config_without_sizes(copied):
    change_config(copied, sizes={})
    with pytest.raises(InputError, match="holds no whole tagger of names"):
        load_model(copied)


def test_no_model_anywhere(tmp_path, monkeypatch):
    monkeypatch.setattr(models, "PACKAGE", tmp_path / "a" / "b")
    with pytest.raises(MissingDependencyError, match=r"models/names is missing: install letopis again, or train"):
        model_folder.__wrapped__()


def test_saved_model_reads_back(tmp_path):
    model = load_tagger()[0]
    save_model(tmp_path / "copy", model, {"seed": 7})
    again = load_model(tmp_path / "copy")
    assert replace(again, arrays={}) == replace(model, arrays={})
    assert all(np.array_equal(again.arrays[name], array) for name, array in model.arrays.items())
    assert json.loads((tmp_path / "copy" / "config.json").read_text("utf-8"))["seed"] == 7


def test_model_fits_the_wheel():
    assert sum(path.stat().st_size for path in model_folder().iterdir()) < 6_000_000


def test_blocks_change_nothing(monkeypatch):
    model, table = load_tagger()
    layout = lay_out([["Посол", "в", "Баку", "."]] * 9 + [["Рига"]])
    whole = span_scores(model, table, layout)
    monkeypatch.setattr("letopis.entities.names.network.blocks", lambda sentences: blocks(sentences, 10))
    assert len(blocks(layout.sentences, 10)) > 3
    assert np.allclose(span_scores(model, table, layout), whole, atol=1e-3)


def test_texts_that_are_read_together_remember_nothing_of_each_other():
    texts = [
        [["Посол", "Вебер", "прибыл", "в", "Ригу", "."], ["Вебер", "уехал", "."]],
        [],
        [["Вебер", "—", "село", "."], ["В", "Вебере", "снег", "."]],
    ]
    passages = [[Passage(words, [], []) for words in text] for text in texts]
    model, table = load_tagger()
    alone = [tag_with(model, table, [text])[0] for text in passages]
    together = tag_with(model, table, passages)
    assert [len(text) for text in together] == [2, 0, 2]
    shown = [[[one[:3] for one in sentence] for sentence in text] for text in together]
    assert shown == [[[one[:3] for one in sentence] for sentence in text] for text in alone]
    scores = [[one.score for text in found for sentence in text for one in sentence] for found in (alone, together)]
    assert np.allclose(*scores, atol=1e-5)


@pytest.mark.parametrize("words", [3, 7, 1000])
def test_chunks_hold_every_sentence_once_and_in_order(words, monkeypatch):
    monkeypatch.setattr("letopis.entities.names.tagger.CHUNK", words)
    texts = [[Passage([f"{text}-{number}"], [], []) for number in range(size)] for text, size in enumerate((2, 0, 5))]
    cut = list(chunks(texts))
    longer = [number for number, text in enumerate(texts) if 3 * len(text) > words]
    assert all(sum(number in [n for n, _ in chunk] for chunk in cut) == 1 for number in (0, 2) if number not in longer)
    assert all(sum(1 + 2 for _, part in chunk for _ in part) <= words + 2 for chunk in cut)
    again = [[] for _ in texts]
    for chunk in cut:
        for number, part in chunk:
            again[number] += part
    assert again == texts


def test_the_tagger_is_loaded_once():
    assert load_tagger()[1] is load_tagger(None)[1] is load_tagger(model_folder())[1]


def test_forms_not_used_of_late_are_forgotten_and_read_again(monkeypatch):
    table = FormProducts(load_tagger()[0])
    words = "Баку и Рига или Осло".split()
    rows = table.look_up(words)
    first = table.products[rows]
    table.look_up(["Осло", "Рига"])
    monkeypatch.setattr("letopis.entities.names.network.KEPT_FORMS", 4)
    table.look_up(["Таллин"])
    assert list(table.rows) == ["", "Рига", "Осло", "Таллин"]
    assert table.keys == ["", *map(features.memory_key, ["Рига", "Осло", "Таллин"])]
    rows = table.look_up(words)
    assert np.allclose(table.products[rows], first, atol=1e-3)  # sums of 32-bit floats up to 600


@pytest.mark.parametrize("word", ["договор", "стали", "А.", "ООН", "А4", "NATO", "1997", "²", "Бакиров-оглы", ""])
def test_grammar_of_a_form_is_the_same_alone_and_among_others(word):
    from letopis.dictionary import parses

    alone = features.grammars([word], [-1])[0]
    assert np.array_equal(features.grammars(["Баку", word, "и"], [7, -1, 8])[1], alone)
    readings = parses(features.bare(word)) if word else ()
    total = sum(reading.score for reading in readings) or 1.0
    for place, grammeme in enumerate(features.GRAMMEMES):
        share = sum(reading.score for reading in readings if grammeme in reading.grammemes) / total
        assert alone[place] == pytest.approx(share, abs=1e-5)
    for place, grammeme in enumerate(features.DICTIONARY_ONLY, len(features.GRAMMEMES)):
        assert alone[place] == any(grammeme in reading.grammemes for reading in readings)


@pytest.mark.parametrize(
    ("one", "other", "clashes"),
    [
        ((0, 2, "PERSON"), (1, 2, "PERSON"), True),
        ((0, 2, "ORG"), (1, 2, "ORG"), False),
        ((0, 2, "ORG"), (1, 3, "ORG"), True),
        ((0, 2, "ORG"), (1, 3, "GPE"), False),
        ((0, 2, "GPE"), (2, 3, "GPE"), False),
    ],
)
def test_clash(one, other, clashes):
    from letopis.entities.names.passage import Name

    names = [Name(*stretch, "hand", 1.0) for stretch in (one, other)]
    assert clash(*names) is clashes
    assert clash(*reversed(names)) is clashes


def test_nothing_gives_nothing():
    assert tag([]) == []
    assert tag([[], []]) == [[], []]


def test_vectors_stay_quantised():
    assert vectors().codes.dtype == np.uint8
    assert vectors().codes.nbytes < 30_000_000
