"""Examples to doccano and back in bulk, with every offset counted as the other side counts it."""

from __future__ import annotations

import io
import json
import secrets
import time
import zipfile
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from letopis.batching import batches, steps
from letopis.doccano.merge import Found, Key, Link
from letopis.errors import InputError, OutputError
from letopis.offsets import utf16_offsets

if TYPE_CHECKING:
    from letopis.doccano.connection import Server
    from letopis.doccano.projects import Project

MOST_ROWS = 1000
MOST_SPANS = 10_000
"""A file holds no more: the server asks its data base for all new spans of a file in one statement."""

Row: TypeAlias = Mapping[str, Any]
"""A line for doccano's import."""

PAYLOAD = "payload"
"""All of ours travels under one key, because doccano's export makes a column of each."""


@dataclass(frozen=True)
class Example:
    """An example as doccano holds it, offsets in code points."""

    id: int
    text: str
    payload: Mapping[str, Any]
    found: Found

    @property
    def file(self) -> str:
        """The file in which it was uploaded; those of before 0.2 are known by their push alone."""
        return str(self.payload.get("file") or self.payload.get("push"))

    @property
    def mark(self) -> tuple[str, int] | None:
        """The name that the push gave it; ``None`` when it came from elsewhere."""
        push, number = self.payload.get("push"), self.payload.get("number")
        return (push, number) if isinstance(push, str) and isinstance(number, int) else None


def make_row(text: str, spans: Iterable[Key], links: Iterable[Link], payload: Mapping[str, Any]) -> Row:
    """Return one line for doccano's import.

    Raises:
        OutputError: something that doccano would drop or spoil in silence.

    >>> make_row("🤝 Баку", [(2, 6, "GPE")], [], {})["entities"]
    [{'id': 1, 'start_offset': 3, 'end_offset': 7, 'label': 'GPE'}]
    """
    units = utf16_offsets(text)
    ids = {key: number for number, key in enumerate(dict.fromkeys(spans), 1)}
    _check_row(text, ids, links, payload)
    entities = [
        {"id": number, "start_offset": units[start], "end_offset": units[end], "label": label}
        for (start, end, label), number in ids.items()
    ]
    relations = [
        {"id": number, "from_id": ids[link[1]], "to_id": ids[link[2]], "type": link[0]}
        for number, link in enumerate(dict.fromkeys(links), 1)
    ]
    return {"text": text, PAYLOAD: dict(payload), "entities": entities, "relations": relations}


def upload(server: Server, project: Project, rows: Sequence[Row]) -> None:
    """Upload rows in files that the server takes whole."""
    chunks = list(batches(rows, lambda row: len(row["entities"]), MOST_SPANS, most=lambda _: MOST_ROWS))
    for chunk in steps(chunks, "uploading"):
        name = secrets.token_hex(6)
        sent = [{**row, PAYLOAD: {**row[PAYLOAD], "file": name}} for row in chunk]
        # ASCII escapes: the server guesses the encoding of a file, and one emoji makes it guess wrong.
        lines = "".join(json.dumps(row, ensure_ascii=True) + "\n" for row in sent)
        upload_id = server.upload(f"{name}.jsonl", lines.encode("ascii"))
        body = {"uploadIds": [upload_id], "task": "RelationExtraction", "format": "JSONL"}
        answer = server.post(f"projects/{project.id}/upload", body)
        result = _wait(server, answer)
        with server.refusals("upload"):
            errors = list((result or {}).get("error") or [])
        if errors:
            raise OutputError(f"{server.url}: doccano refused {len(errors)} rows, first: {str(errors[0])[:200]}")


