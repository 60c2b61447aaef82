"""Start the network from slovnet's NER model, which was trained on hundreds of thousands of news texts.

slovnet: https://github.com/natasha/slovnet, MIT; the model lies in the natasha wheel.
"""

from __future__ import annotations

import json
import tarfile
from typing import Any

import numpy as np
import torch
from torch import Tensor

from letopis.errors import MissingDependencyError
from letopis.navec import natasha_data, vectors
from letopis_training.names.torch_network import SpanNetwork

ARCHIVE = "slovnet_ner_news_v1.tar"


def start_from_slovnet(network: SpanNetwork) -> None:
    """Copy slovnet's three convolutions into the first channels of ours, and its shapes.

    Its batch normalisation becomes our scale and shift: a positive scale moves before the rectifier, so
    that all channels begin with numbers of one size. What slovnet's channels do not read starts at zero.

    Raises:
        MissingDependencyError: the natasha wheel lacks the model.
    """
    path = natasha_data() / "model" / ARCHIVE
    try:
        with tarfile.open(path) as archive, torch.no_grad():
            _copy(network, archive)
    except (OSError, KeyError, tarfile.TarError) as error:
        raise MissingDependencyError(f"{path} cannot be read: {error}; install 'natasha>=1.6,<2'") from error


def _copy(network: SpanNetwork, archive: tarfile.TarFile) -> None:
    scheme = json.loads(_member(archive, "model.json"))
    network.shape.weight.copy_(_array(archive, scheme["emb"]["shape"]["weight"]))
    table = vectors()
    network.unknown.copy_(torch.from_numpy(table.vectors(np.array([table.rows["<unk>"]]))[0]))
    ours = (network.first, network.second, network.third)
    for convolution, layer in zip(ours, scheme["encoder"]["layers"], strict=True):
        weight, norm = _array(archive, layer["conv"]["weight"]), layer["norm"]
        outputs, inputs, _ = weight.shape
        scale = _array(archive, norm["weight"]) / _array(archive, norm["std"])
        convolution.weight[:, :, :outputs] = 0
        convolution.weight[:, :inputs, :outputs] = weight.permute(2, 1, 0) * scale.abs()
        convolution.bias[:outputs] = _array(archive, layer["conv"]["bias"]) * scale.abs()
        convolution.scale[:outputs] = scale.sign()
        convolution.shift[:outputs] = _array(archive, norm["bias"]) - _array(archive, norm["mean"]) * scale


def _array(archive: tarfile.TarFile, weight: dict[str, Any]) -> Tensor:
    numbers = np.frombuffer(_member(archive, f"arrays/{weight['array']}.bin"), np.float32)
    return torch.from_numpy(numbers.reshape(weight["shape"]).copy())


def _member(archive: tarfile.TarFile, name: str) -> bytes:
    file = archive.extractfile(name)
    if file is None:
        raise KeyError(name)
    return file.read()
