"""Words and states of one's own, in a TOML file or a mapping: what each list is called, and where it goes.

.. code-block:: toml

    engine = "large"           # what finds names; the default where nothing is said

    [words]                    # a word of yours = the one that it is used like
    "шерть" = "конвенция"
    "нунциатура" = "миссия"

    [abbreviations]            # before a name, before a number, never at a sentence's end, after what they count
    name = ["кишл."]

    [[states]]
    name = "Руритания"
    code = "RT"
    other = ["Руританское Королевство"]

    [names]                    # more words for a list of names/lexicon.cfg
    member_heads = ["курултай"]
    never = ["Аргумент"]       # no names, in all cases
    persons = ["Юсуф Гашев"]   # persons, in all cases

    [lemmas]                   # a form's lemma, and perhaps its part of speech
    "шерти" = "шерть NOUN"

    [options.extract]          # what a command is to be given where nothing else is said; read by the command line
    jobs = 2
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from letopis.entities.own_persons import own_persons
from letopis.entities.own_words import extended, never_names, own_state, own_words
from letopis.errors import InputError, nearest
from letopis.files import parse_toml, read_utf8
from letopis.lemmas.analysis import own_lemmas
from letopis.sentences.abbreviations import uses_with

if TYPE_CHECKING:
    from spacy.language import Language

FILE = "letopis_config"
"""The key of a pipeline's ``meta`` under which the name of its file of settings stands."""

DEFAULT = "letopis.toml"
"""The file that the command line takes where it lies in the folder and none is named."""


class Settings(msgspec.Struct, frozen=True):
    """What is added to the lists, a folder of ``letopis learn``, the engine of names, and the file that said so."""

    words: dict[str, str] = {}
    abbreviations: dict[str, list[str]] = {}
    states: list[dict[str, Any]] = []
    names: dict[str, list[str]] = {}
    lemmas: dict[str, str] = {}
    model: str = ""
    engine: str = ""
    file: str = ""


OPTIONS = "options"
"""The table of the command line's options, which are no business of a pipeline's."""

TABLES = tuple(name for name in Settings.__struct_fields__ if name != "file")
SPACY = ("nlp", "components", "initialize", "training", "corpora", "pretraining", "paths", "system")
"""The sections of a config of spaCy's."""

ITSELF = ("never", "persons")
"""What ``[names]`` holds beside words for the lists of the rules."""

PLACES = {
    "words": ("components.letopis_names.words", "components.letopis_agreements.words"),
    "states": (
        "components.letopis_names.states", "components.letopis_agreements.states", "components.letopis_linker.states",
    ),
    "abbreviations": ("nlp.tokenizer.abbreviations", "components.letopis_sentences.abbreviations"),
    "lists": ("components.letopis_names.lists",),
    "never": ("components.letopis_names.never",),
    "persons": ("components.letopis_names.persons",),
    "lemmas": ("components.letopis_morphology.lemmas",),
    "model": ("components.letopis_names.model", "components.letopis_agreements.model"),
    "engine": ("components.letopis_names.engine",),
}  # fmt: skip
"""Where each list goes in the pipeline's config."""


def read_settings(config: Settings | Mapping[str, Any] | Path | str | None) -> tuple[Settings, dict[str, Any]]:
    """Return the settings that a TOML file or a mapping holds, checked, and what of a mapping is spaCy's.

    >>> read_settings({"words": {"шерть": "конвенция"}, "nlp.batch_size": 8})[1]
    {'nlp.batch_size': 8}
    """
    if config is None or isinstance(config, Settings):
        return config or Settings(), {}
    if isinstance(config, Mapping):
        spacys = {name: said for name, said in config.items() if name.partition(".")[0] in SPACY}
        return _checked({name: said for name, said in config.items() if name not in spacys}, ""), spacys
    path = Path(config)
    said = read_toml(path)
    try:
        return _checked(said, path.name), {}
    except InputError as error:
        raise InputError(f"{path}: {error}") from None


