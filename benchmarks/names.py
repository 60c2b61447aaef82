"""Names: Letopis beside what natasha runs (razdel, slovnet) and a plain spaCy ``ner``, exact nested spans.

Run it from the root of the project, on one core:

    OMP_NUM_THREADS=1 python benchmarks/names.py NEREL                 # scores on NEREL/dev, and speed
    OMP_NUM_THREADS=1 python benchmarks/names.py NEREL --part test     # another part
    OMP_NUM_THREADS=1 python benchmarks/names.py NEREL --spacy 5       # also train a plain spaCy ner, 5 epochs
    OMP_NUM_THREADS=1 python benchmarks/names.py NEREL --ablation 3    # retrain without each part, 3 epochs (torch)
    OMP_NUM_THREADS=1 python benchmarks/names.py NEREL --errors        # also the remaining errors by kind
    OMP_NUM_THREADS=1 python benchmarks/names.py NEREL --forms BSNLP/brexit   # also forms of BSNLP's texts
    OMP_NUM_THREADS=1 python benchmarks/names.py NEREL --factrueval DEVSET    # also persons of factRuEval's texts
    OMP_NUM_THREADS=1 python benchmarks/names.py NEREL --sentences FILE       # also those of annotations/sentences

NEREL's gold spans are those of PERSON, FAMILY, ORGANIZATION, COUNTRY, CITY, STATE_OR_PROVINCE and DISTRICT, nested ones
too. natasha and spaCy give flat spans only, so they are also scored against the outermost gold spans of each label.
The sentences of academic prose in ``benchmarks/data`` follow the project's own scheme; the rules were made on
``names_dev.txt``, then on ``names_held.txt`` (model card: its figures before that), then on ``names_fields_dev.txt``;
never on ``names_fresh.txt`` and ``names_fields_kept.txt``. ``names_regions.txt`` and ``names_entries.txt`` judged which
rules stay (``benchmarks/name_rules.py``). FILE holds Wikipedia's sentences, one a line, of which some are annotated in
``annotations/sentences``; ``--test`` scores those that are kept for testing.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from identity import read_factrueval

from letopis.entities.names import find_names
from letopis.entities.names.find import names_of_texts
from letopis.entities.names.passage import passages
from letopis.entities.names.tagger import load_tagger, tag_with
from letopis.entities.names.words import can_be, is_adjective
from letopis.formats.markup import read_markup
from letopis.lemmas.models import ENGINES
from letopis.navec import natasha_data, navec_path
from letopis.sentences import split_sentences

sys.path.append(str(Path(__file__).resolve().parents[1] / "training"))
from letopis_training.names.nerel import Annotated, ours, read_nerel
from letopis_training.names.scoring import Score, Spans, score, spans_of

if TYPE_CHECKING:
    from collections.abc import Callable

DATA = Path(__file__).parent / "data"
SENTENCES = Path(__file__).resolve().parents[1] / "annotations" / "sentences"
LABELS = ("PERSON", "ORG", "GPE")
BSNLP = {"PER": "PERSON", "ORG": "ORG", "LOC": "GPE"}
SLOVNET_LABELS = {"PER": "PERSON", "ORG": "ORG", "LOC": "GPE"}
PROSE = ("dev", "held", "fresh", "fields_dev", "fields_kept", "regions", "entries")
PARTS = ("", "slovnet", "grammar", "places", "memory", "beside", "affixes")


def letopis(scheme: str, engine: str = ENGINES[0]) -> Callable[[str], Spans]:
    tagger = load_tagger(engine=engine)

    def find(text: str) -> Spans:
        (found,) = names_of_texts([text], [list(passages(text, split_sentences(text)))], scheme, tagger)
        return {(f.start_offset, f.end_offset, f.label) for f in found}

    return find


def tagger_alone(engine: str) -> Callable[[str], Spans]:
    tagger = load_tagger(engine=engine)

    def find(text: str) -> Spans:
        cut = list(passages(text, split_sentences(text)))
        return spans_of(cut, tag_with(*tagger, [cut])[0])

    return find


def engines() -> tuple[str, ...]:
    """Return the engines whose packages are here."""
    return ENGINES if find_spec("onnxruntime") else ENGINES[:1]


def natasha_parts() -> tuple[Any, Any]:
    from navec import Navec
    from slovnet import NER, Morph

    vectors = Navec.load(navec_path())
    models = natasha_data() / "model"
    return (
        Morph.load(models / "slovnet_morph_news_v1.tar").navec(vectors),
        NER.load(models / "slovnet_ner_news_v1.tar").navec(vectors),
    )


def natasha(text: str, ner: Any) -> Spans:
    from razdel import sentenize

    sentences = list(sentenize(text))
    found = set()
    for sentence, markup in zip(sentences, ner.map([sentence.text for sentence in sentences]), strict=True):
        for span in markup.spans:
            label = SLOVNET_LABELS[span.type]
            found.add((sentence.start + span.start, sentence.start + span.stop, label))
    return found


def train_spacy(documents: list[Annotated], epochs: int) -> Callable[[str], Spans]:
    import spacy
    from spacy.training import Example
    from spacy.util import filter_spans, fix_random_seed, minibatch

    fix_random_seed(1)
    nlp = spacy.blank("ru")
    pipe = nlp.add_pipe("ner")
    for label in LABELS:
        pipe.add_label(label)
    examples = []
    for document in documents:
        for start, end in split_sentences(document.text):
            doc = nlp.make_doc(document.text[start:end])
            spans = [
                doc.char_span(a - start, b - start, label)
                for a, b, label in ours(document.spans)
                if start <= a < b <= end
            ]
            doc.ents = filter_spans([span for span in spans if span])
            examples.append(Example(nlp.make_doc(doc.text), doc))
    optimizer = nlp.initialize(lambda: examples[:100])
    dice = random.Random(1)
    for _ in range(epochs):
        dice.shuffle(examples)
        for batch in minibatch(examples, 64):
            nlp.update(batch, sgd=optimizer, drop=0.2)

    def find(text: str) -> Spans:
        found = set()
        for start, end in split_sentences(text):
            found |= {(start + e.start_char, start + e.end_char, e.label_) for e in nlp(text[start:end]).ents}
        return found

    return find


def outermost(spans: Spans) -> Spans:
    return {
        (start, end, label)
        for start, end, label in spans
        if not any(label == other and a <= start and end <= b and (a, b) != (start, end) for a, b, other in spans)
    }


def show(name: str, scores: dict[str, Score]) -> None:
    cells = [scores.get(label, Score(0, 0, 0)) for label in LABELS]
    print(f"{name:44}" + "".join(f"  {c.precision:.3f} {c.recall:.3f} {c.f1:.3f}" for c in cells), flush=True)


def compare(documents: list[Annotated], systems: dict[str, Callable[[str], Spans]]) -> None:
    print(f"{'exact spans: P R F1':44}" + "".join(f"  {label:17}" for label in LABELS))
    gold = [ours(document.spans) for document in documents]
    for name, find in systems.items():
        found = [find(document.text) for document in documents]
        show(name, score(zip(found, gold, strict=True)))
        if name.startswith(("natasha", "spaCy")):
            flat = [outermost(spans) for spans in gold]
            show(f"{name}, against outermost gold", score(zip(found, flat, strict=True)))


def forms(folders: list[Path], systems: dict[str, Callable[[str], Spans]]) -> None:
    """Score the forms of each document: BSNLP lists each form of a document once, without its place."""
    print("\nforms of BSNLP's documents, states and cities among its LOC: P R F1")
    numbers: defaultdict[str, int] = defaultdict(lambda: len(numbers))
    texts, gold = [], []
    for path in sorted(path for folder in folders for path in folder.glob("*.txt")):
        rows = [line.split("\t") for line in path.with_suffix(".tsv").read_text("utf-8").splitlines()]
        places = {form for form, _, kind, who in rows if kind == "LOC" and not who.startswith("GPE")}
        texts.append(path.read_text("utf-8"))
        kept = {(form, BSNLP[kind]) for form, _, kind, _ in rows if kind in BSNLP and form not in places}
        gold.append({(numbers[form], 0, label) for form, label in kept})
    for name, find in systems.items():
        found = [{(numbers[text[start:end]], 0, label) for start, end, label in find(text)} for text in texts]
        show(name, score(zip(found, gold, strict=True)))


def persons(folder: Path, systems: dict[str, Callable[[str], Spans]]) -> None:
    """Score the persons of factRuEval's texts: where the names of each stand, without posts and descriptions."""
    documents = list(read_factrueval(folder))
    gold = [{(*one.place, one.label) for one in document.mentions if one.place} for document in documents]
    print(f"\npersons in {len(documents)} texts of factRuEval, exact spans: P R F1")
    for name, find in systems.items():
        found = [find(document.text) for document in documents]
        show(name, {"PERSON": score(zip(found, gold, strict=True))["PERSON"]})


