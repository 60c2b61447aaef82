"""The two annotated articles: Letopis beside natasha's names, razdel's sentences and joining every line-end hyphen.

Run it from the root of the project; the second table of the README holds what it prints:

    OMP_NUM_THREADS=1 python benchmarks/articles.py [--gold annotations/gold] [--corpus corpus]

F1 is on exact spans, nested ones too (natasha's are flat), found by rules and models alone in the clean text of the
gold. A hyphen is wrong where it is decided otherwise than in the gold; a sentence's boundary, where
only one side has it. The articles were in view while the rules were written.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from names import letopis, natasha, natasha_parts
from plain_texts import markdown_table
from sentences import ours, razdel_ends

from letopis.cleaning import clean_text
from letopis.formats.jsonl import read_articles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from letopis.records import Article, Edit

NAMES = ("PERSON", "ORG", "GPE")


def hyphens(edits: Iterable[Edit]) -> dict[int, str]:
    """Return what was done at each place of the raw text where a line ends in a hyphen."""
    kinds = ((edit.raw_start, edit.kind.split(":")[0]) for edit in edits)
    return {place: kind for place, kind in kinds if kind in {"joined_hyphen", "kept_hyphen", "cut_word"}}


def f1(articles: Sequence[Article], find: Callable[[str], set[tuple[int, int, str]]], label: str) -> str:
    right = given = wanted = 0
    for article in articles:
        found = {span for span in find(article.text) if span[2] == label}
        gold = {(e.start_offset, e.end_offset, e.label) for e in article.entities if e.label == label}
        right, given, wanted = right + len(found & gold), given + len(found), wanted + len(gold)
    return f"{2 * right / (given + wanted):.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(description="Score the two articles, beside what others do.")
    parser.add_argument("--gold", type=Path, default=Path("annotations/gold"))
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    options = parser.parse_args()
    articles = read_articles(options.gold)
    wrong = {"Letopis": 0, "others": 0}
    count = 0
    for article in articles:
        gold = hyphens(article.source.edits if article.source else ())
        raw = (options.corpus / article.id / "source.txt").read_text(encoding="utf-8")
        own = hyphens(clean_text(raw)[1].edits)
        count += len(gold)
        wrong["Letopis"] += sum(own.get(place) != gold.get(place) for place in own.keys() | gold.keys())
        wrong["others"] += sum(kind != "joined_hyphen" for kind in gold.values())
    tagger = natasha_parts()[1]
    systems = {
        "Letopis": ("Letopis", letopis("letopis"), ours),
        "others": ("natasha, razdel, all joined", lambda text: natasha(text, tagger), razdel_ends),
    }
    rows = []
    for key, (name, find, ends) in systems.items():
        missed = sum(len({end for _, end in a.sentences} ^ set(ends(a.text))) for a in articles)
        rows.append((name, *(f1(articles, find, label) for label in NAMES), str(wrong[key]), str(missed)))
    sentences = sum(len(article.sentences) for article in articles)
    header = ("", *NAMES, f"of {count} line-end hyphens wrong", f"of {sentences} sentences: boundaries wrong")
    print(markdown_table(header, rows))


if __name__ == "__main__":
    main()
