"""Decisions about where an organisation's name begins and ends, and what is no organisation, one function each."""

from __future__ import annotations

from letopis.dictionary import known
from letopis.entities.names.passage import Bounds, Name, Passage, each, longest_at, no_name
from letopis.entities.names.words import (
    CLOSING,
    OPENING,
    at,
    can_be,
    is_abbreviation,
    is_adjective,
    is_capitalised,
    is_of_place,
    lemmas,
    may_modify,
)
from letopis.folding.fold import PICTURE
from letopis.russian.states import state_abbreviations, state_of

PARTY_LETTERS = frozenset("бмор")
"""``большевиков``, ``меньшевиков``, ``объединённая``, ``рабочая``."""

SHORTENED = frozenset({"Inc", "Ltd", "Co", "Corp", "Bros"})
"""What a company's name ends with, and its stop."""

CLOSES = {"»": "«", "”": "“", "“": "„", '"': '"'}


def one_label(_passage: Passage, names: list[Name]) -> list[Name]:
    """Return a stretch its likelier label: no name is a place and an organisation at once."""
    best: dict[tuple[int, int], float] = {}
    for name in names:
        best[name.first, name.last] = max(best.get((name.first, name.last), 0.0), name.score)
    return [name for name in names if name.score >= best[name.first, name.last]]


@each("PERSON", "ORG", "GPE")
def picture_outside(passage: Passage, name: Name, _names: list[Name]) -> Bounds:
    """Leave pictures outside a name: ``👍 [С. Пак]``, ``[Баку] ✅``."""
    first, last = name.first, name.last
    while first < last and passage.words[first] == PICTURE:
        first += 1
    while first < last and passage.words[last - 1] == PICTURE:
        last -= 1
    return first, last


@each("ORG")
def closing_quote(passage: Passage, name: Name, _names: list[Name]) -> Bounds:
    """Take in the closing quote of a name that opens one: ``[общество “Азери”]``."""
    words, closing = passage.words[name.first : name.last], at(passage.words, name.last)
    opened = CLOSES.get(closing) in words[1:] and closing not in words
    return name.first, name.last + opened


@each("ORG", "GPE")
def lead_outside(passage: Passage, name: Name, names: list[Name]) -> Bounds:
    """Leave outside what leads up to a name: ``делегация [Верховного Совета]``, ``имперской [Думы]``."""
    first = name.first
    while name.last - first > 1 and _leads(passage, first):
        first += 1
    last = name.last
    if name.first < first < last - 2 and passage.words[first] in OPENING and passage.words[last - 1] in CLOSING:
        first, last = first + 1, last - 1
    place = first > name.first and any(n.label == "GPE" and (n.first, n.last) == (first, last) for n in names)
    return None if place and name.label == "ORG" else (first, last)


def _leads(passage: Passage, place: int) -> bool:
    word = passage.words[place]
    if word.endswith(".") and passage.is_in(place, "titles"):  # [Доц. НГУ]
        return True
    if not word.islower() or passage.words[place + 1].islower():
        return False
    if not may_modify(word):
        return passage.is_in(place, "leading_outside")
    return passage.is_in(place, "epithets") or any(lemma.endswith(("ский", "цкий")) for lemma in lemmas(word))


@each("ORG")
def board_outside(passage: Passage, name: Name, names: list[Name]) -> Bounds:
    """Leave out boards: ``совет директоров «[Заря]»``."""
    words, first, last = passage.words, name.first + 2, name.last
    if words[first - 1 : first] != ["директоров"] or "совет" not in lemmas(words[first - 2]):
        return name[:2]
    if last - first > 2 and words[first] in OPENING and words[last - 1] in CLOSING:
        first, last = first + 1, last - 1
    told = any((n.first, n.last) == (first, last) for n in names)
    return None if first >= last or told or not any(map(is_capitalised, words[first:last])) else (first, last)


@each("ORG")
def called_after_leader(passage: Passage, name: Name, names: list[Name]) -> Bounds:
    """Leave out a government that is called after who leads it: ``администрация [Картера]`` is no name."""
    leader = any(n.label == "PERSON" and (n.first, n.last) == (name.first + 1, name.last) for n in names)
    return None if leader and passage.is_in(name.first, "governments") else name[:2]


