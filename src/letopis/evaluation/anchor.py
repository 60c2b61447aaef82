"""Bring two readings of one article to the same text: through the raw offsets where the clean texts differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from letopis.entities.spans import key_of, only
from letopis.errors import InputError
from letopis.offsets import OffsetMap, trimmed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from letopis.records import Article, Entity

CONTEXT = 20
"""Characters shown on each side of the first difference of two texts."""


@dataclass(frozen=True)
class AnchoredPair:
    """One article of the gold set and the prediction for it, in the coordinates of the gold text."""

    gold: Article
    predicted: Article


def pair_readings(
    predicted: Sequence[Article], gold: Sequence[Article], *, allow_missing: bool = False
) -> tuple[list[AnchoredPair], list[str]]:
    """Pair every gold article with its prediction, and say what was unusual.

    A gold article without prediction is an error, unless ``allow_missing``: then all its spans are missed.
    Predicted articles that are not in the gold set are left out, with a warning. A gold span that is there twice
    counts once, with a warning; a predicted one counts as often as it is there.

    Raises:
        InputError: a doubled record, a missing article, no article in common, or texts that cannot be compared.
    """
    by_id = index_articles(predicted, "prediction")
    wanted = index_articles(gold, "gold")
    missing = [name for name in wanted if name not in by_id]
    if wanted and len(missing) == len(wanted) and by_id:
        raise InputError(
            f"no article of the gold set ({some(wanted)}) is in the prediction ({some(by_id)}); give both the same ids"
        )
    if missing and not allow_missing:
        raise InputError(
            f"the prediction lacks {len(missing)} of {len(wanted)} gold articles ({some(missing)}); "
            "add them, or count their spans as missed with --allow-missing"
        )
    warnings = [f"article {name!r} has no prediction: all its spans count as missed" for name in missing]
    extra = [name for name in by_id if name not in wanted]
    if extra:
        warnings.append(f"left out {len(extra)} predicted articles that are not in the gold set ({some(extra)})")
    readings: list[AnchoredPair] = []
    for name, article in wanted.items():
        reference, doubled = _without_doubles(article)
        if doubled:
            warnings.append(f"article {name!r}: {doubled} gold spans are there twice and count once")
        reading = by_id.get(name)
        found = only(reference, []) if reading is None else anchor(reading, reference)
        repeated = _without_doubles(found)[1]
        if repeated:
            warnings.append(
                f"article {name!r}: {repeated} predicted spans are there twice; each repetition counts as extra"
            )
        readings.append(AnchoredPair(reference, found))
    return readings, warnings


def unlike(
    ours: Sequence[Article], theirs: Sequence[Article], gold: Sequence[Article], *, called: str = "the runs"
) -> list[str]:
    """Say where two sets of records marked by different schemes or read different texts of the gold articles.

    ``called`` is what a message calls both.

    >>> from letopis.records import Article
    >>> one, other = Article(id="a", text="Баку", pipeline={"scheme": "nerel"}), Article(id="a", text="В Баку")
    >>> unlike([one], [other], [other])
    ['the runs read different texts of 1 article (a); their spans meet through the raw text']
    """
    wanted = {article.id for article in gold}
    sides = [{article.id: article for article in run if article.id in wanted} for run in (ours, theirs)]
    said = []
    schemes = [{a.pipeline["scheme"] for a in side.values() if "scheme" in a.pipeline} for side in sides]
    if schemes[0] != schemes[1] and all(schemes):
        one, other = (" + ".join(sorted(names)) for names in schemes)
        said.append(f"{called} differ in scheme: {one} and {other}; a difference may be the scheme's alone")
    apart = [name for name in sides[0] if name in sides[1] and sides[0][name].text != sides[1][name].text]
    if apart:
        texts = f"different texts of {len(apart)} article{'s' * (len(apart) > 1)} ({some(apart)})"
        said.append(f"{called} read {texts}; their spans meet through the raw text")
    return said


def anchor(article: Article, reference: Article) -> Article:
    """Return ``article`` with its entities at the offsets of ``reference``'s text.

    Equal texts need nothing. Texts that were cleaned differently from one source file (equal ``sha256``) are
    joined through the raw offsets; a span whose text the reference dropped becomes empty and matches nothing.

    Raises:
        InputError: other texts; the message shows the first difference.
    """
    if article.text == reference.text:
        return article
    if article.source is None or reference.source is None or article.source.sha256 != reference.source.sha256:
        raise InputError(_difference(article, reference))
    to_raw, from_raw = _checked_map(article), _checked_map(reference).invert()
    entities = [_moved(entity, reference.text, to_raw, from_raw) for entity in article.entities]
    return msgspec.structs.replace(
        article, text=reference.text, entities=entities, sentences=reference.sentences, sections=reference.sections
    )


def index_articles(articles: Iterable[Article], side: str) -> dict[str, Article]:
    """Return the articles by id; ``InputError`` when an id is there twice."""
    by_id: dict[str, Article] = {}
    for article in articles:
        if article.id in by_id:
            raise InputError(f"article {article.id!r} is there twice in the {side}; keep one record of each article")
        by_id[article.id] = article
    return by_id


def _without_doubles(article: Article) -> tuple[Article, int]:
    kept: dict[tuple[int, int, str], Entity] = {}
    same: dict[int, int] = {}
    for entity in article.entities:
        first = kept.setdefault(key_of(entity), entity)
        same[entity.id] = first.id
    doubled = len(article.entities) - len(kept)
    if not doubled:
        return article, 0
    relations = [
        msgspec.structs.replace(relation, from_id=same[relation.from_id], to_id=same[relation.to_id])
        for relation in article.relations
    ]
    return msgspec.structs.replace(article, entities=list(kept.values()), relations=relations), doubled


def _moved(entity: Entity, text: str, to_raw: OffsetMap, from_raw: OffsetMap) -> Entity:
    raw_start, raw_end = to_raw.span_to_raw(entity.start_offset, entity.end_offset)
    start, end = trimmed(text, *from_raw.span_to_raw(raw_start, raw_end))
    shown = text[start:end] or entity.text
    return msgspec.structs.replace(entity, start_offset=start, end_offset=end, text=shown)


def _checked_map(article: Article) -> OffsetMap:
    edits = article.source.edits if article.source else []
    try:
        offsets = OffsetMap(edits)
    except ValueError as error:
        raise InputError(f"article {article.id!r}: the edits of its source contradict each other: {error}") from None
    for entity in article.entities:
        place = offsets.span_to_raw(entity.start_offset, entity.end_offset)
        if entity.source_start is not None and (entity.source_start, entity.source_end) != place:
            raise InputError(
                f"article {article.id!r}: entity {entity.id} says {entity.source_start}–{entity.source_end} of the raw "
                f"text, but its edits lead to {place[0]}–{place[1]}; write the record again"
            )
    return offsets


def _difference(article: Article, reference: Article) -> str:
    one, other = article.text, reference.text
    place = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    shown = slice(max(0, place - CONTEXT), place + CONTEXT)
    sources = [record.source.sha256[:12] if record.source else "none" for record in (article, reference)]
    return (
        f"article {reference.id!r}: the texts differ first at character {place}, {one[shown]!r} in the prediction and "
        f"{other[shown]!r} in the gold, and their sources are not one file (sha256 {sources[0]} and {sources[1]}); "
        "run extraction on the text that was annotated"
    )


def some(names: Iterable[str]) -> str:
    """Return the first five names, and a mark where there are more."""
    listed = list(names)
    return ", ".join(listed[:5]) + (", …" if len(listed) > 5 else "")
