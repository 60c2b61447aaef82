"""The CMDI record of the corpus, for CLARIN, made from the DataCite record so that the two say the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

PROFILE = "clarin.eu:cr1:p_1288172614026"
"""OLAC-DcmiTerms in CLARIN's registry of components: Dublin Core's terms, in alphabetical order."""

ENVELOPE = "http://www.clarin.eu/cmd/1"
REGISTRY = "https://catalog.clarin.eu/ds/ComponentRegistry/rest/registry/1.x/profiles"
LANGUAGES = {"ru": "rus", "en": "eng"}


def cmdi_record(datacite: Mapping[str, Any], files: Sequence[Mapping[str, Any]]) -> str:
    """Return the record in CMDI 1.2: its header, a proxy for each file, and the terms of Dublin Core.

    Args:
        datacite: the DataCite record.
        files: the resources of the data package, each with path and mediatype.
    """
    return "".join(f"{line}\n" for line in _lines(datacite, files))


def _lines(datacite: Mapping[str, Any], files: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    spaces = f"{ENVELOPE}/profiles/{PROFILE}"
    places = f"{ENVELOPE} https://infra.clarin.eu/CMDI/1.x/xsd/cmd-envelop.xsd {spaces} {REGISTRY}/{PROFILE}/xsd"
    issued = next(one["date"] for one in datacite["dates"] if one["dateType"] == "Issued")
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield "<!-- Made by docs/tools/make_pages.py from datacite.json and datapackage.json. -->"
    yield f'<cmd:CMD xmlns:cmd="{ENVELOPE}" xmlns:cmdp="{spaces}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    yield f'    CMDVersion="1.2" xsi:schemaLocation="{places}">'
    yield "  <cmd:Header>"
    yield f"    <cmd:MdCreator>{escape(datacite['creators'][0]['name'])}</cmd:MdCreator>"
    yield f"    <cmd:MdCreationDate>{issued}</cmd:MdCreationDate>"
    yield f"    <cmd:MdProfile>{PROFILE}</cmd:MdProfile>"
    yield "  </cmd:Header>"
    yield "  <cmd:Resources>"
    yield "    <cmd:ResourceProxyList>"
    for number, file in enumerate(files, 1):
        kind = f"<cmd:ResourceType mimetype={quoteattr(file['mediatype'])}>Resource</cmd:ResourceType>"
        yield f'      <cmd:ResourceProxy id="r{number}">'
        yield f"        {kind}<cmd:ResourceRef>{escape(file['path'])}</cmd:ResourceRef>"
        yield "      </cmd:ResourceProxy>"
    yield "    </cmd:ResourceProxyList>"
    yield "    <cmd:JournalFileProxyList/>"
    yield "    <cmd:ResourceRelationList/>"
    yield "  </cmd:Resources>"
    yield "  <cmd:Components>"
    yield "    <cmdp:OLAC-DcmiTerms>"
    for name, value in _terms(datacite, issued):
        yield f"      <cmdp:{name}>{escape(value)}</cmdp:{name}>"
    yield "    </cmdp:OLAC-DcmiTerms>"
    yield "  </cmd:Components>"
    yield "</cmd:CMD>"


def _terms(datacite: Mapping[str, Any], issued: str) -> Iterator[tuple[str, str]]:
    yield "abstract", datacite["descriptions"][0]["description"]
    yield from (("creator", one["name"]) for one in datacite["creators"])
    yield from (("format", one) for one in datacite["formats"])
    yield from (("identifier", one["identifier"]) for one in datacite.get("identifiers", ()))
    yield "issued", issued
    yield from (("language", LANGUAGES[one]) for one in ("ru", "en"))
    yield "publisher", datacite["publisher"]["name"]
    yield from (("rights", f"{one['rights']} {one.get('rightsUri', '')}".strip()) for one in datacite["rightsList"])
    yield from (("spatial", one["geoLocationPlace"]) for one in datacite["geoLocations"])
    yield from (("subject", one["subject"]) for one in datacite["subjects"])
    yield from (("temporal", one["date"]) for one in datacite["dates"] if one["dateType"] == "Other")
    yield from (("title", one["title"]) for one in datacite["titles"])
    yield "type", "Text"
