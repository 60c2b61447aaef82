"""Who is who: base forms of names, and identities within and across documents, on texts that others annotated.

    python benchmarks/identity.py BSNLP/brexit BSNLP/ryanair              # documents of the half that rules are made on
    python benchmarks/identity.py FOLDER... --half kept                   # the other half
    python benchmarks/identity.py FOLDER... --records FOLDER/found.jsonl  # records are kept there, and only linked anew
    python benchmarks/identity.py FOLDER... --errors 20                   # what is wrong, the commonest first

A folder is BSNLP's (``.txt`` with a ``.tsv``: form, base form, type, identity; each form of a document once) or
factRuEval's (``.spans``, ``.objects``, ``.coref``). A document falls into a half by a hash of its name and of the seed.

A mention counts where Letopis found it: BSNLP's by its text and label in the document, factRuEval's by the places of
its name, which overlap by half or more. The share found stands beside. Base forms are compared with case and ``ё``
folded. ``equal lemmas`` calls one what has the same lemmas; ``last word`` calls those persons one whose last words have
the same lemma, and the others what has equal lemmas.
"""

from __future__ import annotations

import argparse
import re
import sys
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec

import letopis
from letopis.evaluation.values import coreference
from letopis.extraction import ToExtract, extract_raw, raw_text
from letopis.linking import link_articles
from letopis.records import Article, Entity
from letopis.russian.names import is_patronymic
from letopis.russian.syllables import is_syllable

LABELS = ("PERSON", "ORG", "GPE")
BSNLP = {"PER": "PERSON", "ORG": "ORG", "LOC": "GPE"}
FACTRU = {"Person": "PERSON", "Org": "ORG", "LocOrg": "GPE"}
NAMING = {"name", "surname", "patronymic", "nickname", "org_name", "loc_name"}
"""factRuEval's spans that are names and no description."""

M = TypeVar("M", bound=Hashable)


class Mention(NamedTuple):
    """A mention of the gold: its document, its text, where it stands if that is told, its referent, its base form."""

    document: str
    label: str
    text: str
    place: tuple[int, int] | None
    referent: str
    base: str = ""

    @property
    def key(self) -> tuple[str, int, int, str]:
        start, end = self.place or (0, 0)
        return self.document, start, end, f"{self.label}:{self.text}"


class Document(NamedTuple):
    """A text and its mentions."""

    name: str
    text: str
    mentions: list[Mention]


def read_bsnlp(folder: Path) -> Iterator[Document]:
    """Read a folder with a table of forms beside each text."""
    for path in sorted(folder.glob("*.tsv")):
        name = f"{folder.name}/{path.stem}"
        mentions = {}
        for line in path.read_text(encoding="utf-8-sig").splitlines():
            form, base, kind, referent = (line.split("\t") + [""] * 4)[:4]
            named = kind in BSNLP and (kind != "LOC" or referent.startswith("GPE-"))
            if named and (kind != "PER" or referent.startswith("PER-")):
                mentions[form, kind] = Mention(name, BSNLP[kind], form, None, referent, base)
        yield Document(name, path.with_suffix(".txt").read_text(encoding="utf-8-sig"), list(mentions.values()))


def read_factrueval(folder: Path) -> Iterator[Document]:
    """Read a folder of stand-off files: spans of words, objects of spans, referents of objects."""
    for path in sorted(folder.glob("*.coref")):
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
        spans = {}
        for line in path.with_suffix(".spans").read_text(encoding="utf-8").splitlines():
            number, kind, start, length = line.split()[:4]
            spans[number] = kind, int(start), int(start) + int(length)
        referents, names = {}, {}
        for block in path.read_text(encoding="utf-8").split("\n\n"):
            first, *rest = block.strip().split("\n")
            for number in first.split()[1:]:
                referents[number] = f"{path.stem}/{first.split()[0]}"
                names[number] = dict(line.split(" ", 1) for line in rest if " " in line)
        mentions = []
        for line in path.with_suffix(".objects").read_text(encoding="utf-8").splitlines():
            number, kind, *parts = line.split(" # ")[0].split()
            own = [spans[part] for part in parts if part in spans and spans[part][0] in NAMING]
            if kind in FACTRU and own and number in referents:
                start, end = min(s for _, s, _ in own), max(e for _, _, e in own)
                kinds = [spans[part][0] for part in parts if part in spans]
                full = kinds == ["name", "surname"] and spans[parts[0]] < spans[parts[1]]
                said = names[number]
                base = f"{said.get('firstname', '')} {said.get('lastname', '')}".strip() if full else ""
                mentions.append(
                    Mention(path.stem, FACTRU[kind], text[start:end], (start, end), referents[number], base)
                )
        yield Document(path.stem, text, mentions)


