"""Storages that cannot be reached: their packages raise errors of their own, the user reads one sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from letopis.errors import InputError, LetopisError, OutputError
from letopis.scale.cluster.inputs import plan
from letopis.scale.cluster.storage import names_in, reaching, read_bytes, read_bytes_if_there, remove, write_bytes

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


fsspec.register_implementation("closed", Closed)


@pytest.mark.parametrize(
    ("use", "kind"),
    [
        (lambda: plan([PLACE]), InputError),
        (lambda: plan(["closed://library/*.jsonl"]), InputError),
        (lambda: read_bytes(PLACE), InputError),
        (lambda: read_bytes_if_there(PLACE), InputError),
        (lambda: names_in("closed://library"), InputError),
        (lambda: write_bytes(PLACE, b""), OutputError),
        (lambda: remove(PLACE), OutputError),
    ],
)
def test_a_storage_that_refuses_is_one_sentence(use: Callable[[], object], kind: type[LetopisError]) -> None:
    with pytest.raises(kind) as caught:
        use()
    assert type(caught.value) is kind
    assert str(caught.value).startswith("closed://library")
    assert "cannot be reached (NoCredentialsError: Unable to locate credentials); look at the address" in str(
        caught.value
    )


@pytest.mark.parametrize("place", [PLACE, "out/a.jsonl"])
def test_a_mistake_of_ours_stays_one(place: str) -> None:
    with pytest.raises(ZeroDivisionError), reaching(place):
        raise ZeroDivisionError
