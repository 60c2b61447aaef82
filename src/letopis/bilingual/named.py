"""Find the English span of an organisation or agreement: usual names, Latin letters, initials, words that answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from letopis.bilingual.anchors import ContentWord, roman_value, russian_words
from letopis.bilingual.finders import find_forms, terms_for, window_place
from letopis.bilingual.linked import LinkedText, Place
from letopis.bilingual.names import SAME, english_organisations, english_place_names, likeness
from letopis.bilingual.transliterate import transliterate
from letopis.linking.bodies import lemmas, written_out
from letopis.linking.inflection import nominative_phrase
from letopis.records import Entity
from letopis.russian.spelling import LETTERS


def find_named(entity: Entity, group: LinkedText, children: Sequence[int]) -> Place | None:
    """Return the place of an ORG or AGREEMENT.

    By the glossary, the usual English names, the same Latin letters, an abbreviation, the window that answers its
    words, or the name that the article had for it elsewhere.
    """
    short = entity.text.isupper() and " " not in entity.text
    elsewhere = group.names.get(entity.full_name)
    brief = [elsewhere] if short and elsewhere and elsewhere.isupper() else []
    for forms in ([*terms_for(entity, group.glossary), *brief], usual_names(entity), _latin(entity)):
        if forms and (place := find_forms(forms, group, entity.label)):
            return _with_owner(place, group, children)
    if short:
        return _abbreviation(entity, group)
    place = window_place(written_out_words(entity.text), group, entity, children)
    if place is None and elsewhere:
        place = find_forms([elsewhere], group, entity.label)
    return place or (_left_over(entity, group) if entity.label == "ORG" else None)


def usual_names(entity: Entity) -> tuple[str, ...]:
    """Return the usual English names of an organisation, also where a state or town stands behind its name.

    >>> usual_names(Entity.at("Сенате США", 0, 10, "ORG", normal="Сенат США"))
    ('Senate',)
    >>> usual_names(Entity.at("Генассамблее ООН", 0, 16, "ORG", normal="Генассамблея ООН"))[0]
    'UN General Assembly'
    """
    table = _by_key()
    for name in (nominative_phrase(entity.text), entity.normal or ""):
        words = written_out(lemmas(name)).split()
        for size in range(len(words), max(0, len(words) - 3), -1):
            if names := table.get(" ".join(words[:size])):
                return names
    return ()


@cache
def _by_key() -> dict[str, tuple[str, ...]]:
    """The usual names by the lemmas of the Russian ones, short words written out."""
    return {written_out(lemmas(name)): forms for name, forms in english_organisations().items()}


def written_out_words(text: str) -> list[ContentWord]:
    """Return the content words of a name, with its short words written out: ``Генассамблея`` is two.

    >>> [word.form for word in written_out_words("Нацбанком Греции")]
    ['национальный', 'банк', 'греция']
    """

    def full(match: re.Match[str]) -> str:
        lemma = lemmas(match.group())
        return match.group() if (long := written_out(lemma)) == lemma else long

    return russian_words(LETTERS.sub(full, text))


def _latin(entity: Entity) -> list[str]:
    """The Latin part of a Russian name, which English has as it stands: the newspaper Morning Post."""
    match = re.search(r"[A-Za-zÀ-ɏ][\w.&’'-]*(?: [A-Za-zÀ-ɏ&][\w.&’'-]*)*", entity.text)
    found = match.group().rstrip(".'’-") if match else ""
    return [found.removeprefix("The ")] if len(found) > 1 else []


def _with_owner(place: Place, group: LinkedText, children: Sequence[int]) -> Place:
    """Take in the state or town that belongs to a name and touches it: the US Senate, the Senate of Poland."""
    for start, end in (group.found[child] for child in children if group.labels[child] == "GPE"):
        if end <= place[0] and re.fullmatch(r"(?:['’]s)? ", group.text[end : place[0]]):
            place = start, place[1]
        elif start >= place[1] and re.fullmatch(r" (?:of|in|for) (?:the )?", group.text[place[1] : start]):
            place = place[0], end
    return place


def _abbreviation(entity: Entity, group: LinkedText) -> Place | None:
    """The capitals that sound alike, or the only ones left."""
    free = _free_capitals(entity, group)
    alike = [place for place in free if likeness(entity.text, group.text[place[0] : place[1]]) >= SAME]
    if alike:
        return alike[0]
    return free[0] if len(free) == 1 else None


def _left_over(entity: Entity, group: LinkedText) -> Place | None:
    """The only capitals with a letter for each word, where English shortens what Russian writes out: RSPB."""
    words = sum(len(word.form) > 2 for word in russian_words(entity.text))
    free = [place for place in _free_capitals(entity, group) if not group.taken(place)]
    fitting = [place for place in free if words > 1 and abs(place[1] - place[0] - words) < 2]
    fitting = [place for place in fitting if _initials_fit(entity, group.text[place[0] : place[1]])]
    return fitting[0] if len(fitting) == 1 else None


def _initials_fit(entity: Entity, letters: str) -> bool:
    """Whether most letters may begin words of the name or their translations; an unknown word may begin with any."""
    free = [(_initials(word), word) for word in written_out_words(entity.text) if len(word.form) > 2]
    fitting = 0
    for letter in letters:
        match = next((pair for pair in free if letter in pair[0]), None) or next((p for p in free if not p[0]), None)
        if match is not None:
            free.remove(match)
            fitting += 1
    return fitting * 2 > len(letters)


def _initials(word: ContentWord) -> set[str]:
    stems = {key[2].upper() for key in word.keys if key.startswith("w:")}
    return stems | {transliterate(word.form)[0].upper()} if stems else set()


def _free_capitals(entity: Entity, group: LinkedText) -> list[Place]:
    places = [(token.start, token.end) for token in group.tokens if re.fullmatch(r"[A-Z]{2,8}", token.text)]
    return [
        place
        for place in places
        if not group.taken(place, entity.label)
        and group.text[place[0] : place[1]] not in english_place_names()
        and not roman_value(group.text[place[0] : place[1]])
        and not group.text[place[1] : place[1] + 1].isdigit()
    ]
