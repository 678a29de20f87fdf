"""A run as JUnit XML, which every build server draws: a lost item is a failure, a crash an error."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree import ElementTree

from evals.cases import QuestionCase
from evals.measures import catalogue
from evals.reporting.details import is_lost
from evals.reporting.wording import cause_name
from evals.runs import Run

# Outside of what XML 1.0 can hold.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def run_junit(run: Run, cases: Sequence[QuestionCase]) -> str:
    """Return a scored run as one test suite, a test case an item; what cannot be won is skipped."""
    questions = {case.id: case.question for case in cases}
    answers = {answer.id: answer for answer in run.first_answers}
    suite = ElementTree.Element("testsuite", name=_clean(run.name))
    counts = {"failures": 0, "errors": 0, "skipped": 0}
    seconds = 0.0
    for score in run.scores:
        key = str(score["id"])
        stored = answers.get(key)
        took = stored.seconds if stored else 0.0
        seconds += took
        name = f"{key}: {questions.get(key, '')}".rstrip(": ")
        case = ElementTree.SubElement(
            suite, "testcase", classname=_clean(run.name), name=_clean(name), time=f"{took:.3f}"
        )
        kind = _kind(score)
        if kind is None:
            continue
        counts[_COUNTED[kind]] += 1
        says = (stored.error if stored else "No answer was stored.") if kind == "error" else _why(score)
        ElementTree.SubElement(case, kind, message=_clean(says or "crashed"), type=str(score.get("cause") or kind))
    suite.attrib |= {"tests": str(len(run.scores)), "time": f"{seconds:.3f}"} | {k: str(n) for k, n in counts.items()}
    root = ElementTree.Element("testsuites")
    root.append(suite)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


_COUNTED = {"failure": "failures", "error": "errors", "skipped": "skipped"}


def _kind(score: Mapping[str, Any]) -> str | None:
    if score.get("status") == "error":
        return "error"
    if score.get("status") == "unwinnable":
        return "skipped"
    return "failure" if is_lost(score) else None


def _why(score: Mapping[str, Any]) -> str:
    cause = score.get("cause")
    says = f"{cause_name(cause)}. {catalogue.CAUSES.get(str(cause), '')}".strip()
    return f"{says} Expected {score.get('expect')}, got {score.get('outcome')}."


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
