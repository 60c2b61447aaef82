"""Decisions about organisations named in quotes: the generic head that opens the name, however far it stands."""

from __future__ import annotations

from letopis.dictionary import known
from letopis.entities.names.passage import BY_PATTERN, Name, Passage, longest_at, whole
from letopis.entities.names.words import (
    CLOSING,
    OPENING,
    at,
    can_be,
    is_abbreviation,
    is_adjective,
    is_capitalised,
    lemmas,
)

LONGEST_TITLE = 12
"""Words between quotes that can still be a name."""

LATIN_END = "\u0250"
"""The first letter that is no Latin one."""

MOST_OWNER = 5
"""Words of a name in quotes whose post is told."""

FARTHEST_HEAD = 6
"""Words between a head and the quote that can still be its complement."""


def head_of_quoted_name(passage: Passage, names: list[Name]) -> list[Name]:
    """Let the generic head open the name: ``[газета «Труд»]``, ``[спортивное общество рыболовов “Щука”]``."""
    words = passage.words
    if OPENING.isdisjoint(words):
        return names
    for opening in (place for place, word in enumerate(words[:-2]) if place and word in OPENING):
        head = _head(passage, opening) if _opens(passage, opening) else None
        closing = None if head is None else _closing(passage, opening)
        small = words[opening + 1][:1].islower() and not words[opening + 1].isascii()
        if head is None or closing is None or small or _is_owner(words[opening + 1 : closing]):
            continue
        first = kinds_before(passage, head)
        if first and can_be(words[first - 1], "ADJF") and passage.is_in(first - 1, "epithets"):
            ending = first - 1
            crossing = [n for n in names if n.label == "ORG" and n.first < ending and head < n.last <= closing + 1]
            names = [n._replace(last=ending) if n in crossing else n for n in names]
        names = [
            n for n in names if not (opening <= n.first and n.last <= closing and _is_torn(words[n.first : n.last]))
        ]
        if first == head > 1 and is_capitalised(words[head - 1]) and can_be(words[head - 1], "ADJF"):
            first -= 1
        names = _opened(names, first, head, opening, closing)
    return names


def _is_owner(title: list[str]) -> bool:
    """Return whether a title in quotes is declined, and so owns what stands before: ``школа «[Буревестника]»``."""
    return len(title) == 1 and known(title[0]) and can_be(title[0], "gent") and not can_be(title[0], "nomn")


def _opens(passage: Passage, place: int) -> bool:
    """Return whether a quote opens: it leans on the word behind it, and on none before."""
    words, starts, ends = passage.words, passage.starts, passage.ends
    if words[place] not in OPENING or words[place] in "«„":
        return words[place] in OPENING
    leans = place + 1 < len(words) and starts[place + 1] == ends[place]
    return leans and (not place or ends[place - 1] < starts[place] or words[place - 1] in OPENING | {"("})


def _closing(passage: Passage, opening: int) -> int | None:
    """Return where the title that begins with a quote ends: ``«Центр "Мост"»``, and ``«Дом «Илим»``."""
    open_quotes, last = 0, None
    for place in range(opening, min(len(passage.words), opening + LONGEST_TITLE - 1)):
        if _opens(passage, place):
            open_quotes += 1
        elif passage.words[place] in CLOSING:
            open_quotes, last = open_quotes - 1, place
            if not open_quotes:
                break
    titled = last is not None and any(len(word) > 1 for word in passage.words[opening + 1 : last])
    return last if titled else None


def _is_torn(words: list[str]) -> bool:
    """Return whether a name holds one quote of a pair."""
    return sum(word in OPENING | CLOSING for word in words) % 2 == 1


def owned_post(passage: Passage, names: list[Name]) -> list[Name]:
    """Know whose post it is by a name in quotes behind it: ``глава «[Ладьи]»``, ``гендиректор «[Зари]»``."""
    words = passage.words
    for post in passage.places("posts_of_bodies"):
        opening, last = post + 1, post + 2
        if at(words, opening) not in OPENING or not is_capitalised(at(words, last)):
            continue
        while last < len(words) and words[last] not in CLOSING and last < opening + MOST_OWNER:
            last += 1
        if at(words, last) in CLOSING and not any(n.first < last and opening < n.last for n in names):
            names = [*names, Name(opening + 1, last, "ORG", "names.owned_post", BY_PATTERN)]
    return names


def head_of_bare_name(passage: Passage, names: list[Name]) -> list[Name]:
    """Let the generic head open a name without quotes: ``[агентство ТАСС]``, ``[фирма Rolls-Royce]``."""
    words = passage.words
    for head in passage.places("named_by_word", "named_in_quotes"):
        end = (
            0
            if is_adjective(words[head]) or passage.is_in(head, "taxa") or not words[head][1:].islower()
            else _bare_end(passage, names, head + 1)
        )
        around = [n for n in names if n.label == "ORG" and n.first <= head < n.last]
        if not end or any(n.first < head or n.last < end for n in around):
            continue
        inside = [n for n in names if n.label == "ORG" and n.first == head + 1 and n.last <= end]
        names = [n for n in names if n not in inside]
        if not around:
            score = max((n.score for n in inside), default=BY_PATTERN)
            names.append(Name(head, end, "ORG", "names.head_of_bare_name", score))
    return names


def house_of_person(passage: Passage, names: list[Name]) -> list[Name]:
    """Let a publisher's head open the name of whom it belongs to: ``[издательство [Ивана Сытина]]``."""
    for head in passage.places("publishers"):
        owner = longest_at(names, head + 1, "PERSON")
        genitive = owner is not None and can_be(passage.words[owner.last - 1], "gent", "sing")
        if owner is not None and genitive and not can_be(passage.words[head], "plur", "nomn"):
            names = whole(names, head, owner.last, "names.house_of_person")
    return names


