"""Agreement of two readings of one file of records about treaties: exact spans, relations, stages.

    python benchmarks/readings.py FIRST SECOND [--differences]
    python benchmarks/readings.py benchmarks/data/readings/agreements-fresh-first.txt \\
        benchmarks/data/readings/agreements-fresh-second.txt

Precision and recall take the first reading for the truth; F1 is the same either way. A relation counts when type
and both ends are alike, a stage when agreement and stage are; a dated stage when its date is alike too, except of
plans and refusals.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from agreements import Record, dated, of_all, read_records, row, show, undated
from plain_texts import markdown_table

from letopis.labels import labels

ENDED = frozenset({"expired", "denounced", "terminated"})
"""One stage here: a reader may have had a single word for the end of an agreement, ``terminated``."""

Items = Callable[[Record], Iterable[tuple[object, ...]]]


def of_label(label: str) -> Items:
    """Return the function that lists a record's spans of one label."""
    return lambda record: {(span.start, span.end) for span in record.spans if span.label == label}


def of_stages(stages: Items) -> Items:
    """Return the function that lists a record's stages, the two kinds of end as one."""
    return lambda record: {
        (start, end, "ended" if stage in ENDED else stage, *date) for start, end, stage, *date in stages(record)
    }


WHAT: dict[str, Items] = {
    **{label: of_label(label) for label in labels()},
    "all spans": lambda record: {(span.label, span.start, span.end) for span in record.spans},
    "relations": lambda record: record.links,
    "stage": of_stages(undated),
    "stage and date": of_stages(dated),
}


def differ(first: Record, second: Record) -> bool:
    """Return whether two readings of a record differ in anything that is counted."""
    return any(set(items(first)) != set(items(second)) for items in WHAT.values())


def print_difference(first: Record, second: Record) -> None:
    """Print what only the first has (-) and what only the second has (+)."""
    show(first, second)
    marked = {
        mark: {(s.label, first.text[s.start : s.end], s.start) for s in r.spans}
        for mark, r in (("-", first), ("+", second))
    }
    for mark, other in (("-", "+"), ("+", "-")):
        for label, text, _ in sorted(marked[mark] - marked[other]):
            if label != "AGREEMENT":
                print(f"   {mark} {label}: {text}")


def table(first: Sequence[Record], second: Sequence[Record]) -> list[list[str]]:
    """Return the rows of both halves and of all records."""
    rows: list[list[str]] = []
    for half, rests in (("all", {0, 1}), ("odd", {1}), ("even", {0})):
        one, other = ([r for r in records if r.number % 2 in rests] for records in (first, second))
        rows += [
            row("second reading", half, what, of_all(one, items), of_all(other, items)) for what, items in WHAT.items()
        ]
    return rows


def main() -> None:
    """Print the table, and how many records were read alike."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path)
    parser.add_argument("--differences", action="store_true", help="print what only one of the two has")
    options = parser.parse_args()
    first, second = read_records(options.first), read_records(options.second)
    if [(r.number, r.text) for r in first] != [(r.number, r.text) for r in second]:
        parser.error(f"{options.first} and {options.second} are not the same records; give two readings of one text")
    differing = [(one, other) for one, other in zip(first, second, strict=True) if differ(one, other)]
    if options.differences:
        for one, other in differing:
            print_difference(one, other)
    print(f"{len(first) - len(differing)} of {len(first)} records read alike\n")
    print(markdown_table(["system", "half", "what", "P", "R", "F1", "support"], table(first, second)))


if __name__ == "__main__":
    main()
