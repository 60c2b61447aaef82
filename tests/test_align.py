"""Alignment: m to n, gaps, paragraphs, the band of a long text, links as records, faults."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from pathlib import Path

import pytest

from letopis.bilingual.align import SentenceLink, Text, align
from letopis.bilingual.band import search_band
from letopis.bilingual.lines import from_lines, kind_of_lines
from letopis.bilingual.links import WEAK, check_links, link_records, read_links, weak_stretches, write_links
from letopis.bilingual.sides import (
    align_articles,
    check_language,
    find_translation,
    read_english,
    read_glossary,
    read_russian,
    text_of,
)  # fmt: skip
from letopis.errors import InputError

CORPUS = Path(__file__).parent.parent / "corpus"

RUSSIAN = [
    "19 января 1993 г. Кыргызстан и Азербайджан установили дипломатические отношения.",
    "В 1997 г. президент А. Акаев впервые посетил Баку.",
    "Там был подписан договор о дружбе и сотрудничестве двух народов.",
    "Товарооборот двух стран вырос до 25,8 млн долларов.",
    "Писатель Чингиз Айтматов был награжден орденом.",
]
ENGLISH = [
    "On 19 January 1993 Kyrgyzstan and Azerbaijan established diplomatic relations.",
    "In 1997 President A. Akayev visited Baku for the first time.",
    "A treaty of friendship and cooperation of the two peoples was signed there.",
    "The trade of the two countries grew to 25.8 million dollars.",
    "The writer Chinghiz Aitmatov was awarded an order.",
]


def as_text(sentences: Sequence[str]) -> Text:
    return Text(tuple(sentences), (0,) * len(sentences))


def beads(russian: list[str], english: list[str]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(link.russian, link.english) for link in align(as_text(russian), as_text(english))]


def test_one_to_one() -> None:
    assert beads(RUSSIAN, ENGLISH) == [((k,), (k,)) for k in range(5)]


def test_two_english_sentences_joined() -> None:
    joined = [ENGLISH[0], f"{ENGLISH[1][:-1]}; a{ENGLISH[2][1:]}", *ENGLISH[3:]]
    assert beads(RUSSIAN, joined) == [((0,), (0,)), ((1, 2), (1,)), ((3,), (2,)), ((4,), (3,))]


def test_a_russian_sentence_answered_by_two() -> None:
    split = [
        *RUSSIAN[:1],
        RUSSIAN[1][:-1] + ", и там был подписан договор о дружбе и сотрудничестве двух народов.",
        *RUSSIAN[3:],
    ]
    assert beads(split, ENGLISH) == [((0,), (0,)), ((1,), (1, 2)), ((2,), (3,)), ((3,), (4,))]


@pytest.mark.parametrize("dropped", range(5))
def test_a_sentence_without_partner(dropped: int) -> None:
    left = ENGLISH[:dropped] + ENGLISH[dropped + 1 :]
    assert ((dropped,), ()) in beads(RUSSIAN, left)
    right = RUSSIAN[:dropped] + RUSSIAN[dropped + 1 :]
    assert ((), (dropped,)) in beads(right, ENGLISH)


def test_every_sentence_is_in_one_link() -> None:
    links = align(as_text(RUSSIAN * 3), as_text(ENGLISH[1:] * 2))
    assert [k for link in links for k in link.russian] == list(range(15))
    assert [k for link in links for k in link.english] == list(range(8))


def test_an_empty_side() -> None:
    assert align(as_text([]), as_text(["A."])) == [SentenceLink((), (0,), 0.0)]
    assert align(as_text(["А."]), as_text([])) == [SentenceLink((0,), (), 0.0)]
    assert align(as_text([]), as_text([])) == []


def test_scores_tell_translations_from_strangers() -> None:
    good = align(as_text(RUSSIAN), as_text(ENGLISH))
    assert min(link.score for link in good) > 0.8
    (bad,) = align(as_text(["Снег идет давно и тихо."]), as_text(["Parliament rejected a budget."]))[:1]
    assert bad.score < 0.5


def test_a_glossary_helps() -> None:
    russian, english = ["Ордо победило.", "Кок-бору отменили."], ["Kok-boru was cancelled.", "The Horde won."]
    plain = align(as_text(russian[:1]), as_text(english[1:]))
    helped = align(as_text(russian[:1]), as_text(english[1:]), glossary={"Ордо": "The Horde"})
    assert helped[0].score > plain[0].score


@pytest.mark.parametrize("name", ["cooperation", "origins"])
def test_the_articles_are_aligned_as_by_hand(name: str) -> None:
    rows = (CORPUS / name / "alignment.gold.tsv").read_text(encoding="utf-8").splitlines()[2:]
    gold = [tuple(tuple(int(k) - 1 for k in side.split()) for side in row.split("\t")) for row in rows]
    (russian,) = read_russian(CORPUS / name)
    links = align_articles(russian, read_english(CORPUS, name))
    found = {(link.russian, link.english) for link in links}
    assert len(found & set(gold)) / len(gold) >= 0.97


def test_the_gold_alignment_holds_every_sentence() -> None:
    for name in ("cooperation", "origins"):
        rows = (CORPUS / name / "alignment.gold.tsv").read_text(encoding="utf-8").splitlines()[2:]
        (russian,) = read_russian(CORPUS / name)
        for side, size in ((0, len(russian.sentences)), (1, len(read_english(CORPUS, name).sentences))):
            assert [int(k) for row in rows for k in row.split("\t")[side].split()] == list(range(1, size + 1))


def test_the_band_of_a_long_text_is_narrow_and_passable() -> None:
    from letopis.bilingual.anchors import english_words, russian_words

    left = [russian_words(f"В {k} г. было собрание") for k in range(1000, 1600)]
    right = [english_words(f"In {k} there was a meeting") for k in range(1000, 1600)]
    band = search_band(left, right)
    assert len(band) == 601
    assert band[0][0] == 0
    assert band[-1][1] == 600
    assert max(high - low for low, high in band) < 60
    assert all(low <= k <= high for k, (low, high) in enumerate(band))
    # 200 sentences are missing on one side: the way jumps, and the jump stays in reach.
    cut = search_band(left, right[:300] + right[500:])
    assert all(low <= (k if k < 300 else 300) <= high for k, (low, high) in enumerate(cut[:500]))
    assert all(low <= k - 200 <= high for k, (low, high) in enumerate(cut) if k >= 500)


def test_a_missing_chapter_of_a_long_text() -> None:
    left = [f"В {k} г. прошло собрание комитета, {k * 7} человек." for k in range(1000, 1200)]
    right = [f"In {k} a meeting of the committee took place, {k * 7} people." for k in range(1000, 1200)]
    links = align(as_text(left), as_text(right[:80] + right[140:]))
    assert {link.russian for link in links if not link.english} == {(k,) for k in range(80, 140)}


def test_weak_stretches_name_whole_paragraphs() -> None:
    russian = Text(tuple(RUSSIAN), (0, 1, 1, 2, 2))
    english = Text((ENGLISH[0], *ENGLISH[3:]), (0, 1, 1))
    (weak,) = weak_stretches(align(russian, english), russian, english)
    assert (weak.russian, weak.english, weak.reason) == ((2, 3), None, "no English answers this paragraph")
    extra = Text((*ENGLISH, "A note of the publisher follows here, long enough."), (0, 1, 1, 2, 2, 3))
    (weak,) = weak_stretches(align(russian, extra), russian, extra)
    assert (weak.russian, weak.english) == (None, (6, 6))
    assert weak_stretches(align(russian, russian), russian, russian)  # Russian on both sides is weak all along


def test_paragraphs_decide_where_words_do_not() -> None:
    # Nothing here is in the lexicon; the middle sentence belongs to the paragraph that the English keeps together.
    russian = ("Ыыы ааа ыыы ааа ыыы ааа.", "Эээ ооо эээ ооо.", "Ююю яяя ююю яяя ююю яяя.")
    english = ("Qqq www qqq www qqq www qqq www qqq.", "Zzz ttt zzz ttt zzz ttt.")
    for paragraphs, wanted in (((0, 0, 1), ((0, 1), (0,))), ((0, 1, 1), ((0,), (0,)))):
        links = align(Text(russian, paragraphs), Text(english, (0, 1)))
        assert (links[0].russian, links[0].english) == wanted


def test_translations_are_learnt_from_the_text() -> None:
    from letopis.bilingual.anchors import english_words, russian_words
    from letopis.bilingual.learn import learn_translations

    left = [russian_words(f"Манул видел {k} зайцев") for k in range(13, 40)]
    right = [english_words(f"The manul-cat saw {k} hares") for k in range(13, 40)]
    links = [SentenceLink((k,), (k,), 0.9) for k in range(27)]
    learnt = learn_translations(links, left, right)
    assert learnt["заяц"]["hare"[:-1]] > 0.1
    assert learn_translations(links[:5], left, right) == {}
    assert learn_translations([link._replace(score=0.1) for link in links], left, right) == {}


def test_links_come_back(tmp_path: Path) -> None:
    links = align(as_text(RUSSIAN), as_text(ENGLISH[1:]))
    path = tmp_path / "links.jsonl"
    assert write_links(path, link_records(links, "a-b", "a-b-en")) == len(links)
    assert read_links(path) == {"a-b": links}
    check_links(links, 5, 4, "here")
    with pytest.raises(InputError, match="5 English sentences; look at sentence 5"):
        check_links(links, 5, 5, "here")
    with pytest.raises(InputError, match="has no links"):
        check_links([], 5, 5, "here")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "links.jsonl:1: no link"),
        ('{"russian": ["a"], "english": [], "score": 1}', "'a' is no id of a sentence"),
        ('{"russian": ["a-s0"], "english": [], "score": 1}', "'a-s0' is no id"),
    ],
)
def test_broken_links(tmp_path: Path, line: str, message: str) -> None:
    (tmp_path / "links.jsonl").write_text(line, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_links(tmp_path / "links.jsonl")


LONG_GERMAN = "Der Vertrag wurde am Montag unterzeichnet und alle Parteien haben ihn danach veröffentlicht. " * 8


@pytest.mark.parametrize(
    ("text", "language", "message"),
    [
        ("", "ru", "holds no text"),
        (" \n1997\n", "en", "holds no text"),
        ("The treaty was signed.", "ru", "give the Russian side first"),
        ("Договор подписан в Баку.", "en", "give the English side second"),
        (LONG_GERMAN, "en", "is it English"),
    ],
)
def test_a_side_in_the_wrong_language(text: str, language: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        check_language(text, language, "x.txt")


def test_right_languages_pass() -> None:
    check_language("Договор NATO", "ru", "x")
    check_language("The treaty (Договор) was signed by the parties. " * 20, "en", "x")


def test_sentences_a_line_or_running_text(tmp_path: Path) -> None:
    assert kind_of_lines("А.\nБ [1].\n\nВ?", "ru") == "sentences"
    assert kind_of_lines("А\nидет дальше\nвсе вместе.", "ru") is None
    (tmp_path / "a.txt").write_text(
        "Договор под-\nписан в 1997 г. Особенно важен он\nбыл для Баку.\n", encoding="utf-8"
    )
    (tmp_path / "a.en.txt").write_text(
        "The treaty was signed\nin 1997. It was important\nfor Baku.\n", encoding="utf-8"
    )
    (russian,) = read_russian(tmp_path / "a.txt")
    english = read_english(tmp_path, "a")
    assert next(russian.text[a:b] for a, b in russian.sentences) == "Договор подписан в 1997 г."
    assert [english.text[a:b] for a, b in english.sentences] == [
        "The treaty was signed in 1997.",
        "It was important for Baku.",
    ]
    assert english.id == "a-en"


def test_paragraphs_of_stored_lines(tmp_path: Path) -> None:
    (tmp_path / "a.en.txt").write_text("\nOne.\nTwo.\n\n\nThree.\n", encoding="utf-8")
    english = read_english(tmp_path / "a.en.txt", "a")
    assert english.text == "One.\nTwo.\n\nThree."


def test_missing_files(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no translation of 'a'"):
        find_translation(tmp_path, "a")
    with pytest.raises(InputError, match="no such file"):
        find_translation(tmp_path / "nothing", "a")
    with pytest.raises(InputError, match="no such file"):
        read_russian(tmp_path / "nothing.txt")
    (tmp_path / "b.txt").write_bytes("Баку".encode("cp1251"))
    with pytest.raises(InputError, match="not UTF-8"):
        read_russian(tmp_path / "b.txt")


def test_glossary(tmp_path: Path) -> None:
    path = tmp_path / "terms.tsv"
    path.write_text("# terms\nДоговор\tTreaty\tremark\n", encoding="utf-8")
    assert read_glossary(path) == {"Договор": "Treaty"}
    path.write_text("Договор Treaty\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"terms.tsv:1: .* is no glossary entry"):
        read_glossary(path)
    assert len(read_glossary(CORPUS / "glossary.tsv")) > 30


STORY = [
    ["Утром посол вышел на пристань.", "Дул ветер с моря.", "Корабль из Риги опаздывал на три часа."],
    ["Вечером он получил письмо.", "В нём было двенадцать страниц."],
    ["Договор подписали в мае 1911 года."],
    ["Министр молчал.", "Послы спорили о границе.", "Наконец все согласились."],
]
TALE = [
    [
        "In the morning the ambassador went to the pier.",
        "A wind blew from the sea.",
        "The ship from Riga was late by three hours.",
    ],
    ["In the evening he received a letter.", "It had twelve pages."],
    ["The treaty was signed in May 1911."],
    ["The minister was silent.", "The ambassadors argued about the border.", "At last all agreed."],
]


@pytest.mark.parametrize("kind", ["sentences", "paragraphs"])
@pytest.mark.parametrize("heading", [False, True])
def test_what_a_line_holds_is_read_from_the_text(kind: str, heading: bool, tmp_path: Path) -> None:
    for name, story in (("a.txt", STORY), ("a.en.txt", TALE)):
        gap, between = ("\n", "\n\n") if kind == "sentences" else (" ", "\n")
        text = between.join(gap.join(paragraph) for paragraph in story)
        (tmp_path / name).write_text(("Посольство\n" if "en" not in name else "The Embassy\n") * heading + text + "\n")
    russian = read_russian(tmp_path / "a.txt")[0]
    english = read_english(tmp_path / "a.en.txt", "a")
    assert russian.pipeline["lines"] == english.pipeline["lines"] == kind
    assert len(russian.sentences) == len(english.sentences) == 9 + heading
    assert text_of(russian).paragraphs[-1] == 3 + heading * (kind == "paragraphs")
    links = align_articles(russian, english)
    assert [(link.russian, link.english) for link in links] == [((n,), (n,)) for n in range(9 + heading)]


def test_what_a_line_holds_may_be_said(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Да, так. И точка.\nНет же.\n", encoding="utf-8")
    for kind, count in (("sentences", 2), ("paragraphs", 3)):
        assert len(read_russian(tmp_path / "a.txt", lines=kind)[0].sentences) == count


@pytest.mark.parametrize("width", [30, 55, 90])
def test_running_text_is_cut_anywhere(width: int) -> None:
    for story, language in ((STORY, "ru"), (TALE, "en")):
        text = textwrap.fill(" ".join(sentence for paragraph in story for sentence in paragraph) * 3, width)
        assert kind_of_lines(text, language) is None


def test_a_translator_who_joins_some_sentences_still_has_one_a_line() -> None:
    lines = [sentence for paragraph in TALE for sentence in paragraph] * 3
    lines[3] += " " + lines.pop(4)
    lines[9] += " " + lines.pop(10)
    assert kind_of_lines("\n".join(lines), "en") == "sentences"
    assert from_lines("\n".join(lines), "a", "en", "sentences").pipeline == {"lines": "sentences"}


def test_sentences_that_change_places_are_no_sure_link() -> None:
    russian = [sentence for paragraph in STORY for sentence in paragraph]
    english = [sentence for paragraph in TALE for sentence in paragraph]
    english[4], english[5] = english[5], english[4]
    links = align(as_text(russian), as_text(english))
    (crossed,) = [link for link in links if len(link.russian) == 2]
    assert (crossed.russian, crossed.english) == ((4, 5), (4, 5))
    assert crossed.score < WEAK
