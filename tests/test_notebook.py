"""Records, docs and scores show themselves in a notebook, and whatever stands in a text is text there."""

from __future__ import annotations

import subprocess
import sys
from html import escape
from types import SimpleNamespace
from typing import Any

import pytest

import letopis
from letopis.evaluation.agreement import agree
from letopis.evaluation.compare import Comparison, F1Difference
from letopis.evaluation.score import evaluate
from letopis.formats.notebook import SENTENCES, article_html, doc_html
from letopis.learning.curve import Curve, CurvePoint
from letopis.learning.validate import Validation
from letopis.records import Article, Entity, Sentence

TEXT = "МИД КР & <b>Ош</b> 1997 г."
ARTICLE = Article(
    id="<a>",
    text=TEXT,
    sentences=[Sentence(0, len(TEXT))],
    entities=[
        Entity.at(TEXT, 0, 6, "ORG", id=1, normal="МИД КР", entity="org:мид-кр"),
        Entity.at(TEXT, 4, 6, "GPE", id=2, normal="Киргизия", entity="gpe:KG"),
        Entity.at(TEXT, 19, 26, "DATE", id=3, value="1997"),
    ],
)


def test_an_article_shows_nested_marks() -> None:
    html = ARTICLE._repr_html_()
    assert '<span class="ORG d1" title="ORG · МИД КР · org:мид-кр">МИД <span class="GPE d0"' in html
    assert 'title="DATE · 1997"' in html
    assert "&lt;b&gt;Ош" in html
    assert "&lt;a&gt;: 3 entities" in html
    assert "<b>" not in html
    assert "--GPE" in html


def test_long_texts_are_cut_and_say_so() -> None:
    text = "Ош. " * (SENTENCES + 7)
    places = [Sentence(4 * number, 4 * number + 3) for number in range(SENTENCES + 7)]
    html = article_html(Article(id="a", text=text, sentences=places))
    assert html.count("<p>Ош.") == SENTENCES
    assert "7 more sentences" in html


def test_a_table_of_entities() -> None:
    frame = ARTICLE.to_pandas()
    assert list(frame.columns[:4]) == ["article", "id", "label", "text"]
    assert frame.loc[frame.label == "DATE", "value"].tolist() == ["1997"]
    assert "gender" not in frame.columns
    assert Article(id="a", text="Ош").to_pandas().empty


SHELL = """
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
import letopis, spacy
from letopis.entities.spans import add_entities
from letopis.records import Entity
doc = spacy.blank("ru")("Посол прибыл в Ош.")
add_entities(doc, [Entity.at(doc.text, 15, 17, "GPE", normal="Ош")])
print(shell.display_formatter.format(doc)[0]["text/html"])
"""


def test_a_notebook_that_imports_letopis_shows_docs() -> None:
    ran = subprocess.run([sys.executable, "-c", SHELL], capture_output=True, text=True, encoding="utf-8", check=True)
    assert '<span class="GPE d0" title="GPE · Ош">Ош</span>' in ran.stdout


def test_docs_are_shown_when_asked() -> None:
    told: list[Any] = []
    formatter = SimpleNamespace(for_type_by_name=lambda *said: told.append(said))
    ipython = SimpleNamespace(display_formatter=SimpleNamespace(formatters={"text/html": formatter}))
    letopis.load_ipython_extension(ipython)
    assert told == [("spacy.tokens.doc", "Doc", doc_html)]


@pytest.mark.parametrize("exclude", [[], ["letopis_sentences"]])
def test_a_doc_shows_nested_marks(exclude: list[str]) -> None:
    doc = letopis.load(morphology="pymorphy3", exclude=exclude)("Орлов прибыл в Баку. Он уехал 5 мая 1997 г.")
    html = doc_html(doc)
    assert 'title="GPE · Баку' in html
    assert html.count("<p>") == (1 if exclude else 2)


LINE = F1Difference("<GPE>", 0.75, 0.5, 0.25, None, 0.01)
RESULTS = {
    "scores": (evaluate([ARTICLE], [ARTICLE], resamples=0), ["GPE", "1.000", "1 article"]),
    "comparison": (Comparison("strict", (LINE,), ()), ["<GPE>", "+0.250", "0.010"]),
    "agreement": (agree({"a": [ARTICLE], "b": [ARTICLE]}), ["a/b; spans", "ORG", "kappa", "1.000"]),
    "validation": (Validation(Comparison("strict", (LINE,), ()), [ARTICLE], 4, []), ["After and before", "+0.250"]),
    "curve": (Curve([CurvePoint(0, 0.5), CurvePoint(10, 0.75)], None), ["0.750", "too few points"]),
}


@pytest.mark.parametrize("name", RESULTS)
def test_results_show_their_tables(name: str) -> None:
    result, told = RESULTS[name]
    html, lines = result._repr_html_(), []
    result._repr_pretty_(SimpleNamespace(text=lines.append), False)
    assert "<table" in html
    assert "<GPE>" not in html
    for words in told:
        assert escape(words) in html
        assert name == "scores" or words in lines[0]
    assert ("<svg" in html) == (name == "curve")


def test_scores_show_their_table() -> None:
    html = evaluate([ARTICLE], [ARTICLE], resamples=0)._repr_html_()
    assert "<td>GPE</td><td>1.000</td>" in "".join(html.split())
    assert "1 article" in html
