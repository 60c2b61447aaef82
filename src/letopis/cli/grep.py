"""``letopis grep``: words, tags, trees and entities in their context, in an index or in files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from letopis.cli.guard import FILES
from letopis.cli.options import Where

if TYPE_CHECKING:
    from letopis.index.index import Hit, Index


MUCH = 10_000_000
"""Bytes of CoNLL-U or records that take some seconds to be read for a search."""


def command(
    query: Annotated[str, typer.Argument(help="lemma=договор pos=NOUN, or a sequence: \\[pos=ADJ] \\[lemma=договор].")],
    files: Annotated[
        list[Path],
        typer.Argument(help="An index (.db), records (.jsonl), CoNLL-U files, or folders of them.", metavar="FILE…"),
        FILES,
    ],
    where: Where = "",
    english: Annotated[
        bool, typer.Option("--english", help="Look at both sides, and show the linked sentences of the other.")
    ] = False,
    width: Annotated[int, typer.Option(min=1, help="Characters of context to each side.")] = 40,
    limit: Annotated[int | None, typer.Option("--max", min=1, help="Stop after so many hits.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a line of JSON a hit.")] = False,
) -> None:
    """Search words, tags, trees and entities, and print the hits in their context.

    Names: form, lemma, pos, deprel, entity, referent, and features such as Case; head. or child. before a name looks
    along the tree; != for not. A value in quotation marks is a regular expression; without them * is any letters and
    | is or. A span is asked for as <AGREEMENT party="gpe:KG" signed_on="1997..2000"/>.
    The exit code is 1 when nothing was found, as with grep.

    Example: [bold]letopis grep 'lemma=договор pos=NOUN Case=Gen' out/conllu[/bold]
    Example: [bold]letopis grep '\\[deprel=nsubj head.lemma=подписать]' out/conllu[/bold]
    Example: [bold]letopis grep '\\[lemma="договор|соглашение"] []{0,3} \\[deprel="nmod"]' corpus.db --english[/bold]
    """
    from letopis.index.files import open_indexes, size_of_texts
    from letopis.index.query import parse_query

    read = parse_query(query)
    if size_of_texts(files) > MUCH:
        typer.echo(
            "letopis: these files are read and indexed for this one search; 'letopis index RECORDS -o corpus.db' makes "
            "an index that answers at once",
            err=True,
        )
    found = 0
    for path, index in open_indexes(files):
        with index:
            for hit in index.search(read, where=where, side="both" if english else "ru"):
                found += 1
                _print(hit, index, path, width=width, english=english, as_json=as_json)
                if found == limit:
                    return
    if not found:
        raise typer.Exit(1)


def _print(hit: Hit, index: Index, path: Path, *, width: int, english: bool, as_json: bool) -> None:
    import msgspec

    others = index.translations(hit.sentence) if english else []
    if as_json:
        said: dict[str, Any] = {"place": hit.sentence, **msgspec.to_builtins(hit), "file": str(path)}
        if english:
            said["translations"] = [{"sentence": name, "text": text} for name, text in others]
        typer.echo(json.dumps(said, ensure_ascii=False))
        return
    typer.echo(f"{hit.sentence or path.name:<20} {kwic_line(hit, width)}")
    for name, text in others:
        typer.echo(f"{'':<20} {name}: {' '.join(text.split())}")


def kwic_line(hit: Hit, width: int) -> str:
    """Set a hit in the middle of ``width`` characters of context to each side; line ends become spaces."""
    left, match, right = (" ".join(text.split()) for text in (hit.left, hit.match, hit.right))
    return f"{left[-width:].rjust(width)}  {match}  {right[:width]}"
