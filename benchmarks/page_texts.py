"""Articles whose words are known, for pages that are set to be read again: our own sentences, or those of a folder."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from plain_texts import clean_paragraphs


class Block(NamedTuple):
    """A piece of an article: what it is, its text, the cells of a table, and the footnote that hangs on its end."""

    kind: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    note: str = ""


class Article(NamedTuple):
    """Blocks in reading order, and the furniture that stands on every page."""

    blocks: tuple[Block, ...]
    author: str
    journal: str
    first_page: int


class Needs(NamedTuple):
    """What a layout's article holds besides title, author, headings and paragraphs."""

    words: int = 1500
    notes: bool = False
    table: bool = False
    figure: bool = False
    english: bool = False
    abstract: bool = False
    references: bool = False


BODIES = (
    "земское собрание", "губернское правление", "литературное общество", "правление архива", "учёное собрание",
    "попечительство", "товарищество книгоиздателей", "переселенческое управление", "городское училище",
    "комиссионерство", "сельское общество", "министерство просвещения",
)  # fmt: skip
VERBS = (
    "утвердило", "рассмотрело", "отклонило", "поддержало", "обнародовало", "пересмотрело", "отложило",
    "предложило изменить", "решило сохранить", "признало своевременным", "описало подробно",
)  # fmt: skip
OBJECTS = (
    "историко-литературный указатель", "смету земских библиотек", "социально-экономический обзор уезда",
    "устав книжного склада", "русско-карельский словарь", "правила внутреннего распорядка", "программу чтений",
    "северо-восточный участок дороги", "учебно-методический сборник", "перечень переселенческих посёлков",
    "договор о поставке бумаги", "опись старопечатных книг", "проект читальни при училище",
)  # fmt: skip
PLACES = (
    "в Заозёрском уезде", "на берегах Нижней Сухоны", "в юго-западных волостях", "за пределами губернии",
    "в Верхнеозёрске", "на соседних заводах", "в приозёрных сёлах", "по всему краю", "в Камско-Вятском междуречье",
)  # fmt: skip
TIMES = (
    "осенью {year} г.", "в {year}–{next} гг.", "к началу {year} года", "весной того же года", "17 марта {year} г.",
    "во второй половине {century} в.", "после неурожая {year} года", "вслед за тем", "через {count} лет",
)  # fmt: skip
FORMS = (
    "{Time} {body} {verb} {object} {place}.",
    "{Body} {verb} {object}, хотя {time} гласные {place} возражали против этого.",
    "Как писал Н. П. {surname}, «{body} {verb} {object}» [{count}, с. {page}].",
    "По отчёту управы за {year} г., {body} {verb} {object}, а расходы выросли до {sum} руб.",
    "Кое-кто из учителей полагал, что {body} {verb} {object} {place} и что это изменит дело.",
    "Из {sum} подписчиков {count} % жили {place}; остальные приезжали {time}.",
    "Именно поэтому {body} {verb} {object}, то есть поступило осторожнее, чем ожидали {place}.",
)
SURNAMES = ("Одинцов", "Ржевуцкий", "Лодейников", "Верещинский", "Кирпотин", "Шубников", "Озеров", "Ветлугин")
TITLES = (
    "Земские библиотеки северных уездов во второй половине девятнадцатого века",
    "Рукописный журнал как источник по истории провинциальной словесности",
    "Книжная торговля на Верхней Сухоне: опыт количественного описания",
    "Переселенческое делопроизводство и язык прошений начала двадцатого века",
)
HEADINGS = ("Постановка вопроса", "Источники и их состав", "Ход обсуждения", "Обсуждение результатов", "Заключение")
JOURNALS = ("Учёные записки северного университета. 2014. Т. 156, № 3", "Вестник заозёрских исследований. 2019. № 4")
ENGLISH = (
    "The paper describes the provincial libraries that were founded by local councils and kept for half a century. "
    "It compares their catalogues with the reports of the board and shows how the readers changed over time. "
    "The analysis of handwritten sources allows a closer dating of the collections."
)
KEYWORDS = "Ключевые слова: земство, библиотека, читатель, книжная торговля, прошение, рукописный журнал."


SETTABLE = re.compile(r"(?:(?!--)[А-Яа-яЁёA-Za-z0-9 .,:;!?()/%«»–—№-]){40,}")


def sentences(rng: random.Random) -> Iterator[str]:
    """Yield made sentences without end, with years, initials, references, compounds and percentages."""
    while True:
        year = rng.randrange(1841, 1914)
        body, surname = rng.choice(BODIES), rng.choice(SURNAMES)
        time = rng.choice(TIMES).format(
            year=year, next=year + 1, century=rng.choice(("XVIII", "XIX")), count=rng.randrange(3, 40)
        )
        made = rng.choice(FORMS).format(
            Time=time[:1].upper() + time[1:], time=time, body=body, Body=body.capitalize(), verb=rng.choice(VERBS),
            object=rng.choice(OBJECTS), place=rng.choice(PLACES), surname=surname, year=year,
            count=rng.randrange(3, 98), page=rng.randrange(7, 400), sum=rng.randrange(110, 9800),
        )  # fmt: skip
        yield made.replace("..", ".")


