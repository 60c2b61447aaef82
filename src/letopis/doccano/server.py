"""A doccano server on this machine alone: a virtual environment of its own, SQLite, loopback, no task queue.

doccano needs packages that this one cannot share, so it is installed apart. Its bulk import and export go through a
task queue; with :data:`SETTINGS` the server does that work at once itself, so nothing else has to run.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from letopis.errors import InputError, MissingDependencyError, OutputError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PINS = Path(__file__).with_name("requirements-doccano.txt")
"""Every package of the server's environment with its version; `CONTRIBUTING.md` says how the file is made."""

NEWEST_PYTHON = (3, 11)
"""doccano needs pandas below 2, which no newer Python can install; Letopis itself may run on a newer one."""

HOST = "127.0.0.1"
SETTINGS_MODULE = "letopis_doccano_settings"
SETTINGS, _MIGRATE, _CREATE_USERS = (
    Path(__file__).with_name(f"server_{name}.py.txt").read_text("utf-8") for name in ("settings", "migrate", "users")
)


@dataclass(frozen=True)
class Place:
    """Where a server lives: its virtual environment, the folder with its data, and its port on loopback."""

    venv: Path
    home: Path
    port: int

    @property
    def url(self) -> str:
        """The address for a browser."""
        return f"http://{HOST}:{self.port}"

    @property
    def python(self) -> Path:
        """The Python of the virtual environment."""
        return self.venv.absolute() / "bin" / "python"

    def lacking(self) -> MissingDependencyError:
        """Make the error that says how doccano is installed."""
        return MissingDependencyError(
            f"{self.venv}: holds no doccano; install it with `letopis doccano serve --install-only`"
        )

    def backend(self) -> Path:
        """Return the folder of doccano's server code."""
        found = sorted(self.venv.glob("lib/python3*/site-packages/backend"))
        if not found:
            raise self.lacking()
        return found[0].resolve()

    def environment(self) -> dict[str, str]:
        """Return the environment in which the server's code runs; nothing of this package's own leaks into it."""
        home = self.home.resolve()
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "LETOPIS", "DJANGO"))}
        return kept | {
            "DOCCANO_HOME": str(home),
            "DATABASE_URL": f"sqlite:///{home / 'db.sqlite3'}",
            "MEDIA_ROOT": str(home / "media"),
            "STANDALONE": "True",
            "DEBUG": "False",
            "SECRET_KEY": (home / "secret_key").read_text(encoding="ascii"),
            "DJANGO_SETTINGS_MODULE": SETTINGS_MODULE,
            "PYTHONPATH": os.pathsep.join([str(home), str(self.backend())]),
            "PYTHONWARNINGS": "ignore",
        }


def is_installed(venv: Path) -> bool:
    """Return whether the virtual environment was installed to its end with these pins."""
    stamp = venv / "letopis-pins.txt"
    return stamp.is_file() and stamp.read_bytes() == PINS.read_bytes()


