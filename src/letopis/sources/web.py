"""What web pages and EPUB share: what parts the text, which tables and links are none, where the article stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice, pairwise
from typing import Any

from letopis.records import Metadata
from letopis.sources.described import describe
from letopis.sources.flow import Markup, Role, local, roles
from letopis.sources.trees import LANG, NO_XML, NOTE_HERE, place_notes

BLOCKS = """p div h1 h2 h3 h4 h5 h6 li dt dd blockquote pre address article section main header footer aside figure
figcaption caption hr ul ol dl form fieldset legend details summary body nav center table"""

ROLES = roles(
    block=BLOCKS,
    row="tr",
    cell="td th",
    raised="sup",
    note=NOTE_HERE,
    **{"break": "br"},
    skip="""script style template head select textarea button iframe object audio video canvas svg annotation
    annotation-xml rt rp noframes""",
)
"""The roles of HTML's elements."""

_TYPE = "{http://www.idpf.org/2007/ops}type"
_NOTE_TYPES = frozenset("footnote endnote rearnote doc-footnote doc-endnote".split())
_MARK_TYPES = frozenset("noteref doc-noteref".split())
_PARTING = frozenset("p div li h1 h2 h3 h4 h5 h6 table blockquote".split())
_MARK = re.compile(r"[\[(]?(?:\d{1,4}|[*†‡§]{1,5}|[ivxlc]{1,7}|[a-z])[\])]?")
_BLOCK_NAMES = frozenset(BLOCKS.split()) - {"body", "ul", "ol", "dl", "table"}
_LARGEST_IN_CELL = 2
_LARGEST_NOTE = 100
"""Elements of a note, among which the link back must be."""


def web_markup(root: Any) -> Markup:
    """Return the markup of one page; tables that hold paragraphs lay the page out and are no tables."""
    laying = _laying_out(root)

    def decide(element: Any) -> Role | None:
        style = element.get("style", "").replace(" ", "").lower()
        if element.get("hidden") is not None or "display:none" in style:
            return Role.SKIP
        if local(element) == "div" and element.get("title") in {"header", "footer"}:  # LibreOffice's page edges
            return Role.SKIP
        return Role.BLOCK if element in laying else None

    return Markup(roles=ROLES, decide=decide)


def _laying_out(root: Any) -> set[Any]:
    """Find the rows and cells of tables in which a cell holds several paragraphs, blank lines or another table."""
    order = [one for one in root.iter() if isinstance(one.tag, str)]
    parents = {child: one for one in order for child in one}
    blank = {
        b for one in order for a, b in pairwise(one) if local(a) == local(b) == "br" and not (a.tail or "").strip()
    }
    counts: dict[Any, int] = {}
    rows = set()
    for one in reversed(order):
        name, parent = local(one), parents.get(one)
        held = counts.pop(one, 0)
        if name in {"td", "th"} and held > _LARGEST_IN_CELL and parent is not None:
            rows.add(parent)
        if parent is not None:
            parts = (name in _PARTING) + (one in blank) + 2 * (name == "table")
            counts[parent] = counts.get(parent, 0) + held + parts
    alone = {root} if local(root) in {"td", "th"} else set()
    return rows | {cell for row in rows for cell in row} | alone


def place_linked_notes(root: Any) -> None:
    """Put notes where their marks are: a short link to a block that links back to it, as most programs write them.

    Where EPUB's types or the roles of HTML say that both are such, no link back is asked for.
    """
    order = [one for one in root.iter() if isinstance(one.tag, str)]
    parents = {child: one for one in order for child in one}
    named = {name: one for one in reversed(order) for name in (one.get("id"), one.get("name")) if name}
    links = [one for one in order if local(one) == "a" and one.get("href", "").startswith("#")]
    notes: dict[str, Any] = {}
    marks: dict[Any, str] = {}
    for link in links:
        aim = link.get("href", "")[1:]
        block = _block(named.get(aim), parents)
        if block is None or aim in notes or link in marks or not _MARK.fullmatch("".join(link.itertext()).strip()):
            continue
        back = _back(block, link, parents)
        typed = bool(_types(link) & _MARK_TYPES and _types(block) & _NOTE_TYPES)
        if (back is not None or typed) and _block(link, parents) is not block:
            notes[aim], marks[link] = block, aim
            if back is not None:
                marks[back] = ""
                back.text, back[:] = None, []  # what stands behind the link stays
            else:
                _drop_number(block, "".join(link.itertext()).strip("[]() \n"))
    place_notes(root, marks.get, notes)


def _drop_number(block: Any, number: str) -> None:
    """Take from a note the number that it bears itself: ``1. Отчёт``."""
    head = next((one for one in block.iter() if isinstance(one.tag, str) and (one.text or "").strip()), None)
    if head is not None:
        held = NO_XML.sub("", head.text)
        head.text = re.sub(rf"^\s*[\[(]?{re.escape(number)}[\])]?[.)]?(?:\s+|$)", "", held)


