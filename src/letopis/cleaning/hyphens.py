"""A hyphen at the end of a line: does it belong to the word, or did the typesetter put it there?

Each rule looks at one break and answers :data:`JOIN`, :data:`KEEP`, :data:`CUT` (the word is broken
off and never goes on) or nothing; the first answer counts. Their order is :data:`RULES`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from letopis.cleaning.lines import HYPHENS
from letopis.dictionary import frequency, known, parses

JOIN, KEEP, CUT = "joined_hyphen", "kept_hyphen", "cut_word"

PARTICLES = frozenset("то либо нибудь таки ка с де тка".split())
"""``кто-то``, ``какой-либо``, ``что-нибудь``, ``всё-таки``, ``скажи-ка``, ``да-с``, ``он-де``, ``ну-тка``."""

NAME_SUFFIXES = frozenset("аке ага апа бей паша заде оглы оглу кызы ханум эфенди ходжа сан сама".split())
"""Written small after a name and its hyphen: ``Кыдыр-аке``, ``Лютфи-заде``, ``Мамед-оглы``, ``Мидхат-паша``."""

SOLID_PREFIXES = frozenset(
    """авиа авто агро анти архи аэро без бес био вне внутри все гидро гипер древне еже за зоо интер инфра
    квази контр кино макро меж мега микро много моно мото мульти не небез недо нео ново обще одно около
    пере под поли полу пост пред при про прото псевдо радио разно ре само сверх себе средне старо
    суб супер теле термо транс ультра фото электро экстра энерго этно""".split()
)
"""First parts that are written together with the next: ``межпарламентский``, ``древнекыргызский``."""

HYPHENATED_PREFIXES = frozenset("вице экс обер унтер лейб штаб штабс макси миди мини пресс топ веб онлайн".split())
"""First parts that keep their hyphen: ``вице-премьер``, ``экс-президент``, ``пресс-служба``."""

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_TAIL = re.compile(rf"[\w’'{HYPHENS}.]*$", re.UNICODE)
_HEAD = re.compile(r"^[\w’']+(?:-[\w’']+)*", re.UNICODE)
_CONTENT = frozenset({"NOUN", "ADJF", "ADJS", "ADVB", "PRTF", "NUMR"})
_CASES = frozenset({"nomn", "gent", "datv", "accs", "ablt", "loct"})


class Break(NamedTuple):
    """A word broken at a hyphen; ``left`` has lost the hyphen, and both sides keep their own inner ones.

    ``last`` and ``first`` are the parts that touch the break: of ``торгово-эко-⏎номического``,
    ``эко`` and ``номического``. ``attested`` counts the words of the same article, in lower case.
    """

    left: str
    right: str
    attested: Mapping[str, int]

    @property
    def last(self) -> str:
        return re.split(r"[-.]", self.left)[-1]

    @property
    def first(self) -> str:
        return self.right.split("-")[0]


class Decision(NamedTuple):
    """What becomes of the hyphen, and the name of the rule that says so."""

    action: str
    reason: str


def parts_at(left_line: str, right_line: str) -> tuple[str, str] | None:
    """Give the halves of the word at the end of one line and the start of the next.

    ``None`` when the mark at the line's end is no hyphen of a word (a dash, a list sign).

    >>> parts_at("в кыргыз-", "ско-азербайджанском деле")
    ('кыргыз', 'ско-азербайджанском')
    """
    if not left_line or left_line[-1] not in HYPHENS + "\u00ad":
        return None
    tail = _TAIL.search(left_line[-120:-1])
    head = _HEAD.search(right_line[:120])
    left = tail.group().strip(".") if tail else ""
    if not left or not left[-1].isalnum() or head is None:
        return None
    return left, head.group()


def numeral(word: Break) -> str | None:
    """``12-⏎этажного``, ``1930-⏎х``, ``2013-⏎2017``: a hyphen after a digit is the writer's own."""
    return KEEP if word.left[-1].isdigit() or word.first[:1].isdigit() else None


def capital_after_small(word: Break) -> str | None:
    """``экономиче-⏎Современные``: a word that breaks off; ``пресс-⏎ЦЕНТР``, ``не-⏎Россия`` keep it."""
    if not word.first[:1].isupper() or not word.last[:1].islower():
        return None
    return KEEP if known(word.last) or word.last.lower() in HYPHENATED_PREFIXES else CUT


def capitals(word: Break) -> str | None:
    """``АЗЕРБАЙ-⏎ДЖАН``: a heading in capitals is read as if it were small."""
    if len(word.last) < 2 or not (word.last.isupper() and word.first.isupper()):
        return None
    if word.first.isascii() and word.last.isascii():
        return KEEP
    small = Break(word.left.lower(), word.right.lower(), word.attested)
    return decide(small).action


def capital_name(word: Break) -> str | None:
    """``Мамин-⏎Сибиряк``, ``Кыргызско-⏎Турецкий``, ``Jean-⏎Paul``: both parts begin with a capital."""
    return KEEP if word.first[:1].isupper() else None


