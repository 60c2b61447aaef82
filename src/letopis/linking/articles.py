"""Identities across all given articles, on finished records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

import msgspec

from letopis.errors import InputError
from letopis.folding import fold_article
from letopis.linking.inflection import nominative_phrase
from letopis.linking.occurrences import Occurrences
from letopis.linking.organisations import OrganisationForm, OrganisationIdentity, introduction, link_organisations
from letopis.linking.people import PersonIdentity
from letopis.linking.persons import PersonForm, link_persons, person_form
from letopis.linking.places import PlaceIdentity, introduced_places, link_places
from letopis.records import Article, Entity
from letopis.russian.states import StateForm

_Identity: TypeAlias = PlaceIdentity | PersonIdentity | OrganisationIdentity

LOOK_BACK = 60
"""Characters before a mention that tell its case, or that it stands in brackets after its full name."""

LOOK_AHEAD = 120
"""Characters behind a mention in which its verb is looked for, past an apposition."""


def link_articles(articles: Sequence[Article], states: Mapping[str, StateForm] | None = None) -> list[Article]:
    """Set ``normal``, ``entity`` and ``gender`` on every PERSON, ORG and GPE, the same for all articles.

    Cost is linear in the number of mentions; :class:`Linker` does the same without holding the articles.

    Raises:
        InputError: two articles have one id.

    >>> city = {"label": "GPE", "start_offset": 0}
    >>> articles = [
    ...     Article(id="a", text="Чехией", entities=[Entity(id=1, end_offset=6, text="Чехией", **city)]),
    ...     Article(id="b", text="Чехию", entities=[Entity(id=1, end_offset=5, text="Чехию", **city)]),
    ... ]
    >>> [(one.normal, one.entity) for article in link_articles(articles) for one in article.entities]
    [('Чехия', 'gpe:CZ'), ('Чехия', 'gpe:CZ')]
    """
    linker = Linker(states)
    for article in articles:
        linker.add(article)
    linker.resolve()
    return [linker.apply(article) for article in articles]


class OrganisationText(NamedTuple):
    """What is kept of an ORG mention: its text, what introduces it, the places in it, each with what it stands for."""

    text: str
    before: str
    places: tuple[tuple[str, str], ...]


class _State(msgspec.Struct, array_like=True):
    """A linker's mentions, as they are saved: the ids, and for each label the things and two arrays."""

    ids: list[str]
    places: tuple[list[str], bytes, bytes]
    persons: tuple[list[PersonForm], bytes, bytes]
    organisations: tuple[list[OrganisationText], bytes, bytes]


