"""Notes that stand elsewhere in a file than their marks: each is put where its mark is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that a careless page holds and no tree takes."""

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
    inner = within(notes.values())
    marks = [(element, to) for element in root.iter() if isinstance(element.tag, str) and (to := target(element))]
    placed: set[str] = set()
    for mark, to in marks:
        if to in notes and to not in placed and mark not in inner:
            placed.add(to)
            _move(notes[to], mark)
    return placed


def within(elements: Iterable[Any]) -> set[Any]:
    """Collect some elements and all that stands in them; a mark in a note would put the note into itself.

    >>> from xml.etree.ElementTree import fromstring
    >>> sorted(one.tag for one in within(fromstring("<a><b><c/></b><d/></a>").findall("b")))
    ['b', 'c']
    """
    found: set[Any] = set()
    for element in elements:
        if element not in found:
            found.update(element.iter())
    return found


def _move(note: Any, mark: Any) -> None:
    held = note.makeelement("note", {})
    held.text, held[:] = _NO_XML.sub("", note.text or ""), list(note)
    note.text, note[:] = None, []
    mark.tag, mark.text, mark[:] = NOTE_HERE, None, [held]
    for name in list(mark.keys()):
        del mark.attrib[name]
