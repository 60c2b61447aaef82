"""The code blocks of a Markdown page, with the remark that stands right above each."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

_REMARK = re.compile(r"<!--\s*(.*?)\s*-->")


class Block(NamedTuple):
    """A fenced block: page and line, language, text, and the remark ``<!-- … -->`` above it."""

    page: Path
    line: int
    language: str
    text: str
    remark: str

    @property
    def name(self) -> str:
        return f"{self.page.name}:{self.line}"


def blocks_of(page: Path) -> list[Block]:
    found: list[Block] = []
    lines = page.read_text(encoding="utf-8").splitlines()
    remark, opened, indent = "", -1, 0
    for number, line in enumerate(lines):
        if line.lstrip().startswith("```"):
            if opened < 0:
                opened, indent = number, len(line) - len(line.lstrip())
                continue
            text = "".join(f"{inner[indent:]}\n" for inner in lines[opened + 1 : number])
            found.append(Block(page, opened + 1, lines[opened].strip("` "), text, remark))
            remark, opened = "", -1
        elif opened < 0 and line.strip():
            match = _REMARK.fullmatch(line.strip())
            remark = match.group(1) if match else ""
    return found
