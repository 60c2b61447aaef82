"""Decisions about what completes a body's name: its states, its members, its number, whom it is named after."""

from __future__ import annotations

import re
from itertools import takewhile

from letopis.dictionary import known
from letopis.entities.names.passage import BY_PATTERN, Name, Passage, covered, longest_at, whole
from letopis.entities.names.places import is_place_type
from letopis.entities.names.quoted import kinds_before
from letopis.entities.names.words import (
    at,
    can_be,
    is_abbreviation,
    is_adjective,
    is_capitalised,
    is_initial,
    lemmas,
    may_modify,
)
from letopis.russian.states import state_at, state_of
from letopis.russian.tables import FATHERS, PARTICLES

FARTHEST_HEAD = 5
"""Words between an institution's head and ``имени``, at most."""

FARTHEST_DEED = 8
"""Words from an alliance within which its verb is looked for."""

TREATIES = frozenset({"договор", "пакт"})
ALLIANCE = "names.alliance"
"""What found the name of an alliance, which is that of its treaty."""


NUMBER = re.compile(r"№?\d+(?:-?[А-Яа-я])?")
ORDINAL = re.compile(r"\d{1,3}-[а-я]{1,3}")
JOINING = frozenset({"и", "-", "–", "—"})
"""What joins states of one case: ``комиссия ЧР и РБ``."""

AND_AS = frozenset({"и", "или"})
IN = frozenset({"в", "во", "на"})
UNIVERSITY = re.compile(r"[А-ЯЁ](?=[А-ЯЁ]*[а-яё])[А-ЯЁа-яё]{0,5}[ГНФПТМЭ]{1,3}У")
"""Letters of a town, land or people, some of them small, then of what is taught there: ``КазНУ``, ``СПбГУ``."""


def university(passage: Passage, names: list[Name]) -> list[Name]:
    """Know a university by its abbreviation: ``ректор [КазНУ]``, ``[УрФУ] и [ТашГТУ]``."""
    for place in [place for place, word in passage.capitalised if word[-1] == "У" and UNIVERSITY.fullmatch(word)]:
        names = [n for n in names if n.label == "ORG" or (n.first, n.last) != (place, place + 1)]
        names = whole(names, place, place + 1, "names.university")
    return names


def academy(passage: Passage, names: list[Name]) -> list[Name]:
    """Know an academy by its abbreviation before its state: ``[АН [СССР]]``, ``[Институт истории [НАН [Армении]]]``."""
    words = passage.words
    for place in [place for place in passage.places("academies") if words[place].isupper()]:
        state = place + 1
        last = state + (state < len(words) and (state_at(words, state) or is_abbreviation(words[state])))
        named = state_of(passage.text(state, last))
        if last == state or (named is not None and "gent" not in named.cases):
            continue
        titled = place - 1 if at(words, place - 1)[-1:] == "." else place  # [Акад. НАН Латвии]
        names = [n for n in names if (n.label == "ORG" and n.first != titled) or not n.first <= place < n.last]
        if not covered(names, state, last, "GPE"):
            names = [*names, Name(state, last, "GPE", "names.academy", BY_PATTERN)]
        longer = [n for n in names if n.label == "ORG" and n.first < place and last <= n.last]
        names = [*longer, *whole([n for n in names if n not in longer], place, last, "names.academy")]
    return names


