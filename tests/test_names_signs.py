"""Names beside pictures, behind shortened words and apostrophes: what the rules make of names given by hand."""

from __future__ import annotations

from itertools import product

import pytest
from spacy.language import Language

from letopis import extract_text
from letopis.entities.names import bodies, full_names, organisations, persons, references, states, towns
from letopis.folding.fold import PICTURE
from letopis.sentences import split_sentences
from letopis.sentences.tokens import tokenize
from names_cases import found_and_wanted
from person_mentions import PersonMention, identify_persons

# ruff: noqa: E501  (a case is easier to read on one line)

CASES = [
    (organisations.picture_outside, f"{{PERSON|{PICTURE} А. Пак}} и {{GPE|Рига {PICTURE}}}, {{ORG|{PICTURE}}}", f"{PICTURE} {{PERSON|А. Пак}} и {{GPE|Рига}} {PICTURE}, {PICTURE}"),
    (organisations.picture_outside, "{PERSON|А. Пак} и {ORG|ОПЕК+}", None),
    (bodies.university, "Ректоры {PERSON|КазНУ}, УрФУ, {GPE|ТашГТУ} и {ORG|СПбГУ}", "Ректоры {ORG|КазНУ}, {ORG|УрФУ}, {ORG|ТашГТУ} и {ORG|СПбГУ}"),
    (bodies.university, "В МГУ, {GPE|Баку}, НЕТУ и Кабулу", None),
    (bodies.academy, "{PERSON|НАН КР} и {PERSON|АН Армении И. Кох}, {ORG|РАН}", "{ORG|НАН {GPE|КР}} и {ORG|АН {GPE|Армении}} И. Кох, {ORG|РАН}"),
    (bodies.academy, "В РАН {GPE|Франция} и {ORG|Институт НАН {GPE|КР}} голосовали", "В РАН {GPE|Франция} и {ORG|Институт {ORG|НАН {GPE|КР}}} голосовали"),
    (persons.post_outside, "{PERSON|Речь Ху Цзиньтао} и {PERSON|Речь Ху}", "Речь {PERSON|Ху Цзиньтао} и {PERSON|Речь Ху}"),
    (persons.post_outside, "{PERSON|Сон Хын Мин}, {PERSON|Роза Исаковна Бек} и {PERSON|Мир Ху Ли}", None),
    (persons.post_outside, "{PERSON|Кара Караев} прибыл", None),
    (references.shortened_word_is_no_name, "{PERSON|Д-р} наук, {PERSON|Г-н} посол и {GPE|Ист-Энд}", "Д-р наук, Г-н посол и {GPE|Ист-Энд}"),
    (full_names.noble_after_initials, "{PERSON|Я.} ван дер Меер, {PERSON|Е.А.} де {PERSON|Шарьер} и В. да Гама", "{PERSON|Я. ван дер Меер}, {PERSON|Е.А. де Шарьер} и {PERSON|В. да Гама}"),
    (full_names.noble_after_initials, "Иванов А. и Петров Б., группа А. и Рига, ван дер Меер", None),
    (full_names.apostrophe_name, "Н’Голо {PERSON|Канте}, М’Баппе и {PERSON|Диалло}", "{PERSON|Н’Голо Канте}, М’Баппе и {PERSON|Диалло}"),
    (towns.listed_town, "Он описал {GPE|Коканд} и Хиву", "Он описал {GPE|Коканд} и {GPE|Хиву}"),
    (towns.listed_town, "Он жил во {PERSON|Фрунзе} и в Гали", "Он жил во {GPE|Фрунзе} и в {GPE|Гали}"),
    (full_names.patronymic_name, "К Мукаш {PERSON|Жамиле Бейшеновне} пришли", "К {PERSON|Мукаш Жамиле Бейшеновне} пришли"),
    (full_names.patronymic_name, "Прибыли {PERSON|Жамиля Бейшеновна} и Мукаш", None),
    (full_names.surname_after_initials, "Секретарь Р. Шукуров", "Секретарь {PERSON|Р. Шукуров}"),
    (organisations.lead_outside, "{ORG|Доц. НГУ} и {ORG|Акад. Сената}", "Доц. {ORG|НГУ} и Акад. {ORG|Сената}"),
    (towns.listed_town, "Он описал Хиву. {PERSON|Гали} и Барда", None),
    (towns.town_of_dictionary, "мэр Стратфорда-на-Эйвоне и {PERSON|Кюссиле-сюр-Луар}", "мэр {GPE|Стратфорда-на-Эйвоне} и {GPE|Кюссиле-сюр-Луар}"),
    (towns.listed_town, "порты {GPE|Пуэнт-Нуар} и Сан-Педро, жил в {PERSON|Сен-Дени}", "порты {GPE|Пуэнт-Нуар} и {GPE|Сан-Педро}, жил в {GPE|Сен-Дени}"),
    (towns.listed_town, "Там выступил Сен-Жюст и {PERSON|Сент-Бёв}", None),
    (persons.numeral_ends_ruler, "при {PERSON|Вильгельме III-м Англия} и {PERSON|Карле V Габсбурге}", "при {PERSON|Вильгельме III-м} Англия и {PERSON|Карле V Габсбурге}"),
    (references.initials_alone_are_no_person, "{PERSON|Ф. И-75} и {PERSON|Ф. Исаев}", "Ф. И-75 и {PERSON|Ф. Исаев}"),
    (references.publisher_is_no_name, "России. {PERSON|М.: Соцэкгиз}, 1959", "России. М.: Соцэкгиз, 1959"),
    (full_names.surname_after_initials, "Орлов В. В. Соч. 2", None),
    (states.end_of_longer_name, "{GPE|Демократическая {GPE|Республика Восточный Тимор}} и {GPE|Новая {GPE|Гвинея}}", "{GPE|Демократическая Республика Восточный Тимор} и {GPE|Новая {GPE|Гвинея}}"),
    (persons.numeral_ends_ruler, "{PERSON|Карл V}, {PERSON|Иоанн Павел II} и {PERSON|Ли Китай}", None),
    (persons.family, "жили {GPE|Голубевы}, {GPE|Кузнецовы} и {GPE|Мытищи}", "жили {PERSON|Голубевы}, {PERSON|Кузнецовы} и {GPE|Мытищи}"),
    (persons.family, "в {GPE|Иванове} и {GPE|Черновцы}, {GPE|Пушкин}", None),
    (persons.double_surname, "Тер-Гукасов, Лорис-Меликовым и {GPE|Нор-Ачин}", "{PERSON|Тер-Гукасов}, {PERSON|Лорис-Меликовым} и {GPE|Нор-Ачин}"),
    (persons.double_surname, "Усть-Кутов, Северо-Западный и {ORG|Алмаз-Левин}", None),
    (bodies.academy, "В РАН и {ORG|Институте {ORG|НАН {GPE|КР}}}, где {GPE|АН}", None),
    (persons.family, "верил в {GPE|Калинина} и в {GPE|Киров}, через {GPE|Чехова}", "верил в {PERSON|Калинина} и в {GPE|Киров}, через {PERSON|Чехова}"),
    (persons.quoted_person_is_a_thing, "поэмы «{PERSON|Лейли} и {PERSON|Меджнун}» и «{PERSON|Тахир} и Зухра»", "поэмы «Лейли и Меджнун» и «Тахир и Зухра»"),
    (persons.quoted_person_is_a_thing, "сказал: «{PERSON|Орлов} и {PERSON|Вебер} правы»", None),
    (persons.two_persons, "письмо {PERSON|Вебера Орлов} прочёл", "письмо {PERSON|Вебера} {PERSON|Орлов} прочёл"),
    (persons.two_persons, "с {PERSON|Вебером Троцкий} и к {PERSON|Орлову Берия}", "с {PERSON|Вебером} {PERSON|Троцкий} и к {PERSON|Орлову} {PERSON|Берия}"),
    (persons.two_persons, "с {PERSON|Камалой Харрис}, {PERSON|Иваном Черных}, {PERSON|Фиделем Кастро} и к {PERSON|Александру Райсман}", None),
    (persons.surname_by_form, "и Бегматулов сослался на Ходжамкулова, {GPE|Туркубаев} и", "и {PERSON|Бегматулов} сослался на {PERSON|Ходжамкулова}, {GPE|Туркубаев} и"),
    (persons.surname_by_form, "улица Ходжамкулова, в Бегматулове, из Ходжамкулова, 5 Бегматулов и Харьков с Героев", None),
    (persons.two_persons, "сын {PERSON|Тимура Шахрух} и внук {PERSON|Тимура Улугбек}", "сын {PERSON|Тимура} {PERSON|Шахрух} и внук {PERSON|Тимура} {PERSON|Улугбек}"),
    (persons.two_persons, "визит {PERSON|Гамаля Абдель Насера}, {PERSON|Александра Вебер}, {PERSON|Себастьяна Пиньера}", None),
    (persons.two_persons, "{PERSON|Анна Вебер} и {PERSON|Абдулла Гюль}", None),
    (persons.born_or_dead, "Низам (ум. 1092), {GPE|Кули} (р. в 1932 г.) и Г. Махтум (род. ок. 1470)", "{PERSON|Низам} (ум. 1092), {PERSON|Кули} (р. в 1932 г.) и {PERSON|Г. Махтум} (род. ок. 1470)"),
    (persons.born_or_dead, "Панджаб (р. Инд), {GPE|Оттар} (осн. 1500) и {PERSON|Низам} (1092)", None),
    (references.title_outside_author, "{PERSON|доц. Г. Читая} и {PERSON|Сахарин В. Л. Методы}", "{PERSON|доц. Г. Читая} и {PERSON|Сахарин В. Л.} Методы"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "before", "after"), CASES, ids=[f"{case[0].__name__}: {case[1]}" for case in CASES])
