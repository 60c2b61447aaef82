"""Training of the parser: treebanks made alike, what the network computes in torch and in numpy, and that it learns."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from letopis.errors import InputError
from letopis.trees.parser import load_parser
from letopis.trees.words import ParsedWord

torch = pytest.importorskip("torch")

from letopis_training.encoder import HIDDEN, PieceFile  # noqa: E402
from letopis_training.lemmas.treebank import TreebankWord  # noqa: E402
from letopis_training.trees import teacher  # noqa: E402
from letopis_training.trees import train as training  # noqa: E402
from letopis_training.trees.encode import JudgedSentence, TreeEncoder, TreeLesson, labels_of  # noqa: E402
from letopis_training.trees.network import ParserNetwork  # noqa: E402
from letopis_training.trees.treebank import TreeWord, read_examples, unify  # noqa: E402

TREE = [
    TreeWord("Новый", "новый", "ADJ", "Case=Nom", 2, "amod"),
    TreeWord("посол", "посол", "NOUN", "Case=Nom", 3, "nsubj"),
    TreeWord("прибыл", "прибыть", "VERB", "_", 0, "root"),
    TreeWord("в", "в", "ADP", "_", 5, "case"),
    TreeWord("Рим", "Рим", "PROPN", "Case=Acc", 3, "obl"),
    TreeWord(".", ".", "PUNCT", "_", 3, "punct"),
]
LESSON = TreeLesson([ParsedWord(*word[:4]) for word in TREE], TREE, "gsd")
SHORT = TreeLesson(LESSON.words[1:3], [TREE[1]._replace(head=2), TREE[2]], "pud")


@pytest.mark.parametrize(
    ("words", "relation"),
    [
        ([("президент", "NOUN", 0, "root"), ("Моро", "PROPN", 1, "flat:name")], "appos"),
        ([("Жан", "PROPN", 0, "root"), ("Моро", "PROPN", 1, "flat:name")], "flat:name"),
        ([("тысяч", "NOUN", 0, "root"), ("20", "NUM", 1, "compound")], "nummod:gov"),
        ([("года", "NOUN", 0, "root"), ("1997", "NUM", 1, "nummod")], "amod"),
        ([("прибыл", "VERB", 0, "root"), ("вчера", "ADV", 1, "obl:tmod")], "obl"),
        ([("прибыл", "VERB", 0, "root"), ("э", "INTJ", 1, "reparandum")], "parataxis"),
    ],
)
def test_treebanks_are_made_alike(words: list[tuple[str, str, int, str]], relation: str) -> None:
    lemmas = {"тысяч": "тысяча", "года": "год"}
    tree = [TreeWord(f, lemmas.get(f, f), upos, "_", head, name) for f, upos, head, name in words]
    assert unify(tree)[1].relation == relation


def test_a_head_that_is_no_number_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ru_gsd-dev.conllu"
    path.write_text("1\tДа\tда\tPART\t_\t_\t_\troot\t_\t_\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"ru_gsd-dev\.conllu:1"):
        list(read_examples(path))


def test_numpy_computes_what_torch_does(tmp_path: Path) -> None:
    torch.manual_seed(1)
    encoder = TreeEncoder(labels_of([LESSON] * 10), (word.form for word in LESSON.words))
    network = ParserNetwork(training.sizes_of(encoder)).eval()
    for value in network.parameters():  # some start from zero
        torch.nn.init.normal_(value, std=0.03)
    training.save(network, encoder, tmp_path)
    parser = load_parser(tmp_path)
    sentences = [SHORT.words, LESSON.words]
    lengths = np.array([2, 6])
    with torch.no_grad():
        inputs = encoder.inputs(sentences, ["", ""])
        states = network.states(inputs)
        arcs = network.arcs(states, inputs.kept)
        heads = torch.tensor([[2, 0, 0, 0, 0, 0], [2, 3, 0, 5, 3, 3]])
        named = network.labels(states, heads)
    rows = np.zeros((2, 6, states.shape[2]), np.float32)
    rows[0, :2], rows[1] = parser._words.rows(sentences[0]), parser._words.rows(sentences[1])
    own = parser._network.states(rows, lengths)
    assert np.allclose(own[1], states[1].numpy(), atol=0.02)
    assert np.allclose(own[0, :3], states[0, :3].numpy(), atol=0.02)
    possible = arcs[1].numpy() > -1e8
    assert np.allclose(parser._network.arcs(own)[1][possible], arcs[1].numpy()[possible], rtol=0.01, atol=0.02)
    relations = parser._network.relations(own[1, 1:], own[1, heads[1].numpy()])
    assert np.allclose(relations, named[1].numpy(), rtol=0.01, atol=0.02)


def test_it_learns_a_tree_and_a_judgement(tmp_path: Path) -> None:
    count = len({word.relation for word in TREE})
    names = sorted({word.relation for word in TREE})
    relations = np.zeros((6, count), np.float32)
    relations[range(6), [names.index(word.relation) for word in TREE]] = 1.0
    heads = np.array([[word.head, (word.head + 1) % 6] for word in TREE])
    judged = JudgedSentence(LESSON.words, heads, np.tile(np.array([0.9, 0.1], np.float32), (6, 1)), relations)
    lines = list(training.train([*[LESSON, SHORT] * 8, *[judged] * 8], tmp_path, epochs=20))
    assert len(lines) == 20
    (tree,) = load_parser(tmp_path).parse([LESSON.words])
    assert [(arc.head, arc.relation) for arc in tree] == [(word.head, word.relation) for word in TREE]


class Letters(torch.nn.Module):
    """An encoder that knows of a word the sum of its letters."""

    def __init__(self) -> None:
        super().__init__()
        self.table = torch.nn.Embedding(64, HIDDEN)

    def sentences(self, sentences: Sequence[Sequence[str]]) -> torch.Tensor:
        width = max(map(len, sentences))
        rows = [[sum(map(ord, form)) % 64 for form in one] + [0] * (width - len(one)) for one in sentences]
        return self.table(torch.tensor(rows))


def test_a_teacher_and_an_earlier_parser_parse_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(teacher, "EPOCHS", 30)
    tags = [TreebankWord(*word[:4]) for word in TREE]
    lessons = [LESSON._replace(tags=tags), SHORT._replace(tags=tags[1:3])] * 8
    one = teacher.TreeTeacher(Letters(), lessons, [])
    before = one.tags.loss(one.encoder.sentences([["посол"]]), [tags[1:2]]).item()
    assert len(list(one.fit(lessons))) == 30
    assert one.tags.loss(one.encoder.sentences([["посол"]]), [tags[1:2]]).item() < before / 2
    list(training.train(lessons, tmp_path, epochs=20))
    other = teacher.EarlierParser(tmp_path, [LESSON.words])
    for teachers in ([one], [other], [one, other]):
        (judged,) = teacher.judge(teachers, [SHORT.words, LESSON.words])  # SHORT is too short for four likely heads
        assert judged.heads[:, 0].tolist() == [word.head for word in TREE]
        assert np.allclose(judged.shares.sum(1), 1)
        names = [other.reader.labels["relations"][best] for best in judged.relations.argmax(1)]
        assert names == [word.relation for word in TREE]


def test_what_is_no_parser_judges_nothing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no parser"):
        teacher.EarlierParser(tmp_path, [])


def test_texts_are_taken_up_to_a_number_of_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "WORDS_TO_JUDGE", 10)
    kept = training.first_words([["да"] * 4 for _ in range(9)])
    assert len(kept) == 2


def test_what_is_no_encoder_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "e5-small-q4.bin"
    with pytest.raises(InputError, match="no whole"):
        PieceFile(path)
    for content in (b"PK", b"E5S1", b"E5S1" + b"\0" * 60):
        path.write_bytes(content)
        with pytest.raises(InputError, match="e5-small-q4"):
            PieceFile(path)
