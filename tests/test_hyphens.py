"""Broken words: one case a phenomenon, joined ones beside those that keep their hyphen."""

from __future__ import annotations

from pathlib import Path

import pytest

from letopis.cleaning import clean_text
from letopis.cleaning.broken_words import CUT, JOIN, KEEP, Break
from letopis.cleaning.hyphen_rules import RULES
from letopis.cleaning.hyphens import attested_words, decide, parts_at

CORPUS = Path(__file__).parent.parent / "corpus"


@pytest.mark.parametrize(
    "broken",
    [
        "экономиче|ских", "кыргыз|ско-азербайджанского", "торгово-эко|номического", "Мамедъ|яров", "меж|парламентский",
        "спец|посланник", "зам|министра", "восьми|суточный", "высоко|развитый", "франко|язычный",
        "анти|коммунистический", "АЗЕРБАЙ|ДЖАН", "Сулей|мани", "Копер|ник", "Мурза|галиев", "фото|съёмка",
        "Университе|те́т", "под|писан", "пост|советский",
    ],
)  # fmt: skip
def test_typesetters_hyphen_goes(broken: str) -> None:
    left, right = broken.split("|")
    assert clean_text(f"Слово {left}-\n{right} здесь.")[0] == f"Слово {left}{right} здесь."


@pytest.mark.parametrize(
    "broken",
    [
        "12-|этажного", "1930-|х", "2013-|2017", "Мамин-|Сибиряк", "Кыргызско-|Турецким", "Jean-|Paul", "кое-|кто",
        "что-|то", "какой-|либо", "по-|прежнему", "по-|киргизски", "общественно-|политического", "научно-|техническое",
        "депутаты-|азербайджанцы", "страны-|партнёры", "вице-|премьер", "экс-|президент", "пресс-|служба", "Кыдыр-|аке",
        "Лютфи-|заде", "Дюма-|младший", "Ростов-|на-Дону", "Шарм-эш-|Шейх", "DVD-|диск", "web-|сайт",
        "ЛГБТ-|сообщество",
        "чуть-|чуть", "рок-н-|ролл", "австро-|прусской", "конференционно-|выставочного", "двух-|трёх",
        "премьер-|министром",
    ],
)  # fmt: skip
def test_writers_hyphen_stays(broken: str) -> None:
    assert clean_text(f"Слово {broken.replace('|', chr(10))} здесь.")[0] == f"Слово {broken.replace('|', '')} здесь."


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("Для теле-\nи радиостанций.", "Для теле- и радиостанций."),
        ("В разно- \nобразие мнений.", "В разнообразие мнений."),
        ("В эконо\u00ad\nмике и поли\u00adтике.", "В экономике и политике."),
        ("В эконо-\n\nмике.", "В экономике."),
        ("В эконо-\n\n134\n\nмике.", "В экономике."),
        ("В эконо-\n\nВестник КРСУ. 2016. Том 16. № 10\n\nПолитология\n\nмике.", "В экономике."),
        ("С 2013–\n2017 гг.", "С 2013–2017 гг."),
        ("См. http://www.nlr.ru/\nnews/index.", "См. http://www.nlr.ru/news/index."),
        ("Он ушёл -\nона осталась.", "Он ушёл - она осталась."),
    ],
)
def test_breaks_in_their_surroundings(raw: str, clean: str) -> None:
    assert clean_text(raw)[0] == clean


def test_word_that_breaks_off_ends_its_paragraph() -> None:
    clean, offsets = clean_text("Анализируется политическое, экономиче-\nСовременные отношения изучены.")
    assert clean == "Анализируется политическое, экономиче-\n\nСовременные отношения изучены."
    assert offsets.edits[0].kind == f"{CUT}:capital_after_small"


def test_article_itself_decides_first() -> None:
    assert decide(Break("мало", "известный", {"мало-известный": 2})) == (KEEP, "attested")
    assert decide(Break("Нур", "Алиева", attested_words("Мамедъяров и нуралиев"))).action == KEEP
    assert decide(Break("Кенен", "баеву", attested_words("писал Кененбаев о том"))) == (JOIN, "attested_stem")


def test_second_half_of_a_break_is_no_witness() -> None:
    assert "ских" not in attested_words("экономиче-\nских связей")


@pytest.mark.parametrize(
    ("left", "right", "parts"),
    [
        ("в кыргыз-", "ско-азербайджанском деле", ("кыргыз", "ско-азербайджанском")),
        ("сказал он -", "и ушёл", None),
        ("(экономиче-", "ских)", ("экономиче", "ских")),
        ("«из-", "за»", ("из", "за")),
        ("-", "слово", None),
        ("", "слово", None),
        ("слово-", "", None),
        ("слово-", "«другое»", None),
    ],
)
def test_halves(left: str, right: str, parts: tuple[str, str] | None) -> None:
    assert parts_at(left, right) == parts


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_rule_shows_an_example(rule: object) -> None:
    assert "``" in (rule.__doc__ or "")


def test_hyphens_of_the_two_articles() -> None:
    kinds = []
    for name in ("cooperation", "origins"):
        raw = (CORPUS / name / "source.txt").read_text(encoding="utf-8")
        clean, offsets = clean_text(raw)
        assert offsets.undo(clean, raw) == raw
        kinds += [edit.kind.split(":")[0] for edit in offsets.edits if "hyphen" in edit.kind or "cut" in edit.kind]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {JOIN: 360, KEEP: 6, CUT: 1}


