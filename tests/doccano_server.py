"""A real doccano server and a headless Chromium for the tests; loopback only, everything is stopped at the end."""

from __future__ import annotations

import os
import random
import secrets
import shutil
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from letopis.doccano import server as own
from letopis.doccano.connection import Login, Server, connect
from letopis.doccano.projects import require_project
from letopis.doccano.snapshot import take_snapshot
from letopis.doccano.transfer import Example
from letopis.records import Article, Entity, Relation

if TYPE_CHECKING:
    import subprocess

ROOT = Path(__file__).parent.parent
VENV = Path(os.environ.get("LETOPIS_DOCCANO_VENV", ROOT / ".venv-doccano"))
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]  # fmt: skip

HARD = [
    "🤝🏽", "👨‍👩‍👧", "е\u0301лка", "й", "café", "\r\n", "\n", "\t", "\u2028", "\xa0", "𐌰", "ХV", "«»", "\u200f",
    '"\\', "ё",
]  # fmt: skip
"""Whatever breaks offsets or encodings: emoji, combining marks, line ends, odd spaces, a right-to-left mark."""


def free_port() -> int:
    """Return a port of loopback that nothing listens on."""
    with socket.socket() as probe:
        probe.bind((own.HOST, 0))
        return int(probe.getsockname()[1])


# Where the characters of a fragment are drawn: doccano's editor is made of lines of SVG text.
FIND = """(fragment) => {
  for (const line of document.querySelectorAll('svg text[id]')) {
    const at = line.textContent.indexOf(fragment);
    if (at < 0) continue;
    const matrix = line.getScreenCTM();
    const first = line.getStartPositionOfChar(at).matrixTransform(matrix);
    const last = line.getEndPositionOfChar(at + fragment.length - 1).matrixTransform(matrix);
    return [first.x, first.y - 5, last.x, last.y - 5];
  }
  return null;
}"""


@dataclass
class Doccano:
    """A running server with an administrator and two annotators."""

    place: own.Place
    password: str
    process: subprocess.Popen[bytes]
    opened: dict[str, Server] = field(default_factory=dict)

    def login(self, user: str = "admin") -> Server:
        if user not in self.opened:
            self.opened[user] = connect(Login(self.place.url, user, self.password))
        return self.opened[user]

    def restart(self) -> None:
        own.stop(self.process, kill=True)
        self.process = own.start(self.place)

    def close(self) -> None:
        for server in self.opened.values():
            server.client._base_repository._session.close()
        own.stop(self.process)


def skip_without_client() -> None:
    reason = (
        "doccano-client (for Python 3.12 or older) or urllib3 below 2 is not installed: pip install -e '.[doccano]'"
    )
    pytest.importorskip("doccano_client", reason=reason, exc_type=ImportError)


# Each module that takes the fixture over has its own, and all share the server that the first one started.
_running: list[Doccano] = []


@pytest.fixture(scope="session")
def doccano(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doccano]:
    if _running:
        yield _running[0]
        return
    skip_without_client()
    if not own.is_installed(VENV):
        pytest.skip(f"doccano is not installed in {VENV}: run `make doccano-venv`")
    place = own.Place(VENV, tmp_path_factory.mktemp("doccano"), free_port())
    password = secrets.token_urlsafe(12)
    own.prepare(place)
    own.create_users(place, {"admin": password}, admin=True)
    running = Doccano(place, password, own.start(place))
    try:
        admin = running.login()
        for name in ("anna", "boris"):
            admin.post("users/create", {"username": name, "password1": password, "password2": password})
        _running.append(running)
        yield running
    finally:
        _running.clear()
        running.close()


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install -e '.[dev]'")
    if CHROMIUM is None:
        pytest.skip("chromium is not installed: apt-get install chromium")
    with api.sync_playwright() as driver:
        context = driver.chromium.launch_persistent_context(
            tmp_path_factory.mktemp("chromium"), executable_path=CHROMIUM, args=FLAGS, headless=True,
            viewport={"width": 1400, "height": 900}, locale="en-US",
        )  # fmt: skip
        try:
            yield context
        finally:
            context.close()


