"""Values, identities and relations; B-cubed and CEAF against the examples of their papers."""

from __future__ import annotations

import msgspec
import pytest

from evaluation_records import build
from letopis.evaluation.rows import Counts
from letopis.evaluation.score import evaluate
from letopis.evaluation.values import coreference, field_of
from letopis.records import Entity


def values(found, gold):
    scores = evaluate([build(found)], [build(gold)], resamples=0)
    return {(each.label, each.field): each for each in scores.values}


@pytest.mark.parametrize(
    ("found", "gold", "equal"),
    [
        ("{DATE=1997-04-23|23 апреля 1997 г.}", "{DATE=1997-04-23|23 апреля 1997 г.}", 1),
        ("{DATE=193x|1930-х гг.}", "{DATE=193X|1930-х гг.}", 1),  # the same EDTF
        ("{DATE=1930|1930-х гг.}", "{DATE=193X|1930-х гг.}", 0),
        ("{DATE|1930-х гг.}", "{DATE=193X|1930-х гг.}", 0),  # no value given
        ("{DATE=!|31 ноября}", "{DATE=!|31 ноября}", 1),  # impossible, and said to be
        ("{DATE=2016-11-30|31 ноября}", "{DATE=!|31 ноября}", 0),
    ],
)
def test_values_of_dates(found, gold, equal):
    scored = values([found], [gold])["DATE", "value"]
    assert (scored.compared, scored.equal) == (1, equal)


def test_modifier_is_scored_apart_from_the_value():
    scored = values(["{DATE=1942|начале 1942 г.}"], ["{DATE=1942 start|начале 1942 г.}"])
    assert scored["DATE", "value"].accuracy == 1.0
    assert scored["DATE", "modifier"].accuracy == 0.0


def test_only_spans_found_strictly_are_compared():
    gold = ["{PERSON=Алиев Ильхам|И. Алиева} и {PERSON=Берия Лаврентий|Берии}"]
    scored = values(["И. {PERSON=Алиев Ильхам|Алиева} и {PERSON=Берия Лаврентий|Берии}"], gold)["PERSON", "normal"]
    assert (scored.compared, scored.equal, scored.accuracy) == (1, 1, 1.0)
    assert scored.counts == Counts(correct=1, missed=1, spurious=1)


def test_a_field_that_the_gold_set_lacks_is_not_scored():
    assert values(["{GPE=Баку|Баку}"], ["{GPE|Баку}"]) == {}


def test_nothing_found_leaves_the_accuracy_undefined():
    scored = values(["Баку"], ["{GPE=Баку|Баку}"])["GPE", "normal"]
    assert (scored.compared, scored.accuracy, scored.counts.f1) == (0, None, 0.0)


def test_names_are_compared_without_yo_and_spaces():
    one, other = (
        Entity(id=1, label="PERSON", start_offset=0, end_offset=1, text="x", normal=name)
        for name in ("Фёдор  Королёв", "Федор Королев")
    )
    assert field_of(one, "normal") == field_of(other, "normal")


def mentions(*clusters: str) -> dict:
    return {("a", ord(letter), ord(letter) + 1, "ORG"): cluster for cluster in clusters for letter in cluster}


KEY = mentions("12345", "67", "89ABC")


def test_b_cubed_as_in_bagga_and_baldwin():
    first = coreference(KEY, mentions("12345", "6789ABC"))["b_cubed"]
    assert (first.precision, first.recall) == (pytest.approx(16 / 21), 1.0)
    second = coreference(KEY, mentions("1234589ABC", "67"))["b_cubed"]
    assert (second.precision, second.recall) == (pytest.approx(7 / 12), 1.0)


def test_ceaf_as_in_luo():
    found = coreference(KEY, mentions("12345", "6789ABC"))
    assert found["ceaf_m"].f1 == pytest.approx(0.833, abs=5e-4)
    assert found["ceaf_e"].f1 == pytest.approx(0.733, abs=5e-4)
    found = coreference(KEY, mentions("123456789ABC"))
    assert found["ceaf_m"].f1 == pytest.approx(0.417, abs=5e-4)
    assert found["ceaf_e"].f1 == pytest.approx(0.294, abs=5e-4)


def test_mentions_that_one_side_lacks_stay_in_the_divisor():
    found = coreference(mentions("12"), mentions("1X"))["b_cubed"]
    assert (found.precision, found.recall) == (0.25, 0.25)


@pytest.mark.parametrize(("gold", "predicted"), [({}, {}), (KEY, {}), ({}, KEY)])
def test_empty_sides_of_coreference(gold, predicted):
    for score in coreference(gold, predicted).values():
        assert score.f1 in (None, 0.0)


def test_identities_hold_across_articles():
    gold = [build(["{GPE#baku|Баку}"], name="a"), build(["{GPE#baku|Баку} и {GPE#osh|Ош}"], name="b")]
    split = [build(["{GPE#one|Баку}"], name="a"), build(["{GPE#two|Баку} и {GPE#osh|Ош}"], name="b")]
    found = evaluate(split, gold, resamples=0).identities
    assert (found.mentions_gold, found.mentions_predicted, found.mentions_common) == (3, 3, 3)
    assert found.all["b_cubed"].precision == 1.0
    assert found.all["b_cubed"].recall == pytest.approx((0.5 + 0.5 + 1) / 3)
    assert evaluate(gold, gold, resamples=0).identities.all["ceaf_e"].f1 == 1.0


def test_no_identities_in_gold_no_scores():
    assert evaluate([build(["{GPE#x|Баку}"])], [build(["{GPE|Баку}"])], resamples=0).identities is None


def test_relations_need_the_type_and_both_spans():
    gold = build(["{AGREEMENT|Договор} от {DATE|1997 г.}", "{AGREEMENT|Пакт} {DATE|1998 г.}"], signed=True)
    right = evaluate([gold], [gold], resamples=0).relations
    assert right == (("signed_on", Counts(correct=2)), ("all", Counts(correct=2)))
    moved = build(["{AGREEMENT|Договор от} {DATE|1997 г.}", "{AGREEMENT|Пакт} {DATE|1998 г.}"], signed=True)
    found = dict(evaluate([moved], [gold], resamples=0).relations)
    assert found["all"] == Counts(correct=1, missed=1, spurious=1)
    cut = build(["{AGREEMENT|Договор} от {DATE|1997} г.", "{AGREEMENT|Пакт} {DATE|1998 г.}"], signed=True)
    assert dict(evaluate([cut], [gold], resamples=0).relations)["all"] == Counts(correct=1, missed=1, spurious=1)
    other = msgspec.structs.replace(gold, relations=[msgspec.structs.replace(gold.relations[0], type="signed_in")])
    found = dict(evaluate([other], [gold], resamples=0).relations)
    assert found["signed_in"] == Counts(spurious=1)
    assert found["signed_on"] == Counts(missed=2)


def test_no_relations_no_rows():
    assert evaluate([build(["{GPE|Баку}"])], [build(["{GPE|Баку}"])], resamples=0).relations == ()
