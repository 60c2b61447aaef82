"""Learning from corrections: gradients, what is learned and what stays, the same seed, the folder and its card."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np
import pytest
from typer.testing import CliRunner

import letopis
from learning_records import law_records, marked_record
from letopis import labels
from letopis.cli import app
from letopis.entities.names.weights import load_model
from letopis.errors import InputError, OutputError
from letopis.extraction import extract_text
from letopis.formats.jsonl import write_jsonl
from letopis.learning.course import Choices, Course, rehearsal_texts
from letopis.learning.curve import CurvePoint, draw_curve, outlook, svg
from letopis.learning.gain import KNOWN, Gain, gains, in_order_of_gain
from letopis.learning.gold import confirmed, golds_of, read_corrected
from letopis.learning.lessons import read_all
from letopis.learning.reasons import reason_of
from letopis.learning.store import save
from letopis.learning.train import Schedule
from letopis.learning.validate import cross_validate
from letopis.learning.words import learn_words, words_toml
from letopis.own_model import described_model
from letopis.records import Article, Entity
from letopis.settings import read_settings

SHORT = Schedule(steps=25, passes=0, batch=3, rate=0.004, rehearsed=1)


@pytest.fixture(scope="module", autouse=True)
def registry() -> Iterator[None]:
    """Models that are loaded make their labels known to the whole process; other tests know nothing of them."""
    yield
    labels._registry.cache_clear()


@pytest.fixture(scope="module")
def course() -> Course:
    return Course(law_records(12), Choices(schedule=SHORT))


@pytest.fixture(scope="module")
def folder(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that has learned laws."""
    place = tmp_path_factory.mktemp("models") / "laws"
    save(place, course, course.learn(range(12)), None, restricted="the library of Riga")
    return place


def test_a_label_of_ones_own_is_learned_and_names_stay(folder: Path) -> None:
    nlp = letopis.load(model=folder)
    text = "Указ о театрах отменён. Депутаты обсудили Закон о лесах и разошлись. Анна Вебер прибыла в Таллин."
    doc = nlp(text)
    found = {(span.text, span.label_) for span in doc.spans["letopis"]}
    assert {("Закон о лесах", "LAW"), ("Анна Вебер", "PERSON"), ("Таллин", "GPE")} <= found


def test_the_record_names_the_model(folder: Path) -> None:
    article = extract_text("Посол прибыл в Баку.", letopis.load(model=folder))
    assert article.pipeline["model"] == described_model(folder)
    assert article.pipeline["model"]["name"] == "laws"
    assert "model" not in extract_text("Посол прибыл в Баку.", letopis.load()).pipeline


def test_the_same_seed_gives_the_same_weights(course: Course) -> None:
    one, other = (course.learn([0, 1, 2]).model.arrays for _ in range(2))
    assert all(np.array_equal(one[name], other[name]) for name in one)
    assert not np.array_equal(one["ends.weight"], course.pupil.tagger[0].arrays["ends.weight"])
    assert np.array_equal(one["affix.weight"], course.pupil.tagger[0].arrays["affix.weight"])
    assert not np.array_equal(one["first.weight"], course.pupil.tagger[0].arrays["first.weight"])


def test_ctrl_c_keeps_what_was_learned() -> None:
    def tell(what: str, done: int, total: int) -> None:
        if what == "learning" and done == 3:
            raise KeyboardInterrupt

    stopped = Course(law_records(3), Choices(schedule=SHORT), tell)
    learned = stopped.learn(range(3)).model.arrays["ends.weight"]
    assert not np.array_equal(learned, stopped.pupil.tagger[0].arrays["ends.weight"])
    with pytest.raises(KeyboardInterrupt):
        stopped.learn(range(3), what="learning", whole=True)


