"""The data model: one :class:`Article` is one line of JSON Lines, and nothing else knows the names.

All offsets count Unicode code points, the first is included and the second is not. ``start_offset``
and ``end_offset`` point into the clean text, ``source_start`` and ``source_end`` into the raw one.
"""

from __future__ import annotations

import types
import typing
from typing import Annotated, Any, NamedTuple

import msgspec

from letopis.lazy import lazily

SCHEMA = "letopis/1"
"""The value of ``schema`` in every record that this version writes."""

NO_JSON = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What a decoder raises where bytes hold no JSON of the wanted type; the last where brackets nest a thousand deep."""

STATUSES = tuple("refused planned initialled concluded signed ratified in_force suspended expired denounced".split())
"""What a text says has become of an agreement; of several the last in this order is kept."""

AUTHORITY = "^[^: ]+:[^ ]+( [^: ]+:[^ ]+)*$"
"""What the field ``authority`` of an entity looks like."""


def _says(meaning: str, **held_to: Any) -> msgspec.Meta:
    """What a field means, and what the JSON Schema holds its values to; the reader takes others too."""
    return msgspec.Meta(description=meaning, extra_json_schema=held_to or None)


def _known(meaning: str, *values: str, compared: str = "", machine: bool = False, **held_to: Any) -> msgspec.Meta:
    """What a field means that a rule, a model or a person sets; see :class:`EntityField`."""
    held_to |= {"enum": list(values)} if values else {}
    extra = {"known": True, "values": values, "compared": compared, "machine": machine}
    return msgspec.Meta(description=meaning, extra_json_schema=held_to or None, extra=extra)


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

    kind: Annotated[str, _says("title, abstract, keywords, body, caption, references or footnotes.")]
    start_offset: Annotated[int, _says("First character.", minimum=0)]
    end_offset: Annotated[int, _says("Behind the last character.", minimum=0)]


class Token(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A word or mark with its analysis in Universal Dependencies terms (``upos``, ``feats``).

    ``head`` counts the tokens of the sentence from 1, 0 for the root; ``deprel`` is empty where there is no tree.
    """

    start_offset: int
    end_offset: int
    text: str
    lemma: str
    upos: str
    feats: str = ""
    lemma_source: str = ""
    space_after: bool = True
    head: int = 0
    deprel: str = ""