@no_name("ORG")
def title_is_no_body(passage: Passage, name: Name) -> bool:
    """Leave out the title of what is no body: ``в книге «[Россия и Азия]»``."""
    words = passage.words
    opening = name.first - (words[name.first] not in OPENING)
    closing = name.last - (words[name.last - 1] in CLOSING)
    quoted = opening > 0 and words[opening] in OPENING and at(words, closing) in CLOSING
    return quoted and passage.is_in(opening - 1, "titled")


@each("ORG")
def letter_of_party(passage: Passage, name: Name, names: list[Name]) -> Bounds:
    """Take in the letter of a party in brackets, and its land: ``[ЦК [ВКП (б)]]``, ``[КП(б) [Украины]]``."""
    letter = passage.words[name.last : name.last + 3]
    if not is_abbreviation(passage.words[name.last - 1]) or len(letter) < 3 or letter[1] not in PARTY_LETTERS:
        return name[:2]
    written_on = passage.starts[name.last] == passage.ends[name.last - 1]
    if letter[::2] != ["(", ")"] or not (written_on or "П" in passage.words[name.last - 1]):
        return name[:2]
    land = longest_at(names, name.last + 3, "GPE")
    owns = land is not None and can_be(passage.words[land.last - 1], "gent")
    return name.first, land.last if land is not None and owns else name.last + 3


@each("ORG")
def sign_behind_name(passage: Passage, name: Name, _names: list[Name]) -> Bounds:
    """Take in a sign that is written on to a name: ``[ОПЕК+]``, ``[Oak Media Inc.] растёт``."""
    sign = passage.words[name.last : name.last + 1]
    shortened = sign == ["."] and passage.words[name.last - 1] in SHORTENED and name.last + 1 < len(passage.words)
    joined = (sign == ["+"] or shortened) and passage.starts[name.last] == passage.ends[name.last - 1]
    return name.first, name.last + joined


@each("ORG")
def described_state_ends_name(passage: Passage, name: Name, names: list[Name]) -> Bounds:
    """End a name before its state when an adjective describes that: ``[Сенат] королевской Франции``."""
    words, adjective = passage.words, name.last - 2
    described = adjective > name.first and words[adjective].islower() and is_adjective(words[adjective])
    if described and any(n.label == "GPE" and (n.first, n.last) == (name.last - 1, name.last) for n in names):
        return name.first, adjective
    return name[:2]


@each("ORG")
def state_behind_abbreviation(passage: Passage, name: Name, _names: list[Name]) -> Bounds:
    """End an abbreviation before a state that is the subject: ``в [ООН] Франция голосовала``, but ``[МИД Франции]``."""
    words = passage.words
    if name.first and name.last - name.first == 2 and can_be(words[name.first - 1], "PREP"):
        state = state_of(words[name.last - 1])
        if is_abbreviation(words[name.first]) and state is not None and "gent" not in state.cases:
            return name.first, name.last - 1
    return name[:2]


def abbreviation_inside(passage: Passage, names: list[Name]) -> list[Name]:
    """Know the body that ends a longer name by its abbreviation: ``[Секретариат [ЮНЕП]]``."""
    words = passage.words
    if not any(word.islower() for word in words if len(word) > 2):
        return names
    for name in names:
        last = name.last - 1
        if name.label != "ORG" or last <= name.first or not is_abbreviation(words[last]) or len(words[last]) < 3:
            continue
        if is_adjective(words[last - 1]) or is_abbreviation(words[last - 1]):
            continue
        heads = ("named_by_word", "named_in_quotes") if words[last] != words[last].upper() else ("named_by_word",)
        named = last - 1 == name.first and passage.is_in(last - 1, *heads)
        state = words[last] in state_abbreviations() or words[last].endswith("ССР")
        if not (named or state or any((n.first, n.last) == (last, name.last) for n in names)):
            names = [*names, Name(last, name.last, "ORG", "names.abbreviation_inside", name.score)]
    return names


