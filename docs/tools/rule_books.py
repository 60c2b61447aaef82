"""The rule books: which lists of rules make a page, and the sentences around them."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "training"))  # a checkout may have it without an installation


@dataclass(frozen=True)
class Chapter:
    """Rules that are asked in one order, from one list of the code."""

    title: str
    where: str
    says: str
    rules: Sequence[Callable[..., Any]] = ()
    table: str = ""


@dataclass(frozen=True)
class Book:
    """A page of rules: file name, title, what it is for, and its chapters."""

    page: str
    title: str
    says: str
    chapters: tuple[Chapter, ...]


def books() -> tuple[Book, ...]:
    """Return all rule books."""
    return (_cleaning(), _sentences(), _lemmas(), _dates(), _names(), _agreements())


def as_code(text: str) -> str:
    """Turn the double backticks of docstrings into Markdown's single ones, where nothing within forbids it.

    >>> as_code("``г. Кант``: a town, :func:`find`")
    '`г. Кант`: a town, `find`'
    """
    text = re.sub(r":(?:func|class|meth|data|mod):`~?([^`]+)`", r"`\1`", text)
    return re.sub(r"(?<!`)``(?!`)([^`]+)``(?!`)", r"`\1`", text)


def table_of(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table; ``‖`` stands for the upright stroke, which would end a cell."""
    lines = [f"| {' | '.join(heads)} |", f"| {' | '.join('---' for _ in heads)} |"]
    lines += [f"| {' | '.join(cell.replace('|', '‖') for cell in row)} |" for row in rows]
    return "\n".join(lines)


def _where(module: ModuleType, name: str) -> str:
    path = Path(module.__file__ or "").relative_to(ROOT)
    return f"{path.as_posix()}, {name}"


def _cleaning() -> Book:
    from letopis.cleaning import furniture_rules, hyphen_rules

    hyphens = Chapter(
        "A hyphen at a line's end",
        _where(hyphen_rules, "RULES"),
        "The first rule that answers decides: the halves are joined, the hyphen is kept, or the word is cut off "
        "and never goes on. "
        "`⏎` stands for the line's end. The rule's name stands in the edit: `joined_hyphen:dictionary`.",
        hyphen_rules.RULES,
    )
    furniture = Chapter(
        "Lines that are no text",
        _where(furniture_rules, "RULES"),
        "A line is dropped when one of these says so; its name stands in the edit: `dropped_furniture:page_number`. "
        "What comes back from page to page is gathered in `cleaning/recurrence.py`; the lines of a PDF are found by "
        "their place on the page first (`sources/pdf_furniture.py`).",
        furniture_rules.RULES,
    )
    says = (
        "How a text fallen out of a PDF becomes the author's text again. `letopis clean FILE --edits` shows which "
        "rule did what."
    )
    return Book("cleaning.md", "Rule book: cleaning and hyphens", says, (hyphens, furniture))


def _sentences() -> Book:
    from letopis.sentences import abbreviations, rules

    uses = {
        "name": "before a name",
        "number": "before a number",
        "inner": "never ends a sentence",
        "final": "after what it counts; may end a sentence",
    }
    rows = [[f"`{a.form}.`", uses[a.use], a.example] for a in abbreviations.ABBREVIATIONS]
    stops = Chapter(
        "A stop",
        _where(rules, "RULES"),
        "Each stop is judged by the first rule that answers: the sentence ends, or it goes on. In the examples "
        "`|` marks an end.",
        rules.RULES,
    )
    lexicon = Chapter(
        "The abbreviations",
        "src/letopis/sentences/abbreviations.tsv",
        "Each entry with the sentence that shows it, and that a test reads; `‖` marks a sentence's end.",
        table=table_of(["form", "use", "example"], rows),
    )
    says = (
        "Where a sentence ends. `letopis clean FILE --explain-sentences` prints every stop with the rule that decided."
    )
    return Book("sentences.md", "Rule book: sentences", says, (stops, lexicon))


