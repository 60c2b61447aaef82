"""The rules over the tagger's names, in their order; each takes a sentence and its names and gives those that hold.

``COMMON`` serve both schemes; the others are what this project's guidelines ask and NEREL does otherwise.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from letopis.dictionary import CACHED_FORMS
from letopis.entities.names import (
    bodies,
    capitalised_heads,
    completion,
    edges,
    full_names,
    geography,
    organisations,
    persons,
    places,
    quoted,
    references,
    remits,
)
from letopis.entities.names import lexicon as words_of
from letopis.entities.names.words import OPENING, is_initial, lemmas
from letopis.russian.states import STATE_TITLES, begins_state

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from letopis.entities.names.passage import Name, Passage

    Rule = Callable[[Passage, list[Name]], list[Name]]

COMMON: tuple[Rule, ...] = (
    organisations.one_label,
    places.state_abbreviation,
    geography.whole_name_of_state,
    geography.short_name_of_state,
    geography.river_is_no_place,
    places.settlement_after_type,
    places.places_side_by_side,
    references.initials_alone_are_no_person,
    persons.initials_of_person,
    references.author_of_entry,
    references.title_outside_author,
    references.shortened_word_is_no_name,
    references.publisher_is_no_name,
    persons.turkic_name,
    full_names.patronymic_name,
    full_names.descent_name,
    full_names.apostrophe_name,
    full_names.house_of_ruler,
    full_names.surname_after_initials,
    organisations.closing_quote,
    organisations.person_outside,
    organisations.verb_ends_name,
    organisations.two_joined_by_and,
    completion.embassy_in,
    organisations.abbreviation_in_brackets,
)

LETOPIS: tuple[Rule, ...] = (
    organisations.one_label,
    places.state_abbreviation,
    places.preposition_ends_place,
    places.settlement_after_type,
    places.adjective_and_head,
    places.shared_place_head,
    places.place_type_outside,
    places.landscape_is_no_place,
    places.water_is_no_place,
    geography.river_is_no_place,
    geography.power_station_is_no_place,
    geography.deposit_is_no_place,
    geography.whole_name_of_state,
    geography.short_name_of_state,
    geography.abbreviation_beside_state,
    geography.title_of_state,
    places.places_side_by_side,
    places.people_is_no_place,
    references.initials_alone_are_no_person,
    persons.initials_of_person,
    references.author_of_entry,
    references.title_outside_author,
    references.shortened_word_is_no_name,
    references.publisher_is_no_name,
    persons.turkic_name,
    full_names.patronymic_name,
    full_names.descent_name,
    full_names.apostrophe_name,
    full_names.house_of_ruler,
    full_names.surname_after_initials,
    persons.family_beside_family,
    persons.post_outside,
    persons.namesake_is_no_person,
    persons.dynasty_is_no_person,
    persons.adjective_is_no_person,
    persons.small_word_is_no_person,
    organisations.closing_quote,
    organisations.person_outside,
    organisations.verb_ends_name,
    organisations.two_joined_by_and,
    edges.attendance_ends_name,
    edges.epithet_ends_name,
    edges.subject_after_abbreviation,
    edges.place_leads_no_organisation,
    organisations.lead_outside,
    completion.named_after,
    quoted.head_of_quoted_name,
    quoted.head_of_bare_name,
    capitalised_heads.tall_adjective_and_head,
    capitalised_heads.shared_head,
    capitalised_heads.tall_head_and_complement,
    capitalised_heads.part_of_body,
    capitalised_heads.university_of_place,
    completion.body_of_state,
    bodies.body_of_members,
    bodies.numbered_institution,
    remits.joint_body,
    remits.remit_after_po,
    remits.between_states,
    remits.member_states,
    capitalised_heads.owner_takes_no_remit,
    capitalised_heads.place_after_remit,
    completion.embassy_in,
    completion.shared_ministries,
    edges.head_over_another,
    organisations.bare_head_is_no_organisation,
    bodies.faction,
    organisations.longest_name_only,
    organisations.abbreviation_in_brackets,
    bodies.abbreviation_inside,
    bodies.symbol_is_no_organisation,
    places.adjective_is_no_place,
    geography.other_end_of_route,
    geography.place_in_list,
)

HEADS: dict[Rule, frozenset[str]] = {
    places.settlement_after_type: words_of.SETTLEMENTS,
    places.adjective_and_head: words_of.UNITS_OF_RULE,
    places.shared_place_head: words_of.SHARED_PLACES,
    places.water_is_no_place: words_of.WATERS,
    geography.river_is_no_place: words_of.RIVERS,
    geography.deposit_is_no_place: words_of.DEPOSITS,
    geography.title_of_state: STATE_TITLES,
    geography.other_end_of_route: words_of.ROUTES,
    edges.attendance_ends_name: words_of.ATTENDANCE,
    edges.epithet_ends_name: words_of.EPITHETS,
    edges.head_over_another: words_of.SUBORDINATE_HEADS,
    completion.named_after: words_of.NAMED_AFTER,
    completion.body_of_state: words_of.STATE_BODIES,
    completion.embassy_in: words_of.EMBASSIES,
    completion.shared_ministries: frozenset({"министерство"}),
    organisations.closing_quote: OPENING,
    organisations.abbreviation_in_brackets: frozenset({"("}),
    quoted.head_of_quoted_name: OPENING,
    quoted.head_of_bare_name: words_of.NAMED_BY_WORD,
    capitalised_heads.tall_adjective_and_head: words_of.CAPITALISED_BODIES,
    capitalised_heads.shared_head: words_of.CAPITALISED_BODIES | words_of.INSTITUTIONS,
    capitalised_heads.tall_head_and_complement: words_of.CAPITALISED_BODIES,
    capitalised_heads.part_of_body: words_of.PARTS_OF_BODIES,
    capitalised_heads.university_of_place: words_of.UNIVERSITIES,
    capitalised_heads.owner_takes_no_remit: frozenset({"по"}),
    capitalised_heads.place_after_remit: frozenset({"по"}),
    bodies.body_of_members: words_of.MEMBER_HEADS,
    bodies.numbered_institution: words_of.NUMBERED | words_of.INSTITUTIONS,
    bodies.faction: words_of.FACTIONS,
    bodies.symbol_is_no_organisation: words_of.SYMBOLS,
    remits.joint_body: words_of.JOINT_HEADS,
    remits.remit_after_po: frozenset({"по"}),
    remits.between_states: frozenset({"между"}),
    remits.member_states: frozenset({"участников", "членов"}),
}
"""Lemmas one of which a sentence must have for a rule to change anything: the others need not look at it."""

SIGNS: dict[Rule, Callable[[str], bool]] = {
    places.state_abbreviation: places.is_state_abbreviation,
    geography.whole_name_of_state: begins_state,
    geography.short_name_of_state: begins_state,
    persons.turkic_name: persons.is_turkic,
    full_names.patronymic_name: full_names.is_patronymic,
    full_names.descent_name: full_names.is_descent,
    full_names.apostrophe_name: full_names.has_apostrophe,
    full_names.surname_after_initials: is_initial,
    references.author_of_entry: is_initial,
}
"""The same for rules that go by a word's form; a rule that stands in neither table needs a name to look at."""


