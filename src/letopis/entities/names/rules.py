"""The rules over the tagger's names, in their order; each takes a sentence and its names and gives those that hold.

``COMMON`` serve both schemes; the others are what this project's guidelines ask and NEREL does otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from letopis.entities.names import (
    bodies,
    completion,
    edges,
    geography,
    organisations,
    persons,
    places,
    quoted,
    remits,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from letopis.entities.names.passage import Name, Passage

    Rule = Callable[[Passage, list[Name]], list[Name]]

COMMON: tuple[Rule, ...] = (
    organisations.one_label,
    places.state_abbreviation,
    persons.initials_of_person,
    persons.turkic_name,
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
    places.adjective_and_head,
    places.shared_place_head,
    places.place_type_outside,
    places.landscape_is_no_place,
    places.water_is_no_place,
    geography.river_is_no_place,
    geography.power_station_is_no_place,
    geography.deposit_is_no_place,
    geography.title_of_state,
    places.places_side_by_side,
    places.people_is_no_place,
    persons.initials_of_person,
    persons.turkic_name,
    persons.family_beside_family,
    persons.post_outside,
    persons.namesake_is_no_person,
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
    bodies.tall_adjective_and_head,
    completion.body_of_state,
    bodies.body_of_members,
    bodies.numbered_institution,
    remits.joint_body,
    remits.remit_after_po,
    remits.between_states,
    remits.member_states,
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
)
