"""Who is who: nominative names, the fullest name of each referent, one identity for its mentions, what stays open."""

from typing import TYPE_CHECKING

from letopis.lazy import lazily

if TYPE_CHECKING:
    from letopis.linking.articles import Linker, doubts_of, link_articles

__all__ = ["Linker", "doubts_of", "link_articles"]

__getattr__, __dir__ = lazily(__name__, {"articles": "Linker doubts_of link_articles"})
