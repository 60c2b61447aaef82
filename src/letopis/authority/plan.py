"""What decisions change in a run: which mentions move, which referents become one, how they are called."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import NamedTuple

import msgspec

from letopis.authority.decisions import NONE, NameSpoken, Ruling
from letopis.authority.referents import Referent, identity, named, own_name
from letopis.authority.spelling import fold_title
from letopis.errors import InputError
from letopis.labels import LINKED
from letopis.records import Article, Entity


class Meant(NamedTuple):
    """What a name of a decision means in a run: whole referents, or mentions alone, by name and article, of some."""

    keys: tuple[str, ...]
    mentions: tuple[str, str, str] | None = None
    of: tuple[str, ...] = ()


@dataclass
class IdentityPlan:
    """What becomes of each mention of a run; see :func:`plan_of`."""

    parted: dict[str, dict[str, str]] = field(default_factory=dict)
    moved: dict[tuple[str, str, str], str] = field(default_factory=dict)
    joined: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    authority: dict[str, str] = field(default_factory=dict)
    apart: set[frozenset[str]] = field(default_factory=set)

    def apply(self, article: Article) -> Article:
        """Return an article with the identities that were decided."""
        if not (self.parted or self.moved or self.joined or self.names or self.authority):
            return article
        own: dict[str, set[str]] = defaultdict(set)
        for entity in named(article):
            own[identity(entity)].add(fold_title(own_name(entity)))
        entities = [self._decided(e, article.id, own) if e.label in LINKED else e for e in article.entities]
        return msgspec.structs.replace(article, entities=entities)

    def final(self, key: str) -> str:
        """Return the identity that a referent has in the end."""
        return self.joined.get(key, key)

    def is_moved(self, label: str, name: str, articles: Iterable[str]) -> bool:
        """Return whether mentions of a name in some articles were given to a referent."""
        return any(self._moved(label, fold_title(name), article) for article in articles)

    def _decided(self, entity: Entity, article: str, own: Mapping[str, set[str]]) -> Entity:
        before = identity(entity)
        name = fold_title(own_name(entity))
        key = before
        if parts := self.parted.get(before):
            here = {parts[one] for one in own[before] & parts.keys()}
            key = parts.get(name) or (here.pop() if len(here) == 1 else before)
        key = self._moved(entity.label, name, article) or self._followed(entity, article, own[before]) or key
        key = self.final(key)
        changed: dict[str, str | None] = {}
        if key != before or key in self.names:
            changed = {"entity": key, "referent": self.names.get(key, entity.full_name)}
        if key in self.authority:
            changed["authority"] = self.authority[key].removeprefix(NONE) or None
        return msgspec.structs.replace(entity, **changed) if changed else entity

    def _moved(self, label: str, name: str, article: str) -> str | None:
        return self.moved.get((label, name, article)) or self.moved.get((label, name, ""))

    def _followed(self, entity: Entity, article: str, names: Iterable[str]) -> str | None:
        """A surname alone goes where all fuller names of its person went that the article has."""
        if entity.label != "PERSON" or " " in own_name(entity):
            return None
        went = {self._moved(entity.label, name, article) for name in names if " " in name}
        return went.pop() if len(went) == 1 else None


def plan_of(rulings: Sequence[Ruling], referents: Mapping[str, Referent]) -> IdentityPlan:
    """Return what decisions change among the referents of a run; names that nobody has there are passed over.

    A name means the referent that has it. Where several have it, those whose fullest name it is, or else the mentions
    with this name alone.

    Raises:
        InputError: two decisions contradict each other; the message names both lines.
    """
    finder = _Finder(referents)
    meant = [[finder.find(name, ruling) for name in ruling.names] for ruling in rulings]
    plan, groups = IdentityPlan(), _Groups()
    for ruling, found in zip(rulings, meant, strict=True):
        if ruling.kind == "different":
            _part(plan, ruling, found, referents)
    meant = [[_after_parting(one, plan, name) for one, name in zip(found, ruling.names, strict=True)]
             for ruling, found in zip(rulings, meant, strict=True)]  # fmt: skip
    for ruling, found in zip(rulings, meant, strict=True):
        if ruling.kind != "different":
            _join(plan, groups, ruling, found)
    _check(rulings, meant, groups)
    plan.joined = groups.joined(referents)
    _name(plan, rulings, meant, referents)
    return plan


class _Finder:
    """Finds what names mean, by identity and by name."""

    def __init__(self, referents: Mapping[str, Referent]) -> None:
        self._referents = referents
        self._by_name: dict[str, list[Referent]] = defaultdict(list)
        for one in referents.values():
            for name in {fold_title(name) for name in (*one.variants, *one.names)}:
                self._by_name[name].append(one)

    def find(self, spoken: NameSpoken, ruling: Ruling) -> Meant:
        if spoken.name in self._referents and not spoken.article:
            return Meant((spoken.name,))
        name = fold_title(spoken.name)
        found = [one for one in self._by_name.get(name, ()) if ruling.label in {"", one.label}]
        if spoken.article:
            found = [one for one in found if spoken.article in one.places]
            return _alone(found, name, spoken.article) if found else Meant(())
        if len(found) > 1:
            fullest = [one for one in found if fold_title(one.name) == name]
            if not fullest:
                return _alone(found, name, "")
            found = fullest
        return Meant(tuple(one.key for one in found))


def _alone(found: Sequence[Referent], name: str, article: str) -> Meant:
    return Meant((), (found[0].label, name, article), tuple(one.key for one in found))


class _Groups:
    """Identities that are one: sets that grow together, each remembering who said so."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}
        self.said: dict[str, Ruling] = {}

    def root(self, key: str) -> str:
        while self._parent.get(key, key) != key:
            key = self._parent[key]
        return key

    def join(self, keys: Sequence[str], ruling: Ruling) -> None:
        roots = list(dict.fromkeys(map(self.root, keys)))
        for root in roots:
            self._parent[root] = roots[0]
        for key in keys:
            self.said.setdefault(key, ruling)
            self._parent.setdefault(key, key)

    def joined(self, referents: Mapping[str, Referent]) -> dict[str, str]:
        members: dict[str, list[str]] = defaultdict(list)
        for key in self._parent:
            members[self.root(key)].append(key)
        kept = {root: max(keys, key=lambda key: _rank(key, referents)) for root, keys in members.items()}
        return {key: kept[self.root(key)] for key in self._parent}


