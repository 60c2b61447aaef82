"""``letopis export`` and ``import``: records in the formats of other programs and back, sentence pairs too."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from letopis.cli.guard import FOREIGN, RECORDS, SIDE, WRITTEN
from letopis.cli.options import LinesOfText, LinksFile, Quiet, one_of
from letopis.cli.printing import counted
from letopis.formats.known import READERS, SINGLE_FILES, SPAN_READERS, SPAN_WRITERS, WRITERS

BILINGUAL = ("tmx", "csv", "conllu")
RECORD_FORMATS = (*WRITERS, *SPAN_WRITERS)
FORMATS = tuple(dict.fromkeys((*BILINGUAL, *RECORD_FORMATS)))
READ_FORMATS = (*READERS, *SPAN_READERS)


def export_command(
    russian: Annotated[
        Path,
        typer.Argument(
            help="Records (.jsonl, or a folder of them); beside ENGLISH also a text or an article's folder.",
            metavar="RECORDS",
        ),
        SIDE,
    ],
    english: Annotated[
        Path | None,
        typer.Argument(help="English side: a text, or a folder with <id>/translation.en.txt.", metavar="[ENGLISH]"),
        SIDE,
    ] = None,
    to: Annotated[
        str | None,
        typer.Option(
            "--to",
            help=f"{', '.join(RECORD_FORMATS)}; beside ENGLISH {', '.join(BILINGUAL)}.",
            callback=one_of(FORMATS),
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="Folder or file to write; letopis-brat and so on by default."),
        WRITTEN,
    ] = None,
    links: LinksFile = None,
    lines: LinesOfText = None,
    quiet: Quiet = False,
) -> None:
    """Export records for other programs; with ENGLISH, export sentence pairs.

    Records go to brat, TEI stand-off, W3C Web Annotation, CoNLL-U, CSV or Parquet (a folder each), or a spaCy DocBin.

    Sentence pairs go to TMX 1.4b or CSV, the English side to CoNLL-U. 'letopis import' leads back from most formats.

    Example: [bold]letopis export out/letopis.jsonl --to brat -o out/brat[/bold]

    Example: [bold]letopis export corpus/origins corpus --to tmx -o origins.tmx[/bold]
    """
    if english is not None:
        said = _export_pairs(russian, english, to or "tmx", output, links, lines)
    elif to is None:
        raise typer.BadParameter(f"say which format: one of {', '.join(RECORD_FORMATS)}", param_hint="'--to'")
    elif to not in RECORD_FORMATS:
        raise typer.BadParameter(f"{to} wants ENGLISH, the translation, beside RECORDS", param_hint="'--to'")
    else:
        from letopis.formats.exchange import write_records
        from letopis.formats.jsonl import read_articles

        target = output or Path(f"letopis{SINGLE_FILES.get(to, f'-{to}')}")
        count = write_records(target, read_articles(russian), to)
        said = f"{counted(count, 'article')} written to {target}"
    if not quiet:
        print(said)


def _export_pairs(
    russian: Path, english: Path, to: str, output: Path | None, links: Path | None, lines: str | None
) -> str:
    from letopis.bilingual.conllu import english_conllu_lines
    from letopis.bilingual.sides import linked_sides, text_of
    from letopis.files import replacing
    from letopis.formats.tmx import pairs_of, write_bilingual_csv, write_tmx

    if to not in BILINGUAL:
        raise typer.BadParameter(f"{to} takes records alone; leave ENGLISH out", param_hint="'--to'")
    target = output or Path(f"letopis.{to}")
    sides = linked_sides(russian, english, links, lines=lines)
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
    return f"{count} {what} written to {target}"


def import_command(
    path: Annotated[Path, typer.Argument(help="What 'letopis export' or the other program wrote."), FOREIGN],
    kind: Annotated[str, typer.Option("--from", help=f"{', '.join(READ_FORMATS)}.", callback=one_of(READ_FORMATS))],
    output: Annotated[Path, typer.Option("-o", "--output", help="JSON Lines file to write."), WRITTEN],
    onto: Annotated[
        Path | None,
        typer.Option(help="Records that were exported: source, sections, raw offsets and lemmas are taken from them."),
        RECORDS,
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Read records back from brat, TEI, W3C Web Annotation, XMI, Parquet or a DocBin, with the corrections made there.

    Spans alone come from doccano's JSONL, Label Studio's JSON, words with BIO tags, and minimal records.

    Example: [bold]letopis import out/brat --from brat --onto out/letopis.jsonl -o out/corrected.jsonl[/bold]
    """
    from letopis.formats.exchange import doubts, read_records, restore
    from letopis.formats.jsonl import read_articles, write_jsonl

    articles = read_records(path, kind)
    if onto is not None:
        articles = restore(articles, read_articles(onto))
    count = write_jsonl(output, articles)
    for doubt in doubts(articles):
        print(f"note: {doubt}", file=sys.stderr)
    if not quiet:
        print(f"{counted(count, 'article')} written to {output}")
