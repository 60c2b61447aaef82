"""Matching: against brute force, against nervaluate and seqeval, and where nervaluate goes wrong."""

from __future__ import annotations

import itertools
import random
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from letopis.evaluation.match import MODES, LabelledSpan, best_assignment, match_errors, match_spans, overlapping
from letopis.evaluation.rows import Counts
from letopis.evaluation.units import OUTCOMES, outcomes

LABELS = ("DATE", "PERSON", "ORG")
THEIR_MODE = {"strict": "strict", "exact": "exact", "partial": "partial", "type": "ent_type"}

spans = st.builds(
    lambda start, size, label: LabelledSpan(start, start + size, label),
    st.integers(0, 12),
    st.integers(1, 6),
    st.sampled_from(LABELS[:2]),
)


def counts_of(predicted, gold, mode) -> Counts:
    found = [outcome for _, outcome in outcomes(predicted, gold, match_spans(predicted, gold, mode))]
    return Counts(*(found.count(name) for name in OUTCOMES))


def all_matchings(pairs):
    """Every set of pairs in which no row and no column comes twice."""
    for size in range(len(pairs) + 1):
        for chosen in itertools.combinations(pairs, size):
            rows, columns = [p[0] for p in chosen], [p[1] for p in chosen]
            if len(set(rows)) == len(rows) and len(set(columns)) == len(columns):
                yield chosen


@settings(deadline=None)
@given(st.dictionaries(st.tuples(st.integers(0, 3), st.integers(0, 3)), st.integers(1, 9), max_size=9))
def test_assignment_has_the_greatest_weight(weights):
    chosen = best_assignment(weights)
    assert len({row for row, _ in chosen}) == len(chosen) == len({column for _, column in chosen})
    best = max(sum(weights[pair] for pair in each) for each in all_matchings(list(weights)))
    assert sum(weights[pair] for pair in chosen) == best


@pytest.mark.parametrize("weights", [{(0, 0): 0}, {(0, -1): 2}])
def test_assignment_refuses_what_it_cannot_weigh(weights):
    with pytest.raises(ValueError, match="positive"):
        best_assignment(weights)


def test_assignment_of_a_long_chain_is_exact():
    # Each row prefers the column that the next row needs, and the last one would stay alone.
    weights = {(row, row): 1000 for row in range(500)} | {(row, row + 1): 1001 for row in range(499)}
    assert len(best_assignment(weights)) == 500


@settings(deadline=None)
@given(st.lists(spans, max_size=4), st.lists(spans, max_size=4), st.sampled_from(MODES))
def test_counts_are_the_best_there_are(predicted, gold, mode):
    """Most COR, then most pairs: what brute force over all matchings finds."""

    def worth(pairs):
        right = {
            "strict": lambda p, g: p == g,
            "exact": lambda p, g: p[:2] == g[:2],
            "partial": lambda p, g: p[:2] == g[:2],
            "type": lambda p, g: p.label == g.label,
        }[mode]
        return sum(right(predicted[i], gold[j]) for i, j in pairs), len(pairs)

    best = max(worth(pairs) for pairs in all_matchings(overlapping(predicted, gold)))
    found = counts_of(predicted, gold, mode)
    assert (found.correct, found.correct + found.incorrect + found.partial) == best
    assert (found.predicted, found.gold) == (len(predicted), len(gold))


@settings(deadline=None)
@given(st.lists(spans, max_size=6), st.lists(spans, max_size=6), st.sampled_from(MODES), st.randoms())
def test_order_of_the_spans_does_not_matter(predicted, gold, mode, rng):
    one, other = list(predicted), list(gold)
    rng.shuffle(one)
    rng.shuffle(other)
    assert counts_of(one, other, mode) == counts_of(predicted, gold, mode)
    met = sorted((predicted[p.predicted], gold[p.gold]) for p in match_spans(predicted, gold, mode))
    assert met == sorted((one[p.predicted], other[p.gold]) for p in match_spans(one, other, mode))


@settings(deadline=None)
@given(st.lists(spans, max_size=12), st.lists(spans, max_size=12))
def test_overlapping_finds_every_shared_character(predicted, gold):
    naive = [
        (i, j) for i, p in enumerate(predicted) for j, g in enumerate(gold) if max(p.start, g.start) < min(p.end, g.end)
    ]
    assert overlapping(predicted, gold) == naive


def test_empty_span_overlaps_nothing():
    assert overlapping([LabelledSpan(3, 3, "ORG")], [LabelledSpan(0, 9, "ORG")]) == []


# Flat spans: the same figures as nervaluate and seqeval.


