"""The reconciliation service over HTTP, for this machine alone: on the loopback address, for pages of it alone."""

from __future__ import annotations

import html
import re
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import msgspec

from letopis.authority.reconcile import Reconciler
from letopis.errors import InputError, OutputError

HOST = "127.0.0.1"
LARGEST_REQUEST = 2_000_000
"""Bytes of a request's body."""

PATIENCE = 20
"""Seconds in which a request must have come whole."""

_LOCAL = re.compile(r"(?:https?://)?(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?")


class ReconciliationServer(ThreadingHTTPServer):
    """Serves one :class:`~letopis.authority.reconcile.Reconciler` on a port of this machine; 0 takes a free one.

    Names of other hosts and pages of other sites are refused: a page in the browser must not read the run.

    Raises:
        OutputError: the port is taken, or may not be used.
    """

    daemon_threads = True

    def __init__(self, reconciler: Reconciler, port: int = 0) -> None:
        self.reconciler = reconciler
        try:
            super().__init__((HOST, port), _Handler)
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or error
            raise OutputError(f"port {port}: cannot be served: {reason}; name another one") from None

    @property
    def address(self) -> str:
        """Where it answers: what OpenRefine is told."""
        return f"http://{HOST}:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: ReconciliationServer
    server_version, sys_version = "Letopis", ""
    timeout = PATIENCE

    def do_GET(self) -> None:
        self._answer(urlsplit(self.path).query)

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if not length.isdigit():
            self._send(HTTPStatus.LENGTH_REQUIRED, {"error": "say the length of the body"})
        elif int(length) > LARGEST_REQUEST:
            self.close_connection = True
            self._send(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, {"error": f"at most {LARGEST_REQUEST} bytes"})
        else:
            self._answer(self.rfile.read(int(length)).decode("utf-8", errors="replace"))

    def do_OPTIONS(self) -> None:
        self._send(HTTPStatus.NO_CONTENT if self._is_local() else HTTPStatus.FORBIDDEN, None)

    def _is_local(self) -> bool:
        """A name of another host comes from a page that had it lead here; an Origin, from a page of another site."""
        origin = self.headers.get("Origin")
        return _LOCAL.fullmatch(self.headers.get("Host", "")) is not None and (
            origin is None or _LOCAL.fullmatch(origin) is not None
        )

    def _answer(self, form: str) -> None:
        if not self._is_local():
            self._send(HTTPStatus.FORBIDDEN, {"error": "only for this machine: ask 127.0.0.1, from a page of it"})
            return
        try:
            fields = parse_qs(form, keep_blank_values=True, max_num_fields=20)
            self._route(urlsplit(self.path).path, {name: values[0] for name, values in fields.items()})
        except (InputError, ValueError) as error:
            self._send(HTTPStatus.BAD_REQUEST, {"error": str(error)})

    def _route(self, path: str, fields: dict[str, str]) -> None:
        known = self.server.reconciler
        if path == "/suggest/entity":
            cursor = fields.get("cursor", "")
            self._send(HTTPStatus.OK, known.suggest(fields.get("prefix", ""), int(cursor) if cursor.isdigit() else 0))
        elif path.startswith("/entity/"):
            self._view(unquote(path.removeprefix("/entity/")))
        elif path != "/":
            self._send(HTTPStatus.NOT_FOUND, {"error": f"nothing is at {path}; ask {self.server.address}/"})
        elif "queries" in fields:
            self._send(HTTPStatus.OK, known.answers(fields["queries"]))
        else:
            self._send(HTTPStatus.OK, known.manifest(self.server.address))

    def _view(self, number: str) -> None:
        subject = self.server.reconciler.subjects.get(number)
        if subject is None:
            self._send(HTTPStatus.NOT_FOUND, {"error": f"there is no entity {number!r}"})
            return
        names = "".join(f"<li>{html.escape(name)}</li>" for name in subject.names)
        page = (
            f'<!doctype html><meta charset="utf-8"><title>{html.escape(subject.name)}</title>'
            f"<h1>{html.escape(subject.name)}</h1><p>{html.escape(subject.id)} · {html.escape(subject.label)}</p>"
            f"<p>{html.escape(subject.description)}</p><ul>{names}</ul>"
        )
        self._send(HTTPStatus.OK, page)

    def _send(self, status: HTTPStatus, answer: dict[str, Any] | str | None) -> None:
        data = b"" if answer is None else answer.encode() if isinstance(answer, str) else msgspec.json.encode(answer)
        kind = "text/html" if isinstance(answer, str) else "application/json"
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Content-Security-Policy", "default-src 'none'")
        origin = self.headers.get("Origin")
        if origin is not None and self._is_local():
            self.send_header("Access-Control-Allow-Origin", origin)
            self.send_header("Access-Control-Allow-Headers", "Content-Type")
            self.send_header("Vary", "Origin")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing of each request."""
