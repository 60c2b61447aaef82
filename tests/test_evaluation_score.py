"""Scores: counts by label, article and section; what is empty, missing or doubled; anchoring of other texts."""

from __future__ import annotations

import json
import math

import msgspec
import pytest

from evaluation_records import build, cleaned, with_sections
from letopis.errors import InputError
from letopis.evaluation.anchor import AnchoredPair, anchor
from letopis.evaluation.match import MODES
from letopis.evaluation.rows import Counts, rows_of
from letopis.evaluation.score import evaluate
from letopis.evaluation.tables import scores_data
from letopis.evaluation.units import count_units
from letopis.records import Entity, Sentence

GOLD = [
    "{PERSON|И. Алиев} посетил {GPE|Бишкек} {DATE|в} мае.",
    "Заседание {ORG|Совета Безопасности {ORG|ООН}} прошло {DATE|23 апреля 1997 г.}",
    "Ничего не подписано.",
    "{AGREEMENT|Договор о дружбе между {GPE|КР} и {GPE|АР}} подписан {DATE|в 1997 г.}",
]
FOUND = [
    "{PERSON|И. Алиев} посетил {ORG|Бишкек} в мае.",
    "Заседание {ORG|Совета {ORG|Безопасности ООН}} прошло {DATE|23 апреля 1997} г.",
    "Ничего не {GPE|подписано}.",
    "{AGREEMENT|Договор о дружбе между {GPE|КР} и {GPE|АР}} подписан {DATE|в 1997 г.}",
]


def row(scores, name):
    return next(each for each in [*scores.labels, scores.micro, scores.macro] if each.name == name)


def test_counts_by_label_and_together():
    scores = evaluate([build(FOUND)], [build(GOLD)], resamples=0)
    assert row(scores, "PERSON").counts == Counts(correct=1)
    assert row(scores, "DATE").counts == Counts(correct=1, incorrect=1, missed=1)
    assert row(scores, "ORG").counts == Counts(correct=1, incorrect=1, spurious=1)
    assert row(scores, "GPE").counts == Counts(correct=2, missed=1, spurious=1)
    assert row(scores, "AGREEMENT").counts == Counts(correct=1)
    micro = scores.micro.counts
    assert (micro.correct, micro.gold, micro.predicted) == (6, 10, 10)
    assert scores.micro.f1.value == pytest.approx(0.6)
    f1 = [1, 2 / 5, 2 / 5, 4 / 6, 1]
    assert scores.macro.f1.value == pytest.approx(sum(f1) / 5)
    assert [each.name for each in scores.labels] == ["DATE", "PERSON", "ORG", "GPE", "AGREEMENT"]


def test_errors_by_kind_and_confusion():
    scores = evaluate([build(FOUND)], [build(GOLD)], resamples=0)
    told = [(error.kind, error.shown.label, error.place.sentence, error.shown.text) for error in scores.errors]
    assert told == [
        ("label", "GPE", 1, "Бишкек"),
        ("missed", "DATE", 1, "в"),
        ("boundary", "ORG", 2, "ООН"),
        ("boundary", "DATE", 2, "23 апреля 1997 г."),
        ("extra", "GPE", 3, "подписано"),
    ]
    assert scores.confusion["GPE", "ORG"] == 1
    assert scores.confusion["DATE", "nothing"] == 1
    assert scores.confusion["nothing", "GPE"] == 1
    assert scores.confusion["ORG", "ORG"] == 2
    with_gold = sum(error.gold is not None for error in scores.errors)
    assert with_gold == scores.micro.counts.gold - scores.micro.counts.correct


def test_groups_by_article_and_section_add_up():
    one, other = with_sections(build(GOLD, name="a"), 1), build(GOLD, name="b")
    scores = evaluate([build(FOUND, name="b"), build(FOUND, name="a")], [one, other], resamples=0)
    assert [each.name for each in scores.groups["article"]] == ["a", "b"]
    assert {each.name for each in scores.groups["section"]} == {"abstract", "body", "elsewhere"}
    for rows in scores.groups.values():
        assert sum(each.counts.correct for each in rows) == scores.micro.counts.correct
        assert sum(each.counts.gold for each in rows) == scores.micro.counts.gold == 20
    abstract = next(each for each in scores.groups["section"] if each.name == "abstract")
    assert abstract.counts == Counts(correct=1, incorrect=1, missed=1)


@pytest.mark.parametrize("mode", MODES)
def test_a_perfect_prediction_scores_one(mode):
    scores = evaluate([build(GOLD)], [build(GOLD)], mode=mode, resamples=200)
    assert scores.micro.f1.value == scores.macro.f1.value == 1.0
    assert scores.micro.f1.interval == (1.0, 1.0)
    assert scores.errors == ()


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("strict", Counts(incorrect=1)),
        ("exact", Counts(incorrect=1)),
        ("partial", Counts(partial=1)),
        ("type", Counts(correct=1)),
    ],
)
def test_a_span_off_by_one(mode, expected):
    scores = evaluate([build(["г. {GPE|Кан}т"])], [build(["г. {GPE|Кант}"])], mode=mode, resamples=0)
    assert scores.micro.counts == row(scores, "GPE").counts == scores.modes[mode] == expected


