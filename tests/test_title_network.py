"""The network of titles: what it sees about a head, which bounds win, and that all works without it."""

from __future__ import annotations

import pytest

import letopis
from letopis.entities.agreements import find, titles
from letopis.entities.agreements.chain import Chain, SeenTitle
from letopis.entities.agreements.named import Candidate
from letopis.entities.agreements.titles import NONE_SEEN, SeenTitles, bounds_of, see_titles
from letopis.entities.agreements.units import Unit, UnitReading
from letopis.errors import InputError

NOUN = (UnitReading("NOUN", "договор", "nomn", "sing", "masc"),)


def units(*words: str) -> list[Unit]:
    starts = [sum(len(word) + 1 for word in words[:place]) for place in range(len(words))]
    return [Unit(start, start + len(word), word, NOUN) for start, word in zip(starts, words, strict=True)]


def candidate(*seen: SeenTitle) -> Candidate:
    return Candidate(units("Договор", "о", "мире", "сроком", "на", "год"), 0, Chain(0, 3, "договор"), seen=seen)


@pytest.mark.parametrize(
    ("weights", "expected"),
    [({"share": 1.0, "ruled": 0.5}, (0, 6)), ({"share": 1.0, "ruled": 9.0}, (0, 3)), ({}, (0, 3))],
)
def test_the_bounds_that_weigh_more_win(monkeypatch, weights, expected):
    monkeypatch.setattr(titles, "bound_weights", lambda: weights)
    assert bounds_of(candidate(SeenTitle(0, 6, 0.9), SeenTitle(0, 3, 0.1))) == expected


def test_what_the_network_does_not_see_ends_by_the_rules(monkeypatch):
    monkeypatch.setattr(titles, "bound_weights", lambda: {"share": 1.0})
    assert bounds_of(candidate()) == (0, 3)


def test_titles_that_cut_a_name_or_reach_into_another_are_not_weighed():
    words = units("Этот", "договор", "Чехии")
    seen = SeenTitles({(0, 12): 0.9, (5, 15): 0.8, (5, 12): 0.7, (5, 18): 0.6})
    assert [one[:2] for one in seen.about(words, 1, lowest=1)] == [(1, 2), (1, 3)]
    assert SeenTitles({}).about(words, 1) == ()
    assert NONE_SEEN.about(words, 1) is None


def test_texts_without_a_head_are_not_read_by_the_network(monkeypatch):
    def seen(sentences, tagger=None):
        assert not sentences, [sentence.texts for sentence in sentences]
        return NONE_SEEN

    monkeypatch.setattr(find, "see_titles", seen)
    nlp = letopis.load()
    assert not nlp("Посол прибыл в Баку. Там его ждали.").spans["letopis"].attrs.get("none")
    with pytest.raises(AssertionError, match="договор"):
        nlp("Посол прибыл в Баку. Там подписан договор о мире.")


def test_rules_alone_find_titles_where_there_is_no_network(monkeypatch):
    monkeypatch.setattr(titles, "title_tagger", lambda: None)
    assert see_titles([]) is NONE_SEEN
    doc = letopis.load()("Чехия и Польша подписали Договор о границе.")
    assert [span.text for span in doc.spans["letopis"] if span.label_ == "AGREEMENT"] == ["Договор о границе"]


def test_damaged_weights_of_bounds_are_told(monkeypatch, tmp_path):
    monkeypatch.setattr(titles, "model_folder", lambda name: tmp_path)
    titles.bound_weights.cache_clear()
    try:
        assert titles.bound_weights() == {}
        titles.bound_weights.cache_clear()
        (tmp_path / titles.BOUNDS).write_text('["share"]', "utf-8")
        with pytest.raises(InputError, match=r"bounds\.json cannot be read"):
            titles.bound_weights()
    finally:
        titles.bound_weights.cache_clear()
