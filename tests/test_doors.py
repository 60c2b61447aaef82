"""Components left out, replaced, put elsewhere, and one's own among them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import combinations
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

import letopis
from letopis.errors import InputError
from letopis.extraction import ToExtract, extract_raw, raw_text
from letopis.records import Article

TEXT = (
    "Министр Николай Орлов прибыл в Прагу. Правительства Франции и Италии подписали в Риме 23 апреля 1997 г. "
    "Соглашение о торговле. Оно вступило в силу 5 мая."
)
ALL = [
    "letopis_sentences", "letopis_morphology", "letopis_trees", "letopis_dates", "letopis_names", "letopis_agreements",
    "letopis_linker",
]  # fmt: skip
WRITING = [name for name in ALL if name != "letopis_trees"]
"""Those that change the records of this page's text; trees wait to be asked."""

SUBSETS = [subset for size in range(len(WRITING) + 1) for subset in combinations(WRITING, size)]
TOWN = "Прагу"


def town_in(doc: Doc) -> Span | None:
    start = doc.text.find(TOWN)
    return doc.char_span(start, start + len(TOWN), label="GPE") if start >= 0 else None


@Language.component("own_ents", assigns=["doc.ents"])
def own_ents(doc: Doc) -> Doc:
    town = town_in(doc)
    if town is not None:
        doc.set_ents([town], default="unmodified" if doc.ents else "outside")
    return doc


@Language.component("own_spans", assigns=["doc.spans"])
def own_spans(doc: Doc) -> Doc:
    town = town_in(doc)
    if town is not None:
        doc.spans["letopis"] = [*doc.spans.get("letopis", ()), town]
    return doc


@Language.component("own_rest")
def own_rest(doc: Doc) -> Doc:
    """Something else that changes nothing."""
    return doc


@contextmanager
def pipeline(*names: str) -> Iterator[Language]:
    """Make a pipeline of these components in this order; ours are made once."""
    nlp = spacy.blank("ru", config={"nlp": {"tokenizer": {"@tokenizers": "letopis.tokenizer.v1"}}})
    for name in names:
        nlp.add_pipe(name)
    yield nlp


@cache
def record_of(left: tuple[str, ...]) -> Article:
    nlp = letopis.load(exclude=[name for name in ALL if name not in left])
    assert nlp(TEXT).text == TEXT
    return letopis.extract_text(TEXT, nlp)


def labels(article: Article) -> set[str]:
    return {entity.label for entity in article.entities}


def check(article: Article, names: list[str]) -> None:
    """Check what must hold of a record made by some components in some order."""
    assert article.pipeline["components"] == names
    assert [(e.start_offset, -e.end_offset) for e in article.entities] == sorted(
        (e.start_offset, -e.end_offset) for e in article.entities
    )
    assert all(e.by and article.text[e.start_offset : e.end_offset] == e.text for e in article.entities)
    assert all(s.start < s.end for s in article.sentences)
    towns = [e for e in article.entities if e.text == TOWN]
    known = {"letopis_names", "own_ents", "own_spans"} & set(names)
    assert bool(towns) == bool(known)
    assert ("DATE" in labels(article)) == ("letopis_dates" in names)
    assert ("AGREEMENT" in labels(article)) == ("letopis_agreements" in names)
    assert bool(towns and towns[0].entity) == bool(known and "letopis_linker" in names)


@pytest.mark.parametrize("left", SUBSETS, ids=lambda left: "+".join(name.removeprefix("letopis_") for name in left))
def test_any_components_can_be_left_out(left: tuple[str, ...]) -> None:
    article = record_of(left)
    check(article, list(left))
    assert article.pipeline["morphology"] == ("pymorphy3" if "letopis_morphology" in left else None)


@pytest.mark.parametrize("gone", [*combinations(ALL, 1), *combinations(ALL, 2)])
def test_removed_components_are_as_if_excluded(gone: tuple[str, ...]) -> None:
    nlp = letopis.load()
    for name in gone:
        nlp.remove_pipe(name)
    assert letopis.extract_text(TEXT, nlp) == record_of(tuple(nlp.pipe_names))


