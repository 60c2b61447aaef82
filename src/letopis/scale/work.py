"""The work on one article, the same in every process: a source in, a record or the reason for none out."""

from __future__ import annotations

import hashlib
import json
import traceback
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from letopis import __version__
from letopis.errors import InputError, LetopisError, MissingDependencyError, OutputError
from letopis.extraction import extract_raw, raw_text
from letopis.lemmas.models import PACKAGE, model_folder, official_stanza, project_stanza
from letopis.records import SCHEMA, Article, Token
from letopis.sources import read_source
from letopis.sources.read import read_data

if TYPE_CHECKING:
    from spacy.language import Language

FailureKind = Literal["input", "dependency", "memory", "error", "killed"]
"""Why an article failed: its file, a missing package, too little memory, a mistake of ours, its process died."""

MAKERS = (
    "config.cfg", "records.py", "offsets.py", "navec.py", "dictionary.py", "pipeline.py", "extraction.py",
    "sources", "cleaning", "sentences", "lemmas", "entities", "linking",
)  # fmt: skip
"""The files and folders of the package that decide what a record holds."""

LIBRARIES = (
    "spacy", "pymorphy3", "pymorphy3-dicts-ru", "natasha", "navec", "slovnet", "numpy", "edtf",
    "pypdfium2", "python-docx",
)  # fmt: skip
STANZA_LIBRARIES = ("stanza", "torch")
"""Installed packages whose versions can change a record."""


class WorkOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What the user chose: the arguments of :func:`letopis.load`, and the encoding of text files.

    >>> WorkOptions(morphology="pymorphy3", scheme="letopis").encoding is None
    True
    """

    morphology: str
    scheme: str
    encoding: str | None = None


class ArticleSource(msgspec.Struct, frozen=True):
    """An article to do: its id, the path that its record names, and its content where the caller has it.

    ``content`` is the bytes of a file of any format, or a text; without it the file at ``path`` is read.
    """

    id: str
    path: str
    content: bytes | str | None = None


class Failure(msgspec.Struct, frozen=True):
    """An article without a record: one line of ``*.errors.jsonl``; ``reason`` is one sentence."""

    id: str
    path: str
    kind: FailureKind
    reason: str


@cache
def load_once(morphology: str, scheme: str) -> Language:
    """Load the pipeline once a process."""
    import letopis

    return letopis.load(morphology=morphology, scheme=scheme)


def describe_work(options: WorkOptions) -> str:
    """Give a fingerprint of all that decides what a record holds, the source aside: 16 hexadecimal digits.

    It covers the options, the engine that runs, the pipeline's configuration, the code of the rules, the models'
    files and the versions of the libraries. Two records of one content with one fingerprint are the same. The
    pipeline is loaded.

    Raises:
        LetopisError: the pipeline cannot be loaded.

    >>> plain = WorkOptions(morphology="pymorphy3", scheme="letopis")
    >>> describe_work(plain) == describe_work(WorkOptions(morphology="pymorphy3", scheme="letopis", encoding="cp1251"))
    False
    """
    nlp = load_once(options.morphology, options.scheme)
    return _fingerprint(_engine(nlp), options.scheme, options.encoding)


def extract_one(
    source: ArticleSource, options: WorkOptions, *, tokens: list[list[Token]] | None = None
) -> Article | Failure:
    """Extract one article in any process; what goes wrong in it is its failure and no exception.

    The record's ``pipeline`` names the scheme and the fingerprint (:func:`describe_work`) too. It has no
    identities until :class:`letopis.linking.articles.Linker` links it with the others. A list given as ``tokens`` is
    filled with the tokens, sentence by sentence.

    Raises:
        LetopisError: the pipeline cannot be loaded.

    >>> options = WorkOptions(morphology="pymorphy3", scheme="letopis")
    >>> extract_one(ArticleSource("a", "a.txt", "Договор подписан в Баку."), options).entities[-1].text
    'Баку'
    >>> extract_one(ArticleSource("b", "b.txt", b""), options)
    Failure(id='b', path='b.txt', kind='input', reason='b.txt: is empty')
    """
    nlp = load_once(options.morphology, options.scheme)
    work = {"scheme": options.scheme, "fingerprint": describe_work(options)}
    try:
        path = Path(_utf8(source.path))
        if source.content is None:
            raw = read_source(path, encoding=options.encoding)
        elif isinstance(source.content, str):
            raw = raw_text(source.content)
        else:
            raw = read_data(source.content, path, encoding=options.encoding)
        article = extract_raw(raw, nlp, article_id=source.id, path=source.path, tokens=tokens)
    except Exception as error:
        return failure_of(source, error)
    return msgspec.structs.replace(article, pipeline=article.pipeline | work)


def failure_of(source: ArticleSource, error: Exception) -> Failure:
    """Give an article's failure for what was raised while it was done.

    Raises:
        OutputError: ``error`` itself, where a place cannot be written: that is nobody's fault but the disk's.

    >>> failure_of(ArticleSource("a", "a.txt"), ValueError("odd")).reason
    'a.txt: ValueError: odd'
    """
    if isinstance(error, OutputError):
        raise error
    kind, reason = _reason(source.path, error)
    return Failure(_writable(source.id), _writable(source.path), kind, _writable(reason))


def _reason(path: str, error: Exception) -> tuple[FailureKind, str]:
    if isinstance(error, MissingDependencyError):
        return "dependency", str(error)
    if isinstance(error, LetopisError):
        return "input", str(error)
    if isinstance(error, MemoryError):
        return "memory", f"{path}: too large for the memory of this machine; cut the file into parts"
    places = traceback.extract_tb(error.__traceback__)
    place = f" ({Path(places[-1].filename).name}:{places[-1].lineno})" if places else ""
    words = " ".join(str(error).split())
    return "error", f"{path}: {type(error).__name__}: {words}{place}"


def _utf8(path: str) -> str:
    """Refuse a name that no record can hold: old disks have names in other encodings."""
    if _writable(path) != path:
        raise InputError(f"{_writable(path)}: the name is not UTF-8; rename the file")
    return path


def _writable(text: str) -> str:
    r"""Show bytes that are no UTF-8 as ``\udcff``, so that the text can be written."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _engine(nlp: Language) -> str:
    return str(getattr(nlp.get_pipe("letopis_morphology"), "engine_name", ""))


