"""The rules of bodies, heads, remits and the map: what each changes and what it leaves alone."""

from __future__ import annotations

from configparser import ConfigParser
from importlib.resources import files
from pathlib import Path

import pytest

import test_names_described as described
import test_names_rules as others
import test_names_signs as signs
from letopis.entities.names import bodies, organisations, places, quoted, remits, states, towns
from letopis.entities.names.passage import Passage
from letopis.entities.names.rules import RULES, apply
from letopis.entities.names.words import lexicon
from names_cases import found_and_wanted, marked, stretches

# ruff: noqa: E501  (a case is easier to read on one line)

CASES = [
    # names in quotes and their heads
    (quoted.head_of_quoted_name, "газета «{ORG|Свободная мысль}»,", "{ORG|газета «Свободная мысль»},"),
    (organisations.two_bodies, "{ORG|{ORG|МИД Чили} и {ORG|ЮНЕСКО}} ждут", "{ORG|МИД Чили} и {ORG|ЮНЕСКО} ждут"),
    (organisations.two_bodies, "{ORG|Комитет по труду и {ORG|ЮНЕСКО}} ждёт", None),
    (states.two_states, "{GPE|Арабская Республика и Народная Республика} ждут", "{GPE|Арабская Республика} и {GPE|Народная Республика} ждут"),
    (states.two_states, "{GPE|Босния и Герцеговина} ждёт {GPE|Арабской и Народной Республик}", None),
    (states.two_states, "{GPE|Кирибати и Соломоновы Острова} ждут", "{GPE|Кирибати} и {GPE|Соломоновы Острова} ждут"),
    (states.two_states, "с {GPE|Чадом и Нигером} и {GPE|Тринидадом и Тобаго}", "с {GPE|Чадом} и {GPE|Нигером} и {GPE|Тринидадом и Тобаго}"),
    (states.end_of_longer_name, "{GPE|Горская {GPE|Советская Республика}} и {GPE|Рижская Республика пала}", "{GPE|Горская Советская Республика} и {GPE|Рижская Республика} пала"),
    (states.end_of_longer_name, "{GPE|Республика {GPE|Южная Осетия}} и {GPE|Османская империя}", None),
    (quoted.head_of_quoted_name, "ГП «{ORG|Заря}» и ОсОО «Мост»", "{ORG|ГП «Заря»} и {ORG|ОсОО «Мост»}"),
    (quoted.head_of_quoted_name, "США «Заря»", None),
    (quoted.head_of_quoted_name, 'ООО "{ORG|Дом "Заря}"" тут', '{ORG|ООО "Дом "Заря""} тут'),
    (quoted.head_of_quoted_name, '{ORG|Фонд «Дом "Заря"}» тут', '{ORG|Фонд «Дом "Заря"»} тут'),
    (quoted.head_of_quoted_name, "Фонд «Дом «Заря» закрыт", "{ORG|Фонд «Дом «Заря»} закрыт"),
    (towns.place_in_list, "{GPE|Рига}, {GPE|Лунд} и Зурханк лежат", "{GPE|Рига}, {GPE|Лунд} и {GPE|Зурханк} лежат"),
    (towns.place_in_list, "в {GPE|Риге}, {GPE|Лунде} и Зурханк Иван, {GPE|Киев}, дом и Орёл", None),
    (towns.town_of_two_words, "в Минеральных Водах и {PERSON|Великих} Луках", "в {GPE|Минеральных Водах} и {GPE|Великих Луках}"),
    (towns.town_of_two_words, "завод «Старый Оскол», минеральные воды, {GPE|Москва} Великая", None),
    (quoted.head_of_quoted_name, "Общество “Дружба” провело", "{ORG|Общество “Дружба”} провело"),
    (quoted.head_of_quoted_name, "шахматный клуб первой лиги “{ORG|Ладья}”", "{ORG|шахматный клуб первой лиги “Ладья”}"),
    (quoted.head_of_quoted_name, "лига “{ORG|Ладья}”", "{ORG|лига “Ладья”}"),
    (quoted.head_of_quoted_name, "добровольное общество рыболовов “Щука”", "{ORG|добровольное общество рыболовов “Щука”}"),
    (quoted.head_of_quoted_name, "новая партия {GPE|Кении} “{ORG|Заря}”", "новая {ORG|партия {GPE|Кении} “Заря”}"),
    (quoted.head_of_quoted_name, "пермский клуб «Ладья»", "пермский {ORG|клуб «Ладья»}"),
    (quoted.head_of_quoted_name, "в {ORG|газете АБВ правящей партии “Заря}”", "в {ORG|газете АБВ} правящей {ORG|партии “Заря”}"),
    (quoted.head_of_quoted_name, "{ORG|Русский клуб} “Ладья”", "{ORG|Русский клуб “Ладья”}"),
    (quoted.head_of_quoted_name, "фильм «{ORG|Труд}» вышел", None),
    (quoted.head_of_quoted_name, "издательство романа «Бесы»", None),
    (quoted.head_of_quoted_name, "клуб смотрел на «Ладью»", None),
    (quoted.head_of_bare_name, "агентство {ORG|ТАСС} и компания Apple", "{ORG|агентство ТАСС} и {ORG|компания Apple}"),
    (quoted.head_of_bare_name, "агентство {GPE|США} и газета Иванова", None),
    (quoted.head_of_bare_name, "Компания {ORG|Exxon Mobil} и фирма Rolls-Royce", "{ORG|Компания Exxon Mobil} и {ORG|фирма Rolls-Royce}"),
    (quoted.head_of_bare_name, "студия 20th Century Fox, клуб {ORG|Real Madrid}", "{ORG|студия 20th Century Fox}, {ORG|клуб Real Madrid}"),
    (quoted.head_of_bare_name, "{ORG|агентство {ORG|Reuters}} пишет", "{ORG|агентство Reuters} пишет"),
    (quoted.head_of_bare_name, "группу {ORG|Открытие} и госкорпорацией {ORG|Росатом}", "{ORG|группу Открытие} и {ORG|госкорпорацией Росатом}"),
    (quoted.head_of_bare_name, "организации {ORG|Oxfam} и {ORG|Amnesty}, клуб {ORG|Европы}", None),
    (bodies.numbered_unit, "бойцы 8-й гвардейской стрелковой дивизии и {ORG|1-го {ORG|Украинского фронта}}", "бойцы {ORG|8-й гвардейской стрелковой дивизии} и {ORG|1-го Украинского фронта}"),
    (bodies.numbered_unit, "на 8-й день стрелковая дивизия, 8 дивизий", None),
    (quoted.head_of_bare_name, "комитет {ORG|ООН}, команда cd, секция A и театр {PERSON|John Smith}", None),
    (quoted.head_of_quoted_name, "группа «{ORG|D}» и класс «Б»", None),
    (organisations.symbol_is_no_organisation, "группа «{ORG|D}» и {ORG|U2}", "группа «D» и {ORG|U2}"),
    # remits, states and members
    (remits.remit_after_po, "{ORG|Комитет} по делам вдов и сирот просил", "{ORG|Комитет по делам вдов и сирот} просил"),
    (remits.remit_after_po, "Агентство {GPE|Литвы} по защите лесов", "{ORG|Агентство {GPE|Литвы} по защите лесов}"),
    (remits.remit_after_po, "{ORG|Служба {GPE|Литвы}} по контролю за рынком, а", "{ORG|Служба {GPE|Литвы} по контролю за рынком}, а"),
    (remits.remit_after_po, "на Опытной станции по разведению пчел близ {GPE|Орла}", "на {ORG|Опытной станции по разведению пчел} близ {GPE|Орла}"),
    (remits.remit_after_po, "комитет по бюджету, налогам и финансам", "{ORG|комитет по бюджету, налогам и финансам}"),
    (remits.remit_after_po, "комиссия по рыбной и лесной торговле", "{ORG|комиссия по рыбной и лесной торговле}"),
    (remits.remit_after_po, "Совет по сотрудничеству в области спорта", "Совет по сотрудничеству в области спорта"),
    (remits.remit_after_po, "совет {GPE|Чили} по сотрудничеству в области спорта", "{ORG|совет {GPE|Чили} по сотрудничеству в области спорта}"),
    (remits.remit_after_po, "{ORG|Совет {GPE|Литвы}} по просьбе {GPE|Польши}", None),
    (remits.remit_after_po, "глава комитета по дороге домой", "глава {ORG|комитета по дороге} домой"),
    (remits.remit_after_po, "отдел по работе с людьми и дорога по лесу", None),
    (remits.remit_after_po, "секретарь {ORG|Комитета} по торговле {PERSON|Иван Вебер}", "секретарь {ORG|Комитета по торговле} {PERSON|Иван Вебер}"),
    (
        bodies.states_of_body,
        "{ORG|Комиссия по рыболовству} между {GPE|Кубой} и {GPE|Перу} собралась",
        "{ORG|Комиссия по рыболовству между {GPE|Кубой} и {GPE|Перу}} собралась",
    ),
    (
        bodies.states_of_body,
        "{ORG|Комиссия между {GPE|Кубой}} и {GPE|Перу} собралась",
        "{ORG|Комиссия между {GPE|Кубой} и {GPE|Перу}} собралась",
    ),
    (bodies.states_of_body, "{ORG|Театр} между {GPE|Кубой} и {GPE|Перу}", None),
    (bodies.states_of_body, "решение смешанной комиссии {GPE|Перу} – {GPE|Чили}", "решение {ORG|смешанной комиссии {GPE|Перу} – {GPE|Чили}}"),
    (bodies.states_of_body, "совместный банк {GPE|РФ} и {GPE|КНР}", "{ORG|совместный банк {GPE|РФ} и {GPE|КНР}}"),
    (bodies.states_of_body, "старые банки {GPE|РФ} и {GPE|КНР}", None),
    (bodies.states_of_body, "смешанная комиссия {GPE|Перу}, {GPE|Чили}", None),
    (bodies.member_states, "{ORG|Совет судей государств} – членов {ORG|ЕС}", "{ORG|Совет судей государств – членов {ORG|ЕС}}"),
    (bodies.member_states, "судьи государств – членов {ORG|ЕС}", None),
    # bodies by their form
    (bodies.numbered_institution, "в школе № 5 г. {GPE|Выборг} {GPE|Ленинградской области}", "в {ORG|школе № 5 г. {GPE|Выборг} {GPE|Ленинградской области}}"),
    (bodies.numbered_institution, "музыкальная {ORG|школа} № 2.", "{ORG|музыкальная школа № 2}."),
    (bodies.numbered_institution, "школа 5 лет и рейс № 760", None),
    (bodies.body_of_members, "общество немцев {GPE|Чили}", "{ORG|общество немцев {GPE|Чили}}"),
    (bodies.body_of_members, "творческий союз писателей в {GPE|Перу}", "{ORG|творческий союз писателей в {GPE|Перу}}"),
    (bodies.body_of_members, "{ORG|союз писателей} {GPE|Латвии}", "{ORG|союз писателей {GPE|Латвии}}"),
    (bodies.body_of_members, "партия мира {GPE|Чили}", "{ORG|партия мира {GPE|Чили}}"),
    (bodies.body_of_members, "партия хлопка {GPE|Чили} и союз с {GPE|Чили}", None),
    (bodies.body_of_members, "группа туристов видела {GPE|Ригу}", None),
    (bodies.faction, "создана либеральная фракция", "создана {ORG|либеральная фракция}"),
    (bodies.faction, "эта и новая фракция", None),
    (remits.capitalised_adjective_and_head, "учился в {GPE|Римском} клубе", "учился в {ORG|Римском клубе}"),
    (remits.capitalised_adjective_and_head, "работал в Юридической академии", "работал в {ORG|Юридической академии}"),
    (remits.capitalised_adjective_and_head, "Старый клуб в {PERSON|Рыбаков} банк", None),
    (remits.capitalised_adjective_and_head, "в {GPE|Советском союзе}", None),
    (remits.capitalised_adjective_and_head, "из Русского архива новой истории вышел", "из {ORG|Русского архива новой истории} вышел"),
    (remits.capitalised_adjective_and_head, "в Горной академии профессора Вебера", "в {ORG|Горной академии} профессора Вебера"),
    (remits.capitalised_adjective_and_head, "из Русского союза защиты гражданских свобод", "из {ORG|Русского союза защиты гражданских свобод}"),
    (remits.capitalised_head_and_complement, "Члены Союза борьбы за права", "Члены {ORG|Союза борьбы за права}"),
    (remits.capitalised_head_and_complement, "доклад Группы двадцати", "доклад {ORG|Группы двадцати}"),
    (remits.capitalised_head_and_complement, "после Содружества морских стран", "после {ORG|Содружества морских стран}"),
    (remits.capitalised_head_and_complement, "в Комитет партии {PERSON|Вебер} не ходил", "в {ORG|Комитет партии} {PERSON|Вебер} не ходил"),
    (remits.capitalised_head_and_complement, "в Комитет пришли; Союза борьбы нет", None),
    (remits.part_of_body, "Восточный факультет {ORG|Киевского университета}", "{ORG|Восточный факультет {ORG|Киевского университета}}"),
    (remits.part_of_body, "лучшее отделение {ORG|Академии}, новый факультет", None),
    (remits.owner_takes_no_remit, "{ORG|Комиссия {ORG|ООН по торговле}}", "{ORG|Комиссия {ORG|ООН} по торговле}"),
    (remits.owner_takes_no_remit, "{ORG|Секретариат {ORG|Комитета по торговле}} и {ORG|ООН по торговле}", None),
    (organisations.abbreviation_inside, "создан {ORG|Секретариат ЮНЕП}", "создан {ORG|Секретариат {ORG|ЮНЕП}}"),
    (organisations.abbreviation_inside, "в {ORG|Сенате США} и {ORG|агентстве ТАСС}", None),
    (organisations.abbreviation_inside, "в {ORG|Рижском КТИ} и {ORG|ФГУП КТИ}", None),
    (organisations.abbreviation_inside, "{ORG|ВЕНСКИЙ КОНГРЕСС}", None),
    (organisations.symbol_is_no_organisation, "{ORG|Государственный герб {GPE|Чили}}", "Государственный герб {GPE|Чили}"),
    (organisations.symbol_is_no_organisation, "{ORG|Версальский договор} и {ORG|Варшавский договор}", "Версальский договор и {ORG|Варшавский договор}"),
    (organisations.symbol_is_no_organisation, "{ORG|Организация Договора о безопасности}", None),
    (bodies.alliance, "страны {GPE|Балканского} пакта, {ORG|ООН} и Варшавский договор", "страны {ORG|Балканского пакта}, {ORG|ООН} и {ORG|Варшавский договор}"),
    (bodies.alliance, "Варшавский договор и {ORG|НАТО}; {ORG|Варшавский договор} провёл учения", "{ORG|Варшавский договор} и {ORG|НАТО}; {ORG|Варшавский договор} провёл учения"),
    (bodies.alliance, "Устав {ORG|ООН} и Варшавский договор, {ORG|Организация Варшавского договора}; Варшавский договор закрыл и вёл", None),
    (organisations.symbol_is_no_organisation, "{ORG|Государственный банк {GPE|Чили}}", None),
    # the map
    (places.river_is_no_place, "берега {GPE|Енисея}", "берега Енисея"),
    (places.river_is_no_place, "город {GPE|Обь} и {GPE|Омск}", None),
    (organisations.symbol_is_no_organisation, "на {GPE|Братской ГЭС}", "на Братской ГЭС"),
    (organisations.symbol_is_no_organisation, "в {GPE|Братске}", None),
    (places.namesake_is_no_name, "месторождения {GPE|Узень} и {GPE|Самотлорское}", "месторождения Узень и Самотлорское"),
    (places.namesake_is_no_name, "месторождения {GPE|Ирана}", None),
    (places.namesake_is_no_name, "село {GPE|Никольское}", None),
    (
        states.whole_name_of_state,
        "посол {GPE|Тринидада} и {GPE|Тобаго} в {GPE|Рио}",
        "посол {GPE|Тринидада и Тобаго} в {GPE|Рио}",
    ),
    (states.whole_name_of_state, "с Новой Зеландией и Чешской республикой", "с {GPE|Новой Зеландией} и {GPE|Чешской республикой}"),
    (states.whole_name_of_state, "жители {GPE|Соединенных Штатов} Америки", "жители {GPE|Соединенных Штатов Америки}"),
    (states.whole_name_of_state, "{GPE|Северная Корея} и северная {GPE|Македония}, Советский союз писателей", None),
    (
        states.whole_name_of_state,
        "между {GPE|Швейцарской {ORG|Конфедерацией} и Республикой {GPE|Корея}}",
        "между {GPE|Швейцарской Конфедерацией} и {GPE|Республикой Корея}",
    ),
    (states.short_name_of_state, "между {GPE|Ганой} и Того", "между {GPE|Ганой} и {GPE|Того}"),
    (states.short_name_of_state, "переговоры с {ORG|Нигером} идут", "переговоры с {GPE|Нигером} идут"),
    (states.short_name_of_state, "Сиам и {GPE|Чад}, «Непал – {GPE|КНР}»", "{GPE|Сиам} и {GPE|Чад}, «{GPE|Непал} – {GPE|КНР}»"),
    (states.short_name_of_state, "сборник «Того» и Новой Гвинеи, {PERSON|Мария Куба}, Доминик", None),
    (states.part_of_state, "в Северном {GPE|Вьетнаме} и Восточной Пруссии", "в {GPE|Северном Вьетнаме} и {GPE|Восточной Пруссии}"),
    (states.part_of_state, "жители Западной {ORG|Украины}", "жители {GPE|Западной Украины}"),
    (states.part_of_state, "в Южной Америке, западной {GPE|Украине} и Северном Риме, {GPE|Южной Корее}", None),
    (states.possession, "во Французском Индокитае и Германской Восточной Африке", "во {GPE|Французском Индокитае} и {GPE|Германской Восточной Африке}"),
    (states.possession, "в {ORG|Русском {GPE|Туркестане}}, на Канарских островах", "в {GPE|Русском Туркестане}, на {GPE|Канарских островах}"),
    (states.possession, "у Советского Востока, Русского Запада и на Советском Кавказе", None),
    (states.possession, "Турецкий {GPE|Стамбул}, французская Африка, на Курильских островах, в Русском музее", None),
    (states.union_is_no_place, "с {GPE|Евросоюзом} и {GPE|Европейским союзом}", "с {ORG|Евросоюзом} и {ORG|Европейским союзом}"),
    (states.union_is_no_place, "страны ОПЕК и НАТО", "страны {ORG|ОПЕК} и {ORG|НАТО}"),
    (states.union_is_no_place, "в {GPE|Советском Союзе}, снова воз и {ORG|Африканский союз}", None),
    (states.abbreviation_beside_state, "между {GPE|КР} и АР подписан", "между {GPE|КР} и {GPE|АР} подписан"),
    (states.abbreviation_beside_state, "между {GPE|Ошем} и АР, {GPE|КНР} и АЭС, {GPE|КР} или {ORG|ЦР}", None),
    (places.other_end_of_route, "дорога {GPE|Ош} – Хорог", "дорога {GPE|Ош} – {GPE|Хорог}"),
    (places.other_end_of_route, "матч {GPE|Чили} – Динамо", None),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "before", "after"), CASES, ids=[f"{case[0].__name__}: {case[1]}" for case in CASES])
