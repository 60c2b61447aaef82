"""``letopis export``, ``import``, ``align`` and ``view``: other programs' formats, and the English side."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from letopis.cli.guard import FILES, FOREIGN, RECORDS, SIDE, WRITTEN
from letopis.cli.options import Glossary, LinesOfText, LinksFile, Quiet, one_of
from letopis.cli.printing import counted, print_json
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
            help=f"{', '.join(RECORD_FORMATS)}; beside ENGLISH {', '.join(BILINGUAL)}.", callback=one_of(FORMATS)
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

    readings, alone = make_readings(records, english=english, links=links, glossary=glossary)
    count = write_reader(output, readings, title=title)
    if not quiet:
        for line in alone:
            print(f"  {line}", file=sys.stderr)
        print(f"{counted(len(readings), 'article')}, {counted(count, 'row')}, written to {output}")
