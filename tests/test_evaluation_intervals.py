"""Bootstrap intervals and the test of a difference, against exact enumeration and theory."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from evaluation_records import build
from letopis.evaluation.compare import compare
from letopis.evaluation.intervals import (
    bootstrap_totals,
    p_value,
    percentile_interval,
    prf,
    shuffled_totals,
    strata_of,
)
from letopis.evaluation.rows import mean_over_labels
from letopis.evaluation.score import evaluate

HIT, MISS, EXTRA = "В {GPE|Баку}.", "В Баку.", "{GPE|В} {GPE|Баку}."


def run(*sentences, name="a"):
    return build(sentences, name=name)


def test_totals_have_the_mean_and_the_variance_of_drawing_sentences():
    rng = np.random.default_rng(5)
    units = rng.integers(0, 4, size=(40, 3)).astype(float)
    totals = bootstrap_totals(units, np.zeros(40, dtype=np.int64), resamples=20_000, seed=1)
    assert totals.shape == (20_000, 3)
    assert totals.mean(axis=0) == pytest.approx(units.sum(axis=0), rel=0.01)
    assert totals.var(axis=0) == pytest.approx(40 * units.var(axis=0), rel=0.05)
    # Columns are drawn together: their covariance is that of the sentences.
    assert np.cov(totals.T, bias=True)[0, 1] == pytest.approx(40 * np.cov(units.T, bias=True)[0, 1], abs=1.5)


def test_articles_are_resampled_by_themselves():
    units = np.array([[1, 0]] * 6 + [[0, 1]] * 4, dtype=float)
    strata = np.array([0] * 6 + [1] * 4)
    totals = bootstrap_totals(units, strata, resamples=500, seed=3)
    assert (totals == [6, 4]).all()
    together = bootstrap_totals(units, np.zeros(10, dtype=np.int64), resamples=500, seed=3)
    assert together[:, 0].std() > 1


def test_articles_of_one_sentence_share_a_stratum():
    assert strata_of(["a", "a", "b", "c", "d", "d"]).tolist() == [0, 0, 1, 1, 2, 2]


def test_equal_seeds_give_equal_intervals():
    gold = [run(*[HIT] * 30)]
    found = [run(*[HIT] * 20, *[MISS] * 10)]
    first, again = (evaluate(found, gold, resamples=500, seed=4).micro.f1.interval for _ in range(2))
    assert first == again
    assert first != evaluate(found, gold, resamples=500, seed=5).micro.f1.interval


def test_intervals_hold_the_score_and_shrink_with_the_data():
    widths = []
    for times in (1, 9):
        gold = [run(*[HIT] * (20 * times))]
        found = [run(*[HIT] * (14 * times), *[MISS] * (6 * times))]
        recall = evaluate(found, gold, resamples=4_000).micro.recall
        assert recall.interval.low < recall.value == 0.7 < recall.interval.high
        widths.append(recall.interval.high - recall.interval.low)
        # Recall is a share of independent sentences here, so theory knows its spread.
        assert widths[-1] == pytest.approx(2 * 1.96 * (0.7 * 0.3 / (20 * times)) ** 0.5, rel=0.12)
    assert widths[0] == pytest.approx(3 * widths[1], rel=0.15)


def test_no_resamples_no_intervals():
    scores = evaluate([run(HIT)], [run(HIT)], resamples=0)
    assert scores.micro.f1.interval is None
    assert scores.macro.f1.interval is None


def test_undefined_resamples_do_not_count():
    assert percentile_interval(np.array([np.nan, np.nan])) is None
    credit, predicted, gold = np.array([0.0, 1.0]), np.array([0.0, 1.0]), np.array([0.0, 2.0])
    precision, recall, f1 = prf(credit, predicted, gold)
    assert np.isnan(precision[0])
    assert (precision[1], recall[1], f1[1]) == (1.0, 0.5, pytest.approx(2 / 3))
    assert np.isnan(mean_over_labels(np.array([[np.nan, np.nan]])))[0]


def test_a_rare_label_has_an_interval_without_nan():
    gold = [run(*[HIT] * 10, "{DATE|1997 г.}")]
    scores = evaluate(gold, gold, resamples=300)
    assert scores.labels[0].f1.interval == (1.0, 1.0)


def test_shuffles_agree_with_all_exchanges():
    """The p-value of approximate randomisation on six sentences, and of all 2⁶ exchanges."""
    ours = np.array([[1, 1, 1], [1, 1, 1], [1, 2, 1], [0, 1, 1], [1, 1, 1], [1, 1, 1]], dtype=float)
    theirs = np.array([[0, 1, 1], [1, 1, 1], [0, 1, 1], [1, 1, 1], [0, 0, 1], [0, 1, 1]], dtype=float)

    def f1(totals):
        return prf(totals[..., 0], totals[..., 1], totals[..., 2])[2]

    observed = float(f1(ours.sum(axis=0)) - f1(theirs.sum(axis=0)))
    hits = 0
    for signs in itertools.product([False, True], repeat=6):
        swap = np.array(signs)[:, None]
        one, other = np.where(swap, theirs, ours).sum(axis=0), np.where(swap, ours, theirs).sum(axis=0)
        hits += abs(f1(one) - f1(other)) >= abs(observed) - 1e-12
    exact = hits / 64
    one, other = shuffled_totals(ours, theirs, resamples=40_000, seed=2)
    assert (one + other == ours.sum(axis=0) + theirs.sum(axis=0)).all()
    assert p_value(observed, f1(one) - f1(other)) == pytest.approx(exact, abs=0.01)


def test_p_is_never_zero():
    assert p_value(0.9, np.zeros(99)) == 0.01


# Two runs.


def test_equal_runs_differ_by_nothing():
    gold = [run(HIT, MISS, HIT)]
    found = compare(gold, gold, gold, resamples=200)
    assert {(row.difference, row.p) for row in found.rows} == {(0.0, 1.0)}
    assert found.rows[0].interval == (0.0, 0.0)
    assert found.changes == ()


def test_a_better_run_is_told_with_its_spans():
    gold = [run(*[HIT] * 40)]
    better, worse = [run(*[HIT] * 38, *[MISS] * 2)], [run(*[HIT] * 20, *[MISS] * 18, EXTRA, HIT)]
    found = compare(better, worse, gold, resamples=4_000)
    micro = next(row for row in found.rows if row.name == "micro")
    assert micro.difference == pytest.approx(micro.f1 - micro.against)
    assert micro.interval.low > 0
    assert micro.p < 0.001
    kinds = [(change.change, change.place.sentence) for change in found.changes]
    assert kinds.count(("found", 25)) == 1
    assert ("lost", 40) in kinds
    assert ("extra gone", 39) in kinds
    back = compare(worse, better, gold, resamples=4_000)
    assert next(row for row in back.rows if row.name == "micro").difference == pytest.approx(-micro.difference)
    assert ("new extra", 39) in [(change.change, change.place.sentence) for change in back.changes]


def test_a_small_gain_is_no_proof():
    gold = [run(*[HIT] * 12)]
    one, other = [run(*[HIT] * 10, *[MISS] * 2)], [run(*[HIT] * 9, *[MISS] * 2, HIT)]
    micro = next(row for row in compare(one, other, gold, resamples=2_000).rows if row.name == "micro")
    assert micro.p > 0.5
    assert micro.interval.low <= 0 <= micro.interval.high


def test_a_label_that_neither_run_nor_gold_has_is_not_compared():
    gold = [run(HIT)]
    names = [row.name for row in compare(gold, gold, gold, resamples=10).rows]
    assert names == ["GPE", "micro", "macro"]
    empty = [run(MISS)]
    assert {row.difference for row in compare(empty, empty, empty, resamples=10).rows} == {None}