def states_of_body(passage: Passage, names: list[Name]) -> list[Name]:
    """Let the states that a body belongs to end its name: ``[парламент [Исландии]]``, ``[Посольство [Кубы] в [Перу]]``.

    So do those that share it: ``[смешанной комиссии [Перу] – [Чили]]``, ``[Комиссия между [Кубой] и [Перу]]``.
    """
    for head in passage.places("state_bodies", "embassies", "councils", "joint_heads"):
        over = [n for n in names if n.label == "ORG" and n.first <= head < n.last]
        first, begins = min((n.first for n in over), default=head), {head + 1, *(n.last for n in over)}
        if passage.is_in(head, "joint_heads"):
            begins |= {place for place in range(head + 2, max(begins)) if passage.words[place] == "между"}
        end = max(filter(None, (_states_end(passage, names, head, begin) for begin in begins)), default=None)
        if end is not None:
            shared = _shared_from(passage, head)
            first = first if shared is None else min(first, shared)
            kind = passage.is_in(head, "embassies") and passage.is_in(head - 1, "embassy_kinds")
            first = min(first, head - kind)
            names = whole(names, first, end, "names.states_of_body", before=head + 1)
    return names


def _states_end(passage: Passage, names: list[Name], head: int, begin: int) -> int | None:
    """Return where the states of a body end that begin at a word; ``None`` where none does."""
    words = passage.words
    if words[begin : begin + 1] == ["между"]:
        return pair_end(words, names, begin + 1) if passage.is_in(head, "joint_heads") else None
    if _shared_from(passage, head) is not None:
        return pair_end(words, names, begin)
    embassy, council = passage.is_in(head, "embassies"), passage.is_in(head, "councils")
    owners = ("GPE", "ORG") if (embassy or council) and begin == head + 1 else ("GPE",)
    one = longest_at(names, begin, *owners)
    if one is None or not (embassy or council or passage.is_in(head, "state_bodies")) or not _owns(words, one):
        return None
    end = one.last
    if embassy:
        host = longest_at(names, end + 1, "GPE", "ORG") if words[end : end + 1] and words[end] in IN | {"при"} else None
        return host.last if host and not can_be(words[end + 1], "accs", "Geox", "plur") else end
    while can_be(words[head], "plur") and at(words, end) in {"и", ","} and (next_ := longest_at(names, end + 1, "GPE")):
        end = next_.last
    return end


def _shared_from(passage: Passage, head: int) -> int | None:
    """Return where the adjectives of a body begin that states share: ``смешанная комиссия``."""
    if not passage.is_in(head, "joint_heads"):
        return None
    before = list(takewhile(lambda place: may_modify(passage.words[place]), range(head - 1, -1, -1)))
    return before[-1] if any(passage.is_in(place, "joint") for place in before) else None


def pair_end(words: list[str], names: list[Name], begin: int) -> int | None:
    """Return where the second of two places ends that begin at a word: ``[Кубой] и [Перу]``, ``[Перу] – [Чили]``."""
    one = longest_at(names, begin, "GPE")
    joined = one is not None and at(words, one.last) in JOINING
    other = longest_at(names, one.last + 1, "GPE") if one and joined else None
    return other.last if other else None


def _owns(words: list[str], place: Name) -> bool:
    """Return whether a place can stand in the genitive: ``Исландии``, ``Республики Корея``, ``КНР``."""
    stretch = words[place.first : place.last]
    return is_abbreviation(stretch[0]) or any(can_be(w, "NOUN", "gent") and not is_adjective(w) for w in stretch)


def named_after(passage: Passage, names: list[Name]) -> list[Name]:
    """Let ``имени …`` end the name: ``[Институт истории имени [Ш. Марджани]]``, ``[КазНУ имени [Абая]]``."""
    words = passage.words
    for place in passage.places("named_after"):
        bears = takewhile(lambda at: _bears_name(passage, at) or _within_name(words, at), range(place + 1, len(words)))
        end = max(bears, default=place) + 1
        if not place or end == place + 1:
            continue
        person = next((n for n in names if n.first == place + 1 and n.label == "PERSON"), None)
        end = min(person.last, end) if person else end
        names = [n._replace(last=end) if n is person else n for n in names]
        before = [n.first for n in names if n.label == "ORG" and n.first < place <= n.last]
        heads = [p for p in range(max(0, place - FARTHEST_HEAD), place) if passage.is_in(p, "institutions")]
        heads += [place - 1] if is_abbreviation(words[place - 1]) else []
        first = min([*before, *(_with_adjective(words, head) for head in heads[-1:])], default=None)
        if first is not None:
            names = [n for n in names if not (n.label == "ORG" and first < n.first < place < n.last)]
            names = whole(names, first, end, "names.named_after")
            if person is None:
                names = [*names, Name(place + 1, end, "PERSON", "names.named_after", BY_PATTERN)]
    return names


