"""What must hold of agreements whatever instrument, place and date stand in the sentence."""

from __future__ import annotations

from itertools import product

import pytest
from spacy.language import Language

from letopis import extract_text
from letopis.entities.agreements.values import KNOWN_ACRONYMS

INNER = ("Соглашению", "Договору о границе", "Конвенции о реках", "Меморандуму о торговле")
OUTER = ("Протокол к", "Дополнительный протокол к", "Протокол № 2 к")
TAKING_PLACE = ("состоялось подписание", "прошло подписание")
TITLES = ("Договора о дружбе", "Соглашения о торговле", "Конвенции о реках")


def links(text: str, nlp: Language) -> set[tuple[str, str]]:
    article = extract_text(text, nlp)
    ends = {entity.id: entity for entity in article.entities}
    return {(link.type, ends[link.to_id].text) for link in article.relations}


@pytest.mark.parametrize(("outer", "inner"), list(product(OUTER, INNER)))
def test_the_date_of_another_instrument_is_no_signing(outer: str, inner: str, nlp: Language) -> None:
    found = links(f"{outer} {inner} от 5 мая 1993 г. подписан 7 июня 2001 г. в Риге.", nlp)
    assert ("signed_on", "7 июня 2001 г.") in found
    assert ("signed_on", "5 мая 1993 г.") not in found
    assert ("signed_in", "Риге") in found


@pytest.mark.parametrize("title", ["Протокол о границе", "Договор о мире", "Мирный договор"])
def test_the_date_of_the_title_itself_is_one(title: str, nlp: Language) -> None:
    assert links(f"{title} от 5 мая 1993 г. подписан в Риге.", nlp) >= {
        ("signed_on", "5 мая 1993 г."),
        ("signed_in", "Риге"),
    }


@pytest.mark.parametrize(("verb", "title"), list(product(TAKING_PLACE, TITLES)))
def test_when_and_where_a_signing_took_place(verb: str, title: str, nlp: Language) -> None:
    wanted = {("signed_on", "12 октября 1994 г."), ("signed_in", "Вене")}
    assert links(f"12 октября 1994 г. в Вене {verb} {title}.", nlp) >= wanted
    assert links(f"Подписание {title} состоялось 12 октября 1994 г. в Вене.", nlp) >= wanted
    assert links(f"Церемония подписания {title} прошла 12 октября 1994 г. в Вене.", nlp) >= wanted


@pytest.mark.parametrize("town", ["Ташкент", "Бишкеке", "Ереване", "Кант", "Риге"])
def test_a_town_behind_its_abbreviated_kind_is_the_place(town: str, nlp: Language) -> None:
    for kind in ("г.", "городе"):
        assert ("signed_in", town) in links(f"Соглашение о торговле подписано в {kind} {town} 5 марта 1998 г.", nlp)
    assert ("signed_in", town) in links(f"Стороны подписали в г. {town} Соглашение о визах.", nlp)


@pytest.mark.parametrize("number", ["ст. 2", "статье 5", "п. 3 ст. 7", "гл. 2"])
def test_the_number_of_an_article_counts_no_treaties(number: str, nlp: Language) -> None:
    article = extract_text(f"Согласно {number} Договора о дружбе, стороны не вступают в блоки.", nlp)
    assert [entity.text for entity in article.entities if entity.label == "AGREEMENT"] == ["Договора о дружбе"]


SIDES = [("Чехией", "Польшей"), ("Ираном", "Турцией"), ("Грузией", "Арменией")]


@pytest.mark.parametrize(("denied", "meant"), SIDES)
def test_one_side_for_another(denied: str, meant: str, nlp: Language) -> None:
    found = links(f"Договор о мире подписан не {denied}, а {meant}.", nlp)
    assert ("party", meant) in found
    assert ("party", denied) not in found


