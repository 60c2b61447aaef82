"""Articles in a zip archive: each is one of its own, named after its place in it."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from letopis.cli import app
from letopis.errors import InputError
from letopis.sources import limits, read_source
from letopis.sources.read import find_articles, members, size_of

RTF = r"{\rtf1\ansi\ansicpg1251 \'d0\'e8\'e3\'e0.}"


def packed(path: Path, members: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_each_member_is_an_article(tmp_path: Path) -> None:
    path = packed(
        tmp_path / "two.zip",
        {
            "2016/riga.txt": "Рига.",
            "2017/riga.rtf": RTF,
            "фото.jpg": b"\xff\xd8",
            "__MACOSX/._a.txt": "x",
            ".b.txt": "x",
        },
    )
    found = find_articles([tmp_path])
    assert [source.relative_to(path).as_posix() for _, source in found] == ["2016/riga.txt", "2017/riga.rtf"]
    assert len({name for name, _ in found}) == 2
    assert all("riga" in name for name, _ in found)
    raws = [read_source(source) for _, source in found]
    assert [raw.text.strip() for raw in raws] == ["Рига.", "Рига."]
    assert [raw.laid_out for raw in raws] == [True, False]
    assert [size_of(source) for _, source in found] == [len("Рига.".encode()), len(RTF)]


def test_the_commands_take_archives(tmp_path: Path) -> None:
    path = packed(tmp_path / "two.zip", {"a.txt": "Договор подписан в Риге.", "b.rtf": RTF, "c.rtf": "{\\rtf1 }"})
    said = CliRunner().invoke(app, ["clean", str(path / "a.txt"), str(path / "b.rtf")])
    assert said.output.split("\n\n") == ["Договор подписан в Риге.", "Рига.\n"]
    command = ["extract", str(path), "-o", str(tmp_path / "out.jsonl"), "--morphology", "pymorphy3", "--quiet"]
    assert CliRunner().invoke(app, command).exit_code == 1  # c.rtf holds nothing
    records = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [record["id"] for record in records] == ["a", "b"]
    assert records[0]["source"]["path"] == (path / "a.txt").as_posix()
    again = CliRunner().invoke(app, [*command[:-1], "--resume", "--json"])
    assert json.loads(again.stdout)["kept"] == 2


def test_names_in_the_encoding_of_dos(tmp_path: Path) -> None:
    path = packed(tmp_path / "old.zip", {"xxxxxx.txt": "Рига."})
    path.write_bytes(path.read_bytes().replace(b"xxxxxx.txt", "Статья.txt".encode("cp866")))
    assert [one.name for one in members(path)] == ["Статья.txt"]


def test_one_article_is_read_from_its_archive(tmp_path: Path) -> None:
    raw = read_source(packed(tmp_path / "book.fb2.zip", {"book.rtf": RTF}))
    assert (raw.text, raw.format, raw.laid_out) == ("Рига.\n", "rtf", False)


@pytest.mark.parametrize("name", ["../out.txt", "/etc/passwd.txt", "a/../../b.txt"])
def test_a_member_outside_of_its_archive_is_refused(tmp_path: Path, name: str) -> None:
    for number, others in enumerate(({}, {"a.txt": "Рига."}, {"a.txt": "Рига.", "b.rtf": RTF})):
        path = packed(tmp_path / f"bad{number}.zip", {name: "Рига.", **others})
        assert [source for _, source in find_articles([path])] == [path]
        for reading in (members, read_source):
            with pytest.raises(InputError, match=f"holds '{name}', which lies outside of it"):
                reading(path)


def test_an_archive_in_an_archive_is_refused(tmp_path: Path) -> None:
    inner = packed(tmp_path / "inner.zip", {"a.txt": "Рига."}).read_bytes()
    path = packed(tmp_path / "outer.zip", {"inner.zip": inner, "b.txt": "Баку."})
    with pytest.raises(InputError, match="an archive in an archive; unpack it first"):
        read_source(path / "inner.zip")
    assert read_source(path / "b.txt").text == "Баку."


def test_bounds_hold_for_archives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = packed(tmp_path / "a.zip", {"a.txt": "Рига. " * 300_000, "b.txt": "Баку."})
    with pytest.raises(InputError, match="unpack to more than it should"):
        members(path)
    other = packed(tmp_path / "b.zip", {f"{n}.txt": "Баку." for n in range(9)})
    monkeypatch.setattr(limits, "MOST_PARTS", 8)
    with pytest.raises(InputError, match="more than 8 parts"):
        members(other)


def test_what_is_not_in_an_archive(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", {"a.txt": "Рига."})
    with pytest.raises(InputError, match=r"b\.txt: no such file in the archive"):
        read_source(path / "b.txt")
    with pytest.raises(InputError, match="no such file"):
        read_source(tmp_path / "none.zip" / "b.txt")


def test_an_encrypted_member(tmp_path: Path) -> None:
    stream = io.BytesIO(packed(tmp_path / "a.zip", {"a.txt": "Рига."}).read_bytes())
    data = bytearray(stream.getvalue())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(mark) + place] |= 1
    (tmp_path / "b.zip").write_bytes(data)
    with pytest.raises(InputError, match=r"a\.txt is encrypted"):
        read_source(tmp_path / "b.zip" / "a.txt")
