"""FictionBook: the bodies of a book, its notes at their places."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from letopis.records import Metadata
from letopis.sources.described import describe
from letopis.sources.flow import Markup, local, poured, roles
from letopis.sources.reader import RawText, Reader, SourceFile
from letopis.sources.trees import NOTE_HERE, descendants, first, parse_xml, place_notes, root_name

_MARKUP = Markup(
    roles=roles(
        block="p title subtitle text-author stanza empty-line cite epigraph poem section td-block date",
        line="v",
        row="tr",
        cell="td th",
        raised="sup",
        note=NOTE_HERE,
        skip="binary description image",
    )
)


def _read(source: SourceFile) -> RawText:
    root = parse_xml(source.data, source.path, READER.title)
    bodies = [one for one in root if local(one) == "body"]
    notes = {f"#{one.get('id')}": one for body in bodies[1:] for one in body.iter() if one.get("id")}
    for note in notes.values():
        if len(note) and local(note[0]) == "title":  # the number, which the note gets anew
            note.remove(note[0])
    placed = place_notes(root, _target, notes)
    if placed:
        for body in bodies[1:]:
            if len(placed & {f"#{one.get('id')}" for one in body.iter()}):
                for title in [one for one in body if local(one) == "title"]:  # «Примечания», which stand elsewhere now
                    body.remove(title)
    return READER.raw(source, poured(bodies, _MARKUP), metadata=_metadata(root))


def _target(element: Element) -> str | None:
    if local(element) != "a":
        return None
    return next((value for key, value in element.items() if key.rpartition("}")[2] == "href"), None)


def _metadata(root: Element) -> Metadata:
    info = next(iter(descendants(root, "title-info")), root)
    return describe(
        first(info, "lang"),
        title=first(info, "book-title"),
        authors=map(_author, descendants(info, "author")),
        year=first(root, "publish-info/year") or first(info, "date"),
        abstract=first(info, "annotation"),
        keywords=first(info, "keywords"),
    )


def _author(author: Element) -> str:
    return " ".join(filter(None, (first(author, name) for name in ("first-name", "middle-name", "last-name"))))


READER = Reader(
    name="fb2",
    title="FictionBook",
    suffixes=(".fb2",),
    recognises=lambda source: root_name(source.data) == "FictionBook",
    read=_read,
)
