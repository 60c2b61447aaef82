"""Mojibake: every pair of encodings restores the text, part of a file too, and no text that is right is touched."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from letopis.errors import InputError
from letopis.sources import read_source
from letopis.sources.mojibake import READ_AS, WRITTEN_IN, beyond_mending, mend_mojibake

TEXT = """Земские библиотеки открывались рано, и уездное собрание платило за книги.
Одинцов Н. П.
СТАТИСТИЧЕСКИЙ КОМИТЕТ УЕЗДА
Председатель собрания уехал в Ригу; ёлка, щука, эхо, Иран.
В 1894 году съезд принял устав."""

SENTENCES = (
    "Уездное собрание приняло устав общества.",
    "Председатель подписал соглашение о торговле зерном.",
    "В Риге открылась выставка старинных рукописей.",
    "Николай Одинцов прослужил в земстве двадцать лет.",
    "Щуку поймали рыбаки Вологодской губернии.",
)

RIGHT = (
    "Президент прибыл в Баку, где подписал «Договор о дружбе» – № 5. ГУЛАГа и ЮКОСа, МИДа, СибВО, РСДРП (б).",
    "Уряд України ухвалив рішення про співпрацю; їхній з'їзд відбувся в Києві, Ґанок, єдність.",
    "Беларусь падпісала дагавор аб супрацоўніцтве ў Мінску.",
    "Президент өлкөнүн тышкы саясатын өзү аныктайт. Қазақстан Республикасының үкіметі.",
    "Председник је потписао уговор у Београду; љубав, ђак, џак, њива, ћирилица.",
    "L'été dernier, les élèves créèrent à l'école une œuvre «réussie» – naïveté, où, ça, Noël, créée, maïs.",
    "The agreement—signed in 1997—isn’t “final”; see naïve café résumé, £5, 20°C, ±3, §4.",
    "Straße, Größe, Äußerungen; zażółć gęślą jaźń; Þjóðleikhúsið; Çağdaş şöförün öğüdü; Azərbaycan Respublikası.",
    "Δημοκρατία, ελευθερία; α ≤ β, ∑ x² ± ∞ → √2.",
    "┌───┬───┐\n│ А │ Б │\n└───┴───┘",
    "РЭУ и РСФСР, Р. Р. Р. Раев, РЎ, С Р С Р: Р А Р Б Р В, ВЦИК РСФСР.",
    "Въ селѣ Покровскомъ жилъ помѣщикъ; сіе дѣло рѣшено.",
)


def misread(text: str, written_in: str, read_as: str) -> str:
    """Return a text as it stands after its bytes were read in another encoding."""
    chars = []
    for byte in text.encode(written_in):
        char = bytes([byte]).decode(read_as, "replace")
        chars.append(chr(byte) if char == "\ufffd" else char)
    return "".join(chars)


NEARLY_ONE = {"windows-1251", "mac-cyrillic"}
"""They differ in capitals, signs and ``я`` alone, so that a line read in the other one may look right."""

PAIRS = [
    (written, read)
    for written in WRITTEN_IN
    for read in ("latin-1", *READ_AS)
    if written != read and {written, read} != NEARLY_ONE
]


@pytest.mark.parametrize(("written_in", "read_as"), PAIRS)
def test_every_pair_of_encodings_restores_the_text(written_in: str, read_as: str) -> None:
    assert mend_mojibake(misread(TEXT, written_in, read_as))[0] == TEXT


@pytest.mark.parametrize(("written_in", "read_as"), PAIRS)
@pytest.mark.parametrize("line", SENTENCES)
def test_every_pair_of_encodings_restores_a_line(line: str, written_in: str, read_as: str) -> None:
    assert mend_mojibake(misread(line, written_in, read_as))[0] == line


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(PAIRS), st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5), st.data())
def test_some_lines_alone_are_restored(pair: tuple[str, str], lines: list[str], data: st.DataObject) -> None:
    wrong = data.draw(st.lists(st.booleans(), min_size=len(lines), max_size=len(lines)))
    raw = "\n".join(misread(line, *pair) if bad else line for line, bad in zip(lines, wrong, strict=True))
    assert mend_mojibake(raw)[0] == "\n".join(lines)


@pytest.mark.parametrize("line", [TEXT, *SENTENCES])
@pytest.mark.parametrize("blank", ["\u00a0", " "])
def test_text_that_was_read_wrongly_twice_is_refused(line: str, blank: str) -> None:
    twice = misread(misread(line, "utf-8", "windows-1251"), "utf-8", "windows-1251").replace("\u00a0", blank)
    assert beyond_mending(mend_mojibake(twice)[0]) is not None


@pytest.mark.parametrize("text", RIGHT)
def test_what_is_right_is_not_touched(text: str) -> None:
    assert mend_mojibake(text) == (text, {})
    assert beyond_mending(text) is None


RIGHT_WORDS = sorted({word for text in RIGHT for word in text.split()})


@pytest.mark.parametrize("word", RIGHT_WORDS)
def test_two_right_words_are_not_touched(word: str) -> None:
    lines = [f"{word} {other}" for other in RIGHT_WORDS]
    assert [line for line in lines if mend_mojibake(line)[1]] == []


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(RIGHT_WORDS), min_size=1, max_size=12))
@example(words=["ђак,", "ђак,"])
def test_right_words_in_any_order_are_not_touched(words: list[str]) -> None:
    assert mend_mojibake(" ".join(words))[1] == {}


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_text_ends_with_a_text(text: str) -> None:
    mended, found = mend_mojibake(text)
    assert (mended == text) == (not found)
    assert mended.count("\n") == text.count("\n")


def test_blanks_that_were_lost_come_back() -> None:
    raw = misread("Российская Империя. Рига и Иран, Индия.", "utf-8", "windows-1251")
    assert (
        mend_mojibake(raw.replace("\u00a0", " ").replace("\u0098", "\ufffd"))[0]
        == "Российская Империя. Рига и Иран, Индия."
    )


def test_control_characters_do_not_hinder() -> None:
    raw = misread("Уездное собрание заседало в 1950\x151953 гг. и позже.", "windows-1251", "latin-1")
    assert mend_mojibake(raw)[0] == "Уездное собрание заседало в 1950\x151953 гг. и позже."


def test_file_is_read_anew_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "article.txt"
    lines = ["Уездное собрание приняло устав.", misread("Договор подписан в Риге.", "windows-1251", "latin-1")]
    path.write_text("\n".join(lines), encoding="utf-8")
    raw = read_source(path)
    assert raw.text.splitlines() == ["Уездное собрание приняло устав.", "Договор подписан в Риге."]
    assert any("windows-1251 read as windows-1252 in 1 line, the first is line 2" in note for note in raw.warnings)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("??????? ? ?????? ???????? ? ???? ?????.\n" * 5, "question marks"),
        ("Дого\ufffd\ufffd\ufffd\ufffd \ufffd\ufffd\ufffd\ufffd\ufffd \ufffd\ufffd\ufffd", "replacement characters"),
        (misread(misread("Договор подписан в Риге. ", "utf-8", "latin-1"), "utf-8", "latin-1") * 5, "wrong encoding"),
    ],
)
def test_what_no_reading_restores_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "article.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=reason):
        read_source(path)


ENCODINGS = ("utf-8", "windows-1251", "koi8-r", "cp866")


@pytest.mark.parametrize("text", [TEXT, SENTENCES[1]])
@pytest.mark.parametrize("named", [*ENCODINGS, "cp1251", "latin-1"])
@pytest.mark.parametrize("written_in", ENCODINGS)
def test_a_named_encoding_is_right_or_refused(tmp_path: Path, text: str, written_in: str, named: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(written_in))
    if codecs.lookup(named).name == codecs.lookup(written_in).name:
        assert read_source(path, encoding=named).text == text
        return
    with pytest.raises(InputError, match=rf"but in {written_in}|does not fit the encoding {named}"):
        read_source(path, encoding=named)


@pytest.mark.parametrize("named", [None, "utf-8"])
def test_a_named_encoding_stays_where_none_fits_better(tmp_path: Path, named: str | None) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"{SENTENCES[0]}\n{misread(SENTENCES[1], 'windows-1251', 'latin-1')}", encoding="utf-8")
    raw = read_source(path, encoding=named)
    assert (raw.text.splitlines(), raw.encoding, len(raw.warnings)) == ([*SENTENCES[:2]], "utf-8", 1)


@pytest.mark.parametrize("foreign", ["(1)\ufffd(3)", "α", "∈ R,", "Договор"])
def test_a_line_with_a_letter_of_another_font_is_mended_with_the_rest(foreign: str) -> None:
    lines = TEXT.split("\n")
    broken = "\n".join(misread(line, "windows-1251", "latin-1") for line in lines)
    before, after = (misread(part, "windows-1251", "latin-1") for part in ("Если вектор равен нулю, то", "равно нулю"))
    mixed = f"{before} {foreign} {after}"
    assert mend_mojibake(f"{broken}\n{mixed}")[0] == f"{TEXT}\nЕсли вектор равен нулю, то {foreign} равно нулю"


def test_cyrillic_fonts_of_tex_are_read_with_their_own_signs() -> None:
    right = (
        "Обобщённая задача решена.\nЁлка – дерево.\nЖурнал «Таврический вестник» вышел в Риге.\nУчёные обсудили № 5."
    )
    signs = str.maketrans("ё«»Ё№", "јѕїњќ")
    assert mend_mojibake(misread(right.translate(signs), "windows-1251", "latin-1"))[0] == right
