"""The reading of a clause off its tree, and the command that shows it."""

from __future__ import annotations

import json
from itertools import product

import pytest
from spacy.language import Language
from typer.testing import CliRunner

from letopis.cli import app
from letopis.entities.agreements.explain import ClauseShown, explain_agreements

STATES = [("Чехия", "Чехией", "Чехии"), ("Ирак", "Ираком", "Ирака"), ("США", "США", "США"), ("Перу", "Перу", "Перу")]
TITLES = ["Договор о границе", "Протокол о торговле", "Договор о транзите"]


def clauses(text: str, nlp: Language) -> list[ClauseShown]:
    return explain_agreements(nlp(text)).clauses


def arguments(text: str, nlp: Language) -> set[tuple[str, str]]:
    return {(one.role, one.text) for clause in clauses(text, nlp) for one in clause.arguments}


@pytest.mark.parametrize(("state", "title"), list(product(STATES, TITLES)))
def test_who_acts(state: tuple[str, str, str], title: str, nlp: Language) -> None:
    nominative, instrumental, genitive = state
    for side, text in (
        (nominative, f"{nominative} подписала {title} в 1994 г."),
        (instrumental, f"{title} ратифицирован {instrumental} в 1994 г."),
        (genitive, f"Министр иностранных дел {genitive} подписал {title}."),
        (instrumental, f"Румыния заключила с {instrumental} {title}."),
        (nominative, f"{nominative} соблюдает условия {title.replace('ор ', 'ора ').replace('кол ', 'кола ')}."),
    ):
        links = explain_agreements(nlp(text)).relations
        assert ("party", side) in {(link.type, link.target) for link in links}, text


@pytest.mark.parametrize(
    ("text", "stage", "denied", "real", "time"),
    [
        ("Чехия подписала Договор о границе.", "signed", False, True, "past"),
        ("Чехия не ратифицировала Договор о границе.", "ratified", True, True, "past"),
        ("Чехия подпишет Договор о границе.", "signed", False, False, "future"),
        ("Чехия подписала бы Договор о границе.", "signed", False, False, "past"),
        ("Чехия планирует подписать Договор о границе.", "signed", False, False, ""),
        ("Чехия вышла из Договора о границе.", "denounced", False, True, "past"),
        ("Чехия соблюдает условия Договора о границе.", "", False, True, "present"),
    ],
)
def test_what_is_said(text: str, stage: str, denied: bool, real: bool, time: str, nlp: Language) -> None:
    found = clauses(text, nlp)[0]
    assert (found.stage, found.denied, found.real, found.time) == (stage, denied, real, time)


def test_a_state_that_is_denied_does_not_act(nlp: Language) -> None:
    found = arguments("Договор о границе подписан не Чехией, а Польшей.", nlp)
    assert ("party", "Чехией") not in found


def test_without_a_parser_the_words_are_read_alone(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("letopis.trees.component.model_folder", lambda name: None)
    found = explain_agreements(nlp("Чехия подписала Договор о границе."))
    assert not found.clauses
    assert [(link.type, link.target) for link in found.relations] == [("party", "Чехия")]


def run(*arguments: str, text: str | None = None) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["explain", *arguments], input=text, env={"COLUMNS": "200"})
    return result.exit_code, result.output


def test_the_command_shows_clauses_agreements_and_relations() -> None:
    code, shown = run("Чехия подписала Договор о границе в Риме.")
    assert code == 0
    assert "подписала (signed, past) takes Договор о границе" in shown
    assert "Договор о границе → Чехия" in shown
    assert "[relations.clause]" in shown


def test_the_command_reads_standard_input_and_answers_in_json() -> None:
    code, shown = run("-", "--json", text="Чехия подписала Договор о границе.\n")
    answer = json.loads(shown)
    assert code == 0
    assert answer["clauses"][0]["stage"] == "signed"
    assert answer["agreements"][0]["by"] == "agreements.subject"


def test_the_command_says_that_nothing_was_found() -> None:
    assert run("Шёл дождь.")[1].split() == ["Clauses", "none", "Agreements", "none", "Relations", "none"]


def test_the_command_wants_a_text() -> None:
    code, shown = run("  ")
    assert code == 2
    assert "there is no text" in shown


KEEPING = ["соблюдает", "нарушила", "не нарушала", "не выполняет", "отказалась выполнять", "придерживается"]


@pytest.mark.parametrize(("state", "verb"), list(product(STATES, KEEPING)))
def test_who_keeps_or_breaks_is_bound_even_where_it_is_denied(
    state: tuple[str, str, str], verb: str, nlp: Language
) -> None:
    title = "Договора о границе" if verb.startswith("придерж") else "Договор о границе"
    assert ("party", state[0]) in arguments(f"{state[0]} {verb} {title}.", nlp)


@pytest.mark.parametrize(("state", "accusing"), list(product(STATES, ["обвинил", "обвиняет", "упрекнул"])))
def test_who_is_accused_of_a_breach_is_bound(state: tuple[str, str, str], accusing: str, nlp: Language) -> None:
    accusative = {"Чехия": "Чехию"}.get(state[0], state[0])
    for text, side in (
        (f"Министр {accusing} {accusative} в нарушении Договора о границе.", accusative),
        (f"Совет призвал {accusative} соблюдать Договор о границе.", accusative),
        (f"Обвинения {state[2]} в нарушении Договора о границе беспочвенны.", state[2]),
    ):
        links = explain_agreements(nlp(text)).relations
        assert ("party", side) in {(link.type, link.target) for link in links}, text


@pytest.mark.parametrize("verb", ["подписали", "заключили", "парафировали"])
@pytest.mark.parametrize("when", ["в Риме 5 мая 1999 г.", "5 мая 1999 года", "в мае 1999 года в Риме"])
@pytest.mark.parametrize("title", ["Договор о границе", "Соглашение о торговле"])
def test_a_title_behind_the_day_is_the_object(verb: str, when: str, title: str, nlp: Language) -> None:
    shown = explain_agreements(nlp(f"Чехия и Перу {verb} {when} {title}."))
    assert [(one.predicate, one.agreement) for one in shown.clauses] == [(verb, title)]
