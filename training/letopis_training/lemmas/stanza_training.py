"""Train Stanza's own tagger and lemmatiser on treebanks; needs the extra ``stanza``."""

from __future__ import annotations

import json
import shutil
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from letopis.errors import InputError, MissingDependencyError
from letopis.lemmas.vectors import WordVectors
from letopis_training.lemmas.dictionary_tags import principal_axes
from letopis_training.lemmas.treebank import Split, TreebankWord, conllu_text, read_folder

if TYPE_CHECKING:
    from numpy.typing import NDArray

SEED = 1234

TAGGER_OPTIONS = (
    "--lang ru --shorthand ru_letopis --hidden_dim 150 --char_hidden_dim 75 --char_emb_dim 40 --transformed_dim 125 "
    "--deep_biaff_hidden_dim 150 --composite_deep_biaff_hidden_dim 60 --tag_emb_dim 30 --word_emb_dim 50 "
    "--word_cutoff 4 --batch_size 32 --eval_interval 200 --fix_eval_interval --max_steps_before_stop 3000 "
    "--log_step 100 --save_each"
)
"""Smaller than Stanza's own sizes: 60,000 tokens fill no more, and a step on one core takes a quarter of the time."""

LEMMATISER_OPTIONS = "--shorthand ru_letopis --batch_size 50 --hidden_dim 150 --emb_dim 50 --log_step 1000"

AVERAGED_CHECKPOINTS = 4
"""The last checkpoints whose mean is tried: Stanza's learning rate never falls, and the mean stands in for that."""


