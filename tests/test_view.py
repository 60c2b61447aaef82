"""The reader page: escaped, nested, self-contained; and the three commands of the English side."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from typer.testing import CliRunner

from letopis.bilingual.align import SentenceLink
from letopis.bilingual.reader import reader_page, write_reader
from letopis.bilingual.reader_data import (
    article_chunk,
    captions,
    entity_key,
    forms_chunk,
    index_chunk,
    raw_chunk,
    referents_chunk,
)
from letopis.bilingual.readings import ReaderArticle, find_raw
from letopis.bilingual.view import make_readings
from letopis.cli import app
from letopis.errors import InputError
from letopis.formats.jsonl import write_jsonl
from letopis.linking import link_articles
from letopis.records import Article, Entity, Metadata, Relation, Sentence, Source

ROOT = Path(__file__).parent.parent
EVIL = "<script>alert('1')</script> & \"{{BODY}}\""


def entity(number: int, label: str, start: int, end: int, text: str, **more: object) -> Entity:
    return Entity(id=number, label=label, start_offset=start, end_offset=end, text=text[start:end], **more)  # type: ignore[arg-type]


class Scripts(HTMLParser):
    """Reads the chunks of a page; complains of tags that are not closed in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.chunks: dict[str, str] = {}
        self.programs: list[str] = []
        self._name: str | None = None
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in {"meta", "input", "br"}:
            self.open.append(tag)
        self._name = dict(attrs).get("data-chunk") if tag == "script" else None

    def handle_data(self, data: str) -> None:
        if self._name is not None:
            self.chunks[self._name] = self.chunks.get(self._name, "") + data
        elif self.open[-1:] == ["script"]:
            self.programs.append(data)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        self._name = None


def one_sentence(text: str = "А.", **more: object) -> Article:
    return Article(**{"id": "a", "text": text, "sentences": [Sentence(0, len(text))], **more})  # type: ignore[arg-type]


def test_everything_is_escaped_and_comes_back() -> None:
    spans = [entity(1, "ORG", 0, len(EVIL), EVIL, normal=EVIL, entity=EVIL, value=EVIL)]
    article = Article(id=EVIL, text=EVIL, sentences=[Sentence(0, len(EVIL))], entities=spans)
    english = Article(id=EVIL + "-en", language="en", text=EVIL, sentences=[Sentence(0, len(EVIL))], entities=spans)
    page = reader_page(
        [ReaderArticle(article, english, [SentenceLink((0,), (0,), 1.0)], [(1, 1)], EVIL, {1: [EVIL]})], title=EVIL
    )
    read = Scripts(page)
    assert len(read.programs) == 1
    assert "<script>alert" not in page
    own = json.loads(read.chunks["article-0"])
    assert own["sides"][0]["text"] == own["sides"][1]["text"] == own["notes"]["1"][0] == EVIL
    assert json.loads(read.chunks["index"])["title"] == EVIL


def test_half_a_character_does_no_harm(tmp_path: Path) -> None:
    write_reader(tmp_path / "r.html", [ReaderArticle(one_sentence("А\ud83d."))])
    chunk = Scripts((tmp_path / "r.html").read_text(encoding="utf-8")).chunks["article-0"]
    assert json.loads(chunk)["sides"][0]["text"] == "А\ud83d."


def test_nothing_is_loaded_from_elsewhere() -> None:
    page = reader_page([ReaderArticle(one_sentence())])
    assert not re.search(r"https?:|[\"'(]//\w|<link|<img|@import|url\(|src=", page)
    assert "default-src 'none'" in page


def test_what_is_shown_first_stands_before_the_script() -> None:
    page = reader_page([ReaderArticle(one_sentence()), ReaderArticle(Article(id="b", text="Б."))])
    names = re.findall(r'data-chunk="([^"$]+)"', page)
    assert names == ["captions", "index", "article-0", "article-1", "referents", "forms"]
    assert page.index('data-chunk="article-0"') < page.index('"use strict"') < page.index('data-chunk="article-1"')


def test_every_caption_that_the_page_asks_for_is_there() -> None:
    room = ROOT / "src" / "letopis" / "bilingual"
    asked: set[str] = set()
    for path in [room / "reader.html", *room.glob("reader*.js"), *(ROOT / "src/letopis/serve").glob("*.js")]:
        words = path.read_text(encoding="utf-8")
        asked |= set(re.findall(r'say\("([\w.]+)"', words)) | set(re.findall(r'counted\([^"]*"(\w+)"\)', words))
        asked |= set(re.findall(r'data-say(?:-label|-hint)?="([\w.]+)"', words))
    known = captions()
    assert asked - set(known) == set()
    assert len(asked) > 30
    for english, russian in known.values():
        assert set(re.findall(r"\{\w+\}", english)) == set(re.findall(r"\{\w+\}", russian))
        assert (english.count("|") > 0) == (russian.count("|") > 0)
        assert russian.count("|") in {0, 2}


def test_monolingual_records_have_one_side() -> None:
    chunk = article_chunk(ReaderArticle(one_sentence()))
    assert (len(chunk["sides"]), chunk["rows"]) == (1, [[[0], [], 1, None]])
    assert raw_chunk(ReaderArticle(one_sentence())) is None


