"""Who may ask: this machine alone, by its own name, with the token of the address, from the page itself."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = {
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
}
"""What every answer says unless it says something else itself."""


class Guarded:
    """Refuses whatever does not come from the page: other names of the host, no token, other origins.

    A page elsewhere whose name leads to this machine (DNS rebinding) still sends its own name as ``Host``.
    """

    def __init__(self, app: ASGIApp, token: str, port: int) -> None:
        self._app, self._token = app, token
        self._hosts = frozenset({f"127.0.0.1:{port}", f"localhost:{port}"})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        from starlette.responses import PlainTextResponse

        if scope["type"] != "http":
            return
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        refused = self._refusal(scope["method"], scope["path"], headers)
        app = self._app if refused is None else PlainTextResponse(refused[1], status_code=refused[0])

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                said = {name.lower() for name, _ in message["headers"]}
                more = [(name.encode(), value.encode()) for name, value in HEADERS.items() if name.encode() not in said]
                message = {**message, "headers": [*message["headers"], *more]}
            await send(message)

        await app(scope, receive, with_headers)

    def _refusal(self, method: str, path: str, headers: Mapping[str, str]) -> tuple[int, str] | None:
        if headers.get("host", "") not in self._hosts:
            return 403, "This page answers to 127.0.0.1 alone."
        given = path.split("/")[1] if path.startswith("/") else ""
        if not secrets.compare_digest(given.encode(), self._token.encode()):
            return 404, "Open the whole address that 'letopis serve' printed."
        origin = headers.get("origin")
        other = origin is not None and origin.removeprefix("http://") not in self._hosts
        if other or headers.get("sec-fetch-site", "none") not in {"same-origin", "none"}:
            return 403, "This request comes from another page."
        if method not in {"GET", "HEAD"} and origin is None:
            return 403, "This request does not say which page it comes from."
        return None