@cache
def _fingerprint(engine: str, scheme: str, encoding: str | None) -> str:
    """Hash the description of the work; ``auto`` and the engine that it found are one configuration."""
    libraries = LIBRARIES + (STANZA_LIBRARIES if engine == "stanza" else ())
    known: dict[str, Any] = {
        "schema": SCHEMA,
        "letopis": __version__,
        "code": _code_hash(),
        "models": _models_hash(engine),
        "libraries": {name: _version(name) for name in libraries},
        "engine": engine,
        "scheme": scheme,
        "encoding": encoding,
    }
    return hashlib.sha256(json.dumps(known, sort_keys=True).encode()).hexdigest()[:16]


@cache
def _code_hash() -> str:
    return _hash_of(path for name in MAKERS for path in _files(PACKAGE / name))


@cache
def _models_hash(engine: str) -> str:
    folders = [model_folder("names"), model_folder("morphology")]
    if engine == "stanza":
        folders.append(project_stanza() or official_stanza())
    return _hash_of(path for folder in folders if folder is not None for path in _files(folder))


def _files(place: Path) -> list[Path]:
    found = place.rglob("*") if place.is_dir() else [place]
    return sorted(path for path in found if path.suffix not in {".pyc", ".md"} and path.is_file())


def _hash_of(paths: Iterable[Path]) -> str:
    total = hashlib.sha256()
    for path in paths:
        total.update(f"{path.name}\0".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


__all__ = ["ArticleSource", "Failure", "WorkOptions", "describe_work", "extract_one", "failure_of"]
