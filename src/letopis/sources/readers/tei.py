"""TEI P5 and P4: the text of ``<text>``, with its notes, and what the header says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from letopis.records import Metadata
from letopis.sources.described import describe
from letopis.sources.flow import Markup, Role, local, poured, roles
from letopis.sources.reader import RawText, Reader, SourceFile
from letopis.sources.trees import LANG, NOTE_HERE, descendants, parse_xml, place_notes, plain, root_name

_ID = "{http://www.w3.org/XML/1998/namespace}id"


def _decide(element: Any) -> Role | None:
    if local(element) == "hi":
        shown = " ".join(element.get(name, "") for name in ("rend", "rendition", "style"))
        return Role.RAISED if "sup" in shown else None
    # A line's end in the source parts words, unless the mark says that it does not.
    return Role.INLINE if local(element) == "lb" and element.get("break") == "no" else None


_MARKUP = Markup(
    roles=roles(
        block="""p ab head item lg sp speaker stage castItem opener closer dateline salute signed trailer
        byline titlePart docAuthor docDate docImprint epigraph argument biblStruct figure listBibl div div1
        div2 div3 div4 front body back text set castList list table""",
        line="l",
        row="row",
        cell="cell",
        note=f"note {NOTE_HERE}",
        **{"break": "lb"},
        skip="fw figDesc del sic orig expan pb cb milestone gap graphic standOff teiHeader facsimile",
    ),
    decide=_decide,
)


def _read(source: SourceFile) -> RawText:
    root = parse_xml(source.data, source.path, READER.title)
    for choice in root.iter():
        if isinstance(choice.tag, str) and local(choice) == "choice":
            _choose(choice)
    notes = {f"#{note.get(_ID)}": note for note in descendants(root, "note") if note.get(_ID)}
    place_notes(root, lambda one: one.get("target") if local(one) in {"ref", "ptr"} else None, notes)
    text = poured(descendants(root, "TEI/text") or descendants(root, "text"), _MARKUP)
    return READER.raw(source, text, metadata=_metadata(root))


_BETTER = {"sic": "corr", "orig": "reg", "expan": "abbr"}


def _choose(choice: Element) -> None:
    """Of two readings take the corrected, the regularised, the abbreviated; a lone one stays."""
    names = {local(one) for one in choice}
    for one in choice:
        if local(one) in _BETTER and _BETTER[local(one)] not in names:
            one.tag = "seg"


def _metadata(root: Element) -> Metadata:
    header = next(iter(descendants(root, "teiHeader")), root)
    said = next((one.get("ident") for one in descendants(header, "langUsage/language")), None) or root.get(LANG)
    titles = [one for one in descendants(header, "titleStmt/title") if one.get("type", "main") in {"main", "", "full"}]
    return describe(
        said,
        title=((plain(one), one.get(LANG)) for one in titles),
        authors=map(_author, descendants(header, "titleStmt/author")),
        journal=next((plain(one) for one in descendants(header, "title") if one.get("level") == "j"), None),
        year=" ".join(_dates(header)),
        doi=(plain(one) for one in descendants(header, "idno") if one.get("type", "").lower() == "doi"),
        abstract=((plain(one), one.get(LANG)) for one in descendants(header, "abstract")),
        keywords=(
            (plain(word), group.get(LANG))
            for group in descendants(header, "keywords")
            for word in [*descendants(group, "term"), *descendants(group, "item")]
        ),
    )


def _author(author: Element) -> str:
    names = descendants(author, "persName")
    parts = [plain(part) for part in (names[0] if names else author)]
    return " ".join(filter(None, parts)) if parts and not (author.text or "").strip() else plain(author)


def _dates(header: Element) -> Iterator[str]:
    """Return the dates of the print that was transcribed, then of the edition."""
    sources = [*descendants(header, "sourceDesc/bibl"), *descendants(header, "sourceDesc/biblStruct")]
    found = [date for source in sources for date in descendants(source, "date")]
    for date in [*found, *descendants(header, "publicationStmt/date")]:
        yield date.get("when") or plain(date)


READER = Reader(
    name="tei",
    title="TEI",
    suffixes=(".xml", ".tei"),
    recognises=lambda source: root_name(source.data) in {"TEI", "TEI.2", "teiCorpus"},
    read=_read,
)
