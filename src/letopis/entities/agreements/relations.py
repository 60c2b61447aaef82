"""Links of agreements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from letopis.entities.agreements.find import Passage, read_passages
from letopis.entities.links import Link

if TYPE_CHECKING:
    from spacy.tokens import Doc


def find_relations(doc: Doc) -> list[Link]:
    """Find the links of the agreements of a text."""
    return links_of(read_passages(doc))


def links_of(passages: Sequence[Passage]) -> list[Link]:
    """Give the links within passages that are read already."""
    return []
