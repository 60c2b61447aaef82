"""Where the trained tagger lies, and reading and writing it: ``weights.npz``, ``config.json`` and a card."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from letopis.entities.names.encoder import Encoder
from letopis.errors import InputError, MissingDependencyError, nearest
from letopis.files import replacing
from letopis.lemmas import models
from letopis.navec import navec_path

if TYPE_CHECKING:
    from letopis.entities.names.network import FormProducts

FORMAT = "letopis-names/1"
"""The value of ``format`` in the config of a model that this version reads."""

MOST_BYTES = 200_000_000
"""What weights may unpack to; the tagger of the package has 2.4 million."""

NAMES = "names"
"""The folder of the small one; the large one's is called as its engine."""

WEIGHTS, CONFIG = "weights.npz", "config.json"

Array = NDArray[np.float32]


@dataclass(frozen=True)
class Sizes:
    """The widths of the network's layers, and the longest span that it scores, in words."""

    shapes: int
    labels: int
    affix: int
    first: int
    second: int
    memory: int
    hidden: int
    pair: int
    longest: int
    beside: int = 0
    """Numbers of a pretrained encoder's states, which a large tagger reads beside its own."""


class StateReader(Protocol):
    """What makes states of words."""

    def words(self, words: Sequence[str]) -> Array:
        """Return the states of words, a row each; sentences are parted by empty words."""
        ...


@dataclass(frozen=True)
class Model:
    """A trained tagger: its labels, the score from which a span of each counts, widths, weights, encoder if any."""

    labels: tuple[str, ...]
    thresholds: tuple[float, ...]
    sizes: Sizes
    arrays: dict[str, Array]
    encoder: StateReader | None = None
    companion: tuple[Model, FormProducts] | None = None
    """Another tagger of the same labels, whose scores are averaged with its own."""

    def only(self, labels: Sequence[str]) -> Model:
        """Return the tagger of some of its labels, in their order; whatever scores no label is shared.

        Raises:
            InputError: it gives no such label.
        """
        lacking = [label for label in labels if label not in self.labels]
        if lacking:
            raise InputError(f"the tagger gives no {', '.join(lacking)}: it was trained for {', '.join(self.labels)}")
        places = [self.labels.index(label) for label in labels]
        arrays = dict(self.arrays, lengths=self.arrays["lengths"][places])
        for name, parts in (("ends", 3), ("pairs", 2)):
            for kind in (".weight", ".bias"):
                array = self.arrays[name + kind]
                split = array.reshape(*array.shape[:-1], parts, len(self.labels), -1)
                arrays[name + kind] = np.ascontiguousarray(split[..., places, :]).reshape(*array.shape[:-1], -1)
        return replace(
            self,
            labels=tuple(labels),
            thresholds=tuple(self.thresholds[place] for place in places),
            sizes=replace(self.sizes, labels=len(places)),
            arrays=arrays,
        )


@cache
def model_folder(engine: str = models.ENGINES[0]) -> Path:
    """Return the folder of an engine's tagger: inside the installed package, else in the checkout's ``models``.

    Raises:
        InputError: there is no such engine.
        MissingDependencyError: neither is there.

    >>> (model_folder() / "config.json").is_file()
    True
    """
    if engine not in models.ENGINES:
        raise InputError(f"there is no engine {engine!r}; {nearest(engine, models.ENGINES)}")
    name = NAMES if engine == models.ENGINES[0] else engine
    folder = models.model_folder(name)
    if folder is None:
        raise MissingDependencyError(
            f"models/{name} is missing: install letopis again, or train it with 'letopis train names NEREL_FOLDER'"
        )
    return folder


