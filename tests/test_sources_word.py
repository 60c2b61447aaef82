"""What a Word file holds beside paragraphs, and where each of it stands in the raw text."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from letopis.cleaning.clean import clean_source
from letopis.errors import InputError
from letopis.sources import read_data
from letopis.sources.reader import RawText

W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
STRICT = W.replace("http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/w")


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def part(name: str, content: str, names: str = W) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{name} {names}>{content}</w:{name}>'


def word(*content: str, names: str = W, place: str = "word/document.xml", **parts: str) -> RawText:
    """Read a Word file of this content, made by hand; the others of its parts by name."""
    stream = io.BytesIO()
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("_rels/.rels", f'<R><Relationship Id="a" Type="{office}" Target="/{place}"/></R>')
        archive.writestr(place, part("document", f"<w:body>{''.join(content)}</w:body>", names))
        for name, text in parts.items():
            archive.writestr(f"word/{name}.xml", part(name, text))
    return read_data(stream.getvalue(), Path("a.docx"))


def field(instruction: str, result: str) -> str:
    marks = ["begin", "separate", "end"]
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{mark}"/></w:r>' for mark in marks)
    return f"{begin}<w:r><w:instrText>{instruction}</w:instrText></w:r>{separate}{result}{end}"


def cell(*runs: str) -> str:
    return f"<w:tc>{paragraph(*runs)}</w:tc>"


def table(rows: list[tuple[str, str]]) -> str:
    """A table of one column; each row with its properties."""
    return "<w:tbl>" + "".join(f"<w:tr>{said}{cell(run(text))}</w:tr>" for text, said in rows) + "</w:tbl>"


YEARS = [("1911", ""), ("1912", "")]
LINK = f"<w:hyperlink>{run('Ссылка')}</w:hyperlink>"
BOX = f"<wps:txbx><w:txbxContent>{paragraph(run('В рамке.'))}</w:txbxContent></wps:txbx>"
NOTE = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
CASES = {
    "tracked changes": (
        paragraph(run("Договор "), f"<w:ins>{run('подписан')}</w:ins>", f"<w:del>{run('сорван')}</w:del>", run(".")),
        "Договор подписан.",
    ),
    "moved text": (
        paragraph(f"<w:moveFrom>{run('Было. ')}</w:moveFrom>", run("Стало. "), f"<w:moveTo>{run('Было.')}</w:moveTo>"),
        "Стало. Было.",
    ),
    "a deleted paragraph's end": (
        paragraph(run("Школа стояла "), properties="<w:rPr><w:del/></w:rPr>") + paragraph(run("у реки.")),
        "Школа стояла у реки.",
    ),
    "a deleted row": (
        table([("нет", "<w:trPr><w:del/></w:trPr>"), ("да", "")]),
        "да",
    ),
    "a nested table": (
        f"<w:tbl><w:tr>{cell(run('Год'))}<w:tc>{table(YEARS)}{paragraph()}</w:tc></w:tr></w:tbl>",
        "Год\t1911 1912",
    ),
    "hidden text": (paragraph(run("Вид"), run("тайно", "<w:vanish/>"), run("но.", '<w:vanish w:val="0"/>')), "Видно."),
    "a field": (paragraph(run("См. "), field("REF a", run("рис. 2")), run(".")), "См. рис. 2."),
    "a field in a field's instruction": (
        paragraph(field(f"IF {field('PAGE', run('7'))} = 1", run("первая"))),
        "первая",
    ),
    "a simple field": (paragraph(f'<w:fldSimple w:instr="DATE">{run("1 мая")}</w:fldSimple>'), "1 мая"),
    "a symbol": (
        paragraph(run("альфа "), '<w:r><w:sym w:font="Symbol" w:char="F061"/></w:r>', run(" \uf0ae бета")),
        "альфа α → бета",
    ),
    "a formula": (
        paragraph(
            run("где "),
            "<m:oMath><m:f><m:num><m:r><m:t>x</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>"
            "<m:d><m:e><m:sSup><m:e><m:r><m:t>y</m:t></m:r></m:e><m:sup><m:r><m:t>3</m:t></m:r></m:sup></m:sSup></m:e>"
            "</m:d></m:oMath>",
            run(" мало."),
        ),
        "где x/2(y³) мало.",
    ),
    "a text box once, after its paragraph": (
        paragraph(
            run("До "),
            f"<w:r><mc:AlternateContent><mc:Choice>{BOX}</mc:Choice><mc:Fallback>{BOX}</mc:Fallback>"
            "</mc:AlternateContent></w:r>",
            run("рамки."),
        )
        + paragraph(run("Далее.")),
        "До рамки.\n\nВ рамке.\n\nДалее.",
    ),
    "marks": (
        paragraph(run("из"), "<w:r><w:noBreakHyphen/></w:r>", run("за"), "<w:r><w:tab/></w:r>", run("чего")),
        "из\u2011за\tчего",
    ),
    "a break": (paragraph(run("Строка"), "<w:r><w:br/></w:r>", run("и строка")), "Строка\nи строка"),
    "a raised mark of an institute": (
        paragraph(run("a", '<w:vertAlign w:val="superscript"/>'), run("Институт, 5 м"))
        + paragraph(run("2", '<w:vertAlign w:val="superscript"/>'), run(" Школа")),
        "a Институт, 5 м\n\n² Школа",
    ),
    "inside controls and links": (
        f"<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent>{paragraph(LINK)}</w:sdtContent></w:sdt>",
        "Ссылка",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_where_it_stands(case: str) -> None:
    content, text = CASES[case]
    assert word(content).text == f"{text}\n"


@pytest.mark.parametrize("case", ["tracked changes", "a nested table", "hidden text", "a field"])
def test_the_strict_form_is_read_alike(case: str) -> None:
    content, text = CASES[case]
    assert word(content, names=STRICT, place="word/document2.xml").text == f"{text}\n"


def test_notes_leave_their_marks_and_stand_at_the_end() -> None:
    content = paragraph(
        run("Школа"), NOTE.format(2), run(" и читальня"), '<w:r><w:endnoteReference w:id="1"/></w:r>', run(".")
    )
    deleted = paragraph(run("Конец."), f"<w:del>{NOTE.format(3)}</w:del>")
    notes = "".join(
        f'<w:footnote w:id="{n}"{kind}>{paragraph("<w:r><w:footnoteRef/></w:r>", run(text))}</w:footnote>'
        for n, kind, text in ((0, ' w:type="separator"', "—"), (2, "", " Земская."), (3, "", " Снята."))
    )
    ends = f'<w:endnote w:id="1">{paragraph(run("Отчёт,"))}{paragraph(run("с. 5."))}</w:endnote>'
    raw = word(content, deleted, footnotes=notes, endnotes=ends)
    assert raw.text == "Школа¹ и читальня².\n\nКонец.\n\n1 Земская.\n\n2 Отчёт, с. 5.\n"
    assert clean_source(raw)[0].startswith("Школа и читальня.\n\nКонец.")


def test_comments_are_left_out_with_a_warning() -> None:
    content = paragraph(run("Школа."), '<w:r><w:commentReference w:id="0"/></w:r>')
    raw = word(content, comments=f'<w:comment w:id="0">{paragraph(run("Какая?"))}</w:comment>')
    assert (raw.text, raw.warnings) == ("Школа.\n", ("a.docx: 1 comment left out",))


LEVELS = [("decimal", "%1."), ("decimal", "%1.%2."), ("russianLower", "%3)")]
NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    + "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for n, (form, text) in enumerate(LEVELS)
    )
    + '</w:abstractNum><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/>'
    '<w:lvlText w:val="\uf0b7"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/>'
    "</w:lvlOverride></w:num>"
)


def item(text: str, depth: int, number: int = 1) -> str:
    return paragraph(run(text), properties=f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')


def test_lists_are_numbered_as_word_shows_them() -> None:
    items = [
        ("Школы", 0),
        ("Земские", 1),
        ("Вятка", 2),
        ("Глазов", 2),
        ("Церковные", 1),
        ("Слобода", 2),
        ("Читальни", 0),
    ]
    content = "".join(item(*one) for one in items)
    text = word(content, item("Отметка", 0, 2), item("Заново", 0, 3), item("Далее", 0, 1), numbering=NUMBERING).text
    assert text.split("\n\n") == [
        "1. Школы", "1.1. Земские", "а) Вятка", "б) Глазов", "1.2. Церковные", "а) Слобода", "2. Читальни",
        "• Отметка", "5. Заново", "6. Далее\n",
    ]  # fmt: skip


def test_headings_are_numbered_by_their_style() -> None:
    styles = (
        '<w:style w:styleId="H"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="HH"><w:basedOn w:val="H"/></w:style>'
        '<w:style w:styleId="S"><w:rPr><w:vanish/></w:rPr></w:style>'
    )
    heads = "".join(paragraph(run(text), properties='<w:pStyle w:val="HH"/>') for text in ("Введение", "", "Выводы"))
    hidden = paragraph(run("Видно"), run("тайно", '<w:rStyle w:val="S"/>'))
    plain = paragraph(run("Без номера"), properties='<w:pStyle w:val="HH"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    text = word(heads, hidden, plain, numbering=NUMBERING, styles=styles).text
    assert text == "1. Введение\n\n3. Выводы\n\nВидно\n\nБез номера\n"


def test_what_the_file_says_of_itself() -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.add_paragraph("УДК 94(470)")
    document.add_paragraph("О читальнях")
    said = document.core_properties
    said.title, said.author, said.keywords, said.language = (
        "О читальнях",
        "Лунин П. П.; Седова А. Б.",
        "школа, уезд",
        "ru-RU",
    )
    stream = io.BytesIO()
    document.save(stream)
    made = read_data(stream.getvalue(), Path("a.docx")).metadata
    assert made is not None
    assert (made.title, made.authors) == ({"ru": "О читальнях"}, ["Лунин П. П.", "Седова А. Б."])
    assert (made.keywords, made.language, made.udc) == ({"ru": ["школа", "уезд"]}, "ru", "94(470)")


TITLE = "Исследование читален и школ уезда в годы перед войной и в первые её месяцы по отчётам управы"


def test_paragraphs_stay_apart() -> None:
    parts = [TITLE, "Лунин Пётр Павлович", "преподаватель истории", "Земство содержало школы."]
    assert clean_source(word(*(paragraph(run(text)) for text in parts)))[0].split("\n\n") == parts


def test_lines_that_were_copied_as_paragraphs_are_joined() -> None:
    lines = [
        "Школы и читальни уезда",
        "содержало земство, а книги",
        "присылал склад, который",
        "был в Вятке. Учи-",
        "теля",
    ]
    lines += ["получали жалованье из", "казны, и платили им", "вовремя.", "Отчёты хранились в", "управе."]
    assert clean_source(word(*(paragraph(run(text)) for text in lines)))[0] == (
        "Школы и читальни уезда содержало земство, а книги присылал склад, который был в Вятке. Учителя получали "
        "жалованье из казны, и платили им вовремя.\n\nОтчёты хранились в управе."
    )


def test_a_file_without_body_is_damaged() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", part("document", ""))
    with pytest.raises(InputError, match="damaged"):
        read_data(stream.getvalue(), Path("a.docx"))
