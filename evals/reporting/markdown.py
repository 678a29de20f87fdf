"""A run or a comparison as Markdown: the summary for a pull request, and the table that the README carries."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from evals.measures.catalogue import MEASURES
from evals.reporting.breakdown import lost_sentence
from evals.reporting.details import is_lost
from evals.reporting.numbers import sensitivity
from evals.reporting.wording import (
    ABSENT,
    MAIN,
    cause_name,
    counted,
    interval,
    measure_name,
    percent,
    probability,
    shown,
    signed,
    signed_interval,
)
from evals.runs import Run

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$])")
_LISTED = 20


def run_markdown(run: Run) -> str:
    """Return the summary of a scored run: its main numbers, the two rates, the causes, and where it comes from."""
    summary = run.summary or {}
    lost = sum(is_lost(score) for score in run.scores)
    suite, engine = run.passport.get("suite") or {}, run.passport.get("engine") or {}
    lines = [
        f"## {escape(run.name)}",
        "",
        f"{lost_sentence(summary, lost, len(run.scores))} {sensitivity(summary, len(run.scores))}".strip(),
        "",
        numbers_table(summary),
        "",
        _rates(summary),
        "",
    ]
    causes: Mapping[str, int] = summary.get("causes") or {}
    if causes:
        lines += [_table(("Cause of failure", "Items"), [(cause_name(each), str(n)) for each, n in causes.items()]), ""]
    where = [
        f"suite {suite.get('name')} ({str(suite.get('sha256'))[:12]})",
        f"engine {engine.get('name')} {engine.get('version')}",
        f"revision {str(run.passport.get('git'))[:12]}",
        str(run.passport.get("finished") or run.passport.get("started") or ""),
    ]
    return "\n".join([*lines, escape(" · ".join(each for each in where if each)), ""])


def numbers_table(summary: Mapping[str, Any], names: Sequence[str] = MAIN) -> str:
    """Return the numbers of a run as a table: value, interval, and what it was counted over. The README carries it."""
    found: Mapping[str, Any] = summary.get("measures") or {}
    rows = [
        (
            measure_name(name),
            shown(value.get("value"), _unit(name)),
            interval(value.get("low"), value.get("high"), _unit(name)) or ABSENT,
            *(str(value.get(key, ABSENT)) for key in ("n", "undefined", "errors", "unwinnable")),
        )
        for name in names
        if (value := found.get(name))
    ]
    return _table(("Measure", "Value", "95 % interval", "n", "undefined", "errors", "unwinnable"), rows)


def comparison_markdown(comparison: Mapping[str, Any]) -> str:
    """Return the summary of a comparison: warnings, paired differences, and the items that changed."""
    found: Mapping[str, Any] = comparison.get("measures") or {}
    order = [name for name in MAIN if name in found] + [name for name in found if name not in MAIN]
    lines = [f"## {escape(str(comparison.get('b')))} against {escape(str(comparison.get('a')))}", ""]
    lines += [f"> {escape(str(each))}" for each in comparison.get("warnings") or ()]
    lines += ["", _table(_PAIRED, [_paired(name, found[name]) for name in order]), ""]
    for title, key in (("Worse", "regressions"), ("Better", "fixes")):
        lines += _listed(title, [str(each["id"]) for each in comparison.get(key) or ()])
    for title, key in (("Only in A", "only_a"), ("Only in B", "only_b")):
        lines += _listed(title, [str(each) for each in comparison.get(key) or ()])
    return "\n".join(lines)


def escape(text: str) -> str:
    """Return `text` on one line as Markdown that shows exactly its characters."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


_PAIRED = ("Measure", "A", "B", "B − A", "95 % interval", "p", "p, Holm", "wins / ties / losses", "n", "Verdict")


def _paired(name: str, value: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        measure_name(name),
        shown(value.get("a"), _unit(name)),
        shown(value.get("b"), _unit(name)),
        signed(value.get("difference")),
        signed_interval(value.get("low"), value.get("high")) or ABSENT,
        probability(value.get("p")),
        probability(value.get("p_holm")),
        " / ".join(str(value.get(key, ABSENT)) for key in ("wins", "ties", "losses")),
        str(value.get("n", ABSENT)),
        str(value.get("verdict") or ""),
    )


def _rates(summary: Mapping[str, Any]) -> str:
    abstention = summary.get("abstention") or {}
    return (
        f"Needless abstentions: {percent(abstention.get('needless_rate'))} of the answerable. "
        f"Unsupported answers: {percent(abstention.get('unsupported_rate'))} of the unanswerable."
    )


def _listed(title: str, ids: Sequence[str]) -> list[str]:
    if not ids:
        return []
    more = f" and {len(ids) - _LISTED} more" if len(ids) > _LISTED else ""
    return [f"{title}, {counted(len(ids), 'item')}: {', '.join(map(escape, ids[:_LISTED]))}{more}.", ""]


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    ruler = ["---", *["---:"] * (len(heads) - 1)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (heads, ruler, *rows))


def _unit(name: str) -> str:
    return MEASURES[name].unit if name in MEASURES else "rate"
