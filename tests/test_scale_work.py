"""The work on one article: its fingerprint, its record, its failures."""

from __future__ import annotations

import errno
import importlib.util
import io
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from spacy.language import Language

from letopis import extraction, provenance
from letopis.errors import InputError, LetopisError, MissingDependencyError, OutputError
from letopis.extraction import ToExtract
from letopis.lemmas import models
from letopis.records import Article, Token
from letopis.scale import work, worker
from letopis.scale.work import (
    ArticleSource,
    Failure,
    WorkOptions,
    describe_work,
    extract_group,
    extract_one,
    failure_of,
)
from letopis.sources import limits

TEXT = "Протокол подписан в Ташкенте 3 мая 1999 г."
OPTIONS = WorkOptions(morphology="pymorphy3", scheme="letopis")
SOURCE = ArticleSource("a", "folder/a.txt")


def done(source: ArticleSource, options: WorkOptions = OPTIONS) -> Article:
    article = extract_one(source, options)
    assert isinstance(article, Article), article
    return article


def failed(source: ArticleSource, options: WorkOptions = OPTIONS) -> Failure:
    failure = extract_one(source, options)
    assert isinstance(failure, Failure)
    return failure


def test_file_bytes_and_text_give_one_record(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    given = [None, TEXT, TEXT.encode("utf-8")]
    records = [done(ArticleSource("a", str(path), content)) for content in given]
    assert records[0] == records[1] == records[2]
    assert records[0].source is not None
    assert records[0].source.path == str(path)
    assert records[0].pipeline["fingerprint"] == describe_work(OPTIONS)
    assert records[0].pipeline["scheme"] == "letopis"


def test_tokens_are_given_where_asked_for() -> None:
    tokens: list[list[work.Token]] = []
    extract_one(ArticleSource("a", "a.txt", TEXT), OPTIONS, tokens=tokens)
    assert [token.lemma for token in tokens[0]][:2] == ["протокол", "подписать"]


@pytest.mark.parametrize(
    ("path", "content", "complaint"),
    [
        ("none/a.txt", None, "no such file"),
        ("a.txt", b"", "is empty"),
        ("a.txt", bytes(range(256)) * 20, "a.txt"),
        ("a.pdf", b"text", "no PDF file"),
    ],
)
def test_a_bad_file_is_its_own_failure(path: str, content: bytes | None, complaint: str) -> None:
    failure = failed(ArticleSource("a", path, content))
    assert (failure.id, failure.path, failure.kind) == ("a", path, "input")
    assert complaint in failure.reason
    assert list(msgspec.to_builtins(failure)) == ["id", "path", "kind", "reason"]


@pytest.mark.parametrize(
    ("error", "kind", "reason"),
    [
        (InputError("a.txt: is empty"), "input", "a.txt: is empty"),
        (MissingDependencyError("package x is missing"), "dependency", "package x is missing"),
        (MemoryError(), "memory", "too large"),
        (RecursionError("too deep"), "error", "folder/a.txt: RecursionError: too deep"),
        (ZeroDivisionError("two\nlines"), "error", "ZeroDivisionError: two lines"),
    ],
)
def test_kinds_of_failure(error: Exception, kind: str, reason: str) -> None:
    failure = failure_of(SOURCE, error)
    assert (failure.kind, reason in failure.reason, "\n" in failure.reason) == (kind, True, False)


def test_a_mistake_in_one_article_names_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> Article:
        raise KeyError("surprise")

    monkeypatch.setattr(extraction, "extract_raw", broken)
    failure = failed(ArticleSource("a", "a.txt", TEXT))
    assert failure.kind == "error"
    assert failure.reason.startswith("a.txt: KeyError: 'surprise' (test_scale_work.py:")


def test_short_articles_come_out_of_a_group_as_they_do_alone() -> None:
    sources = [
        ArticleSource("a", "a.txt", TEXT),
        ArticleSource("b", "b.txt", b""),
        Failure("c", "c.txt", "input", "c.txt: was odd before"),
        ArticleSource("d", "d.txt", "Посол А. Воронцов прибыл в Ригу. Воронцов уехал."),
        ArticleSource("e", "e.txt", ""),
    ]
    tokens: list[list[list[Token]]] = [[] for _ in sources]
    together = extract_group(sources, OPTIONS, tokens=tokens)
    assert together == [one if isinstance(one, Failure) else extract_one(one, OPTIONS) for one in sources]
    assert [len(one) for one in tokens] == [1, 0, 0, 2, 0]
    assert isinstance(together[1], Failure)
    assert together[2] is sources[2]


def test_a_mistake_in_one_article_of_a_group_is_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    original, asked = extraction.extract_raw, []

    def broken(articles: Sequence[ToExtract], nlp: Language) -> Iterator[Article]:
        asked.append([one.id for one in articles])
        for article in original(articles, nlp):
            if article.id == "b":
                raise MemoryError
            yield article

    monkeypatch.setattr(extraction, "extract_raw", broken)
    tokens: list[list[list[Token]]] = [[], [], []]
    found = extract_group([ArticleSource(name, f"{name}.txt", TEXT) for name in "abc"], OPTIONS, tokens=tokens)
    assert [one.kind if isinstance(one, Failure) else one.id for one in found] == ["a", "memory", "c"]
    assert asked == [["a", "b", "c"], ["a"], ["b"], ["c"]]
    assert [len(one) for one in tokens[::2]] == [1, 1], "tokens of the first try are not there twice"


def test_a_full_disk_is_no_failure_of_an_article() -> None:
    with pytest.raises(OutputError):
        failure_of(SOURCE, OutputError("x: cannot be written"))


def test_a_wrong_scheme_ends_the_run_and_is_no_failure_of_an_article() -> None:
    with pytest.raises(InputError, match="klingon"):
        extract_one(ArticleSource("a", "a.txt", TEXT), WorkOptions(morphology="pymorphy3", scheme="klingon"))


def test_every_choice_changes_the_fingerprint() -> None:
    choices = [
        OPTIONS,
        WorkOptions(morphology="pymorphy3", scheme="nerel"),
        WorkOptions(morphology="pymorphy3", scheme="letopis", encoding="koi8-r"),
    ]
    assert len({describe_work(options) for options in choices}) == 3


@pytest.fixture
def hashed() -> Iterator[Callable[[], str]]:
    """The fingerprint as it is now: a run makes it once."""

    def anew() -> str:
        provenance.fingerprint.cache_clear()
        return provenance.fingerprint("stanza", "letopis")

    yield anew
    provenance.fingerprint.cache_clear()


def test_another_version_of_a_library_changes_the_fingerprint(
    monkeypatch: pytest.MonkeyPatch, hashed: Callable[[], str]
) -> None:
    before = hashed()
    for library in ("onnxruntime", "spacy", "torch"):
        monkeypatch.setattr(provenance, "_version", lambda name, other=library: "0" if name == other else "1")
        assert hashed() != before
        before = hashed()


OPENS = """
import sys
seen = set()
sys.addaudithook(lambda event, args: event == "open" and seen.add(str(args[0])))
import letopis
for choice in ({}, {"engine": "large"}, {"morphology": "stanza"}):
    letopis.extract_text("Договор о дружбе Чехия подписала в Риме 3 мая 1999 г.", letopis.load(**choice))
print(*seen, sep="\\n")
"""


@pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="needs torch")
def test_every_model_that_is_loaded_changes_the_fingerprint(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, hashed: Callable[[], str]
) -> None:
    ran = subprocess.run([sys.executable, "-c", OPENS], capture_output=True, text=True, encoding="utf-8", check=True)
    opened = {Path(line).parent for line in ran.stdout.split("\n")}
    loaded = {folder for folder in opened if folder == models.model_folder(folder.name)}
    brought = {folder.name for folder in next(iter(loaded)).parent.iterdir() if folder.is_dir()}
    assert {folder.name for folder in loaded} == brought - {"english"}
    copies = [tmp_path / "models" / folder.name for folder in sorted(loaded)]
    for folder, copy in zip(sorted(loaded), copies, strict=True):
        copy.mkdir(parents=True)
        for path in folder.iterdir():
            (copy / path.name).write_bytes(b"")
    monkeypatch.setattr(models, "PACKAGE", tmp_path / "src" / "letopis")

    hashes = {hashed()}
    for copy in copies:
        (copy / "card.json").write_text("{}", encoding="utf-8")
        hashes.add(hashed())
    assert len(hashes) == 1 + len(copies)
    assert {copy.name for copy in copies} <= {model.name for model in models.known_models()}


