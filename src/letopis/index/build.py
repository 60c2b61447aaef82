"""From records to an index: one SQLite file with the tables of the chronicle, the tokens and the English side.

The tokens of an index that a new one takes the place of are taken over where the record is the same.
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import msgspec

from letopis.bilingual.align import SentenceLink
from letopis.bilingual.project import project_entities
from letopis.bilingual.sides import (
    ENGLISH_SUFFIX,
    find_translation,
    make_linker,
    read_english,
    read_glossary,
    with_sentences,
)
from letopis.bilingual.view import GLOSSARY_NAME
from letopis.chronicle.build import single
from letopis.chronicle.database import run_script, write_database
from letopis.errors import InputError, OutputError
from letopis.files import check_output, replacing
from letopis.formats.jsonl import hash_of, stream_articles
from letopis.index.rows import IndexWriter
from letopis.index.words import Sentences, tokens_in
from letopis.records import Article, Token
from letopis.streams import is_stream
from letopis.version import __version__

_TOKENS = """select s.number - 1, t.start_offset, t.end_offset, t.form as text, t.lemma, t.upos, t.feats, t.head,
t.deprel from tokens t join sentences s on s.id = t.sentence_id where t.id >= ? and t.id < ? order by t.id"""


class Former:
    """Reads an index that may be there, and counts the articles whose tokens were taken from it.

    Raises:
        OutputError: what stands there is no index.
    """

    def __init__(self, path: Path, made_by: Mapping[str, str]) -> None:
        self.taken = 0
        self._known: dict[str, tuple[str, int, int]] = {}
        self._database = sqlite3.connect(":memory:")
        if path.is_file() and path.stat().st_size:
            self._open(path, made_by)

    def _open(self, path: Path, made_by: Mapping[str, str]) -> None:
        self._database = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        try:
            before = dict(self._database.execute("select name, value from made_by"))
            rows = self._database.execute("select article_id, sha256, first_token, end_token from records")
            known = {name: (sha256, first, end) for name, sha256, first, end in rows}
        except sqlite3.Error:
            raise OutputError(f"{path}: is no index of 'letopis index'; name a new file, or move it away") from None
        self._known = known if before == made_by else {}

    def tokens(self, article_id: str, sha256: str) -> Sentences | None:
        """Return the tokens of an article whose record was the same, or ``None``."""
        was, first, end = self._known.get(article_id, ("", 0, 0))
        if was != sha256:
            return None
        try:
            told = self._database.execute(_TOKENS, (first, end))
            rows, (_, *columns) = told.fetchall(), [name for name, *_ in told.description]
        except sqlite3.Error:  # damaged; all of it is made anew
            return None
        self.taken += 1
        found: Sentences = {}
        for number, *values in rows:
            found.setdefault(number, []).append(Token(**dict(zip(columns, values, strict=True))))
        return found

    def close(self) -> None:
        """Close the file."""
        self._database.close()


MORPHOLOGY = "pymorphy3"
"""The engine that analyses tokens that no CoNLL-U file gives."""


class IndexCounts(NamedTuple):
    """What an index holds; of ``articles`` so many were ``taken`` over as they were, and ``doubles`` left out."""

    articles: int
    sentences: int
    tokens: int
    entities: int
    agreements: int
    taken: int
    doubles: dict[str, str]


class EnglishSide(NamedTuple):
    """Where the translations are, and what aligns them: links, or terms; see :mod:`letopis.bilingual.sides`."""

    path: Path
    links: Path | None = None
    glossary: Path | None = None


def write_index(
    records: Path,
    output: Path,
    *,
    english: EnglishSide | None = None,
    conllu: Path | None = None,
    datasette: Path | None = None,
) -> IndexCounts:
    """Write an index of records, and of their translations, into one SQLite file.

    Articles that the file held before, with the same record, keep their tokens; all else is made anew.

    Args:
        records: a JSON Lines file, or a folder of them.
        output: the file; an older index there is replaced once the new one is whole.
        english: where the translations are.
        conllu: the folder that ``letopis extract --conllu`` wrote; what fits is taken from there.
        datasette: where to write ``metadata.json`` for Datasette.

    Raises:
        InputError: as the readers of the records and translations.
        OutputError: the place cannot be written, or holds something else.

    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "a.jsonl").write_text('{"id":"a","text":"В Баку.","sentences":[[0,7]]}')
    >>> write_index(folder / "a.jsonl", folder / "corpus.db").tokens
    3
    """
    doubles: dict[str, str] = {}
    made_by = {"letopis": __version__, "morphology": MORPHOLOGY}
    former = Former(output, made_by)
    with closing(former), replacing_database(output) as path:
        write_database(path, single(_read(records), doubles))
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            run_script(database, "schema.sql", __package__)
            writer = IndexWriter(database)
            sides = English(english) if english is not None else None
            for article in single(_read(records), {}):
                _add(writer, article, former, sides, lambda one: tokens_in(one, conllu, morphology=MORPHOLOGY))
            writer.finish(made_by)
            run_script(database, "views.sql", __package__)
            counts = writer.counts()
    if datasette is not None:
        write_datasette(datasette, output)
    return IndexCounts(*counts, former.taken, doubles)


def _read(records: Path) -> Iterator[Article]:
    """Read records; those without sentences get them, before anything counts sentences."""
    return map(with_sentences, stream_articles(records))


class English:
    """Reads the translation of each article, where there is one, with its links and projected entities."""

    def __init__(self, side: EnglishSide) -> None:
        self._side = side
        glossary = side.glossary
        if glossary is None and (side.path / GLOSSARY_NAME).is_file():
            glossary = side.path / GLOSSARY_NAME
        self._terms = read_glossary(glossary) if glossary is not None else {}
        self._linker = make_linker(side.links, self._terms)
        records = stream_articles(side.path) if side.path.suffix == ".jsonl" else None
        self._ids = {one.id for one in records if one.language == "en"} if records is not None else None

    def of(self, article: Article) -> tuple[Article, Sequence[SentenceLink]] | None:
        """Return the translation of an article with its links; ``None`` where there is none.

        Raises:
            InputError: the translation cannot be read, or the links do not fit it.
        """
        if not self._there(article.id):
            return None
        translation = read_english(self._side.path, article.id)
        links = self._linker(article, translation)
        if not translation.entities:
            translation = project_entities(article, translation, links, glossary=self._terms).english
        return translation, links

    def _there(self, article_id: str) -> bool:
        if self._ids is not None:
            return bool(self._ids & {article_id, article_id + ENGLISH_SUFFIX})
        if self._side.path.is_file():
            return True
        try:
            find_translation(self._side.path, article_id)
        except InputError:
            if not self._side.path.exists():
                raise
            return False
        return True


def _add(
    writer: IndexWriter, article: Article, former: Former, sides: English | None, tokens: Callable[[Article], Sentences]
) -> None:
    """Add an article, and its translation."""
    sha256 = hash_of(article)
    writer.add(article, sha256, former.tokens(article.id, sha256) or tokens(article))
    pair = sides.of(article) if sides is not None and article.language == "ru" else None
    if pair is not None:
        translation, links = pair
        translation = msgspec.structs.replace(translation, metadata=translation.metadata or article.metadata)
        sha256 = hash_of(translation)
        writer.add(translation, sha256, tokens(translation), translation_of=article.id)
        writer.align(article.id, translation.id, links)


@contextmanager
def replacing_database(output: Path) -> Iterator[Path]:
    """Return the place of a new database, and put it in the place of ``output`` once its block ends without error.

    Raises:
        OutputError: the place cannot be written; what stood there is as it was.
    """
    check_output(output)
    if is_stream(output):
        raise OutputError(f"{output}: a database is written to a file alone; name one, such as corpus.db")
    if output.is_dir():
        raise OutputError(f"{output}: is a folder; name a file, such as corpus.db")
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{output.name}.", suffix=".part", dir=output.parent) as folder:
            path = Path(folder) / output.name
            yield path
            path.replace(output)
    except OSError as error:
        raise OutputError(f"{output}: cannot be written: {error.strerror or error}") from None
    except sqlite3.Error as error:
        raise OutputError(f"{output}: the database cannot be written: {error}") from None


def write_datasette(path: Path, database: Path) -> None:
    """Write the ``metadata.json`` that has Datasette show titles, facets and descriptions.

    Raises:
        OutputError: the file cannot be written.
    """
    described = json.loads(files("letopis.index").joinpath("datasette.json").read_text(encoding="utf-8"))
    named = {"title": "Letopis", "databases": {database.stem: described}}
    with replacing(path) as file:
        file.write(json.dumps(named, ensure_ascii=False, indent=2).encode("utf-8") + b"\n")
