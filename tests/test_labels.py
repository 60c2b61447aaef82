"""Labels of one's own: LAW, of a package that nothing in Letopis knows, through every command; and labels of nobody."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from letopis import labels as registry
from letopis.bilingual.reader import encoded, reader_page
from letopis.bilingual.readings import ReaderArticle
from letopis.doccano.projects import Project, complete_types
from letopis.errors import InputError
from letopis.evaluation.adjudicate import adjudicated_gold
from letopis.evaluation.values import field_of
from letopis.formats.jsonl import read_articles, write_jsonl
from letopis.formats.known import READERS
from letopis.formats.page import style_sheet
from letopis.labels import Label, RelationType, in_order, label_of, labels, read_labels, relation_types
from letopis.records import KNOWN, Article, Entity, Relation, Sentence

PACKAGE = """
import re

from spacy.language import Language
from spacy.tokens import Span

from letopis.labels import Label, RelationType

KINDS = (
    Label(name="LAW", one="Law", many="Laws", colour="#d55e00", key="l", fields=("kind", "status"), component="laws",
          compared={"status": "exact"}, nests=True),
    RelationType(name="amends", sources=("LAW",), targets=("LAW",)),
)


@Language.component("laws", assigns=["doc.spans"])
def laws(doc):
    found = [doc.char_span(*match.span(), label="LAW") for match in re.finditer("Закон «[^»]+»", doc.text)]
    for span in found:
        span._.kind, span._.status = "закон", "in_force"
    doc.spans["letopis"] = sorted([*doc.spans.get("letopis", ()), *found], key=lambda s: (s.start, -s.end))
    return doc
