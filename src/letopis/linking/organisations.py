"""Organisations of one article: nominative names, abbreviations led back to them, owners, one key for all mentions."""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from letopis.dictionary import PROPER, known, known_parses, parses
from letopis.entities.names.bodies import JOINING
from letopis.entities.names.words import OPENING
from letopis.linking.bodies import full_body, is_owned, lemmas, told_by_lemmas, without_kind, written_out
from letopis.linking.inflection import nominative_phrase, phrase_in_case
from letopis.russian.spelling import initials_of, is_abbreviation
from letopis.russian.states import state_names

_QUOTED = re.compile(r"[“„«\"]([^“”„«»\"]+)[”“»\"]$")
_LAST_WORD = re.compile(r"\w+$")
_GOVERNING = frozenset({"NOUN", "ADJF", "PRTF", "PREP"})
_BOTH_STATES = re.compile(r"gpe:(\w+) и gpe:(\w+)")
_STATE = re.compile(r"gpe:[A-Z]{2,4}")
INTRODUCED_WITHIN = 3
"""So many mentions back the full name of an abbreviation in brackets is looked for."""

LEADING = 0.5
"""Share of an article's mentions of states that one must have to own the bodies whose owner is not said."""

CASES_AFTER = {"в": "loct", "во": "loct", "при": "loct", "с": "ablt", "со": "ablt", "между": "ablt", "по": "datv"}
"""Cases that prepositions ask for; after anything else a state stands in the genitive: ``министерство ЧР``."""

BY_CONTEXT = "the owner is the state that the article speaks of most"
NO_OWNER = "a body of a state that is not said"


class OrganisationForm(NamedTuple):
    """What a mention tells by itself: its text, the words that introduce it, the places in it with their keys.

    ``cases`` are those that it can be in by the word before it.
    """

    text: str
    before: str
    states: tuple[tuple[str, str], ...]
    cases: str = ""


class LocalOrganisation(NamedTuple):
    """An organisation as one article tells of it: its key and its fullest name.

    ``states`` are the abbreviations of states in its names, ``evidence`` tells how its owner is known, ``article`` is
    that of a body whose owner nothing tells: it is one with no other article's.
    """

    key: str
    full: str
    states: tuple[tuple[str, str], ...] = ()
    evidence: str = ""
    article: str = ""


class OrganisationHere(NamedTuple):
    """A mention: its own name in the nominative, and its organisation in this article."""

    normal: str
    organisation: LocalOrganisation


def introduction(text: str, before: str) -> str:
    """Return the words before a mention that count: those before the bracket in which an abbreviation stands.

    For a name in quotes that no noun or preposition governs, the quote: such a name keeps its form.

    >>> introduction("СНГ", "Содружества Независимых Государств ("), introduction("СНГ", "глав ")
    ('Содружества Независимых Государств', '')
    >>> introduction("Узбектелеком", "прибыли. «"), introduction("Правде", "статья в «")
    ('«', '')
    """
    if before[-1:] in OPENING:
        word = _LAST_WORD.search(before[:-1].rstrip())
        governed = word is not None and parses(word.group())[0].pos in _GOVERNING
        return before[-1] if not governed and not known(text) else ""
    short = " " not in text or all(map(is_abbreviation, text.split())) or text.isascii()
    bracketed = before.endswith("(") and short
    return before.rstrip(" (") if bracketed else ""


