"""What more processes bring: the same articles with --jobs 1, 2, …, each from a cold start.

    python benchmarks/jobs.py FOLDER [--articles 300] [--size 6000] [--jobs 1 2]

Articles are made of a folder's texts as in ``soak.py``. "wall" is the clock. "path" is the processor time of the first
process and of its busiest worker together, which is what the clock would show with a core for each process; on a
machine that is busy with other things only that can be compared. "work" is the processor time of all processes.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Sequence
from multiprocessing import active_children
from pathlib import Path

from soak import make_articles

from letopis.scale.run import extract_corpus
from letopis.scale.work import ArticleSource, Failure, WorkOptions


class Busiest:
    """Looks at the processor time of the workers while they live."""

    def __init__(self) -> None:
        self.seconds: dict[int, float] = {}

    def begin(self, *, total: int, kept: int, size: int) -> None:
        """Nothing is done yet."""

    def step(self, source: ArticleSource, *, size: int, failure: Failure | None, warnings: Sequence[str]) -> None:
        for child in active_children():
            if child.pid is not None:
                fields = Path(f"/proc/{child.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
                self.seconds[child.pid] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--size", type=int, default=6000, help="characters an article")
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    arguments = parser.parse_args()
    options = WorkOptions(morphology="pymorphy3", scheme="letopis")
    with tempfile.TemporaryDirectory() as place:
        articles = Path(place) / "articles"
        articles.mkdir()
        make_articles(arguments.folder, articles, number=arguments.articles, size=arguments.size)
        first: tuple[float, float, float, bytes] | None = None
        for jobs in arguments.jobs:
            output, busiest = Path(place) / f"{jobs}.jsonl", Busiest()
            own, started = time.process_time(), time.perf_counter()
            extract_corpus([articles], output, options, jobs=jobs, watcher=busiest)
            wall, own = time.perf_counter() - started, time.process_time() - own
            path, work = own + max(busiest.seconds.values()), own + sum(busiest.seconds.values())
            first = first or (wall, path, work, output.read_bytes())
            print(
                f"jobs {jobs}: wall {wall:.1f} s ({first[0] / wall:.2f} times as fast), path {path:.1f} s "
                f"({first[1] / path:.2f} times as fast), work {work:.1f} s ({work / first[2]:.2f}), of it the first "
                f"process {own:.1f} s; {'same' if output.read_bytes() == first[3] else 'OTHER'} bytes",
                flush=True,
            )


if __name__ == "__main__":
    main()
