"""A run's rankings and its gold in the formats of trec_eval, so that anybody can compute the ranking measures again.

Places are what is ranked: the first passage of each. Scores are made from the ranks, because trec_eval orders by
score alone and breaks ties by its own rule: so no two are equal and its order is ours.
"""

import re
from collections.abc import Sequence

from evals.cases import QuestionCase
from evals.ranks import names_of
from evals.runs import Run

_SPACE = re.compile(r"\s")


def run_trec(run: Run, cases: Sequence[QuestionCase]) -> str:
    """Return the rankings, a line a place: query, Q0, place, rank, score, run."""
    answers = {answer.id: answer for answer in run.first_answers}
    lines = []
    for case in cases:
        stored = answers.get(case.id)
        ordered = sorted(stored.ranking if stored else (), key=lambda entry: (-entry[2], entry[0]))
        wanted = gains_of(case)
        places = list(dict.fromkeys(names_of(entry, wanted) for entry in ordered))
        for rank, place in enumerate(places, start=1):
            lines.append(f"{word(case.id)} Q0 {word(place)} {rank} {len(places) - rank + 1} {word(run.name)}\n")
    return "".join(lines)


def run_qrels(cases: Sequence[QuestionCase]) -> str:
    """Return the gold, a line a place: query, 0, place, gain. Questions without gold have no line."""
    return "".join(
        f"{word(case.id)} 0 {word(place)} {gain:g}\n" for case in cases for place, gain in gains_of(case).items()
    )


def gains_of(case: QuestionCase) -> dict[str, float]:
    """Return what is gold for a question, with its gain: imported judgements, or the places it must cite."""
    return {place: float(gain) for place, gain in case.grades.items()} or dict.fromkeys(case.refs, 1.0)


def word(text: str) -> str:
    """Return `text` as one word, as the formats need: "MO 2.2" is MO_2.2."""
    return _SPACE.sub("_", text.strip()) or "_"
