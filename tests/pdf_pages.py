"""Small PDF pages made for tests: lines put at places, in the one font that comes with matplotlib."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import fpdf
import matplotlib

FONT = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSerif.ttf"

Draw = Callable[["Sheet"], None]


class Sheet(fpdf.FPDF):  # type: ignore[misc,name-defined]
    """A PDF in points, without margins of its own; ``put`` counts from the upper left corner."""

    def __init__(self, width: float = 595, height: float = 842) -> None:
        super().__init__(unit="pt", format=(width, height))
        self.add_font("Serif", fname=str(FONT))
        self.set_auto_page_break(auto=False)
        self.set_margin(0)

    def put(self, x: float, y: float, text: str, size: float = 10) -> None:
        """One line that begins at ``x``."""
        self.set_font("Serif", size=size)
        self.text(x, y, text)

    def centre(self, x: float, y: float, text: str, size: float = 10) -> None:
        """One line with its middle at ``x``."""
        self.set_font("Serif", size=size)
        self.text(x - self.get_string_width(text) / 2, y, text)

    def stretch(self, x: float, y: float, width: float, text: str, size: float = 10) -> None:
        """One line whose words are set apart to fill a width, without spaces between them."""
        self.set_font("Serif", size=size)
        words = text.split()
        gap = (width - sum(map(self.get_string_width, words))) / (len(words) - 1)
        for word in words:
            self.text(x, y, word)
            x += self.get_string_width(word) + gap

    def block(self, x: float, y: float, lines: Iterable[str], size: float = 10, step: float = 13) -> float:
        """Lines one under another; the height below the last one."""
        for line in lines:
            self.put(x, y, line, size)
            y += step
        return y


def sheets(path: Path, pages: Sequence[Draw], **size: Any) -> Path:
    """A PDF of which each page is drawn by a function."""
    sheet = Sheet(**size)
    for draw in pages:
        sheet.add_page()
        draw(sheet)
    sheet.output(str(path))
    return path
