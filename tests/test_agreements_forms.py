"""Forms of titles that the guidelines name, and forms that name no agreement, each in sentences of many kinds."""

from __future__ import annotations

import pytest
from spacy.language import Language

NAMED = (
    "Устав ООН", "ядерная сделка", "сделка с Ираном", "договорённости о перемирии", "минские договорённости",
    "Комплекс мер по выполнению Минских соглашений", "Меморандум «О мерах доверия»", "Протокол «О границе»",
    "Соглашение «О реке»", "Договор «О дружбе и союзе»", "Протоколы I и II к Договору о реках",
    "Протокол II к Договору о реках", "пакт Молотова – Риббентропа", "пакт Бриана – Келлога", "договор Вайтанги",
    "Союзный договор", "мирный договор с Чехией", "Парижская хартия", "Сан-Стефанский договор",
    "Брест-Литовский мир", "Люблинская уния", "Венский документ", "Римский статут",
    "договор о дружбе между Чехией и Польшей", "Варшавский договор", "Договор РФ и Чехии о границе",
    "договор Чехии с Польшей", "Тильзитский трактат", "перемирие между Чехией и Польшей",
    "Договор о воде Арала и Чада",
)  # fmt: skip
UNNAMED = (
    "акт приёмки", "устав общества", "договорённости о встрече с врачом", "трудовой договор", "протокол заседания",
    "устав фирмы", "комплекс мер по уборке", "брачный договор", "договор с ними", "договоры с соседями",
    "акт проверки", "декларация о доходах", "хартия журналистов", "личный договор", "сделка с домом",
    "любые договоры с Чехией", "договор о том, что всё забыто",
)  # fmt: skip
SENTENCES = (
    "{0} вступил в силу.", "В статье упомянут {1}.", "{0} подписан в Праге 3 мая 1999 г.",
    "Стороны обсудили {1} и проект.", "Историк изучает {1} с 1990 г.", "На встрече речь шла про {1}.",
    "Чехия и Польша подписали {1}.", "Позже появился {1}, забытый всеми.",
)  # fmt: skip


def found(form: str, nlp: Language) -> list[list[str]]:
    texts = [sentence.format(form[:1].upper() + form[1:], form) for sentence in SENTENCES]
    return [[span.text for span in doc.spans["letopis"] if span.label_ == "AGREEMENT"] for doc in nlp.pipe(texts)]


@pytest.mark.parametrize("form", NAMED)
def test_a_form_of_the_guidelines_is_found_in_any_sentence(form: str, nlp: Language) -> None:
    assert [[text.lower() for text in texts] for texts in found(form, nlp)] == [[form.lower()]] * len(SENTENCES)


@pytest.mark.parametrize("form", UNNAMED)
def test_what_is_no_agreement_is_one_in_no_sentence(form: str, nlp: Language) -> None:
    assert found(form, nlp) == [[]] * len(SENTENCES)