@pytest.mark.parametrize("mark", ["- ", "-  ", "\u2010 ", "¬ ", "\u00ad "])
@pytest.mark.parametrize("word", ["Азербай|джана", "пра|вительство", "под|писали", "экономиче|ских", "Мамедъ|ярову"])
def test_hyphen_with_a_space_goes_where_lines_were_joined(mark: str, word: str) -> None:
    raw = f"Вот {word.replace('|', mark)} здесь."
    clean, offsets = clean_text(raw)
    assert clean == f"Вот {word.replace('|', '')} здесь."
    assert offsets.undo(clean, raw) == raw


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("на северо- западный рубеж", "на северо-западный рубеж"),
        ("кто- нибудь из- за научно- технического спора", "кто-нибудь из-за научно-технического спора"),
        ("в 1930- х годах", "в 1930-х годах"),
        ("ПРАВИ- ТЕЛЬСТВО", "ПРАВИТЕЛЬСТВО"),
    ],
)
def test_hyphen_with_a_space_stays_without_it(raw: str, clean: str) -> None:
    assert clean_text(raw)[0] == clean


@pytest.mark.parametrize(
    "text",
    [
        "нефте- и газопровод", "научно- и технически", "одно- или двухместный", "одно-, двух- и трёхэтажные",
        "до- и послевоенный", "кратко- а также среднесрочный", "в 1941- 1945 гг.", "линия Москва- Пекин",
        "Баку- столица", "ответ- нет", "он ушёл - она осталась", "Орлова- Зимину", "в 2- 3 случаях",
        "Договор- это закон",
    ],
)  # fmt: skip
def test_hyphen_with_a_space_that_is_doubtful_stays_as_it_is(text: str) -> None:
    assert clean_text(text)[0] == text


@pytest.mark.parametrize("control", ["\x01", "\x02", "\x06", "\x1e", "\x7f", "\x81", "\ufffe"])
@pytest.mark.parametrize(
    ("word", "clean"),
    [
        ("Клинико|дипломатические", "Клинико-дипломатические"),
        ("из|за", "из-за"),
        ("северо|западный", "северо-западный"),
        ("кто|то", "кто-то"),
        ("1941|1945", "1941-1945"),
        ("эконо|мические", "экономические"),
    ],
)
@pytest.mark.parametrize("end", ["", "\n"])
def test_control_character_in_a_word_becomes_what_it_was(control: str, word: str, clean: str, end: str) -> None:
    raw = f"Здесь {word.replace('|', control + end)} стоит."
    text, offsets = clean_text(raw)
    assert text == f"Здесь {clean} стоит."
    assert offsets.undo(text, raw) == raw


@pytest.mark.parametrize(
    ("raw", "clean", "reason"),
    [
        ("Конец \x06 дела", "Конец дела", "dropped_character:control"),
        ("Конец\x06. Начало", "Конец. Начало", "dropped_character:control"),
        ("Конец\x06\nи начало", "Конец и начало", "dropped_character:control"),
        ("Б\x00а\x00к\x00у", "Баку", "dropped_character:control"),
        ("эконо\x1fмика", "экономика", "dropped_character:soft_hyphen"),
        ("нефте\x06 и газопровод", "нефте- и газопровод", "restored_hyphen:shared_part"),
        ("Посол,\x03как\x03сказано,\x03прибыл", "Посол, как сказано, прибыл", "restored_space"),
        ("интеграл ZR\x10x,y\x11dx и λ²\x10m", "интеграл ZRx,ydx и λ²m", "dropped_character:control"),
        ("Посол\x03прибыл\x03в\x03Баку " * 9, ("Посол прибыл в Баку " * 9).strip(), "restored_space"),
        ("\x93Слово\x94 \x96 дело", "“Слово” – дело", "restored_character:windows-1252"),
    ],
)
def test_control_characters_elsewhere(raw: str, clean: str, reason: str) -> None:
    text, offsets = clean_text(raw)
    assert text == clean
    assert reason in "+".join(edit.kind for edit in offsets.edits)
    assert offsets.undo(text, raw) == raw


@pytest.mark.parametrize(
    "place",
    ["Алма-|Ате", "Усть-|Илимске", "Каменце-|Подольском", "Ростове-|на-Дону", "Рио-|де-Жанейро", "Рио-де-|Жанейро",
     "Кара-|Балте", "Кызыл-|Кие", "Джалал-|Абаде", "Нью-|Дели", "Тель-|Авиве", "Порт-|Судане", "Санкт-|Галлене"],
)  # fmt: skip
def test_hyphen_with_a_space_stays_without_it_in_places(place: str) -> None:
    for mark in (" ", "\n", "  "):
        assert (
            clean_text(f"Он жил в {place.replace('|', mark)} зимой.")[0] == f"Он жил в {place.replace('|', '')} зимой."
        )


@pytest.mark.parametrize("text", ["линия Киев- Варшава", "счёт США- 5", "споры Иванова- Петрова", "БРИКС- 2 и СНВ-3"])
def test_hyphen_with_a_space_stays_between_two_names(text: str) -> None:
    assert clean_text(text)[0] == text


def test_a_number_with_a_hyphen_and_a_space() -> None:
    assert clean_text("болезнь COVID- 19 и СНВ- 3, то есть СНВ-3")[0] == "болезнь COVID-19 и СНВ-3, то есть СНВ-3"
