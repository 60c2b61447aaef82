"""What the readers share in reading a file's metadata: dates, languages, identifiers, as the record holds them."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from letopis.records import Metadata

UNKNOWN = "und"
"""The language of a text of which neither the file nor the letters tell it; so in ISO 639."""

HEAD_LINES = 40
"""Lines from the top in which a DOI or УДК that stands alone is the article's own."""

_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:?\s*)?(?P<doi>10\.\d{4,9}/\S+?)[.,;]?", re.IGNORECASE)
_DOI_LINE = re.compile(
    r"\s*(?:DOI|ДОИ)?:?\s*(?:https?://(?:dx\.)?doi\.org/)?(?P<doi>10\.\d{4,9}/\S+?)\.?\s*", re.IGNORECASE
)
_UDC_LINE = re.compile(r"\s*УДК:?\s*(?P<udc>\d[\d.:()=\"«»/+\[\]*‒– -]{0,80})")
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_FOREIGN = re.compile(r"[\u0400\u0402-\u040f\u0450\u0452-\u052f]")
_RUSSIAN = re.compile(r"[а-яё]", re.IGNORECASE)
_LATIN = re.compile(r"[a-z]", re.IGNORECASE)
_CODES = {"rus": "ru", "eng": "en", "russian": "ru", "english": "en"}


def language_code(said: str | None) -> str | None:
    """Return the ISO 639 code that a file's own word for its language means.

    >>> language_code("ru-RU"), language_code("eng"), language_code("")
    ('ru', 'en', None)
    """
    word = re.split(r"[-_]", (said or "").strip().lower())[0]
    word = _CODES.get(word, word)
    return word if re.fullmatch(r"[a-z]{2,3}", word) else None


def language_of(text: str, said: str | None = None) -> str:
    """Return the language a text is in: what the file says, or Russian where the letters are Russian ones only.

    >>> language_of("О читальнях"), language_of("On reading rooms"), language_of("On reading rooms", "en")
    ('ru', 'und', 'en')
    """
    code = language_code(said)
    if code is not None:
        return code
    russian = len(_RUSSIAN.findall(text))
    return "ru" if russian > len(_LATIN.findall(text)) and not _FOREIGN.search(text) else UNKNOWN


def by_language(texts: Iterable[tuple[str, str | None]]) -> dict[str, str]:
    """Put texts under their languages; of two in one language the first stays.

    >>> by_language([("О читальнях", None), ("On reading rooms", "en")])
    {'ru': 'О читальнях', 'en': 'On reading rooms'}
    """
    found: dict[str, str] = {}
    for text, said in texts:
        if text.strip():
            found.setdefault(language_of(text, said), " ".join(text.split()))
    return found


def words_by_language(words: Iterable[tuple[str, str | None]]) -> dict[str, list[str]]:
    """Put keywords under their languages; a text with commas or semicolons in it is several.

    >>> words_by_language([("земство; читальни", "ru"), ("zemstvo", "en")])
    {'ru': ['земство', 'читальни'], 'en': ['zemstvo']}
    """
    found: dict[str, list[str]] = {}
    for text, said in words:
        for word in re.split(r"[;,\n]", text):
            if word.strip():
                listed = found.setdefault(language_of(text, said), [])
                listed += [] if word.strip() in listed else [" ".join(word.split()).rstrip(".")]
    return found


def year_in(text: str | None) -> int | None:
    """Return the year of a date in any notation.

    >>> year_in("2019-05-01"), year_in("01.05.2019"), year_in("n. d.")
    (2019, 2019, None)
    """
    found = _YEAR.search(text or "")
    return int(found[1]) if found else None


def doi_in(text: str | None) -> str | None:
    """Return the identifier without address and prefix.

    >>> doi_in("https://doi.org/10.1234/abc.5")
    '10.1234/abc.5'
    """
    found = _DOI.fullmatch((text or "").strip())
    return found["doi"] if found else None


def with_own_lines(metadata: Metadata | None, text: str) -> Metadata | None:
    """Add the DOI and the УДК that stand on lines of their own at the top of a text, where the file names none.

    >>> with_own_lines(None, "УДК 94(470)\\nDOI 10.1234/abc.5\\n\\nО читальнях")
    Metadata(title={}, authors=[], journal=None, year=None, doi='10.1234/abc.5', udc='94(470)', ...)
    """
    lines = text[:20_000].splitlines()[:HEAD_LINES]
    doi = {found["doi"] for line in lines if (found := _DOI_LINE.fullmatch(line))}
    udc = {found["udc"].strip() for line in lines if (found := _UDC_LINE.fullmatch(line))}
    had = metadata or Metadata()
    new = msgspec.structs.replace(had, doi=had.doi or _only(doi), udc=had.udc or _only(udc))
    return None if new == Metadata() else new


def _only(found: set[str]) -> str | None:
    return found.pop() if len(found) == 1 else None
