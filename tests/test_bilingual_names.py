# ruff: noqa: E501
"""Names that nobody had in view: by the sounds of many languages, whole, and only where they stand."""

from __future__ import annotations

import pytest

from letopis.bilingual.anchors import lexicon
from letopis.bilingual.names import SAME, english_organisations, english_place_names, likeness
from letopis.bilingual.persons import word_list
from letopis.bilingual.sounds import sounds_like, spellings
from letopis.bilingual.transliterate import transliterate
from letopis.records import Entity
from template_names import people
from test_bilingual_project import marked, project

SOUNDS = {
    "English": "Хьюз Hughes; Рэли Raleigh; Нокс Knox; Уилкс Wilkes; Шоу Shaw; Бёрнс Burns; Райли Reilly; Марлоу Marlowe",
    "French": "Руссо Rousseau; Гюго Hugo; Дюбуа Dubois; Бушар Bouchard; Лефевр Lefebvre; Шенье Chénier; Бодлер Baudelaire",
    "German": "Шульц Schultz; Вайс Weiss; Цвейг Zweig; Штраус Strauss; Кёлер Köhler; Гёте Goethe; Рейнхард Reinhard",
    "Spanish": "Хименес Jiménez; Кастильо Castillo; Нуньес Núñez; Вильяр Villar; Санчес Sánchez; Кеведо Quevedo",
    "Italian": "Джотто Giotto; Чезаре Cesare; Больцано Bolzano; Медичи Medici; Боргезе Borghese; Гульельмо Guglielmo",
    "Polish": "Валенса Wałęsa; Стшельчик Strzelczyk; Качиньский Kaczyński; Войцех Wojciech; Вайда Wajda",
    "Turkish": "Эрдоган Erdoğan; Инёню İnönü; Челик Çelik; Шахин Şahin; Озал Özal",
    "Chinese": "Чжан Zhang; Сюй Xu; Цинь Qin; Чжоу Zhou; Сяньчжи Xianzhi; Жэньминь Renmin; Гуанчжоу Guangzhou",
    "Japanese": "Фукуда Fukuda; Хосокава Hosokawa; Тиба Chiba; Судзуки Suzuki; Ёсида Yoshida; Мацусита Matsushita",
    "Korean": "Чон Jeong; Пак Park; Юн Yoon",
    "Arabic": "Хусейн Hussein; Джафар Jafar; Юсуф Yousef; Рашид Rashid",
    "Hungarian": "Надь Nagy; Хорти Horthy; Сабо Szabo",
}


@pytest.mark.parametrize("language", SOUNDS)
def test_names_sound_like_themselves(language: str) -> None:
    low = {}
    for pair in SOUNDS[language].split("; "):
        russian, latin = pair.split()
        low[pair] = round(sounds_like(russian, latin), 2)
    assert {pair: likely for pair, likely in low.items() if likely < SAME} == {}


def test_names_of_one_language_are_told_apart() -> None:
    """Of all names of a language the right one is the likeliest."""
    for pairs in SOUNDS.values():
        rows = [pair.split() for pair in pairs.split("; ")]
        for russian, latin in rows:
            best = max((other for _, other in rows), key=lambda other: sounds_like(russian, other))
            assert best == latin, russian


def test_every_letter_has_a_spelling_and_no_group_is_too_long() -> None:
    from letopis.bilingual.sounds import LONGEST

    assert set("абвгдеёжзийклмнопрстуфхцчшщыэюя") <= spellings().keys()
    assert max(map(len, spellings())) <= LONGEST


def test_every_made_name_is_found_whole_in_any_case() -> None:
    """Russian names of many traditions, in six cases: the transliteration of the nominative is their English span."""
    missed = []
    made = [person for person in people() if person.forms[0].count(" ") and "-" not in person.forms[0]]
    for number, person in enumerate(made[::23]):
        form, nominative = person.forms[number % 6], transliterate(person.forms[0])
        done = project(f"Там видели {{PERSON={person.forms[0]}|{form}}} вчера.", f"They saw {nominative} there.")
        if [entity.text for entity in done.english.entities] != [nominative]:
            missed.append((form, nominative, [entity.text for entity in done.english.entities]))
    assert len(missed) <= 0.02 * len(made[::23]), missed


