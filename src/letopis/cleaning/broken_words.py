"""A word broken at a line's end, and what the dictionary and the news say of its parts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from letopis.dictionary import known, parses
from letopis.navec import frequency

PARTICLES = frozenset("то либо нибудь таки ка с де тка".split())
"""``кто-то``, ``какой-либо``, ``что-нибудь``, ``всё-таки``, ``скажи-ка``, ``да-с``, ``он-де``, ``ну-тка``."""

NAME_WORDS = frozenset(
    """младший младшего младшему младшим младшем младшая старший старшего старшему старшим старшем старшая отец
    отца отцу сын сына сыну стрит авеню сити холл ривер парк сквер""".split()
)
"""Written small after a name: ``Дюма-младший``, ``Даунинг-стрит``, ``Карнеги-холл``."""

SOLID_PREFIXES = frozenset(
    """авиа авто агро анти архи аэро без бес био вне внутри все гео гидро гипер древне еже за зоо изо интер
    инфра квази контр космо крипто кино макро меж мета метео микро мини много моно мото мульти нарко не небез
    недо нейро нео ново обще одно около пере под поли полу после пост пре пред при про прото псевдо радио разно
    ре сам само сверх себе сейсмо социо средне старо стерео суб супер теле термо транс ультра фото электро
    экстра энерго этно эко кибер видео аудио медиа евро турбо вело нефте газо лже""".split()
)
"""First parts that are written together with the next: ``межпарламентский``, ``древнекыргызский``."""

CLIPPED_PREFIXES = frozenset(
    """агит адм гор гос глав дем детс драм зав загран зам здрав ино кол ком комсо культ лес лит маш мед мин мор
    моск нар обл окр орг парт педсо погран полит пом потреб проф рай рев рег ред рос сан сбер сель соб сов соц
    спец спорт строй тех торг уни физ фин хоз хим центр эконом юр""".split()
)
"""Clipped words at the head of a solid compound: ``замминистра``, ``спецпосланник``, ``медсестра``, ``госсовет``."""

HYPHENATED_PREFIXES = frozenset(
    """вице экс обер унтер лейб штаб штабс макси миди пресс топ веб онлайн офлайн интернет бизнес поп рок арт
    рэп джаз панк фолк ток шоу секс блиц хип фан яхт гей дизель норд зюйд вест ост пост-рок пан премьер генерал
    член контр-адмирал камер флигель статс гранд прайс пиар диско караоке стоп тест фитнес спа
    дот смс экспресс""".split()
)
"""First parts that keep their hyphen: ``вице-премьер``, ``экс-президент``, ``пресс-служба``, ``интернет-сайт``."""

HYPHENATED_SECONDS = frozenset("рок поп арт клуб шоу тур офис группа хоп метал рок-группа".split())
"""Second parts that follow a hyphen after an uninflected first: ``пост-рок``, ``синти-поп``, ``трип-хоп``."""

NUMERAL_PREFIXES = frozenset(
    """двух трех трёх четырех четырёх пяти шести семи восьми девяти десяти одиннадцати двенадцати тринадцати
    четырнадцати пятнадцати шестнадцати семнадцати восемнадцати девятнадцати двадцати тридцати сорока пятидесяти
    шестидесяти семидесяти восьмидесяти девяноста сто двухсот трехсот трёхсот четырехсот четырёхсот пятисот
    тысяче полутора""".split()
)
"""Numerals at the head of a solid compound: ``восьмилетний``, ``двухсотлетие``; but ``двух-трёх`` is a range."""

ADJECTIVE_ENDINGS = tuple("ый ий ой ный ский овый ческий ический еский енный ностный".split())
"""What makes an adjective of a compound's first part: ``торгово`` → ``торговый``, ``кыргызско`` → ``кыргызский``."""

ADJECTIVE_STEM = re.compile(r"(?:ионн|альн|ельн|ивн|ичн|арн|овн|енн|ск|цк)о$")
"""How the first part of a compound adjective ends when the dictionary lacks the adjective: ``конференционно-``."""

PEOPLES = frozenset("австро англо германо греко испано итало франко японо турко персо финно сербо чехо датско".split())
"""Stems of peoples before another adjective: ``австро-прусский``, ``франко-русский``."""

SOLID_SECONDS = frozenset("язычный говорящий образный видный подобный носный кратный летний этажный".split())
"""Second parts that follow without a hyphen: ``франкоязычный``, ``дугообразный``."""

JOIN, KEEP, CUT = "joined_hyphen", "kept_hyphen", "cut_word"
ADDRESS, HYPHENATED_ADDRESS = "address", "hyphenated address"

SHORTEST_STEM = 5
"""Letters that two forms of one word must share, at least."""

_PART_END = re.compile(r"[-‐‑.]")
_ADJECTIVE_END = re.compile(r"(?:[ыи]й|ой|ая|яя|ое|ее|ые|ие|[ое]го|[ое]му|[ыи]ми?|[ое]м|ых|их|ую|юю|[ое]ю)$")


class Break(NamedTuple):
    """A word broken at a hyphen; ``left`` has lost the hyphen, and both sides keep their own inner ones.

    ``attested`` counts the words of the same article, in lower case, and under ``stem…`` the words that
    begin so; ``address`` says of a web or mail address that it is one, and whether it has other hyphens.
    """

    left: str
    right: str
    attested: Mapping[str, int]
    address: str = ""

    @property
    def last(self) -> str:
        """The part before the break: ``эко`` of ``торгово-эко-⏎номического``."""
        return _PART_END.split(self.left)[-1]

    @property
    def first(self) -> str:
        """The part after the break: ``номического``."""
        return _PART_END.split(self.right, maxsplit=1)[0]

    def lower(self) -> Break:
        """Return the same break in small letters."""
        return self._replace(left=self.left.lower(), right=self.right.lower())


def stems_of(word: str) -> list[str]:
    """Return the keys under which other forms of a word are counted: all but its last one to three letters.

    >>> stems_of("мамедову")
    ['мамедов…', 'мамедо…', 'мамед…']
    """
    return [f"{word[:size]}…" for size in range(len(word) - 1, max(len(word) - 4, SHORTEST_STEM - 1), -1)]


def news_count(word: str) -> int:
    """Count a form in the news, or its likeliest lemma where the form is too rare."""
    return frequency(word) or frequency(parses(word)[0].lemma)


def is_class(word: str, classes: set[str]) -> bool:
    """Return whether some reading of a known word is of one of the parts of speech."""
    return known(word) and any(p.pos in classes for p in parses(word))


def looks_adjective(word: str) -> bool:
    """Return whether a word that the dictionary lacks ends as an adjective and is guessed as one."""
    return len(word) > 6 and bool(_ADJECTIVE_END.search(word)) and parses(word)[0].pos == "ADJF"


def relational(stem: str) -> bool:
    """Return whether ``научно``, ``кыргызско``, ``историко`` is the first part of a hyphenated adjective."""
    if stem[-1] not in "ое":
        return False
    if known(stem) and any(p.pos in {"ADVB", "ADJS"} for p in parses(stem)):
        return True
    if stem[-1] == "е":
        return known(stem[:-1] + "ий")
    if any(known(stem[:-1] + ending) for ending in ADJECTIVE_ENDINGS):
        return True
    return any(known(stem[:-2] + ending) for ending in ("ский", "ческий")) or bool(ADJECTIVE_STEM.search(stem))
