"""What must hold of names in quotes whatever form of a company stands before them."""

from __future__ import annotations

import pytest
from spacy.language import Language

from letopis import extract_text

FORMS = (
    *("ПО", "АКБ", "АОЗТ", "НК", "ФК", "ИА", "ОФ", "НИИ", "ООО", "ОсОО"),
    *("издательский дом", "торговый дом", "общественный фонд"),
    *("частное предприятие", "малое предприятие", "совместное предприятие", "крестьянское хозяйство"),
)


def bodies(text: str, nlp: Language) -> list[str]:
    return [entity.text for entity in extract_text(text, nlp).entities if entity.label == "ORG"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["«Азнефть»", "«Заря»", "«Кыргызстан»", "«Центр «Юг»»", '"Медиа "Азия""'])
def test_the_form_of_a_company_is_in_its_name(form: str, name: str, nlp: Language) -> None:
    whole = f"{form} {name}"
    assert whole in bodies(f"Вчера {whole} подписало договор в Оше.", nlp)
    opening = form[0].upper() + form[1:]
    assert f"{opening} {name}" in bodies(f"{opening} {name} закрыто.", nlp)


@pytest.mark.parametrize("name", ["«Правде»", "«Заре»"])
def test_a_preposition_is_no_form(name: str, nlp: Language) -> None:
    assert f"По {name}" not in bodies(f"По {name} это не так.", nlp)
    assert "Дом «Илим»" not in bodies("Дом «Илим» продан.", nlp)


@pytest.mark.parametrize("outside", ["частный", "малый", "новый", "пивоваренный", "немецкий"])
@pytest.mark.parametrize("head", ["банк", "клуб", "фонд", "концерн"])
def test_an_adjective_that_is_no_form_is_outside(outside: str, head: str, nlp: Language) -> None:
    assert bodies(f"Вчера {outside} {head} «Заря» подписал договор.", nlp) == [f"{head} «Заря»"]


@pytest.mark.parametrize("body", ["Союзу писателей", "Лиге женщин", "Обществу глухих"])
@pytest.mark.parametrize("head", ["клуб", "фонд", "журнал"])
def test_who_is_given_a_thing_is_not_in_its_name(head: str, body: str, nlp: Language) -> None:
    assert bodies(f"Вчера он передал {head} {body}.", nlp) == [body]