def _with_adjective(words: list[str], head: int) -> int:
    """Return where a head begins with a capitalised adjective within a sentence: ``[Национальной библиотеки]``."""
    return head - 1 if head > 1 and is_capitalised(words[head - 1]) and may_modify(words[head - 1]) else head


def _within_name(words: list[str], place: int) -> bool:
    """Return whether a word is an initial or a name's small word, or the father's name before one: ``Ибрагим оглы``."""
    small, following = words[place].partition("-")[0], at(words, place + 1)
    return is_initial(words[place]) or small in PARTICLES or following in FATHERS


def _bears_name(passage: Passage, place: int) -> bool:
    """Return whether a word can be whom a body is named after: ``имени Кирова``, not ``Петр`` or ``АН`` behind."""
    word = passage.words[place]
    owner = is_abbreviation(word) or passage.is_in(place, "state_bodies", "remit_heads", "capitalised_bodies")
    return is_capitalised(word) and not owner and (can_be(word, "gent") or not can_be(word, "nomn") or not known(word))


def numbered_unit(passage: Passage, names: list[Name]) -> list[Name]:
    """Know a unit of an army by its number: ``[8-я гвардейская стрелковая дивизия]``, ``[1-го Украинского фронта]``."""
    words = passage.words
    for head in passage.places("military"):
        first = head
        while first > 0 and may_modify(words[first - 1]) and not words[first - 1][0].isdigit():
            first -= 1
        if not first or not ORDINAL.fullmatch(words[first - 1]):
            continue
        while first > 2 and words[first - 2] in {"и", ","} and ORDINAL.fullmatch(words[first - 3]):
            first -= 2
        names = whole(names, first - 1, head + 1, "names.numbered_unit")
        names = [n for n in names if n.label != "ORG" or not first <= n.first < n.last <= head + 1]
    return names


def numbered_institution(passage: Passage, names: list[Name]) -> list[Name]:
    """Know an institution by its number, with its town: ``[школа № 5 г. [Выборг]]``."""
    words = passage.words
    for head in passage.places("numbered", "institutions"):
        sign = words[head + 1 : head + 2] == ["№"]
        number = at(words, head + 1 + sign)
        if not NUMBER.fullmatch(number) or not (sign or number.startswith("№")):
            continue
        first, end = kinds_before(passage, head), head + 2 + sign
        town = longest_at(names, end + (end < len(words) and is_place_type(passage, end)), "GPE")
        while town is not None:
            end, town = town.last, longest_at(names, town.last, "GPE")
        if not covered(names, first, end, "ORG"):
            names = [n for n in names if not (n.label == "ORG" and n.first < end and head < n.last)]
            names.append(Name(first, end, "ORG", "names.numbered_institution", BY_PATTERN))
    return names


def body_of_members(passage: Passage, names: list[Name]) -> list[Name]:
    """Know a union by its members and place: ``[общество немцев [Чили]]``, ``[союз писателей в [Перу]]``."""
    words = passage.words
    for head in passage.places("member_heads"):
        in_place = any(n.label == "GPE" and n.first <= head < n.last for n in names)  # ``Российской Федерации``
        if in_place or is_adjective(words[head]):
            continue
        member = head + 1
        while member < len(words) - 1 and is_adjective(words[member]) and can_be(words[member], "gent"):
            member += 1
        if member + 1 >= len(words) or not _is_member(passage, member, head):
            continue
        owner = member + 1 + (words[member + 1] in IN)
        place = longest_at(names, owner, "GPE", "ORG")
        if place is not None and (owner > member + 1 or _is_genitive(words[owner])):
            first = kinds_before(passage, head)
            names = whole(names, first, place.last, "names.body_of_members", before=owner)
    return names


