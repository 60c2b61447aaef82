"""What fills the slots of templates: a value with its forms and what must be found of it; reading of the tables."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple
from zlib import crc32

FOLDER = Path(__file__).parent / "templates"


class Filling(NamedTuple):
    """What can stand in a slot: its forms in six cases, the fields that its span must have, and its kind."""

    slot: str
    forms: tuple[str, ...]
    fields: dict[str, str]
    kind: str
    before: str = ""
    either: bool = False

    def fields_of(self, form: str) -> dict[str, str]:
        """Return the fields of the name in one form: a nominative that is a woman's too leaves its gender open."""
        open_ = self.either and form == self.forms[0]
        return {**self.fields, "gender": f"{self.fields['gender']}|-"} if open_ else self.fields

    @property
    def half(self) -> str:
        """Return whether rules may be mended by it: ``seen``, or ``unseen``."""
        return ("seen", "unseen")[crc32(self.forms[0].encode()) >> 3 & 1]


def rows(name: str) -> list[list[str]]:
    """Return the rows of a table."""
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]
