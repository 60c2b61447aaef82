"""Projection: each label finds its English words; values and identities travel; what is alone is listed."""
# ruff: noqa: E501

from __future__ import annotations

from pathlib import Path

import pytest

from letopis.bilingual.align import SentenceLink
from letopis.bilingual.project import Projection, project_entities
from letopis.bilingual.sides import align_articles, read_english, read_glossary
from letopis.formats.jsonl import read_articles
from letopis.formats.markup import read_markup, value_fields, write_markup
from letopis.records import Article, Entity, Sentence

ROOT = Path(__file__).parent.parent


def marked(text: str, name: str, language: str) -> Article:
    plain, spans = read_markup(text)
    entities = [
        Entity(id=n, label=s.label, start_offset=s.start, end_offset=s.end, text=plain[s.start : s.end],
               **value_fields(s.label, s.value))
        for n, s in enumerate(spans, 1)
    ]  # fmt: skip
    return Article(id=name, language=language, text=plain, sentences=[Sentence(0, len(plain))], entities=entities)


def project(russian: str, english: str, glossary: dict[str, str] | None = None) -> Projection:
    text = Article(id="a-en", language="en", text=english, sentences=[Sentence(0, len(english))])
    return project_entities(marked(russian, "a", "ru"), text, [SentenceLink((0,), (0,), 1.0)], glossary=glossary)


@pytest.mark.parametrize(
    ("russian", "english"),
    [
        ("С {DATE=1942 start|начала 1942 г.} шли.", "They came from {DATE|early 1942} on."),
        ("{DATE=2016-04-26|26 апреля} он был там.", "On {DATE|26 April} he was there."),
        ("{DATE=!|31 ноября 2009 г.} показали фильм.", "A film was shown on {DATE|31 November 2009}."),
        ("К {DATE=14XX end|концу XV века} и в {DATE=193X|1930-х гг.}", "By the {DATE|end of the 15th century} and in the {DATE|1930s}"),
        ("Об {PERSON=Алмазбек Атамбаев|А.Ш. Атамбаеве} и {PERSON=Ильхам Алиев|И. Алиеве}.", "On {PERSON|I. Aliyev} and {PERSON|A.Sh. Atambayev}."),
        ("{PERSON=Гейдар Алиев|Г. Алиев} и сын, {PERSON=Ильхам Алиев|И. Алиев}.", "{PERSON|H. Aliyev} and his son, {PERSON|I. Aliyev}."),
        ("{PERSON=Г. Алиев|Г. Алиев} после {PERSON=И. Алиев|И. Алиева}.", "After {PERSON|I. Aliyev}, {PERSON|H. Aliyev}."),
        ("{PERSON=Джон Смит|Джона Смита} и {PERSON=Питер Браун|Питера Брауна}.", "{PERSON|John Smith} and {PERSON|Peter Brown}."),
        ("Министр {PERSON=Смит|Смит} вышел.", "Then Minister {PERSON|Smith} left."),
        ("В {GPE=Монте-Карло|Монте-Карло}.", "In {GPE|Monte Carlo}."),
        ("Братья {PERSON=Султановы|Султановы} пришли.", "The {PERSON|Sultanov} brothers came."),
        ("{PERSON=Кыдыр-аке Байсариев|Кыдыр-аке Байсариева} знали.", "They knew {PERSON|Kydyr-ake Baysariyev}."),
        ("{GPE=Кыргызстан|Кыргызстан} и {GPE=Азербайджан|Азербайджан}", "{GPE|Azerbaijan} and the {GPE|Kyrgyz Republic}"),
        ("Из {GPE=Баку|Баку} в {GPE=Стамбул|Стамбул} через {GPE=Гянджа|Гянджу}.", "From {GPE|Baku} to {GPE|Istanbul} through {GPE|Ganja}."),
        ("В селе {GPE=Джанги-Джер|Джанги-Джер}.", "In the village of {GPE|Dzhangi-Dzher}."),
        ("В {GPE=Сокулукский район|Сокулукском районе}.", "In {GPE|Sokuluk District} they live."),
        ("В {ORG=Министерство обороны Турции|Министерстве обороны {GPE=Турция|Турции}} были.", "They were at the {ORG|Ministry of Defence of {GPE|Turkey}} then."),
        ("В {ORG=ЮНЕСКО|ЮНЕСКО} знали.", "They knew it at {ORG|UNESCO}."),
        (
            "Подписано {AGREEMENT=соглашение|Соглашение о сотрудничестве в области туризма между {GPE=Россия|Россией} и {GPE=Турция|Турцией}}.",
            "The {AGREEMENT|Agreement on Cooperation in the Field of Tourism between {GPE|Russia} and {GPE|Turkey}} was signed.",
        ),
        (
            "{AGREEMENT=договор|Договор о дружбе}; {AGREEMENT=договор|Договор о военной помощи}",
            "A {AGREEMENT|Treaty of Friendship}; a {AGREEMENT|Treaty on Military Assistance}",
        ),
    ],
)  # fmt: skip
def test_spans(russian: str, english: str) -> None:
    plain, spans = read_markup(english)
    done = project(russian, plain)
    bare = list(done.english.entities)
    found = sorted((e.start_offset, e.end_offset, e.label) for e in bare)
    assert found == sorted(span[:3] for span in spans), write_markup(plain, bare)
    assert done.russian_alone == ()


