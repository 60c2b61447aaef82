"""Every way in: a text is made into a file, the file is read, and the words are the same, in the same order."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from hostile_xml import BOMB
from letopis.errors import InputError, LetopisError
from letopis.sources import read_data, read_source
from letopis.sources.reader import readers, readers_for, suffixes

SOURCE = """---
title: О читальнях Вятского уезда
author: [П. П. Лунин, А. Б. Седова]
lang: ru
---

# Введение

Читальня открылась в 1911 г. в селе Каракулино.[^1] Её содержало земство[^2], а книги присылал склад.

1. Первый пункт: «учёт книг».
2. Второй пункт.

| Год  | Школ |
|------|------|
| 1890 | 12   |
| 1911 | 48   |

Слово *курсивом*, сла*бо*е и **жирным**, вода H~2~O, площадь 5 м^2^ — и тире…

> Цитата из отчёта управы.

[^1]: Отчёт управы. Вятка, 1890.
[^2]: Примечание *второе*, с. 5.
"""
WORDS = (
    "Введение Читальня открылась в 1911 г в селе Каракулино Её содержало земство а книги присылал склад "
    "Первый пункт учёт книг Второй пункт Год Школ 1890 12 1911 48 Слово курсивом слабое и жирным вода H2O площадь "
    "5 м и тире Цитата из отчёта управы 1 Отчёт управы Вятка 1890 2 Примечание второе с 5"
).split()
PANDOC = {
    "docx": "docx",
    "odt": "odt",
    "rtf": "rtf",
    "epub": "epub",
    "fb2": "fb2",
    "html": "html",
    "jats": "jats",
    "tei": "tei",
}
OFFICE = {"docx": "docx", "odt": "odt", "rtf": "rtf", "fodt": "fodt", "html": "html"}


def words(text: str) -> list[str]:
    """The words of a text; marks of notes, numbers of lists and bullets are no words here."""
    text = re.sub(r"(?m)^\s*\d\.\s", "", text.replace("\u00ad", "").translate(dict.fromkeys(map(ord, "¹²"))))
    return re.findall(r"\w+", text)


def without_title(found: list[str]) -> list[str]:
    return found[found.index("Введение") :]


def pandoc(folder: Path, form: str) -> Path:
    if shutil.which("pandoc") is None:
        pytest.skip("pandoc is not installed")
    (folder / "src.md").write_text(SOURCE, encoding="utf-8")
    made = folder / f"made.{form}"
    target = {"jats": "jats_publishing"}.get(form, form)
    subprocess.run(
        ["pandoc", "-s", "src.md", "-t", target, "-o", made.name],
        cwd=folder,
        capture_output=True,
        timeout=60,
        check=True,
    )
    return made


def office(folder: Path, source: Path, form: str) -> Path:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", form]
    subprocess.run(
        [*command, "--outdir", str(folder / "out"), str(source)], capture_output=True, timeout=120, check=True
    )
    return folder / "out" / f"{source.stem}.{form}"


@pytest.mark.parametrize("form", PANDOC)
def test_pandocs_files(tmp_path: Path, form: str) -> None:
    path = pandoc(tmp_path, form)
    if form == "html":
        pytest.importorskip("trafilatura", reason="the extra 'html' is not installed")
    raw = read_source(path)
    assert raw.format == form
    assert not raw.laid_out
    assert without_title(words(raw.text)) == WORDS
    assert "Каракулино.¹ Её" in raw.text
    assert "земство²," in raw.text
    assert raw.text.endswith("\n\n1 Отчёт управы. Вятка, 1890.\n\n2 Примечание второе, с. 5.\n")
    assert "1890\t12\n" in raw.text
    if form != "rtf":  # pandoc writes none there
        assert raw.metadata is not None
        assert raw.metadata.title == {"ru": "О читальнях Вятского уезда"}
        assert raw.metadata.authors == ["П. П. Лунин", "А. Б. Седова"]


@pytest.mark.parametrize("form", OFFICE)
def test_libreoffices_files(tmp_path: Path, form: str) -> None:
    source = pandoc(tmp_path, "docx" if form == "odt" else "odt")
    if form == "html":
        pytest.importorskip("trafilatura", reason="the extra 'html' is not installed")
    raw = read_source(office(tmp_path, source, form))
    assert raw.format == {"fodt": "odt"}.get(form, form)
    assert without_title(words(raw.text)) == WORDS
    assert "Каракулино.¹ Её" in raw.text
    assert raw.text.endswith("\n\n1 Отчёт управы. Вятка, 1890.\n\n2 Примечание второе, с. 5.\n")


JATS = """<?xml version="1.0"?>
<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Publishing DTD v1.2//EN" "JATS-journalpublishing1.dtd">
<article xml:lang="ru"><front>
<journal-meta><journal-title-group><journal-title>Вятский вестник</journal-title></journal-title-group></journal-meta>
<article-meta><article-id pub-id-type="doi">10.1234/vv.2019.5</article-id>
<title-group><article-title>О читальнях</article-title>
<trans-title-group xml:lang="en"><trans-title>On reading rooms</trans-title></trans-title-group></title-group>
<contrib-group><contrib contrib-type="author"><name><surname>Лунин</surname><given-names>П. П.</given-names></name>
</contrib><contrib contrib-type="author"><name><surname>Седова</surname><given-names>А. Б.</given-names></name>
</contrib></contrib-group><pub-date><day>1</day><month>5</month><year>2019</year></pub-date><volume>7</volume>
<abstract><p>Земство содержало читальню.</p></abstract>
<trans-abstract xml:lang="en"><p>The zemstvo kept a reading room.</p></trans-abstract>
<kwd-group xml:lang="ru"><kwd>земство</kwd><kwd>читальня</kwd></kwd-group>
<kwd-group xml:lang="en"><kwd>zemstvo</kwd></kwd-group></article-meta></front>
<body><sec><title>Введение</title><p>Читальня открылась<xref ref-type="fn" rid="n1">1</xref> рано
[<xref ref-type="bibr" rid="r1">1</xref>].</p></sec></body>
<back><fn-group><fn id="n1"><label>1</label><p>Отчёт управы.</p></fn></fn-group>
<ref-list><title>Литература</title><ref id="r1"><element-citation><person-group><name><surname>Седова</surname>
<given-names>А.</given-names></name></person-group><source>Книги уезда</source><year>1913</year></element-citation>
</ref></ref-list></back></article>"""


def test_jats_with_all_it_carries() -> None:
    raw = read_data(JATS.encode(), Path("a.xml"))
    assert raw.text.split("\n\n") == [
        "О читальнях", "On reading rooms", "Лунин П. П., Седова А. Б.", "Земство содержало читальню.",
        "The zemstvo kept a reading room.", "земство, читальня", "zemstvo", "Введение",
        "Читальня открылась¹ рано [1].", "Литература", "Седова А. Книги уезда 1913", "1 Отчёт управы.\n",
    ]  # fmt: skip
    made = raw.metadata
    assert made is not None
    assert made.title == {"ru": "О читальнях", "en": "On reading rooms"}
    assert made.authors == ["Лунин П. П.", "Седова А. Б."]
    assert (made.journal, made.year, made.doi, made.language) == ("Вятский вестник", 2019, "10.1234/vv.2019.5", "ru")
    assert made.abstract == {"ru": "Земство содержало читальню.", "en": "The zemstvo kept a reading room."}
    assert made.keywords == {"ru": ["земство", "читальня"], "en": ["zemstvo"]}


TEI = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="ru"><teiHeader><fileDesc><titleStmt>
<title>Уездная школа</title><author><persName><forename>Павел</forename><surname>Лунин</surname></persName></author>
</titleStmt><publicationStmt><date when="2020">2020</date></publicationStmt>
<sourceDesc><bibl><date when="1911">1911</date></bibl></sourceDesc></fileDesc></teiHeader>
<text><body><div><head>Действие первое</head><fw type="header">ВЕСТНИК</fw>
<sp><speaker>Фома.</speaker><p>Здравствуй<note place="foot">Шёпотом.</note>, <choice><sic>друк</sic><corr>друг</corr>
</choice>!</p></sp><lg><l>Спит уезд,</l><l>земля молчит.</l></lg><p>Сло<lb break="no"/>во и<lb/>дело.</p>
<p>Город <choice><orig>Вятка</orig></choice>.</p></div></body></text></TEI>"""


