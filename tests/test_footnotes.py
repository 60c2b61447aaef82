"""Footnotes at the foot of a page of plain text, and the numbers that point to them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import letopis
from letopis.cleaning import clean_text
from letopis.cleaning.footnotes import cut_footnotes
from letopis.cleaning.sections import find_sections
from letopis.extraction import extract_text

BEFORE = (
    "Земские школы открывались рано, и уездное собрание платило\n"
    "за книги, бумагу и дрова. Учителя получали жалованье от зем-\n"
    "ства, а попечители следили за порядком. В 1894 г. стороны\n"
)
HALVES = {
    "подписали договор о торговле{mark}, который определил права куп-\n": "цов и сроки платежей. Торговля росла.\n",
    "подписали договор о торговле{mark}, который определил права и\n": "сроки платежей. Торговля росла.\n",
    "подписали договор о торговле{mark}, который определил пошлины\n": "купцов и сроки платежей. Торговля росла.\n",
}
NOTES = (
    "{} Казахстанская правда. – 1997. – 28 февраля.\n",
    "{} Орлов Н. П. Школы Поволжья // Вестник земства. 2016. № 10. С. 12.\n",
    "{} Орлов Н. П. Школы Поволжья и земская статистика во второй поло-\nвине XIX века. М.: Наука, 1998. С. 45–47.\n",
    "{} ЦГА. Ф. 105. Оп. 3. Д. 12. Л. 45.\n",
)
EDGES = ("", "\n", "\f", "\n134\n\n", "\n\n\n")


def page(half: str, notes: list[str], edge: str, number: int) -> tuple[str, str]:
    """A page with notes at its foot and the next one, and the text that they should give."""
    foot = "".join(note.format(number + place) for place, note in enumerate([*notes, "{} Там же. С. 4.\n"]))
    raw = BEFORE + half.format(mark=number) + foot + edge + HALVES[half]
    clean = (BEFORE + half.format(mark="") + HALVES[half]).replace("-\n", "").replace("\n", " ").strip()
    return raw, clean


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(sorted(HALVES)), st.lists(st.sampled_from(NOTES), max_size=3), st.sampled_from(EDGES),
    st.integers(1, 150),
)  # fmt: skip
def test_notes_leave_the_sentence_that_they_cut(half: str, notes: list[str], edge: str, number: int) -> None:
    raw, wanted = page(half, notes, edge, number)
    clean, offsets = clean_text(raw)
    assert clean == wanted
    assert offsets.undo(clean, raw) == raw
    cut = [raw[edit.raw_start : edit.raw_end] for edit in offsets.edits if edit.kind == "footnote"]
    assert len(cut) == len(notes) + 1
    assert all("\n" not in text.strip() or "поло-\nвине" in text for text in cut)


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize(
    ("mark", "note"),
    [
        ("1", "1. Казахстанская правда. – 1997. – 28 февраля."),
        ("1", "1) Казахстанская правда. – 1997. – 28 февраля."),
        ("[1]", "[1] Казахстанская правда. – 1997. – 28 февраля."),
        (" [1]", "[1] Казахстанская правда. – 1997. – 28 февраля."),
        ("¹", "1 Автор благодарит за помощь Н. П. Орлова."),
        ("1", "1 http://www.example.org/acts/1997-02-28"),
        ("1", "__________\n1 Казахстанская правда. – 1997. – 28 февраля."),
        ("1", "-----\n\n1 Казахстанская правда. – 1997. –\n28 февраля."),
    ],
)
def test_shapes_of_notes_that_cut_a_sentence(half: str, mark: str, note: str) -> None:
    raw = BEFORE + half.format(mark=mark) + note + "\n" + HALVES[half]
    clean, offsets = clean_text(raw)
    assert "\n\n" not in clean
    assert not any(word in clean for word in ("правда", "благодарит", "example", "__", "--")), clean
    assert [one.text for one in cut_footnotes(raw, offsets.edits)] == [" ".join(note.lstrip("_-\n").split())]


@pytest.mark.parametrize("item", ["1. Орлов Н. П. Школы Поволжья. М.: Наука, 1998. С. 4", "2) Открыть школы;"])
def test_items_within_a_sentence_are_no_notes(item: str) -> None:
    raw = "Собрание решило в уезде:\n" + item + "\nи назначить учителей.\n"
    assert "footnote" not in [edit.kind for edit in clean_text(raw)[1].edits]


def test_notes_by_their_mark_alone() -> None:
    half = next(iter(HALVES))
    raw = BEFORE + half.format(mark=3) + "3 Автор благодарит за помощь Н. П. Орлова.\n" + HALVES[half]
    assert "благодарит" not in clean_text(raw)[0]
    raw = raw.replace("торговле3", "торговле")
    assert "3 Автор благодарит" in clean_text(raw)[0]


def test_notes_after_a_whole_sentence_are_paragraphs_of_their_own() -> None:
    raw = (
        BEFORE
        + "подписали договор о торговле1.\n"
        + NOTES[0].format(1)
        + "2 Там же. С. 4.\nНовый устав приняли позднее.\n"
    )
    clean, _ = clean_text(raw)
    assert clean.split("\n\n")[1:] == [NOTES[0].format(1).strip(), "2 Там же. С. 4.", "Новый устав приняли позднее."]
    assert [section.kind for section in find_sections(clean)] == ["body", "footnotes", "body"]


@pytest.mark.parametrize(
    "text",
    [
        "Стороны сослались на статью\n5 Договора о дружбе и на прочие\nстатьи того же договора.",
        "Войска вступили в город\n12 Мая, и жители встретили их\nхлебом и солью.",
        "The signals are 7.82 (t,\n1H, J=7.8 Hz, H-10), 7.94 (d, 1H). Anal. for C13, 12 p.\nfound in all of them.",
        "11 Орлов В. Н. Уставы\n12 Зимин А. А. Холопы. М.: Наука, 1973. 5 с. и другая\nкнига о том же.",
        "По пункту 4.7 и пункту 5.7 правил предприятия обязаны выполнять\n7 Методов контроля.\nкоторые названы ниже.",
        "Собрание решило следующее:\n1 Открыть школы.\n2 Купить книги.\nпотом все разошлись.",
    ],
)
def test_lines_that_begin_with_a_number_are_no_notes(text: str) -> None:
    assert [edit.kind for edit in clean_text(text)[1].edits if edit.kind == "footnote"] == []


def test_record_carries_the_notes() -> None:
    raw, clean = page(next(iter(HALVES)), [NOTES[0], NOTES[2]], "\f", 1)
    article = extract_text(raw, letopis.load())
    assert article.text == clean
    assert [note.text for note in article.footnotes] == [
        "1 Казахстанская правда. – 1997. – 28 февраля.",
        "2 Орлов Н. П. Школы Поволжья и земская статистика во второй половине XIX века. М.: Наука, 1998. С. 45–47.",
        "3 Там же. С. 4.",
    ]
    assert all(raw[note.source_start : note.source_end].startswith(note.text[:9]) for note in article.footnotes)
    assert [entity.value for entity in article.entities if entity.label == "DATE"] == ["1894"]


@pytest.mark.parametrize("number", [1, 3, 12, 108])
@pytest.mark.parametrize("end", [".", ",", " и", ";", ""])
@pytest.mark.parametrize(
    "words",
    ["о вечной дружбе", "был в Ташкенте", "прибыл в Ташкент", "в начале переговоров", "принят в 1993 г.", "в XIX в.",
     "в газете «Правда»", "подписанное соглашение", "посол Иванов", "и министр Петрова",
     "и Л. Кравчук", "и В. В. Бартольд", "и Ш. Ахриев", "и Дж. Кеннан",
     "по словам Тюрякулова", "по данным Каримова", "с Жолдошевым", "к Абдуразакиной",
     "хан Аблай", "сменил Карла V", "и Николай II", "при Екатерине II"],
)  # fmt: skip
def test_number_glued_to_a_word_leaves_it(number: int, end: str, words: str) -> None:
    raw = f"Он {words}{number}{end}"
    clean, offsets = clean_text(raw)
    assert clean == f"Он {words}{end}"
    assert "footnote_mark" in {edit.kind for edit in offsets.edits}


@pytest.mark.parametrize("first", [2, 7, 40])
@pytest.mark.parametrize("name", ["Акаев", "ООН", "Баку", "СССР", "Динамо"])
def test_a_name_beside_a_sure_mark_has_one(name: str, first: int) -> None:
    raw = f"Так считает {name}{first}, а посол был в Ташкенте{first + 1}."
    assert clean_text(raw)[0] == f"Так считает {name}, а посол был в Ташкенте."
    apart = f"Так считает {name}{first}, а посол был в Ташкенте{first + 3}."
    assert clean_text(apart)[0] == f"Так считает {name}{first}, а посол был в Ташкенте."


@pytest.mark.parametrize("first", [1, 7, 40])
def test_numbers_in_a_row_are_marks(first: int) -> None:
    words = [
        "Прибыл Жолдошев{}.",
        "Уехал Кемин{}.",
        "Остался Орлов{}.",
        "Пришли ушедшие{}.",
        "Закончена война.{} Потом",
    ]
    raw = " ".join(word.format(first + place) for place, word in enumerate(words))
    assert clean_text(raw)[0] == " ".join(word.format("") for word in words)


@pytest.mark.parametrize("first", [2, 7, 40])
@pytest.mark.parametrize("row", [("Литва", "Польша", "НАТО"), ("Ереван", "Эстония", "Иванов"), ("ООН", "Киев", "Лидс")])
def test_names_of_the_dictionary_with_numbers_in_a_row_have_marks(row: tuple[str, ...], first: int) -> None:
    raw = ", ".join(f"{name}{first + place}" for place, name in enumerate(row))
    assert clean_text(f"{raw} названы.")[0] == f"{', '.join(row)} названы."


@pytest.mark.parametrize(
    "text",
    ["завод Баку2 работает", "самолёты Ту154 и Миг29", "договор СНВ2", "бумага А4 и А3", "площадь 5 км2 и 3 м3",
     "вирус COVID19", "формула H2O", "Восток1, Восток2, Восток3 и Восток4", "статья5 и рисунок2",
     "по п.3 ст.5 на с.15", "в объёме5 тыс.", "цена 3.2 и дата 12.05.1997", "школа5 и дом7",
     "класс II4 и тип V3", "пилот Миг29",
     "выброс урана238 и цезия137, кобальт60", "в 1997г. и в г.Баку", "Союз7 и Прогресс12", "Союз7, Прогресс8 и Восток9",
     "ул. Тюрякулова5", "рис.2 и табл.3"],
)  # fmt: skip
def test_number_that_belongs_to_the_word_stays(text: str) -> None:
    clean, offsets = clean_text(text)
    assert clean == text
    assert offsets.edits == ()


def test_number_that_a_note_bears_is_a_mark() -> None:
    raw = "Завод Баку2 стоит и даёт людям хлеб, одежду и пра-\n2 Правда. 1997. № 5. С. 2.\nво на отдых в летние месяцы."
    assert clean_text(raw)[0] == "Завод Баку стоит и даёт людям хлеб, одежду и право на отдых в летние месяцы."


@pytest.mark.parametrize("mark", ["*", "**"])
def test_stars_of_notes_leave_the_text_where_a_note_has_them(mark: str) -> None:
    half, after = next(iter(HALVES.items()))
    raw = BEFORE + half.format(mark=mark) + f"{mark} ЦГА. Ф. 105. Оп. 3. Д. 12. Л. 45.\n" + after
    assert "*" not in clean_text(raw)[0]
    assert "*" in clean_text(BEFORE + half.format(mark=mark) + after)[0]
    assert clean_text("Формула 2*3 и слово* рядом.", noted=(-1,))[0] == "Формула 2*3 и слово рядом."
