"""Agreement of annotators, their differences as records, the third reader's decisions as gold."""

from __future__ import annotations

import json

import msgspec
import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from evaluation_records import build, cleaned
from letopis.cli import iaa as iaa_cli
from letopis.errors import InputError, MissingDependencyError
from letopis.evaluation.adjudicate import adjudicated_gold, comments_page, differences, disputed
from letopis.evaluation.agreement import agree, cohen_kappa, gamma_by_article, krippendorff_alpha, label_codes
from letopis.formats.jsonl import read_articles, write_jsonl
from letopis.records import Article, Entity, Relation, Sentence

A = ["{ORG=МИД КР|МИД {GPE|КР}} и {PERSON|Низами}.", "{AGREEMENT|Договор} от {DATE=1997|1997 г.} подписан."]
B = ["{ORG=МИД|МИД КР} и {PERSON|Низами}.", "{AGREEMENT|Договор от {DATE=1997|1997 г.}} подписан."]
C = ["{ORG=МИД КР|МИД {GPE|КР}} и Низами.", "{AGREEMENT|Договор} от {DATE=1998|1997 г.} подписан."]

app = typer.Typer()
app.command("iaa")(iaa_cli.command)


@app.command("other")
def other() -> None:
    """A second command, so that the first keeps its name."""


def run(*arguments):
    return CliRunner().invoke(app, ["iaa", *map(str, arguments)])


def codes(digits: str):
    return np.array([int(digit) for digit in digits])


def test_kappa_as_in_the_textbook():
    # 20 yes–yes, 5 yes–no, 10 no–yes, 15 no–no.
    one = codes("1" * 25 + "0" * 25)
    other = codes("1" * 20 + "0" * 5 + "1" * 10 + "0" * 15)
    assert cohen_kappa(one, other) == pytest.approx(0.4)


def test_alpha_as_in_krippendorff():
    # Krippendorff 2011, binary data, two observers, ten units: 0.095.
    assert krippendorff_alpha([codes("0100000010"), codes("1110010000")]) == pytest.approx(0.095, abs=5e-4)


def test_alpha_of_three_readers_counts_pairs():
    readers = [codes("1100"), codes("1100"), codes("1000")]
    # One of four units has one dissenter: 2·2 of 6 ordered pairs there; 5 ones and 7 zeros in all.
    observed, expected = (4 / 2) / 12, 2 * 5 * 7 / (12 * 11)
    assert krippendorff_alpha(readers) == pytest.approx(1 - observed / expected)


@pytest.mark.parametrize(("one", "other"), [("0000", "0000"), ("1111", "1111"), ("", "")])
def test_without_variation_agreement_is_undefined(one, other):
    assert cohen_kappa(codes(one), codes(other)) is None
    assert krippendorff_alpha([codes(one), codes(other)]) is None


def test_complete_agreement_and_complete_disagreement():
    assert cohen_kappa(codes("0110"), codes("0110")) == krippendorff_alpha([codes("0110")] * 2) == 1.0
    assert cohen_kappa(codes("0011"), codes("1100")) == -1.0


def test_characters_carry_sets_of_labels():
    article = build(["{ORG|МИД {GPE|КР}}"])
    assert label_codes([article], ["ORG", "GPE"]).tolist() == [1, 1, 1, 1, 3, 3]


def test_figures_by_label_and_pair():
    found = agree({"a": [build(A)], "b": [build(B)], "c": [build(C)]})
    assert found.annotators == ("a", "b", "c")
    rows = {row.label: row for row in found.labels}
    assert rows["GPE"].f1 == {"a/b": 0.0, "a/c": 1.0, "b/c": 0.0}
    assert rows["AGREEMENT"].f1["a/b"] == 0.0
    assert rows["AGREEMENT"].f1_partial["a/b"] == 0.5
    assert rows["DATE"].kappa == {"a/b": 1.0, "a/c": 1.0, "b/c": 1.0}
    assert rows["DATE"].alpha == 1.0
    assert 0 < rows["all"].alpha < 1
    assert rows["all"].f1["a/c"] == pytest.approx(2 * 4 / (5 + 4))
    assert found.characters == len(build(A).text)
    assert found.gamma is None


