"""AGREEMENT spans of a text: heads, what belongs to them, and the short names introduced beside them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from itertools import chain as joined
from typing import TYPE_CHECKING

from letopis.dictionary import ANY_CASE
from letopis.entities.agreements import values
from letopis.entities.agreements.acronyms import called, introduced, of_states, treated
from letopis.entities.agreements.chain import Chain, ended
from letopis.entities.agreements.follow import follow, reaching
from letopis.entities.agreements.heads import first_modifier
from letopis.entities.agreements.judge import accepted
from letopis.entities.agreements.labels import date_with_preposition
from letopis.entities.agreements.named import Candidate
from letopis.entities.agreements.titles import NONE_SEEN, SeenTitles, bounds_of, see_titles
from letopis.entities.agreements.uncited import uncited
from letopis.entities.agreements.units import DASHES, Unit, UnitReading, may_be_head, outermost, sentences_of, units_of
from letopis.entities.agreements.verbs import opens_without_subject, waits_for_object
from letopis.entities.own_words import NONE, OwnWords
from letopis.entities.spans import entities_of
from letopis.records import Entity

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from letopis.entities.names.tagger import Tagger

NAME_LABELS = ("DATE", "PERSON", "ORG", "GPE")
"""The labels of the entities that the grammar takes as units."""

SCORES = {"sides": 0.95, "name": 0.95, "title": 0.9, "date": 0.85, "subject": 0.85}
"""How much a reason is trusted; other reasons count 0.75."""

_NUMBERED_TOWN = re.compile("[А-ЯЁ][а-яё]{3,}-[1-9]$")
_NUMBERED = re.compile(r"(?:СНВ|ОСВ)-(?:\d|[IVX]+)$")
"""``СНВ-1``, ``ОСВ-II``: with a number they are the treaties, without one the weapons."""

_UNDECLINED = tuple(UnitReading("NOUN", "", case, "", "") for case in sorted(ANY_CASE))
"""The readings of an acronym, which stands in every case."""


@dataclass(frozen=True)
class Agreement:
    """An instrument in its sentence: ``units[first:end]``; ``chain`` is missing where brackets give a second name."""

    entity: Entity
    first: int
    end: int
    chain: Chain | None = None

    def noun(self, units: Sequence[Unit]) -> Unit:
        """Return the head, or the acronym itself."""
        return units[self.chain.head if self.chain is not None else self.first]


def own_dates(units: Sequence[Unit], agreement: Agreement) -> list[int]:
    """Return where a title's own dates stand: in ``Протокол к Соглашению от 5 мая`` none is."""
    if agreement.chain is None:
        return []
    before = [place for place in range(agreement.first, agreement.chain.head) if units[place].label == "DATE"]
    inside = range(agreement.chain.head + 1, agreement.end)
    inner = next((n for n in inside if units[n].head and not units[n].lemmas() & values.NAMED_ONLY), agreement.end)
    return [*before, *(place for place in agreement.chain.dates if place < inner)]


@dataclass(frozen=True)
class ReadSentence:
    """A sentence as units, with its agreements in order."""

    units: Sequence[Unit]
    agreements: tuple[Agreement, ...]

    @property
    def taken(self) -> list[bool]:
        """Return of each unit whether it is part of an agreement's title."""
        inside = {place for one in self.agreements for place in range(one.first, one.end)}
        return [place in inside for place in range(len(self.units))]


def find_agreements(doc: Doc) -> list[Entity]:
    """Find the agreements of a text whose names and dates are found already.

    Args:
        doc: tokens, sentences, and DATE, PERSON, ORG, GPE entities in ``doc.spans["letopis"]``.

    Returns:
        Entities in the order of the text; ``kind`` is the lemma of the head, ``by`` the deciding rule.

    >>> import spacy
    >>> doc = spacy.blank("ru")("Стороны подписали Договор о дружбе и Протокол о границе.")
    >>> [(e.text, e.kind) for e in find_agreements(doc)]
    [('Договор о дружбе', 'договор'), ('Протокол о границе', 'протокол')]
    """
    return [agreement.entity for passage in read_passages(doc) for agreement in passage.agreements]


