"""``letopis align`` and ``view``: which English sentences translate which Russian ones, and a page to read both in."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from letopis.cli.guard import FILES, SIDE, WRITTEN
from letopis.cli.options import Glossary, LinesOfText, LinksFile, Quiet
from letopis.cli.printing import print_json


def align_command(
    russian: Annotated[
        Path, typer.Argument(help="Russian side: a text, an article's folder, or records (.jsonl)."), SIDE
    ],
    english: Annotated[
        Path, typer.Argument(help="English side: a text, or a folder with <id>/translation.en.txt."), SIDE
    ],
    output: Annotated[Path, typer.Option("-o", "--output", help="JSON Lines file for the links."), WRITTEN] = Path(
        "links.jsonl"
    ),
    glossary: Annotated[
        Path | None, typer.Option(help="Terms: Russian, tab, English; they help where both sides have them."), FILES
    ] = None,
    lines: LinesOfText = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the counts and weak stretches as JSON.")] = False,
    quiet: Quiet = False,
) -> None:
    """Align the sentences of a Russian text and its English translation.

    A file with a sentence or a paragraph a line is taken as it is, and it is said which; other texts are split. Weak
    stretches are named: look there first.

    Example: [bold]letopis align corpus/origins corpus/origins/translation.en.txt -o links.jsonl[/bold]
    """
    from letopis.bilingual.links import LinkRecord, link_records, weak_stretches, write_links
    from letopis.bilingual.sides import align_articles, read_english, read_glossary, read_russian, text_of

    terms = read_glossary(glossary) if glossary is not None else None
    records: list[LinkRecord] = []
    answers: list[dict[str, Any]] = []
    for article in read_russian(russian, lines=lines):
        translation = read_english(english, article.id, lines=lines)
        links = align_articles(article, translation, terms)
        records += list(link_records(links, article.id, translation.id))
        answers.append({
            "article": article.id,
            "russian": len(article.sentences),
            "english": len(translation.sentences),
            "links": sum(bool(link.russian and link.english) for link in links),
            "lines": [side.pipeline.get("lines") for side in (article, translation)],
            "weak": [stretch._asdict() for stretch in weak_stretches(links, text_of(article), text_of(translation))],
        })  # fmt: skip
    write_links(output, records)
    if as_json:
        print_json({"output": str(output), "articles": answers})
    elif not quiet:
        _show_alignment(answers, output)


def _show_alignment(answers: list[dict[str, Any]], output: Path) -> None:
    for one in answers:
        print(
            f"{one['article']}: {one['russian']} Russian and {one['english']} English sentences, {one['links']} links, "
            f"written to {output}"
        )
        for side, kind in zip(("Russian", "English"), one["lines"], strict=True):
            if kind:
                print(f"  {side}: a line was taken for a {kind[:-1]} (--lines says otherwise)")
        for stretch in one["weak"]:
            places = [
                f"{side} {span[0]}–{span[1]}" if span[0] != span[1] else f"{side} {span[0]}"
                for side, span in (("Russian", stretch["russian"]), ("English", stretch["english"]))
                if span is not None
            ]
            print(f"  look at {', '.join(places)}: {stretch['reason']}", file=sys.stderr)


def view_command(
    records: Annotated[Path, typer.Argument(help="Russian records: a .jsonl file or a folder of them."), SIDE],
    english: Annotated[
        Path | None,
        typer.Option(help="Translations: a folder with <id>/translation.en.txt, a text, or English records (.jsonl)."),
        SIDE,
    ] = None,
    output: Annotated[Path, typer.Option("-o", "--output", help="HTML file to write."), WRITTEN] = Path("reader.html"),
    links: LinksFile = None,
    glossary: Glossary = None,
    title: Annotated[str, typer.Option(help="Title of the page.")] = "Letopis reader",
    quiet: Quiet = False,
) -> None:
    """Write one HTML page to read records in, with the English beside them.

    Entities are carried over to the English; what finds no partner is listed on standard error.

    Example: [bold]letopis view annotations/gold --english corpus -o reader.html[/bold]
    """
    from letopis.bilingual.reader import write_reader
    from letopis.bilingual.view import make_readings
    from letopis.cli.printing import counted

    readings, alone = make_readings(records, english=english, links=links, glossary=glossary)
    count = write_reader(output, readings, title=title)
    if not quiet:
        for line in alone:
            print(f"  {line}", file=sys.stderr)
        print(f"{counted(len(readings), 'article')}, {counted(count, 'row')}, written to {output}")
