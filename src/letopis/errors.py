"""The exceptions that Letopis raises on purpose.

Each message is one sentence that names the value, the place and what to do; the command line
prints it as it stands.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from difflib import get_close_matches


class LetopisError(Exception):
    """Anything that Letopis refuses; the base of all its exceptions."""


class InputError(LetopisError):
    """A file or record that cannot be read or does not say what it should."""


class OutputError(LetopisError):
    """A place that cannot be written."""


class MissingDependencyError(LetopisError):
    """An optional package or model that the asked-for work needs and that is not there."""


@contextmanager
def needed(what: str, extra: str) -> Iterator[None]:
    """Import optional packages in the block, for ``what`` a message begins with; ``extra`` brings them.

    Raises:
        MissingDependencyError: a package is not installed.
    """
    try:
        yield
    except ImportError as error:
        raise MissingDependencyError(f"{what} needs {error.name or error}: pip install 'letopis[{extra}]'") from None


def nearest(name: str, known: Collection[str]) -> str:
    """Return what a message says of a name that is none of the known ones: the nearest, or all of them.

    >>> nearest("letopis_nams", ["letopis_names", "letopis_dates"]), nearest("x", ["one", "two"])
    ("did you mean 'letopis_names'?", 'take one of one, two')
    """
    near = get_close_matches(name, known, n=1)
    return f"did you mean {near[0]!r}?" if near else f"take one of {', '.join(known)}"


def printable(text: str) -> str:
    r"""Show bytes that are no UTF-8 as ``\udcff``, so that a message can be written.

    >>> printable("a\udcff") == r"a\udcff"
    True
    """
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