def organisations_here(
    forms: Sequence[OrganisationForm], states: Sequence[str] = (), name: str = ""
) -> list[OrganisationHere]:
    """Return the organisation of each mention of one article, by what this article says.

    Args:
        forms: the mentions in the order of the text.
        states: the keys of the article's places, one a mention.
        name: the article's, for bodies whose owner it does not tell.

    >>> full = OrganisationForm("Содружества Независимых Государств", "", ())
    >>> short = OrganisationForm("СНГ", "Содружества Независимых Государств", ())
    >>> [(one.normal, one.organisation.full) for one in organisations_here([full, short])][1]
    ('СНГ', 'Содружество Независимых Государств')
    """
    names = [form.text if form.before in OPENING else nominative_phrase(form.text, form.cases) for form in forms]
    keys = [_key(form.text, form.states, own) for form, own in zip(forms, names, strict=True)]
    aliases = _introduced(forms, names, keys)
    keys = [written_out(aliases.get(key, key)) for key in keys]
    keys = _with_kinds(keys)
    keys = _with_counterpart(keys)
    keys = _shortened(names, keys)
    leading = _leading(states)
    owned, evidence = _with_owners(keys, leading)
    fullest: dict[str, str] = {}
    short: defaultdict[str, dict[tuple[str, str], None]] = defaultdict(dict)
    for form, own, key in zip(forms, names, owned, strict=True):
        fullest[key] = fuller(fullest.get(key, ""), own)
        short[key] |= dict.fromkeys(state for state in form.states if is_abbreviation(state[0]))
    return [
        OrganisationHere(
            own, LocalOrganisation(key, fullest[key], tuple(short[key]), why, name if why == NO_OWNER else "")
        )
        for own, key, why in zip(names, owned, evidence, strict=True)
    ]


def fuller(one: str, other: str) -> str:
    """Return the fuller of two names: no abbreviation, then the longer one, then the first by the alphabet."""
    return min(one, other, key=lambda name: (not name, is_abbreviation(name), -len(name), name))


def with_full_states(name: str, full: Mapping[str, str]) -> str:
    """Write out the abbreviations of states and of their bodies in a name, in the case of their place.

    >>> with_full_states("Посольство ЧР", {"ЧР": "Чешская Республика"}), with_full_states("пресс-служба МИД", {})
    ('Посольство Чешской Республики', 'пресс-служба Министерства иностранных дел')
    """
    if is_abbreviation(name):
        return name
    words = name.split()
    written = {word: body for word in words if (body := full_body(word))}
    written |= {text: state for text, state in full.items() if initials_of(state) == text}
    case = "gent"
    for place, word in enumerate(words):
        if word in written:
            before = words[place - 1] if place else ""
            case = case if before in JOINING else CASES_AFTER.get(before, "gent")
            words[place] = phrase_in_case(written[word], case) if place else written[word]
    return " ".join(words)


@lru_cache(maxsize=50_000)
def _key(text: str, states: tuple[tuple[str, str], ...], name: str) -> str:
    """The name's lemmas with every state as its identity: ``посольство gpe:KG в gpe:AZ``."""
    whole = text
    for state, identity in sorted(states, key=lambda pair: -len(pair[0])):
        text = text.replace(state, f" {identity.replace(' ', '_')} ")
    if text == whole:
        text = name
    if is_abbreviation(text):
        return lemmas(name) if lemmas(name) != written_out(lemmas(name)) or not name.isupper() else name
    quoted = _QUOTED.search(text)
    if quoted:
        head = next(
            (w for w in re.findall(r"[^\W\d_-]+", text) if is_abbreviation(w) or parses(w)[0].pos == "NOUN"), ""
        )
        proper = f"«{lemmas(quoted.group(1))}»"
        return f"{lemmas(head)} {proper}" if text.index(quoted.group()) else proper
    return _BOTH_STATES.sub(r"gpe:\1+\2", lemmas(text))


def _introduced(forms: Sequence[OrganisationForm], names: Sequence[str], keys: Sequence[str]) -> dict[str, str]:
    """``… Государств (СНГ)``: what the article introduces in brackets, or what has just these initials."""
    aliases: dict[str, str] = {}
    by_initials: dict[str, str] = {}
    for name, key in zip(names, keys, strict=True):
        if not is_abbreviation(name) and " " in name:
            by_initials.setdefault(initials_of(name), key)
    previous: deque[int] = deque(maxlen=INTRODUCED_WITHIN)
    for number, (form, key) in enumerate(zip(forms, keys, strict=True)):
        if form.before and form.before not in OPENING and key not in aliases:
            full = _in_full(form.text, {n: names[n] for n in previous if form.before.endswith(forms[n].text)})
            if full is not None and keys[full] != key:
                aliases[key] = aliases.get(keys[full], keys[full])
        if key not in aliases and is_abbreviation(form.text) and form.text in by_initials and len(form.text) > 2:
            aliases[key] = by_initials[form.text]
        previous.append(number)
    return aliases


