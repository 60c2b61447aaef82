"""What can be taken home: records, tables and TEI, as one file or a zip of them."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from letopis.errors import InputError
from letopis.formats.exchange import write_records
from letopis.formats.jsonl import encode_article
from letopis.records import Article

KINDS = {"jsonl": "application/jsonl", "csv": "text/csv; charset=utf-8", "tei": "application/tei+xml"}
"""What can be taken home, and the media type of a single file."""


class Download(NamedTuple):
    """A file: its name, its media type and its bytes."""

    name: str
    type: str
    data: bytes


def make_download(articles: Sequence[Article], kind: str, name: str) -> Download:
    """Return articles in a format as one file; several files come in a zip.

    Raises:
        InputError: no such format, no article, or one that the format cannot hold.

    >>> make_download([Article(id="a", text="Да.")], "jsonl", "letopis").name
    'letopis.jsonl'
    """
    if kind not in KINDS:
        raise InputError(f"{kind!r} is nothing to take home; take one of {', '.join(KINDS)}")
    if not articles:
        raise InputError("there is no article yet; drop a file first")
    if kind == "jsonl":
        return Download(f"{name}.jsonl", KINDS[kind], b"".join(encode_article(one) + b"\n" for one in articles))
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / name
        write_records(place, articles, kind)
        files = sorted(place.iterdir())
        if len(files) == 1:
            return Download(files[0].name, KINDS[kind], files[0].read_bytes())
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in files:
                archive.write(file, f"{name}/{file.name}")
    return Download(f"{name}-{kind}.zip", "application/zip", packed.getvalue())
