"""Training of the tagger of English words: that it learns, and that the package reads what was written."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from letopis.bilingual.english_words import EnglishTagger
from letopis.lemmas.models import read_network
from letopis_training.cli import app

ROWS = {
    "the": ("the", "DET"), "envoys": ("envoy", "NOUN"), "states": ("state", "NOUN"), "signed": ("sign", "VERB"),
    "named": ("name", "VERB"), "joined": ("join", "VERB"), ".": (".", "PUNCT"),
}  # fmt: skip
SENTENCES = ["the envoys signed the states .", "the states joined the envoys .", "the states named the states ."]


def written(path: Path) -> Path:
    lines = []
    for sentence in SENTENCES * 200:
        for number, form in enumerate(sentence.split(), 1):
            lemma, upos = ROWS[form]
            lines.append("\t".join((str(number), form, lemma, upos, *"_" * 6)))
        lines.append("")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_it_learns_tags_from_endings_and_lemmas_from_tags(tmp_path: Path) -> None:
    treebank, model = written(tmp_path / "en.conllu"), tmp_path / "model"
    result = CliRunner().invoke(
        app, ["english", str(treebank), "--try", str(treebank), "-o", str(model), "--seed", "1"]
    )
    assert result.exit_code == 0, result.output
    assert "'upos': 1.0, 'lemma': 1.0" in result.output
    tagger = read_network(model, EnglishTagger, "English tagger", "letopis train english")
    assert tagger.tag([["the", "boats", "signed", "."], []]) == [
        [("the", "DET"), ("boat", "NOUN"), ("sign", "VERB"), (".", "PUNCT")], []
    ]  # fmt: skip
