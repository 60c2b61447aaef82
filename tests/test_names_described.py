"""What a common word beside a name tells: teams, chief towns, forces, dynasties, terms; generic heads and adjectives."""

from __future__ import annotations

from itertools import pairwise, product

import pytest

from letopis.entities.names import (
    bodies,
    described,
    document,
    organisations,
    places,
    quoted,
    remits,
    states,
    towns,
)
from letopis.entities.names.rules import RULES, apply
from letopis.russian.states import in_case, state_of
from letopis.russian.states import states as all_states
from names_cases import found_and_wanted, marked, stretches

# ruff: noqa: E501  (a case is easier to read on one line)

CASES = [
    (described.alliance_by_name, "с Малой Антантой и {PERSON|Профинтерн}", "с {ORG|Малой Антантой} и {ORG|Профинтерн}"),
    (described.alliance_by_name, "съезд II Интернационала и {ORG|Бюро Коминтерна}", "съезд {ORG|II Интернационала} и {ORG|Бюро Коминтерна}"),
    (described.state_body_is_no_person, "вскоре {PERSON|Совнарком} и {PERSON|Рабкрин} ушли", "вскоре {ORG|Совнарком} и {ORG|Рабкрин} ушли"),
    (described.state_body_is_no_person, "вскоре {PERSON|Орлов} и {PERSON|Рада Вебер} ушли", None),
    (described.alliance_by_name, "пели «Интернационал» и новый интернационал", None),
    (described.team_begins_name, "{ORG|женской сборной {GPE|Чили} по теннису}", "женской {ORG|сборной {GPE|Чили} по теннису}"),
    (states.republic, "Латвийская Социалистическая {ORG|Советская Республика} пала", "{GPE|Латвийская Социалистическая Советская Республика} пала"),
    (states.republic, "Старая Республика, {GPE|Чешская Республика} и Новая Большая Республика", None),
    (quoted.house_of_person, "издательство {PERSON|И. Сытина} и Типография {PERSON|Левина}", "{ORG|издательство {PERSON|И. Сытина}} и {ORG|Типография {PERSON|Левина}}"),
    (quoted.house_of_person, "издательства {PERSON|Сытина} и {PERSON|Маркса}, типографию {PERSON|Иванов} взял", None),
    (bodies.states_of_body, "почётное консульство {GPE|Чили} в {GPE|Риге} и реввоенсовет {ORG|Кавказского фронта}", "{ORG|почётное консульство {GPE|Чили} в {GPE|Риге}} и {ORG|реввоенсовет {ORG|Кавказского фронта}}"),
    (organisations.longest_name_only, "{ORG|комиссия {ORG|Совета Европы}} и {ORG|Комиссия {ORG|ЕС}}", "комиссия {ORG|Совета Европы} и {ORG|Комиссия {ORG|ЕС}}"),
    (organisations.longest_name_only, "{ORG|Совет рабочих и {ORG|солдатских депутатов Риги}} и {ORG|МИД и {ORG|МВД}}", "{ORG|Совет рабочих и солдатских депутатов Риги} и {ORG|МИД и {ORG|МВД}}"),
    (organisations.lead_outside, "в {ORG|штаб-квартире {ORG|ЮНЕСКО}}", "в штаб-квартире {ORG|ЮНЕСКО}"),
    (quoted.head_of_quoted_name, "радио «{ORG|Свобода}» сообщило", "{ORG|радио «Свобода»} сообщило"),
    (organisations.title_is_no_body, "на стадионе «{ORG|Заря}» и в клубе «{ORG|Заря}»", "на стадионе «Заря» и в клубе «{ORG|Заря}»"),
    (described.team_begins_name, "{ORG|Сборная {GPE|Перу}} и {ORG|старый клуб}", None),
    (described.seat_is_no_body, "{ORG|Административный центр области {GPE|Лунд}}", "Административный центр области {GPE|Лунд}"),
    (described.seat_is_no_body, "{ORG|центр муниципалитета {GPE|Лунд}}", "центр муниципалитета {GPE|Лунд}"),
    (described.seat_is_no_body, "{ORG|Центр защиты лесов} и {ORG|областной суд}", None),
    (described.army_is_no_body, "{ORG|армия {GPE|Чили}} и {ORG|Шведские войска}", "армия {GPE|Чили} и Шведские войска"),
    (described.army_is_no_body, "{ORG|Красная армия}, {ORG|8-я армия}, {ORG|армия «Север»}, {ORG|Советская армия}", None),
    (described.realm, "владыка государства Саманидов и царства Шьян", "владыка {GPE|государства Саманидов} и царства {GPE|Шьян}"),
    (described.realm, "держава {PERSON|Хулагуидов}", "{GPE|держава Хулагуидов}"),
    (described.realm, "империя {PERSON|Петра}, царство Божие, королевство {GPE|Испания}, империя Карла Великого", None),
    (described.of_science, "теорему Ролля и закон Бойля – Мариотта", "теорему {PERSON|Ролля} и закон {PERSON|Бойля} – {PERSON|Мариотта}"),
    (described.of_science, "Закон Москвы, болезнь Города и реакция {GPE|Берлина}, гауссов закон", None),
    (described.shared_noun, "между Южной и {GPE|Северной Кореей}", "между {GPE|Южной и Северной Кореей}"),
    (described.shared_noun, "в {GPE|Рижском}, Лундском и {ORG|Датском музеях}", "в {ORG|Рижском, Лундском и Датском музеях}"),
    (described.shared_noun, "{GPE|Чешская Республика} и {GPE|Польская Республика}, старый и {ORG|Рижский музей}", None),
    (described.defined_place, "«Уитби» (англ.) – старый город в Англии", "«{GPE|Уитби}» (англ.) – старый город в Англии"),
    (described.defined_place, "Это – город, «Заря» — с ним", None),
    (quoted.owned_post, "сказал глава «Ладьи» вчера", "сказал глава «{ORG|Ладьи}» вчера"),
    (quoted.owned_post, "сказал глава «{ORG|Ладьи}» и глава рода, глава «о лесе»", None),
    (quoted.head_of_quoted_name, "школа «{ORG|Авангарда}» и клуб из первой лиги «{ORG|Лада}»", None),
    (states.place_and_its_state, "в {GPE|Онтарио Канады} и {GPE|Юньган городского округа}", "в {GPE|Онтарио} {GPE|Канады} и {GPE|Юньган} городского округа"),
    (states.place_and_its_state, "в {GPE|Республике Корея}, {GPE|Новой Гвинее} и {GPE|Объединённом Королевстве}", None),
    (states.place_and_its_state, "с {GPE|Гайаной Венесуэла} и в {GPE|Рамбуйе Сербия}", "с {GPE|Гайаной} {GPE|Венесуэла} и в {GPE|Рамбуйе} {GPE|Сербия}"),
    (states.place_and_its_state, "с {GPE|Соединённым Королевством Ливии}, в {GPE|Порт Судан} и {GPE|Папуа – Новой Гвинее}", None),
    (states.short_name_of_state, "Коморы вышли из союза", "{GPE|Коморы} вышли из союза"),
    (states.short_name_of_state, "Чад рассеялся", None),
    (towns.place_in_body, "игрок «{ORG|Даллас Старз}» и {ORG|клуба «Уитби Таун»}", "игрок «{ORG|{GPE|Даллас} Старз}» и {ORG|клуба «{GPE|Уитби} Таун»}"),
    (towns.place_in_body, "«{ORG|Единая Россия}» и «{ORG|Россия 24}»", "«{ORG|Единая {GPE|Россия}}» и «{ORG|{GPE|Россия} 24}»"),
    (towns.place_in_body, "{ORG|клуб «Пермь»} и «{ORG|Лунная Заря}»", None),
    (towns.town_of_dictionary, "в Нью-Орлеанском суде и в Порт-Луи", "в Нью-Орлеанском суде и в {GPE|Порт-Луи}"),
    (places.settlement_after_type, "на горе Ловчен и из г. Ловчен", "на горе Ловчен и из г. {GPE|Ловчен}"),
    (organisations.symbol_is_no_organisation, "{ORG|Ясский мирный договор}", "Ясский мирный договор"),
    (described.army_is_no_body, "{ORG|датские вооружённые силы} и {ORG|финские войска}", "датские вооружённые силы и финские войска"),
    (described.army_is_no_body, "{ORG|вооружённые силы {GPE|Чили}}", None),
    (quoted.head_of_bare_name, "газета {ORG|{GPE|Lund} News}", "{ORG|газета {GPE|Lund} News}"),
    (organisations.lead_outside, "в {ORG|чилийском МИД}", "в чилийском {ORG|МИД}"),
    (quoted.head_of_bare_name, "отряд {ORG|Rodentia} и секция Rhus", None),
    (quoted.head_of_quoted_name, "в газеты «просочилось» письмо", None),
    (bodies.states_of_body, "{ORG|правительства {GPE|Чили}}, {GPE|Перу} и {GPE|Кубы}", "{ORG|правительства {GPE|Чили}, {GPE|Перу} и {GPE|Кубы}}"),
    (bodies.body_of_members, "совет директоров {ORG|компании Xerox}, клуб из {GPE|Чили}", None),
    (bodies.numbered_unit, "7-й и 9-й армий", "{ORG|7-й и 9-й армий}"),
    (organisations.sign_behind_name, "{ORG|Oak Media Inc}. растёт, {ORG|Oak}.", "{ORG|Oak Media Inc.} растёт, {ORG|Oak}."),
    (remits.capitalised_adjective_and_head, "на Западном фронте и в Народном фронте", "на Западном фронте и в {ORG|Народном фронте}"),
    (remits.remit_after_po, "{ORG|Управление} по обвинению", None),
    (described.house_is_no_person, "династия {PERSON|Комнинов} из рода {PERSON|Ваза}", "династия Комнинов из рода Ваза"),
    (described.house_is_no_person, "семья {PERSON|Ивановых} и династии {PERSON|Ивана Вебера}", None),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "before", "after"), CASES, ids=[f"{case[0].__name__}: {case[1]}" for case in CASES])
