"""Search by lemma and tag."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from letopis.cli import app
from letopis.cli.index import grep_command
from letopis.errors import InputError
from letopis.index.files import open_indexes
from letopis.index.index import Hit
from letopis.index.query import parse_query

CONLLU = """\
# sent_id = a-s1
# text = Новый договор о мире.
1\tНовый\tновый\tADJ\t_\tCase=Nom|Number=Sing\t_\t_\t_\t_
2\tдоговор\tдоговор\tNOUN\t_\tCase=Nom|Number=Sing\t_\t_\t_\tEntity=AGREEMENT:1
3\tо\tо\tADP\t_\t_\t_\t_\t_\tEntity=AGREEMENT:1
4\tмире\tмир\tNOUN\t_\tCase=Loc|Number=Sing\t_\t_\t_\tEntity=AGREEMENT:1|SpaceAfter=No
5\t.\t.\tPUNCT\t_\t_\t_\t_\t_\t_

# sent_id = a-s2
# text = Ещё договоров нет
1\tЕщё\tещё\tADV\t_\t_\t_\t_\t_\t_
2\tдоговоров\tдоговор\tNOUN\t_\tCase=Gen|Number=Plur\t_\t_\t_\t_
3\tнет\tнет\tVERB\t_\t_\t_\t_\t_\t_
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "a.conllu"
    file.write_text(CONLLU, encoding="utf-8")
    return file


def search(path: Path, query: str) -> list[Hit]:
    return [hit for _, index in open_indexes([path]) for hit in index.search(query)]


@pytest.mark.parametrize(
    ("query", "matches"),
    [
        ("lemma=договор pos=NOUN", ["договор", "договоров"]),
        ("lemma=договор Case=Gen", ["договоров"]),
        ("lemma=договор Case!=Gen", ["договор"]),
        ("lemma=до*|мир", ["договор", "мире", "договоров"]),
        ("form=еще", ["Ещё"]),
        ("[pos=ADJ] [lemma=договор]", ["Новый договор"]),
        ("[pos=ADJ] [lemma=мир]", []),
        ("entity=AGREEMENT pos=NOUN", ["договор", "мире"]),
        ("lemma=.", ["."]),
        ("lemma=договорённость", []),
    ],
)
def test_search(path: Path, query: str, matches: list[str]) -> None:
    assert [hit.match for hit in search(path, query)] == matches


TREES = """\
1\tСтороны\tсторона\tNOUN\t_\t_\t3\tnsubj:pass\t_\t_
2\tбыли\tбыть\tAUX\t_\t_\t3\taux:pass\t_\t_
3\tсобраны\tсобрать\tVERB\t_\t_\t0\troot\t_\t_
4\tдля\tдля\tADP\t_\t_\t5\tcase\t_\t_
5\tмира\tмир\tNOUN\t_\t_\t3\tobl\t_\t_
"""


@pytest.mark.parametrize(
    ("query", "matches"),
    [
        ("deprel=nsubj", ["Стороны"]),
        ("deprel==nsubj", []),
        ("deprel==nsubj:pass", ["Стороны"]),
        ("deprel=nsubj head.lemma=собрать", ["Стороны"]),
        ("[deprel=nsubj head.lemma=собрать]", ["Стороны"]),
        ("deprel=nsubj:pass", ["Стороны"]),
        ("deprel=nsubj:*", ["Стороны"]),
        ("deprel=obl|nsubj", ["Стороны", "мира"]),
        ("deprel!=root pos=VERB", []),
        ("head.lemma=собрать", ["Стороны", "были", "мира"]),
        ("head.lemma!=собрать", ["для"]),
        ("head.head.lemma=собрать", ["для"]),
        ("HEAD.deprel=root deprel!=aux", ["Стороны", "мира"]),
        ('[deprel="nsubj" & head.lemma="собрать"]', ["Стороны"]),
        ("[head.pos=NOUN] [deprel=obl]", ["для мира"]),
        ("head.head.head.head.pos=VERB", []),
    ],
)
def test_search_in_trees(tmp_path: Path, query: str, matches: list[str]) -> None:
    (tmp_path / "a.conllu").write_text(TREES, encoding="utf-8")
    assert [hit.match for hit in search(tmp_path / "a.conllu", query)] == matches


def test_without_trees_no_condition_on_heads_holds(path: Path) -> None:
    assert search(path, "head.lemma!=нет") == []


