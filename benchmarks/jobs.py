"""What more processes bring: the same articles with --jobs 1, 2, …, each from a cold start.

    python benchmarks/jobs.py FOLDER [--articles 200] [--size 6000] [--jobs 1 2]

Articles are made of a folder's texts as in ``soak.py``. On a busy machine the wall clock says little; "cores" is
processor time by wall clock, and "work" is what the processes cost together, as a ratio to the first row.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from pathlib import Path

from soak import make_articles

from letopis.scale.run import extract_corpus
from letopis.scale.work import WorkOptions


def processor_seconds() -> float:
    """Give the processor time of this process and of all that it has waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--size", type=int, default=6000, help="characters an article")
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    arguments = parser.parse_args()
    options = WorkOptions(morphology="pymorphy3", scheme="letopis")
    with tempfile.TemporaryDirectory() as place:
        articles = Path(place) / "articles"
        articles.mkdir()
        make_articles(arguments.folder, articles, number=arguments.articles, size=arguments.size)
        first: tuple[float, float, bytes] | None = None
        for jobs in arguments.jobs:
            output = Path(place) / f"{jobs}.jsonl"
            before, started = processor_seconds(), time.perf_counter()
            extract_corpus([articles], output, options, jobs=jobs)
            wall, used = time.perf_counter() - started, processor_seconds() - before
            first = first or (wall, used, output.read_bytes())
            print(
                f"jobs {jobs}: wall {wall:.1f} s ({first[0] / wall:.2f} times as fast), processor {used:.1f} s "
                f"(work {used / first[1]:.2f}, cores {used / wall:.2f}), "
                f"{'same' if output.read_bytes() == first[2] else 'OTHER'} bytes",
                flush=True,
            )


if __name__ == "__main__":
    main()
