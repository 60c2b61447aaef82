"""Who signs for whom, who is corrected, and what a predicate noun or a sentence without a subject goes on about."""

from __future__ import annotations

from itertools import product

import pytest
from spacy.language import Language

from letopis import extract_text

PAIRS = [("Чили", "Перу"), ("Албанию", "Румынию"), ("Кению", "Уганду")]


def links(text: str, nlp: Language) -> set[tuple[str, str]]:
    article = extract_text(text, nlp)
    names = {entity.id: entity.text for entity in article.entities}
    return {(link.type, names[link.to_id]) for link in article.relations}


def sides(text: str, nlp: Language) -> set[str]:
    return {name for kind, name in links(text, nlp) if kind == "party"}


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_a_second_signer_behind_a_dash(one: str, other: str, nlp: Language) -> None:
    both = {("signatory", "П. Берг"), ("signatory", "Х. Руис")}
    found = links(f"Договор о реках за {one} подписал П. Берг, а за {other} — Х. Руис.", nlp)
    assert found == both | {("party", one), ("party", other)}
    found = links(f"Договор о реках за {one} подписал министр П. Берг, а за {other} — посол Х. Руис.", nlp)
    assert found == both | {("party", one), ("party", other)}


@pytest.mark.parametrize(("one", "other"), list(product(["турецкой", "чилийской"], ["армянской", "кубинской"])))
def test_signers_of_sides_that_adjectives_name(one: str, other: str, nlp: Language) -> None:
    text = f"Договор о реках был подписан с {one} стороны П. Бергом, с {other} — Х. Руисом."
    assert links(text, nlp) == {("signatory", "П. Бергом"), ("signatory", "Х. Руисом")}


@pytest.mark.parametrize("state", ["Чили", "Кении", "Соединённых Штатов"])
def test_signatures_in_the_name_of_a_state(state: str, nlp: Language) -> None:
    text = (
        f"Римский договор был подписан 3 мая 1783 года; от имени {state} свои подписи поставили Пётр Берг и Хуан Руис"
    )
    wanted = {
        ("party", state),
        ("signatory", "Пётр Берг"),
        ("signatory", "Хуан Руис"),
        ("signed_on", "3 мая 1783 года"),
    }
    assert links(f"{text}.", nlp) == wanted
    assert links(f"{text}, от имени короля Георга III — Иван Новак.", nlp) == wanted | {("signatory", "Иван Новак")}


@pytest.mark.parametrize(("one", "other"), [("Грузией", "Арменией"), ("Чехией", "Непалом")])
def test_who_speaks_for_a_side_in_the_title(one: str, other: str, nlp: Language) -> None:
    title = f"Договор о мире между {one} в лице П. Берга и {other} в лице Х. Руиса"
    article = extract_text(f"{title} подписан в Лиме.", nlp)
    assert [entity.text for entity in article.entities if entity.label == "AGREEMENT"] == [title]
    assert links(f"{title} подписан в Лиме.", nlp) == {
        ("party", one), ("party", other), ("signatory", "П. Берга"), ("signatory", "Х. Руиса"), ("signed_in", "Лиме"),
    }  # fmt: skip


@pytest.mark.parametrize("state", ["Киргизия", "Чехия", "Куба"])
def test_who_speaks_for_a_side_in_brackets(state: str, nlp: Language) -> None:
    text = f"{state} (в лице министра П. Берга) подписала Договор о границе."
    assert links(text, nlp) == {("party", state), ("signatory", "П. Берга")}


@pytest.mark.parametrize(("denied", "meant"), [("Ганы", "Того"), ("Чехии", "Литвы"), ("Перу", "Чили")])
@pytest.mark.parametrize("post", ["президент", "министр", "посол"])
def test_a_post_for_another(denied: str, meant: str, post: str, nlp: Language) -> None:
    assert sides(f"Договор о торговле подписал не {post} {denied}, а король {meant}.", nlp) == {meant}


