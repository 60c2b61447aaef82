"""Filled templates: the share whose facts all hold, by kind of sentence, by spelling and by what fills them.

The sentences, the names and the dates lie in ``tests/templates/``. Fillings are split in two halves by a hash: rules
are mended by the failures of the seen half; of the unseen half only figures are shown.

    python benchmarks/templates.py                      # both halves, 24,000 sentences
    python benchmarks/templates.py --half seen --failures 5 --kind dates
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

import letopis
from template_checking import Verdict, judged
from template_filling import HALVES, run

NUMBER = 12_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=HALVES, action="append", help="only this half (both)")
    parser.add_argument("--number", type=int, default=NUMBER, help="filled sentences of each half (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="another seed fills the sentences otherwise (%(default)s)")
    parser.add_argument("--kind", help="only kinds that begin so")
    parser.add_argument("--failures", type=int, default=0, help="show so many of each template, of the seen half alone")
    options = parser.parse_args()
    nlp = letopis.load()
    for half in options.half or HALVES:
        start = time.perf_counter()
        sentences = run(options.number, half, options.seed)
        kept = (one for one in sentences if not options.kind or one.template.kind.startswith(options.kind))
        verdicts = list(judged(kept, nlp))
        show(half, verdicts, time.perf_counter() - start)
        if half == "seen" and options.failures:
            show_failures(verdicts, options.failures)


def show(half: str, verdicts: list[Verdict], seconds: float) -> None:
    """Print the shares of one half."""
    print(f"\n{half} half: {len(verdicts)} sentences in {seconds:.0f} s")
    for title, key in (("kind", lambda one: one.filled.template.kind), ("spelling", lambda one: one.filled.spelling)):
        counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        for one in verdicts:
            counts[key(one)][0] += not one.faults
            counts[key(one)][1] += 1
        print(f"\n| {title} | holds | of |\n| --- | ---: | ---: |")
        for name, (good, total) in counts.items():
            print(f"| {name} | {good / total:.1%} | {total} |")
    faults = Counter(what for one in verdicts for what in {fault_class(fault) for fault in one.faults})
    print("\n| what fails | sentences |\n| --- | ---: |")
    print("\n".join(f"| {what} | {number} |" for what, number in faults.most_common()))
    good = sum(not one.faults for one in verdicts)
    print(f"| all | {good / max(1, len(verdicts)):.2%} | {len(verdicts)} |")


def fault_class(fault: str) -> str:
    """Return what a fault is of: a missing or false span of a label, a relation, a field.

    >>> fault_class("no GPE ош"), fault_class("ош normal: Оша for Ош"), fault_class("2 sentences")
    ('no GPE', 'normal', 'sentences')
    """
    words = fault.split()
    if words[0] in {"no", "false"}:
        return " ".join(words[:2])
    field = next((word[:-1] for word in words if word.endswith(":") and word[:-1].isalpha()), "")
    return field or ("sentences" if fault.endswith("sentences") else words[0])


def show_failures(verdicts: list[Verdict], most: int) -> None:
    """Print some failures of each template."""
    shown: Counter[str] = Counter()
    for one in verdicts:
        shown[one.filled.template.sentence] += bool(one.faults)
        if one.faults and shown[one.filled.template.sentence] <= most:
            print(f"\n{one.filled.template.kind} ({one.filled.spelling}): {one.filled.text}")
            print(f"  {'; '.join(one.faults)}\n  found: {one.found}")


if __name__ == "__main__":
    main()
