"""Where a title ends and what names an instrument, whatever states, goods and towns stand in it."""

from __future__ import annotations

from itertools import product

import pytest
from spacy.language import Language

from letopis import extract_text

SPEAKERS = ("лидерами", "президентами", "главами", "министрами обороны", "премьер-министрами")
PAIRS = [("Перу", "Чили"), ("Дании", "Швеции"), ("АСЕАН", "Африканского союза"), ("США", "Кении")]
SUBJECTS = ("об охране лесов", "о снижении пошлин", "об обмене пленными")
GOODS = ("48 учебных самолётов Т-50", "12 танков Т-72Б", "36 истребителей F-15QA", "около 40 бронемашин")
TOWNS = ("Монтевидео", "Асунсьона", "Рио-де-Жанейро", "Лусаки")


def read(text: str, nlp: Language) -> tuple[list[str], list[str], list[str | None]]:
    article = extract_text(text, nlp)
    ends = {entity.id: entity.text for entity in article.entities}
    found = [entity for entity in article.entities if entity.label == "AGREEMENT"]
    sides = sorted(ends[link.to_id] for link in article.relations if link.type == "party")
    return [entity.text for entity in found], sides, [entity.status for entity in found]


@pytest.mark.parametrize(("speakers", "pair", "subject"), list(product(SPEAKERS, PAIRS, SUBJECTS)))
def test_sides_behind_those_who_speak_for_them(
    speakers: str, pair: tuple[str, str], subject: str, nlp: Language
) -> None:
    title = f"соглашение между {speakers} {' и '.join(pair)} {subject}"
    assert read(f"В Лиме подписано {title}.", nlp)[:2] == ([title], sorted(pair))


@pytest.mark.parametrize(("goods", "receiver"), list(product(GOODS, ("", " ВВС Индонезии", " армии Перу"))))
def test_what_a_contract_counts(goods: str, receiver: str, nlp: Language) -> None:
    title = f"контракт на поставку{receiver} {goods}"
    titles, sides, _ = read(f"Индонезия и Турция заключили {title}.", nlp)
    assert (titles, sides) == ([title], ["Индонезия", "Турция"])


def test_counted_signers_are_no_goods(nlp: Language) -> None:
    assert read("Договор о запрете мин 40 стран подписали.", nlp)[0] == ["Договор о запрете мин"]


@pytest.mark.parametrize("group", ["группировкой «Фронт перемен» (ФП)", "партией «Заря» (ПЗ)"])
def test_a_government_and_a_group(group: str, nlp: Language) -> None:
    name, _, _ = group.rpartition(" (")
    title = f"договор о мире правительства Чада с {name}"
    titles, sides, _ = read(f"Подписан {title} с {group}.".replace(f"{name} с ", ""), nlp)
    assert (titles, sides) == ([title], sorted([name, "правительства Чада"]))


@pytest.mark.parametrize(("head", "town"), list(product(("Протокол", "Договор", "Соглашение", "Пакт"), TOWNS)))
def test_a_town_in_the_genitive_names_a_head(head: str, town: str, nlp: Language) -> None:
    assert read(f"{head} {town}, подписанный в 1952 году, действует.", nlp)[0] == [f"{head} {town}"]


@pytest.mark.parametrize("kind", ["мирный", "союзный", "пограничный"])
def test_a_described_treaty_that_was_signed(kind: str, nlp: Language) -> None:
    of_kind = f"{kind[:-2]}ого договора"
    assert read(f"Так было до подписания {of_kind} в 1821 году.", nlp)[0] == [of_kind]
    assert read(f"В 1821 году заключён {kind} договор.", nlp)[0] == [f"{kind} договор"]
    assert read(f"Дания и Кения заключили {kind} договор.", nlp)[0] == [f"{kind} договор"]


@pytest.mark.parametrize("protocol", ["Найробийский протокол", "Протокол № 3", "Дополнительный протокол"])
def test_a_protocol_with_its_treaty_is_one_title(protocol: str, nlp: Language) -> None:
    for treaty in ("Рамочной конвенции ООН об охране лесов", "Договору о реках"):
        assert read(f"{protocol} к {treaty} подписан.", nlp)[0] == [f"{protocol} к {treaty}"]


@pytest.mark.parametrize("law", ["закон", "Закон", "федеральный закон"])
def test_a_law_of_ratification_that_was_signed(law: str, nlp: Language) -> None:
    title = "Найробийского протокола к Рамочной конвенции ООН об охране лесов"
    titles, _, status = read(f"Президент подписал {law} «О ратификации {title}».", nlp)
    assert (titles, status) == ([title], ["ratified"])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Общий торговый план действий (ОТПД) подписан.", ["Общий торговый план действий", "ОТПД"]),
        ("Чехия и Литва подписали план действий по торговле.", ["план действий по торговле"]),
        ("Сделку называют Совместным планом действий (СПД).", ["Совместным планом действий", "СПД"]),
        ("Правительство утвердило план действий по борьбе с пожарами.", []),
        ("План Маршалла помог Чехии.", []),
        ("Обсуждается план ЕС по прекращению войны между Чадом и Нигером.", []),
    ],
)
def test_plans_that_two_sides_signed(text: str, found: list[str], nlp: Language) -> None:
    assert read(text, nlp)[0] == found


