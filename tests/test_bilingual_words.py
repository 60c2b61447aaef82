"""Transliteration, stems, English sentences and dates, names: what alignment and projection stand on."""

from __future__ import annotations

import pytest

from letopis.bilingual.anchors import english_words, lexicon, roman_value, russian_words
from letopis.bilingual.dates import find_english_dates
from letopis.bilingual.english import english_stem, split_english
from letopis.bilingual.names import SAME, english_names, likeness
from letopis.bilingual.transliterate import transliterate


@pytest.mark.parametrize(
    ("russian", "latin"),
    [
        ("Ельцин", "Yeltsin"),  # е begins the word
        ("Алиев", "Aliyev"),  # е after a vowel
        ("Подъездной", "Podyezdnoy"),  # е after ъ
        ("Рыбачье", "Rybachye"),  # е after ь
        ("Берия", "Beriya"),
        ("Хягас", "Khyagas"),
        ("Щёлково", "Shchelkovo"),  # ё is written as е
        ("Объячево", "Obyachevo"),
        ("ССТГ", "SSTG"),
        ("Щ", "Shch"),
        ("Чу-2 (р.)", "Chu-2 (r.)"),
    ],
)
def test_bgn_pcgn_without_diacritics(russian: str, latin: str) -> None:
    assert transliterate(russian) == latin


@pytest.mark.parametrize(
    ("one", "other"),
    [("treaties", "treaty"), ("signed", "signs"), ("women", "woman"), ("planned", "plan"), ("Baku’s", "Baku")],
)
def test_forms_of_a_word_share_a_stem(one: str, other: str) -> None:
    assert english_stem(one) == english_stem(other)


@pytest.mark.parametrize(("one", "other"), [("state", "station"), ("minister", "ministry"), ("is", "i")])
def test_different_words_do_not(one: str, other: str) -> None:
    assert english_stem(one) != english_stem(other)


@pytest.mark.parametrize(
    ("marked", "why"),
    [
        ("He met A. Akayev.| He left.", "an initial"),
        ("It cost No. 5 dearly [1].| Then it fell.", "a number and a citation"),
        ("“Yes.”| “No!”| Why?", "quotes"),
        ("The U.S. Senate met.| 26 deputies came.", "an abbreviation of capitals; a figure begins a sentence"),
        ("He grew wheat, etc. and left.", "a small letter goes on"),
    ],
)
def test_split_english(marked: str, why: str) -> None:
    text = marked.replace("|", "")
    assert [text[a:b] for a, b in split_english(text)] == [part.strip() for part in marked.split("|")], why


def test_a_blank_line_ends_an_english_sentence() -> None:
    assert len(split_english("A title\n\nThe text begins")) == 2
    assert split_english("") == []


@pytest.mark.parametrize(("word", "number"), [("XX", 20), ("ХVIII", 18), ("V", 5), ("DIM", 0), ("", 0), ("Мир", 0)])
def test_roman_value(word: str, number: int) -> None:
    assert roman_value(word) == number


@pytest.mark.parametrize(
    ("russian", "english", "key"),
    [
        ("10 611 человек", "10,611 people", "n:10611"),
        ("4,8 млн", "4.8 million", "n:4.8"),
        ("23.04.1997", "23 April 1997", "n:1997"),
        ("семь районов", "7 districts", "n:7"),
        ("XV заседание", "15th session", "n:15"),
        ("Атамбаев", "Atambayev", "s:ATMB"),
        ("договоров", "treaties", "w:treaty"),
    ],
)
def test_keys_meet(russian: str, english: str, key: str) -> None:
    sides = [{k for word in words for k in word.keys} for words in (russian_words(russian), english_words(english))]
    assert key in sides[0]
    assert key in sides[1]


def test_function_words_have_no_keys() -> None:
    assert russian_words("и в на не он") == []
    assert english_words("the of and he was") == []


def test_the_lexicon_is_in_base_forms() -> None:
    assert len(lexicon()) > 1400
    assert all(stems for stems in lexicon().values())