def half_of(name: str, seed: int) -> str:
    """Return the half that a document belongs to."""
    return "kept" if zlib.crc32(f"{seed}:{name}".encode()) % 2 else "dev"


def matched(document: Document, article: Article) -> dict[Mention, list[Entity]]:
    """Return for each mention of the gold the spans that were found of it, those without any left out."""
    found: dict[Mention, list[Entity]] = {}
    for mention in document.mentions:
        near = [e for e in article.entities if e.label == mention.label]
        if mention.place is None:
            own = [e for e in near if e.text == mention.text]
        else:
            close = max(near, key=lambda e: _overlap(e, mention), default=None)
            own = [close] if close is not None and _overlap(close, mention) >= 0.5 else []
        if own:
            found[mention] = own
    return found


def _overlap(entity: Entity, mention: Mention) -> float:
    start, end = mention.place or (0, 0)
    shared = min(end, entity.end_offset) - max(start, entity.start_offset)
    return shared / (max(end, entity.end_offset) - min(start, entity.start_offset)) if shared > 0 else 0.0


def lea(gold: Mapping[M, str], found: Mapping[M, str]) -> tuple[float, float, float]:
    """Return precision, recall and F1 of LEA (Moosavi and Strube 2016): links, weighed by the size of the entity.

    An entity of one mention has one link, to itself.
    """
    precision, recall = _lea(found, gold), _lea(gold, found)
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _lea(keys: Mapping[M, str], others: Mapping[M, str]) -> float:
    groups: defaultdict[str, list[M]] = defaultdict(list)
    for mention, name in keys.items():
        groups[name].append(mention)
    sizes = Counter(others.values())
    resolved = 0.0
    for group in groups.values():
        if len(group) == 1:
            resolved += sizes[others[group[0]]] == 1 if group[0] in others else 0
            continue
        shared = Counter(others[mention] for mention in group if mention in others)
        links = sum(n * (n - 1) / 2 for n in shared.values())
        resolved += len(group) * links / (len(group) * (len(group) - 1) / 2)
    return resolved / len(keys) if keys else 0.0


Namer = Callable[[Entity], str]


def by_lemmas(entity: Entity) -> str:
    return f"{entity.label}:{(entity.lemma or entity.text).lower()}"


def by_last_word(entity: Entity) -> str:
    return (
        by_lemmas(entity) if entity.label != "PERSON" else f"PERSON:{(entity.lemma or entity.text).lower().split()[-1]}"
    )


def by_letopis(entity: Entity) -> str:
    return entity.entity or by_lemmas(entity)


SYSTEMS: dict[str, Namer] = {"Letopis": by_letopis, "equal lemmas": by_lemmas, "last word": by_last_word}


def identities(found: Mapping[Mention, list[Entity]], name: Namer, *, within: bool) -> list[float]:
    """Return F1 of B-cubed, CEAF by entity and LEA; ``within`` documents, or across them."""
    gold = {m.key: f"{m.document if within else ''} {m.referent}" for m in found}
    own = {
        m.key: f"{m.document if within else ''} {Counter(map(name, spans)).most_common(1)[0][0]}"
        for m, spans in found.items()
    }
    scores = coreference(gold, own)
    return [scores["b_cubed"].f1 or 0.0, scores["ceaf_e"].f1 or 0.0, lea(gold, own)[2]]


