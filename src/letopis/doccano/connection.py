"""A session with a doccano server: who asks, how long one waits, and one clear sentence for every refusal."""

from __future__ import annotations

import importlib
import netrc
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from letopis.errors import InputError, MissingDependencyError

URL_VARIABLE = "LETOPIS_DOCCANO_URL"
USER_VARIABLE = "LETOPIS_DOCCANO_USER"
PASSWORD_VARIABLE = "LETOPIS_DOCCANO_PASSWORD"  # noqa: S105 - the name of a variable
DEFAULT_URL = "http://127.0.0.1:8000"
PAGE = 1000
"""Rows asked for at once; doccano gives five when it is not told."""
NEWEST_PYTHON = (3, 12)
"""doccano-client needs pydantic 1, and no build of spaCy's thinc for a newer Python goes with that."""


@dataclass(frozen=True)
class Login:
    """Where to go and as whom; the password stays out of every representation."""

    url: str
    user: str
    password: str = field(repr=False)


def find_login(url: str | None = None, user: str | None = None, ask: Callable[[str], str] | None = None) -> Login:
    """Find address, user and password: arguments first, then the environment, then ``.netrc``, then ``ask``.

    Raises:
        InputError: no user or no password was found, the address is none, or ``.netrc`` is damaged.
    """
    address = (url or os.environ.get(URL_VARIABLE) or DEFAULT_URL).rstrip("/")
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise InputError(f"{address!r} is no address of a server; write it like {DEFAULT_URL}")
    if parts.username or parts.password:
        raise InputError(
            f"the address of {parts.hostname} holds a user or password; give them by {USER_VARIABLE} and .netrc"
        )
    stored_user, stored_password = _from_netrc(parts.hostname)
    name = user or os.environ.get(USER_VARIABLE) or stored_user
    if not name:
        raise InputError(
            f"{address}: no user; give --user, set {USER_VARIABLE}, or write one for {parts.hostname} into ~/.netrc"
        )
    password = os.environ.get(PASSWORD_VARIABLE) or (stored_password if name == stored_user else None)
    if not password and ask is not None:
        password = ask(f"Password of {name} at {address}")
    if not password:
        raise InputError(
            f"{address}: no password for user {name!r}; set {PASSWORD_VARIABLE} "
            f"or write it for {parts.hostname} into ~/.netrc"
        )
    return Login(address, name, password)


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
        """Give the parsed answer of a GET."""
        with self.refusals(resource):
            return self._requests.get(resource, params=params).json()

    def records(self, resource: str, **params: Any) -> list[dict[str, Any]]:
        """Give the rows of a list that has no pages."""
        with self.refusals(resource):
            answer = self._requests.get(resource, params=params).json()
            return _records(answer["results"] if isinstance(answer, dict) else answer)

    def content(self, resource: str, **params: Any) -> bytes:
        """Give the answer of a GET as bytes."""
        with self.refusals(resource):
            return bytes(self._requests.get(resource, params=params).content)

    def post(self, resource: str, body: Any) -> Any:
        """Give the parsed answer of a POST."""
        with self.refusals(resource):
            return self._requests.post(resource, json=body).json()

    def delete(self, resource: str, body: Any = None) -> None:
        """Delete; what is gone already counts as deleted."""
        from doccano_client.exceptions import DoccanoAPIError

        with self.refusals(resource):
            try:
                self._requests.delete(resource, **({} if body is None else {"json": body}))
            except DoccanoAPIError as error:
                if error.response is None or error.response.status_code != 404:
                    raise

    def rows(self, resource: str, **params: Any) -> Iterator[dict[str, Any]]:
        """Give all rows of a list, page by page; pages are counted here, as a proxy may spoil the server's links."""
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

        try:
            yield
        except requests.Timeout:
            raise InputError(
                f"{self.url}: doccano did not answer {what!r} within {self.timeout:g} s; see whether the server works, "
                "or give it more time with --timeout"
            ) from None
        except requests.JSONDecodeError:
            raise InputError(f"{self.url}: the answer to {what!r} is not doccano's; check the address") from None
        except requests.HTTPError as error:
            raise InputError(f"{self.url}: {self._refusal(error, what)}") from None
        except requests.RequestException:
            raise InputError(
                f"{self.url}: no doccano answers there; start one with `letopis doccano serve`, "
                "or give another address with --url"
            ) from None
        except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
            raise InputError(
                f"{self.url}: the answer to {what!r} is not doccano's ({type(error).__name__}: {error}); "
                "check the address"
            ) from None

    def _refusal(self, error: Any, what: str) -> str:
        status = getattr(error.response, "status_code", None)
        if status in {401, 403}:
            return f"user {self.user!r} may not do {what!r}; pushing and pulling need the role of project administrator"
        if status == 404:
            return f"there is no {what!r}; was the project deleted?"
        return f"doccano refused {what!r} with status {status}: {str(error)[:200]}"


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

    client = DoccanoClient(login.url)
    session = client._base_repository._session
    # Nothing from the machine's proxies or .netrc gets between this client and the address that was asked for.
    session.trust_env = False
    for scheme in ("http://", "https://"):
        session.mount(scheme, _timed_adapter(timeout))
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


def _records(answer: Any) -> list[dict[str, Any]]:
    if not isinstance(answer, list) or not all(isinstance(row, dict) for row in answer):
        raise TypeError("no list of records")
    return answer


def _timed_adapter(timeout: float) -> Any:
    from requests.adapters import HTTPAdapter

    class Timed(HTTPAdapter):
        def send(self, *args: Any, **kwargs: Any) -> Any:
            kwargs["timeout"] = (min(timeout, 10.0), timeout)
            return super().send(*args, **kwargs)

    return Timed()


def _from_netrc(host: str) -> tuple[str | None, str | None]:
    try:
        found = netrc.netrc(os.environ.get("NETRC")).authenticators(host)
    except FileNotFoundError:
        return None, None
    except (netrc.NetrcParseError, OSError) as error:
        raise InputError(f".netrc cannot be read: {getattr(error, 'msg', None) or error}") from None
    return (found[0], found[2]) if found else (None, None)
