"""The rules that decide whether a stop ends its sentence, in the order in which they are asked.

A rule answers ``True`` (the sentence ends), ``False`` (it goes on) or ``None`` (ask the next rule).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from letopis.dictionary import known, known_parses, parses
from letopis.russian.tables import lists
from letopis.sentences.abbreviations import Uses
from letopis.sentences.stop import Stop, begins_nominal, first_clause, has_predicate, is_common, is_oblique, new_clause

_REVERSED_INITIALS = re.compile(r"[А-ЯЁ][а-яё-]{2,} [А-ЯЁ]\.(?: ?[А-ЯЁ]\.)?$")
_LIST_MARK = re.compile(r"^\W*(?:\d{1,3}(?:\.\d{1,3})*|[IVXLC]{1,5}|[а-яА-Яa-zA-Z])\.$")
_LIST_MARK_INSIDE = re.compile(r"[:;] \d{1,2}(?:\.\d{1,2})*\.$")
_BIBLIOGRAPHY_NEXT = re.compile(
    r"^(?:[–—-] ?(?:[МЛСТ]\.|СПб|Vol|P\.|№|Вып|Ч\.|Кн\.|\d|[А-ЯЁ][\w-]+ ?(?:: |, \d{4}))"  # – М.  – С. 12
    r"|(?:№|[СCТЧРPp]\.|[Рр]\.|Вып\.|Кн\.|Vol\.|No\.|pp\.|Iss\.) ?[\dIVXLC]"  # № 3  С. 12–18  Т. 2
    r"|(?:[ФДЛ]|Оп|Л[Лл]|Ед\. ?хр)\.? ?(?:[А-Я]-?)?\d"  # Ф. 17  Оп. 3  Л. 12
    r"|(?:М|Л|СПб|Пг|К|Мн)\.? ?(?:; ?[МЛ]\.)?: "  # М.: Наука
    r"|(?:1[5-9]|20)\d\d[а-г]?\. ?(?:[–—-] ?)?(?:№|[СCТЧРP]\.|Вып|Vol|No|Т\.|\d+ ?[сc]\.)"  # 2014. № 3
    r"|\d{1,4} ?[сcpр]\.(?:\s|$)"  # 312 с.
    r"|[А-ЯЁ][а-яё-]+(?:[ -][А-ЯЁ]?[а-яё-]+)?: [^.,:]{2,60}, (?:1[5-9]|20)\d\d"  # Фрунзе: Илим, 1964
    r"|(?:(?:М|Л|СПб|Пг|К|Мн)\.|[A-ZА-ЯЁ][\w-]+), (?:1[5-9]|20)\d\d\b"  # М., 1973  Oxford, 1988
    r"|(?:URL|DOI|doi|ISBN|ISSN|Режим доступа|Электрон\.|Загл\. с))"
)
_PAGES_TOTAL = re.compile(r"(?:1[5-9]|20)\d\d\. ?(?:[–—-] ?)?\d{1,4} [сcp]\.$")
_PUBLISHER = re.compile(r": (?:Тип|Изд|Гос|Полит|Воен)$")
_TITLED = re.compile(r"([^\W\d_]+) [«“\"][^«“\"]*$")
_TITLE_HEADS = lists("words.cfg", __package__)["title_heads"]
_LETTERED = re.compile(
    r"(?:\d|°|\b[А-ЯЁA-Z] (?:и|или)|\b[А-ЯЁA-Z],"
    r"|\b(?:пункт|план|сторон|приложени|групп|вариант|класс|фамили|букв|витамин|зон|точк|категори|раздел|част|корпус|блок"
    r"|государств|стран|вход|выход|подъезд|сектор|участ(?:о)?к|объект|пост|высот|платформ|терминал|причал|склад|палат|секци"
    r"|лини|сери|модел|тип|формул|уров(?:е)?н|спис(?:о)?к|таблиц|схем|литер|виз|папк|дел|опис|ящик|отсек|камер|колонн|ворот"
    r"|станци|ветк|маршрут|комнат|кабинет|этаж|столб(?:е)?ц|строк|колонк|дом|школ|препарат)[а-яё]{0,3})$"
)
"""What a letter names or counts when it stands before it."""

_GOES_ON = re.compile(r"[^()]{0,200}\)(?:,|\s+[а-яё])")
_POSTSCRIPT = re.compile(r"(?<!\w)(?:P\. ?){1,3}S\.$")
_SHORTENED = re.compile(r"([^\W\d_]+)\.$")
_AND_OTHERS = frozenset({"др", "пр", "проч"})
_NUMBERED = re.compile(r"№ ?\d+(?:-?[а-я])?$")
_TOWARDS = re.compile(r"(?<!\w)(?:в|во|из|под|до|к|от|близ|около|у|на)$", re.IGNORECASE)
_CALENDAR = frozenset({"г", "гг", "в", "вв", "э"})
_AUTHORS_ONLY = re.compile(
    r"^\W*(?:\d{1,3}[.)]?\s+)?(?:[А-ЯЁA-Z][\w’'-]+,? (?:[А-ЯЁA-Z]\. ?){1,2}(?:, ?| и | and )?)+(?:и др\. ?)?$"
)
_CLOSING_NEXT = re.compile(r"^(?:[”’»)\]]|''|``|&#39;&#39;|&quot;)+[.,;:!?]")
_SURNAMES_LIKE_WORDS = frozenset({"Ли", "Но", "То", "Ну", "До", "Ко", "Те", "Ан", "Чу"})


def small_letter(stop: Stop) -> bool | None:
    """``гунны, тюрки. огузы``, ``т. е. расширение``: no sentence begins with a small letter."""
    if stop.next_char.islower():
        return False
    if stop.following[:1] in "–—-" and stop.following.lstrip("–—- ")[:1].islower():
        return False
    return None


def comma_next(stop: Stop) -> bool | None:
    """``“Кто виноват?”, – спросил он``, ``13 чел. / км``: a mark that goes on follows."""
    if stop.following[:1] in set(",;:)]/=+×%<>") or _CLOSING_NEXT.match(stop.following):
        return False
    return None


def list_number(stop: Stop) -> bool | None:
    """``1. Договор``, ``IV. Итоги``, ``пункты: 1. Договор``: the number of a list item or heading."""
    if not stop.dot:
        return None
    at_start = len(stop.sentence) < 12 and _LIST_MARK.match(stop.sentence)
    return False if at_start or _LIST_MARK_INSIDE.search(stop.sentence[-8:]) else None


def bibliography(stop: Stop) -> bool | None:
    """``История Киргизии. – Фрунзе: Илим, 1984. – С. 12``: areas of a reference; ``1984. 312 с.`` ends it."""
    if not stop.dot or stop.closers:
        return None
    if _PAGES_TOTAL.search(stop.sentence[-30:]):
        return stop.next_char.isupper() or stop.next_char.isdigit()
    if _BIBLIOGRAPHY_NEXT.match(stop.following) or _PUBLISHER.search(stop.before[-20:]):
        return False
    return None


def lettered(stop: Stop) -> bool | None:
    """``план Б.| Министры``, ``стороны А и В.| Обе``, ``–30 °С.| Перевал``: a letter that names a thing, or a unit."""
    if not stop.dot or stop.closers or len(stop.last_word) != 1 or not stop.last_word.isupper():
        return None
    if stop.before.endswith(("°C", "°С")):
        return stop.next_char.isupper() or None
    if stop.next_name != stop.next_word or stop.before_word.endswith("."):
        return None
    named = has_predicate(stop.before) and _LETTERED.search(stop.before_word[-40:]) is not None
    if not is_common(stop.next_word):
        return True if named and _is_place(stop.next_word) else None
    if stop.counted or named:
        return True
    return True if has_predicate(stop.before) and not _surname_like(stop.next_word) else None


def _is_place(word: str) -> bool:
    """Return whether a word is a place and no surname: ``Грузия``, not ``Калинин``."""
    readings = known_parses(word)
    return bool(readings) and all("Geox" in reading.grammemes for reading in readings)


def _surname_like(word: str) -> bool:
    """Return whether an ordinary word may be a surname: ``Заяц``, ``Присёлков``, not ``Министры``."""
    best = parses(word)[0]
    man = best.pos in {"NOUN", "ADJF"} and {"sing", "masc"} <= best.grammemes
    surname = any("Surn" in reading.grammemes for reading in parses(word))
    return man or surname or word in _SURNAMES_LIKE_WORDS or is_oblique(word)


def initial(stop: Stop) -> bool | None:
    """``А. Атамбаев``, ``доц. Г. Читая``, ``P.S. Пиши`` go on; ``ушёл Алиев Г.| Он``, ``в группе А.| Это`` end."""
    word = stop.last_word
    if not stop.dot or len(word) != 1 or not word.isupper() or stop.before.endswith((" I", " V", " X", "°C", "°С")):
        return None
    if _AUTHORS_ONLY.match(stop.sentence[-300:]) or _POSTSCRIPT.search(stop.sentence[-10:]):
        return False
    if stop.next_name != stop.next_word or _behind_title(stop):
        return False
    reversed_order = _REVERSED_INITIALS.search(stop.sentence[-40:])
    if reversed_order and is_common(stop.next_name) and has_predicate(stop.before):
        return True
    if stop.next_starts and stop.next_word not in _SURNAMES_LIKE_WORDS:
        return True
    if stop.closers or stop.before_word[-1:].isdigit():
        return None
    return False if stop.next_char.isalpha() else None


def _behind_title(stop: Stop) -> bool:
    """Return whether a shortened title stands before an initial: ``доц. Г.``, ``акад. И.``."""
    title = _SHORTENED.search(stop.before_word)
    return title is not None and title[1].lower() in stop.uses.name - stop.uses.final


def whole_word(stop: Stop) -> bool | None:
    """``помог им.| Посол``, ``издан указ.| Войска``, not ``совхоз им. Фрунзе``: an abbreviation that is a word too."""
    if not stop.dot or stop.closers or stop.counted or not _is_word(stop.last_word, stop.uses):
        return None
    spoken = has_predicate(stop.before_word) or parses(stop.last_word)[0].pos == "VERB"
    if not spoken or stop.before.count("(") > stop.before.count(")"):
        return None
    fresh = stop.next_name == stop.next_word and is_common(stop.next_word) and not is_oblique(stop.next_word)
    return True if stop.next_starts or (fresh and has_predicate(first_clause(stop.following))) else None


@lru_cache(maxsize=10_000)
def _is_word(form: str, uses: Uses) -> bool:
    """Return whether an abbreviation of a name's or an inner kind is a word of its own: ``род``, ``полк``, ``нем``."""
    if form not in uses.name | uses.inner | uses.number or len(form) == 1:
        return False
    words = [one for one in parses(form) if one.pos in _WORDS and not one.grammemes & {"Abbr", "Init"}]
    return form == "нем" or any(one.score > LEAST_SHARE for one in words)


