"""What a sentence says of an agreement in whatever construction: towns behind heads, doubts, nouns of signing."""

from __future__ import annotations

from itertools import product

import pytest
from spacy.language import Language

from letopis import extract_text
from letopis.records import Article

HEADS = {"договор": "договора", "трактат": "трактата", "пакт": "пакта", "мирный договор": "мирного договора"}
TOWNS = ("Яссах", "Рапалло", "Кампо-Формио", "Осло")
TITLES = ("Договор о дружбе", "Пакт о нейтралитете", "Протокол о проливах")
STATES = [("Чили", "Перу"), ("Ганой", "Мали"), ("Литвой", "США"), ("Грузией", "Ираком")]


def titles(article: Article) -> list[str]:
    return [entity.text for entity in article.entities if entity.label == "AGREEMENT"]


def statuses(article: Article) -> list[str | None]:
    return [entity.status for entity in article.entities if entity.label == "AGREEMENT"]


def links(article: Article) -> set[tuple[str, str]]:
    ends = {entity.id: entity for entity in article.entities}
    return {(link.type, ends[link.to_id].text) for link in article.relations}


@pytest.mark.parametrize(("head", "town"), list(product(HEADS, TOWNS)))
def test_a_town_that_nothing_is_done_in_names_the_head(head: str, town: str, nlp: Language) -> None:
    of_head = f"{HEADS[head]} в {town}"
    for text, title in {
        f"Историк помнил об условиях {of_head}.": of_head,
        f"После {of_head} наступило затишье.": of_head,
        f"Сначала была война, а затем и {head} в {town}.": f"{head} в {town}",
        f"{head.capitalize()} в {town}, заключённый 5 мая 1799 г., забыт.": f"{head.capitalize()} в {town}",
        f"{head.capitalize()} в {town} 1799 г. забыт.": f"{head.capitalize()} в {town} 1799 г.",
    }.items():
        assert titles(extract_text(text, nlp)) == [title], text
    for text in (
        f"Послы обсудили {head} в {town}.",
        f"Вчера {head} в {town} подписали послы.",
        f"{head.capitalize()} в {town} и Риме обсуждали долго.",
    ):
        assert f"{head} в {town}" not in map(str.lower, titles(extract_text(text, nlp))), text


def test_two_towns_name_two(nlp: Language) -> None:
    for one, two in product(HEADS, HEADS):
        found = titles(extract_text(f"Автор сравнил {one} в Яссах и {two} в Осло.", nlp))
        assert found == [f"{one} в Яссах", f"{two} в Осло"]


def test_a_peace_in_a_town_has_to_be_signed(nlp: Language) -> None:
    assert titles(extract_text("Мир в Яссах, навязанный султану, продержался недолго.", nlp)) == ["Мир в Яссах"]
    assert titles(extract_text("Согласно миру в Яссах, крепость отошла царю.", nlp)) == ["миру в Яссах"]
    assert titles(extract_text("Мир в Яссах царил недолго.", nlp)) == []


@pytest.mark.parametrize("kind", ["договоры", "трактаты", "пакты"])
def test_adjectives_of_places_with_years_before_the_head(kind: str, nlp: Language) -> None:
    text = f"Венский (1555), Рижский (1639) и Ясский (1701) {kind} забыты."
    assert links(extract_text(text, nlp)) == {("signed_on", year) for year in ("1555", "1639", "1701")}


@pytest.mark.parametrize("title", TITLES)
def test_what_nobody_says_that_it_was(title: str, nlp: Language) -> None:
    for text in (
        f"Неизвестно, подписала ли Чехия в 1920 г. {title}.",
        f"Вряд ли Чехия подписала в 1920 г. {title}.",
        f"Маловероятно, чтобы Чехия подписала в 1920 г. {title}.",
    ):
        article = extract_text(text, nlp)
        assert titles(article) == [title]
        assert statuses(article) == [None], text
        assert "signed_on" not in {kind for kind, _ in links(article)}, text


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Подписать {} министр иностранных дел Чехии отказался наотрез.", "refused"),
        ("Чехия хочет, чтобы Польша подписала {}.", "planned"),
        ("Чехия подписала, но не ратифицировала {}.", "signed"),
        ("Чехия парафировала, а затем и подписала {}.", "signed"),
        ("Под {} поставил подпись посол Чехии.", "signed"),
        ("{} известен мало. Подписали его Чехия и Польша.", "signed"),
        ("{} известен мало. Заключён он был в Риме.", "concluded"),
        ("{} известен мало. Так и не был ратифицирован.", "refused"),
        ("{} укрепил союз двух держав. Подписан в Риме 5 мая 1920 г. Истёк в 1940 г.", "expired"),
        ("{} закрепил за царём особое место. Подписан в Риме, вступил в силу 5 мая 1920 г.", "in_force"),
        ("{} был одобрен, но подписание состоялось 5 мая 1920 г.", "ratified"),
        ("Чехия обсудила {}. Подписание состоялось 5 мая 1920 г.", "signed"),
    ],
)
def test_what_became_of_it(title: str, text: str, status: str, nlp: Language) -> None:
    article = extract_text(
        text.format(title.replace("Договор ", "Договором ") if text.startswith("Под ") else title), nlp
    )
    assert statuses(article) == [status]


def test_a_second_subject_has_its_own_verb(nlp: Language) -> None:
    article = extract_text("Договор между Ганой и Мали подписан, а пакт между Чили и Перу остался проектом.", nlp)
    assert statuses(article) == ["signed", None]