@given(st.permutations([*ALL, "own_ents", "own_spans", "own_rest"]), st.integers(1, 10))
@settings(max_examples=40, deadline=None)
def test_components_run_in_any_order(order: list[str], size: int) -> None:
    with pipeline(*order[:size]) as nlp:
        check(letopis.extract_text(TEXT, nlp), order[:size])
        assert nlp("").text == ""


@pytest.mark.parametrize("place", range(len(ALL) + 1))
@pytest.mark.parametrize("own", ["own_ents", "own_spans"])
def test_spans_of_ones_own_bear_the_name_of_their_component(own: str, place: int) -> None:
    nlp = letopis.load(exclude="letopis_names")
    nlp.add_pipe("own_rest", first=True)
    nlp.add_pipe(own, name="mine", **_where(nlp, place))  # type: ignore[arg-type]
    (town,) = (e for e in letopis.extract_text(TEXT, nlp).entities if e.text == TOWN)
    assert (town.by, town.normal, town.entity) == ("mine", "Прага", "gpe:прага")


def _where(nlp: Language, place: int) -> dict[str, str | bool]:
    """Return the arguments of ``add_pipe`` for a place among our components."""
    ours = [name for name in nlp.pipe_names if name.startswith("letopis")]
    return {"before": ours[place]} if place < len(ours) else {"last": True}


def test_names_of_ones_own_are_read_by_agreements() -> None:
    nlp = letopis.load(exclude="letopis_names")
    ruler = nlp.add_pipe("entity_ruler", before="letopis_agreements")
    ruler.add_patterns([{"label": "GPE", "pattern": name} for name in ("Франции", "Италии", "Риме")])
    article = letopis.extract_text(TEXT, nlp)
    texts = {entity.id: entity.text for entity in article.entities}
    assert {(r.type, texts[r.to_id]) for r in article.relations} == {
        ("party", "Франции"), ("party", "Италии"), ("signed_in", "Риме"), ("signed_on", "23 апреля 1997 г."),
    }  # fmt: skip


def test_labels_that_are_none_of_ours_stay_in_ents() -> None:
    nlp = letopis.load()
    nlp.add_pipe("entity_ruler", first=True).add_patterns([{"label": "POST", "pattern": "Министр"}])
    assert "POST" not in labels(letopis.extract_text(TEXT, nlp))


@pytest.mark.parametrize("own", ["own_rest", "own_ents", "own_spans", "sentencizer"])
def test_one_behind_the_linker_changes_no_linking(own: str) -> None:
    """An article in pieces: its persons are one, whatever comes behind."""
    text = "Посол Эльмар Тофик прибыл.\n\n" + "Текст идёт дальше. " * 6_000 + "\n\nЭ. Тофик уехал."
    nlp = letopis.load(disable=["letopis_morphology"])
    plain = letopis.extract_text(text, nlp)
    nlp.add_pipe(own, last=True)
    other = letopis.extract_text(text, nlp)
    assert other.entities == plain.entities
    assert {entity.normal for entity in other.entities} == {"Эльмар Тофик", "Э. Тофик"}
    assert len({entity.entity for entity in other.entities}) == 1


def test_spacy_loads_it_as_a_package() -> None:
    nlp = spacy.load("letopis", exclude=["letopis_morphology"], disable="letopis_agreements")
    assert nlp.component_names == [name for name in ALL if name != "letopis_morphology"]
    assert nlp.disabled == ["letopis_agreements"]
    nlp.enable_pipe("letopis_agreements")
    doc = nlp(TEXT)
    assert "AGREEMENT" in {span.label_ for span in doc.spans["letopis"]}


def test_settings_come_in_as_spacy_takes_them() -> None:
    for config in (
        {"components": {"letopis_names": {"scheme": "nerel"}}},
        {"components.letopis_names.scheme": "nerel"},
    ):
        assert spacy.load("letopis", config=config).get_pipe_config("letopis_names")["scheme"] == "nerel"
    assert letopis.load(scheme="nerel").get_pipe_config("letopis_names")["scheme"] == "nerel"
    assert letopis.load(enable=["letopis_dates"]).pipe_names == ["letopis_dates"]
    vocab = Vocab()
    assert letopis.load(vocab=vocab).vocab is vocab


