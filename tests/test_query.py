"""The query language: what it means, held against a slow matcher that tries everything, and what it refuses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index_records import make
from letopis.errors import InputError
from letopis.formats.conllu import TaggedSentence, TaggedToken
from letopis.index import open_index
from letopis.index.files import from_conllu, in_memory
from letopis.index.index import Index
from letopis.index.query import parse_query

# Form, lemma, tag, features, head, relation: a sentence a line.
SENTENCES = """\
Новый/новый/ADJ/Case=Nom/2/amod договор/договор/NOUN/Case=Nom/0/root о/о/ADP//4/case мире/мир/NOUN/Case=Loc/2/nmod
Мир/мир/NOUN/Case=Nom/3/nsubj и/и/CCONJ//1/cc ведёт/вести/VERB//0/root договор/договор/NOUN/Case=Acc/3/obj
Договор/договор/NOUN/Case=Nom/0/root за/за/ADP//3/case договором/договор/NOUN/Case=Ins/1/nmod"""


def sentence_of(line: str, name: str) -> TaggedSentence:
    rows = [word.split("/") for word in line.split(" ")]
    return TaggedSentence(
        name,
        [
            TaggedToken(form, lemma, upos, dict([bundle.split("=")] if bundle else []), int(head), deprel, {})
            for form, lemma, upos, bundle, head, deprel in rows
        ],
    )


def index_of(text: str) -> Index:
    article, tokens, names = from_conllu(
        "a", [sentence_of(line, f"s{n}") for n, line in enumerate(text.split("\n"), 1)]
    )
    return in_memory(article, tokens, name="a", sentence_names=names)


@cache
def small() -> Index:
    return index_of(SENTENCES)


def found(query: str, index: Index | None = None) -> list[str]:
    return [hit.match for hit in (index or small()).search(query)]


