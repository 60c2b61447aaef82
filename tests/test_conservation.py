"""Not one word is lost on the way in: the law of conservation over every fixture, and prose under many layouts."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conservation import dropped_lines, unexplained
from letopis.cleaning import clean_source, clean_text
from letopis.sources import read_source
from test_cleaning_properties import ADVERSARIES, ANY_TEXT, PAGES

ROOT = Path(__file__).parents[1]
TEXTS = [*sorted((ROOT / "corpus").glob("*/*.txt")), *sorted((ROOT / "tests" / "data").glob("*.txt"))]

PROSE = [
    "Земское собрание {0} уезда открыло в {1} г. две народные читальни и назначило им по сто рублей в год.",
    "Средства на {1}–1915 годы определила программа, утверждённая указом губернатора от 22 июля для {0} уезда.",
    "В феврале {1} г. стороны обменялись грамотами, и уполномоченный Егор Павлович Мещеринов выехал из {0} уезда.",
    "Протокол о межевании {0} уезда подписали Орлова Н. К. и Мельник О. И., но сход утвердил его к {1} году.",
    "Общество взаимного кредита, отделение {0} уезда Русского географического общества и Палата древностей закрылись.",
    "По сведениям Е. В. Кудрина, из 134 учителей {0} уезда жалованье получали 96, остальные ждали его до {1} года.",
    "Так, в журнале «Вестник земства» № 4 за {1} год сказано о складе, который содержала Управа {0} уезда.",
    "Депутация вернулась из {0} уезда 17 августа {1} года и привезла карту Кольского полуострова.",
    "Книжный склад, Музей русского Севера и читальни {0} уезда закрылись одна за другой в {1} году.",
    "{1} год застал {0} уезд врасплох: доклад о школах не обсуждали, смету перенесли на январь.",
]
UEZDS = ["Вельского", "Кадниковского", "Тотемского", "Никольского", "Яренского", "Сольвычегодского"]
HEADS = ["Земские читальни Русского Севера", "Орлова Н.К.", "Вестник земства. 2019. Вып. 4", "История края", ""]
SENTENCES = st.builds(str.format, st.sampled_from(PROSE), st.sampled_from(UEZDS), st.integers(1861, 1909).map(str))
WORDS = st.lists(SENTENCES, min_size=8, max_size=40, unique=True)


@st.composite
def set_pages(draw: st.DrawFn) -> tuple[str, list[int], set[str]]:
    """Prose set in lines and pages with a running head and numbers; with it the page starts and the furniture."""
    width, depth = draw(st.integers(30, 70)), draw(st.integers(12, 30))
    head, number = draw(st.sampled_from(HEADS)), draw(st.integers(3, 300))
    numbered, loose, feed, known = (draw(st.booleans()) for _ in range(4))
    lines = [line for text in draw(WORDS) for line in textwrap.wrap(text, width, break_on_hyphens=False)]
    parts, starts, furniture = [], [0], set()
    for first in range(0, len(lines), depth):
        foot = [str(number + first // depth)] * numbered
        heads = [head] * bool(head and first)
        furniture |= {*foot, *heads}
        page = [
            *heads,
            *([""] if heads and not loose else []),
            *lines[first : first + depth],
            *([""] * numbered),
            *foot,
        ]
        parts.append(("\n\n" if loose else "\n").join(page) + ("\n\f" if feed else "\n\n"))
        starts.append(starts[-1] + len(parts[-1]))
    return "".join(parts), starts[:-1] if known else [], furniture


@settings(max_examples=300, deadline=None)
@given(set_pages())
def test_prose_stays_whatever_pages_it_is_set_on(pages: tuple[str, list[int], set[str]]) -> None:
    raw, starts, furniture = pages
    clean, offsets = clean_text(raw, pages=starts)
    assert set(dropped_lines(raw, offsets)) <= furniture
    assert not unexplained(raw, clean, offsets)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: f"{path.parent.name}/{path.name}")
@pytest.mark.parametrize("between", ["\n", "\n\n", "\n\f", "\r\n"], ids=repr)
def test_every_text_here_obeys_the_law(path: Path, between: str) -> None:
    raw = between.join(path.read_text(encoding="utf-8").splitlines())
    assert not unexplained(raw, *clean_text(raw))


@settings(max_examples=500, deadline=None)
@given(ANY_TEXT, PAGES, st.booleans())
def test_every_made_text_obeys_the_law(raw: str, pages: list[int], laid_out: bool) -> None:
    assert not unexplained(raw, *clean_text(raw, pages=pages, laid_out=laid_out))


@pytest.mark.parametrize("name", ADVERSARIES)
def test_hostile_texts_obey_the_law(name: str) -> None:
    raw = ADVERSARIES[name](500)
    assert not unexplained(raw, *clean_text(raw))


@pytest.mark.parametrize("columns", [1, 2])
def test_a_made_pdf_obeys_the_law(tmp_path: Path, columns: int) -> None:
    pdf = pytest.importorskip("test_sources_pdf")
    path = tmp_path / "article.pdf"
    pdf.article(path, columns=columns)
    source = read_source(path)
    clean, offsets = clean_source(source)
    assert not unexplained(source.text, clean, offsets)
    assert {line for line in dropped_lines(source.text, offsets) if not line.isdigit()} == {pdf.HEAD}


@pytest.mark.parametrize("line", [
    "2011–2015 годы, утверждённой указом губернатора от 22",
    "2000 г. уполномоченный посетил с официальным визитом",
    "Однако издатель уточнил, что",
    "В феврале 1828 г. заключён Вельский мирный",
    "Егор Павлович Мещеринов и Палата древностей",
    "17 августа того же года депутация",
])  # fmt: skip
@pytest.mark.parametrize("gap", ["\n", "\n\n", "\n\f", "\n\n\n"], ids=repr)
@pytest.mark.parametrize("around", [
    ("Так определила программа на", "июля, и собрание с ней согласилось."),
    ("и вот что записали в земском журнале того времени", "и потом не раз повторяли в отчётах."),
])  # fmt: skip
def test_a_line_of_prose_stays_between_two_halves_of_a_sentence(line: str, gap: str, around: tuple[str, str]) -> None:
    raw = gap.join([around[0], line, around[1]])
    clean, offsets = clean_text(raw)
    assert clean.split() == raw.split()
    assert not unexplained(raw, clean, offsets)


@pytest.mark.parametrize(
    "heading", ["Контрольные вопросы", "Тема 1", "1941", "Прочие уезды", "3) школы.", "А. С. Пушкин"]
)
def test_headings_that_come_back_part_no_sentence_and_stay(heading: str) -> None:
    """What stands between whole sentences is a heading, however often it comes back and whatever number it bears."""
    number = int("".join(filter(str.isdigit, heading)) or 0)
    texts = ["\n".join(textwrap.wrap(" ".join(each.format(uezd, 1871) for each in PROSE), 48)) for uezd in UEZDS]
    chapters = [f"{heading.replace(str(number), str(number + n))}\n\n{text}" for n, text in enumerate(texts)]
    raw = "\n\n".join(chapters)
    _, offsets = clean_text(raw)
    assert not dropped_lines(raw, offsets)


def test_an_edit_that_takes_more_than_it_says_is_seen() -> None:
    """The helper of these tests can fail."""
    from letopis.offsets import EditLog

    for kind, caught in (("joined_line", True), ("dropped_furniture:repeated", False), ("joined_hyphen:known", True)):
        log = EditLog("слово за словом")
        log.replace(5, 9, " ", kind)
        assert bool(unexplained("слово за словом", *log.finish())) is caught
