"""Thesauri in SKOS, by rdflib; nothing that a file points to is fetched."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from letopis.authority.entries import AuthorityEntry, Lifetime, identifier, label_of_kinds, lifetime
from letopis.errors import InputError, needed
from letopis.files import read_utf8

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

FORMATS = {".ttl": "turtle", ".nt": "nt", ".rdf": "xml", ".xml": "xml", ".jsonld": "json-ld"}

SKOS, OWL = "http://www.w3.org/2004/02/skos/core#", "http://www.w3.org/2002/07/owl#"
NAMES = ("prefLabel", "altLabel", "hiddenLabel")
BEGINS, ENDS = ("birthDate", "foundingDate", "P569", "P571"), ("deathDate", "dissolutionDate", "P570", "P576")
"""Ends of the names of properties that hold the first and the last year."""

_OUTSIDE = re.compile(r"<!(?:DOCTYPE|ENTITY)[^>\[]*\b(?:SYSTEM|PUBLIC)\b", re.IGNORECASE)


def read_skos(path: Path) -> Iterator[AuthorityEntry]:
    """Read the concepts of a thesaurus: whatever has a ``skos:prefLabel``.

    Raises:
        InputError: the file cannot be read, or points to other places for what it means.
        MissingDependencyError: rdflib is not installed.
    """
    graph = _parsed(path)
    from rdflib import URIRef

    for concept in dict.fromkeys(graph.subjects(URIRef(f"{SKOS}prefLabel"))):
        yield _entry(graph, concept, path.stem)


def _parsed(path: Path) -> Graph:
    with needed("SKOS", "skos"):
        from rdflib import Graph
    form = FORMATS[path.suffix.lower()]
    text = read_utf8(path, "the thesaurus")
    _check_inside(text, form, path)
    graph = Graph()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of its own names, in its reader of JSON-LD
            graph.parse(data=text, format=form)
    except Exception as error:  # its readers raise whatever they meet
        reason = " ".join(str(error).split())[:120]
        raise InputError(f"{path}: cannot be read as {form}: {reason}") from None
    return graph


def _check_inside(text: str, form: str, path: Path) -> None:
    """Refuse what would have to be fetched: contexts of JSON-LD and entities of XML that lie elsewhere."""
    if form == "xml" and _OUTSIDE.search(text):
        raise InputError(
            f"{path}: its DOCTYPE points to another file; nothing is fetched, so write the file without it"
        )
    if form == "json-ld":
        try:
            outside = next(_outside_contexts(json.loads(text)), None)
        except (ValueError, RecursionError) as error:
            raise InputError(f"{path}: no JSON: {error}") from None
        if outside is not None:
            raise InputError(f"{path}: its @context lies at {outside}; nothing is fetched, so write the context out")


def _outside_contexts(data: Any) -> Iterator[str]:
    waiting = [data]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting += one
        elif isinstance(one, dict):
            contexts = one.get("@context", [])
            contexts = contexts if isinstance(contexts, list) else [contexts]
            yield from (context for context in contexts if isinstance(context, str))
            yield from (str(found[key]) for found in (one, *contexts) if isinstance(found, dict)
                        for key in ("@import",) if key in found)  # fmt: skip
            waiting += one.values()


def _entry(graph: Graph, concept: Node, prefix: str) -> AuthorityEntry:
    from rdflib import RDF, URIRef

    labels = [str(one) for name in NAMES for one in sorted(graph.objects(concept, URIRef(SKOS + name)), key=_russian)]
    same = [str(one) for name in (f"{SKOS}exactMatch", f"{OWL}sameAs") for one in graph.objects(concept, URIRef(name))]
    facts = [(str(name), str(value)) for name, value in graph.predicate_objects(concept)]
    years = [
        next((lifetime(value).begin for name, value in sorted(facts) if name.endswith(ends)), None)
        for ends in (BEGINS, ENDS)
    ]
    return AuthorityEntry(
        ids=tuple(dict.fromkeys(identifier(one, prefix) for one in (str(concept), *sorted(same)))),
        names=tuple(dict.fromkeys(labels)),
        label=label_of_kinds(str(kind) for kind in graph.objects(concept, RDF.type)),
        years=Lifetime(*years),
        description=next((value for name, value in sorted(facts) if name == f"{SKOS}definition"), ""),
    )


def _russian(label: Any) -> tuple[bool, str, str]:
    language = str(getattr(label, "language", None) or "")
    return language != "ru", language, str(label)
