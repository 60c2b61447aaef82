"""Who is a participant of an agreement, and who is not, whatever state, word and place in the sentence."""

from __future__ import annotations

import pytest
from spacy.language import Language

from letopis import extract_text

STATES = [("Мексика", "участница"), ("Непал", "участник"), ("Катар", "государство-участник"), ("Чехия", "сторона")]
ABLATIVE = {
    "участница": "участницей", "участник": "участником", "государство-участник": "государством-участником",
    "сторона": "стороной",
}  # fmt: skip
TITLES = ("Договора о торговле", "Бернской конвенции")


def sides(text: str, nlp: Language) -> list[str]:
    article = extract_text(text, nlp)
    names = {entity.id: entity.text for entity in article.entities}
    return [names[link.to_id] for link in article.relations if link.type == "party"]


@pytest.mark.parametrize(("state", "word"), STATES)
@pytest.mark.parametrize("title", TITLES)
def test_a_participant_is_a_side(state: str, word: str, title: str, nlp: Language) -> None:
    with_ = ABLATIVE[word]
    for text in (
        f"{word.capitalize()} {title}, {state} протестует.",
        f"{state}, {word} {title}, протестует.",
        f"Как {word} {title} {state} протестует.",
        f"Став {with_} {title}, {state} вывела войска.",
        f"{with_.capitalize()} {title} является {state}.",
        f"{state} является {with_} {title}.",
        f"{state} – {word} {title}.",
    ):
        assert sides(text, nlp) == [state], text


@pytest.mark.parametrize(("state", "word"), STATES)
@pytest.mark.parametrize("title", TITLES)
def test_who_is_no_participant_is_no_side(state: str, word: str, title: str, nlp: Language) -> None:
    with_ = ABLATIVE[word]
    for text in (
        f"{state} не является {with_} {title}.",
        f"{state} никогда не будет {with_} {title}.",
        f"{state} и Перу не являются {with_} {title}.",
        f"{state} не {word} {title}.",
        f"{state} не участвует в Бернской конвенции.",
    ):
        assert sides(text, nlp) == [], text


def test_several_participants(nlp: Language) -> None:
    assert sides("Участницы Договора о Луне, Мексика и Чехия, протестуют.", nlp) == ["Мексика", "Чехия"]
    assert sides("Государствами-участниками Договора о Луне стали Чили и Перу.", nlp) == ["Чили", "Перу"]