def test_a_pair_for_another(nlp: Language) -> None:
    text = "Договор о границе заключили не Иран с Турцией, а Сирия с Кувейтом."
    assert sides(text, nlp) == {"Сирия", "Кувейтом"}


@pytest.mark.parametrize("said", ["первый в истории договор", "это договор", "тайный договор"])
def test_what_is_told_of_a_predicate_noun_is_told_of_the_agreement(said: str, nlp: Language) -> None:
    assert ("party", "Чехия") in links(f"Бернский договор — {said}, который Чехия заключила с ханом.", nlp)
    found = links(f"Бернский договор – {said}, подписанный 5 мая 1962 г. в Лиме.", nlp)
    assert {("signed_in", "Лиме"), ("signed_on", "5 мая 1962 г.")} <= found


@pytest.mark.parametrize("noun", ["мирный договор", "договор между союзниками и Литвой"])
def test_a_sentence_without_a_subject_behind_a_predicate_noun(noun: str, nlp: Language) -> None:
    found = links(f"Бернский договор — {noun}. Подписан 10 мая 1913 года в Лиме Чехией и Чили.", nlp)
    assert {("signed_in", "Лиме"), ("signed_on", "10 мая 1913 года"), ("party", "Чехией"), ("party", "Чили")} <= found


@pytest.mark.parametrize("state", ["России", "Чили", "США"])
def test_a_sentence_without_a_subject_behind_whom_one_signs_for(state: str, nlp: Language) -> None:
    for words in ("Со стороны", "От имени"):
        found = links(f"Бернский договор завершил войну. {words} {state} подписан П. Бергом.", nlp)
        assert {("party", state), ("signatory", "П. Бергом")} <= found


def test_titles_in_quotes_behind_a_date(nlp: Language) -> None:
    text = "Иран и Оман завершили спор, подписав 3 мая 1974 г. «Договор о шельфе» и «Протокол о проливе»."
    assert links(text, nlp) == {("party", "Иран"), ("party", "Оман"), ("signed_on", "3 мая 1974 г.")}


@pytest.mark.parametrize("number", ["I", "III", "I и II"])
@pytest.mark.parametrize("inner", ["Женевским конвенциям", "Конвенции о реках"])
def test_roman_numbers_behind_the_head(number: str, inner: str, nlp: Language) -> None:
    head = "Дополнительные протоколы" if "и" in number else "Дополнительный протокол"
    article = extract_text(f"Чад подписал {head} {number} к {inner}.", nlp)
    (title,) = (entity.text for entity in article.entities if entity.label == "AGREEMENT")
    assert title == f"{head} {number} к {inner}"


def test_a_region_and_its_neighbour_inside_a_subject_are_no_sides(nlp: Language) -> None:
    text = "Соглашение между Перу и Индией о связях Южного района Китая с Индией действует."
    assert sides(text, nlp) == {"Перу", "Индией"}


@pytest.mark.parametrize("state", ["Греции", "Чехии"])
def test_whom_an_active_participle_belongs_to_is_a_side(state: str, nlp: Language) -> None:
    found = links(f"Меморандум о газе — дело рук не Турции, а {state}, подписавшей его в Лиме.", nlp)
    assert found == {("party", state), ("signed_in", "Лиме")}


@pytest.mark.parametrize(("left_out", "state"), [("Канады", "США"), ("Чехии", "Перу")])
def test_who_is_left_out_is_none_and_who_follows_is_one(left_out: str, state: str, nlp: Language) -> None:
    assert sides(f"Договор о шельфе подписали без {left_out} {state} и Мексика.", nlp) == {state, "Мексика"}


@pytest.mark.parametrize("whose", ["украинской", "чешской", "чилийской"])
def test_a_side_that_an_adjective_names_is_outside_the_title(whose: str, nlp: Language) -> None:
    article = extract_text(f"Меморандум о газе с {whose} стороны подписала П. Берг.", nlp)
    assert [entity.text for entity in article.entities if entity.label == "AGREEMENT"] == ["Меморандум о газе"]
