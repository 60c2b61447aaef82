"""Whether what a verb or noun says of an agreement has come about: what is denied, planned, supposed or ordered."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from letopis.dictionary import grammemes
from letopis.entities.agreements import values
from letopis.entities.agreements.chain import at
from letopis.entities.agreements.clauses import Clause, window
from letopis.entities.agreements.doubts import doubted, wanted
from letopis.entities.agreements.scope import REACH
from letopis.entities.agreements.units import Unit
from letopis.entities.agreements.verbs import TAKING_PLACE

_MEANT = frozenset({"на", "для", "к", "ко", "за", "о", "об"})
_BEFORE_TIMES = frozenset("после до перед при с со в во на за".split())
_WOULD = frozenset({"бы", "б", "будь"})
_OF_ENDS = frozenset({"денонсация", "расторжение", "выход"})
"""Of these one tells before they are there: ``уведомила о [расторжении] Договора``."""


def imperative(verb: Unit) -> bool:
    """Return whether a verb is an imperative: ``подпиши``, not the past ``вышли``."""
    return verb.verb and {"impr", "past"} & grammemes(verb.text) == {"impr"}


def denied(units: Sequence[Unit], clause: Clause, verb: int) -> bool:
    """Return whether the signing is denied or refused: ``не был подписан``, ``подписан не был``, ``отказалась …``.

    Nor did it come to what fell through: ``подписание договора сорвалось``, ``… не состоялось``.

    ``…, пока его не расторгла Чехия`` is no denial: with the past it says until when.
    """
    past = units[verb].pos in {"VERB", "PRTS"} and not units[verb].ahead
    if past and clause.members and units[clause.members[0]].lower == "пока":
        return False
    if any(units[place].lower in {"не", "ни"} for place in window(clause, verb - 2, verb - 1)):
        return True
    after = [units[place] for place in window(clause, verb + 1, verb + 5)]
    if any(one.lower == "не" and "быть" in other.lemmas() for one, other in pairwise(after)):
        return True
    if units[verb].pos == "PRTS" and _parted_denial(units, clause, verb):
        return True
    if _is_spoken_of(units, verb):
        around = [units[place] for place in window(clause, verb - REACH, verb + REACH)]
        if any(one.lower == "не" and "состояться" in other.lemmas() for one, other in pairwise(around)):
            return True
        if any(one.verb and one.lemmas() & values.FAILING for one in around):
            return True
    return _under(units, clause, verb, values.REFUSING)


def _parted_denial(units: Sequence[Unit], clause: Clause, verb: int) -> bool:
    """``[не был], несмотря на просьбы посла, подписан``, ``подписан Договор о мире [не был]``: no verb between them."""
    for places in (reversed(window(clause, verb - REACH, verb - 1)), window(clause, verb + 1, verb + REACH)):
        near = next((n for n in places if units[n].verb or "быть" in units[n].lemmas()), -1)
        if near >= 0 and at(units, near - 1).lower == "не" and "быть" in units[near].lemmas():
            return near < verb or at(units, near + 1).pos != "PRTS"
    return False


def planned(units: Sequence[Unit], clause: Clause, verb: int) -> bool:
    """Return whether the signing is yet to come: ``планируется подписать``, ``будет подписан``, ``подпишут``.

    So is what would have been: ``если бы Чехия подписала``, and what is only meant:
    ``призвали к [ратификации]``; not ``на подписании``, ``за подписанием``, ``грамота о ратификации``; what is intended
    (``намерение [подписать]``, ``вероятность [подписания]``), put off (``[подписание] отложили``) or ahead
    (``[подписание] состоится``, ``… назначено на май``).
    """
    before = units[verb - 1].lower if verb else ""
    if units[verb].pos == "INFN" and _any_of(units, window(clause, verb - 3, verb - 1), values.INTENTIONS):
        return True
    if units[verb].lemmas() & values.EVENT_OF_STAGE and at(units, verb - 1).lemmas() & values.INTENTIONS:
        return True
    if _is_spoken_of(units, verb) and _is_ahead(units, window(clause, verb - REACH, verb + REACH)):
        return True
    if before in _MEANT and units[verb].lemmas() & values.EVENT_OF_STAGE:
        told = () if units[verb].lemmas() & _OF_ENDS else units[max(0, verb - 4) : verb - 1]
        if before in {"о", "об"} and any(unit.lemmas() & values.TELLING and not unit.label for unit in told):
            return False
        return {"на": "loct", "за": "ablt"}.get(before) not in units[verb].cases()
    if units[verb].pos == "VERB" and units[verb].ahead:
        return True
    if _supposed(units, clause, verb):
        return True
    if doubted(units, clause, verb) or wanted(units, clause, verb):
        return True
    future = any(units[place].lower in {"будет", "будут"} for place in window(clause, verb - 5, verb + 3))
    return future or _under(units, clause, verb, values.UNREAL | values.ORDERING)


def _supposed(units: Sequence[Unit], clause: Clause, verb: int) -> bool:
    """``если [бы] подписали``, ``[подпиши] Чехия договор``, ``[в случае] подписания``.

    So is ``подписав его, Чехия лишилась [бы] порта``.
    """
    words = [units[place].lower for place in window(clause, verb - REACH, verb + 4)]
    if not _WOULD.isdisjoint(words) or imperative(units[verb]):
        return True
    if units[verb].lemmas() & values.EVENT_OF_STAGE:
        before = at(units, verb - 1).lower
        return before == "без" or (before == "случае" and at(units, verb - 2).lower == "в")
    if units[verb].pos != "GRND":
        return False
    above = clause.parent.members if clause.parent is not None else ()
    return any(units[place].lower in _WOULD for place in (*clause.members, *above))


def _is_ahead(units: Sequence[Unit], places: Sequence[int]) -> bool:
    later = (units[place] for place in places if units[place].verb and units[place].lemmas() & TAKING_PLACE)
    return _any_of(units, places, values.DEFERRING) or any(unit.ahead for unit in later)


def _is_spoken_of(units: Sequence[Unit], noun: int) -> bool:
    """``[подписание] отложили``, ``церемонию [подписания] перенесли``; not ``после [вступления] в силу``."""
    before = at(units, noun - 1).lemmas()
    plain = "церемония" in before or (bool(units[noun].cases() & {"nomn", "accs"}) and before.isdisjoint(_BEFORE_TIMES))
    return bool(units[noun].lemmas() & values.EVENT_OF_STAGE) and plain


def _any_of(units: Sequence[Unit], places: Sequence[int], words: frozenset[str]) -> bool:
    return any(units[place].lemmas() & words and not units[place].label for place in places)


def _under(units: Sequence[Unit], clause: Clause, verb: int, words: frozenset[str]) -> bool:
    """Return whether a verb of some words governs: ``может быть подписан``; not ``собирался … и подписал``."""
    if units[verb].pos == "VERB":
        return False
    around: Sequence[int] = [place for place in window(clause, verb - 12, verb + 3) if place != verb]
    if units[verb].pos == "INFN" and not any(units[place].verb for place in around):
        around = window(clause, verb + 1, verb + REACH)  # ``[Подписать] протокол о торговле с Данией Чехия отказалась``
    if units[verb].pos in {"PRTS", "PRTF"} and all(units[place].lower != "быть" for place in around):
        return False
    return any(units[place].verb and units[place].lemmas() & words for place in around)
