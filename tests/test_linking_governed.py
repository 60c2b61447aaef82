"""What the words around towns and bodies tell of their nominatives, and of what a bracket or quotes shorten."""

from __future__ import annotations

import pytest

from letopis.linking.inflection import nominative_phrase
from letopis.linking.organisations import OrganisationForm, introduction, organisations_here
from letopis.linking.places import place_nominative, places_here

PLURAL_TOWNS = {
    "Салоники": "Салоник Салоникам Салониках", "Черновцы": "Черновцов Черновцам", "Боровичи": "Боровичей Боровичах",
    "Бровары": "Бровар", "Патры": "Патр",
}  # fmt: skip
UNSEEN_TOWNS = {
    "Торсхавн": "Торсхавна gent, Торсхавном accs ablt", "Ургун": "Ургуна gent, Ургуном accs ablt, Ургуне accs loct",
    "Микены": "Микен gent", "Сувалки": "Сувалок gent", "Раздолово": "Раздолова ablt gent",
    "Вильянди": "Вильянди gent, Вильянди accs loct",
}  # fmt: skip


@pytest.mark.parametrize("town", PLURAL_TOWNS)
def test_towns_in_the_plural_in_every_case(town: str) -> None:
    assert {place_nominative(form) for form in (town, *PLURAL_TOWNS[town].split())} == {town}


@pytest.mark.parametrize("town", UNSEEN_TOWNS)
def test_a_preposition_tells_the_nominative_of_a_town_of_no_dictionary(town: str) -> None:
    for form, cases in (told.split(" ", 1) for told in UNSEEN_TOWNS[town].split(", ")):
        assert place_nominative(form, cases=cases) == town, (form, cases)


@pytest.mark.parametrize("town", ["Осло", "Баку", "Душанбе", "Киев", "Ош", "Сочи", "Токио", "Афины", "Мары", "ОАЭ"])
def test_a_town_that_is_known_or_stays_is_left_as_it_is(town: str) -> None:
    assert {place_nominative(town, cases=cases) for cases in ("", "nomn", "accs loct")} == {town}


SEVERAL = {
    "Министерства финансов и юстиции Эстонии": ("Министерство финансов и юстиции Эстонии", "nomn accs"),
    "Посольства Чили и Перу": ("Посольство Чили и Перу", "nomn accs"),
    "Правительства Чехии и Польши": ("Правительство Чехии и Польши", "nomn accs"),
    "Академии наук Армении и Грузии": ("Академия наук Армении и Грузии", "nomn accs"),
    "Комиссии по труду и спорту": ("Комиссия по труду и спорту", ""),
    "Театра имени Лунда и Гюго": ("Театр имени Лунда и Гюго", ""),
}


@pytest.mark.parametrize("bodies", SEVERAL)
@pytest.mark.parametrize("case", ["", "nomn", "accs", "gent"])
def test_bodies_that_share_a_head_are_several_where_no_genitive_can_stand(bodies: str, case: str) -> None:
    one, plural = SEVERAL[bodies]
    [found] = organisations_here([OrganisationForm(bodies, "", (), case)])
    assert found.normal == (bodies if case and case in plural else one)


NESTED = {
    ("Исполнительного комитета Коминтерна", "Коминтерна"): ("ИККИ", 0),
    ("Президиума Верховного Совета", "Верховного Совета"): ("ПВС", 0),
    ("Совета Безопасности Организации Объединённых Наций", "Организации Объединённых Наций"): ("СБ", 0),
    ("Секретариата Организации Объединённых Наций", "Организации Объединённых Наций"): ("ООН", 1),
    ("Центрального комитета Лиги труда", "Лиги труда"): ("ЦК ЛТ", 0),
    ("Банка внешней торговли", "Лиги труда"): ("Внешторгбанк", 0),
    ("Народного комиссариата просвещения", "Лиги труда"): ("Наркомпрос", 0),
    ("Бюро Всемирной торговой организации", "Всемирной торговой организации"): ("WTO", 1),
}


@pytest.mark.parametrize("names", NESTED)
def test_what_a_bracket_shortens_of_a_name_within_a_name(names: tuple[str, str]) -> None:
    short, which = NESTED[names]
    forms = [OrganisationForm(name, "", ()) for name in names]
    forms += [OrganisationForm(short, introduction(short, f"отчёт {names[0]} ("), ()), OrganisationForm(short, "", ())]
    *full, bracket, alone = [one.organisation.key for one in organisations_here(forms)]
    assert bracket == alone == full[which] != full[1 - which]


@pytest.mark.parametrize("head", ["Издательство", "Газета", "Банк", "Партия"])
@pytest.mark.parametrize("other", ["Журнал «Заря Сибири»", "Колхоз «Заря и труд»", "Газета «Новая заря»"])
def test_a_name_in_quotes_is_the_one_that_has_just_it(head: str, other: str) -> None:
    forms = [
        OrganisationForm(f"{head} «Заря»", "", ()),
        OrganisationForm(other, "", ()),
        OrganisationForm("Заря", "«", ()),
    ]
    one, longer, alone = [found.organisation.key for found in organisations_here(forms)]
    assert alone == one != longer


@pytest.mark.parametrize("number", ["I", "II", "III"])
def test_a_numeral_before_the_head_stays(number: str) -> None:
    for form in ("Интернационала", "Интернационалу", "Интернационалом", "Интернационале"):
        assert nominative_phrase(f"{number} {form}") == f"{number} Интернационал"


@pytest.mark.parametrize("body", ["КазНУ", "УрФУ", "ТашГТУ", "АзПИ", "КырНУ", "МГУ", "АвтоВАЗ"])
@pytest.mark.parametrize("more", [" имени Абая", " имени С. М. Кирова", ""])
def test_an_abbreviation_with_small_letters_stays(body: str, more: str) -> None:
    assert nominative_phrase(body + more) == body + more


@pytest.mark.parametrize(
    ("written", "other", "short", "code"),
    [
        ("Республика Корея", "КНДР", "РК", "KR"), ("Республика Болгария", "Румыния", "РБ", "BG"),
        ("Республика Казахстан", "Китай", "РК", "KZ"), ("Республика Корея", "Казахстан", "РК", "KZ"),
        ("Республика Беларусь", "Литва", "РБ", "BY"), ("Республика Болгария", "Белоруссия", "РБ", "BY"),
    ],
)  # fmt: skip
def test_an_abbreviation_is_the_state_that_its_article_names(written: str, other: str, short: str, code: str) -> None:
    """``РК`` is Kazakhstan where an article names both, or neither."""
    texts = [written, other, short]
    assert places_here(texts, texts)[2].key == f"gpe:{code}"
