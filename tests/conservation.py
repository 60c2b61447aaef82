"""The law of conservation: every character of a raw text is in the clean text, or in one edit that says why not."""

from __future__ import annotations

import re
import unicodedata

from letopis.offsets import OffsetMap
from letopis.records import Edit

UNSEEN = re.compile(r"[\s\x00-\x1f\x7f-\xa0\xad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\ufffe\uffff]+")
"""White space and characters that nobody sees: every edit may take them."""

MAY_TAKE = {
    "joined_hyphen": r"[-‐‑¬]",
    "kept_hyphen": r"[-‐‑¬]",
    "cut_word": r"[-‐‑¬]",
    "restored_hyphen": r"[-‐‑¬]",
    "plain_hyphen": r"[-‐‑]",
    "symbol": r"(?s:.)",
    "restored_character": r"(?s:.)",
    "dropped_note_mark": r"[¹²³⁴-⁹⁰,–-]",
    "footnote_mark": r"[\d¹²³⁴-⁹⁰*,–()\[\]-]",
    "footnote": r"(?s:.)",
    "dropped_furniture": r"(?s:.)",
}
"""What an edit may take or put besides, by the beginning of its kind."""


def unexplained(raw: str, clean: str, offsets: OffsetMap) -> list[tuple[Edit, str, str]]:
    """Edits that change more than their kind says, each with what stood there and what stands there now.

    Raises:
        AssertionError: the map does not lead back to the raw text, so that a character is in no place or in two.
    """
    assert offsets.undo(clean, raw) == raw
    places = [
        (edit, raw[edit.raw_start : edit.raw_end], clean[edit.clean_start : edit.clean_end]) for edit in offsets.edits
    ]
    return [(edit, was, now) for edit, was, now in places if _left(was, edit.kind) != _left(now, edit.kind)]


def _left(text: str, kind: str) -> str:
    """What no kind of edit may change: ligatures and compatibility characters count as their letters."""
    for name in (each.partition(":")[0] for each in kind.split("+")):
        text = re.sub(MAY_TAKE.get(name, r"(?!)"), "", text)
    return UNSEEN.sub("", unicodedata.normalize("NFKC", text) if "ligature" in kind else text)


def dropped_lines(raw: str, offsets: OffsetMap) -> list[str]:
    """The lines that went as furniture."""
    edits = [edit for edit in offsets.edits if "dropped_furniture:" in edit.kind]
    return [line.strip() for edit in edits for line in raw[edit.raw_start : edit.raw_end].splitlines() if line.strip()]
