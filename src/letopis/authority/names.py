"""The index of names of a run, as the editor of a book would print it: a row a referent."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from letopis.authority.entries import PREFIXES
from letopis.authority.link import LinkedRun
from letopis.authority.persons import index_order
from letopis.authority.referents import Referent, identity
from letopis.bilingual.project import project_entities
from letopis.bilingual.sides import align_articles, read_english
from letopis.errors import InputError, needed
from letopis.files import replacing
from letopis.formats.cells import csv_bytes, plain_cell
from letopis.formats.page import render_page
from letopis.labels import LINKED, label_of
from letopis.records import Article

COLUMNS = ("name", "label", "entity", "mentions", "variants", "articles", "years", "authority", "doubts", "english")

ADDRESSES = {
    "wikidata": "https://www.wikidata.org/wiki/", "viaf": "https://viaf.org/viaf/", "gnd": "https://d-nb.info/gnd/",
    "geonames": "https://www.geonames.org/", "isni": "https://isni.org/isni/", "orcid": "https://orcid.org/",
}  # fmt: skip
"""Where the ids of well-known files lead on the page."""


class NameRow(NamedTuple):
    """A line of the index: ``variants`` with their counts, ``places`` with numbers of sentences by article."""

    name: str
    label: str
    entity: str
    mentions: int
    variants: tuple[tuple[str, int], ...]
    places: tuple[tuple[str, tuple[int, ...]], ...]
    years: str
    authority: tuple[str, ...]
    doubts: tuple[str, ...]
    english: tuple[str, ...]


def name_rows(run: LinkedRun, english: Mapping[str, Counter[str]] | None = None) -> list[NameRow]:
    """Return the rows of a run's index in the order of the alphabet, ё as е; persons stand by their surnames.

    ``english`` are the English names of identities (:func:`english_names_of`).
    """
    doubts = _doubts(run)
    rows = [
        NameRow(
            name=index_order(one.name) if one.label == "PERSON" else one.name,
            label=one.label,
            entity=key,
            mentions=one.mentions,
            variants=tuple(_counted(one.variants)),
            places=tuple((article, tuple(n for n in numbers if n)) for article, numbers in sorted(one.places.items())),
            years=_years(one),
            authority=tuple(run.matches.ids.get(key, " ".join(one.authority)).split()),
            doubts=tuple(dict.fromkeys(doubts.get(key, ()))),
            english=tuple(name for name, _ in _counted((english or {}).get(key, Counter()))),
        )
        for key, one in run.referents.items()
    ]
    return sorted(rows, key=lambda row: (_folded(row.name), row.label, row.entity))


def english_names_of(articles: Iterable[Article], english: Path) -> dict[str, Counter[str]]:
    """Return how the translations name each identity, with counts; articles without a translation are passed over.

    Args:
        articles: the Russian records, linked.
        english: translations as ``letopis view --english`` takes them.

    Raises:
        InputError: there is no translation of any article; the message is that of the last one.
    """
    found: dict[str, Counter[str]] = defaultdict(Counter)
    lacking: InputError | None = None
    read = 0
    for article in articles:
        if article.language != "ru":
            continue
        try:
            translation = read_english(english, article.id)
        except InputError as error:
            lacking = error
            continue
        read += 1
        done = project_entities(article, translation, align_articles(article, translation))
        own = {entity.id: entity for entity in article.entities}
        there = {entity.id: entity for entity in done.english.entities}
        for russian, other in done.pairs:
            if own[russian].label in LINKED:
                found[identity(own[russian])][there[other].text] += 1
    if lacking is not None and not read:
        raise lacking
    return dict(found)


def _doubts(run: LinkedRun) -> dict[str, list[str]]:
    from letopis.authority.doubts import doubt_rows

    found: dict[str, list[str]] = {}
    for row in doubt_rows(run):
        candidates = f": {'; '.join(row.candidates)}" if row.candidates else ""
        found.setdefault(row.entity, []).append(f"{row.name} – {row.reason}{candidates}")
    return found


def _counted(names: Counter[str]) -> list[tuple[str, int]]:
    return sorted(names.items(), key=lambda item: (-item[1], item[0]))


def _years(one: Referent) -> str:
    """Return a state's own years, a person's life, or the years of the dates beside the name."""
    if one.state is not None:
        return one.state.years
    return str(one.life) or str(one.years)


def _folded(name: str) -> str:
    return name.lower().replace("ё", "е").lstrip("«„\"'([ ")


def table(rows: Iterable[NameRow]) -> list[list[object]]:
    """Return rows as cells of :data:`COLUMNS`: one line of text each.

    >>> row = NameRow("Баку", "GPE", "gpe:баку", 2, (("Баку", 2),), (("a", (1, 3)),), "", (), (), ())
    >>> table([row])[0][3:6]
    [2, 'Баку (2)', 'a 1, 3']
    """
    return [
        [
            row.name, row.label, row.entity, row.mentions,
            "; ".join(f"{name} ({count})" for name, count in row.variants),
            "; ".join(f"{article} {', '.join(map(str, numbers))}".strip() for article, numbers in row.places),
            row.years, " ".join(row.authority), "; ".join(row.doubts), "; ".join(row.english),
        ]
        for row in rows
    ]  # fmt: skip


def write_names(path: Path, rows: Sequence[NameRow], *, title: str = "Указатель имён") -> int:
    """Write an index of names by the end of the file's name, ``.csv``, ``.xlsx`` or ``.html``, and give its rows.

    Raises:
        InputError: the file ends otherwise.
        MissingDependencyError: ``.xlsx`` needs openpyxl.
        OutputError: the file cannot be written.
    """
    suffix = path.suffix.lower()
    if suffix == ".csv":
        data = csv_bytes([COLUMNS, *(map(plain_cell, row) for row in table(rows))])
    elif suffix == ".xlsx":
        data = _workbook(rows)
    elif suffix in {".html", ".htm"}:
        data = names_page(rows, title=title).encode()
    else:
        raise InputError(f"{path}: an index ends in .csv, .xlsx or .html")
    with replacing(path) as file:
        file.write(data)
    return len(rows)


def _workbook(rows: Sequence[NameRow]) -> bytes:
    import io

    with needed("XLSX", "xlsx"):
        from openpyxl import Workbook
        from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
        from openpyxl.styles import Font

    book = Workbook()
    sheet: Any = book.active
    sheet.title = "names"
    sheet.append(COLUMNS)
    for row in table(rows):
        sheet.append([ILLEGAL_CHARACTERS_RE.sub("\ufffd", cell) if isinstance(cell, str) else cell for cell in row])
        for cell in sheet[sheet.max_row]:
            if cell.data_type == "f":  # what begins with = is text here
                cell.data_type = "s"
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions
    for column, width in zip("ABCDEFGHIJ", (36, 9, 30, 10, 48, 40, 12, 36, 48, 30), strict=True):
        sheet.column_dimensions[column].width = width
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def names_page(rows: Sequence[NameRow], *, title: str) -> str:
    """Return the index as a page to print: by label, by letter; nothing in it is loaded from elsewhere.

    >>> row = NameRow("Акаев, Аскар", "PERSON", "person:акаев", 1, (("Акаев", 1),), (("a", (4,)),), "", (), (), ())
    >>> page = names_page([row], title="Имена")
    >>> 'id="PERSON-А"' in page, "Акаев, Аскар" in page
    (True, True)
    """
    parts = []
    for label in LINKED:
        letters: dict[str, list[NameRow]] = {}
        for row in (row for row in rows if row.label == label):
            first = _folded(row.name)[:1].upper()
            letters.setdefault(first if first.isalpha() else "#", []).append(row)
        if letters:
            parts.append((label, label_of(label).many, sorted(letters.items())))
    return render_page("letopis.authority", "names", title=title, parts=parts, link=_address)


def _address(identifier: str) -> str:
    prefix, _, number = identifier.partition(":")
    return ADDRESSES[prefix] + number if prefix in ADDRESSES and prefix in PREFIXES else ""
