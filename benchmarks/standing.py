"""Write the standing scores: docs/scores.md, and the recorded figures that a run must not fall below.

    python benchmarks/standing.py --set "Gold articles" out/corpus.jsonl annotations/gold \
        --set "NEREL dev" out/nerel.jsonl out/nerel-gold.jsonl --labels "NEREL dev" DATE,PERSON,ORG,GPE \
        --page docs/scores.md --record annotations/recorded-scores.json

The first set is the gold set, whose figures are recorded. Exit code 1 when records cannot be read or compared.
"""

from __future__ import annotations

import argparse
import datetime
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from standing_page import Standing, standing_markdown

from letopis.errors import LetopisError
from letopis.evaluation.baseline import TOLERANCE, read_baseline, record
from letopis.evaluation.score import evaluate
from letopis.evaluation.settings import RESAMPLES
from letopis.files import replacing
from letopis.formats.jsonl import read_articles

PACKAGES = ("letopis", "spacy", "pymorphy3", "pymorphy3-dicts-ru", "natasha", "slovnet", "navec", "stanza", "numpy")


def main(arguments: list[str] | None = None) -> int:
    options = parse(arguments)
    about = dict(options.about)
    labels = {name: tuple(listed.split(",")) for name, listed in options.labels}
    try:
        sets = [
            Standing(
                name,
                about.get(name, ""),
                evaluate(
                    read_articles(Path(predicted)),
                    read_articles(Path(gold)),
                    labels=labels.get(name, ()),
                    resamples=options.resamples,
                ),
            )
            for name, predicted, gold in options.set
        ]
        page = standing_markdown(
            sets, commit=commit(), date=datetime.date.today().isoformat(), versions=versions(), command=options.made_by
        )
        with replacing(options.page) as file:
            file.write(page.encode("utf-8"))
        if options.record:
            kept = read_baseline(options.record).labels if options.record.exists() else {}
            record(options.record, sets[0].scores, tolerance=options.tolerance, kept=kept)
    except LetopisError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1
    return 0


def parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Write the page of standing scores.")
    parser.add_argument("--set", nargs=3, action="append", required=True, metavar=("NAME", "PREDICTED", "GOLD"))
    parser.add_argument("--labels", nargs=2, action="append", default=[], metavar=("NAME", "A,B"))
    parser.add_argument("--about", nargs=2, action="append", default=[], metavar=("NAME", "TEXT"))
    parser.add_argument("--page", type=Path, default=Path("docs/scores.md"))
    parser.add_argument("--record", type=Path, help="file of recorded scores to write from the first set")
    parser.add_argument("--tolerance", type=float, default=TOLERANCE, help="of labels that are recorded anew")
    parser.add_argument("--resamples", type=int, default=RESAMPLES)
    parser.add_argument("--made-by", default="make score")
    options = parser.parse_args(arguments)
    known = {name for name, _, _ in options.set}
    for name, _ in [*options.labels, *options.about]:
        if name not in known:
            parser.error(f"no set is named {name!r}")
    return options


def commit() -> str:
    """The commit of the working tree, with a plus sign when tracked files were changed since."""
    try:
        found = subprocess.run(["git", "rev-parse", "--short=12", "HEAD"], capture_output=True, text=True, check=True)
        changed = subprocess.run(["git", "status", "--porcelain", "-uno"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return found.stdout.strip() + ("+" if changed.stdout.strip() else "")


def versions() -> dict[str, str]:
    found = {"Python": sys.version.split()[0]}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


if __name__ == "__main__":
    sys.exit(main())
