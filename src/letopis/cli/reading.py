"""Options of how files are read, which several commands have."""

from __future__ import annotations

import typer

ENCODING = typer.Option(help="Encoding of text files; found out when not given.")
WHOLE_PAGE = typer.Option("--whole-page", help="Read all of a web page, menus and all, and not its article alone.")
OCR = typer.Option("--ocr", help="Recognise the characters of pictures and of PDFs without a text layer.")
