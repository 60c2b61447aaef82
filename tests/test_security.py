"""What comes from outside is data: no export or model runs code, and no text speaks in a page or a table."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import pickle
import stat
from pathlib import Path

import numpy as np
import pytest

from hostile_xml import BOMB
from letopis.errors import InputError, LetopisError, OutputError
from letopis.files import replacing
from letopis.formats.jsonl import write_jsonl
from letopis.records import Article, Entity, Sentence

SCRIPT = "<script>alert(1)</script>"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_of_the_exports(tmp_path: Path, encoding: str) -> None:
    from letopis.formats.tei import read_tei

    path = tmp_path / "a.xml"
    for prolog in (BOMB, '<!DOCTYPE x [<!ENTITY a11 SYSTEM "file:///etc/hostname">]>'):
        text = "<text><body>&a11;</body></text>"
        head = f'<?xml version="1.0" encoding="{encoding}"?>'
        path.write_text(f'{head}{prolog}<TEI xmlns="http://www.tei-c.org/ns/1.0">{text}</TEI>', encoding=encoding)
        with pytest.raises(InputError):
            read_tei(path)


class Planted:
    """What a pickle of bad will holds: loading it leaves a file behind."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return os.mkdir, (str(self.trace),)


def test_no_pickle_in_the_models_of_numpy(tmp_path: Path) -> None:
    from letopis.entities.names.weights import load_model, model_folder
    from letopis.lemmas.context import load_tagger

    trace = tmp_path / "trace"
    planted = np.array([Planted(trace)], dtype=object)
    for folder in ("names", "morphology"):
        (tmp_path / folder).mkdir()
        np.savez(tmp_path / folder / "weights.npz", allow_pickle=True, weight=planted)
    with np.load(tmp_path / "names" / "weights.npz", allow_pickle=True) as archive:
        archive["weight"]
    assert trace.exists()  # the trap works
    trace.rmdir()
    config = json.loads((model_folder() / "config.json").read_bytes())
    config["sha256"] = hashlib.sha256((tmp_path / "names" / "weights.npz").read_bytes()).hexdigest()
    (tmp_path / "names" / "config.json").write_text(json.dumps(config), encoding="utf-8")
    with pytest.raises(InputError):
        load_model(tmp_path / "names")
    (tmp_path / "morphology" / "labels.json").write_text("{}", encoding="utf-8")
    with pytest.raises((LetopisError, ValueError)):
        load_tagger(tmp_path / "morphology")
    assert not trace.exists()


