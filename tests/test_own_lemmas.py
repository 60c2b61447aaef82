"""Lemmas of one's own: above the engine, refused where they are none, learned from corrected CoNLL-U."""

from __future__ import annotations

from pathlib import Path

import pytest

import letopis
from letopis.errors import InputError
from letopis.formats.conllu import read_conllu
from letopis.learning.words import learn_lemmas, settings_of, words_toml
from letopis.lemmas.pymorphy import analyse
from letopis.settings import read_settings

NAMES = ["letopis_names", "letopis_linker", "letopis_agreements", "letopis_dates", "letopis_trees"]


def analysed(text: str, lemmas: dict[str, str]) -> list[tuple[str, str, str]]:
    nlp = letopis.load(config={"lemmas": lemmas}, exclude=NAMES)
    return [(token.lemma_, token.pos_, str(token.morph)) for token in nlp(text) if token.is_alpha]


def test_a_lemma_of_ones_own_stands_above_the_engine() -> None:
    plain = analysed("Договоры подписаны.", {})
    own = analysed("Договоры подписаны.", {"договоры": "договорник", "подписаны": "подписанный ADJ"})
    assert own[0] == ("договорник", *plain[0][1:])
    assert own[1] == ("подписанный", "ADJ", "")
    assert plain[1][:2] == ("подписать", "VERB")


@pytest.mark.parametrize("said", ["", " NOUN", "шерть NOMEN"])
def test_what_is_no_lemma_is_refused(said: str) -> None:
    with pytest.raises(InputError, match=r"lemmas\.шерти is "):
        read_settings({"lemmas": {"шерти": said}})


ROWS = {
    "always wrong, twice": ([("Договоры", "договорник", "NOUN")] * 2, ["договоры"]),
    "wrong once": ([("Договоры", "договорник", "NOUN")], []),
    "read in two ways": ([("Договоры", "договорник", "NOUN"), ("Договоры", "договоры", "PROPN")] * 2, []),
    "right": ([("Договоры", "договор", "NOUN")] * 3, []),
    "a number": ([("12", "двенадцать", "NUM")] * 3, []),
}


@pytest.mark.parametrize("case", ROWS)
def test_forms_that_are_always_read_in_one_way_are_learned(case: str, tmp_path: Path) -> None:
    rows, learned = ROWS[case]
    path = tmp_path / "corrected.conllu"
    blocks = [f"# sent_id = {n}\n1\t{f}\t{lem}\t{pos}\t_\t_\t0\troot\t_\t_\n" for n, (f, lem, pos) in enumerate(rows)]
    path.write_text("\n".join(blocks) + "\n", encoding="utf-8")
    words = learn_lemmas(list(read_conllu(path)), analyse)
    assert [one.key for one in words] == learned
    place = tmp_path / "words.toml"
    place.write_text(words_toml(words), encoding="utf-8")
    assert read_settings(place)[0].lemmas == settings_of(words).lemmas
