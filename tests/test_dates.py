"""Dates: every rule's own example, spans and values form by form, and what is no date."""

import inspect
import re

import pytest

from letopis.entities.dates import centuries, days, find_dates, periods, years
from letopis.entities.dates.find import join_ranges
from letopis.entities.dates.rules import DIGIT_RULES, ROMAN_RULES, WORD_RULES
from letopis.formats.markup import read_markup
from letopis.records import Sentence

RULES = dict.fromkeys([*DIGIT_RULES, *ROMAN_RULES, *WORD_RULES])


def marked(text):
    """Return a plain text and its dates as (text, value); a set stands in round brackets, the markup keeps braces."""
    plain, spans = read_markup(text.replace("\\n", "\n"))
    return plain, [(plain[s.start : s.end], re.sub(r"^\((.*)\)$", r"{\1}", s.value)) for s in spans]


def found(plain, sentences=None):
    """Return what is found as (text, value), the modifier after the value and ``!`` for an impossible date."""
    return [
        (d.text, " ".join(filter(None, ["!" if d.impossible else d.value, d.modifier])))
        for d in find_dates(plain, sentences)
    ]


def examples(function):
    """Return the marked examples of a docstring."""
    return re.findall(r"``([^`]*\{DATE[^`]*)``", function.__doc__)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_example_of_every_rule(rule):
    assert examples(rule), f"{rule.__name__} has no marked example"
    signed = set()
    for example in examples(rule):
        plain, dates = marked(example)
        assert found(plain) == dates
        signed |= {finding.by for finding in find_dates(plain)}
    assert f"dates.{rule.__name__}" in signed


def test_every_rule_is_asked():
    modules = (centuries, days, periods, years)
    public = {
        function
        for module in modules
        for name, function in vars(module).items()
        if inspect.isfunction(function) and function.__module__ == module.__name__ and not name.startswith("_")
    }
    assert public == set(RULES)


def test_the_example_of_ranges():
    for example in examples(join_ranges):
        plain, dates = marked(example)
        assert found(plain) == dates
        assert {finding.by for finding in find_dates(plain)} == {"dates.range"}


GUIDELINES = [
    "{DATE=1993-01-19|19 января 1993 г.}",
    "с {DATE=2012-08|августа 2012 г.}",
    "в {DATE=193X|1930-х гг.}",
    "к {DATE=14XX end|концу ХV века}",
    "во {DATE=-01XX|II в. до н. э.}",
    "{DATE=2000-23|Осенью 2000 г.}",
    "в {DATE=1942 start|начале 1942 г.}",
    "в {DATE=2015-01/2015-08|январе – августе 2015 г.}",
    "{DATE=2013-08-15/2013-08-16|15–16 августа 2013 г.}",
    "на период {DATE=2013/2017|2013–2017 гг.}",
    "{DATE=!|31 ноября 2009 г.}",
    "В {DATE=2016-05|мае 2016 г.} был приём. {DATE=2016-04-26|26 апреля} прошла встреча.",
]

FORMS = [
    "В среду, {DATE=2006-11-08|8 ноября 2006 года}, и утром {DATE=2006-11-09|9 ноября}",
    "{DATE=1993-01-19|19\u00a0января 1993\u00a0г.}",
    "{DATE=2015-05-09|9 МАЯ 2015 ГОДА}",
    "в {DATE=2010|2010 г} и в {DATE=2008|2008г.}",
    "от {DATE=2016-10-21|21 10 2016 года}",
    "с {DATE=2011-12-30/2012-01-02|30 декабря по 2 января 2012 г.}",
    "с {DATE=2005-09/2010-08|сентября 2005 года по август 2010}",
    "с {DATE=1991/1998|1991 по 1998 гг.} был послом",
    "с {DATE=1991/1998|1991 по 1998 годы} и с 1991 по 2500 рублей",
    "{DATE=1997|1997 год}, а на пять лет раньше – {DATE=1992|1992-й}",
    "{DATE=1900-03-07|23 февраля (7 марта) 1900 г.}",
    "В {DATE=1916|1916 г.} и в {DATE=191X|10-х гг.} века",
    "({DATE=1799-06-06/1837-02-10|6 июня 1799 — 10 февраля 1837})",
    "{DATE=18XX/19XX|вторая половина XIX – начало XX в.}",
    "{DATE=18XX/19XX|рубеж XIX и XX веков}",
    "{DATE=-0099/0099|I в. до н. э. – I в. н. э.}",
    "в {DATE=187X|1870-х} и {DATE=188X start|начале 1880-х годов}",
    "в {DATE=197X|70-х} и {DATE=198X|80-х годах XX века}",
    "{DATE=1700-02|29 февраля 1700 г.}",
    "{DATE=2000|2000 год} и {DATE=2001-01-01|1-е января 2001 г.}",
    "приказ от {DATE=2008-08-25|25/08/2008}",
]