def own_paragraphs(rng: random.Random) -> Iterator[str]:
    """Yield paragraphs of three to six made sentences."""
    made = sentences(rng)
    while True:
        yield " ".join(next(made) for _ in range(rng.randrange(3, 7)))


def folder_paragraphs(folder: Path, rng: random.Random) -> Iterator[str]:
    """Yield paragraphs of a folder's texts (``*.txt``, ``*.conllu``), from a place that the seed chooses.

    Lines with a sign that a typesetter's font lacks or that LaTeX reads as a command are left out.
    """
    lines = [line for _, paragraphs in clean_paragraphs(folder) for line in paragraphs if SETTABLE.fullmatch(line)]
    place = rng.randrange(len(lines))
    while True:
        taken = [lines[(place + step) % len(lines)] for step in range(rng.randrange(3, 6))]
        place += len(taken)
        yield " ".join(taken)


def make_article(needs: Needs, seed: int, folder: Path | None = None) -> Article:
    """Return an article of about ``needs.words`` words; the same seed makes the same one.

    >>> article = make_article(Needs(words=60), 1)
    >>> [block.kind for block in article.blocks][:4]
    ['title', 'authors', 'heading', 'text']
    """
    rng = random.Random(seed)
    paragraphs = own_paragraphs(rng) if folder is None else folder_paragraphs(folder, rng)
    surname = rng.choice(SURNAMES)
    blocks = [Block("title", rng.choice(TITLES)), Block("authors", f"Н. П. {surname}, О. И. Мельник")]
    blocks += _front(needs, paragraphs)
    body = list(_body(needs, paragraphs, rng))
    return Article((*blocks, *body), f"Н. П. {surname}", rng.choice(JOURNALS), rng.randrange(12, 300))


def _front(needs: Needs, paragraphs: Iterator[str]) -> list[Block]:
    """Return the abstracts: the English one before the Russian one, as many journals set them."""
    front = [Block("abstract", f"Abstract. {ENGLISH}")] if needs.english else []
    if needs.abstract:
        front += [Block("abstract", f"Аннотация. {next(paragraphs)}"), Block("abstract", KEYWORDS)]
    return front


def _body(needs: Needs, paragraphs: Iterator[str], rng: random.Random) -> Iterator[Block]:
    written = number = 0
    while written < needs.words:
        if number % 5 == 0:
            yield Block("heading", HEADINGS[number // 5 % len(HEADINGS)])
        text = next(paragraphs)
        note = _note(rng) if needs.notes and number % 3 == 1 else ""
        yield Block("text", text, note=note)
        if needs.table and number % 9 == 4:
            yield Block(
                "caption", f"Таблица {number // 9 + 1}. Выдача книг по уездам за {rng.randrange(1870, 1910)} г."
            )
            yield Block("table", rows=_rows(rng))
        if needs.figure and number % 9 == 7:
            yield Block("figure")
            yield Block("caption", f"Рис. {number // 9 + 1}. Рост числа читален в уездах губернии")
        written += len(text.split())
        number += 1
    if needs.references:
        yield Block("heading", "Список литературы")
        yield from (Block("item", _reference(rng, place)) for place in range(1, 9))


def _rows(rng: random.Random) -> tuple[tuple[str, ...], ...]:
    head = ("Уезд", "Читальни", "Подписчики", "Выдачи")
    names = rng.sample(("Заозёрский", "Сухонский", "Кокшенский", "Верхнеозёрский", "Ветлужский", "Унженский"), 4)
    return (head, *((name, *(str(rng.randrange(11, 5000)) for _ in range(3))) for name in names))


def _note(rng: random.Random) -> str:
    body, year = rng.choice(BODIES), rng.randrange(1861, 1914)
    return f"Отчёт, который {body} представило в {year} году. Вологда, {year + 1}. С. {rng.randrange(5, 300)}."


def _reference(rng: random.Random, number: int) -> str:
    surname, year = rng.choice(SURNAMES), rng.randrange(1961, 2019)
    title = rng.choice(OBJECTS).capitalize()
    return f"{number}. {surname} В. А. {title}. Вологда: Слово, {year}. {rng.randrange(90, 500)} с."


def spoken(blocks: Sequence[Block]) -> list[str]:
    """Return the texts that a reader must find, block by block, notes as blocks of their own.

    >>> spoken([Block("text", "Слово.", note="Отчёт."), Block("table", rows=(("а", "б"), ("1", "2")))])
    ['Слово.', 'Отчёт.', 'а б', '1 2']
    """
    found = []
    for block in blocks:
        found += [block.text] if block.text else []
        found += [block.note] if block.note else []
        found += [" ".join(row) for row in block.rows]
    return found
