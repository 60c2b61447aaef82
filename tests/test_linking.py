from __future__ import annotations

import re
from collections import Counter

import pytest

from letopis.linking.articles import link_articles
from letopis.linking.inflection import nominative_phrase
from letopis.linking.people import PersonName
from letopis.linking.places import place_nominative
from letopis.records import Article, Entity
from letopis.russian.names import name_readings
from letopis.russian.states import state_names
from person_mentions import PersonMention, identify_persons


@pytest.mark.parametrize(
    ("phrase", "nominative"),
    [
        ("Министерством юстиции Чехии", "Министерство юстиции Чехии"),
        ("Олий Мажлиса Узбекистана", "Олий Мажлис Узбекистана"),
        ("Верховного Суда", "Верховный Суд"),
        ("Лиги Наций", "Лига Наций"),
        ("Вологодской и Тверской областей", "Вологодская и Тверская области"),
        ("Казахской ССР", "Казахская ССР"),
        ("издательства «Наука»", "издательство «Наука»"),
        ("Тбилиси", "Тбилиси"),
        ("НАТО", "НАТО"),
        ("Нижнем Новгороде", "Нижний Новгород"),
        ("вооруженных сил Франции", "вооруженные силы Франции"),
        ("Высшего совета", "Высший совет"),
        ("Высшими женскими курсами", "Высшие женские курсы"),
        ("Лучшей школе Чехии", "Лучшая школа Чехии"),
        ("Младшего жуза", "Младший жуз"),
        ("КП(б) Туркмении", "КП(б) Туркмении"),
        ("Торговом и платёжном соглашении о зерне", "Торговое и платёжное соглашение о зерне"),
        ("торговом и платёжном договоре", "торговый и платёжный договор"),
        ("торговой и платёжной конвенцией с Чили", "торговая и платёжная конвенция с Чили"),
    ],
)
def test_nominative(phrase: str, nominative: str) -> None:
    assert nominative_phrase(phrase) == nominative


@pytest.mark.parametrize(
    ("form", "nominative"),
    [
        ("Назарбаевым", "Назарбаев"),
        ("Высоцкому", "Высоцкий"),
        ("Рейгана", "Рейган"),
        ("Каддафи", "Каддафи"),
        ("Ага-заде", "Ага-заде"),
        ("Бернадотом", "Бернадот"),
        ("Гасановы", "Гасановы"),
        ("Рыжовского", "Рыжовский"),
        ("Ланового", "Лановой"),
        ("Грустному", "Грустный"),
        ("Великого", "Великий"),
        ("Барбье", "Барбье"),
        ("Чаушеску", "Чаушеску"),
        ("Баймурзаулы", "Баймурзаулы"),
        ("Эралы", "Эралы"),
        ("Бондарём", "Бондарь"),
    ],
)
def test_surnames(form: str, nominative: str) -> None:
    assert max(name_readings(form), key=lambda r: r.weight).nominative == nominative


def named(label: str, *articles: list[str]) -> list[Entity]:
    """Link articles of mentions alone; places inside a mention's braces are GPE: ``Посольство {РК}``."""
    made = []
    for number, mentions in enumerate(articles):
        text, entities = "", list[Entity]()
        for mention in mentions:
            before, _, shown = mention.rpartition("|")
            text += before
            start, outer = len(text), len(entities)
            entities.append(Entity(id=1, label=label, start_offset=start, end_offset=start + 1, text="?"))
            for piece in re.split(r"(\{[^}]+\})", shown):
                if piece.startswith("{"):
                    entities.append(Entity(id=1, label="GPE", start_offset=len(text),
                                           end_offset=len(text) + len(piece) - 2, text=piece[1:-1]))  # fmt: skip
                text += piece.strip("{}")
            entities[outer] = Entity(id=1, label=label, start_offset=start, end_offset=len(text), text=text[start:])
            text += ". "
        made.append(Article(id=f"a{number}", text=text, entities=entities))
    return [e for article in link_articles(made) for e in article.entities if e.label == label]


def persons(*texts: str) -> list[str]:
    return [p.referent for p in identify_persons([PersonMention(text, "a") for text in texts])]


def test_one_surname_two_persons() -> None:
    assert persons("Николая Романова", "А. Романов", "Н. Романову", "Романов") == [
        "Николай Романов", "А. Романов", "Николай Романов", "Николай Романов",
    ]  # fmt: skip


def test_a_surname_joins_the_last_person_of_its_article() -> None:
    mentions = [
        PersonMention("Г. Осипов", "a"),
        PersonMention("В. Осипов", "a"),
        PersonMention("Осипова", "a"),
        PersonMention("Г. Осипов", "b"),
        PersonMention("Осипову", "b"),
    ]
    assert [p.referent for p in identify_persons(mentions)] == [
        "Г. Осипов",
        "В. Осипов",
        "В. Осипов",
        "Г. Осипов",
        "Г. Осипов",
    ]


def test_men_and_women_and_families() -> None:
    found = identify_persons(
        [PersonMention(t, "a") for t in ("Ольга Петрова", "Ольгой Петровой", "Петровы", "Иван Петров")]
    )
    assert [p.normal for p in found] == ["Ольга Петрова", "Ольга Петрова", "Петровы", "Иван Петров"]
    assert [p.gender for p in found][:2] == ["femn", "femn"]


def test_a_title_before_a_name_tells_its_case() -> None:
    found = identify_persons([PersonMention("И. Токаева", "a", "визит президента РК ")])
    assert (found[0].normal, found[0].gender) == ("И. Токаев", "masc")


def test_surname_before_first_name_and_patronymic() -> None:
    assert persons("Иванова Ивана Ивановича", "И.И. Иванов") == ["Иванов Иван Иванович"] * 2


