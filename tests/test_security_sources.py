"""Word, PDF and text files from outside: none expands without bound, reads other files, or grows past the limits."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest

from hostile_xml import BOMB
from letopis.errors import InputError
from letopis.sources import limits, read_data, read_source
from word_files import packed

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SECRET = "служебная тайна"


def docx_bytes(document: str | bytes | None = None, **parts: str | bytes) -> bytes:
    """A Word file with its main part, or others, put in by hand."""
    docx = pytest.importorskip("docx", reason="the extra 'docx' is not installed")
    plain = docx.Document()
    plain.add_paragraph("Рига.")
    given = {name.replace("__", "/"): content for name, content in parts.items()}
    if document is not None:
        given["word/document.xml"] = document
    return packed(plain, given)


def body(content: str, prolog: str = "") -> str:
    paragraph = f"<w:p><w:r><w:t>{content}</w:t></w:r></w:p>"
    return f'<?xml version="1.0"?>{prolog}<w:document {W}><w:body>{paragraph}</w:body></w:document>'


@pytest.mark.parametrize(
    "document",
    [
        body("&a11;", BOMB),
        body("&a11;", BOMB).replace('"1.0"', '"1.0" encoding="UTF-16"').encode("utf-16"),
        body("&a11;", f"<!--{' ' * 5000}-->{BOMB}"),
        body("&x;", '<!DOCTYPE x [<!ENTITY x SYSTEM "file://{secret}">]>'),
        body("&x;", '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'),
    ],
    ids=["billion laughs", "in UTF-16", "behind a comment", "external entity", "external type"],
)
def test_word_files_with_entities(tmp_path: Path, document: str | bytes) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET, encoding="utf-8")
    if isinstance(document, str):
        document = document.replace("{secret}", str(secret))
    with pytest.raises(InputError, match=r"declares entities|undefined entity"):
        read_data(docx_bytes(document), Path("a.docx"))


def test_entities_under_another_name_are_not_followed(tmp_path: Path) -> None:
    """A part that is called a picture is not looked through, so the parser itself must not follow anything."""
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET, encoding="utf-8")
    package, office = "http://schemas.openxmlformats.org/package/2006", "application/vnd.openxmlformats-"
    types = (
        f'<?xml version="1.0"?><Types xmlns="{package}/content-types">'
        f'<Default Extension="rels" ContentType="{office}package.relationships+xml"/>'
        f'<Override PartName="/word/a.svg" ContentType="{office}officedocument.wordprocessingml.document.main+xml"/>'
        "</Types>"
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    rels = (
        f'<?xml version="1.0"?><Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{kind}" Target="word/a.svg"/></Relationships>'
    )
    for prolog in (BOMB, f'<!DOCTYPE x [<!ENTITY a11 SYSTEM "file://{secret}">]>'):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr("[Content_Types].xml", types)
            archive.writestr("_rels/.rels", rels)
            archive.writestr("word/a.svg", body("Рига &a11;.", prolog))
        try:
            text = read_data(stream.getvalue(), Path("a.docx")).text
        except InputError:
            continue
        assert len(text) < 100
        assert SECRET not in text


def test_an_embedded_picture_may_have_a_document_type() -> None:
    picture = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/x.dtd"><svg/>'
    data = docx_bytes(**{"word__media__a.svg": picture})
    assert read_data(data, Path("a.docx")).text.strip() == "Рига."


def test_word_files_that_unpack_to_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    zeros = zipfile.ZipFile(stream := io.BytesIO(), "w", zipfile.ZIP_DEFLATED)
    with zeros:
        zeros.writestr("word/document.xml", b"0" * 3_000_000)
    with pytest.raises(InputError, match="unpack to more than it should"):
        read_data(stream.getvalue(), Path("a.docx"))
    from letopis.sources import limits, trees

    monkeypatch.setattr(trees, "LARGEST_XML", 1_000)
    with pytest.raises(InputError, match="too much text"):
        read_data(docx_bytes(), Path("a.docx"))
    monkeypatch.setattr(limits, "LARGEST_UNPACKED", 1_000)
    with pytest.raises(InputError, match="unpack to more than it should"):
        read_data(docx_bytes(), Path("a.docx"))
    monkeypatch.setattr(limits, "MOST_PARTS", 5)
    with pytest.raises(InputError, match="more than 5 parts"):
        read_data(docx_bytes(), Path("a.docx"))


def test_an_archive_that_lies_about_its_sizes() -> None:
    data = bytearray(docx_bytes(body("Рига." * 10_000)))
    place = data.find(b"PK\x01\x02")
    while place >= 0:  # each entry of the list of parts says that its part has ten bytes
        data[place + 24 : place + 28] = (10).to_bytes(4, "little")
        place = data.find(b"PK\x01\x02", place + 4)
    with pytest.raises(InputError, match="damaged"):
        read_data(bytes(data), Path("a.docx"))


def test_deeply_nested_word_files() -> None:
    inner = "<w:p><w:r><w:t>Рига.</w:t></w:r></w:p>"
    deep = "<w:ins>" * 50_000 + inner + "</w:ins>" * 50_000
    data = docx_bytes(f'<?xml version="1.0"?><w:document {W}><w:body>{deep}</w:body></w:document>')
    assert read_data(data, Path("a.docx")).text == "Рига.\n"


def pdf_bytes(content: bytes, pages: int = 1) -> bytes:
    """A PDF whose pages all show one packed stream."""
    packed = zlib.compress(content, 9)
    font = b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 3 0 R /Resources %s >>" % font
    kids = b" ".join(b"%d 0 R" % (number + 4) for number in range(pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, pages),
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed),
        *[page] * pages,
    ]
    out, places = b"%PDF-1.4\n", []
    for number, content_of in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content_of)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(places) + 1, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1) + table + end


def test_pdfs_are_bounded_in_pages_and_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pypdfium2", reason="the extra 'pdf' is not installed")
    from letopis.sources.readers import pdf

    monkeypatch.setattr(pdf, "MOST_PAGES", 20)
    shown = b"BT /F1 12 Tf 10 700 Td (The treaty.) Tj ET"
    assert "The treaty." in read_data(pdf_bytes(shown, 20), Path("a.pdf")).text
    with pytest.raises(InputError, match=r"has 21 pages, more than 20; cut it into articles"):
        read_data(pdf_bytes(shown, 21), Path("a.pdf"))
    monkeypatch.setattr(pdf, "MOST_GLYPHS", 100)
    with pytest.raises(InputError, match="million characters; cut it into articles"):
        read_data(pdf_bytes(shown, 20), Path("a.pdf"))


BOUNDED = """
import sys
from pathlib import Path
from letopis.sources import limits, read_data

limits.PAGE_MEMORY = 100_000_000
limits.bound_page_memory()
with limits.page_memory():
    try:
        bytes(200_000_000)
    except MemoryError:
        print("bounded", flush=True)
bytes(200_000_000)
print(len(read_data(Path(sys.argv[1]).read_bytes(), Path("a.pdf")).text), flush=True)
"""


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="this system knows no such bound")
def test_a_page_that_takes_too_much_memory_ends_its_worker_alone(tmp_path: Path) -> None:
    pytest.importorskip("pypdfium2", reason="the extra 'pdf' is not installed")
    small, large = tmp_path / "small.pdf", tmp_path / "large.pdf"
    small.write_bytes(pdf_bytes(b"BT /F1 12 Tf 10 700 Td (The treaty.) Tj ET"))
    large.write_bytes(pdf_bytes(b"BT /F1 12 Tf 10 700 Td " + (b"(" + b"a" * 50 + b") Tj ") * 40_000 + b"ET"))
    read, ended = (
        subprocess.run([sys.executable, "-c", BOUNDED, str(path)], capture_output=True, text=True, check=False)
        for path in (small, large)
    )
    assert (read.returncode, read.stdout.split()) == (0, ["bounded", "12"])
    assert ended.returncode < 0, ended.stderr
    assert ended.stdout.split() == ["bounded"]


def test_a_damaged_page_is_left_out_with_a_warning() -> None:
    pytest.importorskip("pypdfium2", reason="the extra 'pdf' is not installed")
    data = pdf_bytes(b"BT /F1 12 Tf 10 700 Td (The treaty.) Tj ET", 3)
    raw = read_data(data.replace(b"5 0 R", b"99 0 R"), Path("a.pdf"))
    assert raw.text.count("The treaty.") == 2
    assert raw.warnings == ("a.pdf: page 2 is damaged and was left out",)
    for number in (b"4 0 R", b"5 0 R", b"6 0 R"):
        data = data.replace(number, b"99 0 R")
    with pytest.raises(InputError, match="no page of the PDF can be read"):
        read_data(data, Path("a.pdf"))


def test_a_pdf_of_packed_emptiness() -> None:
    pytest.importorskip("pypdfium2", reason="the extra 'pdf' is not installed")
    with pytest.raises(InputError, match="no text layer"):
        read_data(pdf_bytes(b" " * 30_000_000), Path("a.pdf"))


def test_files_and_texts_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Рига." * 100, encoding="utf-8")
    monkeypatch.setattr(limits, "LONGEST_TEXT", 499)
    with pytest.raises(InputError, match=r"a\.txt: has more than .* million characters; cut it into articles"):
        read_source(path)
    monkeypatch.setattr(limits, "LARGEST_FILE", 899)
    with pytest.raises(InputError, match=r"a\.txt: has more than .* million bytes"):
        read_source(path)
    with pytest.raises(InputError, match="million bytes"):
        read_data(path.read_bytes(), path)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no endless file")
def test_an_endless_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LARGEST_FILE", 1_000_000)
    with pytest.raises(InputError, match="million bytes"):
        read_source(Path("/dev/zero"))
