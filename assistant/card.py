"""The card of a generation: what it was made from, by hashes and counts. Says nothing of when."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant.errors import IndexDamagedError

CARD = "card.json"

FORMAT_VERSION = 2
"""Of a generation's folder. Raised when a file in it changes its shape or meaning; other versions are not opened."""


@dataclass(frozen=True, slots=True)
class Card:
    """What a generation was made from and holds."""

    generation: str
    format_version: int
    corpus_sha256: str
    documents: tuple[str, ...]
    """Their ids."""
    model: str
    model_sha256: str
    """Of the weights."""
    model_key: str
    """Of every file that decides the vectors."""
    graph_sha256: str
    """Of the exported graph that reads questions."""
    tokenizer_sha256: str
    precision: str
    passage_pieces: int
    """No passage of several sentences has more word pieces."""
    counts: Mapping[str, int | Mapping[str, int]]
    """`documents`, `sections` by kind, `passages`, `sentences`."""


def write_card(folder: Path, card: Card) -> None:
    """Write a generation's card into its folder. Raises OSError."""
    (folder / CARD).write_text(json.dumps(asdict(card), indent=1, sort_keys=True) + "\n", encoding="utf-8")


def read_card(folder: Path) -> Card:
    """Return a generation's card. Raises IndexDamagedError if it is of another format or no card at all."""
    try:
        record = json.loads((folder / CARD).read_bytes())
        version = record["format_version"]
        if version == FORMAT_VERSION:
            return Card(**{**record, "documents": tuple(record["documents"])})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexDamagedError(f"The index {folder.name} has no readable card.", "Run `strategy ingest`.") from error
    raise IndexDamagedError(
        f"The index {folder.name} has format {version}, and this version of the assistant reads {FORMAT_VERSION}.",
        "Run `strategy ingest`.",
    )
