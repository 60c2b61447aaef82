"""The rule that confirms what is like twenty before: what it counts, what breaks it, that it is shown first."""

from __future__ import annotations

import msgspec
import pytest
from typer.testing import CliRunner

from letopis.cli import app
from letopis.formats.jsonl import write_jsonl
from letopis.learning.alike import LEAST, RULE, Kind, rule_of, with_rule
from letopis.learning.gold import golds_of
from letopis.records import Article, Entity

WORD = "Рига"
GAP = len(WORD) + 2
"""Each paragraph is one word, and a blank line follows."""


def pushed(count: int, *, by: str = "names.tagger") -> Article:
    text = "\n\n".join([WORD] * count)
    places = [number * GAP for number in range(count)]
    entities = [Entity.at(text, place, place + 4, "GPE", id=n, by=by) for n, place in enumerate(places, 1)]
    return Article(id="a", text=text, entities=entities)


def pulled(article: Article, confirmed: int, *, deleted: int | None = None, added: int | None = None) -> Article:
    """The first paragraphs confirmed in their order, the span of one of them gone, or one more in it."""
    units = [
        {
            "start_offset": n * GAP,
            "end_offset": n * GAP + 4,
            "confirmed_by": "anna",
            "confirmed_at": f"2026-01-01T00:{n:02}",
        }
        for n in range(confirmed)
    ]
    entities = [e for n, e in enumerate(article.entities) if n != deleted]
    if added is not None:
        entities.append(Entity.at(article.text, added * GAP, added * GAP + 2, "GPE", id=99, by="anna"))
    return msgspec.structs.replace(article, entities=entities, pipeline={"doccano": {"units": units}})


@pytest.mark.parametrize(
    ("confirmed", "changed", "count"),
    [
        (LEAST, {}, 5),
        (LEAST - 1, {}, 0),
        (LEAST, {"deleted": 0}, 0),
        (LEAST, {"deleted": LEAST - 1}, 0),
        (LEAST + 1, {"deleted": 0}, 4),
        (LEAST, {"added": 3}, 0),
        (LEAST + 4, {"added": 3}, 1),
        (0, {}, 0),
    ],
)
def test_only_a_run_without_a_change_counts(confirmed: int, changed: dict[str, int], count: int) -> None:
    before = pushed(LEAST + 5)
    rule = rule_of([pulled(before, confirmed, **changed)], [before])
    assert rule.size == count
    assert set(rule.kinds) == ({Kind("GPE", "names.tagger")} if count else set())


def test_a_paragraph_with_another_kind_in_it_or_with_nothing_is_left() -> None:
    before = pushed(LEAST + 2)
    others = [msgspec.structs.replace(e, by="names.other") if e.id == LEAST + 1 else e for e in before.entities[:-1]]
    rule = rule_of([pulled(msgspec.structs.replace(before, entities=others), LEAST)], [before])
    assert (list(rule.kinds), rule.size) == ([Kind("GPE", "names.tagger")], 0)


def test_what_the_rule_confirms_is_learned_from_and_says_so() -> None:
    before = pushed(LEAST + 3)
    after = pulled(before, LEAST)
    (article,) = with_rule([after], rule_of([after], [before]))
    assert [unit["confirmed_by"] for unit in article.pipeline["doccano"]["units"]][-3:] == [RULE] * 3
    assert len(golds_of([after])[0][0].entities) == LEAST
    assert len(golds_of([article])[0][0].entities) == LEAST + 3
    assert with_rule([before], rule_of([before], [before])) == [before]


def test_the_rule_is_shown_before_it_is_taken(tmp_path) -> None:  # type: ignore[no-untyped-def]
    before = pushed(LEAST + 3)
    write_jsonl(tmp_path / "pushed.jsonl", [before])
    write_jsonl(tmp_path / "pulled.jsonl", [pulled(before, LEAST)])
    options = ["--alike", str(tmp_path / "pushed.jsonl"), "-o", str(tmp_path / "mine")]
    result = CliRunner().invoke(app, ["learn", str(tmp_path / "pulled.jsonl"), *options])
    assert result.exit_code == 0, result.output
    assert "names.tagger" in result.output
    assert "3 paragraphs with nothing else in them would be taken as confirmed with --accept" in result.output
    assert not (tmp_path / "mine").exists()