def test_one_place_and_day_for_another(nlp: Language) -> None:
    assert links("Соглашение о визах было подписано не в Риме, а в Вене.", nlp) == {("signed_in", "Вене")}
    assert links("Договор о союзе подписан не 3 мая, а 5 мая 1921 г.", nlp) == {("signed_on", "5 мая 1921 г.")}
    assert ("signed_in", "Риме") in links("Соглашение о визах подписано не только в Риме.", nlp)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Договор о мире подписан не был.", "refused"),
        ("Договор о мире так и не был подписан.", "refused"),
        ("Если бы Чехия и Чили подписали Договор о мире, войны бы не было.", "planned"),
        ("Едва ли Иран подписал бы Договор о мире.", "planned"),
        ("Иран подписал Договор о мире.", "signed"),
    ],
)
def test_what_was_not_and_what_would_have_been(text: str, status: str, nlp: Language) -> None:
    (agreement,) = (entity for entity in extract_text(text, nlp).entities if entity.label == "AGREEMENT")
    assert agreement.status == status


OPENINGS = {
    "Договор о дружбе": ("Был подписан", "Подписан", "Заключён"),
    "Московская конвенция": ("Была подписана", "Подписана", "Заключена"),
    "Соглашение о судоходстве": ("Было подписано", "Подписано", "Заключено"),
}


@pytest.mark.parametrize("title", OPENINGS)
def test_a_sentence_without_a_subject_speaks_of_the_one_before(title: str, nlp: Language) -> None:
    wanted = {("signed_on", "3 июля 1921 г."), ("signed_in", "Берне")}
    for opening in OPENINGS[title]:
        assert links(f"{title} укрепила союз. {opening} 3 июля 1921 г. в Берне.", nlp) >= wanted
    for other in set(OPENINGS) - {title}:
        for opening in OPENINGS[other]:
            assert not links(f"{title} укрепила союз. {opening} 3 июля 1921 г. в Берне.", nlp) & wanted


def test_a_sentence_with_a_subject_of_its_own_does_not(nlp: Language) -> None:
    assert links("Договор о дружбе укрепил союз. Был построен мост в Берне.", nlp) == set()
    assert links("Договор о дружбе укрепил союз. Посол прибыл в Берн 3 июля 1921 г.", nlp) == set()


@pytest.mark.parametrize("state", ["Франции", "Кыргызстана", "Перу", "США"])
def test_who_signs_for_a_state(state: str, nlp: Language) -> None:
    for words in ("От имени", "Со стороны", "От лица"):
        found = links(f"{words} {state} Меморандум о торговле подписала Р. Орлова.", nlp)
        assert found == {("party", state), ("signatory", "Р. Орлова")}


def test_states_in_somebody(nlp: Language) -> None:
    found = links("За Турцию Договор о границе подписал генерал К. Озал, за Чехию – М. Новак.", nlp)
    assert {("party", "Турцию"), ("party", "Чехию")} <= found
    found = links("Азербайджан в лице президента И. Гулиева подписал Договор о дружбе.", nlp)
    assert found == {("party", "Азербайджан"), ("signatory", "И. Гулиева")}


PLACES = [
    ("Портсмутский", "Бухарестский"),
    ("Рижский", "Венский"),
    ("Айгунский", "Пекинский"),
    ("Рижский", "Московский"),
    ("Ясский", "Парижский"),
]


@pytest.mark.parametrize("head", ["договоры", "мирные договоры", "трактаты"])
@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Портсмутский", "Бухарестский"),
        ("Рижский", "Венский"),
        ("Айгунский", "Пекинский"),
        ("Рижский", "Московский"),
        ("Ясский", "Парижский"),
    ],
)
def test_two_treaties_by_their_places_and_years(one: str, two: str, head: str, nlp: Language) -> None:
    for unit in ("", " г."):
        found = links(f"{one} (1763{unit}) и {two} (1783{unit}) {head} изменили границы.", nlp)
        assert {("signed_on", f"1763{unit}"), ("signed_on", f"1783{unit}")} <= found


def agreements(text: str, nlp: Language) -> list[str]:
    return [entity.text for entity in extract_text(text, nlp).entities if entity.label == "AGREEMENT"]


@pytest.mark.parametrize("town", ["Вердене", "Дейтоне", "Риме", "Бишкеке"])
def test_a_town_names_an_agreement(town: str, nlp: Language) -> None:
    assert agreements(f"Договор в {town} разделил империю.", nlp) == [f"Договор в {town}"]
    assert agreements(f"Мир в {town} подписали 21 июля 1774 г.", nlp) == [f"Мир в {town}"]
    assert agreements(f"Мир в {town} был недолгим.", nlp) == []
    assert agreements(f"Стороны подписали договор в {town}.", nlp) == []


