"""What formats share that have files of their own for each article: a folder of them, written whole and read back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from letopis.errors import InputError
from letopis.files import check_replaceable, replacing_folder
from letopis.formats.jsonl import check_article
from letopis.records import Article


def file_name(article: Article, suffix: str) -> str:
    """Return the name of an article's own file in a folder: its id and the suffix.

    Raises:
        InputError: the id cannot be the name of a file.

    >>> file_name(Article(id="cooperation", text=""), ".ann")
    'cooperation.ann'
    """
    name = article.id
    if not name or name.startswith(".") or len(name.encode()) > 200 or any(sign in name for sign in '/\\:*?"<>|\0\n\r'):
        raise InputError(f"article {name!r}: its id cannot be the name of a file; give it another one")
    return name + suffix


def write_folder(
    folder: Path,
    articles: Sequence[Article],
    what: str,
    contents: Mapping[str, Callable[[Article], str | Iterable[str]]],
    *,
    beside: Mapping[str, str] | None = None,
) -> int:
    """Write the files of articles into a folder and give the number of articles; an older export there is replaced.

    Args:
        folder: new, empty, or one that holds nothing but such files.
        articles: with ids that can name files.
        what: the name of the format, for complaints.
        contents: by suffix, what makes the text of a file, or its lines.
        beside: texts of other files, by name.

    Raises:
        InputError: an id that cannot name a file, or what ``contents`` raises.
        OutputError: the folder cannot be written, or holds other things.
    """
    extra = beside or {}
    check_replaceable(folder, lambda name: name in extra or Path(name).suffix in contents, f"{what} export")
    with replacing_folder(folder) as new:
        for article in articles:
            for suffix, make in contents.items():
                made = make(article)
                text = made if isinstance(made, str) else "".join(f"{line}\n" for line in made)
                (new / file_name(article, suffix)).write_bytes(text.encode())
        for name, text in extra.items():
            (new / name).write_bytes(text.encode())
    return len(articles)


def read_folder(path: Path, suffix: str, read: Callable[[Path], Article]) -> list[Article]:
    """Read every file of a folder with a suffix, in the order of names, or one such file.

    Raises:
        InputError: no such file, what ``read`` raises, or an article whose spans do not fit; with the file.
    """
    if not path.exists():
        raise InputError(f"{path}: no such file or folder")
    files = sorted(path.glob(f"*{suffix}")) if path.is_dir() else [path]
    if not files:
        raise InputError(f"{path}: holds no *{suffix} file")
    articles = []
    for file in files:
        articles.append(read(file))
        check_article(articles[-1], str(file))
    return articles
