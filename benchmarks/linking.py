"""Who is who over thousands of articles: processor time and memory of the linker, by the number of articles.

    python benchmarks/linking.py RECORDS [--articles 2500 5000 10000] [--own corpus.jsonl]

RECORDS is what ``letopis extract`` wrote. It is copied until there are so many articles. In each copy the consonants of
persons' names are exchanged for others and years are moved, alike in the whole copy, so that its persons and agreements
are new while its states and bodies are the same; endings stay. Each number of articles is a process of its own that
adds the articles one by one as ``letopis link`` does, resolves, and applies; the articles are made outside the time
that is taken. The first ``--check`` articles are linked once more, backwards, and in three parts that are joined:
their identities must be the same. With ``--own``, articles of one's own are linked alone and among these: their persons
must have the same keys and names. The table is that of docs/identity.md.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from plain_texts import markdown_table

from letopis.formats.jsonl import read_articles
from letopis.linking.articles import Linker
from letopis.records import Article

CONSONANTS = "бвгджзклмнпрстфх"
ENDING = 3
"""So many letters at a word's end stay, for the endings of names tell case and sex."""

LABELS = ("PERSON", "ORG", "GPE", "AGREEMENT")
clock = time.process_time


def copies(articles: Sequence[Article], number: int) -> Iterator[Article]:
    """Return so many articles: these, and then copies with other persons and other years."""
    for place in range(number):
        turn, which = divmod(place, len(articles))
        yield _copy(articles[which], turn) if turn else articles[which]


def _copy(article: Article, turn: int) -> Article:
    exchanged = dict(zip(CONSONANTS, random.Random(turn).sample(CONSONANTS, len(CONSONANTS)), strict=True))
    letters = str.maketrans(exchanged | {one.upper(): other.upper() for one, other in exchanged.items()})

    def renamed(found: re.Match[str]) -> str:
        return found[0][:-ENDING].translate(letters) + found[0][-ENDING:]

    def moved(found: re.Match[str]) -> str:
        return str(1500 + (int(found[0]) + 37 * turn) % 500)

    text = list(article.text)
    for entity in article.entities:
        if entity.label in {"PERSON", "DATE"}:
            pattern, change = (r"\w+", renamed) if entity.label == "PERSON" else (r"\b[12]\d{3}\b", moved)
            text[entity.start_offset : entity.end_offset] = re.sub(pattern, change, entity.text)
    new = "".join(text)
    entities = [
        replace(
            entity, text=new[entity.start_offset : entity.end_offset],
            value=entity.value and re.sub(r"\b[12]\d{3}\b", moved, entity.value),
        )
        for entity in article.entities
    ]  # fmt: skip
    return replace(article, id=f"{article.id}-{turn}", text=new, entities=entities)


def megabytes() -> float:
    """Return the memory that this process holds now, in megabytes."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


def measure(articles: Sequence[Article], number: int) -> dict[str, Any]:
    """Link ``number`` articles; seconds of processor time a step, and memory before, with the mentions, and at most."""
    spent: Counter[str] = Counter()
    mentions: Counter[str] = Counter()
    before = megabytes()

    def timed(name: str, work: Callable[..., Any], *given: object) -> Any:
        began = clock()
        result = work(*given)
        spent[name] += clock() - began
        return result

    linker = Linker()
    for article in copies(articles, number):
        mentions.update(entity.label for entity in article.entities)
        timed("add", linker.add, article)
    held = megabytes() - before
    timed("resolve", linker.resolve)
    referents: dict[str, set[str]] = {label: set() for label in LABELS}
    for article in copies(articles, number):
        for entity in timed("apply", linker.apply, article).entities:
            if entity.label in referents and entity.entity:
                referents[entity.label].add(entity.entity)
    return {
        "articles": number, "mentions": sum(mentions[label] for label in LABELS), "agreements": mentions["AGREEMENT"],
        **spent, "saved": len(linker.to_bytes()) / 1e6, "before": before, "held": held,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000,
        "referents": {label: len(keys) for label, keys in referents.items()},
    }  # fmt: skip


def identities(linker: Linker, articles: Sequence[Article]) -> dict[str, list[tuple[str | None, str | None]]]:
    linker.resolve()
    return {one.id: [(e.referent, e.entity) for e in linker.apply(one).entities] for one in articles}


def differing(articles: Sequence[Article]) -> int:
    """Count the articles whose identities change when all come backwards, or in three parts that are joined."""
    orders = [articles, articles[::-1]]
    linkers = []
    for order in orders:
        linkers.append(Linker())
        for article in order:
            linkers[-1].add(article)
    joined = Linker()
    for part in range(3):
        one = Linker()
        for article in articles[part::3]:
            one.add(article)
        joined.merge(Linker.from_bytes(one.to_bytes()))
    first, *others = (identities(linker, articles) for linker in (*linkers, joined))
    return sum(any(other[name] != found for other in others) for name, found in first.items())


def renamed(own: Sequence[Article], others: Sequence[Article]) -> tuple[int, int]:
    """Return how many mentions of persons have another key or name when articles are added, of how many."""
    found = []
    for some in (own, [*own, *(article for article in others if article.id not in {one.id for one in own})]):
        linker = Linker()
        for article in some:
            linker.add(article)
        linker.resolve()
        linked = [entity for article in own for entity in linker.apply(article).entities if entity.label == "PERSON"]
        found.append([(entity.normal, entity.entity) for entity in linked])
    return sum(alone != among for alone, among in zip(*found, strict=True)), len(found[0])


def table(results: Sequence[dict[str, Any]]) -> str:
    """Lay out the measurements, one row a number of articles."""
    header = ("articles", "names and agreements", "of these agreements", "add, s", "resolve, s", "apply, s",
              "ms an article", "saved, MB", "memory for mentions, MB", "peak, MB")  # fmt: skip
    rows = [
        (
            f"{one['articles']:,}", f"{one['mentions']:,}", f"{one['agreements']:,}", f"{one['add']:.1f}",
            f"{one['resolve']:.1f}", f"{one['apply']:.1f}",
            f"{(one['add'] + one['resolve'] + one['apply']) / one['articles'] * 1000:.1f}", f"{one['saved']:.1f}",
            f"{one['held']:.0f}", f"{one['peak']:.0f}",
        )
        for one in results
    ]  # fmt: skip
    return markdown_table(header, rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records", type=Path)
    parser.add_argument("--articles", type=int, nargs="+", default=[2500, 5000, 10000])
    parser.add_argument("--check", type=int, default=3000, help="articles that are linked in other orders too")
    parser.add_argument("--own", type=Path, help="records whose persons are to keep their keys among the others")
    parser.add_argument("--worker", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.worker:
        print(json.dumps(measure(list(read_articles(arguments.records)), arguments.worker)))
        return
    results = []
    for number in arguments.articles:
        command = [sys.executable, __file__, str(arguments.records), "--worker", str(number)]
        results.append(json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout))
    print(table(results))
    counts = ", ".join(f"{number:,} {label}" for label, number in results[-1]["referents"].items())
    print(f"\nIdentities among {results[-1]['articles']:,} articles: {counts}.")
    some = list(copies(list(read_articles(arguments.records)), arguments.check))
    print(f"Of {len(some):,} articles {differing(some)} have other identities backwards or in three joined parts.")
    if arguments.own:
        changed, persons = renamed(list(read_articles(arguments.own)), some)
        print(f"Of {persons} persons' mentions in {arguments.own.name} {changed} have another key or name among them.")


if __name__ == "__main__":
    main()