def _types(element: Any) -> set[str]:
    return {*element.get(_TYPE, element.get("epub:type", "")).split(), *element.get("role", "").split()}


def _block(element: Any, parents: Mapping[Any, Any]) -> Any:
    """Return the block that an element is or stands in."""
    while element is not None and local(element) not in _BLOCK_NAMES:
        element = parents.get(element)
    if element is not None and local(element) == "p" and local(parents.get(element, element)) in {"li", "aside"}:
        return parents[element]
    return element


def _back(block: Any, link: Any, parents: Mapping[Any, Any]) -> Any:
    """Find the link in a note that leads back to its mark."""
    own = {link.get("id"), link.get("name"), parents[link].get("id") if link in parents else None} - {None}
    inner = {one.get("id") or one.get("name") for one in link.iter() if isinstance(one.tag, str)}
    aims = {f"#{name}" for name in own | inner if name}
    near = islice((one for one in block.iter() if isinstance(one.tag, str)), _LARGEST_NOTE)
    return next((one for one in near if local(one) == "a" and one.get("href") in aims), None)


def described(pairs: Iterable[tuple[str, str, str | None]], said: str | None, title: str = "") -> Metadata:
    """Make metadata of the named values of a page's head: Highwire's, Dublin Core's, Open Graph's.

    Args:
        pairs: name, value and language of each.
        said: the language of the page.
        title: the page's own title, for want of a better one.

    >>> described([("citation_title", "О читальнях", None), ("citation_doi", "10.1234/abc", None)], "ru").doi
    '10.1234/abc'
    """
    values: dict[str, list[tuple[str, str | None]]] = {}
    for name, value, language in pairs:
        if value.strip():
            values.setdefault(name.lower().replace("dcterms.", "dc."), []).append((value.strip(), language))

    def texts(*names: str) -> list[tuple[str, str | None]]:
        return next((values[name] for name in names if name in values), [])

    def one(*names: str) -> str | None:
        return next((value for value, _ in texts(*names)), None)

    authors = texts("citation_author", "citation_authors", "dc.creator", "dc.creator.personalname", "author")
    dates = ("citation_publication_date", "citation_date", "citation_year", "dc.date", "dc.date.issued", "dc.issued")
    return describe(
        one("citation_language", "dc.language") or said,
        title=texts("citation_title", "dc.title", "og:title") or title,
        authors=(name for name, _ in authors),
        journal=one("citation_journal_title", "citation_inbook_title", "dc.source", "prism.publicationname"),
        year=one(*dates, "article:published_time"),
        doi=[one("citation_doi", "dc.identifier.doi", "prism.doi") or one("dc.identifier")],
        abstract=texts("citation_abstract", "dc.description.abstract"),
        keywords=texts("citation_keywords", "dc.subject"),
    )


def page_language(root: Any) -> str | None:
    """Return the language that a page says it is in."""
    return root.get("lang") or root.get(LANG) or None


RUN = 4
"""Words in a row that tell a stretch of text from others."""

MOST = 0.9
"""Share of the article's words that its part of the page must hold."""

_WORD = re.compile(r"\w+")
_AROUND = frozenset({"article", "main"})
_BESIDE = ("nav", "aside", "footer", "form")


def article_part(root: Any, article: str) -> Any:
    """Find the part of a page that holds an article's text; all of it where none holds enough.

    Args:
        root: the page, as lxml reads it.
        article: the running text that was recognised in it.

    >>> import lxml.html
    >>> page = lxml.html.fromstring(
    ...     "<body><nav>О нас</nav><main><h1>Земство</h1><p>Читальня открылась в уезде рано утром.</p></main></body>"
    ... )
    >>> article_part(page, "Читальня открылась в уезде рано утром.").tag
    'main'
    """
    known = set(_runs(article))
    order = [one for one in root.iter() if isinstance(one.tag, str)]
    weights: dict[Any, int] = {}
    for one in reversed(order):
        weight = weights.get(one, 0) + _known_in(one.text, known)
        weights[one] = weight
        parent = one.getparent()
        if parent is not None:
            weights[parent] = weights.get(parent, 0) + weight + _known_in(one.tail, known)
    enough = MOST * weights[root]
    found = root
    while (
        weights[root]
        and (inner := next((child for child in found if weights.get(child, 0) >= enough), None)) is not None
    ):
        found = inner
    around = next((one for one in found.iterancestors() if local(one) in _AROUND), None)
    return around if around is not None else found


def drop_beside(part: Any) -> None:
    """Remove what stands in an article's part and is none of it: menus, forms, feet, notes on the site."""
    for name in _BESIDE:
        for one in list(part.iter(name)):
            if (
                one is not part
                and one.getparent() is not None
                and "note" not in (one.get("role") or one.get("class") or "")
            ):
                one.drop_tree()


def _known_in(text: str | None, known: set[tuple[str, ...]]) -> int:
    return sum(run in known for run in _runs(text)) if text else 0


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    words = _WORD.findall(text.lower())
    return zip(*(islice(words, start, None) for start in range(RUN)), strict=False)
