"""The reader: one HTML page, Russian and English side by side, entities underlined, nothing loaded from elsewhere."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from letopis.bilingual.align import SentenceLink
from letopis.bilingual.links import WEAK
from letopis.bilingual.project import identity_of
from letopis.bilingual.sides import text_of
from letopis.files import replacing
from letopis.formats.page import nested_marks, render_page
from letopis.labels import in_order, label_of
from letopis.offsets import OffsetMap
from letopis.records import Article, Entity

MODIFIERS = {"start": "beginning", "mid": "middle", "end": "end"}
"""How a narrowed date is shown."""


@dataclass(frozen=True)
class ReaderArticle:
    """One article to read: the Russian record and, if there is one, its translation.

    ``links`` join the sentences; ``pairs`` the ids of entities that answer each other (Russian, English); ``raw`` is
    the raw text, when it could be found; ``notes`` are remarks by English sentence, counted from 1.
    """

    russian: Article
    english: Article | None = None
    links: Sequence[SentenceLink] = ()
    pairs: Sequence[tuple[int, int]] = ()
    raw: str | None = None
    notes: Mapping[int, Sequence[str]] = field(default_factory=dict)


def write_reader(path: Path, readings: Iterable[ReaderArticle], *, title: str = "Letopis reader") -> int:
    """Write the page and give the number of its rows.

    Raises:
        OutputError: the file cannot be written.

    >>> import tempfile
    >>> from letopis.records import Sentence
    >>> article = Article(id="a", text="Да. Нет.", sentences=[Sentence(0, 3), Sentence(4, 8)])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_reader(Path(folder) / "reader.html", [ReaderArticle(article)])
    2
    """
    page = reader_page(list(readings), title=title)
    with replacing(path) as file:
        file.write(page.encode("utf-8", "replace"))
    return page.count('class="row')


def reader_page(readings: Sequence[ReaderArticle], *, title: str = "Letopis reader") -> str:
    """Return the page as a string.

    >>> page = reader_page([ReaderArticle(Article(id="a", text="<b>", sentences=[(0, 3)]))])
    >>> "&lt;b&gt;" in page, "http:" in page
    (True, False)
    """
    counts = Counter(e.label for r in readings for e in r.russian.entities)
    labels = in_order([*counts, *(e.label for r in readings if r.english for e in r.english.entities)])
    return render_page(
        "letopis.bilingual",
        "reader",
        colours=labels,
        title=title,
        chips=[(label_of(label), counts[label]) for label in labels],
        articles=[(r, _facts(r), list(_rows(r, number))) for number, r in enumerate(readings, 1)],
        has_raw=any(r.raw is not None for r in readings),
    )


def _facts(reading: ReaderArticle) -> str:
    left, right = reading.russian, reading.english
    english = "" if right is None else f"{len(right.sentences)} English · "
    return f"{len(left.sentences)} Russian sentences · {english}{len(left.entities)} entities"


def _rows(reading: ReaderArticle, number: int) -> Iterator[dict[str, Any]]:
    """Yield what a row of an article shows: sentences that translate each other."""
    left, right = reading.russian, reading.english
    russian_keys, english_keys = _keys(reading)
    links = reading.links or [SentenceLink((place,), (), 1.0) for place in range(len(left.sentences))]
    paragraphs = text_of(left).paragraphs
    offsets = OffsetMap(left.source.edits) if left.source is not None else None
    last = -1
    for link in links:
        begins = bool(link.russian) and paragraphs[link.russian[0]] != last
        last = paragraphs[link.russian[-1]] if link.russian else last
        raw = None
        if reading.raw is not None and offsets is not None and link.russian:
            raw = raw_html(reading.raw, offsets, *_stretch(left, link.russian))
        name = str(link.russian[0] + 1) if link.russian else "+"
        yield {
            "name": name + (f"–{link.russian[-1] + 1}" if len(link.russian) > 1 else ""),
            "begins": begins,
            "weak": None if right is None else _weakness(link),
            "russian": list(_sentences(left, link.russian, russian_keys, f"ru{number}")),
            "raw": raw,
            "english": None if right is None else list(_sentences(right, link.english, english_keys, f"en{number}")),
            "notes": [note for place in link.english for note in reading.notes.get(place + 1, ())],
        }


def _weakness(link: SentenceLink) -> str | None:
    if not link.english:
        return "No English sentence answers"
    if not link.russian:
        return "No Russian sentence answers"
    return f"Weak link, score {link.score:.2f}: check it" if link.score < WEAK else None


def _stretch(article: Article, places: Sequence[int]) -> tuple[int, int]:
    """From the first sentence to the start of the one after the last, so that no raw text falls between rows."""
    following = places[-1] + 1
    end = article.sentences[following][0] if following < len(article.sentences) else len(article.text)
    return (0 if places[0] == 0 else article.sentences[places[0]][0]), end


def _sentences(
    article: Article, places: Sequence[int], keys: Mapping[int, str], name: str
) -> Iterator[tuple[str, Markup]]:
    """Yield the address of each sentence within the page, and its text."""
    for place in places:
        text = entity_html(article.text, *article.sentences[place], article.entities, keys)
        yield f"{name}-{place + 1}", text


def entity_html(text: str, start: int, end: int, entities: Iterable[Entity], keys: Mapping[int, str]) -> Markup:
    """Return ``text[start:end]`` as HTML with its entities as nested spans; ``keys`` gives their identities by id.

    >>> city = Entity(id=1, label="GPE", start_offset=0, end_offset=4, text="Баку", normal="Баку")
    >>> print(entity_html("Баку<", 0, 5, [city], {1: "gpe:баку"}))
    <span class="e GPE d0" data-e="1" data-k="gpe:баку" data-n="Баку">Баку</span>&lt;
    """

    def tag(entity: Entity, height: int) -> dict[str, object]:
        value = "does not exist" if entity.impossible else entity.value or entity.kind or ""
        if entity.modifier:
            value += f" ({MODIFIERS.get(entity.modifier, entity.modifier)})"
        if entity.from_context:
            value += " (year from the context)"
        shown = f"e {label_of(entity.label).css_class} d{min(height, 3)}"
        own = {"class": shown, "data-e": entity.id, "data-k": keys.get(entity.id, "")}
        return {**own, "data-v": value or None, "data-n": entity.normal or None}

    # A span belongs to the sentence that it begins in.
    inside = sorted((e for e in entities if start <= e.start_offset < end), key=lambda e: e.id)
    return nested_marks(text, (start, end), ((e.start_offset, e.end_offset, e) for e in inside), tag)


def raw_html(raw: str, offsets: OffsetMap, start: int, end: int) -> Markup:
    """Return the raw text behind the clean characters ``start`` to ``end``; what cleaning changed stands in ``<del>``.

    >>> from letopis.records import Edit
    >>> print(raw_html("эко-\\nномика", OffsetMap([Edit(3, 5, 3, 3, "joined_hyphen:dictionary")]), 0, 9))
    эко<del title="joined hyphen: dictionary">-
    </del>номика
    """
    first, last = offsets.to_raw(start), offsets.to_raw(end)
    parts: list[Markup] = []
    position = first
    for edit in offsets.edits:
        if edit.raw_end <= first or edit.raw_start < first or edit.raw_start >= last:
            continue
        parts.append(escape(raw[position : edit.raw_start]))
        piece = raw[edit.raw_start : edit.raw_end]
        title = edit.kind.replace("_", " ").replace(":", ": ")
        seen = bool(piece.strip()) or "hyphen" in edit.kind
        parts.append(Markup('<del title="{}">{}</del>').format(title, piece) if seen else escape(piece))
        position = edit.raw_end
    return Markup().join([*parts, escape(raw[position:last])])


def _keys(reading: ReaderArticle) -> tuple[dict[int, str], dict[int, str]]:
    """Return every entity the identity under which its mentions are gathered, on both sides."""
    russian = {e.id: entity_key(e) for e in reading.russian.entities}
    english = {e.id: entity_key(e) for e in reading.english.entities} if reading.english is not None else {}
    for left, right in reading.pairs:
        if left in russian and right in english:
            english[right] = russian[left]
    return russian, english


def entity_key(entity: Entity) -> str:
    """Return what an entity's mentions share: identity, date, or the words of an agreement.

    >>> entity_key(Entity(id=1, label="DATE", start_offset=0, end_offset=7, text="1997 г.", value="1997"))
    'date:1997'
    """
    return identity_of(entity) or f"{entity.label.lower()}:{(entity.value or entity.normal or entity.text).lower()}"


def find_raw(article: Article, around: Path) -> str | None:
    """Read the raw text of a record, if its file is still there and unchanged.

    ``around`` is the file of records: the path in the record is tried from the working folder and from its parents.
    """
    if article.source is None or not article.source.path:
        return None
    for folder in (Path(), *around.resolve().parents[:4]):
        place = folder / article.source.path
        if place.suffix.lower() != ".txt" or not place.is_file():
            continue
        content = place.read_bytes()
        if hashlib.sha256(content).hexdigest() == article.source.sha256:
            try:
                return content.decode(article.source.encoding or "utf-8")
            except (UnicodeDecodeError, LookupError):
                return None
    return None
