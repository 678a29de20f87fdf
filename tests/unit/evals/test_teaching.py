import json
import random
from pathlib import Path

import pytest
from rapidfuzz import fuzz

from assistant.embedding import Tokenizer, load_tokenizer
from assistant.errors import DatasetError
from assistant.weights import TOKENIZER, packaged_weights
from evals.suites import bundled_folder as suites_folder
from evals.teaching import Mix, Own, invented, read_own

NEAR = 88
"""The ratio (0 to 100) from which two questions count as one."""
MIX = Mix(2, 2, 1, other=0.3, titled=0.7)


def records(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def own() -> Own:
    tokenizer = load_tokenizer(packaged_weights().folder / TOKENIZER)
    tokenizer.no_truncation()
    return read_own(Tokenizer(tokenizer).count)


def test_every_lesson_points_to_sentences_that_exist(own: Own) -> None:
    for asked in own.asked:
        held = {sentence for place in asked.holding for sentence in own.texts[place].sentences}
        assert asked.golds <= held
        assert asked.answerable == bool(asked.holding)
    for record, (text, lessons) in zip(records(invented()), own.missions, strict=True):
        assert [lesson.answerable for lesson in lessons] == [asked["answerable"] for asked in record["questions"]]  # type: ignore[attr-defined]
        assert all(len(lesson.holds) == len(text.sentences) for lesson in lessons)


def test_a_sentence_that_no_document_has_is_refused(tmp_path: Path) -> None:
    record = {"id": "x", "question": "Who?", "answerable": True, "gold": ["Nobody wrote this."], "kind": "name"}
    (tmp_path / "questions.jsonl").write_text(json.dumps(record), "utf-8")
    with pytest.raises(DatasetError, match="Lesson x"):
        read_own(len, tmp_path / "questions.jsonl")


def test_no_anticipated_question_is_near_one_of_the_report_half(own: Own) -> None:
    sealed = [
        str(case[name]).lower()
        for case in records(suites_folder() / "peru-core.report.jsonl")
        for name in ("question", "standalone")
        if case.get(name)
    ]
    # The last wording is the one that stands alone.
    said = [asked.wordings[-1].lower() for asked in own.asked]
    assert not [one for one in said if any(fuzz.ratio(one, other) >= NEAR for other in sealed)]


def test_a_group_holds_what_answers_and_what_only_looks_like_it(own: Own) -> None:
    groups = own.groups(MIX, random.Random(3))
    assert len(groups) == own.count()
    for asked, group in zip(own.asked, groups, strict=False):
        assert len({lesson.question for lesson in group}) == 1
        assert any(lesson.answerable for lesson in group) == asked.answerable
        assert any(not lesson.answerable for lesson in group)
        for lesson in group:
            assert {s for s, h in zip(lesson.sentences, lesson.holds, strict=True) if h} == (
                asked.golds & {*lesson.sentences}
            )


def test_the_same_seed_draws_the_same_groups(own: Own) -> None:
    assert own.groups(MIX, random.Random(5)) == own.groups(MIX, random.Random(5))
