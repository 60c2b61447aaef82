"""Options that several commands have, declared once, and what they take."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from letopis.cli.guard import FILES, RECORDS

FORMATS = "%formats%"
"""Stands in a help text for the formats that are read: to name them, all readers are imported."""


def name_formats(group: Any, command: str) -> None:
    """Put the formats into the help of a command of a group that reads files."""
    for parameter in group.commands[command].params:
        if FORMATS in (getattr(parameter, "help", None) or ""):
            from letopis.sources.reader import titles

            parameter.help = parameter.help.replace(FORMATS, titles())


Encoding = Annotated[str | None, typer.Option(help="Encoding of text files; found out when not given.")]
WholePage = Annotated[
    bool, typer.Option("--whole-page", help="Read all of a web page, menus and all, and not its article alone.")
]
Ocr = Annotated[
    bool, typer.Option("--ocr", help="Recognise the characters of pictures and of PDFs without a text layer.")
]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="Print nothing.")]
CountsAsJson = Annotated[bool, typer.Option("--json", help="Print the counts as JSON.")]
AllAsJson = Annotated[bool, typer.Option("--json", help="Print everything as JSON.")]
Records = Annotated[
    Path, typer.Argument(help="JSON Lines file of records, or a folder of them.", metavar="RECORDS"), RECORDS
]
Where = Annotated[str, typer.Option(help="Articles that count: 'year>=2010 and journal=\"Вестник*\"'.")]
LinksFile = Annotated[
    Path | None, typer.Option(help="Links of 'letopis align', perhaps corrected; aligned anew when not given."), FILES
]
Glossary = Annotated[
    Path | None, typer.Option(help="Terms: Russian, tab, English; <folder>/glossary.tsv when it is there."), FILES
]
Config = Annotated[Path | None, typer.Option(help="TOML file with words, abbreviations and states of your own."), FILES]
ConfigHere = Annotated[
    Path | None,
    typer.Option(help="TOML file with words, abbreviations and states of your own; letopis.toml where it is here."),
    FILES,
]
Scheme = Annotated[
    str, typer.Option(help="What counts as a name: letopis (the guidelines), or nerel (as NEREL marks them).")
]
Silent = Annotated[bool, typer.Option("-q", "--quiet", help="No progress on standard error.")]
Labels = Annotated[str, typer.Option(metavar="A,B", help="These labels alone, for example DATE,PERSON.")]
Seed = Annotated[int, typer.Option(min=0, help="Of all random numbers: the same gives the same figures.")]
Resamples = Annotated[int, typer.Option(min=0, help="Bootstrap resamples for the intervals; 0 for none.")]


def config_here(config: Path | None) -> Path | None:
    """Return the file of settings that was named, or ``letopis.toml`` where it lies in the folder."""
    from letopis.settings import DEFAULT

    return Path(DEFAULT) if config is None and Path(DEFAULT).is_file() else config


def listed_labels(labels: str) -> list[str]:
    """Return the labels that an option names.

    >>> listed_labels("DATE, PERSON")
    ['DATE', 'PERSON']
    """
    return [label.strip() for label in labels.split(",") if label.strip()]


LINES = ("sentences", "paragraphs")
"""What a line of a text may hold."""


def one_of(allowed: Iterable[str]) -> Callable[[str | None], str | None]:
    """Make the check that a value is one of some, or not given.

    >>> one_of(["path", "name"])("path")
    'path'
    """
    known = tuple(allowed)

    def check(value: str | None) -> str | None:
        if value is not None and value not in known:
            raise typer.BadParameter(f"{value!r} is not one of {', '.join(known)}")
        return value

    return check


LinesOfText = Annotated[
    str | None,
    typer.Option(
        help=f"What a line of a text holds, {' or '.join(LINES)}; decided by the text when not given.",
        callback=one_of(LINES),
    ),
]
