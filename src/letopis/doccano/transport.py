"""What goes over the wire: time limits, redirects, answers that break off, and one clear sentence for every refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter

if TYPE_CHECKING:
    from letopis.doccano.connection import Server


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