_WORDS = frozenset({"NOUN", "NPRO", "VERB"})
LEAST_SHARE = 0.1
"""A reading that is rarer among a form's is none: ``пер.`` of ``переть``."""


def inner_abbreviation(stop: Stop) -> bool | None:
    """``т. е.``, ``см.``, ``напр.`` never end a sentence."""
    word = stop.last_word.lower()
    if word == "ч" and stop.before_word.endswith("т.") and stop.dot:
        return False
    if not stop.dot or stop.closers or word not in stop.uses.inner or stop.counted:
        return None
    if word == "х":
        return False if stop.before_word.endswith("г.") else None
    if word in {"е", "к", "н"}:
        return False if re.search(r"\b[тТ]\. ?$|\b(?:до|от|нашей) $", stop.before_word + " ") or word == "н" else None
    if word == "т":
        return False if re.match(r"ч\.", stop.following) else None
    return False


def inside_bracket(stop: Stop) -> bool | None:
    """``26 окт. (8 нояб.) 1917``, ``(23 января ст. ст.) Пакт``: a sentence would have a stop behind the bracket."""
    if not stop.dot or not stop.closers.startswith((")", "]")) or stop.last_word not in stop.uses.all:
        return None
    before, bracket, inside = stop.sentence.rpartition("(")
    whole = before.rstrip()[-1:] in {"", ".", "!", "?"} and inside[:1].isupper()
    if not bracket or whole:
        return None
    return False


