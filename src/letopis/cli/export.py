"""``letopis export``: a bilingual text as TMX, CSV or CoNLL-U."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

FORMATS = ("tmx", "csv", "conllu")


def _format(value: str) -> str:
    if value not in FORMATS:
        raise typer.BadParameter(f"{value!r} is not one of {', '.join(FORMATS)}")
    return value


def command(
    russian: Annotated[Path, typer.Argument(help="Russian side: a text, an article's folder, or records (.jsonl).")],
    english: Annotated[Path, typer.Argument(help="English side: a text, or a folder with <id>/translation.en.txt.")],
    to: Annotated[str, typer.Option("--to", help="tmx, csv or conllu.", callback=_format)] = "tmx",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="File to write; letopis.tmx and so on when not given.")
    ] = None,
    links: Annotated[
        Path | None, typer.Option(help="Links of 'letopis align', perhaps corrected; aligned anew when not given.")
    ] = None,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Print nothing.")] = False,
) -> None:
    """Export sentence pairs as TMX 1.4b, two-column CSV, or the English side as CoNLL-U.

    Example: [bold]letopis export corpus/origins corpus --to tmx -o origins.tmx[/bold]
    """
    from letopis.bilingual.conllu import english_conllu_lines
    from letopis.bilingual.sides import linked_sides, text_of
    from letopis.files import replacing
    from letopis.formats.bilingual_csv import write_bilingual_csv
    from letopis.formats.tmx import pairs_of, write_tmx

    target = output or Path(f"letopis.{to}")
    sides = linked_sides(russian, english, links)
    if to == "conllu":
        with replacing(target) as file:
            for left, right, found in sides:
                file.writelines((line + "\n").encode() for line in english_conllu_lines(left, right, found))
        count, what = sum(len(right.sentences) for _, right, _ in sides), "English sentences"
    else:
        pairs = [
            pair
            for left, right, found in sides
            for pair in pairs_of((text_of(left).sentences, text_of(right).sentences), (left.id, right.id), found)
        ]
        count = write_tmx(target, pairs) if to == "tmx" else write_bilingual_csv(target, pairs)
        what = "pairs"
    if not quiet:
        print(f"{count} {what} written to {target}")