def test_no_pickle_in_the_models_of_torch(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch", reason="the extra 'stanza' is not installed")
    pytest.importorskip("stanza", reason="the extra 'stanza' is not installed")
    from letopis.lemmas.models import project_stanza
    from letopis.lemmas.stanza import ProjectModel

    folder, trace = project_stanza(), tmp_path / "trace"
    assert folder is not None
    for name in ("tagger.pt", "lemmatizer.pt", "axes.npy"):
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    for name in ("tagger.pt", "lemmatizer.pt"):
        kept = (tmp_path / name).read_bytes()
        torch.save({"config": Planted(trace)}, tmp_path / name)
        with pytest.raises(InputError, match="holds no model"):
            ProjectModel(tmp_path)
        (tmp_path / name).write_bytes(kept)
    np.save(tmp_path / "axes.npy", np.array([Planted(trace)], dtype=object), allow_pickle=True)
    with pytest.raises(InputError, match="holds no model"):
        ProjectModel(tmp_path)
    assert not trace.exists()
    pickle.loads(pickle.dumps(Planted(trace)))
    assert trace.exists()  # the trap works


def test_no_module_loads_pickles(root: Path) -> None:
    """What could load one says that it will not; a new call must do the same."""
    for path in sorted((root / "src").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        assert "import pickle" not in text, path
        for call, guard in (("torch.load(", "weights_only=True"), ("np.load(", "allow_pickle=False")):
            for place in range(text.count(call)):
                arguments = text.split(call)[place + 1].split("\n")[0]
                assert guard in arguments, (path, call)


@pytest.fixture
def hostile() -> Article:
    text = f"{SCRIPT} В Риге 3 мая 1999 г. подписан Договор «{SCRIPT}» с А. Ивановым."
    spans = [
        ("GPE", "Риге"),
        ("DATE", "3 мая 1999 г."),
        ("AGREEMENT", f"Договор «{SCRIPT}»"),
        ("PERSON", "А. Ивановым"),
    ]
    entities = [
        Entity(
            id=number, label=label, text=words,
            start_offset=text.index(words), end_offset=text.index(words) + len(words),
            value="1999-05-03" if label == "DATE" else None,
            normal=SCRIPT, entity=f"x:{SCRIPT}", by=SCRIPT, kind=SCRIPT,
        )
        for number, (label, words) in enumerate(spans, 1)
    ]  # fmt: skip
    return Article(id=f"a{SCRIPT}", text=text, sentences=[Sentence(0, len(text))], entities=entities, warnings=[SCRIPT])


def test_pages_show_markup_as_text(hostile: Article, tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from letopis.cli import app

    write_jsonl(tmp_path / "a.jsonl", [hostile])
    other = Article(id=hostile.id, text=hostile.text, entities=[])
    write_jsonl(tmp_path / "gold.jsonl", [other])
    calls = {
        "view": ["view", tmp_path / "a.jsonl", "-o", tmp_path / "view" / "reader.html"],
        "report": ["evaluate", tmp_path / "a.jsonl", tmp_path / "gold.jsonl", "--html", tmp_path / "report" / "r.html"],
        "timeline": ["chronicle", tmp_path / "a.jsonl", "-o", tmp_path / "chronicle"],
    }
    for name, arguments in calls.items():
        answer = CliRunner().invoke(app, [str(argument) for argument in arguments])
        assert answer.exit_code == 0, (name, answer.output, answer.exception)
    pages = list(tmp_path.rglob("*.html"))
    assert len(pages) >= 3
    for page in pages:
        content = page.read_text(encoding="utf-8")
        assert "alert(1)" in content, page
        assert "<script>alert" not in content, page


def test_cells_of_tables_are_no_formulas(tmp_path: Path) -> None:
    from letopis.formats.tables import EntityTally

    text = "=HYPERLINK(1) и +1, -1, @x"
    entities = [
        Entity(id=n, label="ORG", start_offset=0, end_offset=13, text="=HYPERLINK(1)", normal=normal, entity=f"org:{n}")
        for n, normal in enumerate(["=HYPERLINK(1)", "+cmd|' /C calc'!A0", "-1+1", "@SUM(A1)", "\t=1", "Банк «=»"], 1)
    ]
    article = Article(id="=a", text=text, sentences=[Sentence(0, len(text))], entities=entities)
    tally = EntityTally()
    tally.add(article)
    tally.write(tmp_path / "e.csv")
    with (tmp_path / "e.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert all(not cell or cell[0] not in "=+-@\t\r" for row in rows for cell in row), rows
    assert any("Банк «=»" in row for row in rows)


def test_temporary_files_are_private_and_follow_no_link(tmp_path: Path) -> None:
    target = tmp_path / "victim"
    target.write_text("bleibt", encoding="utf-8")
    output = tmp_path / "out.jsonl"
    with replacing(output) as file:
        (temporary,) = (path for path in tmp_path.iterdir() if path.name.startswith(".out.jsonl."))
        assert stat.S_IMODE(temporary.stat().st_mode) == 0o600
        file.write(b"new")
    assert output.read_bytes() == b"new"
    output.unlink()
    output.symlink_to(target)
    with pytest.raises(OutputError, match="is a link"):
        write_jsonl(output, [Article(id="a", text="Рига.")])
    assert output.is_symlink()
    assert target.read_text(encoding="utf-8") == "bleibt"
