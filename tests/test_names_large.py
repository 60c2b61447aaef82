"""The large engine: pieces, windows, its encoder, the pipeline and the record that it writes."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import letopis
from letopis.cli import app
from letopis.entities.names.corpus import lay_out
from letopis.entities.names.encoder import GRAPH, PIECES, Encoder, Pieces, read_pieces, save_pieces, threads, windows
from letopis.entities.names.network import span_scores
from letopis.entities.names.tagger import load_tagger
from letopis.entities.names.weights import model_folder
from letopis.errors import InputError, MissingDependencyError
from letopis.learning.course import Choices, Course
from letopis.provenance import describe_pipeline
from letopis.records import Article, Entity
from letopis.scale.work import WorkOptions, describe_work
from letopis.settings import Settings, read_settings

TEXT = "Посол Азербайджана Иван Вебер прибыл в Бишкек. Вебера принял министр иностранных дел Киргизии."


@given(st.lists(st.text("аб", max_size=4), max_size=30), st.integers(1, 6))
def test_windows_hold_every_word_once_and_in_order(words: list[str], most: int) -> None:
    cut = list(windows(words, lambda word: [1] * len(word), most))
    assert all(0 < len(window.pieces) == len(window.words) <= most for window in cut)
    places = [place for window in cut for place in window.words]
    expected = [place for place, word in enumerate(words) for _ in word[:most]]
    assert places == expected


@given(st.lists(st.text("аб", max_size=3), max_size=30))
def test_a_sentence_that_fits_is_never_cut(words: list[str]) -> None:
    most = 12
    seen: dict[int, int] = {}
    for number, window in enumerate(windows(words, lambda word: [1] * len(word), most)):
        seen |= dict.fromkeys(window.words, number)
    sentence: list[int] = []
    for place, word in enumerate([*words, ""]):
        if word:
            sentence.append(place)
            continue
        if sum(len(words[one]) for one in sentence) <= most:
            assert len({seen[one] for one in sentence}) <= 1
        sentence = []


@given(st.text("абв?", min_size=1, max_size=8))
def test_the_likeliest_pieces_are_taken(word: str) -> None:
    texts, scores = ["<unk>", "▁", "а", "б", "аб", "▁аба", "ба"], [-9.0, -2.0, -3.0, -3.0, -4.0, -5.0, -3.5]
    pieces = Pieces(texts, scores, {"в": "а"}, 0)
    text = "▁" + word.replace("в", "а")
    costs = dict(zip(texts, scores, strict=True))

    def best(rest: str) -> float:
        if not rest:
            return 0.0
        cuts = [costs[piece] + best(rest[len(piece) :]) for piece in texts[1:] if rest.startswith(piece)]
        return max([*cuts, -19.0 + best(rest[1:])] if rest[0] not in costs else cuts)

    found = pieces.split(word)
    assert sum(scores[number] if number else -19.0 for number in found) == pytest.approx(best(text))


def test_pieces_are_written_and_read(tmp_path: Path) -> None:
    vectors = np.random.default_rng(1).normal(size=(3, 8)).astype(np.float32)
    save_pieces(tmp_path, Pieces(["a", "b", "c"], [-1.0, -2.0, -3.0], {"Ё": "Е"}, 0), vectors)
    pieces, read = read_pieces(tmp_path)
    assert (pieces.pieces, pieces.letters, pieces.unknown) == (["a", "b", "c"], {"Ё": "Е"}, 0)
    assert np.abs(read.of(np.array([[0, 2]])) - vectors[[0, 2]]).max() < np.abs(vectors).max() / 100
    (tmp_path / PIECES).write_bytes(b"PK")
    with pytest.raises(InputError, match="holds no pieces of an encoder"):
        read_pieces(tmp_path)


def test_there_is_no_such_engine() -> None:
    with pytest.raises(InputError, match="there is no engine 'larg'; did you mean 'large'"):
        letopis.load(engine="larg")


def test_without_its_package_the_engine_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(MissingDependencyError, match=r"pip install 'letopis\[large\]'"):
        Encoder(model_folder("large"))


def test_threads_are_as_many_as_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    assert threads() == 3
    monkeypatch.setenv("OMP_NUM_THREADS", "many")
    assert threads() >= 1


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    pytest.importorskip("onnxruntime")
    return Encoder(model_folder("large"))


def test_words_are_read_alike_whatever_stands_in_other_windows(encoder: Encoder) -> None:
    one, other = TEXT.split(), ["Да"] * 200
    alone, together = encoder.words(one), encoder.words([*one, "", *other])[: len(one)]
    cosines = (alone * together).sum(1) / np.linalg.norm(alone, axis=1) / np.linalg.norm(together, axis=1)
    assert cosines.min() > 0.96  # 8-bit numbers are scaled by the largest of all that is read at once
    assert not encoder.words(["", ""]).any()
    assert encoder.words([]).shape[0] == 0


def test_what_is_damaged_is_named(encoder: Encoder, tmp_path: Path) -> None:
    folder = model_folder("large")
    with pytest.raises(MissingDependencyError, match=r"encoder\.onnx is missing"):
        Encoder(tmp_path)
    shutil.copy(folder / PIECES, tmp_path)
    (tmp_path / GRAPH).write_bytes((folder / GRAPH).read_bytes()[:1000])
    with pytest.raises(InputError, match=r"encoder\.onnx is damaged"):
        Encoder(tmp_path)


@pytest.mark.parametrize("text", ["", "Да", "а" * 3000, "漢字 " * 50, "слово " * 2000, "\n\n", "Ё" * 5 + " 🙂"])
def test_odd_texts_are_read(encoder: Encoder, text: str) -> None:
    nlp = letopis.load(engine="large", exclude=["letopis_agreements", "letopis_linker", "letopis_trees"])
    assert nlp(text).text == text


def test_the_pipeline_finds_names_with_it_and_the_record_says_so(encoder: Encoder) -> None:
    nlp = letopis.load(engine="large")
    doc = nlp(TEXT)
    found = {(span.text, span.label_) for span in doc.spans["letopis"]}
    assert {("Иван Вебер", "PERSON"), ("Бишкек", "GPE"), ("Киргизии", "GPE")} <= found
    said = describe_pipeline(nlp)
    assert said["engine"] == "large"
    assert set(said["models"]) >= {"names", "large"}
    assert "engine" not in describe_pipeline(letopis.load(exclude=["letopis_agreements"]))


def test_both_engines_are_kept_loaded() -> None:
    assert load_tagger(engine="default")[0] is load_tagger()[0]


def test_the_command_refuses_another_engine_and_reads_it_from_the_settings(tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text(TEXT, "utf-8")
    result = CliRunner().invoke(app, ["extract", str(text), "-o", str(tmp_path / "a.jsonl"), "--engine", "larg"])
    assert result.exit_code == 2
    assert read_settings({"engine": "large"})[0].engine == "large"
    with pytest.raises(InputError, match="engine is 3"):
        read_settings({"engine": 3})


def test_a_model_of_ones_own_and_another_engine_exclude_each_other(tmp_path: Path) -> None:
    for name in ("weights.npz", "config.json"):
        shutil.copy(model_folder() / name, tmp_path)
    with pytest.raises(InputError, match="give a model or the engine large, not both"):
        letopis.load(model=tmp_path, engine="large")


def test_learning_teaches_the_small_network_whatever_runs() -> None:
    gold = Article(id="a", text="В Баку.", entities=[Entity.at("В Баку.", 2, 6, "GPE", id=1)])
    course = Course([gold], Choices(config=Settings(engine="large")))
    assert course.pupil.tagger[0].encoder is None


def test_a_run_with_it_is_another_work(encoder: Encoder) -> None:
    plain = WorkOptions(morphology="pymorphy3", scheme="letopis")
    assert describe_work(plain) != describe_work(msgspec.structs.replace(plain, config=Settings(engine="large")))


def test_a_part_of_a_tagger_scores_its_labels_as_the_whole_one_does() -> None:
    model, table = load_tagger()
    layout = lay_out([TEXT.split()])
    whole = span_scores(model, table, layout)
    part = span_scores(model.only(["GPE", "PERSON"]), table, layout)
    assert np.allclose(part[:, 0], whole[:, model.labels.index("GPE")], atol=1e-4)
    assert np.allclose(part[:, 1], whole[:, model.labels.index("PERSON")], atol=1e-4)
    with pytest.raises(InputError, match="the tagger gives no EVENT: it was trained for PERSON, ORG, GPE"):
        model.only(["EVENT"])