def train(folder: Path, out: Path, work: Path, *, steps: int | None, epochs: int) -> None:
    """Train both models from a folder of treebanks into ``out``, with a card.

    Args:
        folder: holds ``.conllu`` files.
        out: the model folder, ``models/stanza``.
        work: a folder for Stanza's inputs and checkpoints.
        steps: of the tagger, 32 sentences each; none to make the models of what an interrupted run left in ``work``.
        epochs: of the lemmatiser.

    Raises:
        InputError: no treebank in the folder, or a damaged one; nothing to finish.
        MissingDependencyError: Stanza is not installed.
    """
    try:
        import stanza
    except ImportError as error:
        raise MissingDependencyError(
            "package stanza is missing: install it with 'pip install \"letopis[stanza]\"'"
        ) from error
    started = time.monotonic()
    parts = read_folder(folder)
    axes = principal_axes()
    if steps is None:
        steps = last_step(work)
        lemmatised = (work / "lemmatizer.pt").is_file()
    else:
        write_inputs(parts, axes, work)
        train_tagger(work, steps=steps)
        lemmatised = False
    if not lemmatised:
        train_lemmatiser(work, epochs=epochs)
    scores = collect(work, out, axes, parts.tuning)
    card = {
        "name": "stanza",
        "data": "Universal Dependencies: " + ", ".join(sorted(path.stem for path in folder.rglob("*.conllu"))),
        "licence": "CC BY-SA 4.0 (the treebanks')",
        "command": f"letopis train stanza UD_FOLDER --steps {steps} --epochs {epochs}",
        "seed": SEED,
        "minutes": round((time.monotonic() - started) / 60),
        "stanza": stanza.__version__,
        "scores_on_tuning_sentences": scores,
    }
    (out / "card.json").write_text(json.dumps(card, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def last_step(work: Path) -> int:
    """Return the number of the last checkpoint of a tagger's training.

    Raises:
        InputError: there is none.
    """
    checkpoints = sorted(work.glob("tagger_*.pt"))
    if not checkpoints:
        raise InputError(f"{work} holds no checkpoint (tagger_*.pt) to finish: train without --finish first")
    return int(checkpoints[-1].stem.rpartition("_")[2])


def write_inputs(parts: Split, axes: NDArray[np.float16], work: Path) -> None:
    """Write the sentences as Stanza reads them, and the vectors of their words."""
    work.mkdir(parents=True, exist_ok=True)
    for name, sentences in (("train", parts.train), ("tuning", parts.tuning)):
        (work / f"{name}.conllu").write_text(conllu_text(sentences), encoding="utf-8")
    (work / "forms.conllu").write_text(conllu_text([distinct_words(parts.train)]), encoding="utf-8")
    forms = {word.form for sentence in chain(parts.train, parts.tuning) for word in sentence}
    write_vectors(work / "pretrain.pt", axes, forms)


def distinct_words(sentences: Iterable[Sequence[TreebankWord]]) -> list[TreebankWord]:
    """Return every form and tag once, with its commonest lemma, all that a lemmatiser without context can learn.

    >>> [word.lemma for word in distinct_words([[TreebankWord("стали", "стать", "VERB", "_")] * 2])]
    ['стать']
    """
    counts = Counter((word.form, word.upos, word.lemma) for sentence in sentences for word in sentence)
    lemmas: dict[tuple[str, str], str] = {}
    for (form, upos, lemma), _ in counts.most_common():
        lemmas.setdefault((form, upos), lemma)
    return [TreebankWord(form, lemma, upos, "_") for (form, upos), lemma in sorted(lemmas.items()) if lemma != "_"]


def write_vectors(path: Path, axes: NDArray[np.float16], forms: Iterable[str]) -> None:
    """Write the vectors of the forms as Stanza's "pretrain" file."""
    import torch
    from stanza.models.common.pretrain import PretrainedWordVocab
    from stanza.models.common.vocab import VOCAB_PREFIX

    vectors = WordVectors(axes)
    folded = sorted({form.lower().replace(" ", "\xa0") for form in forms})
    table = np.zeros((len(VOCAB_PREFIX) + len(folded), vectors.dimensions), np.float32)
    table[len(VOCAB_PREFIX) :] = vectors.table(folded)
    vocabulary = PretrainedWordVocab(folded).state_dict()
    torch.save({"vocab": vocabulary, "emb": torch.from_numpy(table)}, path, _use_new_zipfile_serialization=False)


def train_tagger(work: Path, *, steps: int) -> None:
    """Run Stanza's tagger training; the best step so far is always in ``work/tagger.pt``."""
    from stanza.models import tagger

    tagger.main([*TAGGER_OPTIONS.split(), *_files(work, "train", "tagger"), "--max_steps", str(steps),
                 "--wordvec_pretrain_file", str(work / "pretrain.pt")])  # fmt: skip


def train_lemmatiser(work: Path, *, epochs: int) -> None:
    """Run Stanza's lemmatiser training; the best epoch so far is always in ``work/lemmatizer.pt``."""
    from stanza.models import lemmatizer

    lemmatizer.main([*LEMMATISER_OPTIONS.split(), *_files(work, "forms", "lemmatizer"), "--num_epoch", str(epochs)])


def _files(work: Path, source: str, name: str) -> list[str]:
    return [
        "--seed", str(SEED), "--cpu", "--train_file", str(work / f"{source}.conllu"),
        "--eval_file", str(work / "tuning.conllu"), "--save_dir", str(work), "--save_name", f"{name}.pt",
    ]  # fmt: skip


def collect(
    work: Path, out: Path, axes: NDArray[np.float16], tuning: Sequence[Sequence[TreebankWord]]
) -> dict[str, float]:
    """Put the better of the best step and the mean of the last ones into ``out``; give its scores."""
    out.mkdir(parents=True, exist_ok=True)
    np.save(out / "axes.npy", axes)
    shutil.copy(work / "lemmatizer.pt", out / "lemmatizer.pt")
    mean = work / "mean.pt"
    average(sorted(work.glob("tagger_*.pt"))[-AVERAGED_CHECKPOINTS:], mean)
    scored = []
    for path in (work / "tagger.pt", mean):
        shutil.copy(path, out / "tagger.pt")
        scored.append((tagging_scores(out, tuning), path))
    scores, best = max(scored, key=lambda item: item[0]["upos"] + item[0]["feats"])
    shutil.copy(best, out / "tagger.pt")
    return scores


def average(checkpoints: Sequence[Path], path: Path) -> None:
    """Write the mean of some checkpoints of one training run."""
    import torch

    loaded = [torch.load(checkpoint, map_location="cpu", weights_only=True) for checkpoint in checkpoints]
    last = loaded[-1]
    last["model"] = {
        name: torch.stack([one["model"][name].float() for one in loaded]).mean(0) for name in last["model"]
    }
    torch.save(last, path, _use_new_zipfile_serialization=False)


def tagging_scores(folder: Path, sentences: Sequence[Sequence[TreebankWord]]) -> dict[str, float]:
    """Score the tagger of a model folder on sentences, marks included."""
    from letopis.lemmas.stanza import ProjectModel

    tagged = ProjectModel(folder).tag([[word.form for word in sentence] for sentence in sentences])
    pairs = [(w, t) for s, tags in zip(sentences, tagged, strict=True) for w, t in zip(s, tags, strict=True)]
    return {
        "upos": round(sum(word.upos == upos for word, (upos, _) in pairs) / len(pairs), 4),
        "feats": round(sum(word.feats == feats for word, (_, feats) in pairs) / len(pairs), 4),
    }