def download(server: Server, project: Project) -> list[Example]:
    """Download all examples with their spans and relations."""
    answer = server.post(f"projects/{project.id}/download", {"format": "JSONL", "exportApproved": False})
    _wait(server, answer)
    with server.refusals("download"):
        task = str(answer["task_id"])
    content = server.content(f"projects/{project.id}/download", taskId=task)
    examples: list[Example] = []
    with server.refusals("download"), zipfile.ZipFile(io.BytesIO(content)) as archive:
        lines = archive.read("all.jsonl").decode("utf-8").split("\n")
        examples += [example_of(json.loads(line)) for line in lines if line.strip()]
    return examples


def read_example(server: Server, project: Project, number: int) -> tuple[Example, int] | None:
    """Read one example as it is now, with the number of its comments; ``None`` when it is gone.

    The spans are read last: they are what a change that follows deletes.
    """
    place = f"projects/{project.id}/examples/{number}"
    row = server.find(place)
    if row is None:
        return None
    relations, spans = server.records(f"{place}/relations"), server.records(f"{place}/spans")
    labels = {number: label for label, number in project.span_types.items()}
    types = {number: kind for kind, number in project.relation_types.items()}
    with server.refusals(place):
        # A label that was added a moment ago is nobody's but a person's.
        entities = [{**span, "label": labels.get(span["label"], "")} for span in spans]
        links = [{**link, "type": types.get(link["type"], "")} for link in relations]
        example = example_of({**row, **row["meta"], "entities": entities, "relations": links})
        found = replace(example.found, confirmed=bool(row["is_confirmed"]))
        return replace(example, found=found), int(row["comment_count"])


def _check_row(text: str, ids: Mapping[Key, int], links: Iterable[Link], payload: Mapping[str, Any]) -> None:
    place = f"article {payload.get('article')!r}, characters {payload.get('start')}–{payload.get('end')}"
    spoiled = next((c for c in text if c == "\0" or 0xD800 <= ord(c) <= 0xDFFF), None)
    if not text or text != text.strip() or spoiled is not None:
        what = (
            f"holds the character U+{ord(spoiled):04X}"
            if spoiled is not None
            else "is empty or has white space at its ends"
        )
        raise OutputError(f"{place}: the text {what}, which doccano does not keep; clean the text")
    for start, end, label in ids:
        if not 0 <= start < end <= len(text) or not label.strip() or len(label) > 100:
            raise OutputError(
                f"{place}: doccano takes no span {start}–{end} with the label {label!r}; correct the record"
            )
    for link in links:
        if link[1] not in ids or link[2] not in ids or not link[0].strip():
            raise OutputError(
                f"{place}: the relation {link[0]!r} leads to a span that is not there; correct the record"
            )


def _wait(server: Server, answer: Any) -> Any:
    """Wait for a task of the server and give its result."""
    with server.refusals("task"):
        task = str(answer["task_id"])
    deadline = time.monotonic() + server.timeout
    while True:
        status = server.get(f"tasks/status/{task}")
        with server.refusals("task"):
            if status["ready"]:
                if status["error"]:
                    raise OutputError(f"{server.url}: doccano's task failed: {str(status['error'])[:200]}")
                return status["result"]
        if time.monotonic() > deadline:
            raise InputError(
                f"{server.url}: doccano's task was not done within {server.timeout:g} s; start its worker "
                "(`doccano task`), or use the server of `make doccano`, which needs none"
            )
        time.sleep(0.1)


def example_of(row: Mapping[str, Any]) -> Example:
    """Return an example of doccano's export, its offsets in code points."""
    text = row["text"]
    units = utf16_offsets(text)
    spans: dict[int, Key] = {}
    for span in row["entities"]:
        # A wide character that is cut belongs to the span whole.
        start, end = bisect_right(units, span["start_offset"]) - 1, bisect_left(units, span["end_offset"])
        spans[int(span["id"])] = (start, min(end, len(text)), str(span["label"]))
    links = {int(r["id"]): (str(r["type"]), int(r["from_id"]), int(r["to_id"])) for r in row["relations"]}
    payload = row.get(PAYLOAD)
    return Example(int(row["id"]), text, payload if isinstance(payload, dict) else {}, Found(spans, links))
