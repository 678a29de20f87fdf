"""Suites by name: the bundled ones, those that were imported, and files of one's own.

A name is `NAME.jsonl`, or the two halves `NAME.tuning.jsonl` and `NAME.report.jsonl` together; one half alone
has its own name, `NAME.report`. An imported suite is a folder with a `suite.jsonl` and, where it brings its
own documents, a `corpus`.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from assistant.errors import DatasetError
from assistant.settings import Settings
from evals.cases import HALVES, Finding, QuestionCase, half_of, parse_cases, read_lines, refuse

ALIGNMENT = "alignment"
"""How the names of the suites begin that hold texts to align, not questions: `evals/alignments.py` reads them."""

_CASES, _CORPUS = "suite.jsonl", "corpus"


@dataclass(frozen=True, slots=True)
class SuiteFiles:
    """Where a suite lies."""

    name: str
    paths: tuple[Path, ...]
    corpus: Path | None = None
    """A folder with a manifest.toml, where the suite brings its own documents."""


@dataclass(frozen=True, slots=True)
class Suite:
    """The cases of one name, read."""

    name: str
    paths: tuple[Path, ...]
    sha256: str
    cases: tuple[QuestionCase, ...]
    corpus: Path | None


def bundled_folder() -> Path:
    """Return the folder of the suites that come with the package."""
    return Path(str(files("evals"))) / "suites"


def imported_folder(settings: Settings) -> Path:
    """Return the folder that holds one folder for each imported suite."""
    return settings.data / "suites"


def find_suites(settings: Settings) -> tuple[SuiteFiles, ...]:
    """Return what can be asked for by name, sorted: bundled suites, their halves, and imported ones."""
    found: dict[str, SuiteFiles] = {}
    halved: dict[str, list[Path]] = {}
    for path in sorted(bundled_folder().glob("*.jsonl")):
        if path.name.startswith(ALIGNMENT):
            continue
        found[path.stem] = SuiteFiles(path.stem, (path,))
        name, _, half = path.stem.rpartition(".")
        if name and half in HALVES:
            halved.setdefault(name, []).append(path)
    for name, paths in halved.items():
        # The tuning half first, as everywhere.
        found.setdefault(name, SuiteFiles(name, tuple(sorted(paths, reverse=True))))
    for path in sorted(imported_folder(settings).glob(f"*/{_CASES}")):
        found.setdefault(path.parent.name, _in_folder(path.parent))
    return tuple(found[name] for name in sorted(found))


def read_suite(name_or_path: str | Path, settings: Settings) -> Suite:
    """Return a suite by name or path. Raises DatasetError: there is none, or every line that is wrong with it."""
    suite, findings = parse_suite(name_or_path, settings)
    refuse(findings)
    if not suite.cases:
        raise DatasetError(f"The suite {suite.name} holds no question.", "Write one JSON object a line.")
    return suite


def parse_suite(name_or_path: str | Path, settings: Settings) -> tuple[Suite, tuple[Finding, ...]]:
    """Return what can be read of a suite, and what is wrong with its lines. Raises DatasetError when there is none."""
    found = _locate(name_or_path, settings)
    cases: list[QuestionCase] = []
    findings: list[Finding] = []
    for path in found.paths:
        good, bad = parse_cases(read_lines(path), path.name, half_of(path))
        cases += good
        findings += bad
    suite = Suite(found.name, found.paths, _sha256(found.paths), tuple(cases), found.corpus)
    return suite, (*findings, *_mixed(cases))


def _locate(name_or_path: str | Path, settings: Settings) -> SuiteFiles:
    suites = find_suites(settings)
    named = next((suite for suite in suites if suite.name == str(name_or_path)), None)
    if named:
        return named
    path = Path(name_or_path)
    if path.is_dir() and (path / _CASES).is_file():
        return _in_folder(path)
    if path.is_file():
        return SuiteFiles(path.stem, (path,))
    names = ", ".join(suite.name for suite in suites)
    raise DatasetError(f"There is no suite and no file {str(name_or_path)!r}.", f"Suites: {names}.")


def _in_folder(folder: Path) -> SuiteFiles:
    corpus = folder / _CORPUS
    return SuiteFiles(folder.name, (folder / _CASES,), corpus if (corpus / "manifest.toml").is_file() else None)


def _mixed(cases: Iterable[QuestionCase]) -> tuple[Finding, ...]:
    """Return what must not stand in two files: an id, and a group in both halves."""
    ids: dict[str, QuestionCase] = {}
    groups: dict[str, QuestionCase] = {}
    findings = []
    for case in cases:
        same, near = ids.setdefault(case.id, case), groups.setdefault(case.group, case)
        if same is not case:
            message = f"the id {case.id!r} stands already in {same.file}, line {same.line}."
            findings.append(Finding(case.file, case.line, case.id, "error", message))
        elif near.half != case.half:
            message = (
                f"the group {case.group!r} stands also in the {near.half} half ({near.file}, line {near.line}); "
                "what is tuned on must not be reported on."
            )
            findings.append(Finding(case.file, case.line, case.id, "error", message))
    return tuple(findings)


def _sha256(paths: Iterable[Path]) -> str:
    """Return the hash of the files' bytes, one after the other."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()
