"""Places and organisations of several articles that are one. The order of the articles changes nothing."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from letopis.dictionary import known
from letopis.linking.abbreviations import initials_of, is_abbreviation
from letopis.linking.identities import MOST_CANDIDATES
from letopis.linking.organisations import LocalOrganisation, fuller, longer_names, with_full_states
from letopis.linking.places import PlaceHere, commonest, full_names, is_open, place_nominative, place_of
from letopis.russian.spelling import lowered
from letopis.russian.states import StateForm, folded, state_of

_PLACE = re.compile(r"gpe:[\w+]+")
BY_EXPANSION = "an abbreviation that one name alone has as its initials"
BY_COUNTERPART = "one longer name alone begins so"
SEVERAL_NAMES = "an abbreviation that several names have as their initials"
SEVERAL_LONGER = "several longer names begin so"


class JoinedName(NamedTuple):
    """A place or organisation over all articles: fullest name, key, how this one joined, and what is open of it."""

    referent: str
    key: str
    evidence: str = ""
    candidates: tuple[str, ...] = ()
    reason: str = ""


def join_places(
    counts: Mapping[PlaceHere, int], own: Mapping[str, StateForm] | None = None
) -> dict[PlaceHere, JoinedName]:
    """Return which place each one of an article is among those of all.

    An abbreviation is the one place whose name has its initials; a town that no dictionary has takes the nominative
    that the articles have most. ``own`` are forms of states of one's own.
    """
    own = own or {}
    written: Counter[str] = Counter()
    for place, count in counts.items():
        written[place.meant] += count
    attested: Counter[str] = Counter()
    for text, count in written.items():
        attested[lowered(text)] += count
    full = full_names(written)
    found: dict[PlaceHere, JoinedName] = {}
    for place in counts:
        text = place.meant
        if folded(text) in own:
            code, short, _ = own[folded(text)]
            found[place] = JoinedName(short, f"gpe:{code or lowered(short)}")
        elif is_open(text) and place.name == text:
            found[place] = _expanded(place, full.get(text, Counter()))
        elif _is_unseen(place):
            found[place] = JoinedName(*place_of(place_nominative(text, attested)))
        else:
            found[place] = JoinedName(place.name, place.key)
    return found


def _is_unseen(place: PlaceHere) -> bool:
    """Return whether a place is named by one word that no dictionary has."""
    text = place.meant
    if " " in text + place.name or known(text) or is_open(text):
        return False
    return state_of(text) is None and place.key == f"gpe:{lowered(place.name)}"


def full_states(counts: Mapping[PlaceHere, int], joined: Mapping[PlaceHere, JoinedName]) -> dict[str, str]:
    """Return for each place its commonest name of several words, in the nominative."""
    counted: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for place, count in counts.items():
        if " " in place.normal:
            counted[joined[place].key][place.normal] += count
    return {key: commonest(names) for key, names in counted.items()}


def _expanded(place: PlaceHere, names: Counter[str]) -> JoinedName:
    keys = sorted({place_of(name)[1] for name in names})
    if len(keys) == 1:
        return JoinedName(*place_of(commonest(names)), BY_EXPANSION)
    reason = SEVERAL_NAMES if keys else ""
    return JoinedName(place.name, place.key, "", tuple(keys[:MOST_CANDIDATES]), reason)


def join_organisations(
    counts: Mapping[LocalOrganisation, int], moved: Mapping[str, str], full: Mapping[str, str]
) -> dict[LocalOrganisation, JoinedName]:
    """Return which organisation each one of an article is among those of all.

    ``moved`` leads from keys of places in the keys of organisations to those that they have over all articles, ``full``
    from such a key to the place's full name, which is written for its abbreviation in the fullest name.
    """

    def over_all(text: str) -> str:
        return _PLACE.sub(lambda found: moved.get(found.group(), found.group()), text)

    keys = {one: over_all(one.key) for one in counts}
    by_initials: defaultdict[str, set[str]] = defaultdict(set)
    for one, key in keys.items():
        if " " in one.full and not is_abbreviation(one.full):
            by_initials[initials_of(one.full)].add(key)
    longer = longer_names(list(keys.values()))
    found = {one: _joined(one, key, by_initials, longer) for one, key in keys.items()}
    fullest: dict[str, str] = {}
    for one, joined in found.items():
        states = {text: full[own] for text, key in one.states if (own := over_all(key)) in full}
        fullest[joined.key] = fuller(fullest.get(joined.key, ""), with_full_states(one.full, states))
    return {one: joined._replace(referent=fullest[joined.key]) for one, joined in found.items()}


def _joined(
    one: LocalOrganisation, key: str, by_initials: Mapping[str, set[str]], longer: Mapping[str, set[str]]
) -> JoinedName:
    alone = is_abbreviation(key) and len(key) > 2
    options, evidence, reason = (
        (by_initials.get(key, set()), BY_EXPANSION, SEVERAL_NAMES) if alone
        else (longer.get(key, set()), BY_COUNTERPART, SEVERAL_LONGER)
    )  # fmt: skip
    if one.article:
        key = f"{key} ({one.article})"
    if len(options) == 1:
        return JoinedName("", f"org:{min(options)}", evidence)
    candidates = tuple(f"org:{option}" for option in sorted(options)[:MOST_CANDIDATES])
    if one.article:
        return JoinedName("", f"org:{key}", "", candidates, one.evidence)
    return JoinedName("", f"org:{key}", one.evidence, candidates, reason if candidates else "")
