"""The exceptions that Letopis raises on purpose, and what it says of others.

Each message is one sentence that names the value, the place and what to do; the command line
prints it as it stands.
"""

from __future__ import annotations

import errno
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path


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


NO_MEMORY = (
    "there is too little memory, whatever the article: use a machine with more, give fewer --jobs, or raise the limit "
    "(ulimit -v); what is done is kept for --resume"
)


def reason_of(error: Exception) -> str:
    """Say in a line what nobody foresaw: the error, its words, and where it arose.

    >>> reason_of(ValueError("odd")), reason_of(MemoryError()) == NO_MEMORY
    ('ValueError: odd', True)
    """
    if is_want_of_memory(error):
        return NO_MEMORY
    import traceback  # seldom asked for

    places = traceback.extract_tb(error.__traceback__)
    place = f" ({Path(places[-1].filename).name}:{places[-1].lineno})" if places else ""
    return f"{type(error).__name__}: {' '.join(str(error).split())}{place}"


def is_want_of_memory(error: BaseException) -> bool:
    """Return whether memory ran out: libraries speak of modules not mapped, of threads not started."""
    if isinstance(error, OSError) and error.errno == errno.ENOMEM:
        return True
    words = str(error).lower()
    return isinstance(error, MemoryError) or (
        isinstance(error, ImportError | RuntimeError | SystemError)
        and any(sign in words for sign in ("cannot allocate memory", "can't start new thread", "failed to map segment"))
    )
