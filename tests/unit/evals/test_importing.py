import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import DatasetError
from assistant.manifest import read_manifest
from assistant.schema import Section, reading_of
from assistant.settings import Settings
from evals.importing import Imported, import_suite, name_of, settings_of
from evals.suites import Suite, read_suite
from evals.validating import validate
from ingest.plain import read_plain
from ingest.sources import read_document

CONTEXT = "The harbour closed in 1921. Dr. Ada Vega opened it again in 1950.  It has two piers."
SQUAD = {
    "version": "v2.0",
    "data": [
        {
            "title": "Port_of_Callao",
            "paragraphs": [
                {
                    "context": CONTEXT,
                    "qas": [
                        {
                            "id": "a",
                            "question": " Who opened it?",
                            "is_impossible": False,
                            "answers": [
                                {"text": "Ada Vega", "answer_start": 32},
                                {"text": "Dr. Ada Vega", "answer_start": 28},
                                {"text": "Ada Vega", "answer_start": 32},
                            ],
                        },
                        {"id": "b", "question": "Who closed it?", "is_impossible": True, "answers": [], "plausible_answers": [{"text": "x"}]},
                    ],
                },
                {"context": "Ships wait.", "qas": [{"id": "c", "question": "What waits?", "answers": [{"text": "Ships", "answer_start": 3}]}]},
            ],
        }
    ],
}  # fmt: skip
ROW = {
    "id": "n1",
    "question": "who sings it",
    "title": "Song",
    "sentences": ["It is a song .", "Ann  sings it .", "Bob plays ."],
    "answerable": True,
    "gold_sentences": [["Ann sings it ."], [2]],
    "answers": ["Ann sings it .", "Ann is the singer."],
}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data", _env_file=None)


@pytest.fixture
def take(settings: Settings, tmp_path: Path) -> Callable[..., Imported]:
    """Import what is given as a file's content."""

    def importing(layout: str, content: Any, name: str | None = None, file: str = "set.json") -> Imported:
        path = tmp_path / file
        if isinstance(content, list):
            content = "".join(line if isinstance(line, str) else json.dumps(line) + "\n" for line in content)
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return import_suite(layout, path, name, settings)

    return importing


def sections_of(suite: Suite) -> tuple[list[Any], list[Section]]:
    assert suite.corpus
    documents = [read_document(suite.corpus, row) for row in read_manifest(suite.corpus)]
    return documents, [s for document in documents for s in read_plain(document, lambda text: len(text.split()))]


def test_each_paragraph_of_squad_is_a_document_that_its_questions_are_asked_of(take: Any, settings: Settings) -> None:
    made = take("squad", SQUAD)
    suite = read_suite("set", settings)
    first, second, third = suite.cases

    assert (made.name, made.cases, made.answerable, made.documents) == ("set", 3, 2, 2)
    assert first.scope == first.refs == ("port-of-callao-001",)
    assert first.question == "Who opened it?"
    assert first.facts == (("Ada Vega", "Dr. Ada Vega"),)
    assert [span.quote for span in first.spans] == ["Dr. Ada Vega opened it again in 1950."]
    assert (second.answerable, second.refs, second.scope) == (False, (), ("port-of-callao-001",))
    assert third.spans[0].quote == "Ships wait."
    assert first.group == second.group != third.group


def test_imported_gold_stands_in_the_imported_documents(take: Any, settings: Settings) -> None:
    take("squad", SQUAD)
    suite = read_suite("set", settings)
    documents, sections = sections_of(suite)

    assert [document.title for document in documents] == ["Port of Callao", "Port of Callao"]
    assert documents[0].text == CONTEXT
    assert not [finding for finding in validate(suite, sections, documents) if finding.severity == "error"]


