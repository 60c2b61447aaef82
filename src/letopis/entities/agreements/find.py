"""AGREEMENT spans of a text: heads, what belongs to them, and the short names introduced beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from letopis.entities.agreements import values
from letopis.entities.agreements.chain import Chain
from letopis.entities.agreements.follow import follow
from letopis.entities.agreements.heads import first_modifier, names_instrument
from letopis.entities.agreements.named import SCORES, Candidate, reason
from letopis.entities.agreements.units import Unit, outermost, sentences_of, units_of
from letopis.entities.agreements.verbs import opens_with_head, waits_for_object
from letopis.entities.spans import Finding, findings_of, text_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

NAME_LABELS = ("DATE", "PERSON", "ORG", "GPE")
"""The labels of the findings that the grammar takes as units."""

_ACRONYM = re.compile(r"[А-ЯЁA-Z]{2,10}(?:-\d+)?$")


@dataclass(frozen=True)
class Agreement:
    """An instrument in its sentence: ``units[first:end]``; ``chain`` is missing for an acronym."""

    finding: Finding
    first: int
    end: int
    chain: Chain | None = None


@dataclass(frozen=True)
class Passage:
    """A sentence as units, with its agreements in order."""

    units: Sequence[Unit]
    agreements: tuple[Agreement, ...]


def find_agreements(doc: Doc) -> list[Finding]:
    """Find the agreements of a text whose names and dates are found already.

    Args:
        doc: tokens, sentences, and DATE, PERSON, ORG, GPE findings in ``doc.spans["letopis"]``.

    Returns:
        Findings in the order of the text; ``kind`` is the lemma of the head, ``by`` the deciding rule.

    >>> import spacy
    >>> doc = spacy.blank("ru")("Стороны подписали Договор о дружбе и Протокол о границе.")
    >>> [(doc.text[f.start : f.end], f.kind) for f in find_agreements(doc)]
    [('Договор о дружбе', 'договор'), ('Протокол о границе', 'протокол')]
    """
    return [agreement.finding for passage in read_passages(doc) for agreement in passage.agreements]


def read_passages(doc: Doc) -> list[Passage]:
    """Read every sentence of a text into units and agreements."""
    text = text_of(doc)
    names = outermost(findings_of(doc, *NAME_LABELS), text)
    passages: list[Passage] = []
    kinds: set[str] = set()
    place = 0
    for tokens in sentences_of(doc):
        if not tokens:
            continue
        end = tokens[-1].idx + len(tokens[-1].text)
        upto = place
        while upto < len(names) and names[upto].start < end:
            upto += 1
        units = units_of(tokens, names[place:upto], text)
        place = upto
        if passages and waits_for_object(passages[-1].units) and opens_with_head(units):
            units = [*passages.pop().units, *units]
        passages.append(Passage(units, tuple(_read_sentence(units, kinds))))
    return _with_acronyms(passages)


def _read_sentence(units: Sequence[Unit], kinds: set[str]) -> list[Agreement]:
    found: list[Agreement] = []
    taken = 0
    for head, unit in enumerate(units):
        lemma = unit.head
        if not lemma or head < taken:
            continue
        first = max(first_modifier(units, head), taken)
        chain = follow(units, head, lemma, proper=names_instrument(units, first, head))
        why = reason(Candidate(units, first, chain, frozenset(kinds)))
        if not why:
            continue
        kinds.add(lemma)
        taken = chain.end
        finding = Finding(
            start=units[first].start,
            end=units[chain.end - 1].end,
            label="AGREEMENT",
            kind=lemma.replace("ё", "е"),
            by=f"agreements.{why}",
            score=SCORES.get(why, 0.75),
        )
        found.append(Agreement(finding, first, chain.end, chain))
    return found


def _with_acronyms(passages: Sequence[Passage]) -> list[Passage]:
    """Add the acronyms that stand in brackets after a title, and their later mentions."""
    known = dict(values.KNOWN_ACRONYMS)
    for passage in passages:
        for agreement in passage.agreements:
            acronym = _introduced(passage.units, agreement)
            if acronym:
                known[acronym] = agreement.finding.kind or ""
    return [Passage(passage.units, tuple(_acronyms_in(passage, known))) for passage in passages]


def _introduced(units: Sequence[Unit], agreement: Agreement) -> str:
    """``Договор о нераспространении ядерного оружия (ДНЯО)``; ``… с Республикой Корея (РК)`` is the state's."""
    beside = units[agreement.end : agreement.end + 3]
    if [unit.text for unit in beside[:1]] != ["("] or [unit.text for unit in beside[2:]] != [")"]:
        return ""
    acronym = beside[1].text
    last = units[agreement.end - 1]
    of_last = bool(last.label) and _initials(last.text).startswith(acronym[:2])
    return acronym if _ACRONYM.match(acronym) and beside[1].label != "GPE" and not of_last else ""


def _initials(text: str) -> str:
    return "".join(word[0] for word in re.findall(r"\w+", text)).upper()


def _acronyms_in(passage: Passage, known: dict[str, str]) -> list[Agreement]:
    covered = {place for agreement in passage.agreements for place in range(agreement.first, agreement.end)}
    short = [
        Agreement(
            Finding(start=unit.start, end=unit.end, label="AGREEMENT", kind=known[unit.text], by="agreements.acronym",
                    score=0.9),
            place, place + 1,
        )
        for place, unit in enumerate(passage.units)
        if unit.text in known and place not in covered
    ]  # fmt: skip
    return sorted([*passage.agreements, *short], key=lambda agreement: agreement.first)