"""
POINTS = """[letopis.labels]
laws = letopis_laws:KINDS
[spacy_factories]
laws = letopis_laws:laws
"""
RUSSIAN = "В 2004 г. в Баку был принят Закон «О государственном языке». Посол прибыл в Ригу."
ENGLISH = "In 2004 the Law “On the State Language” was adopted in Baku. The ambassador arrived in Riga."
TITLE = "Закон «О государственном языке»"


class Commands:
    """The commands, in a program that has the package installed."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder, self._environment = folder, os.environ | environment

    def __call__(self, *arguments: str) -> str:
        command = [sys.executable, "-m", "letopis", *arguments]
        done = subprocess.run(
            command, cwd=self.folder, env=self._environment, capture_output=True, encoding="utf-8", check=False
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    def records(self, name: str) -> list[Article]:
        return read_articles(self.folder / name)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Commands:
    folder = tmp_path_factory.mktemp("laws")
    info = folder / "site" / "letopis_laws-1.dist-info"
    info.mkdir(parents=True)
    (folder / "site" / "letopis_laws.py").write_text(PACKAGE, encoding="utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: letopis-laws\nVersion: 1\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(POINTS, encoding="utf-8")
    (folder / "in" / "a").mkdir(parents=True)
    (folder / "in" / "a" / "source.txt").write_text(RUSSIAN + "\n", encoding="utf-8")
    (folder / "in" / "a" / "translation.en.txt").write_text(ENGLISH + "\n", encoding="utf-8")
    package = Path(__file__).parent.parent / "src"
    run = Commands(folder, PYTHONPATH=os.pathsep.join([str(folder / "site"), str(package)]))
    run("extract", "in", "-o", "out.jsonl", "--conllu", "conllu", "--morphology", "pymorphy3", "-q")
    return run


def law_of(article: Article) -> Entity:
    (law,) = [entity for entity in article.entities if entity.label == "LAW"]
    return law


def test_extract_finds_it(run: Commands) -> None:
    law = law_of(run.records("out.jsonl")[0])
    assert (law.text, law.kind, law.status, law.by) == (TITLE, "закон", "in_force", "laws")
    assert json.loads(run("extract", "in", "-o", "again.jsonl", "--json", "-q"))["articles"]["a"]["LAW"] == 1


def test_evaluate_and_iaa_compare_it_in_its_own_way(run: Commands) -> None:
    table = json.loads(run("evaluate", "out.jsonl", "out.jsonl", "--json", "--resamples", "0"))
    assert "LAW" in json.dumps(table)
    assert '"field": "status"' in json.dumps(table)
    assert "LAW" in run("iaa", "out.jsonl", "again.jsonl")


def test_grep_knows_it(run: Commands) -> None:
    assert "языке" in run("grep", "entity=LAW lemma=язык", "conllu")


def test_view_shows_and_projects_it(run: Commands) -> None:
    run("view", "out.jsonl", "--english", "in", "-o", "reader.html")
    page = (run.folder / "reader.html").read_text(encoding="utf-8")
    assert '["LAW","LAW","Law","Laws",1]' in page
    assert ".LAW { --c: var(--LAW); }" in page
    assert ".hide-LAW .e.LAW" in page
    own = json.loads(re.findall(r'data-chunk="article-0">(.*?)</script>', page)[0])
    laws = [[row for row in side["entities"] if own["strings"][row[3]] == "LAW"] for side in own["sides"]]
    assert [len(rows) for rows in laws] == [1, 1], "the Russian span and its English one"


def test_chronicle_shows_it(run: Commands) -> None:
    run("chronicle", "out.jsonl", "-o", "chronicle", "-q")
    page = (run.folder / "chronicle" / "timeline.html").read_text(encoding="utf-8")
    assert 'class="e LAW' in page
    assert ">Laws</button>" in page


@pytest.mark.parametrize("kind", READERS)
def test_every_format_carries_it(run: Commands, kind: str) -> None:
    run("export", "out.jsonl", "--to", kind, "-o", f"exported-{kind}")
    run("import", f"exported-{kind}", "--from", kind, "-o", f"{kind}.jsonl")
    law = law_of(run.records(f"{kind}.jsonl")[0])
    assert (law.text, law.kind, law.status) == (TITLE, "закон", "in_force")
    if kind == "brat":
        said = (run.folder / "exported-brat" / "annotation.conf").read_text(encoding="utf-8").splitlines()
        assert "LAW" in said
        assert "amends Arg1:LAW, Arg2:LAW" in said
        assert any(line.startswith("status Arg:AGREEMENT|LAW") for line in said)


def test_csv_and_conllu_have_it(run: Commands) -> None:
    run("export", "out.jsonl", "--to", "csv", "-o", "tables")
    assert "LAW" in (run.folder / "tables" / "entities.csv").read_text(encoding="utf-8")


FILE = """
[labels.LAW]
one = "Law"
many = "Laws"
colour = "#d55e00"
key = "p"
fields = ["kind"]
[relations.amends]
sources = ["LAW"]
targets = ["LAW"]
"""


def test_the_file_that_the_page_shows_is_one(tmp_path: Path) -> None:
    page = (Path(__file__).parent.parent / "docs" / "extending.md").read_text(encoding="utf-8")
    (shown,) = [block for block in re.findall(r"```toml\n(.*?)```", page, re.DOTALL) if "[labels." in block]
    (tmp_path / "labels.toml").write_text(shown, encoding="utf-8")
    law, amends = read_labels(tmp_path / "labels.toml")
    assert isinstance(law, Label)
    assert (law.name, law.fields, law.compared, amends.name) == (
        "LAW",
        ("kind", "status"),
        {"status": "exact"},
        "amends",
    )


@pytest.fixture
def law(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "labels.toml").write_text(FILE, encoding="utf-8")
    monkeypatch.setenv(registry.FILE, str(tmp_path / "labels.toml"))


class Server:
    """What a project's server is told."""

    def __init__(self) -> None:
        self.posted: list[dict[str, Any]] = []

    def post(self, _place: str, body: dict[str, Any]) -> None:
        self.posted.append(body)

    def records(self, _place: str) -> list[dict[str, Any]]:
        return []

    def refusals(self, _place: str) -> nullcontext[None]:
        return nullcontext()


@pytest.mark.usefixtures("law")
def test_a_file_of_labels_is_read_and_doccano_is_told() -> None:
    assert list(labels())[-1] == "LAW"
    server = Server()
    complete_types(server, Project(1, "a", "", {}, {}), ["SHIP"], ["near"])  # type: ignore[arg-type]
    told = {body["text"]: body for body in server.posted}
    assert list(told)[4:] == ["AGREEMENT", "LAW", "SHIP", *relation_types(), "near"]
    assert (told["LAW"]["background_color"], told["LAW"]["text_color"]) == ("#d55e00", "#ffffff")
    assert (told["PERSON"]["suffix_key"], told["LAW"]["suffix_key"]) == ("p", None), "the key is taken"
    assert list(told)[-2] == "amends"


@pytest.mark.usefixtures("law")
def test_a_program_may_register_labels() -> None:
    registry.register(
        Label(name="SHIP", nests=True, compared={"value": "", "page": "exact"}), RelationType(name="owns")
    )
    assert list(labels())[-2:] == ["LAW", "SHIP"]
    assert label_of("SHIP").many == "SHIP"
    assert "value" not in registry.fields_compared("SHIP")
    assert field_of(Entity.at("Аврора", 0, 6, "SHIP", page=3), "page") == "3"
    nested = [Entity.at("Аврора I", 0, end, "SHIP", id=end) for end in (8, 6)]
    assert len(adjudicated_gold([Article(id="a", text="Аврора I", entities=nested)])[0].entities) == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[labels.LAW]\nfields = ['colour']", "no entity has a field 'colour'"),
        ("[labels.LAW]\ncolour = 'red'", "'red' is no colour"),
        ("[labels.LAW]\ncompared = {kind = 'loosely'}", "'loosely' compares nothing"),
        ("[labels.'a law']\n", "a label is one word"),
        ("[labels.LAW]\nshade = 'x'", "unknown field `shade`"),
        ("[labels", "is no TOML"),
    ],
)
def test_a_label_that_is_none_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str, said: str
) -> None:
    path = tmp_path / "labels.toml"
    path.write_text(content, encoding="utf-8")
    monkeypatch.setenv(registry.FILE, str(path))
    with pytest.raises(InputError, match=said) as refused:
        labels()
    assert str(path) in str(refused.value)


