"""Identities across all given articles, on finished records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from letopis.errors import InputError
from letopis.linking.agreements.join import NONE_HERE, Agreements, AgreementsHere
from letopis.linking.evidence import JoinedName, Joins, Mentions, doubts_among, join, merges_of
from letopis.linking.identities import Doubt, Merge, NameIdentity
from letopis.linking.local import article_names
from letopis.linking.occurrences import Occurrences
from letopis.linking.organisations import OrganisationHere
from letopis.linking.people import PersonHere
from letopis.linking.persons import person_identity
from letopis.linking.places import PlaceHere
from letopis.records import Article, Entity
from letopis.russian.spelling import is_abbreviation
from letopis.russian.states import StateForm, folded


def link_articles(articles: Sequence[Article], states: Mapping[str, StateForm] | None = None) -> list[Article]:
    """Set ``normal``, ``referent`` and ``entity`` on every name and agreement, the same for all articles.

    Persons have their ``gender`` too.

    Cost is linear in the number of mentions; :class:`Linker` does the same without holding the articles, and tells
    what it joined by which evidence (:meth:`Linker.merges`) and what it left open (:meth:`Linker.doubts`).

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
    linker = _resolved(articles, states)
    return [linker.apply(article) for article in articles]


def doubts_of(articles: Iterable[Article], states: Mapping[str, StateForm] | None = None) -> list[Doubt]:
    """Return what stays open when articles are linked, and why; they may be linked already.

    Raises:
        InputError: two articles have one id.

    >>> names = ("А. Яшин", "В. Яшин", "Яшин")
    >>> articles = [Article(id=n, text=n, entities=[Entity.at(n, 0, len(n), "PERSON", id=1)]) for n in names]
    >>> [(doubt.name, doubt.candidates) for doubt in doubts_of(articles)]
    [('Яшин', ('person:а. яшин', 'person:в. яшин'))]
    """
    return _resolved(articles, states).doubts()


def _resolved(articles: Iterable[Article], states: Mapping[str, StateForm] | None) -> Linker:
    linker = Linker(states)
    for article in articles:
        linker.add(article)
    linker.resolve()
    return linker


class _State(msgspec.Struct, array_like=True):
    """A linker's mentions, as they are saved: the ids, and for each label the things and two arrays."""

    ids: list[str]
    places: tuple[list[PlaceHere], bytes, bytes]
    persons: tuple[list[PersonHere], bytes, bytes]
    organisations: tuple[list[OrganisationHere], bytes, bytes]
    agreements: list[AgreementsHere | None]