def _in_full(abbreviation: str, names: Mapping[int, str]) -> int | None:
    """Return which of the names that end before a bracket it shortens, the outer one or one within it.

    That is the one whose initials it has, then one with whose first initial it begins, then the last.
    """

    def likeness(number: int) -> tuple[bool, bool, int]:
        initials = initials_of(names[number])
        return initials == abbreviation, initials[:1] == abbreviation[:1], number

    return max(names, key=likeness, default=None)


def _with_kinds(keys: Sequence[str]) -> list[str]:
    """``Ryanair`` is ``авиакомпания Ryanair``: words of a kind go; a name alone is the one with a head beside it."""
    bare = [key.strip("«»") if key.startswith("«") else key for key in keys]
    named = [without_kind(key) for key in bare]
    headed: defaultdict[str, set[str]] = defaultdict(set)
    for key in named:
        if "«" in key and key.split()[0] not in told_by_lemmas("branch"):
            headed[key.partition("«")[2].rstrip("»")].add(key)
    return [
        min(headed[name]) if name == key and len(headed.get(name, ())) == 1 else name
        for key, name in zip(bare, named, strict=True)
    ]


def _with_counterpart(keys: Sequence[str]) -> list[str]:
    """``Посольство КР`` is ``Посольство КР в АР`` where only one longer name begins so."""
    longer = longer_names(keys)
    return [min(longer[key]) if len(longer.get(key, ())) == 1 else key for key in keys]


def longer_names(keys: Sequence[str]) -> dict[str, set[str]]:
    """Return for each beginning of a name that a preposition goes on with all names that begin so."""
    longer: dict[str, set[str]] = defaultdict(set)
    for key in set(keys):
        words = key.split()
        for end in range(2, len(words)):
            if words[end] in {"в", "имя", "при"}:
                longer[" ".join(words[:end])].add(key)
    return longer


def _shortened(names: Sequence[str], keys: Sequence[str]) -> list[str]:
    """``Альянс``, ``Ассамблея``, ``Дума``: one capitalised common noun that heads or ends a name before it."""
    last: dict[str, str] = {}
    found, whole = [], {key for name, key in zip(names, keys, strict=True) if " " in name}
    for name, key in zip(names, keys, strict=True):
        short = lemmas(name) if _may_shorten(name) else ""
        found.append(last.get(short, key) if short == key and key not in whole else key)
        if " " in name and " " in key:
            last |= dict.fromkeys(lemmas(name).split(), key)
    return found


@lru_cache(maxsize=50_000)
def _may_shorten(name: str) -> bool:
    if " " in name or is_abbreviation(name) or not name[:1].isupper() or lemmas(name) in state_names():
        return False
    readings = known_parses(name)
    return bool(readings) and not readings[0].grammemes & PROPER


def _leading(states: Sequence[str]) -> str:
    """Return the state of which an article speaks most, if that is the greater part; none otherwise."""
    counted = Counter(key for key in states if _STATE.fullmatch(key))
    best = min(counted, key=lambda key: (-counted[key], key), default="")
    return best if best and counted[best] > LEADING * counted.total() else ""


def _with_owners(keys: Sequence[str], leading: str) -> tuple[list[str], list[str]]:
    """``парламент`` in an article on Georgia is Georgia's: the owner that the article names, or the leading state."""
    owners: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for key in keys:
        body, _, owner = key.rpartition(" ")
        if _STATE.fullmatch(owner) and is_owned(body):
            owners[body][key] += 1
    last: dict[str, str] = {}
    found, evidence = [], []
    for key in keys:
        body = key.rpartition(" ")[0]
        if not is_owned(key):
            last[body] = key
            found.append(key)
            evidence.append("")
            continue
        own = owners.get(key, Counter())
        named = last.get(key, min(own, key=lambda one: (-own[one], one), default=""))
        found.append(named or f"{key} {leading}".strip())
        evidence.append("" if named else BY_CONTEXT if leading else NO_OWNER)
    return found, evidence
