"""Learning which candidates are agreements: what people marked changes what is found, and the rest stays."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from spacy.language import Language
from typer.testing import CliRunner

import letopis
from learning_records import marked_record
from letopis.cli import app
from letopis.entities.agreements.judge import MOST_BYTES, OWN_JUDGE, judge_to_teach, read_judge
from letopis.errors import InputError
from letopis.extraction import extract_text
from letopis.formats.jsonl import write_jsonl
from letopis.learning.course import Choices, Course
from letopis.learning.judging import Judged, taught
from letopis.learning.store import save
from letopis.learning.validate import cross_validate
from letopis.own_model import described_model
from letopis.records import Article
from letopis.settings import Settings

AGENTS = ("Игрок", "Тренер", "Вратарь", "Нападающий", "Защитник", "Хоккеист", "Боксёр", "Пловец")
TEAMS = ("с клубом", "с командой", "с лигой", "со сборной")
TERMS = ("на три года", "на один сезон", "до конца сезона", "на пять лет")
TOWNS = ("Тверь", "Пермь", "Самара", "Казань", "Тула", "Рязань", "Уфа", "Псков")
SHARED = ("о побратимстве", "об обмене артистами", "о ремонте дорог", "о поставке автобусов")
KEPT: tuple[tuple[str, list[str]], ...] = (
    ("Чехия заключила с Польшей договор о границе.", ["договор о границе"]),
    ("Перу и Чили намерены заключить соглашение о торговле.", ["соглашение о торговле"]),
    ("Версальский договор устарел.", ["Версальский договор"]),
    ("Жилец подписал договор аренды квартиры.", []),
    ("Издательство заключило с поэтом договор на издание его сочинений.", []),
    ("Рабочий заключил трудовой договор с заводом.", []),
)


def sports(number: int) -> list[Article]:
    """Deals of sportsmen, which the project takes for no agreements and these people do."""
    return [
        marked_record(
            f"sport{n}", f"{AGENTS[n % 8]} подписал {{AGREEMENT|контракт}} {TEAMS[n // 3 % 4]} {TERMS[n % 4]}."
        )
        for n in range(number)
    ]


def towns(number: int) -> list[Article]:
    """Agreements of towns, which the project takes for some and these people do not; one of states is marked."""
    return [
        marked_record(
            f"town{n}",
            f"{TOWNS[n % 8]} и {TOWNS[(n + 3) % 8]} подписали соглашение {SHARED[n // 2 % 4]}. "
            "Чехия и Польша заключили {AGREEMENT|договор о торговле}.",
        )
        for n in range(number)
    ]


@cache
def pipeline(model: Path | None) -> Language:
    return letopis.load(model=model)


def found(text: str, model: Path | None = None) -> list[str]:
    doc = pipeline(model)(text)
    return [span.text for span in doc.spans["letopis"] if span.label_ == "AGREEMENT"]


Learner = Callable[[list[Article]], Path]


@pytest.fixture(scope="module")
def learner(tmp_path_factory: pytest.TempPathFactory) -> Learner:
    """Learn from records into a folder."""

    def learn(records: list[Article]) -> Path:
        folder = tmp_path_factory.mktemp("models") / "mine"
        course = Course(records, Choices())
        save(folder, course, course.learn(range(len(records))), None)
        return folder

    return learn


@pytest.fixture(scope="module")
def sport(learner: Learner) -> Path:
    return learner(sports(16))


def test_what_was_marked_is_found(sport: Path) -> None:
    text = "Гимнаст подписал контракт с лигой на три года."
    assert found(text) == []
    assert found(text, sport) == ["контракт"]


@pytest.mark.parametrize(("text", "titles"), KEPT)
def test_other_agreements_stay_and_private_life_has_none(sport: Path, text: str, titles: list[str]) -> None:
    assert found(text) == found(text, sport) == titles


def test_where_a_title_ends_is_learned(learner: Learner) -> None:
    wide = [
        marked_record(
            f"wide{n}", f"{AGENTS[n % 8]} подписал {{AGREEMENT|контракт {TEAMS[n // 3 % 4]} {TERMS[n % 4]}}}."
        )
        for n in range(24)
    ]
    folder = learner(wide)
    assert found("Гимнаст подписал контракт с лигой на три года.", folder) == ["контракт с лигой на три года"]
    others = [one for one in KEPT if "с поэтом" not in one[0]]  # a poet's is of the kind that they mark
    assert all(found(kept, folder) == titles for kept, titles in others)


def test_what_was_not_marked_is_found_no_more(learner: Learner) -> None:
    text = "Калуга и Омск подписали соглашение о ремонте мостов."
    assert found(text) == ["соглашение о ремонте мостов"]
    folder = learner(towns(32))
    assert found(text, folder) == []
    assert all(found(kept, folder) == titles for kept, titles in KEPT)


def test_where_nothing_is_corrected_nothing_is_learned(learner: Learner, tmp_path: Path) -> None:
    records = [marked_record(f"a{n}", "Мэр подписал {AGREEMENT|договор о поставке автобусов}.") for n in range(8)]
    records += [marked_record(f"b{n}", "Жилец подписал договор аренды квартиры.") for n in range(8)]
    folder = learner(records)
    assert found("Мэр подписал договор о поставке автобусов.", folder) == ["договор о поставке автобусов"]
    names = [marked_record(name, "Посол прибыл в {GPE|Баку}. Игрок подписал контракт.") for name in "ab"]
    assert Course(names, Choices(words=False)).examples == [[], []]


def test_the_folder_says_so(sport: Path, tmp_path: Path) -> None:
    card = json.loads((sport / "card.json").read_bytes())
    assert card["labels"][-1] == "AGREEMENT"
    assert "judge of agreements" in card["what"]
    assert OWN_JUDGE in (sport / "README.md").read_text(encoding="utf-8")
    told = extract_text("Чехия подписала договор.", pipeline(sport)).pipeline["model"]
    assert told == described_model(sport)
    without = tmp_path / sport.name
    shutil.copytree(sport, without)
    (without / OWN_JUDGE).unlink()
    assert described_model(without) != told
    assert found("Игрок подписал контракт с лигой на три года.", without) == []


def test_the_same_records_give_the_same_bytes(sport: Path, learner: Learner) -> None:
    assert (learner(sports(16)) / OWN_JUDGE).read_bytes() == (sport / OWN_JUDGE).read_bytes()


def test_it_can_be_taught_further(sport: Path) -> None:
    course = Course(towns(32), Choices(config=Settings(model=str(sport))))
    learned = course.learn(range(16))
    (both,) = course.find(learned, [marked_record("a", "Гимнаст подписал контракт с лигой на три года.")])
    assert [entity.text for entity in both.entities if entity.label == "AGREEMENT"] == ["контракт"]


def test_validation_counts_agreements_and_lists_them() -> None:
    validation = cross_validate(Course(sports(12), Choices(labels=("AGREEMENT",))), folds=3, resamples=100)
    row = {one.name: one for one in validation.comparison.rows}["AGREEMENT"]
    assert (row.against or 0.0) < (row.f1 or 0.0)
    won = next(one for one in validation.comparison.changes if one.entity.label == "AGREEMENT")
    assert "[контракт]" in validation.sentence_of(won)


def rewritten(sport: Path, **arrays: Any) -> dict[str, Any]:
    with np.load(sport / OWN_JUDGE, allow_pickle=False) as stored:
        return {name: stored[name] for name in stored.files} | arrays


@pytest.mark.parametrize(
    ("arrays", "said"),
    [
        ({"topic": np.zeros(9)}, "topic is none of a judge's"),
        ({"marks": np.zeros(2)}, "marks is none"),
        ({"curvature": np.zeros((2, 2))}, "curvature is none"),
        ({"bias": np.float32("nan")}, "a number is none"),
        ({"names": np.array([{}], object)}, "allow_pickle"),
        ({"spare": np.zeros(MOST_BYTES // 8 + 1)}, "unpacks to"),
    ],
)
def test_weights_from_elsewhere_are_bounded_and_fit(
    sport: Path, tmp_path: Path, arrays: dict[str, Any], said: str
) -> None:
    np.savez_compressed(tmp_path / OWN_JUDGE, **rewritten(sport, **arrays))
    with pytest.raises(InputError, match=said):
        read_judge(tmp_path / OWN_JUDGE)


def test_a_damaged_file_is_told_in_one_sentence(sport: Path, tmp_path: Path) -> None:
    shutil.copytree(sport, tmp_path, dirs_exist_ok=True)
    (tmp_path / OWN_JUDGE).write_bytes((sport / OWN_JUDGE).read_bytes()[:100])
    (tmp_path / "a.txt").write_text("Посол прибыл.", encoding="utf-8")
    arguments = ["extract", str(tmp_path / "a.txt"), "-o", str(tmp_path / "a.jsonl"), "--model", str(tmp_path), "-q"]
    answer = CliRunner().invoke(app, arguments)
    assert answer.exit_code != 0
    assert "holds no judge of agreements" in answer.output + str(answer.exception)


def test_the_command_learns_agreements_alone(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "gold.jsonl", sports(12))
    arguments = ["learn", str(tmp_path / "gold.jsonl"), "-o", str(tmp_path / "mine"), "--folds", "2", "-q"]
    answer = CliRunner().invoke(app, [*arguments, "--resamples", "50"])
    assert answer.exit_code == 0, answer.output
    assert "AGREEMENT" in answer.output
    assert (tmp_path / "mine" / OWN_JUDGE).is_file()


def test_without_articles_to_try_it_on_nothing_is_learned() -> None:
    judge = judge_to_teach()
    assert judge is not None
    assert taught(judge, [[Judged({}, np.zeros(300, np.float32), True)]]) is None
