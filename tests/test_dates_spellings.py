"""Every month, numeral and part of a period is read in each of its spellings, and no spelling changes the value."""

from __future__ import annotations

import pytest

from letopis.entities.dates import find_dates
from letopis.sentences import split_sentences

MONTHS = {
    1: "января янв.", 2: "февраля фев. февр.", 3: "марта мар.", 4: "апреля апр.", 5: "мая", 6: "июня июн.",
    7: "июля июл.", 8: "августа авг.", 9: "сентября сен. сент.", 10: "октября окт.", 11: "ноября ноя. нояб.",
    12: "декабря дек.",
}  # fmt: skip
SPELLINGS = [(number, word) for number, words in MONTHS.items() for word in words.split()]
YEARS = ("1923", "1923 г.", "1923 года", "тысяча девятьсот двадцать третьего года", "нынешнего 1923 года")
PARTS = {
    "start": ("нач.", "1-я пол.", "1-й пол.", "начало", "первая половина"),
    "mid": ("сер.", "середина", "2-я четв."),
    "end": ("кон.", "2-я пол.", "вторая половина", "конец"),
}
PERIODS = {"XVII в.": "16XX", "XX века": "19XX", "1950-х гг.": "195X", "1871 г.": "1871"}


def read(text: str) -> tuple[int, list[tuple[str, str | None, str | None]]]:
    sentences = split_sentences(text)
    return len(sentences), [(d.text, d.value, d.modifier) for d in find_dates(text, sentences)]


@pytest.mark.parametrize(("number", "word"), SPELLINGS)
def test_days(number: int, word: str) -> None:
    for year in YEARS:
        date = f"7 {word} {year}"
        assert read(f"Письмо от {date} хранится в архиве.") == (1, [(date, f"1923-{number:02d}-07", None)]), date


@pytest.mark.parametrize(("number", "word"), SPELLINGS)
def test_old_and_new_style(number: int, word: str) -> None:
    for form in (f"2 {word} (14 {word}) 1877 г.", f"14 {word} (2 {word} по ст. ст.) 1877 г.", f"2 (14) {word} 1877 г."):
        assert read(f"Указ от {form} объявил войну.") == (1, [(form, f"1877-{number:02d}-14", None)]), form


@pytest.mark.parametrize("modifier", PARTS)
def test_parts_of_periods(modifier: str) -> None:
    for part in PARTS[modifier]:
        for period, value in PERIODS.items():
            assert read(f"Город рос, {part} {period} принесли войны.") == (1, [(f"{part} {period}", value, modifier)])


@pytest.mark.parametrize("year", [700, 1115, 1380])
def test_years_of_the_hijra_are_none_of_ours(year: int) -> None:
    for form in (f"{year} г. хиджры", f"{year} году хиджры", f"{year} году по хиджре", f"{year} г. х."):
        count, [(text, value, _)] = read(f"В {form} написана книга.")
        first = int(value.split("/")[0]) if value else 0
        assert (count, text) == (1, form)
        assert 600 < first < 2000
        assert first != year


@pytest.mark.parametrize("text", ["Выдали около 980 г. золота.", "Билет стоил 20 р. 30 человек ушли.", "В нач. Потом."])
def test_what_is_no_date(text: str) -> None:
    assert read(text)[1] == []


def test_a_bracket_ends_no_sentence() -> None:
    assert read("Поэт (р. 1932) жив. Он пишет (в 1997 г.) Книги изданы.")[0] == 2
    assert read("Пакт заключён 21 апреля 1921 (н. ст.) Баку он не касался.")[0] == 1


@pytest.mark.parametrize(("number", "word"), SPELLINGS)
@pytest.mark.parametrize("quotes", ["«»", "“”", '""'])
def test_quotes_around_the_day_of_a_form(number: int, word: str, quotes: str) -> None:
    date = f"{quotes[0]}7{quotes[1]} {word} 1923 г."
    assert read(f"Приказ от {date} отменён.") == (1, [(date, f"1923-{number:02d}-07", None)])


@pytest.mark.parametrize("year", ["1998", "2000"])
@pytest.mark.parametrize("tail", [". – 300 с.", ". 120 с.", ". № 2–3. С. 14.", ". – Т. 2.", ". Вып. 5."])
@pytest.mark.parametrize("head", ["– Орёл, ", "– Орёл: Заря, ", "// Заря. "])
def test_years_of_imprints(head: str, year: str, tail: str) -> None:
    assert read(f"Кох Ю. Быт {head}{year}{tail}")[1] == [(year, year, None)]
