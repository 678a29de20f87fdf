"""A small trained model that reads a question and a passage together: which sentence answers it, and does any?

The graph in `models/` holds six layers and two heads; the word embeddings are those of the packaged MiniLM,
which the graph takes as rows, so nothing is stored twice. How it was trained, on what, and what it gains on
questions that it never saw stands in `models/reader.md`.
"""

import json
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.embedding import load_tokenizer, open_session
from assistant.errors import ModelError
from assistant.hashing import sha256_of_file
from assistant.weights import TOKENIZER, packaged_weights

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import onnxruntime
    import tokenizers

    Floats = npt.NDArray[np.float32]
    Place = tuple[int, int, int]

MODELS = Path(__file__).with_name("models")
GRAPH, CARD = "reader.onnx", "reader.json"
EMBEDDINGS = "embeddings.word_embeddings.weight"

MAX_PIECES = 288
"""Of one window: question, passage and the three special pieces; it was trained with no more."""
MAX_QUESTION = 48
CLS, SEP = 101, 102

_REINSTALL = "Install the project again."


@dataclass(frozen=True, slots=True)
class Window:
    """What the model reads at once: pieces, segment types, and (sentence, first, last + 1) for the sentences in it."""

    ids: tuple[int, ...]
    types: tuple[int, ...]
    places: "tuple[Place, ...]"


class Reader:
    """Reads one passage at a time, on one thread. May be shared by threads."""

    def __init__(
        self, tokenizer: "tokenizers.Tokenizer", session: "onnxruntime.InferenceSession", rows: "Floats"
    ) -> None:
        self._tokenizer = tokenizer
        self._session = session
        self._rows = rows

    def logits(self, question: str, sentences: Sequence[str], title: str = "") -> tuple[tuple[float, ...], float]:
        """Return the log-odds that each sentence holds the answer or a part of it, in the order given, and that the
        passage answers the question; what is too long is read in windows. `deciding` makes probabilities of them.
        """
        import numpy as np

        best = [LOW] * len(sentences)
        passage = LOW
        for window in self.windows(question, sentences, title):
            rows = np.ascontiguousarray(self._rows[np.array(window.ids)][None], dtype=np.float32)
            types = np.array([window.types], dtype=np.int64)
            tokens, whole = self._session.run(["tokens", "passage"], {"rows": rows, "types": types})
            starts, ends, holds = tokens[0].T
            here = LOW
            for place, first, last in window.places:
                span = (starts[first:last].max() + ends[first:last].max()) / 2
                logit = float(holds[first:last].mean() + span)
                best[place] = max(best[place], logit)
                here = max(here, logit)
            passage = max(passage, float(whole[0, 0]) + here - float(starts[0] + ends[0]) / 2)
        return tuple(best), passage

    def windows(self, question: str, sentences: Sequence[str], title: str = "") -> Iterator[Window]:
        """Yield the windows of a passage, whole sentences in each, each after the first with the last one's last."""
        # The end is what is asked; what a follow-up leans on stands before it.
        asked = self._pieces(question)[-MAX_QUESTION:]
        head = self._pieces(f"{title}:")[:MAX_QUESTION] if title else []
        room = MAX_PIECES - len(asked) - len(head) - 3
        # An empty sentence still has a place; it reads as one separator.
        cuts = [(self._pieces(sentence) or [SEP])[:room] for sentence in sentences]
        first = 0
        while first < len(cuts):
            ids, places, last = [CLS, *asked, SEP, *head], [], first
            while last < len(cuts) and len(ids) + len(cuts[last]) < MAX_PIECES:
                places.append((last, len(ids), len(ids) + len(cuts[last])))
                ids += cuts[last]
                last += 1
            types = [0] * (len(asked) + 2) + [1] * (len(ids) - len(asked) - 1)
            yield Window((*ids, SEP), tuple(types), tuple(places))
            shares = last < len(cuts) and last - first > 2 and len(cuts[last - 1]) + len(cuts[last]) <= room
            first = last - 1 if shares else last

    def _pieces(self, text: str) -> list[int]:
        # Half a surrogate pair cannot be encoded.
        text = text.encode(errors="replace").decode()
        return list(self._tokenizer.encode(text, add_special_tokens=False).ids)


LOW = -1e4


def open_reader(folder: Path = MODELS) -> Reader:
    """Return the trained reader, every file compared with its hash before it is opened.

    It reads with the packaged model's word embeddings, whatever model the settings name for search. Raises ModelError.
    """
    weights = packaged_weights()
    weights.check(TOKENIZER)
    weights.sha256()
    try:
        card = json.loads((folder / CARD).read_text(encoding="utf-8"))
        found = sha256_of_file(folder / GRAPH)
    except (OSError, ValueError) as error:
        raise ModelError(f"The reader in {folder} cannot be read: {error}.", _REINSTALL) from error
    if found != card["sha256"]:
        raise ModelError(f"The reader's {folder / GRAPH} is not the one that its card names.", _REINSTALL)
    try:
        session = open_session(folder / GRAPH)
    except Exception as error:  # its exceptions share no other base
        raise ModelError(f"The reader's {folder / GRAPH} does not load: {error}.", _REINSTALL) from error
    tokenizer = load_tokenizer(weights.folder / TOKENIZER)
    tokenizer.no_truncation()
    return Reader(tokenizer, session, read_rows(weights.folder / "model.safetensors"))


def read_rows(path: Path) -> "Floats":
    """Return the word embeddings of a checked safetensors file, left on the disk: a page is read when it is needed."""
    import numpy as np

    with path.open("rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        entry = json.loads(file.read(length))[EMBEDDINGS]
    return np.memmap(path, np.float32, "r", 8 + length + entry["data_offsets"][0], tuple(entry["shape"]))
