from pathlib import Path

import numpy as np
import pytest

from assistant.anticipating import Anticipations, read_anticipated, write_anticipated
from assistant.schema import Anticipated

SENTENCES = [("peru", "Five thousand came."), ("peru", "None left."), ("kenya", "Five thousand came.")]
ASKED = (
    Anticipated("peru", "How many came?", ("Five thousand came.",)),
    Anticipated("peru", "Who left?", ("None left.",)),
    Anticipated("peru", "Who paid?", ()),
)
NORTH, EAST, UP = np.eye(3, dtype=np.float32)
VECTORS = np.stack([NORTH, EAST, UP]).astype(np.float16)


def test_a_sentence_is_as_near_as_the_nearest_question_that_it_answers() -> None:
    near = Anticipations(ASKED, VECTORS, SENTENCES).nearness([0.6 * NORTH + 0.8 * EAST, UP])
    assert near.by_row.tolist() == pytest.approx([0.6, 0.8, np.nan], abs=1e-3, nan_ok=True)
    assert near.unanswered == pytest.approx(1.0)


def test_of_a_document_without_questions_nothing_is_known() -> None:
    assert np.isnan(Anticipations(ASKED, VECTORS, SENTENCES).nearness([NORTH]).by_row[2])


def test_where_nothing_was_anticipated_nothing_is_near() -> None:
    near = Anticipations((), np.zeros((0, 1), np.float16), SENTENCES).nearness([NORTH])
    assert np.isnan(near.by_row).all()
    assert near.unanswered == 0.0


def test_out_of_sight_documents_take_their_questions_with_them() -> None:
    everything = Anticipations(ASKED, VECTORS, SENTENCES)
    assert len(everything.within(frozenset({"kenya"}), SENTENCES[2:])) == 0
    assert len(everything.within(frozenset({"peru"}), SENTENCES[:2])) == 3


def test_what_was_written_is_read(tmp_path: Path) -> None:
    write_anticipated(tmp_path, ASKED, VECTORS)
    assert read_anticipated(tmp_path, SENTENCES).nearness([EAST]).by_row[:2].tolist() == [0.0, 1.0]
