"""Text with nested entities as HTML, everything escaped; the raw text with what cleaning took away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape

from letopis.offsets import OffsetMap
from letopis.records import Entity

MODIFIERS = {"start": "beginning", "mid": "middle", "end": "end"}
"""How a narrowed date is shown."""


def entity_html(text: str, start: int, end: int, entities: Iterable[Entity], keys: Mapping[int, str]) -> str:
    """Return ``text[start:end]`` as HTML with its entities as nested spans; ``keys`` gives their identities by id.

    A span that crosses the end of an outer one is cut there.

    >>> city = Entity(id=1, label="GPE", start_offset=0, end_offset=4, text="Баку", normal="Баку")
    >>> entity_html("Баку<", 0, 5, [city], {1: "gpe:баку"})
    '<span class="e GPE d0" data-e="1" data-k="gpe:баку" data-n="Баку">Баку</span>&lt;'
    """
    inside = [e for e in entities if start <= e.start_offset < end]
    inside.sort(key=lambda e: (e.start_offset, -e.end_offset, e.id))
    parts: list[str] = []
    open_spans = [_Open(end)]
    position = start

    def close(until: int) -> None:
        """Close the spans that end up to a place; each learns how high those inside it stand."""
        nonlocal position
        while len(open_spans) > 1 and open_spans[-1].stop <= until:
            span = open_spans.pop()
            parts.append(escape(text[position : span.stop]) + "</span>")
            position = span.stop
            if span.entity is not None:
                parts[span.opening] = _open(span.entity, span.height, keys.get(span.entity.id, ""))
            open_spans[-1].height = max(open_spans[-1].height, span.height + 1)

    for entity in inside:
        close(entity.start_offset)
        parts += [escape(text[position : entity.start_offset]), ""]
        position = entity.start_offset
        open_spans.append(_Open(min(entity.end_offset, open_spans[-1].stop), len(parts) - 1, entity))
    close(end)
    return "".join([*parts, escape(text[position:end])])


@dataclass
class _Open:
    """A span that is not closed yet, the place of its tag among the parts, and the height of what it holds."""

    stop: int
    opening: int = -1
    entity: Entity | None = None
    height: int = 0


def _open(entity: Entity, depth: int, key: str) -> str:
    value = "does not exist" if entity.impossible else entity.value or entity.kind or ""
    if entity.modifier:
        value += f" ({MODIFIERS.get(entity.modifier, entity.modifier)})"
    if entity.from_context:
        value += " (year from the context)"
    # Labels are of a closed list, but a record may come from anywhere.
    attributes = {"class": f"e {entity.label} d{min(depth, 3)}", "data-e": str(entity.id), "data-k": key}
    if value:
        attributes["data-v"] = value
    if entity.normal:
        attributes["data-n"] = entity.normal
    return "<span " + " ".join(f'{name}="{escape(content)}"' for name, content in attributes.items()) + ">"


def raw_html(raw: str, offsets: OffsetMap, start: int, end: int) -> str:
    """Return the raw text behind the clean characters ``start`` to ``end``; what cleaning changed stands in ``<del>``.

    >>> from letopis.records import Edit
    >>> raw_html("эко-\\nномика", OffsetMap([Edit(3, 5, 3, 3, "joined_hyphen:dictionary")]), 0, 9)
    'эко<del title="joined hyphen: dictionary">-\\n</del>номика'
    """
    first, last = offsets.to_raw(start), offsets.to_raw(end)
    parts: list[str] = []
    position = first
    for edit in offsets.edits:
        if edit.raw_end <= first or edit.raw_start < first or edit.raw_start >= last:
            continue
        parts.append(escape(raw[position : edit.raw_start]))
        piece = escape(raw[edit.raw_start : edit.raw_end])
        title = escape(edit.kind.replace("_", " ").replace(":", ": "))
        parts.append(f'<del title="{title}">{piece}</del>' if piece.strip() or "hyphen" in edit.kind else piece)
        position = edit.raw_end
    return "".join(parts) + escape(raw[position:last])
