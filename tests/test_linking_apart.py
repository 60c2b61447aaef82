"""Names that no word governs are nominatives: bylines, labels, posts, subjects of a plural; a man's genitive stays."""

from __future__ import annotations

import pytest

from person_mentions import PersonMention, identify_persons

MEN = [
    "Кузнецов", "Ковалёв", "Орлов", "Лебедев", "Рахимов", "Джапаров", "Кузьмин", "Гагарин", "Голицын", "Волков",
    "Соколов", "Иванов",
]  # fmt: skip
"""Surnames, of the dictionary and of none, whose genitive is a woman's nominative."""

SEEN_RATHER_AS_WOMEN = {"Орлов"}
"""Where nothing tells the case, the dictionary takes ``Орлова`` for a woman's."""

ADJECTIVES = ["Достоевск", "Высоцк"]

APART = [
    "{}", "Доклад.\n{}\nМир наступил.", "О мире\n{} (Москва)\n", "1. {}\n", "Мир\n\n© {}\n",
    "{}, профессор", "{}, к. и. н., доцент", "{}, д-р ист. наук", "{}, МГУ, Москва", "{}, Институт истории\n",
    "{}, заведующая отделом", "Мир.\n{}, директор музея, Прага",
    "Автор: {}", "Автор статьи: {}.", "Редактор: {}", "Перевод: {}.", "Перевод с чешского: {}", "Отв. ред.: {}.",
    "Научный руководитель: {}\n", "Присутствовали: {}.", "(перевод: {})",
    "Доктор исторических наук {}.", "Переводчик {}.", "Профессор {}, Прага", "Рецензент доцент {}.",
    "Доктор наук {} и её ученики.", "Старший научный сотрудник {}.", "Посол {}.",
    "Директор института {}.", "Редактор журнала {}, Прага", "Заведующая кафедрой {} и её ученики.",
    "В статье {} рассматривает договоры.", "В этой книге {} описывает съезд.",
    "Статью подготовили {} и её ученики.", "Доклад написали {} и другие.",
]  # fmt: skip
"""Where a nominative stands."""

OTHERS = [
    "Доклад {}", "Биография {}", "Портрет доктора наук {}", "Труды профессора {} изданы.", "Ученик {}.", "Сын {}, врач",
    "Заместитель {}.", "Портрет директора института {}.", "Письмо заведующей кафедрой от {}.",
    "Рецензия на книгу {}, Прага", "Мир в\n{}\n", "Из письма: {}", "Письма от {}.",
    "Вчера арестовали {}.", "Весь день искали {}.", "Здесь боялись {}.", "В доме {} жила сестра.",
    "В статье {} рассматриваются договоры.", "Газеты критиковали {}.",
]  # fmt: skip
"""Where a genitive or accusative stands."""

SUBJECTS = [
    "{} опубликовали монографию.", "{} впервые выступили в Праге.", "Вчера {} обсудили доклад.", "{} приехали.",
    "Статью написали {}.", "Доклад вчера подготовили {}.", "Выступили {}.", "Авторы: {}", "{}\n", "Мир\n{} (Прага)\n",
    "Перевод: {}.", "Профессора {} выступили.", "Авторы {} обсудили доклад.",
]  # fmt: skip
"""Where a list of subjects, or of authors, stands."""

OBJECTS = ["Книги {} опубликовали.", "Доклад {}.", "Письма от {} пришли.", "Вчера арестовали {}.", "Работы {}, Прага"]


LISTS = ["{} и {}", "{}, {}", "{}, {} и {}"]
INITIALS = ["Л. М.", "С.", "Е. П."]


def told(template: str, *names: str) -> list[tuple[str, str | None]]:
    """Return the nominative and the gender of each name that is put into a text."""
    gaps = template.split("{}")
    text = template.format(*names)
    mentions, at = [], 0
    for gap, name in zip(gaps, names, strict=False):
        start, end = at + len(gap), at + len(gap) + len(name)
        mentions.append(PersonMention(name, "a", text[:start][-60:], text[end:][:120]))
        at = end
    return [(found.normal, found.gender) for found in identify_persons(mentions)]


def joined(initials: str) -> str:
    return initials.replace(" ", "")


@pytest.mark.parametrize("template", APART)
def test_a_woman_where_a_nominative_stands(template: str) -> None:
    for surname in (*(f"{man}а" for man in MEN), *(f"{stem}ая" for stem in ADJECTIVES)):
        for name, normal in ((f"Т. В. {surname}", f"Т.В. {surname}"), (f"{surname} Т. В.", f"{surname} Т.В.")):
            assert told(template, name) == [(normal, "femn")], template.format(name)


@pytest.mark.parametrize("template", APART)
def test_a_man_where_a_nominative_stands(template: str) -> None:
    for surname in (*MEN, *(f"{stem}ий" for stem in ADJECTIVES)):
        assert told(template, f"Т. В. {surname}") == [(f"Т.В. {surname}", "masc")], template.format(surname)


@pytest.mark.parametrize("template", OTHERS)
def test_a_mans_genitive_stays_one(template: str) -> None:
    for surname in MEN:
        if surname in SEEN_RATHER_AS_WOMEN:
            continue
        assert told(template, f"Т. В. {surname}а") == [(f"Т.В. {surname}", "masc")], template.format(surname)


@pytest.mark.parametrize("names", LISTS)
@pytest.mark.parametrize("template", SUBJECTS)
def test_women_in_a_list_of_subjects(template: str, names: str) -> None:
    for at in range(len(MEN)):
        own = [f"{MEN[(at + more) % len(MEN)]}а" for more in range(names.count("{}"))]
        written = [f"{initials} {surname}" for initials, surname in zip(INITIALS, own, strict=False)]
        wanted = [(f"{joined(initials)} {surname}", "femn") for initials, surname in zip(INITIALS, own, strict=False)]
        assert told(template.replace("{}", names), *written) == wanted, written


@pytest.mark.parametrize("names", LISTS)
@pytest.mark.parametrize("template", OBJECTS)
def test_men_in_a_list_that_is_governed(template: str, names: str) -> None:
    men = [man for man in MEN if man not in SEEN_RATHER_AS_WOMEN]
    for at in range(len(men)):
        own = [men[(at + more) % len(men)] for more in range(names.count("{}"))]
        written = [f"{initials} {surname}а" for initials, surname in zip(INITIALS, own, strict=False)]
        wanted = [(f"{joined(initials)} {surname}", "masc") for initials, surname in zip(INITIALS, own, strict=False)]
        assert told(template.replace("{}", names), *written) == wanted, written


def test_a_byline_tells_of_its_article() -> None:
    for man in MEN:
        name = f"П. С. {man}а"
        wanted = [(f"П.С. {man}а", "femn")] * 2
        assert told("{}\nВ статье {} рассматривает договоры.", name, name) == wanted
        assert told("О мире\n{}\nДоклад {} издан.", name, name) == wanted
