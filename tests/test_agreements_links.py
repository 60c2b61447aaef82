"""Judge and network of links: what they may add to the links of rules, what they drop, and that rules do without."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from spacy.language import Language

from letopis import extract_text
from letopis.entities.agreements import weighed
from letopis.entities.agreements.link_network import link_network
from letopis.entities.agreements.pairs import TYPES
from letopis.entities.agreements.weighed import LinkJudge, link_judge
from letopis.errors import InputError

Use = Callable[[LinkJudge | None], None]
STATES = [("Чехия", "Чехией"), ("Перу", "Перу"), ("Саудовская Аравия", "Саудовской Аравией"), ("США", "США")]


def judge(**marks: float) -> LinkJudge:
    """A judge of few marks, ``_`` for a space, that refuses nothing else and adds nothing else."""
    bias = marks.pop("bias", 0.0)
    named = {mark.replace("_", " "): weight for mark, weight in marks.items()}
    return LinkJudge({"marks": np.array([*named.values()]), "bias": np.array(bias)}, {"marks": [*named]})


def links(text: str, nlp: Language, by: str = "") -> set[tuple[str, str]]:
    article = extract_text(text, nlp)
    ends = {entity.id: entity.text for entity in article.entities}
    return {(link.type, ends[link.to_id]) for link in article.relations if by in (link.by or "")}


@pytest.fixture
def judged_by(monkeypatch: pytest.MonkeyPatch) -> Use:
    def use(one: LinkJudge | None) -> None:
        monkeypatch.setattr(weighed, "link_judge", lambda: one)
        monkeypatch.setattr(weighed, "link_network", lambda: None)

    return use


ADDING = {f"{kind} label {label}": 9.0 for label, kinds in TYPES.items() for kind in kinds}
EAGER = LinkJudge({"marks": np.array([*ADDING.values()]), "bias": np.array(0.0)}, {"marks": [*ADDING]})
"""A judge that believes in all links."""


@pytest.mark.parametrize("state", STATES)
def test_a_judge_adds_a_side(state: tuple[str, str], judged_by: Use, nlp: Language) -> None:
    text = f"{state[0]} изучает Договор о границе."
    judged_by(None)
    assert not links(text, nlp)
    judged_by(EAGER)
    assert ("party", state[0]) in links(text, nlp, by="judged")


@pytest.mark.parametrize("state", STATES)
def test_a_judge_drops_a_side(state: tuple[str, str], judged_by: Use, nlp: Language) -> None:
    text = f"{state[0]} подписала Договор о границе 5 мая 1993 г."
    judged_by(judge(bias=-0.5))
    assert links(text, nlp) == {("party", state[0]), ("signed_on", "5 мая 1993 г.")}
    judged_by(judge(bias=-0.5, party_case_nomn=-30.0))
    assert links(text, nlp) == {("signed_on", "5 мая 1993 г.")}


@pytest.mark.parametrize("state", STATES)
def test_what_is_denied_is_never_added(state: tuple[str, str], judged_by: Use, nlp: Language) -> None:
    judged_by(EAGER)
    assert ("party", state[1]) not in links(f"Договор о границе подписан не {state[1]}, а Польшей.", nlp)


@pytest.mark.parametrize("state", STATES)
def test_a_day_or_place_beside_that_of_the_rules_is_not_added(
    state: tuple[str, str], judged_by: Use, nlp: Language
) -> None:
    judged_by(EAGER)
    text = f"5 мая 1993 г. {state[0]} подписала в Риме Договор о границе, а 7 июня 1994 г. в Вене открылся музей."
    assert {one for one in links(text, nlp) if one[0] != "party"} == {
        ("signed_on", "5 мая 1993 г."), ("signed_in", "Риме"),
    }  # fmt: skip


@pytest.mark.parametrize("state", STATES)
def test_what_is_only_planned_gets_a_side_and_no_day(state: tuple[str, str], judged_by: Use, nlp: Language) -> None:
    judged_by(EAGER)
    found = links(f"{state[0]} планирует подписать Договор о границе 7 июня 2094 г. в Вене.", nlp)
    assert {kind for kind, _ in found} == {"party"}


@pytest.mark.parametrize("told", ["хранится", "опубликован", "издан", "обсуждался", "зарегистрирован", "ратифицирован"])
@pytest.mark.parametrize("place", ["Риме", "Бишкеке", "Нанкине"])
def test_what_is_told_of_a_text_is_no_signing(told: str, place: str, judged_by: Use, nlp: Language) -> None:
    judged_by(EAGER)
    for text in (f"Договор о границе {told} в {place}.", f"Договор о границе, который {told} в {place}, забыт."):
        assert ("signed_in", place) not in links(text, nlp)


@pytest.mark.parametrize(
    "person", [("Я. Каван", "Я. Каваном"), ("Т. Усубалиев", "Т. Усубалиевым"), ("И. Алиев", "И. Алиевым")]
)
def test_who_wrote_or_ratified_it_is_no_signer(person: tuple[str, str], judged_by: Use, nlp: Language) -> None:
    judged_by(EAGER)
    one, by = person
    for text in (
        f"Договор о границе, подготовленный {by}, вступил в силу.",
        f"Договор о границе, одобренный президентом {by}, подписали в Риме.",
        f"Договор о границе ратифицировал президент {one}.",
        f"Договор о границе подписан послом А. Рупелем и ратифицирован президентом {by}.",
    ):
        assert not {("signatory", one), ("signatory", by)} & links(text, nlp), text


def test_without_trees_rules_decide_alone(judged_by: Use, nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    judged_by(judge(bias=-30.0))
    monkeypatch.setattr("letopis.trees.component.model_folder", lambda name: None)
    assert links("Чехия подписала Договор о границе.", nlp) == {("party", "Чехия")}


BEFORE = ("{} и {} вели переговоры три года.", "{} и {} устали воевать.", "Долго спорили {} и {}.")
OUTCOMES = (
    "Пиренейский мир стал их итогом.",
    "Лимский договор закрепил новую границу.",
    "Лимский договор был готов в мае.",
)


def test_the_network_sees_sides_in_the_sentence_before(nlp: Language) -> None:
    pairs = [("Франция", "Испания"), ("Дания", "Швеция"), ("Перу", "Чили"), ("Кения", "Уганда"), ("Иран", "Турция")]
    seen = [
        {("party", one) for one in pair} <= links(f"{before.format(*pair)} {outcome}", nlp, by="judged")
        for pair in pairs
        for before in BEFORE
        for outcome in OUTCOMES
    ]
    assert sum(seen) > len(seen) / 3


def test_the_network_gives_no_other_number_of_sides_than_is_counted(nlp: Language) -> None:
    text = "Франция, Испания и Дания вели переговоры три года. {} подписали Лимский договор."
    assert not links(text.format("Лидеры двух стран"), nlp, by="judged")


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(
    "behind", ["{} присоединилась к санкциям.", "{} присоединилась к блокаде.", "{} вышла из игры.", "{} молчит."]
)
def test_what_the_sentence_behind_tells_of_other_things(state: tuple[str, str], behind: str, nlp: Language) -> None:
    text = f"Договор о границе был подписан в Осло. {behind.format(state[0])}"
    assert ("party", state[0]) not in links(text, nlp)


def test_without_network_the_judge_decides(judged_by: Use, nlp: Language) -> None:
    judged_by(EAGER)
    assert ("party", "Дания") not in links("Дания торгует рыбой. Там подписали Договор о границе.", nlp)
    assert ("party", "Дания") in links("Дания изучает Договор о границе.", nlp, by="judged")


def test_without_a_network_in_its_folder_there_is_none(tmp_path: Path) -> None:
    assert link_network(tmp_path) is None
    damaged = tmp_path / "damaged"
    (damaged / "network").mkdir(parents=True)
    with pytest.raises(InputError, match="network of links"):
        link_network(damaged)


def test_a_damaged_judge_is_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "weights.npz", marks=np.zeros(2), bias=np.zeros(()))
    (tmp_path / "labels.json").write_text(json.dumps({"marks": ["party in"]}), encoding="utf-8")
    with pytest.raises(InputError, match="judge of links"):
        link_judge(tmp_path)
    with pytest.raises(InputError, match="letopis train links"):
        link_judge(tmp_path / "nothing")
