"""UIMA CAS in XMI: for each article an ``.xmi``, and the ``TypeSystem.xml`` that all of them need.

The types are those of DKPro Core, which INCEpTION and WebAnno open: sentences, tokens, and every span as a
``NamedEntity`` whose ``value`` is the label and whose ``identifier`` is the identity. The other fields of a record are
further features of it, and relations a layer of their own; other layers are passed over when read. UIMA counts UTF-16
units, so a character beyond the basic plane counts as two. The format:
https://docs.oasis-open.org/uima/v1.0/uima-v1.0.html; the types:
https://dkpro.github.io/dkpro-core/releases/2.4.0/docs/typesystem-reference.html.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import quoteattr

from letopis.errors import InputError
from letopis.formats.folders import NO_XML, field_texts, read_fields, read_folder, read_xml, write_folder
from letopis.offsets import utf16_offsets
from letopis.records import ENTITY_FIELDS, Article, Entity, Kind, Relation, Sentence
from letopis.sentences import split_sentences
from letopis.sentences.tokens import tokenize

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


TYPE_SYSTEM = "TypeSystem.xml"
"""The file beside the articles that describes their types."""

_DKPRO = "de.tudarmstadt.ukp.dkpro.core.api"
DOCUMENT = f"{_DKPRO}.metadata.type.DocumentMetaData"
SENTENCE = f"{_DKPRO}.segmentation.type.Sentence"
TOKEN = f"{_DKPRO}.segmentation.type.Token"
SPAN = f"{_DKPRO}.ner.type.NamedEntity"
RELATION = "webanno.custom.LetopisRelation"
SOURCE, TARGET = "Governor", "Dependent"
"""The ends of a relation, by the names that INCEpTION has for them: where it leads from, and to."""

NUMBER = "number"
"""The feature that holds the id of an entity or relation in its record."""

FEATURES = {"label": "value", "entity": "identifier", "value": "edtf"}
"""The fields of an entity that have another name as a feature; all others keep theirs."""

_RANGES: Mapping[Kind, str] = {str: "String", int: "Integer", float: "Float", bool: "Boolean"}


class UimaType(NamedTuple):
    """A type of the type system: its name, what it is a kind of, and its features with their ranges."""

    name: str
    parent: str
    features: Mapping[str, str]


def uima_types() -> list[UimaType]:
    """Return the types of an export; the features of a span follow the fields of the record.

    >>> [kind.features["edtf"] for kind in uima_types() if kind.name == SPAN]
    ['uima.cas.String']
    """
    known = {FEATURES.get(name, name): f"uima.cas.{_RANGES[field.kind]}" for name, field in ENTITY_FIELDS.items()}
    own = {"value": "uima.cas.String", NUMBER: "uima.cas.Integer", **known}
    link = {SOURCE: SPAN, TARGET: SPAN, "label": "uima.cas.String", "by": "uima.cas.String", NUMBER: "uima.cas.Integer"}
    meta = {"documentTitle": "uima.cas.String", "documentId": "uima.cas.String"}
    return [
        UimaType(DOCUMENT, "uima.tcas.DocumentAnnotation", meta),
        UimaType(SENTENCE, "uima.tcas.Annotation", {}),
        UimaType(TOKEN, "uima.tcas.Annotation", {}),
        UimaType(SPAN, "uima.tcas.Annotation", own),
        UimaType(RELATION, "uima.tcas.Annotation", link),
    ]


def write_xmi(folder: Path, articles: Sequence[Article]) -> int:
    """Write articles as XMI with their type system and give their number.

    A character that XML cannot hold becomes U+FFFD, so that offsets stay.

    Raises:
        InputError: an id that cannot name a file, or a relation to an entity that is not there.
        OutputError: the folder cannot be written, or holds other things.
    """
    beside = {TYPE_SYSTEM: "".join(f"{line}\n" for line in type_system_lines())}
    return write_folder(folder, articles, "XMI", {".xmi": xmi_lines}, beside=beside)


def type_system_lines() -> Iterator[str]:
    """Return the lines of the type system's description, without line ends.

    >>> next(line for line in type_system_lines() if "LetopisRelation" in line).strip()
    '<typeDescription><name>webanno.custom.LetopisRelation</name><description/>'
    """
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier"><types>'
    for kind in uima_types():
        yield f"  <typeDescription><name>{kind.name}</name><description/>"
        yield f"    <supertypeName>{kind.parent}</supertypeName><features>"
        for name, reach in kind.features.items():
            said = f"<name>{name}</name><description/><rangeTypeName>{reach}</rangeTypeName>"
            yield f"      <featureDescription>{said}</featureDescription>"
        yield "    </features></typeDescription>"
    yield "</types></typeSystemDescription>"


def xmi_lines(article: Article) -> Iterator[str]:
    """Return the lines of an article's XMI, without line ends.

    >>> city = Entity(id=7, label="GPE", start_offset=2, end_offset=6, text="Баку", entity="gpe:Баку")
    >>> [line for line in xmi_lines(Article(id="a", text="В Баку.", entities=[city])) if "NamedEntity" in line][0]
    '  <t2:NamedEntity xmi:id="6" sofa="1" begin="2" end="6" value="GPE" number="7" identifier="gpe:Баку"/>'
    """
    spaces = list(dict.fromkeys(kind.name.rpartition(".")[0] for kind in uima_types()))
    declared = "".join(f' xmlns:t{number}="{_address(space)}"' for number, space in enumerate(spaces))
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield (
        '<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" '
        f'{declared.strip()} xmi:version="2.0">'
    )
    yield '  <cas:NULL xmi:id="0"/>'
    members: list[int] = []
    for number, (name, features) in enumerate(_annotations(article), 2):
        space, _, short = name.rpartition(".")
        listed = "".join(f" {key}={_value(value)}" for key, value in features.items())
        members.append(number)
        yield f'  <t{spaces.index(space)}:{short} xmi:id="{number}" sofa="1"{listed}/>'
    text = _value(article.text)
    yield f'  <cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text/plain" sofaString={text}/>'
    yield f'  <cas:View sofa="1" members="{" ".join(map(str, members))}"/>'
    yield "</xmi:XMI>"


def _annotations(article: Article) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the type and the features of each annotation, in the order of their ``xmi:id``, which begin at 2."""
    place = utf16_offsets(article.text)
    meta = {"language": article.language, "documentTitle": article.id, "documentId": article.id}
    yield DOCUMENT, {"begin": "0", "end": str(place[-1]), **meta}
    spans = [(SENTENCE, start, end) for start, end in article.sentences]
    spans += [(TOKEN, start, end) for start, end in tokenize(article.text)]
    for name, start, end in spans:
        yield name, {"begin": str(place[start]), "end": str(place[end])}
    ids = {entity.id: number for number, entity in enumerate(article.entities, 3 + len(spans))}
    for entity in article.entities:
        begin, end = place[entity.start_offset], place[entity.end_offset]
        yield SPAN, {"begin": str(begin), "end": str(end), **_features(entity)}
    by_id = {entity.id: entity for entity in article.entities}
    for relation in article.relations:
        yield RELATION, _link(relation, by_id, ids, place, article.id)


def _features(entity: Entity) -> dict[str, str]:
    fields = field_texts(entity)
    return {"value": entity.label, NUMBER: str(entity.id), **{FEATURES.get(k, k): v for k, v in fields.items()}}


def _link(
    relation: Relation, by_id: Mapping[int, Entity], ids: Mapping[int, int], place: Sequence[int], article_id: str
) -> dict[str, str]:
    """Return the features of a relation; it lies where its target does, as INCEpTION wants it."""
    target = by_id.get(relation.to_id)
    if target is None or relation.from_id not in ids:
        raise InputError(f"article {article_id!r}: relation {relation.id} leads to an entity that is not there")
    features = {
        "begin": str(place[target.start_offset]),
        "end": str(place[target.end_offset]),
        SOURCE: str(ids[relation.from_id]),
        TARGET: str(ids[relation.to_id]),
        "label": relation.type,
        NUMBER: str(relation.id),
    }
    return features | ({"by": relation.by} if relation.by else {})


def _address(space: str) -> str:
    return f"http:///{space.replace('.', '/')}.ecore"


def _value(text: str) -> str:
    return quoteattr(NO_XML.sub("\ufffd", text), {"'": "&apos;"})


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