@pytest.mark.parametrize("name", ["SHIP", "корабль", "<b>", "row", "a b", "1", "BAD", "OTHER"])
def test_a_label_of_nobody_works(tmp_path: Path, name: str) -> None:
    text = "Аврора вышла в 1917 г."
    entities = [Entity.at(text, 0, 6, name, id=1, kind="крейсер"), Entity.at(text, 15, 22, "DATE", id=2, value="1917")]
    article = Article(
        id="a", text=text, sentences=[Sentence(0, 22)], entities=entities,
        relations=[Relation(id=1, type="seen_on", from_id=1, to_id=2)],
    )  # fmt: skip
    page = reader_page([ReaderArticle(article)])
    about = label_of(name)
    assert encoded([about.css_class, about.name, about.one, about.many, 1]) in page
    assert f".{about.css_class} {{ --c:" in page
    assert in_order([name, "DATE"]) == ["DATE", name]
    write_jsonl(tmp_path / "a.jsonl", [article])
    assert read_articles(tmp_path / "a.jsonl") == [article]


def test_classes_of_labels_are_their_own() -> None:
    names = ["SHIP", "ship", "Ship", "S-HIP", "s hip", "ship "]
    classes = [label_of(name).css_class for name in names]
    assert len(set(classes)) == len(names)
    assert "<" not in style_sheet(["</style>"])


def test_the_fields_of_every_label_are_fields() -> None:
    for label in labels().values():
        assert set(label.fields) <= set(KNOWN), label.name
