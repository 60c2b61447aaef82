"""The page of an evaluation: self-contained, escaped, and usable in a browser."""

from __future__ import annotations

import hashlib
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest

from evaluation_records import build
from letopis.evaluation.compare import compare
from letopis.evaluation.report import marked_text, render_report, write_report
from letopis.evaluation.score import evaluate
from letopis.records import Entity, Source
from webdriver import browser, missing_browser

GOLD = [
    "{PERSON|И. Алиев} посетил {GPE|Бишкек} <b>в мае</b> & августе [1, c. 173].",
    "Заседание {ORG|Совета Безопасности {ORG|ООН}} прошло {DATE|23 апреля 1997 г.}",
    "Ничего не подписано.",
    "{AGREEMENT|Договор о дружбе между {GPE|КР} и {GPE|АР}} подписан в {DATE|1997 г.}",
]
FOUND = [
    "{PERSON|И. Алиев} посетил {ORG|Бишкек} <b>в мае</b> & августе [1, c. 173].",
    "Заседание {ORG|Совета Безопасности ООН} прошло {DATE|23 апреля 1997} г.",
    "Ничего не {GPE|подписано}.",
    "{AGREEMENT|Договор о дружбе между {GPE|КР} и {GPE|АР}} подписан в {DATE|1997 г.}",
]
VOID = {"meta", "img", "source", "input", "br", "link"}


def scores_of(found=FOUND, gold=GOLD, **options):
    return evaluate([build(found, by="rule<1>")], [build(gold)], resamples=50, **options)


