"""Text to names: the tagger first, then the rules in their order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from letopis.entities.names.passage import passages
from letopis.entities.names.rules import SCHEME, Rules, apply, rules_of
from letopis.entities.names.tagger import Tagger, load_tagger, tag_with
from letopis.labels import NAMED
from letopis.records import Entity

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from letopis.entities.names.passage import Name, Passage


def find_names(
    text: str,
    sentences: Iterable[tuple[int, int]],
    tokens: Sequence[tuple[int, int]] | None = None,
    *,
    scheme: str = SCHEME,
) -> list[Entity]:
    """Find persons, organisations and places, nested ones too.

    Args:
        text: the clean text.
        sentences: its sentences, in order, as spans.
        tokens: its words, in order, as spans; found by :func:`letopis.sentences.tokens.tokenize` when not given.
            The tagger was trained on those.
        scheme: ``letopis``, the scheme of the project's gold set, or ``nerel``, which also counts adjectives
            of places (``российский``) as GPE and common nouns (``полиция``) as ORG.

    Returns:
        Entities in the order of the text, outer before inner; offsets count characters of ``text``.

    Raises:
        InputError: there is no such scheme.
        MissingDependencyError: the tagger is not there.

    >>> text = "И. Алиев прибыл в Баку."
    >>> [(e.text, e.label) for e in find_names(text, [(0, len(text))])]
    [('И. Алиев', 'PERSON'), ('Баку', 'GPE')]
    """
    return names_of_texts([text], [list(passages(text, sentences, tokens))], scheme)[0]


def names_of_texts(
    texts: Sequence[str], cuts: Sequence[Sequence[Passage]], scheme: str, tagger: Tagger | None = None
) -> list[list[Entity]]:
    """Find the names of some texts, cut into passages, together; see :func:`find_names`."""
    chosen = rules_of(scheme)
    found = tag_with(*(tagger or load_tagger()), cuts)
    return [named(text, cut, names, chosen) for text, cut, names in zip(texts, cuts, found, strict=True)]


def named(text: str, cut: Sequence[Passage], found: list[list[Name]], chosen: Rules) -> list[Entity]:
    """Return what the rules of a scheme make of the tagger's names in the sentences of a text.

    Rules know persons, organisations and places; spans of labels of one's own stay as the tagger gave them.
    """
    own = [[name for name in names if name.label not in NAMED] for names in found]
    found = [[name for name in names if name.label in NAMED] for names in found]
    for text_rule in chosen.before:
        found = text_rule(cut, found)
    found = [apply(chosen.sentence, passage, names) for passage, names in zip(cut, found, strict=True)]
    for text_rule in chosen.after:
        found = text_rule(cut, found)
    entities: list[Entity] = []
    for passage, ruled, others in zip(cut, found, own, strict=True):
        names = [*ruled, *others]
        surest = {(name.first, name.last, name.label): name for name in sorted(names, key=lambda name: name.score)}
        for name in sorted(surest.values(), key=lambda name: (name.first, -name.last)):
            start, end = passage.starts[name.first], passage.ends[name.last - 1]
            entities.append(Entity.at(text, start, end, name.label, by=name.by, score=round(name.score, 4)))
    return entities
