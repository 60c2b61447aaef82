"""What a text says has become of an agreement, and when, whatever instrument and state stand in it."""

from __future__ import annotations

from itertools import product

import pytest
from spacy.language import Language

from letopis import extract_text
from letopis.records import Article


def read(text: str, nlp: Language) -> Article:
    return extract_text(text, nlp)


def titles(text: str, nlp: Language) -> list[str]:
    return [entity.text for entity in read(text, nlp).entities if entity.label == "AGREEMENT"]


def stages(text: str, nlp: Language) -> list[str | None]:
    return [entity.status for entity in read(text, nlp).entities if entity.label == "AGREEMENT"]


def links(text: str, nlp: Language, *kinds: str) -> set[tuple[str, str]]:
    article = read(text, nlp)
    ends = {entity.id: entity for entity in article.entities}
    return {(one.type, ends[one.to_id].text) for one in article.relations if not kinds or one.type in kinds}


HEADS = (
    "Договор {} о мире",
    "Соглашение {} с Персией",
    "Протокол {} между Чехией и Перу",
    "Рижский договор {}",
    "Тартуский мир {}",
)


@pytest.mark.parametrize(("head", "year"), list(product(HEADS, ("1648", "1783", "1921"))))
def test_a_year_without_unit_belongs_to_the_title(head: str, year: str, nlp: Language) -> None:
    title = head.format(year)
    for end in ("изменил границу.", "был забыт.", "подписали в Риге."):
        text = f"{title} {end}"
        assert titles(text, nlp) == [title], text
        assert ("signed_on", year) in links(text, nlp), text


@pytest.mark.parametrize("counted", ["1200 дворов", "1500 человек", "1648 км"])
def test_what_is_counted_behind_a_treaty_is_no_year(counted: str, nlp: Language) -> None:
    assert links(f"По Рижскому договору {counted} перешли к Перу.", nlp, "signed_on") == set()


PASSIVE = {
    "Договор о мире": ("был", "{}ан"),
    "Конвенция о реках": ("была", "{}ана"),
    "Соглашение о торговле": ("было", "{}ано"),
}


@pytest.mark.parametrize(("title", "verb"), list(product(PASSIVE, ("подпис", "ратифициров", "согласов"))))
def test_a_denial_far_from_its_verb(title: str, verb: str, nlp: Language) -> None:
    was, form = PASSIVE[title]
    done = form.format(verb)
    for text in (
        f"{title} так и не {was}, несмотря на просьбы послов, {done}.",
        f"{title} так и не {was} ни одной из сторон {done}.",
        f"{done.capitalize()} {title} так и не {was}.",
        f"{done.capitalize()} {title} в Риге не {was}.",
    ):
        assert stages(text, nlp) == ["refused"], text
    assert stages(f"{title} {was} в Риге, несмотря на просьбы послов, {done}.", nlp) != ["refused"]
    assert stages(f"{title} {was} {done}, а закон принят не был.", nlp) != ["refused"]


@pytest.mark.parametrize("left", ["неподписанным", "нератифицированным"])
def test_what_was_left_undone(left: str, nlp: Language) -> None:
    for text in (f"Договор о мире остался {left}.", f"Договор о мире с Перу так и остаётся {left}."):
        assert stages(text, nlp) == ["refused"], text


PERSONS = (("А. Новак", "послу П. Ланге"), ("Президент К. Осмонов", "М. Лааром"), ("Б. Тот", "министру"))
ORDERS = (
    "{} поручил {} подписать {}.",
    "{} приказал {} подписать {}.",
    "{} уполномочил {} подписать {} с Перу.",
    "{} велел {} заключить {} 5 мая 1921 г.",
    "{} дал {} указание подписать {}.",
)


@pytest.mark.parametrize(("persons", "order"), list(product(PERSONS, ORDERS)))
def test_an_order_to_sign_makes_no_signer(persons: tuple[str, str], order: str, nlp: Language) -> None:
    text = order.format(*persons, "Договор о торговле")
    assert set(stages(text, nlp)) <= {"planned"}, text
    assert links(text, nlp, "signatory", "signed_on", "signed_in") == set(), text


@pytest.mark.parametrize("order", ["По приказу", "По поручению", "По распоряжению"])
@pytest.mark.parametrize("who", ["А. Новака", "президента А. Новака"])
def test_who_signs_by_order(order: str, who: str, nlp: Language) -> None:
    text = f"{order} {who} посол П. Ланге подписал Договор о торговле."
    assert links(text, nlp, "signatory") == {("signatory", "П. Ланге")}, text


