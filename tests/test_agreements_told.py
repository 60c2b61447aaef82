"""Where a title ends and what its clause tells, by tables of towns, states, nouns and verbs."""

from __future__ import annotations

from itertools import product

import pytest
from spacy.language import Language

from letopis import extract_text

STATES = [("Данией", "США"), ("Кенией", "Перу"), ("Боливией", "Чили"), ("Монголией", "КНР")]
TOWNS = [("Оше", "Бишкеке"), ("Нарве", "Риге"), ("Кисуму", "Найроби"), ("Сумгаите", "Баку")]
PERILS = ("нападения", "вооружённого конфликта", "ядерной аварии", "войны", "стихийного бедствия")
GIVING = ("закрепил границу", "положил конец войне", "лишил короля трёх крепостей", "отдал Силезию пруссакам")
TITLES = ("Договора о дружбе", "Соглашения о торговле", "Протокола о реках")
MERGED = ("связал Чехию с Польшей", "удивил соседей", "открыл порты")


def read(text: str, nlp: Language) -> tuple[list[tuple[str, str | None, str | None]], set[tuple[str, str]]]:
    article = extract_text(text, nlp)
    ends = {entity.id: entity.text for entity in article.entities}
    spans = [(one.text, one.status, one.status_date) for one in article.entities if one.label == "AGREEMENT"]
    return spans, {(link.type, ends[link.to_id]) for link in article.relations}


@pytest.mark.parametrize("sides", STATES)
def test_a_participle_like_a_verb_to_come_is_one(sides: tuple[str, str], nlp: Language) -> None:
    one, other = sides
    for title in (f"Договор между {one} и {other}", f"Договор между Кубой, {one} и {other} о границе"):
        assert read(f"{title} расторгнут в 1967 г.", nlp)[0] == [(title, "denounced", "1967")]


@pytest.mark.parametrize("kind", ["г.", "с.", "пос.", "дер.", "селе", "городе"])
def test_a_settlement_behind_its_kind_is_the_place(kind: str, nlp: Language) -> None:
    for town in ("Покровка", "Достук", "Ивановка"):
        assert ("signed_in", town) in read(f"Протокол о реках подписан в {kind} {town} 2 мая 1999 г.", nlp)[1]


@pytest.mark.parametrize("towns", TOWNS)
def test_a_town_of_the_subject_where_another_is_the_place(towns: tuple[str, str], nlp: Language) -> None:
    one, other = towns
    for subject, verb in product((f"консульства в {one}", f"школы в г. {one}"), ("подписано", "было заключено")):
        spans, links = read(f"Соглашение об открытии {subject} {verb} в {other}.", nlp)
        assert [name for name, *_ in spans] == [f"Соглашение об открытии {subject}"]
        assert links == {("signed_in", other)}
    assert ("signed_in", one) in read(f"Соглашение о торговле в {one} подписано 5 мая 1999 г.", nlp)[1]


@pytest.mark.parametrize("peril", PERILS)
def test_a_title_goes_on_with_what_it_is_for(peril: str, nlp: Language) -> None:
    title = f"Договор о взаимной помощи в случае {peril}"
    assert [name for name, *_ in read(f"{title} подписан в Вене в 1935 г.", nlp)[0]] == [title]
    assert ("party", "Румынией") not in read(f"Чехия подписала договор о помощи в случае {peril} с Румынией.", nlp)[1]


@pytest.mark.parametrize("gives", GIVING)
def test_a_peace_named_by_its_town_gives_and_takes(gives: str, nlp: Language) -> None:
    for town in ("Торуни", "Бреслау", "Яссах", "Нарве"):
        assert [name for name, *_ in read(f"Мир в {town} {gives}.", nlp)[0]] == [f"Мир в {town}"]
        assert read(f"Мир в {town} царил недолго.", nlp)[0] == []


@pytest.mark.parametrize("verb", ["одобрил", "опубликовал", "обсудил", "ратифицировал"])
def test_the_day_behind_a_title_is_that_of_the_verb(verb: str, nlp: Language) -> None:
    spans, links = read(f"Сейм {verb} Договор о границе 20 октября 1999 г.", nlp)
    assert [name for name, *_ in spans] == ["Договор о границе"]
    assert not links


@pytest.mark.parametrize(("what", "title"), list(product(MERGED, ("Договор о союзе", "Пакт о ненападении"))))
def test_sentences_without_a_subject_go_on(what: str, title: str, nlp: Language) -> None:
    spans, links = read(f"{title} {what}. Заключён в Вене 25 января 1924 г. Утратил силу в 1938 г.", nlp)
    assert spans == [(title, "expired", "1938")]
    assert {("signed_on", "25 января 1924 г."), ("signed_in", "Вене")} <= links
    assert ("signed_on", "1938 г.") not in links
    assert read(f"{title} {what}. Действует с 17 марта 1998 г.", nlp)[0] == [(title, "in_force", None)]


