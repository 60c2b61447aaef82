"""Abbreviations with a full stop, by what may follow them; each with a sentence that shows it.

The four uses: ``name`` stands before a name (``г. Кант``), ``number`` before a number (``с. 173``),
``inner`` never ends a sentence (``т. е.``), ``final`` follows what it counts and may end a sentence
(``в 1997 г.``). One form may have several uses. In an example, ``|`` marks a sentence's end.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import NamedTuple

from letopis.errors import InputError, nearest


class Abbreviation(NamedTuple):
    """A form without its stop, its use, and an example with ``|`` at the sentence's end, if one is there."""

    form: str
    use: str
    example: str


ABBREVIATIONS: tuple[Abbreviation, ...] = (
    Abbreviation("г", "name", "Встреча прошла в г. Кант."),
    Abbreviation("гор", "name", "Завод стоит в гор. Кемин."),
    Abbreviation("ул", "name", "Дом на ул. Советской цел."),
    Abbreviation("пр", "name", "Музей на пр. Мира открыт."),
    Abbreviation("просп", "name", "Музей на просп. Мира открыт."),
    Abbreviation("пл", "name", "Парад на пл. Победы отменён."),
    Abbreviation("пер", "name", "Дом в пер. Садовом снесён."),
    Abbreviation("наб", "name", "Дом на наб. Мойки продан."),
    Abbreviation("д", "name", "Родился в д. Ивановке."),
    Abbreviation("дер", "name", "Родился в дер. Ивановке."),
    Abbreviation("с", "name", "Школа в с. Кочкор построена."),
    Abbreviation("сел", "name", "Школа в сел. Кочкор построена."),
    Abbreviation("пос", "name", "Клуб в пос. Кант открыт."),
    Abbreviation("пгт", "name", "Клуб в пгт. Кант открыт."),
    Abbreviation("ст", "name", "Поезд стоял на ст. Рыбачье."),
    Abbreviation("о", "name", "Флот подошёл к о. Хиос."),
    Abbreviation("оз", "name", "Стоянка у оз. Иссык-Куль найдена."),
    Abbreviation("р", "name", "Посёлок у р. Чу вырос."),
    Abbreviation("обл", "name", "Район был в обл. Войска Донского."),
    Abbreviation("им", "name", "Совхоз им. Фрунзе закрыт."),
    Abbreviation("св", "name", "Храм св. Софии стоит."),
    Abbreviation("акад", "name", "Статья акад. Бартольда известна."),
    Abbreviation("проф", "name", "Лекция проф. Иванова отменена."),
    Abbreviation("доц", "name", "Курс доц. Иванова закончен."),
    Abbreviation("ген", "name", "Отряд ген. Скобелева отошёл."),
    Abbreviation("гр", "name", "Дом гр. Орлова сгорел."),
    Abbreviation("кн", "name", "Письмо кн. Горчакова утеряно."),
    Abbreviation("имп", "name", "Указ имп. Александра отменён."),
    Abbreviation("тов", "name", "Доклад тов. Иванова принят."),
    Abbreviation("т", "name", "Доклад т. Иванова принят."),
    Abbreviation("г-н", "name", "Выступил г-н. Алиев."),
    Abbreviation("д-р", "name", "Приехал д-р. Браун."),
    Abbreviation("зам", "name", "Назначен зам. Министра."),
    Abbreviation("зав", "name", "Назначен зав. Отделом печати."),
    Abbreviation("ред", "name", "Сборник под ред. Иванова вышел."),
    Abbreviation("сост", "name", "Словарь (сост. Юдахин) издан."),
    Abbreviation("дж", "name", "Речь Дж. Буша записана."),
    Abbreviation("вл", "name", "Стихи Вл. Соловьёва изданы."),
    Abbreviation("ал", "name", "Очерк Ал. Толстого издан."),
    Abbreviation("ан", "name", "Очерк Ан. Иванова издан."),
    Abbreviation("св", "final", "Собралось 100 чел. и св.| Никто не ушёл."),
    Abbreviation("с", "number", "Цитата взята из книги, с. 173."),
    Abbreviation("c", "number", "Цитата взята из книги, c. 173."),
    Abbreviation("стр", "number", "Опечатка на стр. 12 исправлена."),
    Abbreviation("т", "number", "Письмо есть в т. 16 издания."),
    Abbreviation("тт", "number", "Письма есть в тт. 1–3 издания."),
    Abbreviation("ч", "number", "Об этом говорит ч. 2 статьи."),
    Abbreviation("гл", "number", "Об этом говорит гл. IV закона."),
    Abbreviation("ст", "number", "Согласно ст. 5 договора, стороны равны."),
    Abbreviation("п", "number", "Согласно п. 3 договора, стороны равны."),
    Abbreviation("пп", "number", "Согласно пп. 3 и 4, стороны равны."),
    Abbreviation("рис", "number", "Карта дана на рис. 2 внизу."),
    Abbreviation("табл", "number", "Данные есть в табл. 1 отчёта."),
    Abbreviation("вып", "number", "Статья вышла в вып. 4 сборника."),
    Abbreviation("разд", "number", "Об этом говорит разд. II книги."),
    Abbreviation("кн", "number", "Об этом говорит кн. 2 хроники."),
    Abbreviation("изд", "number", "Словарь вышел в изд. 3 с правкой."),
    Abbreviation("ф", "number", "Письмо хранится в ф. 12 архива."),
    Abbreviation("оп", "number", "Дело лежит в оп. 1 фонда."),
    Abbreviation("д", "number", "Письмо вшито в д. 45 фонда."),
    Abbreviation("л", "number", "Запись стоит на л. 7 дела."),
    Abbreviation("лл", "number", "Запись стоит на лл. 7–9 дела."),
    Abbreviation("ок", "number", "Погибло ок. 300 человек."),
    Abbreviation("тел", "number", "Справки по тел. 312 даются днём."),
    Abbreviation("прим", "number", "Об этом сказано в прим. 4 книги."),
    Abbreviation("илл", "number", "Портрет дан на илл. 5 альбома."),
    Abbreviation("no", "number", "Статья вышла в no. 4 журнала."),
    Abbreviation("vol", "number", "Статья вышла в vol. 12 журнала."),
    Abbreviation("pp", "number", "Статья занимает pp. 12–19 журнала."),
    Abbreviation("p", "number", "Цитата взята с p. 12 книги."),
    Abbreviation("е", "inner", "Товарооборот, т. е. Импорт с экспортом, упал."),
    Abbreviation("к", "inner", "Он уехал, т. к. Россия вступила в войну."),
    Abbreviation("н", "inner", "Храм построен до н. э. и цел."),
    Abbreviation("см", "inner", "Об этом писали многие (см. Приложение)."),
    Abbreviation("ср", "inner", "Есть и другие чтения (ср. Иванов)."),
    Abbreviation("напр", "inner", "Города (напр. Ош) растут."),
    Abbreviation("англ", "inner", "Слово (англ. Chronicle) старое."),
    Abbreviation("нем", "inner", "Слово (нем. Chronik) старое."),
    Abbreviation("фр", "inner", "Слово (фр. Chronique) старое."),
    Abbreviation("лат", "inner", "Слово (лат. Chronica) старое."),
    Abbreviation("греч", "inner", "Слово (греч. Хроника) старое."),
    Abbreviation("тюрк", "inner", "Слово (тюрк. Тамга) старое."),
    Abbreviation("кирг", "inner", "Слово (кирг. Айыл) старое."),
    Abbreviation("азерб", "inner", "Слово (азерб. Məclis) старое."),
    Abbreviation("букв", "inner", "Название (букв. Белая гора) старое."),
    Abbreviation("род", "inner", "Учёный (род. В 1928 г.) жив."),
    Abbreviation("ум", "inner", "Учёный (ум. В 1928 г.) забыт."),
    Abbreviation("цит", "inner", "Письмо (цит. По книге) неизвестно."),
    Abbreviation("указ", "inner", "Бартольд (указ. Соч.) спорил."),
    Abbreviation("т", "inner", "Приехали гости, в т. ч. Иванов."),
    Abbreviation("г", "final", "Договор подписан в 1997 г.| Особенно заметны связи с Баку."),
    Abbreviation("гг", "final", "Конфликт шёл в 1991–1994 гг.| Он не окончен."),
    Abbreviation("в", "final", "Город известен с XV в.| Потом он опустел."),
    Abbreviation("вв", "final", "Так было в XVI–XVII вв.| Потом всё изменилось."),
    Abbreviation("э", "final", "Город основан во II в. до н. э.| Потом он опустел."),
    Abbreviation("др", "final", "Приехали гунны, уйгуры и др.| Потом они ушли."),
    Abbreviation("пр", "final", "Везли сахар, масло и пр.| Торговля росла."),
    Abbreviation("проч", "final", "Везли сахар, масло и проч.| Торговля росла."),
    Abbreviation("д", "final", "Строили дома, школы и т. д.| Любой мог учиться."),
    Abbreviation("п", "final", "Везли сахар, масло и т. п.| Торговля росла."),
    Abbreviation("тыс", "final", "Погибло 12 тыс.| Остальные ушли."),
    Abbreviation("млн", "final", "Вложено 12 млн.| Этого мало."),
    Abbreviation("млрд", "final", "Вложено 12 млрд.| Этого мало."),
    Abbreviation("долл", "final", "Экспорт составил 1,8 млн долл.| Импорт вырос."),
    Abbreviation("руб", "final", "Завод стоил 12 тыс. руб.| Этого мало."),
    Abbreviation("коп", "final", "Билет стоил 50 коп.| Это было дёшево."),
    Abbreviation("чел", "final", "Приехало 120 чел.| Они остались."),
    Abbreviation("экз", "final", "Книга вышла в 500 экз.| Её раскупили."),
    Abbreviation("га", "final", "Засеяно 300 га.| Урожай удался."),
    Abbreviation("км", "final", "Прошли 20 км.| Потом встали."),
    Abbreviation("м", "final", "Высота равна 20 м.| Башня цела."),
    Abbreviation("см", "final", "Длина равна 20 см.| Нож цел."),
    Abbreviation("кг", "final", "Собрали 20 кг.| Этого мало."),
    Abbreviation("л", "final", "Налили 20 л.| Этого мало."),
    Abbreviation("ц", "final", "Собрали 20 ц.| Этого мало."),
    Abbreviation("т", "final", "Собрали 20 т.| Этого мало."),
    Abbreviation("р", "final", "Билет стоил 20 р.| Это было дёшево."),
    Abbreviation("шт", "final", "Заказали 20 шт.| Этого мало."),
    Abbreviation("мин", "final", "Речь длилась 20 мин.| Зал молчал."),
    Abbreviation("сек", "final", "Взрыв длился 20 сек.| Потом стало тихо."),
    Abbreviation("ч", "final", "Заседание длилось 3 ч.| Потом все ушли."),
    Abbreviation("соч", "final", "Вышло собрание соч.| Его раскупили."),
    Abbreviation("обл", "final", "Он родился в Ошской обл.| Потом уехал."),
    Abbreviation("р-н", "final", "Он родился в Кантском р-н.| Потом уехал."),
    Abbreviation("с", "final", "Взрыв длился 20 с.| Потом стало тихо."),
    Abbreviation("ст", "final", "Храм построен в XV ст.| Потом он сгорел."),
    Abbreviation("мм", "final", "Толщина равна 20 мм.| Лист цел."),
    Abbreviation("мл", "final", "Налили 20 мл.| Этого мало."),
    Abbreviation("трлн", "final", "Вложено 2 трлн.| Этого мало."),
    Abbreviation("дол", "final", "Экспорт составил 1,8 млн дол.| Импорт вырос."),
    Abbreviation("кв", "number", "Дом 5, кв. 12 продана."),
    Abbreviation("корп", "number", "Дом 5, корп. 2 снесён."),
    Abbreviation("стб", "number", "Запись стоит в стб. 14 свода."),
    Abbreviation("ил", "number", "Портрет дан на ил. 5 альбома."),
    Abbreviation("ук", "inner", "Об этом писал Бартольд (ук. Соч.) и другие."),
    Abbreviation("соотв", "inner", "Меры (соотв. Законы) приняты."),
    Abbreviation("гос", "inner", "Указ гос. Думы отменён."),
    Abbreviation("мин", "name", "Приказ мин. Обороны отменён."),
    Abbreviation("преп", "name", "Житие преп. Сергия издано."),
    Abbreviation("архиеп", "name", "Письмо архиеп. Никона утеряно."),
    Abbreviation("митр", "name", "Письмо митр. Филарета утеряно."),
    Abbreviation("еп", "name", "Письмо еп. Никона утеряно."),
    Abbreviation("гр-н", "name", "Дом гр-н. Орлова сгорел."),
    Abbreviation("полк", "name", "Отряд полк. Орлова отошёл."),
    Abbreviation("кап", "name", "Рота кап. Орлова отошла."),
    Abbreviation("инж", "name", "Проект инж. Шухова принят."),
    Abbreviation("канд", "inner", "Автор (канд. Ист. наук) известен."),
    Abbreviation("м", "name", "Парад у м. Чернышевского отменён."),
    Abbreviation("п", "name", "Клуб в п. Кант открыт."),
    Abbreviation("х", "name", "Родился в х. Вешенском."),
    Abbreviation("лейт", "name", "Отряд лейт. Орлова отошёл."),
    Abbreviation("ген", "number", "Прибыл ген. 1-го класса."),
    Abbreviation("кап", "number", "Прибыл кап. 2-го ранга."),
    Abbreviation("ст-ца", "name", "Родился в ст-ца. Вешенской."),
    Abbreviation("янв", "number", "Письмо от 5 янв. 1920 утеряно."),
    Abbreviation("фев", "number", "Письмо от 5 фев. 1920 утеряно."),
    Abbreviation("февр", "number", "Письмо от 5 февр. 1920 утеряно."),
    Abbreviation("мар", "number", "Письмо от 5 мар. 1920 утеряно."),
    Abbreviation("апр", "number", "Письмо от 5 апр. 1920 утеряно."),
    Abbreviation("июн", "number", "Письмо от 5 июн. 1920 утеряно."),
    Abbreviation("июл", "number", "Письмо от 5 июл. 1920 утеряно."),
    Abbreviation("авг", "number", "Письмо от 5 авг. 1920 утеряно."),
    Abbreviation("сен", "number", "Письмо от 5 сен. 1920 утеряно."),
    Abbreviation("сент", "number", "Письмо от 5 сент. 1920 утеряно."),
    Abbreviation("окт", "number", "Письмо от 5 окт. 1920 утеряно."),
    Abbreviation("ноя", "number", "Письмо от 5 ноя. 1920 утеряно."),
    Abbreviation("нояб", "number", "Письмо от 5 нояб. 1920 утеряно."),
    Abbreviation("дек", "number", "Письмо от 5 дек. 1920 утеряно."),
    Abbreviation("янв", "final", "Посол уехал 5 янв.| Потом он вернулся."),
    Abbreviation("фев", "final", "Посол уехал 5 фев.| Потом он вернулся."),
    Abbreviation("февр", "final", "Посол уехал 5 февр.| Потом он вернулся."),
    Abbreviation("мар", "final", "Посол уехал 5 мар.| Потом он вернулся."),
    Abbreviation("апр", "final", "Посол уехал 5 апр.| Потом он вернулся."),
    Abbreviation("июн", "final", "Посол уехал 5 июн.| Потом он вернулся."),
    Abbreviation("июл", "final", "Посол уехал 5 июл.| Потом он вернулся."),
    Abbreviation("авг", "final", "Посол уехал 5 авг.| Потом он вернулся."),
    Abbreviation("сен", "final", "Посол уехал 5 сен.| Потом он вернулся."),
    Abbreviation("сент", "final", "Посол уехал 5 сент.| Потом он вернулся."),
    Abbreviation("окт", "final", "Посол уехал 5 окт.| Потом он вернулся."),
    Abbreviation("ноя", "final", "Посол уехал 5 ноя.| Потом он вернулся."),
    Abbreviation("нояб", "final", "Посол уехал 5 нояб.| Потом он вернулся."),
    Abbreviation("дек", "final", "Посол уехал 5 дек.| Потом он вернулся."),
    Abbreviation("пол", "number", "Во 2-й пол. XIX века город вырос."),
    Abbreviation("нач", "number", "Храм построен в нач. XX века."),
    Abbreviation("сер", "number", "Храм построен в сер. 1950-х годов."),
    Abbreviation("кон", "number", "Храм построен в кон. XVIII века."),
    Abbreviation("четв", "number", "Храм построен в 1-й четв. XIX века."),
    Abbreviation("р", "number", "Поэт (р. 1932) жив."),
    Abbreviation("х", "inner", "Рукопись 690 г. х. Издана в Баку."),
)


