"""Find the English span of one Russian entity inside the linked sentences, by label."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from letopis.bilingual.anchors import ContentWord, russian_words
from letopis.bilingual.dates import EnglishDate, find_english_dates
from letopis.bilingual.names import SAME, english_names, likeness, nominative_surname, same_initial
from letopis.bilingual.phrases import Search, Window, find_window, widen
from letopis.bilingual.tokens import EnglishToken, tokenize
from letopis.dictionary import parses
from letopis.records import Entity

Place = tuple[int, int]


@dataclass
class LinkedText:
    """The English text of one link, what has been found in it, and what is known of the article's words."""

    text: str
    glossary: Mapping[str, str]
    learnt: Mapping[str, Mapping[str, float]]
    found: dict[int, Place] = field(default_factory=dict)
    labels: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.tokens: list[EnglishToken] = tokenize(self.text)
        self.dates: list[EnglishDate] = find_english_dates(self.text)

    def keep(self, entity: Entity, place: Place) -> None:
        """Note the place of an entity."""
        self.found[entity.id], self.labels[entity.id] = place, entity.label

    def taken(self, place: Place, label: str) -> bool:
        """Return whether a span of this label overlaps the place."""
        return any(
            self.labels[number] == label and place[0] < end and start < place[1]
            for number, (start, end) in self.found.items()
        )


def find_dates(entities: Sequence[Entity], group: LinkedText) -> dict[int, EnglishDate]:
    """Pair the Russian dates of a link with the English ones: equal in all, then in value, then in day and month."""
    free = list(group.dates)
    pairs: dict[int, EnglishDate] = {}
    for same in (_equal_dates, _equal_values, _equal_days):
        for entity in entities:
            if entity.id not in pairs:
                match = next((date for date in free if same(entity, date)), None)
                if match is not None:
                    free.remove(match)
                    pairs[entity.id] = match
    return pairs


def _equal_dates(entity: Entity, date: EnglishDate) -> bool:
    if entity.impossible or date.impossible:
        return entity.impossible and date.impossible
    return entity.value == date.value and entity.modifier == date.modifier


def _equal_values(entity: Entity, date: EnglishDate) -> bool:
    return bool(entity.value) and entity.value == date.value


def _equal_days(entity: Entity, date: EnglishDate) -> bool:
    """``26 April``, where the Russian value has its year from the context."""
    if not entity.value or not date.value or "XXXX" not in date.value:
        return False
    return [part[4:] for part in entity.value.split("/")] == [part[4:] for part in date.value.split("/")]


def find_forms(forms: Iterable[str], group: LinkedText, label: str) -> Place | None:
    """Return the first free place where one of the forms stands as whole words, the longest form there."""
    best: Place | None = None
    for form in forms:
        for match in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", group.text):
            place = match.span()
            if group.taken(place, label):
                continue
            if best is None or place[0] < best[0] or (place[0] == best[0] and place[1] > best[1]):
                if (
                    best is None
                    or not (best[0] < place[1] and place[0] < best[1])
                    or place[1] - place[0] > best[1] - best[0]
                ):
                    best = place
                break
    return best


def find_place(entity: Entity, group: LinkedText) -> Place | None:
    """Return the place of a GPE: by the names of states, usual forms, the glossary, or its sounds."""
    normal = entity.normal or entity.text
    forms = [*terms_for(entity, group.glossary), *english_names(normal)]
    long_forms = [form for form in forms if " " in form] if " " in entity.text else []
    for some in (long_forms, forms):
        if some and (place := find_forms(some, group, "GPE")):
            return place
    if " " not in entity.text:
        return _likely_word(normal, group, "GPE")
    words = russian_words(entity.text)
    return _window_place(words, group, entity, ())


