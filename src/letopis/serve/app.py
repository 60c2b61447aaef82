"""The page's addresses, and what each answers."""

from __future__ import annotations

import io
import re
import secrets
import tempfile
import zipfile
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

import msgspec
from markupsafe import Markup
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route

from letopis.bilingual.reader import SCRIPTS, page_shell
from letopis.errors import InputError, LetopisError
from letopis.formats.exchange import write_records
from letopis.formats.jsonl import encode_article
from letopis.labels import labels
from letopis.records import Article
from letopis.serve.guarded import Guarded
from letopis.serve.mending import Mend, mended, save_correction

if TYPE_CHECKING:
    from letopis.serve.desk import Desk

SERVED = ("serve", "serve_drop", "serve_mend", "serve_board")
"""The parts of the script that a page in a file does not have."""

INLINE = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; frame-ancestors 'self'"
"""Content policy of the timeline, which carries its style and script."""

SMALL = 100_000
"""Bytes that a request other than a dropped file may have."""


def make_app(desk: Desk, token: str, port: int) -> Guarded:
    """Return the application; it answers under ``/TOKEN/`` alone."""
    pages = Pages(desk)
    routes = [
        Route("/", pages.page),
        Route("/data/{name}", pages.data),
        Route("/drop", pages.drop, methods=["POST"]),
        Route("/jobs", pages.jobs),
        Route("/mend", pages.mend, methods=["POST"]),
        Route("/undo", pages.undo, methods=["POST"]),
        Route("/search", pages.search),
        Route("/agreements", pages.agreements),
        Route("/timeline", pages.timeline),
        Route("/download/{kind}", pages.download),
    ]
    whole = [Route(f"/{token}", lambda _: RedirectResponse(f"/{token}/")), Mount(f"/{token}", routes=routes)]
    handlers = {LetopisError: _refused, HTTPException: _missing}
    return Guarded(Starlette(routes=whole, exception_handlers=handlers), token, port)


async def _refused(_: Request, error: Exception) -> Response:
    return PlainTextResponse(str(error), 400)


