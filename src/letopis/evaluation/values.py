"""What a span says beyond its place: values, names, identities, relations, each scored apart."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from letopis.entities.spans import key_of
from letopis.evaluation.match import best_assignment, match_spans
from letopis.evaluation.rows import Counts
from letopis.evaluation.units import spans_of
from letopis.labels import WAYS, fields_compared, in_order, relation_types
from letopis.records import Article, Entity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from letopis.evaluation.anchor import AnchoredPair

SCALE = 10**12
"""Cluster similarities are rounded to this part of one, so that the assignment stays exact."""

Key = tuple[str, int, int, str]
"""Article, start, end, label: a mention as strict matching sees it."""


@dataclass(frozen=True)
class ValueScore:
    """One field of one label: ``equal`` of ``compared`` spans found strictly whose gold has the field.

    ``counts`` scores finding and value together: correct is span, label and value right.
    """

    label: str
    field: str
    compared: int
    equal: int
    counts: Counts

    @property
    def accuracy(self) -> float | None:
        """Share of equal values; None when there was none to compare."""
        return self.equal / self.compared if self.compared else None


@dataclass(frozen=True)
class Prf:
    """Precision, recall and F1; None where there is nothing to divide by."""

    precision: float | None
    recall: float | None
    f1: float | None


@dataclass(frozen=True)
class Identities:
    """Coreference scores over the whole set: all mentions, and only those found strictly on both sides."""

    mentions_gold: int
    mentions_predicted: int
    mentions_common: int
    all: Mapping[str, Prf]
    common: Mapping[str, Prf]


def field_of(entity: Entity, field: str) -> str | None:
    """Return a field as it is compared for its label: white space and case of X folded, ё as е.

    An impossible date counts as the value ``impossible``.

    >>> field_of(Entity(id=1, label="DATE", start_offset=0, end_offset=1, text="x", value="193x "), "value")
    '193X'
    """
    if field == "value" and entity.impossible:
        return "impossible"
    content = getattr(entity, field)
    if content is None or content is False:
        return None
    return WAYS[fields_compared(entity.label).get(field, "text")](str(content))


def score_values(readings: Sequence[AnchoredPair]) -> list[ValueScore]:
    """Score every field that the gold set uses, label by label."""
    gold = [entity for reading in readings for entity in reading.gold.entities]
    predicted = [entity for reading in readings for entity in reading.predicted.entities]
    found = [
        (reading.predicted.entities[pair.predicted], reading.gold.entities[pair.gold])
        for reading in readings
        for pair in match_spans(spans_of(reading.predicted.entities), spans_of(reading.gold.entities))
        if pair.outcome == "COR"
    ]
    scores = []
    for label in in_order(entity.label for entity in gold):
        for field in fields_compared(label):
            wanted, given = (
                sum(entity.label == label and field_of(entity, field) is not None for entity in side)
                for side in (gold, predicted)
            )
            compared = [(p, g) for p, g in found if g.label == label and field_of(g, field) is not None]
            equal = sum(field_of(p, field) == field_of(g, field) for p, g in compared)
            if wanted:
                counts = Counts(correct=equal, missed=wanted - equal, spurious=given - equal)
                scores.append(ValueScore(label, field, len(compared), equal, counts))
    return scores


def score_relations(readings: Sequence[AnchoredPair]) -> list[tuple[str, Counts]]:
    """Score relations strictly, by type and together: the type and both spans with their labels must be right."""
    gold = {relation for reading in readings for relation in _relations(reading.gold)}
    predicted = {relation for reading in readings for relation in _relations(reading.predicted)}
    types = in_order({relation[0] for relation in gold | predicted}, relation_types())
    rows = []
    for name in [*types, "all"] if types else []:
        wanted = {relation for relation in gold if name in (relation[0], "all")}
        given = {relation for relation in predicted if name in (relation[0], "all")}
        right = len(wanted & given)
        rows.append((name, Counts(correct=right, missed=len(wanted) - right, spurious=len(given) - right)))
    return rows


def _relations(article: Article) -> Iterable[tuple[str, Key, Key]]:
    keys = {entity.id: _key(article, entity) for entity in article.entities}
    return [(relation.type, keys[relation.from_id], keys[relation.to_id]) for relation in article.relations]


def _key(article: Article, entity: Entity) -> Key:
    return article.id, *key_of(entity)


def score_identities(readings: Sequence[AnchoredPair]) -> Identities | None:
    """Score the ``entity`` fields by B-cubed and CEAF; None when the gold set has none.

    Only labels that have identities in the gold set take part. Mentions are joined strictly, and identities hold
    across articles.
    """
    labels = {entity.label for reading in readings for entity in reading.gold.entities if entity.entity is not None}
    if not labels:
        return None
    gold = _clusters([reading.gold for reading in readings], labels)
    predicted = _clusters([reading.predicted for reading in readings], labels)
    common = gold.keys() & predicted.keys()
    shared = [{key: side[key] for key in common} for side in (gold, predicted)]
    return Identities(len(gold), len(predicted), len(common), coreference(gold, predicted), coreference(*shared))


def _clusters(articles: Sequence[Article], labels: set[str]) -> dict[Key, str]:
    return {
        _key(article, entity): entity.entity
        for article in articles
        for entity in article.entities
        if entity.label in labels and entity.entity is not None
    }


def coreference(gold: Mapping[Key, str], predicted: Mapping[Key, str]) -> dict[str, Prf]:
    """Return B-cubed (Bagga and Baldwin 1998) and CEAF by mention and by entity (Luo 2005).

    A mention that the other side lacks counts as in the reference scorer (Pradhan et al. 2014): it gives no
    credit and stays in the divisor.
    """
    keys, responses = _groups(gold), _groups(predicted)
    place = {mention: index for index, group in enumerate(responses) for mention in group}
    overlap = Counter(
        (index, place[mention]) for index, group in enumerate(keys) for mention in group if mention in place
    )
    recall = sum(n * n / len(keys[k]) for (k, _), n in overlap.items())
    precision = sum(n * n / len(responses[r]) for (_, r), n in overlap.items())
    nearness = {(k, r): 2 * n / (len(keys[k]) + len(responses[r])) for (k, r), n in overlap.items()}
    by_mention = sum(overlap[pair] for pair in best_assignment(overlap))
    by_entity = sum(nearness[p] for p in best_assignment({p: round(s * SCALE) for p, s in nearness.items()}))
    return {
        "b_cubed": _prf(precision, recall, len(predicted), len(gold)),
        "ceaf_m": _prf(by_mention, by_mention, len(predicted), len(gold)),
        "ceaf_e": _prf(by_entity, by_entity, len(responses), len(keys)),
    }


def _groups(mentions: Mapping[Key, str]) -> list[set[Key]]:
    groups: dict[str, set[Key]] = {}
    for mention, name in sorted(mentions.items()):
        groups.setdefault(name, set()).add(mention)
    return list(groups.values())


def _prf(precise: float, recalled: float, predicted: int, gold: int) -> Prf:
    precision = precise / predicted if predicted else None
    recall = recalled / gold if gold else None
    if precision is None and recall is None:
        return Prf(None, None, None)
    both = (precision or 0.0) + (recall or 0.0)
    return Prf(precision, recall, 2 * (precision or 0.0) * (recall or 0.0) / both if both else 0.0)
