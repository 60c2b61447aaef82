"""Dates: Letopis beside natasha's date extractor and dateparser, and against NEREL.

Run it from the root of the project, with the peers installed for the comparison only:

    pip install dateparser ipymarkup yargy natasha pymorphy2
    python benchmarks/dates.py
    python benchmarks/dates.py --nerel NEREL/train --from 400 --misses

The sentences with their marked dates are in ``benchmarks/data/dates.txt``. They were written beside the rules and after
the project's own scheme, so they show what each system covers, and Letopis's own figure is no estimate for new text.
NEREL's DATE spans are filtered to calendar dates, and its prepositions and weekdays are taken off: see ``nerel_texts``.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import importlib.util
import inspect
import re
import sys
import types
from collections import namedtuple
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple, TypeAlias

from letopis.entities.dates import find_dates
from letopis.formats.markup import read_markup, value_fields
from letopis.sentences import split_sentences

PREPOSITIONS = re.compile(r"(?:в|во|с|со|к|до|от|по|на|за|после|около)\s+", re.IGNORECASE)
DATA = Path(__file__).parent / "data" / "dates.txt"


class Found(NamedTuple):
    """A date that a system found: its span and value, ``None`` where the system gives no value of this kind."""

    start: int
    end: int
    value: str | None


Bounds: TypeAlias = tuple[int, int]


class Case(NamedTuple):
    """A sentence with its dates."""

    text: str
    dates: list[Found]


class Score(NamedTuple):
    """Counts of one system: exact spans, overlapping spans, values of exact spans."""

    exact: int
    overlapping: int
    found: int
    gold: int
    right_values: int


def read_cases(path: Path) -> list[Case]:
    """Read one marked-up sentence a line; ``#`` begins a remark."""
    cases = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            text, spans = read_markup(line.replace("\\n", "\n"))
            dates = [Found(s.start, s.end, written(value_fields("DATE", s.value).get("value"))) for s in spans]
            cases.append(Case(text, dates))
    return cases


def written(value: str | None) -> str | None:
    """Return a set its braces, which the markup keeps for itself: ``(2013,2015)`` in the file is ``{2013,2015}``."""
    return "{" + value[1:-1] + "}" if value and value.startswith("(") else value


def letopis(text: str) -> list[Found]:
    """Return the dates of Letopis."""
    return [Found(date.start_offset, date.end_offset, date.value) for date in find_dates(text)]


class WorkingSet:
    """What pymorphy2 asks of ``pkg_resources``: its dictionaries, which are entry points."""

    def iter_entry_points(self, group: str, name: str | None = None) -> Iterator[importlib.metadata.EntryPoint]:
        return (point for point in importlib.metadata.entry_points(group=group) if name in {None, point.name})


def natasha() -> Callable[[str], list[Found]]:
    """Build natasha's ``DatesExtractor``.

    Its pymorphy2 needs two things that are gone: ``inspect.getargspec`` (until Python 3.10) and ``pkg_resources``
    (until setuptools 81). Stand-ins give it what it asks for.
    """
    if not hasattr(inspect, "getargspec"):
        spec = namedtuple("ArgSpec", "args varargs keywords defaults")
        inspect.getargspec = lambda function: spec(*inspect.getfullargspec(function)[:4])  # type: ignore[attr-defined]
    if importlib.util.find_spec("pkg_resources") is None:
        stand_in = types.ModuleType("pkg_resources")
        stand_in.WorkingSet = WorkingSet  # type: ignore[attr-defined]
        sys.modules["pkg_resources"] = stand_in
    from natasha import DatesExtractor, MorphVocab

    extractor = DatesExtractor(MorphVocab())

    def extract(text: str) -> list[Found]:
        found = []
        try:
            matches = list(extractor(text))
        except KeyError:  # natasha 1.6 looks «маю» up in a table of «май» and fails: the sentence counts as empty
            return []
        for match in matches:
            year, month, day = match.fact.year, match.fact.month, match.fact.day
            value = "XXXX" if year is None else f"{int(year):04d}"
            value += f"-{month:02d}" if month else ""
            value += f"-{day:02d}" if month and day else ""
            found.append(Found(match.start, match.stop, value))
        return found

    return extract


