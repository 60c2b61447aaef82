"""Properties that hold for every text: the map leads back, cleaning is done once, hostile texts end."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from letopis.cleaning import clean_text
from letopis.sentences import explain_sentences, split_sentences
from letopis.sentences.tokens import tokenize

PIECES = st.sampled_from(
    ["-\n", "\n", "\n\n", " ", "\u00ad", "\u00ad\n", "\f", "\r\n", "экономиче", "ских", "Баку", "г.", "12",
     "134", "1997", ". ", ", ", "«", "»", "(", ")", "– ", "А. ", "и", "Статья 1", "Орлова Н.К.", "[1]", "\t", "\ufeff",
     "Вестник. 2016. Том 3. № 4", "\u200b", "ﬁ", "е\u0301", "🙂", "\x00", "http://a.ru/", "НАУКА", "не",
     "слово слово слово слово"]
)  # fmt: skip
LIKE_ARTICLES = st.lists(PIECES, max_size=60).map("".join)
ANY_TEXT = st.one_of(st.text(max_size=300), LIKE_ARTICLES)
PAGES = st.lists(st.integers(0, 300), max_size=4).map(sorted)


@settings(max_examples=400, deadline=None)
@given(ANY_TEXT, PAGES)
def test_map_leads_back(raw: str, pages: list[int]) -> None:
    clean, offsets = clean_text(raw, pages=pages)
    assert offsets.undo(clean, raw) == raw
    places = [offsets.to_raw(position) for position in range(len(clean) + 1)]
    assert places == sorted(places)
    assert all(0 <= place <= len(raw) for place in places)


@settings(max_examples=600, deadline=None)
@given(ANY_TEXT)
def test_clean_text_stays_as_it_is(raw: str) -> None:
    clean, _ = clean_text(raw)
    assert clean_text(clean)[0] == clean


@settings(max_examples=300, deadline=None)
@given(ANY_TEXT)
def test_clean_text_has_one_form(raw: str) -> None:
    clean, _ = clean_text(raw)
    assert clean == clean.strip()
    assert not any(
        mark in clean
        for mark in (
            "\n\n\n",
            "  ",
            "\u00ad",
            "\r",
            "\t\t",
            " \t",
            "\t ",
            "\n\t",
            "\t\n",
            "\u200b",
            "\x00",
            " \n",
            "\n ",
        )
    )


@settings(max_examples=300, deadline=None)
@given(ANY_TEXT)
def test_sentences_and_tokens_cover_the_text(text: str) -> None:
    sentences = split_sentences(text)
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in sentences)
    assert "".join("".join(text[s:e].split()) for s, e in sentences) == "".join(text.split())
    assert "".join(text[s:e] for s, e in tokenize(text)) == "".join(text.split())
    assert {d.position for d in explain_sentences(text) if d.ends} <= {s for s, _ in sentences}


ADVERSARIES = {
    "hyphens": lambda n: "-\n" * n,
    "hyphenated": lambda n: "слово-\n" * n,
    "one line": lambda n: "слово " * n,
    "one word": lambda n: "а" * n,
    "stops": lambda n: "." * n,
    "stops and spaces": lambda n: ". " * n,
    "initials": lambda n: "А. " * n,
    "years": lambda n: "в 1997 г. " * n,
    "combining marks": lambda n: "е" + "\u0301" * n,
    "emoji": lambda n: "🙂" * n,
    "nulls": lambda n: "\x00" * n,
    "blank lines": lambda n: "а" + "\n" * n + "б",
    "spaces": lambda n: "а" + " " * n + "б. " * (n // 100),
    "numbers": lambda n: "12\n\n" * n,
    "heads": lambda n: "Вестник 2016 № 3\n\nслово\n\n" * n,
    "soft hyphens": lambda n: "сло\u00adво" * n,
    "brackets": lambda n: "[1, 2 " * n,
    "closers": lambda n: ".»" + "»" * n,
}


@pytest.mark.parametrize("name", ADVERSARIES)
def test_hostile_texts_are_worked_through(name: str) -> None:
    """A quadratic rule would need minutes here; the benchmark of cleaning shows the cost by length."""
    raw = ADVERSARIES[name](5_000)
    clean, offsets = clean_text(raw)
    assert offsets.undo(clean, raw) == raw
    assert split_sentences(clean) or not clean
    assert tokenize(clean) or not clean


def test_one_line_of_five_megabytes() -> None:
    raw = "Договор подписан в Баку 5 мая 1994 г. и вступил в силу. " * 45_000
    clean, _ = clean_text(raw)
    assert clean == raw.strip()
    assert len(split_sentences(clean)) == 45_000
