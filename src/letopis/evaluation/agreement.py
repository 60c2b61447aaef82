"""Agreement of annotators: pairwise F1, Cohen's kappa, Krippendorff's alpha, gamma."""

from __future__ import annotations

import importlib
import importlib.util
import itertools
import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from letopis.batching import steps
from letopis.errors import InputError, MissingDependencyError
from letopis.evaluation.anchor import AnchoredPair, anchor, index_articles
from letopis.evaluation.score import keep_labels, micro_counts
from letopis.evaluation.settings import SEED
from letopis.evaluation.units import labels_of, spans_of
from letopis.evaluation.values import score_relations
from letopis.labels import in_order, relation_types

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from letopis.evaluation.tables import Table
    from letopis.records import Article

ALL = "all"
"""The row over all labels: on characters it compares the set of labels that each one carries."""

Codes = NDArray[np.int64]


@dataclass(frozen=True)
class LabelAgreement:
    """Agreement on one label; pairs of annotators are named ``a/b``. None where a figure is undefined.

    ``f1`` counts strictly (span and label), ``f1_partial`` gives half for an overlap; kappa and alpha look at
    characters: each is inside a span of the label or not, so a span inside another of its label is not seen.
    """

    label: str
    f1: Mapping[str, float | None]
    f1_partial: Mapping[str, float | None]
    kappa: Mapping[str, float | None]
    alpha: float | None


@dataclass(frozen=True)
class AnnotatorAgreement:
    """All figures of a set of annotators; ``gamma`` by article, None when not asked for.

    ``spans`` is F1 on spans whatever their labels, ``relations`` that of relations (type and both spans with their
    labels) by type and of ``all``; both by pair, as in :class:`LabelAgreement`.
    """

    annotators: tuple[str, ...]
    articles: tuple[str, ...]
    characters: int
    labels: tuple[LabelAgreement, ...]
    gamma: Mapping[str, float] | None
    spans: Mapping[str, float | None] = field(default_factory=dict)
    relations: Mapping[str, Mapping[str, float | None]] = field(default_factory=dict)

    @property
    def size(self) -> str:
        """Say how much was read, and what was compared."""
        articles = f"{len(self.articles)} article{'' if len(self.articles) == 1 else 's'}"
        return f"{articles}, {self.characters} characters; kappa and alpha on characters, F1 on spans."

    def _repr_html_(self) -> str:
        from letopis.evaluation.tables import tables_html

        return tables_html(agreement_tables(self), self.size)

    def _repr_pretty_(self, printer: Any, _: bool) -> None:
        from letopis.evaluation.tables import tables_markdown

        printer.text(tables_markdown(agreement_tables(self)))


def agree(annotators: Mapping[str, Sequence[Article]], *, gamma: bool = False, seed: int = SEED) -> AnnotatorAgreement:
    """Compare annotators, two or more, who read the same articles.

    Args:
        annotators: their records by name; texts that were cleaned differently are joined as for an evaluation.
        gamma: also Mathet's gamma, which needs the package ``pygamma-agreement``.
        seed: of the random samples of gamma.

    Raises:
        InputError: fewer than two annotators, articles that not all have read, or texts that differ.
        MissingDependencyError: gamma was asked for and its package is not installed.

    >>> from letopis.records import Article, Entity, Sentence
    >>> city = Entity(id=1, label="GPE", start_offset=2, end_offset=6, text="Баку")
    >>> one = Article(id="a", text="В Баку.", sentences=[Sentence(0, 7)], entities=[city])
    >>> agree({"anna": [one], "boris": [one]}).labels[0].f1
    {'anna/boris': 1.0}
    """
    readings = common_readings(annotators)
    names = tuple(readings)
    articles = [article.id for article in next(iter(readings.values()))]
    pairs = {f"{a}/{b}": (a, b) for a, b in itertools.combinations(names, 2)}
    joined = {
        pair: [AnchoredPair(*both) for both in zip(readings[a], readings[b], strict=True)]
        for pair, (a, b) in pairs.items()
    }
    labels = labels_of([reading for each in joined.values() for reading in each])
    codes = {name: label_codes(readings[name], labels) for name in names}
    rows = []
    for index, label in enumerate([*labels, ALL]):
        wanted = [] if label == ALL else [label]
        chosen = {name: (codes[name] >> index) & 1 if wanted else codes[name] for name in names}
        kept = {pair: [keep_labels(reading, wanted) for reading in each] for pair, each in joined.items()}
        f1 = {pair: micro_counts(each, "strict").f1 for pair, each in kept.items()}
        partial = {pair: micro_counts(each, "partial").f1 for pair, each in kept.items()}
        kappa = {pair: cohen_kappa(chosen[a], chosen[b]) for pair, (a, b) in pairs.items()}
        rows.append(LabelAgreement(label, f1, partial, kappa, krippendorff_alpha(list(chosen.values()))))
    links = {pair: dict(score_relations(each)) for pair, each in joined.items()}
    types = in_order((name for found in links.values() for name in found), [*relation_types(), ALL])
    return AnnotatorAgreement(
        names, tuple(articles), len(codes[names[0]]), tuple(rows),
        gamma_by_article(readings, seed=seed) if gamma else None,
        spans={pair: micro_counts(each, "exact").f1 for pair, each in joined.items()},
        relations={
            name: {pair: found[name].f1 if name in found else None for pair, found in links.items()} for name in types
        },
    )  # fmt: skip