def _lemmas() -> Book:
    from letopis.lemmas import candidates, choose
    from letopis_training.lemmas import treebank

    order = Chapter(
        "Which lemma is believed",
        _where(choose, "RULES"),
        "The first rule that gives a lemma is believed; its name stands in `LemmaSource` of CoNLL-U and in "
        "`token._.lemma_source`.",
        choose.RULES,
    )
    readings = Chapter(
        "Lemmas of Universal Dependencies",
        _where(candidates, "LEMMA_RULES"),
        "The dictionary follows OpenCorpora. Where Universal Dependencies decide otherwise, the first of these "
        "that answers gives the "
        "lemma of a reading.",
        candidates.LEMMA_RULES,
    )
    unification = Chapter(
        "One way of writing features",
        _where(treebank, "UNIFICATION"),
        "The treebanks differ in their features. Before training each sentence is rewritten by all of these, in order.",
        treebank.UNIFICATION,
    )
    says = (
        "How a token gets its lemma. What runs before these rules is told in [Lemmas, tags and search](../lemmas.md)."
    )
    return Book("lemmas.md", "Rule book: lemmas", says, (order, readings, unification))


def _dates() -> Book:
    from letopis.entities.dates import context, find, rules

    says = (
        "How a date is found and what value it gets, in EDTF. In the examples `{DATE=1917-11-07|7 ноября 1917 "
        "г.}` is a date with its "
        "value; the tests read every one of them. A rule's name stands in `by`: `dates.day_month_year`. The first"
        " rule that "
        "reads a date at a place wins, so longer forms come first."
    )
    lists = (
        ("Dates that begin with an Arabic figure", "DIGIT_RULES", rules.DIGIT_RULES),
        ("Dates that begin with a Roman figure", "ROMAN_RULES", rules.ROMAN_RULES),
        ("Dates that begin with a word", "WORD_RULES", rules.WORD_RULES),
    )
    chapters = [Chapter(title, _where(rules, name), "Asked in this order.", listed) for title, name, listed in lists]
    chapters += [
        Chapter(
            "Two dates that are one",
            _where(find, "join_ranges"),
            "After the dates are read.",
            (find.join_ranges,),
        ),
        Chapter(
            "Years and centuries from the context",
            _where(context, "resolve"),
            as_code(" ".join((inspect.getdoc(context) or "").split())),
            (context.century_of,),
        ),
    ]
    return Book("dates.md", "Rule book: dates", says, tuple(chapters))


def _names() -> Book:
    from letopis.entities.names import rules

    common = rules.rules_of("nerel").sentence
    ours = Chapter(
        "Scheme letopis",
        _where(rules, "RULES"),
        "What the guidelines of this corpus ask. Each rule takes a sentence with its names and gives the names "
        "that hold.",
        rules.RULES,
    )
    nerel = Chapter(
        "Scheme nerel",
        _where(rules, "RULES"),
        f"For comparisons with NEREL only these rules run: {', '.join(f'`{rule.__name__}`' for rule in common)}.",
    )
    says = (
        "A trained tagger proposes persons, organisations and places; these rules go over its names in order. "
        "The tagger itself is told in [its card](../../models/names/README.md)."
    )
    return Book("names.md", "Rule book: names", says, (ours, nerel))


def _agreements() -> Book:
    from letopis.entities.agreements import follow, named, roles, stages
    from letopis.records import STATUSES

    heads = Chapter(
        "Which nouns name an agreement",
        _where(named, "DECISIONS"),
        "`договор`, `протокол`, `меморандум` and the other heads stand in `entities/agreements/values.cfg`. The "
        "first of these that "
        "decides is believed; a reason that accepts stands in `by`: `agreements.sides`.",
        named.DECISIONS,
    )
    chain = Chapter(
        "How far the title goes",
        _where(follow, "RULES"),
        "The title is read chunk by chunk behind the head; the first rule that finds the next chunk is believed, "
        "and where none does the title ends.",
        follow.RULES,
    )
    arguments = Chapter(
        "Who, where and when",
        _where(roles, "RULES"),
        "Each name near a verb of signing gets a role from the first rule that answers: side, signatory, place, "
        "or none.",
        roles.RULES,
    )
    rows = [[f"`{name}`", ", ".join(sorted(words))] for name, words in stages.STAGES.items()]
    fate = Chapter(
        "What has become of it: single words",
        _where(stages, "STAGES"),
        f"Words by status. Of several the furthest is kept, in this order: {', '.join(STATUSES)}.",
        table=table_of(["status", "words"], rows),
    )
    phrases = Chapter(
        "What has become of it: phrases",
        _where(stages, "PHRASES"),
        "Asked before the single words.",
        stages.PHRASES,
    )
    says = (
        "How treaties are found, how far their titles go, and what they are linked to. Examples and figures: "
        "[Agreements](../agreements.md)."
    )
    return Book("agreements.md", "Rule book: agreements", says, (heads, chain, arguments, phrases, fate))
