"""NEREL's brat files to sentences of words with names, for training and scoring.

NEREL: Loukachevitch et al. 2021, https://github.com/nerel-ds/NEREL; the texts are Russian Wikinews, CC BY 2.5.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from letopis.errors import InputError

LABELS = {
    "PERSON": "PERSON", "FAMILY": "PERSON", "ORGANIZATION": "ORG", "COUNTRY": "GPE", "CITY": "GPE",
    "STATE_OR_PROVINCE": "GPE", "DISTRICT": "GPE",
}  # fmt: skip
"""NEREL's labels that are ours; the others only help training."""

SCHEME = frozenset(
    "AGE AWARD CITY COUNTRY CRIME DATE DISEASE DISTRICT EVENT FACILITY FAMILY IDEOLOGY LANGUAGE LAW LOCATION MONEY "
    "NATIONALITY NUMBER ORDINAL ORGANIZATION PENALTY PERCENT PERSON PRODUCT PROFESSION RELIGION STATE_OR_PROVINCE "
    "TIME WORK_OF_ART".split()
) | frozenset(LABELS.values())
"""All labels that were looked for in NEREL, by its names and by ours."""


class Annotated(NamedTuple):
    """A text with the spans that people marked in it: start, end, NEREL's label; ``links`` are between some of them.

    A link is the type of a relation, then start and end of the span that it leads from and of that which it leads to.
    """

    name: str
    text: str
    spans: list[tuple[int, int, str]]
    links: frozenset[tuple[str, int, int, int, int]] = frozenset()


def read_nerel(folder: Path) -> list[Annotated]:
    """Read every ``.txt`` with its ``.ann`` of a folder, in the order of their names.

    Spans of several parts are left out: no tagger of stretches can give them.

    Raises:
        InputError: the folder holds no such pair, or a line is not brat's.
    """
    documents = []
    for path in sorted(folder.glob("*.ann")):
        try:
            text = path.with_suffix(".txt").read_bytes().decode("utf-8")
            lines = path.read_bytes().decode("utf-8").split("\n")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"{path} or its .txt cannot be read: {error}") from error
        documents.append(Annotated(path.stem, text, _spans(lines, path)))
    if not documents:
        raise InputError(f"{folder} holds no .ann files: give NEREL's folder 'train' or 'dev'")
    return documents


def _spans(lines: list[str], path: Path) -> list[tuple[int, int, str]]:
    spans = set()
    for number, line in enumerate(lines, start=1):
        if not line.startswith("T"):
            continue
        try:
            label, *places = line.split("\t")[1].split(" ")
            if len(places) == 2:
                spans.add((int(places[0]), int(places[1]), label))
        except (IndexError, ValueError) as error:
            raise InputError(f"{path}:{number} is no brat entity: {line[:60]!r}") from error
    return sorted(spans)


def ours(spans: list[tuple[int, int, str]]) -> set[tuple[int, int, str]]:
    """Return the spans whose labels are ours, under our names.

    >>> ours([(0, 4, "CITY"), (5, 9, "DATE")])
    {(0, 4, 'GPE')}
    """
    return {(start, end, LABELS[label]) for start, end, label in spans if label in LABELS}
