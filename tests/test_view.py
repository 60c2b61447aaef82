"""The reader page: escaped, nested, self-contained; and the three commands of the English side."""

from __future__ import annotations

import html
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from typer.testing import CliRunner

from letopis.bilingual.align import SentenceLink
from letopis.bilingual.reader import (
    ReaderArticle,
    entity_html,
    entity_key,
    find_raw,
    raw_html,
    reader_page,
    write_reader,
)
from letopis.bilingual.view import make_readings
from letopis.cli import app
from letopis.errors import InputError
from letopis.formats.jsonl import write_jsonl
from letopis.offsets import OffsetMap
from letopis.records import Article, Edit, Entity, Sentence

ROOT = Path(__file__).parent.parent
EVIL = "<script>alert('1')</script> & \"{{BODY}}\""


def entity(number: int, label: str, start: int, end: int, text: str, **more: object) -> Entity:
    return Entity(id=number, label=label, start_offset=start, end_offset=end, text=text[start:end], **more)  # type: ignore[arg-type]


class Balance(HTMLParser):
    """Complains of tags that are not closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        if tag not in {"meta", "input", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def check_balance(page: str) -> list[str]:
    parser = Balance()
    parser.feed(page)
    assert parser.open == []
    return parser.seen


def test_nested_spans() -> None:
    text = "Посольство КР"
    inner, outer = entity(2, "GPE", 11, 13, text), entity(1, "ORG", 0, 13, text)
    page = entity_html(text, 0, 13, [inner, outer], {})
    assert re.sub(r' data-\w+="[^"]*"', "", page) == (
        '<span class="e ORG d1">Посольство <span class="e GPE d0">КР</span></span>'
    )


def test_crossing_spans_are_cut_not_broken() -> None:
    text = "абвгдежз"
    spans = [entity(1, "ORG", 0, 4, text), entity(2, "GPE", 2, 6, text), entity(3, "DATE", 6, 8, text)]
    page = entity_html(text, 0, 8, spans, {})
    check_balance(page)
    assert re.sub(r"<[^>]+>", "", page) == text


def test_spans_that_share_their_bounds() -> None:
    text = "ООН"
    page = entity_html(text, 0, 3, [entity(1, "ORG", 0, 3, text), entity(2, "GPE", 0, 3, text)], {})
    assert page.count("<span") == 2
    assert re.sub(r"<[^>]+>", "", page) == text


def test_everything_is_escaped() -> None:
    spans = [entity(1, "ORG", 0, len(EVIL), EVIL, normal=EVIL, entity=EVIL, value=EVIL)]
    article = Article(id=EVIL, text=EVIL, sentences=[Sentence(0, len(EVIL))], entities=spans)
    english = Article(id=EVIL + "-en", language="en", text=EVIL, sentences=[Sentence(0, len(EVIL))], entities=spans)
    page = reader_page(
        [ReaderArticle(article, english, [SentenceLink((0,), (0,), 1.0)], [(1, 1)], EVIL, {1: [EVIL]})], title=EVIL
    )
    assert check_balance(page).count("script") == 1
    assert "alert('1')" not in page
    assert page.count("{{BODY}}") == page.count(" &amp; &#34;{{BODY}}&#34;") > 5


def test_nothing_is_loaded_from_elsewhere() -> None:
    page = reader_page([ReaderArticle(Article(id="a", text="А.", sentences=[Sentence(0, 2)]))])
    assert not re.search(r"https?:|//\w|<link|<img|@import|url\(|src=", page)
    assert "default-src 'none'" in page


def test_monolingual_records_have_one_column() -> None:
    page = reader_page([ReaderArticle(Article(id="a", text="А.", sentences=[Sentence(0, 2)]))])
    assert 'class="one"' in page
    assert 'class="en"' not in page
    assert 'id="raw" aria-pressed="false" disabled' in page


def test_weak_links_and_empty_cells_are_marked() -> None:
    russian = Article(id="a", text="А. Б.", sentences=[Sentence(0, 2), Sentence(3, 5)])
    english = Article(id="a-en", language="en", text="A.", sentences=[Sentence(0, 2)])
    page = reader_page([ReaderArticle(russian, english, [SentenceLink((0,), (), 0.0), SentenceLink((1,), (0,), 0.2)])])
    assert "No English sentence answers" in page
    assert "Weak link, score 0.20" in page
    assert page.count('class="none"') == 1


def test_the_raw_text_shows_what_was_taken_away() -> None:
    raw, clean = "Вес-\nтник 10\nБаку <1>", "ВестникБаку <1>"
    edits = [Edit(3, 5, 3, 3, "joined_hyphen:dictionary"), Edit(9, 13, 7, 7, "dropped_furniture:journal_line")]
    page = raw_html(raw, OffsetMap(edits), 0, len(clean))
    assert "<del" in page
    assert "Баку &lt;1&gt;" in page
    assert re.sub(r"<[^>]+>", "", page).replace("&lt;", "<").replace("&gt;", ">") == raw


def test_raw_rows_hold_the_whole_source() -> None:
    for reading in make_readings(ROOT / "annotations" / "gold")[0]:
        assert reading.raw is not None
        page = reader_page([reading])
        pieces = re.findall(r'<div class="raw" hidden>(.*?)</div>', page, re.DOTALL)
        shown = html.unescape(re.sub(r"<[^>]+>", "", "".join(pieces)))
        assert "".join(shown.split()) == "".join(reading.raw.split())


def test_a_changed_source_is_not_shown(tmp_path: Path) -> None:
    from letopis.records import Source

    (tmp_path / "a.txt").write_text("Баку", encoding="utf-8")
    article = Article(id="a", text="Баку", source=Source(path="a.txt", sha256="0" * 64))
    assert find_raw(article, tmp_path / "a.jsonl") is None


def test_keys_gather_mentions() -> None:
    text = "1997 г."
    assert entity_key(entity(1, "DATE", 0, 7, text, value="1997")) == "date:1997"
    assert entity_key(entity(1, "GPE", 0, 4, text, entity="gpe:KG")) == "gpe:KG"
    assert entity_key(entity(1, "AGREEMENT", 0, 4, "Пакт о")) == "agreement:пакт"


@pytest.fixture
def sides(tmp_path: Path) -> Path:
    folder = tmp_path / "a"
    folder.mkdir()
    (folder / "source.txt").write_text(
        "Договор подпи-\nсан в Баку в 1997 г. Потом\nдолго спорили о ценах на нефть.\n", encoding="utf-8"
    )
    (folder / "translation.en.txt").write_text(
        "The treaty was signed in Baku in 1997.\nThey long argued about oil prices afterwards.\n", encoding="utf-8"
    )
    return tmp_path


def run(*arguments: object) -> str:
    answer = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if answer.exception is not None and not isinstance(answer.exception, SystemExit):
        raise answer.exception
    assert answer.exit_code == 0, answer.output
    return answer.output


def test_align_then_export_then_view(sides: Path) -> None:
    links = sides / "links.jsonl"
    said = json.loads(run("align", sides / "a", sides, "-o", links, "--json"))
    assert said["articles"][0] | {"weak": 0} == {"article": "a", "russian": 2, "english": 2, "links": 2, "weak": 0}
    for kind, start in (("tmx", "<?xml"), ("csv", "russian,english"), ("conllu", "# newdoc id = a-en")):
        out = sides / f"out.{kind}"
        run("export", sides / "a", sides, "--to", kind, "-o", out, "--links", links)
        assert out.read_text(encoding="utf-8").startswith(start)
    text = "В Баку."
    city = entity(1, "GPE", 2, 6, text, normal="Баку")
    write_jsonl(sides / "b.jsonl", [Article(id="b", text=text, sentences=[Sentence(0, 7)], entities=[city])])
    (sides / "b.en.txt").write_text("In Baku at last.\n", encoding="utf-8")
    said_too = run("view", sides / "b.jsonl", "--english", sides / "b.en.txt", "-o", sides / "b.html")
    assert "1 article, 1 row," in said_too
    assert (sides / "b.html").read_text(encoding="utf-8").count('data-k="gpe:баку"') == 2


def test_export_refuses_another_format(sides: Path) -> None:
    answer = CliRunner().invoke(app, ["export", str(sides), str(sides), "--to", "xls"])
    assert answer.exit_code == 2
    assert "'xls' is not one of tmx, csv, conllu" in re.sub(r"[\s│]+", " ", answer.output)


def test_commands_refuse_the_wrong_side(sides: Path) -> None:
    with pytest.raises(InputError, match="give the Russian side first"):
        run("align", sides / "a" / "translation.en.txt", sides / "a" / "source.txt")


def test_links_of_another_text(sides: Path) -> None:
    (sides / "links.jsonl").write_text('{"russian":["a-s1"],"english":["a-en-s1"],"score":1}', encoding="utf-8")
    with pytest.raises(InputError, match="the links do not run through the 2 Russian sentences"):
        run("export", sides / "a", sides, "-o", sides / "x.tmx", "--links", sides / "links.jsonl")


def test_write_reader_counts_rows(tmp_path: Path) -> None:
    article = Article(id="a", text="А. Б.", sentences=[Sentence(0, 2), Sentence(3, 5)])
    assert write_reader(tmp_path / "r.html", [ReaderArticle(article)]) == 2


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"sentence\twords\tnote\n1\tYes\ta calque\n", None),
        (b"one\tYes\ta calque\n", r"notes\.tsv:1: .* is no note; write a sentence's number"),
        ("1\tДа\tкалька\n".encode("cp1251"), r"notes\.tsv: not UTF-8 \(byte 2\)"),
    ],
)
def test_notes_beside_a_translation(tmp_path: Path, content: bytes, message: str | None) -> None:
    write_jsonl(tmp_path / "a.jsonl", [Article(id="a", text="Да.", sentences=[Sentence(0, 3)])])
    folder = tmp_path / "english" / "a"
    folder.mkdir(parents=True)
    (folder / "translation.en.txt").write_text("Yes.\n", encoding="utf-8")
    (folder / "translation.notes.tsv").write_bytes(content)
    if message is None:
        readings, _ = make_readings(tmp_path / "a.jsonl", english=tmp_path / "english")
        assert readings[0].notes == {1: ["“Yes”: a calque"]}
        return
    with pytest.raises(InputError, match=message):
        make_readings(tmp_path / "a.jsonl", english=tmp_path / "english")
