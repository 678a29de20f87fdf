import json
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.errors import SourceError
from assistant.hashing import sha256_of_text
from assistant.manifest import Row
from assistant.schema import Passage, Section, Sentence
from ingest.questions import read_questions

ROW = Row("peru", "p.txt", "Peru", "Peru", "strategy", "0" * 64, None, None, None, None)
SAID = "Five thousand came."
PASSAGE = Passage("peru/A/01", "peru", "A", "Text", SAID, ((0, 19),), (Sentence(SAID, ((0, 19),)),))
SECTIONS = (Section("peru", "A", "objective", "A", (), None, (), (PASSAGE,)),)


def written(folder: Path, *lines: object) -> Row:
    text = "".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines)
    (folder / "q.jsonl").write_text(text, "utf-8")
    return replace(ROW, questions="q.jsonl", questions_sha256=sha256_of_text(text))


def test_a_question_is_taken_as_it_stands_alone_and_once(tmp_path: Path) -> None:
    row = written(
        tmp_path,
        {"question": "and they?", "standalone": "How many came?", "gold": [SAID]},
        "",
        {"question": "How many came?", "gold": [SAID]},
        {"question": "¿Quién pagó?", "english": "Who paid?", "gold": []},
    )
    found = read_questions(tmp_path, row, SECTIONS)
    assert [(asked.question, asked.answers) for asked in found] == [("How many came?", (SAID,)), ("Who paid?", ())]


def test_a_question_whose_answer_the_text_no_longer_has_is_left_out(tmp_path: Path) -> None:
    row = written(tmp_path, {"question": "Who left?", "gold": [SAID, "None left."]}, {"question": "Who?", "gold": []})
    assert [asked.question for asked in read_questions(tmp_path, row, SECTIONS)] == ["Who?"]


def test_a_sentence_may_be_named(tmp_path: Path) -> None:
    row = written(tmp_path, {"sentence": "s1", "text": SAID}, {"question": "How many?", "gold": ["s1"]})
    assert read_questions(tmp_path, row, SECTIONS)[0].answers == (SAID,)


def test_a_text_without_a_file_has_none(tmp_path: Path) -> None:
    assert read_questions(tmp_path, ROW, SECTIONS) == ()


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "not JSON"),
        ("[]", "no JSON object"),
        ({"question": "Who?"}, "no list `gold`"),
        ({"question": " ", "gold": []}, "no question"),
        ({"question": "Who?", "gold": "Nobody."}, "no list of sentences"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: object, message: str) -> None:
    with pytest.raises(SourceError, match=f"line 1.*{message}"):
        read_questions(tmp_path, written(tmp_path, line), SECTIONS)


def test_an_altered_or_missing_file_is_refused(tmp_path: Path) -> None:
    row = written(tmp_path, {"question": "Who?", "gold": []})
    with pytest.raises(SourceError, match="not the file"):
        read_questions(tmp_path, replace(row, questions_sha256="0" * 64), SECTIONS)
    with pytest.raises(SourceError, match="cannot be read"):
        read_questions(tmp_path, replace(row, questions="none.jsonl"), SECTIONS)
