"""A session with a doccano server: time limits, redirects, answers that break off, one sentence for every refusal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urljoin, urlsplit
from zipfile import BadZipFile

import requests
from requests.adapters import HTTPAdapter

from letopis.doccano.login import Login, require_client
from letopis.errors import InputError

PAGE = 1000
"""Rows asked for at once; doccano gives five when it is not told."""


class RedirectedError(requests.RequestException):
    """The server sends us elsewhere, and nothing of ours goes there."""


class CutAnswerError(requests.ConnectionError):
    """An answer ended before its announced length."""


class Adapter(HTTPAdapter):
    """An adapter that waits no longer than it was told, takes whole answers only, and follows no redirect away.

    A redirect is followed when it stays on the same scheme, host and port and nothing but a question is asked: a
    login or a change would be sent on with the password or lose its body.
    """

    def __init__(self, timeout: float) -> None:
        self._times = (min(timeout, 10.0), timeout)
        super().__init__()

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        """Send a request and return its answer, read to the end."""
        kwargs["timeout"] = self._times
        response = super().send(request, *args, **kwargs)
        if response.is_redirect:
            target = urljoin(str(request.url), response.headers["location"])
            if request.method not in {"GET", "HEAD"} or _origin(target) != _origin(str(request.url)):
                raise RedirectedError(target, request=request, response=response)
        _ = response.content
        if getattr(response.raw, "length_remaining", 0):
            raise CutAnswerError(request=request, response=response)
        return response


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
        try:
            yield
        except requests.RequestException as error:
            raise InputError(f"{self.url}: {explain(error, what, self)}") from None
        except (KeyError, TypeError, ValueError, IndexError, AttributeError, BadZipFile) as error:
            raise InputError(
                f"{self.url}: the answer to {what!r} is not doccano's ({type(error).__name__}: {error}); "
                "check the address"
            ) from None


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


def explain(error: requests.RequestException, what: str, server: Server) -> str:
    """Return what went wrong while asking for ``what``, and what to do."""
    if isinstance(error, RedirectedError):
        return f"{_away(error, what)}; if that is your doccano, give its address with --url"
    if isinstance(error, requests.Timeout):
        return (
            f"doccano did not answer {what!r} within {server.timeout:g} s; see whether the server works, "
            "or give it more time with --timeout"
        )
    if isinstance(error, requests.JSONDecodeError):
        return f"the answer to {what!r} is not doccano's; check the address"
    if isinstance(error, requests.HTTPError):
        return _refusal(error, what, server.user)
    if isinstance(error, requests.exceptions.SSLError):
        return f"the certificate of the server cannot be verified ({_reason(error)}); check the address"
    if _is_broken_off(error):
        return (
            f"the connection broke off before the answer to {what!r} was whole; whether it was done is not known; "
            "see whether the server runs, and give the command again, which goes on from there"
        )
    return "no doccano answers there; start one with `letopis doccano serve`, or give another address with --url"


def _refusal(error: requests.HTTPError, what: str, user: str) -> str:
    response = error.response
    status = getattr(response, "status_code", None)
    passed = f" after a redirect to {response.url}" if response is not None and response.history else ""
    if status == 401:
        return (
            f"doccano no longer knows the login of user {user!r} (401 for {what!r}{passed}); was the password changed, "
            "or does a proxy before the server ask for one? Give the command again"
        )
    if status == 403:
        return f"user {user!r} may not do {what!r}; pushing and pulling need the role of project administrator"
    if status == 404 and what == "login":
        return f"there is no doccano at this address{passed}; check it"
    if status == 404 and passed:
        return f"there is no {what!r}{passed}; give the address that the server really has with --url"
    if status == 404:
        return f"there is no {what!r}; was the project deleted, or is there another server at this address?"
    return f"doccano refused {what!r} with status {status}{passed}: {str(error)[:200]}"


def _away(error: RedirectedError, what: str) -> str:
    scheme, host, port = _origin(str(error.args[0]))
    shown = f"{scheme}://{host}" + (f":{port}" if port not in {80, 443} else "")
    return f"the server answers {what!r} with a redirect to {shown}, which is not followed"


def _origin(url: str) -> tuple[str, str, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or {"http": 80, "https": 443}.get(parts.scheme)


def _is_broken_off(error: requests.RequestException) -> bool:
    """Return whether somebody had answered, or had at least taken the connection."""
    from urllib3.exceptions import ProtocolError

    kinds = (CutAnswerError, requests.exceptions.ChunkedEncodingError, requests.exceptions.ContentDecodingError)
    return isinstance(error, kinds) or any(isinstance(cause, ProtocolError) for cause in error.args)


def _reason(error: Exception) -> str:
    return str(getattr(error.args[0] if error.args else "", "reason", "") or error)[:200]