def test_f1_of_annotators_is_symmetric():
    one, other = agree({"a": [build(A)], "b": [build(B)]}), agree({"b": [build(B)], "a": [build(A)]})
    for row, back in zip(one.labels, other.labels, strict=True):
        assert row.f1["a/b"] == back.f1["b/a"]
        assert row.kappa["a/b"] == pytest.approx(back.kappa["b/a"])


@pytest.mark.parametrize(
    ("readings", "said"),
    [
        ({"a": [build(A)]}, "two annotators or more, here 1"),
        ({"a": [build(A)], "b": [build(B, name="z")]}, "read by only one of a and b"),
        ({"a": [build(A)], "b": [build(["Другой текст."])]}, "the texts differ first at character 0"),
        ({"a": [build(A), build(A)], "b": [build(B)]}, "'a' is there twice in the reading of a"),
        ({"a+b": [build(A)], "b": [build(B)]}, "rename the file"),
    ],
)
def test_readings_that_cannot_be_compared(readings, said):
    with pytest.raises(InputError, match=said):
        differences(readings)


def test_texts_cleaned_otherwise_are_joined():
    raw = "Посольство Кыргыз-\nской Республики"
    one = cleaned(raw, [("-\nской", "ской")], [("Кыргызской Республики", "GPE")])
    two = cleaned(raw, [], [("Кыргыз-\nской Республики", "GPE")])
    assert agree({"a": [one], "b": [two]}).labels[0].f1 == {"a/b": 1.0}


def test_gamma_without_its_package(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(MissingDependencyError, match="pygamma-agreement"):
        gamma_by_article({"a": [build(A)], "b": [build(B)]})


@pytest.mark.filterwarnings("ignore")  # the package and its solvers warn in their own code
def test_gamma_of_equal_and_of_other_readings():
    pytest.importorskip("pygamma_agreement", reason="pygamma-agreement is not installed (extra gamma)")
    equal = agree({"a": [build(A * 3)], "b": [build(A * 3)]}, gamma=True).gamma
    assert equal["a"] == pytest.approx(1.0)
    assert agree({"a": [build(A * 3)], "b": [build(B * 3)]}, gamma=True).gamma["a"] < 1


# Differences and decisions.


def test_differences_say_who_marked_what():
    (merged,) = differences({"a": [build(A)], "b": [build(B)], "c": [build(C)]})
    said = {(entity.label, entity.text): entity.by for entity in merged.entities}
    assert said == {
        ("ORG", "МИД КР"): "a+b+c",
        ("GPE", "КР"): "a+c",
        ("PERSON", "Низами"): "a+b",
        ("AGREEMENT", "Договор от 1997 г."): "b",
        ("AGREEMENT", "Договор"): "a+c",
        ("DATE", "1997 г."): "a+b+c",
    }
    assert [entity.id for entity in merged.entities] == [1, 2, 3, 4, 5, 6]
    assert merged.warnings[:-1] == [
        "entity 1, normal: a МИД КР, b МИД, c МИД КР",
        "entity 6, value: a 1997, b 1997, c 1998",
    ]
    assert len(disputed(merged, ["a", "b", "c"])) == 4


def test_relations_of_all_annotators_are_merged():
    (merged,) = differences({"a": [build(A, signed=True)], "b": [build(B, signed=True)], "c": [build(C, signed=True)]})
    by_id = {entity.id: entity.text for entity in merged.entities}
    assert [(by_id[each.from_id], by_id[each.to_id], each.by) for each in merged.relations] == [
        ("Договор от 1997 г.", "1997 г.", "b"),
        ("Договор", "1997 г.", "a+c"),
    ]


def test_decisions_become_gold():
    (merged,) = differences({"a": [build(A, signed=True)], "b": [build(B, signed=True)]})
    kept = [entity for entity in merged.entities if entity.text != "Договор от 1997 г."]
    ids = {entity.id for entity in kept}
    relations = [each for each in merged.relations if each.from_id in ids]
    decided = msgspec.structs.replace(merged, entities=list(reversed(kept)), relations=relations)
    (gold,) = adjudicated_gold([decided])
    assert {entity.by for entity in gold.entities} == {"gold"}
    assert [entity.id for entity in gold.entities] == list(range(1, len(kept) + 1))
    assert [entity.start_offset for entity in gold.entities] == sorted(entity.start_offset for entity in gold.entities)
    by_id = {entity.id: entity.text for entity in gold.entities}
    assert [(by_id[each.from_id], by_id[each.to_id], each.by) for each in gold.relations] == [
        ("Договор", "1997 г.", "gold")
    ]
    assert gold.warnings == []
    assert agree({"gold": [gold], "a": [build(A)]}).labels[-1].f1 == {"gold/a": 1.0}


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("{AGREEMENT|Договор {AGREEMENT|о мире}}", "AGREEMENT 'о мире' at 8–14 overlaps 'Договор о мире'; keep one"),
        ("{PERSON|И. {PERSON|Алиев}}", "overlaps"),
        ("{GPE|Баку }", "white space"),
    ],
)
def test_what_is_not_decided_is_no_gold(sentence, said):
    with pytest.raises(InputError, match=said):
        adjudicated_gold([build([sentence])])


