"""Mentions that come in any order are linked in the order of the input."""

from __future__ import annotations

from pathlib import Path

import pytest

from letopis.formats.jsonl import encode_article, read_articles
from letopis.linking.articles import Linker, link_articles
from letopis.records import Article, Entity, Source
from letopis.scale import finish
from letopis.scale.finish import Collected, RecordPlace
from letopis.scale.records import PartialFile

TEXTS = {"a": "Э. Тофик", "b": "А. Тофик", "c": "Тофик", "d": "Тофиком"}
"""Whose the bare surname is the order decides: the first one's."""


def article(name: str) -> Article:
    text = TEXTS[name]
    entity = Entity(id=1, label="PERSON", start_offset=0, end_offset=len(text), text=text)
    return Article(id=name, text=text, source=Source(path=f"{name}.txt", sha256=""), entities=[entity])


def mentions(name: str) -> bytes:
    linker = Linker()
    linker.add(article(name))
    return linker.to_bytes()


@pytest.mark.parametrize("limit", [0, 200, finish.MOST_WAITING])
@pytest.mark.parametrize("order", ["abxcd", "dcxba", "xdacb"])
def test_identities_are_those_of_the_order_of_the_input(
    order: str, limit: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finish, "MOST_WAITING", limit)
    collected = Collected("abxcd")
    with PartialFile(tmp_path / "out.partial", keep=False) as partial:
        for name in order:
            if name == "x":
                collected.miss(name)
                continue
            place = RecordPlace(partial, *partial.append(encode_article(article(name))), f"{name}.txt")
            collected.add(name, place, None if name == "c" else mentions(name))
        counts = collected.write(tmp_path / "out.jsonl", csv=None)
    assert list(counts) == list("abcd")
    assert list(read_articles(tmp_path / "out.jsonl")) == link_articles([article(name) for name in "abcd"])
