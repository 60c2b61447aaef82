"""What ``fuzz.py --growth`` measures: texts of one unit over and over, ever longer, and each part's time on them."""

from __future__ import annotations

import itertools
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

SIZES = (10_000, 20_000, 40_000, 80_000)
"""Characters of the texts; all are below the pieces in which longer ones pass through."""

MOST_GROWTH = 1.5
"""Time per character at the largest size over that at a smaller one: more is a finding."""

LEAST_SECONDS = 0.04
"""A part that takes less at the largest size is not judged: what the clock tells of it is chance."""

REPEATS = 4
"""Times that a text with a finding is measured again; the least time counts, since the machine does other work."""

SINGLE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""Set before numpy is loaded: threads that wait for one another count as processor time."""

UNITS: dict[str, tuple[str, ...]] = {
    "words": (
        "аб ", "слово ", "договор ", "и ", "в ", "экономический ", "подписали ", "Слово ", "Договор ", "СЛОВО ", "и, ",
        "министр ", "под ", "между ", "который ", "не ", "подписанный ", "министерство ", "школа ", "по ",
    ),
    "names": (
        "Россия, ", "Россия ", "Баку ", "в Баку ", "Российской Федерации ", "ООН, ", "МИД России ", "Иванов ",
        "Иван Иванов, ", "Петров и ", "Чехия и ", "Ош – ", "США и Канада ", "Босния и Герцеговина, ", "г. Ош, ",
        "Рашид-бек ", "Гасан Керим оглы ", "Тульская губерния, ", "Союз писателей Перу, ", "Посольство Кубы в Перу, ",
        "Министерство обороны и ", "Комитет по делам ", "Институт имени Кирова, ", "Иванов И.И., ", "Россия – Китай ",
    ),
    "dates": (
        "1999 г. ", "1999, ", "19 мая ", "мая ", "19 мая 1999 г. ", "19.05.1999 ", "1999–2001 гг., ", "XX век ", "XX ",
        "в начале ", "90-е годы ", "19, ", "1, 2 и ", "5–7 ", "с 5 мая по ", "до н. э. ", "год ", "весной ",
    ),
    "initials": ("А. ", "А.А. ", "А. Иванов, ", "И. И. ", "г. ", "т. е. ", "Дж. ", "А.Б.В.Г.", "и др. ", "д-р "),
    "agreements": (
        "Договор о дружбе, ", "договор о ", "договор между ", "договора ", "Договор о дружбе и ", "подписан договор. ",
        "соглашение и ", "Версальский договор, ", "подписали Договор о мире и ", "протокол к ", "договор от 5 мая ",
        "Договор (ДД), ", "Россия подписала Договор с Чили, ", "который подписал ", "подписать, ", "ДНЯО ", "стороны, ",
        "Договор о дружбе между Чили и Перу ",
    ),
    "brackets": ("(", ")", "(а) ", "((", "[1] ", "[", "] ", "{ ", "(Россия) ", "Лига арабских государств (ЛАГ) "),
    "quotes": ("«", "»", "« ", '"', '" ', "«Труд» ", "“", "„а“ ", "«а «б» ", "газета «Труд» ", "'", "«", "газета « "),
    "marks": (
        ".", ". ", ", ", ",", "- ", "-", "– ", "—", "…", "! ", "?", ";", ": ", "*", "/", "№ ", "% ", "• ", "=", "_",
        "\\", "а-", "-\n", "а-\n", "сло-\nво ", "\u0301", "а\u0301", "\u00ad", "\u200b", "\u00a0", "’", "&", "…»",
    ),
    "space": ("\t", "\n", "\n\n", "слово\n", "слово\n\n", " ", "\f", "а\n\n\n", "Россия\n", "слово \t ", "\r\n"),
    "numerals": ("1", "1 ", "1, ", "12.5 ", "1/", "1.1.", "I ", "XIV ", "1. ", "1) ", "10 000 ", "пять ", "1-", "-1 "),
    "latin": ("a", "word ", "Word ", "WORD ", "A. ", "St. ", "NATO, "),
    "addresses": ("http://a.ru/ ", "http://", "www.", "a@b.ru ", "a.", "а.ру ", "a/", "@", "doi:10.1/", "un.org "),
    "notes": ("слово1 ", "слово¹ ", "¹ ", "слово [1, с. 5]. ", "1 Там же. С. 5.\n", "См.: ", "С. 12. ", "– М., 1990. "),
    "enumerations": ("1. Слово\n", "а) слово; ", "– слово;\n", "• Россия;\n", "1) слово, 2) ", "Слово: слово; "),
    "emoji": ("🙂", "🙂 ", "\ufe0f", "é", "中", "ё ", "İ ", "ﬁ"),
}  # fmt: skip
"""What a text is made of, over and over."""

BETWEEN = ("и ", ", ", "в ", "слово ", "Россия ", "5 мая ", "договор ", "«", "1 ")
"""What stands between two repetitions in a mixture."""

MIXED = ("Россия ", "Иванов ", "договор о мире ", "1999 г. ", "ООН ", "А. ", "газета ", "Министерство ", "(", "школа ")


def repeated(unit: str, size: int) -> str:
    """Return a unit over and over."""
    return (unit * (size // len(unit) + 1))[:size]


def words(number: int) -> Iterator[str]:
    """Return different strings of letters that look like words, in a fixed order."""
    syllables = [consonant + vowel for consonant in "бвгдкмнпрст" for vowel in "аоуи"]
    return itertools.islice(map("".join, itertools.product(syllables, repeat=3)), number)


def varied(shape: str, size: int) -> str:
    """Return a text of different words in one shape: ``{} `` or ``А. {}ов, ``."""
    parts, length = [], 0
    for word in itertools.cycle(words(20_000)):
        parts.append(shape.format(word, word.capitalize()))
        length += len(parts[-1])
        if length >= size:
            return "".join(parts)[:size]
    raise AssertionError


WHOLE: dict[str, Callable[[int], str]] = {
    "one word of small letters": lambda size: "а" * size,
    "one word of capitals": lambda size: "А" * size,
    "one word of syllables": lambda size: repeated("договор", size),
    "one word of hyphens": lambda size: repeated("северо-", size),
    "one number": lambda size: repeated("1234567890", size),
    "one number with points": lambda size: repeated("12.", size),
    "one word with an apostrophe": lambda size: repeated("о’", size),
    "different words without a stop": lambda size: varied("{0} ", size),
    "different words with capitals": lambda size: varied("{1} ", size),
    "different persons": lambda size: varied("А. {1}ов, ", size),
    "different first names": lambda size: varied("{1} Иванов, ", size),
    "different towns": lambda size: varied("в г. {1}, ", size),
    "different bodies": lambda size: varied("{1}ский университет, ", size),
    "different titles": lambda size: varied("газета «{1}», ", size),
    "different treaties": lambda size: varied("Договор о {0}ах между Чили и Перу, ", size),
    "different sentences": lambda size: varied("Договор о {0}ах подписал А. {1}ов. ", size),
    "different lines": lambda size: varied("{0}\n", size),
    "different broken words": lambda size: varied("{0}-\n", size),
    "equal sentences": lambda size: repeated("Он был. ", size),
    "equal long sentences": lambda size: repeated("Россия и Чили 5 мая 1999 г. подписали Договор о дружбе. ", size),
    "capitals": lambda size: repeated("РОССИЯ И ЧИЛИ ПОДПИСАЛИ ДОГОВОР О ДРУЖБЕ, ", size),
    "small letters": lambda size: repeated("россия и чили подписали договор о дружбе ", size),
    "quotes in quotes": lambda size: repeated("«", size // 2) + repeated("»", size // 2),
    "a list of states": lambda size: repeated("Россия, Чили, Перу, Куба, Непал, ", size),
    "a list of states in lines": lambda size: repeated("Россия\nЧили\nПеру\nКуба\nНепал\n", size),
    "a page in one letter": lambda size: repeated("о " * 30 + "\n", size),
}  # fmt: skip
"""Texts that one unit does not make."""


def texts() -> dict[str, Callable[[int], str]]:
    """Return every kind of text by its name: each of :data:`UNITS`, of :data:`WHOLE`, and mixtures."""
    made: dict[str, Callable[[int], str]] = {}

    def add(unit: str) -> None:
        made[repr(unit)] = lambda size: repeated(unit, size)

    for unit in dict.fromkeys(unit for group in UNITS.values() for unit in group):
        add(unit)
    for unit, others in zip(MIXED, itertools.cycle(zip(*[iter(BETWEEN)] * 3, strict=True))):
        for other in others:
            add(unit + other)
    return made | WHOLE


class Parts:
    """The parts of the way from a raw text to a record and to other formats, each with its time."""

    def __init__(self, language: Any) -> None:
        self._language = language
        self.seconds: dict[str, float] = {}

    def _timed(self, part: str, work: Callable[..., Any], *arguments: Any) -> Any:
        started = time.process_time()
        result = work(*arguments)
        self.seconds[part] = time.process_time() - started
        return result

    def run(self, raw: str) -> dict[str, float]:
        """Lead a text through all parts; give the processor seconds of each."""
        from letopis.cleaning import clean_text
        from letopis.cleaning.sections import find_sections
        from letopis.formats.jsonl import decode_article, encode_article
        from letopis.linking.articles import link_articles
        from letopis.sources.described import language_doubts

        self.seconds = {}
        text, _ = self._timed("cleaning", clean_text, raw)
        self._timed("sections", find_sections, text)
        self._timed("language", language_doubts, text)
        doc = self._timed("tokens", self._language.make_doc, text)
        for name, component in self._language.pipeline:
            doc = self._timed(name.removeprefix("letopis_"), component, doc)
        article = self._timed("record", self._record, raw, doc)
        article = self._timed("articles", lambda: link_articles([article])[0])
        self._timed("lines", lambda: decode_article(encode_article(article)))
        self._exports(article)
        return self.seconds

    def _record(self, raw: str, doc: Any) -> Any:
        from letopis.extraction import ToExtract, extract_raw, raw_text

        return next(extract_raw([ToExtract(raw_text(raw), "a")], _Ready(self._language, doc)))

    def _exports(self, article: Any) -> None:
        from letopis.formats.exchange import read_records, write_records
        from letopis.formats.known import READERS, WRITERS
        from letopis.formats.markup import write_markup

        self._timed("markup", write_markup, article.text, article.entities)
        with tempfile.TemporaryDirectory() as folder:
            for kind in WRITERS.keys() - {"parquet"}:
                place = Path(folder) / (f"{kind}.spacy" if kind == "docbin" else kind)
                self._timed(kind, write_records, place, [article], kind)
                if kind in READERS:
                    self._timed(f"{kind}, read", read_records, place, kind)


class _Ready:
    """A pipeline whose one text is done already."""

    def __init__(self, language: Any, doc: Any) -> None:
        self._language, self._doc = language, doc

    def pipe(self, stream: Iterator[tuple[str, Any]], **_: Any) -> Iterator[tuple[Any, Any]]:
        for _text, context in stream:
            yield self._doc, context

    def __getattr__(self, name: str) -> Any:
        return getattr(self._language, name)


class Growth(NamedTuple):
    """How a part's time per character grew, and its characters a second at the largest size."""

    text: str
    part: str
    times: float
    speed: float


