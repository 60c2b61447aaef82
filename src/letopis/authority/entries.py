"""Entries of files of names: ids with their prefixes, labels, names, years, whatever file they come from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import quote

import msgspec

from letopis.russian.tables import rows

PREFIXES = {
    "wikidata": re.compile(r"https?://(?:www\.)?wikidata\.org/(?:entity|wiki)/([QPL]\d+)/?$"),
    "viaf": re.compile(r"https?://(?:www\.)?viaf\.org/viaf/(\d+)/?$"),
    "geonames": re.compile(r"https?://(?:sws|www)?\.?geonames\.org/(\d+)(?:/.*)?$"),
    "gnd": re.compile(r"https?://d-nb\.info/gnd/([\dX-]+)/?$"),
    "lcnaf": re.compile(r"https?://id\.loc\.gov/authorities/names/(\w+)$"),
    "isni": re.compile(r"https?://(?:www\.)?isni\.org/(?:isni/)?(\w+)/?$"),
    "orcid": re.compile(r"https?://orcid\.org/([\dX-]+)$"),
}
"""Addresses of well-known files of names, and the prefix under which their ids are written."""

_WIKIDATA = re.compile(r"Q\d+")


def words_of(kind: str) -> dict[str, str]:
    """Return what each word of the table of a kind stands for.

    >>> words_of("column")["born"], words_of("kind")["q515"]
    ('begin', 'GPE')
    """
    table = rows("words.tsv", __package__)
    return {word: meant for of, meant, words in table if of == kind for word in words.split()}


_KIND_OF = words_of("kind")


class Lifetime(NamedTuple):
    """The first and last year of a life or a state, as far as they are known."""

    begin: int | None = None
    end: int | None = None

    def __str__(self) -> str:
        """Return both as EDTF does, one year once, nothing where none is known."""
        if self.begin is not None and self.begin == self.end:
            return _year(self.begin)
        return f"{_year(self.begin)}/{_year(self.end)}" if self != (None, None) else ""

    def contradicts(self, other: Lifetime) -> bool:
        """Return whether two lives cannot be one: a year of each kind that both know differs.

        >>> Lifetime(1944, 2022).contradicts(Lifetime(1944)), Lifetime(1944).contradicts(Lifetime(1951))
        (False, True)
        """
        return any(a != b for a, b in zip(self, other, strict=True) if a is not None and b is not None)


UNKNOWN = Lifetime()
"""Years of which nothing is known."""


def _year(year: int | None) -> str:
    return "" if year is None else f"{year:04d}" if year >= 0 else f"-{-year:04d}"


class AuthorityEntry(msgspec.Struct, frozen=True, kw_only=True):
    """What a file of names knows of one referent; ``label`` is empty where it leaves that open.

    ``ids`` are written as ``prefix:id``, the first is the entry's own; ``names`` begin with the preferred one.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    label: str = ""
    years: Lifetime = UNKNOWN
    description: str = ""

    @property
    def id(self) -> str:
        """The entry's own id."""
        return self.ids[0]

    def joined(self, other: AuthorityEntry) -> AuthorityEntry:
        """Return one entry for two of one id: exports have a row for each alias."""
        years = Lifetime(*(a if a is not None else b for a, b in zip(self.years, other.years, strict=True)))
        return AuthorityEntry(
            ids=tuple(dict.fromkeys(self.ids + other.ids)),
            names=tuple(dict.fromkeys(self.names + other.names)),
            label=self.label or other.label,
            years=years,
            description=self.description or other.description,
        )


def joined_by_id(entries: Iterable[AuthorityEntry]) -> list[AuthorityEntry]:
    """Return each entry once, with all that its rows say."""
    found: dict[str, AuthorityEntry] = {}
    for entry in entries:
        found[entry.id] = found[entry.id].joined(entry) if entry.id in found else entry
    return list(found.values())


def identifier(written: str, prefix: str) -> str:
    """Return an id as it stands in a record; ``prefix`` is for those that have none.

    >>> identifier("http://www.wikidata.org/entity/Q813", "mine"), identifier("Q813", "mine"), identifier("7", "mine")
    ('wikidata:Q813', 'wikidata:Q813', 'mine:7')
    """
    written = written.strip()
    for name, address in PREFIXES.items():
        if match := address.match(written):
            return f"{name}:{match.group(1)}"
    if _WIKIDATA.fullmatch(written):
        return f"wikidata:{written}"
    plain = "".join(quote(sign) if sign.isspace() else sign for sign in written)
    return plain if ":" in plain.strip(":") else f"{prefix}:{plain}"


def label_of_kinds(kinds: Iterable[str]) -> str:
    """Return the label of words that say of what kind an entry is, empty where they leave it open or disagree.

    >>> label_of_kinds(["человек"]), label_of_kinds(["http://www.wikidata.org/entity/Q6256"]), label_of_kinds(["song"])
    ('PERSON', 'GPE', '')
    """
    words = (re.split(r"[/#:]", kind.strip().lower())[-1] for kind in kinds)
    found = {_KIND_OF[word.replace(" ", "")] for word in words if word.replace(" ", "") in _KIND_OF}
    return found.pop() if len(found) == 1 else ""


def lifetime(written: str) -> Lifetime:
    """Return the years that a cell names.

    >>> lifetime("1944–2022"), lifetime("1951-03-03T00:00:00Z"), lifetime("–2003")
    (Lifetime(begin=1944, end=2022), Lifetime(begin=1951, end=None), Lifetime(begin=None, end=2003))
    >>> lifetime("-0043/0017"), lifetime("ум. 1938")
    (Lifetime(begin=-43, end=17), Lifetime(begin=None, end=1938))
    """
    written = written.strip()
    years = list(_years(written))
    if len(years) > 1:
        return Lifetime(years[0], years[-1])
    if not years:
        return UNKNOWN
    only_end = re.match(r"(?:[–—]|\.\.|/|-(?!\d{4}-)|ум|†|d\.|died|до )", written) and not written.startswith("-0")
    return Lifetime(None, years[0]) if only_end else Lifetime(years[0])


def _years(written: str) -> Iterator[int]:
    for match in re.finditer(r"(?<![\dT:.])(\d{4})(?!\d)", written):
        before = written[: match.start()]
        yield (
            -int(match.group())
            if re.search(r"(?:^|/)\s*-$", before) and match.group()[0] == "0"
            else int(match.group())
        )
