"""Writing a model of one's own: weights, words and labels, and a card that says what it was made from."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from letopis.entities.agreements.judge import OWN_JUDGE, write_judge
from letopis.entities.agreements.titles import TITLES
from letopis.entities.names.weights import CONFIG, WEIGHTS, save_model
from letopis.errors import OutputError
from letopis.evaluation.tables import number, p_text, signed
from letopis.files import replacing
from letopis.formats.jsonl import hash_of
from letopis.formats.page import environment
from letopis.labels import labels as registered
from letopis.learning.course import Course, Learned
from letopis.learning.gold import paragraphs
from letopis.learning.lessons import AGREEMENT
from letopis.learning.validate import Validation
from letopis.learning.words import words_toml
from letopis.own_model import CARD, LABELS, README, WORDS
from letopis.provenance import describe_pipeline

COLOURS = ("#d55e00", "#999933", "#882255", "#44aa99", "#6699cc", "#aa4499")
"""Colours of labels of one's own, which people who confuse red and green can tell apart."""

OURS = {WEIGHTS, CONFIG, OWN_JUDGE, TITLES, WORDS, LABELS, CARD, README}
"""The files of a model."""


class ModelCard(msgspec.Struct, frozen=True, kw_only=True):
    """What a model was made from, and how good it is; ``data`` holds a hash of each record.

    ``restricted`` says whose words the texts are, where they are not free: then the weights may not be either.
    """

    name: str
    what: str
    labels: list[str]
    data: dict[str, str]
    paragraphs: int
    seed: int
    scheme: str
    based_on: str
    restricted: str = ""
    scores: list[dict[str, Any]] = []
    notes: list[str] = []
    letopis: str = ""


def check_place(folder: Path) -> None:
    """Refuse a place for a model that holds other things.

    Raises:
        OutputError: names what is there.
    """
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder}: is a file; a model is a folder")
    others = sorted(path.name for path in folder.iterdir() if path.name not in OURS) if folder.is_dir() else []
    if others:
        raise OutputError(f"{folder}: holds {others[0]!r}, which is no part of a model; give a new folder")


def save(
    folder: Path, course: Course, learned: Learned, validation: Validation | None, *, restricted: str = ""
) -> ModelCard:
    """Write a model of one's own, and return its card.

    Raises:
        OutputError: the folder cannot be written, or holds other things.
    """
    check_place(folder)
    folder.mkdir(parents=True, exist_ok=True)
    save_model(folder, learned.model, {"seed": course.choices.schedule.seed})
    if learned.judge:
        write_judge(folder / OWN_JUDGE, learned.judge)
    else:
        (folder / OWN_JUDGE).unlink(missing_ok=True)
    if learned.titles:
        (folder / TITLES).mkdir(exist_ok=True)
        save_model(folder / TITLES, learned.titles[0], {"seed": course.choices.schedule.seed})
    else:
        shutil.rmtree(folder / TITLES, ignore_errors=True)
    new = [label for label in learned.model.labels if label not in registered()]
    texts = {WORDS: words_toml(learned.words) if learned.words else "", LABELS: labels_toml(new)}
    for name, text in texts.items():
        if text:
            _write(folder / name, text)
        else:
            (folder / name).unlink(missing_ok=True)
    card = _card(folder, course, learned, validation, restricted)
    _write(folder / CARD, msgspec.json.format(msgspec.json.encode(card)).decode() + "\n")
    _write(folder / README, readme(card, learned))
    return card


def _write(path: Path, text: str) -> None:
    with replacing(path) as file:
        file.write(text.encode("utf-8"))


def _card(folder: Path, course: Course, learned: Learned, validation: Validation | None, restricted: str) -> ModelCard:
    from letopis import __version__

    return ModelCard(
        name=folder.resolve().name,
        what=f"{', '.join(_parts(learned))}, taught further by corrections",
        labels=[*learned.model.labels, *([AGREEMENT] if learned.judge or learned.titles else [])],
        data={gold.id: hash_of(gold) for gold in course.golds},
        paragraphs=sum(len(paragraphs(gold)) for gold in course.golds),
        seed=course.choices.schedule.seed,
        scheme=course.choices.scheme,
        based_on=_base(course),
        restricted=restricted,
        scores=[] if validation is None else score_rows(validation),
        notes=[] if validation is None else validation.notes,
        letopis=__version__,
    )


def _parts(learned: Learned) -> list[str]:
    agreements = {"judge of agreements": learned.judge, "network of titles": learned.titles}
    return ["tagger of names", *(name for name, part in agreements.items() if part)]


def score_rows(validation: Validation) -> list[dict[str, Any]]:
    """Return F1 before and after by label, the difference and its p-value, as plain data."""
    return [
        {"label": r.name, "before": r.against, "after": r.f1, "difference": r.difference, "p": r.p}
        for r in validation.comparison.rows
    ]


def _base(course: Course) -> str:
    said = describe_pipeline(course.nlp)
    own = said.get("model")
    return f"{own['name']} {own['sha256']}" if own else f"the tagger of the package, {said['models'].get('names')}"


def labels_toml(names: Sequence[str]) -> str:
    """Return labels as the text of a file of labels, a colour each.

    >>> print(labels_toml(["LAW"]))
    [labels.LAW]
    one = "LAW"
    many = "LAW"
    colour = "#d55e00"
    <BLANKLINE>
    """
    tables = [
        f'[labels.{msgspec.json.encode(name).decode() if not name.isascii() else name}]\none = "{name}"\n'
        f'many = "{name}"\ncolour = "{COLOURS[place % len(COLOURS)]}"\n'
        for place, name in enumerate(names)
    ]
    return "\n".join(tables)


def readme(card: ModelCard, learned: Learned) -> str:
    """Return the card for people."""
    return (
        environment(__package__, text=True)
        .get_template("card.md")
        .render(card=card, learned=learned, judge=OWN_JUDGE, words=WORDS, number=number, signed=signed, p_text=p_text)
    )