def read_passages(
    doc: Doc, own: OwnWords = NONE, accept: Callable[[Candidate], str] = accepted, titles: Tagger | None = None
) -> list[ReadSentence]:
    """Read the sentences with agreements into units, and those beside each, which may govern it or go on about it.

    ``accept`` says why a candidate is an agreement, in a word that goes into ``by``; an empty one refuses it.
    ``titles`` is a network of titles, the project's when it is not given.
    """
    text = doc.text
    unknown = treated(text)
    drafts, seen = _drafts(doc, own, unknown, titles)
    for draft, before in zip(drafts, [None, *drafts], strict=False):
        if not draft.has_head:
            continue
        if before is not None and any(unit.head for unit in draft.units[:5]) and waits_for_object(before.units):
            draft.units = [*before.units, *draft.units]
            draft.words = [*before.words, *draft.words]
            before.dropped = True
        draft.agreements = _read_sentence(text, draft.units, accept, seen)
    told = drafts[0] if drafts else None
    for draft in drafts[1:]:
        if told is None or not told.agreements or draft.agreements or not _goes_on(told, draft.units):
            told = draft
            continue
        told.units = [*ended(told.units), *draft.units]
        told.words = [*told.words, *draft.words]
        told.agreements = _read_sentence(text, told.units, accept, seen)
        draft.dropped = True
    drafts = [draft for draft in drafts if not draft.dropped]
    _add_acronyms(text, drafts, unknown)
    return [
        ReadSentence(draft.units, tuple(draft.agreements))
        for before, draft, following in zip([None, *drafts], drafts, [*drafts[1:], None], strict=False)
        if any(one is not None and one.agreements for one in (before, draft, following))
    ]


def _goes_on(draft: _SentenceDraft, following: Sequence[Unit]) -> bool:
    """``Тартуский договор завершил войну. [Был] подписан …``: without a subject it goes on with the one before."""
    subjects = [one for one in draft.agreements if one.chain and "nomn" in draft.units[one.chain.head].cases()]
    if len(subjects) == 2 and any(unit.text in DASHES for unit in draft.units[subjects[0].end : subjects[1].first]):
        subjects.pop()  # ``Бернский договор – [мирный договор]. Подписан …``
    return len(subjects) == 1 and opens_without_subject(following, subjects[0].entity.kind or "")


@dataclass
class _SentenceDraft:
    """A sentence, its ``words``, that is read into units when they are first asked for."""

    words: Sequence[str]
    has_head: bool
    read: Callable[[], list[Unit]]
    agreements: list[Agreement] = field(default_factory=list)
    dropped: bool = False
    second: set[int] = field(default_factory=set)

    @cached_property
    def units(self) -> list[Unit]:
        return self.read()


def _drafts(
    doc: Doc, own: OwnWords, unknown: Set[str], titles: Tagger | None
) -> tuple[list[_SentenceDraft], SeenTitles]:
    text, sentences = doc.text, sentences_of(doc, own)
    heads = {word for word in set(joined.from_iterable(words.texts for words in sentences)) if may_be_head(word)}
    if not heads and not any(word in text for word in (*values.KNOWN_ACRONYMS, "СНВ-", "ОСВ-", *unknown)):
        return [], NONE_SEEN
    names = uncited(outermost(entities_of(doc, *NAME_LABELS), text, own), text)
    drafts: list[_SentenceDraft] = []
    place = 0
    for words in sentences:
        first = place
        while place < len(names) and names[place].start_offset < words.ends[-1]:
            place += 1
        read = partial(units_of, words, names[first:place], own)
        drafts.append(_SentenceDraft(words.texts, not heads.isdisjoint(words.texts), read))
    told = [words for words in sentences if not heads.isdisjoint(words.texts)]
    return drafts, see_titles(told, titles)


