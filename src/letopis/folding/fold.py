"""One layer of reading over a text: what is folded, and the way back."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from letopis.folding.capitals import fold_capitals
from letopis.folding.characters import fold_letters, fold_marks
from letopis.offsets import EditLog, OffsetMap
from letopis.records import Article, Entity

CELL_END = ";"
"""How the tab between the cells of a table's row is read."""


class Folded(NamedTuple):
    """The text as it is read, and the map from it back to the text as it is written.

    >>> fold_text("Баку\u0301").span_back(0, 4)
    (0, 5)
    """

    text: str
    offsets: OffsetMap

    def span_back(self, start: int, end: int) -> tuple[int, int]:
        """Return where a span of the folded text stands in the written one."""
        return self.offsets.span_to_raw(start, end) if self.offsets.edits else (start, end)


def fold_text(text: str) -> Folded:
    """Fold a text: stress marks, decomposed letters, look-alikes, emoji, apostrophes, headings in capitals, tables.

    The tab between two cells of a table is read as a semicolon, so that a row is no run of words.

    >>> folded = fold_text("Президе\u0301нт прибыл в Mоскву.")
    >>> folded.text, folded.span_back(0, 9)
    ('Президент прибыл в Москву.', (0, 10))
    """
    log = EditLog(text)
    fold_marks(log, text)
    marked, offsets = log.finish()
    return Folded(fold_capitals(fold_letters(marked.replace("\t", CELL_END))), offsets)


def fold_article(article: Article) -> Article:
    """Return a record whose text and entities are folded, for what compares names; the same one where nothing is.

    >>> entity = Entity(id=1, label="GPE", start_offset=0, end_offset=6, text="Mоскву")
    >>> fold_article(Article(id="a", text="Mоскву", entities=[entity])).entities[0].text
    'Москву'
    """
    folded = fold_text(article.text)
    if folded.text == article.text:
        return article
    entities = [_folded_entity(entity, folded) for entity in article.entities]
    return msgspec.structs.replace(article, text=folded.text, entities=entities)


def _folded_entity(entity: Entity, folded: Folded) -> Entity:
    start, end = folded.offsets.span_to_clean(entity.start_offset, entity.end_offset)
    return msgspec.structs.replace(entity, start_offset=start, end_offset=end, text=folded.text[start:end])
