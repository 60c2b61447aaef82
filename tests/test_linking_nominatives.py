"""Foreign names, names beside others and names behind nouns come back to the nominative, by kinds."""

from __future__ import annotations

from itertools import product

import pytest

from letopis.linking.persons import SERVANTS
from letopis.russian.tables import rows
from person_mentions import PersonMention, identify_persons

CASES = ("gent", "datv", "ablt", "loct")
MEN = {
    "Олаф Шольц": "Олафа Шольца, Олафу Шольцу, Олафом Шольцем, Олафе Шольце",
    "Гарри Трумэн": "Гарри Трумэна, Гарри Трумэну, Гарри Трумэном, Гарри Трумэне",
    "Симон Боливар": "Симона Боливара, Симону Боливару, Симоном Боливаром, Симоне Боливаре",
    "Урмас Паэт": "Урмаса Паэта, Урмасу Паэту, Урмасом Паэтом, Урмасе Паэте",
    "Владислав Гомулка": "Владислава Гомулки, Владиславу Гомулке, Владиславом Гомулкой",
    "Михаил Глинка": "Михаила Глинки, Михаилу Глинке, Михаилом Глинкой, Михаиле Глинке",
}
WOMEN = {
    "Камала Харрис": "Камалы Харрис, Камале Харрис, Камалой Харрис, Камале Харрис",
    "Индира Ганди": "Индиры Ганди, Индире Ганди, Индирой Ганди, Индире Ганди",
    "Илзе Берзина": "Илзе Берзиной, Илзе Берзиной, Илзе Берзиной, Илзе Берзиной",
    "Даива Гудайте": "Даивы Гудайте, Даиве Гудайте, Даивой Гудайте, Даиве Гудайте",
}
BEFORE = {
    "gent": ("Речь ", "Биография ", "Письма от "),
    "datv": ("Письмо ", "Телеграмма ", "Ответ ", "Памятник ", "Приказ ", "Он обратился к ", "Его направили к "),
    "ablt": ("Переговоры с ", "Спор между "),
    "loct": ("Книга о ", "Фильм об "),
}


def told(text: str, before: str = "", after: str = "") -> tuple[str, str | None]:
    (found,) = identify_persons([PersonMention(text, "a", before, after)])
    return found.normal, found.gender


@pytest.mark.parametrize("name", [*MEN, *WOMEN])
def test_alone_and_behind_another(name: str) -> None:
    """``Переговоры с Николаем Кузнецовым и Олафом Шольцем``: what governs the first governs the second."""
    sex, forms = ("masc", MEN[name]) if name in MEN else ("femn", WOMEN[name])
    others = ("Ивана Громова", "Ивану Громову", "Иваном Громовым", "Иване Громове")
    for case, form, other in zip(CASES, forms.split(", "), others, strict=False):
        for before, beside in product(BEFORE[case], ("", f"{other} и ")):
            assert told(form, before + beside, " вышли в печать.") in {(name, sex), (name, None)}, (
                before + beside + form
            )


@pytest.mark.parametrize("house", ["Тани", "Маджали", "Хинди", "Вахаби"])
@pytest.mark.parametrize("article", ["Аль ", "аль-", "Аль-"])
def test_a_name_in_i_behind_an_article_stays(house: str, article: str) -> None:
    for form in ("Хамада", "Хамаду", "Хамадом", "Хамаде"):
        assert told(f"{form} {article}{house}")[0] == f"Хамад {article}{house}"


@pytest.mark.parametrize("servant", sorted(SERVANTS - {"Абд"}))
def test_servants_stay_before_their_lord(servant: str) -> None:
    for ending in ("а", "у", "ом", "е"):
        assert told(f"Омар{ending} {servant} Азиз{ending}") == (f"Омар {servant} Азиз", "masc")


BALTIC = [(sex, name) for sex, nation, names in rows("given_names.tsv") for name in names.split() if nation == "Baltic"]


@pytest.mark.parametrize(("sex", "name"), BALTIC)
def test_baltic_names_have_their_sex(sex: str, name: str) -> None:
    surname = {"masc": "Озолс", "femn": "Озола"}[sex]
    assert told(f"{name.title()} {surname}") == (f"{name.title()} {surname}", sex)


SURNAMES = ["Джапаров", "Нурбеков", "Кармышев", "Джумабаев", "Мамбетов", "Сагынбаев"]
"""Surnames that the dictionary lacks."""