def _read_sentence(
    text: str, units: Sequence[Unit], accept: Callable[[Candidate], str], seen: SeenTitles
) -> list[Agreement]:
    found: list[Agreement] = []
    taken = 0
    for head, unit in enumerate(units):
        lemma = unit.head
        if not lemma or head < taken:
            continue
        first = max(first_modifier(units, head), taken)
        chain = follow(units, head, lemma)
        candidate = Candidate(units, first, chain, seen.about(units, head, taken))
        why = accept(candidate)
        if not why:
            continue
        first, end = bounds_of(candidate)
        chain = reaching(units, chain, end)
        taken = chain.end
        entity = Entity.at(
            text, units[first].start, units[chain.end - 1].end, "AGREEMENT",
            kind=(unit.own or lemma).replace("ё", "е"), by=f"agreements.{why}", score=SCORES.get(why, 0.75),
        )  # fmt: skip
        found.append(Agreement(entity, first, chain.end, chain))
    return found


def _add_acronyms(text: str, drafts: Sequence[_SentenceDraft], unknown: Set[str]) -> None:
    """Add the acronyms that stand in brackets after a title, or by which it is called, and their later mentions."""
    known = dict(values.KNOWN_ACRONYMS)
    known |= {word: "договор" for draft in drafts for word in draft.words if _NUMBERED.match(word)}
    known |= _numbered_towns(drafts)
    known |= dict.fromkeys(_unintroduced(drafts, unknown), "")
    for draft in drafts:
        for agreement in draft.agreements:
            head = agreement.chain.head if agreement.chain is not None else agreement.first
            for acronym in introduced(draft.units, head, agreement.end):
                known[acronym] = agreement.entity.kind or ""
            if (place := called(draft.units, agreement.end)) is not None:
                known[draft.units[place].text] = agreement.entity.kind or ""
                draft.second.add(place)
    for draft in drafts:
        if not known.keys().isdisjoint(draft.words):
            draft.agreements = _acronyms_in(text, draft, known)


def _unintroduced(drafts: Sequence[_SentenceDraft], unknown: Set[str]) -> set[str]:
    """``[СВПД] заключили США и Иран``: treated as a treaty where a state is spoken of."""
    return {
        unit.text
        for draft in drafts
        if not unknown.isdisjoint(draft.words) and of_states(draft.units)
        for here in [treated(" ".join(draft.words))]
        for unit in draft.units
        if unit.text in here and unit.label != "GPE"
    }


def _numbered_towns(drafts: Sequence[_SentenceDraft]) -> dict[str, str]:
    """``минские соглашения … «Минск-2»``: a town with a number, where an agreement bears the town's name."""
    towns = {word for draft in drafts for word in draft.words if _NUMBERED_TOWN.match(word)}
    titles = [one.entity for draft in drafts for one in draft.agreements] if towns else []
    return {
        town: title.kind or ""
        for town in towns
        for title in titles
        if title.text.lower().startswith(town.lower().partition("-")[0].rstrip("аеоуыи"))
    }


def _acronyms_in(text: str, draft: _SentenceDraft, known: dict[str, str]) -> list[Agreement]:
    covered = {place for agreement in draft.agreements for place in range(agreement.first, agreement.end)}
    places = [place for place, unit in enumerate(draft.units) if unit.text in known and place not in covered]
    short = [
        _short(text, draft.units, place, known[draft.units[place].text], second=place in draft.second)
        for place in places
    ]
    return sorted([*draft.agreements, *short], key=lambda agreement: agreement.first)


def _short(text: str, units: list[Unit], place: int, kind: str, *, second: bool) -> Agreement:
    """``[ДНЯО] ратифицировала Чехия``, ``статья V [ГАТТ от 1994 года]``: as good as a title.

    Not in brackets, nor as the ``second`` name of a title: ``Договор о мире, известный как [ДМ]``.
    """
    chain = None
    if not second and "(" not in {unit.text for unit in units[max(0, place - 3) : place]}:
        units[place] = replace(units[place], readings=_UNDECLINED, label="", name=None)
        start = Chain(place, place + 1, kind)
        chain = date_with_preposition(units, start) or start
    end = place + 1 if chain is None else chain.end
    entity = Entity.at(
        text, units[place].start, units[end - 1].end, "AGREEMENT", kind=kind or None, by="agreements.acronym", score=0.9
    )
    return Agreement(entity, place, end, chain)
