"""Paragraphs that a rule may confirm: all their spans are of kinds that people have left alone time and again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec

from letopis.doccano.places import Part, split_article
from letopis.entities.spans import key_of
from letopis.records import Article, Entity

LEAST = 20
"""How many spans of a kind in a row have to be left as they were."""

RULE = "rule: alike"
"""``confirmed_by`` of a paragraph that the rule confirmed."""


class Kind(NamedTuple):
    """Spans that are alike: their label, and the rule or network that found them."""

    label: str
    by: str


class AlikeRule(NamedTuple):
    """Kinds with the length of their run, and the paragraphs that hold nothing else, by the ids of the articles."""

    kinds: dict[Kind, int]
    paragraphs: dict[str, list[Part]]

    @property
    def size(self) -> int:
        """How many paragraphs the rule would confirm."""
        return sum(map(len, self.paragraphs.values()))


def rule_of(corrected: Sequence[Article], found: Sequence[Article], least: int = LEAST) -> AlikeRule:
    """Return what the confirmed paragraphs of records out of doccano allow.

    Args:
        corrected: the records as ``letopis doccano pull`` wrote them.
        found: the records that were pushed.
        least: how many spans of a kind have to be left as they were, the last ones confirmed in a row. A span of the
            label that people had to add ends the run of every kind of that label.
    """
    before = {article.id: article for article in found}
    decided = sorted(
        (unit.get("confirmed_at") or "", article.id, unit["start_offset"], unit["end_offset"])
        for article in corrected
        for unit in _units(article)
        if article.id in before
    )
    after = {article.id: article for article in corrected}
    runs: dict[Kind, int] = {}
    for _, name, start, end in decided:
        there = {key_of(entity) for entity in _inside(after[name], start, end)}
        pushed = _inside(before[name], start, end)
        for entity in pushed:
            kind = Kind(entity.label, entity.by or "")
            runs[kind] = runs.get(kind, 0) + 1 if key_of(entity) in there else 0
        missed = {label for *_, label in there - set(map(key_of, pushed))}
        runs |= dict.fromkeys((kind for kind in runs if kind.label in missed), 0)
    kinds = {kind: run for kind, run in sorted(runs.items()) if run >= least}
    return AlikeRule(kinds, {one.id: parts for one in corrected if (parts := _parts(one, kinds))})


def with_rule(corrected: Sequence[Article], rule: AlikeRule) -> list[Article]:
    """Return the records with the paragraphs of a rule confirmed by it."""
    return [_confirmed(article, rule.paragraphs.get(article.id, [])) for article in corrected]


def _confirmed(article: Article, parts: Sequence[Part]) -> Article:
    if not parts:
        return article
    said: dict[str, Any] = article.pipeline["doccano"]
    units = [{"start_offset": one.start, "end_offset": one.end, "confirmed_by": RULE} for one in parts]
    pipeline = article.pipeline | {"doccano": said | {"units": [*said["units"], *units]}}
    return msgspec.structs.replace(article, pipeline=pipeline)


def _parts(article: Article, kinds: dict[Kind, int]) -> list[Part]:
    done = [(unit["start_offset"], unit["end_offset"]) for unit in _units(article, decided=False)]
    found = []
    for part in split_article(article, "paragraph") if "doccano" in article.pipeline else []:
        here = {Kind(entity.label, entity.by or "") for entity in _inside(article, *part)}
        if here and here <= kinds.keys() and not any(s < part.end and part.start < e for s, e in done):
            found.append(part)
    return found


def _units(article: Article, *, decided: bool = True) -> list[dict[str, Any]]:
    """Paragraphs that people confirmed, or with ``decided`` false those that they commented, too."""
    said = article.pipeline.get("doccano")
    units = said.get("units") if isinstance(said, dict) else None
    return [unit for unit in units or [] if unit.get("confirmed_by") or not decided]


def _inside(article: Article, start: int, end: int) -> list[Entity]:
    return [e for e in article.entities if start <= e.start_offset and e.end_offset <= end]