def test_rule(rule, before, after):
    found, wanted = found_and_wanted(rule, before, after)
    assert found == wanted


@pytest.mark.parametrize("academy", ["АН", "НАН", "АМН"])
@pytest.mark.parametrize("state", ["КР", "РК", "СССР", "Армении", "Украины", "Латвии"])
def test_an_academy_has_its_state(academy: str, state: str, nlp: Language) -> None:
    for before, after in product(
        ("Чл.-корр. ", "Акад. ", "Президент ", "Секретарь "), (" И. Орлов прибыл.", " прибыл.")
    ):
        found = {(one.label, one.text) for one in extract_text(f"{before}{academy} {state}{after}", nlp).entities}
        person = {("PERSON", "И. Орлов")} if "Орлов" in after else set()
        assert found == {("ORG", f"{academy} {state}"), ("GPE", state), *person}, before + after


@pytest.mark.parametrize("short", ["Вл.", "Ал.", "Дм.", "Ив."])
@pytest.mark.parametrize("surname", ["Соловьёв", "Толстой", "Каримов"])
def test_first_names_cut_short_are_initials(short: str, surname: str) -> None:
    text = f"По словам поэта, {short} {surname} уехал в Ригу. Он не вернулся."
    assert len(split_sentences(text)) == 2
    assert short in [text[start:end] for start, end in tokenize(text)]
    (found,) = identify_persons([PersonMention(f"{short} {surname}", "a", "поэт ", " уехал.")])
    assert found.normal == f"{short} {surname}"


@pytest.mark.parametrize("title", ["ст. науч. сотр.", "мл. науч. сотр.", "доц.", "проф."])
@pytest.mark.parametrize("surname", ["Новрузов", "Каримов", "Осмонов"])
def test_a_second_subject_behind_a_shortened_title(title: str, surname: str) -> None:
    text = f"К. Громов и {title} Э. {surname}а подготовили издание."
    assert len(split_sentences(text)) == 1
    (found,) = identify_persons(
        [PersonMention(f"Э. {surname}а", "a", f"К. Громов и {title} ", " подготовили издание.")]
    )
    assert (found.normal, found.gender) == (f"Э. {surname}а", "femn")


@pytest.mark.parametrize("sign", ["\U0001f1f1\U0001f1f9", "\U0001f1f0\U0001f1ec ✅", "🤝"])
def test_flags_and_other_pictures_between_names(sign: str, nlp: Language) -> None:
    text = f"Министр {sign} Орлов прибыл. Послы {sign} Кулиев и {sign} Рустамова договорились."
    found = [(one.text, one.normal) for one in extract_text(text, nlp).entities if one.label == "PERSON"]
    assert found == [("Орлов", "Орлов"), ("Кулиев", "Кулиев"), ("Рустамова", "Рустамова")]
