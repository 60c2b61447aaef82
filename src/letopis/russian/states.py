"""The one table of states: every name and abbreviation of each, in every case, with its code and short name.

Sovereign states, those that some recognise, and former ones of the last two centuries. ISO 3166-1 and 3166-3 for the
codes, the Russian classifier of countries (ОКСМ) for the names; the dictionary declines them.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from letopis.dictionary import CASES, inflect_form, known, parses
from letopis.russian.tables import lists, rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SHARED_ABBREVIATIONS = frozenset({"КР"})
"""Abbreviations that several states have, and that the text alone explains: ``КР`` is Kyrgyz, Czech or Korean."""

_LISTS = lists("states.cfg", __package__)

STATE_TITLES = _LISTS["titles"]
"""Nouns, by lemma, that stand before a state's short name: ``Республика Корея``."""

_SMALL_HEADS = _LISTS["small_heads"]
"""Those that some write small: ``Османская империя``; a ``Советский союз писателей`` is no state."""

STATE_HEADS = _LISTS["heads"]
"""Nouns that make an official name of a state: ``Соединенные Штаты Америки``."""

CAPITAL_HEADS = _LISTS["in_headings"]
"""Those with a capital behind an adjective in headings: ``Кыргызская Республика``."""

_ADJECTIVES = frozenset({"ADJF", "PRTF"})

INDECLINABLE = frozenset("того конго".split())
"""Short names that the dictionary takes for forms of other words."""


class StateForm(NamedTuple):
    """A form of a state's name: its code (empty where none has one), its short name, the cases it can stand in."""

    code: str
    short: str
    cases: frozenset[str]


class StateFacts(NamedTuple):
    """What the table knows of a state: name, years in EDTF, ids, and whose side it is on in the chronicle."""

    short: str
    years: str
    ids: tuple[str, ...]
    today: str


def facts_of(identity: str) -> StateFacts | None:
    """Return what is known of the state with an identity, ``None`` where it is none of the table.

    >>> facts_of("gpe:KG").ids, facts_of("gpe:грузинская сср").years, facts_of("gpe:баку")
    (('iso3166-1:KG',), '1921/1991', None)
    """
    return _facts().get(identity)


@cache
def _facts() -> dict[str, StateFacts]:
    return {
        f"gpe:{code.strip('-') or folded(short)}": StateFacts(short, years, _ids(code, ids), today)
        for code, short, _, years, ids, today in rows("states.tsv")
    }


def _ids(code: str, others: str) -> tuple[str, ...]:
    """``XK`` is no code of ISO's own."""
    iso = "" if code in {"-", "XK"} else f"iso3166-{1 if len(code) == 2 else 3}:{code}"
    return tuple(filter(None, (iso, *others.split())))


def folded(name: str) -> str:
    """Return a name as the table is asked for it: small letters, ``е`` for ``ё``, one kind of apostrophe and of dash.

    >>> folded("Объединённых Арабских Эмиратов"), folded("Папуа — Новая Гвинея")
    ('объединенных арабских эмиратов', 'папуа – новая гвинея')
    """
    return name.lower().replace("ё", "е").replace("'", "’").replace("—", "–").replace(" ,", ",")


@cache
def state_names() -> dict[str, tuple[str, str]]:
    """Return every name of a state, folded, with its code and short name.

    >>> state_names()["кыргызская республика"]
    ('KG', 'Кыргызстан')
    """
    table: dict[str, tuple[str, str]] = {}
    for name, value in states():
        table.setdefault(folded(name), value)
    return table


@cache
def state_abbreviations() -> frozenset[str]:
    """Return the abbreviations in common use for states.

    >>> sorted(state_abbreviations() & {"КНР", "РСФСР", "ООН"})
    ['КНР', 'РСФСР']
    """
    return frozenset(name for name, _ in states() if _is_abbreviation(name)) | SHARED_ABBREVIATIONS


def state_of(form: str) -> StateForm | None:
    """Return the state that a text names in whatever case, ``None`` where it names none.

    >>> state_of("Объединённых Арабских Эмиратах").code, state_of("Бенине").short, state_of("Осло")
    ('AE', 'Бенин', None)
    >>> sorted(state_of("Саудовской Аравией").cases), len(state_of("США").cases)
    (['ablt'], 6)
    """
    return _forms().get(folded(form))


def state_at(words: Sequence[str], first: int) -> int:
    """Return how many words the longest name of a state has that begins at a place, 0 where none does.

    Its last word has a capital or is a title, so that ``Австро-Венгерской империи`` is one and ``советский союз`` none.

    >>> state_at("с Исламской Республикой Пакистан".split(), 1), state_at("в тринидаде и Тобаго".split(), 1)
    (3, 0)
    """
    if not words[first][:1].isupper():
        return 0
    for length in _lengths().get(folded(words[first]), ()):
        stretch = words[first : first + length]
        if len(stretch) == length and folded(" ".join(stretch)) in _forms() and _is_written_out(stretch):
            return length
    return 0


def begins_state(word: str) -> bool:
    """Return whether a name of a state may begin with a word: ``Соединенных``.

    >>> begins_state("Боснией"), begins_state("Варшавой")
    (True, False)
    """
    return word[:1].isupper() and folded(word) in _lengths()


def is_state_head(word: str) -> bool:
    """Return whether a word is a noun of official names of states.

    >>> is_state_head("Королевством"), is_state_head("город")
    (True, False)
    """
    return any(parse.lemma in STATE_HEADS for parse in parses(word))


def _is_written_out(words: Sequence[str]) -> bool:
    """Return whether a name ends in a capital, in its own head, or follows a title: ``Королевство обеих Сицилий``."""
    heads = {parse.lemma for parse in parses(words[-1])}
    return (
        words[-1][:1].isupper() or bool(heads & _SMALL_HEADS) or (len(words) > 3 and any(map(is_state_head, words[:3])))
    )


