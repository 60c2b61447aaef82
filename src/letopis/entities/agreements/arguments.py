"""Who acts, when and where: the units that a predicate has in its tree, each with the rule that found it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from letopis.dictionary import grammemes
from letopis.entities.agreements.chain import at
from letopis.entities.agreements.roles import PLACE_PREPOSITIONS
from letopis.entities.agreements.scope import in_brackets_of_name, not_this
from letopis.entities.agreements.sentence_tree import DEEPEST, SentenceTree
from letopis.entities.agreements.tree import ROOT
from letopis.entities.agreements.values import SITES
from letopis.labels import NAMED

WHEN = frozenset({"", "в", "во"})


class Argument(NamedTuple):
    """A unit in a role: ``party``, ``signatory``, ``when`` or ``where``; ``by`` is the rule that found it."""

    role: str
    place: int
    by: str


def arguments_of(sentence: SentenceTree, place: int) -> Iterator[Argument]:
    """Return the arguments of a predicate: for each actor those whom it names, then time and place."""
    for actor, by in actors_of(sentence, place):
        yield from named(sentence, actor, by)
    for one in sentence.under(place, "obl", "nmod", "flat", "advmod", "obj"):
        unit, word = sentence.units[one], sentence.preposition(one)
        if not_this(sentence.units, one):
            continue
        if unit.label == "DATE" and word in WHEN:
            yield Argument("when", one, "time")
        elif unit.label == "GPE" and word in PLACE_PREPOSITIONS and "loct" in unit.cases():
            yield Argument("where", one, "place")


def actors_of(sentence: SentenceTree, place: int) -> Iterator[tuple[int, str]]:
    """Return the nouns that act, each with its rule."""
    if passive(sentence, place):
        others = sentence.under(place, "obl", "nmod", "iobj", "obj")
        # ``ратифицирован [США]``: its subject is the agreement, whatever the tree takes an undeclined name for.
        undeclined = [one for one in sentence.under(place, "nsubj") if sentence.units[one].label in NAMED]
        yield from ((one, "agent") for one in sentence.bare([*others, *undeclined], "ablt"))
    else:
        yield from ((one, "subject") for one in subjects_of(sentence, place))


def passive(sentence: SentenceTree, place: int) -> bool:
    """Return whether a verb speaks of what is done to its subject: ``подписан``, ``подписанный``, ``подписывался``."""
    unit = sentence.units[place]
    form = unit.pos in {"PRTS", "PRTF"} and "actv" not in grammemes(unit.text)
    return form or any(sentence.tree.relations[one] == "nsubj:pass" for one in sentence.tree.children[place])


def subjects_of(sentence: SentenceTree, place: int, depth: int = 0) -> Sequence[int]:
    """Return the subjects of a verb: its own, or those of the verb or noun that it hangs on."""
    own = sentence.under(place, "nsubj")
    if own or depth > DEEPEST or (up := sentence.above(place)) == ROOT:
        return own
    relation = sentence.relation(place)
    if relation in {"xcomp", "csubj"} and (receiver := _receivers(sentence, up)):
        return receiver
    shares = relation in {"conj", "xcomp"} or (relation == "advcl" and sentence.units[place].pos == "GRND")
    return subjects_of(sentence, up, depth + 1) if shares and sentence.verbal(up) else []


def _receivers(sentence: SentenceTree, verb: int) -> Sequence[int]:
    """``предложил [Чехии] подписать``, ``призвал [Чехию] соблюдать``: who is told to do it acts."""
    told = [one for one in sentence.under(verb, "obj") if sentence.units[one].label in NAMED]
    return [*sentence.bare(sentence.under(verb, "iobj", "obl"), "datv"), *sentence.bare(told, "accs")]


def named(sentence: SentenceTree, place: int, by: str, depth: int = 0) -> Iterator[Argument]:
    """Return the sides and signers that an actor names: itself, its list, and for whom a post stands."""
    if depth > DEEPEST or sentence.inside[place] or in_brackets_of_name(sentence.units, place):
        return
    unit = sentence.units[place]
    excluded = not_this(sentence.units, place) or at(sentence.units, place - 1).lower in {"кроме", "помимо"}
    site = unit.label == "GPE" and at(sentence.units, place - 1).lemmas() & SITES  # ``г. [Хива], 3 мая. Подписан …``
    if unit.label in NAMED and not (excluded or site):
        yield Argument("signatory" if unit.label == "PERSON" else "party", place, by)
    for one in sentence.tree.children[place]:
        relation = sentence.relation(one)
        beside = relation in {"appos", "flat"} and (sentence.units[one].label or not unit.label)
        if relation == "conj" or beside:
            yield from named(sentence, one, by, depth + 1)
        elif relation in {"nmod", "obl"} and _of_post(sentence, place, one):
            yield from named(sentence, one, "post", depth + 1)


def _of_post(sentence: SentenceTree, post: int, one: int) -> bool:
    """``президент [Франции]``, ``министр иностранных дел [Грузии]``, ``эксперты из [США]``."""
    unit, other = sentence.units[post], sentence.units[one]
    return not unit.label and sentence.preposition(one) in {"", "из", "от"} and "gent" in other.cases()
