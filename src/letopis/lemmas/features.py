"""OpenCorpora grammemes to Universal Dependencies parts of speech and features.

Source of the scheme: https://universaldependencies.org/ru/ and https://opencorpora.org/dict.php?act=gram.
"""

from __future__ import annotations

from collections.abc import Mapping

UPOS: Mapping[str, str] = {
    "NOUN": "NOUN", "ADJF": "ADJ", "ADJS": "ADJ", "COMP": "ADV", "VERB": "VERB", "INFN": "VERB", "PRTF": "VERB",
    "PRTS": "VERB", "GRND": "VERB", "NUMR": "NUM", "ADVB": "ADV", "NPRO": "PRON", "PRED": "ADV", "PREP": "ADP",
    "CONJ": "CCONJ", "PRCL": "PART", "INTJ": "INTJ", "LATN": "X", "PNCT": "PUNCT", "NUMB": "NUM", "intg": "NUM",
    "real": "NUM", "ROMN": "NUM", "UNKN": "X",
}  # fmt: skip

FEATURES: Mapping[str, str] = {
    "nomn": "Case=Nom", "gent": "Case=Gen", "gen1": "Case=Gen", "gen2": "Case=Par", "datv": "Case=Dat",
    "accs": "Case=Acc", "acc2": "Case=Acc", "ablt": "Case=Ins", "loct": "Case=Loc", "loc1": "Case=Loc",
    "loc2": "Case=Loc", "voct": "Case=Voc", "sing": "Number=Sing", "plur": "Number=Plur", "masc": "Gender=Masc",
    "femn": "Gender=Fem", "neut": "Gender=Neut", "anim": "Animacy=Anim", "inan": "Animacy=Inan",
    "perf": "Aspect=Perf", "impf": "Aspect=Imp", "past": "Tense=Past", "pres": "Tense=Pres", "futr": "Tense=Fut",
    "indc": "Mood=Ind", "impr": "Mood=Imp", "1per": "Person=1", "2per": "Person=2", "3per": "Person=3",
    "actv": "Voice=Act", "pssv": "Voice=Pass", "Supr": "Degree=Sup",
}  # fmt: skip

BY_POS: Mapping[str, tuple[str, ...]] = {
    "VERB": ("VerbForm=Fin",),
    "INFN": ("VerbForm=Inf",),
    "PRTF": ("VerbForm=Part",),
    "PRTS": ("VerbForm=Part", "Variant=Short"),
    "GRND": ("VerbForm=Conv",),
    "ADJS": ("Variant=Short", "Degree=Pos"),
    "ADJF": ("Degree=Pos",),
    "ADVB": ("Degree=Pos",),
    "COMP": ("Degree=Cmp",),
}

PROPER = frozenset({"Name", "Surn", "Patr", "Geox", "Orgn", "Trad"})

SUBORDINATORS = frozenset(
    """что чтобы если как когда пока хотя раз ибо поскольку словно будто кабы дабы покуда коли нежели чем якобы
    ежели раз едва точно""".split()
)
"""``что``, ``если``, ``хотя``: conjunctions that subordinate (SCONJ); the others coordinate (CCONJ)."""


def universal_pos(pos: str, grammemes: frozenset[str], lemma: str) -> str:
    """Give the universal part of speech of a reading.

    >>> universal_pos("NOUN", frozenset({"NOUN", "Geox"}), "баку")
    'PROPN'
    """
    if pos == "NOUN" and grammemes & PROPER:
        return "PROPN"
    if pos == "ADJF" and "Apro" in grammemes:
        return "DET"
    if lemma == "быть" and pos in {"VERB", "INFN", "GRND"}:
        return "AUX"
    if pos == "CONJ" and lemma in SUBORDINATORS:
        return "SCONJ"
    return UPOS.get(pos, "X")


def universal_features(pos: str, grammemes: frozenset[str]) -> str:
    """Give the features of a reading, sorted by name as CoNLL-U wants them, or an empty string.

    >>> universal_features("NOUN", frozenset({"NOUN", "inan", "masc", "sing", "gent"}))
    'Animacy=Inan|Case=Gen|Gender=Masc|Number=Sing'
    """
    named = dict(pair.split("=") for pair in BY_POS.get(pos, ()))
    named |= dict(FEATURES[g].split("=") for g in grammemes if g in FEATURES)
    if pos == "ADJF" and "Apro" in grammemes:
        named.pop("Degree", None)
    return "|".join(f"{name}={named[name]}" for name in sorted(named, key=str.lower))
