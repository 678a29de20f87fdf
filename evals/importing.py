"""A public question set to a suite of one's own, with the corpus that it brings along.

STRATEGY_DATA/suites/NAME/suite.jsonl            the cases
STRATEGY_DATA/suites/NAME/corpus/manifest.toml   its documents, in the layout of the bundled corpus
STRATEGY_DATA/suites/NAME/corpus/sources/        their texts
STRATEGY_DATA/suites/NAME/data/                  its index, built when the suite is first run

A suite is written whole or not at all, and never over another.
"""

import json
import os
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path

from assistant.errors import DatasetError
from assistant.hashing import sha256_of_text
from assistant.manifest import corpus_folder, corpus_sha256, read_manifest
from assistant.records import to_json, whole
from assistant.settings import Settings
from evals.cases import QuestionCase, case_record
from evals.importers.collected import Collected, Text
from evals.suites import Suite, find_suites, imported_folder

LAYOUTS: Mapping[str, str] = {
    "squad": "evals.importers.squad",
    "beir": "evals.importers.beir",
    "jsonl": "evals.importers.passages",
    "csv": "evals.importers.table",
}
"""Layout to the module that reads it: each has `read(path) -> Collected`."""

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,59}")
_NOT_NAME = re.compile(r"[^a-z0-9]+")
_SUFFIXES = re.compile(r"\.(?:jsonl?|csv|gz)(?=\.|$)")


@dataclass(frozen=True, slots=True)
class Imported:
    """What was written."""

    name: str
    folder: Path
    cases: int
    answerable: int
    documents: int
    """0 where the questions are about the corpus in use."""
    remarks: tuple[str, ...]


def import_suite(layout: str, path: Path, name: str | None, settings: Settings) -> Imported:
    """Write the suite of a public set and return what is in it. Raises DatasetError; then nothing was written."""
    name = name or name_of(path)
    if not _NAME.fullmatch(name):
        raise DatasetError(
            f"{name!r} cannot name a suite.", "Use --name with lower-case letters, digits, '.', '_' and '-'."
        )
    folder = imported_folder(settings) / name
    if folder.exists() or name in {suite.name for suite in find_suites(settings)}:
        raise DatasetError(
            f"There is a suite {name!r} already; nothing was written.", f"Choose another --name, or remove {folder}."
        )
    read: Callable[[Path], Collected] = import_module(LAYOUTS[layout]).read
    collected = read(path)
    aside = folder.with_name(f".{name}-{os.getpid()}")
    shutil.rmtree(aside, ignore_errors=True)
    try:
        aside.mkdir(parents=True)
        _write(aside, collected, f"{path.name}, imported as {layout}", settings)
        aside.rename(folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    answerable = sum(case.answerable for case in collected.cases)
    return Imported(name, folder, len(collected.cases), answerable, len(collected.texts), collected.remarks)


def name_of(path: Path) -> str:
    """Return the name of a suite made from a file's or a folder's."""
    return _NOT_NAME.sub("-", _SUFFIXES.sub("", path.resolve().name.lower())).strip("-")[:60]


def settings_of(suite: Suite, settings: Settings) -> Settings:
    """Return the settings under which a suite is run: those given, or its own corpus and an index beside it."""
    if suite.corpus is None:
        return settings
    corpus = suite.corpus.absolute()
    is_imported = corpus.parent.parent == imported_folder(settings).absolute()
    elsewhere = settings.data / "corpora" / sha256_of_text(str(corpus))[:16]
    folder = corpus.parent / "data" if is_imported else elsewhere
    return settings.model_copy(update={"corpus": corpus, "data": folder, "cache": settings.cache_folder})


def _write(folder: Path, collected: Collected, origin: str, settings: Settings) -> None:
    corpus = corpus_folder(settings)
    if collected.texts:
        corpus = folder / "corpus"
        (corpus / "sources").mkdir(parents=True)
        rows = [_row(corpus, text, origin) for text in collected.texts]
        (corpus / "manifest.toml").write_text("\n".join(rows), encoding="utf-8", newline="\n")
    made_for = corpus_sha256(read_manifest(corpus))
    lines = [to_json(case_record(_dated(case, made_for))) + "\n" for case in collected.cases]
    (folder / "suite.jsonl").write_text("".join(lines), encoding="utf-8", newline="\n")


def _dated(case: QuestionCase, made_for: str) -> QuestionCase:
    return replace(case, corpus_sha256=made_for)


def _row(corpus: Path, text: Text, origin: str) -> str:
    """Write a document's text and return its row of the manifest."""
    path = f"sources/{text.id}.txt"
    content = whole(text.text)
    (corpus / path).write_bytes(content.encode())
    values = {"id": text.id, "path": path, "title": text.title, "short": text.short, "kind": text.kind}
    values |= {"origin": origin, "sha256": sha256_of_text(content)}
    return "[[documents]]\n" + "".join(f"{name} = {_quoted(value)}\n" for name, value in values.items())


def _quoted(value: str) -> str:
    """Return a TOML string: JSON's escapes, and DEL, which JSON leaves as it is."""
    return json.dumps(whole(value), ensure_ascii=False).replace("\x7f", "\\u007f")
