"""Identities over any number of records: added one by one, merged from partitions, saved, applied in part."""

from __future__ import annotations

import pickle
import random
from collections.abc import Sequence

import pytest

from letopis.errors import InputError
from letopis.linking.articles import Linker, link_articles
from letopis.linking.occurrences import Occurrences
from letopis.records import Article, Entity

Span = tuple[str, str, int, int]

SENTENCES: list[tuple[str, list[tuple[str, str]]]] = [
    ("Прибыл Э. Тофик.", [("PERSON", "Э. Тофик")]),
    ("Встреча с Эльмаром Тофиком.", [("PERSON", "Эльмаром Тофиком")]),
    ("Тофик выступил.", [("PERSON", "Тофик")]),
    ("Ольга Лундом? Нет, Лунд.", [("PERSON", "Лунд")]),
    ("К. Лунд и А. Лунд.", [("PERSON", "К. Лунд"), ("PERSON", "А. Лунд")]),
    ("Лунда ждали.", [("PERSON", "Лунда")]),
    ("Визит президента Лунда.", [("PERSON", "Лунда")]),
    ("В Чешской Республике.", [("GPE", "Чешской Республике")]),
    ("В ЧР и Ташкенте.", [("GPE", "ЧР"), ("GPE", "Ташкенте")]),
    ("Чувашская Республика.", [("GPE", "Чувашская Республика")]),
    ("Посольство ЧР.", [("ORG", "Посольство ЧР"), ("GPE", "ЧР")]),
    ("Посольство Чехии в Узбекистане.", [("ORG", "Посольство Чехии в Узбекистане"), ("GPE", "Чехии"),
                                         ("GPE", "Узбекистане")]),
    ("Лига северных городов (ЛСГ).", [("ORG", "Лига северных городов"), ("ORG", "ЛСГ")]),
    ("Устав ЛСГ.", [("ORG", "ЛСГ")]),
    ("Лиги ждали.", [("ORG", "Лиги")]),
    ("3 мая 1999 г.", [("DATE", "3 мая 1999 г.")]),
]  # fmt: skip


def article(name: str, sentences: Sequence[tuple[str, list[tuple[str, str]]]]) -> Article:
    text, entities = "", list[Entity]()
    for sentence, spans in sentences:
        position = 0
        for label, words in spans:
            found = sentence.index(words, position if label != "GPE" else 0)
            start = len(text) + found
            entities.append(
                Entity(id=len(entities) + 1, label=label, start_offset=start, end_offset=start + len(words), text=words)
            )
            position = found
        text += sentence + " "
    return Article(id=name, text=text, entities=entities)


def random_articles(seed: int) -> list[Article]:
    choose = random.Random(seed)
    return [article(f"a{n}", choose.choices(SENTENCES, k=choose.randint(0, 6))) for n in range(choose.randint(2, 9))]


def referents(articles: Sequence[Article]) -> dict[str, str | None]:
    return {e.text: e.referent for a in articles for e in a.entities}


def test_links_cross_articles_and_stay_apart_within() -> None:
    linked = link_articles([article("a", SENTENCES[:3]), article("b", SENTENCES[4:7])])
    assert referents(linked)["Э. Тофик"] == referents(linked)["Тофик"] == "Эльмар Тофик"
    assert referents(linked)["Лунда"] == "А. Лунд"


def test_an_abbreviation_is_what_its_own_article_writes_in_full() -> None:
    linked = link_articles([article("a", SENTENCES[7:9]), article("b", [SENTENCES[9], SENTENCES[8], SENTENCES[10]])])
    assert [e.referent for e in linked[0].entities][:2] == ["Чехия", "Чехия"]
    assert linked[1].entities[1].referent == "Чувашская Республика"
    assert linked[1].entities[3].entity == "org:посольство gpe:чувашская_республика"


def test_dates_are_left_as_they_are() -> None:
    date = article("a", SENTENCES[15:])
    assert link_articles([date]) == [date]


@pytest.mark.parametrize("seed", range(30))
def test_partitions_merged_in_order_are_one_run(seed: int) -> None:
    articles = random_articles(seed)
    whole = link_articles(articles)
    cut = random.Random(seed + 1000).randint(0, len(articles))
    first, second = Linker(), Linker()
    for one in articles[:cut]:
        first.add(one)
    for one in articles[cut:]:
        second.add(one)
    first = pickle.loads(pickle.dumps(first))
    first.merge(Linker.from_bytes(second.to_bytes()))
    first.resolve()
    assert len(first) == len(articles)
    assert [first.apply(one) for one in articles] == whole
    small = pickle.loads(pickle.dumps(first.part([one.id for one in articles[cut:]])))
    assert [small.apply(one) for one in articles[cut:]] == whole[cut:]


@pytest.mark.parametrize("seed", range(10))
def test_linking_again_changes_nothing(seed: int) -> None:
    once = link_articles(random_articles(seed))
    assert link_articles(once) == once


