"""Notes that stand elsewhere in a file than their marks: each is put where its mark is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

NOTE_HERE = "note-here"
"""The name of an element that holds a note at the place of its mark."""


def place_notes(root: Any, target: Callable[[Any], str | None], notes: Mapping[str, Any]) -> set[str]:
    """Put each note into the first mark that leads to it, and give the ids of those that were placed.

    Args:
        root: the tree; its marks become elements named ``note-here``.
        target: the id of the note to which an element is the mark, or nothing.
        notes: the notes by their ids; they may stand in the tree, and are emptied there.

    >>> from xml.etree.ElementTree import fromstring, tostring
    >>> tree = fromstring('<d><p>Слово<ref to="n1">1</ref>.</p><fn id="n1">Отчёт.</fn></d>')
    >>> place_notes(tree, lambda element: element.get("to"), {"n1": tree.find("fn")})
    {'n1'}
    >>> tostring(tree.find("p"), encoding="unicode")
    '<p>Слово<note-here><note>Отчёт.</note></note-here>.</p>'
    """
    marks = [(element, to) for element in root.iter() if isinstance(element.tag, str) and (to := target(element))]
    placed: set[str] = set()
    for mark, to in marks:
        if to not in notes or to in placed:
            continue
        placed.add(to)
        note = notes[to]
        held = note.makeelement("note", {})
        held.text, held[:] = note.text, list(note)
        note.text, note[:] = None, []
        tail = mark.tail
        mark.clear()
        mark.tag, mark.tail = NOTE_HERE, tail
        mark.append(held)
    return placed