def test_a_state_names_none(nlp: Language) -> None:
    assert agreements("Договор в Польше вызвал споры.", nlp) == []


NUMBERED = ("СНВ-1", "СНВ-III", "ОСВ-2", "ОСВ-II")


@pytest.mark.parametrize(("name", "verb"), list(product(NUMBERED, ("истёк", "был подписан", "вступил в силу"))))
def test_a_number_makes_a_treaty_of_the_weapons_name(name: str, verb: str, nlp: Language) -> None:
    assert agreements(f"После долгих споров {name} {verb}.", nlp) == [name]
    assert agreements(f"После долгих споров {name[:3]} {verb}.", nlp) == []


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("Договор о запрете ядерных испытаний", "ЯИ"),
        ("Договор об ограничении крылатых ракет", "КР"),
        ("Соглашение между Чехией и банком «Заря»", "ZBGR"),
    ],
)
def test_a_bracket_that_shortens_the_end_of_a_title_is_no_second_name(title: str, short: str, nlp: Language) -> None:
    assert agreements(f"{title} ({short}) подписан в Риге.", nlp) == [title]


def test_a_bracket_that_shortens_the_whole_title_is_one(nlp: Language) -> None:
    title = "Договор о запрете ядерных испытаний"
    assert agreements(f"{title} (ДЗЯИ) подписан в Риге.", nlp) == [title, "ДЗЯИ"]


@pytest.mark.parametrize("short", ["NAFTA", "USMCA", "TPP"])
@pytest.mark.parametrize("sides", ["Канадой и США", "Чили и Перу"])
def test_latin_letters_behind_a_state_shorten_the_title(short: str, sides: str, nlp: Language) -> None:
    title = f"Соглашение о торговле между {sides}"
    assert agreements(f"{title} ({short}) забыто.", nlp) == [title, short]


@pytest.mark.parametrize("short", [*KNOWN_ACRONYMS])
def test_known_acronyms_in_both_scripts(short: str, nlp: Language) -> None:
    assert agreements(f"Чехия вышла из {short} в 1998 г.", nlp) == [short]


@pytest.mark.parametrize("head", ["соглашения", "договора"])
def test_a_plus_belongs_to_the_name_before_it(head: str, nlp: Language) -> None:
    assert agreements(f"Стороны вышли из {head} ОПЕК+ в мае.", nlp) == [f"{head} ОПЕК+"]


SUBJECTS = ("о прекращении огня", "о выводе войск", "по сокращению добычи нефти", "об обмене пленными")


@pytest.mark.parametrize(("subject", "verb"), list(product(SUBJECTS, ("достигнута", "нарушена", "сорвана"))))
def test_an_arrangement_on_affairs_of_states(subject: str, verb: str, nlp: Language) -> None:
    assert agreements(f"Вчера договорённость {subject} была {verb}.", nlp) == [f"договорённость {subject}"]
    assert agreements(f"Вчера договорённость была {verb}.", nlp) == []


@pytest.mark.parametrize("place", ["минских", "рижских", "женевских", "венских"])
def test_arrangements_named_by_a_place_in_small_letters(place: str, nlp: Language) -> None:
    assert agreements(f"Стороны вышли из {place} договорённостей.", nlp) == [f"{place} договорённостей"]
    assert agreements("Стороны вышли из важных договорённостей.", nlp) == []


@pytest.mark.parametrize("state", ["Чехией", "Индией", "Польшей"])
def test_a_plural_with_one_side_and_no_subject_names_none(state: str, nlp: Language) -> None:
    assert agreements(f"Речь шла о будущих соглашениях с {state}.", nlp) == []
    assert agreements(f"Речь шла о соглашениях с {state} о границе.", nlp) == [f"соглашениях с {state} о границе"]
    assert agreements(f"Речь шла о соглашении с {state}.", nlp) == [f"соглашении с {state}"]


@pytest.mark.parametrize("side", ["Иваном Петровым", "клубом «Заря»"])
def test_a_contract_with_a_man_or_a_team_is_none(side: str, nlp: Language) -> None:
    assert agreements(f"Вчера был расторгнут контракт с {side}.", nlp) == []


