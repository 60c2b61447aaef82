"""Files, folders and archives to articles: what a path stands for, what a file is by its content, and its raw text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from pathlib import Path, PurePosixPath

from letopis.errors import InputError
from letopis.sources import limits
from letopis.sources.described import with_article_file, with_own_lines
from letopis.sources.limits import Archive, check_address, check_most, check_refused, read_bounded
from letopis.sources.mojibake import misread, read_anew
from letopis.sources.naming import SOURCE_STEM, Located, absolute_path, name_articles
from letopis.sources.reader import RawText, Reader, SourceFile, in_words, readers, readers_for, suffixes
from letopis.streams import STANDARD, exists

PACKED = ".zip"
"""The suffix of archives whose members are articles."""


def read_bytes(path: Path) -> bytes:
    """Read a file, or a member of an archive.

    Raises:
        InputError: there is none, it cannot be read, or it is too large.
    """
    archive = archive_of(path)
    if archive is None:
        return read_bounded(path)
    name = path.relative_to(archive).as_posix()
    opened = _opened(archive)
    if name not in opened:
        raise InputError(f"{path}: no such file in the archive")
    check_most(opened.size(name), limits.LARGEST_FILE, "bytes", path)
    return opened.read(name)


def size_of(path: Path) -> int:
    """Return the bytes of a file or a member of an archive; 0 where there is none.

    >>> size_of(Path("none.zip/a.txt"))
    0
    """
    archive = archive_of(path)
    try:
        if archive is None:
            return path.stat().st_size
        return _opened(archive).size(path.relative_to(archive).as_posix())
    except (OSError, InputError, KeyError):
        return 0


def archive_of(path: Path) -> Path | None:
    """Find the file in which another is said to lie, if the path goes on behind a file."""
    if path.suffix == "" or PACKED not in path.as_posix().lower():
        return None
    return next((parent for parent in path.parents if parent.suffix.lower() == PACKED and parent.is_file()), None)


def members(path: Path) -> list[Path]:
    """List the articles in an archive, in its order: members with the name of a format, and archives in it.

    Raises:
        InputError: damaged, too large, or a member is named as a place outside of the archive.
    """
    return [path / name for name in article_members(_opened(path), path)]


def article_members(archive: Archive, path: Path) -> list[str]:
    """List the members of an archive that have the name of a format; ``path`` names it in complaints.

    Raises:
        InputError: a member is named as a place outside of the archive.
    """
    found = []
    for name in archive.names:
        parts = PurePosixPath(name).parts
        if name.startswith("/") or ".." in parts:
            raise InputError(f"{path}: holds {name!r}, which lies outside of it; pack it again without that")
        if PurePosixPath(name).suffix.lower() in suffixes() and not any(p.startswith((".", "__MACOSX")) for p in parts):
            found.append(name)
    return found


def _opened(path: Path) -> Archive:
    try:
        status = path.stat()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from None
    return _kept_open(path, status.st_size, status.st_mtime_ns)


@lru_cache(maxsize=1)
def _kept_open(path: Path, size: int, changed: int) -> Archive:
    """Keep the last archive, whose members are mostly asked for one after another."""
    return Archive(read_bounded(path), path, "archive")


SUFFIXES = suffixes()
"""Names that a folder is searched for; a single file may have any name."""


def read_source(path: Path, *, encoding: str | None = None, whole_page: bool = False, ocr: bool = False) -> RawText:
    """Read a file of any format that has a reader.

    Args:
        path: the file; its content decides what it is, not its name.
        encoding: of a plain text file, by Python's name; found out when ``None``.
        whole_page: read all of a web page, menus and all, and not its article alone.
        ocr: recognise the characters of pictures and of PDFs without a text layer.

    Raises:
        InputError: no such file, empty, damaged, encrypted, without text, in an unknown encoding, or beyond
            the bounds of :mod:`letopis.sources.limits`.
        MissingDependencyError: the package that reads this format is not installed.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "note.txt"
    ...     _ = file.write_bytes("Договор подписан.".encode("windows-1251"))
    ...     raw = read_source(file)
    >>> raw.text, raw.encoding, raw.format
    ('Договор подписан.', 'windows-1251', 'txt')
    """
    if path.is_dir():
        _in_path(path)
        raise InputError(f"{path}: is a folder; name the file")
    raw = read_data(read_bytes(path), path, encoding=encoding, whole_page=whole_page, ocr=ocr)
    return replace(raw, metadata=with_article_file(raw.metadata, path))


def read_data(
    data: bytes, path: Path, *, encoding: str | None = None, whole_page: bool = False, ocr: bool = False
) -> RawText:
    """Read the bytes of a file of any format that has a reader; ``path`` names them in complaints.

    Raises:
        InputError: as :func:`read_source`.
        MissingDependencyError: the package that reads this format is not installed.

    >>> read_data(b"Dogovor podpisan.", Path("note.txt")).format
    'txt'
    """
    check_most(len(data), limits.LARGEST_FILE, "bytes", path)
    if not data:
        raise InputError(f"{path}: is empty")
    source = SourceFile(data=data, path=path, encoding=encoding, whole_page=whole_page, ocr=ocr)
    reader = _reader_of(source)
    raw = reader.read(source)
    if encoding is not None and raw.encoding is not None and misread(raw.text):
        _check_named(reader, source)
    if reader.laid_out is not None:
        raw = read_anew(replace(raw, laid_out=reader.laid_out), path)
        raw = replace(raw, metadata=with_own_lines(raw.metadata, raw.text))
    check_most(len(raw.text), limits.LONGEST_TEXT, "characters", path)
    return raw


def _check_named(reader: Reader, source: SourceFile) -> None:
    """Refuse the encoding that the user named, in which a file is misread, where another fits it."""
    try:
        told = reader.read(replace(source, encoding=None))
    except InputError:
        return
    if not misread(told.text):
        raise InputError(
            f"{source.path}: is not in {source.encoding}, as --encoding says, but in {told.encoding}; name that, or "
            "leave --encoding out"
        )


def _reader_of(source: SourceFile) -> Reader:
    """Find the reader that knows the file by its content, and see that its name does not promise another.

    A text may bear the name of a marked-up format; a file that is named after a packed one must be one.
    """
    reader = next(reader for reader in readers() if reader.recognises(source))
    if reader.rank:
        check_refused(source.data, source.path)
    promised = readers_for(source.path.suffix)
    if reader.rank and promised and reader not in promised:
        names = in_words(one.name.upper() for one in promised)
        raise InputError(f"{source.path}: is no {names} file, or a damaged one; save or download it again")
    return reader


def find_articles(
    paths: Sequence[Path], *, ids: str = "path", known: Mapping[str, str] | None = None
) -> list[tuple[str, Path]]:
    """Return id and source file of every article in files, article folders and folders of them.

    A path that stands for none is an article by itself, which cannot be read, where others stand for some.

    Args:
        paths: what was given.
        ids: what an id is made of; see :func:`letopis.sources.naming.name_articles`.
        known: ids that articles bear already, by the path that their records name.

    Raises:
        InputError: every path is missing or a folder without article, or two articles have one id.
    """
    found: dict[Path, tuple[Path, Path]] = {}
    wrong: list[InputError] = []
    for path in paths:
        try:
            sources = _in_path(path)
        except InputError as error:
            wrong.append(error)
            if len(wrong) == len(paths):
                raise wrong[0] from None
            sources = [path]
        for source in sources:
            place = absolute_path(source if source != STANDARD else Path("stdin"))
            found.setdefault(place, (source, absolute_path(path) if source != path else place.parent))
    located = [Located(absolute, root) for absolute, (_, root) in found.items()]
    before = {absolute_path(Path(path)): name for path, name in (known or {}).items()}
    names = name_articles(located, ids=ids, known=before)
    return [(name, source) for name, (source, _) in zip(names, found.values(), strict=True)]


def _in_path(path: Path) -> list[Path]:
    """Return the files of the articles that a path stands for, one at least."""
    sources = list(article_files(path))
    if not sources:
        formats = ", ".join(f"*{suffix}" for suffix in SUFFIXES)
        raise InputError(f"{path}: holds no article; an article is a file {formats} or a folder with source.txt")
    return sources


def article_name(path: Path) -> str:
    """Return the id of an article that stands alone: its folder's name for ``source.*``, else the file's name.

    >>> article_name(Path("corpus/origins/source.txt")), article_name(Path("notes.txt"))
    ('origins', 'notes')
    """
    return Located(absolute_path(path), absolute_path(path).parent).parts[-1]


def article_files(path: Path) -> Iterator[Path]:
    """Return the files of the articles that a path stands for, in the order of names."""
    if archive_of(path) is not None:
        yield path
        return
    if not exists(path):
        check_address(path)
        raise InputError(f"{path}: no such file or folder")
    if not path.is_dir():
        yield from unpacked(path)
        return
    own = sorted(child for child in path.iterdir() if child.stem == SOURCE_STEM and child.suffix.lower() in SUFFIXES)
    if own:
        yield own[0]
        return
    for child in sorted(path.iterdir()):
        if child.is_dir() and not child.name.startswith("."):
            yield from article_files(child)
        elif child.suffix.lower() in SUFFIXES:
            yield from unpacked(child)


def unpacked(path: Path) -> Iterator[Path]:
    """Return the articles in an archive; any other file, and an archive that cannot be read, is one itself."""
    inner: list[Path] = []
    if path.suffix.lower() == PACKED:
        with suppress(InputError):
            inner = members(path)
    yield from inner or [path]
