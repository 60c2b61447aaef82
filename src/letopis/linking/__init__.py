"""Who is who: nominative full names, abbreviations, and one identity for all mentions."""

from typing import TYPE_CHECKING

from letopis.lazy import lazily

if TYPE_CHECKING:
    from letopis.linking.articles import Linker, link_articles

__all__ = ["Linker", "link_articles"]

__getattr__, __dir__ = lazily(__name__, {"Linker": "articles", "link_articles": "articles"})
