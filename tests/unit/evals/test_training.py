import json
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import tokenizers
import torch

from assistant.embedding import load_tokenizer
from assistant.reader import CARD, GRAPH, MAX_PIECES, MAX_QUESTION, open_reader
from assistant.weights import TOKENIZER, packaged_weights
from evals.exporting_reader import export
from evals.heldout import auroc, best_threshold, sentence_f1
from evals.lessons import Lesson
from evals.network import Outcome, collate, cut, run, start
from evals.teaching import Asked, Own, Text
from evals.training import STAGES, School, groups_loss, train

TOWNS = ("Cusco", "Lima", "Piura", "Tacna")
TEXTS = tuple(
    Text((f"The bridge of {town} opened in {1900 + place}.", f"Trains reach {town} once a week."), f"About {town}")
    for place, town in enumerate(TOWNS)
)
PUBLIC = tuple(
    Lesson(f"When did the bridge of {town} open?", text.sentences, True, (1.0, 0.0), ((0, 27, 31),), "", "squad", "a")
    for town, text in zip(TOWNS, TEXTS, strict=True)
)
OWN = Own(
    TEXTS,
    tuple(
        Asked(
            town, (f"How often do trains reach {town}?",), True, frozenset(TEXTS[i].sentences[1:]), (i,), (), (3 - i,)
        )
        for i, town in enumerate(TOWNS)
    ),
    (),
)


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    """On a busy machine two threads wait for one another."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(scope="module")
def tokenizer() -> tokenizers.Tokenizer:
    tokenizer = load_tokenizer(packaged_weights().folder / TOKENIZER)
    tokenizer.no_truncation()
    return tokenizer


def trained(tokenizer: tokenizers.Tokenizer, folder: Path, seed: int) -> bytes:
    network, words = start(packaged_weights().folder, seed)
    train(network, words, School(PUBLIC, OWN, tokenizer), seed, scale=0.001)
    export(network, folder)
    return (folder / GRAPH).read_bytes()


def test_the_same_seed_gives_the_same_files_and_the_product_reads_them(
    tokenizer: tokenizers.Tokenizer, tmp_path: Path
) -> None:
    first = trained(tokenizer, tmp_path / "one", 7)
    assert trained(tokenizer, tmp_path / "two", 7) == first
    assert set(json.loads((tmp_path / "one" / CARD).read_text("utf-8"))) == {"sha256"}
    sentences, passage = open_reader(tmp_path / "one").logits(PUBLIC[0].question, PUBLIC[0].sentences)
    assert len(sentences) == 2
    assert np.isfinite([*sentences, passage]).all()


def test_every_stage_has_a_step_of_its_own_kind(tokenizer: tokenizers.Tokenizer) -> None:
    school = School(PUBLIC, OWN, tokenizer)
    public, own, competing = (school.steps(stage, random.Random(1)) for stage in STAGES)
    assert {lesson.source for step in public for lesson in step.lessons} <= {"squad", "cloze"}
    assert "own" in {lesson.source for step in own for lesson in step.lessons}
    assert not any(step.groups for step in own)
    assert any(step.groups for step in competing)
    assert all(sum(step.groups) == len(step.lessons) for step in competing if step.groups)
    assert all(step.lessons for step in (*public, *own, *competing))
    assert all(len(school.steps(stage, random.Random(1), 0.001)) == 1 for stage in STAGES)


def test_lessons_are_cut_as_the_product_cuts(tokenizer: tokenizers.Tokenizer) -> None:
    question = "And what of the other one? " * 12 + "When did the bridge open?"
    lesson = Lesson(question, tuple(f"Sentence {n} is about the river." for n in range(60)), False, (), (), "Bridges")
    pieces, window = cut(lesson, tokenizer), next(open_reader().windows(question, lesson.sentences, "Bridges"))
    shared = len(window.ids) - 1
    assert pieces.ids[:shared] == list(window.ids[:-1])
    assert pieces.types[:shared] == list(window.types[:shared])
    assert len(pieces.ids) == len(pieces.types) == len(pieces.places) == MAX_PIECES
    assert pieces.places.index(0) == 2 + MAX_QUESTION + len(tokenizer.encode("Bridges:", add_special_tokens=False).ids)


def test_network_and_exported_graph_agree(tokenizer: tokenizers.Tokenizer, tmp_path: Path) -> None:
    network, words = start(packaged_weights().folder, 3)
    export(network, tmp_path)
    outcome = run(network, words, collate([cut(PUBLIC[0], tokenizer)]))
    sentences, passage = open_reader(tmp_path).logits(PUBLIC[0].question, PUBLIC[0].sentences)
    assert outcome.sentences[0].tolist() == pytest.approx(sentences, abs=0.2)
    assert outcome.passage.item() == pytest.approx(passage, abs=0.2)


def test_a_group_loses_least_where_the_answering_sentence_stands_out() -> None:
    def loss(lessons: list[Lesson], *logits: tuple[float, float]) -> float:
        rows = torch.tensor(logits)
        return groups_loss(Outcome(rows, rows[:, 0], rows, rows), lessons, [len(logits)]).item()

    right, wrong = (Lesson("?", ("a", "b"), holds[0] > 0, holds) for holds in ((1.0, 0.0), (0.0, 0.0)))
    assert loss([right, wrong], (8, -8), (-8, -8)) < 0.01 < loss([right, wrong], (0, 0), (0, 0))
    assert loss([right, wrong], (8, -8), (9, -8)) > 1
    assert loss([wrong, wrong], (-8, -8), (-8, -8)) < 0.01 < loss([wrong, wrong], (8, -8), (-8, -8))


def test_held_out_numbers_are_those_of_their_definitions() -> None:
    assert auroc(np.array([3.0, 2.0, 1.0, 1.0]), np.array([True, False, True, False])) == pytest.approx(0.625)
    lessons = [Lesson("?", ("a", "b", "c"), True, (1.0, 0.5, 0.0))]
    scores = [np.array([2.0, 1.0, 0.0])]
    assert sentence_f1(scores, lessons, 1.5) == pytest.approx(2 / 3)
    assert sentence_f1(scores, lessons, best_threshold(scores, lessons)) == 1