JOINED = [
    "в {DATE=1999/2001|1999-2001гг.}",
    "Манюров ({DATE=1980|1980 г.}р.)",
    "вышли на улицу {DATE=XXXX-01-10|10 января}",
    "снимок, {DATE=2009|2009}\\nНовый абзац",
]

CONTEXT = [
    "{DATE=XXXX-04-26|26 апреля} всё началось.",
    "{DATE=2008-08-05|5 августа 2008}\\nВ {DATE=1994|1994 г.} открыт завод.\\nОн сгорел {DATE=2008-08-03|3 августа}.",
    "В {DATE=1994|1994 г.} открыт завод. Он сгорел {DATE=1994-08-03|3 августа}.",
    "Поэт ({DATE=1799/1837|1799–1837}) умер {DATE=XXXX-02-10|10 февраля}.",
    "{DATE=2008-08-05|5 августа 2008}\\nЭто было {DATE=2007-10-09|9 октября прошлого года}.",
    "Это было {DATE=XXXX-10-09|9 октября прошлого года}.",
    "В том же году вышел словарь, годом ранее – букварь.",
    "Осенью того же года вернулись птицы.",
    "В {DATE=1995|1995 г.} был голод, {DATE=1995-23|осенью того же года} – мор.",
    "В {DATE=1995|1995 г.} был голод.\\nВ том же году вышел словарь.",
    "В {DATE=2016|2016 г.} писали о {DATE=193X|30-х гг.}",
    "В {DATE=1881|1881 г.} взят город, в {DATE=189X|90-х годах} построен вокзал.",
    "В {DATE=0070|70 г. н. э.} храм сожжён, в {DATE=0079|79 году} – город.",
]

NOT_DATES = [
    "В пп. 1–2 ст. 8 закона",
    "п. 2–3 ст. 5 устава",
    "двадцать лет, 5 дней, 3 года, 21 год, 15 годам лишения свободы",
    "на 1000-летнем юбилее, 1300-летие, 66-летний, 2000-летия",
    "в настоящее время, сейчас, вчера, во вторник, на прошлой неделе, в прошлом году",
    "в годы перестройки, в начале Великой Отечественной войны",
    "в 10:30, в 18.00, около 12 часов",
    "III саммит, Пётр I в беседе, глава XX",
    "№ 1997, с. 1941, стр. 1200–1250, ГОСТ 1990, Ту-154, Windows 2000",
    "2012 семей, в 2000 случаев, 1500 км, до 1990 рублей, в 2 012 семьях",
    "[1, c. 173], 312-19-97, версия 2.0.12, 192.168.10.12",
    "ул. 9 января, площадь 8 Марта, фильм «31 июня»",
    "в 1500 км от города, на 1990 % больше, с 1950 руб., после 2015 чел.",
    "ежегодно в мае",
    "на 37-м году жизни, 2000-й посетитель, 50-е место",
    "1,5 метра, 2 века, 100 г. масла, 862 г муки",
    "осенью, летом, в мае каждого года",
    "к Августу и Марте, от Майи",
    "с 1500 до 1950 человек",
    "https://www.site.example/2016/07/11/news",
]


@pytest.mark.parametrize("text", [*GUIDELINES, *FORMS, *JOINED, *CONTEXT])
def test_spans_and_values(text):
    plain, dates = marked(text)
    assert found(plain) == dates


@pytest.mark.parametrize("text", NOT_DATES)
def test_what_is_no_date(text):
    assert found(text) == []


def test_context_is_flagged():
    dates = find_dates("25 апреля 2016 г. и затем 26 апреля")
    assert [date.from_context for date in dates] == [False, True]
    assert not find_dates("26 апреля")[0].from_context


def test_an_impossible_date_has_no_value():
    (date,) = find_dates("31 ноября 2009 г.")
    assert date.impossible
    assert date.value is None


def test_no_date_crosses_a_sentence_end():
    text = "Он вернулся в мае 1990 г."
    cut = text.index(" 1990")
    assert found(text) == [("мае 1990 г.", "1990-05")]
    assert found(text, [Sentence(0, cut), Sentence(cut + 1, len(text))]) == [("мае", "XXXX-05"), ("1990 г.", "1990")]


def test_sentences_do_not_change_ordinary_dates():
    text = "Подписан 19 января 1993 г. В 1997 г. обновлён."
    sentences = [Sentence(0, 26), Sentence(27, len(text))]
    assert found(text, sentences) == found(text) == [("19 января 1993 г.", "1993-01-19"), ("1997 г.", "1997")]


def test_the_component_adds_spans():
    import spacy

    import letopis.entities.dates.component  # noqa: F401

    nlp = spacy.blank("ru")
    nlp.add_pipe("letopis_dates")
    doc = nlp("Подписан в начале 1942 г. в Баку.")
    assert [(s.text, s.label_, s._.value, s._.modifier) for s in doc.spans["letopis"]] == [
        ("начале 1942 г.", "DATE", "1942", "start")
    ]