def random_flat(rng: random.Random, length: int = 40) -> list[LabelledSpan]:
    found, position = [], rng.randint(0, 3)
    while position < length:
        size = rng.randint(1, 5)
        if rng.random() < 0.7 and position + size <= length:
            found.append(LabelledSpan(position, position + size, rng.choice(LABELS)))
        position += size + rng.choice((0, 0, 1, 3))
    return found


def disturbed(rng: random.Random, gold: list[LabelledSpan], length: int = 40) -> list[LabelledSpan]:
    """Flat predictions near the gold ones: kept, moved, relabelled, dropped."""
    found, floor = [], 0
    for span in gold:
        start = max(floor, span.start + rng.choice((0, 0, 0, -1, 1)))
        end = min(length, max(start + 1, span.end + rng.choice((0, 0, 0, -1, 1, 3))))
        if rng.random() < 0.85 and start < end:
            found.append(LabelledSpan(start, end, span.label if rng.random() < 0.8 else rng.choice(LABELS)))
            floor = end
    return found


def flat_texts(seed: int, number: int = 60) -> list[tuple[list[LabelledSpan], list[LabelledSpan]]]:
    rng = random.Random(seed)
    texts = []
    for _ in range(number):
        gold = random_flat(rng)
        texts.append((disturbed(rng, gold) if rng.random() < 0.7 else random_flat(rng), gold))
    return [(predicted, gold) for predicted, gold in texts if predicted and gold]


def nervaluate_results(texts, mode):
    nervaluate = pytest.importorskip("nervaluate", reason="nervaluate is not installed (extra dev)")

    def dicts(side):
        # Its end is the last character, ours the one behind it.
        return [[{"label": s.label, "start": s.start, "end": s.end - 1} for s in text[side]] for text in texts]

    results = nervaluate.Evaluator(dicts(1), dicts(0), tags=list(LABELS), loader="dict").evaluate()
    name = THEIR_MODE[mode]
    return results["overall"][name], {label: rows[name] for label, rows in results["entities"].items()}


def total(texts, mode, label=None) -> Counts:
    found = [0] * 5
    for predicted, gold in texts:
        kept = [[s for s in side if label in (None, s.label)] for side in (predicted, gold)]
        counts = counts_of(*kept, mode)
        for index, name in enumerate(("correct", "incorrect", "partial", "missed", "spurious")):
            found[index] += getattr(counts, name)
    return Counts(*found)


def same(ours: Counts, theirs) -> None:
    names = ("correct", "incorrect", "partial", "missed", "spurious")
    assert [getattr(ours, name) for name in names] == [getattr(theirs, name) for name in names]
    for name in ("precision", "recall", "f1"):
        assert (getattr(ours, name) or 0) == pytest.approx(getattr(theirs, name))


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("mode", ["strict", "exact", "partial"])
def test_flat_spans_score_as_in_nervaluate(seed, mode):
    texts = flat_texts(seed)
    overall, entities = nervaluate_results(texts, mode)
    same(total(texts, mode), overall)
    for label, theirs in entities.items():
        same(total(texts, mode, label), theirs)


@pytest.mark.parametrize("seed", range(12))
def test_flat_spans_score_as_in_nervaluate_by_type(seed):
    """Its type mode is greedy on flat text too, so equality holds where no span meets two, and ≥ everywhere."""
    texts = flat_texts(seed)
    simple = []
    for predicted, gold in texts:
        pairs = overlapping(predicted, gold)
        if len({p for p, _ in pairs}) == len(pairs) == len({g for _, g in pairs}):
            simple.append((predicted, gold))
    assert len(simple) > 10
    overall, entities = nervaluate_results(simple, "type")
    same(total(simple, "type"), overall)
    for label, theirs in entities.items():
        same(total(simple, "type", label), theirs)
    overall, _ = nervaluate_results(texts, "type")
    assert total(texts, "type").correct >= overall.correct


def tags(flat: list[LabelledSpan], length: int = 40) -> list[str]:
    line = ["O"] * length
    for span in flat:
        line[span.start : span.end] = [f"B-{span.label}"] + [f"I-{span.label}"] * (span.end - span.start - 1)
    return line


@pytest.mark.parametrize("seed", range(8))
def test_flat_spans_score_as_in_seqeval(seed):
    # seqeval 1.2.2 calls numpy in ways that newer versions warn of.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        metrics = pytest.importorskip("seqeval.metrics", reason="seqeval is not installed (extra dev)")
        texts = flat_texts(seed)
        true, found = [tags(gold) for _, gold in texts], [tags(predicted) for predicted, _ in texts]
        report = metrics.classification_report(true, found, output_dict=True, zero_division=0)
    for label in [*LABELS, None]:
        ours, theirs = total(texts, "strict", label), report[label or "micro avg"]
        assert ours.gold == theirs["support"]
        assert ours.precision == pytest.approx(theirs["precision"])
        assert ours.recall == pytest.approx(theirs["recall"])
        assert ours.f1 == pytest.approx(theirs["f1-score"])
    macro = sum(total(texts, "strict", label).f1 for label in LABELS) / len(LABELS)
    assert macro == pytest.approx(report["macro avg"]["f1-score"])