async def _missing(_: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 404
    return PlainTextResponse("There is nothing here.", status_code=status)


class Pages:
    """The answers; whatever takes time runs in a thread."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._before: list[Article] = []

    def page(self, _: Request) -> Response:
        """Answer with the page itself, whose style and script bear a word that no other has."""
        nonce = secrets.token_urlsafe(16)
        policy = (
            f"default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; connect-src 'self'; "
            "frame-src 'self'; base-uri 'none'; form-action 'none'"
        )
        shelf = self._desk.shelf
        names = [*labels(), *(entity.label for article in shelf.articles() for entity in article.entities)]
        scripts = [*SCRIPTS, *(f"letopis.serve:{name}" for name in SERVED)]
        style = Markup(files("letopis.serve").joinpath("serve.css").read_text(encoding="utf-8"))  # noqa: S704 our own
        page = page_shell(
            names, title=shelf.title, policy=policy, nonce=nonce, served=True, scripts=scripts, more_style=style
        )
        return HTMLResponse(page, headers={"content-security-policy": f"{policy}; frame-ancestors 'none'"})

    def data(self, request: Request) -> Response:
        """Answer with a chunk."""
        chunk = self._desk.shelf.chunk(request.path_params["name"])
        if chunk is None:
            raise HTTPException(404)
        return Response(chunk.encode("utf-8", "replace"), media_type="application/json")

    async def drop(self, request: Request) -> Response:
        """Take a file as it comes, and no more of it than is allowed."""
        name = file_name(request.query_params.get("name", ""))
        folder = Path(tempfile.mkdtemp(prefix="drop-", dir=self._desk.folder))
        size = 0
        with (folder / name).open("wb") as file:
            async for piece in request.stream():
                size += len(piece)
                if size > self._desk.largest:
                    break
                file.write(piece)
        if size > self._desk.largest:
            (folder / name).unlink()
            folder.rmdir()
            most = self._desk.largest // 1_000_000
            return PlainTextResponse(f"{name}: larger than {most} MB; start 'letopis serve' with --largest", 413)
        return JSONResponse(self._desk.worker.put(folder / name).told())

    def jobs(self, _: Request) -> Response:
        """Answer how far the dropped files are."""
        return JSONResponse({"version": self._desk.shelf.version, "jobs": self._desk.worker.told()})

    async def mend(self, request: Request) -> Response:
        """Mend a span and save the record."""
        mend = await _read(request)
        shelf = self._desk.shelf
        before = shelf.readings[shelf.number(mend.article)].russian
        return await run_in_threadpool(lambda: self._saved(mended(before, mend), [*self._before, before]))

    def undo(self, _: Request) -> Response:
        """Take the last mending back."""
        if not self._before:
            raise InputError("there is nothing to take back")
        return self._saved(self._before[-1], self._before[:-1])

    def _saved(self, article: Article, before: list[Article]) -> Response:
        """Save a record and put it on the shelf; ``before`` are those that can be taken back then."""
        path = save_correction(self._desk.corrections, article)
        self._desk.shelf.put(article)
        self._before = before
        return JSONResponse({"number": self._desk.shelf.number(article.id), "saved": str(path), "undo": len(before)})

    def search(self, request: Request) -> Response:
        """Answer a query in CQL."""
        query = request.query_params
        return JSONResponse(self._desk.searcher.search(query.get("q", ""), query.get("where", "")))

    def agreements(self, _: Request) -> Response:
        """Answer with all agreements."""
        return JSONResponse(self._desk.treaties.agreements())

    def timeline(self, _: Request) -> Response:
        """Answer with the chronicle's page."""
        page = (self._desk.treaties.folder() / "timeline.html").read_bytes()
        return HTMLResponse(page, headers={"content-security-policy": INLINE})

    def download(self, request: Request) -> Response:
        """Answer with a file to keep: of one article, or of all."""
        shelf, wanted = self._desk.shelf, request.query_params.get("article")
        articles = shelf.articles() if wanted is None else [shelf.readings[shelf.number(wanted)].russian]
        made = make_download(articles, request.path_params["kind"], "letopis" if wanted is None else file_name(wanted))
        kept = f"attachment; filename*=UTF-8''{quote(made.name, safe='')}"
        return Response(made.data, media_type=made.type, headers={"content-disposition": kept})


def file_name(given: str) -> str:
    """Return the last part of a name, without what no file's name should hold.

    >>> file_name("../../a/Статья 1.pdf"), file_name("..")
    ('Статья 1.pdf', 'text.txt')
    """
    name = re.sub(r'[\x00-\x1f"*<>?|:]', "_", re.split(r"[/\\]", given)[-1]).strip(". ")
    stem, dot, suffix = name.rpartition(".")
    return f"{(stem or suffix)[:80]}{dot and stem and '.'}{suffix[:10] if stem else ''}" if name else "text.txt"


async def _read(request: Request) -> Mend:
    """Read what is to be mended."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > SMALL:
            raise InputError("that is no mending; load the page again")
    try:
        return msgspec.json.decode(body, type=Mend)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(f"that is no mending: {error}") from None


KINDS = {"jsonl": "application/jsonl", "csv": "text/csv; charset=utf-8", "tei": "application/tei+xml"}
"""What can be taken home, and the media type of a single file."""


class Download(NamedTuple):
    """A file: its name, its media type and its bytes."""

    name: str
    type: str
    data: bytes


def make_download(articles: Sequence[Article], kind: str, name: str) -> Download:
    """Return articles in a format as one file; several files come in a zip.

    >>> make_download([Article(id="a", text="Да.")], "jsonl", "letopis").name
    'letopis.jsonl'
    """
    if kind not in KINDS:
        raise InputError(f"{kind!r} is nothing to take home; take one of {', '.join(KINDS)}")
    if not articles:
        raise InputError("there is no article yet; drop a file first")
    if kind == "jsonl":
        return Download(f"{name}.jsonl", KINDS[kind], b"".join(encode_article(one) + b"\n" for one in articles))
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / name
        write_records(place, articles, kind)
        files = sorted(place.iterdir())
        if len(files) == 1:
            return Download(files[0].name, KINDS[kind], files[0].read_bytes())
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in files:
                archive.write(file, f"{name}/{file.name}")
    return Download(f"{name}-{kind}.zip", "application/zip", packed.getvalue())
