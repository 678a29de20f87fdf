"""A model of a megabyte in place of the real one: builds take a second, and every other part is the real thing.

Loaded by path, from `conftest.py` and from `tests/torture`.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer

from assistant.embedding import GRAPH, MAX_PIECES
from assistant.hashing import sha256_of_file
from assistant.weights import TOKENIZER, Weights
from ingest.caching import Embedded

DIMENSION = 8


def _table() -> np.ndarray:
    return np.random.default_rng(7).normal(size=(30_522, DIMENSION)).astype(np.float32)


class FakeEmbedder:
    """The mean of one random vector for each word piece."""

    def __init__(self, weights: Weights) -> None:
        self._table = _table()
        self._tokenizer = Tokenizer.from_file(str(weights.folder / TOKENIZER))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_PIECES)

    def embed(self, text: str) -> Embedded:
        """Return the vectors of one text."""
        rows = self._table[self._tokenizer.encode(text).ids]
        unit = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        mean = rows.mean(axis=0)
        return Embedded(mean / np.linalg.norm(mean), unit[1:-1].astype(np.float16))

    def embed_batch(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return the vectors of texts: (texts, dimension)."""
        return np.stack([self.embed(text).vector for text in texts])


def fake_export(_embedder: Any, weights: Weights, folder: Path) -> None:
    """Write the same model as a graph."""
    folder.mkdir(parents=True, exist_ok=True)
    nodes = [
        helper.make_node("Gather", ["table", "ids"], ["rows"]),
        helper.make_node("ReduceMean", ["rows"], ["mean"], axes=[1], keepdims=0),
        helper.make_node("LpNormalization", ["mean"], ["vector"], axis=-1, p=2),
        helper.make_node("LpNormalization", ["rows"], ["tokens"], axis=-1, p=2),
    ]
    graph = helper.make_graph(
        nodes,
        "fake",
        [helper.make_tensor_value_info("ids", TensorProto.INT64, [1, "n"])],
        [
            helper.make_tensor_value_info("vector", TensorProto.FLOAT, [1, DIMENSION]),
            helper.make_tensor_value_info("tokens", TensorProto.FLOAT, [1, "n", DIMENSION]),
        ],
        [numpy_helper.from_array(_table(), "table")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.save(model, str(folder / GRAPH))
    (folder / TOKENIZER).write_bytes((weights.folder / TOKENIZER).read_bytes())
    for name in (GRAPH, TOKENIZER):
        (folder / f"{name}.sha256").write_text(sha256_of_file(folder / name), encoding="ascii")


def modules() -> dict[str, ModuleType]:
    """Return what to put into `sys.modules` so that builds use the fakes and never load torch."""
    embedding, exporting = ModuleType("ingest.embedding"), ModuleType("ingest.exporting")
    vars(embedding)["Embedder"] = FakeEmbedder
    vars(exporting)["export"] = fake_export
    return {"ingest.embedding": embedding, "ingest.exporting": exporting}


def install() -> None:
    """Use the fakes for the life of this process."""
    sys.modules.update(modules())