def test_values_and_identities_travel() -> None:
    done = project("{DATE=1942 start|начале 1942 г.} в {GPE=Баку|Баку}", "in early 1942 in Baku")
    date, city = done.english.entities
    assert (date.value, date.modifier, date.by) == ("1942", "start", "projection.date")
    assert (city.normal, city.entity) == ("Баку", "gpe:баку")
    assert done.pairs == ((1, 1), (2, 2))
    assert done.english.language == "en"


def test_abbreviations_and_the_glossary() -> None:
    glossary = {"Содружество Независимых Государств": "Commonwealth of Independent States", "СНГ": "CIS"}
    name = "Содружество Независимых Государств"
    done = project(
        f"{{ORG={name}|Содружества Независимых Государств}} ({{ORG={name}|СНГ}})",
        "of the Commonwealth of Independent States (CIS)",
        glossary,
    )
    assert [e.text for e in done.english.entities] == ["Commonwealth of Independent States", "CIS"]


@pytest.mark.parametrize(
    ("russian", "english"),
    [
        ("В {GPE=Баку|Баку} был съезд.", "There was a congress."),
        ("{PERSON=А. Акаев|А. Акаев} приехал.", "The President came."),
        ("{DATE=1997|1997 г.}", "the year before"),
        ("{ORG=ЮНЕСКО|ЮНЕСКО} и {ORG=СНГ|СНГ}", "both organisations"),
    ],
)
def test_what_has_no_english_partner_is_listed(russian: str, english: str) -> None:
    done = project(russian, english)
    assert not done.english.entities
    assert len(done.russian_alone) == len(marked(russian, "a", "ru").entities)


def test_what_has_no_russian_partner_is_listed() -> None:
    done = project("Был съезд.", "In 1926 there was a congress in Azerbaijan.")
    assert [(e.label, e.text) for e in done.english_alone] == [("DATE", "1926"), ("GPE", "Azerbaijan")]


def test_initials_tell_bearers_of_one_surname_apart() -> None:
    done = project("{PERSON=Г. Алиев|Г. Алиев} после {PERSON=И. Алиев|И. Алиева}.", "After I. Aliyev, H. Aliyev.")
    assert {e.normal: e.text for e in done.english.entities} == {"Г. Алиев": "H. Aliyev", "И. Алиев": "I. Aliyev"}


def test_a_window_stops_at_a_semicolon_and_at_a_foreign_entity() -> None:
    from letopis.bilingual.anchors import russian_words
    from letopis.bilingual.linked import tokenize
    from letopis.bilingual.phrases import Search, find_window

    words = russian_words("договор о дружбе, культура и спорт")
    texts = []
    for text, strangers in (
        ("a treaty of friendship; culture", frozenset[int]()),
        ("a treaty of friendship, Turkey, culture", frozenset({4})),
        ("a treaty of friendship, Turkey, culture", frozenset[int]()),
    ):
        tokens = tokenize(text)
        window = find_window(words, tokens, text, Search(blocked=strangers))
        assert window is not None
        texts.append(tokens[window.last].text)
    assert texts == ["friendship", "friendship", "culture"]


def test_a_sentence_without_translation() -> None:
    russian = marked("В {GPE=Баку|Баку}.", "a", "ru")
    english = Article(id="a-en", language="en", text="", sentences=[])
    done = project_entities(russian, english, [SentenceLink((0,), (), 0.0)])
    assert [e.text for e in done.russian_alone] == ["Баку"]


FLOOR = {"DATE": 0.97, "PERSON": 0.97, "GPE": 0.95, "ORG": 0.85, "AGREEMENT": 0.85}


def test_the_goals_hold_on_both_articles() -> None:
    glossary = read_glossary(ROOT / "corpus" / "glossary.tsv")
    gold_by_id = {article.id: article for article in read_articles(ROOT / "annotations" / "english")}
    sides: dict[str, list[set[tuple[str, int, int]]]] = {label: [set(), set()] for label in FLOOR}
    for russian in read_articles(ROOT / "annotations" / "gold"):
        english = read_english(ROOT / "corpus", russian.id)
        gold = gold_by_id[english.id]
        assert gold.text == english.text
        done = project_entities(russian, english, align_articles(russian, english, glossary), glossary=glossary)
        for number, article in enumerate((done.english, gold)):
            for e in article.entities:
                sides[e.label][number].add((article.id, e.start_offset, e.end_offset))
    for label, (found, wanted) in sides.items():
        assert 2 * len(found & wanted) / (len(found) + len(wanted)) >= FLOOR[label], label