def bracket_goes_on(stop: Stop) -> bool | None:
    """``Указ (принят в Минюсте. Рег. № 3) подписал министр``: the sentence around a bracket goes on behind it."""
    opened = stop.sentence.rfind("(")
    if opened <= 1 or ")" in stop.sentence[opened:] or ")" in stop.closers or stop.sentence[opened - 2] in ".!?…":
        return None
    return False if _GOES_ON.match(stop.following) else None


def before_number(stop: Stop) -> bool | None:
    """``с. 173``, ``т. 16``, ``гл. IV``: the number belongs to the abbreviation."""
    word = stop.last_word.lower()
    if not stop.dot or stop.closers or word not in stop.uses.number or (word == "р" and stop.counted):
        return None
    return False if re.match(r"\(?\d|[IVXLC]+\b|№", stop.following) else None


def before_name(stop: Stop) -> bool | None:
    """``г. Кант``, ``им. Фрунзе``, ``проф. Иванов``: the name belongs to the abbreviation."""
    word = stop.last_word.lower()
    if not stop.dot or stop.closers or word not in stop.uses.name or not stop.next_char.isupper():
        return None
    listed = re.search(r"\bт\.$|\bи$" if word in _AND_OTHERS else r"\bт\.$", stop.before_word)
    led = _NUMBERED.search(stop.before_word) or (word == "г" and _TOWARDS.search(stop.before_word))
    starts = stop.next_starts and not led  # ``школа № 5 г. Гори``, ``в г. Гори``
    if word in stop.uses.final and (stop.counted or starts or listed):
        return None
    return False