def test_code_changes_the_fingerprint_where_it_makes_records(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hashed: Callable[[], str]
) -> None:
    rooms = {place.name for place in provenance.PACKAGE.iterdir()} - set(provenance.OTHERS)
    assert {"russian", "folding", "labels.py", "records.py", "config.cfg", "linking", "trees"} <= rooms
    assert all((provenance.PACKAGE / name).exists() for name in provenance.OTHERS if name != "models")
    monkeypatch.setattr(provenance, "PACKAGE", tmp_path)
    hashes = [hashed()]
    for name in ("entities/a.py", "entities/README.md", "serve/a.py", "authority/words.tsv", "entities/a.cfg"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("1", encoding="utf-8")
        hashes.append(hashed())
    assert [one != other for one, other in pairwise(hashes)] == [True, False, False, False, True]


LOADS = """
import sys
from letopis.scale.worker import import_spacy_without_torch
import_spacy_without_torch()
assert "spacy" in sys.modules and "torch" not in sys.modules, "torch"
import letopis
doc = letopis.load(morphology="pymorphy3")("Посол прибыл в Баку.")
print(doc[3].pos_, "torch" in sys.modules)
"""


def test_a_worker_loads_spacy_without_torch() -> None:
    ran = subprocess.run([sys.executable, "-c", LOADS], capture_output=True, text=True, encoding="utf-8", check=False)
    assert (ran.stdout, ran.stderr) == ("PROPN False\n", "")


@pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="needs torch")
def test_torch_can_be_imported_after_spacy() -> None:
    code = f"{LOADS}\nimport torch\nprint(int(torch.ones(2).sum()))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=False)
    assert (ran.stdout, ran.stderr) == ("PROPN False\n2\n", "")


