"""Links of agreements: marked names with ``#names`` in, type and names out."""

from __future__ import annotations

import pytest
from spacy.language import Language

from letopis.entities.agreements.find import read_passages
from letopis.entities.agreements.relations import links_of
from letopis.entities.spans import Link, add_entities
from letopis.formats.markup import read_markup
from letopis.records import Entity

CASES = [
    ("Договор о мире подписан в {GPE#v|Баку} {DATE#d|5 мая 1920 г.}", "signed_in v, signed_on d"),
    ("Между правительствами {GPE#g|Чехии} и {GPE#h|Венгрии} был подписан Договор о торговле.", "party g, party h"),
    ("{GPE#g|Чехия} подписала с {GPE#h|Венгрией} и {GPE#i|Польшей} Договор о торговле.", "party g, party h, party i"),
    ("Договор о мире между {ORG#o|ООН} и {GPE#g|Мали} от {DATE#d|5 мая 2013 г.}", "party o, party g, signed_on d"),
    ("Президенты {GPE#g|Чехии} и {GPE#h|Польши} подписали Договор о мире.", "party g, party h"),
    ("Канцлер {GPE#g|ФРГ} {PERSON#p|К. Аденауэр} подписал Договор о мире.", "party g, signatory p"),
    ("Договор о мире подписан {PERSON#p|Чичериным} и {PERSON#q|Ратенау}.", "signatory p, signatory q"),
    (
        "Опорой стал Договор о мире, подписанный в {GPE#v|Риме} {DATE#d|5 мая 1920 г.}, и доверие.",
        "signed_in v, signed_on d",
    ),
    (
        "Договор о мире, который {DATE#d|5 мая 1920 г.} подписали {GPE#g|Чехия} и {GPE#h|Польша}, забыт.",
        "signed_on d, party g, party h",
    ),
    (
        "{GPE#g|Чехия} и {GPE#h|Польша} сблизились, подписав в {GPE#v|Риме} Договор о мире.",
        "party g, party h, signed_in v",
    ),
    ("Подписанный в {GPE#v|Кабуле} {DATE#d|24 июня 1931 г.} Договор о мире забыт.", "signed_in v, signed_on d"),
    (
        "После подписания в {GPE#v|Риме} {DATE#d|5 мая 1920 г.} мирного договора с {GPE#g|Чехией} он ушел.",
        "signed_in v, signed_on d, party g",
    ),
    ("Они подписали {DATE#d|5 мая 1920 г.} Версальский договор.", "signed_on d"),
    (
        "Они парафировали Договор о мире {DATE|1 мая}, а подписали {DATE#d|5 июня} в {GPE#v|Риме}.",
        "signed_on d, signed_in v",
    ),
    ("Договор о мире ({GPE#v|Париж}, {DATE#d|5 мая 1999 г.}) забыт.", "signed_in v, signed_on d"),
    (
        "{PERSON|Бейкер} прилетел в {GPE#v|Москву} {DATE#d|5 мая 1990 г.} Здесь был подписан Договор о мире.",
        "signed_in v, signed_on d",
    ),
    (
        "Во время визита {PERSON|Никсона} в {GPE#v|Москву} {DATE#d|5 мая 1972 г.} подписан Договор о мире.",
        "signed_in v, signed_on d",
    ),
    (
        "{DATE#d|5 мая 1999 г.} состоялся визит в {GPE#v|Рим}, в ходе которого был подписан Договор о мире.",
        "signed_in v, signed_on d",
    ),
    (
        "В {DATE#d|1999 г.} с визитом в {GPE#v|Риме} был {PERSON#p|Я. Каван}, который подписал Договор о мире.",
        "signed_in v, signed_on d, signatory p",
    ),
    ("{GPE#g|Чехия}, которая подписала Договор о мире, ждала.", "party g"),
    ("В {DATE#d|1995 г.} король посетил {GPE#v|Рабат}. В рамках визита подписан Гаагский договор.",
     "signed_in v, signed_on d"),
    ("Переговоры шли в {GPE#v|Риме}. Их итогом стало подписание Договора о мире.", "signed_in v"),
    ("В {GPE#v|Риме} {GPE#g|Чехия} и {GPE#h|Польша} подписали Договор о мире.", "signed_in v, party g, party h"),
    ("{PERSON|Бейкер} посетил {GPE|Рим}. Договор о мире забыт.", ""),
    ("{PERSON|Бейкер} жил в {GPE|Риме} в {DATE|1990 г.} {GPE#g|Чехия} подписала Договор о мире.", "party g"),
    ("Книга, в основе которой лежит Договор о мире, издана в {GPE|Риме} {DATE|5 мая 1999 г.}", ""),
    ("{GPE#g|Чехия} ратифицировала Договор о мире {DATE|5 мая 1992 г.}", "party g"),
    ("Договор о мире был ратифицирован {ORG|Сеймом} и {GPE#g|Чехией}.", "party g"),
    ("{ORG|Сенат Чили} и {ORG|парламент Перу} ратифицировали Договор о мире.", ""),
    ("{GPE#g|Чехия} подписала Договор о мире, ратифицированный {ORG|Сеймом}.", "party g"),
    ("{GPE#g|Чехия} подписала Договор о мире (вступил в силу {DATE|5 мая 1992 г.}).", "party g"),
    ("{GPE#g|Чехия} подписала {DATE#d|3 мая} Договор о мире (истёк {DATE|5 мая 1992 г.}).", "party g, signed_on d"),
    ("{GPE#g|Чехия} вышла из Договора о мире {DATE|5 мая 1992 г.}", "party g"),
    ("{GPE|Чехия} вышла на рынок, помня о Договоре о мире.", ""),
    ("{GPE#g|Чехия} приостановила своё участие в Договоре о мире {DATE|5 мая 1992 г.}", "party g"),
    ("{GPE|Чехия} приостановила работы, помня о Договоре о мире.", ""),
    ("{GPE#g|Чехия} и {GPE#h|Польша} обменялись ратификационными грамотами Договора о мире.", "party g, party h"),
    ("{GPE|Чехия} и {GPE|Польша} обменялись послами, забыв Договор о мире.", ""),
    ("{GPE#g|Чехия} расторгла Договор о мире {DATE|5 мая 1992 г.}", "party g"),
    ("Десять стран, включая {GPE#g|Чехию} и {GPE#h|США}, подписали Договор о мире.", "party g, party h"),
    ("Все страны, кроме {GPE|Чехии} и {GPE|США}, подписали Договор о мире.", ""),
    ("{PERSON|Бейкер} не любил Договор о мире, но ратифицировал его посол.", ""),
    ("{GPE|Чехия} ждала, но послы {GPE#g|Кубы} и {GPE#h|Дании} заключили с {ORG#o|Банком Чили} Договор о займе.",
     "party g, party h, party o"),
    ("Делегаты {GPE#g|Польши}, {GPE#h|Латвии} и {GPE#i|Чехии} подписали Договор о мире.", "party g, party h, party i"),
    ("Купцы {GPE|Польши}, {GPE|Латвии} и {GPE|Чехии} подписали Договор о мире.", ""),
    ("Шли бои, а уже {DATE#d|5 мая 1992 г.} подписали Договор о мире.", "signed_on d"),
    ("Министр {DATE#d|5 мая 1992 г.} подписал Договор о мире.", "signed_on d"),
    ("Участники войны {DATE|1914 г.} подписали Договор о мире.", ""),
    ("Договор о мире, который король подписал в {GPE#v|Каире}, {ORG|Сейм} отверг.", "signed_in v"),
    ("{GPE|Чехия} одобрила Договор о мире, но подписали его позже.", ""),
    ("Договор о мире забыли, когда его ратифицировала {GPE#g|Чехия}.", "party g"),
    ("Договор о мире готовили год, но подписали документ {DATE#d|5 мая} в {GPE#v|Риме}.", "signed_on d, signed_in v"),
    ("Договор о мире готовили год, но он подписал указ {DATE|5 мая} в {GPE|Риме}.", ""),
    ("Договор о мире, под которым поставили подписи {PERSON#p|Бейкер} и {PERSON#q|Каван}, забыт.",
     "signatory p, signatory q"),
    ("Бумагу, на которой поставили подписи {PERSON|Бейкер} и {PERSON|Каван}, и Договор о мире забыли.", ""),
    ("{GPE#g|Чехия} подписала Договор о мире и вернула в {GPE|Рим} послов.", "party g"),
    ("{GPE#g|Чехия} подписала Договор о мире ради связей с {GPE|Польшей}.", "party g"),
    ("{GPE#g|Чехия} подписала Договор о мире, сообщает {ORG|Заря}.", "party g"),
    ("Договор о мире был подписан в г. {GPE#v|Орхус}.", "signed_in v"),
    ("Договор о мире был подписан в крепости {GPE#v|Георгиевск}.", "signed_in v"),
    ("Между {GPE#g|Чехией} и {GPE#h|Польшей} существует договор о выдаче.", "party g, party h"),
    ("Между {GPE|Чехией} и {GPE|Польшей} лежат горы, о них Договор о мире молчит.", ""),
    ("Договор о торговле (ДТ) между {GPE#g|Чехией} и {GPE#h|Польшей} забыт.", "party g, party h"),
    ("Договор о торговле (ДТ) обсудили в {GPE|Чехии}.", ""),
    ("Министры подписали {DATE#d|5 мая} Договор о мире, а в {DATE|1999 г.} — карту.", "signed_on d"),
    ("{GPE|Чехия} отказалась от Договора о мире ради связей с {GPE|Польшей}.", ""),
    ("{PERSON|Бейкер} посетил {GPE|Рим}. Договор о мире, подписанный {DATE#d|5 мая 1990 г.}, забыт.", "signed_on d"),
    ("{GPE|Чехия} отказалась подписать {DATE|5 мая 1992 г.} Договор о мире.", ""),
    ("{GPE|Чехия} не подписала Договор о мире.", ""),
    ("Купцы {GPE|США} и моряки подписали Договор о мире.", ""),
    ("Договор о мире вступил в силу {DATE|5 мая 1992 г.}", ""),
    ("Согласно Договору о мире {GPE|Чехия} и {GPE|Польша} подписали {DATE|5 мая} карту.", ""),
    ("Текст Договора о мире издан в {GPE|Праге} {DATE|5 мая}.", ""),
    ("Договор о мире до {DATE|1960 г.} не действовал.", ""),
]  # fmt: skip


