"""Write what is made from something else: rule books, JSON Schema and sizes from the code, hashes from the data.

``python docs/tools/make_pages.py`` writes them, ``--check`` only says which ones are not as the code is (exit code 1).
A rule's text is its docstring, word for word; the order is that of the list in which the code asks the rules.
"""

from __future__ import annotations

import argparse
import hashlib
import inspect
import json
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from cmdi import cmdi_record
from rule_books import Book, as_code, books, table_of

DOCS = Path(__file__).resolve().parents[1]
DATA = (DOCS.parent / "corpus", DOCS.parent / "annotations")
"""Folders with a Frictionless data package, ``datapackage.json``."""
FIELDS_BEGIN, FIELDS_END = "<!-- fields: made by docs/tools/make_pages.py -->", "<!-- end of fields -->"
READERS_BEGIN, READERS_END = "<!-- readers: made by docs/tools/make_pages.py -->", "<!-- end of readers -->"
ROOMS_BEGIN, ROOMS_END = "<!-- sizes: made by docs/tools/make_pages.py -->", "<!-- end of sizes -->"
PACKAGE = DOCS.parent / "src" / "letopis"
NEAR = 0.1
"""A size that is told stays until it is wrong by more than this share: few changes of code then change a page."""
MADE = "<!-- Made by docs/tools/make_pages.py (make pages) from the docstrings of the rules; change them there. -->"


def pages() -> Iterator[tuple[Path, str]]:
    """Return path and text of everything that is made."""
    from letopis.formats.jsonl import record_schema

    for book in books():
        yield DOCS / "rules" / book.page, book_page(book)
    schema = record_schema()
    yield DOCS / "schema" / "letopis-1.json", json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
    record = DOCS / "record.md"
    yield record, with_fields(record.read_text(encoding="utf-8"), schema)
    ways = DOCS / "ways-in.md"
    yield ways, with_readers(ways.read_text(encoding="utf-8"))
    architecture = DOCS / "architecture.md"
    yield architecture, with_room_sizes(architecture.read_text(encoding="utf-8"))
    yield DATA[0] / "record.cmdi", corpus_cmdi(DATA[0])
    for folder in DATA:
        package = folder / "datapackage.json"
        yield package, with_sizes(package.read_text(encoding="utf-8"), folder)


def corpus_cmdi(folder: Path) -> str:
    """Return the CMDI record of a data package, which says what its DataCite record says."""
    datacite, package = (
        json.loads((folder / name).read_text(encoding="utf-8")) for name in ("datacite.json", "datapackage.json")
    )
    return cmdi_record(datacite, [one for one in package["resources"] if one["path"] != "record.cmdi"])


def book_page(book: Book) -> str:
    """Return a rule book as Markdown."""
    parts = [MADE, f"# {book.title}", book.says]
    for chapter in book.chapters:
        parts += [f"## {chapter.title}", f"{chapter.says}\n\nIn the code: `{chapter.where}`."]
        parts += [chapter.table] if chapter.table else []
        parts += ["\n\n".join(rule_item(number, rule) for number, rule in enumerate(chapter.rules, 1))]
    return "\n\n".join(part for part in parts if part) + "\n"


def rule_item(number: int, rule: Callable[..., Any]) -> str:
    """Return a rule as an item of a numbered list: its name, then its docstring."""
    paragraphs = [" ".join(part.split()) for part in (inspect.getdoc(rule) or "").split("\n\n")]
    told = [part for part in paragraphs if not part.startswith((">>>", "Args:", "Returns:"))]
    rest = "".join(f"\n\n    {part}" for part in told[1:])
    return f"{number}. **`{rule.__name__}`** – {as_code(told[0])}{as_code(rest)}"


def between_marks(page: str, begin: str, end: str, made: str) -> str:
    """Put what is made between two marks of a page."""
    before, _, rest = page.partition(begin)
    _, found, after = rest.partition(end)
    if not found:
        raise ValueError(f"the marks {begin!r} and {end!r} are gone; put them back")
    return f"{before}{begin}\n\n{made}\n\n{end}{after}"


