"""Names of a package that are imported when they are asked for: ``letopis --help`` must not wait for spaCy."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any


def lazily(
    package: str, names: Mapping[str, str], also: Sequence[str] = ()
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Return ``__getattr__`` and ``__dir__`` for a package whose public names stand in its modules.

    Args:
        package: the package's ``__name__``.
        names: the module of each public name, below the package.
        also: public names that the package has of its own.

    >>> get, _ = lazily("letopis", {"load": "pipeline"})
    >>> get("load").__name__
    'load'
    """

    def get(name: str) -> Any:
        if name in names:
            return getattr(import_module(f"{package}.{names[name]}"), name)
        raise AttributeError(f"module {package!r} has no attribute {name!r}")

    return get, lambda: sorted((*names, *also))
