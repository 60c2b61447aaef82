"""A model of one's own, as ``letopis learn`` writes it: a folder with a tagger of names, and what goes with it.

| file | what |
| --- | --- |
| ``weights.npz``, ``config.json`` | the tagger of names, as the one that comes with the package |
| ``agreements.npz`` | the judge of agreements, where records taught it (:mod:`letopis.entities.agreements.judge`) |
| ``titles/`` | the network of titles, likewise (:mod:`letopis.entities.agreements.titles`) |
| ``words.toml`` | words that were learned, a file of settings that a person may edit (:mod:`letopis.settings`) |
| ``labels.toml`` | labels of one's own with their colours (:mod:`letopis.labels`), which a person may edit too |
| ``card.json``, ``README.md`` | what it was made from, and how good it is |
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import msgspec

from letopis.entities.agreements.judge import OWN_JUDGE
from letopis.entities.agreements.titles import TITLES
from letopis.entities.names.weights import CONFIG, WEIGHTS
from letopis.errors import InputError
from letopis.labels import labels, read_labels, register
from letopis.settings import Settings, read_settings

WORDS, LABELS, CARD, README = "words.toml", "labels.toml", "card.json", "README.md"

DECIDING = (WEIGHTS, CONFIG, WORDS, OWN_JUDGE, f"{TITLES}/{WEIGHTS}", f"{TITLES}/{CONFIG}")
"""The files that decide what is found with the model."""


def with_model(settings: Settings, folder: Path) -> Settings:
    """Return settings to which a model of one's own is added: its tagger, and its words where they say nothing else."""
    check_model(folder)
    words = folder / WORDS
    learned = read_settings(words)[0] if words.is_file() else Settings()
    return joined(learned, msgspec.structs.replace(settings, model=str(folder)))


def joined(first: Settings, second: Settings) -> Settings:
    """Return the settings of both; where they say different things of one word, the second is believed.

    >>> joined(Settings(names={"never": ["Аргумент"]}), Settings(names={"never": ["Вестник"]})).names
    {'never': ['Аргумент', 'Вестник']}
    """
    lists: dict[str, dict[str, list[str]]] = {}
    for table in ("abbreviations", "names"):
        one, other = getattr(first, table), getattr(second, table)
        lists[table] = {
            name: list(dict.fromkeys([*one.get(name, ()), *other.get(name, ())])) for name in {**one, **other}
        }
    named = {state.get("name") for state in second.states}
    states = [*(state for state in first.states if state.get("name") not in named), *second.states]
    return msgspec.structs.replace(
        second, words=first.words | second.words, lemmas=first.lemmas | second.lemmas, states=states, **lists
    )


def check_model(folder: Path) -> None:
    """Refuse a folder that holds no model of one's own."""
    missing = [name for name in (WEIGHTS, CONFIG) if not (folder / name).is_file()]
    if missing:
        raise InputError(
            f"{folder}: is no model: {missing[0]} is missing; 'letopis learn RECORDS -o {folder}' makes one"
        )


def register_labels(folder: Path) -> None:
    """Make the labels of a model known, where nobody has registered one of the same name."""
    path = folder / LABELS
    if path.is_file():
        register(*(kind for kind in read_labels(path) if kind.name not in labels()))


def described_model(folder: Path) -> dict[str, Any]:
    """Return how a record names a model: the folder's name, and twelve digits of the SHA-256 of what decides."""
    digest = hashlib.sha256()
    for name in DECIDING:
        try:
            digest.update(name.encode() + b"\0" + hashlib.sha256((folder / name).read_bytes()).digest())
        except FileNotFoundError:
            continue
        except OSError as error:
            raise InputError(f"{folder / name} cannot be read: {error.strerror}") from error
    return {"name": folder.resolve().name, "sha256": digest.hexdigest()[:12]}
