"""References, captions and notes as sections of their own, and what later parts make of them."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import letopis
from letopis.chronicle.gather import Rows, gather
from letopis.cleaning.sections import find_citations, find_sections, is_reference
from letopis.extraction import extract_text
from letopis.records import Article

AUTHORS = ("Сахарин В. Л.", "Мельник Д.А.", "Одинцова Н. П.", "Жолдошев К.", "Ковальчук О. И., Ван-Гален Т. С.")
TITLES = ("Методы переговоров", "Земские школы Поволжья", "Россия и мир", "Право и обычай: очерки", "О природе власти")
IMPRINTS = (
    ". – М.: Наука, {year}. – 320 с.",
    ". СПб.: Питер, {year}. 256 с.",
    " // Вестник земства. Сер. 2. История. {year}. № 10. С. 134–136.",
    ". – Бишкек: Илим, {year}. – Т. 3. – Вып. 2.",
    " [Электронный ресурс]. URL: http://e-lib.ru/12 (дата обращения: 12.05.{year}).",
    " // Учёные записки. – {year}. – Т. 156, кн. 3. – С. 12.",
    ": дис. … канд. ист. наук. – М., {year}.",
    ". М.: Моск. изд-во, {year}. С. 12–14.",
)
ENTRIES = st.builds(
    lambda author, title, imprint, year: f"{author} {title}{imprint.format(year=year)}",
    st.sampled_from(AUTHORS), st.sampled_from(TITLES), st.sampled_from(IMPRINTS), st.integers(1890, 2023),
)  # fmt: skip
NUMBERS = ("", "{}. ", "[{}] ", "{}) ")
PROSE = (
    "Земские школы открывались рано, и уездное собрание платило за книги.",
    "Договор был подписан в Баку 3 мая 1997 г., и стороны обменялись грамотами.",
    "По мнению Одинцова (Вестник земства. 2016. № 10. С. 5), школы закрыли зря.",
    "Таблица 2 показывает, что торговля росла.",
    "В 1998 г. М. Орлов издал книгу; она вышла в № 5 журнала и имела 320 страниц.",
    "Он родился в Москве, жил в Баку, Риге и Осло.",
    "Рисунок художника хранится в Риге.",
)


@settings(max_examples=200, deadline=None)
@given(ENTRIES, st.sampled_from(NUMBERS), st.integers(1, 99))
def test_entries_are_references(entry: str, number: str, place: int) -> None:
    assert is_reference(number.format(place) + entry)


@pytest.mark.parametrize("text", [*PROSE, *TITLES, "Рис. 1. Карта племён", "Баку, 3 мая 1997 г."])
def test_prose_is_no_reference(text: str) -> None:
    assert not is_reference(text)


@pytest.mark.parametrize("paper", ["Казахстанская правда", "Известия", "Красное знамя"])
@pytest.mark.parametrize(
    "shape", ["{}. – 1997. – 28 февраля", "{}, 1997, 28 февр.", "{}. 1997. 28 февраля. № 40. С. 2"]
)
def test_papers_are_cited(paper: str, shape: str) -> None:
    text = f"Мост открыт ({shape.format(paper)}) в Баку (столица с 1920 г.), а завод (построен 3 мая 1931 г.) закрыт."
    assert [text[start:end] for start, end in find_citations(text)] == [f"({shape.format(paper)})"]


@settings(max_examples=100, deadline=None)
@given(
    st.lists(ENTRIES, min_size=1, max_size=4),
    st.sampled_from(NUMBERS),
    st.lists(st.sampled_from(PROSE), min_size=2, max_size=4),
)
def test_list_without_a_head_is_found(entries: list[str], number: str, prose: list[str]) -> None:
    listed = [number.format(place) + entry for place, entry in enumerate(entries, 1)]
    text = "\n\n".join([*prose, *listed])
    found = find_sections(text)[-1]
    assert (found.kind, text[found.start_offset : found.end_offset]) == ("references", "\n\n".join(listed))


HEADS = [
    f"{number}{head}{stop}"
    for head, number, stop in product(
        ("Литература", "Список использованных источников и литературы", "Источники и литература", "References",
         "Библиографический список", "Список цитируемой литературы", "Библиографические ссылки", "Bibliography",
         "Литература и электронные источники"),
        ("", "5. ", "IV. "), ("", ":", "."),
    )
]  # fmt: skip


@pytest.mark.parametrize("head", [*HEADS, *map(str.upper, HEADS[::5])])
def test_heads_of_references(head: str) -> None:
    text = f"{PROSE[0]}\n\n{head}\n\nДоговор о мире. Рига, 1921.\n\nОдинцов Н. Школы."
    sections = find_sections(text)
    assert [section.kind for section in sections] == ["body", "references"]
    assert text[sections[1].start_offset :].startswith(head)


@pytest.mark.parametrize("head", ["Литература и язык", "Русская литература", "Список участников", "Источники права"])
def test_other_heads_are_none(head: str) -> None:
    assert "references" not in {section.kind for section in find_sections(f"{PROSE[0]}\n\n{head}\n\n{PROSE[1]}")}


@pytest.mark.parametrize(
    "caption",
    ["Рис. 1. Карта племён", "Рисунок 2 – Схема власти", "Таблица 3. Торговля Литвы", "Табл. 4: Итоги", "Fig. 1. Map",
     "Рис. 4а. Вид на крепость", "Таблица 2.1", "Схема 1. Органы власти"],
)  # fmt: skip
def test_captions(caption: str) -> None:
    kinds = [section.kind for section in find_sections(f"{PROSE[0]}\n\n{caption}\n\n{PROSE[1]}")]
    assert kinds == ["body", "caption", "body"]
    assert all(entity.label != "PERSON" for entity in extract_text(caption, nlp()).entities)


def test_notes_at_the_foot_of_a_page_are_footnotes() -> None:
    text = f"{PROSE[0]}\n\n1 Казахстанская правда. – 1997. – 28 февраля.\n\n2 Там же. С. 4.\n\n{PROSE[1]}"
    assert [section.kind for section in find_sections(text)] == ["body", "footnotes", "body"]


_LOADED: list = []


def nlp():  # the pipeline is loaded once, and only by tests that need it
    if not _LOADED:
        _LOADED.append(letopis.load())
    return _LOADED[0]


@pytest.mark.parametrize("author", AUTHORS)
@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("imprint", IMPRINTS[::2])
def test_persons_of_an_entry_are_its_authors(author: str, title: str, imprint: str) -> None:
    found = extract_text(f"{author} {title}{imprint.format(year=1998)}", nlp()).entities
    assert [entity.text for entity in found if entity.label == "PERSON"] == author.split(", ")
    assert not {entity.text for entity in found} & {"Моск", "Питер", "Сер", "Вып", "Наука"}


def dates_of(article: Article) -> list[str]:
    rows = Rows()
    gather(article, rows)
    return [event["text"] for event in rows.tables.get("events", [])]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        (f"{PROSE[1]}\n\nЛитература\n\n1. Договор о мире от 5 июня 1999 г. М.: Наука, 2001. 5 с.", ["3 мая 1997 г."]),
        (f"{PROSE[1]}\n\nОдинцов Н. П. Школы // Вестник. 2016. № 10. С. 3.\n\nТам же. 2017. С. 5.", ["3 мая 1997 г."]),
        ("Мост открыт 3 мая 1997 г. (Казахстанская правда. – 1997. – 28 февраля) в Баку.", ["3 мая 1997 г."]),
        (f"{PROSE[1]}\n\n1 Казахстанская правда. – 1997. – 28 февраля.", ["3 мая 1997 г."]),
        (f"{PROSE[0]}\n\n1 Договор был подписан 3 мая 1997 г.", ["3 мая 1997 г."]),
        ("Мост (открыт 3 мая 1997 г.) стоит в Баку.", ["3 мая 1997 г."]),
    ],
)
def test_what_is_cited_is_no_event(text: str, dates: list[str]) -> None:
    assert dates_of(extract_text(text, nlp())) == dates


def test_agreements_of_the_references_are_not_in_the_chronicle() -> None:
    text = f"{PROSE[1]}\n\nЛитература\n\n1. Договор между Литвой и Чехией от 5 июня 1999 г. // Собрание. 2001. № 5."
    rows = Rows()
    agreements = gather(extract_text(text, nlp()), rows)
    assert [mention.text for mention in agreements] == []
    assert {row["label"] for row in rows.tables["mentions"]} == {"DATE", "GPE"}
    assert [row["name"] for row in rows.tables["states"]] == ["Баку"]


def test_year_before_the_day_is_the_days_own() -> None:
    text = "В 2003 г. открыт мост. Казахстанская правда. – 1997. – 28 февраля. Затем 3 мая прибыл посол."
    found = [(e.text, e.value) for e in extract_text(text, nlp()).entities if e.label == "DATE"]
    assert found == [("2003 г.", "2003"), ("1997", "1997"), ("28 февраля", "1997-02-28"), ("3 мая", "2003-05-03")]


@pytest.mark.parametrize(
    "citation", ["(Казахстанская правда. – 1997. – 28 февраля)", "[Известия. 1997. 28 февраля. С. 2]"]
)
def test_citation_dates_no_signing(citation: str) -> None:
    article = extract_text(f"В Баку был подписан договор о дружбе между Литвой и Чехией {citation}.", nlp())
    assert {relation.type for relation in article.relations} == {"party", "signed_in"}
    plain = extract_text("В Баку был подписан договор о дружбе между Литвой и Чехией (28 февраля 1997 г.).", nlp())
    assert {relation.type for relation in plain.relations} == {"party", "signed_in", "signed_on"}
