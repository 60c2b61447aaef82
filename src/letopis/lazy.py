"""Names of a package that are imported when they are asked for: ``letopis --help`` must not wait for spaCy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def lazily(package: str, names: Mapping[str, str]) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Return ``__getattr__`` and ``__dir__`` for a package whose public names stand in its modules.

    Args:
        package: the package's ``__name__``.
        names: the public names of each module below the package, spaces between.

    >>> get, _ = lazily("letopis", {"pipeline": "load"})
    >>> get("load").__name__
    'load'
    """
    places = {name: f"{package}.{module}" for module, said in names.items() for name in said.split()}

    def get(name: str) -> Any:
        if name in places:
            return getattr(import_module(places[name]), name)
        raise AttributeError(f"module {package!r} has no attribute {name!r}")

    return get, lambda: sorted(places)