class Checked(HTMLParser):
    """Every tag closed in its order; addresses and marks kept."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.addresses: list[str] = []
        self.tags: list[tuple[str, dict]] = []

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        self.addresses += [value for name, value in attributes if name in ("href", "src", "srcset", "action", "data")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def parse(page: str) -> Checked:
    parsed = Checked()
    parsed.feed(page)
    assert parsed.open == []
    return parsed


@pytest.fixture(scope="module")
def page(tmp_path_factory) -> str:
    return render_report(scores_of(), folder=tmp_path_factory.mktemp("page"))


def test_the_page_is_whole_and_needs_nothing_else(page):
    parsed = parse(page)
    assert parsed.addresses == []
    assert "http://" not in page
    assert "https://" not in page
    assert "@import" not in page
    assert "url(" not in page


def test_the_text_is_escaped(page):
    assert "&lt;b&gt;в мае&lt;/b&gt; &amp; августе" in page
    assert "<b>в мае" not in page
    assert "rule&lt;1&gt;" in page


@pytest.mark.parametrize(
    "attack", ['"><script>alert(1)</script>', "</script><img src=x onerror=alert(1)>", "' onclick='x"]
)
def test_names_and_paths_are_escaped_too(tmp_path, attack):
    gold = build(GOLD, name=attack)
    source = Source(path=f"javascript:{attack}", sha256="0")
    entities = [msgspec.structs.replace(entity, by=attack) for entity in build(FOUND).entities]
    found = msgspec.structs.replace(gold, entities=entities, source=source)
    gold = msgspec.structs.replace(gold, source=source)
    scores = evaluate([found, build(FOUND, name=f"{attack}2")], [gold], resamples=0)
    assert scores.warnings
    page = render_report(scores, compare([found], [gold], [gold], resamples=0), folder=tmp_path)
    parsed = parse(page)
    assert [tag for tag, _ in parsed.tags].count("script") == 1
    assert not [tag for tag, attributes in parsed.tags if any(name.startswith("on") for name in attributes)]
    assert not [address for address in parsed.addresses if address.startswith("javascript")]


def test_every_error_stands_in_its_sentence(page):
    parsed = parse(page)
    items = [attributes for tag, attributes in parsed.tags if tag == "li" and "data-kind" in attributes]
    assert [(each["data-kind"], each["data-labels"]) for each in items] == [
        ("label", "GPE ORG"), ("missed", "ORG"), ("boundary", "DATE"), ("extra", "GPE"),
    ]  # fmt: skip
    marks = [attributes for tag, attributes in parsed.tags if tag == "mark"]
    kinds = [each["class"] for each in marks]
    assert (kinds.count("label"), kinds.count("missed"), kinds.count("boundary"), kinds.count("extra")) == (2, 1, 2, 1)
    cards = [attributes for tag, attributes in parsed.tags if tag == "section"]
    assert len(cards) == 3  # the fourth sentence is right


def test_nested_and_crossing_marks():
    def mark(start, end, number):
        return Entity(id=number, label="ORG", start_offset=start, end_offset=end, text="x")

    nested = marked_text("абвгд", (0, 5), [mark(0, 5, 1), mark(2, 4, 2)], {2: (7, "missed")})
    assert re.sub(r' title="[^"]*"', "", nested) == (
        '<mark class="ok" data-tag="ORG">аб<mark class="missed" data-tag="ORG" data-error="7">вг</mark>д</mark>'
    )
    crossing = marked_text("абвгд", (0, 5), [mark(0, 3, 1), mark(2, 5, 2)], {})
    parse(crossing)
    assert re.sub(r"<[^>]*>", "", crossing) == "абвгд"
    assert crossing.count("<mark") == 3


def test_a_span_that_runs_out_of_its_sentence_is_shown_whole(tmp_path):
    gold = build(["Он приехал в {GPE|Баку}.", "Потом уехал."])
    text = gold.text
    long = Entity(id=1, label="GPE", start_offset=13, end_offset=24, text=text[13:24])
    found = msgspec.structs.replace(gold, entities=[long])
    page = render_report(evaluate([found], [gold], resamples=0), folder=tmp_path)
    parse(page)
    assert "Баку. Потом" in re.sub(r"<[^>]*>", "", page)


def test_the_bars_are_as_long_as_their_figures(page):
    scores = scores_of()
    rows = [row for row in (*scores.labels, scores.micro, scores.macro) if row.f1.value is not None]
    widths = [float(width) for width in re.findall(r'<i style="width:([\d.]+)%', page)]
    assert widths == pytest.approx([100 * row.f1.value for row in rows])
    lines = re.findall(r'<s style="left:([\d.]+)%;right:([\d.]+)%', page)
    ends = [(100 * row.f1.interval.low, 100 * (1 - row.f1.interval.high)) for row in rows]
    assert [tuple(map(float, line)) for line in lines] == [pytest.approx(end) for end in ends]


def test_the_table_of_confusions_counts_every_span(page):
    table = page.split('<table class="heat">')[1].split("</table>")[0]
    names = re.findall(r"<th>([^<]*)</th>", table.split("</thead>")[0])[1:]
    rows = re.findall(r"<tr><th>([^<]*)</th>(.*)</tr>", table.split("<tbody>")[1])
    cells = {name: re.findall(r'<td class="(\w+)" style="--shade:(\d+)%">(\d*)</td>', row) for name, row in rows}
    found = {
        (gold, names[column]): int(count)
        for gold, row in cells.items()
        for column, (_, _, count) in enumerate(row)
        if count
    }
    assert found == scores_of().confusion
    assert [row[column][0] for column, row in enumerate(cells.values())] == ["hit"] * len(names)
    assert all((shade == "0") == (count == "") for row in cells.values() for _, shade, count in row)


def test_warnings_and_comparison_are_on_the_page(tmp_path):
    found, gold = [build(FOUND)], [build(GOLD)]
    scores = evaluate([*found, build(FOUND, name="other")], gold, resamples=20)
    page = render_report(scores, compare(found, gold, gold, resamples=20), folder=tmp_path)
    assert "left out 1 predicted articles" in page
    assert "Against the other run" in page
    assert "Spans won and lost: 6" in page


@pytest.mark.parametrize(("found", "gold"), [(["Да."], ["Да."]), (["{GPE|Да}."], ["Да."]), (["Да."], ["{GPE|Да}."])])
def test_empty_sides_make_a_page(tmp_path, found, gold):
    parse(render_report(scores_of(found, gold), folder=tmp_path))


def test_links_lead_to_the_raw_line(tmp_path, monkeypatch):
    raw = "\n".join(["Заголовок статьи", "В Баку открыто посольство.", "Конец."])
    monkeypatch.chdir(tmp_path)
    path = Path("corpus") / "a & b" / "source.txt"
    path.parent.mkdir(parents=True)
    path.write_text(raw, "utf-8")
    start = raw.index("В Баку")
    source = Source(path=path.as_posix(), sha256=hashlib.sha256(raw.encode()).hexdigest())
    city = Entity(id=1, label="GPE", start_offset=start + 2, end_offset=start + 6, text="Баку")
    gold = msgspec.structs.replace(
        build([raw]), source=source, entities=[city], sentences=[(0, start - 1), (start, start + 26)]
    )
    found = msgspec.structs.replace(gold, entities=[])
    page = render_report(evaluate([found], [gold], resamples=0), folder=tmp_path / "out")
    (link,) = [attributes["href"] for tag, attributes in parse(page).tags if tag == "a"]
    assert link.startswith("../corpus/a%20%26%20b/source.txt#:~:text=")
    assert f"raw {start}–{start + 26}, line 2" in page
    path.write_text("another text", "utf-8")
    page = render_report(evaluate([found], [gold], resamples=0), folder=tmp_path / "out")
    assert not [tag for tag, _ in parse(page).tags if tag == "a"]


# In a browser.

reason = missing_browser()
in_browser = pytest.mark.skipif(reason is not None, reason=str(reason))


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    folder = tmp_path_factory.mktemp("browser")
    scores = evaluate(
        [build(FOUND, name="a", by="rule"), build(FOUND, name="b", by="rule")],
        [build(GOLD, name="a"), build(GOLD, name="b")],
        resamples=100,
    )
    write_report(folder / "report.html", scores)
    with browser(folder) as window:
        window.open(folder / "report.html")
        yield window


def shown(window) -> tuple[int, str]:
    visible = "return [...document.querySelectorAll('.found li')].filter(e => e.offsetParent !== null).length"
    return window.run(visible), window.run("return document.getElementById('shown').textContent")


@in_browser
def test_filters_are_clicked(opened):
    opened.click("#reset")
    assert shown(opened) == (8, "8 of 8 errors shown")
    opened.click("button[data-filter=kind][data-value=missed]")
    assert shown(opened) == (2, "2 of 8 errors shown")
    assert opened.run("return [...document.querySelectorAll('.card')].filter(e => e.offsetParent).length") == 2
    opened.click("button[data-filter=kind][data-value=extra]")
    assert shown(opened)[0] == 4
    opened.click("button[data-filter=label][data-value=ORG]")
    assert shown(opened)[0] == 2
    assert opened.run("return document.querySelector('[data-value=ORG]').getAttribute('aria-pressed')") == "true"
    opened.click("button[data-filter=kind][data-value=missed]")
    assert shown(opened)[0] == 0
    assert opened.run("return document.getElementById('none').offsetParent !== null")
    opened.click("#reset")
    assert shown(opened)[0] == 8


@in_browser
def test_articles_and_words_are_filtered(opened):
    opened.click("#reset")
    opened.click("#article option[value=b]")
    assert shown(opened)[0] == 4
    opened.type("#words", "БЕЗОПАСНОСТИ")
    assert shown(opened)[0] == 2
    assert opened.run("return [...document.querySelectorAll('.card')].filter(e => e.offsetParent).length") == 1
    opened.click("#reset")
    assert shown(opened)[0] == 8


@in_browser
def test_marks_of_hidden_errors_fade(opened):
    opened.click("#reset")
    opened.click("button[data-filter=kind][data-value=boundary]")
    faded = opened.run("return [...document.querySelectorAll('mark.faded')].map(e => e.className)")
    assert faded
    assert not any("boundary" in name for name in faded)
    opened.click("#reset")
    assert opened.run("return document.querySelectorAll('mark.faded').length") == 0


@in_browser
def test_pictures_load_and_nothing_is_asked_of_the_network(opened):
    assert opened.run(
        "return [...document.querySelectorAll('.track i')].every(e => e.getBoundingClientRect().width > 50)"
    )
    assert opened.log("browser") == []
    events = [json.loads(entry["message"])["message"] for entry in opened.log("performance")]
    asked = [each["params"]["request"]["url"] for each in events if each["method"] == "Network.requestWillBeSent"]
    # The browser opens its own first page (chrome://) before the report.
    assert [address for address in asked if address.startswith("file:")] == [opened.run("return location.href")]
    assert [address for address in asked if address.startswith(("http", "ws", "ftp"))] == []


@in_browser
@pytest.mark.parametrize("width", [1280, 420])
@pytest.mark.parametrize("dark", [False, True])
def test_light_and_dark_wide_and_narrow(tmp_path, dark, width):
    image = pytest.importorskip("PIL.Image", reason="Pillow is not installed")
    write_report(tmp_path / "report.html", scores_of())
    with browser(tmp_path, dark=dark, size=(width, 1400)) as window:
        window.open(tmp_path / "report.html")
        assert window.run("return document.documentElement.scrollWidth <= window.innerWidth")
        picture = image.open(io.BytesIO(window.screenshot()))
        (tmp_path / "screenshot.png").write_bytes(window.screenshot())
    corner = sum(picture.convert("RGB").getpixel((2, 2))) / 3
    assert corner < 60 if dark else corner > 200