def test_an_organisation_inside_another_may_stay():
    (gold,) = adjudicated_gold([build(["{ORG|Совета Безопасности {ORG|ООН}} в {GPE|Чуйской области}"])])
    assert len(gold.entities) == 3


# The command.


@pytest.fixture
def files(tmp_path):
    for name, sentences in {"a": A, "b": B, "c": C}.items():
        write_jsonl(tmp_path / name / "one.jsonl", [build(sentences, name="one")])
        write_jsonl(tmp_path / name / "two.jsonl", [build(sentences, name="two")])
    return tmp_path


def test_the_tables_and_the_file_of_differences(files):
    out = files / "differences.jsonl"
    result = run(files / "a", files / "b", files / "c", "--differences", out)
    assert result.exit_code == 0
    for said in ("a/b", "a/c", "b/c", "kappa", "Krippendorff's alpha, 3 annotators", "2 articles"):
        assert said in result.stdout
    assert "8 spans to decide" in result.stderr
    assert [article.id for article in read_articles(out)] == ["one", "two"]


def test_json(files):
    data = json.loads(run(files / "a", files / "b", "--json").stdout)
    assert data["annotators"] == ["a", "b"]
    assert data["labels"][-1]["label"] == "all"


def test_files_of_one_name_are_told_apart(files):
    data = json.loads(run(files / "a" / "one.jsonl", files / "b" / "one.jsonl", "--json").stdout)
    assert data["annotators"] == ["a/one", "b/one"]


def test_decisions_are_written_as_gold(files):
    merged = differences({"a": [build(A, name="one")], "c": [build(C, name="one")]})
    kept = [msgspec.structs.replace(entity, by="gold") for entity in merged[0].entities]
    write_jsonl(files / "decided.jsonl", [msgspec.structs.replace(merged[0], entities=kept)])
    result = run("--adjudicated", files / "decided.jsonl", "--gold", files / "gold")
    assert result.exit_code == 0
    assert "5 gold spans written" in result.stderr
    assert [entity.by for entity in read_articles(files / "gold" / "one.jsonl")[0].entities] == ["gold"] * 5
    run("--adjudicated", files / "decided.jsonl", "--gold", files / "all.jsonl")
    assert read_articles(files / "all.jsonl") == read_articles(files / "gold")


@pytest.mark.parametrize("other", [B, C])
@pytest.mark.parametrize("signed", [False, True])
def test_untouched_differences_are_no_decision(files, other, signed):
    sides = {"a": [build(A, name="one", signed=signed)], "b": [build(other, name="one", signed=signed)]}
    write_jsonl(files / "decided.jsonl", differences(sides))
    result = run("--adjudicated", files / "decided.jsonl", "--gold", files / "gold")
    assert "nothing was decided in one" in str(result.exception)
    assert not (files / "gold").exists()


@pytest.mark.parametrize("sentences", [A, ["Ничего."]])
def test_what_all_annotators_marked_alike_needs_no_decision(sentences):
    merged = differences({"a": [build(sentences)], "b": [build(sentences)]})
    assert merged[0].warnings == []
    assert len(adjudicated_gold(merged)[0].entities) == len(merged[0].entities)


