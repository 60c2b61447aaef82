"""Characters recognised on request: pictures, and PDFs that hold nothing but pictures."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from letopis.errors import InputError, MissingDependencyError
from letopis.sources import read_data

pytesseract = pytest.importorskip("pytesseract", reason="the extra 'ocr' is not installed")
LINES = ["Читальня открылась в уезде", "в мае 1911 года."]


def _languages() -> list[str]:
    try:
        return list(pytesseract.get_languages())
    except pytesseract.TesseractNotFoundError:
        return []


tesseract = pytest.mark.skipif("rus" not in _languages(), reason="Tesseract with Russian is not installed")


def picture(form: str = "PNG") -> bytes:
    """A page with two lines, drawn with a font that matplotlib carries."""
    from PIL import Image, ImageDraw, ImageFont

    matplotlib = pytest.importorskip("matplotlib", reason="the extra 'report' is not installed")
    font = ImageFont.truetype(str(Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"), 44)
    page = Image.new("L", (900, 240), 255)
    for number, line in enumerate(LINES):
        ImageDraw.Draw(page).text((60, 50 + 70 * number), line, font=font, fill=0)
    stream = io.BytesIO()
    page.save(stream, form, resolution=150)
    return stream.getvalue()


@tesseract
@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF", "PDF"])
def test_scans_are_read_on_request(form: str) -> None:
    raw = read_data(picture(form), Path(f"a.{form.lower()}"), ocr=True)
    assert re.findall(r"\w+", raw.text) == re.findall(r"\w+", " ".join(LINES))
    assert (raw.laid_out, raw.pages) == (True, (0,))
    assert raw.format == ("pdf" if form == "PDF" else "picture")
    assert any("character recognition" in warning for warning in raw.warnings)


def test_scans_are_refused_otherwise() -> None:
    with pytest.raises(InputError, match="a picture; give --ocr"):
        read_data(picture(), Path("a.png"))
    with pytest.raises(InputError, match="no text layer"):
        read_data(picture("PDF"), Path("a.pdf"))


@tesseract
@pytest.mark.parametrize("tolerant", [False, True])
def test_what_shows_no_words_or_is_damaged(tolerant: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    from PIL import Image, ImageFile

    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", tolerant)
    stream = io.BytesIO()
    Image.new("L", (300, 300), 255).save(stream, "PNG")
    with pytest.raises(InputError, match="no words are seen"):
        read_data(stream.getvalue(), Path("a.png"), ocr=True)
    for data, name in ((picture()[:200], "a.png"), (b"%PDF-1.4\nnothing", "a.pdf")):
        with pytest.raises(InputError, match="damaged"):
            read_data(data, Path(name), ocr=True)


def test_a_missing_tesseract_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pytesseract, "get_languages", lambda: ["eng", "osd"])
    with pytest.raises(MissingDependencyError, match="needs the program Tesseract with rus"):
        read_data(picture(), Path("a.png"), ocr=True)