def _is_member(passage: Passage, place: int, head: int) -> bool:
    """Return whether a word names the people of a union, or what a party stands for: ``партия труда``."""
    word = passage.words[place]
    valued = passage.is_in(place, "party_values") and "партия" in lemmas(passage.words[head])
    common = word.islower() and len(word) > 2 and word != "директоров" and not can_be(word, "PREP")
    return common and (valued or can_be(word, "NOUN", "anim", "plur", "gent"))


def _is_genitive(word: str) -> bool:
    return is_abbreviation(word) or can_be(word, "gent") or not can_be(word, "nomn")


def faction(passage: Passage, names: list[Name]) -> list[Name]:
    """Know a parliamentary group by whose it is or what it believes in: ``[либеральная фракция]``."""
    for head in passage.places("factions"):
        creed = passage.is_in(head - 1, "creeds") and passage.words[head - 1].islower()
        if creed and not any(n.label == "ORG" and n.first <= head < n.last for n in names):
            names = [*names, Name(head - 1, head + 1, "ORG", "names.faction", BY_PATTERN)]
    return names


def member_states(passage: Passage, names: list[Name]) -> list[Name]:
    """Let members complete the name: ``[Совет судей государств – членов [ЕС]]``."""
    words = passage.words
    for place in range(2, len(words) - 1):
        if words[place] not in {"участников", "членов"} or words[place - 1] not in JOINING - {"и"}:
            continue
        union = longest_at(names, place + 1, "ORG")
        firsts = [n.first for n in names if n.label == "ORG" and n.first < place - 2 <= n.last < place]
        if union is not None and firsts:
            names = whole(names, min(firsts), union.last, "names.member_states", before=place)
    return names


def alliance(passage: Passage, names: list[Name]) -> list[Name]:
    """Know an alliance by its treaty where it has members or acts: ``страны [Варшавского договора]``.

    So it is beside another body, ``[НАТО] и [Варшавский договор]``; what is signed, left or kept is the treaty.
    """
    for place in passage.places("alliances"):
        end = place + 2
        rest = [n for n in names if not place <= n.first < n.last <= end]
        if not lemmas(at(passage.words, place + 1)) & TREATIES or covered(rest, place, end, "ORG"):
            continue
        if _has_members(passage, place) or _beside_body(passage, names, place, end) or _does(passage, place, end):
            names = [*rest, Name(place, end, "ORG", ALLIANCE, BY_PATTERN)]
    return names


def _has_members(passage: Passage, place: int) -> bool:
    return can_be(passage.words[place], "gent") and passage.is_in(place - 1, "of_alliances")


def _beside_body(passage: Passage, names: list[Name], place: int, end: int) -> bool:
    """``[НАТО] и Варшавский договор``; not ``Устав [ООН] и Варшавский договор``."""
    before = at(passage.words, place - 1) in AND_AS and any(
        n.label == "ORG" and n.last == place - 1 and not passage.is_in(n.first - 1, "symbols") for n in names
    )
    behind = at(passage.words, end) in AND_AS and longest_at(names, end + 1, "ORG") is not None
    return before or behind


def _does(passage: Passage, place: int, end: int) -> bool:
    """``Варшавский договор [провёл] учения``, ``… в 1968 году [ввёл] войска``: a verb of bodies before any mark."""
    words = passage.words
    if not can_be(words[place], "nomn"):
        return False
    near = takewhile(lambda at: words[at] not in {",", ".", ";", "и"}, range(end, min(len(words), end + FARTHEST_DEED)))
    verb = next((at for at in near if can_be(words[at], "VERB") or can_be(words[at], "PRTS")), -1)
    return passage.is_in(verb, "deeds_of_alliances")
