"""The workbench as a whole: what lies on it, what works on it, and the server that shows it on this machine alone."""

from __future__ import annotations

import secrets
import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import TYPE_CHECKING, Any

from letopis.bilingual.readings import ReaderArticle
from letopis.bilingual.view import make_readings
from letopis.errors import InputError, LetopisError, OutputError, needed
from letopis.extraction import ToExtract, extract_article
from letopis.index.files import DATABASES
from letopis.serve.mending import read_corrections
from letopis.serve.searching import Searcher, Treaties, readings_of
from letopis.serve.shelf import Shelf
from letopis.sources.read import find_articles, read_source

if TYPE_CHECKING:
    from spacy.language import Language

HOST = "127.0.0.1"
"""The only address that is listened on."""

LARGEST = 50
"""Megabytes that a dropped file may have."""


SHOWN = 20
"""Jobs that the page is told of; older ones that are done are forgotten."""


@dataclass
class DroppedFile:
    """A file that was dropped: how far it is (``share`` from 0 to 1), and the articles it gave or why it gave none."""

    id: int
    name: str
    stage: str = "waiting"
    share: float = 0.0
    articles: tuple[str, ...] = ()
    message: str = ""

    @property
    def ended(self) -> bool:
        """Whether nothing more will come of it."""
        return self.stage in {"done", "failed"}

    def told(self) -> dict[str, Any]:
        """Return it for the page."""
        return {**vars(self), "share": round(self.share, 3)}


class Worker:
    """Works through dropped files in a thread; the pipeline is loaded for the first of them, and kept."""

    def __init__(self, shelf: Shelf, load: Callable[[], Language]) -> None:
        self._shelf, self._load = shelf, load
        self._nlp: Language | None = None
        self._jobs: list[DroppedFile] = []
        self._queue: Queue[tuple[DroppedFile, Path]] = Queue()
        Thread(target=self._work, daemon=True, name="letopis-extraction").start()

    def put(self, path: Path) -> DroppedFile:
        """Take a file, which lies alone in a folder; the folder is removed when the work is done."""
        ended = [job for job in self._jobs if job.ended]
        forgotten = {job.id for job in ended[: max(0, len(self._jobs) + 1 - SHOWN)]}
        number = self._jobs[-1].id + 1 if self._jobs else 1
        job = DroppedFile(number, path.name)
        self._jobs = [*(one for one in self._jobs if one.id not in forgotten), job]
        self._queue.put((job, path))
        return job

    def told(self) -> list[dict[str, Any]]:
        """Return all jobs for the page, the last first."""
        return [job.told() for job in reversed(self._jobs)]

    def _work(self) -> None:
        while True:
            job, path = self._queue.get()
            try:
                job.articles = tuple(self._read(job, path))
                job.stage, job.share = "done", 1.0
            except LetopisError as error:
                job.message, job.stage = str(error).replace(f"{path.parent}/", ""), "failed"
            except Exception as error:  # the page goes on, whatever a file did to a library
                job.message, job.stage = f"{path.name}: could not be read ({type(error).__name__}: {error})", "failed"
            finally:
                shutil.rmtree(path.parent, ignore_errors=True)

    def _read(self, job: DroppedFile, path: Path) -> list[str]:
        """Read a file, or all articles of an archive, and return their ids on the shelf."""
        job.stage = "reading"
        found = find_articles([path])
        names = []
        for number, (name, place) in enumerate(found):
            raw = read_source(place)
            if self._nlp is None:
                job.stage = "loading"
                self._nlp = self._load()
            job.stage = "extracting"

            def heard(done: int, of: int, number: int = number) -> None:
                job.share = (number + done / max(1, of)) / len(found)

            article = extract_article(ToExtract(raw, name, path.name, heard=heard), self._nlp)
            names.append(self._shelf.add(ReaderArticle(article, raw=raw.text)))
        return names


@dataclass(frozen=True)
class Desk:
    """What the pages ask: articles, the work on dropped files, queries, the chronicle, and where corrections go."""

    shelf: Shelf
    worker: Worker
    searcher: Searcher
    treaties: Treaties
    corrections: Path
    folder: Path
    largest: int = LARGEST * 1_000_000


@contextmanager
def open_desk(  # noqa: PLR0913 what a user can choose
    source: Path | None,
    *,
    corrections: Path,
    load: Callable[[], Language],
    english: Path | None = None,
    largest: int = LARGEST,
    title: str = "Letopis",
) -> Iterator[Desk]:
    """Return a workbench with what an index or records hold, or an empty one; its temporary files go when it is left.

    Args:
        source: an index (``.db``), or records as ``letopis view`` takes them.
        corrections: the folder of corrected records; those that are there are shown in the place of the articles.
        load: what loads the pipeline, once, when the first file is dropped.
        english: translations of the records.
        largest: megabytes that a dropped file may have.
        title: of the page.

    Raises:
        InputError: as the readers of the files.
        OutputError: ``corrections`` is a file.
    """
    if corrections.exists() and not corrections.is_dir():
        raise OutputError(f"{corrections}: is a file; name a folder for the corrections")
    index = source if source is not None and source.suffix in DATABASES else None
    if index is not None:
        readings = readings_of(index)
    else:
        readings = make_readings(source, english=english)[0] if source is not None else []
    known = read_corrections(corrections)
    shelf = Shelf(readings, title=title)
    with tempfile.TemporaryDirectory(prefix="letopis-serve-") as folder:
        place = Path(folder)
        searcher = Searcher(shelf, place, index)
        for reading in readings:
            corrected = known.get(reading.russian.id)
            if corrected is not None and corrected.text == reading.russian.text:
                shelf.put(corrected)
        treaties = Treaties(shelf, place)
        yield Desk(shelf, Worker(shelf, load), searcher, treaties, corrections, place, largest * 1_000_000)


def listening(port: int) -> socket.socket:
    """Return a socket that listens on this machine alone; port 0 takes any that is free.

    >>> with listening(0) as taken:
    ...     taken.getsockname()[0]
    '127.0.0.1'
    """
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((HOST, port))
        bound.listen(64)
    except OSError as error:
        bound.close()
        why = f"port {port} of {HOST} cannot be taken ({error.strerror})"
        raise InputError(f"{why}; stop what listens there, or choose another with --port") from None
    return bound


def serve(desk: Desk, bound: socket.socket, heard: Callable[[str], None]) -> None:
    """Serve a workbench until it is stopped; ``heard`` is told the address, which holds a token made for this time.

    Raises:
        MissingDependencyError: Starlette or uvicorn is not installed.
    """
    with needed("the workbench", "serve"):
        import uvicorn

        from letopis.serve.app import make_app
    token, port = secrets.token_urlsafe(24), bound.getsockname()[1]
    app = make_app(desk, token, port)
    config = uvicorn.Config(
        app, log_level="error", access_log=False, lifespan="off", server_header=False, timeout_graceful_shutdown=1
    )
    heard(f"http://{HOST}:{port}/{token}/")
    uvicorn.Server(config).run(sockets=[bound])
