"""Real passages: their texts, which you have, joined with the annotation, which the project has.

    python benchmarks/passages.py PASSAGES.jsonl [--later] [--test | --fifth in|out] [--unseen] > records.jsonl

PASSAGES.jsonl holds an object with ``id`` and ``text`` a line. A text counts when its SHA-256 is that of the annotated
one. What is printed are records ``letopis/1``, without ``--test`` those of the development part; a fifth of it, by a
hash of the source, is kept out of training (``--fifth out`` prints the rest, ``--fifth in`` the fifth). ``--later``
is the later collection; ``--unseen`` leaves out its memoirs, television and history, for a network of titles that has
never seen these (``benchmarks/learning.py --part agreements``). ``--marks FOLDER`` writes the lines of the texts and
the names in each instead, for ``letopis train names --texts FOLDER --marked FOLDER/marks.jsonl``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from letopis.errors import InputError

STANDOFF = Path(__file__).parent.parent / "annotations" / "passages"
KEPT_OUT = 4
"""The remainder of a source's hash that keeps it out."""
DEV, TEST = STANDOFF / "dev.jsonl", STANDOFF / "test.jsonl"
NAMES = frozenset({"PERSON", "ORG", "GPE"})
LATER, LATER_TEST = STANDOFF / "later-train.jsonl", STANDOFF / "later-test.jsonl"


GENRES = {
    "memoirs": ("prozhito",),
    "television": ("kremlin-speeches",),
    "history": ("Civilopedia", "istoriya-rossii", "history-kz", "obsidianvault", "History-of-Moscow"),
}
"""Genres of the later collection that learning is measured on, by a part of the source's name."""


def genre_of(source: str) -> str:
    """Return the genre of a source, nothing where it is none of these."""
    return next((name for name, parts in GENRES.items() if any(part.lower() in source.lower() for part in parts)), "")


def standoff(*, later: bool, test: bool) -> Path:
    """Return the annotation of a part: of the first collection or the later one, kept for testing or not."""
    return (LATER_TEST if test else LATER) if later else (TEST if test else DEV)


def joined(texts: Path, standoff: Path = DEV, fifth: str = "", *, unseen: bool = False) -> Iterator[dict[str, Any]]:
    """Return the annotated passages as records ``letopis/1``, in the order of the annotation.

    ``unseen`` leaves out those of :data:`GENRES`.

    Raises:
        InputError: a passage has no text in the file, or another one than was annotated.
    """
    have = {row["id"]: row["text"] for row in map(json.loads, texts.read_text(encoding="utf-8").splitlines())}
    for line in standoff.read_text(encoding="utf-8").splitlines():
        passage = json.loads(line)
        name = passage["id"]
        if fifth and (fifth == "in") != in_fifth(passage["source"]):
            continue
        if unseen and genre_of(passage["source"]):
            continue
        if name not in have:
            raise InputError(f"{texts}: the passage {name} is missing; give the file with the texts of all passages")
        if hashlib.sha256(have[name].encode()).hexdigest() != passage["sha256"]:
            raise InputError(f"{texts}: the text of {name} is not the annotated one; give it as it was, to the letter")
        yield record(passage, have[name])


def in_fifth(source: str) -> bool:
    """Return whether a source belongs to the fifth that is kept out of training."""
    return int(hashlib.md5(source.encode(), usedforsecurity=False).hexdigest(), 16) % 5 == KEPT_OUT


def record(passage: Mapping[str, Any], text: str) -> dict[str, Any]:
    """Return one passage as a record: the stand-off with its text."""
    entities = [
        {
            "id": span["id"],
            "label": span["label"],
            "start_offset": span["start"],
            "end_offset": span["end"],
            "text": text[span["start"] : span["end"]],
            **{field: span[field] for field in ("kind", "status") if field in span},
            "by": "gold",
        }
        for span in passage["entities"]
    ]
    relations = [
        {"id": number, "type": link["type"], "from_id": link["from"], "to_id": link["to"], "by": "gold"}
        for number, link in enumerate(passage["relations"], 1)
    ]
    return {
        "id": passage["id"],
        "schema": "letopis/1",
        "language": "ru",
        "text": text,
        "sentences": [],
        "entities": entities,
        "relations": relations,
    }


def marked_lines(rows: Iterable[Mapping[str, Any]], folder: Path) -> None:
    """Write the lines of records as a text, and the names in each as marks, for ``letopis train names --marked``."""
    lines: dict[str, list[list[Any]]] = {}
    for row in rows:
        start = 0
        for line in row["text"].split("\n"):
            end = start + len(line)
            lines[line] = [
                [one["start_offset"] - start, one["end_offset"] - start, one["label"]]
                for one in row["entities"]
                if one["label"] in NAMES and start <= one["start_offset"] and one["end_offset"] <= end
            ]
            start = end + 1
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "passages.txt").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    marks = ({"sha256": hashlib.sha256(line.encode()).hexdigest(), "spans": spans} for line, spans in lines.items())
    told = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in marks)
    (folder / "marks.jsonl").write_text(told, encoding="utf-8")


def main() -> None:
    """Print the records."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path, metavar="PASSAGES.jsonl")
    parser.add_argument("--test", action="store_true", help="the part that is kept for testing")
    parser.add_argument("--later", action="store_true", help="the later collection")
    parser.add_argument("--fifth", choices=("in", "out"), default="", help="the fifth that is kept out, or the rest")
    parser.add_argument("--unseen", action="store_true", help="without memoirs, television and history")
    parser.add_argument("--marks", type=Path, metavar="FOLDER", help="write lines and their names there instead")
    options = parser.parse_args()
    try:
        if options.marks:
            marked_lines(joined(options.texts, standoff(later=options.later, test=options.test)), options.marks)
            return
        part = standoff(later=options.later, test=options.test)
        for row in joined(options.texts, part, options.fifth, unseen=options.unseen):
            print(json.dumps(row, ensure_ascii=False))
    except InputError as error:
        parser.error(str(error))


if __name__ == "__main__":
    main()