@no_name("ORG", "GPE")
def symbol_is_no_organisation(passage: Passage, name: Name) -> bool:
    """Leave out laws, treaties, power stations: ``[герб [Чили]]``, ``[АЭС]``; ``[Варшавский договор]`` is a body.

    No name is a letter alone, ``группа «D»``, or ends a bracket: ``КП([б) Киргизии]``.
    """
    inside, own = range(name.first, name.last), passage.words[name.first : name.last]
    if own.count(")") > own.count("("):
        return True
    power_station = passage.words[name.last - 1].isupper() and passage.is_in(name.last - 1, "power_stations")
    if power_station or all(len(passage.words[place]) == 1 for place in inside):
        return True
    noun = next((place for place in inside if not may_modify(passage.words[place])), -1)
    quoted = passage.is_in(noun, "named_in_quotes") and any(passage.words[place] in OPENING for place in inside)
    symbol = name.label == "ORG" and len(inside) > 1 and passage.is_in(noun, "symbols") and not quoted
    return symbol and not passage.is_in(name.first, "alliances")


@each("ORG")
def bare_head_is_no_organisation(passage: Passage, name: Name, _names: list[Name]) -> Bounds:
    """Leave out common nouns: ``посольство``, ``полиция``, and ``Посольство`` capitalised by its place alone."""
    return None if _is_bare(passage, name) else name[:2]


def _is_bare(passage: Passage, name: Name) -> bool:
    words, first = passage.words[name.first : name.last], name.first
    if any(not word.replace("-", "").isalpha() for word in words):
        return False
    small = words[0].islower() or (words[1:2] and words[1].islower() and can_be(words[0], "ADJF"))
    if all(map(str.islower, words)) and (words[1:2] == ["и"] or passage.is_in(name.last - 1, "paraphrases")):
        return True
    if small and len(words) < 4 and any(passage.is_in(place, "paraphrases") for place in range(first, name.last)):
        return True
    if len(words) == 1:
        return _is_bare_word(passage, first)
    common = passage.is_in(first + 1, "common_bodies") and not passage.is_in(first + 1, "military")
    described = words[0].islower() or (common and any(map(is_of_place, lemmas(words[0]))))
    return len(words) == 2 and described and words[1].islower() and is_adjective(words[0])


def _is_bare_word(passage: Passage, place: int) -> bool:
    word = passage.words[place]
    if all(other.isupper() for other in passage.words if other.isalpha()) and not can_be(word, "Abbr"):
        return known(word) and can_be(word, "NOUN") and len(passage.words) > 1
    opens = place == 0 and can_be(word, "NOUN") and not can_be(word, "Abbr")
    return (opens and passage.is_in(place, "state_bodies", "embassies")) or not is_capitalised(word)


@each("ORG")
def two_bodies(passage: Passage, name: Name, names: list[Name]) -> Bounds:
    """Leave out what is two bodies: ``[МИД Польши] и [ЮНЕСКО]``."""
    firsts = {n.last for n in names if n.label == "ORG" and n.first == name.first}
    seconds = {n.first for n in names if n.label == "ORG" and n.last == name.last}
    joints = (p for p in range(name.first + 1, name.last - 1) if passage.words[p] == "и")
    return None if any(p in firsts and p + 1 in seconds for p in joints) else name[:2]


@each("ORG")
def longest_name_only(passage: Passage, name: Name, names: list[Name]) -> Bounds:
    """Leave out what a longer name begins with, ``[МИД Польши]``, not also ``МИД``, and a part: ``отдела [МИД]``.

    What shares its noun is no name: ``Совет рабочих и солдатских депутатов Риги`` is one.
    """
    words = passage.words
    if any(o.label == "ORG" and o.first == name.first and o.last > name.last for o in names):
        return None
    shared = at(words, name.first - 1) == "и" and words[name.first].islower() and may_modify(words[name.first])
    if shared and any(o.label == "ORG" and o.first < name.first and o.last == name.last for o in names):
        return None
    part = words[name.first].islower() and passage.is_in(name.first, "subordinate_heads")
    inner = any(o.label == "ORG" and (o.first, o.last) == (name.first + 1, name.last) for o in names)
    return None if part and inner else name[:2]
