"""Files of names: every format gives the same entries, and what none can say is refused with its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from authority_records import table
from letopis.authority.entries import Lifetime, identifier, label_of_kinds
from letopis.authority.persons import Likeness, compare_persons, index_order
from letopis.authority.spelling import romanised, same_word
from letopis.authority.tables import READERS, read_table
from letopis.errors import InputError

TURTLE = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix schema: <http://schema.org/> .
<http://example.org/names/1> a skos:Concept, schema:Person ;
    skos:prefLabel "Askar Akayev"@en, "Аскар Акаев"@ru ; skos:altLabel "А. Акаев"@ru ;
    schema:birthDate "1944-11-10" ; skos:exactMatch <http://www.wikidata.org/entity/Q1> .
"""

JSONLD = """{"@context": {"skos": "http://www.w3.org/2004/02/skos/core#", "schema": "http://schema.org/"},
 "@id": "http://example.org/names/1", "@type": ["skos:Concept", "schema:Person"], "skos:altLabel": "А. Акаев",
 "skos:prefLabel": [{"@value": "Аскар Акаев", "@language": "ru"}, {"@value": "Askar Akayev", "@language": "en"}],
 "schema:birthDate": "1944-11-10", "skos:exactMatch": {"@id": "http://www.wikidata.org/entity/Q1"}}"""

