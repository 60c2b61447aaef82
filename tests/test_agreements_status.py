"""What has become of an agreement, and which one it replaces or rests on."""

from __future__ import annotations

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from letopis import extract_text
from letopis.entities.spans import SPANS_KEY, add_entities
from letopis.formats.markup import read_markup
from letopis.records import Entity

STATUSES = [
    ("{DATE=1920-05-05|5 мая 1920 г.} был подписан Договор о мире.", "signed 1920-05-05"),
    ("{GPE|Чехия} и {GPE|Польша} заключили Договор о мире в {DATE=1920|1920 г.}", "concluded 1920"),
    ("Договор о мире парафирован {DATE=1920-05-05|5 мая 1920 г.}", "initialled 1920-05-05"),
    ("{GPE|Чехия} ратифицировала Договор о мире {DATE=1992-05-05|5 мая 1992 г.}", "ratified 1992-05-05"),
    ("Договор о мире вступил в силу в {DATE=1993|1993 г.}", "in_force 1993"),
    ("После вступления в силу Договора о мире пошлины отменили.", "in_force None"),
    (
        "Договор о мире был подписан {DATE=1992|1992 г.} и вступил в силу {DATE=1993-06-01|1 июня 1993 г.}",
        "in_force 1993-06-01",
    ),
    (
        "Договор о мире парафировали в {DATE=1995-05|мае 1995 г.}, а подписали в {DATE=1995-07|июле 1995 г.}",
        "signed 1995-07",
    ),
    ("На {DATE=2030|2030 г.} планируется подписать Договор о мире.", "planned None"),
    ("Договор о мире будет подписан в {DATE=2030-05|мае 2030 г.}", "planned 2030-05"),
    ("Министры подпишут Договор о мире в {DATE=2030-05|мае 2030 г.}", "planned 2030-05"),
    ("Планируется подписание Договора о мире.", "planned None"),
    ("Стороны готовят Соглашение о торговле.", "planned None"),
    ("{GPE|Чехия} отказалась подписать Договор о мире.", "refused None"),
    ("{GPE|Чехия} не подписала Договор о мире.", "refused None"),
    ("Парламент отклонил Договор о мире в {DATE=1954|1954 г.}", "refused 1954"),
    ("{GPE|Чехия} денонсировала Договор о мире в {DATE=1992|1992 г.}", "denounced 1992"),
    ("{GPE|Чехия} вышла из Договора о мире в {DATE=2002|2002 г.}", "denounced 2002"),
    ("Договор о мире должен быть подписан в {DATE=2030|2030 г.}", "planned 2030"),
    ("Министры собирались дважды и подписали Договор о мире.", "signed None"),
    ("Король отказался от титула и подписал Договор о мире.", "signed None"),
    ("Договор о мире пока не подписан.", "planned None"),
    ("Договор о мире действует с {DATE=1994|1994 г.}", "in_force None"),
    ("Договор о мире утратил силу в {DATE=1994|1994 г.}", "expired 1994"),
    ("{GPE|Чехия} приостановила действие Договора о мире.", "suspended None"),
    ("{GPE|Чехия} приостановила участие в Договоре о мире в {DATE=2007|2007 г.}", "suspended 2007"),
    ("Договор о мире продлён до {DATE=2030|2030 г.}", "in_force None"),
    ("Сейм одобрил Договор о мире в {DATE=1994|1994 г.}", "ratified 1994"),
    ("Договор о мире забыли, а {DATE=1994|1994 г.} он вступил в силу.", "in_force 1994"),
    ("Соседи требуют расторгнуть Договор о мире.", "None None"),
    ("Договор о мире был открыт для подписания в {DATE=1968|1968 г.}", "signed 1968"),
    ("{DATE=XXXX-09-17|17 сентября} исполняется 16 лет со дня подписания Договора о мире.", "signed None"),
    ("Объявлен конкурс на заключение Договора о мире.", "planned None"),
    ("Сейм призвал к ратификации Договора о мире.", "planned None"),
    ("На подписании Договора о мире были послы.", "signed None"),
    ("{GPE|Чехия} и {GPE|Дания} обменялись ратификационными грамотами Договора о мире.", "ratified None"),
    ("Обмен ратификационными грамотами Договора о мире прошёл в {DATE=1992|1992 г.}", "ratified 1992"),
    ("Обмен текстами Договора о мире прошёл в {DATE=1992|1992 г.}", "None None"),
    ("{GPE|Чехия} прекратила участие в Договоре о мире в {DATE=1992|1992 г.}", "denounced 1992"),
    ("Договор о мире был подписан {DATE=1935-05-05|5 мая 1935 г.} и ратифицирован через месяц.", "ratified None"),
    ("Договор о мире действовал, пока его не расторгла {GPE|Чехия}.", "denounced None"),
    ("Договор о мире забыт, поскольку его не расторгла {GPE|Чехия}.", "None None"),
    ("Сейм {DATE=1994-05-05|5 мая 1994 г.} одобрил Договор о мире.", "ratified 1994-05-05"),
    ("Утратив доверие, стороны забыли Договор о мире.", "None None"),
    ("Шахта приостановила работу, несмотря на Договор о мире.", "None None"),
    ("Договор о мире действовал.", "None None"),
    ("Договор о мире забыт.", "None None"),
    ("Согласно Договору о мире между {GPE|Чехией} и {GPE|Польшей} парламент принял закон.", "None None"),
    ("В силу Договора о мире пошлины снижены.", "None None"),
]  # fmt: skip
SUCCESSIONS = [
    ("Взамен Договора о торговле был подписан Договор о мире.", "supersedes Договор о мире > Договора о торговле"),
    ("Договор о мире заменил Соглашение о перемирии.", "supersedes Договор о мире > Соглашение о перемирии"),
    (
        "Подписан Договор о мире, заменивший Соглашение о перемирии.",
        "supersedes Договор о мире > Соглашение о перемирии",
    ),
    (
        "На смену Версальскому договору пришел Договор о мире.",
        "supersedes Договор о мире > Версальскому договору",
    ),
    (
        "Версальский договор был заменен Договором о мире.",
        "supersedes Договором о мире > Версальский договор",
    ),
    (
        "На основании Договора о мире было подписано Соглашение о визах.",
        "based_on Соглашение о визах > Договора о мире",
    ),
    (
        "Соглашение о визах подписано в соответствии с Договором о мире.",
        "based_on Соглашение о визах > Договором о мире",
    ),
    ("Подписан Протокол о границе, дополняющий Договор о мире.", "based_on Протокол о границе > Договор о мире"),
    ("Договор о мире не заменил Соглашение о перемирии.", ""),
    ("Договор о мире должен заменить Соглашение о перемирии.", ""),
    ("Подписаны Договор о мире и Соглашение о визах.", ""),
    ("На основании Договора о мире войска ушли; позже подписано Соглашение о визах.", ""),
]  # fmt: skip


