"""The two schemes that names can follow: this project's, and NEREL's for comparison with other systems."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from letopis.entities.names.document import AFTER, BEFORE
from letopis.entities.names.rules import COMMON, LETOPIS
from letopis.errors import InputError

if TYPE_CHECKING:
    from letopis.entities.names.document import TextRule
    from letopis.entities.names.rules import Rule

SCHEME = "letopis"
"""The scheme when none is asked for."""


@dataclass(frozen=True)
class Rules:
    """The rules of a scheme: over the text before those of sentences, of sentences, and over the text after them."""

    before: tuple[TextRule, ...]
    sentence: tuple[Rule, ...]
    after: tuple[TextRule, ...]


SCHEMES = {"letopis": Rules(BEFORE, LETOPIS, AFTER), "nerel": Rules(BEFORE, COMMON, ())}
"""The rules of each scheme, in their order."""


def rules_of(scheme: str) -> Rules:
    """Return the rules of a scheme.

    Raises:
        InputError: there is no such scheme.

    >>> len(rules_of("letopis").sentence) > len(rules_of("nerel").sentence)
    True
    """
    if scheme not in SCHEMES:
        raise InputError(f"there is no scheme {scheme!r} of names: choose one of {', '.join(SCHEMES)}")
    return SCHEMES[scheme]
