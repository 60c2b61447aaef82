"""The work on articles, the same in every process: a source in, a record or the reason for none out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import msgspec

from letopis.batching import batches
from letopis.errors import (
    InputError,
    LetopisError,
    MissingDependencyError,
    OutputError,
    is_want_of_memory,
    printable,
    reason_of,
)
from letopis.records import Article, Token
from letopis.settings import Settings, described_settings
from letopis.sources import RawText, read_source
from letopis.sources.read import read_data, size_of

if TYPE_CHECKING:
    from spacy.language import Language

    from letopis.extraction import ToExtract

FailureKind = Literal["input", "dependency", "memory", "error", "killed", "timeout"]
"""Why an article failed: its file, a missing package, too little memory, a mistake of ours, its process died, time."""

GROUP_SIZE = 50_000
"""Bytes of short articles that are extracted together."""

OF_FILE = "file"
"""The document date that each file names itself."""


class WorkOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What the user chose: the arguments of :func:`letopis.load` and of :func:`letopis.sources.read_source`.

    ``timeout`` is in seconds for an article, after which it is given up; ``document_date`` is when the texts were
    written, or ``file`` for the year that each file names.

    >>> WorkOptions(morphology="pymorphy3", scheme="letopis").encoding is None
    True
    """

    morphology: str
    scheme: str
    encoding: str | None = None
    whole_page: bool = False
    ocr: bool = False
    timeout: float | None = None
    document_date: str | None = None
    config: Settings = Settings()

    @property
    def reading(self) -> dict[str, Any]:
        """What :func:`letopis.sources.read_source` is told."""
        return {"encoding": self.encoding, "whole_page": self.whole_page, "ocr": self.ocr}


class ArticleSource(msgspec.Struct, frozen=True):
    """An article to do: its id, the path that its record names, and its content where the caller has it.

    ``content`` is the bytes of a file of any format, or a text; without it the file at ``path`` is read.
    """

    id: str
    path: str
    content: bytes | str | None = None

    @property
    def size(self) -> int:
        """Its bytes, or characters; 0 where the file cannot be read."""
        if self.content is not None:
            return len(self.content)
        return size_of(Path(self.path))


class Failure(msgspec.Struct, frozen=True):
    """An article without a record: one line of ``*.errors.jsonl``; ``reason`` is one sentence."""

    id: str
    path: str
    kind: FailureKind
    reason: str


_Source = TypeVar("_Source", bound=ArticleSource | Failure)


@cache
def _load_once(morphology: str, scheme: str, config: bytes) -> Language:
    import letopis

    return letopis.load(morphology=morphology, scheme=scheme, config=msgspec.json.decode(config, type=Settings))


def load_once(options: WorkOptions) -> Language:
    """Load the pipeline once a process."""
    return _load_once(options.morphology, options.scheme, msgspec.json.encode(options.config))


def describe_work(options: WorkOptions) -> str:
    """Return a fingerprint of all that decides what a record holds, the source aside: 16 hexadecimal digits.

    It covers the options, the engine that runs, the pipeline's configuration, the code of the rules, the models'
    files and the versions of the libraries. Two records of one content with one fingerprint are the same. The
    pipeline is loaded.

    Raises:
        LetopisError: the pipeline cannot be loaded.

    >>> plain = WorkOptions(morphology="pymorphy3", scheme="letopis")
    >>> describe_work(plain) == describe_work(WorkOptions(morphology="pymorphy3", scheme="letopis", encoding="cp1251"))
    False
    """
    from letopis.provenance import described_own_model, engine_of_names, fingerprint

    nlp = load_once(options)
    engine = str(getattr(nlp.get_pipe("letopis_morphology"), "engine_name", ""))
    own = described_settings(nlp).get("config", {}).get("sha256")
    model = described_own_model(nlp).get("model", {}).get("sha256")
    names = engine_of_names(nlp).get("engine")
    more = {"document_date": options.document_date, "config": own, "model": model, "names": names}
    return fingerprint(engine, options.scheme, **options.reading, **{name: said for name, said in more.items() if said})


