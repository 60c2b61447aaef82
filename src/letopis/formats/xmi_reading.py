"""Reading of UIMA CAS in XMI, ours and INCEpTION's: see :mod:`letopis.formats.xmi`.

Spans are the ``NamedEntity`` layer, whose ``value`` is the label; relations those of our layer. Other layers are passed
over.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from letopis.errors import InputError
from letopis.formats.fields import read_fields
from letopis.formats.folders import read_folder
from letopis.formats.xmi import FEATURES, NUMBER, RELATION, SENTENCE, SOURCE, SPAN, TARGET, utf16_offsets
from letopis.formats.xml import read_xml
from letopis.records import ENTITY_FIELDS, Article, Entity, Relation, Sentence
from letopis.sentences import split_sentences

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_ID = "{http://www.omg.org/XMI}id"
_DOCUMENT = "DocumentMetaData"
_FIELDS = {FEATURES.get(name, name): name for name in ENTITY_FIELDS}


def read_xmi(path: Path) -> list[Article]:
    """Read every ``.xmi`` file of a folder, or one: text, sentences, spans with their fields, relations.

    Raises:
        InputError: no such file, no XMI with a text, or a span or relation that does not fit; with file and id.
    """
    return read_folder(path, ".xmi", _read_article)


def _read_article(path: Path) -> Article:
    root = read_xml(path)
    sofa = next((element.get("sofaString") for element in root if _named(element, "Sofa")), None)
    if sofa is None:
        raise InputError(f"{path}: holds no text (a <cas:Sofa> with sofaString); export it as UIMA CAS XMI")
    back = {units: place for place, units in enumerate(utf16_offsets(sofa))}
    entities: list[Entity] = []
    numbers: dict[str, int] = {}
    for element in _layer(root, SPAN):
        start, end = _range(element, back, path)
        if start < end and element.get("value"):
            number = _number(element, len(entities) + 1)
            numbers[element.get(_ID, "")] = number
            said = {_FIELDS[key]: value for key, value in element.items() if key in _FIELDS and key != "value"}
            fields = read_fields(said, f"{path}: {element.get(_ID)}")
            entities.append(Entity.at(sofa, start, end, element.get("value", ""), id=number, **fields))
    meta = next((element for element in root if _named(element, _DOCUMENT)), None)
    sentences = sorted(Sentence(*_range(element, back, path)) for element in _layer(root, SENTENCE))
    return Article(
        id=(meta.get("documentTitle") if meta is not None else None) or path.stem,
        language=_language(meta),
        text=sofa,
        sentences=sentences or split_sentences(sofa),
        entities=entities,
        relations=list(_relations(root, numbers, path)),
    )


def _language(meta: Element | None) -> str:
    said = meta.get("language", "") if meta is not None else ""
    return said if said.isalpha() and said.islower() and len(said) in {2, 3} else "ru"


def _named(element: Element, name: str) -> bool:
    return element.tag.rpartition("}")[2] == name


def _layer(root: Element, kind: str) -> Iterator[Element]:
    space, _, name = kind.rpartition(".")
    return root.iterfind(f"{{http:///{space.replace('.', '/')}.ecore}}{name}")


def _range(element: Element, back: dict[int, int], path: Path) -> tuple[int, int]:
    try:
        return back[int(element.get("begin", ""))], back[int(element.get("end", ""))]
    except (KeyError, ValueError):
        raise InputError(
            f"{path}: {element.get(_ID)} stands at {element.get('begin')!r} to {element.get('end')!r}, "
            "where the text has no character"
        ) from None


def _number(element: Element, otherwise: int) -> int:
    said = element.get(NUMBER, "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 and int(said) else otherwise


def _relations(root: Element, numbers: dict[str, int], path: Path) -> Iterator[Relation]:
    for place, element in enumerate(_layer(root, RELATION), 1):
        ends = [numbers.get(element.get(end, "")) for end in (SOURCE, TARGET)]
        if ends[0] is None or ends[1] is None or not element.get("label"):
            raise InputError(f"{path}: relation {element.get(_ID)} leads to a span that is not there, or has no label")
        yield Relation(
            id=_number(element, place),
            type=element.get("label", ""),
            from_id=ends[0],
            to_id=ends[1],
            by=element.get("by"),
        )