def dollars(stop: Stop) -> bool | None:
    """``12 млн долл. США``: the country belongs to the currency."""
    return False if stop.last_word.lower() in {"долл", "дол"} and stop.next_word == "США" else None


def final_abbreviation(stop: Stop) -> bool | None:
    """``… 1997 г.| Особенно``, but ``19 января 1993 г. Кыргызстан``: it ends where a clause has ended."""
    if not stop.dot or stop.last_word.lower() not in stop.uses.final:
        return None
    if stop.closers:
        return None
    opened = stop.sentence.rfind("«")
    if opened > 0 and opened > stop.sentence.rfind("»") and stop.sentence[opened - 2].isalnum():
        return False  # «О порядке и т. д. Общие условия»
    if stop.following[:1] in {"–", "—", "-", "№"}:
        return False
    counted = stop.counted or re.search(r"(?:\bи|\bт\.|\bн\.|обл|[а-яё]{3,})$", stop.before_word.rstrip())
    if not counted:
        return None
    if stop.last_word.lower() not in _CALENDAR and is_common(stop.next_name) and stop.next_name == stop.next_word:
        return stop.before.count("(") <= stop.before.count(")")
    return new_clause(stop) or (stop.last_word.lower() not in _CALENDAR and _measured(stop))


def _measured(stop: Stop) -> bool:
    """Return whether ``Площадь участка 40 га.`` is a clause without a verb, and what follows is another with one."""
    word = stop.next_name
    return begins_nominal(stop.before) and not is_oblique(word) and has_predicate(first_clause(stop.following))


def other_abbreviation(stop: Stop) -> bool | None:
    """``эту гл. Карамзин переписал``: one that stands before numbers, here before a name."""
    if not stop.dot or stop.closers or stop.last_word not in stop.uses.number or not stop.next_char.isupper():
        return None
    return new_clause(stop)


def unknown_abbreviation(stop: Stop) -> bool | None:
    """``сев. Кавказ``, ``вост. Туркестан``: a short string of small letters that is no word."""
    word = stop.last_word
    short = word.islower() and 1 < len(word) <= 5 and word[-1] in "бвгджзклмнпрстфхцчшщ"
    if not stop.dot or stop.closers or not short or known(word):
        return None
    return new_clause(stop)


def quoted_question(stop: Stop) -> bool | None:
    """``“Что делать?” Чернышевского``, ``«И дольше века…» (1980)``: a title with a mark of its own."""
    if any(c in '"”»;' for c in stop.closers) and stop.following[:1] == "(" and stop.sentence[-1:] != ")":
        return False
    if stop.mark not in "?!…" or not any(c in '"”»' for c in stop.closers) or not stop.next_char.isupper():
        return None
    head = _TITLED.search(stop.before[-200:])
    if head and parses(head.group(1))[0].lemma in _TITLE_HEADS:
        return bool(is_common(stop.next_word))
    return False if is_oblique(stop.next_word) and not is_common(stop.next_word) else None


def stop_and_capital(stop: Stop) -> bool | None:
    """A stop, a space and a capital letter, a digit, a quote, a bracket or a dash: the sentence ends."""
    return True


RULES: tuple[Callable[[Stop], bool | None], ...] = (
    small_letter, comma_next, list_number, bibliography, lettered, initial, whole_word, inner_abbreviation,
    inside_bracket, bracket_goes_on, before_number, before_name, dollars, final_abbreviation, other_abbreviation,
    unknown_abbreviation, quoted_question, stop_and_capital,
)  # fmt: skip