@pytest.mark.parametrize(
    ("title", "verb"), list(product(TITLES, ("произошло", "состоялось", "началось", "последовало")))
)
def test_a_day_before_the_verb_of_a_signing(title: str, verb: str, nlp: Language) -> None:
    wanted = ("signed_on", "9 июня 2003 г.")
    assert wanted in read(f"В присутствии двух президентов 9 июня 2003 г. {verb} подписание {title}.", nlp)[1]
    assert wanted in read(f"9 июня 2003 г. за подписанием {title} последовал обед.", nlp)[1]


@pytest.mark.parametrize("title", TITLES)
def test_who_signs_stands_behind_the_title_of_a_noun(title: str, nlp: Language) -> None:
    spans, links = read(f"Подписание {title} Грузией и Азербайджаном состоялось в Тбилиси.", nlp)
    assert spans == [(title, "signed", None)]
    assert links == {("party", "Грузией"), ("party", "Азербайджаном"), ("signed_in", "Тбилиси")}


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("Чехия и Польша обменялись грамотами о ратификации", "ratified"),
        ("Чехия и Польша обменялись нотами о ратификации", "ratified"),
        ("Чехия сообщила о ратификации", "ratified"),
        ("Газеты писали о подписании", "signed"),
        ("Чехия и Польша договорились о подписании", "planned"),
        ("Сейм призвал к ратификации", "planned"),
    ],
)
def test_what_is_told_and_what_is_called_for(words: str, status: str, nlp: Language) -> None:
    for title in TITLES:
        assert [one[:2] for one in read(f"{words} {title}.", nlp)[0]] == [(title, status)], title


@pytest.mark.parametrize("state", ["Россия", "Бурунди", "Япония", "Уганда"])
def test_who_leaves_a_treaty_was_a_side(state: str, nlp: Language) -> None:
    spans, links = read(f"{state} покинула Договор о реках в 2021 г.", nlp)
    assert spans == [("Договор о реках", "denounced", "2021")]
    assert links == {("party", state)}
    assert read(f"Сейм одобрил Договор о реках, и {state} покинула зал.", nlp)[0] == [
        ("Договор о реках", "ratified", None)
    ]
    assert read(f"{state} не покинула Договор о реках.", nlp)[0] == [("Договор о реках", None, None)]


def test_who_cannot_ratify_has_signed_all_the_same(nlp: Language) -> None:
    for state in ("Чехия", "Уганда"):
        assert read(f"{state} не может ратифицировать Договор о реках.", nlp)[0][0][1] == "refused"
        assert read(f"{state}, подписавшая Договор о реках, не может его ратифицировать.", nlp)[0][0][1] == "signed"


PEOPLE = [("Я. Каван", "Я. Каваном"), ("Т. Ибраев", "Т. Ибраевым"), ("А. Бенар", "А. Бенаром")]


@pytest.mark.parametrize("person", PEOPLE)
def test_a_sentence_goes_on_with_who_signed(person: tuple[str, str], nlp: Language) -> None:
    text = f"Договор о мире был подписан 4 июня 1920 г. {person[1]} и В. Рупелем, которые понимали, что войны не будет."
    assert {("signatory", person[1]), ("signatory", "В. Рупелем"), ("signed_on", "4 июня 1920 г.")} == read(text, nlp)[
        1
    ]


@pytest.mark.parametrize("person", PEOPLE)
def test_who_puts_his_name_under_what_another_has_not_signed(person: tuple[str, str], nlp: Language) -> None:
    text = f"Президент Франции Э. Макрон не подписал Меморандум о воде, а {person[0]} и Ф. Хан "
    text += "поставили под ним подписи в Риме."
    spans, links = read(text, nlp)
    assert [one[:2] for one in spans] == [("Меморандум о воде", "signed")]
    assert links == {("signatory", person[0]), ("signatory", "Ф. Хан"), ("signed_in", "Риме")}


@pytest.mark.parametrize("towns", TOWNS)
def test_a_correction_goes_on_behind_what_is_inserted(towns: tuple[str, str], nlp: Language) -> None:
    one, other = towns
    text = f"Меморандум о воде был подписан не в {one}, как планировалось прежде, а в {other} "
    text += "министром Кении Т. Ибраевым и его чешским коллегой Я. Каваном."
    assert read(text, nlp)[1] == {
        ("signed_in", other), ("party", "Кении"), ("signatory", "Т. Ибраевым"), ("signatory", "Я. Каваном"),
    }  # fmt: skip


