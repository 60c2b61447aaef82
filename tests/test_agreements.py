"""Agreement spans: marked Russian in, the same marks out; negatives beside positives."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from letopis.entities.agreements import values
from letopis.entities.agreements.find import find_agreements
from letopis.entities.agreements.follow import RULES
from letopis.entities.agreements.heads import place_adjective
from letopis.entities.agreements.named import DECISIONS
from letopis.entities.spans import add_entities, entities_of
from letopis.formats.markup import read_markup
from letopis.records import Entity

NAMED = [
    "Была подписана {AGREEMENT|Парижская хартия для новой Европы}.",
    "По {AGREEMENT|Гюлистанскому договору} ханства отошли к {GPE|России}.",
    "{AGREEMENT|Кючук-Кайнарджийский мирный договор} завершил войну.",
    "{AGREEMENT|Русско-шведский договор} забыт.",
    "Секретное приложение раскрыло {AGREEMENT|пакт Молотова – Риббентропа}.",
    "Так называемое {AGREEMENT|соглашение Сайкса – Пико {DATE|1916 г.}} делило владения.",
    "Следующим стал {AGREEMENT|Договор СНВ-2}, а потом {AGREEMENT|договор по СНВ}.",
    "Подписан {AGREEMENT|Меморандум «О мерах доверия»}.",
    "Президенты подписали {AGREEMENT|Союзный договор}.",
    "Утвержден {AGREEMENT|Хельсинкский заключительный акт}.",
    "{AGREEMENT|Ништадтский мир {DATE|1721 г.}} открыл выход к морю.",
    "Стороны подписали {AGREEMENT|Декларацию принципов}.",
    "Опубликован {AGREEMENT|Протокол № 14 к Европейской конвенции о защите прав человека}.",
]
DESCRIBED = [
    "Султан заключил {AGREEMENT|мирный договор с {GPE|Венецией}}.",
    "Согласован текст {AGREEMENT|соглашения о прекращении огня в {GPE|Сирии}}.",
    "{AGREEMENT|Договор о дружбе} подписан в {GPE|Баку}.",
    "Предложила {AGREEMENT|соглашение о квотах на сахар} {GPE|Куба}.",
    "{GPE|Чехия} приостановила участие в {AGREEMENT|Договоре о мире} {DATE|5 мая 1992 г.}",
    "Они подписали {AGREEMENT|договор о дружбе} в {GPE|Баку} {DATE|5 мая 1920 г.}",
    "{AGREEMENT|Договор между {GPE|Чехией} и {GPE|Польшей} от {DATE|3 мая 1994 г.} о границе} действует.",
    "{AGREEMENT|Соглашение о сотрудничестве в области науки и техники} вступило в силу.",
    "{AGREEMENT|Договор о запрещении испытаний в атмосфере, в космическом пространстве и под водой} открыт.",
    "{AGREEMENT|Протокол по веществам, разрушающим озоновый слой}, дополнялся.",
    "{AGREEMENT|Конвенция о торговле видами фауны, находящимися под угрозой}, принята.",
    "Чехия и Польша приняли {AGREEMENT|соглашение о выплате пенсий гражданам}.",
    "{AGREEMENT|Договор о дружбе между {GPE|Индией}, с одной стороны, и {GPE|Непалом}, с другой стороны}, действует.",
    "{GPE|Египет} подписал с {GPE|Израилем} {AGREEMENT|мирный договор}.",
    "{ORG|Газпром} и {ORG|CNPC} подписали {AGREEMENT|контракт на поставку газа}.",
    "Было подписано {AGREEMENT|совместное заявление о партнерстве}.",
    "Новый {AGREEMENT|договор о границе} устроил всех.",
    "{AGREEMENT|Договор о границе, а также о пленных} забыт.",
    "{AGREEMENT|Договор о мире, торговле и пленных} забыт.",
    "Забыт {AGREEMENT|договор о мире}, торговля замерла.",
    "Подписан {AGREEMENT|Меморандум о сотрудничестве в области космоса} и ряд других документов.",
    "Подписано {AGREEMENT|Соглашение о строительстве дороги Баку – Тбилиси – Карс}.",
    "{AGREEMENT|Договор {GPE|РК} – {GPE|РУз} о дружбе} забыт.",
    "{AGREEMENT|Соглашение {GPE|Чехия}/{ORG|ЕС}} забыто, а договор – Чехия его ждала – нет.",
    "{AGREEMENT|Договор с {GPE|Кубой} и {GPE|США}} ратифицирован.",
    "{AGREEMENT|Пакт между {GPE|Туркменией} и {GPE|РУз}} устроили министры.",
    "Подписан {AGREEMENT|Протокол между {GPE|Чехией} и {GPE|Польшей} по принятию мер}, но он забыт.",
    "{AGREEMENT|Основное многостороннее соглашение о транспорте по развитию коридора} забыто.",
    "Подписан {AGREEMENT|Протокол о принятии {GPE|Сербии} в {ORG|Лигу Наций}}.",
    "{AGREEMENT|Соглашение о возвращении беженцев в {GPE|Ливию}} забыто.",
    "{AGREEMENT|Соглашение о поставке зерна} подписано в {GPE|Каире}.",
    "{AGREEMENT|Соглашение о передаче (экстрадиции) преступников и свидетелей} забыто.",
    "{AGREEMENT|Договор о сухопутной (морской) границе} забыт.",
    "Забыт {AGREEMENT|договор о границе} (подписан в {GPE|Риме}).",
    "{AGREEMENT|Договор об использовании вод реки Сырдарья и озера Чад} подписан.",
    "Министры подписали {AGREEMENT|договор о строительстве моста}, {GPE|Россия} ждала.",
    "{AGREEMENT|Протокол о сокращении выбросов на 30 процентов} был принят в Киото.",
    "{GPE|Чехия} и {GPE|Чили} приняли {AGREEMENT|совместное заявление по итогам переговоров}.",
    "Они подписали {AGREEMENT|договор о мире} по итогам переговоров.",
    "{AGREEMENT|Договор об обычных вооруженных силах} забыт.",
    "{GPE|Чехия} и {GPE|Польша} подписали {AGREEMENT|договор о передаче острова}.",
    "{GPE|Чехия} подписала {AGREEMENT|Договор об аренде порта}.",
    "Подписано {AGREEMENT|соглашение о подготовке врачей}, рассчитанное на год.",
    "Греки заключили {AGREEMENT|Каллиев мир}.",
    "Подписан {AGREEMENT|Кампо-Формийский мир}.",
    "Заключено в {PERSON|Валахии} {AGREEMENT|Слободзейское перемирие}.",
    "{GPE|Чехия} и {GPE|Польша} подписали {AGREEMENT|декларацию о дружбе}.",
    "{GPE|Чехия} и {GPE|Чили} подписали {AGREEMENT|контракт на поставку 24 истребителей Су-35}.",
    "{GPE|Чехия} близка к заключению {AGREEMENT|торгового соглашения}.",
    "Правительство утвердило {AGREEMENT|соглашение с кредиторами о помощи}.",
    "{GPE|Чехия} и {GPE|Чили} подписали {AGREEMENT|соглашение о пленных}.",
    "{GPE|Чехия} заключила с {GPE|Чили} {AGREEMENT|договор о мире} в обмен на острова.",
    "{GPE|Чехия} заключила с {GPE|Чили} {AGREEMENT|соглашение по обмену пленными}.",
    "{GPE|Чехия} заключила с {GPE|Чили} {AGREEMENT|договор о мире} под угрозой войны.",
    "{GPE|Чехия} и {GPE|Чили} подписали {AGREEMENT|договор о дружбе} в г. {GPE|Ополье}.",
    "Войска вошли из-за п. 4 {AGREEMENT|соглашений {DATE|1920 г.}}",
]
SEVERAL = [
    "Подписаны {AGREEMENT|Договор о мире}, {AGREEMENT|Договор о торговле} и {AGREEMENT|Протокол о границе}.",
    "Подписаны: {AGREEMENT|Договор о мире}; {AGREEMENT|Соглашение о визах}; {AGREEMENT|Протокол о границе}.",
    "{AGREEMENT|Договоры о дружбе и о границе} забыты.",
    "{AGREEMENT|Киотский и Монреальский протоколы} дополняют {AGREEMENT|Парижское соглашение}.",
    "{AGREEMENT|Договор о нераспространении оружия} ({AGREEMENT|ДНЯО}) важен. Стороны {AGREEMENT|ДНЯО} спорят.",
    "{AGREEMENT|Договор о границе} ({AGREEMENT|Самоанский договор}) забыт.",
    "Из 25 соглашений назовем, в том числе, {AGREEMENT|Соглашение о торговле}.",
]
NONE = [
    "Стороны обсудили договор и протоколы.",
    "Стороны подписали ряд договоров и пакет новых соглашений о торговле.",
    "Договор вступает в силу со дня подписания.",
    "Данные передавались по протоколу TCP/IP.",
    "Ряд стран заключил договор о том, что граница закрыта.",
    "Секретарь вел протокол заседания, следователь — протокол допроса.",
    "Составлен протокол об административном правонарушении.",
    "Певица подписала контракт с крупным лейблом.",
    "По договору с жильцом плата не менялась.",
    "Договор аренды от {DATE|3 мая 1920 г.} забыт, как и страховой договор {DATE|1921 г.}",
    "Трудовой договор и брачный контракт хранились в сейфе.",
    "{ORG|МИД {GPE|Швеции}} опубликовал заявление о нападении.",
    "Принята Декларация независимости {GPE|США}.",
    "Принят закон о границе и указ о торговле.",
    "Война и мир, новый мир и третий мир не названия договоров.",
    "{ORG|Организация Варшавского договора} распалась.",
    "В трактате о душе автор спорит с древними.",
    "Заполните таможенную декларацию и декларацию о доходах.",
    "{GPE|Чехия} приняла декларацию о дружбе.",
    "{ORG|Сейм} и {ORG|Дума} обсудили декларацию о дружбе.",
    "Мастер подписал трудовой договор с {ORG|компанией «Заря»}.",
    "Составлен протокол о нарушении тишины и протокол об аресте.",
    "Рецензент хвалит Новый мир.",
]


def given(unnamed: Language, marked: str) -> tuple[Doc, set[str]]:
    """A text with its marked names given, and the agreements that are marked."""
    text, spans = read_markup(marked)
    doc = unnamed(text)
    names = [span for span in spans if span.label != "AGREEMENT"]
    add_entities(doc, [Entity.at(doc.text, s.start, s.end, s.label, by="given") for s in names])
    return doc, {text[s.start : s.end] for s in spans if s.label == "AGREEMENT"}


@pytest.mark.parametrize("marked", [*NAMED, *DESCRIBED, *SEVERAL, *NONE])
def test_spans(unnamed: Language, marked: str) -> None:
    doc, wanted = given(unnamed, marked)
    assert {f.text for f in find_agreements(doc)} == wanted


@pytest.mark.parametrize("bare", ["договор", "соглашение", "конвенция", "пакт", "меморандум"])
def test_a_bare_head_is_none_and_a_place_makes_it_one(unnamed: Language, bare: str) -> None:
    doc, _ = given(unnamed, f"Был забыт {bare}.")
    assert find_agreements(doc) == []


def test_kind_is_the_lemma_of_the_head(unnamed: Language) -> None:
    doc, _ = given(unnamed, "Приняты Гаагские конвенции и Соглашения о визах.")
    assert [f.kind for f in find_agreements(doc)] == ["конвенция", "соглашение"]
    assert all(f.by.startswith("agreements.") and 0 < f.score <= 1 for f in find_agreements(doc))


def test_an_adjective_that_a_tagger_takes_for_a_name_counts_as_adjective(unnamed: Language) -> None:
    doc, wanted = given(unnamed, "Принят {AGREEMENT|{GPE|Киотский} протокол}.")
    assert {f.text for f in find_agreements(doc)} == wanted


def test_nothing_crosses_a_sentence(unnamed: Language) -> None:
    doc, _ = given(unnamed, "Подписан Договор о дружбе. И сотрудничестве посвящена глава.")
    assert [f.text for f in find_agreements(doc)] == ["Договор о дружбе"]


def test_component_adds_spans_with_names_and_without(unnamed: Language) -> None:
    component = unnamed.create_pipe("letopis_agreements")
    doc = component(given(unnamed, "Подписан {AGREEMENT|Версальский договор}.")[0])
    assert [f.label for f in entities_of(doc)] == ["AGREEMENT"]
    assert [e.text for e in entities_of(component(unnamed.make_doc("Подписан Версальский договор.")))] == [
        "Версальский договор"
    ]


@pytest.mark.parametrize(
    "text", ["", " ", ".", "договор", "ДОГОВОР О ДРУЖБЕ", "Договор " * 300, "«Договор о", "Договор между", "(ДНЯО)"]
)
def test_odd_texts_do_not_break_it(unnamed: Language, text: str) -> None:
    assert isinstance(find_agreements(unnamed(text)), list)


def test_a_long_sentence_is_read(unnamed: Language) -> None:
    text = "Договор о дружбе и сотрудничестве между странами , " * 700
    doc = unnamed(text)
    for token in doc:
        token.is_sent_start = token.i == 0
    assert len(doc) > 5000
    assert len(find_agreements(doc)) == 700


@pytest.mark.parametrize(
    ("lemma", "place"),
    [
        ("женевский", True),
        ("англо-французский", True),
        ("детский", False),
        ("экономический", False),
        ("агентский", False),
    ],
)
def test_place_adjectives(lemma: str, place: bool) -> None:
    assert place_adjective(lemma) is place


def test_rules_are_named_and_explained() -> None:
    assert all(rule.__doc__ for rule in (*RULES, *DECISIONS))
    assert not values.EPITHETS & values.IDENTIFYING


def test_every_list_that_a_rule_asks_for_is_there() -> None:
    code = [path.read_text("utf-8") for path in Path(values.__file__).parents[1].rglob("*.py")]
    asked = {name for text in code for name in re.findall(r"values\.([A-Z_]+)", text)}
    assert [name for name in sorted(asked) if not getattr(values, name, None)] == []
