"""Words that corrections teach: abbreviations, bodies named in quotes, persons, names that are none; as settings.

Corrected CoNLL-U teaches lemmas and parts of speech, by form.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from letopis.dictionary import parses
from letopis.entities.names.words import can_be, lemmas, lexicon
from letopis.entities.spans import key_of
from letopis.errors import InputError
from letopis.formats.conllu import TaggedSentence
from letopis.labels import NAMED
from letopis.learning.lessons import ReadRecord
from letopis.lemmas.analysis import Engine
from letopis.linking import link_articles
from letopis.records import Article, Entity
from letopis.russian.states import folded
from letopis.sentences.abbreviations import uses_with
from letopis.settings import Settings

OFTEN = 2
"""How many corrections a word needs: one may be a slip."""

_ABBREVIATION = re.compile(r"[^\W\d_]{1,6}\.$")
_QUOTED = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)*) [«“\"„][^«»“”\"„]+[»”\"“]")


class LearnedWord(NamedTuple):
    """A word, the list of the settings that it goes into, how often a correction said so, and one of the places."""

    table: str
    key: str
    word: str
    times: int
    example: str


def learn_words(readings: Sequence[ReadRecord], golds: Sequence[Article]) -> list[LearnedWord]:
    """Return the words that corrections teach, each seen in ``OFTEN`` places at least.

    Args:
        readings: what the pipeline found.
        golds: the corrected records of the same texts.
    """
    seen: dict[tuple[str, str, str], list[str]] = {}
    kept = {folded(entity.text) for gold in golds for entity in gold.entities}
    for reading, gold in zip(readings, golds, strict=True):
        for table, key, word, example in _told(reading, gold):
            if key != "never" or folded(word) not in kept:
                seen.setdefault((table, key, word), []).append(example)
    return [LearnedWord(*what, len(places), places[0]) for what, places in sorted(seen.items()) if len(places) >= OFTEN]


def _told(reading: ReadRecord, gold: Article) -> Iterator[tuple[str, str, str, str]]:
    yield from _abbreviations(reading.found, gold)
    wanted = set(map(key_of, gold.entities))
    found = set(map(key_of, reading.found.entities))
    corrected = {entity.label for entity in gold.entities} & NAMED
    persons: list[Entity] = []
    for entity in gold.entities:
        head = _body(entity)
        missed = key_of(entity) not in found
        if head and missed:
            yield "names", "named_in_quotes", head, _around(gold, entity)
        if entity.label == "PERSON" and missed:
            persons.append(entity)
    yield from _persons(gold, persons)
    for entity in reading.found.entities:
        there = key_of(entity)
        if entity.label in corrected and there not in wanted and not _meets(entity, gold.entities):
            yield "names", "never", _nominative(entity), _around(gold, entity)


def _abbreviations(found: Article, gold: Article) -> Iterator[tuple[str, str, str, str]]:
    """Where a sentence ends inside a corrected span, the word with a stop there is an abbreviation."""
    for sentence in found.sentences:
        for entity in gold.entities:
            if entity.start_offset < sentence.end < entity.end_offset:
                last = found.text[entity.start_offset : sentence.end].rsplit(maxsplit=1)[-1]
                after = found.text[sentence.end : entity.end_offset].lstrip()
                if _ABBREVIATION.match(last) and after and _is_use(last):
                    yield "abbreviations", "number" if after[0].isdigit() else "name", last, _around(gold, entity)


def _is_use(form: str) -> bool:
    try:
        uses_with({"name": [form]})
    except InputError:
        return False
    return True


def _body(entity: Entity) -> str:
    """Return the head of an organisation named in quotes, where no rule knows it."""
    match = _QUOTED.fullmatch(entity.text)
    if entity.label != "ORG" or match is None or not can_be(match[1], "NOUN"):
        return ""
    if lexicon().of(match[1]) & {"named_in_quotes", "titled"}:
        return ""
    return min(lemmas(match[1]))


def _persons(gold: Article, missed: Sequence[Entity]) -> Iterator[tuple[str, str, str, str]]:
    """Persons that were missed, in the nominative, where their names have two words or more and no initials."""
    linked = {e.id: e for e in link_articles([gold])[0].entities} if missed else {}
    for entity in missed:
        words = (linked[entity.id].normal or entity.text).split()
        if len(words) > 1 and all(word.isalpha() and word[0].isupper() and len(word) > 1 for word in words):
            yield "names", "persons", " ".join(words), _around(gold, entity)


def _nominative(entity: Entity) -> str:
    """Return a name in the nominative: that of the pipeline for several words, that of the dictionary for one."""
    words = entity.text.split()
    if len(words) > 1:
        normal = entity.normal or ""
        return normal if len(normal.split()) == len(words) else entity.text
    form = parses(entity.text)[0].lemma if parses(entity.text) else entity.text
    return entity.text if entity.text.isupper() else form[:1].upper() + form[1:]


def _meets(entity: Entity, others: Iterable[Entity]) -> bool:
    """Return whether a corrected span stands there in part: then an edge is wrong, and the word may be a name."""
    return any(o.start_offset < entity.end_offset and entity.start_offset < o.end_offset for o in others)


def _around(article: Article, entity: Entity) -> str:
    start, end = max(0, entity.start_offset - 30), min(len(article.text), entity.end_offset + 30)
    return "".join(letter for letter in " ".join(article.text[start:end].split()) if letter.isprintable())


def settings_of(words: Iterable[LearnedWord]) -> Settings:
    """Return learned words as settings.

    >>> settings_of([LearnedWord("names", "never", "Аргумент", 2, "")]).names
    {'never': ['Аргумент']}
    """
    tables: dict[str, dict[str, list[str]]] = {"abbreviations": {}, "names": {}}
    lemmas: dict[str, str] = {}
    for one in words:
        if one.table == "lemmas":
            lemmas[one.key] = one.word
        else:
            tables[one.table].setdefault(one.key, []).append(one.word)
    return Settings(abbreviations=tables["abbreviations"], names=tables["names"], lemmas=lemmas)


def _quoted(word: str) -> str:
    return json.dumps(word, ensure_ascii=False)


def words_toml(words: Sequence[LearnedWord]) -> str:
    """Return learned words as the text of a settings file, each with how often it was seen and where.

    >>> print(words_toml([LearnedWord("names", "never", "Аргумент", 2, "сам Аргумент")]))
    # Words learned from corrections. Delete or change what is wrong; docs/linguists.md explains the lists.
    <BLANKLINE>
    [names]
    never = [
      "Аргумент",  # 2 times: сам Аргумент
    ]
    <BLANKLINE>
    """
    lines = [
        "# Words learned from corrections. Delete or change what is wrong; docs/linguists.md explains the lists.",
        "",
    ]
    tables: Mapping[str, Counter[str]] = {one.table: Counter() for one in words}
    for one in words:
        tables[one.table][one.key] += 1
    for table, keys in tables.items():
        lines.append(f"[{table}]")
        for key in keys:
            here = [one for one in words if (one.table, one.key) == (table, key)]
            if table == "lemmas":
                lines += [
                    f"{_quoted(one.key)} = {_quoted(one.word)}  # {one.times} times: {one.example}" for one in here
                ]
                continue
            said = [f"  {_quoted(one.word)},  # {one.times} times: {one.example}" for one in here]
            lines += [f"{key} = [", *said, "]"]
        lines.append("")
    return "\n".join(lines)


NOT_LEARNED = frozenset({"PUNCT", "SYM", "X", "NUM"})


def learn_lemmas(corrected: Sequence[TaggedSentence], engine: Engine) -> list[LearnedWord]:
    """Return the lemma and part of speech of forms that the engine has wrong each time, ``OFTEN`` times at least.

    A form that the corrections read in two ways is left to the engine, which sees its sentence.

    >>> from letopis.formats.conllu import TaggedToken
    >>> from letopis.lemmas.pymorphy import analyse
    >>> word = TaggedToken("Шерти", "шерть", "NOUN", {}, 0, "root", {})
    >>> [(one.key, one.word) for one in learn_lemmas([TaggedSentence("a", [word])] * 2, analyse)]
    [('шерти', 'шерть NOUN')]
    """
    analyses = engine([[token.form for token in sentence.tokens] for sentence in corrected])
    said: dict[str, Counter[tuple[str, str]]] = {}
    right: set[str] = set()
    examples: dict[str, str] = {}
    for sentence, found in zip(corrected, analyses, strict=True):
        for token, analysis in zip(sentence.tokens, found, strict=True):
            form = token.form.lower()
            if token.upos in NOT_LEARNED or not form.isalpha():
                continue
            said.setdefault(form, Counter())[token.lemma, token.upos] += 1
            examples.setdefault(form, " ".join(one.form for one in sentence.tokens)[:80])
            if (analysis.lemma, analysis.upos) == (token.lemma, token.upos):
                right.add(form)
    return [
        LearnedWord("lemmas", form, " ".join(reading), times, examples[form])
        for form, readings in sorted(said.items())
        if len(readings) == 1 and form not in right
        for reading, times in readings.items()
        if times >= OFTEN
    ]