def find_person(entity: Entity, group: LinkedText) -> Place | None:
    """Return the place of a person: the surname by form or sound, with the first names and initials that touch it."""
    words = _name_words(entity)
    best: tuple[float, int, Place] | None = None
    for number, token in enumerate(group.tokens):
        if token.initial or not token.capital:
            continue
        if max(likeness(word, token.text) for word in words) < SAME:
            continue
        first = last = number
        while first and _part_of_name(group, first - 1, first, words):
            first -= 1
        while last + 1 < len(group.tokens) and _part_of_name(group, last + 1, last, words, right=True):
            last += 1
        place = (group.tokens[first].start, group.tokens[last].end)
        if group.taken(place, "PERSON"):
            continue
        score = _name_score(group.tokens[first : last + 1], words, entity.text)
        if best is None or score > best[0] + 1e-9:
            best = (score, first, place)
    return best[2] if best else None


def _name_words(entity: Entity) -> list[str]:
    """The name's words in the nominative and as the text has them, initials left out."""
    words: list[str] = []
    for source in (entity.normal or "", entity.text):
        for word in re.findall(r"[^\W\d_]+(?!\w*\.)", source):
            single = nominative_surname(word)
            if len(word) > 1 and single not in words and not re.search(rf"\b{word}\.", source):
                words.append(single)
    return words or [entity.text]


def _part_of_name(group: LinkedText, number: int, neighbour: int, words: Sequence[str], *, right: bool = False) -> bool:
    token, other = group.tokens[number], group.tokens[neighbour]
    gap = group.text[min(token.end, other.end) : max(token.start, other.start)]
    if gap not in {" ", "", "-", " -"}:
        return False
    if token.initial:
        return not right
    if (token.capital or gap == "-") and max(likeness(word, token.text) for word in words) >= SAME:
        return True
    # A foreign first name may be written quite otherwise: Джон – John. Its first letter has to agree.
    first = words[0]
    return not right and token.capital and len(words) > 1 and not token.function and _begins_alike(first, token.text)


def _begins_alike(russian: str, english: str) -> bool:
    return len(english) > 2 and same_initial(russian[0], english[0]) and likeness(russian, english) > 0.4


def _name_score(tokens: Sequence[EnglishToken], words: Sequence[str], text: str) -> float:
    """Full names and initials that agree come before bare surnames; what disagrees counts against."""
    score = sum(max(likeness(word, token.text) for word in words) for token in tokens if not token.initial)
    initials = [token.text[0] for token in tokens if token.initial]
    expected = re.findall(r"([А-ЯЁ])[а-яё]?\.", text)
    score -= 0.2 * abs(len(initials) - len(expected))
    if initials and expected:
        score += 0.5 if same_initial(expected[0], initials[0]) else -0.6
    return score


def _likely_word(normal: str, group: LinkedText, label: str) -> Place | None:
    """Return the run of capitalised tokens that sounds most like a name of one word (``Джанги-Джер``)."""
    parts = normal.split("-")
    best: tuple[float, Place] | None = None
    for number, token in enumerate(group.tokens):
        run = group.tokens[number : number + len(parts)]
        if not token.capital or len(run) < len(parts):
            continue
        place = (run[0].start, run[-1].end)
        # Монте-Карло is Monte Carlo: a space may stand for the hyphen, nothing else.
        if not re.fullmatch(r"[\w’'-]+(?: [\w’'-]+)*", group.text[place[0] : place[1]]) or group.taken(place, label):
            continue
        score = sum(likeness(part, piece.text) for part, piece in zip(parts, run, strict=True)) / len(parts)
        if score >= SAME and (best is None or score > best[0]):
            best = (score, place)
    return best[1] if best else None


def find_named(
    entity: Entity, group: LinkedText, children: Sequence[int], abbreviations: Mapping[str, str]
) -> Place | None:
    """Return the place of an ORG or AGREEMENT: glossary, abbreviation, or the window that answers its words."""
    known = abbreviations.get(entity.normal or "")
    short = entity.text.isupper() and " " not in entity.text
    for form in [*terms_for(entity, group.glossary), *([known] if short and known else [])]:
        place = find_forms([form], group, entity.label)
        if place is not None:
            return place
    if short:
        return _abbreviation(entity, group)
    words = russian_words(entity.text)
    return _window_place(words, group, entity, children)


