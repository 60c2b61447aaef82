"""Bring annotated records made before 30 November 2026 to the fields of today: names and agreements.

    python benchmarks/gold_names.py annotations/gold annotations/annotators/a annotations/annotators/b

What was the ``normal`` of a name becomes its ``referent``, and ``normal`` the mention's own name in the nominative, as
the linker reads it; a name that is its referent's fullest keeps it. An AGREEMENT gets ``normal``, ``referent`` and
``entity`` as the linker joins the annotated relations and dates. Entities that have a ``referent`` stay as they are, so
a second run changes nothing. Read the differences before you commit them.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import msgspec

from letopis.linking import link_articles
from letopis.records import Article, Entity

_ORDER = [field for field in Entity.__struct_fields__ if field != "authority"]


def parted(record: dict[str, Any], article: Article) -> dict[str, Any]:
    """Return a record with the fields of its names parted; ``article`` is the same, linked."""
    entities = []
    for entity, linked in zip(record["entities"], article.entities, strict=True):
        old = entity.get("normal")
        if entity["label"] == "AGREEMENT" and "referent" not in entity:
            said = {"normal": linked.normal, "referent": linked.referent, "entity": linked.entity}
            entities.append({name: value for name in _ORDER for value in [said.get(name, entity.get(name))] if value})
        elif old is not None and "referent" not in entity:
            own = old if linked.normal and linked.normal.lower() == old.lower() else linked.normal
            both = {"normal": own, "referent": old}
            pairs = [both if key == "normal" else {key: value} for key, value in entity.items()]
            entities.append({key: value for pair in pairs for key, value in pair.items()})
        else:
            entities.append(entity)
    return {**record, "entities": entities}


def main() -> None:
    for folder in map(Path, sys.argv[1:]):
        paths = sorted(folder.glob("*.jsonl"))
        records = [json.loads(path.read_text(encoding="utf-8")) for path in paths]
        linked = link_articles([msgspec.convert(record, Article) for record in records])
        for path, record, article in zip(paths, records, linked, strict=True):
            line = json.dumps(parted(record, article), ensure_ascii=False, separators=(",", ":"))
            path.write_text(line + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
