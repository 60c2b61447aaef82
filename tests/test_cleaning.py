"""Furniture, paragraphs, characters and sections, each with what must stay beside what must go."""

from __future__ import annotations

import pytest

from letopis.cleaning import clean_text
from letopis.cleaning.furniture_rules import RULES
from letopis.cleaning.sections import find_sections
from letopis.offsets import Furniture

TEXT = [
    "Земские учреждения северных губерний взялись за",
    "устройство библиотек позже, чем их южные соседи,",
    "а первая публичная читальня открылась в уездном",
    "городе на средства купеческого общества, которое",
    "выписывало книги из столицы и пополняло газетный",
    "отдел быстрее прочих, хотя денег на это не давали",
    "ни губерния, ни управа, ни сами читатели, которых",
    "набралось около ста человек к исходу первого года",
]
WHOLE = " ".join(TEXT)


def pages(*between: str, count: int = 3) -> str:
    """The text over and over, what stands between two pages put in after the third line."""
    parts = []
    for number in range(count):
        parts += [*TEXT[:5], between[number % len(between)], *TEXT[5:]]
    return "\n".join(parts) + "."


@pytest.mark.parametrize(
    "between",
    [
        ["\n134\n", "\n135\n", "\n136\n"],
        ["\n– 12 –\n", "\n– 13 –\n", "\n– 14 –\n"],
        ["\nВестник университета. 2019. Вып. 4\n"],
        ["\nОрлова Н.К.\n\n17\n", "\n18\n\nЗемские библиотеки\n", "\nОрлова Н.К.\n\n19\n"],
        ["17 Земские библиотеки", "18 Земские библиотеки", "19 Земские библиотеки"],
        ["\f"],
        ["\n\n\n"],
    ],
)
def test_furniture_between_two_halves_of_a_sentence(between: list[str]) -> None:
    assert clean_text(pages(*between))[0] == " ".join([WHOLE] * 3) + "."


@pytest.mark.parametrize(
    "kept",
    [
        "Введение",
        "Статья 1",
        "Рис. 2. Карта уезда",
        "В 1997 г. открыта вторая читальня.",
        "1941",
    ],
)
def test_what_stands_between_two_paragraphs_stays(kept: str) -> None:
    raw = f"Первый абзац статьи кончается здесь.\n\n{kept}\n\nВторой абзац статьи начинается здесь."
    assert clean_text(raw)[0].split("\n\n")[1] == kept


@pytest.mark.parametrize(
    ("head", "kept"), [("Труды комитета. 2011. № 6", 0), ("Земские библиотеки", 1)], ids=["journal", "title"]
)
def test_a_head_of_the_first_page_goes_where_it_is_no_title(head: str, kept: int) -> None:
    raw = "\f".join(f"{head}\n\n" + "\n".join(2 * (TEXT[n:] + TEXT[:n])) + f"\n\n{n}\n" for n in (3, 4, 5))
    assert clean_text(raw)[0].count(head) == kept


@pytest.mark.parametrize("laid_out", [True, False])
def test_page_numbers_go_where_the_lines_of_a_page_are_paragraphs(*, laid_out: bool) -> None:
    raw = pages("134", "135", "136").replace("\n", "\n\n")
    assert clean_text(raw, laid_out=laid_out)[0] == " ".join([WHOLE] * 3) + "."


def test_headings_of_articles_are_no_running_heads() -> None:
    raw = "\n\n".join(f"Статья {n}\n\n" + "\n".join(TEXT) + "." for n in range(1, 8))
    assert clean_text(raw)[0].count("Статья") == 7


