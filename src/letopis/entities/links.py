"""A typed link between two findings, as ``doc._.relations`` holds it."""

from __future__ import annotations

from dataclasses import dataclass

from letopis.entities.spans import Finding


@dataclass(frozen=True)
class Link:
    """``source`` is an AGREEMENT, ``target`` its party, date, place or signatory, or another AGREEMENT.

    ``type`` is one of :data:`letopis.records.RELATIONS`; ``by`` names the rule.

    >>> treaty = Finding(start=0, end=7, label="AGREEMENT", by="agreements.subject")
    >>> Link("signed_in", treaty, Finding(start=19, end=23, label="GPE", by="names.tagger"), "relations.place").type
    'signed_in'
    """

    type: str
    source: Finding
    target: Finding
    by: str
