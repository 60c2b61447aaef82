"""What a run on a cluster costs: processor time per million characters, and what that makes for a library.

    python benchmarks/cluster.py FOLDER [--characters 1000000] [--articles 10000000] [--length 30000] [--price 0.04]

The folder's texts (``*.txt``) are put together into articles of ``--length`` characters, written as JSON Lines and
extracted with ``--scheduler local:1``: the processor time is that of all processes, start-up shown apart. Linking,
which one process does for all parts, is measured on the linkers of these articles, joined many times over under
other ids. ``--price`` is assumed, in dollars for an hour of one core.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
from plain_texts import markdown_table

from letopis.linking.articles import Linker
from letopis.records import Article
from letopis.scale.cluster.run import ClusterOptions, extract_on_cluster
from letopis.scale.cluster.storage import read_part
from letopis.scale.work import WorkOptions

WORK = WorkOptions(morphology="pymorphy3", scheme="letopis")


def articles(folder: Path, length: int) -> Iterator[str]:
    text = ""
    for path in sorted(folder.rglob("*.txt")):
        text += path.read_text(encoding="utf-8", errors="replace") + "\n\n"
        if len(text) >= length:
            yield text
            text = ""
    if text:
        yield text


def processor_seconds() -> float:
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def run(texts: list[str], folder: Path) -> tuple[float, int, int]:
    """Return processor seconds, characters, and bytes of output."""
    source = folder / f"{len(texts)}.jsonl"
    rows = (json.dumps({"id": f"a{n}", "text": text}, ensure_ascii=False) for n, text in enumerate(texts))
    source.write_text("\n".join(rows) + "\n", encoding="utf-8")
    started = processor_seconds()
    manifest = extract_on_cluster(
        [str(source)], str(folder / f"out{len(texts)}"), ClusterOptions(work=WORK), scheduler="local:1"
    )
    return processor_seconds() - started, manifest.characters, sum(state.bytes for state in manifest.parts)


def linking(records: list[Article], copies: int) -> tuple[float, float]:
    """Return processor seconds and bytes of memory that the linking process takes for one article."""
    saved = []
    for copy in range(copies):
        linker = Linker()
        for record in records:
            linker.add(msgspec.structs.replace(record, id=f"{copy}-{record.id}"))
        saved.append(linker.to_bytes())
    before, started = resident(), time.process_time()
    every = Linker()
    for each in saved:
        every.merge(Linker.from_bytes(each))
    every.resolve()
    for copy in range(copies):
        every.part(f"{copy}-{record.id}" for record in records)
    seconds, memory = time.process_time() - started, resident() - before
    return seconds / (copies * len(records)), memory / (copies * len(records))


def resident() -> int:
    """Bytes of memory that this process has now (Linux)."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--characters", type=int, default=1_000_000)
    parser.add_argument("--articles", type=int, default=10_000_000)
    parser.add_argument("--length", type=int, default=30_000)
    parser.add_argument("--price", type=float, default=0.04)
    parser.add_argument("--copies", type=int, default=200, help="times that the articles are linked under other ids")
    arguments = parser.parse_args()
    texts = list(articles(arguments.folder, arguments.length))[: arguments.characters // arguments.length + 1]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        few, many = run(texts[: len(texts) // 4], folder), run(texts, folder)
        parts = sorted((folder / f"out{len(texts)}" / "parts").iterdir())
        records = [record for part in parts for record in read_part(str(part))]
    slope = (many[0] - few[0]) / (many[1] - few[1])
    seconds, memory = linking(records, arguments.copies)
    mentions = sum(e.label in {"PERSON", "ORG", "GPE"} for r in records for e in r.entities) / len(records)
    total = arguments.articles * arguments.length
    hours = slope * total / 3600
    rows = [
        ["start-up of a run, processor seconds", f"{few[0] - slope * few[1]:.1f}"],
        ["processor seconds for a million characters", f"{slope * 1e6:.1f}"],
        ["bytes of records for a character", f"{many[2] / many[1]:.1f}"],
        ["mentions of names in an article", f"{mentions:.0f}"],
        ["linking, processor milliseconds an article", f"{seconds * 1000:.2f}"],
        ["linking, bytes of memory an article", f"{memory:,.0f}"],
        [f"**{arguments.articles:,} articles of {arguments.length:,} characters**", ""],
        ["core-hours of extraction", f"{hours:,.0f}"],
        ["hours on 1,000 cores", f"{hours / 1000:,.1f}"],
        [f"dollars at {arguments.price} an hour of a core", f"{hours * arguments.price:,.0f}"],
        ["terabytes of records, JSON Lines", f"{many[2] / many[1] * total / 1e12:.1f}"],
        ["hours of linking, one process", f"{seconds * arguments.articles / 3600:.1f}"],
        ["gigabytes of memory for linking", f"{memory * arguments.articles / 1e9:,.0f}"],
    ]
    print(markdown_table(["what", "figure"], rows))


if __name__ == "__main__":
    main()