@pytest.mark.parametrize(
    ("query", "matches"),
    [
        ('[lemma="мир|договор"]', ["договор", "мире", "Мир", "договор", "Договор", "договором"]),
        ('[lemma="до.+"] []{0,1} [lemma="мир"]', ["договор о мире"]),
        ('[lemma="договор"] [pos="ADP"] [pos="NOUN"]', ["договор о мире", "Договор за договором"]),
        ('"договор"', ["договор", "договор", "Договор"]),
        ("'мир.*'", ["мире", "Мир"]),
        ('[form=="Мир"]', ["Мир"]),
        ('[form!=="Мир" & lemma="мир"]', ["мире"]),
        ('[pos="ADJ"]? [lemma="договор"]', ["Новый договор", "договор", "Договор", "договором"]),
        ('[pos="NOUN"]{2}', []),
        ('[pos="NOUN"] [pos="ADP"]+', ["договор о", "Договор за"]),
        ('([pos="ADJ"] | [pos="CCONJ"]) []', ["Новый договор", "и ведёт"]),
        ('[pos="ADJ" | pos="CCONJ"]', ["Новый", "и"]),
        ('[!(pos="NOUN") & !pos="ADP"]', ["Новый", "и", "ведёт"]),
        ('[Case=""]', ["о", "и", "ведёт", "за"]),
        ('[Case!="" & Case!="Nom"]', ["мире", "договор", "договором"]),
        ("<s> []", ["Новый", "Мир", "Договор"]),
        ("[pos=NOUN] </s>", ["мире", "договор", "договором"]),
        ("<s> [pos=NOUN] []{2} [pos=NOUN] </s>", ["Мир и ведёт договор"]),
        ("<s/>", ["Новый договор о мире", "Мир и ведёт договор", "Договор за договором"]),
        ("[lemma=договор] within (<s> [pos=NOUN])", ["Договор"]),
        ("[lemma=договор] !within (<s> [pos=NOUN])", ["договор", "договор", "договором"]),
        ("<s/> containing [pos=VERB]", ["Мир и ведёт договор"]),
        ("<s/> !containing [pos=VERB] containing [pos=ADJ]", ["Новый договор о мире"]),
        ("1:[pos=NOUN] [] 2:[pos=NOUN] :: 1.lemma = 2.lemma", ["Договор за договором"]),
        ("1:[pos=NOUN] [] 2:[pos=NOUN] :: 1.lemma != 2.lemma & 2.Case = 'Loc'", ["договор о мире"]),
        ("1:[] [] 2:[pos=NOUN] :: !(1.pos = 2.pos) | 2.Case='Ins'", ["и ведёт договор", "Договор за договором"]),
        ("[head.lemma=вести]", ["Мир", "договор"]),
        ("[head[lemma=вести & pos=VERB] & deprel=obj]", ["договор"]),
        ("[child.deprel=obj]", ["ведёт"]),
        ("[child[deprel=nmod & Case=Ins]]", ["Договор"]),
        ("[pos=NOUN & !child[pos=ADP|CCONJ|ADJ]]", ["договор", "Договор"]),
        ("[child.child.lemma=о]", ["договор"]),
        ("[lemma=договор] [pos=NOUN] within <article/>", ["договор Договор"]),
        ("[lemma=мир] [pos=NOUN|CCONJ] within <article/>", ["мире Мир", "Мир и"]),
        ("[Case=Loc] [lemma=мир] within <article/>", ["мире Мир"]),
        ("[Case=Loc] [lemma=мир]", []),
        ("[]{3,} </s>", ["Новый договор о мире", "Мир и ведёт договор", "Договор за договором"]),
        ('[lemma="ДОГОВОР" & form="договорОм"]', ["договором"]),
        ('[lemma="вести" & form="ведет"]', ["ведёт"]),
        ('[pos="NOUN"]* [pos="VERB"]', ["ведёт"]),
        ('"мир"%c [lemma="и"%c]', ["Мир и"]),
    ],
)  # fmt: skip
def test_what_a_query_finds(query: str, matches: list[str]) -> None:
    assert found(query) == matches


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("lemmma=x", "did you mean 'lemma'"),
        ("Gendre=Masc", "did you mean 'Gender'"),
        ("case=Gen", "did you mean 'Case'"),
        ("pos=NOUNN", "did you mean 'NOUN'"),
        ("Case=Genitive", "no Case fits 'Genitive'"),
        ('[deprel="nsub"]', "did you mean 'nsubj'"),
        ("entity=AGREMENT", "did you mean 'AGREEMENT'"),
        ("<AGREMENT/>", "did you mean 'AGREEMENT'"),
        ("[] within <sentence/>", "<sentence>"),
        ("<AGREEMENT partie=x/>", "did you mean 'party'"),
        ("<AGREEMENT status=sined/>", "did you mean 'signed'"),
        ("<s length=3/>", "<s> has no such attribute"),
        ("<AGREEMENT head[pos=NOUN]/>", "that is asked of tokens"),
        ("1:[] :: 2.lemma = 'x'", "no token with the label 2; write it as 2:"),
        ("1:[] 2:[] :: 1.lema = 2.lema", "did you mean 'lemma'"),
        ("1:[] 2:[] :: 1.entity = 2.entity", "compares no word or tag"),
        ('[lemma="до*"]', r"write '\.\*' for any letters"),
        ('[lemma="(до"]', "no regular expression"),
        ("[]{3,2}", "no number of times"),
        ("[]{,}", "no number of times"),
        ("[lemma>=x]", "has no order"),
        ("[lemma>='x']", "has no order"),
        ("[father.lemma=x]", "before a stop write head or child"),
        ("[lemma=x", "the bracket at character 1 is open"),
        ("[lemma=x] within", "its end is missing"),
        ("[lemma=x] []]", "closes none"),
        ("[] []{1000} [] []{0,5", "character 18"),
    ],
)
def test_what_is_refused(query: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        list(small().search(query))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("lemma=до*", '[lemma="до.*"]'),
        ("lemma=договор|мир pos=NOUN", '[lemma="договор|мир" & pos="NOUN"]'),
        ("[pos=ADJ Case=Nom] [lemma=договор]", '[pos="ADJ" & Case="Nom"] [lemma="договор"]'),
        ("deprel!=root pos=NOUN", '[deprel!="root" & pos="NOUN"]'),
        ("HEAD.pos=NOUN", '[head.pos="NOUN"]'),
        ("lemma=*", '[lemma=".*"]'),
    ],
)
def test_the_short_way_means_the_long_one(old: str, new: str) -> None:
    assert found(old) == found(new) != []


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("query"))


