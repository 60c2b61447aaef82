"""The workbench in headless Chromium: a file is dropped, read, searched and mended with real clicks."""

from __future__ import annotations

import json
from typing import Any

import pytest

pytest.importorskip("selenium")
pytest.importorskip("uvicorn")

from test_serve import TOKEN, Site, site
from test_view_browser import ENTER, browser, click, js, marked, pytestmark, search, until

__all__ = ["TOKEN", "browser", "pytestmark", "site"]

TEXT = "Договор о торговле между Литвой и Эстонией подпи-\nсан в Таллине 5 июня 1936 г. Посол Озеров уехал в Нарву.\n"


@pytest.fixture(scope="module")
def dropped(browser: Any, site: Site, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The page after a file was chosen in it."""
    path = tmp_path_factory.mktemp("dropped") / "торговля.txt"
    path.write_text(TEXT, encoding="utf-8")
    browser.get(site.address)
    until(browser, "document.documentElement.dataset.ready")
    browser.find_element("css selector", "#drop input").send_keys(str(path))
    until(browser, "document.querySelector('#jobs li.done, #jobs li.failed')", seconds=180)
    until(browser, "document.querySelector('#text article').dataset.id === 'торговля'")
    return browser


def spans(browser: Any, label: str) -> list[str]:
    return js(browser, f"return [...document.querySelectorAll('#text .ru .e.{label}')].map(e => e.textContent)")


def test_a_dropped_file_is_read_and_shown(dropped: Any) -> None:
    assert js(dropped, "return document.querySelector('#jobs li').className") == "done"
    assert "подписан" in js(dropped, "return document.querySelector('#text .ru').textContent")
    assert "Таллине" in spans(dropped, "GPE")
    click(dropped, "#raw")
    assert "подпи-\nсан" in until(dropped, "document.querySelector('#text .raw')?.innerText")
    click(dropped, "#raw")
    until(dropped, "!document.querySelector('#text .raw')")


def test_marked_words_become_a_span_that_can_be_relabelled_deleted_and_taken_back(dropped: Any, site: Site) -> None:
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.support.ui import Select

    place = js(
        dropped,
        "const walker = document.createTreeWalker(document.querySelector('#text .ru'), NodeFilter.SHOW_TEXT);"
        "while (walker.nextNode()) { const at = walker.currentNode.data.indexOf('торговле'); if (at >= 0) {"
        "const range = document.createRange(); range.setStart(walker.currentNode, at + 2);"
        "range.setEnd(walker.currentNode, at + 4); const box = range.getBoundingClientRect();"
        "return [box.left + box.width / 2, box.top + box.height / 2]; } }",
    )
    actions = ActionChains(dropped)
    actions.w3c_actions.pointer_action.move_to_location(*map(int, place))
    actions.w3c_actions.pointer_action.double_click()
    actions.perform()
    until(dropped, "!document.getElementById('marker').hidden")
    assert js(dropped, "return document.getElementById('panel').hidden")
    click(dropped, "#marker .chip.ORG")
    until(dropped, "document.querySelector('#toast')?.textContent.includes('торговля.jsonl')")
    assert "торговле" in spans(dropped, "ORG")

    js(dropped, "[...document.querySelectorAll('#text .e.ORG')].find(e => e.textContent === 'торговле').click()")
    Select(dropped.find_element("id", "relabel")).select_by_value("PERSON")
    until(dropped, "[...document.querySelectorAll('#text .e.PERSON')].some(e => e.textContent === 'торговле')")
    js(dropped, "[...document.querySelectorAll('#text .e.PERSON')].find(e => e.textContent === 'торговле').click()")
    click(dropped, "#delete")
    until(dropped, "![...document.querySelectorAll('#text .e')].some(e => e.textContent === 'торговле')")
    click(dropped, "#undo")
    until(dropped, "[...document.querySelectorAll('#text .e.PERSON')].some(e => e.textContent === 'торговле')")
    saved = (site.desk.corrections / "торговля.jsonl").read_text(encoding="utf-8")
    assert [e["by"] for e in json.loads(saved)["entities"] if e["text"] == "торговле"] == ["corrected"]


def test_queries_in_cql_find_their_words(dropped: Any) -> None:
    assert len(search(dropped, '[lemma="эстония"]', "cql")) == 1
    assert marked(dropped) == {"Эстонией"}
    search(dropped, '[lema="эстония"]', "cql")
    assert "lemma" in js(dropped, "return document.getElementById('count').textContent")
    dropped.find_element("id", "find").clear()
    dropped.find_element("id", "find").send_keys(ENTER)


def test_agreements_have_a_map_and_a_table_that_leads_into_the_text(dropped: Any) -> None:
    click(dropped, ".tabs [data-view=agreements]")
    until(dropped, "document.querySelector('#board table.list')")
    drawn = js(dropped, "return [...document.querySelectorAll('#board svg g > text')].map(e => e.textContent)")
    assert {"Литва", "Латвия", "Эстония"} <= set(drawn)
    js(dropped, "[...document.querySelectorAll('#board .pair .link')].find(e => e.textContent === 'Эстония').click()")
    assert js(dropped, "return document.querySelectorAll('#board .list tbody tr').length") == 1
    click(dropped, "#board .list a")
    until(dropped, "document.getElementById('board').hidden && document.querySelector('#text .row.flash')")


def test_the_timeline_is_shown_within_the_page(dropped: Any) -> None:
    click(dropped, ".tabs [data-view=timeline]")
    frame = until(dropped, "document.querySelector('#board iframe')")
    dropped.switch_to.frame(frame)
    until(dropped, "document.querySelectorAll('[data-kind=agreement]').length === 2")
    dropped.switch_to.default_content()
    click(dropped, ".tabs [data-view=text]")


def test_no_error_and_no_request_elsewhere(dropped: Any, site: Site) -> None:
    errors = [entry for entry in dropped.get_log("browser") if "search?q=" not in entry["message"]]
    assert errors == []
    messages = [json.loads(entry["message"])["message"] for entry in dropped.get_log("performance")]
    asked = {m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"}
    asked = {url for url in asked if not url.startswith(("chrome", "data:", "about:", "file:"))}
    assert asked
    assert all(url.startswith(site.address) for url in asked)
    blocked = dropped.execute_async_script(
        "const done = arguments[0]; addEventListener('securitypolicyviolation', e => done(e.effectiveDirective));"
        "fetch('http://127.0.0.1:9/').catch(() => setTimeout(() => done('not forbidden'), 500));"
    )
    assert blocked == "connect-src"
    dropped.get_log("browser")