def test_tei_with_verse_choices_and_notes() -> None:
    raw = read_data(TEI.encode(), Path("a.xml"))
    assert raw.text.split("\n\n") == [
        "Действие первое", "Фома.", "Здравствуй¹, друг !", "Спит уезд,\nземля молчит.", "Слово и\nдело.",
        "Город Вятка.", "1 Шёпотом.\n",
    ]  # fmt: skip
    assert raw.metadata is not None
    assert (raw.metadata.title, raw.metadata.authors) == ({"ru": "Уездная школа"}, ["Павел Лунин"])
    assert raw.metadata.year == 1911


FB2 = """<?xml version="1.0" encoding="windows-1251"?>
<FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0" xmlns:l="http://www.w3.org/1999/xlink"><description>
<title-info><author><first-name>Павел</first-name><last-name>Лунин</last-name></author>
<book-title>Записки</book-title><lang>ru</lang><annotation><p>О земстве.</p></annotation></title-info>
<publish-info><year>1913</year></publish-info></description>
<body><title><p>Записки</p></title>
<section><p>Школа<a l:href="#n1" type="note">[1]</a> стояла у реки.</p></section></body>
<body name="notes"><title><p>Примечания</p></title>
<section id="n1"><title><p>1</p></title><p>Земская.</p></section></body>
<binary id="i.png" content-type="image/png">AAAA</binary></FictionBook>"""