def dateparser() -> Callable[[str], list[Found]]:
    """Build a finder on ``dateparser.search.search_dates``.

    It gives strings, which are looked up in the text, and full days, also for a month or year alone: they are cut to
    the precision of the marked value (:func:`same_value`). Prepositions are taken off its spans, and ``г``
    is given its stop.
    """
    import warnings

    warnings.simplefilter("ignore")
    from dateparser.search import search_dates

    def extract(text: str) -> list[Found]:
        found, position = [], 0
        for string, moment in search_dates(text, languages=["ru"], settings={"DATE_ORDER": "DMY"}) or []:
            start = text.find(string, position)
            if start >= 0:
                position = start + len(string)
                end = start + len(re.sub(r"\s+(?:в|и|на|с|по|к)$", "", string))
                end += text[end - 1 : end + 1] == "г."
                left = PREPOSITIONS.match(string)
                trimmed_start = start + (left.end() if left else 0)
                found.append(Found(trimmed_start, end, f"{moment:%Y-%m-%d}"))
        return found

    return extract


def score(system: Callable[[str], list[Found]], cases: list[Case]) -> Score:
    """Count what a system finds; a value is asked only where the span is exact."""
    exact = overlapping = total = gold = values = 0
    for case in cases:
        found = system(case.text)
        spans = {(date.start, date.end): date.value for date in found}
        for date in case.dates:
            if (date.start, date.end) in spans:
                exact += 1
                values += same_value(system, spans[date.start, date.end], date.value)
            overlapping += any(f.start < date.end and date.start < f.end for f in found)
        total += len(found)
        gold += len(case.dates)
    return Score(exact, overlapping, total, gold, values)


def same_value(system: Callable[[str], list[Found]], given: str | None, marked: str | None) -> bool:
    """Compare two values; a peer that gives days for years is asked for the year only."""
    if system is not letopis and given and marked and re.fullmatch(r"\d{4}(-[01]\d)?(-\d\d)?", marked):
        return given.startswith(marked)
    return given == marked


