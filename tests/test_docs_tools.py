"""The programs that build the site: its links are followed, its pages are made from the code."""

from __future__ import annotations

import json
from pathlib import Path

import check_links
import make_pages
import pytest

PAGE = '<html><head><link rel="stylesheet" href="own.css">{head}</head><body><h1 id="top">x</h1>{body}</body></html>'


def site(folder: Path, *, head: str = "", body: str = "") -> Path:
    (folder / "deep").mkdir()
    (folder / "own.css").write_text("", encoding="utf-8")
    (folder / "index.html").write_text(PAGE.format(head=head, body=body), encoding="utf-8")
    other = '<html><body><a name="old"></a><p id="раздел">x</p></body></html>'
    (folder / "deep" / "other.html").write_text(f'{other}<a href="../index.html#top">back</a>', encoding="utf-8")
    return folder


GOOD = [
    '<a href="deep/other.html">x</a>',
    '<a href="deep/other.html#old">x</a>',
    '<a href="deep/other.html#%D1%80%D0%B0%D0%B7%D0%B4%D0%B5%D0%BB">x</a>',
    '<a href="#top">x</a>',
    '<a href="https://example.org/nothing">x</a>',
    '<img src="data:image/png;base64,AAAA">',
]
BAD = [
    ('<a href="deep/gone.html">x</a>', "is not there"),
    ('<a href="deep/other.html#gone">x</a>', "has no such anchor"),
    ('<a href="#gone">x</a>', "has no such anchor"),
    ('<a href="../../secret.html">x</a>', "leads out of the site"),
    ('<img src="https://example.org/a.png">', "is loaded from elsewhere"),
    ('<script src="//example.org/a.js"></script>', "is loaded from elsewhere"),
]


@pytest.mark.parametrize("body", GOOD)
def test_a_good_link_is_no_problem(tmp_path: Path, body: str) -> None:
    assert list(check_links.problems(site(tmp_path, body=body))) == []
    assert check_links.main(tmp_path) == 0


@pytest.mark.parametrize(("body", "problem"), BAD)
def test_a_bad_link_is_named(tmp_path: Path, body: str, problem: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert check_links.main(site(tmp_path, body=body)) == 1
    printed = capsys.readouterr().err
    assert printed.startswith("index.html: ")
    assert problem in printed


def test_a_font_of_another_site_is_a_problem(tmp_path: Path) -> None:
    font = (
        '<link rel="stylesheet" href="https://fonts.example.org/css"><link rel="canonical" href="https://example.org">'
    )
    assert len(list(check_links.problems(site(tmp_path, head=font)))) == 1


def test_no_site_at_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check_links.main(tmp_path) == 2
    assert "make docs" in capsys.readouterr().err


def test_a_stale_page_is_named_and_written_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "docs" / "rules" / "dates.md"
    monkeypatch.setattr(make_pages, "DOCS", tmp_path / "docs")
    monkeypatch.setattr(make_pages, "pages", lambda: [(page, "new\n")])
    assert make_pages.main(["--check"]) == 1
    assert not page.exists()
    assert "run make pages" in capsys.readouterr().out
    assert make_pages.main([]) == 0
    assert page.read_text(encoding="utf-8") == "new\n"
    assert make_pages.main(["--check"]) == 0


def test_sizes_follow_the_files(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Баку", encoding="utf-8")
    [resource] = json.loads(make_pages.with_sizes('{"resources": [{"path": "a.txt"}]}', tmp_path))["resources"]
    assert resource["bytes"] == 8
    assert resource["hash"].startswith("sha256:")


def test_the_page_of_commands_has_whole_descriptions() -> None:
    site_hooks = pytest.importorskip("site_hooks", reason="mkdocs is not installed")
    page = site_hooks.commands_page()
    assert "* `evaluate`: Score a prediction against a gold set: precision, recall and F1 with 95 % intervals" in page
    assert [line for line in page.splitlines() if line.startswith("* ") and line.endswith("...")] == []
    assert "[deprel=nsubj head.lemma=подписать]" in page
    assert "Files: Word, EPUB, FictionBook" in page
