"""Referents and files of names, what people decide, and what stays open."""

from __future__ import annotations

import random
from pathlib import Path

import msgspec
import pytest

from authority_records import article, decisions, identities, ids, mentions, records, table
from letopis.authority.decisions import read_decisions
from letopis.authority.doubts import doubt_rows, readable, write_doubts
from letopis.authority.link import LinkedRun, link_records
from letopis.errors import InputError
from letopis.formats.jsonl import read_articles, write_jsonl

TWO = {
    "a": "В {GPE|Бишкек} прибыл {PERSON|Аскар Акаев}. С {PERSON|Акаевым} был {PERSON|И. Каримов}.",
    "b": "{PERSON|А. Акаев} выступил в {ORG|Организации Объединённых Наций}. {ORG|ООН} одобрила.",
    "c": "О {PERSON|Иване Орлове} писали в {GPE|Киргизии}. Был и {PERSON|Каримов}.",
}


def run_of(folder: Path, texts: dict[str, str] = TWO, decided: str = "", names: str | None = None) -> LinkedRun:
    authority = [table(folder)] if names is None else [table(folder, names)] if names else []
    return link_records(
        records(folder, texts), authority=authority, decisions=decisions(folder, decided) if decided else None
    )


def test_names_get_the_ids_of_the_entry_that_agrees(tmp_path: Path) -> None:
    found = ids(run_of(tmp_path))
    assert found["Аскар Акаев"] == found["Акаевым"] == found["А. Акаев"] == "wikidata:Q1"
    assert found["Бишкек"] == "wikidata:Q5"
    assert found["ООН"] == found["Организации Объединённых Наций"] == "wikidata:Q6"
    assert found["Киргизии"] == "iso3166-1:KG wikidata:Q7"


def test_what_several_entries_have_is_listed_and_not_guessed(tmp_path: Path) -> None:
    run = run_of(tmp_path)
    assert ids(run)["Иване Орлове"] is None
    (row,) = (row for row in doubt_rows(run) if row.name == "Иван Орлов")
    assert (row.kind, row.reason) == ("authority", "several entries agree")
    assert [candidate.split(" ")[0] for candidate in row.candidates] == ["wikidata:Q3", "wikidata:Q4"]


def test_years_of_life_tell_namesakes_apart(tmp_path: Path) -> None:
    text = "Писал {PERSON|Иван Орлов} ({DATE=1931/1999|1931–1999}) много."
    assert ids(run_of(tmp_path, {"a": text}))["Иван Орлов"] == "wikidata:Q4"
    text = "Писал {PERSON|Иван Орлов} ({DATE=1850/1899|1850–1899}) много."
    assert ids(run_of(tmp_path, {"a": text}))["Иван Орлов"] is None
    text = "{PERSON|Иван Орлов} прибыл {DATE=1921|в 1921 г.} один."
    assert ids(run_of(tmp_path, {"a": text}))["Иван Орлов"] == "wikidata:Q3"


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("{GPE|СССР}", "iso3166-3:SUHH"),
        ("{GPE|Грузинская ССР}", "letopis:georgian-ssr"),
        ("{GPE|Российская империя}", "letopis:russian-empire"),
        ("{GPE|Кавказская Албания}", "letopis:caucasian-albania"),
        ("{GPE|Албания}", "iso3166-1:AL wikidata:Q8"),
        ("{GPE|Бирма}", "iso3166-1:MM iso3166-3:BUMM"),
        ("{GPE|Фрунзе}", "wikidata:Q5"),
        ("{GPE|Самара}", None),
        ("{PERSON|Islam Karimov}", "wikidata:Q2"),
        ("{PERSON|Албания}", None),
    ],
)
def test_states_of_today_and_former_ones(tmp_path: Path, marked: str, expected: str | None) -> None:
    (found,) = ids(run_of(tmp_path, {"a": f"Это {marked} тогда."})).values()
    assert found == expected


def test_several_files_of_names(tmp_path: Path) -> None:
    other = table(tmp_path, "id,label\n7,Аскар Акаев\n", "mine.csv")
    found = link_records(records(tmp_path, TWO), authority=[table(tmp_path), other])
    assert ids(found)["А. Акаев"] == "wikidata:Q1 mine:7"


def test_an_entry_that_two_referents_may_be_is_open(tmp_path: Path) -> None:
    texts = {"a": "Пришли {PERSON|И. А. Каримов} и {PERSON|И. Б. Каримов}."}
    run = run_of(tmp_path, texts)
    assert set(ids(run).values()) == {None}
    assert {row.reason for row in doubt_rows(run) if row.kind == "authority"} == {
        "another referent agrees with the entry as well"
    }


