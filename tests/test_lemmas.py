"""The pymorphy3 engine: lemmas, tags and the rule that gave each lemma."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from letopis.errors import InputError
from letopis.lemmas.analysis import joined_features, universal_features
from letopis.lemmas.candidates import candidates, fold
from letopis.lemmas.choose import RULES, LemmaEvidence, choose
from letopis.lemmas.context import Tags, common_first_word, load_tagger
from letopis.lemmas.forms import readings_of
from letopis.lemmas.models import model_folder
from letopis.lemmas.pymorphy import analyse


def analysed(text: str, form: str) -> tuple[str, str, str, str]:
    tokens = text.split()
    return tuple(analyse([tokens])[0][tokens.index(form)])  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("text", "form", "lemma"),
    [
        ("Стороны подписали два договора о дружбе .", "договора", "договор"),
        ("Мы говорили о том , что важно .", "том", "то"),
        ("Мы читали в том томе .", "том", "тот"),
        ("Прежде всего это относится к торговле .", "всего", "всё"),
        ("После этого делегации вернулись домой .", "этого", "это"),
        ("Их договор вступил в силу .", "Их", "их"),
        ("Переговоры шли чаще , чем раньше .", "чаще", "часто"),
        ("Переговоры были более долгими .", "более", "более"),
        ("Они встретились в крупнейшем городе страны .", "крупнейшем", "крупнейший"),
        ("Страна получила больше половины займа .", "больше", "много"),
        ("Стороны должны соблюдать договор .", "должны", "должен"),
        ("Во всех областях растёт торговля .", "Во", "во"),
        ("Стихи Анны Ахматовой переведены .", "Ахматовой", "Ахматова"),
        ("Министр Роза Исаковна выступила первой .", "Исаковна", "Исаковна"),
        ("Президент встретился с Атамбаевым в Бишкеке .", "Атамбаевым", "Атамбаев"),
        ("Кыргызско-азербайджанского сотрудничества мало .", "Кыргызско-азербайджанского", "кыргызско-азербайджанский"),
        ("Они подписали 53-летнюю аренду .", "53-летнюю", "53-летний"),
    ],
)
def test_lemma_in_context(text: str, form: str, lemma: str) -> None:
    assert analysed(text, form)[0] == lemma


@pytest.mark.parametrize("surname", ["Абаев", "Мусаев", "Исаев", "Досаев", "Айдаев", "Матвеев", "Гордеев"])
@pytest.mark.parametrize(
    "template", ["{} выступил с докладом .", "Вчера {} и Орлов подписали акт .", "Министр {} уехал ."]
)
def test_a_surname_keeps_its_head(surname: str, template: str) -> None:
    assert analysed(template.format(surname), surname)[0] == surname


@pytest.mark.parametrize(
    ("form", "lemma"), [("Токмоке", "Токмок"), ("Сараеве", "Сараево"), ("Кербене", "Кербен"), ("Таласе", "Талас")]
)
def test_a_town_the_dictionary_lacks(form: str, lemma: str) -> None:
    assert analysed(f"Встреча прошла в {form} .", form)[0] == lemma


@pytest.mark.parametrize("acronym", ["БАМ", "МХАТ", "ЦУМ", "ГУЛАГ", "НЭП", "ФОМ", "МИД", "АвтоВАЗ"])
@pytest.mark.parametrize("ending", ["а", "у", "ом", "е"])
def test_acronyms_lose_their_endings(acronym: str, ending: str) -> None:
    for text in ("Строители {} и узники ушли .", "Вчера в {} говорили о мире .", "{} хватало сил ."):
        assert analysed(text.format(acronym + ending), acronym + ending)[0] == acronym


@pytest.mark.parametrize("form", ["О’Нил", "д’Артаньян", "О’НИЛ"])
def test_the_lemma_of_an_apostrophe_name(form: str) -> None:
    written = form.title() if form.isupper() else form
    assert analysed(f"Вчера {form} выступил с докладом .", form)[0] in {written, form}


@pytest.mark.parametrize(
    ("form", "rule"),
    [
        ("—", "marks_stay"),
        ("1993", "figures_stay"),
        ("4-м", "figures_stay"),
        ("XX", "figures_stay"),
        ("гг.", "abbreviations_stay"),
        ("NATO", "foreign_words_stay"),
        ("КРСУ", "acronyms_stay"),
    ],
)
def test_what_is_no_word_stays(form: str, rule: str) -> None:
    analysis = analyse([["В", form, "году"]])[0][1]
    assert (analysis.lemma, analysis.source) == (form, f"form.{rule}")


@pytest.mark.parametrize(
    ("form", "confidence", "upos"),
    [
        ("Президент", 0.6, "NOUN"),
        ("Президент", 0.95, "PROPN"),  # the network is sure
        ("Алматы", 0.6, "PROPN"),  # a place in the dictionary
        ("Шикай", 0.6, "PROPN"),  # unknown
        ("ПРЕЗИДЕНТ", 0.6, "PROPN"),  # its capitals say nothing
        ("Г.", 0.6, "PROPN"),  # an initial
    ],
)
def test_the_first_word_is_no_name_for_its_capital(form: str, confidence: float, upos: str) -> None:
    readings = readings_of(form)
    tags = Tags("PROPN", "", readings, np.ones(len(readings), np.float32), 0, confidence)
    assert common_first_word(form, tags).upos == upos


def test_a_first_word_in_a_sentence() -> None:
    assert analysed("Президент подписал указ .", "Президент")[:2] == ("президент", "NOUN")
    assert analysed("Акаев подписал указ .", "Акаев")[:2] == ("Акаев", "PROPN")


def test_a_word_in_capitals_is_a_word() -> None:
    assert analysed("ДОГОВОР О ДРУЖБЕ", "ДОГОВОР")[0] == "договор"


def test_every_rule_has_a_name_and_an_example() -> None:
    assert len({rule.__name__ for rule in RULES}) == len(RULES)
    assert all(rule.__doc__ for rule in RULES)


def test_stanza_is_asked_for_unknown_words_only() -> None:
    unknown = candidates("липосарком", capital=False)[0]
    known = candidates("договором", capital=False)[0]
    assert choose(LemmaEvidence("липосарком", "NOUN", unknown, "липосаркома")).lemma == "липосаркома"
    assert choose(LemmaEvidence("липосарком", "NOUN", unknown, "договор")).rule == "guess"
    assert choose(LemmaEvidence("договором", "NOUN", known, "договорома")).lemma == "договор"


def test_case_follows_the_neighbours() -> None:
    assert "Case=Gen" in analysed("Они вышли из республики .", "республики")[2]
    assert "Case=Nom" in analysed("Эти республики подписали договор .", "республики")[2]


@pytest.mark.parametrize(
    ("mixed", "folded"), [("pecпублика", "республика"), ("И́горь", "игорь"), ("SOS", "sos"), ("...", "..."), ("г.", "г")]
)
def test_fold(mixed: str, folded: str) -> None:
    assert fold(mixed) == folded


def test_letters_of_two_scripts_are_read_as_one_word() -> None:
    assert analysed("Это pеспублики Азии .", "pеспублики")[0] == "республика"


@pytest.mark.parametrize("tokens", [[], ["а" * 5_000], ["\u0301"], ["🤘"], ["ы-ы-ы-ы"], ["-"], ["\u00ad"], ["𝔄"]])
def test_strange_tokens_get_an_analysis(tokens: list[str]) -> None:
    found = analyse([tokens])[0]
    assert len(found) == len(tokens)
    assert all(analysis.lemma and analysis.upos for analysis in found)


def test_sentences_do_not_touch_each_other() -> None:
    first, second = ["Договор", "подписан", "."], ["Стороны", "довольны", "."]
    assert analyse([first, second]) == [analyse([first])[0], analyse([second])[0]]


def test_features_are_sorted_and_read_back() -> None:
    feats = universal_features("NOUN", frozenset({"NOUN", "inan", "masc", "sing", "gent"}))
    assert feats == "Animacy=Inan|Case=Gen|Gender=Masc|Number=Sing"
    reading = candidates("договора", capital=False)[0]
    assert joined_features("договора", "ADP", feats, reading) == ""


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("weights.npz", b""),
        ("weights.npz", b"PK\x03\x04 cut off"),
        ("weights.npz", None),
        ("labels.json", b"{"),
        ("labels.json", b"[]"),
        ("labels.json", b'{"UPOS": ["NOUN"]}'),
        ("labels.json", b"\xff\xfe"),
    ],
)
def test_a_damaged_context_tagger_says_what_to_do(tmp_path: Path, name: str, content: bytes | None) -> None:
    folder = model_folder("morphology")
    assert folder is not None
    for path in (folder / "weights.npz", folder / "labels.json"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    if content is None:
        (tmp_path / name).unlink()
    else:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match="letopis train morphology"):
        load_tagger(tmp_path)