@pytest.mark.parametrize("title", ["Договора о дружбе", "Пакта о нейтралитете"])
@pytest.mark.parametrize(
    "text",
    [
        "В Риме 5 мая 1920 г. имело место подписание {}.",
        "В Риме 5 мая 1920 г. свершилось подписание {}.",
        "Подписание Чехией и Польшей {} прошло в Риме на площади 5 мая 1920 г.",
        "Ратификация {} шла долго, а подписание состоялось в Риме 5 мая 1920 г.",
        "Чехия ждала {}. Подписание состоялось 5 мая 1920 г. в Риме.",
        "Делегации прибыли в Рим, где 5 мая 1920 г. прошла церемония подписания {}.",
    ],
)
def test_when_and_where_a_signing_was(title: str, text: str, nlp: Language) -> None:
    found = links(extract_text(text.format(title), nlp))
    assert ("signed_on", "5 мая 1920 г.") in found
    assert {place for kind, place in found if kind == "signed_in"} <= {"Риме", "Рим"}


def test_the_day_of_a_signing_set_off_by_commas(nlp: Language) -> None:
    for noun in ("день", "год", "месяц"):
        found = links(extract_text(f"В {noun} подписания Договора о мире, 5 мая 1920 г., шли бои.", nlp))
        assert found == {("signed_on", "5 мая 1920 г.")}


def test_a_place_of_the_sentence_before_is_none(nlp: Language) -> None:
    for town in ("Кишинёве", "Риге", "Осло"):
        found = links(extract_text(f"Договор о мире вызвал споры в {town}. Подписан 5 мая 1920 г. в Риме.", nlp))
        assert found == {("signed_on", "5 мая 1920 г."), ("signed_in", "Риме")}


def test_one_day_for_another_in_a_participle(nlp: Language) -> None:
    for title in TITLES:
        found = links(extract_text(f"{title}, подписанный в Риме не 3 мая, а 5 мая 1920 г., забыт.", nlp))
        assert found == {("signed_on", "5 мая 1920 г."), ("signed_in", "Риме")}


@pytest.mark.parametrize("word", ["Хотя", "Когда", "Поскольку", "Пока"])
def test_who_acts_in_an_opening_clause_signs_nothing(word: str, nlp: Language) -> None:
    found = links(extract_text(f"{word} переговоры вёл Т. Орлов, Договор о мире подписал Ж. Серов.", nlp))
    assert ("signatory", "Ж. Серов") in found
    assert ("signatory", "Т. Орлов") not in found


@pytest.mark.parametrize(("one", "two"), STATES)
def test_those_who_meet_are_sides(one: str, two: str, nlp: Language) -> None:
    genitives = {"Ганой": "Ганы", "Литвой": "Литвы", "Грузией": "Грузии", "Ираком": "Ирака"}
    one, two = genitives.get(one, one), genitives.get(two, two)
    text = f"В Риме прошла встреча министров {one} и {two}, на которой был подписан Договор о мире."
    assert links(extract_text(text, nlp)) == {("party", one), ("party", two), ("signed_in", "Риме")}


@pytest.mark.parametrize(("one", "two"), [("Чили", "Данию"), ("Турцию", "Перу"), ("Персию", "Ирак")])
def test_for_whom_somebody_signs_is_outside_the_title(one: str, two: str, nlp: Language) -> None:
    article = extract_text(f"Конвенцию о почте за {one} подписал И. Петров, за {two} – А. Серов.", nlp)
    assert titles(article) == ["Конвенцию о почте"]
    assert {("party", one), ("party", two), ("signatory", "И. Петров"), ("signatory", "А. Серов")} == links(article)


@pytest.mark.parametrize("post", ["адмирал", "купец", "полковник"])
def test_somebody_beside_his_name(post: str, nlp: Language) -> None:
    found = links(extract_text(f"Подписи под Договором о мире поставили {post} С. Колтроп и Рауф-бей.", nlp))
    assert found == {("signatory", "С. Колтроп"), ("signatory", "Рауф-бей")}


@pytest.mark.parametrize("number", ["ст. ст. 3–5", "ст. 2, 3 и 4", "пп. 1–2 ст. 8"])
def test_numbers_of_articles_count_no_treaties(number: str, nlp: Language) -> None:
    for text in (
        f"В {number} Договора о дружбе речь идёт о союзе.",
        f"{number.capitalize()} Договора о дружбе забыты.",
    ):
        assert titles(extract_text(text, nlp)) == ["Договора о дружбе"], text


def test_towns_behind_a_doubled_abbreviation(nlp: Language) -> None:
    article = extract_text("Соглашение о воде подписано в гг. Нукусе и Ташаузе 16 января 1996 г.", nlp)
    assert len(article.sentences) == 1
    assert links(article) >= {("signed_in", "Нукусе"), ("signed_in", "Ташаузе"), ("signed_on", "16 января 1996 г.")}


@pytest.mark.parametrize("verb", ["согласован", "подписан", "заключён"])
def test_an_acronym_of_which_place_and_day_are_told(verb: str, nlp: Language) -> None:
    article = extract_text(f"СВПД был {verb} в Вене 14 июля 2015 г.", nlp)
    assert titles(article) == ["СВПД"]
    assert links(article) == {("signed_on", "14 июля 2015 г."), ("signed_in", "Вене")}