class Linker:
    """Links any number of articles: ``add`` each one, ``resolve`` once, then ``apply`` to each one.

    Mentions of one article are joined by what it says itself, when it is added; :meth:`resolve` joins those of several
    articles. It holds each different name once and some eight bytes a mention, never a text. The order of the articles
    changes nothing; linkers of the parts of a corpus, joined by :meth:`merge`, give the same identities as one for all.
    The one that is resolved is to know the ``states`` of one's own (:func:`letopis.entities.own_words.state_forms`).

    >>> def article(name, text):
    ...     entity = Entity(id=1, label="PERSON", start_offset=0, end_offset=len(text), text=text)
    ...     return Article(id=name, text=text, entities=[entity])
    >>> linker = Linker()
    >>> articles = [article("a", "Э. Тофик"), article("b", "Эльмаром Тофиком")]
    >>> for one in articles:
    ...     linker.add(one)
    >>> linker.resolve()
    >>> found = linker.apply(articles[0]).entities[0]
    >>> found.normal, found.referent, found.entity
    ('Э. Тофик', 'Эльмар Тофик', 'person:э. тофик')
    >>> [(merge.name, merge.evidence) for merge in linker.merges()]
    [('Э. Тофик', 'initials and surname')]
    """

    def __init__(self, states: Mapping[str, StateForm] | None = None) -> None:
        self._states = states
        self._index: dict[str, int] = {}
        self._mentions = Mentions(Occurrences(), Occurrences(), Occurrences())
        self._agreements = Agreements()
        self._found: dict[str, Occurrences[NameIdentity]] | None = None
        self._joined: Joins | None = None

    def __len__(self) -> int:
        """Count the articles."""
        return len(self._index)

    def add(self, article: Article) -> None:
        """Take what identities need from a finished record.

        Raises:
            InputError: an article with this id was added before.
        """
        self._register([article.id])
        here = article_names(article, self._states)
        self._mentions.places.add(here.places)
        self._mentions.persons.add(here.persons)
        self._mentions.organisations.add(here.organisations)
        self._agreements.add(here.agreements)

    def merge(self, other: Linker) -> None:
        """Take all articles of another linker, after its own; the other one stays as it is.

        Raises:
            InputError: both have an article with one id.
        """
        self._register(other._index)
        self._mentions.places.extend(other._mentions.places)
        self._mentions.persons.extend(other._mentions.persons)
        self._mentions.organisations.extend(other._mentions.organisations)
        self._agreements.articles += other._agreements.articles

    def resolve(self) -> None:
        """Compute the identities of all mentions; what is added later needs another call."""
        places, persons, organisations = self._mentions
        self._joined = joins = join(self._mentions, self._states)
        self._agreements.resolve(list(self._index))
        self._found = {
            "GPE": places.renamed([_identity(self._own_name(one), joins.places[one]) for one in places.things]),
            "PERSON": persons.renamed([person_identity(one, joins.persons) for one in persons.things]),
            "ORG": organisations.renamed(
                [_identity(one.normal, joins.organisations[one.organisation]) for one in organisations.things]
            ),
            "AGREEMENT": Occurrences.of(self._agreements.identities()),
        }

    def _own_name(self, place: PlaceHere) -> str:
        """Return the name of a place in the nominative; the dictionary declines no state of one's own."""
        state = (self._states or {}).get(folded(place.meant))
        simple = state is not None and " " not in state.short + place.meant and not is_abbreviation(place.meant)
        return state.short if state is not None and simple else place.normal

    def merges(self) -> list[Merge]:
        """Return which names were joined with the referents of other articles, and by what evidence.

        Raises:
            RuntimeError: :meth:`resolve` was not called since the last ``add`` or ``merge``.
        """
        joins, names = self._told("merges")
        return merges_of(self._mentions, joins, names) + self._agreements.merges(names)

    def doubts(self) -> list[Doubt]:
        """Return what was left open, and why.

        Raises:
            RuntimeError: :meth:`resolve` was not called since the last ``add`` or ``merge``.
        """
        joins, names = self._told("doubts")
        return doubts_among(self._mentions, joins, names) + self._agreements.doubts(names)

    def _told(self, asked: str) -> tuple[Joins, list[str]]:
        if self._joined is None:
            raise RuntimeError(f"Linker.{asked} before Linker.resolve")
        return self._joined, list(self._index)

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
        own = {label: found.of_article(number) for label, found in self._found.items()}
        for label, identities in own.items():
            if len(identities) != sum(entity.label == label for entity in article.entities):
                raise InputError(f"article {article.id!r} has other {label} spans than when it was added")
        following = {label: iter(identities) for label, identities in own.items()}
        entities = [_identified(e, next(following[e.label])) if e.label in following else e for e in article.entities]
        return msgspec.structs.replace(article, entities=entities)

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
        small._found = {label: found.only(numbers) for label, found in self._found.items()}
        return small

    def to_bytes(self) -> bytes:
        """Save the mentions compactly (MessagePack, no pickle); identities are not saved but resolved again.

        The arrays have this machine's byte order.
        """
        agreements = [here if here.titles else None for here in self._agreements.articles]
        places, persons, organisations = self._mentions
        names = places.stored(), persons.stored(), organisations.stored()
        return msgspec.msgpack.encode(_State(list(self._index), *names, agreements))

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
        linker._mentions = Mentions(
            Occurrences.restored(*state.places),
            Occurrences.restored(*state.persons),
            Occurrences.restored(*state.organisations),
        )
        linker._agreements.articles = [here or NONE_HERE for here in state.agreements]
        return linker

    def _register(self, ids: Iterable[str]) -> None:
        self._found = self._joined = None
        new = list(ids)
        for name in new:
            if name in self._index:
                raise InputError(f"article {name!r} is there twice; give one of them another id")
        for name in new:
            self._index[name] = len(self._index)


def _identity(normal: str, joined: JoinedName) -> NameIdentity:
    return NameIdentity(normal, joined.referent, joined.key)


def _identified(entity: Entity, found: NameIdentity) -> Entity:
    own = found.normal
    if "'" in entity.text:  # the apostrophe of the text, which folding has read as another
        own = own.replace("’", "'")
    named: dict[str, str | None] = {"normal": own, "referent": found.referent, "entity": found.key}
    if entity.label == "PERSON":
        named["gender"] = found.gender
    return msgspec.structs.replace(entity, **named)
