"""Who, where and when in a clause: each name near a verb of signing gets a role, or none."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence

from letopis.entities.agreements import values
from letopis.entities.agreements.chain import at
from letopis.entities.agreements.labels import is_day
from letopis.entities.agreements.scope import (
    REACH,
    Roles,
    Scope,
    apart,
    denied_name,
    not_this,
    on_behalf,
    shortened,
    since_stop,
)
from letopis.entities.agreements.units import AND, Unit
from letopis.entities.agreements.verbs import takes_place_at
from letopis.russian.states import state_of

PLACE_PREPOSITIONS = frozenset({"в", "во", "на", "под"})
_NO_DATE = frozenset({"до", "с", "со", "после", "к", "ко", "на", "по", "от", "около", "через", "конца", "для", "за"})
_DATED = values.SIGNING | values.JOINING | values.ENDING | values.SUSPENDING | {"одобрить"}
_EXCLUDING = frozenset({"кроме", "помимо", "исключая", "без"})


def roles_of(scope: Scope) -> Roles:
    """Return the roles of the names in a scope."""
    roles = Roles([], [], [], [])
    dates: list[int] = []
    role_before: dict[int, str] = {}
    low = bisect_left(scope.members, scope.verb - REACH)
    reached, of_another = set(since_stop(scope.units, scope.members, scope.verb)), apart(scope)
    for order in range(low, bisect_right(scope.members, scope.verb + REACH)):
        place = scope.members[order]
        unit = scope.units[place]
        if place not in reached or not unit.label or scope.taken[place]:
            continue
        if unit.label == "DATE":
            if not of_another(place) and dates_verb_at(scope.units, scope.members, order, scope.taken):
                dates.append(place)
            continue
        role = next((found for rule in RULES if (found := rule(scope, order, role_before)) is not None), "")
        role_before[place] = role
        if role == "actor" and unit.label in {"GPE", "ORG"}:
            roles.parties.append(place)
        elif of_another(place):
            continue
        elif role == "place" and unit.label == "GPE":
            roles.places.append(place)
        elif role == "actor" and unit.label == "PERSON":
            roles.signatories.append(place)
    towns = [place for place in roles.places if state_of(scope.units[place].text) is None]
    roles.places = towns or roles.places  # ``в столице [Кении] Найроби``, ``в Лиме, [Перу]``: the town says it all
    if dates:
        roles.dates = [min(dates, key=lambda place: (abs(place - scope.verb), place))]
    return roles


def dates_verb_at(units: Sequence[Unit], members: Sequence[int], order: int, taken: Sequence[bool]) -> bool:
    """``23 апреля был подписан``, ``в 1955 г. подписали``; not ``до 1960 г.``, nor ``война 1914 г.``.

    A day between subject and verb is the verb's: ``парламент [5 мая] ратифицировал``.
    """
    place = members[order]
    if order == 0 or members[order - 1] != place - 1:
        return True
    if not_this(units, place):
        return False
    before, after = units[place - 1], units[min(place + 1, len(units) - 1)]
    if is_day(units[place]) and "nomn" in before.cases() and after.verb and after.lemmas() & _DATED:
        return True
    if is_day(units[place]) and (takes_place_at(units, place + 1) or _where_before(units, place - 1)):
        return True
    night = before.lower in {"на", "с"} and "ночь" in at(units, place - 2).lemmas()  # ``в ночь на 3 апреля``
    if before.lower in _NO_DATE and not night:
        return False
    common = before.noun and before.pos != "NPRO" and not before.label and not before.verb and not before.head
    common = common and before.pos != "ADVB"  # ``уже 3 апреля`` is no form of ``уж``
    dating = values.VISITS | values.EVENT_OF_STAGE | {"сила", "действие"}
    return not common or bool(before.lemmas() & dating) or taken[place - 1]


def _where_before(units: Sequence[Unit], noun: int) -> bool:
    """``прошло [на границе] 26 октября``: a day behind a noun that says where is the verb's."""
    place = noun - 1
    while at(units, place).adjective and not units[place].label:
        place -= 1
    plain = units[noun].noun and not units[noun].label and not units[noun].head and "loct" in units[noun].cases()
    return plain and at(units, place).lower in {"в", "во", "на"}


Rule = Callable[[Scope, int, dict[int, str]], "str | None"]


def in_list(scope: Scope, order: int, before: dict[int, str]) -> str | None:
    """``в Лондоне, Москве [и Вашингтоне]``: a name after ``и`` or a comma has the role of the one before.

    Posts between them count: ``президент Франции … и канцлер [ФРГ]``.
    """
    units, place = scope.units, scope.members[order]
    back = place - 1
    while back > 0 and place - back < 7 and not units[back].label and units[back].lower not in {*AND, ","}:
        back -= 1
    if back < 1 or (units[back].text != "," and units[back].lower not in AND):
        return None
    words, role = [unit for unit in units[back + 1 : place] if not unit.adjective], before.get(back - 1)
    if not role or (role == "place" and (words or units[place].label != "GPE")):
        return None
    return role if not words or any(unit.lemmas() & values.POSTS for unit in words) else None


