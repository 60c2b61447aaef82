"""The pages do what they say: commands and programs run, options exist, what a page shows is what comes out."""

from __future__ import annotations

import contextlib
import importlib
import io
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import make_pages
import pytest
import typer.main
from typer.testing import CliRunner

import doccano_server
from doccano_server import Doccano
from docs_blocks import Block, blocks_of
from letopis.cli import app
from letopis.entities.names.rules import SCHEMES
from letopis_training.cli import app as training
from letopis_training.names.settings import read_settings

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "training" / "README.md", *sorted(DOCS.rglob("*.md"))]
FOLLOWED = DOCS / "extending.md"
"""tests/test_docs_extending.py follows this page."""
LANGUAGES = {"sh", "python", "text", "json", "markdown", "toml", "sql"}
PASSWORD_SETTINGS = ("LETOPIS_DOCCANO_URL", "LETOPIS_DOCCANO_USER", "LETOPIS_DOCCANO_PASSWORD")

doccano = doccano_server.doccano


class Printed(NamedTuple):
    """What a block of Python printed, and the line below its end where a block of text shows it."""

    line: int
    text: str


class Workshop:
    """A folder with the corpus, in which commands run once each, in the order in which the pages ask for them."""

    def __init__(self) -> None:
        self.printed: dict[str, str] = {}

    def run(self, command: str, place: str) -> str:
        if command not in self.printed:
            program, *arguments = shlex.split(command, comments=True)
            assert program == "letopis", f"{place}: {program!r} is no command of this project; mark the block 'not run'"
            done = CliRunner().invoke(app, arguments)
            assert done.exit_code == 0, f"{place}: {command}\n{done.output}\n{done.exception!r}"
            self.printed[command] = done.output
        return self.printed[command]


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    folder = tmp_path_factory.mktemp("workshop")
    for name in ("corpus", "annotations", "docs", "models"):
        (folder / name).symlink_to(ROOT / name)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        yield Workshop()


def commands_of(block: Block) -> list[str]:
    text = block.text.replace("\\\n", " ")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]


def runs(block: Block) -> bool:
    return block.language in {"sh", "python"} and not block.remark.startswith(("not run", "new", "edit", "append"))


RUN = [page for page in PAGES if any(map(runs, blocks_of(page)))]


@pytest.mark.parametrize("page", RUN, ids=lambda page: page.stem)
def test_the_commands_of_a_page_run(page: Path, workshop: Workshop, request: pytest.FixtureRequest) -> None:
    printed = Printed(-1, "")
    for block in blocks_of(page):
        if block.remark == "needs doccano":
            continue
        if block.language == "text" and block.line == printed.line:
            assert block.text == printed.text, f"{block.name}: is not what the block above prints"
        if block.remark.startswith("output of: "):
            shown_in(block, workshop.run(block.remark.removeprefix("output of: "), block.name))
        elif runs(block) and block.language == "sh":
            for command in commands_of(block):
                workshop.run(command, block.name)
        elif runs(block):
            with contextlib.redirect_stdout(io.StringIO()) as output:
                exec(compile(block.text, block.name, "exec"), {"__name__": block.name})
            printed = Printed(block.line + block.text.count("\n") + 3, output.getvalue())


def shown_in(block: Block, printed: str) -> None:
    """Every line that a page shows is among the lines that were printed, in this order."""
    lines = iter(printed.splitlines())
    for line in block.text.splitlines():
        assert any(line.strip() == other.strip() for other in lines), f"{block.name}: {line!r} is not printed"


def test_the_annotator_s_commands_run_on_a_server(
    workshop: Workshop, doccano: Doccano, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "annotations").mkdir()
    workshop.run("letopis extract corpus -o out/letopis.jsonl --conllu out/conllu --csv out/entities.csv", "here")
    (tmp_path / "out").symlink_to(Path("out").resolve())
    monkeypatch.chdir(tmp_path)  # a push leaves its memory in annotations/, which is no test's place
    for name, value in zip(PASSWORD_SETTINGS, (doccano.place.url, "admin", doccano.password), strict=True):
        monkeypatch.setenv(name, value)
    ran = 0
    for block in blocks_of(DOCS / "annotators.md"):
        if block.remark == "needs doccano":
            for command in commands_of(block):
                workshop.run(command, block.name)
                ran += 1
    assert ran >= 4


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_block_is_run_or_says_why_not(page: Path) -> None:
    for block in blocks_of(page):
        assert block.language in LANGUAGES, f"{block.name}: say what the block is: {sorted(LANGUAGES)}"
        command = re.search(r"^(?:\$ )?(?:\S*/)?(?:letopis|make|pip|python) ", block.text, re.MULTILINE)
        assert block.language in {"sh", "markdown"} or not command, f"{block.name}: commands belong into a block of sh"
        if block.remark.startswith("not run"):
            assert len(block.remark) > len("not run: because"), f"{block.name}: say why it is not run"


