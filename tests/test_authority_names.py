"""The index of names: as a table, a workbook and a page."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from authority_records import records, table
from index_records import records as index_articles
from index_records import write
from letopis.authority.link import link_records
from letopis.authority.names import NameRow, english_names_of, name_rows, names_page, write_names
from letopis.cli import app
from letopis.errors import InputError
from letopis.linking import link_articles

TEXTS = {
    "a": "В {GPE|Ош} ехал {PERSON|Аскар Акаев} {DATE=1996|в 1996 г.} тогда. С {PERSON|Акаевым} был {PERSON|П. Ёлкин}.",
    "b": "{PERSON|А. Акаев} ехал через {GPE|Грузинскую ССР}. Писал {PERSON|Яков Жуков} ({DATE=1901/1977|1901–1977}).",
}


@pytest.fixture
def rows(tmp_path: Path) -> list[NameRow]:
    return name_rows(link_records(records(tmp_path, TEXTS), authority=[table(tmp_path)]))


def test_rows_are_those_of_an_index(rows: list[NameRow]) -> None:
    assert [row.name for row in rows] == [
        "Акаев, Аскар", "Грузинская ССР", "Ёлкин, П.", "Жуков, Яков", "Ош",
    ]  # fmt: skip
    akaev = rows[0]
    assert akaev.variants == (("А. Акаев", 1), ("Акаев", 1), ("Аскар Акаев", 1))
    assert akaev.places == (("a", (1, 2)), ("b", (1,)))
    assert (akaev.mentions, akaev.years, akaev.authority) == (3, "1996", ("wikidata:Q1",))
    assert any("initials" in doubt for doubt in akaev.doubts)
    assert [row.years for row in rows[1:4]] == ["1921/1991", "", "1901/1977"]


def test_the_table(rows: list[NameRow], tmp_path: Path) -> None:
    write_names(tmp_path / "n.csv", rows)
    read = list(csv.DictReader(io.StringIO((tmp_path / "n.csv").read_text(encoding="utf-8"))))
    assert read[0]["variants"] == "А. Акаев (1); Акаев (1); Аскар Акаев (1)"
    assert read[0]["articles"] == "a 1, 2; b 1"


def test_the_workbook(rows: list[NameRow], tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    evil = rows[0]._replace(name="=1+1", doubts=("a\x01b",))
    write_names(tmp_path / "n.xlsx", [evil, *rows[1:]])
    sheet = openpyxl.load_workbook(tmp_path / "n.xlsx").active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert cells[0][0] == "name"
    assert (cells[1][0], sheet["A2"].data_type, cells[1][3]) == ("=1+1", "s", 3)
    assert len(cells) == len(rows) + 1


def test_the_page(rows: list[NameRow]) -> None:
    page = names_page([*rows, rows[0]._replace(name="<b>", label="ORG", entity='x"')], title="Имена & люди")
    assert re.findall(r'<h3 id="([^"]+)"', page) == [
        "PERSON-А", "PERSON-Е", "PERSON-Ж", "ORG-#", "GPE-Г", "GPE-О",
    ]  # fmt: skip
    assert "Имена &amp; люди" in page
    assert "&lt;b&gt;" in page
    assert 'href="https://www.wikidata.org/wiki/Q1"' in page
    assert not re.search(r"<(?:script|link|img)[^>]+(?:src|href)=", page)


def test_other_ends_are_refused(rows: list[NameRow], tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"n\.pdf: an index ends in \.csv, \.xlsx or \.html"):
        write_names(tmp_path / "n.pdf", rows)


def test_ids_that_records_have_stay_in_the_index(tmp_path: Path) -> None:
    path = records(tmp_path, {"a": "Был {PERSON|Аскар Акаев} в {GPE|Киргизии}."})
    link_records(path, authority=[table(tmp_path)]).write(tmp_path / "linked.jsonl")
    rows = name_rows(link_records(tmp_path / "linked.jsonl", keep=True))
    assert [row.authority for row in rows] == [("wikidata:Q1",), ("iso3166-1:KG", "wikidata:Q7")]


def test_the_command_with_english_names(tmp_path: Path) -> None:
    path = records(tmp_path, {"a": "В {GPE|Баку} прибыл {PERSON|Аскар Акаев}.", "b": "В {GPE|Баку} тихо."})
    (tmp_path / "en" / "a").mkdir(parents=True)
    (tmp_path / "en" / "a" / "translation.en.txt").write_text("Askar Akayev arrived in Baku.\n", encoding="utf-8")
    out = tmp_path / "names.csv"
    assert CliRunner().invoke(app, ["link", str(path), "-o", str(tmp_path / "l.jsonl"), "-q"]).exit_code == 0
    done = CliRunner().invoke(
        app, ["names", str(tmp_path / "l.jsonl"), "-o", str(out), "--english", str(tmp_path / "en")]
    )
    assert done.exit_code == 0, done.output
    read = {row["name"]: row["english"] for row in csv.DictReader(io.StringIO(out.read_text(encoding="utf-8")))}
    assert read == {"Акаев, Аскар": "Askar Akayev", "Баку": "Baku"}


def test_every_referent_has_its_english_names_from_the_alignment(tmp_path: Path) -> None:
    _, english = write(tmp_path)
    linked = link_articles(index_articles())[:1]
    names = english_names_of(linked, english)
    treaty = {entity.entity for entity in linked[0].entities if entity.label == "AGREEMENT"}
    assert treaty == {"agreement:договор дружба KG+LV 1998-05-05"}
    assert names[treaty.pop()] == {"Treaty of Friendship": 1, "treaty of friendship": 1}
    assert names["gpe:KG"] == {"Kyrgyzstan": 1}
