"""Short names in brackets behind a title: whether the letters stand for the instrument, or for what it ends in."""

from __future__ import annotations

import re
from collections.abc import Sequence

from letopis.entities.agreements import values
from letopis.entities.agreements.chain import at
from letopis.entities.agreements.units import QUOTES_CLOSE, QUOTES_OPEN, Unit, may_be_head

_ACRONYM = re.compile(r"[А-ЯЁA-Z]{2,10}(?:-(?:\d+|[IVX]+))?$")
_BESIDE = QUOTES_OPEN | QUOTES_CLOSE | {",", "или", "далее", "-", "–", "—"}
"""What may stand in brackets beside an acronym: ``(далее – «ДСВ»)``, ``(ДСВ, или СНВ-3)``."""

_CAPITALS = re.compile("[А-ЯЁ]{3}")
_DOINGS = ("подписа", "заключ", "ратифи", "денонси", "парафир", "расторг", "согласован")
_DOING = f"(?:{'|'.join(_DOINGS[:-1])})[а-яё]*"
_TREATED = re.compile(
    rf"(?:{_DOING}(?<=ать|ить) «?"
    rf"|(?<![,и] )(?=[А-ЯЁ]{{3,6}}»? (?:\w+ )?(?:{_DOING}(?:ли|[нт][аоы]?)|согласован[аоы]?)(?!\w|,? что\b)))"
    r"(?<![А-ЯЁ-])([А-ЯЁ]{3,6})(?![\w-])"
)
"""``[СВПД] заключили в 2015 году``, ``подписать [СВПД]``: what verbs of treaties take."""

_BESIDE_CALLING = frozenset({"как", "также", "под", "его", "её", "ее", "в", "дальнейшем", "был", "была", "было", ":"})
"""What may stand beside words that call it: ``, который [также] известен [как] …``."""

_LONGEST_BRACKETS = 9
_LONGEST_CALLING = 8
_COMPOUND = 8
"""Letters of a word that may be made of two, each of which gives one: ``противоракетной``."""


def introduced(units: Sequence[Unit], head: int, end: int) -> list[str]:
    """Return the acronyms by which a title, ``units[head:end]``, is called from here on.

    ``Договор о нераспространении ядерного оружия (ДНЯО)``, ``(сейчас: Договор о торговле, ДТ)``; ``… с Республикой
    Корея (РК)`` is the state's.
    """
    if at(units, end).text not in {"(", ","}:
        return []
    closing = next(
        (place for place in range(end, min(len(units), end + _LONGEST_BRACKETS)) if units[place].text == ")"), -1
    )
    inside = units[end + 1 : closing] if closing > 0 else ()
    found = [unit for unit in inside if _ACRONYM.match(unit.text) and unit.label != "GPE"]
    if any(unit not in found and unit.lower not in _BESIDE for unit in inside):
        return []
    return [unit.text for unit in found if stands_for(units, head, end, unit.text)]


def called(units: Sequence[Unit], end: int) -> int | None:
    """Return the place of the acronym by which a title that ends there is called from here on.

    ``Договор о реках, получивший название [ДРЕК]``, ``…, известный как [ДРЕК]``, ``…, далее – [ДРЕК]``.
    """
    said = False
    for place in range(end, min(len(units), end + _LONGEST_CALLING)):
        unit = units[place]
        if said and _ACRONYM.match(unit.text) and unit.label != "GPE":
            return place
        calls = not unit.label and bool(unit.lemmas() & values.CALLING)
        said = said or calls
        if not calls and unit.lower not in _BESIDE | _BESIDE_CALLING and "который" not in unit.lemmas():
            return None
    return None


def treated(text: str) -> set[str]:
    """Return the acronyms that verbs of treaties take, though nothing introduces them; bodies are among them.

    >>> treated("В 2015 г. СВПД заключили Иран и США."), treated("МИД подписал договор."), treated("МВД заключили, что")
    ({'СВПД'}, set(), set())
    """
    doing = any(stem in text for stem in _DOINGS)
    return {found[1] for found in _TREATED.finditer(text)} if doing and _CAPITALS.search(text) else set()


def of_states(units: Sequence[Unit]) -> bool:
    """Return whether a state is spoken of, or place and day as of a signing."""
    return any(unit.state for unit in units) or {"GPE", "DATE"} <= {unit.label for unit in units}


def stands_for(units: Sequence[Unit], head: int, end: int, acronym: str) -> bool:
    """Return whether letters stand for a title and not for its end: not ``о ракетах средней дальности (РСД)``.

    Letters of the title's words from its head on do. Behind a body or a state no others do, but Latin ones
    behind a state, which would be shortened in Russian: ``соглашение Канады и США (NAFTA)``.
    """
    letters, _, number = acronym.partition("-")
    words = _words(units[head:end])
    if number or covers(letters, words):
        return True
    tail = words[1:]
    covered = next((tail[-size:] for size in range(1, len(letters) + 3) if covers(letters, tail[-size:])), None)
    if covered is not None:
        return any(may_be_head(word) for word in covered)  # ``соглашение по Южному партнёрству (ЮП)``
    if any(unit.lemmas() & values.FOUNDING for unit in units[head:end]):
        return False  # ``Договор об учреждении Карибского сообщества (КАРИКОМ)``: the letters are of what it founds
    last = units[end - 1]
    return last.label != "ORG" and (last.label != "GPE" or letters.isascii())


def _words(units: Sequence[Unit]) -> list[str]:
    """Return the words but the shortest, which an acronym leaves out."""
    return [word for unit in units for word in re.findall(r"\w{3,}", unit.text)]


def covers(letters: str, words: Sequence[str]) -> bool:
    """Return whether letters stand for all of some words; a long one may give two.

    >>> covers("ПРО", ["противоракетной", "обороны"]), covers("НВ", ["сокращению", "наступательных", "вооружений"])
    (True, False)
    """
    if not words:
        return not letters
    word, rest = words[0].upper(), words[1:]
    if not letters or word[0] != letters[0]:
        return False
    if covers(letters[1:], rest):
        return True
    return len(word) >= _COMPOUND and len(letters) > 1 and letters[1] in word[1:] and covers(letters[2:], rest)
