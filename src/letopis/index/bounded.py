"""Regular expressions of people, tried in a process of their own first where they may take for ever."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable

from letopis.errors import InputError

SECONDS = 10.0
"""The time that a regular expression has for all values that it is held against."""

_PERHAPS_ENDLESS = re.compile(r"\)[*+{]|(?:[*+}].*?){3}", re.DOTALL)
"""A repeated group, or three repeats: what backtracking can spend more steps on than a value has letters."""

_TRIAL = """import json, re, sys
pattern, way, values = json.load(sys.stdin)
try_it = getattr(re.compile(pattern, re.IGNORECASE), way)
for value in values:
    try_it(value)
"""


def check_time(pattern: str, values: Iterable[str], said: str, *, way: str = "fullmatch") -> None:
    """Refuse a regular expression that is not done with all values in time.

    Python cannot stop one that runs, so one that may take for ever runs elsewhere first.

    Args:
        pattern: the expression, as it will be compiled without regard to case.
        values: what it will be held against.
        said: the query or condition, for the message.
        way: the method that will be called, ``fullmatch`` or ``search``.

    Raises:
        InputError: it takes longer than :data:`SECONDS`.

    >>> check_time("(а+)+$", ["аааа", "мир"], "...")
    """
    if _PERHAPS_ENDLESS.search(pattern) is None or not sys.executable:
        return
    asked = json.dumps((pattern, way, list(values))).encode()
    try:
        subprocess.run(  # noqa: S603 our own words; the pattern is data
            [sys.executable, "-I", "-S", "-c", _TRIAL], input=asked, timeout=SECONDS, capture_output=True, check=False
        )
    except subprocess.TimeoutExpired:
        raise InputError(
            f"a regular expression in {said!r} takes longer than {SECONDS:g} seconds; "
            "write it with fewer repeats within or behind each other, as 'а+' for '(а+)+'"
        ) from None
