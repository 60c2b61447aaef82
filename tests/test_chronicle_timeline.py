"""The timeline in a real browser: entries, filters, links, no error and no request."""

# ruff: noqa: E501 a marked-up sentence reads best on one line

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from chronicle_records import article
from letopis.chronicle import timeline
from letopis.chronicle.build import write_chronicle
from letopis.formats.jsonl import write_jsonl
from webdriver import Browser, browser, missing_browser

ARTICLES = (
    article(
        "first",
        "{GPE#side|Чехия} и {GPE#side|Литва} подписали {AGREEMENT=договор|Договор о торговле} {DATE#on=1994-02-01|1 февраля 1994 г.}",
        "{PERSON|Иван Ёлкин} родился в {DATE=-00XX|I в. до н. э.} <script>document.title = 'hit'</script>",
    ),
    article(
        "second & third",
        "{GPE#side|Чехия} и {GPE#side|Литва} подписали {AGREEMENT=договор|Договор о торговле} {DATE#on=1996-02-01|1 февраля 1996 г.}",
        "{ORG|ООН} собралась {DATE=!|31 ноября}. [[STYLE]]",
        "Это было весной.",
    ),
)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("timeline")
    write_jsonl(folder / "r.jsonl", ARTICLES)
    write_chronicle(folder / "r.jsonl", folder / "c")
    return folder / "c" / "timeline.html"


@pytest.fixture(scope="module")
def window(page: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    reason = missing_browser()
    if reason:
        pytest.skip(reason)
    with browser(tmp_path_factory.mktemp("browser")) as opened:
        opened.open(page)
        yield opened


VISIBLE = (
    "return [...document.querySelectorAll('[data-kind]')].filter((e) => e.checkVisibility()).map((e) => e.dataset.kind)"
)


def test_the_page_is_escaped_and_alone(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert "&lt;script&gt;document.title" in text
    assert "second &amp; third" in text
    assert "{{STYLE}}" in text
    assert "http" not in text.replace('http-equiv="Content-Security-Policy"', "")


def test_entries(window: Browser) -> None:
    kinds = window.run(VISIBLE)
    assert {kind: kinds.count(kind) for kind in kinds} == {"contradiction": 2, "agreement": 2, "event": 4}
    headings = window.run("return [...document.querySelectorAll('.year > h2')].map((e) => e.textContent)")
    assert headings == ["From 100 BC", "1994", "1996", "Without a year"]
    assert window.run("return document.title") == "Chronicle"
    assert "2 articles · 2 agreements · 2 contradictions · 4 dates" in str(
        window.run("return document.body.textContent")
    )


def test_filters(window: Browser) -> None:
    window.click(".chip.kind[data-name=event]")
    assert set(window.run(VISIBLE)) == {"contradiction", "agreement"}
    window.click(".chip.kind[data-name=event]")
    window.click(".chip.label[data-name=ORG]")
    assert window.run(VISIBLE) == ["contradiction", "event"]
    window.click(".chip.label[data-name=ORG]")
    window.type("#find", "елкин")
    assert window.run(VISIBLE) == ["event"]
    assert window.run("return document.getElementById('count').textContent") == "1 of 8 entries"
    window.type("#find", " нет такого")
    assert window.run(VISIBLE) == []
    assert window.run("return document.getElementById('none').checkVisibility()") is True
    window.run("const f = document.getElementById('find'); f.value = ''; f.dispatchEvent(new Event('input'))")
    window.run(
        "const a = document.getElementById('article'); a.selectedIndex = 1; a.dispatchEvent(new Event('change'))"
    )
    assert window.run(VISIBLE) == ["contradiction", "event", "agreement", "event"]
    window.run(
        "const a = document.getElementById('article'); a.selectedIndex = 0; a.dispatchEvent(new Event('change'))"
    )
    assert len(window.run(VISIBLE)) == 8


def test_every_entry_leads_to_its_sentence(window: Browser) -> None:
    lost = window.run(
        "return [...document.querySelectorAll('[data-kind] a[href^=\"#s\"]')].filter((a) => !document.querySelector(a.hash)).length"
    )
    assert lost == 0
    places = window.run("return [...document.querySelectorAll('.agreement .meta li')].map((e) => e.textContent)")
    assert places == ["first, sentence 1 · first.txt:24–42", "second & third, sentence 1 · second & third.txt:24–42"]
    assert window.run("return document.querySelectorAll('.s').length") == 4


def test_light_and_dark(window: Browser) -> None:
    before = window.run("return getComputedStyle(document.body).backgroundColor")
    window.click("#theme")
    assert window.run("return getComputedStyle(document.body).backgroundColor") != before
    window.click("#theme")
    assert window.run("return getComputedStyle(document.body).backgroundColor") == before


def test_no_error_and_no_request(window: Browser, page: Path) -> None:
    assert window.log("browser") == []
    asked = [json.loads(entry["message"])["message"] for entry in window.log("performance")]
    sent = [m["params"] for m in asked if m["method"] == "Network.requestWillBeSent"]
    # The browser's own first page asks for things too.
    addresses = {each["request"]["url"] for each in sent if each["documentURL"].startswith("file:")}
    assert addresses == {page.resolve().as_uri()}
    assert window.run("return performance.getEntriesByType('resource').length") == 0


def test_a_phone(page: Path, tmp_path: Path) -> None:
    reason = missing_browser()
    if reason:
        pytest.skip(reason)
    with browser(tmp_path, size=(500, 900)) as phone:
        phone.open(page)
        assert phone.run("return document.documentElement.scrollWidth <= innerWidth") is True


def test_what_is_left_out_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(timeline.MOST, "event", 3)
    write_jsonl(tmp_path / "r.jsonl", ARTICLES)
    write_chronicle(tmp_path / "r.jsonl", tmp_path / "c")
    assert "the first 3 of 4 dates" in (tmp_path / "c" / "timeline.html").read_text(encoding="utf-8")
