"""Counts: by hand, and beside scipy, nltk and published figures."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.metrics import BigramAssocMeasures
from scipy.stats import chi2_contingency
from typer.testing import CliRunner

from index_records import make
from letopis.cli import app
from letopis.errors import InputError
from letopis.index import open_index, statistics
from letopis.index.counts import (
    CountTable,
    Subcorpus,
    agreements,
    collocations,
    dispersion,
    frequencies,
    keywords,
    ngrams,
    translations,
)
from letopis.index.index import Index


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("counts"))


@pytest.fixture
def index(path: Path) -> Index:
    return open_index(path)


tables = st.tuples(*[st.integers(1, 500)] * 4)


@given(table=tables)
def test_log_likelihood_is_scipys(table: tuple[int, int, int, int]) -> None:
    a, b, c, d = table
    ours = float(statistics.log_likelihood(a, a + b, a + c, a + b + c + d))
    theirs = chi2_contingency([[a, b], [c, d]], correction=False, lambda_="log-likelihood").statistic
    assert ours == pytest.approx(theirs, abs=1e-6)


@given(table=tables)
def test_association_is_nltks(table: tuple[int, int, int, int]) -> None:
    a, b, c, d = table
    marginals = (a, (a + b, a + c), a + b + c + d)
    assert float(statistics.mutual_information(a, a + b, a + c, sum(table))) == pytest.approx(
        BigramAssocMeasures.pmi(*marginals), abs=1e-9
    )
    assert float(statistics.log_likelihood(a, a + b, a + c, sum(table))) == pytest.approx(
        BigramAssocMeasures.likelihood_ratio(*marginals), abs=1e-5
    )
    assert float(statistics.log_dice(a, a + b, a + c)) == pytest.approx(
        14 + np.log2(BigramAssocMeasures.dice(*marginals)), abs=1e-9
    )


def test_log_likelihood_where_something_is_never_seen() -> None:
    assert float(statistics.log_likelihood(0, 10, 5, 100)) == pytest.approx(
        chi2_contingency([[1e-12, 10], [5, 85]], correction=False, lambda_="log-likelihood").statistic, abs=1e-6
    )
    assert float(statistics.log_likelihood(10, 10, 10, 100)) == pytest.approx(
        -2 * 100 * (0.1 * np.log(0.1) + 0.9 * np.log(0.9))
    )


@pytest.mark.parametrize(
    ("counts", "sizes", "dp", "normed", "d"),
    [
        ([1, 2, 3, 4, 5], [9, 10, 10, 10, 11], 0.18, 0.22, 0.785),  # Gries 2008 and 2020, his word "a"
        ([2, 2, 2, 2], [10, 10, 10, 10], 0.0, 0.0, 1.0),
        ([8, 0, 0, 0], [10, 10, 10, 10], 0.75, 1.0, 0.0),
        ([5], [10], 0.0, 0.0, 1.0),
    ],
)
def test_dispersion_of_published_counts(
    counts: list[int], sizes: list[int], dp: float, normed: float, d: float
) -> None:
    assert [round(value, 3) for value in statistics.deviation_of_proportions(counts, sizes)] == [dp, normed]
    assert round(statistics.juilland_d(counts, sizes), 3) == d


def row_of(table: CountTable, value: str, column: int = 0) -> dict[str, Any]:
    (found,) = [row for row in table.rows if row[column] == value]
    return dict(zip(table.header, found, strict=True))


def test_frequencies(index: Index) -> None:
    table = frequencies(Subcorpus(index))
    assert row_of(table, "договор") == {
        "lemma": "договор", "count": 4, "per_million": round(4e6 / index.store.rows(TOKENS)[0]["n"], 2), "articles": 2
    }  # fmt: skip
    assert "." not in {row[0] for row in table.rows}
    assert row_of(frequencies(Subcorpus(index), of="form"), "договор")["count"] == 4
    assert row_of(frequencies(Subcorpus(index), of="pos"), "PUNCT")["count"] >= 5
    assert row_of(frequencies(Subcorpus(index), of="entity"), "AGREEMENT")["count"] == 3
    assert row_of(frequencies(Subcorpus(index), of="referent"), "gpe:LV")["articles"] == 2
    assert row_of(frequencies(Subcorpus(index, where="year=2016")), "договор")["count"] == 2


TOKENS = (
    "select count(*) as n from tokens t join sentences s on s.id = t.sentence_id join articles a "
    "on a.id = s.article_id where a.language = 'ru'"
)


def test_frequencies_by_parts(index: Index) -> None:
    table = frequencies(Subcorpus(index), by="year")
    assert [(row[0], row[2]) for row in table.rows if row[1] == "договор"] == [("2001", 2), ("2016", 2)]
    sides = frequencies(Subcorpus(index, side="both"), of="entity", by="side")
    assert {row[0] for row in sides.rows} == {"ru", "en"}
    with pytest.raises(InputError, match="nothing to part a corpus by: did you mean 'journal'"):
        frequencies(Subcorpus(index), by="jurnal")


def test_frequencies_of_hits(index: Index) -> None:
    table = frequencies(Subcorpus(index), query='[lemma="договор"] [pos="ADP"] []', of="lemma")
    assert [row[:2] for row in table.rows] == [("договор о дружба", 2), ("договор о мир", 1)]


def test_ngrams_are_those_of_a_counter(index: Index) -> None:
    def words() -> list[list[str]]:
        rows = index.store.rows("select sentence_id, lemma, form from tokens order by id")
        found: dict[int, list[str]] = {}
        for row in rows:
            found.setdefault(row["sentence_id"], []).append(row["lemma"] if any(map(str.isalnum, row["form"])) else "|")
        numbers = {row["id"] for row in index.store.rows(
            "select s.id from sentences s join articles a on a.id = s.article_id where a.language = 'ru'")}  # fmt: skip
        return [found[number] for number in sorted(numbers)]

    for n in (1, 2, 3):
        expected = Counter(
            " ".join(gram)
            for one in words()
            for gram in zip(*(one[k:] for k in range(n)), strict=False)
            if "|" not in gram
        )
        table = ngrams(Subcorpus(index), n, least=1)
        assert {row[0]: row[1] for row in table.rows} == expected


def test_collocations_count_what_stands_near(index: Index) -> None:
    table = collocations(Subcorpus(index), "lemma=договор", window=(0, 2), least=1)
    assert row_of(table, "дружба")["together"] == 2
    assert row_of(table, "о") | {"mi": 0, "log_likelihood": 0} == {
        "lemma": "о", "together": 3, "count": 3, "log_dice": round(14 + np.log2(2 * 3 / (4 + 3)), 3), "mi": 0,
        "log_likelihood": 0,
    }  # fmt: skip
    assert "подписать" not in {
        row[0] for row in collocations(Subcorpus(index), "lemma=договор", window=(0, 1), least=1).rows
    }
    size = sum(row[1] for row in frequencies(Subcorpus(index)).rows)
    near = sum(row["together"] for row in (dict(zip(table.header, r, strict=True)) for r in table.rows))
    row = row_of(table, "дружба")
    theirs = BigramAssocMeasures.likelihood_ratio(row["together"], (near, row["count"]), size)
    assert row["log_likelihood"] == pytest.approx(theirs, abs=1e-3)
    assert row["mi"] == pytest.approx(BigramAssocMeasures.pmi(row["together"], (near, row["count"]), size), abs=1e-3)


def test_keywords_are_scipys(index: Index) -> None:
    here, there = Subcorpus(index, where="year=2016"), Subcorpus(index, where="year=2001")
    sizes = [sum(row[1] for row in frequencies(one).rows) for one in (here, there)]
    table = keywords(here, there, least=1)
    for value, count, reference, g2, *_ in table.rows:
        if count and reference:
            rest = [sizes[0] - count, sizes[1] - reference]
            theirs = chi2_contingency([[count, reference], rest], correction=False, lambda_="log-likelihood").statistic
            assert abs(g2) == pytest.approx(theirs, abs=1e-3), value
    assert row_of(table, "посол")["log_likelihood"] > 0 > row_of(table, "дружба")["log_likelihood"]
    with pytest.raises(InputError, match="nothing to compare"):
        keywords(here, Subcorpus(index, where="year=1900"))


def test_dispersion_over_articles(index: Index) -> None:
    table = dispersion(Subcorpus(index))
    assert row_of(table, "договор")["parts"] == 2
    assert row_of(table, "дружба")["parts"] == 1
    assert row_of(table, "дружба")["juilland_d"] == 0
    hits = dispersion(Subcorpus(index), query="lemma=договор", by="year")
    assert row_of(hits, "договор")["dp"] == row_of(table, "договор")["dp"]


def test_agreements_are_counted_once(index: Index) -> None:
    assert agreements(index).rows == [
        (1998, "Киргизия", 1), (1998, "Латвия", 1), ("", "посол Латвии", 1),
    ]  # fmt: skip
    assert agreements(index, by=["side"]).header == ("side", "agreements")
    with pytest.raises(InputError, match="agreements are counted by year"):
        agreements(index, by=["colour"])


def test_translations(index: Index) -> None:
    table = translations(Subcorpus(index), "lemma=дружба", least=1)
    assert table.rows[0][:3] in {("friendship", 2, 2), ("treaty", 2, 2)}
    assert not {"the", "of", "is"} & {row[0] for row in table.rows}
    back = translations(Subcorpus(index, side="en"), "lemma=peace", least=1)
    assert {row[0] for row in back.rows} == {"мир", "хотеть"}


def test_translations_want_translations(tmp_path: Path) -> None:
    from index_records import write
    from letopis.index import write_index

    place, _ = write(tmp_path)
    write_index(place, tmp_path / "corpus.db")
    with open_index(tmp_path / "corpus.db") as index, pytest.raises(InputError, match="holds no translations"):
        translations(Subcorpus(index), "lemma=мир")


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code == 0, result.output
    return result.output


def test_commands_print_and_write(path: Path, tmp_path: Path) -> None:
    assert "договор" in run("freq", str(path))
    assert "1998" in run("freq", str(path), "--of", "agreements")
    assert "договор о" in run("ngrams", str(path), "--max", "3")
    assert "дружба" in run("colloc", "lemma=договор", str(path))
    assert "friendship" in run("colloc", "lemma=дружба", str(path), "--translations")
    assert "treaty" in run("colloc", "lemma=friendship", str(path), "--english")
    assert json.loads(run("keyness", str(path), "--where", "id=second", "--json"))[0]["lemma"]
    assert "договор" in run("dispersion", str(path))
    run("freq", str(path), "-o", str(tmp_path / "freq.csv"))
    assert (tmp_path / "freq.csv").read_text(encoding="utf-8").splitlines()[0] == "lemma,count,per_million,articles"
    run("freq", str(path), "-o", str(tmp_path / "freq.xlsx"))
    sheet = openpyxl.load_workbook(tmp_path / "freq.xlsx").active
    assert [cell.value for cell in sheet[1]] == ["lemma", "count", "per_million", "articles"]
    assert sheet.max_row == len((tmp_path / "freq.csv").read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("arguments", [["keyness"], ["freq", "-o", "counts.docx"], ["freq", "--of", "lema"]])
def test_commands_refuse(path: Path, arguments: list[str]) -> None:
    result = CliRunner().invoke(app, [arguments[0], str(path), *arguments[1:]])
    assert result.exit_code != 0


def test_grep_shows_both_sides(path: Path) -> None:
    output = run("grep", "<AGREEMENT party=gpe:KG/>", str(path), "--english")
    assert "first-en-s1: Kyrgyzstan and Latvia signed the Treaty of Friendship" in output
    said = json.loads(run("grep", "lemma=peace", str(path), "--english", "--json"))
    assert (said["place"], said["translations"][0]["sentence"]) == ("first-en-s3", "first-s3")
    assert "second-s1" in run("grep", "lemma=договор", str(path), "--where", "year=2016")


def test_index_command_says_what_it_holds(tmp_path: Path) -> None:
    from index_records import write

    place, english = write(tmp_path)
    arguments = ["index", str(place), "--english", str(english), "-o", str(tmp_path / "corpus.db")]
    assert "3 articles (0 as before), 16 spans, 2 agreements" in run(*arguments)
    assert json.loads(run(*arguments, "--json"))["taken"] == 2