@dataclass
class Annotator:
    """A person at doccano's web page."""

    page: Any
    url: str

    def leave(self) -> None:
        """Log out, and wait at the door."""
        self.page.letopis_user = None
        self.page.context.clear_cookies()
        self.page.goto(f"{self.url}/auth")
        self.page.get_by_label("Username").wait_for()

    def log_in(self, user: str, password: str) -> None:
        if getattr(self.page, "letopis_user", None) == user:
            return
        self.leave()
        self.page.letopis_user = user
        self.page.get_by_label("Username").fill(user)
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_label("Password").press("Enter")
        self.page.wait_for_url("**/projects*")

    def open(self, project: int, number: int = 1) -> None:
        self.page.goto(f"{self.url}/projects/{project}/sequence-labeling?page={number}")
        self.page.wait_for_selector("svg text[id]")
        # The editor measures its fonts and draws itself a second time.
        self.page.wait_for_timeout(800)

    def drag(self, fragment: str) -> None:
        place = self.page.evaluate(FIND, fragment)
        assert place is not None, f"{fragment!r} is not on the page"
        left, top, right, bottom = place
        mouse = self.page.mouse
        mouse.move(left + 1, top)
        mouse.down()
        mouse.move((left + right) / 2, top, steps=4)
        mouse.move(right - 1, bottom, steps=4)
        mouse.up()

    def choose(self, entry: str) -> None:
        self.page.locator(".menuable__content__active .v-list-item", has_text=entry).last.click()

    def mark(self, fragment: str, label: str) -> None:
        with self.page.expect_response(lambda r: r.url.endswith("/spans") and r.request.method == "POST"):
            self.drag(fragment)
            self.choose(label)
        self.page.wait_for_timeout(300)

    def label_of(self, label: str, index: int = 0) -> Any:
        return self.page.locator("svg g text:not([id])", has_text=label).nth(index)

    def relabel(self, label: str, index: int, new: str) -> None:
        with self.page.expect_response(lambda r: "/spans/" in r.url and r.request.method == "PATCH"):
            self.label_of(label, index).click()
            self.choose(new)
        self.page.wait_for_timeout(300)

    def delete(self, label: str, index: int = 0) -> None:
        with self.page.expect_response(lambda r: "/spans/" in r.url and r.request.method == "DELETE"):
            self.label_of(label, index).click()
            self.page.locator(".menuable__content__active .v-chip__close").last.click()
        self.page.wait_for_timeout(300)

    def link(self, first: tuple[str, int], second: tuple[str, int], relation: str) -> None:
        self.page.locator(".v-input--switch").first.click()
        with self.page.expect_response(lambda r: r.url.endswith("/relations") and r.request.method == "POST"):
            self.label_of(*first).click()
            self.page.wait_for_timeout(200)
            self.label_of(*second).click()
            self.choose(relation)
        self.page.locator(".v-input--switch").first.click()
        self.page.wait_for_timeout(300)

    def tool(self, number: int) -> Any:
        """The buttons above the text: 0 is the cross or tick of confirmation, 4 the comments."""
        return self.page.locator("main .v-btn").nth(number)

    def comment(self, text: str) -> None:
        self.tool(4).click()
        self.page.locator(".v-dialog--active textarea, .v-dialog--active input").first.fill(text)
        with self.page.expect_response(lambda r: "/comments" in r.url and r.request.method == "POST"):
            self.page.get_by_role("button", name="Send").click()
        self.page.get_by_role("button", name="Close").click()

    def confirm(self) -> None:
        with self.page.expect_response(lambda r: r.url.endswith("/states") and r.request.method == "POST"):
            self.tool(0).click()


@pytest.fixture
def annotator(doccano: Doccano, browser: Any) -> Annotator:
    return Annotator(browser.pages[0], doccano.place.url)


def spans(text: str, *marks: tuple[str, str]) -> list[Entity]:
    found = []
    for number, (label, fragment) in enumerate(marks, 1):
        start = text.index(fragment)
        found.append(
            Entity(id=number, label=label, start_offset=start, end_offset=start + len(fragment), text=fragment)
        )
    return found


def hard_article(count: int, seed: int = 7) -> Article:
    """An article of paragraphs that hold whatever breaks offsets, with nested spans and relations."""
    pick = random.Random(seed)
    text, entities, relations = "", [], []
    for number in range(count):
        text += "\r\n\r\n" if text else ""
        for label, core in (("AGREEMENT", "Протокол"), ("GPE", "Баку"), ("DATE", "1999 г.")):
            text += f"{pick.choice(HARD)} {number} {pick.choice(HARD)} "
            start = len(text)
            text += f"{core} {pick.choice(HARD)}{core}"
            entities.append(
                Entity(
                    id=len(entities) + 1, label=label, start_offset=start, end_offset=len(text), text=text[start:],
                    score=pick.random(),
                )
            )  # fmt: skip
            inner = Entity(
                id=len(entities) + 1, label="ORG", start_offset=start, end_offset=start + len(core), text=core
            )
            entities.append(inner)
        last = len(entities)
        relations.append(Relation(id=number + 1, type="party", from_id=last - 5, to_id=last - 3))
    return Article(id=f"hard{count}", text=text + " конец", entities=entities, relations=relations)


def in_text_order(article: Article) -> list[Entity]:
    return sorted(article.entities, key=lambda entity: entity.id)


def count_examples(server: Server, name: str) -> int:
    project = require_project(server, name)
    return int(server.get(f"projects/{project.id}/examples", limit=1)["count"])


def add_span(server: Server, name: str, example: int, start: int, end: int, label: str) -> int:
    project = require_project(server, name)
    body = {"start_offset": start, "end_offset": end, "label": project.span_types[label]}
    return int(server.post(f"projects/{project.id}/examples/{example}/spans", body)["id"])


def delete_span(server: Server, name: str, example: int, span: int) -> None:
    server.delete(f"projects/{require_project(server, name).id}/examples/{example}/spans/{span}")


def confirm(server: Server, name: str, example: int) -> None:
    server.post(f"projects/{require_project(server, name).id}/examples/{example}/states", {})


def one_example(server: Server, name: str) -> Example:
    [example] = take_snapshot(server, require_project(server, name)).examples.values()
    return example