@pytest.mark.parametrize(
    ("query", "matches"),
    [
        ("<AGREEMENT/>", ["Договор о дружбе", "Договор о дружбе", "Договор о мире"]),
        ('<AGREEMENT party="gpe:KG"/>', ["Договор о дружбе"]),
        ("<AGREEMENT party=латвия/>", ["Договор о дружбе", "Договор о мире"]),
        ('<AGREEMENT party="gpe:LV" & signed_in="Рига"/>', ["Договор о дружбе"]),
        ('<AGREEMENT signed_on="1998"/>', ["Договор о дружбе"]),
        ('<AGREEMENT signed_on="1997..1998-05-04"/>', []),
        ('<AGREEMENT signed_on>="1998-05"/>', ["Договор о дружбе"]),
        ('<AGREEMENT party!="gpe:KG"/>', ["Договор о дружбе", "Договор о мире"]),
        ('<AGREEMENT signed_on=""/>', ["Договор о дружбе", "Договор о мире"]),
        ("<AGREEMENT status=signed|in_force/>", ["Договор о дружбе", "Договор о дружбе"]),
        ("<agreement !status=signed status!=''/>", ["Договор о дружбе"]),
        ("<AGREEMENT/> containing [lemma=мир]", ["Договор о мире"]),
        ("<AGREEMENT/> within <section kind=title/>", ["Договор о дружбе"]),
        ("<GPE/> within <ORG/>", ["Латвии"]),
        ("<ORG/> containing <GPE entity='gpe:LV'/>", ["посол Латвии"]),
        ("[lemma=договор] !within <AGREEMENT/>", ["договор"]),
        ("[lemma=подписать] <AGREEMENT/>", ["подписали Договор о дружбе"]),
        ("<AGREEMENT/> [lemma=подписать] <ORG/>", ["Договор о мире подписал посол Латвии"]),
        ("[lemma=договор] within <article year=2016/>", ["Договор", "договор"]),
        ("[lemma=договор] within <article year<=2001 journal=вестник/>", ["Договор", "Договор"]),
        ("referent=gpe:LV", ["Латвия", "Латвии"]),
        ("entity=GPE form=ри*", ["Риге", "Риге"]),
        ("[entity='' & lemma='договор']", ["договор"]),
    ],
)
def test_what_a_query_finds_by_what_is_known(corpus: Path, query: str, matches: list[str]) -> None:
    with open_index(corpus) as index:
        assert found(query, index) == matches


WORDS = ("а", "б", "в")
token = st.sampled_from(["[]", "[lemma=а]", "[lemma=б]", '[lemma="а|в"]', "[lemma!=а]"])
tag = st.sampled_from(["<s>", "</s>"])
times = st.sampled_from(["", "", "?", "*", "+", "{2}", "{0,2}", "{1,3}", "{2,}"])


def grown(inner: Any) -> Any:
    repeated = st.tuples(inner, times).map(lambda pair: f"({pair[0]}){pair[1]}")
    return st.one_of(
        repeated,
        st.lists(inner, min_size=2, max_size=3).map(" ".join),
        st.lists(inner, min_size=2, max_size=2).map(lambda pair: f"({' | '.join(pair)})"),
    )


patterns = st.recursive(token, grown, max_leaves=5)
texts = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6), min_size=1, max_size=4)


@given(
    query=st.tuples(st.sampled_from(["", "<s> "]), patterns, st.sampled_from(["", " </s>"])).map("".join), text=texts
)
@settings(deadline=None, max_examples=300)
def test_hits_are_those_of_a_matcher_that_tries_everything(query: str, text: list[list[str]]) -> None:
    """Python's own regular expressions over the lemmas of one sentence find every start and end."""
    lines = "\n".join(" ".join(f"{word}/{word}/NOUN//0/root" for word in sentence) for sentence in text)
    hits = [(row[0], row[1]) for row in index_of(lines).search(query).rows.tolist()]
    assert hits == list(expected(query, text))


def expected(query: str, text: list[list[str]]) -> Iterator[tuple[int, int]]:
    pattern = query
    for written, letters in (
        ("[lemma=а]", "а"), ("[lemma=б]", "б"), ('[lemma="а|в"]', "[ав]"), ("[lemma!=а]", "[бв]"), ("[]", "[абв]"),
        ("<s>", "(?<![абв])"), ("</s>", "(?![абв])"), (" ", ""),
    ):  # fmt: skip
        pattern = pattern.replace(written, letters)
    shift = 0
    for sentence in text:
        line = "".join(sentence)
        ways = [
            (start, end)
            for start in range(len(line))
            for end in range(start + 1, len(line) + 1)
            if re.compile(f"(?:{pattern})(?=#)").match(f"{line[:end]}#", start)
            if not ("</s>" in query and end < len(line)) and not ("<s>" in query and start)
        ]
        shortest = {start: min(e for s, e in ways if s == start) for start, _ in ways}
        farthest = {end: min(s for s, e in shortest.items() if e == end) for end in shortest.values()}
        yield from ((shift + start, shift + end) for end, start in sorted(farthest.items(), key=lambda pair: pair[1]))
        shift += len(line)


def test_too_many_ways_to_match_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("letopis.index.match.MOST_ROWS", 5)
    with pytest.raises(InputError, match="too many ways to match"):
        found("[] []")


def test_a_query_can_be_read_once_and_asked_often() -> None:
    query = parse_query("lemma=мир")
    assert len(small().search(query)) == len(small().search(query)) == 2


def test_hits_can_be_cut_and_counted_without_their_texts() -> None:
    hits = small().search("[]", limit=7)
    assert len(hits) == 7
    assert [hit.match for hit in hits[1:3]] == ["договор", "о"]
    assert hits[-1].match == "ведёт"
    assert small().search("1:[pos=ADJ] 2:[]")[0].labels == {"1": 0, "2": 1}
