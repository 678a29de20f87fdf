"""Align the cases of a suite and measure how well: `python -m evals.aligning SUITE.jsonl`, beside a plain baseline.

The baseline is what "plain embeddings" means: the objective of the passage nearest to the text, and one threshold.
Prints totals only; `--write FILE` keeps the records for the other measures of evals/alignments.py.
"""

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.aligning.aligner import align, align_cable
from assistant.aligning.objectives import strategy_of
from assistant.aligning.recording import cable_record, paragraph_record
from assistant.cables.reading import read_cable
from assistant.records import Record
from assistant.resources import Resources
from evals.alignments import AlignmentCase, read_alignment_cases
from evals.alignments import table as goal_table

CABLE = "cable"
"""The tag of a case that is a whole cable."""
PLAIN_AT = 0.45
"""The baseline's threshold: about one false alarm in twenty on the tuning half, as ours."""


@dataclass(frozen=True, slots=True)
class System:
    """Something that aligns."""

    name: str
    record: Callable[[AlignmentCase], Record]


def product(resources: Resources) -> System:
    """Return the product as a system."""

    def record(case: AlignmentCase) -> Record:
        if CABLE in case.tags:
            cable = read_cable(case.text)
            return {"id": case.id, **cable_record(cable, align_cable(cable, resources))}
        return {"id": case.id, "paragraphs": [paragraph_record(align(case.text, resources))]}

    return System("product", record)


def plain(resources: Resources) -> System:
    """Return the baseline: cosine of the whole text and each objective's passages."""
    index = resources.index
    kinds = {section.ref: section.kind for section in index.sections if section.document == strategy_of(resources).id}
    rows = [
        (row, passage.ref)
        for row, passage in enumerate(index.passages)
        if passage.document == strategy_of(resources).id and kinds.get(passage.ref, "").endswith("objective")
    ]

    def record(case: AlignmentCase) -> Record:
        similar = index.passage_vectors @ index.encode(case.text)
        best: dict[str, float] = {}
        for row, ref in rows:
            best[ref] = max(best.get(ref, -1.0), float(similar[row]))
        order = sorted(best, key=lambda ref: (-best[ref], ref))
        named = [{"ref": ref, "score": best[ref], "relation": "advances"} for ref in order[:1] if best[ref] >= PLAIN_AT]
        nearest = None if named or not order else {"ref": order[0], "score": best[order[0]]}
        return {"id": case.id, "paragraphs": [{"alignments": named, "nearest": nearest}]}

    return System("plain embeddings", record)


def compare(cases: Sequence[AlignmentCase], systems: Sequence[System]) -> list[tuple[str, Mapping[str, Record]]]:
    """Return each system's name with its records by the case's id."""
    return [(system.name, {case.id: system.record(case) for case in cases}) for system in systems]


def lines_of(path: Path, resources: Resources) -> tuple[list[str], Mapping[str, Record]]:
    """Return what is printed of a suite, and the product's records."""
    cases = read_alignment_cases(path)
    lines, kept = [], dict[str, Record]()
    groups = {
        "paragraphs": [c for c in cases if CABLE not in c.tags],
        "whole cables": [c for c in cases if CABLE in c.tags],
    }
    for name, group in groups.items():
        if not group:
            continue
        found = compare(group, (product(resources), plain(resources)))
        kept |= dict(found[0][1])
        lines.append(f"{path.name}: {len(group)} {name}, {sum(not case.refs for case in group)} of them about nothing")
        tables = [(system, goal_table(group, records)) for system, records in found]
        lines.append(f"  {'':34}" + "".join(f"{system:>18}" for system, _ in tables))
        for measure in tables[0][1]:
            values = [table[measure] for _, table in tables]
            lines.append(f"  {measure:34}" + "".join(f"{'-' if v is None else f'{v:.3f}':>18}" for v in values))
    return lines, kept


def main(arguments: Sequence[str] | None = None) -> int:
    """Align the suites named and print their totals."""
    from assistant.opening import open_resources
    from assistant.settings import read_settings

    parser = argparse.ArgumentParser(prog="python -m evals.aligning", description=__doc__)
    parser.add_argument("suites", nargs="+", type=Path)
    parser.add_argument("--write", type=Path, help="keep the product's records here, one a line")
    asked = parser.parse_args(arguments)
    np.seterr(all="raise", under="ignore")
    resources = open_resources(read_settings())
    records: list[Record] = []
    for path in asked.suites:
        lines, kept = lines_of(path, resources)
        records += kept.values()
        sys.stdout.write("\n".join(lines) + "\n")
    if asked.write:
        asked.write.write_text("".join(f"{json.dumps(record)}\n" for record in records), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
