"""W3C Web Annotation: held to the rules of the model, read as RDF by rdflib, and read back."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import rdflib
from hypothesis import given, settings

from exported_articles import articles, bare, by_hand
from letopis.errors import InputError, OutputError
from letopis.formats.webannotation import anchor, annotation_collection, read_webannotation, write_webannotation
from letopis.records import Article, Entity

IRI = {"type": "string", "pattern": r"^[^\s<>\"{}|\\^`]+$"}
# What https://www.w3.org/TR/annotation-model/ demands (section numbers beside it), for the parts that we use.
MODEL: dict[str, Any] = {
    "type": "object",
    "required": ["@context", "id", "type", "total", "first"],  # 5.1
    "properties": {
        "@context": {"contains": {"const": "http://www.w3.org/ns/anno.jsonld"}},
        "id": IRI,
        "type": {"const": "AnnotationCollection"},
        "label": {"type": "string"},
        "total": {"type": "integer", "minimum": 0},
        "first": {
            "required": ["id", "type", "items", "partOf"],  # 5.2
            "properties": {
                "id": IRI,
                "partOf": IRI,
                "type": {"const": "AnnotationPage"},
                "startIndex": {"type": "integer", "minimum": 0},
                "items": {"type": "array", "items": {"$ref": "#/$defs/annotation"}},
            },
        },
    },
    "$defs": {
        "annotation": {
            "required": ["id", "type", "target"],  # 3.1
            "properties": {
                "id": IRI,
                "type": {"const": "Annotation"},
                "motivation": {"enum": ["classifying", "linking"]},  # 3.3.5
                "body": {"type": "array", "items": {"$ref": "#/$defs/body"}},
                "target": {"oneOf": [IRI, {"$ref": "#/$defs/target"}]},  # 3.2.1, 3.2.2
            },
        },
        "body": {
            "required": ["type"],
            "if": {"properties": {"type": {"const": "TextualBody"}}},
            "then": {  # 3.2.4: exactly one value, a string
                "required": ["value"],
                "properties": {"value": {"type": "string"}, "purpose": {"const": "tagging"}},
                "additionalProperties": {"type": "string"},
            },
            "else": {"propertyNames": {"pattern": "^(type|id|letopis:[a-z_]+)$"}},
        },
        "target": {
            "type": "object",
            "required": ["source", "selector"],  # 4.2
            "properties": {"source": IRI, "selector": {"type": "array", "items": {"$ref": "#/$defs/selector"}}},
        },
        "selector": {
            "oneOf": [
                {  # 4.2.5
                    "required": ["type", "start", "end"],
                    "properties": {
                        "type": {"const": "TextPositionSelector"},
                        "start": {"type": "integer", "minimum": 0},
                        "end": {"type": "integer", "minimum": 0},
                    },
                    "additionalProperties": False,
                },
                {  # 4.2.4
                    "required": ["type", "exact"],
                    "properties": {
                        "type": {"const": "TextQuoteSelector"},
                        **{name: {"type": "string"} for name in ("exact", "prefix", "suffix")},
                    },
                    "additionalProperties": False,
                },
            ]
        },
    },
}

# The meaning of the terms that we use, after https://www.w3.org/ns/anno.jsonld, so that nothing is fetched.
OA, AS, RDF = "http://www.w3.org/ns/oa#", "http://www.w3.org/ns/activitystreams#", rdflib.RDF
TERMS = {
    "id": "@id",
    "type": "@type",
    **{name: OA + name for name in ("Annotation", "TextualBody", "TextPositionSelector", "TextQuoteSelector")},
    **{name: OA + name for name in ("exact", "prefix", "suffix", "tagging", "classifying", "linking")},
    **{name: {"@id": OA + name} for name in ("start", "end")},
    "value": str(RDF.value),
    "motivation": {"@id": f"{OA}motivatedBy", "@type": "@vocab"},
    "purpose": {"@id": f"{OA}hasPurpose", "@type": "@vocab"},
    "body": {"@id": f"{OA}hasBody", "@type": "@id"},
    "target": {"@id": f"{OA}hasTarget", "@type": "@id"},
    "source": {"@id": f"{OA}hasSource", "@type": "@id"},
    "selector": {"@id": f"{OA}hasSelector", "@type": "@id"},
    "first": {"@id": f"{AS}first", "@type": "@id"},
    "items": {"@id": f"{AS}items", "@type": "@id", "@container": "@list"},
    "partOf": {"@id": f"{AS}partOf", "@type": "@id"},
    "AnnotationCollection": f"{AS}OrderedCollection",
    "AnnotationPage": f"{AS}OrderedCollectionPage",
}


def test_comes_back(tmp_path: Path) -> None:
    article = by_hand()
    assert write_webannotation(tmp_path / "w", [article, Article(id="b", text="x", language="en")]) == 2
    empty, whole = sorted(read_webannotation(tmp_path / "w"), key=lambda one: one.id)
    assert bare(whole) == bare(article)
    assert (empty.text, empty.language, empty.entities) == ("x", "en", [])


@given(articles())
@settings(deadline=None, max_examples=150)
def test_anything_comes_back_by_the_rules(article: Article) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_webannotation(Path(folder) / "w", [article])
        jsonschema.validate(json.loads((Path(folder) / "w" / "a.jsonld").read_bytes()), MODEL)
        (again,) = read_webannotation(Path(folder) / "w")
    assert bare(again) == bare(article)


def test_the_rules_can_fail() -> None:
    collection = annotation_collection(by_hand())
    jsonschema.validate(collection, MODEL)
    del collection["first"]["items"][0]["target"]["selector"][0]["end"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(collection, MODEL)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib's own use of it
def test_rdf_holds_the_same() -> None:
    article = by_hand()
    collection = annotation_collection(article)
    collection["@context"] = [TERMS, *collection["@context"][1:]]
    graph = rdflib.Graph().parse(data=json.dumps(collection), format="json-ld", publicID="http://example.org/")
    rows = graph.query(
        """
        PREFIX oa: <http://www.w3.org/ns/oa#>
        SELECT ?label ?start ?end ?exact ?source WHERE {
          ?annotation a oa:Annotation ; oa:motivatedBy oa:classifying ; oa:hasTarget ?target ;
                      oa:hasBody [ oa:hasPurpose oa:tagging ; rdf:value ?label ] .
          ?target oa:hasSource ?source ; oa:hasSelector [ oa:start ?start ; oa:end ?end ] , [ oa:exact ?exact ] .
        }"""
    )
    found = {(str(label), int(start), int(end), str(exact)) for label, start, end, exact, _ in rows}
    assert found == {(e.label, e.start_offset, e.end_offset, e.text) for e in article.entities}
    assert {str(row[4]) for row in rows} == {"http://example.org/%D0%BF%D0%B8%D1%81%D1%8C%D0%BC%D0%BE%201.txt"}
    values = {str(value) for value in graph.objects(None, rdflib.URIRef("urn:letopis:value"))}
    assert values == {"1997-04-23"}
    links = [
        (str(source).rsplit(":", 1)[1], str(target).rsplit(":", 1)[1])
        for body, target in graph.subject_objects(rdflib.URIRef("urn:letopis:to"))
        for annotation in graph.subjects(rdflib.URIRef(f"{OA}hasBody"), body)
        for source in graph.objects(annotation, rdflib.URIRef(f"{OA}hasTarget"))
    ]
    assert sorted(links) == [("e9", "e10"), ("e9", "e4")]


QUOTED = {"type": "TextQuoteSelector", "exact": "Рим", "prefix": "в ", "suffix": "е"}


@pytest.mark.parametrize(
    ("text", "selectors", "span"),
    [
        ("Был в Риме.", [{"type": "TextPositionSelector", "start": 6, "end": 9}, QUOTED], (6, 9)),
        ("И вот он был в Риме.", [{"type": "TextPositionSelector", "start": 6, "end": 9}, QUOTED], (15, 18)),
        ("Рим, в Риме.", [QUOTED], (7, 10)),
        ("Рим вечен.", [QUOTED], (0, 3)),  # the only one, though its surroundings are others
        ("Рим, Рим.", [QUOTED], None),
        ("в Риме и в Риме.", [QUOTED], None),
        ("Был в Баку.", [QUOTED], None),
        ("Рим", [{"type": "TextPositionSelector", "start": 0, "end": 3}], (0, 3)),
        ("Рим", [{"type": "TextPositionSelector", "start": 0, "end": 4}], None),
        ("Рим", [{"type": "TextPositionSelector", "start": "0", "end": 3}], None),
        ("Рим", [], None),
    ],
)
def test_anchor(text: str, selectors: list[dict[str, Any]], span: tuple[int, int] | None) -> None:
    assert anchor(text, selectors) == span


def test_a_text_that_was_corrected_keeps_its_spans(tmp_path: Path) -> None:
    city = Entity(id=1, label="GPE", start_offset=2, end_offset=6, text="Баку")
    write_webannotation(tmp_path, [Article(id="a", text="В Баку и назад.", entities=[city])])
    (tmp_path / "a.txt").write_text("Зимой: В Баку и назад.", encoding="utf-8")
    (again,) = read_webannotation(tmp_path)
    assert [(entity.start_offset, entity.text) for entity in again.entities] == [(9, "Баку")]


def test_annotations_of_another_program(tmp_path: Path) -> None:
    body = {"type": "TextualBody", "value": "GPE", "purpose": "tagging"}
    target = {"source": "http://example.org/texts/a.txt", "selector": {"type": "TextQuoteSelector", "exact": "Баку"}}
    items = [{"id": "http://example.org/1", "type": "Annotation", "body": body, "target": target}]
    (tmp_path / "a.txt").write_text("В Баку.", encoding="utf-8")
    (tmp_path / "a.jsonld").write_text(json.dumps({"first": {"items": items}}), encoding="utf-8")
    (article,) = read_webannotation(tmp_path / "a.jsonld")
    assert article.entities == [Entity(id=1, label="GPE", start_offset=2, end_offset=6, text="Баку")]
    assert article.id == "a"


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (["first"], [], "no AnnotationCollection with its first page"),
        (["first", "items", 0, "target", "selector"], [], "its text cannot be found"),
        (["first", "items", 0, "target", "source"], "b.txt", "is about 2 texts"),
        (["first", "items", 0, "body"], [], "has no body with the purpose 'tagging'"),
        (["first", "items", 0, "body", 1, "letopis:normal"], 7, "Expected `str | null`, got `int`"),
        (["first", "items", 6, "target"], "urn:x", "links 'urn:x', which is no annotation of this file"),
        (["first", "items", 6, "body", 1, "letopis:to"], "urn:y", "links 'urn:y', which is no annotation"),
    ],
)
def test_refusals(tmp_path: Path, path: list[Any], value: Any, message: str) -> None:
    collection = annotation_collection(by_hand())
    place: Any = collection
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    (tmp_path / "письмо 1.txt").write_bytes(by_hand().text.encode())
    (tmp_path / "a.jsonld").write_text(json.dumps(collection), encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_webannotation(tmp_path)


def test_missing_files(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file or folder"):
        read_webannotation(tmp_path / "none")
    with pytest.raises(InputError, match=r"holds no \*\.jsonld file"):
        read_webannotation(tmp_path)
    (tmp_path / "a.jsonld").write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.jsonld: no AnnotationCollection"):
        read_webannotation(tmp_path)
    (tmp_path / "a.jsonld").write_text('{"first": {"items": []}}', encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.txt: the text of a\.jsonld cannot be read"):
        read_webannotation(tmp_path)
    (tmp_path / "a.txt").write_bytes("Баку".encode("cp1251"))
    with pytest.raises(InputError, match=r"a\.txt: not UTF-8"):
        read_webannotation(tmp_path)
    with pytest.raises(OutputError, match="is a file; give the name of a folder"):
        write_webannotation(tmp_path / "a.txt", [])
