"""The two schemes that names can follow: this project's, and NEREL's for comparison with other systems."""

from __future__ import annotations

from typing import TYPE_CHECKING

from letopis.entities.names.rules import RULES
from letopis.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from letopis.entities.names.passage import Name, Passage

SCHEME = "letopis"
"""The scheme when none is asked for."""

SCHEMES: dict[str, tuple[Callable[[Passage, list[Name]], list[Name]], ...]] = {"letopis": RULES, "nerel": RULES}
"""The rules of each scheme, in their order."""


def rules_of(scheme: str) -> tuple[Callable[[Passage, list[Name]], list[Name]], ...]:
    """Give the rules of a scheme.

    Raises:
        InputError: there is no such scheme.
    """
    if scheme not in SCHEMES:
        raise InputError(f"there is no scheme {scheme!r} of names: choose one of {', '.join(SCHEMES)}")
    return SCHEMES[scheme]
