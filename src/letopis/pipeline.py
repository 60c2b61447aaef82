"""The spaCy pipeline that joins the parts: tokens, sentences, morphology, entities, links."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from letopis.errors import InputError, nearest
from letopis.labels import labels
from letopis.own_model import register_labels, with_model
from letopis.sentences.component import create_tokenizer, sentences_component
from letopis.settings import FILE, Settings, placed, read_settings

if TYPE_CHECKING:
    from confection import Config
    from spacy.language import Language
    from spacy.vocab import Vocab

CONFIG = Path(__file__).with_name("config.cfg")


def load(  # noqa: PLR0913 (spaCy's own, and six)
    *,
    vocab: Vocab | bool = True,
    disable: str | Iterable[str] | None = None,
    enable: str | Iterable[str] | None = None,
    exclude: str | Iterable[str] | None = None,
    config: Settings | Mapping[str, Any] | Path | str | None = None,
    morphology: str | None = None,
    scheme: str | None = None,
    trees: str | None = None,
    document_date: str | None = None,
    model: Path | str | None = None,
    engine: str | None = None,
) -> Language:
    """Load the pipeline, whole or without some components; ``spacy.load("letopis")`` does the same.

    The components that find labels of other packages (:mod:`letopis.labels`) are in it.

    Args:
        vocab: one to share with another pipeline; a new one when not given.
        disable: components that are loaded and do not run until ``nlp.enable_pipe``.
        enable: the only ones that run.
        exclude: components that are not loaded.
        config: words and states of your own (:mod:`letopis.settings`), as a TOML file or a mapping; settings of spaCy's
            config, nested or by dotted names (``{"components.letopis_names.scheme": "nerel"}``), may stand beside them.
        morphology: ``pymorphy3`` (when not given), ``stanza``, or ``auto`` for Stanza where it is installed.
        scheme: what counts as a name: ``letopis`` (when not given) as annotations/GUIDELINES.md say, or ``nerel``.
        trees: when sentences are parsed: ``asked`` (when not given), by :func:`letopis.trees.parse`, or
            ``always``.
        document_date: when the texts were written (``2016-05-03``, ``2016-05``, ``2016``): relative dates are found.
        model: a folder that ``letopis learn`` wrote: its tagger finds the names, and its words are known.
        engine: what finds names: ``default`` (when not given), or ``large``, more exact and slower, with the extra
            ``large``.

    Returns:
        A spaCy ``Language``; ``doc.spans["letopis"]`` holds the nested entities, ``doc.ents`` the outermost.

    Raises:
        ValueError: no such engine.
        InputError: no such scheme or component, a damaged model, or settings that nothing knows.
        MissingDependencyError: a model or package is not there.

    >>> nlp = load()
    >>> doc = nlp("Договор подписан в Баку 23 апреля 1997 г.")
    >>> [(span.text, span._.value) for span in doc.spans["letopis"] if span.label_ == "DATE"]
    [('23 апреля 1997 г.', '1997-04-23')]
    >>> load(exclude=["letopis_names", "letopis_linker"]).pipe_names
    ['letopis_sentences', 'letopis_morphology', 'letopis_trees', 'letopis_dates', 'letopis_agreements']
    """
    from spacy.util import load_config, load_model_from_config

    import letopis.trees.component  # noqa: F401 - known without its entry point, too, as in a checkout not installed anew

    settings = {
        "components.letopis_morphology.engine": morphology,
        "components.letopis_names.scheme": scheme,
        "components.letopis_names.engine": engine,
        "components.letopis_trees.when": trees,
        "components.letopis_dates.scheme": scheme,
        "components.letopis_dates.document_date": document_date,
    }
    chosen = {name: value for name, value in settings.items() if value is not None}
    merged = _with_labels(load_config(CONFIG))
    known = list(merged["components"])
    own, others = read_settings(config)
    if model is not None or own.model:
        folder = Path(model or own.model)
        own = with_model(own, folder)
        register_labels(folder)
    for name, value in {**placed(own), **others, **chosen}.items():
        merged = merged.merge(_nested(name, value))
    for name, said in merged["components"].items():
        if name not in known and not {"factory", "source"} & said.keys():  # spaCy would pass it over
            raise InputError(f"config: there is no component {name!r}; {nearest(name, known)}")
    pipes = {"disable": disable, "enable": enable, "exclude": exclude}
    given: dict[str, Any] = {which: names for which, names in pipes.items() if names is not None}
    meta = {FILE: own.file} if own.file else {}
    return load_model_from_config(merged, vocab=vocab, meta=meta, auto_fill=True, **given)


def _with_labels(config: Config) -> Config:
    for finder in dict.fromkeys(label.component for label in labels().values() if label.component):
        place = config["nlp"]["pipeline"].index("letopis_agreements")
        config["nlp"]["pipeline"].insert(place, finder)
        config["components"][finder] = {"factory": finder}
    return config


def _nested(name: str, value: Any) -> dict[str, Any]:
    """Return a setting as spaCy nests it: ``nlp.lang`` is a name in a section."""
    for section in reversed(name.split(".")):
        value = {section: value}
    return dict(value)


__all__ = ["create_tokenizer", "load", "sentences_component"]