def row(name: str, s: Score) -> str:
    """Write a row of the table."""
    precision, recall = s.exact / max(s.found, 1), s.exact / max(s.gold, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return (
        f"| {name} | {s.found} | {precision:.3f} | {recall:.3f} | {f1:.3f} | {s.overlapping / max(s.gold, 1):.3f} "
        f"| {s.right_values / max(s.exact, 1):.3f} | {s.right_values / max(s.gold, 1):.3f} |"
    )


HEADER = """| system | found | precision | recall | F1 | touched | values right of exact spans | values right of all |
| --- | --- | --- | --- | --- | --- | --- | --- |"""


def compare(cases: list[Case]) -> None:
    """Print the table for all systems that run here."""
    print(f"{len(cases)} sentences, {sum(len(case.dates) for case in cases)} dates; exact spans\n\n{HEADER}")
    print(row("letopis", score(letopis, cases)))
    for build in (natasha, dateparser):
        try:
            print(row(build.__name__, score(build(), cases)))
        except Exception as error:
            print(
                f"| {build.__name__} | does not run here: {type(error).__name__}: {str(error).splitlines()[0]} |||||||"
            )


# --- NEREL -----------------------------------------------------------------------------------------------------

_MONTH = "январ|феврал|март|апрел|ма[йяею]|июн|июл|август|сентябр|октябр|ноябр|декабр"
_CALENDAR = re.compile(
    rf"(?:(?<!\d)\d{{4}}(?!\d)|(?<!\d)\d{{3,4}}-?(?:е|х)|(?<!\w)(?:{_MONTH})(?:а|е|у|ь|я|ю|ем|ём|й)?(?!\w)"
    r"|[IVXХ]+(?:-го)? (?:век|столет|в\.)|\d\d-?(?:е|х|ых)(?!\w)|\d{3} год[ау]?(?!\w)"
    r"|(?:двадцат|тридцат|сороков|десят|девяност)(?:ые|ых|ым) год|том же году|[Гг]одом (?:ранее|раньше|позже))",
    re.IGNORECASE,
)
_NOT_CALENDAR = re.compile(
    r"(?:лет(?!о)|дн(?:я|ей)|день|месяц|(?<!по)недел|час|минут|[Cc]утки)(?![а-яё]*(?: \d{4}))|-лет|-дн|тысячи"
    r"|летн|дневн|сезон[а-я]*$|^for |^\d{1,3}$",
    re.IGNORECASE,
)
_WEEKDAY = r"(?:понедельник|вторник|сред[уаы]|четверг|пятниц[уаы]|суббот[уаы]|воскресенье?)[а-яё]*"
_LEFT = re.compile(
    r"^(?:(?:в|во|с|со|c|к|ко|до|от|по|на|за|после|около|между|через|из|не позднее|начиная|течение|протяжении"
    r"|в период|период|вчера|сегодня|завтра|накануне|ранее|в этом месяце|этот|минувшую|минувший|текущем"
    rf"|{_WEEKDAY}|[–—,])(?:\s+|(?=,)))+",
    re.IGNORECASE,
)
_RIGHT = re.compile(r"(?:\s+рождения|(?<= г\.) ?р\.?|[\s,;:(]+)$")


def nerel_texts(folder: Path, first: int, last: int | None) -> Iterator[tuple[str, str, list[Bounds], list[Bounds]]]:
    """Return name, text, calendar dates (outermost, without NEREL's prepositions and weekdays), and all DATE spans."""
    for path in sorted(folder.glob("*.txt"))[first:last]:
        with path.open(encoding="utf-8", newline="") as stream:
            text = stream.read()
        spans, everything = set(), []
        for line in path.with_suffix(".ann").read_text(encoding="utf-8").splitlines():
            match = re.match(r"T\d+\tDATE (\d+) (\d+)\t", line)
            if match:
                start, end = int(match[1]), int(match[2])
                everything.append((start, end))
                if _CALENDAR.search(text[start:end]) and not _NOT_CALENDAR.search(text[start:end]):
                    spans.add(trimmed(text, start, end))
        outer = [s for s in spans if not any(o != s and o[0] <= s[0] and s[1] <= o[1] for o in spans)]
        yield path.name, text, sorted(outer), everything


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Take prepositions and weekdays off the left, and give ``г`` the stop that follows it in the text."""
    left = _LEFT.match(text[start:end])
    start += left.end() if left else 0
    right = _RIGHT.search(text[start:end])
    end -= len(right.group()) if right else 0
    if re.search(r"\bгг?$|\dгг?$|\bв$|\bвв$", text[start:end]) and text[end : end + 1] == ".":
        end += 1
    return start, end


def compare_nerel(folder: Path, first: int, last: int | None, *, misses: bool) -> None:
    """Print precision and recall on the calendar dates of a NEREL folder, and what differs when asked."""
    exact = touched = gold = found = outside = split = 0
    own: list[int] = [0, 0, 0]
    for name, text, spans, everything in nerel_texts(folder, first, last):
        predicted = [(date.start_offset, date.end_offset) for date in find_dates(text)]
        as_theirs = find_dates(text, split_sentences(text), scheme="nerel")
        widened = {(date.start_offset, date.end_offset) for date in as_theirs}
        own = [sum(pair) for pair in zip(own, map(len, (widened & set(everything), widened, everything)), strict=True)]
        exact += len(set(predicted) & set(spans))
        gold += len(spans)
        found += len(predicted)
        touched += sum(any(p[0] < s[1] and s[0] < p[1] for p in predicted) for s in spans)
        split += sum(sum(p[0] <= s[0] and s[1] <= p[1] for s in spans) > 1 for p in predicted)
        inside = [p for p in predicted if any(p[0] < s[1] and s[0] < p[1] for s in everything)]
        outside += len(predicted) - len(inside)
        if misses:
            for mark, items in (("missed", set(spans) - set(predicted)), ("extra", set(predicted) - set(spans))):
                for start, end in sorted(items):
                    around = f"{text[max(0, start - 40) : start]}⟦{text[start:end]}⟧{text[end : end + 40]}"
                    print(f"{name} {mark}: {' '.join(around.split())}")
    precision, recall = exact / max(found, 1), exact / max(gold, 1)
    print(f"NEREL {folder.name}[{first}:{last or ''}]: {gold} calendar dates, {found} found; {outside} touch no DATE")
    print(f"exact precision {precision:.3f} recall {recall:.3f} F1 {2 * precision * recall / (precision + recall):.3f}")
    print(f"{split} stretches that Letopis gives as one span are two or more in NEREL")
    print(f"touched {touched / gold:.3f}; precision by touch of any DATE {1 - outside / found:.3f}")
    right, given, marked = own
    print(
        f"as NEREL marks them, all {marked} (--scheme nerel): exact precision {right / given:.3f} "
        f"recall {right / marked:.3f} F1 {2 * right / (given + marked):.3f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--nerel", type=Path, metavar="FOLDER", help="a folder of NEREL in brat stand-off")
    parser.add_argument("--from", dest="first", type=int, default=0, help="first text of the folder, in order of names")
    parser.add_argument("--to", dest="last", type=int, default=None, help="text after the last")
    parser.add_argument("--misses", action="store_true", help="show what NEREL and Letopis do not share")
    options = parser.parse_args()
    if options.nerel:
        compare_nerel(options.nerel, options.first, options.last, misses=options.misses)
    else:
        compare(read_cases(DATA))


if __name__ == "__main__":
    main()
