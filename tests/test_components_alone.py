"""Each spaCy component by itself: in a blank pipeline, pickled, written to disk, in two processes; what it declares."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin

import letopis
from letopis.entities.adopted import adopt
from letopis.formats.docbin import article_of
from letopis.formats.jsonl import encode_article
from letopis.records import KNOWN
from letopis.trees.component import Trees

TEXT = (
    "В начале 1994 г. в Прагу прибыл министр Николай Орлов. Правительства Франции и Италии подписали в Риме "
    "23 апреля 1997 г. Соглашение о торговле. Оно вступило в силу 5 мая. К 31 февраля 1998 г. доклад не был готов. "
    "«Протокол о границе» между Чехией и Словакией был ратифицирован 3 июня 1999 г."
)
NEEDY = ["letopis_agreements", "letopis_linker"]
ALL = ["letopis_sentences", "letopis_morphology", "letopis_trees", "letopis_dates", "letopis_names", *NEEDY]

Spans = list[tuple[Any, ...]]


def relations_of(doc: Doc) -> Spans:
    links = doc._.relations if Doc.has_extension("relations") else ()
    return [
        (link.type, link.by, *((end.label_, end.start_char) for end in (link.source, link.target))) for link in links
    ]


def spans_of(doc: Doc) -> Spans:
    return [
        (span.start_char, span.end_char, span.label_, *(span._.get(name) for name in KNOWN))
        for span in doc.spans["letopis"]
    ]


def state(doc: Doc) -> dict[str, Any]:
    """Return what a component may set, by the name that it declares it by."""
    found: dict[str, Any] = {
        "token.lemma": [token.lemma_ for token in doc],
        "token.pos": [token.pos_ for token in doc],
        "token.head": [token.head.i for token in doc],
        "token.dep": [token.dep_ for token in doc],
        "token.morph": [str(token.morph) for token in doc],
        "token.is_sent_start": [token.is_sent_start for token in doc],
        "doc.ents": [(span.start, span.end, span.label_) for span in doc.ents],
        "doc.spans": [(span.start, span.end, span.label_) for span in doc.spans.get("letopis", ())],
        "doc._.relations": relations_of(doc),
    }
    found["doc.sents"] = [sent.start for sent in doc.sents] if doc.has_annotation("SENT_START") else []
    for name in KNOWN:
        spans = doc.spans.get("letopis", ())
        found[f"span._.{name}"] = [(str(span), span.label_, value) for span in spans if (value := span._.get(name))]
    keys = [(key[2:], value) for key, value in doc.user_data.items() if key[:2] == ("._.", "lemma_source")]
    found["token._.lemma_source"] = keys
    return found


@pytest.mark.parametrize("name", ALL)
def test_works_in_a_blank_pipeline(name: str) -> None:
    nlp = spacy.blank("ru")
    nlp.add_pipe(name)
    assert nlp(TEXT).text == TEXT
    assert not nlp("")


def test_dates_in_a_blank_pipeline_find_what_the_whole_one_finds(nlp: Language) -> None:
    alone = spacy.blank("ru")
    alone.add_pipe("letopis_dates")
    whole, doc = nlp(TEXT), alone(TEXT)
    wanted = [(span.text, span._.value) for span in whole.spans["letopis"] if span.label_ == "DATE"]
    assert [(span.text, span._.value) for span in doc.spans["letopis"]] == wanted
    assert len(wanted) == 5, wanted


@pytest.mark.parametrize("name", NEEDY)
@pytest.mark.parametrize("before", ["letopis_dates", "letopis_names"])
def test_is_content_with_spans_of_one_finder(name: str, before: str) -> None:
    nlp = spacy.blank("ru")
    nlp.add_pipe(before)
    nlp.add_pipe(name)
    full, empty = nlp(TEXT), nlp("")
    assert len(full.spans["letopis"]) > 0
    assert len(empty.spans["letopis"]) == 0


def test_the_whole_pipeline_has_no_problems(nlp: Language) -> None:
    analysis = nlp.analyze_pipes()
    assert list(analysis["summary"]) == ALL
    assert not any(analysis["problems"].values())


@pytest.mark.parametrize("name", NEEDY)
def test_a_missing_finder_is_a_problem(name: str) -> None:
    nlp = spacy.blank("ru")
    nlp.add_pipe(name)
    assert nlp.analyze_pipes()["problems"][name] == ["doc.spans"]


@pytest.mark.parametrize("name", ALL)
def test_sets_what_it_declares_and_nothing_else(nlp: Language, name: str) -> None:
    doc = nlp.make_doc(TEXT)
    for before, component in nlp.pipeline:
        if before == name:
            break
        doc = component(doc)
    was = state(doc)
    component = Trees("always") if name == "letopis_trees" else nlp.get_pipe(name)
    now = state(component(doc))
    changed = {key for key in now if now[key] != was[key]}
    assert changed == set(Language.get_factory_meta(name).assigns)
    assert not Language.get_factory_meta(name).retokenizes


@pytest.mark.parametrize("name", ALL)
def test_comes_back_from_pickle(nlp: Language, name: str) -> None:
    again = pickle.loads(pickle.dumps(nlp.get_pipe(name)))
    doc = nlp.make_doc(TEXT)
    for before, component in nlp.pipeline:
        doc = again(doc) if before == name else component(doc)
    assert spans_of(doc) == spans_of(nlp(TEXT))


def test_comes_back_from_disk(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "pipeline")
    again = spacy.load(tmp_path / "pipeline")
    assert again.pipe_names == nlp.pipe_names
    one, two = nlp(TEXT), again(TEXT)
    assert spans_of(two) == spans_of(one)
    assert [token.lemma_ for token in two] == [token.lemma_ for token in one]
    assert relations_of(two) == relations_of(one)


def test_settings_come_back_from_disk(tmp_path: Path) -> None:
    nlp = spacy.blank("ru")
    nlp.add_pipe("letopis_names", config={"scheme": "nerel"})
    nlp.to_disk(tmp_path)
    again = spacy.load(tmp_path)
    assert again.get_pipe_config("letopis_names")["scheme"] == "nerel"
    text = "Чешский министр прибыл."
    docs = [nlp(text), again(text)]
    assert spans_of(docs[0]) == spans_of(docs[1])


# spaCy forks, and Python 3.12 warns of that where a library has threads.
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_two_processes_find_the_same(nlp: Language) -> None:
    texts = [TEXT, "Посольство Франции открыто.", "", "Без имён."]
    docs = list(nlp.pipe(texts, n_process=2, batch_size=1))
    alone = [nlp(text) for text in texts]
    assert [spans_of(doc) for doc in docs] == [spans_of(doc) for doc in alone]
    assert [relations_of(doc) for doc in docs] == [relations_of(doc) for doc in alone]
    assert docs[0]._.relations


def test_a_spawned_process_needs_nothing_else(nlp: Language, tmp_path: Path) -> None:
    """What ``nlp.pipe(n_process=2)`` does where processes are spawned: components from pickle, docs to bytes."""
    (tmp_path / "nlp.pickle").write_bytes(pickle.dumps(nlp))
    code = (
        "import pickle, sys; from pathlib import Path; folder = Path(sys.argv[1]); "
        "doc = pickle.loads((folder / 'nlp.pickle').read_bytes())(sys.argv[2]); "
        "(folder / 'doc').write_bytes(doc.to_bytes())"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path), TEXT], check=True)
    doc, here = Doc(nlp.vocab).from_bytes((tmp_path / "doc").read_bytes()), nlp(TEXT)
    assert spans_of(doc) == spans_of(here)
    assert relations_of(doc) == relations_of(here)
    assert [token._.lemma_source for token in doc] == [token._.lemma_source for token in here]


def test_records_survive_where_no_pipeline_is_made(nlp: Language, tmp_path: Path) -> None:
    doc = nlp(TEXT)
    DocBin(docs=[doc], store_user_data=True).to_disk(tmp_path / "doc.spacy")
    (tmp_path / "doc.json").write_text(json.dumps(doc.to_json(underscore=["letopis"])), encoding="utf-8")
    (tmp_path / "doc.bytes").write_bytes(doc.to_bytes())
    code = (
        "import json, sys, spacy\n"
        "from pathlib import Path\n"
        "from spacy.tokens import Doc, DocBin\n"
        "from letopis.entities import register_extensions\n"
        "from letopis.formats.docbin import article_of\n"
        "from letopis.formats.jsonl import encode_article\n"
        "vocab, folder = spacy.blank('ru').vocab, Path(sys.argv[1])\n"
        "docs = list(DocBin().from_disk(folder / 'doc.spacy').get_docs(vocab))\n"
        "docs.append(Doc(vocab).from_bytes((folder / 'doc.bytes').read_bytes()))\n"
        "register_extensions()\n"
        "docs.append(Doc(vocab).from_json(json.loads((folder / 'doc.json').read_text('utf-8'))))\n"
        "(folder / 'out.jsonl').write_bytes(b'\\n'.join(encode_article(article_of(doc)) for doc in docs))\n"
        "assert docs[-1]._.relations[0].source.doc is docs[-1]\n"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True)
    wanted = encode_article(article_of(doc))
    assert b'"relations":[{' in wanted
    assert b'"status"' in wanted
    assert (tmp_path / "out.jsonl").read_bytes().split(b"\n") == [wanted] * 3


def test_spacy_info_runs() -> None:
    answer = subprocess.run([sys.executable, "-m", "spacy", "info"], capture_output=True, text=True, check=True)
    assert "spaCy version" in answer.stdout


FINDERS = ("letopis_dates", "letopis_names", "letopis_agreements", "letopis_linker")
SAID = "Как сообщает сегодня агентство, Италия и Чехия подписали в Риме 23 апреля 1997 г. Договор о дружбе."


def retokenizer(kind: str, text: str) -> Callable[[Doc], Doc]:
    def change(doc: Doc) -> Doc:
        span = doc.char_span(doc.text.index(text), doc.text.index(text) + len(text))
        with doc.retokenize() as tokens:
            if kind == "split":
                tokens.split(span[0], [text[:3], text[3:]], heads=[(span[0], 0), (span[0], 1)])
            else:
                tokens.merge(span)
        return doc

    return change


def read(kind: str, text: str, after: str) -> tuple[set[tuple[str, str]], set[tuple[str, str, str]]]:
    nlp = letopis.load()
    if kind:
        name = f"{kind} {text}".replace(".", "")
        Language.component(name, func=retokenizer(kind, text), retokenizes=True)
        nlp.add_pipe(name, after=after)
    doc = nlp(SAID)
    if after == FINDERS[-1]:
        adopt(doc, nlp)
    links = {(link.type, link.source.text, link.target.text) for link in doc._.relations}
    return {(span.label_, span.text) for span in doc.spans["letopis"]}, links


@pytest.mark.parametrize("after", FINDERS)
@pytest.mark.parametrize(("kind", "text"), [("merge", "сообщает сегодня агентство"), ("split", "сообщает")])
def test_other_tokens_between_the_finders_leave_every_span(kind: str, text: str, after: str) -> None:
    assert read(kind, text, after) == read("", "", "")


@pytest.mark.parametrize("text", ["в Риме", "Договор о дружбе.", "подписали в Риме 23 апреля"])
def test_spans_within_a_merged_token_become_all_of_it(text: str) -> None:
    spans, links = read("merge", text, "letopis_agreements")
    wanted, before = read("", "", "")
    wider = {name: text for _, name in wanted if name in text}
    if "апреля" in text:
        wider["23 апреля 1997 г."] = f"{text} 1997 г."
    assert spans == {(label, wider.get(name, name)) for label, name in wanted}
    assert links == {(kind, wider.get(one, one), wider.get(other, other)) for kind, one, other in before}
