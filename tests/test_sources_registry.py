"""The registry of readers: what stands in it, what another package adds, and what is missing."""

from __future__ import annotations

import builtins
import sys
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest

from letopis.errors import InputError, MissingDependencyError
from letopis.sources import RawText, Reader, SourceFile, read_data
from letopis.sources import reader as registry

EXTRAS = {"html": (b"<html><body><p>Riga.", "trafilatura"), "pdf": (b"%PDF-1.4", "pypdfium2")}


def _read(source: SourceFile) -> RawText:
    return RawText(text=source.data[4:].decode(), sha256=source.sha256, format="memo")


MEMO = Reader(
    name="memo", title="memos", suffixes=(".memo",), recognises=lambda source: source.data[:4] == b"MEMO", read=_read
)


@pytest.fixture
def with_memos(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(sys.modules, "memo_package", type(sys)("memo_package"))
    sys.modules["memo_package"].MEMO = MEMO  # type: ignore[attr-defined]
    point = EntryPoint(name="memo", value="memo_package:MEMO", group=registry.GROUP)
    monkeypatch.setattr(registry, "entry_points", lambda group: [point] if group == registry.GROUP else [])
    registry.readers.cache_clear()
    yield
    registry.readers.cache_clear()


@pytest.mark.usefixtures("with_memos")
def test_another_package_adds_a_reader() -> None:
    raw = read_data("MEMOРига.".encode(), Path("a.memo"))
    assert (raw.text, raw.format, raw.laid_out) == ("Рига.", "memo", False)
    assert ".memo" in registry.suffixes()
    assert "memos" in registry.titles()
    with pytest.raises(InputError, match="is no MEMO file"):
        read_data(b"Riga.", Path("a.memo"))


def test_without_it_a_memo_is_a_text() -> None:
    assert read_data("MEMOРига.".encode(), Path("a.memo")).format == "txt"


@pytest.mark.parametrize("extra", EXTRAS)
def test_a_missing_library_is_named_with_its_extra(extra: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data, library = EXTRAS[extra]
    load = builtins.__import__

    def refused(name: str, *rest: Any, **named: Any) -> Any:
        if name.partition(".")[0] == library:
            raise ImportError(name)
        return load(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", refused)
    with pytest.raises(MissingDependencyError, match=rf"^a: .* needs {library}: pip install 'letopis\[{extra}\]'$"):
        read_data(data, Path("a"))


@pytest.mark.parametrize("reader", registry.readers(), ids=lambda one: one.name)
def test_a_reader_says_what_the_others_need(reader: Reader) -> None:
    assert reader.title
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in reader.suffixes)
    assert reader.extra is None or reader.extra in {"pdf", "html", "ocr"}
    assert reader.rank == 9 or not reader.recognises(SourceFile(data="Рига.".encode(), path=Path("a.txt")))
