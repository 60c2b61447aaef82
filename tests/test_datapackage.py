"""The data packages of corpus/ and annotations/: every file is there, with its size and hash, and nothing else."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
FOLDERS = [ROOT / "corpus", ROOT / "annotations"]
NO_DATA = {"datapackage.json", "recorded-scores.json"}
"""The descriptor itself, and what `make gate` compares with."""


def package(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


RESOURCES = [(folder, resource) for folder in FOLDERS for resource in package(folder)["resources"]]


@pytest.mark.parametrize(("folder", "resource"), RESOURCES, ids=[resource["name"] for _, resource in RESOURCES])
def test_a_file_is_what_the_package_says(folder: Path, resource: dict[str, Any]) -> None:
    data = (folder / resource["path"]).read_bytes()
    assert resource["bytes"] == len(data), "run make pages"
    assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}", "run make pages"
    data.decode(resource["encoding"])


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_file_is_in_the_package(folder: Path) -> None:
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    hidden = {name for name in files if name.startswith(".") or "/." in name}
    assert files - hidden - NO_DATA == {resource["path"] for resource in package(folder)["resources"]}


@pytest.mark.parametrize(("folder", "resource"), RESOURCES, ids=[resource["name"] for _, resource in RESOURCES])
def test_a_table_has_the_columns_that_the_package_says(folder: Path, resource: dict[str, Any]) -> None:
    if "schema" not in resource:
        return
    columns = [field["name"] for field in resource["schema"]["fields"]]
    lines = (folder / resource["path"]).read_text(encoding="utf-8").splitlines()
    if resource["format"] == "jsonl":
        assert list(json.loads(lines[0])) == columns
        return
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    if resource["dialect"].get("header", True):
        assert rows[0] == columns
    assert all(len(row) <= len(columns) for row in rows)


def test_the_article_and_the_package_agree() -> None:
    hashes = {resource["path"]: resource["hash"] for resource in package(ROOT / "corpus")["resources"]}
    for article in ("cooperation", "origins"):
        told = (ROOT / "corpus" / article / "article.toml").read_text(encoding="utf-8")
        assert hashes[f"{article}/source.txt"].removeprefix("sha256:") in told


def test_one_version_everywhere() -> None:
    versions = {
        "pyproject.toml": r'^version = "(.+)"$',
        "training/pyproject.toml": r'^version = "(.+)"$',
        "CITATION.cff": r"^version: (.+)$",
        "corpus/CITATION.cff": r"^version: (.+)$",
        "corpus/datacite.json": r'"version": "(.+)"',
        "codemeta.json": r'^  "version": "(.+)"',
        "corpus/datapackage.json": r'"version": "(.+)"',
        "annotations/datapackage.json": r'"version": "(.+)"',
    }
    found = {
        name: re.findall(pattern, (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
        for name, pattern in versions.items()
    }
    assert len({tuple(version) for version in found.values()}) == 1, found
    version = found["pyproject.toml"][0]
    assert f"## [{version}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    dated = {"CITATION.cff", "corpus/CITATION.cff", "corpus/datacite.json", "codemeta.json"}
    days = {name: _first(r"(?:released: |Published\": \"|\"date\": \")(\d{4}-\d\d-\d\d)", name) for name in dated}
    assert len(set(days.values())) == 1, days


def test_one_title_of_the_data_everywhere() -> None:
    title = _first(r'^title: "(.+)"$', "corpus/CITATION.cff")
    assert title.startswith("Letopis corpus")
    for name in ("CITATION.cff", "corpus/datacite.json", "codemeta.json"):
        assert f'"{title}"' in (ROOT / name).read_text(encoding="utf-8"), name


def _first(pattern: str, name: str) -> str:
    found = re.search(pattern, (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
    assert found, (pattern, name)
    return found[1]


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text))


def _samples() -> list[str]:
    """Return a sentence of each text whose rights are unknown, its words alone."""
    files = [file for name in ("source.txt", "translation.en.txt") for file in sorted(ROOT.glob(f"corpus/*/{name}"))]
    texts = [file.read_text(encoding="utf-8") for file in files]
    return [_words(re.findall(r"[^\n]{40,}", text)[5]) for text in texts]


@pytest.mark.parametrize(("folder", "resource"), RESOURCES, ids=[resource["name"] for _, resource in RESOURCES])
def test_a_file_with_the_text_of_an_article_is_not_mit_alone(folder: Path, resource: dict[str, Any]) -> None:
    words = _words((folder / resource["path"]).read_text(encoding="utf-8"))
    holds_it = resource["format"] == "conllu" or any(sample in words for sample in _samples())
    names = {licence["name"] for licence in resource["licenses"]}
    assert ("notspecified" in names) == holds_it
    assert resource.get("language", "") in ("ru", "en") if holds_it else "language" not in resource


def test_the_cmdi_record_says_what_datacite_says() -> None:
    """Envelope of CMDI 1.2, one proxy for each file, and the terms of its profile in alphabetical order."""
    from xml.etree import ElementTree

    spaces = {"cmd": "http://www.clarin.eu/cmd/1"}
    root = ElementTree.parse(ROOT / "corpus" / "record.cmdi").getroot()
    assert root.get("CMDVersion") == "1.2"
    parts = [one.tag.rpartition("}")[2] for one in root]
    assert parts == ["Header", "Resources", "Components"]
    profile = root.findtext("cmd:Header/cmd:MdProfile", namespaces=spaces)
    (terms,) = root.find("cmd:Components", spaces) or []
    assert terms.tag == f"{{http://www.clarin.eu/cmd/1/profiles/{profile}}}OLAC-DcmiTerms"
    names = [one.tag.rpartition("}")[2] for one in terms]
    assert names == sorted(names)
    said = {name: one.text for name, one in zip(names, terms, strict=True)}
    datacite = json.loads((ROOT / "corpus" / "datacite.json").read_text(encoding="utf-8"))
    assert (said["title"], said["publisher"]) == (datacite["titles"][0]["title"], datacite["publisher"]["name"])
    refs = [one.text for one in root.iterfind(".//cmd:ResourceRef", spaces)]
    package = json.loads((ROOT / "corpus" / "datapackage.json").read_text(encoding="utf-8"))
    assert refs == [one["path"] for one in package["resources"] if one["path"] != "record.cmdi"]
