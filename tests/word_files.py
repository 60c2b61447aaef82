"""Word files with parts put in by hand, for the tests of what is read and what is refused."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any


def packed(document: Any, parts: Mapping[str, str | bytes]) -> bytes:
    """The bytes of a python-docx document with parts put in or replaced."""
    stream, out = io.BytesIO(), io.BytesIO()
    document.save(stream)
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            if item.filename not in parts:
                new.writestr(item, old.read(item.filename))
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()