def sentences(file: Path, part: str, systems: dict[str, Callable[[str], Spans]]) -> None:
    """Score sentences whose annotation is kept apart from them, found again by their hash."""
    marked = {}
    for line in (SENTENCES / f"{part}.jsonl").read_text("utf-8").splitlines():
        sentence = json.loads(line)
        marked[sentence["sha256"]] = {(start, end, label) for start, end, label in sentence["spans"]}
    texts = {hashlib.sha256(line.encode("utf-8")).hexdigest(): line for line in file.read_text("utf-8").splitlines()}
    known = [digest for digest in marked if digest in texts]
    print(f"\n{len(known)} of the {len(marked)} sentences of annotations/sentences/{part}.jsonl: P R F1")
    for name, find in systems.items():
        show(name, score((find(texts[digest]), marked[digest]) for digest in known))


def prose() -> None:
    print("\nsentences of academic prose, the project's scheme")
    for name in (f"names_{part}.txt" for part in PROSE):
        pairs = []
        for line in (DATA / name).read_text("utf-8").splitlines():
            if line and not line.startswith("#"):
                text, spans = read_markup(line)
                found = {(f.start_offset, f.end_offset, f.label) for f in find_names(text, [(0, len(text))])}
                pairs.append((found, {(s.start, s.end, s.label) for s in spans}))
        show(name, score(pairs))


