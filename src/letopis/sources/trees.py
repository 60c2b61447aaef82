"""XML that strangers made: parsed without its own entities, asked for its parts, notes put where their marks are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from html.entities import html5
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from xml.parsers import expat

from letopis.errors import InputError
from letopis.sources.flow import local

LARGEST_XML = 64_000_000
"""Bytes of XML that are parsed; a tree takes some ten times as much memory."""

LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_PROLOG = re.compile(r"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>\s*)*", re.DOTALL)
_ROOT = re.compile(r"<(?:[\w.-]+:)?(?P<name>[A-Za-z_][\w.-]*)(?=[\s/>])")
_NAMED = re.compile(rb"&([A-Za-z][A-Za-z0-9]*);")
_OF_XML = frozenset({b"amp", b"lt", b"gt", b"quot", b"apos"})


def parse_xml(data: bytes, path: Path, what: str) -> Element:
    """Parse XML that declares no entities; the names that HTML has (``&nbsp;``) are known.

    Args:
        data: the file.
        path: names it in complaints.
        what: the kind of file, for complaints: ``JATS``.
    """
    if len(data) > LARGEST_XML:
        raise InputError(f"{path}: the {what} file holds too much text for one article; cut it into articles")
    try:
        if declares_entities(data):
            raise InputError(f"{path}: declares entities, which no {what} file needs; not read")
        return ElementTree.fromstring(_NAMED.sub(_by_number, data))  # noqa: S314 (no entities, see above)
    except (ElementTree.ParseError, expat.ExpatError, ValueError, LookupError) as error:
        raise InputError(f"{path}: the {what} file is damaged ({error}); save or download it again") from None


def declares_entities(data: bytes) -> bool:
    """Return whether entities are declared before the first element, where alone they can be."""
    found: list[str] = []
    parser = expat.ParserCreate()
    parser.EntityDeclHandler = lambda *_: found.append("entity")
    parser.StartElementHandler = lambda *_: found.append("element")
    for start in range(0, len(data), 4096):
        try:
            parser.Parse(data[start : start + 4096])
        except expat.ExpatError:
            # What comes after the first element is the reader's business.
            if not found:
                raise
        if found:
            break
    return found[:1] == ["entity"]


def _by_number(match: re.Match[bytes]) -> bytes:
    name = match[1]
    chars = "" if name in _OF_XML else html5.get(f"{name.decode()};", "")
    return "".join(f"&#{ord(char)};" for char in chars).encode() or match[0]


def head_of(data: bytes, length: int = 8192) -> str:
    """Return the beginning of a file as far as its ASCII goes, in UTF-8, UTF-16 or any one-byte encoding.

    >>> head_of("<html>".encode("utf-16"))
    '<html>'
    """
    return data[: 2 * length].replace(b"\x00", b"").decode("latin-1").lstrip("\xef\xbb\xbf\xff\xfe")[:length]


def root_name(data: bytes) -> str:
    """Return the local name of an XML file's first element, or nothing where it is no XML.

    >>> root_name(b'<?xml version="1.0"?><!-- a --><!DOCTYPE TEI><tei:TEI xmlns:tei="x">')
    'TEI'
    """
    head = head_of(data)
    prolog = _PROLOG.match(head)
    root = _ROOT.match(head, prolog.end() if prolog else 0)
    return root["name"] if root else ""


def children(element: Element, name: str) -> Iterator[Element]:
    """Return the children with a local name, in whatever namespace."""
    return (child for child in element if isinstance(child.tag, str) and local(child) == name)


def descendants(element: Element, path: str) -> list[Element]:
    """Follow local names, parted by slashes, from an element: the first anywhere below, each next a child.

    >>> tree = ElementTree.fromstring("<a xmlns='x'><front><meta><title>Т</title></meta></front></a>")
    >>> [found.text for found in descendants(tree, "meta/title")]
    ['Т']
    """
    first, *rest = path.split("/")
    found = [one for one in element.iter() if isinstance(one.tag, str) and local(one) == first]
    for name in rest:
        found = [child for one in found for child in children(one, name)]
    return found


def plain(element: Element | None) -> str:
    """Return all text of an element on one line."""
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def first(element: Element, *paths: str) -> str:
    """Return the text of the first element that one of the paths leads to and that holds some."""
    return next((text for path in paths for one in descendants(element, path) if (text := plain(one))), "")


NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
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
    held.text, held[:] = NO_XML.sub("", note.text or ""), list(note)
    note.text, note[:] = None, []
    mark.tag, mark.text, mark[:] = NOTE_HERE, None, [held]
    mark.attrib.clear()  # one by one they would need names that a tree takes