def tradition(name: str) -> str:
    """Return the tradition of a full name where its form tells it."""
    words = re.findall(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*", name)
    if any(map(is_patronymic, words)):
        return "with a patronymic"
    if re.search(r"(?:[оеё]ва?|[иы]на?|[сц]к(?:ий|ая)|енко|[уюя]к|ых|их)$", words[-1]) and len(words) == 2:
        return "East Slavic surname"
    if re.search(r"(?:дзе|швили|ян|оглы|кызы|заде|уулу)$", words[-1].lower()):
        return "Caucasian, Turkic"
    return "of syllables" if all(map(is_syllable, words)) else "other"


def folded(text: str) -> str:
    return " ".join(text.lower().replace("ё", "е").split())


def base_forms(found: Mapping[Mention, list[Entity]]) -> tuple[dict[str, list[bool]], Counter[str]]:
    """Return by kind of name whether each base form is right, and the wrong ones."""
    right: dict[str, list[bool]] = defaultdict(list)
    wrong: Counter[str] = Counter()
    for mention, spans in found.items():
        if not mention.base:
            continue
        own = Counter(e.normal or e.text for e in spans).most_common(1)[0][0]
        equal = folded(own) == folded(mention.base)
        full = mention.label == "PERSON" and " " in mention.text
        if full:
            right[f"PERSON, full: {tradition(mention.base)}"].append(equal)
        right[f"{mention.label}, {'full' if ' ' in mention.text else 'one word'}"].append(equal)
        if not equal:
            wrong[f"{mention.label} {mention.text}: {own}, not {mention.base}"] += 1
    return right, wrong


def extracted(documents: Sequence[Document], kept: Path | None) -> list[Article]:
    """Extract documents, or read what an earlier run found; nothing is linked."""
    if kept is not None and kept.exists():
        by_id = {a.id: a for a in msgspec.json.Decoder(Article).decode_lines(kept.read_bytes())}
        if all(document.name in by_id for document in documents):
            return [by_id[document.name] for document in documents]
    nlp = letopis.load()
    found = list(extract_raw((ToExtract(raw_text(d.text), d.name) for d in documents), nlp))
    if kept is not None:
        kept.write_bytes(b"\n".join(map(msgspec.json.encode, found)))
    return found


def shown(numbers: Sequence[float]) -> str:
    return "".join(f"{number:>9.3f}" for number in numbers)


def show(found: Mapping[Mention, list[Entity]], total: Counter[str], *, across: bool) -> None:
    """Print the tables."""
    print(f"\n{'identities':34}{'mentions':>9}{'B-cubed':>9}{'CEAF-e':>9}{'LEA':>9}" + "   (across)" * across)
    for label in LABELS:
        own = {m: spans for m, spans in found.items() if m.label == label}
        if not own:
            continue
        print(f"{label}: {len(own)} of {total[label]} mentions found ({len(own) / total[label]:.3f})")
        for system, name in SYSTEMS.items():
            line = shown(identities(own, name, within=True))
            line += "  " + shown(identities(own, name, within=False)) if across else ""
            print(f"  {system:32}{len(own):>9}{line}")
    right, _ = base_forms(found)
    if right:
        print(f"\n{'base forms':44}{'forms':>7}{'right':>9}")
        for kind in sorted(right):
            print(f"{kind:44}{len(right[kind]):>7}{sum(right[kind]) / len(right[kind]):>9.3f}")


def show_errors(found: Mapping[Mention, list[Entity]], most: int) -> None:
    """Print the commonest wrong base forms, and the referents that are split or thrown together."""
    for text, count in base_forms(found)[1].most_common(most):
        print(f"  {count:4} {text}")
    for label in LABELS:
        split: defaultdict[str, Counter[str]] = defaultdict(Counter)
        joined: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for m, spans in found.items():
            if m.label == label:
                own = by_letopis(spans[0])
                split[m.referent][own] += 1
                joined[own][m.referent] += 1
        for title, groups in (("one referent, several identities", split), ("one identity, several referents", joined)):
            print(f"\n{label}: {title}")
            wrong = sorted(groups.items(), key=lambda pair: pair[1].most_common(1)[0][1] - pair[1].total())
            for name, counts in wrong[:most]:
                if len(counts) > 1:
                    print(f"  {name}: {dict(counts.most_common(9))}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--half", choices=("dev", "kept", "all"), default="dev")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--records", type=Path)
    parser.add_argument("--errors", type=int, default=0)
    options = parser.parse_args()
    documents: list[Document] = []
    for folder in options.folders:
        read = read_factrueval if any(folder.glob("*.coref")) else read_bsnlp
        documents += read(folder)
    if not documents:
        sys.exit(f"{options.folders[0]}: no .tsv or .coref files; give a folder of BSNLP or factRuEval")
    articles = extracted(documents, options.records)
    pairs = [
        (d, a)
        for d, a in zip(documents, articles, strict=True)
        if options.half in {"all", half_of(d.name, options.seed)}
    ]
    linked = link_articles([article for _, article in pairs])
    found: dict[Mention, list[Entity]] = {}
    for (document, _), article in zip(pairs, linked, strict=True):
        found |= matched(document, article)
    total = Counter(m.label for d, _ in pairs for m in d.mentions)
    print(f"{len(pairs)} documents, half {options.half}, seed {options.seed}")
    show(found, total, across=any(m.place is None for m in found))
    if options.errors:
        show_errors(found, options.errors)


if __name__ == "__main__":
    main()