@pytest.mark.parametrize("surname", SURNAMES)
@pytest.mark.parametrize("initials", ["Р.", "Б. Х."])
def test_an_ending_tells_a_woman(surname: str, initials: str) -> None:
    initials_joined = initials.replace(" ", "")
    for before, after in (
        ("", " и К. Шубин спорили."),
        ("Собрала этнограф ", "."),
        ("Ответила историк ", ", автор книги."),
    ):
        assert told(f"{initials} {surname}а", before, after) == (f"{initials_joined} {surname}а", "femn")


@pytest.mark.parametrize("surname", [*SURNAMES, "Рахимов", "Каримов"])
@pytest.mark.parametrize("adverb", ["ещё", "уже", "также", "лишь", "только вчера", "впервые"])
def test_an_adverb_between_verb_and_name(surname: str, adverb: str) -> None:
    assert told(f"З. {surname}а", f"Гипотезу выдвинула {adverb} ", ", а позже её отвергли.") == (
        f"З. {surname}а",
        "femn",
    )
    assert told(f"З. {surname}", f"Гипотезу выдвинул {adverb} ", ".") == (f"З. {surname}", "masc")


@pytest.mark.parametrize("surname", [*SURNAMES, "Рахимов", "Каримов"])
@pytest.mark.parametrize("verb", ["составили указатель.", "прибыли.", "впервые выступили вместе."])
def test_a_second_subject(surname: str, verb: str) -> None:
    for first in ("М. Гоциридзе и ", "К. Громов и проф. ", "Л. Ким и канд. филос. наук ", "К. Громов и доц. УрФУ "):
        assert told(f"Э. {surname}а", first, f" {verb}") == (f"Э. {surname}а", "femn"), first
        assert told(f"Э. {surname}", first, f" {verb}") == (f"Э. {surname}", "masc"), first


@pytest.mark.parametrize("aside", ["например", "впрочем", "по-видимому", "как известно", "в свою очередь"])
def test_words_set_off_between_verb_and_subject(aside: str) -> None:
    for surname in ("Каримов", "Джапаров"):
        assert told(f"З. {surname}а", f"Иначе думала, {aside}, ", ".") == (f"З. {surname}а", "femn")


def test_a_bracket_and_an_apposition_before_the_verb() -> None:
    for surname in SURNAMES:
        told_of = told(f"Ж. {surname}а", "", " (р. 1939), дочь учителя, училась в Праге.")
        assert told_of == (f"Ж. {surname}а", "femn")


@pytest.mark.parametrize("surname", ["Гудайте", "Янкаускене", "Степонавичене", "Жемайтювене", "Станкявичюте"])
def test_a_surname_that_only_women_bear(surname: str) -> None:
    for form in ("Даля", "Дале", "Далю", "Далей"):
        assert told(f"{form} {surname}") == (f"Даля {surname}", "femn")


@pytest.mark.parametrize("subject", ["Депутаты", "Они", "Военные", "Вчера послы"])
@pytest.mark.parametrize("verb", ["поддержали", "свергли", "наградили"])
def test_behind_a_plural_with_its_subject_a_name_is_an_object(subject: str, verb: str) -> None:
    for form, name in (("Юн Бо Сона", "Юн Бо Сон"), ("Осмонова", "Осмонов"), ("Р. Каримову", "Р. Каримова")):
        assert told(form, f"{subject} {verb} ", ".")[0] == name


@pytest.mark.parametrize("name", ["Р. Назым", "Р. Осмонова", "Осмонов"])
@pytest.mark.parametrize("behind", [" (р. 1870) – поэт.", " – посол.", " (Бишкек) писал."])
def test_a_name_that_opens_a_definition_is_a_nominative(name: str, behind: str) -> None:
    assert told(name, "", behind)[0] == name


@pytest.mark.parametrize("verb", ["работали", "жили", "выступили", "приехали", "вчера спорили"])
@pytest.mark.parametrize("behind", [" и её муж А. Громов.", ", её сестра и другие.", " и Громов."])
def test_behind_a_plural_that_takes_no_object_a_name_is_its_subject(verb: str, behind: str) -> None:
    for before in (f"В архиве {verb} ", f"Здесь {verb} "):
        assert told("Э. Осмонова", before, behind) == ("Э. Осмонова", "femn")
    assert told("Осмонова", "Все боялись ", ".")[0] == "Осмонов"


@pytest.mark.parametrize("number", ["Глава 3. ", "Глава II. ", "Раздел 12. ", "Часть IV. "])
@pytest.mark.parametrize("thing", ["Роль", "Взгляды", "Доклад"])
def test_the_number_of_a_heading_governs_nothing(number: str, thing: str) -> None:
    assert told("Ч. Т. Осмонова", f"{number}{thing} ", " и С. Усенова в Азии") == ("Ч.Т. Осмонов", "masc")