def with_readers(page: str) -> str:
    """Put the table of the ways in between the marks of a page."""
    from letopis.sources.reader import readers

    own = [reader for reader in readers() if reader.read.__module__.startswith("letopis.")]
    rows = [
        [
            reader.title,
            ", ".join(f"`{suffix}`" for suffix in reader.suffixes),
            f"`{reader.name}`" if reader.laid_out is not None else "of what is inside",
            f"`{reader.extra}`" if reader.extra else "",
            {True: "yes", False: "no", None: "as what is inside"}[reader.laid_out],
        ]
        for reader in own
    ]
    made = table_of(["format", "found in folders as", "`format`", "extra", "lines and pages as set"], rows)
    return between_marks(page, READERS_BEGIN, READERS_END, made)


def with_room_sizes(page: str) -> str:
    """Put modules and lines of each room into the last column of the table of rooms, and of all below it."""
    before, _, rest = page.partition(ROOMS_BEGIN)
    table, found, after = rest.partition(ROOMS_END)
    if not found:
        raise ValueError(f"the marks {ROOMS_BEGIN!r} and {ROOMS_END!r} are gone; put them back")
    table = re.sub(r"(?m)^(\| `([\w/.]+)` .*\| )([\d,]*, [\d,]+) \|$", _with_size, table)
    files, lines = size_of(PACKAGE)
    total = f"{files} modules and {lines:,} lines"
    told = re.search(r"([\d,]+) modules and ([\d,]+) lines", table)
    if told and _is_near(int(told[1].replace(",", "")), files) and _is_near(int(told[2].replace(",", "")), lines):
        total = told[0]
    return before + ROOMS_BEGIN + re.sub(r"[\d,]+ modules and [\d,]+ lines", total, table) + ROOMS_END + after


def size_of(place: Path) -> tuple[int, int]:
    """Return modules and lines of a room, lines to the nearest hundred, docstrings and blank lines too."""
    files = list(place.rglob("*.py")) if place.is_dir() else [place]
    lines = sum(len(file.read_text(encoding="utf-8").splitlines()) for file in files)
    return len(files), max(100, round(lines, -2))


def _with_size(row: re.Match[str]) -> str:
    files, lines = size_of(PACKAGE / row[2])
    told = [int(number.replace(",", "")) for number in row[3].split(", ")]
    near = abs(told[0] - files) <= 1 and (_is_near(told[1], lines) or abs(told[1] - lines) <= 100)
    return f"{row[1]}{row[3] if near else f'{files}, {lines:,}'} |"


def _is_near(told: int, there: int) -> bool:
    return abs(told - there) <= NEAR * there


def with_fields(page: str, schema: dict[str, Any]) -> str:
    """Put the tables of fields between the marks of a page."""
    tables = [
        f"### {name}\n\n{as_code(definition['description'])}\n\n{_fields(definition)}"
        for name, definition in schema["$defs"].items()
        if definition["type"] == "object"
    ]
    return between_marks(page, FIELDS_BEGIN, FIELDS_END, "\n\n".join(tables))


def with_sizes(package: str, folder: Path) -> str:
    """Put the size and the SHA-256 of each file into the descriptor of a data package."""
    descriptor = json.loads(package)
    for resource in descriptor["resources"]:
        data = (folder / resource["path"]).read_bytes()
        resource |= {"bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
    return json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"


def _fields(definition: dict[str, Any]) -> str:
    rows = []
    for name, shape in definition["properties"].items():
        always = "always" if name in definition.get("required", ()) else ""
        rows.append([f"`{name}`", _type(shape), always, shape["description"] + _allowed(shape)])
    return table_of(["field", "type", "there", "what"], rows)


def _type(shape: dict[str, Any]) -> str:
    if "$ref" in shape:
        return str(shape["$ref"].rsplit("/", 1)[1])
    if shape.get("type") == "array":
        return f"list of {_type(shape['items'])}"
    return str(shape.get("type", "any"))


def _allowed(shape: dict[str, Any]) -> str:
    values = shape.get("enum") or ([shape["const"]] if "const" in shape else [])
    return " " + ", ".join(f"`{value}`" for value in values) + "." if values else ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the pages, or only check them."""
    parser = argparse.ArgumentParser(description="Write what is made from code and data.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit code 1 when a page is not up to date")
    only_check = parser.parse_args(arguments).check
    stale = []
    for path, text in pages():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(path)
            if not only_check:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
    for path in stale:
        done = "is not as the code is; run make pages" if only_check else "written"
        print(f"{path.relative_to(DOCS.parent)}: {done}")
    return 1 if stale and only_check else 0


if __name__ == "__main__":
    sys.exit(main())