def test_rule(rule, before, after):
    found, wanted = found_and_wanted(rule, before, after)
    assert found == wanted


def ruled(text: str) -> set[tuple[int, int, str]]:
    passage, names = marked(text)
    return stretches(apply(RULES, passage, names))


def held(text: str) -> set[tuple[int, int, str]]:
    return stretches(marked(text)[1])


@pytest.mark.parametrize(
    ("head", "name"),
    [*product(("сайта", "радиостанции", "рок-группы", "агрегатора", "интернет-издания", "медиа-холдинга", "лейбла"),
              ("BBX", "Blue Lantern", "Škola Nova"))],
)  # fmt: skip
def test_a_generic_head_opens_a_latin_name(head, name):
    passage, names = marked(f"слова {head} {{ORG|{name}}} верны")
    assert stretches(apply((quoted.head_of_bare_name,), passage, names)) == held(f"слова {{ORG|{head} {name}}} верны")


@pytest.mark.parametrize(
    ("adjective", "name"), [*product(("шведский", "рижский", "чилийского"), ("{ORG|МИД}", "{ORG|Клуб рыбаков}"))]
)
def test_an_adjective_of_place_is_outside_a_capitalised_name(adjective, name):
    bare = name.removeprefix("{ORG|").removesuffix("}")
    passage, names = marked(f"там {{ORG|{adjective} {bare}}}")
    found = stretches(apply((organisations.lead_outside,), passage, names))
    assert found == held(f"там {adjective} {name}")