def test_a_component_that_there_is_not() -> None:
    with pytest.raises(InputError, match=r"no component 'letopis_nams'; did you mean 'letopis_names'\?"):
        letopis.load(config={"components.letopis_nams.scheme": "nerel"})


def test_a_part_comes_back_from_disk(tmp_path: Path) -> None:
    nlp = letopis.load(exclude=["letopis_names", "letopis_linker"])
    nlp.to_disk(tmp_path)
    again = spacy.load(tmp_path)
    assert again.pipe_names == nlp.pipe_names
    assert letopis.extract_text(TEXT, again) == letopis.extract_text(TEXT, nlp)


def test_the_tagger_reads_the_tokens_of_the_doc(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text is cut once, and one that was cut anew is read so."""
    from letopis.entities.names import passage

    def refuse(text: str) -> list[tuple[int, int]]:
        raise AssertionError(text)

    nlp = letopis.load()
    doc = nlp.make_doc(TEXT)
    monkeypatch.setattr(passage, "tokenize", refuse)
    doc = nlp(doc)
    assert TOWN in {span.text for span in doc.spans["letopis"]}
    doc = nlp.make_doc("Посол прибыл в Нью Йорк и Баку.")
    with doc.retokenize() as retokenizer:
        retokenizer.merge(doc[3:5])
    doc = nlp(doc)
    assert {"Нью Йорк", "Баку"} <= {span.text for span in doc.spans["letopis"]}


def test_articles_of_several_texts_in_any_pipeline() -> None:
    nlp = letopis.load(exclude=["letopis_sentences", "letopis_morphology"])
    tokens: list[list[object]] = []
    (article,) = extract_raw([ToExtract(raw_text(TEXT), "a", tokens=tokens)], nlp)  # type: ignore[arg-type]
    assert [len(sentence) for sentence in tokens] == [29]
    assert len(article.sentences) == 1


def test_the_recipe_for_a_transformer_runs(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The block of the page as it stands, with a model of ours that knows a few names."""
    names = {"Николай Орлов": "PER", "Франции": "LOC", "Италии": "LOC", "Риме": "LOC", "Соглашение": "MISC"}

    def pipeline(task: str, *, model: str, aggregation_strategy: str) -> Callable[[list[str]], list[list[Any]]]:
        assert (task, model, aggregation_strategy) == ("token-classification", "path/to/model", "simple")
        return lambda texts: [
            [
                {"entity_group": group, "score": 0.9, "start": text.index(name), "end": text.index(name) + len(name)}
                for name, group in names.items()
                if name in text
            ]
            for text in texts
        ]

    monkeypatch.setitem(sys.modules, "transformers", SimpleNamespace(pipeline=pipeline))
    page = (root / "docs" / "spacy.md").read_text(encoding="utf-8")
    recipe = next(
        block for block in page.split("```python\n") if "transformers" in block and "TransformerNames" in block
    )
    recipe = recipe.partition("```")[0]
    assert len([line for line in recipe.splitlines() if line.strip()]) <= 30
    scope: dict[str, Any] = {"__name__": "recipe"}
    exec(recipe, scope)
    article = letopis.extract_text(TEXT, scope["nlp"])
    found = {(entity.text, entity.label): entity for entity in article.entities}
    assert found["Николай Орлов", "PERSON"].normal == "Николай Орлов"
    assert {found[name, "GPE"].by for name in ("Франции", "Италии", "Риме")} == {"transformer_names"}
    assert found["Франции", "GPE"].entity == "gpe:FR"
    assert found["Соглашение о торговле", "AGREEMENT"].status == "in_force"
    texts = {entity.id: entity.text for entity in article.entities}
    assert {("party", "Франции"), ("party", "Италии"), ("signed_in", "Риме")} <= {
        (relation.type, texts[relation.to_id]) for relation in article.relations
    }
