"""Treebanks read, unified and split; the training runs on a handful of sentences."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from letopis.errors import InputError
from letopis.lemmas.context import load_tagger
from letopis_training.cli import app, morphology
from letopis_training.lemmas.stanza_training import last_step
from letopis_training.lemmas.treebank import (
    HELD_OUT_EVERY,
    UNIFICATION,
    Split,
    TreebankWord,
    class_as_most_do,
    conllu_text,
    plain_sentences,
    read_folder,
    read_sentences,
    split,
    treebank_files,
    unify,
)  # fmt: skip


@pytest.mark.parametrize(
    ("form", "upos", "feats", "unified"),
    [
        ("подписан", "VERB", "Animacy=Inan|Case=Nom|Gender=Masc|Variant=Short", "Gender=Masc|Variant=Short"),
        ("новые", "ADJ", "Case=Nom|Degree=Pos|Gender=Masc|Number=Plur", "Case=Nom|Degree=Pos|Number=Plur"),
        ("стороны", "NOUN", "Animacy=Inan|Gender=Fem|Number=Plur", "Animacy=Inan|Gender=Fem|Number=Plur"),
        (
            "нового",
            "ADJ",
            "Animacy=Anim|Case=Acc|Degree=Pos|Gender=Masc",
            "Animacy=Anim|Case=Acc|Degree=Pos|Gender=Masc",
        ),
        ("новую", "ADJ", "Animacy=Inan|Case=Acc|Degree=Pos|Gender=Fem", "Case=Acc|Degree=Pos|Gender=Fem"),
        ("1993", "NUM", "Case=Gen|NumType=Card", "_"),
        ("NATO", "PROPN", "Case=Nom|Gender=Neut", "Foreign=Yes"),
        ("был", "AUX", "Mood=Ind|VerbForm=Fin", "Aspect=Imp|Mood=Ind|VerbForm=Fin|Voice=Act"),
        ("чтобы", "SCONJ", "Mood=Cnd", "_"),
        ("кто", "PRON", "Case=Nom|Gender=Masc|PronType=Int", "Case=Nom"),
        ("он", "PRON", "Case=Nom|Gender=Masc|Person=3", "Case=Nom|Gender=Masc|Person=3"),
        ("там", "ADV", "_", "Degree=Pos"),
    ],
)
def test_features_are_unified(form: str, upos: str, feats: str, unified: str) -> None:
    assert unify(TreebankWord(form, "", upos, feats)).feats == unified


def test_unifying_twice_changes_nothing() -> None:
    once = unify(TreebankWord("был", "быть", "AUX", "Mood=Ind|VerbForm=Fin"))
    assert unify(once) == once


def test_every_unification_has_an_example() -> None:
    assert all("``" in (rule.__doc__ or "") for rule in UNIFICATION)


def test_held_out_sentences_are_in_no_other_part() -> None:
    sentences = [[TreebankWord(str(i), "", "X", "_")] for i in range(100)]
    parts = split(sentences)
    assert len(parts.held_out) == 100 // HELD_OUT_EVERY
    assert sum(map(len, parts)) == 100
    assert len({sentence[0].form for part in parts for sentence in part}) == 100


@pytest.mark.parametrize(
    ("lemma", "upos", "classed"),
    [("который", "DET", "PRON"), ("другой", "DET", "ADJ"), ("этот", "DET", "DET"), ("который", "PRON", "PRON")],
)
def test_words_are_classed_as_most_treebanks_do(lemma: str, upos: str, classed: str) -> None:
    assert class_as_most_do(TreebankWord(lemma, lemma, upos, "_")).upos == classed


def test_only_what_is_trained_on_is_classed_anew(tmp_path: Path) -> None:
    (tmp_path / "a.conllu").write_text(
        conllu_text([[TreebankWord("другой", "другой", "DET", "_")]] * 20), encoding="utf-8"
    )
    parts = read_folder(tmp_path)
    assert {word.upos for part in (parts.train, parts.tuning) for sentence in part for word in sentence} == {"ADJ"}
    assert {word.upos for sentence in parts.held_out for word in sentence} == {"DET"}


def test_what_is_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.conllu"
    sentences = [
        [TreebankWord("Мир", "мир", "NOUN", "Case=Nom"), TreebankWord(".", ".", "PUNCT", "_")],
        [TreebankWord("Да", "да", "PART", "_")],
    ]
    path.write_text(conllu_text(sentences), encoding="utf-8")
    assert list(read_sentences(path)) == sentences


def test_no_treebank(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no \.conllu file"):
        treebank_files(tmp_path)
    with pytest.raises(InputError, match="no folder"):
        treebank_files(tmp_path / "nothing")


def test_a_damaged_treebank_says_where(tmp_path: Path) -> None:
    (tmp_path / "a.conllu").write_text("# text = Мир\n1\tМир\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.conllu:2: 2 columns"):
        read_folder(tmp_path)


def small_treebank() -> Split:
    words = (
        "Стороны сторона NOUN Case=Nom|Number=Plur; подписали подписать VERB Tense=Past; стали стать VERB Tense=Past"
    )
    rows = [TreebankWord(*word.split()) for word in words.split(";")]
    return Split([rows * 2] * 6, [rows], [])


def test_the_context_tagger_can_be_trained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("torch")
    from letopis_training.lemmas import context_model, encode

    axes = np.zeros((300, 100), np.float16)
    monkeypatch.setattr(encode, "principal_axes", lambda: axes)
    lines = list(context_model.train(small_treebank().train, tmp_path, epochs=40))
    assert lines[-1].startswith("epoch 40 of 40")
    tags = load_tagger(tmp_path).tag([["Стороны", "подписали"]])[0]
    assert [tag.upos for tag in tags] == ["NOUN", "VERB"]
    assert json.loads((tmp_path / "labels.json").read_text(encoding="utf-8"))["heads"]["UPOS"] == ["NOUN", "VERB"]


def test_the_context_tagger_learns_from_texts_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("torch")
    from letopis_training.lemmas import context_model, encode

    monkeypatch.setattr(encode, "principal_axes", lambda: np.zeros((300, 100), np.float16))
    (tmp_path / "a.txt").write_text("Стороны стали. Стороны подписали!", encoding="utf-8")
    texts = plain_sentences(tmp_path)
    assert sorted(texts) == [["Стороны", "подписали", "!"], ["Стороны", "стали", "."]]
    out = tmp_path / "out"
    lines = list(context_model.train(small_treebank().train, out, texts=texts, epochs=12))
    assert [line.partition(": ")[0] for line in lines[11::12]] == [
        "teacher 1, epoch 12 of 12",
        "teacher 2, epoch 12 of 12",
        "epoch 12 of 12",
    ]
    assert [tag.upos for tag in load_tagger(out).tag([["Стороны", "подписали"]])[0]] == ["NOUN", "VERB"]


def test_a_teacher_reads_what_slovnet_says() -> None:
    torch = pytest.importorskip("torch")
    from letopis_training.lemmas.opinion import opinions

    marks = opinions([["Мир", "!"], ["Мир"]])
    assert torch.equal(marks.sum(1) > 1, torch.tensor([True, False, True]))
    assert not torch.equal(marks[0], marks[1])


def test_no_texts_to_learn_from(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nothing"):
        with pytest.raises(InputError, match=r"holds no \.txt file"):
            plain_sentences(folder)


# Stanza leaves the files open that it scores against.
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_stanza_can_be_trained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("stanza")
    from letopis_training.lemmas import stanza_training

    treebank = tmp_path / "ud"
    treebank.mkdir()
    sentences = [[*row, TreebankWord(".", ".", "PUNCT", "_")] for row in small_treebank().train * 7]
    (treebank / "a.conllu").write_text(conllu_text(sentences), encoding="utf-8")
    axes = np.zeros((300, 100), np.float16)
    monkeypatch.setattr(stanza_training, "principal_axes", lambda: axes)
    monkeypatch.setattr(
        stanza_training,
        "TAGGER_OPTIONS",
        stanza_training.TAGGER_OPTIONS.replace("eval_interval 200", "eval_interval 2"),
    )
    stanza_training.train(treebank, tmp_path / "out", tmp_path / "work", steps=4, epochs=1)
    card = json.loads((tmp_path / "out" / "card.json").read_text(encoding="utf-8"))
    assert card["command"] == "letopis train stanza UD_FOLDER --steps 4 --epochs 1"
    assert set(card["scores_on_tuning_sentences"]) == {"upos", "feats"}
    assert all((tmp_path / "out" / name).is_file() for name in ("tagger.pt", "lemmatizer.pt", "axes.npy"))
    for name in ("train_tagger", "train_lemmatiser"):
        monkeypatch.delattr(stanza_training, name)
    stanza_training.train(treebank, tmp_path / "again", tmp_path / "work", steps=None, epochs=1)
    again = json.loads((tmp_path / "again" / "card.json").read_text(encoding="utf-8"))
    assert again | {"minutes": 0} == card | {"minutes": 0}


def test_nothing_to_finish(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no checkpoint"):
        last_step(tmp_path)
    result = CliRunner().invoke(app, ["stanza", str(tmp_path), "--finish"])
    assert result.exit_code == 2
    assert "--work" in result.output


@pytest.mark.parametrize("command", ["names", "stanza", "morphology"])
def test_the_commands_explain_themselves(command: str) -> None:
    result = CliRunner().invoke(app, [command, "--help"])
    assert result.exit_code == 0
    assert "Example" in result.output


def test_training_without_a_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is no folder"):
        morphology(tmp_path / "nothing", tmp_path / "out", 1)
