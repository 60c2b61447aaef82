"""What can happen to an agreement: the verbs and nouns that say it, one line each, with an example."""

from __future__ import annotations

from typing import NamedTuple


class Predicate(NamedTuple):
    """What a word says of the agreement that it takes.

    ``stage`` is what becomes of it, empty for none; ``takes`` holds the prepositions by which it takes it besides plain
    cases; ``dates`` tells that its time and place are those of signing, ``binds`` that who acts is a side.
    """

    stage: str
    takes: frozenset[str] = frozenset()
    dates: bool = False
    binds: bool = True


def _lines(table: str, stage: str, takes: str = "", *, dates: bool = False, binds: bool = True) -> dict[str, Predicate]:
    return dict.fromkeys(table.split(), Predicate(stage, frozenset(takes.split()), dates, binds))


MEMBERS = "участник участница сторона"
"""Nouns that say of their subject that it is a side."""

VERBS: dict[str, Predicate] = {
    **_lines("подписать подписывать подписаться", "signed", "под", dates=True),  # Чехия подписала договор
    **_lines("скрепить", "signed", dates=True),  # скрепили договор подписями
    **_lines("заключить заключать", "concluded", dates=True),  # заключили договор с Чехией
    **_lines("достигнуть достичь добиться", "concluded", dates=True),  # достигли договорённости
    **_lines("согласовать", "concluded", dates=True),  # Чехия и Польша согласовали меморандум
    **_lines("прийти", "concluded", "к", dates=True),  # пришли к соглашению
    **_lines("принять принимать", "concluded", dates=True, binds=False),  # конференция приняла хартию
    **_lines("парафировать", "initialled"),  # Чехия парафировала договор
    **_lines("ратифицировать утвердить утверждать", "ratified"),  # Чехия ратифицировала договор
    **_lines("одобрить одобрять", "ratified", binds=False),  # Сейм одобрил договор
    **_lines("присоединиться примкнуть присоединяться", "", "к"),  # Чехия присоединилась к договору
    **_lines("вернуться возвратиться", "", "к в"),  # вернуться к соглашению
    **_lines("продлить продлевать пролонгировать возобновить", "in_force"),  # Чехия продлила договор
    **_lines("выйти выходить", "denounced", "из"),  # Чехия вышла из договора
    **_lines("денонсировать расторгнуть расторгать аннулировать разорвать", "denounced"),  # Чехия расторгла договор
    **_lines("прекратить прекращать", ""),  # Чехия прекратила действие договора
    **_lines("приостановить приостанавливать", "suspended"),  # Чехия приостановила договор
    **_lines("нарушить нарушать", "", binds=True),  # Чехия нарушила договор
    **_lines("выполнить выполнять исполнять исполнить соблюдать соблюсти", ""),  # Чехия соблюдает договор
    **_lines("пересмотреть перезаключить", ""),  # Чехия пересмотрела договор
}
"""Verbs, finite or not, participles and gerunds."""

NOUNS: dict[str, Predicate] = {
    **_lines("подписание подпись", "signed", "под", dates=True),  # подписание договора Чехией
    **_lines("заключение", "concluded", dates=True),  # заключение договора Чехией
    **_lines("достижение", "concluded", dates=True),  # достижение договорённости
    **_lines("ратификация", "ratified"),  # ратификация договора Чехией
    **_lines("присоединение", "", "к"),  # присоединение Чехии к договору
    **_lines("возвращение", "", "к в"),  # возвращение Чехии к договору
    **_lines("выход", "denounced", "из"),  # выход Чехии из договора
    **_lines("денонсация расторжение", "denounced"),  # денонсация договора Чехией
    **_lines("продление", ""),  # продление договора Чехией
    **_lines("выполнение соблюдение исполнение нарушение невыполнение", ""),  # нарушение Чехией договора
    **_lines(MEMBERS, "", "в"),  # Чехия является участником договора
}
"""Nouns that stand for such verbs, with their actor in the genitive or the instrumental."""

CARRIERS = frozenset(
    """действие участие срок текст проект условие положение подпись пункт статья обязательство часть
    пакет реализация выполнение церемония""".split()
)
"""Nouns through which a predicate reaches an agreement: ``приостановила [действие] договора``."""
