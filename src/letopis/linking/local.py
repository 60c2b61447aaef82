"""The names of one article, joined by what the article itself says: nothing here depends on other articles."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from letopis.dictionary import parses
from letopis.entities.names.words import is_of_place
from letopis.folding import fold_article
from letopis.linking.agreements.here import agreements_in
from letopis.linking.agreements.join import AgreementsHere, agreements_here
from letopis.linking.governed import governed_case
from letopis.linking.inflection import nominative_phrase
from letopis.linking.organisations import OrganisationForm, OrganisationHere, introduction, organisations_here
from letopis.linking.people import PersonForm, PersonHere
from letopis.linking.persons import person_form, persons_here
from letopis.linking.places import PlaceHere, introduced_places, places_here
from letopis.records import Article, Entity
from letopis.russian.states import StateForm, folded, state_of

LOOK_BACK = 60
"""Characters before a mention that tell its case, or that it stands in brackets after its full name."""

LOOK_AHEAD = 120
"""Characters behind a mention in which its verb is looked for, past an apposition."""

_ADJECTIVE_BEFORE = re.compile(r"[^\s.!?…]\s([А-ЯЁ][а-яё-]+(?:ая|ой|ую|ий|ого|ому|им|ом|ое|ые|ых|ыми))\s$")
_FORMERLY = re.compile(
    r"(?:древност|античност|средневеков|старин|издревле|некогда|прежде|раньше|когда-то)[^.;]*"
    r"\b(?:называл|именовал|звал)[^\W\d_]*\s+(?:[^\W\d_]+\s)?$"
)
_DIRECTIONS = re.compile(r"(?:север|юг|юж|восточн|западн|центральн|верхн|нижн|внутрен|внешн|больш|мал|средн)")


class ArticleNames(NamedTuple):
    """The mentions of one article in the order of its record, label by label."""

    places: list[PlaceHere]
    persons: list[PersonHere]
    organisations: list[OrganisationHere]
    agreements: AgreementsHere


def article_names(article: Article, own: Mapping[str, StateForm] | None = None) -> ArticleNames:
    """Return what each PERSON, ORG, GPE and AGREEMENT of a record is, by this record alone.

    An agreement is told by its sides, those that are states of one's own (``own``) by their codes.

    >>> article = Article(id="a", text="Чехию", entities=[Entity.at("Чехию", 0, 5, "GPE", id=1)])
    >>> article_names(article).places[0].normal
    'Чехия'
    """
    article = fold_article(article)
    spans = list(_labelled(article, "GPE"))
    former = [number for number, span in enumerate(spans) if _FORMERLY.search(_before(article, span))]
    cases = [governed_case(_before(article, span)) for span in spans]
    places = places_here([span.text for span in spans], _meant(article, spans), former, cases)
    keyed = sorted((one.start_offset, -one.end_offset, one.text, at.key) for one, at in zip(spans, places, strict=True))
    bodies = [
        OrganisationForm(
            e.text, introduction(e.text, before := _before(article, e)), _inside(e, keyed), governed_case(before)
        )
        for e in _labelled(article, "ORG")
    ]
    persons = persons_here(list(_forms(article)))
    organisations = organisations_here(bodies, [place.key for place in places], article.id)
    coded = [_of_own_state(place, own or {}) for place in places]
    agreements = agreements_here(agreements_in(_with_names(article, coded, persons, organisations)))
    return ArticleNames(places, persons, organisations, agreements)


def _of_own_state(place: PlaceHere, own: Mapping[str, StateForm]) -> PlaceHere:
    state = own.get(folded(place.meant))
    return place._replace(key=f"gpe:{state.code}") if state is not None and state.code else place


def _with_names(
    article: Article, places: list[PlaceHere], persons: list[PersonHere], organisations: list[OrganisationHere]
) -> Article:
    """Return a record whose names are those that it tells of itself, whatever it was linked with before."""
    if not any(entity.label == "AGREEMENT" for entity in article.entities):
        return article
    names: dict[str, Iterator[tuple[str, str, str | None]]] = {
        "GPE": ((one.normal, one.name, one.key) for one in places),
        "PERSON": ((one.normal, one.person.whole, None) for one in persons),
        "ORG": ((one.normal, one.organisation.full, None) for one in organisations),
    }

    def named(entity: Entity) -> Entity:
        normal, referent, key = next(names[entity.label])
        return msgspec.structs.replace(entity, normal=normal, referent=referent, entity=key)

    entities = [named(entity) if entity.label in names else entity for entity in article.entities]
    return msgspec.structs.replace(article, entities=entities)


def _forms(article: Article) -> Iterator[PersonForm]:
    end = -1
    for one in _labelled(article, "PERSON"):
        in_brackets = article.text[max(end, 0) : one.start_offset] in {" (", "("} and end > 0
        after = article.text[one.end_offset : one.end_offset + LOOK_AHEAD]
        yield person_form(one.text, _before(article, one), after, in_brackets=in_brackets)
        end = one.end_offset


def _labelled(article: Article, label: str) -> Iterator[Entity]:
    return (entity for entity in article.entities if entity.label == label)


def _before(article: Article, entity: Entity) -> str:
    return article.text[max(0, entity.start_offset - LOOK_BACK) : entity.start_offset]


def _meant(article: Article, spans: Sequence[Entity]) -> list[str]:
    """Return what each place stands for: what an abbreviation in brackets is, and which land an adjective tells apart.

    ``Албанией`` in ``Кавказской Албанией`` is no state of today, nor where the article writes it so alone later.
    """
    introduced = introduced_places(article.text, spans)
    lands: dict[str, str] = {}
    meant = []
    for span in spans:
        land = _land(article, span)
        state = state_of(span.text.split()[-1])
        if land is not None and state is not None and state.short not in lands:
            lands[state.short] = land
        bare = state_of(span.text) if " " not in span.text else None
        meant.append(land or lands.get(bare.short if bare else "", "") or introduced.get(span.text, span.text))
    return meant


def _land(article: Article, span: Entity) -> str | None:
    """``Кавказская Албания``: a state's name behind an adjective of a place that no state bears."""
    adjective = _ADJECTIVE_BEFORE.search(_before(article, span))
    text = f"{adjective.group(1)} {span.text}" if adjective and " " not in span.text else span.text
    words = text.split()
    state = state_of(words[1]) if len(words) == 2 and words[0][:1].isupper() else None
    other = state_of(text)
    if state is None or (other is not None and other.short == state.short):
        return None
    lemma = parses(words[0])[0].lemma
    return nominative_phrase(text) if is_of_place(lemma) and not _DIRECTIONS.match(lemma) else None


def _inside(outer: Entity, places: Sequence[tuple[int, int, str, str]]) -> tuple[tuple[str, str], ...]:
    """Return the texts and keys of the places in a span, of all in order, each with its end below zero."""
    first, last = bisect_left(places, (outer.start_offset,)), bisect_left(places, (outer.end_offset,))
    return tuple((text, key) for _, end, text, key in places[first:last] if -end <= outer.end_offset)