def extract_one(
    source: ArticleSource, options: WorkOptions, *, tokens: list[list[Token]] | None = None
) -> Article | Failure:
    """Extract one article in any process; what goes wrong in it is its failure and no exception.

    The record's ``pipeline`` names the scheme and the fingerprint (:func:`describe_work`) too, and it will be written
    with a hash of itself. It has no
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
    return extract_group([source], options, tokens=None if tokens is None else [tokens])[0]


def extract_group(
    sources: Sequence[ArticleSource | Failure],
    options: WorkOptions,
    *,
    tokens: Sequence[list[list[Token]]] | None = None,
) -> list[Article | Failure]:
    """Extract short articles together, which takes less time than one after another; see :func:`extract_one`.

    What is a failure already stays one. ``tokens`` holds a list for each source.

    Raises:
        LetopisError: the pipeline cannot be loaded.
    """
    nlp = load_once(options)
    work = {"scheme": options.scheme, "fingerprint": describe_work(options)}
    lists = [None] * len(sources) if tokens is None else tokens
    read = [
        source if isinstance(source, Failure) else _read(source, options, into)
        for source, into in zip(sources, lists, strict=True)
    ]
    made = _extract([one for one in read if not isinstance(one, Failure)], nlp)
    results = [one if isinstance(one, Failure) else next(made) for one in read]
    return [one if isinstance(one, Failure) else _described(one, work) for one in results]


def _described(article: Article, work: dict[str, str]) -> Article:
    """Add what it was made by, and that it bears a hash of itself, which is set when it is written."""
    return msgspec.structs.replace(article, pipeline=article.pipeline | work, record_sha256="")


def _read(source: ArticleSource, options: WorkOptions, tokens: list[list[Token]] | None) -> ToExtract | Failure:
    from letopis.extraction import ToExtract, raw_text  # what only workers need

    try:
        if printable(source.path) != source.path:  # old disks have names in other encodings; no record can hold one
            raise InputError(f"{printable(source.path)}: the name is not UTF-8; rename the file")
        path = Path(source.path)
        if source.content is None:
            raw = read_source(path, **options.reading)
        elif isinstance(source.content, str):
            raw = raw_text(source.content)
        else:
            raw = read_data(source.content, path, **options.reading)
    except Exception as error:
        return failure_of(source, error)
    return ToExtract(raw, source.id, source.path, tokens, _document_date(raw, options))


def _document_date(raw: RawText, options: WorkOptions) -> str | None:
    if options.document_date != OF_FILE:
        return options.document_date
    return f"{raw.metadata.year:04d}" if raw.metadata is not None and raw.metadata.year else None


def _extract(todo: Sequence[ToExtract], nlp: Language) -> Iterator[Article | Failure]:
    """Extract all together; where that fails, one after another, to see whose fault it was."""
    from letopis.extraction import extract_raw

    together: list[Article] = []
    if len(todo) > 1:
        with suppress(Exception):
            together = list(extract_raw(todo, nlp))
    yield from together
    for one in () if together else todo:
        if one.tokens is not None:
            one.tokens.clear()
        try:
            yield from extract_raw([one], nlp)
        except Exception as error:
            yield failure_of(one, error)


def grouped(sources: Iterable[_Source], *, number: int | None = None, shares: int = 1) -> Iterator[list[_Source]]:
    """Put short articles that follow one another together, ``GROUP_SIZE`` at most; a longer one goes alone.

    So does one of a format that is packed, which may be long. Of a known ``number`` a group takes one of so many
    ``shares`` of what is left at most, so that several processes end at about the same time.

    >>> texts = [ArticleSource(str(number), "", "а" * number * 10_000) for number in range(5)]
    >>> [[source.id for source in group] for group in grouped(texts)]
    [['0', '1', '2'], ['3'], ['4']]
    >>> [[source.id for source in group] for group in grouped(texts, number=5, shares=2)]
    [['0', '1'], ['2'], ['3'], ['4']]
    """

    def most(given: int) -> int:
        return max(1, ((number or 0) - given) // shares)

    return batches(sources, _weight, GROUP_SIZE, most=most if number else None)


def _weight(source: ArticleSource | Failure) -> int:
    if isinstance(source, Failure):
        return 0
    plain = isinstance(source.content, str) or Path(source.path).suffix.lower() == ".txt"
    return source.size if plain else GROUP_SIZE


def failure_of(source: ArticleSource | ToExtract, error: Exception) -> Failure:
    """Return an article's failure for what was raised while it was done.

    Raises:
        OutputError: ``error`` itself, where a place cannot be written: that is nobody's fault but the disk's.

    >>> failure_of(ArticleSource("a", "a.txt"), ValueError("odd")).reason
    'a.txt: ValueError: odd'
    """
    if isinstance(error, OutputError):
        raise error
    kind, reason = _reason(source.path, error)
    return Failure(printable(source.id), printable(source.path), kind, printable(reason))


def _reason(path: str, error: Exception) -> tuple[FailureKind, str]:
    if isinstance(error, MissingDependencyError):
        return "dependency", str(error)
    if isinstance(error, LetopisError):
        return "input", str(error)
    if is_want_of_memory(error):
        return "memory", f"{path}: too large for the memory of this machine; cut the file into parts"
    return "error", f"{path}: {reason_of(error)}"
