"""Public sets that the figures of the project are measured on: where each comes from, and how it is laid out.

None of them is a part of the package. What stands here is what one needs to repeat a figure: the repository, the
licence, the parts that are taken, and a hash of them as they were when the figures were measured.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from letopis.batching import STEPS
from letopis.errors import InputError, MissingDependencyError, nearest
from letopis.files import check_replaceable, parse_toml, replacing_folder

GIT = "git"
_SHARE = re.compile(r"(\d+)% \(")


class Dataset(NamedTuple):
    """A public set.

    ``repositories`` are addresses and the paths that are taken there, ``files`` what some sets name these here;
    ``sha256`` is that of the folder as it is laid out, see :func:`digest`.
    """

    name: str
    what: str
    licence: str
    sha256: str
    repositories: Sequence[tuple[str, Sequence[str]]]
    files: Sequence[str] = ()


def _nerel(checkout: Path) -> Iterator[tuple[str, bytes]]:
    """Return texts, and of the annotation the entities and relations: events and links to Wikidata are not read."""
    for path in sorted((checkout / "NEREL-v1.1").glob("*/*.*")):
        said = path.read_bytes()
        if path.suffix == ".ann":
            said = b"".join(line for line in said.splitlines(keepends=True) if line[:1] in b"TR")
        yield f"{path.parent.name}/{path.name}", said


def _bsnlp(checkout: Path) -> Iterator[tuple[str, bytes]]:
    """Return texts without their head of four lines, and the list of forms without the id that begins it."""
    for path in sorted((checkout / "data/bsnlp").glob("*/*/ru/*.*")):
        topic = path.parts[-4]
        id_, _, rest = path.read_bytes().decode("utf-8-sig").partition("\n")
        raw = path.parts[-3] == "raw"
        text = rest.split("\n", 3)[-1] if raw else rest
        yield f"{topic}/{id_.strip()}.{'txt' if raw else 'tsv'}", text.encode()


def _ud(checkout: Path) -> Iterator[tuple[str, bytes]]:
    parts = (part for _, parts in DATASETS["ud"].repositories for part in parts)
    for name, path in zip(DATASETS["ud"].files, parts, strict=True):
        yield f"{name}.conllu", (checkout / path).read_bytes()


_LAID_OUT: Mapping[str, Callable[[Path], Iterator[tuple[str, bytes]]]] = {"nerel": _nerel, "ud": _ud, "bsnlp": _bsnlp}

_KNOWN = parse_toml((files(__package__) / "datasets.toml").read_text(encoding="utf-8"), "datasets.toml")

DATASETS = {name: Dataset(name, **said) for name, said in _KNOWN.items()}


def dataset(name: str) -> Dataset:
    """Return a public set by its name.

    >>> dataset("nerel").licence.partition(" (")[0]
    'CC BY 2.5'
    """
    if name not in DATASETS:
        raise InputError(f"there is no public set {name!r}; {nearest(name, list(DATASETS))}")
    return DATASETS[name]


def digest(folder: Path) -> str:
    """Return the SHA-256 of a folder: of the names of its files, in their order, and of what they hold.

    >>> import tempfile; digest(Path(tempfile.mkdtemp()))[:8]
    'e3b0c442'
    """
    whole = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        whole.update(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {name}\n".encode())
    return whole.hexdigest()


def fetch(wanted: Dataset, output: Path, urls: tuple[str, ...] = ()) -> bool:
    """Fetch a public set with git into a new folder; return whether it is what the figures were measured on.

    ``urls`` say where its repositories are, in their order, instead of the addresses known.
    """
    check_replaceable(output, lambda name: False, "empty folder")
    with tempfile.TemporaryDirectory(prefix="letopis-") as folder, replacing_folder(output) as new:
        for number, (url, parts) in enumerate(wanted.repositories):
            _check_out(urls[number] if number < len(urls) else url, parts, Path(folder))
        for name, said in _LAID_OUT[wanted.name](Path(folder)):
            (new / name).parent.mkdir(parents=True, exist_ok=True)
            (new / name).write_bytes(said)
    return digest(output) == wanted.sha256


def _check_out(url: str, parts: Sequence[str], folder: Path) -> None:
    """Put the wanted parts of a repository, and nothing else of it, into a folder."""
    with tempfile.TemporaryDirectory(prefix="letopis-") as place:
        _git(url, "clone", "--depth=1", "--filter=blob:none", "--no-checkout", "--progress", "--", url, place)
        _git(url, "-C", place, "--work-tree", str(folder), "checkout", "--progress", "HEAD", "--", *parts)


def _git(url: str, *words: str) -> None:
    """Run git, and tell :data:`letopis.batching.STEPS` the shares that it tells."""
    tell, said = STEPS.get(), ["without a word"]
    try:
        ran = subprocess.Popen([GIT, *words], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)  # noqa: S603
    except FileNotFoundError:
        raise MissingDependencyError(f"{GIT} is not installed; it fetches {url}") from None
    with ran:
        for line in ran.stderr or ():
            said += [line.strip()] if line.strip() else []
            if share := _SHARE.search(line):
                tell(f"fetching {url}", int(share[1]), 100)
    if ran.returncode:
        raise InputError(f"{url}: cannot be fetched ({said[-1]}); is there a network?")