def _abbreviation(entity: Entity, group: LinkedText) -> Place | None:
    """The capitals that sound alike, or the only ones left."""
    free = [
        (token.start, token.end)
        for token in group.tokens
        if re.fullmatch(r"[A-Z]{2,8}", token.text) and not group.taken((token.start, token.end), entity.label)
    ]
    alike = [place for place in free if likeness(entity.text, group.text[place[0] : place[1]]) >= SAME]
    if alike:
        return alike[0]
    return free[0] if len(free) == 1 else None


def terms_for(entity: Entity, glossary: Mapping[str, str]) -> list[str]:
    """Return the English terms of a whole entity: by its text, by its nominative.

    A name shortened to one word (``Ассамблеи``) is not looked up by its full nominative: it is short in English too.
    """
    shortened = " " not in entity.text and not entity.text.isupper() and " " in (entity.normal or "")
    names = (entity.text,) if shortened else (entity.text, entity.normal or "")
    return [glossary[name] for name in names if name in glossary]


def _window_place(
    words: Sequence[ContentWord], group: LinkedText, entity: Entity, inside: Sequence[int]
) -> Place | None:
    search = _search(words, group, inside)
    window = find_window(words, group.tokens, group.text, search)
    if window is None:
        return None
    window = _hold_children(widen(window, group.tokens, group.text, search.blocked), group, inside)
    place = (group.tokens[window.first].start, group.tokens[window.last].end)
    same = [k for k, span in group.found.items() if group.labels[k] == entity.label and k not in inside]
    if any(place[0] < group.found[k][1] and group.found[k][0] < place[1] for k in same):
        return None
    return place


def _search(words: Sequence[ContentWord], group: LinkedText, inside: Sequence[int]) -> Search:
    children: set[int] = set()
    strangers: set[int] = set()
    blocked: set[int] = set()
    for number, (start, end) in group.found.items():
        members = [k for k, token in enumerate(group.tokens) if start <= token.start < end]
        if number in inside:
            children.add(members[0])
        elif not any(group.found[k][0] <= start and end <= group.found[k][1] for k in inside):
            strangers.add(members[0])
            blocked.update(members)
    return Search(
        frozenset(children), frozenset(strangers), frozenset(blocked), _sure(words, group, blocked), group.learnt
    )


def _hold_children(window: Window, group: LinkedText, inside: Sequence[int]) -> Window:
    """Let the window end where a child that it cuts ends."""
    first, last = window.first, window.last
    for number in inside:
        start, end = group.found[number]
        if start < group.tokens[last].end and group.tokens[first].start < end:
            while group.tokens[last].end < end and last + 1 < len(group.tokens):
                last += 1
            while group.tokens[first].start > start and first:
                first -= 1
    return window._replace(first=first, last=last)


def _sure(words: Sequence[ContentWord], group: LinkedText, blocked: set[int]) -> dict[int, tuple[int, int]]:
    """Tokens of glossary terms whose Russian words the phrase holds, with the place of the word they answer."""
    forms = [word.form for word in words]
    sure: dict[int, tuple[int, int]] = {}
    for source, target in sorted(group.glossary.items(), key=lambda pair: -len(pair[0])):
        lemmas = [parses(word)[0].lemma.replace("ё", "е") for word in re.findall(r"[^\W\d_]+", source)]
        content = [lemma for lemma in lemmas if lemma in forms]
        if not content or len(content) < sum(len(lemma) > 2 for lemma in lemmas):
            continue
        for match in re.finditer(rf"(?<!\w){re.escape(target)}", group.text, re.IGNORECASE):
            inner = [k for k, token in enumerate(group.tokens) if match.start() <= token.start < match.end()]
            for offset, number in enumerate(k for k in inner if not group.tokens[k].function and k not in blocked):
                sure.setdefault(number, (forms.index(content[min(offset, len(content) - 1)]), match.start()))
    return sure
