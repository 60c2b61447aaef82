"""Annotated texts to learn agreements from, and which network of titles has not seen one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from letopis.entities.names.tagger import Tagger, load_tagger
from letopis.errors import InputError
from letopis.formats.markup import read_markup
from letopis_training.names.nerel import Annotated

FOLDS = "folds"
"""The folder of the networks that have not seen a part of the texts."""


def read_annotated(path: Path) -> Iterator[Annotated]:
    """Read annotated texts with all spans: records ``letopis/1`` (.jsonl), or the odd blocks of marked text (.txt).

    Raises:
        InputError: the file cannot be read so.
    """
    try:
        content = path.read_text(encoding="utf-8")
        if path.suffix == ".jsonl":
            for row in map(json.loads, content.splitlines()):
                spans = [(one["start_offset"], one["end_offset"], one["label"]) for one in row["entities"]]
                ends = {one.get("id"): span[:2] for one, span in zip(row["entities"], spans, strict=True)}
                told = row.get("relations", ())
                links = frozenset((one["type"], *ends[one["from_id"]], *ends[one["to_id"]]) for one in told)
                yield Annotated(row.get("id", path.stem), row["text"], spans, links)
            return
        for block in content.split("\n\n"):
            lines = [line for line in block.strip().splitlines() if not line.startswith("#")]
            if lines and int(lines[0]) % 2:
                text, marked = read_markup(lines[1])
                spans = [(one.start, one.end, one.label) for one in marked]
                named = {one.name: (one.start, one.end) for one in marked}
                linked = (line.split() for line in lines[2:] if not line.startswith("status "))
                links = frozenset((kind, *named[source], *named[target]) for kind, source, target in linked)
                yield Annotated(f"{path.stem}-{lines[0]}", text, spans, links)
    except (OSError, ValueError, KeyError, IndexError, TypeError) as error:
        raise InputError(f"{path} holds no annotated texts ({error}): give records (.jsonl) or marked text") from error


def fold_of(text: str, folds: int) -> int:
    """Return the part that a text belongs to.

    >>> fold_of("Договор подписан.", 1)
    0
    """
    return int(sha256(text.encode()).hexdigest(), 16) % folds


def network_for(text: str, folder: Path | None) -> Tagger | None:
    """Return the network of a folder of folds that has not seen a text; nothing where there is no such folder."""
    parts = sorted(folder.iterdir()) if folder is not None else []
    return load_tagger(parts[fold_of(text, len(parts))]) if parts else None
