"""The judge of candidates, and what is read without it."""

from __future__ import annotations

import pytest
from spacy.language import Language

from letopis.entities.agreements import judge

STATES = [("Чехия", "Польшей"), ("Ирак", "Турцией"), ("Грузия", "Арменией"), ("Перу", "Чили")]


def found(text: str, nlp: Language) -> list[str]:
    doc = nlp(text)
    return [span.text for span in doc.spans["letopis"] if span.label_ == "AGREEMENT"]


@pytest.mark.parametrize("sides", STATES)
def test_states_make_agreements_and_private_life_none(sides: tuple[str, str], nlp: Language) -> None:
    one, other = sides
    assert found(f"{one} заключила с {other} договор о границе.", nlp) == ["договор о границе"]
    assert found(f"{one} отказывается подписать с {other} протокол о долгах.", nlp) == ["протокол о долгах"]
    assert found(f"{one} подписала ядерную сделку с {other}.", nlp) == [f"ядерную сделку с {other}"]
    assert found("Игрок подписал с клубом контракт на три года.", nlp) == []
    assert found("Издательство заключило с поэтом договор на издание его сочинений.", nlp) == []


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("Люблинская уния соединила Польшу и Литву.", ["Люблинская уния"]),
        ("Страны подписали Транстихоокеанское партнёрство.", ["Транстихоокеанское партнёрство"]),
        ("Стороны обновили Венский документ о мерах доверия.", ["Венский документ о мерах доверия"]),
        ("Минские соглашения не выполнены, и «Минск-2» тоже.", ["Минские соглашения", "Минск-2"]),
        ("Устав общества утвердили акционеры.", []),
        ("Сделка по покупке акций закрыта.", []),
        ("Документ подписал директор.", []),
    ],
)
def test_heads_that_mostly_mean_other_things(text: str, titles: list[str], nlp: Language) -> None:
    assert found(text, nlp) == titles


def test_without_the_judge_the_rules_decide(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judge, "default_judge", lambda: None)
    assert found("Чехия и Польша подписали договор о границе.", nlp) == ["договор о границе"]