@pytest.mark.parametrize("opening", ["Поскольку", "Так как", "После того как", "В то время как", "Хотя"])
def test_the_clause_behind_one_that_a_word_opens_is_apart(opening: str, nlp: Language) -> None:
    for inserted in ("", ", подписанный в 1919 г. Я. Каваном"):
        text = f"{opening} Сенат отверг Версальский договор{inserted}, Польша 5 мая 1921 г. заключила с Кенией "
        text += "в Берлине мирный договор."
        article = extract_text(text, nlp)
        ends = {entity.id: entity.text for entity in article.entities}
        of_peace = {(r.type, ends[r.to_id]) for r in article.relations if ends[r.from_id] == "мирный договор"}
        assert of_peace == {
            ("party", "Польша"),
            ("party", "Кенией"),
            ("signed_on", "5 мая 1921 г."),
            ("signed_in", "Берлине"),
        }
        of_other = {ends[r.to_id] for r in article.relations if ends[r.from_id] == "Версальский договор"}
        assert not {"Польша", "Кенией", "Берлине", "5 мая 1921 г."} & of_other


@pytest.mark.parametrize("states", [("Кенией", "Камбоджей"), ("США", "Данией"), ("Буркина-Фасо", "Чили")])
def test_those_counted_among_others_are_sides(states: tuple[str, str], nlp: Language) -> None:
    one, other = states
    for counted in ("в том числе", "включая"):
        text = f"Конвенция о лесах ратифицирована 130 государствами, {counted} {one}."
        assert ("party", one) in read(text, nlp)[1] or counted == "включая"
    assert {("party", one), ("party", other)} <= read(
        f"Конвенция о лесах подписана 40 странами, в том числе {one} и {other}.", nlp
    )[1]


@pytest.mark.parametrize("without", ["без участия", "вопреки протестам", "без согласия", "помимо воли"])
def test_who_was_not_there_is_no_side(without: str, nlp: Language) -> None:
    text = f"Договор о дружбе подписан в Карсе представителями Турции и РСФСР {without} Армении, Грузии и Кении."
    assert read(text, nlp)[1] == {("signed_in", "Карсе"), ("party", "Турции"), ("party", "РСФСР")}


@pytest.mark.parametrize("place", ["г. Батуми, Грузия,", "Найроби (Кения)", "г. Оше, Кыргызстан,"])
def test_the_state_behind_a_town_is_no_side(place: str, nlp: Language) -> None:
    assert "party" not in {kind for kind, _ in read(f"Соглашение о торговле подписано в {place} 7 мая 2005 г.", nlp)[1]}


@pytest.mark.parametrize(
    ("body", "letters"),
    [
        ("Карибского сообщества", "КАРИКОМ"),
        ("общего рынка стран Юга", "МЕРКОСУР"),
        ("Экономического сообщества стран Западной Африки", "ЭКОВАС"),
        ("Сообщества развития юга Африки", "САДК"),
    ],
)
def test_the_letters_of_what_a_title_founds_are_no_agreement(body: str, letters: str, nlp: Language) -> None:
    for founding in ("учреждении", "создании"):
        title = f"Договор об {founding} {body}".replace("об создании", "о создании")
        assert [one[0] for one in read(f"{title} ({letters}) подписан в Лагосе.", nlp)[0]] == [title]


@pytest.mark.parametrize("name", ["Сан-Стефанский", "Сан-Ремский", "Санкт-Петербургский", "Парижский"])
def test_an_adjective_of_two_parts_before_its_year(name: str, nlp: Language) -> None:
    title = f"{name} (1878 г.) и Берлинский (1879 г.) договоры"
    spans, links = read(f"{title} касались проливов.", nlp)
    assert [one[0] for one in spans] == [title]
    assert {("signed_on", "1878 г."), ("signed_on", "1879 г.")} <= links


@pytest.mark.parametrize("year", ["1914 года", "1914 г."])
@pytest.mark.parametrize(
    ("day", "added"),
    [
        ("6 августа", True),
        ("6 августа 1914 г.", True),
        ("06.08.1914", True),
        ("6 августа 1915 г.", False),
        ("1914 г.", False),
    ],
)
def test_a_day_of_the_year_in_a_title_is_the_day_of_signing(year: str, day: str, added: bool, nlp: Language) -> None:
    for text in (
        f"Протокол {year}, подписанный {day} в Лондоне, забыт.",
        f"Протокол {year} был подписан {day} в Лондоне.",
    ):
        dates = [name for kind, name in sorted(read(text, nlp)[1]) if kind == "signed_on"]
        assert dates == sorted({year, day} if added else {year})