def errors(documents: list[Annotated]) -> None:
    """Print what is missed and what is too much, by kind; the first kind that fits counts."""
    kinds: Counter[tuple[str, str]] = Counter()
    find = letopis("nerel")
    for document in documents:
        gold, found = ours(document.spans), find(document.text)
        for span in gold - found:
            kinds[f"missed, {missed(span, gold, found, document.text)}", span[2]] += 1
        for span in found - gold:
            kinds[f"too much, {too_much(span, gold, found)}", span[2]] += 1
    print("\nerrors, scheme nerel" + " " * 24 + "".join(f"{label:>8}" for label in LABELS))
    for kind in sorted({kind for kind, _ in kinds}):
        print(f"{kind:44}" + "".join(f"{kinds[kind, label]:>8}" for label in LABELS))


def missed(span: tuple[int, int, str], gold: Spans, found: Spans, text: str) -> str:
    start, end, label = span
    word = text[start:end].rsplit(maxsplit=1)[-1]
    if any(a < end and start < b and label == other for a, b, other in found - gold):
        return "other edges given"
    if any((a, b) == (start, end) for a, b, _ in found):
        return "other label given"
    if word.isascii():
        return "Latin letters"
    if text[start].islower() or is_adjective(word) or (label == "GPE" and can_be(word, "anim")):
        return "common noun, adjective or inhabitant"
    inside = any(a <= start and end <= b and (a, b) != (start, end) for a, b, _ in gold)
    return "nested in another name" if inside else "otherwise"


