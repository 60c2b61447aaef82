"""The reader page in headless Chromium: rows, nesting, search, keyboard, raw text, phone; no error, no request."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from letopis.bilingual.reader import write_reader
from letopis.bilingual.readings import ReaderArticle
from letopis.bilingual.view import make_readings
from letopis.records import Article, Entity, Sentence

webdriver = pytest.importorskip("selenium.webdriver")
CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
pytestmark = pytest.mark.skipif(not CHROMIUM or not DRIVER, reason="chromium and chromedriver are not installed")

ROOT = Path(__file__).parent.parent
ENTER, ESCAPE, RIGHT = "\ue007", "\ue00c", "\ue014"
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
    browser.get("about:blank")  # an address of the same page with another hash would load nothing
    browser.get(page)
    until(browser, "document.documentElement.dataset.ready")
    return browser


def js(browser: Any, code: str) -> Any:
    return browser.execute_script(code)


def until(browser: Any, condition: str, seconds: float = 30) -> Any:
    from selenium.webdriver.support.ui import WebDriverWait

    return WebDriverWait(browser, seconds, poll_frequency=0.03).until(lambda one: js(one, f"return {condition}"))


def press(browser: Any, *keys: str) -> None:
    from selenium.webdriver.common.action_chains import ActionChains

    ActionChains(browser).send_keys(*keys).perform()


def click(browser: Any, selector: str) -> None:
    browser.find_element("css selector", selector).click()


def search(browser: Any, words: str, mode: str = "all") -> list[str]:
    """Type into the box as a person does; the texts of the rows that are hits."""
    from selenium.webdriver.support.ui import Select

    if js(browser, "return document.getElementById('mode').value") != mode:
        Select(browser.find_element("id", "mode")).select_by_value(mode)
    box = browser.find_element("id", "find")
    box.clear()
    js(browser, "document.getElementById('count').textContent = 'asked'")
    box.send_keys(words, ENTER)
    until(browser, "!['asked', 'Searching…'].includes(document.getElementById('count').textContent)")
    return js(browser, "return [...document.querySelectorAll('#results .row.hit')].map(r => r.textContent)")


def marked(browser: Any) -> set[str]:
    """What is marked as found: words of the browser's highlights, entities by their class."""
    return set(
        js(
            browser,
            "return [...(CSS.highlights.get('found') ?? [])].map(range => range.toString())"
            ".concat([...document.querySelectorAll('#results .wanted')].map(e => e.textContent))",
        )
    )