@pytest.mark.parametrize(
    ("adjective", "head"),
    [*product(("Шведское", "Чилийское", "Датское"), ("правительство", "командование", "руководство"))],
)
def test_an_adjective_of_state_names_no_common_body(adjective, head):
    assert ruled(f"{{ORG|{adjective} {head}}} молчало.") == set()


@pytest.mark.parametrize(("party", "letter"), [*product(("ВКП", "РКП", "РСДРП"), "бм")])
def test_the_letter_of_a_party_may_stand_apart(party, letter):
    passage, names = marked(f"съезд {{ORG|{party}}} ({letter}) и {{ORG|ООН}} ({letter})")
    found = stretches(apply((organisations.letter_of_party,), passage, names))
    assert found == held(f"съезд {{ORG|{party} ({letter})}} и {{ORG|ООН}} ({letter})")


@pytest.mark.parametrize("branch", ["пивоваренная", "транспортная", "нефтяная", "строительная"])
def test_a_branch_is_outside_and_a_kind_inside(branch):
    assert ruled(f"Там {branch} компания «Ладья» росла.") == held(f"Там {branch} {{ORG|компания «Ладья»}} росла.")
    assert ruled("Там шахматный клуб «Ладья» рос.") == held("Там {ORG|шахматный клуб «Ладья»} рос.")