def load_model(folder: Path) -> Model:
    """Read a trained tagger.

    Raises:
        MissingDependencyError: a file is not there, or the installed vectors are not those it was trained with.
        InputError: a file is damaged or of another kind.
    """
    try:
        config = json.loads((folder / CONFIG).read_bytes())
        data = (folder / WEIGHTS).read_bytes()
    except FileNotFoundError as error:
        raise MissingDependencyError(f"{error.filename} is missing: install letopis again or train it") from error
    except (OSError, ValueError) as error:
        raise InputError(f"{folder / CONFIG} cannot be read as the config of a tagger: {error}") from error
    if not isinstance(config, dict) or config.get("format") != FORMAT:
        raise InputError(f"{folder / CONFIG} is no tagger of names: its 'format' should be {FORMAT!r}")
    if config.get("sha256") != hashlib.sha256(data).hexdigest():
        raise InputError(
            f"{folder / WEIGHTS} is damaged: its SHA-256 differs from the one in {CONFIG}; install it again"
        )
    if config.get("vectors") != navec_path().name:
        raise MissingDependencyError(
            f"the tagger needs the vectors {config.get('vectors')!r} but natasha brings {navec_path().name!r}: "
            "install 'natasha>=1.6,<2'"
        )
    try:
        _check_bounds(data)
        with np.load(io.BytesIO(data), allow_pickle=False) as stored:
            arrays = {name: np.ascontiguousarray(stored[name], np.float32) for name in stored.files}
        sizes = Sizes(**config["sizes"])
        encoder = Encoder(folder) if sizes.beside else None
        model = Model(tuple(config["labels"]), tuple(config["thresholds"]), sizes, arrays, encoder)
        _check_shapes(model)
    except (KeyError, TypeError, ValueError, zipfile.BadZipFile) as error:
        raise InputError(f"{folder} holds no whole tagger of names: {error}") from error
    return model


def _check_bounds(data: bytes) -> None:
    """Refuse an archive that would unpack to more than any tagger is."""
    size = sum(member.file_size for member in zipfile.ZipFile(io.BytesIO(data)).infolist())
    if size > MOST_BYTES:
        raise ValueError(f"{WEIGHTS} unpacks to {size:,} bytes; a tagger has {MOST_BYTES:,} at most")


def _check_shapes(model: Model) -> None:
    """Refuse weights that do not fit the sizes, so that a file from elsewhere fails here and not in a sum."""
    s, context = model.sizes, 4
    shapes = {
        "second.weight": (3, s.first + context, s.second),
        "memory.weight": (s.second, s.memory),
        "third.weight": (3, s.second + s.memory + context + s.beside, s.hidden),
        "fourth.weight": (3, s.hidden, s.hidden),
        "ends.weight": (s.hidden, 3 * s.labels),
        "ends.bias": (3 * s.labels,),
        "pairs.weight": (s.hidden, 2 * s.labels * s.pair),
        "pairs.bias": (2 * s.labels * s.pair,),
        "lengths": (s.labels, s.longest),
    }
    if not len(model.labels) == len(model.thresholds) == s.labels:
        raise ValueError(f"{len(model.labels)} labels and {len(model.thresholds)} thresholds for {s.labels}")
    for name, shape in shapes.items():
        if model.arrays[name].shape != shape:
            raise ValueError(f"{name} is {model.arrays[name].shape} and should be {shape}")


def save_model(folder: Path, model: Model, notes: dict[str, Any]) -> None:
    """Write a trained tagger, its numbers as 16-bit floats; ``notes`` go into the config as they are.

    Raises:
        OutputError: the folder cannot be written.
    """
    stored = io.BytesIO()
    np.savez(stored, allow_pickle=False, **{name: array.astype(np.float16) for name, array in model.arrays.items()})
    with replacing(folder / WEIGHTS) as file:
        file.write(stored.getvalue())
    config = {
        "format": FORMAT,
        "labels": model.labels,
        "thresholds": model.thresholds,
        "sizes": asdict(model.sizes),
        "vectors": navec_path().name,
        "sha256": hashlib.sha256(stored.getvalue()).hexdigest(),
        **notes,
    }
    with replacing(folder / CONFIG) as file:
        file.write((json.dumps(config, ensure_ascii=False, indent=1) + "\n").encode("utf-8"))
