"""The workbench without a browser: who may ask, files that are dropped, spans that are mended, queries, downloads."""

from __future__ import annotations

import io
import json
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import pytest
from typer.testing import CliRunner

import letopis
from letopis.bilingual.readings import ReaderArticle
from letopis.cli import app
from letopis.errors import InputError
from letopis.extraction import ToExtract, extract_raw, raw_text
from letopis.formats.jsonl import read_articles, write_jsonl
from letopis.records import Article, Edit, Entity, Relation, Sentence, Source
from letopis.serve.desk import Desk, listening, open_desk
from letopis.serve.mending import Mend, mended, read_corrections, save_correction
from letopis.serve.searching import readings_of
from letopis.serve.shelf import Shelf

pytest.importorskip("starlette")
uvicorn = pytest.importorskip("uvicorn")

TEXT = "😀 Пакт о ненападении подписали в Риге Литва и Латвия 4 мая 1934 г."
TOKEN = "a-token-of-the-tests"


def treaty(name: str = "pact") -> Article:
    """A record with an agreement, its sides, place and date, as an extraction would make it."""
    spans = [
        ("AGREEMENT", "Пакт о ненападении"),
        ("GPE", "Риге"),
        ("GPE", "Литва"),
        ("GPE", "Латвия"),
        ("DATE", "4 мая 1934 г."),
    ]
    known: list[dict[str, Any]] = [
        {"kind": "пакт", "status": "signed"}, {"normal": "Рига"}, {"normal": "Литва", "entity": "gpe:LT"},
        {"normal": "Латвия", "entity": "gpe:LV"}, {"value": "1934-05-04"},
    ]  # fmt: skip
    entities = [
        Entity.at(TEXT, TEXT.index(words), TEXT.index(words) + len(words), label, id=number, **more)
        for number, ((label, words), more) in enumerate(zip(spans, known, strict=True), 1)
    ]
    types = ("signed_in", "party", "party", "signed_on")
    relations = [Relation(id=n, type=kind, from_id=1, to_id=n + 1) for n, kind in enumerate(types, 1)]
    return Article(
        id=name, text=TEXT, sentences=[Sentence(0, len(TEXT))], entities=entities, relations=relations,
        source=Source(path="", sha256="0" * 64, edits=[Edit(4, 6, 4, 4, "joined_hyphen:dictionary")]),
    )  # fmt: skip


def units(words: str) -> tuple[int, int]:
    """Where words stand in the text, as JavaScript counts."""
    start = len(TEXT[: TEXT.index(words)].encode("utf-16-le")) // 2
    return start, start + len(words)


def test_a_span_is_added_with_its_place_in_the_raw_text() -> None:
    start, end = units("ненападении ")
    entity = mended(treaty(), Mend(article="pact", act="add", label="ORG", start=start, end=end)).entities[-1]
    assert (entity.id, entity.text, entity.label, entity.by) == (6, "ненападении", "ORG", "corrected")
    assert (entity.source_start, entity.source_end) == (entity.start_offset + 2, entity.end_offset + 2)


@pytest.mark.parametrize(
    ("label", "types"),
    [("ORG", ["signed_in", "party", "party", "signed_on"]), ("DATE", ["signed_in", "party", "signed_on"])],
)
def test_another_label_keeps_what_it_has_and_the_relations_that_it_may_have(label: str, types: list[str]) -> None:
    article = mended(treaty(), Mend(article="pact", act="relabel", entity=3, label=label))
    entity = article.entities[2]
    assert (entity.label, entity.by) == (label, "corrected")
    assert (entity.normal, entity.entity) == (("Литва", "gpe:LT") if label == "ORG" else (None, None))
    assert [relation.type for relation in article.relations] == types


def test_what_is_deleted_takes_its_relations_along() -> None:
    article = mended(treaty(), Mend(article="pact", act="delete", entity=1))
    assert [entity.id for entity in article.entities] == [2, 3, 4, 5]
    assert article.relations == []