def placed(settings: Settings) -> dict[str, Any]:
    """Return settings by their places in the pipeline's config.

    >>> list(placed(Settings(names={"never": ["Аргумент"]})))
    ['components.letopis_names.never']
    """
    tables = {name: getattr(settings, name) for name in TABLES if name != "names"}
    names = {name: words for name, words in settings.names.items() if name not in ITSELF}
    tables |= {"lists": names, **{name: settings.names.get(name, []) for name in ITSELF}}
    return {place: said for name, said in tables.items() if said for place in PLACES[name]}


def described_settings(nlp: Language) -> dict[str, Any]:
    """Return how a record names the settings of a pipeline: their file, if one said them, and their hash.

    Nothing where there are none. The hash is of what the components were told, whoever told them.
    """
    keys = {place.rpartition(".")[2] for places in PLACES.values() for place in places} - {"model", "engine"}
    told = {
        f"{nlp.get_pipe_meta(name).factory}.{key}": said
        for name in nlp.pipe_names
        for key, said in nlp.get_pipe_config(name).items()
        if key in keys and said and nlp.get_pipe_meta(name).factory.startswith("letopis_")
    }
    if not told:
        return {}
    digest = hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:12]
    file = {"file": nlp.meta[FILE]} if FILE in nlp.meta else {}
    return {"config": file | {"sha256": digest}}


def read_toml(path: Path) -> dict[str, Any]:
    """Return what a TOML file says."""
    return parse_toml(read_utf8(path, "the file of settings"), path)


def _checked(said: Mapping[str, Any], file: str) -> Settings:
    """Return what is said as settings; each list is built once, so that its own mistakes are told here."""
    said = {key: value for key, value in said.items() if key != OPTIONS}
    for key in said:
        if key not in TABLES:
            raise InputError(f"there is no key {key!r}; {nearest(key, (*TABLES, OPTIONS))}")
    for key in ("words", "abbreviations", "names", "lemmas"):
        _check_kind(key, said.get(key, {}), Mapping, f"a table: [{key}]")
    _check_kind("states", said.get("states", []), list, "tables: [[states]]")
    _check_kind("model", said.get("model", ""), str, "a folder in quotes")
    _check_kind("engine", said.get("engine", ""), str, "a name in quotes")
    for own, like in said.get("words", {}).items():
        _check_kind(f"words.{own}", like, str, 'a word in quotes, such as "договор"')
    for form, lemma in said.get("lemmas", {}).items():
        _check_kind(f"lemmas.{form}", lemma, str, 'a lemma in quotes, such as "шерть NOUN"')
    for use, forms in said.get("abbreviations", {}).items():
        _check_words(f"abbreviations.{use}", forms)
    for state in said.get("states", []):
        _check_state(state)
    for key, words in said.get("names", {}).items():
        _check_words(f"names.{key}", words)
    own = Settings(**said, file=file)
    own_words(own.words, own.states)
    uses_with(own.abbreviations)
    extended({name: words for name, words in own.names.items() if name not in ITSELF})
    never_names(own.names.get("never", ()))
    own_persons(own.names.get("persons", ()))
    own_lemmas(own.lemmas)
    return own


def _check_state(said: Any) -> None:
    _check_kind("states", said, Mapping, "tables: [[states]]")
    own_state(said)
    for key in ("name", "code"):
        _check_kind(f"states.{key}", said.get(key, ""), str, "a name in quotes")
    _check_words("states.other", said.get("other", []))


def _check_kind(key: str, value: Any, kind: type, wanted: str) -> None:
    if not isinstance(value, kind):
        raise InputError(f"{key} is {value!r}; it is to be {wanted}")


def _check_words(key: str, value: Any) -> None:
    if not isinstance(value, Sequence) or isinstance(value, str) or not all(isinstance(one, str) for one in value):
        raise InputError(f'{key} is {value!r}; it is to be a list of words in quotes, such as ["кишл."]')