def test_fictionbook_in_an_old_encoding() -> None:
    raw = read_data(FB2.encode("cp1251"), Path("a.fb2"))
    assert raw.text == "Записки\n\nШкола¹ стояла у реки.\n\n1 Земская.\n"
    assert raw.metadata is not None
    assert (raw.metadata.authors, raw.metadata.year) == (["Павел Лунин"], 1913)
    assert raw.metadata.abstract == {"ru": "О земстве."}


RTF = (
    r"{\rtf1\ansi\ansicpg1251\uc1{\fonttbl{\f0\fcharset204 Times;}{\f1\fcharset2 Symbol;}}"
    r"{\info{\title \'c7\'e0\'ef\'e8\'f1\'ea\'e8}{\author \'cb\'f3\'ed\'e8\'ed; \'d1\'e5\'e4\'ee\'e2\'e0}}"
    r"{\header \'d1\'f2\'f0\'e0\'ed\'e8\'f6\'e0}\f0\pard \u1064?\u1082?\'ee\'eb\'e0{\super\chftn}"
    r"{\*\footnote\pard {\super\chftn} \'c7\'e5\'ec\'f1\'ea\'e0\'ff.} {\v \'f2\'e0\'e9\'ed\'e0 }"
    r"{\deleted \'f1\'f2\'e0\'f0\'ee\'e5 }\'f1\'f2\'ee\'ff\'eb\'e0\~\'f3 \'f0\'e5\'ea\'e8 {\f1 \'61}.\par"
    r"{\field{\*\fldinst HYPERLINK x}{\fldrslt \'f1\'f1\'fb\'eb\'ea\'e0}}\par"
    r"{\shp{\*\shpinst\shpleft0{\sp{\sn a}{\sv b}}{\shptxt \pard \'e2 \'f0\'e0\'ec\'ea\'e5\par}}}"
    r"\'e7\'e0 \'f0\'e0\'ec\'ea\'ee\'e9\par"
    r"\trowd\pard\intbl \'c3\'ee\'e4\cell 1911\cell\row\pard {\pict 89504e47}"
    r"\u-10179?\u-8704? \emdash \'ea\'ee\'ed\'e5\'f6\par}"
)


