"""The parts of the way to doccano and back that need no server."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation_records import cleaned
from letopis.doccano.base import Base, Entry, Version, base_path, load_base, save_base
from letopis.doccano.login import Login, find_login
from letopis.doccano.merge import Found, Key, Pushed, contradict, merge
from letopis.doccano.places import Bridge, Today, align, split_article, uncertainty
from letopis.doccano.transfer import example_of, make_row
from letopis.errors import InputError, OutputError
from letopis.records import Article, Entity, Sentence, Source


@settings(deadline=None)
@given(st.text(st.sampled_from("aб🤝е́\U0001f44d\U0001f3fd\r\n"), max_size=30))
def test_spans_go_out_and_come_back_by_utf16(text: str) -> None:
    text = f"a{text}b"
    places = [(start, end) for start in range(len(text)) for end in range(start + 1, len(text) + 1)]
    row = make_row(text, [(*place, "GPE") for place in places], [], {})
    units = [len(text[:place].encode("utf-16-le", "surrogatepass")) // 2 for place in range(len(text) + 1)]
    assert [(one["start_offset"], one["end_offset"]) for one in row["entities"]] == [
        (units[start], units[end]) for start, end in places
    ]
    back = example_of({**row, "id": 1, "relations": []}).found
    assert back == Found({number: (*place, "GPE") for number, place in enumerate(places, 1)})


def test_a_wide_character_that_is_cut_belongs_to_the_span_whole() -> None:
    cut = [
        {"id": 1, "start_offset": 0, "end_offset": 2, "label": "GPE"},
        {"id": 2, "start_offset": 2, "end_offset": 4, "label": "GPE"},
    ]
    found = example_of({"id": 1, "text": "a🤝b", "entities": cut, "relations": []}).found
    assert found.spans == {1: (0, 2, "GPE"), 2: (1, 3, "GPE")}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Баку.\n\nБишкек.", ["Баку.", "Бишкек."]),
        ("Баку.\r\nБишкек.", ["Баку.\r\nБишкек."]),
        ("Баку.\r\n\r\nБишкек.", ["Баку.", "Бишкек."]),
        ("\n\n  Баку. \n \t\n\n Бишкек.\n", ["Баку.", "Бишкек."]),
        ("", []),
        (" \n\n ", []),
    ],
)
def test_paragraphs(text: str, parts: list[str]) -> None:
    article = Article(id="a", text=text)
    assert [text[part.start : part.end] for part in split_article(article, "paragraph")] == parts


def test_other_parts() -> None:
    article = Article(id="a", text="Баку. Ош.\n", sentences=[Sentence(0, 5), Sentence(6, 10)])
    assert [tuple(part) for part in split_article(article, "sentence")] == [(0, 5), (6, 9)]
    assert [tuple(part) for part in split_article(article, "article")] == [(0, 9)]
    with pytest.raises(InputError, match="'line' is no unit; choose one of paragraph"):
        split_article(article, "line")
    with pytest.raises(InputError, match="no sentences"):
        split_article(Article(id="a", text="Ош."), "sentence")


def test_uncertainty() -> None:
    spans = [
        Entity(id=1, label="GPE", start_offset=0, end_offset=2, text="Ош", score=score) for score in (0.5, None, 0.5)
    ]
    assert uncertainty(spans) == pytest.approx(0.75)
    assert uncertainty(spans[1:2]) == uncertainty([]) == 0.0


ORG, LONG, GPE = (0, 9, "ORG"), (0, 12, "ORG"), (10, 12, "GPE")


def pushed(*keys: Key) -> Pushed:
    return Pushed(spans=dict(enumerate(keys, 1)), said=frozenset(keys))


@pytest.mark.parametrize(
    ("name", "base", "theirs", "ours", "outcome", "withheld"),
    [
        ("nothing new", pushed(ORG), Found({1: ORG}), {ORG}, {ORG}, set()),
        ("untouched follows", pushed(ORG), Found({1: ORG}), {LONG}, {LONG}, set()),
        ("untouched goes", pushed(ORG), Found({1: ORG}), set(), set(), set()),
        ("new one comes", pushed(ORG), Found({1: ORG}), {ORG, GPE}, {ORG, GPE}, set()),
        ("redrawn wins", pushed(ORG), Found({2: LONG}), {ORG}, {LONG}, set()),
        ("redrawn, extraction agrees", pushed(ORG), Found({2: LONG}), {LONG}, {LONG}, set()),
        ("redrawn, extraction differs", pushed(ORG), Found({2: LONG}), {(0, 11, "ORG")}, {LONG}, {(0, 11, "ORG")}),
        ("relabelled wins", pushed(ORG), Found({1: (0, 9, "GPE")}), {ORG}, {(0, 9, "GPE")}, set()),
        ("deleted stays away", pushed(ORG), Found({}), {ORG}, set(), set()),
        ("deleted, extraction moved", pushed(ORG), Found({}), {LONG}, set(), {LONG}),
        ("deleted, other place", pushed(ORG), Found({}), {GPE}, {GPE}, set()),
        ("made by hand stays", pushed(ORG), Found({1: ORG, 5: GPE}), {ORG}, {ORG, GPE}, set()),
        ("nested in a touched one", pushed(), Found({5: LONG}), {GPE}, {LONG, GPE}, set()),
        ("crosses a touched one", pushed(), Found({5: LONG}), {(10, 14, "GPE")}, {LONG}, {(10, 14, "GPE")}),
        ("confirmed stays whole", pushed(ORG), Found({1: ORG}, confirmed=True), {GPE}, {ORG}, {GPE}),
        ("no room is made", pushed(ORG), Found({1: ORG, 5: (5, 14, "ORG")}), {LONG}, {ORG, (5, 14, "ORG")}, {LONG}),
    ],
)  # fmt: skip
def test_merge(name: str, base: Pushed, theirs: Found, ours: set[Key], outcome: set[Key], withheld: set[Key]) -> None:
    plan = merge(base, theirs, frozenset(ours))
    assert plan.spans() == outcome, name
    assert set(plan.withheld) == withheld, name
    assert {found.ours for found in plan.differences} >= withheld, name


def test_merge_lists_what_the_extraction_gave_up() -> None:
    plan = merge(pushed(ORG), Found({1: (0, 9, "GPE")}), frozenset())
    assert [(found.base, found.theirs, found.ours) for found in plan.differences] == [(ORG, ((0, 9, "GPE"),), None)]
    assert merge(pushed(ORG), Found({1: (0, 9, "GPE")}), frozenset({ORG})).differences == []


def test_a_declined_reading_is_listed_no_more() -> None:
    base = Pushed(spans={1: ORG}, said=frozenset({LONG}), declined=frozenset({LONG}))
    plan = merge(base, Found({2: (0, 8, "ORG")}, confirmed=True), frozenset({LONG}))
    assert plan.withheld == [LONG]
    assert plan.differences == []


def test_relations_merge() -> None:
    treaty, place = (0, 7, "AGREEMENT"), (10, 14, "GPE")
    party, signed = ("party", treaty, place), ("signed_in", treaty, place)
    base = Pushed({1: treaty, 2: place}, {7: party}, frozenset({treaty, place}))
    ours = frozenset({treaty, place})
    both = {1: treaty, 2: place}
    deleted = merge(base, Found(both), ours, frozenset({party}))
    assert (deleted.links(), deleted.create_links) == (set(), [])
    added = merge(base, Found(both, {7: ("party", 1, 2), 8: ("signed_in", 1, 2)}), ours, frozenset({party}))
    assert added.links() == {party, signed}
    follows = merge(base, Found(both, {7: ("party", 1, 2)}), ours, frozenset({signed}))
    assert (follows.remove_links, follows.create_links) == ([7], [signed])
    # A span that a person linked is touched, and stays when the extraction drops it.
    linked = merge(base, Found(both, {7: ("party", 1, 2), 8: ("signed_in", 1, 2)}), frozenset({treaty}))
    assert linked.spans() == {treaty, place}


def test_a_relation_that_went_with_its_span_is_listed() -> None:
    treaty, place = (0, 7, "AGREEMENT"), (10, 14, "GPE")
    base = Pushed({1: treaty, 2: place}, {7: ("party", treaty, place)}, frozenset({treaty, place}))
    longer = (0, 9, "AGREEMENT")
    plan = merge(base, Found({3: longer, 2: place}), frozenset({treaty, place}), frozenset({("party", treaty, place)}))
    assert plan.lost_links == [("party", longer, place)]
    assert merge(base, Found({2: place}), frozenset({treaty, place})).lost_links == []


@pytest.mark.parametrize(
    ("one", "other", "answer"),
    [
        (ORG, LONG, True), (ORG, (0, 9, "GPE"), True), (ORG, (9, 12, "ORG"), False),
        (LONG, GPE, False), (LONG, (10, 14, "GPE"), True),
    ],
)  # fmt: skip
def test_contradict(one: Key, other: Key, answer: bool) -> None:
    assert contradict(one, other) is contradict(other, one) is answer


spans_and_ids = st.dictionaries(
    st.integers(1, 6),
    st.tuples(st.integers(0, 5), st.integers(6, 10), st.sampled_from(["ORG", "GPE"])),
    max_size=5,
)


@settings(deadline=None)
@given(spans_and_ids, spans_and_ids, st.frozensets(st.tuples(st.integers(0, 5), st.integers(6, 10), st.just("ORG"))))
def test_no_merge_loses_what_a_person_made(base: dict[int, Key], theirs: dict[int, Key], ours: frozenset[Key]) -> None:
    plan = merge(Pushed(base, said=frozenset(base.values())), Found(theirs), ours)
    assert {key for number, key in theirs.items() if base.get(number) != key} <= plan.spans()
    deleted = {key for number, key in base.items() if number not in theirs} - set(theirs.values())
    assert not deleted & plan.spans()
    assert not set(plan.withheld) & set(plan.create)


RAW = "Политиче-\nское сотрудничество Баку.\n\nБишкек."


def test_spans_cross_to_a_text_that_was_cleaned_anew() -> None:
    old, new = cleaned(RAW, [("-\n", "-")]), cleaned(RAW, [("-\n", "")])
    bridge = Bridge(Version(old.text, old.source), Version(new.text, new.source))
    start = old.text.index("Баку")
    place = bridge.to_new(start, start + 4)
    assert place is not None
    assert new.text[slice(*place)] == "Баку"
    assert bridge.to_old(*place) == (start, start + 4)
    hyphen = old.text.index("-")
    assert bridge.to_new(hyphen, hyphen + 1) is None
    elsewhere = Article(id="a", text=new.text, source=Source(path="a.txt", sha256="1"))
    assert Bridge(Version(old.text, old.source), Version(elsewhere.text, elsewhere.source)).to_new(0, 4) is None


def test_alignment_keeps_equal_parts_and_groups_changed_ones() -> None:
    old, new = cleaned(RAW, [("-\n", "-")]), cleaned(RAW, [("-\n", "")])
    base = Base(project="p", project_id=1, unit="paragraph", versions={"v": Version(old.text, old.source)})
    base.entries = [Entry("a", "v", *part, "push", n) for n, part in enumerate(split_article(old, "paragraph"))]
    parts = split_article(new, "paragraph")
    today = Today(base, new, parts)
    pairs, groups = align(base, base.entries, today)
    assert [(entry.number, part) for entry, part in pairs] == [(1, parts[1])]
    assert [([e.number for e in group.entries], group.parts) for group in groups] == [([0], (parts[0],))]
    lens = today.lens(base.entries[0], None)
    start = old.text.index("сотруд")
    assert lens.to_article((start, start + 14, "ORG")) == (start - 1, start + 13, "ORG")


@pytest.mark.parametrize(
    ("text", "spans", "links", "message"),
    [
        ("Ош\0", [], [], "U\\+0000"),
        ("Ош\ud83d", [], [], "U\\+D83D"),
        (" Ош", [], [], "white space at its ends"),
        ("", [], [], "is empty"),
        ("Ош", [(0, 3, "GPE")], [], "no span 0–3"),
        ("Ош", [(1, 1, "GPE")], [], "no span 1–1"),
        ("Ош", [(-1, 1, "GPE")], [], "no span -1–1"),
        ("Ош", [(0, 2, "")], [], "the label ''"),
        ("Ош", [(0, 2, "GPE")], [("party", (0, 2, "GPE"), (0, 1, "GPE"))], "leads to a span that is not there"),
    ],
)
def test_what_doccano_would_spoil_is_refused(text: str, spans: list, links: list, message: str) -> None:
    with pytest.raises(OutputError, match=message):
        make_row(text, spans, links, {"article": "a", "start": 0, "end": 2})


def test_login_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine doccano.example login anna password from-netrc\n", encoding="utf-8")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    for name in ("URL", "USER", "PASSWORD"):
        monkeypatch.delenv(f"LETOPIS_DOCCANO_{name}", raising=False)
    assert find_login("https://doccano.example/") == Login("https://doccano.example", "anna", "from-netrc")
    assert find_login("https://doccano.example", "boris", lambda question: "asked") == Login(
        "https://doccano.example", "boris", "asked"
    )
    monkeypatch.setenv("LETOPIS_DOCCANO_PASSWORD", "from-environment")
    monkeypatch.setenv("LETOPIS_DOCCANO_USER", "vera")
    assert find_login("https://doccano.example") == Login("https://doccano.example", "vera", "from-environment")
    assert "from-environment" not in repr(find_login("https://doccano.example"))


@pytest.mark.parametrize(
    ("url", "user", "message"),
    [
        ("doccano.example", "anna", "is no address"),
        ("ftp://doccano.example", "anna", "is no address"),
        ("https://anna:secret@doccano.example", None, "holds a user or password"),
        ("https://doccano.example", None, "no user"),
        ("https://doccano.example", "anna", "no password for user 'anna'"),
    ],
)
def test_no_login(url: str, user: str | None, message: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NETRC", str(tmp_path / "nothing"))
    for name in ("URL", "USER", "PASSWORD"):
        monkeypatch.delenv(f"LETOPIS_DOCCANO_{name}", raising=False)
    with pytest.raises(InputError, match=message) as caught:
        find_login(url, user)
    assert "secret" not in str(caught.value)


def test_base_is_kept(tmp_path: Path) -> None:
    article = Article(id="a", text="Баку 🤝")
    version = Version(article.text, article.source)
    entry = Entry("a", version.name, 0, 4, "push", 0, example=9, spans={3: (0, 4, "GPE")}, said=[(0, 4, "GPE")])
    base = Base("Договоры/1", 5, "paragraph", articles={"a": article}, entries=[entry])
    base.versions = {version.name: version, "unused": version}
    path = base_path(tmp_path, base.project)
    assert load_base(path) is None
    save_base(path, base)
    again = load_base(path)
    assert again is not None
    assert (again.articles, again.entries) == (base.articles, base.entries)
    assert list(again.versions) == [version.name]
    assert [path.name for path in tmp_path.iterdir()] == ["Договоры%2F1.json"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "no base of a doccano project"),
        ('{"project":"p","project_id":1,"unit":"paragraph","format":9}', "format 9"),
        (
            json.dumps(
                {
                    "project": "p",
                    "project_id": 1,
                    "unit": "paragraph",
                    "entries": [{"article": "a", "version": "v", "start": 0, "end": 1, "push": "x", "number": 0}],
                }
            ),
            "lacks the text v",
        ),
    ],
)
def test_damaged_base(content: str, message: str, tmp_path: Path) -> None:
    base_path(tmp_path, "p").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        load_base(base_path(tmp_path, "p"))
