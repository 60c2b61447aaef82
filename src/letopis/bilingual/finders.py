"""Find the English span of one Russian entity inside the linked sentences, by label."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from letopis.bilingual.anchors import ContentWord, russian_words
from letopis.bilingual.dates import EnglishDate
from letopis.bilingual.linked import LinkedText, Place
from letopis.bilingual.names import SAME, english_names, english_place_names, is_demonym, is_state
from letopis.bilingual.phrases import Search, Window, find_window, widen
from letopis.dictionary import parses
from letopis.records import Entity
from letopis.russian.spelling import LETTERS


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
    text = group.text.replace("’", "'")
    for form in (form.replace("’", "'") for form in forms):
        for match in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", text):
            place = match.span()
            if group.taken(place, label) and not (label == "ORG" and group.holds_all(place, label)):
                continue
            if best is None or place[0] < best[0] or (place[0] == best[0] and place[1] > best[1]):
                meets = best is not None and best[0] < place[1] and place[0] < best[1]
                if best is None or not meets or place[1] - place[0] > best[1] - best[0]:
                    best = place
                break
    return best


def find_place(entity: Entity, group: LinkedText, *, sure: bool = False) -> Place | None:
    """Return the place of a GPE: by the names of states, usual forms, the glossary, or its sounds.

    ``sure`` looks for whole known names alone. A state whose name is known is not looked for by its sounds: what sounds
    alike is its adjective (Danish) more often than not.
    """
    normal = entity.full_name
    forms = [*terms_for(entity, group.glossary), *english_names(normal)]
    long_forms = [form for form in forms if " " in form] if " " in entity.text else []
    for some in (long_forms, forms):
        if some and (place := find_forms(some, group, "GPE")):
            return _with_kind(place, group, state=is_state(normal))
    if sure or is_state(normal):
        return None
    if " " not in entity.text:
        return _with_kind(_likely_word(normal, group, "GPE"), group)
    words = russian_words(entity.text)
    return window_place(words, group, entity, ())


KINDS = frozenset("Province County Oblast Prefecture District Region Governorate Krai City State Parish Canton".split())
"""What English adds to the name of a place and writes with a capital."""


def _with_kind(place: Place | None, group: LinkedText, *, state: bool = False) -> Place | None:
    """Take in the kind behind a name, and all of a longer name: Qinghai Province, Papua New Guinea."""
    if place is not None:
        place = _longer_name(place, group)
    behind = next((token for token in group.tokens if place and token.start == place[1] + 1), None)
    if place and behind and behind.text in KINDS and group.text[place[1]] == " " and not state:
        return place[0], behind.end
    return place


def _likely_word(normal: str, group: LinkedText, label: str) -> Place | None:
    """Return the run of capitalised tokens that sounds most like a name of one word (``Джанги-Джер``)."""
    parts = normal.split("-")
    best: tuple[float, Place] | None = None
    for number, token in enumerate(group.tokens):
        run = group.tokens[number : number + len(parts)]
        if not token.capital or len(run) < len(parts) or is_demonym(normal, token.text):
            continue
        place = (run[0].start, run[-1].end)
        # Монте-Карло is Monte Carlo: a space may stand for the hyphen, nothing else.
        if not re.fullmatch(r"[\w’'-]+(?: [\w’'-]+)*", group.text[place[0] : place[1]]) or group.taken(place, label):
            continue
        score = sum(group.likeness(part, piece.text) for part, piece in zip(parts, run, strict=True)) / len(parts)
        if score >= SAME and (best is None or score > best[0]):
            best = (score, place)
    return best[1] if best else None


def _longer_name(place: Place, group: LinkedText) -> Place:
    """Return the longest name of a known place that holds the place."""
    text = group.text.replace("’", "'")
    starts = [token.start for token in group.tokens if token.start <= place[0]][-4:]
    ends = [token.end for token in group.tokens if token.end >= place[1]][:4]
    longer = [(end - start, start, end) for start in starts for end in ends if text[start:end] in english_place_names()]
    return max(longer)[1:] if longer else place


def terms_for(entity: Entity, glossary: Mapping[str, str]) -> list[str]:
    """Return the English terms of a whole entity: by its text, by its nominative.

    A name shortened to one word (``Ассамблеи``) is not looked up by its full nominative: it is short in English too.
    """
    shortened = " " not in entity.text and not entity.text.isupper() and " " in entity.full_name
    names = (entity.text,) if shortened else (entity.text, entity.normal or "", entity.full_name)
    return [glossary[name] for name in names if name in glossary]


def window_place(
    words: Sequence[ContentWord], group: LinkedText, entity: Entity, inside: Sequence[int]
) -> Place | None:
    """Return the place of the window that answers most of a name's words; ``inside`` are the entities that it holds."""
    search = _search(words, group, inside)
    window = find_window(words, group.tokens, group.text, search)
    if window is None:
        return None
    others = group.answered - {key for word in words for key in word.keys}
    foreign = search.blocked | {k for k, token in enumerate(group.tokens) if not others.isdisjoint(token.keys)}
    window = _hold_children(widen(window, group.tokens, group.text, foreign), group, inside)
    if window.first == window.last and entity.label == "ORG" and not group.tokens[window.first].capital:
        return None  # a bare head: the centre, the assembly
    named = [t.text for t in group.tokens[window.first : window.last + 1] if t.capital and not t.function]
    if entity.label == "ORG" and len(named) == 1 and all(is_demonym(w.form, named[0]) for w in words):
        return None  # the people of a place, its assembly
    place = (group.tokens[window.first].start, group.tokens[window.last].end)
    same = [span for k, span in group.found.items() if group.labels[k] == entity.label and k not in inside]
    return None if any(place[0] < end and start < place[1] for start, end in same) else place


def _search(words: Sequence[ContentWord], group: LinkedText, inside: Sequence[int]) -> Search:
    children: set[int] = set()
    blocked: set[int] = set()
    for number, (start, end) in group.found.items():
        members = [k for k, token in enumerate(group.tokens) if start <= token.start < end]
        if number in inside:
            children.add(members[0])
        elif not any(group.found[k][0] <= start and end <= group.found[k][1] for k in inside):
            blocked.update(members)
    return Search(children, blocked, _sure(words, group, blocked), group.learnt)


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


def _sure(words: Sequence[ContentWord], group: LinkedText, blocked: set[int]) -> dict[int, int]:
    """Tokens of glossary terms whose Russian words the phrase holds, with the place of the word they answer."""
    forms = [word.form for word in words]
    sure: dict[int, int] = {}
    for source, target in sorted(group.glossary.items(), key=lambda pair: -len(pair[0])):
        lemmas = [parses(word)[0].lemma.replace("ё", "е") for word in LETTERS.findall(source)]
        content = [lemma for lemma in lemmas if lemma in forms]
        if not content or len(content) < sum(len(lemma) > 2 for lemma in lemmas):
            continue
        for match in re.finditer(rf"(?<!\w){re.escape(target)}", group.text, re.IGNORECASE):
            inner = [k for k, token in enumerate(group.tokens) if match.start() <= token.start < match.end()]
            for offset, number in enumerate(k for k in inner if not group.tokens[k].function and k not in blocked):
                sure.setdefault(number, forms.index(content[min(offset, len(content) - 1)]))
    return sure