def test_a_suite_is_never_written_over_and_never_half_written(take: Any, settings: Settings) -> None:
    take("squad", SQUAD)
    before = {path: path.read_bytes() for path in settings.data.rglob("*") if path.is_file()}

    with pytest.raises(DatasetError, match="already"):
        take("jsonl", [ROW], "set")
    with pytest.raises(DatasetError, match=r"line 2: not JSON"):
        take("jsonl", [ROW, "{half\n"], "other")
    with pytest.raises(DatasetError, match="already"):
        take("jsonl", [ROW], "peru-core.report")
    with pytest.raises(DatasetError, match="cannot name"):
        take("jsonl", [ROW], "../other")

    assert {path: path.read_bytes() for path in settings.data.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"data": 1}, "'data' is not a list"),
        ({"data": [{"title": "x"}]}, r"data\[0\]: 'paragraphs'"),
        ({"data": [{"paragraphs": [{"qas": []}]}]}, r"data\[0\].paragraphs\[0\]: no text under 'context'"),
        ({"data": [{"paragraphs": [{"context": "x", "qas": [{"id": "q", "question": "x", "answers": [{"text": "y", "answer_start": 0}]}]}]}]}, r"qas\[0\]: the answer 'y'"),
        ({"data": [{"paragraphs": [{"context": "x", "qas": [{"id": "q", "question": "x", "answers": []}]}]}]}, "without answers"),
        ({"data": [{"paragraphs": [{"context": "x", "qas": [{"id": "q", "question": "x", "is_impossible": True}] * 2}]}]}, "stands twice"),
    ],
)  # fmt: skip
def test_a_slip_in_squad_is_named_by_its_place(take: Any, change: Any, told: str) -> None:
    with pytest.raises(DatasetError, match=told):
        take("squad", {**SQUAD, **change})


def test_sentences_of_a_json_line_are_kept_as_they_are_and_equal_passages_shared(take: Any, settings: Settings) -> None:
    made = take("jsonl", [ROW, {**ROW, "id": "n2", "answerable": False, "gold_sentences": []}])
    suite = read_suite("set", settings)
    documents, (section,) = sections_of(suite)
    (passage,) = section.passages

    assert made.documents == 1
    assert [sentence.text for sentence in passage.sentences] == ["It is a song .", "Ann sings it .", "Bob plays ."]
    assert all(reading_of(documents[0].text, s.ranges) == s.text for s in passage.sentences)
    assert [span.quote for span in suite.cases[0].spans] == ["Ann sings it .", "Bob plays ."]
    assert suite.cases[0].facts == (("Ann sings it .",),)
    assert suite.cases[1].refs == ()
    assert suite.cases[1].scope == ("song",)


def test_the_published_layout_of_clapnq_is_read_too(take: Any, settings: Settings) -> None:
    passage = {"title": "Song", "text": "…", "sentences": ROW["sentences"]}
    output = [{"answer": "Ann", "selected_sentences": ["Ann sings it ."]}]
    take(
        "jsonl",
        [
            {"id": "1", "input": "who", "passages": [passage], "output": output},
            {"id": "2", "input": "when", "passages": [passage], "output": [{"answer": ""}]},
        ],
    )
    first, second = read_suite("set", settings).cases

    assert [span.quote for span in first.spans] == ["Ann sings it ."]
    assert first.facts == (("Ann",),)
    assert not second.answerable


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"sentences": "x"}, "`sentences` is not a list"),
        ({"sentences": [" "]}, "holds no text"),
        ({"answerable": "yes"}, "`answerable`"),
        ({"question": None}, "no text under 'question'"),
        ({"gold_sentences": ["It is another song ."]}, "is none of the `sentences`"),
        ({"gold_sentences": [3]}, "is none of the `sentences`"),
        ({"id": "n1"}, "stands twice"),
    ],
)
def test_a_slip_in_a_json_line_is_named_by_its_line(take: Any, change: Any, told: str) -> None:
    with pytest.raises(DatasetError, match=rf"line 2: .*{told}"):
        take("jsonl", [ROW, {**ROW, "id": "n2", **change}])


@pytest.fixture
def beir(tmp_path: Path) -> Path:
    folder = tmp_path / "Cran Field"
    (folder / "qrels").mkdir(parents=True)
    corpus = [
        {"_id": "MED-1", "title": "Wings", "text": "Lift of a wing. Drag too."},
        {"_id": "med 1", "title": "", "text": "Flow over a plate."},
        {"_id": "3", "title": "Only a title", "text": ""},
        {"_id": "4", "title": "", "text": ""},
    ]
    queries = [{"_id": "q1", "text": "what lifts"}, {"_id": "q2", "text": "never judged"}]
    (folder / "corpus.jsonl").write_text("".join(json.dumps(row) + "\n" for row in corpus))
    (folder / "queries.jsonl").write_text("".join(json.dumps(row) + "\n" for row in queries))
    (folder / "qrels" / "test.tsv").write_text(
        "query-id\tcorpus-id\tscore\nq1\tMED-1\t2\nq1\t3\t0\nq1\t99\t1\nq9\t3\t1\n"
    )
    return folder