@pytest.mark.parametrize(
    ("mend", "message"),
    [
        ({"act": "delete", "entity": 9}, "entity 9 of 'pact' is gone"),
        ({"act": "relabel", "entity": 3, "label": "GEP"}, "label 'GEP' is not known"),
        ({"act": "add", "label": "GPE", "start": 3, "end": 3}, "is no stretch of 'pact'"),
        ({"act": "add", "label": "GPE", "start": 500, "end": 600}, "is no stretch of 'pact'"),
        ({"act": "add", "label": "GPE", "start": units("Литва")[0], "end": units("Литва")[1]}, "is a GPE already"),
    ],
)
def test_a_mending_that_cannot_be_is_refused(mend: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        mended(treaty(), Mend(article="pact", **mend))


def test_corrections_come_back_and_are_what_evaluation_reads(tmp_path: Path) -> None:
    assert read_corrections(tmp_path / "none") == {}
    path = save_correction(tmp_path / "corrections", treaty())
    assert path.name == "pact.jsonl"
    assert read_corrections(tmp_path / "corrections") == {"pact": treaty()}
    answer = CliRunner().invoke(
        app, ["evaluate", str(path), str(tmp_path / "corrections"), "--resamples", "0", "--json"]
    )
    assert answer.exit_code == 0, answer.output
    with pytest.raises(InputError, match="cannot be the name of a file"):
        save_correction(tmp_path, Article(id="a/b", text="Да."))


def test_the_shelf_makes_each_chunk_anew_after_a_change() -> None:
    shelf = Shelf([ReaderArticle(treaty())], title="t")
    assert json.loads(str(shelf.chunk("index")))["version"] == 0
    assert [kind[1] for kind in json.loads(str(shelf.chunk("index")))["kinds"]][:2] == ["DATE", "PERSON"]
    shelf.put(mended(treaty(), Mend(article="pact", act="delete", entity=1)))
    assert json.loads(str(shelf.chunk("index")))["version"] == 1
    assert len(json.loads(str(shelf.chunk("article-0")))["sides"][0]["entities"]) == 4
    assert [shelf.chunk(name) for name in ("article-1", "article--1", "raw-x", "../index")] == [None] * 4


class Site(NamedTuple):
    """A server of the tests, and what it serves."""

    address: str
    desk: Desk

    def ask(self, path: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes, dict[str, str]]:
        request = urllib.request.Request(self.address + path, data=body)
        if body is not None:
            headers = {"Origin": "/".join(self.address.split("/")[:3])} | headers
        for name, value in headers.items():
            request.add_header(name.replace("_", "-"), value)
        try:
            with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=60) as answer:
                return answer.status, answer.read(), {k.lower(): v for k, v in answer.headers.items()}
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read(), {k.lower(): v for k, v in error.headers.items()}

    def json(self, path: str, body: bytes | None = None) -> Any:
        status, data, _ = self.ask(path, body)
        assert status == 200, data.decode()
        return json.loads(data)

    def drop(self, name: str, data: bytes) -> dict[str, Any]:
        """Drop a file and wait until it is read."""
        number = self.json(f"drop?name={quote(name)}", data)["id"]
        end = time.monotonic() + 120
        while time.monotonic() < end:
            job = next(one for one in self.json("jobs")["jobs"] if one["id"] == number)
            if job["stage"] in {"done", "failed"}:
                return job
            time.sleep(0.05)
        raise AssertionError(job)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    from letopis.serve.app import make_app

    folder = tmp_path_factory.mktemp("serve")
    write_jsonl(folder / "records.jsonl", [treaty()])
    with (
        listening(0) as bound,
        open_desk(folder / "records.jsonl", corrections=folder / "corrections", load=letopis.load, largest=1) as desk,
    ):
        port = bound.getsockname()[1]
        config = uvicorn.Config(make_app(desk, TOKEN, port), log_level="error", access_log=False, lifespan="off")
        server = uvicorn.Server(config)
        server.install_signal_handlers = lambda: None
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield Site(f"http://127.0.0.1:{port}/{TOKEN}/", desk)
        server.should_exit = True
        thread.join()


def test_the_page_forbids_what_comes_from_elsewhere(site: Site) -> None:
    status, page, headers = site.ask("")
    policy = headers["content-security-policy"]
    nonce = re.findall("'nonce-([^']+)'", policy)
    assert status == 200
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert len(set(nonce)) == 1
    assert page.decode().count(f'nonce="{nonce[0]}"') == 2
    assert not re.search(r"https?://(?!www.w3.org/2000/svg)", page.decode())
    assert nonce[0] not in site.ask("")[2]["content-security-policy"]
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({}, None, 200),
        ({"Host": "evil.example"}, None, 403),
        ({"Host": "127.0.0.1"}, None, 403),
        ({"Sec_Fetch_Site": "cross-site"}, None, 403),
        ({"Origin": "http://evil.example"}, b"", 403),
        ({"Origin": "null"}, b"", 403),
    ],
)
def test_only_the_page_itself_may_ask(site: Site, headers: dict[str, str], body: bytes | None, status: int) -> None:
    path = "undo" if body is not None else "data/index"
    code, _, answered = site.ask(path, body, **headers)
    assert code == status
    assert "content-security-policy" in answered
    assert answered["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["", "x/", "data/index", f"{TOKEN}x/data/index", f"{TOKEN[:-1]}/"])
def test_without_the_token_there_is_nothing(site: Site, path: str) -> None:
    elsewhere = Site(site.address.replace(f"{TOKEN}/", path), site.desk)
    status, said, _ = elsewhere.ask("")
    assert (status, said.decode()) == (404, "Open the whole address that 'letopis serve' printed.")


def test_a_request_that_says_no_page_may_change_nothing(site: Site) -> None:
    request = urllib.request.Request(site.address + "undo", data=b"")
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request)
    with refused.value as error:
        assert error.code == 403