def too_much(span: tuple[int, int, str], gold: Spans, found: Spans) -> str:
    start, end, label = span
    if any(a < end and start < b and label == other for a, b, other in gold - found):
        return "other edges"
    if any((a, b) == (start, end) for a, b, _ in gold):
        return "other label"
    inside = any(a <= start and end <= b for a, b, _ in gold & found)
    return "nested in a right name" if inside else "no name"


def speed(documents: list[Annotated]) -> None:
    text = "\n\n".join(document.text for document in documents)
    morph, ner = natasha_parts()

    def natasha_whole(text: str) -> None:
        from razdel import sentenize, tokenize

        sentences = [[token.text for token in tokenize(sentence.text)] for sentence in sentenize(text)]
        for _ in morph.map(sentences):
            pass
        natasha(text, ner)

    print(f"\ncharacters a second of processor time, {len(text):,} characters, second run of two")
    for name, run in (
        ("Letopis: sentences and names", letopis("letopis")),
        ("Letopis: tagger with sentences", tagger_alone(ENGINES[0])),
        *((f"Letopis: sentences and names, {name}", letopis("letopis", name)) for name in engines()[1:]),
        ("natasha's NER with sentences", lambda text: natasha(text, ner)),
        ("natasha's segment + morph + NER", natasha_whole),
    ):
        run(text)
        began = time.process_time()
        run(text)
        print(f"{name:44}{len(text) / (time.process_time() - began):>10,.0f}", flush=True)


def ablation(folder: Path, epochs: int) -> None:
    from letopis_training.names.settings import read_settings
    from letopis_training.names.train import train_names

    print(f"\nablation: {epochs} epochs on nine tenths of train, F1 on the tenth kept out")
    for part in PARTS:
        settings = replace(read_settings(epochs=epochs), held_out=0.1, without=(part,) if part else ())
        lines: list[str] = []
        with tempfile.TemporaryDirectory() as output:
            train_names(folder, Path(output), settings, tell=lines.append)
        print(f"{'without ' + part if part else 'all parts':24}{lines[-2].partition('; ')[2]}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("nerel", type=Path, help="folder with train/ and dev/ (pairs of .txt and .ann)")
    parser.add_argument("--part", default="dev")
    parser.add_argument("--spacy", type=int, default=0, metavar="EPOCHS")
    parser.add_argument("--forms", type=Path, nargs="+", metavar="BSNLP")
    parser.add_argument("--factrueval", type=Path, metavar="DEVSET")
    parser.add_argument("--sentences", type=Path, metavar="FILE")
    parser.add_argument("--test", action="store_true", help="score the sentences that are kept for testing")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--ablation", type=int, default=0, metavar="EPOCHS")
    arguments = parser.parse_args()
    if arguments.ablation:
        ablation(arguments.nerel / "train", arguments.ablation)
        return
    documents = read_nerel(arguments.nerel / arguments.part)
    ner = natasha_parts()[1]
    systems: dict[str, Callable[[str], Spans]] = {
        "Letopis, scheme nerel": letopis("nerel"),
        "Letopis, tagger without rules": tagger_alone(ENGINES[0]),
        "Letopis, scheme letopis": letopis("letopis"),
        **{f"Letopis, {name}, scheme nerel": letopis("nerel", name) for name in engines()[1:]},
        **{f"Letopis, {name}, scheme letopis": letopis("letopis", name) for name in engines()[1:]},
        **{f"Letopis, {name}, tagger without rules": tagger_alone(name) for name in engines()[1:]},
        "natasha (slovnet)": lambda text: natasha(text, ner),
    }
    if arguments.spacy:
        systems["spaCy ner"] = train_spacy(read_nerel(arguments.nerel / "train"), arguments.spacy)
    compare(documents, systems)
    if arguments.forms:
        forms(arguments.forms, systems)
    if arguments.factrueval:
        persons(arguments.factrueval, systems)
    if arguments.sentences:
        sentences(arguments.sentences, "test" if arguments.test else "dev", systems)
    if arguments.errors:
        errors(documents)
    prose()
    speed(documents)


if __name__ == "__main__":
    main()