def test_want_of_memory_is_laid_at_no_article_s_door(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is none for the shortest of texts either, the run ends with one sentence."""
    short = Failure("a", "a.txt", "memory", "a.txt: too large")
    monkeypatch.setattr(worker, "extract_group", lambda group, *_, **__: [short])
    monkeypatch.setattr(worker, "extract_one", lambda source, _: short if weak else Article(id="control", text=""))
    for weak in (False, True):
        answers = worker.do([ArticleSource("a", "a.txt")], OPTIONS, None)
        if weak:
            with pytest.raises(LetopisError, match="too little memory, whatever the article"):
                list(answers)
        else:
            assert list(answers) == [short]


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(), OSError(errno.ENOMEM, "x"), ImportError("x: cannot allocate memory"),
        RuntimeError("can't start new thread"),
    ],
)  # fmt: skip
def test_libraries_say_want_of_memory_in_several_ways(error: Exception) -> None:
    assert failure_of(ArticleSource("a", "a.txt"), error).kind == "memory"


def test_a_file_is_read_block_by_block(tmp_path: Path) -> None:
    """A read of all that a file may have takes that much memory at once, for the shortest file too."""

    asked: list[int] = []

    class Noting(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            asked.append(size or 0)
            return super().read(size)

    data = bytes(limits.BLOCK) + b"x"
    assert limits._first_bytes(Noting(data), 10 * limits.BLOCK) == data
    assert limits._first_bytes(Noting(data), 5) == bytes(5)
    assert max(asked) == limits.BLOCK
