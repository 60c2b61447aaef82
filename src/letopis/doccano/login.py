"""Where to go and as whom: address, user and password from arguments, the environment, or ``.netrc``."""

from __future__ import annotations

import importlib
import ipaddress
import netrc
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from letopis.errors import InputError, MissingDependencyError

URL_VARIABLE = "LETOPIS_DOCCANO_URL"
USER_VARIABLE = "LETOPIS_DOCCANO_USER"
PASSWORD_VARIABLE = "LETOPIS_DOCCANO_PASSWORD"  # noqa: S105 - the name of a variable
DEFAULT_URL = "http://127.0.0.1:8000"

NEWEST_PYTHON = (3, 12)
"""doccano-client needs pydantic 1, and no build of spaCy's thinc for a newer Python goes with that."""


@dataclass(frozen=True)
class Login:
    """Where to go and as whom; the password stays out of every representation. ``warnings`` are for the user."""

    url: str
    user: str
    password: str = field(repr=False)
    warnings: tuple[str, ...] = field(default=(), compare=False)


def require_client() -> None:
    """Fail where ``doccano-client`` is missing; ask before a password is asked for."""
    try:
        importlib.import_module("doccano_client")
    except ImportError as error:
        raise MissingDependencyError(f"doccano-client cannot be loaded ({error}); {_remedy()}") from None


def find_login(url: str | None = None, user: str | None = None, ask: Callable[[str], str] | None = None) -> Login:
    """Find address, user and password: arguments first, then the environment, then ``.netrc``, then ``ask``.

    Raises:
        InputError: no user or no password was found, the address is none, or ``.netrc`` is damaged.
    """
    address = (url or os.environ.get(URL_VARIABLE) or DEFAULT_URL).rstrip("/")
    host = _host_of(address)
    stored_user, stored_password = _from_netrc(host)
    name = user or os.environ.get(USER_VARIABLE) or stored_user
    if not name:
        raise InputError(f"{address}: no user; give --user, set {USER_VARIABLE}, or write one for {host} into ~/.netrc")
    password = os.environ.get(PASSWORD_VARIABLE) or (stored_password if name == stored_user else None)
    if not password and ask is not None:
        password = ask(f"Password of {name} at {address}")
    if not password:
        raise InputError(
            f"{address}: no password for user {name!r}; set {PASSWORD_VARIABLE} or write it for {host} into ~/.netrc"
        )
    return Login(address, name, password, tuple(_warnings(urlsplit(address), bool(stored_password))))


def is_loopback(host: str) -> bool:
    """Return whether what is sent to the host stays on this machine.

    >>> [is_loopback(host) for host in ("localhost", "127.0.0.9", "::1", "doccano.example", "10.0.0.1")]
    [True, True, True, False, False]
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _host_of(address: str) -> str:
    try:
        parts = urlsplit(address)
        valid = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        valid = False
    if not valid:
        raise InputError(f"{address!r} is no address of a server; write it like {DEFAULT_URL}")
    if parts.username or parts.password:
        raise InputError(
            f"the address of {parts.hostname} holds a user or password; give them by {USER_VARIABLE} and .netrc"
        )
    return parts.hostname or ""


def _warnings(address: SplitResult, stored: bool) -> Iterator[str]:
    host = address.hostname or ""
    if address.scheme == "http" and not is_loopback(host):
        yield f"http://{host} takes password and texts unencrypted over the network; use an https address"
    path = _netrc_path()
    if stored and os.name == "posix" and path.exists() and path.stat().st_mode & 0o077:
        yield f"{path} can be read by others, with the password for {host} in it; `chmod 600 {path}`"


def _netrc_path() -> Path:
    return Path(os.environ.get("NETRC") or Path.home() / ".netrc")


def _from_netrc(host: str) -> tuple[str | None, str | None]:
    try:
        # With a name given, the library leaves the judgement of its mode to us.
        found = netrc.netrc(str(_netrc_path())).authenticators(host)
    except FileNotFoundError:
        return None, None
    except (netrc.NetrcParseError, OSError, UnicodeDecodeError) as error:
        raise InputError(f".netrc cannot be read: {getattr(error, 'msg', None) or error}") from None
    return (found[0], found[2]) if found else (None, None)


def _remedy() -> str:
    install = "pip install 'letopis[doccano]'"
    if sys.version_info[:2] <= NEWEST_PYTHON:
        return f"{install}, which brings it with urllib3 below 2"
    return (
        f"it needs Python {NEWEST_PYTHON[0]}.{NEWEST_PYTHON[1]} or older and this is {sys.version_info[0]}."
        f"{sys.version_info[1]}: {install} in an environment of an older Python, and give this command there"
    )