@pytest.mark.parametrize("state", ["Чехия", "Польша", "Гана"])
@pytest.mark.parametrize(
    "text",
    [
        "Подпиши {} Договор о торговле, пошлины бы упали.",
        "Ратифицируй {} Договор о торговле в 1921 г., пошлины бы упали.",
        "Будь Договор о торговле подписан в 1921 г., {} продала бы больше.",
        "Подписав Договор о торговле, {} продала бы больше.",
        "В случае подписания Договора о торговле {} продаст больше.",
        "{} продаст больше лишь в случае ратификации Договора о торговле.",
        "Готовится к подписанию Договор о торговле, на который надеется {}.",
        "Идёт работа над Договором о торговле, на который надеется {}.",
        "В повестке встречи – подписание Договора о торговле, которого ждёт {}.",
    ],
)
def test_what_is_supposed_or_prepared_is_planned(text: str, state: str, nlp: Language) -> None:
    text = text.format(state)
    assert stages(text, nlp) == ["planned"], text
    assert links(text, nlp, "signed_on", "signed_in") == set(), text


@pytest.mark.parametrize("word", ["Допустим,", "Предположим,", "Предположим, что", "Вообразим, что"])
def test_what_is_only_thought_out_has_no_status(word: str, nlp: Language) -> None:
    assert stages(f"{word} Чехия подписала Договор о торговле.", nlp) == [None]
    assert stages("Чехия подписала Договор о торговле и вышла из него.", nlp) != [None]


FORCE = {
    "Договор о торговле": ("введён", "обрёл"),
    "Конвенция о реках": ("введена", "обрела"),
    "Соглашение о визах": ("введено", "обрело"),
}


@pytest.mark.parametrize("title", FORCE)
def test_coming_into_force_in_other_words(title: str, nlp: Language) -> None:
    put, got = FORCE[title]
    for text in (
        f"{title} {put} в действие 3 июня 2005 года.",
        f"{title} {got} силу 3 июня 2005 года.",
        f"{title} начинает действовать 3 июня 2005 года.",
    ):
        (found,) = (entity for entity in read(text, nlp).entities if entity.label == "AGREEMENT")
        assert (found.status, found.status_date) == ("in_force", "2005-06-03"), text
        assert links(text, nlp, "signed_on") == set(), text


@pytest.mark.parametrize("verb", ["пролонгировали", "продлили", "пролонгирован"])
def test_prolonging_is_no_signing(verb: str, nlp: Language) -> None:
    passive = verb.endswith("ан")
    text = f"Договор о почте {verb} 7 мая 1921 г." if passive else f"Чехия и Перу 7 мая 1921 г. {verb} Договор о почте."
    assert stages(text, nlp) == ["in_force"], text
    assert links(text, nlp, "signed_on") == set(), text
    noun = "Продление Соглашения о базе между Перу и Чили 3 мая 1961 года вызвало споры."
    assert titles(noun, nlp) == ["Соглашения о базе между Перу и Чили"]
    assert stages(noun, nlp) == ["in_force"]
    assert links(noun, nlp, "signed_on") == set()


CALLING = (
    "{}, получившее название {}, подписали Чили и Перу.",
    "{}, известное как {}, подписали Чили и Перу.",
    "{}, именуемое {}, подписали Чили и Перу.",
    "{}, сокращённо {}, подписали Чили и Перу.",
    "{}, далее – {}, подписали Чили и Перу.",
    "{} носит название {}.",
    "{}, которое также называют {}, подписали Чили и Перу.",
)


@pytest.mark.parametrize(("short", "calling"), list(product(("СДРЕК", "КРОТ", "DREX"), CALLING)))
def test_a_name_that_a_text_gives_is_known_from_then_on(short: str, calling: str, nlp: Language) -> None:
    title = "Соглашение о торговле"
    text = f"{calling.format(title, short)} В 2005 г. {short} вступил в силу."
    assert titles(text, nlp) == [title, short, short], text
    found = [entity.status for entity in read(text, nlp).entities if entity.label == "AGREEMENT"]
    assert found[1:] == [None, "in_force"], text


def test_letters_that_no_word_gives_are_none(nlp: Language) -> None:
    assert titles("Соглашение о торговле, которое нарушил КРОТ, подписали Чили и Перу.", nlp) == [
        "Соглашение о торговле"
    ]
    assert titles("Соглашение о торговле получило одобрение, а КРОТ – нет.", nlp) == ["Соглашение о торговле"]


@pytest.mark.parametrize("state", ["Индия", "Чехия", "Гана"])
def test_ends_and_force_in_other_orders(state: str, nlp: Language) -> None:
    text = f"{state} подписала Договор о реках, но приостановила его действие в 2003 г."
    assert stages(text, nlp) == ["suspended"]
    text = f"Договор о реках пережил войны. В апреле 2025 г. {state} приостановила его действие."
    assert stages(text, nlp) == ["suspended"]
    assert stages(f"Договор о реках с государством {state} в силу так и не вступил.", nlp) == ["refused"]
    assert stages("Договор о реках в силу уже вступил.", nlp) == ["in_force"]
    text = "Опорой стал Рижский договор, открытый для подписания в Каире 11 апреля 1996 г."
    assert stages(text, nlp) == ["signed"]
    assert links(text, nlp) == {("signed_on", "11 апреля 1996 г."), ("signed_in", "Каире")}
