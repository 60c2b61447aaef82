"""A proxy on loopback between us and doccano that holds, drops, cuts or rewrites an answer."""

from __future__ import annotations

import http.client
import http.server
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit


@dataclass
class Proxy:
    """What the proxy saw, and what it does before a request is passed on: ``before(method, path)``.

    ``before`` may work on the server itself while the request waits; a returned answer goes back in doccano's place,
    ``b""`` closes the connection without one.
    """

    url: str
    before: Callable[[str, str], bytes | None] = lambda method, path: None
    after: Callable[[str, str, bytes], bytes] = lambda method, path, answer: answer
    seen: list[tuple[str, str]] = field(default_factory=list)


def answer(status: int, body: bytes = b"{}", **headers: str) -> bytes:
    """Write an answer of HTTP."""
    lines = [f"HTTP/1.1 {status} x", "Content-Type: application/json", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode() + body


@contextmanager
def proxied(target: str) -> Iterator[Proxy]:
    """Start a proxy before a server and stop it at the end."""
    behind = urlsplit(target)

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            proxy.seen.append((self.command, self.path))
            given = proxy.before(self.command, self.path)
            if given is None:
                given = proxy.after(self.command, self.path, self.ask(body))
            self.wfile.write(given)
            self.close_connection = True

        def ask(self, body: bytes) -> bytes:
            connection = http.client.HTTPConnection(behind.hostname or "", behind.port, timeout=60)
            try:
                headers = {name: value for name, value in self.headers.items() if name.lower() != "connection"}
                connection.request(self.command, self.path, body, headers)
                got = connection.getresponse()
                content = got.read()
                drop = {"connection", "transfer-encoding", "content-length"}
                kept = [f"{name}: {value}" for name, value in got.getheaders() if name.lower() not in drop]
                head = [f"HTTP/1.1 {got.status} x", *kept, f"Content-Length: {len(content)}", "Connection: close"]
                return "\r\n".join([*head, "", ""]).encode("latin-1") + content
            finally:
                connection.close()

        do_GET = do_POST = do_DELETE = do_PATCH = do_PUT = pass_on  # noqa: N815 - names of the standard library

        def log_message(self, *args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        proxy = Proxy(f"http://127.0.0.1:{server.server_address[1]}")
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield proxy
        finally:
            server.shutdown()
            thread.join()