def _is_abbreviation(name: str) -> bool:
    return name.isalpha() and sum(letter.isupper() for letter in name) > 1


@cache
def _forms() -> dict[str, StateForm]:
    return forms_of(states())


def forms_of(names: Iterable[tuple[str, tuple[str, str]]]) -> dict[str, StateForm]:
    """Return every form of every name, folded, a name's own before what others look like when they are declined.

    >>> sorted(forms_of([("Руритания", ("RT", "Руритания"))]))
    ['руританией', 'руритании', 'руританию', 'руритания']
    """
    found: dict[str, StateForm] = {}
    declined = [
        (form, value, case)
        for name, value in names
        for case in CASES
        for form in ([name] if case == "nomn" else in_case(name, case))
    ]
    for form, (code, short), case in sorted(declined, key=lambda one: one[2] != "nomn"):
        before = found.setdefault(folded(form), StateForm(code, short, frozenset()))
        if before.short == short:
            found[folded(form)] = before._replace(cases=before.cases | {case})
    return found


@cache
def _lengths() -> dict[str, tuple[int, ...]]:
    """Return the numbers of words, the greatest first, that names have which begin with a form."""
    found: dict[str, set[int]] = {}
    for form in _forms():
        found.setdefault(form.split()[0], set()).add(len(form.replace(",", " ,").split()))
    return {first: tuple(sorted(lengths, reverse=True)) for first, lengths in found.items()}


def in_case(name: str, case: str) -> set[str]:
    """Return the forms of a name in a case: its adjectives and head decline; what follows stays, or goes with them.

    >>> sorted(in_case("Босния и Герцеговина", "ablt")), sorted(in_case("Республика Корея", "gent"))
    (['боснией и герцеговиной'], ['республики Корея', 'республики кореи'])
    """
    if name.isalpha() and not known(name) and not _is_abbreviation(name):
        return {_unseen_in_case(name.lower(), case)}
    for mark in (" и ", " – "):
        one, joined, other = name.partition(mark)
        if joined and not any(map(is_state_head, one.split())):
            return {f"{first}{mark}{second}" for first in in_case(one, case) for second in in_case(other, case)}
    words = name.split()
    head = next((place for place, word in enumerate(words[:-1]) if not _is_adjective(word)), len(words) - 1)
    number = "plur" if _is_plural(words[head]) else "sing"
    front = [_wordin_case(word, case, number) for word in words[: head + 1]]
    tail = words[head + 1 :]
    agreeing = bool(tail) and all(map(_is_adjective, tail))  # ``Царство Польское``
    cases = [] if len(tail) > 2 else [case] if agreeing else [case, "gent"]
    ends = {tuple(_wordin_case(word, one, "sing") for word in tail) for one in cases}
    if not agreeing:
        ends.add(tuple(tail))
    forms = {" ".join([*front, *end]) for end in ends}
    # ``Сейшелов`` and ``Сейшел``: islands in the plural have both.
    return forms | {form.removesuffix("ов") for form in forms if number == "plur" and " " not in form}


UNSEEN = (
    ("ия", "ия ии ии ию ией ии"), ("ье", "ье ья ью ье ьем ье"), ("я", "я и е ю ей е"), ("а", "а ы е у ой е"),
    ("й", "й я ю й ем е"), ("ь", "ь и и ь ью и"), ("", "- а у - ом е"),
)  # fmt: skip
"""Endings of names that the dictionary lacks, in the six cases: ``Родезия``, ``Сиам``; other vowels do not decline."""


def _unseen_in_case(name: str, case: str) -> str:
    if name[-1] in "еёиоуыэю" and not name.endswith("ье"):
        return name
    ending, forms = next((end, forms.split()) for end, forms in UNSEEN if name.endswith(end))
    stem = name.removesuffix(ending)
    form = forms[CASES.index(case)].strip("-")
    return stem + ("и" if form == "ы" and stem[-1] in "гкхжчшщ" else form)


def _is_adjective(word: str) -> bool:
    return any(p.pos in _ADJECTIVES and "nomn" in p.grammemes for p in parses(word))


def _is_plural(word: str) -> bool:
    nouns = [p for p in parses(word) if {"NOUN", "nomn"} <= p.grammemes]
    return bool(nouns) and not any("sing" in p.grammemes for p in nouns)


def _wordin_case(word: str, case: str, number: str) -> str:
    """Put a word that stands in the nominative into another case, the readings of places first."""
    if _is_abbreviation(word) or word.lower() in INDECLINABLE:
        return word
    readings = [(place, p) for place, p in enumerate(parses(word)) if p.pos == "NOUN" or p.pos in _ADJECTIVES]
    fitting = [one for one in readings if {"nomn", number} <= one[1].grammemes]
    fitting.sort(key=lambda one: "Geox" not in one[1].grammemes)
    if not fitting or "Fixd" in fitting[0][1].grammemes:
        return word
    if case == "accs" and fitting[0][1].pos in _ADJECTIVES and "femn" not in fitting[0][1].grammemes:
        return word  # no state is a living being
    return inflect_form(word.lower(), fitting[0][0], case, number) or word


@cache
def states() -> tuple[tuple[str, tuple[str, str]], ...]:
    """Return every name as it is written, with its code and short name, a state's short name first.

    >>> states()[0]
    ('Австралия', ('AU', 'Австралия'))
    """
    return tuple(
        (name.strip(), (code.strip("-"), short))
        for code, short, others, *_ in rows("states.tsv")
        for name in (short, *others.split(";"))
        if name.strip()
    )
