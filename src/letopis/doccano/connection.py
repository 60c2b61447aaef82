"""A session with a doccano server: who asks, how long one waits, and one clear sentence for every refusal."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from letopis.doccano.login import Login
from letopis.errors import InputError, MissingDependencyError

PAGE = 1000
"""Rows asked for at once; doccano gives five when it is not told."""
NEWEST_PYTHON = (3, 12)
"""doccano-client needs pydantic 1, and no build of spaCy's thinc for a newer Python goes with that."""


class Server:
    """A doccano server on which somebody is logged in.

    Every method asks one thing and gives the parsed answer. All raise :class:`InputError`: nobody answers, the answer
    takes too long, is a refusal, or is not what doccano answers.
    """

    def __init__(self, login: Login, client: Any, timeout: float) -> None:
        self.url, self.user = login.url, login.user
        self.client = client
        self.timeout = timeout
        self._requests = client._base_repository  # the client's own methods hide paging and limits

    def get(self, resource: str, **params: Any) -> Any:
        """Return the parsed answer of a GET."""
        with self.refusals(resource):
            return self._requests.get(resource, params=params).json()

    def records(self, resource: str, **params: Any) -> list[dict[str, Any]]:
        """Return the rows of a list that has no pages."""
        with self.refusals(resource):
            answer = self._requests.get(resource, params=params).json()
            return _records(answer["results"] if isinstance(answer, dict) else answer)

    def content(self, resource: str, **params: Any) -> bytes:
        """Return the answer of a GET as bytes."""
        with self.refusals(resource):
            return bytes(self._requests.get(resource, params=params).content)

    def post(self, resource: str, body: Any) -> Any:
        """Return the parsed answer of a POST."""
        with self.refusals(resource):
            return self._requests.post(resource, json=body).json()

    def find(self, resource: str) -> Any:
        """Return the parsed answer of a GET; ``None`` when there is no such thing."""
        with self.refusals(resource), _nothing_at_404():
            return self._requests.get(resource).json()
        return None

    def delete(self, resource: str, body: Any = None) -> None:
        """Delete; what is gone already counts as deleted."""
        with self.refusals(resource), _nothing_at_404():
            self._requests.delete(resource, **({} if body is None else {"json": body}))

    def upload(self, name: str, content: bytes) -> str:
        """Send a file for an import from memory, so that no text lies on the disk, and return its id."""
        with self.refusals("upload"):
            headers = {"Content-Type": None, "Accept": "*/*"}
            return str(self._requests.post("fp/process/", files={"filepond": (name, content)}, headers=headers).text)

    def rows(self, resource: str, **params: Any) -> Iterator[dict[str, Any]]:
        """Return all rows of a list, page by page; pages are counted here, as a proxy may spoil the server's links."""
        offset, total = 0, 1
        while offset < total:
            page = self.get(resource, limit=PAGE, offset=offset, **params)
            with self.refusals(resource):
                total, rows = int(page["count"]), _records(page["results"])
            yield from rows
            if not rows:
                return
            offset += len(rows)

    @contextmanager
    def refusals(self, what: str) -> Iterator[None]:
        """Turn whatever goes wrong while asking for ``what`` into one sentence."""
        import requests

        from letopis.doccano.transport import explain

        try:
            yield
        except requests.RequestException as error:
            raise InputError(f"{self.url}: {explain(error, what, self)}") from None
        except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
            raise InputError(
                f"{self.url}: the answer to {what!r} is not doccano's ({type(error).__name__}: {error}); "
                "check the address"
            ) from None


def require_client() -> None:
    """Fail where ``doccano-client`` is missing; ask before a password is asked for.

    Raises:
        MissingDependencyError: it is not installed, or not with what it needs.
    """
    try:
        importlib.import_module("doccano_client")
    except ImportError as error:
        raise MissingDependencyError(f"doccano-client cannot be loaded ({error}); {_remedy()}") from None


def connect(login: Login, *, timeout: float = 60.0) -> Server:
    """Log in.

    Args:
        login: from :func:`find_login`.
        timeout: seconds to wait for each answer.

    Raises:
        MissingDependencyError: ``doccano-client`` is not installed.
        InputError: nobody answers, or the user or password is wrong.
    """
    require_client()
    from doccano_client import DoccanoClient
    from doccano_client.exceptions import DoccanoAPIError

    from letopis.doccano.transport import Adapter

    client = DoccanoClient(login.url)
    session = client._base_repository._session
    # Nothing from the machine's proxies or .netrc gets between this client and the address that was asked for.
    session.trust_env = False
    for scheme in ("http://", "https://"):
        session.mount(scheme, Adapter(timeout))
    server = Server(login, client, timeout)
    with server.refusals("login"):
        try:
            client.login(login.user, login.password)
        except DoccanoAPIError as error:
            if error.response is not None and error.response.status_code in {400, 401, 403}:
                raise InputError(f"{login.url}: doccano refuses user {login.user!r} with this password") from None
            raise
        if not session.cookies.get("csrftoken"):
            raise InputError(f"{login.url}: the answer to 'login' is not doccano's; check the address")
    return server


def _remedy() -> str:
    install = "pip install 'letopis[doccano]'"
    if sys.version_info[:2] <= NEWEST_PYTHON:
        return f"{install}, which brings it with urllib3 below 2"
    return (
        f"it needs Python {NEWEST_PYTHON[0]}.{NEWEST_PYTHON[1]} or older and this is {sys.version_info[0]}."
        f"{sys.version_info[1]}: {install} in an environment of an older Python, and give this command there"
    )


@contextmanager
def _nothing_at_404() -> Iterator[None]:
    from doccano_client.exceptions import DoccanoAPIError

    try:
        yield
    except DoccanoAPIError as error:
        # After a redirect it is the address that is not there.
        if error.response is None or error.response.status_code != 404 or error.response.history:
            raise


def _records(answer: Any) -> list[dict[str, Any]]:
    if not isinstance(answer, list) or not all(isinstance(row, dict) for row in answer):
        raise TypeError("no list of records")
    return answer