def name_suffix(word: Break) -> str | None:
    """``Кыдыр-⏎аке``, ``Лютфи-⏎заде``: an honorific or patronymic particle after a capitalised name."""
    if word.last[:1].isupper() and word.first in NAME_SUFFIXES and not known(word.last + word.first):
        return KEEP
    return None


def attested(word: Break) -> str | None:
    """The same word stands elsewhere in the article within a line, in one spelling only or mostly."""
    joined = word.attested.get((word.left + word.right).lower(), 0)
    hyphenated = word.attested.get(f"{word.left}-{word.right}".lower(), 0)
    if joined != hyphenated:
        return JOIN if joined > hyphenated else KEEP
    return None


def dictionary(word: Break) -> str | None:
    """``экономиче-⏎ских``: the dictionary knows the joined word; ``кое-⏎кто``: only the hyphenated one.

    Where it knows both, the commoner one in a billion words of news is taken.
    """
    joined = word.last + word.first
    hyphenated = f"{word.last}-{word.first}"
    knows_joined, knows_hyphenated = known(joined), known(hyphenated)
    if knows_joined and knows_hyphenated:
        return KEEP if frequency(hyphenated) > frequency(joined) else JOIN
    if knows_joined:
        return JOIN
    return KEEP if knows_hyphenated else None


def particle(word: Break) -> str | None:
    """``кто-⏎нибудь``, ``вот-⏎то``: a particle after a whole word, ``по-⏎киргизски`` after ``по``."""
    if word.last.lower() in {"по", "во", "в"} and re.search(r"(ски|ому|ему|ых|их)$", word.first):
        return KEEP
    if word.last.lower() in {"кое", "кой"}:
        return KEEP
    return KEEP if word.first in PARTICLES and known(word.last) else None


def prefix(word: Break) -> str | None:
    """``вице-⏎премьер`` keeps its hyphen, ``меж-⏎парламентский`` never had one."""
    if word.last.lower() in HYPHENATED_PREFIXES and known(word.first):
        return KEEP
    return JOIN if word.last.lower() in SOLID_PREFIXES else None


def whole_compound(word: Break) -> str | None:
    """``научно-⏎техническое``: an adjective in ``-о`` before another adjective."""
    if not re.search(r"[оеи]$", word.last.lower()) or len(word.last) < 4 or not _is(word.first, {"ADJF", "PRTF", "ADVB"}):
        return None
    return KEEP if _relational(word.last.lower()) else None


def apposition(word: Break) -> str | None:
    """``депутаты-⏎азербайджанцы``, ``страны-⏎партнёры``: two nouns that agree in case and number."""
    if len(word.last) < 3 or len(word.first) < 3 or not (known(word.last) and known(word.first)):
        return None
    left = [p for p in parses(word.last) if p.pos == "NOUN"]
    right = [p for p in parses(word.first) if p.pos == "NOUN"]
    for one in left:
        for other in right:
            agree = one.grammemes & other.grammemes
            if agree & _CASES and agree & {"sing", "plur"}:
                return KEEP
    # Compounds whose first part stays as it is: «премьер-министром», «бизнес-форума», «Иссык-Куля».
    if left and right and any("nomn" in p.grammemes and "sing" in p.grammemes for p in left):
        return KEEP
    return None


def other_word(word: Break) -> str:
    """Names and new words: ``Мамедъ-⏎яров``, ``постсовет-⏎ский``; half a word needs the other half."""
    return JOIN


RULES: tuple[Callable[[Break], str | None], ...] = (
    numeral,
    capital_after_small,
    capitals,
    capital_name,
    name_suffix,
    attested,
    dictionary,
    particle,
    prefix,
    whole_compound,
    apposition,
    other_word,
)


def decide(word: Break) -> Decision:
    """Decide about one break.

    >>> decide(Break("научно", "техническое", {}))
    Decision(action='kept_hyphen', reason='whole_compound')
    >>> decide(Break("кыргыз", "ско-азербайджанского", {})).action
    'joined_hyphen'
    """
    for rule in RULES:
        action = rule(word)
        if action is not None:
            return Decision(action, rule.__name__)
    return Decision(JOIN, "none")


def attested_words(raw: str) -> dict[str, int]:
    """Count the words of a text that no line break touches, hyphenated ones whole, in lower case."""
    counts: dict[str, int] = {}
    for match in re.finditer(r"[^\W\d_]+(?:-[^\W\d_]+)*(?![\w-])", raw):
        word = match.group().lower()
        counts[word] = counts.get(word, 0) + 1
    return counts


def _is(word: str, classes: set[str]) -> bool:
    return known(word) and any(p.pos in classes for p in parses(word))


def _relational(stem: str) -> bool:
    """Tell whether ``научно``, ``кыргызско``, ``торгово`` is the first part of a hyphenated adjective."""
    if stem[-1] not in "ои":
        return False
    if known(stem) and any(p.pos in {"ADVB", "ADJS"} for p in parses(stem)):
        return True
    return any(known(stem[:-1] + ending) for ending in ("ый", "ий", "ой"))