@pytest.mark.parametrize("path", ["data/nothing", "data/article-7", "nothing", "data/..%2f..%2fetc"])
def test_what_is_not_there_is_said_so(site: Site, path: str) -> None:
    assert site.ask(path)[0] == 404


def test_a_dropped_text_is_cleaned_read_and_shown(site: Site) -> None:
    raw = "Договор о гра-\nнице подписали в Таллине\nФинляндия и Эстония 3 июня 1938 г.\n"
    job = site.drop("../Граница 1938.txt", raw.encode("cp1251"))
    assert (job["stage"], job["name"], job["articles"]) == ("done", "Граница 1938.txt", ["Граница 1938"])
    listed = site.json("data/index")["articles"]
    number = next(n for n, one in enumerate(listed) if one["id"] == "Граница 1938")
    assert site.json(f"data/article-{number}")["sides"][0]["text"].startswith("Договор о границе подписали")
    clean, text, last = site.json(f"data/article-{number}")["sides"][0]["text"], "", 0
    for start, end, piece in site.json(f"data/raw-{number}")["pieces"]:
        text, last = text + clean[last:start] + piece, end
    assert text + clean[last:] == raw
    again = site.drop("Граница 1938.txt", f"{raw}Границу закрыли.".encode())
    assert again["articles"] == ["Граница 1938-2"]
    sides = {state for one in site.json("agreements") for state in one["states"]}
    assert {"Литва", "Латвия", "Финляндия", "Эстония"} <= sides
    assert site.json("search?q=" + quote('[lemma="граница"]'))["total"] == 3


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("leer.txt", b"", "leer.txt: is empty"),
        ("bad.pdf", b"%PDF-1.7 nothing", "bad.pdf: "),
        ("bad.docx", b"PK\x03\x04nothing", "bad.docx: "),
        ("bad.zip", b"PK\x05\x06" + b"\0" * 18, "bad.zip: "),
    ],
)
def test_a_file_that_cannot_be_read_says_why(site: Site, name: str, data: bytes, said: str) -> None:
    job = site.drop(name, data)
    assert job["stage"] == "failed"
    assert job["message"].startswith(said)
    assert "letopis-serve" not in job["message"]


def test_a_file_that_is_too_large_is_refused_and_not_kept(site: Site) -> None:
    status, said, _ = site.ask("drop?name=big.txt", b"a" * 1_000_001)
    assert (status, said.decode()) == (413, "big.txt: larger than 1 MB; start 'letopis serve' with --largest")
    assert list(site.desk.folder.glob("drop-*/big.txt")) == []


def test_mending_is_saved_shown_and_taken_back(site: Site) -> None:
    before = site.json("data/article-0")["sides"][0]["entities"]
    body = json.dumps({"article": "pact", "act": "delete", "entity": 2}).encode()
    answer = site.json("mend", body)
    assert (answer["number"], answer["undo"]) == (0, 1)
    assert [e.id for e in read_articles(Path(answer["saved"]))[0].entities] == [1, 3, 4, 5]
    assert len(site.json("data/article-0")["sides"][0]["entities"]) == len(before) - 1
    assert site.json("undo", b"")["undo"] == 0
    assert site.json("data/article-0")["sides"][0]["entities"] == before
    assert site.ask("undo", b"")[:2] == (400, b"there is nothing to take back")


@pytest.mark.parametrize("body", [b"", b"{}", b"[" * 10_000, b'{"article":"pact","act":"burn"}', b"a" * 200_000])
def test_what_is_no_mending_is_refused(site: Site, body: bytes) -> None:
    status, said, _ = site.ask("mend", body)
    assert (status, said.decode().partition(":")[0].partition(";")[0]) == (400, "that is no mending")


def test_queries_go_to_an_index(site: Site) -> None:
    start, end = units("Риге")
    found = site.json("search?q=" + quote('[lemma="рига"]'))
    assert found["hits"] == [["pact", 1, start, end]]
    status, said, _ = site.ask("search?q=" + quote('[lema="рига"]'))
    assert status == 400
    assert "lemma" in said.decode()