OF_LABEL: dict[Rule, str] = {
    geography.abbreviation_beside_state: "GPE",
    places.preposition_ends_place: "GPE",
    places.place_type_outside: "GPE",
    places.landscape_is_no_place: "GPE",
    places.places_side_by_side: "GPE",
    places.people_is_no_place: "GPE",
    places.adjective_is_no_place: "GPE",
    geography.place_in_list: "GPE",
    persons.initials_of_person: "PERSON",
    full_names.house_of_ruler: "PERSON",
    references.initials_alone_are_no_person: "PERSON",
    references.title_outside_author: "PERSON",
    persons.family_beside_family: "PERSON",
    persons.post_outside: "PERSON",
    persons.namesake_is_no_person: "PERSON",
    persons.dynasty_is_no_person: "PERSON",
    persons.adjective_is_no_person: "PERSON",
    persons.small_word_is_no_person: "PERSON",
    organisations.person_outside: "ORG",
    organisations.verb_ends_name: "ORG",
    organisations.two_joined_by_and: "ORG",
    organisations.bare_head_is_no_organisation: "ORG",
    organisations.longest_name_only: "ORG",
    edges.subject_after_abbreviation: "ORG",
    edges.place_leads_no_organisation: "ORG",
    bodies.abbreviation_inside: "ORG",
}
"""The label that a sentence must have a name of for a rule to change anything."""

_ANY = ""


def apply(rules: Sequence[Rule], passage: Passage, names: list[Name]) -> list[Name]:
    """Apply rules to a sentence and its names, in their order.

    >>> from letopis.entities.names.passage import Name, Passage
    >>> apply([geography.river_is_no_place], Passage(["Дунай"], [0], [5]), [Name(0, 1, "GPE", "hand", 0.9)])
    []
    """
    called = frozenset().union(*map(_called_by, passage.words))
    labels = _labels(names)
    for rule, label in _asked(tuple(rules), called):
        if label is None or label in labels:
            changed = rule(passage, names)
            if changed != names:
                names, labels = changed, _labels(changed)
    return names


def _labels(names: list[Name]) -> set[str]:
    """Return the labels of some names, and the one that stands for any of them."""
    return {_ANY, *(name.label for name in names)} if names else set()


_HEAD_LEMMAS = frozenset().union(*HEADS.values())


@lru_cache(maxsize=CACHED_FORMS)
def _called_by(word: str) -> frozenset[Rule]:
    """Return the rules that a word of a sentence calls for."""
    own = lemmas(word) & _HEAD_LEMMAS
    by_lemma = [rule for rule, heads in HEADS.items() if not heads.isdisjoint(own)] if own else []
    return frozenset([*by_lemma, *(rule for rule, sign in SIGNS.items() if sign(word))])


@lru_cache(maxsize=CACHED_FORMS)
def _asked(rules: tuple[Rule, ...], called: frozenset[Rule]) -> tuple[tuple[Rule, str | None], ...]:
    """Return the rules that a sentence is to be shown to, each with the label that it looks for.

    It is ``None`` for a rule that a word of the sentence calls for.
    """
    by_word = HEADS.keys() | SIGNS.keys()
    return tuple(
        (rule, None if rule in called else OF_LABEL.get(rule, _ANY))
        for rule in rules
        if rule in called or rule not in by_word
    )