def test_a_purpose_behind_a_title_is_the_clauses(nlp: Language) -> None:
    text = "Чехия и Литва, желая заключить Соглашение о торговле и в целях дружбы двух стран, согласились."
    assert read(text, nlp) == (["Соглашение о торговле"], ["Литва", "Чехия"], ["planned"])


def agreements(text: str, nlp: Language) -> list[str]:
    return read(text, nlp)[0]


WHOLE = ("Чехия и Чад подписали {}.", "Вчера в Кито был подписан {}.", "Скоро истечёт {}.")
TITLES = (
    "договор о «вечной дружбе» и границе",
    "договор о «пакетной сделке»",
    "договор по вопросам Nord Stream",
    "договор о 18-летнем нейтралитете",
    "договор о порядке вывоза руды и леса, охраны рек и вводе пошлин",
    "договор между двумя странами – членами Африканского союза",
    "договор о перемирии в Донбассе",
    "Гентский мирный договор (1814) с Великобританией",
    "Лимский договор (1910 г.) о границе",
)


@pytest.mark.parametrize(("frame", "title"), list(product(WHOLE, TITLES)))
def test_a_title_goes_on_to_its_end(frame: str, title: str, nlp: Language) -> None:
    assert agreements(frame.format(title), nlp) == [title]


@pytest.mark.parametrize("years", ["2001–2005 гг.", "1997–1999 гг.", "2013–2017 годы"])
@pytest.mark.parametrize("title", ["Протокол о сотрудничестве", "Меморандум о торговле"])
def test_the_years_that_an_agreement_is_for_are_in_its_title(title: str, years: str, nlp: Language) -> None:
    assert agreements(f"{title} на {years} подписан 7 июля 2000 г.", nlp) == [f"{title} на {years}"]


@pytest.mark.parametrize("title", ["Лимского договора", "договора о мире между Кенией и Чадом", "Мирного договора"])
@pytest.mark.parametrize("event", ["подписанием", "ратификацией", "заключением"])
def test_the_day_of_an_event_is_not_in_the_title(event: str, title: str, nlp: Language) -> None:
    assert agreements(f"Война завершилась {event} {title} 18 мая 1921 года.", nlp) == [title]
    dated = f"{title} 18 мая 1921 года"
    assert agreements(f"Спор был решён третьей статьёй {dated}.", nlp) == [dated]


@pytest.mark.parametrize("verb", ["открыл Чехии море", "закончил войну", "дал Польше Вильну", "изменил Европу"])
@pytest.mark.parametrize("day", ["2 февраля 1920 г.", "12 июля 1920 года", "1920 года"])
@pytest.mark.parametrize("title", ["Тартуский мир", "Лимский трактат", "Лугойский пакт", "Московский договор"])
def test_a_day_that_no_verb_of_signing_has_is_in_the_title(title: str, day: str, verb: str, nlp: Language) -> None:
    assert agreements(f"{title} {day} {verb}.", nlp) == [f"{title} {day}"]


@pytest.mark.parametrize("verb", ["парафировали", "подписали", "ратифицировали"])
@pytest.mark.parametrize("subject", ["завершении войны", "разделе добычи", "защите природы"])
def test_what_cannot_sign_is_no_subject(subject: str, verb: str, nlp: Language) -> None:
    assert agreements(f"Соглашение о {subject} {verb} в Кито президент Чада и лидер повстанцев.", nlp) == [
        f"Соглашение о {subject}"
    ]
    assert agreements(f"Соглашение о разделе стороны {verb} в Кито.", nlp) == ["Соглашение о разделе"]


@pytest.mark.parametrize("state", ["СССР", "США", "КНДР", "Перу"])
def test_a_state_is_not_what_was_adopted(state: str, nlp: Language) -> None:
    title = f"Договор об образовании {state}"
    assert agreements(f"Декларация и {title} были приняты в мае.", nlp) == [title]


@pytest.mark.parametrize("words", ["на основе", "в развитие", "на базе", "в рамках развития", "во исполнение"])
def test_what_an_agreement_rests_on_is_not_in_its_title(words: str, nlp: Language) -> None:
    article = extract_text(f"Чехия и Чад подписали протокол о торговле рудой {words} Договора о дружбе.", nlp)
    spans = {one.id: one.text for one in article.entities if one.label == "AGREEMENT"}
    assert list(spans.values()) == ["протокол о торговле рудой", "Договора о дружбе"]
    assert [spans[link.to_id] for link in article.relations if link.type == "based_on"] == ["Договора о дружбе"]


@pytest.mark.parametrize("title", ["Договор о дружбе", "Меморандум о взаимопонимании", "Пакт о ненападении"])
@pytest.mark.parametrize("done", ["подписан", "заключён", "ратифицирован", "расторгнут", "парафирован"])
def test_what_was_done_with_an_agreement_is_not_in_its_title(title: str, done: str, nlp: Language) -> None:
    for sides in (("Ираном", "Турцией"), ("Литвой", "Латвией"), ("СССР", "Чехией")):
        article = extract_text(f"{title} {done} {sides[0]} и {sides[1]}.", nlp)
        spans = {one.id: one.text for one in article.entities}
        assert [one.text for one in article.entities if one.label == "AGREEMENT"] == [title]
        assert {spans[link.to_id] for link in article.relations if link.type == "party"} == set(sides)
