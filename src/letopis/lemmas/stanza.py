"""The Stanza engine: the place where it will stand, and what to do until it does."""

from __future__ import annotations

from letopis.errors import MissingDependencyError
from letopis.lemmas.analysis import Engine


def load_engine() -> Engine:
    """Load the Stanza engine.

    Raises:
        MissingDependencyError: always, in this version: no Stanza model comes with it yet.
    """
    raise MissingDependencyError("this version has no Stanza model yet: run again with '--morphology pymorphy3'")
