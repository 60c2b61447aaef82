"""The config of a training run: read from ``train.cfg``, which explains each setting."""

from __future__ import annotations

from configparser import ConfigParser, Error
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from letopis.errors import InputError

CONFIG = Path(__file__).with_name("train.cfg")
LARGE = Path(__file__).with_name("large.cfg")
TITLES = Path(__file__).parents[1] / "agreements" / "titles.cfg"
_WHOLE = {"epochs", "batch", "seed", "frozen"}
_PARSED = {"widths", "names", "beside", "beside_weight", "thresholds", "without"}


@dataclass(frozen=True)
class TrainSettings:
    """How to train; the defaults stand in ``train.cfg``."""

    widths: dict[str, int]
    names: tuple[str, ...]
    beside: tuple[str, ...]
    beside_weight: float
    epochs: int
    batch: int
    rate: float
    slow: float
    encoder: float
    frozen: int
    weight_decay: float
    dropout: float
    vector_dropout: float
    upper: float
    lower: float
    initials: float
    mean: float
    held_out: float
    seed: int
    thresholds: tuple[float, ...]
    without: tuple[str, ...]


def read_settings(path: Path = CONFIG, **changes: int | None) -> TrainSettings:
    """Read a training config; ``changes`` (``epochs``, ``seed``) win over it where they are given.

    Raises:
        InputError: the file is not there, or lacks or mistypes a setting.

    >>> read_settings(epochs=2).epochs
    2
    """
    parser = ConfigParser()
    try:
        if not parser.read(path, encoding="utf-8"):
            raise InputError(f"{path} is not there: give a training config like {CONFIG}")
        training = parser["training"]
        values: dict[str, Any] = {
            field.name: (int if field.name in _WHOLE else float)(training[field.name])
            for field in fields(TrainSettings)
            if field.name not in _PARSED
        }
        values |= {name: value for name, value in changes.items() if value is not None}
        return TrainSettings(
            widths={name: int(value) for name, value in parser["network"].items()},
            names=tuple(parser["labels"]["names"].split()),
            beside=tuple(parser["labels"]["beside"].split()),
            thresholds=tuple(float(value) for value in training["thresholds"].split()),
            without=tuple(training["without"].split()),
            beside_weight=float(parser["labels"]["weight"]),
            **values,
        )
    except (Error, KeyError, TypeError, ValueError) as error:
        raise InputError(f"{path} is no whole training config: {error}; compare it with {CONFIG}") from error
