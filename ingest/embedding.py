"""Texts to vectors while building. Owns sentence-transformers, and with `exporting` its family: torch, transformers.

Imported only when a text needs a vector or the graph must be written: the libraries take seconds to load.
"""

import logging
import os
import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
import transformers
from sentence_transformers import SentenceTransformer

from assistant.embedding import MAX_PIECES
from assistant.errors import ModelError
from assistant.weights import Weights
from ingest.caching import Embedded

BATCH = 64


class Embedder:
    """sentence-transformers on a local folder, in fp32, each text alone: a batch changes the last bits."""

    def __init__(self, weights: Weights) -> None:
        weights.check_all()
        # The texts are short: a second thread gains a little on an idle machine, and on a busy one the two wait for
        # one another (760 ms a text instead of 90, measured).
        torch.set_num_threads(1)
        logging.getLogger("sentence_transformers").setLevel(logging.ERROR)
        said: Any = transformers.utils.logging
        said.disable_progress_bar()
        said.set_verbosity_error()
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                self.model = SentenceTransformer(
                    str(weights.folder), device="cpu", local_files_only=True, trust_remote_code=False
                )
        except Exception as error:  # it raises whatever its parts raise
            raise ModelError(
                f"The embedding model in {weights.folder} does not load: {error}.",
                "Name another folder with STRATEGY_EMBEDDING_MODEL, or unset it for the packaged model.",
            ) from error
        self.model.max_seq_length = MAX_PIECES

    def embed(self, text: str) -> Embedded:
        """Return the vectors of one text, cut off at MAX_PIECES word pieces."""
        options: Any = {"output_value": None, "batch_size": 1, "show_progress_bar": False}
        features: dict[str, Any] = self.model.encode([text], **options)[0]
        vector = _unit(features["sentence_embedding"].numpy())
        tokens = _unit(features["token_embeddings"].numpy()[1:-1])
        if not len(tokens):
            tokens = np.zeros((1, len(vector)), dtype=np.float32)
        return Embedded(vector, tokens.astype(np.float16))

    def embed_batch(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return the vectors of texts: (texts, dimension), each of length one; the last bits depend on the batch."""
        options: Any = {"batch_size": BATCH, "show_progress_bar": False, "convert_to_numpy": True}
        # A batch is work enough for every core: half the time on two, and the same vectors.
        torch.set_num_threads(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1)
        try:
            return _unit(np.asarray(self.model.encode(list(texts), **options), dtype=np.float32))
        finally:
            torch.set_num_threads(1)


def _unit(rows: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    lengths = np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), np.float32(1e-12))
    return np.asarray(rows / lengths, dtype=np.float32)
