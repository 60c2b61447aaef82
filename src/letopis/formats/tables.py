"""Tables of what was found: a row an identity, counts, and articles with one text under two names."""

from __future__ import annotations

import csv
import hashlib
import io
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from letopis.files import replacing
from letopis.formats.cells import csv_bytes, plain_cell
from letopis.labels import in_order, labels
from letopis.records import Article, Entity

COLUMNS = ("entity", "label", "normal", "mentions", "articles", "first_date", "last_date")


@dataclass
class _Row:
    """What is known of one identity so far."""

    normal: str
    mentions: int = 0
    articles: set[str] = field(default_factory=set)
    first_date: str = ""
    last_date: str = ""


class EntityTally:
    """Counts identities, one article after the other, without holding the articles.

    >>> from letopis.records import Sentence
    >>> tally = EntityTally()
    >>> baku = Entity(id=1, label="GPE", start_offset=0, end_offset=4, text="Баку", normal="Баку", entity="gpe:баку")
    >>> tally.add(Article(id="a", text="Баку", sentences=[Sentence(0, 4)], entities=[baku]))
    >>> tally.rows()
    [('gpe:баку', 'GPE', 'Баку', 1, 'a', '', '')]
    """

    def __init__(self) -> None:
        self._rows: dict[tuple[str, str], _Row] = {}

    def add(self, article: Article) -> None:
        """Count the entities of one article."""
        starts = [sentence.start for sentence in article.sentences]
        dates: dict[int, list[str]] = {}
        others: list[tuple[int, Entity]] = []
        for entity in article.entities:
            number = bisect_right(starts, entity.start_offset) - 1
            if number < 0 or entity.start_offset >= article.sentences[number].end:
                continue
            if entity.label != "DATE":
                others.append((number, entity))
            elif entity.value:
                dates.setdefault(number, []).append(entity.value)
        for number, entity in sorted(others, key=lambda pair: pair[0]):
            name = entity.full_name
            key = (entity.entity or f"{entity.label.lower()}:{name}", entity.label)
            row = self._rows.setdefault(key, _Row(name))
            row.mentions += 1
            row.articles.add(article.id)
            for date in dates.get(number, ()):
                row.first_date, row.last_date = min(date, row.first_date or date), max(date, row.last_date)

    def rows(self) -> list[tuple[str, str, str, int, str, str, str]]:
        """Return a row an identity, as ``COLUMNS`` names it: mentions, articles, first and last date beside it.

        The dates are values of DATE spans in the same sentence; the commonest identity comes first.
        """
        ordered = sorted(self._rows.items(), key=lambda item: (-item[1].mentions, item[0][0]))
        return [
            (*key, row.normal, row.mentions, listed(sorted(row.articles)), row.first_date, row.last_date)
            for key, row in ordered
        ]

    def write(self, path: Path) -> None:
        """Write the rows as CSV in UTF-8.

        Raises:
            OutputError: the file cannot be written.
        """
        rows = ([plain_cell(value) for value in row] for row in self.rows())
        with replacing(path) as file:
            file.write(csv_bytes([COLUMNS, *rows], line_end="\n"))


def listed(names: Sequence[str]) -> str:
    """Return names in one cell, set apart by spaces; one that holds a space stands in quotation marks.

    >>> listed(["a", "my article"])
    'a "my article"'
    """
    cell = io.StringIO()
    csv.writer(cell, delimiter=" ", lineterminator="").writerow(names)
    return cell.getvalue()


def count_entities(article: Article) -> dict[str, int]:
    """Return the number of entities of each label, registered ones also where there is none, and of relations.

    >>> count_entities(Article(id="a", text=""))
    {'DATE': 0, 'PERSON': 0, 'ORG': 0, 'GPE': 0, 'AGREEMENT': 0, 'relations': 0}
    """
    found = Counter(entity.label for entity in article.entities)
    return {label: found[label] for label in in_order([*labels(), *found])} | {"relations": len(article.relations)}


class Doubles:
    """Knows the texts that it has seen, 16 bytes each, and the ids under which they came first.

    >>> doubles = Doubles()
    >>> [doubles.first(Article(id=name, text=text)) for name, text in (("a", "Баку."), ("b", "Рига."), ("c", "Баку."))]
    [None, None, 'a']
    """

    def __init__(self) -> None:
        self._seen: dict[bytes, str] = {}

    def first(self, article: Article) -> str | None:
        """Return the id of the article that had the same text before, or ``None``; blank texts are no doubles."""
        if not article.text.strip():
            return None
        digest = hashlib.blake2b(article.text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        found = self._seen.setdefault(digest, article.id)
        return None if found == article.id else found
