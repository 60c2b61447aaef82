"""Formulas of Word as a line of text: ``x₁/2`` and ``f(x)`` need the signs that Word draws and does not write."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from letopis.sources.elements import local
from letopis.sources.word_lists import at, attribute

_NARY = "∫"
"""The sign of an operator over a range that names none."""


def spell_out(root: Element) -> None:
    """Put brackets, fraction bars, roots and operators into the formulas of a tree as text.

    >>> from xml.etree.ElementTree import fromstring
    >>> formula = fromstring("<m><f><num><t>1</t></num><den><t>2</t></den></f><d><e><t>x</t></e></d></m>")
    >>> spell_out(formula)
    >>> "".join(formula.itertext())
    '1/2(x)'
    """
    for element in list(root.iter()):
        name = local(element) if isinstance(element.tag, str) else ""
        if name == "d":
            _bracket(element)
        elif name == "f" and at(element, "num") is not None:
            _before(element, "den", "/")
        elif name == "rad":
            _before(element, "e", "√")
        elif name == "nary":
            element.insert(0, _sign(attribute(at(element, "naryPr/chr")) or _NARY))
        elif name in {"mr", "eqArr"}:
            for cell in [one for one in element if local(one) == "e"][1:]:
                cell.insert(0, _sign(" "))


def _bracket(element: Element) -> None:
    properties = at(element, "dPr")
    parts = [one for one in element if local(one) == "e"]
    if not parts:
        return
    for part in parts[1:]:
        part.insert(0, _sign(_given(properties, "sepChr", "|")))
    parts[0].insert(0, _sign(_given(properties, "begChr", "(")))
    parts[-1].append(_sign(_given(properties, "endChr", ")")))


def _given(properties: Element | None, name: str, default: str) -> str:
    """Return the sign that a formula names, which may be none at all."""
    said = at(properties, name)
    return default if said is None else attribute(said)


def _before(element: Element, name: str, sign: str) -> None:
    part = at(element, name)
    if part is not None:
        part.insert(0, _sign(sign))


def _sign(text: str) -> Element:
    sign = Element("t")
    sign.text = text
    return sign