def test_a_label_that_does_not_occur_stays_out_of_macro():
    article = build(GOLD)
    units = count_units([AnchoredPair(article, article)], ["GPE", "CITY"], "strict")
    gpe, city, micro, macro = rows_of(units, resamples=20, seed=1)
    assert (gpe.f1.value, city.f1.value, micro.counts.correct, macro.f1.value) == (1.0, None, 10, 1.0)
    assert macro.f1.interval == (1.0, 1.0)


def test_labels_can_be_chosen():
    scores = evaluate([build(FOUND)], [build(GOLD)], labels=["PERSON"], resamples=0)
    assert [each.name for each in scores.labels] == ["PERSON"]
    assert scores.micro.counts == Counts(correct=1)


# What is empty, missing or doubled.


def no_nan(data) -> bool:
    if isinstance(data, dict):
        return all(no_nan(value) for value in data.values())
    if isinstance(data, list | tuple):
        return all(no_nan(value) for value in data)
    return not (isinstance(data, float) and math.isnan(data))


@pytest.mark.parametrize(
    ("predicted", "gold", "scores"),
    [
        (GOLD, ["Ничего."], (0.0, None, 0.0)),
        (["Ничего."], GOLD, (None, 0.0, 0.0)),
        (["Ничего."], ["Ничего."], (None, None, None)),
    ],
    ids=["empty-gold", "empty-prediction", "both-empty"],
)
@pytest.mark.parametrize("resamples", [0, 100])
def test_undefined_scores_are_none_and_never_nan(predicted, gold, scores, resamples):
    reference, run = build(gold), build(predicted)
    plain = run.text if len(run.text) > len(reference.text) else reference.text
    run, reference = (
        msgspec.structs.replace(each, text=plain, sentences=[Sentence(0, len(plain))]) for each in (run, reference)
    )
    found = evaluate([run], [reference], resamples=resamples)
    assert tuple(figure.value for figure in (found.micro.precision, found.micro.recall, found.micro.f1)) == scores
    data = scores_data(found)
    assert no_nan(data)
    assert json.loads(msgspec.json.encode(data)) == json.loads(json.dumps(data, allow_nan=False))


@pytest.mark.parametrize(("side", "said"), [("gold", "recall is undefined"), ("prediction", "precision is undefined")])
def test_an_empty_side_is_named(side, said):
    full, empty = build(GOLD), msgspec.structs.replace(build(GOLD), entities=[])
    scores = evaluate([full], [empty], resamples=0) if side == "gold" else evaluate([empty], [full], resamples=0)
    assert any(said in warning for warning in scores.warnings)


def test_a_span_score_of_nan_changes_nothing():
    reference = build(GOLD)
    odd = [msgspec.structs.replace(entity, score=math.nan) for entity in reference.entities]
    scores = evaluate([msgspec.structs.replace(reference, entities=odd)], [reference], resamples=0)
    assert scores.micro.f1.value == 1.0
    assert no_nan(scores_data(scores))


def test_a_missing_article_is_an_error_unless_allowed():
    gold = [build(GOLD, name="a"), build(GOLD, name="b")]
    with pytest.raises(InputError, match=r"lacks 1 of 2 gold articles \(b\).*--allow-missing"):
        evaluate([build(GOLD, name="a")], gold)
    scores = evaluate([build(GOLD, name="a")], gold, allow_missing=True, resamples=0)
    assert scores.micro.counts == Counts(correct=10, missed=10)
    assert "'b' has no prediction" in scores.warnings[0]


def test_articles_without_gold_are_left_out_and_named():
    scores = evaluate([build(GOLD, name="a"), build(GOLD, name="c")], [build(GOLD, name="a")], resamples=0)
    assert scores.micro.counts == Counts(correct=10)
    assert "(c)" in scores.warnings[0]


def test_no_common_article_names_both_sides():
    with pytest.raises(InputError, match=r"\(a\) is in the prediction \(b\)"):
        evaluate([build(GOLD, name="b")], [build(GOLD, name="a")], allow_missing=True)


@pytest.mark.parametrize("side", ["gold", "prediction"])
def test_a_doubled_record_is_refused(side):
    one, two = [build(GOLD)], [build(GOLD), build(GOLD)]
    with pytest.raises(InputError, match=f"'a' is there twice in the {side}"):
        evaluate(one if side == "gold" else two, two if side == "gold" else one)


