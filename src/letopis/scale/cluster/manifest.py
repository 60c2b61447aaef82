"""What a run on a cluster did: the state of each part, and the manifest of them all."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec

from letopis.errors import InputError
from letopis.formats.tables import count_entities
from letopis.records import NO_JSON, Article
from letopis.scale.cluster.inputs import InputPiece, Partition
from letopis.scale.cluster.storage import join, read_bytes_if_there, write_bytes
from letopis.scale.work import Failure

MANIFEST, ERRORS = "manifest.json", "errors.jsonl"
PARTS, STATE = "parts", "state"
"""The folders beside the manifest: records, and what is known of each part."""

FORMAT = "letopis-parts/1"
"""The value of ``format`` in the manifest that this version writes."""


class PartState(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the output: what it was made from, what it holds, and the hash of its file.

    ``key`` is one hash of input, configuration and format: a part with the same key need not be made again.
    ``sha256_before`` is the file's hash before it was written with identities; a run that was cut off
    between the two leaves one or the other.
    """

    name: str
    key: str
    inputs: list[str]
    input_sha256: str
    sha256: str
    sha256_before: str | None = None
    bytes: int = 0
    articles: int = 0
    characters: int = 0
    counts: dict[str, int] = {}
    failures: list[Failure] = []


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """A whole run; ``complete`` turns true with the last part, and only then are the parts one corpus."""

    format: str = FORMAT
    complete: bool
    letopis: str
    fingerprint: str
    settings: dict[str, Any]
    inputs: list[str]
    articles: int = 0
    characters: int = 0
    counts: dict[str, int] = {}
    parts: list[PartState] = []
    failures: list[Failure] = []


def part_key(partition: Partition, input_sha256: str, configuration: str) -> str:
    """Return one hash of what a part depends on: the pieces' names, their content, the configuration.

    >>> len(part_key(Partition(0, (InputPiece("file", "/a.txt", "a.txt", 1),)), "1f", "configuration"))
    64
    """
    names = [(piece.kind, piece.shown, piece.article_id) for piece in partition.pieces]
    return hashlib.sha256(msgspec.json.encode([names, input_sha256, configuration])).hexdigest()


def shown_input(piece: InputPiece) -> str:
    """Name a piece in a manifest.

    >>> shown_input(InputPiece("lines", "/in/a.jsonl", "a.jsonl", 10, start=20, end=30))
    'a.jsonl bytes 20-30'
    """
    unit = {"file": "", "lines": f" bytes {piece.start}-{piece.end}", "rows": f" row group {piece.start}"}
    return piece.shown + unit[piece.kind]


def count_labels(articles: list[Article]) -> dict[str, int]:
    """Count entities by label, and relations.

    >>> count_labels([Article(id="a", text="")])["DATE"]
    0
    """
    return add_counts([count_entities(article) for article in articles])


def add_counts(many: list[dict[str, int]]) -> dict[str, int]:
    """Add counts up.

    >>> add_counts([{"DATE": 1}, {"DATE": 2, "GPE": 1}])
    {'DATE': 3, 'GPE': 1}
    """
    total: dict[str, int] = {}
    for counts in many:
        for label, count in counts.items():
            total[label] = total.get(label, 0) + count
    return total


def write_state(output: str, state: PartState) -> None:
    """Write the state of a part beside it.

    Raises:
        OutputError: the place cannot be written.
    """
    write_bytes(state_url(output, state.name), msgspec.json.encode(state))


def read_state(output: str, name: str) -> PartState | None:
    """Return the state of a part, or nothing where none can be read."""
    data = read_bytes_if_there(state_url(output, name))
    try:
        return msgspec.json.decode(data, type=PartState) if data else None
    except NO_JSON:
        return None


def state_url(output: str, name: str) -> str:
    """Return the place of a part's state.

    >>> state_url("out", "part-00000.parquet")
    'out/state/part-00000.parquet.json'
    """
    return join(output, STATE, f"{name}.json")


def write_manifest(output: str, manifest: Manifest) -> None:
    """Write the manifest.

    Raises:
        OutputError: the place cannot be written.
    """
    write_bytes(join(output, MANIFEST), msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n")


def read_manifest(output: str) -> Manifest:
    """Read the manifest of a folder of parts.

    Raises:
        InputError: there is none, or it is of another kind.
    """
    data = read_bytes_if_there(join(output, MANIFEST))
    if data is None:
        raise InputError(f"{output}: holds no {MANIFEST}; it is no folder that 'letopis extract --scheduler' wrote")
    try:
        manifest = msgspec.json.decode(data, type=Manifest)
    except NO_JSON as error:
        raise InputError(f"{join(output, MANIFEST)}: is no manifest: {error}") from None
    if manifest.format != FORMAT:
        raise InputError(f"{join(output, MANIFEST)}: format {manifest.format!r}; this version reads {FORMAT!r}")
    return manifest
