"""Rich text files: control words and groups to paragraphs, rows, boxes and notes.

Read here and not by a library, since of the two that were tried striprtf leaves footnotes out, and pandoc footnotes
and, in files of its own making, blanks (docs/ways-in.md).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from letopis.errors import InputError
from letopis.sources.described import describe
from letopis.sources.flow import Flow, Role
from letopis.sources.reader import RawText, Reader, SourceFile
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
_FRAMES = {"footnote": Role.NOTE, "shptxt": Role.BOX}
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
    frame: Role | None = None
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
            self.set(frame=None, rows=None)
        elif self.stack:
            if self.group.frame is not None:
                self.end_row()
                self.flow.end(self.group.frame)
                self.row, self.cell = self.group.rows or (False, False)
            self.group = self.stack.pop()

    def _word(self, word: str, digits: bytes | None) -> int:
        """Obey a control word; give the bytes of raw data behind it."""
        number = int(digits) if digits is not None else None
        starred, self.starred = self.starred, False
        if word == "bin":
            return max(number or 0, 0)
        if word == "u":
            self._write(chr((number or 0) % 0x10000))
            self.left_out = self.group.fallback
        elif word in _SKIPPED:
            self.set(skipped=True)
        elif word in _FRAMES and not self._silent(but_shapes=True):
            self.set(frame=_FRAMES[word], rows=(self.row, self.cell), skipped=False, goal="")
            self.row = self.cell = False
            self.flow.begin(_FRAMES[word])
        elif word in {"shpinst", "shp", "shprslt"}:
            self.set(goal="shape", skipped=True)
        elif word in {"info", "fonttbl"}:
            self.set(goal=word)
        elif self.group.goal == "info" and word in _INFO:
            self.set(goal=f"info {word}")
            self.info[word] = ""  # of two, the second is in Unicode
        elif starred:
            self.set(skipped=True)
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
            self.end_row()
            return
        if not self.row:
            self.flow.begin(Role.ROW)
        if not self.cell:
            self.flow.begin(Role.CELL)
        self.row = self.cell = True

    def paragraph(self) -> None:
        """End the paragraph."""
        if not self.group.goal and not self._silent():
            self.flow.paragraph()

    def end_cell(self) -> None:
        """End a cell of a table, also an empty one."""
        self.set(in_table=True)
        self._open_cell()
        self.flow.end(Role.CELL)
        self.cell = False

    def end_row(self) -> None:
        """End a row of a table, and the cell that is open in it."""
        if self.cell:
            self.flow.end(Role.CELL)
        if self.row:
            self.flow.end(Role.ROW)
        self.row = self.cell = False

    def set(self, **change: Any) -> None:
        """Change what holds until the group's end."""
        self.group = replace(self.group, **change)

    def charset(self, number: int) -> None:
        """Learn which characters a font has."""
        if self.group.goal == "fonttbl":
            self.fonts[self.group.font] = number

    def codepage(self, number: int | None) -> None:
        """Learn in which encoding the bytes of the text are."""
        try:
            self.page = codecs.lookup(f"cp{number}").name
        except LookupError:
            return


_WORDS: dict[str, Callable[[RichText, int | None], None]] = {
    **dict.fromkeys(("par", "sect", "page", "nestrow", "nestcell"), lambda rtf, _: rtf.paragraph()),
    "cell": lambda rtf, _: rtf.end_cell(),
    "row": lambda rtf, _: rtf.end_row(),
    "plain": lambda rtf, _: rtf.set(hidden=False, deleted=False, raised=False),
    "pard": lambda rtf, _: rtf.set(in_table=False),
    "intbl": lambda rtf, _: rtf.set(in_table=True),
    "v": lambda rtf, number: rtf.set(hidden=number != 0),
    "deleted": lambda rtf, number: rtf.set(deleted=number != 0),
    "super": lambda rtf, number: rtf.set(raised=number != 0),
    "nosupersub": lambda rtf, _: rtf.set(raised=False),
    "sub": lambda rtf, _: rtf.set(raised=False),
    "f": lambda rtf, number: rtf.set(font=number or 0),
    "fcharset": lambda rtf, number: rtf.charset(number or 0),
    "ansicpg": RichText.codepage,
    "uc": lambda rtf, number: rtf.set(fallback=max(0, min(1 if number is None else number, 16))),
}


def _read(source: SourceFile) -> RawText:
    rtf = RichText(source.data)
    try:
        rtf.run()
    except ValueError as error:
        raise InputError(f"{source.path}: the RTF file is damaged ({error}); save it again") from None
    warnings = (f"{source.path}: ends within a group; what is missing there is not known",) if rtf.stack else ()
    said = {name: " ".join(_joined(value).split()) for name, value in rtf.info.items()}
    metadata = describe(
        None, title=said.get("title", ""), authors=[said.get("author", "")], keywords=said.get("keywords", "")
    )
    return READER.raw(source, _joined(rtf.flow.finish()), warnings=warnings, metadata=metadata)


def _joined(text: str) -> str:
    """Join the halves of characters beyond the first plane, each of which is a word of its own in the file."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").replace("\x00", "")


READER = Reader(
    name="rtf",
    title="RTF",
    suffixes=(".rtf",),
    recognises=lambda source: source.data.lstrip()[:5] == b"{\\rtf",
    read=_read,
)
