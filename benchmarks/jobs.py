"""What more processes bring: the same articles with --jobs 1, 2, …, each run from a cold start.

    python benchmarks/jobs.py FOLDER [--articles 600] [--size 6000] [--jobs 2 ...] [--repeats 3]

Articles are made of a folder's texts as in ``soak.py``. Each run is a command of its own, start, loading and linking
counted. "side by side" are N commands of one job each at the same time: what N processes that share nothing get done
on this machine in the time of one, which is less than N where they wait for the same memory or cores. "work" is the
processor time of all processes, "first" that of the first one. The table shows medians.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from plain_texts import markdown_table
from soak import make_articles


def extract(articles: Path, output: Path, jobs: int) -> dict[str, float | str]:
    """Extract in this process and its workers."""
    from letopis.scale.run import extract_corpus
    from letopis.scale.work import WorkOptions

    extract_corpus([articles], output, WorkOptions(morphology="pymorphy3", scheme="letopis"), jobs=jobs)
    workers = resource.getrusage(resource.RUSAGE_CHILDREN)
    first = time.process_time()
    return {
        "first": first,
        "work": first + workers.ru_utime + workers.ru_stime,
        "bytes": hashlib.sha256(output.read_bytes()).hexdigest(),
    }


def run(articles: Path, place: Path, jobs: int, times: int = 1) -> dict[str, float | str]:
    """Start so many commands at once and wait for the last; give the clock's time, and what all of them took."""
    began = time.perf_counter()
    started = [
        subprocess.Popen(
            [sys.executable, __file__, str(articles), "--worker", str(place / f"{number}.jsonl"), "--jobs", str(jobs)],
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(times)
    ]
    answers = [process.communicate()[0] for process in started]
    if any(process.returncode for process in started):
        raise SystemExit("a run failed; see above")
    wall = time.perf_counter() - began
    found = [json.loads(answer) for answer in answers]
    sums = {name: sum(one[name] for one in found) for name in ("first", "work")}
    return {**sums, "wall": wall, "bytes": " ".join({one["bytes"] for one in found})}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=600)
    parser.add_argument("--size", type=int, default=6000, help="characters an article")
    parser.add_argument("--jobs", type=int, nargs="+", default=[2])
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--worker", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.worker:
        print(json.dumps(extract(arguments.folder, arguments.worker, arguments.jobs[0])))
        return
    kinds = [("1 job", 1, 1)]
    for jobs in arguments.jobs:
        kinds += [(f"{jobs} jobs", jobs, 1), (f"{jobs} commands side by side", 1, jobs)]
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        articles = place / "articles"
        articles.mkdir()
        make_articles(arguments.folder, articles, number=arguments.articles, size=arguments.size)
        turns = [[run(articles, place, jobs, times) for _, jobs, times in kinds] for _ in range(arguments.repeats)]
    if len({one["bytes"] for turn in turns for one in turn}) > 1:
        raise SystemExit("the runs gave different bytes")
    rows = []
    for number, (name, _, times) in enumerate(kinds):
        found = [turn[number] for turn in turns]
        gains = [times * float(turn[0]["wall"]) / float(turn[number]["wall"]) for turn in turns]
        figures = (median(float(one[key]) for one in found) for key in ("wall", "work", "first"))
        spread = " ".join(f"{gain:.2f}" for gain in sorted(gains))
        rows.append((name, *(f"{figure:.1f}" for figure in figures), f"{median(gains):.2f}", spread))
    print(f"{arguments.articles} articles of {arguments.size:,} characters; all runs gave the same bytes\n")
    print(markdown_table(("run", "clock, s", "work, s", "first, s", "times as fast", "all runs"), rows))


if __name__ == "__main__":
    main()