@pytest.mark.parametrize("participle", ["устаревшего", "подписанного", "действующего", "обновлённого"])
def test_a_participle_before_the_name_stays_outside(participle: str, nlp: Language) -> None:
    assert agreements(f"Стороны вышли из {participle} Киотского протокола.", nlp) == ["Киотского протокола"]


@pytest.mark.parametrize("event", ["церемонии", "заседании", "форуме", "сессии"])
def test_the_occasion_of_signing_is_not_in_the_title(event: str, nlp: Language) -> None:
    text = f"Чехия подписала Парижское соглашение на {event} в Риге."
    assert agreements(text, nlp) == ["Парижское соглашение"]


@pytest.mark.parametrize(
    "end", ["истекает в мае 2030 г.", "истечёт в мае 2030 г.", "Чехия намерена расторгнуть", "собираются денонсировать"]
)
def test_an_end_that_lies_ahead_is_no_status(end: str, nlp: Language) -> None:
    text = f"Договор о границе {end}" if end.startswith("ист") else f"{end.capitalize()} Договор о границе."
    found = [one for one in extract_text(text, nlp).entities if one.label == "AGREEMENT"]
    assert [one.status for one in found] == [None]


def test_an_end_that_came_is_one(nlp: Language) -> None:
    found = extract_text("Договор о границе истёк в мае 2010 г.", nlp).entities
    assert [one.status for one in found if one.label == "AGREEMENT"] == ["expired"]


def stages_of(text: str, nlp: Language) -> list[tuple[str, str | None]]:
    return [(e.text, e.status) for e in extract_text(text, nlp).entities if e.label == "AGREEMENT"]


STATES = [("Чехии", "Польши"), ("Ганы", "Того"), ("Китая", "США"), ("Уругвая", "Чили"), ("Кыргызстана", "РУз")]


@pytest.mark.parametrize("subject", ["дружбе", "государственной границе", "стратегическом партнёрстве", "торговле"])
@pytest.mark.parametrize(("one", "other"), STATES)
def test_two_states_behind_what_they_share_are_sides(one: str, other: str, subject: str, nlp: Language) -> None:
    for verb in ("подписан в Риге", "вступил в силу"):
        title = f"Договор о {subject} {one} и {other}"
        assert {("party", one), ("party", other)} <= links(f"{title} {verb}.", nlp)
    assert {("party", "Дании"), ("party", one), ("party", other)} <= links(
        f"Подписан Договор о {subject} Дании, {one} и {other}.", nlp
    )


def test_one_state_or_what_is_not_shared_gives_no_sides(nlp: Language) -> None:
    assert not links("Действует Договор о торговле Дании.", nlp)
    assert not links("Действует Соглашение о долгах Ганы и Того.", nlp)


@pytest.mark.parametrize("body", ["«Газпромом»", "«Роснефтью»", "«Вымпелом»"])
@pytest.mark.parametrize("subject", ["о поставках угля", "о разведке шельфа"])
def test_a_body_in_quotes_is_a_side_of_the_title(body: str, subject: str, nlp: Language) -> None:
    assert (
        stages_of(f"Молдавия подписала соглашение с {body} {subject}.", nlp)[0][0] == f"соглашение с {body} {subject}"
    )
    between = f"соглашение между {body} и правительством Чили {subject}"
    assert stages_of(f"Действует {between}.", nlp)[0][0] == between


@pytest.mark.parametrize("side", ["Индией", "Чили", "компанией «Заря»", "«Газпромом»"])
def test_a_contract_goes_on_behind_its_side(side: str, nlp: Language) -> None:
    title = f"контракт с {side} на поставку угля"
    assert stages_of(f"Молдавия подписала {title}.", nlp) == [(title, "signed")]


@pytest.mark.parametrize("does", ["обеспечивающей", "запрещающей", "регулирующей"])
@pytest.mark.parametrize("subject", ["защите рек", "рыболовстве"])
def test_what_an_instrument_does_is_no_title(does: str, subject: str, nlp: Language) -> None:
    (found,) = stages_of(f"Чили присоединилась к Конвенции о {subject}, {does} лов рыбы.", nlp)
    assert found[0] == f"Конвенции о {subject}"
    (found,) = stages_of("Чили подписала Соглашение о мерах, запрещающих лов рыбы.", nlp)
    assert found[0] == "Соглашение о мерах, запрещающих лов рыбы"


