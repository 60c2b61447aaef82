"""Push and pull of many paragraphs beside the plain client loop (one REST call a span), on a server of its own.

Run: python benchmarks/doccano.py annotations/gold --paragraphs 2000 --loop 2000

The paragraphs are those of the records, repeated until there are enough. Both ways send the same spans and relations
to the same server and read them back; the loop may be given fewer paragraphs, and times are then compared by the
paragraph. At last another reading of some paragraphs is pushed, in which a third of the spans is gone and a third ends
elsewhere: each of these paragraphs is read again, changed span by span, and compared.
"""

from __future__ import annotations

import argparse
import secrets
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import msgspec

from letopis.doccano import server as own
from letopis.doccano.connection import Login, connect
from letopis.doccano.places import split_article
from letopis.doccano.projects import require_project
from letopis.doccano.pull import pull
from letopis.doccano.push import push
from letopis.formats.jsonl import read_articles
from letopis.records import Article


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("records", type=Path, help="JSON Lines file or folder of them")
    options.add_argument("--paragraphs", type=int, default=2000)
    options.add_argument("--loop", type=int, default=2000, help="paragraphs that the plain loop gets")
    options.add_argument("--changed", type=int, default=300, help="paragraphs that are pushed with another reading")
    options.add_argument("--venv", type=Path, default=Path(".venv-doccano"))
    chosen = options.parse_args()
    paragraphs = repeat_paragraphs(read_articles(chosen.records), max(chosen.paragraphs, chosen.loop))
    with tempfile.TemporaryDirectory(prefix="letopis-doccano-") as home:
        place = own.Place(chosen.venv, Path(home), own.free_port())
        own.prepare(place)
        password = secrets.token_urlsafe(12)
        own.create_users(place, {"admin": password}, admin=True)
        process = own.start(place)
        try:
            login = Login(place.url, "admin", password)
            compare(login, paragraphs, chosen.paragraphs, chosen.loop, Path(home))
            change(login, paragraphs[: chosen.changed], Path(home))
        finally:
            own.stop(process)


def repeat_paragraphs(articles: list[Article], count: int) -> list[Article]:
    """Return ``count`` records of a paragraph each."""
    cut = [part_record(article, *part) for article in articles for part in split_article(article, "paragraph")]
    return [msgspec.structs.replace(record, id=f"p{n:05}") for n, record in enumerate(islice(cycle(cut), count))]


def part_record(article: Article, start: int, end: int) -> Article:
    entities = [
        msgspec.structs.replace(
            entity,
            start_offset=entity.start_offset - start,
            end_offset=entity.end_offset - start,
            source_start=None,
            source_end=None,
        )
        for entity in article.entities
        if start <= entity.start_offset and entity.end_offset <= end
    ]
    ids = {entity.id for entity in entities}
    relations = [relation for relation in article.relations if {relation.from_id, relation.to_id} <= ids]
    return Article(id="p", text=article.text[start:end], entities=entities, relations=relations)


def compare(login: Login, paragraphs: list[Article], count: int, loop: int, home: Path) -> None:
    server = connect(login)
    ours, theirs = paragraphs[:count], paragraphs[:loop]
    spans = sum(len(record.entities) for record in ours)
    print(f"{count} paragraphs, {spans} spans, {sum(len(record.relations) for record in ours)} relations", flush=True)
    pushed = timed(lambda: push(server, ours, "bulk", folder=home / "base"))
    result, pulled = timed_result(lambda: pull(server, "bulk", folder=home / "base"))
    again = timed(lambda: push(server, ours, "bulk", folder=home / "base"))
    same = sum(sorted_entities(a) == sorted_entities(b) for a, b in zip(ours, result.articles, strict=True))
    print(
        f"letopis: push {pushed:.1f} s, pull {pulled:.1f} s, push again {again:.1f} s; {same} of {count} equal",
        flush=True,
    )
    project = make_project(server)
    examples, loop_push = timed_result(lambda: push_plainly(server.client, project, theirs))
    loop_pull = timed(lambda: pull_plainly(server.client, project, examples))
    print(f"plain loop, {loop} paragraphs: push {loop_push:.1f} s, pull {loop_pull:.1f} s")
    scale = count / loop
    print(
        f"ratio by the paragraph: push {loop_push * scale / pushed:.1f}, pull {loop_pull * scale / pulled:.1f}, "
        f"both {(loop_push + loop_pull) * scale / (pushed + pulled):.1f}"
    )


def change(login: Login, paragraphs: list[Article], home: Path) -> None:
    server = connect(login)
    push(server, paragraphs, "changed", folder=home / "base")
    report, seconds = timed_result(
        lambda: push(server, [another_reading(record) for record in paragraphs], "changed", folder=home / "base")
    )
    print(f"{report.updated} of {len(paragraphs)} paragraphs changed in {seconds:.1f} s")


def another_reading(record: Article) -> Article:
    """Leave out every third span and let every third end one character earlier."""
    entities = []
    for number, entity in enumerate(record.entities):
        end = entity.end_offset - (number % 3 == 1)
        if number % 3 and end > entity.start_offset:
            text = record.text[entity.start_offset : end]
            entities.append(msgspec.structs.replace(entity, end_offset=end, text=text))
    ids = {entity.id for entity in entities}
    relations = [relation for relation in record.relations if {relation.from_id, relation.to_id} <= ids]
    return msgspec.structs.replace(record, entities=entities, relations=relations)


def make_project(server: Any) -> Any:
    from letopis.doccano.projects import create_project

    create_project(server, "loop")
    return require_project(server, "loop")


def push_plainly(client: Any, project: Any, records: list[Article]) -> list[int]:
    """One REST call an example, a span, a relation."""
    examples = []
    for record in records:
        example = client.create_example(project.id, record.text, meta={"article": record.id})
        ids = {}
        for entity in record.entities:
            label = project.span_types[entity.label]
            span = client.create_span(project.id, example.id, entity.start_offset, entity.end_offset, label)
            ids[entity.id] = span.id
        for relation in record.relations:
            kind = project.relation_types[relation.type]
            client.create_relation(project.id, example.id, ids[relation.from_id], ids[relation.to_id], kind)
        examples.append(example.id)
    return examples


def pull_plainly(client: Any, project: Any, examples: list[int]) -> int:
    """The client's lists: all examples, and the spans, relations and comments of each."""
    found = sum(1 for _ in client.list_examples(project.id))
    for example in examples:
        found += len(client.list_spans(project.id, example)) + len(client.list_relations(project.id, example))
        found += sum(1 for _ in client.list_comments(project.id, example))
    return found


def sorted_entities(record: Article) -> list[Any]:
    return sorted(record.entities, key=lambda entity: entity.id)


def timed(work: Any) -> float:
    return timed_result(work)[1]


def timed_result(work: Any) -> tuple[Any, float]:
    started = time.perf_counter()
    result = work()
    return result, time.perf_counter() - started


if __name__ == "__main__":
    main()
