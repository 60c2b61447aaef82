"""Whether the facts of a filled sentence hold in what was found in it."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from letopis.extraction import ToExtract, extract_raw, raw_text
from letopis.linking.articles import link_articles
from letopis.records import Article, Token
from template_filling import Filled
from template_spellings import folded

if TYPE_CHECKING:
    from spacy.language import Language

RELATIONS = ("party", "signed_on", "signed_in", "signatory")
LABELS = ("PERSON", "ORG", "GPE", "DATE", "AGREEMENT")
_FIELD = re.compile(r' (\w+)=(?:"([^"]*)"|(\S+))')
_FACT = re.compile(rf'(?P<label>[A-Z]+) "(?P<text>.*?)"(?P<fields>(?:{_FIELD.pattern})*)')


class Verdict(NamedTuple):
    """A filled sentence with the facts of it that do not hold, and what was found."""

    filled: Filled
    faults: list[str]
    found: str


class _Expected(NamedTuple):
    """What must be found, and nothing else: spans with their fields, relations, sentences, lemmas."""

    spans: list[tuple[str, str, dict[str, str]]]
    relations: set[tuple[str, str]]
    sentences: int
    lemmas: list[tuple[str, str]]
    same: list[tuple[str, str]]
    differ: list[tuple[str, str]]
    free: set[str]


def judged(sentences: Iterable[Filled], nlp: Language) -> Iterator[Verdict]:
    """Extract every sentence as an article of its own, and yield what does not hold."""
    waiting: deque[tuple[Filled, list[list[Token]] | None]] = deque()

    def articles() -> Iterator[ToExtract]:
        for one in sentences:
            waiting.append((one, [] if any(fact.startswith("lemma ") for fact in one.facts) else None))
            yield ToExtract(raw_text(one.text), "", tokens=waiting[-1][1])

    for article in extract_raw(articles(), nlp):
        filled, tokens = waiting.popleft()
        yield verdict(filled, link_articles([article])[0], tokens or [])


def verdict(filled: Filled, article: Article, tokens: list[list[Token]]) -> Verdict:
    """Compare what was found with what must be."""
    expected = _expected(filled)
    faults = [*_span_faults(expected, article), *_relation_faults(expected, article)]
    if len(article.sentences) != expected.sentences:
        faults.append(f"{len(article.sentences)} sentences")
    lemmas = {(folded(token.text), folded(token.lemma)) for sentence in tokens for token in sentence}
    faults += [f"lemma {form}: {lemma}" for form, lemma in expected.lemmas if (form, lemma) not in lemmas]
    return Verdict(filled, faults, _told(article))


def _expected(filled: Filled) -> _Expected:
    told = _Expected([], set(), 1, [], [], [], set())
    named = {name: folded(form) for name, (form, _) in filled.spans.items()}
    hidden = {word for fact in filled.facts if fact.startswith("hides ") for word in fact.split()[1:]}
    for name, (form, fields) in filled.spans.items():
        if name not in hidden:
            told.spans.append((fields["label"], folded(form), {k: v for k, v in fields.items() if k != "label"}))
    for fact in filled.facts:
        head, _, rest = fact.partition(" ")
        words = rest.split()
        if head in RELATIONS:
            told.relations.update((head, named.get(word, folded(word))) for word in words)
        elif head == "lemma":
            told.lemmas.append((folded(words[0]), folded(words[1])))
        elif head in {"same", "differ"}:
            getattr(told, head).append((named[words[0]], named[words[1]]))
        elif head == "free":
            told.free.update(words)
        elif head == "sentences":
            told = told._replace(sentences=int(rest))
        elif (found := _FACT.fullmatch(fact)) is not None:
            fields = {name: quoted or word for name, quoted, word in _FIELD.findall(found["fields"])}
            told.spans.append((found["label"], folded(found["text"]), fields))
        elif head not in {"hides", "plain"}:
            raise ValueError(f"no such fact: {fact}")
    return told


def _span_faults(expected: _Expected, article: Article) -> Iterator[str]:
    entities = [(entity.label, folded(entity.text), entity) for entity in article.entities]
    for label, text, fields in expected.spans:
        here = [entity for a, b, entity in entities if (a, b) == (label, text)]
        if not here:
            yield f"no {label} {text}"
            continue
        for field, value in fields.items():
            got = [getattr(entity, field) for entity in here]
            if not any(_as_value(one) in {_as_value(option) for option in value.split("|")} for one in got):
                yield f"{text} {field}: {got[0]} for {value}"
    wanted = {(label, text) for label, text, _ in expected.spans}
    yield from (
        f"false {label} {text}"
        for label, text, _ in entities
        if (label, text) not in wanted and label not in expected.free
    )
    of = {text: entity.entity for _, text, entity in entities}
    yield from (f"differ: {a}, {b}" for a, b in expected.same if of.get(a, a) != of.get(b, b))
    yield from (f"same: {a}, {b}" for a, b in expected.differ if of.get(a, a) == of.get(b, b))


def _as_value(value: object) -> str:
    return folded(re.sub(r"\.\s+(?=\w)", ".", str(value))) if value not in {None, "", "-"} else "-"


def _relation_faults(expected: _Expected, article: Article) -> Iterator[str]:
    if "relations" in expected.free:
        return
    texts = {entity.id: folded(entity.text) for entity in article.entities}
    found = {(one.type, texts[one.to_id]) for one in article.relations if one.type in RELATIONS}
    yield from (f"no {kind} {text}" for kind, text in sorted(expected.relations - found))
    yield from (f"false {kind} {text}" for kind, text in sorted(found - expected.relations))


def _told(article: Article) -> str:
    return "; ".join(
        f"{e.label} {e.text}"
        + "".join(f" {f}={v}" for f in ("value", "normal", "status") if (v := getattr(e, f, None)))
        for e in article.entities
    )