RDFXML = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  xmlns:skos="http://www.w3.org/2004/02/skos/core#" xmlns:schema="http://schema.org/">
<skos:Concept rdf:about="http://example.org/names/1"><rdf:type rdf:resource="http://schema.org/Person"/>
<skos:prefLabel xml:lang="ru">Аскар Акаев</skos:prefLabel><skos:prefLabel xml:lang="en">Askar Akayev</skos:prefLabel>
<skos:altLabel>А. Акаев</skos:altLabel><schema:birthDate>1944-11-10</schema:birthDate>
<skos:exactMatch rdf:resource="http://www.wikidata.org/entity/Q1"/></skos:Concept></rdf:RDF>"""

ENTITY = {
    "id": "Q1",
    "labels": {"ru": {"value": "Аскар Акаев"}, "en": {"value": "Askar Akayev"}, "de": {"value": "Askar Akajew"}},
    "aliases": {"ru": [{"value": "А. Акаев"}]},
    "claims": {
        "P31": [{"mainsnak": {"datavalue": {"value": {"id": "Q5"}}}}],
        "P569": [{"mainsnak": {"datavalue": {"value": {"time": "+1944-11-10T00:00:00Z"}}}}],
    },
}
WIKIDATA = "http://www.wikidata.org/entity/"
BINDING = {"item": {"value": f"{WIKIDATA}Q1"}, "itemLabel": {"value": "Аскар Акаев"}, "class": {"value": "Q5"},
           "itemAltLabel": {"value": "Askar Akayev, А. Акаев"}, "born": {"value": "1944-11-10T00:00:00Z"}}  # fmt: skip

FILES = {
    "a.csv": "id,label,aliases,type,dates\nQ1,Аскар Акаев,Askar Akayev; А. Акаев,person,1944/\n",
    "b.tsv": "uri\tname\tnames\tkind\tbirth\n"
    "https://www.wikidata.org/wiki/Q1\tАскар Акаев\tAskar Akayev|А. Акаев\tчеловек\t1944\n",
    "c.csv": "item;itemLabel;itemAltLabel;class;dateOfBirth\n"
    f"{WIKIDATA}Q1;Аскар Акаев;Askar Akayev, А. Акаев;{WIKIDATA}Q5;1944-11-10T00:00:00Z\n",
    "d.json": json.dumps({"results": {"bindings": [BINDING]}}),
    "e.json": json.dumps([{name: said["value"] for name, said in BINDING.items()}]),
    "f.json": json.dumps({"entities": {"Q1": ENTITY}}),
    "g.jsonl": json.dumps(ENTITY) + "\n",
    "h.ttl": TURTLE,
    "i.jsonld": JSONLD,
    "j.rdf": RDFXML,
}


@pytest.mark.parametrize("name", FILES)
def test_every_format_says_the_same(tmp_path: Path, name: str) -> None:
    (entry,) = read_table(table(tmp_path, FILES[name], name))
    assert "wikidata:Q1" in entry.ids
    assert entry.names[0] == "Аскар Акаев"
    assert set(entry.names) == {"Аскар Акаев", "Askar Akayev", "А. Акаев"}
    assert (entry.label, entry.years) == ("PERSON", Lifetime(1944))


def test_rows_of_one_id_are_one_entry(tmp_path: Path) -> None:
    (entry,) = read_table(table(tmp_path, "id,label\nQ1,Бишкек\nQ1,Фрунзе\nQ1,Бишкек\n"))
    assert entry.names == ("Бишкек", "Фрунзе")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("https://viaf.org/viaf/36971/", "viaf:36971"),
        ("https://sws.geonames.org/1528675/", "geonames:1528675"),
        ("https://d-nb.info/gnd/118540238", "gnd:118540238"),
        ("http://www.wikidata.org/entity/Q813", "wikidata:Q813"),
        ("viaf:7", "viaf:7"),
        ("12", "mine:12"),
        ("имя 7", "mine:имя%207"),
        ("https://example.org/a b", "https://example.org/a%20b"),
    ],
)
def test_ids(written: str, expected: str) -> None:
    assert identifier(written, "mine") == expected


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("a.csv", "label,type\nБаку,city\n", r"a\.csv:1: has no column 'id' \(its columns: label, type\)"),
        ("a.csv", "id,type\n7,city\n", r"a\.csv:1: has no column 'label'"),
        ("a.csv", "id,label\n7,Баку\n,Ош\n", r"a\.csv:3: the row has no id"),
        ("a.csv", "id,label\n7,\n", r"a\.csv:2: the row '7' has no name"),
        ("a.csv", "id,label\n", r"a\.csv: holds no names"),
        ("a.txt", "", r"a\.txt: no file of names ends in '\.txt'; take one of \.csv"),
        ("a.json", "{", r"a\.json: no JSON"),
        ("a.json", '{"a": 1}', r"a\.json: no export of Wikidata"),
        ("a.json", "[1]", r"a\.json: item 1: is 1"),
        ("a.json", '[{"labels": 1}]', r"a\.json: item 1: no entity of Wikidata"),
        (
            "a.json",
            '[{"labels": {"de": {"value": "x"}}, "id": "Q1"}]',
            r"a\.json: item 1: 'Q1' has no label in ru or en",
        ),
        ("a.ttl", "<a> <b>", r"a\.ttl: cannot be read as turtle"),
        ("a.rdf", "<rdf", r"a\.rdf: cannot be read as xml"),
        ("a.rdf", '<!DOCTYPE r SYSTEM "http://example.org/x.dtd"><r/>', r"a\.rdf: its DOCTYPE points to another file"),
        ("a.jsonld", '{"@context": "http://example.org/c"}', r"a\.jsonld: its @context lies at http://example\.org/c"),
        ("a.jsonld", '[{"x": {"@context": [{"@import": "http://e.org"}]}}]', r"its @context lies at http://e\.org"),
    ],
)
def test_what_is_refused(tmp_path: Path, name: str, text: str, complaint: str) -> None:
    with pytest.raises(InputError, match=complaint):
        read_table(table(tmp_path, text, name))


def test_every_format_is_tested() -> None:
    assert {Path(name).suffix for name in FILES} | {".nt", ".xml"} == set(READERS)


@pytest.mark.parametrize(
    ("spellings"),
    [
        "Акаев Akayev Akaev Akaiev",
        "Назарбаев Nazarbayev Nazarbaev",
        "Ельцин Yeltsin Eltsin",
        "Алиев Aliyev Aliev",
        "Джапаров Japarov Dzhaparov Zhaparov",
        "Андрей Andrey Andrei",
        "Дмитрий Dmitry Dmitri Dmitriy",
        "Александр Alexander Aleksandr",
        "Хрущёв Khrushchev Khrushchyov",
    ],
)
def test_one_spelling_for_all_romanisations(spellings: str) -> None:
    russian, *latin = spellings.split()
    assert {romanised(name) for name in latin} == {romanised(russian)}


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("Аскар Акаев", "Акаев, Аскар Акаевич", Likeness.FULL),
        ("Акаев Аскар", "Аскар Акаев", Likeness.FULL),
        ("Акаев Аскар Акаевич", "Askar Akayev", Likeness.FULL),
        ("А. А. Акаев", "Аскар Акаевич Акаев", Likeness.INITIALS),
        ("Акаев А.А.", "Akayev, Askar", Likeness.INITIALS),
        ("А. Б. Акаев", "Аскар Акаевич Акаев", Likeness.NONE),
        ("Г. Алиев", "H. Aliyev", Likeness.INITIALS),
        ("Гейдар Алиев", "Heydar Aliyev", Likeness.FULL),
        ("Акаев", "Аскар Акаев", Likeness.SURNAME),
        ("Аскар Акаев", "Айдар Акаев", Likeness.NONE),
        ("Роза Акаева", "Роза Акаев", Likeness.NONE),
        ("Пётр Орлов", "Петр Орлов", Likeness.FULL),
        ("Николай II", "Николай I", Likeness.NONE),
    ],
)
def test_how_names_of_persons_agree(one: str, other: str, likeness: Likeness) -> None:
    assert compare_persons(one, other) == compare_persons(other, one) == likeness


def test_two_alphabets_by_sound_and_one_by_letter() -> None:
    assert same_word("Акаев", "Akaev")
    assert not same_word("Акаев", "Акайев")


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("Чингиз Торекулович Айтматов", "Айтматов, Чингиз Торекулович"),
        ("А. Акаев", "Акаев, А."),
        ("Н.-Б. Орлов", "Орлов, Н.-Б."),
        ("Омар ибн Юсуф", "Омар ибн Юсуф"),
        ("Мамед Расул оглы", "Мамед Расул оглы"),
        ("Акаев", "Акаев"),
        ("Пётр I", "Пётр I"),
    ],
)
def test_an_index_begins_with_the_surname(name: str, printed: str) -> None:
    assert index_order(name).replace("\u00a0", " ") == printed


def test_words_for_kinds() -> None:
    assert [label_of_kinds([kind]) for kind in ("PERSON", "Город", "wd:Q6256", "opera")] == ["PERSON", "GPE", "GPE", ""]
    assert label_of_kinds(["person", "city"]) == ""
