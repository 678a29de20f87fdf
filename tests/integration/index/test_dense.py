"""The vector store's files hold vectors and nothing else."""

from pathlib import Path

import numpy as np

from assistant.allocating import M_MMAP_THRESHOLD, set_malloc
from assistant.dense import build_dense, open_dense
from assistant.embedding import WHILE_ANSWERING

ROWS = 70


def test_rows_that_are_not_used_hold_nothing_of_what_the_process_has_read(tmp_path: Path) -> None:
    vectors = np.random.default_rng(1).normal(size=(ROWS, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    # As after a question: large blocks too come from memory that was used before.
    set_malloc(M_MMAP_THRESHOLD, WHILE_ANSWERING)
    for number in range(4):
        texts = [f"a removed document {each} " * 300 for each in range(2_000)]
        build_dense(tmp_path / str(number), [f"passage {each}" for each in range(ROWS)], vectors)
        del texts
        open_dense(tmp_path / str(number), ROWS).close()
        (rows,) = (tmp_path / str(number)).rglob("data_level0.bin")
        # So few vectors stand in the database; the rows for a hundred are made and not used yet.
        assert not any(rows.read_bytes())