def _bare_end(passage: Passage, names: list[Name], start: int) -> int:
    """Return where a name ends that is Latin, in capitals or no genitive; 0 where none begins.

    A body in capitals may own what stands before it (``комитет ООН``): only some heads are named so. A head in the
    plural has several names.
    """
    words, last = passage.words, start
    named = longest_at(names, start, "ORG")
    several = named is not None and words[named.last : named.last + 1] == ["и"] and can_be(words[start - 1], "plur")
    nested = named.last if named else start  # газета Los Angeles Times
    if several or any(n.first == start and n.label != "ORG" and n.last >= nested for n in names):
        return 0
    while last < len(words) and _is_latin(words[last]):
        last += 1
    owner = words[start + 1 : start + 2] and words[start + 1] in OPENING  # клуб КХЛ «Заря»
    capitals = start < len(words) and is_abbreviation(words[start]) and (last == start or words[start].isupper())
    capitals = capitals and not owner
    beside = named is not None and any(map(str.isupper, words[start])) and _is_own_name(words[start])
    if not (passage.is_in(start - 1, "named_by_word") if capitals else last > start or beside):
        return 0
    return max(last, start + 1, named.last if named else 0)


def _is_own_name(word: str) -> bool:
    """Return whether a word is in the nominative and no genitive; one that no dictionary has ends as none does."""
    return (can_be(word, "nomn") and not can_be(word, "gent")) if known(word) else word[-1:] not in "аяыиов"


def _is_latin(word: str) -> bool:
    """Return whether a word is a name in Latin letters: two at least, and a capital, a digit or a stop within."""
    told = word != word.lower().strip("0123456789-.") or "." in word[1:-1]
    plain = word.replace("-", "").replace(".", "")
    return told and max(word) < LATIN_END and plain.isalnum() and sum(map(str.isalpha, word)) > 1


def _opened(names: list[Name], first: int, head: int, opening: int, closing: int) -> list[Name]:
    """Put the whole name where its parts stood; what is nested in its complement stays."""
    end = closing + 1
    parts = {(opening, end), (opening + 1, closing), (head, head + 1), (head, opening)}
    before = [n for n in names if n.label == "ORG" and n.first < head < n.last <= end]
    crossing = [n for n in names if n.label == "ORG" and head <= n.first < opening < n.last <= end]
    inside = [n for n in names if (n.first, n.last) in parts and n.label != "DATE"]
    replaced = {*before, *crossing, *inside}
    score = max((n.score for n in replaced if n.label == "ORG"), default=BY_PATTERN)
    first = min([first, *(n.first for n in before)])
    return [*(n for n in names if n not in replaced), Name(first, end, "ORG", "names.head_of_quoted_name", score)]


def _head(passage: Passage, opening: int) -> int | None:
    """Return the head of a quoted name: beside the quote, or before a genitive complement that leads to it."""
    words, nearest = passage.words, None
    for place in range(opening - 1, max(-1, opening - FARTHEST_HEAD - 1), -1):
        word, before = words[place], place - 1
        if place == opening - 1 and sum(map(str.isupper, word)) > 1 and passage.is_in(place, "legal_forms"):
            return place
        if passage.is_in(place, "quoted_houses") and passage.is_in(before, "house_kinds"):
            return place
        if passage.is_in(place, "named_in_quotes") and not is_adjective(word):
            ranked = place and passage.is_in(place, "ranked") and can_be(words[before], "ADJF") and can_be(word, "gent")
            grouped = can_be(word, "plur", "gent") and passage.is_in(before, "named_in_quotes")
            if not ranked and not grouped:
                return place
            nearest = place if grouped else nearest
        elif passage.is_in(place, "titled") or not _is_complement(word):
            return nearest
    return nearest


def _is_complement(word: str) -> bool:
    """Return whether a word can stand between a head and its name: ``партия Кении “Заря”``."""
    genitive = can_be(word, "NOUN", "gent") or can_be(word, "ADJF", "gent")
    return word.isalpha() and genitive and not can_be(word, "PREP")


def kinds_before(passage: Passage, head: int) -> int:
    """Return where the adjectives of kind before a head begin: ``[шахматный клуб “Ладья”]``, not ``старый``.

    So do those of legal form: ``[частное предприятие “Ладья”]``, but ``частный [клуб “Ладья”]``.
    """
    first, enterprise = head, passage.is_in(head, "enterprises")
    while first > 0 and (_is_kind(passage, first - 1) or (enterprise and passage.is_in(first - 1, "enterprise_kinds"))):
        first -= 1
    return first


def _is_kind(passage: Passage, place: int) -> bool:
    """Return whether a small adjective says what kind of body one is, not how, where or whose it is.

    ``шахматный`` and ``студенческий`` do, ``крупный``, ``пивоваренный`` and ``пермский`` do not.
    """
    word, listed = passage.words[place], passage.is_in(place, "kinds")
    if not place and listed:
        return can_be(word, "ADJF")
    if (place and is_capitalised(word)) or not is_adjective(word):
        return word.islower() and listed and can_be(word, "ADJF")
    told = any(can_be(word, grammeme) for grammeme in ("Qual", "Apro", "Anum"))
    told = told or passage.is_in(place, "epithets", "branches")
    return listed or not (told or any(lemma.endswith(("ский", "цкий")) for lemma in lemmas(word)))
