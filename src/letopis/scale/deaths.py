"""How worker processes end before their work does, and what that says of the articles in their hands."""

from __future__ import annotations

import signal
from typing import NamedTuple

from letopis.scale.work import ArticleSource, Failure


class Died(NamedTuple):
    """The process in whose hands some articles were ended without an answer for them; ``late`` for their time."""

    cause: str
    unanswered: list[ArticleSource]
    late: bool = False


def cause_of_death(exit_code: int) -> str:
    """Say how a process ended.

    >>> cause_of_death(-9), cause_of_death(1)
    ('was killed (SIGKILL)', 'ended (exit code 1)')
    """
    if exit_code >= 0:
        return f"ended (exit code {exit_code})"
    known = {number.value: number.name for number in signal.Signals}
    return f"was killed ({known.get(-exit_code, f'signal {-exit_code}')})"


def failure_of_death(source: ArticleSource, died: Died, timeout: float | None) -> Failure:
    """Return the failure of an article whose process was ended while it had nothing else in hand.

    >>> source = ArticleSource("a", "a.txt")
    >>> failure_of_death(source, Died("took too long", [source], late=True), 60.0).reason
    'a.txt: took more than 60 s (--timeout); give it more, or cut it into parts'
    """
    if died.late:
        reason = f"{source.path}: took more than {timeout:g} s (--timeout); give it more, or cut it into parts"
        return Failure(source.id, source.path, "timeout", reason)
    reason = (
        f"{source.path}: its process {died.cause} twice, the second time with nothing beside it; "
        "there may be too little memory for it: cut the file into parts, or use a machine with more"
    )
    return Failure(source.id, source.path, "killed", reason)
