"""What the reader page knows: one chunk of JSON an article, one of its raw text, and three of all articles."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Any

from letopis.bilingual.align import SentenceLink
from letopis.bilingual.english import english_stem
from letopis.bilingual.links import WEAK
from letopis.bilingual.project import identity_of
from letopis.bilingual.readings import ReaderArticle
from letopis.bilingual.sides import text_of
from letopis.dictionary import parses
from letopis.labels import in_order, label_of
from letopis.offsets import OffsetMap
from letopis.records import Article, Entity
from letopis.russian.spelling import WORD, lowered
from letopis.russian.tables import rows

MENTIONS = 8
"""Ways in which a referent is mentioned that a search for it knows, the commonest first."""

_ABOUT = {"modifier": "m", "impossible": "x", "from_context": "c", "kind": "k", "status": "s", "status_date": "d"}
"""Fields of an entity that the page puts into words, and what they are called in a chunk."""


def captions() -> dict[str, list[str]]:
    """Return what the page says, in English and in Russian, by key; forms of number are parted by ``|``.

    >>> captions()["row"]
    ['row|rows', 'строка|строки|строк']
    """
    return {key: [english, russian] for key, english, russian in rows("captions.tsv", "letopis.bilingual")}


def places_in_utf16(text: str) -> Callable[[int], int]:
    """Return what leads from characters to the units that JavaScript counts in; the two differ behind an emoji.

    >>> list(map(places_in_utf16("а😀б"), range(4)))
    [0, 1, 3, 4]
    """
    if text.isascii() or max(text, default="") <= "\uffff":
        return lambda place: place
    return list(accumulate((1 + (letter > "\uffff") for letter in text), initial=0)).__getitem__


def article_chunk(reading: ReaderArticle) -> dict[str, Any]:
    """Return an article as the page reads it: both sides, and rows of sentences that translate each other.

    An entity is a list: id, start, end, and places among the ``strings``: label, identity, normal, value; then what
    else is known of it, if anything is.

    >>> city = Entity(id=1, label="GPE", start_offset=2, end_offset=6, text="Баку", normal="Баку")
    >>> chunk = article_chunk(ReaderArticle(Article(id="a", text="В Баку.", sentences=[(0, 7)], entities=[city])))
    >>> chunk["sides"][0]["entities"], chunk["strings"], chunk["rows"]
    ([[1, 2, 6, 1, 2, 3, 0]], ['', 'GPE', 'gpe:баку', 'Баку'], [[[0], [], 1, None]])
    """
    strings: dict[str, int] = {"": 0}
    articles = [reading.russian, *([reading.english] if reading.english else [])]
    sides = [_side(article, keys, strings) for article, keys in zip(articles, _keys(reading), strict=False)]
    return {
        "id": reading.russian.id,
        "sides": sides,
        "rows": _rows(reading),
        "notes": {str(place): list(notes) for place, notes in reading.notes.items()},
        "strings": list(strings),
    }


def _side(article: Article, keys: Mapping[int, str], strings: dict[str, int]) -> dict[str, Any]:
    unit = places_in_utf16(article.text)

    def place_of(value: str | None) -> int:
        return strings.setdefault(value or "", len(strings))

    def known(entity: Entity) -> list[Any]:
        about = {short: getattr(entity, name) for name, short in _ABOUT.items() if getattr(entity, name)}
        normal = entity.referent or entity.normal
        values = (label_of(entity.label).css_class, keys.get(entity.id), normal, entity.value)
        bounds = [entity.id, unit(entity.start_offset), unit(entity.end_offset)]
        return [*bounds, *map(place_of, values), *([about] if about else [])]

    return {
        "id": article.id,
        "language": article.language,
        "text": article.text,
        "sentences": [[unit(start), unit(end)] for start, end in article.sentences],
        "entities": [known(entity) for entity in sorted(article.entities, key=lambda e: e.id)],
        "relations": [[one.type, one.from_id, one.to_id] for one in article.relations],
    }


def links_of(reading: ReaderArticle) -> Sequence[SentenceLink]:
    """Return the links of a reading; without a translation each sentence stands alone."""
    return reading.links or [SentenceLink((place,), (), 1.0) for place in range(len(reading.russian.sentences))]


def _rows(reading: ReaderArticle) -> list[list[Any]]:
    """Return for each row its Russian and English sentences, whether a paragraph begins, and a weak score."""
    paragraphs = text_of(reading.russian).paragraphs
    found: list[list[Any]] = []
    last = -1
    for link in links_of(reading):
        begins = bool(link.russian) and paragraphs[link.russian[0]] != last
        last = paragraphs[link.russian[-1]] if link.russian else last
        whole = bool(link.russian and link.english) or reading.english is None
        weak = round(link.score, 2) if link.score < WEAK and whole else None
        found.append([list(link.russian), list(link.english), int(begins), weak])
    return found


def raw_chunk(reading: ReaderArticle) -> dict[str, Any] | None:
    """Return how the raw text differs, what cleaning did, and the stretch of each row and entity; nothing without it.

    ``pieces`` lead from the text that the page has to the raw one: where in it, up to where, and what stands there.

    >>> from letopis.records import Edit, Source
    >>> source = Source(path="", sha256="", edits=[Edit(3, 5, 3, 3, "joined_hyphen:dictionary")])
    >>> article = Article(id="a", text="экономика", sentences=[(0, 9)], source=source)
    >>> chunk = raw_chunk(ReaderArticle(article, raw="эко-\\nномика"))
    >>> chunk["edits"], chunk["rows"]
    ([[3, 5, 'joined hyphen: dictionary']], [[0, 11]])
    >>> chunk["pieces"]
    [[3, 3, '-\\n']]
    """
    article, raw = reading.russian, reading.raw
    if raw is None or article.source is None:
        return None
    offsets, unit = OffsetMap(article.source.edits), places_in_utf16(raw)

    def stretch(start: int, end: int) -> list[int]:
        return [unit(offsets.to_raw(start)), unit(offsets.to_raw(end))]

    spans = (offsets.span_to_raw(e.start_offset, e.end_offset) for e in sorted(article.entities, key=lambda e: e.id))
    return {
        "pieces": _pieces(article.text, raw, offsets),
        "edits": [
            [unit(edit.raw_start), unit(edit.raw_end), edit.kind.replace("_", " ").replace(":", ": ")]
            for edit in offsets.edits
            if raw[edit.raw_start : edit.raw_end].strip() or "hyphen" in edit.kind
        ],
        "rows": [stretch(*_stretch(article, link.russian)) if link.russian else None for link in links_of(reading)],
        "entities": [[unit(start), unit(end)] for start, end in spans],
    }


def _pieces(clean: str, raw: str, offsets: OffsetMap) -> list[list[Any]]:
    """Return what makes the raw text of the clean one: the whole, where the edits do not tell it all."""
    unit = places_in_utf16(clean)
    found, made, last = [], [], 0
    for one in offsets.edits:
        piece = raw[one.raw_start : one.raw_end]
        made += [clean[last : one.clean_start], piece]
        found.append([unit(one.clean_start), unit(one.clean_end), piece])
        last = one.clean_end
    return found if "".join(made) + clean[last:] == raw else [[0, unit(len(clean)), raw]]


def _stretch(article: Article, places: Sequence[int]) -> tuple[int, int]:
    """From the first sentence to the start of the one after the last, so that no raw text falls between rows."""
    following = places[-1] + 1
    end = article.sentences[following][0] if following < len(article.sentences) else len(article.text)
    return (0 if places[0] == 0 else article.sentences[places[0]][0]), end


def index_chunk(readings: Sequence[ReaderArticle], title: str) -> dict[str, Any]:
    """Return what the page shows at once: the list of articles with what they can be chosen by, and the labels."""
    counts = Counter(e.label for r in readings for e in r.russian.entities)
    used = in_order([*counts, *(e.label for r in readings if r.english for e in r.english.entities)])
    shown = [label_of(name) for name in used]
    return {
        "title": title,
        "labels": [[one.css_class, one.name, one.one, one.many, counts[one.name]] for one in shown],
        "articles": [_listed(reading) for reading in readings],
    }


def _listed(reading: ReaderArticle) -> dict[str, Any]:
    article, about = reading.russian, reading.russian.metadata
    titles = about.title if about else {}
    said = {
        "id": article.id,
        "english": reading.english.id if reading.english else None,
        "title": next((titles[language] for language in ("ru", "und", *titles) if language in titles), None),
        "authors": about.authors if about else None,
        "journal": about.journal if about else None,
        "year": about.year if about else None,
        "sentences": len(article.sentences),
        "entities": len(article.entities),
        "agreements": sum(e.label == "AGREEMENT" for e in article.entities),
        "sides": _sides_of(article),
        "raw": reading.raw is not None,
    }
    return {name: value for name, value in said.items() if value}


def _sides_of(article: Article) -> list[str]:
    """Return the names of those that are bound by the article's agreements, each once."""
    named = {e.id: e.full_name for e in article.entities}
    return list(dict.fromkeys(named[one.to_id] for one in article.relations if one.type == "party"))


