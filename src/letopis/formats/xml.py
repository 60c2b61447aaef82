"""What the XML formats share: reading without surprises, and text that XML can hold."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from letopis.errors import InputError
from letopis.sources.limits import read_bounded

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

NO_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold, not even escaped."""


def read_xml(path: Path) -> Element:
    """Read an XML file and give its root.

    Raises:
        InputError: the file cannot be read, is no XML, or declares entities.
    """
    from xml.etree import ElementTree

    try:
        text = read_bounded(path)
        # An entity declaration could blow the text up; none of the formats here needs one. In another encoding than
        # UTF-8 expat's own bound on amplification holds it, and external entities are never read.
        if b"<!ENTITY" in text:
            raise InputError(f"{path}: declares XML entities; remove the <!ENTITY> lines")
        return ElementTree.fromstring(text)  # noqa: S314 (no entities, see above)
    except (ElementTree.ParseError, ValueError, LookupError) as error:  # the last for an unknown encoding
        raise InputError(f"{path}: no XML: {error}") from None
