"""The control words and groups of rich text, obeyed one after another, so that a text comes out."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from letopis.sources.flow import Destination, Flow
from letopis.sources.word import symbol

_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<byte>[0-9a-fA-F]{2})|\\(?P<mark>[^a-zA-Z])"
    rb"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]+|\\"
)
_SIGN = re.compile(rb"[\\{}]")
_CHARACTERS = {
    "tab": "\t", "line": "\n", "softline": "\n", "emdash": "—", "endash": "–", "emspace": " ", "enspace": " ",
    "qmspace": " ", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
}  # fmt: skip
_MARKS = {b"~": "\u00a0", b"-": "\u00ad", b"_": "\u2011", b"\\": "\\", b"{": "{", b"}": "}"}
_SKIPPED = frozenset(
    """colortbl stylesheet pict header headerl headerr headerf footer footerl footerr footerf atnid atnauthor
    annotation fldinst objdata nonshppict xe tc txe rxe private filetbl revtbl listtable listoverridetable
    nonesttables operator comment company category manager doccomm hlinkbase bkmkstart bkmkend sp""".split()
)
_FRAMES = {"footnote": Destination.NOTE, "shptxt": Destination.BOX}
_INFO = ("title", "author", "keywords", "subject")
_PAGES = {204: "cp1251", 238: "cp1250", 161: "cp1253", 162: "cp1254", 186: "cp1257", 77: "mac-cyrillic"}
LONGEST_SAYING = 2_000
"""Characters of a title, or of another thing that a file says of itself."""

_SYMBOLS = 2
"""The character set of fonts that hold symbols."""

_MOST_GROUPS = 100_000


@dataclass(frozen=True)
class _Group:
    """What holds until the group's end."""

    skipped: bool = False
    hidden: bool = False
    deleted: bool = False
    raised: bool = False
    in_table: bool = False
    font: int = -1
    fallback: int = 1
    goal: str = ""
    frame: Destination | None = None
    rows: tuple[bool, bool] | None = None
    """Whether a row and a cell were open when a note or box began."""