def referents_chunk(readings: Sequence[ReaderArticle]) -> list[list[Any]]:
    """Return every identity with a name, its label, the articles that mention it, and how they do in both languages.

    >>> city = Entity(id=1, label="GPE", start_offset=2, end_offset=6, text="Баку", normal="Баку")
    >>> referents_chunk([ReaderArticle(Article(id="a", text="В Баку.", entities=[city]))])
    [['gpe:баку', 'Баку', 'GPE', [0], ['Баку']]]
    """
    names: dict[str, Counter[str]] = defaultdict(Counter)
    said: dict[str, Counter[str]] = defaultdict(Counter)
    labels: dict[str, str] = {}
    places: dict[str, dict[int, None]] = defaultdict(dict)
    for number, reading in enumerate(readings):
        articles = [reading.russian, *([reading.english] if reading.english else [])]
        for article, keys in zip(articles, _keys(reading), strict=False):
            for entity in article.entities:
                key = keys[entity.id]
                names[key][entity.value or entity.full_name] += 1
                said[key][entity.text] += 1
                labels.setdefault(key, label_of(entity.label).css_class)
                places[key][number] = None
    return [
        [
            key,
            names[key].most_common(1)[0][0],
            labels[key],
            list(places[key]),
            [text for text, _ in said[key].most_common(MENTIONS)],
        ]
        for key in names
    ]


