"""What was dropped is told line by line, and a page that lost prose is named in a warning."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import letopis
from letopis.cleaning import clean_source
from letopis.cleaning.dropped import DroppedLine, drop_doubts, dropped_lines
from letopis.cli import app
from letopis.cli.clean import report_lines
from letopis.extraction import ToExtract, extract_raw
from letopis.offsets import Furniture
from letopis.sources import RawText
from letopis.sources.reader import PageDoubt

BODY = "Земское собрание платило за книги и бумагу, а учителя получали жалованье от управы. " * 12
HEAD = "Вестник земства"
PROSE = "В 1894 г. стороны подписали протокол о межевании и"


def source(*pages: tuple[str, str], doubts: tuple[PageDoubt, ...] = ()) -> RawText:
    """Pages of text, each with a line at its top that the reader takes for furniture."""
    text, starts, furniture = "", [], []
    for top, reason in pages:
        starts.append(len(text))
        if top:
            furniture.append(Furniture(len(text), len(text) + len(top), reason))
        text += f"{top}\n\n{BODY}\n"
    return RawText(
        text=text, sha256="0" * 64, format="pdf", pages=tuple(starts), furniture=tuple(furniture), doubts=doubts
    )


@pytest.mark.parametrize(
    ("pages", "named"),
    [
        ([(HEAD, "running_head"), (HEAD, "running_head")], ""),
        ([("12", "page_number"), ("13", "page_number")], ""),
        ([("Земские школы Поволжья", "running_head"), ("", "")], ""),
        ([(PROSE, "running_head"), ("", "")], "(page 1)"),
        ([("", ""), ("и потом не раз повторяли", "running_head")], "(page 2)"),
        (
            [(f"{PROSE} {n}{'а' * n}", "running_head") for n in range(7)],
            "(page 1, page 2, page 3, page 4, page 5 and 2 more)",
        ),
    ],
)
def test_a_page_that_lost_prose_is_named_and_one_that_lost_its_head_is_not(
    pages: list[tuple[str, str]], named: str
) -> None:
    raw = source(*pages)
    doubts = drop_doubts(raw, clean_source(raw)[1])
    assert [named in doubt and "0.5 %" in doubt for doubt in doubts] == [True] * bool(named)


def test_a_lost_line_of_a_text_without_pages_is_named_by_its_number() -> None:
    text = f"{BODY}\n\n{PROSE}\n\n{BODY}"
    start = text.index(PROSE)
    furniture = (Furniture(start, start + len(PROSE), "running_head"),)
    raw = RawText(text=text, sha256="0" * 64, format="txt", furniture=furniture)
    assert "(line 3)" in drop_doubts(raw, clean_source(raw)[1])[0]


def test_the_warning_goes_into_the_record() -> None:
    (article,) = extract_raw([ToExtract(source((PROSE, "running_head"), ("", "")), "a", "a.pdf")], letopis.load())
    assert any(warning.startswith("a.pdf: more than 0.5 %") for warning in article.warnings)


def test_dropped_lines_have_their_page_and_line() -> None:
    raw = source((HEAD, "running_head"), (PROSE, "running_head"))
    assert dropped_lines(raw, clean_source(raw)[1]) == [
        DroppedLine(1, 1, "running_head", HEAD, prose=False),
        DroppedLine(2, 4, "running_head", PROSE, prose=True),
    ]


def test_the_report_counts_by_reason_and_names_doubtful_pages() -> None:
    raw = source((HEAD, "running_head"), ("13", "page_number"), doubts=(PageDoubt(2, "columns are seen in few rows"),))
    report = "\n".join(report_lines(Path("a.pdf"), raw, clean_source(raw)[1]))
    assert "a.pdf: 2 lines dropped, 3 of 315 words" in report
    assert "running_head      1      2  0.63 %" in report
    assert "   2     4  page_number   13" in report
    assert report.endswith("page 2: the reading order is doubtful: columns are seen in few rows")


def test_the_command_prints_the_report_and_json_holds_it(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("о судьбах наречий и эконо-\n\n– 12 –\n\nмических связей.", encoding="utf-8")
    assert "1 line dropped" in printed(str(path), "--report")
    (dropped,) = json.loads(printed(str(path), "--json"))["dropped"]
    assert dropped == {"page": None, "line": 3, "reason": "page_number", "text": "– 12 –", "prose": False}


def printed(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["clean", *arguments], catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout
