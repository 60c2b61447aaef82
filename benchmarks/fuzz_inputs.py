"""What ``fuzz.py`` throws at the readers: valid files of every kind, and what Hypothesis makes of them."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

TEXT = (
    "Посольство Эстонии в Риге\n\n19 мая 1999 г. в Таллине был подписан договор о рыбо-\nловстве. Его подписали "
    "министр Т. Кесккюла и посол Я. Озолс [1, c. 17].\n\n- 12 -\n\nСписок литературы\n1. Кросс Я. История. М., 1990.\n"
)
RECORD = {
    "id": "a", "schema": "letopis/1", "language": "ru", "text": "В Риге 3 мая.",
    "source": {"path": "a.txt", "sha256": "0", "edits": [[0, 1, 0, 0, "furniture"]]}, "pipeline": {"letopis": "0"},
    "sentences": [[0, 13]],
    "entities": [{"id": 1, "label": "GPE", "start_offset": 2, "end_offset": 6, "text": "Риге", "score": 0.5}],
    "relations": [],
}  # fmt: skip
CONLLU = (
    "# sent_id = a-s1\n# text = В Риге\n1\tВ\tв\tADP\t_\t_\t2\tcase\t_\tSpaceAfter=No\n"
    "2\tРиге\tРига\tPROPN\t_\t_\t0\troot\t_\t_\n\n"
)
ODD_BYTES = (b"\x00", b"\xff\xfe", b"\n", b"<", b"{", b"[" * 200, b"-1", b"1e999", b"9" * 20)
ODD_TEXTS = (
    "\u0301" * 50, "\u202e", "\x00", "-\n" * 40, "«" * 60, "г. " * 40, "1/2-3.", "ХIХ", "\U0001f642",
)  # fmt: skip
MARKUP = "{DATE#d=1999-05-03|3 мая {GPE|Риги} г.} и {AGREEMENT=договор|Договор}"


@cache
def pdf_base() -> bytes:
    from fpdf import FPDF

    document = FPDF()
    document.set_font("helvetica", size=11)
    for number in range(3):
        document.add_page()
        document.multi_cell(0, text=f"Page {number}. The treaty of 3 May 1999.\n\n1 A note.\n" * 5)
    return bytes(document.output())


@cache
def docx_base() -> bytes:
    import docx

    document = docx.Document()
    document.add_paragraph("Посольство Эстонии в Риге")
    document.add_table(rows=1, cols=2).rows[0].cells[0].text = "Год"
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


@cache
def docx_parts() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(docx_base())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@cache
def parquet_base() -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    stream = io.BytesIO()
    pq.write_table(pa.table({"id": ["a", "b"], "text": ["Рига.", "Таллин."]}), stream)
    return stream.getvalue()


def mutated(base: bytes) -> st.SearchStrategy[bytes]:
    """Cut, turn, double and insert, some times over."""
    place = st.integers(0, len(base))
    piece = st.binary(max_size=12) | st.sampled_from(ODD_BYTES)
    step = st.tuples(st.sampled_from(["cut", "flip", "double", "insert", "end"]), place, st.integers(1, 40), piece)

    def apply(steps: list[tuple[str, int, int, bytes]]) -> bytes:
        data = base
        for kind, start, length, inserted in steps:
            head, middle, tail = data[:start], data[start : start + length], data[start + length :]
            if kind == "cut":
                data = head + tail
            elif kind == "flip":
                data = head + bytes(byte ^ 0x55 for byte in middle) + tail
            elif kind == "double":
                data = head + middle * 3 + tail
            elif kind == "insert":
                data = head + inserted + middle + tail
            else:
                data = head
        return data

    return st.lists(step, max_size=6).map(apply)


def texts(base: str) -> st.SearchStrategy[str]:
    """Any characters, lone halves of pairs with them, and a text with such characters strewn in."""
    odd = st.text(st.characters(), max_size=30) | st.sampled_from(ODD_TEXTS)
    strewn = st.lists(st.tuples(st.integers(0, len(base)), odd), max_size=5).map(
        lambda steps: "".join([base[: steps[0][0]], *(f"{o}{base[p : p + 60]}" for p, o in steps)]) if steps else base
    )
    return odd | strewn


@st.composite
def docx_files(draw: st.DrawFn) -> bytes:
    """A Word file whose archive is sound, with damaged, missing and foreign parts."""
    parts = dict(docx_parts())
    for name in draw(st.lists(st.sampled_from(sorted(parts)), max_size=3)):
        parts[name] = draw(mutated(docx_parts()[name]))
    if draw(st.booleans()):
        parts.pop(draw(st.sampled_from(sorted(parts))))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


@cache
def exported(kind: str, suffix: str) -> bytes:
    """The file that an export of a record makes."""
    from letopis.formats.exchange import write_records
    from letopis.formats.jsonl import decode_article

    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / f"out{suffix if kind == 'docbin' else ''}"
        write_records(place, [decode_article(json.dumps(RECORD))], kind)
        return (place if place.is_file() else place / f"a{suffix}").read_bytes()


INPUT_LINES = b'{"id": "a", "text": "Riga"}\n{"id": 2, "text": "x"}\n'
RECORD_LINE = json.dumps(RECORD, ensure_ascii=False).encode() + b"\n"
ENCODED = tuple(TEXT.encode(name) for name in ("utf-8", "windows-1251", "utf-16"))


def any_bytes(*bases: bytes, lead: bytes = b"") -> st.SearchStrategy[bytes]:
    """Bytes that mean nothing behind ``lead``, and valid files that were damaged."""
    return st.one_of(st.binary().map(lambda data: lead + data), *(mutated(base) for base in bases))


def markup_texts() -> st.SearchStrategy[str]:
    return texts(MARKUP) | mutated(MARKUP.encode()).map(lambda data: data.decode("utf-8", "replace"))


WAYS_IN = {
    "jats": (
        "a.xml",
        (
            "<article><front><article-meta><title-group><article-title>О земстве</article-title></title-group>"
            "<kwd-group><kwd>школа</kwd><kwd>уезд</kwd></kwd-group></article-meta></front><body><p>Школа<xref "
            'ref-type="fn" rid="n">1</xref>.</p><fn id="n"><label>1</label><p>Отчёт.</p></fn></body></article>'
        ),
    ),
    "tei-text": (
        "a.xml",
        (
            '<TEI><teiHeader><titleStmt><title>Т</title></titleStmt></teiHeader><text><p>Школа<ref target="#n">1</ref>'
            '<choice><sic>а</sic><corr>о</corr></choice><lb/></p><note xml:id="n">Отчёт.</note></text></TEI>'
        ),
    ),
    "fb2": (
        "a.fb2",
        (
            '<FictionBook xmlns:l="x"><body><p>Школа<a l:href="#n">1</a></p></body><body name="notes"><section id="n">'
            "<title><p>1</p></title><p>Отчёт.</p></section></body></FictionBook>"
        ),
    ),
    "fodt": (
        "a.fodt",
        (
            "<document><body><text><p>Школа<note><note-citation>1</note-citation><p>Отчёт.</p></note><s/><tab/></p>"
            "<table-row><table-cell><p>Год</p></table-cell></table-row></text></body></document>"
        ),
    ),
    "html": (
        "a.html",
        (
            '<html><head><meta name="citation_title" content="Т"></head><body><p>Школа<a id="m" href="#n">1</a>'
            '<table><tr><td>Год</table><ol><li id="n">Отчёт<a href="#m">^</a></ol></body></html>'
        ),
    ),
    "rtf": (
        "a.rtf",
        (
            r"{\rtf1\ansi\ansicpg1251{\fonttbl{\f0\fcharset204 T;}}{\info{\title \'d2}}\f0 \u1064?\'ea{\footnote \'ce}"
            r"\par\trowd\intbl a\cell\row\pard{\*\x y}{\v z}{\pict 00}\bin3 abc}"
        ),
    ),
}
"""A small file of each format of marked-up text: the name that it may bear, and what it holds."""
