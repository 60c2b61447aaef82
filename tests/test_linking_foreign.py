"""Foreign names in ``е`` stay where the case is a nominative, or nothing tells it; forms of others come back."""

from __future__ import annotations

import pytest

from person_mentions import PersonMention, identify_persons

STAYING = ["Ланге", "Рённе", "Хольте", "Вибе", "Монне", "Момаде", "Лавалье", "Энгле", "Тибе", "Сонобе"]
DECLINING = {"Шольц": "Шольце", "Трумэн": "Трумэне", "Боливар": "Боливаре", "Тофик": "Тофике", "Паэт": "Паэте"}
UNTOLD = ["{}", "от Норвегии – {}.", "Мир ({}) наступил.", "Договор подписали {} и Р. Ким."]
NOMINATIVES = ["{} отметил рост.", "Договор подписал {}.", "Посол {}, Прага", "Автор: {}", "Посланник {} прибыл."]
LOCATIVES = ["Книга о {} вышла.", "Фильм о {}.", "При {} наступил мир.", "Президент, избранный при {}, ушёл."]


def told(text: str, name: str) -> str:
    before, after = text.split("{}")
    (found,) = identify_persons([PersonMention(name, "a", before, after)])
    return found.normal


@pytest.mark.parametrize("surname", STAYING)
@pytest.mark.parametrize("text", [*UNTOLD, *NOMINATIVES])
def test_a_name_in_e_stays(surname: str, text: str) -> None:
    for first in ("Х. ", "Ганс "):
        assert told(text, first + surname) == first + surname


@pytest.mark.parametrize("surname", DECLINING)
@pytest.mark.parametrize("text", LOCATIVES)
def test_a_form_in_e_comes_back_where_the_case_is_told(surname: str, text: str) -> None:
    for first, form in (("Х. ", "Х. "), ("Олаф ", "Олафе ")):
        assert told(text, form + DECLINING[surname]) == first + surname


@pytest.mark.parametrize("given", ["Соне", "Дине", "Анне", "Лене"])
@pytest.mark.parametrize("text", ["Договор подписал {}.", "Посланник {}, Прага", "Посланники {} и Р. Ким."])
def test_what_looks_like_a_dative_stays_where_only_a_nominative_can_be(given: str, text: str) -> None:
    for name in (f"С. {given}", f"{given} Арасукэ"):
        assert told(text, name) == name


@pytest.mark.parametrize("given", ["Соне", "Дине", "Анне"])
@pytest.mark.parametrize("text", ["Письмо {}.", "Он обратился к {}.", "Книга о {} вышла."])
def test_a_womans_dative_comes_back(given: str, text: str) -> None:
    assert told(text, f"{given} Шольц") == f"{given[:-1]}{'я' if given == 'Соне' else 'а'} Шольц"
