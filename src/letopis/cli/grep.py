"""``letopis grep``: a search by lemma, tag and tree in CoNLL-U files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from letopis.cli.guard import CONLLU


def command(
    query: Annotated[str, typer.Argument(help="lemma=договор pos=NOUN, or a sequence: \\[pos=ADJ] \\[lemma=договор].")],
    files: Annotated[list[Path], typer.Argument(help="CoNLL-U files, or folders of them.", metavar="FILE…"), CONLLU],
    width: Annotated[int, typer.Option(min=1, help="Characters of context to each side.")] = 40,
    limit: Annotated[int | None, typer.Option("--max", min=1, help="Stop after so many hits.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a line of JSON a hit.")] = False,
) -> None:
    """Search lemmas, tags and trees, and print the hits in their context.

    Names: form, lemma, pos, deprel, entity, and features such as Case; head. before a name looks at the token's head;
    != for not, * for any letters, | for or.
    The exit code is 1 when nothing was found, as with grep.

    Example: [bold]letopis grep 'lemma=договор pos=NOUN Case=Gen' out/conllu[/bold]
    Example: [bold]letopis grep '\\[deprel=nsubj head.lemma=подписать]' out/conllu[/bold]
    """
    from letopis.formats.concordance import kwic_line, parse_query, search
    from letopis.formats.conllu import read_conllu

    conditions = parse_query(query)
    found = 0
    for path in conllu_files(files):
        for hit in search(read_conllu(path), conditions):
            found += 1
            place = hit.place or path.name
            if as_json:
                typer.echo(json.dumps(hit._asdict() | {"file": str(path)}, ensure_ascii=False))
            else:
                typer.echo(f"{place:<20} {kwic_line(hit, width)}")
            if found == limit:
                return
    if not found:
        raise typer.Exit(1)


def conllu_files(paths: list[Path]) -> list[Path]:
    """List the files of paths, and of folders the ``.conllu`` files in them.

    Raises:
        InputError: a path is not there, or a folder holds no ``.conllu`` file.
    """
    from letopis.errors import InputError
    from letopis.streams import exists

    files: list[Path] = []
    for path in paths:
        found = sorted(path.rglob("*.conllu")) if path.is_dir() else [path]
        if not found or not exists(found[0]):
            raise InputError(f"{path}: no CoNLL-U file there; write some with 'letopis extract PATH --conllu DIR'")
        files += found
    return files
