"""A BEIR folder: corpus.jsonl, queries.jsonl and qrels/test.tsv (or qrels.tsv). Measured by its ranking.

Thakur et al., BEIR, NeurIPS 2021. Judgements are of documents, and a document's own id is the place that is found.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from assistant.errors import DatasetError
from assistant.schema import collapse
from evals.importers.collected import Collected, Names, Text, case_of, read_rows, read_text, string_at, title_of

_LAYOUT = "A BEIR folder holds corpus.jsonl, queries.jsonl and qrels/test.tsv, as the datasets are published."
_QRELS = ("qrels/test.tsv", "qrels.tsv")


def read(path: Path) -> Collected:
    """Return the documents of a folder and its queries that were judged. Raises DatasetError naming file and line."""
    qrels = next((path / name for name in _QRELS if (path / name).is_file()), None)
    if qrels is None:
        raise DatasetError(f"{path} has neither {' nor '.join(_QRELS)}.", _LAYOUT)
    texts, remarks = _texts(path / "corpus.jsonl")
    known = {text.short for text in texts}
    judged = _judgements(qrels)
    missing = sorted({name for grades in judged.values() for name in grades} - known)
    if missing:
        remarks.append(
            f"{qrels}: {len(missing)} judged documents are not in the corpus ({', '.join(missing[:5])}); they count as not found."
        )
    cases = []
    for number, record in read_rows(path / "queries.jsonl"):
        where = f"{path / 'queries.jsonl'}, line {number}"
        identifier = string_at(record, ("_id", "id"), where)
        grades = judged.pop(identifier, None)
        if grades is None:
            continue
        relevant = tuple(name for name, gain in grades.items() if gain > 0)
        question = collapse(string_at(record, ("text", "query"), where))
        cases.append(replace(case_of(identifier, question, True), refs=relevant, grades=grades))
    if judged:
        remarks.append(f"{qrels}: {len(judged)} judged queries are not in queries.jsonl and were left out.")
    if not cases:
        raise DatasetError(f"{path}: no query has a judgement.", _LAYOUT)
    return Collected(tuple(cases), texts, tuple(remarks))


def _texts(path: Path) -> tuple[tuple[Text, ...], list[str]]:
    names, texts, remarks = Names(), [], []
    seen: set[str] = set()
    for number, record in read_rows(path):
        where = f"{path}, line {number}"
        short = collapse(string_at(record, ("_id", "id"), where))
        if short in seen:
            raise DatasetError(f"{where}: the id {short!r} stands twice.", _LAYOUT)
        seen.add(short)
        title = title_of(record.get("title"))
        text = string_at(record, ("text",), where) if record.get("text") else ""
        if not (text.strip() or title):
            remarks.append(f"{where}: the document {short!r} is empty and was left out.")
            continue
        texts.append(Text(names.new(short), short, title or short, "passages", text if text.strip() else title))
    return tuple(texts), remarks


def _judgements(path: Path) -> dict[str, Mapping[str, int]]:
    """Return query id to document id to gain."""
    found: dict[str, dict[str, int]] = {}
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        cells = line.rstrip("\r").split("\t")
        if not line.strip() or (number == 1 and not cells[-1].strip().lstrip("-").isdigit()):
            continue
        # trec_eval's own files have a column more, which nobody uses.
        cells = [cells[0], *cells[2:]] if len(cells) == 4 else cells
        try:
            query, document, gain = cells
            found.setdefault(query.strip(), {})[document.strip()] = int(gain)
        except ValueError as error:
            raise DatasetError(
                f"{path}, line {number}: not query, document and a whole number, with tabs between.", _LAYOUT
            ) from error
    if not found:
        raise DatasetError(f"{path} holds no judgement.", _LAYOUT)
    return dict(found)
