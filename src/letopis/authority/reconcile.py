"""Answers of a reconciliation service, as OpenRefine asks: the W3C group's Reconciliation Service API 0.2.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple

import msgspec

from letopis.authority.doubts import described
from letopis.authority.link import LinkedRun
from letopis.authority.persons import Likeness, compare_persons, person_parts
from letopis.authority.spelling import fold_title, romanisations, romanised, same_title
from letopis.errors import InputError
from letopis.labels import LINKED, label_of
from letopis.records import NO_JSON

VERSION = "0.2"
MOST_QUERIES, MOST_RESULTS, LONGEST_QUERY = 200, 50, 500
"""Questions of one request, answers to each, and characters of one."""

RESULTS = 5
"""Answers where a question does not say how many."""

LEAST_SCORE = 50
"""Names that are less alike than so many of 100 are no answer."""

_OF_LIKENESS = {Likeness.FULL: 100.0, Likeness.INITIALS: 75.0, Likeness.SURNAME: 55.0}


class Subject(NamedTuple):
    """What a question can be answered with: an entity of the run, or an entry of a file of names."""

    id: str
    name: str
    names: tuple[str, ...]
    label: str
    description: str


class _Query(msgspec.Struct):
    query: str
    type: str | list[str] = ""
    limit: int = RESULTS
    type_strict: str = ""
    properties: list[Any] = []


class Reconciler:
    """Answers questions about names; what asks for a run's own entities and for files of names asks here.

    >>> subject = Subject("person:акаев", "Аскар Акаев", ("Аскар Акаев", "А. Акаев"), "PERSON", "")
    >>> [(one["id"], one["match"]) for one in Reconciler([subject]).answer("Акаев, Аскар")]
    [('person:акаев', True)]
    """

    def __init__(self, subjects: Iterable[Subject]) -> None:
        self.subjects = {one.id: one for one in subjects}
        self._index: dict[str, dict[str, None]] = defaultdict(dict)
        for one in self.subjects.values():
            for name in one.names:
                for key in _keys(name):
                    self._index[key][one.id] = None

    def manifest(self, address: str) -> dict[str, Any]:
        """Return what the service is, as OpenRefine asks first."""
        return {
            "versions": [VERSION],
            "name": "Letopis",
            "identifierSpace": f"{address}/entity/",
            "schemaSpace": f"{address}/type/",
            "defaultTypes": [_type(label) for label in LINKED],
            "view": {"url": f"{address}/entity/{{{{id}}}}"},
            "suggest": {"entity": {"service_url": address, "service_path": "/suggest/entity"}},
            "batchSize": 50,
        }

    def answers(self, queries: str) -> dict[str, Any]:
        """Return the answers to a batch, as the field ``queries`` of a request holds it.

        Raises:
            InputError: no batch of questions, or too large a one.
        """
        try:
            batch = msgspec.json.decode(queries, type=dict[str, _Query])
        except NO_JSON as error:
            raise InputError(f"queries is no batch of questions: {error}") from None
        if len(batch) > MOST_QUERIES:
            raise InputError(f"{len(batch)} questions; ask at most {MOST_QUERIES} at once")
        return {key: {"result": self._of_query(one)} for key, one in batch.items()}

    def answer(self, name: str, *, labels: Sequence[str] = (), limit: int = RESULTS) -> list[dict[str, Any]]:
        """Return whom a name may mean, the best first; ``match`` where one alone agrees as a whole."""
        found: list[tuple[float, Subject]] = []
        for number in dict.fromkeys(n for key in _keys(name) for n in self._index.get(key, ())):
            subject = self.subjects[number]
            if not labels or subject.label in labels:
                score = max(_score(name, other, subject.label) for other in subject.names)
                if score >= LEAST_SCORE:
                    found.append((score, subject))
        found.sort(key=lambda one: (-one[0], one[1].name, one[1].id))
        sure = sum(score == 100 for score, _ in found) == 1
        return [
            {
                "id": one.id, "name": one.name, "score": round(score, 1), "match": sure and score == 100,
                "type": [_type(one.label)] if one.label else [], "description": one.description,
            }
            for score, one in found[: max(0, min(limit, MOST_RESULTS))]
        ]  # fmt: skip

    def suggest(self, prefix: str, cursor: int = 0) -> dict[str, Any]:
        """Return entities whose name has a word that begins so, for a field in which a person types."""
        begun = fold_title(prefix)[:LONGEST_QUERY]
        fitting = [
            one for one in self.subjects.values()
            if begun and any(f" {begun}" in f" {fold_title(name)}" for name in one.names)
        ]  # fmt: skip
        shown = sorted(fitting, key=lambda one: (one.name, one.id))[cursor : cursor + MOST_RESULTS]
        return {
            "result": [
                {"id": one.id, "name": one.name, "description": one.description,
                 "notable": [_type(one.label)] if one.label else []}
                for one in shown
            ]
        }  # fmt: skip

    def _of_query(self, query: _Query) -> list[dict[str, Any]]:
        if len(query.query) > LONGEST_QUERY:
            raise InputError(f"a question of {len(query.query)} characters; ask for at most {LONGEST_QUERY}")
        types = [query.type] if isinstance(query.type, str) else query.type
        return self.answer(query.query, labels=[one for one in types if one], limit=query.limit)


def _keys(name: str) -> set[str]:
    words = fold_title(name).split()
    keys = {key for word in words if len(word) > 1 for key in romanisations(word)}
    return keys | {romanised(name)} | {key for one in person_parts(name) for key in romanisations(one.surname)}


def _score(asked: str, name: str, label: str) -> float:
    if same_title(asked, name):
        return 100.0
    if label == "PERSON":
        return _OF_LIKENESS.get(compare_persons(asked, name), 0.0)
    return 99 * SequenceMatcher(None, fold_title(asked), fold_title(name)).ratio()


def _type(label: str) -> dict[str, str]:
    return {"id": label, "name": label_of(label).many}


def subjects_of(run: LinkedRun) -> list[Subject]:
    """Return the entities of a run and the entries of its files of names."""
    own = [
        Subject(key, one.name, tuple(dict.fromkeys((*one.names, *one.variants))), one.label,
                _told(one.mentions, list(one.places), run.matches.ids.get(key, "")))
        for key, one in run.referents.items()
    ]  # fmt: skip
    entries = (entry for table in run.tables for entry in table)
    return own + [Subject(one.id, one.names[0], one.names, one.label, described(one)) for one in entries]


def _told(mentions: int, articles: Sequence[str], ids: str) -> str:
    shown = ", ".join(articles[:3]) + (" …" if len(articles) > 3 else "")
    return " · ".join(filter(None, (f"{mentions} in {shown}", ids)))