def beside_post(scope: Scope, order: int, before: dict[int, str]) -> str | None:
    """``президенты [Франции]``, ``канцлер ФРГ [К. Аденауэр]``, ``министрами иностранных дел [СССР]``."""
    units, place = scope.units, scope.members[order]
    back = place - 1
    while back >= 0 and place - back < 6 and not units[back].label and (units[back].noun or units[back].adjective):
        if units[back].lemmas() & values.POSTS and not units[back].verb:
            return "actor" if _post_acts(scope, back) else ""
        back -= 1
    return None


def _post_acts(scope: Scope, post: int) -> bool:
    units = scope.units
    while post > 1 and units[post - 1].adjective:
        post -= 1
    if at(units, post - 1).lower in {"с", "со", "между"}:
        return True
    wanted = "ablt" if scope.passive else "nomn"
    return wanted in units[post].cases(frozenset({"NOUN", "ADJF"})) or any(
        wanted in unit.cases() for unit in units[post : post + 2] if unit.lemmas() & values.POSTS
    )


def behind_preposition(scope: Scope, order: int, before: dict[int, str]) -> str | None:
    """``в [Баку]`` is a place, ``с [Италией]`` and ``между [Данией] и …`` are sides, others none.

    ``десять государств, включая [США]``, ``в том числе [США]`` are sides; ``все, кроме [США]`` and who follows are not.
    """
    units, place = scope.units, scope.members[order]
    if [unit.lower for unit in units[max(0, place - 3) : place]] == ["в", "том", "числе"]:
        return "actor"
    back = place - 1
    while (
        back >= 0
        and place - back < 4
        and not units[back].label
        and (units[back].adjective or units[back].lemmas() & (values.SITES | values.GENERIC_SIDES))
        and "который" not in units[back].lemmas()
    ):
        back -= 1
    if at(units, back).pos != "PREP":
        return None
    word = units[back].lower
    if word == "включая":
        return "actor"
    if word in _EXCLUDING:
        return "excluded"
    if word in PLACE_PREPOSITIONS:
        post = units[max(0, back - 3) : back] if at(units, place + 1).label == "PERSON" else ()
        of_post = any(unit.lemmas() & values.POSTS for unit in post if not unit.label)  # ``посол в [Риме] Т. Билле``
        told = any(unit.lemmas() & (values.VISITS | values.SITES) for unit in units[max(0, back - 6) : place])
        return "place" if not of_post and (told or "loct" in units[place].cases()) else ""  # not ``вернулись в Рим``
    if word == "между":
        return "actor"
    if word in {"с", "со"}:
        return "actor" if "ablt" in units[place].cases() else ""
    return ""


def place_beside_site(scope: Scope, order: int, before: dict[int, str]) -> str | None:
    """``в столице Франции [Париже]``, ``в столице Кении городе [Найроби]``: the city after the state that it heads."""
    units, place = scope.units, scope.members[order]
    state = place - 1 - bool(at(units, place - 1).lemmas() & values.SITES)
    beside = state >= 2 and units[place].label == "GPE" == units[state].label and "gent" in units[state].cases()
    return "place" if beside and units[state - 1].lemmas() & values.SITES else None


def behind_noun(scope: Scope, order: int, before: dict[int, str]) -> str | None:
    """``войска [Франции]``, ``визита [Р. Никсона]``: a name in the genitive belongs to its noun."""
    units, place = scope.units, scope.members[order]
    previous, wanted = at(units, place - 1), "ablt" if scope.passive else "nomn"
    if place and scope.taken[place - 1]:
        return None
    if previous.label == "GPE" and before.get(place - 1) == "place" and units[place].label != "PERSON":
        return None if wanted in units[place].cases() else ""
    if before.get(place - 1) == "excluded" and wanted in units[place].cases():
        return None  # ``без Канады [США] и Мексика``
    if previous.label:
        return "" if previous.label != "DATE" and units[place].label != "PERSON" else None
    if previous.verb or not previous.noun or (previous.adjective and not previous.lemmas() & values.VISITS):
        return None
    if units[place].label == "PERSON" and wanted in previous.cases() & units[place].cases():
        return None  # ``адмирал [С. Колтроп]``, whose surname nobody declines
    return "" if "gent" in units[place].cases() else None


def subject_or_agent(scope: Scope, order: int, before: dict[int, str]) -> str | None:
    """``[Франция] подписала``, ``был подписан [Молотовым]``: the case that the voice asks for."""
    units, place = scope.units, scope.members[order]
    cases = units[place].cases()
    if not scope.passive:
        return "actor" if "nomn" in cases else ""
    near = place > scope.verb and ("nomn" not in cases or place - scope.verb <= 4)
    return "actor" if "ablt" in cases and ("nomn" not in cases or near) else ""


RULES: tuple[Rule, ...] = (
    denied_name,
    on_behalf,
    shortened,
    in_list,
    place_beside_site,
    beside_post,
    behind_preposition,
    behind_noun,
    subject_or_agent,
)
"""The rules in the order in which they are asked; the first that answers is believed."""