def forms(use: str) -> frozenset[str]:
    """Return the forms with one use, in small letters.

    >>> "им" in forms("name")
    True
    """
    return frozenset(a.form for a in ABBREVIATIONS if a.use == use)


class Uses(NamedTuple):
    """The forms of each use, in small letters."""

    name: frozenset[str]
    number: frozenset[str]
    inner: frozenset[str]
    final: frozenset[str]

    @property
    def all(self) -> frozenset[str]:
        """Return the forms of any use."""
        return self.name | self.number | self.inner | self.final


USES = Uses(*map(forms, Uses._fields))
"""What the rules know by themselves."""


def uses_with(own: Mapping[str, Collection[str]]) -> Uses:
    """Return the forms with some more, given by their use; with or without stops, in whatever letters.

    Raises:
        InputError: there is no such use, or a form is no word.

    >>> "кишл" in uses_with({"name": ["Кишл."]}).name
    True
    """
    uses = USES._asdict()
    for use, given in own.items():
        if use not in uses:
            raise InputError(f"abbreviations: there is no use {use!r}; {nearest(use, list(uses))}")
        own_forms = [form.strip(". ").lower() for form in given]
        for form, written in zip(own_forms, given, strict=True):
            if not re.fullmatch(r"[^\W\d_]+(?:-[^\W\d_]+)*", form):
                raise InputError(f"abbreviations.{use}: {written!r} is no abbreviation of one word, such as 'кишл.'")
        uses[use] |= frozenset(own_forms)
    return Uses(**uses)