def test_known_furniture_goes_wherever_it_stands() -> None:
    raw = "Первая строка\nчужая строка\nкончается здесь."
    furniture = [Furniture(14, 26, "running_head")]
    clean, offsets = clean_text(raw, furniture=furniture)
    assert clean == "Первая строка кончается здесь."
    assert any(edit.kind == "dropped_furniture:running_head" for edit in offsets.edits)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("Слово\u00a0за\u2009словом", "Слово за словом"),
        ("Слово  за   словом", "Слово за словом"),
        ("о\ufb01с и ко\ufb00ер", "оfiс и коffер"),
        ("Сло\u00adво", "Слово"),
        ("Сло\u200bво\ufeff", "Слово"),
        ("Сл\x00ово", "Слово"),
        ("Договор¹ подписан.²", "Договор подписан."),
        ("Площадь 5 м², а 10⁵ больше", "Площадь 5 м², а 10⁵ больше"),
        ("В В Е Д Е Н И Е", "ВВЕДЕНИЕ"),
        ("пункты а б в г д", "пункты а б в г д"),
        ("У С Т А В   о   п о ч т е", "УСТАВ о почте"),
        ("У С Т А В   о   с б ж р", "УСТАВ о с б ж р"),
        ("в Нью\u2011Йорке, социально\u2010экономический", "в Нью-Йорке, социально-экономический"),
        ("\r\nПервая\r\nстрока\r\n", "Первая строка"),
        ("", ""),
        (" \n \n", ""),
    ],
)
def test_characters(raw: str, clean: str) -> None:
    assert clean_text(raw)[0] == clean


@pytest.mark.parametrize(
    ("raw", "count"),
    [
        ("\n".join(TEXT) + ".\n\n" + "\n".join(TEXT) + ".", 2),
        ("   " + "\n".join(TEXT) + ".\n   " + "\n".join(TEXT) + ".", 2),
        ("\n".join(TEXT) + "\nкоротко.\n" + "\n".join(TEXT) + ".", 2),
        ("Выделим:\n1. Первое.\n2. Второе.", 3),
        ("Первый абзац.\nВторой абзац.", 1),
    ],
)
def test_paragraphs(raw: str, count: int) -> None:
    assert len(clean_text(raw)[0].split("\n\n")) == count


@pytest.mark.parametrize(
    ("title", "parts"),
    [
        (["Министерство просвещения Латвии", "Вятский институт", "Кафедра права"], 3),
        (["Министерство просвещения", "Латвийской Республики"], 1),
        (["Академия наук", "Ярцева Анна Петровна", "Земские школы"], 3),
        (["Выполнил студент", "Руководитель: Лунин П. П."], 2),
        (["ЗЕМСКИЕ ШКОЛЫ", "И БИБЛИОТЕКИ УЕЗДА"], 1),
        (["ВЛИЯНИЕ ЗЕМСТВА НА", "ШКОЛЫ УЕЗДА"], 1),
        (["Земства и народная", "Школа в уезде"], 1),
        (["Комитет открыл", "Школа работала"], 1),
        (["Шумит за мельницей река", "Луна взошла над тихим бором"], 1),
    ],
)
@pytest.mark.parametrize("margin", ["", "          "])
def test_lines_of_a_title_page_that_begin_anew(title: list[str], parts: int, margin: str) -> None:
    raw = "\n".join([*(margin + line for line in title), "", *TEXT]) + "."
    assert clean_text(raw)[0].split("\n\n")[-parts - 1 : -1] == (title if parts > 1 else [" ".join(title)])


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("Нужны книги:\n• учебники,\n• словари,\n• атласы.", "Нужны книги:|• учебники,|• словари,|• атласы."),
        ("Нужны книги\n\uf0b7 учебники,\n\uf02d словари.", "Нужны книги|• учебники,|• словари."),
        ("угол \uf061 и шаг", "угол α и шаг"),
        (
            "Введение ......... 3\n1 Школы. . . . . 12\nСписок … … 40",
            "Введение ......... 3|1 Школы. . . . . 12|Список … … 40",
        ),
        ("Читальни открылись рано.\nШКОЛЫ УЕЗДА", "Читальни открылись рано.|ШКОЛЫ УЕЗДА"),
        ("ШКОЛЫ УЕЗДА\nРасходы земства\nZemstvo schools", "ШКОЛЫ УЕЗДА|Расходы земства|Zemstvo schools"),
        ("Заём дал\nСССР", "Заём дал СССР"),
    ],
)
def test_lines_that_stand_alone(raw: str, clean: str) -> None:
    full = "\n".join(TEXT) + "."
    found, offsets = clean_text(f"{full}\n\n{raw}\n\n{full}")
    assert found.split("\n\n")[1:-1] == clean.split("|")
    assert offsets.undo(found, f"{full}\n\n{raw}\n\n{full}").count(raw) == 1


