"""The last word on a link within a sentence: a logistic score over what rules, words and the tree say of its two ends.

It was learnt on real passages and on written records (``models/links``). Where it or the parser is not
there, the rules decide alone; so they do on links to other sentences and between agreements.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from letopis.entities.agreements.clauses import clauses_of
from letopis.entities.agreements.doubles import each_side_once
from letopis.entities.agreements.doubts import believed
from letopis.entities.agreements.find import ReadSentence
from letopis.entities.agreements.link_network import link_network
from letopis.entities.agreements.pairs import TYPES, Pair, marks_of, told_otherwise
from letopis.entities.agreements.predicates import VERBS
from letopis.entities.agreements.reading import ClauseReading
from letopis.entities.agreements.scope import in_brackets_of_name, not_this
from letopis.entities.agreements.sentence_tree import SentenceTree
from letopis.entities.agreements.status import SIGNING, UNDONE, Stage
from letopis.entities.agreements.tree import UnitTree
from letopis.entities.agreements.units import Unit
from letopis.entities.agreements.visits import as_many
from letopis.entities.agreements.windows import RELATIONS, Asked, Key, see_links
from letopis.entities.spans import Link
from letopis.lemmas.models import model_folder, read_network
from letopis.records import Entity

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ADDED = 0.5
"""Share from which a link is made that no rule makes."""

BESIDE_SENTENCE = frozenset({"party", "signatory"})
"""Relations to sentences beside an agreement's that the network makes; of days and places there rules know."""

DOUBTED = 0.25
"""What the judge alone has to give a link that is added."""

ADDED_BESIDE = 0.6
"""Share from which the network links a sentence beside."""

DROPPED = 0.2
"""Share of the judge, or of both, below which a rule's link is dropped."""

UNWEIGHED = frozenset({"relations.clause_above", "relations.sentence_before"})
"""Rules that know what a judge does not see: the visit or meeting in which something was signed."""

BESIDE = 3
"""Units from a side of the rules to one more."""


NEIGHBOURS = 4
"""Units between two agreements of one list."""


class LinkJudge:
    """The weights: one for each mark of a pair, and a bias."""

    def __init__(self, weights: Mapping[str, NDArray[np.float32]], labels: Mapping[str, Sequence[str]]) -> None:
        self.marks = dict(zip(labels["marks"], weights["marks"].tolist(), strict=True))
        self.bias = float(weights["bias"])

    def share(self, pair: Pair) -> float:
        """Return how surely an agreement leads to a name, 0 to 1."""
        score = self.bias + sum(self.marks.get(mark, 0.0) for mark in marks_of(pair))
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def weighed_links(
    passages: Sequence[ReadSentence], trees: Sequence[UnitTree | None], links: Sequence[Link[Entity]],
    stages: Mapping[tuple[int, int], Stage] = MappingProxyType({}), readings: Sequence[Sequence[ClauseReading]] = (),
) -> list[Link[Entity]]:  # fmt: skip
    """Return the links of rules without those that a judge does not believe, and those that it adds.

    ``trees`` are of the passages, None where there is none; ``stages`` say by their offsets what has become of
    agreements; ``judge`` is the project's when it is not given.
    """
    judge = link_judge()
    if judge is None:
        return [*links]
    heard = heard_of(passages, trees, links)
    shares = {
        key: (share, heard[key][0] if heard else share, pair)
        for pair in pairs_of(passages, trees, links)
        for key, share in [(key_of(pair), judge.share(pair))]
    }
    dropped = {key for key, (one, other, _) in shares.items() if min(one, (one + other) / 2) < DROPPED}
    kept = [link for link in links if link.by in UNWEIGHED or _key(link) not in dropped]
    ruled: dict[tuple[str, int], list[Entity]] = {}
    for link in links:
        ruled.setdefault((link.type, link.target.start_offset), []).append(link.source)
    untold = unsigned(passages, readings)
    added = [
        Link(pair.type, pair.agreement.entity, name, "relations.judged")
        for key, (one, other, pair) in shares.items()
        if (one + other) / 2 >= ADDED
        and one >= DOUBTED
        and open_to(pair, stages)
        and (pair.type == "party" or pair.agreement.entity.start_offset not in untold)
        and not _of_another(pair, ruled.get((pair.type, key[3]), ()))
        and (name := pair.sentence.units[pair.place].name) is not None
    ]
    return each_side_once([*kept, *added, *links_beside(passages, heard.values(), [*links, *added], stages)])


def heard_of(
    passages: Sequence[ReadSentence], trees: Sequence[UnitTree | None], links: Sequence[Link[Entity]]
) -> dict[Key, tuple[float, Asked]]:
    """Return how surely the network sees each link that there may be, in an agreement's sentence and beside it."""
    network = link_network()
    seen = see_links(passages, trees, links, network.names) if network is not None else None
    if network is None or seen is None:
        return {}
    shares = network.shares(seen)
    return {one.key: (float(shares[one.row, one.column]), one) for one in seen.asked}


def unsigned(passages: Sequence[ReadSentence], readings: Sequence[Sequence[ClauseReading]]) -> set[int]:
    """Return the starts of agreements of which no clause says that they came about: denied, planned, only asked."""
    found = set()
    for passage, some in zip(passages, readings, strict=False):
        done = {id(one.agreement) for one in believed(passage, some) if one.done} if some else set()
        found |= {one.agreement.entity.start_offset for one in some if id(one.agreement) not in done}
    return found