def test_weak_links_and_empty_cells_are_told() -> None:
    russian = Article(id="a", text="А. Б.", sentences=[Sentence(0, 2), Sentence(3, 5)])
    english = Article(id="a-en", language="en", text="A.", sentences=[Sentence(0, 2)])
    links = [SentenceLink((0,), (), 0.0), SentenceLink((1,), (0,), 0.2)]
    assert article_chunk(ReaderArticle(russian, english, links))["rows"] == [
        [[0], [], 1, None],
        [[1], [0], 0, 0.2],
    ]


@pytest.mark.parametrize("text", ["В Баку.", "😀 В Баку.", "𝔸 и Баку 😀"])
def test_places_are_those_of_javascript(text: str) -> None:
    start = text.index("Баку")
    source = Source(path="", sha256="", edits=[])
    article = one_sentence(text, entities=[entity(1, "GPE", start, start + 4, text)], source=source)
    units = text.encode("utf-16-le")
    reading = ReaderArticle(article, raw=text)
    raw, chunk = raw_chunk(reading), article_chunk(reading)["sides"][0]
    assert raw is not None
    for low, high in (chunk["entities"][0][1:3], raw["entities"][0]):
        assert units[2 * low : 2 * high].decode("utf-16-le") == "Баку"
    assert units[: 2 * chunk["sentences"][0][1]].decode("utf-16-le") == text


def test_a_raw_text_that_the_edits_do_not_tell_is_there_whole() -> None:
    article = one_sentence("Баку", source=Source(path="", sha256="", edits=[]))
    chunk = raw_chunk(ReaderArticle(article, raw="Ба-ку"))
    assert chunk is not None
    assert chunk["pieces"] == [[0, 4, "Ба-ку"]]


def test_raw_rows_hold_the_whole_source() -> None:
    for reading in make_readings(ROOT / "annotations" / "gold")[0]:
        chunk = raw_chunk(reading)
        assert chunk is not None
        text, last = "", 0
        for start, end, piece in chunk["pieces"]:  # as the page does
            text, last = text + reading.russian.text[last:start] + piece, end
        text += reading.russian.text[last:]
        assert text == reading.raw
        assert sum(len(piece) for *_, piece in chunk["pieces"]) < len(text) / 4
        shown = "".join(text[start:end] for start, end in chunk["rows"])
        assert "".join(shown.split()) == "".join(str(reading.raw).split())
        for span, known in zip(chunk["entities"], reading.russian.entities, strict=True):
            assert span == [known.source_start, known.source_end]


def test_the_list_of_articles_says_what_they_can_be_chosen_by() -> None:
    text = "Пакт подписали Литва и Латвия."
    spans = [entity(1, "AGREEMENT", 0, 4, text), entity(2, "GPE", 15, 20, text, normal="Литва")]
    about = Metadata(title={"ru": "О пактах"}, authors=["Лунин П."], journal="Вестник", year=1994)
    relation = Relation(id=1, type="party", from_id=1, to_id=2)
    listed = index_chunk([ReaderArticle(one_sentence(text, entities=spans, relations=[relation], metadata=about))], "t")
    assert listed["articles"] == [
        {"id": "a", "title": "О пактах", "authors": ["Лунин П."], "journal": "Вестник", "year": 1994, "sentences": 1,
         "entities": 2, "agreements": 1, "sides": ["Литва"]}
    ]  # fmt: skip
    assert [label[:2] for label in listed["labels"]] == [["GPE", "GPE"], ["AGREEMENT", "AGREEMENT"]]


def test_agreements_are_gathered_by_their_identity_and_not_by_their_titles() -> None:
    def told(name: str, title: str, year: str) -> Article:
        text = f"{title} {year} г."
        spans = [entity(1, "AGREEMENT", 0, len(title), text, kind="протокол"),
                 entity(2, "DATE", len(title) + 1, len(text), text, value=year)]  # fmt: skip
        return one_sentence(
            text, entities=spans, relations=[Relation(id=1, type="signed_on", from_id=1, to_id=2)], id=name
        )

    articles = [told("a", "Протокола о границе", "1996"), told("b", "Протоколом о границе", "1996"),
                told("c", "Протокол о границе", "1997")]  # fmt: skip
    found = referents_chunk([ReaderArticle(one) for one in link_articles(articles)])
    assert [one[:4] for one in found if one[2] == "AGREEMENT"] == [
        ["agreement:протокол граница 1996", "Протокол о границе", "AGREEMENT", [0, 1]],
        ["agreement:протокол граница 1997", "Протокол о границе", "AGREEMENT", [2]],
    ]


def test_forms_stand_under_their_lemmas_in_both_languages() -> None:
    english = Article(id="a-en", language="en", text="Treaties: a treaty.")
    forms = forms_chunk([ReaderArticle(one_sentence("Договоры, договором; ёлки."), english)])
    assert forms["договор"] == ["договор", "договором", "договоры"]
    assert forms["елка"] == ["елка", "елки"]
    assert forms["treaty"] == ["treaties", "treaty"]


def test_a_changed_source_is_not_shown(tmp_path: Path) -> None:
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
    assert said["articles"][0] | {"weak": 0} == {
        "article": "a",
        "russian": 2,
        "english": 2,
        "links": 2,
        "lines": [None, "sentences"],
        "weak": 0,
    }
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
    own = json.loads(Scripts((sides / "b.html").read_text(encoding="utf-8")).chunks["article-0"])
    keys = [[own["strings"][row[4]] for row in side["entities"]] for side in own["sides"]]
    assert keys == [["gpe:баку"], ["gpe:баку"]]


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
