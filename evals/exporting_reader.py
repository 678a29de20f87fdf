"""A trained network to the files that the product reads: an int8 graph, the graph's hash, a card for people."""

import json
import logging
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process

from assistant.hashing import sha256_of_file
from assistant.reader import CARD, GRAPH
from evals.heldout import Row, table
from evals.network import SIZE, Network

OPSET = 17
ABOUT = "reader.md"

_ABOUT = """# The reader

Written by `python -m evals.training --data FOLDER --out FOLDER --seed {seed} --epochs-scale {scale:g}`.

Six layers of all-MiniLM-L6-v2 (Apache 2.0), tuned in three stages; heads for the answer's first and last piece, the
sentence and the passage; matrices as 8-bit integers. Learnt from {public} questions of the public sets (SQuAD 2.0
dev, CC BY-SA 4.0; ClapNQ, Apache 2.0, Wikipedia text CC BY-SA 3.0; MTRAG-UN, Apache 2.0; FEVER-symmetric,
CC BY-SA 3.0), from questions made of them, and from {own} of the project's own (MIT).

## On questions of the public sets that it never saw

{table}

No titles given. Sentence F1 is against all sentences that any annotator chose; the set is the best sentence and those
above one threshold, fixed on taught questions. The row of this reader is read from the exported graph.
"""


def export(network: Network, folder: Path) -> None:
    """Write the graph, its matrices as 8-bit integers, and the card with its hash."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as aside:
        full, prepared = Path(aside) / "full.onnx", Path(aside) / "prepared.onnx"
        _write_full(network, full)
        _quantize(full, prepared, folder / GRAPH)
    card = json.dumps({"sha256": sha256_of_file(folder / GRAPH)})
    (folder / CARD).write_text(f"{card}\n", encoding="utf-8")


def _write_full(network: Network, path: Path) -> None:
    rows, types = torch.zeros(1, 9, SIZE), torch.zeros(1, 9, dtype=torch.long)
    with warnings.catch_warnings(), torch.no_grad():
        # What torch says of its own older exporter, the one that needs no further package.
        warnings.simplefilter("ignore", DeprecationWarning)
        torch.onnx.export(
            network.eval(),
            (rows, types),
            str(path),
            dynamo=False,
            opset_version=OPSET,
            input_names=["rows", "types"],
            output_names=["tokens", "passage"],
            dynamic_axes={"rows": {1: "pieces"}, "types": {1: "pieces"}, "tokens": {1: "pieces"}},
        )


def _quantize(full: Path, prepared: Path, path: Path) -> None:
    # It advises on the root logger to do what was just done.
    logging.disable(logging.WARNING)
    try:
        quant_pre_process(str(full), str(prepared), skip_symbolic_shape=True)
        quantize_dynamic(
            str(prepared),
            str(path),
            weight_type=QuantType.QInt8,
            per_channel=True,
            # Seven bits: with eight, sums overflow on processors without VNNI and the numbers are wrong.
            reduce_range=True,
            op_types_to_quantize=["MatMul", "Gemm"],
            extra_options={"MatMulConstBOnly": True},
        )
    finally:
        logging.disable(logging.NOTSET)


def write_about(folder: Path, rows: Sequence[Row], counts: tuple[int, int], seed: int, scale: float) -> None:
    """Write the card for people; `counts` are the questions of the public sets and the own ones."""
    public, own = counts
    text = _ABOUT.format(seed=seed, scale=scale, public=public, own=own, table="\n".join(table(rows)))
    (folder / ABOUT).write_text(text, encoding="utf-8")