def test_undecided_records_write_nothing(files):
    merged = differences({"a": [build(A)], "b": [build(B)]})
    write_jsonl(files / "decided.jsonl", merged)
    result = run("--adjudicated", files / "decided.jsonl", "--gold", files / "gold")
    assert isinstance(result.exception, InputError)
    assert not (files / "gold").exists()


def test_an_article_name_cannot_leave_the_folder(files):
    write_jsonl(files / "decided.jsonl", [build(A, name="../x")])
    result = run("--adjudicated", files / "decided.jsonl", "--gold", files / "gold")
    assert "cannot name a file" in str(result.exception)
    assert not (files / "x.jsonl").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["a"],
        ["--adjudicated", "a.jsonl"],
        ["--gold", "gold"],
        ["--adjudicated", "x", "--gold", "y", "--differences", "z"],
    ],
)
def test_wrong_usage(files, arguments):
    assert run(*[files / each if each == "a" else each for each in arguments]).exit_code == 2


def test_one_file_twice_is_refused(files):
    assert "named twice" in str(run(files / "a", files / "a").exception)


def test_help_has_an_example():
    assert "Example: letopis iaa" in run("--help").stdout


def test_spans_whatever_their_label_and_relations() -> None:
    """One calls a town an organisation, and leads a relation to another date."""
    text = "Договор подписан в Баку 1 мая 1997 г. и 2 мая."
    place = text.index
    treaty = Entity.at(text, 0, 7, "AGREEMENT", id=1)
    dates = [
        Entity.at(text, place("1 мая"), place(" и 2"), "DATE", id=3),
        Entity.at(text, place("2 мая"), len(text) - 1, "DATE", id=4),
    ]

    def reading(label: str, to: int) -> Article:
        town = Entity.at(text, place("Баку"), place(" 1 мая"), label, id=2)
        links = [Relation(id=1, type="signed_on", from_id=1, to_id=to)]
        return Article(
            id="a", text=text, sentences=[Sentence(0, len(text))], entities=[treaty, town, *dates], relations=links
        )

    same = agree({"a": [reading("GPE", 3)], "b": [reading("GPE", 3)]})
    other = agree({"a": [reading("GPE", 3)], "b": [reading("ORG", 4)]})
    assert (same.spans, same.relations) == ({"a/b": 1.0}, {"signed_on": {"a/b": 1.0}, "all": {"a/b": 1.0}})
    assert (other.spans, other.relations["all"]) == ({"a/b": 1.0}, {"a/b": 0.0})
    assert {row.label: row.f1["a/b"] for row in other.labels}["all"] == 0.75


def _commented(name: str, text: str):
    unit = {"start_offset": 0, "end_offset": 4, "comments": [{"user": name, "text": text, "created_at": "2026-01-01"}]}
    entity = {"id": 1, "label": "GPE", "start_offset": 0, "end_offset": 4, "text": "Баку"}
    return {
        "format": "letopis/1",
        "id": "a",
        "text": "Баку ждёт.",
        "entities": [entity],
        "pipeline": {"doccano": {"units": [unit]}},
    }


def test_comments_reach_the_third_reader_and_leave_the_gold(tmp_path):
    """In the differences with their place, on a page with questions first, and not in the gold."""
    for name, text in (("anna", "не уверена\nтут"), ("boris", "Правило: город или район?")):
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(_commented(name, text)) + "\n", encoding="utf-8")
    annotators = {name: read_articles(tmp_path / f"{name}.jsonl") for name in ("anna", "boris")}
    (merged,) = differences(annotators)
    assert merged.warnings == [
        "comment of anna at 0–4: не уверена тут",
        "comment of boris at 0–4: Правило: город или район?",
    ]
    assert adjudicated_gold([merged])[0].warnings == []
    page = comments_page(annotators).splitlines()
    assert page[2:5] == ["## Questions about the guidelines", "", "- **Правило: город или район?** (boris, a 0–4) Баку"]
    assert page[-1] == "- **не уверена тут** (anna, a 0–4) Баку"
    place = tmp_path / "comments.md"
    paths = [str(tmp_path / f"{name}.jsonl") for name in annotators]
    result = run(*paths, "--comments", place)
    assert result.exit_code == 0, result.output
    assert place.read_text(encoding="utf-8") == comments_page(annotators)