def test_rich_text_with_all_it_hides() -> None:
    raw = read_data(RTF.encode("ascii"), Path("a.rtf"))
    assert raw.text.split("\n\n") == [
        "Школа¹ стояла\u00a0у реки α.", "ссылка", "за рамкой", "в рамке", "Год\t1911", "😀 —конец", "1 Земская.\n",
    ]  # fmt: skip
    assert raw.metadata is not None
    assert (raw.metadata.title, raw.metadata.authors) == ({"ru": "Записки"}, ["Лунин", "Седова"])


PAGE = """<!DOCTYPE html><html lang="ru"><head><meta charset="{charset}"><title>Вестник: О читальнях</title>
<meta name="citation_title" content="О читальнях"><meta name="citation_author" content="Лунин, П. П.">
<meta name="citation_journal_title" content="Вятский вестник">
<meta name="citation_publication_date" content="2019/05/01">
<meta name="citation_doi" content="https://doi.org/10.1234/vv.5"><meta name="citation_keywords" content="земство; уезд">
<style>p {{ color: red }}</style></head><body><nav><ul><li><a href="/">Главная</a></li><li>О журнале</li></ul></nav>
<div class="content"><h1>О читальнях</h1>
<p>Читальня открылась в уезде в 1911 г., и земство содержало её на свои средства<a href="#n1" id="b1"><sup>1</sup></a>.
Книги присылал склад в Вятке, газеты выписывал учитель, а платил за них сход.</p><h2>Заключение</h2>
<p>Через три года читален стало двенадцать, и в каждой был свой заведующий.<br>Отчёты сохранились.</p>
<table><tr><th>Год</th><th>Школ</th></tr><tr><td>1911</td><td>48</td></tr></table>
<p style="display:none">Скрыто.</p>
<ol><li id="n1">Отчёт управы за 1911 год. <a href="#b1">&uarr;</a></li></ol></div>
<aside>Читайте также: о мостах</aside><footer>Редакция, 2019</footer><script>var x = "код";</script></body></html>"""


FIRST = (
    "Читальня открылась в уезде в 1911 г., и земство содержало её на свои средства¹. Книги присылал склад в Вятке, "
    "газеты выписывал учитель, а платил за них сход."
)


@pytest.mark.parametrize("charset", ["utf-8", "windows-1251", "koi8-r"])
def test_an_article_in_a_page(charset: str) -> None:
    pytest.importorskip("trafilatura", reason="the extra 'html' is not installed")
    data = PAGE.format(charset=charset).encode(charset)
    raw = read_data(data, Path("a.html"))
    assert raw.text.split("\n\n") == [
        "О читальнях",
        FIRST,
        "Заключение",
        "Через три года читален стало двенадцать, и в каждой был свой заведующий.\nОтчёты сохранились.",
        "Год\tШкол", "1911\t48", "1 Отчёт управы за 1911 год.\n",
    ]  # fmt: skip
    made = raw.metadata
    assert made is not None
    assert (made.journal, made.year, made.doi) == ("Вятский вестник", 2019, "10.1234/vv.5")
    assert made.keywords == {"ru": ["земство", "уезд"]}


def test_the_whole_page() -> None:
    pytest.importorskip("trafilatura", reason="the extra 'html' is not installed")
    text = read_data(PAGE.format(charset="utf-8").encode(), Path("a.html"), whole_page=True).text
    for shown in ("Главная", "О журнале", "Читайте также: о мостах", "Редакция, 2019"):
        assert shown in text
    for unseen in ("color", "код", "Скрыто"):
        assert unseen not in text


def test_a_table_that_lays_a_page_out_is_none() -> None:
    pytest.importorskip("trafilatura", reason="the extra 'html' is not installed")
    cell = "<p>Первый абзац.</p><p>Второй абзац.</p><p>Третий абзац.</p>"
    page = f"<html><body><table><tr><td>Меню</td><td>{cell}</td></tr></table></body></html>"
    text = read_data(page.encode(), Path("a.html"), whole_page=True).text
    assert text == "Меню\n\nПервый абзац.\n\nВторой абзац.\n\nТретий абзац.\n"


