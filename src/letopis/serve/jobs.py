"""Files that were dropped: read, cleaned and extracted one after the other, while the page asks how far they are."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import TYPE_CHECKING, Any

from letopis.bilingual.readings import ReaderArticle
from letopis.errors import LetopisError
from letopis.extraction import ToExtract, extract_article
from letopis.serve.shelf import Shelf
from letopis.sources.read import find_articles, read_source

if TYPE_CHECKING:
    from spacy.language import Language

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
