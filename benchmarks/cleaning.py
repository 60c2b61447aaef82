"""Speed of cleaning and sentence splitting by the length of the text, on one core, beside razdel's splitting alone.

    python benchmarks/cleaning.py FOLDER [--longest 10000000] [--hostile]

The folder's texts (``*.txt`` or ``*.conllu``) are set in a column of 48 characters with running heads
(``columns.py``) and repeated to each length. The first pass over a text fills the dictionary's cache; the
table shows the best of three passes on a text whose words have been met, and the first one too. ``--hostile``
adds texts made to be slow.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from columns import LAYOUTS, set_text
from plain_texts import clean_paragraphs, markdown_table

from letopis.cleaning import clean_text
from letopis.sentences import split_sentences

LENGTHS = (10_000, 100_000, 1_000_000, 10_000_000)
HOSTILE: dict[str, Callable[[int], str]] = {
    "hyphens alone": lambda n: "-\n" * (n // 2),
    "one line": lambda n: "слово " * (n // 6),
    "one word": lambda n: "а" * n,
    "stops": lambda n: ". " * (n // 2),
    "combining marks": lambda n: "е" + "\u0301" * n,
    "emoji": lambda n: "🙂" * n,
    "nulls": lambda n: "\x00" * n,
    "page numbers": lambda n: "12\n\n" * (n // 4),
    "closing quotes": lambda n: ".»" + "»" * n,
}


def seconds(work: Callable[[], object], passes: int = 1) -> float:
    """Return the best processor time of some passes."""
    best = float("inf")
    for _ in range(passes):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def set_corpus(folder: Path, length: int) -> str:
    """Return at least ``length`` characters of set text, or all there is."""
    parts: list[str] = []
    size = 0
    for number, (_, paragraphs) in enumerate(clean_paragraphs(folder)):
        raw = set_text(paragraphs, LAYOUTS[2], number).raw
        parts.append(raw)
        size += len(raw)
        if size >= length:
            break
    return "\n\n".join(parts)


def row(raw: str) -> list[object]:
    first = seconds(lambda: split_sentences(clean_text(raw)[0]))
    passes = 3 if len(raw) <= 1_000_000 else 1
    cleaning = seconds(lambda: clean_text(raw), passes)
    clean = clean_text(raw)[0]
    splitting = seconds(lambda: split_sentences(clean), passes)
    both = cleaning + splitting
    try:
        from razdel import sentenize

        razdel = f"{len(clean) / seconds(lambda: list(sentenize(clean)), passes):,.0f}"
    except ImportError:
        razdel = "not installed"
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return [f"{len(raw):,}", f"{both:.3f}", f"{1e6 * both / len(raw):.2f}", f"{len(raw) / both:,.0f}",
            f"{len(raw) / first:,.0f}", f"{len(raw) / cleaning:,.0f}", f"{len(clean) / splitting:,.0f}", razdel,
            f"{memory:,}"]  # fmt: skip


def work(raw: str) -> None:
    split_sentences(clean_text(raw)[0])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--longest", type=int, default=LENGTHS[-1], help="characters of the longest text")
    parser.add_argument("--hostile", action="store_true", help="texts made to be slow, too")
    arguments = parser.parse_args()
    corpus = set_corpus(arguments.folder, arguments.longest)
    rows = []
    for length in LENGTHS:
        if length <= arguments.longest:
            rows.append(row((corpus * (length // len(corpus) + 1))[:length]))
    header = [
        "characters",
        "s",
        "µs a character",
        "characters/s",
        "first pass",
        "cleaning",
        "sentences",
        "razdel",
        "MiB",
    ]
    print(markdown_table(header, rows))
    if arguments.hostile:
        table = []
        for name, make in HOSTILE.items():
            times = [seconds(partial(work, make(length))) for length in (50_000, 500_000)]
            table.append([name, *(f"{t:.3f}" for t in times), f"{times[1] / max(times[0], 1e-3):.1f}"])
        print("\n" + markdown_table(["hostile text", "50,000", "500,000", "ratio"], table))


if __name__ == "__main__":
    main()
