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
from typing import TYPE_CHECKING
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


def uima_types() -> dict[str, dict[str, str]]:
    """Return the types of an export, and the ranges of their features; those of a span follow the fields of the record.

    >>> uima_types()[SPAN]["edtf"]
    'uima.cas.String'
    """
    text, integer = "uima.cas.String", "uima.cas.Integer"
    known = {FEATURES.get(name, name): f"uima.cas.{_RANGES[field.kind]}" for name, field in ENTITY_FIELDS.items()}
    return {
        DOCUMENT: {"documentTitle": text, "documentId": text},
        SENTENCE: {},
        TOKEN: {},
        SPAN: {"value": text, NUMBER: integer, **known},
        RELATION: {SOURCE: SPAN, TARGET: SPAN, "label": text, "by": text, NUMBER: integer},
    }


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
    for kind, features in uima_types().items():
        yield f"  <typeDescription><name>{kind}</name><description/>"
        yield f"    <supertypeName>uima.tcas.{'Document' * (kind == DOCUMENT)}Annotation</supertypeName><features>"
        for name, reach in features.items():
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
    spaces = list(dict.fromkeys(kind.rpartition(".")[0] for kind in uima_types()))
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
    units = utf16_offsets(article.text)

    def place(start: int, end: int) -> dict[str, str]:
        return {"begin": str(units[start]), "end": str(units[end])}

    meta = {"language": article.language, "documentTitle": article.id, "documentId": article.id}
    yield DOCUMENT, place(0, -1) | meta
    spans = [(SENTENCE, start, end) for start, end in article.sentences]
    spans += [(TOKEN, start, end) for start, end in tokenize(article.text)]
    for name, start, end in spans:
        yield name, place(start, end)
    places = {entity.id: place(entity.start_offset, entity.end_offset) for entity in article.entities}
    for entity in article.entities:
        fields = {FEATURES.get(name, name): text for name, text in field_texts(entity).items()}
        yield SPAN, {**places[entity.id], "value": entity.label, NUMBER: str(entity.id), **fields}
    ids = {entity.id: number for number, entity in enumerate(article.entities, 3 + len(spans))}
    for relation in article.relations:
        if not {relation.from_id, relation.to_id} <= ids.keys():
            raise InputError(f"article {article.id!r}: relation {relation.id} leads to an entity that is not there")
        ends = {SOURCE: str(ids[relation.from_id]), TARGET: str(ids[relation.to_id])}
        # It lies where its target does, as INCEpTION wants it.
        link = {**places[relation.to_id], **ends, "label": relation.type, NUMBER: str(relation.id)}
        yield RELATION, link | ({"by": relation.by} if relation.by else {})


def _address(space: str) -> str:
    return f"http:///{space.replace('.', '/')}.ecore"


def _value(text: str) -> str:
    return quoteattr(NO_XML.sub("\ufffd", text), {"'": "&apos;"})


_ID = "{http://www.omg.org/XMI}id"
_FIELDS = {FEATURES.get(name, name): name for name in ENTITY_FIELDS}


def read_xmi(path: Path) -> list[Article]:
    """Read every ``.xmi`` file of a folder, or one: text, sentences, spans with their fields, relations.

    Raises:
        InputError: no such file, no XMI with a text, or a span or relation that does not fit; with file and id.
    """
    return read_folder(path, ".xmi", _read_article)


def _read_article(path: Path) -> Article:
    root = read_xml(path)
    texts, known = ([one.attrib for one in root if one.tag.endswith(name)] for name in ("}Sofa", "}DocumentMetaData"))
    sofa = texts[0].get("sofaString") if texts else None
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
    meta = known[0] if known else {}
    language = meta.get("language", "")
    sentences = sorted(Sentence(*_range(element, back, path)) for element in _layer(root, SENTENCE))
    return Article(
        id=meta.get("documentTitle") or path.stem,
        language=language if language.isalpha() and language.islower() and len(language) in {2, 3} else "ru",
        text=sofa,
        sentences=sentences or split_sentences(sofa),
        entities=entities,
        relations=list(_relations(root, numbers, path)),
    )


def _layer(root: Element, kind: str) -> Iterator[Element]:
    space, _, name = kind.rpartition(".")
    return root.iterfind(f"{{{_address(space)}}}{name}")


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
