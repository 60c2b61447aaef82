"""What must not change what is read: stress marks, decomposed letters, look-alikes, emoji, capitals."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable

import pytest
from spacy.language import Language

from letopis import extract_text
from letopis.extraction import ToExtract, extract_raw, raw_text
from letopis.folding import fold_article, fold_text
from letopis.folding.capitals import fold_capitals
from letopis.folding.fold import fold_letters
from letopis.linking.inflection import phrase_in_case
from letopis.records import Article, Entity, Token
from letopis.russian.spelling import CYRILLIC, LATIN
from letopis.russian.tables import rows

SENTENCES = (
    "Посол Ирина Кузнецова прибыла в Ригу 12 апреля 1996 г.",
    "Договор о дружбе между Чехией и Латвией подписан в Праге 3 мая 1994 года.",
    "Йемен и Китай обменялись нотами, а Фёдор Королёв вернулся в Алма-Ату.",
    "Министерство обороны Сербии и ООН открыли в XX веке школу.",
)
LOOKALIKES = str.maketrans(CYRILLIC[:17], LATIN[:17])


def stressed(text: str, chance: random.Random) -> str:
    return "".join(c + "\u0301" if c in "аеиоуыэюя" and chance.random() < 0.3 else c for c in text)


def decomposed(text: str, _: random.Random) -> str:
    return unicodedata.normalize("NFD", text)


def in_two_alphabets(text: str, chance: random.Random) -> str:
    """Exchange letters, but never all of a word, which then would be a word of the other alphabet."""
    words = []
    for word in text.split(" "):
        places = [i for i, letter in enumerate(word) if letter.translate(LOOKALIKES) != letter]
        changed = list(word)
        if sum(letter.isalpha() for letter in word) >= len(places) + 2:
            for place in places:
                changed[place] = word[place].translate(LOOKALIKES) if chance.random() < 0.5 else word[place]
        words.append("".join(changed))
    return " ".join(words)


PERTURBED = (stressed, decomposed, in_two_alphabets)


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("perturb", PERTURBED)
@pytest.mark.parametrize("text", SENTENCES)
def test_what_is_read_stays(text: str, perturb: Callable[[str, random.Random], str], seed: int) -> None:
    folded = fold_text(perturb(text, random.Random(seed)))
    assert folded.text == fold_text(text).text


@pytest.mark.parametrize("perturb", PERTURBED)
@pytest.mark.parametrize("text", SENTENCES)
def test_facts_stay(text: str, perturb: Callable[[str, random.Random], str], nlp: Language) -> None:
    written = perturb(text, random.Random(1))
    before, after = extract_text(text, nlp), extract_text(written, nlp)
    assert facts(after) == facts(before)
    assert after.text == written
    assert [after.text[e.start_offset : e.end_offset] for e in after.entities] == [e.text for e in after.entities]


def facts(article: Article) -> list[tuple[object, ...]]:
    ends = {entity.id: entity for entity in article.entities}
    relations = [(r.type, ends[r.from_id].kind, ends[r.to_id].entity or ends[r.to_id].value) for r in article.relations]
    return [*((e.label, e.value, e.normal, e.entity, e.gender, e.kind, e.status) for e in article.entities), *relations]


@pytest.mark.parametrize(
    ("written", "span", "source"),
    [
        ("Баку\u0301 – город", (0, 4), (0, 5)),
        ("Китаи\u0306 и США", (0, 5), (0, 6)),
        ("Посол 👍🏽 Исаев", (8, 13), (9, 14)),
        ("в Mоскве", (2, 8), (2, 8)),
        ("М . И . Кох", (0, 9), (0, 11)),
        ("Группа А .", (7, 10), (7, 10)),
    ],
)
def test_the_way_back(written: str, span: tuple[int, int], source: tuple[int, int]) -> None:
    assert fold_text(written).span_back(*span) == source


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Cоюз и Бюллетень CCCP", "Союз и Бюллетень СССР"),
        ("А. Aкаев и C. Орлов", "А. Акаев и С. Орлов"),
        ("договор c Латвией o дружбе", "договор с Латвией о дружбе"),
        ("ХIХ и ХV века, XX век", "XIX и XV века, XX век"),
        ("Октябрb и Pеспублика", "Октябрь и Республика"),
        ("NATO, OPEC и BBC передали: a treaty", "NATO, OPEC и BBC передали: a treaty"),
        ("витамин B12, группа A, файл a.txt, Intel", "витамин B12, группа A, файл a.txt, Intel"),
        ("Dог подписан", "Dог подписан"),
        ("О`Коннор и О´Нил, д‘Артуа, О'Брайен 'тут'", "О’Коннор и О’Нил, д’Артуа, О’Брайен 'тут'"),
    ],
)
def test_look_alikes(written: str, read: str) -> None:
    assert fold_letters(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("ОТНОШЕНИЯ ГРУЗИИ И ФРАНЦУЗСКОЙ РЕСПУБЛИКИ", "Отношения Грузии и Французской Республики"),
        ("РЕСПУБЛИКА БЕЛАРУСЬ И США В 1990-Е ГОДЫ", "Республика Беларусь и США в 1990-е годы"),
        ("ГЛАВА IV. ПОЕЗДКА П. П. ОРЛОВА В ТБИЛИСИ", "Глава IV. Поездка П. П. Орлова в Тбилиси"),
        ("ЮГО-ЗАПАДНЫЙ ФРОНТ И АЛМА-АТА", "Юго-западный фронт и Алма-Ата"),
        ("ЗАКЛЮЧЕНИЕ\n\nДоговор подписан.", "Заключение\n\nДоговор подписан."),
        ("В ООН и МИД КР, в ЮНЕСКО и ОБСЕ", "В ООН и МИД КР, в ЮНЕСКО и ОБСЕ"),
        ("Он служил в МЧС РФ, ДОСААФ и НАТО.", "Он служил в МЧС РФ, ДОСААФ и НАТО."),
        ("станция МИР", "станция МИР"),
        ("РОЛЬ ВАСИЛИЯ II-ГО И ГУСТАВА III", "Роль Василия II-го и Густава III"),
        ("ПЕРЕГОВОРЫ САР В КАМЕНЦЕ-ПОДОЛЬСКОМ", "Переговоры САР в Каменце-Подольском"),
    ],
)
def test_capitals(written: str, read: str) -> None:
    assert fold_capitals(written) == read
    assert len(read) == len(written)


def test_plain_text_is_not_touched() -> None:
    text = " ".join(SENTENCES)
    folded = fold_text(text)
    assert folded.text == text
    assert not folded.offsets.edits


def test_an_emoji_is_a_token_with_itself_as_lemma(nlp: Language) -> None:
    article = extract_text("Посол ✅ Пётр Орлов прибыл.", nlp)
    assert [entity.text for entity in article.entities] == ["Пётр Орлов"]


def test_a_record_is_folded_with_its_entities() -> None:
    text = "Посо\u0301л прибыл в Mоскву."
    entity = Entity(id=1, label="GPE", start_offset=16, end_offset=22, text="Mоскву")
    folded = fold_article(Article(id="a", text=text, entities=[entity]))
    assert [(e.start_offset, e.end_offset, e.text) for e in folded.entities] == [(15, 21, "Москву")]
    assert fold_article(folded) is folded


@pytest.mark.parametrize("rows", [("Киргизия", "Бишкек"), ("Норвегия", "Осло"), ("Латвия", "Рига")])
def test_the_cells_of_a_row_are_no_run_of_words(rows: tuple[str, str], nlp: Language) -> None:
    text = "Страна\tСтолица\n" + "\n".join("\t".join(row) for row in (rows, ("Грузия", "Тбилиси")))
    tokens: list[list[Token]] = []
    (article,) = extract_raw([ToExtract(raw_text(text), "a", tokens=tokens)], nlp)
    assert [(one.label, one.text) for one in article.entities] == [
        ("GPE", name) for name in (*rows, "Грузия", "Тбилиси")
    ]
    assert "Страна\tСтолица" in article.text
    words = [token for sentence in tokens for token in sentence]
    assert [token.text for token in words] == ["Страна", "Столица", *rows, "Грузия", "Тбилиси"]
    assert words[0].space_after
    assert {token.head for token in words} <= {0, 1, 2}


@pytest.mark.parametrize("surname", ["Назаров", "Витковский", "Акимушкин", "Орлов", "Сабиров", "Токтогулов"])
@pytest.mark.parametrize("initials", ["Н.", "С.", "О. В.", "А.А.", "Т. С.", "Е.К."])
def test_initials_of_latin_letters_are_russian_beside_a_russian_surname(surname: str, initials: str) -> None:
    for mixed in (surname, surname[0].translate(LOOKALIKES) + surname[1:]):
        for text in (f"Посол {initials} {mixed} прибыл.", f"Вчера и {mixed} {initials} Он"):
            if initials.count(".") > 1 or text.startswith("Посол"):
                latin = text.replace(initials, initials.translate(str.maketrans(CYRILLIC[:11], LATIN[:11])))
                assert fold_letters(latin) == text.replace(mixed, surname)


@pytest.mark.parametrize("text", ["Книга A. B. Smith и C. Smith", "и M. A. Smith пришёл"])
def test_latin_letters_elsewhere_stay(text: str) -> None:
    assert fold_letters(text) == text


UNIONS = [row[-1] for row in rows("bodies.tsv") if row[0] in {"short", "union"} and row[-1][0].isupper()]


@pytest.mark.parametrize("name", [name for name in UNIONS if name.replace(" ", "").isalpha()])
def test_bodies_of_states_keep_their_capitals_in_headings(name: str) -> None:
    own = phrase_in_case(name, "gent")
    assert fold_capitals(f"ДОКЛАД {own.upper()} О ПОЛОЖЕНИИ") == f"Доклад {own} о положении"
    assert fold_capitals(f"{name.upper()} И ПОЛЬША") == f"{name} и Польша"