# Nested spans: where the greedy match gives a wrong figure.

OUTER, INNER = LabelledSpan(0, 30, "ORG"), LabelledSpan(20, 30, "ORG")  # [Совета Безопасности [ООН]]


@pytest.mark.parametrize(
    ("predicted", "gold", "mode", "right", "greedy"),
    [
        # The inner ORG alone is found, the outer one stands first in the gold and swallows a wrong prediction.
        pytest.param(
            [LabelledSpan(15, 30, "ORG"), INNER], [INNER, OUTER], "strict",
            Counts(correct=1, incorrect=1), Counts(incorrect=2), id="taken-by-a-neighbour",
        ),
        # A near miss comes first and takes the gold span from the exact hit.
        pytest.param(
            [LabelledSpan(0, 29, "ORG"), OUTER], [OUTER], "strict",
            Counts(correct=1, spurious=1), Counts(incorrect=1, spurious=1), id="near-miss-comes-first",
        ),
        pytest.param(
            [LabelledSpan(0, 29, "ORG"), OUTER], [OUTER], "exact",
            Counts(correct=1, spurious=1), Counts(incorrect=1, spurious=1), id="near-miss-comes-first-exact",
        ),
        pytest.param(
            [LabelledSpan(0, 29, "ORG"), OUTER], [OUTER], "partial",
            Counts(correct=1, spurious=1), Counts(partial=1, spurious=1), id="near-miss-comes-first-partial",
        ),
        # Flat text, type mode: the nearest gold span is the only one that the second prediction can have.
        pytest.param(
            [LabelledSpan(0, 9, "ORG"), LabelledSpan(9, 11, "ORG")],
            [LabelledSpan(1, 2, "ORG"), LabelledSpan(5, 11, "ORG")],
            "type",
            Counts(correct=2), Counts(correct=1, spurious=1, missed=1), id="nearest-is-not-best",
        ),
    ],
)  # fmt: skip
def test_cases_where_the_greedy_match_fails(predicted, gold, mode, right, greedy):
    assert counts_of(predicted, gold, mode) == right
    overall, _ = nervaluate_results([(predicted, gold)], mode)
    theirs = Counts(overall.correct, overall.incorrect, overall.partial, overall.missed, overall.spurious)
    assert theirs == greedy
    assert theirs.correct < right.correct


def test_nested_type_mode_weighs_all_pairs_together():
    # Taking the exact pair first would leave one gold span and one prediction alone.
    predicted, gold = (
        [LabelledSpan(0, 10, "ORG"), LabelledSpan(5, 8, "ORG")],
        [LabelledSpan(0, 10, "ORG"), LabelledSpan(0, 3, "ORG")],
    )
    assert counts_of(predicted, gold, "type") == Counts(correct=2)


@pytest.mark.parametrize(
    ("predicted", "gold", "found"),
    [
        ([LabelledSpan(0, 9, "ORG")], [LabelledSpan(0, 9, "ORG")], [(0, 0, "COR")]),
        ([LabelledSpan(0, 8, "ORG")], [LabelledSpan(0, 9, "ORG")], [(0, 0, "INC")]),  # off by one
        ([LabelledSpan(0, 9, "GPE")], [LabelledSpan(0, 9, "ORG")], [(0, 0, "INC")]),
        ([LabelledSpan(5, 9, "GPE")], [LabelledSpan(0, 9, "ORG")], []),  # differs in both: two errors
        ([LabelledSpan(0, 4, "ORG")], [LabelledSpan(4, 9, "ORG")], []),  # only touches
        (
            [LabelledSpan(0, 9, "ORG"), LabelledSpan(0, 9, "ORG")],
            [LabelledSpan(0, 9, "ORG")],
            [(0, 0, "COR")],
        ),  # doubled: one is extra
    ],
)
def test_errors_pair_what_differs_in_one_thing(predicted, gold, found):
    assert match_errors(predicted, gold) == found


def test_gold_with_overlapping_spans_of_one_label():
    gold = [LabelledSpan(0, 10, "ORG"), LabelledSpan(5, 15, "ORG")]
    assert counts_of([LabelledSpan(0, 10, "ORG"), LabelledSpan(5, 15, "ORG")], gold, "strict") == Counts(correct=2)
    assert counts_of([LabelledSpan(5, 15, "ORG")], gold, "strict") == Counts(correct=1, missed=1)