def test_rule(rule, before, after):
    found, wanted = found_and_wanted(rule, before, after)
    assert found == wanted


def test_every_rule_has_cases_on_both_sides():
    every = [*CASES, *others.CASES, *described.CASES, *signs.CASES]
    for sides in ({case[0] for case in every if case[2] is not None}, {case[0] for case in every if case[2] is None}):
        assert {rule.__name__ for rule in RULES if rule not in sides} <= {"one_label"}


def test_a_word_of_ones_own_wakes_a_rule():
    passage, names = marked("Нунциатура {GPE|Чили} молчала")
    assert apply((bodies.states_of_body,), passage, names) == names
    own = Passage(passage.words, passage.starts, passage.ends, lexicon().extended({"embassies": ["нунциатура"]}))
    assert (0, 2, "ORG") in stretches(apply((bodies.states_of_body,), own, names))


def test_every_list_is_asked_for_and_tells_what_it_is():
    parser = ConfigParser(interpolation=None)
    parser.read_string((files("letopis.entities.names") / "lexicon.cfg").read_text("utf-8"))
    room = Path(str(files("letopis.entities.names")))
    code = "".join(path.read_text("utf-8") for path in room.glob("*.py"))
    for name in parser.sections():
        assert f'"{name}"' in code, f"no rule asks for {name}"
        assert parser[name]["about"].endswith("."), name
        words = parser[name]["words"].split()
        assert len(words) == len(set(words)), name
        assert all(word == word.lower() for word in words), name