def _rank(key: str, referents: Mapping[str, Referent]) -> tuple[bool, int, int, str]:
    """A state keeps its code; else the fuller name gives the identity, whatever the order of the articles."""
    name = referents[key].name if key in referents else ""
    return (key in referents and referents[key].state is not None, len(name.split()), len(name), key)


def _part(plan: IdentityPlan, ruling: Ruling, found: Sequence[Meant], referents: Mapping[str, Referent]) -> None:
    """Part names that one referent has, and that are several, into identities of their own."""
    together: dict[str, list[str]] = defaultdict(list)
    for number, (spoken, meant) in enumerate(zip(ruling.names, found, strict=True)):
        for key in meant.keys:
            together[key].append(fold_title(spoken.name))
        others = {key for place, one in enumerate(found) if place != number for key in (*one.keys, *one.of)}
        if meant.mentions is not None and others.intersection(meant.of):
            label, name, article = meant.mentions
            plan.moved.setdefault(meant.mentions, f"{label.lower()}:{name}{f' ({article})' if article else ''}")
    for key, names in together.items():
        if len(set(names)) > 1:
            label = referents[key].label.lower()
            parts = plan.parted.setdefault(key, {})
            for name in names:
                parts.setdefault(name, f"{label}:{name}")


def _after_parting(meant: Meant, plan: IdentityPlan, spoken: NameSpoken) -> Meant:
    name = fold_title(spoken.name)
    keys = tuple(plan.parted.get(key, {}).get(name, key) for key in meant.keys)
    return meant._replace(keys=keys)


def _join(plan: IdentityPlan, groups: _Groups, ruling: Ruling, found: Sequence[Meant]) -> None:
    keys = [key for meant in found for key in meant.keys]
    mentions = [meant.mentions for meant in found if meant.mentions is not None]
    target = keys[0] if keys else f"{mentions[0][0].lower()}:{mentions[0][1]}" if mentions else ""
    if not target:
        return
    for one in mentions:
        plan.moved[one] = target
    groups.join(keys or [target], ruling)


def _check(rulings: Sequence[Ruling], meant: Sequence[Sequence[Meant]], groups: _Groups) -> None:
    for ruling, found in zip(rulings, meant, strict=True):
        if ruling.kind != "different":
            continue
        for (one, first), (other, second) in combinations(zip(ruling.names, found, strict=True), 2):
            for a, b in ((a, b) for a in first.keys for b in second.keys):
                if a == b and one != other and not (one.article or other.article):
                    raise InputError(
                        f"{ruling.place}: {one} and {other} are one name here; say of which article each is"
                    )
                if a != b and groups.root(a) == groups.root(b):
                    where = groups.said[a].place
                    raise InputError(f"{ruling.place}: says that {one} and {other} are different; {where} joins them")


def _name(
    plan: IdentityPlan, rulings: Sequence[Ruling], meant: Sequence[Sequence[Meant]], referents: Mapping[str, Referent]
) -> None:
    for key in set(plan.joined.values()):
        if key in referents:
            plan.names[key] = referents[key].name
    for parts in plan.parted.values():
        for ruling, found in zip(rulings, meant, strict=True):
            for spoken, one in zip(ruling.names, found, strict=True):
                for key in one.keys:
                    if key in parts.values():
                        plan.names.setdefault(plan.final(key), spoken.name)
    for ruling, found in zip(rulings, meant, strict=True):
        keys = {plan.final(key) for one in found for key in one.keys}
        keys |= {plan.moved[one.mentions] for one in found if one.mentions in plan.moved and ruling.kind != "different"}
        for key in keys:
            if ruling.preferred:
                plan.names[key] = ruling.preferred
            if ruling.authority:
                _agree(plan, key, ruling)
        if ruling.kind == "different":
            plan.apart |= _pairs(plan, found)


def _agree(plan: IdentityPlan, key: str, ruling: Ruling) -> None:
    before = plan.authority.setdefault(key, ruling.authority)
    if before != ruling.authority and NONE in {before, ruling.authority}:
        raise InputError(f"{ruling.place}: authority is {ruling.authority!r}, but another decision says {before!r}")
    plan.authority[key] = " ".join(dict.fromkeys(f"{before} {ruling.authority}".split()))


def _pairs(plan: IdentityPlan, found: Iterable[Meant]) -> set[frozenset[str]]:
    groups = [
        {plan.final(key) for key in (*one.keys, *([plan.moved[one.mentions]] if one.mentions in plan.moved else []))}
        for one in found
    ]
    return {frozenset({a, b}) for one, other in combinations(groups, 2) for a in one for b in other if a != b}