def test_the_order_of_the_articles_changes_nothing(tmp_path: Path) -> None:
    first = {(name, text): entity.authority for name, text, entity in mentions(run_of(tmp_path))}
    for seed in range(3):
        names = random.Random(seed).sample(sorted(TWO), len(TWO))
        run = run_of(tmp_path, {name: TWO[name] for name in names})
        assert {(name, text): entity.authority for name, text, entity in mentions(run)} == first


SAME = """
[[same]]
names = ["Аскар Акаев", {name = "Акаев", article = "b"}]
preferred = "Аскар Акаевич Акаев"
authority = "viaf:7"
"""


def test_what_is_one(tmp_path: Path) -> None:
    texts = {"a": "Здесь {PERSON|Аскар Акаев}.", "b": "Там {PERSON|Акаев}.", "c": "Тут {PERSON|Акаев}."}
    before = identities(run_of(tmp_path, texts, names=""))
    run = run_of(tmp_path, texts, SAME, names="")
    after = identities(run)
    assert after["a", "Аскар Акаев"] == after["b", "Акаев"] == before["a", "Аскар Акаев"]
    assert after["c", "Акаев"] == before["c", "Акаев"]
    told = {name: (entity.normal, entity.referent, entity.authority) for name, _, entity in mentions(run)}
    assert told["b"] == ("Акаев", "Аскар Акаевич Акаев", "viaf:7")
    assert told["a"] == ("Аскар Акаев", "Аскар Акаевич Акаев", "viaf:7")


def test_what_is_different(tmp_path: Path) -> None:
    texts = {"a": "Здесь {PERSON|Аскар Акаев}.", "b": "Там {PERSON|А. Акаев}. Ушёл {PERSON|Акаев}."}
    before = identities(run_of(tmp_path, texts, names=""))
    assert before["a", "Аскар Акаев"] == before["b", "А. Акаев"]
    run = run_of(tmp_path, texts, '[[different]]\nnames = ["Аскар Акаев", "А. Акаев"]\n', names="")
    after = identities(run)
    assert after["a", "Аскар Акаев"] != after["b", "А. Акаев"] == after["b", "Акаев"]
    assert not [row for row in doubt_rows(run) if row.kind != "authority"]


def test_a_surname_goes_with_the_name_of_its_article(tmp_path: Path) -> None:
    texts = {
        "a": "Здесь {PERSON|Аскар Акаев}. {PERSON|Акаев} ушёл.",
        "b": "Там {PERSON|А. Акаев}. {PERSON|Акаев} ушёл.",
    }
    decided = '[[different]]\nnames = ["Аскар Акаев", {name = "А. Акаев", article = "b"}]\n'
    after = identities(run_of(tmp_path, texts, decided, names=""))
    assert after["a", "Аскар Акаев"] == after["a", "Акаев"] != after["b", "А. Акаев"] == after["b", "Акаев"]


def test_a_decision_holds_when_other_articles_come(tmp_path: Path) -> None:
    texts = {"a": "Здесь {PERSON|Аскар Акаев}.", "b": "Там {PERSON|Акаев}."}
    more = texts | {f"x{n}": "Пришёл {PERSON|Аскар Акаевич Акаев}. Был {PERSON|Б. Акаев}." for n in range(3)}
    run = run_of(tmp_path, more, SAME, names="")
    after = identities(run)
    assert after["a", "Аскар Акаев"] == after["b", "Акаев"] == after["x1", "Аскар Акаевич Акаев"]
    assert after["x1", "Б. Акаев"] != after["b", "Акаев"]


def test_a_name_without_mentions_is_passed_over(tmp_path: Path) -> None:
    decided = '[[same]]\nnames = ["Никто", "Ничто"]\n[[referent]]\nname = "Некто"\nauthority = "viaf:1"\n'
    assert ids(run_of(tmp_path, TWO, decided)) == ids(run_of(tmp_path, TWO))


def test_ids_that_a_person_gave_or_took_away(tmp_path: Path) -> None:
    decided = (
        '[[referent]]\nname = "Иван Орлов"\nauthority = "wikidata:Q4"\n'
        '[[referent]]\nname = "Бишкек"\nauthority = "none"\n'
    )
    run = run_of(tmp_path, TWO, decided)
    assert (ids(run)["Иване Орлове"], ids(run)["Бишкек"]) == ("wikidata:Q4", None)
    assert "Иван Орлов" not in {row.name for row in doubt_rows(run)}