def links(unnamed: Language, marked: str) -> tuple[list[Link[Entity]], dict[tuple[int, int], str]]:
    text, spans = read_markup(marked)
    doc = unnamed(text)
    add_entities(doc, [Entity.at(doc.text, s.start, s.end, s.label, by="given") for s in spans])
    return links_of(read_passages(doc)), {(s.start, s.end): s.name for s in spans}


@pytest.mark.parametrize(("marked", "wanted"), CASES)
def test_links(unnamed: Language, marked: str, wanted: str) -> None:
    found, names = links(unnamed, marked)
    assert {f"{link.type} {names[link.target.start_offset, link.target.end_offset]}" for link in found} == set(
        wanted.split(", ")
    ) - {""}


def test_each_instrument_of_a_list_gets_the_links(unnamed: Language) -> None:
    found, _ = links(unnamed, "{DATE|5 мая 1992 г.} подписаны: Договор о мире; Протокол о границе; Соглашение о визах.")
    assert [(link.type, link.source.kind) for link in found] == [
        ("signed_on", "договор"), ("signed_on", "протокол"), ("signed_on", "соглашение"),
    ]  # fmt: skip


@pytest.mark.parametrize("sides", ["{GPE|Чехией} и {GPE|Литвой}", "представителями {GPE|Индии} и {GPE|Непала}"])
@pytest.mark.parametrize("verb", ["подписан", "заключён"])
def test_what_is_told_of_an_agreement_is_told_of_its_first_name(unnamed: Language, verb: str, sides: str) -> None:
    found, _ = links(unnamed, f"Договор о границе, или Боннский договор, был {verb} {{DATE|5 мая 1992 г.}} {sides}.")
    assert {link.source.text for link in found} == {"Договор о границе"}


def test_a_link_names_its_rule_and_each_side_is_given_once(unnamed: Language) -> None:
    found, _ = links(
        unnamed, "{GPE|Чехия}, {GPE|Литва} и {GPE|Польша} подписали Договор между {GPE|Чехией} и {GPE|Польшей}."
    )
    assert [(link.by, link.target.text) for link in found] == [
        ("relations.title", "Чехией"), ("relations.title", "Польшей"), ("relations.clause", "Литва"),
    ]  # fmt: skip