def read(unnamed: Language, marked: str) -> Doc:
    text, spans = read_markup(marked)
    doc = unnamed(text)
    add_entities(doc, [Entity.at(doc.text, s.start, s.end, s.label, by="given", value=s.value or None) for s in spans])
    return unnamed.create_pipe("letopis_agreements")(doc)


@pytest.mark.parametrize(("marked", "wanted"), STATUSES)
def test_status_has_its_own_date(unnamed: Language, marked: str, wanted: str) -> None:
    doc = read(unnamed, marked)
    found = [f"{s._.status} {s._.status_date}" for s in doc.spans[SPANS_KEY] if s.label_ == "AGREEMENT"]
    assert found == [wanted]


@pytest.mark.parametrize("marked", [marked for marked, wanted in STATUSES if wanted.startswith(("planned", "refused"))])
def test_a_plan_has_no_date_of_signing(unnamed: Language, marked: str) -> None:
    assert not [link for link in read(unnamed, marked)._.relations if link.type == "signed_on"]


def test_the_replaced_one_is_not_what_is_signed(unnamed: Language) -> None:
    doc = read(unnamed, "Взамен Версальского договора {GPE|Чехия} подписала {DATE|5 мая 1999 г.} Договор о границе.")
    signed = [link.source for link in doc._.relations if link.type in {"signed_on", "party"}]
    assert {source.text for source in signed} == {"Договор о границе"}
    assert [s._.status for s in doc.spans[SPANS_KEY] if s.label_ == "AGREEMENT"] == [None, "signed"]


