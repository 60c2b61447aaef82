"""Time and memory of ``letopis chronicle`` on many articles that are made from a few.

    python benchmarks/chronicle.py RECORDS [--articles 1000 3000 10000] [--keep FOLDER]

RECORDS is a JSON Lines file or a folder of them, such as ``annotations/gold``. Each article made is one of them with
other states, persons and dates in its text: five articles share theirs (so that their agreements are one), and in
every tenth of these a date is moved (so that sources contradict each other). Each size runs in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from plain_texts import markdown_table

from letopis.formats.jsonl import read_jsonl, write_jsonl
from letopis.records import Article, Entity, Sentence, Source
from letopis.russian.states import state_names

SHARED = 5
"""Articles that tell of the same treaties."""

MOVED = 0.1
"""Share of the articles in which the dates are moved."""

MONTHS = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()
SYLLABLES = "ба ве го дри жу за ки ла ме но пе ра со ти ул фа хо чен ша эль".split()

RUN = """
import json, resource, sys, time
from pathlib import Path
from letopis.chronicle.build import write_chronicle
start = time.process_time()
counts = write_chronicle(Path(sys.argv[1]), Path(sys.argv[2]))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({**counts._asdict(), "seconds": time.process_time() - start, "peak": peak}))
"""


def made(articles: Sequence[Article], number: int) -> Iterator[Article]:
    """Return so many articles, the same ones at every call."""
    states = sorted({short for _, short in state_names().values()})
    for order in range(number):
        world = random.Random(order // SHARED)
        own = random.Random(-order - 1)
        base = articles[world.randrange(len(articles))]
        yield _rewritten(base, f"{base.id}-{order}", world, states, moved=own.random() < MOVED)


def _rewritten(article: Article, name: str, world: random.Random, states: Sequence[str], *, moved: bool) -> Article:
    """The article with other names and dates, offsets moved along."""
    known: dict[str, str] = {}
    shift = world.randint(-150, 20)
    changes: list[tuple[int, int, str]] = []
    fields: dict[int, dict[str, str]] = {}
    for entity in sorted(article.entities, key=lambda e: (e.start_offset, -e.end_offset)):
        key = entity.entity or f"{entity.label}:{(entity.normal or entity.text).lower()}"
        if entity.label == "GPE":
            new = known.setdefault(key, world.choice(states))
            fields[entity.id] = {"normal": new, "entity": ""}
        elif entity.label == "PERSON":
            new = known.setdefault(key, _person(world))
            fields[entity.id] = {"normal": new, "entity": f"person:{new.lower()}"}
        elif entity.label == "DATE" and entity.value and len(entity.value) == 10:
            year, month, day = int(entity.value[:4]) + shift, int(entity.value[5:7]), int(entity.value[8:])
            day = day % 28 + 1 if moved else min(day, 28)
            new = f"{day} {MONTHS[month - 1]} {year} г."
            fields[entity.id] = {"value": f"{year:04d}-{month:02d}-{day:02d}"}
        else:
            continue
        if not changes or changes[-1][1] <= entity.start_offset:
            changes.append((entity.start_offset, entity.end_offset, new))
    return _applied(article, name, changes, fields)


def _person(world: random.Random) -> str:
    surname = "".join(world.choice(SYLLABLES) for _ in range(3)).capitalize()
    return f"{world.choice('АБВГДИКЛМН')}. {surname}ов"


def _applied(
    article: Article, name: str, changes: Sequence[tuple[int, int, str]], fields: dict[int, dict[str, str]]
) -> Article:
    parts, position, at = [], 0, [0] * (len(article.text) + 1)
    length = 0
    for start, end, new in [*changes, (len(article.text), len(article.text), "")]:
        for place in range(position, start + 1):
            at[place] = length + place - position
        parts += [article.text[position:start], new]
        length += start - position
        for place in range(start + 1, end + 1):
            at[place] = length + (len(new) if place == end else 0)
        length, position = length + len(new), end
    text = "".join(parts)
    at[len(article.text)] = len(text)
    entities = [_moved(entity, at, text, fields.get(entity.id, {})) for entity in article.entities]
    return Article(
        id=name,
        text=text,
        source=Source(path=f"{name}.txt", sha256="0" * 64),
        sentences=[Sentence(at[s.start], at[s.end]) for s in article.sentences],
        entities=[entity for entity in entities if entity.end_offset > entity.start_offset],
        relations=article.relations,
    )


def _moved(entity: Entity, at: Sequence[int], text: str, fields: dict[str, str]) -> Entity:
    start, end = at[entity.start_offset], at[entity.end_offset]
    return Entity(
        id=entity.id,
        label=entity.label,
        start_offset=start,
        end_offset=end,
        text=text[start:end],
        value=fields.get("value", entity.value),
        modifier=entity.modifier,
        impossible=entity.impossible,
        normal=fields.get("normal", entity.normal),
        entity=fields.get("entity", entity.entity) or None,
        kind=entity.kind,
        status=entity.status,
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records", type=Path)
    parser.add_argument("--articles", type=int, nargs="+", default=[1_000, 3_000, 10_000])
    parser.add_argument("--keep", type=Path, help="folder for the records made and their chronicles")
    options = parser.parse_args()
    files = sorted(options.records.glob("*.jsonl")) if options.records.is_dir() else [options.records]
    articles = [article for file in files for article in read_jsonl(file)]
    table = []
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for number in options.articles:
            records, chronicle = folder / f"{number}.jsonl", folder / f"chronicle-{number}"
            write_jsonl(records, made(articles, number))
            command = [sys.executable, "-c", RUN, str(records), str(chronicle)]
            found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            size = (chronicle / "chronicle.db").stat().st_size / 2**20
            columns = ("sentences", "mentions", "agreements", "contradictions")
            table.append([
                f"{number:,}", *(f"{found[column]:,}" for column in columns), f"{found['seconds']:.0f}",
                f"{1000 * found['seconds'] / number:.1f}", f"{found['peak']:.0f}", f"{size:.0f}",
            ])  # fmt: skip
    head = ["articles", "sentences", "mentions", "agreements", "contradictions", "CPU s", "ms an article", "peak MB",
            "database MB"]  # fmt: skip
    print(markdown_table(head, table))


if __name__ == "__main__":
    main()
