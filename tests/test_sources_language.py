"""Whether a text looks Russian: other languages are told, and the record says so."""

from __future__ import annotations

import pytest

from letopis.extraction import ToExtract, extract_raw
from letopis.sources.described import language_doubts
from letopis.sources.reader import RawText

OTHERS = {
    "kyrgyz": ("Президент өлкөнүн тышкы саясатын өзү аныктайт.", "no Russian ones"),
    "azerbaijani": ("Азәрбајҹан Республикасынын Президенти Бакыја гајытды.", "no Russian ones"),
    "ukrainian": ("Президент підписав угоду, її оприлюднять незабаром.", "no Russian ones"),
    "english": ("The ministers signed a treaty in Прага.", "of its letters are Latin"),
    "bulgarian": (
        (
            "Министърът на външните работи каза, че държавата ще спазва всички свои задължения. Председателят на "
            "страната подписа споразумение за сътрудничество в областта на културата и образованието, което влиза "
            "в сила след размяната на нотите между двете правителства и остава отворено за всички държави, които "
            "желаят да участват в него през следващите години."
        ),
        "not in the dictionary",
    ),
}

RUSSIAN = [
    "",
    "12 (3)",
    "Баку",
    "Посол Кыргызской Республики прибыл в Баку; его слова «Өзгөн шаары» привели газеты. " + "Он молчал. " * 100,
    "Корпорации Apple и Microsoft подписали соглашение о поставке оборудования.",
    "экономиче скаяполитика исотрудни чество стран",
]


@pytest.mark.parametrize("language", OTHERS)
def test_other_languages_are_told(language):
    text, reason = OTHERS[language]
    (doubt,) = language_doubts(text)
    assert doubt.startswith("does not look Russian: ")
    assert reason in doubt


@pytest.mark.parametrize("text", RUSSIAN)
def test_russian_and_too_little_text_pass(text):
    assert language_doubts(text) == ()


@pytest.mark.parametrize(("text", "warned"), [(OTHERS["kyrgyz"][0], True), (RUSSIAN[4], False)])
def test_the_record_warns(nlp, text, warned):
    raw = RawText(text=text, sha256="0" * 64, format="txt", warnings=("one.txt: a page is empty",))
    (warnings,) = [one.warnings for one in extract_raw([ToExtract(raw, "one", "one.txt")], nlp)]
    assert warnings[0] == "one.txt: a page is empty"
    assert [w.startswith("one.txt: does not look Russian: ") for w in warnings[1:]] == [True] * warned
