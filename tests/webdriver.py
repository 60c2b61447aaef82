"""A headless Chromium for tests, through chromedriver in the WebDriver protocol (W3C); standard library only."""

from __future__ import annotations

import base64
import contextlib
import json
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
)  # fmt: skip


def missing_browser() -> str | None:
    """What is not installed, as the reason to skip; None when all is there."""
    names = [name for name in ("chromium", "chromedriver") if shutil.which(name) is None]
    return f"{' and '.join(names)} not installed (Debian packages chromium and chromium-driver)" if names else None


class Browser:
    """One window."""

    def __init__(self, address: str, profile: Path, *, dark: bool, size: tuple[int, int]) -> None:
        self._address = address
        scheme = ["--blink-settings=preferredColorScheme=0"] if dark else []
        arguments = [*FLAGS, *scheme, f"--user-data-dir={profile}", f"--window-size={size[0]},{size[1]}"]
        options = {"binary": shutil.which("chromium"), "args": arguments}
        capabilities = {
            "browserName": "chrome",
            "goog:chromeOptions": options,
            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
        }
        made = self._ask("POST", "/session", {"capabilities": {"alwaysMatch": capabilities}})
        self._session = f"/session/{made['sessionId']}"

    def open(self, path: Path) -> None:
        self._ask("POST", f"{self._session}/url", {"url": path.resolve().as_uri()})

    def run(self, script: str, *arguments: object) -> object:
        """The value that a piece of JavaScript returns."""
        return self._ask("POST", f"{self._session}/execute/sync", {"script": script, "args": list(arguments)})

    def click(self, selector: str) -> None:
        """A real click: the element must be there, in sight and not covered."""
        self._ask("POST", f"{self._session}/element/{self._find(selector)}/click", {})

    def type(self, selector: str, text: str) -> None:
        self._ask("POST", f"{self._session}/element/{self._find(selector)}/value", {"text": text})

    def screenshot(self) -> bytes:
        return base64.b64decode(self._ask("GET", f"{self._session}/screenshot"))

    def log(self, kind: str) -> list[dict]:
        return self._ask("POST", f"{self._session}/se/log", {"type": kind})

    def close(self) -> None:
        self._ask("DELETE", self._session)

    def _find(self, selector: str) -> str:
        found = self._ask("POST", f"{self._session}/element", {"using": "css selector", "value": selector})
        return next(iter(found.values()))

    def _ask(self, method: str, path: str, body: object = None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._address + path, data=data, method=method)
        request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=60) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(json.load(error)["value"]["message"]) from None


@contextlib.contextmanager
def browser(folder: Path, *, dark: bool = False, size: tuple[int, int] = (1280, 1600)) -> Iterator[Browser]:
    """A browser with a profile of its own in ``folder``; ends with the block."""
    log = folder / "chromedriver.log"
    with subprocess.Popen(
        ["chromedriver", "--port=0", f"--log-path={log}"], stdout=subprocess.PIPE, text=True
    ) as driver:
        try:
            address = f"http://127.0.0.1:{_port(driver)}"
            window = Browser(address, folder / ("dark" if dark else "light"), dark=dark, size=size)
            try:
                yield window
            finally:
                window.close()
        finally:
            driver.terminate()


def _port(driver: subprocess.Popen[str]) -> int:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        line = driver.stdout.readline()
        if "successfully on port" in line:
            return int(line.rsplit("port", 1)[1].strip(" .\n"))
        if not line and driver.poll() is not None:
            break
    raise RuntimeError("chromedriver did not start")
