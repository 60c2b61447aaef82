"""Each rule over the tagger's names, on names given by hand: what it changes and what it leaves alone."""

from __future__ import annotations

import pytest

from letopis.entities.names import (
    bodies,
    document,
    full_names,
    organisations,
    persons,
    places,
    references,
    remits,
    states,
    towns,
)
from letopis.entities.names.passage import Name
from letopis.entities.names.rules import RULES, SCHEMES, rules_of
from letopis.errors import InputError
from names_cases import found_and_wanted, marked

# ruff: noqa: E501  (a case is easier to read on one line)

CASES = [
    (references.archive, "Дела лежат в РГВИА и ЦГА {GPE|КР}", "Дела лежат в {ORG|РГВИА} и {ORG|ЦГА {GPE|КР}}"),
    (references.archive, "{PERSON|НА РТ}. Ф. 10. Оп. 2; ГАНО, ф. Р-5", "{ORG|НА РТ}. Ф. 10. Оп. 2; {ORG|ГАНО}, ф. Р-5"),
    (references.archive, "ЦГИА {GPE|Латвии} и США. Ф. Кох", "{ORG|ЦГИА {GPE|Латвии}} и США. Ф. Кох"),
    (references.archive, "Он жил в {GPE|ФРГ}. Ф. Кох владел фондом, ф. сохранился", None),
    (references.place_of_print, "Быт. – {PERSON|Фрунзе}: Илим, 1977. – {PERSON|Киров}, 1980", "Быт. – {GPE|Фрунзе}: Илим, 1977. – {GPE|Киров}, 1980"),
    (references.place_of_print, "{GPE|Вятка} (с 1934 г. – {PERSON|Киров})", "{GPE|Вятка} (с 1934 г. – {GPE|Киров})"),
    (references.place_of_print, "в {GPE|Вятке} ({PERSON|Киров}), – {PERSON|Кох}: он, 1980 г.р.", None),
    (references.latin_title_is_no_body, "Lund E. Trade // {ORG|New Paths}. {ORG|Lund University}, {ORG|MIT}", "Lund E. Trade // New Paths. {ORG|Lund University}, {ORG|MIT}"),
    (references.latin_title_is_no_body, "Выступили {ORG|New Paths}", None),
    (references.author_of_entry, "{ORG|Lund E. The New Trade}. Oslo", "{PERSON|Lund E.} The New Trade. Oslo"),
    (references.author_of_entry, "Аптекарь П. Н. Ляхов прибыл", None),
    (references.title_outside_author, "{PERSON|Кох Ю. 1916}. Дневники", "{PERSON|Кох Ю.} 1916. Дневники"),
    (full_names.ranked_name, "Войско Худояр-хана и {GPE|Осман-паши}", "Войско {PERSON|Худояр-хана} и {PERSON|Осман-паши}"),
    (full_names.ranked_name, "в Порт-Саиде, Улан-Баторе и Нур-Султане", None),
    (organisations.symbol_is_no_organisation, "{ORG|КП({ORG|б) Латвии}}", "{ORG|КП(б) Латвии}"),
    (bodies.body_of_members, "Всемирная организация и {ORG|ЮНЕП}", None),
    # places
    (places.shared_place_head, "Главы {GPE|Латвийской} и {GPE|Литовской Республик}", "Главы {GPE|Латвийской и Литовской Республик}"),
    (places.shared_place_head, "В {GPE|Тульской}, Орловской и {GPE|Курской губерниях}", "В {GPE|Тульской, Орловской и Курской губерниях}"),
    (places.shared_place_head, "В {GPE|Курской губернии} и {GPE|Орле}", None),
    (places.shared_place_head, "новые и старые республики", None),
    (places.shared_place_head, "Эстонской и Латвийской Республик", "{GPE|Эстонской и Латвийской Республик}"),
    (places.adjective_and_head, "отчет о Бухарском эмирате", "отчет о {GPE|Бухарском эмирате}"),
    (places.adjective_and_head, "в {GPE|Тульской губернии}, в новом районе", None),
    (places.adjective_and_head, "Новый район и Белый дом", None),
    (places.adjective_and_head, "в Княжестве {GPE|Финляндском} и {ORG|Конийском султанате}", "в {GPE|Княжестве Финляндском} и {GPE|Конийском султанате}"),
    (places.place_type_outside, "в {GPE|г. Выборг}", "в г. {GPE|Выборг}"),
    (persons.initials_of_person, "А.Ш. {PERSON|Вебера}", "{PERSON|А.Ш. Вебера}"),
    (persons.initials_of_person, "{PERSON|Вебер} И.И.", "{PERSON|Вебер И.И.}"),
    (persons.initials_of_person, "{PERSON|Вебер} и И. {PERSON|Кох}", "{PERSON|Вебер} и {PERSON|И. Кох}"),
    (persons.initials_of_person, "{PERSON|Вебер} И. Кох", None),
    (persons.initials_of_person, "{PERSON|Вебер Г.-А.} О. прибыл", "{PERSON|Вебер Г.-А. О.} прибыл"),
    (persons.initials_of_person, "в {GPE|Риге} И.И.", None),
    (places.settlement_after_type, "из г. Кириши в с. Ростов-на-Дону", "из г. {GPE|Кириши} в с. {GPE|Ростов-на-Дону}"),
    (places.settlement_after_type, "у деревни Малые Вязёмы", "у деревни {GPE|Малые Вязёмы}"),
    (places.settlement_after_type, "в {ORG|школе № 4 г. Кант}", "в {ORG|школе № 4 г. {GPE|Кант}}"),
    (places.settlement_after_type, "в школе № 4 г. Кант", "в школе № 4 г. {GPE|Кант}"),
    (places.settlement_after_type, "из с. Раздольное Приморского края", "из с. {GPE|Раздольное} Приморского края"),
    (places.settlement_after_type, "в 1993 г. Посол уехал; С. Вебер и г. {PERSON|Лунд}, г. А. Лунд", None),
    (places.settlement_after_type, "в городе Посол, из г. {ORG|Завод} и с Вебером", None),
    (places.place_type_outside, "в {GPE|штате Техас}", "в штате {GPE|Техас}"),
    (places.place_type_outside, "в {GPE|Республике Корея}", None),
    (places.place_type_outside, "в {GPE|Псковской области}", None),
    (places.landscape_is_no_place, "на {GPE|Кавказе} и {GPE|Ближнем Востоке}", "на Кавказе и Ближнем Востоке"),
    (places.landscape_is_no_place, "в {GPE|Юго-Восточной Азии}", "в Юго-Восточной Азии"),
    (places.landscape_is_no_place, "во {GPE|Владивостоке} и {GPE|Южной Африке}", "во {GPE|Владивостоке} и Южной Африке"),
    (places.landscape_is_no_place, "{GPE|Приднепровья} и {GPE|Приморья}", "Приднепровья и {GPE|Приморья}"),
    (places.landscape_is_no_place, "{GPE|Северный Каспий} и {GPE|Верхняя Волга}", "Северный Каспий и Верхняя Волга"),
    (places.namesake_is_no_name, "в верховьях {GPE|Амура}", "в верховьях Амура"),
    (places.namesake_is_no_name, "на севере {GPE|Чили}", None),
    (places.places_side_by_side, "{GPE|{GPE|Боровск} {GPE|Калужской губернии}}", "{GPE|Боровск} {GPE|Калужской губернии}"),
    (places.places_side_by_side, "{GPE|Республика {GPE|Корея}}", None),
    (organisations.described_state_ends_name, "в {ORG|Сейме послевоенной {GPE|Польши}}", "в {ORG|Сейме} послевоенной {GPE|Польши}"),
    (organisations.described_state_ends_name, "{ORG|Музей современного искусства}", None),
    (organisations.described_state_ends_name, "{ORG|Совет независимых экспертов}", None),
    (organisations.state_behind_abbreviation, "в {ORG|ООН Казахстан} голосовал", "в {ORG|ООН} Казахстан голосовал"),
    (organisations.state_behind_abbreviation, "в {ORG|МИД Франции}", None),
    (organisations.state_behind_abbreviation, "в {ORG|МИД Чили}", None),
    (states.state_begins_no_body, "{ORG|США и РК}, по {ORG|ДРВ министерству} и {ORG|Кубу по архивам Чили}", "США и РК, по ДРВ министерству и Кубу по архивам Чили"),
    (states.state_begins_no_body, "«{ORG|Того – КНР}» и «{ORG|Исламская Республика Пакистан – Мали}»", "«Того – КНР» и «Исламская Республика Пакистан – Мали»"),
    (states.state_begins_no_body, "«{ORG|Куба сегодня}», {ORG|Чили клуба} и {ORG|МИД Чили по торговле}", None),
    (towns.town_of_dictionary, "К Томску, в {PERSON|Тюмени}", "К {GPE|Томску}, в {GPE|Тюмени}"),
    (towns.town_of_dictionary, "{PERSON|К Томску}", "К {GPE|Томску}"),
    (towns.town_of_dictionary, "заняли Томск, под Томском и под Курском", "заняли {GPE|Томск}, под {GPE|Томском} и под {GPE|Курском}"),
    (towns.town_of_dictionary, "из Спасска-Дальнего в {PERSON|Львов-Волынский}", "из {GPE|Спасска-Дальнего} в {GPE|Львов-Волынский}"),
    (towns.town_of_dictionary, "к {PERSON|Муравьёву-Амурскому}, на Волге, о Курском, Томск, о {PERSON|Владимире}", None),
    (places.adjective_is_no_place, "в {GPE|Львове-Волынском}", None),
    (towns.town_of_dictionary, "к {PERSON|Порт-Луи} и из Асад-Абада, {PERSON|Кара-Мурза}", "к {GPE|Порт-Луи} и из {GPE|Асад-Абада}, {PERSON|Кара-Мурза}"),
    (organisations.longest_name_only, "начальник {ORG|отдела {ORG|Министерства юстиции}}", "начальник отдела {ORG|Министерства юстиции}"),
    (organisations.longest_name_only, "сообщила {ORG|пресс-служба {ORG|Министерства юстиции}}", None),
    (organisations.longest_name_only, "{ORG|Отдел {ORG|Министерства юстиции}}", None),
    (places.adjective_is_no_place, "В 1990 г. {GPE|чешская} делегация", "В 1990 г. чешская делегация"),
    (places.adjective_is_no_place, "{GPE|Русско-Чешский} клуб", "Русско-Чешский клуб"),
    (places.adjective_is_no_place, "Папа {GPE|Римский} прибыл", "Папа Римский прибыл"),
    (organisations.one_label, "{ORG|Сенат {GPE|Чили}}", None),
    (persons.small_word_is_no_person, "{PERSON|скифы} и {PERSON|Иван}", "скифы и {PERSON|Иван}"),
    (persons.small_word_is_no_person, "{PERSON|иван вебер} пришел", None),
    (places.people_is_no_place, "среди {GPE|москвичей}", "среди москвичей"),
    (places.people_is_no_place, "из {GPE|Москвы}", None),
    (places.adjective_is_no_place, "{ORG|{GPE|Пекинского} университета}", "{ORG|Пекинского университета}"),
    (places.adjective_is_no_place, "в {GPE|советском} и в селе {GPE|Раздольное}", "в советском и в селе {GPE|Раздольное}"),
    (places.adjective_is_no_place, "{ORG|{GPE|Московский} речной порт} и {GPE|Римского} клуба", "{ORG|Московский речной порт} и Римского клуба"),
    (places.adjective_is_no_place, "в {GPE|Московском} прошел дождь", None),
    (places.adjective_is_no_place, "в {GPE|Грозном} и {GPE|Новгородской области}", None),
    (states.state_abbreviation, "войска РФ и {ORG|КНР}", "войска {GPE|РФ} и {GPE|КНР}"),
    (states.state_abbreviation, "{ORG|{GPE|РФ}} и {ORG|Совет {GPE|РФ}}", "{GPE|РФ} и {ORG|Совет {GPE|РФ}}"),
    (states.state_abbreviation, "ЦК УССР и ОВД", "ЦК {GPE|УССР} и ОВД"),
    # persons
    (full_names.descent_name, "{PERSON|Гасан Керим} оглы", "{PERSON|Гасан Керим оглы}"),
    (full_names.descent_name, "Гасан Керим оглы", "{PERSON|Гасан Керим оглы}"),
    (
        full_names.descent_name,
        "{PERSON|Гасана Керим оглы} {PERSON|Рзаева} видели",
        "{PERSON|Гасана Керим оглы Рзаева} видели",
    ),
    (full_names.descent_name, "Асан уулу Бакыт и Рзаев Гасан Керим оглы", "{PERSON|Асан уулу Бакыт} и {PERSON|Рзаев Гасан Керим оглы}"),
    (full_names.descent_name, "поэт Омар ибн Юсуф", "поэт {PERSON|Омар ибн Юсуф}"),
    (full_names.descent_name, "Гасан Керим оглы {GPE|Баку} покинул", "{PERSON|Гасан Керим оглы} {GPE|Баку} покинул"),
    (full_names.descent_name, "сын оглы и {ORG|Фонд {PERSON|Гасана Керим оглы}}", None),
    (full_names.patronymic_name, "с Бакиевым Нурланом Асановичем", "с {PERSON|Бакиевым Нурланом Асановичем}"),
    (full_names.patronymic_name, "о {PERSON|Анне} Петровне Дубовой", "о {PERSON|Анне Петровне Дубовой}"),
    (full_names.patronymic_name, "Иван Петрович Москву видел", "{PERSON|Иван Петрович} Москву видел"),
    (full_names.patronymic_name, "Министр Иван Петрович", "Министр {PERSON|Иван Петрович}"),
    (full_names.patronymic_name, "В Минске Войнович жил", None),
    (full_names.apostrophe_name, "о Юджине О’Ниле и д’Артаньяне", "о {PERSON|Юджине О’Ниле} и {PERSON|д’Артаньяне}"),
    (full_names.apostrophe_name, "в {GPE|Кот-д’Ивуаре} и Н’Джамене", None),
    (persons.post_outside, "{PERSON|хан Абылай} и {PERSON|де Голль}", "хан {PERSON|Абылай} и {PERSON|де Голль}"),
    (full_names.surname_after_initials, "академик В. Седых", "академик {PERSON|В. Седых}"),
    (full_names.surname_after_initials, "хор Ж.-П. Кабылова", "хор {PERSON|Ж.-П. Кабылова}"),
    (full_names.surname_after_initials, "в г. Б. Токмок и С. Петербург, том А. Наука", None),
    (states.state_abbreviation, "{GPE|РФ} и ОВД", None),
    (places.landscape_is_no_place, "в {GPE|Австралии} и {GPE|Приморье}", None),
    (places.namesake_is_no_name, "хребты {GPE|Чола}, {GPE|Сандо} и орден {GPE|Чили}", "хребты Чола, Сандо и орден {GPE|Чили}"),
    (places.namesake_is_no_name, "у озера {GPE|Чад} и реки {GPE|Ирана}", "у озера Чад и реки {GPE|Ирана}"),
    (persons.post_outside, "{PERSON|лорду Керзону}", "лорду {PERSON|Керзону}"),
    (persons.post_outside, "{PERSON|Семья Морозовых}", "Семья {PERSON|Морозовых}"),
    (persons.post_outside, "{PERSON|Сказитель Токтогул} пел", "Сказитель {PERSON|Токтогул} пел"),
    (persons.post_outside, "{PERSON|Акад. Керзон} и {PERSON|Анны Орловой спор}", "Акад. {PERSON|Керзон} и {PERSON|Анны Орловой} спор"),
    (persons.post_outside, "{PERSON|Мамед Вели оглы} и {PERSON|Вера Засулич} и {PERSON|Лев Толстой}", None),
    (persons.post_outside, "{PERSON|аль-Газали} и {PERSON|де Голль}", None),
    (persons.adjective_is_no_person, "{PERSON|Нобелевской} премии", "Нобелевской премии"),
    (persons.adjective_is_no_person, "роман {PERSON|Достоевского}", None),
    (persons.dynasty_is_no_person, "держава {PERSON|Аббасидов} и {PERSON|Великих Моголов}", "держава Аббасидов и Великих Моголов"),
    (persons.dynasty_is_no_person, "род {PERSON|Рашидовых}, {PERSON|Рашидов}, {PERSON|Демидов} и {PERSON|Леонида}", None),
    (persons.dynasty_is_no_person, "{PERSON|Давида} и {PERSON|Габсбурга}", None),
    (persons.quoted_person_is_a_thing, "на корабле “{PERSON|Адмирал Нахимов}”", "на корабле “Адмирал Нахимов”"),
    (places.namesake_is_no_name, "орден {PERSON|Суворова}", "орден Суворова"),
    (places.namesake_is_no_name, "эпос {PERSON|Манас} и поэма {PERSON|Чайльд}", "эпос Манас и поэма Чайльд"),
    (places.namesake_is_no_name, "роман {PERSON|Л. Толстого} и поэма {PERSON|Пушкина}", None),
    (persons.quoted_person_is_a_thing, "приказ {PERSON|Суворова}", None),
    (full_names.given_before_surname, "Динара {PERSON|Осмонова} и Талант {PERSON|Турсунов}", "{PERSON|Динара Осмонова} и {PERSON|Талант Турсунов}"),
    (full_names.given_before_surname, "признан Талант {PERSON|Турсуновой}, посол {PERSON|Турсунов}", None),
    (full_names.ruler, "указ Изабеллы II-й и {PERSON|Людовика} IV", "указ {PERSON|Изабеллы II-й} и {PERSON|Людовика IV}"),
    (full_names.ruler, "глава IV, том V и дом Орла II", None),
    (full_names.syllables, "войска Во Нгуен Зяпа и Чэнь И", "войска {PERSON|Во Нгуен Зяпа} и {PERSON|Чэнь И}"),
    (full_names.syllables, "роль Но Тхэ У в переговорах", "роль {PERSON|Но Тхэ У} в переговорах"),
    (full_names.syllables, "У {PERSON|Мэй} был План. Да Нет", None),
    (full_names.syllables, "партия «Пхыа Тхаи», {GPE|Рио} {PERSON|Пеле} и {PERSON|Стэн Ли} На", None),
    # references
    (references.shortened_word_is_no_name, "{PERSON|Рис}. 1. {PERSON|Сер}. 2", "Рис. 1. Сер. 2"),
    (references.shortened_word_is_no_name, "{GPE|Моск}. изд-во", "Моск. изд-во"),
    (references.shortened_word_is_no_name, "{PERSON|Лунд В. В. Соч}. Т. 3", "{PERSON|Лунд В. В.} Соч. Т. 3"),
    (references.shortened_word_is_no_name, "в {GPE|Баку}. и {GPE|СПб}. изд-во", None),
    (references.initials_alone_are_no_person, "{PERSON|Т. II}. {PERSON|Ч.} 1", "Т. II. Ч. 1"),
    (references.initials_alone_are_no_person, "Мельник {PERSON|Д. А.} Города", "{PERSON|Мельник Д. А.} Города"),
    (references.initials_alone_are_no_person, "{PERSON|А. Лунд}", None),
    (references.title_outside_author, "{PERSON|Вебер В. Л. Методы} споров", "{PERSON|Вебер В. Л.} Методы споров"),
    (references.title_outside_author, "{PERSON|Smith J.}, {PERSON|Brown K. Treaties}", "{PERSON|Smith J.}, {PERSON|Brown K.} Treaties"),
    (references.title_outside_author, "{PERSON|Джон Ф. Кеннеди} и {PERSON|John F. Kennedy}", None),
    (references.author_of_entry, "12. Сахарин В. Л., Вебер К. Методы споров", "12. {PERSON|Сахарин В. Л.}, {PERSON|Вебер К.} Методы споров"),
    (references.author_of_entry, "{GPE|Вебер К. Города}", "{PERSON|Вебер К.} Города"),
    (references.author_of_entry, "Посол А. А. Вебер и Глава В. Права", None),
    (references.author_of_entry, "Он видел Вебера К. вчера", None),
    (references.publisher_is_no_name, "{GPE|СПб}.: {PERSON|Питер}, 2004", "{GPE|СПб}.: Питер, 2004"),
    (references.publisher_is_no_name, "{GPE|Фрунзе}: {GPE|Кыргызстан}, 1984", "{GPE|Фрунзе}: Кыргызстан, 1984"),
    (references.publisher_is_no_name, "{GPE|Баку}: {PERSON|Вебер} уехал", None),
    # organisations
    (organisations.closing_quote, "{ORG|общество “Дружба}”.", "{ORG|общество “Дружба”}."),
    (organisations.closing_quote, "“{ORG|Дружба}”.", None),
    (bodies.named_after, "{ORG|Институт истории} имени {PERSON|Ш. Вебера}.", "{ORG|Институт истории имени {PERSON|Ш. Вебера}}."),
    (bodies.named_after, "в библиотеке им. Вебера.", "в {ORG|библиотеке им. {PERSON|Вебера}}."),
    (bodies.named_after, "солист театра имени {PERSON|Кирова Владимир} Вебер", "солист {ORG|театра имени {PERSON|Кирова}} Владимир Вебер"),
    (bodies.named_after, "{ORG|Институт имени {PERSON|Вебера АН {GPE|КР}}}", "{ORG|Институт имени {PERSON|Вебера} АН {GPE|КР}}"),
    (bodies.named_after, "{ORG|Театр имени {PERSON|Вебера Министерства} культуры}", "{ORG|Театр имени {PERSON|Вебера} Министерства культуры}"),
    (bodies.named_after, "{ORG|Институт имени Ахмада Оруша АН}", "{ORG|Институт имени {PERSON|Ахмада Оруша} АН}"),
    (bodies.named_after, "в КазПИ имени {PERSON|Абая}", "в {ORG|КазПИ имени {PERSON|Абая}}"),
    (bodies.named_after, "улица имени {PERSON|Вебера}", None),
    (bodies.named_after, "от имени {GPE|Польши} выступил", None),
    (bodies.states_of_body, "парламент {GPE|Исландии}", "{ORG|парламент {GPE|Исландии}}"),
    (bodies.states_of_body, "{ORG|Министерство обороны} {GPE|Румынии}", "{ORG|Министерство обороны {GPE|Румынии}}"),
    (bodies.states_of_body, "правительства {GPE|АР} и {GPE|КР}", "{ORG|правительства {GPE|АР} и {GPE|КР}}"),
    (bodies.states_of_body, "столица {GPE|Исландии}", None),
    (bodies.states_of_body, "парламент в {GPE|Риге}", None),
    (bodies.states_of_body, "Посольство {GPE|Кубы} в {GPE|Перу}", "{ORG|Посольство {GPE|Кубы} в {GPE|Перу}}"),
    (bodies.states_of_body, "{ORG|Посольство} {GPE|Кубы} открылось", "{ORG|Посольство {GPE|Кубы}} открылось"),
    (bodies.states_of_body, "{ORG|Посольство} открылось в {GPE|Перу}", None),
    (remits.shared_ministries, "министерства юстиции, обороны и финансов {GPE|Чили}", "{ORG|министерства юстиции, обороны и финансов {GPE|Чили}}"),
    (remits.shared_ministries, "из министерства с преобразованием", None),
    (remits.shared_ministries, "министерство обороны и столица", None),
    (organisations.lead_outside, "{ORG|делегацию Сената}", "делегацию {ORG|Сената}"),
    (organisations.lead_outside, "{ORG|царской Думы}", "царской {ORG|Думы}"),
    (organisations.lead_outside, "{ORG|партии Народ}", None),
    (organisations.board_outside, "{ORG|Совет директоров «Заря»} и {ORG|совета директоров}", "Совет директоров «{ORG|Заря}» и совета директоров"),
    (persons.person_after_title, "посол Ндонго, к магистру Фестингу и королю Йенсен", "посол {PERSON|Ндонго}, к магистру {PERSON|Фестингу} и королю {PERSON|Йенсен}"),
    (persons.person_after_title, "крейсер «Адмирал Нахимов», президент Академии, министр Обороны, король {GPE|Пруссии} и посол Анна Вебер", None),
    (places.namesake_is_no_name, "премия имени {PERSON|Гоголя} и площадь {PERSON|Льва Толстого}", "премия имени Гоголя и площадь Льва Толстого"),
    (places.namesake_is_no_name, "памятник {PERSON|Гоголю} и музей {PERSON|Толстого}", None),
    (organisations.letter_of_party, "{ORG|ЦК {ORG|ВКП}}(б) и съезд {ORG|КП}(б) {GPE|Украины}", "{ORG|ЦК {ORG|ВКП(б)}} и съезд {ORG|КП(б) {GPE|Украины}}"),
    (organisations.letter_of_party, "{ORG|ООН} (б) и {ORG|ОПЕК}(к), {ORG|ВКП}", None),
    (organisations.title_is_no_body, "в книге «{ORG|{GPE|Россия} и Азия}» и труд {ORG|«Иран»}", "в книге «{GPE|Россия} и Азия» и труд «Иран»"),
    (organisations.title_is_no_body, "в книге «{ORG|ООН} сегодня» и газете «{ORG|Труд}»", None),
    (places.landscape_is_no_place, "в {GPE|Чуйской долине}, {GPE|Запад} и {GPE|Кольский полуостров}", "в Чуйской долине, Запад и Кольский полуостров"),
    (towns.listed_town, "Мингечевир, Зардаб и {PERSON|Ханкенди} далеко", "{GPE|Мингечевир}, {GPE|Зардаб} и {GPE|Ханкенди} далеко"),
    (towns.listed_town, "А. Ханкенди, {PERSON|Ханкенди Вебер}, {ORG|клуб Шамкир} и Париж", None),
    (organisations.symbol_is_no_organisation, "{ORG|Тихоокеанское партнёрство} и {ORG|Некоммерческое партнёрство «Заря»}", "Тихоокеанское партнёрство и {ORG|Некоммерческое партнёрство «Заря»}"),
    (organisations.board_outside, "{ORG|Совет министров} и {ORG|служба Чили}", None),
    (organisations.called_after_leader, "{ORG|администрация {PERSON|Картера}}", "администрация {PERSON|Картера}"),
    (organisations.called_after_leader, "{ORG|администрация {GPE|Чили}} и {ORG|фонд {PERSON|Картера}}", None),
    (organisations.sign_behind_name, "страны {ORG|ОПЕК}+ и {ORG|Канал}+", "страны {ORG|ОПЕК+} и {ORG|Канал+}"),
    (organisations.sign_behind_name, "страны {ORG|ОПЕК} + Чили", None),
    (organisations.bare_head_is_no_organisation, "в {ORG|полиции} и {ORG|Посольстве}", "в полиции и {ORG|Посольстве}"),
    (organisations.bare_head_is_no_organisation, "{ORG|Посольство} открылось", "Посольство открылось"),
    (organisations.bare_head_is_no_organisation, "{ORG|{GPE|Российская} полиция} ждала", "{GPE|Российская} полиция ждала"),
    (organisations.bare_head_is_no_organisation, "{ORG|Верховный суд} и {ORG|{GPE|Пекинский} университет}", None),
    (organisations.bare_head_is_no_organisation, "в {ORG|военно-морские силы}", "в военно-морские силы"),
    (organisations.bare_head_is_no_organisation, "{ORG|министерств и ведомств}", "министерств и ведомств"),
    (
        organisations.bare_head_is_no_organisation,
        "{ORG|внешнеполитическое ведомство {GPE|Чили}}",
        "внешнеполитическое ведомство {GPE|Чили}",
    ),
    (organisations.bare_head_is_no_organisation, "{ORG|НАТО} и {ORG|комитет по делам печати}", None),
    (organisations.longest_name_only, "{ORG|{ORG|МИД} {GPE|Польши}}", "{ORG|МИД {GPE|Польши}}"),
    (organisations.longest_name_only, "{ORG|Совет Безопасности {ORG|ООН}}", None),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "before", "after"), CASES, ids=[f"{case[0].__name__}: {case[1]}" for case in CASES])
