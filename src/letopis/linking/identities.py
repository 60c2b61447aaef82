"""What a mention is, what joins it with those of other articles, and what was left open for a person to decide."""

from __future__ import annotations

from typing import NamedTuple


class NameIdentity(NamedTuple):
    """A mention's own name in the nominative, its referent's fullest name, the key that all mentions share, its sex."""

    normal: str
    referent: str
    key: str
    gender: str | None = None


class Merge(NamedTuple):
    """A name of some articles that was joined with the referent of others, and by what evidence."""

    label: str
    entity: str
    name: str
    referent: str
    evidence: str
    articles: tuple[str, ...] = ()


class Doubt(NamedTuple):
    """What was left open: a name, its own identity, those that it may be, and why nothing decides.

    ``articles`` are at most :data:`MOST_ARTICLES` of those that have the name.
    """

    label: str
    entity: str
    name: str
    candidates: tuple[str, ...]
    reason: str
    articles: tuple[str, ...] = ()


MOST_ARTICLES = 20
"""Articles that are named for a merge or a doubt."""

MOST_CANDIDATES = 20
"""Identities that are named for a doubt."""
