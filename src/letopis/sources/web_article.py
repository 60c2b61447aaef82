"""Where in a web page its article stands: the smallest part that holds what trafilatura takes for one.

Trafilatura gives the running text and leaves headings, notes and tables out as it sees fit. So it is asked where the
article is, and the text is read from there, whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from letopis.sources.elements import local

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