@pytest.mark.parametrize("query", ["head.=x", "head.head.", "head.colour=red", "[deprel=]"])
def test_what_is_no_condition_on_heads(path: Path, query: str) -> None:
    with pytest.raises(InputError):
        search(path, query)


def test_context_is_the_sentence(path: Path) -> None:
    hit = search(path, "lemma=договор")[0]
    assert (hit.sentence, hit.left, hit.match, hit.right) == ("a-s1", "Новый ", "договор", " о мире.")


@pytest.mark.parametrize("query", ["", "договор", "lemma=", "genus=Masc", "[lemma=договор", "[pos=ADJ] договор"])
def test_a_wrong_query_is_named(path: Path, query: str) -> None:
    with pytest.raises(InputError, match="query"):
        search(path, query)


def run(*arguments: str) -> tuple[int, str]:
    app = typer.Typer()
    app.command()(grep_command)
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.output


def test_command_sets_the_hits_below_each_other(path: Path) -> None:
    code, output = run("lemma=договор", str(path.parent))
    assert code == 0
    first, second = output.splitlines()
    assert first.index("договор") == second.index("договоров")


def test_command_in_json(path: Path) -> None:
    _, output = run("lemma=договор", str(path), "--json", "--max", "1")
    assert json.loads(output)["match"] == "договор"


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ('<AGREEMENT party="gpe:BG"/>', "party"),
        ('[pos="NOUN"] within <AGREEMENT (kind="договор" | !signed_on>="1999")/>', "kind, signed_on"),
        ("referent=gpe:BG", "referent"),
        ('[head[referent!=""]]', "referent"),
    ],
)
def test_what_conllu_does_not_hold_is_refused(path: Path, query: str, asked: str) -> None:
    code, output = run(query, str(path.parent))
    assert code == 2
    assert output.startswith(f"letopis: {asked} in the query {query!r}: CoNLL-U ({path}) holds the labels of spans")


def test_labels_and_texts_of_spans_are_held_by_conllu(path: Path) -> None:
    assert [hit.match for hit in search(path, '<AGREEMENT text=".*мире"/>')] == ["договор о мире"]


@pytest.mark.parametrize("more", [[], ["--max", "1"]])
@pytest.mark.parametrize("bad", ['{"id":"a","text":"Мир."}', '{"id":', '{"id":"b","text":"Мир.","entities":[{}]}'])
def test_records_that_are_refused_have_no_hits(tmp_path: Path, bad: str, more: list[str]) -> None:
    (tmp_path / "a.jsonl").write_text('{"id":"a","text":"Договор."}\n' + bad, encoding="utf-8")
    code, output = run("lemma=договор", str(tmp_path), *more)
    assert (code, output.startswith(f"letopis: {tmp_path / 'a.jsonl'}")) == (2, True)


@pytest.mark.parametrize("query", ["lema=договор", "договор", "[pos=Noun"])
def test_what_is_refused_is_exit_code_2(path: Path, query: str) -> None:
    code, output = run(query, str(path))
    assert (code, output.startswith("letopis: ")) == (2, True)


def test_nothing_found_is_exit_code_1(path: Path) -> None:
    assert run("lemma=указ", str(path))[0] == 1


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no index, CoNLL-U file or records there"):
        list(open_indexes([tmp_path]))


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("[pos=ADJ", "the bracket at character 1 is open"),
        ("[pos=ADJ] [lemma=мир", "the bracket at character 11 is open"),
        ("[pos=ADJ [lemma=мир]", "the bracket at character 1 is still open at the next one"),
        ("[pos=ADJ]] [lemma=мир]", "the bracket at character 10 closes none"),
    ],
)
def test_an_unpaired_bracket_is_named(query: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        parse_query(query)


def test_help_shows_the_brackets() -> None:
    from letopis.cli import app as commands

    shown = " ".join(CliRunner().invoke(commands, ["grep", "--help"], env={"COLUMNS": "200"}).stdout.split())
    assert "a sequence: [pos=ADJ] [lemma=договор]." in shown
    assert "letopis grep '[deprel=nsubj head.lemma=подписать]' out/conllu" in shown


def test_large_files_are_told_of_an_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.conllu").write_text("1\tмир\tмир\tNOUN\t_\t_\t0\troot\t_\t_\n\n", encoding="utf-8")
    assert "letopis index" not in CliRunner().invoke(app, ["grep", "lemma=мир", str(tmp_path)]).output
    monkeypatch.setattr("letopis.cli.index.MUCH", 10)
    assert "letopis index" in CliRunner().invoke(app, ["grep", "lemma=мир", str(tmp_path)]).output
