from __future__ import annotations

import pytest

from letopis.errors import InputError
from letopis.formats.markup import MarkedSpan, read_markup, value_fields, write_markup
from letopis.records import Entity


def test_nested_spans_outer_first() -> None:
    text, spans = read_markup(
        "{ORG#o1|Посольство {GPE=Кыргызстан|КР} в {GPE|АР}} открыто {DATE=2007-05-16|16 мая 2007 г.}"
    )
    assert text == "Посольство КР в АР открыто 16 мая 2007 г."
    assert spans[0] == MarkedSpan(0, 18, "ORG", "o1", "")
    assert [text[s.start : s.end] for s in spans] == ["Посольство КР в АР", "КР", "АР", "16 мая 2007 г."]


@pytest.mark.parametrize(
    ("marked", "complaint"),
    [
        ("{GPE|Баку", "never closed"),
        ("Баку}", "closes nothing"),
        ("{GPE|}", "empty GPE"),
        ("{|Баку}", "opens no span"),
        ("{ GPE|Баку}", "opens no span"),
        ("{Баку}", "opens no span"),
    ],
)
def test_damaged_markup(marked: str, complaint: str) -> None:
    with pytest.raises(InputError, match=complaint):
        read_markup(marked)


@pytest.mark.parametrize(
    ("label", "value", "fields"),
    [
        ("DATE", "1942 start", {"value": "1942", "modifier": "start"}),
        ("DATE", "!", {"impossible": True}),
        ("AGREEMENT", "договор", {"kind": "договор"}),
        ("GPE", "Кыргызстан", {"normal": "Кыргызстан"}),
        ("GPE", "", {}),
    ],
)
def test_values(label: str, value: str, fields: dict[str, object]) -> None:
    assert value_fields(label, value) == fields


def test_written_markup_is_read_back() -> None:
    text = "Посольство КР в АР"
    entities = [
        Entity(id=1, label="ORG", start_offset=0, end_offset=18, text=text, normal="Посольство"),
        Entity(id=2, label="GPE", start_offset=11, end_offset=13, text="КР"),
        Entity(id=3, label="GPE", start_offset=16, end_offset=18, text="АР"),
    ]
    marked = write_markup(text, entities, {1: "o1"})
    assert marked == "{ORG#o1=Посольство|Посольство {GPE|КР} в {GPE|АР}}"
    assert read_markup(marked)[0] == text


def test_a_value_may_hold_the_braces_of_an_edtf_set() -> None:
    text, spans = read_markup("{DATE={2013,2015}|2013 и 2015 гг.}")
    assert (text, spans[0].value) == ("2013 и 2015 гг.", "{2013,2015}")