def forms_chunk(readings: Iterable[ReaderArticle]) -> dict[str, list[str]]:
    """Return for each lemma the forms that the texts have of it, in small letters; a form may stand under several.

    Russian forms stand under every lemma that the dictionary has for them, English ones under what their forms share.

    >>> forms_chunk([ReaderArticle(Article(id="a", text="Договоры договора"))])
    {'договор': ['договор', 'договора', 'договоры']}
    """
    russian: set[str] = set()
    english: set[str] = set()
    for reading in readings:
        russian.update(map(lowered, WORD.findall(reading.russian.text)))
        if reading.english is not None:
            english.update(map(lowered, WORD.findall(reading.english.text)))
    forms: dict[str, set[str]] = defaultdict(set)
    for form in russian:
        for reading_of_form in parses(form):
            lemma = lowered(reading_of_form.lemma)
            forms[lemma] |= {lemma, form}
    for form in english - russian:
        forms[english_stem(form)].add(form)
    return {lemma: sorted(own) for lemma, own in sorted(forms.items()) if len(own) > 1 or lemma not in own}


def _keys(reading: ReaderArticle) -> tuple[dict[int, str], dict[int, str]]:
    """Return every entity the identity under which its mentions are gathered, on both sides."""
    russian = {e.id: entity_key(e) for e in reading.russian.entities}
    english = {e.id: entity_key(e) for e in reading.english.entities} if reading.english is not None else {}
    for left, right in reading.pairs:
        if left in russian and right in english:
            english[right] = russian[left]
    return russian, english


def entity_key(entity: Entity) -> str:
    """Return what an entity's mentions share: identity or date.

    >>> entity_key(Entity(id=1, label="DATE", start_offset=0, end_offset=7, text="1997 г.", value="1997"))
    'date:1997'
    >>> entity_key(Entity.at("Договора о мире", 0, 15, "AGREEMENT", entity="agreement:договор мир (a)"))
    'agreement:договор мир (a)'
    """
    return identity_of(entity) or f"{entity.label.lower()}:{(entity.value or entity.full_name).lower()}"