def install(venv: Path) -> None:
    """Make the virtual environment and install doccano into it; about a minute and 710 MB, nothing when it is there."""
    if is_installed(venv):
        return
    python = venv / "bin" / "python"
    steps = [] if python.exists() else [[_old_python(), "-m", "venv", str(venv)]]
    steps.append([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", str(PINS)])
    for step in steps:
        try:
            done = subprocess.run(step, capture_output=True, text=True, check=False)  # noqa: S603 - our own arguments
        except OSError as error:
            raise OutputError(f"{venv}: doccano cannot be installed: {error.strerror}") from None
        if done.returncode:
            last = (done.stderr.strip() or done.stdout.strip() or "no message").splitlines()[-1]
            raise OutputError(f"{venv}: doccano cannot be installed: {last}")
    (venv / "letopis-pins.txt").write_bytes(PINS.read_bytes())


def _old_python() -> str:
    """Return this Python, or where it is too new for doccano, an older one that starts."""
    if sys.version_info[:2] <= NEWEST_PYTHON:
        return sys.executable
    for name in ("python3.11", "python3.10"):
        found = shutil.which(name)
        if found and not subprocess.run([found, "-c", ""], capture_output=True, check=False).returncode:  # noqa: S603
            return found
    raise MissingDependencyError(
        f"doccano needs Python 3.10 or 3.11 and this is {sys.version_info[0]}.{sys.version_info[1]}: install "
        "python3.11 beside it, or use a server that others run with --url"
    )


def prepare(place: Place) -> list[str]:
    """Make or bring up to date the server's folder and data base, and give the names of its users."""
    if not is_installed(place.venv):
        raise place.lacking()
    try:
        for folder in (place.home, place.home / "media", place.home / "uploads"):
            folder.mkdir(parents=True, exist_ok=True)
        place.home.chmod(0o700)
        (place.home / f"{SETTINGS_MODULE}.py").write_text(SETTINGS, encoding="utf-8")
        key = place.home / "secret_key"
        if not key.exists():
            key.touch(mode=0o600)
            key.write_text(secrets.token_urlsafe(50), encoding="ascii")
    except OSError as error:
        raise OutputError(f"{place.home}: the server's data cannot be written there: {error.strerror}") from None
    answer = _run(place, _MIGRATE, {})
    users = next((line for line in answer.splitlines() if line.startswith("users:")), "users:")
    return users.split()[1:]


def create_users(place: Place, users: Mapping[str, str], *, admin: bool) -> None:
    """Create users, name to password; passwords go through the child's environment, never through a command line."""
    for name, password in users.items():
        if not name or not password:
            raise InputError(f"user {name!r}: a user of doccano needs a name and a password")
    _run(place, _CREATE_USERS, {"NEW_USERS": json.dumps(dict(users)), "NEW_ADMINS": "1" if admin else ""})


def start(place: Place, *, patience: float = 60.0) -> subprocess.Popen[bytes]:
    """Start the server and give its process once it answers; stop it with :func:`stop`."""
    # A server that was just killed lets go of its port when its last worker is gone.
    if not _within(5.0, lambda: port_is_free(place.port)):
        raise OutputError(f"{place.url}: the port is taken; choose another one with --port")
    log = place.home / "server.log"
    command = [
        str(place.python), "-m", "gunicorn", "--bind", f"{HOST}:{place.port}", "--timeout", "300", "--worker-class",
        "gthread", "--workers", "1", "--threads", "4", "--chdir", str(place.backend()), "config.wsgi",
    ]  # fmt: skip
    with log.open("ab") as stream:
        process = subprocess.Popen(  # noqa: S603 - our own arguments
            command, env=place.environment(), stdout=stream, stderr=stream, start_new_session=True
        )
    _within(patience, lambda: process.poll() is not None or answers(place.port))
    if process.poll() is not None:
        raise OutputError(f"{place.url}: doccano stopped as it started; {log} says why")
    if answers(place.port):
        return process
    stop(process)
    raise OutputError(f"{place.url}: doccano did not answer within {patience:.0f} s; {log} may say why")


def stop(process: subprocess.Popen[bytes], *, patience: float = 10.0, kill: bool = False) -> None:
    """Stop the server and its workers: politely, then by force; ``kill`` leaves out the first."""
    for number in (signal.SIGKILL,) if kill else (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
            process.wait(patience)
        except subprocess.TimeoutExpired:
            continue
        except ProcessLookupError:
            process.wait(patience)
        return


def port_is_free(port: int) -> bool:
    """Return whether a server can listen on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def _within(patience: float, done: Callable[[], bool]) -> bool:
    """Wait until something is so; return whether it came to be so within some seconds."""
    deadline = time.monotonic() + patience
    while not done():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def answers(port: int) -> bool:
    """Return whether doccano's interface answers on the port."""
    import http.client

    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/v1/me")
        return connection.getresponse().status in {200, 401, 403}
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _run(place: Place, script: str, extra: Mapping[str, str]) -> str:
    command = [str(place.python), "-c", script]
    environment = place.environment() | dict(extra)
    try:
        done = subprocess.run(  # noqa: S603 - our own script
            command, env=environment, cwd=place.home, capture_output=True, text=True, check=False, timeout=300
        )
    except subprocess.TimeoutExpired:
        raise OutputError(f"{place.home}: doccano's data base was not ready within 300 s") from None
    if done.returncode:
        last = (done.stderr.strip() or "no message").splitlines()[-1]
        raise OutputError(f"{place.home}: doccano refused: {last}")
    return done.stdout