def test_a_replacement_reaches_the_sentence_before(unnamed: Language) -> None:
    doc = read(unnamed, "Договор о торговле 1832 г. устарел. Взамен него был подписан Договор о дружбе.")
    assert [link.type for link in doc._.relations if link.type == "supersedes"] == ["supersedes"]


@pytest.mark.parametrize(("text", "wanted"), SUCCESSIONS)
def test_replaced_and_underlying(unnamed: Language, text: str, wanted: str) -> None:
    doc = read(unnamed, text)
    found = [
        f"{link.type} {link.source.text} > {link.target.text}"
        for link in doc._.relations
        if link.type in {"supersedes", "based_on"}
    ]
    assert found == ([wanted] if wanted else [])


TITLES = ("Договор о мире с Перу", "Соглашение о границе", "Лимский договор")
GENITIVE = ("Договора о мире с Перу", "Соглашения о границе", "Лимского договора", "ДНЯО")
PREPOSITIONAL = ("Договоре о мире с Перу", "Соглашении о границе", "Лимском договоре")


def only(text: str, nlp: Language) -> list[str | None]:
    return [entity.status for entity in extract_text(text, nlp).entities if entity.label == "AGREEMENT"]


@pytest.mark.parametrize("title", PREPOSITIONAL)
@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("действующем", "in_force"),
        ("подписанном", "signed"),
        ("подписанном 5 мая 2001 года в Риге", "signed"),
        ("недавно ратифицированном", "ratified"),
        ("заключённом", "concluded"),
        ("готовящемся", "planned"),
        ("возможном", "planned"),
        ("будущем", "planned"),
        ("старом", None),
    ],
)
def test_a_word_before_a_title_says_what_became_of_it(
    words: str, status: str | None, title: str, nlp: Language
) -> None:
    assert only(f"Речь в докладе идёт о {words} {title}.", nlp) == [status]


@pytest.mark.parametrize("title", GENITIVE)
@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("нарушать действующие положения", "in_force"),
        ("отвергать идею", "planned"),
        ("отрицать вероятность подписания", "planned"),
        ("отрицать необходимость ратификации", "planned"),
        ("праздновать годовщину подписания", "signed"),
    ],
)
def test_nouns_before_a_title(words: str, status: str, title: str, nlp: Language) -> None:
    assert only(f"Он не стал {words} {title}.", nlp) == [status]


@pytest.mark.parametrize("title", PREPOSITIONAL)
@pytest.mark.parametrize("side", ["с Чехией", "с повстанцами", ""])
def test_what_is_talked_about_is_planned(side: str, title: str, nlp: Language) -> None:
    assert only(f"В переговорах {side} о {title} наступил перерыв.", nlp) == ["planned"]


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize(("verb", "status"), [("подписан", "signed"), ("ратифицирован", "ratified")])
def test_until_it_was_is_no_refusal(verb: str, status: str, title: str, nlp: Language) -> None:
    verb += "о" * title.startswith("С")
    was = "было" if title.startswith("С") else "был"
    assert only(f"Споры шли, пока в мае не {was} {verb} {title}.", nlp) == [status]


@pytest.mark.parametrize("title", GENITIVE[:3])
@pytest.mark.parametrize("side", ["Чехия", "Индия"])
def test_who_ends_an_agreement_denounces_it(side: str, title: str, nlp: Language) -> None:
    text = f"{side} прекратила действие {title}."
    assert only(text, nlp) == ["denounced"]
    article = extract_text(text, nlp)
    ends = {entity.id: entity.text for entity in article.entities}
    assert side in [ends[link.to_id] for link in article.relations if link.type == "party"]


@pytest.mark.parametrize("title", TITLES)
def test_what_an_agreement_helps_to_reach_is_not_itself(title: str, nlp: Language) -> None:
    assert only(f"{title} позволяет достичь роста торговли.", nlp) == [None]
