"""JATS, the XML in which journals and repositories keep articles: titles, authors, abstracts, text, references."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from letopis.records import Metadata
from letopis.sources.described import describe
from letopis.sources.flow import Markup, local, part, poured, roles
from letopis.sources.reader import RawText, Reader, SourceFile
from letopis.sources.trees import LANG, NOTE_HERE, descendants, first, parse_xml, place_notes, plain, root_name, within

_MARKUP = Markup(
    roles=roles(
        block="""p title article-title trans-title subtitle contrib-group aff kwd-group sec-title disp-formula
        disp-quote list-item def term verse-group ref caption attrib speech speaker abstract trans-abstract fn
        table-wrap-foot string-date label-group title-group""",
        line="verse-line",
        row="tr",
        cell="td th",
        raised="sup",
        **{"break": "break"},
        note=NOTE_HERE,
        skip="""journal-meta article-id article-categories pub-date pub-history volume issue issue-id fpage lpage
        page-range elocation-id history permissions self-uri counts custom-meta-group contrib-id graphic inline-graphic
        media alt-text long-desc tex-math annotation supplementary-material funding-group related-article
        processing-meta isbn ext-link-group front-stub-meta""",
    ),
)


def _read(source: SourceFile) -> RawText:
    root = parse_xml(source.data, source.path, READER.title)
    metadata = _metadata(root)
    _part_names(root)
    notes = {note.get("id", ""): note for note in descendants(root, "fn") if note.get("id")}
    for note in notes.values():
        if len(note) and local(note[0]) == "label":
            note.remove(note[0])
    place_notes(root, _target, notes)
    return READER.raw(source, poured([root], _MARKUP), metadata=metadata)


def _target(element: Element) -> str | None:
    return element.get("rid") if local(element) == "xref" and element.get("ref-type") in {"fn", "table-fn"} else None


def _part_names(root: Element) -> None:
    """Part what is written without blanks because a program sets it: names, keywords, the parts of a reference."""
    composed = within(descendants(root, "element-citation"))
    for one in composed | within(descendants(root, "mixed-citation")):
        if local(one) == "article-title":
            one.tag = "source"  # no heading here
    part(composed)
    part([*descendants(root, "name"), *descendants(root, "aff"), *descendants(root, "fig"), *descendants(root, "ref")])
    part([*descendants(root, "list-item"), *descendants(root, "sec"), *descendants(root, "contrib")])
    for group in [*descendants(root, "contrib-group"), *descendants(root, "kwd-group")]:
        for one in group:
            if local(one) in {"contrib", "kwd"} and len(one):
                one[-1].tail = (one[-1].tail or "").rstrip()
        part([group], ", ")


def _metadata(root: Element) -> Metadata:
    meta = next(iter(descendants(root, "article-meta")), root)
    titles = [*descendants(meta, "title-group/article-title"), *descendants(meta, "trans-title-group/trans-title")]
    abstracts = [*descendants(meta, "abstract"), *descendants(meta, "trans-abstract")]
    groups = descendants(meta, "kwd-group")
    return describe(
        root.get(LANG),
        title=((plain(one), _language(one, meta)) for one in titles),
        authors=dict.fromkeys(map(_author, descendants(meta, "contrib"))),
        journal=first(root, "journal-title", "journal-id"),
        year=first(meta, "pub-date/year"),
        doi=(plain(one) for one in descendants(meta, "article-id") if one.get("pub-id-type") == "doi"),
        abstract=((plain(one), one.get(LANG)) for one in abstracts),
        keywords=((plain(word), group.get(LANG)) for group in groups for word in descendants(group, "kwd")),
    )


def _language(title: Element, meta: Element) -> str | None:
    """Return the language of a title: its own, or that of the group of translated titles it stands in."""
    groups = [group for group in descendants(meta, "trans-title-group") if title in list(group)]
    return title.get(LANG) or (groups[0].get(LANG) if groups else None)


def _author(contributor: Element) -> str:
    if contributor.get("contrib-type", "author") != "author":
        return ""
    names = descendants(contributor, "name")
    if not names:
        return first(contributor, "string-name", "collab")
    return f"{first(names[0], 'surname')} {first(names[0], 'given-names')}".strip()


READER = Reader(
    name="jats",
    title="JATS",
    suffixes=(".xml", ".jats"),
    recognises=lambda source: root_name(source.data) == "article" and b"<article-meta" in source.data,
    read=_read,
)