def test_what_nobody_corrected_is_no_mistake() -> None:
    """Records with laws alone say nothing of persons: these stay as the network knows them."""
    laws = [msgspec.structs.replace(a, entities=[e for e in a.entities if e.label == "LAW"]) for a in law_records(4)]
    taught = Course(laws, Choices(schedule=SHORT))
    assert taught.labels == ["LAW"]
    (found,) = taught.find(taught.learn(range(4)), [marked_record("a", "Анна Вебер прибыла в Таллин.")])
    assert {(e.text, e.label) for e in found.entities} == {("Анна Вебер", "PERSON"), ("Таллин", "GPE")}


def test_validation_scores_articles_that_were_kept_out(course: Course) -> None:
    validation = cross_validate(course, folds=2, resamples=200)
    row = {one.name: one for one in validation.comparison.rows}["LAW"]
    assert (row.against or 0.0, validation.folds) == (0.0, 2)
    assert row.f1 is not None
    assert row.f1 > 0.5
    assert not validation.worse
    change = next(one for one in validation.comparison.changes if one.entity.label == "LAW")
    assert f"[{change.entity.text}]" in validation.sentence_of(change)


def test_the_card_says_what_it_was_made_from(folder: Path, course: Course) -> None:
    card = json.loads((folder / "card.json").read_bytes())
    assert list(card["data"]) == [gold.id for gold in course.golds]
    assert (card["seed"], card["paragraphs"]) == (1, 12)
    assert "Trained on restricted texts**: the library of Riga" in (folder / "README.md").read_text("utf-8")


