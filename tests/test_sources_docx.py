"""Word files made here: paragraphs, tables, notes, tracked changes, and what must be refused."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from letopis.cleaning import clean_source
from letopis.cleaning.sections import find_sections
from letopis.errors import InputError
from letopis.sources import read_source
from word_files import packed

docx = pytest.importorskip("docx")

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
FOOTNOTES = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:footnotes {W}><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:id="1"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t> Отчёт управы. Вятка, 1890.</w:t></w:r>
</w:p></w:footnote></w:footnotes>"""


@pytest.mark.parametrize(("place", "expected"), [("drop", "Читальня открылась."), (None, "Ч\n\nитальня открылась.")])
def test_an_initial_in_a_frame_belongs_to_its_paragraph(place: str | None, expected: str, tmp_path: Path) -> None:
    document = docx.Document()
    initial = document.add_paragraph("Ч")
    document.add_paragraph("итальня открылась.")
    frame = docx.oxml.parse_xml(f"<w:framePr {W} {f'w:dropCap={chr(34)}{place}{chr(34)}' if place else ''}/>")
    initial._p.get_or_add_pPr().append(frame)
    document.save(str(tmp_path / "a.docx"))
    assert read_source(tmp_path / "a.docx").text.strip() == expected


def test_paragraphs_and_tables_in_order(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Первый абзац статьи.")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip([c for r in table.rows for c in r.cells], ["Год", "Школ", "1890", "12"], strict=True):
        cell.text = text
    document.add_paragraph("Второй абзац.")
    document.sections[0].header.paragraphs[0].text = "Бегущая строка"
    path = tmp_path / "a.docx"
    document.save(str(path))
    raw = read_source(path)
    clean, _ = clean_source(raw)
    assert clean.split("\n\n") == ["Первый абзац статьи.", "Год\tШкол", "1890\t12", "Второй абзац."]
    assert (raw.format, raw.encoding, raw.pages) == ("docx", None, ())


@pytest.mark.parametrize(
    "paragraphs",
    [
        ["Министерство просвещения области", "Доклад", "по курсу земского права:", "Устав читален 1897 года", "2019",
         "Введение", "Стороны подписали устав в Вятке."],
        ["сборник трудов уездного института", "Протокол о межевании", "Орловой Нины Карповны", "преподаватель истории",
         "Мельник О. И.", "Город", "Стороны подписали протокол."],
        ["Том 4. № 2. 2019", "В уезде открыли", "12", "читален и восемь школ."],
    ],
)  # fmt: skip
def test_a_word_file_has_no_page_furniture(tmp_path: Path, paragraphs: list[str]) -> None:
    """Titles, authors and years stood between two halves of nothing, and were lost as running heads."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    path = tmp_path / "title.docx"
    document.save(str(path))
    clean, offsets = clean_source(read_source(path))
    assert clean.split() == " ".join(paragraphs).split()
    assert not any("dropped" in edit.kind for edit in offsets.edits)


def test_footnotes_stand_at_the_end(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("О читальнях уезда")
    run = document.add_paragraph("Читальня открылась рано. Её содержало земство.").add_run()
    run._r.append(docx.oxml.parse_xml(f'<w:footnoteReference {W} w:id="1"/>'))
    data = packed(document, {"word/footnotes.xml": FOOTNOTES})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        types = archive.read("[Content_Types].xml").decode()
        rels = archive.read("word/_rels/document.xml.rels").decode()
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    extra = {
        "word/footnotes.xml": FOOTNOTES,
        "[Content_Types].xml": types.replace(
            "</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'
        ),
        "word/_rels/document.xml.rels": rels.replace(
            "</Relationships>", f'<Relationship Id="rId99" Type="{relation}" Target="footnotes.xml"/></Relationships>'
        ),
    }
    path = tmp_path / "notes.docx"
    path.write_bytes(packed(document, extra))
    clean, _ = clean_source(read_source(path))
    assert clean.split("\n\n")[-1] == "1 Отчёт управы. Вятка, 1890."
    assert [section.kind for section in find_sections(clean)] == ["title", "body", "footnotes"]


def test_deleted_text_is_left_out(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Договор ")
    xml = (
        f'<w:p {W}><w:ins w:id="1" w:author="a"><w:r><w:t>подписан</w:t></w:r></w:ins><w:del w:id="2" w:author="a">'
        "<w:r><w:delText>сорван</w:delText></w:r></w:del></w:p>"
    )
    from docx.oxml import parse_xml

    for child in list(parse_xml(xml)):
        paragraph._p.append(child)
    path = tmp_path / "changes.docx"
    document.save(str(path))
    assert read_source(path).text == "Договор подписан\n"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('<!DOCTYPE x [<!ENTITY a "b">]><x/>', "declares entities"),
        ("<x>" + " " * 50_000_000 + "</x>", "unpack to more"),
        ("<broken", "damaged"),
    ],
)
def test_dangerous_and_damaged_parts_are_refused(tmp_path: Path, content: str, reason: str) -> None:
    path = tmp_path / "bad.docx"
    path.write_bytes(packed(docx.Document(), {"word/document.xml": content}))
    with pytest.raises(InputError, match=reason):
        read_source(path)


def test_other_archives_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("text.txt", "слово")
    with pytest.raises(InputError, match="is no DOCX file"):
        read_source(path)


def test_empty_document(tmp_path: Path) -> None:
    path = tmp_path / "empty.docx"
    docx.Document().save(str(path))
    with pytest.raises(InputError, match="holds no text"):
        read_source(path)
