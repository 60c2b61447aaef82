"""Mentions of persons, and who they are: as the linker asks, without articles around them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from letopis.linking.identities import NameIdentity
from letopis.linking.namesakes import join_people
from letopis.linking.persons import person_form, person_identity, persons_here


class PersonMention(NamedTuple):
    """A mention: its text, its article, the words before and behind it (some 60 characters)."""

    text: str
    article: str
    before: str = ""
    after: str = ""


def identify_persons(mentions: Sequence[PersonMention]) -> list[NameIdentity]:
    """Return the identity of each mention; mentions stand in the order of the texts."""
    articles = [list(group) for _, group in groupby(mentions, key=lambda mention: mention.article)]
    here = [persons_here([person_form(m.text, m.before, m.after) for m in article]) for article in articles]
    joined = join_people(Counter(person for article in here for person in {one.person for one in article}))
    return [person_identity(one, joined) for article in here for one in article]