@pytest.mark.parametrize(
    ("text", "span", "value", "modifier"),
    [
        ("on 23 April 1997.", "23 April 1997", "1997-04-23", None),
        ("On April 23, 1997, he", "April 23, 1997", "1997-04-23", None),
        ("15–16 August 2013", "15–16 August 2013", "2013-08-15/2013-08-16", None),
        ("in January–August 2015", "January–August 2015", "2015-01/2015-08", None),
        ("since August 2012, as", "August 2012", "2012-08", None),
        ("the autumn of 2000", "autumn of 2000", "2000-23", None),
        ("at the end of 2015 had", "end of 2015", "2015", "end"),
        ("in early 1942", "early 1942", "1942", "start"),
        ("in mid-1942", "mid-1942", "1942", "mid"),
        ("in the 1930s.", "1930s", "193X", None),
        ("the end of the 15th century.", "end of the 15th century", "14XX", "end"),
        ("the fifteenth century", "fifteenth century", "14XX", None),
        ("the 2nd century BC the", "2nd century BC", "-01XX", None),
        ("in 1906–1917 there", "1906–1917", "1906/1917", None),
        ("about 512–511 BC, the", "512–511 BC", "-0511/-0510", None),
        ("in AD 476 the", "AD 476", "0476", None),
        ("in 44 B.C. he", "44 B.C.", "-0043", None),
        ("the mid 17th century", "mid 17th century", "16XX", "mid"),
        ("in 1941–45", "1941–45", "1941/1945", None),
        ("On 26 April the", "26 April", "XXXX-04-26", None),
        ("(1997)", "1997", "1997", None),
        ("came in September.", "September", "XXXX-09", None),
        ("from April to June.", "April to June", "XXXX-04/XXXX-06", None),
    ],
)
def test_english_dates(text: str, span: str, value: str, modifier: str | None) -> None:
    (found,) = find_english_dates(text)
    assert text[found.start : found.end] == span
    assert (found.value, found.modifier, found.impossible) == (value, modifier, False)


@pytest.mark.parametrize(
    "text",
    [
        "1997 people",
        "No. 1997",
        "$1,997",
        "1,000th anniversary",
        "20% of it",
        "he may 5",
        "The March was long",
        "May he come",
    ],
)
def test_no_english_date(text: str) -> None:
    assert find_english_dates(text) == []


def test_a_day_that_does_not_exist() -> None:
    (found,) = find_english_dates("On 31 November 2009 the films")
    assert found.impossible
    assert found.value is None
    assert not find_english_dates("29 February 2000")[0].impossible
    assert find_english_dates("29 February 1900")[0].impossible


@pytest.mark.parametrize(
    ("russian", "english"),
    [
        ("Атамбаев", "Atambayev"), ("Гасанов", "Hasanov"), ("Гасанов", "Gasanov"), ("Мамедъяров", "Mammadyarov"),
        ("Гаджибеков", "Hajibeyov"), ("Бейбутов", "Behbudov"), ("Берия", "Beria"), ("Москва", "Moscow"),
        ("Айтматов", "Aitmatov"), ("Султанов", "Sultanovs"), ("Султановы", "Sultanov"),
    ],
)  # fmt: skip
def test_one_name(russian: str, english: str) -> None:
    assert likeness(russian, english) >= SAME


@pytest.mark.parametrize(
    ("russian", "english"),
    [("Акаев", "Atambayev"), ("Баку", "Bishkek"), ("Гасанов", "Usanov"), ("Ош", "Of"), ("Алиев", "Elieser")],
)
def test_two_names(russian: str, english: str) -> None:
    assert likeness(russian, english) < SAME


def test_names_of_states() -> None:
    assert {"Kyrgyzstan", "Kyrgyz Republic"} <= set(english_names("Кыргызстан"))
    assert "USSR" in english_names("Советский Союз")
    assert english_names("Чуйская область") == ()