@pytest.mark.parametrize(
    ("russian", "english"),
    [
        ("{PERSON|Элен Дюваль-Морель} и {PERSON|Дюваль-Морель}.", "{PERSON|Hélène Duval-Morel}, {PERSON|Duval-Morel}."),
        ("Внук, {PERSON|Роберт Хейл III}, и {PERSON|Том Рид-младший}.", "{PERSON|Robert Hale III}, the grandson, and {PERSON|Tom Reid Jr.}"),
        ("Об этом сказал {PERSON|Марш}.", "Ms {PERSON|Marsh} said so."),
        ("Сенатор {PERSON|Бретт Колдуэлл} и судья {PERSON|Нэш}.", "Sen. {PERSON|Brett Caldwell} and Judge {PERSON|Nash}."),
        ("{PERSON|Лафонтен} уехал.", "{PERSON|Pierre Lafontaine} left."),
        ("Король {PERSON|Карл XII} и {PERSON|Пётр I}.", "King {PERSON|Charles XII} and {PERSON|Peter I}."),
        ("{PERSON|Людвиг ван Хольтен} и {PERSON|Омар аль-Башир}.", "{PERSON|Ludwig van Holten} and {PERSON|Omar al-Bashir}."),
        ("{PERSON|Чэнь Юньфэн} и {PERSON|Ли Дачжао}.", "{PERSON|Chen Yunfeng} and {PERSON|Li Dazhao}."),
        ("{GPE|Дания} спорила с датскими купцами.", "{GPE|Denmark} quarrelled with Danish merchants."),
        ("Правительство {GPE|Китайской Республики}.", "The government of the {GPE|Republic of China}."),
        ("В {GPE|Папуа – Новой Гвинее}.", "In {GPE|Papua New Guinea}."),
        ("Из {GPE|Цзянси} и {GPE|Хэнани}.", "From {GPE|Jiangxi Province} and {GPE|Henan}."),
        ("{ORG|Лейбористская партия} ждала.", "{ORG|Labour} waited."),
        ("В {ORG|Сенате {GPE|США}}.", "In the {ORG|{GPE|US} Senate}."),
        ("Газета {ORG|Northern Echo} молчала.", "The {ORG|Northern Echo} was silent."),
        ("{DATE|середине 17-го века} и {DATE|44 г. до н. э.}", "the {DATE|mid 17th century} and {DATE|44 BC}"),
    ],
)  # fmt: skip
def test_spans_without_nominatives_or_values(russian: str, english: str) -> None:
    """What a Russian record leaves out is worked out: these spans have nothing but a label."""
    from letopis.formats.markup import read_markup, write_markup

    plain, spans = read_markup(english)
    bare = list(project(russian, plain).english.entities)
    found = sorted((e.start_offset, e.end_offset, e.label) for e in bare)
    assert found == sorted(span[:3] for span in spans), write_markup(plain, bare)


def test_a_word_that_is_right_teaches_the_others() -> None:
    """Where Бретт is Brett, the word behind it is his surname; from then on the surname alone is known."""
    from letopis.bilingual.align import SentenceLink
    from letopis.bilingual.project import project_entities
    from letopis.records import Article, Sentence

    russian = marked("{PERSON|Бретт Квирито} пришёл. {PERSON|Квирито} молчал.", "a", "ru")
    russian = Article(
        id="a",
        text=russian.text,
        entities=russian.entities,
        sentences=[Sentence(0, 22), Sentence(23, len(russian.text))],
    )
    text = "Brett Cherry came. Then Cherry was silent."
    english = Article(id="a-en", language="en", text=text, sentences=[Sentence(0, 18), Sentence(19, len(text))])
    links = [SentenceLink((0,), (0,), 1.0), SentenceLink((1,), (1,), 1.0)]
    done = project_entities(russian, english, links)
    assert [e.text for e in done.english.entities] == ["Brett Cherry", "Cherry"]


def test_english_repeats_a_name_that_russian_does_not() -> None:
    done = project(
        "{PERSON|Аскар Марков} из {GPE|Риги} устал: он шёл.",
        "Askar Markov of Riga was tired: Markov had walked from Paris.",
    )
    assert [(e.text, e.by) for e in done.english_alone] == [
        ("Markov", "projection.alone"),
        ("Paris", "projection.alone"),
    ]
    assert done.english_alone[0].entity == done.english.entities[0].entity
    assert {number for _, number in done.pairs}.isdisjoint(e.id for e in done.english_alone)


@pytest.mark.parametrize("english", ["Jack London wrote.", "They climbed Mount Kenya.", "A Parisian sang."])
def test_a_place_in_another_name_is_none(english: str) -> None:
    assert project("Там пели.", english).english_alone == ()


def test_the_tables_are_in_order() -> None:
    assert {"Michigan", "São Paulo", "Soviet Union"} <= english_place_names()
    assert all(names and all(names) for names in english_organisations().values())
    assert word_list("titles.en.txt").isdisjoint(map(str.lower, ("Joan", "Ivan", "Mary")))
    assert likeness("Сахара", "Sahara") >= SAME
    assert lexicon()
    assert Entity.at("Рим", 0, 3, "GPE").text