@pytest.mark.parametrize(("kind", "ending"), [("jsonl", ".jsonl"), ("csv", ".zip"), ("tei", ".xml")])
def test_an_article_can_be_taken_home(site: Site, kind: str, ending: str) -> None:
    status, data, headers = site.ask(f"download/{kind}?article=pact")
    assert status == 200
    assert headers["content-disposition"].endswith(ending)
    words = data
    if ending == ".zip":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            words = b"".join(archive.read(name) for name in archive.namelist())
    assert "Пакт о ненападении" in words.decode()
    assert site.ask("download/exe")[0] == 400


def test_the_timeline_is_framed_by_the_page_alone(site: Site) -> None:
    status, page, headers = site.ask("timeline")
    assert status == 200
    assert "Пакт о ненападении" in page.decode()
    assert headers["content-security-policy"].endswith("frame-ancestors 'self'")


def test_an_empty_workbench_says_what_to_do(tmp_path: Path) -> None:
    with open_desk(None, corrections=tmp_path, load=letopis.load) as desk:
        for ask in (desk.treaties.folder, lambda: desk.searcher.search("[]")):
            with pytest.raises(InputError, match="drop a file first"):
                ask()


def test_corrected_records_are_shown_in_the_place_of_the_others(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "records.jsonl", [treaty(), treaty("other")])
    save_correction(tmp_path / "corrections", mended(treaty(), Mend(article="pact", act="delete", entity=1)))
    with open_desk(tmp_path / "records.jsonl", corrections=tmp_path / "corrections", load=letopis.load) as desk:
        assert [len(article.entities) for article in desk.shelf.articles()] == [4, 5]


def test_an_index_opens_with_its_translations_and_links(tmp_path: Path) -> None:
    from letopis.index.build import EnglishSide, write_index

    text = "Пакт подписан. Потом спорили. Ничего не вышло."
    sentences = [Sentence(0, 14), Sentence(15, 29), Sentence(30, 46)]
    write_jsonl(tmp_path / "a.jsonl", [Article(id="a", text=text, sentences=sentences)])
    (tmp_path / "a.en.txt").write_text(
        "The pact was signed.\nThen they argued.\nNothing came of it.\n", encoding="utf-8"
    )
    write_index(tmp_path / "a.jsonl", tmp_path / "corpus.db", english=EnglishSide(tmp_path))
    (reading,) = readings_of(tmp_path / "corpus.db")
    assert reading.english is not None
    assert sum((link.russian for link in reading.links), ()) == (0, 1, 2)
    assert sum((link.english for link in reading.links), ()) == (0, 1, 2)
    with open_desk(tmp_path / "corpus.db", corrections=tmp_path / "c", load=letopis.load) as desk:
        assert desk.searcher.search('[word="pact"]')["hits"] == [["a-en", 1, 4, 8]]


def test_a_port_that_is_taken_is_one_sentence() -> None:
    with listening(0) as bound:
        port = bound.getsockname()[1]
        answer = CliRunner().invoke(app, ["serve", "--port", str(port)])
    assert isinstance(answer.exception, InputError)
    assert str(answer.exception).startswith(f"port {port} of 127.0.0.1 cannot be taken (")
    assert str(answer.exception).endswith("choose another with --port")


def test_what_the_command_cannot_take_is_told_before_it_listens(tmp_path: Path) -> None:
    missing = CliRunner().invoke(app, ["serve", "--config", str(tmp_path / "none.toml"), "--port", "0"])
    assert isinstance(missing.exception, InputError)
    assert "none.toml" in str(missing.exception)
    both = CliRunner().invoke(app, ["serve", "corpus.db", "--english", str(tmp_path), "--port", "0"])
    assert both.exit_code == 2
    assert "give them to 'letopis index'" in " ".join(both.output.replace("│", " ").split())


def test_ctrl_c_closes_the_page(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "letopis", "serve", "--port", "0", "--corrections", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert re.fullmatch(r"Open http://127[.]0[.]0[.]1:\d+/[\w-]{32}/\n", server.stdout.readline())
        server.stdout.readline()
        time.sleep(0.5)  # until it hears
        server.send_signal(signal.SIGINT)
        out, err = server.communicate(timeout=60)
    assert (server.returncode, out, err) == (0, "letopis: the page is closed\n", "")


def test_how_far_an_extraction_is_can_be_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("letopis.extraction.pieces", lambda text: [(0, 15), (15, 30), (30, len(text))])
    told: list[tuple[int, int]] = []
    text = "Посол в Риге. " * 4
    article = ToExtract(raw_text(text), "a", heard=lambda done, of: told.append((done, of)))
    assert [one.id for one in extract_raw([article], letopis.load())] == ["a"]
    assert [done for done, _ in told] == [15, 30, told[0][1]]


def test_it_listens_on_this_machine_alone() -> None:
    with listening(0) as bound:
        assert bound.getsockname()[0] == "127.0.0.1"