@pytest.mark.parametrize(
    ("kind", "state"), [*product(("молодёжную", "олимпийскую", "национальную"), ("Чили", "Дании", "Гвинеи-Бисау"))]
)
def test_a_team_goes_from_its_noun_to_its_state(kind, state):
    text = f"Он играл за {kind} сборную {{GPE|{state}}} вчера."
    assert ruled(text) == held(f"Он играл за {kind} {{ORG|сборную {{GPE|{state}}}}} вчера.")


@pytest.mark.parametrize("head", ["партнёрство", "соглашение", "План"])
def test_an_agreement_in_brackets_is_no_body(head):
    cut, found = zip(
        marked(f"Южное {head} (Ю{head[0].upper()}) подписано."),
        marked(f"{{ORG|Ю{head[0].upper()}}} молчит."),
        strict=True,
    )
    assert document.introduced_abbreviations(cut, list(found))[1] == []


UNION = "Они спорили о будущем Союза вчера."


@pytest.mark.parametrize(
    ("before", "spans"),
    [
        ("Там {GPE|СССР} и республики.", {(4, 5, "GPE")}),
        ("Создан {ORG|Союз Суверенных Государств}.", {(4, 5, "GPE")}),
        ("Там {ORG|Союз писателей} молчал.", set()),
    ],
)
def test_a_union_alone_is_a_state_where_no_other_is_named(before, spans):
    cut, found = zip(marked(before), marked(UNION), strict=True)
    first, second = document.union_as_state(cut, list(found))
    assert stretches(second) == spans
    assert all(name.label == "GPE" for name in first if "писателей" not in before)


def test_two_states_whose_clauses_meet_are_two_names():
    short = [name for name, (_, own) in all_states() if name == own and name.isalpha()]
    for one, two in pairwise(short):
        first = min(in_case(one, "ablt"), default="").capitalize()
        text = f"с {{GPE|{first} {two}}} заключила договор"
        if state_of(first) is None or state_of(f"{first} {two}") is not None:
            continue
        passage, names = marked(text)
        parted = stretches(apply((states.place_and_its_state,), passage, names))
        assert parted == stretches(marked(f"с {{GPE|{first}}} {{GPE|{two}}} заключила договор")[1]), text


@pytest.mark.parametrize("head", ["полк", "батальон", "бригада", "рота"])
def test_units_of_an_army_in_quotes(head: str) -> None:
    passage, names = marked(f"добровольческий {head} «{{ORG|Север}}» отступил")
    wanted = marked(f"добровольческий {{ORG|{head} «Север»}} отступил")[1]
    assert stretches(apply(RULES, passage, names)) == stretches(wanted)
