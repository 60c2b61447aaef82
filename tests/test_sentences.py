"""Sentence boundaries: every abbreviation's example, a set of academic prose, and the two articles."""

from __future__ import annotations

from pathlib import Path

import pytest

from letopis.cleaning import clean_text
from letopis.sentences import explain_sentences, split_sentences
from letopis.sentences.abbreviations import ABBREVIATIONS
from letopis.sentences.rules import RULES

HERE = Path(__file__).parent
ACADEMIC = [
    line
    for line in (HERE / "data" / "academic-sentences.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def marked(text: str) -> str:
    """The text with ``|`` at every sentence's end but the last."""
    return "| ".join(text[start:end] for start, end in split_sentences(text))


@pytest.mark.parametrize("entry", ABBREVIATIONS, ids=lambda entry: f"{entry.form}-{entry.use}")
def test_every_abbreviation_does_what_its_example_shows(entry: object) -> None:
    example = entry.example  # type: ignore[attr-defined]
    assert marked(example.replace("|", "")) == example


def test_abbreviations_are_entered_once() -> None:
    entries = [(entry.form, entry.use) for entry in ABBREVIATIONS]
    assert len(entries) == len(set(entries))


def test_academic_set() -> None:
    assert len(ACADEMIC) > 150
    text = " ".join(ACADEMIC)
    assert [text[start:end] for start, end in split_sentences(text)] == ACADEMIC


@pytest.mark.parametrize(
    "text",
    [
        "Договор подписан в 1997 г.| Особенно важен он был для торговли.",
        "Площадь участка 40 га.| Орлов купил его в мае.",
        "На глубине 20 м. Орлов нашёл клад.",
        "Министр помог им.| Посол уехал.",
        "Император издал указ.| Войска отошли.",
        "Знали о нем.| Посол молчал.",
        "Открыт совхоз им. Победы.",
        "Погиб полк. Орлов из Омска.",
        "Посол К. П. Бондарь приехал.",
        "Критики упрекали И. Бондаря в поспешности.",
        "Это всё.| P.S. Пишите чаще.",
        "Приказ (принят в Минюсте. Рег. № 3) подписал министр.",
        "Приказ отменён.| (Принят в Минюсте.| Рег. № 3.)| Его забыли.",
        "Всё хорошо :)| Завтра едем.",
        "19 января 1993 г. Кыргызстан и Азербайджан установили отношения.",
        "Это было в 1955г.| Потом всё изменилось.",
        "Закон от 6 июля 2016 г. № 374 отменён.",
        "В 2011 г. – 12 школ.",
        "Архив школы № 3 г. Гори сгорел.",
        "Сгорела школа № 12-а г. Губы.| Её закрыли.",
        "Издан указ № 5 1992 г.| Он отменён.",
        "Там живут гунны, тюрки. огузы и др.",
        "«Кто виноват?» – спросил он.",
        "Роман «Кто виноват?» Герцена известен.",
        "Фильм «Не может быть!» (1975) забыт.",
        "Он ушёл.| «Куда?» – спросила она.",
        "Опоздал ли он?| Нет.",
        "Плотность составляет 13 чел. / км.",
        "Он сказал: ``Верю! ``.| Так и было.",
        "Источники молчат [1, c. 173].| Они неполны.",
        "Источники молчат. [1, c. 173].| Они неполны.",
        "Договор вступил в силу.¹| Он действует.",
        "Работал здесь Лихачёв Д. С.| Он был молод.",
        "Пришёл Ли А. Б. Ким его ждал.",
        "Дж. Р. Р. Толкин не был здесь.",
        "Это план Б.| Он хуже.",
        "Иванов И. И. История края // Записки. 2014. № 3. С. 12–18.",
        "Рассмотрим пункты: 1. Договор.| 2. Устав.",
        "Температура равна 20 °C.| Давление падает.",
        "Конец…| Начало.",
        "Ушёл...",
    ],
)
def test_phenomena(text: str) -> None:
    assert marked(text.replace("|", "")) == text


def test_paragraphs_end_sentences() -> None:
    text = "Заголовок без точки\n\nПервое предложение.\n\n"
    assert [text[start:end] for start, end in split_sentences(text)] == ["Заголовок без точки", "Первое предложение."]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\n\n\n"])
def test_nothing_has_no_sentence(text: str) -> None:
    assert split_sentences(text) == []


def test_every_stop_is_explained() -> None:
    names = {rule.__name__ for rule in RULES}
    text = "Это А. Акаев, род. в 1944 г. Он прав. [1] Да!"
    decisions = explain_sentences(text)
    assert {decision.rule for decision in decisions} <= names
    assert [text[d.position :].split(maxsplit=1)[0] for d in decisions if d.ends] == ["Он", "Да!"]


@pytest.mark.parametrize(("name", "count"), [("cooperation", 102), ("origins", 106)])
def test_articles_have_the_counted_sentences(name: str, count: int) -> None:
    raw = (HERE.parent / "corpus" / name / "source.txt").read_text(encoding="utf-8")
    text, _ = clean_text(raw)
    sentences = [text[start:end] for start, end in split_sentences(text)]
    assert len(sentences) == count
    # One article begins with an abstract that breaks off; every other sentence ends as a sentence does.
    assert [s for s in sentences if not s.endswith((".", "…", "]", "?"))] == (
        [sentences[0]] if name == "cooperation" else []
    )
    expected = (HERE / "data" / f"{name}-starts.txt").read_text(encoding="utf-8").splitlines()
    assert [sentence[:24] for sentence in sentences] == expected


LABELLED = ("принят план", "названа сторона", "изъят пункт", "изучен вариант", "назначена группа", "внесено приложение")
BEGINNINGS = (
    "Министры согласились.",
    "Комиссия ждала.",
    "Караваны шли дальше.",
    "Обе стороны ушли.",
    "Договор подписан.",
)


@pytest.mark.parametrize("letter", ["А", "Б", "В", "К", "C"])
def test_a_letter_that_names_a_thing_ends_its_sentence(letter):
    for named in LABELLED:
        for following in BEGINNINGS:
            assert len(split_sentences(f"Вчера {named} {letter}. {following}")) == 2


@pytest.mark.parametrize("surname", ["Петров", "Заяц", "Мельник", "Присёлков", "Ли", "Волк"])
def test_an_initial_does_not(surname):
    for text in (f"Работу начал Б. {surname} весной.", f"Отчёт написал М. Д. {surname}.", f"Пришли А. и Б. {surname}."):
        assert len(split_sentences(text)) == 1


@pytest.mark.parametrize(
    "named",
    [
        "закрыт вход",
        "занята высота",
        "признано государство",
        "открыта линия",
        "построен участок",
        "выдана виза",
        "сдана папка",
    ],
)
def test_a_letter_ends_its_sentence_before_places_and_what_may_be_a_surname(named):
    for following in (
        "Казахстан согласился.",
        "Совет Безопасности ждал.",
        "Журналистов не пустили.",
        "Грузия молчала.",
    ):
        assert len(split_sentences(f"Вчера {named} Б. {following}")) == 2
    assert len(split_sentences(f"Вчера {named}, сообщил Б. Калинин из Минска.")) == 1


@pytest.mark.parametrize(
    "rank", ["подполк", "подпор", "контр-адм", "вице-адм", "фельдм", "ген.-губ", "шт.-кап", "ст. л-т"]
)
def test_ranks_stand_before_names(rank):
    for name in ("В. И. Орлов", "Г. де Риньи", "Орлов", "Э. Озолс"):
        assert len(split_sentences(f"Вчера прибыли акад. П. Марр и {rank}. {name} из Батума.")) == 1
        assert len(split_sentences(f"{rank.capitalize()}. {name} прибыл в Батум.")) == 1


@pytest.mark.parametrize("kind", ["с", "д", "п", "пос", "дер", "г", "ст"])
def test_settlements_in_a_row_are_one_sentence(kind):
    assert len(split_sentences(f"Жители пос. Рыбачье и {kind}. Покровка уехали.")) == 1
