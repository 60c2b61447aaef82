"""Vertical text for the Corpus Workbench and (No)Sketch Engine: a token a line, spans as structures, and a registry.

Columns are word, lemma, part of speech, features, relation to the head, and the head's number in the sentence (0 for
the root), as in CoNLL-U. Records hold no tokens: they are cut and analysed again. A span that ends within a token takes
all of it; that structures nest, both programs allow. ``&``, ``<`` and ``>`` are written as in XML.
The formats: https://cwb.sourceforge.io/files/CWB_Encoding_Tutorial.pdf, https://www.sketchengine.eu/my_keywords/vertical/.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from letopis.formats.conllu import tokens_of
from letopis.formats.folders import field_texts, write_folder
from letopis.labels import labels
from letopis.records import ENTITY_FIELDS, Article, Entity, Token

REGISTRY = "registry"
"""The file beside the articles that describes the corpus to NoSketch Engine."""

COLUMNS = ("word", "lemma", "pos", "feats", "deprel", "head")
DOCUMENT = ("id", "language", "title", "author", "journal", "year", "doi")
"""What a document says of itself, where its record has it."""

SPAN_ATTRIBUTES = ("id", *(name for name, field in ENTITY_FIELDS.items() if field.known and not field.machine))
"""What a span says of itself, where it has it."""

RESERVED = frozenset({"doc", "p", "s", "g"})


def write_vertical(folder: Path, articles: Sequence[Article]) -> int:
    """Write articles as vertical text with a registry and give their number.

    Raises:
        InputError: an id that cannot name a file.
        OutputError: the folder cannot be written, or holds other things.
    """
    names = dict.fromkeys([*labels(), *(one.label for article in articles for one in article.entities)])
    beside = {REGISTRY: "".join(f"{line}\n" for line in registry_lines(folder, names))}
    made = {".vrt": lambda article: vertical_lines(article, tokens_of(article))}
    return write_folder(folder, articles, "vertical", made, beside=beside)


def structure_of(label: str) -> str:
    """Return the name of the structure that marks spans of a label.

    >>> structure_of("GPE"), structure_of("My label"), structure_of("S")
    ('gpe', 'my_label', 'label_s')
    """
    name = re.sub(r"[^a-z0-9]+", "_", label.lower()).strip("_")
    return name if name[:1].isalpha() and name not in RESERVED else f"label_{name}"


def vertical_lines(article: Article, tokens: Iterable[Sequence[Token]]) -> Iterator[str]:
    """Return the lines of an article, without line ends; ``<g/>`` stands where no space does.

    >>> token = Token(start_offset=0, end_offset=4, text="Баку", lemma="Баку", upos="PROPN", deprel="root")
    >>> city = Entity(id=1, label="GPE", start_offset=0, end_offset=4, text="Баку", entity="gpe:Баку")
    >>> list(vertical_lines(Article(id="a", text="Баку", entities=[city]), [[token]]))[2:5]
    ['<s id="a-s1">', '<gpe id="1" entity="gpe:Баку">', 'Баку\\tБаку\\tPROPN\\t_\\troot\\t0']
    """
    said = {"id": article.id, "language": article.language}
    if article.metadata is not None:
        titles = article.metadata.title
        said["title"] = titles.get(article.language) or next(iter(titles.values()), "")
        said["author"] = "; ".join(article.metadata.authors)
        said |= {name: str(getattr(article.metadata, name) or "") for name in ("journal", "year", "doi")}
    yield _tag("doc", said)
    waiting = sorted(article.entities, key=lambda one: (one.start_offset, -one.end_offset), reverse=True)
    open_spans: list[Entity] = []
    last = None
    for number, sentence in enumerate(filter(None, tokens), 1):
        if last is None:
            yield "<p>"
        elif "\n" in article.text[last : sentence[0].start_offset]:
            yield from ("</p>", "<p>")
        last = sentence[-1].end_offset
        yield _tag("s", {"id": f"{article.id}-s{number}"})
        yield from _sentence(sentence, waiting, open_spans)
        yield "</s>"
    if last is not None:
        yield "</p>"
    yield "</doc>"


def _sentence(sentence: Sequence[Token], waiting: list[Entity], open_spans: list[Entity]) -> Iterator[str]:
    """Yield the tokens with the tags of the spans that begin and end at them; none outlives its sentence."""
    for place, token in enumerate(sentence):
        while waiting and waiting[-1].start_offset < token.end_offset:
            span = waiting.pop()
            if span.end_offset > token.start_offset:
                open_spans.append(span)
                known = {"id": str(span.id), **field_texts(span)}
                yield _tag(structure_of(span.label), {name: known.get(name, "") for name in SPAN_ATTRIBUTES})
        columns = (token.text, token.lemma, token.upos, token.feats, token.deprel, str(token.head))
        yield "\t".join(_escaped(column) or "_" for column in columns)
        following = sentence[place + 1].start_offset if place + 1 < len(sentence) else None
        for span in [one for one in reversed(open_spans) if following is None or one.end_offset <= following]:
            open_spans.remove(span)
            yield f"</{structure_of(span.label)}>"
        if following == token.end_offset:
            yield "<g/>"


def _tag(name: str, attributes: dict[str, str]) -> str:
    said = {key: _escaped(value).replace('"', "&quot;") for key, value in attributes.items() if value}
    listed = "".join(f' {key}="{value}"' for key, value in said.items())
    return f"<{name}{listed}>"


def _escaped(text: str) -> str:
    return escape(re.sub(r"\s+", " ", text))


def registry_lines(folder: Path, names: Iterable[str]) -> Iterator[str]:
    """Return the lines of a registry for NoSketch Engine (Manatee), without line ends; spans of a label may nest.

    >>> [line for line in registry_lines(Path("out"), ["GPE"]) if "VERTICAL" in line]
    ['VERTICAL "| cat out/*.vrt"']
    """
    yield 'NAME "Letopis"'
    yield f'PATH "{folder}/indexed"'
    yield f'VERTICAL "| cat {folder}/*.vrt"'
    yield from ('ENCODING "UTF-8"', 'LANGUAGE "Russian"', "")
    for name in COLUMNS:
        yield f"ATTRIBUTE {name}" + (' {\n    MULTIVALUE "yes"\n    MULTISEP "|"\n}' if name == "feats" else "")
    yield from _structure("doc", DOCUMENT)
    yield from _structure("p", ())
    yield from _structure("s", ("id",))
    yield from ("", "STRUCTURE g {", "    DISPLAYTAG 0", '    DISPLAYBEGIN "_EMPTY_"', "}")
    for label in names:
        yield from _structure(structure_of(label), SPAN_ATTRIBUTES, nested=True)


def _structure(name: str, attributes: Sequence[str], *, nested: bool = False) -> Iterator[str]:
    yield from ("", f"STRUCTURE {name} {{")
    if nested:
        yield '    NESTED "yes"'
    for one in attributes:
        yield f"    ATTRIBUTE {one}"
    yield "}"


def cwb_declarations(names: Iterable[str]) -> list[str]:
    """Return the options of ``cwb-encode`` that declare columns and structures; spans of a label nest once.

    >>> cwb_declarations(["GPE"])[:6]
    ['-P', 'lemma', '-P', 'pos', '-P', 'feats']
    """
    options = [part for name in COLUMNS[1:] for part in ("-P", name)]
    spans = [f"{structure_of(label)}:1+{'+'.join(SPAN_ATTRIBUTES)}" for label in names]
    for declared in (f"doc:0+{'+'.join(DOCUMENT)}", "p:0", "s:0+id", "g:0", *spans):
        options += ["-S", declared]
    return options
