"""Files and records that nest far deeper than any person writes: read, or refused in one sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from letopis.bilingual.links import read_links
from letopis.errors import InputError
from letopis.evaluation.baseline import read_baseline
from letopis.formats.jsonl import read_articles
from letopis.formats.markup import read_markup, write_markup
from letopis.formats.page import nested_marks
from letopis.formats.tei import read_tei
from letopis.formats.webannotation import read_webannotation
from letopis.records import Article, Entity

DEEP = 20_000
"""Far beyond the thousand calls that Python lets stand in one another."""

TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body>{}</body></text></TEI>'


@pytest.mark.parametrize("depth", [1_100, DEEP])
def test_tei_is_read_however_deep_it_nests(tmp_path: Path, depth: int) -> None:
    path = tmp_path / "a.xml"
    path.write_text(TEI.format(f"В {'<p>' * depth}<s>Риге</s> {'</p>' * depth}и <s>Осло</s>."), encoding="utf-8")
    (article,) = read_tei(path)
    assert article.text == "В Риге и Осло."
    assert [article.text[start:end] for start, end in article.sentences] == ["Риге", "Осло"]


def test_sentences_of_tei_within_others_and_with_marks_inside(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(TEI.format("<p><s>В <hi>Риге</hi> <hi>ли</hi>?</s> <q><s>Да.</s></q></p>"), encoding="utf-8")
    (article,) = read_tei(path)
    assert [article.text[start:end] for start, end in article.sentences] == ["В Риге ли?", "Да."]


DEEP_JSON = f'{{"x": {"[" * DEEP}{"]" * DEEP}}}'


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("a.jsonl", read_articles),
        ("a.jsonld", read_webannotation),
        ("links.jsonl", lambda path: list(read_links(path))),
        ("scores.json", read_baseline),
    ],
)
def test_json_that_nests_is_refused_in_a_sentence(tmp_path: Path, name: str, read: Callable[[Path], object]) -> None:
    path = tmp_path / name
    path.write_text(DEEP_JSON, encoding="utf-8")
    with pytest.raises(InputError, match=name):
        read(path)


def nested(depth: int) -> Article:
    text = "а" * 2 * depth
    spans = [
        Entity(id=n + 1, label="ORG", start_offset=n, end_offset=2 * depth - n, text=text[n : 2 * depth - n])
        for n in range(depth)
    ]
    return Article(id="a", text=text, entities=spans)


def test_marked_text_nests() -> None:
    article = nested(1_500)
    marked = write_markup(article.text, article.entities)
    assert [(span.start, span.end) for span in read_markup(marked)[1]] == [
        (entity.start_offset, entity.end_offset) for entity in article.entities
    ]


def test_a_page_shows_spans_however_deep_they_nest() -> None:
    article = nested(1_500)
    spans = [(e.start_offset, e.end_offset, e.label) for e in article.entities]
    page = nested_marks(article.text, (0, len(article.text)), spans, lambda label, height: {"class": label})
    assert (page.count("<span "), page.count("</span>")) == (1_500, 1_500)
