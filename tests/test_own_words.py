"""Words, abbreviations and states of one's own: in a file, in a mapping, in ``add_pipe``; two pipelines at once."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.language import Language
from typer.testing import CliRunner

import letopis
from letopis.cli import app
from letopis.dictionary import CASES
from letopis.entities.own_words import own_words
from letopis.errors import InputError
from letopis.extraction import extract_text
from letopis.formats.jsonl import read_articles
from letopis.records import Article
from letopis.russian.states import forms_of
from letopis.scale.work import WorkOptions, describe_work
from letopis.settings import read_settings

TOML = """
[words]
"шерть" = "конвенция"
"фирман" = "договор"
"нунциатура" = "миссия"
"ВТК" = "ООО"

[abbreviations]
name = ["кишл."]
final = ["саж"]

[[states]]
name = "Руритания"
code = "RT"
other = ["Руританское Королевство", "РУК"]

[[states]]
name = "Арканар"

[names]
never = ["Прагматик", "Новая Волна"]
named_by_word = ["гостелесеть"]
"""


@pytest.fixture(scope="module")
def toml(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("settings") / "my.toml"
    path.write_text(TOML, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def own(toml: Path) -> Language:
    return letopis.load(config=toml)


@cache
def plain() -> Language:
    return letopis.load()


def entities(text: str, nlp: Language) -> list[tuple[str, str, str | None]]:
    return [(e.text, e.label, e.entity or e.kind) for e in extract_text(text, nlp).entities]


def shape(article: Article) -> list[tuple[str, int, int, str]]:
    """Return labels with the numbers of the words that they span, and the relations."""
    numbers = {}
    for entity in article.entities:
        first = len(article.text[: entity.start_offset].split())
        numbers[entity.id] = (entity.label, first, first + len(entity.text.split()))
    links = [("relation", *sorted((r.from_id, r.to_id)), r.type) for r in article.relations]
    return [*((*place, "") for place in numbers.values()), *links]


AGREEMENTS = (
    "Между Чехией и Словакией подписана {} о дружбе.",
    "Стороны ратифицировали {accs} о границе от 3 мая 1999 г.",
    "Порядок проезда закреплён в {loct} о торговле между Чехией и Словакией.",
    "Чехия вышла из {gent} о рыбной ловле 1992 г., а Словакия осталась верна {datv}.",
    "С {ablt} о мире между Чехией и Словакией согласились все.",
)


def filled(sentence: str, forms: dict[str, str]) -> str:
    return sentence.format(forms["nomn"], **forms)


SHERT = dict(zip(CASES, "шерть шерти шерти шерть шертью шерти".split(), strict=True))
TREATY = dict(zip(CASES, "конвенция конвенции конвенции конвенцию конвенцией конвенции".split(), strict=True))


@pytest.mark.parametrize("capital", [False, True])
@pytest.mark.parametrize("sentence", AGREEMENTS)
def test_a_head_of_ones_own_is_read_as_the_one_that_it_is_like(own: Language, sentence: str, capital: bool) -> None:
    written = [
        {case: form.capitalize() if capital else form for case, form in forms.items()} for forms in (SHERT, TREATY)
    ]
    mine, theirs = (extract_text(filled(sentence, forms), own) for forms in written)
    assert shape(mine) == shape(theirs)
    kinds = [[e.kind for e in article.entities if e.label == "AGREEMENT"] for article in (mine, theirs)]
    assert kinds[0] == ["шерть"] * len(kinds[1])
    assert not [e for e in extract_text(filled(sentence, written[0]), plain()).entities if e.label == "AGREEMENT"]


STATES = (
    "{} и Чехия подписали в Праге 3 мая 1999 г. Договор о дружбе.",
    "Посол прибыл из {gent} в Прагу.",
    "Договор между {ablt} и Чехией подписан в {loct} 3 мая 1999 г.",
    "Чехия объявила войну {datv}.",
    "Министерство обороны {gent} передало ноту, посетив {accs}.",
)


@pytest.mark.parametrize("name", ["Руритания", "Арканар", "Руританское Королевство"])
@pytest.mark.parametrize("sentence", STATES)
def test_a_state_of_ones_own_is_one_in_all_cases(own: Language, sentence: str, name: str) -> None:
    cased = _cased(name)
    article = extract_text(filled(sentence, cased), own)
    found = {
        (e.text, e.normal, e.referent, e.entity) for e in article.entities if e.entity in {"gpe:RT", "gpe:арканар"}
    }
    short = "Арканар" if name == "Арканар" else "Руритания"
    key = {"Арканар": "gpe:арканар", "Руритания": "gpe:RT"}[short]
    asked = sentence.replace("{}", "{nomn}")
    assert found == {(form, name, short, key) for case, form in cased.items() if "{" + case + "}" in asked}
    parties = {r.type for r in article.relations if article.entities[r.to_id - 1].entity == key}
    if "Договор" in sentence:
        assert "party" in parties


def _cased(name: str) -> dict[str, str]:
    """Return a name in each case, as the table declines it, with its capitals."""
    found: dict[str, str] = {}
    for form, state in forms_of([(name, ("", name))]).items():
        for case in state.cases:
            found[case] = form.title()
    return found


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("РУК и Чехия подписали договор.", ("РУК", "GPE", "gpe:RT")),
        ("Посол открыл Нунциатуру Чехии в Перу.", ("Нунциатуру Чехии в Перу", "ORG", None)),
        ("Об этом сообщила гостелесеть ТРК.", ("гостелесеть ТРК", "ORG", None)),
        ("Завод построила ВТК «Заря».", ("ВТК «Заря»", "ORG", None)),
    ],
)
def test_what_comes_in_by_a_file(own: Language, text: str, wanted: tuple[str, str, str | None]) -> None:
    found = [(e[0], e[1], e[2] if wanted[2] else None) for e in entities(text, own)]
    assert wanted in found
    assert wanted not in [(e[0], e[1], e[2] if wanted[2] else None) for e in entities(text, plain())]


@pytest.mark.parametrize("text", ["Клуб Прагматик закрыт.", "Посол читал о Прагматике.", "Вышел журнал «Новая Волна»."])
def test_words_that_are_no_names(own: Language, text: str) -> None:
    assert not [e for e in entities(text, own) if e[0].lower() in {"прагматик", "прагматике", "новая волна"}]


def test_sentences_and_tokens_know_ones_own_abbreviations(own: Language) -> None:
    text = "Он родился в кишл. Калас. Высота равна 3 саж. Потом он уехал."
    doc, default = own(text), plain()(text)
    assert [sent.text for sent in doc.sents] == [
        "Он родился в кишл. Калас.", "Высота равна 3 саж.", "Потом он уехал."
    ]  # fmt: skip
    assert {"кишл.", "саж."} <= {token.text for token in doc}
    assert "кишл" in {token.text for token in default}


def test_two_pipelines_side_by_side_know_each_its_own() -> None:
    """In one process, text by text in turn: nothing that one was told reaches the other."""
    text = "Между Руританией и Чехией подписана Шерть о дружбе. Между Чехией и Словакией подписан Фирман о дружбе."
    one = letopis.load(config={"words": {"шерть": "конвенция"}, "states": [{"name": "Руритания", "code": "AA"}]})
    other = letopis.load(config={"words": {"фирман": "договор"}, "states": [{"name": "Руритания", "code": "BB"}]})
    before = entities(text, plain())
    for _ in range(2):
        assert {
            ("Шерть о дружбе", "AGREEMENT", "agreement:шерть дружба AA+CZ"),
            ("Руританией", "GPE", "gpe:AA"),
        } <= set(entities(text, one))
        assert {
            ("Фирман о дружбе", "AGREEMENT", "agreement:фирман дружба CZ+SK"),
            ("Руританией", "GPE", "gpe:BB"),
        } <= set(entities(text, other))
        assert not {"Шерть о дружбе", "Фирман о дружбе"} & {e[0] for e in entities(text, plain())}
        assert "Фирман о дружбе" not in {e[0] for e in entities(text, one)}
        assert "Шерть о дружбе" not in {e[0] for e in entities(text, other)}
    assert entities(text, plain()) == before


def test_add_pipe_takes_them_too() -> None:
    nlp = spacy.blank("ru")
    words: dict[str, Any] = {"words": {"шерть": "конвенция", "нунциатура": "миссия"}, "states": [{"name": "Руритания"}]}
    nlp.add_pipe("letopis_names", config={**words, "never": ["Прага"]})
    nlp.add_pipe("letopis_agreements", config=words)
    doc = nlp("В Праге между Руританией и Чехией подписана Шерть о дружбе.")
    assert [(span.text, span._.kind) for span in doc.spans["letopis"]] == [
        ("Руританией", None), ("Чехией", None), ("Шерть о дружбе", "шерть")
    ]  # fmt: skip


def test_the_record_names_them(own: Language, toml: Path) -> None:
    said = extract_text("Да.", own).pipeline["config"]
    assert said["file"] == "my.toml"
    settings, others = read_settings(toml)
    assert not others
    again = extract_text("Да.", letopis.load(config=settings)).pipeline["config"]
    assert again == said
    lists = {"words": settings.words, "states": settings.states, "names": settings.names}
    less = extract_text("Да.", letopis.load(config=lists)).pipeline["config"]
    assert set(less) == {"sha256"}
    assert less["sha256"] != said["sha256"]
    assert "config" not in extract_text("Да.", plain()).pipeline


def test_they_come_back_from_disk(own: Language, tmp_path: Path) -> None:
    own.to_disk(tmp_path)
    again = spacy.load(tmp_path)
    text = "Между Руританией и Чехией в кишл. Калас подписана Шерть о дружбе."
    assert extract_text(text, again) == extract_text(text, own)


def test_a_run_takes_the_file_of_its_folder(toml: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("Между Руританией и Чехией подписана Шерть о дружбе.", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    command = ["extract", "a.txt", "--quiet", "--morphology", "pymorphy3", "-o"]
    for name, more in (("named.jsonl", ["--config", str(toml)]), ("none.jsonl", [])):
        assert CliRunner().invoke(app, [*command, name, *more]).exit_code == 0
    (tmp_path / "letopis.toml").write_bytes(toml.read_bytes())
    assert CliRunner().invoke(app, [*command, "found.jsonl"]).exit_code == 0
    named, none, found = (next(iter(read_articles(Path(f"{name}.jsonl")))) for name in ("named", "none", "found"))
    assert [e.entity or e.kind for e in named.entities] == ["gpe:RT", "gpe:CZ", "agreement:шерть дружба CZ+RT"]
    assert found.entities == named.entities
    assert [e.entity for e in none.entities] == ["gpe:руритания", "gpe:CZ"]
    assert (named.pipeline["config"]["file"], found.pipeline["config"]["file"]) == ("my.toml", "letopis.toml")
    prints = {one.pipeline["fingerprint"] for one in (named, none, found)}
    assert len(prints) == 2


def test_resumed_runs_heed_them(toml: Path) -> None:
    plainly, mine = (
        WorkOptions(morphology="pymorphy3", scheme="letopis", config=read_settings(config)[0])
        for config in (None, toml)
    )
    assert describe_work(plainly) != describe_work(mine)


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ('[wrods]\n"шерть" = "конвенция"', "there is no key 'wrods'; did you mean 'words'?"),
        ("[option.clean]\nedits = true", "there is no key 'option'; did you mean 'options'?"),
        ('[names]\nneever = ["Прага"]', "there is no key 'names.neever'; did you mean 'never'?"),
        ('[names]\nembasies = ["нунциатура"]', "there is no key 'names.embasies'; did you mean 'embassies'?"),
        ('[names]\nnever = "Прага"', "names.never is 'Прага'; it is to be a list of words in quotes"),
        ('[abbreviations]\nnames = ["кишл"]', "abbreviations: there is no use 'names'; did you mean 'name'?"),
        ('[abbreviations]\nname = ["в лес"]', "abbreviations.name: 'в лес' is no abbreviation of one word"),
        ('[abbreviations]\nname = "кишл"', "abbreviations.name is 'кишл'; it is to be a list"),
        ('[words]\n"шерть" = "конвенцыя"', "words.шерть: no rule knows the word 'конвенцыя'; did you mean 'конвенция'"),
        ('[words]\n"шерть" = "слон"', "words.шерть: no rule knows the word 'слон'"),
        ('[words]\n"шерть мира" = "договор"', "words: 'шерть мира' is no word"),
        ('[words]\n"шерть" = 5', "words.шерть is 5; it is to be a word in quotes"),
        ('[[states]]\ncode = "RT"', "states: {'code': 'RT'} has no name"),
        ('[[states]]\nname = "Руритания"\nothers = ["РУК"]', "states: there is no key 'others'; did you mean 'other'?"),
        ('[[states]]\nname = "Руритания"\nother = "РУК"', "states.other is 'РУК'; it is to be a list"),
        ('[states]\nname = "Руритания"', "states is {'name': 'Руритания'}; it is to be tables: [[states]]"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_in_a_sentence_with_its_key(tmp_path: Path, said: str, message: str) -> None:
    path = tmp_path / "my.toml"
    path.write_text(said, encoding="utf-8")
    with pytest.raises(InputError) as error:
        letopis.load(config=path)
    assert str(error.value).startswith(f"{path}: {message}")
    assert "\n" not in str(error.value)


def test_a_file_that_is_no_toml_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "my.toml"
    path.write_text("# mine\nшерть = 1", encoding="utf-8")
    with pytest.raises(InputError) as error:
        letopis.load(config=path)
    assert str(error.value).startswith(f"{path}:2: is no TOML (Russian words stand in quotes)")


def test_a_mapping_is_checked_too() -> None:
    with pytest.raises(InputError, match="there is no key 'wrods'; did you mean 'words'"):
        letopis.load(config={"wrods": {}})
    with pytest.raises(InputError, match="no rule knows the word 'слон'"):
        spacy.blank("ru").add_pipe("letopis_agreements", config={"words": {"шерть": "слон"}})


@pytest.mark.parametrize(
    ("own", "like", "forms"),
    [
        ("шерть", "конвенция", {"шертью": "конвенцией", "шертей": "конвенций", "Шерть": "Конвенция"}),
        ("фирман", "договор", {"фирмана": "договора", "фирманами": "договорами"}),
        ("паевой", "акционерный", {"паевого": "акционерного", "паевая": "акционерная", "паевыми": "акционерными"}),
        ("ВТК", "ООО", {"ВТК": "ООО", "втк": "втк"}),
    ],
)
def test_forms_are_read_as_forms(own: str, like: str, forms: dict[str, str]) -> None:
    words = own_words({own: like})
    assert {form: words.word(form) for form in forms} == forms
    assert words.word("прочее") == "прочее"


def test_the_file_that_the_page_shows(root: Path, tmp_path: Path) -> None:
    page = (root / "docs" / "linguists.md").read_text(encoding="utf-8")
    path = tmp_path / "letopis.toml"
    path.write_text(page.partition("```toml\n")[2].partition("```")[0], encoding="utf-8")
    text = "Между РУК и Чехией в кишл. Калас подписана Шерть о дружбе."
    assert entities(text, letopis.load(config=path)) == [
        ("РУК", "GPE", "gpe:RT"), ("Чехией", "GPE", "gpe:CZ"),
        ("Шерть о дружбе", "AGREEMENT", "agreement:шерть дружба CZ+RT"),
    ]  # fmt: skip