def agreement_tables(agreement: AnnotatorAgreement) -> list[Table]:
    """Return F1 and kappa of each pair, F1 of its relations, alpha, and gamma where it was asked for."""
    from letopis.evaluation.tables import number

    tables: list[Table] = []
    for pair in agreement.labels[0].f1:
        title = f"{pair}; spans whatever their label: F1 {number(agreement.spans[pair])}"
        rows = [
            [row.label, number(row.f1[pair]), number(row.f1_partial[pair]), number(row.kappa[pair])]
            for row in agreement.labels
        ]
        tables.append((title, ("", "F1", "F1 partial", "kappa"), rows))
        links = [[name, number(found[pair])] for name, found in agreement.relations.items()]
        tables += [(f"{pair}, relations", ("", "F1"), links)] if links else []
    alpha = [[row.label, number(row.alpha)] for row in agreement.labels]
    tables.append((f"Krippendorff's alpha, {len(agreement.annotators)} annotators", ("", "alpha"), alpha))
    if agreement.gamma is not None:
        tables.append(("Gamma", ("", "gamma"), [[name, number(value)] for name, value in agreement.gamma.items()]))
    return tables


def common_readings(annotators: Mapping[str, Sequence[Article]]) -> dict[str, list[Article]]:
    """Return every annotator's articles in one order and in the coordinates of the first annotator's text."""
    if len(annotators) < 2:
        raise InputError(f"agreement needs two annotators or more, here {len(annotators)}")
    by_name = {name: index_articles(articles, f"reading of {name}") for name, articles in annotators.items()}
    first_name, first = next(iter(by_name.items()))
    for name, articles in by_name.items():
        odd = sorted(first.keys() ^ articles.keys())
        if odd:
            raise InputError(
                f"article {odd[0]!r} was read by only one of {first_name} and {name}; give both the same ones"
            )
    return {name: [anchor(articles[key], first[key]) for key in first] for name, articles in by_name.items()}


def label_codes(articles: Sequence[Article], labels: Sequence[str]) -> Codes:
    """Return each character of all articles the set of its labels, one bit a label.

    >>> from letopis.records import Article, Entity
    >>> city = Entity(id=1, label="GPE", start_offset=2, end_offset=6, text="Баку")
    >>> label_codes([Article(id="a", text="в Баку", entities=[city])], ["DATE", "GPE"]).tolist()
    [0, 0, 2, 2, 2, 2]
    """
    parts = []
    for article in articles:
        codes = np.zeros(len(article.text), dtype=np.int64)
        for entity in article.entities:
            codes[entity.start_offset : entity.end_offset] |= 1 << labels.index(entity.label)
        parts.append(codes)
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)


def cohen_kappa(one: Codes, other: Codes) -> float | None:
    """Return Cohen's kappa (1960) of two codings; None when chance alone explains all, as when neither varies.

    >>> cohen_kappa(np.array([1, 1, 0, 0]), np.array([1, 0, 0, 0]))
    0.5
    """
    if not len(one):
        return None
    categories = np.union1d(one, other)
    observed = float(np.mean(one == other))
    expected = sum(float(np.mean(one == category)) * float(np.mean(other == category)) for category in categories)
    return None if expected >= 1 else (observed - expected) / (1 - expected)


def krippendorff_alpha(codings: Sequence[Codes]) -> float | None:
    """Return Krippendorff's alpha (2011) for nominal data without gaps; None when all codes are one.

    >>> round(krippendorff_alpha([np.array([1, 1, 0, 0]), np.array([1, 0, 0, 0])]), 4)
    0.5333
    """
    table = np.stack(codings)
    coders, units = table.shape
    categories = np.unique(table)
    if units == 0 or len(categories) < 2:
        return None
    counts = np.stack([(table == category).sum(axis=0) for category in categories])
    total = coders * units
    # Disagreeing pairs within a unit, and what they would be were all codes thrown together.
    observed = float((coders**2 - (counts**2).sum(axis=0)).sum()) / (coders - 1) / total
    expected = float(total**2 - (counts.sum(axis=1).astype(float) ** 2).sum()) / (total * (total - 1))
    return float(1 - observed / expected)


def gamma_by_article(readings: Mapping[str, Sequence[Article]], *, seed: int = SEED) -> dict[str, float]:
    """Return Mathet, Widlöcher and Métivier's gamma (2015) of each article that all annotators have marked.

    Raises:
        MissingDependencyError: the package ``pygamma-agreement`` is not installed.
    """
    if importlib.util.find_spec("pygamma_agreement") is None:
        raise MissingDependencyError("gamma needs pygamma-agreement; install it with pip install pygamma-agreement")
    package: Any = importlib.import_module("pygamma_agreement")
    segments: Any = importlib.import_module("pyannote.core")
    dissimilarity = package.CombinedCategoricalDissimilarity()
    # The package draws from numpy's global state, and logs a line for every sample about a solver it can do without.
    np.random.seed(seed)
    logging.disable(logging.WARNING)
    found: dict[str, float] = {}
    try:
        for index, article in enumerate(steps(next(iter(readings.values())), "gamma")):
            continuum = package.Continuum()
            for name, articles in readings.items():
                for start, end, label in spans_of(articles[index].entities):
                    continuum.add(name, segments.Segment(start, end), label)
            if len(continuum.annotators) == len(readings):
                found[article.id] = float(continuum.compute_gamma(dissimilarity).gamma)
    finally:
        logging.disable(logging.NOTSET)
    return found
