"""The formats of annotators' programs: there and back, and what does not fit is refused with its place."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from exported_articles import by_hand
from letopis.errors import InputError
from letopis.formats.exchange import read_records, write_records
from letopis.formats.known import SINGLE_FILES, SPAN_READERS
from letopis.formats.lines import TEMPLATE
from letopis.records import Article, Entity, Relation, Sentence

TEXT = "Договор подписан в Баку. Министерство культуры Литвы не ответило."


def flat() -> Article:
    """An article whose words stand as BIO joins them."""
    place = TEXT.index
    return Article(
        id="a",
        text=TEXT,
        sentences=[Sentence(0, place("М") - 1), Sentence(place("М"), len(TEXT))],
        entities=[
            Entity.at(TEXT, 0, 7, "AGREEMENT", id=1),
            Entity.at(TEXT, place("Баку"), place("."), "GPE", id=2),
            Entity.at(TEXT, place("М"), place(" не"), "ORG", id=3),
        ],
    )


def spans(article: Article) -> list[tuple[int, int, str, str]]:
    return sorted((e.start_offset, e.end_offset, e.label, e.text) for e in article.entities)


def links(article: Article) -> set[tuple[str, str, str]]:
    texts = {entity.id: entity.text for entity in article.entities}
    return {(r.type, texts[r.from_id], texts[r.to_id]) for r in article.relations}


@pytest.mark.parametrize("name", SPAN_READERS)
def test_spans_come_back(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"out{SINGLE_FILES[name]}"
    articles = [flat(), msgspec.structs.replace(flat(), id="b")]
    assert write_records(path, articles, name) == 2
    again = read_records(path, name)
    assert [(one.id, one.text, spans(one)) for one in again] == [(one.id, one.text, spans(one)) for one in articles]
    assert again[0].sentences == articles[0].sentences


@pytest.mark.parametrize("name", ["doccano", "labelstudio"])
def test_nested_spans_and_relations_come_back(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"out{SINGLE_FILES[name]}"
    before = by_hand()
    write_records(path, [before], name)
    (again,) = read_records(path, name)
    assert (again.id, again.text, spans(again), links(again)) == (before.id, before.text, spans(before), links(before))


def test_xmi_of_inception_is_read(tmp_path: Path) -> None:
    """A file as INCEpTION writes it: other prefixes, other layers beside, no number and no title."""
    (tmp_path / "news.xmi").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><xmi:XMI xmlns:xmi="http://www.omg.org/XMI" '
        'xmlns:cas="http:///uima/cas.ecore" xmlns:type4="http:///de/tudarmstadt/ukp/dkpro/core/api/ner/type.ecore" '
        'xmlns:custom="http:///webanno/custom.ecore" xmi:version="2.0"><cas:NULL xmi:id="0"/>'
        '<custom:Mood xmi:id="5" sofa="1" begin="0" end="1"/>'
        '<type4:NamedEntity xmi:id="7" sofa="1" begin="5" end="9" value="GPE"/>'
        '<type4:NamedEntity xmi:id="8" sofa="1" begin="5" end="9"/>'
        '<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" sofaString="🙂 В Баку."/></xmi:XMI>',
        encoding="utf-8",
    )
    (article,) = read_records(tmp_path / "news.xmi", "xmi")
    assert (article.id, spans(article)) == ("news", [(4, 8, "GPE", "Баку")])


@pytest.mark.parametrize(
    ("label", "fits"),
    [(one, True) for one in ("EVENT", "Event", "место", "LOC-X", "два слова", "1")]
    + [(one, False) for one in ("a|b", "a#b", "a=b", "a{b", "a}b", " a")],
)
def test_minimal_records_take_labels_that_nobody_registered(label: str, fits: bool, tmp_path: Path) -> None:
    article = Article(id="a", text=TEXT, entities=[Entity.at(TEXT, 0, 3, label, id=1)])
    if not fits:
        with pytest.raises(InputError, match="article 'a'"):
            write_records(tmp_path / "a.jsonl", [article], "minimal")
        return
    write_records(tmp_path / "a.jsonl", [article], "minimal")
    assert read_records(tmp_path / "a.jsonl", "minimal")[0].entities == article.entities


def test_minimal_records_are_easy_to_write(tmp_path: Path) -> None:
    rows = [
        {"text": "В Баку тихо.", "spans": [[2, 6, "GPE"]]},
        TEMPLATE,
        {"text": "В Баку тихо.", "label": [[2, 6, "GPE"]]},
        {"data": "В Баку тихо.", "labels": []},
    ]
    path = tmp_path / "mine.jsonl"
    path.write_text("\n\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    articles = read_records(path, "minimal")
    assert [article.id for article in articles] == ["mine-1", "news-1", "mine-5", "mine-7"]
    assert [[e.text for e in article.entities] for article in articles] == [
        ["Баку"],
        ["В 1997 г.", "Баку"],
        ["Баку"],
        [],
    ]
    assert articles[1].entities[0].value == "1997"
    (tmp_path / "letter.txt").write_text("В {GPE|Баку} тихо.\n\nИ в {GPE|Риге}.", encoding="utf-8")
    (letter,) = read_records(tmp_path / "letter.txt", "minimal")
    assert (letter.id, letter.text, len(letter.entities)) == ("letter", "В Баку тихо.\n\nИ в Риге.", 2)


def test_crossing_spans_are_no_marks(tmp_path: Path) -> None:
    crossing = [Entity.at(TEXT, 0, 16, "AGREEMENT", id=1), Entity.at(TEXT, 8, 23, "ORG", id=2)]
    with pytest.raises(InputError, match="cross"):
        write_records(tmp_path / "a.jsonl", [Article(id="a", text=TEXT, entities=crossing)], "minimal")


def test_bio_of_others(tmp_path: Path) -> None:
    """IOB1 of CoNLL-2002, columns between word and tag, two spans side by side."""
    path = tmp_path / "a.bio"
    path.write_text(
        "Премьер NN O\nИван NN I-PERSON\nПетров NN I-PERSON\n( NN O\nРига NN I-GPE\nБаку NN B-GPE\n) NN O\n",
        encoding="utf-8",
    )
    (article,) = read_records(path, "bio")
    assert article.text == "Премьер Иван Петров (Рига Баку)"
    assert [e.text for e in article.entities] == ["Иван Петров", "Рига", "Баку"]


def test_bio_writes_the_outermost(tmp_path: Path) -> None:
    nested = msgspec.structs.replace(
        flat(), entities=[*flat().entities, Entity.at(TEXT, TEXT.index("Литвы"), TEXT.index(" не"), "GPE", id=9)]
    )
    write_records(tmp_path / "a.bio", [nested], "bio")
    assert spans(read_records(tmp_path / "a.bio", "bio")[0]) == spans(flat())


@pytest.mark.parametrize(
    ("kind", "written", "message"),
    [
        ("doccano", '{"text": "Баку", "label": [[0, 9, "GPE"]]}', r"a\.x:1: entity 1 .* stands at 0–9"),
        ("doccano", '{"text": "Баку", "label": [["x"]]}', r"a\.x:1: a span is \[start, end, label\]"),
        ("doccano", '{"label": []}', r"a\.x:1: has no text; write"),
        ("minimal", "[1]", r"a\.x:1: is list"),
        ("minimal", '\n{"marked": "{GPE|Баку"}', r"a\.x:2: a span of GPE is never closed"),
        ("minimal", "{", r"a\.x:1: no JSON"),
        ("labelstudio", "{}", "is no list of tasks"),
        ("labelstudio", '[{"data": {}}]', "task 1: is no task"),
        ("bio", "Баку GPE", r"a\.x:1: 'Баку GPE' does not end with a tag"),
        ("bio", "", "holds no words with tags"),
        ("xmi", "<a/>", "holds no text"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(kind: str, written: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "a.x").write_text(written, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_records(tmp_path / "a.x", kind)


def test_a_relation_to_nothing_is_refused(tmp_path: Path) -> None:
    article = msgspec.structs.replace(flat(), relations=[Relation(id=1, type="party", from_id=1, to_id=8)])
    write_records(tmp_path / "a.jsonl", [article], "doccano")
    with pytest.raises(InputError, match="names entity 0"):
        read_records(tmp_path / "a.jsonl", "doccano")
