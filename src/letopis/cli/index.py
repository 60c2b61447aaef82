"""``letopis index``, ``chronicle``, ``grep`` and ``serve``: one file to search, a database, a page made of records."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from letopis.cli.guard import FILES, RECORDS, SIDE, STATE, WRITTEN
from letopis.cli.options import Config, CountsAsJson, Glossary, LinksFile, Quiet, Where
from letopis.cli.printing import counted, print_json

if TYPE_CHECKING:
    from spacy.language import Language

    from letopis.index.index import Hit, Index

Extracted = Annotated[
    Path, typer.Argument(help="JSON Lines file of 'letopis extract', or a folder of them.", metavar="RECORDS"), RECORDS
]


def index_command(
    records: Extracted,
    output: Annotated[
        Path,
        typer.Option("-o", "--output", help="SQLite file to write; an older index is brought up to date."),
        WRITTEN,
    ] = Path("corpus.db"),
    english: Annotated[
        Path | None,
        typer.Option(help="Translations: a folder with <id>/translation.en.txt, or English records (.jsonl)."),
        SIDE,
    ] = None,
    links: LinksFile = None,
    glossary: Glossary = None,
    conllu: Annotated[
        Path | None, typer.Option(help="Folder of 'letopis extract --conllu': tokens are taken from there."), FILES
    ] = None,
    datasette: Annotated[
        Path | None, typer.Option(help="Write a metadata.json for Datasette: titles and facets."), WRITTEN
    ] = None,
    as_json: CountsAsJson = False,
    quiet: Quiet = False,
) -> None:
    """Index words, entities, agreements and translations in one file, to search and count in.

    The file is SQLite and holds the tables of 'letopis chronicle' too. Articles whose record is the same keep their
    tokens. With --conllu an index is made several times as fast.

    Example: [bold]letopis index out/letopis.jsonl --english corpus -o out/corpus.db[/bold]
    """
    from letopis.index.build import EnglishSide, write_index

    started = time.perf_counter()
    side = EnglishSide(english, links, glossary) if english is not None else None
    counts = write_index(records, output, english=side, conllu=conllu, datasette=datasette)
    found = (
        f"{counted(counts.tokens, 'token')} in {counted(counts.sentences, 'sentence')} of "
        f"{counted(counts.articles, 'article')} ({counts.taken} as before), "
        f"{counted(counts.entities, 'span')}, {counted(counts.agreements, 'agreement')}"
    )
    _show(output, counts, started, found, as_json=as_json, quiet=quiet)


def chronicle_command(
    records: Extracted,
    output: Annotated[
        Path, typer.Option("-o", "--output", help="Folder to write; an older chronicle there is replaced."), WRITTEN
    ] = Path("chronicle"),
    as_json: CountsAsJson = False,
    quiet: Quiet = False,
) -> None:
    """Gather the agreements and events of all articles into one database, and show contradictions.

    Writes chronicle.db (SQLite, for Datasette and any other reader), agreements.csv, contradictions.csv and
    timeline.html, a page that needs no network.

    Example: [bold]letopis chronicle out/letopis.jsonl -o chronicle[/bold]
    """
    from letopis.chronicle.build import write_chronicle

    started = time.perf_counter()
    counts = write_chronicle(records, output)
    found = (
        f"{counted(counts.agreements, 'agreement')}, {counted(counts.contradictions, 'contradiction')}, "
        f"{counted(counts.events, 'date')} in {counted(counts.sentences, 'sentence')} of "
        f"{counted(counts.articles, 'article')}; open {output / 'timeline.html'}"
    )
    _show(output, counts, started, found, as_json=as_json, quiet=quiet)


def _show(output: Path, counts: Any, started: float, found: str, *, as_json: bool, quiet: bool) -> None:
    """Say which articles are counted once, and what was found."""
    for double, first in () if quiet else counts.doubles.items():
        print(f"letopis: {double}: has the same text as {first} and is counted with it", file=sys.stderr)
    if as_json:
        print_json({"output": str(output), **counts._asdict(), "seconds": round(time.perf_counter() - started, 2)})
    elif not quiet:
        print(f"{output}: {found}")


MUCH = 10_000_000
"""Bytes of CoNLL-U or records that take some seconds to be read for a search."""


def grep_command(
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
    The exit code is 1 when nothing was found and 2 when something is refused, as with grep.

    Example: [bold]letopis grep 'lemma=договор pos=NOUN Case=Gen' out/conllu[/bold]
    Example: [bold]letopis grep '\\[deprel=nsubj head.lemma=подписать]' out/conllu[/bold]
    Example: [bold]letopis grep '\\[lemma="договор|соглашение"] []{0,3} \\[deprel="nmod"]' corpus.db --english[/bold]
    """
    from letopis.errors import LetopisError

    try:
        found = _grep(query, files, where=where, english=english, width=width, limit=limit, as_json=as_json)
    except LetopisError as error:
        typer.echo(f"letopis: {error}", err=True)
        raise typer.Exit(2) from None
    if not found:
        raise typer.Exit(1)


