"""English words: cut, tagged and led back to their lemmas, as the index and CoNLL-U files have them."""

from __future__ import annotations

import pytest

from letopis.bilingual.english_words import cut_words, english_words


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("It cannot be Tashkent's.", "It|can|not|be|Tashkent|'s|."),
        ("A well-known CSTO-led force.", "A|well|-|known|CSTO|-|led|force|."),
        ("In 1,250.5 km (U.S. data).", "In|1,250.5|km|(|U.S.|data|)|."),
        ("Mr. A. Akayev wasn’t there...", "Mr.|A.|Akayev|was|n’t|there|..."),
    ],
)
def test_words_are_cut_as_the_treebank_cuts(text: str, wanted: str) -> None:
    assert "|".join(text[start:end] for start, end in cut_words(text)) == wanted


def named(text: str) -> dict[str, tuple[str, str]]:
    return {word.text: (word.lemma, word.upos) for word in english_words(text, [(0, len(text))])[0]}


def test_one_form_has_the_lemma_of_its_sentence() -> None:
    assert named("The president left the city.")["left"] == ("leave", "VERB")
    assert named("He writes with his left hand.")["left"] == ("left", "ADJ")
    assert named("The meetings ended.")["meetings"] == ("meeting", "NOUN")


def test_names_keep_their_letters() -> None:
    assert named("Kyrgyzstan and Azerbaijan signed it.")["Azerbaijan"] == ("Azerbaijan", "PROPN")


def test_nothing_is_nothing() -> None:
    assert english_words("", []) == []
    assert english_words("a", [(0, 1), (1, 1)])[1] == []
