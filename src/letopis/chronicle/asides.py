"""What an article cites is no event of its own: references, citations in footnotes and in brackets stay out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

from letopis.cleaning.furniture_rules import has_verb
from letopis.cleaning.sections import find_citations, find_sections
from letopis.entities.spans import only
from letopis.records import Article


def without_citations(article: Article) -> Article:
    """Return an article without the entities of its references and citations, and without relations to them.

    Footnotes that tell something are kept: only their sentences without a finite verb go.

    >>> from letopis.records import Entity
    >>> dates = [Entity(id=1, label="DATE", start_offset=28, end_offset=32, text="1997", value="1997")]
    >>> text = "Мост открыт (Правда. – № 5. 1997. – С. 3)."
    >>> without_citations(Article(id="a", text=text, entities=dates)).entities
    []
    """
    zones = sorted(_zones(article))
    starts = [start for start, _ in zones]
    ends = list(accumulate((end for _, end in zones), max))  # zones may nest: the farthest end so far

    def cited(position: int) -> bool:
        place = bisect_right(starts, position) - 1
        return place >= 0 and position < ends[place]

    entities = [entity for entity in article.entities if not cited(entity.start_offset)]
    return article if len(entities) == len(article.entities) else only(article, entities)


def _zones(article: Article) -> Iterator[tuple[int, int]]:
    """Yield the stretches of an article that cite."""
    for section in article.sections or find_sections(article.text):
        if section.kind == "references":
            yield section.start_offset, section.end_offset
        elif section.kind == "footnotes":
            for start, end in article.sentences:
                within = section.start_offset <= start < section.end_offset
                if within and not has_verb(article.text[start:end]):
                    yield start, end
    yield from find_citations(article.text)