def test_first_name_alone_joins_its_bearer() -> None:
    assert persons("Низами Гянджеви", "Низами") == ["Низами Гянджеви"] * 2


def test_states_by_every_name() -> None:
    texts = ["Российской Федерацией", "РФ", "России", "Республики Казахстан", "Казахстаном", "США"]
    found = named("GPE", texts)
    names = ["Россия", "Россия", "Россия", "Казахстан", "Казахстан", "Соединенные Штаты Америки"]
    assert [place.referent for place in found] == names
    own = ["Российская Федерация", "РФ", "Россия", "Республика Казахстан", "Казахстан", "США"]
    assert [place.normal for place in found] == own


def test_an_abbreviation_is_what_its_article_writes_in_full() -> None:
    assert [place.referent for place in named("GPE", ["Чешской Республике", "ЧР"], ["ЧР"])] == ["Чехия"] * 3
    assert named("GPE", ["ЧР"])[0].referent == "ЧР"
    two = named("GPE", ["Чешской Республике", "ЧР"], ["Чувашской Республике", "ЧР"], ["ЧР"])
    assert len({place.entity for place in two}) == 3


def test_two_states_with_one_noun() -> None:
    [found] = named("GPE", ["Чешской и Словацкой Республик"])
    assert (found.referent, found.entity) == ("Чехия и Словакия", "gpe:CZ+SK")


def test_state_table_is_whole() -> None:
    codes = {code for code, _ in state_names().values()}
    assert len(codes) >= 197
    assert all(len(code) in {2, 4} and code.isupper() for code in codes if code)


def test_organisations_share_an_identity() -> None:
    first = ["Посольство {РК} в {Италии}", "Посольством {Казахстана}", "Европейского союза", "ЕС", "Союза"]
    found = named("ORG", [*first, "газета «Труд»"], ["газету «Труд»"])
    keys = [one.entity for one in found]
    assert keys[0] == keys[1] != keys[2]
    assert keys[2] == keys[3] == keys[4]
    assert keys[5] == keys[6]
    assert (found[3].normal, found[3].referent) == ("ЕС", "Европейский союз")


def test_a_quoted_name_keeps_its_form_where_nothing_governs_it() -> None:
    words = ["", "Вчера ", "письмо в ", "акции ", "СНГ, "]
    names = [named("ORG", [f"{word}«|Узбекводоком"])[0].normal for word in words]
    assert [name == "Узбекводоком" for name in names] == [True, True, False, False, True]
    assert named("ORG", ["и «|Правде"])[0].normal == "Правда"
    assert named("ORG", ["НАН"])[0].entity == "org:НАН"


def test_identities_cross_articles() -> None:
    def article(name: str, text: str) -> Article:
        return Article(
            id=name, text=text, entities=[Entity(id=1, label="PERSON", start_offset=0, end_offset=len(text), text=text)]
        )

    linked = link_articles([article("a", "Э. Тофик"), article("b", "Эльмаром Тофиком")])
    assert {e.entity for a in linked for e in a.entities} == {"person:э. тофик"}


def test_a_book_names_one_person_fifty_thousand_times() -> None:
    mentions = [PersonMention("К. Лунд", "a"), PersonMention("Лундом", "a")] * 25_000
    assert {person.referent for person in identify_persons(mentions)} == {"К. Лунд"}


def test_a_book_shortens_a_name_fifty_thousand_times() -> None:
    mentions = ["Лига северных городов", *["Лиги"] * 5_000, *["Собрание"] * 5_000]
    assert len({organisation.entity for organisation in named("ORG", mentions)}) == 2


def test_a_form_that_attests_only_itself_yields_to_one_attested_as_often():
    assert place_nominative("Гиртом", Counter({"гиртом": 1, "гирт": 1})) == "Гирт"
    assert place_nominative("Гиртом", Counter({"гиртом": 2, "гирт": 1})) == "Гиртом"


def test_a_town_that_nobody_has_met_ends_with_a_consonant_unless_the_text_says_otherwise():
    assert place_nominative("Зурмоке") == "Зурмок"
    assert place_nominative("Зурмоке", Counter({"зурмоке": 1, "зурмока": 2})) == "Зурмока"


def namesakes(number: int) -> list[PersonMention]:
    """Persons of one surname with different first names, and a woman's bare surname after each."""
    syllables = [consonant + vowel for consonant in "бвгдкмнпрст" for vowel in "аоуи"]
    firsts = [f"{one}{other}н".capitalize() for one in syllables for other in syllables][:number]
    return [PersonMention(text, "a") for first in firsts for text in (f"{first} Яшин", "Яшиной")]


def test_namesakes_are_compared_with_those_whom_they_can_be(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = 0
    fits = PersonName.fits

    def counted(one: PersonName, other: PersonName) -> bool:
        nonlocal calls
        calls += 1
        return fits(one, other)

    monkeypatch.setattr(PersonName, "fits", counted)
    counts = []
    for number in (300, 600):
        before = calls
        identify_persons(namesakes(number))
        counts.append(calls - before)
    assert counts[1] <= 2.5 * counts[0]


def test_namesakes_of_one_first_name_are_one_person() -> None:
    names = ["Иван Яшин", "Павел Яшин", "П. Яшин", "И.П. Яшин", "Ивана Яшина", "Яшин", "М. Яшин"]
    found = identify_persons([PersonMention(name, "a") for name in names])
    assert [one.referent for one in found] == [
        "Иван Яшин", "Павел Яшин", "Павел Яшин", "Иван Яшин", "Иван Яшин", "Иван Яшин", "М. Яшин",
    ]  # fmt: skip