@pytest.mark.parametrize("short", ["окт. 1920", "тыс. чел.", "проф. союз", "сент. 1921 г."])
def test_an_abbreviation_begins_no_clause(short: str) -> None:
    assert told("Ф. Осмонова", f"Съезд, открывший {short}, избрал ", ".") == ("Ф. Осмонов", "masc")


LISTS = {
    "Протокол подписали {}.": ("Ахмедова femn", "Гусев masc", "Назарова femn"),
    "Авторы: {}.": ("Юсупова femn", "Сулейменова femn", "Рахимов masc"),
    "Наградили {} и других.": ("Иванову femn", "Громова masc", "Абдуллаеву femn"),
    "Жалоба {} отклонена.": ("Ахмедовой femn", "Гусева masc", "Литвинова masc"),
    "Телеграмма от {} пришла.": ("Ахмедова masc", "Гусева masc", "Литвинова masc"),
    "Беседа с {} длилась час.": ("Жуковым masc", "Алиевой femn", "Подгорным masc"),
    "Среди них были {}; ждали других.": ("Подгорный masc", "Сулейменова femn", "Тищенко any"),
}


@pytest.mark.parametrize("sentence", LISTS)
@pytest.mark.parametrize("order", ["{0} {1}", "{1} {0}"])
@pytest.mark.parametrize("joint", [" и ", ", "])
def test_names_of_a_list_stand_in_one_case(sentence: str, order: str, joint: str) -> None:
    """``Ахмедова Р. К., Гусев П. И.``: the man's nominative tells that of the woman before and behind him."""
    told_of = [one.split() for one in LISTS[sentence]]
    names = [
        order.format(name, initials) for (name, _), initials in zip(told_of, ("Р. К.", "П. И.", "Л. Т."), strict=True)
    ]
    listed = ", ".join(names[:-1]) + joint + names[-1]
    text = sentence.format(listed)
    for name, (_, sex) in zip(names, told_of, strict=True):
        before, after = text.split(name)
        [one] = identify_persons([PersonMention(name, "a", before, after)])
        assert one.gender == sex or (one.gender is None and sex == "any"), (text, name)


@pytest.mark.parametrize("surname", ["Коллонтай", "Экстер", "Гильман", "Цеткин"])
@pytest.mark.parametrize("before", ["Посольство поручили ", "Он обратился к ", "Письмо ", "Книга о "])
def test_a_form_of_a_womans_name_is_no_mans_name_that_stays(surname: str, before: str) -> None:
    """``Александре`` is a Georgian name too."""
    assert told(f"Александре {surname}", before, ".") == (f"Александра {surname}", "femn")


@pytest.mark.parametrize(
    ("family", "one"),
    [
        ("Михаил Раевские", "Михаил Раевский"), ("Мария Осиповы", "Мария Осипова"), ("Пётр Ганины", "Пётр Ганин"),
        ("Анной Осиповыми", "Анна Осипова"), ("Пётр Трубецкие", "Пётр Трубецкий"), ("Мухтар Ауэзовы", "Мухтар Ауэзов"),
    ],
)  # fmt: skip
def test_a_familys_surname_is_that_of_the_last_named(family: str, one: str) -> None:
    """``Николай и Михаил Раевские``."""
    assert told(family, "Николай и ", " приехали.")[0] == one


@pytest.mark.parametrize("given", ["Жумаалы", "Мамбетаалы", "Эсенаалы", "Абдыкаалы"])
def test_kyrgyz_names_in_aaly_stay(given: str) -> None:
    for surname in ("Асанов", "Асанова", "Асанову", "Асановым"):
        assert told(f"{given} {surname}")[0] == f"{given} Асанов"


@pytest.mark.parametrize("surname", ["Байтурсунов", "Каримов", "Ахмедов", "Мендешев", "Осмонов", "Гагарин"])
@pytest.mark.parametrize("verb", ["назначил", "арестовал", "тогда встречал", "поддержал"])
def test_before_a_verb_with_its_subject_behind_a_mans_name_is_an_object(surname: str, verb: str) -> None:
    """``Каримова назначил Икрамов``; no woman is the subject of that verb."""
    for subject in ("Икрамов", "А. Петерс"):
        assert told(f"{surname}а", "", f" {verb} {subject}.") == (surname, "masc")
    assert told(f"{surname}а", "", f" {verb[:-1]}ла Икрамова.") == (f"{surname}а", "femn")


@pytest.mark.parametrize("word", ["старше", "моложе", "позже", "раньше", "выше", "умнее"])
def test_a_comparative_asks_for_a_genitive(word: str) -> None:
    for surname in ("Каримов", "Гусев", "Орлов", "Ахмедов"):
        assert told(f"{surname}а", f"Она приехала {word} ", ".") == (surname, "masc")
