"""The page of the architecture: its words are few and used, its paths are there, its numbers agree."""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest
import spacy

from letopis.formats.known import SPAN_READERS, SPAN_WRITERS, WRITERS

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "letopis"
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
MOST_WORDS = 40
LEAST_SHARED = 4
"""Words of a set that must not stand in the code twice."""
NOT_OURS = {
    r"(?<![a-z])tall(?![a-z])": "capitalised",
    r"\bbearers?\b": "referent",
    r'"""Give ': "return, or what is set",
    r'"""Tell ': "return whether, or print",
}
"""What stood in docstrings and names, and the field's words for it."""


LONG_LIST = 20
"""Russian words that are a list, with a place beside the code."""


def table(heading: str) -> list[list[str]]:
    """The cells of the first table under a heading."""
    rows = [line for line in PAGE.split(f"## {heading}\n")[1].split("\n## ")[0].splitlines() if line[:1] == "|"]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[2:]]


def test_the_glossary_has_few_words_and_each_once() -> None:
    words = [word.strip() for term, _ in table("Words") for word in term.split(",")]
    assert len(words) == len(set(words))
    assert 20 < len(words) <= MOST_WORDS


@pytest.mark.parametrize("word", NOT_OURS)
def test_docstrings_use_the_words_of_the_field(word: str) -> None:
    sources = [*SOURCE.rglob("*.py"), *(ROOT / "training").rglob("*.py"), *(ROOT / "docs").rglob("*.md")]
    found = [path.name for path in sources if re.search(f"(?i){word}", path.read_text(encoding="utf-8"))]
    assert found == [], f"say {NOT_OURS[word]!r}"


def test_every_place_to_put_something_is_there() -> None:
    rows = table("Where would I put …")
    assert len(rows) >= 10
    for _, there, test in rows:
        for path in re.findall(r"`([\w/.]+[/.]\w*)`", there):
            assert (SOURCE / path).exists() or path == "letopis.readers", path
        for path in re.findall(r"`(tests/[\w.]+)`", test):
            assert (ROOT / path).is_file(), path


@pytest.mark.parametrize("place", sorted({*SPAN_WRITERS.values(), *SPAN_READERS.values(), *WRITERS.values()}))
def test_a_format_is_its_module_and_its_lines_in_one_table(place: str) -> None:
    module, function = place.split(":")
    sources = {path: path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py")}
    own = SOURCE.joinpath(*module.split(".")[1:]).with_suffix(".py")
    naming = {path for path, text in sources.items() if re.search(rf"\b{function}\b", text)}
    assert naming == {own, SOURCE / "formats" / "known.py"}


def words_of(node: ast.AST) -> list[str]:
    """Return the words of a set that is written as words in braces, or as one string that is split."""
    match node:
        case ast.Set(elts=members):
            return [one.value for one in members if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        case ast.Call(func=ast.Name(id="frozenset" | "set"), args=[ast.Call() as split]):
            match split:
                case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(text)), attr="split"), args=[]):
                    return text.split()
    return []


def test_no_list_of_words_holds_one_twice() -> None:
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            twice = [word for word, times in Counter(words_of(node)).items() if times > 1]
            assert twice == [], path
    assert words_of(ast.parse("frozenset('a b a'.split())", mode="eval").body) == ["a", "b", "a"]


def sets_twice(sources: dict[str, str]) -> list[list[str]]:
    """Where sets of four and more words stand that are equal to another."""
    places = defaultdict(list)
    for name, source in sources.items():
        for node in ast.walk(ast.parse(source)):
            if len(words := frozenset(words_of(node))) >= LEAST_SHARED:
                places[words].append(f"{name}:{node.lineno}")  # type: ignore[attr-defined]
    return [found for found in places.values() if len(set(found)) > 1]


def test_no_set_of_words_stands_twice() -> None:
    assert sets_twice({str(path): path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py")}) == []
    twice = {
        "a": "frozenset('a b c d'.split())",
        "b": "x = {'d', 'c', 'b', 'a'}",
        "c": "frozenset('a b'.split())",
        "d": "{'a', 'b'}",
    }
    assert sets_twice(twice) == [["a:1", "b:1"]]


def test_long_lists_of_russian_words_lie_beside_the_code() -> None:
    def russian(node: ast.AST) -> list[str]:
        return [word for word in words_of(node) if re.fullmatch("[а-яё-]{2,}", word)]

    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            assert len(russian(node)) < LONG_LIST, (
                f"{path}: a .cfg or .tsv of its room is the place for {russian(node)[:3]}"
            )


def test_the_pictures_and_the_pages_count_one_number_of_components() -> None:
    numbers = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    components = spacy.Config().from_disk(SOURCE / "config.cfg")["nlp"]["pipeline"]
    picture = (ROOT / "docs" / "images" / "architecture.svg").read_text(encoding="utf-8")
    told = re.findall(r"(\w+) components", PAGE + picture)
    assert [number for number in told if number in numbers] == [numbers[len(components)]] * 3


def test_every_model_that_runs_by_default_is_named() -> None:
    said = PAGE.partition("Those that run by default")[2].partition("\n\n")[0]
    size = sum(
        path.stat().st_size
        for name in ("names", "morphology", "titles", "agreements", "links", "trees")
        for path in (ROOT / "models" / name).rglob("*")
        if path.suffix in {".npz", ".json"} and path.name != "curvature.npz"
    )
    assert f"{round(size / 1e6)} MB together" in said
