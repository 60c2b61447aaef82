"""The reader page in headless Chromium: rows, nesting, search, keyboard, raw text, phone; no error, no request."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from letopis.bilingual.reader import write_reader
from letopis.bilingual.view import make_readings

webdriver = pytest.importorskip("selenium.webdriver")
CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
pytestmark = pytest.mark.skipif(not CHROMIUM or not DRIVER, reason="chromium and chromedriver are not installed")

ROOT = Path(__file__).parent.parent
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --window-size=1360,900"
).split()


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in [*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"]:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    yield driver
    driver.quit()


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("reader") / "reader.html"
    readings, _ = make_readings(ROOT / "annotations" / "gold", english=ROOT / "corpus")
    write_reader(path, readings)
    return path.as_uri()


@pytest.fixture
def reader(browser: Any, page: str) -> Any:
    browser.get(page)
    return browser


def js(browser: Any, code: str) -> Any:
    return browser.execute_script(code)


def press(browser: Any, *keys: str) -> None:
    from selenium.webdriver.common.action_chains import ActionChains

    ActionChains(browser).send_keys(*keys).perform()


def test_no_error_and_no_request(reader: Any, page: str) -> None:
    js(reader, "document.querySelectorAll('button, .e').forEach((b, n) => { if (n < 60) b.click(); })")
    assert reader.get_log("browser") == []
    messages = [json.loads(entry["message"])["message"] for entry in reader.get_log("performance")]
    asked = {m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"}
    # The browser's own new tab was open before.
    asked = {url for url in asked if not url.startswith(("chrome:", "data:"))}
    assert asked == {page}


def test_rows_are_aligned(reader: Any) -> None:
    tops = js(
        reader,
        "return [...document.querySelectorAll('.row')].map(r => [r.querySelector('.ru'), r.querySelector('.en')]"
        ".map(c => { const b = c.getBoundingClientRect(); return [b.top, b.left, b.right]; }))",
    )
    assert len(tops) > 200
    assert all(abs(left[0] - right[0]) < 1 and left[2] <= right[1] for left, right in tops)


def test_inner_lines_lie_above_outer_ones(reader: Any) -> None:
    bottoms = js(
        reader,
        "return [...document.querySelectorAll('.e > .e')].filter(e => e.getClientRects().length === 1)"
        ".map(e => [e.getClientRects()[0].bottom, Math.max(...[...e.parentElement.getClientRects()]"
        ".filter(r => Math.abs(r.top - e.getClientRects()[0].top) < 12).map(r => r.bottom))])",
    )
    assert len(bottoms) > 50
    assert all(inner < outer for inner, outer in bottoms)


def test_search_finds_in_both_languages_and_values(reader: Any) -> None:
    def shown(words: str) -> list[str]:
        set_value = f"const f = document.getElementById('find'); f.value = {json.dumps(words)};"
        js(reader, set_value + "f.dispatchEvent(new Event('input'))")
        return js(reader, "return [...document.querySelectorAll('.row:not(.away)')].map(r => r.textContent)")

    found = shown("бишкекский протокол")
    assert len(found) == 1
    assert "Bishkek Protocol" in found[0]
    assert all("Aitmatov" in text for text in shown("aitmatov"))
    assert len(shown("2013-08-15")) == 1  # stands in no text: a value
    assert shown("нет такого слова") == []
    assert js(reader, "return document.getElementById('count').textContent") == "0 rows"
    assert len(shown("")) > 200


def test_a_click_gathers_mentions_of_both_languages(reader: Any) -> None:
    js(reader, "[...document.querySelectorAll('.ru .e.PERSON')].find(e => e.textContent === 'Гейдар Алиев').click()")
    words = js(reader, "return [...document.querySelectorAll('#mentions li b')].map(b => b.textContent)")
    assert {"Гейдар Алиев", "Г. Алиева", "Heydar Aliyev", "H. Aliyev"} <= set(words)
    assert not {"И. Алиев", "I. Aliyev"} & set(words)
    assert js(reader, "return document.querySelectorAll('.e.same').length") == len(words)
    press(reader, "\ue00c")
    assert js(reader, "return document.getElementById('panel').hidden")


def test_hover_and_focus_show_value_and_normal_form(reader: Any) -> None:
    from selenium.webdriver.common.action_chains import ActionChains

    element = reader.find_element("css selector", "#ru1-27 .e.DATE")
    js(reader, "document.querySelector('#ru1-27').scrollIntoView({block: 'center'})")
    # The page hears of the scroll with the next frame, and then hides what it shows.
    reader.execute_async_script("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))")
    ActionChains(reader).move_to_element(element).perform()
    assert js(reader, "return document.getElementById('tip').innerText").split("\n") == ["Date", "2015 (end)"]
    js(reader, "document.querySelector('#ru1-31 .e.PERSON').focus()")
    assert "Ильхам Алиев" in js(reader, "return document.getElementById('tip').innerText")


def test_the_keyboard_is_enough(reader: Any) -> None:
    press(reader, "j", "j")
    row = js(reader, "return document.activeElement.querySelector('.no')?.textContent")
    assert row == "2"
    press(reader, "\ue014")
    assert js(reader, "return document.activeElement.classList.contains('e')")
    press(reader, "\ue007")
    assert not js(reader, "return document.getElementById('panel').hidden")
    press(reader, "\ue00c", "/")
    assert js(reader, "return document.activeElement.id") == "find"


def test_the_raw_text_comes_and_goes(reader: Any) -> None:
    from selenium.common.exceptions import NoSuchElementException

    reader.find_element("id", "raw").click()
    raw = js(reader, "return document.querySelector('#ru1-2').parentElement.innerText")
    assert "осно-\nвываются" in raw
    with pytest.raises(NoSuchElementException):
        reader.find_element("css selector", ".ru .raw[hidden]")
    reader.find_element("id", "raw").click()
    assert "основываются" in js(reader, "return document.querySelector('#ru1-2').parentElement.innerText")


def test_a_label_can_be_left_out(reader: Any) -> None:
    reader.find_element("css selector", ".chip.GPE").click()
    color = js(reader, "return getComputedStyle(document.querySelector('.e.GPE')).borderBottomColor")
    assert color in {"rgba(0, 0, 0, 0)", "transparent"}
    assert js(reader, "return getComputedStyle(document.querySelector('.e.DATE')).borderBottomColor") != color


def test_dark_and_light_differ(reader: Any) -> None:
    grounds = []
    for _ in range(2):
        reader.find_element("id", "theme").click()
        grounds.append(js(reader, "return getComputedStyle(document.body).backgroundColor"))
    assert len(set(grounds)) == 2


def test_print_is_dark_on_white_without_the_bar(reader: Any) -> None:
    reader.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    js(reader, "document.documentElement.dataset.theme = 'dark'")
    try:
        style = "return getComputedStyle(document.querySelector('{}')).{}"
        assert js(reader, style.format("body", "color")) == "rgb(0, 0, 0)"
        assert js(reader, style.format(".bar", "display")) == "none"
        assert js(reader, style.format(".row", "display")) == "grid"
    finally:
        reader.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def test_the_chooser_follows_the_reader(reader: Any) -> None:
    js(reader, "document.getElementById('ru2-50').scrollIntoView()")
    assert reader.execute_async_script(
        "const done = arguments[0]; setTimeout(() => done(document.getElementById('article').value), 200)"
    ) == ("article-2")


def test_a_phone_needs_no_sideways_scrolling(reader: Any) -> None:
    size = {"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": True}
    reader.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    try:
        assert js(reader, "return document.documentElement.scrollWidth") <= 390
        left, right = js(
            reader,
            "return ['.ru', '.en'].map(c => document.querySelector('.row ' + c).getBoundingClientRect())"
            ".map(b => [b.top, b.bottom])",
        )
        assert left[1] <= right[0]
    finally:
        reader.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_a_hostile_text_stays_text(browser: Any, tmp_path: Path) -> None:
    from letopis.bilingual.reader import ReaderArticle
    from letopis.records import Article, Entity, Sentence

    text = "<img src=x onerror=\"document.title='bad'\"></script><script>document.title='bad'</script>"
    mark = Entity(
        id=1, label="ORG", start_offset=0, end_offset=len(text), text=text, normal=text, entity=text, value=text
    )
    article = Article(id="<b>a</b>", text=text, sentences=[Sentence(0, len(text))], entities=[mark])
    write_reader(tmp_path / "r.html", [ReaderArticle(article, raw=text)])
    browser.get((tmp_path / "r.html").as_uri())
    js(browser, "document.querySelector('.e').click()")
    assert browser.title == "Letopis reader"
    assert js(browser, "return document.querySelector('#who').textContent") == text
    assert js(browser, "return document.querySelector('.s').textContent") == text
