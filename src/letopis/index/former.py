"""The index that a new one takes the place of: its tokens are taken over where the record is the same."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path

from letopis.errors import OutputError
from letopis.index.words import Sentences
from letopis.records import Token

_TOKENS = """select s.number - 1, t.start_offset, t.end_offset, t.form, t.lemma, t.upos, t.feats, t.head, t.deprel
from tokens t join sentences s on s.id = t.sentence_id where t.id >= ? and t.id < ? order by t.id"""


class Former:
    """Reads an index that may be there, and counts the articles whose tokens were taken from it.

    Raises:
        OutputError: what stands there is no index.
    """

    def __init__(self, path: Path, made_by: Mapping[str, str]) -> None:
        self.taken = 0
        self._known: dict[str, tuple[str, int, int]] = {}
        self._database = sqlite3.connect(":memory:")
        if path.is_file() and path.stat().st_size:
            self._open(path, made_by)

    def _open(self, path: Path, made_by: Mapping[str, str]) -> None:
        self._database = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        try:
            before = dict(self._database.execute("select name, value from made_by"))
            rows = self._database.execute("select article_id, sha256, first_token, end_token from records")
            known = {name: (sha256, first, end) for name, sha256, first, end in rows}
        except sqlite3.Error:
            raise OutputError(f"{path}: is no index of 'letopis index'; name a new file, or move it away") from None
        self._known = known if before == made_by else {}

    def tokens(self, article_id: str, sha256: str) -> Sentences | None:
        """Return the tokens of an article whose record was the same, or ``None``."""
        was, first, end = self._known.get(article_id, ("", 0, 0))
        if was != sha256:
            return None
        try:
            rows = self._database.execute(_TOKENS, (first, end)).fetchall()
        except sqlite3.Error:  # damaged; all of it is made anew
            return None
        self.taken += 1
        found: Sentences = {}
        for number, *values in rows:
            found.setdefault(number, []).append(_token(*values))
        return found

    def close(self) -> None:
        """Close the file."""
        self._database.close()


def _token(start: int, end: int, form: str, lemma: str, upos: str, feats: str, head: int, deprel: str) -> Token:  # noqa: PLR0913, PLR0917 the columns of a row
    return Token(
        start_offset=start, end_offset=end, text=form, lemma=lemma, upos=upos, feats=feats, head=head, deprel=deprel
    )
