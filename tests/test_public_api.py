"""What a program may import: small, listed in each package's ``__all__``, described, with an example that runs."""

from __future__ import annotations

import importlib
import inspect
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import letopis
from letopis.lazy import lazily

SOURCE = Path(letopis.__file__).parent
PACKAGES = sorted(
    "letopis" + "".join(f".{part}" for part in path.parent.relative_to(SOURCE).parts)
    for path in SOURCE.rglob("__init__.py")
)
NAMES = [(package, name) for package in PACKAGES for name in importlib.import_module(package).__all__]

LISTED = {
    "letopis": ["__version__", "extract_file", "extract_text", "load", "load_ipython_extension"],
    "letopis.authority": ["link_records", "read_table"],
    "letopis.bilingual": ["align_articles", "project_entities", "write_reader"],
    "letopis.chronicle": ["write_chronicle"],
    "letopis.cleaning": ["clean_source", "clean_text"],
    "letopis.cli": ["main"],
    "letopis.doccano": [],
    "letopis.entities": ["Link", "add_entities", "entities_of", "register_extensions"],
    "letopis.entities.agreements": ["find_agreements"],
    "letopis.entities.dates": ["find_dates"],
    "letopis.entities.names": ["find_names"],
    "letopis.evaluation": ["agree", "evaluate"],
    "letopis.folding": ["Folded", "fold_article", "fold_text"],
    "letopis.russian": ["state_at", "state_of"],
    "letopis.formats": [
        "READERS", "WRITERS", "read_articles", "read_records", "restore", "write_jsonl", "write_records",
    ],
    "letopis.index": ["open_index", "write_index"],
    "letopis.learning": [],
    "letopis.lemmas": ["Analysis", "load_engine"],
    "letopis.linking": ["Linker", "doubts_of", "link_articles"],
    "letopis.linking.agreements": [],
    "letopis.scale": ["WorkOptions", "extract_corpus"],
    "letopis.scale.cluster": [],
    "letopis.serve": [],
    "letopis.sentences": ["Decision", "explain_sentences", "split_sentences"],
    "letopis.sources": ["RawText", "Reader", "SUFFIXES", "SourceFile", "read_data", "read_source"],
    "letopis.sources.readers": [],
    "letopis.trees": ["parse"],
}  # fmt: skip


def test_the_list_is_the_list() -> None:
    """A new public name is a promise: it is made here on purpose."""
    assert {package: sorted(importlib.import_module(package).__all__) for package in PACKAGES} == LISTED


@pytest.mark.parametrize(("package", "name"), NAMES, ids=lambda value: value)
def test_a_public_name_is_there_and_shows_its_use(package: str, name: str) -> None:
    value = getattr(importlib.import_module(package), name)
    assert name in dir(importlib.import_module(package))
    if inspect.isfunction(value) or inspect.isclass(value):
        assert value.__module__.startswith("letopis."), f"{name} comes from elsewhere"
        assert ">>> " in (value.__doc__ or ""), f"{package}.{name} has no example in its docstring"
    else:
        assert isinstance(value, str | tuple | dict), f"{name} is neither a function nor a class nor a constant"


@pytest.mark.parametrize(("package", "name"), NAMES, ids=lambda value: value)
def test_a_public_name_hides_no_module(package: str, name: str) -> None:
    folder = SOURCE.joinpath(*package.split(".")[1:])
    assert not (folder / f"{name}.py").exists()
    assert not (folder / name).exists()


def test_nothing_else_is_exported_at_the_top() -> None:
    public = {name for name, value in vars(letopis).items() if not isinstance(value, ModuleType) and name[0] != "_"}
    assert public <= set(letopis.__all__)
    assert set(dir(letopis)) == set(letopis.__all__)


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(AttributeError, match="module 'letopis' has no attribute 'nothing'"):
        letopis.nothing  # type: ignore[attr-defined]  # noqa: B018
    get, names = lazily("letopis.linking", {"articles": "link_articles"})
    assert (get("link_articles").__name__, names()) == ("link_articles", ["link_articles"])
    with pytest.raises(AttributeError, match=r"module .letopis\.linking. has no attribute .articles."):
        get("articles")


def test_packages_are_light_until_they_are_used() -> None:
    heavy = ("spacy", "pandas", "pymorphy3", "torch", "matplotlib")
    light = [package for package in PACKAGES if package not in {"letopis.entities.dates", "letopis.entities.names"}]
    code = f"import sys, {', '.join(light)}; print([name for name in {heavy} if name in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"