def test_no_error_and_no_request(reader: Any, page: str) -> None:
    js(reader, "document.querySelectorAll('button:not(#language), .e').forEach((b, n) => { if (n < 60) b.click(); })")
    search(reader, "договор", "lemma")
    assert reader.get_log("browser") == []
    messages = [json.loads(entry["message"])["message"] for entry in reader.get_log("performance")]
    asked = {m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"}
    # The browser's own new tab was open before.
    asked = {url for url in asked if not url.startswith(("chrome", "data:", "about:"))}
    assert asked == {page}


def test_rows_are_aligned_and_filled_as_they_come_near(reader: Any) -> None:
    assert len(js(reader, "return [...document.querySelectorAll('.row')].map(r => r.dataset.row)")) < 100
    js(reader, "scrollTo(0, document.body.scrollHeight)")
    until(reader, "document.getElementById('cooperation-s102')")
    tops = js(
        reader,
        "return [...document.querySelectorAll('.row')].map(r => [r.querySelector('.ru'), r.querySelector('.en')]"
        ".map(c => { const b = c.getBoundingClientRect(); return [b.top, b.left, b.right]; }))",
    )
    assert len(tops) > 50
    assert all(abs(left[0] - right[0]) < 1 and left[2] <= right[1] for left, right in tops)


def test_inner_lines_lie_above_outer_ones(reader: Any) -> None:
    bottoms = js(
        reader,
        "return [...document.querySelectorAll('.e > .e')].filter(e => e.getClientRects().length === 1)"
        ".map(e => [e.getClientRects()[0].bottom, Math.max(...[...e.parentElement.getClientRects()]"
        ".filter(r => Math.abs(r.top - e.getClientRects()[0].top) < 12).map(r => r.bottom))])",
    )
    assert len(bottoms) > 10
    assert all(inner < outer for inner, outer in bottoms)


def test_search_finds_in_both_languages_and_values(reader: Any) -> None:
    found = search(reader, "бишкекский протокол")
    assert len(found) == 1
    assert "Bishkek Protocol" in found[0]
    assert js(reader, "return document.querySelectorAll('#results .row.beside').length") == 2
    assert all("Aitmatov" in text for text in search(reader, "aitmatov"))
    assert len(search(reader, "2013-08-15")) == 1  # stands in no text: a value
    assert search(reader, "нет такого слова") == []
    assert js(reader, "return document.getElementById('count').textContent") == "Nothing found"
    press(reader, ESCAPE)
    until(reader, "!document.getElementById('text').hidden && document.getElementById('results').hidden")


@pytest.mark.parametrize(
    ("mode", "words", "held", "not_held"),
    [
        ("form", "договор", "Договор", "Договоре"),
        ("lemma", "договор", "Договоре", "договоренности"),
        ("lemma", "treaty", "Treaty", "Протокол"),
        ("referent", "ильхам алиев", "Ильхамом Алиевым", "Гейдар Алиев"),
        ("referent", "gpe:кыргызстан", "КР", "Азербайджан"),
        ("referent", "kyrgyz republic", "КР", "Азербайджан"),
        ("label", "agreement инвестиц", "Договор о защите", "Договоре о дружбе и сотрудничестве"),
    ],
)
def test_search_by_form_lemma_referent_and_label(reader: Any, mode: str, words: str, held: str, not_held: str) -> None:
    assert search(reader, words, mode)
    said = marked(reader)
    assert any(held in text for text in said), said
    assert not any(text == not_held for text in said)


def test_a_hit_leads_to_its_address(reader: Any) -> None:
    search(reader, "бишкекский протокол")
    click(reader, "#results .row.hit .no a")
    until(reader, "!document.getElementById('text').hidden && document.querySelector('#text .row.flash')")
    address = js(reader, "return decodeURIComponent(location.hash.slice(1))")
    assert "Бишкекский протокол" in js(reader, f"return document.getElementById({json.dumps(address)}).textContent")
    assert marked(reader) >= {"Бишкекский протокол"}


@pytest.mark.parametrize(
    ("address", "words"),
    [("origins-s50", None), ("origins-en-s50", None), ("cooperation-e1", "Договоре о дружбе"), ("origins", None)],
)
def test_every_sentence_and_entity_has_an_address(browser: Any, page: str, address: str, words: str | None) -> None:
    browser.get("about:blank")
    browser.get(f"{page}#{address}")
    until(browser, "document.documentElement.dataset.ready")
    own = address.split("-", maxsplit=1)[0]
    assert js(browser, "return document.querySelector('#text article').dataset.id") == own
    if address != own:
        place = f"document.getElementById('{address}')"
        inside = until(
            browser, f"{place} && (b => b.top > 0 && b.bottom < innerHeight)({place}.getBoundingClientRect())"
        )
        assert inside
        assert words is None or words in js(browser, f"return {place}.textContent")


def test_a_click_gathers_mentions_of_both_languages_and_all_articles(reader: Any) -> None:
    js(reader, "location.hash = '#origins-s65'")
    until(reader, "document.querySelector('#origins-s65 .e.PERSON')")
    js(
        reader,
        "[...document.querySelectorAll('#origins-s65 .e.PERSON')].find(e => e.textContent === 'Гейдар Алиев').click()",
    )
    words = js(reader, "return [...document.querySelectorAll('#mentions li b')].map(b => b.textContent)")
    assert {"Гейдар Алиев", "Г. Алиева", "Heydar Aliyev", "H. Aliyev"} <= set(words)
    assert not {"И. Алиев", "I. Aliyev"} & set(words)
    assert set(js(reader, "return [...document.querySelectorAll('.e.same')].map(e => e.textContent)")) <= set(words)
    press(reader, ESCAPE)
    assert js(reader, "return document.getElementById('panel').hidden")
    js(
        reader,
        "[...document.querySelectorAll('#origins-s65 .e.GPE')].find(e => e.textContent === 'Азербайджана').click()",
    )
    assert until(reader, "document.querySelector('.elsewhere h4')?.textContent") == "cooperation"


def test_the_panel_of_an_agreement(reader: Any) -> None:
    click(reader, "#cooperation-e1")
    assert js(reader, "return document.getElementById('who').textContent") == (
        "Договор о дружбе и сотрудничестве между АР и КР"
    )
    facts = js(reader, "return document.getElementById('facts').innerText").split("\n")
    facts = [fact for fact in facts if fact.strip()]
    assert facts[:4] == ["Signed on", "23 April 1997", "Signed in", "Баку"]
    said = js(reader, "return [...document.querySelectorAll('#said p')].map(p => p.lang)")
    assert said == ["ru", "en"]
    assert js(reader, "return document.querySelector('#cite a').textContent") == "cooperation-e1"
    click(reader, "#facts .fact.GPE")
    assert until(reader, "location.hash.startsWith('#cooperation-e')")


def test_captions_change_and_are_remembered(reader: Any, page: str) -> None:
    click(reader, "#language")
    assert js(reader, "return document.querySelector('.chip.DATE').innerText").startswith("Даты")
    assert "102 предложения" in js(reader, "return document.querySelector('article header p').textContent")
    reader.get("about:blank")
    reader.get(page)
    until(reader, "document.documentElement.dataset.ready")
    assert js(reader, "return document.documentElement.lang") == "ru"
    click(reader, "#language")
    assert js(reader, "return document.documentElement.lang") == "en"


def test_hover_and_focus_show_value_and_normal_form(reader: Any) -> None:
    from selenium.webdriver.common.action_chains import ActionChains

    js(reader, "location.hash = '#cooperation-s27'")
    until(reader, "document.querySelector('#cooperation-s27 .e.DATE')")
    # The page hears of the scroll with the next frames, and then hides what it shows.
    reader.execute_async_script("setTimeout(arguments[0], 200)")
    ActionChains(reader).move_to_element(reader.find_element("css selector", "#cooperation-s27 .e.DATE")).perform()
    tip = "document.getElementById('tip')"
    assert until(reader, f"!{tip}.hidden && {tip}.innerText").split("\n") == ["Date", "2015 (end)"]
    js(reader, "document.querySelector('#cooperation-s31 .e.PERSON').focus({preventScroll: true})")
    assert "Ильхам Алиев" in js(reader, f"return {tip}.innerText")


def test_the_keyboard_is_enough(reader: Any) -> None:
    press(reader, "j", "j")
    row = js(reader, "return document.activeElement.querySelector('.no')?.textContent")
    assert row == "2"
    press(reader, RIGHT)
    assert js(reader, "return document.activeElement.classList.contains('e')")
    press(reader, ENTER)
    assert not js(reader, "return document.getElementById('panel').hidden")
    press(reader, ESCAPE, "/")
    assert js(reader, "return document.activeElement.id") == "find"


def test_the_raw_text_comes_and_goes_and_keeps_its_marks(reader: Any) -> None:
    click(reader, "#raw")
    row = "document.getElementById('cooperation-s2').closest('.ru')"
    assert "осно-\nвываются" in until(reader, f"{row}.querySelector('.raw') && {row}.innerText")
    assert js(reader, f"return {row}.querySelector('.raw del').textContent") == "-\n"
    assert js(reader, f"return {row}.querySelector('.e.AGREEMENT').textContent.slice(0, 8)") == "Договоре"
    click(reader, "#raw")
    until(reader, f"!{row}.querySelector('.raw')")
    assert "основываются" in js(reader, f"return {row}.innerText")


def test_a_label_can_be_left_out(reader: Any) -> None:
    click(reader, ".chip.GPE")
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


def test_articles_are_chosen_by_facets(browser: Any, tmp_path: Path) -> None:
    from letopis.records import Metadata

    readings = [
        ReaderArticle(
            Article(id=f"a{n}", text="Пакт.", metadata=Metadata(year=1990 + n % 3), sentences=[Sentence(0, 5)])
        )
        for n in range(9)
    ]
    write_reader(tmp_path / "r.html", readings)
    browser.get((tmp_path / "r.html").as_uri())
    until(browser, "document.documentElement.dataset.ready")
    click(browser, "details[data-facet=year] summary")
    click(browser, "details[data-facet=year] label")
    listed = "[...document.querySelectorAll('#shelf a span')].map(a => a.textContent)"
    assert js(browser, f"return {listed}") == ["a2", "a5", "a8"]
    assert len(search(browser, "пакт")) == 3
    click(browser, "#fits button")
    assert len(js(browser, f"return {listed}")) == 9
    until(browser, "document.querySelectorAll('#results .row.hit').length === 9")
    press(browser, ESCAPE)
    browser.find_element("id", "filter").send_keys("a7")
    assert js(browser, f"return {listed}") == ["a7"]
    click(browser, "#shelf a")
    until(browser, "document.querySelector('#text article').dataset.id === 'a7'")


def test_a_phone_needs_no_sideways_scrolling(reader: Any) -> None:
    size = {"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": True}
    reader.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    try:
        assert js(reader, "return document.documentElement.scrollWidth") <= 390
        js(reader, "document.getElementById('articles').click()")
        left, right = js(
            reader,
            "return ['.ru', '.en'].map(c => document.querySelector('.row ' + c).getBoundingClientRect())"
            ".map(b => [b.top, b.bottom])",
        )
        assert left[1] <= right[0]
    finally:
        reader.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_a_hostile_text_stays_text(browser: Any, tmp_path: Path) -> None:
    text = "<img src=x onerror=\"document.title='bad'\"></script><script>document.title='bad'</script>"
    mark = Entity(
        id=1, label="ORG", start_offset=0, end_offset=len(text), text=text, normal=text, entity=text, value=text
    )
    article = Article(id="<b>a</b>", text=text, sentences=[Sentence(0, len(text))], entities=[mark])
    write_reader(tmp_path / "r.html", [ReaderArticle(article, raw=text)])
    browser.get((tmp_path / "r.html").as_uri())
    until(browser, "document.documentElement.dataset.ready")
    js(browser, "document.querySelector('.e').click()")
    assert browser.title == "<b>a</b> · Letopis reader"
    assert js(browser, "return document.querySelector('#who').textContent") == text
    assert js(browser, "return document.querySelector('.s').textContent") == text


def test_crossing_and_deep_spans_are_shown_whole(browser: Any, tmp_path: Path) -> None:
    text = "абвгдежз😀ик"
    places = [(0, 4), (2, 6), (6, 8), (0, 4), (8, 11)]
    spans = [Entity.at(text, *place, "ORG", id=n) for n, place in enumerate(places, 1)]
    article = Article(id="a", text=text, sentences=[Sentence(0, len(text))], entities=spans)
    write_reader(tmp_path / "r.html", [ReaderArticle(article)])
    browser.get((tmp_path / "r.html").as_uri())
    until(browser, "document.documentElement.dataset.ready")
    assert js(browser, "return document.querySelector('.s').textContent") == text
    assert js(browser, "return [1, 4, 5].map(n => document.getElementById('a-e' + n).textContent)") == [
        "абвг", "абвг", "😀ик",
    ]  # fmt: skip
    assert js(browser, "return document.getElementById('a-e3').textContent") == "жз"
    assert js(browser, "return document.getElementById('a-e4').parentElement.id") == "a-e1"
