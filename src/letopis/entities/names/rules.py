"""The rules over the tagger's names, in their order; each takes a sentence and its names and returns those that hold.

A rule is a function and its line here. Those marked ``both`` also serve NEREL's scheme, the others ask what this
project's guidelines ask and NEREL does otherwise.
"""

from __future__ import annotations

from typing import NamedTuple

from letopis.entities.names import (
    bodies,
    described,
    full_names,
    organisations,
    persons,
    places,
    quoted,
    references,
    remits,
    states,
    towns,
)
from letopis.entities.names.document import (
    TextRule,
    introduced_abbreviations,
    repeated_surnames,
    shortened_names,
    union_as_state,
)
from letopis.entities.names.passage import OVER, Name, Passage, Rule
from letopis.errors import InputError

_BOTH: set[Rule] = set()


def both(rule: Rule) -> Rule:
    """Mark a rule as one that serves both schemes."""
    _BOTH.add(rule)
    return rule


RULES: tuple[Rule, ...] = (
    both(organisations.picture_outside),
    both(organisations.one_label),
    both(states.state_abbreviation),
    both(places.settlement_after_type),
    places.adjective_and_head,
    places.shared_place_head,
    places.place_type_outside,
    places.landscape_is_no_place,
    places.namesake_is_no_name,
    both(places.river_is_no_place),
    both(states.whole_name_of_state),
    both(states.republic),
    states.two_states,
    states.end_of_longer_name,
    both(states.state_begins_no_body),
    both(states.short_name_of_state),
    states.part_of_state,
    states.place_and_its_state,
    states.possession,
    described.realm,
    both(states.union_is_no_place),
    states.abbreviation_beside_state,
    both(places.places_side_by_side),
    places.people_is_no_place,
    both(references.initials_alone_are_no_person),
    both(persons.two_persons),
    both(persons.initials_of_person),
    both(references.author_of_entry),
    both(references.title_outside_author),
    both(references.shortened_word_is_no_name),
    both(references.publisher_is_no_name),
    both(references.archive),
    both(bodies.university),
    both(bodies.academy),
    both(references.place_of_print),
    both(references.latin_title_is_no_body),
    both(full_names.patronymic_name),
    both(full_names.descent_name),
    both(full_names.ranked_name),
    both(full_names.apostrophe_name),
    both(full_names.surname_after_initials),
    both(full_names.noble_after_initials),
    both(full_names.given_before_surname),
    both(full_names.ruler),
    both(persons.numeral_ends_ruler),
    both(persons.double_surname),
    both(persons.born_or_dead),
    both(persons.family),
    both(full_names.syllables),
    both(persons.person_after_title),
    both(persons.surname_by_form),
    persons.post_outside,
    persons.quoted_person_is_a_thing,
    persons.dynasty_is_no_person,
    described.house_is_no_person,
    described.of_science,
    persons.adjective_is_no_person,
    persons.small_word_is_no_person,
    both(organisations.closing_quote),
    organisations.described_state_ends_name,
    organisations.state_behind_abbreviation,
    organisations.lead_outside,
    organisations.called_after_leader,
    organisations.sign_behind_name,
    organisations.letter_of_party,
    organisations.title_is_no_body,
    bodies.named_after,
    quoted.head_of_quoted_name,
    quoted.head_of_bare_name,
    quoted.house_of_person,
    quoted.owned_post,
    organisations.board_outside,
    remits.capitalised_adjective_and_head,
    remits.capitalised_head_and_complement,
    remits.part_of_body,
    bodies.body_of_members,
    bodies.numbered_institution,
    bodies.numbered_unit,
    bodies.states_of_body,
    remits.remit_after_po,
    remits.shared_ministries,
    bodies.member_states,
    remits.owner_takes_no_remit,
    organisations.bare_head_is_no_organisation,
    bodies.faction,
    described.alliance_by_name,
    described.state_body_is_no_person,
    described.shared_noun,
    described.team_begins_name,
    described.seat_is_no_body,
    described.army_is_no_body,
    organisations.two_bodies,
    organisations.longest_name_only,
    organisations.abbreviation_inside,
    organisations.symbol_is_no_organisation,
    bodies.alliance,
    places.adjective_is_no_place,
    both(towns.town_of_dictionary),
    both(towns.listed_town),
    both(towns.town_of_two_words),
    places.other_end_of_route,
    towns.place_in_list,
    described.defined_place,
    towns.place_in_body,
)
"""The rules over a sentence."""


class Rules(NamedTuple):
    """The rules of a scheme: over the text before those of sentences, of sentences, and over the text after them."""

    before: tuple[TextRule, ...]
    sentence: tuple[Rule, ...]
    after: tuple[TextRule, ...]


BEFORE = (introduced_abbreviations, repeated_surnames)

SCHEME = "letopis"
"""The scheme when none is asked for."""

SCHEMES = {
    "letopis": Rules(BEFORE, RULES, (shortened_names, union_as_state)),
    "nerel": Rules(BEFORE, tuple(rule for rule in RULES if rule in _BOTH), ()),
}
"""The rules of each scheme, in their order: this project's, and NEREL's for comparison with other systems."""


def rules_of(scheme: str) -> Rules:
    """Return the rules of a scheme.

    Raises:
        InputError: there is no such scheme.

    >>> len(rules_of("letopis").sentence) > len(rules_of("nerel").sentence)
    True
    """
    if scheme not in SCHEMES:
        raise InputError(f"there is no scheme {scheme!r} of names: choose one of {', '.join(SCHEMES)}")
    return SCHEMES[scheme]


def apply(rules: tuple[Rule, ...], passage: Passage, names: list[Name]) -> list[Name]:
    """Apply rules to a sentence and its names, in their order.

    >>> apply((places.river_is_no_place,), Passage(["Дунай"], [0], [5]), [Name(0, 1, "GPE", "hand", 0.9)])
    []
    """
    asked, labels = names, {name.label for name in names}
    for rule in rules:
        over = OVER.get(rule)
        if over is not None:
            if asked is not names:
                asked, labels = names, {name.label for name in names}
            if over.isdisjoint(labels):
                continue
        names = rule(passage, names)
    return names
