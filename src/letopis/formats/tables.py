"""Tables of what was found, as pandas data frames."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from letopis.files import replacing
from letopis.records import LABELS, Article

if TYPE_CHECKING:
    import pandas as pd


def entity_table(articles: Sequence[Article]) -> pd.DataFrame:
    """Give one row an identity: label, normal form, mentions, articles, first and last date beside it.

    The dates are values of DATE spans in the same sentence. Columns: ``entity label normal mentions
    articles first_date last_date``; the commonest first. AGREEMENT spans are rows by their text.
    """
    import pandas as pd

    rows = []
    for article in articles:
        dates = [(e.start_offset, e.value) for e in article.entities if e.label == "DATE" and e.value]
        for sentence in article.sentences:
            inside = [value for start, value in dates if sentence.start <= start < sentence.end]
            for entity in article.entities:
                if sentence.start <= entity.start_offset < sentence.end and entity.label != "DATE":
                    name = entity.normal or entity.text
                    key = entity.entity or f"{entity.label.lower()}:{name}"
                    rows.append((key, entity.label, name, article.id, min(inside, default=""), max(inside, default="")))
    columns = "entity label normal article first last".split()
    frame = pd.DataFrame(rows, columns=columns)
    if frame.empty:
        return pd.DataFrame(columns=["entity", "label", "normal", "mentions", "articles", "first_date", "last_date"])
    grouped = frame.groupby(["entity", "label"], sort=False)
    table = grouped.agg(
        normal=("normal", "first"),
        mentions=("article", "size"),
        articles=("article", lambda ids: " ".join(sorted(set(ids)))),
        first_date=("first", lambda values: min((v for v in values if v), default="")),
        last_date=("last", lambda values: max((v for v in values if v), default="")),
    )
    return table.reset_index().sort_values(["mentions", "entity"], ascending=[False, True], ignore_index=True)


def write_entity_table(path: Path, articles: Sequence[Article]) -> None:
    """Write :func:`entity_table` as CSV in UTF-8.

    Raises:
        OutputError: the file cannot be written.
    """
    with replacing(path) as file:
        file.write(entity_table(articles).to_csv(index=False).encode("utf-8"))


def count_table(articles: Sequence[Article]) -> list[tuple[str, list[int]]]:
    """Give for each article the number of entities of each label, in the order of ``LABELS``, and of relations.

    >>> count_table([Article(id="a", text="")])
    [('a', [0, 0, 0, 0, 0, 0])]
    """
    return [
        (a.id, [*(sum(e.label == label for e in a.entities) for label in LABELS), len(a.relations)]) for a in articles
    ]
