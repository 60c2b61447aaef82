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
    "start": ("нач.", "1-я пол.", "1-й пол.", "начало", "первая половина", "перв. пол.", "перв. четв.", "перв. треть"),
    "mid": ("сер.", "середина", "2-я четв.", "втор. четв.", "трет. четв.", "втор. треть"),
    "end": ("кон.", "2-я пол.", "вторая половина", "конец", "втор. пол.", "посл. четв.", "четв. четв.", "посл. треть"),
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


@pytest.mark.parametrize(("number", "word"), SPELLINGS)
def test_stretches_in_both_styles(number: int, word: str) -> None:
    value = f"1877-{number:02d}-14/1877-{number:02d}-16"
    for form in (
        f"2–4 (14–16) {word} 1877 г.",
        f"2–4 {word} (14–16 {word} н. ст.) 1877 г.",
        f"14–16 (2–4) {word} 1877",
    ):
        assert read(f"Бои шли {form} у брода.") == (1, [(form, value, None)]), form


@pytest.mark.parametrize(("number", "word"), SPELLINGS)
@pytest.mark.parametrize(
    "style", ["ст. ст.", "по ст. ст.", "н. ст.", "по старому стилю", "по новому стилю", "старого стиля"]
)
def test_the_name_of_a_style(number: int, word: str, style: str) -> None:
    for named in (style, f"({style})"):
        date = f"7 {word} {named} 1877 г."
        assert [d[0] for d in read(f"Указ от {date} объявил войну.")[1]] == [date]


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


@pytest.mark.parametrize("calendar", ["хиджры", "лунной хиджры", "по хиджре", "мусульманского календаря", "х."])
def test_stretches_and_centuries_of_the_hijra(calendar: str) -> None:
    forms = {
        f"61–63 гг. {calendar}": "0680/0683",
        f"X в. {calendar}": "1495/1592",
        f"IX–X вв. {calendar}": "1398/1592",
        f"10-м веке {calendar}": "1495/1592",
        f"десятом веке {calendar}": "1495/1592",
    }
    for form, value in forms.items():
        assert read(f"В {form} построили мост.")[1] == [(form, value, None)]


def test_the_solar_hijra_has_years_of_our_length() -> None:
    assert read("В 1340 г. солнечной хиджры принят закон.")[1] == [("1340 г. солнечной хиджры", "1961/1962", None)]
    assert read("В 1990 г. Х. Каримов уехал.")[1] == [("1990 г.", "1990", None)]


@pytest.mark.parametrize("born", ["р. ", "род. ", "р. в "])
@pytest.mark.parametrize("died", ["ум. ", "ум. в "])
def test_years_of_a_life(born: str, died: str) -> None:
    years = [("1875", "1875", None), ("1961", "1961", None)]
    for mark in ", ", "; ":
        assert read(f"Врач К. Юнг ({born}1875{mark}{died}1961) жил в Цюрихе.") == (1, years)


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