@pytest.mark.parametrize("margin", ["", "        "])
def test_a_margin_is_no_indent(margin: str) -> None:
    lines = [*TEXT[:2], TEXT[2] + "."] * 3
    raw = "\n".join(margin + "  " * (place % 6 == 0) + line for place, line in enumerate(lines))
    assert [p.count(".") for p in clean_text(raw)[0].split("\n\n")] == [2, 1]


def test_lines_of_verse_are_one_sentence() -> None:
    verse = ["Над рекой туман встаёт", "Пароход гудок даёт", "Письма старые везёт", "И дорога не близка."]
    raw = "\n".join([*TEXT[:-1], TEXT[-1] + ".", *(f"{' ' * 12}{line}" for line in verse), "  " + TEXT[0], *TEXT[1:]])
    assert clean_text(raw)[0].split("\n\n")[1] == " ".join(verse)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_rule_says_what_it_looks_for(rule: object) -> None:
    assert rule.__doc__


def test_sections_of_an_article() -> None:
    parts = {
        "title": "УДК 947\n\nН. П. Одинцов\n\nЗемские библиотеки северных уездов",
        "abstract": "Аннотация. Рассмотрены читальни. Показана их роль.",
        "keywords": "Ключевые слова: земство, библиотека, уезд.",
        "title ": "ZEMSTVO LIBRARIES",
        "abstract ": "Abstract\n\nThe reading rooms are described.",
        "body": "Читальни открывались рано.\n\nЗаключение\n\nОни исчезли.",
        "references": "Литература\n\n1. Зимин А. А. Холопы на Руси. М., 1973.\n\n2. Орлов В. Н. Ярмарки.",
    }
    text = "\n\n".join(parts.values())
    found = [(s.kind, text[s.start_offset : s.end_offset]) for s in find_sections(text)]
    assert found == [(kind.strip(), part) for kind, part in parts.items()]


@pytest.mark.parametrize("text", ["Просто абзац текста, который кончается точкой.", ""])
def test_text_without_heads_is_body(text: str) -> None:
    assert [section.kind for section in find_sections(text)] == (["body"] if text else [])


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        (
            "Итоги даны ниже\nГод\tШкол\n1890\t12\nвсего\t15\nи далее.",
            "Итоги даны ниже|Год\tШкол|1890\t12|всего\t15|и далее.",
        ),
        ("экспорт \t 12\n\nимпорт\t\t14", "экспорт\t12|импорт\t14"),
        ("Договор о доб-\tСторона\nрососедстве\tМинск", "Договор о доб-\tСторона|рососедстве\tМинск"),
        ("1.\tПервое.\n2.\tВторое.", "1. Первое.|2. Второе."),
        ("Собрание открыло две\nчитальни и\tдве школы\nв уезде.", "Собрание открыло две читальни и две школы в уезде."),
    ],
)
def test_rows_with_tabs_stay_rows(raw: str, clean: str) -> None:
    found, offsets = clean_text(raw)
    assert found.split("\n\n") == clean.split("|")
    assert clean_text(found)[0] == found
    assert offsets.undo(found, raw) == raw


def test_a_row_that_comes_back_is_no_running_head() -> None:
    raw = "\n".join(f"Уезд\tШкол\n{WHOLE.replace('Земские', str(number))}" for number in range(9))
    assert clean_text(raw)[0].count("Уезд\tШкол") == 9
