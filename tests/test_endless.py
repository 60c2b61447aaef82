"""Sentences without end, and sentences that end where a rule looks on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from letopis.entities.agreements.units import sentences_of
from letopis.entities.names import find
from letopis.entities.names.passage import Passage, passages
from letopis.sentences.split import LONGEST_STRETCH, stretches
from letopis.sentences.tokens import tokenize

UNITS = ["Россия, ", "аб ", "А. ", "(", "МИД России ", "5 мая и ", "«Труд» ", "Договор о мире с Чили и ", "школа № "]
"""What lists and damaged texts repeat within one sentence."""


@given(st.lists(st.sampled_from(["Чили", ",", ";", "и"]), max_size=60), st.integers(2, 20))
def test_stretches_are_bounded_and_leave_nothing_out(words: list[str], longest: int) -> None:
    cut = list(stretches(words, longest))
    assert [place for first, last in cut for place in range(first, last)] == list(range(len(words)))
    assert all(last - first <= longest for first, last in cut)


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("Чили , Перу ; Куба , Гана и Непал", ["Чили , Перу ;", "Куба , Гана и Непал"]),
        ("Чили и Перу , Куба и Гана", ["Чили и Перу ,", "Куба и Гана"]),
        ("Чили Перу Куба Гана Непал Чад Мали", ["Чили Перу Куба Гана Непал Чад", "Мали"]),
        ("Чили , Перу и Куба", ["Чили , Перу и Куба"]),
    ],
)
def test_a_list_is_parted_behind_its_mark(words: str, parts: list[str]) -> None:
    cut = words.split()
    assert [" ".join(cut[first:last]) for first, last in stretches(cut, 6)] == parts


def of_one_sentence(unit: str, size: int = 12_000) -> str:
    return unit * (size // len(unit))


@pytest.mark.parametrize("unit", UNITS)
def test_rules_of_names_see_a_bounded_stretch(unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    def looked(rules: object, passage: Passage, names: object) -> object:
        seen.append(len(passage.words))
        return names

    monkeypatch.setattr(find, "apply", looked)
    text = of_one_sentence(unit)
    find.find_names(text, [(0, len(text))])
    assert sum(seen) == len(tokenize(text))
    assert max(seen) <= LONGEST_STRETCH


@pytest.mark.parametrize("unit", UNITS)
def test_rules_of_agreements_see_a_bounded_stretch(unit: str) -> None:
    doc = spacy.blank("ru")(of_one_sentence(unit))
    cut = sentences_of(doc)
    assert sum(len(words.texts) for words in cut) == len(doc)
    assert max(len(words.texts) for words in cut) <= LONGEST_STRETCH


def test_an_ordinary_sentence_is_one_passage() -> None:
    text = ", ".join(["послы Чили и Перу"] * 70) + "."
    assert len(list(passages(text, [(0, len(text))]))) == 1


SENTENCES = [
    "Выступил клуб парламентских журналистов Перу.",
    "Союз независимых писателей в Чили просил о встрече.",
    "Парламентская фракция, школа № 5 г. Орла и Комиссия по рыболовству между Чили и Перу.",
    "Договора о мире и Протокола о границе сенат не ратифицировал, и Чили вышла из него.",
    "Смешанная комиссия Перу – Чили 5 мая 1999 г. подписала Протокол о рыболовстве (ПР), действующий с 2001 г.",
    "Соглашение, учреждающее союз между Чили, с одной стороны, и Перу, с другой стороны, приостановило участие.",
    "Газета «Труд», агентство ТАСС и Институт имени Н. Петрова, министерства юстиции, обороны и финансов Перу.",
    "Взамен Договора о дружбе министры иностранных дел Перу и Чили А. Вега и Б. Сото заключили пакт.",
    "В Договоре о мире, который Чили и Перу подписали в 1920 г., он назван протоколом.",
]


def cuts() -> Iterator[str]:
    """The sentences up to each word and from each word on, joined with one another, and doubled without a stop."""
    for number, sentence in enumerate(SENTENCES):
        words = sentence.split()
        yield from (" ".join(words[:place]) for place in range(1, len(words) + 1))
        yield from (" ".join(words[place:]) for place in range(1, len(words)))
        yield f"{sentence.rstrip('.')} {SENTENCES[number - 1]}"
        yield f"{sentence.rstrip('.')} {sentence.rstrip('.')}"


@pytest.mark.parametrize("scheme", ["letopis", "nerel"])
def test_a_sentence_may_end_at_any_word(scheme: str) -> None:
    import letopis

    texts = list(cuts())
    assert sum(1 for _ in letopis.load(scheme=scheme).pipe(texts)) == len(texts)


@pytest.mark.parametrize(
    "text", ["Выступил клуб парламентских журналистов", "клуб парламентских журналистов", "союз писателей", "Протокол"]
)
def test_a_text_may_end_where_a_name_would_go_on(text: str, nlp: Language) -> None:
    assert nlp(text).text == text


@pytest.mark.parametrize(
    "text",
    [
        "Договор о мире Чехия забыла и отказалась от",
        "Договор о мире Чехия помнит и вышла из",
        "В Договоре о мире Чехия приостановила своё участие",
    ],
)
def test_the_end_of_a_sentence_is_not_read_before_its_start(text: str, nlp: Language) -> None:
    doc = nlp(text)
    assert [span._.status for span in doc.spans["letopis"] if span.label_ == "AGREEMENT"] == [None]
