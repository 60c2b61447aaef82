"""Memory over many articles in a row: made from a folder's texts, extracted by the pool, shown every 200 articles.

    python benchmarks/soak.py FOLDER [--articles 2000] [--size 1500] [--jobs 1]

FOLDER holds text files in Russian; an article is paragraphs of them in any order, so that words and names go on being
new for as long as the folder lasts. "parent" holds no record; "workers" hold the models and caches of bounded
size, so that they grow at first and are flat then. Then one article of all is changed and the run is resumed.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import count
from multiprocessing import active_children
from pathlib import Path

from plain_texts import thinned

from letopis.scale.run import extract_corpus
from letopis.scale.work import ArticleSource, Failure, WorkOptions

EVERY = 200


def megabytes(pid: int | str) -> float:
    """Return the resident memory of a process that is its own, as Linux counts it."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


class Memory:
    """Prints memory as a run goes on."""

    def __init__(self) -> None:
        self.number = self.failed = 0

    def begin(self, *, total: int, kept: int, size: int) -> None:
        print(
            f"{total} articles, {kept} kept, {size / 1e6:.2f} MB to do; parent {megabytes('self'):.0f} MB", flush=True
        )
        self.started, self.characters = time.perf_counter(), 0
        self.number = 0

    def step(self, source: ArticleSource, *, size: int, failure: Failure | None, warnings: Sequence[str]) -> None:
        self.number += 1
        self.failed += failure is not None
        if self.number % EVERY == 0:
            workers = " ".join(f"{megabytes(child.pid or 'self'):.0f}" for child in active_children())
            seconds = time.perf_counter() - self.started
            print(
                f"{self.number:6} articles  parent {megabytes('self'):.1f} MB  workers {workers} MB  {seconds:.0f} s",
                flush=True,
            )


def make_articles(texts: Path, folder: Path, *, number: int, size: int) -> None:
    """Write ``number`` articles of about ``size`` characters from the paragraphs of a folder's texts.

    Each paragraph comes once, in any order, before one comes again; then it lacks other words each time, as a sentence
    that comes again word for word would be analysed from memory.
    """
    paragraphs = [
        paragraph
        for path in sorted(texts.rglob("*.txt"))
        for paragraph in path.read_text(encoding="utf-8", errors="replace").split("\n")
        if len(paragraph) > 40
    ]
    if not paragraphs:
        raise SystemExit(f"{texts}: holds no text (*.txt) with a paragraph of more than 40 characters")
    drawn = _drawn(paragraphs)
    for index in range(number):
        parts: list[str] = []
        while sum(map(len, parts)) < size:
            parts.append(next(drawn))
        (folder / f"article-{index:05}.txt").write_text("\n\n".join(parts), encoding="utf-8")


def _drawn(paragraphs: list[str]) -> Iterator[str]:
    choose = random.Random(17)
    for turn in count():
        for paragraph in choose.sample(paragraphs, len(paragraphs)):
            yield thinned(paragraph, turn)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--size", type=int, default=1500, help="characters an article")
    parser.add_argument("--jobs", type=int, default=1)
    arguments = parser.parse_args()
    options = WorkOptions(morphology="pymorphy3", scheme="letopis")
    with tempfile.TemporaryDirectory() as place:
        articles, output = Path(place) / "articles", Path(place) / "out.jsonl"
        articles.mkdir()
        make_articles(arguments.folder, articles, number=arguments.articles, size=arguments.size)
        memory = Memory()
        report = extract_corpus([articles], output, options, jobs=arguments.jobs, watcher=memory)
        print(
            f"{len(report.counts)} records, {len(report.failures)} failures, {report.seconds:.0f} s, output "
            f"{output.stat().st_size / 1e6:.1f} MB; parent after linking {megabytes('self'):.1f} MB"
        )
        changed = articles / f"article-{arguments.articles // 2:05}.txt"
        changed.write_text("Договор подписан в Баку.", encoding="utf-8")
        report = extract_corpus([articles], output, options, jobs=arguments.jobs, resume=True, watcher=memory)
        print(f"one changed: {report.kept} kept, {memory.number} done again, {report.seconds:.0f} s")


if __name__ == "__main__":
    main()
