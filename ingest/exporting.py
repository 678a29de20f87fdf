"""The embedding model to a graph that onnxruntime reads, written once. Owns torch and onnx."""

import os
import shutil
import warnings
from pathlib import Path
from typing import Any

import torch

from assistant.embedding import GRAPH, open_encoder
from assistant.errors import BuildError
from assistant.generations import sync
from assistant.hashing import sha256_of_file
from assistant.locking import mark_in_use, remove_unused
from assistant.weights import TOKENIZER, Weights
from ingest.embedding import Embedder

AGREEMENT = 0.99999
"""The least cosine between a vector of the graph and the model's own."""

OPSET = 17

_TRIED = (
    "Peru",
    "How many U.S. tourists visit Peru each year, and what do they need?",
    "¿Qué hace la Embajada contra la minería ilegal?",
    "Strengthen U.S. citizen safety and security. " * 40,
)

# What torch says of its own older exporter, the one that needs no further package. That traced constants do no
# harm is what `_compare` finds out.
_EXPECTED_WARNINGS: tuple[tuple[type[Warning], str], ...] = (
    (DeprecationWarning, "You are using the legacy TorchScript-based ONNX export"),
    (DeprecationWarning, "The feature will be removed"),
    (UserWarning, "Exporting aten::index operator of advanced indexing"),
    (torch.jit._trace.TracerWarning, "Converting a tensor to a Python boolean"),
)


class _Graph(torch.nn.Module):  # type: ignore[misc]
    """All modules of the model behind one input: word piece ids (1, n) to `vector` (1, d) and `tokens` (1, n, d)."""

    def __init__(self, model: torch.nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        features: dict[str, Any] = {"input_ids": ids, "attention_mask": torch.ones_like(ids)}
        features = self.model(features)
        unit = torch.nn.functional.normalize
        return unit(features["sentence_embedding"], dim=-1), unit(features["token_embeddings"], dim=-1)


def export(embedder: Embedder, weights: Weights, folder: Path) -> None:
    """Write graph and tokenizer into `folder`, in one step, after comparing the graph's vectors with the model's.

    Raises BuildError if they differ.
    """
    aside = folder.with_name(f"{folder.name}-{os.getpid()}")
    # What exports that were killed left behind: a hundred megabytes each.
    remove_unused(folder.parent.glob(f"{folder.name}-*"))
    aside.mkdir(parents=True)
    mark = mark_in_use(aside)
    try:
        _write_graph(embedder, aside / GRAPH)
        shutil.copyfile(weights.folder / TOKENIZER, aside / TOKENIZER)
        for name in (GRAPH, TOKENIZER):
            digest = sha256_of_file(aside / name)
            (aside / f"{name}.sha256").write_text(f"{digest}  {name}\n", encoding="ascii")
            sync(aside / name)
        _compare(embedder, aside)
        shutil.rmtree(folder, ignore_errors=True)
        aside.rename(folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
        os.close(mark)


def _write_graph(embedder: Embedder, path: Path) -> None:
    graph = _Graph(embedder.model).eval()
    ids = embedder.model.tokenizer("A text of some words.", return_tensors="pt")["input_ids"]
    with warnings.catch_warnings(), torch.no_grad():
        for category, message in _EXPECTED_WARNINGS:
            warnings.filterwarnings("ignore", message, category)
        torch.onnx.export(
            graph,
            (ids,),
            str(path),
            dynamo=False,
            opset_version=OPSET,
            input_names=["ids"],
            output_names=["vector", "tokens"],
            dynamic_axes={"ids": {1: "pieces"}, "tokens": {1: "pieces"}},
        )


def _compare(embedder: Embedder, folder: Path) -> None:
    encoder = open_encoder(folder, sha256_of_file(folder / GRAPH), sha256_of_file(folder / TOKENIZER))
    for text in _TRIED:
        reading, own = encoder.read(text), embedder.embed(text)
        same = float(reading.vector @ own.vector) >= AGREEMENT and reading.tokens.shape == own.tokens.shape
        if not same:
            raise BuildError(
                "The exported model does not give the model's own vectors.",
                "Report this with the versions of torch, transformers and onnxruntime.",
            )
