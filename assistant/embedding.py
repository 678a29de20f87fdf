"""Texts to vectors while serving: word pieces and the exported graph. Owns tokenizers and onnxruntime.

The graph and the tokenizer beside it were exported and checked when the index was built, so nothing here
needs torch or the model's own folder.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.allocating import M_MMAP_THRESHOLD, set_malloc
from assistant.errors import ModelError
from assistant.hashing import sha256_of_file
from assistant.settings import Settings
from assistant.weights import TOKENIZER, find_weights

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import onnxruntime
    import tokenizers

    Floats = npt.NDArray[np.float32]

MAX_PIECES = 256
"""The model was trained to read this many word pieces, the two special ones included; the rest is cut off."""

GRAPH = "model.onnx"

WHILE_LOADING, WHILE_ANSWERING = 64 * 1024, 32 * 1024 * 1024
"""Bytes; the second is the most that glibc takes."""


def model_folder(settings: Settings, key: str) -> Path:
    """Return where the graph and the tokenizer of the model with this key are kept for serving."""
    return settings.cache_folder / "onnx" / key[:16]


# One question is read by several steps; the last few readings are kept so that the model runs once for each.
READINGS_KEPT = 16

_REBUILD = "Run `strategy ingest` to write it again."


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as the model reads it, without the special word pieces; at most MAX_PIECES with them."""

    vector: "Floats"
    """(dimension,), of length one: the whole text."""
    tokens: "Floats"
    """(tokens, dimension), each of length one: every word piece in its place."""
    words: tuple[str, ...]
    """For each token the word that it is a piece of, in lower case."""


class Tokenizer:
    """Counts word pieces."""

    def __init__(self, tokenizer: "tokenizers.Tokenizer") -> None:
        self._tokenizer = tokenizer

    def count(self, text: str) -> int:
        """Return the number of word pieces of `text`, the two special ones that the model adds left out."""
        return len(self._tokenizer.encode(text, add_special_tokens=False).ids)


def open_tokenizer(settings: Settings) -> Tokenizer:
    """Return the tokenizer of the model that the settings name. Raises ModelError."""
    weights = find_weights(settings)
    weights.check(TOKENIZER)
    tokenizer = load_tokenizer(weights.folder / TOKENIZER)
    # The packaged file truncates and pads at 128.
    tokenizer.no_truncation()
    return Tokenizer(tokenizer)


class Encoder:
    """Reads texts, one at a time, on one thread: with two, a busy machine made warm questions 25 times slower."""

    def __init__(self, tokenizer: "tokenizers.Tokenizer", session: "onnxruntime.InferenceSession") -> None:
        self._tokenizer = tokenizer
        self._session = session
        self.read: Callable[[str], Reading] = lru_cache(maxsize=READINGS_KEPT)(self._read)
        """Return the reading of a text; may be called by several threads."""

    def _read(self, text: str) -> Reading:
        import numpy as np

        # Half a surrogate pair cannot be encoded.
        text = text.encode(errors="replace").decode()
        encoding = self._tokenizer.encode(text)
        ids = np.array([encoding.ids], dtype=np.int64)
        vectors, tokens = self._session.run(["vector", "tokens"], {"ids": ids})
        kept = [place for place, special in enumerate(encoding.special_tokens_mask) if not special]
        reading = Reading(vectors[0], tokens[0][kept], _words(encoding, kept, text))
        reading.vector.flags.writeable = reading.tokens.flags.writeable = False
        return reading


def open_encoder(folder: Path, graph_sha256: str, tokenizer_sha256: str) -> Encoder:
    """Return the encoder of an exported model, its files compared with their hashes before they are opened.

    Raises ModelError when a file is missing, altered, or does not load.
    """
    _check(folder / GRAPH, graph_sha256)
    _check(folder / TOKENIZER, tokenizer_sha256)
    try:
        session = open_session(folder / GRAPH)
    except Exception as error:  # its exceptions share no other base
        raise ModelError(f"The embedding model's graph {folder / GRAPH} does not load: {error}.", _REBUILD) from error
    tokenizer = load_tokenizer(folder / TOKENIZER)
    tokenizer.enable_truncation(MAX_PIECES)
    return Encoder(tokenizer, session)


def open_session(path: Path) -> "onnxruntime.InferenceSession":
    """Return a graph that was checked, opened on one thread. Raises what onnxruntime raises, which shares no base."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # The arena keeps what the longest text needed; without it the process stays small and as fast.
    options.enable_cpu_mem_arena = False
    options.enable_mem_pattern = False
    # A second copy of the weights in another order would save 2 ms a question and cost 36 MB.
    options.add_session_config_entry("session.disable_prepacking", "1")
    # Blocks of at least that size are mapped, and leave when they are freed: while a graph loads this takes 12 MB from the
    # largest resident set; while it answers, it would double the time.
    set_malloc(M_MMAP_THRESHOLD, WHILE_LOADING)
    try:
        return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    finally:
        set_malloc(M_MMAP_THRESHOLD, WHILE_ANSWERING)


def load_tokenizer(path: Path) -> "tokenizers.Tokenizer":
    """Return a tokenizer that was checked, without padding. Raises ModelError if it does not load."""
    import tokenizers

    try:
        tokenizer = tokenizers.Tokenizer.from_file(str(path))
    except Exception as error:  # it raises Exception itself
        hint = "Choose a model with a tokenizer.json."
        raise ModelError(f"The embedding model's {path} does not load: {error}.", hint) from error
    tokenizer.no_padding()
    return tokenizer


def _check(path: Path, expected: str) -> None:
    try:
        found = sha256_of_file(path)
    except OSError as error:
        raise ModelError(f"The embedding model's file {path} cannot be read ({error.strerror}).", _REBUILD) from error
    if found != expected:
        raise ModelError(f"The embedding model's file {path} is not the one that was exported.", _REBUILD)


def _words(encoding: "tokenizers.Encoding", kept: list[int], text: str) -> tuple[str, ...]:
    spans: dict[int | None, tuple[int, int]] = {}
    for place in kept:
        word, (start, end) = encoding.word_ids[place], encoding.offsets[place]
        first = spans.get(word, (start, end))
        spans[word] = (min(first[0], start), max(first[1], end))
    return tuple(text[slice(*spans[encoding.word_ids[place]])].lower() for place in kept)
