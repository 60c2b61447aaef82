"""Follow every link and anchor of the built site, and see that no page loads anything from elsewhere.

``python docs/tools/check_links.py out/site`` prints what leads nowhere; exit code 1 when there is any. Links to other
sites are not followed, for the check must give one answer with and without a network.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html

LOADED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href"}
"""Elements that a browser loads by itself, and the attribute that says from where."""

NOT_LOADED = frozenset({"canonical", "prev", "next", "alternate"})
"""Kinds of ``<link>`` that only name a page."""


def problems(site: Path) -> Iterator[str]:
    """Say of each page what is wrong in it, one sentence each.

    Args:
        site: folder of the built site.
    """
    for page in sorted(site.rglob("*.html")):
        if page.name != "404.html":  # its links begin at the server's root
            for element, attribute, link, _ in _tree(page).iterlinks():
                if attribute in {"href", "src"}:
                    wrong = _wrong(site, page, element, link)
                    if wrong:
                        yield f"{page.relative_to(site)}: {link}: {wrong}"


def _wrong(site: Path, page: Path, element: html.HtmlElement, link: str) -> str:
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        named_only = element.tag == "link" and element.get("rel") in NOT_LOADED
        loaded = element.tag in LOADED and not named_only and parts.scheme != "data"
        return "is loaded from elsewhere" if loaded else ""
    target = page if not parts.path else (page.parent / unquote(parts.path)).resolve()
    if target.is_dir():
        target = target / "index.html"
    if not target.is_relative_to(site.resolve()) and target != page:
        return "leads out of the site"
    if not target.is_file():
        return "is not there"
    if parts.fragment and target.suffix == ".html" and unquote(parts.fragment) not in anchors(target):
        return "has no such anchor"
    return ""


@cache
def anchors(page: Path) -> frozenset[str]:
    """Return the anchors of a page: every ``id``, and the ``name`` of every ``<a>``."""
    tree = _tree(page)
    return frozenset(tree.xpath("//@id")) | frozenset(tree.xpath("//a/@name")) | {"__top"}


def _tree(page: Path) -> html.HtmlElement:
    return html.fromstring(page.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))


def main(site: Path) -> int:
    """Print every problem."""
    if not (site / "index.html").is_file():
        print(f"{site}: holds no index.html; build the site first (make docs)", file=sys.stderr)
        return 2
    found = list(problems(site))
    for problem in found:
        print(problem, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "out/site")))