class Entity(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A labelled span.

    Which labels have which of the fields, :mod:`letopis.labels` says; a field without a value is left out of a record.

    >>> Entity.at("В Баку.", 2, 6, "GPE", id=1).text
    'Баку'
    """

    id: Annotated[int, _says("Number of the entity in this article.", minimum=1)]
    label: Annotated[str, _says("Kind of entity.")]
    start_offset: Annotated[int, _says("First character in the clean text.", minimum=0)]
    end_offset: Annotated[int, _says("Behind the last character in the clean text.", minimum=0)]
    text: Annotated[str, _says("The characters text[start_offset:end_offset].", minLength=1)]
    lemma: Annotated[str | None, _says("The lemmas of its tokens.")] = None
    source_start: Annotated[int | None, _says("First character in the raw text.", minimum=0)] = None
    source_end: Annotated[int | None, _says("Behind the last character in the raw text.", minimum=0)] = None
    page: Annotated[int | None, _says("Page of the file, counted from 1.", minimum=1)] = None
    value: Annotated[
        str | None, _known("The date in EDTF (ISO 8601-2); absent when there is none such.", compared="edtf")
    ] = None
    modifier: Annotated[
        str | None, _known("Which part of the value is meant.", "start", "mid", "end", compared="text")
    ] = None
    impossible: Annotated[bool, _known("The calendar has no such day.")] = False
    from_context: Annotated[bool, _known("A part of the value was taken from other dates of the text.")] = False
    normal: Annotated[str | None, _known("The name itself in the nominative.", compared="text")] = None
    referent: Annotated[
        str | None, _known("The fullest name of what it names, in the nominative.", compared="text")
    ] = None
    entity: Annotated[str | None, _known("One identity for all mentions, across the articles of a run: gpe:KG.")] = None
    authority: Annotated[
        str | None,
        _known("Its ids in files of names, parted by spaces: wikidata:Q813 iso3166-1:KG.", pattern=AUTHORITY),
    ] = None
    gender: Annotated[
        str | None,
        _known("Of the name's referent; absent when the text leaves it open.", "masc", "femn", compared="text"),
    ] = None
    kind: Annotated[str | None, _known("The lemma of its head.", compared="text")] = None
    status: Annotated[str | None, _known("What the text says has become of it.", *STATUSES)] = None
    status_date: Annotated[str | None, _known("When, in EDTF.")] = None
    by: Annotated[str | None, _known("The rule, model or annotator that made the span.")] = None
    score: Annotated[float | None, _known("How sure that is, from 0 to 1.", machine=True, minimum=0, maximum=1)] = None

    @classmethod
    def at(cls, text: str, start: int, end: int, label: str, *, id: int = 0, **known: Any) -> Entity:
        """Return the entity of ``text[start:end]``; its id is 0 until it stands in a record."""
        return cls(id=id, label=label, start_offset=start, end_offset=end, text=text[start:end], **known)

    @property
    def full_name(self) -> str:
        """Return the fullest name that is known of what it names: the referent's, its own, its text."""
        return self.referent or self.normal or self.text


Kind = type[str] | type[int] | type[float] | type[bool]


class EntityField(NamedTuple):
    """A field of an entity: its name, its type (``None`` left aside) and what it means.

    ``known`` are those that a rule, model or person sets, and ``machine`` those that tell a reader nothing. ``values``
    are all that a field can have, where they are few; ``compared`` is the way in which evaluation compares two of them.
    """

    name: str
    kind: Kind
    meaning: str
    known: bool = False
    values: tuple[str, ...] = ()
    compared: str = ""
    machine: bool = True


def _entity_fields() -> dict[str, EntityField]:
    fields = {}
    for name, hint in typing.get_type_hints(Entity, include_extras=True).items():
        said, meta = typing.get_args(hint)
        parts = typing.get_args(said) if isinstance(said, types.UnionType) else (said,)
        kind = next(part for part in parts if part is not type(None))
        fields[name] = EntityField(name, kind, meta.description, **(meta.extra or {}))
    return fields


SPAN_FIELDS = ("id", "label", "start_offset", "end_offset", "text")
"""Fields of an entity that every format has a place of its own for."""

ENTITY_FIELDS = {name: field for name, field in _entity_fields().items() if name not in SPAN_FIELDS}
"""All others, in the order of the record."""

KNOWN = tuple(name for name, field in ENTITY_FIELDS.items() if field.known)
"""The fields that a rule, a model or a person sets: a span of spaCy has them as ``span._.value`` and so on."""


class Relation(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A typed link between two entities of one article; ``from_id`` is the AGREEMENT."""

    id: Annotated[int, _says("Number of the relation in this article.", minimum=1)]
    type: Annotated[str, _says("Kind of relation.")]
    from_id: Annotated[int, _says("The AGREEMENT, by the id of its entity.", minimum=1)]
    to_id: Annotated[int, _says("The other end, by the id of its entity.", minimum=1)]
    by: Annotated[str | None, _says("The rule or annotator that made the link.")] = None


class Source(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where the text came from: path, SHA-256 of the file's bytes, encoding, and every edit.

    ``pages`` holds the raw offset at which each page starts, for formats that have pages.
    """

    path: Annotated[str, _says("The file, as it was named on the command line; empty for a text out of memory.")]
    sha256: Annotated[str, _says("SHA-256 of the file's bytes.", pattern="^[0-9a-f]{64}$")]
    encoding: Annotated[str | None, _says("Encoding of a text file.")] = None
    pages: Annotated[list[int], _says("Raw offset of each page's start, for formats that have pages.")] = []
    edits: Annotated[list[Edit], _says("Every difference of clean and raw text, in order: five values each.")] = []


class Metadata(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a file says of its article, as it says it; nothing is worked out from the text.

    Title, abstract and keywords stand under the language they are in, by its ISO 639 code (``ru``, ``en``), or under
    ``und`` where neither the file nor the letters tell.

    >>> Metadata(title={"ru": "О читальнях"}, authors=["Лунин П. П."], year=1911).title["ru"]
    'О читальнях'
    """

    title: Annotated[
        dict[str, str], _says("Title, by the language it is in (ISO 639), or und where that is not known.")
    ] = {}
    authors: Annotated[list[str], _says("Authors in their order, as they are written.")] = []
    journal: Annotated[str | None, _says("Journal or collection.")] = None
    year: Annotated[int | None, _says("Year of publication.")] = None
    doi: Annotated[str | None, _says("Digital object identifier, without address: 10.1234/abc.", pattern="^10[.]")] = (
        None
    )
    udc: Annotated[str | None, _says("Number of the Universal Decimal Classification (УДК).")] = None
    volume: Annotated[str | None, _says("Volume of the journal.")] = None
    issue: Annotated[str | None, _says("Issue of the journal.")] = None
    pages: Annotated[str | None, _says("Pages in it.")] = None
    subject: Annotated[str | None, _says("Rubric or subject that the journal gives it.")] = None
    rights: Annotated[str | None, _says("Licence, or who may use it and how.")] = None
    provenance: Annotated[str | None, _says("Where the file comes from.")] = None
    language: Annotated[str | None, _says("Language that the file says it is in, ISO 639.")] = None
    abstract: Annotated[dict[str, str], _says("Abstract, by language.")] = {}
    keywords: Annotated[dict[str, list[str]], _says("Keywords, by language.")] = {}


class Footnote(msgspec.Struct, frozen=True, kw_only=True):
    """A footnote that stood between the two halves of a sentence, and was taken out of the text.

    ``offset`` is the place of the clean text where it stood, ``source_start`` to ``source_end`` its raw characters.
    """

    text: Annotated[str, _says("Its text, lines joined.")]
    offset: Annotated[int, _says("Place of the clean text where it stood.", minimum=0)]
    source_start: Annotated[int, _says("First character in the raw text.", minimum=0)]
    source_end: Annotated[int, _says("Behind the last character in the raw text.", minimum=0)]


class Article(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An article with everything that was found in it: one line of JSON Lines.

    ``record_sha256`` is of the line without this field. A record that has one gets it anew whenever it is written.
    """

    id: Annotated[str, _says("Name of the article, unique among the records of a run.", minLength=1)]
    schema: Annotated[str, _says("Format of the record.", const=SCHEMA)] = SCHEMA
    language: Annotated[str, _says("Language of the text, ISO 639-1.", pattern="^[a-z]{2,3}$")] = "ru"
    text: Annotated[str, _says("The clean text; all offsets but the source_ ones point into it.")]
    source: Annotated[Source | None, _says("Where the text came from; absent when it came from no file.")] = None
    metadata: Annotated[Metadata | None, _says("What the file says of its article; absent when it says nothing.")] = (
        None
    )
    pipeline: Annotated[
        dict[str, Any], _says("What made the record: versions, components, hashes of the models, merges with doccano.")
    ] = {}
    warnings: Annotated[list[str], _says("What was noticed while reading, a sentence each.")] = []
    sections: Annotated[
        list[Section], _says("Title, abstract, keywords, body, captions, references, footnotes, in order.")
    ] = []
    footnotes: Annotated[
        list[Footnote], _says("Footnotes that cut a sentence in the file and are no part of the text.")
    ] = []
    sentences: Annotated[list[Sentence], _says("Sentences in order, a pair of offsets each.")] = []
    entities: Annotated[list[Entity], _says("Labelled spans; they nest.")] = []
    relations: Annotated[list[Relation], _says("Links from an AGREEMENT to another entity of this article.")] = []
    record_sha256: Annotated[
        str | None, _says("SHA-256 of the line without this field and its comma.", pattern="^[0-9a-f]{64}$")
    ] = None

    def to_pandas(self) -> Any:
        """Return the entities as a ``pandas.DataFrame``, a row each; see ``letopis.formats.notebook``.

        >>> article = Article(id="a", text="Ош", entities=[Entity.at("Ош", 0, 2, "GPE", normal="Ош")])
        >>> article.to_pandas()[["label", "text", "normal"]].values.tolist()
        [['GPE', 'Ош', 'Ош']]
        """
        return _NOTEBOOK("entities_frame")(self)

    def _repr_html_(self) -> str:
        return str(_NOTEBOOK("article_html")(self))

    def _repr_pretty_(self, printer: Any, _: bool) -> None:
        printer.text(f"Article({self.id!r}, {len(self.text)} characters, {len(self.entities)} entities)")


_NOTEBOOK, _ = lazily("letopis.formats", {"notebook": "entities_frame article_html"})
"""How a record is shown, far below; imported when a notebook asks for it, and for nothing else."""