def test_a_doubled_span_counts_once_in_gold_and_is_extra_in_a_prediction():
    article = build(["{GPE|Баку}"])
    again = msgspec.structs.replace(article.entities[0], id=2)
    doubled = msgspec.structs.replace(article, entities=[*article.entities, again])
    scores = evaluate([article], [doubled], resamples=0)
    assert scores.micro.counts == Counts(correct=1)
    assert "1 gold spans are there twice" in scores.warnings[0]
    scores = evaluate([doubled], [article], resamples=0)
    assert scores.micro.counts == Counts(correct=1, spurious=1)
    assert "1 predicted spans are there twice" in scores.warnings[0]


def test_gold_with_overlapping_spans_of_one_label():
    article = build(["Совет Безопасности ООН"])
    spans = [(0, 18), (6, 22)]
    entities = [
        Entity(id=i, label="ORG", start_offset=a, end_offset=b, text=article.text[a:b])
        for i, (a, b) in enumerate(spans)
    ]
    gold = msgspec.structs.replace(article, entities=entities)
    assert evaluate([gold], [gold], resamples=0).micro.f1.value == 1.0
    half = msgspec.structs.replace(article, entities=entities[1:])
    assert evaluate([half], [gold], resamples=0).micro.counts == Counts(correct=1, missed=1)


def test_unknown_mode_and_negative_resamples_are_refused():
    with pytest.raises(InputError, match="no matching mode 'fuzzy'; choose one of strict"):
        evaluate([build(GOLD)], [build(GOLD)], mode="fuzzy")
    with pytest.raises(InputError, match="-1 resamples"):
        evaluate([build(GOLD)], [build(GOLD)], resamples=-1)


def test_articles_without_sentences_are_scored_whole():
    gold = msgspec.structs.replace(build(GOLD), sentences=[])
    scores = evaluate([build(FOUND)], [gold], resamples=50)
    assert scores.micro.counts.correct == 6
    assert scores.sentences == 1


# Other versions of the text.

RAW = "Посольство Кыргыз-\nской Республики в Баку открыто в 2007 г. и работа-\nет."


def test_other_cleaning_of_one_source_is_anchored_through_the_raw_text():
    gold = cleaned(
        RAW,
        [("-\nской", "ской"), ("-\nет", "ет")],
        [("Кыргызской Республики", "GPE"), ("Баку", "GPE"), ("2007 г.", "DATE")],
    )
    run = cleaned(
        RAW, [("-\nской", "-ской")], [("Кыргыз-ской Республики", "GPE"), ("Баку", "GPE"), ("2007 г.", "DATE")]
    )
    assert gold.text != run.text
    scores = evaluate([run], [gold], resamples=0)
    assert scores.micro.counts == Counts(correct=3)
    moved = anchor(run, gold)
    assert [entity.text for entity in moved.entities] == ["Кыргызской Республики", "Баку", "2007 г."]


def test_white_space_that_an_edit_brought_along_is_trimmed():
    raw = "В 2007 г.\nпотом"
    gold = cleaned(raw, [("\n", " ")], [("2007 г.", "DATE")])
    run = cleaned(raw, [("г.\n", "год ")], [("2007 год", "DATE")])  # the edit covers the line end too
    assert evaluate([run], [gold], resamples=0).micro.counts == Counts(correct=1)


def test_a_span_that_the_gold_text_dropped_is_extra():
    raw = "Вестник КРСУ. 2016 В Баку."
    gold = cleaned(raw, [("Вестник КРСУ. 2016 ", "")], [("Баку", "GPE")])
    run = cleaned(raw, [], [("КРСУ", "ORG"), ("Баку", "GPE")])
    scores = evaluate([run], [gold], resamples=0)
    assert scores.micro.counts == Counts(correct=1, spurious=1)
    assert scores.errors[0].shown.text == "КРСУ"


def test_another_text_is_refused_with_the_first_difference():
    with pytest.raises(InputError) as caught:
        evaluate([build(["Встреча в {GPE|Баку} прошла."])], [build(["Встреча в {GPE|Бишкеке} прошла."])])
    message = str(caught.value)
    assert "article 'a'" in message
    assert "first at character 11" in message
    assert "'Встреча в Баку прошла.'" in message
    assert "'Встреча в Бишкеке прошла.'" in message


def test_another_source_is_refused_although_both_have_one():
    gold = cleaned(RAW, [("-\nской", "ской")], [])
    run = cleaned(RAW + " ", [], [])
    with pytest.raises(InputError, match="their sources are not one file"):
        evaluate([run], [gold])


def test_a_text_that_is_cut_short_differs_at_its_end():
    with pytest.raises(InputError, match="first at character 6"):
        evaluate([build(["В Баку"])], [build(["В Баку."])])


def test_edits_that_do_not_fit_the_entities_are_refused():
    gold = cleaned(RAW, [("-\nской", "ской")], [("Баку", "GPE")])
    run = cleaned(RAW, [], [("Баку", "GPE")])
    entities = [msgspec.structs.replace(entity, source_start=1, source_end=5) for entity in run.entities]
    with pytest.raises(InputError, match="entity 1 says 1–5 of the raw text, but its edits lead to"):
        evaluate([msgspec.structs.replace(run, entities=entities)], [gold])
