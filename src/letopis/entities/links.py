"""A typed link between two findings, as ``doc._.relations`` holds it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec

from letopis.entities.spans import Finding


@dataclass(frozen=True)
class Link:
    """``source`` is an AGREEMENT, ``target`` its party, date, place or signatory, or another AGREEMENT.

    ``type`` is a name of :func:`letopis.labels.relation_types`; ``by`` names the rule.

    >>> treaty = Finding(start=0, end=7, label="AGREEMENT", by="agreements.subject")
    >>> Link("signed_in", treaty, Finding(start=19, end=23, label="GPE", by="names.tagger"), "relations.place").type
    'signed_in'
    """

    type: str
    source: Finding
    target: Finding
    by: str


_MARK = "letopis.link"


def register_links() -> None:
    """Let spaCy write links with a ``Doc``: to bytes, to a ``DocBin``, between the processes of ``nlp.pipe``.

    Where no pipeline was loaded, such a ``Doc`` is read all the same, and its links are plain dictionaries.
    """
    import srsly

    srsly.msgpack_encoders.register(_MARK, func=_encode)
    srsly.msgpack_decoders.register(_MARK, func=_decode)


def _encode(value: Any, chain: Callable[[Any], Any] | None = None) -> Any:
    if isinstance(value, Link):
        source, target = (msgspec.structs.asdict(end) for end in (value.source, value.target))
        return {_MARK: value.type, "source": source, "target": target, "by": value.by}
    return value if chain is None else chain(value)


def _decode(value: Any, chain: Callable[[Any], Any] | None = None) -> Any:
    if _MARK in value:
        return Link(value[_MARK], Finding(**value["source"]), Finding(**value["target"]), value["by"])
    return value if chain is None else chain(value)