def links_beside(
    passages: Sequence[ReadSentence], heard: Iterable[tuple[float, Asked]], links: Sequence[Link[Entity]],
    stages: Mapping[tuple[int, int], Stage],
) -> Iterator[Link[Entity]]:  # fmt: skip
    """Return what the network links of the sentences beside an agreement's: sides and signers, where it has none.

    Not of what is denied or has not come about, nor another number of sides than the sentence counts (``лидеры [двух]
    стран``).
    """
    have = {(link.type, link.source.start_offset) for link in links}
    found: dict[tuple[int, str], list[Asked]] = {}
    for share, one in heard:
        kind, source = RELATIONS[one.column], one.agreement.entity
        stage = stages.get((source.start_offset, source.end_offset))
        if (
            kind in BESIDE_SENTENCE
            and one.agreement not in one.sentence.agreements
            and share >= ADDED_BESIDE
            and (kind, source.start_offset) not in have
            and (stage is None or stage.name not in UNDONE)
            and not not_this(one.sentence.units, one.place)
            and not of_another_thing(one.sentence.units)
        ):
            found.setdefault((source.start_offset, kind), []).append(one)
    holding = {one.entity.start_offset: passage for passage in passages for one in passage.agreements}
    for (start, kind), some in found.items():
        units, named = holding[start].units, [one.sentence.units[one.place] for one in some]
        counting = clauses_of(units, holding[start].taken) if kind == "party" else ()
        if all(as_many(units, clause, named) for clause in counting):
            yield from (
                Link(kind, one.agreement.entity, unit.name, "relations.judged")
                for one, unit in zip(some, named, strict=True)
                if unit.name is not None
            )


def of_another_thing(units: Sequence[Unit]) -> bool:
    """``Чехия присоединилась [к санкциям]``: a verb of agreements has something else for its object."""
    for place, unit in enumerate(units[:-2]):
        told = next((VERBS[lemma] for lemma in unit.lemmas() if lemma in VERBS), None) if unit.verb else None
        following, other = units[place + 1], units[place + 2]
        if told is not None and following.lower in told.takes and other.pos == "NOUN" and not other.label:
            return not other.head
    return False


def _of_another(pair: Pair, sources: Iterable[Entity]) -> bool:
    """Return whether a name is that of another agreement by the rules, and no neighbour in a list of agreements.

    ``Во исполнение минских соглашений [Чехия] подписала протокол``.
    """
    own = pair.agreement.entity
    for other in sources if pair.type in {"party", "signatory"} else ():
        low, high = sorted(((own.start_offset, own.end_offset), (other.start_offset, other.end_offset)))
        between = [unit.lower for unit in pair.sentence.units if low[1] <= unit.start < high[0]]
        if len(between) > NEIGHBOURS or not {"и", ",", ";"} & {*between}:
            return True
    return False


def open_to(pair: Pair, stages: Mapping[tuple[int, int], Stage]) -> bool:
    """Return whether a judge may add a link.

    Not to what is denied (``не Чехией, а Польшей``) or refused, nor to what is told of its text (``хранится в
    [Риме]``), nor a second day or place, nor a side far from those of the rules; what is only planned has no day, place
    or signer yet, and the day of a later stage is none of signing (``ратифицирован [5 мая]``).
    """
    unit = pair.sentence.units[pair.place]
    if in_brackets_of_name(pair.sentence.units, pair.place):
        return False
    if pair.by or unit.name is None or not_this(pair.sentence.units, pair.place) or told_otherwise(pair):
        return False
    stage = stages.get((pair.agreement.entity.start_offset, pair.agreement.entity.end_offset))
    name = "" if stage is None else stage.name
    if pair.type == "party":
        near = not pair.others or any(abs(one - pair.place) <= BESIDE for one in pair.others)
        return near and name != "refused"
    if name in UNDONE:
        return False
    of_later = stage is not None and name not in SIGNING and stage.date == unit.name.value
    return pair.type == "signatory" or not (pair.others or of_later)


def pairs_of(
    passages: Sequence[ReadSentence], trees: Sequence[UnitTree | None], links: Iterable[Link[Entity]]
) -> Iterator[Pair]:
    """Return all pairs of an agreement and a name in a sentence, each with the rule that links them."""
    rules = {_key(link): link.by for link in links}
    for passage, tree in zip(passages, trees, strict=True):
        if not passage.agreements or tree is None:
            continue
        sentence = SentenceTree(passage.units, passage.taken, tree)
        names = [place for place, unit in enumerate(passage.units) if unit.label in TYPES and unit.name is not None]
        for agreement in passage.agreements:
            for kind in dict.fromkeys(kind for kinds in TYPES.values() for kind in kinds):
                fitting = [place for place in names if kind in TYPES[passage.units[place].label]]
                some = [Pair(kind, sentence, agreement, place, "", ()) for place in fitting]
                others = [pair.place for pair in some if key_of(pair) in rules]
                yield from (pair._replace(by=rules.get(key_of(pair), ""), others=others) for pair in some)


def key_of(pair: Pair) -> Key:
    """Return the type of a pair and the offsets of its ends."""
    source, target = pair.agreement.entity, pair.sentence.units[pair.place]
    return pair.type, source.start_offset, source.end_offset, target.start, target.end


def _key(link: Link[Entity]) -> Key:
    source, target = link.source, link.target
    return link.type, source.start_offset, source.end_offset, target.start_offset, target.end_offset


@cache
def link_judge(folder: Path | None = None) -> LinkJudge | None:
    """Return the judge of a folder, that which comes with the project by default, or nothing where that is not there.

    Raises:
        InputError: a file is missing, damaged, or not of this form.
    """
    folder = folder or model_folder("links")
    command = "letopis train links RECORDS"
    return read_network(folder, LinkJudge, "judge of links", command) if folder is not None else None