@pytest.mark.parametrize("seed", range(30))
def test_the_order_of_articles_matters_to_nothing(seed: int) -> None:
    articles = random_articles(seed)
    mixed = random.Random(seed).sample(articles, len(articles))
    assert {a.id: a for a in link_articles(mixed)} == {a.id: a for a in link_articles(articles)}
    linkers = [Linker(), Linker()]
    for linker, some in zip(linkers, (articles, mixed), strict=True):
        for one in some:
            linker.add(one)
        linker.resolve()
    assert linkers[0].merges() == linkers[1].merges()
    assert linkers[0].doubts() == linkers[1].doubts()


@pytest.mark.parametrize("seed", range(30))
def test_what_is_one_within_an_article_does_not_depend_on_the_others(seed: int) -> None:
    first, *others = random_articles(seed)
    alone, among = link_articles([first])[0], link_articles([*others, first])[-1]
    assert [e.normal for e in alone.entities] == [e.normal for e in among.entities]
    persons = [(a.entity, b.entity) for a, b in zip(alone.entities, among.entities, strict=True) if a.label == "PERSON"]
    assert len(set(persons)) == len({a for a, _ in persons}) == len({b for _, b in persons})


def test_memory_is_eight_bytes_a_mention_of_a_known_name() -> None:
    linker = Linker()
    linker.add(article("a", SENTENCES))
    small = len(linker.to_bytes())
    for number in range(1000):
        linker.add(article(f"b{number:04}", SENTENCES))
    mentions = sum(len(spans) for _, spans in SENTENCES) - 1
    assert len(linker.to_bytes()) - small < 1000 * (4 * mentions + 3 * 8 + 8)


def test_refusals() -> None:
    one = article("a", SENTENCES[:1])
    linker = Linker()
    with pytest.raises(RuntimeError, match=r"before Linker\.resolve"):
        linker.apply(one)
    linker.add(one)
    with pytest.raises(InputError, match="'a' is there twice"):
        linker.add(one)
    with pytest.raises(InputError, match="'a' is there twice"):
        linker.merge(linker)
    linker.resolve()
    with pytest.raises(InputError, match="'b' was not added"):
        linker.apply(article("b", []))
    with pytest.raises(InputError, match="'b' was not added"):
        linker.part(["b"])
    with pytest.raises(InputError, match="other PERSON spans"):
        linker.apply(article("a", SENTENCES[:2]))
    with pytest.raises(InputError, match="no saved linker"):
        Linker.from_bytes(b"junk")
    linker.add(article("b", []))
    with pytest.raises(RuntimeError):
        linker.apply(one)


def test_occurrences() -> None:
    first, second = Occurrences.of([["б", "а"], []]), Occurrences.of([["в", "а", "а"]])
    first.extend(second)
    assert (list(first.things), [list(a) for a in first], len(first)) == (["б", "а", "в"], [[0, 1], [], [2, 1, 1]], 3)
    assert first.counts() == [1, 3, 1]
    assert [first.of_article(n) for n in range(3)] == [["б", "а"], [], ["в", "а", "а"]]
    same = first.renamed(["х", "у", "х"])
    assert [same.of_article(n) for n in range(3)] == [["х", "у"], [], ["х", "у", "у"]]
    assert Occurrences.restored(*first.stored()).of_article(2) == ["в", "а", "а"]


@pytest.mark.parametrize(
    ("name", "states", "expected"),
    [
        ("Посольство ЧР в РБ", ["ЧР", "РБ"], "Посольство Чешской Республики в Республике Беларусь"),
        ("комиссией между ЧР и РБ", ["ЧР", "РБ"], "комиссия между Чешской Республикой и Республикой Беларусь"),
        ("суда ФРГ", ["ФРГ"], "суд ФРГ"),  # written out nowhere
        ("Центра ЧР “РБ”", ["ЧР"], "Центр Чешской Республики “РБ”"),
    ],
)
def test_states_in_the_names_of_organisations_are_written_out(name: str, states: list[str], expected: str) -> None:
    introduced = [
        ("В Чешской Республике.", [("GPE", "Чешской Республике")]),
        ("Республика Беларусь.", [("GPE", "Республика Беларусь")]),
    ]
    one, other = article("a", introduced), article("b", [(f"{name}.", [("ORG", name), *(("GPE", s) for s in states)])])
    assert referents(link_articles([one, other]))[name] == expected


@pytest.mark.parametrize(
    ("full", "short", "expected"),
    [
        ("Республика Карелия", "РК", "gpe:республика карелия"),
        ("Республика Корея", "РК", "gpe:KR"),
        ("Кыргызстан", "КР", "gpe:KG"),
        ("Ташкент", "РУз", "gpe:UZ"),
    ],
)
def test_an_abbreviation_in_brackets_is_what_its_article_says(full: str, short: str, expected: str) -> None:
    introduced = [
        (f"{full} ({short}).", [("GPE", full), ("GPE", short)]),
        (f"МИД {short}.", [("ORG", f"МИД {short}"), ("GPE", short)]),
    ]
    other = article("b", [("В РК.", [("GPE", "РК")])])
    one, untouched = link_articles([article("a", introduced), other])
    assert [e.entity for e in one.entities if e.text == short] == [expected] * 2
    ministry = f"org:министерство иностранный дело {expected}".replace("ка к", "ка_к")
    assert next(e.entity for e in one.entities if e.label == "ORG") == ministry
    assert untouched.entities[0].entity == "gpe:KZ"
