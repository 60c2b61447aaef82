"""The data model: one :class:`Article` is one line of JSON Lines, and nothing else knows the names.

All offsets count Unicode code points, the first is included and the second is not. ``start_offset``
and ``end_offset`` point into the clean text, ``source_start`` and ``source_end`` into the raw one.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec

SCHEMA = "letopis/1"
"""The value of ``schema`` in every record that this version writes."""

LABELS = ("DATE", "PERSON", "ORG", "GPE", "AGREEMENT")
"""Entity labels, in the order in which tables show them."""

NO_JSON = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What a decoder raises where bytes hold no JSON of the wanted type; the last where brackets nest a thousand deep."""

RELATIONS = ("party", "signed_on", "signed_in", "signatory", "supersedes", "based_on")
"""Relation types; each leads from an AGREEMENT, the last two to another one."""


class Edit(NamedTuple):
    """One place where the clean text differs from the raw one.

    ``kind`` says what was done and, after a colon, why: ``joined_hyphen:dictionary``.

    >>> Edit(8, 10, 8, 8, "joined_hyphen:dictionary").kind
    'joined_hyphen:dictionary'
    """

    raw_start: int
    raw_end: int
    clean_start: int
    clean_end: int
    kind: str


class Sentence(NamedTuple):
    """A sentence of the clean text, ``text[start:end]``."""

    start: int
    end: int


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of the article: ``title``, ``abstract``, ``body``, ``references`` and others, by its ``kind``."""

    kind: str
    start_offset: int
    end_offset: int


class Token(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A word or mark with its analysis in Universal Dependencies terms (``upos``, ``feats``)."""

    start_offset: int
    end_offset: int
    text: str
    lemma: str
    upos: str
    feats: str = ""
    lemma_source: str = ""
    space_after: bool = True


class Entity(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A labelled span.

    ``value`` is EDTF for a DATE (absent when ``impossible``), ``modifier`` its narrowing word
    (``start``, ``mid``, ``end``); ``normal`` is the nominative name, ``entity`` the identity that
    mentions share across articles; ``kind`` is the sort of AGREEMENT, ``status`` what the text says of
    it (``signed``, ``initialled``, ``concluded``, ``ratified``, ``in_force``, ``suspended``, ``expired``,
    ``planned``, ``refused``, ``denounced``) and ``status_date`` when, in EDTF. ``by`` names the rule or
    model that made the span, or the annotator.

    >>> Entity(id=1, label="GPE", start_offset=0, end_offset=4, text="Баку").label
    'GPE'
    """

    id: int
    label: str
    start_offset: int
    end_offset: int
    text: str
    lemma: str | None = None
    source_start: int | None = None
    source_end: int | None = None
    page: int | None = None
    value: str | None = None
    modifier: str | None = None
    impossible: bool = False
    from_context: bool = False
    normal: str | None = None
    entity: str | None = None
    gender: str | None = None
    kind: str | None = None
    status: str | None = None
    status_date: str | None = None
    by: str | None = None
    score: float | None = None


class Relation(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A typed link between two entities of one article; ``from_id`` is the AGREEMENT."""

    id: int
    type: str
    from_id: int
    to_id: int
    by: str | None = None


class Source(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where the text came from: path, SHA-256 of the file's bytes, encoding, and every edit.

    ``pages`` holds the raw offset at which each page starts, for formats that have pages.
    """

    path: str
    sha256: str
    encoding: str | None = None
    pages: list[int] = []
    edits: list[Edit] = []


class Metadata(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a file says of its article, as it says it; nothing is worked out from the text.

    Title, abstract and keywords stand under the language they are in, by its ISO 639 code (``ru``, ``en``), or under
    ``und`` where neither the file nor the letters tell.

    >>> Metadata(title={"ru": "О читальнях"}, authors=["Лунин П. П."], year=1911).title["ru"]
    'О читальнях'
    """

    title: dict[str, str] = {}
    authors: list[str] = []
    journal: str | None = None
    year: int | None = None
    doi: str | None = None
    udc: str | None = None
    language: str | None = None
    abstract: dict[str, str] = {}
    keywords: dict[str, list[str]] = {}


class Footnote(msgspec.Struct, frozen=True, kw_only=True):
    """A footnote that stood between the two halves of a sentence, and was taken out of the text.

    ``offset`` is the place of the clean text where it stood, ``source_start`` to ``source_end`` its raw characters.
    """

    text: str
    offset: int
    source_start: int
    source_end: int


class Article(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An article with everything that was found in it: one line of JSON Lines.

    ``record_sha256`` is of the line without this field. A record that has one gets it anew whenever it is written.
    """

    id: str
    schema: str = msgspec.field(default=SCHEMA)
    language: str = "ru"
    text: str
    source: Source | None = None
    metadata: Metadata | None = None
    pipeline: dict[str, Any] = {}
    warnings: list[str] = []
    sections: list[Section] = []
    footnotes: list[Footnote] = []
    sentences: list[Sentence] = []
    entities: list[Entity] = []
    relations: list[Relation] = []
    record_sha256: str | None = None