class Linker:
    """Links any number of articles: ``add`` each one, ``resolve`` once, then ``apply`` to each one.

    It holds each different name once and some eight bytes a mention, never a text. Articles are linked in the order
    in which they were added; a linker of each partition of a corpus, joined by :meth:`merge` in the order of the
    partitions, gives the same identities as one linker for all. The one that is resolved is to know the ``states`` of
    one's own (:func:`letopis.entities.own_words.state_forms`).

    >>> def article(name, text):
    ...     entity = Entity(id=1, label="PERSON", start_offset=0, end_offset=len(text), text=text)
    ...     return Article(id=name, text=text, entities=[entity])
    >>> linker = Linker()
    >>> articles = [article("a", "Э. Тофик"), article("b", "Эльмаром Тофиком")]
    >>> for one in articles:
    ...     linker.add(one)
    >>> linker.resolve()
    >>> linker.apply(articles[0]).entities[0].normal
    'Эльмар Тофик'
    """

    def __init__(self, states: Mapping[str, StateForm] | None = None) -> None:
        self._states = states
        self._index: dict[str, int] = {}
        self._places: Occurrences[str] = Occurrences()
        self._persons: Occurrences[PersonForm] = Occurrences()
        self._organisations: Occurrences[OrganisationText] = Occurrences()
        self._found: _Identities | None = None

    def __len__(self) -> int:
        """Count the articles."""
        return len(self._index)

    def add(self, article: Article) -> None:
        """Take what identities need from a finished record.

        Raises:
            InputError: an article with this id was added before.
        """
        self._register([article.id])
        article = fold_article(article)
        places = list(_labelled(article, "GPE"))
        meant = introduced_places(article.text, places)
        self._places.add(meant.get(place.text, place.text) for place in places)
        self._persons.add(
            person_form(e.text, _before(article, e), _after(article, e)) for e in _labelled(article, "PERSON")
        )
        nested = _Nested(places, meant)
        self._organisations.add(
            OrganisationText(e.text, introduction(e.text, _before(article, e)), nested.inside(e))
            for e in _labelled(article, "ORG")
        )

    def merge(self, other: Linker) -> None:
        """Take all articles of another linker, after its own; the other one stays as it is.

        Raises:
            InputError: both have an article with one id.
        """
        self._register(other._index)
        self._places.extend(other._places)
        self._persons.extend(other._persons)
        self._organisations.extend(other._organisations)

    def resolve(self) -> None:
        """Compute the identities of all mentions; what is added later needs another call."""
        places = link_places(self._places, self._states)
        self._found = _Identities(
            places=places,
            persons=link_persons(self._persons),
            organisations=link_organisations(self._with_states(places), self._full_states(places)),
        )

    def apply(self, article: Article) -> Article:
        """Return the record with its identities; the record must be the one that was added.

        Raises:
            RuntimeError: :meth:`resolve` was not called since the last ``add`` or ``merge``.
            InputError: the article was not added, or has other names now.
        """
        if self._found is None:
            raise RuntimeError("Linker.apply before Linker.resolve")
        number = self._index.get(article.id)
        if number is None:
            raise InputError(f"article {article.id!r} was not added to the linker; add every article before resolve")
        return msgspec.structs.replace(article, entities=self._found.set_on(article, number))

    def part(self, ids: Iterable[str]) -> Linker:
        """Return a small linker that can ``apply`` to these articles alone, with the identities found among all.

        Raises:
            RuntimeError: :meth:`resolve` was not called since the last ``add`` or ``merge``.
            InputError: an article was not added.
        """
        if self._found is None:
            raise RuntimeError("Linker.part before Linker.resolve")
        small = Linker()
        numbers = []
        for name in ids:
            if name not in self._index:
                raise InputError(f"article {name!r} was not added to the linker; add every article before resolve")
            numbers.append(self._index[name])
            small._register([name])
        small._found = _Identities(
            self._found.places.only(numbers), self._found.persons.only(numbers), self._found.organisations.only(numbers)
        )
        return small

    def to_bytes(self) -> bytes:
        """Save the mentions compactly (MessagePack, no pickle); identities are not saved but resolved again.

        The arrays have this machine's byte order.
        """
        state = _State(list(self._index), self._places.stored(), self._persons.stored(), self._organisations.stored())
        return msgspec.msgpack.encode(state)

    @classmethod
    def from_bytes(cls, data: bytes) -> Linker:
        """Return back a linker that :meth:`to_bytes` saved.

        Raises:
            InputError: the bytes are no saved linker.
        """
        try:
            state = msgspec.msgpack.decode(data, type=_State)
        except msgspec.DecodeError as error:
            raise InputError(f"no saved linker: {error}; link these articles again") from None
        linker = cls()
        linker._register(state.ids)
        linker._places = Occurrences.restored(*state.places)
        linker._persons = Occurrences.restored(*state.persons)
        linker._organisations = Occurrences.restored(*state.organisations)
        return linker

    def _register(self, ids: Iterable[str]) -> None:
        self._found = None
        new = list(ids)
        for name in new:
            if name in self._index:
                raise InputError(f"article {name!r} is there twice; give one of them another id")
        for name in new:
            self._index[name] = len(self._index)

    def _with_states(self, identified: Occurrences[PlaceIdentity]) -> Occurrences[OrganisationForm]:
        """Lead the places inside organisations' names to their identities, which can differ by article."""
        texts, identities, forms = self._places.things, identified.things, self._organisations.things
        result: Occurrences[OrganisationForm] = Occurrences()
        for written, found, organisations in zip(self._places, identified, self._organisations, strict=True):
            keys = {texts[a]: identities[b].key for a, b in zip(written, found, strict=True)} if organisations else {}
            result.add(
                OrganisationForm(form.text, form.before, tuple((place, keys[meant]) for place, meant in form.places))
                for form in map(forms.__getitem__, organisations)
            )
        return result

    def _full_states(self, identified: Occurrences[PlaceIdentity]) -> dict[str, str]:
        """Return for each place its commonest name of several words, in the nominative."""
        texts, identities = self._places.things, identified.things
        both = zip(self._places, identified, strict=True)
        pairs = Counter(pair for written, found in both for pair in zip(written, found, strict=True))
        counted: dict[str, Counter[str]] = {}
        for (text, identity), count in pairs.items():
            if " " in texts[text]:
                names = counted.setdefault(identities[identity].key, Counter())
                names[nominative_phrase(texts[text])] += count
        return {key: names.most_common(1)[0][0] for key, names in counted.items()}


class _Identities(NamedTuple):
    places: Occurrences[PlaceIdentity]
    persons: Occurrences[PersonIdentity]
    organisations: Occurrences[OrganisationIdentity]

    def set_on(self, article: Article, number: int) -> list[Entity]:
        own: dict[str, Sequence[_Identity]] = {
            "GPE": self.places.of_article(number),
            "PERSON": self.persons.of_article(number),
            "ORG": self.organisations.of_article(number),
        }
        for label, identities in own.items():
            if len(identities) != sum(entity.label == label for entity in article.entities):
                raise InputError(f"article {article.id!r} has other {label} spans than when it was added")
        following = {label: iter(identities) for label, identities in own.items()}
        return [_identified(e, next(following[e.label])) if e.label in following else e for e in article.entities]


def _identified(entity: Entity, found: _Identity) -> Entity:
    if isinstance(found, PersonIdentity):
        return msgspec.structs.replace(entity, normal=found.normal, entity=found.key, gender=found.gender)
    return msgspec.structs.replace(entity, normal=found.normal, entity=found.key)


def _labelled(article: Article, label: str) -> Iterator[Entity]:
    return (entity for entity in article.entities if entity.label == label)


def _before(article: Article, entity: Entity) -> str:
    return article.text[max(0, entity.start_offset - LOOK_BACK) : entity.start_offset]


def _after(article: Article, entity: Entity) -> str:
    return article.text[entity.end_offset : entity.end_offset + LOOK_AHEAD]


class _Nested:
    """Finds the places that stand inside a span."""

    def __init__(self, places: Iterable[Entity], meant: Mapping[str, str]) -> None:
        self._meant = meant
        self._starts: dict[int, list[Entity]] = {}
        for place in places:
            self._starts.setdefault(place.start_offset, []).append(place)

    def inside(self, outer: Entity) -> tuple[tuple[str, str], ...]:
        return tuple(
            (inner.text, self._meant.get(inner.text, inner.text))
            for position in range(outer.start_offset, outer.end_offset)
            for inner in self._starts.get(position, ())
            if inner.end_offset <= outer.end_offset
        )
