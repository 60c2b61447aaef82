"""Dates that a document's own date makes exact, and dates as NEREL marks them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from spacy.language import Language
from typer.testing import CliRunner

import letopis
from letopis.cli import app
from letopis.entities.dates import find_dates
from letopis.entities.dates.relative import read_reference
from letopis.errors import InputError
from letopis.extraction import ToExtract, extract_raw, raw_text
from letopis.formats.jsonl import read_jsonl

WRITTEN = "2016-05-18"
"""A Wednesday."""


def found(text: str, document_date: str | None = WRITTEN, scheme: str = "letopis") -> list[tuple[str, str | None]]:
    dates = find_dates(text, document_date=document_date, scheme=scheme)
    return [(one.text, one.value) for one in dates]


@pytest.mark.parametrize(
    ("text", "phrase", "value"),
    [
        ("Вчера посол уехал.", "Вчера", "2016-05-17"),
        ("Посол уехал накануне.", "накануне", "2016-05-17"),
        ("Сегодня и завтра банк закрыт.", "завтра", "2016-05-19"),
        ("В прошлом году экспорт упал.", "прошлом году", "2015"),
        ("На прошлой неделе банк закрыли.", "прошлой неделе", "2016-05-09/2016-05-15"),
        ("В этом месяце банк откроют.", "этом месяце", "2016-05"),
        ("Три дня назад посол уехал.", "Три дня назад", "2016-05-15"),
        ("Год назад посол уехал.", "Год назад", "2015"),
        ("Посол уехал 15 лет тому назад.", "15 лет тому назад", "2001"),
        ("Посол уехал полгода назад.", "полгода назад", "2015-11"),
        ("Посол уехал в понедельник.", "понедельник", "2016-05-16"),
        ("Посол уехал в пятницу.", "пятницу", "2016-05-13"),
        ("Посол уедет в следующий вторник.", "следующий вторник", "2016-05-24"),
        ("В начале прошлого года посол уехал.", "начале прошлого года", "2015"),
        ("Прошлой зимой посол уехал.", "Прошлой зимой", "2015-24"),
        ("В прошлом веке здесь был лес.", "прошлом веке", "19XX"),
        ("В текущем квартале цены упали.", "текущем квартале", "2016-34"),
        ("В мае прошлого года посол уехал.", "мае прошлого года", "2015-05"),
        ("Посол уехал 26 апреля.", "26 апреля", "2016-04-26"),
    ],
)
def test_a_document_date_gives_values(text: str, phrase: str, value: str) -> None:
    assert (phrase, value) in found(text)


@pytest.mark.parametrize("day", range(0, 700, 23))
def test_days_are_counted_from_the_document(day: int) -> None:
    written = date(2015, 1, 1) + timedelta(day)
    values = dict(found("Вчера, сегодня и 10 дней назад; на этой неделе; в среду.", written.isoformat()))
    assert values["Вчера"] == (written - timedelta(1)).isoformat()
    assert values["10 дней назад"] == (written - timedelta(10)).isoformat()
    first, last = str(values["этой неделе"]).split("/")
    assert date.fromisoformat(first).weekday() == 0
    assert first <= written.isoformat() <= last
    assert 0 <= (written - date.fromisoformat(str(values["среду"]))).days < 7


@pytest.mark.parametrize("text", ["Вчера и в прошлом году.", "Три дня назад, в понедельник.", "На этой неделе."])
def test_without_a_document_date_they_are_no_dates(text: str) -> None:
    assert found(text, None) == []


def test_nothing_finer_than_the_document_is_read() -> None:
    assert found("Вчера, в прошлом месяце и в прошлом году.", "2016") == [("прошлом году", "2015")]
    assert found("Вчера, в прошлом месяце и в прошлом году.", "2016-01")[0] == ("прошлом месяце", "2015-12")


def test_a_weekday_beside_a_date_is_none_of_its_own() -> None:
    assert found("В пятницу, 12 мая 2017 г., он уехал.") == [("12 мая 2017 г.", "2017-05-12")]


def test_relative_dates_lend_no_year() -> None:
    assert ("3 мая", "2016-05-03") in found("Год назад он уехал. 3 мая он вернулся.")


@pytest.mark.parametrize("text", ["2016-13", "вчера", "16", "2016-02-30", ""])
def test_no_date_of_a_document(text: str) -> None:
    with pytest.raises(InputError):
        read_reference(text)


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("В пятницу, 12 мая, посол уехал.", ["В пятницу, 12 мая"]),
        ("Он служил с 1990 по 1995 год.", ["с 1990 по 1995 год"]),
        ("Он родился в 1963 г. в Оше.", ["в 1963 г"]),
        ("Вчера в этом году впервые шёл снег.", ["Вчера", "в этом году"]),
        ("Он уехал на два года.", ["на два года"]),
        ("Ему 78 лет, в возрасте шести лет он уехал.", []),
        ("54-летний посол уехал через неделю.", ["через неделю"]),
        ("На Олимпиаде-2018 он победил.", ["2018"]),
    ],
)
def test_dates_as_nerel_marks_them(text: str, phrases: list[str]) -> None:
    assert [phrase for phrase, _ in found(text, None, "nerel")] == phrases


def test_values_stay_in_the_scheme_of_nerel() -> None:
    assert found("В пятницу, 12 мая 2017 г., и вчера.", WRITTEN, "nerel") == [
        ("В пятницу, 12 мая 2017 г", "2017-05-12"),
        ("вчера", "2016-05-17"),
    ]


def test_each_article_has_its_own_date(nlp: Language) -> None:
    texts = [ToExtract(raw_text("Вчера шёл снег."), str(n), document_date=day) for n, day in enumerate(DAYS)]
    values = [[entity.value for entity in article.entities] for article in extract_raw(texts, nlp)]
    assert values == [["2001-01-31"], ["2016-02-29"], []]


DAYS = ["2001-02-01", "2016-03-01", None]


def test_the_pipeline_takes_a_date_for_all() -> None:
    nlp = letopis.load(document_date="2016-05", enable=["letopis_sentences", "letopis_dates"])
    doc = nlp("В прошлом месяце шёл снег.")
    assert [span._.value for span in doc.spans["letopis"]] == ["2016-04"]


def test_the_command_takes_a_date(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Вчера в Баку подписан договор о дружбе.", encoding="utf-8")
    command = ["extract", str(tmp_path / "a.txt"), "-o", str(tmp_path / "o.jsonl"), "--morphology", "pymorphy3"]
    assert CliRunner().invoke(app, [*command, "--document-date", "2016-05-18"]).exit_code == 0
    (article,) = read_jsonl(tmp_path / "o.jsonl")
    assert [entity.value for entity in article.entities if entity.label == "DATE"] == ["2016-05-17"]
    assert [relation.type for relation in article.relations] == ["signed_on", "signed_in"]
    assert CliRunner().invoke(app, [*command, "--document-date", "yesterday"]).exit_code == 2