@pytest.mark.parametrize(
    "around", ["<div>{}</div>", "<table><tr><td><a href='/'>О нас</a></td><td>{}</td></tr></table>"]
)
def test_blank_lines_in_a_cell_part_paragraphs(around: str) -> None:
    texts = [f"Читальня номер {n} открылась в уезде рано утром, и книги в ней выдавали до вечера." for n in range(9)]
    page = around.format("<center>Земство</center><br>" + "<br><br>".join(texts))
    raw = read_data(f"<html><body>{page}</body></html>".encode(), Path("a.html"))
    assert raw.text.strip().split("\n\n") == ["Земство", *texts]


def zipped(**members: str | bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return stream.getvalue()


def epub(chapter: str, *, second: str = "<html><body><p>Конец.</p></body></html>") -> bytes:
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<dc:title>Записки</dc:title><dc:creator>Лунин</dc:creator><dc:language>ru</dc:language></metadata><manifest>"
        '<item id="a" href="a%20b.xhtml"/><item id="b" href="b.xhtml"/></manifest>'
        '<spine><itemref idref="b"/><itemref idref="a"/></spine></package>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", '<c><rootfiles><rootfile full-path="O/c.opf"/></rootfiles></c>')
        archive.writestr("O/c.opf", package)
        archive.writestr("O/a b.xhtml", chapter)
        archive.writestr("O/b.xhtml", second)
    return stream.getvalue()


def test_epub_in_the_order_of_its_spine_with_notes_across_files() -> None:
    mark = '<a href="a%20b.xhtml#n1" id="m1">1</a>'
    first = f"<html><body><p>Школа{mark} у&nbsp;реки.</p></body></html>"
    note = '<aside id="n1"><p><a href="b.xhtml#m1">1</a> Земская.</p></aside>'
    second = f"<!DOCTYPE html><html><body><p>Конец.</p>{note}</body></html>"
    raw = read_data(epub(second, second=first), Path("a.epub"))
    assert raw.text == "Школа¹ у\u00a0реки.\n\nКонец.\n\n1 Земская.\n"
    assert raw.metadata is not None
    assert (raw.metadata.title, raw.metadata.authors) == ({"ru": "Записки"}, ["Лунин"])


XML = {
    "jats": JATS,
    "tei": TEI,
    "fb2": FB2.replace("windows-1251", "utf-8"),
    "odt": (
        '<office:document xmlns:office="o" xmlns:text="t"><office:body><office:text><text:p>Школа<text:note>'
        "<text:note-citation>1</text:note-citation><text:note-body><text:p>Земская.</text:p></text:note-body></text:note>"
        " у<text:s/><text:s/>реки.</text:p></office:text></office:body></office:document>"
    ),
}


@pytest.mark.parametrize(
    ("mark", "note"),
    [
        ("<a epub:type='noteref' href='#n'>1</a>", "<aside epub:type='footnote' id='n'><p>1. Отчёт.</p></aside>"),
        ("<a role='doc-noteref' href='#n'>1</a>", "<div role='doc-endnote' id='n'>1 Отчёт.</div>"),
    ],
)
def test_notes_without_a_link_back_are_known_by_their_types(mark: str, note: str) -> None:
    chapter = f"<html xmlns:epub='http://www.idpf.org/2007/ops'><body><p>Слово.{mark} Речь.</p>{note}</body></html>"
    book = epub("<html><body><p>Конец.</p></body></html>", second=chapter)
    assert read_data(book, Path("a.epub")).text == "Слово.¹ Речь.\n\nКонец.\n\n1 Отчёт.\n"


@pytest.mark.parametrize("letter", ["\x18", "&#24;", "\ufffe"])
def test_what_no_tree_takes_is_left_out_of_a_note(letter: str) -> None:
    pytest.importorskip("trafilatura", reason="trafilatura is not installed")
    mark, note = "<a role='doc-noteref' href='#n'>1</a>", f"<p role='doc-footnote' id='n'>1. Отчёт{letter}.</p>"
    page = f"<html><body><p>Слово.{mark} Речь.</p>{note}</body></html>"
    assert read_data(page.encode(), Path("a.html")).text == "Слово.¹ Речь.\n\n1 Отчёт.\n"


@pytest.mark.parametrize(
    "text",
    [
        '<p>Школа<note xml:id="a">см. <ref target="#a">сюда</ref></note>.</p>',
        '<p>Школа.</p><note xml:id="a">А <ref target="#b"/></note><note xml:id="b">Б <ref target="#a"/></note>',
        '<p>Школа<ref target="#a"><seg><note xml:id="a">внутри</note></seg></ref>.</p>',
    ],
    ids=["in itself", "in each other", "in its mark"],
)
def test_notes_that_lead_to_themselves_end(text: str) -> None:
    data = f"<TEI><text><body>{text}</body></text></TEI>".encode()
    assert read_data(data, Path("a.xml")).text.startswith("Школа")


def test_a_page_with_control_characters() -> None:
    pytest.importorskip("trafilatura", reason="the extra 'html' is not installed")
    page = '<html><body><p>Школа<a href="#n" id="m">1</a>\x01 у реки.</p><p id="n"><a href="#m">1</a>\x02 Земская.</p>'
    text = read_data(page.encode(), Path("a.html"), whole_page=True).text
    assert re.findall(r"\w+", text.replace("¹", "")) == ["Школа", "у", "реки", "1", "Земская"]


def test_a_flat_opendocument_text() -> None:
    assert read_data(XML["odt"].encode(), Path("a.fodt")).text == "Школа¹ у реки.\n\n1 Земская.\n"


@pytest.mark.parametrize("name", XML)
def test_entities_are_refused(name: str) -> None:
    plain = re.sub(r"<\?xml.*?\?>|<!DOCTYPE.*?>", "", XML[name], flags=re.DOTALL)
    with pytest.raises(InputError, match="declares entities"):
        read_data((BOMB + plain).encode(), Path("a.xml"))


@pytest.mark.parametrize("name", XML)
def test_a_file_that_breaks_off_is_one_sentence(name: str) -> None:
    data = XML[name].encode()
    for length in range(len(data) // 2, len(data) - 3, len(data) // 9):
        with pytest.raises(InputError, match=r"^a\.xml: .*damaged"):
            read_data(data[:length], Path("a.xml"))


@pytest.mark.parametrize(
    ("opening", "closing", "around"),
    [
        ("<p>", "</p>", "<TEI><text><body>{}</body></text></TEI>"),
        ("<section>", "</section>", "<FictionBook><body>{}</body></FictionBook>"),
        ("<sec>", "</sec>", "<article><front><article-meta/></front><body>{}</body></article>"),
        ("<table-cell>", "</table-cell>", "<document><body><text>{}</text></body></document>"),
        ("{", "}", "{{\\rtf1 {} }}"),
        ("{\\footnote ", "}", "{{\\rtf1 {} }}"),
    ],
    ids=["tei", "fb2", "jats", "odt", "rtf", "rtf notes"],
)
def test_deep_nesting_is_read(opening: str, closing: str, around: str) -> None:
    data = around.format(opening * 20_000 + "Riga." + closing * 20_000).encode()
    assert "Riga." in read_data(data, Path("a.xml")).text


def test_deep_pages_are_read() -> None:
    pytest.importorskip("trafilatura", reason="the extra 'html' is not installed")
    for depth, whole in ((200, True), (200, False)):
        data = ("<html><body>" + "<div>" * depth + "Рига." + "</div>" * depth).encode()
        assert read_data(data, Path("a.html"), whole_page=whole).text == "Рига.\n"
    with pytest.raises(InputError, match="nested too deep"):
        read_data(b"<html><body>" + b"<div>" * 9_000 + b"Riga.", Path("a.html"))


@pytest.mark.parametrize("reader", [one for one in readers() if one.suffixes], ids=lambda one: one.name)
@pytest.mark.parametrize("content", [b"", b"\n \n", b"PK\x03\x04" + bytes(range(256)), b"<a><b>"])
def test_a_wrong_or_empty_file_is_one_sentence(reader: object, content: bytes, tmp_path: Path) -> None:
    if reader.name == "txt" and content == b"<a><b>":  # type: ignore[attr-defined]
        pytest.skip("it is a text")
    path = tmp_path / f"file{reader.suffixes[0]}"  # type: ignore[attr-defined]
    path.write_bytes(content)
    with pytest.raises(LetopisError, match=f"^{re.escape(str(path))}: [^\n]+$"):
        read_source(path)


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "a.doc", "old Word file (.doc)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "a.docx", "encrypted"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "a.xls", "a spreadsheet"),
        (
            "<?xml version='1.0'?><!-- a --><opml>Рига</opml>".encode(),
            "a.xml",
            "XML of a kind that is not known here (<opml>)",
        ),
        (b"AT&TFORM\x00\x00\x00\x00DJVM", "a.djvu", "a DjVu file"),
        (b"\x1f\x8b\x08", "a.txt.gz", "a compressed file; unpack it first"),
        (b"Rar!\x1a\x07", "a.rar", "a compressed file; unpack it first"),
        (b"\x89PNG\r\n\x1a\n", "a.png", "a picture; give --ocr"),
        (b"\xff\xd8\xff\xe0", "a.jpg", "a picture; give --ocr"),
        (zipped(ppt__presentation_dot_xml="<p/>"), "a.pptx", "a presentation"),
        (zipped(xl__workbook_dot_xml="<p/>"), "a.xlsx", "a spreadsheet"),
        (zipped(a_dot_jpg=b"\xff\xd8"), "a.zip", "holds no article"),
        (zipped(a_dot_txt="Рига.", b_dot_txt="Баку."), "a.zip", "holds 2 articles; name one of them: a.zip/a.txt"),
        (zipped(a_dot_zip=zipped(a_dot_txt="Рига.")), "a.zip", "holds an archive"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(data: bytes, name: str, said: str) -> None:
    with pytest.raises(InputError, match=re.escape(said)):
        read_data(data, Path(name))


@pytest.mark.parametrize("address", ["https://example.org/a.pdf", "http://example.org", "ftp://example.org/a"])
def test_an_address_is_no_file(address: str) -> None:
    with pytest.raises(InputError, match=f"^{re.escape(address)}: is an address"):
        read_source(Path(address))


def test_names_of_formats_are_there_once() -> None:
    assert len(set(suffixes())) == len(suffixes())
    assert len(readers_for(".xml")) == 2
    assert len({reader.name for reader in readers()}) == len(readers())
    assert [reader.name for reader in readers() if reader.laid_out] == ["pdf", "picture", "txt"]


@pytest.mark.parametrize(
    ("text", "doi", "udc"),
    [
        ("УДК 94(470.342)\n\nО читальнях\n", None, "94(470.342)"),
        ("DOI: 10.1234/vv.2019.5\nУДК: 327+341.1\nО читальнях\n", "10.1234/vv.2019.5", "327+341.1"),
        ("https://doi.org/10.1234/abc\nО читальнях\n", "10.1234/abc", None),
        ("О читальнях. См. DOI 10.1234/abc и УДК 94.\n", None, None),  # no line of its own
        ("О читальнях\n" * 60 + "DOI 10.1234/abc\n", None, None),  # in the references
        ("DOI 10.1234/abc\nDOI 10.1234/xyz\nО читальнях\n", None, None),  # which one?
    ],
)
def test_plain_text_says_only_what_is_certain(text: str, doi: str | None, udc: str | None) -> None:
    made = read_data(text.encode(), Path("a.txt")).metadata
    assert (made.doi if made else None, made.udc if made else None) == (doi, udc)
