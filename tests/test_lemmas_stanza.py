"""The Stanza engine: for real where Stanza is installed, and its logic without it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from letopis.dictionary import Parse
from letopis.errors import InputError, MissingDependencyError
from letopis.lemmas import models
from letopis.lemmas.analysis import Engine
from letopis.lemmas.component import load_engine
from letopis.lemmas.context import Tags
from letopis.lemmas.stanza import StanzaEngine, in_doubt, join

NOUN = Parse("сталь", "NOUN", frozenset({"NOUN", "gent", "sing", "femn"}), 0.5, True)
VERB = Parse("стать", "VERB", frozenset({"VERB", "past", "plur", "indc"}), 0.5, True)


class FakeStanza:
    def __init__(self) -> None:
        self.tagged: list[tuple[str, ...]] = []
        self.lemmatised: list[tuple[str, str]] = []

    def tag(self, sentences: Sequence[Sequence[str]]) -> list[list[tuple[str, str]]]:
        self.tagged += [tuple(sentence) for sentence in sentences]
        return [[("NOUN", "Case=Gen|Number=Plur") for _ in sentence] for sentence in sentences]

    def lemmatise(self, words: Sequence[tuple[str, str]]) -> list[str]:
        self.lemmatised += words
        return ["липосаркома" for _ in words]


def test_each_sentence_is_tagged_once() -> None:
    fake = FakeStanza()
    engine = StanzaEngine(fake.tag, fake.lemmatise, everywhere=True)
    first = engine([["Договор", "."], [], ["Договор", "."]])
    assert [len(row) for row in first] == [2, 0, 2]
    assert engine([["Договор", "."]]) == first[:1]
    assert fake.tagged == [("Договор", ".")]


def test_stanza_is_asked_where_the_context_tagger_is_in_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = FakeStanza()
    monkeypatch.setattr("letopis.lemmas.stanza.in_doubt", lambda own: own.readings[0].lemma == "договор")
    analyses = StanzaEngine(fake.tag, fake.lemmatise)([["Мир", "."], ["Договор", "."]])
    assert fake.tagged == [("Договор", ".")]
    assert [row[0].lemma for row in analyses] == ["мир", "договор"]


@pytest.mark.parametrize(
    ("scores", "confidence", "doubt"),
    [((1.0, 0.9), 0.99, True), ((1.0, 0.0), 0.99, False), ((1.0, 0.0), 0.4, True), ((0.1, 2.0), 0.6, False)],
)
def test_doubt(scores: tuple[float, float], confidence: float, doubt: bool) -> None:
    assert (
        in_doubt(
            Tags("NOUN", "Case=Gen", (NOUN, VERB), np.array(scores, np.float32), int(np.argmax(scores)), confidence)
        )
        is doubt
    )


def test_one_reading_is_no_doubt() -> None:
    assert not in_doubt(Tags("NOUN", "Case=Gen", (NOUN,), np.array([0.1], np.float32), 0, 0.9))


def test_only_unknown_words_are_lemmatised() -> None:
    fake = FakeStanza()
    analyses = StanzaEngine(fake.tag, fake.lemmatise)([["много", "липосарком", "и", "договоров"]])[0]
    assert [form for form, _ in fake.lemmatised] == ["липосарком"]
    assert (analyses[1].lemma, analyses[1].source) == ("липосаркома", "stanza.stanza_for_unknown_words")
    assert analyses[3].lemma == "договор"


def test_stanza_tips_the_scale_between_readings() -> None:
    own = Tags("NOUN", "Case=Gen", (NOUN, VERB), np.array([1.0, 0.9], np.float32), 0, 0.4)
    joined = join(own, ("VERB", "Mood=Ind|Number=Plur|Tense=Past"))
    assert joined.upos == "VERB"
    assert joined.readings[joined.best] is VERB


def test_a_sure_context_tagger_is_believed() -> None:
    own = Tags("NOUN", "Case=Gen", (NOUN, VERB), np.array([1.0, 0.9], np.float32), 0, 0.99)
    assert join(own, ("VERB", "Tense=Past")).upos == "NOUN"


def test_no_model_names_the_commands(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pytest.importorskip("stanza")
    monkeypatch.setattr("letopis.lemmas.stanza.project_stanza", lambda: None)
    monkeypatch.setenv("STANZA_RESOURCES_DIR", str(tmp_path))
    from letopis.lemmas.stanza import load_engine as load_stanza

    load_stanza.cache_clear()
    with pytest.raises(MissingDependencyError, match="letopis models download stanza"):
        load_stanza()
    assert load_engine("auto")[0] == "pymorphy3"


def test_no_stanza_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    from letopis.lemmas.stanza import load_engine as load_stanza

    load_stanza.cache_clear()
    monkeypatch.setitem(sys.modules, "stanza", None)
    with pytest.raises(MissingDependencyError, match=r"letopis\[stanza\]"):
        load_stanza()
    assert load_engine("auto")[0] == "pymorphy3"


def test_an_unknown_engine_is_named() -> None:
    with pytest.raises(ValueError, match="'spacy'"):
        load_engine("spacy")


@pytest.fixture(scope="module")
def engine() -> Engine:
    pytest.importorskip("stanza")
    if models.project_stanza() is None:
        pytest.skip("models/stanza is not here")
    name, loaded = load_engine("stanza")
    assert name == "stanza"
    return loaded


def test_stanza_runs(engine: Engine) -> None:
    sentence = "Стороны подписали договор о дружбе с Атамбаевым .".split()
    analyses = engine([sentence])[0]
    assert [a.lemma for a in analyses] == ["сторона", "подписать", "договор", "о", "дружба", "с", "Атамбаев", "."]
    assert [a.upos for a in analyses] == ["NOUN", "VERB", "NOUN", "ADP", "NOUN", "ADP", "PROPN", "PUNCT"]


def test_the_order_of_sentences_is_kept(engine: Engine) -> None:
    sentences = [["Мир", "."], "Президент подписал указ о новом договоре .".split(), [], ["Договор"]]
    together = engine(sentences)
    assert [len(row) for row in together] == [2, 7, 0, 1]
    assert [row[0].lemma for row in together if row] == ["мир", "президент", "договор"]


@pytest.mark.parametrize(
    "tokens", [["а" * 1_500], ["NATO"], ["pеспублика"], ["\u0301"], ["🤘"], ["слово"] * 700], ids=lambda t: t[0][:5]
)
def test_strange_tokens(engine: Engine, tokens: list[str]) -> None:
    assert len(engine([tokens])[0]) == len(tokens)


@pytest.fixture
def copied(engine: Engine, tmp_path: Path) -> Path:
    folder = models.project_stanza()
    assert folder is not None
    return Path(shutil.copytree(folder, tmp_path / "stanza"))


@pytest.mark.parametrize("name", ["tagger.pt", "lemmatizer.pt", "axes.npy"])
@pytest.mark.parametrize("damage", ["cut", "foreign", "empty"])
def test_a_damaged_model_says_what_to_do(copied: Path, name: str, damage: str) -> None:
    from letopis.lemmas.stanza import ProjectModel

    path = copied / name
    if damage == "foreign":
        import torch

        torch.save({"weights": [1, 2]}, path)
    else:
        path.write_bytes(path.read_bytes()[:1_000] if damage == "cut" else b"")
    with pytest.raises(InputError, match="letopis train stanza"):
        ProjectModel(copied)


@pytest.mark.parametrize("part", ["config", "vocab", "model"])
def test_a_model_of_another_version_says_what_to_do(copied: Path, part: str) -> None:
    """Versions of Stanza differ in what a file holds, and in the names of the layers."""
    import torch

    from letopis.lemmas.stanza import ProjectModel

    saved = torch.load(copied / "tagger.pt", map_location="cpu", weights_only=True)
    saved[part] = {f"old_{name}": value for name, value in saved[part].items()}
    torch.save(saved, copied / "tagger.pt")
    with pytest.raises(InputError, match="this version of Stanza"):
        ProjectModel(copied)


def test_the_pipeline_runs_with_stanza(engine: Engine) -> None:
    import letopis

    doc = letopis.load(morphology="stanza")("Договор подписан в Баку. Стороны довольны.")
    assert [token.lemma_ for token in doc][:4] == ["договор", "подписать", "в", "Баку"]
    assert {token._.lemma_source.split(".")[0] for token in doc} <= {"pymorphy3", "stanza", "form"}