def test_each_doubt_can_be_copied_as_a_decision(tmp_path: Path) -> None:
    texts = {"a": "Здесь {PERSON|А. Яшин} и {PERSON|В. Яшин}.", "b": "Там {PERSON|Яшин}.", "c": TWO["c"]}
    texts |= {"d": "Был {PERSON|Аскар Акаев}.", "e": "Ушёл {PERSON|А. Акаев}. Ждали {PERSON|Акаева}."}
    run = run_of(tmp_path, texts)
    rows = doubt_rows(run)
    assert {row.kind for row in rows} == {"open merge", "doubtful merge", "authority"}
    for row in rows:
        first = row.decision.split("\n[[")[0]
        decided = run_of(tmp_path, texts, first)
        assert (row.name, row.kind) not in {(one.name, one.kind) for one in doubt_rows(decided)}, first
    remarks = "\n".join(readable(rows))
    assert read_decisions(decisions(tmp_path, remarks)) == []
    copied = "\n".join(line.removeprefix("# ") for line in readable(rows) if not line.startswith("##"))
    assert len(read_decisions(decisions(tmp_path, copied))) == sum(row.decision.count("[[") for row in rows)


def test_doubts_as_a_table(tmp_path: Path) -> None:
    rows = doubt_rows(run_of(tmp_path))
    write_doubts(tmp_path / "d.csv", rows)
    lines = (tmp_path / "d.csv").read_text(encoding="utf-8")
    assert lines.startswith("kind,label,name,entity,candidates,reason,articles,decision")
    assert "wikidata:Q3" in lines


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('[[same]]\nnames = ["А"]\n', r":1: \[\[same\]\] has 1 names; give at least 2"),
        ('\n\n[[different]]\nnames = ["А", "А"]\n', r":3: \[\[different\]\] has 1 names"),
        ('[[same]]\nnames = ["А", "Б"]\n[[same]]\nnames = [7, "Б"]\n', r":3: no decision"),
        ('[[sames]]\nnames = ["А"]\n', r":1: there is no decision 'sames'; did you mean 'same'"),
        ('[same]\nnames = ["А"]\n', r":1: write \[\[same\]\] with two brackets"),
        ('[[same]]\nnames = ["А", {who = "Б"}]\n', r":1: \{'who': 'Б'\} is no name"),
        ('[[same]]\nnames = ["А", "Б"]\nlabel = "MAN"\n', r":1: label is 'MAN'; take one of PERSON, ORG, GPE"),
        ('[[same]]\nnames = ["А", "Б"]\nauthority = "Q1"\n', r":1: authority is 'Q1'; write ids with their prefix"),
        ('[[referent]]\nname = "А"\n', r":1: \[\[referent\]\] says nothing"),
        ('[[same]]\nnames = ["А", Б]\n', r":2: is no TOML"),
        ('[[same]]\nnames = ["А", "Б"]\ncolour = "red"\n', r":1: no decision: .*colour"),
    ],
)
def test_decisions_that_say_what_none_can(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(InputError, match=r"authority\.toml" + complaint):
        read_decisions(decisions(tmp_path, text))


def test_decisions_that_contradict_each_other(tmp_path: Path) -> None:
    texts = {"a": "{PERSON|А. Яшин} и {PERSON|В. Яшин} пришли."}
    decided = '[[same]]\nnames = ["А. Яшин", "В. Яшин"]\n[[different]]\nnames = ["А. Яшин", "В. Яшин"]\n'
    with pytest.raises(InputError, match=r"toml:3: says that 'А. Яшин' and 'В. Яшин' are different; .*toml:1 joins"):
        run_of(tmp_path, texts, decided)


def test_identities_of_corrected_records_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    own = article("a", "В {GPE|Бишкек} прибыл {PERSON|Аскар Акаев}.")
    entities = [msgspec.structs.replace(one, entity=f"mine:{one.id}", normal="X") for one in own.entities]
    write_jsonl(path, [msgspec.structs.replace(own, entities=entities)])
    kept = link_records(path, keep=True)
    assert [entity.entity for *_, entity in mentions(kept)] == ["mine:1", "mine:2"]
    assert not any(str(entity.entity).startswith("mine") for *_, entity in mentions(link_records(path)))


def test_what_is_written_is_a_record(tmp_path: Path) -> None:
    run = run_of(tmp_path)
    assert run.write(tmp_path / "out.jsonl") == 3
    again = read_articles(tmp_path / "out.jsonl")
    assert again == list(run.articles())
    assert again[0].pipeline["linked"] == {"authority": ["people.csv"]}
    second = link_records(tmp_path / "out.jsonl", authority=[tmp_path / "people.csv"])
    assert list(second.articles()) == again