def _grep(query: str, files: list[Path], *, where: str, english: bool, limit: int | None, **shown: Any) -> int:
    """Print the hits, up to a limit, and return how many there are."""
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
                _print_hit(hit, index, path, english=english, **shown)
                if found == limit:
                    return found
    return found


def _print_hit(hit: Hit, index: Index, path: Path, *, width: int, english: bool, as_json: bool) -> None:
    import msgspec

    others = index.translations(hit.sentence) if english else []
    if as_json:
        said: dict[str, Any] = {"place": hit.sentence, **msgspec.to_builtins(hit), "file": str(path)}
        if english:
            said["translations"] = [{"sentence": name, "text": text} for name, text in others]
        typer.echo(json.dumps(said, ensure_ascii=False))
        return
    # The hit stands in the middle of some characters of context to each side; line ends become spaces.
    left, match, right = (" ".join(text.split()) for text in (hit.left, hit.match, hit.right))
    typer.echo(f"{hit.sentence or path.name:<20} {left[-width:].rjust(width)}  {match}  {right[:width]}")
    for name, text in others:
        typer.echo(f"{'':<20} {name}: {' '.join(text.split())}")


def serve_command(
    source: Annotated[
        Path | None,
        typer.Argument(
            help="An index (corpus.db), or records (.jsonl or a folder of them); nothing for an empty page.",
            metavar="[INDEX|RECORDS]",
        ),
        SIDE,
    ] = None,
    english: Annotated[
        Path | None,
        typer.Option(help="Translations of the records: a folder with <id>/translation.en.txt, or English records."),
        SIDE,
    ] = None,
    corrections: Annotated[
        Path, typer.Option(help="Folder for the records that were mended on the page."), STATE
    ] = Path("corrections"),
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port of 127.0.0.1; 0 for any that is free.")] = 8765,
    largest: Annotated[int, typer.Option(min=1, help="Megabytes that a dropped file may have.")] = 50,
    config: Config = None,
    title: Annotated[str, typer.Option(help="Title of the page.")] = "Letopis",
) -> None:
    """Read, search and mend articles on a page of this machine, and drop files on it: PDF, Word, text and others.

    It listens on 127.0.0.1 alone and asks nothing of the network; the address it prints holds a token and is good until
    Ctrl-C. What is mended is saved in the folder of corrections, as records that 'letopis evaluate' reads.

    Example: [bold]letopis serve out/corpus.db[/bold]
    """
    from letopis.serve.desk import listening, open_desk, serve
    from letopis.settings import read_settings

    if english is not None and source is not None and source.suffix == ".db":
        raise typer.BadParameter(
            "an index holds its translations; give them to 'letopis index'", param_hint="'--english'"
        )
    settings = read_settings(config)[0]

    def load() -> Language:
        import letopis

        return letopis.load(config=settings)

    def heard(address: str) -> None:
        print(f"Open {address}\nCtrl-C ends it; corrections go to {corrections}/", flush=True)

    with (
        listening(port) as bound,
        open_desk(source, corrections=corrections, load=load, english=english, largest=largest, title=title) as desk,
    ):
        try:
            serve(desk, bound, heard)
        except KeyboardInterrupt:
            print("letopis: the page is closed")