def test_rule(rule, before, after):
    found, wanted = found_and_wanted(rule, before, after)
    assert found == wanted


def test_likelier_label_stays():
    names = [Name(0, 1, "ORG", "hand", 0.6), Name(0, 1, "GPE", "hand", 0.9), Name(0, 2, "ORG", "hand", 0.5)]
    assert organisations.one_label(marked("Сенат Чили")[0], names) == names[1:]


def of_text(rule, before: list[str]) -> list[str]:
    cut, found = zip(*map(marked, before), strict=True)
    return [
        " ".join(f"{passage.text(n.first, n.last)}/{n.label}" for n in sorted(names, key=lambda n: (n.first, -n.last)))
        for passage, names in zip(cut, rule(list(cut), list(found)), strict=True)
    ]


def test_abbreviation_that_the_text_explains_is_known_everywhere():
    found = of_text(
        document.introduced_abbreviations,
        [
            "Глава {ORG|ЧР} прибыл.",
            "В {GPE|Чешской Республике} выборы.",
            "{ORG|Лига стран} (ЛС) и {GPE|ЛС}.",
            "{ORG|Лига стран} (США)",
            "оценка знаний ({ORG|ОЗ}) и добровольное общество ({ORG|ДО})",
            "Центр {ORG|ОЗ} и {ORG|ДО} открыты.",
        ],
    )
    assert found == [
        "ЧР/GPE", "Чешской Республике/GPE", "Лига стран/ORG ЛС/ORG ЛС/ORG", "Лига стран/ORG", "ДО/ORG", "ДО/ORG"
    ]  # fmt: skip


def test_surname_is_known_everywhere():
    assert of_text(document.repeated_surnames, ["{PERSON|Пётр Вебер} вышел.", "Он видел Вебера и Совет."]) == [
        "Пётр Вебер/PERSON",
        "Вебера/PERSON",
    ]


def test_shortened_name_follows_the_full_one():
    assert of_text(document.shortened_names, ["Потом Лига.", "{ORG|Лига Наций} ждала, но Лига и лига молчали."]) == [
        "",
        "Лига Наций/ORG Лига/ORG",
    ]


def test_schemes():
    assert set(SCHEMES) == {"letopis", "nerel"}
    with pytest.raises(InputError, match=r"no scheme 'ontonotes' of names: choose one of letopis, nerel"):
        rules_of("ontonotes")


def test_rules_of_nerel_stand_in_the_one_order():
    ours = rules_of("letopis").sentence
    assert ours == RULES
    assert rules_of("nerel").sentence == tuple(rule for rule in ours if rule in rules_of("nerel").sentence)