def test_a_folder_with_other_things_is_left_alone(course: Course, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("…", encoding="utf-8")
    with pytest.raises(OutputError, match=r"thesis\.txt"):
        save(tmp_path, course, course.learn([0]), None)


def test_weights_from_elsewhere_are_bounded_and_fit(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is no model"):
        letopis.load(model=tmp_path)
    for name in ("weights.npz", "config.json"):
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    config = json.loads((tmp_path / "config.json").read_bytes())
    config["sizes"]["longest"] = 9
    (tmp_path / "config.json").write_text(json.dumps(config), encoding="utf-8")
    with pytest.raises(InputError, match="lengths is"):
        load_model(tmp_path)


def test_a_bomb_is_not_unpacked(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("letopis.entities.names.weights.MOST_BYTES", 1_000)
    with zipfile.ZipFile(folder / "weights.npz") as archive:
        assert sum(member.file_size for member in archive.infolist()) > 1_000
    with pytest.raises(InputError, match="unpacks to"):
        load_model(folder)


def test_words_are_learned_and_can_be_edited() -> None:
    """An abbreviation that ended a sentence, a body named in quotes, a word that is no name."""
    golds = [
        marked_record("a", "Умер {PERSON|паломн. Вали}. Вышла {ORG|многотиражка «Гудок»}. Спор {GPE|Литвы} затих."),
        marked_record("b", "Жил {PERSON|паломн. Ахмад}. Читали {ORG|многотиражку «Гудок»}. Спор {GPE|Литвы} утих."),
    ]
    readings = read_all(letopis.load(), golds)
    wrong = "Спор"
    for reading in readings:
        start = reading.found.text.index(wrong)
        reading.found.entities.append(Entity.at(reading.found.text, start, start + len(wrong), "GPE", id=99))
    words = learn_words(readings, golds)
    learned = {(word.key, word.word, word.times) for word in words}
    assert learned == {("name", "паломн.", 2), ("named_in_quotes", "многотиражка", 2), ("never", "Спор", 2)}
    assert "# 2 times: Умер паломн. Вали" in words_toml(words)
    assert learn_words(readings[:1], golds[:1]) == []


def test_learned_words_are_settings(tmp_path: Path) -> None:
    golds = [marked_record(name, "Умер {PERSON|паломн. Вали}. {PERSON|Ким} уехал.") for name in "ab"]
    words = learn_words(read_all(letopis.load(), golds), golds)
    path = tmp_path / "words.toml"
    path.write_text(words_toml(words), encoding="utf-8")
    assert read_settings(path)[0].abbreviations == {"name": ["паломн."]}


def test_rehearsed_texts_come_with_the_package() -> None:
    for name in ("names", "titles"):
        texts = rehearsal_texts(name)
        assert len(texts) >= 50
        assert all(text.strip() for text in texts)


def run(*arguments: str) -> tuple[int, str]:
    answer = CliRunner().invoke(app, [*arguments])
    return answer.exit_code, answer.output + (str(answer.exception) if answer.exception else "")


def test_the_command_learns_and_extracts(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "gold.jsonl", law_records(6))
    options = ["--steps", "30", "--folds", "2", "--resamples", "100", "-q"]
    code, said = run("learn", str(tmp_path / "gold.jsonl"), "-o", str(tmp_path / "mine"), *options, "--json")
    assert code == 0, said
    assert (tmp_path / "mine" / "labels.toml").is_file() or "LAW" in letopis.labels.labels()
    text = tmp_path / "a.txt"
    text.write_text("Депутаты обсудили Закон о недрах и разошлись.", encoding="utf-8")
    model = ["--model", str(tmp_path / "mine"), "-q", "--morphology", "pymorphy3"]
    code, said = run("extract", str(text), "-o", str(tmp_path / "a.jsonl"), *model)
    assert code == 0, said
    assert json.loads((tmp_path / "a.jsonl").read_bytes())["pipeline"]["model"]["name"] == "mine"


def test_a_worse_model_is_refused_unless_forced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Gold that calls every town a person makes Letopis worse where it is right: the gold of the other part."""
    good = [
        marked_record(f"g{n}", f"Посол прибыл в {{GPE|{t}}}.") for n, t in enumerate(("Баку", "Ригу", "Осло", "Киев"))
    ]
    write_jsonl(tmp_path / "gold.jsonl", good)
    monkeypatch.setattr("letopis.learning.validate.Validation.worse", "F1 over all labels falls by 0.100")
    options = ["--steps", "2", "--folds", "2", "--resamples", "0", "-q"]
    code, said = run("learn", str(tmp_path / "gold.jsonl"), "-o", str(tmp_path / "mine"), *options)
    assert code == 1
    assert "not written" in said
    assert not (tmp_path / "mine").exists()
    code, said = run("learn", str(tmp_path / "gold.jsonl"), "-o", str(tmp_path / "mine"), *options, "--force")
    assert code == 0, said
    assert (tmp_path / "mine" / "card.json").is_file()


def test_a_curve_rises_and_says_what_more_would_bring(course: Course) -> None:
    curve = draw_curve(course, repeats=1)
    sizes = [point.paragraphs for point in curve.means()]
    assert sizes == sorted(sizes)
    assert sizes[0] == 0
    assert curve.means()[-1].f1 > curve.means()[0].f1
    picture = svg(curve)
    assert picture.count("<circle") == len(curve.points)
    assert "<polyline" in picture


@pytest.mark.parametrize(("slope", "spread"), [(0.1, 0.0), (0.3, 0.0), (0.3, 0.02)])
def test_the_outlook_is_that_of_the_law(slope: float, spread: float) -> None:
    dice = np.random.default_rng(3)
    law = [CurvePoint(n, 1 - 0.8 * n**-slope * float(np.exp(dice.normal(0, spread)))) for n in (25, 50, 100, 200, 400)]
    said = outlook(law, more=100)
    assert said is not None
    assert said.low <= said.gain <= said.high
    assert said.low - 1e-9 <= 0.8 * 400**-slope - 0.8 * 500**-slope <= said.high + 1e-9
    assert outlook(law[:2]) is None


def test_what_is_unsure_and_new_comes_first() -> None:
    """A sentence without names teaches least; of two that are alike the second one waits."""
    texts = {
        "dull": "Снег шёл весь день, и дети играли во дворе.",
        "name": "Гвардия Лорентов разбила отряд Мзымтаева под Бырранком.",
    }
    records = [Article(id=name, text=text) for name, text in texts.items()]
    found = gains(letopis.load(), records, {name: [(0, len(text))] for name, text in texts.items()})
    dull, name = (found[key, 0, len(text)] for key, text in texts.items())
    assert name.total > dull.total
    assert name.new > 0
    assert in_order_of_gain(found, {place: texts[place[0]] for place in found})[0][0] == "name"


def test_a_doubtful_agreement_is_a_gain_and_known_labels_count_less_beside_ones_own(folder: Path) -> None:
    texts = {
        "plain": "Стороны поговорили о ремонте дорог.",
        "doubtful": "Стороны подписали соглашение о ремонте дорог.",
    }
    records = [Article(id=name, text=text) for name, text in texts.items()]
    parts = {name: [(0, len(text))] for name, text in texts.items()}
    found = gains(letopis.load(), records, parts)
    plain, doubtful = (found[key, 0, len(text)] for key, text in texts.items())
    assert doubtful.unsure > plain.unsure
    name = "Гвардия Лорентов разбила отряд Мзымтаева под Бырранком."
    record, part = [Article(id="a", text=name)], {"a": [(0, len(name))]}
    new = [gains(nlp, record, part)["a", 0, len(name)].new for nlp in (letopis.load(), letopis.load(model=folder))]
    assert new[1] == pytest.approx(KNOWN * new[0])


def test_every_stretch_is_ranked_once() -> None:
    places = [("a", start, start + 5) for start in range(0, 50, 5)]
    order = in_order_of_gain(dict.fromkeys(places, Gain(0, 0, 0)), dict.fromkeys(places, ""))
    assert order == places


def test_of_doccano_only_what_is_confirmed_counts(tmp_path: Path) -> None:
    record = marked_record("a", "{GPE|Баку} тих.\n\n{GPE|Рига} шумна.\n\n{GPE|Осло} бел.")
    units = [
        {"start_offset": 0, "end_offset": 9, "confirmed_by": "anna"},
        {"start_offset": 11, "end_offset": 22, "comments": []},
        {"start_offset": 24, "end_offset": 33, "confirmed_by": "anna"},
    ]
    pulled = msgspec.structs.replace(record, pipeline={"doccano": {"units": units}})
    gold = confirmed(pulled)
    assert (gold.text, [e.text for e in gold.entities]) == ("Баку тих.\n\nОсло бел.", ["Баку", "Осло"])
    write_jsonl(tmp_path / "a.jsonl", [pulled])
    assert golds_of(read_corrected([tmp_path]))[1] == [
        "a: 2 of 3 paragraphs are confirmed in doccano; the rest is left out"
    ]
    write_jsonl(tmp_path / "a.jsonl", [msgspec.structs.replace(record, pipeline={"doccano": {"units": []}})])
    with pytest.raises(InputError, match="no paragraph is confirmed"):
        golds_of(read_corrected([tmp_path]))


def test_a_span_says_why_it_is_there(tmp_path: Path) -> None:
    article = extract_text("Посол прибыл в Баку 1 мая 1997 г. Сообщила газета «Гудок».", letopis.load())
    by = {entity.text: reason_of(article, entity.id) for entity in article.entities}
    assert by["Баку"].by == "names.tagger"
    assert by["Баку"].rivals[0].text == "Баку"
    assert 'never = ["Баку"]' in by["Баку"].otherwise
    assert "no setting" in by["1 мая 1997 г."].otherwise
    assert by["1 мая 1997 г."].rivals == []
    ruled = next(reason for reason in by.values() if reason.by.startswith("names.") and reason.by != "names.tagger")
    assert ruled.says.endswith(".")
    assert f"[{ruled.text}]" in ruled.sentence
    with pytest.raises(InputError, match="has no span 99; ids go from 1"):
        reason_of(article, 99)
    write_jsonl(tmp_path / "a.jsonl", [article])
    code, said = run("explain", str(tmp_path / "a.jsonl"), "1")
    assert code == 0, said
    assert "by: " in said
    assert "otherwise: " in said