@pytest.mark.parametrize("noun", ["намерении", "готовности", "решении", "праве", "необходимости"])
@pytest.mark.parametrize("verb", ["подписать", "заключить", "ратифицировать"])
def test_what_is_intended_is_planned(noun: str, verb: str, nlp: Language) -> None:
    text = f"Кабинет Польши заявил о {noun} {verb} с Литвой Договор о торговле 5 мая 1992 г."
    assert stages_of(text, nlp) == [("Договор о торговле", "planned")]
    assert "signed_on" not in {kind for kind, _ in links(text, nlp)}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Подписание Договора о мире отложили до осени.", "planned"),
        ("Стороны перенесли подписание Договора о мире на осень.", "planned"),
        ("Церемонию подписания Договора о мире перенесли.", "planned"),
        ("Подписание Договора о мире сорвалось.", "refused"),
        ("Ратификация Договора о мире была сорвана.", "refused"),
        ("Подписание Договора о мире не состоялось.", "refused"),
        ("После подписания Договора о мире пошлины отменили.", "signed"),
        ("Сейм одобрил проект Договора о мире.", "planned"),
        ("Подготовлен проект Договора о мире.", "planned"),
        ("Идут переговоры о Договоре о мире.", "planned"),
        ("Переговоры о Договоре о мире завершились, и его подписали.", "signed"),
    ],
)
def test_what_fell_through_was_put_off_or_drafted(text: str, status: str, nlp: Language) -> None:
    ((_, found),) = stages_of(text, nlp)
    assert found == status


@pytest.mark.parametrize("member", ["участником", "участницей", "стороной"])
@pytest.mark.parametrize("state", ["Киргизия", "Дания", "Чили"])
def test_who_is_a_member_is_a_side(member: str, state: str, nlp: Language) -> None:
    assert ("party", state) in links(f"{state} является {member} Конвенции о рыболовстве.", nlp)


@pytest.mark.parametrize("verb", ["стали", "были", "дали"])
def test_a_verb_that_looks_like_a_noun_ends_the_title(verb: str, nlp: Language) -> None:
    (found,) = stages_of(f"Основой Договора о коллективной безопасности {verb} прежние союзы.", nlp)
    assert found[0] == "Договора о коллективной безопасности"


@pytest.mark.parametrize("other", ["Пико", "Келлога", "Лансинга"])
def test_two_family_names_are_one_title(other: str, nlp: Language) -> None:
    (found,) = stages_of(f"Соглашение Сайкса – {other} было заключено в мае 1916 года.", nlp)
    assert found[0] == f"Соглашение Сайкса – {other}"


@pytest.mark.parametrize("place", ["Косово", "Сараево", "Пушкино", "Косову"])
def test_a_place_that_is_left_undeclined_is_a_subject(place: str, nlp: Language) -> None:
    (found,) = stages_of(f"В Вене подписано соглашение по {place} между Сербией и Албанией.", nlp)
    assert found == (f"соглашение по {place} между Сербией и Албанией", "signed")


@pytest.mark.parametrize("night", ["на 12 марта 1940 г.", "с 11 на 12 марта 1940 г."])
@pytest.mark.parametrize("signed", ["был подписан", "подписали"])
def test_a_night_of_signing_is_its_day(night: str, signed: str, nlp: Language) -> None:
    title = "Договор о мире" if signed == "был подписан" else "стороны"
    rest = "" if signed == "был подписан" else " Договор о мире"
    text = f"В Риге {title} {signed}{rest} в ночь {night}"
    assert ("signed_on", night.removeprefix("на ").removeprefix("с ")) in links(text, nlp)
    text = "Договор о мире подписан на 5 лет; на 12 марта 1940 г. он не действовал."
    assert "signed_on" not in {kind for kind, _ in links(text, nlp)}


@pytest.mark.parametrize("other", ["СССР", "империи", "ханства"])
def test_what_ends_the_being_of_another_does_not_end_itself(other: str, nlp: Language) -> None:
    assert stages_of(f"Договор о союзе прекратил существование {other}.", nlp) == [("Договор о союзе", None)]
    assert stages_of("Договор о союзе прекратил существование в 1991 году.", nlp) == [("Договор о союзе", "expired")]
