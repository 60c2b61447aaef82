"""Storages that cannot be reached: their packages raise errors of their own, the user reads one sentence."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from letopis.errors import InputError, OutputError
from letopis.scale.cluster.inputs import InputPiece, Partition, plan
from letopis.scale.cluster.reading import read_partition
from letopis.scale.cluster.storage import UnreachableError, names_in, reaching, read_part, remove, write_part

fsspec = pytest.importorskip("fsspec", reason="the extra 'cluster' is not installed")

PLACE = "closed://library/a.jsonl"


class NoCredentialsError(Exception):
    """As boto's: no ``OSError``."""


NoCredentialsError.__module__ = "botocore.exceptions"


class Closed(fsspec.AbstractFileSystem):  # type: ignore[misc, name-defined]
    """A storage for which nobody has keys."""

    protocol = "closed"

    def refuse(self, *_: object, **__: object) -> Any:
        raise NoCredentialsError("Unable to locate\ncredentials")

    _open = ls = info = exists = glob = makedirs = mv = rm_file = refuse


class Refused(fsspec.AbstractFileSystem):  # type: ignore[misc, name-defined]
    """A storage whose package looks for keys at once."""

    def __init__(self, **_: object) -> None:
        raise NoCredentialsError("Unable to locate\ncredentials")


fsspec.register_implementation("closed", Closed)
fsspec.register_implementation("refused", Refused)


@pytest.mark.parametrize(
    "use",
    [
        lambda: plan([PLACE]),
        lambda: plan(["closed://library/*.jsonl"]),
        lambda: list(read_partition(Partition(0, (InputPiece("file", PLACE, PLACE, 4, article_id="a"),)))),
        lambda: list(read_part(PLACE)),
        lambda: names_in("closed://library"),
        lambda: write_part(PLACE, []),
        lambda: remove(PLACE),
        lambda: list(read_part("refused://library/a.jsonl")),
    ],
)
def test_a_storage_that_refuses_is_one_sentence_and_no_fault_of_the_input(use: Callable[[], object]) -> None:
    with pytest.raises(UnreachableError) as caught:
        use()
    assert not isinstance(caught.value, (InputError, OutputError))
    assert re.match("(closed|refused)://library", str(caught.value))
    assert "cannot be reached (NoCredentialsError: Unable to locate credentials); look at the address" in str(
        caught.value
    )


@pytest.mark.parametrize("place", [PLACE, "out/a.jsonl"])
def test_a_mistake_of_ours_stays_one(place: str) -> None:
    with pytest.raises(ZeroDivisionError), reaching(place):
        raise ZeroDivisionError
