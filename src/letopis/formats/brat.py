"""brat's standoff format: for each article a ``.txt`` and an ``.ann``, and ``annotation.conf`` for the whole folder.

``T`` lines are the spans (they nest), ``R`` lines the relations. What has few values is an attribute (``A``), all else
that is known of a span is a note (``#``) of the field's name. The format: https://brat.nlplab.org/standoff.html.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import count, pairwise
from pathlib import Path

import msgspec

from letopis.errors import InputError
from letopis.files import read_utf8
from letopis.formats.folders import field_texts, read_fields, read_folder, write_folder
from letopis.labels import labels, labels_with, relation_types
from letopis.records import ENTITY_FIELDS, Article, Entity, Relation
from letopis.sentences import split_sentences

CONFIGURATION = "annotation.conf"

ATTRIBUTES = tuple(name for name, field in ENTITY_FIELDS.items() if field.values or field.kind is bool)
"""The fields that are attributes: those with few values."""

LINE_ENDS = "\n\r\t\v\f\x1c\x1d\x1e\x85\u2028\u2029"
"""Characters that an annotation line cannot hold: there a span is cut in two, as brat itself does."""

_SPAN = re.compile(r"T(\d+)\t(\S+) (\d+ \d+(?:;\d+ \d+)*)\t(.*)", re.DOTALL)
_RELATION = re.compile(r"R(\d+)\t(\S+) (?:\S+?):T(\d+) (?:\S+?):T(\d+)\s*")
_ATTRIBUTE = re.compile(r"[AM]\d+\t(\S+) ([TR]\d+)(?: (\S+))?\s*")
_NOTE = re.compile(r"#\d*\t(\S+) ([TR]\d+)\t(.*)", re.DOTALL)
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t"}
_FRAGMENT = re.compile(f"[^{LINE_ENDS}]+")
_ESCAPES = str.maketrans({"\\": r"\\", "\n": r"\n", "\r": r"\r", "\t": r"\t"})


def write_brat(folder: Path, articles: Sequence[Article]) -> int:
    """Write articles as a brat collection and give their number; offsets count code points.

    Raises:
        InputError: an id that cannot name a file, or a span that brat cannot hold.
        OutputError: the folder cannot be written, or holds other things.
    """
    configuration = {CONFIGURATION: brat_configuration(articles)}
    return write_folder(folder, articles, "brat", {".txt": lambda a: a.text, ".ann": brat_lines}, beside=configuration)


def brat_lines(article: Article) -> Iterator[str]:
    """Return the lines of an article's ``.ann`` file, without line ends.

    >>> city = Entity(id=1, label="GPE", start_offset=2, end_offset=6, text="Баку", entity="gpe:Баку")
    >>> list(brat_lines(Article(id="a", text="В Баку", entities=[city])))
    ['T1\\tGPE 2 6\\tБаку', '#1\\tentity T1\\tgpe:Баку']
    """
    notes, attributes = count(1), count(1)
    for entity in sorted(article.entities, key=lambda e: (e.start_offset, -e.end_offset)):
        yield _span_line(entity, f"article {article.id!r}")
        for name, text in field_texts(entity).items():
            if ENTITY_FIELDS[name].machine or not text:  # they would bury what a reader wants to see
                continue
            if name in ATTRIBUTES and re.fullmatch(r"\S+", text):
                yield f"A{next(attributes)}\t{name} T{entity.id}" + (f" {text}" if text != "true" else "")
            else:
                yield f"#{next(notes)}\t{name} T{entity.id}\t{text.translate(_ESCAPES)}"
    for relation in article.relations:
        yield f"R{relation.id}\t{relation.type} Arg1:T{relation.from_id} Arg2:T{relation.to_id}"
        if relation.by:
            yield f"#{next(notes)}\tby R{relation.id}\t{relation.by.translate(_ESCAPES)}"


def brat_configuration(articles: Sequence[Article]) -> str:
    """Return the ``annotation.conf`` that shows all of Letopis's labels, and those of the articles beside them.

    >>> "signed_on Arg1:AGREEMENT, Arg2:DATE" in brat_configuration([]).splitlines()
    True
    """
    shown = dict.fromkeys([*labels(), *(e.label for a in articles for e in a.entities)])
    relations = dict.fromkeys([*relation_types(), *(r.type for a in articles for r in a.relations)])
    lines = ["[entities]", *shown, "", "[relations]"]
    lines.append("<OVERLAP> Arg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>")
    for relation in relations:
        sources, targets = map("|".join, _ends(relation, articles))
        lines.append(f"{relation} Arg1:{sources}, Arg2:{targets}")
    lines += ["", "[events]", "", "[attributes]"]
    for name in ATTRIBUTES:
        owners, values = _attribute(name, articles)
        if owners:
            lines.append(f"{name} Arg:{'|'.join(owners)}" + (f", Value:{'|'.join(values)}" if values else ""))
    return "\n".join(lines) + "\n"


def _ends(relation: str, articles: Sequence[Article]) -> tuple[dict[str, None], dict[str, None]]:
    known = relation_types().get(relation)
    sources, targets = (dict.fromkeys(labels) for labels in ((known.sources, known.targets) if known else ((), ())))
    for article in articles:
        label_by_id = {entity.id: entity.label for entity in article.entities}
        for one in article.relations:
            if one.type == relation:
                sources[label_by_id[one.from_id]] = targets[label_by_id[one.to_id]] = None
    return sources, targets


def _attribute(name: str, articles: Sequence[Article]) -> tuple[list[str], list[str]]:
    owners, found = labels_with(name), [*ENTITY_FIELDS[name].values]
    for article in articles:
        for entity in article.entities:
            value = getattr(entity, name)
            if value:
                owners.append(entity.label)
                found += [value] if isinstance(value, str) else []
    return list(dict.fromkeys(owners)), list(dict.fromkeys(found))


def _span_line(entity: Entity, place: str) -> str:
    if entity.id < 0 or re.search(r"\s", entity.label) or not entity.label:
        raise InputError(f"{place}: entity {entity.id} with label {entity.label!r} cannot stand in a brat file")
    matches = list(_FRAGMENT.finditer(entity.text))
    if not matches or matches[0].start() > 0 or matches[-1].end() < len(entity.text):
        raise InputError(f"{place}: entity {entity.id} begins or ends with a line break or tab; brat cannot hold it")
    spans = [(entity.start_offset + match.start(), entity.start_offset + match.end()) for match in matches]
    offsets = ";".join(f"{start} {end}" for start, end in spans)
    return f"T{entity.id}\t{entity.label} {offsets}\t{' '.join(match.group() for match in matches)}"


def read_brat(path: Path) -> list[Article]:
    """Read every ``.ann`` file of a folder, or one such file, with the ``.txt`` beside it.

    A span in pieces with nothing but white space between them is one span. Sentences are split anew. Remarks of
    annotators, normalisations and attributes that no record has are passed over.

    Args:
        path: the folder or the ``.ann`` file.

    Raises:
        InputError: no such file, a line that is no annotation, an event or equivalence, a span with other text
            between its pieces, or one that does not fit its text; with file and line.
    """
    return read_folder(path, ".ann", _read_article)


def _read_article(path: Path) -> Article:
    text = read_utf8(path.with_suffix(".txt"))
    spans: list[tuple[Entity, str]] = []
    relations: list[tuple[int, str, int, int]] = []
    fields: dict[str, dict[str, str]] = {}
    for number, line in enumerate(read_utf8(path).replace("\r\n", "\n").split("\n"), 1):
        place = f"{path}:{number}"
        if match := _SPAN.fullmatch(line):
            spans.append((_read_span(match, text, place), place))
        elif match := _RELATION.fullmatch(line):
            relations.append((int(match[1]), match[2], int(match[3]), int(match[4])))
        elif match := _ATTRIBUTE.fullmatch(line):
            fields.setdefault(match[2], {})[match[1]] = match[3] or "true"
        elif match := _NOTE.fullmatch(line):
            note = re.sub(r"\\(.)", lambda sign: _ESCAPED.get(sign[1], sign[1]), match[3])
            fields.setdefault(match[2], {})[match[1]] = note
        elif line.strip() and line[0] not in "#N":
            raise InputError(f"{place}: {line[:40]!r} is no span (T), relation (R), attribute (A) or note (#) of brat")
    return Article(
        id=path.stem,
        text=text,
        sentences=split_sentences(text),
        entities=[
            msgspec.structs.replace(span, **read_fields(fields.get(f"T{span.id}", {}), place)) for span, place in spans
        ],
        relations=[
            Relation(id=number, type=kind, from_id=source, to_id=target, by=fields.get(f"R{number}", {}).get("by"))
            for number, kind, source, target in relations
        ],
    )


def _read_span(match: re.Match[str], text: str, place: str) -> Entity:
    pieces = [tuple(map(int, piece.split())) for piece in match[3].split(";")]
    start, end = pieces[0][0], pieces[-1][1]
    for (_, before), (after, _) in pairwise(pieces):
        if after < before or text[before:after].strip(LINE_ENDS + " "):
            raise InputError(
                f"{place}: T{match[1]} stands at {match[3]!r} with other text between; a record holds whole stretches"
            )
    there = " ".join(text[first:last] for first, last in pieces)
    if end > len(text) or there != match[4]:
        raise InputError(f"{place}: T{match[1]} says {match[4]!r}, but the text at {match[3]!r} is {there!r}")
    return Entity(id=int(match[1]), label=match[2], start_offset=start, end_offset=end, text=text[start:end])
