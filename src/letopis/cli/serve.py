"""``letopis serve``: a page on this machine to drop files on, read, search and mend."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from letopis.cli.guard import SIDE, STATE
from letopis.cli.options import Config

if TYPE_CHECKING:
    from spacy.language import Language


def command(
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