def test_a_beir_folder_keeps_its_documents_names_and_judgements(beir: Path, settings: Settings) -> None:
    made = import_suite("beir", beir, None, settings)
    suite = read_suite("cran-field", settings)
    documents, sections = sections_of(suite)
    (case,) = suite.cases

    assert [section.ref for section in sections] == ["MED-1", "med 1", "3"]
    assert [document.id for document in documents] == ["med-1", "med-1-2", "3"]
    assert [section.title for section in sections] == ["Wings", "", "Only a title"]
    assert dict(case.grades) == {"MED-1": 2, "3": 0, "99": 1}
    assert case.refs == ("MED-1", "99")
    assert (case.answerable, case.facts, case.scope) == (True, (), ())
    assert len(made.remarks) == 3


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("qrels/test.tsv", "q1\tMED-1\tmany\nq1\tMED-1\tmany\n", r"test\.tsv, line 2"),
        ("qrels/test.tsv", "", "holds no judgement"),
        (
            "corpus.jsonl",
            '{"_id": "1", "text": "x"}\n{"_id": "1", "text": "y"}\n',
            r"corpus\.jsonl, line 2: the id '1'",
        ),
        ("corpus.jsonl", '{"text": "x"}\n', r"corpus\.jsonl, line 1: no text under '_id'"),
        ("queries.jsonl", '{"_id": "q7", "text": "x"}\n', "no query has a judgement"),
    ],
)
def test_a_slip_in_a_beir_folder_is_named_by_file_and_line(
    beir: Path, settings: Settings, file: str, text: str, told: str
) -> None:
    (beir / file).write_text(text)
    with pytest.raises(DatasetError, match=told):
        import_suite("beir", beir, None, settings)


def test_a_table_is_about_the_documents_in_use(take: Any, settings: Settings) -> None:
    text = (
        "id,Question,expected refs,answer,answerable,tags,expect,reason\r\n"
        't1,"What, then?",MO 2.2; MG 4,22 percent|22 %;1990,,"a;b",,\r\n'
        "\r\n"
        ",Nothing?,,,no,,,\r\n"
        ",Which?,,,,,clarify,ambiguous\r\n"
    )
    made = take("csv", text, file="table.csv")
    suite = read_suite("table", settings)
    first, second, third = suite.cases

    assert (made.documents, suite.corpus) == (0, None)
    assert first.refs == ("MO 2.2", "MG 4")
    assert first.facts == (("22 percent", "22 %"), ("1990",))
    assert (first.answerable, first.tags) == (True, ("a", "b"))
    assert (second.id, second.answerable) == ("line-4", False)
    assert (third.expect, third.reason) == ("clarify", "ambiguous")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("query\nx\n", "line 1: unknown column 'query'"),
        ("id\nx\n", "line 1: there must be one column `question`"),
        ("question\n", "holds no question"),
        ("question;refs\nx;MO 1.1;y\n", "line 2: 3 cells under 2 columns"),
        ("question,id\n,q\n", "line 2: no question"),
        ("question,answerable\nx,perhaps\n", "line 2: answerable is 'perhaps'"),
        ("question,answerable,expect\nx,no,answered\n", "line 2: answerable is 'no'"),
        ("question,expect\nx,never\n", "line 2: 'never' is no outcome"),
        ("question,answerable,reason\nx,no,lazy\n", "line 2: 'lazy' is no reason"),
        ("question,id\nx,1\ny,1\n", "line 3: the id '1' stands twice"),
        ('question\n"x\n', "line 2"),
    ],
)
def test_a_slip_in_a_table_is_named_by_its_line(take: Any, text: str, told: str) -> None:
    with pytest.raises(DatasetError, match=told):
        take("csv", text, file="table.csv")


def test_packed_files_are_read(settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "Clap_NQ.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps(ROW).encode()))

    assert import_suite("jsonl", path, None, settings).name == name_of(path) == "clap-nq"


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"{"])
def test_what_cannot_be_read_is_a_known_error(settings: Settings, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(content)
    for layout in ("squad", "jsonl", "csv", "beir"):
        with pytest.raises(DatasetError):
            import_suite(layout, path, None, settings)
        with pytest.raises(DatasetError):
            import_suite(layout, tmp_path / "absent", None, settings)


def test_a_suite_with_documents_has_an_index_of_its_own_and_the_common_cache(take: Any, settings: Settings) -> None:
    take("squad", SQUAD)
    own = settings_of(read_suite("set", settings), settings)

    assert own.corpus == settings.data / "suites" / "set" / "corpus"
    assert own.data == settings.data / "suites" / "set" / "data"
    assert own.cache_folder == settings.cache_folder
    assert settings_of(read_suite("peru-core.report", settings), settings) is settings
