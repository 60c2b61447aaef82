"""The table of states, and that no fact of a sentence depends on which state stands in it."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from itertools import takewhile, zip_longest
from pathlib import Path

import pytest
from spacy.language import Language

import letopis
from letopis.bilingual.names import english_names
from letopis.dictionary import ANY_CASE, CASES
from letopis.extraction import ToExtract, extract_raw, raw_text
from letopis.linking.articles import link_articles
from letopis.russian.spelling import recase
from letopis.russian.states import (
    begins_state,
    facts_of,
    folded,
    in_case,
    state_abbreviations,
    state_at,
    state_names,
    state_of,
    states,
)

SEED = 1815
FRAMES = {
    "nomn": "В списке стоит {}.",
    "gent": "Делегация из {} прибыла в Ош.",
    "datv": "Посол обратился к {} с просьбой.",
    "accs": "Президент посетил {} весной.",
    "ablt": "Переговоры с {} идут в Оше.",
    "loct": "Выставка открылась в {} весной.",
}
VERBS = ["подписан в 1950 г.", "ратифицирован парламентом.", "вступил в силу.", "подписали министры.", "устарел."]
SAID_OTHERWISE = {"Сальвадор", "Доминика"}
"""First names before they are states."""


def written(name: str, case: str) -> str:
    """Return a name in a case, its first form by the alphabet, with its own capitals."""
    form = name if case == "nomn" else sorted(in_case(name, case))[-1]
    return " ".join(recase(word, model) for word, model in zip(form.split(), name.split(), strict=True))


def sample(number: int) -> list[str]:
    names = [name for name, _ in states() if name not in SAID_OTHERWISE]
    return random.Random(SEED).sample(names, number)


def pairs(number: int) -> Iterator[tuple[str, str]]:
    names = [name for name in sample(2 * number + 40) if " и " not in name]
    both = list(zip(names[:number], names[number : 2 * number], strict=True))
    yield from ((one, other) for one, other in both if state_of(one) != state_of(other))


@pytest.fixture(scope="module")
def nlp() -> Language:
    return letopis.load()


@pytest.mark.parametrize("case", CASES)
def test_every_name_is_known_in_every_case(case: str) -> None:
    for name, _ in states():
        state = state_of(written(name, case))
        assert state is not None, (name, case)
        assert case in state.cases or state.short != state_names()[folded(name)][1], (name, case)


def test_every_name_is_read_whole() -> None:
    for name, _ in states():
        words = written(name, "ablt").replace(",", " ,").split()
        assert begins_state(words[0])
        assert state_at(["с", *words, "тогда"], 1) == len(words), name


def test_abbreviations_stand_in_every_case() -> None:
    assert all(state_of(name) is None or state_of(name).cases == ANY_CASE for name in state_abbreviations())  # type: ignore[union-attr]


@pytest.mark.parametrize("text", ["Осло", "Советский", "Новая", "республика", "московский"])
def test_what_is_no_state(text: str) -> None:
    assert state_of(text) is None


@pytest.mark.parametrize("case", CASES)
def test_one_place_for_every_name_and_case(nlp: Language, case: str) -> None:
    for name in sample(40):
        form = written(name, case)
        text = FRAMES[case].format(form)
        code, short = state_names()[folded(name)]
        start = text.index(form)
        doc = nlp(text)
        spans = [s for s in doc.spans["letopis"] if s.start_char < start + len(form) and start < s.end_char]
        assert [(s.label_, s.text, s._.entity) for s in spans] == [("GPE", form, f"gpe:{code or folded(short)}")]


@pytest.mark.parametrize("verb", VERBS)
def test_both_sides_whichever_states_they_are(nlp: Language, verb: str) -> None:
    for one, other in pairs(15):
        for first, second in ((one, other), (other, one)):
            sides = written(first, "ablt"), written(second, "ablt")
            title = "Договор между {} и {}".format(*sides)
            doc = nlp(f"{title} {verb}")
            parties = [link.target.text for link in doc._.relations if link.type == "party"]
            assert sorted(parties) == sorted(sides), doc.text
            assert title in [span.text for span in doc.spans["letopis"] if span.label_ == "AGREEMENT"]


@pytest.mark.parametrize("frame", ["После подписания {} начался обмен.", "Ждали {} осенью.", "Из-за {} спорили."])
def test_three_sides_whichever_states_they_are(nlp: Language, frame: str) -> None:
    for (one, other), (last, _) in zip(pairs(15), reversed(list(pairs(15))), strict=True):
        sides = [written(name, "ablt") for name in (one, other, last)]
        doc = nlp(frame.format("договора между {}, {} и {}".format(*sides)))
        parties = [link.target.text for link in doc._.relations if link.type == "party"]
        assert set(parties) == set(sides), doc.text


def test_sides_joined_by_a_dash(nlp: Language) -> None:
    for one, other in pairs(30):
        doc = nlp(f"Соглашение {one} – {other} о торговле утратило силу.")
        parties = [link.target.text for link in doc._.relations if link.type == "party"]
        assert parties == [one, other], doc.text


def test_a_state_in_a_subject_is_no_place_of_signing(nlp: Language) -> None:
    for name in sample(40):
        place = written(name, "loct")
        doc = nlp(f"Чехия и Польша подписали соглашение о прекращении огня в {place}.")
        assert "signed_in" not in [link.type for link in doc._.relations], doc.text


def test_every_state_is_a_place_of_signing(nlp: Language) -> None:
    rows = [(short, code, written_in(short, "loct")) for code, short in dict.fromkeys(value for _, value in states())]
    texts = [f"Соглашение о торговле было подписано 3 мая 1999 г. в {form}." for _, _, form in rows]
    articles = extract_raw([ToExtract(raw_text(text), str(n)) for n, text in enumerate(texts)], nlp)
    for (short, code, form), article in zip(rows, articles, strict=True):
        names = {entity.id: entity.text for entity in article.entities}
        assert [names[r.to_id] for r in article.relations if r.type == "signed_in"] == [form], short
        (place,) = (e for e in link_articles([article])[0].entities if e.text == form)
        assert place.entity == f"gpe:{code or folded(short)}"


def written_in(name: str, case: str) -> str:
    """Return a name in a case with the capitals that it has in the table."""
    if name.isupper():
        return name
    form = min(in_case(name, case))
    return " ".join(
        word
        if old.isupper()
        else "-".join(
            part.capitalize() if first[:1].isupper() else part
            for part, first in zip_longest(word.split("-"), old.split("-"), fillvalue="")
        )
        for word, old in zip(form.split(), name.split(), strict=True)
    )


def test_every_state_has_an_english_name() -> None:
    lacking = [short for _, (_, short) in states() if not english_names(short)]
    assert not lacking
    assert english_names("Абхазия") == ("Abkhazia",)
    assert english_names("Казахская ССР")[-1] == "Kazakh SSR"


FORMER = ["Российская империя", "Османская империя", "Грузинская ССР", "Кавказская Албания", "Речь Посполитая", "ДРВ"]


def identity_of(name: str) -> str:
    code, short = state_names()[folded(name)]
    return f"gpe:{code or folded(short)}"


def test_every_state_has_ids_of_its_own_and_years_that_edtf_reads() -> None:
    known = {facts.short: facts for _, (code, short) in states() if (facts := facts_of(f"gpe:{code or folded(short)}"))}
    assert set(known) == {short for _, (_, short) in states()}
    ids = [one for facts in known.values() for one in facts.ids]
    assert len(ids) == len(set(ids))
    for facts in known.values():
        assert facts.ids
        assert all(re.fullmatch(r"(iso3166-1:[A-Z]{2}|iso3166-3:[A-Z]{4}|letopis:[a-z-]+)", one) for one in facts.ids)
        assert re.fullmatch(r"(-?\d{4})?/(\d{4}|\.\.)|", facts.years), facts
        begin, _, end = facts.years.partition("/")
        assert not (begin and end.isdigit()) or int(begin) < int(end), facts
        former = not facts.ids[0].startswith("iso3166-1") and end != ".."
        assert not former or end.isdigit(), f"{facts.short} is gone: say when"


@pytest.mark.parametrize("name", FORMER)
def test_a_former_state_is_none_of_today(name: str) -> None:
    facts = facts_of(identity_of(name))
    assert facts is not None
    assert not any(one.startswith("iso3166-1") for one in facts.ids)
    assert facts.years[-1].isdigit()


@pytest.mark.parametrize(("old", "new"), [("Киргизия", "KG"), ("Бирма", "MM"), ("Заир", "CD"), ("Персия", "IR")])
def test_an_older_name_is_the_same_state(old: str, new: str) -> None:
    assert identity_of(old) == f"gpe:{new}"


@pytest.mark.parametrize(("part", "code"), [("Англией", "GB"), ("Голландии", "NL")])
def test_a_parts_name_in_common_use_is_the_states(part: str, code: str) -> None:
    state = state_of(part)
    assert state is not None
    assert state.code == code
    assert state_of(f"Новая {part}") is None


RUSSIAN = Path(__file__).parent.parent / "src" / "letopis" / "russian"


@pytest.mark.parametrize("path", sorted(RUSSIAN.glob("*.tsv")), ids=lambda path: path.stem)
def test_a_table_of_russian_says_where_it_is_from(path: Path) -> None:
    head = "\n".join(takewhile(lambda line: line[:1] == "#", path.read_text(encoding="utf-8").splitlines()))
    assert re.search(r"Sources: |\b[Ff]rom |Compiled for this", head)