@dataclass
class RichText:
    """A rich text file on its way to text.

    >>> rtf = RichText(rb"{\\rtf1 Riga{\\footnote A note.} and {\\v not }Baku.}")
    >>> rtf.run()
    >>> rtf.flow.finish()
    'Riga¹ and Baku.\\n\\n1 A note.\\n'
    """

    data: bytes
    flow: Flow = field(default_factory=lambda: Flow(collapse=False))
    group: _Group = field(default_factory=_Group)
    stack: list[_Group] = field(default_factory=list)
    page: str = "cp1252"
    fonts: dict[int, int] = field(default_factory=dict)
    info: dict[str, str] = field(default_factory=dict)
    row: bool = False
    cell: bool = False
    starred: bool = False
    left_out: int = 0
    """Characters still to be left out: those that stand for a Unicode one in old programs."""

    def run(self) -> None:
        """Read the file to its end."""
        place = 0
        while place < len(self.data):
            if self.group.skipped and (sign := _SIGN.search(self.data, place)):  # over pictures, which are long
                place = sign.start()
            token = _TOKEN.match(self.data, place)
            if token is None:
                break
            place = token.end()
            if token["word"]:
                place += self._word(token["word"].decode().lower(), token["number"])
            elif token["brace"]:
                self._brace(opens=token["brace"] == b"{")
            elif token["mark"]:
                self._mark(token["mark"])
            elif token["byte"] or token["text"]:
                self._bytes(bytes.fromhex(token["byte"].decode()) if token["byte"] else token["text"])

    def _brace(self, *, opens: bool) -> None:
        self.starred = False
        self.left_out = 0
        if opens:
            if len(self.stack) > _MOST_GROUPS:
                raise ValueError("groups nested too deep")
            self.stack.append(self.group)
            self.group = replace(self.group, frame=None, rows=None)
        elif self.stack:
            if self.group.frame is not None:
                self._close_row()
                self.flow.end()
                self.row, self.cell = self.group.rows or (False, False)
            self.group = self.stack.pop()

    def _word(self, word: str, digits: bytes | None) -> int:
        """Obey a control word; give the bytes of raw data behind it."""
        number = int(digits) if digits is not None else None
        starred, self.starred = self.starred, False
        if word == "bin":
            return max(number or 0, 0)
        if word == "u":
            self._unicode(number or 0)
        elif word in _SKIPPED:
            self.group = replace(self.group, skipped=True)
        elif word in _FRAMES and not self._silent(but_shapes=True):
            self.group = replace(self.group, frame=_FRAMES[word], rows=(self.row, self.cell), skipped=False, goal="")
            self.row = self.cell = False
            self.flow.begin(_FRAMES[word])
        elif word in {"shpinst", "shp", "shprslt"}:
            self.group = replace(self.group, goal="shape", skipped=True)
        elif word in {"info", "fonttbl"}:
            self.group = replace(self.group, goal=word)
        elif self.group.goal == "info" and word in _INFO:
            self.group = replace(self.group, goal=f"info {word}")
            self.info[word] = ""  # of two, the second is in Unicode
        elif starred:
            self.group = replace(self.group, skipped=True)
        elif word in _CHARACTERS:
            self._write(_CHARACTERS[word])
        elif word in _WORDS:
            _WORDS[word](self, number)
        return 0

    def _mark(self, mark: bytes) -> None:
        if mark == b"*":
            self.starred = True
        elif mark in b"\r\n":
            self.paragraph()
        elif mark in _MARKS:
            self._write(_MARKS[mark])

    def _unicode(self, number: int) -> None:
        self._write(chr(number % 0x10000))
        self.left_out = self.group.fallback

    def _bytes(self, data: bytes) -> None:
        left = min(self.left_out, len(data))
        self.left_out -= left
        data = data[left:]
        charset = self.fonts.get(self.group.font, 0)
        if charset == _SYMBOLS:
            self._write("".join(chr(b) if b < 0x21 else symbol("Symbol", f"{0xF000 + b:X}") for b in data))
        elif data:
            self._write(data.decode(_PAGES.get(charset, self.page), "replace"))

    def _silent(self, *, but_shapes: bool = False) -> bool:
        group = self.group
        return group.hidden or group.deleted or (group.skipped and not (but_shapes and group.goal == "shape"))

    def _write(self, text: str) -> None:
        goal = self.group.goal
        if goal.startswith("info"):
            name = goal.partition(" ")[2]
            self.info[name] = (self.info.get(name, "") + text)[:LONGEST_SAYING]
        elif not goal and not self._silent():
            self._open_cell()
            self.flow.raised = int(self.group.raised)
            self.flow.write(text)

    def _open_cell(self) -> None:
        if not self.group.in_table:
            self._close_row()
            return
        if not self.row:
            self.flow.begin(Destination.ROW)
        if not self.cell:
            self.flow.begin(Destination.CELL)
        self.row = self.cell = True

    def _close_row(self) -> None:
        if self.cell:
            self.flow.end()
        if self.row:
            self.flow.end()
        self.row = self.cell = False

    def paragraph(self, number: int | None = None) -> None:
        """End the paragraph."""
        if not self.group.goal and not self._silent():
            self.flow.paragraph()

    def end_cell(self, number: int | None = None) -> None:
        """End a cell of a table, also an empty one."""
        self.group = replace(self.group, in_table=True)
        self._open_cell()
        self.flow.end()
        self.cell = False

    def end_row(self, number: int | None = None) -> None:
        """End a row of a table."""
        self._close_row()

    def plain(self, number: int | None = None) -> None:
        """Go back to characters without properties."""
        self.group = replace(self.group, hidden=False, deleted=False, raised=False)

    def font(self, number: int | None = None) -> None:
        """Take another font, whose characters may be others."""
        self.group = replace(self.group, font=number or 0)

    def charset(self, number: int | None = None) -> None:
        """Learn which characters a font has."""
        if self.group.goal == "fonttbl":
            self.fonts[self.group.font] = number or 0

    def codepage(self, number: int | None = None) -> None:
        """Learn in which encoding the bytes of the text are."""
        name = f"cp{number}"
        try:
            codecs.lookup(name)
        except LookupError:
            return
        self.page = name


def _set(name: str, *, value: bool | None = None) -> Callable[[RichText, int | None], None]:
    """Make what a switch does: ``\\v`` sets, ``\\v0`` clears."""

    def do(rtf: RichText, number: int | None) -> None:
        change: dict[str, Any] = {name: number != 0 if value is None else value}
        rtf.group = replace(rtf.group, **change)

    return do


def _fallback(rtf: RichText, number: int | None) -> None:
    rtf.group = replace(rtf.group, fallback=max(0, min(number if number is not None else 1, 16)))


_WORDS: dict[str, Callable[[RichText, int | None], None]] = {
    "par": RichText.paragraph,
    "sect": RichText.paragraph,
    "page": RichText.paragraph,
    "nestrow": RichText.paragraph,
    "nestcell": RichText.paragraph,
    "cell": RichText.end_cell,
    "row": RichText.end_row,
    "plain": RichText.plain,
    "pard": _set("in_table", value=False),
    "intbl": _set("in_table", value=True),
    "v": _set("hidden"),
    "deleted": _set("deleted"),
    "super": _set("raised"),
    "nosupersub": _set("raised", value=False),
    "sub": _set("raised", value=False),
    "f": RichText.font,
    "fcharset": RichText.charset,
    "ansicpg": RichText.codepage,
    "uc": _fallback,
}
