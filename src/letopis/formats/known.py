"""The formats of other programs by name, and where each is written and read; nothing else is imported for it."""

WRITERS = {
    "brat": "letopis.formats.brat:write_brat",
    "docbin": "letopis.formats.docbin:write_docbin",
    "parquet": "letopis.formats.rows:write_parquet",
    "webannotation": "letopis.formats.webannotation:write_webannotation",
    "tei": "letopis.formats.tei:write_tei",
    "timex3": "letopis.formats.timex3:write_timex3",
    "xmi": "letopis.formats.xmi:write_xmi",
    "vertical": "letopis.formats.vertical:write_vertical",
    "csv": "letopis.formats.rows:write_tables",
    "conllu": "letopis.formats.conllu:write_conllu_folder",
}
"""Where each format is written; the modules are loaded when they are asked for."""

READERS = {
    "brat": "letopis.formats.brat:read_brat",
    "docbin": "letopis.formats.docbin:read_docbin",
    "parquet": "letopis.formats.rows:read_parquet",
    "webannotation": "letopis.formats.webannotation:read_webannotation",
    "tei": "letopis.formats.tei:read_tei",
    "xmi": "letopis.formats.xmi:read_xmi",
}
"""The formats that hold all that a record needs, and come back."""

SPAN_WRITERS = {
    "doccano": "letopis.formats.lines:write_doccano",
    "labelstudio": "letopis.formats.label_studio:write_label_studio",
    "bio": "letopis.formats.bio:write_bio",
    "minimal": "letopis.formats.lines:write_minimal",
}
SPAN_READERS = {
    "doccano": "letopis.formats.lines:read_doccano",
    "labelstudio": "letopis.formats.label_studio:read_label_studio",
    "bio": "letopis.formats.bio:read_bio",
    "minimal": "letopis.formats.lines:read_minimal",
}
"""The formats of annotators' programs, which hold a text and its spans: enough to be scored and learned from."""

SINGLE_FILES = {
    "docbin": ".spacy", "doccano": ".doccano.jsonl", "labelstudio": ".json", "bio": ".bio", "minimal": ".minimal.jsonl",
}  # fmt: skip
"""Formats that put all articles into one file; the others fill a folder."""
