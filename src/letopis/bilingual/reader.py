"""The reader: one HTML page, Russian and English side by side, entities underlined, nothing loaded from elsewhere."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from importlib.resources import files
from pathlib import Path

from letopis.bilingual.align import SentenceLink
from letopis.bilingual.links import WEAK
from letopis.bilingual.project import identity_of
from letopis.bilingual.reader_spans import entity_html, raw_html
from letopis.bilingual.sides import text_of
from letopis.files import replacing
from letopis.offsets import OffsetMap
from letopis.records import LABELS, Article, Entity

LABEL_NAMES = {"DATE": "Dates", "PERSON": "Persons", "ORG": "Organisations", "GPE": "Places", "AGREEMENT": "Agreements"}
"""What the page calls the labels."""


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
    room = files("letopis.bilingual")
    template, style, script = (
        room.joinpath(f"reader.{kind}").read_text(encoding="utf-8") for kind in ("html", "css", "js")
    )
    counts = Counter(e.label for r in readings for e in r.russian.entities)
    content = {
        "TITLE": escape(title),
        "STYLE": style,
        "SCRIPT": script,
        "CHIPS": "".join(_chip(label, counts[label]) for label in LABELS if counts[label]),
        "ARTICLES": "".join(
            f'<option value="article-{number}">{escape(r.russian.id)}</option>' for number, r in enumerate(readings, 1)
        ),
        "MANY": "" if len(readings) > 1 else "hidden",
        "RAW": "" if any(r.raw is not None for r in readings) else 'disabled title="The raw text was not found"',
        "BODY": "\n".join(article_html(r, number) for number, r in enumerate(readings, 1)),
    }
    # One pass over the template: a text that holds a placeholder stays as it is.
    head, *pieces = template.split("{{")
    return head + "".join(content[name] + rest for name, _, rest in (piece.partition("}}") for piece in pieces))


def _chip(label: str, count: int) -> str:
    return (
        f'<button type="button" class="chip {label}" data-label="{label}" aria-pressed="true">'
        f"{LABEL_NAMES[label]} <small>{count}</small></button>"
    )


def article_html(reading: ReaderArticle, number: int) -> str:
    """Return one article: its heading and its rows."""
    left, right = reading.russian, reading.english
    facts = [f"{len(left.sentences)} Russian sentences"]
    if right is not None:
        facts.append(f"{len(right.sentences)} English")
    facts.append(f"{len(left.entities)} entities")
    kind = "two" if right is not None else "one"
    columns = '<div class="cols" aria-hidden="true"><span></span><b>Русский</b><b>English</b></div>' if right else ""
    return (
        f'<article id="article-{number}" class="{kind}" data-id="{escape(left.id)}">'
        f"<header><h2>{escape(left.id)}</h2><p>{escape(' · '.join(facts))}</p></header>{columns}"
        + "\n".join(_rows(reading, number))
        + "</article>"
    )


def _rows(reading: ReaderArticle, number: int) -> Iterator[str]:
    left, right = reading.russian, reading.english
    russian_keys, english_keys = _keys(reading)
    links = reading.links or [SentenceLink((place,), (), 1.0) for place in range(len(left.sentences))]
    paragraphs = text_of(left).paragraphs
    offsets = OffsetMap(left.source.edits) if left.source is not None and reading.raw is not None else None
    last = -1
    for link in links:
        begins = bool(link.russian) and paragraphs[link.russian[0]] != last
        last = paragraphs[link.russian[-1]] if link.russian else last
        name = str(link.russian[0] + 1) if link.russian else "+"
        if len(link.russian) > 1:
            name += f"–{link.russian[-1] + 1}"
        classes = "row" + (" para" if begins else "")
        weak = ""
        if right is not None and (not link.russian or not link.english or link.score < WEAK):
            classes += " weak"
            weak = f' title="{_weakness(link)}"'
        cells = f'<div class="ru" lang="ru">{_sentences(left, link.russian, russian_keys, number, "ru")}'
        if reading.raw is not None and offsets is not None and link.russian:
            start, end = _stretch(left, link.russian)
            cells += f'<div class="raw" hidden>{raw_html(reading.raw, offsets, start, end)}</div>'
        cells += "</div>"
        if right is not None:
            notes = [note for place in link.english for note in reading.notes.get(place + 1, ())]
            marks = "".join(f'<small class="note" lang="en">{escape(note)}</small>' for note in notes)
            cells += (
                f'<div class="en" lang="en">{_sentences(right, link.english, english_keys, number, "en")}{marks}</div>'
            )
        yield f'<div class="{classes}" tabindex="-1"><div class="no"{weak}>{name}</div>{cells}</div>'


def _weakness(link: SentenceLink) -> str:
    if not link.english:
        return "No English sentence answers"
    if not link.russian:
        return "No Russian sentence answers"
    return f"Weak link, score {link.score:.2f}: check it"


def _stretch(article: Article, places: Sequence[int]) -> tuple[int, int]:
    """From the first sentence to the start of the one after the last, so that no raw text falls between rows."""
    following = places[-1] + 1
    end = article.sentences[following][0] if following < len(article.sentences) else len(article.text)
    return (0 if places[0] == 0 else article.sentences[places[0]][0]), end


def _sentences(article: Article, places: Sequence[int], keys: Mapping[int, str], number: int, side: str) -> str:
    if not places:
        return '<span class="none">—</span>'
    return " ".join(
        f'<span class="s" id="{side}{number}-{place + 1}">'
        + entity_html(article.text, *article.sentences[place], article.entities, keys)
        + "</span>"
        for place in places
    )


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
    known = identity_of(entity) if entity.label != "AGREEMENT" or entity.entity else None
    return known or f"{entity.label.lower()}:{(entity.value or entity.normal or entity.text).lower()}"


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
