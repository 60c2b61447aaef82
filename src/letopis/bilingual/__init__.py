"""The English side: alignment of sentences, projection of entities, and the reader page.

Everything here starts from a Russian text and its English translation; either may be anybody's.
"""

from typing import TYPE_CHECKING

from letopis.lazy import lazily

if TYPE_CHECKING:
    from letopis.bilingual.project import project_entities
    from letopis.bilingual.reader import write_reader
    from letopis.bilingual.sides import align_articles

__all__ = ["align_articles", "project_entities", "write_reader"]

__getattr__, __dir__ = lazily(
    __name__, {"sides": "align_articles", "project": "project_entities", "reader": "write_reader"}
)