def growth_of(
    name: str, make: Callable[[int], str], run: Callable[[str], dict[str, float]], sizes: Sequence[int] = SIZES
) -> list[Growth]:
    """Measure one kind of text; give the growth of each part that takes a while."""
    given = {size: make(size) for size in sizes}
    turn = itertools.count()

    def measured(size: int) -> dict[str, float]:
        return run(f"Опыт{next(turn)} {given[size]}")  # the latest sentences are remembered: each run has its own

    measured(sizes[-1] if name in WHOLE else sizes[0])  # the first meeting with a word costs more
    least: dict[int, dict[str, float]] = {}
    for _ in range(REPEATS):
        for size in given:
            seconds = measured(size)
            before = least.get(size, seconds)
            least[size] = {part: min(seconds[part], before[part]) for part in seconds}
        found = [growth for part in least[sizes[-1]] if (growth := _growth(name, part, least))]
        if all(growth.times <= MOST_GROWTH for growth in found):
            break
    return found


def _growth(name: str, part: str, least: dict[int, dict[str, float]]) -> Growth | None:
    *smaller, largest = least
    seconds = least[largest][part]
    if seconds < LEAST_SECONDS:
        return None
    times = max(seconds / largest / max(least[size][part] / size, 1e-9) for size in smaller)
    return Growth(name, part, times, largest / seconds)
