"""Sentences of ``templates/sentences.tsv`` filled from tables, with the facts that must hold whatever fills them."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from letopis.russian.spelling import recase
from letopis.russian.states import folded, in_case, state_abbreviations, state_names, states
from template_dates import dates
from template_names import CASES, people
from template_spellings import SPELLINGS
from template_tables import Filling, rows

SLOT = re.compile(r"\{(?P<name>\w+)(?::(?P<slot>[a-z]+)(?::(?P<case>[a-z]+))?)?\}")
HALVES = ("seen", "unseen")
SAID_OTHERWISE = {"Сальвадор", "Доминика"}
"""First names before they are states."""

_WITH_O = re.compile(r"\b([Вв]) (?=[ВФ][бвгджзклмнпрстфхцчшщ]|Льв)")


class Template(NamedTuple):
    """A sentence with slots of one kind, and its facts."""

    kind: str
    sentence: str
    facts: tuple[str, ...]


class Filled(NamedTuple):
    """A filled sentence: its text, what must be found, in which spelling it stands."""

    template: Template
    text: str
    facts: tuple[str, ...]
    spans: dict[str, tuple[str, dict[str, str]]]
    spelling: str
    half: str


def templates() -> list[Template]:
    """Return all templates."""
    return [Template(kind, sentence, _facts(facts)) for kind, sentence, facts in rows("sentences.tsv")]


def _facts(text: str) -> tuple[str, ...]:
    return tuple(fact.strip() for fact in text.split(" ; ") if fact.strip())


@cache
def fillings() -> dict[str, dict[str, list[Filling]]]:
    """Return everything that can stand in each slot, by half."""
    found: dict[str, dict[str, list[Filling]]] = defaultdict(lambda: {half: [] for half in HALVES})
    for one in (*_states(), *_cities(), *people(), *dates()):
        for slot in _slots_of(one):
            found[slot][one.half].append(one)
    return found


def _slots_of(one: Filling) -> list[str]:
    """Return the slots that a filling fits: ``woman`` is a ``person`` too, a full name of either is ``full``."""
    if one.slot != "person":
        return [one.slot] if one.slot != "state" or one.kind != "abbreviation" else ["state", "short"]
    if one.kind.startswith("last"):
        return [{"f": "lastwoman", "m": "lastman"}[one.kind[-1]]]
    sex = "woman" if one.fields["gender"].startswith("femn") else "man"
    return ["person", sex] if one.kind.startswith("initials") else ["person", sex, "full", f"full{sex}"]


def _states() -> Iterator[Filling]:
    for name, (code, short) in states():
        if name in SAID_OTHERWISE:
            continue
        kind = "abbreviation" if name in state_abbreviations() else "name"
        shared = state_names()[folded(name)] != (code, short)
        if not shared:
            forms = tuple(_written(name, case) for case in CASES)
            yield Filling("state", forms, {"label": "GPE", "entity": f"gpe:{code or folded(short)}"}, kind)


def _written(name: str, case: str) -> str:
    form = name if case == "nomn" else sorted(in_case(name, case))[-1]
    return " ".join(recase(word, model) for word, model in zip(form.split(), name.split(), strict=True))


def _cities() -> Iterator[Filling]:
    for forms in rows("cities.tsv"):
        kind = "hyphen" if "-" in forms[0] else "plain"
        yield Filling("city", tuple(forms), {"label": "GPE", "normal": forms[0]}, kind)


def fill(template: Template, half: str, dice: random.Random, *, spelling: str = "plain") -> Filled:
    """Fill a template from one half of the tables.

    >>> filled = fill(Template("a", "Посол {a:state:gent} прибыл.", ()), "seen", random.Random(3))
    >>> filled.text.startswith("Посол "), filled.spans["a"][1]["label"]
    (True, 'GPE')
    """
    chosen: dict[str, Filling] = {}
    spans: dict[str, tuple[str, dict[str, str]]] = {}

    def written(slot: re.Match[str]) -> str:
        name = slot["name"]
        if name not in chosen:
            chosen[name] = _other(slot["slot"], half, dice, chosen)
        one = chosen[name]
        form = one.forms[CASES.index(slot["case"] or "nomn")]
        spans.setdefault(name, (form, one.fields_of(form)))
        return f"{one.before} {form}" if one.before else form

    text = _WITH_O.sub(r"\1о ", SLOT.sub(written, template.sentence))
    text = re.sub(r"\.\.(?=\s|$)", ".", text[:1].upper() + text[1:])
    facts = tuple(_WITH_O.sub(r"\1о ", SLOT.sub(lambda slot: _in_fact(slot, chosen), fact)) for fact in template.facts)
    changed = SPELLINGS[spelling](text, dice)
    return Filled(template, changed, facts, spans, spelling if changed != text else "plain", half)


def _in_fact(slot: re.Match[str], chosen: dict[str, Filling]) -> str:
    one = chosen[slot["name"]]
    if slot["slot"] == "normal":
        return one.fields.get("normal", one.forms[0])
    form = one.forms[CASES.index(slot["slot"] or "nomn")]
    return f"{one.before} {form}" if one.before else form


def _other(slot: str, half: str, dice: random.Random, chosen: dict[str, Filling]) -> Filling:
    """Return a filling that is not the same thing as one that is chosen already; each kind is as likely."""
    kinds: dict[str, list[Filling]] = _by_kind(slot, half)
    while True:
        one = dice.choice(kinds[dice.choice(sorted(kinds))])
        if all(_identity(one) != _identity(other) for other in chosen.values()):
            return one


@cache
def _by_kind(slot: str, half: str) -> dict[str, list[Filling]]:
    kinds: dict[str, list[Filling]] = defaultdict(list)
    for one in fillings()[slot][half]:
        kinds[one.kind].append(one)
    return dict(kinds)


def _identity(one: Filling) -> str:
    return one.fields.get("entity") or (one.forms[0].split()[-1] if one.slot == "person" else one.forms[0])


def run(number: int, half: str, seed: int) -> Iterator[Filled]:
    """Yield so many filled sentences of one half, every template as often, every other one in an odd spelling."""
    dice = random.Random(f"{seed} {half}")
    every = templates()
    odd = [name for name in SPELLINGS if name not in {"plain", "capitals"}]
    for place in range(number):
        template = every[place % len(every)]
        if template.kind.startswith("heading"):
            spelling = "capitals"
        elif "plain only" in template.facts:
            spelling = "plain"
        else:
            spelling = dice.choice(odd) if dice.random() < ODD else "plain"
        yield fill(template, half, dice, spelling=spelling)


ODD = 0.4
"""Share of the filled sentences in an odd spelling."""
