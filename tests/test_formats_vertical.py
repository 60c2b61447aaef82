"""Vertical text: tokens, structures, glue, a registry; the Corpus Workbench itself where it is installed."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings

from exported_articles import articles, by_hand
from letopis.formats.vertical import (
    COLUMNS,
    REGISTRY,
    SPAN_ATTRIBUTES,
    cwb_declarations,
    registry_lines,
    structure_of,
    vertical_lines,
    write_vertical,
)
from letopis.records import Article, Entity, Metadata, Sentence, Token
from letopis.sentences.tokens import tokenize

TAG = re.compile(r'<(?:/[a-z_0-9]+|[a-z_0-9]+(?: [a-z_]+="[^"<>]*")*/?)>')


def cut(article: Article) -> list[list[Token]]:
    """Tokens without analysis, which costs time and says nothing here."""
    places = tokenize(article.text)
    return [
        [
            Token(start_offset=a, end_offset=b, text=article.text[a:b], lemma=article.text[a:b], upos="X")
            for a, b in places
            if start <= a < end
        ]
        for start, end in article.sentences
    ]


def lines(article: Article) -> list[str]:
    return list(vertical_lines(article, cut(article)))


def test_what_a_file_looks_like() -> None:
    text = "Об «Азери» и Риме."
    org = Entity.at(text, 3, 10, "ORG", id=1, normal='общество "Азери"')
    city = Entity.at(text, 13, 17, "GPE", id=2, entity="gpe:рим")
    article = Article(
        id="a", text=text, sentences=[Sentence(0, len(text))], entities=[org, city],
        metadata=Metadata(title={"ru": "О <Риме>"}, authors=["Лунин П."], year=1911),
    )  # fmt: skip
    assert [re.sub(r"\t.*", "", line) for line in lines(article)] == [
        '<doc id="a" language="ru" title="О &lt;Риме&gt;" author="Лунин П." year="1911">',
        "<p>",
        '<s id="a-s1">',
        "Об",
        '<org id="1" normal="общество &quot;Азери&quot;">',
        "«",
        "<g/>",
        "Азери",
        "<g/>",
        "»",
        "</org>",
        "и",
        '<gpe id="2" entity="gpe:рим">',
        "Риме",
        "</gpe>",
        "<g/>",
        ".",
        "</s>",
        "</p>",
        "</doc>",
    ]


@given(article=articles())
@settings(deadline=None, max_examples=100)
def test_any_article_is_well_formed(article: Article) -> None:
    made = lines(article)
    tokens = [line for line in made if not TAG.fullmatch(line)]
    assert all(line.count("\t") == len(COLUMNS) - 1 and "<" not in line for line in tokens)
    assert len(tokens) == sum(map(len, cut(article)))
    opened = Counter(re.match(r"[a-z_0-9]+", line[1:])[0] for line in made if TAG.fullmatch(line) and line[1] != "/" and line != "<g/>")  # type: ignore[index]  # fmt: skip  # noqa: E501
    assert opened == Counter(line[2:-1] for line in made if line.startswith("</"))


def test_paragraphs_and_sentences_hold_spans() -> None:
    made = lines(by_hand())
    assert [made.count(tag) for tag in ("<p>", "</p>", "</s>")] == [2, 2, 3]
    inner = next(n for n, line in enumerate(made) if line.startswith("<gpe"))
    assert made[:inner].count("</org>") == 0
    assert any(line.startswith("<org") for line in made[:inner])


def test_a_folder_with_its_registry(tmp_path: Path) -> None:
    assert write_vertical(tmp_path / "out", [by_hand()]) == 1
    made = (tmp_path / "out" / "письмо 1.vrt").read_text(encoding="utf-8")
    assert "Посольство\tпосольство\tNOUN\t" in made
    registry = (tmp_path / "out" / REGISTRY).read_text(encoding="utf-8")
    declared = set(re.findall(r"^STRUCTURE (\w+)", registry, re.MULTILINE))
    assert set(re.findall(r"^<(\w+)", made, re.MULTILINE)) <= declared
    assert re.findall(r"^ATTRIBUTE (\w+)", registry, re.MULTILINE) == [*COLUMNS]


def test_every_label_has_a_structure_of_its_own() -> None:
    names = [structure_of(label) for label in ("DATE", "GPE", "P", "DOC", "War 1812", "1812")]
    assert len({*names, "doc", "p", "s", "g"}) == len(names) + 4
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in names)
    assert sum(line.count("ATTRIBUTE") for line in registry_lines(Path("x"), ["GPE"])) > len(SPAN_ATTRIBUTES)


@pytest.mark.skipif(shutil.which("cwb-encode") is None, reason="the Corpus Workbench is not installed")
def test_the_corpus_workbench_reads_it(tmp_path: Path) -> None:
    write_vertical(tmp_path / "out", [by_hand()])
    (tmp_path / "data").mkdir()
    command = ["cwb-encode", "-x", "-s", "-c", "utf8", "-d", str(tmp_path / "data"), "-R", str(tmp_path / "letopis")]
    done = subprocess.run(
        [*command, "-F", str(tmp_path / "out"), *cwb_declarations(["DATE", "PERSON", "ORG", "GPE", "AGREEMENT"])],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "warning" not in done.stderr.lower(), done.stderr
