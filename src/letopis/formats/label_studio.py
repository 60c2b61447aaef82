"""Label Studio's JSON: a list of tasks, each with a text, its spans and the relations between them.

The format: https://labelstud.io/guide/export#Label-Studio-JSON-format-of-annotated-tasks. Of several annotations of a
task the last one that was not cancelled is read. Offsets count code points.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from letopis.errors import InputError
from letopis.files import read_utf8, replacing
from letopis.formats.jsonl import check_article
from letopis.records import Article, Entity, Relation
from letopis.sentences import split_sentences


def write_label_studio(path: Path, articles: Sequence[Article]) -> int:
    """Write articles as tasks with their spans, as Label Studio imports them, and give their number."""
    tasks = [
        {"data": {"text": article.text, "id": article.id}, "annotations": [{"result": _results(article)}]}
        for article in articles
    ]
    with replacing(path) as file:
        file.write((json.dumps(tasks, ensure_ascii=False, indent=1) + "\n").encode())
    return len(articles)


def _results(article: Article) -> list[dict[str, Any]]:
    names = {"from_name": "label", "to_name": "text"}
    spans: list[dict[str, Any]] = [
        {
            "id": f"T{e.id}", "type": "labels", **names,
            "value": {"start": e.start_offset, "end": e.end_offset, "text": e.text, "labels": [e.label]},
        }
        for e in article.entities
    ]  # fmt: skip
    links = [
        {
            "type": "relation", "direction": "right", "labels": [r.type],
            "from_id": f"T{r.from_id}", "to_id": f"T{r.to_id}",
        }
        for r in article.relations
    ]  # fmt: skip
    return spans + links


def read_label_studio(path: Path) -> list[Article]:
    """Read the tasks of a JSON export.

    Raises:
        InputError: the file cannot be read, is no such JSON, or a span does not fit; with file and task.
    """
    try:
        tasks = json.loads(read_utf8(path))
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}: no JSON: {error}") from None
    if not isinstance(tasks, list):
        raise InputError(f"{path}: is no list of tasks; export it from Label Studio as JSON")
    articles = []
    for number, task in enumerate(tasks, 1):
        place = f"{path}: task {number}"
        try:
            article = _read_task(task, f"{path.stem}-{task.get('id', number)}")
        except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
            raise InputError(f"{place}: is no task with data.text and annotations: {error!r}") from None
        articles.append(check_article(article, place))
    return articles


def _read_task(task: Mapping[str, Any], otherwise: str) -> Article:
    data = task["data"]
    text = data["text"]
    if not isinstance(text, str):
        raise TypeError("data.text is no text")
    done = [one for one in task.get("annotations") or task.get("predictions") or () if not one.get("was_cancelled")]
    results = done[-1]["result"] if done else []
    spans = [one for one in results if "value" in one and one["value"].get("labels")]
    numbers = {str(one.get("id")): number for number, one in enumerate(spans, 1)}
    entities = [
        Entity.at(text, int(one["value"]["start"]), int(one["value"]["end"]), str(one["value"]["labels"][0]), id=number)
        for number, one in enumerate(spans, 1)
    ]
    links = [one for one in results if one.get("type") == "relation"]
    relations = [
        Relation(
            id=number,
            type=str((one.get("labels") or ["related"])[0]),
            from_id=numbers[str(one["from_id"])],
            to_id=numbers[str(one["to_id"])],
        )
        for number, one in enumerate(links, 1)
    ]
    return Article(
        id=str(data.get("id") or otherwise),
        text=text,
        sentences=split_sentences(text),
        entities=entities,
        relations=relations,
    )
