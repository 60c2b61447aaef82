"""``letopis learn``: a model of one's own out of corrected records, and whether it helps."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from letopis.cli.guard import FILES, RECORDS, WRITTEN
from letopis.cli.options import AllAsJson, Config, Labels, Resamples, Scheme, Seed, Silent, listed_labels
from letopis.cli.progress import StepLines
from letopis.errors import InputError, LetopisError
from letopis.evaluation.settings import RESAMPLES

if TYPE_CHECKING:
    from letopis.batching import Tell
    from letopis.learning.course import Course, Learned
    from letopis.learning.validate import Validation
    from letopis.learning.words import LearnedWord
    from letopis.records import Article

Corrected = Annotated[
    list[Path],
    typer.Argument(metavar="RECORDS…", help="Corrected records: JSON Lines files, or folders of them."),
    RECORDS,
]
Output = Annotated[Path, typer.Option("-o", "--output", help="Folder for the model."), WRITTEN]
Further = Annotated[Path | None, typer.Option("--model", help="Teach this model of your own further."), FILES]
Steps = Annotated[int | None, typer.Option(min=1, help="Steps of learning; by the number of texts when not given.")]
Folds = Annotated[int, typer.Option(min=2, help="Parts of the cross-validation over articles.")]
Tagged = Annotated[
    list[Path] | None,
    typer.Option(metavar="FILE", help="Corrected CoNLL-U, to learn lemmas and parts of speech from."),
    FILES,
]
Alike = Annotated[
    Path | None,
    typer.Option(metavar="PUSHED", help="The records as pushed: show what a rule could confirm, and learn nothing."),
    RECORDS,
]
Accept = Annotated[bool, typer.Option("--accept", help="With --alike: learn from what the rule confirms, too.")]
NoWords = Annotated[bool, typer.Option("--no-words", help="Learn no words, only weights.")]
Restricted = Annotated[
    str, typer.Option(metavar="WHOSE", help="Whose texts these are, where they are not free; the card says so.")
]
Drawn = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Draw F1 against corrected paragraphs (SVG), and write no model."),
    WRITTEN,
]
Force = Annotated[bool, typer.Option("--force", help="Write the model though it is worse, or was not scored.")]
Errors = Annotated[int, typer.Option(min=0, help="List at most this many spans won and lost.")]


def command(
    records: Corrected,
    output: Output = Path("models/mine"),
    labels: Labels = "",
    scheme: Scheme = "letopis",
    config: Config = None,
    model: Further = None,
    seed: Seed = 1,
    steps: Steps = None,
    folds: Folds = 4,
    curve: Drawn = None,
    resamples: Resamples = RESAMPLES,
    conllu: Tagged = None,
    alike: Alike = None,
    accept: Accept = False,
    no_words: NoWords = False,
    restricted: Restricted = "",
    force: Force = False,
    errors: Errors = 40,
    as_json: AllAsJson = False,
    quiet: Silent = False,
) -> None:
    """Learn from corrections: a model of your own, and whether it finds more than before.

    Learns names, and labels of your own, from corrected records; then again without a part of them, which is scored
    before and after, and so for each part. A model that is worse is not written. Ctrl-C keeps what was learned so far.

    Example: [bold]letopis learn out/corrected -o models/mine[/bold], then
    [bold]letopis extract corpus --model models/mine[/bold]
    """
    from letopis.learning.course import Choices, Course
    from letopis.learning.gold import read_corrected
    from letopis.learning.store import check_place, save
    from letopis.learning.train import Schedule
    from letopis.learning.validate import cross_validate
    from letopis.own_model import with_model
    from letopis.settings import read_settings

    if curve is None and (accept or alike is None):
        check_place(output)
    settings = read_settings(config)[0]
    schedule = Schedule(seed=seed) if steps is None else Schedule(seed=seed, steps=steps, passes=0)
    choices = Choices(
        scheme=scheme,
        config=settings if model is None else with_model(settings, model.resolve()),
        labels=tuple(listed_labels(labels)),
        words=not no_words,
        schedule=schedule,
    )
    tell = StepLines(start="letopis: ", quiet=quiet)
    articles = read_corrected(records)
    if alike is not None:
        articles = _alike(articles, alike, accept=accept)
    if alike is not None and not accept:
        return
    golds, notes = _golds(articles)
    course = Course(golds, choices, tell)
    if curve is not None:
        _show_curve(course, curve, tell, as_json=as_json)
        return
    learned = course.learn(range(len(golds)))
    if conllu:
        learned = learned._replace(words=[*learned.words, *_lemmas(conllu)])
    try:
        validation = cross_validate(course, folds=folds, resamples=resamples, tell=tell)
    except KeyboardInterrupt:
        if not force:
            raise
        validation = None
    if validation is not None:
        validation.notes.extend(notes)
        _show(validation, learned, errors, as_json=as_json)
        if validation.worse and not force:
            raise LetopisError(f"not written, since it is worse: {validation.worse}; --force writes it all the same")
    card = save(output, course, learned, validation, restricted=restricted)
    if not as_json:
        typer.echo(f"{card.what}: {', '.join(card.labels)}; written to {output}")


def _alike(articles: list[Article], pushed: Path, *, accept: bool) -> list[Article]:
    """Show the rule, and return the records with what it confirms."""
    from letopis.cli.printing import print_table
    from letopis.formats.jsonl import read_articles
    from letopis.learning.alike import LEAST, rule_of, with_rule

    rule = rule_of(articles, read_articles(pushed))
    rows = [[kind.label, kind.by, str(run)] for kind, run in rule.kinds.items()]
    print_table(f"Left as they were {LEAST} times in a row or more", ("label", "found by", "in a row"), rows)
    done = "are taken as confirmed" if accept else "would be taken as confirmed with --accept"
    typer.echo(f"{rule.size} paragraphs with nothing else in them {done}")
    return with_rule(articles, rule)


def _golds(records: list[Article]) -> tuple[list[Article], list[str]]:
    """Return the articles; of a single one its paragraphs, with a note."""
    from letopis.learning.gold import golds_of, paragraphs

    articles, notes = golds_of(records)
    if len(articles) > 1:
        return articles, notes
    parts = paragraphs(articles[0])
    if len(parts) < 2:
        raise InputError(f"article {articles[0].id!r} is all there is, and has one paragraph; correct some more")
    return parts, [*notes, "one article: its paragraphs were scored, which says little about other articles"]


def _lemmas(paths: list[Path]) -> list[LearnedWord]:
    from letopis.formats.conllu import read_conllu
    from letopis.learning.words import learn_lemmas
    from letopis.lemmas.pymorphy import analyse

    return learn_lemmas([sentence for path in paths for sentence in read_conllu(path)], analyse)


def _show(validation: Validation, learned: Learned, errors: int, *, as_json: bool) -> None:
    from letopis.cli.printing import print_json, print_list, print_table
    from letopis.learning.store import score_rows

    changes: list[tuple[str, ...]] = [
        (change.change, change.entity.label, change.place.article, validation.sentence_of(change))
        for change in validation.comparison.changes
    ]
    if as_json:
        answer = {
            "scores": score_rows(validation),
            "changes": [dict(zip(("change", "label", "article", "sentence"), one, strict=True)) for one in changes],
            "words": [one._asdict() for one in learned.words],
            "worse": validation.worse,
            "notes": validation.notes,
        }
        print_json(answer)
        return
    for table in validation.tables:
        print_table(*table)
    print_list("Spans won and lost", changes, errors)
    if learned.words:
        print_list("Words learned", [(w.key, w.word, f"{w.times} times", w.example) for w in learned.words], errors)
    for note in validation.notes:
        typer.echo(f"note: {note}", err=True)


def _show_curve(course: Course, path: Path, tell: Tell, *, as_json: bool) -> None:
    from letopis.cli.printing import print_json, print_table
    from letopis.learning.curve import draw_curve, write_svg

    curve = draw_curve(course, tell=tell)
    write_svg(path, curve)
    more = curve.outlook
    if as_json:
        print_json({"points": [p._asdict() for p in curve.points], "outlook": more._asdict() if more else None})
        return
    print_table(*curve.table)
    typer.echo(f"{curve.said}; the picture is {path}")