def options() -> dict[tuple[str, ...], set[str]]:
    """Return the options of every command, by its words."""
    found: dict[tuple[str, ...], set[str]] = {}

    def walk(command: Any, words: tuple[str, ...]) -> None:
        found[words] = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
        for name, inner in getattr(command, "commands", {}).items():
            walk(inner, (*words, name))

    walk(typer.main.get_command(app), ())
    walk(typer.main.get_command(training), ("train",))
    return found


OPTIONS = options()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_option_in_the_text_exists(page: Path) -> None:
    for code in re.findall(r"`(letopis [^`]+)`", page.read_text(encoding="utf-8")):
        words = tuple(re.findall(r"[a-z-]+|\S+", code.split("…")[0].partition(" -")[0])[1:])
        command = max((known for known in OPTIONS if words[: len(known)] == known), key=len)
        given = set(re.findall(r"(?<= )--?[a-z][a-z-]*", code)) - {"--help"}
        assert command or not given - OPTIONS[()], f"{page.name}: {code!r} is no command"
        allowed = OPTIONS[command]
        assert given <= allowed, f"{page.name}: {code!r} has no option {sorted(given - allowed)}"


def test_the_made_pages_are_as_the_code_is() -> None:
    stale = [path.name for path, text in make_pages.pages() if path.read_text(encoding="utf-8") != text]
    assert not stale, f"run make pages: {stale}"


def test_every_rule_of_names_is_counted() -> None:
    page = (DOCS / "rules" / "name-counts.md").read_text(encoding="utf-8")
    counted = re.findall(r"^\| `(\w+)` \| ([a-z, ]+) \|", page, re.MULTILINE)
    every = {name: [rule.__name__ for part in rules for rule in part] for name, rules in SCHEMES.items()}
    rules = dict.fromkeys(rule for names in every.values() for rule in names)
    wanted = [(rule, ", ".join(name for name, names in every.items() if rule in names)) for rule in rules]
    assert counted == wanted, "rows of rules that are gone go; python benchmarks/name_rules.py --rules NAME makes one"


def test_the_record_page_needs_its_marks() -> None:
    with pytest.raises(ValueError, match="marks"):
        make_pages.with_fields("# The record\n", {"$defs": {}})


def test_every_page_is_in_the_menu() -> None:
    menu = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:")[2]
    brought = re.findall(r'": "([\w/-]+\.md)"', (DOCS / "tools" / "site_hooks.py").read_text(encoding="utf-8"))
    assert "cards/links.md" in brought
    pages = [*(page.relative_to(DOCS).as_posix() for page in DOCS.rglob("*.md")), *brought]
    missing = [page for page in pages if page not in menu]
    assert not missing, f"name them under nav in mkdocs.yml: {missing}"


def test_every_picture_is_in_the_gallery_and_says_what_it_shows() -> None:
    for page in PAGES:
        for alt, _ in re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", page.read_text(encoding="utf-8")):
            assert " " in alt, f"{page.name}: {alt!r}"
    gallery = (DOCS / "gallery.md").read_text(encoding="utf-8")
    pictures = [path.name for path in (DOCS / "images").iterdir() if path.suffix in {".png", ".svg"}]
    assert [name for name in pictures if f"](images/{name})" not in gallery] == []


def test_every_public_name_is_in_the_reference() -> None:
    pages = "\n".join(page.read_text(encoding="utf-8") for page in (DOCS / "reference").glob("*.md"))
    shown = set(re.findall(r"^::: (\S+)", pages, re.MULTILINE))
    whole = {name for name in shown if name == "letopis.formats"}  # shown with all its modules
    missing = []
    for init in sorted((ROOT / "src" / "letopis").rglob("__init__.py")):
        package = ".".join(init.relative_to(ROOT / "src").parent.parts)
        for name in getattr(importlib.import_module(package), "__all__", ()):
            place = getattr(getattr(importlib.import_module(package), name), "__module__", None)
            if place and package != "letopis.cli" and not {place, f"{place}.{name}", *whole & {package}} & shown:
                missing.append(f"{package}.{name} (in {place})")
    assert not missing, f"give them a place in docs/reference: {missing}"


def test_every_config_of_a_training_run_is_whole():
    configs = [*ROOT.glob("benchmarks/data/*.cfg"), *ROOT.glob("training/letopis_training/names/*.cfg")]
    assert {"unseen.cfg", "train.cfg", "large.cfg"} <= {path.name for path in configs}
    for path in configs:
        assert read_settings(path).epochs > 0, path
